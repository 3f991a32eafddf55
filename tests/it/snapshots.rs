//! Small articles with what is made of them beneath: `tests/articles/*.txt`.
//!
//! `UPDATE=1 cargo test snapshots` writes what is made of them now; the difference is then for a person to read.
//!
//! FIXME: titles that no list has are missed: The Beekeeper's Almanac and Gus and the Comet (`box-office.txt`),
//! Harpoon Street and Deep Freight (`casting.txt`), Kitchen Weather (`interview.txt`), The Paper Regatta
//! (`obituary.txt`), Lantern Bay (`split-quotation.txt`), Thunder Parish (`web-litter.txt`). Those in quotation marks
//! are then taken for quotations, as Low Bridge is (`block-quote.txt`).

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use clippings::model::{AnnotatedArticle, WorkKind};

use super::harness::{annotated, article, cleaned};

/// Stands between an article and its annotations.
const BORDER: &str = "\n-----\n";

fn files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir("tests/articles").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Returns the annotations as a person reads them: lines, names, quotations, each with its rule.
fn labels(annotated: &AnnotatedArticle) -> String {
    let text = &annotated.clean.article.text;
    let mut out = String::new();
    for line in &annotated.clean.lines {
        let _ = writeln!(out, "{:11} {:28} {}", line.kind.as_str(), line.rule.0, opening(line.span.of(text)));
    }
    let article = &annotated.clean.article;
    article.authors.iter().for_each(|author| out += &format!("author      {author}\n"));
    article.published.iter().for_each(|date| out += &format!("published   {date}\n"));
    for person in &annotated.people {
        let _ = writeln!(out, "person      {} ×{}", person.name, person.mentions.len());
    }
    for work in &annotated.works {
        let kind = if work.kind == WorkKind::Film { "film" } else { "series" };
        let year = work.year.map_or(String::new(), |year| format!(" ({year})"));
        let _ = writeln!(out, "{kind:11} {}{year} ×{}", work.title, work.mentions.len());
    }
    for quote in &annotated.quotes {
        let speaker = annotated.speaker(quote).unwrap_or("-");
        let kind = quote.kind.as_str();
        let words = opening(quote.span.of(text));
        let _ = writeln!(out, "quote {:<5} {kind} {} [{}] {speaker}", quote.utterance, words, quote.rule.0);
    }
    out
}

fn opening(words: &str) -> String {
    let mut letters = words.chars();
    let opening: String = letters.by_ref().take(44).collect();
    if letters.next().is_some() { format!("{}…", opening.trim_end()) } else { opening }
}

/// Returns the lines that differ, with `-` before what is written down and `+` before what is made now.
fn difference(written: &str, made: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (written.lines().collect(), made.lines().collect());
    let (mut at, mut out) = (0, String::new());
    for line in old {
        match new[at..].iter().position(|other| *other == line) {
            Some(ahead) => {
                new[at..at + ahead].iter().for_each(|line| out += &format!("+ {line}\n"));
                at += ahead + 1;
            }
            None => out += &format!("- {line}\n"),
        }
    }
    new[at..].iter().for_each(|line| out += &format!("+ {line}\n"));
    out
}

#[test]
fn articles_are_read_as_written_down() {
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let mut differences = String::new();
    for path in files() {
        let content = fs::read_to_string(&path).unwrap();
        let (text, written) = content.split_once(BORDER).unwrap_or((content.trim_end(), ""));
        let made = labels(&annotated(cleaned(article(&format!("{text}\n")))));
        if update {
            fs::write(&path, format!("{text}{BORDER}{made}")).unwrap();
        } else if made != written {
            let _ = writeln!(differences, "{}\n{}", path.display(), difference(written, &made));
        }
    }
    assert!(differences.is_empty(), "\n{differences}\nUPDATE=1 writes down what is made now");
}

#[test]
fn differences_name_the_lines() {
    assert_eq!(difference("a\nb\nc", "a\nx\nc\nd"), "- b\n+ x\n+ d\n");
    assert_eq!(difference("a\nb", "a\nb"), "");
}
