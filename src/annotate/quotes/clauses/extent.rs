//! Where the words of a mention end: the bracket, the appositions and the asides behind a name or a noun are its own.
//!
//! Comes in: a mention and what stands behind it. Goes out: the last item that belongs to it, right before its verb if
//! it has one: "Hale (R-Wis.)", "Hale, who runs it,", "Hale of the Leith Ferry", "the actor and old friend".

use super::super::frame::Item;
use super::super::mentions::{Cue, Kind, Mention};
use super::super::source::is_plain;
use super::{APPOSITION, OWNER, Opener, Reader, is_dash};
use crate::annotate::Shape;
use crate::annotate::names::is_region_at;
use crate::rules::{Lex, List, VerbClass};

/// Longest bracket, in items.
const BRACKET: u32 = 16;
/// Longest description with commas of its own, in items.
const FAR: u32 = 40;
/// Longest relative clause without commas, in items.
const RELATIVE: u32 = 14;
/// Longest words for what somebody is behind whose they are, in items.
const POST: u32 = 4;
/// Longest words for where something is said, or for a second post, in items.
const SETTING: u32 = 5;
/// Appositions that may follow one another: "Hale, 35, the daughter of two judges,".
const APPOSITIONS: usize = 3;

impl Reader<'_> {
    /// The last item of a mention, with all that belongs to it.
    pub(super) fn edge(&self, mention: &Mention) -> u32 {
        let is_name = mention.kind == Kind::Name;
        let bare = self.bracket_end(self.with_point(mention.last));
        let edge = self.appositions_end(bare, is_name);
        if is_name && edge == bare && self.with_comma(mention, edge) > edge {
            return edge + 1;
        }
        if is_name
            && is_dash(self.word(edge + 1))
            && let Some(end) = self.next(edge + 3, APPOSITION, is_dash).filter(|&end| self.leads_to_verb(end))
        {
            return end;
        }
        let goes_on = self.word(bare + 1) == "," && self.cue_at(self.verb_at(edge)).is_none();
        match goes_on.then(|| self.far_end(bare + 2)).flatten() {
            Some(far) => far,
            None if matches!(self.word(edge + 1), "who" | "whose") => self.relative(edge),
            None if !is_name && List::ReducedRelative.has_as_is(self.word(edge + 1)) => self.relative(edge),
            None => {
                let end = self.setting_end(edge).or_else(|| self.second_post(mention, edge));
                end.or_else(|| self.employer_end(mention, edge)).unwrap_or(edge)
            }
        }
    }

    /// The end of the few words that tell where something is said, right before its verb: "Hale in a short post said".
    fn setting_end(&self, edge: u32) -> Option<u32> {
        let opens = matches!(self.word(edge + 1), "in" | "at" | "during");
        let is_within = |item: &u32| self.shape(*item).is_some_and(Shape::is_word) && self.cue_at(*item).is_none();
        let end = (edge + 3..edge + 3 + SETTING)
            .take_while(is_within)
            .last()
            .filter(|_| opens && self.opens_noun(edge + 2))?;
        self.cue_at(end + 1).is_some_and(|cue| !cue.gerund).then_some(end)
    }

    /// The end of a second post of whom a description tells, right before its verb: "the actor and old friend said".
    fn second_post(&self, mention: &Mention, edge: u32) -> Option<u32> {
        let joins = mention.kind == Kind::Person && mention.definite && self.word(edge + 1) == "and";
        let at = self.mentions.all.partition_point(|other| other.first <= edge + 1);
        let other = self.mentions.all.get(at).filter(|other| joins && other.kind == Kind::Person)?;
        let is_bare =
            other.last - edge <= SETTING && !self.opens_noun(other.first) && self.cue_at(other.last + 1).is_some();
        is_bare.then_some(other.last)
    }

    /// The end of for whom somebody works, behind what they do or before it, right before a verb that what is quoted
    /// follows: "Hale, head of drama, Leith Films said: “…”", "Hale, Leith Films head of drama said: “…”".
    fn employer_end(&self, mention: &Mention, edge: u32) -> Option<u32> {
        let has_post = self.word(edge) == ",";
        let opens = edge + if has_post { 1 } else { 2 };
        let employer = self.starting(opens).filter(|employer| employer.kind == Kind::Other)?;
        let is_parted = mention.kind == Kind::Name && self.word(opens - 1) == ",";
        let post = self.starting(employer.last + 1).filter(|post| post.kind == Kind::Person);
        let end =
            post.map_or(employer.last, |post| if self.word(post.last + 1) == "of" { post.last + 2 } else { post.last });
        let cue = self.cue_at(end + 1).filter(|_| is_parted && (has_post || post.is_some()))?;
        let is_followed = self.word(cue.item + 1) == ":"
            || matches!(self.frame.items.get(cue.item as usize + 1), Some(Item::Quote(_)));
        (is_followed && self.opener(mention) == Opener::Start).then_some(end)
    }

    /// Whether a word opens a noun: "a", "the", "her".
    fn opens_noun(&self, item: u32) -> bool {
        let word = self.word(item);
        List::NounOpener.has_as_is(word) || List::Possessive.has_as_is(word)
    }

    /// The comma that closes a name which stands between two, where its verb follows, "her agent, Ann Hale, says", or
    /// the end of the name.
    pub(super) fn with_comma(&self, mention: &Mention, end: u32) -> u32 {
        // "Her friend, the actress Ann Hale, says".
        let at = self.mentions.all.partition_point(|other| other.first < mention.first);
        let description = at.checked_sub(1).map(|before| &self.mentions.all[before]);
        let description = description.filter(|before| before.attached && before.last + 1 == mention.first);
        let first = description.map_or(mention.first, |description| description.first);
        let opens = mention.kind == Kind::Name && self.word(first.saturating_sub(1)) == ",";
        let closes = || self.word(end + 1) == "," && self.acts(end + 1) && !self.is_inverted(self.verb_at(end + 1));
        end + u32::from(opens && closes())
    }

    /// The point behind a name that goes on with a comma, "Tom Hale Jr., who", or the item.
    fn with_point(&self, item: u32) -> u32 {
        item + u32::from(self.word(item + 1) == "." && self.word(item + 2) == ",")
    }

    /// The end of a bracket behind an item, or the item.
    fn bracket_end(&self, item: u32) -> u32 {
        let opens = matches!(self.word(item + 1), "(" | "[");
        let end = || self.next(item + 2, BRACKET, |word| matches!(word, ")" | "]"));
        opens.then(end).flatten().unwrap_or(item)
    }

    /// The end of the appositions behind an item, each between commas, or the item.
    fn appositions_end(&self, item: u32, is_name: bool) -> u32 {
        let mut edge = item;
        for _ in 0..APPOSITIONS {
            let opens = match (self.word(edge), self.word(edge + 1)) {
                (_, ",") => edge + 2,
                (",", _) => edge + 1,
                _ => break,
            };
            if let Some(end) = self.dashed_end(opens).filter(|_| is_name) {
                return end;
            }
            let end = self.next(opens + 1, APPOSITION, |word| word == ",");
            let describes = |end: u32| {
                self.describes(opens) || is_name && (self.describes_name(opens) || self.is_aside(opens, end))
            };
            let ends = |end: &u32| describes(*end) && !self.leads_to_quote(opens, *end) && !self.introduces(*end);
            let Some(end) = end.filter(ends) else { break };
            edge = end;
        }
        edge
    }

    /// Whether a relative clause says what is quoted right behind it: "Hale, who joked of the ferry, “…”".
    pub(super) fn leads_to_quote(&self, opens: u32, end: u32) -> bool {
        let is_quote = matches!(self.frame.items.get(end as usize + 1), Some(Item::Quote(_)));
        is_quote && self.relates(opens) && (opens..end).any(|item| self.cue_at(item).is_some())
    }

    /// The end of a description with commas of its own, or with none behind it, that a verb of speech follows: "Hale,
    /// who lives with her son, Noah, said", "Hale, who plays the queen said".
    fn far_end(&self, opens: u32) -> Option<u32> {
        let describes = self.describes(opens) && !self.introduces(opens - 1);
        let sentence = *self.frame.sentences.get(opens as usize).filter(|_| describes)?;
        let (mut has_comma, mut is_open) = (false, self.word(opens) == "whose");
        for item in (opens + 1..opens + FAR).take_while(|&item| self.is_within(sentence, item)) {
            if self.word(item) == "," {
                if !has_comma && !self.relates(opens) && self.introduces(item) {
                    return None;
                }
                has_comma = true;
                let verb = self.verb_at(item);
                if self.cue_at(verb).is_some() {
                    return (!self.is_inverted(verb)).then_some(item);
                }
                // "Hale, the actor, laughed, and Okafor, her son, said": the description ended before. "Hale, whose
                // son, Okafor, is an actor, said": it goes on.
                if self.acts(item) && !std::mem::take(&mut is_open) {
                    return None;
                }
            } else if let Some(cue) = self.cue_at(item).filter(|_| !has_comma && item > opens + 2) {
                return self.closes_description(opens, cue).then_some(item - 1);
            }
        }
        None
    }

    /// Whether a verb of speech has a description that opens before it for its subject, though no comma parts them: not
    /// so in "Hale, a man who said", "Hale, who often said".
    fn closes_description(&self, opens: u32, cue: &Cue) -> bool {
        let at = self.mentions.all.partition_point(|mention| mention.first < cue.item);
        let before = at.checked_sub(1).map(|before| &self.mentions.all[before]);
        let is_name = |mention: &Mention| matches!(mention.kind, Kind::Name | Kind::Other) && mention.first > opens;
        let follows_name = before.is_some_and(|name| is_name(name) && name.last + 1 == cue.item);
        follows_name && is_plain(cue) && cue.class != VerbClass::Tell
    }

    /// The end of a relative clause without commas: "a member who supports Hale".
    fn relative(&self, edge: u32) -> u32 {
        let stops = |item: u32| {
            self.cue_at(item).is_some() && item > edge + 2 || matches!(self.word(item), "," | ";" | "." | "—" | "–")
        };
        let sentence = self.frame.sentences[edge as usize];
        let here = |item: &u32| self.is_within(sentence, *item) && !stops(*item);
        (edge + 1..edge + 1 + RELATIVE).take_while(here).last().unwrap_or(edge)
    }

    /// Whether a mention completes a noun before it: "a spokesman for the firm", "Ann Hale of Leith". The words of the
    /// mention begin with `first`, a noun that belongs to it, or the mention itself.
    pub(super) fn completes(&self, before: &Mention, first: &Mention, mention: &Mention) -> bool {
        let Some(mut link) = self.lead(first).checked_sub(1) else { return false };
        // "Ann Hale of the Leith Ferry Company"
        if link > 0 && matches!(self.word(link), "the" | "The" | "a" | "an") {
            link -= 1;
        }
        // "A source close to the actress".
        if before.last + 2 == link && self.word(link) == "to" && self.word(link - 1) == "close" {
            return before.kind != Kind::Name;
        }
        if before.last + 1 != link {
            return false;
        }
        let person = matches!(before.kind, Kind::Person | Kind::People | Kind::Body | Kind::Other | Kind::Noun);
        match self.word(link) {
            "'s" | "’s" => mention.kind == Kind::Other && self.is_of(before),
            "of" | "for" | "at" | "from" => person || before.kind == Kind::Name,
            "to" | "with" | "in" | "on" => person && before.kind != Kind::Other,
            "," => self.is_region(before, mention),
            _ => false,
        }
    }

    /// Whether a mention is the region of the town before it: "Ann Hale of Columbia, South Carolina, said".
    fn is_region(&self, town: &Mention, region: &Mention) -> bool {
        let is_place = |mention: &Mention| (mention.first..=mention.last).any(|item| self.lex(item).has(Lex::PLACE));
        town.last + 2 == region.first && self.is_of(town) && is_place(region)
    }

    /// Whether a mention stands behind "of" and the like.
    fn is_of(&self, mention: &Mention) -> bool {
        let of = mention.first.checked_sub(1).map_or("", |item| self.word(item));
        matches!(of, "of" | "for" | "at" | "from" | "in")
    }

    /// Returns the next item of a kind, within the sentence and before any quotation.
    fn next(&self, from: u32, reach: u32, wanted: impl Fn(&str) -> bool) -> Option<u32> {
        let sentence = *self.frame.sentences.get(from.checked_sub(1)? as usize)?;
        let mut here = (from..from + reach).take_while(|&item| self.is_within(sentence, item));
        here.find(|&item| wanted(self.word(item)))
    }

    /// Whether an apposition or a relative clause opens at an item.
    fn describes(&self, item: u32) -> bool {
        let word = self.word(item);
        match self.shape(item) {
            Some(Shape::Number) => true,
            Some(Shape::Lower) => List::AppositionOpener.has_as_is(word) || self.lex(item).has(Lex::ROLE),
            // "R-Wis.", "Leith-born", but "Lopez-Hale" is somebody else.
            Some(shape) => shape.is_capital() && word.contains('-') && self.naming(item).is_none(),
            None => false,
        }
    }

    /// Whether what closes at a comma describes the name behind it, and none before: "told the Post, her agent, Ann
    /// Hale, said", "her agent, the lawyer Ann Hale, said".
    fn introduces(&self, comma: u32) -> bool {
        let described = || {
            let description = self.starting(comma + 1).filter(|description| description.attached)?;
            self.naming(description.last + 1)
        };
        self.naming(comma + 1)
            .or_else(described)
            .is_some_and(|name| self.word(name.last + 1) == "," && self.cue_at(self.verb_at(name.last + 1)).is_some())
    }

    /// Whether what opens at an item, between commas behind a name, tells who bears it: "acting political director",
    /// "Republican of Ohio", "MP for Leith", "Okafor’s agent".
    fn describes_name(&self, item: u32) -> bool {
        let is_capital = self.shape(item).is_some_and(Shape::is_capital);
        let is_of = || is_capital && matches!(self.word(item + 1), "of" | "for" | "from");
        let is_home = || self.word(item) == "of" && self.shape(item + 1).is_some_and(Shape::is_capital);
        let is_told = || self.describes(item) || self.is_post(item) || is_of() || is_home();
        is_told() || is_capital && (self.is_owned_post(item) || self.is_region_at(item))
    }

    /// Whether a region stands at an item: "Hale, of Springfield, Va., said".
    fn is_region_at(&self, item: u32) -> bool {
        self.frame.token(item.into()).is_some_and(|token| is_region_at(self.document, token))
    }

    /// Whether what somebody does stands at an item, with no more than adjectives before it: "acting political
    /// director".
    fn is_post(&self, item: u32) -> bool {
        let is_plain = |at: u32| self.shape(at) == Some(Shape::Lower) && !self.lex(at).has(Lex::FUNCTION | Lex::SPEECH);
        (item..item + POST).take_while(|&at| is_plain(at)).any(|at| self.lex(at).has(Lex::ROLE))
    }

    /// Whether a name at an item owns what somebody is: "Mrs. Okafor’s long-time agent and friend,".
    fn is_owned_post(&self, item: u32) -> bool {
        let is_owner = |at: u32| {
            let is_plural = matches!(self.word(at), "'" | "’") && self.word(at - 1).ends_with('s');
            self.shape(at) == Some(Shape::Possessive) || is_plural
        };
        let is_name = |at: u32| self.shape(at).is_some_and(Shape::is_capital) || self.word(at) == ".";
        let is_plain = |at: u32| self.shape(at) == Some(Shape::Lower) && !self.lex(at).has(Lex::FUNCTION);
        let closes = |at: u32| matches!(self.word(at), "," | "of" | "and" | "to" | "for" | "in");
        let is_post = |at: u32| self.lex(at).has(Lex::ROLE | Lex::SOURCE) && closes(at + 1);
        let owner = (item + 1..item + OWNER).find(|&at| is_owner(at)).filter(|&owner| (item..owner).all(is_name));
        owner.is_some_and(|owner| (owner + 1..=owner + POST).take_while(|&at| is_plain(at)).any(is_post))
    }

    /// The dash before a verb of speech that closes an aside within an apposition: "Hale, the head of the archive --
    /// which is full -- said".
    fn dashed_end(&self, opens: u32) -> Option<u32> {
        let first = self.next(opens + 1, APPOSITION, |word| is_dash(word) || word == ",")?;
        let last = self.next(first + 2, APPOSITION, is_dash).filter(|_| is_dash(self.word(first)))?;
        (self.describes(opens) && self.leads_to_verb(last)).then_some(last)
    }

    /// Whether what stands between a name and a verb of speech tells of the name: "Hale, in Leith for the day, said".
    fn is_aside(&self, opens: u32, end: u32) -> bool {
        self.leads_to_verb(end) && self.starting(opens).is_none()
    }
}
