//! The page classifier: which rendered lines of a page are the article.
//!
//! In come pages and the text of their articles (`boilerplate/dev_html/`); out come the two forests that `clean::dom`
//! reads, and what they reach when each page is judged by forests that have seen no page of its site.
//!
//! The gold is text, not lines: a line is the article's when its words stand in the gold, in the order of the page.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use clippings::clean::Balance;
use clippings::clean::Sheet;
use clippings::clean::dom::{self, features};
use clippings::clean::features::Rows;
use clippings::ingest::{self, Content, Format, Raw};
use clippings::model::{Article, Block};
use clippings::rules::{Forest, Rules, hash_word};
use rayon::prelude::*;
use serde_json::Value;

use crate::boost::{Params, Table, fit, importance};
use crate::folds::group_folds;
use crate::line::{TextCounts, line_terms, set_sketch, text_counts};

const FOLDS: u32 = 8;
const INNER_FOLDS: u32 = 4;

/// A page with its labels.
struct Page {
    id: String,
    site: u32,
    public: bool,
    text: String,
    /// The blocks that are judged.
    blocks: Vec<Block>,
    sheet: Sheet,
    rows: Rows,
    labels: Vec<f32>,
    weights: Vec<f32>,
    gold: Vec<u32>,
    /// The words of each line, as numbers.
    words: Vec<Vec<u32>>,
}

/// What to do besides the report.
pub struct Options {
    /// Write the weights.
    pub write: bool,
    /// Print the pages that are judged worst.
    pub errors: bool,
    /// Print the pages whose labels miss most of the gold.
    pub labels: bool,
}

/// Trains and reports; writes the weights when asked to.
pub fn run(data: &Path, options: &Options) -> Result<(), Box<dyn Error>> {
    let rules = Rules::load()?;
    let pages = read(&data.join("boilerplate/dev_html"), &text_counts(data, &rules), &rules)?;
    let lines: usize = pages.iter().map(|page| page.blocks.len()).sum();
    println!("{} pages, {lines} lines, {} features", pages.len(), features::SECOND.len());
    let labels: Scores = pages.iter().map(|page| (page.id.clone(), page.labels.clone())).collect();
    report("gold labels", &pages, &labels, Balance::Normal);
    if options.labels {
        errors(&pages, &labels);
        return Ok(());
    }
    let (first, second) = cross_validate(&pages);
    report("first forest", &pages, &first, Balance::Normal);
    report("second forest", &pages, &second, Balance::Normal);
    report("  strict", &pages, &second, Balance::Strict);
    report("  lenient", &pages, &second, Balance::Lenient);
    if options.errors {
        errors(&pages, &second);
    }
    if options.write {
        let all: Vec<&Page> = pages.iter().collect();
        let (first, second) = train(&all);
        show_importance(&second, &pages, &first);
        fs::write("src/rules/en/page.forest.txt", first.write())?;
        fs::write("src/rules/en/page_context.forest.txt", second.write())?;
    }
    Ok(())
}

fn first_params() -> Params {
    Params {
        trees: 120,
        trim: 0.02,
        depth: 6,
        rate: 0.1,
        l2: 5.0,
        min_leaf_weight: 2.0,
        column_sample: 0.5,
        row_sample: 0.8,
        ..Params::default()
    }
}

fn second_params() -> Params {
    Params {
        trees: 120,
        trim: 0.02,
        depth: 5,
        rate: 0.08,
        l2: 5.0,
        min_leaf_weight: 2.0,
        column_sample: 0.5,
        row_sample: 0.8,
        seed: 2,
        ..Params::default()
    }
}

type Scores = HashMap<String, Vec<f32>>;

/// Returns the probabilities of both forests for every line, by forests that have not seen its site.
fn cross_validate(pages: &[Page]) -> (Scores, Scores) {
    let sites: Vec<u32> = pages.iter().map(|page| page.site).collect();
    let fold_seed = std::env::var("FOLDSEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let folds = group_folds(&sites, FOLDS as usize, fold_seed);
    let (mut first_scores, mut second_scores) = (Scores::new(), Scores::new());
    for fold in 0..FOLDS {
        let (held, seen) = split(pages, &folds, fold);
        let (first, second) = train(&seen);
        for page in held {
            let kept = score(&first, &page.rows);
            second_scores.insert(page.id.clone(), second_scores_of(&second, page, &kept));
            first_scores.insert(page.id.clone(), kept);
        }
    }
    (first_scores, second_scores)
}

fn split<'p>(pages: &'p [Page], folds: &[u32], fold: u32) -> (Vec<&'p Page>, Vec<&'p Page>) {
    let (held, seen): (Vec<_>, Vec<_>) = pages.iter().zip(folds).partition(|(_, own)| **own == fold);
    (held.into_iter().map(|pair| pair.0).collect(), seen.into_iter().map(|pair| pair.0).collect())
}

/// Trains both forests; the second on what first forests say of pages whose sites they have not seen.
fn train(pages: &[&Page]) -> (Forest, Forest) {
    let sites: Vec<u32> = pages.iter().map(|page| page.site).collect();
    let folds = group_folds(&sites, INNER_FOLDS as usize, 2);
    let opinions: Vec<Scores> = (0..INNER_FOLDS)
        .into_par_iter()
        .map(|fold| {
            let seen: Vec<&Page> =
                pages.iter().zip(&folds).filter(|(_, own)| **own != fold).map(|(page, _)| *page).collect();
            let forest = fit_all(&first_table(&seen), &first_params());
            let held = pages.iter().zip(&folds).filter(|(_, own)| **own == fold);
            held.map(|(page, _)| (page.id.clone(), score(&forest, &page.rows))).collect()
        })
        .collect();
    let opinions: Scores = opinions.into_iter().flatten().collect();
    let mut table = Table::new(&features::SECOND);
    for page in pages {
        push_rows(&mut table, page, &second_rows(page, &opinions[&page.id]));
    }
    let first = fit_all(&first_table(pages), &first_params());
    (first, fit_all(&table, &second_params()))
}

fn first_table(pages: &[&Page]) -> Table {
    let mut table = Table::new(&features::FIRST);
    pages.iter().for_each(|page| push_rows(&mut table, page, &page.rows));
    table
}

/// Numbers of lines that are not learned from: cross-validated, pages did no better with them. The tree of a page tells
/// more of pictures and of what belongs together than words and blank lines do.
const PASSED_OVER: [&str; 27] = [
    "doubled",
    "opening_run",
    "opens_name",
    "named_as",
    "since_date",
    "until_date",
    "n_dates",
    "past_auxiliaries",
    "acts",
    "scenes",
    "placings",
    "opens_article",
    "year",
    "in_brackets",
    "tail",
    "tail_capitals",
    "rule_text",
    "first_copy",
    "of_first",
    "within_near",
    "holds_near",
    "block_caption",
    "block_phrases",
    "block_text",
    "block_stops",
    "block_words",
    "same_blocks",
];

fn push_rows(table: &mut Table, page: &Page, rows: &Rows) {
    let passed_over = |name: &&str| PASSED_OVER.contains(name);
    let columns: Vec<usize> = (0..rows.width).filter(|&column| passed_over(&table.features[column])).collect();
    for (index, row) in rows.values.chunks_exact(rows.width).enumerate() {
        let weight = page.weights[index] * thinned(page, index);
        if weight > 0.0 {
            let mut row = row.to_vec();
            columns.iter().for_each(|&column| row[column] = f32::NAN);
            table.push(&row, page.labels[index], weight, page.site);
        }
    }
}

/// Returns how much a line counts when of those that are plainly outside the article only every fourth is learned from.
fn thinned(page: &Page, index: usize) -> f32 {
    let evidence = &page.blocks[index].evidence;
    let is_plain = page.labels[index] < 0.5 && (evidence.link_share > 0.8 || evidence.in_body == 0.0);
    match is_plain {
        false => 1.0,
        true if index.is_multiple_of(4) => 4.0,
        true => 0.0,
    }
}

fn fit_all(table: &Table, params: &Params) -> Forest {
    fit(table, &(0..table.len()).collect::<Vec<_>>(), params)
}

fn score(forest: &Forest, rows: &Rows) -> Vec<f32> {
    rows.values.chunks_exact(rows.width).map(|row| forest.probability(row)).collect()
}

fn second_rows(page: &Page, kept: &[f32]) -> Rows {
    let blocks: Vec<&Block> = page.blocks.iter().collect();
    let lines: Vec<usize> = (0..blocks.len()).collect();
    features::second(&blocks, &page.sheet, &page.rows, kept, &lines)
}

/// What the second forest says; of lines that the first is sure of, the first has the last word.
fn second_scores_of(second: &Forest, page: &Page, kept: &[f32]) -> Vec<f32> {
    let scores = score(second, &second_rows(page, kept));
    scores.into_iter().zip(kept).map(|(second, &first)| if dom::is_doubtful(first) { second } else { first }).collect()
}

fn show_importance(second: &Forest, pages: &[Page], first: &Forest) {
    let mut table = Table::new(&features::SECOND);
    for page in pages {
        push_rows(&mut table, page, &second_rows(page, &score(first, &page.rows)));
    }
    for (name, weight) in importance(second, &table).into_iter().take(60) {
        print!("{name} {weight:.3}  ");
    }
    println!();
}

/// Reads the pages and aligns their lines with the gold.
fn read(folder: &Path, counts: &TextCounts, rules: &Rules) -> Result<Vec<Page>, Box<dyn Error>> {
    let gold: BTreeMap<String, Value> = serde_json::from_slice(&fs::read(folder.join("gold.json"))?)?;
    let mut sites: HashMap<String, u32> = HashMap::new();
    let mut pages = Vec::new();
    for (id, entry) in gold {
        let n_sites = sites.len() as u32;
        let site = *sites.entry(site(entry["domain"].as_str().unwrap_or(&id))).or_insert(n_sites);
        let bytes = Command::new("gzip").arg("-dc").arg(folder.join(format!("{id}.html.gz"))).output()?.stdout;
        let raw = Raw { path: id.clone(), line: 1, format: Format::Html, content: Content::Bytes(bytes), stamp: 0 };
        let article = ingest::parse(raw).map_err(|error| error.to_string())?;
        pages.push(page(id, site, &entry, &article, counts, rules));
    }
    Ok(pages)
}

/// Returns the name of a site: the label before the public suffix, so that `bbc.co.uk` and `bbc.com` are one.
fn site(domain: &str) -> String {
    let labels: Vec<&str> = domain.trim_start_matches("www.").split('.').collect();
    let end = labels.iter().rposition(|label| label.len() > 3).unwrap_or(0);
    labels[end].to_owned()
}

fn page(id: String, site: u32, entry: &Value, article: &Article, counts: &TextCounts, rules: &Rules) -> Page {
    let public = entry["published_benchmark"].as_bool().unwrap_or(false);
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut words = |text: &str| -> Vec<u32> {
        let words =
            text.split(|letter: char| !(letter.is_alphanumeric() || letter == '_')).filter(|word| !word.is_empty());
        words
            .map(|word| {
                let next = numbers.len() as u32;
                *numbers.entry(word.to_owned()).or_insert(next)
            })
            .collect()
    };
    let gold = words(entry["articleBody"].as_str().unwrap_or(""));
    let blocks = features::blocks(article);
    let lines: Vec<Vec<u32>> = blocks.iter().map(|block| words(block.span.of(&article.text))).collect();
    let labels = align(&lines, &gold);
    let scale = 60.0 / gold.len().max(100) as f32;
    let weigh = |words: &Vec<u32>| match words.len() {
        0 => 0.0,
        n_words => (n_words.min(150) as f32).powf(0.7) * scale + scale * 3.0,
    };
    let weights = lines.iter().map(weigh).collect();
    let mut sheet = features::sheet(article, &blocks, rules);
    let without = Some(hash_word(entry["domain"].as_str().unwrap_or("")));
    for ((sketch, block), &rule) in sheet.sketches.iter_mut().zip(&blocks).zip(&sheet.rules) {
        let terms = line_terms(block.span.of(&article.text));
        set_sketch(sketch, &terms, rule, |term| counts.weight(term, without));
    }
    let rows = features::first(&blocks, &sheet);
    let blocks = blocks.into_iter().cloned().collect();
    Page { id, site, public, text: article.text.clone(), blocks, sheet, rows, labels, weights, gold, words: lines }
}

/// A stretch of the gold that a line may stand for.
struct Match {
    line: usize,
    start: usize,
    end: usize,
    n_words: usize,
}

/// Labels the lines: 1 for those whose words, for the better part, stand in the gold, at places that follow the order of
/// the page.
fn align(lines: &[Vec<u32>], gold: &[u32]) -> Vec<f32> {
    let mut places: HashMap<&[u32], Vec<usize>> = HashMap::new();
    for length in 1..=3 {
        gold.windows(length).enumerate().for_each(|(at, window)| places.entry(window).or_default().push(at));
    }
    let mut matches: Vec<Match> = Vec::new();
    for (line, words) in lines.iter().enumerate() {
        let length = words.len().min(3);
        if length == 0 {
            continue;
        }
        let mut hits: Vec<(usize, usize)> = Vec::new();
        for (offset, window) in words.windows(length).enumerate() {
            hits.extend(places.get(window).into_iter().flatten().map(|at| (*at, offset)));
        }
        hits.sort_unstable();
        clusters(line, words.len(), length, &hits, &mut matches);
    }
    let mut labels = vec![0.0; lines.len()];
    for index in best_chain(&matches, gold.len()) {
        let chosen = &matches[index];
        labels[chosen.line] = f32::from(u8::from(chosen.n_words * 2 > lines[chosen.line].len()));
    }
    labels
}

/// Gathers hits (place in the gold, place in the line) into stretches: hits that lie on nearly one diagonal.
fn clusters(line: usize, n_words: usize, length: usize, hits: &[(usize, usize)], matches: &mut Vec<Match>) {
    let mut hits: Vec<(isize, usize, usize)> =
        hits.iter().map(|(at, offset)| (*at as isize - *offset as isize, *at, *offset)).collect();
    hits.sort_unstable();
    let slack = (n_words / 4) as isize;
    let mut at = 0;
    while at < hits.len() {
        let next = at + hits[at..].iter().take_while(|hit| hit.0 <= hits[at].0 + slack).count();
        let cluster = &hits[at..next];
        let mut offsets: Vec<usize> = cluster.iter().map(|hit| hit.2).collect();
        offsets.sort_unstable();
        offsets.dedup();
        let found = (offsets.len() + length - 1).min(n_words);
        if found * 2 > n_words {
            let begin = cluster[cluster.len() / 2].0.max(0) as usize;
            let start = cluster.iter().map(|hit| hit.1).min().unwrap_or(0).max(begin);
            let end = cluster.iter().map(|hit| hit.1 + length).max().unwrap_or(0).min(begin + n_words);
            matches.push(Match { line, start, end, n_words: found });
            at = next;
        } else {
            at += 1;
        }
    }
}

/// Returns the matches that follow one another in page and gold and cover the most words.
fn best_chain(matches: &[Match], n_gold: usize) -> Vec<usize> {
    // best[e]: the best chain that ends at or before place e, as a Fenwick tree of maxima.
    let mut best: Vec<(u64, usize)> = vec![(0, usize::MAX); n_gold + 2];
    let mut from = vec![usize::MAX; matches.len()];
    let mut by_line = 0;
    while by_line < matches.len() {
        let line = matches[by_line].line;
        let next = by_line + matches[by_line..].iter().take_while(|found| found.line == line).count();
        let mut reached = Vec::new();
        for index in by_line..next {
            let found = &matches[index];
            let (mut weight, mut last) = (0, usize::MAX);
            let mut at = found.start + 1;
            while at > 0 {
                if best[at].0 > weight {
                    (weight, last) = best[at];
                }
                at &= at - 1;
            }
            from[index] = last;
            // Of equal chains, one whose matches are adjacent is better.
            let adjacent = matches.get(last).is_some_and(|last| last.end == found.start);
            reached.push((weight + 10 * found.n_words as u64 + u64::from(adjacent) * 3, index));
        }
        for (weight, index) in reached {
            let mut at = matches[index].end + 1;
            while at < best.len() {
                if weight > best[at].0 {
                    best[at] = (weight, index);
                }
                at += at & at.wrapping_neg();
            }
        }
        by_line = next;
    }
    let mut top = (0, usize::MAX);
    let mut at = n_gold + 1;
    while at > 0 {
        top = top.max_by_weight(best[at]);
        at &= at - 1;
    }
    let mut chain = Vec::new();
    let mut index = top.1;
    while index != usize::MAX {
        chain.push(index);
        index = from[index];
    }
    chain
}

trait ByWeight {
    fn max_by_weight(self, other: Self) -> Self;
}

impl ByWeight for (u64, usize) {
    fn max_by_weight(self, other: Self) -> Self {
        if other.0 > self.0 { other } else { self }
    }
}

/// Returns which lines of a page are kept.
fn keep(page: &Page, scores: &Scores, balance: Balance) -> Vec<bool> {
    let kept = &scores[&page.id];
    let words: Vec<f32> = page.sheet.sketches.iter().map(|sketch| sketch.words).collect();
    let threshold = dom::threshold(kept, &words, balance);
    kept.iter().map(|kept| *kept >= threshold).collect()
}

/// Prints the benchmark's measure.
fn report(name: &str, pages: &[Page], scores: &Scores, balance: Balance) {
    let figures = |pages: &[&Page]| {
        let (mut precision, mut recall, mut n_precision, mut exact) = (0.0, 0.0, 0, 0);
        for page in pages {
            let (own_precision, own_recall, is_exact) = compare(page, &keep(page, scores, balance));
            precision += own_precision.unwrap_or(0.0);
            n_precision += usize::from(own_precision.is_some());
            recall += own_recall;
            exact += usize::from(is_exact);
        }
        let (precision, recall) = (precision / n_precision.max(1) as f32, recall / pages.len() as f32);
        let f1 = 2.0 * precision * recall / (precision + recall);
        format!("F1 {f1:.4} P {precision:.4} R {recall:.4} exact {:.3}", exact as f32 / pages.len() as f32)
    };
    let all: Vec<&Page> = pages.iter().collect();
    let public: Vec<&Page> = pages.iter().filter(|page| page.public).collect();
    println!("{name:14} all {}   published {}", figures(&all), figures(&public));
}

/// Returns precision, recall and exactness of one page, by shingles of four words.
fn compare(page: &Page, kept: &[bool]) -> (Option<f32>, f32, bool) {
    let lines =
        page.words.iter().enumerate().filter(|(index, _)| kept[*index] && !dom::is_headline(&page.blocks[*index]));
    let words: Vec<u32> = lines.flat_map(|(_, words)| words.iter().copied()).collect();
    let (gold, found) = (shingles(&page.gold), shingles(&words));
    let common: usize = found.iter().map(|(shingle, count)| gold.get(shingle).map_or(0, |own| *own.min(count))).sum();
    let total = |shingles: &HashMap<&[u32], usize>| shingles.values().sum::<usize>();
    let precision = (!found.is_empty()).then(|| common as f32 / total(&found) as f32);
    (precision, common as f32 / total(&gold).max(1) as f32, words == page.gold)
}

fn shingles(words: &[u32]) -> HashMap<&[u32], usize> {
    let mut counts = HashMap::new();
    for shingle in words.windows(4.min(words.len().max(1))) {
        *counts.entry(shingle).or_default() += 1;
    }
    counts
}

/// Prints the pages that are judged worst, with the lines that are judged wrong.
fn errors(pages: &[Page], scores: &Scores) {
    let f1 = |page: &&Page| {
        let (precision, recall, _) = compare(page, &keep(page, scores, Balance::Normal));
        let precision = precision.unwrap_or(0.0);
        2.0 * precision * recall / (precision + recall).max(0.001)
    };
    let mut order: Vec<&Page> = pages.iter().collect();
    order.sort_by(|a, b| f1(a).total_cmp(&f1(b)));
    for page in order.iter().take(80) {
        let (precision, recall, _) = compare(page, &keep(page, scores, Balance::Normal));
        let (_, best, _) = compare(page, &page.labels.iter().map(|label| *label > 0.5).collect::<Vec<_>>());
        let keep = keep(page, scores, Balance::Normal);
        println!(
            "\n=== {} P {:.3} R {recall:.3} (labels R {best:.3}), {} gold words",
            page.id,
            precision.unwrap_or(0.0),
            page.gold.len()
        );
        for (index, block) in page.blocks.iter().enumerate() {
            let (kept, label) = (scores[&page.id][index], page.labels[index]);
            if keep[index] != (label > 0.5) {
                let text: String = block.span.of(&page.text).chars().take(150).collect();
                let sign = if label > 0.5 { "LOST" } else { "kept" };
                println!("  {index:4} {sign} {kept:.2} <{}> {text}", block.element);
            }
        }
    }
}
