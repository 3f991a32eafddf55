//! What the removed lines say of the article: who wrote it, when, under which section and tags.
//!
//! Comes in: the judged lines. Goes out: a [`Metadata`]; a field that the source already gave stays as it was given.

use crate::model::{Date, Line, LineKind, Span};
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
pub fn read(text: &str, lines: &[Line], rules: &Rules) -> Metadata {
    let is_body = |line: &Line| line.kind == LineKind::Paragraph && line.span.len() > 80;
    let bodies = || lines.iter().enumerate().filter(|(_, line)| is_body(line)).map(|(index, _)| index);
    let head_end = bodies().nth(1).unwrap_or(lines.len());
    let tail_start = bodies().next_back().unwrap_or(0).max(head_end.min(lines.len()));
    let removed = |from: usize, to: usize| {
        let lines = lines[from.min(to)..to].iter().filter(|line| is_removed(line) && line.span.len() <= MAX_LINE);
        lines.map(|line| line.span.of(text).trim()).collect::<Vec<&str>>()
    };
    let head = removed(0, head_end);
    let tail = removed(tail_start, lines.len());
    Metadata {
        authors: authors::find(text, lines, (&head, &tail), &lines[tail_start..], rules),
        published: published(&head).or_else(|| published(&tail)),
        tags: Some(tags(&tail))
            .filter(|tags| !tags.is_empty())
            .unwrap_or_else(|| kept_tags(text, &lines[tail_start..])),
        section: section(&head),
    }
}

/// Whether a line was removed, if only until the user's rules kept it: it tells the same then.
pub fn is_removed(line: &Line) -> bool {
    !line.is_kept() || line.rule.0.starts_with("user/keep")
}

fn published(lines: &[&str]) -> Option<Date> {
    let updated = |line: &&&str| line.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("updated"));
    let dated = |line: &&str| {
        dates::find(line).filter(|_| {
            line.len() <= 120 && !line.starts_with(['©', '(']) && !line.to_ascii_lowercase().contains("copyright")
        })
    };
    let first = lines.iter().filter(|line| !updated(line)).find_map(dated);
    first.or_else(|| lines.iter().find_map(dated))
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

/// The last step of a breadcrumb, or the section that a line names.
fn section(lines: &[&str]) -> Option<String> {
    lines.iter().find_map(|line| {
        let steps: Vec<&str> = line
            .split([' ', '\u{a0}'])
            .any(|word| matches!(word, ">" | "»" | "›" | "/"))
            .then(|| line.split(['>', '»', '›', '/']).map(str::trim).collect())?;
        let home = steps[0].eq_ignore_ascii_case("home");
        steps.get(1).filter(|step| home && !step.is_empty() && step.len() <= 40).map(|step| (*step).to_owned())
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
