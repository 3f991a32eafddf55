//! Labels of those who speak, as transcripts and interviews set them: `RK: Terribly.`, `Hale — It was the index.`,
//! `A: Terribly.`, `RUTH HALE (director): It snowed.`, `HALE It snowed.`

use std::borrow::Cow;

use super::scene::{Piece, Voice};
use crate::annotate::Document;
use crate::model::{Gender, Person, Span};
use crate::rules::words::title_case;

/// Longest label, in bytes and in words, and the longest with what the person does in brackets.
const MAX_LABEL: usize = 48;
const MAX_LABEL_WORDS: usize = 5;
const MAX_LABEL_AND_ROLE: usize = 96;
/// Fewest letters of a word in capitals that is a name.
const FEWEST_SHOUTED: usize = 3;
/// Most people whom only labels name.
const MAX_LABELS: usize = 64;

/// Whom a label stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A person of the article.
    Person(u32),
    /// Whoever answers: `A:`.
    Answering,
    /// Whoever asks, and nobody: labels of other kinds.
    Nobody,
}

/// What a line opens with where it says who speaks it.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    /// Whom it stands for.
    pub who: Who,
    /// Where the words begin.
    pub words: u32,
}

impl Label {
    /// Reads the label that opens a line.
    pub fn read(document: &Document, people: &[Person], line: Span) -> Option<Label> {
        let text = line.of(document.text);
        let head = head(text, MAX_LABEL_AND_ROLE);
        let marks = [": ", " — ", " – ", " - ", ":\u{a0}"];
        let ends = marks.into_iter().filter_map(|mark| head.find(mark).map(|at| (at, at + mark.len())));
        let (end, after) = ends.min_by_key(|(at, _)| *at)?;
        let name = &without_nickname(without_role(text[..end].trim()));
        let words: Vec<&str> = name.split_whitespace().collect();
        if name.len() > MAX_LABEL || words.is_empty() || words.len() > MAX_LABEL_WORDS || !words.iter().all(is_of_name)
        {
            return None;
        }
        let who = if *name == "A" { Who::Answering } else { person_of(people, name).map_or(Who::Nobody, Who::Person) };
        Label::before(text, after, line, who)
    }

    /// Reads the name in capitals that opens a line with nothing between it and what is said: `RUTH HALE It snowed.`
    pub fn read_shouted(document: &Document, people: &[Person], line: Span) -> Option<Label> {
        let text = line.of(document.text);
        let mut end = 0;
        let mut found = None;
        for word in head(text, MAX_LABEL).split_inclusive(' ').take(MAX_LABEL_WORDS) {
            let letters = word.trim_end();
            if letters.chars().count() < FEWEST_SHOUTED || letters.contains(|letter: char| !is_shouted(letter)) {
                break;
            }
            end += word.len();
            found = person_of(people, text[..end].trim_end()).map(|person| (end, person)).or(found);
        }
        let (end, person) = found.filter(|(end, _)| opens_sentence(&text[*end..]))?;
        Label::before(text, end, line, Who::Person(person))
    }

    /// Returns the label that ends at byte `after` of a line, if words follow.
    fn before(text: &str, after: usize, line: Span, who: Who) -> Option<Label> {
        let rest = &text[after..];
        let words = line.start + (after + rest.len() - rest.trim_start().len()) as u32;
        (!rest.trim().is_empty()).then_some(Label { who, words })
    }

    /// Returns the person it stands for, if there is one.
    pub fn person(self) -> Option<u32> {
        match self.who {
            Who::Person(person) => Some(person),
            Who::Answering | Who::Nobody => None,
        }
    }
}

/// The first bytes of a text, up to the end of a letter.
fn head(text: &str, most: usize) -> &str {
    let mut cut = text.len().min(most);
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    &text[..cut]
}

/// `RUTH HALE (director)` without what she does.
fn without_role(name: &str) -> &str {
    let role = name.strip_suffix(')').and_then(|name| name.rsplit_once(" ("));
    role.map_or(name, |(name, _)| name)
}

/// `Victor “Chick” Alvarado` by his name.
fn without_nickname(name: &str) -> Cow<'_, str> {
    let is_nickname = |word: &&str| word.starts_with(['“', '"', '‘']) && word.ends_with(['”', '"', '’']);
    match name.split(' ').any(|word| is_nickname(&word)) {
        true => Cow::Owned(name.split(' ').filter(|word| !is_nickname(word)).collect::<Vec<&str>>().join(" ")),
        false => Cow::Borrowed(name),
    }
}

/// Returns whether a word can stand in the name of a label.
fn is_of_name(word: &&str) -> bool {
    let small = matches!(*word, "de" | "van" | "von" | "del" | "of" | "the" | "da");
    small || word.chars().next().is_some_and(char::is_uppercase)
}

/// Returns whether a sentence opens here that is not in capitals.
fn opens_sentence(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or("");
    let opens = !word.starts_with(char::is_lowercase);
    opens && (word.contains(char::is_lowercase) || word == "I")
}

/// A letter of a name in capitals.
fn is_shouted(letter: char) -> bool {
    letter.is_uppercase() || matches!(letter, '-' | '.' | '\'' | '’')
}

/// Returns the person whom a name stands for: one named so in full, by a part of the name, or by initials.
pub fn person_of(people: &[Person], name: &str) -> Option<u32> {
    let one_word = !name.contains(char::is_whitespace);
    let lower = name.to_lowercase();
    let same = |person: &Person| person.name.to_lowercase() == lower;
    let part = |person: &Person| one_word && person.name.split_whitespace().any(|part| part.to_lowercase() == lower);
    let initials = |person: &Person| {
        let letters: String = person.name.split_whitespace().filter_map(|part| part.chars().next()).collect();
        let ends: String = letters.chars().next().into_iter().chain(letters.chars().last()).collect();
        one_word && name.len() >= 2 && (name == letters || name == ends)
    };
    let most = |is: &dyn Fn(&Person) -> bool| {
        let named = people.iter().enumerate().filter(|(_, person)| is(person));
        named.max_by_key(|(index, person)| (person.mentions.len(), usize::MAX - index)).map(|(index, _)| index as u32)
    };
    most(&same).or_else(|| most(&part)).or_else(|| most(&initials))
}

/// Gives pieces that open with the label of a transcript ("HALE: We froze.") their speaker, and those that go on with
/// them.
pub fn transcribe(document: &Document, people: &[Person], marked: &mut [Piece]) {
    let mut last = Voice::Marked;
    for piece in marked {
        let shout = |label: &Label| {
            !document.text[piece.span.start as usize..label.words as usize].contains(char::is_lowercase)
        };
        let label = Label::read(document, people, piece.span).filter(shout);
        piece.voice = match label {
            Some(label) => {
                piece.span.start = label.words;
                label.person().map_or(Voice::Marked, Voice::Labelled)
            }
            None if piece.continues => last,
            None => Voice::Marked,
        };
        last = piece.voice;
    }
}

/// Returns the people with those whom only the labels of a transcript name, where there are any: two or more marked
/// pieces open with "HALE:".
pub fn with_labelled(document: &Document, people: &[Person], marked: &[Piece]) -> Option<Vec<Person>> {
    let mut found: Vec<(&str, Vec<Span>)> = Vec::new();
    for piece in marked {
        let text = piece.span.of(document.text);
        let Some((name, _)) = text.split_once(": ").filter(|(name, _)| is_shouted_name(name)) else { continue };
        let span = Span { start: piece.span.start, end: piece.span.start + name.len() as u32 };
        let is_known = Label::read(document, people, piece.span).is_none_or(|label| label.person().is_some());
        if is_known || document.is_no_person(span) {
            continue;
        }
        match found.iter().position(|(known, _)| *known == name) {
            Some(at) => found[at].1.push(span),
            None if found.len() < MAX_LABELS => found.push((name, vec![span])),
            None => {}
        }
    }
    found.retain(|(_, spans)| spans.len() > 1);
    if found.is_empty() {
        return None;
    }
    let mut people = people.to_vec();
    people.extend(found.into_iter().map(|(name, mentions)| Person {
        name: title_case(name),
        id: None,
        mentions,
        gender: Gender::Unknown,
        rule: super::newcomers::RULE,
    }));
    people.sort_by_key(|person| person.mentions.first().copied());
    Some(people)
}

/// One or two words in capitals: "HALE", "RUTH HALE".
fn is_shouted_name(name: &str) -> bool {
    let word = |word: &str| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    name.split(' ').count() <= 2 && name.split(' ').all(word)
}
