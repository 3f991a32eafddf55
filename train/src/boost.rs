//! Training of oblivious forests by gradient boosting.
//!
//! In comes a [`Table`] of labelled rows and the [`Params`]; out comes a
//! [`Forest`], the same one for the same input. The trees are symmetric, as in
//! CatBoost (Prokhorenkova et al., 2018): each level has the one test that gains
//! the most over all leaves together. Features are cut into quantile bins once;
//! gains are read off histograms of gradients, a child's histogram being its
//! parent's less its sibling's (as in LightGBM, Ke et al., 2017); leaves take a
//! Newton step.

use std::ops::{AddAssign, Range, Sub};

use rayon::prelude::*;

use clippings::rules::{Forest, MAX_DEPTH};

/// Labelled rows to learn from.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The names of the features, in the order of a row.
    pub features: Vec<&'static str>,
    /// The values, row after row.
    pub rows: Vec<f32>,
    /// The label of each row, 0 or 1.
    pub labels: Vec<f32>,
    /// The weight of each row.
    pub weights: Vec<f32>,
    /// The group of each row: rows of one group are candidates of one choice.
    pub groups: Vec<u32>,
}

impl Table {
    /// A table without rows.
    pub fn new(features: &[&'static str]) -> Table {
        Table { features: features.to_vec(), ..Table::default() }
    }

    /// Adds a row.
    ///
    /// # Panics
    ///
    /// If the row has not one value a feature.
    pub fn push(&mut self, row: &[f32], label: f32, weight: f32, group: u32) {
        assert_eq!(row.len(), self.features.len(), "one value a feature");
        self.rows.extend_from_slice(row);
        self.labels.push(label);
        self.weights.push(weight);
        self.groups.push(group);
    }

    /// The values of a row.
    pub fn row(&self, index: usize) -> &[f32] {
        let width = self.features.len();
        &self.rows[index * width..(index + 1) * width]
    }

    /// How many rows there are.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.labels.len()
    }
}

/// What the scores are to be good at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objective {
    /// Each row is right or wrong by itself: log loss.
    Logistic,
    /// One row of each group is the right one: cross-entropy of the softmax
    /// over the group. Groups without exactly one row of label 1 are ignored.
    GroupSoftmax,
}

/// How to train.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Params {
    /// How many trees.
    pub trees: usize,
    /// The most tests of a tree, up to [`MAX_DEPTH`].
    pub depth: usize,
    /// The learning rate: the share of each Newton step that is taken.
    pub rate: f32,
    /// The L2 penalty on leaf values.
    pub l2: f32,
    /// The least hessian (weight times `p(1-p)`, summed over rows) on either
    /// side for a test to count in a leaf; a leaf below it takes the value of
    /// the leaf it was cut from.
    pub min_leaf_weight: f32,
    /// The most quantile bins of a feature, 2 to 255.
    pub bins: usize,
    /// The share of features each tree may test.
    pub column_sample: f32,
    /// The share of rows (of groups, for [`Objective::GroupSoftmax`]) each tree
    /// is grown on.
    pub row_sample: f32,
    /// The share of the gradients that is let go: rows that are already judged right, and have next to none, take most
    /// of the time and change nothing (influence trimming, Friedman, 2001).
    pub trim: f32,
    /// The seed of the sampling.
    pub seed: u64,
    /// What the scores are to be good at.
    pub objective: Objective,
}

impl Default for Params {
    fn default() -> Params {
        Params {
            trees: 200,
            depth: 6,
            rate: 0.1,
            l2: 3.0,
            min_leaf_weight: 1.0,
            bins: 128,
            column_sample: 1.0,
            row_sample: 1.0,
            trim: 0.0,
            seed: 1,
            objective: Objective::Logistic,
        }
    }
}

/// Trains a forest on the given rows of a table.
///
/// # Panics
///
/// If the table's feature names are repeated or hold white space, or if a row
/// is out of range.
pub fn fit(table: &Table, rows: &[usize], params: &Params) -> Forest {
    fit_mean(table, rows, params, 1)
}

/// Trains forests that differ in what they draw, and returns their mean, which is one forest: what one of them happens
/// to leave out weighs the less. The trees are those of all together.
///
/// # Panics
///
/// As [`fit`] does.
pub fn fit_mean(table: &Table, rows: &[usize], params: &Params, n_forests: usize) -> Forest {
    let sample = Sample::new(table, rows, params.objective);
    let columns = columns(table, &sample.rows, params.bins);
    let mut forest = Forest::new(&table.features, sample.bias()).expect("sound feature names");
    let bias = forest.bias();
    let grown = |nth: usize| {
        let (seed, trees) = (params.seed + nth as u64 * SEED_STEP, params.trees / n_forests);
        grow(&sample, columns.clone(), bias, &Params { seed, trees, ..*params })
    };
    let grown: Vec<Vec<Grown>> = (0..n_forests).into_par_iter().map(grown).collect();
    for (tests, values) in grown.iter().flatten() {
        let shared: Vec<f32> = values.iter().map(|value| value / n_forests as f32).collect();
        forest.push_tree(tests, &shared).expect("a sound tree");
    }
    forest
}

/// What parts the seeds of forests that are averaged.
const SEED_STEP: u64 = 7919;

/// The tests and the values of a tree.
type Grown = (Vec<(u16, f32)>, Vec<f32>);

/// Grows the trees of one forest.
fn grow(sample: &Sample, mut columns: Vec<Column>, bias: f32, params: &Params) -> Vec<Grown> {
    let mut scores = vec![bias; sample.rows.len()];
    let mut random = Random::new(params.seed);
    let mut trees = Vec::with_capacity(params.trees);
    for _ in 0..params.trees {
        let slopes = sample.slopes(&scores);
        draw_columns(&mut columns, params.column_sample, &mut random);
        let mut drawn = sample.draw(params.row_sample, &mut random);
        trim(&mut drawn, &slopes, params.trim);
        let tree = Tree::grow(&mut columns, &slopes, drawn, params);
        tree.add_to(&mut scores, &columns);
        trees.push((tree.tests(&columns), tree.values));
    }
    trees
}

/// How much each feature matters: its mean absolute contribution over the rows
/// of the table, the greatest first.
pub fn importance(forest: &Forest, table: &Table) -> Vec<(String, f32)> {
    let told: Vec<_> = (0..table.len()).into_par_iter().map(|row| forest.explain(table.row(row))).collect();
    let mut sums = vec![0.0; forest.features().len()];
    for (feature, change) in told.into_iter().flatten() {
        sums[feature] += f64::from(change.abs());
    }
    let rows = table.len().max(1) as f64;
    let means = sums.iter().map(|sum| (sum / rows) as f32);
    let mut ranking: Vec<_> = forest.features().iter().cloned().zip(means).collect();
    ranking.sort_by(|a, b| b.1.total_cmp(&a.1));
    ranking
}

/// First and second derivatives of the loss, summed over rows.
#[derive(Clone, Copy, Debug, Default)]
struct Slope {
    gradient: f64,
    hessian: f64,
}

impl Slope {
    /// Twice what the best step would take off the loss.
    fn gain(self, l2: f64) -> f64 {
        self.gradient * self.gradient / (self.hessian + l2)
    }

    /// The best step.
    fn newton(self, l2: f64) -> f64 {
        -self.gradient / (self.hessian + l2)
    }
}

impl AddAssign for Slope {
    fn add_assign(&mut self, other: Slope) {
        self.gradient += other.gradient;
        self.hessian += other.hessian;
    }
}

impl Sub for Slope {
    type Output = Slope;

    fn sub(self, other: Slope) -> Slope {
        Slope { gradient: self.gradient - other.gradient, hessian: self.hessian - other.hessian }
    }
}

fn sum(slopes: &[Slope]) -> Slope {
    slopes.iter().fold(Slope::default(), |mut total, &slope| {
        total += slope;
        total
    })
}

/// The rows trained on, their targets, and the units they are drawn in.
struct Sample {
    rows: Vec<usize>,
    labels: Vec<f32>,
    weights: Vec<f32>,
    /// Single rows, or whole groups.
    units: Vec<Range<usize>>,
    objective: Objective,
}

impl Sample {
    fn new(table: &Table, rows: &[usize], objective: Objective) -> Sample {
        let (rows, units) = match objective {
            Objective::Logistic => (rows.to_vec(), (0..rows.len()).map(|at| at..at + 1).collect()),
            Objective::GroupSoftmax => choices(table, rows),
        };
        Sample {
            labels: rows.iter().map(|&row| table.labels[row]).collect(),
            weights: rows.iter().map(|&row| table.weights[row]).collect(),
            rows,
            units,
            objective,
        }
    }

    /// The log-odds of the labels; of no account in a softmax.
    fn bias(&self) -> f32 {
        if self.objective == Objective::GroupSoftmax {
            return 0.0;
        }
        let (mut right, mut total) = (0.0, 0.0);
        for (&label, &weight) in self.labels.iter().zip(&self.weights) {
            right += f64::from(label * weight);
            total += f64::from(weight);
        }
        if total <= 0.0 {
            return 0.0;
        }
        let share = (right / total).clamp(1e-4, 1.0 - 1e-4);
        (share / (1.0 - share)).ln() as f32
    }

    /// The slope of the loss at each row.
    fn slopes(&self, scores: &[f32]) -> Vec<Slope> {
        let chances = match self.objective {
            Objective::Logistic => scores.iter().map(|score| logistic(*score)).collect(),
            Objective::GroupSoftmax => self.softmax(scores),
        };
        let targets = self.labels.iter().zip(&self.weights);
        chances
            .iter()
            .zip(targets)
            .map(|(chance, (&label, &weight))| Slope {
                gradient: f64::from(weight) * (chance - f64::from(label)),
                hessian: f64::from(weight) * chance * (1.0 - chance),
            })
            .collect()
    }

    fn softmax(&self, scores: &[f32]) -> Vec<f64> {
        let mut chances = Vec::with_capacity(scores.len());
        for unit in &self.units {
            let scores = &scores[unit.clone()];
            let top = scores.iter().copied().fold(f32::MIN, f32::max);
            chances.extend(scores.iter().map(|score| f64::from(score - top).exp()));
            let total: f64 = chances[unit.clone()].iter().sum();
            chances[unit.clone()].iter_mut().for_each(|c| *c /= total);
        }
        chances
    }

    /// Draws a share of the units: the positions of their rows.
    fn draw(&self, share: f32, random: &mut Random) -> Vec<u32> {
        self.units
            .iter()
            .filter(|_| share >= 1.0 || random.uniform() < f64::from(share))
            .flat_map(|unit| unit.start as u32..unit.end as u32)
            .collect()
    }
}

/// Takes out the rows of the least gradients, which together have no more than this share of all.
fn trim(rows: &mut Vec<u32>, slopes: &[Slope], share: f32) {
    if share <= 0.0 {
        return;
    }
    let weight = |&row: &u32| slopes[row as usize].gradient.abs();
    let mut weights: Vec<f64> = rows.iter().map(weight).collect();
    weights.sort_unstable_by(f64::total_cmp);
    let mut left = f64::from(share) * weights.iter().sum::<f64>();
    let least = weights.into_iter().find(|weight| {
        left -= weight;
        left < 0.0
    });
    rows.retain(|row| least.is_none_or(|least| weight(row) >= least));
}

fn logistic(score: f32) -> f64 {
    1.0 / (1.0 + (-f64::from(score)).exp())
}

/// The rows of the groups with exactly one right row, group by group.
fn choices(table: &Table, rows: &[usize]) -> (Vec<usize>, Vec<Range<usize>>) {
    let mut sorted = rows.to_vec();
    sorted.sort_by_key(|&row| table.groups[row]);
    let (mut kept, mut units) = (Vec::new(), Vec::new());
    for group in sorted.chunk_by(|&a, &b| table.groups[a] == table.groups[b]) {
        let right = group.iter().filter(|&&row| table.labels[row] > 0.5).count();
        if right == 1 {
            units.push(kept.len()..kept.len() + group.len());
            kept.extend_from_slice(group);
        }
    }
    (kept, units)
}

/// A feature cut into bins, and its gradient histograms.
#[derive(Clone)]
struct Column {
    feature: u16,
    /// Thresholds between the bins, rising.
    borders: Vec<f32>,
    /// The bin of each row: how many borders it is above.
    codes: Vec<u8>,
    /// Leaf after leaf, the slope of each bin.
    histogram: Vec<Slope>,
    /// Whether the tree being grown may test it.
    drawn: bool,
}

/// The features that are not constant, cut into bins.
fn columns(table: &Table, rows: &[usize], bins: usize) -> Vec<Column> {
    (0..table.features.len())
        .into_par_iter()
        .filter_map(|feature| {
            let values: Vec<f32> = rows.iter().map(|&row| table.row(row)[feature]).collect();
            Column::new(feature as u16, &values, bins.clamp(2, 255))
        })
        .collect()
}

impl Column {
    fn new(feature: u16, values: &[f32], bins: usize) -> Option<Column> {
        let borders = quantile_borders(values, bins);
        let code = |value: &f32| borders.partition_point(|border| value > border) as u8;
        let codes = values.iter().map(code).collect();
        (!borders.is_empty()).then_some(Column { feature, borders, codes, histogram: Vec::new(), drawn: false })
    }

    fn bins(&self) -> usize {
        self.borders.len() + 1
    }

    /// Fills the histograms of the leaves, given those of the leaves they were
    /// cut from: the smaller sibling is counted, the larger is what is left.
    fn fill(&mut self, leaves: &Leaves) {
        let bins = self.bins();
        let count = leaves.sums.len();
        if self.histogram.len() < count * bins {
            self.histogram.resize(count * bins, Slope::default());
        }
        if count == 1 {
            leaves.count(0, &self.codes, &mut self.histogram[..bins]);
            return;
        }
        let half = count / 2;
        let (lows, highs) = self.histogram.split_at_mut(half * bins);
        let pairs = lows.chunks_exact_mut(bins).zip(highs.chunks_exact_mut(bins));
        for (leaf, (low, high)) in pairs.enumerate() {
            if !leaves.divisible(leaf) && !leaves.divisible(leaf + half) {
                continue;
            }
            if leaves.segments[leaf].len() < leaves.segments[leaf + half].len() {
                high.copy_from_slice(low);
                leaves.count(leaf, &self.codes, low);
                subtract(high, low);
            } else {
                leaves.count(leaf + half, &self.codes, high);
                subtract(low, high);
            }
        }
    }

    /// The border that gains the most over all leaves, and its gain; none if no
    /// border divides a leaf.
    fn best_split(&self, leaves: &Leaves) -> Option<(f64, u8)> {
        let mut gains = [0.0; 255];
        let mut divides = [false; 255];
        for (leaf, bins) in self.histogram.chunks_exact(self.bins()).enumerate() {
            if leaf == leaves.sums.len() {
                break;
            }
            if leaves.divisible(leaf) {
                leaves.add_gains(leaf, bins, &mut gains, &mut divides);
            }
        }
        let mut best = None;
        for (border, &gain) in gains[..self.borders.len()].iter().enumerate() {
            if divides[border] && best.is_none_or(|(top, _)| gain > top) {
                best = Some((gain, border as u8));
            }
        }
        best
    }
}

fn subtract(from: &mut [Slope], what: &[Slope]) {
    for (from, &what) in from.iter_mut().zip(what) {
        *from = *from - what;
    }
}

/// Thresholds that cut the values into at most `bins` bins of like size.
fn quantile_borders(values: &[f32], bins: usize) -> Vec<f32> {
    let mut sorted: Vec<f32> = values.iter().copied().filter(|v| v.is_finite()).collect();
    sorted.sort_unstable_by(f32::total_cmp);
    let runs: Vec<&[f32]> = sorted.chunk_by(|a, b| a == b).collect();
    let mut borders = Vec::new();
    let (mut filled, mut left) = (0, sorted.len());
    for (at, pair) in runs.windows(2).enumerate() {
        let bins_left = bins - borders.len();
        if bins_left == 1 {
            break;
        }
        filled += pair[0].len();
        if filled * bins_left >= left || runs.len() - at <= bins_left {
            borders.push(roundest_between(pair[0][0], pair[1][0]));
            left -= filled;
            filled = 0;
        }
    }
    borders
}

/// The number of fewest digits that parts `low` from `high`: at least the one,
/// below the other.
fn roundest_between(low: f32, high: f32) -> f32 {
    if low < 0.0 && high > 0.0 {
        return 0.0;
    }
    let middle = low / 2.0 + high / 2.0;
    (0..9)
        .filter_map(|digits| format!("{middle:.digits$e}").parse().ok())
        .find(|&border| low <= border && border < high)
        .unwrap_or(low)
}

/// The rows a tree is grown on, parted by leaf.
struct Leaves<'a> {
    slopes: &'a [Slope],
    /// Row positions, those of a leaf together.
    order: Vec<u32>,
    /// The slopes in that order.
    ordered: Vec<Slope>,
    /// Where in the order each leaf lies.
    segments: Vec<Range<usize>>,
    /// The slope of each leaf.
    sums: Vec<Slope>,
    l2: f64,
    min_weight: f64,
}

impl<'a> Leaves<'a> {
    fn new(slopes: &'a [Slope], order: Vec<u32>, params: &Params) -> Leaves<'a> {
        let mut leaves = Leaves {
            slopes,
            segments: vec![Range { start: 0, end: order.len() }],
            order,
            ordered: Vec::new(),
            sums: Vec::new(),
            l2: f64::from(params.l2.max(0.0)),
            min_weight: f64::from(params.min_leaf_weight.max(1e-6)),
        };
        leaves.gather();
        leaves
    }

    fn gather(&mut self) {
        let slopes = self.slopes;
        self.ordered.clear();
        self.ordered.extend(self.order.iter().map(|&row| slopes[row as usize]));
        let segments = self.segments.iter();
        self.sums = segments.map(|segment| sum(&self.ordered[segment.clone()])).collect();
    }

    /// Whether a test could leave enough on both sides of a leaf.
    fn divisible(&self, leaf: usize) -> bool {
        self.sums[leaf].hessian >= 2.0 * self.min_weight
    }

    /// Counts the slopes of a leaf's rows by bin.
    fn count(&self, leaf: usize, codes: &[u8], bins: &mut [Slope]) {
        bins.fill(Slope::default());
        let segment = self.segments[leaf].clone();
        let (rows, slopes) = (&self.order[segment.clone()], &self.ordered[segment]);
        // Rows that follow one another often fall into one bin: two sets of bins in turn, so that no sum waits for the
        // one before.
        let mut others = [Slope::default(); 256];
        for (rows, slopes) in rows.chunks_exact(2).zip(slopes.chunks_exact(2)) {
            bins[usize::from(codes[rows[0] as usize])] += slopes[0];
            others[usize::from(codes[rows[1] as usize])] += slopes[1];
        }
        if let ([.., row], true) = (rows, rows.len() % 2 == 1) {
            bins[usize::from(codes[*row as usize])] += slopes[slopes.len() - 1];
        }
        bins.iter_mut().zip(others).for_each(|(bin, other)| *bin += other);
    }

    /// Adds to each border's gain what it would gain in this leaf.
    fn add_gains(&self, leaf: usize, bins: &[Slope], gains: &mut [f64], divides: &mut [bool]) {
        let whole = self.sums[leaf];
        let undivided = whole.gain(self.l2);
        let mut low = Slope::default();
        for (border, &bin) in bins[..bins.len() - 1].iter().enumerate() {
            low += bin;
            let high = whole - low;
            if high.hessian < self.min_weight {
                break;
            }
            if low.hessian >= self.min_weight {
                gains[border] += low.gain(self.l2) + high.gain(self.l2) - undivided;
                divides[border] = true;
            }
        }
    }

    /// Parts every leaf: leaf `i` keeps the rows up to the border, those above
    /// it go to leaf `i` plus the number of leaves.
    fn split(&mut self, codes: &[u8], border: u8) {
        let mut above = Vec::new();
        let mut highs = Vec::with_capacity(self.segments.len());
        for segment in &mut self.segments {
            let rows = &mut self.order[segment.clone()];
            above.clear();
            let mut kept = 0;
            for at in 0..rows.len() {
                let row = rows[at];
                if codes[row as usize] > border {
                    above.push(row);
                } else {
                    rows[kept] = row;
                    kept += 1;
                }
            }
            rows[kept..].copy_from_slice(&above);
            highs.push(segment.start + kept..segment.end);
            segment.end = segment.start + kept;
        }
        self.segments.append(&mut highs);
        self.gather();
    }

    /// The step each leaf takes; one that is too light takes its parent's.
    fn values(&self, rate: f32) -> Vec<f32> {
        let mut steps = vec![0.0];
        let mut width = 1;
        while width <= self.sums.len() {
            steps = (0..width)
                .map(|leaf| {
                    let slope = self.sums_within(leaf, width);
                    if slope.hessian >= self.min_weight { slope.newton(self.l2) } else { steps[leaf % steps.len()] }
                })
                .collect();
            width *= 2;
        }
        steps.iter().map(|step| rate * *step as f32).collect()
    }

    /// The slope of a leaf as it was when there were `width` leaves.
    fn sums_within(&self, leaf: usize, width: usize) -> Slope {
        let mut total = Slope::default();
        for &slope in self.sums[leaf..].iter().step_by(width) {
            total += slope;
        }
        total
    }
}

/// A tree just grown.
struct Tree {
    /// The column and the border of each test.
    splits: Vec<(usize, u8)>,
    values: Vec<f32>,
}

impl Tree {
    fn grow(columns: &mut [Column], slopes: &[Slope], rows: Vec<u32>, params: &Params) -> Tree {
        let mut leaves = Leaves::new(slopes, rows, params);
        let mut splits = Vec::new();
        for _ in 0..params.depth.min(MAX_DEPTH) {
            let Some((column, border)) = best_split(columns, &leaves) else {
                break;
            };
            leaves.split(&columns[column].codes, border);
            splits.push((column, border));
        }
        Tree { splits, values: leaves.values(params.rate) }
    }

    /// The tests as a forest has them: feature and threshold.
    fn tests(&self, columns: &[Column]) -> Vec<(u16, f32)> {
        let test = |&(column, border): &(usize, u8)| {
            let column: &Column = &columns[column];
            (column.feature, column.borders[usize::from(border)])
        };
        self.splits.iter().map(test).collect()
    }

    /// Adds the tree's values to the scores of all rows.
    fn add_to(&self, scores: &mut [f32], columns: &[Column]) {
        let mut leaves = vec![0u8; scores.len()];
        for (bit, &(column, border)) in self.splits.iter().enumerate() {
            for (leaf, &code) in leaves.iter_mut().zip(&columns[column].codes) {
                *leaf |= u8::from(code > border) << bit;
            }
        }
        for (score, &leaf) in scores.iter_mut().zip(&leaves) {
            *score += self.values[usize::from(leaf)];
        }
    }
}

/// The test that gains the most: its column and border. Of equals the first is
/// taken, so that the outcome does not hang on the number of threads.
fn best_split(columns: &mut [Column], leaves: &Leaves) -> Option<(usize, u8)> {
    let found: Vec<_> = columns
        .par_iter_mut()
        .enumerate()
        .filter(|(_, column)| column.drawn)
        .filter_map(|(at, column)| {
            column.fill(leaves);
            let (gain, border) = column.best_split(leaves)?;
            Some((gain, at, border))
        })
        .collect();
    found
        .into_iter()
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, column, border)| (column, border))
}

/// Draws the share of the columns the next tree may test, at least one.
fn draw_columns(columns: &mut [Column], share: f32, random: &mut Random) {
    let count = (share * columns.len() as f32).ceil().max(1.0) as usize;
    let mut order: Vec<usize> = (0..columns.len()).collect();
    random.shuffle(&mut order);
    for (rank, at) in order.into_iter().enumerate() {
        columns[at].drawn = rank < count;
    }
}

/// Random numbers by xorshift (Marsaglia, 2003) with a multiplied output
/// (Vigna, 2016).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        Random((mixed ^ 0x9e37_79b9_7f4a_7c15).max(1))
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number from 0 up to 1.
    pub(crate) fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = (self.uniform() * (last + 1) as f64) as usize;
            items.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(table: &Table) -> Vec<usize> {
        (0..table.len()).collect()
    }

    /// Five candidates a group; the one with the greatest `x + y` is right.
    fn choice_table(groups: u32, seed: u64) -> Table {
        let mut random = Random::new(seed);
        let mut table = Table::new(&["x", "y", "noise"]);
        for group in 0..groups {
            let rows: Vec<[f32; 3]> = (0..5).map(|_| [(); 3].map(|()| random.uniform() as f32)).collect();
            let worth = |row: &[f32; 3]| row[0] + row[1];
            let top = rows.iter().map(worth).fold(0.0, f32::max);
            for row in &rows {
                let label = f32::from(u8::from(worth(row) == top));
                table.push(row, label, 1.0, group);
            }
        }
        table
    }

    /// The share of groups whose right row has the greatest score.
    fn right_choices(forest: &Forest, table: &Table) -> f32 {
        let groups = table.len() / 5;
        let right = (0..groups).filter(|group| {
            let rows = group * 5..group * 5 + 5;
            let score = |row: &usize| forest.score(table.row(*row));
            let top = rows.max_by(|a, b| score(a).total_cmp(&score(b)));
            table.labels[top.unwrap()] == 1.0
        });
        right.count() as f32 / groups as f32
    }

    #[test]
    fn group_softmax_picks_the_right_candidate() {
        let table = choice_table(1500, 1);
        let params = Params { objective: Objective::GroupSoftmax, depth: 4, row_sample: 0.8, ..Params::default() };
        let forest = fit(&table, &all(&table), &params);
        let share = right_choices(&forest, &choice_table(500, 2));
        assert!(share > 0.9, "{share}");
        let ranking = importance(&forest, &table);
        assert_eq!(ranking[2].0, "noise");
    }

    #[test]
    fn groups_without_one_right_row_are_ignored() {
        let mut table = choice_table(50, 3);
        let params = Params { objective: Objective::GroupSoftmax, trees: 5, ..Params::default() };
        let before = fit(&table, &all(&table), &params);
        table.push(&[9.0, 9.0, 9.0], 0.0, 1.0, 1000);
        table.push(&[9.0, 9.0, 9.0], 1.0, 1.0, 1001);
        table.push(&[8.0, 9.0, 9.0], 1.0, 1.0, 1001);
        assert_eq!(fit(&table, &all(&table), &params), before);
    }

    #[test]
    fn the_same_seed_gives_the_same_forest() {
        let table = choice_table(100, 4);
        let mut params = Params { trees: 20, row_sample: 0.7, column_sample: 0.6, ..Params::default() };
        let forest = fit(&table, &all(&table), &params);
        assert_eq!(fit(&table, &all(&table), &params), forest);
        let text = forest.write();
        assert_eq!(Forest::parse(&text, &table.features), Ok(forest.clone()));
        params.seed += 1;
        assert_ne!(fit(&table, &all(&table), &params), forest);
    }

    #[test]
    fn rows_that_are_judged_right_can_be_let_go() {
        let table = choice_table(400, 5);
        let params = Params { trees: 40, row_sample: 0.7, column_sample: 0.7, ..Params::default() };
        let share = |params: &Params| right_choices(&fit(&table, &all(&table), params), &choice_table(400, 6));
        assert!(share(&Params { trim: 0.02, ..params }) >= share(&params) - 0.05);
    }

    #[test]
    fn bins_agree_with_thresholds() {
        let values = [f32::NAN, -1.0, 0.3, 0.3, 0.4, 7.0, f32::INFINITY, -0.0, 0.0];
        let column = Column::new(0, &values, 255).unwrap();
        assert_eq!(column.borders, [-0.5, 0.2, 0.35, 4.0]);
        for (&value, &code) in values.iter().zip(&column.codes) {
            for (at, &border) in column.borders.iter().enumerate() {
                assert_eq!(value > border, usize::from(code) > at);
            }
        }
    }

    #[test]
    fn quantiles_are_of_like_size() {
        let values: Vec<f32> = (0..1000).map(|v| v as f32).collect();
        let column = Column::new(0, &values, 10).unwrap();
        let mut sizes = [0; 10];
        column.codes.iter().for_each(|&c| sizes[usize::from(c)] += 1);
        assert_eq!(sizes, [100; 10]);
    }

    #[test]
    fn barren_tables_give_the_bias() {
        let mut table = Table::new(&["x"]);
        assert_eq!(fit(&table, &[], &Params::default()).score(&[1.0]), 0.0);
        for label in [0.0, 1.0, 1.0, 1.0] {
            table.push(&[f32::NAN], label, 1.0, 0);
        }
        let forest = fit(&table, &all(&table), &Params::default());
        assert!((forest.probability(&[1.0]) - 0.75).abs() < 1e-3);
    }
}
