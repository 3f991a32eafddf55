//! Names in brackets: "Tony Stark (Robert Downey Jr)".
//!
//! Comes in: the [`Piece`]s of a document. Goes out: which of two is the actor, and which the character.

use std::ops::Range;

use super::super::super::{Document, Shape};
use super::super::pieces::Piece;
use super::description::with_honorific;
use crate::rules::{List, Rules};

/// Whether a full name stands alone in brackets after the piece, the actor's: "Tony Stark (Robert Downey Jr)". The one
/// outside is the actor where the lists know it alone, "Ruth Okafor (Caroline Wilson)", or where it heads a line.
pub fn actor_after(document: &Document, rules: &Rules, pieces: &[Piece], at: usize) -> bool {
    let inner = in_brackets_after(document, pieces, at);
    let is_actors = |inner: &Piece| !is_listed(rules, &pieces[at]) || is_listed(rules, inner);
    inner.is_some_and(|inner| is_actors(inner) && !heads_line(document, &pieces[at], inner))
}

/// Whether the piece stands in brackets after an actor: one whom the lists know, while they do not know the piece, or
/// one who heads a line.
pub fn character_in_brackets(document: &Document, rules: &Rules, pieces: &[Piece], at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let is_unlisted = |inner: &Piece| is_listed(rules, &pieces[before]) && !is_listed(rules, inner);
    heads_line(document, &pieces[before], &pieces[at])
        || in_brackets_after(document, pieces, before).is_some_and(is_unlisted)
}

/// Whether an actor heads a line that is about that actor, the part in brackets: "Ruth Okafor (Ada) – Still acting",
/// "Ruth Okafor (Ada Renwick): It was late".
fn heads_line(document: &Document, actor: &Piece, part: &Piece) -> bool {
    let start = with_honorific(document, part);
    let next = |more: u32| document.get(i64::from(part.tokens.end + more)).map(|next| next.span.of(document.text));
    let is_alone = actor.tokens.end + 1 == start && document.word_back(start, 1) == "(" && next(0) == Some(")");
    let goes_on = || match next(1) {
        Some(":") => true,
        Some("–" | "—" | "-") => part.n_words == 1 || part.honorific,
        _ => false,
    };
    is_alone && document.opens_line_at(actor.tokens.start) && actor.is_full(document) && goes_on()
}

fn is_listed(rules: &Rules, piece: &Piece) -> bool {
    rules.people.named(piece.key).is_some()
}

/// Among so many names before and after it the full name of a last name in brackets is looked for.
const NEAR_PIECES: usize = 300;

/// The full name that stands alone in brackets after a piece, or the last name of one near by.
fn in_brackets_after<'p>(document: &Document, pieces: &'p [Piece], at: usize) -> Option<&'p Piece> {
    let (next, end) = (pieces.get(at + 1)?, pieces[at].tokens.end);
    let closes = |at: u32| (at as usize) < document.tokens.len() && matches!(document.word(at), ")" | "," | ";");
    let told = end + 1..next.tokens.start;
    let bracket = document.word(end) == "(" && is_praise(document, told) && closes(next.tokens.end);
    (bracket && is_full_or_last(document, pieces, at + 1)).then_some(next)
}

/// Whether a piece is a full name, or the last name of one near by.
pub fn is_full_or_last(document: &Document, pieces: &[Piece], at: usize) -> bool {
    let last = |piece: &Piece| document.tokens[piece.tokens.end as usize - 1].key;
    let near = &pieces[at.saturating_sub(NEAR_PIECES)..(at + NEAR_PIECES).min(pieces.len())];
    let is_last_of = |piece: &Piece| piece.is_full(document) && last(piece) == last(&pieces[at]);
    pieces[at].is_full(document) || pieces[at].n_words == 1 && near.iter().any(is_last_of)
}

/// Whether words tell no more of the actor whose name follows than how good or new: "newcomer", "a superbly frazzled".
fn is_praise(document: &Document, mut words: Range<u32>) -> bool {
    let opens = |at: u32| List::Determiner.has(document.word(at)) || List::NewActor.has(document.word(at));
    let is_lower =
        |at: u32| document.tokens[at as usize].shape == Shape::Lower && !List::Preposition.has(document.word(at));
    words.is_empty() || words.len() <= LONGEST_PRAISE && opens(words.start) && words.all(is_lower)
}

/// Most words on an actor in brackets.
const LONGEST_PRAISE: usize = 5;
