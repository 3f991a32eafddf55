//! The verdict on every line: two passes of learned weights, and the user's own rules.
//!
//! Comes in: a [`Page`]. Goes out: for each line its log-odds of being boilerplate.

use crate::rules::{Forest, Rules};

use super::features::{self, Rows};
use super::page::Page;

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
    /// Returns the log-odds from which on a line is removed.
    pub fn threshold(self) -> f32 {
        match self {
            Balance::Lenient => 1.5,
            Balance::Normal => 0.5,
            Balance::Strict => -0.5,
        }
    }
}

/// Returns the log-odds of each line of being boilerplate.
pub fn scores(page: &Page, rules: &Rules) -> Vec<f32> {
    let first = features::rows(page);
    let scores = score(&rules.line_first, &first);
    let second = features::second_rows(page, &first, &scores);
    score(&rules.line_second, &second)
}

fn score(forest: &Forest, rows: &Rows) -> Vec<f32> {
    rows.values.chunks_exact(rows.width).map(|row| forest.score(row)).collect()
}
