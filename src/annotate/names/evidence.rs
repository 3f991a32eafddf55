//! What an article says of a name: the numbers by which a forest tells people from everything else.
//!
//! Comes in: the pieces of a document. Goes out: one [`Name`] for each spelling, with its row of features, each the
//! count, share or mean over all places where the name stands.

use super::super::{Document, Shape, Token};
use super::pieces::{Piece, words};
use super::{characters, context};
use crate::model::flag;
use crate::rules::features::person::{F, NAMES, Row};
use crate::rules::{Key, KeyMap, Lex, List, Rules};

/// All pieces of one spelling.
pub struct Name {
    /// The words of the name as one key.
    pub key: Key,
    /// Its words.
    pub words: Vec<Key>,
    /// Indices of its pieces, in order.
    pub pieces: Vec<u32>,
    /// Its features.
    pub row: Row,
    /// What the forest makes of them, in log-odds of a person.
    pub score: f32,
}

impl Name {
    /// Returns one feature.
    pub fn get(&self, feature: F) -> f32 {
        self.row[feature as usize]
    }
}

/// What single words do in the article.
#[derive(Clone, Copy, Default)]
struct Alone {
    n: u32,
    honorific: u32,
}

/// Gathers the names among the pieces.
pub fn names(document: &Document, rules: &Rules, pieces: &[Piece]) -> Vec<Name> {
    let mut names = by_spelling(document, pieces);
    let alone = alone(document, pieces);
    let (parts, bodies) = (parts(&names), bodies(document, pieces, &names));
    for name in &mut names {
        name.row = row(document, rules, pieces, name, &alone);
        name.row[F::longer as usize] = parts.get(&name.key).copied().unwrap_or(0.0);
        name.row[F::of_body as usize] = flag(bodies.contains_key(&name.key));
    }
    tell_parts(&mut names);
    let rows: Vec<_> = names.iter().map(|name| name.row).collect();
    let scores = rules.person_forest.score_rows(rows.as_flattened(), NAMES.len());
    names.iter_mut().zip(scores).for_each(|(name, score)| name.score = score);
    names
}

fn by_spelling(document: &Document, pieces: &[Piece]) -> Vec<Name> {
    let mut index: KeyMap<usize> = KeyMap::default();
    let mut names: Vec<Name> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let name = *index.entry(piece.key).or_insert_with(|| {
            let words = words(document, &piece.tokens).map(|at| document.tokens[at as usize].key).collect();
            names.push(Name { key: piece.key, words, pieces: Vec::new(), row: [0.0; NAMES.len()], score: 0.0 });
            names.len() - 1
        });
        names[name].pieces.push(at as u32);
    }
    names
}

fn alone(document: &Document, pieces: &[Piece]) -> KeyMap<Alone> {
    let mut alone: KeyMap<Alone> = KeyMap::default();
    for piece in pieces.iter().filter(|piece| piece.n_words == 1) {
        let entry = alone.entry(document.tokens[piece.tokens.start as usize].key).or_default();
        entry.n += 1;
        entry.honorific += u32::from(piece.honorific);
    }
    alone
}

/// For each name that closes or opens a longer one, how many do.
fn parts(names: &[Name]) -> KeyMap<f32> {
    let mut parts: KeyMap<f32> = KeyMap::default();
    for name in names.iter().filter(|name| name.words.len() > 1) {
        for part in [&name.words[..1], &name.words[1..]] {
            *parts.entry(part.iter().fold(Key::EMPTY, |key, &word| key.then(word))).or_default() += 1.0;
        }
    }
    parts
}

/// A word alone that opens or closes a character's name, and nobody else's, means the character.
fn tell_parts(names: &mut [Name]) {
    let mut is_played: KeyMap<bool> = KeyMap::default();
    for name in names.iter().filter(|name| name.words.len() > 1) {
        for part in [name.words[0], name.words[name.words.len() - 1]] {
            let all = is_played.entry(Key::EMPTY.then(part)).or_insert(true);
            *all &= name.get(F::played) > 0.0;
        }
    }
    for name in names.iter_mut().filter(|name| is_played.get(&name.key) == Some(&true)) {
        let played = &mut name.row[F::played as usize];
        *played = played.max(1.0);
    }
}

/// What names of companies and other bodies open with: `Kestrel`, where the article names "Kestrel Pictures".
fn bodies(document: &Document, pieces: &[Piece], names: &[Name]) -> KeyMap<()> {
    let is_body = |name: &&Name| {
        let last = pieces[name.pieces[0] as usize].tokens.end - 1;
        let lex = document.tokens[last as usize].lex;
        (lex.has(Lex::ORGANISATION) || List::FirmWord.has(document.word(last))) && !lex.has(Lex::SURNAME)
    };
    let mut bodies = KeyMap::default();
    for body in names.iter().filter(is_body) {
        let mut opening = Key::EMPTY;
        for &word in &body.words[..body.words.len() - 1] {
            opening = opening.then(word);
            bodies.insert(opening, ());
        }
    }
    bodies
}

fn row(document: &Document, rules: &Rules, pieces: &[Piece], name: &Name, alone: &KeyMap<Alone>) -> Row {
    let mut row = [0.0; NAMES.len()];
    spelling(document, rules, &pieces[name.pieces[0] as usize], name, &mut row);
    let (first, last) = (name.words[0], name.words[name.words.len() - 1]);
    if name.words.len() > 1 {
        let of = |word: Key| alone.get(&word).copied().unwrap_or_default();
        row[F::last_alone as usize] = of(last).n as f32;
        row[F::last_honorific as usize] = of(last).honorific as f32;
        row[F::first_alone as usize] = of(first).n as f32;
    }
    for &at in &name.pieces {
        place(document, rules, pieces, at as usize, &mut row);
    }
    let n = name.pieces.len() as f32;
    row[F::n_mentions as usize] = n;
    for share in [
        F::headline,
        F::honorific,
        F::person_odds,
        F::before,
        F::after,
        F::work_odds,
        F::the,
        F::sentence_start,
        F::present,
        F::past,
    ] {
        row[share as usize] /= n;
    }
    row
}

/// What the words of the name are.
fn spelling(document: &Document, rules: &Rules, piece: &Piece, name: &Name, row: &mut Row) {
    let tokens = || words(document, &piece.tokens).map(|at| (at, document.tokens[at as usize]));
    let listed = |token: Token, class: Lex| match (token.lex.has(class), token.lex.has(Lex::AMBIGUOUS)) {
        (false, _) => 0.0,
        (true, true) => 1.0,
        (true, false) => 2.0,
    };
    let mut set = |feature: F, value: f32| row[feature as usize] += value;
    set(F::n_words, f32::from(piece.n_words));
    let named = Lex::GIVEN | Lex::SURNAME;
    for (index, (at, token)) in tokens().enumerate() {
        let word = document.word(at);
        let (opens, closes) = (index == 0, index + 1 == piece.n_words as usize);
        set(F::given, if opens { listed(token, Lex::GIVEN) } else { 0.0 });
        set(F::surname, if closes { listed(token, Lex::SURNAME) } else { 0.0 });
        set(F::last_given, if closes { listed(token, Lex::GIVEN) } else { 0.0 });
        set(F::n_common, flag(token.lex.has(Lex::COMMON) && !token.lex.has(named)));
        set(F::ordinary, flag(token.lex.has(Lex::COMMON)));
        set(F::n_function, flag(token.lex.has(Lex::FUNCTION)));
        set(F::n_organisation, flag(token.lex.has(Lex::ORGANISATION)));
        set(F::n_place, flag(token.lex.has(Lex::PLACE)));
        set(
            F::n_other,
            flag(token.lex.has(Lex::NATIONALITY | Lex::CALENDAR | Lex::WORK_CUE | Lex::ROLE | Lex::HONORIFIC)),
        );
        set(F::n_unlisted, flag(token.lex.is_unlisted()));
        set(F::has_initial, flag(token.shape == Shape::Initial));
        set(F::has_suffix, flag(token.lex.has(Lex::SUFFIX)));
        set(F::has_particle, flag(token.lex.has(Lex::PARTICLE)));
        set(F::has_hyphen, flag(word.contains(['-', '\'', '’'])));
        set(F::n_upper, flag(token.shape == Shape::Upper && !piece.headline));
    }
    set(F::known, flag(rules.people.named(name.key).is_some()));
    set(F::known_surname, flag(rules.people.is_surname(name.words[name.words.len() - 1])));
    set(F::known_title, flag(rules.titles.get(name.key).is_some_and(|(found, _)| found.is_some())));
}

/// What stands around one piece.
fn place(document: &Document, rules: &Rules, pieces: &[Piece], at: usize, row: &mut Row) {
    let piece = &pieces[at];
    let sentence = &document.sentences[document.sentence_of(piece.tokens.start)];
    let mut set = |feature: F, value: f32| row[feature as usize] += value;
    set(F::headline, flag(piece.headline));
    set(F::honorific, flag(piece.honorific));
    set(F::sentence_start, flag(piece.tokens.start == sentence.start));
    let word = |at: i64| {
        u32::try_from(at).ok().filter(|&at| (at as usize) < document.tokens.len()).map_or("", |at| document.word(at))
    };
    let lex = |at: i64| document.get(at).map_or(Lex::NONE, |token| token.lex);
    let (start, end) = (i64::from(piece.tokens.start), i64::from(piece.tokens.end));
    set(F::the, flag(matches!(word(start - 1), "the" | "The" | "a" | "an" | "this" | "A")));
    set(F::marked, flag(super::titles::is_marked(document, &piece.tokens)));
    set(F::played, flag(characters::is_character(document, rules, pieces, at)));
    set(F::as_name, flag(word(start - 1) == "as"));
    set(F::actor, flag(characters::actor_after(document, rules, pieces, at)));
    set(F::role, flag(lex(start - 1).has(Lex::ROLE)));
    let aged = document.get(end + 1).is_some_and(|token| token.shape == Shape::Number && token.span.len() == 2);
    set(F::age, flag(aged && matches!(word(end), "," | "(")));
    set(F::beside, beside(document, pieces, at));
    set(F::pronoun, flag(is_pronoun_after(document, piece)));
    set(F::present, flag(is_present_after(document, piece)));
    set(F::past, flag(is_past_after(document, piece)));
    if piece.headline {
        return;
    }
    let odds = context::odds(document, &rules.contexts, sentence, &piece.tokens);
    let sum: f32 = odds.person.iter().sum();
    set(F::person_odds, sum);
    set(F::before, odds.person[0] + odds.person[1]);
    set(F::after, odds.person[2] + odds.person[3]);
    set(F::work_odds, odds.work.iter().sum());
    row[F::person_best as usize] = row[F::person_best as usize].max(sum);
}

/// Whether what may be a verb in the present stands right after the piece, as where a plot is told: "X opens the door".
fn is_present_after(document: &Document, piece: &Piece) -> bool {
    let Some(next) = document.get(i64::from(piece.tokens.end)) else { return false };
    let word = next.span.of(document.text);
    let ends = word.ends_with('s') && !["ss", "us", "was"].iter().any(|ending| word.ends_with(ending));
    next.shape == Shape::Lower && ends && word.len() > 3 && !next.lex.has(Lex::FUNCTION | Lex::ROLE)
        || List::PlotVerb.has_as_is(word)
}

/// Whether what may be a verb in the past stands right after the piece.
pub fn is_past_after(document: &Document, piece: &Piece) -> bool {
    let Some(next) = document.get(i64::from(piece.tokens.end)) else { return false };
    let word = next.span.of(document.text);
    next.shape == Shape::Lower && (word.ends_with("ed") || List::PastAfterName.has_as_is(word))
}

/// How many neighbours in a list look like full names.
fn beside(document: &Document, pieces: &[Piece], at: usize) -> f32 {
    let joined = |one: &Piece, other: &Piece| {
        let between = one.tokens.end..other.tokens.start;
        let joins = |at: u32| matches!(document.word(at), "," | "and" | "&" | "or" | "with");
        !between.is_empty() && between.len() <= 2 && between.clone().all(joins)
    };
    let before = at > 0 && joined(&pieces[at - 1], &pieces[at]) && pieces[at - 1].is_full(document);
    let after = at + 1 < pieces.len() && joined(&pieces[at], &pieces[at + 1]) && pieces[at + 1].is_full(document);
    flag(before) + flag(after)
}

/// Whether "he" or "she", or a form of them, stands within the twenty tokens that follow.
fn is_pronoun_after(document: &Document, piece: &Piece) -> bool {
    let mut near = piece.tokens.end..(piece.tokens.end + 20).min(document.tokens.len() as u32);
    near.any(|at| document.tokens[at as usize].lex.has(Lex::HE | Lex::SHE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::document::tests::with_document;

    /// Checks one feature of a name of a text.
    fn check(text: &str, name: &str, feature: F, expected: f32) {
        with_document(&format!("News\n{text}"), |document| {
            let rules = Rules::load().unwrap();
            let pieces = super::super::pieces::find(document, &rules);
            let shown = |found: &&Name| {
                let tokens = pieces[found.pieces[0] as usize].tokens.clone();
                document.span(tokens).of(document.text) == name
            };
            let names = names(document, &rules, &pieces);
            assert_eq!(names.iter().find(shown).unwrap().get(feature), expected, "{text}");
        });
    }

    #[test]
    fn parts_of_characters_are_characters() {
        check("She plays Ada Renwick. It opens as Renwick leaves.", "Renwick", F::played, 1.0);
        check("She plays Ada Renwick. It opens as Ada leaves.", "Ada", F::played, 1.0);
        check("She plays Ada Renwick. There was Tom Renwick, and Renwick left.", "Renwick", F::played, 0.0);
    }

    #[test]
    fn short_names_of_firms_are_told() {
        check("It was made by Dunmore Pictures. On Monday Dunmore left.", "Dunmore", F::of_body, 1.0);
        check("It was made by Hale Releasing. On Monday Hale left.", "Hale", F::of_body, 1.0);
        check("It was made by Ada Dunmore. On Monday Dunmore left.", "Dunmore", F::of_body, 0.0);
    }
}
