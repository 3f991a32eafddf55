//! Articles written for learning, of invented people and films: what no list knows, in the manner of the press of the
//! web, with all its litter. They lie in `train/articles`, each text beside its labels.
//!
//! Labels are rows of a kind and what is printed: `person`, `film`, `series` (with other printed forms, parted by `|`);
//! `character`, `other` (other works); `optional` and `person_optional`, which are not to be said; `quote` and
//! `quote_optional` with speaker, kind and words; `removed` lines. A language model wrote and labelled them; nobody read
//! them a second time.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::labels::Titled;

/// An article and its labels.
pub struct Written {
    /// The text without what is removed, a line after another.
    pub text: String,
    /// Kinds and what is printed.
    pub phrases: Vec<(String, String)>,
    /// The article as a document of `boilerplate/dev.jsonl`, in the style of what a light extractor leaves; its id begins
    /// with [`WRITTEN`].
    pub document: Value,
    /// The text, with its quotations, as a record of `quotes/train.jsonl`.
    pub record: Value,
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
    texts.filter(|path| path.extension().is_some_and(|extension| extension == "txt")).map(|path| read(&path)).collect()
}

fn read(path: &Path) -> Written {
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
    let id = format!("{WRITTEN}{}#page", path.with_extension("").display());
    let (document, text) = (document(&id, &text, &removed), kept.join("\n"));
    let record = record(&id, &text, &rows);
    Written { text, phrases, document, record }
}

/// Letters on either side of a quotation in which its speaker's name is its source.
const NEAR: usize = 160;

fn record(id: &str, text: &str, rows: &[Vec<&str>]) -> Value {
    let letters = |byte: usize| text[..byte].chars().count();
    let span = |(start, end): (usize, usize)| json!({ "start": letters(start), "end": letters(end) });
    let (mut quotes, mut ignore, mut at) = (Vec::new(), Vec::new(), 0);
    for row in rows.iter().filter(|row| row[0].starts_with("quote") && row.len() > 3) {
        // In order of place, but for what the labels tell out of order.
        let Some(start) = text[at..].find(row[3]).map(|found| at + found).or_else(|| text.find(row[3])) else {
            continue;
        };
        let piece = (start, start + row[3].len());
        at = piece.1;
        let is_unsure = row[0] == "quote_optional" || row[1].contains('|');
        if is_unsure {
            ignore.push(json!([letters(piece.0), letters(piece.1)]));
            continue;
        }
        let speaker = Some(row[1]).filter(|&speaker| speaker != "-");
        let source = speaker.and_then(|speaker| source(text, piece, speaker));
        quotes.push(json!({
            "kind": "direct",
            "pieces": [span(piece)],
            "source": source.map(span),
            "speaker": speaker,
            "speaker_type": if speaker.is_some() { "person" } else { "other" },
        }));
    }
    json!({ "id": id, "publisher": WRITTEN, "text": text, "quotes": quotes, "ignore": ignore })
}

/// The last name of a speaker where it stands nearest to a quotation.
fn source(text: &str, (start, end): (usize, usize), speaker: &str) -> Option<(usize, usize)> {
    let name = speaker.rsplit(' ').find(|word| !word.ends_with('.'))?;
    let distance = |at: usize| if at >= end { at - end } else { start.saturating_sub(at + name.len()) };
    let places = text.match_indices(name).map(|(at, _)| at).filter(|&at| at >= end || at + name.len() <= start);
    let nearest = places.min_by_key(|&at| distance(at)).filter(|&at| distance(at) < NEAR)?;
    Some((nearest, nearest + name.len()))
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
