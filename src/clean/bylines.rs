//! Whom the metadata of a page states as its authors.
//!
//! Comes in: bylines as they are stated, which hold firms, addresses, posts and `admin` as often as people. Goes out:
//! the names of people, in order.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::rules::words::title_case;
use crate::rules::{Lex, List, Rules, Word, WordShape, split_words};

use super::authors;

/// The most words of a name.
const MOST_WORDS: usize = 7;

/// Reads the bylines: of several groups the first that names anybody.
pub fn read(groups: &[Vec<String>], rules: &Rules) -> Vec<String> {
    let people = groups.iter().map(|bylines| people(bylines, rules));
    people.into_iter().find(|people| !people.is_empty()).unwrap_or_default()
}

fn people(bylines: &[String], rules: &Rules) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    for name in bylines.iter().flat_map(|byline| names(byline, rules)) {
        match places.entry(letters(&name)) {
            // Of two ways to write a name the one in capitals tells less.
            Entry::Occupied(place) if is_upper(&people[*place.get()]) => people[*place.get()] = name,
            Entry::Occupied(_) => {}
            Entry::Vacant(place) => {
                place.insert(people.len());
                people.push(name);
            }
        }
    }
    people.into_iter().map(|name| if is_upper(&name) { title_case(&name) } else { name }).collect()
}

fn names(byline: &str, rules: &Rules) -> Vec<String> {
    let names = authors::after_opener(byline).unwrap_or(byline);
    if let Some(name) = inverted(names, rules) {
        return vec![name];
    }
    let parts = names.split([',', ';', '|']).flat_map(|names| names.split(" and "));
    parts.filter_map(|part| person(part.trim(), rules)).collect()
}

/// `Hale, J.`, `Okonjo, Ada` and `Berg, Ada van der` as `J. Hale`, `Ada Okonjo` and `Ada van der Berg`.
fn inverted(byline: &str, rules: &Rules) -> Option<String> {
    let (last, first) = byline.split_once(", ")?;
    let of = |word: &str| rules.lexicon.look_up(word);
    let is_initial = |word: &str| word.ends_with('.') && word.trim_end_matches('.').chars().count() <= 2;
    let ends_in_particle = first
        .rsplit_once(' ')
        .is_some_and(|(_, word)| of(word).has(Lex::PARTICLE) && word.starts_with(char::is_lowercase));
    let is_given = !first.contains(' ') && of(first).has(Lex::GIVEN) && !of(last).has(Lex::GIVEN);
    let first_is_first = is_given || ends_in_particle || !first.is_empty() && first.split(' ').all(is_initial);
    (first_is_first && !last.contains(' ') && !first.contains(',')).then(|| format!("{first} {last}"))
}

/// Returns a name as it is stated, unless something about it tells that it is no person's.
fn person(name: &str, rules: &Rules) -> Option<String> {
    let mut words = Vec::new();
    split_words(name, &mut words);
    words.retain(Word::is_word);
    let shown = |word: &Word| &name[word.start as usize..word.end as usize];
    let lex = |word: &Word| rules.lexicon.look_up(shown(word));
    let is_name = |word: &Word| lex(word).has(Lex::GIVEN | Lex::SURNAME);
    let is_written_small = words.len() > 1 && !name.contains(char::is_uppercase);
    let tells_other = |word: &Word| {
        lex(word).has(Lex::ORGANISATION)
            || List::BylineDesk.has(shown(word))
            || List::NoAuthor.has(shown(word))
            || List::PressPost.has(shown(word))
            || rules.phrases.classes.is_agency(word) && !is_name(word)
            || word.shape == WordShape::Lower
                && shown(word).is_ascii()
                && !is_written_small
                && !lex(word).has(Lex::PARTICLE)
    };
    let [first, ..] = &words[..] else { return None };
    let article = List::Definite.has(shown(first)) && !is_name(first);
    let initials = words.len() == 1 && is_upper(name);
    let other = article || initials || words.len() > MOST_WORDS || is_address(name) || words.iter().any(tells_other);
    (!other && !authors::is_ordinary(name, rules)).then(|| name.to_owned())
}

/// Returns whether a text holds a digit, a mark of addresses and labels, or a word like `site.example`.
fn is_address(name: &str) -> bool {
    let long = |label: &str| label.len() > 1 && label.chars().all(char::is_alphanumeric);
    let is_host = |word: &str| {
        word.rsplit_once('.').is_some_and(|(head, top)| {
            long(top) && top.bytes().all(|letter| letter.is_ascii_lowercase()) && head.split('.').any(long)
        })
    };
    name.contains(|letter: char| letter.is_ascii_digit() || matches!(letter, '/' | ':'))
        || name.split_whitespace().any(is_host)
}

/// Returns the letters of a name in lower case, by which `Ada Renwick` and `ada-renwick` are one.
fn letters(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

fn is_upper(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bylines: &[&str], expected: &[&str]) {
        let rules = Rules::load().unwrap();
        let group = bylines.iter().map(|byline| (*byline).to_owned()).collect();
        assert_eq!(read(&[group], &rules), expected, "{bylines:?}");
    }

    #[test]
    fn people_stay() {
        check(&["By Ada Renwick and Tom Hale"], &["Ada Renwick", "Tom Hale"]);
        check(&["Ada Renwick, Film Critic"], &["Ada Renwick"]);
        check(&["Ada Renwick, AFP"], &["Ada Renwick"]);
        check(&["ADA RENWICK", "Ada Renwick"], &["Ada Renwick"]);
        check(&["Ada McHale", "ADA MCHALE", "TOM HALE"], &["Ada McHale", "Tom Hale"]);
        check(&["Ada Renwick", "ada-renwick", "(Image: The Lantern)"], &["Ada Renwick"]);
        check(&["Hale, T."], &["T. Hale"]);
        check(&["Okonjo, Steve"], &["Steve Okonjo"]);
        check(&["Berg, Ada van der"], &["Ada van der Berg"]);
        check(&["류영상", "ada renwick"], &["류영상", "ada renwick"]);
        check(&["J.R. Hale", "Rosa María de la Cruz"], &["J.R. Hale", "Rosa María de la Cruz"]);
    }

    #[test]
    fn what_is_no_person_goes() {
        check(&["CBC", "AFP", "User Admin", "www.lantern.example", "Lantern.example", "Página 12"], &[]);
        check(&["Lantern News Desk", "The Evening Lantern", "Contributors to the project", "Staff"], &[]);
        check(&["adarenwick", "Ada Renwick wearing a hat"], &[]);
    }

    #[test]
    fn the_first_group_that_names_a_person_counts() {
        let rules = Rules::load().unwrap();
        let group = |name: &str| vec![name.to_owned()];
        assert_eq!(read(&[group("CBC"), group("Ada Renwick"), group("Tom Hale")], &rules), ["Ada Renwick"]);
    }
}
