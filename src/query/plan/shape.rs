//! What can be told of a request from its tree alone.

use crate::query::language::{Demand, Node, QueryField};
use crate::query::stop_words::is_stop_word;

/// Returns whether all of a query is more than any of it.
pub(super) fn has_tiers(node: &Node) -> bool {
    match node {
        Node::Compound(_) => true,
        Node::Or(nodes) => nodes.iter().any(has_tiers),
        Node::Sequence(items) => {
            let wanted = |(demand, node): &(Demand, Node)| *demand == Demand::Wanted && !is_filter(node);
            // Beside what is demanded, even one that is wanted may be lacking.
            let demanded = usize::from(items.iter().any(|(demand, _)| *demand == Demand::Required));
            items.iter().filter(|item| wanted(item)).count() + demanded > 1
                || items.iter().any(|(demand, node)| *demand != Demand::Excluded && has_tiers(node))
        }
        _ => false,
    }
}

/// Filters in a field narrow the result wherever they stand.
pub(super) fn is_filter(node: &Node) -> bool {
    match node {
        Node::In(QueryField::Name(_), _) | Node::Years(..) => true,
        Node::Or(nodes) => nodes.iter().all(is_filter),
        _ => false,
    }
}

/// Returns whether a query finds documents of the target's kind alone, since it looks through a text that others lack.
pub(super) fn is_anchored(node: &Node) -> bool {
    match node {
        Node::All | Node::In(QueryField::Name(_), _) | Node::Years(..) => false,
        Node::Or(nodes) => nodes.iter().all(is_anchored),
        Node::Sequence(items) => {
            let of = |demand| items.iter().filter(move |(own, _)| *own == demand).map(|(_, node)| node);
            // Beside what is demanded, be it a filter alone, words are only wanted.
            match of(Demand::Required).next() {
                Some(_) => of(Demand::Required).any(|node| !is_filter(node) && is_anchored(node)),
                None => {
                    let mut words = of(Demand::Wanted).filter(|node| !is_filter(node)).peekable();
                    words.peek().is_some() && words.all(is_anchored)
                }
            }
        }
        _ => true,
    }
}

/// Returns whether stop words are left out beside the other words of a sequence.
pub(super) fn has_telling_words(items: &[(Demand, Node)]) -> bool {
    items.iter().any(|(demand, node)| *demand != Demand::Excluded && !is_filter(node) && !is_stop_node(node))
}

pub(super) fn is_stop_node(node: &Node) -> bool {
    matches!(node, Node::Word(word) if is_stop_word(word))
}
