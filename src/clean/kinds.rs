//! What the kept lines are: title, dateline, heading, paragraph, block quotation, list item.

use crate::model::{LineKind, RuleId, Span};
use crate::rules::{Lex, Rules};

use super::metadata::is_dateline;
use super::sheet::Sheet;

/// A line of so many words that ends with a colon leads on to what follows, and is no heading of it.
const LEAD_WORDS: f32 = 8.0;

/// Names the kind of a kept line, given where it stands, and the rule that says so.
pub fn kind(text: &str, spans: &[Span], sheet: &Sheet, at: Around, rules: &Rules) -> (LineKind, RuleId) {
    let (sketch, line) = (&sheet.sketches[at.line], spans[at.line].of(text).trim());
    let paragraph = sketch.paragraph > 0.0;
    if at.may_be_title && !paragraph && sketch.words <= 40.0 {
        return (LineKind::Title, RuleId("title/first-line"));
    }
    if is_dateline(text, spans[at.line]) {
        return (LineKind::Dateline, RuleId("dateline/place"));
    }
    let introduced = at.before.is_some_and(|before| introduces_quotation(spans[before].of(text), rules));
    if introduced && sketch.opens_quote == 0.0 && sketch.words >= 12.0 && sketch.stop + sketch.question > 0.0 {
        return (LineKind::BlockQuote, RuleId("block-quote/introduced"));
    }
    if sketch.bullet > 0.0 && sketch.words > 1.0 && !line.starts_with(['—', '–']) {
        return (LineKind::ListItem, RuleId("list-item/bullet"));
    }
    let sentence = sketch.stop > 0.0 || sketch.ellipsis > 0.0 || sketch.opens_quote > 0.0;
    if paragraph || sentence || sketch.words > 25.0 {
        return (LineKind::Paragraph, RuleId("paragraph/sentence"));
    }
    if sketch.words >= LEAD_WORDS && line.ends_with(':') {
        return (LineKind::Paragraph, RuleId("paragraph/leads-on"));
    }
    let short = |other: Option<usize>| {
        other.is_some_and(|other| sheet.sketches[other].paragraph == 0.0 && sheet.sketches[other].stop == 0.0)
    };
    if at.after.is_some_and(|after| sheet.sketches[after].paragraph > 0.0 || sheet.sketches[after].stop > 0.0) {
        return (LineKind::Heading, RuleId("heading/before-paragraph"));
    }
    if short(at.before) || short(at.after) {
        return (LineKind::ListItem, RuleId("list-item/run"));
    }
    (LineKind::Paragraph, RuleId("paragraph/short"))
}

/// A kept line and its nearest kept neighbours, as indices into the sheet.
#[derive(Clone, Copy, Debug)]
pub struct Around {
    /// The line.
    pub line: usize,
    /// The kept line before it.
    pub before: Option<usize>,
    /// The kept line after it.
    pub after: Option<usize>,
    /// Whether the title would stand here: it is the first kept line, or reads as the title that the source states.
    pub may_be_title: bool,
}

/// Whether a line ends with a colon after a word of speech: "Salazar told us:".
fn introduces_quotation(line: &str, rules: &Rules) -> bool {
    let Some(words) = line.trim_end().strip_suffix(':') else { return false };
    let last = words.split_whitespace().rev().take(5);
    last.into_iter().any(|word| rules.lexicon.look_up(word.trim_matches([',', '.'])).has(Lex::SPEECH))
}
