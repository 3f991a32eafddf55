//! Ingest: files and streams in, [`Article`](crate::model::Article)s out.
//!
//! Two steps, so that the second can run on any thread: [`Sources`] walks folders and cuts streams into [`Raw`]
//! records, in an order that depends on the paths alone; [`parse`] turns one raw record into an article.
//!
//! **Invariant:** the text of plain files and JSONL records is the source's, unchanged to the character. A file or
//! record that cannot be read is an error value in the stream, never the end of it.

pub mod authority;
mod parse;
mod raw;
mod sources;
mod spill;
mod walk;

pub use parse::{load, parse};
pub use raw::{Content, Format, Raw};
pub use sources::Sources;
pub use spill::Spill;
pub use walk::{Found, walk};
