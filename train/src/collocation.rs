//! Learns `en/collocations.tsv`: the runs of words that titles stand in.
//!
//! From the bulk articles as the program reads them: what it finds to be titles, with the larger list of films, against
//! all other runs of capitals, in articles that name a title. Articles of which every title is labelled are left out, so
//! that the forest of titles, learned from them, sees honest odds.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::Path;

use clippings::annotate::names::{context, pieces};
use clippings::annotate::{Document, annotate};
use clippings::model::{CleanArticle, Recurrences, Span, Work};
use clippings::rules::collocation::{Neighbours, PHRASE, SHAPES};
use clippings::rules::{Key, Rules};
use rayon::prelude::*;

use crate::boost::Random;
use crate::context::printed;
use crate::ftrl::{Ftrl, Params};
use crate::{bulk, labels, works};

/// Runs that stand beside fewer phrases are left out.
const LEAST: u32 = 4;
/// Weights nearer to nought, in hundredths, are left out.
const SMALL: f64 = 8.0;
/// So many times one title is learned from.
const MOST: u32 = 40;
/// The share of the phrases by which the weights are tried.
const TRIED: f64 = 0.1;
const PASSES: usize = 3;
/// What every phrase has.
const BIAS: Key = Key::EMPTY;

/// How the weights are learned.
const PARAMS: Params = Params { alpha: 0.05, beta: 1.0, l1: 0.5, l2: 2.0 };

/// A phrase: what stands around it, and whether it is a title.
struct Example {
    neighbours: Neighbours,
    is_title: bool,
}

/// What articles tell.
#[derive(Default)]
struct Read {
    /// What stands around each phrase; the title that it is, if it is one.
    phrases: Vec<(Option<String>, Neighbours)>,
    /// What stands around any, as printed.
    printed: HashMap<Key, String>,
}

/// Learns the weights, prints how well they tell titles, and returns the text of the table.
pub fn learn(data: &Path, rules: &Rules) -> String {
    let (examples, printed) = examples(data, rules);
    let mut seen: HashMap<Key, u32> = HashMap::new();
    for run in examples.iter().flat_map(|example| example.neighbours.runs()) {
        *seen.entry(run).or_default() += 1;
    }
    seen.retain(|_, n| *n >= LEAST);
    let names = names(&examples, &seen, &printed);
    let mut random = Random::new(1);
    let (tried, mut learned): (Vec<Example>, Vec<Example>) =
        examples.into_iter().partition(|_| random.uniform() < TRIED);
    let mut model = Ftrl::new(PARAMS);
    let terms = |example: &Example| -> Vec<Key> {
        let seen = example.neighbours.runs().into_iter().filter(|run| seen.contains_key(run));
        seen.chain([BIAS]).collect()
    };
    for _ in 0..PASSES {
        random.shuffle(&mut learned);
        learned.iter().for_each(|example| model.learn(&terms(example), example.is_title, 1.0));
    }
    let mut odds: Vec<(f64, bool)> =
        tried.iter().map(|example| (model.odds(&example.neighbours.runs()), example.is_title)).collect();
    odds.sort_by(|a, b| b.0.total_cmp(&a.0));
    let n_titles = odds.iter().filter(|(_, is_title)| *is_title).count();
    println!("{} phrases, {n_titles} titles among {} tried", learned.len(), odds.len());
    println!("AUC {:.4}, precision at as many as there are {:.4}", auc(&odds), precision(&odds, n_titles));
    table(&model, &names)
}

/// The phrases of the articles that are learned from, and their neighbours as printed.
fn examples(data: &Path, rules: &Rules) -> (Vec<Example>, HashMap<Key, String>) {
    let larger = works::larger(data, rules);
    let labelled: HashSet<String> = labels::titled(data).into_iter().map(|article| article.text).collect();
    let articles = bulk::articles(data);
    let articles: Vec<&String> = articles.iter().filter(|text| !labelled.contains(*text)).collect();
    let read = |text: &&String| {
        let article = bulk::article(text);
        let works = annotate(article.clone(), &larger, &Recurrences::default()).works;
        if works.is_empty() { Read::default() } else { in_article(&article, &works, &larger) }
    };
    let read: Vec<Read> = articles.par_iter().map(read).collect();
    let mut n_seen: HashMap<String, u32> = HashMap::new();
    let mut is_new = |title: &str| {
        let n = n_seen.entry(title.to_owned()).or_default();
        *n += 1;
        *n <= MOST
    };
    let (mut examples, mut printed) = (Vec::new(), HashMap::new());
    for read in read {
        printed.extend(read.printed);
        let kept = read.phrases.into_iter().filter(|(title, _)| title.as_deref().is_none_or(&mut is_new));
        examples.extend(kept.map(|(title, neighbours)| Example { neighbours, is_title: title.is_some() }));
    }
    (examples, printed)
}

/// The titles of an article and all other runs of capitals in its prose.
fn in_article(article: &CleanArticle, works: &[Work], rules: &Rules) -> Read {
    let document = Document::new(article, rules);
    let mut read = Read::default();
    let mut add = |title: Option<&Work>, tokens: &Range<u32>| {
        let sentence = &document.sentences[document.sentence_of(tokens.start)];
        let neighbours = context::neighbours(&document, &rules.collocations, sentence, tokens);
        read.phrases.push((title.map(|work| work.title.clone()), neighbours));
    };
    let tokens_of = |mention: &Span| document.token_at(mention.start)..document.token_at(mention.end - 1) + 1;
    let in_prose = |at: u32| !document.headlines[document.line_tokens.partition_point(|line| line.end <= at)];
    for work in works {
        let mentions = work.mentions.iter().map(tokens_of).filter(|tokens| in_prose(tokens.start));
        mentions.for_each(|tokens| add(Some(work), &tokens));
    }
    let is_free = |span: Span| {
        let mut mentions = works.iter().flat_map(|work| &work.mentions);
        !mentions.any(|mention| mention.start < span.end && span.start < mention.end)
    };
    for piece in pieces::find(&document, rules).iter().filter(|piece| !piece.headline) {
        if is_free(document.span(piece.tokens.clone())) {
            add(None, &piece.tokens);
        }
    }
    for edge in ["<start>", "<end>"] {
        read.printed.insert(Key::of(edge), edge.to_owned());
    }
    for at in 0..document.tokens.len() as u32 {
        let symbol = context::symbol(document.word(at), &document.tokens[at as usize]);
        read.printed.entry(symbol).or_insert_with(|| printed(&document, at));
    }
    read
}

/// The runs that are seen often enough, as printed.
fn names(examples: &[Example], seen: &HashMap<Key, u32>, printed: &HashMap<Key, String>) -> HashMap<Key, String> {
    let mut names = HashMap::new();
    for Neighbours { before, after } in examples.iter().map(|example| example.neighbours) {
        let runs = Neighbours { before, after }.runs();
        for (run, (n_before, n_after)) in runs.into_iter().zip(SHAPES).filter(|(run, _)| seen.contains_key(run)) {
            names.entry(run).or_insert_with(|| {
                let symbol = |key: &Key| printed[key].as_str();
                let words = before[..n_before].iter().rev().map(symbol).chain([PHRASE]);
                words.chain(after[..n_after].iter().map(symbol)).collect::<Vec<&str>>().join(" ")
            });
        }
    }
    names
}

/// The share of pairs of a title and another phrase of which the title has the higher odds.
fn auc(odds: &[(f64, bool)]) -> f64 {
    let (mut n_titles, mut n_pairs) = (0u64, 0u64);
    for (_, is_title) in odds {
        if *is_title {
            n_titles += 1;
        } else {
            n_pairs += n_titles;
        }
    }
    n_pairs as f64 / (n_titles * (odds.len() as u64 - n_titles)).max(1) as f64
}

fn precision(odds: &[(f64, bool)], n: usize) -> f64 {
    odds[..n].iter().filter(|(_, is_title)| *is_title).count() as f64 / n.max(1) as f64
}

/// The runs that tell something, by name.
fn table(model: &Ftrl, names: &HashMap<Key, String>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (run, weight) in model.weights().filter(|(run, weight)| *run != BIAS && 100.0 * weight.abs() >= SMALL) {
        lines.push(format!("{}\t{:.0}\n", names[&run], 100.0 * weight));
    }
    lines.sort_unstable();
    println!("{} runs", lines.len());
    format!("run\tweight\n{}", lines.concat())
}
