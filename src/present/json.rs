//! JSON, version 1: of an article, of hits, of facets, of an index. Offsets are Unicode scalar values, half-open, into
//! the `text` beside them.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::terminal::Status;
use crate::model::{
    AnnotatedArticle, ArticleHit, CharOffsets, FacetCount, FacetCounts, Likeness, LineKind, QuotationHit, Quote,
    QuotedPiece, ScorePart, Span, WorkKind,
};

/// Version of the contract: fields may be added, never renamed.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct ArticleJson<'a> {
    v: u32,
    id: &'a str,
    path: &'a str,
    url: Option<&'a str>,
    site: Option<&'a str>,
    title: Option<&'a str>,
    authors: &'a [String],
    published: Option<String>,
    language: &'a str,
    section: Option<&'a str>,
    tags: &'a [String],
    text: &'a str,
    lines: Vec<LineJson>,
    people: Vec<PersonJson<'a>>,
    films: Vec<WorkJson<'a>>,
    series: Vec<WorkJson<'a>>,
    quotes: Vec<QuoteJson<'a>>,
}

#[derive(Serialize)]
struct LineJson {
    start: u32,
    end: u32,
    kind: &'static str,
    rule: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

#[derive(Serialize)]
struct PersonJson<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    mentions: Vec<[u32; 2]>,
    rule: &'static str,
}

#[derive(Serialize)]
struct WorkJson<'a> {
    title: &'a str,
    year: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    mentions: Vec<[u32; 2]>,
    rule: &'static str,
}

#[derive(Serialize)]
struct QuoteJson<'a> {
    start: u32,
    end: u32,
    text: &'a str,
    kind: &'static str,
    utterance: u32,
    speaker: Option<&'a str>,
    source: Option<[u32; 2]>,
    cue: Option<&'a str>,
    line: u32,
    rule: &'static str,
    confidence: f32,
}

/// Appends the article as one line of JSON, with its line feed.
pub fn write_article(annotated: &AnnotatedArticle, out: &mut Vec<u8>) {
    let article = &annotated.clean.article;
    let offsets = CharOffsets::new(&article.text);
    let feeds = line_feeds(&article.text);
    let json = ArticleJson {
        v: VERSION,
        id: &article.id,
        path: &article.path,
        url: article.url.as_deref(),
        site: article.site.as_deref(),
        title: article.title.as_deref(),
        authors: &article.authors,
        published: article.published.map(|date| date.to_string()),
        language: article.language.as_deref().unwrap_or("en"),
        section: annotated.clean.section.as_deref(),
        tags: &annotated.clean.tags,
        text: &article.text,
        lines: lines(annotated, &offsets),
        people: people(annotated, &offsets),
        films: works(annotated, WorkKind::Film, &offsets),
        series: works(annotated, WorkKind::Series, &offsets),
        quotes: annotated.quotes.iter().map(|quote| quote_json(annotated, quote, &offsets, &feeds)).collect(),
    };
    // Plain strings and numbers into a vector: neither can fail.
    serde_json::to_writer(&mut *out, &json).unwrap_or_default();
    out.push(b'\n');
}

/// Returns two names that may be one, as one line of JSON.
pub fn likeness(pair: &Likeness) -> String {
    json!({
        "v": VERSION, "type": "likeness", "kind": pair.kind.as_str(), "name": pair.name, "other": pair.other,
        "articles": pair.articles, "evidence": pair.evidence,
    })
    .to_string()
}

/// Returns an article that was found, as one line of JSON; `rank` counts from 0, `query` is the id of a query of many.
pub fn article_hit(hit: &ArticleHit, rank: usize, query: Option<&str>) -> String {
    of_query(article_value(hit, rank), query)
}

fn article_value(hit: &ArticleHit, rank: usize) -> Value {
    let matches: Vec<[u32; 2]> = char_spans(&hit.snippet.text, &hit.snippet.matches);
    let mut line = json!({
        "v": VERSION, "type": "article", "rank": rank + 1, "id": hit.id, "path": hit.path, "line": hit.line,
        "title": hit.title, "url": hit.url, "site": hit.site, "authors": hit.authors,
        "published": hit.published.map(|date| date.to_string()), "speakers": hit.speakers,
        "score": rounded(hit.score), "holds_all": hit.holds_all,
        "snippet": {
            "text": hit.snippet.text, "matches": matches, "speaker": hit.snippet.speaker,
            "cut_before": hit.snippet.cut_before, "cut_after": hit.snippet.cut_after,
        },
    });
    if !hit.why.is_empty() {
        let part = |part: &ScorePart| json!({"reason": part.reason, "value": part.value});
        line["why"] = hit.why.iter().map(part).collect();
    }
    line
}

/// Returns the line with the id of the query that it answers.
fn of_query(mut line: Value, query: Option<&str>) -> String {
    if let Some(query) = query {
        line["query"] = json!(query);
    }
    line.to_string()
}

/// Returns a quotation that was found, as one line of JSON; `rank` counts from 0, `query` is the id of a query of many.
pub fn quotation_hit(hit: &QuotationHit, rank: usize, query: Option<&str>) -> String {
    of_query(quotation_value(hit, rank), query)
}

fn quotation_value(hit: &QuotationHit, rank: usize) -> Value {
    let piece = |piece: &QuotedPiece| {
        let matches = char_spans(&piece.text, &piece.matches);
        json!({"text": piece.text, "start": piece.offsets[0], "end": piece.offsets[1], "matches": matches})
    };
    let pieces: Vec<Value> = hit.pieces.iter().map(piece).collect();
    json!({
        "v": VERSION, "type": "quotation", "rank": rank + 1, "speaker": hit.speaker, "pieces": pieces,
        "kind": hit.kind, "source": hit.source, "cue": hit.cue, "rule": hit.rule, "confidence": rounded(hit.confidence),
        "id": hit.id, "path": hit.path, "line": hit.line, "title": hit.title, "url": hit.url,
        "site": hit.site, "published": hit.published.map(|date| date.to_string()), "utterance": hit.utterance,
        "score": rounded(hit.score), "context": hit.context,
    })
}

/// A number to four decimals, printed as short as that.
fn rounded(number: f32) -> f64 {
    (f64::from(number) * 1e4).round() / 1e4
}

/// Returns the counts of several facets, and the total, as one line of JSON; `query` is the id of a query of many.
pub fn facets(fields: &[&str], counts: &[FacetCounts], total: Option<usize>, query: Option<&str>) -> String {
    let by_field = facets_value(fields, counts);
    of_query(json!({"v": VERSION, "type": "facets", "total": total, "facets": by_field}), query)
}

fn facets_value(fields: &[&str], counts: &[FacetCounts]) -> Map<String, Value> {
    let values = |counts: &FacetCounts| {
        let value = |count: &FacetCount| json!({"value": count.value, "count": count.count});
        Value::Array(counts.values.iter().map(value).collect())
    };
    fields.iter().zip(counts).map(|(field, counts)| ((*field).to_owned(), values(counts))).collect()
}

/// What is answered beside the hits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Answer<'a> {
    /// How many results were passed over.
    pub offset: usize,
    /// How many results there are.
    pub total: Option<usize>,
    /// The names of the facets that were counted.
    pub fields: &'a [&'a str],
    /// Their counts.
    pub counts: &'a [FacetCounts],
    /// What there is to tell of how the request was understood.
    pub notes: &'a [String],
}

impl Answer<'_> {
    /// Returns a page of articles as one object.
    pub fn articles(&self, hits: &[ArticleHit]) -> String {
        self.with(hits.iter().zip(self.offset..).map(|(hit, rank)| article_value(hit, rank)).collect())
    }

    /// Returns a page of quotations as one object.
    pub fn quotations(&self, hits: &[QuotationHit]) -> String {
        self.with(hits.iter().zip(self.offset..).map(|(hit, rank)| quotation_value(hit, rank)).collect())
    }

    /// Returns the counts of facets alone as one object.
    pub fn facets(&self) -> String {
        self.with(Vec::new())
    }

    fn with(&self, hits: Vec<Value>) -> String {
        let more: Map<String, Value> = self
            .fields
            .iter()
            .zip(self.counts)
            .map(|(field, counts)| ((*field).to_owned(), json!(counts.n_values)))
            .collect();
        json!({
            "v": VERSION, "type": "answer", "offset": self.offset, "total": self.total, "hits": hits,
            "facets": facets_value(self.fields, self.counts), "n_values": more, "notes": self.notes,
        })
        .to_string()
    }
}

/// Returns why a request cannot be answered, as one object.
pub fn error(message: &str) -> String {
    json!({"v": VERSION, "type": "error", "error": message}).to_string()
}

/// Returns one value of a facet, as one line of JSON.
pub fn facet_count(field: &str, count: &FacetCount) -> String {
    json!({"v": VERSION, "type": "facet", "field": field, "value": count.value, "count": count.count}).to_string()
}

/// Returns what an index holds, as one line of JSON.
pub fn status(status: &Status) -> String {
    let names: Map<String, Value> =
        status.names.iter().map(|(field, count)| ((*field).to_owned(), json!(count))).collect();
    let days = status.days.map(|(first, last)| [first.to_string(), last.to_string()]);
    json!({
        "v": VERSION, "type": "status", "index": status.folder, "version": status.version,
        "age_seconds": status.age_seconds, "bytes": status.bytes, "segments": status.segments,
        "articles": status.articles, "quotations": status.quotations, "names": names, "days": days,
    })
    .to_string()
}

fn char_spans(text: &str, matches: &[Span]) -> Vec<[u32; 2]> {
    spans(matches, &CharOffsets::new(text))
}

fn lines(annotated: &AnnotatedArticle, offsets: &CharOffsets) -> Vec<LineJson> {
    let line_json = |line: &crate::model::Line| LineJson {
        start: offsets.at(line.span.start),
        end: offsets.at(line.span.end),
        kind: line.kind.as_str(),
        rule: line.rule.0,
        reason: (line.kind == LineKind::Boilerplate).then(|| line.rule.family()),
    };
    annotated.clean.lines.iter().map(line_json).collect()
}

fn people<'a>(annotated: &'a AnnotatedArticle, offsets: &CharOffsets) -> Vec<PersonJson<'a>> {
    let person_json = |person: &'a crate::model::Person| PersonJson {
        name: &person.name,
        id: person.id.as_deref(),
        mentions: spans(&person.mentions, offsets),
        rule: person.rule.0,
    };
    annotated.people.iter().map(person_json).collect()
}

fn works<'a>(annotated: &'a AnnotatedArticle, kind: WorkKind, offsets: &CharOffsets) -> Vec<WorkJson<'a>> {
    let work_json = |work: &'a crate::model::Work| WorkJson {
        title: &work.title,
        year: work.year,
        id: work.id.as_deref(),
        mentions: spans(&work.mentions, offsets),
        rule: work.rule.0,
    };
    annotated.works_of(kind).map(work_json).collect()
}

fn quote_json<'a>(
    annotated: &'a AnnotatedArticle,
    quote: &Quote,
    offsets: &CharOffsets,
    feeds: &[u32],
) -> QuoteJson<'a> {
    let text = &annotated.clean.article.text;
    QuoteJson {
        start: offsets.at(quote.span.start),
        end: offsets.at(quote.span.end),
        text: quote.span.of(text),
        kind: quote.kind.as_str(),
        utterance: quote.utterance,
        speaker: annotated.speaker(quote),
        source: quote.source.map(|span| offsets.span(span)),
        cue: quote.cue.map(|span| span.of(text)),
        line: source_line(feeds, quote.span),
        rule: quote.rule.0,
        confidence: (quote.confidence * 1000.0).round() / 1000.0,
    }
}

/// Returns the one-based line of the text on which the span begins; `feeds` are the places of its line feeds.
fn source_line(feeds: &[u32], span: Span) -> u32 {
    1 + feeds.partition_point(|&feed| feed < span.start) as u32
}

/// Returns where the line feeds of a text stand.
fn line_feeds(text: &str) -> Vec<u32> {
    memchr::memchr_iter(b'\n', text.as_bytes()).map(|feed| feed as u32).collect()
}

fn spans(mentions: &[Span], offsets: &CharOffsets) -> Vec<[u32; 2]> {
    mentions.iter().map(|&span| offsets.span(span)).collect()
}
