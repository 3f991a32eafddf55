//! Titles that are known, found in a text word by word.
//!
//! Comes in: lists of works. Goes out: [`Titles`], a tree over the words of every title and of the short forms it is
//! printed in: without its article, without its subtitle, with a numeral for a number.

use std::collections::hash_map::Entry;
use std::sync::LazyLock;

use super::words::keys;
use super::{Key, KeyMap, rows};
use crate::model::{KnownWork, WorkKind};

/// Returns the keys of the words of a title, with digits for numerals.
pub fn title_keys(title: &str) -> impl Iterator<Item = Key> + '_ {
    keys(title).map(number)
}

/// Returns the key of the digit for a numeral from II to IX, and any other key as it is.
pub fn number(word: Key) -> Key {
    static NUMERALS: LazyLock<KeyMap<Key>> = LazyLock::new(|| {
        let numerals = [("ii", "2"), ("iii", "3"), ("iv", "4"), ("vi", "6"), ("vii", "7"), ("viii", "8"), ("ix", "9")];
        numerals.iter().map(|(numeral, digit)| (Key::of(numeral), Key::of(digit))).collect()
    });
    NUMERALS.get(&word).copied().unwrap_or(word)
}

/// How a form of a title relates to the title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Another name of it, which a user gave.
    Alias,
    /// The whole title.
    Full,
    /// Without `The`, `A` or `An`.
    NoArticle,
    /// The part before the colon.
    Short,
    /// The part after the colon.
    Subtitle,
}

/// A title that ends at a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// The first of the works of this title.
    pub work: u32,
    /// How it is printed.
    pub form: Form,
}

#[derive(Clone, Copy, Debug, Default)]
struct Node {
    found: Option<Match>,
    goes_on: bool,
}

/// The index of known titles.
#[derive(Default)]
pub struct Titles {
    works: Vec<KnownWork>,
    /// For each work, another of the same title.
    next: Vec<Option<u32>>,
    nodes: KeyMap<Node>,
}

impl Titles {
    /// Loads the lists that ship with the program.
    pub fn shipped() -> Titles {
        let mut titles = Titles::default();
        titles.add(list(include_str!("authority/films.tsv"), WorkKind::Film));
        titles.add(list(include_str!("authority/series.tsv"), WorkKind::Series));
        titles
    }

    /// Adds works to the index.
    pub fn add(&mut self, works: impl IntoIterator<Item = KnownWork>) {
        for work in works {
            let index = self.works.len() as u32;
            self.index(index, &work.title);
            self.works.push(work);
        }
    }

    /// Makes the printed words `alias` name the work `title`, which need not be known.
    pub fn alias(&mut self, alias: &str, title: &str, kind: WorkKind) {
        let key = title_keys(title).fold(Key::EMPTY, Key::then);
        let known = self.get(key).and_then(|(found, _)| found).filter(|found| found.form == Form::Full);
        let known = known.and_then(|found| self.same(found.work).find(|&work| self.work(work).kind == kind));
        let work = known.unwrap_or(self.works.len() as u32);
        if known.is_none() {
            self.add([KnownWork { title: title.into(), year: None, kind, id: None, cast: "".into() }]);
        }
        let words: Vec<Key> = title_keys(alias).collect();
        let found = Match { work, form: Form::Alias };
        self.insert(&words, found);
        if opens_with_article(&words) {
            self.insert(&words[1..], found);
        }
    }

    fn index(&mut self, work: u32, title: &str) {
        let words: Vec<Key> = title_keys(title).collect();
        self.next.push(None);
        self.insert(&words, Match { work, form: Form::Full });
        if opens_with_article(&words) {
            self.insert(&words[1..], Match { work, form: Form::NoArticle });
        }
        if let Some((main, sub)) = title.split_once(": ") {
            self.insert(&title_keys(main).collect::<Vec<_>>(), Match { work, form: Form::Short });
            self.insert(&title_keys(sub).collect::<Vec<_>>(), Match { work, form: Form::Subtitle });
        }
    }

    fn insert(&mut self, words: &[Key], found: Match) {
        let mut key = Key::EMPTY;
        for (index, &word) in words.iter().enumerate() {
            key = key.then(word);
            match self.nodes.entry(key) {
                Entry::Vacant(entry) => {
                    let node = Node { found: None, goes_on: index + 1 < words.len() };
                    entry.insert(node);
                }
                Entry::Occupied(mut entry) => entry.get_mut().goes_on |= index + 1 < words.len(),
            }
        }
        let Some(node) = self.nodes.get_mut(&key).filter(|_| !words.is_empty()) else { return };
        match node.found {
            Some(old) if old.form < found.form => {}
            Some(old) if old.form == Form::Full && found.form == Form::Full => {
                self.next[found.work as usize] = Some(old.work);
                node.found = Some(found);
            }
            Some(old) if old.form == found.form => {}
            _ => node.found = Some(found),
        }
    }

    /// Returns the title that the sequence of words is, and whether a longer one opens with it.
    pub fn get(&self, words: Key) -> Option<(Option<Match>, bool)> {
        self.nodes.get(&words).map(|node| (node.found, node.goes_on))
    }

    /// Returns the title that the words are, be it with an article before them or without.
    pub fn without_article(&self, words: Key) -> Option<Match> {
        self.get(words).and_then(|(found, _)| found)
    }

    /// Returns a work.
    pub fn work(&self, index: u32) -> &KnownWork {
        &self.works[index as usize]
    }

    /// Returns every work of the same title, the one at `index` first.
    pub fn namesakes(&self, index: u32) -> impl Iterator<Item = &KnownWork> + Clone {
        self.same(index).map(|index| self.work(index))
    }

    fn same(&self, index: u32) -> impl Iterator<Item = u32> + Clone {
        std::iter::successors(Some(index), |&index| self.next[index as usize])
    }
}

/// Whether an article stands before other words.
fn opens_with_article(words: &[Key]) -> bool {
    words.len() > 1 && ["the", "a", "an"].iter().any(|article| words[0] == Key::of(article))
}

fn list(text: &'static str, kind: WorkKind) -> impl Iterator<Item = KnownWork> {
    rows(text).map(move |row| KnownWork {
        title: row.column(0).into(),
        year: row.column(1).parse().ok(),
        kind,
        id: None,
        cast: "".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles() -> Titles {
        let work = |title: &str, year| KnownWork {
            title: title.into(),
            year: Some(year),
            kind: WorkKind::Film,
            id: None,
            cast: "".into(),
        };
        let mut titles = Titles::default();
        titles.add([work("The Fog", 1980), work("The Fog", 2005), work("Alita: Battle Angel", 2019)]);
        titles
    }

    fn check(text: &str, expected: Option<(&str, Form)>) {
        let titles = titles();
        let key = keys(text).fold(Key::EMPTY, Key::then);
        let found = titles.get(key).and_then(|(found, _)| found);
        assert_eq!(found.map(|found| (&*titles.work(found.work).title, found.form)), expected);
    }

    #[test]
    fn forms_of_a_title() {
        check("alita battle angel", Some(("Alita: Battle Angel", Form::Full)));
        check("Alita", Some(("Alita: Battle Angel", Form::Short)));
        check("Fog", Some(("The Fog", Form::NoArticle)));
        check("Battle", None);
    }

    #[test]
    fn remakes_are_kept_apart() {
        let titles = titles();
        let key = keys("The Fog").fold(Key::EMPTY, Key::then);
        let found = titles.get(key).unwrap().0.unwrap();
        let years: Vec<u16> = titles.namesakes(found.work).filter_map(|work| work.year).collect();
        assert_eq!(years, [2005, 1980]);
    }
}
