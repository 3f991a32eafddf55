//! What stands before a name and says whose it is: "as the retired inspector", "Sgt."
//!
//! Comes in: where a name begins. Goes out: where the words about it begin, and whether they can tell of a part.

use super::super::super::{Document, Shape, Token};
use super::super::pieces::Piece;
use crate::rules::{Lex, List};

/// Where the words begin that say what the bearer of a name that opens at `start` does: "French film star X".
pub fn described_from(document: &Document, start: u32) -> u32 {
    if !ends_part(document, start) && !ends_compound(document, start) {
        return start;
    }
    let before = document.before_in_line(start, LONGEST_PART).rev();
    let describes = |at: &u32| describes_part(document, *at) && !List::Determiner.has(document.word(*at));
    before.take_while(describes).last().unwrap_or(start)
}

/// Where a piece begins with the honorific before it: "Sgt. Maya Stone"; but royals are people though others play them.
pub fn with_honorific(document: &Document, piece: &Piece) -> u32 {
    let is_honorific = |at: &u32| {
        let token = document.tokens[*at as usize];
        let is_royal = List::RoyalTitle.has(document.word(*at));
        token.shape.is_capital() && token.lex.has(Lex::HONORIFIC | Lex::ROLE) && !is_royal || document.word(*at) == "."
    };
    let before = document.before_in_line(piece.tokens.start, LONGEST_HONORIFIC).rev();
    let honorific = before.filter(|_| piece.honorific).take_while(is_honorific);
    honorific.last().filter(|&at| document.word(at) != ".").unwrap_or(piece.tokens.start)
}

/// Most tokens of an honorific, with its point.
const LONGEST_HONORIFIC: u32 = 3;

/// Most words between what tells a part and the name: "as the unkillable crime matriarch X".
pub const LONGEST_PART: u32 = 7;

/// Where "as" stands before a name, with nothing but what describes a part between.
pub fn as_before(document: &Document, start: u32) -> Option<u32> {
    let before = document.before_in_line(start, LONGEST_PART).rev();
    let describes = |at: &u32| describes_part(document, *at) || is_as(document, *at);
    let at = before.take_while(describes).find(|&at| is_as(document, at))?;
    (at + 1 == start || ends_part(document, start) || ends_compound(document, start)).then_some(at)
}

/// Whether a word is "as", or "As" within a heading.
fn is_as(document: &Document, at: u32) -> bool {
    document.word(at) == "as" || document.word(at) == "As" && !document.opens_sentence_at(at)
}

/// Whether a word can stand within what describes a part: "the retired Norfolk inspector", "Nurse".
pub fn describes_part(document: &Document, at: u32) -> bool {
    let token = document.tokens[at as usize];
    let joins = match document.word(at) {
        "and" => !joins_roles(document, at),
        word => word == "as" || List::Preposition.has(word) || List::SubjectPronoun.has(word),
    };
    let is_royal = List::RoyalTitle.has(document.word(at));
    let is_post = token.lex.has(Lex::ROLE) && !is_royal;
    let is_told = token.shape == Shape::Capital && (is_post || token.lex.has(Lex::PLACE | Lex::NATIONALITY));
    // "the 19th century gas engineer", "Coast Guard investigator".
    let is_plain = matches!(token.shape, Shape::Lower | Shape::Number | Shape::Mixed);
    let is_body = token.shape == Shape::Capital
        && token.lex.has(Lex::COMMON)
        && !is_royal
        && !token.lex.has(Lex::GIVEN | Lex::FUNCTION);
    !joins && (is_plain || is_told || is_body || document.word(at) == "-" || is_owner(document, at))
}

/// Whether "and" stands between two things that one person does: "stoner and surfer".
fn joins_roles(document: &Document, at: u32) -> bool {
    let does =
        |token: Option<&Token>| token.is_some_and(|token| token.shape == Shape::Lower && !token.lex.has(Lex::FUNCTION));
    does(document.get(i64::from(at) - 1)) && does(document.get(i64::from(at) + 1))
}

/// Whether a word is of a name that owns what follows: "as Tom Hale's ex-wife".
fn is_owner(document: &Document, at: u32) -> bool {
    let shape = |at: u32| document.get(i64::from(at)).map(|token| token.shape);
    let owns = |at: u32| shape(at) == Some(Shape::Possessive);
    let is_name = shape(at).is_some_and(Shape::is_capital);
    owns(at) || is_name && (owns(at + 1) || shape(at + 1).is_some_and(Shape::is_capital) && owns(at + 2))
}

/// Whether a name that opens at `start` follows what somebody does or is called.
pub fn ends_part(document: &Document, start: u32) -> bool {
    let Some(before) = start.checked_sub(1) else { return false };
    let token = document.tokens[before as usize];
    let is_noun = || !["ly", "ed", "ing"].iter().any(|ending| document.word(before).ends_with(ending));
    token.lex.has(Lex::ROLE | Lex::COMMON) || token.shape == Shape::Lower && token.lex.is_unlisted() && is_noun()
}

/// Whether a name that opens at `start` follows what somebody does, of several words: "rock star-turned-preacher".
pub fn ends_compound(document: &Document, start: u32) -> bool {
    start > 0 && document.tokens[start as usize - 1].shape == Shape::Lower && document.word(start - 1).contains('-')
}

/// Whether the words before an "as" speak of a part.
pub fn speaks_of_roles(document: &Document, at: u32) -> bool {
    document.before_in_line(at, 5).any(|at| is_about_roles(document.word(at)))
}

fn is_about_roles(word: &str) -> bool {
    List::AboutRoles.has_as_is(word) || List::RoleStem.words().iter().any(|stem| word.starts_with(*stem))
}
