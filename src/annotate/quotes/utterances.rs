//! Which pieces are one utterance: those that a paragraph break or the words that report them split.

use super::scene::{Piece, Scene};
use crate::model::QuoteKind;

/// The most words that may part two pieces of one utterance: “…,” said Ann Hale, who runs the archive, “…”
const MAX_WORDS_BETWEEN: u32 = 24;

/// Returns the utterance of each piece, counted from 0; the speakers are those of the pieces.
pub fn number(scene: &Scene, speakers: &[Option<u32>]) -> Vec<u32> {
    let mut numbers: Vec<u32> = Vec::with_capacity(speakers.len());
    for quote in 0..speakers.len() {
        let joined = quote > 0 && speakers[quote - 1] == speakers[quote] && goes_on(scene, quote);
        let last = numbers.last().copied();
        numbers.push(match last {
            None => 0,
            Some(last) => last + u32::from(!joined),
        });
    }
    numbers
}

/// Returns whether a piece goes on with the one before.
fn goes_on(scene: &Scene, quote: usize) -> bool {
    let (before, here): (&Piece, &Piece) = (&scene.pieces[quote - 1], &scene.pieces[quote]);
    if here.continues
        || here.kind == QuoteKind::Block && before.kind == QuoteKind::Block && here.line == before.line + 1
    {
        return true;
    }
    let (from, to) = (scene.item(quote - 1), scene.item(quote));
    before.line == here.line
        && to - from <= MAX_WORDS_BETWEEN
        && scene.cue_after(from).is_some_and(|cue| cue.item < to)
        && scene.sentence(to) - scene.sentence(from) <= 1
}
