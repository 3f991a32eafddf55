//! People, films and series named in an article.
//!
//! Comes in: a [`Document`]. Goes out: [`Names`]. Titles are decided first; what they claim names no person.

mod bearers;
mod characters;
pub mod context;
pub mod evidence;
mod kin;
mod misnomers;
mod namesakes;
mod people;
pub mod pieces;
mod places;
pub mod titles;
mod told;
pub mod work_company;
pub mod work_evidence;
pub mod work_kind;
mod works;

pub use places::is_region_at;
pub use works::THRESHOLD as TITLE_THRESHOLD;

use super::Document;
use crate::model::{NameKind, Person, Span, Work};
use crate::rules::Rules;

/// What an article names.
pub struct Names {
    /// Real people, in order of first mention.
    pub people: Vec<Person>,
    /// Films and series, in order of first mention.
    pub works: Vec<Work>,
    /// Places that surely name no person, in order.
    pub no_person: Vec<Span>,
    /// Names that are taken for nobody's, though not surely, each with the log-odds that they are a person's, in order.
    pub doubted: Vec<(Span, f32)>,
}

/// Below these log-odds a name is surely no person's.
const SURELY_NOT: f32 = -5.5;

/// Finds the people and works that the document names.
pub fn find(document: &Document, rules: &Rules) -> Names {
    let mut pieces = pieces::find(document, rules);
    if rules.corrections.has_aliases(NameKind::Person) {
        pieces::add_aliases(document, &mut pieces, &rules.corrections);
    }
    let mut names = evidence::names(document, rules, &pieces);
    let (works, plays) = works::find(document, rules, &names);
    let mut claimed = vec![false; document.tokens.len()];
    for tokens in works.iter().flat_map(|found| &found.tokens).chain(&plays) {
        claimed[tokens.start as usize..tokens.end as usize].fill(true);
    }
    for name in &mut names {
        name.pieces.retain(|&at| !pieces[at as usize].tokens.clone().any(|token| claimed[token as usize]));
    }
    names.retain(|name| !name.pieces.is_empty());
    let towns = places::let_go(document, &pieces, &mut names);
    let (mut people, others) = people::find(document, rules, &pieces, &names);
    let (surely_not, mut doubted): (Vec<_>, Vec<_>) = others.into_iter().partition(|&(_, odds)| odds < SURELY_NOT);
    doubted.sort_unstable_by_key(|&(span, _)| span);
    let mut no_person: Vec<Span> = surely_not.into_iter().map(|(span, _)| span).collect();
    people.sort_by_key(|person| person.mentions[0]);
    let mut works: Vec<Work> = works.into_iter().map(|found| found.work).collect();
    works.sort_by_key(|work| work.mentions[0]);
    no_person.extend(works.iter().flat_map(|work| work.mentions.iter().copied()));
    no_person.extend(towns);
    no_person.extend(plays.into_iter().map(|tokens| document.span(tokens)));
    no_person.sort_unstable();
    Names { people, works, no_person, doubted }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::document::tests::with_document;

    /// Checks whom a text names, and how often each.
    pub fn check_counts(text: &str, expected: &str) {
        with_document(text, |document| {
            let people = find(document, &Rules::load().unwrap()).people;
            let counts = people.iter().map(|person| format!("{} {}", person.name, person.mentions.len()));
            assert_eq!(counts.collect::<Vec<_>>().join(", "), expected, "{text}");
        });
    }
}
