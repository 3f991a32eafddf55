//! The words beside a range of tokens, as the symbols that [`Contexts`] has odds for.

use std::ops::Range;

use super::super::{Document, Shape};
use crate::rules::context::{Contexts, Odds, PLACES};
use crate::rules::{Key, Lex};

/// Returns the symbols before and after the tokens: one before, two before, one after, two after.
pub fn symbols(document: &Document, sentence: &Range<u32>, tokens: &Range<u32>) -> [Key; PLACES] {
    let (start, end) = (i64::from(tokens.start), i64::from(tokens.end));
    [start - 1, start - 2, end, end + 1].map(|at| symbol(document, sentence, at))
}

/// Returns the sum of the odds of the symbols beside the tokens.
pub fn odds(document: &Document, contexts: &Contexts, sentence: &Range<u32>, tokens: &Range<u32>) -> Odds {
    let mut odds = Odds::default();
    for (place, symbol) in symbols(document, sentence, tokens).into_iter().enumerate() {
        let of_symbol = contexts.get(symbol);
        odds.person[place] = of_symbol.person[place];
        odds.work[place] = of_symbol.work[place];
    }
    odds
}

/// Returns the symbol of the token at `at`, which may lie outside the sentence.
pub fn symbol(document: &Document, sentence: &Range<u32>, at: i64) -> Key {
    if at < i64::from(sentence.start) {
        return Key::of("<start>");
    }
    if at >= i64::from(sentence.end) {
        return Key::of("<end>");
    }
    let token = document.tokens[at as usize];
    let ordinary = Lex::COMMON | Lex::FUNCTION | Lex::ROLE | Lex::HONORIFIC | Lex::SPEECH;
    match token.shape {
        Shape::Mark | Shape::Possessive => Key::of(mark(document.word(at as u32))),
        Shape::Number => Key::of(number(document.word(at as u32))),
        Shape::Lower | Shape::Mixed => token.key,
        _ if token.lex.has(ordinary) && !token.lex.has(Lex::GIVEN) => token.key,
        _ => Key::of("<name>"),
    }
}

/// One mark for all that look alike.
pub fn mark(mark: &str) -> &str {
    match mark {
        "“" | "”" | "''" | "‘" | "’" | "'" => "\"",
        "—" | "--" | "−" => "–",
        "’s" | "'S" | "’S" => "'s",
        mark => mark,
    }
}

/// The class of a number.
pub fn number(digits: &str) -> &'static str {
    match digits.len() {
        4 if digits.starts_with("19") || digits.starts_with("20") => "<year>",
        1 | 2 => "<age>",
        _ => "<number>",
    }
}
