//! Short and pet forms of given names.
//!
//! Comes in: `en/nicknames.tsv`: a short form, and the names it may stand for with `|` between them. Goes out:
//! [`Nicknames`].

use super::{Key, KeyMap, rows};

/// Given names by their short forms.
pub struct Nicknames {
    given: KeyMap<Vec<Key>>,
}

impl Nicknames {
    /// Loads the list that ships with the program.
    pub fn load() -> Nicknames {
        let rows = rows(include_str!("en/nicknames.tsv"));
        let given = rows.map(|row| (Key::of(row.column(0)), row.column(1).split('|').map(Key::of).collect()));
        Nicknames { given: given.collect() }
    }

    /// Returns the names that the short form may stand for; none for any other word.
    pub fn given(&self, short: Key) -> &[Key] {
        self.given.get(&short).map_or(&[], Vec::as_slice)
    }

    /// Returns whether two different words may be given names of one person: one is short for the other, or both are
    /// short for the same.
    pub fn are_one(&self, one: Key, other: Key) -> bool {
        let (of_one, of_other) = (self.given(one), self.given(other));
        one != other
            && (of_one.contains(&other)
                || of_other.contains(&one)
                || of_one.iter().any(|given| of_other.contains(given)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bob_is_robert_and_rob_but_not_william() {
        let nicknames = Nicknames::load();
        let are_one = |one: &str, other: &str| nicknames.are_one(Key::of(one), Key::of(other));
        assert!(are_one("Bob", "Robert") && are_one("robert", "bob") && are_one("Bob", "Rob"));
        assert!(!are_one("Bob", "William") && !are_one("Robert", "Robert") && !are_one("Robert", "Richard"));
    }
}
