//! Tab-separated rule files: a header line, then one rule a line; lines that open with `#` are notes.

use std::fmt;

/// One line of a rule file.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    /// One-based line number in the file.
    pub number: usize,
    text: &'t str,
}

impl<'t> Row<'t> {
    /// Returns the column at `index`, from 0; a column that the line lacks is empty.
    pub fn column(self, index: usize) -> &'t str {
        self.text.split('\t').nth(index).unwrap_or("").trim()
    }

    /// Returns every column.
    pub fn columns(self) -> impl Iterator<Item = &'t str> {
        self.text.split('\t').map(str::trim)
    }
}

/// Returns the rows of a rule file, without its header, its notes and its empty lines.
pub fn rows(text: &str) -> impl Iterator<Item = Row<'_>> {
    lines(text).filter(|row| row.number > 1)
}

/// Returns the lines of a rule file that may lack its header, without its notes and its empty lines.
pub fn lines(text: &str) -> impl Iterator<Item = Row<'_>> {
    let lines = text.lines().enumerate().map(|(index, text)| Row { number: index + 1, text });
    lines.filter(|row| !row.text.trim().is_empty() && !row.text.starts_with('#'))
}

/// A rule file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    /// The file.
    pub file: String,
    /// One-based line, or 0 for the file as a whole.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl RuleError {
    /// Returns the error for one line of a file.
    pub fn new(file: &str, line: usize, reason: impl Into<String>) -> RuleError {
        RuleError { file: file.to_owned(), line, reason: reason.into() }
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

impl std::error::Error for RuleError {}
