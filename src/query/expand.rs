//! Expansion of a query by pseudo-relevance feedback: the words that tell its first results apart from other articles
//! are looked for too.
//!
//! A relevance model in the sense of Lavrenko and Croft (SIGIR 2001), mixed with the query as in RM3 (Abdul-Jaleel and
//! others, TREC 2004): each of the first articles votes for its words, weighted by its score. The vote is the saturated
//! and length-normalised frequency of BM25 times the rarity of the word, in place of its share of the text, so that a
//! long article or a common word does not carry the vote (README has both figures).

use rustc_hash::FxHashMap;

use super::plan::Bag;
use super::rank::Ranked;
use super::statistics::{B, K1, Statistics};
use super::stop_words::is_stop_word;
use crate::error::Result;
use crate::index::{Analyzer, Archive};

/// Articles that are fed back.
pub const FEEDBACK: usize = 10;
/// Words that are added at most.
const WORDS: usize = 30;
/// Share of the words that were asked for in all weights.
const OWN_SHARE: f32 = 0.5;
/// A word in more than this share of all articles, and in more than so many, tells nothing.
const MOST_COMMON: f32 = 0.2;
const MOST_ARTICLES: u64 = 10;
/// A word in fewer articles than this is found by nothing else.
const LEAST_ARTICLES: u64 = 2;

/// Returns the bag with the words that the first results add.
///
/// # Errors
/// An index that cannot be read.
pub fn expand(archive: &Archive, statistics: &Statistics, bag: &Bag, first: &[Ranked]) -> Result<Bag> {
    let searcher = archive.searcher();
    let best = first.iter().map(|found| found.score).fold(f32::MIN_POSITIVE, f32::max);
    let weights: Vec<f32> = first.iter().map(|found| (found.score / best).max(0.0).powi(2)).collect();
    let all: f32 = weights.iter().sum();
    let mut votes: FxHashMap<String, (f32, String)> = FxHashMap::default();
    let mut analyzer = Analyzer::new();
    for (found, weight) in first.iter().zip(weights) {
        archive.article(&searcher, found.address, |article| {
            let text = article.text();
            let lines = article.kept_lines();
            let lines = lines.iter().map(|(line, _)| line.of(text));
            vote(lines, statistics, weight / all.max(f32::MIN_POSITIVE), &mut analyzer, &mut votes);
        })?;
    }
    Ok(mixed(bag, chosen(statistics, votes)))
}

/// Adds the votes of one article.
fn vote<'t>(
    lines: impl Iterator<Item = &'t str>,
    statistics: &Statistics,
    weight: f32,
    analyzer: &mut Analyzer,
    votes: &mut FxHashMap<String, (f32, String)>,
) {
    let mut counts: FxHashMap<String, (f32, &str)> = FxHashMap::default();
    let mut length = 0.0;
    for line in lines {
        for word in Analyzer::words(line) {
            length += 1.0;
            let printed = &line[word.start..word.end];
            if tells_something(printed) {
                counts.entry(analyzer.term(printed).to_owned()).or_insert((0.0, printed)).0 += 1.0;
            }
        }
    }
    let room = K1 * (1.0 - B + B * length / statistics.mean_length());
    for (term, (count, printed)) in counts {
        votes.entry(term).or_insert_with(|| (0.0, printed.to_owned())).0 += weight * count / (count + room);
    }
}

fn tells_something(printed: &str) -> bool {
    printed.len() > 1 && !printed.bytes().all(|byte| byte.is_ascii_digit()) && !is_stop_word(printed)
}

/// Returns the words with most votes, neither too common nor too rare, with their share.
fn chosen(statistics: &Statistics, votes: FxHashMap<String, (f32, String)>) -> Vec<(String, f32, String)> {
    let most = ((MOST_COMMON * statistics.n_documents() as f32) as u64).max(MOST_ARTICLES);
    let telling = |term: &str| (LEAST_ARTICLES..=most).contains(&statistics.n_with(term));
    let votes = votes.into_iter().filter(|(term, _)| telling(term));
    let mut chosen: Vec<(String, f32, String)> =
        votes.map(|(term, (vote, printed))| (vote * statistics.rarity(&term), term, printed)).map(swapped).collect();
    chosen.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    chosen.truncate(WORDS);
    let all: f32 = chosen.iter().map(|(_, vote, _)| vote).sum();
    chosen.iter_mut().for_each(|(_, vote, _)| *vote /= all.max(f32::MIN_POSITIVE));
    chosen
}

fn swapped((vote, term, printed): (f32, String, String)) -> (String, f32, String) {
    (term, vote, printed)
}

/// Adds words to those that were asked for, which keep their weights.
fn mixed(bag: &Bag, words: Vec<(String, f32, String)>) -> Bag {
    let asked: f32 = bag.terms.iter().map(|(_, times)| times).sum();
    let mut mixed = bag.clone();
    for (term, share, printed) in words {
        let weight = share * asked * (1.0 - OWN_SHARE) / OWN_SHARE;
        match mixed.terms.iter_mut().find(|(known, _)| *known == term) {
            Some((_, times)) => *times += weight,
            None => {
                mixed.terms.push((term, weight));
                mixed.printed.push(printed);
            }
        }
    }
    mixed
}
