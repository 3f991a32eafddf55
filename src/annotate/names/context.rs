//! The words beside a range of tokens, as the symbols that [`Contexts`] has odds for.

use std::ops::Range;

use super::super::{Document, Shape, Token};
use crate::rules::collocation::{Collocations, Neighbours, REACH};
use crate::rules::context::{Contexts, Odds, PLACES};
use crate::rules::{Key, Lex};

/// Returns the numbers of the symbols beside the tokens: one before, two before, one after, two after.
pub fn symbols(document: &Document, contexts: &Contexts, sentence: &Range<u32>, tokens: &Range<u32>) -> [u16; PLACES] {
    let number = |at: i64| match at {
        _ if at < i64::from(sentence.start) => contexts.start,
        _ if at >= i64::from(sentence.end) => contexts.end,
        _ => document.tokens[at as usize].symbol,
    };
    let (start, end) = (i64::from(before_field(document, tokens.start)), i64::from(tokens.end));
    [start - 1, start - 2, end, end + 1].map(number)
}

/// Where a name that opens at `start` would open without the field of a post: "drama" of "head of drama Ruth Hale"
/// tells of no title.
fn before_field(document: &Document, start: u32) -> u32 {
    let lex = |back: u32| document.get(i64::from(start) - i64::from(back)).map_or(Lex::NONE, |token| token.lex);
    // Most names have no such word before them, and of these no more is asked.
    let is_field = lex(1).has(Lex::WORK_CUE)
        && lex(3).has(Lex::ROLE)
        && document.word_back(start, 2) == "of"
        && document.before_in_line(start, 3).len() == 3;
    if is_field { start - 2 } else { start }
}

/// Returns the odds of the symbols beside the tokens.
pub fn odds(document: &Document, contexts: &Contexts, sentence: &Range<u32>, tokens: &Range<u32>) -> Odds {
    let mut odds = Odds::default();
    for (place, number) in symbols(document, contexts, sentence, tokens).into_iter().enumerate() {
        let of_symbol = contexts.odds(number);
        odds.person[place] = of_symbol.person[place];
        odds.work[place] = of_symbol.work[place];
    }
    odds
}

/// How far from a name a word is near it, in tokens.
const NEAR: u32 = 12;

/// Returns the tokens of the sentence that are near a name, before it and after.
pub fn near(sentence: &Range<u32>, tokens: &Range<u32>) -> [Range<u32>; 2] {
    let before = sentence.start.max(tokens.start.saturating_sub(NEAR)).min(tokens.start)..tokens.start;
    let after = tokens.end..sentence.end.min(tokens.end + NEAR).max(tokens.end);
    [before, after]
}

/// Words that are taken to stand in every article besides and tell nothing, so that few do not tell much.
const FEW: usize = 20;

/// What the small words of an article tell of films and series that may be named near them.
pub struct Surroundings {
    /// For each token, the sum of what those before it tell.
    before: Vec<f32>,
    /// What the different words of the whole article tell, on average.
    pub topic: f32,
    /// Words of the trade in a hundred words.
    pub density: f32,
}

impl Surroundings {
    /// Sums up what the words of an article tell.
    pub fn new(document: &Document, contexts: &Contexts) -> Surroundings {
        let small = |token: &&Token| token.shape == Shape::Lower;
        let near = |token: &Token| Some(token).filter(small).map_or(0.0, |token| contexts.odds(token.symbol).near);
        let sum = |sum: &mut f32, token| {
            *sum += near(token);
            Some(*sum)
        };
        let before = std::iter::once(0.0).chain(document.tokens.iter().scan(0.0, sum)).collect();
        let mut words: Vec<u16> = document.tokens.iter().filter(small).map(|token| token.symbol).collect();
        words.sort_unstable();
        words.dedup();
        let told: f32 = words.iter().map(|&word| contexts.odds(word).topic).sum();
        let n_cues = document.tokens.iter().filter(|token| token.lex.has(Lex::WORK_CUE)).count();
        Surroundings {
            before,
            topic: told / (words.len() + FEW) as f32,
            density: 100.0 * n_cues as f32 / (document.tokens.len() + FEW) as f32,
        }
    }

    /// Returns what the words of a sentence tell that are near a name, itself left out.
    pub fn near(&self, sentence: &Range<u32>, tokens: &Range<u32>) -> f32 {
        let [before, after] = near(sentence, tokens);
        let sum = |range: Range<u32>| self.before[range.end as usize] - self.before[range.start as usize];
        sum(before) + sum(after)
    }
}

/// Returns the symbols on both sides of the tokens, quotation marks passed over.
pub fn neighbours(
    document: &Document,
    collocations: &Collocations,
    sentence: &Range<u32>,
    tokens: &Range<u32>,
) -> Neighbours {
    let tells = |at: &u32| {
        let token = &document.tokens[*at as usize];
        token.shape != Shape::Mark || mark(document.word(*at)) != "\""
    };
    let symbol = |at: u32| symbol(document.word(at), &document.tokens[at as usize]);
    let start = sentence.start.min(tokens.start);
    let mut neighbours = Neighbours { before: [collocations.start; REACH], after: [collocations.end; REACH] };
    let before = (start..tokens.start).rev().filter(tells).map(symbol);
    neighbours.before.iter_mut().zip(before).for_each(|(place, symbol)| *place = symbol);
    let after = (tokens.end..sentence.end).filter(tells).map(symbol);
    neighbours.after.iter_mut().zip(after).for_each(|(place, symbol)| *place = symbol);
    neighbours
}

/// Returns the symbol that a token stands for.
pub fn symbol(word: &str, token: &Token) -> Key {
    let ordinary = Lex::COMMON | Lex::FUNCTION | Lex::ROLE | Lex::HONORIFIC | Lex::SPEECH;
    match token.shape {
        Shape::Mark | Shape::Possessive => Key::of(mark(word)),
        Shape::Number => Key::of(number(word)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::document::tests::with_document;
    use crate::rules::Rules;

    /// Returns what the words near "Deep Ferry" tell, and those of the whole article.
    fn told(text: &str) -> (f32, f32) {
        let contexts = Rules::load().unwrap().contexts;
        with_document(text, |document| {
            let start = (0..).find(|&at| document.word(at) == "Deep").unwrap();
            let sentence = &document.sentences[document.sentence_of(start)];
            let surroundings = Surroundings::new(document, &contexts);
            (surroundings.near(sentence, &(start..start + 2)), surroundings.topic)
        })
    }

    #[test]
    fn words_tell_of_films_near_them_and_in_their_article() {
        let (near, topic) = told("News\nA remake starring her is due, and she liked Deep Ferry.");
        let (far, same_topic) = told("News\nA remake starring her is due. And she liked Deep Ferry.");
        assert!(near > far + 1.0, "{near} {far}");
        assert!(topic > 0.0 && (topic - same_topic).abs() < 0.1, "{topic} {same_topic}");
        let (_, other) = told("News\nThe midfielder and the goalkeeper spoke to shareholders of Deep Ferry.");
        assert!(other < 0.0, "{other}");
    }
}
