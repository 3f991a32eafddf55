//! Quotations without marks: answers of an interview, posts signed beneath, paragraphs that a colon introduces.
//!
//! Comes in: the [`Document`], its people and its marked pieces. Goes out: a [`Piece`] for each paragraph, or rest of a
//! paragraph after its label, that someone speaks without quotation marks.

use super::marks::is_mark;
use super::scene::{Piece, Voice};
use crate::annotate::Document;
use crate::model::{Gender, Line, LineKind, Person, QuoteKind, Span};
use crate::rules::{Lex, Rules, VerbClass, post_signature};

/// Longest label of an interview, in bytes and in words.
const MAX_LABEL: usize = 48;
const MAX_LABEL_WORDS: usize = 5;
/// Most people whom only labels name.
const MAX_LABELS: usize = 64;

/// What a kept line shows of itself.
struct Shown<'a> {
    index: usize,
    line: &'a Line,
    label: Option<Label>,
    /// Opens with a quotation mark.
    marked: bool,
    /// Says "I", "we", "you".
    first_person: bool,
}

/// `RK: Terribly.`, `Hale — It was the index.`
#[derive(Clone, Copy)]
struct Label {
    /// The person it stands for; `None` for the interviewer and for labels of other kinds.
    person: Option<u32>,
    /// Where the words begin.
    words: u32,
}

/// Finds the quotations without marks, in order.
pub fn find(document: &Document, people: &[Person], marked: &[Piece], rules: &Rules) -> Vec<Piece> {
    let shown: Vec<Shown> = (0..document.lines.len())
        .filter(|&index| document.lines[index].is_kept())
        .map(|index| show(document, people, index))
        .collect();
    let interview = is_interview(document, &shown);
    let mut found: Vec<Piece> = Vec::new();
    for at in 0..shown.len() {
        let piece = if interview { answer(document, &shown, at, &found) } else { None };
        let piece = piece.or_else(|| post(document, people, &shown, at));
        let piece = piece.or_else(|| introduced(document, &shown, at, marked, rules));
        found.extend(piece);
    }
    found
}

/// Gives pieces that open with the label of a transcript ("HALE: We froze.") their speaker, and those that go on with
/// them.
pub fn transcribe(document: &Document, people: &[Person], marked: &mut [Piece]) {
    let mut last = Voice::Marked;
    for piece in marked {
        let shout = |label: &Label| {
            !document.text[piece.span.start as usize..label.words as usize].contains(char::is_lowercase)
        };
        let label = label(document, people, piece.span).filter(shout);
        piece.voice = match label {
            Some(label) => {
                piece.span.start = label.words;
                label.person.map_or(Voice::Marked, Voice::Labelled)
            }
            None if piece.continues => last,
            None => Voice::Marked,
        };
        last = piece.voice;
    }
}

/// Returns the people with those whom only the labels of a transcript name, where there are any: two or more marked
/// pieces open with "HALE:".
pub fn labelled(document: &Document, people: &[Person], marked: &[Piece]) -> Option<Vec<Person>> {
    let mut found: Vec<(&str, Vec<Span>)> = Vec::new();
    for piece in marked {
        let text = piece.span.of(document.text);
        let Some((name, _)) = text.split_once(": ").filter(|(name, _)| is_shouted_name(name)) else { continue };
        let span = Span { start: piece.span.start, end: piece.span.start + name.len() as u32 };
        let is_known = label(document, people, piece.span).is_none_or(|label| label.person.is_some());
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
        name: capitalised(name),
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

/// "RUTH HALE" as "Ruth Hale".
fn capitalised(name: &str) -> String {
    let word = |word: &str| format!("{}{}", &word[..1], word[1..].to_ascii_lowercase());
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn show<'a>(document: &'a Document, people: &[Person], index: usize) -> Shown<'a> {
    let line = &document.lines[index];
    let text = line.span.of(document.text).trim_start();
    let tokens = document.line_tokens[index].clone();
    let mut words = document.tokens[tokens.start as usize..tokens.end as usize].iter().take(200);
    Shown {
        index,
        line,
        label: label(document, people, line.span),
        marked: text.starts_with(is_mark),
        first_person: words.any(|token| {
            token.lex.has(Lex::OTHER_PRONOUN)
                && matches!(
                    token.span.of(document.text).to_ascii_lowercase().as_str(),
                    "i" | "me" | "my" | "we" | "us" | "our" | "you" | "your" | "myself"
                )
        }),
    }
}

/// Reads the label that opens a line.
fn label(document: &Document, people: &[Person], line: Span) -> Option<Label> {
    let text = line.of(document.text);
    let mut cut = text.len().min(MAX_LABEL);
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    let ends = [(": ", 1), (" — ", 0), (" – ", 0), (" - ", 0), (":\u{a0}", 1)];
    let (end, after) = ends
        .into_iter()
        .filter_map(|(mark, _)| text[..cut].find(mark).map(|at| (at, at + mark.len())))
        .min_by_key(|(at, _)| *at)?;
    let name = text[..end].trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_name = |word: &&str| word.chars().next().is_some_and(|letter| letter.is_uppercase());
    let small = |word: &&str| matches!(*word, "de" | "van" | "von" | "del" | "of" | "the" | "da");
    if words.is_empty() || words.len() > MAX_LABEL_WORDS || !words.iter().all(|word| is_name(word) || small(word)) {
        return None;
    }
    let rest = text[after..].trim();
    let words_start = line.start + after as u32 + (text[after..].len() - text[after..].trim_start().len()) as u32;
    (!rest.is_empty()).then(|| Label { person: person_of(people, name, &words), words: words_start })
}

/// Returns the person that a label names in full, by one name, or by initials.
fn person_of(people: &[Person], name: &str, words: &[&str]) -> Option<u32> {
    let same = |person: &Person| person.name.to_lowercase() == name.to_lowercase();
    let part = |person: &Person| {
        words.len() == 1 && person.name.split_whitespace().any(|part| part.to_lowercase() == name.to_lowercase())
    };
    let initials = |person: &Person| {
        let letters: String = person.name.split_whitespace().filter_map(|part| part.chars().next()).collect();
        let ends: String = letters.chars().next().into_iter().chain(letters.chars().last()).collect();
        words.len() == 1 && name.len() >= 2 && (name == letters || name == ends)
    };
    let most = |is: &dyn Fn(&Person) -> bool| {
        let named = people.iter().enumerate().filter(|(_, person)| is(person));
        named.max_by_key(|(index, person)| (person.mentions.len(), usize::MAX - index)).map(|(index, _)| index as u32)
    };
    most(&same).or_else(|| most(&part)).or_else(|| most(&initials))
}

/// Returns whether labels part questions from answers: at least two answers that read like speech.
fn is_interview(document: &Document, shown: &[Shown]) -> bool {
    let labelled = shown.iter().filter(|line| line.label.is_some_and(|label| label.person.is_some()));
    let (mut n_answers, mut n_spoken) = (0, 0);
    for line in labelled {
        let stopped = line.line.span.of(document.text).trim_end().ends_with(['.', '!', '?', '…', ']', ')', '’', '”']);
        n_answers += 1;
        n_spoken += usize::from(stopped || line.first_person);
    }
    n_answers >= 2 && n_spoken * 3 >= n_answers * 2
}

/// A labelled answer, or an unlabelled paragraph that goes on with one.
fn answer(document: &Document, shown: &[Shown], at: usize, found: &[Piece]) -> Option<Piece> {
    let here = &shown[at];
    if let Some(label) = here.label {
        let span = Span { start: label.words, end: trimmed_end(document, here.line.span) };
        return label.person.map(|person| block(here.index, span, Voice::Labelled(person)));
    }
    let before = found.last().filter(|piece| at > 0 && piece.line as usize == shown[at - 1].index)?;
    let Voice::Labelled(person) = before.voice else { return None };
    let text = here.line.span.of(document.text).trim_end();
    let goes_on = shown[at + 1..].iter().any(|line| line.label.is_some_and(|label| label.person.is_some()));
    let prose = text.ends_with(['.', '!', '…', '”', '’']) && here.line.kind == LineKind::Paragraph && !here.marked;
    (goes_on && prose && here.first_person && !text.ends_with('?'))
        .then(|| block(here.index, whole(document, here.line.span), Voice::Labelled(person)))
}

/// A post, signed in the line beneath.
fn post(document: &Document, people: &[Person], shown: &[Shown], at: usize) -> Option<Piece> {
    let here = &shown[at];
    let next = shown.get(at + 1)?.line.span;
    let name = post_signature(next.of(document.text))?;
    let words: Vec<&str> = name.split_whitespace().collect();
    if here.marked || here.line.span.of(document.text).starts_with("pic.") {
        return None;
    }
    let person = person_of(people, name, &words)?;
    Some(block(here.index, whole(document, here.line.span), Voice::Signed(person)))
}

/// A paragraph after one that ends with a colon and reports speech: "Hale told us:".
fn introduced(document: &Document, shown: &[Shown], at: usize, marked: &[Piece], rules: &Rules) -> Option<Piece> {
    let here = &shown[at];
    let before = shown.get(at.checked_sub(1)?)?;
    let opens = before.line.span.of(document.text).trim_end().ends_with(':');
    let set_off = here.line.kind == LineKind::BlockQuote;
    let spoken = here.first_person && matches!(here.line.kind, LineKind::Paragraph | LineKind::BlockQuote);
    let taken = here.marked || here.label.is_some_and(|label| label.person.is_some());
    if !opens || taken || !(spoken || set_off) || covers(marked, here) || !reports(document, before.index, rules) {
        return None;
    }
    Some(block(here.index, whole(document, here.line.span), Voice::Introduced))
}

/// Returns whether marked pieces cover most of a line.
fn covers(marked: &[Piece], shown: &Shown) -> bool {
    let first = marked.partition_point(|piece| (piece.line as usize) < shown.index);
    let here = marked[first..].iter().take_while(|piece| piece.line as usize == shown.index);
    here.map(|piece| piece.span.len()).sum::<usize>() * 2 > shown.line.span.len()
}

/// Returns whether the last sentence of a line reports speech.
fn reports(document: &Document, line: usize, rules: &Rules) -> bool {
    let tokens = document.line_tokens[line].clone();
    if tokens.is_empty() {
        return false;
    }
    let sentence = &document.sentences[document.sentence_of(tokens.end - 1)];
    let first = sentence.start.max(tokens.end.saturating_sub(30));
    (first..tokens.end).any(|token| {
        let known = document.tokens[token as usize];
        let class = || rules.speech.verb(&document.word(token).to_ascii_lowercase());
        known.lex.has(Lex::SPEECH) && matches!(class(), Some(VerbClass::Say | VerbClass::Tell | VerbClass::Write))
    })
}

fn whole(document: &Document, line: Span) -> Span {
    let text = line.of(document.text);
    let start = line.start + (text.len() - text.trim_start().len()) as u32;
    Span { start, end: trimmed_end(document, line) }
}

fn trimmed_end(document: &Document, line: Span) -> u32 {
    line.start + line.of(document.text).trim_end().len() as u32
}

fn block(line: usize, span: Span, voice: Voice) -> Piece {
    Piece {
        span,
        outer: span,
        line: line as u32,
        kind: QuoteKind::Block,
        voice,
        single: false,
        continues: false,
        open: false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::quotes_of;

    fn check(text: &str, expected: &str) {
        let quotes = quotes_of(text);
        let blocks: Vec<&str> = quotes.iter().filter(|quote| quote.contains(" block ")).map(String::as_str).collect();
        assert_eq!(blocks.join(" | "), expected);
    }

    #[test]
    fn interviews() {
        check(
            "A talk with Ruth Hale and Tom Okafor about their film\nCB: How was it?\nRH: I liked it.\nHonestly, I did.\n\
             CB: And you?\nTO: I slept.",
            "Ruth Hale block I liked it. | Ruth Hale block Honestly, I did. | Tom Okafor block I slept.",
        );
        check(
            "A talk with Ruth Hale\nWas it cold?\nHale — We froze.\nAnd then?\nHale — We thawed.",
            "Ruth Hale block We froze. | Ruth Hale block We thawed.",
        );
    }

    #[test]
    fn posts_and_introductions() {
        check(
            "Fans of Ruth Hale wept.\nMiss you all.\n— Ruth Hale (@ruthhale) June 1, 2019",
            "Ruth Hale block Miss you all.",
        );
        check("Director Ruth Hale told us:\nI never slept.\nShe left.", "Ruth Hale block I never slept.");
        check("Ruth Hale has three rules:\nWe film at night.", "");
    }
}
