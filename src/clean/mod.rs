//! Cleaning: which lines of a text are the article, and which are what a scraper left around it.
//!
//! Comes in: an [`Article`]. Goes out: a [`CleanArticle`], every non-blank line with its kind and the rule that says so.
//!
//! **Invariant:** pure — no files, no clock, no printing — and it cannot fail. The text is never changed.

pub mod dom;
mod lines;

use crate::model::{Article, CleanArticle, Line, LineKind, RuleId};
use crate::rules::Rules;

/// Judges every line of an article.
pub fn clean(article: Article, rules: &Rules) -> CleanArticle {
    let judge = |(index, span)| {
        let (kind, rule) = match index {
            0 => (LineKind::Title, RuleId("title/first-line")),
            _ => (LineKind::Paragraph, RuleId("paragraph/default")),
        };
        Line { span, kind, rule, boilerplate: 0.0 }
    };
    if !article.blocks.is_empty() {
        let lines = dom::judge(&article, rules);
        return CleanArticle { article, lines, section: None, tags: Vec::new() };
    }
    let lines = lines::split(&article.text).enumerate().map(judge).collect();
    CleanArticle { article, lines, section: None, tags: Vec::new() }
}
