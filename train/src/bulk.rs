//! Unlabelled articles, and documents made of bare text.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use clippings::annotate::{Document, hearsay};
use clippings::model::{Article, CleanArticle, Line, LineKind, Recurrences, RuleId, Span};
use clippings::rules::Rules;

/// Returns the texts of the bulk articles.
///
/// # Panics
///
/// If the file cannot be unpacked or read.
pub fn articles(data: &Path) -> Vec<String> {
    named_articles(data).into_iter().map(|(_, text)| text).collect()
}

/// Returns the texts of the bulk articles, each with its id.
///
/// # Panics
///
/// If the file cannot be unpacked or read.
pub fn named_articles(data: &Path) -> Vec<(String, String)> {
    let mut unpack = Command::new("zstd")
        .arg("-dc")
        .arg(data.join("bulk/press.jsonl.zst"))
        .stdout(Stdio::piped())
        .spawn()
        .expect("zstd unpacks the bulk articles");
    let mut lines = String::new();
    unpack.stdout.take().expect("a pipe").read_to_string(&mut lines).expect("the bulk articles");
    unpack.wait().expect("zstd ends");
    named_texts(&lines)
}

/// Returns the texts of the articles with labelled speakers that a program made, each with its id.
///
/// # Panics
///
/// If the file cannot be read.
pub fn quoting_articles(data: &Path) -> Vec<(String, String)> {
    let lines = std::fs::read_to_string(data.join("quotes/train.jsonl")).expect("articles with speakers");
    named_texts(&lines)
}

fn named_texts(lines: &str) -> Vec<(String, String)> {
    let article = |line: &str| {
        let article = serde_json::from_str::<serde_json::Value>(line).expect("JSON");
        let field = |name: &str| article[name].as_str().map(str::to_owned);
        Some((field("id")?, field("text")?))
    };
    lines.lines().filter_map(article).collect()
}

/// Returns a text as an article whose lines are all kept, the first its title.
pub fn article(text: &str) -> CleanArticle {
    let mut lines: Vec<Line> = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let span = Span::new(at, at + line.len());
        at += line.len() + 1;
        if !line.trim().is_empty() {
            let kind = if lines.is_empty() { LineKind::Title } else { LineKind::Paragraph };
            lines.push(Line { span, kind, rule: RuleId("train"), boilerplate: 0.0 });
        }
    }
    let article = Article { text: text.to_owned(), ..Article::default() };
    CleanArticle { article, lines, section: None, tags: Vec::new() }
}

/// Cuts a text whose lines are all kept, the first its title, and passes the document on.
pub fn with_document<T>(text: &str, rules: &Rules, work: impl FnOnce(&Document) -> T) -> T {
    work(&Document::new(&article(text), rules))
}

/// Returns what articles tell of each other's titles.
pub fn heard<'t>(texts: impl Iterator<Item = &'t str>, rules: &Rules) -> Recurrences {
    let mut corpus = Recurrences::default();
    for text in texts {
        corpus.hear(&hearsay::titles(text, rules).into_iter().map(|(title, _)| title).collect());
    }
    corpus
}

/// Returns the words of a span in brackets, with what stands around them.
pub fn around(text: &str, span: Span) -> String {
    let (start, end) = (span.start as usize, span.end as usize);
    let from = (start.saturating_sub(40)..=start).find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    let to = (end..=(end + 40).min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(end);
    format!("{}[{}]{}", &text[from..start], span.of(text), &text[end..to]).replace('\n', " ")
}
