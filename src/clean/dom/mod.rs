//! Pages: which rendered lines are the article.
//!
//! Comes in: an article with its blocks. Goes out: every line judged, by two learned forests: the first judges each
//! line by itself and its neighbours, the second knows what the first said of the lines around it.

pub mod features;

use std::sync::LazyLock;

use super::MAX_SHEET;
use super::features::Rows;
use crate::model::{Article, Block, Line, LineKind, RuleId};
use crate::rules::{Forest, ForestError, PAGE_FORESTS, Rules};

/// The two forests, read from the shipped weights once; a test keeps weights that do not fit from being shipped.
static FORESTS: LazyLock<Result<[Forest; 2], ForestError>> = LazyLock::new(|| {
    let [first, second] = PAGE_FORESTS;
    Ok([Forest::parse(first, &features::FIRST)?, Forest::parse(second, &features::SECOND)?])
});

/// Judges every line of a page.
pub fn judge(article: &Article, rules: &Rules) -> Vec<Line> {
    let blocks = features::blocks(article);
    let kept = blocks.chunks(MAX_SHEET).flat_map(|blocks| probabilities(article, blocks, rules));
    let mut judged = blocks.iter().zip(kept).peekable();
    let judge = |block: &Block| {
        let kept = judged.next_if(|(judged, _)| judged.span == block.span).map_or(0.0, |(_, kept)| kept);
        judge_block(article, block, kept)
    };
    article.blocks.iter().map(judge).collect()
}

/// Returns, for each line, the probability that it is part of the article.
fn probabilities(article: &Article, blocks: &[&Block], rules: &Rules) -> Vec<f32> {
    let Ok([first, second]) = &*FORESTS else { return vec![1.0; blocks.len()] };
    let sheet = features::sheet(article, blocks, rules);
    let rows = features::first(blocks, &sheet);
    let kept = score(first, &rows);
    score(second, &features::second(blocks, &sheet, &rows, &kept))
}

/// Returns the probability above which lines are kept so that the expected F1 of the page, by words, is greatest.
///
/// Where the article is plain to see that is near one half; where all is doubtful it is lower, so that an article is
/// not lost whole.
pub fn threshold(kept: &[f32], words: &[f32]) -> f32 {
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
    forest.score_rows(&rows.values, rows.width).into_iter().map(|score| 1.0 / (1.0 + (-score).exp())).collect()
}

fn judge_block(article: &Article, block: &Block, kept: f32) -> Line {
    let (kind, rule) = match kept > 0.5 {
        _ if block.evidence.image > 0.0 => (LineKind::Boilerplate, RuleId("page/image-text")),
        true => kind(article, block),
        false => (LineKind::Boilerplate, reason(block)),
    };
    Line { span: block.span, kind, rule, boilerplate: 1.0 - kept }
}

fn kind(_article: &Article, block: &Block) -> (LineKind, RuleId) {
    match block.element {
        "h1" if block.evidence.of_headline > 0.6 => (LineKind::Title, RuleId("page/headline")),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => (LineKind::Heading, RuleId("page/heading")),
        "li" | "dd" | "dt" => (LineKind::ListItem, RuleId("page/list-item")),
        _ if block.evidence.near_quote_element > 0.0 => (LineKind::BlockQuote, RuleId("page/block-quote")),
        _ => (LineKind::Paragraph, RuleId("page/paragraph")),
    }
}

fn reason(_block: &Block) -> RuleId {
    RuleId("page/learned")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_weights_fit_the_features() {
        assert!(FORESTS.as_ref().is_ok_and(|[first, second]| first.tree_count() > 0 && second.tree_count() > 0));
    }
}
