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
    /// What is no sign of this language, though it is one of others: left out, it would change what is asked for
    Stray(Stray),
}

/// A sign that means nothing where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Stray {
    /// Why it means nothing.
    pub reason: &'static str,
    /// How many bytes it takes up.
    pub length: usize,
    /// What may have been meant.
    pub instead: String,
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
        '!' if opens && follows_atom(&text[1..]) => Some(stray(NO_NOT, 1, "-")),
        '-' | '!' | '+' if begins_clause(before) && is_apart(&text[1..]) => {
            let length = text.len() - text[1..].trim_start().len();
            Some(if first == '+' { stray(APART_PLUS, length, "+") } else { stray(APART_NOT, length, "-") })
        }
        '"' | '“' | '”' | '„' => Some(phrase(text, first)),
        '*' if spaced => Some(stray(NO_WORD_BEFORE, 1, "")),
        '~' if spaced => Some(stray(NO_WORD_BEFORE, 1, "")),
        '*' | '?' if goes_on(&text[1..]) => Some(stray(WITHIN_WORD, end_of_word(text), "*")),
        '*' => Some((Kind::Star, 1)),
        '^' if is_boost(text) => Some(stray(NO_BOOST, end_of_word(text), "")),
        '~' => Some(tilde(text)),
        _ => word(text),
    }
}

const NO_NOT: &str = "what is not wanted has `-` or NOT before it";
const APART_NOT: &str = "`-` stands right before what is not wanted";
const APART_PLUS: &str = "`+` stands right before what is demanded";
const NO_WORD_BEFORE: &str = "this stands right behind a word, as in `sequ*` and `salazr~`";
const WITHIN_WORD: &str =
    "no sign stands for letters inside a word; `*` behind its beginning finds words that begin so";
const NO_BOOST: &str = "no word can be given more weight than others";
const NO_NUMBER: &str = "`~` is followed by a whole number, or by nothing";

fn stray(reason: &'static str, length: usize, instead: &str) -> (Kind, usize) {
    (Kind::Stray(Stray { reason, length, instead: instead.to_owned() }), length)
}

/// Whether nothing stands before, or what begins anew: a dash between words is one that was printed, as in a headline.
fn begins_clause(before: Option<&Lexeme>) -> bool {
    let kind = before.map(|lexeme| &lexeme.kind);
    matches!(kind, None | Some(Kind::Open | Kind::And | Kind::Or | Kind::Not | Kind::Plus))
}

/// Whether something follows, behind white space.
fn is_apart(text: &str) -> bool {
    text.starts_with(char::is_whitespace) && follows_atom(text.trim_start())
}

/// Whether a word goes on here.
fn goes_on(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric)
}

/// Whether this is a weight, as in `word^2`.
fn is_boost(text: &str) -> bool {
    text.strip_prefix('^').is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
}

/// Returns where white space or a parenthesis ends what stands here.
fn end_of_word(text: &str) -> usize {
    text.find(|letter: char| letter.is_whitespace() || matches!(letter, '(' | ')')).unwrap_or(text.len())
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
    // What is too long for a number is too great a one.
    let number = (digits > 0).then(|| text[1..1 + digits].parse().unwrap_or(u32::MAX));
    match end_of_word(text) == 1 + digits {
        true => (Kind::Tilde(number), 1 + digits),
        false => stray(NO_NUMBER, end_of_word(text), &text[..1 + digits]),
    }
}

fn word(text: &str) -> Option<(Kind, usize)> {
    let ends = |letter: char| letter.is_whitespace() || matches!(letter, '(' | ')' | '"' | '“' | '”' | '*' | '~');
    let mut end = text.find(ends).unwrap_or(text.len());
    end = sign_within(&text[..end]).unwrap_or(end);
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

/// Returns where a sign stands within a word that would be one of another language: a `?` between letters, a weight.
fn sign_within(word: &str) -> Option<usize> {
    let is_sign = |&(at, sign): &(usize, char)| {
        let rest = &word[at + sign.len_utf8()..];
        word[..at].ends_with(char::is_alphanumeric)
            && ((sign == '?' && goes_on(rest)) || (sign == '^' && is_boost(&word[at..])))
    };
    word.char_indices().find(is_sign).map(|(at, _)| at)
}
