//! The verdict on every line: two passes of learned weights, and the user's own rules.
//!
//! Comes in: a [`Sheet`]. Goes out: for each line its log-odds of being boilerplate, the same for the lines of a block
//! unless they are plainly of several kinds.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

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
    agree_in_rows(sheet, scores);
    agree_in_labels(sheet, scores);
}

/// Rows of facts share a verdict, whatever stands between them: lines that open with the same words and a colon, or
/// with dates.
fn agree_in_rows(sheet: &Sheet, scores: &mut [f32]) {
    let mut rows: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let of_dates = 0;
    for (line, sketch) in sheet.sketches.iter().enumerate() {
        if sheet.opens_with_date(line) {
            rows.entry(of_dates).or_default().push(line);
        } else if (1.0..=SHORT_LABEL).contains(&sketch.before_colon) {
            rows.entry(sheet.openings[line]).or_default().push(line);
        }
    }
    for lines in rows.into_values().filter(|lines| lines.len() >= LEAST_ITEMS) {
        let mut shared: Vec<f32> = lines.iter().map(|&line| scores[line]).collect();
        share(&mut shared);
        lines.into_iter().zip(shared).for_each(|(line, score)| scores[line] = score);
    }
}

/// Captions of one article are of one make: where most lines that open with a label and end no sentence are litter, or
/// there are many with a colon, each with a label of its own, all are, and so are sentences behind a label that say
/// what another line says without one.
fn agree_in_labels(sheet: &Sheet, scores: &mut [f32]) {
    let labelled = || (0..sheet.len()).filter(|&line| sheet.sketches[line].labelled > 0.0);
    if labelled().count() < LEAST_LABELS {
        return;
    }
    // "PICTURED: Hale weds in secret ceremony": a headline has a label too.
    let headline = features::headline(sheet);
    let is_row = |line: usize| sheet.same_opening(line) as usize >= LEAST_ITEMS;
    let is_copy = |line: usize| sheet.keys[line] == sheet.keys[headline];
    let is_other = |&line: &usize| {
        let is_plain = has_short_label(&sheet.sketches[line]) || !is_copy(line);
        line != headline && is_plain && !is_row(line)
    };
    let (open, closed): (Vec<usize>, Vec<usize>) =
        labelled().filter(is_other).partition(|&line| is_open(&sheet.sketches[line]));
    let litter: Vec<f32> = open.iter().map(|&line| scores[line]).filter(|&score| score > 0.0).collect();
    let of_one_make = litter.len() >= LEAST_LABELS && 2 * litter.len() > open.len();
    if !of_one_make && !are_many(sheet, &open) {
        return;
    }
    let mean = litter.iter().sum::<f32>() / litter.len().max(1) as f32;
    let least = if of_one_make { mean } else { mean.max(OF_MANY) };
    let are_captions = open.iter().filter(|&&line| of_one_make || has_short_label(&sheet.sketches[line]));
    are_captions.for_each(|&line| scores[line] = scores[line].max(least));
    for line in closed {
        if sheet.copied(line) >= COPIED && has_twin(sheet, scores, line) {
            scores[line] = scores[line].max(least);
        }
    }
}

/// Whether so many lines have labels, nearly each another one, that they are captions: rows of facts have the same.
fn are_many(sheet: &Sheet, labelled: &[usize]) -> bool {
    let short = || labelled.iter().filter(|&&line| has_short_label(&sheet.sketches[line]));
    let (n_short, n_own) = (short().count(), short().filter(|&&line| sheet.same_opening(line) == 1).count());
    n_short >= MANY_LABELS && 5 * n_own >= 4 * n_short
}

/// Whether the label of a line is a few words and a colon.
fn has_short_label(sketch: &Sketch) -> bool {
    has_label(sketch) && sketch.before_colon == sketch.labelled
}

/// Whether a line opens with a label of a few words.
pub fn has_label(sketch: &Sketch) -> bool {
    (1.0..=SHORT_LABEL).contains(&sketch.labelled)
}

/// Words of a short label, at most.
const SHORT_LABEL: f32 = 6.0;

/// The least labelled lines that are captions though nothing else tells.
const MANY_LABELS: usize = 5;

/// The least log-odds of one of so many.
const OF_MANY: f32 = 2.0;

/// Whether a line ends no sentence, and leads on to none.
pub fn is_open(sketch: &Sketch) -> bool {
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
    fn labels_end_with_other_marks_too_but_only_colons_tell_by_number() {
        let of = |marks: [&str; 5], scores: [f32; 6]| {
            let labels = ["At last", "Late", "All aboard", "Home", "In tow"];
            let lines = labels.iter().zip(marks);
            let lines =
                lines.map(|(label, mark)| format!("{label}{mark} The crew waves to the people of the small island"));
            let text = format!("The ferry is back\n\n{}", lines.collect::<Vec<_>>().join("\n\n"));
            let spans: Vec<_> = super::super::split(&text).collect();
            let rules = crate::rules::Rules::load().unwrap();
            let sheet = Sheet::new(&text, &spans, 0, &rules, &crate::model::Recurrences::default());
            let mut told = scores;
            agree_in_labels(&sheet, &mut told);
            told
        };
        let litter = [-4.0, 2.0, 2.0, 2.0, -1.0, -1.0];
        assert_eq!(of([":", "!", "?", ";", "!"], litter), [-4.0, 2.0, 2.0, 2.0, 2.0, 2.0]);
        assert_eq!(of(["?"; 5], [-1.0; 6]), [-1.0; 6]);
    }

    #[test]
    fn rows_share_a_verdict() {
        let told = |lines: [&str; 4], scores: [f32; 4]| {
            let text = lines.join("\n\nThe crew waves.\n\n");
            let spans: Vec<_> = super::super::split(&text).collect();
            let rules = crate::rules::Rules::load().unwrap();
            let sheet = Sheet::new(&text, &spans, 0, &rules, &crate::model::Recurrences::default());
            let mut all = vec![-4.0; spans.len()];
            scores.iter().enumerate().for_each(|(row, &score)| all[2 * row] = score);
            agree_in_rows(&sheet, &mut all);
            [all[0], all[2], all[4], all[6]]
        };
        let facts = ["Fun fact: He sails", "Fun fact: She sings", "Fun fact: They swim", "Fun fact: It sinks"];
        assert_eq!(told(facts, [1.0, -1.0, -1.0, -1.0]), [-0.5; 4]);
        let days = ["May 13: The ferry left", "May 14: It came back", "June 2, 2020: It sank", "July 9: It rose"];
        assert_eq!(told(days, [1.0, -1.0, -1.0, -1.0]), [-0.5; 4]);
        let others = ["Home: He sails", "Away: She sings", "May is here", "March on, he said"];
        assert_eq!(told(others, [1.0, -1.0, -1.0, -1.0]), [1.0, -1.0, -1.0, -1.0]);
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
