//! Lines of a page: the line classifier with evidence from the document tree.
//!
//! Comes in: an article with its blocks. Goes out: every line judged.

use crate::model::{Article, Block, Line, LineKind, RuleId};

/// Judges every line of a page.
pub fn judge(article: &Article) -> Vec<Line> {
    article.blocks.iter().map(judge_block).collect()
}

fn judge_block(block: &Block) -> Line {
    let kept = block.evidence.in_body > 0.0 && block.evidence.link_share < 0.5 && block.evidence.image == 0.0;
    let (kind, rule) = match kept {
        true => (LineKind::Paragraph, RuleId("page/body")),
        false => (LineKind::Boilerplate, RuleId("page/outside")),
    };
    Line { span: block.span, kind, rule, boilerplate: 0.0 }
}
