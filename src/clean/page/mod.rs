//! Pages: which rendered lines are the article.
//!
//! Comes in: an article with its blocks. Goes out: every line judged, by two learned forests: the first judges each line
//! by itself and its neighbours, the second knows what the first said of the lines around it.

pub mod features;
mod wording;

use std::sync::LazyLock;

use crate::model::{Article, Block, Line, LineKind, RuleId};
use crate::rules::{Forest, ForestError, PAGE_FORESTS, Rules};

/// The two forests, read from the shipped weights once; a test keeps weights that do not fit from being shipped.
static FORESTS: LazyLock<Result<[Forest; 2], ForestError>> = LazyLock::new(|| {
    let [first, second] = PAGE_FORESTS;
    Ok([Forest::parse(first, &features::FIRST)?, Forest::parse(second, &features::SECOND)?])
});

/// Judges every line of a page.
pub fn judge(article: &Article, rules: &Rules) -> Vec<Line> {
    let kept = probabilities(article, rules);
    article.blocks.iter().zip(kept).map(|(block, kept)| judge_block(article, block, kept)).collect()
}

/// Returns, for each line, the probability that it is part of the article.
fn probabilities(article: &Article, rules: &Rules) -> Vec<f32> {
    let Ok([first, second]) = &*FORESTS else { return vec![1.0; article.blocks.len()] };
    let mut rows = features::first(article, &rules.lexicon);
    let kept: Vec<f32> = rows.iter().map(|row| first.probability(row)).collect();
    features::second(&article.blocks, &mut rows, &kept);
    rows.iter().map(|row| second.probability(row)).collect()
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
