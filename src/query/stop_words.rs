//! Words so common that they tell nothing of what is looked for. They stay in the index, so that phrases hold them;
//! beside other words of a query they are neither demanded nor scored.
//!
//! The list is read here and not with the rules: a search starts in a millisecond, and needs no other list.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::index::fold_name;

/// The list is not longer: its table need not grow.
const ROOM: usize = 200;

static WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let mut words = FxHashSet::with_capacity_and_hasher(ROOM, Default::default());
    words.extend(include_str!("../rules/en/stop_words.tsv").lines().skip(1));
    words
});

/// Returns whether a word, as printed, is a stop word.
pub fn is_stop_word(printed: &str) -> bool {
    WORDS.contains(fold_name(printed).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_known_in_any_case() {
        assert!(is_stop_word("The") && is_stop_word("whose") && is_stop_word("it's"));
        assert!(!is_stop_word("sequel") && !is_stop_word(""));
    }
}
