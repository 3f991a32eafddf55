//! Orders documents by how often the words of a query stand in them, those of its phrases among them.

use rustc_hash::FxHashMap;
use tantivy::collector::DocSetCollector;
use tantivy::postings::Postings;
use tantivy::query::Query;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, InvertedIndexReader, Searcher, TERMINATED, Term};

use super::snippet::Matcher;
use crate::error::{Error, Result};

/// Returns the `limit` documents with most matches in their text, with the number.
///
/// # Errors
/// An index that cannot be read.
pub fn most(
    searcher: &Searcher,
    query: &dyn Query,
    matcher: &Matcher,
    text: Field,
    limit: usize,
) -> Result<Vec<(f32, DocAddress)>> {
    let broken = |cause| Error::index("cannot count matches").caused_by(cause);
    let mut found = counted(searcher, query, matcher, text).map_err(broken)?;
    found.sort_unstable_by_key(|&(count, address)| (std::cmp::Reverse(count), address));
    // All that are equal to the last one stay, so that the caller can choose among them.
    let least = found.get(limit.saturating_sub(1)).map_or(0, |&(count, _)| count);
    found.truncate(found.partition_point(|&(count, _)| count >= least));
    Ok(found.into_iter().map(|(count, address)| (count as f32, address)).collect())
}

fn counted(
    searcher: &Searcher,
    query: &dyn Query,
    matcher: &Matcher,
    text: Field,
) -> tantivy::Result<Vec<(u32, DocAddress)>> {
    let mut counts: Vec<FxHashMap<DocId, u32>> = vec![FxHashMap::default(); searcher.segment_readers().len()];
    for address in searcher.search(query, &DocSetCollector)? {
        counts[address.segment_ord as usize].insert(address.doc_id, 0);
    }
    for (segment, counts) in searcher.segment_readers().iter().zip(&mut counts) {
        let index = segment.inverted_index(text)?;
        for term in terms(&index, matcher)? {
            let term = Term::from_field_text(text, &term);
            let Some(mut postings) = index.read_postings(&term, IndexRecordOption::WithFreqs)? else { continue };
            while postings.doc() != TERMINATED {
                if let Some(count) = counts.get_mut(&postings.doc()) {
                    *count += postings.term_freq();
                }
                postings.advance();
            }
        }
    }
    let address = |segment: usize, doc_id| DocAddress { segment_ord: segment as u32, doc_id };
    let flat = counts.into_iter().enumerate();
    Ok(flat.flat_map(|(segment, counts)| counts.into_iter().map(move |(doc, n)| (n, address(segment, doc)))).collect())
}

/// Returns the terms of a segment that are looked for.
fn terms(index: &InvertedIndexReader, matcher: &Matcher) -> tantivy::Result<Vec<String>> {
    if !matcher.is_open() {
        return Ok(matcher.terms().map(str::to_owned).collect());
    }
    let mut found = Vec::new();
    let mut terms = index.terms().stream()?;
    while terms.advance() {
        if let Some(term) = std::str::from_utf8(terms.key()).ok().filter(|term| matcher.fits(term)) {
            found.push(term.to_owned());
        }
    }
    Ok(found)
}
