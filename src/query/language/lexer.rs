//! Cuts a query into its marks and words. Cannot fail: an unclosed phrase says so of itself, and a run of signs without
//! a letter or digit is no word.

use super::QueryField;
use crate::index::Analyzer;

/// A piece of a query, with the byte where it begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Lexeme {
    /// Byte in the query.
    pub at: usize,
    /// What it is.
    pub kind: Kind,
    /// Whether white space comes before it.
    pub spaced: bool,
}

/// What a lexeme is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `-` before a word, or the word `NOT`
    Not,
    /// `+` before a word
    Plus,
    /// The word `AND`
    And,
    /// The word `OR`
    Or,
    /// A `field:`, its name in small letters
    Field(String),
    /// A phrase; closed or not
    Phrase(String, bool),
    /// A word
    Word(String),
    /// `*` directly after a word
    Star,
    /// `~` with its number, directly after a word or phrase
    Tilde(Option<u32>),
}

/// Returns the lexemes of a query.
pub fn lex(query: &str) -> Vec<Lexeme> {
    let mut lexemes: Vec<Lexeme> = Vec::new();
    let mut rest = query;
    while !rest.is_empty() {
        let trimmed = rest.trim_start();
        let at = query.len() - trimmed.len();
        let spaced = trimmed.len() < rest.len() || at == 0;
        let Some((kind, length)) = next(trimmed, spaced, lexemes.last()) else {
            rest = skip_char(trimmed);
            continue;
        };
        if !is_empty_word(&kind) {
            lexemes.push(Lexeme { at, kind, spaced });
        }
        rest = &trimmed[length..];
    }
    lexemes
}

fn is_empty_word(kind: &Kind) -> bool {
    matches!(kind, Kind::Word(word) if Analyzer::words(word).next().is_none())
}

fn skip_char(text: &str) -> &str {
    let mut letters = text.chars();
    letters.next();
    letters.as_str()
}

fn next(text: &str, spaced: bool, before: Option<&Lexeme>) -> Option<(Kind, usize)> {
    let first = text.chars().next()?;
    let opens = spaced || matches!(before.map(|lexeme| &lexeme.kind), Some(Kind::Open | Kind::Field(_)));
    match first {
        '(' => Some((Kind::Open, 1)),
        ')' => Some((Kind::Close, 1)),
        '-' if opens && follows_atom(&text[1..]) => Some((Kind::Not, 1)),
        '+' if opens && follows_atom(&text[1..]) => Some((Kind::Plus, 1)),
        '"' | '“' | '”' | '„' => Some(phrase(text, first)),
        '*' if !spaced => Some((Kind::Star, 1)),
        '~' if !spaced => Some(tilde(text)),
        _ => word(text),
    }
}

fn follows_atom(text: &str) -> bool {
    text.chars().next().is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '(' | '"' | '“'))
}

fn phrase(text: &str, open: char) -> (Kind, usize) {
    let inner = &text[open.len_utf8()..];
    let end = inner.char_indices().find(|&(_, letter)| matches!(letter, '"' | '“' | '”'));
    match end {
        Some((end, mark)) => (Kind::Phrase(inner[..end].to_owned(), true), open.len_utf8() + end + mark.len_utf8()),
        None => (Kind::Phrase(inner.to_owned(), false), text.len()),
    }
}

fn tilde(text: &str) -> (Kind, usize) {
    let digits = text[1..].bytes().take_while(u8::is_ascii_digit).count();
    (Kind::Tilde(text[1..1 + digits].parse().ok()), 1 + digits)
}

fn word(text: &str) -> Option<(Kind, usize)> {
    let ends = |letter: char| letter.is_whitespace() || matches!(letter, '(' | ')' | '"' | '“' | '”' | '*' | '~');
    let mut end = text.find(ends).unwrap_or(text.len());
    if let Some(colon) = text[..end].find(':') {
        let name = text[..colon].to_ascii_lowercase();
        let is_small = text[..colon].bytes().all(|byte| byte.is_ascii_lowercase());
        let is_name = !name.is_empty() && (is_small || QueryField::NAMES.contains(&name.as_str()));
        if is_name && text.len() > colon + 1 && !text[colon + 1..].starts_with(|letter: char| letter.is_whitespace()) {
            return Some((Kind::Field(name), colon + 1));
        }
        end = end.max(1);
    }
    let word = &text[..end];
    match word {
        "" => None,
        "AND" | "&&" => Some((Kind::And, end)),
        "OR" | "||" => Some((Kind::Or, end)),
        "NOT" => Some((Kind::Not, end)),
        _ => Some((Kind::Word(word.to_owned()), end)),
    }
}
