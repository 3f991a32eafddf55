//! What queries give back, ready to be shown.

use super::{Date, QuoteKind, Span};

/// An article that a query found.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleHit {
    /// What names it: the path, `path#id`, or `path:line` of a record that shares its id with others.
    pub id: String,
    /// Its id in a file of many.
    pub record: Option<String>,
    /// Its file.
    pub path: String,
    /// One-based line of the file on which the snippet begins.
    pub line: u32,
    /// Its headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its site.
    pub site: Option<String>,
    /// Its authors.
    pub authors: Vec<String>,
    /// Its day of publication.
    pub published: Option<Date>,
    /// Who is quoted in it, most words first.
    pub speakers: Vec<String>,
    /// Its score, of which nothing but the order means anything; 0 where only filters were asked for.
    pub score: f32,
    /// Whether it holds every word of the query.
    pub holds_all: bool,
    /// What the score is made of, when asked for.
    pub why: Vec<ScorePart>,
    /// Its best passage.
    pub snippet: Snippet,
}

/// A part of a score.
#[derive(Clone, Debug, PartialEq)]
pub struct ScorePart {
    /// What it is given for.
    pub reason: String,
    /// What it adds.
    pub value: f32,
}

/// A passage with the words that matched.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snippet {
    /// The passage, on one line, without the dots that tell where it was cut.
    pub text: String,
    /// The matched words, as spans of `text`.
    pub matches: Vec<Span>,
    /// Whether the line goes on before the passage.
    pub cut_before: bool,
    /// Whether the line goes on after the passage.
    pub cut_after: bool,
    /// Who says it, when the passage is a quotation.
    pub speaker: Option<String>,
}

/// A quotation that a query found.
#[derive(Clone, Debug, PartialEq)]
pub struct QuotationHit {
    /// Id of its article.
    pub id: String,
    /// Its file.
    pub path: String,
    /// One-based line of the file on which it begins.
    pub line: u32,
    /// Headline of its article.
    pub title: Option<String>,
    /// Address of its article.
    pub url: Option<String>,
    /// Site of its article.
    pub site: Option<String>,
    /// Its number among the utterances of its article.
    pub utterance: u32,
    /// Day of publication of its article.
    pub published: Option<Date>,
    /// Canonical name of the speaker.
    pub speaker: Option<String>,
    /// The words that name the source.
    pub source: Option<String>,
    /// The words that report the speech.
    pub cue: Option<String>,
    /// `direct`, `block` or `indirect`.
    pub kind: String,
    /// The rule that attributed it.
    pub rule: String,
    /// Confidence in the speaker, 0 to 1.
    pub confidence: f32,
    /// Its pieces in order.
    pub pieces: Vec<QuotedPiece>,
    /// BM25 score; 0 where only filters were asked for.
    pub score: f32,
    /// The paragraph around it, when asked for.
    pub context: Option<String>,
}

impl QuotationHit {
    /// Returns whether the words are the speaker's own, and not the article's about what was said.
    pub fn is_verbatim(&self) -> bool {
        self.kind != QuoteKind::Indirect.as_str()
    }
}

/// A piece of a quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct QuotedPiece {
    /// The words, without their marks.
    pub text: String,
    /// Start and end in Unicode scalar values into the article's text.
    pub offsets: [u32; 2],
    /// The matched words, as spans of `text`.
    pub matches: Vec<Span>,
}

/// What was counted of a facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FacetCounts {
    /// The most frequent values, most frequent first, then by name; as many as were asked for.
    pub values: Vec<FacetCount>,
    /// How many values there are in all.
    pub n_values: usize,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCount {
    /// The value.
    pub value: String,
    /// How many articles or quotations have it.
    pub count: u64,
}
