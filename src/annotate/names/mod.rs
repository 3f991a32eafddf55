//! People, films and series named in an article.

use super::Document;
use crate::model::{Person, Work};
use crate::rules::Rules;

/// What an article names.
pub struct Names {
    /// Real people, in order of first mention.
    pub people: Vec<Person>,
    /// Films and series, in order of first mention.
    pub works: Vec<Work>,
}

/// Finds the people and works that the document names.
pub fn find(_document: &Document, _rules: &Rules) -> Names {
    Names { people: Vec::new(), works: Vec::new() }
}
