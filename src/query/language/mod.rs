//! The query language: words in, a tree out. One language for the command line, the JSON and the page.
//!
//! ```text
//! query  = any { "OR" any }
//! any    = item { [ "AND" ] item }
//! item   = [ "-" | "+" | "NOT" ] atom
//! atom   = "(" query ")" | field ":" atom | phrase | word
//! phrase = '"' words '"' [ "~" distance ]
//! word   = letters [ "*" | "~" [ distance ] ]
//! ```
//!
//! `AND`, `OR` and `NOT` are operators in capitals only. A sequence of words asks for any of them, articles with all of
//! them first; `AND` and `+` demand. A line of a file of queries is read leniently: what does not parse is words.

mod lexer;
mod parser;

use std::fmt;

pub use parser::{parse, parse_leniently};

use crate::error::{Error, Result};

/// What a query asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Everything.
    All,
    /// A word.
    Word(String),
    /// Several words written as one, such as `sci-fi`: all of it is a phrase, any of it are its words.
    Compound(String),
    /// Words that open with these letters.
    Prefix(String),
    /// Words at most so many letters from this one.
    Fuzzy(String, u8),
    /// Words next to one another in their order, or near one another in any.
    Phrase {
        /// The words, as printed.
        words: String,
        /// How many other words may stand between them, where any order will do.
        slop: Option<u32>,
    },
    /// A query inside one field.
    In(QueryField, Box<Node>),
    /// Published in one of these years, first to last.
    Years(u16, u16),
    /// Items of a sequence, each wanted, demanded or excluded.
    Sequence(Vec<(Demand, Node)>),
    /// One of several.
    Or(Vec<Node>),
}

/// How an item of a sequence is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Better with it.
    Wanted,
    /// Only with it.
    Required,
    /// Only without it.
    Excluded,
}

/// The fields that a query can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryField {
    /// The headline.
    Title,
    /// Inside quotations.
    Quote,
    /// A facet of names.
    Name(crate::index::NameField),
}

impl QueryField {
    /// Returns the field of that name.
    pub fn parse(name: &str) -> Option<QueryField> {
        match name {
            "title" => Some(QueryField::Title),
            "quote" => Some(QueryField::Quote),
            _ => crate::index::NameField::parse(name).map(QueryField::Name),
        }
    }

    /// The names of all fields, for messages; `year` is read by the parser.
    pub const NAMES: [&str; 9] = ["title", "quote", "speaker", "person", "film", "series", "author", "site", "year"];
}

/// A query that does not parse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The query.
    pub query: String,
    /// Byte at which it goes wrong.
    pub at: usize,
    /// What is wrong there.
    pub reason: String,
    /// The nearest query that parses.
    pub nearest: Option<String>,
}

/// Reads a query as a person typed it.
///
/// # Errors
/// A query that does not parse, with the place and the nearest query that does; one of signs alone.
pub fn read(query: &str) -> Result<Node> {
    let parsed = parse(query).map_err(|fault| {
        let error = Error::usage(format!("cannot read the query: {fault}"));
        let may_help = |nearest: &String| !nearest.is_empty() && nearest.chars().count() <= LONGEST_HINT;
        match fault.nearest.filter(may_help) {
            Some(nearest) => error.hint(format!("did you mean: {nearest}")),
            None => error,
        }
    })?;
    if parsed == Node::All && !query.trim().is_empty() {
        let (shown, _) = around(query.trim(), 0);
        return Err(Error::usage(format!("there is no word in the query `{shown}`"))
            .hint("a query without words and signs asks for everything"));
    }
    Ok(parsed)
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (shown, column) = around(&self.query, self.at);
        write!(f, "{}\n  {shown}\n  {:column$}^", self.reason, "")
    }
}

/// So many letters of a query are shown before the place at which it goes wrong, and behind it.
const AROUND: usize = 100;
/// A longer query is not proposed.
const LONGEST_HINT: usize = 400;

/// Returns the part of a query around a byte, on one line, and the place of that byte in it, in letters.
fn around(query: &str, at: usize) -> (String, usize) {
    let (before, behind) = query.split_at(at);
    let n_before = before.chars().count();
    let mut shown = String::from(if n_before > AROUND { "…" } else { "" });
    shown.extend(before.chars().skip(n_before.saturating_sub(AROUND)));
    let column = shown.chars().count();
    shown.extend(behind.chars().take(AROUND));
    shown += if behind.chars().nth(AROUND).is_some() { "…" } else { "" };
    (shown.replace(['\n', '\t'], " "), column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_query_is_shown_around_its_fault() {
        assert!(!read("OR").unwrap_err().to_string().contains("did you mean"));
        assert_eq!(around("glass AND", 9), ("glass AND".to_owned(), 9));
        let (shown, column) = around(&format!("{}(b{}", "é ".repeat(500), " c".repeat(500)), 1500);
        assert_eq!((shown.chars().nth(column), shown.chars().count()), (Some('('), 2 * AROUND + 2));
        let fault = read(&"(love ".repeat(3000)).unwrap_err().to_string();
        assert!(fault.len() < 1000 && fault.contains('^'), "{fault}");
    }
}
