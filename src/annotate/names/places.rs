//! Which names are places': "Charlotte" of "in Charlotte, N.C.", though women are called so too.
//!
//! Comes in: the [`Name`]s of a document. Goes out: the same without the places where a region follows, and without the
//! other places of a name that no fuller name of the article holds.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::super::{Document, Shape};
use super::evidence::Name;
use super::pieces::Piece;
use crate::model::Span;
use crate::rules::{Key, Lex, List};

/// Most tokens of a region, with its points: "N.C.", "South Carolina".
const LONGEST_REGION: u32 = 4;

/// So many times, and in so great a share of its places, a town stands behind a small word of place.
const LEAST_IN: usize = 2;
const SHARE_IN: f32 = 0.3;

/// Lets go of the names that are places', and returns where they stand.
pub fn let_go(document: &Document, pieces: &[Piece], names: &mut Vec<Name>) -> Vec<Span> {
    let is_place = |at: &u32| is_place(document, &pieces[*at as usize]);
    let is_told =
        |name: &Name| name.pieces.iter().any(is_place) || name.words.len() == 1 && is_town(document, pieces, name);
    let told: Vec<bool> = names.iter().map(is_told).collect();
    if !told.contains(&true) {
        return Vec::new();
    }
    let is_full = |name: &Name| name.words.len() > 1 && is_full_name(document, &pieces[name.pieces[0] as usize].tokens);
    let full = names.iter().zip(&told).filter(|(name, told)| is_full(name) && !**told);
    let parts: FxHashSet<Key> = full.flat_map(|(name, _)| &name.words).copied().collect();
    let mut gone = Vec::new();
    for (name, _) in names.iter_mut().zip(&told).filter(|(_, told)| **told) {
        let is_whole = name.words.len() > 1 || !parts.contains(&name.words[0]);
        name.pieces.retain(|at| {
            let stays = !is_whole && !is_place(at);
            if !stays {
                gone.push(document.span(pieces[*at as usize].tokens.clone()));
            }
            stays
        });
    }
    names.retain(|name| !name.pieces.is_empty());
    gone
}

/// Whether words are a full name: "Charlotte-Mecklenburg" and "Charlotte Mayor Ruth Hale" are nobody's.
fn is_full_name(document: &Document, tokens: &Range<u32>) -> bool {
    let second = document.get(i64::from(tokens.start) + 1);
    second.is_some_and(|second| second.shape.is_word() && !second.lex.has(Lex::HONORIFIC | Lex::ROLE))
}

/// Whether a name stands in the article as a town's does, again and again: "in Charlotte", "across Charlotte",
/// "Charlotte police", and never beside a verb of speech.
fn is_town(document: &Document, pieces: &[Piece], name: &Name) -> bool {
    let tokens = || name.pieces.iter().map(|&at| &pieces[at as usize].tokens);
    let is_within = |tokens: &Range<u32>| List::Within.has_as_is(document.word_back(tokens.start, 1));
    let next = |tokens: &Range<u32>| document.get(tokens.end.into());
    let has =
        |tokens: &Range<u32>| next(tokens).is_some_and(|next| List::OfATown.has_as_is(next.span.of(document.text)));
    let n_in = tokens().filter(|tokens| is_within(tokens)).count();
    let n_has = if n_in == 0 { 0 } else { tokens().filter(|tokens| !is_within(tokens) && has(tokens)).count() };
    let lex = |at: i64| document.get(at).map_or(Lex::NONE, |token| token.lex);
    // "Police in Charlotte said", "Ruth Hale says Charlotte officers met": no words of hers.
    let speaks = |tokens: &Range<u32>| {
        let beside = [i64::from(tokens.start) - 1, i64::from(tokens.end)];
        !is_within(tokens) && !has(tokens) && beside.into_iter().any(|at| lex(at).has(Lex::SPEECH))
    };
    let (n_all, n_told) = (name.pieces.len(), n_in + n_has);
    let is_often = n_told >= LEAST_IN && n_told as f32 >= SHARE_IN * n_all as f32;
    // "In Hale's view" is a person's.
    let owns = |tokens: &Range<u32>| next(tokens).is_some_and(|next| next.shape == Shape::Possessive);
    let is_always = n_in == n_all && !tokens().any(owns);
    (is_often || is_always) && !tokens().any(speaks)
}

/// Whether the article tells of a name where it stands that it is a place's: "in Charlotte, N.C.", "the town of Ada".
fn is_place(document: &Document, piece: &Piece) -> bool {
    let (start, end) = (piece.tokens.start, piece.tokens.end);
    if document.word_back(start, 1) == "of" && List::KindOfPlace.has_as_is(document.word_back(start, 2)) {
        return true;
    }
    let is_here = document.opens_sentence_at(start) || List::PlacePreposition.has(document.word_back(start, 1));
    let comma = document.get(i64::from(end)).is_some_and(|mark| mark.span.of(document.text) == ",");
    is_here && comma && document.line_of(end) == document.line_of(start) && is_region_at(document, end + 1)
}

/// Whether a region stands at a token: "N.C.", "South Carolina".
pub fn is_region_at(document: &Document, at: u32) -> bool {
    let last = (document.tokens.len() as u32).min(at + LONGEST_REGION);
    (at + 1..=last).any(|end| List::Region.has_as_is(document.span(at..end).of(document.text)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_counts as check;

    #[test]
    fn a_town_is_nobody() {
        check("News\nPolice in Charlotte, N.C., met Ruth Hale. Charlotte was quiet, she said.", "Ruth Hale 1");
        check("News\nShe lives in Madison, South Carolina, with Ruth Hale.", "Ruth Hale 1");
    }

    #[test]
    fn the_town_of_somebody_is_nobody() {
        check("News\nOutside the suburb of Santa Renwick, Ruth Hale spoke.", "Ruth Hale 1");
    }

    #[test]
    fn where_things_happen_is_nobody() {
        check(
            "News\nIt was quiet in Charlotte. Ruth Hale lives in Charlotte. Charlotte slept, she said.",
            "Ruth Hale 1",
        );
    }

    #[test]
    fn what_has_officials_is_nobody() {
        let quiet = "Charlotte was quiet. They say Charlotte officials met Ruth Hale";
        check(&format!("News\n{quiet}, and she lives in Charlotte."), "Ruth Hale 1");
        check(&format!("News\n{quiet}. Charlotte Mayor Ann Renwick lives in Charlotte."), "Ruth Hale 1, Ann Renwick 1");
        check(&format!("News\n{quiet}."), "Charlotte 2, Ruth Hale 1");
    }

    #[test]
    fn a_name_that_only_tells_where_is_nobody() {
        check("News\nPolice in Charlotte said that Ruth Hale was well.", "Ruth Hale 1");
        check("News\nShe slept in Hannah’s room on Friday, and Ruth Hale laughed.", "Hannah 1, Ruth Hale 1");
    }

    #[test]
    fn who_is_named_in_full_keeps_the_name() {
        check("News\nActress Charlotte Hale lives in Charlotte, N.C. “No,” Charlotte said.", "Charlotte Hale 2");
        check(
            "News\nShe came with Charlotte, Georgia and Ruth Hale. “No,” Charlotte said.",
            "Charlotte 2, Ruth Hale 1",
        );
    }
}
