//! Articles written for learning, of invented people and films: what no list knows, in the manner of the press of the
//! web, with all its litter. They lie in `train/articles`, each text beside its labels. Shorter ones, without litter, are
//! the [`briefs`].
//!
//! Labels are rows of a kind and what is printed: `person`, `film`, `series` (with other printed forms, parted by `|`);
//! `character`, `other` (other works); `optional` and `person_optional`, which are not to be said; `quote` and
//! `quote_optional` with speaker, kind and words; `removed` lines. A language model wrote and labelled them; nobody read
//! them a second time.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::briefs;
use crate::labels::Titled;

/// An article and its labels.
pub struct Written {
    /// Its path in the folder of all, without extension.
    place: String,
    /// The text without what is removed, a line after another.
    pub text: String,
    /// Kinds and what is printed.
    pub phrases: Vec<(String, String)>,
    /// The article as a document of `boilerplate/dev.jsonl`, in the style of what a light extractor leaves; its id begins
    /// with [`WRITTEN`].
    pub document: Value,
}

/// What the ids of the documents begin with.
pub const WRITTEN: &str = "written/";

/// Returns the articles in order of path.
///
/// # Panics
///
/// If they cannot be read.
pub fn articles() -> Vec<Written> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("articles");
    let files = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).expect("a folder of written articles");
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths
    };
    let texts = files(&folder).into_iter().flat_map(|manner| files(&manner));
    let texts = texts.filter(|path| path.extension().is_some_and(|extension| extension == "txt"));
    texts.map(|path| read(&path, path.strip_prefix(&folder).unwrap_or(&path))).collect()
}

/// Returns the names and texts of the articles, and of the briefs.
///
/// # Panics
///
/// If they cannot be read.
pub fn texts() -> Vec<(String, String)> {
    let articles = articles().into_iter().map(|article| (article.place, article.text));
    articles.chain(briefs::texts()).collect()
}

/// Reads an article; `place` is its path in the folder of all, by which draws know it on any machine.
fn read(path: &Path, place: &Path) -> Written {
    let text = fs::read_to_string(path).expect("a written article");
    let labels = fs::read_to_string(path.with_extension("tsv")).expect("its labels");
    let rows: Vec<Vec<&str>> = labels.lines().map(|row| row.split('\t').collect()).collect();
    let of_kind = |kind: &'static str| rows.iter().filter(move |row| row[0] == kind && row.len() > 1);
    let removed: HashSet<&str> = of_kind("removed").map(|row| row[1].trim()).collect();
    let kept: Vec<&str> = text.lines().filter(|line| !removed.contains(line.trim())).collect();
    let mut phrases = Vec::new();
    for row in rows.iter().filter(|row| row.len() > 1) {
        let forms = match row[0] {
            "person" | "film" | "series" => row.get(2).copied().unwrap_or(""),
            "person_optional" | "character" | "other" | "optional" => "",
            _ => continue,
        };
        let forms = std::iter::once(row[1]).chain(forms.split('|')).filter(|form| !form.is_empty());
        phrases.extend(forms.map(|form| (row[0].to_owned(), form.to_owned())));
    }
    let place = place.with_extension("").display().to_string();
    let document = document(&format!("{WRITTEN}{place}#page"), &text, &removed);
    Written { place, text: kept.join("\n"), phrases, document }
}

fn document(id: &str, text: &str, removed: &HashSet<&str>) -> Value {
    let mut is_after_blank = false;
    let mut lines = Vec::new();
    for line in text.lines().map(str::trim) {
        if !line.is_empty() {
            let label = if removed.contains(line) { "boilerplate" } else { "content" };
            lines.push(json!({ "text": line, "label": label, "soft": false, "blank": is_after_blank }));
        }
        is_after_blank = line.is_empty();
    }
    json!({ "id": id, "domain": id, "style": "leftovers", "lines": lines })
}

impl From<Written> for Titled {
    fn from(article: Written) -> Titled {
        Titled { text: article.text, phrases: article.phrases }
    }
}
