//! English analysis: how words of a text, and of a query, become the terms that are matched.
//!
//! A word is a run of letters and digits with the apostrophes inside it; hyphens separate. It is lower-cased, loses its
//! accents, its apostrophes and a possessive `'s` (`O’Connell's` → `oconnell`), and is stemmed (Snowball English,
//! Porter 2001). No word is dropped, so that phrases of common words match.
//!
//! Each distinct word is folded and stemmed once: a bounded memory of past words answers for the rest.

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words remembered at most; a memory that is full is emptied.
const MEMORY: usize = 1 << 16;
/// Longer words are cut here, in bytes: no term of the index is longer.
const MAX_WORD: usize = 64;

/// Where a word stands in a text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Turns words into terms. Cheap to create, worth keeping.
pub struct Analyzer {
    stemmer: Stemmer,
    /// Where the terms of past words stand in `terms`.
    known: FxHashMap<Box<str>, Word>,
    terms: String,
    token: Token,
}

impl Analyzer {
    /// Returns an analyzer that remembers nothing yet.
    pub fn new() -> Analyzer {
        let stemmer = Stemmer::new(Algorithm::English);
        Analyzer { stemmer, known: FxHashMap::default(), terms: String::new(), token: Token::default() }
    }

    /// Returns the words of a text, in order.
    pub fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
        let mut at = 0;
        std::iter::from_fn(move || next_word(text, &mut at))
    }

    /// Returns the words of a text that begin as one of the terms does that are looked for, and maybe some others.
    pub fn words_like<'a>(text: &'a str, beginnings: &'a Beginnings) -> impl Iterator<Item = Word> + 'a {
        let mut at = 0;
        std::iter::from_fn(move || next_word_like(text, beginnings, &mut at))
    }

    /// Returns the term for one word, as printed.
    pub fn term(&mut self, word: &str) -> &str {
        let place = match self.known.get(word) {
            Some(&place) => place,
            None => self.learn(word),
        };
        &self.terms[place.start..place.end]
    }

    fn learn(&mut self, word: &str) -> Word {
        if self.known.len() >= MEMORY {
            self.known.clear();
            self.terms.clear();
        }
        let start = self.terms.len();
        self.terms.push_str(&stem_word(&self.stemmer, word));
        let place = Word { start, end: self.terms.len() };
        self.known.insert(word.into(), place);
        place
    }

    /// Returns the terms of words of these letters, with an ending or none, whose terms do not open so: "comedi"
    /// for "comedy", which is the term of "comedies" too.
    pub fn stems_of_beginning<'e>(&mut self, letters: &str, endings: impl Iterator<Item = &'e str>) -> Vec<String> {
        let words = endings.chain([""]).map(|ending| format!("{letters}{ending}"));
        let mut stems: Vec<String> = words.map(|word| self.term(&word).to_owned()).collect();
        stems.retain(|stem| !stem.starts_with(letters));
        stems.sort_unstable();
        stems.dedup();
        stems
    }

    /// Returns the terms of a text, in order.
    pub fn terms(&mut self, text: &str) -> Vec<String> {
        Analyzer::words(text).map(|word| self.term(&text[word.start..word.end]).to_owned()).collect()
    }
}

impl Default for Analyzer {
    fn default() -> Analyzer {
        Analyzer::new()
    }
}

impl Clone for Analyzer {
    /// A clone remembers nothing: tantivy clones the analyzer for each thread.
    fn clone(&self) -> Analyzer {
        Analyzer::new()
    }
}

/// Returns the term for one word, as printed.
pub(super) fn stem_word(stemmer: &Stemmer, word: &str) -> String {
    stemmer.stem(&fold_word(word)).into_owned()
}

/// Returns a word in lower case, without accents, apostrophes, ligatures and letters of another width, cut to the
/// longest length of a term.
pub fn fold_word(word: &str) -> String {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    let mut folded = String::with_capacity(word.len());
    if word.is_ascii() {
        folded.extend(word.chars().filter(|&letter| letter != '\'').map(|letter| letter.to_ascii_lowercase()));
    } else {
        let letters = word.nfkd().filter(|&letter| !is_combining_mark(letter) && !matches!(letter, '\'' | '’'));
        folded.extend(letters.flat_map(char::to_lowercase).flat_map(without_stroke));
    }
    let mut end = folded.len().min(MAX_WORD);
    while !folded.is_char_boundary(end) {
        end -= 1;
    }
    folded.truncate(end);
    folded
}

/// Letters that carry a stroke or are two, and do not decompose.
fn without_stroke(letter: char) -> impl Iterator<Item = char> {
    let (first, second) = match letter {
        'ø' => ('o', None),
        'ł' => ('l', None),
        'đ' | 'ð' => ('d', None),
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'þ' => ('t', Some('h')),
        'ı' => ('i', None),
        other => (other, None),
    };
    std::iter::once(first).chain(second)
}

/// Returns a name as names are compared: folded words, one space between them.
pub fn fold_name(name: &str) -> String {
    let words = Analyzer::words(name).map(|word| fold_word(&name[word.start..word.end]));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn next_word(text: &str, at: &mut usize) -> Option<Word> {
    let bytes = text.as_bytes();
    while *at < bytes.len() {
        let (letter, length) = char_at(text, *at);
        if is_letter(letter) {
            break;
        }
        *at += length;
    }
    let start = *at;
    let end = end_of_word(text, start, at);
    (end > start).then_some(Word { start, end })
}

/// Returns where the word ends that begins at `start` or before and goes on at `at`, which moves on behind it.
fn end_of_word(text: &str, start: usize, at: &mut usize) -> usize {
    let mut end = *at;
    while *at < text.len() {
        let (letter, length) = char_at(text, *at);
        let joins = matches!(letter, '\'' | '’') && end > start && end == *at;
        if !is_letter(letter) && !joins {
            break;
        }
        *at += length;
        if !joins {
            end = *at;
        }
    }
    *at = (*at).max(end);
    end
}

/// The first two letters of terms that are looked for, so that most words of a text are passed over by a look at two
/// bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginnings {
    /// For each first letter the second ones, a bit each: letters, then digits, then none.
    seconds: [u32; 128],
    /// The bytes that a word may begin with; those of longer characters may always, since folding makes other letters
    /// of theirs.
    firsts: [bool; 256],
}

impl Default for Beginnings {
    fn default() -> Beginnings {
        let mut firsts = [false; 256];
        firsts[128..].fill(true);
        Beginnings { seconds: [0; 128], firsts }
    }
}

impl Beginnings {
    const DIGIT: u32 = 26;
    const NONE: u32 = 27;

    /// Adds a term. Words that begin with another letter than ASCII has are looked at in any case.
    pub fn add(&mut self, term: &str) {
        let [first @ ..=0x7f, rest @ ..] = term.as_bytes() else { return };
        let second = rest.first().and_then(|&second| Beginnings::second(second)).map_or(u32::MAX, |bit| 1 << bit);
        self.seconds[usize::from(first.to_ascii_lowercase())] |= second;
        self.firsts[usize::from(first.to_ascii_lowercase())] = true;
        self.firsts[usize::from(first.to_ascii_uppercase())] = true;
    }

    /// Lets any word fit.
    pub fn add_all(&mut self) {
        self.seconds = [u32::MAX; 128];
        (0..128u8).for_each(|byte| self.firsts[usize::from(byte)] = byte.is_ascii_alphanumeric());
    }

    /// Returns whether a word fits of which these are the first two bytes.
    fn fit(&self, first: u8, second: u8) -> bool {
        let seconds = self.seconds[usize::from(first.to_ascii_lowercase() & 0x7f)];
        seconds != 0 && Beginnings::second(second).is_none_or(|bit| seconds >> bit & 1 == 1)
    }

    /// Returns the bit of a second letter; `None` for an apostrophe and other letters than ASCII has, after folding
    /// which anything may stand there. Stemming turns `dying` to `die`.
    fn second(byte: u8) -> Option<u32> {
        match byte.to_ascii_lowercase() {
            b'y' => Some(u32::from(b'i' - b'a')),
            letter @ b'a'..=b'z' => Some(u32::from(letter - b'a')),
            b'0'..=b'9' => Some(Beginnings::DIGIT),
            b'\'' | 0x80.. => None,
            _ => Some(Beginnings::NONE),
        }
    }
}

fn next_word_like(text: &str, beginnings: &Beginnings, at: &mut usize) -> Option<Word> {
    let bytes = text.as_bytes();
    while let Some(&first) = bytes.get(*at) {
        let mut length = 1;
        if beginnings.firsts[usize::from(first)] {
            let fits = if first.is_ascii() {
                beginnings.fit(first, bytes.get(*at + 1).copied().unwrap_or(b' '))
            } else {
                let (letter, own) = char_at(text, *at);
                length = own;
                is_letter(letter)
            };
            if fits && begins_word(text, *at) {
                return next_word(text, at);
            }
        }
        *at += length;
    }
    None
}

/// Returns whether no word that began before goes on here: no letter stands before, nor one with an apostrophe.
fn begins_word(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    match before.next() {
        Some('\'' | '’') => !before.next().is_some_and(is_letter),
        letter => !letter.is_some_and(is_letter),
    }
}

fn char_at(text: &str, at: usize) -> (char, usize) {
    let byte = text.as_bytes()[at];
    if byte < 0x80 {
        return (byte as char, 1);
    }
    let letter = text[at..].chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
    (letter, letter.len_utf8())
}

fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || (!letter.is_ascii() && (letter.is_alphanumeric() || is_combining_mark(letter)))
}

impl Tokenizer for Analyzer {
    type TokenStream<'a> = AnalyzedWords<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> AnalyzedWords<'a> {
        self.token.reset();
        AnalyzedWords { analyzer: self, text, at: 0 }
    }
}

/// The terms of one text, as tantivy reads them.
pub struct AnalyzedWords<'a> {
    analyzer: &'a mut Analyzer,
    text: &'a str,
    at: usize,
}

impl TokenStream for AnalyzedWords<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = next_word(self.text, &mut self.at) else { return false };
        let mut token = std::mem::take(&mut self.analyzer.token);
        token.position = token.position.wrapping_add(1);
        token.offset_from = word.start;
        token.offset_to = word.end;
        token.text.clear();
        token.text.push_str(self.analyzer.term(&self.text[word.start..word.end]));
        self.analyzer.token = token;
        true
    }

    fn token(&self) -> &Token {
        &self.analyzer.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.analyzer.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(Analyzer::new().terms(text).join(" "), expected);
    }

    #[test]
    fn words_become_terms() {
        check("Sean O’Connell's sequels", "sean oconnel sequel");
        check("20th Century’s sci-fi", "20th centuri sci fi");
        check("Zoë Łukasz Björk naïveté", "zoe lukasz bjork naivet");
        check("the actors' 'love'", "the actor love");
        check("a ﬁlm ofﬁce in ＫＹＯＴＯ", "a film offic in kyoto");
        check("", "");
        check("’ ' ''", "");
    }

    /// Checks that a term is found wherever all words are looked at.
    fn check_beginnings(text: &str, terms: &[&str]) {
        let mut beginnings = Beginnings::default();
        terms.iter().for_each(|term| beginnings.add(term));
        let mut analyzer = Analyzer::new();
        let mut find = |words: &mut dyn Iterator<Item = Word>| -> Vec<Word> {
            words.filter(|word| terms.contains(&analyzer.term(&text[word.start..word.end]))).collect()
        };
        let all = find(&mut Analyzer::words(text));
        assert_eq!(find(&mut Analyzer::words_like(text, &beginnings)), all, "{text:?} {terms:?}");
    }

    #[test]
    fn words_are_found_by_their_beginnings() {
        let text =
            "O'Connell's o’Connell — café's 20th x X's “Étude” dying Dyer ... d'Or's\u{301} don't. ab’\u{301}c ß A";
        let terms = Analyzer::new().terms(text);
        for term in &terms {
            check_beginnings(text, &[term]);
        }
        check_beginnings(text, &["die", "x", "20th", "etud"]);
        check_beginnings("", &["x"]);
        check_beginnings("’", &["x"]);
    }

    #[test]
    fn stems_begin_as_their_words_do() {
        let mut analyzer = Analyzer::new();
        let lists = concat!(
            include_str!("../rules/en/stop_words.tsv"),
            include_str!("../rules/en/speech_verbs.tsv"),
            " skies skis dying lying tying idly gently ugly early only singly ties tied cries eyed aced owing inning",
        );
        for word in Analyzer::words(lists).map(|word| &lists[word.start..word.end]) {
            let mut beginnings = Beginnings::default();
            beginnings.add(analyzer.term(word));
            assert!(Analyzer::words_like(word, &beginnings).next().is_some(), "{word}");
        }
    }

    #[test]
    fn names_fold_to_words() {
        assert_eq!(fold_name("Han Seo-yeon"), "han seo yeon");
        assert_eq!(fold_name("Sean O'Connell"), fold_name("SEAN O’CONNELL"));
    }

    #[test]
    fn a_clone_gives_the_same_terms() {
        let mut first = Analyzer::new();
        let mut second = first.clone();
        assert_eq!(first.terms("running runners"), second.terms("running runners"));
    }
}
