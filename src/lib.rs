//! `clippings`: a press-clippings archive in one program.
//!
//! Data flows one way; each arrow is a folder of `src/`:
//!
//! ```text
//! corpus → ingest → clean → annotate → index → query → present
//!           files    lines   people     tantivy  words    terminal, JSON,
//!           → raw    kept /  films      write    → hits   CSV
//!                    removed quotes
//! ```
//!
//! Two shelves hold what the stages share: [`model`], plain data that passes along the arrows, and [`rules`], word
//! lists, patterns and weights as data files. One door opens on all of it: [`cli`].

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
