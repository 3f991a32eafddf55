//! People, films and series named in an article.
//!
//! Comes in: a [`Document`]. Goes out: [`Names`]. Titles are decided first; what they claim names no person.

pub mod context;
pub mod evidence;
mod people;
pub mod pieces;
mod works;

use super::Document;
use crate::model::{Person, Work};
use crate::rules::words::keys;
use crate::rules::{Key, Rules};

/// What an article names.
pub struct Names {
    /// Real people, in order of first mention.
    pub people: Vec<Person>,
    /// Films and series, in order of first mention.
    pub works: Vec<Work>,
}

/// Finds the people and works that the document names.
pub fn find(document: &Document, rules: &Rules) -> Names {
    let works = works::find(document, rules);
    let mut claimed = vec![false; document.tokens.len()];
    for tokens in works.iter().flat_map(|found| &found.tokens) {
        claimed[tokens.start as usize..tokens.end as usize].fill(true);
    }
    let mut pieces = pieces::find(document);
    pieces.retain(|piece| !piece.tokens.clone().any(|at| claimed[at as usize]));
    let mut people = people::find(document, rules, &pieces);
    people.sort_by_key(|person| person.mentions[0]);
    let mut works: Vec<Work> = works.into_iter().map(|found| found.work).collect();
    works.sort_by_key(|work| work.mentions[0]);
    Names { people, works }
}

/// Returns the key of a title without its article.
fn title_key(title: &str) -> Key {
    let article = ["the", "a", "an"].map(Key::of);
    let words: Vec<Key> = keys(title).collect();
    let rest = if words.len() > 1 && article.contains(&words[0]) { &words[1..] } else { &words[..] };
    rest.iter().fold(Key::EMPTY, |key, &word| key.then(word))
}
