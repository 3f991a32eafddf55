//! What is kept of an article, its quotations among it: a compact record that borrows its strings when read.

mod packed;

use packed::Packed;
use serde::{Deserialize, Serialize};

use crate::model::{
    AnnotatedArticle, Article, CharOffsets, CleanArticle, Date, Gender, Line, LineKind, Person, Quote, QuoteKind,
    RuleId, RunnerUp, Source, Span, Work, WorkKind,
};

/// What a record holds as it is, in memory and on disk.
#[derive(Clone, Serialize, Deserialize)]
struct Head<'a> {
    #[serde(borrow)]
    id: &'a str,
    path: &'a str,
    first_line: u32,
    url: Option<&'a str>,
    site: Option<&'a str>,
    title: Option<&'a str>,
    authors: Vec<&'a str>,
    day: u32,
    language: Option<&'a str>,
    section: Option<&'a str>,
    tags: Vec<&'a str>,
    text: &'a str,
    /// (distance from the start before, lines from the line before)
    source_lines: Vec<(u32, u32)>,
    rules: Vec<&'a str>,
}

/// An article as stored.
pub struct StoredArticle<'a> {
    head: Head<'a>,
    lines: Vec<LineRecord>,
    people: Vec<PersonRecord<'a>>,
    works: Vec<WorkRecord<'a>>,
    quotes: Vec<QuoteRecord>,
}

/// (distance from the end of the line before, length, kind, index of the rule, boilerplate in hundredths)
type LineRecord = (u32, u32, u8, u16, u16);
/// (start, length)
type SpanRecord = (u32, u32);
/// (name, id, mentions, gender, index of the rule)
type PersonRecord<'a> = (&'a str, Option<&'a str>, Vec<SpanRecord>, u8, u16);
/// (kind, title, year, id, mentions, index of the rule)
type WorkRecord<'a> = (u8, &'a str, Option<u16>, Option<&'a str>, Vec<SpanRecord>, u16);

struct QuoteRecord {
    span: SpanRecord,
    kind: u8,
    utterance: u32,
    speaker: Option<u32>,
    source: Option<SpanRecord>,
    cue: Option<SpanRecord>,
    line: u32,
    rule: u16,
    confidence: u16,
    runner_up: Option<(Option<u32>, u16)>,
}

/// An utterance of a stored article, as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredQuotation<'a> {
    /// Id of the article.
    pub id: &'a str,
    /// File of the article.
    pub path: &'a str,
    /// One-based line of the file on which the quotation begins.
    pub line: u32,
    /// Headline of the article.
    pub title: Option<&'a str>,
    /// Address of the article.
    pub url: Option<&'a str>,
    /// Site of the article.
    pub site: Option<&'a str>,
    /// Day of publication as `yyyymmdd`; 0 when unknown.
    pub day: u32,
    /// Number of the utterance within the article.
    pub utterance: u32,
    /// The pieces: text, and start and end in Unicode scalar values into the article's text.
    pub pieces: Vec<(&'a str, u32, u32)>,
    /// Canonical name.
    pub speaker: Option<&'a str>,
    /// The words that name the source.
    pub source: Option<&'a str>,
    /// The words that report the speech.
    pub cue: Option<&'a str>,
    /// `direct`, `block` or `indirect`.
    pub kind: &'a str,
    /// The rule that attributed it.
    pub rule: &'a str,
    /// Confidence in thousandths.
    pub confidence: u16,
}

const LINE_KINDS: [LineKind; 7] = [
    LineKind::Title,
    LineKind::Dateline,
    LineKind::Heading,
    LineKind::Paragraph,
    LineKind::BlockQuote,
    LineKind::ListItem,
    LineKind::Boilerplate,
];
const QUOTE_KINDS: [QuoteKind; 3] = [QuoteKind::Direct, QuoteKind::Block, QuoteKind::Indirect];
const WORK_KINDS: [WorkKind; 2] = [WorkKind::Film, WorkKind::Series];
const GENDERS: [Gender; 3] = [Gender::Unknown, Gender::Male, Gender::Female];

/// The rules named in one article, each once.
#[derive(Default)]
struct RuleTable(Vec<&'static str>);

impl RuleTable {
    fn index(&mut self, rule: RuleId) -> u16 {
        let known = self.0.iter().position(|&name| name == rule.0);
        known.unwrap_or_else(|| {
            self.0.push(rule.0);
            self.0.len() - 1
        }) as u16
    }
}

/// Returns a day as the number `yyyymmdd`, 0 for none.
pub fn day_number(date: Option<Date>) -> u32 {
    date.map_or(0, |date| u32::from(date.year) * 10_000 + u32::from(date.month) * 100 + u32::from(date.day))
}

/// Returns the date of a number `yyyymmdd`.
pub fn date_of(day: u32) -> Option<Date> {
    Date::new((day / 10_000) as u16, (day / 100 % 100) as u8, (day % 100) as u8)
}

/// Returns the record of an article.
pub fn encode_article(annotated: &AnnotatedArticle) -> Vec<u8> {
    let clean = &annotated.clean;
    let article = &clean.article;
    let mut rules = RuleTable::default();
    let lines = encode_lines(&clean.lines, &mut rules);
    let people = annotated.people.iter().map(|person| encode_person(person, &mut rules)).collect();
    let works = annotated.works.iter().map(|work| encode_work(work, &mut rules)).collect();
    let quotes = annotated.quotes.iter().map(|quote| encode_quote(quote, &mut rules)).collect();
    let head = Head {
        id: &article.id,
        path: &article.path,
        first_line: article.first_line,
        url: article.url.as_deref(),
        site: article.site.as_deref(),
        title: article.title.as_deref(),
        authors: article.authors.iter().map(String::as_str).collect(),
        day: day_number(article.published),
        language: article.language.as_deref(),
        section: clean.section.as_deref(),
        tags: clean.tags.iter().map(String::as_str).collect(),
        text: &article.text,
        source_lines: differences(&article.source_lines),
        rules: rules.0,
    };
    let record = StoredArticle { head, lines, people, works, quotes };
    // Strings and numbers into a growing vector: nothing can fail.
    postcard::to_allocvec(&Packed::of(&record)).unwrap_or_default()
}

/// Pairs of growing numbers as their distances from one another, which are shorter.
fn differences(pairs: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut before = (0, 0);
    let step = |&(byte, line): &(u32, u32)| {
        let (from_byte, from_line) = std::mem::replace(&mut before, (byte, line));
        (byte - from_byte, line - from_line)
    };
    pairs.iter().map(step).collect()
}

/// What [`differences`] were taken of.
fn sums(differences: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut sum = (0_u32, 0_u32);
    let step = |&(bytes, lines): &(u32, u32)| {
        sum = (sum.0.saturating_add(bytes), sum.1.saturating_add(lines));
        sum
    };
    differences.iter().map(step).collect()
}

/// Reads the record of an article; `None` when it is damaged.
pub fn decode_article(bytes: &[u8]) -> Option<StoredArticle<'_>> {
    postcard::from_bytes(bytes).ok().map(Packed::unpack)
}

impl StoredArticle<'_> {
    /// Returns the article as it was annotated.
    pub fn to_annotated(&self) -> AnnotatedArticle {
        let rules: Vec<RuleId> = self.head.rules.iter().map(|name| RuleId::intern(name)).collect();
        let rule = |index: u16| rules.get(index as usize).copied().unwrap_or(RuleId("unknown"));
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let article = Article {
            id: self.head.id.to_owned(),
            path: self.head.path.to_owned(),
            first_line: self.head.first_line,
            url: owned(self.head.url),
            site: owned(self.head.site),
            title: owned(self.head.title),
            authors: self.head.authors.iter().map(|&name| name.to_owned()).collect(),
            published: date_of(self.head.day),
            language: owned(self.head.language),
            text: self.head.text.to_owned(),
            source_lines: sums(&self.head.source_lines),
            ..Article::default()
        };
        let tags = self.head.tags.iter().map(|&tag| tag.to_owned()).collect();
        AnnotatedArticle {
            clean: CleanArticle { article, lines: self.lines(rule), section: owned(self.head.section), tags },
            people: self.people.iter().map(|person| decode_person(person, rule)).collect(),
            works: self.works.iter().map(|work| decode_work(work, rule)).collect(),
            quotes: self.quotes.iter().map(|quote| decode_quote(quote, rule)).collect(),
        }
    }

    fn lines(&self, rule: impl Fn(u16) -> RuleId) -> Vec<Line> {
        let mut end = 0;
        let decode = |&(gap, length, kind, index, boilerplate): &LineRecord| {
            let start = end + gap;
            end = start + length;
            Line {
                span: Span { start, end },
                kind: pick(&LINE_KINDS, kind),
                rule: rule(index),
                boilerplate: from_hundredths(boilerplate),
            }
        };
        self.lines.iter().map(decode).collect()
    }

    /// Returns the spans of the kept lines, with whether the line is the title.
    pub fn kept_lines(&self) -> Vec<(Span, bool)> {
        self.lines_where(|kind| kind != LineKind::Boilerplate)
    }

    /// Returns the spans of the removed lines; none is the title.
    pub fn removed_lines(&self) -> Vec<(Span, bool)> {
        self.lines_where(|kind| kind == LineKind::Boilerplate)
    }

    fn lines_where(&self, is_wanted: impl Fn(LineKind) -> bool) -> Vec<(Span, bool)> {
        let mut end = 0;
        let mut lines = Vec::with_capacity(self.lines.len());
        for &(gap, length, kind, ..) in &self.lines {
            let start = end + gap;
            end = start + length;
            let kind = pick(&LINE_KINDS, kind);
            if is_wanted(kind) {
                lines.push((Span { start, end }, kind == LineKind::Title));
            }
        }
        lines
    }

    /// Returns whether it was read from a page: its own rules name lines of pages.
    pub fn is_page(&self) -> bool {
        self.head.rules.iter().any(|rule| rule.starts_with("page/"))
    }

    /// Returns the source text.
    pub fn text(&self) -> &str {
        self.head.text
    }

    /// Returns the id.
    pub fn id(&self) -> &str {
        self.head.id
    }

    /// Returns the file.
    pub fn path(&self) -> &str {
        self.head.path
    }

    /// Returns the headline.
    pub fn title(&self) -> Option<&str> {
        self.head.title
    }

    /// Returns the site.
    pub fn site(&self) -> Option<&str> {
        self.head.site
    }

    /// Returns the address.
    pub fn url(&self) -> Option<&str> {
        self.head.url
    }

    /// Returns the authors.
    pub fn authors(&self) -> &[&str] {
        &self.head.authors
    }

    /// Returns the day of publication as `yyyymmdd`, 0 when unknown.
    pub fn day(&self) -> u32 {
        self.head.day
    }

    /// Returns the one-based line of the source file that holds a byte of the text: a record of many is one line of its
    /// file.
    pub fn file_line(&self, byte: u32) -> u32 {
        let Head { first_line, id, path, text, .. } = self.head;
        Source { first_line, is_file: id == path, lines: &sums(&self.head.source_lines) }.line_of(text, byte)
    }

    /// Returns the spans of the quotations, with the speaker's name.
    pub fn quotations(&self) -> impl Iterator<Item = (Span, Option<&str>)> {
        self.quotes.iter().map(|quote| (span_of(quote.span), self.speaker(quote)))
    }

    /// Returns the spans of the quotations that print the speaker's own words, with the speaker's name.
    pub fn verbatim(&self) -> impl Iterator<Item = (Span, Option<&str>)> {
        let verbatim = self.quotes.iter().filter(|quote| pick(&QUOTE_KINDS, quote.kind) != QuoteKind::Indirect);
        verbatim.map(|quote| (span_of(quote.span), self.speaker(quote)))
    }

    fn speaker(&self, quote: &QuoteRecord) -> Option<&str> {
        quote.speaker.and_then(|index| self.people.get(index as usize)).map(|person| person.0)
    }

    /// Returns the utterance that stands at this place among the documents of the article, the first at 1.
    pub fn utterance(&self, place: u64) -> Option<StoredQuotation<'_>> {
        let mut numbers: Vec<u32> = self.quotes.iter().map(|quote| quote.utterance).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let number = *numbers.get(usize::try_from(place).ok()?.checked_sub(1)?)?;
        let pieces: Vec<&QuoteRecord> = self.quotes.iter().filter(|quote| quote.utterance == number).collect();
        let first = *pieces.first()?;
        let offsets = CharOffsets::new(self.head.text);
        let piece = |piece: &&QuoteRecord| {
            let span = span_of(piece.span);
            let [start, end] = offsets.span(span);
            (span.of(self.head.text), start, end)
        };
        let printed = |span: Option<SpanRecord>| span.map(|span| span_of(span).of(self.head.text));
        Some(StoredQuotation {
            id: self.head.id,
            path: self.head.path,
            line: self.file_line(first.span.0),
            title: self.head.title,
            url: self.head.url,
            site: self.head.site,
            day: self.head.day,
            utterance: number,
            pieces: pieces.iter().map(piece).collect(),
            speaker: self.speaker(first),
            source: printed(first.source),
            cue: printed(first.cue),
            kind: pick(&QUOTE_KINDS, first.kind).as_str(),
            rule: self.head.rules.get(first.rule as usize).copied().unwrap_or("unknown"),
            confidence: first.confidence,
        })
    }

    /// Returns who is quoted with at least this confidence, in thousandths, each once, most words first.
    pub fn speakers(&self, least_confidence: u16) -> Vec<&str> {
        let mut words: Vec<(&str, u32)> = Vec::new();
        for quote in self.quotes.iter().filter(|quote| quote.confidence >= least_confidence) {
            let Some(speaker) = self.speaker(quote) else { continue };
            match words.iter_mut().find(|(name, _)| *name == speaker) {
                Some((_, length)) => *length += quote.span.1,
                None => words.push((speaker, quote.span.1)),
            }
        }
        words.sort_by_key(|&(_, length)| std::cmp::Reverse(length));
        words.into_iter().map(|(name, _)| name).collect()
    }
}

fn pick<T: Copy>(all: &[T], index: u8) -> T {
    all[(index as usize).min(all.len() - 1)]
}

fn place<T: PartialEq>(all: &[T], value: T) -> u8 {
    all.iter().position(|other| *other == value).unwrap_or(0) as u8
}

/// Returns a share of 0 to 1 in thousandths.
pub fn thousandths(share: f32) -> u16 {
    (share.clamp(0.0, 1.0) * 1000.0).round() as u16
}

/// Returns a share in hundredths: as closely as it is ever shown, and one byte.
fn hundredths(share: f32) -> u16 {
    (share.clamp(0.0, 1.0) * 100.0).round() as u16
}

fn from_hundredths(share: u16) -> f32 {
    f32::from(share) / 100.0
}

fn from_thousandths(share: u16) -> f32 {
    f32::from(share) / 1000.0
}

fn span_record(span: Span) -> SpanRecord {
    (span.start, span.end - span.start)
}

fn span_of((start, length): SpanRecord) -> Span {
    Span { start, end: start + length }
}

fn encode_lines(lines: &[Line], rules: &mut RuleTable) -> Vec<LineRecord> {
    let mut end = 0;
    let encode = |line: &Line| {
        let gap = line.span.start - end;
        end = line.span.end;
        let kind = place(&LINE_KINDS, line.kind);
        (gap, line.span.len() as u32, kind, rules.index(line.rule), hundredths(line.boilerplate))
    };
    lines.iter().map(encode).collect()
}

fn encode_person<'a>(person: &'a Person, rules: &mut RuleTable) -> PersonRecord<'a> {
    let mentions = person.mentions.iter().copied().map(span_record).collect();
    (&person.name, person.id.as_deref(), mentions, place(&GENDERS, person.gender), rules.index(person.rule))
}

fn decode_person((name, id, mentions, gender, index): &PersonRecord, rule: impl Fn(u16) -> RuleId) -> Person {
    Person {
        name: (*name).to_owned(),
        id: id.map(str::to_owned),
        mentions: mentions.iter().copied().map(span_of).collect(),
        gender: pick(&GENDERS, *gender),
        rule: rule(*index),
    }
}

fn encode_work<'a>(work: &'a Work, rules: &mut RuleTable) -> WorkRecord<'a> {
    let mentions = work.mentions.iter().copied().map(span_record).collect();
    let kind = place(&WORK_KINDS, work.kind);
    (kind, &work.title, work.year, work.id.as_deref(), mentions, rules.index(work.rule))
}

fn decode_work((kind, title, year, id, mentions, index): &WorkRecord, rule: impl Fn(u16) -> RuleId) -> Work {
    Work {
        kind: pick(&WORK_KINDS, *kind),
        title: (*title).to_owned(),
        year: *year,
        id: id.map(str::to_owned),
        mentions: mentions.iter().copied().map(span_of).collect(),
        rule: rule(*index),
    }
}

fn encode_quote(quote: &Quote, rules: &mut RuleTable) -> QuoteRecord {
    QuoteRecord {
        span: span_record(quote.span),
        kind: place(&QUOTE_KINDS, quote.kind),
        utterance: quote.utterance,
        speaker: quote.speaker,
        source: quote.source.map(span_record),
        cue: quote.cue.map(span_record),
        line: quote.line,
        rule: rules.index(quote.rule),
        confidence: thousandths(quote.confidence),
        runner_up: quote.runner_up.map(|other| (other.speaker, hundredths(other.confidence))),
    }
}

fn decode_quote(quote: &QuoteRecord, rule: impl Fn(u16) -> RuleId) -> Quote {
    let runner_up = |(speaker, confidence)| RunnerUp { speaker, confidence: from_hundredths(confidence) };
    Quote {
        span: span_of(quote.span),
        kind: pick(&QUOTE_KINDS, quote.kind),
        utterance: quote.utterance,
        speaker: quote.speaker,
        source: quote.source.map(span_of),
        cue: quote.cue.map(span_of),
        line: quote.line,
        rule: rule(quote.rule),
        confidence: from_thousandths(quote.confidence),
        runner_up: quote.runner_up.map(runner_up),
    }
}
