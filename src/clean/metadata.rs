//! What the removed lines say of the article: who wrote it, when, under which section and tags.
//!
//! Comes in: the judged lines. Goes out: a [`Metadata`]; a field that the source already gave stays as it was given.

use crate::model::{Article, Block, Date, Line, LineKind, Span};
use crate::rules::{List, Rules};

use super::{authors, dates};

/// What lines tell beside the article itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// Names of the authors, in order.
    pub authors: Vec<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Section of the site.
    pub section: Option<String>,
    /// Tags, in order.
    pub tags: Vec<String>,
}

/// Removed lines longer than this tell no name, day or tag.
const MAX_LINE: usize = 200;

/// Reads the removed lines.
pub fn read(article: &Article, lines: &[Line], rules: &Rules) -> Metadata {
    let text = &article.text;
    let is_body = |line: &Line| line.kind == LineKind::Paragraph && line.span.len() > 80;
    let bodies = || lines.iter().enumerate().filter(|(_, line)| is_body(line)).map(|(index, _)| index);
    let head_end = bodies().nth(1).unwrap_or(lines.len());
    let tail_start = bodies().next_back().unwrap_or(0).max(head_end.min(lines.len()));
    let removed = |from: usize, to: usize, reads: &dyn Fn(usize) -> bool| {
        let is_read = |&index: &usize| is_removed(&lines[index]) && lines[index].span.len() <= MAX_LINE && reads(index);
        (from.min(to)..to).filter(is_read).collect::<Vec<usize>>()
    };
    let is_text = |index: usize| article.blocks.get(index).is_none_or(is_text);
    let day = |from, to| published(text, lines, &removed(from, to, &is_text));
    let told = |from, to| {
        let told = removed(from, to, &|index| !is_of_picture(&lines[index], text));
        told.into_iter().map(|index| lines[index].span.of(text).trim()).collect::<Vec<_>>()
    };
    let (head, tail) = (told(0, head_end), told(tail_start, lines.len()));
    Metadata {
        authors: authors::find(text, lines, (&head, &tail), &lines[tail_start..], rules),
        published: day(0, head_end).or_else(|| day(tail_start, lines.len())),
        tags: Some(tags(&tail))
            .filter(|tags| !tags.is_empty())
            .unwrap_or_else(|| kept_tags(text, &lines[tail_start..])),
        section: section(&head),
    }
}

/// Whether a line of a page is seen as text there: no day is told by what is hidden or stands for an image.
fn is_text(block: &Block) -> bool {
    block.evidence.hidden == 0.0 && block.evidence.image == 0.0
}

/// Whether a line goes with a picture of the page, and names who took that, unless it tells a day as bylines do.
fn is_of_picture(line: &Line, text: &str) -> bool {
    match line.rule.0 {
        "page/image-text" => true,
        "page/caption" | "page/figcaption" => dates::find(line.span.of(text)).is_none(),
        _ => false,
    }
}

/// Whether a line was removed, if only until the user's rules kept it: it tells the same then.
pub fn is_removed(line: &Line) -> bool {
    !line.is_kept() || line.rule.0.starts_with("user/keep")
}

/// The day that the lines tell most plainly; of equals, the first.
fn published(text: &str, lines: &[Line], removed: &[usize]) -> Option<Date> {
    let title = lines.iter().position(|line| line.kind == LineKind::Title);
    let dated = removed.iter().filter_map(|&index| {
        let line = lines[index].span.of(text).trim();
        let rank = rank(&lines[index], line, title.is_some_and(|title| index > title))?;
        Some((rank, dates::find(line)?))
    });
    dated.min_by_key(|(rank, _)| *rank).map(|(_, date)| date)
}

/// The most words of a part of a line that tells a day by the way.
const MOST_WORDS: usize = 8;

/// How plainly a line tells the day of publication, 0 the most: by saying so; as a day or a byline below the title, or
/// above it, where today's day may stand too; by the way; as the day of a revision.
fn rank(line: &Line, shown: &str, below_title: bool) -> Option<u8> {
    let lower = shown.to_ascii_lowercase();
    if shown.len() > 120 || shown.starts_with(['©', '(']) || lower.contains("copyright") {
        return None;
    }
    let of_label = ["date/", "byline/", "page/date", "page/author"].iter().any(|rule| line.rule.0.starts_with(rule));
    let is_label = of_label || authors::after_opener(shown).is_some();
    match line.rule.0 {
        _ if lower.starts_with("updated") => Some(4),
        "date/published" => Some(0),
        _ if is_label => Some(if below_title { 1 } else { 2 }),
        _ => parts(shown)
            .any(|part| part.split_whitespace().count() <= MOST_WORDS && dates::find(part).is_some())
            .then_some(3),
    }
}

/// The parts of a line such as `3 May 2020 | Ada Renwick / 3 Comments`.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    line.split(['|', '•', '·']).flat_map(|part| part.split(" / "))
}

fn tags(lines: &[&str]) -> Vec<String> {
    for (index, line) in lines.iter().enumerate() {
        let lower = line.to_ascii_lowercase();
        let openers = List::TagsOpener.words().iter().filter(|opener| lower.starts_with(**opener));
        let Some(opener) = openers.max_by_key(|opener| opener.len()) else { continue };
        let rest = line[opener.len()..].trim_start_matches(' ');
        if let Some(rest) = rest.strip_prefix(':') {
            let tags: Vec<String> = split_tags(rest);
            if !tags.is_empty() {
                return tags;
            }
        }
        if rest.trim_matches(':').is_empty() {
            let listed =
                lines[index + 1..].iter().take(1).filter(|line| line.contains(',')).flat_map(|line| split_tags(line));
            return listed.collect();
        }
        if opener.starts_with("filed") {
            return split_tags(rest);
        }
    }
    Vec::new()
}

/// Tags that a line names plainly, "Tags: kites, piers", though the line was left standing after the body.
fn kept_tags(text: &str, lines: &[Line]) -> Vec<String> {
    let kept = lines.iter().filter(|line| line.is_kept() && line.span.len() <= MAX_LINE);
    let labelled = kept.map(|line| line.span.of(text).trim()).filter(|line| {
        let (label, list) = line.split_once(':').unwrap_or_default();
        List::TagsOpener.has(label.trim()) && !list.trim().is_empty()
    });
    tags(&labelled.collect::<Vec<_>>())
}

fn split_tags(list: &str) -> Vec<String> {
    let tags = list.split([',', '|', '•', '·', ';', '#']).map(|tag| tag.trim().to_owned());
    tags.filter(|tag| !tag.is_empty() && tag.len() <= 60).take(40).collect()
}

/// The step of a breadcrumb after its home: `News` of `Home › News › Film`.
fn section(lines: &[&str]) -> Option<String> {
    lines.iter().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut steps = words.split(|word| matches!(*word, ">" | "»" | "›" | "/"));
        let is_home = steps.next().is_some_and(|step| step.join(" ").eq_ignore_ascii_case("home"));
        let step = steps.next().filter(|_| is_home)?.join(" ");
        (!step.is_empty() && step.len() <= 40).then_some(step)
    })
}

/// Returns whether a line is a place and an agency before the text: `LONDON (Wirefeed) —`.
pub fn is_dateline(text: &str, span: Span) -> bool {
    let line = span.of(text).trim();
    line.len() <= 80
        && line.split_whitespace().count() <= 6
        && (line.ends_with(['—', '–']) || line.ends_with(" -"))
        && line.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RuleId;

    #[test]
    fn sections_are_the_first_step() {
        let check = |line: &str, expected: Option<&str>| assert_eq!(section(&[line]).as_deref(), expected, "{line}");
        check("Home > News > Film > Reviews", Some("News"));
        check("Home » Film/TV » Reviews", Some("Film/TV"));
        check("Film > Reviews", None);
        check("Home", None);
    }

    /// Checks the day of a page whose lines are told as their rule and their text; `title` is a rule too.
    #[track_caller]
    fn check(lines: &[(&'static str, &str)], expected: &str) {
        let (mut text, mut spans) = (String::new(), Vec::new());
        for (rule, line) in lines {
            let kind = if *rule == "title" { LineKind::Title } else { LineKind::Boilerplate };
            let span = Span::new(text.len(), text.len() + line.len());
            spans.push(Line { span, kind, rule: RuleId(rule), boilerplate: 1.0 });
            text += line;
            text.push('\n');
        }
        let removed: Vec<usize> = (0..lines.len()).filter(|&index| is_removed(&spans[index])).collect();
        let day = published(&text, &spans, &removed).map_or("none".to_owned(), |day| day.to_string());
        assert_eq!(day, expected);
    }

    #[test]
    fn the_day_that_says_that_it_is_one_wins() {
        let (today, title) = (("date/alone", "Monday, December 25, 2023"), ("title", "A tram stops"));
        check(&[today, title, ("date/alone", "Thu, 14 May 2020")], "2020-05-14");
        check(&[today, title, ("page/links", "Weekly edition for April 23, 2015")], "2023-12-25");
        check(&[("date/alone", "3 May 2020"), ("date/published", "Published 2 May 2020")], "2020-05-02");
        check(&[("date/published", "Updated 3 May 2020"), ("page/links", "2 May 2020")], "2020-05-02");
        let byline = ("page/learned", "Posted by kov, TOGos, Ernestas and Albert Hale on 2019-02-15, all posts");
        check(&[title, byline], "2019-02-15");
        check(&[title, ("nav/before-text", "30 June 2024 | B. Hale | Leave us a comment or two")], "2024-06-30");
        check(&[title, ("page/learned", "The act that founded it was signed into law on August 14, 1935")], "none");
    }

    #[test]
    fn pictures_name_no_author() {
        let is_of_picture = |rule, text: &str| {
            let line = Line {
                span: Span::new(0, text.len()),
                kind: LineKind::Boilerplate,
                rule: RuleId(rule),
                boilerplate: 1.0,
            };
            is_of_picture(&line, text)
        };
        assert!(is_of_picture("page/caption", "By Ada Renwick"));
        assert!(!is_of_picture("page/caption", "By Ada Renwick, August 18th, 2010"));
        assert!(!is_of_picture("page/author", "By Ada Renwick"));
    }

    #[test]
    fn what_is_hidden_tells_no_day() {
        let mut block = Block::default();
        assert!(is_text(&block));
        block.evidence.hidden = 1.0;
        assert!(!is_text(&block));
    }
}
