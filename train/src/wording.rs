//! Learns `en/wording.tsv`: which words titles are made of.
//!
//! No label is needed: the words of the titles of the list of films are counted against those of the runs of capitals in
//! the bulk articles that the list does not know, each run as often as a few articles print it.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use clippings::annotate::names::pieces;
use clippings::rules::words::keys;
use clippings::rules::{Key, Rules};
use rayon::prelude::*;

use crate::context::{listed_titles, odds};
use crate::{bulk, sample};

/// Words that are seen less often are left out.
const LEAST: u32 = 12;
/// Odds nearer to nought, in tenths, are left out.
const SMALL: i32 = 3;
/// So many times one phrase counts.
const MOST: u32 = 4;

/// Counts the words and returns the table.
pub fn learn(data: &Path, rules: &Rules) -> String {
    let titles = listed_titles(data);
    let labelled = sample::labelled(data);
    let articles: Vec<String> =
        bulk::named_articles(data).into_iter().filter(|(id, _)| !labelled.contains(id)).map(|(_, text)| text).collect();
    let merge = |mut one: HashMap<String, u32>, other: HashMap<String, u32>| {
        other.into_iter().for_each(|(phrase, n)| *one.entry(phrase).or_default() += n);
        one
    };
    let phrases = articles.par_iter().map(|text| phrases(text, rules)).reduce(HashMap::new, merge);
    let mut counts: HashMap<String, [u32; 2]> = HashMap::new();
    for word in titles.iter().flat_map(|title| words(title)) {
        counts.entry(word).or_default()[0] += 1;
    }
    let listed: HashSet<Vec<Key>> = titles.iter().map(|title| keys(title).collect()).collect();
    for (phrase, n) in phrases.iter().filter(|(phrase, _)| !listed.contains(&keys(phrase).collect::<Vec<Key>>())) {
        words(phrase).for_each(|word| counts.entry(word).or_default()[1] += (*n).min(MOST));
    }
    table(&counts)
}

/// The runs of capitals in the prose of an article, each once.
fn phrases(text: &str, rules: &Rules) -> HashMap<String, u32> {
    bulk::with_document(text, rules, |document| {
        let found = pieces::find(document, rules);
        let prose = found.iter().filter(|piece| !piece.headline);
        prose.map(|piece| (document.span(piece.tokens.clone()).of(document.text).to_owned(), 1)).collect()
    })
}

/// The words of a phrase, in small letters.
fn words(phrase: &str) -> impl Iterator<Item = String> {
    let trimmed = phrase.split_whitespace().map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()));
    trimmed.filter(|word| !word.is_empty()).map(|word| word.to_lowercase().replace('’', "'"))
}

fn table(counts: &HashMap<String, [u32; 2]>) -> String {
    let total = |side: usize| counts.values().map(|seen| f64::from(seen[side])).sum::<f64>();
    let (all, all_other) = (total(0), total(1));
    let known = counts.iter().filter(|(_, seen)| seen[0] + seen[1] >= LEAST);
    let told = known.map(|(word, seen)| (word, odds(seen[0], seen[1], all, all_other)));
    let mut lines: Vec<String> =
        told.filter(|(_, odds)| odds.abs() >= SMALL).map(|(word, odds)| format!("{word}\t{odds}\n")).collect();
    lines.sort_unstable();
    format!("word\todds\n{}", lines.concat())
}
