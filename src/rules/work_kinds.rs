//! What tells a series from a film, and words that a title follows.
//!
//! Comes in: `en/work_cues.tsv`, words that tell of either; `en/work_kinds.tsv`, learned: words with where they
//! stand to a title and how much they speak for a series, in log-odds; `en/title_openers.tsv`, each word or words
//! with `film`, `series`, or `any` where a title follows and nothing is told of its kind. Goes out: [`WorkKinds`]
//! and [`title_openers`].

use super::{Key, KeyMap, Row, RuleError, rows};
use crate::model::WorkKind;

/// Where what tells a kind is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Always there: what speaks for a series before anything is known.
    Always,
    /// Among the four words or marks before the title, and the four after it.
    Near,
    /// Among the next four.
    Far,
    /// The last before it.
    Before,
    /// The first after it.
    After,
    /// Among the near words: how many more of the cues tell of one kind than of the other.
    Cue,
    /// In the lists of titles: which kinds they have by this name, the likeliest first.
    Listed,
    /// In the other articles of a corpus.
    Heard,
}

impl Place {
    /// Every place.
    pub const ALL: [Place; 8] =
        [Place::Always, Place::Near, Place::Far, Place::Before, Place::After, Place::Cue, Place::Listed, Place::Heard];

    /// Its name in the table.
    pub fn as_str(self) -> &'static str {
        ["always", "near", "far", "before", "after", "cue", "listed", "heard"][self as usize]
    }
}

/// A word at a place.
pub fn term(place: Place, word: Key) -> Key {
    Key(1 + place as u64).then(word)
}

/// So many times a term counts in one article, at most.
pub const MOST_TIMES: usize = 3;

/// What tells of either kind.
pub struct WorkKinds {
    cues: KeyMap<WorkKind>,
    /// How much each term speaks for a series.
    weights: KeyMap<f32>,
}

impl WorkKinds {
    /// Loads the cues, and the learned weights.
    ///
    /// # Errors
    /// A line that is no word with its kind, or no term with its weight.
    pub fn load() -> Result<WorkKinds, RuleError> {
        let cue = |row: Row<'_>| {
            let fault = || RuleError::new("work_cues.tsv", row.number, format!("`{}` is no kind", row.column(1)));
            kind(row.column(1)).map(|kind| (Key::of(row.column(0)), kind)).ok_or_else(fault)
        };
        let cues = rows(include_str!("en/work_cues.tsv")).map(cue).collect::<Result<_, _>>()?;
        let mut weights = KeyMap::default();
        for row in rows(include_str!("en/work_kinds.tsv")) {
            let wrong = |what: &str| RuleError::new("work_kinds.tsv", row.number, what.to_owned());
            let place = Place::ALL.into_iter().find(|place| place.as_str() == row.column(0));
            let place = place.ok_or_else(|| wrong("no place that a word may have"))?;
            let weight: i16 =
                row.column(2).parse().map_err(|_| wrong("the weight is not a whole number of hundredths"))?;
            weights.insert(term(place, Key::of(row.column(1))), f32::from(weight) / 100.0);
        }
        Ok(WorkKinds { cues, weights })
    }

    /// Returns the kind that a word tells of, if any.
    pub fn cue(&self, word: Key) -> Option<WorkKind> {
        self.cues.get(&word).copied()
    }

    /// Returns the log-odds that a work is a series, given all that tells of it: each term as often as it is there.
    pub fn odds(&self, mut terms: Vec<Key>) -> f32 {
        terms.sort_unstable();
        let counted = terms.chunk_by(|a, b| a == b).map(|same| (same[0], same.len().min(MOST_TIMES)));
        counted.filter_map(|(term, n)| Some(self.weights.get(&term)? * n as f32)).sum()
    }
}

/// Returns the words that a title follows, and what they say of its kind.
pub fn title_openers() -> impl Iterator<Item = (&'static str, Option<WorkKind>)> {
    rows(include_str!("en/title_openers.tsv")).map(|row| (row.column(0), kind(row.column(1))))
}

fn kind(name: &str) -> Option<WorkKind> {
    match name {
        "film" => Some(WorkKind::Film),
        "series" => Some(WorkKind::Series),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_opener_says_what_it_opens() {
        for row in rows(include_str!("en/title_openers.tsv")) {
            let (words, name) = (row.column(0), row.column(1));
            assert!(name == "any" || kind(name).is_some(), "{words}: `{name}`");
        }
    }

    #[test]
    fn words_of_television_tell_a_series() {
        let kinds = WorkKinds::load().unwrap();
        let odds = |place: Place, word: &str| kinds.odds(vec![term(place, Key::of(word))]);
        assert_eq!(kinds.cue(Key::of("Season")), Some(WorkKind::Series));
        assert!(odds(Place::Cue, "series") > 0.2 && odds(Place::Cue, "film") < -0.2);
        assert!(odds(Place::Near, "host") > 0.0 && odds(Place::Near, "directed") < 0.0);
        let series = term(Place::Cue, Key::of("series"));
        assert_eq!(kinds.odds(vec![series; MOST_TIMES]), kinds.odds(vec![series; 9]));
    }
}
