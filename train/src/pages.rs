//! More texts whose lines are labelled: `labels/lines.tsv`.
//!
//! They are pages of the web that public packages bring along for their own tests, a folder each
//! (`readabilityrs-0.1.4/tests/…`, as the package registries hand them out, unpacked); pages of `boilerplate/dev_html/`
//! whose lines nobody had labelled; and articles of the bulk: such as two versions of the program disagreed
//! on, others at random, and such as hold lists some lines of which the program removed. A language model read what a light extractor leaves of each page, or the whole article, and told the article's
//! lines; nobody read any a second time.
//!
//! Each row has a page, its site and its lines in order: `c` for the article's, `b` for litter, `s` where it is not to be
//! said, after `_` where a blank line stands before it, and the [`hash_word`] of the line. The texts themselves stay
//! where they are: pages of packages in the folder that `PAGES` of the environment names, without which none is used.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use clippings::clean::split;
use clippings::ingest::{self, Content, Format, Raw};
use clippings::rules::hash_word;
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::bulk;

const LINES: &str = include_str!("../labels/lines.tsv");

/// A line longer than this outside what was read may be the article's all the same.
const LONG_LINE: usize = 25;

/// A page or an article, and what was said of lines of it.
pub struct LabelledPage {
    /// The package and the file, or [`BULK`] and the id.
    path: String,
    /// The site it was taken from; empty where that is not known.
    site: String,
    /// All of it.
    text: String,
    /// The lines that were read, in order: the text, its label and whether a blank line stands before it.
    lines: Vec<(String, Label, bool)>,
}

/// What stands before the id of an article of the bulk.
pub const BULK: &str = "bulk/";

/// What a line is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
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
    let bulk: HashMap<String, String> = bulk::named_articles(data).into_iter().collect();
    let page = |row: &&str| {
        let mut columns = row.split('\t');
        let (path, site, labels) = (columns.next()?, columns.next()?, columns.next()?);
        let text = match path.strip_prefix(BULK) {
            Some(id) => bulk[id].clone(),
            None => rendered(&data.join("boilerplate"), Path::new(&packages), path),
        };
        let lines = labelled_lines(&text, labels);
        Some(LabelledPage { path: path.to_owned(), site: site.to_owned(), text, lines })
    };
    rows.par_iter().filter_map(page).collect()
}

/// Returns the text of a page, all of it.
fn rendered(data: &Path, packages: &Path, page: &str) -> String {
    let bytes = if page.ends_with(".gz") {
        Command::new("gzip").arg("-dc").arg(data.join(page)).output().expect("gzip unpacks a page").stdout
    } else {
        fs::read(packages.join(page)).unwrap_or_else(|error| panic!("{page}: {error}"))
    };
    let raw = Raw { path: page.to_owned(), line: 1, format: Format::Html, content: Content::Bytes(bytes), stamp: 0 };
    ingest::parse(raw).unwrap_or_else(|error| panic!("{page}: {error}")).text
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
fn one_line(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl LabelledPage {
    /// Returns what was read as a document of `boilerplate/dev.jsonl`, and the whole page, if it is one, as another; the
    /// ids end in `#page`.
    pub fn records(&self) -> Vec<Value> {
        let read = self.lines.iter().map(|(text, label, blank)| record(text, *label, *blank)).collect();
        let mut records = vec![self.document("leftovers", read)];
        if !self.path.starts_with(BULK) {
            let lines: Vec<String> = split(&self.text).map(|span| one_line(span.of(&self.text))).collect();
            let whole = lines.iter().map(|line| record(line, self.label_on_page(line, &lines), false)).collect();
            records.push(self.document("block", whole));
        }
        records
    }

    fn document(&self, style: &str, lines: Vec<Value>) -> Value {
        json!({ "id": format!("{}.{style}#page", self.path), "domain": self.site, "style": style, "lines": lines })
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
