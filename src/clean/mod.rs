//! Cleaning: which lines of a text are the article, and which are what a scraper left around it.
//!
//! Comes in: an [`Article`]. Goes out: a [`CleanArticle`], every non-blank line with its kind and the rule that says so.
//!
//! **Invariant:** pure — no files, no clock, no printing — and it cannot fail. The text is never changed.

pub mod features;
mod lines;
mod numbers;
mod page;
mod sketch;

pub use lines::split;
pub use page::{Page, line_keys};
pub use sketch::{Scratch, Sketch, sketch};

use crate::model::{Article, CleanArticle, Evidence, Line, LineKind, RuleId};
use crate::rules::{Rules, hash_word};

/// The most lines that are judged together; a longer article is judged in stretches.
pub const MAX_PAGE: usize = 8192;

/// Counts the lines of an article, so that lines that recur over a site or a corpus can be told.
pub fn observe(article: &Article, evidence: &mut Evidence) {
    let lines = line_keys(split(&article.text).map(|span| span.of(&article.text)));
    evidence.add(site_key(article), &lines);
}

/// Returns the key under which the lines of the article's site are counted.
pub fn site_key(article: &Article) -> u32 {
    hash_word(article.site.as_deref().unwrap_or(""))
}

/// Judges every line of an article.
pub fn clean(article: Article, _rules: &Rules) -> CleanArticle {
    let judge = |(index, span)| {
        let (kind, rule) = match index {
            0 => (LineKind::Title, RuleId("title/first-line")),
            _ => (LineKind::Paragraph, RuleId("paragraph/default")),
        };
        Line { span, kind, rule, boilerplate: 0.0 }
    };
    let lines = lines::split(&article.text).enumerate().map(judge).collect();
    CleanArticle { article, lines, section: None, tags: Vec::new() }
}
