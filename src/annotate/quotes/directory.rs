//! Whom a name that stands alone means: the people of an article by all that they may be called by.
//!
//! Comes in: the people of an article. Goes out: for a name in full, a part of one, or initials, in whatever case, the
//! person whom it means; of several the one who is named most often. A title of address before it is passed over.

use std::cell::OnceCell;
use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::model::Person;
use crate::rules::List;

/// The people of an article, to be looked up by name.
pub struct Directory<'p> {
    people: &'p [Person],
    /// By name in full, by each part of the name, by initials: filled in when first asked for.
    by: OnceCell<[FxHashMap<String, u32>; 3]>,
}

impl<'p> Directory<'p> {
    /// Returns the directory of these people.
    pub fn new(people: &'p [Person]) -> Directory<'p> {
        Directory { people, by: OnceCell::new() }
    }

    /// Returns the person whom a name means. One letter means nobody.
    pub fn find(&self, name: &str) -> Option<u32> {
        let untitled = || name.split_once(' ').filter(|(title, _)| is_title(title)).map(|(_, name)| name);
        self.find_untitled(name).or_else(|| self.find_untitled(untitled()?))
    }

    fn find_untitled(&self, name: &str) -> Option<u32> {
        name.chars().nth(1)?;
        let [full, part, initials] = self.by.get_or_init(|| self.fill());
        let lower = name.to_lowercase();
        let alone = !name.contains(char::is_whitespace);
        let of_part = || part.get(&lower).or_else(|| initials.get(&*name.replace('-', ""))).filter(|_| alone);
        full.get(&lower).or_else(of_part).copied()
    }

    /// Returns the person whom one letter means, the first of a name: "N: Terribly."
    pub fn of_letter(&self, name: &str) -> Option<u32> {
        let mut letters = name.chars();
        let letter = letters.next().filter(|letter| letter.is_uppercase() && letters.next().is_none())?;
        let bears = |person: &Person| person.name.split_whitespace().any(|part| part.starts_with(letter));
        let bearers = (0..).zip(self.people).filter(|(_, person)| bears(person));
        bearers.max_by_key(|(index, person)| (person.mentions.len(), Reverse(*index))).map(|(index, _)| index)
    }

    fn fill(&self) -> [FxHashMap<String, u32>; 3] {
        let mut by: [FxHashMap<String, u32>; 3] = Default::default();
        let mut add = |kind: usize, name: String, person: u32| {
            let n_mentions = |person: u32| self.people[person as usize].mentions.len();
            let known = by[kind].entry(name).or_insert(person);
            if n_mentions(person) > n_mentions(*known) {
                *known = person;
            }
        };
        for (person, index) in self.people.iter().zip(0..) {
            add(0, person.name.to_lowercase(), index);
            for part in person.name.split_whitespace() {
                add(1, part.to_lowercase(), index);
            }
            // "TAH" and "TA" are both short for "Tom Ada-Hale".
            for letters in [initials(&person.name, &[' ']), initials(&person.name, &[' ', '-'])] {
                if let [first, .., last] = letters[..] {
                    add(2, letters.iter().collect(), index);
                    add(2, [first, last].iter().collect(), index);
                }
            }
        }
        by
    }
}

/// "Ms", "Dr.", "Lord".
fn is_title(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    List::TitleOfMan.has(word) || List::TitleOfWoman.has(word) || List::TitleOfEither.has(word)
}

/// The first letters of the parts of a name.
fn initials(name: &str, parts: &[char]) -> Vec<char> {
    name.split(parts).filter_map(|part| part.chars().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Gender, RuleId, Span};

    #[test]
    fn people_are_found_by_all_their_names() {
        let person = |name: &str, n_mentions: usize| Person {
            name: name.to_owned(),
            id: None,
            mentions: vec![Span::new(0, 1); n_mentions],
            gender: Gender::Unknown,
            rule: RuleId("test"),
        };
        let people =
            [person("Ruth Ada Hale", 1), person("Tom Hale", 3), person("Maggie Q", 1), person("Femi Ada-Price", 1)];
        let directory = Directory::new(&people);
        for (name, found) in [
            ("RUTH ADA HALE", Some(0)),
            ("Ruth", Some(0)),
            ("Hale", Some(1)),
            ("RAH", Some(0)),
            ("RH", Some(0)),
            ("FAP", Some(3)),
            ("FA-P", Some(3)),
            ("Ms Hale", Some(1)),
            ("MR HALE", Some(1)),
            ("Dr. Femi Ada-Price", Some(3)),
            ("Big Hale", None),
            ("rh", None),
            ("Q", None),
            ("", None),
        ] {
            assert_eq!(directory.find(name), found, "{name}");
        }
        assert_eq!(directory.of_letter("H"), Some(1));
        assert_eq!(directory.of_letter("F"), Some(3));
        assert_eq!(directory.of_letter("h"), None);
        assert_eq!(directory.of_letter("Ha"), None);
    }
}
