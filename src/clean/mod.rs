//! Cleaning: which lines of a text are the article, and which are what a scraper left around it.
//!
//! Comes in: an [`Article`], and where there is one the [`Recurrences`] of the corpus it stands in. Goes out: a
//! [`CleanArticle`], every non-blank line with its kind and the rule that says so, and what the removed lines told of
//! author, day, section and tags.
//!
//! Each line is sketched by itself (`sketch`), placed among its neighbours (`page`, `features`), judged in two passes of
//! learned weights (`judge`) and named (`kinds`, `reasons`).
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
use crate::rules::{Rules, Verdict, hash_word, split_words};

use kinds::Around;

/// The most lines that are judged together; a longer article is judged in stretches.
pub const MAX_SHEET: usize = 8192;

/// Counts the lines of an article, so that lines that recur over a site or a corpus can be told.
pub fn observe(article: &Article, recurrences: &mut Recurrences) {
    let (site, lines) = observed(article);
    recurrences.add(site, &lines);
}

/// Returns what [`observe`] counts of an article: its site and its distinct lines.
pub fn observed(article: &Article) -> (u32, FxHashSet<u64>) {
    (site_key(article), line_keys(split(&article.text).map(|span| span.of(&article.text))))
}

/// Returns the key under which the lines of the article's site are counted.
fn site_key(article: &Article) -> u32 {
    hash_word(article.site.as_deref().unwrap_or(""))
}

/// Judges every line of an article.
///
/// `evidence` holds the article's corpus, the article among it, or nothing.
pub fn clean(mut article: Article, rules: &Rules, recurrences: &Recurrences, balance: Balance) -> CleanArticle {
    if !article.blocks.is_empty() {
        let lines = dom::judge(&article, rules);
        return CleanArticle { article, lines, section: None, tags: Vec::new() };
    }
    let spans: Vec<Span> = split(&article.text).collect();
    let mut lines = Vec::with_capacity(spans.len());
    for spans in spans.chunks(MAX_SHEET) {
        let sheet = Sheet::new(&article.text, spans, site_key(&article), rules, recurrences);
        judge_sheet(&article.text, article.site.as_deref().unwrap_or(""), spans, &sheet, rules, balance, &mut lines);
    }
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

/// What the user's own rules say of each line; empty when there are none.
fn user_verdicts(text: &str, spans: &[Span], site: &str, rules: &Rules) -> Vec<Option<Verdict>> {
    if rules.user.is_empty() {
        return Vec::new();
    }
    let mut words = Vec::new();
    let verdict = |span: &Span| {
        words.clear();
        let line = span.of(text);
        let whole = split_words(line, &mut words);
        rules.user.verdict(site, line, &words, whole, &rules.phrases.classes)
    };
    spans.iter().map(verdict).collect()
}

#[allow(clippy::too_many_arguments)]
fn judge_sheet(
    text: &str,
    site: &str,
    spans: &[Span],
    sheet: &Sheet,
    rules: &Rules,
    balance: Balance,
    lines: &mut Vec<Line>,
) {
    let scores = judge::scores(sheet);
    let threshold = balance.threshold(&scores);
    let verdicts = user_verdicts(text, spans, site, rules);
    let verdict = |line: usize| verdicts.get(line).copied().flatten();
    let is_removed = |line: usize| verdict(line).map_or(scores[line] > threshold, |verdict| verdict.remove);
    let removed: Vec<bool> = (0..spans.len()).map(is_removed).collect();
    let nearest_after = nearest_kept_after(&removed);
    let mut before = None;
    let mut any_kept = lines.iter().any(Line::is_kept);
    for (line, &span) in spans.iter().enumerate() {
        let (kind, rule) = if removed[line] {
            let reason = || reasons::reason(sheet, line, &removed);
            (LineKind::Boilerplate, verdict(line).map_or_else(reason, |verdict| verdict.rule))
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

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = "Harbour Tale sequel gets a date\n\nBy Ada Renwick\nMarch 3, 2021\n\nThe sequel to the much admired \
        drama Harbour Tale will open in the spring, its director said on Monday at a festival in the north.\n\nAdvertisement\
        \n\n“We have waited for a long time, and I could not be happier with what we made,” Tom Okonjo told the crowd.\n\n\
        He added that the whole cast had come back for the second film, which was shot on the coast last year.\n\n\
        Share on Facebook\nShare on Twitter\nRelated: Ten films about the sea";

    fn cleaned(text: &str) -> CleanArticle {
        let rules = Rules::load().unwrap();
        let article = Article { text: text.to_owned(), ..Article::default() };
        clean(article, &rules, &Recurrences::default(), Balance::default())
    }

    #[test]
    fn litter_goes_and_the_article_stays() {
        let clean = cleaned(ARTICLE);
        let removed: Vec<&str> =
            clean.lines.iter().filter(|line| !line.is_kept()).map(|line| line.span.of(ARTICLE)).collect();
        let expected = [
            "By Ada Renwick", "March 3, 2021", "Advertisement", "Share on Facebook", "Share on Twitter",
            "Related: Ten films about the sea",
        ];
        assert_eq!(removed, expected);
        assert_eq!(clean.article.authors, ["Ada Renwick"]);
        assert_eq!(clean.published().map(|date| date.to_string()).as_deref(), Some("2021-03-03"));
        assert_eq!(clean.lines[0].kind, LineKind::Title);
    }

    #[test]
    fn every_line_stands_once_whatever_the_text() {
        let texts = [
            String::new(),
            "\n\n".to_owned(),
            "\u{0}\u{1}\u{feff}\n\u{202e}x\u{85}\u{2028}y".to_owned(),
            "A".repeat(1 << 20),
            "é’“ ".repeat(1 << 16),
            "x\n".repeat(3 * MAX_SHEET),
            "ALL CAPITALS HERE\n".repeat(50),
            "#\n*\n***\n---\n___\n...\n".repeat(9),
            ":|:|: © @ # $ % ( ) [ ] { } / \\ ".repeat(64),
            ARTICLE.replace('\n', "\r\n"),
        ];
        for text in texts {
            let clean = cleaned(&text);
            let spans: Vec<Span> = clean.lines.iter().map(|line| line.span).collect();
            assert_eq!(spans, split(&text).collect::<Vec<_>>());
            assert!(clean.lines.iter().all(|line| (0.0..=1.0).contains(&line.boilerplate)));
        }
    }

    #[test]
    fn lines_that_recur_on_a_site_are_told() {
        let mut recurrences = Recurrences::default();
        let article = |body: &str| Article {
            text: format!("{body}\nThe Reel Dispatch"),
            site: Some("reel.example".to_owned()),
            ..Article::default()
        };
        ["one", "two", "three"].iter().for_each(|body| observe(&article(body), &mut recurrences));
        let (site, lines) = observed(&article("one"));
        let found = lines.iter().map(|&line| recurrences.look_up(site, line).on_site).max();
        assert_eq!(found, Some(2));
    }
}
