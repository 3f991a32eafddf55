//! Phrases to label by hand: what the forests at hand find hard, or believe, in unlabelled articles.
//!
//! Goes out: a line each, `article`, phrase, log-odds, and the phrase among its neighbours. What a reader says of them
//! goes into `labels/`, without the neighbours: the sentences are their publishers'.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use clippings::annotate::Document;
use clippings::annotate::names::{evidence, pieces, work_evidence};
use clippings::rules::features::work::NAMES;
use clippings::rules::{Key, Rules};
use serde_json::Value;

use crate::boost::Random;
use crate::{bulk, labels};

/// A phrase that may be labelled.
struct Doubtful {
    key: Key,
    odds: f32,
    phrase: String,
    around: String,
}

/// Returns phrases that may be titles (or, where not `works`, people), a line each.
pub fn sample(data: &Path, rules: &Rules, works: bool) -> String {
    let (least, surely, wanted) = if works { (-2.5, -0.3, [60, 240]) } else { (-2.0, 1.5, [450, 250]) };
    let mut articles = bulk::named_articles(data);
    let labelled = labelled(data);
    articles.retain(|(id, _)| (id.starts_with("fs-") || id.starts_with("wi-")) && !labelled.contains(id));
    // Another sample each time that labels were added.
    Random::new((labels::NAMES.len() + labels::WORKS.len()) as u64).shuffle(&mut articles);
    let (mut n_taken, mut seen): ([usize; 2], HashMap<Key, u32>) = ([0; 2], HashMap::new());
    let mut lines = String::new();
    for (id, text) in &articles {
        let found = bulk::with_document(text, rules, |document| {
            if works { of_works(document, rules) } else { of_people(document, rules) }
        });
        let mut found: Vec<Doubtful> = found.into_iter().filter(|phrase| phrase.odds > least).collect();
        Random::new(id.len() as u64).shuffle(&mut found);
        for phrase in found.iter().take(2) {
            let bucket = usize::from(phrase.odds > surely);
            let n_seen = seen.entry(phrase.key).or_default();
            if n_taken[bucket] < wanted[bucket] && *n_seen < 2 {
                *n_seen += 1;
                n_taken[bucket] += 1;
                lines.push_str(&format!("{id}\t{}\t{:+.1}\t{}\n", phrase.phrase, phrase.odds, phrase.around));
            }
        }
        if n_taken == wanted {
            break;
        }
    }
    lines
}

/// Returns the articles that are labelled in full: none of these is sampled.
pub fn labelled(data: &Path) -> HashSet<String> {
    let text = std::fs::read_to_string(data.join("entities/dev.jsonl")).expect("labelled articles");
    let id = |line: &str| serde_json::from_str::<Value>(line).ok()?["id"].as_str().map(str::to_owned);
    text.lines().filter_map(id).collect()
}

fn of_works(document: &Document, rules: &Rules) -> Vec<Doubtful> {
    let pieces = pieces::find(document, rules);
    let names = evidence::names(document, rules, &pieces);
    let (candidates, titles) = work_evidence::titles(document, rules, &names);
    let rows: Vec<_> = titles.iter().map(|title| title.row).collect();
    let odds = rules.work_forest.score_rows(rows.as_flattened(), NAMES.len());
    let doubtful = titles.iter().zip(odds).map(|(title, odds)| {
        let middle = title.candidates[title.candidates.len() / 2] as usize;
        let span = document.span(candidates[middle].tokens.clone());
        let phrase = span.of(document.text).replace(['\n', '\t'], " ");
        Doubtful { key: title.key, odds, phrase, around: bulk::around(document.text, span) }
    });
    doubtful.collect()
}

fn of_people(document: &Document, rules: &Rules) -> Vec<Doubtful> {
    let pieces = pieces::find(document, rules);
    let names = evidence::names(document, rules, &pieces);
    let doubtful = names.iter().map(|name| {
        let middle = name.pieces[name.pieces.len() / 2] as usize;
        let span = document.span(pieces[middle].tokens.clone());
        let phrase = span.of(document.text).replace(['\n', '\t'], " ");
        Doubtful { key: name.key, odds: name.score, phrase, around: bulk::around(document.text, span) }
    });
    doubtful.collect()
}
