//! Labels of those who speak, as transcripts and interviews set them: `RK: Terribly.`, `Hale — It was the index.`,
//! `A. Terribly.`, `RUTH HALE (director): It snowed.`, `HALE It snowed.`, or a name alone on the line above.
//!
//! Comes in: a line. Goes out: what stands before the words, as it is printed; whom it means, the article tells. Marked
//! pieces that open so get their speaker, and people whom only such labels name come in.

use std::borrow::Cow;

use super::directory::Directory;
use super::marks::is_mark;
use super::scene::{Piece, Voice};
use crate::annotate::Document;
use crate::model::{Gender, Person, Span};
use crate::rules::List;
use crate::rules::words::title_case;

/// Longest label, in bytes and in words, and the longest with what the person does.
const MAX_LABEL: usize = 48;
const MAX_LABEL_WORDS: usize = 5;
const MAX_LABEL_AND_ROLE: usize = 96;
/// Fewest letters of a word in capitals that may be a name.
const FEWEST_LETTERS: usize = 3;
/// Most people whom only labels name.
const MAX_LABELS: usize = 64;

/// What a line opens with where it says who speaks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label<'t> {
    /// The name, without a nickname in marks and what its bearer does.
    pub name: Cow<'t, str>,
    /// Where in the text the words begin.
    pub words: u32,
}

impl<'t> Label<'t> {
    /// Reads the label that opens a line and that a mark parts from the words.
    pub fn read(text: &'t str, line: Span) -> Option<Label<'t>> {
        let text = line.of(text);
        let head = head(text, MAX_LABEL_AND_ROLE);
        let mark = parting_mark(head).filter(|(at, _)| is_label(head[..*at].trim()));
        let point = || head.find(". ").filter(|&at| is_of_turn(&head[..at])).map(|at| (at, at + 2));
        let (end, after) = mark.or_else(point)?;
        // "Ruth Hale, director, said: 'It snowed.'" is a sentence.
        if text[..end].contains(", ") && text[after..].trim_start().starts_with(is_mark) {
            return None;
        }
        Label::before(text, after, line, without_nickname(without_role(text[..end].trim())))
    }

    /// Reads the name in capitals that opens a line with nothing between it and what is said: `RUTH HALE It snowed.`
    pub fn read_shouted(text: &'t str, line: Span, directory: &Directory) -> Option<Label<'t>> {
        let text = line.of(text);
        let mut end = 0;
        let mut found = None;
        for word in head(text, MAX_LABEL).split_inclusive(' ').take(MAX_LABEL_WORDS) {
            let letters = word.trim_end();
            if letters.chars().count() < FEWEST_LETTERS || letters.contains(|letter: char| !is_shouted(letter)) {
                break;
            }
            end += word.len();
            found = Some(end).filter(|_| opens_sentence(after_role(&text[end..]))).or(found);
        }
        let end = found?;
        let name = text[..end].trim_end();
        directory.find(name)?;
        let rest = after_role(&text[end..]);
        Label::before(text, text.len() - rest.len(), line, Cow::Borrowed(name))
    }

    /// Reads the name that stands alone on a line above what is said.
    pub fn read_above(text: &'t str, line: Span, words: Span, directory: &Directory) -> Option<Label<'t>> {
        let label = line.of(text).trim().trim_end_matches(':');
        if label.len() > MAX_LABEL_AND_ROLE {
            return None;
        }
        let name = without_role(label);
        // "Ruth Hale, director, said:" is a sentence, and marks follow it.
        let quotes = || label[name.len()..].contains(['“', '”', '"']);
        let has_bare_role = name == label || !line.of(text).trim().ends_with([':', '.', ',']) && !quotes();
        let is_free = name == label || !words.of(text).starts_with(is_mark);
        let names = has_bare_role && is_free && is_label(label) && directory.find(name).is_some();
        names.then_some(Label { name: Cow::Borrowed(name), words: words.start })
    }

    /// Returns the label that ends at byte `after` of a line, if words follow that do not go on with it: "Ruth Hale –
    /// now living in Accra – froze."
    fn before(text: &str, after: usize, line: Span, name: Cow<'t, str>) -> Option<Label<'t>> {
        let rest = &text[after..];
        let words = line.start + (after + rest.len() - rest.trim_start().len()) as u32;
        let goes_on = rest.trim_start().starts_with(char::is_lowercase);
        (!rest.trim().is_empty() && !goes_on).then_some(Label { name, words })
    }
}

/// Returns whether a label stands for whoever answers: `A:`.
pub fn is_answer(name: &str) -> bool {
    List::AnswerLabel.has_as_is(name)
}

/// The first bytes of a text, up to the end of a letter.
fn head(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    &text[..end.unwrap_or(0)]
}

/// Returns where the first mark that can part a label from the words begins, and where they do: a colon before a space,
/// or a dash between spaces.
fn parting_mark(text: &str) -> Option<(usize, usize)> {
    let mut before = '\0';
    let mut marks = text.char_indices().filter(|&(at, letter)| {
        let after = || text[at + letter.len_utf8()..].starts_with([' ', '\u{a0}']);
        let parts = match letter {
            ':' => after(),
            '—' | '–' | '-' => before == ' ' && after(),
            _ => false,
        };
        before = letter;
        parts
    });
    marks.next().map(|(at, letter)| (at, at + letter.len_utf8()))
}

/// Returns whether a text is the label of whoever answers or asks.
fn is_of_turn(text: &str) -> bool {
    is_answer(text) || List::QuestionLabel.has_as_is(text)
}

/// Returns whether what stands before a mark can be a label.
fn is_label(text: &str) -> bool {
    let name = without_role(text);
    name.len() <= MAX_LABEL && (1..=MAX_LABEL_WORDS).contains(&name.split_whitespace().count()) && is_name(name)
}

/// `RUTH HALE (director)` and `Ruth Hale, director` without what she does.
fn without_role(text: &str) -> &str {
    let in_brackets = text.strip_suffix(')').and_then(|name| name.rsplit_once(" ("));
    let after_comma = || text.split_once(", ").filter(|(_, role)| role.starts_with(char::is_lowercase));
    in_brackets.or_else(after_comma).map_or(text, |(name, _)| name)
}

/// The rest of a line without what a person does, in brackets.
fn after_role(text: &str) -> &str {
    let role = text.strip_prefix('(').and_then(|text| text.split_once(") "));
    let role = role.filter(|(role, _)| !role.contains(is_mark));
    role.map_or(text, |(_, rest)| rest)
}

/// `Victor “Chick” Alvarado` by his name.
fn without_nickname(name: &str) -> Cow<'_, str> {
    let is_nickname = |word: &&str| word.starts_with(['“', '"', '‘']) && word.ends_with(['”', '"', '’']);
    match name.split(' ').any(|word| is_nickname(&word)) {
        true => Cow::Owned(name.split(' ').filter(|word| !is_nickname(word)).collect::<Vec<&str>>().join(" ")),
        false => Cow::Borrowed(name),
    }
}

/// Returns whether every word of a text can stand in a name.
fn is_name(text: &str) -> bool {
    let is_small = |word: &str| List::LabelJoint.has_as_is(word);
    text.split_whitespace()
        .all(|word| word.starts_with(|letter: char| letter.is_uppercase() || "“\"‘".contains(letter)) || is_small(word))
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

/// Gives pieces that open with the label of a transcript ("HALE: We froze.") their speaker, and those that go on with
/// them.
pub fn transcribe(document: &Document, directory: &Directory, marked: &mut [Piece]) {
    let mut last = Voice::Marked;
    for piece in marked {
        let shout = |label: &Label| {
            !document.text[piece.span.start as usize..label.words as usize].contains(char::is_lowercase)
        };
        let label = Label::read(document.text, piece.span).filter(shout);
        piece.voice = match label {
            Some(label) => {
                piece.span.start = label.words;
                directory.find(&label.name).map_or(Voice::Marked, Voice::Labelled)
            }
            None if piece.continues && matches!(last, Voice::Labelled(_)) => last,
            None => piece.voice,
        };
        last = piece.voice;
    }
}

/// Returns the people with those whom only the labels of a transcript name, where there are any: two or more marked
/// pieces open with "HALE:".
pub fn with_labelled(document: &Document, people: &[Person], marked: &[Piece]) -> Option<Vec<Person>> {
    let directory = Directory::new(people);
    let mut found: Vec<(&str, Vec<Span>)> = Vec::new();
    for piece in marked {
        let text = piece.span.of(document.text);
        let Some((name, _)) = text.split_once(": ").filter(|(name, _)| is_shouted_name(name)) else { continue };
        let span = Span { start: piece.span.start, end: piece.span.start + name.len() as u32 };
        let is_known = Label::read(document.text, piece.span).is_none_or(|label| directory.find(&label.name).is_some());
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
