//! Words so common that they tell nothing of what is looked for. They stay in the index, so that phrases hold them;
//! beside other words of a query they are neither demanded nor scored.
//!
//! The list is read here and not with the rules: a search starts in a millisecond, and needs no other list.

use std::cmp::Ordering;

use crate::index::fold_name;

/// The list, a word a line, in order.
const LIST: &str = include_str!("../rules/en/stop_words.tsv");

/// Returns whether a word, as printed, is a stop word. The list is looked through by halving, where it lies: to put it
/// into a table takes longer than all look-ups of a query.
pub fn is_stop_word(printed: &str) -> bool {
    let word = fold_name(printed);
    let start = memchr::memchr(b'\n', LIST.as_bytes()).map_or(0, |end| end + 1);
    let mut rest = &LIST.as_bytes()[start..];
    while !rest.is_empty() {
        let middle = rest.len() / 2;
        let start = memchr::memrchr(b'\n', &rest[..middle]).map_or(0, |end| end + 1);
        let end = memchr::memchr(b'\n', &rest[middle..]).map_or(rest.len(), |end| middle + end);
        match rest[start..end].cmp(word.as_bytes()) {
            Ordering::Less => rest = &rest[(end + 1).min(rest.len())..],
            Ordering::Equal => return true,
            Ordering::Greater => rest = &rest[..start],
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_known_in_any_case() {
        assert!(is_stop_word("The") && is_stop_word("whose") && is_stop_word("it's"));
        assert!(!is_stop_word("sequel") && !is_stop_word("") && !is_stop_word("wordy"));
    }

    #[test]
    fn every_word_of_the_list_is_found() {
        for word in LIST.lines().skip(1) {
            assert!(is_stop_word(word) && !is_stop_word(&format!("{word}x")), "{word}");
        }
        assert!(!is_stop_word("word"));
    }
}
