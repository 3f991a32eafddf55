//! "Did you mean": for a word of a query that the index does not hold, the nearest one that it does.

use std::cmp::Reverse;

use tantivy::collector::TopDocs;
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term, query::TermQuery};

use super::plan::Bag;
use super::statistics::Statistics;
use crate::error::{Error, Result};
use crate::index::{Analyzer, Archive};

/// A word that the index does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The word, as typed.
    pub word: String,
    /// The nearest word of the index, as printed in an article.
    pub nearest: Option<String>,
}

/// So many words of a query are looked for at most.
const MOST_WORDS: usize = 16;

/// Returns the words of a bag that the index does not hold, the first [`MOST_WORDS`] of them.
///
/// # Errors
/// An index that cannot be read.
pub fn unknown(archive: &Archive, searcher: &Searcher, statistics: &Statistics, bag: &Bag) -> Result<Vec<Unknown>> {
    let words = bag.terms.iter().zip(&bag.printed).map(|((term, _), printed)| (term.as_str(), printed));
    let unknown: Vec<(&str, &String)> =
        words.filter(|(term, _)| statistics.n_with(term) == 0).take(MOST_WORDS).collect();
    let mut wanted: Vec<Near> = unknown.iter().map(|(term, _)| Near::to(term)).collect();
    look_around(searcher, statistics, &mut wanted).map_err(broken)?;
    let told = unknown.iter().zip(wanted).map(|((_, printed), near)| {
        let nearest = near.best.map(|(.., term)| printed_form(archive, searcher, statistics, &term));
        Ok(Unknown { word: (*printed).clone(), nearest: nearest.transpose()?.flatten() })
    });
    told.collect()
}

/// Shorter words are near too many others.
const SHORTEST: usize = 4;

/// The term that is nearest to a word: that with fewest letters changed, of those the most frequent.
struct Near<'w> {
    wanted: &'w str,
    /// How many letters may change: one of four, at most two.
    most: usize,
    best: Option<(usize, Reverse<u32>, String)>,
}

impl<'w> Near<'w> {
    fn to(wanted: &'w str) -> Near<'w> {
        let length = wanted.chars().count();
        Near { wanted, most: if length < SHORTEST { 0 } else { (length / 4).clamp(1, 2) }, best: None }
    }

    fn see(&mut self, term: &str, frequency: u32) {
        if self.most == 0 || term.len().abs_diff(self.wanted.len()) > self.most * 2 {
            return;
        }
        let distance = strsim::osa_distance(self.wanted, term);
        if distance <= self.most {
            let found = (distance, Reverse(frequency), term.to_owned());
            self.best = Some(self.best.take().map_or(found.clone(), |best| best.min(found)));
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

/// Returns the first word of an article that has this term.
fn printed_form(archive: &Archive, searcher: &Searcher, statistics: &Statistics, term: &str) -> Result<Option<String>> {
    let query = TermQuery::new(Term::from_field_text(statistics.text(), term), IndexRecordOption::Basic);
    let found = searcher.search(&query, &TopDocs::with_limit(1).order_by_score()).map_err(broken)?;
    let Some(&(_, address)) = found.first() else { return Ok(None) };
    archive
        .article_of(searcher, address, |article, _| {
            let text = article.text();
            let mut analyzer = Analyzer::new();
            let mut words = Analyzer::words(text).map(|word| &text[word.start..word.end]);
            let word = words.find(|word| analyzer.term(word) == term);
            Some(word.map_or_else(|| term.to_owned(), str::to_lowercase))
        })
        .map(Some)
}

fn broken(cause: tantivy::TantivyError) -> Error {
    Error::index("cannot read the words of the index").caused_by(cause)
}
