//! Everything in the frame that may be the source of a quotation, and every word that may report one.
//!
//! Comes in: the [`Frame`] and the people with their places. Goes out: [`Mentions`]: names, pronouns, descriptions
//! ("the director"), other capitalised names (bodies, papers, people that are not known yet), and the cues.
//!
//! **Invariant:** mentions are in order and do not overlap; each lies within one line, outside the quotations.

use std::cell::OnceCell;

use super::clauses::parts_from_verb;
use super::frame::{Frame, Item};
use super::source::{is_owner, is_preposition};
use crate::annotate::likeness::is_misprint;
use crate::annotate::{Document, Shape};
use crate::model::{Gender, Person, Span};
use crate::rules::{Lex, List, Rules, SourceClass, VerbClass, told_age};

/// What kind of words a mention is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The name of a person of the article.
    Name,
    /// "he"
    He,
    /// "she"
    She,
    /// "they", "we"
    They,
    /// "it"
    It,
    /// "I"
    I,
    /// "his", "her", "him"
    Oblique,
    /// "the director", "a spokesman"
    Person,
    /// "critics"
    People,
    /// "the studio"
    Body,
    /// "the statement"
    Paper,
    /// A capitalised name that is no known person's.
    Other,
    /// Any other noun that stands where a source stands.
    Noun,
}

/// Words that may be a source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mention {
    /// First item of the frame.
    pub first: u32,
    /// Last item of the frame.
    pub last: u32,
    /// Token of its last word.
    pub head: u32,
    /// What kind of words.
    pub kind: Kind,
    /// For a name, the person.
    pub person: Option<u32>,
    /// Gender of the words themselves: "she", "actress", "Mrs".
    pub gender: Gender,
    /// Opens with "the", "his", "their" …: someone the reader knows already.
    pub definite: bool,
    /// A name of one word.
    pub bare: bool,
    /// Describes the name beside it: "actor Tom Hale", "Tom Hale, the actor,".
    pub attached: bool,
}

/// A word that reports speech.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cue {
    /// Its item.
    pub item: u32,
    /// What it takes.
    pub class: VerbClass,
    /// "saying", "adding".
    pub gerund: bool,
    /// "according to".
    pub according: bool,
}

/// The possible sources and cues of an article.
pub struct Mentions {
    /// In order.
    pub all: Vec<Mention>,
    /// In order.
    pub cues: Vec<Cue>,
    /// Where people are named inside quotations: token and person, in order.
    pub quoted: Vec<(u32, u32)>,
    /// For each person, the words that describe them where they are named, in lower case: "director".
    pub roles: Vec<Vec<u32>>,
}

/// Finds the mentions and cues of the frame.
pub fn find(document: &Document, frame: &Frame, people: &[Person], rules: &Rules) -> Mentions {
    let mut finder = Finder {
        document,
        frame,
        rules,
        names: named_tokens(document, people),
        next_name: 0,
        last_names: people.iter().map(|person| rules.lexicon.last_name(&person.name)).collect(),
        small_names: OnceCell::new(),
        found: Mentions {
            all: Vec::new(),
            cues: Vec::new(),
            quoted: Vec::new(),
            roles: vec![Vec::new(); people.len()],
        },
    };
    finder.scan();
    finder.attach();
    finder.found
}

/// Returns where people are named, as ranges of tokens with the person, in order.
fn named_tokens(document: &Document, people: &[Person]) -> Vec<(u32, u32, u32)> {
    let mut names: Vec<(u32, u32, u32)> = Vec::new();
    for (person, named) in people.iter().enumerate() {
        for span in named.mentions.iter().filter(|span| !span.is_empty()) {
            names.push((document.token_at(span.start), document.token_at(span.end - 1) + 1, person as u32));
        }
    }
    names.sort_unstable();
    names
}

struct Finder<'a> {
    document: &'a Document<'a>,
    frame: &'a Frame,
    rules: &'a Rules,
    names: Vec<(u32, u32, u32)>,
    next_name: usize,
    /// For each person.
    last_names: Vec<&'a str>,
    /// The same in lower case, once a handle asks for them.
    small_names: OnceCell<Vec<String>>,
    found: Mentions,
}

/// Longest description before its noun, in items: "a former U.S. law enforcement official".
const DESCRIPTION: u32 = 8;

/// Most mentions beside a description that belong to it: "the festival’s executive", "of Leith".
const LONGEST_OWNED: usize = 3;

/// Most words of a second description, with its article: "the French film director Ann Hale".
const LONGEST_APPOSITION: u32 = 4;

/// The fewest bytes of a last name that a handle tells.
const MIN_IN_HANDLE: usize = 4;

impl Finder<'_> {
    fn scan(&mut self) {
        let mut at = 0;
        while at < self.frame.items.len() {
            at = match self.frame.items[at] {
                Item::Quote(_) => at + 1,
                Item::Word(token) => self.step(at as u32, token) as usize,
            };
        }
        let quoted = self.names.iter().filter(|name| self.is_quoted(name.0));
        self.found.quoted = quoted.map(|&(token, _, person)| (token, person)).collect();
    }

    fn is_quoted(&self, token: u32) -> bool {
        let item = self.frame.of_token.get(token as usize);
        item.is_some_and(|&item| matches!(self.frame.items[item as usize], Item::Quote(_)))
    }

    /// Reads the mention or cue at an item; returns the item after it.
    fn step(&mut self, item: u32, token: u32) -> u32 {
        while self.names.get(self.next_name).is_some_and(|name| name.0 < token) {
            self.next_name += 1;
        }
        if let Some(&(start, end, person)) = self.names.get(self.next_name)
            && start == token
        {
            return self.name(item, start, end, person);
        }
        if let Some(person) = self.handle(item, token) {
            self.push(item, item, token, Kind::Name, Some(person));
            return item + 1;
        }
        let known = self.document.tokens[token as usize];
        if known.lex.has(Lex::HONORIFIC) && known.shape.is_capital() && self.honours(item) {
            return item + 1;
        }
        if let Some(kind) = self.pronoun(token) {
            self.push(item, item, token, kind, None);
            return item + 1;
        }
        if self.cue(item, token) {
            return item + 1;
        }
        if self.is_somebody(item, token) {
            self.push(item, item, token, Kind::People, None);
            return item + 1;
        }
        if self.is_described(item, token) {
            self.noun(item, token);
            return item + 1;
        }
        if known.shape.is_capital() || known.shape == Shape::Mixed {
            return self.capitals(item, token);
        }
        if known.shape == Shape::Lower {
            self.noun(item, token);
        }
        item + 1
    }

    fn name(&mut self, item: u32, start: u32, end: u32, person: u32) -> u32 {
        let last = self.frame.of_token[end as usize - 1].max(item);
        let mut first = item;
        let floor = self.found.all.last().map_or(0, |mention| mention.last + 1);
        while let Some(before) = self.honorific_before(first).filter(|&before| before >= floor) {
            first = before;
            if let Some(title) = self.frame.token(before as i64) {
                self.add_role(Some(person), title);
            }
        }
        self.push(first, last, end - 1, Kind::Name, Some(person));
        let gender = self.document.title_before(start);
        if let Some(mention) = self.found.all.last_mut().filter(|_| start < end) {
            mention.gender = gender;
            mention.bare = start + 1 == end;
            // "said Hale's aide": not she.
            let next = self.document.get(i64::from(end)).map(|next| next.shape);
            let follows_cue = self.found.cues.last().is_some_and(|cue| cue.item + 1 == first);
            mention.attached = follows_cue && next == Some(Shape::Possessive);
        }
        last + 1
    }

    fn honorific_before(&self, item: u32) -> Option<u32> {
        let mut before = item.checked_sub(1)?;
        if self.word(before as i64) == Some(".") {
            before = before.checked_sub(1)?;
        }
        let token = self.frame.token(before as i64)?;
        let same_line = self.frame.lines[before as usize] == self.frame.lines[item as usize];
        let known = self.document.tokens[token as usize];
        (same_line && known.lex.has(Lex::HONORIFIC) && known.shape.is_capital()).then_some(before)
    }

    /// Returns whether a name follows the honorific at the item.
    fn honours(&self, item: u32) -> bool {
        let next = if self.word(item as i64 + 1) == Some(".") { item + 2 } else { item + 1 };
        let token = self.frame.token(next as i64);
        token.is_some_and(|token| self.names.get(self.next_name).is_some_and(|name| name.0 == token))
    }

    fn pronoun(&self, token: u32) -> Option<Kind> {
        let (word, lex) = (self.document.word(token), self.document.tokens[token as usize].lex);
        if !lex.has(Lex::HE | Lex::SHE | Lex::OTHER_PRONOUN) {
            return None;
        }
        let kind = match word {
            "he" | "He" | "HE" => Kind::He,
            "she" | "She" | "SHE" => Kind::She,
            "they" | "They" | "we" | "We" => Kind::They,
            "it" | "It" => Kind::It,
            "I" => Kind::I,
            "his" | "His" | "her" | "Her" | "him" => Kind::Oblique,
            _ => return None,
        };
        Some(kind)
    }

    fn cue(&mut self, item: u32, token: u32) -> bool {
        let (known, word) = (self.document.tokens[token as usize], self.document.word(token));
        if word.eq_ignore_ascii_case("according") && self.word(item as i64 + 1) == Some("to") {
            self.found.cues.push(Cue { item, class: VerbClass::Say, gerund: false, according: true });
            return true;
        }
        // "As Hale put it, “…”", but "Hale put the case".
        if matches!(word, "put" | "puts") {
            let is_said = self.word(i64::from(item) + 1) == Some("it");
            if is_said {
                self.found.cues.push(Cue { item, class: VerbClass::Say, gerund: false, according: false });
            }
            return is_said;
        }
        let opens = known.shape == Shape::Capital && self.opens_sentence(item);
        if !known.lex.has(Lex::SPEECH) || !(known.shape == Shape::Lower || opens) {
            return false;
        }
        let lower = word.to_ascii_lowercase();
        let Some(class) = self.rules.speech.verb(&lower) else { return false };
        if self.is_noun(item, &lower) {
            return false;
        }
        self.found.cues.push(Cue { item, class, gerund: lower.ends_with("ing"), according: false });
        true
    }

    /// Returns whether what may be a verb of speech is a noun: "the claims", "Hale’s comment", "his recent remarks on".
    fn is_noun(&self, item: u32, lower: &str) -> bool {
        let before = self.word(i64::from(item) - 1).unwrap_or("");
        if List::NounOpener.has_as_is(before) {
            return true;
        }
        // "said", "saying": of no noun.
        let is_present = || lower.ends_with('s') || self.rules.speech.verb(&format!("{lower}s")).is_some();
        if is_owner(before) {
            return is_present() && !self.tells_what(item + 1);
        }
        let is_owned = || self.word(i64::from(item) - 2).is_some_and(|owner| List::Possessive.has_as_is(owner));
        let is_followed = || self.word(i64::from(item) + 1).is_some_and(is_preposition);
        lower.ends_with('s') && is_owned() && is_followed() && self.is_adjective(item - 1)
    }

    /// Returns whether what was said follows a noun that tells of it: "Hale’s claim that", "her answer was: “…”", "his
    /// tweet accused".
    fn tells_what(&self, item: u32) -> bool {
        let is_cue = |token: u32| self.document.tokens[token as usize].lex.has(Lex::SPEECH);
        match self.word(i64::from(item)) {
            Some("that" | ":" | "is" | "was" | "were") => true,
            Some(_) => self.frame.token(i64::from(item)).is_some_and(is_cue),
            None => true,
        }
    }

    /// Returns whether a word may be an adjective: it is lower case, and neither a small word nor somebody.
    fn is_adjective(&self, item: u32) -> bool {
        let Some(token) = self.frame.token(i64::from(item)) else { return false };
        let known = self.document.tokens[token as usize];
        known.shape == Shape::Lower && !known.lex.has(Lex::FUNCTION | Lex::SPEECH | Lex::SOURCE | Lex::ROLE)
    }

    /// Reads a run of capitalised words that names no known person.
    fn capitals(&mut self, item: u32, token: u32) -> u32 {
        let known = self.document.tokens[token as usize];
        let opens = self.opens_sentence(item);
        if known.lex.has(Lex::FUNCTION) {
            return item + 1;
        }
        let is_source = || self.source_class(token, &self.document.word(token).to_ascii_lowercase()).is_some();
        if opens && known.lex.has(Lex::SOURCE) && is_source() && !self.is_capital(item + 1) {
            self.noun(item, token);
            return item + 1;
        }
        let (mut last, mut at) = (item, item + 1);
        while self.joins(at) {
            if self.is_capital(at) {
                last = at;
            }
            at += 1;
        }
        if known.lex.has(Lex::CALENDAR) && last == item {
            return item + 1;
        }
        if last == item
            && let Some(person) = self.misprinted(item, token)
        {
            self.push(item, item, token, Kind::Name, Some(person));
            return item + 1;
        }
        // "(D-Wis.)" is no source.
        let bracketed = self.word(item as i64 - 1) == Some("(");
        if let Some(head) = self.frame.token(last as i64).filter(|_| !bracketed) {
            self.push(item, last, head, Kind::Other, None);
        }
        last + 1
    }

    /// Returns the only person whose last name a handle holds: "@ruthachterkamp".
    fn handle(&self, item: u32, token: u32) -> Option<u32> {
        if self.word(i64::from(item) - 1) != Some("@") {
            return None;
        }
        let letters = self.document.word(token).to_lowercase();
        let small = self.small_names.get_or_init(|| self.last_names.iter().map(|name| name.to_lowercase()).collect());
        let holds = |name: &str| name.len() >= MIN_IN_HANDLE && letters.contains(name);
        let mut held = (0..small.len()).filter(|&person| holds(&small[person]));
        held.next().filter(|_| held.next().is_none()).map(|person| person as u32)
    }

    /// Returns the only person whose last name a word that says something misses by a letter: "Achterkmap said".
    fn misprinted(&self, item: u32, token: u32) -> Option<u32> {
        let (word, lex) = (self.document.word(token), self.document.tokens[token as usize].lex);
        let other = Lex::PLACE | Lex::NATIONALITY | Lex::ORGANISATION | Lex::GIVEN | Lex::COMMON | Lex::CALENDAR;
        if lex.has(other) || !(self.verb_follows(item) || self.follows_cue(item)) {
            return None;
        }
        let mut slipped = (0..self.last_names.len()).filter(|&person| is_misprint(word, self.last_names[person]));
        slipped.next().filter(|_| slipped.next().is_none()).map(|person| person as u32)
    }

    /// Returns whether a verb of speech stands right before the item: "said Hale".
    fn follows_cue(&self, item: u32) -> bool {
        let is_cue = |item: u32| self.found.cues.binary_search_by_key(&item, |cue| cue.item).is_ok();
        item.checked_sub(1).is_some_and(is_cue)
    }

    /// Returns whether the item goes on with a capitalised name: a capital, or a small word before one.
    fn joins(&self, item: u32) -> bool {
        let small = matches!(self.word(item as i64), Some("of" | "the" | "for" | "&" | "de" | "van" | "von" | "."));
        let dotted = self.word(item as i64) != Some(".") || self.is_inner_point(item);
        self.same_line(item) && (self.is_capital(item) || small && dotted && self.is_capital(item + 1))
    }

    /// Returns whether an item is a full stop that ends no sentence: of "a U.S. official", "J. Hale", "Gen. Hale".
    fn is_inner_point(&self, item: u32) -> bool {
        self.word(item.into()) == Some(".") && self.abbreviates(i64::from(item) - 1)
    }

    /// Returns whether a full stop after the item ends no sentence: "J.", "Gen.".
    fn abbreviates(&self, item: i64) -> bool {
        let Some(token) = self.frame.token(item) else { return false };
        let known = self.document.tokens[token as usize];
        known.shape == Shape::Initial || known.lex.has(Lex::HONORIFIC) && known.span.len() <= 4
    }

    fn is_capital(&self, item: u32) -> bool {
        let Some(token) = self.frame.token(item as i64) else { return false };
        let named = self.names.get(self.next_name).is_some_and(|name| name.0 == token);
        self.same_line(item) && !named && self.document.tokens[token as usize].shape.is_capital()
    }

    fn same_line(&self, item: u32) -> bool {
        let (Some(line), Some(before)) =
            (self.frame.lines.get(item as usize), self.frame.lines.get((item as usize).wrapping_sub(1)))
        else {
            return false;
        };
        line == before
    }

    /// Reads a noun that stands for a source, with its determiner; or one that stands right before a verb of speech.
    fn noun(&mut self, item: u32, token: u32) {
        let lex = self.document.tokens[token as usize].lex;
        if !lex.has(Lex::SOURCE | Lex::ROLE) && (lex.has(Lex::FUNCTION | Lex::SPEECH) || !self.stands_as_source(item)) {
            return;
        }
        let lower = self.document.word(token).to_ascii_lowercase();
        let kind = match self.source_class(token, &lower) {
            Some(SourceClass::Person | SourceClass::Stranger) => Kind::Person,
            Some(SourceClass::People) => Kind::People,
            Some(SourceClass::Body) => Kind::Body,
            Some(SourceClass::Paper) => Kind::Paper,
            None if lex.has(Lex::ROLE) => Kind::Person,
            None if is_no_noun(&lower) || !self.stands_as_source(item) => return,
            None => {
                let acts = is_agent(&lower) && is_definite(self.word(i64::from(self.determiner(item))).unwrap_or(""));
                if acts { Kind::Person } else { Kind::Noun }
            }
        };
        let determiner = self.determiner(item);
        if determiner < item {
            self.absorb(determiner);
            // "The celebrated actor": a verb that is an adjective reports nothing.
            let n_cues = self.found.cues.partition_point(|cue| cue.item < determiner);
            self.found.cues.truncate(n_cues);
        }
        if kind != Kind::Noun {
            self.compound(item);
        }
        let floor = self.found.all.last().map_or(0, |mention| mention.last + 1);
        let definite = is_definite(self.word(determiner as i64).unwrap_or(""));
        // "Her caption read: “…”" tells what she says.
        let owner = self.frame.token(determiner.into()).filter(|&owner| self.pronoun(owner) == Some(Kind::Oblique));
        let is_utterance = || kind == Kind::Paper && List::Utterance.has_as_is(&lower) && self.verb_follows(item);
        if let Some(owner) = owner.filter(|_| determiner >= floor && is_utterance()) {
            self.push(determiner, determiner, owner, Kind::Oblique, None);
            return;
        }
        self.push(determiner.max(floor), item, token, kind, None);
        if let Some(mention) = self.found.all.last_mut() {
            mention.gender = gender_of_noun(&lower);
            mention.definite = definite;
        }
    }

    /// Returns what the list of sources says of a word, given in lower case too.
    fn source_class(&self, token: u32, lower: &str) -> Option<SourceClass> {
        let known = self.document.tokens[token as usize];
        if known.lex.has(Lex::SOURCE) {
            return self.rules.speech.source(lower);
        }
        if known.shape == Shape::Capital && known.lex.has(Lex::NATIONALITY) {
            return is_compatriot(lower).then_some(SourceClass::Person);
        }
        if lower.contains('-') { self.rules.speech.hyphenated_source(lower) } else { None }
    }

    /// Returns whether one of many says something: "wrote another", "a third said".
    fn is_somebody(&self, item: u32, token: u32) -> bool {
        let stands = || self.verb_follows(item) || self.follows_cue(item);
        List::Somebody.has(self.document.word(token)) && stands()
    }

    /// Returns whether a capital or a number opens a noun that stands for somebody: "the Irishman said", "the CEO",
    /// "the 33-year-old", "the Oscar-winner".
    fn is_described(&self, item: u32, token: u32) -> bool {
        let known = self.document.tokens[token as usize];
        let told = known.lex.has(Lex::SOURCE) && known.shape == Shape::Upper
            || known.lex.has(Lex::NATIONALITY) && known.shape == Shape::Capital
            || known.shape != Shape::Lower && self.document.word(token).contains('-');
        // "The 33-year-old, who lives in Leith, said".
        let is_aged = || told_age(self.document.word(token)).is_some() && !self.is_plain_noun(item + 1);
        told && !self.is_capital(item + 1)
            && (self.stands_as_source(item) || is_aged())
            && is_definite(self.word(i64::from(self.determiner(item))).unwrap_or(""))
            && self.source_class(token, &self.document.word(token).to_ascii_lowercase()).is_some()
    }

    /// Returns whether a noun stands where a source stands: beside a verb of speech.
    fn stands_as_source(&self, item: u32) -> bool {
        self.verb_follows(item) || self.ends_inverted(item)
    }

    /// Gives the words between a determiner and its noun to the noun: "the Republican nominee", "one Hale confidant".
    fn absorb(&mut self, determiner: u32) {
        let alone = |mention: &Mention| mention.first == determiner && mention.last == determiner;
        let within = |mention: &Mention| mention.first > determiner || alone(mention);
        while let Some(before) = self.found.all.last_mut().filter(|mention| within(mention)) {
            if before.kind == Kind::Name {
                before.attached = true;
                return;
            }
            self.found.all.pop();
        }
    }

    /// The name or noun right before a noun belongs to it: "Hale aides", "campaign manager".
    fn compound(&mut self, item: u32) {
        let lines = &self.frame.lines;
        if let Some(before) = self.found.all.last_mut().filter(|before| before.last + 1 == item) {
            let pronoun = matches!(before.kind, Kind::He | Kind::She | Kind::They | Kind::It | Kind::I);
            before.attached |= !pronoun && lines[before.last as usize] == lines[item as usize];
        }
    }

    /// Returns the item of the determiner before a noun, or of the noun when there is none near. A title may stand
    /// between: "The Edge of Night star".
    fn determiner(&self, item: u32) -> u32 {
        let title = self.found.all.last().filter(|title| title.kind == Kind::Other && title.last + 1 == item);
        let from = title.map_or(item, |title| title.first);
        for before in (from.saturating_sub(DESCRIPTION)..from).rev() {
            let Some(token) = self.frame.token(before as i64) else { break };
            let known = self.document.tokens[token as usize];
            if is_determiner(self.document.word(token)) {
                // "Saying that transparency": what is said opens, and no noun.
                let opens = self.document.word(token) == "that" && self.follows_cue(before);
                return if opens { before + 1 } else { before };
            }
            let apart = self.frame.lines[before as usize] != self.frame.lines[item as usize];
            let parts = || matches!(known.shape, Shape::Mark | Shape::Possessive) && !self.is_inner_point(before);
            if apart || parts() || self.ends_noun(before) {
                break;
            }
        }
        item
    }

    /// Returns whether an item belongs to no noun behind it: a small word in lower case, or a verb of speech that no
    /// determiner makes an adjective, "the celebrated actor".
    fn ends_noun(&self, item: u32) -> bool {
        let Some(token) = self.frame.token(item.into()) else { return true };
        let (lex, shape) = (self.document.tokens[token as usize].lex, self.document.tokens[token as usize].shape);
        let is_small = lex.has(Lex::FUNCTION | Lex::OTHER_PRONOUN | Lex::HE | Lex::SHE) && shape != Shape::Capital;
        let is_adjective = || self.word(i64::from(item) - 1).is_some_and(is_determiner);
        is_small || lex.has(Lex::SPEECH) && !is_adjective()
    }

    /// Returns whether a verb of speech follows, perhaps after an adverb or an auxiliary.
    fn verb_follows(&self, item: u32) -> bool {
        let speaks = |step: i64| {
            let token = self.frame.token(item as i64 + step);
            token.is_some_and(|token| self.document.tokens[token as usize].lex.has(Lex::SPEECH))
        };
        let skips = |word: &str| parts_from_verb(word) || List::VerbHelper.has_as_is(word);
        speaks(1) || speaks(2) && self.word(item as i64 + 1).is_some_and(skips)
    }

    /// Returns whether the noun ends what follows a verb of speech: "said one longtime confidant of".
    fn ends_inverted(&self, item: u32) -> bool {
        let next = self.frame.token(item as i64 + 1).map(|token| self.document.tokens[token as usize]);
        let goes_on =
            next.is_some_and(|next| next.shape.is_word() && !next.lex.has(Lex::FUNCTION | Lex::OTHER_PRONOUN));
        if goes_on || self.found.cues.last().is_none_or(|cue| cue.item + 7 <= item) {
            return false;
        }
        let first = self.determiner(item);
        first < item && self.found.cues.last().is_some_and(|cue| cue.item + 1 == first)
    }

    fn opens_sentence(&self, item: u32) -> bool {
        let sentence = self.frame.sentences[item as usize] as usize;
        self.frame.starts[sentence] == item || self.frame.token(item as i64 - 1).is_none()
    }

    fn word(&self, item: i64) -> Option<&str> {
        self.frame.token(item).map(|token| self.document.word(token))
    }

    fn push(&mut self, first: u32, last: u32, head: u32, kind: Kind, person: Option<u32>) {
        let gender = match kind {
            Kind::He => Gender::Male,
            Kind::She => Gender::Female,
            Kind::Oblique if self.document.word(head).eq_ignore_ascii_case("her") => Gender::Female,
            Kind::Oblique => Gender::Male,
            _ => Gender::Unknown,
        };
        let definite = is_definite(self.word(first as i64).unwrap_or(""));
        self.found.all.push(Mention {
            first,
            last,
            head,
            kind,
            person,
            gender,
            definite,
            bare: false,
            attached: false,
        });
    }

    /// Marks descriptions that stand beside a name, and keeps their words, and what a name does, as roles of the
    /// person.
    fn attach(&mut self) {
        for at in 0..self.found.all.len() {
            self.add_role_told_by_verb(at);
        }
        for at in 1..self.found.all.len() {
            let (before, after) = (self.found.all[at - 1], self.found.all[at]);
            let glued = after.first == before.last + 1;
            let comma = after.first == before.last + 2 && self.word(before.last as i64 + 1) == Some(",");
            if !self.same_lines(&before, &after) {
                continue;
            }
            if after.kind == Kind::Name && glued && self.attach_post(at) {
                continue;
            }
            // "Defence Minister" before the minister's name.
            let describes = matches!(before.kind, Kind::Other | Kind::Person | Kind::People);
            if describes && after.kind == Kind::Name && (glued || self.is_post_of(&before, &after)) {
                self.found.all[at - 1].attached = true;
                self.add_role(after.person, before.head);
                self.attach_first(at - 1, after.person);
            } else if before.kind == Kind::Name && matches!(after.kind, Kind::Person | Kind::People) && comma {
                self.found.all[at].attached = true;
                self.add_role(before.person, after.head);
            } else if self.is_name_of(&before, &after) && self.attach_source(at) {
                continue;
            } else if before.kind == Kind::Person && before.definite && self.is_name_of(&before, &after) {
                self.add_role(after.person, before.head);
            } else if glued && before.kind == Kind::Body && after.kind == Kind::Other {
                // "The advocacy group Public Knowledge".
                self.found.all[at - 1].attached = true;
            } else if self.is_whose(&before, &after) {
                self.found.all[at - 1].attached = true;
            }
        }
    }

    /// Returns whether a name follows a description, with a comma between and perhaps another description: "the
    /// director, Ann Hale", "her daughter and heir, Ann Hale", "her daughter, the cellist Ann Hale".
    fn is_name_of(&self, description: &Mention, name: &Mention) -> bool {
        let word = |item: u32| self.word(item.into()).unwrap_or("");
        let mut comma = description.last + 1;
        if word(comma) == "and" && self.is_plain_noun(comma + 1) {
            comma += 2;
        }
        let mut first = comma + 1;
        if matches!(word(first), "the" | "a" | "an") {
            first += 1;
            while first < name.first && first <= comma + LONGEST_APPOSITION && self.is_plain_noun(first) {
                first += 1;
            }
        }
        name.kind == Kind::Name && word(comma) == "," && first == name.first
    }

    fn same_lines(&self, a: &Mention, b: &Mention) -> bool {
        self.frame.lines[a.first as usize] == self.frame.lines[b.first as usize]
    }

    /// Gives a name the description of somebody that a verb of speech stands before: "said another user, Ann Hale.",
    /// "said the festival’s director, Ann Hale.", "said the mayor of Leith, Ann Hale."
    fn attach_source(&mut self, name: usize) -> bool {
        let (description, item) = self.whole_description(name - 1);
        let (first, after) = (self.found.all[description], self.found.all[name]);
        let word = self.word(item.into()).unwrap_or("");
        // "Said Hale’s wife, Ann."
        let is_owned = || first.kind == Kind::Name && self.word(i64::from(first.last) + 1).is_some_and(is_owner);
        let is_known = List::Newcomer.has(word) || is_definite(word) || List::Possessive.has(word) || is_owned();
        let next = self.word(i64::from(after.last) + 1);
        let closes = next.is_none_or(|next| matches!(next, "." | "," | "(" | "of" | "from" | "who"));
        let is_somebody = self.found.all[description..name].iter().any(|mention| mention.kind != Kind::Name);
        if !(is_known && closes && is_somebody && self.follows_cue(item)) {
            return false;
        }
        self.found.all[description..name].iter_mut().for_each(|mention| mention.attached = true);
        let head = if first.kind == Kind::Person { first.head } else { self.found.all[name - 1].head };
        self.add_role(after.person, head);
        true
    }

    /// Returns the first mention and the first item of a description, with whose it is and what stands right before it:
    /// "the festival’s executive director", "the mayor of Leith", "one of his friends".
    fn whole_description(&self, description: usize) -> (usize, u32) {
        let all = &self.found.all;
        let mut first = description;
        for before in (description.saturating_sub(LONGEST_OWNED)..description).rev() {
            let (one, next) = (&all[before], &all[first]);
            let link = self.word(i64::from(next.first) - 1).unwrap_or("");
            let is_linked = one.last + 2 == next.first && (is_owner(link) || matches!(link, "of" | "for" | "at"));
            if one.last + 1 != next.first && !is_linked {
                break;
            }
            first = before;
        }
        let item = all[first].first;
        let word_back = |back: u32| self.word(i64::from(item) - i64::from(back));
        let is_one_of = word_back(1) == Some("of") && word_back(2).is_some_and(|word| List::Newcomer.has(word));
        (first, if is_one_of { item - 2 } else { item })
    }

    /// Gives a name the first of two descriptions before it: "producer and writer Ann Hale".
    fn attach_first(&mut self, second: usize, person: Option<u32>) {
        let Some(at) = second.checked_sub(1) else { return };
        let (first, second) = (self.found.all[at], self.found.all[second]);
        let is_one = [first, second].iter().all(|mention| mention.kind == Kind::Person) && second.first == second.last;
        if is_one && first.last + 2 == second.first && self.word(i64::from(first.last) + 1) == Some("and") {
            self.found.all[at].attached = true;
            self.add_role(person, first.head);
        }
    }

    /// Gives a name the post before it that is of a body: "former secretary of state Ruth Hale".
    fn attach_post(&mut self, name: usize) -> bool {
        let Some(at) = name.checked_sub(2).filter(|&at| self.is_post_of(&self.found.all[at], &self.found.all[name]))
        else {
            return false;
        };
        self.found.all[at..name].iter_mut().for_each(|mention| mention.attached = true);
        self.add_role(self.found.all[name].person, self.found.all[at].head);
        true
    }

    /// Returns whether a description goes on with what its post is of, up to a name: "the head of drama Ruth Hale".
    fn is_post_of(&self, before: &Mention, after: &Mention) -> bool {
        let field = before.last + 2..after.first;
        before.kind == Kind::Person
            && self.word(i64::from(before.last) + 1) == Some("of")
            && (1..=2).contains(&field.len())
            && field.clone().all(|item| self.is_plain_noun(item) || self.is_capital_noun(item))
    }

    /// Returns whether a word with a capital is no name's: "Secretary of State Ruth Hale".
    fn is_capital_noun(&self, item: u32) -> bool {
        let token = self.frame.token(item.into()).map(|token| self.document.tokens[token as usize]);
        token.is_some_and(|token| token.shape == Shape::Capital && token.lex.has(Lex::COMMON | Lex::SOURCE))
    }

    /// Returns whether a word in lower case is neither a small one nor a verb of speech.
    fn is_plain_noun(&self, item: u32) -> bool {
        let token = self.frame.token(item.into()).map(|token| self.document.tokens[token as usize]);
        token.is_some_and(|token| {
            token.shape == Shape::Lower && !token.lex.has(Lex::FUNCTION | Lex::SPEECH | Lex::OTHER_PRONOUN)
        })
    }

    /// Returns whether one name tells whose friend or follower the other is: "said Hale ally Tom Okafor".
    fn is_whose(&self, before: &Mention, after: &Mention) -> bool {
        let between = before.last + 1..after.first;
        before.kind == Kind::Name
            && after.kind == Kind::Name
            && (1..=2).contains(&between.len())
            && between.clone().all(|item| self.is_plain_noun(item))
            && self.follows_cue(before.first)
    }

    /// Keeps the verb that tells a person's role: "Hale directs the film", "directed by Hale".
    fn add_role_told_by_verb(&mut self, at: usize) {
        let Mention { first, last, person, kind, .. } = self.found.all[at];
        let word = |item: u32| self.word(item.into()).unwrap_or("");
        let is_verb = |item: &u32| List::RoleVerb.has_as_is(word(*item));
        let active = || Some(last + 1).filter(is_verb);
        let passive = || first.checked_sub(2).filter(|&verb| word(verb + 1) == "by").filter(is_verb);
        let verb = if kind == Kind::Name { active().or_else(passive) } else { None };
        if let Some(head) = verb.and_then(|verb| self.frame.token(verb.into())) {
            self.add_role(person, head);
        }
    }

    fn add_role(&mut self, person: Option<u32>, head: u32) {
        if let Some(roles) = person.and_then(|person| self.found.roles.get_mut(person as usize)) {
            roles.push(head);
        }
    }
}

impl Mention {
    /// Returns the place of the mention in the text.
    pub fn span(&self, document: &Document, frame: &Frame) -> Span {
        let first = frame.token(self.first as i64).unwrap_or(self.head);
        Span { start: document.tokens[first as usize].span.start, end: document.tokens[self.head as usize].span.end }
    }
}

/// Words in lower case that stand before a verb and are no nouns.
fn is_no_noun(word: &str) -> bool {
    word.ends_with("ly") || List::NoNoun.has_as_is(word)
}

/// Whether a word of a nation, in lower case, is one person of it: "australian", "irishman", but not "french".
fn is_compatriot(nation: &str) -> bool {
    List::CompatriotEnding.words().iter().any(|ending| nation.ends_with(*ending))
}

/// Nouns that tell by their ending who does something: "biographer", "neurosurgeon".
fn is_agent(noun: &str) -> bool {
    noun.len() >= 6 && List::AgentEnding.words().iter().any(|ending| noun.ends_with(*ending))
}

fn is_definite(word: &str) -> bool {
    List::Definite.has(word)
}

fn is_determiner(word: &str) -> bool {
    List::Determiner.has(word)
}

/// Returns the gender that a noun in lower case tells.
pub fn gender_of_noun(noun: &str) -> Gender {
    if List::NounOfWoman.has_as_is(noun) || noun.ends_with("woman") {
        Gender::Female
    } else if List::NounOfMan.has_as_is(noun) || noun.ends_with("man") && !List::EndsInMan.has_as_is(noun) {
        Gender::Male
    } else {
        Gender::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{quotes_of, with_document};
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(quotes_of(&format!("News\nRuth Achterkamp met Tom Okafor in Leith.\n{text}")), expected);
    }

    #[test]
    fn last_names_are_known_misprinted() {
        check("“It was a long walk home,” Achterkmap said.", &["Ruth Achterkamp direct It was a long walk home,"]);
        check("“It was a long walk home,” said Okaffor.", &["Tom Okafor direct It was a long walk home,"]);
    }

    #[test]
    fn nouns_that_end_as_man_does() {
        assert_eq!(["fisherman", "chairwoman", "german", "woman"].map(gender_of_noun), {
            [Gender::Male, Gender::Female, Gender::Unknown, Gender::Female]
        });
    }

    /// Checks which words are taken for a description of one person.
    fn describes(text: &str, expected: &[&str]) {
        let rules = Rules::load().unwrap();
        with_document(text, |document, pieces| {
            let spans: Vec<Span> = pieces.iter().map(|piece| piece.span).collect();
            let frame = Frame::new(document, &spans);
            let found = find(document, &frame, &[], &rules);
            let people = found.all.iter().filter(|mention| mention.kind == Kind::Person);
            let shown: Vec<&str> = people.map(|mention| mention.span(document, &frame).of(text)).collect();
            assert_eq!(shown, expected);
        });
    }

    #[test]
    fn descriptions_with_hyphens_of_nations_and_in_capitals_stand_for_one_person() {
        describes("“It was a long walk home,” the 33-year-old said.", &["the 33-year-old"]);
        describes("“It was a long walk home,” the mother-of-four said.", &["the mother-of-four"]);
        describes("“It was a long walk home,” the Irishman said.", &["the Irishman"]);
        describes("“It was a long walk home,” the CEO said.", &["the CEO"]);
        describes("“It was a long walk home,” the 33-year-old actor said.", &["the 33-year-old actor"]);
        describes("“It was a long walk home,” the French said.", &[]);
        describes("The Irishman opens on Friday.", &[]);
    }

    #[test]
    fn a_name_may_tell_whose_friend_another_is() {
        check(
            "“It was a long walk home,” said Achterkamp ally Tom Okafor.",
            &["Tom Okafor direct It was a long walk home,"],
        );
        check(
            "“It was a long walk home,” said Achterkamp’s old friend Tom Okafor.",
            &["Tom Okafor direct It was a long walk home,"],
        );
    }

    #[test]
    fn one_of_many_is_nobody_known() {
        check("“It was a long walk home,” wrote another.", &["- direct It was a long walk home,"]);
        check("A third said: “It was a long walk home.”", &["- direct It was a long walk home."]);
        check("A source close to Achterkamp said: “It was long.”", &["- direct It was long."]);
    }

    #[test]
    fn handles_hold_names() {
        check(
            "“It was a long walk home,” @ruthachterkamp wrote.",
            &["Ruth Achterkamp direct It was a long walk home,"],
        );
    }
}
