//! What every mention does in its clause: where its own words end, whether it acts, whether it speaks.
//!
//! Comes in: the [`Frame`] and the mentions. Goes out: one [`Clause`] for each mention, in order. There is no parser
//! here: brackets, the commas of an apposition and the word that follows tell enough.

mod extent;

use super::frame::{Frame, Item};
use super::mentions::{Cue, Kind, Mention, Mentions};
use super::source::{is_owner, is_preposition};
use crate::annotate::{Document, Shape};
use crate::rules::{Lex, List, VerbClass};

/// What a mention does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its last item, with the bracket or the apposition that belongs to it: "Hale (R-Wis.)", "Hale, who runs it,".
    pub edge: u32,
    /// A verb follows: it is a subject.
    pub acts: bool,
    /// A verb of speech follows or stands before: it says something.
    pub speaks: bool,
    /// What stands before it.
    pub opener: Opener,
    /// Belongs to the mention before it: "an aide to Hale", "Hale, whose father Okafor raised,".
    pub inside: bool,
    /// One of two who speak with one voice: "Hale and Okafor said". No one of them is the speaker.
    pub joint: bool,
    /// The other of the two, where it is a mention.
    pub partner: Option<u32>,
}

/// What stands before a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opener {
    /// Nothing: it opens its sentence, or what follows a quotation.
    Start = 0,
    /// A comma.
    Comma,
    /// "and", "or", "but".
    And,
    /// "as", "when", "after" and the like.
    When,
    /// "that", "which", "who".
    That,
    /// A preposition.
    Preposition,
    /// A verb of speech.
    Verb,
    /// Any other mark.
    Mark,
    /// Any other word.
    Other,
}

/// Longest apposition, in items.
const APPOSITION: u32 = 30;
/// Longest name that owns what somebody is, in items.
const OWNER: u32 = 4;
/// Mentions looked back over for the subject of a second verb.
const SUBJECTS: usize = 12;
/// Items between a subject and its second verb.
const BETWEEN_VERBS: usize = 60;
/// Longest description between a verb of speech and the name behind it, in items.
const DESCRIPTION: u32 = 9;
/// Most nouns one right before the other that belong to a mention.
const NOUNS: usize = 4;
/// Longest title with a point, in bytes: "Atty."
const ABBREVIATED: usize = 5;
/// Days and adverbs that may stand before a verb.
const ADVERBIALS: usize = 3;
/// Longest days and adverbs between "and" and a second verb, in items.
const LONGEST_ADVERBIAL: u32 = 5;

/// Reads the clause of each mention.
pub fn read(document: &Document, frame: &Frame, mentions: &Mentions) -> Vec<Clause> {
    let reader = Reader { document, frame, mentions };
    let mut clauses: Vec<Clause> = mentions.all.iter().map(|mention| reader.clause(mention)).collect();
    let (mut end, mut head) = (0, 0);
    for (at, mention) in mentions.all.iter().enumerate() {
        let first = reader.first_attached(at);
        let completes = first > 0 && reader.completes(&mentions.all[first - 1], &mentions.all[first], mention);
        clauses[at].inside = mention.first < end || completes;
        if completes && clauses[head].edge < clauses[at].edge {
            let edge = reader.with_comma(&mentions.all[head], clauses[at].edge);
            clauses[head] = Clause { edge, ..reader.verbs(&mentions.all[head], edge, clauses[head]) };
        }
        if !clauses[at].inside && !mention.attached {
            head = at;
            end = end.max(clauses[at].edge + 1);
        }
    }
    let apart: Vec<usize> =
        (0..clauses.len()).filter(|&at| !mentions.all[at].attached && !clauses[at].inside).collect();
    for cue in &mentions.cues {
        if let Some(at) = reader.subject_of_second(cue, &clauses) {
            clauses[at].speaks = true;
        }
    }
    for pair in apart.windows(2) {
        if reader.speak_as_one(pair, &clauses) {
            for (at, other) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                (clauses[at].joint, clauses[at].partner) = (true, Some(other as u32));
            }
        }
    }
    for &at in &apart {
        clauses[at].joint |= reader.shares_last_name(&mentions.all[at]);
    }
    clauses
}

struct Reader<'a> {
    document: &'a Document<'a>,
    frame: &'a Frame,
    mentions: &'a Mentions,
}

impl<'a> Reader<'a> {
    fn clause(&self, mention: &Mention) -> Clause {
        let edge = self.edge(mention);
        let opener = self.opener(mention);
        let clause = Clause { edge, acts: false, speaks: false, opener, inside: false, joint: false, partner: None };
        self.verbs(mention, edge, clause)
    }

    /// The first of the nouns before a mention that belong to it, one right before the other: "the advocacy group" of
    /// "the advocacy group Public Knowledge".
    fn first_attached(&self, at: usize) -> usize {
        let all = &self.mentions.all;
        if all[at].kind != Kind::Other {
            return at;
        }
        let belongs = |&before: &usize| all[before].attached && all[before].last + 1 == all[before + 1].first;
        (0..at).rev().take(NOUNS).take_while(belongs).last().unwrap_or(at)
    }

    /// The clause of a mention whose words end at `edge`, with what the verbs beside it tell.
    fn verbs(&self, mention: &Mention, edge: u32, clause: Clause) -> Clause {
        let speaks = self.speaks(mention, edge);
        // "said Hale, her agent, citing the ferry": who says it is no subject of what follows.
        let is_inverted =
            || clause.opener == Opener::Verb && speaks && !self.acts(mention.last) && self.is_said(mention);
        Clause { acts: self.acts(edge) && !is_inverted(), speaks, ..clause }
    }

    /// Whether two names, one right after the other but for "and", say something: "Hale and Okafor said", "said Hale
    /// and the actor Okafor", "Hale, 41, and Okafor said".
    fn speak_as_one(&self, pair: &[usize], clauses: &[Clause]) -> bool {
        let [one, other] = [pair[0], pair[1]].map(|at| &self.mentions.all[at]);
        let named = one.kind == Kind::Name && other.kind == Kind::Name && one.person != other.person;
        let edge = clauses[pair[0]].edge;
        let link = self.lead(other).checked_sub(1);
        let linked = link.is_some_and(|link| {
            // "with Hale and Okafor, who joked": one of them alone.
            let is_relative = self.word(other.last + 1) == "," && self.word(other.last + 2) == "who";
            let is_joint = edge + 1 == link && matches!(self.word(link), "and" | "&") && !is_relative;
            // "Hale, who also said that Okafor, and Renwick": another sentence.
            is_joint && !(one.last..link).any(|item| self.cue_at(item).is_some())
        });
        named && linked && pair.iter().any(|&at| clauses[at].speaks)
    }

    /// Whether a given name and "and" stand before a full name: "Stan and Ann Hale said" is what two say.
    fn shares_last_name(&self, mention: &Mention) -> bool {
        let Some(given) = mention.first.checked_sub(2).filter(|_| mention.kind == Kind::Name && !mention.bare) else {
            return false;
        };
        let is_given = self.shape(given).is_some_and(Shape::is_capital) && self.lex(given).has(Lex::GIVEN);
        let at = self.mentions.all.partition_point(|other| other.last < given);
        let is_named = self.mentions.all.get(at).is_some_and(|other| other.first <= given && other.kind == Kind::Name);
        self.word(given + 1) == "and" && is_given && !is_named
    }

    /// The subject of a verb of speech that is not its first: "Hale voted on Friday and said", "Hale praised the ferry
    /// on Friday, telling us".
    fn subject_of_second(&self, cue: &Cue, clauses: &[Clause]) -> Option<usize> {
        let joint = if cue.gerund { self.gerund_before(cue) } else { self.joint_before(cue) }?;
        let sentence = self.frame.sentences[cue.item as usize];
        let before = self.mentions.all.partition_point(|mention| mention.first < joint);
        let here = |at: &usize| self.frame.sentences[self.mentions.all[*at].first as usize] == sentence;
        // "her rival, Hale, saying": the participle is no verb of Hale's.
        let is_before = |at: usize| clauses[at].edge < joint;
        let acts = |at: &usize| {
            clauses[*at].acts && is_before(*at) && !clauses[*at].inside && !self.mentions.all[*at].attached
        };
        let leads = |at: &usize| matches!(clauses[*at].opener, Opener::Start | Opener::And | Opener::Comma);
        let mut subjects = (0..before).rev().take(SUBJECTS).take_while(here).filter(acts);
        let subject = if cue.gerund { subjects.find(leads) } else { subjects.next().filter(leads) }?;
        let mut between = clauses[subject].edge..joint;
        let is_word = |item: u32| cue.gerund || self.is_word(item);
        (between.len() <= BETWEEN_VERBS && between.all(is_word)).then_some(subject)
    }

    /// The "and" before a verb, with no more than days and adverbs between.
    fn joint_before(&self, cue: &Cue) -> Option<u32> {
        let before = (1..=LONGEST_ADVERBIAL).filter_map(|back| cue.item.checked_sub(back));
        let joint = { before }.find(|&item| matches!(self.word(item), "and" | "but" | "then"))?;
        (self.verb_at(joint) == cue.item).then_some(joint)
    }

    /// What ties a participle to the subject before it: ", saying", "before saying"; but "thanked Hale for saying".
    fn gerund_before(&self, cue: &Cue) -> Option<u32> {
        let ties = |item: &u32| matches!(self.word(*item), "," | "before" | "after" | "while" | "by" | "when");
        cue.item.checked_sub(1).filter(ties)
    }

    fn word(&self, item: u32) -> &'a str {
        self.frame.token(i64::from(item)).map_or("", |token| self.document.word(token))
    }

    fn lex(&self, item: u32) -> Lex {
        self.frame.token(i64::from(item)).map_or(Lex::NONE, |token| self.document.tokens[token as usize].lex)
    }

    fn shape(&self, item: u32) -> Option<Shape> {
        self.frame.token(i64::from(item)).map(|token| self.document.tokens[token as usize].shape)
    }

    /// The verb of speech at an item.
    fn cue_at(&self, item: u32) -> Option<&'a Cue> {
        let cues = &self.mentions.cues;
        cues.binary_search_by_key(&item, |cue| cue.item).ok().map(|at| &cues[at])
    }

    /// Whether an item is a word of a sentence.
    fn is_within(&self, sentence: u32, item: u32) -> bool {
        self.frame.sentences.get(item as usize) == Some(&sentence)
            && matches!(self.frame.items[item as usize], Item::Word(_))
    }

    /// The name that starts at an item.
    fn naming(&self, item: u32) -> Option<&'a Mention> {
        self.starting(item).filter(|mention| mention.kind == Kind::Name)
    }

    /// Whether a verb of speech follows an item whose subject does not stand behind it.
    fn leads_to_verb(&self, item: u32) -> bool {
        let verb = self.main_verb_at(item);
        self.cue_at(verb).is_some() && !self.is_inverted(verb)
    }

    fn starting(&self, item: u32) -> Option<&'a Mention> {
        let at = self.mentions.all.partition_point(|mention| mention.first < item);
        self.mentions.all.get(at).filter(|mention| mention.first == item)
    }

    /// Whether who says it stands behind the verb: "said Hale, who"; but "said Hale was ill" is what another said.
    fn is_inverted(&self, verb: u32) -> bool {
        let ends = |mention: &Mention| matches!(self.word(mention.last + 1), "" | "," | "." | "(");
        self.starting(verb + 1).is_some_and(|mention| mention.kind == Kind::Name && ends(mention))
    }

    /// The item of the verb after an item, past days and adverbs: "wryly said", "on Tuesday evening also said", "last
    /// week said", "later Thursday told".
    fn verb_at(&self, edge: u32) -> u32 {
        let mut verb = edge + 1;
        for _ in 0..ADVERBIALS {
            match self.adverbial(verb) {
                0 => break,
                length => verb += length,
            }
        }
        verb
    }

    /// The item of the verb after an item, past an auxiliary too: "has previously said", "would later say".
    fn main_verb_at(&self, edge: u32) -> u32 {
        let verb = self.verb_at(edge);
        if List::VerbHelper.has_as_is(self.word(verb)) { self.verb_at(verb) } else { verb }
    }

    /// How many items at an item tell when something was done, or how.
    fn adverbial(&self, item: u32) -> u32 {
        let is_day = |item: u32| self.lex(item).has(Lex::CALENDAR);
        let is_time = |item: u32| List::SpanOfTime.has_as_is(self.word(item));
        let day = match self.word(item) {
            "on" if is_day(item + 1) => 2,
            "last" | "this" if is_time(item + 1) => return 2,
            _ if is_day(item) => 1,
            word => return u32::from(parts_from_verb(word)),
        };
        day + u32::from(is_time(item + day))
    }

    fn acts(&self, edge: u32) -> bool {
        let item = self.verb_at(edge);
        let same_line = self.frame.lines.get(item as usize) == self.frame.lines.get(edge as usize);
        same_line && self.shape(item) == Some(Shape::Lower) && is_verb(self.word(item), self.lex(item))
    }

    fn speaks(&self, mention: &Mention, edge: u32) -> bool {
        let cues = &self.mentions.cues;
        let next = cues.partition_point(|cue| cue.item <= edge);
        // "Hale, who said" and "Hale was told", but "Hale wryly said".
        let parts = |word: &str| word.starts_with('w') && !word.ends_with("ly");
        // "Hale met her rival, Okafor, saying", "Hale endorsed Okafor, saying": it is who met.
        let is_subject = || matches!(self.opener(mention), Opener::Start | Opener::And | Opener::When | Opener::That);
        let of_subject = |cue: &Cue| cue.gerund && self.word(cue.item - 1) == "," && !is_subject();
        let reach = if self.is_word(edge + 1) { edge + 2 } else { edge };
        let verb = self.main_verb_at(edge).max(reach);
        let speaks = |cue: &Cue| cue.item <= verb && !parts(self.word(cue.item - 1)) && !of_subject(cue);
        cues.get(next).is_some_and(speaks)
            || self.speaks_in_relative(edge)
            || self.is_asker(mention)
            || self.is_said(mention)
    }

    /// Whether a mention follows its verb of speech: "said Hale".
    fn is_said(&self, mention: &Mention) -> bool {
        let cues = &self.mentions.cues;
        let before = cues.partition_point(|cue| cue.item < mention.first);
        before.checked_sub(1).is_some_and(|before| self.is_said_by(mention, &cues[before]))
    }

    /// Whether a relative clause behind an item says what is quoted right behind it: "Hale, who joked of it, “…”".
    fn speaks_in_relative(&self, edge: u32) -> bool {
        let opens = if self.word(edge + 1) == "," { edge + 2 } else { edge + 1 };
        let reach = (opens..opens + APPOSITION).take_while(|&item| self.is_word(item)).count() as u32;
        let end = opens + reach;
        let follows = || matches!(self.word(end.saturating_sub(1)), "," | ":");
        // "Hale, who said on Friday that it was “…”": no comma, and so nothing but what is said.
        let is_said = || self.cue_at(opens + 1).is_some() && (opens..end).all(|item| self.word(item) != ",");
        reach > 2 && self.word(opens) == "who" && (follows() || is_said()) && self.leads_to_quote(opens, end - 1)
    }

    /// Whether an item is a word or a mark, and no quotation.
    fn is_word(&self, item: u32) -> bool {
        self.frame.token(i64::from(item)).is_some()
    }

    /// Whether a mention follows a verb of speech as its subject: "said Hale", "said Leith Films director Ruth Hale".
    fn is_said_by(&self, mention: &Mention, cue: &Cue) -> bool {
        let before = cue.item.checked_sub(1).map_or("", |item| self.word(item));
        let is_near = mention.first - cue.item <= 2;
        // "asked Hale.", but "told Hale".
        let asks = || before.is_empty() && is_near && matches!(self.word(mention.last + 1), "" | "," | ".");
        matches!(before, "" | ",")
            && !is_owner(self.word(mention.last + 1))
            && !cue.gerund
            && self.word(cue.item + 1) != "that"
            && (cue.class != VerbClass::Tell || asks())
            && (is_near || self.is_told_from(cue.item + 1, mention))
            && !(before == "," && self.has_subject(cue))
    }

    /// Whether the subject of a verb behind a comma stands before it: "Hale, the head of the ferry, said the way".
    fn has_subject(&self, cue: &Cue) -> bool {
        let sentence = self.frame.sentences[cue.item as usize];
        let before = self.mentions.all.partition_point(|mention| mention.first < cue.item);
        let is_subject = |mention: &Mention| {
            let opens = || matches!(self.opener(mention), Opener::Start | Opener::And);
            mention.kind == Kind::Name && opens() && self.main_verb_at(self.edge(mention)) == cue.item
        };
        let here = |mention: &&Mention| self.frame.sentences[mention.first as usize] == sentence;
        self.mentions.all[..before].iter().rev().take(SUBJECTS).take_while(here).any(is_subject)
    }

    /// Whether nothing but who somebody is stands from an item to a name.
    fn is_told_from(&self, first: u32, mention: &Mention) -> bool {
        let is_told = || self.is_owned_from(first, mention) || self.is_described_from(first, mention);
        is_told() || self.is_apposed_from(first, mention)
    }

    /// Whether somebody is told by whose they are: "said Leith’s Ruth Hale".
    fn is_owned_from(&self, first: u32, mention: &Mention) -> bool {
        let owner = mention.first - 1;
        mention.kind == Kind::Name && owner - first <= OWNER && is_owner(self.word(owner))
    }

    /// Whether somebody is the one by whom something is asked or called: "was asked by the host Ann Hale whether", "was
    /// called so by Ann Hale".
    fn is_asker(&self, mention: &Mention) -> bool {
        let lead = self.lead(mention);
        let has_article = lead > 0 && self.word(lead - 1) == "the";
        let by = (lead - u32::from(has_article)).checked_sub(1).filter(|&by| self.word(by) == "by");
        let verb = by.and_then(|by| by.checked_sub(1));
        let is_passive = |cue: &Cue| cue.item > 0 && List::Being.has_as_is(self.word(cue.item - 1));
        verb.and_then(|verb| self.cue_at(verb)).is_some_and(|cue| cue.class == VerbClass::Tell || is_passive(cue))
    }

    /// Whether nothing but what somebody does and for whom stands from an item to a name.
    fn is_described_from(&self, first: u32, mention: &Mention) -> bool {
        let describes = |item: u32| {
            let is_word = self.shape(item).is_some_and(Shape::is_word) && !self.is_apart(item);
            let is_opener = || item == first && List::NounOpener.has_as_is(self.word(item));
            is_word || is_opener() || is_point(self.word(item)) || self.word(item) == "and"
        };
        let post = mention.first - if is_point(self.word(mention.first - 1)) { 2 } else { 1 };
        // "said Del. Ruth Hale".
        let is_abbreviated = || post + 2 == mention.first && self.word(post).len() <= ABBREVIATED;
        mention.kind == Kind::Name
            && mention.first - first <= DESCRIPTION
            && (self.lex(post).has(Lex::ROLE | Lex::HONORIFIC | Lex::SOURCE) || is_abbreviated())
            && (first..mention.first).all(describes)
    }

    /// Whether nothing but a description that belongs to a name stands from an item to it and a comma: "said his wife,
    /// Ann Hale."
    fn is_apposed_from(&self, first: u32, mention: &Mention) -> bool {
        let all = &self.mentions.all;
        let [from, to] = [first, mention.first].map(|item| all.partition_point(|other| other.first < item));
        let is_parted = self.word(mention.first - 1) == "," && mention.first - first <= DESCRIPTION;
        is_parted && from < to && all[from].first - first <= 2 && all[from..to].iter().all(|other| other.attached)
    }

    fn opener(&self, mention: &Mention) -> Opener {
        let start = self.frame.starts[self.frame.sentences[mention.first as usize] as usize];
        match self.lead(mention).checked_sub(1).filter(|&before| before >= start) {
            None => Opener::Start,
            Some(before) if self.relates(before) && self.says_aside(before, mention) => Opener::And,
            Some(before) => self.opened_by(before),
        }
    }

    /// Whether a relative clause opens at an item: "that", "who".
    fn relates(&self, item: u32) -> bool {
        List::Relative.has_as_is(self.word(item))
    }

    /// Whether a relative clause tells only who says so: "the ferry, which Hale said was late", "a ferry that Hale said
    /// was late", but not "said that Hale said".
    fn says_aside(&self, opens: u32, mention: &Mention) -> bool {
        let verb = self.main_verb_at(mention.last);
        self.leads_to_verb(mention.last) && (self.word(opens) != "that" || self.acts(verb))
    }

    /// Whether a word is neither a title nor an adjective, as may stand before a name.
    fn is_apart(&self, item: u32) -> bool {
        self.lex(item).has(Lex::FUNCTION | Lex::SPEECH | Lex::OTHER_PRONOUN | Lex::HE | Lex::SHE)
    }

    /// The first item of the titles and adjectives before a mention.
    fn lead(&self, mention: &Mention) -> u32 {
        let start = self.frame.starts[self.frame.sentences[mention.first as usize] as usize];
        let mut item = mention.first;
        // Titles and adjectives before the name are its own.
        for _ in 0..4 {
            let before = item.checked_sub(1).filter(|&before| before >= start);
            let own = |before: &u32| {
                let lex = self.lex(*before);
                let word = self.shape(*before).is_some_and(Shape::is_word);
                word && (lex.has(Lex::ROLE | Lex::HONORIFIC)
                    || !self.is_apart(*before) && self.shape(*before) == Some(Shape::Lower))
            };
            match before.filter(own) {
                Some(before) => item = before,
                None => break,
            }
        }
        item
    }

    fn opened_by(&self, before: u32) -> Opener {
        let Some(token) = self.frame.token(i64::from(before)) else { return Opener::Start };
        let word = self.document.word(token);
        match word {
            "," => Opener::Comma,
            // "To which Hale said": a clause of its own.
            "which" | "whom" if before > 0 && is_preposition(self.word(before - 1)) => Opener::And,
            _ if List::Coordinating.has_as_is(word) => Opener::And,
            _ if List::Subordinating.has_as_is(word) => Opener::When,
            _ if List::Relative.has_as_is(word) => Opener::That,
            _ if is_preposition(word) => Opener::Preposition,
            _ if self.document.tokens[token as usize].lex.has(Lex::SPEECH) => Opener::Verb,
            _ if self.document.tokens[token as usize].shape == Shape::Mark => Opener::Mark,
            _ => Opener::Other,
        }
    }
}

/// Whether a mark stands within a description: the point of "Sen.", the sign of an owner.
fn is_point(mark: &str) -> bool {
    matches!(mark, "." | "'s" | "’s")
}

/// Whether a word stands between a subject and its verb: "wryly", "later".
pub fn parts_from_verb(word: &str) -> bool {
    word.ends_with("ly") || List::VerbAdverb.has_as_is(word)
}

/// Whether a mark is a dash.
pub fn is_dash(mark: &str) -> bool {
    matches!(mark, "-" | "–" | "—" | "―" | "--")
}

/// Whether a word in lower case is likely a finite verb.
pub fn is_verb(word: &str, lex: Lex) -> bool {
    let regular = word.len() > 3 && (word.ends_with("ed") || word.ends_with('s') && !word.ends_with("ss"));
    let is_denied = word.ends_with("n’t") || word.ends_with("n't");
    lex.has(Lex::SPEECH) || List::FiniteVerb.has_as_is(word) || is_denied || regular && !lex.has(Lex::FUNCTION)
}

#[cfg(test)]
mod tests {
    use super::super::tests::quotes_of;

    fn check(text: &str, expected: &str) {
        assert_eq!(quotes_of(&format!("News\nDirector Ruth Hale met actor Tom Okafor.\n{text}")), [expected], "{text}");
    }

    #[test]
    fn two_who_speak_as_one_are_nobody() {
        check(
            "“We would do it all again tomorrow,” Hale and Okafor said.",
            "- direct We would do it all again tomorrow,",
        );
        check("“We would do it all again,” said Hale and Okafor.", "- direct We would do it all again,");
        check("“We would do it all again,” said Hale and actor Tom Okafor.", "- direct We would do it all again,");
        check("Hale, 41, and Okafor said: “We would do it all again.”", "- direct We would do it all again.");
        check("“I would do it all again,” Hale said.", "Ruth Hale direct I would do it all again,");
        check("Ann and Tom Okafor said: “We would do it all again.”", "- direct We would do it all again.");
    }

    #[test]
    fn who_speaks_for_somebody_is_a_subject() {
        let text =
            "News\nRuth Hale said: “I am tired of it.”\nA spokesman for Leith Films said: “The ferry is late again.”";
        assert_eq!(quotes_of(text), ["Ruth Hale direct I am tired of it.", "- direct The ferry is late again."]);
    }

    #[test]
    fn clauses_of_one_sentence_have_their_own_subjects() {
        check("Hale laughed, and Okafor said: “It is not very good.”", "Tom Okafor direct It is not very good.");
        check("Hale sang, to which Okafor replied: “It is not very good.”", "Tom Okafor direct It is not very good.");
    }

    #[test]
    fn asides_stand_between_a_name_and_its_verb() {
        let said = "Tom Okafor direct I would do it all again.";
        check("Okafor, who lives in Leith with his wife, Ann Hale, said: “I would do it all again.”", said);
        check("Okafor, who plays Commissioner Renwick said: “I would do it all again.”", said);
        check("Okafor, the son of director Ruth Hale wrote: “I would do it all again.”", said);
        check("Ruth Hale, the actor, laughed, and Okafor, her son, said: “I would do it all again.”", said);
        check("Okafor, in Leith for the day, said: “I would do it all again.”", said);
        check("Okafor - who met Hale in the summer - said: “I would do it all again.”", said);
        check("Okafor, the head of the archive -- which Hale ran -- told us: “I would do it all again.”", said);
        check("Hale met Tom Okafor, who joked of the ferry, “I would do it all again.”", said);
        check("Okafor, whose sister, Ann Renwick, is a singer, told us: “I would do it all again.”", said);
        check("Tom Okafor of the Leith Ferry Company told us: “I would do it all again.”", said);
        check("Okafor, R-Leith, said: “I would do it all again.”", said);
        check("Okafor, acting political director of the Leith ferry, said: “I would do it all again.”", said);
        check("Okafor on Tuesday told us: “I would do it all again.”", said);
        check("Okafor sang to Hale in the rain and said: “I would do it all again.”", said);
        check("“I would do it all again.” said Leith Ferry Company director Tom Okafor.", said);
        check("Tom Okafor of Leith, an old friend, said: “I would do it all again.”", said);
        check("Tom Okafor of Columbia, South Carolina, said: “I would do it all again.”", said);
        check("Tom Okafor of The Ferry wrote, “I would do it all again.”", said);
        check("Okafor on Thursday evening told us: “I would do it all again.”", said);
        check("“I would do it all again.” said Okafor, an old friend of Hale, referring to the ferry.", said);
        check("Okafor defended the ferry on Friday against Hale, telling us: “I would do it all again.”", said);
        check("He met a ferry that Okafor said was “very good on its own”.", "Tom Okafor direct very good on its own");
        check("Okafor - Hale’s friend and agent - said: “I would do it all again.”", said);
        check("Okafor, Mrs. Hale’s friend and agent, said: “I would do it all again.”", said);
        check("Okafor in a short post said: “I would do it all again.”", said);
        check("Okafor shook his head on Friday but on Tuesday said: “I would do it all again.”", said);
        check(
            "Hale met the star, who Okafor said was “very good on his own”.",
            "Tom Okafor direct very good on his own",
        );
        check("Hale was asked by Okafor: “Would you do it all again?”", "Tom Okafor direct Would you do it all again?");
        check("“Would you do it all again?” asked Okafor, her agent.", "Tom Okafor direct Would you do it all again?");
        check("“I would do it all again.” said Leith’s Tom Okafor, a friend of Hale.", said);
        check("Her agent, Tom Okafor of Leith’s Old Ferry, said: “I would do it all again.”", said);
        check("In a note to the Ferry, her old agent, Tom Okafor, said: “I would do it all again.”", said);
        check("“I would do it all again.” said former secretary of state Tom Okafor, who met Hale.", said);
        check("“I would do it all again.” said another passenger, Tom Okafor.", said);
        check("“I would do it all again.” said Okafor, who also told the two men, and Ruth Hale, no.", said);
        check(
            "Tom Okafor, who runs the ferry, which is small, said the way Hale sang in Leith was “very good on its own”.",
            "Tom Okafor direct very good on its own",
        );
        check(
            "Hale “was so good on her own that nobody laughed,” said a former U.S. law enforcement official.",
            "- direct was so good on her own that nobody laughed,",
        );
        check("Okafor deflected the questions about Hale before saying: “I would do it all again.”", said);
        check("“I would do it all again.” said Del. Tom Okafor of Leith.", said);
        check(
            "Okafor, the head of the ferry -- which Hale, his old friend, ran -- told us: “I would do it all again.”",
            said,
        );
        check("“I would do it all again.” said Leith Networks’ Tom Okafor.", said);
        check("“I would do it all again.” Tom Okafor of the advocacy group Public Knowledge said.", said);
        check(
            "The ferry, which Okafor has previously joked is “very good on its own”, is late.",
            "Tom Okafor direct very good on its own",
        );
        check("Okafor, of Springfield, Va., said: “I would do it all again.”", said);
        check(
            "Okafor (D), Hale’s opponent in the election, called for the ferry, saying that transparency “was good on its own”.",
            "Tom Okafor direct was good on its own",
        );
        check("It featured Hale and Tom Okafor, who joked of it, “I would do it all again.”", said);
        check(
            "It pleased old friends such as Tom Okafor of Leith, who mused on Friday that Hale was “very good on her own”.",
            "Tom Okafor direct very good on her own",
        );
        check("Okafor, Ruth Hale’s old agent, suggested: “I would do it all again.”", said);
        check("Okafor came to talk of his old rival, Hale, saying: “I would do it all again.”", said);
        check("Okafor didn’t seem moved by Hale’s comments on Friday, telling us: “I would do it all again.”", said);
        check("“I would do it all again.” said her husband, Tom.", said);
        check("“I would do it all again.” said the ferry’s executive director, Tom Okafor.", said);
        check("“I would do it all again.” said her old friend, Tom Okafor, of Hale.", said);
        check("“I would do it all again.” said one of her friends, Tom Okafor.", said);
        check("“I would do it all again.” said Hale’s agent, Tom Okafor of Leith.", said);
        check("“I would do it all again.” said the mayor of Leith, Tom Okafor.", said);
        check("“I would do it all again.” said producer and writer Tom Okafor.", said);
        check("Tom Okafor, head of drama, Leith Films said: “I would do it all again.”", said);
        check("The green Tom Okafor, MP for Witney, added: “I would do it all again.”", said);
        check("Tom Okafor, Leith Films & Media head of drama said: “I would do it all again.”", said);
    }

    #[test]
    fn who_puts_it_so_says_it() {
        check("As Okafor put it in a letter to Hale, “I would do it all.”", "Tom Okafor direct I would do it all.");
        check(
            "Hale sang for the ferry, which was, as Okafor put it, “very good on its own”.",
            "Tom Okafor direct very good on its own",
        );
    }
}
