//! Pages: which rendered lines are the article.
//!
//! Comes in: an article with its blocks. Goes out: every line judged, by two learned forests: the first judges each
//! line by itself and its neighbours, the second knows what the first said of the lines around it.

pub mod features;
mod reasons;

pub use reasons::is_headline;

use std::sync::LazyLock;

use super::features::Rows;
use super::{Balance, MAX_SHEET};
use crate::model::{Article, Block, Line, LineKind, RuleId, logistic};
use crate::rules::{Forest, ForestError, PAGE_FORESTS, Rules};

/// The two forests, read from the shipped weights once; a test keeps weights that do not fit from being shipped.
static FORESTS: LazyLock<Result<[Forest; 2], ForestError>> = LazyLock::new(|| {
    let [first, second] = PAGE_FORESTS;
    Ok([Forest::parse(first, &features::FIRST)?, Forest::parse(second, &features::SECOND)?])
});

/// Judges every line of a page.
pub fn judge(article: &Article, rules: &Rules, balance: Balance) -> Vec<Line> {
    let blocks = features::blocks(article);
    let verdicts: Vec<Verdict> = blocks.chunks(MAX_SHEET).flat_map(|blocks| verdicts(article, blocks, rules)).collect();
    let kept: Vec<f32> = verdicts.iter().map(|verdict| verdict.kept).collect();
    let words: Vec<f32> = verdicts.iter().map(|verdict| verdict.words).collect();
    let threshold = threshold(&kept, &words, balance);
    let mut judged = blocks.iter().zip(verdicts).peekable();
    let judge = |block: &Block| match judged.next_if(|(judged, _)| judged.span == block.span) {
        Some((_, verdict)) => judge_line(block, &verdict, threshold),
        None => {
            Line { span: block.span, kind: LineKind::Boilerplate, rule: RuleId("page/image-text"), boilerplate: 1.0 }
        }
    };
    article.blocks.iter().map(judge).collect()
}

/// What is thought of a line.
struct Verdict {
    /// Probability that it is part of the article.
    kept: f32,
    words: f32,
    /// The phrase that it matches, if any, and how well.
    phrase: Option<(u8, RuleId)>,
}

fn verdicts(article: &Article, blocks: &[&Block], rules: &Rules) -> Vec<Verdict> {
    let sheet = features::sheet(article, blocks, rules);
    let kept = match &*FORESTS {
        Ok([first, second]) => {
            let rows = features::first(blocks, &sheet);
            let mut kept = score(first, &rows);
            let doubtful: Vec<usize> = (0..kept.len()).filter(|&line| is_doubtful(kept[line])).collect();
            let verdicts = score(second, &features::second(blocks, &sheet, &rows, &kept, &doubtful));
            doubtful.into_iter().zip(verdicts).for_each(|(line, verdict)| kept[line] = verdict);
            kept
        }
        Err(_) => vec![1.0; blocks.len()],
    };
    let verdict =
        |(line, kept): (usize, f32)| Verdict { kept, words: sheet.sketches[line].words, phrase: sheet.rules[line] };
    kept.into_iter().enumerate().map(verdict).collect()
}

/// Returns whether the second forest is to judge a line, given the probability that the first gives it of being kept.
pub fn is_doubtful(kept: f32) -> bool {
    (0.01..=0.99).contains(&kept)
}

/// Returns the probability from which on lines are kept: the one that makes the expected F1 of the page, by words,
/// greatest, moved to the side that the user prefers.
///
/// Where the article is plain to see that is near one half; where all is doubtful it is lower, so that an article is
/// not lost whole.
pub fn threshold(kept: &[f32], words: &[f32], balance: Balance) -> f32 {
    let best = best_threshold(kept, words);
    match balance {
        Balance::Lenient => best.min(0.2),
        Balance::Normal => (0.9 * best).min(0.5),
        Balance::Strict => best.clamp(0.6, 0.9),
    }
}

fn best_threshold(kept: &[f32], words: &[f32]) -> f32 {
    let mut order: Vec<usize> = (0..kept.len()).collect();
    order.sort_by(|a, b| kept[*b].total_cmp(&kept[*a]));
    let expected: f32 = kept.iter().zip(words).map(|(kept, words)| kept * words).sum();
    let (mut right, mut taken) = (0.0, 0.0);
    let (mut best, mut threshold) = (0.0, 0.5);
    for index in order {
        right += kept[index] * words[index];
        taken += words[index];
        let f1 = 2.0 * right / (taken + expected).max(1.0);
        if f1 > best {
            (best, threshold) = (f1, kept[index]);
        }
    }
    threshold
}

fn score(forest: &Forest, rows: &Rows) -> Vec<f32> {
    forest.score_rows(&rows.values, rows.width).into_iter().map(logistic).collect()
}

fn judge_line(block: &Block, verdict: &Verdict, threshold: f32) -> Line {
    let (kind, rule) = match verdict.kept >= threshold {
        _ if reasons::is_headline(block) => (LineKind::Title, RuleId("page/headline")),
        true => reasons::kind(block),
        false => (LineKind::Boilerplate, reasons::reason(block, verdict.phrase)),
    };
    Line { span: block.span, kind, rule, boilerplate: 1.0 - verdict.kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_follows_the_doubt() {
        let words = [10.0; 4];
        assert_eq!(threshold(&[0.9, 0.95, 0.1, 0.05], &words, Balance::Normal), 0.5);
        assert!(threshold(&[0.4, 0.3, 0.1, 0.05], &words, Balance::Normal) < 0.3);
        assert!(threshold(&[0.9, 0.95, 0.3, 0.05], &words, Balance::Lenient) <= 0.2);
        assert!(threshold(&[0.9, 0.95, 0.55, 0.05], &words, Balance::Strict) >= 0.6);
        assert_eq!(threshold(&[], &[], Balance::Normal), 0.45);
    }

    #[test]
    fn shipped_weights_fit_the_features() {
        assert!(FORESTS.as_ref().is_ok_and(|[first, second]| first.tree_count() > 0 && second.tree_count() > 0));
    }
}
