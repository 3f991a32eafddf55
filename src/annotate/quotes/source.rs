//! Which words are the source of a quotation.
//!
//! Comes in: the [`Scene`] and a quotation. Goes out: the candidates — words near by, the speaker of the quotation
//! before, nobody — each with a row of readable features for the forest that chooses.

use super::clauses::{Clause, Opener, is_dash};
use super::frame::{Ending, Item, ending};
use super::mentions::{Cue, Kind, Mention};
use super::resolve;
use super::scene::{Piece, Scene};
use super::ties;
use crate::annotate::Shape;
use crate::annotate::row::features;
use crate::model::{Gender, QuoteKind};
use crate::rules::{Lex, List, VerbClass};

/// What may be the source of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Candidate {
    /// Words of the frame, by index into the mentions.
    Mention(u32),
    /// Whoever said the quotation before.
    Previous,
    /// Whoever says so below the headline.
    Echo,
    /// The text tells of no source.
    Nobody,
}

/// Mentions looked at on either side of a quotation.
pub const BEFORE: usize = 9;
const AFTER: usize = 6;
/// Words looked at behind an owner for what was said: "Hale's last angry reply".
const OWNED: i64 = 3;
/// Lines looked at before that of the quotation.
const LINES_BEFORE: u32 = 2;

/// What was chosen for the quotations before.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The speaker of the quotation before.
    pub last: Option<u32>,
    /// For each person, how many quotations they have been given.
    pub counts: Vec<u32>,
    /// For each mention looked at so far, whom it stands for if it is a pronoun or a name that several bear.
    pub chain: Vec<Option<u32>>,
}

impl History {
    /// Returns the history before the first quotation.
    pub fn new(n_people: usize) -> History {
        History { last: None, counts: vec![0; n_people], chain: Vec::new() }
    }

    /// Returns whom a mention names, or stands for as far as is known.
    pub fn person(&self, scene: &Scene, mention: usize) -> Option<u32> {
        self.chain.get(mention).copied().flatten().or(scene.mentions.all[mention].person)
    }

    /// Adds the next quotation.
    pub fn push(&mut self, speaker: Option<u32>) {
        self.last = speaker;
        if let Some(count) = speaker.and_then(|speaker| self.counts.get_mut(speaker as usize)) {
            *count += 1;
        }
    }
}

/// Returns the candidates for the source of a quotation, in order of place.
pub fn candidates(scene: &Scene, quote: usize) -> Vec<Candidate> {
    let item = scene.item(quote);
    if let Some(owner) = ties::owner(scene, item) {
        return vec![Candidate::Mention(owner as u32)];
    }
    let line = scene.paragraph(item);
    let all = &scene.mentions.all;
    let here = scene.mentions_before(item);
    let signature = signature(scene, quote);
    let near = |index: usize| {
        let mention = &all[index];
        let away = line.abs_diff(scene.paragraph(mention.first));
        let stands = !mention.attached && !scene.clauses[index].inside;
        stands && if index < here { away <= LINES_BEFORE } else { away == 0 || signature == Some(index) }
    };
    let signed = signature.filter(|&index| has_dash(scene, all[index].first - 1));
    let only = ties::tied(scene, item).or(signed);
    let window = match only {
        Some(index) => index..index + 1,
        None => here.saturating_sub(BEFORE)..(here + AFTER).min(all.len()),
    };
    let far = || reporter(scene, item).filter(|&index| index < window.start);
    let reporter = if only.is_none() { far() } else { None };
    let mut candidates: Vec<Candidate> = (reporter.into_iter())
        .chain(window.filter(|&index| near(index)))
        .map(|index| Candidate::Mention(index as u32))
        .collect();
    if quote > 0 {
        candidates.push(Candidate::Previous);
    }
    candidates.push(Candidate::Nobody);
    candidates
}

/// Mentions looked back over for who reports what a sentence ends with.
const FAR_BEFORE: usize = 30;

/// Returns the last mention before a quotation that reports something of its own in its sentence, however much is said
/// in between: "Hale, who …, said that …, where …, “…”".
fn reporter(scene: &Scene, item: u32) -> Option<usize> {
    let sentence = scene.sentence(item);
    let before = (0..scene.mentions_before(item)).rev().take(FAR_BEFORE);
    let mut here = before.take_while(|&index| scene.sentence(scene.mentions.all[index].first) == sentence);
    here.find(|&index| reports(scene, index))
}

/// Whether a verb reports that somebody said something, and no more.
pub fn is_plain(cue: &Cue) -> bool {
    matches!(cue.class, VerbClass::Say | VerbClass::Tell | VerbClass::Write) && !cue.gerund && !cue.according
}

/// Returns the mention past the last that may be the source of a quotation.
pub fn reach(scene: &Scene, quote: usize) -> usize {
    (scene.mentions_before(scene.item(quote)) + AFTER).min(scene.mentions.all.len())
}

/// Longest line that signs a quotation, in items.
const SIGNATURE: u32 = 16;

/// Whether a dash stands at an item.
pub fn has_dash(scene: &Scene, item: u32) -> bool {
    scene.word(item.into()).is_some_and(is_dash)
}

/// Returns the mention that signs a quotation in the line beneath it: "- Ann Hale, a baker from Leith".
fn signature(scene: &Scene, quote: usize) -> Option<usize> {
    let frame = &scene.frame;
    let first = scene.item(quote) + 1;
    let line = *frame.lines.get(first as usize)?;
    if scene.paragraph(first) != scene.paragraph(first - 1) + 1 {
        return None;
    }
    let name = first + u32::from(has_dash(scene, first));
    let index = scene.mentions_before(name);
    let mention = scene.mentions.all.get(index).filter(|mention| mention.first == name)?;
    let here = |item: &u32| frame.lines.get(*item as usize) == Some(&line);
    let n_items = (first..first + SIGNATURE).take_while(here).count() as u32;
    let plain = (first..first + n_items).all(|item| frame.token(i64::from(item)).is_some());
    let named = mention.kind == Kind::Name || mention.kind == Kind::Other;
    let says = name == first && (scene.clauses[index].acts || mention.kind != Kind::Name);
    (n_items < SIGNATURE && plain && named && !says).then_some(index)
}

/// What is the same for every candidate of a quotation: looked up once.
pub struct Around {
    words: usize,
    opens_capital: bool,
    ending: i32,
    words_before: usize,
    words_after: usize,
    quotes_before: usize,
    previous_ending: Option<i32>,
    signature: Option<usize>,
    signature_before: Option<usize>,
}

impl Around {
    /// Looks around a quotation.
    pub fn new(scene: &Scene, quote: usize) -> Around {
        let piece = &scene.pieces[quote];
        let text = piece.span.of(scene.document.text);
        let line = |&other: &usize| scene.pieces[other].line == piece.line;
        let ends = |quote: usize| ending_code(ending(scene.document.text, scene.pieces[quote].outer));
        Around {
            words: text.split_whitespace().take(60).count(),
            opens_capital: text.chars().find(|letter| letter.is_alphabetic()).is_some_and(char::is_uppercase),
            ending: ends(quote),
            words_before: frame_words(scene, scene.item(quote), -1),
            words_after: frame_words(scene, scene.item(quote), 1),
            quotes_before: (0..quote).rev().take(20).take_while(line).count(),
            previous_ending: quote.checked_sub(1).map(ends),
            signature: signature(scene, quote),
            signature_before: quote.checked_sub(1).and_then(|before| signature(scene, before)),
        }
    }
}

/// Words outside quotations on one side of a quotation in its line, up to 40.
fn frame_words(scene: &Scene, item: u32, step: i64) -> usize {
    let is_word = |count: &i64| {
        let at = item as i64 + step * count;
        usize::try_from(at).is_ok_and(|at| at < scene.frame.items.len())
            && scene.same_line(at as u32, item)
            && scene.frame.token(at).is_some()
    };
    (1..40).take_while(is_word).count()
}

/// What the features look at.
pub struct View<'a> {
    scene: &'a Scene<'a>,
    history: &'a History,
    around: &'a Around,
    piece: &'a Piece,
    quote: usize,
    item: u32,
    candidate: Candidate,
    mention: Option<&'a Mention>,
    clause: Option<&'a Clause>,
    /// The cue that most likely reports the quotation.
    own_cue: Option<&'a Cue>,
    cue_before: Option<&'a Cue>,
    cue_after: Option<&'a Cue>,
    /// The cues nearest the mention on either side.
    said_before: Option<&'a Cue>,
    said_after: Option<&'a Cue>,
}

impl<'a> View<'a> {
    /// Looks at a candidate for a quotation.
    pub fn new(
        scene: &'a Scene<'a>,
        history: &'a History,
        around: &'a Around,
        quote: usize,
        candidate: Candidate,
    ) -> View<'a> {
        let item = scene.item(quote);
        let mention = match candidate {
            Candidate::Mention(index) => Some(&scene.mentions.all[index as usize]),
            _ => None,
        };
        let clause = match candidate {
            Candidate::Mention(index) => Some(&scene.clauses[index as usize]),
            _ => None,
        };
        let in_line = |cue: &&Cue, item: u32| scene.same_line(cue.item, item);
        let in_sentence = |cue: &&Cue, item: u32| scene.sentence(cue.item) == scene.sentence(item);
        let (cue_before, cue_after) = (
            scene.cue_before(item).filter(|cue| in_sentence(cue, item)),
            scene.cue_after(item).filter(|cue| in_sentence(cue, item)),
        );
        View {
            scene,
            history,
            around,
            piece: &scene.pieces[quote],
            quote,
            item,
            candidate,
            mention,
            clause,
            own_cue: own_cue(item, cue_before, cue_after),
            cue_before,
            cue_after,
            said_before: mention.and_then(|m| scene.cue_before(m.first).filter(|cue| in_line(cue, m.first))),
            said_after: mention
                .zip(clause)
                .and_then(|(m, c)| scene.cue_after(c.edge).filter(|cue| in_line(cue, m.last))),
        }
    }

    fn is(&self, kind: Kind) -> bool {
        self.mention.is_some_and(|mention| mention.kind == kind)
    }

    fn is_before(&self) -> Option<bool> {
        self.mention.map(|mention| mention.first < self.item)
    }

    /// The items strictly between the mention and the quotation.
    fn gap(&self) -> Option<(u32, u32)> {
        let mention = self.mention?;
        Some(if mention.first < self.item { (mention.last + 1, self.item) } else { (self.item + 1, mention.first) })
    }

    fn distance(&self) -> Option<u32> {
        self.gap().map(|(from, to)| (to - from).min(60))
    }

    fn sentences_away(&self) -> Option<u32> {
        self.mention.map(|m| self.scene.sentence(m.first).abs_diff(self.scene.sentence(self.item)).min(9))
    }

    fn lines_away(&self) -> Option<u32> {
        self.mention.map(|m| self.scene.paragraph(m.first).abs_diff(self.scene.paragraph(self.item)))
    }

    fn mentions_between(&self, names_only: bool) -> Option<usize> {
        let (from, to) = self.gap()?;
        let (first, last) = (self.scene.mentions_before(from), self.scene.mentions_before(to));
        let all = &self.scene.mentions.all;
        let stands = |at: &usize| !all[*at].attached && !self.scene.clauses[*at].inside;
        Some((first..last).filter(stands).filter(|&at| !names_only || all[at].kind == Kind::Name).count())
    }

    fn quotes_between(&self) -> Option<usize> {
        self.gap().map(|(from, to)| self.scene.quotes_between(from, to))
    }

    fn words_between(&self, wanted: impl Fn(&str) -> bool) -> Option<usize> {
        let (from, to) = self.gap()?;
        let words = (from..to.min(from + 60)).filter_map(|item| self.scene.word(item as i64));
        Some(words.filter(|word| wanted(word)).count())
    }

    /// Words from the mention to the next cue, and from the cue before.
    fn to_said(&self) -> Option<u32> {
        Some((self.said_after?.item - self.clause?.edge).min(12))
    }

    fn since_said(&self) -> Option<u32> {
        Some((self.mention?.first - self.said_before?.item).min(12))
    }

    /// Items between a cue and the quotation, negative when the quotation stands between the mention and the cue.
    fn cue_to_quote(&self, cue: Option<&Cue>) -> Option<i32> {
        let (cue, mention) = (cue?, self.mention?);
        let distance = cue.item.abs_diff(self.item).min(30) as i32;
        let same_side = (cue.item < self.item) == (mention.first < self.item);
        Some(if same_side { distance } else { -distance })
    }

    /// Items from the mention to the cue of the quotation, negative where the mention stands after it.
    fn to_own_cue(&self) -> Option<i32> {
        let (cue, mention, clause) = (self.own_cue?, self.mention?, self.clause?);
        let distance = |from: u32, to: u32| (to.saturating_sub(from)).min(30) as i32;
        Some(if mention.first < cue.item {
            distance(clause.edge, cue.item)
        } else {
            -distance(cue.item, mention.first)
        })
    }

    /// Other mentions between the mention and the cue of the quotation.
    fn mentions_to_own_cue(&self, acting: bool) -> Option<usize> {
        let (cue, mention, clause) = (self.own_cue?, self.mention?, self.clause?);
        let (from, to) = if mention.first < cue.item { (clause.edge + 1, cue.item) } else { (cue.item, mention.first) };
        let (first, last) = (self.scene.mentions_before(from), self.scene.mentions_before(to));
        let stands = |at: &usize| !self.scene.mentions.all[*at].attached && !self.scene.clauses[*at].inside;
        let between = (first..last).take(40).filter(stands);
        Some(between.filter(|&at| !acting || self.scene.clauses[at].acts).count())
    }

    /// Whether the candidate is that mention.
    fn is_mention(&self, index: Option<usize>) -> bool {
        matches!((self.candidate, index), (Candidate::Mention(own), Some(index)) if own as usize == index)
    }

    /// Whether the mention is the subject of what someone else says: "said that Hale was", "said Hale was".
    fn embedded(&self) -> Option<bool> {
        Some(is_embedded(self.clause?))
    }

    /// How many others report something of their own between two items, or before the mention in its sentence.
    fn reporters(&self, from: u32, to: u32) -> usize {
        let (first, last) = (self.scene.mentions_before(from), self.scene.mentions_before(to));
        (first..last.max(first)).rev().take(20).filter(|&at| reports(self.scene, at)).count()
    }

    fn reporters_between(&self) -> Option<usize> {
        let (from, to) = self.gap()?;
        Some(self.reporters(from, to))
    }

    fn reporters_before(&self) -> Option<usize> {
        let mention = self.mention?;
        let start = self.scene.frame.starts[self.scene.sentence(mention.first) as usize];
        Some(self.reporters(start, mention.first))
    }

    fn actors_between(&self) -> Option<usize> {
        let (from, to) = self.gap()?;
        let (first, last) = (self.scene.mentions_before(from), self.scene.mentions_before(to));
        Some((first..last.max(first)).take(40).filter(|&at| self.scene.clauses[at].acts).count())
    }

    /// "asked by the host Ann Hale"
    fn by_before(&self) -> bool {
        let words = (1..=4).map(|step| self.neighbour(-step));
        let plain = |word: &&str| word.starts_with(char::is_alphabetic);
        self.mention.is_some() && words.take_while(plain).any(|word| word == "by")
    }

    /// The word before the cue of the quotation.
    fn before_own_cue(&self, step: i64) -> &'a str {
        self.own_cue.and_then(|cue| self.scene.word(i64::from(cue.item) - step)).unwrap_or("")
    }

    /// Whether the cue of the quotation is passive: "was asked".
    fn own_cue_passive(&self) -> bool {
        (1..=2).any(|step| List::Being.has_as_is(self.before_own_cue(step)))
    }

    /// What stands right before the quotation: 0 nothing, 1 a mark, 2 "a" or "the", 3 "is", 4 a preposition, 5 a verb
    /// of speech, 6 another small word, 7 a word with a capital, 8 any other word.
    fn word_before(&self) -> u32 {
        let word = self.beside_quote(-1);
        let Some(token) = self.scene.frame.token(i64::from(self.item) - 1).filter(|_| !word.is_empty()) else {
            return 0;
        };
        let known = self.scene.document.tokens[token as usize];
        match word {
            _ if !known.shape.is_word() => 1,
            _ if List::NounOpener.has_as_is(word) => 2,
            _ if List::Being.has_as_is(word) => 3,
            _ if is_preposition(word) => 4,
            _ if known.lex.has(Lex::SPEECH) => 5,
            _ if known.lex.has(Lex::FUNCTION) => 6,
            _ if known.shape.is_capital() => 7,
            _ => 8,
        }
    }

    /// "according to" in the sentence of the quotation or right after it.
    fn according_near(&self) -> bool {
        let near = |cue: &&Cue| cue.item.abs_diff(self.item) <= 30 && self.scene.same_line(cue.item, self.item);
        let cues = &self.scene.mentions.cues;
        let at = cues.partition_point(|cue| cue.item < self.item);
        let around = &cues[at.saturating_sub(2)..(at + 3).min(cues.len())];
        around.iter().filter(near).any(|cue| cue.according)
    }

    fn speaking(&self) -> Option<f32> {
        let voices = self.scene.voices[self.person()? as usize];
        Some(voices.speaks as f32 / voices.named.max(1) as f32)
    }

    /// Whether the cue beside the mention is passive: "was asked".
    fn is_passive(&self) -> bool {
        let before = |cue: &Cue| self.scene.word(cue.item as i64 - 1).unwrap_or("");
        self.said_after.is_some_and(|cue| List::Being.has_as_is(before(cue)))
    }

    fn neighbour(&self, step: i64) -> &'a str {
        let Some(mention) = self.mention else { return "" };
        let item = if step < 0 { mention.first as i64 + step } else { mention.last as i64 + step };
        let line = if step < 0 { mention.first } else { mention.last };
        let inside = usize::try_from(item).is_ok_and(|at| at < self.scene.frame.items.len())
            && self.scene.same_line(item as u32, line);
        if inside { self.scene.word(item).unwrap_or("Q") } else { "" }
    }

    fn mention_lex(&self, step: i64) -> Lex {
        let Some(mention) = self.mention else { return Lex::NONE };
        let item = if step < 0 { mention.first as i64 + step } else { mention.last as i64 + step };
        self.scene.frame.token(item).map_or(Lex::NONE, |token| self.scene.document.tokens[token as usize].lex)
    }

    /// Whether an ordinary word in lower case follows: "Hale confidant", "Hale aides".
    fn modifies(&self) -> bool {
        let Some(token) = self.mention.and_then(|mention| self.scene.frame.token(mention.last as i64 + 1)) else {
            return false;
        };
        let known = self.scene.document.tokens[token as usize];
        let word = self.scene.document.word(token);
        known.shape == Shape::Lower && !known.lex.has(Lex::FUNCTION | Lex::SPEECH) && !word.ends_with("ly")
    }

    fn beside_quote(&self, step: i64) -> &'a str {
        let item = self.item as i64 + step;
        let inside = usize::try_from(item).is_ok_and(|at| at < self.scene.frame.items.len())
            && self.scene.same_line(item as u32, self.item);
        if inside { self.scene.word(item).unwrap_or("Q") } else { "" }
    }

    fn person(&self) -> Option<u32> {
        match self.candidate {
            Candidate::Previous => self.history.last,
            _ => self.mention.and_then(|mention| mention.person),
        }
    }

    /// Whether the mention and its verb of speech announce another quotation: of "“No.” Hale said: “Go.”" the second.
    fn announces(&self) -> Option<bool> {
        let (cue, clause) = (self.said_after?, self.clause?);
        let is_colon = self.scene.word(i64::from(cue.item) + 1) == Some(":");
        Some(is_colon && cue.item == clause.edge + 1 && cue.item + 2 != self.item)
    }

    /// Whether the mention owns what was said, wrote or thought: "Hale's reply was", "her last message to him:".
    fn owns_words(&self) -> Option<bool> {
        let mention = self.mention?;
        let owner = if mention.kind == Kind::Oblique { mention.last } else { mention.last + 1 };
        let owns = mention.kind == Kind::Oblique || is_owner(self.neighbour(1));
        let words = (1..=OWNED).map_while(|step| self.scene.word(i64::from(owner) + step));
        Some(owns && mention.first < self.item && { words }.any(|word| List::Utterance.has(word)))
    }

    fn opens_sentence(&self) -> Option<bool> {
        let mention = self.mention?;
        let sentence = self.scene.sentence(mention.first) as usize;
        Some(self.scene.frame.starts[sentence] == mention.first)
    }

    /// Whether the mention is the first of its sentence.
    fn leads_sentence(&self) -> Option<bool> {
        let mention = self.mention?;
        let start = self.scene.frame.starts[self.scene.sentence(mention.first) as usize];
        Some(self.scene.mentions_between(start, mention.first).is_empty())
    }

    fn quoted_inside(&self) -> Option<usize> {
        let person = self.person()?;
        let (from, to) = (self.piece.span.start, self.piece.span.end);
        let mentions = &self.scene.people[person as usize].mentions;
        let first = mentions.partition_point(|span| span.start < from);
        Some(mentions[first..].iter().take_while(|span| span.start < to).count())
    }

    /// 1 when the gender of the words agrees with that of the last speaker, -1 when it clashes, else 0.
    fn agrees_with_last(&self) -> Option<i32> {
        let last = self.scene.genders[self.history.last? as usize];
        let own = self.mention?.gender;
        Some(agreement(own, last))
    }

    fn previous_gap(&self) -> Option<u32> {
        let before = self.quote.checked_sub(1)?;
        Some((self.item - self.scene.item(before) - 1).min(80))
    }

    fn previous_lines(&self) -> Option<u32> {
        let before = self.quote.checked_sub(1)?;
        Some((self.scene.paragraph(self.item) - self.scene.paragraph(self.scene.item(before))).min(9))
    }

    fn previous_open(&self) -> bool {
        self.quote.checked_sub(1).is_some_and(|before| self.scene.pieces[before].open)
    }

    fn next_is_quote(&self, step: i64) -> bool {
        let item = self.item as i64 + step;
        usize::try_from(item)
            .ok()
            .and_then(|at| self.scene.frame.items.get(at))
            .is_some_and(|item| matches!(item, Item::Quote(_)))
    }
}

/// Whether a mention is the subject of what someone else says.
fn is_embedded(clause: &Clause) -> bool {
    clause.opener == Opener::That || clause.opener == Opener::Verb && clause.acts
}

/// Returns whether a mention reports something of its own.
pub fn reports(scene: &Scene, index: usize) -> bool {
    let clause = &scene.clauses[index];
    clause.speaks && !clause.inside && !scene.mentions.all[index].attached && !is_embedded(clause)
}

/// Returns the cue that most likely reports a quotation: one right after it, else the nearer of those in its sentence.
fn own_cue<'a>(item: u32, before: Option<&'a Cue>, after: Option<&'a Cue>) -> Option<&'a Cue> {
    match (before, after) {
        (Some(before), Some(after)) => {
            let nearer = after.item - item <= 4 || after.item - item <= item - before.item;
            Some(if nearer { after } else { before })
        }
        (before, after) => before.or(after),
    }
}

/// 1 when two genders agree, -1 when they clash, 0 when one is not known.
pub fn agreement(a: Gender, b: Gender) -> i32 {
    match (a, b) {
        (Gender::Unknown, _) | (_, Gender::Unknown) => 0,
        (a, b) if a == b => 1,
        _ => -1,
    }
}

/// Returns what a quotation ends with, as a number.
pub fn ending_code(ending: Ending) -> i32 {
    match ending {
        Ending::Comma => 0,
        Ending::Stop => 1,
        Ending::Shout => 2,
        Ending::Word => 3,
    }
}

fn class_code(cue: &Cue) -> i32 {
    match cue.class {
        _ if cue.according => 0,
        VerbClass::Say => 1,
        VerbClass::Tell => 2,
        VerbClass::Write => 3,
        VerbClass::Claim => 4,
        VerbClass::Call => 5,
    }
}

/// Returns whether what stands behind a name says that it owns something.
pub fn is_owner(mark: &str) -> bool {
    matches!(mark, "'s" | "’s" | "'" | "’")
}

/// Returns whether the word is a preposition in lower case.
pub fn is_preposition(word: &str) -> bool {
    List::Preposition.has_as_is(word)
}

features! { |view: &View|
    words = view.around.words,
    opens_capital = view.around.opens_capital,
    ending = view.around.ending,
    block = view.piece.kind == QuoteKind::Block,
    single = view.piece.single,
    continues = view.piece.continues,
    title_line = view.scene.paragraph(view.item) == 0,
    words_before = view.around.words_before,
    words_after = view.around.words_after,
    quotes_before = view.around.quotes_before,
    colon_before = view.scene.word(view.item as i64 - 1) == Some(":"),
    comma_before = view.beside_quote(-1) == ",",
    that_before = view.beside_quote(-1) == "that",
    quote_after = view.next_is_quote(1),
    comma_after = view.beside_quote(1) == ",",
    cue_before = view.cue_before.map(|cue| (view.item - cue.item).min(12)),
    cue_before_class = view.cue_before.map(class_code),
    cue_after = view.cue_after.map(|cue| (cue.item - view.item).min(12)),
    cue_after_class = view.cue_after.map(class_code),
    previous_gap = view.previous_gap(),
    previous_lines = view.previous_lines(),
    previous_ending = view.around.previous_ending,
    previous_open = view.previous_open(),
    previous_unknown = view.history.last.is_none(),

    is_name = view.is(Kind::Name),
    is_he_or_she = view.is(Kind::He) || view.is(Kind::She),
    is_they_or_it = view.is(Kind::They) || view.is(Kind::It),
    is_i = view.is(Kind::I),
    is_oblique = view.is(Kind::Oblique),
    is_person = view.is(Kind::Person),
    is_people = view.is(Kind::People),
    is_body = view.is(Kind::Body),
    is_paper = view.is(Kind::Paper),
    is_other = view.is(Kind::Other),
    is_noun = view.is(Kind::Noun),
    is_previous = view.candidate == Candidate::Previous,
    is_nobody = view.candidate == Candidate::Nobody,
    definite = view.mention.is_some_and(|mention| mention.definite),
    length = view.mention.map(|mention| (mention.last - mention.first + 1).min(9)),

    before = view.is_before(),
    distance = view.distance(),
    sentences_away = view.sentences_away(),
    lines_away = view.lines_away(),
    mentions_between = view.mentions_between(false),
    names_between = view.mentions_between(true),
    quotes_between = view.quotes_between(),
    commas_between = view.words_between(|word| word == ","),
    said_between = view.gap().map(|(from, to)| view.scene.cues_before(to) - view.scene.cues_before(from)),
    stops_between = view.words_between(|word| matches!(word, "." | ";" | ":")),
    who_between = view.words_between(|word| matches!(word, "who" | "which" | "whose")),
    to_said = view.to_said(),
    to_said_class = view.mention.and(view.said_after).map(class_code),
    to_said_passive = view.is_passive(),
    to_said_gerund = view.mention.and(view.said_after).is_some_and(|cue| cue.gerund),
    said_after_to_quote = view.cue_to_quote(view.said_after),
    from_said = view.since_said(),
    from_said_class = view.mention.and(view.said_before).map(class_code),
    from_said_gerund = view.mention.and(view.said_before).is_some_and(|cue| cue.gerund),
    said_before_to_quote = view.cue_to_quote(view.said_before),
    opens_sentence = view.opens_sentence(),
    leads_sentence = view.leads_sentence(),
    comma_follows = view.neighbour(1) == ",",
    comma_precedes = view.neighbour(-1) == ",",
    colon_follows = view.neighbour(1) == ":",
    possessive = is_owner(view.neighbour(1)),
    preposition_before = is_preposition(view.neighbour(-1)),
    preposition_after = is_preposition(view.neighbour(1)),
    and_beside = matches!(view.neighbour(1), "and" | "&") || matches!(view.neighbour(-1), "and" | "&"),
    who_follows = matches!(view.neighbour(1), "who" | "which") || view.neighbour(1) == "," && view.neighbour(2) == "who",
    noun_follows = view.mention_lex(1).has(Lex::ROLE),
    modifies = view.modifies(),
    bracket_before = matches!(view.neighbour(-1), "(" | "—" | "-" | "–" | "―"),
    at_before = view.neighbour(-1) == "@",

    to_own_cue = view.to_own_cue(),
    mentions_to_own_cue = view.mentions_to_own_cue(false),
    actors_to_own_cue = view.mentions_to_own_cue(true),
    own_cue_gerund = view.own_cue.is_some_and(|cue| cue.gerund),
    own_cue_passive = view.own_cue_passive(),
    own_cue_after_and = matches!(view.before_own_cue(1), "and" | "but" | ","),
    own_cue_after_who = matches!(view.before_own_cue(1), "who" | "that" | "which"),
    own_cue_after_to = view.before_own_cue(1) == "to",
    word_before = view.word_before(),
    according_near = view.according_near(),
    acts = view.clause.map(|clause| clause.acts),
    speaks = view.clause.map(|clause| clause.speaks),
    opener = view.clause.map(|clause| clause.opener as u32),
    new = view.mention.map(|mention| resolve::is_new(view.scene, mention)),
    signs = view.is_mention(view.around.signature),
    signed = view.around.signature.is_some(),
    signs_previous = view.is_mention(view.around.signature_before),
    embedded = view.embedded(),
    reporters_between = view.reporters_between(),
    reporters_before = view.reporters_before(),
    actors_between = view.actors_between(),
    that_between = view.words_between(|word| word == "that"),
    by_before = view.by_before(),

    person_speaking = view.speaking(),
    person_speaks = view.person().map(|person| view.scene.voices[person as usize].speaks.min(9)),
    person_count = view.person().map(|person| view.scene.counts[person as usize].min(20)),
    person_titled = view.person().map(|person| view.scene.titled[person as usize]),
    person_quotes = view.person().map(|person| view.history.counts[person as usize].min(9)),
    person_spoke_last = view.person().map(|person| view.history.last == Some(person)),
    announces = view.announces(),
    owns_words = view.owns_words(),
    quoted_inside = view.quoted_inside(),
    agrees_with_last = view.agrees_with_last(),
}
