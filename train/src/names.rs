//! Learns `en/person_forest.txt`: which names are people's.
//!
//! From articles labelled by hand, weighted up since they are what the program reads, and from sentences of three sets
//! of named entities whose licences allow it. Rows of one article or sentence share a fold.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use clippings::annotate::Document;
use clippings::annotate::names::evidence::{self, Name};
use clippings::annotate::names::pieces::{self, Piece};
use clippings::rules::features::person::{F, NAMES};
use clippings::rules::words::keys;
use clippings::rules::{Forest, Key, Rules};
use serde_json::Value;

use crate::boost::{Params, Table, fit_mean, importance};
use crate::bulk;
use crate::folds::{best_threshold, cross_validate, f1_at};
use crate::labels::Titled;
use crate::{briefs, labels, written};

/// How much more an article labelled by hand counts than a sentence of a set of named entities.
const WEIGHT: f32 = 16.0;

/// Rows with the article of each, and what they say, for reading.
pub struct Data {
    /// The rows.
    pub table: Table,
    /// The article or sentence of each row.
    pub keys: Vec<u32>,
    shown: Vec<String>,
    /// The first row of a sentence; those before are of articles.
    n_articles: usize,
    /// The first row of a name that is labelled alone.
    first_labelled: usize,
    /// The first row of an article that was written for learning.
    first_written: usize,
}

/// Sentences are numbered from here; articles from nought.
pub const FIRST_SENTENCE: u32 = 1000;

/// Forests that are averaged, since one alone takes names of articles unlike those it learned from now this way, now
/// that.
const FORESTS: usize = 3;

/// Grows the forest of people on some rows.
pub fn grow(table: &Table, rows: &[usize]) -> Forest {
    let one = params();
    fit_mean(table, rows, &Params { trees: FORESTS * one.trees, ..one }, FORESTS)
}

/// How each of the forests is grown.
fn params() -> Params {
    Params { trees: 300, depth: 5, rate: 0.15, row_sample: 0.7, column_sample: 0.5, l2: 10.0, ..Params::default() }
}

/// Returns the rows of the labelled articles and of the sentences.
pub fn rows(data: &Path, rules: &Rules) -> Data {
    let mut rows = Data {
        table: Table::new(&NAMES),
        keys: vec![],
        shown: vec![],
        n_articles: 0,
        first_labelled: 0,
        first_written: 0,
    };
    articles(data, rules, &mut rows);
    rows.n_articles = rows.table.len();
    entities(data, rules, &mut rows);
    speakers(data, rules, &mut rows);
    rows.first_labelled = rows.table.len();
    labelled(data, rules, &mut rows);
    rows.first_written = rows.table.len();
    written(rules, &mut rows);
    rows
}

/// How much a name labelled alone counts.
const LABELLED: f32 = 4.0;

/// Articles of which single names are labelled are numbered from here.
const FIRST_LABELLED: u32 = 2_000_000;

/// Adds the names that are labelled alone.
fn labelled(data: &Path, rules: &Rules, rows: &mut Data) {
    for (index, article) in labels::articles(data, labels::NAMES).iter().enumerate() {
        let labels: HashMap<Key, bool> = article.phrases.iter().map(|(name, label)| (key(name), *label)).collect();
        bulk::with_document(&article.text, rules, |document| {
            let pieces = pieces::find(document, rules);
            for name in evidence::names(document, rules, &pieces) {
                if let Some(&label) = labels.get(&name.key) {
                    push(document, &pieces, &name, label, LABELLED, FIRST_LABELLED + index as u32, rows);
                }
            }
        });
    }
}

/// How much a name of an article with labelled speakers counts.
const SPEAKER: f32 = 0.5;

/// Adds the names of articles whose speakers are labelled: those of speakers are right, and those that the forest at
/// hand is sure of are wrong, so that being quoted is not all that tells.
fn speakers(data: &Path, rules: &Rules, rows: &mut Data) {
    let text = std::fs::read_to_string(data.join("quotes/train.jsonl")).expect("articles with speakers");
    for (index, line) in text.lines().enumerate() {
        let article: Value = serde_json::from_str(line).expect("JSON");
        let quotes = article["quotes"].as_array().cloned().unwrap_or_default();
        let people: HashSet<String> = quotes
            .iter()
            .filter(|quote| quote["speaker_type"] == "person" || quote["speaker_type"].is_null())
            .filter_map(|quote| quote["speaker"].as_str().map(str::to_owned))
            .collect();
        let full: HashSet<Key> = people.iter().map(|name| key(name)).collect();
        let parts: HashSet<Key> = people.iter().flat_map(|name| ends(name)).collect();
        bulk::with_document(article["text"].as_str().expect("a text"), rules, |document| {
            let pieces = pieces::find(document, rules);
            for name in evidence::names(document, rules, &pieces) {
                let alone = parts.contains(&name.key) && name.get(F::longer) == 0.0;
                let label = full.contains(&name.key) || alone;
                if label || (!parts.contains(&name.key) && rules.person_forest.score(&name.row) < -2.0) {
                    push(document, &pieces, &name, label, SPEAKER, FIRST_SPEAKER + index as u32, rows);
                }
            }
        });
    }
}

/// Articles with labelled speakers are numbered from here.
const FIRST_SPEAKER: u32 = 1_000_000;

/// Learns the forest, prints cross-validated figures, and returns the forest's text.
pub fn learn(data: &Path, rules: &Rules) -> String {
    let rows = rows(data, rules);
    let params = params();
    let scores = cross_validate(&rows.table, &rows.keys, 10, &params);
    let (labels, weights) = (&rows.table.labels, &rows.table.weights);
    let n = rows.n_articles;
    let (threshold, best) = best_threshold(&scores[..n], &labels[..n], &weights[..n]);
    println!("rows: {} of articles, {} in all", n, rows.table.len());
    println!(
        "articles: F1 {:.4} at 0, {best:.4} at {threshold:.2}",
        f1_at(&scores[..n], &labels[..n], &weights[..n], 0.0)
    );
    let m = rows.first_labelled;
    println!("sentences: F1 {:.4} at 0", f1_at(&scores[n..m], &labels[n..m], &weights[n..m], 0.0));
    let end = rows.first_written;
    println!("labelled alone: F1 {:.4} at 0", f1_at(&scores[m..end], &labels[m..end], &weights[m..end], 0.0));
    println!("written: F1 {:.4} at 0", f1_at(&scores[end..], &labels[end..], &weights[end..], 0.0));
    let mut wrong: Vec<usize> = (0..n).filter(|&row| (scores[row] > 0.0) != (labels[row] > 0.5)).collect();
    wrong.sort_by(|&a, &b| scores[b].abs().total_cmp(&scores[a].abs()));
    for row in wrong {
        println!("{:+.2}\t{}\t{}", scores[row], labels[row], rows.shown[row]);
    }
    let all: Vec<usize> = (0..rows.table.len()).collect();
    let forest = grow(&rows.table, &all);
    for (feature, weight) in importance(&forest, &rows.table) {
        print!("{feature} {weight:.2}  ");
    }
    println!();
    forest.write()
}

fn key(name: &str) -> Key {
    keys(name).fold(Key::EMPTY, Key::then)
}

fn articles(data: &Path, rules: &Rules, rows: &mut Data) {
    let text = std::fs::read_to_string(data.join("entities/dev.jsonl")).expect("labelled articles");
    for (group, line) in text.lines().enumerate() {
        let article: Value = serde_json::from_str(line).expect("JSON");
        let strings = |field: &str| -> Vec<String> {
            let list = article[field].as_array().cloned().unwrap_or_default();
            list.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
        };
        let mut people = strings("people");
        for person in strings("people") {
            let aliases = article["aliases"][&person].as_array().cloned().unwrap_or_default();
            people.extend(aliases.iter().filter_map(Value::as_str).map(str::to_owned));
        }
        let text = article["text"].as_str().expect("a text");
        whole(text, [&people, &strings("people_optional")], rules, (WEIGHT, group as u32), rows);
    }
}

/// How much a name of an article that was written for learning counts.
const WRITTEN: f32 = 1.0;

/// Articles that were written for learning are numbered from here.
const FIRST_WRITTEN: u32 = 3_000_000;

fn written(rules: &Rules, rows: &mut Data) {
    let articles = written::articles().into_iter().map(Titled::from).chain(briefs::titled());
    for (group, article) in articles.enumerate() {
        let of = |kind: &str| -> Vec<String> {
            article.phrases.iter().filter(|(own, _)| own == kind).map(|(_, phrase)| phrase.clone()).collect()
        };
        let (people, characters) = (of("person"), of("character"));
        // Who is a person and a character by one name is not to be said.
        let (both, people): (Vec<String>, Vec<String>) =
            people.into_iter().partition(|person| characters.contains(person));
        let optional = [of("person_optional"), both].concat();
        whole(&article.text, [&people, &optional], rules, (WRITTEN, FIRST_WRITTEN + group as u32), rows);
    }
}

/// Adds the names of an article of which all people are labelled; not those that are optional, and no parts of names.
fn whole(text: &str, [people, optional]: [&[String]; 2], rules: &Rules, (weight, group): (f32, u32), rows: &mut Data) {
    let of = |names: &[String]| -> HashSet<Key> { names.iter().map(|name| key(name)).collect() };
    let parts: HashSet<Key> = people.iter().flat_map(|name| ends(name)).collect();
    let (people, optional) = (of(people), of(optional));
    bulk::with_document(text, rules, |document| {
        let pieces = pieces::find(document, rules);
        for name in evidence::names(document, rules, &pieces) {
            let linked = parts.contains(&name.key) && !people.contains(&name.key);
            if !optional.contains(&name.key) && !linked {
                push(document, &pieces, &name, people.contains(&name.key), weight, group, rows);
            }
        }
    });
}

/// The names that a full name's first or last words make.
fn ends(name: &str) -> Vec<Key> {
    let words: Vec<Key> = keys(name).collect();
    let sequence = |words: &[Key]| words.iter().fold(Key::EMPTY, |key, &word| key.then(word));
    (1..words.len()).flat_map(|at| [sequence(&words[..at]), sequence(&words[at..])]).collect()
}

fn push(document: &Document, pieces: &[Piece], name: &Name, label: bool, weight: f32, group: u32, rows: &mut Data) {
    let tokens = pieces[name.pieces[0] as usize].tokens.clone();
    let span = document.span(tokens);
    rows.table.push(&name.row, f32::from(u8::from(label)), weight, group);
    rows.keys.push(group);
    rows.shown.push(format!("{group}\t{}", bulk::around(document.text, span)));
}

/// Sentences of the sets of named entities, in their columns.
fn entities(data: &Path, rules: &Rules, rows: &mut Data) {
    let mut files: Vec<_> =
        std::fs::read_dir(data.join("ner")).expect("sets of names").flatten().map(|e| e.path()).collect();
    files.sort();
    let mut group = FIRST_SENTENCE;
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a set of names");
        let together = if file.to_string_lossy().contains("wikigold") { 8 } else { 1 };
        let sentences: Vec<&str> = text.split("\n\n").filter(|sentence| !sentence.trim().is_empty()).collect();
        for chunk in sentences.chunks(together) {
            group += 1;
            let (text, people) = plain(chunk);
            bulk::with_document(&text, rules, |document| {
                let pieces = pieces::find(document, rules);
                for name in evidence::names(document, rules, &pieces) {
                    if let Some(label) = label(document, &pieces, &name, &people) {
                        push(document, &pieces, &name, label, 1.0, group, rows);
                    }
                }
            });
        }
    }
}

/// Whether the name is a person's at most places; nothing when it overlaps one.
fn label(document: &Document, pieces: &[Piece], name: &Name, people: &HashMap<usize, usize>) -> Option<bool> {
    let mut right = 0;
    for &at in &name.pieces {
        let span = document.span(pieces[at as usize].tokens.clone());
        let (start, end) = (span.start as usize, span.end as usize);
        match people.get(&start) {
            Some(&person_end) if person_end == end || person_end == end + 1 => right += 1,
            _ if people.iter().any(|(&from, &to)| from < end && start < to) => return None,
            _ => {}
        }
    }
    Some(2 * right > name.pieces.len())
}

/// Sentences as text, a line each, and the people in it by where they begin and end.
fn plain(sentences: &[&str]) -> (String, HashMap<usize, usize>) {
    const PEOPLE: [&str; 8] =
        ["PER", "person", "politician", "writer", "musicalartist", "researcher", "scientist", "I-PER"];
    let (mut text, mut people) = (String::new(), HashMap::new());
    let mut open: Option<usize> = None;
    for sentence in sentences {
        let mut glue = true;
        for line in sentence.lines() {
            let mut columns = line.split(['\t', ' ']);
            let word = columns.next().unwrap_or("");
            let tag = columns.next_back().unwrap_or("O");
            let closes = matches!(word, "," | "." | ")" | "]" | ":" | ";" | "!" | "?" | "'s" | "'" | "n't" | "%");
            if !glue && !closes {
                text.push(' ');
            }
            glue = matches!(word, "(" | "[" | "$" | "#" | "@");
            let person = PEOPLE.contains(&tag.trim_start_matches("B-").trim_start_matches("I-"));
            if !person || tag.starts_with("B-") {
                open = None;
            }
            let start = text.len();
            text.push_str(word);
            if person {
                let from = *open.get_or_insert(start);
                people.insert(from, text.len());
            }
        }
        open = None;
        text.push('\n');
    }
    (text, people)
}
