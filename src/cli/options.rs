//! Options that several commands share.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::ingest::Format;

/// Where the index is.
#[derive(Args, Clone, Debug)]
pub struct IndexOption {
    /// Folder of the index
    #[arg(long = "index", value_name = "DIR", env = "CLIPPINGS_INDEX", default_value = "index", global = true)]
    pub folder: PathBuf,
}

/// Input formats by the names that users give them.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum From {
    /// Plain text, one article a file
    Text,
    /// A web page, one article a file
    Html,
    /// JSON lines, one article a line
    Jsonl,
}

impl From {
    /// Returns the format of that name.
    pub fn format(self) -> Format {
        match self {
            From::Text => Format::Text,
            From::Html => Format::Html,
            From::Jsonl => Format::Jsonl,
        }
    }
}
