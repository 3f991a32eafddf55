//! What kept paragraphs show of themselves: what tells answers and posts from what the writer says.
//!
//! Comes in: the [`Document`]. Goes out: a [`Paragraph`] for each kept line, in order.

use super::labels::Label;
use super::marks::is_mark;
use crate::annotate::{Document, Shape};
use crate::model::{Line, Span};
use crate::rules::List;

/// How many words are looked at.
const MAX_WORDS: usize = 200;
/// Most words of an answer that need not say "I".
const MAX_CURT_WORDS: usize = 12;
/// Among how many first words one tells that somebody asks: "I have to ask".
const EARLY: usize = 5;

/// A kept line, and what it shows.
pub struct Paragraph<'a> {
    /// Index of the line.
    pub index: usize,
    /// The line.
    pub line: &'a Line,
    /// Who speaks it, where it says so.
    pub label: Option<Label<'a>>,
    /// Opens with a quotation mark.
    pub marked: bool,
    /// Ends with a question mark.
    pub asks: bool,
    /// Most longer words are capitalised.
    pub headline: bool,
    /// Opens as an interviewer speaks to somebody: "Tell me …", "I have to ask …".
    pub opens_prompt: bool,
    /// How many words it has, as far as they are looked at.
    pub n_words: usize,
    /// Says "I", "me", "my".
    pub says_i: bool,
    /// Says "we", "us", "our".
    pub says_we: bool,
    /// Says "you", "your".
    pub says_you: bool,
}

impl Paragraph<'_> {
    /// Returns whether it can be the answer to a question: someone speaks of himself, or says little.
    pub fn answers(&self) -> bool {
        !self.marked && (self.says_i || self.says_we || self.is_curt())
    }

    /// Returns whether it has so few words that an answer need not say "I" in them.
    pub fn is_curt(&self) -> bool {
        self.n_words <= MAX_CURT_WORDS
    }

    /// Returns whether it speaks to someone as someone.
    pub fn first_person(&self) -> bool {
        self.says_i || self.says_we || self.says_you
    }

    /// Returns its words from `start` on, without the space after them.
    pub fn from(&self, document: &Document, start: u32) -> Span {
        let text = self.line.span.of(document.text);
        Span { start, end: self.line.span.start + text.trim_end().len() as u32 }
    }

    /// Returns all its words.
    pub fn whole(&self, document: &Document) -> Span {
        let text = self.line.span.of(document.text);
        self.from(document, self.line.span.start + (text.len() - text.trim_start().len()) as u32)
    }
}

/// Returns the kept lines of a document, in order.
pub fn read<'a>(document: &Document<'a>) -> Vec<Paragraph<'a>> {
    let kept = (0..document.lines.len()).filter(|&index| document.lines[index].is_kept());
    kept.map(|index| paragraph(document, index)).collect()
}

fn paragraph<'a>(document: &Document<'a>, index: usize) -> Paragraph<'a> {
    let line = &document.lines[index];
    let text = line.span.of(document.text).trim();
    let tokens = document.line_tokens[index].clone();
    let (mut n_words, mut opens, mut asks_early) = (0, false, false);
    let (mut says_i, mut says_we, mut says_you) = (false, false, false);
    for token in tokens.filter(|&token| document.tokens[token as usize].shape.is_word()).take(MAX_WORDS) {
        let word = document.word(token);
        let stem = stem(word);
        opens |= n_words == 0 && List::PromptOpener.has(stem);
        asks_early |= n_words < EARLY && List::Asking.has(word);
        n_words += 1;
        says_i |= List::OfOneself.has(stem) && !is_numeral(document, token);
        says_we |= List::OfUs.has(stem) && document.tokens[token as usize].shape != Shape::Upper;
        says_you |= List::ToSomebody.has(stem);
    }
    Paragraph {
        index,
        line,
        label: Label::read(document.text, line.span),
        marked: text.starts_with(is_mark),
        asks: asks(text),
        headline: document.headlines[index],
        opens_prompt: opens && !says_i || asks_early,
        n_words,
        says_i,
        says_we,
        says_you,
    }
}

/// What stands before the apostrophe of a word, where it has one: "I'm", "you’ve".
fn stem(word: &str) -> &str {
    let is_mark = |at: &usize| word.as_bytes()[*at] == b'\'' || word.as_bytes()[*at..].starts_with("’".as_bytes());
    (0..word.len()).find(is_mark).map_or(word, |end| &word[..end])
}

/// Most words of who sent in a question.
const MAX_SENDER_WORDS: usize = 3;

/// Whether a text ends with a question mark, or with a question and who sent it in: "Was it cold? ferryfan62".
fn asks(text: &str) -> bool {
    let text = text.trim_end_matches([')', ']', '”', '"', '’', '*']);
    let is_sender = |rest: &str| {
        rest.split_whitespace().count() <= MAX_SENDER_WORDS && !rest.contains(['.', '!', ',', '…', ':', '”', '"'])
    };
    let (asked, rest) = text.rsplit_once('?').unwrap_or_default();
    rest.is_empty() && text.ends_with('?') || asked.contains(' ') && rest.starts_with(' ') && is_sender(rest)
}

/// Whether "I" is a number after a word with a capital, "Part I", "World War I", and not who speaks: "HALE I froze."
fn is_numeral(document: &Document, token: u32) -> bool {
    let after_capital = || token > 0 && document.tokens[token as usize - 1].shape == Shape::Capital;
    document.word(token) == "I" && !document.opens_sentence_at(token) && after_capital()
}
