//! The verdict on every line: two passes of learned weights, and the user's own rules.
//!
//! Comes in: a [`Sheet`]. Goes out: for each line its log-odds of being boilerplate.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use crate::rules::{Forest, ForestError, LINE_FORESTS};

use super::features::{self, Rows};
use super::sheet::Sheet;

/// How readily lines are removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Balance {
    /// Keeps a line in doubt: fewer sentences lost, more litter left.
    Lenient,
    /// Removes a line where it is clearly more likely boilerplate than not.
    #[default]
    Normal,
    /// Removes a line in doubt: less litter left, more sentences lost.
    Strict,
}

impl Balance {
    /// Returns the balance of that name; what is no name is the normal one.
    pub fn named(name: &str) -> Balance {
        let all = [Balance::Lenient, Balance::Strict];
        all.into_iter().find(|balance| balance.as_str() == name).unwrap_or_default()
    }

    /// Returns the name of the balance.
    pub fn as_str(self) -> &'static str {
        match self {
            Balance::Lenient => "lenient",
            Balance::Normal => "normal",
            Balance::Strict => "strict",
        }
    }

    /// Returns the log-odds from which on a line is removed, given the scores of all lines of the page.
    ///
    /// A line is removed only where that is clearly more likely right than not, since losing a sentence is worse than
    /// keeping litter. Where most of a page is litter there is more to gain, and the bar is lower.
    pub fn threshold(self, scores: &[f32]) -> f32 {
        let n_litter = scores.iter().filter(|&&score| score > 0.0).count();
        let litter = n_litter as f32 / scores.len().max(1) as f32;
        let caution = 1.25 - 0.75 * ((litter - 0.3) / 0.4).clamp(0.0, 1.0);
        match self {
            Balance::Lenient => caution + 1.0,
            Balance::Normal => caution,
            Balance::Strict => caution - 1.0,
        }
    }
}

/// The two forests, read from the shipped weights once; a test keeps weights that do not fit from being shipped.
static FORESTS: LazyLock<Result<[Forest; 2], ForestError>> = LazyLock::new(|| {
    let names = features::second_names();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let [first, second] = LINE_FORESTS;
    Ok([Forest::parse(first, &names)?, Forest::parse(second, &names)?])
});

/// Log-odds beyond which the first pass has the last word: no second one was ever of another mind.
const SURE: RangeInclusive<f32> = -3.0..=5.0;

/// Returns whether the second pass is to judge a line, given what the first says of it in log-odds.
pub fn is_doubtful(score: f32) -> bool {
    SURE.contains(&score)
}

/// Returns the log-odds of each line of being boilerplate.
pub fn scores(sheet: &Sheet) -> Vec<f32> {
    let Ok([first, second]) = &*FORESTS else { return vec![0.0; sheet.len()] };
    let rows = features::rows(sheet);
    let mut scores = score(first, &rows);
    let doubtful: Vec<usize> = (0..sheet.len()).filter(|&line| is_doubtful(scores[line])).collect();
    if !doubtful.is_empty() {
        let verdicts = score(second, &features::second_rows(sheet, &rows, &scores, doubtful.iter().copied()));
        doubtful.into_iter().zip(verdicts).for_each(|(line, verdict)| scores[line] = verdict);
    }
    scores
}

fn score(forest: &Forest, rows: &Rows) -> Vec<f32> {
    forest.score_rows(&rows.values, rows.width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_weights_fit_the_features() {
        assert!(FORESTS.as_ref().is_ok_and(|[first, second]| first.tree_count() > 0 && second.tree_count() > 0));
    }
}
