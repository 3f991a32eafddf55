//! People who are known by name: film-makers, actors, musicians, politicians.
//!
//! Comes in: `authority/people.tsv` and what the user adds. Goes out: [`People`], asked by full name or by surname.

use super::words::keys;
use super::{Key, KeyMap, rows};
use crate::model::{Gender, KnownPerson};

const OTHERS: &str = include_str!("en/other_names.tsv");

/// The index of known people.
#[derive(Default)]
pub struct People {
    people: Vec<(KnownPerson, Gender)>,
    by_name: KeyMap<u32>,
    /// The only known bearer of a surname, or `None` when there are several.
    by_surname: KeyMap<Option<u32>>,
    /// Names of places, firms, papers and days that look like people's or titles.
    others: KeyMap<()>,
}

impl People {
    /// Loads the list that ships with the program.
    pub fn shipped() -> People {
        let mut people = People::default();
        for row in rows(include_str!("authority/people.tsv")) {
            let gender = match row.column(1) {
                "m" => Gender::Male,
                "f" => Gender::Female,
                _ => Gender::Unknown,
            };
            people.add(KnownPerson { name: row.column(0).into(), id: None }, gender);
        }
        let sequence = |name: &str| keys(name).fold(Key::EMPTY, Key::then);
        people.others.extend(rows(OTHERS).map(|row| (sequence(row.column(0)), ())));
        people
    }

    /// Returns whether the name is known as a place's, a firm's, a paper's or the like.
    pub fn is_other(&self, name: Key) -> bool {
        self.others.contains_key(&name)
    }

    /// Adds a person; one who is known already by the same name is replaced.
    pub fn add(&mut self, person: KnownPerson, gender: Gender) {
        let index = self.people.len() as u32;
        let (mut sequence, mut last, mut n_words) = (Key::EMPTY, Key::EMPTY, 0);
        for word in keys(&person.name) {
            (sequence, last, n_words) = (sequence.then(word), word, n_words + 1);
        }
        let known = self.by_name.insert(sequence, index).is_some();
        if n_words > 1 && !known {
            self.by_surname.entry(last).and_modify(|bearer| *bearer = None).or_insert(Some(index));
        }
        self.people.push((person, gender));
    }

    /// Makes the printed words `alias` name the person `name`, who need not be known.
    pub fn alias(&mut self, alias: &str, name: &str) {
        let sequence = |name: &str| keys(name).fold(Key::EMPTY, Key::then);
        let index = *self.by_name.entry(sequence(name)).or_insert_with(|| {
            self.people.push((KnownPerson { name: name.into(), id: None }, Gender::Unknown));
            self.people.len() as u32 - 1
        });
        self.by_name.insert(sequence(alias), index);
    }

    /// Returns the person of this full name.
    pub fn named(&self, name: Key) -> Option<(&KnownPerson, Gender)> {
        self.by_name.get(&name).map(|&index| self.get(index))
    }

    /// Returns whether any known person bears the surname.
    pub fn is_surname(&self, word: Key) -> bool {
        self.by_surname.contains_key(&word)
    }

    /// Returns the only known person who bears the surname.
    pub fn only_bearer(&self, surname: Key) -> Option<(&KnownPerson, Gender)> {
        self.by_surname.get(&surname).copied().flatten().map(|index| self.get(index))
    }

    fn get(&self, index: u32) -> (&KnownPerson, Gender) {
        let (person, gender) = &self.people[index as usize];
        (person, *gender)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_found_in_any_spelling() {
        let mut people = People::default();
        for name in ["Pablo Larraín", "Michael B. Jordan", "Neil Jordan"] {
            people.add(KnownPerson { name: name.into(), id: None }, Gender::Male);
        }
        let sequence = |name: &str| keys(name).fold(Key::EMPTY, Key::then);
        assert!(people.named(sequence("PABLO LARRAIN")).is_some());
        assert_eq!(&*people.named(sequence("Michael B Jordan")).unwrap().0.name, "Michael B. Jordan");
        assert!(people.only_bearer(Key::of("jordan")).is_none());
        assert!(people.only_bearer(Key::of("larrain")).is_some());
    }
}
