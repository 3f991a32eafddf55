//! What a corpus knows of names: an article that prints only "Scorsese" means Martin Scorsese, where no other Scorsese
//! is named anywhere.
//!
//! Comes in: the people of annotated articles, in any order. Goes out: [`Knowledge`], and articles whose bare surnames
//! are full names.
//!
//! **Invariant:** what is known depends on the set of articles alone, not on their order or on how the work was shared
//! out: counts are only ever added.

use std::collections::BTreeMap;

use crate::model::{AnnotatedArticle, Person, RuleId};
use crate::rules::words::keys;
use crate::rules::{Key, KeyMap};

/// The rule that completes a bare surname.
pub const RULE: RuleId = RuleId("person/surname-in-corpus");

/// Articles that must name a person in full before the surname alone means that person.
const LEAST: u32 = 2;

/// How many times more often than all its namesakes together the person must be named.
const MARGIN: u32 = 9;

/// Full names by their last word, with the number of articles that print them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Knowledge {
    bearers: KeyMap<BTreeMap<Box<str>, u32>>,
}

impl Knowledge {
    /// Counts the people of one article.
    pub fn observe(&mut self, article: &AnnotatedArticle) {
        for person in &article.people {
            if let Some(surname) = surname(&person.name) {
                *self.bearers.entry(surname).or_default().entry(person.name.as_str().into()).or_default() += 1;
            }
        }
    }

    /// Adds what another part of the corpus knows.
    pub fn merge(&mut self, other: Knowledge) {
        for (surname, names) in other.bearers {
            let known = self.bearers.entry(surname).or_default();
            for (name, n_articles) in names {
                *known.entry(name).or_default() += n_articles;
            }
        }
    }

    /// Returns the full name that a bare surname stands for, where the corpus leaves no doubt.
    pub fn bearer(&self, surname: Key) -> Option<&str> {
        let names = self.bearers.get(&surname)?;
        let (name, &n_articles) =
            names.iter().max_by_key(|&(name, n_articles)| (*n_articles, std::cmp::Reverse(name)))?;
        let others: u32 = names.values().sum::<u32>() - n_articles;
        (n_articles >= LEAST && n_articles >= MARGIN * others).then_some(&**name)
    }

    /// Completes the bare surnames of an article.
    pub fn complete(&self, article: &mut AnnotatedArticle) {
        for index in 0..article.people.len() {
            let Some(full) = self.full_name(&article.people[index]).map(str::to_owned) else { continue };
            if article.people.iter().all(|person| person.name != full) {
                article.people[index].name = full;
                article.people[index].rule = RULE;
            }
        }
    }

    fn full_name(&self, person: &Person) -> Option<&str> {
        let mut words = keys(&person.name);
        let (word, more) = (words.next()?, words.next());
        if more.is_some() { None } else { self.bearer(word) }
    }
}

/// Returns the last word of a name of two words or more, but for "Jr" and the like.
fn surname(name: &str) -> Option<Key> {
    let suffixes = ["jr", "sr", "ii", "iii", "iv"].map(Key::of);
    let words: Vec<Key> = keys(name).filter(|word| !suffixes.contains(word)).collect();
    words.last().copied().filter(|_| words.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CleanArticle, Gender};

    fn article(names: &[&str]) -> AnnotatedArticle {
        let person = |name: &&str| Person {
            name: (*name).to_owned(),
            id: None,
            mentions: vec![],
            gender: Gender::Unknown,
            rule: RuleId("test"),
        };
        let clean = CleanArticle { article: Default::default(), lines: vec![], section: None, tags: vec![] };
        AnnotatedArticle { clean, people: names.iter().map(person).collect(), works: vec![], quotes: vec![] }
    }

    fn check(corpus: &[&[&str]], name: &str, expected: &str) {
        let mut knowledge = Knowledge::default();
        corpus.iter().for_each(|names| knowledge.observe(&article(names)));
        let mut backwards = Knowledge::default();
        for names in corpus.iter().rev() {
            let mut part = Knowledge::default();
            part.observe(&article(names));
            backwards.merge(part);
        }
        assert_eq!(knowledge, backwards);
        let mut bare = article(&[name]);
        knowledge.complete(&mut bare);
        assert_eq!(bare.people[0].name, expected);
    }

    #[test]
    fn a_bare_surname_is_completed_where_there_is_no_doubt() {
        let one = ["Orla Finnemore"];
        check(&[&one, &one], "Finnemore", "Orla Finnemore");
        check(&[&one], "Finnemore", "Finnemore");
        check(&[&one, &one, &["Jonas Finnemore"]], "Finnemore", "Finnemore");
        check(&[&one, &one], "Jonas Finnemore", "Jonas Finnemore");
    }
}
