//! "Did you mean": for a word of a query that the index does not hold, the nearest one that it does.

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

/// Returns the words of a bag that the index does not hold.
///
/// # Errors
/// An index that cannot be read.
pub fn unknown(archive: &Archive, searcher: &Searcher, statistics: &Statistics, bag: &Bag) -> Result<Vec<Unknown>> {
    let mut unknown = Vec::new();
    for ((term, _), printed) in bag.terms.iter().zip(&bag.printed) {
        if statistics.n_with(term) == 0 {
            let nearest = nearest(searcher, statistics, term).map_err(broken)?;
            let nearest = match nearest {
                Some(nearest) => printed_form(archive, searcher, statistics, &nearest)?,
                None => None,
            };
            unknown.push(Unknown { word: printed.clone(), nearest });
        }
    }
    Ok(unknown)
}

/// Shorter words are near too many others.
const SHORTEST: usize = 4;

/// Returns the term with fewest letters changed, of those the most frequent; one letter of four may change, at most
/// two.
fn nearest(searcher: &Searcher, statistics: &Statistics, wanted: &str) -> tantivy::Result<Option<String>> {
    let length = wanted.chars().count();
    let most = (length / 4).clamp(1, 2);
    let mut best: Option<(usize, std::cmp::Reverse<u32>, String)> = None;
    if length < SHORTEST {
        return Ok(None);
    }
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(statistics.text())?;
        let mut terms = index.terms().stream()?;
        while terms.advance() {
            let Ok(term) = std::str::from_utf8(terms.key()) else { continue };
            if term.len().abs_diff(wanted.len()) > most * 2 {
                continue;
            }
            let distance = strsim::osa_distance(wanted, term);
            if distance <= most {
                let found = (distance, std::cmp::Reverse(terms.value().doc_freq), term.to_owned());
                best = Some(best.map_or(found.clone(), |best| best.min(found)));
            }
        }
    }
    Ok(best.map(|(.., term)| term))
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
