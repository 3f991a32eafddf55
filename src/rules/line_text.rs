//! What words tell of a line, learned: for each word or pair of words, how much more often lines of boilerplate hold it
//! than lines of articles, in log-odds over sites.
//!
//! Comes in: the words of a line. Goes out: five numbers for the line classifier. The table holds hashes, not words, so
//! that no text of the articles it was learned from is in it.

use rustc_hash::FxHashMap;

use super::phrase::{Word, WordShape, hash_word};
use super::{RuleError, rows};

const FILE: &str = "line_text.tsv";

/// The most words of a line that are weighed, from its start.
const MAX_WEIGHED: usize = 24;

/// Weights of words and pairs by hash.
#[derive(Clone, Debug, Default)]
pub struct LineText {
    weights: FxHashMap<u32, f32>,
    /// A bit for each place that a known term falls on, so that most of the unknown ones need no look-up.
    places: Vec<u64>,
}

/// Words of 64 bits in [`LineText::places`].
const N_PLACES: usize = 1 << 11;

/// The word and the bit of a term's place.
fn place(term: u32) -> (usize, u64) {
    let place = term.wrapping_mul(0x9e37_79b1) >> 15;
    ((place >> 6) as usize, 1 << (place & 63))
}

impl LineText {
    /// Loads the shipped weights.
    ///
    /// # Errors
    /// A line that is not a hash in hexadecimal and a number.
    pub fn load() -> Result<LineText, RuleError> {
        let mut text = LineText { places: vec![0; N_PLACES], ..LineText::default() };
        for row in rows(include_str!("en/line_text.tsv")) {
            let hash = u32::from_str_radix(row.column(0), 16).ok();
            let weight = row.column(1).parse().ok().filter(|weight: &f32| weight.is_finite());
            let (Some(hash), Some(weight)) = (hash, weight) else {
                return Err(RuleError::new(FILE, row.number, "expected a hash and a number"));
            };
            let (word, bit) = place(hash);
            text.places[word] |= bit;
            text.weights.insert(hash, weight);
        }
        Ok(text)
    }

    /// Returns the evidence of a phrase rule by itself: how much more often lines that it explains are boilerplate.
    pub fn weigh_rule(&self, strength: u8, rule: &str) -> f32 {
        self.weights.get(&rule_term(strength, rule)).copied().unwrap_or(0.0)
    }

    /// Returns the evidence of a line: the sum over its words shrunk to their number, the most, the least, and that of
    /// its first and last two words.
    pub fn weigh(&self, line: &str, words: &[Word], scratch: &mut Vec<u32>) -> [f32; 5] {
        terms(line, words, scratch);
        summarise(scratch, |term| {
            let (word, bit) = place(term);
            if self.places[word] & bit == 0 { None } else { self.weights.get(&term).copied() }
        })
    }
}

/// The term that stands for a line's best phrase rule and how it matched.
pub fn rule_term(strength: u8, rule: &str) -> u32 {
    pair(hash_word(rule), BOUNDARY ^ u32::from(strength))
}

/// Sums up the weights of a line's terms, given the weight of each.
pub fn summarise(terms: &[u32], weight: impl Fn(u32) -> Option<f32>) -> [f32; 5] {
    let (mut sum, mut n_known, mut most, mut least) = (0.0f32, 0.0f32, 0.0f32, 0.0f32);
    let (mut first, mut last) = (0.0f32, 0.0f32);
    for (index, &term) in terms.iter().enumerate() {
        let Some(weight) = weight(term) else { continue };
        sum += weight;
        n_known += 1.0;
        most = most.max(weight);
        least = least.min(weight);
        if index < 3 {
            first += weight;
        }
        if index + 3 >= terms.len() {
            last += weight;
        }
    }
    [sum / (n_known + 1.0).sqrt(), most, least, first, last]
}

/// Fills `terms` with the terms of a line: each word, each pair, the line's first and last word as such, and short
/// lines as a whole.
pub fn terms(line: &str, words: &[Word], terms: &mut Vec<u32>) {
    terms.clear();
    let mut before = BOUNDARY;
    let mut whole = BOUNDARY;
    let mut n_words = 0;
    for word in words.iter().take(MAX_WEIGHED) {
        let hash = fold_numbers(line, word);
        terms.push(hash);
        terms.push(pair(before, hash));
        whole = pair(whole ^ 0x5bd1_e995, hash);
        before = hash;
        n_words += 1;
    }
    if n_words < MAX_WEIGHED {
        terms.push(pair(before, BOUNDARY));
        if n_words > 2 && n_words <= 6 {
            terms.push(whole);
        }
    }
}

const BOUNDARY: u32 = 0x9747_b28c;

fn pair(first: u32, second: u32) -> u32 {
    (first.rotate_left(13) ^ second).wrapping_mul(0x85eb_ca6b)
}

/// Numbers count by their length only, and a word in capitals apart from the same word small.
fn fold_numbers(line: &str, word: &Word) -> u32 {
    match word.shape {
        WordShape::Number => {
            0x1000
                + (word.end - word.start).min(8)
                + if line[word.start as usize..word.end as usize].contains(':') { 16 } else { 0 }
        }
        _ => word.hash,
    }
}
