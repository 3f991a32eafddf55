//! "Did you mean": for a word of a query that the index does not hold, the nearest one that it does.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;
use tantivy::collector::TopDocs;
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term, query::TermQuery};

use super::plan::Bag;
use super::statistics::Statistics;
use crate::error::{Error, Result};
use crate::index::{Analyzer, Archive, Beginnings, fold_name};

/// A word that the index does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The word, as typed.
    pub word: String,
    /// The nearest word of the index, as printed in an article.
    pub nearest: Option<String>,
}

impl Unknown {
    /// Returns in words that nothing holds the word, and what may have been meant.
    pub fn note(&self) -> String {
        let Unknown { word, nearest } = self;
        match nearest {
            Some(nearest) => format!("nothing holds `{word}`; did you mean {nearest}?"),
            None => format!("nothing holds `{word}`"),
        }
    }
}

/// So many words of a query are looked for at most.
const MOST_WORDS: usize = 16;
/// So many terms near a word are looked at as printed.
const MOST_NEAR: usize = 12;
/// In so many articles each.
const MOST_ARTICLES: usize = 4;

/// Returns the words of a bag that the index does not hold, the first [`MOST_WORDS`] of them.
///
/// # Errors
/// An index that cannot be read.
pub fn unknown(archive: &Archive, searcher: &Searcher, statistics: &Statistics, bag: &Bag) -> Result<Vec<Unknown>> {
    let words = bag.terms.iter().zip(&bag.printed).map(|((term, _), printed)| (term.as_str(), printed));
    let unknown: Vec<(&str, &String)> =
        words.filter(|(term, _)| statistics.n_with(term) == 0).take(MOST_WORDS).collect();
    let mut wanted: Vec<Near> = unknown.iter().map(|(term, printed)| Near::to(term, printed)).collect();
    look_around(searcher, statistics, &mut wanted).map_err(broken)?;
    let told = unknown.iter().zip(wanted).map(|((_, printed), near)| {
        let nearest = nearest(archive, searcher, statistics, &near)?;
        Ok(Unknown { word: (*printed).clone(), nearest })
    });
    told.collect()
}

/// Shorter words are near too many others.
const SHORTEST: usize = 4;
/// The most bytes of an ending that stemming takes off.
const LONGEST_ENDING: usize = 4;

/// The terms that are nearest to a word: those with fewest letters changed, of those the most frequent.
///
/// Terms are stems, of which one may be near though its words are far, and the reverse: "presidnet" has no ending that
/// stemming takes off, "president" has. So a term is held against the beginning of the word too, and the words that
/// are printed decide among them.
struct Near<'w> {
    wanted: &'w str,
    printed: String,
    /// How many letters may change.
    most: usize,
    found: BinaryHeap<(usize, Reverse<u32>, String)>,
}

/// How many letters of a word may change: one of four, at most two.
fn most_changed(length: usize) -> usize {
    (length / 4).clamp(1, 2)
}

impl<'w> Near<'w> {
    fn to(wanted: &'w str, printed: &str) -> Near<'w> {
        let printed = fold_name(printed);
        let length = printed.chars().count();
        let most = if length < SHORTEST { 0 } else { most_changed(length) };
        Near { wanted, printed, most, found: BinaryHeap::new() }
    }

    /// The beginning of the word that is as long as a term, which a word of the term may go on as the word does.
    fn beginning(&self, term: &str) -> Option<&'w str> {
        let is_like = term.len() >= SHORTEST && term.as_bytes().first() == self.wanted.as_bytes().first();
        let beginning = self.wanted.get(..term.len()).filter(|_| is_like)?;
        (self.wanted.len() - term.len() <= LONGEST_ENDING).then_some(beginning)
    }

    /// How many letters of a term are others than those of the word, or of its beginning.
    fn distance(&self, term: &str) -> usize {
        let beginning = self.beginning(term).map(|beginning| strsim::osa_distance(beginning, term));
        beginning.unwrap_or(usize::MAX).min(strsim::osa_distance(self.wanted, term))
    }

    /// Whether a word is near enough to be offered: of two changes none is of the first letter.
    fn is_offered(&self, distance: usize, form: &str) -> bool {
        distance <= self.most.min(1) || distance <= self.most && form.chars().next() == self.printed.chars().next()
    }

    fn see(&mut self, term: &str, frequency: u32) {
        let is_far = || term.len().abs_diff(self.wanted.len()) > self.most * 2;
        if self.most == 0 || is_far() && self.beginning(term).is_none() {
            return;
        }
        let distance = self.distance(term);
        if distance <= self.most {
            self.found.push((distance, Reverse(frequency), term.to_owned()));
            if self.found.len() > MOST_NEAR {
                self.found.pop();
            }
        }
    }
}

/// Shows every term to those that look for one.
fn look_around(searcher: &Searcher, statistics: &Statistics, wanted: &mut [Near]) -> tantivy::Result<()> {
    if wanted.iter().all(|near| near.most == 0) {
        return Ok(());
    }
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(statistics.text())?;
        let mut terms = index.terms().stream()?;
        while terms.advance() {
            let Ok(term) = std::str::from_utf8(terms.key()) else { continue };
            wanted.iter_mut().for_each(|near| near.see(term, terms.value().doc_freq));
        }
    }
    Ok(())
}

/// Returns the printed word that is nearest: that with fewest letters changed, of those the most frequent.
fn nearest(archive: &Archive, searcher: &Searcher, statistics: &Statistics, near: &Near) -> Result<Option<String>> {
    let mut best = None;
    for (_, _, term) in &near.found {
        let n_articles = statistics.n_with(term);
        // Few articles are asked for the words that they print: "received" tells of "receive".
        let ending = near.printed.strip_prefix(near.wanted).unwrap_or("");
        let likely = format!("{term}{ending}");
        for (form, times) in printed_forms(archive, searcher, statistics, term)? {
            let folded = fold_name(&form);
            let told = folded.strip_prefix(&likely).map_or(folded.as_str(), |_| &likely);
            let to = |word: &str| strsim::osa_distance(&near.printed, word);
            let distance = to(&folded).min(to(told));
            if !near.is_offered(distance, &folded) {
                continue;
            }
            let found = (distance, Reverse(n_articles), Reverse(times), form);
            best = Some(best.map_or(found.clone(), |best| found.min(best)));
        }
    }
    Ok(best.map(|(.., form)| form))
}

/// Returns the words of this term that a few articles print, in small letters and without a possessive `'s`, with how
/// often they do.
fn printed_forms(
    archive: &Archive,
    searcher: &Searcher,
    statistics: &Statistics,
    term: &str,
) -> Result<FxHashMap<String, usize>> {
    let query = TermQuery::new(Term::from_field_text(statistics.text(), term), IndexRecordOption::Basic);
    let few = TopDocs::with_limit(MOST_ARTICLES).order_by_score();
    let mut forms = FxHashMap::default();
    let (mut analyzer, mut beginnings) = (Analyzer::new(), Beginnings::default());
    beginnings.add(term);
    for (_, address) in searcher.search(&query, &few).map_err(broken)? {
        archive.article_of(searcher, address, |article, _| {
            let text = article.text();
            for word in Analyzer::words_like(text, &beginnings).map(|word| &text[word.start..word.end]) {
                if analyzer.term(word) == term {
                    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
                    *forms.entry(word.to_lowercase()).or_insert(0) += 1;
                }
            }
            Some(())
        })?;
    }
    Ok(forms)
}

fn broken(cause: tantivy::TantivyError) -> Error {
    Error::index("cannot read the words of the index").caused_by(cause)
}
