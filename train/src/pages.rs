//! More pages whose lines are labelled: `labels/lines.tsv`.
//!
//! They are pages of the web that public packages bring along for their own tests, a folder each
//! (`readabilityrs-0.1.4/tests/…`, as the package registries hand them out, unpacked), and pages of
//! `boilerplate/dev_html/` whose lines nobody had labelled. A language model read what a light extractor leaves of each
//! and told the article's lines; nobody read any a second time.
//!
//! Each row has a page, its site and its lines in order: `c` for the article's, `b` for litter, `s` where it is not to be
//! said, after `_` where a blank line stands before it, and the [`hash_word`] of the line. The pages themselves stay
//! where they are: without the folder that `PAGES` of the environment names, one learns without them.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use clippings::clean::split;
use clippings::ingest::{self, Content, Format, Raw};
use clippings::model::Article;
use clippings::rules::hash_word;
use rayon::prelude::*;
use serde_json::{Value, json};

const LINES: &str = include_str!("../labels/lines.tsv");

/// A line longer than this outside what was read may be the article's all the same.
const LONG_LINE: usize = 25;

/// A page, and what was said of lines of it.
pub struct LabelledPage {
    /// The package and the file.
    pub path: String,
    /// The site it was taken from.
    pub site: String,
    /// The page, parsed.
    pub article: Article,
    /// The lines that were read, in order: the text, its label and whether a blank line stands before it.
    pub lines: Vec<(String, Label, bool)>,
}

/// What a line is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// The article's.
    Content,
    /// Litter.
    Boilerplate,
    /// Not to be said.
    Soft,
}

/// Returns the labelled pages, if there is a folder of them.
///
/// # Panics
///
/// If a page cannot be read.
pub fn pages(data: &Path) -> Vec<LabelledPage> {
    let Some(packages) = std::env::var_os("PAGES") else { return Vec::new() };
    let rows: Vec<&str> = LINES.lines().skip(1).collect();
    let page = |row: &&str| {
        let mut columns = row.split('\t');
        let (path, site, labels) = (columns.next()?, columns.next()?, columns.next()?);
        let article = article(&data.join("boilerplate"), Path::new(&packages), path);
        let lines = labelled_lines(&article.text, labels);
        Some(LabelledPage { path: path.to_owned(), site: site.to_owned(), article, lines })
    };
    rows.par_iter().filter_map(page).collect()
}

fn article(data: &Path, packages: &Path, page: &str) -> Article {
    let bytes = if page.ends_with(".gz") {
        Command::new("gzip").arg("-dc").arg(data.join(page)).output().expect("gzip unpacks a page").stdout
    } else {
        fs::read(packages.join(page)).unwrap_or_else(|error| panic!("{page}: {error}"))
    };
    let raw = Raw { path: page.to_owned(), line: 1, format: Format::Html, content: Content::Bytes(bytes), stamp: 0 };
    ingest::parse(raw).unwrap_or_else(|error| panic!("{page}: {error}"))
}

fn labelled_lines(text: &str, labels: &str) -> Vec<(String, Label, bool)> {
    let lines = split(text).map(|span| one_line(span.of(text)));
    let by_hash: HashMap<u32, String> = lines.map(|line| (hash_word(&line), line)).collect();
    let line = |label: &str| {
        let (is_after_blank, label) = label.strip_prefix('_').map_or((false, label), |label| (true, label));
        let (kind, hash) = label.split_at_checked(1)?;
        let kind = match kind {
            "c" => Label::Content,
            "b" => Label::Boilerplate,
            _ => Label::Soft,
        };
        let text = by_hash.get(&u32::from_str_radix(hash, 16).ok()?)?;
        Some((text.clone(), kind, is_after_blank))
    };
    labels.split(' ').filter_map(line).collect()
}

/// Returns a line with single spaces.
pub fn one_line(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl LabelledPage {
    /// Returns what was read as a document of `boilerplate/dev.jsonl`, and the whole page as another; the ids end in
    /// `#page`.
    pub fn records(&self) -> [Value; 2] {
        let read = self.lines.iter().map(|(text, label, blank)| record(text, *label, *blank)).collect();
        let lines: Vec<String> = split(&self.article.text).map(|span| one_line(span.of(&self.article.text))).collect();
        let whole = lines.iter().map(|line| record(line, self.label_on_page(line, &lines), false)).collect();
        [("leftovers", read), ("block", whole)].map(|(style, lines): (&str, Vec<Value>)| {
            let id = format!("{}.{style}#page", self.path);
            json!({ "id": id, "domain": self.site, "style": style, "lines": lines })
        })
    }

    /// Tells what a line of the whole page is, given what was said of lines that say the same: nobody said which of several
    /// copies is the article's.
    fn label_on_page(&self, line: &str, lines: &[String]) -> Label {
        let labels: Vec<Label> =
            self.lines.iter().filter(|(text, ..)| text == line).map(|&(_, label, _)| label).collect();
        let are_all = |label| labels.iter().all(|&own| own == label);
        match labels.len() {
            0 if line.split(' ').count() > LONG_LINE => Label::Soft,
            _ if are_all(Label::Boilerplate) => Label::Boilerplate,
            n if are_all(Label::Content) && n == lines.iter().filter(|other| *other == line).count() => Label::Content,
            _ => Label::Soft,
        }
    }
}

fn record(text: &str, label: Label, blank: bool) -> Value {
    let name = if label == Label::Content { "content" } else { "boilerplate" };
    json!({ "text": text, "label": name, "soft": label == Label::Soft, "blank": blank })
}
