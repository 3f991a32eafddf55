//! Where a title may be printed: known titles, phrases between marks, and capitalised phrases beside words of the
//! trade.
//!
//! Comes in: a [`Document`]. Goes out: [`Candidate`]s in order of place; they may overlap.

use std::ops::Range;

use super::super::{Document, Shape, Token};
use super::context::{self, Surroundings};
use super::told;
use crate::model::WorkKind;
use crate::rules::titles::{Form, LONGEST_NUMERAL, Match, number, title_key_after};
use crate::rules::{Key, KeyMap, Lex, List, Rules};

/// A place where a title may be printed.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its tokens, without quotation marks.
    pub tokens: Range<u32>,
    /// Its words without a leading article, as one key.
    pub key: Key,
    /// The known title that it is.
    pub known: Option<Match>,
    /// The known title before its number: "Alita" of "Alita 2".
    pub numbered: Option<Match>,
    /// That number.
    pub number: Option<String>,
    /// Whether quotation marks stand around it.
    pub marked: bool,
    /// Whether it stands in a line where capitals tell nothing.
    pub headline: bool,
}

impl Candidate {
    /// The listed work that has this for its title, be it without the article.
    pub fn listed(&self) -> Option<Match> {
        self.known.filter(|found| found.form <= Form::NoArticle)
    }
}

/// Finds every place where a title may be printed.
pub fn find(document: &Document, rules: &Rules, surroundings: &Surroundings) -> Vec<Candidate> {
    let mut finder = Finder {
        document,
        rules,
        seen: KeyMap::default(),
        candidates: Vec::new(),
        phrases: Vec::new(),
        likely: KeyMap::default(),
        is_of_trade: surroundings.density > OF_TRADE || surroundings.topic > OF_SCREEN,
        surroundings,
        headline: false,
    };
    for (&headline, tokens) in document.headlines.iter().zip(&document.line_tokens) {
        finder.headline = headline;
        if headline {
            finder.dated_at(tokens.clone());
            finder.listed_at(tokens.clone());
        }
        for start in tokens.clone() {
            let token = document.tokens[start as usize];
            if token.shape.is_capital() || matches!(token.shape, Shape::Number | Shape::Mixed) {
                finder.known_at(start, tokens.end);
                if !finder.headline && (token.shape != Shape::Number || finder.is_named_by_number(start, tokens.end)) {
                    finder.phrases_at(start, tokens.clone());
                }
            } else if token.shape == Shape::Mark && is_opening(document.word(start)) {
                finder.marked_at(start, tokens.end);
            }
        }
    }
    finder.push_phrases();
    finder.candidates.sort_by_key(|candidate| (candidate.tokens.start, candidate.tokens.end));
    finder.candidates
}

/// Words of the trade in a hundred that an article of the trade has.
const OF_TRADE: f32 = 0.4;

/// What the words of an article of the screen tell on average.
const OF_SCREEN: f32 = -0.05;

/// How much the words near a phrase tell that it may be a title, whatever the article is of.
const NEAR: f32 = 1.0;

/// How much the runs of words around a phrase must speak for a title where nothing else does.
const RUNS: f32 = 0.2;

/// Whether a pronoun stands before a word in small letters: "I was in Leith" is said, where "I Was a Ferryman" is
/// named.
fn opens_clause(document: &Document, at: u32) -> bool {
    let acts = document.get(i64::from(at) + 1).is_some_and(|next| next.shape == Shape::Lower);
    acts && List::SubjectPronoun.has(document.word(at))
}

/// So many tokens of a heading are looked at for the end of what it names.
const LONGEST_HEADING: usize = 16;

struct Finder<'d, 'a> {
    document: &'d Document<'a>,
    rules: &'d Rules,
    surroundings: &'d Surroundings,
    /// For each range, its candidate.
    seen: KeyMap<usize>,
    candidates: Vec<Candidate>,
    /// Capitalised phrases, wherever they stand.
    phrases: Vec<(Key, Range<u32>)>,
    /// Phrases that stand at least once beside words that titles stand beside, or are worded like titles, have an
    /// article of their own or the number of a sequel.
    likely: KeyMap<()>,
    /// Whether the article is of the trade, so that phrases worded like titles are likely some.
    is_of_trade: bool,
    headline: bool,
}

impl Finder<'_, '_> {
    fn push(&mut self, tokens: Range<u32>, known: Option<Match>, numbered: Option<Match>) {
        let is_other = is_day(self.document, &tokens) || is_compatriot(self.document, &tokens);
        if is_other || self.rules.makers.has(&keys_of(self.document, &tokens)) {
            return;
        }
        let range = Key(u64::from(tokens.start) << 32 | u64::from(tokens.end)).then(Key::EMPTY);
        if let Some(&candidate) = self.seen.get(&range) {
            let candidate = &mut self.candidates[candidate];
            candidate.known = candidate.known.or(known);
            candidate.numbered = candidate.numbered.or(numbered);
            return;
        }
        self.seen.insert(range, self.candidates.len());
        let marked = is_marked(self.document, &tokens);
        let key = key_of(self.document, &tokens);
        let number = numbered.map(|_| self.document.word(tokens.end - 1).to_owned());
        self.candidates.push(Candidate { tokens, key, known, numbered, number, marked, headline: self.headline });
    }

    /// Every known title that opens at `start`, and the numbers after them.
    fn known_at(&mut self, start: u32, end: u32) {
        let (mut key, mut at) = (Key::EMPTY, start);
        while let Some((next, word)) = next_word(self.document, start, at, end) {
            key = key.then(word);
            at = next;
            let Some((found, goes_on)) = self.rules.titles.get(key) else { break };
            if let Some(found) = found.filter(|_| is_printed_as_title(self.document, &(start..at))) {
                self.push(start..at, Some(found), None);
                self.numbered_at(start, at, end, found);
            }
            if !goes_on {
                break;
            }
        }
    }

    /// "Scream 5", "A Quiet Place Part 2".
    fn numbered_at(&mut self, start: u32, at: u32, end: u32, base: Match) {
        let part = at < end && List::PartOfWork.has_as_is(self.document.word(at));
        let digit = at + u32::from(part);
        if digit >= end {
            return;
        }
        let token = self.document.tokens[digit as usize];
        let small = token.shape == Shape::Number && token.span.len() <= 2;
        let numeral = number(token.key) != token.key || (part && matches!(self.document.word(digit), "Two" | "Three"));
        let glued = self.document.get(i64::from(digit) + 1).is_some_and(|next| {
            next.span.start == token.span.end
                && !matches!(next.span.of(self.document.text), "," | "." | ")" | ":" | "’" | "”" | "'" | "\"")
                && next.shape != Shape::Possessive
        });
        if (small || numeral) && !glued {
            self.push(start..digit + 1, None, Some(base));
        }
    }

    /// Whether a number opens a title: "the film 7 Ferries to Harbour".
    fn is_named_by_number(&self, start: u32, end: u32) -> bool {
        let before = start.checked_sub(1).map(|at| self.document.tokens[at as usize].key);
        let is_told = before.is_some_and(|before| self.rules.work_kinds.cue(before) == Some(WorkKind::Film));
        is_told && start + 1 < end && self.document.tokens[start as usize + 1].shape.is_capital()
    }

    /// A phrase between quotation marks that is printed as a title.
    fn marked_at(&mut self, open: u32, end: u32) {
        let document = self.document;
        // “"Yes." Hale: "No."”: a straight mark before a space closes what stands before it.
        let [mark, first] = [open, open + 1].map(|at| document.get(i64::from(at)).map(|token| token.span));
        let parts = mark.zip(first).is_none_or(|(mark, first)| mark.end != first.start);
        if parts && matches!(document.word(open), "\"" | "'") || opens_clause(document, open + 1) {
            return;
        }
        let Some(close) = (open + 2..(open + 13).min(end)).find(|&at| is_closing(document.word(at))) else { return };
        let mut tokens = open + 1..close;
        while !tokens.is_empty() && matches!(document.word(tokens.end - 1), "," | ".") {
            tokens.end -= 1;
        }
        if !tokens.is_empty() && looks_like_title(document, &tokens) {
            self.push(tokens, None, None);
        }
    }

    /// What a heading names with a year: "3. Harbour Nine (2019)".
    fn dated_at(&mut self, line: Range<u32>) {
        let document = self.document;
        let word = |at: u32| if at < line.end { document.word(at) } else { "" };
        let is_year = |at: u32| word(at).len() == 4 && document.tokens[at as usize].shape == Shape::Number;
        let dated = |&at: &u32| word(at) == "(" && is_year(at + 1) && matches!(word(at + 2), ")" | ",");
        if let Some(end) = line.clone().take(LONGEST_HEADING).find(dated) {
            self.push_head(&line, end);
        }
    }

    /// What a line of a list names before what it says of it: "6. Harbour Nine (Lantern) 1,402 theaters", "Harbour Nine
    /// / Ghana".
    fn listed_at(&mut self, line: Range<u32>) {
        let document = self.document;
        let parts = |&at: &u32| matches!(document.word(at), "(" | "–" | "—" | "/");
        let mut head = after_number(document, &line)..line.end;
        if let Some(end) = head.by_ref().take(LONGEST_HEADING).find(parts).filter(|_| self.is_of_trade) {
            self.push_head(&line, end);
        }
    }

    /// Takes what a line opens with, its number left out, if that looks like a title.
    fn push_head(&mut self, line: &Range<u32>, end: u32) {
        let tokens = after_number(self.document, line)..end;
        if !tokens.is_empty() && looks_like_title(self.document, &tokens) {
            self.push(tokens, None, None);
        }
    }

    /// Capitalised phrases beside words that titles stand beside.
    fn phrases_at(&mut self, start: u32, line: Range<u32>) {
        let document = self.document;
        // "In Harbour Nine, …": the capital before is the sentence's.
        let follows = start > line.start && document.tokens[start as usize - 1].shape.is_capital();
        if follows && !is_lone_opener(document, start - 1) || opens_clause(document, start) {
            return;
        }
        let sentence = &document.sentences[document.sentence_of(start)];
        let before = document.word(start.max(1) - 1);
        let bracket = start > line.start && before == "(";
        for end in phrase_ends(document, start, sentence.end) {
            let odds = context::odds(document, &self.rules.contexts, sentence, &(start..end)).work;
            let closes = bracket && (end < line.end && matches!(document.word(end), ")" | ","));
            let key = key_of(document, &(start..end));
            let beside = odds.iter().sum::<f32>() > 1.0 || odds[0] > 1.0 || odds[2] > 1.0;
            let tokens = start..end;
            let worded = || is_worded_as_title(document, &tokens) || has_own_article(document, &tokens);
            let runs = || {
                let collocations = &self.rules.collocations;
                collocations.odds(&context::neighbours(document, collocations, sentence, &tokens)) > RUNS
            };
            let near = || self.surroundings.near(sentence, &tokens) > NEAR;
            let is_of_screen = || self.is_of_trade || near();
            let is_told =
                || told::is_apposed(document, &tokens, false) || told::is_aired(document, self.rules, &tokens, false);
            if beside || closes || is_told() || is_of_screen() && (worded() || is_sequel(document, &tokens) || runs()) {
                self.likely.insert(key, ());
            }
            self.phrases.push((key, start..end));
        }
    }

    /// Takes for candidates all phrases that are likely somewhere in the article, or marked.
    fn push_phrases(&mut self) {
        for candidate in &self.candidates {
            self.likely.insert(candidate.key, ());
        }
        for (key, tokens) in std::mem::take(&mut self.phrases) {
            if self.likely.contains_key(&key) || heard(self.document, key, &tokens) > 0 {
                self.push(tokens, None, None);
            }
        }
    }
}

/// Returns in how many articles of the corpus a title is told plainly, be it with the number that it ends with or
/// without.
pub fn heard(document: &Document, key: Key, tokens: &Range<u32>) -> u32 {
    let n_heard = document.heard(key);
    if n_heard > 0 || !is_number(&document.tokens[tokens.end as usize - 1]) || tokens.len() < 2 {
        return n_heard;
    }
    document.heard(key_of(document, &(tokens.start..tokens.end - 1)))
}

/// Whether a word is the number of a sequel: "2", "IV".
pub fn is_number(token: &Token) -> bool {
    (token.shape == Shape::Number && token.span.len() <= 2) || number(token.key) != token.key
}

/// The keys of all runs of words that open where a range does, by length.
pub fn runs(document: &Document, tokens: Range<u32>) -> impl Iterator<Item = Key> {
    let (mut at, mut key) = (tokens.start, Key::EMPTY);
    std::iter::from_fn(move || {
        let (next, word) = next_word(document, tokens.start, at, tokens.end)?;
        (at, key) = (next, key.then(word));
        Some(key)
    })
}

/// The ends of the phrases that open at `start`: after each run of capitals, joined by small words and marks.
fn phrase_ends(document: &Document, start: u32, end: u32) -> impl Iterator<Item = u32> {
    let mut ends = [0; 4];
    let (mut n_ends, mut at) = (0, start + 1);
    let capital = |at: u32| is_capital(document, at, end);
    while n_ends < ends.len() && at - start < 12 {
        while capital(at) {
            at += 1;
        }
        ends[n_ends] = at;
        n_ends += 1;
        let Some(next) = goes_on(document, at, end) else { break };
        at = next;
    }
    ends.into_iter().take(n_ends)
}

/// The next capital where a phrase that ends at `at` goes on, past small words and marks.
pub fn goes_on(document: &Document, at: u32, end: u32) -> Option<u32> {
    let joins = |at: u32| at < end && is_joining(document, at);
    let next = [at + 1, at + 2].into_iter().find(|&next| is_capital(document, next, end))?;
    // "Harbour Nine with Ada Renwick": who plays in it.
    let is_cast = document.word(at) == "with" && document.tokens[next as usize].lex.has(Lex::GIVEN);
    (!is_cast && (at..next).all(joins)).then_some(next)
}

/// The last capital of what goes on to a phrase that opens at `at`, past small words and marks.
pub fn comes_on(document: &Document, at: u32, start: u32) -> Option<u32> {
    let capital = |at: u32| at >= start && is_capital(document, at, at + 1);
    let last = [2, 3].into_iter().filter_map(|back| at.checked_sub(back)).find(|&last| capital(last))?;
    (last + 1..at).all(|at| is_joining(document, at)).then_some(last)
}

/// A capital or a number before `end`.
fn is_capital(document: &Document, at: u32, end: u32) -> bool {
    let shape = |at: u32| document.tokens[at as usize].shape;
    at < end && (shape(at).is_capital() || shape(at) == Shape::Number)
}

/// A small word or a mark that joins capitals to one phrase.
fn is_joining(document: &Document, at: u32) -> bool {
    let shape = document.tokens[at as usize].shape;
    let word = document.word(at);
    // "Mr. Harbour": the stop shortens the word.
    let shortens = || word == "." && at > 0 && document.tokens[at as usize - 1].lex.has(Lex::HONORIFIC);
    shape == Shape::Possessive
        || shortens()
        || shape == Shape::Lower && is_joint(document, at) && !List::PartsTitles.has(word)
        || matches!(word, ":" | "&" | "/" | "," | "!" | "?")
}

/// The words of a phrase, past marks.
fn keys_of(document: &Document, tokens: &Range<u32>) -> Vec<Key> {
    let mut words = Vec::with_capacity(tokens.len());
    let mut at = tokens.start;
    while let Some((next, word)) = next_word(document, tokens.start, at, tokens.end) {
        words.push(word);
        at = next;
    }
    words
}

/// Whether a phrase of several words has capitals on ordinary ones, as titles have and few names.
fn is_worded_as_title(document: &Document, tokens: &Range<u32>) -> bool {
    let inner = &document.tokens[tokens.start as usize..tokens.end as usize];
    let n_words = inner.iter().filter(|token| token.shape.is_word()).count();
    let is_lone = || n_words == 1 && !document.opens_sentence_at(tokens.start) && is_plain(&inner[0]);
    n_words > 1 && inner.iter().any(is_plain) || is_lone()
}

/// Whether a word is an ordinary one with a capital.
pub fn is_plain(token: &Token) -> bool {
    let named = Lex::GIVEN
        | Lex::SURNAME
        | Lex::PLACE
        | Lex::ORGANISATION
        | Lex::CALENDAR
        | Lex::NATIONALITY
        | Lex::ROLE
        | Lex::HONORIFIC
        | Lex::FUNCTION;
    token.shape.is_capital() && token.lex.has(Lex::COMMON) && !token.lex.has(named)
}

/// Whether a word is an article with a capital.
pub fn is_article(document: &Document, at: u32) -> bool {
    matches!(document.word(at), "The" | "A" | "An")
}

/// Where a line begins after its number: "3. Harbour Nine".
fn after_number(document: &Document, line: &Range<u32>) -> u32 {
    let numbered = line.len() > 2
        && document.tokens[line.start as usize].shape == Shape::Number
        && matches!(document.word(line.start + 1), "." | ")" | ":");
    line.start + if numbered { 2 } else { 0 }
}

/// Whether the phrase opens with an article whose capital no sentence asks for: "in The Harbour Nine".
fn has_own_article(document: &Document, tokens: &Range<u32>) -> bool {
    is_article(document, tokens.start)
        && tokens.len() > 1
        && !document.opens_sentence_at(tokens.start)
        && !follows_mark(document, tokens.start)
}

/// Whether a colon or an opening mark stands before a token, as before a sentence within one.
pub fn follows_mark(document: &Document, at: u32) -> bool {
    at > 0 && (is_opening(document.word(at - 1)) || matches!(document.word(at - 1), ":" | "–" | "—" | "(" | "["))
}

/// Whether the phrase ends with the number of a sequel.
fn is_sequel(document: &Document, tokens: &Range<u32>) -> bool {
    let last = &document.tokens[tokens.end as usize - 1];
    let digit = last.shape == Shape::Number && last.span.len() == 1 && document.word(tokens.end - 1) > "1";
    tokens.len() > 1 && (digit || last.shape == Shape::Upper && number(last.key) != last.key)
}

/// Whether a word has its capital from the sentence that it opens, and is a small grammatical one.
fn is_lone_opener(document: &Document, at: u32) -> bool {
    let lex = document.tokens[at as usize].lex;
    document.opens_sentence_at(at) && lex.has(Lex::FUNCTION) && !is_article(document, at)
}

/// Whether a small word can stand within a title.
fn is_joint(document: &Document, at: u32) -> bool {
    let lex = document.tokens[at as usize].lex;
    lex.has(Lex::FUNCTION | Lex::PARTICLE) || List::TitleJoint.has_as_is(document.word(at))
}

/// Whether the phrase is a day: "September 5", "Friday, August 2019".
fn is_day(document: &Document, tokens: &Range<u32>) -> bool {
    let inner = &document.tokens[tokens.start as usize..tokens.end as usize];
    let part =
        |token: &Token| token.lex.has(Lex::CALENDAR) || token.shape == Shape::Number || token.shape == Shape::Mark;
    inner.len() > 1 && inner[0].lex.has(Lex::CALENDAR) && inner.iter().all(part)
}

/// Returns the key of a title in the text, without its article.
pub fn key_of(document: &Document, tokens: &Range<u32>) -> Key {
    let (mut key, mut at, mut n_words) = (Key::EMPTY, tokens.start, 0);
    let article =
        document.tokens[at as usize].lex.has(Lex::FUNCTION) && matches!(document.word(at), "The" | "A" | "An" | "THE");
    if article && tokens.len() > 1 {
        at += 1;
    }
    while let Some((next, word)) = next_word(document, tokens.start, at, tokens.end) {
        key = key.then(word);
        at = next;
        n_words += 1;
        if n_words > 16 {
            break;
        }
    }
    key
}

/// Returns the word at or after `at`, past one mark at most, and what follows it, of a title that opens at `start`.
fn next_word(document: &Document, start: u32, at: u32, end: u32) -> Option<(u32, Key)> {
    let before = (at > start).then(|| document.tokens[at as usize - 1].key);
    let mut at = at;
    let mut n_marks = 0;
    while at < end {
        let token = document.tokens[at as usize];
        match token.shape {
            Shape::Possessive => {}
            Shape::Mark if document.word(at) == "&" => return Some((at + 1, Key::of("and"))),
            Shape::Mark => {
                n_marks += 1;
                let inner = matches!(
                    document.word(at),
                    ":" | "," | "." | "-" | "–" | "—" | "/" | "!" | "?" | "…" | "..." | "*"
                );
                if n_marks > 1 || !inner {
                    return None;
                }
            }
            _ if token.span.len() <= LONGEST_NUMERAL => return Some((at + 1, title_key_after(before, token.key))),
            _ => {
                let likened = before.and_then(|_| likened(document.word(at)));
                return Some((at + 1, likened.map_or(token.key, Key::of)));
            }
        }
        at += 1;
    }
    None
}

/// The last word of a title that something is likened to: `Nights` of "Boogie Nights-inspired".
fn likened(word: &str) -> Option<&str> {
    let (head, ending) = word.rsplit_once('-')?;
    (head.len() >= LONGEST_NUMERAL && List::LikenessEnding.has_as_is(ending)).then_some(head)
}

/// "The American actress": whence somebody is, and no film of that name. "The Irishman star" is the film's.
fn is_compatriot(document: &Document, tokens: &Range<u32>) -> bool {
    let [article, nation] = [tokens.start, tokens.end - 1];
    let next = document.get(i64::from(tokens.end));
    let is_role = |token: &Token| {
        let word = token.span.of(document.text);
        token.shape == Shape::Lower && (token.lex.has(Lex::ROLE) || word.contains('-'))
    };
    nation == article + 1
        && document.word(article).eq_ignore_ascii_case("the")
        && document.tokens[nation as usize].lex.has(Lex::NATIONALITY)
        && !document.word(nation).ends_with("man")
        && next.is_some_and(is_role)
}

/// Every word but small grammatical ones has a capital, and at least the last has.
fn is_printed_as_title(document: &Document, tokens: &Range<u32>) -> bool {
    let last = document.tokens[tokens.end as usize - 1];
    let small_is_grammar = document.tokens[tokens.start as usize..tokens.end as usize]
        .iter()
        .all(|token| token.shape != Shape::Lower || token.lex.has(Lex::FUNCTION) || token.span.len() <= 3);
    small_is_grammar && last.shape != Shape::Lower
}

fn is_opening(word: &str) -> bool {
    matches!(word, "\"" | "“" | "‘" | "'" | "''")
}

fn is_closing(word: &str) -> bool {
    matches!(word, "\"" | "”" | "’" | "'" | "''")
}

fn looks_like_title(document: &Document, tokens: &Range<u32>) -> bool {
    let inner = &document.tokens[tokens.start as usize..tokens.end as usize];
    let is_short_for = |at: u32| at > tokens.start && document.tokens[at as usize - 1].lex.has(Lex::HONORIFIC);
    let stops = tokens.clone().any(|at| match document.word(at) {
        "." => !is_short_for(at),
        mark => matches!(mark, ";" | "(" | ")"),
    });
    let opens = inner[0].shape.is_capital() || inner[0].shape == Shape::Number;
    let last = inner.iter().rfind(|token| token.shape.is_word());
    let closes = last.is_some_and(|token| token.shape != Shape::Lower);
    let small = |at: u32| document.tokens[at as usize].shape == Shape::Lower && !is_joint(document, at);
    opens && closes && !stops && !tokens.clone().any(small)
}

/// Returns whether quotation marks stand around the tokens.
pub fn is_marked(document: &Document, tokens: &Range<u32>) -> bool {
    let before = tokens.start.checked_sub(1).is_some_and(|at| is_opening(document.word(at)));
    if !before {
        return false;
    }
    let n_tokens = document.tokens.len() as u32;
    let closes = |at: u32| at < n_tokens && is_closing(document.word(at));
    let comma = tokens.end < n_tokens && matches!(document.word(tokens.end), "," | ".");
    closes(tokens.end) || (comma && closes(tokens.end + 1))
}

#[cfg(test)]
mod tests {
    use super::super::context::Surroundings;
    use super::find;
    use crate::annotate::document::tests::with_document;
    use crate::rules::Rules;

    /// Whether a heading tells a title, given what it reads.
    fn is_told(heading: &str, title: &str) -> bool {
        let rules = Rules::load().unwrap();
        with_document(&format!("{heading}\nTwo sisters inherit a sluice and a great deal of water."), |document| {
            let candidates = find(document, &rules, &Surroundings::new(document, &rules.contexts));
            candidates.iter().any(|candidate| document.span(candidate.tokens.clone()).of(document.text) == title)
        })
    }

    #[test]
    fn headings_name_what_they_date() {
        assert!(is_told("3. Harbour Sluice (2019)", "Harbour Sluice"));
        assert!(is_told("Mother of Harbour Sluice (2019)", "Mother of Harbour Sluice"));
        assert!(!is_told("3. Harbour Sluice (page 2019)", "Harbour Sluice"));
        assert!(!is_told("(2019)", ""));
    }

    #[test]
    fn marks_hold_titles_and_not_what_stands_between_them() {
        assert!(is_told("Hale saw \"Harbour Sluice\" twice", "Harbour Sluice"));
        assert!(!is_told("Hale: \"Yes.\" Okafor: \"No.\"", "Okafor:"));
        assert!(is_told("Hale saw “I Was a Sluice”", "I Was a Sluice"));
        assert!(!is_told("Hale replied: “I was in Leith.”", "I was in Leith"));
    }
}
