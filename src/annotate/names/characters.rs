//! Which pieces the words around them tell to be characters, not people: "plays the inspector Ada Renwick", "Ada
//! Renwick, played by".
//!
//! Comes in: the [`Piece`]s of a document. Goes out: whether one of them is a character where it stands.

use super::super::{Document, Shape, Token};
use super::evidence::is_past_after;
use super::pieces::Piece;
use crate::rules::{Lex, List, Rules};

/// Whether the article tells here that the piece names a character.
pub fn is_character(document: &Document, rules: &Rules, pieces: &[Piece], at: usize) -> bool {
    if is_actor(document, &pieces[at]) {
        return false;
    }
    is_played(document, &pieces[at])
        || is_of_actor(document, rules, pieces, at)
        || actor_after(document, rules, pieces, at)
        || character_in_brackets(document, rules, pieces, at)
        || after_played(document, pieces, at)
        || is_kin_of_part(document, pieces, at)
}

/// Whether the piece names a character: "plays X", "plays the retired inspector X", "reprise their roles as X",
/// "returns as the masked avenger X", "the role of X", "X, played by", "X (Actor Name)".
fn is_played(document: &Document, piece: &Piece) -> bool {
    let start = with_honorific(document, piece);
    match document.word_back(start, 1) {
        "of" => is_of_part(document, start),
        "whose" => piece.n_words > 1,
        noun if List::Character.has_as_is(noun) => true,
        _ => {
            let is_part = || as_before(document, start).is_some_and(|at| is_told(document, at, piece));
            let described = described_from(document, start);
            is_part()
                || plays_before(document, start)
                || played_after(document, piece.tokens.end)
                || piece.n_words > 1
                    && described < start
                    && document.word_back(described, 1) == "of"
                    && is_of_part(document, described)
        }
    }
}

/// Whether "of" stands before `start` and what a part, or a story, is of: "her role of X", "the story of X"; "on the
/// part of X" and "a key part of X" are none.
fn is_of_part(document: &Document, start: u32) -> bool {
    let before = |back: u32| document.word_back(start, back);
    let is_anyone = |word: &str| List::Possessive.has_as_is(word) || List::KindOfRole.has_as_is(word);
    let is_anyones = List::OfAnActor.has_as_is(before(2)) && is_anyone(before(3));
    let is_of_character = List::BeforeOfCharacter.has_as_is(before(2)) && before(3) == "the";
    is_anyones || is_of_character && !before(4).eq_ignore_ascii_case("on")
}

/// Whether the "as" at `at` tells that the piece is a part.
fn is_told(document: &Document, at: u32, piece: &Piece) -> bool {
    // "Okafor left as Hale's wife Ada Renwick arrived", "said Okafor as Renwick left": no part.
    let is_owned = || (at..piece.tokens.start).any(|at| document.tokens[at as usize].shape == Shape::Possessive);
    let acts = || is_past_after(document, piece) || is_auxiliary_after(document, piece);
    speaks_of_roles(document, at) || actor_before(document, at) && !is_owned() && !acts()
}

/// Whether "will", "has" or another auxiliary stands right after the piece.
fn is_auxiliary_after(document: &Document, piece: &Piece) -> bool {
    let next = document.get(i64::from(piece.tokens.end));
    next.is_some_and(|next| List::Auxiliary.has_as_is(next.span.of(document.text)))
}

/// Where the words begin that say what the bearer of a name that opens at `start` does: "French film star X".
fn described_from(document: &Document, start: u32) -> u32 {
    if !ends_part(document, start) && !ends_compound(document, start) {
        return start;
    }
    let before = document.before_in_line(start, LONGEST_PART).rev();
    let describes = |at: &u32| describes_part(document, *at) && !List::Determiner.has(document.word(*at));
    before.take_while(describes).last().unwrap_or(start)
}

/// Where a piece begins with the honorific before it: "Sgt. Maya Stone"; but royals are people though others play them.
fn with_honorific(document: &Document, piece: &Piece) -> u32 {
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
const LONGEST_PART: u32 = 6;

/// Where "as" stands before a name, with nothing but what describes a part between.
fn as_before(document: &Document, start: u32) -> Option<u32> {
    let before = document.before_in_line(start, LONGEST_PART).rev();
    let describes = |at: &u32| describes_part(document, *at) || document.word(*at) == "as";
    let at = before.take_while(describes).find(|&at| document.word(at) == "as")?;
    (at + 1 == start || ends_part(document, start) || ends_compound(document, start)).then_some(at)
}

/// Whether a word can stand within what describes a part: "the retired Norfolk inspector", "Nurse".
fn describes_part(document: &Document, at: u32) -> bool {
    let token = document.tokens[at as usize];
    let joins = match document.word(at) {
        "and" => !joins_roles(document, at),
        word => word == "as" || List::Preposition.has(word) || List::SubjectPronoun.has(word),
    };
    let is_post = token.lex.has(Lex::ROLE) && !List::RoyalTitle.has(document.word(at));
    let is_told = token.shape == Shape::Capital && (is_post || token.lex.has(Lex::PLACE | Lex::NATIONALITY));
    !joins && (token.shape == Shape::Lower || is_told || document.word(at) == "-" || is_owner(document, at))
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
fn ends_part(document: &Document, start: u32) -> bool {
    start > 0 && document.tokens[start as usize - 1].lex.has(Lex::ROLE | Lex::COMMON)
}

/// Whether a name that opens at `start` follows what somebody does, of several words: "rock star-turned-preacher".
fn ends_compound(document: &Document, start: u32) -> bool {
    start > 0 && document.tokens[start as usize - 1].shape == Shape::Lower && document.word(start - 1).contains('-')
}

/// Whether the words before an "as" speak of a part.
fn speaks_of_roles(document: &Document, at: u32) -> bool {
    document.before_in_line(at, 5).any(|at| is_about_roles(document.word(at)))
}

fn is_about_roles(word: &str) -> bool {
    List::AboutRoles.has_as_is(word) || List::RoleStem.words().iter().any(|stem| word.starts_with(*stem))
}

fn is_playing(word: &str) -> bool {
    List::Playing.has(word)
}

/// "plays X", and "plays the retired inspector X" with nothing but small words between.
fn plays_before(document: &Document, start: u32) -> bool {
    for at in document.before_in_line(start, LONGEST_PART).rev() {
        if is_playing(document.word(at)) {
            return start == at + 1 || ends_part(document, start);
        }
        if !describes_part(document, at) {
            return false;
        }
    }
    false
}

/// "X, played by", "X, a disgraced surveyor played by", "X (played by".
fn played_after(document: &Document, end: u32) -> bool {
    let near = end..(end + 7).min(document.tokens.len() as u32);
    for at in near {
        let token = document.tokens[at as usize];
        if List::PlayedBy.has_as_is(document.word(at)) {
            return document.tokens.len() as u32 > at + 1 && document.word(at + 1) == "by";
        }
        let opens = at == end && matches!(document.word(at), "," | "(" | "-" | "–" | "—");
        if !opens && token.shape != Shape::Lower {
            return false;
        }
    }
    false
}

/// Whether a full name stands alone in brackets after the piece, the actor's: "Tony Stark (Robert Downey Jr)". Where
/// the lists know the one outside alone, it is the actor: "Ruth Okafor (Caroline Wilson)".
pub fn actor_after(document: &Document, rules: &Rules, pieces: &[Piece], at: usize) -> bool {
    let inner = in_brackets_after(document, pieces, at);
    inner.is_some_and(|inner| !is_listed(rules, &pieces[at]) || is_listed(rules, inner))
}

/// Whether the piece stands in brackets after an actor whom the lists know, while they do not know the piece.
fn character_in_brackets(document: &Document, rules: &Rules, pieces: &[Piece], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|&before| is_listed(rules, &pieces[before])) else { return false };
    in_brackets_after(document, pieces, before).is_some_and(|inner| !is_listed(rules, inner))
}

fn is_listed(rules: &Rules, piece: &Piece) -> bool {
    rules.people.named(piece.key).is_some()
}

/// Among so many names before and after it the full name of a last name in brackets is looked for.
const NEAR_PIECES: usize = 300;

/// The full name that stands alone in brackets after a piece, or the last name of one near by.
fn in_brackets_after<'p>(document: &Document, pieces: &'p [Piece], at: usize) -> Option<&'p Piece> {
    let (next, end) = (pieces.get(at + 1)?, pieces[at].tokens.end);
    let closes = |at: u32| (at as usize) < document.tokens.len() && matches!(document.word(at), ")" | "," | ";");
    let bracket = next.tokens.start == end + 1 && document.word(end) == "(" && closes(next.tokens.end);
    let is_full = |piece: &Piece| piece.n_words > 1 && document.tokens[piece.tokens.start as usize].lex.has(Lex::GIVEN);
    let last = |piece: &Piece| document.tokens[piece.tokens.end as usize - 1].key;
    let near = &pieces[at.saturating_sub(NEAR_PIECES)..(at + NEAR_PIECES).min(pieces.len())];
    let of_full = || next.n_words == 1 && near.iter().any(|piece| is_full(piece) && last(piece) == last(next));
    (bracket && (is_full(next) || of_full())).then_some(next)
}

/// Whether a name stands right before the "as" at `at`.
fn actor_before(document: &Document, at: u32) -> bool {
    let at = i64::from(at) - 1;
    let is_name = |lex: Lex| lex.has(Lex::SURNAME | Lex::GIVEN) && !lex.has(Lex::CALENDAR);
    document.get(at).is_some_and(|token| token.shape == Shape::Capital && is_name(token.lex))
}

/// Whether the piece is told to be of kin to the character named before it: "as Detective Hale and her brother X".
fn is_kin_of_part(document: &Document, pieces: &[Piece], at: usize) -> bool {
    let start = pieces[at].tokens.start;
    let [kin, owner] = [1, 2].map(|back| document.word_back(start, back));
    let is_here = |before: &Piece| document.sentence_of(before.tokens.start) == document.sentence_of(start);
    let is_part = |before: usize| is_here(&pieces[before]) && is_played(document, &pieces[before]);
    List::Kin.has_as_is(kin) && List::Possessive.has_as_is(owner) && at.checked_sub(1).is_some_and(is_part)
}

/// "Kate Fenn's Sally Hale": one full name that belongs to another.
fn is_of_actor(document: &Document, rules: &Rules, pieces: &[Piece], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &pieces[before]) else { return false };
    let is_full = |piece: &Piece| {
        piece.n_words == 2 && !piece.honorific && document.tokens[piece.tokens.start as usize].lex.has(Lex::GIVEN)
    };
    let owns = before.tokens.end + 1 == pieces[at].tokens.start
        && document.get(i64::from(before.tokens.end)).is_some_and(|token| token.shape == Shape::Possessive);
    // "Crystal Palace's Sally Hale" plays for a club, "the Washington Post's" writes, "Harry Potter's" acts.
    let is_title = rules.titles.get(before.key).is_some_and(|(found, _)| found.is_some());
    let is_no_person = is_title || rules.people.is_other(before.key);
    let tokens = before.tokens.start as usize..before.tokens.end as usize;
    let is_surely_person = document.tokens[tokens.end - 1].lex.has(Lex::SURNAME)
        && document.tokens[tokens].iter().all(|token| !token.lex.has(Lex::PLACE | Lex::ORGANISATION | Lex::COMMON));
    owns && is_full(before) && is_surely_person && !is_no_person && is_full(&pieces[at])
}

/// Whether a part follows, so that the piece names who plays it: "follows X as Alita", "Simba, X as Nala".
fn is_actor(document: &Document, piece: &Piece) -> bool {
    let at = i64::from(piece.tokens.end);
    let follows = document.get(at).is_some_and(|token| token.span.of(document.text) == "as");
    follows && document.get(at + 1).is_some_and(|token| token.shape.is_capital())
}

/// Most names of a list of characters.
const LONGEST_LIST: usize = 6;

/// Whether the piece goes on a list of characters: "as Dewey Riley, Deputy Judy Hicks and Gale Weathers".
fn after_played(document: &Document, pieces: &[Piece], at: usize) -> bool {
    let goes_on = |at: usize| {
        let mut between = pieces[at - 1].tokens.end..with_honorific(document, &pieces[at]);
        let joins = |at: u32| matches!(document.word(at), "," | "and");
        !between.is_empty() && between.len() <= 2 && between.all(joins)
    };
    let first = at.saturating_sub(LONGEST_LIST);
    // "Okafor returns as Hale and Ada Renwick will play his wife": what she is, no list tells.
    let acts = is_auxiliary_after(document, &pieces[at]);
    let listed = (first + 1..=at).rev().take_while(|&at| !acts && goes_on(at)).map(|at| at - 1);
    { listed }.any(|at| is_played(document, &pieces[at]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::document::tests::with_document;

    /// The names of a sentence that the words around them tell to be characters.
    fn characters(text: &str) -> Vec<String> {
        let rules = Rules::load().unwrap();
        let line = format!("A headline\n{text}");
        let mut found = Vec::new();
        with_document(&line, |document| {
            let pieces = super::super::pieces::find(document, &rules);
            let told = (0..pieces.len()).filter(|&at| is_character(document, &rules, &pieces, at));
            found = told.map(|at| document.span(pieces[at].tokens.clone()).of(&line).to_owned()).collect();
        });
        found
    }

    #[test]
    fn what_tells_a_part_tells_a_character() {
        for (text, expected) in [
            ("Okafor plays the retired inspector Ada Renwick.", &["Ada Renwick"][..]),
            ("Okafor will play Detective Ada Renwick.", &["Ada Renwick"]),
            ("Okafor is returning as the retired inspector Ada Renwick.", &["Ada Renwick"]),
            ("The film follows Ada Renwick, who sells ferries.", &["Ada Renwick"]),
            ("Okafor, whose Ada Renwick stole the show, has left.", &["Ada Renwick"]),
            ("Ruth Okafor was there. It opens as Ada Renwick (Okafor) sells a ferry.", &["Ada Renwick"]),
            ("The film follows Ruth Okafor as Ada.", &["Ada"]),
            ("She had the recurring role of Ada Renwick.", &["Ada Renwick"]),
            ("Okafor stars as Tom Hale's ex-wife Ada Renwick.", &["Tom Hale", "Ada Renwick"]),
            ("Okafor left as Hale's wife Ada Renwick arrived.", &[]),
            (
                "It stars Okafor as DCI Ada Renwick, Sgt Ida Hale and Mia Stone.",
                &["Ada Renwick", "Ida Hale", "Mia Stone"],
            ),
            ("This has played to Mr. Okafor and to Ruth Hale.", &[]),
            ("On the part of Ruth Hale nothing was said.", &[]),
            ("She is known for her role of Ada Renwick in the series.", &["Ada Renwick"]),
            ("He stars in his role as rock star-turned-preacher Ada Renwick.", &["Ada Renwick"]),
            ("Ruth Okafor's Ada Renwick stole the show.", &["Ada Renwick"]),
            ("She appeared as the assassin Ada Renwick in the film.", &["Ada Renwick"]),
            ("She stars as Nurse Ada Renwick in the series.", &["Ada Renwick"]),
            ("Playing Ada Renwick in the series, she wore red.", &["Ada Renwick"]),
            ("He is known for his role as school stoner and surfer Tom Renwick.", &["Tom Renwick"]),
            ("The film tells the story of film star Ada Renwick.", &["Ada Renwick"]),
            ("She shares scenes with Tom Renwick - played by Ruth Okafor.", &["Tom Renwick"]),
            ("She stars as Detective Ada Renwick and her brother Tom.", &["Ada Renwick", "Tom"]),
            ("Tom Okafor returns as Hale and Ada Renwick will play his wife.", &["Hale"]),
            ("It is the sort of man that Okafor plays\nRuth Hale left.", &[]),
            ("“No,” said Tom Okafor as Ada Renwick arrived.", &[]),
            ("He appeared to be tired as he named Ada Renwick.", &[]),
            ("It told the story of widower Renwick.", &[]),
            ("The studio's Ada Renwick was there, and so was Tom Okafor's husband.", &[]),
        ] {
            assert_eq!(characters(text), expected, "{text}");
        }
    }
}
