//! What annotation hands to the index: people, works and quotations with their places in the text.

use super::{CleanArticle, NameKind, RuleId, Span};

/// An article with its people, films, series and quotations.
#[derive(Clone, Debug, PartialEq)]
pub struct AnnotatedArticle {
    /// The cleaned article.
    pub clean: CleanArticle,
    /// Real people, in order of first mention.
    pub people: Vec<Person>,
    /// Films and series, in order of first mention.
    pub works: Vec<Work>,
    /// Quotations in order of place; one for each contiguous piece within a line.
    pub quotes: Vec<Quote>,
}

impl AnnotatedArticle {
    /// Returns the works of one kind.
    pub fn works_of(&self, kind: WorkKind) -> impl Iterator<Item = &Work> {
        self.works.iter().filter(move |work| work.kind == kind)
    }

    /// Returns the canonical name of the person behind a quotation.
    pub fn speaker(&self, quote: &Quote) -> Option<&str> {
        quote.speaker.map(|index| self.people[index as usize].name.as_str())
    }
}

impl AnnotatedArticle {
    /// Gives people and works other names; those who have the same one then are one.
    pub fn rename(&mut self, new_name: impl Fn(NameKind, &str) -> Option<String>) {
        for person in &mut self.people {
            person.name = new_name(NameKind::Person, &person.name).unwrap_or_else(|| std::mem::take(&mut person.name));
        }
        for work in &mut self.works {
            work.title = new_name(work.kind.names(), &work.title).unwrap_or_else(|| std::mem::take(&mut work.title));
        }
        self.unite();
    }

    /// Makes one of people of one name, and of works of one kind and title.
    fn unite(&mut self) {
        let mut places: Vec<u32> = Vec::with_capacity(self.people.len());
        let mut people: Vec<Person> = Vec::with_capacity(self.people.len());
        for person in std::mem::take(&mut self.people) {
            let known = people.iter().position(|known| known.name == person.name);
            places.push(known.unwrap_or(people.len()) as u32);
            match known {
                Some(known) => add(&mut people[known].mentions, person.mentions),
                None => people.push(person),
            }
        }
        self.people = people;
        for quote in &mut self.quotes {
            quote.speaker = quote.speaker.map(|index| places[index as usize]);
            if let Some(other) = &mut quote.runner_up {
                other.speaker = other.speaker.map(|index| places[index as usize]);
            }
        }
        let mut works: Vec<Work> = Vec::with_capacity(self.works.len());
        for work in std::mem::take(&mut self.works) {
            match works.iter_mut().find(|known| known.kind == work.kind && known.title == work.title) {
                Some(known) => add(&mut known.mentions, work.mentions),
                None => works.push(work),
            }
        }
        self.works = works;
    }
}

fn add(mentions: &mut Vec<Span>, more: Vec<Span>) {
    mentions.extend(more);
    mentions.sort_unstable();
}

/// Grammatical gender that an article or a given name suggests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Gender {
    /// Referred to as he.
    Male,
    /// Referred to as she.
    Female,
    /// Nothing tells, or the signs disagree.
    #[default]
    Unknown,
}

/// A real person named in an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Canonical full name.
    pub name: String,
    /// Identifier in the user's authority, such as `nm0000116` or `Q42574`.
    pub id: Option<String>,
    /// Every place where the person is named, in order; pronouns are not names.
    pub mentions: Vec<Span>,
    /// Gender, as far as the article tells.
    pub gender: Gender,
    /// The rule that took the name for a person.
    pub rule: RuleId,
}

impl Person {
    /// Returns how often the person is named within a span.
    pub fn times_named_in(&self, span: Span) -> usize {
        let first = self.mentions.partition_point(|mention| mention.start < span.start);
        self.mentions[first..].iter().take_while(|mention| mention.end <= span.end).count()
    }

    /// Returns whether the person is named within a span.
    pub fn is_named_in(&self, span: Span) -> bool {
        self.times_named_in(span) > 0
    }
}

/// Whether a work is a film or a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WorkKind {
    /// A film, feature or short.
    Film,
    /// A television or streaming series.
    Series,
}

impl WorkKind {
    /// Returns whose names its titles are.
    pub fn names(self) -> NameKind {
        match self {
            WorkKind::Film => NameKind::Film,
            WorkKind::Series => NameKind::Series,
        }
    }
}

/// A film or series named in an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// Film or series.
    pub kind: WorkKind,
    /// Canonical title.
    pub title: String,
    /// Year of release, where the article or an authority tells.
    pub year: Option<u16>,
    /// Identifier in the user's authority, such as `tt0437086`.
    pub id: Option<String>,
    /// Every place where the work is named, in order.
    pub mentions: Vec<Span>,
    /// The rule that took the title for a work.
    pub rule: RuleId,
}

/// How a quotation is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuoteKind {
    /// Between quotation marks.
    Direct,
    /// Unmarked, set off by its introduction.
    Block,
    /// Reported: "He added that …".
    Indirect,
}

impl QuoteKind {
    /// Returns the name that the JSON uses.
    pub fn as_str(self) -> &'static str {
        match self {
            QuoteKind::Direct => "direct",
            QuoteKind::Block => "block",
            QuoteKind::Indirect => "indirect",
        }
    }

    /// Returns the kind of that name.
    pub fn parse(name: &str) -> Option<QuoteKind> {
        [QuoteKind::Direct, QuoteKind::Block, QuoteKind::Indirect].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// One contiguous quoted piece within one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// The quoted words, without their marks.
    pub span: Span,
    /// How it is set.
    pub kind: QuoteKind,
    /// Pieces with the same number, counted from 0 within the article, belong to one utterance.
    pub utterance: u32,
    /// Index into the article's people, or `None` where the text names no person.
    pub speaker: Option<u32>,
    /// The words that name the source: "Rodriguez", "he", "the studio".
    pub source: Option<Span>,
    /// The words that report the speech: "said", "told us".
    pub cue: Option<Span>,
    /// Index into the article's lines.
    pub line: u32,
    /// The rule that attributed it.
    pub rule: RuleId,
    /// Probability that the speaker is right, 0 to 1.
    pub confidence: f32,
    /// The second-best candidate.
    pub runner_up: Option<RunnerUp>,
}

/// The candidate that lost a quotation by least.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunnerUp {
    /// Index into the article's people, or `None` for "no person".
    pub speaker: Option<u32>,
    /// Its probability, 0 to 1.
    pub confidence: f32,
}
