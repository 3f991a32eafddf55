//! Which single names are places': "Charlotte" of "in Charlotte, N.C.", though women are called so too.
//!
//! Comes in: the [`Name`]s of a document. Goes out: the same without the places where a region follows, and without the
//! other places of a name that no fuller name of the article holds.

use rustc_hash::FxHashSet;

use super::super::Document;
use super::evidence::Name;
use super::pieces::Piece;
use crate::model::Span;
use crate::rules::{Key, List};

/// Most tokens of a region, with its points: "N.C.", "South Carolina".
const LONGEST_REGION: u32 = 4;

/// Lets go of the names that are places', and returns where they stand.
pub fn let_go(document: &Document, pieces: &[Piece], names: &mut Vec<Name>) -> Vec<Span> {
    let is_place = |at: &u32| is_place(document, &pieces[*at as usize]);
    let is_told = |name: &Name| name.words.len() == 1 && name.pieces.iter().any(is_place);
    if !names.iter().any(is_told) {
        return Vec::new();
    }
    let parts: FxHashSet<Key> = names.iter().filter(|name| name.words.len() > 1).flat_map(|name| &name.words).copied().collect();
    let mut gone = Vec::new();
    for name in names.iter_mut().filter(|name| is_told(name)) {
        let is_whole = !parts.contains(&name.words[0]);
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

/// Whether a region follows a single name that stands as a place does: "in Charlotte, N.C.".
fn is_place(document: &Document, piece: &Piece) -> bool {
    let (start, end) = (piece.tokens.start, piece.tokens.end);
    let is_here = document.opens_sentence_at(start) || List::PlacePreposition.has(document.word_back(start, 1));
    let comma = document.get(i64::from(end)).is_some_and(|mark| mark.span.of(document.text) == ",");
    is_here && comma && document.line_of(end) == document.line_of(start) && is_region_at(document, end + 1)
}

fn is_region_at(document: &Document, at: u32) -> bool {
    let last = (document.tokens.len() as u32).min(at + LONGEST_REGION);
    (at + 1..=last).any(|end| List::Region.has_as_is(document.span(at..end).of(document.text)))
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use crate::annotate::document::tests::with_document;
    use crate::rules::Rules;

    /// Whom a text names, and how often each.
    fn check(text: &str, expected: &str) {
        with_document(text, |document| {
            let people = find(document, &Rules::load().unwrap()).people;
            let counts = people.iter().map(|person| format!("{} {}", person.name, person.mentions.len()));
            assert_eq!(counts.collect::<Vec<_>>().join(", "), expected, "{text}");
        });
    }

    #[test]
    fn a_town_is_nobody() {
        check("News\nPolice in Charlotte, N.C., met Ruth Hale. Charlotte was quiet, she said.", "Ruth Hale 1");
        check("News\nShe lives in Madison, South Carolina, with Ruth Hale.", "Ruth Hale 1");
    }

    #[test]
    fn who_is_named_in_full_keeps_the_name() {
        check("News\nActress Charlotte Hale left Charlotte, N.C. “No,” Charlotte said.", "Charlotte Hale 2");
        check("News\nShe came with Charlotte, Georgia and Ruth Hale. “No,” Charlotte said.", "Charlotte 2, Ruth Hale 1");
    }
}
