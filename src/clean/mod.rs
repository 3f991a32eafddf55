//! Cleaning: which lines of a text are the article, and which are what a scraper left around it.
//!
//! Comes in: an [`Article`], and where there is one the [`Recurrences`] of the corpus it stands in. Goes out: a
//! [`CleanArticle`], every non-blank line with its kind and the rule that says so, and what the removed lines told of
//! author, day, section and tags.
//!
//! Each line is sketched by itself (`sketch`), placed among its neighbours (`sheet`, `features`), judged in two passes
//! of learned weights (`judge`), once more by what all verdicts tell (`captions`), and named (`kinds`, `reasons`).
//!
//! **Invariant:** pure — no files, no clock, no printing — and it cannot fail. The text is never changed.

mod authors;
mod bylines;
mod captions;
mod dates;
pub mod dom;
pub mod features;
mod headline;
mod judge;
mod kinds;
mod lines;
mod metadata;
mod reasons;
mod sheet;
mod sketch;

pub use judge::{Balance, agree, is_doubtful};
pub use lines::split;
pub use sheet::{Sheet, line_keys};
pub use sketch::{Scratch, Sketch, sketch};

use rustc_hash::FxHashSet;

use crate::model::{Article, CleanArticle, Line, LineKind, Recurrences, Span, logistic};
use crate::rules::{Rules, Verdict, hash_word, post_signature, split_words};

use headline::Headline;
use kinds::Around;

/// The most lines that are judged together; a longer article is judged in stretches.
pub const MAX_SHEET: usize = 8192;

/// What is counted of an article: the key of its site and of each of its distinct lines.
pub type Keys = (u32, FxHashSet<u64>);

/// Counts the lines of an article, so that lines that recur over a site or a corpus can be told.
pub fn observe(article: &Article, recurrences: &mut Recurrences) {
    if let Some((site, lines)) = keys(article) {
        recurrences.add(site, &lines);
    }
}

/// Returns what [`observe`] counts of an article: nothing of a page, whose own tree tells more.
pub fn keys(article: &Article) -> Option<Keys> {
    article.blocks.is_empty().then(|| keys_of(&article.text, article.site.as_deref()))
}

/// Returns what is counted of an article that is no page, given its text and its site.
pub fn keys_of(text: &str, site: Option<&str>) -> Keys {
    (site_key(site), line_keys(split(text).map(|span| span.of(text))))
}

/// Returns the key under which the lines of a site are counted.
fn site_key(site: Option<&str>) -> u32 {
    site.map_or_else(sheet::unknown_site, hash_word)
}

/// Judges every line of an article.
///
/// `recurrences` holds the article's corpus, the article among it, or nothing.
pub fn clean(mut article: Article, rules: &Rules, recurrences: &Recurrences, balance: Balance) -> CleanArticle {
    let mut lines = match article.blocks.is_empty() {
        true => judge_text(&article, rules, recurrences, balance),
        false => dom::judge(&article, rules, balance),
    };
    apply_user_rules(&article, rules, &mut lines);
    let found = metadata::read(&article, &lines, rules);
    if article.authors.is_empty() {
        let stated = bylines::read(&std::mem::take(&mut article.bylines), rules);
        article.authors = if stated.is_empty() { found.authors } else { stated };
    }
    article.authors.iter_mut().for_each(|author| *author = spaced(author));
    let worded = article.day_in_words.take().and_then(|words| dates::find(&words));
    article.published = article.published.or(worded).or(found.published);
    let section = article.section.take().or(found.section);
    let given = std::mem::take(&mut article.tags);
    let tags = if given.is_empty() { found.tags } else { given };
    if article.title.is_none() {
        let title = lines.iter().find(|line| line.kind == LineKind::Title);
        article.title = title.map(|line| line.span.of(&article.text).trim_start_matches('\u{feff}').trim().to_owned());
    }
    CleanArticle { article, lines, section, tags }
}

/// Returns a name with one space between its words, whatever white space the source prints there.
fn spaced(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The user's own rules have the last word.
fn apply_user_rules(article: &Article, rules: &Rules, lines: &mut [Line]) {
    if rules.user.is_empty() {
        return;
    }
    let site = article.site.as_deref().unwrap_or("");
    let mut words = Vec::new();
    for line in lines {
        words.clear();
        let text = line.span.of(&article.text);
        let whole = split_words(text, &mut words);
        match rules.user.verdict(site, text, &words, whole, &rules.phrases.classes) {
            Some(Verdict { remove: true, rule }) => (line.kind, line.rule) = (LineKind::Boilerplate, rule),
            Some(Verdict { remove: false, rule }) if !line.is_kept() => {
                (line.kind, line.rule) = (LineKind::Paragraph, rule)
            }
            _ => {}
        }
    }
}

fn judge_text(article: &Article, rules: &Rules, recurrences: &Recurrences, balance: Balance) -> Vec<Line> {
    let spans: Vec<Span> = split(&article.text).collect();
    let mut lines = Vec::with_capacity(spans.len());
    for spans in spans.chunks(MAX_SHEET) {
        let sheet = Sheet::new(&article.text, spans, site_key(article.site.as_deref()), rules, recurrences);
        judge_sheet(article, spans, &sheet, rules, balance, &mut lines);
    }
    lines
}

fn judge_sheet(
    article: &Article,
    spans: &[Span],
    sheet: &Sheet,
    rules: &Rules,
    balance: Balance,
    lines: &mut Vec<Line>,
) {
    let text = article.text.as_str();
    let mut scores = judge::scores(sheet);
    let threshold = balance.threshold(&scores);
    let mut removed: Vec<bool> = scores.iter().map(|&score| score > threshold).collect();
    let is_first_sheet = lines.is_empty();
    let stated = article.title.as_deref().filter(|_| is_first_sheet);
    let stated = stated.map(|title| Headline::new(title).find(spans.iter().map(|span| span.of(text))));
    match stated {
        Some(headline) => headline.into_iter().for_each(|line| removed[line] = false),
        None if is_first_sheet => keep_headline(sheet, &scores, &mut removed),
        None => {}
    }
    let title = stated.unwrap_or_else(|| removed.iter().position(|&removed| !removed));
    captions::mend(&captions::Lines { text, spans, sheet, title }, &mut scores, &mut removed);
    keep_posts(text, spans, &mut removed);
    let nearest_after = nearest_kept_after(&removed);
    let mut before = None;
    let mut any_kept = lines.iter().any(Line::is_kept);
    for (line, &span) in spans.iter().enumerate() {
        let (kind, rule) = if removed[line] {
            (LineKind::Boilerplate, reasons::reason(sheet, line, &removed))
        } else {
            let may_be_title = stated.map_or(!any_kept, |headline| headline == Some(line));
            let around = Around { line, before, after: nearest_after[line], may_be_title };
            (before, any_kept) = (Some(line), true);
            kinds::kind(text, spans, sheet, around, rules)
        };
        lines.push(Line { span, kind, rule, boilerplate: logistic(scores[line]) });
    }
}

/// Keeps the line that most looks like the headline where nothing kept before the body could be one.
fn keep_headline(sheet: &Sheet, scores: &[f32], removed: &mut [bool]) {
    let body = (0..sheet.len()).find(|&line| sheet.sketches[line].paragraph > 0.0 && !removed[line]);
    let Some(body) = body else { return };
    let short = |&line: &usize| sheet.sketches[line].stop == 0.0 && sheet.sketches[line].words <= 30.0;
    if (0..body).any(|line| !removed[line] && short(&line)) {
        return;
    }
    let could_be = |&line: &usize| {
        let sketch = &sheet.sketches[line];
        sketch.words >= 3.0 && sketch.phrase < 2.0 && !judge::is_sure(sheet, line)
    };
    let likeliest = Some(features::headline(sheet)).filter(|line| *line < body && could_be(line));
    let least_like_litter =
        || (0..body).filter(short).filter(could_be).min_by(|&a, &b| scores[a].total_cmp(&scores[b]));
    if let Some(headline) = likeliest.or_else(least_like_litter) {
        removed[headline] = false;
    }
}

/// Keeps posts that are set into an article: the line that signs one, and the one above it, which is what was posted.
fn keep_posts(text: &str, spans: &[Span], removed: &mut [bool]) {
    for line in 1..spans.len() {
        if post_signature(spans[line].of(text)).is_some() {
            removed[line - 1..=line].fill(false);
        }
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
    use crate::model::RuleId;

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
    fn the_line_that_reads_as_the_stated_title_is_the_headline_and_no_other() {
        let text = format!("Evening Harbour Letters\n\n{ARTICLE}");
        let titles = |title: Option<&str>| -> Vec<String> {
            let title = title.map(str::to_owned);
            let article = Article { text: text.clone(), title, ..Article::default() };
            let clean = clean(article, &Rules::load().unwrap(), &Recurrences::default(), Balance::default());
            let titles = clean.lines.iter().filter(|line| line.kind == LineKind::Title);
            titles.map(|line| line.span.of(&text).to_owned()).collect()
        };
        let headline = "Harbour Tale sequel gets a date";
        assert_eq!(titles(Some("Harbour Tale Sequel Gets a Date - The Post")), [headline]);
        assert!(titles(Some("A whale came in on Monday")).is_empty());
        assert_eq!(titles(None).len(), 1);
    }

    #[test]
    fn litter_goes_and_the_article_stays() {
        let clean = cleaned(ARTICLE);
        let removed: Vec<&str> =
            clean.lines.iter().filter(|line| !line.is_kept()).map(|line| line.span.of(ARTICLE)).collect();
        let expected = [
            "By Ada Renwick",
            "March 3, 2021",
            "Advertisement",
            "Share on Facebook",
            "Share on Twitter",
            "Related: Ten films about the sea",
        ];
        assert_eq!(removed, expected);
        assert_eq!(clean.article.authors, ["Ada Renwick"]);
        assert_eq!(clean.published().map(|date| date.to_string()).as_deref(), Some("2021-03-03"));
        assert_eq!(clean.lines[0].kind, LineKind::Title);
    }

    #[test]
    fn a_line_that_leads_on_is_no_heading() {
        let lead = "Asked whether the wait had been a matter of money, he took a longer view:";
        let text = ARTICLE.replace("Advertisement", lead);
        let line = cleaned(&text).lines.into_iter().find(|line| line.span.of(&text) == lead).unwrap();
        assert_eq!((line.kind, line.rule), (LineKind::Paragraph, RuleId("paragraph/leads-on")));
    }

    #[test]
    fn posts_set_into_an_article_stay() {
        let posts = "Gone too soon pic.example/q8VBJ\n\n— Ann Hale (@annhale) June 19, 2016\n\n";
        let text = ARTICLE.replace("Advertisement\n\n", &format!("{posts}Photo: A. Hale/Getty Images\n\n{posts}"));
        let clean = cleaned(&text);
        let kept: Vec<&str> =
            clean.lines.iter().filter(|line| line.is_kept()).map(|line| line.span.of(&text)).collect();
        assert_eq!(
            kept.iter().filter(|line| line.contains("@annhale") || line.contains("Gone")).count(),
            4,
            "{kept:?}"
        );
        assert!(!kept.iter().any(|line| line.contains("Getty")));
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
        let (site, lines) = keys(&article("one")).unwrap();
        let found = lines.iter().map(|&line| recurrences.look_up(site, line).on_site).max();
        assert_eq!(found, Some(2));
    }

    #[test]
    fn strangers_of_no_known_site_tell_nothing_of_each_other() {
        let article = |text: &str| Article { text: text.to_owned(), ..Article::default() };
        let awards = "The harbour film wins\nIt won four prizes on Friday, said the jury, which met in the old town.\n\
            Awards:\nBest Picture: The Lantern Ferry\nBest Director: Hestia Varnholt\nBest Actor: Marcus Pellgrove\n\
            Best Actress: Ingrid Sollander";
        let judged = |recurrences: &Recurrences| {
            let clean = clean(article(awards), &Rules::load().unwrap(), recurrences, Balance::default());
            clean.lines.iter().map(|line| line.boilerplate).collect::<Vec<f32>>()
        };
        let mut recurrences = Recurrences::default();
        let bridge = "The bridge\nThe old bridge over the river opens in May after two years of work.";
        [awards, bridge].iter().for_each(|text| observe(&article(text), &mut recurrences));
        assert_eq!(judged(&recurrences), judged(&Recurrences::default()));
    }
}
