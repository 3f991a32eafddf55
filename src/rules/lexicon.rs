//! Classes of single words: one look-up a word tells everything the lists know of it.
//!
//! Each list of `en/` that classes words has a `word` column first; its class comes from the file. Words are looked up
//! by [`Key`]: case, accents and the kind of apostrophe do not count.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::{BitOr, BitOrAssign};
use std::sync::atomic::{AtomicU64, Ordering};

use super::fold::{Key, MAX_WORD};
use super::{Row, RuleError, rows};

/// A set of word classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lex(pub u32);

impl Lex {
    /// In no list.
    pub const NONE: Lex = Lex(0);
    /// Given name borne by men.
    pub const GIVEN_MALE: Lex = Lex(1);
    /// Given name borne by women.
    pub const GIVEN_FEMALE: Lex = Lex(1 << 1);
    /// Given name of any bearer.
    pub const GIVEN: Lex = Lex(1 << 2);
    /// Family name.
    pub const SURNAME: Lex = Lex(1 << 3);
    /// A name that is also an ordinary word.
    pub const AMBIGUOUS: Lex = Lex(1 << 4);
    /// "Mr", "Dame", "Senator".
    pub const HONORIFIC: Lex = Lex(1 << 5);
    /// What a person does: "director", "spokeswoman".
    pub const ROLE: Lex = Lex(1 << 6);
    /// "said", "told", "explained", in any form.
    pub const SPEECH: Lex = Lex(1 << 7);
    /// "he", "him", "his".
    pub const HE: Lex = Lex(1 << 8);
    /// "she", "her".
    pub const SHE: Lex = Lex(1 << 9);
    /// "I", "we", "you", "they" and their forms.
    pub const OTHER_PRONOUN: Lex = Lex(1 << 10);
    /// Articles, prepositions, conjunctions, auxiliaries.
    pub const FUNCTION: Lex = Lex(1 << 11);
    /// Tells a firm, a body or a band: "Studios", "University", "Pictures".
    pub const ORGANISATION: Lex = Lex(1 << 12);
    /// Country, city, region.
    pub const PLACE: Lex = Lex(1 << 13);
    /// Month or day of the week.
    pub const CALENDAR: Lex = Lex(1 << 14);
    /// "American", "French".
    pub const NATIONALITY: Lex = Lex(1 << 15);
    /// An ordinary word of running English.
    pub const COMMON: Lex = Lex(1 << 16);
    /// Part of a name written small: "de", "van", "al".
    pub const PARTICLE: Lex = Lex(1 << 17);
    /// "Jr", "Sr", "III".
    pub const SUFFIX: Lex = Lex(1 << 18);
    /// Tells a film or series near by: "film", "starring", "sequel".
    pub const WORK_CUE: Lex = Lex(1 << 19);
    /// Stands for a source that is not named: "critics", "spokeswoman". Tells where to look; no class of its own.
    pub const SOURCE: Lex = Lex(1 << 20);

    /// Returns whether no list has the word.
    pub fn is_unlisted(self) -> bool {
        self.0 & !Lex::SOURCE.0 == 0
    }

    /// Returns whether the word is in any of `classes`.
    pub fn has(self, classes: Lex) -> bool {
        self.0 & classes.0 != 0
    }
}

impl BitOr for Lex {
    type Output = Lex;
    fn bitor(self, other: Lex) -> Lex {
        Lex(self.0 | other.0)
    }
}

impl BitOrAssign for Lex {
    fn bitor_assign(&mut self, other: Lex) {
        self.0 |= other.0;
    }
}

/// A word list that gives all its words the same class.
macro_rules! word_lists {
    ($(($file:literal, $class:expr)),* $(,)?) => {
        &[$(($file, include_str!(concat!("en/", $file)), $class)),*]
    };
}

const WORD_LISTS: &[(&str, &str, Lex)] = word_lists![
    ("honorifics.tsv", Lex::HONORIFIC),
    ("roles.tsv", Lex::ROLE),
    ("speech_verbs.tsv", Lex::SPEECH),
    ("pronouns_he.tsv", Lex::HE),
    ("pronouns_she.tsv", Lex::SHE),
    ("pronouns_other.tsv", Lex::OTHER_PRONOUN),
    ("function_words.tsv", Lex::FUNCTION),
    ("organisation_words.tsv", Lex::ORGANISATION),
    ("calendar.tsv", Lex::CALENDAR),
    ("particles.tsv", Lex::PARTICLE),
    ("suffixes.tsv", Lex::SUFFIX),
    ("places.tsv", Lex::PLACE),
    ("nationalities.tsv", Lex::NATIONALITY),
    ("common_words.tsv", Lex::COMMON),
    ("work_words.tsv", Lex::WORK_CUE),
    ("sources.tsv", Lex::SOURCE),
];

/// Given names: name, `m`, `f` or `u`, origin, whether it is also an ordinary word.
const GIVEN_NAMES: &str = include_str!("en/given_names.tsv");

/// Family names: name, whether it is also an ordinary word.
const SURNAMES: &str = include_str!("en/surnames.tsv");

/// A hasher for keys that are hashes already.
#[derive(Default)]
pub struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.0 = self.0.rotate_left(8) ^ u64::from(byte));
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// A map from keys.
pub type KeyMap<T> = HashMap<Key, T, BuildHasherDefault<KeyHasher>>;

/// The classes of every listed word.
pub struct Lexicon {
    words: KeyMap<Lex>,
    number: u64,
}

/// How many lexicons have been loaded.
static N_LOADED: AtomicU64 = AtomicU64::new(0);

impl Lexicon {
    /// Loads the shipped lists.
    ///
    /// # Errors
    /// A word that is too long or not in lower case.
    pub fn load() -> Result<Lexicon, RuleError> {
        let number = 1 + N_LOADED.fetch_add(1, Ordering::Relaxed);
        let mut lexicon = Lexicon { words: KeyMap::default(), number };
        lexicon.words.reserve(1 << 15);
        for (file, text, class) in WORD_LISTS {
            for row in rows(text) {
                let word = row.column(0);
                if word.len() > MAX_WORD || word != word.to_lowercase() {
                    return Err(RuleError::new(file, row.number, format!("`{word}` is not a short lower-case word")));
                }
                lexicon.add(word, *class);
            }
        }
        rows(GIVEN_NAMES).for_each(|row| lexicon.add(row.column(0), given_class(row)));
        rows(SURNAMES).for_each(|row| lexicon.add(row.column(0), Lex::SURNAME | ambiguity(row.column(1))));
        Ok(lexicon)
    }

    fn add(&mut self, word: &str, class: Lex) {
        *self.words.entry(Key::of(word)).or_default() |= class;
    }

    /// Returns a number, from 1, that no other lexicon of the process has: what is kept of one is not taken for
    /// another's.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Returns the classes of a word as printed, in any spelling.
    pub fn look_up(&self, word: &str) -> Lex {
        self.classes(Key::of(word))
    }

    /// Returns the last word of a person's name that is no "Jr" or the like; empty where there is none.
    pub fn last_name<'n>(&self, name: &'n str) -> &'n str {
        let words = name.split_whitespace().map(|word| word.trim_end_matches(['.', ',']));
        { words }.rfind(|word| !self.look_up(word).has(Lex::SUFFIX)).unwrap_or("")
    }

    /// Returns the classes of the word with this key.
    pub fn classes(&self, key: Key) -> Lex {
        self.words.get(&key).copied().unwrap_or_default()
    }
}

fn given_class(row: Row) -> Lex {
    let gender = match row.column(1) {
        "m" => Lex::GIVEN_MALE,
        "f" => Lex::GIVEN_FEMALE,
        _ => Lex::NONE,
    };
    Lex::GIVEN | gender | ambiguity(row.column(3))
}

fn ambiguity(column: &str) -> Lex {
    if matches!(column, "" | "0" | "no" | "false") { Lex::NONE } else { Lex::AMBIGUOUS }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case() {
        let lexicon = Lexicon::load().unwrap();
        assert!(lexicon.look_up("Said").has(Lex::SPEECH));
        assert!(lexicon.look_up("SHE").has(Lex::SHE));
        assert_eq!(lexicon.look_up("zyzzyva"), Lex::NONE);
        assert_eq!(lexicon.look_up(&"é".repeat(40)), Lex::NONE);
    }

    #[test]
    fn sons_bear_their_fathers_last_names() {
        let lexicon = Lexicon::load().unwrap();
        for name in ["Tom Okafor", "Tom Okafor Jr.", "Tom Okafor, Jr", "Tom Okafor III", "Okafor"] {
            assert_eq!(lexicon.last_name(name), "Okafor", "{name}");
        }
        assert_eq!(lexicon.last_name("Jr."), "");
    }
}
