//! A credit for new articles, on request: scores are multiplied by 1 + 2^(−age / half-life). Age is counted from the
//! newest article of the index and not from today, so that an archive answers tomorrow as it does today.

use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};

use crate::index::DAY;

/// How scores fade with age.
#[derive(Clone, Copy, Debug)]
pub struct Recency {
    newest: f32,
    half_life: f32,
}

impl Recency {
    /// Returns the fading by half every `half_life` days before the newest article.
    pub fn new(searcher: &Searcher, half_life: u32) -> Recency {
        let columns = searcher.segment_readers().iter().filter_map(|segment| segment.fast_fields().u64(DAY).ok());
        let newest = columns.map(|column| column.max_value()).max().unwrap_or(0);
        Recency { newest: days(newest), half_life: half_life.max(1) as f32 }
    }

    /// Returns the days of publication of a segment.
    pub fn column(self, segment: &SegmentReader) -> Option<Column<u64>> {
        segment.fast_fields().u64(DAY).ok()
    }

    /// Returns what the score of a document is multiplied by: 2 for the newest, towards 1 with age, 1 without a date.
    pub fn factor(self, column: Option<&Column<u64>>, document: DocId) -> f32 {
        let Some(day) = column.and_then(|column| column.first(document)) else { return 1.0 };
        let age = (self.newest - days(day)).max(0.0);
        1.0 + (-age / self.half_life).exp2()
    }

    /// Returns what the score of a document of any segment is multiplied by.
    pub fn factor_of(self, searcher: &Searcher, DocAddress { segment_ord, doc_id }: DocAddress) -> f32 {
        self.factor(self.column(searcher.segment_reader(segment_ord)).as_ref(), doc_id)
    }
}

/// Returns the days of a day `yyyymmdd` since the year 0, with months of equal length.
fn days(day: u64) -> f32 {
    let (year, month, day) = (day / 10_000, day / 100 % 100, day % 100);
    (year as f32) * 365.25 + (month as f32) * 30.44 + day as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_about_right() {
        assert!((days(20_240_301) - days(20_230_301) - 365.25).abs() < 0.1);
        assert!((days(20_240_301) - days(20_240_131) - 30.44).abs() < 1.5);
    }
}
