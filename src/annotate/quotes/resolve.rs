//! Whom a pronoun or a description stands for.
//!
//! Comes in: the [`Scene`] and a mention that is no name. Goes out: the people it may stand for, and nobody, each with
//! a row of readable features for the forest that chooses.

use super::clauses::{Clause, Opener};
use super::mentions::{Cue, Kind, Mention};
use super::scene::Scene;
use super::source::{History, agreement, is_owner, is_preposition};
use crate::annotate::Shape;
use crate::annotate::row::features;
use crate::model::Gender;
use crate::rules::{Lex, List, SourceClass, VerbClass, told_age};

/// The people named last before the mention that are looked at.
const NEAREST: usize = 8;
/// Names looked back over for them.
const LOOK_BACK: usize = 60;

/// Tokens looked back over for somebody described without a name.
const MET: u32 = 150;

/// Whom the words may stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Referent {
    /// The person; `None` for nobody the article names.
    pub person: Option<u32>,
    /// Where the person was named last before the mention, by index into the mentions.
    pub last: Option<u32>,
    /// How many other people have been named since.
    pub rank: u32,
}

/// Returns whether the words may stand for a person named elsewhere: a pronoun, a description, or a last name that
/// several people of the article bear.
pub fn stands_for_someone(scene: &Scene, mention: &Mention) -> bool {
    match mention.kind {
        Kind::He | Kind::She | Kind::Oblique | Kind::I => true,
        Kind::Person => !is_new(scene, mention) && !is_stranger(scene, mention),
        Kind::Name => namesakes(scene, mention).len() > 1,
        _ => false,
    }
}

/// Returns whether a description is of one of many, whom the article nowhere describes by name: "the voter".
fn is_stranger(scene: &Scene, mention: &Mention) -> bool {
    let noun = scene.document.word(mention.head).to_ascii_lowercase();
    scene.rules.speech.source(&noun) == Some(SourceClass::Stranger) && !is_role_held(scene, &noun)
}

/// Returns whether the article describes somebody by name by the noun.
fn is_role_held(scene: &Scene, noun: &str) -> bool {
    let mut roles = scene.mentions.roles.iter().flatten().take(60);
    roles.any(|&head| is_role(scene.document.word(head), noun))
}

/// Returns whether a mention is looked at for what later pronouns stand for.
pub fn is_link(scene: &Scene, index: usize) -> bool {
    let mention = &scene.mentions.all[index];
    match mention.kind {
        Kind::He | Kind::She => true,
        Kind::Name => namesakes(scene, mention).len() > 1,
        _ => false,
    }
}

/// Returns whether a description brings in someone whom the article has not met: "an aide", "one voter".
pub fn is_new(scene: &Scene, mention: &Mention) -> bool {
    let first = scene.word(i64::from(mention.first)).unwrap_or("");
    List::Newcomer.has(first)
}

/// Returns the people who bear the last name that the mention consists of.
pub fn namesakes<'a>(scene: &'a Scene, mention: &Mention) -> &'a [u32] {
    let word = scene.document.word(mention.head);
    if mention.bare { scene.namesakes.get(word).map_or(&[], Vec::as_slice) } else { &[] }
}

/// Returns the people that a mention may stand for: those named last before it, the last speaker, and nobody.
pub fn referents(scene: &Scene, history: &History, mention: usize) -> Vec<Referent> {
    let age = Age::of(scene, &scene.mentions.all[mention]);
    let is_other_age = |person: u32| age.as_ref().is_some_and(|age| age.rules_out(scene.ages[person as usize]));
    let is_ruled_out = |person: u32| is_other_age(person) || is_ruled_out(scene, mention, person);
    if scene.mentions.all[mention].kind == Kind::Name {
        return among_namesakes(scene, mention);
    }
    let mut found: Vec<Referent> = Vec::with_capacity(NEAREST + 2);
    for index in (0..mention).rev().take(LOOK_BACK) {
        let Some(person) = named(scene, history, index) else { continue };
        if found.iter().all(|referent| referent.person != Some(person)) && !is_ruled_out(person) {
            let rank = found.len() as u32;
            found.push(Referent { person: Some(person), last: Some(index as u32), rank });
        }
        if found.len() == NEAREST {
            break;
        }
    }
    let possible = history.last.is_some_and(|person| !is_ruled_out(person));
    if possible && found.iter().all(|referent| referent.person != history.last) {
        found.push(Referent { person: history.last, last: None, rank: NEAREST as u32 });
    }
    if scene.mentions.all[mention].kind == Kind::I {
        add_titled(scene, &mut found);
    }
    found.push(Referent { person: None, last: None, rank: 0 });
    found
}

/// So many people of one name, the last that were named by more of it, may be meant by it.
const MOST_NAMESAKES: usize = 32;
/// A title names so many people at most.
const MOST_TITLED: usize = 16;

/// Adds the people of the title: who tells of themselves is named there, and seldom below.
fn add_titled(scene: &Scene, found: &mut Vec<Referent>) {
    for person in (0..scene.people.len()).filter(|&person| scene.titled[person]).take(MOST_TITLED) {
        if found.iter().all(|referent| referent.person != Some(person as u32)) {
            found.push(Referent { person: Some(person as u32), last: None, rank: NEAREST as u32 });
        }
    }
}

/// Returns the person whom a mention names, pronouns left out.
fn named(scene: &Scene, history: &History, index: usize) -> Option<u32> {
    scene.mentions.all[index].person.and_then(|_| history.person(scene, index))
}

/// Returns whether gender or grammar forbids that a mention stands for a person: "she" for Tom, "he told Hale" for
/// Hale.
fn is_ruled_out(scene: &Scene, mention: usize, person: u32) -> bool {
    agreement(scene.mentions.all[mention].gender, scene.genders[person as usize]) < 0
        || told_by(scene, mention) == Some(person)
        || is_owned(scene, &scene.mentions.all[mention]) && !holds_role(scene, &scene.mentions.all[mention], person)
}

/// The age that a description tells: "the 41-year-old".
struct Age {
    years: u32,
    /// It is that of somebody whose age the article tells.
    is_somebodys: bool,
}

impl Age {
    fn of(scene: &Scene, mention: &Mention) -> Option<Age> {
        let mut words = (mention.first..=mention.last).filter_map(|item| scene.word(i64::from(item)));
        let years = words.find_map(told_age)?;
        Some(Age { years, is_somebodys: scene.ages.contains(&Some(years)) })
    }

    /// Whether it cannot be a person's. A year more or less may be a birthday.
    fn rules_out(&self, told: Option<u32>) -> bool {
        match told {
            Some(told) if told == self.years => false,
            Some(told) => self.is_somebodys || told.abs_diff(self.years) > 1,
            None => self.is_somebodys,
        }
    }
}

/// Returns whether words are about somebody by another, "his lawyer", "Hale's mother": whoever was named last is that
/// other.
fn is_owned(scene: &Scene, mention: &Mention) -> bool {
    let first = scene.word(i64::from(mention.first)).unwrap_or("");
    let before = scene.word(i64::from(mention.first) - 1).unwrap_or("");
    let owner = List::Possessive.has(first);
    mention.kind == Kind::Person && (owner || is_owner(before))
}

/// Returns whether the article describes a person by name by the noun of a mention.
fn holds_role(scene: &Scene, mention: &Mention, person: u32) -> bool {
    let role = scene.document.word(mention.head);
    let roles = &scene.mentions.roles[person as usize];
    roles.iter().take(12).any(|&head| is_role(scene.document.word(head), role))
}

/// Returns the person who is told something by whom a mention stands for: "he told Hale".
fn told_by(scene: &Scene, mention: usize) -> Option<u32> {
    let edge = scene.clauses[mention].edge;
    let cue = scene.cue_after(edge).filter(|cue| cue.item - edge <= 3)?;
    let after = scene.mentions.all[mention + 1..].iter().take(4);
    let object = |other: &&Mention| {
        let near = other.first > cue.item && other.first - cue.item <= 2;
        near && scene.sentence(other.first) == scene.sentence(cue.item)
    };
    let told = after.into_iter().find(object)?;
    told.person.filter(|_| scene.mentions.all[mention].kind != Kind::Name && namesakes(scene, told).len() < 2)
}

fn among_namesakes(scene: &Scene, mention: usize) -> Vec<Referent> {
    let bearers = namesakes(scene, &scene.mentions.all[mention]);
    let fits = |person: u32| agreement(scene.mentions.all[mention].gender, scene.genders[person as usize]) >= 0;
    let any_fits = bearers.iter().any(|&person| fits(person));
    let may_be_meant = |person: u32| !any_fits || fits(person);
    // The places where they were named by more than that name, the last first.
    let before = (0..mention).rev().take(4 * LOOK_BACK).filter(|&at| !scene.mentions.all[at].bare);
    let named = before.filter_map(|at| Some((scene.mentions.all[at].person?, Some(at as u32))));
    let named = named.filter(|(person, _)| bearers.binary_search(person).is_ok());
    let mut found: Vec<Referent> = Vec::with_capacity(MOST_NAMESAKES.min(bearers.len()));
    for (person, last) in named.chain(bearers.iter().map(|&person| (person, None))) {
        if found.len() == MOST_NAMESAKES {
            break;
        }
        if may_be_meant(person) && found.iter().all(|referent| referent.person != Some(person)) {
            found.push(Referent { person: Some(person), last, rank: found.len() as u32 });
        }
    }
    found
}

/// Returns whether a word beside a name is the role of a description: "Sen." and "senator" are, and "directs" and
/// "director".
fn is_role(beside: &str, role: &str) -> bool {
    let means = |list: List| {
        let told = list.pairs().iter().find(|(word, _)| *word == beside);
        told.is_some_and(|(_, full)| full.eq_ignore_ascii_case(role))
    };
    beside.eq_ignore_ascii_case(role) || means(List::ShortRole) || means(List::RoleVerb)
}

fn is_kin(noun: &str) -> bool {
    List::Kin.has_as_is(noun)
}

/// Returns whether a mention stands for itself: it belongs to no other noun ("Hale aides", "an aide to Hale") and owns
/// none ("Hale's aides").
fn is_free(scene: &Scene, index: usize) -> bool {
    let mention = &scene.mentions.all[index];
    let owns = scene.word(i64::from(mention.last) + 1).is_some_and(is_owner);
    !mention.attached && !scene.clauses[index].inside && !owns
}

/// Returns whether a mention is the one who is told: "told Hale".
fn is_told(scene: &Scene, mention: &Mention) -> bool {
    let here = |cue: &Cue| scene.sentence(mention.first) == scene.sentence(cue.item);
    let told = |cue: &Cue| mention.first - cue.item == 1 && cue.class == VerbClass::Tell && here(cue);
    scene.cue_before(mention.first).is_some_and(told)
}

/// Names and pronouns looked back over for what was said of whom.
const RECENT: usize = 24;

/// Somebody, `None` for one who is not known, and the item where they stand.
type Told = (Option<u32>, u32);

/// What was said of whom shortly before a mention, by names and by pronouns as far as they are resolved.
pub struct Past {
    /// People and mentions, the nearest first.
    recent: Vec<(u32, u32)>,
    /// Whom the last pronoun like the mention stands for.
    pronoun: Option<(Option<u32>, u32)>,
    /// The last subject.
    actor: Option<u32>,
    /// The last who said something.
    reporter: Option<u32>,
    /// The first subject of the line before.
    leader: Option<u32>,
    /// The first subject of the line.
    opener: Option<u32>,
    /// The last who said something of their own: not "Hale said Okafor denied it" for Okafor.
    voice: Option<Told>,
    /// The subject of the last sentence before that has one.
    subject: Option<Told>,
}

impl Past {
    /// Looks back from a mention.
    pub fn new(scene: &Scene, history: &History, index: usize) -> Past {
        let mention = &scene.mentions.all[index];
        let line = scene.paragraph(mention.first);
        let mut past = Past {
            recent: Vec::new(),
            pronoun: None,
            actor: None,
            reporter: None,
            leader: None,
            opener: None,
            voice: None,
            subject: None,
        };
        for before in (index.saturating_sub(LOOK_BACK)..index).rev() {
            let other = &scene.mentions.all[before];
            let alike = other.gender == mention.gender && matches!(other.kind, Kind::He | Kind::She);
            if alike && past.pronoun.is_none() {
                past.pronoun = Some((history.person(scene, before), before as u32));
            }
            past.look_at(scene, before, index, history.person(scene, before));
            let Some(person) = history.person(scene, before) else { continue };
            let clause = &scene.clauses[before];
            let place = scene.paragraph(other.first);
            past.recent.push((person, before as u32));
            past.actor = past.actor.or(Some(person).filter(|_| clause.acts && !clause.inside));
            past.reporter = past.reporter.or(Some(person).filter(|_| clause.speaks));
            if clause.acts && place == line {
                past.opener = Some(person);
            } else if clause.acts && place + 1 == line {
                past.leader = Some(person);
            }
            if past.recent.len() == RECENT {
                break;
            }
        }
        past
    }

    /// Keeps whether a person reports something of their own, or is the subject of a sentence, at a mention: of those
    /// of one sentence the first, since the mentions are met from the last to the first.
    fn look_at(&mut self, scene: &Scene, at: usize, index: usize, person: Option<u32>) {
        let mention = &scene.mentions.all[at];
        let (place, sentence) = (mention.first, scene.sentence(mention.first));
        let may_be_meant = matches!(mention.kind, Kind::Name | Kind::He | Kind::She | Kind::Other | Kind::Person);
        if !may_be_meant || sentence == scene.sentence(scene.mentions.all[index].first) || !is_free(scene, at) {
            return;
        }
        let clause = &scene.clauses[at];
        let main = clause.acts && !matches!(clause.opener, Opener::That | Opener::When | Opener::Verb);
        if self.voice.is_none() && super::source::reports(scene, at) {
            self.voice = Some((person, place));
        }
        if main && self.subject.is_none_or(|(_, known)| scene.sentence(known) == sentence) {
            self.subject = Some((person, place));
        }
    }

    /// The nearest place where a person is named or stood for.
    fn nearest(&self, person: u32) -> Option<u32> {
        self.recent.iter().find(|recent| recent.0 == person).map(|recent| recent.1)
    }
}

/// What the features look at.
pub struct View<'a> {
    scene: &'a Scene<'a>,
    history: &'a History,
    index: usize,
    mention: &'a Mention,
    referent: Referent,
    last: Option<&'a Mention>,
    clause: Option<&'a Clause>,
    past: &'a Past,
    others: &'a [Referent],
}

impl<'a> View<'a> {
    /// Looks at one of the people that a mention may stand for.
    pub fn new(
        scene: &'a Scene<'a>,
        history: &'a History,
        index: usize,
        past: &'a Past,
        others: &'a [Referent],
        referent: Referent,
    ) -> View<'a> {
        let last = referent.last.map(|last| &scene.mentions.all[last as usize]);
        let clause = referent.last.map(|last| &scene.clauses[last as usize]);
        View { scene, history, index, mention: &scene.mentions.all[index], referent, last, clause, past, others }
    }

    /// Whether gender, or for a description the role, speaks for the person: 1, against them: -1, or neither: 0.
    fn agreement(&self, person: u32) -> i32 {
        let gender = agreement(self.mention.gender, self.scene.genders[person as usize]);
        if !self.is_description() || gender < 0 {
            return gender;
        }
        match (holds_role(self.scene, self.mention, person), self.role_is_held()) {
            (true, _) => 1,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    /// "the director": someone the reader has met, as a pronoun would say.
    fn is_description(&self) -> bool {
        self.mention.kind == Kind::Person && self.mention.definite
    }

    fn agrees(&self) -> Option<i32> {
        self.referent.person.map(|person| self.agreement(person))
    }

    /// How many of the people named since agree with the gender of the words.
    fn rivals(&self, at_least: i32) -> usize {
        let nearer =
            self.others.iter().filter(|other| other.rank < self.referent.rank || self.referent.person.is_none());
        nearer.filter_map(|other| other.person).filter(|&person| self.agreement(person) >= at_least).count()
    }

    fn sentences_away(&self) -> Option<u32> {
        let last = self.last?;
        Some((self.scene.sentence(self.mention.first) - self.scene.sentence(last.first)).min(20))
    }

    fn lines_away(&self) -> Option<u32> {
        let last = self.last?;
        Some((self.scene.paragraph(self.mention.first) - self.scene.paragraph(last.first)).min(20))
    }

    fn distance(&self) -> Option<u32> {
        Some((self.mention.first - self.last?.last).min(200))
    }

    fn quotes_between(&self) -> Option<usize> {
        Some(self.scene.quotes_between(self.last?.last, self.mention.first))
    }

    /// Pronouns of the same gender since the person was named.
    fn pronouns_since(&self, same: bool) -> Option<usize> {
        let first = self.referent.last? as usize + 1;
        let since = self.scene.mentions.all[first..self.index].iter().take(40);
        let pronoun = |mention: &&Mention| matches!(mention.kind, Kind::He | Kind::She | Kind::Oblique);
        let alike = |mention: &&Mention| (mention.gender == self.mention.gender) == same;
        Some(since.filter(pronoun).filter(alike).count())
    }

    fn before_last(&self, step: i64) -> &'a str {
        self.last.and_then(|last| self.scene.word(last.first as i64 - step)).unwrap_or("")
    }

    fn after_last(&self, step: i64) -> &'a str {
        self.last.and_then(|last| self.scene.word(last.last as i64 + step)).unwrap_or("")
    }

    fn opened_sentence(&self) -> Option<bool> {
        let last = self.last?;
        Some(self.scene.frame.starts[self.scene.sentence(last.first) as usize] == last.first)
    }

    /// Whether the person was the first named in that sentence.
    fn led_sentence(&self) -> Option<bool> {
        let last = self.last?;
        let start = self.scene.frame.starts[self.scene.sentence(last.first) as usize];
        let index = self.referent.last? as usize;
        let first = self.scene.mentions_before(start);
        let mut before = (first..index).take(LOOK_BACK);
        let named = |at: usize| self.scene.mentions.all[at].kind == Kind::Name && is_free(self.scene, at);
        Some(is_free(self.scene, index) && !before.any(named))
    }

    fn led_line(&self) -> Option<bool> {
        let last = self.last?;
        let index = self.referent.last? as usize;
        let all = &self.scene.mentions.all;
        let mut here = (0..index).rev().take(12).take_while(|&at| self.scene.same_line(all[at].first, last.first));
        Some(is_free(self.scene, index) && !here.any(|at| all[at].kind == Kind::Name && is_free(self.scene, at)))
    }

    /// Whether the person is the last before the mention of whom something holds.
    fn is_last(&self, holds: impl Fn(&Clause) -> bool) -> Option<bool> {
        let person = self.referent.person?;
        let before = (0..self.index).rev().take(LOOK_BACK);
        let named =
            |index: &usize| self.scene.mentions.all[*index].person.is_some() && holds(&self.scene.clauses[*index]);
        Some(before.into_iter().find(named).and_then(|index| self.scene.mentions.all[index].person) == Some(person))
    }

    /// Whether the person is told by whom the mention stands for: "he told Hale".
    fn is_told_here(&self) -> Option<bool> {
        Some(told_by(self.scene, self.index) == Some(self.referent.person?))
    }

    /// The share of the places where the person is named at which they speak.
    fn speaking(&self) -> Option<f32> {
        let voices = self.scene.voices[self.referent.person? as usize];
        Some(voices.speaks as f32 / voices.named.max(1) as f32)
    }

    /// Whether an ordinary word follows the name that is no verb: "the Hale campaign", "Hale confidant".
    fn modified(&self) -> Option<bool> {
        let (last, clause) = (self.last?, self.clause?);
        let next = self.scene.frame.token(i64::from(last.last) + 1)?;
        let known = self.scene.document.tokens[next as usize];
        let plain = known.shape == Shape::Lower && !known.lex.has(Lex::FUNCTION | Lex::SPEECH);
        Some(last.attached || plain && !clause.acts)
    }

    /// Whether the pronoun next after the mention, in its line, agrees with the gender of the person.
    fn pronoun_after(&self) -> Option<i32> {
        let person = self.referent.person.filter(|_| self.mention.kind == Kind::Name)?;
        let after = self.scene.mentions.all[self.index + 1..].iter().take(5);
        let here =
            after.take_while(|other| self.scene.same_line(other.first, self.mention.first) && other.kind != Kind::Name);
        let pronoun = { here }.find(|other| matches!(other.kind, Kind::He | Kind::She | Kind::Oblique))?;
        Some(agreement(pronoun.gender, self.scene.genders[person as usize]))
    }

    /// Whether the person is somebody's husband, daughter, and so on.
    fn is_kin(&self) -> Option<bool> {
        let roles = &self.scene.mentions.roles[self.referent.person? as usize];
        Some(roles.iter().take(12).any(|&role| is_kin(self.scene.document.word(role))))
    }

    /// How many namesakes the article names before it first names the person.
    fn namesakes_before(&self) -> Option<usize> {
        let person = self.referent.person?;
        let first = |person: u32| self.scene.people[person as usize].mentions.first().map(|span| span.start);
        let others = self.others.iter().filter_map(|other| other.person);
        let same = others.filter(|&other| self.mention.kind == Kind::Name && first(other) < first(person));
        Some(same.count())
    }

    /// Whether the quotations of the line say "he" where the mention is "he": people seldom speak so of themselves.
    fn pronouns_quoted(&self) -> usize {
        let gender = match self.mention.gender {
            Gender::Male => Lex::HE,
            Gender::Female => Lex::SHE,
            Gender::Unknown => return 0,
        };
        let line = self.scene.frame.lines[self.mention.first as usize] as usize;
        let tokens = self.scene.document.line_tokens[line].clone().take(300);
        let quoted = tokens.filter(|&token| {
            let item = self.scene.frame.of_token[token as usize];
            self.scene.document.tokens[token as usize].lex.has(gender) && self.scene.word(i64::from(item)).is_none()
        });
        quoted.count().min(5)
    }

    /// Whether somebody without a name was described by the same noun: "one voter … the voter".
    fn met_unnamed(&self) -> bool {
        let document = self.scene.document;
        let noun = document.tokens[self.mention.head as usize].key;
        let first = self.mention.head.saturating_sub(MET);
        let brings_in = |token: u32| List::Newcomer.has(document.word(token));
        self.mention.kind == Kind::Person
            && (first..self.mention.head).any(|token| {
                document.tokens[token as usize].key == noun && (token.saturating_sub(4)..token).any(brings_in)
            })
    }

    /// Whether the person is the last before the mention who stands beside a verb of speech.
    fn reported_last(&self) -> Option<bool> {
        self.is_last(|clause| clause.speaks)
    }

    /// How often the person is named inside the quotations of the line: people seldom name themselves.
    fn quoted_beside(&self) -> Option<usize> {
        let person = self.referent.person?;
        let line = self.scene.frame.lines[self.mention.first as usize] as usize;
        let tokens = self.scene.document.line_tokens[line].clone();
        let quoted = &self.scene.mentions.quoted;
        let first = quoted.partition_point(|(token, _)| *token < tokens.start);
        let here = quoted[first..].iter().take(30).take_while(|(token, _)| *token < tokens.end);
        Some(here.filter(|(_, other)| *other == person).count())
    }

    /// Whether the person is named after the pronoun in its sentence: "he told Hale".
    fn named_after(&self) -> Option<bool> {
        let person = self.referent.person?;
        let sentence = self.scene.sentence(self.mention.first);
        let after = self.scene.mentions.all[self.index + 1..].iter().take(12);
        let here = after.take_while(|mention| self.scene.sentence(mention.first) == sentence);
        Some(here.filter_map(|mention| mention.person).any(|other| other == person))
    }

    /// Whether the person is the first named in the line, or in the line before.
    fn leads_line(&self, lines_back: u32) -> Option<bool> {
        let person = self.referent.person?;
        let line = self.scene.paragraph(self.mention.first).checked_sub(lines_back)?;
        let all = &self.scene.mentions.all;
        let is_named = |at: usize| all[at].person.is_some() && is_free(self.scene, at);
        let mut named = (self.index.saturating_sub(LOOK_BACK)..self.index).filter(|&at| is_named(at));
        let first = named.find(|&at| self.scene.paragraph(all[at].first) == line);
        Some(first.and_then(|at| all[at].person) == Some(person))
    }

    /// Whether the pronoun opens the words that follow a quotation which opens its line: “…,” he said.
    fn follows_opening_quote(&self) -> bool {
        let before = self.mention.first as i64 - 1;
        let is_quote = usize::try_from(before).is_ok_and(|at| self.scene.word(at as i64).is_none());
        is_quote && (before == 0 || !self.scene.same_line(before as u32 - 1, before as u32))
    }

    /// Whether the person is one of whom the past tells something.
    fn is_past(&self, told: Option<u32>) -> Option<bool> {
        Some(told? == self.referent.person?)
    }

    /// The place where the person was named or stood for last.
    fn latest(&self) -> Option<&'a Mention> {
        self.past.nearest(self.referent.person?).map(|index| &self.scene.mentions.all[index as usize])
    }

    /// How many other people have been named or stood for since.
    fn chain_rank(&self) -> Option<usize> {
        let person = self.referent.person?;
        let mut since: Vec<u32> = Vec::with_capacity(4);
        for &(other, _) in self.past.recent.iter().take_while(|recent| recent.0 != person) {
            if !since.contains(&other) && self.agreement(other) >= 0 {
                since.push(other);
            }
        }
        Some(since.len())
    }

    /// The share of what was said shortly before that was said of the person.
    fn chain_share(&self) -> Option<f32> {
        let person = self.referent.person?;
        let near = self.past.recent.iter().take(8);
        let n_own = near.filter(|recent| recent.0 == person).count();
        Some(n_own as f32 / self.past.recent.len().clamp(1, 8) as f32)
    }

    /// How many others, of those whom gender allows, have more of something.
    fn surpassed_by(&self, amount: impl Fn(u32) -> u32) -> Option<usize> {
        let own = amount(self.referent.person?);
        let others = self.others.iter().filter_map(|other| other.person);
        Some(others.filter(|&other| amount(other) > own && self.agreement(other) >= 0).count())
    }

    /// Sentences since somebody did something.
    fn since(&self, told: Option<Told>) -> Option<u32> {
        told.map(|(_, place)| (self.scene.sentence(self.mention.first) - self.scene.sentence(place)).min(20))
    }

    /// Whether somebody is the person, or for nobody, is not known.
    fn is_told(&self, told: Option<Told>) -> Option<bool> {
        Some(told?.0 == self.referent.person)
    }

    fn role_is_held(&self) -> bool {
        is_role_held(self.scene, self.scene.document.word(self.mention.head))
    }

    /// Words since someone was described without a name: "a woman in the queue".
    fn since_unnamed(&self) -> Option<u32> {
        let before = self.scene.mentions.all[..self.index].iter().rev().take(20);
        let unnamed = |mention: &&Mention| {
            mention.kind == Kind::Person
                && !mention.attached
                && !mention.definite
                && agreement(mention.gender, self.mention.gender) >= 0
        };
        before.into_iter().find(unnamed).map(|mention| (self.mention.first - mention.last).min(200))
    }

    /// Whether the article names the person first behind the last quotation of a sentence before.
    fn introduced_since(&self) -> Option<bool> {
        let person = &self.scene.people[self.referent.person? as usize];
        let sentence = self.scene.sentence(self.mention.first);
        let n_before = self.scene.frame.of_quote.partition_point(|&item| self.scene.sentence(item) < sentence);
        let before = self.scene.pieces[n_before.checked_sub(1)?].span.end;
        person.mentions.first().map(|first| first.start > before)
    }

    fn since_other(&self) -> Option<u32> {
        let mut before = self.scene.mentions.all[..self.index].iter().rev().take(20);
        let other = before.find(|mention| mention.kind == Kind::Other && mention.last > mention.first);
        other.map(|mention| (self.mention.first - mention.last).min(200))
    }
}

features! { |view: &View|
    is_pronoun = matches!(view.mention.kind, Kind::He | Kind::She) || view.is_description(),
    is_oblique = view.mention.kind == Kind::Oblique,
    is_i = view.mention.kind == Kind::I,
    is_description = view.mention.kind == Kind::Person && !view.mention.definite,
    is_owned = is_owned(view.scene, view.mention),
    is_female = view.mention.gender == Gender::Female,
    opens_sentence = view.scene.frame.starts[view.scene.sentence(view.mention.first) as usize] == view.mention.first,
    is_name = view.mention.kind == Kind::Name,
    assigned = view.mention.person.is_some() && view.mention.person == view.referent.person,
    full_names = view.referent.person.map(|person| view.scene.full_names[person as usize].min(9)),
    is_nobody = view.referent.person.is_none(),
    agrees = view.agrees(),
    rank = view.referent.rank,
    rivals = view.rivals(0),
    sure_rivals = view.rivals(1),
    n_agreeing = view.others.iter().filter_map(|other| other.person).filter(|&person| view.agreement(person) == 1).count(),
    n_possible = view.others.iter().filter_map(|other| other.person).filter(|&person| view.agreement(person) >= 0).count(),
    distance = view.distance(),
    sentences_away = view.sentences_away(),
    lines_away = view.lines_away(),
    quotes_between = view.quotes_between(),
    pronouns_since = view.pronouns_since(true),
    other_pronouns_since = view.pronouns_since(false),
    opened_sentence = view.opened_sentence(),
    led_sentence = view.led_sentence(),
    led_line = view.led_line(),
    after_preposition = view.last.map(|_| is_preposition(view.before_last(1))),
    was_possessive = view.last.map(|_| is_owner(view.after_last(1))),
    and_beside = view.last.map(|_| view.after_last(1) == "and" || view.before_last(1) == "and"),
    quoted_beside = view.quoted_beside(),
    named_after = view.named_after(),
    was_told = view.last.map(|last| is_told(view.scene, last)),
    reported_last = view.reported_last(),
    leads_line = view.leads_line(0),
    leads_line_before = view.leads_line(1),
    follows_opening_quote = view.follows_opening_quote(),
    spoke_there = view.clause.map(|clause| clause.speaks),
    acted = view.clause.map(|clause| clause.acts),
    acted_last = view.is_last(|clause| clause.acts),
    opener = view.clause.map(|clause| clause.opener as u32),
    opener_here = view.scene.clauses[view.index].opener as u32,
    told_here = view.is_told_here(),
    speaking = view.speaking(),
    speaks = view.referent.person.map(|person| view.scene.voices[person as usize].speaks.min(9)),
    modified = view.modified(),
    pronoun_after = view.pronoun_after(),
    is_kin = view.is_kin(),
    met_unnamed = view.met_unnamed(),
    namesakes_before = view.namesakes_before(),
    pronouns_quoted = view.pronouns_quoted(),
    gender_known = view.referent.person.map(|person| view.scene.genders[person as usize] != Gender::Unknown),
    count = view.referent.person.map(|person| view.scene.counts[person as usize].min(30)),
    titled = view.referent.person.map(|person| view.scene.titled[person as usize]),
    spoke_last = view.referent.person.map(|person| view.history.last == Some(person)),
    n_quotes = view.referent.person.map(|person| view.history.counts[person as usize].min(9)),
    n_roles = view.referent.person.map(|person| view.scene.mentions.roles[person as usize].len().min(5)),
    chain_pronoun = view.past.pronoun.and_then(|(person, _)| Some(person? == view.referent.person?)),
    chain_pronoun_away = view.past.pronoun.map(|(_, at)| (view.mention.first - view.scene.mentions.all[at as usize].last).min(200)),
    chain_pronoun_nobody = view.past.pronoun.is_some_and(|(person, _)| person.is_none()),
    chain_actor = view.is_past(view.past.actor),
    chain_reporter = view.is_past(view.past.reporter),
    chain_leader = view.is_past(view.past.leader),
    chain_opener = view.is_past(view.past.opener),
    chain_distance = view.latest().map(|latest| (view.mention.first - latest.last).min(200)),
    chain_sentences = view.latest().map(|latest| (view.scene.sentence(view.mention.first) - view.scene.sentence(latest.first)).min(20)),
    chain_lines = view.latest().map(|latest| (view.scene.paragraph(view.mention.first) - view.scene.paragraph(latest.first)).min(20)),
    chain_by_pronoun = view.latest().map(|latest| latest.kind != Kind::Name),
    chain_rank = view.chain_rank(),
    chain_share = view.chain_share(),
    voice = view.is_told(view.past.voice),
    voice_sentences = view.since(view.past.voice),
    subject = view.is_told(view.past.subject),
    subject_sentences = view.since(view.past.subject),
    more_named = view.surpassed_by(|person| view.scene.counts[person as usize]),
    more_quoted = view.surpassed_by(|person| view.history.counts[person as usize]),
    more_speaking = view.surpassed_by(|person| view.scene.voices[person as usize].speaks),
    free = view.referent.last.map(|last| is_free(view.scene, last as usize)),
    since_unnamed = view.since_unnamed(),
    since_other = view.since_other(),
    age = view.referent.person.and_then(|person| view.scene.ages[person as usize]),
    introduced_since = view.introduced_since(),
}

#[cfg(test)]
mod tests {
    use super::super::tests::quotes_of;

    #[test]
    fn ages_tell_who_is_meant() {
        let text = |age: u32| {
            format!(
                "News\nRuth Hale, 53, shared a picture of Ann Renwick, 41.\n“It was a lovely day,” the {age}-year-old said."
            )
        };
        assert_eq!(quotes_of(&text(53)), ["Ruth Hale direct It was a lovely day,"]);
        assert_eq!(quotes_of(&text(41)), ["Ann Renwick direct It was a lovely day,"]);
    }
}
