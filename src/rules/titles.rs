//! Titles that are known, found in a text word by word.
//!
//! Comes in: lists of works. Goes out: [`Titles`], a tree over the words of every title and of the short forms it is
//! printed in: without its article, without its subtitle, with a numeral for a number.

use std::collections::hash_map::Entry;
use std::sync::{Arc, LazyLock};

use super::list::{ListedWork, PackedList};
use super::words::keys;
use super::{Key, KeyMap, rows};
use crate::model::{KnownWork, WorkKind};

/// Returns the keys of the words of a title, with digits for numerals.
pub fn title_keys(title: &str) -> impl Iterator<Item = Key> + '_ {
    let mut before = None;
    keys(title).map(move |word| title_key_after(before.replace(word), word))
}

/// Returns the key of a word of a title, with a digit for a numeral; a letter that opens one, or follows its article,
/// is no numeral: "V for Vendetta" and "The X Factor", but "Rocky V".
pub fn title_key_after(before: Option<Key>, word: Key) -> Key {
    static LETTERS: LazyLock<[(Key, Key); 2]> =
        LazyLock::new(|| [("v", "5"), ("x", "10")].map(|(letter, digit)| (Key::of(letter), Key::of(digit))));
    let may_be_number = || before.is_some_and(|before| !is_article(before));
    let letter = LETTERS.iter().find(|(letter, _)| *letter == word && may_be_number());
    letter.map_or_else(|| number(word), |&(_, digit)| digit)
}

/// The longest numeral that [`number`] knows, in letters.
pub const LONGEST_NUMERAL: usize = 4;

/// Returns the key of the digit for a numeral from II to IX that is no single letter, and any other key as it is.
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

impl Form {
    /// Every form, in order.
    pub const ALL: [Form; 5] = [Form::Alias, Form::Full, Form::NoArticle, Form::Short, Form::Subtitle];
}

/// A title that ends at a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// The first of the works of this title.
    pub work: u32,
    /// How it is printed.
    pub form: Form,
}

/// Initials and other short names that works are known by.
const OTHER_TITLES: &str = include_str!("authority/other_titles.tsv");

/// The number of the first work of a user's list.
const LISTED: u32 = 1 << 24;

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
    /// A user's list; its works are counted from this number on.
    list: Option<(u32, Arc<PackedList>)>,
}

impl Titles {
    /// Loads the lists that ship with the program.
    pub fn shipped() -> Titles {
        let mut titles = Titles::default();
        titles.add(list(include_str!("authority/films.tsv"), WorkKind::Film));
        titles.add(list(include_str!("authority/series.tsv"), WorkKind::Series));
        for row in rows(OTHER_TITLES) {
            if let Some(work) = titles.in_full(row.column(1)) {
                titles.add_name(work, row.column(0));
            }
        }
        titles
    }

    /// Returns the first work that has this very title.
    fn in_full(&self, title: &str) -> Option<u32> {
        let found = self.get(title_keys(title).fold(Key::EMPTY, Key::then))?.0?;
        (found.form == Form::Full).then_some(found.work)
    }

    /// Adds a user's list.
    pub fn add_list(&mut self, list: Arc<PackedList>) {
        self.list = Some((LISTED, list));
    }

    /// Adds another name that the work at `index` is known by, unless it is the title of one.
    pub fn add_name(&mut self, index: u32, name: &str) {
        let words: Vec<Key> = title_keys(name).collect();
        let known = self.nodes.get(&words.iter().fold(Key::EMPTY, |key, &word| key.then(word)));
        let is_title = known.and_then(|node| node.found).is_some_and(|found| found.form <= Form::NoArticle);
        if !is_title && (index as usize) < self.works.len() {
            self.insert(&words, Match { work: index, form: Form::Full });
        }
    }

    /// Returns the tree: the key of each node, the title that ends there, and whether longer ones go on.
    pub(super) fn nodes(&self) -> impl Iterator<Item = (Key, Option<Match>, bool)> + '_ {
        self.nodes.iter().map(|(&key, node)| (key, node.found, node.goes_on))
    }

    /// Returns how many works there are, beside those of the user's list.
    pub(super) fn n_works(&self) -> usize {
        self.works.len()
    }

    /// Returns the next work of the same title, in a chain that ends.
    pub(super) fn next(&self, index: u32) -> Option<u32> {
        match &self.list {
            Some((first, list)) if index >= *first => list.next(index - first).map(|next| next + first),
            _ => self.next[index as usize],
        }
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
        let known = self.in_full(title).and_then(|first| self.same(first).find(|&work| self.work(work).kind == kind));
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
            let sub: Vec<Key> = title_keys(sub).collect();
            if is_title_alone(&sub) {
                self.insert(&sub, Match { work, form: Form::Subtitle });
            }
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
        let ours = self.nodes.get(&words).map(|node| (node.found, node.goes_on));
        let Some((first, list)) = &self.list else { return ours };
        let Some((found, goes_on)) = list.title(words) else { return ours };
        let theirs = found.map(|found| Match { work: found.work + first, ..found });
        let Some((found, ours_goes_on)) = ours else { return Some((theirs, goes_on)) };
        let is_ours = |ours: &Match| theirs.is_none_or(|theirs| ours.form < theirs.form);
        Some((found.filter(is_ours).or(theirs), goes_on || ours_goes_on))
    }

    /// Returns a work.
    pub fn work(&self, index: u32) -> ListedWork<'_> {
        if let Some((first, list)) = self.list.as_ref().filter(|(first, _)| index >= *first) {
            let none = ListedWork { title: "", year: None, kind: WorkKind::Film, id: None, cast: "" };
            return list.work(index - first).unwrap_or(none);
        }
        let KnownWork { title, year, kind, id, cast } = &self.works[index as usize];
        ListedWork { title, year: *year, kind: *kind, id: id.as_deref(), cast }
    }

    /// Returns every work of the same title, the one at `index` first.
    pub fn namesakes(&self, index: u32) -> impl Iterator<Item = ListedWork<'_>> + Clone {
        let listed = self.list.as_ref().is_some_and(|(first, _)| index >= *first);
        let ours = listed.then(|| title_keys(self.work(index).title).fold(Key::EMPTY, Key::then));
        let ours = ours.and_then(|key| self.nodes.get(&key)?.found.filter(|found| found.form == Form::Full));
        let ours = ours.into_iter().flat_map(|found| self.same(found.work));
        self.same(index).chain(ours).map(|index| self.work(index))
    }

    fn same(&self, index: u32) -> impl Iterator<Item = u32> + Clone {
        std::iter::successors(Some(index), |&index| self.next(index))
    }
}

/// Whether a subtitle may stand for the whole: two words at least, and no "Part Two".
fn is_title_alone(words: &[Key]) -> bool {
    let n_words = words.len() - usize::from(opens_with_article(words));
    let parts = ["part", "chapter", "volume", "vol", "episode"].map(Key::of);
    n_words > 1 && !(n_words == 2 && parts.contains(&words[words.len() - 2]))
}

/// Whether an article stands before other words.
fn opens_with_article(words: &[Key]) -> bool {
    words.len() > 1 && is_article(words[0])
}

fn is_article(word: Key) -> bool {
    static ARTICLES: LazyLock<[Key; 3]> = LazyLock::new(|| ["the", "a", "an"].map(Key::of));
    ARTICLES.contains(&word)
}

/// Returns the key by which a title is one with others: its words, with digits for numerals, without an article before
/// them.
pub fn title_key(title: &str) -> Key {
    let words: Vec<Key> = title_keys(title).collect();
    words[usize::from(opens_with_article(&words))..].iter().fold(Key::EMPTY, |key, &word| key.then(word))
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
        assert_eq!(found.map(|found| (titles.work(found.work).title, found.form)), expected);
    }

    #[test]
    fn other_titles_are_of_known_works() {
        let titles = Titles::shipped();
        for row in rows(OTHER_TITLES) {
            let (name, title) = (row.column(0), row.column(1));
            let works: Vec<u32> = titles.in_full(name).into_iter().flat_map(|work| titles.same(work)).collect();
            assert!(works.iter().any(|&work| titles.work(work).title == title), "{name}: {title}");
        }
    }

    #[test]
    fn forms_of_a_title() {
        check("alita battle angel", Some(("Alita: Battle Angel", Form::Full)));
        check("Alita", Some(("Alita: Battle Angel", Form::Short)));
        check("Fog", Some(("The Fog", Form::NoArticle)));
        check("Battle", None);
    }

    #[test]
    fn letters_are_numerals_behind_a_word_that_is_no_article() {
        let same = |one: &str, other: &str| title_keys(one).eq(title_keys(other));
        assert!(same("Rocky V", "Rocky 5") && same("Saw X", "Saw 10") && same("Saw III", "Saw 3"));
        assert!(!same("V for Vendetta", "5 for Vendetta") && !same("The X Factor", "The 10 Factor"));
        assert!(title_keys("The X Factor").skip(1).eq(title_keys("X Factor")));
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
