//! What a first pass counts of an article: its lines, and the titles that it tells plainly.

use rustc_hash::FxHashSet;

use crate::annotate::hearsay;
use crate::clean::{self, Keys};
use crate::index::StoredArticle;
use crate::model::{Article, Recurrences};
use crate::rules::Rules;

/// What is counted of one article.
#[derive(Default)]
pub struct Observed {
    lines: Option<Keys>,
    titles: FxHashSet<u64>,
    /// The titles as printed.
    pub phrases: Vec<(u64, String)>,
}

impl Observed {
    /// Observes an article. The titles as printed are wanted only where an index may hold articles that print them.
    pub fn of(article: &Article, rules: &Rules, with_phrases: bool) -> Observed {
        Observed::new(clean::keys(article), &article.text, rules, with_phrases)
    }

    /// Observes an article as an index holds it.
    pub fn of_stored(article: &StoredArticle, rules: &Rules) -> Observed {
        let lines = (!article.is_page()).then(|| clean::keys_of(article.text(), article.site()));
        Observed::new(lines, article.text(), rules, true)
    }

    fn new(lines: Option<Keys>, text: &str, rules: &Rules, with_phrases: bool) -> Observed {
        let found = hearsay::titles(text, rules);
        Observed {
            lines,
            titles: found.iter().map(|(key, _)| *key).collect(),
            phrases: found.iter().filter(|_| with_phrases).map(|(key, phrase)| (*key, (*phrase).to_owned())).collect(),
        }
    }

    /// Counts the article.
    pub fn add_to(&self, recurrences: &mut Recurrences) {
        if let Some((site, lines)) = &self.lines {
            recurrences.add(*site, lines);
        }
        recurrences.hear(&self.titles);
    }

    /// Takes back the count of the article.
    pub fn take_from(&self, recurrences: &mut Recurrences) {
        if let Some((site, lines)) = &self.lines {
            recurrences.remove(*site, lines);
        }
        recurrences.forget(&self.titles);
    }
}
