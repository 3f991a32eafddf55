//! What a word is: the one definition that texts, titles and names are cut by.
//!
//! A word is a run of letters, digits and the apostrophes, hyphens and ampersands inside it: `O'Connell`,
//! `Lloyd-Hughes`, `don't`, `1970s`. A possessive `'s` is no part of it.

use std::ops::Range;

use super::fold::{Key, is_combining};
use super::titles::number;

/// Returns the character that opens at byte `at`.
pub fn char_at(text: &str, at: usize) -> char {
    let byte = text.as_bytes()[at];
    if byte < 0x80 { byte as char } else { text[at..].chars().next().unwrap_or(' ') }
}

/// The longest word that one number stands for, in bytes; the last byte of the number holds its length.
const LONGEST: usize = 15;

/// Returns the number that stands for the word at `place` and for no other, above 0; `None` for a long one.
pub fn as_number(text: &str, place: Range<usize>) -> Option<u128> {
    let length = place.len();
    if length > LONGEST {
        return None;
    }
    let bytes = text.as_bytes();
    let word = match bytes.get(place.start..place.start + size_of::<u128>()).and_then(|bytes| bytes.try_into().ok()) {
        Some(bytes) => u128::from_le_bytes(bytes) & ((1 << (8 * length)) - 1),
        None => bytes[place].iter().rev().fold(0, |word, &byte| word << 8 | u128::from(byte)),
    };
    Some(word | (length as u128) << (8 * LONGEST))
}

/// Returns whether the character belongs to a word.
pub fn is_word_char(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || (!letter.is_ascii() && letter.is_alphanumeric()) || is_combining(letter)
}

/// Returns the end of the word that opens at `at`: it may hold one apostrophe, hyphen or ampersand at a time between
/// letters, but stops before a possessive.
pub fn word_end(text: &str, at: usize, end: usize) -> usize {
    let (mut next, mut before) = (at, ' ');
    while next < end {
        let letter = char_at(text, next);
        let after = next + letter.len_utf8();
        let joins = matches!(letter, '\'' | '’' | '-' | '‑' | '&') && after < end && is_word_char(char_at(text, after));
        let is_inside = is_word_char(letter) || ends_garbled(before, letter);
        if !is_inside && (!joins || possessive_end(text, next, end).is_some()) {
            break;
        }
        (next, before) = (after, letter);
    }
    next
}

/// Whether two characters are one letter whose bytes were read as Latin-1: `Ã©` of `JosÃ©`.
fn ends_garbled(before: char, letter: char) -> bool {
    matches!(before, 'Ã' | 'Ä' | 'Å' | '\u{303}') && matches!(letter, '\u{80}'..='\u{9f}' | '\u{a1}'..='\u{bf}')
}

/// Returns the end of a possessive that opens at `at`: `'s` before a non-letter, directly after a word.
pub fn possessive_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let mark = char_at(text, at);
    let after = at + mark.len_utf8();
    let follows_word = text[..at].chars().next_back().is_some_and(is_word_char);
    if !matches!(mark, '\'' | '’') || !follows_word || after >= end || !matches!(text.as_bytes()[after], b's' | b'S')
    {
        return None;
    }
    let ends = after + 1 >= end || !is_word_char(char_at(text, after + 1));
    ends.then_some(after + 1)
}

/// Returns the keys of the words of a name or title: marks do not count, but `&` is "and".
pub fn keys(text: &str) -> impl Iterator<Item = Key> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let letter = char_at(text, at);
            if is_word_char(letter) {
                let start = at;
                at = word_end(text, at, text.len());
                return Some(Key::of(&text[start..at]));
            }
            at = possessive_end(text, at, text.len()).unwrap_or(at + letter.len_utf8());
            if letter == '&' {
                return Some(Key::of("and"));
            }
        }
        None
    })
}

/// Returns a name in capitals as names are written: `ADA O'RENWICK-HALE` as `Ada O'Renwick-Hale`, `TJ HALE III` as
/// `TJ Hale III`.
pub fn title_case(name: &str) -> String {
    let words = name.split(' ').enumerate();
    words
        .map(|(nth, word)| if stays(word, nth > 0) { word.to_owned() } else { capitalised(word) })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a word keeps its capitals: initials, which no vowel makes a word, and numbers that follow a name.
fn stays(word: &str, follows: bool) -> bool {
    let initials = word.chars().count() == 2 && !word.contains(|letter| "AEIOUYaeiouy".contains(letter)) && !follows;
    initials || follows && number(Key::of(word)) != Key::of(word)
}

fn capitalised(word: &str) -> String {
    let mut opens = true;
    let mut shown = String::with_capacity(word.len());
    for letter in word.chars() {
        if opens {
            shown.push(letter);
        } else {
            shown.extend(letter.to_lowercase());
        }
        opens = !is_word_char(letter);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(one: &str, other: &str) {
        assert!(keys(one).eq(keys(other)), "{one} and {other}");
    }

    #[test]
    fn garbled_letters_are_letters() {
        assert_eq!(keys("Pe\u{c3}\u{b1}a Nieto").count(), 2);
        assert_eq!(keys("50 \u{a3}").count(), 1);
    }

    #[test]
    fn marks_do_not_count() {
        check("Good Morning, Vietnam", "good morning vietnam");
        check("Ali & Ava", "Ali and Ava");
        check("A Soldier’s Story", "A Soldier's Story");
        check("Thunderbolts*", "Thunderbolts");
    }

    #[test]
    fn names_in_capitals_are_written_as_names() {
        for (name, written) in [
            ("ADA O'RENWICK-HALE", "Ada O'Renwick-Hale"),
            ("TJ HALE III", "TJ Hale III"),
            ("TOM HALE JR.", "Tom Hale Jr."),
            ("E\u{301}LODIE HALE", "E\u{301}lodie Hale"),
            ("ÉLODIE MA", "Élodie Ma"),
        ] {
            assert_eq!(title_case(name), written);
        }
    }
}
