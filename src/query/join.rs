//! From documents of one kind to those of the other: both carry the number of their article.

use rustc_hash::FxHashSet;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::Query;
use tantivy::{DocId, Score, Searcher, SegmentOrdinal, SegmentReader};

use crate::error::{Error, Result};

/// Returns the article numbers of the documents that match.
///
/// # Errors
/// An index that cannot be read.
pub fn article_numbers(searcher: &Searcher, query: &dyn Query) -> Result<FxHashSet<u64>> {
    let search = searcher.search(query, &ArticleNumbers);
    search.map_err(|cause| Error::index("cannot search the index").caused_by(cause))
}

struct ArticleNumbers;

impl Collector for ArticleNumbers {
    type Fruit = FxHashSet<u64>;
    type Child = SegmentNumbers;

    fn for_segment(&self, _segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentNumbers> {
        Ok(SegmentNumbers { column: reader.fast_fields().u64("article")?, numbers: FxHashSet::default() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<FxHashSet<u64>>) -> tantivy::Result<FxHashSet<u64>> {
        Ok(fruits.into_iter().flatten().collect())
    }
}

struct SegmentNumbers {
    column: Column<u64>,
    numbers: FxHashSet<u64>,
}

impl SegmentCollector for SegmentNumbers {
    type Fruit = FxHashSet<u64>;

    fn collect(&mut self, doc: DocId, _score: Score) {
        self.numbers.extend(self.column.first(doc));
    }

    fn harvest(self) -> FxHashSet<u64> {
        self.numbers
    }
}
