//! The verdict on every line: two passes of learned weights, and the user's own rules.
//!
//! Comes in: a [`Sheet`]. Goes out: for each line its log-odds of being boilerplate.

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
    /// Returns the log-odds from which on a line is removed, given the scores of all lines of the page.
    ///
    /// Where most of a page is litter, a line in doubt is removed; where little is, it is kept: there a loss weighs
    /// more than what could be gained.
    pub fn threshold(self, scores: &[f32]) -> f32 {
        let n_litter = scores.iter().filter(|&&score| score > 0.0).count();
        let litter = n_litter as f32 / scores.len().max(1) as f32;
        let caution = 1.0 - ((litter - 0.3) / 0.3).clamp(0.0, 1.0);
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

/// Returns the log-odds of each line of being boilerplate.
pub fn scores(sheet: &Sheet) -> Vec<f32> {
    let Ok([first, second]) = &*FORESTS else { return vec![0.0; sheet.len()] };
    let rows = features::rows(sheet);
    let thoughts = score(first, &rows);
    score(second, &features::second_rows(sheet, &rows, &thoughts))
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
