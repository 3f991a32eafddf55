//! Counts the values of facets over all results: over ordinals, with names read only for the values that are shown.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::Query;
use tantivy::{DocId, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyError};

use crate::error::{Error, Result};
use crate::index::{Archive, Counts, NameField, NameTable, PLACE};
use crate::model::{FacetCount, FacetCounts};

/// Returns how many documents match, and the counts of several fields over them, in the order asked for: the `limit`
/// most frequent values of each, all where it is 0.
///
/// # Errors
/// An index that cannot be read.
pub fn count(
    archive: &Archive,
    searcher: &Searcher,
    query: &dyn Query,
    fields: &[NameField],
    limit: usize,
) -> Result<(usize, Vec<FacetCounts>)> {
    counted(searcher, query, &Counter { archive, fields, by_article: false }, limit)
}

/// Returns the counts of a field over the articles of the quotations that match, each by its own names.
///
/// # Errors
/// An index that cannot be read.
pub fn count_articles(
    archive: &Archive,
    searcher: &Searcher,
    quotations: &dyn Query,
    field: NameField,
    limit: usize,
) -> Result<FacetCounts> {
    let counter = Counter { archive, fields: &[field], by_article: true };
    Ok(counted(searcher, quotations, &counter, limit)?.1.pop().unwrap_or_default())
}

fn counted(
    searcher: &Searcher,
    query: &dyn Query,
    counter: &Counter,
    limit: usize,
) -> Result<(usize, Vec<FacetCounts>)> {
    let Counter { archive, fields, .. } = *counter;
    let limit = if limit == 0 { usize::MAX } else { limit };
    let (n_documents, segments) = searcher.search(query, counter).map_err(broken)?;
    let of_field = |field: usize| -> Result<FacetCounts> {
        let counts: Vec<_> = segments.iter().filter_map(|segment| segment[field].as_ref()).collect();
        match counts.as_slice() {
            [] => Ok(FacetCounts::default()),
            [(table, counts)] => of_segment(archive, table, counts, limit),
            several => of_segments(archive, several, limit),
        }
    };
    Ok((n_documents, (0..fields.len()).map(of_field).collect::<Result<_>>()?))
}

/// A table, and how often each of its names was counted.
type Counted = (Arc<NameTable>, Counts);

/// Puts names to the most frequent ordinals of the only segment.
fn of_segment(archive: &Archive, table: &NameTable, counts: &Counts, limit: usize) -> Result<FacetCounts> {
    let mut found: Vec<(Reverse<u32>, u32)> = counts.iter().map(|(ordinal, count)| (Reverse(count), ordinal)).collect();
    let n_values = found.len();
    if limit < n_values {
        found.select_nth_unstable(limit);
        found.truncate(limit);
    }
    found.sort_unstable_by_key(|&(_, ordinal)| ordinal);
    let ordinals: Vec<u32> = found.iter().map(|&(_, ordinal)| ordinal).collect();
    let names = table.names(&ordinals, &archive.aliases).map_err(broken)?;
    let values = names.into_iter().zip(&found).map(|(value, (count, _))| FacetCount { value, count: count.0.into() });
    Ok(FacetCounts { values: in_order(values.collect()), n_values })
}

/// Adds the counts of several segments up by name.
fn of_segments(archive: &Archive, segments: &[&Counted], limit: usize) -> Result<FacetCounts> {
    let mut counts: FxHashMap<String, u64> = FxHashMap::default();
    for (table, of_segment_counts) in segments {
        for FacetCount { value, count } in of_segment(archive, table, of_segment_counts, usize::MAX)?.values {
            *counts.entry(value).or_default() += count;
        }
    }
    let n_values = counts.len();
    let mut values = in_order(counts.into_iter().map(|(value, count)| FacetCount { value, count }).collect());
    values.truncate(limit);
    Ok(FacetCounts { values, n_values })
}

fn in_order(mut values: Vec<FacetCount>) -> Vec<FacetCount> {
    values.sort_unstable_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
    values
}

struct Counter<'a> {
    archive: &'a Archive,
    fields: &'a [NameField],
    /// Whether the documents are quotations, and a name counts once for all those of an article.
    by_article: bool,
}

impl Collector for Counter<'_> {
    type Fruit = (usize, Vec<Vec<Option<Counted>>>);
    type Child = SegmentCounter;

    fn for_segment(&self, _segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentCounter> {
        let counted = |&field: &NameField| -> tantivy::Result<Option<Counted>> {
            let table = self.archive.names(reader, field);
            let table = table.map_err(|error| TantivyError::SystemError(error.to_string()))?;
            Ok(table.map(|table| {
                let counts = Counts::new(&table);
                (table, counts)
            }))
        };
        let places = self.by_article.then(|| reader.fast_fields().u64(PLACE)).transpose()?;
        let fields = self.fields.iter().map(counted).collect::<tantivy::Result<_>>()?;
        Ok(SegmentCounter { n_documents: 0, fields, places, article: 0, quotations: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<(usize, Vec<Option<Counted>>)>) -> tantivy::Result<Self::Fruit> {
        Ok((
            fruits.iter().map(|(n_documents, _)| n_documents).sum(),
            fruits.into_iter().map(|(_, fields)| fields).collect(),
        ))
    }
}

struct SegmentCounter {
    n_documents: usize,
    fields: Vec<Option<Counted>>,
    /// Tells how far quotations stand behind their articles, where these are counted.
    places: Option<Column<u64>>,
    /// The article whose quotations are being gathered.
    article: DocId,
    quotations: Vec<DocId>,
}

impl SegmentCounter {
    /// Puts a quotation to the others of its article, which stand together.
    fn gather(&mut self, quotation: DocId, place: u64) {
        let article = quotation.saturating_sub(place as DocId);
        if article != self.article {
            self.count_gathered();
            self.article = article;
        }
        self.quotations.push(quotation);
    }

    fn count_gathered(&mut self) {
        for (table, counts) in self.fields.iter_mut().flatten() {
            table.count_once(&self.quotations, counts);
        }
        self.quotations.clear();
    }
}

impl SegmentCollector for SegmentCounter {
    type Fruit = (usize, Vec<Option<Counted>>);

    fn collect(&mut self, doc: DocId, _score: Score) {
        self.collect_block(&[doc]);
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        self.n_documents += docs.len();
        if let Some(places) = self.places.clone() {
            docs.iter().for_each(|&doc| self.gather(doc, places.first(doc).unwrap_or(0)));
            return;
        }
        for (table, counts) in self.fields.iter_mut().flatten() {
            table.count(docs, counts);
        }
    }

    fn harvest(mut self) -> Self::Fruit {
        self.count_gathered();
        (self.n_documents, self.fields)
    }
}

fn broken(cause: TantivyError) -> Error {
    Error::index("cannot count facets").caused_by(cause)
}
