//! Learns `en/surroundings.tsv`: how much a word tells that films and series are named near it, or in its article.
//!
//! No label is needed. Titles of three words and more of the list of films are works; the words near them are counted
//! against those near all other runs of capitals, and the words of articles that hold two such titles against those of
//! articles that hold none. Words with capitals are left out: they are of titles, often enough.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::Path;

use clippings::annotate::names::{context, pieces};
use clippings::annotate::{Document, Shape};
use clippings::rules::{Key, Rules};
use rayon::prelude::*;

use crate::bulk;
use crate::context::{listed, lists, odds, printed};

/// Words seen less often than this are left out.
const LEAST: u32 = 100;
/// Odds nearer to nought, in tenths, are left out.
const SMALL: i32 = 4;
/// So many titles make an article one of the screen.
const OF_SCREEN: usize = 2;

/// How often a word was seen: near a title and near another run; in articles of the screen and in others.
#[derive(Clone, Copy, Default)]
struct Seen {
    near: [u32; 2],
    articles: [u32; 2],
}

type Counts = HashMap<String, Seen>;

/// Counts words in the bulk articles and returns the text of the table.
pub fn learn(data: &Path, rules: &Rules) -> String {
    let (_, titles) = lists(data);
    let count = |mut counts: Counts, text: &String| {
        bulk::with_document(text, rules, |document| count(document, rules, &titles, &mut counts));
        counts
    };
    let counts = bulk::articles(data).par_iter().fold(Counts::new, count).reduce(Counts::new, merge);
    table(&counts)
}

fn merge(mut one: Counts, other: Counts) -> Counts {
    for (word, seen) in other {
        let sum = one.entry(word).or_default();
        (0..2).for_each(|side| {
            sum.near[side] += seen.near[side];
            sum.articles[side] += seen.articles[side];
        });
    }
    one
}

fn count(document: &Document, rules: &Rules, titles: &HashSet<Key>, counts: &mut Counts) {
    let titles: Vec<Range<u32>> = listed(document, titles).collect();
    let runs = pieces::find(document, rules);
    let is_free = |run: &&pieces::Piece| {
        let overlaps = |title: &Range<u32>| title.start < run.tokens.end && run.tokens.start < title.end;
        !run.headline && !titles.iter().any(overlaps)
    };
    let runs = runs.iter().filter(is_free).map(|run| run.tokens.clone());
    for (tokens, side) in titles.iter().map(|title| (title.clone(), 0)).chain(runs.map(|run| (run, 1))) {
        let sentence = &document.sentences[document.sentence_of(tokens.start)];
        for at in context::near(sentence, &tokens).into_iter().flatten().filter(|&at| is_small(document, at)) {
            counts.entry(printed(document, at)).or_default().near[side] += 1;
        }
    }
    if titles.is_empty() || titles.len() >= OF_SCREEN {
        let words = (0..document.tokens.len() as u32).filter(|&at| is_small(document, at));
        for word in words.map(|at| printed(document, at)).collect::<HashSet<_>>() {
            counts.entry(word).or_default().articles[usize::from(titles.is_empty())] += 1;
        }
    }
}

fn is_small(document: &Document, at: u32) -> bool {
    document.tokens[at as usize].shape == Shape::Lower
}

fn table(counts: &Counts) -> String {
    let total = |of: fn(&Seen) -> u32| counts.values().map(|seen| f64::from(of(seen))).sum::<f64>();
    let near = [total(|seen| seen.near[0]), total(|seen| seen.near[1])];
    let articles = [total(|seen| seen.articles[0]), total(|seen| seen.articles[1])];
    let told = |[seen, other]: [u32; 2], [all, all_other]: [f64; 2]| {
        if seen + other < LEAST { 0 } else { odds(seen, other, all, all_other) }
    };
    let rows = counts.iter().map(|(word, seen)| (word, told(seen.near, near), told(seen.articles, articles)));
    let telling = rows.filter(|(_, near, topic)| near.abs() >= SMALL || topic.abs() >= SMALL);
    let mut lines: Vec<String> = telling.map(|(word, near, topic)| format!("{word}\t{near}\t{topic}\n")).collect();
    lines.sort_unstable();
    format!("word\tnear\ttopic\n{}", lines.concat())
}
