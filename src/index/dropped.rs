//! What is to be dropped from an index, as a query: the documents of an article, in segments that were there before.
//!
//! An article that is written anew keeps its number, and the engine may come to the order to drop it when the new
//! segment is there already: it must not be found in that one.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use tantivy::index::SegmentId;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, TermQuery, Weight};
use tantivy::{DocId, Score, SegmentReader};

/// The documents that a query finds in some segments.
#[derive(Clone, Debug)]
pub struct Dropped {
    /// What is looked for.
    pub query: TermQuery,
    /// Where.
    pub segments: Arc<FxHashSet<SegmentId>>,
}

struct DroppedWeight {
    weight: Box<dyn Weight>,
    segments: Arc<FxHashSet<SegmentId>>,
}

impl Query for Dropped {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(DroppedWeight { weight: self.query.weight(scoring)?, segments: self.segments.clone() }))
    }
}

impl Weight for DroppedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        match self.segments.contains(&reader.segment_id()) {
            true => self.weight.scorer(reader, boost),
            false => Ok(Box::new(EmptyScorer)),
        }
    }

    fn explain(&self, reader: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        self.weight.explain(reader, document)
    }
}
