//! Options that several commands share.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::tell;
use crate::clean::Balance;
use crate::error::{Error, Result};
use crate::ingest::Format;
use crate::query::{self, Node, Resolved};

/// Where the index is.
#[derive(Args, Clone, Debug)]
pub struct IndexOption {
    /// Folder of the index
    #[arg(long = "index", value_name = "DIR", env = "CLIPPINGS_INDEX", default_value = "index", global = true)]
    pub folder: PathBuf,
}

/// How readily lines are removed.
#[derive(Args, Clone, Copy, Debug)]
pub struct BalanceOption {
    /// Remove lines in doubt: less litter left, more sentences lost
    #[arg(long, conflicts_with = "lenient")]
    strict: bool,
    /// Keep lines in doubt: fewer sentences lost, more litter left
    #[arg(long)]
    lenient: bool,
}

impl BalanceOption {
    /// Returns the balance.
    pub fn balance(self) -> Balance {
        match (self.strict, self.lenient) {
            (true, _) => Balance::Strict,
            (_, true) => Balance::Lenient,
            _ => Balance::Normal,
        }
    }
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

/// Parses the words of a query, as given on the command line.
///
/// # Errors
/// A query that does not parse, with the place and the nearest query that does.
pub fn parse_query(words: &[String]) -> Result<Node> {
    let query = words.join(" ");
    query::parse(&query).map_err(|fault| {
        let error = Error::usage(format!("cannot read the query: {fault}"));
        match fault.nearest {
            Some(nearest) => error.hint(format!("did you mean: {nearest}")),
            None => error,
        }
    })
}

/// Says which names were taken for those asked for, where they differ.
pub fn tell_resolved(resolved: &[Resolved]) {
    for Resolved { field, asked, shown, .. } in resolved {
        if shown.as_slice() != std::slice::from_ref(asked) {
            tell(format_args!("{} {asked}: {}", field.as_str(), shown.join(", ")));
        }
    }
}
