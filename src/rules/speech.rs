//! Words of reported speech: verbs that report it, nouns that stand for an unnamed source, and the weights that choose
//! among sources.
//!
//! Comes in: `speech_verbs.tsv`, `sources.tsv` and the forests that the trainer writes. Goes out: [`Speech`].

use rustc_hash::FxHashMap;

use super::{Forest, RuleError, named_forest, rows};

/// What a verb of speech takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerbClass {
    /// The words said: "said", "added".
    Say,
    /// The person it was said to: "told".
    Tell,
    /// Words written: "tweeted".
    Write,
    /// An opinion, or a part of what was said: "believes".
    Claim,
    /// A phrase that names or judges: "called".
    Call,
}

/// What a noun that stands for an unnamed source tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceClass {
    /// One human being, perhaps named elsewhere in the article.
    Person,
    /// One of many, seldom named elsewhere.
    Stranger,
    /// Several.
    People,
    /// A firm, a body or a place that speaks.
    Body,
    /// Something written, shown or broadcast.
    Paper,
}

/// The words of reported speech.
pub struct Speech {
    verbs: FxHashMap<&'static str, VerbClass>,
    sources: FxHashMap<&'static str, SourceClass>,
    /// Chooses the words that are the source of a quotation.
    pub source: Forest,
    /// Chooses whom a pronoun or a description stands for.
    pub referent: Forest,
    /// Looks again at who said a quotation.
    pub second: Forest,
    /// Tells people who are named only where they speak from other names.
    pub newcomer: Forest,
    /// Tells quoted speech from titles and names in quotation marks.
    pub quoted: Forest,
    /// Points of the curve from probability to the share that is right, both rising.
    trust: Vec<(f32, f32)>,
}

const VERBS: &str = include_str!("en/speech_verbs.tsv");
const SOURCES: &str = include_str!("en/sources.tsv");
const SOURCE: &str = include_str!("en/quotes/source.forest");
const REFERENT: &str = include_str!("en/quotes/referent.forest");
const SECOND: &str = include_str!("en/quotes/second.forest");
const NEWCOMER: &str = include_str!("en/quotes/newcomer.forest");
const TRUST: &str = include_str!("en/quotes/trust.tsv");
const QUOTED: &str = include_str!("en/quotes/quoted.forest");

impl Speech {
    /// Loads the shipped lists.
    ///
    /// # Errors
    /// A class that is not known.
    pub fn load() -> Result<Speech, RuleError> {
        Ok(Speech {
            verbs: classed("speech_verbs.tsv", VERBS, |class| match class {
                "say" => Some(VerbClass::Say),
                "tell" => Some(VerbClass::Tell),
                "write" => Some(VerbClass::Write),
                "claim" => Some(VerbClass::Claim),
                "call" => Some(VerbClass::Call),
                _ => None,
            })?,
            sources: classed("sources.tsv", SOURCES, |class| match class {
                "person" => Some(SourceClass::Person),
                "stranger" => Some(SourceClass::Stranger),
                "people" => Some(SourceClass::People),
                "body" => Some(SourceClass::Body),
                "paper" => Some(SourceClass::Paper),
                _ => None,
            })?,
            source: named_forest("source.forest", SOURCE)?,
            referent: named_forest("referent.forest", REFERENT)?,
            second: named_forest("second.forest", SECOND)?,
            newcomer: named_forest("newcomer.forest", NEWCOMER)?,
            quoted: named_forest("quoted.forest", QUOTED)?,
            trust: trust(TRUST)?,
        })
    }

    /// Returns how often an attribution of that probability proved right in cross-validation.
    pub fn trust(&self, probability: f32) -> f32 {
        let next = self.trust.partition_point(|point| point.0 < probability);
        match (next.checked_sub(1).map(|before| self.trust[before]), self.trust.get(next).copied()) {
            (Some(low), Some(high)) => low.1 + (high.1 - low.1) * (probability - low.0) / (high.0 - low.0).max(1e-6),
            (Some((_, share)), None) | (None, Some((_, share))) => share,
            (None, None) => probability,
        }
    }

    /// Returns the class of a form of a verb of speech, in lower case.
    pub fn verb(&self, word: &str) -> Option<VerbClass> {
        self.verbs.get(word).copied()
    }

    /// Returns what a noun in lower case tells of the source it stands for.
    pub fn source(&self, word: &str) -> Option<SourceClass> {
        self.sources.get(word).copied()
    }

    /// Returns the same of a noun with hyphens, which its main part tells: "mother-of-four", "sister-in-law",
    /// "prize-winner", "33-year-old".
    pub fn hyphenated_source(&self, word: &str) -> Option<SourceClass> {
        if word.ends_with(AGED) || word.ends_with("-something") {
            return Some(SourceClass::Person);
        }
        let first = word.split_once("-of-").or_else(|| word.split_once("-in-")).map(|(main, _)| main);
        self.source(first.or_else(|| word.rsplit('-').next())?)
    }
}

/// Ends a word that tells how old somebody is.
const AGED: &str = "-year-old";

/// Returns the age that a word tells, in years: "33-year-old".
pub fn told_age(word: &str) -> Option<u32> {
    word.strip_suffix(AGED)?.parse().ok()
}

fn trust(text: &str) -> Result<Vec<(f32, f32)>, RuleError> {
    let number = |row: super::Row, column| {
        let text = row.column(column);
        text.parse().map_err(|_| RuleError::new("trust.tsv", row.number, format!("`{text}` is no number")))
    };
    rows(text).map(|row| Ok((number(row, 0)?, number(row, 1)?))).collect()
}

fn classed<T>(
    file: &str,
    text: &'static str,
    class: impl Fn(&str) -> Option<T>,
) -> Result<FxHashMap<&'static str, T>, RuleError> {
    let known = |row: super::Row<'static>| {
        let found = class(row.column(1));
        let value = found.ok_or_else(|| RuleError::new(file, row.number, format!("no class `{}`", row.column(1))))?;
        Ok((row.column(0), value))
    };
    rows(text).map(known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_unique() {
        for text in [VERBS, SOURCES] {
            let words: Vec<&str> = rows(text).map(|row| row.column(0)).collect();
            assert!(words.is_sorted_by(|a, b| a < b), "{:?}", words.windows(2).find(|pair| pair[0] >= pair[1]));
        }
    }

    #[test]
    fn words_have_classes() {
        let speech = Speech::load().unwrap();
        assert_eq!(speech.verb("said"), Some(VerbClass::Say));
        assert_eq!(speech.verb("dubbed"), Some(VerbClass::Call));
        assert_eq!(speech.source("critics"), Some(SourceClass::People));
        assert_eq!(speech.source("zebra"), None);
    }
}
