//! The best documents of a query: all of them, with those that are as good in the order of paths.
//!
//! Every document that matches is scored. The engine could pass over whole blocks of documents that cannot be among the
//! best, but what it keeps of a block to tell (block-max WAND) rests on the mean length of the documents of its
//! segment, quotations among them, and articles are scored by the mean length of articles: some of the best would be
//! lost. A phrase tells by the frequencies of its words alone, and may pass over what they rule out.

use std::cmp::Ordering;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::Weight;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::places::{Teller, place_in_segment};
use super::plan::Target;
use super::recency::Recency;

/// Collects the best documents.
pub struct Top {
    /// So many of each segment.
    pub limit: usize,
    /// Their kind.
    pub target: Target,
    /// What scores are multiplied by, where new documents are preferred.
    pub recency: Option<Recency>,
    /// Whether the query knows what it may pass over.
    pub prunes: bool,
}

impl Collector for Top {
    type Fruit = Vec<(Score, DocAddress)>;
    type Child = TopOfSegment;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<TopOfSegment> {
        let days = self.recency.and_then(|recency| recency.column(reader));
        let factor = self
            .recency
            .map(|recency| -> Factor { Box::new(move |document: DocId| recency.factor(days.as_ref(), document)) });
        let place: Teller = Box::new(place_in_segment(reader, self.target));
        let (limit, found) = (self.limit.max(1), Vec::with_capacity(2 * self.limit.min(1 << 12)));
        Ok(TopOfSegment { segment, limit, factor, place, found, least: Score::MIN })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<Vec<(Score, DocAddress)>> {
        let mut top = self.for_segment(segment, reader)?;
        let alive = reader.alive_bitset();
        let mut collect = |document: DocId, score: Score| {
            if alive.is_none_or(|alive| alive.is_alive(document)) {
                top.collect(document, score);
            }
            // What is as good as the last is wanted too.
            top.least.next_down()
        };
        match self.prunes && self.recency.is_none() {
            true => weight.for_each_pruning(Score::MIN, reader, &mut collect)?,
            false => weight.for_each(reader, &mut |document, score| {
                collect(document, score);
            })?,
        }
        Ok(top.harvest())
    }

    fn merge_fruits(&self, fruits: Vec<Vec<(Score, DocAddress)>>) -> tantivy::Result<Vec<(Score, DocAddress)>> {
        let mut found: Vec<(Score, DocAddress)> = fruits.into_iter().flatten().collect();
        found.sort_by(|one, other| other.0.total_cmp(&one.0));
        Ok(found)
    }
}

/// Tells what the score of a document is multiplied by.
type Factor = Box<dyn Fn(DocId) -> f32>;

/// The best documents of a segment.
pub struct TopOfSegment {
    segment: SegmentOrdinal,
    limit: usize,
    factor: Option<Factor>,
    place: Teller,
    /// The best so far, and what was found since they were sorted out.
    found: Vec<(Score, DocId)>,
    /// The score of the last of the best.
    least: Score,
}

impl TopOfSegment {
    /// Leaves the best, the last of them at the end.
    fn cut(&mut self) {
        let (place, last) = (&self.place, self.limit - 1);
        if self.found.len() > last {
            self.found.select_nth_unstable_by(last, |one, other| order(place, *one, *other));
            self.found.truncate(self.limit);
            self.least = self.found[last].0;
        }
    }
}

/// The better first; among equals, the first in the order of paths.
fn order(place: &Teller, one: (Score, DocId), other: (Score, DocId)) -> Ordering {
    other.0.total_cmp(&one.0).then_with(|| place(one.1).cmp(&place(other.1)))
}

impl SegmentCollector for TopOfSegment {
    type Fruit = Vec<(Score, DocAddress)>;

    fn collect(&mut self, document: DocId, score: Score) {
        let score = self.factor.as_ref().map_or(score, |factor| score * factor(document));
        if score < self.least {
            return;
        }
        self.found.push((score, document));
        if self.found.len() >= self.limit.saturating_mul(2) {
            self.cut();
        }
    }

    fn harvest(mut self) -> Vec<(Score, DocAddress)> {
        self.cut();
        let place = &self.place;
        self.found.sort_unstable_by(|one, other| order(place, *one, *other));
        let address = |(score, doc_id)| (score, DocAddress { segment_ord: self.segment, doc_id });
        std::mem::take(&mut self.found).into_iter().map(address).collect()
    }
}
