//! Quotations and their speakers.

mod marks;

use super::Document;
use crate::model::{Person, Quote, QuoteKind, RuleId, Span};
use crate::rules::Rules;

/// Finds the quotations of the document and chooses a speaker for each among the people.
///
/// Returns the people too: a source that is named only where it speaks may add one.
pub fn find(document: &Document, people: Vec<Person>, _rules: &Rules) -> (Vec<Person>, Vec<Quote>) {
    let mut carry = marks::Carry::default();
    let mut found = Vec::new();
    let mut quotes = Vec::new();
    for (index, line) in document.lines.iter().enumerate().filter(|(_, line)| line.is_kept()) {
        carry = marks::find(document.text, line.span, carry, &mut found);
        for marked in found.drain(..) {
            if !marked.nested {
                quotes.push(quote(marked.span, index));
            }
        }
    }
    (people, quotes)
}

fn quote(span: Span, line: usize) -> Quote {
    Quote {
        span,
        kind: QuoteKind::Direct,
        utterance: 0,
        speaker: None,
        source: None,
        cue: None,
        line: line as u32,
        rule: RuleId("none"),
        confidence: 0.5,
        runner_up: None,
    }
}
