//! Words quoted twice: a headline quotes what the article quotes below with whoever said it.
//!
//! Comes in: the [`Scene`]. Goes out: for a quotation of the headline, the one below that holds its words.

use rustc_hash::FxHashSet;

use super::scene::Scene;
use crate::rules::{Key, Lex};

/// The share of a headline's quoted words that the quotation below has to hold: headlines cut and mend.
const SHARED: f32 = 0.75;
/// The fewest words that tell, small ones left out.
const FEWEST: usize = 2;
/// Quotations of a headline, and below it, that are looked at.
const MOST_IN_HEADLINE: usize = 8;
const MOST_BELOW: usize = 400;

/// Returns the quotation below the headline that holds the words of a quotation in it.
pub fn find(scene: &Scene, quote: usize) -> Option<usize> {
    if quote >= MOST_IN_HEADLINE || scene.paragraph(scene.item(quote)) > 0 {
        return None;
    }
    let own = words(scene, quote);
    let below =
        (quote + 1..scene.pieces.len()).filter(|&other| scene.paragraph(scene.item(other)) > 0).take(MOST_BELOW);
    let shared = |other: usize| own.intersection(&words(scene, other)).count() as f32 / own.len().max(1) as f32;
    let holding =
        below.map(|other| (shared(other), other)).filter(|&(share, _)| own.len() >= FEWEST && share >= SHARED);
    holding.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, other)| other)
}

/// Returns the words of a quotation that are not small.
fn words(scene: &Scene, quote: usize) -> FxHashSet<Key> {
    let document = scene.document;
    let span = scene.pieces[quote].span;
    let first = document.token_at(span.start) as usize;
    let tokens = document.tokens[first..].iter().take_while(|token| token.span.start < span.end);
    tokens.filter(|token| token.shape.is_word() && !token.lex.has(Lex::FUNCTION)).map(|token| token.key).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::quotes_of;

    #[test]
    fn a_headline_is_said_by_whoever_says_so_below() {
        let below =
            "The ferry sank on Monday.\n“We all cried in the old ferry, really,” said Ruth Hale.\nTom Okafor left.";
        let speaker = |headline: &str| quotes_of(&format!("{headline}\n{below}"))[0].clone();
        assert_eq!(speaker("‘We cried in the ferry’: a night at sea"), "Ruth Hale direct We cried in the ferry");
        assert_eq!(speaker("‘We sang in the harbour’: a night at sea"), "- direct We sang in the harbour");
    }
}
