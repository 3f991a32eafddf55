//! Quotations and their speakers.
//!
//! Comes in: the [`Document`] and the people it names. Goes out: quotations, each with its speaker, the words that tell
//! so, the rule, and how sure it is.
//!
//! ```text
//! marks → pieces → scene → attribution → quotes
//! “…”     speech?   frame, mentions,  source × referent
//!                   cues
//! ```

pub mod attribution;
pub mod frame;
pub mod marks;
pub mod mentions;
pub mod newcomers;
pub mod quoted;
pub mod resolve;
mod row;
pub mod scene;
pub mod source;

use super::Document;
use crate::model::{Person, Quote, QuoteKind, RuleId, RunnerUp};
use crate::rules::Rules;
use attribution::{Attribution, Weights};
use marks::{Carry, Marked};
use scene::{Piece, Scene};
use source::Candidate;

/// Finds the quotations of the document and chooses a speaker for each among the people.
///
/// Returns the people too: a source that is named only where it speaks may add one.
pub fn find(document: &Document, people: Vec<Person>, rules: &Rules) -> (Vec<Person>, Vec<Quote>) {
    let pieces = pieces(document, rules);
    let people = with_newcomers(document, people, &pieces, rules);
    let scene = Scene::new(document, &people, &pieces, rules);
    let weights = Weights { source: &rules.speech.source, referent: &rules.speech.referent };
    let attributions = attribution::attribute(&scene, &weights);
    let quotes = (0..pieces.len()).map(|index| quote(&scene, index, &attributions[index])).collect();
    (people, quotes)
}

/// Adds the people whom only their speaking gives away.
pub fn with_newcomers(document: &Document, people: Vec<Person>, pieces: &[Piece], rules: &Rules) -> Vec<Person> {
    let scene = Scene::new(document, &people, pieces, rules);
    newcomers::welcome(&scene, &rules.speech.newcomer).unwrap_or(people)
}

/// Finds what is quoted.
pub fn pieces(document: &Document, rules: &Rules) -> Vec<Piece> {
    let mut pieces = Vec::new();
    each_marked(document, |line, marked, n_marked| {
        let view = quoted::View::new(document, rules, marked, line, n_marked);
        if !marked.nested && rules.speech.quoted.score(&quoted::row(&view)) > 0.0 {
            pieces.push(Piece {
                span: marked.span,
                outer: marked.outer,
                line: line as u32,
                kind: QuoteKind::Direct,
                single: marked.single,
                continues: marked.continues,
                open: marked.open,
            });
        }
    });
    pieces
}

/// Calls `look` with every marked span, its line, and how many that line holds.
pub fn each_marked(document: &Document, mut look: impl FnMut(usize, &Marked, usize)) {
    let (mut carry, mut found) = (Carry::default(), Vec::new());
    for (index, line) in document.lines.iter().enumerate().filter(|(_, line)| line.is_kept()) {
        carry = marks::find(document.text, line.span, carry, &mut found);
        let n_marked = found.len();
        found.drain(..).for_each(|marked| look(index, &marked, n_marked));
    }
}

fn quote(scene: &Scene, index: usize, attribution: &Attribution) -> Quote {
    let piece = &scene.pieces[index];
    let source = match attribution.source {
        Candidate::Mention(mention) => Some(&scene.mentions.all[mention as usize]),
        _ => None,
    };
    Quote {
        span: piece.span,
        kind: piece.kind,
        utterance: index as u32,
        speaker: attribution.speaker,
        source: source.map(|mention| mention.span(scene.document, &scene.frame)),
        cue: None,
        line: piece.line,
        rule: RuleId("cue/after"),
        confidence: attribution.probability,
        runner_up: attribution.runner_up.map(|(speaker, confidence)| RunnerUp { speaker, confidence }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Article, CleanArticle, Line, LineKind, Span};

    /// Cuts `text` at line feeds into paragraphs and hands the document and its pieces to `look`.
    pub fn with_document(text: &str, look: impl Fn(&Document, &[Piece])) {
        let mut start = 0;
        let line = |part: &str| {
            let span = Span::new(start, start + part.len());
            start += part.len() + 1;
            Line { span, kind: LineKind::Paragraph, rule: RuleId("test"), boilerplate: 0.0 }
        };
        let lines = text.split('\n').map(line).collect();
        let article = Article { text: text.to_owned(), ..Article::default() };
        let clean = CleanArticle { article, lines, section: None, tags: vec![] };
        let rules = Rules::load().unwrap();
        let document = Document::new(&clean, &rules);
        look(&document, &pieces(&document, &rules));
    }

    #[test]
    fn shipped_forests_know_the_features() {
        let rules = Rules::load().unwrap();
        assert_eq!(rules.speech.source.features(), source::FEATURES);
        assert_eq!(rules.speech.referent.features(), resolve::FEATURES);
        assert_eq!(rules.speech.newcomer.features(), newcomers::FEATURES);
        assert_eq!(rules.speech.quoted.features(), quoted::FEATURES);
    }
}
