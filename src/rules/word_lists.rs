//! Short lists of words and phrases that one place in the program asks for each.
//!
//! Comes in: `en/word_lists.tsv`: the name of a list, a word in small letters, and for some a number. Goes out:
//! [`List`], asked whether it has a word.

use std::sync::LazyLock;

use super::rows;

/// A list of `en/word_lists.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Opens a byline: "written by".
    BylineOpener,
    /// Stands between the names of a byline.
    BylineJoint,
    /// No part of the name before it in a byline: "for the Post".
    BylineEnd,
    /// Makes the words before it an outlet's: "Post News Desk".
    BylineDesk,
    /// What those who write for the press do: "covers".
    PressVerb,
    /// Says who somebody is, before a post.
    BiographyVerb,
    /// A post of the press: "critic".
    PressPost,
    /// Opens a list of tags.
    TagsOpener,
    /// The months, each with its number.
    Month,
    /// Ends an adjective that is made of a name: "Oscar-winning".
    AdjectiveEnding,
    /// Letters of honour that follow a name: "OBE", in small letters.
    Honour,
    /// Stands between two titles, and within none.
    PartsTitles,
}

/// The lists by their names in the file.
const NAMES: [(&str, List); 12] = [
    ("byline-opener", List::BylineOpener),
    ("byline-joint", List::BylineJoint),
    ("byline-end", List::BylineEnd),
    ("byline-desk", List::BylineDesk),
    ("press-verb", List::PressVerb),
    ("biography-verb", List::BiographyVerb),
    ("press-post", List::PressPost),
    ("tags-opener", List::TagsOpener),
    ("month", List::Month),
    ("adjective-ending", List::AdjectiveEnding),
    ("honour", List::Honour),
    ("parts-titles", List::PartsTitles),
];

const FILE: &str = include_str!("en/word_lists.tsv");

static LISTS: LazyLock<[Vec<&'static str>; NAMES.len()]> = LazyLock::new(|| {
    NAMES.map(|(name, _)| rows(FILE).filter(|row| row.column(0) == name).map(|row| row.column(1)).collect())
});

impl List {
    /// Returns its words, in the order of the file.
    pub fn words(self) -> &'static [&'static str] {
        &LISTS[self as usize]
    }

    /// Returns its words, each with the number that it bears; 0 where it bears none.
    pub fn numbered(self) -> impl Iterator<Item = (&'static str, u8)> {
        let name = NAMES[self as usize].0;
        let of_list = rows(FILE).filter(move |row| row.column(0) == name);
        of_list.map(|row| (row.column(1), row.column(2).parse().unwrap_or(0)))
    }

    /// Returns whether it has the word, in any case.
    pub fn has(self, word: &str) -> bool {
        self.words().iter().any(|known| known.eq_ignore_ascii_case(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_of_a_list_and_every_list_has_rows() {
        for (at, (name, list)) in NAMES.into_iter().enumerate() {
            assert_eq!(list as usize, at, "{name}");
            assert!(!list.words().is_empty(), "{name}");
        }
        for row in rows(FILE) {
            assert!(NAMES.iter().any(|(name, _)| *name == row.column(0)), "line {}: no such list", row.number);
            assert_eq!(row.column(1), row.column(1).to_lowercase(), "line {}", row.number);
        }
    }
}
