//! Phrases that tell boilerplate: the rules of `en/boilerplate.tsv`, and those of a user's own file.
//!
//! A rule is evidence, not a verdict: the line classifier weighs it against the place of the line and its neighbours. A
//! user's own rules are verdicts.

use super::phrase::{Anchored, Classes, Line, Pattern, Strength, Word, WordClass};
use super::{RuleError, rows};
use crate::model::RuleId;

const FILE: &str = "boilerplate.tsv";

/// One phrase rule.
#[derive(Clone, Debug)]
pub struct PhraseRule {
    /// What `--explain` prints.
    pub id: RuleId,
    /// Index of its family in [`FAMILIES`].
    pub family: u8,
    pattern: Pattern,
}

/// The families of phrase rules, each a feature of the line classifier.
pub const FAMILIES: &[&str] = &[
    "ad",
    "alt",
    "byline",
    "caption",
    "comments",
    "date",
    "legal",
    "nav",
    "newsletter",
    "recirculation",
    "related",
    "share",
    "shop",
    "widget",
];

/// The phrase rules, compiled once.
#[derive(Clone, Debug)]
pub struct Phrases {
    rules: Vec<PhraseRule>,
    anchored: Anchored,
    /// The word lists that patterns refer to.
    pub classes: Classes,
}

/// The best match of each family, and the rule that a line is best explained by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hits {
    /// For each of [`FAMILIES`]: 0 none, 1 open, 2 exact.
    pub strengths: [u8; FAMILIES.len()],
    /// The strongest rule; of equals, the first.
    pub best: Option<(u8, RuleId)>,
}

impl Phrases {
    /// Loads the shipped rules.
    ///
    /// # Errors
    /// A line whose pattern does not parse or whose family is unknown.
    pub fn load() -> Result<Phrases, RuleError> {
        let mut phrases = Phrases { rules: Vec::new(), anchored: Anchored::default(), classes: classes() };
        for row in rows(include_str!("en/boilerplate.tsv")) {
            let id = row.column(0);
            let family = FAMILIES.iter().position(|&family| Some(family) == id.split('/').next());
            let family = family.ok_or_else(|| RuleError::new(FILE, row.number, format!("unknown family in `{id}`")))?;
            let pattern = Pattern::parse(row.column(1)).map_err(|reason| RuleError::new(FILE, row.number, reason))?;
            phrases.anchored.add(&pattern, phrases.rules.len() as u16);
            phrases.rules.push(PhraseRule { id: RuleId::intern(id), family: family as u8, pattern });
        }
        phrases.classes.mark_anchors(&phrases.anchored);
        Ok(phrases)
    }

    /// Finds the rules that match a line, given its words and their classes; `whole` tells that they are all of them.
    /// `scratch` is room for the search, kept from line to line.
    pub fn look_up(
        &self,
        line: &str,
        words: &[Word],
        classes: &[WordClass],
        whole: bool,
        scratch: &mut Vec<u16>,
    ) -> Hits {
        let mut hits = Hits::default();
        self.anchored.candidates(words, |index| classes[index].has(WordClass::ANCHOR), scratch);
        let line = Line::new(line, words, whole, &self.classes);
        for &index in scratch.iter() {
            let rule = &self.rules[usize::from(index)];
            let Some(strength) = rule.pattern.matches(&line) else { continue };
            let strength = if strength == Strength::Exact { 2 } else { 1 };
            let family = &mut hits.strengths[usize::from(rule.family)];
            *family = strength.max(*family);
            if hits.best.is_none_or(|(best, _)| strength > best) {
                hits.best = Some((strength, rule.id));
            }
        }
        hits
    }
}

fn classes() -> Classes {
    let all = |text: &'static str, class: WordClass| rows(text).map(move |row| (row.column(0), class));
    let agencies = all(include_str!("en/agencies.tsv"), WordClass::AGENCY);
    let calendar = all(include_str!("en/calendar.tsv"), WordClass::CALENDAR);
    let pictures = rows(include_str!("en/picture_words.tsv")).map(|row| (row.column(0), of_picture(row.column(1))));
    Classes::new(agencies.chain(calendar).chain(pictures))
}

/// The class of a word of `picture_words.tsv`.
fn of_picture(class: &str) -> WordClass {
    match class {
        "act" => WordClass::ACT,
        "scene" => WordClass::SCENE,
        _ => WordClass::PLACING,
    }
}

#[cfg(test)]
mod tests {
    use super::super::phrase::split_words;
    use super::*;

    fn matches(pattern: &Pattern, classes: &Classes, line: &str) -> bool {
        let mut words = Vec::new();
        let whole = split_words(line, &mut words);
        pattern.matches(&Line::new(line, &words, whole, classes)).is_some()
    }

    #[test]
    fn examples_match_and_near_misses_do_not() {
        let classes = classes();
        let examples = |column: &'static str| column.split('¦').map(str::trim).filter(|example| !example.is_empty());
        let mut wrong = Vec::new();
        for row in rows(include_str!("en/boilerplate.tsv")) {
            let pattern = match Pattern::parse(row.column(1)) {
                Ok(pattern) => pattern,
                Err(_) => {
                    wrong.push((row.number, '!', row.column(1)));
                    continue;
                }
            };
            wrong.extend(
                examples(row.column(3)).filter(|e| !matches(&pattern, &classes, e)).map(|e| (row.number, '+', e)),
            );
            wrong.extend(
                examples(row.column(4)).filter(|e| matches(&pattern, &classes, e)).map(|e| (row.number, '-', e)),
            );
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn rules_are_sorted_and_unique() {
        let rules: Vec<(&str, &str)> =
            rows(include_str!("en/boilerplate.tsv")).map(|row| (row.column(0), row.column(1))).collect();
        for pair in rules.windows(2) {
            assert!(pair[0] < pair[1], "{:?} stands before {:?}", pair[0], pair[1]);
        }
    }

    #[test]
    fn patterns() {
        let classes = classes();
        let check = |pattern: &str, line: &str, expected: bool| {
            assert_eq!(matches(&Pattern::parse(pattern).unwrap(), &classes, line), expected, "{pattern} on {line}");
        };
        check("by {name}", "By Ada O’Renwick-Hale:", true);
        check("by {name}", "By the sea", false);
        check("# min read", "4 min read", true);
        check("{date}", "Mon., March 3, 2021 at 5:50 p.m. PST", true);
        check("{date}", "March madness", false);
        check("read more? : *", "READ: Ten films", true);
        assert!(Pattern::parse("* ?").is_err() || Pattern::parse("*").is_err());
        assert!(Pattern::parse("{nobody}").is_err());
    }
}
