//! Learns `en/context.tsv`: the odds that the words beside a name give it.
//!
//! No label is needed. A run of capitals that the list of films gives as an actor is a person, a title of several words
//! of that list is a work, and what their neighbours are is counted against the neighbours of all other runs.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::Path;

use clippings::annotate::Document;
use clippings::annotate::names::{context, pieces};
use clippings::rules::words::keys;
use clippings::rules::{Key, Lex, Rules};
use rayon::prelude::*;

use crate::bulk;

/// Symbols seen less often than this are left out.
const LEAST: u32 = 60;
/// How many runs of the average kind each symbol is taken to have been seen beside at first.
const PRIOR: f64 = 20.0;
const PLACES: usize = 4;

type Counts = HashMap<(String, usize), [u32; 3]>;

/// Counts contexts in the bulk articles and returns the text of the table.
pub fn learn(data: &Path, rules: &Rules) -> String {
    let (people, titles) = lists(data);
    let articles = bulk::articles(data);
    let count = |mut counts: Counts, text: &String| {
        bulk::with_document(text, rules, |document| count(document, rules, &people, &titles, &mut counts));
        counts
    };
    let merge = |mut one: Counts, other: Counts| {
        for (symbol, seen) in other {
            let sum = one.entry(symbol).or_default();
            (0..3).for_each(|kind| sum[kind] += seen[kind]);
        }
        one
    };
    let counts = articles.par_iter().fold(Counts::new, count).reduce(Counts::new, merge);
    table(&counts)
}

/// The text of the list of films.
fn film_list(data: &Path) -> String {
    std::fs::read_to_string(data.join("authority/films.tsv")).expect("the list of films")
}

/// The titles of the list of films.
pub fn listed_titles(data: &Path) -> Vec<String> {
    film_list(data).lines().skip(1).filter_map(|line| line.split('\t').next()).map(str::to_owned).collect()
}

/// Full names of actors and titles of several words.
pub fn lists(data: &Path) -> (HashSet<Key>, HashSet<Key>) {
    let text = film_list(data);
    let (mut people, mut titles) = (HashSet::new(), HashSet::new());
    let sequence = |text: &str| keys(text).fold(Key::EMPTY, Key::then);
    for line in text.lines().skip(1) {
        let mut columns = line.split('\t');
        let title = columns.next().unwrap_or("");
        if keys(title).count() >= 3 {
            titles.insert(sequence(title));
        }
        let cast = columns.nth(1).unwrap_or("").split('|');
        people.extend(cast.filter(|name| keys(name).count() >= 2).map(sequence));
    }
    (people, titles)
}

fn count(document: &Document, rules: &Rules, people: &HashSet<Key>, titles: &HashSet<Key>, counts: &mut Counts) {
    listed(document, titles).for_each(|range| add(document, &range, 1, counts));
    for piece in pieces::find(document, rules).iter().filter(|piece| !piece.headline) {
        let named = pieces::words(document, &piece.tokens)
            .any(|at| document.tokens[at as usize].lex.has(Lex::GIVEN | Lex::SURNAME));
        match people.contains(&piece.key) {
            true => add(document, &piece.tokens, 0, counts),
            false if !named || piece.n_words > 3 => add(document, &piece.tokens, 2, counts),
            false => {}
        }
    }
}

/// The places of the prose where a title of the list stands.
pub fn listed(document: &Document, titles: &HashSet<Key>) -> impl Iterator<Item = Range<u32>> {
    let prose = document.headlines.iter().zip(&document.line_tokens).filter(|(headline, _)| !**headline);
    let starts = prose.flat_map(|(_, tokens)| tokens.clone().map(|start| (start, tokens.end)));
    let ranges = starts.flat_map(|(start, end)| (3..8).map(move |length| (start..start + length, end)));
    ranges.filter(|(range, end)| range.end <= *end && is_title(document, range, titles)).map(|(range, _)| range)
}

/// Whether the tokens are a title of the list, with capitals at its ends and no given name first.
fn is_title(document: &Document, range: &Range<u32>, titles: &HashSet<Key>) -> bool {
    let token = |at: u32| document.tokens[at as usize];
    let word = |at: u32| token(at).shape.is_word();
    let given = token(range.start).lex.has(Lex::GIVEN);
    word(range.start)
        && token(range.start).shape.is_capital()
        && !given
        && word(range.end - 1)
        && titles.contains(&pieces::key_of(document, range))
}

fn add(document: &Document, tokens: &Range<u32>, kind: usize, counts: &mut Counts) {
    let sentence = document.sentences[document.sentence_of(tokens.start)].clone();
    let (start, end) = (i64::from(tokens.start), i64::from(tokens.end));
    for (place, at) in [start - 1, start - 2, end, end + 1].into_iter().enumerate() {
        let symbol = name_of(document, &sentence, at);
        counts.entry((symbol, place)).or_default()[kind] += 1;
    }
}

/// The printed form of the symbol at `at`.
fn name_of(document: &Document, sentence: &Range<u32>, at: i64) -> String {
    if at < i64::from(sentence.start) || at >= i64::from(sentence.end) {
        return if at < i64::from(sentence.start) { "<start>" } else { "<end>" }.to_owned();
    }
    printed(document, at as u32)
}

/// The printed form of the symbol that a token stands for.
pub fn printed(document: &Document, at: u32) -> String {
    let word = document.word(at);
    let key = context::symbol(word, &document.tokens[at as usize]);
    let class = ["<name>", "<year>", "<age>", "<number>"].into_iter().find(|class| key == Key::of(class));
    class.map_or_else(|| context::mark(word).to_lowercase().replace('’', "'"), str::to_owned)
}

fn table(counts: &Counts) -> String {
    let mut totals = [[0.0f64; 3]; PLACES];
    for ((_, place), seen) in counts {
        (0..3).for_each(|kind| totals[*place][kind] += f64::from(seen[kind]));
    }
    let mut symbols: HashMap<&str, [i32; 2 * PLACES]> = HashMap::new();
    for ((symbol, place), seen) in counts {
        if seen.iter().sum::<u32>() < LEAST {
            continue;
        }
        let row = symbols.entry(symbol).or_default();
        row[*place] = odds(seen[0], seen[1] + seen[2], totals[*place][0], totals[*place][1] + totals[*place][2]);
        row[PLACES + place] =
            odds(seen[1], seen[0] + seen[2], totals[*place][1], totals[*place][0] + totals[*place][2]);
    }
    let mut rows: Vec<_> = symbols.into_iter().filter(|(_, row)| row.iter().any(|odds| odds.abs() >= 4)).collect();
    rows.sort_unstable();
    let mut text = String::from("symbol\tp1\tp2\tp3\tp4\tw1\tw2\tw3\tw4\n");
    for (symbol, row) in rows {
        let columns: Vec<String> = row.iter().map(i32::to_string).collect();
        text.push_str(&format!("{symbol}\t{}\n", columns.join("\t")));
    }
    text
}

/// Log-odds in tenths, drawn to nought when little is known.
pub fn odds(seen: u32, other: u32, all: f64, all_other: f64) -> i32 {
    let share = all / (all + all_other);
    let seen_share = (f64::from(seen) + PRIOR * share) / (f64::from(seen + other) + PRIOR);
    let logit = |share: f64| (share / (1.0 - share)).ln();
    (10.0 * (logit(seen_share) - logit(share))).round().clamp(-99.0, 99.0) as i32
}
