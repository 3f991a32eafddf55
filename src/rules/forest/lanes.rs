//! Many rows scored at once.
//!
//! In comes a forest and the numbers of some rows; out comes what its trees give to each. The tests of a forest ask for
//! few thresholds of each feature, so that all that they ask of a number is its place among these: how many of them are
//! below it. Places are found once for each row, and take one byte, so that a test compares sixteen rows at a time.
//! Compare Lucchese, Nardini, Orlando, Perego, Tonellotto and Venturini, *QuickScorer: a fast algorithm to rank
//! documents with additive ensembles of regression trees*, 2015, and the binned features of CatBoost.

use std::ops::Range;

use wide::{bytemuck, f32x4, i8x16, i32x4};

use super::{MAX_DEPTH, Test};

/// Rows scored at a time.
const LANES: usize = 16;
/// Lanes of one number: a fourth of them all, since a number takes four times the room of a place.
const QUARTER: usize = 4;

/// The most thresholds of a column: places are to fit in seven bits, which compare fastest.
const MAX_PLACES: usize = 127;

/// A forest made ready for many rows. All trees are as deep: tests that nothing passes fill up those that are less so.
#[derive(Clone, Debug, PartialEq)]
pub struct Lanes {
    depth: usize,
    columns: Vec<Column>,
    /// The thresholds of all columns, each column's in order.
    thresholds: Vec<f32>,
    /// The column that each test asks for, the tests of one tree from the highest bit of its leaf to the lowest.
    asked: Vec<u16>,
    /// The place that each test asks to be above, as often as there are lanes.
    above: Vec<i8x16>,
    leaves: Vec<f32>,
}

/// A feature and some of its thresholds: all of them, but where they are more than [`MAX_PLACES`].
#[derive(Clone, Debug, PartialEq)]
struct Column {
    feature: usize,
    thresholds: Range<usize>,
}

/// Room for a block of rows: their numbers by feature, and their places by column.
#[derive(Default)]
struct Scratch {
    values: Vec<[f32; LANES]>,
    places: Vec<i8x16>,
}

impl Lanes {
    /// Makes trees ready, each its tests and its leaves.
    pub fn new<'a>(trees: impl Iterator<Item = (&'a [Test], &'a [f32])> + Clone) -> Lanes {
        let deepest = trees.clone().map(|(tests, _)| tests.len()).max().unwrap_or(0);
        let depth = if deepest > 6 { MAX_DEPTH } else { deepest.max(4) };
        let mut tests: Vec<Test> = trees.clone().flat_map(|(tests, _)| tests).copied().collect();
        tests.sort_by(|a, b| a.feature.cmp(&b.feature).then(a.threshold.total_cmp(&b.threshold)));
        tests.dedup();
        let (mut columns, mut thresholds) = (Vec::new(), Vec::new());
        for tests in tests.chunk_by(|a, b| a.feature == b.feature).flat_map(|tests| tests.chunks(MAX_PLACES)) {
            let start = thresholds.len();
            thresholds.extend(tests.iter().map(|test| test.threshold));
            columns.push(Column { feature: usize::from(tests[0].feature), thresholds: start..thresholds.len() });
        }
        if columns.is_empty() {
            // What fills up trees without tests asks for some column.
            columns.push(Column { feature: 0, thresholds: 0..0 });
        }
        let mut found = Lanes { depth, columns, thresholds, asked: Vec::new(), above: Vec::new(), leaves: Vec::new() };
        trees.for_each(|(tests, leaves)| found.push(tests, leaves));
        found
    }

    fn push(&mut self, tests: &[Test], leaves: &[f32]) {
        (tests.len()..self.depth).for_each(|_| self.push_test(0, i8::MAX));
        for test in tests.iter().rev() {
            let feature = usize::from(test.feature);
            let is_before = |column: &Column| {
                (column.feature, self.thresholds[column.thresholds.end - 1]) < (feature, test.threshold)
            };
            let column = self.columns.partition_point(is_before);
            let thresholds = &self.thresholds[self.columns[column].thresholds.clone()];
            let above = thresholds.partition_point(|&threshold| threshold < test.threshold);
            self.push_test(column as u16, above as i8);
        }
        self.leaves.extend(leaves);
        let n_trees = self.asked.len() / self.depth;
        self.leaves.resize(n_trees << self.depth, 0.0);
    }

    fn push_test(&mut self, column: u16, above: i8) {
        self.asked.push(column);
        self.above.push(i8x16::splat(above));
    }

    /// What the trees give to each row of `width` numbers.
    pub fn sums(&self, rows: &[f32], width: usize) -> Vec<f32> {
        if width == 0 {
            return Vec::new();
        }
        let n_rows = rows.len() / width;
        let mut sums = Vec::with_capacity(n_rows.next_multiple_of(LANES));
        let mut scratch = Scratch::default();
        for block in rows[..n_rows * width].chunks(LANES * width) {
            match (block.len() / width).div_ceil(QUARTER) {
                1 => self.sum_block::<1>(block, width, &mut scratch, &mut sums),
                2 => self.sum_block::<2>(block, width, &mut scratch, &mut sums),
                _ => self.sum_block::<4>(block, width, &mut scratch, &mut sums),
            }
        }
        sums.truncate(n_rows);
        sums
    }

    /// Appends the sums of `Q` quarters of the lanes.
    fn sum_block<const Q: usize>(&self, rows: &[f32], width: usize, scratch: &mut Scratch, sums: &mut Vec<f32>) {
        let Scratch { values, places } = scratch;
        values.resize(width, [f32::NAN; LANES]);
        for (lane, row) in rows.chunks_exact(width).enumerate().take(LANES) {
            values.iter_mut().zip(row).for_each(|(values, &value)| values[lane] = value);
        }
        places.clear();
        places.extend(self.columns.iter().map(|column| self.places::<Q>(values.get(column.feature), column)));
        let found = match self.depth {
            4 => self.sum_trees::<Q, 4, 16>(places),
            5 => self.sum_trees::<Q, 5, 32>(places),
            6 => self.sum_trees::<Q, 6, 64>(places),
            _ => self.sum_trees::<Q, MAX_DEPTH, { 1 << MAX_DEPTH }>(places),
        };
        found.iter().for_each(|quarter| sums.extend(quarter.to_array()));
    }

    /// The places of the numbers of a feature in one of its columns; where they are missing they are above nothing.
    fn places<const Q: usize>(&self, values: Option<&[f32; LANES]>, column: &Column) -> i8x16 {
        let Some(values) = values.and_then(|values| values.as_chunks::<QUARTER>().0.first_chunk::<Q>()) else {
            return i8x16::ZERO;
        };
        let values = values.map(f32x4::new);
        let mut places = [i32x4::ZERO; Q];
        for &threshold in &self.thresholds[column.thresholds.clone()] {
            let threshold = f32x4::splat(threshold);
            let mut any = f32x4::ZERO;
            for (place, value) in places.iter_mut().zip(values) {
                let is_above = value.simd_gt(threshold);
                any |= is_above;
                // What is above is -1.
                *place -= bytemuck::cast::<f32x4, i32x4>(is_above);
            }
            if any.none() {
                break;
            }
        }
        let mut found = [0; LANES];
        let places = places.map(i32x4::to_array);
        found.iter_mut().zip(places.as_flattened()).for_each(|(found, &place)| *found = place as i8);
        i8x16::new(found)
    }

    /// The sums of trees of `D` tests and `L` leaves.
    fn sum_trees<const Q: usize, const D: usize, const L: usize>(&self, places: &[i8x16]) -> [f32x4; Q] {
        const { assert!(Q * QUARTER <= LANES && D <= 8 && L == 1 << D) };
        let (asked, above, leaves) =
            (self.asked.as_chunks::<D>().0, self.above.as_chunks::<D>().0, self.leaves.as_chunks::<L>().0);
        let mut sums = [f32x4::ZERO; Q];
        for ((asked, above), leaves) in asked.iter().zip(above).zip(leaves) {
            let mut indices = i8x16::ZERO;
            for (&column, &above) in asked.iter().zip(above) {
                // What passes is -1.
                indices = indices + indices - places[usize::from(column)].simd_gt(above);
            }
            let indices = indices.to_array();
            for (sum, of_quarter) in sums.iter_mut().zip(indices.as_chunks::<QUARTER>().0) {
                *sum += f32x4::new(of_quarter.map(|index| leaves[usize::from(index as u8) % L]));
            }
        }
        sums
    }
}
