//! Which names are told to be a son's, a mother's, or one of three children's.
//!
//! Comes in: the [`Piece`]s of a document. Goes out: what it adds to the odds of one that a word of kin stands before
//! it, be it alone or in a list: "her daughter Ida", "sons Tom, five, Ian, three, and Max".

use super::super::{Document, Shape, Token};
use super::pieces::Piece;
use crate::rules::{Lex, List};

/// Most names of a list before one.
const LONGEST_LIST: usize = 8;

/// Most tokens between two names of a list: ", five, and".
const LONGEST_JOINT: usize = 5;

/// What it adds to the odds of a name that it is told to be a son's or a mother's.
const OF_KIN: f32 = 2.5;

/// What it adds where an age is told too: no prize and no town of that name is five.
const OF_KIN_AND_AGE: f32 = 9.0;

/// Returns what it adds to the log-odds of a piece, as a person's, that a word of kin tells of it.
pub fn odds(document: &Document, pieces: &[Piece], at: usize) -> f32 {
    match is_of_kin(document, pieces, at) {
        true if has_age(document, &pieces[at]) => OF_KIN_AND_AGE,
        true => OF_KIN,
        false => 0.0,
    }
}

/// Whether an age follows a piece: "Ida, five", "Ida (5)".
fn has_age(document: &Document, piece: &Piece) -> bool {
    let next = |step: u32| document.get(i64::from(piece.tokens.end + step));
    let is_age = |token: &Token| {
        let word = token.span.of(document.text);
        word.len() <= 2 && token.shape == Shape::Number || List::SmallNumber.has(word)
    };
    next(0).is_some_and(|mark| matches!(mark.span.of(document.text), "," | "(")) && next(1).is_some_and(is_age)
}

/// Returns whether a word of kin stands before a piece, or before the list that it goes on.
fn is_of_kin(document: &Document, pieces: &[Piece], at: usize) -> bool {
    let first = at.saturating_sub(LONGEST_LIST);
    let n_before = (first + 1..=at).rev().take_while(|&at| is_joined(document, &pieces[at - 1], &pieces[at])).count();
    if is_spelled_as_firm(document, &pieces[at]) || has_actor(document, &pieces[at]) {
        return false;
    }
    let word_back = |at: usize, back: u32| document.word_back(pieces[at].tokens.start, back);
    let is_child = |at: usize| List::Children.has_as_is(word_before(document, &pieces[at]));
    // "Mother to Ida", but not "with her daughter to Ida".
    let is_somebodys = List::Possessive.has_as_is(word_back(at, 3));
    let is_mother_to = word_back(at, 1) == "to" && List::Kin.has_as_is(word_back(at, 2)) && !is_somebodys;
    List::Kin.has_as_is(word_back(at, 1)) || is_mother_to || (at - n_before..=at).any(is_child)
}

/// Returns the word before a piece, or before the mark there: "two children, Ida and Tom", "her sons: Ida and Tom".
fn word_before<'d>(document: &Document<'d>, piece: &Piece) -> &'d str {
    let start = piece.tokens.start;
    let back = if matches!(document.word_back(start, 1), "," | ":") { 2 } else { 1 };
    document.word_back(start, back)
}

/// Returns whether a piece is told to be of kin to who was named before: "His father, Tom Hale Sr.".
pub fn is_told_kin(document: &Document, piece: &Piece) -> bool {
    let word = word_before(document, piece);
    List::Kin.has_as_is(word) || List::Children.has_as_is(word)
}

/// Whether a word that no list has for a name has capitals within: `BioReed` of "its partner BioReed".
fn is_spelled_as_firm(document: &Document, piece: &Piece) -> bool {
    let is_known = document.tokens[piece.tokens.start as usize].lex.has(Lex::GIVEN | Lex::SURNAME);
    !is_known && document.word(piece.tokens.start).chars().filter(|letter| letter.is_uppercase()).count() > 1
}

/// Whether a name in brackets follows, as of who plays somebody's sister.
fn has_actor(document: &Document, piece: &Piece) -> bool {
    let next = |step: u32| document.get(i64::from(piece.tokens.end + step));
    next(0).is_some_and(|mark| mark.span.of(document.text) == "(")
        && next(1).is_some_and(|name| name.shape.is_capital())
}

/// Whether one name follows another in a list of given names, each perhaps with an age.
fn is_joined(document: &Document, one: &Piece, other: &Piece) -> bool {
    let between = one.tokens.end..other.tokens.start;
    let joins = |at: u32| {
        let (word, shape) = (document.word(at), document.tokens[at as usize].shape);
        matches!(word, "," | "and" | "&" | "-" | "–" | "(" | ")")
            || shape == Shape::Number
            || List::SmallNumber.has(word)
    };
    (1..=LONGEST_JOINT).contains(&between.len()) && between.clone().all(joins)
}

#[cfg(test)]
mod tests {
    use super::super::pieces;
    use super::*;
    use crate::annotate::document::tests::with_document;
    use crate::rules::Rules;

    /// The names of a sentence that are told to be of kin.
    fn kin(text: &str) -> Vec<String> {
        let rules = Rules::load().unwrap();
        let line = format!("A headline\n{text}");
        let mut found = Vec::new();
        with_document(&line, |document| {
            let pieces = pieces::find(document, &rules);
            let told = (0..pieces.len()).filter(|&at| is_of_kin(document, &pieces, at));
            found = told.map(|at| document.span(pieces[at].tokens.clone()).of(&line).to_owned()).collect();
        });
        found
    }

    #[test]
    fn words_of_kin_name_people() {
        for (text, expected) in [
            ("She came with her daughter Oriel and with Reed.", &["Oriel"][..]),
            ("They have two children, Reed, 14, and Ode, 20.", &["Reed", "Ode"]),
            ("She is a mother to Reed.", &["Reed"]),
            ("They have sons Reed, five, Ode, three, and Max, 11.", &["Reed", "Ode", "Max"]),
            ("Her parents Peg and Moss Renwick ran an inn in Leeds.", &["Peg", "Moss Renwick"]),
            ("His sister Sun-hui (Maeng Bo-yul) would sell it.", &[]),
            ("They work with their German partner BioReed.", &[]),
            ("She came with her daughter to Reed and Moss.", &[]),
        ] {
            assert_eq!(kin(text), expected, "{text}");
        }
    }
}
