//! Which pieces the words around them tell to be characters, not people: "plays the inspector Ada Renwick", "Ada
//! Renwick, played by".
//!
//! Comes in: the [`Piece`]s of a document. Goes out: whether one of them is a character where it stands.

mod brackets;
mod description;

pub use brackets::actor_after;

use self::brackets::{character_in_brackets, is_full_or_last};
use self::description::{
    LONGEST_PART, as_before, described_from, describes_part, ends_compound, ends_part, speaks_of_roles, with_honorific,
};
use super::super::{Document, Shape};
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
        || is_embodied(document, pieces, at)
        || is_told_beside(document, &pieces[at])
        || is_named_in_plot(document, &pieces[at])
}

/// Whether a full name is said to be the piece: "Ruth Okafor is Ada Renwick, an engineer", "Ruth Okafor (Deep Ferry) is
/// Ada, who".
fn is_embodied(document: &Document, pieces: &[Piece], at: usize) -> bool {
    let start = with_honorific(document, &pieces[at]);
    if document.word_back(start, 1) != "is" || !closes(document, &pieces[at]) {
        return false;
    }
    let is = start - 1;
    let opening = || document.before_in_line(is, LONGEST_CREDITS).rev().find(|&at| document.word(at) == "(");
    let end = if document.word_back(is, 1) == ")" { opening() } else { Some(is) };
    let actor = { at.saturating_sub(LONGEST_LIST)..at }.find(|&actor| Some(pieces[actor].tokens.end) == end);
    actor.is_some_and(|actor| is_full_or_last(document, pieces, actor))
}

/// Most tokens of an actor's credits in brackets.
const LONGEST_CREDITS: u32 = 20;

/// Whether a comma or the like closes what names the piece, so that nothing is told of what it does.
fn closes(document: &Document, piece: &Piece) -> bool {
    let end = piece.tokens.end;
    let next = document.get(i64::from(end)).map_or("", |next| next.span.of(document.text));
    document.opens_sentence_at(end) || matches!(next, "," | ";" | ":" | ")" | "(" | "." | "?" | "!" | "–" | "—")
}

/// Whether the piece stands in an apposition to what tells a part: "plays the bride's mother, Ada", "its hero, Ada
/// Renwick,", "whose character, paramedic Ada Renwick,".
fn is_told_beside(document: &Document, piece: &Piece) -> bool {
    let start = described_from(document, with_honorific(document, piece));
    if document.word_back(start, 1) != "," || !closes(document, piece) {
        return false;
    }
    let comma = start - 1;
    let is_hero = List::Character.has_as_is(document.word_back(comma, 1))
        && document.before_in_line(comma - 1, LONGEST_HERO).any(|at| is_of_somebody(document, at));
    // "plays the drums, Ada": no part.
    let is_somebody = || comma > 0 && document.tokens[comma as usize - 1].lex.has(Lex::ROLE);
    let plays = || plays_before(document, comma) == Some(Playing::Somebody);
    let is_part = || as_before(document, comma).is_some_and(|at| at + 1 < comma && speaks_of_roles(document, at));
    is_hero || is_somebody() && (plays() || is_part())
}

/// Whether a word says whose something is, or which.
fn is_of_somebody(document: &Document, at: u32) -> bool {
    let word = document.word(at);
    let is_owner = document.tokens[at as usize].shape == Shape::Possessive || List::Possessive.has(word);
    is_owner || word == "whose" || List::Determiner.has(word)
}

/// Most words from whose or which hero it is to the hero: "the film's most unlikely".
const LONGEST_HERO: u32 = 4;

/// Whether the piece gets its name where a plot is told: "a musical in which a typist named X becomes champion", "the
/// film's lead character, a schoolteacher named X".
fn is_named_in_plot(document: &Document, piece: &Piece) -> bool {
    let start = with_honorific(document, piece);
    if !List::Named.has_as_is(document.word_back(start, 1)) {
        return false;
    }
    let sentence = &document.sentences[document.sentence_of(start)];
    let before = document.before_in_line(start, LONGEST_PLOT).filter(|&at| at >= sentence.start);
    let is_plot = |at: u32| {
        let tells = matches!((document.word_back(at, 1), document.word(at)), ("in", "which") | (_, "about"));
        tells && document.before_in_line(at, LONGEST_PART).any(|at| has_plot(document.word(at)))
    };
    { before }.any(|at| List::Character.has_as_is(document.word(at)) || is_plot(at))
}

/// Whether a word calls something what has a plot.
fn has_plot(word: &str) -> bool {
    List::WorkNoun.has(word) || List::Tale.has(word)
}

/// Most words from where a plot begins to the name of somebody in it.
const LONGEST_PLOT: u32 = 16;

/// Whether the piece names a character: "plays X", "plays the retired inspector X", "reprise their roles as X",
/// "returns as the masked avenger X", "the role of X", "X, played by", "X (Actor Name)".
fn is_played(document: &Document, piece: &Piece) -> bool {
    let start = with_honorific(document, piece);
    match document.word_back(start, 1) {
        "of" => is_of_part(document, start),
        "whose" => piece.n_words > 1,
        noun if List::Character.has_as_is(noun) => true,
        "off" if List::Kill.has(document.word_back(start, 2)) => true,
        _ => {
            let is_part = || as_before(document, start).is_some_and(|at| is_told(document, at, piece));
            let described = described_from(document, start);
            is_part()
                || plays_before(document, start).is_some()
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
    let stands_by = || document.word_back(at, 1) == "," && closes(document, piece) && actor_before(document, at - 1);
    let comes = || List::ComesAs.has(document.word_back(at, 1)) && closes(document, piece);
    speaks_of_roles(document, at) || comes() || (actor_before(document, at) || stands_by()) && !is_owned() && !acts()
}

/// Whether "will", "has" or another auxiliary stands right after the piece.
fn is_auxiliary_after(document: &Document, piece: &Piece) -> bool {
    let next = document.get(i64::from(piece.tokens.end));
    next.is_some_and(|next| List::Auxiliary.has_as_is(next.span.of(document.text)))
}

/// Whether a word is a verb of playing, and no part of a name: `Play` of "Fair Play actress Ada Renwick".
fn is_playing(document: &Document, at: u32) -> bool {
    let is_verb = document.tokens[at as usize].shape == Shape::Lower || document.opens_sentence_at(at);
    is_verb && List::Playing.has(document.word(at))
}

/// What leads on from a verb of playing to a name.
#[derive(PartialEq)]
enum Playing {
    /// Nothing: "plays X".
    Name,
    /// What somebody does, while the verb tells what an actor does: "plays the retired inspector X".
    Somebody,
}

/// "plays X", and "plays the retired inspector X" with nothing but small words between.
fn plays_before(document: &Document, start: u32) -> Option<Playing> {
    for at in document.before_in_line(start, LONGEST_PART).rev() {
        if is_playing(document, at) {
            let is_somebody = ends_part(document, start) || ends_compound(document, start);
            let somebody = is_somebody.then_some(Playing::Somebody);
            return if start == at + 1 { Some(Playing::Name) } else { somebody };
        }
        if !describes_part(document, at) {
            return None;
        }
    }
    None
}

/// "X, played by", "X, a disgraced surveyor played by", "X (played with reserve by".
fn played_after(document: &Document, end: u32) -> bool {
    let word = |at: u32| document.get(i64::from(at)).map_or("", |token| token.span.of(document.text));
    let is_lower = |at: u32| document.get(i64::from(at)).is_some_and(|token| token.shape == Shape::Lower);
    let opens = matches!(word(end), "," | "(" | "-" | "–" | "—");
    let mut told = (end + u32::from(opens)..end + LONGEST_PLAYED).take_while(|&at| is_lower(at));
    let played = told.find(|&at| List::PlayedBy.has_as_is(word(at)));
    // "played with reserve by"; "played them one by one" is another's doing.
    let tells_how = |at: u32| List::Preposition.has(word(at)) || word(at).ends_with("ly");
    let by = |at: u32| (at..at + LONGEST_PLAYED).take_while(|&at| is_lower(at)).any(|at| word(at) == "by");
    played.is_some_and(|at| word(at + 1) == "by" || tells_how(at + 1) && by(at + 2))
}

/// Most words from a name to what tells that it is played, and from there to by whom.
const LONGEST_PLAYED: u32 = 7;

/// Whether a name stands right before the token at `at`.
fn actor_before(document: &Document, at: u32) -> bool {
    let is_named = |back: i64, class: Lex| {
        let token = document.get(i64::from(at) - back);
        token
            .is_some_and(|token| token.shape == Shape::Capital && token.lex.has(class) && !token.lex.has(Lex::CALENDAR))
    };
    let is_capital = document.get(i64::from(at) - 1).is_some_and(|token| token.shape.is_capital());
    is_named(1, Lex::SURNAME | Lex::GIVEN) || is_capital && is_named(2, Lex::GIVEN)
}

/// Whether the piece is told to be of kin to the character named before it: "as Detective Hale and her brother X".
fn is_kin_of_part(document: &Document, pieces: &[Piece], at: usize) -> bool {
    let start = pieces[at].tokens.start;
    let [kin, owner] = [1, 2].map(|back| document.word_back(start, back));
    let is_here = |before: &Piece| document.sentence_of(before.tokens.start) == document.sentence_of(start);
    let is_part = |before: usize| is_here(&pieces[before]) && is_played(document, &pieces[before]);
    List::Kin.has_as_is(kin) && List::Possessive.has_as_is(owner) && at.checked_sub(1).is_some_and(is_part)
}

/// "Kate Fenn's Sally Hale", "Kate Fenn's Sally": a name that belongs to another.
fn is_of_actor(document: &Document, rules: &Rules, pieces: &[Piece], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &pieces[before]) else { return false };
    let is_full = |piece: &Piece| piece.n_words == 2 && !piece.honorific && piece.is_full(document);
    let owns = before.tokens.end + 1 == pieces[at].tokens.start
        && document.get(i64::from(before.tokens.end)).is_some_and(|token| token.shape == Shape::Possessive);
    // "Crystal Palace's Sally Hale" plays for a club, "the Washington Post's" writes, "Harry Potter's" acts.
    let is_title = rules.titles.get(before.key).is_some_and(|(found, _)| found.is_some());
    let is_no_person = is_title || rules.people.is_other(before.key);
    let tokens = before.tokens.start as usize..before.tokens.end as usize;
    let last = document.tokens[tokens.end - 1].lex;
    let is_surely_person = (last.has(Lex::SURNAME) || last.is_unlisted())
        && document.tokens[tokens].iter().all(|token| !token.lex.has(Lex::PLACE | Lex::ORGANISATION | Lex::COMMON));
    owns && is_full(before)
        && is_surely_person
        && !is_no_person
        && (is_full(&pieces[at]) || is_given(document, &pieces[at]))
}

/// Whether the piece is a given name alone that is no ordinary word.
fn is_given(document: &Document, piece: &Piece) -> bool {
    let lex = document.tokens[piece.tokens.start as usize].lex;
    piece.n_words == 1 && lex.has(Lex::GIVEN) && !lex.has(Lex::AMBIGUOUS | Lex::COMMON) && !piece.honorific
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
            ("She plays the 19th century gas engineer Ada Renwick.", &["Ada Renwick"]),
            ("She plays the vicar-turned-whistleblower Ada Renwick in the hit.", &["Ada Renwick"]),
            ("She plays the bride’s mother, Ada, in the film.", &["Ada"]),
            ("She plays the drums, Ada said.", &[]),
            ("She plays the drums, Ada, and sings.", &[]),
            ("She will play Coast Guard investigator Lt. Ada Renwick.", &["Coast Guard", "Ada Renwick"]),
            ("Ruth Okafor is Ada Renwick, an engineer sent to the dam.", &["Ada Renwick"]),
            ("The man is Ada Renwick, a baker.", &[]),
            ("Ruth Okafor, as the widow Ada Renwick, counts aloud.", &["Ada Renwick"]),
            ("“No,” said Tom Okafor, as Ada Renwick left the room.", &[]),
            ("Faces include Mina Achterberg as luckless planner Ada Renwick.", &["Ada Renwick"]),
            ("It has Ruth Okafor as the 18th-century map-maker Ada Renwick.", &["Ada Renwick"]),
            ("The gown that Ruth Achterberg wore as Ada Renwick was sold.", &["Ada Renwick"]),
            ("Ada, played with reserve by newcomer Ruth Okafor, is a guard.", &["Ada"]),
            ("Hale's lawyer, Ada Renwick, played them for jurors one by one.", &[]),
            ("A woman, Ada Renwick (newcomer Ruth Okafor), sells a ferry.", &["Ada Renwick"]),
            ("It ends with its hero, Ada Renwick, on a ferry.", &["Ada Renwick"]),
            ("Okafor, whose character, paramedic Ada Renwick, gave birth, left.", &["Ada Renwick"]),
            ("It was her hero, Ada Renwick said.", &[]),
            ("The film’s lead character, a teacher named Ada Renwick, is a copy.", &["Ada Renwick"]),
            ("It is a musical in which a shy typist named Ada Renwick wins.", &["Ada Renwick"]),
            ("A man named Ada Renwick was held.", &[]),
            ("She is known for her work with Ruth Okafor as Princess Ada.", &[]),
            ("Ruth Okafor (Deep Ferry, The Mill) is Ada, who owns it.", &["Ada"]),
            ("Enter Ada Renwick (a superbly frazzled Ruth Okafor), a cook.", &["Ada Renwick"]),
            ("Ada Renwick (wife of Tom Okafor) came.", &[]),
            ("Ruth Okafor (Ada) – Still acting.", &["Ada"]),
            ("Ruth Okafor (Ada) left.", &[]),
            ("Last night’s episode killed off Ada Renwick for good.", &["Ada Renwick"]),
            ("In it Kate Fenn’s Tessa says four words.", &["Tessa"]),
            ("It is late, Fair Play actress Ada Renwick said.", &[]),
            ("Okafor will portray Ada Renwick.", &["Ada Renwick"]),
            ("She is to reprise her role as his daughter, Ada Renwick.", &["Ada Renwick"]),
            ("Will Ruth Okafor Be Back As Ada Renwick?", &["Ada Renwick"]),
            ("She came back as Ada Renwick left.", &[]),
            ("Ruth Okafor came. Okafor is Ada Renwick, who owns it.", &["Ada Renwick"]),
            ("Ruth Okafor (Ada Renwick): It was late.", &["Ada Renwick"]),
            ("Ruth Okafor-Vale’s Ada Renwick draws a line.", &["Ada Renwick"]),
            ("She plays the mercenary Ada Renwick and is asleep.", &["Ada Renwick"]),
            ("She is praised for her portrayal of Ada Renwick.", &["Ada Renwick"]),
            ("The studio's Ada Renwick was there, and so was Tom Okafor's husband.", &[]),
        ] {
            assert_eq!(characters(text), expected, "{text}");
        }
    }
}
