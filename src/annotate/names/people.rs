//! Real people: which pieces name one, and which pieces name the same one.
//!
//! Comes in: the [`Piece`]s that no title claims. Goes out: people by canonical full name, with every mention.

use super::super::{Document, Shape};
use super::pieces::{Piece, words};
use crate::model::{Gender, Person, RuleId};
use crate::rules::{Key, KeyMap, Lex};

/// Pieces of one spelling.
struct Name {
    pieces: Vec<usize>,
    n_words: u8,
    person: Option<RuleId>,
}

/// A person with the words of the full name.
struct Known {
    words: Vec<Key>,
    name: usize,
    mentions: Vec<usize>,
}

/// Finds the people among the pieces.
pub fn find(document: &Document, pieces: &[Piece]) -> Vec<Person> {
    let mut names = by_spelling(pieces);
    let lasts = last_words(document, pieces);
    for name in &mut names {
        name.person = judge(document, pieces, name, &lasts);
    }
    let mut people = full_names(document, pieces, &names);
    link(document, pieces, &names, &mut people);
    people.into_iter().map(|known| person(document, pieces, &names, known)).collect()
}

fn by_spelling(pieces: &[Piece]) -> Vec<Name> {
    let mut index: KeyMap<usize> = KeyMap::default();
    let mut names: Vec<Name> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let name = *index.entry(piece.key).or_insert_with(|| {
            names.push(Name { pieces: Vec::new(), n_words: piece.n_words, person: None });
            names.len() - 1
        });
        names[name].pieces.push(at);
    }
    names
}

/// Counts the single words that stand alone as a piece.
fn last_words(document: &Document, pieces: &[Piece]) -> KeyMap<u32> {
    let mut lasts = KeyMap::default();
    for piece in pieces.iter().filter(|piece| piece.n_words == 1 && !piece.headline) {
        *lasts.entry(document.tokens[piece.tokens.start as usize].key).or_default() += 1;
    }
    lasts
}

fn judge(document: &Document, pieces: &[Piece], name: &Name, lasts: &KeyMap<u32>) -> Option<RuleId> {
    let first = &pieces[name.pieces[0]];
    let tokens: Vec<_> = words(document, &first.tokens).map(|at| document.tokens[at as usize]).collect();
    let honorific = name.pieces.iter().any(|&at| pieces[at].honorific);
    let context = name.pieces.iter().map(|&at| context(document, &pieces[at])).fold(0.0f32, f32::max);
    let played = name.pieces.iter().any(|&at| is_played(document, &pieces[at]));
    if name.n_words == 1 {
        let fits = tokens[0].lex.has(Lex::GIVEN | Lex::SURNAME)
            || !tokens[0].lex.has(Lex::COMMON | Lex::PLACE | Lex::ORGANISATION);
        let relation =
            name.pieces.iter().any(|&at| role_before(document, &pieces[at])) && tokens[0].lex.has(Lex::GIVEN);
        return ((honorific && fits && !played) || (relation && !played)).then_some(RuleId("person/honorific"));
    }
    let last = tokens[tokens.len() - 1];
    let mut score = context;
    score +=
        if tokens[0].lex.has(Lex::GIVEN) { if tokens[0].lex.has(Lex::AMBIGUOUS) { 1.5 } else { 3.0 } } else { 0.0 };
    score += if last.lex.has(Lex::SURNAME) { 1.5 } else { 0.0 };
    score += if honorific { 2.5 } else { 0.0 };
    score += if lasts.contains_key(&last.key) { 2.0 } else { 0.0 };
    score +=
        if tokens.iter().any(|token| token.shape == Shape::Initial || token.lex.has(Lex::SUFFIX)) { 0.7 } else { 0.0 };
    for token in &tokens {
        let named = token.lex.has(Lex::GIVEN | Lex::SURNAME);
        score -= if token.lex.has(Lex::ORGANISATION) { 3.0 } else { 0.0 };
        score -= if token.lex.has(Lex::PLACE | Lex::NATIONALITY) && !named { 2.0 } else { 0.0 };
        score -= if token.lex.has(Lex::COMMON) && !named { 1.5 } else { 0.0 };
        score -= if token.lex.has(Lex::WORK_CUE | Lex::CALENDAR | Lex::ROLE) && !named { 2.0 } else { 0.0 };
    }
    score -= if played { 4.0 } else { 0.0 };
    score -= if tokens.len() > 4 { 2.0 } else { 0.0 };
    let the = first.tokens.start > 0 && document.word(first.tokens.start - 1).eq_ignore_ascii_case("the");
    score -= if the { 2.0 } else { 0.0 };
    (score >= 2.5).then_some(RuleId("person/full-name"))
}

fn role_before(document: &Document, piece: &Piece) -> bool {
    piece.tokens.start.checked_sub(1).is_some_and(|at| document.tokens[at as usize].lex.has(Lex::ROLE))
}

/// What the words beside a piece say for a person.
fn context(document: &Document, piece: &Piece) -> f32 {
    let lex = |at: i64| document.get(at).map_or(Lex::NONE, |token| token.lex);
    let (start, end) = (i64::from(piece.tokens.start), i64::from(piece.tokens.end));
    let mut score = 0.0;
    score += if lex(start - 1).has(Lex::ROLE) { 1.5 } else { 0.0 };
    score += if lex(start - 1).has(Lex::SPEECH) || lex(end).has(Lex::SPEECH) { 1.5 } else { 0.0 };
    let age = document.get(end + 1).is_some_and(|token| token.shape == Shape::Number && token.span.len() == 2);
    let mark = document.get(end).is_some_and(|token| matches!(token.span.of(document.text), "," | "("));
    score + if age && mark { 1.5 } else { 0.0 }
}

/// "as X", "plays X", "X (Actor Name)".
fn is_played(document: &Document, piece: &Piece) -> bool {
    let before = |offset: u32| piece.tokens.start.checked_sub(offset).map_or("", |at| document.word(at));
    let plays = |word: &str| matches!(word, "plays" | "playing" | "played" | "portrays" | "portraying" | "portrayed");
    let paren = document.get(i64::from(piece.tokens.end)).is_some_and(|token| token.span.of(document.text) == "(");
    let actor = document.get(i64::from(piece.tokens.end) + 1).is_some_and(|token| token.lex.has(Lex::GIVEN));
    before(1) == "as" || plays(before(1)) || (paren && actor)
}

/// Makes a person of every full name; a spelling that adds initials or leaves them out is the same person.
fn full_names(document: &Document, pieces: &[Piece], names: &[Name]) -> Vec<Known> {
    let mut people: Vec<Known> = Vec::new();
    for (index, name) in names.iter().enumerate().filter(|(_, name)| name.person.is_some() && name.n_words > 1) {
        let words: Vec<Key> =
            words(document, &pieces[name.pieces[0]].tokens).map(|at| document.tokens[at as usize].key).collect();
        let same = |known: &&mut Known| {
            let (long, short) =
                if known.words.len() >= words.len() { (&known.words, &words) } else { (&words, &known.words) };
            long.first() == short.first() && is_subsequence(short, long)
        };
        match people.iter_mut().find(same) {
            Some(known) => {
                known.mentions.extend(&name.pieces);
                if words.len() > known.words.len() {
                    (known.words, known.name) = (words, index);
                }
            }
            None => people.push(Known { words, name: index, mentions: name.pieces.clone() }),
        }
    }
    people
}

fn is_subsequence(short: &[Key], long: &[Key]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|other| other == word))
}

/// Gives every other piece that is part of a full name to the person who was named last before it.
fn link(document: &Document, pieces: &[Piece], names: &[Name], people: &mut Vec<Known>) {
    for (index, name) in names.iter().enumerate() {
        if name.person.is_some() && name.n_words > 1 {
            continue;
        }
        let words: Vec<Key> =
            words(document, &pieces[name.pieces[0]].tokens).map(|at| document.tokens[at as usize].key).collect();
        let bearers: Vec<usize> = (0..people.len()).filter(|&at| is_part(&words, &people[at].words)).collect();
        if bearers.is_empty() && name.person.is_some() {
            people.push(Known { words, name: index, mentions: name.pieces.clone() });
            continue;
        }
        for &piece in &name.pieces {
            let last = |person: usize| people[person].mentions.iter().copied().filter(|&at| at < piece).max();
            if let Some(&bearer) = bearers.iter().max_by_key(|&&person| last(person)) {
                people[bearer].mentions.push(piece);
            }
        }
    }
}

/// The last words of a name, or its first.
fn is_part(words: &[Key], full: &[Key]) -> bool {
    words.len() < full.len() && (full.ends_with(words) || full.starts_with(words))
}

fn person(document: &Document, pieces: &[Piece], names: &[Name], mut known: Known) -> Person {
    known.mentions.sort_unstable();
    let name = &pieces[names[known.name].pieces[0]];
    let given = document.tokens[name.tokens.start as usize].lex;
    let gender = match (given.has(Lex::GIVEN_MALE), given.has(Lex::GIVEN_FEMALE)) {
        (true, false) => Gender::Male,
        (false, true) => Gender::Female,
        _ => Gender::Unknown,
    };
    Person {
        name: document.span(name.tokens.clone()).of(document.text).to_owned(),
        id: None,
        mentions: known.mentions.iter().map(|&at| document.span(pieces[at].tokens.clone())).collect(),
        gender,
        rule: names[known.name].person.unwrap_or(RuleId("person/full-name")),
    }
}
