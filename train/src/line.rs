//! Trains the line classifier of `clean`: `en/line_text.tsv`, `en/line_first.forest` and `en/line_second.forest`.
//!
//! Comes in: `boilerplate/dev.jsonl`, documents whose lines are labelled content or boilerplate. Goes out: the weights,
//! and figures by cross-validation in which no site is in both the training and the test part of a fold: word weights,
//! first pass and second pass are all learned anew for each fold, and what the second pass is trained on is what first
//! passes said of documents they had not seen.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

use clippings::clean::{Balance, Sheet, Sketch, agree, features, is_doubtful, observe, split};
use clippings::model::{Article, Recurrences, RuleId};
use clippings::rules::{Forest, Rules, hash_word, rule_term, split_words, summarise, terms};
use rayon::prelude::*;
use serde_json::Value;

use crate::boost::{Params, Random, Table, fit};
use crate::folds::group_folds;
use crate::pages::{self, LabelledPage};
use crate::written;

/// One labelled document.
struct Doc {
    id: String,
    site: u32,
    leftovers: bool,
    ent: bool,
    /// For each non-blank line: 1 boilerplate, 0 content.
    labels: Vec<f32>,
    soft: Vec<bool>,
    reasons: Vec<String>,
    texts: Vec<String>,
    sheet: Sheet,
    /// Terms of each line.
    terms: Vec<Vec<u32>>,
}

impl Doc {
    /// Whether it is an article of the bulk.
    fn is_bulk(&self) -> bool {
        self.id.starts_with(pages::BULK)
    }

    /// Whether it is of [`pages`]: other sites than those one asks about, and other readers.
    fn is_page(&self) -> bool {
        self.id.contains("#page")
    }
}

fn load(data: &Path, rules: &Rules, styles: &[String]) -> Vec<Doc> {
    let text = fs::read_to_string(data.join("boilerplate/dev.jsonl")).expect("boilerplate/dev.jsonl");
    let mut records: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    records.extend(pages::pages(data).iter().flat_map(LabelledPage::records));
    records.extend(written::articles().into_iter().map(|article| article.document));
    let records: Vec<&Value> = records.iter().filter(|r| styles.iter().any(|s| r["style"] == s.as_str())).collect();
    let article = |record: &Value| Article {
        text: source_text(record),
        site: Some(record["domain"].as_str().unwrap().to_owned()),
        ..Article::default()
    };
    let mut evidence: HashMap<bool, Recurrences> = HashMap::new();
    for record in &records {
        observe(&article(record), evidence.entry(record["style"] == "leftovers").or_default());
    }
    let copies: Vec<Value> = (1..=number("COPIES", 4.0) as u64)
        .flat_map(|n| records.iter().filter(|r| r["style"] == "leftovers").map(move |record| thinned(record, n)))
        .collect();
    let records: Vec<&Value> = records.into_iter().chain(&copies).collect();
    records
        .par_iter()
        .map(|record| doc(record, &article(record), rules, &evidence[&(record["style"] == "leftovers")]))
        .collect()
}

/// A copy of a document for training only, with some lines left out and, in every other copy, no blank lines: the same
/// lines in other surroundings.
fn thinned(record: &Value, n: u64) -> Value {
    let mut copy = record.clone();
    let id = format!("{}#{n}", record["id"].as_str().unwrap());
    let mut random = Random::new(u64::from(hash_word(&id)));
    let (less_body, less_litter) = (0.5 * random.uniform(), 0.5 * random.uniform());
    let no_blanks = random.uniform() < 0.25;
    let lines = copy["lines"].as_array_mut().unwrap();
    let mut index = 0;
    lines.retain(|line| {
        index += 1;
        let litter = line["label"] == "boilerplate";
        index == 1 || random.uniform() >= if litter { less_litter } else { less_body }
    });
    if no_blanks {
        lines.iter_mut().for_each(|line| line["blank"] = Value::Bool(false));
    }
    copy["id"] = Value::String(id);
    copy
}

fn source_text(record: &Value) -> String {
    let mut text = String::new();
    for (n, line) in record["lines"].as_array().unwrap().iter().enumerate() {
        let blank = line["blank"].as_bool().unwrap_or(false);
        text.push_str(if n == 0 {
            ""
        } else if blank {
            "\n\n"
        } else {
            "\n"
        });
        text.push_str(line["text"].as_str().unwrap());
    }
    text
}

fn doc(record: &Value, article: &Article, rules: &Rules, recurrences: &Recurrences) -> Doc {
    let spans: Vec<_> = split(&article.text).collect();
    // Each article whose site nobody knows counts as a site of its own, its copies among it.
    let id = record["id"].as_str().unwrap();
    let site = hash_word(
        article.site.as_deref().filter(|site| !site.is_empty()).unwrap_or(id.split('#').next().unwrap_or(id)),
    );
    let sheet = Sheet::new(&article.text, &spans, site, rules, recurrences);
    let lines: Vec<&Value> = record["lines"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| !line["text"].as_str().unwrap().trim().is_empty())
        .collect();
    assert_eq!(lines.len(), spans.len(), "{}", record["id"]);
    let texts: Vec<String> = spans.iter().map(|span| span.of(&article.text).to_owned()).collect();
    Doc {
        id: record["id"].as_str().unwrap().to_owned(),
        site,
        leftovers: record["style"] == "leftovers",
        ent: record["ent"].as_bool().unwrap_or(false),
        labels: lines.iter().map(|line| f32::from(u8::from(line["label"] == "boilerplate"))).collect(),
        soft: lines.iter().map(|line| line["soft"].as_bool().unwrap_or(false)).collect(),
        reasons: lines.iter().map(|line| line["reason"].as_str().unwrap_or("").to_owned()).collect(),
        terms: texts.iter().map(|text| line_terms(text)).collect(),
        texts,
        sheet,
    }
}

/// Returns the word counts of all documents.
pub fn text_counts(data: &Path, rules: &Rules) -> TextCounts {
    let docs = load(data, rules, &["leftovers".to_owned(), "block".to_owned()]);
    TextCounts::new(&docs.iter().collect::<Vec<_>>())
}

/// Returns the terms of a line.
pub fn line_terms(text: &str) -> Vec<u32> {
    let (mut words, mut found) = (Vec::new(), Vec::new());
    split_words(text, &mut words);
    terms(text, &words, &mut found);
    found
}

/// On how many sites a term stands in boilerplate and in content.
#[derive(Default)]
pub struct TextCounts {
    counts: HashMap<u32, (f32, f32)>,
    by_site: HashMap<(u32, u32), (bool, bool)>,
}

impl TextCounts {
    fn new(docs: &[&Doc]) -> TextCounts {
        let mut text = TextCounts::default();
        for doc in docs {
            for (line, terms) in doc.terms.iter().enumerate() {
                if doc.soft[line] {
                    continue;
                }
                let rule = doc.sheet.rules[line].map(|(strength, rule)| rule_term(strength, rule.0));
                for term in terms.iter().copied().chain(rule) {
                    let seen = text.by_site.entry((term, doc.site)).or_default();
                    if doc.labels[line] > 0.5 { seen.0 = true } else { seen.1 = true }
                }
            }
        }
        for (&(term, _), &(boilerplate, content)) in &text.by_site {
            let count = text.counts.entry(term).or_default();
            count.0 += f32::from(u8::from(boilerplate));
            count.1 += f32::from(u8::from(content));
        }
        text
    }

    /// The weight of a term as known without one site.
    pub fn weight(&self, term: u32, without: Option<u32>) -> Option<f32> {
        let &(mut boilerplate, mut content) = self.counts.get(&term)?;
        if let Some(seen) = without.and_then(|site| self.by_site.get(&(term, site))) {
            boilerplate -= f32::from(u8::from(seen.0));
            content -= f32::from(u8::from(seen.1));
        }
        weight(boilerplate, content)
    }
}

const MIN_SITES: f32 = 3.0;

fn weight(boilerplate: f32, content: f32) -> Option<f32> {
    let weight = ((boilerplate + 0.5) / (content + 0.5)).ln();
    (boilerplate + content >= MIN_SITES && weight.abs() >= 0.4).then(|| (weight * 10.0).round() / 10.0)
}

/// Fills in the evidence of words; `held` tells documents that the counts do not hold.
fn set_text(doc: &mut Doc, text: &TextCounts, held: bool) {
    let without = (!held).then_some(doc.site);
    let rules = doc.sheet.rules.iter().copied();
    for ((sketch, terms), rule) in doc.sheet.sketches.iter_mut().zip(&doc.terms).zip(rules) {
        set_sketch(sketch, terms, rule, |term| text.weight(term, without));
    }
}

/// Fills in the evidence of a line's words and of its phrase rule.
pub fn set_sketch(sketch: &mut Sketch, terms: &[u32], rule: Option<(u8, RuleId)>, weight: impl Fn(u32) -> Option<f32>) {
    sketch.rule_text = rule.and_then(|(strength, rule)| weight(rule_term(strength, rule.0))).unwrap_or(0.0);
    let [all, most, least, first, last] = summarise(terms, weight);
    (sketch.text, sketch.text_max, sketch.text_min, sketch.text_first, sketch.text_last) =
        (all, most, least, first, last);
}

/// Rows of one document, as a stage reads them.
type DocRows = features::Rows;

fn table(names: &[&'static str], docs: &[&Doc], rows: &[&DocRows]) -> Table {
    let keep_block = number("BLOCK", 1.0) as u64;
    let even = number("EVEN", 0.0);
    let mut table = Table::new(names);
    for (doc, rows) in docs.iter().zip(rows) {
        for line in 0..doc.labels.len() {
            if doc.soft[line] {
                continue;
            }
            if !doc.leftovers
                && doc.labels[line] > 0.5
                && !(line as u64 * 7919 + u64::from(doc.site)).is_multiple_of(keep_block)
            {
                continue;
            }
            let weight = (doc.labels.len() as f32 / 40.0).powf(-even).clamp(0.2, 3.0)
                * if doc.leftovers { 1.0 } else { number("BLOCKW", 0.3) }
                * match (doc.is_page(), doc.is_bulk()) {
                    _ if doc.id.starts_with(written::WRITTEN) => number("WRITTENW", 0.3),
                    (true, true) => number("BULKW", 0.1),
                    (true, false) => number("PAGEW", 0.3),
                    (false, _) => 1.0,
                };
            table.push(rows.row(line), doc.labels[line], weight, doc.site);
        }
    }
    table
}

fn score(forest: &Forest, rows: &DocRows) -> Vec<f32> {
    (0..rows.values.len() / rows.width).map(|line| forest.score(rows.row(line))).collect()
}

fn fit_all(table: &Table, params: &Params) -> Forest {
    fit(table, &(0..table.len()).collect::<Vec<_>>(), params)
}

/// The rows of the second pass for every line of a document.
fn second_rows(doc: &Doc, rows: &DocRows, scores: &[f32]) -> DocRows {
    features::second_rows(&doc.sheet, rows, scores, 0..doc.sheet.len())
}

/// What the second pass says of a document; of lines that the first is sure of, the first has the last word.
fn second_scores(second: &Forest, doc: &Doc, rows: &DocRows, first: &[f32]) -> Vec<f32> {
    let scores = score(second, &second_rows(doc, rows, first));
    let last_word = |(second, &first)| if is_doubtful(first) { second } else { first };
    let mut scores: Vec<f32> = scores.into_iter().zip(first).map(last_word).collect();
    agree(&doc.sheet, &mut scores);
    scores
}

fn leak(names: Vec<String>) -> Vec<&'static str> {
    names.into_iter().map(|name| &*Box::leak(name.into_boxed_str())).collect()
}

struct Model {
    text: TextCounts,
    first: Forest,
    second: Forest,
}

fn number(name: &str, default: f32) -> f32 {
    option(name).and_then(|value| value.parse().ok()).unwrap_or(default)
}

fn params(stage: u8, seed: u64) -> Params {
    let of = |name: &str, default: f32| number(&format!("{name}{stage}"), default);
    Params {
        trees: of("TREES", 500.0) as usize,
        depth: of("DEPTH", 6.0) as usize,
        rate: of("RATE", 0.06),
        l2: of("L2", 4.0),
        min_leaf_weight: of("LEAF", 2.0),
        bins: 64,
        column_sample: of("COLS", 0.3),
        row_sample: of("ROWS", 0.8),
        trim: of("TRIM", 0.02),
        seed,
        ..Params::default()
    }
}

/// Trains on `train` and scores `test`: first and second pass. `k` is the number of inner folds.
fn train(train: &mut [Doc], test: &mut [Doc], seed: u64, k: usize) -> (Model, Vec<Vec<f32>>, Vec<Vec<f32>>) {
    let text = TextCounts::new(&train.iter().collect::<Vec<_>>());
    train.iter_mut().for_each(|doc| set_text(doc, &text, false));
    test.iter_mut().for_each(|doc| set_text(doc, &text, true));
    let (train, test) = (&*train, &*test);
    let names = leak(features::names());
    let rows: Vec<DocRows> = train.par_iter().map(|doc| features::rows(&doc.sheet)).collect();
    let test_rows: Vec<DocRows> = test.par_iter().map(|doc| features::rows(&doc.sheet)).collect();

    let keys: Vec<u32> = train.iter().map(|doc| doc.site).collect();
    let folds = group_folds(&keys, k, seed + 17);
    let mut inner: Vec<Vec<f32>> = vec![Vec::new(); train.len()];
    let scored: Vec<Vec<(usize, Vec<f32>)>> = (0..k as u32)
        .into_par_iter()
        .map(|fold| {
            let seen: Vec<usize> = (0..train.len()).filter(|&doc| folds[doc] != fold).collect();
            let table = table(
                &names,
                &seen.iter().map(|&d| &train[d]).collect::<Vec<_>>(),
                &seen.iter().map(|&d| &rows[d]).collect::<Vec<_>>(),
            );
            let forest = fit_all(&table, &params(1, seed));
            (0..train.len()).filter(|&doc| folds[doc] == fold).map(|doc| (doc, score(&forest, &rows[doc]))).collect()
        })
        .collect();
    for (doc, scores) in scored.into_iter().flatten() {
        inner[doc] = scores;
    }
    let docs: Vec<&Doc> = train.iter().collect();
    let first_table = table(&names, &docs, &rows.iter().collect::<Vec<_>>());
    let first = fit_all(&first_table, &params(1, seed));
    let test_first: Vec<Vec<f32>> = test_rows.iter().map(|rows| score(&first, rows)).collect();

    let second_names = leak(features::second_names());
    let second_rows: Vec<DocRows> =
        (0..train.len()).into_par_iter().map(|d| second_rows(&train[d], &rows[d], &inner[d])).collect();
    let second_table = table(&second_names, &docs, &second_rows.iter().collect::<Vec<_>>());
    let second = fit_all(&second_table, &params(2, seed));
    if std::env::var("IMPORTANCE").is_ok() {
        for (name, value) in crate::boost::importance(&second, &second_table).iter().take(60) {
            println!("{name}\t{value:.4}");
        }
    }
    let test_second = (0..test.len())
        .into_par_iter()
        .map(|d| second_scores(&second, &test[d], &test_rows[d], &test_first[d]))
        .collect();
    (Model { text, first, second }, test_first, test_second)
}

/// Figures of one set of documents at one threshold, as `score_boilerplate.py` counts them.
#[derive(Default)]
struct Figures {
    tp: f64,
    fp: f64,
    fn_: f64,
    ctp: f64,
    cfp: f64,
    cfn: f64,
    docs: f64,
    no_loss: f64,
    perfect: f64,
    macro_sum: f64,
    macro_docs: f64,
}

impl Figures {
    fn add(&mut self, doc: &Doc, scores: &[f32], threshold: f32) {
        let (mut tp, mut fp, mut missed) = (0.0, 0.0, 0.0);
        for (line, &score) in scores.iter().enumerate().take(doc.labels.len()) {
            if doc.soft[line] {
                continue;
            }
            let n = doc.texts[line].chars().count() as f64;
            match (doc.labels[line] > 0.5, score > threshold) {
                (true, true) => tp += 1.0,
                (true, false) => {
                    missed += 1.0;
                    self.cfp += n;
                }
                (false, true) => {
                    fp += 1.0;
                    self.cfn += n;
                }
                (false, false) => self.ctp += n,
            }
        }
        self.tp += tp;
        self.fp += fp;
        self.fn_ += missed;
        self.docs += 1.0;
        self.no_loss += f64::from(u8::from(fp == 0.0));
        self.perfect += f64::from(u8::from(fp + missed == 0.0));
        if tp + missed > 0.0 {
            self.macro_sum += 2.0 * tp / (2.0 * tp + fp + missed);
            self.macro_docs += 1.0;
        }
    }

    fn print(&self, name: &str) {
        println!(
            "{name:<28} P {:.4} R {:.4} F1 {:.4}  macro {:.4}  char {:.4}  no-loss {:.3}  perfect {:.3}  ({} docs)",
            self.tp / (self.tp + self.fp),
            self.tp / (self.tp + self.fn_),
            2.0 * self.tp / (2.0 * self.tp + self.fp + self.fn_),
            self.macro_sum / self.macro_docs,
            2.0 * self.ctp / (2.0 * self.ctp + self.cfp + self.cfn),
            self.no_loss / self.docs,
            self.perfect / self.docs,
            self.docs
        );
    }
}

fn report(title: &str, docs: &[Doc], scores: &BTreeMap<String, Vec<f32>>, threshold: f32) {
    type Group = (&'static str, fn(&Doc) -> bool);
    let groups: [Group; 7] = [
        ("leftovers", |d| d.leftovers && !d.is_page()),
        ("leftovers/ent", |d| d.leftovers && d.ent),
        ("block", |d| !d.leftovers && !d.is_page()),
        ("written", |d| d.id.starts_with(written::WRITTEN)),
        ("pages leftovers", |d| {
            d.leftovers && d.is_page() && !d.id.starts_with("bulk/") && !d.id.starts_with(written::WRITTEN)
        }),
        ("bulk", |d| d.id.starts_with("bulk/")),
        ("pages block", |d| !d.leftovers && d.is_page()),
    ];
    for (name, is) in groups {
        let mut figures = Figures::default();
        docs.iter().filter(|doc| is(doc)).for_each(|doc| figures.add(doc, &scores[&doc.id], threshold));
        if figures.docs > 0.0 {
            figures.print(&format!("{title} {name} >{threshold}"));
        }
    }
}

fn option(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The fold of each site. The sites one asks about are dealt first, so that what else is learned from changes nothing of
/// who is held out with whom.
fn folds_of_sites(docs: &[Doc], k: usize, seed: u64) -> HashMap<u32, u32> {
    let (pages, asked): (Vec<&Doc>, Vec<&Doc>) = docs.iter().partition(|doc| doc.is_page());
    let mut fold_of = HashMap::new();
    for docs in [asked, pages] {
        let keys: Vec<u32> = docs.iter().map(|doc| doc.site).filter(|site| !fold_of.contains_key(site)).collect();
        fold_of.extend(keys.iter().copied().zip(group_folds(&keys, k, seed)));
    }
    fold_of
}

/// Trains, reports and, on request, writes the weights and prints the mistakes.
pub fn run(data: &Path, rules: &Rules, write_weights: bool, errors: bool) {
    let styles = option("STYLES").unwrap_or_else(|| "leftovers,block".to_owned());
    let styles: Vec<String> = styles.split(',').map(str::to_owned).collect();
    let seed = option("SEED").and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let mut docs = load(data, rules, &styles);
    println!("{} documents, {} lines", docs.len(), docs.iter().map(|d| d.labels.len()).sum::<usize>());
    let n_folds = number("FOLDS", 5.0) as u32;
    let fold_seed = option("FOLDSEED").and_then(|seed| seed.parse().ok()).unwrap_or(seed);
    let fold_of = folds_of_sites(&docs, n_folds as usize, fold_seed);
    let (mut firsts, mut seconds) = (BTreeMap::new(), BTreeMap::new());
    for fold in 0..n_folds {
        docs.sort_by_key(|doc| (fold_of[&doc.site] == fold, doc.id.clone()));
        let n_train = docs.iter().filter(|doc| fold_of[&doc.site] != fold).count();
        let (seen, held) = docs.split_at_mut(n_train);
        let (_, first, second) = train(seen, held, seed, 4);
        for ((doc, first), second) in held.iter().zip(first).zip(second) {
            firsts.insert(doc.id.clone(), first);
            seconds.insert(doc.id.clone(), second);
        }
    }
    if write_weights {
        write(&mut docs, seed);
    }
    docs.retain(|doc| !doc.id.contains('#') || doc.id.ends_with("#page"));
    docs.sort_by(|a, b| a.id.cmp(&b.id));
    report("first", &docs, &firsts, 0.0);
    for threshold in [0.0, 1.0] {
        report("second", &docs, &seconds, threshold);
    }
    for balance in [Balance::Strict, Balance::Normal, Balance::Lenient] {
        let shift = |scores: &Vec<f32>| scores.iter().map(|score| score - balance.threshold(scores)).collect();
        let shifted = seconds.iter().map(|(id, scores)| (id.clone(), shift(scores))).collect();
        report(&format!("{balance:?}"), &docs, &shifted, 0.0);
    }
    if errors {
        print_errors(&docs, &seconds);
    }
    if let Some(path) = option("DUMP") {
        dump(&path, &docs, &firsts, &seconds);
    }
}

/// Prints the lines of articles with leftovers that the normal balance gets wrong, each among its neighbours.
fn print_errors(docs: &[Doc], scores: &BTreeMap<String, Vec<f32>>) {
    for doc in docs.iter().filter(|doc| doc.leftovers) {
        let scores = &scores[&doc.id];
        let threshold = Balance::Normal.threshold(scores);
        let wrong = |line: usize| !doc.soft[line] && (doc.labels[line] > 0.5) != (scores[line] > threshold);
        let n_wrong = (0..scores.len()).filter(|&line| wrong(line)).count();
        if n_wrong > 0 {
            println!("\n{}: {n_wrong} wrong of {}, threshold {threshold:.2}", doc.id, scores.len());
        }
        for line in 0..scores.len() {
            let near = line.saturating_sub(2)..(line + 3).min(scores.len());
            if near.into_iter().any(wrong) {
                let (mark, blank) =
                    (if wrong(line) { '!' } else { ' ' }, if doc.sheet.blank_before[line] { '_' } else { ' ' });
                let text: String = doc.texts[line].chars().take(100).collect();
                let label = if doc.labels[line] > 0.5 { doc.reasons[line].as_str() } else { "-" };
                println!("{mark} {:+5.1} {blank} {label:12.12} {text}", scores[line]);
            }
        }
    }
}

fn dump(path: &str, docs: &[Doc], firsts: &BTreeMap<String, Vec<f32>>, seconds: &BTreeMap<String, Vec<f32>>) {
    let mut out = String::new();
    for doc in docs {
        for line in 0..doc.labels.len() {
            let record = serde_json::json!({
                "id": doc.id, "line": line, "label": doc.labels[line], "soft": doc.soft[line], "reason": doc.reasons[line],
                "first": firsts[&doc.id][line], "second": seconds[&doc.id][line], "text": doc.texts[line],
                "rule": doc.sheet.rules[line].map(|(_, rule)| rule.0), "t": doc.sheet.sketches[line].text,
                "blank": doc.sheet.blank_before[line],
            });
            out.push_str(&record.to_string());
            out.push('\n');
        }
    }
    fs::write(path, out).expect("dump");
}

fn write(docs: &mut [Doc], seed: u64) {
    let (model, ..) = train(docs, &mut [], seed, 5);
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../src/rules/en"));
    let mut weights: Vec<(u32, f32)> = model
        .text
        .counts
        .keys()
        .filter_map(|&term| model.text.weight(term, None).map(|weight| (term, weight)))
        .collect();
    weights.sort_by_key(|&(term, _)| term);
    let mut text = String::from("hash\tweight\n");
    weights.iter().for_each(|(term, weight)| text.push_str(&format!("{term:08x}\t{weight}\n")));
    fs::write(folder.join("line_text.tsv"), text).expect("line_text.tsv");
    fs::write(folder.join("line_first.forest"), model.first.write()).expect("line_first.forest");
    fs::write(folder.join("line_second.forest"), model.second.write()).expect("line_second.forest");
}
