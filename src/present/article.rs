//! One article as the program read it: kept lines with quotations coloured by speaker, removed lines struck through,
//! and on request the rule of every decision.

use std::fmt::Write;

use super::style::Style;
use crate::model::{AnnotatedArticle, Line, LineKind, Quote, Work, WorkKind};

/// What is shown of an article beside its kept lines.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown {
    /// Removed lines, struck through; `- ` before them where there are no colours.
    pub removed: bool,
    /// The rule of every line, name and quotation.
    pub explain: bool,
}

/// Returns the article as text.
pub fn article(annotated: &AnnotatedArticle, shown: Shown, style: &Style) -> String {
    let mut out = heading(annotated, style);
    let speakers = speakers(annotated);
    let mut end = None;
    for (index, line) in annotated.clean.lines.iter().enumerate() {
        if !line.is_kept() && !shown.removed {
            continue;
        }
        if end.is_some_and(|end| blank_between(&annotated.clean.article.text, end, line)) {
            out.push('\n');
        }
        end = Some(line.span.end);
        write_line(annotated, line, &speakers, shown, style, &mut out);
        if shown.explain {
            for quote in annotated.quotes.iter().filter(|quote| quote.line as usize == index) {
                let _ = writeln!(out, "    {}", style.dim(&explain_quote(annotated, quote)));
            }
        }
    }
    if shown.explain {
        out.push_str(&names(annotated, style));
    }
    out
}

fn heading(annotated: &AnnotatedArticle, style: &Style) -> String {
    let article = &annotated.clean.article;
    let mut parts = vec![article.path.clone()];
    parts.extend(article.site.clone());
    parts.extend(article.published.map(|date| date.to_string()));
    if !article.authors.is_empty() {
        parts.push(format!("by {}", article.authors.join(" and ")));
    }
    let place = style.dim(&parts.join(" · "));
    let has_title = annotated.clean.lines.iter().any(|line| line.kind == LineKind::Title);
    // A record may tell the headline apart from the text.
    let title = article.title.as_deref().filter(|_| !has_title);
    let title = title.map_or(String::new(), |title| format!("{}\n\n", style.title(title)));
    format!("{place}\n\n{title}")
}

/// Returns the people who are quoted, in the order in which they first speak.
fn speakers(annotated: &AnnotatedArticle) -> Vec<u32> {
    let mut speakers = Vec::new();
    for speaker in annotated.quotes.iter().filter_map(|quote| quote.speaker) {
        if !speakers.contains(&speaker) {
            speakers.push(speaker);
        }
    }
    speakers
}

fn blank_between(text: &str, end: u32, line: &Line) -> bool {
    text[end as usize..line.span.start as usize].bytes().filter(|&byte| byte == b'\n').count() > 1
}

fn write_line(
    annotated: &AnnotatedArticle,
    line: &Line,
    speakers: &[u32],
    shown: Shown,
    style: &Style,
    out: &mut String,
) {
    let text = &annotated.clean.article.text;
    let rule = if shown.explain { format!("{}\n", style.dim(&format!("[{}]", line.rule))) } else { String::new() };
    out.push_str(&rule);
    if line.kind == LineKind::Boilerplate {
        let mark = if style.is_coloured() { "" } else { "- " };
        let _ = writeln!(out, "{mark}{}", style.removed(line.span.of(text)));
    } else if line.kind == LineKind::Title {
        let _ = writeln!(out, "{}", style.title(line.span.of(text)));
    } else {
        let _ = writeln!(out, "{}", with_speech(annotated, line, speakers, style));
    }
}

/// Returns the line with its quotations coloured; of nested ones, the outermost.
fn with_speech(annotated: &AnnotatedArticle, line: &Line, speakers: &[u32], style: &Style) -> String {
    let text = &annotated.clean.article.text;
    let mut out = String::new();
    let mut at = line.span.start;
    for quote in annotated.quotes.iter().filter(|quote| line.span.contains(quote.span)) {
        if quote.span.start < at {
            continue;
        }
        out.push_str(&style.plain(&text[at as usize..quote.span.start as usize]));
        let number = quote.speaker.and_then(|speaker| speakers.iter().position(|&other| other == speaker));
        out.push_str(&style.speech(quote.span.of(text), number));
        at = quote.span.end;
    }
    out.push_str(&style.plain(&text[at as usize..line.span.end as usize]));
    out
}

/// Characters of a quotation that its explanation repeats.
const EXPLAINED: usize = 32;

fn explain_quote(annotated: &AnnotatedArticle, quote: &Quote) -> String {
    let text = &annotated.clean.article.text;
    let name =
        |speaker: Option<u32>| speaker.map_or("no person", |index| annotated.people[index as usize].name.as_str());
    let quoted = quote.span.of(text);
    let (end, dots) = quoted.char_indices().nth(EXPLAINED).map_or((quoted.len(), ""), |(end, _)| (end, "…"));
    let mut out = format!("“{}{dots}” {} {}", &quoted[..end], quote.kind.as_str(), name(quote.speaker));
    let _ = write!(out, " [{}] {:.2}", quote.rule, quote.confidence);
    if let Some(source) = quote.source {
        let _ = write!(out, ", source “{}”", source.of(text));
    }
    if let Some(cue) = quote.cue {
        let _ = write!(out, ", cue “{}”", cue.of(text));
    }
    if let Some(other) = quote.runner_up {
        let _ = write!(out, "; else {} {:.2}", name(other.speaker), other.confidence);
    }
    out
}

fn names(annotated: &AnnotatedArticle, style: &Style) -> String {
    let mut out = String::from("\n");
    for person in &annotated.people {
        let rule = style.dim(&format!("[{}]", person.rule));
        let _ = writeln!(out, "person  {}  ×{} {rule}", style.plain(&person.name), person.mentions.len());
    }
    for Work { kind, title, year, mentions, rule, .. } in &annotated.works {
        let kind = if *kind == WorkKind::Film { "film  " } else { "series" };
        let year = year.map_or(String::new(), |year| format!(" ({year})"));
        let rule = style.dim(&format!("[{rule}]"));
        let title = style.plain(title);
        let _ = writeln!(out, "{kind}  {title}{year}  ×{} {rule}", mentions.len());
    }
    out
}
