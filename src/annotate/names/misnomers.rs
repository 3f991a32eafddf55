//! Where the words of a title name something else: a part that somebody plays, a song, a shop, two people.
//!
//! Comes in: a [`Candidate`]. Goes out: what the words beside it say that it is, by lists of such words.

use super::super::{Document, Shape};
use super::titles::Candidate;
use crate::rules::{Lex, List, Rules};

/// What the words of a title name at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misnomer {
    /// A part, a firm, two people: here, whatever they name elsewhere.
    Here,
    /// A song, a book, a play: everywhere, unless the article tells a film of that title.
    Everywhere,
}

/// Returns what a place names that is no film, as far as the words beside it tell.
pub fn misnomer(document: &Document, rules: &Rules, candidate: &Candidate) -> Option<Misnomer> {
    let before = word_before(document, candidate);
    let is_other = List::SoundOrPrint.has_as_is(before) && !is_adapted(document, candidate);
    if is_other || is_song_of_row(document, candidate) {
        return Some(Misnomer::Everywhere);
    }
    let is_firm = || !candidate.marked && List::FirmNoun.has_as_is(before);
    let is_none = is_part(document, candidate)
        || is_firm()
        || is_couple(document, rules, candidate)
        || is_season(document, candidate)
        || is_post(document, candidate);
    is_none.then_some(Misnomer::Here)
}

/// The word before a title, its article and its opening mark.
fn word_before<'d>(document: &Document<'d>, candidate: &Candidate) -> &'d str {
    let word = |back: u32| document.word_back(candidate.tokens.start, back);
    let back = 1 + u32::from(candidate.marked);
    if word(back).eq_ignore_ascii_case("the") { word(back + 1) } else { word(back) }
}

/// Words between what says that a book is filmed and its title, at most: "the adaptation of Ada Renwick's novel".
const LONGEST_ADAPTATION: u32 = 8;

/// Whether the words before a title say that it is filmed.
fn is_adapted(document: &Document, candidate: &Candidate) -> bool {
    let sentence = document.sentence_of(candidate.tokens.start);
    let before = candidate.tokens.start.saturating_sub(LONGEST_ADAPTATION)..candidate.tokens.start;
    { before }.any(|at| document.sentence_of(at) == sentence && List::Adapting.has(document.word(at)))
}

/// Whether the words name a part here, and no work: "plays Bosch", "her role of Catwoman".
fn is_part(document: &Document, candidate: &Candidate) -> bool {
    let before = |back: u32| candidate.tokens.start.checked_sub(back).map_or("", |at| document.word(at));
    let is_role = match before(1) {
        "of" => List::OfAnActor.has_as_is(before(2)),
        "as" => List::AboutRoles.has_as_is(before(2)),
        _ => false,
    };
    !candidate.marked && (List::Playing.has_as_is(before(1)) || is_role)
}

/// Whether a part of a work is numbered, and no work: "Series 11".
fn is_season(document: &Document, candidate: &Candidate) -> bool {
    let tokens = &candidate.tokens;
    tokens.len() == 2
        && List::NumberedPart.has(document.word(tokens.start))
        && document.tokens[tokens.end as usize - 1].shape == Shape::Number
}

/// Whether somebody's work or a prize for it is told, and no list has a title of the words: "Supporting Actor".
fn is_post(document: &Document, candidate: &Candidate) -> bool {
    let tokens = &candidate.tokens;
    let last = document.word(tokens.end - 1);
    let is_capital = |at: u32| document.tokens[at as usize].shape.is_capital();
    let is_told = !candidate.marked && tokens.len() > 1 && tokens.clone().all(is_capital);
    candidate.known.is_none() && is_told && List::PrizeWinner.has_as_is(last)
}

/// Whether two people are named by their given names, and no work whose title joins them by a sign: "Harry and Meghan"
/// for "Harry & Meghan".
fn is_couple(document: &Document, rules: &Rules, candidate: &Candidate) -> bool {
    let tokens = &candidate.tokens;
    let is_given = |at: u32| document.tokens[at as usize].lex.has(Lex::GIVEN);
    let signed = || candidate.known.is_some_and(|found| rules.titles.work(found.work).title.contains(" & "));
    !candidate.marked
        && tokens.len() == 3
        && is_given(tokens.start)
        && is_given(tokens.end - 1)
        && document.word(tokens.start + 1) == "and"
        && signed()
}

/// Whether a line is a row of a list of songs, `Ada Renwick – "Harbour Nine"`.
fn is_song_of_row(document: &Document, candidate: &Candidate) -> bool {
    let tokens = &candidate.tokens;
    let Some(dash) = tokens.start.checked_sub(2).filter(|_| candidate.marked) else { return false };
    let line = document.line_of(tokens.start);
    let starts = |at: &u32| document.line_of(*at) == line && document.opens_line_at(*at);
    let artist = (dash.saturating_sub(LONGEST_ARTIST)..dash).rev().find(starts);
    let next = document.get(i64::from(tokens.end) + 1).filter(|_| document.line_of(tokens.end + 1) == line);
    let is_dash = |word: &str| matches!(word, "–" | "—" | "-");
    let ends = next.is_none_or(|next| matches!(next.span.of(document.text), "(" | "-" | "–" | "—"));
    artist.is_some() && is_dash(document.word(dash)) && ends
}

/// Words of who sings a song, at most.
const LONGEST_ARTIST: u32 = 10;

#[cfg(test)]
mod tests {
    use super::super::find;
    use crate::annotate::document::tests::with_document;
    use crate::rules::Rules;

    /// The titles that an article names.
    fn titles(text: &str) -> Vec<String> {
        let text = format!("The year in film\nCritics of film and cinema met for a screening.\n{text}");
        with_document(&text, |document| {
            find(document, &Rules::load().unwrap()).works.into_iter().map(|work| work.title).collect()
        })
    }

    #[test]
    fn songs_books_and_firms_are_no_films() {
        assert_eq!(titles("She starred in the 2015 film Inside Out."), ["Inside Out"]);
        assert_eq!(titles("She sang her song Inside Out, and people liked Inside Out."), [""; 0]);
        assert_eq!(titles("She wrote the novel Inside Out. The film Inside Out was a hit."), ["Inside Out"]);
        assert_eq!(titles("He leads the screen adaptation of Ada Renwick's novel Dune."), ["Dune"]);
        assert_eq!(titles("She met him at the restaurant The Godfather."), [""; 0]);
        assert_eq!(titles("The film The Godfather was shown."), ["The Godfather"]);
    }

    #[test]
    fn seasons_and_prizes_are_no_films() {
        assert_eq!(titles("He joined the show: Series 11 (2013)."), [""; 0]);
        assert_eq!(titles("He won Supporting Actor for the film Inside Out."), ["Inside Out"]);
    }

    #[test]
    fn couples_are_no_series() {
        assert_eq!(titles("On Monday Harry and Meghan signed a deal."), [""; 0]);
        assert_eq!(titles("She watched the Netflix series Harry & Meghan."), ["Harry & Meghan"]);
    }

    #[test]
    fn rows_of_songs_are_no_films() {
        let rows = "Ada Renwick – \"Godzilla\"\nTom Okonjo – \"Psycho\"\nIda Hale – \"Rain on Me\"";
        assert_eq!(titles(rows), [""; 0]);
    }
}
