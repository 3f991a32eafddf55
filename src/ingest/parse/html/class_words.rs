//! What the names that authors give to elements tell: `class="article-body"`, `id="related"`, `role="navigation"`.
//!
//! The words and what they tell are data: `class_words.tsv`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

const TABLE: &str = include_str!("class_words.tsv");

macro_rules! kinds {
    ($($kind:ident $name:literal)*) => {
        /// What a word in the name of an element tells.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Kind { $(#[doc = $name] $kind,)* }

        impl Kind {
            fn of(name: &str) -> Option<Kind> {
                match name {
                    $($name => Some(Kind::$kind),)*
                    _ => None,
                }
            }
        }
    };
}

kinds! {
    Body "body" Story "story" Content "content" Prose "prose" Caption "caption" Related "related" Promo "promo"
    Share "share" Comment "comment" Foot "foot" Navigation "navigation" Side "side" Subscribe "subscribe"
    Advert "advert" Author "author" Date "date" Tags "tags" Title "title" Summary "summary" Quote "quote" Embed "embed"
    Tools "tools" Unseen "unseen"
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u32);

impl Kinds {
    /// Returns whether the set holds a kind.
    pub fn has(self, kind: Kind) -> bool {
        self.0 >> kind as u32 & 1 == 1
    }

    /// Returns what the words of a name tell: each word, and each two that stand together.
    pub fn of(name: &str) -> Kinds {
        let mut kinds = Kinds::default();
        kinds.add(name);
        kinds
    }

    /// Adds another set.
    pub fn join(&mut self, other: Kinds) {
        self.0 |= other.0;
    }

    fn add(&mut self, name: &str) {
        let (mut pair, mut n_last) = ([0; 2 * MAX_WORD], 0);
        for word in words(name) {
            let Some(place) = pair.get_mut(n_last..n_last + word.len()).filter(|_| word.len() <= MAX_WORD) else {
                n_last = 0;
                continue;
            };
            place.copy_from_slice(word.as_bytes());
            pair.make_ascii_lowercase();
            let end = n_last + word.len();
            self.add_word(&pair[n_last..end]);
            if n_last > 0 {
                self.add_word(&pair[..end]);
            }
            pair.copy_within(n_last..end, 0);
            n_last = word.len();
        }
    }

    fn add_word(&mut self, word: &[u8]) {
        if let Some(kind) = KINDS.get(word) {
            self.0 |= 1 << *kind as u32;
        }
    }
}

/// The longest word that is looked up; names made by machines are longer.
const MAX_WORD: usize = 24;

static KINDS: LazyLock<FxHashMap<&'static [u8], Kind>> = LazyLock::new(|| {
    let row =
        |line: &'static str| line.split_once('\t').and_then(|(word, kind)| Some((word.as_bytes(), Kind::of(kind)?)));
    TABLE.lines().skip(1).filter_map(row).collect()
});

/// Returns the words of a name: runs of letters, cut also where a capital follows a small letter.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = name;
    std::iter::from_fn(move || {
        let bytes = rest.as_bytes();
        let start = bytes.iter().position(u8::is_ascii_alphabetic)?;
        let inside = |pair: &[u8]| {
            pair[1].is_ascii_alphabetic() && !(pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
        };
        let length = 1 + bytes[start..].windows(2).take_while(|pair| inside(pair)).count();
        let (word, after) = rest[start..].split_at(length);
        rest = after;
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: &[Kind]) {
        let mut kinds = Kinds::default();
        kinds.add(name);
        let wanted = Kinds(expected.iter().fold(0, |set, kind| set | 1 << *kind as u32));
        assert_eq!(kinds, wanted, "{name}");
    }

    #[test]
    fn names_of_elements() {
        check("article-body", &[Kind::Story, Kind::Content, Kind::Body]);
        check("js-relatedLinks__item", &[Kind::Related]);
        check("entryContent é", &[Kind::Story, Kind::Content, Kind::Body]);
        check("SHARE", &[Kind::Share]);
        check("adapter shared x1", &[]);
        check("averyveryverylongnamemadebyamachine-ad", &[Kind::Advert]);
    }

    #[test]
    fn the_table_is_sorted_and_every_kind_known() {
        let words: Vec<&str> = TABLE.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
        assert!(words.is_sorted_by(|a, b| a < b) && words.len() == KINDS.len());
        assert!(words.iter().all(|word| word.len() <= 2 * MAX_WORD
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())));
    }
}
