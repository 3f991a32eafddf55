//! Where a person may be named: runs of capitalised words, cut into pieces that can be one name.
//!
//! Comes in: a [`Document`]. Goes out: [`Piece`]s in order of place, none of which overlap. Words that stand around a
//! name and not in it are cut off: honorifics and roles before it, the capital of a sentence's first word, letters of
//! honour after it.

use std::ops::Range;

use super::super::document::{Document, Shape, Token};
use crate::model::NameKind;
use crate::rules::corrections::Corrections;
use crate::rules::{Key, Lex, List, Rules};

/// Words that may be one name.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Its tokens; the stops after initials lie between them.
    pub tokens: Range<u32>,
    /// The words alone, as one key.
    pub key: Key,
    /// How many words it has.
    pub n_words: u8,
    /// Whether an honorific stands before it.
    pub honorific: bool,
    /// Whether it stands in a line where capitals tell nothing.
    pub headline: bool,
}

impl Piece {
    /// Returns whether it is a given name and more.
    pub fn is_full(&self, document: &Document) -> bool {
        self.n_words > 1 && document.tokens[self.tokens.start as usize].lex.has(Lex::GIVEN)
    }
}

/// Returns the indices of the piece's words, without the stops between them and a nickname in marks.
pub fn words<'d>(document: &'d Document, tokens: &Range<u32>) -> impl DoubleEndedIterator<Item = u32> + use<'d> {
    let nickname = nickname(document, tokens).unwrap_or(0..0);
    tokens.clone().filter(move |at| document.tokens[*at as usize].shape.is_word() && !nickname.contains(at))
}

/// Returns the name as printed, without a nickname in marks, with the point of "Jr.".
pub fn printed(document: &Document, tokens: &Range<u32>) -> String {
    let of = |tokens: Range<u32>| document.span(tokens).of(document.text);
    let point = if is_abbreviated(document, tokens) { "." } else { "" };
    match nickname(document, tokens) {
        None => format!("{}{point}", of(tokens.clone())),
        Some(nickname) => format!("{} {}{point}", of(tokens.start..nickname.start), of(nickname.end..tokens.end)),
    }
}

/// Whether a name ends with "Jr" or "Sr" and a point stands right after it.
fn is_abbreviated(document: &Document, tokens: &Range<u32>) -> bool {
    let Some(last) = document.get(i64::from(tokens.end) - 1) else { return false };
    let point = document.get(i64::from(tokens.end)).filter(|next| next.span.start == last.span.end);
    matches!(document.word(tokens.end - 1), "Jr" | "Sr")
        && point.is_some_and(|point| point.span.of(document.text) == ".")
}

/// Most words of a nickname.
const LONGEST_NICKNAME: u32 = 2;

/// Returns the tokens of the nickname within a name, with its marks: `"Jay"` of `Orla "Jay" Finnemore`.
pub fn nickname(document: &Document, tokens: &Range<u32>) -> Option<Range<u32>> {
    let mut inner = tokens.start + 1..tokens.end.max(tokens.start + 1) - 1;
    let opens = inner.find(|&at| is_nicknaming(document.word(at)))?;
    let closes = inner.find(|&at| is_nicknaming(document.word(at)))?;
    Some(opens..closes + 1)
}

fn is_nicknaming(mark: &str) -> bool {
    matches!(mark, "\"" | "“" | "”" | "‘" | "’" | "'" | "''" | "(" | ")")
}

/// Returns the end of a nickname in marks, if one opens at `at` and a word that is like a name follows it.
fn nickname_end(document: &Document, at: u32, line_end: u32) -> Option<u32> {
    if !is_nicknaming(document.word(at)) {
        return None;
    }
    let closes =
        (at + 2..at + 3 + LONGEST_NICKNAME).find(|&end| end < line_end && is_nicknaming(document.word(end)))?;
    let named = (at + 1..closes).chain([closes + 1]).all(|word| word < line_end && is_name_like(document, word));
    named.then_some(closes + 1)
}

/// Returns the key of the words of a range of tokens.
pub fn key_of(document: &Document, tokens: &Range<u32>) -> Key {
    words(document, tokens).fold(Key::EMPTY, |key, at| key.then(document.tokens[at as usize].key))
}

/// Returns every piece of the document.
pub fn find(document: &Document, rules: &Rules) -> Vec<Piece> {
    let mut pieces = cut_runs(document);
    add_listed(document, &mut pieces, rules);
    pieces
}

/// Cuts the runs of capitalised words into pieces.
fn cut_runs(document: &Document) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(document.tokens.len() / 16);
    for (&headline, tokens) in document.headlines.iter().zip(&document.line_tokens) {
        let mut at = tokens.start;
        while at < tokens.end {
            if !is_name_like(document, at) {
                at += 1;
                continue;
            }
            let end = run_end(document, at, tokens.end, headline);
            cut(document, at..end, headline, &mut pieces);
            at = end;
        }
    }
    pieces
}

/// Words that an alias has at most.
const LONGEST_ALIAS: usize = 8;

/// Adds the places where words stand that the user says name somebody; what overlaps them is no piece.
///
/// The last word must open with a capital, so that "the rock" is not "The Rock".
pub fn add_aliases(document: &Document, pieces: &mut Vec<Piece>, corrections: &Corrections) {
    for (&headline, tokens) in document.headlines.iter().zip(&document.line_tokens) {
        let mut at = tokens.start;
        while at < tokens.end {
            let Some(found) = alias_at(document, at..tokens.end, corrections) else {
                at += 1;
                continue;
            };
            at = found.end;
            let (key, n_words) = (key_of(document, &found), words(document, &found).count() as u8);
            pieces.retain(|piece| piece.tokens.end <= found.start || found.end <= piece.tokens.start);
            pieces.push(Piece { tokens: found, key, n_words, honorific: false, headline });
        }
    }
    pieces.sort_by_key(|piece| piece.tokens.start);
}

/// Words that a listed name has at most.
const LONGEST_LISTED: usize = 5;

/// Adds the places where somebody is named whom the lists know by words that are cut off other names: "Lady Gaga",
/// "50 Cent", "Jeremy Pope". What overlaps them is no piece, unless it is longer.
fn add_listed(document: &Document, pieces: &mut Vec<Piece>, rules: &Rules) {
    let mut found: Vec<Piece> = Vec::new();
    for (&headline, tokens) in document.headlines.iter().zip(&document.line_tokens) {
        let mut at = tokens.start;
        while at < tokens.end {
            let listed = listed_at(document, at..tokens.end, rules);
            at = listed.as_ref().map_or(at + 1, |listed| listed.end);
            let Some(listed) = listed else { continue };
            let next = pieces.partition_point(|piece| piece.tokens.end <= listed.start);
            let holds = |piece: &Piece| piece.tokens.start <= listed.start && listed.end <= piece.tokens.end;
            if !pieces.get(next).is_some_and(holds) {
                let (key, n_words) = (key_of(document, &listed), words(document, &listed).count() as u8);
                found.push(Piece { tokens: listed, key, n_words, honorific: false, headline });
            }
        }
    }
    // Both stand in order of place, and none overlaps another of its kind.
    pieces.retain(|piece| {
        let next = found.partition_point(|listed| listed.tokens.end <= piece.tokens.start);
        found.get(next).is_none_or(|listed| piece.tokens.end <= listed.tokens.start)
    });
    pieces.extend(found);
    pieces.sort_by_key(|piece| piece.tokens.start);
}

/// The longest listed name of two words or more that opens a range of tokens, each word of it a number or capitalised.
fn listed_at(document: &Document, tokens: Range<u32>, rules: &Rules) -> Option<Range<u32>> {
    let is_part = |at: u32| {
        let shape = document.tokens[at as usize].shape;
        shape.is_capital() || shape == Shape::Number
    };
    let (mut key, mut found) = (Key::EMPTY, None);
    for (n_words, at) in (tokens.start..tokens.end).take(LONGEST_LISTED).take_while(|&at| is_part(at)).enumerate() {
        key = key.then(document.tokens[at as usize].key);
        if n_words > 0 && rules.people.named(key).is_some() {
            found = Some(tokens.start..at + 1);
        }
    }
    found
}

/// The longest alias that opens a range of tokens.
fn alias_at(document: &Document, tokens: Range<u32>, corrections: &Corrections) -> Option<Range<u32>> {
    if !document.tokens[tokens.start as usize].shape.is_word() {
        return None;
    }
    let (mut key, mut found) = (Key::EMPTY, None);
    let near = tokens.start..tokens.end.min(tokens.start + 2 * LONGEST_ALIAS as u32);
    for at in words(document, &near).take(LONGEST_ALIAS) {
        let token = document.tokens[at as usize];
        key = key.then(token.key);
        if token.shape.is_capital() && corrections.is_alias(NameKind::Person, key) {
            found = Some(tokens.start..at + 1);
        }
    }
    found
}

/// A capitalised word that is no adjective made of a name (`Oscar-winning`), or one with an article: `al-Jubair`.
fn is_name_like(document: &Document, at: u32) -> bool {
    let (shape, word) = (document.tokens[at as usize].shape, document.word(at));
    (shape.is_capital() || shape == Shape::Mixed && has_article(word)) && !is_compound_adjective(word)
}

/// Whether a word opens with an article of Arabic and a hyphen: `al-Jubair`.
pub fn has_article(word: &str) -> bool {
    word.split_once('-').is_some_and(|(article, name)| {
        List::NameArticle.has(article) && name.starts_with(|letter: char| letter.is_uppercase())
    })
}

fn is_compound_adjective(word: &str) -> bool {
    word.contains('-') && List::AdjectiveEnding.words().iter().any(|ending| word.ends_with(ending))
}

fn run_end(document: &Document, start: u32, line_end: u32, headline: bool) -> u32 {
    let mut end = start + 1;
    loop {
        let next = continuation(document, end, line_end, headline);
        if next == end {
            return end;
        }
        end = next;
    }
}

/// Returns the end of the run with what follows `end`; `end` itself when nothing belongs to it.
fn continuation(document: &Document, end: u32, line_end: u32, headline: bool) -> u32 {
    let name_at = |at: u32| at < line_end && is_name_like(document, at);
    if name_at(end) {
        return end + 1;
    }
    if end >= line_end {
        return end;
    }
    let (token, before) = (document.tokens[end as usize], document.tokens[end as usize - 1]);
    let stop = document.word(end) == "." && before.span.end == token.span.start;
    if stop && (before.shape == Shape::Initial || before.lex.has(Lex::HONORIFIC) || document.word(end - 1) == "St") {
        return if name_at(end + 1) { end + 2 } else { end };
    }
    if document.word(end) == "," && end + 1 < line_end && document.tokens[end as usize + 1].lex.has(Lex::SUFFIX) {
        return end + 2;
    }
    if !headline
        && (before.lex.has(Lex::GIVEN) || before.shape == Shape::Initial || document.word(end - 1) == ".")
        && let Some(nickname_end) = nickname_end(document, end, line_end)
    {
        return nickname_end + 1;
    }
    let particle = |at: u32| at < line_end && document.tokens[at as usize].lex.has(Lex::PARTICLE);
    if token.shape == Shape::Lower && particle(end) {
        if name_at(end + 1) {
            return end + 2;
        }
        if particle(end + 1) && name_at(end + 2) {
            return end + 3;
        }
    }
    end
}

/// Cuts a run into pieces.
fn cut(document: &Document, run: Range<u32>, headline: bool, pieces: &mut Vec<Piece>) {
    let (mut start, mut honorific) = (run.start, false);
    let nickname = nickname(document, &run).unwrap_or(0..0);
    let mut at = run.start;
    while at < run.end {
        if nickname.contains(&at) {
            at = nickname.end;
        }
        match cut_at(document, &run, start, at, (headline, honorific)) {
            Cut::None => {}
            Cut::Around => {
                push(document, start..at, honorific, headline, pieces);
                honorific = document.tokens[at as usize].lex.has(Lex::HONORIFIC);
                start = at + 1;
                if start < run.end && document.word(start) == "." {
                    start += 1;
                    at += 1;
                }
            }
            Cut::Before => {
                push(document, start..at, honorific, headline, pieces);
                (start, honorific) = (at, false);
            }
        }
        at += 1;
    }
    push(document, start..run.end, honorific, headline, pieces);
}

enum Cut {
    None,
    /// The word is in no name; names may end before it and open after it.
    Around,
    /// A name opens at the word.
    Before,
}

/// A word of a run, and what stands beside it.
struct Spot<'a> {
    document: &'a Document<'a>,
    run: &'a Range<u32>,
    at: u32,
    token: Token,
    /// The word before it on its line.
    before: Token,
    /// The word behind it in the run, past the stop of "Sen.".
    next: Option<&'a Token>,
    /// Whether it is a short title with its stop: "Sen.".
    is_short: bool,
    /// Whether a piece would open with it.
    opens: bool,
    headline: bool,
    /// Whether an honorific stands before the piece.
    honoured: bool,
}

fn cut_at(document: &Document, run: &Range<u32>, start: u32, at: u32, (headline, honoured): (bool, bool)) -> Cut {
    let token = document.tokens[at as usize];
    if token.shape == Shape::Lower {
        return Cut::None;
    }
    let is_short = token.lex.has(Lex::HONORIFIC) && at + 1 < run.end && document.word(at + 1) == ".";
    let step = 1 + u32::from(is_short);
    let next = document.get(i64::from(at + step)).filter(|_| at + step < run.end);
    // What stands before the first word of a line is on another.
    let before = if document.opens_line_at(at) { Token::NOTHING } else { document.tokens[at as usize - 1] };
    let spot = Spot { document, run, at, token, before, next, is_short, opens: at == start, headline, honoured };
    if spot.is_small() {
        return if spot.is_name_though_small() { Cut::None } else { Cut::Around };
    }
    if spot.is_title() || spot.is_before_name() {
        Cut::Around
    } else if spot.opens_name() {
        Cut::Before
    } else {
        Cut::None
    }
}

impl Spot<'_> {
    fn is(&self, class: Lex) -> bool {
        self.token.lex.has(class)
    }

    fn next_is(&self, class: Lex) -> bool {
        self.next.is_some_and(|next| next.lex.has(class))
    }

    fn is_given(&self) -> bool {
        self.is(Lex::GIVEN) && !self.is(Lex::FUNCTION)
    }

    /// Whether a word of a name follows.
    fn is_followed(&self) -> bool {
        self.next.is_some_and(|next| next.shape.is_word() && !next.lex.has(Lex::SUFFIX))
    }

    fn is_first_in_sentence(&self) -> bool {
        self.opens && self.document.opens_sentence_at(self.at)
    }

    /// Whether a given name or an initial stands before it, within the piece.
    fn is_after_given(&self) -> bool {
        let before = self.before;
        // "Virginia Sen. Ruth Hale": a place, though a given name too.
        let of_place = self.is_short && before.lex.has(Lex::PLACE);
        let given = before.lex.has(Lex::GIVEN) && !before.lex.has(Lex::NATIONALITY) && !of_place;
        !self.opens && (given || before.shape == Shape::Initial)
    }

    /// Whether it is a small word or a pronoun.
    fn is_small(&self) -> bool {
        self.is(Lex::FUNCTION | Lex::OTHER_PRONOUN | Lex::HE | Lex::SHE) && self.token.shape != Shape::Initial
    }

    /// Whether a small word is a name here: "Will Hale", "Ruth An", "Robert De Niro".
    fn is_name_though_small(&self) -> bool {
        let (document, at, is_named) = (self.document, self.at, self.is(Lex::GIVEN));
        let will = is_named && self.next_is(Lex::SURNAME) && !asks(document, at);
        let is_other = self.is(Lex::OTHER_PRONOUN | Lex::HE | Lex::SHE | Lex::CALENDAR);
        let alone = is_named && !is_other && self.run.len() == 1 && stands_as_name(document, at, self.headline);
        let last = self.is_after_given() && self.is(Lex::SURNAME);
        will || alone || last || particle_within(document, self.run, at)
    }

    /// Whether it is a title, or of one, before a name.
    fn is_title(&self) -> bool {
        let (document, run, at) = (self.document, self.run, self.at);
        // "Rep. Earl Hale": no second title; but "Mr Justice Tom Hale".
        let before_full = self.next_is(Lex::GIVEN) && run.end > at + 2;
        let is_first_name = self.honoured && !before_full || !self.is(Lex::AMBIGUOUS);
        let is_name = self.is_after_given() || self.is_given() && self.opens && is_first_name;
        let is_trade = self.is(Lex::HONORIFIC | Lex::ROLE) || is_trade(document, run, at);
        let of_office = || is_of_title(document, run, at) || is_place_of_office(document, run, at);
        self.is_followed() && (is_trade && !is_name || self.opens && of_office())
    }

    /// Whether it is no title and no name, though a name follows: what has a capital because a sentence opens, a day, a
    /// nation.
    fn is_before_name(&self) -> bool {
        let (opens, next) = (self.opens, self.next);
        let is_followed = self.is_followed();
        let is_verb = self.is(Lex::SPEECH) && self.is_first_in_sentence() && is_followed;
        // "A Hale speech": no initial stands without a stop before a lone last name.
        let is_article = self.is_first_in_sentence()
            && self.document.word(self.at) == "A"
            && self.run.len() == 2
            && self.next_is(Lex::SURNAME);
        // "On Wednesday Lily Hale": no first name, though it may be one.
        let is_day = opens && self.is(Lex::CALENDAR) && self.before.lex.has(Lex::FUNCTION) && self.next_is(Lex::GIVEN);
        let is_plain = !self.is(Lex::GIVEN | Lex::SURNAME);
        let opens_no_name = is_plain || (opens && !self.is(Lex::GIVEN));
        let before_role = opens && next.is_some_and(|next| next.lex.has(Lex::ROLE | Lex::HONORIFIC));
        let is_nation = self.is(Lex::NATIONALITY | Lex::CALENDAR)
            && (opens_no_name || before_role)
            && is_followed
            && !self.is_after_given();
        let is_ordinary = self.is(Lex::COMMON | Lex::SPEECH | Lex::WORK_CUE | Lex::ROLE)
            && self.token.shape != Shape::Initial
            && is_plain
            && (self.is_first_in_sentence() && is_followed || self.headline);
        is_verb || is_article || is_day || is_nation || is_ordinary
    }

    /// Whether a name opens here, behind something else that has capitals: "BBC Ida Brandt".
    fn opens_name(&self) -> bool {
        let (document, before) = (self.document, self.before);
        let of_office = self.is_given() && !self.opens && !self.is(Lex::PLACE) && names_office(document, self.run);
        // "LOS ANGELES Ruth Hale": letters of a dateline are no name that goes on in small ones.
        let in_one_case = self.token.shape != Shape::Upper || self.next.is_some_and(|next| next.shape == Shape::Upper);
        let is_first_name = self.is_given() && (!self.is(Lex::AMBIGUOUS) || of_office) && self.next.is_some();
        let is_after_thing = before.lex.has(Lex::ORGANISATION | Lex::PLACE | Lex::COMMON | Lex::WORK_CUE);
        let is_after = is_after_thing || of_office || is_acronym(before) && in_one_case;
        // "Minister for Cultural Affairs M. Hale".
        let is_dotted = self.at + 2 < self.run.end && document.word(self.at + 1) == ".";
        let is_initial = self.token.shape == Shape::Initial && is_after_thing && is_dotted;
        let of_name = if of_office { Lex::GIVEN } else { Lex::GIVEN | Lex::SURNAME };
        !self.opens && (is_first_name && is_after || is_initial) && !before.lex.has(of_name)
    }
}

/// Whether a small word that is a name too stands as one does: "Will's", "Will starred", "and Will".
fn stands_as_name(document: &Document, at: u32, headline: bool) -> bool {
    let Some(next) = document.get(i64::from(at) + 1) else { return false };
    let owns = next.shape == Shape::Possessive;
    let word = next.span.of(document.text);
    let is_past = || word.ends_with("ed") && !word.ends_with("eed");
    let acts = next.shape == Shape::Lower && (next.lex.has(Lex::SPEECH) || List::PlotVerb.has_as_is(word) || is_past());
    owns || acts || !headline && !document.opens_sentence_at(at)
}

/// Whether a word opens a question: `Will` of "Will Hale come down?"
fn asks(document: &Document, at: u32) -> bool {
    let last = document.sentences[document.sentence_of(at)].end - 1;
    document.opens_sentence_at(at) && document.word(last) == "?"
}

/// `DJ` of `DJ Ruth Hale`, who has a name of her own, but not of `DJ Hale`, whose name it is.
fn is_trade(document: &Document, run: &Range<u32>, at: u32) -> bool {
    let is_name = |at: u32| at < run.end && document.tokens[at as usize].shape == Shape::Capital;
    List::TradeInName.has_as_is(document.word(at))
        && is_name(at + 1)
        && is_name(at + 2)
        && document.tokens[at as usize + 1].lex.has(Lex::GIVEN)
}

/// `State` of `Secretary of State Ruth Hale`.
fn is_of_title(document: &Document, run: &Range<u32>, at: u32) -> bool {
    let lex = document.tokens[at as usize].lex;
    at == run.start && names_office(document, run) && lex.has(Lex::COMMON) && !lex.has(Lex::GIVEN)
}

/// `London` of `Mayor of London Ruth Hale`, though it is a given name too.
fn is_place_of_office(document: &Document, run: &Range<u32>, at: u32) -> bool {
    let lex = |at: u32| document.tokens[at as usize].lex;
    run.len() > 2 && lex(at).has(Lex::PLACE) && lex(at + 1).has(Lex::GIVEN) && names_office(document, run)
}

/// Whether a run opens with what an office is of: `Treasury` of `Secretary to the Treasury Ruth Hale`, `Greater
/// Manchester` of `Mayor of Greater Manchester Ruth Hale`.
fn names_office(document: &Document, run: &Range<u32>) -> bool {
    let is_near = |before: &u32| document.line_of(*before) == document.line_of(run.start);
    let word_before = |at: u32| at.checked_sub(1).filter(is_near);
    let link =
        word_before(run.start).and_then(|at| if document.word(at) == "the" { word_before(at) } else { Some(at) });
    let title = link.filter(|&link| List::OfOffice.has_as_is(document.word(link))).and_then(word_before);
    // "Secretary of State for Health": an office has two parts at most.
    let title = title.map(|at| if document.word(at) == "State" && at > 1 { at - 2 } else { at }).filter(is_near);
    title.is_some_and(|title| document.tokens[title as usize].lex.has(Lex::HONORIFIC | Lex::ROLE))
}

/// Whether a word is letters that stand for a body or a thing: `BBC`.
fn is_acronym(token: Token) -> bool {
    token.shape == Shape::Upper && token.span.len() >= 3
}

/// `De` of `Robert De Niro`.
fn particle_within(document: &Document, run: &Range<u32>, at: u32) -> bool {
    document.tokens[at as usize].lex.has(Lex::PARTICLE) && at + 1 < run.end
}

fn push(document: &Document, tokens: Range<u32>, honorific: bool, headline: bool, pieces: &mut Vec<Piece>) {
    let mut tokens = tokens;
    while !tokens.is_empty() && !document.tokens[tokens.start as usize].shape.is_word() {
        tokens.start += 1;
    }
    while !tokens.is_empty() && is_trailing(document, tokens.clone()) {
        tokens.end -= 1;
    }
    let n_words = words(document, &tokens).count();
    let is_pronoun = tokens.len() == 1 && document.word(tokens.start) == "I";
    if n_words > 0 && n_words <= 8 && !is_pronoun {
        let key = key_of(document, &tokens);
        pieces.push(Piece { tokens, key, n_words: n_words as u8, honorific, headline });
    }
}

fn is_trailing(document: &Document, tokens: Range<u32>) -> bool {
    let last = tokens.end - 1;
    let word = document.word(last);
    let mark = word == "," || (word == "." && !document.tokens[last as usize - 1].lex.has(Lex::SUFFIX));
    mark || is_speaker(document, &tokens)
        || (tokens.len() > 1 && is_weekday(document, last))
        || (tokens.len() > 1 && document.tokens[last as usize].shape.is_capital() && List::Honour.has(word))
}

/// Whether a word is a day, as behind a name: "Hale Friday". Few bear the name of one.
fn is_weekday(document: &Document, at: u32) -> bool {
    document.tokens[at as usize].lex.has(Lex::CALENDAR) && document.word(at).ends_with("day")
}

/// Whether the last word is the "I" of who goes on to speak, "HALE I was cold", and no king's number.
fn is_speaker(document: &Document, tokens: &Range<u32>) -> bool {
    let crowned = tokens.start > 0 && document.tokens[tokens.start as usize - 1].lex.has(Lex::HONORIFIC);
    let next = document.get(i64::from(tokens.end)).filter(|_| !document.opens_sentence_at(tokens.end));
    let goes_on = next.is_some_and(|next| next.shape == Shape::Lower);
    tokens.len() > 1 && document.word(tokens.end - 1) == "I" && goes_on && !crowned
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::document::tests::with_document;

    fn check(text: &str, expected: &str) {
        with_document(text, |document| {
            let pieces = cut_runs(document);
            let shown: Vec<&str> = pieces.iter().map(|piece| document.span(piece.tokens.clone()).of(text)).collect();
            assert_eq!(shown.join(" | "), expected);
        });
    }

    #[test]
    fn names_are_cut_out_of_runs() {
        check("said Chief Charles Williams, and Mr Hague.", "Charles Williams | Hague");
        check(
            "said Mr. Hague, U.S. Sen. Ruth Hale and the German Chancellor Ida Brandt",
            "Hague | U.S | Ruth Hale | Ida Brandt",
        );
        check("with Secretary of State Tom F. Okafor", "Secretary | Tom F. Okafor");
        check("The Guardian’s Peter Bradshaw said", "Guardian | Peter Bradshaw");
        check(
            "with Guillermo del Toro, J.J. Abrams and Robert Downey Jr.",
            "Guillermo del Toro | J.J. Abrams | Robert Downey Jr",
        );
        check("Said Lorcan O’Dwyer: yes", "Lorcan O’Dwyer");
        check("and Virginia Sen. Ruth Hale", "Virginia | Ruth Hale");
        check("It passed. A Hale speech", "Hale");
        check("Oscar-winning James Earl Jones", "James Earl Jones");
        check("on 20 July Odalys Quill met German Chancellor Berta Quill", "Odalys Quill | Berta Quill");
        check("it was Martin Luther King, Jr who", "Martin Luther King, Jr");
        check("with Ruth “Red” Hale, of Ohio", "Ruth “Red” Hale | Ohio");
        check("seen by Tom (The Fox) Okafor", "Tom (The Fox) Okafor");
        check("Ruth “Red” said", "Ruth | Red");
        check("former South Carolina Gov. Jim Hale and Rep. Earl Okafor", "South Carolina | Jim Hale | Earl Okafor");
        check("with Senate Majority Whip Ida Brandt", "Senate Majority | Ida Brandt");
        check("the Secretary to the Treasury Stephen Hale", "Secretary | Treasury | Stephen Hale");
        check("the Secretary of State for Health Matt Hale", "Matt Hale");
        check("the Mayor of Greater Manchester Ruth Hale", "Ruth Hale");
        check("the Mayor of London Ruth Hale", "Mayor | Ruth Hale");
        check("told Ruth Hale Friday", "Ruth Hale");
        check("It is over. Will Hague come down?", "Hague");
        check("It is over. Will Hague came down.", "Will Hague");
        check("It is done. Will has left, and with Will's dog.", "Will | Will");
        check("It is done. Will the dog leave? Will need be met in May?", "");
        check("with BBC Ida Brandt", "BBC | Ida Brandt");
        check("but Labour TD Ida Brandt and DUP MLA Tom Hale", "Ida Brandt | DUP | Tom Hale");
        check("before Mr Justice Tom Hale, with Peadar Hale SC", "Tom Hale | Peadar Hale");
        check("the minister for Cultural Affairs M. Sajitha Beevi", "Affairs | M. Sajitha Beevi");
        check("the minister Adel al-Renwick said", "Adel al-Renwick");
        check("a film of Ruth (Ida Brandt) and Tom", "Ruth | Ida Brandt | Tom");
    }
}
