//! Cleaning: which lines of a text are the article, and which are what a scraper left around it.
//!
//! Comes in: an [`Article`], and where there is one the [`Recurrences`] of the corpus it stands in. Goes out: a
//! [`CleanArticle`], every non-blank line with its kind and the rule that says so, and what the removed lines told of
//! author, day, section and tags.
//!
//! Each line is sketched by itself (`sketch`), placed among its neighbours (`page`, `features`), judged in two passes
//! of learned weights (`judge`) and named (`kinds`, `reasons`).
//!
//! **Invariant:** pure — no files, no clock, no printing — and it cannot fail. The text is never changed.

mod dates;
pub mod dom;
pub mod features;
mod judge;
mod kinds;
mod lines;
mod metadata;
mod reasons;
mod sheet;
mod sketch;

pub use judge::Balance;
pub use lines::split;
pub use sheet::{Sheet, line_keys};
pub use sketch::{Scratch, Sketch, sketch};

use rustc_hash::FxHashSet;

use crate::model::{Article, CleanArticle, Line, LineKind, Recurrences, Span};
use crate::rules::{Rules, hash_word};

use kinds::Around;

/// The most lines that are judged together; a longer article is judged in stretches.
pub const MAX_SHEET: usize = 8192;

/// Counts the lines of an article, so that lines that recur over a site or a corpus can be told.
pub fn observe(article: &Article, recurrences: &mut Recurrences) {
    let (site, lines) = keys(article);
    recurrences.add(site, &lines);
}

/// Returns what [`observe`] counts of an article: the key of its site and of each of its distinct lines. Pages have no
/// lines here: their own tree tells more.
pub fn keys(article: &Article) -> (u32, FxHashSet<u64>) {
    let spans = split(&article.text).filter(|_| article.blocks.is_empty());
    (site_key(article), line_keys(spans.map(|span| span.of(&article.text))))
}

/// Returns the key under which the lines of the article's site are counted.
fn site_key(article: &Article) -> u32 {
    hash_word(article.site.as_deref().unwrap_or(""))
}

/// Judges every line of an article.
///
/// `evidence` holds the article's corpus, the article among it, or nothing.
pub fn clean(mut article: Article, rules: &Rules, recurrences: &Recurrences, balance: Balance) -> CleanArticle {
    let lines = match article.blocks.is_empty() {
        true => judge_text(&article, rules, recurrences, balance),
        false => dom::judge(&article, rules, balance),
    };
    let found = metadata::read(&article.text, &lines, rules);
    if article.authors.is_empty() {
        article.authors = found.authors;
    }
    article.published = article.published.or(found.published);
    if article.title.is_none() {
        let title = lines.iter().find(|line| line.kind == LineKind::Title);
        article.title = title.map(|line| line.span.of(&article.text).trim().to_owned());
    }
    CleanArticle { article, lines, section: found.section, tags: found.tags }
}

fn judge_text(article: &Article, rules: &Rules, recurrences: &Recurrences, balance: Balance) -> Vec<Line> {
    let spans: Vec<Span> = split(&article.text).collect();
    let mut lines = Vec::with_capacity(spans.len());
    for spans in spans.chunks(MAX_SHEET) {
        let sheet = Sheet::new(&article.text, spans, site_key(article), rules, recurrences);
        judge_sheet(&article.text, spans, &sheet, rules, balance, &mut lines);
    }
    lines
}

fn judge_sheet(text: &str, spans: &[Span], sheet: &Sheet, rules: &Rules, balance: Balance, lines: &mut Vec<Line>) {
    let scores = judge::scores(sheet);
    let removed: Vec<bool> = scores.iter().map(|&score| score > balance.threshold()).collect();
    let nearest_after = nearest_kept_after(&removed);
    let mut before = None;
    let mut any_kept = lines.iter().any(Line::is_kept);
    for (line, &span) in spans.iter().enumerate() {
        let (kind, rule) = if removed[line] {
            (LineKind::Boilerplate, reasons::reason(sheet, line, &removed))
        } else {
            let around = Around { line, before, after: nearest_after[line], first: !any_kept };
            (before, any_kept) = (Some(line), true);
            kinds::kind(text, spans, sheet, around, rules)
        };
        lines.push(Line { span, kind, rule, boilerplate: 1.0 / (1.0 + (-scores[line]).exp()) });
    }
}

/// For each line, the nearest line after it that is kept.
fn nearest_kept_after(removed: &[bool]) -> Vec<Option<usize>> {
    let mut nearest = vec![None; removed.len()];
    let mut after = None;
    for line in (0..removed.len()).rev() {
        nearest[line] = after;
        if !removed[line] {
            after = Some(line);
        }
    }
    nearest
}
