//! From documents of one kind to those of the other: an article and its quotations stand together in the index, so that
//! one is found from another by counting places.

use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::index::SegmentId;
use tantivy::query::{BitSetDocSet, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{BitSet, DocId, Score, Searcher, SegmentOrdinal, SegmentReader};

use super::plan::Target;
use crate::error::{Error, Result};
use crate::index::PLACE;

/// Returns the query of the documents of kind `target` whose article, or one of whose quotations, matches `query`.
///
/// # Errors
/// An index that cannot be read.
pub fn joined(searcher: &Searcher, query: &dyn Query, target: Target) -> Result<Joined> {
    let found = searcher.search(query, &Join { target });
    found.map_err(|cause| Error::index("cannot search the index").caused_by(cause))
}

/// Matches documents that are already known, all with the same score.
#[derive(Clone)]
pub struct Joined(Arc<FxHashMap<SegmentId, BitSet>>);

impl fmt::Debug for Joined {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let n_documents: usize = self.0.values().map(BitSet::len).sum();
        write!(out, "Joined({n_documents} documents)")
    }
}

impl Query for Joined {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Joined {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.0.get(&reader.segment_id()) {
            Some(documents) => Box::new(ConstScorer::new(BitSetDocSet::from(documents.clone()), boost)),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let holds = self.0.get(&reader.segment_id()).is_some_and(|documents| documents.contains(doc));
        Ok(Explanation::new("its article, or a quotation of it, matches", if holds { 1.0 } else { 0.0 }))
    }
}

/// Collects the documents of the other kind.
struct Join {
    target: Target,
}

impl Collector for Join {
    type Fruit = Joined;
    type Child = SegmentJoin;

    fn for_segment(&self, _segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentJoin> {
        Ok(SegmentJoin {
            target: self.target,
            segment: reader.segment_id(),
            places: reader.fast_fields().u64(PLACE)?,
            max_doc: reader.max_doc(),
            documents: BitSet::with_max_value(reader.max_doc()),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<(SegmentId, BitSet)>) -> tantivy::Result<Joined> {
        Ok(Joined(Arc::new(fruits.into_iter().collect())))
    }
}

struct SegmentJoin {
    target: Target,
    segment: SegmentId,
    places: Column<u64>,
    max_doc: DocId,
    documents: BitSet,
}

impl SegmentJoin {
    fn place(&self, doc: DocId) -> DocId {
        self.places.first(doc).unwrap_or(0) as DocId
    }
}

impl SegmentCollector for SegmentJoin {
    type Fruit = (SegmentId, BitSet);

    fn collect(&mut self, doc: DocId, _score: Score) {
        let article = doc.saturating_sub(self.place(doc));
        match self.target {
            Target::Articles => {
                self.documents.insert(article);
            }
            Target::Quotations => {
                let last = (article + 1..self.max_doc).find(|&doc| self.place(doc) == 0).unwrap_or(self.max_doc);
                (article + 1..last).for_each(|doc| {
                    self.documents.insert(doc);
                });
            }
        }
    }

    fn harvest(self) -> (SegmentId, BitSet) {
        (self.segment, self.documents)
    }
}
