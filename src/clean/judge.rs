//! The verdict on every line: two passes of learned weights, and the user's own rules.
//!
//! Comes in: a [`Sheet`]. Goes out: for each line its log-odds of being boilerplate, the same for the lines of a block
//! unless they are plainly of several kinds.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use crate::model::logistic;
use crate::rules::{Forest, ForestError, LINE_FORESTS, Sure, sure};

use super::features::{self, Rows};
use super::sheet::Sheet;
use super::sketch::Sketch;

/// How readily lines are removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Balance {
    /// Keeps a line in doubt: fewer sentences lost, more litter left.
    Lenient,
    /// Removes a line where that is worth the risk of losing a sentence.
    #[default]
    Normal,
    /// Removes a line in doubt: less litter left, more sentences lost.
    Strict,
}

impl Balance {
    /// Returns the balance of that name; what is no name is the normal one.
    pub fn named(name: &str) -> Balance {
        let all = [Balance::Lenient, Balance::Strict];
        all.into_iter().find(|balance| balance.as_str() == name).unwrap_or_default()
    }

    /// Returns the name of the balance.
    pub fn as_str(self) -> &'static str {
        match self {
            Balance::Lenient => "lenient",
            Balance::Normal => "normal",
            Balance::Strict => "strict",
        }
    }

    /// Returns the log-odds above which a line is removed, given the scores of all lines of the page.
    ///
    /// Lines are removed, the likeliest first, while that is worth it: each is a gain where it is litter and a loss
    /// where it is not, and that nothing of the article be lost has a worth of its own, which goes as its chance does.
    /// A page with a few lines in doubt keeps them; where much is in doubt something is lost anyway, and the bar is
    /// lower.
    pub fn threshold(self, scores: &[f32]) -> f32 {
        let floor = self.floor();
        let mut likeliest: Vec<f32> = scores.iter().copied().filter(|&score| score > floor).collect();
        likeliest.sort_unstable_by(|a, b| b.total_cmp(a));
        let (mut gain, mut whole) = (0.0, 1.0);
        let (mut best, mut threshold) = (self.worth(), f32::INFINITY);
        for equals in likeliest.chunk_by(|a, b| a == b) {
            let chance = logistic(TEMPERED * equals[0]);
            gain += (2.0 * chance - 1.0) * equals.len() as f32;
            whole *= chance.powf(TOGETHER * equals.len() as f32);
            let worth = gain + self.worth() * whole;
            if worth > best {
                (best, threshold) = (worth, equals[0].next_down());
            }
        }
        threshold
    }

    /// How many lines of litter one may leave so that an article loses nothing.
    fn worth(self) -> f32 {
        match self {
            Balance::Lenient => 8.0,
            Balance::Normal => 2.6,
            Balance::Strict => 0.5,
        }
    }

    /// Log-odds below which no line is removed.
    fn floor(self) -> f32 {
        match self {
            Balance::Lenient => 1.2,
            Balance::Normal => 0.4,
            Balance::Strict => 0.0,
        }
    }
}

/// What the log-odds are multiplied by before they are believed: the forests are somewhat too sure of themselves.
const TEMPERED: f32 = 0.9;

/// Mistakes come together: the chance that none is made is that of all lines, to this power.
const TOGETHER: f32 = 0.9;

/// The two forests, read from the shipped weights once; a test keeps weights that do not fit from being shipped.
static FORESTS: LazyLock<Result<[Forest; 2], ForestError>> = LazyLock::new(|| {
    let names = features::second_names();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let [first, second] = LINE_FORESTS;
    Ok([Forest::parse(first, &names)?, Forest::parse(second, &names)?])
});

/// Log-odds beyond which the first pass has the last word: no second one was ever of another mind.
const SURE: RangeInclusive<f32> = -3.0..=5.0;

/// Returns whether the second pass is to judge a line, given what the first says of it in log-odds.
pub fn is_doubtful(score: f32) -> bool {
    SURE.contains(&score)
}

/// Returns the log-odds of each line of being boilerplate.
pub fn scores(sheet: &Sheet) -> Vec<f32> {
    let Ok([first, second]) = &*FORESTS else { return vec![0.0; sheet.len()] };
    let rows = features::rows(sheet);
    let mut scores = score(first, &rows);
    let doubtful: Vec<usize> = (0..sheet.len()).filter(|&line| is_doubtful(scores[line])).collect();
    if !doubtful.is_empty() {
        let verdicts = score(second, &features::second_rows(sheet, &rows, &scores, doubtful.iter().copied()));
        doubtful.into_iter().zip(verdicts).for_each(|(line, verdict)| scores[line] = verdict);
    }
    agree(sheet, &mut scores);
    be_sure(sheet, &mut scores);
    scores
}

/// Makes sure of what is litter wherever it stands but where the headline does.
fn be_sure(sheet: &Sheet, scores: &mut [f32]) {
    let sure: Vec<usize> = (0..sheet.len()).filter(|&line| is_sure(sheet, line)).collect();
    let headline = if sure.is_empty() { None } else { Some(features::headline(sheet)) };
    let stands = |line: &usize| Some(*line) != headline || sureness(sheet, *line) == Some(Sure::First);
    for line in sure.into_iter().filter(stands) {
        scores[line] = scores[line].max(OF_SURE);
    }
}

/// Returns whether a line is litter wherever it stands: its phrase says so by itself. Of a trail of sections ("Home >
/// News > Film") the forests have seen too few to know that one is litter also as the first line, where the title
/// stands nearly always.
pub fn is_sure(sheet: &Sheet, line: usize) -> bool {
    let sketch = &sheet.sketches[line];
    let is_short = sketch.words <= MOST_SURE_WORDS && sketch.stop + sketch.quotes == 0.0;
    sureness(sheet, line).is_some_and(|sure| sure != Sure::Short || is_short)
}

fn sureness(sheet: &Sheet, line: usize) -> Option<Sure> {
    sheet.rules[line].and_then(|(_, rule)| sure(rule))
}

/// Words of a line that such a phrase alone decides, at most.
const MOST_SURE_WORDS: f32 = 10.0;

/// The least log-odds of what is surely litter.
const OF_SURE: f32 = 4.0;

/// The most lines of a block that are judged as one.
const MOST_AGREEING: usize = 8;

/// Log-odds of a line that is surely kept, and of one that is surely removed: where a block has both, its lines are of
/// several kinds.
const OF_TWO_MINDS: (f32, f32) = (-1.0, 2.0);

/// The least share of lines after a blank one, in hundredths, from which on blank lines tell blocks.
const BLANKS_TELL: usize = 30;

/// The least lines of one look in a row that are a list.
const LEAST_ITEMS: usize = 4;

/// Lets the lines of a block share their mean: a caption, its credit and the text of its picture, or the items of a
/// list, which no blank line parts, are nearly always all of the article or all not. So do the items of a list whatever
/// stands between them.
pub fn agree(sheet: &Sheet, scores: &mut [f32]) {
    agree_in_blocks(sheet, scores);
    features::for_each_list(sheet, |start, end| {
        if end - start >= LEAST_ITEMS {
            share(&mut scores[start..end]);
        }
    });
    agree_in_labels(sheet, scores);
}

/// Captions of one article are of one make: where most lines that open with a label and end no sentence are litter, or
/// there are many, each with a label of its own, all are, and so are sentences behind a label that say what another
/// line says without one.
fn agree_in_labels(sheet: &Sheet, scores: &mut [f32]) {
    let labelled = || (0..sheet.len()).filter(|&line| sheet.sketches[line].labelled > 0.0);
    if labelled().count() < LEAST_LABELS {
        return;
    }
    // "PICTURED: Hale weds in secret ceremony": a headline has a label too.
    let headline = features::headline(sheet);
    let (open, closed): (Vec<usize>, Vec<usize>) =
        labelled().filter(|&line| line != headline).partition(|&line| is_open(&sheet.sketches[line]));
    let litter: Vec<f32> = open.iter().map(|&line| scores[line]).filter(|&score| score > 0.0).collect();
    let of_one_make = litter.len() >= LEAST_LABELS && 2 * litter.len() > open.len();
    if !of_one_make && !are_many(sheet, &open) {
        return;
    }
    let mean = litter.iter().sum::<f32>() / litter.len().max(1) as f32;
    let least = if of_one_make { mean } else { mean.max(OF_MANY) };
    open.iter().for_each(|&line| scores[line] = scores[line].max(least));
    for line in closed {
        if sheet.copied(line) >= COPIED && has_twin(sheet, scores, line) {
            scores[line] = scores[line].max(least);
        }
    }
}

/// Whether so many lines have labels, nearly each another one, that they are captions: rows of facts have the same.
fn are_many(sheet: &Sheet, labelled: &[usize]) -> bool {
    let n_own = labelled.iter().filter(|&&line| sheet.same_opening(line) == 1).count();
    labelled.len() >= MANY_LABELS && 5 * n_own >= 4 * labelled.len()
}

/// The least labelled lines that are captions though nothing else tells.
const MANY_LABELS: usize = 5;

/// The least log-odds of one of so many.
const OF_MANY: f32 = 2.0;

fn is_open(sketch: &Sketch) -> bool {
    sketch.stop + sketch.question + sketch.ellipsis + sketch.comma == 0.0
}

/// Returns whether a sentence without a label, and kept, says what a labelled line says.
fn has_twin(sheet: &Sheet, scores: &[f32], line: usize) -> bool {
    (0..sheet.len()).any(|other| {
        let sketch = &sheet.sketches[other];
        sketch.labelled == 0.0 && sketch.stop > 0.0 && scores[other] <= 0.0 && sheet.shares(line, other).0 >= COPIED
    })
}

/// The least labelled lines that tell what the others are.
const LEAST_LABELS: usize = 2;

/// The least share of a caption's words, and of its runs of words, that the sentence it repeats has too.
const COPIED: f32 = 0.5;

fn agree_in_blocks(sheet: &Sheet, scores: &mut [f32]) {
    let n_blanks = sheet.blank_before.iter().filter(|&&blank| blank).count();
    if 100 * n_blanks < BLANKS_TELL * sheet.len() {
        return;
    }
    features::for_each_block(sheet, |start, end| {
        if end - start <= MOST_AGREEING {
            share(&mut scores[start..end]);
        }
    });
}

/// Gives lines their mean, unless they are plainly of two kinds.
fn share(scores: &mut [f32]) {
    let least = scores.iter().copied().fold(f32::INFINITY, f32::min);
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if least >= OF_TWO_MINDS.0 || most <= OF_TWO_MINDS.1 {
        let mean = scores.iter().sum::<f32>() / scores.len() as f32;
        scores.fill(mean);
    }
}

fn score(forest: &Forest, rows: &Rows) -> Vec<f32> {
    forest.score_rows(&rows.values, rows.width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_block_agree_unless_they_are_plainly_of_two_kinds() {
        let text = "One\nTwo\n\nThree\n\nFour\nFive";
        let spans: Vec<_> = super::super::split(text).collect();
        let rules = crate::rules::Rules::load().unwrap();
        let sheet = Sheet::new(text, &spans, 0, &rules, &crate::model::Recurrences::default());
        let mut scores = [2.0, 0.0, 3.0, -4.0, 4.0];
        agree(&sheet, &mut scores);
        assert_eq!(scores, [1.0, 1.0, 3.0, -4.0, 4.0]);
    }

    #[test]
    fn labelled_captions_are_of_one_make() {
        let text = "The ferry is back\n\nAt last: The cast stands on the quay in the evening sun\n\n\
                    The director waited for the last ferry of the long evening.\n\n\
                    Late: The director waited for the last ferry of the long evening.\n\n\
                    All aboard: The crew waves to the people of the small island\n\n\
                    Home again: The ferry comes into the harbour on the next morning";
        let spans: Vec<_> = super::super::split(text).collect();
        let rules = crate::rules::Rules::load().unwrap();
        let sheet = Sheet::new(text, &spans, 0, &rules, &crate::model::Recurrences::default());
        let mut scores = [-4.0, 2.0, -3.0, -2.0, 4.0, -1.0];
        agree_in_labels(&sheet, &mut scores);
        assert_eq!(scores, [-4.0, 3.0, -3.0, 3.0, 4.0, 3.0]);
        let mut scores = [-4.0, 2.0, -3.0, -2.0, -1.0, -1.0];
        agree_in_labels(&sheet, &mut scores);
        assert_eq!(scores, [-4.0, 2.0, -3.0, -2.0, -1.0, -1.0], "most of them are kept");
    }

    #[test]
    fn many_labels_are_captions_and_rows_of_facts_are_none() {
        let told = |labels: [&str; 5]| {
            let lines = labels.map(|label| format!("{label}: The crew waves to the people of the small island"));
            let text = format!("The ferry is back\n\n{}", lines.join("\n\n"));
            let spans: Vec<_> = super::super::split(&text).collect();
            let rules = crate::rules::Rules::load().unwrap();
            let sheet = Sheet::new(&text, &spans, 0, &rules, &crate::model::Recurrences::default());
            let mut scores = [-1.0; 6];
            agree_in_labels(&sheet, &mut scores);
            scores
        };
        assert_eq!(told(["At last", "Late", "All aboard", "Home", "In tow"]), [-1.0, 2.0, 2.0, 2.0, 2.0, 2.0]);
        assert_eq!(told(["Fun fact", "Fun fact", "Fun fact", "Home", "In tow"]), [-1.0; 6]);
    }

    #[test]
    fn a_line_in_doubt_is_kept_and_many_are_removed() {
        let removed = |balance: Balance, scores: &[f32]| {
            let threshold = balance.threshold(scores);
            scores.iter().filter(|&&score| score > threshold).count()
        };
        assert_eq!(removed(Balance::Normal, &[-4.0, -3.0, 1.0]), 0);
        assert_eq!(removed(Balance::Normal, &[-4.0, 6.0, 5.0, 1.0]), 2);
        assert_eq!(removed(Balance::Normal, &[1.0; 20]), 20);
        assert_eq!(removed(Balance::Normal, &[0.2; 20]), 0);
        assert_eq!(removed(Balance::Strict, &[-4.0, -3.0, 1.0]), 1);
        assert_eq!(removed(Balance::Lenient, &[1.0; 20]), 0);
        assert_eq!(removed(Balance::Normal, &[]), 0);
    }

    #[test]
    fn shipped_weights_fit_the_features() {
        assert!(FORESTS.as_ref().is_ok_and(|[first, second]| first.tree_count() > 0 && second.tree_count() > 0));
    }
}
