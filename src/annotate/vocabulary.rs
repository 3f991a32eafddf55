//! What is known of a word, kept from article to article: most words of a text were met a moment ago.
//!
//! Comes in: the place of a word or mark. Goes out: its [`Token`]. The words are kept by thread, each at the place that
//! its bytes name, so that a common word costs one comparison in place of a search in every list.

use std::cell::RefCell;

use super::document::{Shape, Token};
use super::names::context;
use crate::model::Span;
use crate::rules::words::{as_number, is_word_char};
use crate::rules::{Key, Lex, Rules};

/// The bits of the number of places.
const BITS: u32 = 12;

/// The words met last.
pub struct Vocabulary<'r> {
    rules: &'r Rules,
    known: &'r mut [Known],
}

#[derive(Clone, Copy)]
struct Known {
    /// The word's bytes and its length; 0 where the place is empty.
    text: u128,
    token: Token,
}

const NOTHING: Known = Known { text: 0, token: Token::NOTHING };

/// The words that a thread met last, and the number of the lexicon that knows them.
struct Kept {
    lexicon: u64,
    known: Vec<Known>,
}

thread_local! {
    static KEPT: RefCell<Kept> = const { RefCell::new(Kept { lexicon: 0, known: Vec::new() }) };
}

impl Vocabulary<'_> {
    /// Calls `read` with the words that this thread has met.
    pub fn with<T>(rules: &Rules, read: impl FnOnce(&mut Vocabulary) -> T) -> T {
        KEPT.with_borrow_mut(|kept| {
            if kept.lexicon != rules.lexicon.number() {
                *kept = Kept { lexicon: rules.lexicon.number(), known: vec![NOTHING; 1 << BITS] };
            }
            read(&mut Vocabulary { rules, known: &mut kept.known })
        })
    }

    /// Returns the token of the word or mark at `span`.
    pub fn token(&mut self, text: &str, span: Span) -> Token {
        let word = span.of(text);
        let Some(bytes) = as_number(text, span.range()) else { return Token { span, ..read(word, self.rules) } };
        let known = &mut self.known[place(bytes)];
        if known.text != bytes {
            *known = Known { text: bytes, token: read(word, self.rules) };
        }
        Token { span, ..known.token }
    }
}

fn place(word: u128) -> usize {
    let folded = (word as u64 ^ ((word >> 64) as u64).rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (folded >> (u64::BITS - BITS)) as usize
}

/// Looks a word or mark up in every list.
fn read(word: &str, rules: &Rules) -> Token {
    let letter = word.chars().next().unwrap_or(' ');
    let (shape, lex, key) = if is_word_char(letter) {
        let key = Key::of(word);
        (shape_of(word), rules.lexicon.classes(key), key)
    } else if word.ends_with(['s', 'S']) {
        (Shape::Possessive, Lex::NONE, Key::EMPTY)
    } else {
        (Shape::Mark, Lex::NONE, Key::EMPTY)
    };
    let token = Token { span: Span::default(), shape, symbol: 0, lex, key };
    Token { symbol: rules.contexts.number(context::symbol(word, &token)), ..token }
}

fn shape_of(word: &str) -> Shape {
    let mut letters = word.chars().filter(|letter| letter.is_alphanumeric());
    let Some(first) = letters.next() else { return Shape::Mark };
    if first.is_numeric() {
        return Shape::Number;
    }
    let (mut small, mut capital, mut rest) = (false, false, 0);
    for letter in letters {
        rest += 1;
        small |= letter.is_lowercase();
        capital |= letter.is_uppercase();
    }
    match (first.is_lowercase(), small, capital) {
        (true, _, true) => Shape::Mixed,
        (true, _, false) => Shape::Lower,
        (false, true, _) => Shape::Capital,
        (false, false, _) if rest == 0 => Shape::Initial,
        (false, false, _) => Shape::Upper,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_wherever_they_stand() {
        let text = "Hale hale HALE Hales’s said, said. Zoë’s incomprehensibilities";
        let rules = Rules::load().unwrap();
        let spans = [(0, 4), (5, 9), (10, 14), (15, 20), (20, 24), (25, 29), (29, 30), (31, 35), (35, 36), (37, 41)];
        let look = |(start, end): (usize, usize)| {
            let span = Span::new(start, end);
            let met = Vocabulary::with(&rules, |vocabulary| vocabulary.token(text, span));
            assert_eq!(met, Token { span, ..read(span.of(text), &rules) }, "{}", span.of(text));
            met
        };
        let tokens = spans.map(look);
        assert_eq!(spans.map(look), tokens);
        assert_eq!(tokens[4].shape, Shape::Possessive);
        assert!(tokens[5].lex.has(Lex::SPEECH));
    }
}
