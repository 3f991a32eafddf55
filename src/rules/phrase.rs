//! The pattern language of the phrase rules, and the words of a line that it reads.
//!
//! A pattern speaks of a whole line. Its elements are parted by spaces:
//!
//! ```text
//! word        that word, in any case; a mark (`:`, `|`, `(`) stands for itself
//! one|two     either word
//! one||two    one, two, or the mark `|`
//! word?       that word or nothing
//! *           any run of words and marks, or nothing
//! ~           the same, of five at most
//! #           a number            {time}   a number with a colon: 1:39
//! {word}      any one word        {name}   one to five capitalised words
//! {date}      a day, a time or both, with the words that go with them
//! {agency}    a picture or news agency of `agencies.tsv`
//! {file}      a file name or an identifier    {email}   an address
//! ```
//!
//! Marks before the first and after the last word of a line are passed over. Only the first [`MAX_WORDS`] words of a
//! line are read, so that the cost of a line is bounded; what a longer line holds beyond them only `*` can match.

use rustc_hash::FxHashMap;

use super::List;
use super::words::char_at;

/// The most words and marks that a `~` takes up.
const SHORT_RUN: usize = 5;

/// The most words and marks of a line that are looked at.
pub const MAX_WORDS: usize = 48;

/// What a word of a line looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordShape {
    /// `word`
    Lower,
    /// `Word`
    Capital,
    /// `WORD`, two letters or more
    Upper,
    /// `J`
    Initial,
    /// `iPhone`, `URLCopied`: a capital after a small letter
    Mixed,
    /// Opens with a digit.
    Number,
    /// No letter or digit.
    Mark,
}

/// A word or a mark of a line.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Hash of the word in lower case with straight apostrophes.
    pub hash: u32,
    /// First byte, within the line.
    pub start: u32,
    /// One past the last byte, within the line.
    pub end: u32,
    /// What it looks like.
    pub shape: WordShape,
}

impl Word {
    /// Returns whether it is a word or a number.
    pub fn is_word(&self) -> bool {
        self.shape != WordShape::Mark
    }

    /// Returns whether it opens with a capital.
    pub fn is_capital(&self) -> bool {
        matches!(self.shape, WordShape::Capital | WordShape::Upper | WordShape::Initial | WordShape::Mixed)
    }
}

/// Returns the hash by which words are compared: FNV-1a of the lower-case letters, apostrophes straightened.
pub fn hash_word(word: &str) -> u32 {
    if word.is_ascii() {
        return word.bytes().fold(FNV_START, |hash, byte| fnv_step(hash, byte.to_ascii_lowercase()));
    }
    let mut buffer = [0; 4];
    word.chars().flat_map(char::to_lowercase).fold(FNV_START, |hash, letter| {
        let letter = if letter == '’' || letter == '‘' { '\'' } else { letter };
        letter.encode_utf8(&mut buffer).bytes().fold(hash, fnv_step)
    })
}

const FNV_START: u32 = 0x811c_9dc5;

fn fnv_step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// Appends the first [`MAX_WORDS`] words and marks of a line; returns whether that was all of it.
pub fn split_words(line: &str, words: &mut Vec<Word>) -> bool {
    let limit = words.len() + MAX_WORDS;
    let mut at = 0;
    while at < line.len() {
        if line.as_bytes()[at] == b' ' {
            at += 1;
            continue;
        }
        let letter = char_at(line, at);
        if letter.is_whitespace() || is_invisible(letter) {
            at += letter.len_utf8();
            continue;
        }
        if words.len() == limit {
            return false;
        }
        if let Some(word) = plain_word(line.as_bytes(), at) {
            words.push(word);
            at = word.end as usize;
            continue;
        }
        let end = if letter.is_alphanumeric() { word_end(line, at) } else { at + letter.len_utf8() };
        let text = &line[at..end];
        words.push(Word { hash: hash_word(text), start: at as u32, end: end as u32, shape: shape_of(text) });
        at = end;
    }
    true
}

/// The word at `start` if it is one of plain letters and nothing that could join it follows: most words are, and this
/// finds their end, hash and shape in one pass.
fn plain_word(line: &[u8], start: usize) -> Option<Word> {
    let (mut hash, mut at) = (FNV_START, start);
    let (mut n_upper, mut small, mut mixed) = (0, false, false);
    while let Some(&byte) = line.get(at).filter(|byte| byte.is_ascii_alphabetic()) {
        let upper = byte.is_ascii_uppercase();
        n_upper += usize::from(upper);
        mixed |= upper && small;
        small |= !upper;
        hash = fnv_step(hash, byte | 0x20);
        at += 1;
    }
    let joined = |&byte: &u8| byte >= 0x80 || byte.is_ascii_digit() || matches!(byte, b'_' | b'\'' | b'-' | b'.');
    if at == start || at - start >= MAX_WORD || line.get(at).is_some_and(joined) {
        return None;
    }
    let scots = || line[start..].starts_with(b"Mc") || line[start..].starts_with(b"Mac");
    let shape = match (line[start].is_ascii_uppercase(), small) {
        _ if mixed && at - start > 4 && !scots() => WordShape::Mixed,
        (false, _) => WordShape::Lower,
        (true, true) => WordShape::Capital,
        (true, false) if n_upper == 1 => WordShape::Initial,
        (true, false) => WordShape::Upper,
    };
    Some(Word { hash, start: start as u32, end: at as u32, shape })
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}') || letter.is_control()
}

/// The longest word that is read as one, in bytes.
const MAX_WORD: usize = 64;

/// Letters and digits, and the marks that join them: `O'Connell`, `co-founder`, `a.m`, `10:15`, `IMG_0042.jpg`.
fn word_end(line: &str, start: usize) -> usize {
    let mut at = start;
    while at < line.len() && at - start < MAX_WORD {
        let letter = char_at(line, at);
        let after = at + letter.len_utf8();
        if letter.is_alphanumeric() || letter == '_' {
            at = after;
            continue;
        }
        let joined = after < line.len() && char_at(line, after).is_alphanumeric();
        let between_digits = || line.as_bytes()[at - 1].is_ascii_digit() && line.as_bytes()[after].is_ascii_digit();
        let joins = match letter {
            '\'' | '’' | '-' | '‑' | '.' => true,
            ':' | ',' | '/' => joined && between_digits(),
            _ => false,
        };
        if !(joined && joins) {
            break;
        }
        at = after;
    }
    at
}

fn shape_of(word: &str) -> WordShape {
    let mut letters = word.chars();
    let first = letters.next().unwrap_or(' ');
    if first.is_numeric() {
        return WordShape::Number;
    }
    if !first.is_alphabetic() {
        return WordShape::Mark;
    }
    let (mut small, mut capital, mut mixed, mut rest) = (first.is_lowercase(), first.is_uppercase(), false, 0);
    let mut joined = false;
    for letter in letters.filter(|letter| letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’' | '.')) {
        if !letter.is_alphabetic() {
            joined = true;
            continue;
        }
        rest += 1;
        mixed |= letter.is_uppercase() && small && !joined;
        small |= letter.is_lowercase();
        capital |= letter.is_uppercase();
        joined = false;
    }
    match (first.is_uppercase(), small, capital) {
        _ if mixed && word.len() > 4 && !word.starts_with("Mc") && !word.starts_with("Mac") => WordShape::Mixed,
        (false, ..) => WordShape::Lower,
        (true, true, _) => WordShape::Capital,
        (true, false, _) if rest == 0 => WordShape::Initial,
        (true, false, _) => WordShape::Upper,
    }
}

/// One of the things that an element may stand for, words apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    AnyWord,
    Number,
    Time,
    Name,
    Date,
    Agency,
    File,
    Email,
}

/// One element of a pattern.
#[derive(Clone, Debug, PartialEq)]
enum Element {
    /// Any run of words and marks, of that many at most where there is a number.
    Run(Option<usize>),
    /// One of the words, or one of the kinds.
    Either { words: Box<[u32]>, kinds: Box<[Kind]>, optional: bool },
}

impl Element {
    /// The most words that it can match, where there is such a number.
    fn most(&self) -> Option<usize> {
        let kinds = match self {
            Element::Run(most) => return *most,
            Element::Either { kinds, .. } => kinds,
        };
        if kinds.iter().any(|kind| matches!(kind, Kind::Name | Kind::Date | Kind::Email)) { None } else { Some(1) }
    }

    fn is_optional(&self) -> bool {
        matches!(self, Element::Run(_) | Element::Either { optional: true, .. })
    }
}

/// A compiled pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    elements: Vec<Element>,
    /// The most words of a line that it can match; none where there is no such number.
    most: Option<usize>,
    /// For each element that must be one of some words, their bits.
    needs: Box<[u128]>,
}

/// A bit that stands for a word, so that what a line does not hold is told at a glance.
fn bit_of(hash: u32) -> u128 {
    1 << (hash.wrapping_mul(0x9e37_79b1) >> 25)
}

/// Classes of words that patterns and sketches ask for, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordClass(pub u16);

impl WordClass {
    /// Word of `agencies.tsv`.
    pub const AGENCY: WordClass = WordClass(1);
    /// Name of a month or a day, or its short form.
    pub const CALENDAR: WordClass = WordClass(1 << 1);
    /// Stands beside days and times.
    pub const BESIDE_DATE: WordClass = WordClass(1 << 2);
    /// "you" and its forms.
    pub const SECOND_PERSON: WordClass = WordClass(1 << 3);
    /// "I", "we" and their forms.
    pub const FIRST_PERSON: WordClass = WordClass(1 << 4);
    /// Forms of be, have and do, and modal verbs.
    pub const AUXILIARY: WordClass = WordClass(1 << 5);
    /// Of these, those of the past.
    pub const PAST: WordClass = WordClass(1 << 6);
    /// What people in pictures do: "attends", "poses".
    pub const ACT: WordClass = WordClass(1 << 7);
    /// A kind of picture: "portrait", "close-up".
    pub const SCENE: WordClass = WordClass(1 << 8);
    /// Where somebody is in a picture: "left", "background".
    pub const PLACING: WordClass = WordClass(1 << 9);
    /// "a" and "an".
    pub const ARTICLE: WordClass = WordClass(1 << 10);
    /// Some phrase rule is looked up by the word.
    pub const ANCHOR: WordClass = WordClass(1 << 11);

    /// Returns whether the word is in the class.
    pub fn has(self, class: WordClass) -> bool {
        self.0 & class.0 != 0
    }
}

/// Word lists that patterns refer to.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    words: FxHashMap<u32, WordClass>,
}

/// What a word adds to a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePart {
    /// Nothing: it stands in no date.
    None,
    /// A mark or a word that stands beside days and times.
    Filler,
    /// A number that may be a day.
    Day,
    /// The name of a month or a day.
    Name,
    /// A year, a time, numbers with slashes: a date by itself.
    Whole,
}

impl Classes {
    /// Returns the classes, given words of lists with the class of each.
    pub fn new<'w>(listed: impl Iterator<Item = (&'w str, WordClass)>) -> Classes {
        let mut classes = Classes::default();
        let mut add = |word: &str, class: WordClass| classes.words.entry(hash_word(word)).or_default().0 |= class.0;
        listed.for_each(|(word, class)| add(word, class));
        let lists = [
            (List::BesideDate, WordClass::BESIDE_DATE),
            (List::SecondPerson, WordClass::SECOND_PERSON),
            (List::FirstPerson, WordClass::FIRST_PERSON),
            (List::Auxiliary, WordClass::AUXILIARY),
            (List::PastAuxiliary, WordClass::PAST),
            (List::IndefiniteArticle, WordClass::ARTICLE),
        ];
        lists.into_iter().for_each(|(list, class)| list.words().iter().for_each(|word| add(word, class)));
        classes
    }

    /// Marks the words that rules are looked up by.
    pub fn mark_anchors(&mut self, anchored: &Anchored) {
        for &word in anchored.by_word.keys() {
            self.words.entry(word).or_default().0 |= WordClass::ANCHOR.0;
        }
    }

    /// Returns the classes of a word.
    pub fn of(&self, word: &Word) -> WordClass {
        self.words.get(&word.hash).copied().unwrap_or_default()
    }

    /// Returns whether the word is an agency's.
    pub fn is_agency(&self, word: &Word) -> bool {
        self.of(word).has(WordClass::AGENCY)
    }

    /// Returns what the word adds to a date.
    pub fn date_part(&self, line: &str, word: &Word) -> DatePart {
        date_part(line, word, || self.of(word))
    }
}

/// Returns what a word of this class adds to a date.
pub fn date_part(line: &str, word: &Word, class: impl FnOnce() -> WordClass) -> DatePart {
    let text = &line[word.start as usize..word.end as usize];
    match word.shape {
        WordShape::Mark
            if matches!(text, "," | "." | ":" | "/" | "-" | "–" | "—" | "|" | "•" | "·" | "(" | ")" | "@") =>
        {
            DatePart::Filler
        }
        WordShape::Mark => DatePart::None,
        WordShape::Number => date_number(text),
        _ => match class() {
            class if class.has(WordClass::CALENDAR) => DatePart::Name,
            class if class.has(WordClass::BESIDE_DATE) => DatePart::Filler,
            _ => DatePart::None,
        },
    }
}

fn date_number(text: &str) -> DatePart {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    let of_date = |byte: u8| byte.is_ascii_digit() || b":/-.TZ+apmAPM".contains(&byte);
    let year = digits == 4 && rest.is_empty() && matches!(&text[..2], "18" | "19" | "20");
    let parted = rest.contains([':', '/', '-']) || rest.matches('.').count() == 2;
    let compound = parted && text.len() <= 25 && text.bytes().all(of_date);
    let clock = matches!(rest, "am" | "pm" | "AM" | "PM");
    if year || compound || clock {
        DatePart::Whole
    } else if matches!(rest, "" | "st" | "nd" | "rd" | "th") && digits <= 2 {
        DatePart::Day
    } else {
        DatePart::None
    }
}

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Pattern, String> {
        let elements = text.split_whitespace().map(parse_element).collect::<Result<Vec<_>, _>>()?;
        if elements.iter().all(Element::is_optional) {
            return Err(format!("`{text}` matches every line"));
        }
        let most = elements.iter().map(Element::most).sum();
        let needs = required(&elements).map(|words| words.iter().fold(0, |bits, &word| bits | bit_of(word))).collect();
        Ok(Pattern { elements, most, needs })
    }

    /// Returns the words one of which any matching line must hold, when the pattern has such a word.
    pub fn anchors(&self) -> Option<&[u32]> {
        required(&self.elements).min_by_key(|words| words.len())
    }

    /// Returns whether the pattern matches a line, and how.
    pub fn matches(&self, line: &Line) -> Option<Strength> {
        let lacks = |&need: &u128| need & line.bits == 0;
        if self.most.is_some_and(|most| line.n_words > most) || self.needs.iter().any(lacks) {
            return None;
        }
        let run = |from: usize| match_from(&self.elements, line.words, line, (from, 0), &mut Tried::default());
        let starred = run(0).or_else(|| (line.first_word > 0).then(|| run(line.first_word)).flatten())?;
        Some(if starred == 0 { Strength::Exact } else { Strength::Open })
    }
}

/// How a pattern matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// A `*` or a `~` took up words.
    Open,
    /// Every word of the line is one the pattern names.
    Exact,
}

/// A line as patterns see it.
pub struct Line<'a> {
    text: &'a str,
    words: &'a [Word],
    whole: bool,
    classes: &'a Classes,
    n_words: usize,
    /// A bit for each word.
    bits: u128,
    /// Index of the first word that is no mark; 0 where there is none.
    first_word: usize,
}

impl<'a> Line<'a> {
    /// Looks at a line, given its words; `whole` tells that they are all of them.
    pub fn new(text: &'a str, words: &'a [Word], whole: bool, classes: &'a Classes) -> Line<'a> {
        let n_words = words.iter().filter(|word| word.is_word()).count();
        let first_word = words.iter().position(Word::is_word).unwrap_or(0);
        let bits = words.iter().fold(0, |bits, word| bits | bit_of(word.hash));
        Line { text, words, whole, classes, n_words, bits, first_word }
    }
}

/// The words of each element that must be one of them.
fn required(elements: &[Element]) -> impl Iterator<Item = &[u32]> {
    elements.iter().filter_map(|element| match element {
        Element::Either { words, kinds, optional: false } if kinds.is_empty() => Some(&words[..]),
        _ => None,
    })
}

fn parse_element(text: &str) -> Result<Element, String> {
    match text {
        "*" => return Ok(Element::Run(None)),
        "~" => return Ok(Element::Run(Some(SHORT_RUN))),
        _ => {}
    }
    let (mut words, mut kinds, mut optional) = (Vec::new(), Vec::new(), false);
    for alternative in text.split('|') {
        let name = match alternative.strip_suffix('?') {
            Some(name) if !name.is_empty() => {
                optional = true;
                name
            }
            _ if alternative.is_empty() => "|",
            _ => alternative,
        };
        match parse_kind(name)? {
            Some(kind) => kinds.push(kind),
            None => words.push(parse_word(name)?),
        }
    }
    Ok(Element::Either { words: words.into(), kinds: kinds.into(), optional })
}

fn parse_kind(name: &str) -> Result<Option<Kind>, String> {
    Ok(Some(match name {
        "#" => Kind::Number,
        "{word}" => Kind::AnyWord,
        "{name}" => Kind::Name,
        "{date}" => Kind::Date,
        "{time}" => Kind::Time,
        "{agency}" => Kind::Agency,
        "{file}" => Kind::File,
        "{email}" => Kind::Email,
        _ if name.starts_with('{') => return Err(format!("unknown element `{name}`")),
        _ => return Ok(None),
    }))
}

fn parse_word(name: &str) -> Result<u32, String> {
    let mut words = Vec::new();
    split_words(name, &mut words);
    match words[..] {
        _ if name != name.to_lowercase() => Err(format!("`{name}` is not in lower case")),
        [word] => Ok(word.hash),
        _ => Err(format!("`{name}` is not one word")),
    }
}

/// From which words the last elements of a pattern were tried in vain, a bit a word, by how many elements they are:
/// a pattern of many stars would else try the same again and again. Longer rests are tried afresh.
#[derive(Default)]
struct Tried([u64; 12]);

const _: () = assert!(MAX_WORDS < u64::BITS as usize);

/// Matches the elements against the words from `at`; returns how many words stars took up.
fn match_from(
    elements: &[Element],
    words: &[Word],
    line: &Line,
    (at, starred): (usize, usize),
    tried: &mut Tried,
) -> Option<usize> {
    let bit = 1 << at;
    if tried.0.get(elements.len()).is_some_and(|bits| bits & bit != 0) {
        return None;
    }
    let found = match_first(elements, words, line, (at, starred), tried);
    if let Some(bits) = tried.0.get_mut(elements.len()).filter(|_| found.is_none()) {
        *bits |= bit;
    }
    found
}

fn match_first(
    elements: &[Element],
    words: &[Word],
    line: &Line,
    (at, starred): (usize, usize),
    tried: &mut Tried,
) -> Option<usize> {
    let Some((element, rest)) = elements.split_first() else {
        let spare_marks = words[at.min(words.len())..].iter().all(|word| !word.is_word());
        return (line.whole && spare_marks).then_some(starred);
    };
    let (known, kinds, optional) = match element {
        Element::Either { words, kinds, optional } => (words, kinds, optional),
        Element::Run(None) if rest.is_empty() => {
            let taken = words[at.min(words.len())..].iter().filter(|word| word.is_word()).count();
            return Some(starred + taken + usize::from(!line.whole));
        }
        Element::Run(most) => {
            let last = most.map_or(words.len(), |most| words.len().min(at + most));
            return (at..=last).find_map(|next| match_from(rest, words, line, (next, starred + next - at), tried));
        }
    };
    let by_word = words.get(at).is_some_and(|word| known.contains(&word.hash));
    let by_kind = kinds.iter().map(|&kind| longest_match(kind, words, line, at)).max().unwrap_or(0);
    let longest = by_kind.max(usize::from(by_word));
    let found = (1..=longest).rev().find_map(|length| match_from(rest, words, line, (at + length, starred), tried));
    found.or_else(|| optional.then(|| match_from(rest, words, line, (at, starred), tried)).flatten())
}

/// Returns the most words that the kind can match at `at`; it can match any smaller number above zero too.
fn longest_match(kind: Kind, words: &[Word], line: &Line, at: usize) -> usize {
    let Some(word) = words.get(at) else { return 0 };
    let text_of = |word: &Word| &line.text[word.start as usize..word.end as usize];
    match kind {
        Kind::AnyWord => usize::from(word.is_word()),
        Kind::Number => usize::from(word.shape == WordShape::Number),
        Kind::Time => usize::from(word.shape == WordShape::Number && text_of(word).contains(':')),
        Kind::Agency => usize::from(line.classes.is_agency(word)),
        Kind::File => usize::from(is_file(text_of(word))),
        Kind::Email => {
            let mark = words.get(at + 1).is_some_and(|mark| text_of(mark) == "@");
            let host = words.get(at + 2).is_some_and(|host| text_of(host).contains('.'));
            if word.is_word() && mark && host { 3 } else { 0 }
        }
        Kind::Name => longest_name(words, line, at),
        Kind::Date => longest_date(words, line, at),
    }
}

fn longest_name(words: &[Word], line: &Line, at: usize) -> usize {
    let (mut length, mut n_names) = (0, 0);
    for word in &words[at..] {
        let text = &line.text[word.start as usize..word.end as usize];
        if word.is_capital() && n_names < 5 {
            n_names += 1;
        } else if n_names == 0 || !matches!(text, "." | "de" | "van" | "von" | "der" | "la" | "del" | "di" | "’" | "'")
        {
            break;
        }
        length += 1;
    }
    length
}

fn longest_date(words: &[Word], line: &Line, at: usize) -> usize {
    let (mut length, mut day, mut name, mut whole) = (0, false, false, false);
    for (index, word) in words[at..].iter().enumerate() {
        let part = line.classes.date_part(line.text, word);
        if part == DatePart::None {
            break;
        }
        day |= part == DatePart::Day;
        name |= part == DatePart::Name;
        whole |= part == DatePart::Whole;
        if word.is_word() {
            length = index + 1;
        }
    }
    if whole || (day && name) { length } else { 0 }
}

/// A word with an extension of a picture, an underscore, or digits among letters as no English word has them.
pub fn is_file(word: &str) -> bool {
    if !word.bytes().any(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'_') {
        return false;
    }
    let lower = word.to_ascii_lowercase();
    let picture = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".mp4", ".avif", ".tif", ".pdf", ".bmp"];
    let coded = word.len() >= 8
        && word.bytes().filter(u8::is_ascii_digit).count() >= 3
        && word.bytes().filter(u8::is_ascii_alphabetic).count() >= 2
        && !word.ends_with("th");
    picture.iter().any(|extension| lower.ends_with(extension))
        || (word.contains('_') && word.len() > 4 && !word.trim_matches('_').is_empty())
        || coded
}

/// Rules by the word that a line must hold for them.
#[derive(Clone, Debug, Default)]
pub struct Anchored {
    by_word: FxHashMap<u32, Vec<u16>>,
    always: Vec<u16>,
}

impl Anchored {
    /// Adds the pattern of rule `index`.
    pub fn add(&mut self, pattern: &Pattern, index: u16) {
        match pattern.anchors() {
            Some(words) => words.iter().for_each(|&word| self.by_word.entry(word).or_default().push(index)),
            None => self.always.push(index),
        }
    }

    /// Appends the rules that may match a line of these words, each once, in order. `may` tells the words that anchor
    /// a rule, and may take others for such.
    pub fn candidates(&self, words: &[Word], may: impl Fn(usize) -> bool, found: &mut Vec<u16>) {
        found.clear();
        found.extend_from_slice(&self.always);
        for word in words.iter().enumerate().filter(|&(index, _)| may(index)).map(|(_, word)| word) {
            if let Some(rules) = self.by_word.get(&word.hash) {
                found.extend_from_slice(rules);
            }
        }
        found.sort_unstable();
        found.dedup();
    }
}
