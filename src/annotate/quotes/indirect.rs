//! Indirect speech: what someone is reported to have said, without quotation marks.
//!
//! Comes in: the [`Scene`] and who said its quotations. Goes out: a [`Quote`] of kind indirect for each clause that
//! "said that", "told us that" or plain "said" reports and that holds no quotation.

use super::attribution::{self, Attribution};
use super::frame::Item;
use super::mentions::{Cue, Kind, Mention};
use super::scene::Scene;
use super::source::{Candidate, History};
use crate::annotate::Shape;
use crate::model::{Quote, QuoteKind, RuleId, Span};
use crate::rules::{Forest, Lex, VerbClass};

/// Words that may stand between a source and its verb: "Hale has also".
const TO_VERB: u32 = 4;
/// Words that may stand between the verb and "that": "told a crowd in Leith that".
const TO_THAT: u32 = 6;
/// Fewest words of what is reported.
const MIN_WORDS: usize = 3;
/// Longest sentence that is read for it.
const MAX_WORDS: usize = 400;

/// A clause that reports speech.
struct Report {
    mention: u32,
    cue: Cue,
    content: Span,
    rule: &'static str,
}

/// Finds the indirect speech of an article, in order; the chain tells whom pronouns stand for.
pub fn find(scene: &Scene, attributions: &[Attribution], chain: Vec<Option<u32>>, referent: &Forest) -> Vec<Quote> {
    let mut history = History { chain, ..History::new(scene.people.len()) };
    let mut next = 0;
    let mut found = Vec::new();
    for (index, cue) in scene.mentions.cues.iter().enumerate() {
        let Some(report) = report(scene, index) else { continue };
        while next < attributions.len() && scene.item(next) < cue.item {
            history.push(attributions[next].speaker);
            next += 1;
        }
        attribution::extend(scene, &mut history, report.mention as usize, referent);
        found.push(quote(scene, &history, &report, referent));
    }
    found
}

/// Reads the clause that a cue reports.
fn report(scene: &Scene, index: usize) -> Option<Report> {
    let cue = scene.mentions.cues[index];
    if !matches!(cue.class, VerbClass::Say | VerbClass::Tell | VerbClass::Claim) || cue.according || cue.gerund {
        return None;
    }
    let sentence = scene.sentence(cue.item);
    let end = scene.frame.starts[sentence as usize + 1];
    let mention = subject(scene, &cue)?;
    let (first, rule) = match that(scene, &cue, end) {
        // The "that" of "that's not the case" is part of what is said.
        Some(that) if is_contracted(scene, that) => (that, "indirect/that"),
        Some(that) => (that + 1, "indirect/that"),
        None if is_plain(scene, &cue) => (cue.item + 1, "indirect/said"),
        None => return None,
    };
    let words = &scene.frame.items[first as usize..end.max(first) as usize];
    if !(MIN_WORDS..=MAX_WORDS).contains(&words.len()) || words.iter().any(|item| matches!(item, Item::Quote(_))) {
        return None;
    }
    let token = |item: u32| scene.frame.token(item as i64);
    let last = (first..end).rev().find(|&item| !matches!(scene.word(item as i64), Some("." | "!" | "?")))?;
    let content = scene.document.span(token(first)?..token(last)? + 1);
    Some(Report { mention, cue, content, rule })
}

/// Whether a verb is drawn together with the word: "that's".
fn is_contracted(scene: &Scene, item: u32) -> bool {
    let next = scene.frame.token(item as i64 + 1).and_then(|token| scene.document.get(i64::from(token)));
    next.is_some_and(|next| next.shape == Shape::Possessive)
}

/// Returns the mention that is the subject of a verb of speech: right before it in its sentence.
fn subject(scene: &Scene, cue: &Cue) -> Option<u32> {
    let index = scene.mentions_before(cue.item).checked_sub(1)?;
    let mention = &scene.mentions.all[index];
    let near = cue.item - mention.last <= TO_VERB && scene.sentence(mention.first) == scene.sentence(cue.item);
    let between = (mention.last + 1..cue.item).filter_map(|item| scene.word(item as i64));
    let aside = |word: &str| word.ends_with("ly") || is_auxiliary(word);
    let is_source = !matches!(mention.kind, Kind::Oblique | Kind::Noun) && !mention.attached;
    (near && is_source && { between }.all(aside)).then_some(index as u32)
}

fn is_auxiliary(word: &str) -> bool {
    matches!(word, "has" | "have" | "had" | "also" | "later" | "then" | "again" | "once" | "did" | "would" | "recently")
}

/// Returns the "that" which opens what is reported.
fn that(scene: &Scene, cue: &Cue, end: u32) -> Option<u32> {
    let reach = if cue.class == VerbClass::Tell { TO_THAT } else { 1 };
    let mut words = cue.item + 1..end.min(cue.item + 1 + reach + 1);
    words.find(|&item| scene.word(item as i64) == Some("that"))
}

/// "said it would", "says the film is": a clause follows the verb outright.
fn is_plain(scene: &Scene, cue: &Cue) -> bool {
    let opens = |token: u32| {
        let known = scene.document.tokens[token as usize];
        let subject = known.lex.has(Lex::HE | Lex::SHE | Lex::OTHER_PRONOUN) || known.shape.is_capital();
        subject || matches!(scene.document.word(token), "the" | "there" | "his" | "her" | "their" | "this" | "a")
    };
    let said = matches!(scene.word(cue.item as i64), Some("said" | "says"));
    said && scene.frame.token(cue.item as i64 + 1).is_some_and(opens)
}

fn quote(scene: &Scene, history: &History, report: &Report, referent: &Forest) -> Quote {
    let mention: &Mention = &scene.mentions.all[report.mention as usize];
    let nobody = vec![(None, 1.0)];
    let chances = attribution::stand_for(scene, history, Candidate::Mention(report.mention), &nobody, referent);
    let best = chances.iter().max_by(|a, b| a.1.total_cmp(&b.1)).copied();
    let (speaker, chance) = best.unwrap_or((None, 0.0));
    let cue = scene.frame.token(report.cue.item as i64).map(|token| scene.document.tokens[token as usize].span);
    Quote {
        span: report.content,
        kind: QuoteKind::Indirect,
        utterance: 0,
        speaker,
        source: Some(mention.span(scene.document, &scene.frame)),
        cue,
        line: scene.frame.lines[report.cue.item as usize],
        rule: RuleId(report.rule),
        confidence: scene.rules.speech.trust(chance),
        runner_up: None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::quotes_of;

    fn check(text: &str, expected: &str) {
        let quotes = quotes_of(text);
        let told: Vec<&str> = quotes.iter().filter(|quote| quote.contains(" indirect ")).map(String::as_str).collect();
        assert_eq!(told.join(" | "), expected);
    }

    #[test]
    fn reported_clauses() {
        check("News\nDirector Ruth Hale said that the film is done.", "Ruth Hale indirect the film is done");
        check("News\nRuth Hale spoke. She told a crowd that they had won.", "Ruth Hale indirect they had won");
        check("News\nThe studio said it would appeal.", "- indirect it would appeal");
        check("News\nRuth Hale said: “The film is done.”", "");
    }
}
