//! Learns `en/usual.tsv`: how phrases that may be titles are used in the bulk articles.
//!
//! No label is needed: the forest of contexts tells at each place how like a title's its company is.

use std::collections::HashMap;
use std::path::Path;

use clippings::annotate::names::{evidence, pieces, work_evidence};
use clippings::rules::features::work::F;
use clippings::rules::titles::title_key;
use clippings::rules::{Key, Rules};
use rayon::prelude::*;

use crate::{bulk, sample, works};

/// A phrase is kept that so many articles print. Titles of a list get no easier measure, or being kept would tell them.
const LEAST: u32 = 6;
/// Words of a phrase that is no title, at most.
const MOST_WORDS: usize = 4;
/// How many articles each phrase is taken to have been met in at first, at the mean odds.
const PRIOR: f32 = 3.0;
/// The odds of one place lie within these.
const MOST_ODDS: f32 = 6.0;

/// A phrase as printed, its articles, and the sum of its odds.
#[derive(Clone, Default)]
struct Seen {
    phrase: String,
    articles: u32,
    odds: f32,
}

/// Counts the phrases of the bulk articles, but for those that are labelled in full, and returns the table.
pub fn learn(data: &Path, rules: &Rules) -> String {
    let larger = works::larger(data, rules);
    let labelled = sample::labelled(data);
    let articles: Vec<(String, String)> =
        bulk::named_articles(data).into_iter().filter(|(id, _)| !labelled.contains(id)).collect();
    let count = |mut seen: HashMap<Key, Seen>, (_, text): &(String, String)| {
        count(text, &larger, &mut seen);
        seen
    };
    let merge = |mut one: HashMap<Key, Seen>, other: HashMap<Key, Seen>| {
        for (key, seen) in other {
            let sum = one.entry(key).or_default();
            sum.articles += seen.articles;
            sum.odds += seen.odds;
            // The least spelling, so that the order of the articles does not count.
            if sum.phrase.is_empty() || seen.phrase < sum.phrase {
                sum.phrase = seen.phrase;
            }
        }
        one
    };
    let seen = articles.par_iter().fold(HashMap::new, count).reduce(HashMap::new, merge);
    table(seen.into_values().collect(), articles.len())
}

fn count(text: &str, rules: &Rules, seen: &mut HashMap<Key, Seen>) {
    bulk::with_document(text, rules, |document| {
        let pieces = pieces::find(document, rules);
        let names = evidence::names(document, rules, &pieces);
        let (candidates, titles) = work_evidence::titles(document, rules, &names);
        for title in titles {
            let first = &candidates[title.candidates[0] as usize];
            let phrase = document.span(first.tokens.clone()).of(document.text);
            let phrase = phrase.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().replace('’', "'");
            let phrase =
                ["the ", "an ", "a "].iter().find_map(|article| phrase.strip_prefix(article)).unwrap_or(&phrase);
            let known = first.known.is_some() && first.numbered.is_none();
            let is_short = phrase.split(' ').count() <= MOST_WORDS && !phrase.contains(|c: char| c.is_ascii_digit());
            if title_key(phrase) == title.key && (known || is_short) {
                let entry =
                    seen.entry(title.key).or_insert_with(|| Seen { phrase: phrase.to_owned(), ..Seen::default() });
                entry.articles += 1;
                entry.odds += title.row[F::context as usize].clamp(-MOST_ODDS, MOST_ODDS);
            }
        }
    });
}

fn table(mut seen: Vec<Seen>, n_articles: usize) -> String {
    let (odds, articles) = seen.iter().fold((0.0, 0.0), |sum, seen| (sum.0 + seen.odds, sum.1 + seen.articles as f32));
    let mean = odds / articles;
    seen.retain(|seen| seen.articles >= LEAST);
    seen.sort_by(|a, b| a.phrase.cmp(&b.phrase));
    let mut text = String::from("phrase\toften\todds\n");
    for seen in seen {
        let tenths = 10.0 * (seen.odds - mean * seen.articles as f32) / (seen.articles as f32 + PRIOR);
        let often = (1e6 * f64::from(seen.articles) / n_articles as f64).log2();
        text.push_str(&format!("{}\t{:.0}\t{:.0}\n", seen.phrase, often, tenths));
    }
    text
}
