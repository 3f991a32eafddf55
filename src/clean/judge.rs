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
    /// Returns the log-odds from which on a line is removed.
    pub fn threshold(self) -> f32 {
        match self {
            Balance::Lenient => 1.5,
            Balance::Normal => 0.5,
            Balance::Strict => -0.5,
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
