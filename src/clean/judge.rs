//! The verdict on every line: two passes of learned weights, and the user's own rules.
//!
//! Comes in: a [`Sheet`]. Goes out: for each line its log-odds of being boilerplate, the same for the lines of a block
//! unless they are plainly of several kinds.

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
        let caution = 1.1 - 0.2 * ((litter - 0.2) / 0.2).clamp(0.0, 1.0);
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
    agree(sheet, &mut scores);
    scores
}

/// The most lines of a block that are judged as one.
const MOST_AGREEING: usize = 8;

/// Log-odds of a line that is surely kept, and of one that is surely removed: where a block has both, its lines are of
/// several kinds.
const OF_TWO_MINDS: (f32, f32) = (-1.0, 2.0);

/// The least share of lines after a blank one, in hundredths, from which on blank lines tell blocks.
const BLANKS_TELL: usize = 30;

/// Lets the lines of a block share their mean: a caption, its credit and the text of its picture, or the items of a
/// list, which no blank line parts, are nearly always all of the article or all not.
pub fn agree(sheet: &Sheet, scores: &mut [f32]) {
    let n_blanks = sheet.blank_before.iter().filter(|&&blank| blank).count();
    if 100 * n_blanks < BLANKS_TELL * sheet.len() {
        return;
    }
    features::for_each_block(sheet, |start, end| {
        let block = &mut scores[start..end];
        let least = block.iter().copied().fold(f32::INFINITY, f32::min);
        let most = block.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        if block.len() <= MOST_AGREEING && (least >= OF_TWO_MINDS.0 || most <= OF_TWO_MINDS.1) {
            let mean = block.iter().sum::<f32>() / block.len() as f32;
            block.fill(mean);
        }
    });
}

fn score(forest: &Forest, rows: &Rows) -> Vec<f32> {
    forest.score_rows(&rows.values, rows.width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_block_agree_unless_they_are_plainly_of_two_kinds() {
        let text = "One\nTwo\n\nThree\n\nFour\nFive";
        let spans: Vec<_> = super::super::split(text).collect();
        let rules = crate::rules::Rules::load().unwrap();
        let sheet = Sheet::new(text, &spans, 0, &rules, &crate::model::Recurrences::default());
        let mut scores = [2.0, 0.0, 3.0, -4.0, 4.0];
        agree(&sheet, &mut scores);
        assert_eq!(scores, [1.0, 1.0, 3.0, -4.0, 4.0]);
    }

    #[test]
    fn shipped_weights_fit_the_features() {
        assert!(FORESTS.as_ref().is_ok_and(|[first, second]| first.tree_count() > 0 && second.tree_count() > 0));
    }
}
