//! What is said of a phrase right behind it that makes it a work: "Harbour Nine, a thriller set in Leith", "Harbour
//! Nine (BBC One, Sunday, 9pm)".
//!
//! Comes in: the tokens of a phrase, and whether it stands in marks. Goes out: whether it is told to be a work.

use std::ops::Range;

use super::super::{Document, Shape, Token};
use crate::rules::words::keys;
use crate::rules::{Key, Lex, List, Rules};

/// Words from an article to what kind of work it brings in, at most: "the BBC's seven-part period thriller".
const LONGEST_KIND: u32 = 8;

/// Tokens in brackets that may tell where and when something is shown, at most.
const LONGEST_LISTING: u32 = 14;

/// Returns whether an apposition follows that says what kind of work it is.
pub fn is_apposed(document: &Document, tokens: &Range<u32>, marked: bool) -> bool {
    let Some(start) = apposition(document, tokens, marked) else { return false };
    let word = |at: u32| word_of_line(document, tokens, at);
    let is_clause = |at: &u32| {
        !matches!(word(*at), "" | "," | ";" | ":" | "." | ")" | "–" | "—" | "(") && !List::Relative.has(word(*at))
    };
    let mut kinds = (start..start + LONGEST_KIND).take_while(is_clause);
    kinds.any(|at| List::WorkNoun.has(word(at)) && ends_phrase(document, word(at + 1), at + 1))
}

/// Where an apposition begins behind a phrase, past its comma or bracket: with an article, or with whose it is.
fn apposition(document: &Document, tokens: &Range<u32>, marked: bool) -> Option<u32> {
    let word = |at: u32| word_of_line(document, tokens, at);
    let mut at = tokens.end;
    // “Harbour Nine,” a thriller: the comma stands within the marks.
    let has_comma = marked && word(at) == ",";
    at += u32::from(has_comma) + u32::from(marked);
    let opens = matches!(word(at), "," | "–" | "—" | "(");
    at += u32::from(opens);
    let is_owner = |at: u32| document.get(i64::from(at)).is_some_and(|token| token.shape == Shape::Possessive);
    let begins = List::Determiner.has(word(at)) || (at + 1..at + 4).any(is_owner);
    ((has_comma || opens) && begins).then_some(at)
}

/// Whether the phrase before a token ends there: what follows is no noun of the same phrase.
fn ends_phrase(document: &Document, word: &str, at: u32) -> bool {
    let Some(token) = document.get(i64::from(at)) else { return true };
    let goes_on = Lex::FUNCTION | Lex::HE | Lex::SHE | Lex::OTHER_PRONOUN;
    let is_participle = token.shape == Shape::Lower && ["ing", "ed"].iter().any(|ending| word.ends_with(ending));
    !token.shape.is_word() || token.lex.has(goes_on) || is_participle || List::MadeOf.has(word)
}

/// Returns whether brackets follow that say where or when it is shown.
pub fn is_aired(document: &Document, rules: &Rules, tokens: &Range<u32>, marked: bool) -> bool {
    let word = |at: u32| word_of_line(document, tokens, at);
    let open = tokens.end + u32::from(marked);
    if word(open) != "(" {
        return false;
    }
    let inner = open + 1..open + LONGEST_LISTING;
    let Some(close) = { inner }.find(|&at| word(at) == ")") else { return false };
    (open + 1..close).any(|at| {
        let token = &document.tokens[at as usize];
        is_time(word(at))
            || token.lex.has(Lex::CALENDAR) && !List::Month.has(word(at))
            || is_maker(document, rules, at, close)
    })
}

/// "9pm", "2.10pm".
fn is_time(word: &str) -> bool {
    let number = word.strip_suffix("pm").or_else(|| word.strip_suffix("am"));
    number.is_some_and(|number| number.starts_with(|letter: char| letter.is_ascii_digit()))
}

/// Whether a channel or the like is named at a token, by one word or by two.
fn is_maker(document: &Document, rules: &Rules, at: u32, end: u32) -> bool {
    let key = |at: u32| keys(document.word(at)).fold(Key::EMPTY, Key::then);
    let is_capital = |token: &Token| token.shape.is_capital() || token.shape == Shape::Mixed;
    let one = [document.tokens[at as usize].key];
    let two = || [document.tokens[at as usize].key, key(at + 1)];
    is_capital(&document.tokens[at as usize]) && (rules.makers.has(&one) || at + 1 < end && rules.makers.has(&two()))
}

/// The word at a place of the line of a phrase; none beyond it.
fn word_of_line<'d>(document: &Document<'d>, tokens: &Range<u32>, at: u32) -> &'d str {
    let is_here = document.get(i64::from(at)).is_some() && document.line_of(at) == document.line_of(tokens.start);
    if is_here { document.word(at) } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::document::tests::with_document;

    /// Checks what is told of "Deep Ferry" by what stands behind it: an apposition, and brackets.
    fn check(after: &str, expected: [bool; 2]) {
        let rules = Rules::load().unwrap();
        with_document(&format!("News\nOn Monday she spoke of Deep Ferry{after}"), |document| {
            let start = (0..).find(|&at| document.word(at) == "Deep").unwrap();
            let told = [
                is_apposed(document, &(start..start + 2), false),
                is_aired(document, &rules, &(start..start + 2), false),
            ];
            assert_eq!(told, expected, "{after}");
        });
    }

    #[test]
    fn appositions_tell_a_kind_of_work() {
        check(", the BBC’s seven-part thriller about a tram.", [true, false]);
        check(", a comedy he wrote with friends.", [true, false]);
        check(", Netflix’s new series starring Ada Renwick.", [true, false]);
        check(", her first feature.", [true, false]);
        check(", a film star.", [false, false]);
        check(", a baker who saw the film.", [false, false]);
        check(" and a film.", [false, false]);
    }

    #[test]
    fn listings_tell_where_and_when() {
        check(" (Sunday, BBC One, 9pm).", [false, true]);
        check(" (Channel 5, 2.10pm).", [false, true]);
        check(" (2019).", [false, false]);
        check(" (a baker).", [false, false]);
    }
}
