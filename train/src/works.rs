//! Learns `en/work_forest.txt`: which phrases are titles of films and series.
//!
//! From articles labelled by hand, and articles of the bulk whose titles a language model told, as they are and with marks
//! around the titles: without any list of titles, with the one that ships, and with a larger one, so that the forest
//! knows what to make of a title that no list has.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::Path;

use clippings::annotate::Document;
use clippings::annotate::names::titles::Candidate;
use clippings::annotate::names::work_company::{self, Company};
use clippings::annotate::names::work_evidence::Title;
use clippings::annotate::names::{TITLE_THRESHOLD, evidence, pieces, work_evidence};
use clippings::ingest::authority;
use clippings::rules::features::context_of;
use clippings::rules::features::work::{F, NAMES};
use clippings::rules::list::{PackedList, pack};
use clippings::rules::titles::{Form, Titles, title_key};
use clippings::rules::{Forest, Key, Rules};
use serde_json::Value;

use crate::boost::{Params, Random, Table, fit, importance};
use crate::bulk;
use crate::folds::{best_threshold, cross_validate, f1_at};
use crate::{briefs, labels, written};

/// Rows with the article of each, and what they say, for reading.
struct Data {
    table: Table,
    /// The article of each row.
    keys: Vec<u32>,
    shown: Vec<String>,
    parts: Vec<Part>,
    articles: Vec<Seen>,
}

/// An article of which every title is labelled, seen under one list.
struct Seen {
    candidates: Vec<Candidate>,
    titles: Vec<Title>,
    /// Its rows, one a title.
    rows: Range<usize>,
}

/// Rows of one source, seen under one list of titles.
struct Part {
    name: &'static str,
    rows: Range<usize>,
    /// How many titles of it are in no row, since nothing is a candidate there.
    n_missed: usize,
}

/// How the forest is grown.
pub fn params() -> Params {
    Params { trees: 800, depth: 6, rate: 0.07, row_sample: 0.7, column_sample: 0.4, l2: 5.0, ..Params::default() }
}

/// Learns both forests, prints cross-validated figures, and returns the forests' texts: `en/work_forest.txt` and
/// `en/work_company_forest.txt`. The second learns from what the first makes of articles that it has not seen.
pub fn learn(data: &Path, rules: &Rules, errors: bool) -> [String; 2] {
    let rows = rows(data, rules);
    let scores = cross_validate(&rows.table, &rows.keys, 16, &params());
    println!("rows: {}, of them titles {}", rows.table.len(), rows.table.labels.iter().sum::<f32>());
    report(&rows, &scores);
    let (company, firsts) = company(&rows, &scores);
    let again = second_look(&scores, &company, &firsts);
    println!("second look");
    report(&rows, &again);
    if errors {
        report_errors(&rows, &again);
    }
    [grow(&rows.table, &params()), grow(&company, &second_params())]
}

/// What both forests learn from, for growing them on some of it.
pub struct Looks {
    rows: Data,
    company: Table,
    /// The row of the first look that each of the second comes from.
    firsts: Vec<usize>,
}

impl Looks {
    /// Scores every row once, by forests that have not seen its article: what the second look learns from.
    pub fn new(data: &Path, rules: &Rules) -> Looks {
        let rows = rows(data, rules);
        let scores = cross_validate(&rows.table, &rows.keys, SCORING_FOLDS, &params());
        let (company, firsts) = company(&rows, &scores);
        Looks { rows, company, firsts }
    }

    /// Grows both forests on the articles whose number is `seen`.
    pub fn grow(&self, seen: impl Fn(u32) -> bool) -> [Forest; 2] {
        let keys = &self.rows.keys;
        let rows: Vec<usize> = (0..keys.len()).filter(|&row| seen(keys[row])).collect();
        let again: Vec<usize> = (0..self.company.len()).filter(|&row| seen(keys[self.firsts[row]])).collect();
        [fit(&self.rows.table, &rows, &params()), fit(&self.company, &again, &second_params())]
    }
}

/// Grows a forest on all rows, prints what its features are worth, and returns its text.
fn grow(table: &Table, params: &Params) -> String {
    let all: Vec<usize> = (0..table.len()).collect();
    let forest = fit(table, &all, params);
    for (feature, weight) in importance(&forest, table) {
        print!("{feature} {weight:.2}  ");
    }
    println!();
    forest.write()
}

/// Prints what is mistaken of the labelled phrases, the surest first.
fn report_errors(rows: &Data, scores: &[f32]) {
    let labels = &rows.table.labels;
    let is_wrong = |&row: &usize| {
        let counts = rows.table.weights[row] > 0.0 && !rows.shown[row].is_empty();
        counts && (scores[row] > 0.0) != (labels[row] > 0.5)
    };
    let mut wrong: Vec<usize> = (0..rows.table.len()).filter(is_wrong).collect();
    wrong.sort_by(|&a, &b| scores[b].abs().total_cmp(&scores[a].abs()));
    for row in wrong {
        println!("{:+.2}\t{}\t{}", scores[row], labels[row], rows.shown[row]);
    }
}

/// Prints the figures of every part.
fn report(rows: &Data, scores: &[f32]) {
    let (labels, weights) = (&rows.table.labels, &rows.table.weights);
    for part in &rows.parts {
        let of = |values: &[f32]| -> Vec<f32> {
            part.rows.clone().filter(|&row| weights[row] > 0.0).map(|row| values[row]).collect()
        };
        let (scores, labels, weights) = (of(scores), of(labels), of(weights));
        let (at, best) = best_threshold(&scores, &labels, &weights);
        print!(
            "{}: {} rows of {} titles, F1 {:.4} at 0, {best:.4} at {at:.2}",
            part.name,
            scores.len(),
            labels.iter().sum::<f32>() + part.n_missed as f32,
            f1_at(&scores, &labels, &weights, 0.0)
        );
        println!(
            "; with {} missed {:.4} at {TITLE_THRESHOLD}",
            part.n_missed,
            f1_with_missed(&scores, &labels, part.n_missed)
        );
    }
}

/// Folds by which the first look is scored for the second to learn from, where many forests of both are grown.
const SCORING_FOLDS: usize = 8;

/// How the forest of the second look is grown.
fn second_params() -> Params {
    Params { trees: 200, depth: 5, rate: 0.07, row_sample: 0.7, column_sample: 0.5, l2: 5.0, ..Params::default() }
}

/// The rows of the second look at what the first scored, each with its row in the first table.
fn company(rows: &Data, scores: &[f32]) -> (Table, Vec<usize>) {
    let (mut table, mut firsts) = (Table::new(work_company::FEATURES), Vec::new());
    for article in &rows.articles {
        let odds = &scores[article.rows.clone()];
        let looks = Company::new(&article.candidates, &article.titles, odds).rows();
        for (row, first) in looks.iter().zip(article.rows.clone()) {
            let of = &rows.table;
            table.push(row, of.labels[first], of.weights[first], of.groups[first]);
            firsts.push(first);
        }
    }
    (table, firsts)
}

/// Cross-validates the second look, and returns the scores of both: of what the second does not see, the first.
fn second_look(scores: &[f32], company: &Table, firsts: &[usize]) -> Vec<f32> {
    let again = cross_validate(company, &company.groups, 16, &second_params());
    let mut scores = scores.to_vec();
    firsts.iter().zip(again).for_each(|(&first, score)| scores[first] = score);
    scores
}

/// F1 at the threshold that the program decides by, where some titles are in no row.
fn f1_with_missed(scores: &[f32], labels: &[f32], n_missed: usize) -> f32 {
    let chosen = || scores.iter().zip(labels).filter(|(score, _)| **score > TITLE_THRESHOLD);
    let n_right = chosen().filter(|(_, label)| **label > 0.5).count() as f32;
    let n_titles = labels.iter().filter(|label| **label > 0.5).count() + n_missed;
    2.0 * n_right / (chosen().count() + n_titles) as f32
}

/// Calls `with` with every title that may be in a text, and their candidates.
fn with_titles<T>(text: &str, rules: &Rules, with: impl FnOnce(&Document, Vec<Candidate>, Vec<Title>) -> T) -> T {
    bulk::with_document(text, rules, |document| {
        let pieces = pieces::find(document, rules);
        let names = evidence::names(document, rules, &pieces);
        let (candidates, titles) = work_evidence::titles(document, rules, &names);
        with(document, candidates, titles)
    })
}

/// Calls `each` with every title that may be in a text, and the first candidate for it.
fn for_each_title(text: &str, rules: &Rules, mut each: impl FnMut(&Document, &Candidate, &Title)) {
    with_titles(text, rules, |document, candidates, titles| {
        for title in titles {
            each(document, &candidates[title.candidates[0] as usize], &title);
        }
    });
}

/// Learns `en/work_context_forest.txt` without labels: what stands around titles of three words or more, against what
/// stands around phrases that no list knows.
pub fn learn_context(data: &Path, rules: &Rules) -> String {
    let larger = larger(data, rules);
    let articles = bulk::articles(data);
    let mut table = Table::new(&NAMES);
    let mut keys = Vec::new();
    for (group, text) in articles.iter().enumerate().step_by(4) {
        for_each_title(text, &larger, |_, first, title| {
            let get = |feature: F| title.row[feature as usize];
            let full = first.known.is_some_and(|found| found.form == Form::Full);
            let title_like = full && get(F::n_words) >= 3.0 && get(F::n_content) >= 2.0 && get(F::given) == 0.0;
            let unknown = first.known.is_none() && first.numbered.is_none();
            if title_like || unknown {
                table.push(&context_of(&title.row), f32::from(u8::from(title_like)), 1.0, group as u32);
                keys.push(group as u32);
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

/// The name of the part whose labels a list gave.
const BULK: &str = "bulk";

/// Returns the rows of the labelled articles, under no list of titles, the shipped one, and the larger.
fn rows(data: &Path, rules: &Rules) -> Data {
    let mut rows = Data { table: Table::new(&NAMES), keys: vec![], shown: vec![], parts: vec![], articles: vec![] };
    let larger = larger(data, rules);
    let none = Rules { titles: Titles::default(), ..copy(rules) };
    let labelled = developed(data);
    rows.part("articles, no list", |rows| whole(&labelled, &none, 1.0, 0, rows));
    rows.part("articles, shipped list", |rows| whole(&labelled, rules, 1.0, 0, rows));
    rows.part("articles, larger list", |rows| whole(&labelled, &larger, 1.0, 0, rows));
    rows.part(BULK, |rows| silver(data, &none, &larger, rows));
    rows.part("phrases alone", |rows| alone(data, &[&none, rules, &larger], rows));
    let articles = labels::titled(data);
    let in_marks: Vec<Whole> =
        articles.iter().enumerate().map(|(at, article)| titled(&in_marks(article, at))).collect();
    rows.part("in marks, no list", |rows| whole(&in_marks, &none, IN_MARKS, FIRST_TITLED, rows));
    rows.part("in marks, shipped list", |rows| whole(&in_marks, rules, IN_MARKS, FIRST_TITLED, rows));
    let articles: Vec<Whole> = articles.iter().map(titled).collect();
    rows.part("titled, no list", |rows| whole(&articles, &none, TITLED, FIRST_TITLED, rows));
    rows.part("titled, shipped list", |rows| whole(&articles, rules, TITLED, FIRST_TITLED, rows));
    rows.part("titled, larger list", |rows| whole(&articles, &larger, TITLED, FIRST_TITLED, rows));
    let written: Vec<Whole> = written::articles().into_iter().map(|article| titled(&article.into())).collect();
    rows.part("written, no list", |rows| whole(&written, &none, WRITTEN, FIRST_WRITTEN, rows));
    rows.part("written, shipped list", |rows| whole(&written, rules, WRITTEN, FIRST_WRITTEN, rows));
    let briefs: Vec<Whole> = briefs::titled().iter().map(titled).collect();
    rows.part("briefs, no list", |rows| whole(&briefs, &none, WRITTEN, FIRST_BRIEF, rows));
    rows.part("briefs, shipped list", |rows| whole(&briefs, rules, WRITTEN, FIRST_BRIEF, rows));
    rows
}

impl Data {
    /// Adds the rows of one source; `add` returns how many titles it has that are in no row.
    fn part(&mut self, name: &'static str, add: impl FnOnce(&mut Data) -> usize) {
        let start = self.table.len();
        let n_missed = add(self);
        self.parts.push(Part { name, rows: start..self.table.len(), n_missed });
    }
}

/// What a phrase weighs that is labelled alone, under each list.
const LABELLED: f32 = 0.35;

/// Articles of which single phrases are labelled are numbered from here.
const FIRST_LABELLED: u32 = 1_000_000;

/// Adds the phrases that are labelled alone, as seen under each list.
fn alone(data: &Path, lists: &[&Rules], rows: &mut Data) -> usize {
    for (index, article) in labels::articles(data, labels::WORKS).iter().enumerate() {
        let labels: HashMap<Key, bool> =
            article.phrases.iter().map(|(phrase, label)| (title_key(phrase), *label)).collect();
        for rules in lists {
            for_each_title(&article.text, rules, |document, first, title| {
                if let Some(&label) = labels.get(&title.key) {
                    push(document, first, title, (label, LABELLED), FIRST_LABELLED + index as u32, rows);
                }
            });
        }
    }
    0
}

/// What a phrase of the bulk articles weighs that no list knows: little, since many are titles …
const UNKNOWN: f32 = 0.005;
/// … and what a title weighs.
const SILVER: f32 = 0.06;

/// Adds phrases of the bulk articles as one who has no list sees them, labelled by the larger list: titles of two words
/// or more are right, phrases that it does not know are wrong.
fn silver(data: &Path, none: &Rules, larger: &Rules, rows: &mut Data) -> usize {
    for (index, text) in bulk::articles(data).iter().enumerate().step_by(6) {
        for_each_title(text, none, |_, _, title| {
            let found = larger.titles.get(title.key).and_then(|(found, _)| found);
            let n_words = title.row[F::n_words as usize];
            match found {
                None if n_words < 9.0 => {}
                Some(found) if n_words >= 2.0 && found.form <= Form::NoArticle => {}
                _ => return,
            }
            let group = FIRST_SILVER + index as u32;
            let weight = if found.is_some() { SILVER } else { UNKNOWN };
            rows.table.push(&title.row, f32::from(u8::from(found.is_some())), weight, group);
            rows.keys.push(group);
            rows.shown.push(String::new());
        });
    }
    0
}

/// Phrases of the bulk articles are numbered from here; labelled articles from nought.
pub const FIRST_SILVER: u32 = 1000;

/// An article of which every title is labelled.
struct Whole {
    text: String,
    right: HashSet<Key>,
    /// What may be left unsaid.
    optional: HashSet<Key>,
}

/// What a phrase weighs of an article of the bulk of which every title is labelled.
const TITLED: f32 = 2.0;

/// What it weighs where marks were set around the titles.
const IN_MARKS: f32 = 0.6;

/// Articles of the bulk of which every title is labelled are numbered from here.
const FIRST_TITLED: u32 = 2_000_000;

/// What it weighs in an article that was written for learning.
const WRITTEN: f32 = 2.0;

/// Articles that were written for learning are numbered from here.
const FIRST_WRITTEN: u32 = 3_000_000;

/// Short articles are numbered from here.
const FIRST_BRIEF: u32 = 4_000_000;

/// What is a title in one place and something else in another is not to be said.
fn titled(article: &labels::Titled) -> Whole {
    let of = |kinds: &[&str]| -> HashSet<Key> {
        let phrases = article.phrases.iter().filter(|(kind, _)| kinds.contains(&kind.as_str()));
        phrases.map(|(_, phrase)| title_key(phrase)).collect()
    };
    let (titles, others) = (of(&["film", "series"]), of(&["character", "other", "optional"]));
    Whole {
        right: titles.difference(&others).copied().collect(),
        optional: &of(&["optional"]) | &(&titles & &others),
        text: article.text.clone(),
    }
}

/// Returns the article as the American press would print it: with marks around its titles, and around half of the
/// titles of other works.
fn in_marks(article: &labels::Titled, seed: usize) -> labels::Titled {
    let mut random = Random::new(seed as u64);
    let (open, close) = if random.uniform() < 0.5 { ("“", "”") } else { ("\"", "\"") };
    let mut is_set = |kind: &str| matches!(kind, "film" | "series") || (kind == "other" && random.uniform() < 0.5);
    let mut phrases: Vec<&str> =
        article.phrases.iter().filter(|(kind, _)| is_set(kind)).map(|(_, phrase)| phrase.as_str()).collect();
    phrases.sort_by_key(|phrase| Reverse(phrase.len()));
    let (mut text, mut rest) = (String::new(), article.text.as_str());
    while let Some(letter) = rest.chars().next() {
        let opens = !text.ends_with(|before: char| before.is_alphanumeric() || "“\"‘'".contains(before));
        let stands =
            |phrase: &&&str| rest.strip_prefix(**phrase).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        let Some(phrase) = phrases.iter().filter(|_| opens).find(stands) else {
            text.push(letter);
            rest = &rest[letter.len_utf8()..];
            continue;
        };
        // A comma or a full stop stands before the mark.
        let stop = usize::from(rest[phrase.len()..].starts_with([',', '.']));
        let (inside, after) = rest.split_at(phrase.len() + stop);
        text.extend([open, inside, close]);
        rest = after;
    }
    labels::Titled { text, phrases: article.phrases.clone() }
}

/// The articles labelled by hand.
fn developed(data: &Path) -> Vec<Whole> {
    let text = std::fs::read_to_string(data.join("entities/dev.jsonl")).expect("labelled articles");
    let whole = |line: &str| {
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
        Whole {
            right: with_aliases(&["films", "series"]),
            optional: with_aliases(&["films_optional"]),
            text: article["text"].as_str().expect("a text").to_owned(),
        }
    };
    text.lines().map(whole).collect()
}

/// Adds every title that may be in the articles, and returns how many that are titles are none of these. What may be
/// left unsaid weighs nothing.
fn whole(articles: &[Whole], rules: &Rules, weight: f32, first_group: u32, rows: &mut Data) -> usize {
    let mut n_missed = 0;
    for (index, article) in articles.iter().enumerate() {
        let mut missed = article.right.clone();
        with_titles(&article.text, rules, |document, candidates, titles| {
            let start = rows.table.len();
            for title in &titles {
                let first = &candidates[title.candidates[0] as usize];
                missed.remove(&title.key);
                let known = first.known.map(|found| title_key(rules.titles.work(found.work).title));
                let is_known = known.is_some_and(|known| article.right.contains(&known));
                let label = article.right.contains(&title.key) || is_known;
                let weight = if label || !article.optional.contains(&title.key) { weight } else { 0.0 };
                push(document, first, title, (label, weight), first_group + index as u32, rows);
            }
            rows.articles.push(Seen { candidates, titles, rows: start..rows.table.len() });
        });
        n_missed += missed.len();
    }
    n_missed
}

/// Adds a row: its label and what it weighs.
fn push(
    document: &Document,
    first: &Candidate,
    title: &Title,
    (label, weight): (bool, f32),
    group: u32,
    rows: &mut Data,
) {
    rows.table.push(&title.row, f32::from(u8::from(label)), weight, group);
    rows.keys.push(group);
    let span = document.span(first.tokens.clone());
    rows.shown.push(format!("{group}\t{}", bulk::around(document.text, span)));
}
