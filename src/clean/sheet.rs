//! The lines of a page side by side: sketches, words, blank lines between, and which lines are copies of others.
//!
//! Comes in: an article's text and the spans of its lines. Goes out: a [`Sheet`], all that the features are read from.

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::Hasher;

use crate::model::{KEY_BITS, Recurrence, Recurrences, RuleId, Span};
use crate::rules::{DatePart, Lex, MAX_WORDS, Rules, Word, WordShape, date_part, hash_word};

use super::sketch::{Line, Scratch, Sketch, sketch};

/// A word that overlap is measured by.
#[derive(Clone, Copy, Debug)]
struct Term {
    hash: u32,
    capital: bool,
}

/// The lines of one article, or of a stretch of a very long one.
pub struct Sheet {
    /// What each line looks like by itself.
    pub sketches: Vec<Sketch>,
    /// Whether a blank line stands before it.
    pub blank_before: Vec<bool>,
    /// Length of each line in bytes.
    pub n_bytes: Vec<u32>,
    /// The phrase rule that best explains each line.
    pub rules: Vec<Option<(u8, RuleId)>>,
    /// Hash of each line.
    pub keys: Vec<u64>,
    /// How often each line recurs elsewhere.
    pub recurrences: Vec<Recurrence>,
    /// Hash of the first two words of each line.
    pub openings: Vec<u64>,
    /// Hash of the last two words of each line.
    pub endings: Vec<u64>,
    /// Hash of the first three marks of each line; 0 where it has less than two.
    pub marks: Vec<u64>,
    /// Whether each line opens with a date.
    dated: Vec<bool>,
    opening_counts: FxHashMap<u64, u32>,
    ending_counts: FxHashMap<u64, u32>,
    mark_counts: FxHashMap<u64, u32>,
    /// Pairs of capitalised words of lines that hold little else than names, with how many lines hold them.
    names: FxHashMap<u64, u32>,
    terms: Vec<Term>,
    /// A bit for each telling word of a line, so that lines that share none are told at a glance.
    masks: Vec<u64>,
    term_ends: Vec<u32>,
    /// Hashes of the runs of four words of each line.
    runs: Vec<u32>,
    run_ends: Vec<u32>,
    body: Vocabulary,
    shingles: FxHashMap<u32, u32>,
    copies: FxHashMap<u64, (u32, u32)>,
}

/// One of so many paragraphs that stand elsewhere tells that an article was published twice.
const TWINS: usize = 3;

/// The value in [`Sheet::shingles`] of a run of words that several lines hold.
const MANY: u32 = u32::MAX;

/// Returns the key under which the lines of articles are counted whose site nobody knows.
pub fn unknown_site() -> u32 {
    hash_word("")
}

impl Sheet {
    /// Reads the lines of `text` that lie at `spans`.
    pub fn new(text: &str, spans: &[Span], site: u32, rules: &Rules, recurrences: &Recurrences) -> Sheet {
        let n = spans.len();
        let n_words = spans.iter().map(|span| span.len().div_ceil(6).min(MAX_WORDS)).sum();
        let mut sheet = Sheet {
            sketches: Vec::with_capacity(n),
            blank_before: Vec::with_capacity(n),
            n_bytes: Vec::with_capacity(n),
            rules: Vec::with_capacity(n),
            keys: Vec::with_capacity(n),
            recurrences: Vec::with_capacity(n),
            openings: Vec::with_capacity(n),
            endings: Vec::with_capacity(n),
            marks: Vec::with_capacity(n),
            dated: Vec::with_capacity(n),
            opening_counts: FxHashMap::default(),
            ending_counts: FxHashMap::default(),
            mark_counts: FxHashMap::default(),
            names: FxHashMap::default(),
            terms: Vec::new(),
            masks: Vec::with_capacity(n),
            term_ends: Vec::with_capacity(n),
            runs: Vec::with_capacity(n_words),
            run_ends: Vec::with_capacity(n),
            body: Vocabulary::new(),
            shingles: FxHashMap::with_capacity_and_hasher(n_words, Default::default()),
            copies: FxHashMap::default(),
        };
        let mut before = None;
        Scratch::with(rules, |scratch| {
            for &span in spans {
                sheet.push(span.of(text), rules, scratch);
                sheet.n_bytes.push(span.len() as u32);
                let between = before.map(|end| &text[end as usize..span.start as usize]);
                sheet.blank_before.push(between.is_none_or(has_blank_line));
                before = Some(span.end);
            }
        });
        sheet.look_up(site, recurrences);
        sheet
    }

    /// Returns whether the sheet has no line.
    pub fn is_empty(&self) -> bool {
        self.sketches.is_empty()
    }

    /// Returns the number of lines.
    pub fn len(&self) -> usize {
        self.sketches.len()
    }

    fn push(&mut self, text: &str, rules: &Rules, scratch: &mut Scratch) {
        let index = self.sketches.len() as u32;
        let sketch = sketch(text, rules, scratch, |sketch, line| {
            self.keys.push(line_key(line.text));
            self.rules.push(line.hits.best);
            self.dated.push(opens_with_date(&line));
            self.add_ends(&line);
            self.add_marks(&line);
            self.add_terms(&line);
            if is_name_line(&sketch) {
                self.add_names(&line);
            }
            sketch
        });
        let first = self.term_ends.last().map_or(0, |&end| end as usize);
        if sketch.paragraph > 0.0 {
            self.terms[first..].iter().for_each(|term| self.body.insert(term.hash, index));
        }
        self.masks.push(self.terms[first..].iter().fold(0, |mask, term| mask | mask_of(term.hash)));
        self.term_ends.push(self.terms.len() as u32);
        self.run_ends.push(self.runs.len() as u32);
        let copy = self.copies.entry(self.keys[index as usize]).or_insert((0, index));
        copy.0 += 1;
        self.sketches.push(sketch);
    }

    fn add_names(&mut self, line: &Line) {
        for pair in line.words.windows(2).filter(|pair| pair.iter().all(|word| word.is_word() && word.is_capital())) {
            *self.names.entry(pair_of([pair.first(), pair.last()])).or_default() += 1;
        }
    }

    /// Returns how many other lines that hold little else than names hold the two words that the line opens with.
    pub fn named_as(&self, line: usize) -> u32 {
        let n_lines = self.names.get(&self.openings[line]).copied().unwrap_or(0);
        n_lines.saturating_sub(u32::from(is_name_line(&self.sketches[line])))
    }

    /// Returns whether a line opens with a date, as a row of a chronicle does.
    pub fn opens_with_date(&self, line: usize) -> bool {
        self.dated[line]
    }

    fn add_ends(&mut self, line: &Line) {
        let mut words = line.words.iter().filter(|word| word.is_word());
        let opening = pair_of([words.next(), words.next()]);
        let mut words = line.words.iter().rev().filter(|word| word.is_word());
        let ending = if line.whole { pair_of([words.next(), words.next()]) } else { self.keys[self.keys.len() - 1] };
        self.openings.push(opening);
        self.endings.push(ending);
        *self.opening_counts.entry(opening).or_default() += 1;
        *self.ending_counts.entry(ending).or_default() += 1;
    }

    fn add_marks(&mut self, line: &Line) {
        let marks = || line.words.iter().filter(|word| !word.is_word()).take(3);
        let hash = marks().fold(1, |hash, mark| (hash << 21) ^ u64::from(mark.hash));
        let marks = if marks().nth(1).is_some() { hash.max(1) } else { 0 };
        self.marks.push(marks);
        *self.mark_counts.entry(marks).or_default() += 1;
    }

    fn add_terms(&mut self, line: &Line) {
        let index = self.sketches.len() as u32;
        let mut run = [0u32; 3];
        for (word, lex) in line.words.iter().zip(line.lex).filter(|(word, _)| word.is_word()) {
            let shingle =
                run.iter().fold(word.hash, |hash, &word| hash.rotate_left(9).wrapping_mul(0x9e37_79b1) ^ word);
            if run[0] != 0 {
                self.runs.push(shingle);
                let holder = self.shingles.entry(shingle).or_insert(index);
                if *holder != index {
                    *holder = MANY;
                }
            }
            run = [run[1], run[2], word.hash];
            let text = &line.text[word.start as usize..word.end as usize];
            if text.len() > 3 || word.is_capital() || word.shape == WordShape::Number {
                let function = Lex::FUNCTION | Lex::HE | Lex::SHE | Lex::OTHER_PRONOUN;
                if !lex.has(function) {
                    self.terms.push(Term { hash: word.hash, capital: word.is_capital() });
                }
            }
        }
    }

    fn look_up(&mut self, site: u32, recurrences: &Recurrences) {
        if recurrences.is_empty() {
            self.recurrences.resize(self.keys.len(), Recurrence::default());
            return;
        }
        self.recurrences = self.keys.iter().map(|&key| recurrences.look_up(site, key)).collect();
        if site == unknown_site() {
            self.leave_strangers();
        }
        self.discount_twins();
    }

    /// Articles whose site nobody knows are of one site only where they have lines in common: else how many there are,
    /// none of which prints a line, tells nothing of it.
    fn leave_strangers(&mut self) {
        if self.recurrences.iter().all(|recurrence| recurrence.on_site == 0) {
            let alone =
                |&Recurrence { other_sites, .. }: &Recurrence| Recurrence { other_sites, ..Recurrence::default() };
            self.recurrences = self.recurrences.iter().map(alone).collect();
        }
    }

    /// Where more than [one in three](TWINS) paragraphs of the article, or of one without any of its lines, stand
    /// elsewhere too, it was published twice, and lines that recur tell nothing.
    fn discount_twins(&mut self) {
        let has_any = self.sketches.iter().any(|sketch| sketch.paragraph > 0.0);
        let paragraphs = || (0..self.len()).filter(|&line| !has_any || self.sketches[line].paragraph > 0.0);
        let n_paragraphs = paragraphs().count();
        let recur = |line: &usize| self.recurrences[*line].on_site + self.recurrences[*line].other_sites > 0;
        let n_twins = paragraphs().filter(recur).count();
        if TWINS * n_twins <= n_paragraphs {
            return;
        }
        let on_site = paragraphs().map(|line| self.recurrences[line].on_site).max().unwrap_or(0);
        let other_sites = paragraphs().map(|line| self.recurrences[line].other_sites).max().unwrap_or(0);
        for recurrence in &mut self.recurrences {
            recurrence.on_site = recurrence.on_site.saturating_sub(on_site);
            recurrence.on_site_share = if recurrence.on_site > 0 { recurrence.on_site_share } else { 0.0 };
            recurrence.other_sites = recurrence.other_sites.saturating_sub(other_sites);
        }
    }

    fn terms(&self, line: usize) -> &[Term] {
        let first = if line == 0 { 0 } else { self.term_ends[line - 1] as usize };
        &self.terms[first..self.term_ends[line] as usize]
    }

    /// Returns how many lines of the page are the same, and the first of them.
    pub fn copies(&self, line: usize) -> (u32, usize) {
        let (n_copies, first) = self.copies.get(&self.keys[line]).copied().unwrap_or((1, line as u32));
        (n_copies, first as usize)
    }

    /// Returns the share of the shorter line's telling words that the other has; 0 when either has fewer than two.
    pub fn overlap(&self, line: usize, other: Option<usize>) -> f32 {
        let Some(other) = other.filter(|&other| other < self.len()) else { return 0.0 };
        if self.sketches[line].paragraph > 0.0 && self.sketches[other].paragraph > 0.0 {
            return if self.keys[line] == self.keys[other] { 1.0 } else { 0.0 };
        }
        let (a, b) = (self.terms(line), self.terms(other));
        if self.keys[line] == self.keys[other] {
            return 1.0;
        }
        let (short, long) = if a.len() < b.len() { (line, other) } else { (other, line) };
        let n_terms = a.len().min(b.len());
        if n_terms < 2 { 0.0 } else { self.n_shared(short, long) as f32 / n_terms as f32 }
    }

    /// Returns how many of the line's telling words paragraphs have, and how many they have not.
    pub fn count_known(&self, line: usize) -> (usize, usize) {
        let n_known = self.terms(line).iter().filter(|term| self.body.contains(term.hash, line as u32)).count();
        (n_known, self.terms(line).len() - n_known)
    }

    /// Returns the share of the telling words of two lines that both have; 0 when either has none.
    pub fn likeness(&self, line: usize, other: Option<usize>) -> f32 {
        let Some(other) = other.filter(|&other| other < self.len()) else { return 0.0 };
        if self.keys[line] == self.keys[other] {
            return 1.0;
        }
        if self.sketches[line].paragraph + self.sketches[other].paragraph > 1.0 {
            return 0.0;
        }
        let (a, b) = (self.terms(line), self.terms(other));
        let shared = self.n_shared(line, other);
        shared as f32 / (a.len() + b.len() - shared.min(b.len())).max(1) as f32
    }

    /// How many of the line's telling words the other line has.
    fn n_shared(&self, line: usize, other: usize) -> usize {
        if self.masks[line] & self.masks[other] == 0 {
            return 0;
        }
        let (terms, others, mask) = (self.terms(line), self.terms(other), self.masks[other]);
        let has = |term: &&Term| mask & mask_of(term.hash) != 0 && others.iter().any(|other| other.hash == term.hash);
        terms.iter().filter(has).count()
    }

    /// Returns the share of the line's telling words that the other line has, and of the other's that it has; 0 where
    /// the one that is looked for has fewer than two.
    pub fn shares(&self, line: usize, other: usize) -> (f32, f32) {
        let (a, b) = (self.terms(line), self.terms(other));
        let shared = self.n_shared(line, other) as f32;
        let share = |terms: &[Term]| if terms.len() < 2 { 0.0 } else { shared / terms.len() as f32 };
        (share(a), share(b))
    }

    /// Returns the share of the line's telling words that any of `others` has; -1 where it has none.
    pub fn known_in(&self, line: usize, others: &[usize]) -> f32 {
        let terms = self.terms(line);
        let has = |other: usize, term: &Term| {
            self.masks[other] & mask_of(term.hash) != 0 && self.terms(other).iter().any(|other| other.hash == term.hash)
        };
        let known = |term: &&Term| others.iter().any(|&other| has(other, term));
        if terms.is_empty() { -1.0 } else { terms.iter().filter(known).count() as f32 / terms.len() as f32 }
    }

    /// Returns the share of the line's telling words that the other line has; -1 where it has none, or is a paragraph.
    pub fn within(&self, line: usize, other: Option<usize>) -> f32 {
        match other.filter(|&other| other < self.len() && self.sketches[line].paragraph == 0.0) {
            Some(other) => self.known_in(line, &[other]),
            None => -1.0,
        }
    }

    /// Returns how many lines have the same marks in the same order, the first three of them; 0 where it has less than
    /// two.
    pub fn same_marks(&self, line: usize) -> u32 {
        self.mark_counts.get(&self.marks[line]).copied().filter(|_| self.marks[line] != 0).unwrap_or(0)
    }

    /// Returns how many lines open with the same two words.
    pub fn same_opening(&self, line: usize) -> u32 {
        self.opening_counts.get(&self.openings[line]).copied().unwrap_or(1)
    }

    /// Returns how many lines end with the same two words.
    pub fn same_ending(&self, line: usize) -> u32 {
        self.ending_counts.get(&self.endings[line]).copied().unwrap_or(1)
    }

    /// Returns the share of the line's telling words, and of its capitalised ones, that paragraphs have, all of them
    /// or all but itself; -1 where it has none.
    pub fn known_words(&self, line: usize, others: bool) -> (f32, f32) {
        let (mut terms, mut capitals) = ((0, 0), (0, 0));
        // No line has this number.
        let but = if others { line as u32 } else { MANY };
        for term in self.terms(line) {
            let known = u32::from(self.body.contains(term.hash, but));
            terms = (terms.0 + 1, terms.1 + known);
            if term.capital {
                capitals = (capitals.0 + 1, capitals.1 + known);
            }
        }
        let share = |(n, n_known): (u32, u32)| if n == 0 { -1.0 } else { n_known as f32 / n as f32 };
        (share(terms), share(capitals))
    }

    /// Returns the share of a line's runs of four words that another line of the page has too.
    pub fn copied(&self, line: usize) -> f32 {
        let first = if line == 0 { 0 } else { self.run_ends[line - 1] as usize };
        let runs = &self.runs[first..self.run_ends[line] as usize];
        let n_copied = runs.iter().filter(|&run| self.shingles.get(run) == Some(&MANY)).count();
        n_copied as f32 / runs.len().max(1) as f32
    }
}

/// Whether a line names an author, or somebody, and says little else.
fn is_name_line(sketch: &Sketch) -> bool {
    sketch.words <= 12.0 && sketch.stop == 0.0 && sketch.byline + sketch.name_only > 0.0
}

/// Whether a line opens with a date, its first two words or one before a dash or a colon: "May 13", "MAY - The ferry".
fn opens_with_date(line: &Line) -> bool {
    let text = |word: &Word| &line.text[word.start as usize..word.end as usize];
    let is_of_date = |at: usize| {
        let word = &line.words[at];
        !matches!(date_part(line.text, word, || line.classes[at]), DatePart::None | DatePart::Filler)
    };
    let parts = |word: &Word| matches!(text(word), "-" | "–" | "—" | ":");
    line.words.len() > 1 && is_of_date(0) && (is_of_date(1) || parts(&line.words[1]))
}

/// The hash of two words that follow one another.
fn pair_of(words: [Option<&Word>; 2]) -> u64 {
    words.iter().fold(0, |hash, word| hash << 32 | word.map_or(0, |word| u64::from(word.hash)))
}

/// The bit of a word in [`Sheet::masks`].
fn mask_of(hash: u32) -> u64 {
    1 << (hash.wrapping_mul(0x9e37_79b1) >> 26)
}

/// Returns the hash by which lines are compared, of [`KEY_BITS`] bits: of their letters and digits without case; of all
/// characters where there are none.
pub fn line_key(line: &str) -> u64 {
    let mut letters = Letters::default();
    let mut at = 0;
    while let Some(&byte) = line.as_bytes().get(at) {
        if byte.is_ascii() {
            let letter = SMALL[usize::from(byte)];
            if letter != 0 {
                letters.push(u32::from(letter));
            }
            at += 1;
            continue;
        }
        let letter = line[at..].chars().next().unwrap_or_default();
        if letter.is_alphanumeric() {
            letter.to_lowercase().for_each(|letter| letters.push(u32::from(letter)));
        }
        at += letter.len_utf8();
    }
    if letters.is_empty() {
        letters.hasher.write(line.trim().as_bytes());
    }
    letters.finish() >> (u64::BITS - KEY_BITS)
}

/// Letters and digits of ASCII without case; 0 for all else.
const SMALL: [u8; 256] = {
    let (mut small, mut byte) = ([0; 256], 0u8);
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            small[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    small
};

/// Hashes letters, several of them at a time.
#[derive(Default)]
struct Letters {
    hasher: FxHasher,
    /// Letters that wait to be hashed, up to seven.
    waiting: u64,
    n_letters: usize,
}

impl Letters {
    fn push(&mut self, letter: u32) {
        self.waiting = self.waiting.rotate_left(8) ^ u64::from(letter);
        self.n_letters += 1;
        if self.n_letters.is_multiple_of(8) {
            self.hasher.write_u64(std::mem::take(&mut self.waiting));
        }
    }

    fn is_empty(&self) -> bool {
        self.n_letters == 0
    }

    fn finish(mut self) -> u64 {
        self.hasher.write_u64(self.waiting);
        self.hasher.write_usize(self.n_letters);
        self.hasher.finish()
    }
}

/// Returns the keys of the distinct lines of a text.
pub fn line_keys<'t>(lines: impl Iterator<Item = &'t str>) -> FxHashSet<u64> {
    lines.map(line_key).collect()
}

/// Whether two line ends stand with only white space between, in the text between two lines.
fn has_blank_line(between: &str) -> bool {
    memchr::memchr_iter(b'\n', between.as_bytes()).nth(1).is_some()
}

/// The words of paragraphs, each with the one line that has it or the news that several have; it forgets nothing, but
/// may believe a word it never saw.
struct Vocabulary {
    holders: Vec<u32>,
}

/// Places of a [`Vocabulary`].
const PLACES: usize = 1 << 14;

impl Vocabulary {
    fn new() -> Vocabulary {
        Vocabulary { holders: vec![0; PLACES] }
    }

    fn place(hash: u32) -> usize {
        (hash.wrapping_mul(0x9e37_79b1) >> 18) as usize
    }

    fn insert(&mut self, hash: u32, line: u32) {
        let holder = &mut self.holders[Vocabulary::place(hash)];
        *holder = if *holder == 0 || *holder == line + 1 { line + 1 } else { MANY };
    }

    /// Returns whether another line has the word.
    fn contains(&self, hash: u32, line: u32) -> bool {
        let holder = self.holders[Vocabulary::place(hash)];
        holder != 0 && holder != line.wrapping_add(1)
    }
}
