//! Counts results by year or by month of publication.

use std::collections::BTreeMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::Query;
use tantivy::{DocId, Score, Searcher, SegmentOrdinal, SegmentReader};

use crate::error::{Error, Result};
use crate::index::DAY;
use crate::model::{FacetCount, FacetCounts};

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// A year.
    Year,
    /// A month.
    Month,
}

impl Period {
    /// What is left out of `yyyymmdd`.
    fn divisor(self) -> u64 {
        match self {
            Period::Year => 10_000,
            Period::Month => 100,
        }
    }

    fn shown(self, number: u64) -> String {
        match self {
            Period::Year => format!("{number:04}"),
            Period::Month => format!("{:04}-{:02}", number / 100, number % 100),
        }
    }

    fn next(self, number: u64) -> u64 {
        match self {
            Period::Month if number % 100 >= 12 => (number / 100 + 1) * 100 + 1,
            _ => number + 1,
        }
    }
}

/// The longest run of empty periods that is filled in.
const MOST_EMPTY: usize = 24;

/// Returns the count of each period, first to last; the empty ones between them too, where they are not too many.
/// Documents without a date are not counted.
///
/// # Errors
/// An index that cannot be read.
pub fn count(searcher: &Searcher, query: &dyn Query, period: Period) -> Result<FacetCounts> {
    let counted = searcher.search(query, &Histogram(period));
    let counted = counted.map_err(|cause| Error::index("cannot count by date").caused_by(cause))?;
    let values = filled(period, &counted);
    Ok(FacetCounts { n_values: values.len(), values })
}

fn filled(period: Period, counted: &BTreeMap<u64, u64>) -> Vec<FacetCount> {
    let mut filled = Vec::new();
    let mut expected = None;
    for (&number, &count) in counted {
        let empty: Vec<u64> = expected.map_or_else(Vec::new, |from| {
            let run = std::iter::successors(Some(from), |&number| Some(period.next(number)));
            run.take_while(|&empty| empty < number).take(MOST_EMPTY + 1).collect()
        });
        if empty.len() <= MOST_EMPTY {
            filled.extend(empty.into_iter().map(|number| FacetCount { value: period.shown(number), count: 0 }));
        }
        filled.push(FacetCount { value: period.shown(number), count });
        expected = Some(period.next(number));
    }
    filled
}

struct Histogram(Period);

impl Collector for Histogram {
    type Fruit = BTreeMap<u64, u64>;
    type Child = SegmentHistogram;

    fn for_segment(&self, _segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentHistogram> {
        let days = reader.fast_fields().u64(DAY)?;
        Ok(SegmentHistogram { days, divisor: self.0.divisor(), counts: BTreeMap::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<BTreeMap<u64, u64>>) -> tantivy::Result<BTreeMap<u64, u64>> {
        let mut merged = BTreeMap::new();
        for (number, count) in fruits.into_iter().flatten() {
            *merged.entry(number).or_default() += count;
        }
        Ok(merged)
    }
}

struct SegmentHistogram {
    days: Column<u64>,
    divisor: u64,
    counts: BTreeMap<u64, u64>,
}

impl SegmentCollector for SegmentHistogram {
    type Fruit = BTreeMap<u64, u64>;

    fn collect(&mut self, doc: DocId, _score: Score) {
        if let Some(day) = self.days.first(doc) {
            *self.counts.entry(day / self.divisor).or_default() += 1;
        }
    }

    fn harvest(self) -> BTreeMap<u64, u64> {
        self.counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(period: Period, numbers: &[u64], expected: &str) {
        let counted = numbers.iter().map(|&number| (number, 1)).collect();
        let shown: Vec<String> =
            filled(period, &counted).into_iter().map(|c| format!("{}:{}", c.value, c.count)).collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn empty_periods_are_filled_in() {
        check(Period::Year, &[2019, 2021], "2019:1 2020:0 2021:1");
        check(Period::Month, &[201911, 202002], "2019-11:1 2019-12:0 2020-01:0 2020-02:1");
        check(Period::Year, &[1900, 2020], "1900:1 2020:1");
        check(Period::Year, &[], "");
    }
}
