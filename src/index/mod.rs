//! The index: [`AnnotatedArticle`](crate::model::AnnotatedArticle)s in, a tantivy index on disk out, and back.
//!
//! Two kinds of document are committed together: articles, each with its record, and after each its quotations (one an
//! utterance) with what they need to be found. An index is one folder; it is disposable and its own manifest: what it
//! knows of the files it was built from is part of the commit, so that a killed run leaves the last commit whole.

mod aliases;
mod analysis;
mod archive;
mod concerned;
pub mod corrections;
mod directory;
mod document;
mod dropped;
pub mod lists;
mod manifest;
mod named;
mod names;
mod recurrences;
mod schema;
mod segment;
mod settings;
mod stored;
mod writer;

pub use aliases::Aliases;
pub use analysis::{Analyzer, Beginnings, Word, fold_name};
pub use archive::{Archive, Summary};
pub use document::{Documents, TextField};
pub use manifest::{Known, Manifest, NO_STAMP};
pub use names::{Counts, NameTable};
pub use schema::{ARTICLE, CONFIDENCE, DAY, Fields, NameField, PLACE, QUOTATION, SOURCE};
pub use settings::{Judged, Settings};
pub use stored::{StoredArticle, StoredQuotation, date_of, day_number};
pub use writer::{Stamp, Writer, id_of_key};
