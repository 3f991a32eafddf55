//! A user's own rules: phrases to remove or to keep, everywhere or on one site.
//!
//! Comes in: a file of tab-separated columns, under a header line or none: `action` (`remove` or `keep`), `pattern`
//! (the language of the shipped phrases, speaking of a whole line), `site` (a host, or nothing for every site), and a
//! `note` that is not read. Goes out: a verdict on each line that a rule speaks of; the last rule that does has the
//! last word.
//!
//! ```text
//! action  pattern                site               note
//! remove  the daily reel : *     reelpost.example   opens every promotion
//! keep    cast : *                                  credits are content here
//! ```

use super::RuleError;
use super::phrase::{Anchored, Classes, Line, Pattern, Word};
use super::table::{Row, lines};
use crate::model::RuleId;

/// What a user's rule says of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether to remove it; else it is to be kept.
    pub remove: bool,
    /// The rule: `user/remove-3` is the rule on line 3 of the file.
    pub rule: RuleId,
}

/// One rule of the file.
#[derive(Clone, Debug)]
struct UserRule {
    verdict: Verdict,
    site: String,
    pattern: Pattern,
}

/// The rules of a user's file, in its order.
#[derive(Clone, Debug, Default)]
pub struct UserRules {
    rules: Vec<UserRule>,
    anchored: Anchored,
}

impl UserRules {
    /// Reads the rules of a file's text; `file` names it in errors.
    ///
    /// # Errors
    /// A line whose action is unknown or whose pattern does not parse.
    pub fn parse(file: &str, text: &str) -> Result<UserRules, RuleError> {
        let mut user = UserRules::default();
        for row in lines(text).skip_while(is_header) {
            let fault = |reason: String| RuleError::new(file, row.number, reason);
            let action = row.column(0);
            let remove = match action {
                "remove" => true,
                "keep" => false,
                _ => return Err(fault(format!("`{action}` is neither `remove` nor `keep`"))),
            };
            let pattern = Pattern::parse(&row.column(1).to_lowercase()).map_err(fault)?;
            let rule = RuleId::intern(&format!("user/{action}-{}", row.number));
            let index = u16::try_from(user.rules.len());
            user.anchored.add(&pattern, index.map_err(|_| fault("a file holds at most 65536 rules".to_owned()))?);
            let site = row.column(2).trim_start_matches("www.").to_lowercase();
            user.rules.push(UserRule { verdict: Verdict { remove, rule }, site, pattern });
        }
        Ok(user)
    }

    /// Returns whether there are no rules.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Returns what the rules say of a line of an article of `site`.
    pub fn verdict(&self, site: &str, line: &str, words: &[Word], whole: bool, classes: &Classes) -> Option<Verdict> {
        if self.rules.is_empty() {
            return None;
        }
        let mut found = Vec::new();
        self.anchored.candidates(words, |_| true, &mut found);
        let line = Line::new(line, words, whole, classes);
        let speaks =
            |rule: &&UserRule| (rule.site.is_empty() || rule.site == site) && rule.pattern.matches(&line).is_some();
        found.iter().rev().map(|&index| &self.rules[usize::from(index)]).find(speaks).map(|rule| rule.verdict)
    }
}

/// Whether a line names the columns.
fn is_header(row: &Row) -> bool {
    row.number == 1 && row.column(0) == "action"
}

#[cfg(test)]
mod tests {
    use super::super::phrase::split_words;
    use super::*;

    const FILE: &str = "action\tpattern\tsite\tnote\nremove\tthe daily reel : *\treel.example\nkeep\tcast : *\n# note\nremove\tcast : nobody\n";

    fn check(site: &str, line: &str, expected: &str) {
        let rules = UserRules::parse("mine.tsv", FILE).unwrap();
        let mut words = Vec::new();
        let whole = split_words(line, &mut words);
        let verdict = rules.verdict(site, line, &words, whole, &Classes::default());
        assert_eq!(verdict.map_or("none", |verdict| verdict.rule.0), expected, "{line}");
    }

    #[test]
    fn verdicts() {
        check("reel.example", "The Daily Reel: ten films", "user/remove-2");
        check("other.example", "The Daily Reel: ten films", "none");
        check("", "Cast: Ada Renwick", "user/keep-3");
        check("", "Cast: nobody", "user/remove-5");
    }

    #[test]
    fn the_header_may_be_left_out() {
        let rules = |text: &str| UserRules::parse("mine.tsv", text).unwrap().rules.len();
        assert_eq!((rules("remove\tcast : *\n"), rules("action\tpattern\nremove\tcast : *\n"), rules("")), (1, 1, 0));
    }

    #[test]
    fn patterns_of_many_stars_end_soon() {
        let pattern = format!("remove\t{}b\n", "* a ".repeat(8));
        let rules = UserRules::parse("mine.tsv", &pattern).unwrap();
        let (line, mut words) = ("A ".repeat(48), Vec::new());
        let whole = split_words(&line, &mut words);
        for _ in 0..200 {
            assert!(rules.verdict("", &line, &words, whole, &Classes::default()).is_none());
        }
    }

    #[test]
    fn more_rules_than_can_be_numbered_are_told() {
        let error = UserRules::parse("mine.tsv", &"remove\tno line says this\n".repeat(65_537)).unwrap_err();
        assert!(error.to_string().contains("a file holds at most 65536 rules"), "{error}");
    }

    #[test]
    fn faults_are_placed() {
        let error = UserRules::parse("mine.tsv", "action\tpattern\ndrop\tx\n").unwrap_err();
        assert_eq!(error.to_string(), "mine.tsv:2: `drop` is neither `remove` nor `keep`");
    }
}
