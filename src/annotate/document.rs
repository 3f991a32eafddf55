//! An article cut into words and sentences, once, for everything that annotation looks for.
//!
//! Comes in: the kept lines of a [`CleanArticle`]. Goes out: a [`Document`]: tokens in order of place, each with its
//! shape and what the lexicon knows of it, and the sentences and lines as ranges of tokens.
//!
//! A word is a run of letters, digits and the apostrophes, hyphens and ampersands inside it: `O'Connell`,
//! `Lloyd-Hughes`, `don't`, `1970s`. A possessive `'s` is a token of its own, so that the word before it is the name
//! itself. Every other visible character is a token alone, but for a run of the same one (`...`, `''`), which is one.

use std::ops::Range;

use super::vocabulary::Vocabulary;
use crate::model::{CleanArticle, Gender, Line, LineKind, Recurrences, Span, Work, heard_as_series_key, heard_key};
use crate::rules::words::{char_at, is_word_char, possessive_end, word_end};
use crate::rules::{Key, KeyMap, Lex, List, Rules};

/// What a token looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// `word`
    Lower,
    /// `Word`, `Lloyd-Hughes`, `O'Connell`, `McDonald`
    Capital,
    /// `WORD`, of two letters or more
    Upper,
    /// `J`, a capital alone
    Initial,
    /// `1994`, `3D`, `20th`: opens with a digit
    Number,
    /// `iPhone`, `eBay`: opens small, with a capital inside
    Mixed,
    /// `'s` or `’s`, and the bare apostrophe of `actors'`
    Possessive,
    /// Anything that is no word.
    Mark,
}

impl Shape {
    /// Returns whether the token opens with a capital letter.
    pub fn is_capital(self) -> bool {
        matches!(self, Shape::Capital | Shape::Upper | Shape::Initial)
    }

    /// Returns whether the token is a word or a number.
    pub fn is_word(self) -> bool {
        !matches!(self, Shape::Mark | Shape::Possessive)
    }
}

/// A word or a mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Token {
    /// Its place in the article's text.
    pub span: Span,
    /// What it looks like.
    pub shape: Shape,
    /// What the word lists know of it.
    pub lex: Lex,
    /// What it tells of a name beside it, by its number among the learned symbols.
    pub symbol: u16,
    /// The word in one spelling; the empty key for a mark.
    pub key: Key,
}

impl Token {
    /// What stands where there is no token.
    pub const NOTHING: Token =
        Token { span: Span { start: 0, end: 0 }, shape: Shape::Mark, symbol: 0, lex: Lex::NONE, key: Key::EMPTY };
}

/// Returns the words among the tokens as one key, marks left out.
pub fn words_key(tokens: &[Token]) -> Key {
    tokens.iter().filter(|token| token.shape.is_word()).fold(Key::EMPTY, |key, token| key.then(token.key))
}

/// An article as tokens.
pub struct Document<'a> {
    /// The article's source text.
    pub text: &'a str,
    /// The year of publication.
    pub year: Option<u16>,
    /// Who wrote it.
    authors: &'a [String],
    /// Every line of the article, kept or removed.
    pub lines: &'a [Line],
    /// The tokens of the kept lines, in order.
    pub tokens: Vec<Token>,
    /// The text of each token.
    words: Vec<&'a str>,
    /// For each of `lines`, whether most longer words are capitalised, so that capitals tell nothing.
    pub headlines: Vec<bool>,
    /// For each of `lines`, its tokens; empty for a removed line.
    pub line_tokens: Vec<Range<u32>>,
    /// The sentences, in order; none runs over the end of a line.
    pub sentences: Vec<Range<u32>>,
    /// For each token, its sentence.
    sentence_of: Vec<u32>,
    /// What names no person — titles, characters, firms — in order of place, once names are decided.
    pub no_person: Vec<Span>,
    /// Names that are taken for nobody's, though not surely, each with the log-odds that they are a person's, in order.
    pub doubted: Vec<(Span, f32)>,
    /// The words of the films and series that it names, each title as one key, once names are decided.
    pub titles: KeyMap<()>,
    /// What the corpus tells of titles, where there is one.
    pub corpus: Option<&'a Recurrences>,
}

impl<'a> Document<'a> {
    /// Cuts the kept lines of an article into tokens and sentences.
    pub fn new(clean: &'a CleanArticle, rules: &Rules) -> Document<'a> {
        let text = clean.article.text.as_str();
        let mut document = Document {
            text,
            year: clean.published().map(|date| date.year),
            authors: &clean.article.authors,
            lines: &clean.lines,
            tokens: Vec::with_capacity(text.len() / 5),
            words: Vec::with_capacity(text.len() / 5),
            headlines: Vec::with_capacity(clean.lines.len()),
            line_tokens: Vec::with_capacity(clean.lines.len()),
            sentences: Vec::with_capacity(text.len() / 100),
            sentence_of: Vec::new(),
            no_person: Vec::new(),
            doubted: Vec::new(),
            titles: KeyMap::default(),
            corpus: None,
        };
        Vocabulary::with(rules, |vocabulary| {
            for line in &clean.lines {
                let first = document.tokens.len() as u32;
                if line.is_kept() {
                    document.tokenize(line.span, vocabulary);
                    document.split_sentences(first);
                }
                document.headlines.push(is_headline(&document.tokens[first as usize..], line.kind));
                document.line_tokens.push(first..document.tokens.len() as u32);
            }
        });
        document.number_sentences();
        document
    }

    /// Returns in how many articles of the corpus the title with this key is told plainly.
    pub fn heard(&self, title: Key) -> u32 {
        self.corpus.map_or(0, |corpus| corpus.heard(heard_key(title.0)))
    }

    /// Returns in how many articles of the corpus the title with this key is told to be of a series.
    pub fn heard_as_series(&self, title: Key) -> u32 {
        self.corpus.map_or(0, |corpus| corpus.heard(heard_as_series_key(title.0)))
    }

    /// Notes what the names of the article tell, once they are decided: what names no person, what is doubted to, and
    /// the works that it names.
    pub fn decide(&mut self, no_person: Vec<Span>, doubted: Vec<(Span, f32)>, works: &[Work]) {
        (self.no_person, self.doubted) = (no_person, doubted);
        let mentions = works.iter().flat_map(|work| &work.mentions);
        self.titles = mentions.map(|mention| (self.key_of(*mention), ())).collect();
    }

    /// Returns whether somebody of this name wrote the article.
    pub fn is_author(&self, name: &str) -> bool {
        self.authors.iter().any(|author| author.to_lowercase() == name.to_lowercase())
    }

    /// Returns the token's text.
    pub fn word(&self, token: u32) -> &'a str {
        self.words[token as usize]
    }

    /// Returns the word `back` words before a token, empty where the line has none there.
    pub fn word_back(&self, token: u32, back: u32) -> &'a str {
        let near = token.checked_sub(back).filter(|&at| self.line_of(at) == self.line_of(token));
        near.map_or("", |at| self.word(at))
    }

    /// Returns the token at `index`, if there is one.
    pub fn get(&self, index: i64) -> Option<&Token> {
        usize::try_from(index).ok().and_then(|index| self.tokens.get(index))
    }

    /// Returns the span from the first to the last token of a range that is not empty.
    pub fn span(&self, tokens: Range<u32>) -> Span {
        let (first, last) = (self.tokens[tokens.start as usize], self.tokens[tokens.end as usize - 1]);
        Span { start: first.span.start, end: last.span.end }
    }

    /// Returns the index of the first token that ends after `byte`; the number of tokens when none does.
    pub fn token_at(&self, byte: u32) -> u32 {
        self.tokens.partition_point(|token| token.span.end <= byte) as u32
    }

    /// Returns the words of a span as one key.
    fn key_of(&self, span: Span) -> Key {
        let tokens = self.token_at(span.start)..self.token_at(span.end.saturating_sub(1)) + 1;
        words_key(&self.tokens[tokens.start as usize..(tokens.end as usize).min(self.tokens.len())])
    }

    /// Returns whether the span shares a word with what is known to name no person.
    pub fn is_no_person(&self, span: Span) -> bool {
        let at = self.no_person.partition_point(|other| other.end <= span.start);
        self.no_person[at..].iter().take_while(|other| other.start < span.end).any(|other| other.overlaps(span))
    }

    /// Returns the highest log-odds that a doubted name which shares a word with the span is a person's.
    pub fn doubted_odds(&self, span: Span) -> Option<f32> {
        let at = self.doubted.partition_point(|(other, _)| other.end <= span.start);
        let near = self.doubted[at..].iter().take_while(|(other, _)| other.start < span.end);
        near.map(|&(_, odds)| odds).max_by(f32::total_cmp)
    }

    /// Returns whether the span is, but for a mark at its end, what is known to name no person.
    pub fn no_person_covers(&self, span: Span) -> bool {
        let at = self.no_person.partition_point(|other| other.end <= span.start);
        let near = self.no_person[at..].iter().take_while(|other| other.start <= span.start);
        near.into_iter().any(|other| other.end + 1 >= span.end)
    }

    /// Returns the gender that the title before a name tells: "Mr. Hale".
    pub fn title_before(&self, name: u32) -> Gender {
        let stop = name.checked_sub(1).filter(|&before| self.word(before) == ".");
        let Some(title) = stop.unwrap_or(name).checked_sub(1) else { return Gender::Unknown };
        match self.word(title) {
            _ if !self.tokens[title as usize].shape.is_capital() => Gender::Unknown,
            title if List::TitleOfMan.has(title) => Gender::Male,
            title if List::TitleOfWoman.has(title) => Gender::Female,
            _ => Gender::Unknown,
        }
    }

    /// Returns the index of the line that holds the token.
    pub fn line_of(&self, token: u32) -> usize {
        self.line_tokens.partition_point(|range| range.end <= token)
    }

    /// Returns the `reach` tokens before a token, those of its line alone.
    pub fn before_in_line(&self, token: u32, reach: u32) -> Range<u32> {
        let opens = self.line_tokens.get(self.line_of(token)).map_or(0, |line| line.start);
        token.saturating_sub(reach).max(opens)..token
    }

    /// Returns whether a line opens at the token.
    pub fn opens_line_at(&self, token: u32) -> bool {
        let is_other = |before: u32| self.line_of(before) != self.line_of(token);
        self.opens_sentence_at(token) && token.checked_sub(1).is_none_or(is_other)
    }

    /// Returns the index of the sentence that holds the token.
    pub fn sentence_of(&self, token: u32) -> usize {
        self.sentence_of.get(token as usize).map_or(self.sentences.len(), |&sentence| sentence as usize)
    }

    /// Returns whether one sentence holds both tokens.
    pub fn shares_sentence(&self, one: u32, other: u32) -> bool {
        self.sentence_of(one) == self.sentence_of(other)
    }

    /// Returns whether a sentence opens at the token.
    pub fn opens_sentence_at(&self, token: u32) -> bool {
        let before = token.checked_sub(1).map(|before| self.sentence_of(before));
        (token as usize) < self.tokens.len() && before != Some(self.sentence_of(token))
    }

    /// Appends the tokens of one line.
    fn tokenize(&mut self, line: Span, vocabulary: &mut Vocabulary) {
        let text = self.text;
        let (mut at, end) = (line.start as usize, line.end as usize);
        while at < end {
            let letter = char_at(text, at);
            if letter.is_whitespace() || is_invisible(letter) {
                at += letter.len_utf8();
                continue;
            }
            let next = if is_word_char(letter) {
                plain_end(text, at, end).unwrap_or_else(|| word_end(text, at, end))
            } else if let Some(next) = possessive_end(text, at, end) {
                next
            } else {
                run_end(text.as_bytes(), at, end, letter)
            };
            self.tokens.push(vocabulary.token(text, Span::new(at, next)));
            self.words.push(&text[at..next]);
            at = next;
        }
    }

    fn number_sentences(&mut self) {
        self.sentence_of.reserve_exact(self.tokens.len());
        for (number, sentence) in (0..).zip(&self.sentences) {
            self.sentence_of.resize(sentence.end as usize, number);
        }
    }

    /// Ends a sentence after `.`, `!`, `?` or an ellipsis, with the marks that close after it, when what follows opens
    /// like a sentence and what precedes is no abbreviation or initial.
    fn split_sentences(&mut self, first: u32) {
        let end = self.tokens.len() as u32;
        let (mut start, mut at) = (first, first);
        while at < end {
            at += 1;
            if !self.ends_sentence(at - 1, start) {
                continue;
            }
            while at < end && self.closes(at) {
                at += 1;
            }
            if at < end && self.opens_sentence(at) {
                self.sentences.push(start..at);
                start = at;
            }
        }
        if start < end {
            self.sentences.push(start..end);
        }
    }

    fn ends_sentence(&self, at: u32, start: u32) -> bool {
        match self.word(at).as_bytes()[0] {
            b'!' | b'?' => true,
            b'.' => at > start && !self.is_abbreviation(at - 1, at),
            _ => self.word(at).starts_with('…'),
        }
    }

    /// An initial (`J.`), an honorific (`Mr.`), a suffix or a month before its full stop.
    fn is_abbreviation(&self, word: u32, stop: u32) -> bool {
        let (token, after) = (self.tokens[word as usize], self.get(stop as i64 + 1));
        let glued =
            after.is_some_and(|next| next.span.start == self.tokens[stop as usize].span.end && next.shape.is_word());
        let short = token.span.len() <= 5 && token.lex.has(Lex::HONORIFIC | Lex::SUFFIX | Lex::CALENDAR);
        let abbreviated = token.shape == Shape::Initial || List::Abbreviation.has_as_is(self.word(word));
        token.span.end == self.tokens[stop as usize].span.start && (glued || short || abbreviated)
    }

    fn closes(&self, at: u32) -> bool {
        let (token, before) = (self.tokens[at as usize], self.tokens[at as usize - 1]);
        let glued = token.span.start == before.span.end;
        glued
            && matches!(self.word(at), "\"" | "”" | "’" | "'" | "''" | ")" | "]" | "»" | "." | "!" | "?" | "'\"" | "’”")
    }

    fn opens_sentence(&self, at: u32) -> bool {
        let token = self.tokens[at as usize];
        let mark =
            token.shape == Shape::Mark && !matches!(self.word(at), "," | ";" | ":" | ")" | "]" | "-" | "–" | "—");
        token.shape.is_capital() || token.shape == Shape::Number || mark || token.shape == Shape::Mixed
    }
}

/// Returns the end of a run of one ASCII mark (`...`, `--`, `''`), or of a single character.
fn run_end(bytes: &[u8], at: usize, end: usize, letter: char) -> usize {
    if !letter.is_ascii() {
        return at + letter.len_utf8();
    }
    at + bytes[at..end].iter().take_while(|&&byte| byte == bytes[at]).count()
}

/// Returns the end of the word that opens at `at` where it is one of plain letters and digits and nothing that could
/// join it follows, as most words are.
fn plain_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[at..end];
    let length = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(bytes.len());
    let joined = bytes.get(length).is_some_and(|&byte| byte >= 0x80 || matches!(byte, b'\'' | b'-' | b'&'));
    (length > 0 && !joined).then_some(at + length)
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}')
}

/// Returns whether most longer words of a line are capitalised, so that capitals tell nothing.
fn is_headline(tokens: &[Token], kind: LineKind) -> bool {
    let (mut n_capital, mut n_small) = (0, 0);
    for token in tokens {
        if token.shape.is_word() && token.shape != Shape::Number && token.span.len() > 3 {
            *(if token.shape.is_capital() { &mut n_capital } else { &mut n_small }) += 1;
        }
    }
    let telling = if kind == LineKind::Paragraph { 5 } else { 3 };
    n_capital >= telling && n_capital > 4 * n_small
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::{Article, LineKind, RuleId};

    /// An article each line of which is a paragraph.
    pub fn article(text: &str) -> CleanArticle {
        let mut at = 0;
        let line = |line: &str| {
            let span = Span::new(at, at + line.len());
            at += line.len() + 1;
            Line { span, kind: LineKind::Paragraph, rule: RuleId("test"), boilerplate: 0.0 }
        };
        let lines = text.split('\n').map(line).collect();
        let article = Article { text: text.to_owned(), ..Article::default() };
        CleanArticle { article, lines, section: None, tags: vec![] }
    }

    /// Cuts `text`, each line of it a paragraph, and passes it on.
    pub fn with_document<T>(text: &str, work: impl FnOnce(&Document) -> T) -> T {
        work(&Document::new(&article(text), &Rules::load().unwrap()))
    }

    fn check(text: &str, expected: &str) {
        with_document(text, |document| {
            let sentence = |range: &Range<u32>| range.clone().map(|at| document.word(at)).collect::<Vec<_>>().join(" ");
            let sentences: Vec<String> = document.sentences.iter().map(sentence).collect();
            assert_eq!(sentences.join(" | "), expected);
        });
    }

    #[test]
    fn words() {
        check("Sean O’Connell's 1970s sci-fi", "Sean O’Connell 's 1970s sci-fi");
        check("“Don't,” she said...", "“ Don't , ” she said ...");
        check("AT&T ''really''", "AT&T '' really ''");
    }

    #[test]
    fn sentences() {
        check("He left. She stayed.", "He left . | She stayed .");
        check("J. R. Hale met Mr. Okonjo in St. Ives.", "J . R . Hale met Mr . Okonjo in St . Ives .");
        check("“Stop!” he said. “Go.” Then", "“ Stop ! ” he said . | “ Go . ” | Then");
        check("It cost 3.5 m. at most", "It cost 3 . 5 m . at most");
    }
}
