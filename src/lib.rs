//! `clippings`: a press-clippings archive in one program.
//!
//! Data flows one way; each arrow is a folder of `src/`:
//!
//! ```text
//! corpus → ingest → clean → annotate → index → query → present
//!           files    lines   people     tantivy  words    terminal, JSON,
//!           → raw    kept /  films      write    → hits   CSV, web page
//!                    removed quotes
//! ```
//!
//! Two shelves hold what the stages share: [`model`], plain data that passes along the arrows, and [`rules`], word
//! lists, patterns and weights as data files. Two doors open on all of it: [`cli`] and, through it, [`serve`].
//!
//! Three things go beyond the drawing. Lines that recur are counted over the corpus in a first pass, before any
//! article is cleaned, and so are titles that an article tells plainly (`cli/index/survey.rs`, `annotate/hearsay.rs`).
//! What those titles, and a user's lists and corrections, change in articles of the index is found from the articles as
//! stored (`cli/again.rs`). Names that stand for others over the whole corpus are found after the commit and applied
//! when names are looked up, counted and shown (`annotate/canonical.rs`, `index/aliases.rs`), so that nothing need be
//! written anew.

#![deny(missing_docs)]

pub mod annotate;
pub mod clean;
pub mod cli;
pub mod error;
pub mod index;
pub mod ingest;
pub mod model;
pub mod present;
pub mod query;
pub mod rules;
pub mod serve;
