//! Words that tell a film or a series, and words that a title follows.
//!
//! Comes in: `en/work_kinds.tsv` and `en/title_openers.tsv`, each word or words with `film`, `series`, or `any` where a
//! title follows and nothing is told of its kind. Goes out: [`WorkKinds`] and [`title_openers`].

use super::{Key, KeyMap, Row, RuleError, rows};
use crate::model::WorkKind;

/// What single words say of the kind of a work beside them.
pub struct WorkKinds(KeyMap<WorkKind>);

impl WorkKinds {
    /// Loads the list that ships with the program.
    ///
    /// # Errors
    /// A kind that is none.
    pub fn load() -> Result<WorkKinds, RuleError> {
        let kind = |row: Row<'_>| {
            let kind = kind(row.column(1));
            let fault = || RuleError::new("work_kinds.tsv", row.number, format!("`{}` is no kind", row.column(1)));
            kind.map(|kind| (Key::of(row.column(0)), kind)).ok_or_else(fault)
        };
        rows(include_str!("en/work_kinds.tsv")).map(kind).collect::<Result<_, _>>().map(WorkKinds)
    }

    /// Returns what a word says.
    pub fn of(&self, word: Key) -> Option<WorkKind> {
        self.0.get(&word).copied()
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
}
