//! A forest of oblivious decision trees: reading, scoring, explaining.
//!
//! In comes the text of a trained forest and, for each candidate, a row of
//! numbers in the order of the features the caller names. Out comes a score in
//! log-odds, its probability, or what each feature gave to it.
//!
//! A tree is oblivious (symmetric) when every node of one level asks the same
//! question, as in CatBoost (Prokhorenkova, Gusev, Vorobev, Dorogush and Gulin,
//! *CatBoost: unbiased boosting with categorical features*, 2018). A tree of
//! depth `d` is then `d` tests and `2^d` leaves: the answers, read as bits, are
//! the number of the leaf.
//!
//! The text is made to be diffed: one line a tree, numbers as short as they can
//! be. Tabs part the names of the features, the bias from its value, and the
//! tests of a tree from its leaves; spaces part tests, and leaves.
//!
//! ```text
//! forest v1
//! features    length    digits
//! bias    -0.25
//! length>12.5 digits>0    -0.1 0.2 0.05 0.4
//! ```
//!
//! A value that is missing (not a number, or past the end of the row) answers
//! every test with no.

use std::error::Error;
use std::fmt;
use std::sync::OnceLock;

use crate::model::logistic;

mod lanes;

use lanes::Lanes;

/// The most tests a tree may have.
pub const MAX_DEPTH: usize = 8;

const HEADER: &str = "forest v1";

/// One question of a tree: is the feature above the threshold?
#[derive(Clone, Copy, Debug, PartialEq)]
struct Test {
    feature: u16,
    threshold: f32,
}

impl Test {
    fn passes(self, row: &[f32]) -> bool {
        row.get(usize::from(self.feature)).is_some_and(|&value| value > self.threshold)
    }
}

/// An additive forest of oblivious trees.
///
/// The trees lie one after another in flat arrays, so that scoring reads memory
/// straight through.
#[derive(Clone, Debug, PartialEq)]
pub struct Forest {
    features: Vec<String>,
    bias: f32,
    depths: Vec<u8>,
    tests: Vec<Test>,
    leaves: Vec<f32>,
    /// The trees made ready for many rows, once they are asked for.
    lanes: OnceLock<Lanes>,
}

impl Forest {
    /// A forest without trees, over the features of a row in their order.
    ///
    /// Names must be distinct and free of white space.
    pub fn new(features: &[&str], bias: f32) -> Result<Forest, Fault> {
        if features.len() > usize::from(u16::MAX) {
            return Err(Fault::TooManyFeatures(features.len()));
        }
        for (at, &name) in features.iter().enumerate() {
            let spaced = name.is_empty() || name.contains(char::is_whitespace);
            if spaced || features[..at].contains(&name) {
                return Err(Fault::FeatureName(name.to_owned()));
            }
        }
        Ok(Forest {
            features: features.iter().map(|&name| name.to_owned()).collect(),
            bias: rounded(finite(bias)?),
            depths: Vec::new(),
            tests: Vec::new(),
            leaves: Vec::new(),
            lanes: OnceLock::new(),
        })
    }

    /// Adds a tree: its tests (feature, threshold), the lowest bit first, and
    /// its leaves, which are kept to four significant digits so that a forest
    /// reads back just as it was written.
    pub fn push_tree(&mut self, tests: &[(u16, f32)], leaves: &[f32]) -> Result<(), Fault> {
        let rounded: Vec<f32> = leaves.iter().copied().map(rounded).collect();
        self.push(tests, &rounded)
    }

    fn push(&mut self, tests: &[(u16, f32)], leaves: &[f32]) -> Result<(), Fault> {
        let depth = u8::try_from(tests.len())
            .ok()
            .filter(|&depth| usize::from(depth) <= MAX_DEPTH)
            .ok_or(Fault::Depth(tests.len()))?;
        if leaves.len() != 1 << depth {
            return Err(Fault::LeafCount { expected: 1 << depth, found: leaves.len() });
        }
        for &(feature, threshold) in tests {
            if usize::from(feature) >= self.features.len() {
                return Err(Fault::UnknownFeature(feature.to_string()));
            }
            finite(threshold)?;
        }
        for &leaf in leaves {
            finite(leaf)?;
        }
        self.lanes.take();
        self.depths.push(depth);
        self.tests.extend(tests.iter().map(|&(feature, threshold)| Test { feature, threshold }));
        self.leaves.extend(leaves);
        Ok(())
    }

    /// Reads a forest from its text.
    ///
    /// The features it names are found by name among `expected_features`, whose
    /// order is the order of the rows to be scored; features it does not name
    /// are let be.
    pub fn parse(text: &str, expected_features: &[&str]) -> Result<Forest, ForestError> {
        let mut lines = text.lines();
        if lines.next() != Some(HEADER) {
            return Err(Fault::Header(HEADER).at(1));
        }
        let named = after("features", lines.next())
            .and_then(|names| parse_features(names, expected_features))
            .map_err(|fault| fault.at(2))?;
        let mut forest = after("bias\t", lines.next())
            .and_then(parse_number)
            .and_then(|bias| Forest::new(expected_features, bias))
            .map_err(|fault| fault.at(3))?;
        for (line, number) in lines.zip(4..) {
            forest.parse_tree(line, &named).map_err(|fault| fault.at(number))?;
        }
        Ok(forest)
    }

    fn parse_tree(&mut self, line: &str, named: &[(&str, u16)]) -> Result<(), Fault> {
        let (tests, leaves) = line.split_once('\t').ok_or_else(|| Fault::Tree(line.to_owned()))?;
        let tests = tests.split_whitespace().map(|test| parse_test(test, named)).collect::<Result<Vec<_>, _>>()?;
        let leaves = leaves.split_whitespace().map(parse_number).collect::<Result<Vec<_>, _>>()?;
        self.push(&tests, &leaves)
    }

    /// The text of the forest, which [`Forest::parse`] reads back. Only the
    /// features some tree tests are named.
    pub fn write(&self) -> String {
        let mut text = format!("{HEADER}\nfeatures");
        for (feature, name) in self.features.iter().enumerate() {
            if self.tests.iter().any(|t| usize::from(t.feature) == feature) {
                text.push('\t');
                text.push_str(name);
            }
        }
        text.push_str(&format!("\nbias\t{}\n", number(self.bias)));
        for (tests, leaves) in self.trees() {
            let tests: Vec<_> = tests.iter().map(|test| self.write_test(test)).collect();
            let leaves: Vec<_> = leaves.iter().copied().map(number).collect();
            text.push_str(&format!("{}\t{}\n", tests.join(" "), leaves.join(" ")));
        }
        text
    }

    fn write_test(&self, test: &Test) -> String {
        let name = &self.features[usize::from(test.feature)];
        format!("{name}>{}", number(test.threshold))
    }

    /// The names of the features of a row, in their order.
    pub fn features(&self) -> &[String] {
        &self.features
    }

    /// The score before any tree has spoken, in log-odds.
    pub fn bias(&self) -> f32 {
        self.bias
    }

    /// How many trees there are.
    pub fn tree_count(&self) -> usize {
        self.depths.len()
    }

    /// The score of a row in log-odds: the bias and one leaf of every tree.
    pub fn score(&self, row: &[f32]) -> f32 {
        self.trees().fold(self.bias, |score, (tests, leaves)| score + leaves[leaf_index(tests, row)])
    }

    /// The scores of many rows, `width` numbers each, one after the other.
    ///
    /// Rows are scored sixteen at a time, the last eight at once: many times as fast as [`Forest::score`] for each.
    pub fn score_rows(&self, rows: &[f32], width: usize) -> Vec<f32> {
        let lanes = self.lanes.get_or_init(|| Lanes::new(self.trees()));
        let mut scores = lanes.sums(rows, width);
        scores.iter_mut().for_each(|score| *score += self.bias);
        scores
    }

    /// The score of a row as a probability.
    pub fn probability(&self, row: &[f32]) -> f32 {
        logistic(self.score(row))
    }

    /// What each feature gave to the score of a row, the most telling first;
    /// features that gave nothing are left out.
    ///
    /// Each test is given the change it makes to the mean of the leaves still
    /// within reach, so that the contributions are the score less its mean over
    /// all leaves.
    pub fn explain(&self, row: &[f32]) -> Vec<(usize, f32)> {
        let mut given = vec![0.0f32; self.features.len()];
        for (tests, leaves) in self.trees() {
            let index = leaf_index(tests, row);
            let mut before = mean_within(leaves, index, 0);
            for (level, test) in tests.iter().enumerate() {
                let after = mean_within(leaves, index, level + 1);
                given[usize::from(test.feature)] += after - before;
                before = after;
            }
        }
        let mut told: Vec<_> = given.into_iter().enumerate().collect();
        told.retain(|&(_, change)| change != 0.0);
        told.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        told
    }

    /// The trees in turn: the tests and the leaves of each.
    fn trees(&self) -> impl Iterator<Item = (&[Test], &[f32])> + Clone {
        let mut tests = self.tests.as_slice();
        let mut leaves = self.leaves.as_slice();
        self.depths.iter().map(move |&depth| {
            let (tree_tests, later_tests) = tests.split_at(usize::from(depth));
            let (tree_leaves, later_leaves) = leaves.split_at(1 << depth);
            (tests, leaves) = (later_tests, later_leaves);
            (tree_tests, tree_leaves)
        })
    }
}

/// The leaf a row falls into: bit `i` is the answer to test `i`.
fn leaf_index(tests: &[Test], row: &[f32]) -> usize {
    tests.iter().enumerate().fold(0, |index, (bit, test)| index | usize::from(test.passes(row)) << bit)
}

/// The mean of the leaves that share the first `level` answers of leaf `index`.
fn mean_within(leaves: &[f32], index: usize, level: usize) -> f32 {
    let step = 1 << level;
    let sum: f32 = leaves.iter().skip(index % step).step_by(step).sum();
    sum / (leaves.len() / step) as f32
}

/// What stands after the start a line must have.
fn after<'a>(start: &'static str, line: Option<&'a str>) -> Result<&'a str, Fault> {
    line.and_then(|line| line.strip_prefix(start)).ok_or(Fault::Header(start))
}

/// The position of each named feature; each name follows a tab.
fn parse_features<'a>(rest: &'a str, expected: &[&str]) -> Result<Vec<(&'a str, u16)>, Fault> {
    let mut names = rest.split('\t');
    if names.next() != Some("") {
        return Err(Fault::Header("features"));
    }
    names
        .map(|name| {
            expected
                .iter()
                .position(|&known| known == name)
                .and_then(|position| u16::try_from(position).ok())
                .map(|position| (name, position))
                .ok_or_else(|| Fault::UnknownFeature(name.to_owned()))
        })
        .collect()
}

fn parse_test(test: &str, named: &[(&str, u16)]) -> Result<(u16, f32), Fault> {
    let (name, threshold) = test.rsplit_once('>').ok_or_else(|| Fault::Test(test.to_owned()))?;
    let &(_, feature) =
        named.iter().find(|&&(known, _)| known == name).ok_or_else(|| Fault::UnknownFeature(name.to_owned()))?;
    Ok((feature, parse_number(threshold)?))
}

fn parse_number(text: &str) -> Result<f32, Fault> {
    text.parse().ok().filter(|value: &f32| value.is_finite()).ok_or_else(|| Fault::Number(text.to_owned()))
}

fn finite(value: f32) -> Result<f32, Fault> {
    if value.is_finite() { Ok(value) } else { Err(Fault::Number(value.to_string())) }
}

/// The value to four significant digits.
fn rounded(value: f32) -> f32 {
    format!("{value:.3e}").parse().ok().filter(|near: &f32| near.is_finite()).unwrap_or(value)
}

/// The shortest text that reads back as the value.
fn number(value: f32) -> String {
    let text = format!("{value:?}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// What can be wrong with a forest.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// The line should begin with this.
    Header(&'static str),
    /// The caller knows no feature of this name, or the features line does not
    /// list it.
    UnknownFeature(String),
    /// A feature's name is empty, holds white space or stands twice.
    FeatureName(String),
    /// There are more features than a test can point to.
    TooManyFeatures(usize),
    /// The line of a tree has no tab between tests and leaves.
    Tree(String),
    /// A test is not of the form `name>threshold`.
    Test(String),
    /// This is not a finite number.
    Number(String),
    /// A tree has this many tests, more than [`MAX_DEPTH`].
    Depth(usize),
    /// A tree has the wrong number of leaves for its tests.
    LeafCount {
        /// Two to the number of tests.
        expected: usize,
        /// The leaves there are.
        found: usize,
    },
}

impl Fault {
    fn at(self, line: usize) -> ForestError {
        ForestError { line, fault: self }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Header(start) => write!(f, "expected a line of {start:?}"),
            Fault::UnknownFeature(name) => write!(f, "unknown feature {name:?}"),
            Fault::FeatureName(name) => write!(f, "feature name {name:?} is spaced or repeated"),
            Fault::TooManyFeatures(count) => write!(f, "{count} features are too many"),
            Fault::Tree(line) => write!(f, "no tab between tests and leaves in {line:?}"),
            Fault::Test(test) => write!(f, "expected name>threshold, found {test:?}"),
            Fault::Number(text) => write!(f, "{text:?} is not a finite number"),
            Fault::Depth(depth) => write!(f, "{depth} tests are more than {MAX_DEPTH}"),
            Fault::LeafCount { expected, found } => {
                write!(f, "expected {expected} leaves, found {found}")
            }
        }
    }
}

impl Error for Fault {}

/// A forest's text that cannot be read: what is wrong, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct ForestError {
    /// The line of the text, the first being 1.
    pub line: usize,
    /// What is wrong there.
    pub fault: Fault,
}

impl fmt::Display for ForestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "forest, line {}: {}", self.line, self.fault)
    }
}

impl Error for ForestError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEATURES: [&str; 3] = ["length", "digits", "caps"];
    const TWO_TREES: &str = "forest v1\nfeatures\tlength\tcaps\nbias\t0.5\n\
        length>10 caps>0.25\t1 2 3 4\ncaps>-1\t-0.125 0.25\n";

    fn two_trees() -> Forest {
        Forest::parse(TWO_TREES, &FEATURES).unwrap()
    }

    #[test]
    fn scores_by_hand() {
        let forest = two_trees();
        assert_eq!(forest.score(&[11.0, 0.0, 0.0]), 0.5 + 2.0 + 0.25);
        assert_eq!(forest.score(&[10.0, 0.0, 1.0]), 0.5 + 3.0 + 0.25);
        assert_eq!(forest.score(&[11.0, 0.0, 1.0]), 0.5 + 4.0 + 0.25);
        assert_eq!(forest.score(&[0.0, 0.0, -2.0]), 0.5 + 1.0 - 0.125);
        let even = Forest::new(&FEATURES, 0.0).unwrap();
        assert_eq!(even.probability(&[]), 0.5);
    }

    #[test]
    fn many_rows_score_as_each_alone() {
        let mut forest = two_trees();
        // As deep as may be, not deep at all, and more thresholds of one feature than fit in a column.
        let deep: Vec<(u16, f32)> = (0..MAX_DEPTH).map(|test| (test as u16 % 3, test as f32)).collect();
        forest.push_tree(&deep, &(0..256).map(|leaf| leaf as f32).collect::<Vec<_>>()).unwrap();
        forest.push_tree(&[], &[2.0]).unwrap();
        (0..300).for_each(|at| forest.push_tree(&[(1, at as f32 / 16.0)], &[0.0, 1.0]).unwrap());
        for n_rows in [1, 4, 5, 8, 9, 16, 17, 39] {
            let mut rows: Vec<f32> = (0..n_rows * 3).map(|at| (at * 7 % 23) as f32 - 3.0).collect();
            rows[n_rows] = f32::NAN;
            let alone: Vec<f32> = rows.chunks(3).map(|row| forest.score(row)).collect();
            assert_eq!(forest.score_rows(&rows, 3), alone);
            let short: Vec<f32> = rows.chunks_exact(2).map(|row| forest.score(row)).collect();
            assert_eq!(forest.score_rows(&rows, 2), short);
        }
        assert!(forest.score_rows(&[], 3).is_empty() && forest.score_rows(&[], 0).is_empty());
    }

    #[test]
    fn trees_without_tests_score_many_rows() {
        let mut forest = Forest::new(&FEATURES, 0.5).unwrap();
        assert_eq!(forest.score_rows(&[1.0; 6], 3), [0.5; 2]);
        forest.push_tree(&[], &[2.0]).unwrap();
        assert_eq!(forest.score_rows(&[1.0; 6], 3), [2.5; 2]);
    }

    #[test]
    fn missing_values_answer_no() {
        let forest = two_trees();
        assert_eq!(forest.score(&[f32::NAN; 3]), 0.5 + 1.0 - 0.125);
        assert_eq!(forest.score(&[]), 0.5 + 1.0 - 0.125);
    }

    #[test]
    fn explains_the_whole_score() {
        let forest = two_trees();
        let row = [11.0, 0.0, 1.0];
        let told = forest.explain(&row);
        assert_eq!(told, [(2, 1.0 + 0.1875), (0, 0.5)]);
        let given: f32 = told.iter().map(|&(_, change)| change).sum();
        assert_eq!(given, forest.score(&row) - 0.5 - 2.5 - 0.0625);
    }

    #[test]
    fn reads_what_it_writes() {
        assert_eq!(two_trees().write(), TWO_TREES);
        let mut forest = Forest::new(&FEATURES, 0.123_456).unwrap();
        forest.push_tree(&[(1, 0.1), (0, 1e-9)], &[0.123_456, -1e-7, f32::MAX, 12_345.6]).unwrap();
        forest.push_tree(&[], &[0.25]).unwrap();
        assert_eq!(Forest::parse(&forest.write(), &FEATURES), Ok(forest));
    }

    #[test]
    fn finds_features_by_name() {
        let forest = Forest::parse(TWO_TREES, &["caps", "new", "length"]).unwrap();
        assert_eq!(forest.score(&[0.0, 9.0, 11.0]), 0.5 + 2.0 + 0.25);
    }

    #[test]
    fn names_an_unknown_feature() {
        let error = Forest::parse(TWO_TREES, &["length"]).unwrap_err();
        assert_eq!(error, Fault::UnknownFeature("caps".to_owned()).at(2));
        assert_eq!(error.to_string(), "forest, line 2: unknown feature \"caps\"");
    }

    #[test]
    fn malformed_lines_are_errors() {
        let head = "forest v1\nfeatures\tlength\nbias\t0\n";
        let deep = "length>1 ".repeat(MAX_DEPTH + 1);
        let cases = [
            (String::new(), 1),
            ("forest v2\n".to_owned(), 1),
            ("forest v12\n".to_owned(), 1),
            ("forest v1\n".to_owned(), 2),
            ("forest v1\nfeatureslength\n".to_owned(), 2),
            ("forest v1\nfeatures\t\nbias\t0\n".to_owned(), 2),
            ("forest v1\nfeatures\nbias\n".to_owned(), 3),
            ("forest v1\nfeatures\nbias\tnan\n".to_owned(), 3),
            ("forest v1\nfeatures\nbias\t1e99\n".to_owned(), 3),
            (format!("{head}\n"), 4),
            (format!("{head}length>1\n"), 4),
            (format!("{head}length>1\t1\n"), 4),
            (format!("{head}length>1\t1 2 3\n"), 4),
            (format!("{head}length>1\t1 two\n"), 4),
            (format!("{head}length>inf\t1 2\n"), 4),
            (format!("{head}length\t1 2\n"), 4),
            (format!("{head}length>\t1 2\n"), 4),
            (format!("{head}>1\t1 2\n"), 4),
            (format!("{head}digits>1\t1 2\n"), 4),
            (format!("{head}\t1\nlength>1\t\n"), 5),
            (format!("{head}{deep}\t1 2\n"), 4),
        ];
        for (text, line) in cases {
            let error = Forest::parse(&text, &FEATURES).expect_err(&text);
            assert_eq!(error.line, line, "{text:?}: {error}");
        }
    }

    #[test]
    fn refuses_bad_trees_and_names() {
        let mut forest = Forest::new(&FEATURES, 0.0).unwrap();
        assert!(forest.push_tree(&[(3, 0.0)], &[0.0, 1.0]).is_err());
        assert!(forest.push_tree(&[(0, f32::NAN)], &[0.0, 1.0]).is_err());
        assert!(forest.push_tree(&[], &[f32::INFINITY]).is_err());
        assert!(Forest::new(&["a b"], 0.0).is_err());
        assert!(Forest::new(&["a", "a"], 0.0).is_err());
        assert_eq!(forest.tree_count(), 0);
    }
}
