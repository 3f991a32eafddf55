//! Why a line of a page was removed, or what kind of line it is when it was kept, in the name of a rule.

use crate::model::{Block, DomEvidence, LineKind, RuleId};

/// Returns whether a line is the headline: where it stands first on the page, and says what the headline says.
pub fn is_headline(block: &Block) -> bool {
    let evidence = &block.evidence;
    evidence.since_headline == 0.0 && evidence.of_headline * evidence.in_headline > 0.6 && evidence.image == 0.0
}

/// Returns the kind of a line that is kept, and the rule that says so.
pub fn kind(block: &Block) -> (LineKind, RuleId) {
    match block.element {
        _ if block.evidence.near_quote_element > 0.0 => (LineKind::BlockQuote, RuleId("page/block-quote")),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => (LineKind::Heading, RuleId("page/heading")),
        "li" | "dd" | "dt" => (LineKind::ListItem, RuleId("page/list-item")),
        "tr" | "table" | "tbody" => (LineKind::Paragraph, RuleId("page/table-row")),
        _ => (LineKind::Paragraph, RuleId("page/paragraph")),
    }
}

/// Returns why a line was removed: a phrase that all of it matches, else the nearest element that tells, else where it
/// stands, else what the weights say of it.
pub fn reason(block: &Block, phrase: Option<(u8, RuleId)>) -> RuleId {
    let evidence = &block.evidence;
    match phrase {
        Some((2, rule)) => return rule,
        _ if evidence.hidden > 0.0 => return RuleId("page/hidden"),
        _ => {}
    }
    let near = SURROUNDINGS.iter().map(|(near, rule)| (near(evidence), *rule));
    let nearest = near.filter(|(near, _)| *near >= NEAR).fold(None, |best: Option<(f32, &str)>, found| match best {
        Some(best) if best.0 >= found.0 => Some(best),
        _ => Some(found),
    });
    RuleId(match nearest {
        Some((_, rule)) => rule,
        None if evidence.link_share > 0.5 => "page/links",
        None if evidence.in_body == 0.0 => "page/outside-body",
        None => "page/learned",
    })
}

/// An element more than this many steps out gives no reason.
const NEAR: f32 = 0.2;

type Near = fn(&DomEvidence) -> f32;

/// What stands around a line, and the rule of that name; of equals, the first.
const SURROUNDINGS: &[(Near, &str)] = &[
    (|evidence| evidence.near_comment, "page/comments"),
    (|evidence| evidence.near_figure_element, "page/figcaption"),
    (|evidence| evidence.near_advert, "page/advertisement"),
    (|evidence| evidence.near_subscribe, "page/subscribe"),
    (|evidence| evidence.near_share, "page/share"),
    (|evidence| evidence.near_related, "page/related"),
    (|evidence| evidence.near_promo, "page/promotion"),
    (|evidence| evidence.near_navigation.max(evidence.near_nav_element), "page/navigation"),
    (|evidence| evidence.near_author, "page/author"),
    (|evidence| evidence.near_date, "page/date"),
    (|evidence| evidence.near_tags, "page/tags"),
    (|evidence| evidence.near_foot.max(evidence.near_footer_element), "page/foot"),
    (|evidence| evidence.near_aside_element, "page/aside"),
    (|evidence| evidence.near_side, "page/side"),
    (|evidence| evidence.near_form_element, "page/form"),
    (|evidence| evidence.near_tools, "page/tools"),
    (|evidence| evidence.near_caption, "page/caption"),
    (|evidence| evidence.near_embed, "page/embed"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(evidence: DomEvidence, expected: &str) {
        assert_eq!(reason(&Block { evidence, ..Block::default() }, None).0, expected);
    }

    #[test]
    fn reasons() {
        check(DomEvidence { near_comment: 0.25, near_share: 0.5, ..DomEvidence::default() }, "page/share");
        check(DomEvidence { near_nav_element: 1.0, ..DomEvidence::default() }, "page/navigation");
        check(DomEvidence { near_comment: 0.1, link_share: 0.9, ..DomEvidence::default() }, "page/links");
        check(DomEvidence { in_body: 1.0, ..DomEvidence::default() }, "page/learned");
        check(DomEvidence::default(), "page/outside-body");
        let phrase = Some((2, RuleId("ad/marker")));
        assert_eq!(reason(&Block::default(), phrase).0, "ad/marker");
    }
}
