//! Everything that is known of an article when its quotations are attributed.

use super::clauses::{self, Clause};
use super::frame::{Frame, Item};
use super::mentions::{self, Cue, Kind, Mention, Mentions};
use super::source::agreement;
use rustc_hash::FxHashMap;

use crate::annotate::Document;
use crate::model::{Gender, Person, QuoteKind, Span};
use crate::rules::{Lexicon, Rules};

/// What tells that a piece is a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// Quotation marks.
    Marked,
    /// The paragraph before, which ends with a colon.
    Introduced,
    /// The block before, which it goes on with.
    Continued,
    /// An announcement that gives a person's statement in full.
    Stated(u32),
    /// A label of an interview, which stands for a person.
    Labelled(u32),
    /// A question before, which a person answers.
    Asked(u32),
    /// A signature beneath.
    Signed(u32),
}

/// A contiguous quotation within one line, before it has a speaker.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// The quoted words.
    pub span: Span,
    /// The quoted words with their marks.
    pub outer: Span,
    /// Index of the line.
    pub line: u32,
    /// How it is set.
    pub kind: QuoteKind,
    /// What tells so.
    pub voice: Voice,
    /// Set in single marks.
    pub single: bool,
    /// Goes on with the quotation that the line before left open.
    pub continues: bool,
    /// Not closed in this line.
    pub open: bool,
}

/// How much of a speaker a person is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Voices {
    /// How often the person is named outside quotations.
    pub named: u32,
    /// At how many of these places the person says something.
    pub speaks: u32,
}

/// An article with its quotations, ready to be attributed.
pub struct Scene<'a> {
    /// The article as tokens.
    pub document: &'a Document<'a>,
    /// The rules.
    pub rules: &'a Rules,
    /// The people it names.
    pub people: &'a [Person],
    /// Its quotations, in order and apart from each other.
    pub pieces: &'a [Piece],
    /// What stands outside the quotations.
    pub frame: Frame,
    /// Possible sources and cues.
    pub mentions: Mentions,
    /// For each mention, what it does.
    pub clauses: Vec<Clause>,
    /// For each line, its number among the kept lines.
    pub paragraphs: Vec<u32>,
    /// For each person, how often the article names them, inside quotations too.
    pub counts: Vec<u32>,
    /// For each person, whether the title names them.
    pub titled: Vec<bool>,
    /// For each person, the gender that the names, the titles and the pronouns near by tell.
    pub genders: Vec<Gender>,
    /// For each person, the age that the article tells first.
    pub ages: Vec<Option<u32>>,
    /// For each person, how often they are named outside quotations, and of these how often they speak.
    pub voices: Vec<Voices>,
    /// For each person, how often they are named by more than one word.
    pub full_names: Vec<u32>,
    /// The people of each last name.
    pub namesakes: FxHashMap<&'a str, Vec<u32>>,
    /// For each item, and past the last, what stands before it.
    before: Vec<Before>,
}

/// How many of each kind stand before an item.
#[derive(Clone, Copy, Debug, Default)]
struct Before {
    mentions: u32,
    cues: u32,
    quotes: u32,
}

impl<'a> Scene<'a> {
    /// Sets the scene.
    pub fn new(document: &'a Document<'a>, people: &'a [Person], pieces: &'a [Piece], rules: &'a Rules) -> Scene<'a> {
        let outer: Vec<Span> = pieces.iter().map(|piece| piece.outer).collect();
        let frame = Frame::new(document, &outer);
        let mentions = mentions::find(document, &frame, people, rules);
        let clauses = clauses::read(document, &frame, &mentions);
        let mut n_kept = 0;
        let paragraph = |line: &crate::model::Line| {
            n_kept += u32::from(line.is_kept());
            n_kept.saturating_sub(1)
        };
        let paragraphs = document.lines.iter().map(paragraph).collect();
        let title = document.lines.iter().find(|line| line.is_kept()).map_or(Span::default(), |line| line.span);
        let namesakes = namesakes(people, &rules.lexicon);
        let genders = genders(document, &frame, &mentions, people, &namesakes);
        Scene {
            before: before(&frame, &mentions),
            genders,
            voices: voices(&mentions, &clauses, people.len()),
            ages: ages(document, &frame, &mentions, people.len()),
            clauses,
            full_names: people.iter().map(|person| full_names(document.text, person)).collect(),
            namesakes,
            document,
            rules,
            people,
            pieces,
            frame,
            mentions,
            paragraphs,
            counts: people.iter().map(|person| person.mentions.len() as u32).collect(),
            titled: people.iter().map(|person| person.mentions.iter().any(|span| title.contains(*span))).collect(),
        }
    }

    /// Returns the same scene with what is known of its pieces by now; they stand where they stood.
    pub fn with_pieces(self, pieces: &'a [Piece]) -> Scene<'a> {
        debug_assert!(pieces.iter().map(|piece| piece.outer).eq(self.pieces.iter().map(|piece| piece.outer)));
        Scene { pieces, ..self }
    }

    /// Returns the item of a quotation.
    pub fn item(&self, quote: usize) -> u32 {
        self.frame.of_quote[quote]
    }

    /// Returns the kept line of an item, counted from 0.
    pub fn paragraph(&self, item: u32) -> u32 {
        self.paragraphs[self.frame.lines[item as usize] as usize]
    }

    /// Returns the sentence of an item.
    pub fn sentence(&self, item: u32) -> u32 {
        self.frame.sentences[item as usize]
    }

    /// Returns whether two items stand in one line.
    pub fn same_line(&self, a: u32, b: u32) -> bool {
        self.frame.lines[a as usize] == self.frame.lines[b as usize]
    }

    /// Returns the word at an item; `None` for a quotation and past the ends.
    pub fn word(&self, item: i64) -> Option<&'a str> {
        self.frame.token(item).map(|token| self.document.word(token))
    }

    /// Returns the first cue after an item.
    pub fn cue_after(&self, item: u32) -> Option<&Cue> {
        self.mentions.cues.get(self.before(item + 1).cues as usize)
    }

    /// Returns the last cue before an item.
    pub fn cue_before(&self, item: u32) -> Option<&Cue> {
        self.cues_before(item).checked_sub(1).map(|before| &self.mentions.cues[before])
    }

    /// Returns whether a mention leads a sentence in which someone speaks: "Hale, who runs the archive, said".
    pub fn sentence_speaks(&self, mention: &Mention) -> bool {
        let sentence = self.sentence(mention.first);
        let leads = self.frame.starts[sentence as usize] + 4 >= mention.first;
        leads && self.cue_after(mention.last).is_some_and(|cue| self.sentence(cue.item) == sentence)
    }

    /// Returns the number of mentions that begin before an item.
    pub fn mentions_before(&self, item: u32) -> usize {
        self.before(item).mentions as usize
    }

    /// Returns the number of cues that stand before an item.
    pub fn cues_before(&self, item: u32) -> usize {
        self.before(item).cues as usize
    }

    fn before(&self, item: u32) -> Before {
        self.before[(item as usize).min(self.before.len() - 1)]
    }

    /// Returns the mentions between two items.
    pub fn mentions_between(&self, from: u32, to: u32) -> &[Mention] {
        let (first, last) = (self.mentions_before(from), self.mentions_before(to));
        &self.mentions.all[first..last.max(first)]
    }

    /// Returns how many of the items between two are quotations, looking at no more than 200.
    pub fn quotes_between(&self, from: u32, to: u32) -> usize {
        let to = to.min(from + 200).max(from);
        (self.before(to).quotes - self.before(from).quotes) as usize
    }
}

/// Counts what stands before each item.
fn before(frame: &Frame, mentions: &Mentions) -> Vec<Before> {
    let mut before = vec![Before::default(); frame.items.len() + 1];
    mentions.all.iter().for_each(|mention| before[mention.first as usize + 1].mentions += 1);
    mentions.cues.iter().for_each(|cue| before[cue.item as usize + 1].cues += 1);
    for (at, item) in frame.items.iter().enumerate() {
        before[at + 1].quotes += u32::from(matches!(item, Item::Quote(_)));
    }
    let mut sum = Before::default();
    for here in &mut before {
        sum.mentions += here.mentions;
        sum.cues += here.cues;
        sum.quotes += here.quotes;
        *here = sum;
    }
    before
}

/// Returns the age of each person whose name has it behind: "Hale, 53," and "Hale (53)".
fn ages(document: &Document, frame: &Frame, mentions: &Mentions, n_people: usize) -> Vec<Option<u32>> {
    let mut ages = vec![None; n_people];
    let word = |item: u32| frame.token(i64::from(item)).map_or("", |token| document.word(token));
    for mention in mentions.all.iter().filter(|mention| mention.kind == Kind::Name) {
        let closes = match word(mention.last + 1) {
            "," => matches!(word(mention.last + 3), "," | "." | ";" | ")"),
            "(" => word(mention.last + 3) == ")",
            _ => false,
        };
        let known = mention.person.and_then(|person| ages.get_mut(person as usize)).filter(|known| known.is_none());
        if let (Some(known), true) = (known, closes) {
            *known = word(mention.last + 2).parse().ok().filter(|age| (1..=MOST_YEARS).contains(age));
        }
    }
    ages
}

/// The oldest that anybody is.
const MOST_YEARS: u32 = 120;

/// Returns how often a person is named by more than one word.
fn full_names(text: &str, person: &Person) -> u32 {
    person.mentions.iter().filter(|span| span.of(text).contains([' ', '\u{a0}'])).count() as u32
}

fn namesakes<'p>(people: &'p [Person], lexicon: &Lexicon) -> FxHashMap<&'p str, Vec<u32>> {
    let mut known: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
    for (index, person) in people.iter().enumerate() {
        known.entry(lexicon.last_name(&person.name)).or_default().push(index as u32);
    }
    known
}

/// Votes of a given name, of a title and of a role: "Tom", "Mrs", "spokeswoman"; a pronoun near by has one.
const GIVEN_NAME: u32 = 3;
const TITLE: u32 = 5;
const ROLE: u32 = 3;
/// Votes of a pronoun that opens the sentence behind one of which the person is the subject, and nobody else is named.
const GOES_ON: u32 = 3;

/// Returns how often each person is named outside quotations and how often they speak there.
fn voices(mentions: &Mentions, clauses: &[Clause], n_people: usize) -> Vec<Voices> {
    let mut voices = vec![Voices::default(); n_people];
    for (mention, clause) in mentions.all.iter().zip(clauses) {
        if let Some(voice) = mention.person.and_then(|person| voices.get_mut(person as usize)) {
            voice.named += 1;
            voice.speaks += u32::from(clause.speaks);
        }
    }
    voices
}

/// Returns the gender of every person: as the names tell it, or a title ("Mrs Hale"), or the pronouns that follow the
/// name with no other name between. A last name that several bear tells nothing.
fn genders(
    document: &Document,
    frame: &Frame,
    mentions: &Mentions,
    people: &[Person],
    namesakes: &FxHashMap<&str, Vec<u32>>,
) -> Vec<Gender> {
    let mut votes: Vec<[u32; 2]> = vec![[0; 2]; people.len()];
    for ((person, roles), votes) in people.iter().zip(&mentions.roles).zip(&mut votes) {
        vote(votes, person.gender, GIVEN_NAME);
        for &role in roles.iter().take(12) {
            vote(votes, mentions::gender_of_noun(&document.word(role).to_ascii_lowercase()), ROLE);
        }
    }
    let is_shared = |mention: &Mention| {
        mention.bare && namesakes.get(document.word(mention.head)).is_some_and(|bearers| bearers.len() > 1)
    };
    vote_by_pronouns(frame, mentions, people, is_shared, &mut votes);
    let gender = |(person, [male, female]): (&Person, [u32; 2])| match person.gender {
        _ if male > 2 * female => Gender::Male,
        _ if female > 2 * male => Gender::Female,
        // A spokesman with a woman's name.
        _ if male.min(female) >= ROLE => Gender::Unknown,
        known => known,
    };
    people.iter().zip(votes).map(gender).collect()
}

/// Counts the titles before names, and the pronouns behind them. `is_shared` tells of a name whether several bear it.
fn vote_by_pronouns(
    frame: &Frame,
    mentions: &Mentions,
    people: &[Person],
    is_shared: impl Fn(&Mention) -> bool,
    votes: &mut [[u32; 2]],
) {
    let opens = |mention: &Mention| frame.starts[frame.sentences[mention.first as usize] as usize] == mention.first;
    // "He endorsed Ann Hale. He smiled": it is somebody else's where anybody has a name for it.
    let are_named = [Gender::Male, Gender::Female].map(|gender| people.iter().any(|person| person.gender == gender));
    let is_anothers = |person: u32, gender: Gender| {
        let clashes = agreement(people[person as usize].gender, gender) < 0;
        clashes && are_named[usize::from(gender == Gender::Female)]
    };
    // The person named last, and the one who is the subject of a sentence that names nobody else; each with it.
    let mut last: Option<(u32, u32)> = None;
    let mut alone = last;
    for mention in &mentions.all {
        let sentence = frame.sentences[mention.first as usize];
        match (mention.person, mention.kind) {
            (Some(_), _) if is_shared(mention) => (last, alone) = (None, None),
            (Some(person), _) => {
                vote(&mut votes[person as usize], mention.gender, TITLE);
                last = Some((person, sentence));
                alone = last.filter(|_| opens(mention) && !mention.attached);
            }
            (None, Kind::He | Kind::She | Kind::Oblique) => {
                let goes_on = |&(_, before): &(u32, u32)| before + 1 == sentence && opens(mention);
                if let Some((person, _)) = alone.filter(|alone| goes_on(alone) && mention.kind != Kind::Oblique) {
                    vote(&mut votes[person as usize], mention.gender, GOES_ON);
                }
                let is_near =
                    |&(person, before): &(u32, u32)| sentence <= before + 1 && !is_anothers(person, mention.gender);
                if let Some((person, _)) = last.filter(is_near) {
                    vote(&mut votes[person as usize], mention.gender, 1);
                }
            }
            (None, Kind::Person | Kind::Other | Kind::People) => alone = None,
            _ => {}
        }
    }
}

fn vote(votes: &mut [u32; 2], gender: Gender, weight: u32) {
    match gender {
        Gender::Male => votes[0] += weight,
        Gender::Female => votes[1] += weight,
        Gender::Unknown => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::quotes_of;

    #[test]
    fn a_pronoun_behind_the_only_subject_tells_as_much_as_a_given_name() {
        let speaker = |next: &str| {
            let met = "Tom Renwick met Ann Hale.\nRenwick walks home.";
            quotes_of(&format!("News\n{met} {next} would rather see Hale.\n“It is late,” she said."))
        };
        assert_eq!(speaker("She"), ["Tom Renwick direct It is late,"]);
        assert_eq!(speaker("The rain fell. She"), ["Ann Hale direct It is late,"]);
    }

    #[test]
    fn pronouns_of_somebody_else_tell_no_gender() {
        let met = "Ann Hale married Tom Renwick. He sang for Hale. He danced with Hale, and he laughed. He met Hale. He fell.";
        let quotes = quotes_of(&format!("News\n{met}\nRenwick left.\n“It is late,” she said."));
        assert_eq!(quotes, ["Ann Hale direct It is late,"]);
    }
}
