//! People who are known by name: film-makers, actors, musicians, politicians.
//!
//! Comes in: `authority/people.tsv` and what the user adds. Goes out: [`People`], asked by full name or by surname.

use std::sync::Arc;

use super::list::{ListedPerson, PackedList};
use super::words::keys;
use super::{Key, KeyMap, rows};
use crate::model::{Gender, KnownPerson};

const OTHERS: [&str; 2] = [include_str!("en/other_names.tsv"), include_str!("en/characters.tsv")];

/// The index of known people.
#[derive(Default)]
pub struct People {
    people: Vec<(KnownPerson, Gender)>,
    by_name: KeyMap<u32>,
    surnames: KeyMap<()>,
    /// Names of places, firms, papers, days and fictional characters that look like people's or titles.
    others: KeyMap<()>,
    /// A user's list.
    list: Option<Arc<PackedList>>,
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
        let others = OTHERS.iter().flat_map(|list| rows(list));
        people.others.extend(others.map(|row| (name_keys(row.column(0)), ())));
        people
    }

    /// Returns whether the name is known as a place's, a firm's, a character's or the like.
    pub fn is_other(&self, name: Key) -> bool {
        self.others.contains_key(&name)
    }

    /// Adds a person; one who is known already by the same name is replaced.
    pub fn add(&mut self, person: KnownPerson, gender: Gender) {
        let index = self.people.len() as u32;
        self.by_name.insert(name_keys(&person.name), index);
        self.surnames.extend(surname(&person.name).map(|key| (key, ())));
        self.people.push((person, gender));
    }

    /// Adds a user's list.
    pub fn add_list(&mut self, list: Arc<PackedList>) {
        self.list = Some(list);
    }

    /// Makes the printed words `alias` name the person `name`, who need not be known.
    pub fn alias(&mut self, alias: &str, name: &str) {
        let index = *self.by_name.entry(name_keys(name)).or_insert_with(|| {
            self.people.push((KnownPerson { name: name.into(), id: None }, Gender::Unknown));
            self.people.len() as u32 - 1
        });
        self.by_name.insert(name_keys(alias), index);
    }

    /// Returns the person of this full name.
    pub fn named(&self, name: Key) -> Option<(ListedPerson<'_>, Gender)> {
        let ours = self.by_name.get(&name).map(|&index| &self.people[index as usize]);
        let ours =
            ours.map(|(person, gender)| (ListedPerson { name: &person.name, id: person.id.as_deref() }, *gender));
        let theirs = self.list.as_ref().and_then(|list| list.person(name));
        match (ours, theirs) {
            (Some((_, gender)), Some(person)) => Some((person, gender)),
            (ours, theirs) => ours.or(theirs.map(|person| (person, Gender::Unknown))),
        }
    }

    /// Returns whether any known person bears the surname.
    pub fn is_surname(&self, word: Key) -> bool {
        self.surnames.contains_key(&word) || self.list.as_ref().is_some_and(|list| list.is_surname(word))
    }
}

/// Returns the key of the words of a name.
pub fn name_keys(name: &str) -> Key {
    keys(name).fold(Key::EMPTY, Key::then)
}

/// Returns the last word of a name of several.
pub fn surname(name: &str) -> Option<Key> {
    let mut words = keys(name);
    words.next()?;
    words.last()
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
        assert!(people.named(name_keys("PABLO LARRAIN")).is_some());
        assert_eq!(people.named(name_keys("Michael B Jordan")).unwrap().0.name, "Michael B. Jordan");
        assert!(people.is_surname(Key::of("larrain")) && !people.is_surname(Key::of("pablo")));
    }
}
