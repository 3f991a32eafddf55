//! Phrase rules that decide a line by themselves, whatever else the line looks like.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::rows;
use crate::model::RuleId;

/// In which lines a rule decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sure {
    /// In a short line that ends no sentence.
    Short,
    /// In every line but the headline.
    Any,
    /// Even in the first line, where the title stands nearly always.
    First,
}

/// Returns in which lines a rule decides by itself; nothing where it is one sign among others.
pub fn sure(rule: RuleId) -> Option<Sure> {
    static RULES: LazyLock<FxHashMap<&str, Sure>> = LazyLock::new(|| {
        let read = |place: &str| match place {
            "short" => Sure::Short,
            "any" => Sure::Any,
            _ => Sure::First,
        };
        rows(include_str!("en/sure_rules.tsv")).map(|row| (row.column(0), read(row.column(1)))).collect()
    });
    RULES.get(rule.0).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_one_of_the_phrases() {
        let phrases: Vec<&str> = rows(include_str!("en/boilerplate.tsv")).map(|row| row.column(0)).collect();
        for row in rows(include_str!("en/sure_rules.tsv")) {
            assert!(phrases.contains(&row.column(0)), "{}", row.column(0));
            assert!(["short", "any", "first"].contains(&row.column(1)), "{}", row.column(0));
        }
        assert_eq!(sure(RuleId("nav/breadcrumb")), Some(Sure::First));
        assert_eq!(sure(RuleId("byline/desk")), None);
    }
}
