//! Learns `en/work_forest.txt`: which phrases are titles of films and series.
//!
//! From articles labelled by hand: without any list of titles, with the one that ships, and with a larger one, so that
//! the forest knows what to make of a title that no list has.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use clippings::annotate::names::work_evidence::{Title, title_key, titles as gather};
use clippings::annotate::names::{evidence, pieces, titles};
use clippings::ingest::authority;
use clippings::rules::features::context_of;
use clippings::rules::features::work::{F, NAMES};
use clippings::rules::list::{PackedList, pack};
use clippings::rules::titles::{Form, Titles};
use clippings::rules::{Forest, Key, Rules};
use serde_json::Value;

use crate::boost::{Params, Table, fit, importance};
use crate::bulk;
use crate::folds::{best_threshold, cross_validate, f1_at};
use crate::labels;

/// Rows with the article of each, and what they say, for reading.
pub struct Data {
    /// The rows.
    pub table: Table,
    /// The article of each row.
    pub keys: Vec<u32>,
    shown: Vec<String>,
    /// Where the rows of the second list, of the third, of the bulk articles, and of phrases labelled alone begin.
    bounds: [usize; 4],
}

/// How the forest is grown.
pub fn params() -> Params {
    Params { trees: 150, depth: 5, rate: 0.1, row_sample: 0.7, column_sample: 0.4, l2: 5.0, ..Params::default() }
}

/// Learns the forest, prints cross-validated figures, and returns the forest's text.
pub fn learn(data: &Path, rules: &Rules) -> String {
    let rows = rows(data, rules);
    let scores = cross_validate(&rows.table, &rows.keys, 16, &params());
    let (labels, weights) = (&rows.table.labels, &rows.table.weights);
    let (threshold, best) = best_threshold(&scores, labels, weights);
    println!("rows: {}, of them titles {}", rows.table.len(), labels.iter().sum::<f32>());
    println!("F1 {:.4} at 0, {best:.4} at {threshold:.2}", f1_at(&scores, labels, weights, 0.0));
    let [shipped, larger, silver, labelled] = rows.bounds;
    for part in [0..shipped, shipped..larger, larger..silver, silver..labelled, labelled..scores.len()] {
        let f1 = f1_at(&scores[part.clone()], &labels[part.clone()], &weights[part.clone()], 0.0);
        let (at, best) = best_threshold(&scores[part.clone()], &labels[part.clone()], &weights[part.clone()]);
        println!("{} rows: F1 {f1:.4} at 0, {best:.4} at {at:.2}", part.len());
    }
    let mut wrong: Vec<usize> = (0..silver).filter(|&row| (scores[row] > 0.0) != (labels[row] > 0.5)).collect();
    wrong.sort_by(|&a, &b| scores[b].abs().total_cmp(&scores[a].abs()));
    for row in wrong {
        println!("{:+.2}\t{}\t{}", scores[row], labels[row], rows.shown[row]);
    }
    let all: Vec<usize> = (0..rows.table.len()).collect();
    let forest = fit(&rows.table, &all, &params());
    for (feature, weight) in importance(&forest, &rows.table) {
        print!("{feature} {weight:.2}  ");
    }
    println!();
    forest.write()
}

/// Learns `en/work_context_forest.txt` without labels: what stands around titles of three words or more, against what
/// stands around phrases that no list knows.
pub fn learn_context(data: &Path, rules: &Rules) -> String {
    let larger = larger(data, rules);
    let articles = bulk::articles(data);
    let mut table = Table::new(&NAMES);
    let mut keys = Vec::new();
    for (group, text) in articles.iter().enumerate().step_by(4) {
        bulk::with_document(text, &larger, |document| {
            let pieces = pieces::find(document);
            let names = evidence::names(document, &larger, &pieces);
            let candidates = titles::find(document, &larger);
            for title in gather(document, &larger, &candidates, &names) {
                let first = &candidates[title.candidates[0] as usize];
                let get = |feature: F| title.row[feature as usize];
                let full = first.known.is_some_and(|found| found.form == Form::Full);
                let title_like = full && get(F::n_words) >= 3.0 && get(F::n_content) >= 2.0 && get(F::given) == 0.0;
                let unknown = first.known.is_none() && first.numbered.is_none();
                if title_like || unknown {
                    table.push(&context_of(&title.row), f32::from(u8::from(title_like)), 1.0, group as u32);
                    keys.push(group as u32);
                }
            }
        });
    }
    let params = Params { trees: 100, depth: 5, rate: 0.2, row_sample: 0.5, column_sample: 0.6, ..Params::default() };
    let scores = cross_validate(&table, &keys, 3, &params);
    let (threshold, best) = best_threshold(&scores, &table.labels, &table.weights);
    println!(
        "rows: {}, of them titles {}; F1 {best:.4} at {threshold:.2}",
        table.len(),
        table.labels.iter().sum::<f32>()
    );
    let all: Vec<usize> = (0..table.len()).collect();
    let forest = fit(&table, &all, &params);
    for (feature, weight) in importance(&forest, &table) {
        print!("{feature} {weight:.2}  ");
    }
    println!();
    forest.write()
}

/// The shipped rules with the forest of people of these.
fn copy(rules: &Rules) -> Rules {
    let text = rules.person_forest.write();
    let person_forest = Forest::parse(&text, &clippings::rules::features::person::NAMES).expect("a forest");
    Rules { person_forest, ..Rules::load().expect("the shipped rules") }
}

/// Returns the rules with the larger list of films.
pub fn larger(data: &Path, rules: &Rules) -> Rules {
    let mut larger = copy(rules);
    let films = authority::films(&[data.join("authority/films.tsv")]).expect("the list of films");
    larger.add_list(PackedList::open(Box::new(pack(films))).expect("a list that was packed"));
    larger
}

/// Returns the rows of the labelled articles, under no list of titles, the shipped one, and the larger.
pub fn rows(data: &Path, rules: &Rules) -> Data {
    let mut rows = Data { table: Table::new(&NAMES), keys: vec![], shown: vec![], bounds: [0; 4] };
    let larger = larger(data, rules);
    let none = Rules { titles: Titles::default(), ..copy(rules) };
    articles(data, &none, &mut rows);
    rows.bounds[0] = rows.table.len();
    articles(data, rules, &mut rows);
    rows.bounds[1] = rows.table.len();
    articles(data, &larger, &mut rows);
    rows.bounds[2] = rows.table.len();
    silver(data, &none, &larger, &mut rows);
    rows.bounds[3] = rows.table.len();
    labelled(data, &[&none, rules, &larger], &mut rows);
    rows
}

/// What a phrase weighs that is labelled alone, under each list.
const LABELLED: f32 = 0.35;

/// Articles of which single phrases are labelled are numbered from here.
const FIRST_LABELLED: u32 = 1_000_000;

/// Adds the phrases that are labelled alone, as seen under each list.
fn labelled(data: &Path, lists: &[&Rules], rows: &mut Data) {
    for (index, article) in labels::articles(data, labels::WORKS).iter().enumerate() {
        let labels: HashMap<Key, bool> =
            article.phrases.iter().map(|(phrase, label)| (title_key(phrase), *label)).collect();
        for rules in lists {
            bulk::with_document(&article.text, rules, |document| {
                let pieces = pieces::find(document);
                let names = evidence::names(document, rules, &pieces);
                let candidates = titles::find(document, rules);
                for title in gather(document, rules, &candidates, &names) {
                    let Some(&label) = labels.get(&title.key) else { continue };
                    let span = document.span(candidates[title.candidates[0] as usize].tokens.clone());
                    push(document.text, span, &title, (label, LABELLED), FIRST_LABELLED + index as u32, rows);
                }
            });
        }
    }
}

/// What a phrase of the bulk articles weighs that no list knows: little, since some are titles …
const UNKNOWN: f32 = 0.015;
/// … and what a title weighs.
const SILVER: f32 = 0.06;

/// Adds phrases of the bulk articles as one who has no list sees them, labelled by the larger list: titles of two words
/// or more are right, phrases that it does not know are wrong.
fn silver(data: &Path, none: &Rules, larger: &Rules, rows: &mut Data) {
    for (index, text) in bulk::articles(data).iter().enumerate().step_by(6) {
        bulk::with_document(text, none, |document| {
            let pieces = pieces::find(document);
            let names = evidence::names(document, none, &pieces);
            let candidates = titles::find(document, none);
            for title in gather(document, none, &candidates, &names) {
                let found = larger.titles.without_article(title.key);
                let n_words = title.row[F::n_words as usize];
                let group = FIRST_SILVER + index as u32;
                match found {
                    None if n_words < 9.0 => {}
                    Some(found) if n_words >= 2.0 && found.form <= Form::NoArticle => {}
                    _ => continue,
                }
                rows.table.push(
                    &title.row,
                    f32::from(u8::from(found.is_some())),
                    if found.is_some() { SILVER } else { UNKNOWN },
                    group,
                );
                rows.keys.push(group);
            }
        });
    }
}

/// Phrases of the bulk articles are numbered from here; labelled articles from nought.
pub const FIRST_SILVER: u32 = 1000;

fn articles(data: &Path, rules: &Rules, rows: &mut Data) {
    let text = std::fs::read_to_string(data.join("entities/dev.jsonl")).expect("labelled articles");
    for (group, line) in text.lines().enumerate() {
        let article: Value = serde_json::from_str(line).expect("JSON");
        let strings = |value: &Value| -> Vec<String> {
            let list = value.as_array().cloned().unwrap_or_default();
            list.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
        };
        let with_aliases = |fields: &[&str]| -> HashSet<Key> {
            let names: Vec<String> = fields.iter().flat_map(|field| strings(&article[field])).collect();
            let aliases = names.iter().flat_map(|name| strings(&article["aliases"][name]));
            names.iter().cloned().chain(aliases).map(|name| title_key(&name)).collect()
        };
        let (right, optional) = (with_aliases(&["films", "series"]), with_aliases(&["films_optional"]));
        bulk::with_document(article["text"].as_str().expect("a text"), rules, |document| {
            let pieces = pieces::find(document);
            let names = evidence::names(document, rules, &pieces);
            let candidates = titles::find(document, rules);
            for title in gather(document, rules, &candidates, &names) {
                let first = &candidates[title.candidates[0] as usize];
                let known = first.known.map(|found| title_key(rules.titles.work(found.work).title));
                let label = right.contains(&title.key) || known.is_some_and(|known| right.contains(&known));
                if label || !optional.contains(&title.key) {
                    let span = document.span(first.tokens.clone());
                    push(document.text, span, &title, (label, 1.0), group as u32, rows);
                }
            }
        });
    }
}

/// Adds a row: its label and what it weighs.
fn push(
    text: &str,
    span: clippings::model::Span,
    title: &Title,
    (label, weight): (bool, f32),
    group: u32,
    rows: &mut Data,
) {
    rows.table.push(&title.row, f32::from(u8::from(label)), weight, group);
    rows.keys.push(group);
    rows.shown.push(format!("{group}\t{}", bulk::around(text, span)));
}
