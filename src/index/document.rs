//! One annotated article as the documents of the index: itself, and one for each utterance.

use super::schema::{ARTICLE, Fields, NameField, QUOTATION};
use super::stored::{self, StoredQuotation, day_number, file_line};
use super::writer::Stamp;
use crate::model::{AnnotatedArticle, CharOffsets, LineKind, Quote, Span, WorkKind};

/// A document of the index, ready to be written.
pub type Document = tantivy::TantivyDocument;

/// Returns the documents of an article: the article first, then its quotations.
pub fn documents(annotated: &AnnotatedArticle, stamp: &Stamp, fields: &Fields) -> Vec<Document> {
    let mut documents = vec![article(annotated, stamp, fields)];
    let offsets = CharOffsets::new(&annotated.clean.article.text);
    documents.extend(utterances(&annotated.quotes).map(|pieces| quotation(annotated, pieces, &offsets, stamp, fields)));
    documents
}

/// Groups the quotations, which are in order of place, into utterances.
fn utterances(quotes: &[Quote]) -> impl Iterator<Item = Vec<&Quote>> {
    let mut numbers: Vec<u32> = quotes.iter().map(|quote| quote.utterance).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter().map(|number| quotes.iter().filter(|quote| quote.utterance == number).collect())
}

fn article(annotated: &AnnotatedArticle, stamp: &Stamp, fields: &Fields) -> Document {
    let mut document = Document::default();
    let text = annotated.clean.article.text.as_str();
    document.add_u64(fields.kind, ARTICLE);
    document.add_u64(fields.article, stamp.number());
    document.add_text(fields.id, &stamp.id);
    document.add_text(fields.source, stamp.source_value());
    let lines = &annotated.clean.lines;
    for line in lines {
        let field = if line.is_kept() { fields.body } else { fields.removed };
        document.add_text(field, line.span.of(text));
    }
    let title_line = lines.iter().find(|line| line.kind == LineKind::Title).map(|line| line.span.of(text));
    if let Some(title) = title_line.or(annotated.clean.article.title.as_deref()) {
        document.add_text(fields.title, title);
    }
    let mut speakers: Vec<u32> = annotated.quotes.iter().filter_map(|quote| quote.speaker).collect();
    speakers.sort_unstable();
    speakers.dedup();
    for speaker in speakers {
        document.add_text(fields.name(NameField::Speaker), &annotated.people[speaker as usize].name);
    }
    add_names(&mut document, annotated, None, fields);
    document.add_bytes(fields.record, &stored::encode_article(annotated));
    document
}

fn quotation(
    annotated: &AnnotatedArticle,
    pieces: Vec<&Quote>,
    offsets: &CharOffsets,
    stamp: &Stamp,
    fields: &Fields,
) -> Document {
    let mut document = Document::default();
    document.add_u64(fields.kind, QUOTATION);
    document.add_u64(fields.article, stamp.number());
    let article = &annotated.clean.article;
    for piece in &pieces {
        document.add_text(fields.quote, piece.span.of(&article.text));
    }
    let first = pieces[0];
    if let Some(speaker) = annotated.speaker(first) {
        document.add_text(fields.name(NameField::Speaker), speaker);
    }
    let last = pieces[pieces.len() - 1];
    add_names(&mut document, annotated, Some(surroundings(annotated, first, last)), fields);
    let thousandths = (first.confidence.clamp(0.0, 1.0) * 1000.0).round() as u16;
    document.add_u64(fields.confidence, u64::from(thousandths));
    let record = StoredQuotation {
        id: &article.id,
        path: &article.path,
        line: file_line(&article.text, article.first_line, article.id == article.path, first.span.start),
        title: article.title.as_deref(),
        site: article.site.as_deref(),
        day: day_number(article.published),
        utterance: first.utterance,
        pieces: pieces.iter().map(|piece| piece_record(piece, &article.text, offsets)).collect(),
        speaker: annotated.speaker(first),
        source: first.source.map(|span| span.of(&article.text)),
        cue: first.cue.map(|span| span.of(&article.text)),
        kind: first.kind.as_str(),
        rule: first.rule.0,
        confidence: thousandths,
    };
    document.add_bytes(fields.record, &stored::encode_quotation(&record));
    document
}

fn piece_record<'a>(piece: &Quote, text: &'a str, offsets: &CharOffsets) -> (&'a str, u32, u32) {
    let [start, end] = offsets.span(piece.span);
    (piece.span.of(text), start, end)
}

/// Returns the lines that an utterance stands in, and the line before: what is named there is what it speaks of.
fn surroundings(annotated: &AnnotatedArticle, first: &Quote, last: &Quote) -> Span {
    let lines = &annotated.clean.lines;
    let before = (0..first.line as usize).rev().find(|&index| lines[index].is_kept());
    let start = lines[before.unwrap_or(first.line as usize)].span.start;
    Span { start, end: lines[last.line as usize].span.end }
}

/// Adds what is named in `place`, or in the whole article, and what holds of all its documents.
///
/// An utterance near which no film or series is named speaks of the one that the article names most.
fn add_names(document: &mut Document, annotated: &AnnotatedArticle, place: Option<Span>, fields: &Fields) {
    let within = |mentions: &[Span]| place.is_none_or(|place| mentions.iter().any(|&mention| place.contains(mention)));
    for person in annotated.people.iter().filter(|person| within(&person.mentions)) {
        document.add_text(fields.name(NameField::Person), &person.name);
    }
    let field = |kind| match kind {
        WorkKind::Film => fields.name(NameField::Film),
        WorkKind::Series => fields.name(NameField::Series),
    };
    let mut works: Vec<_> = annotated.works.iter().filter(|work| within(&work.mentions)).collect();
    if works.is_empty() {
        works.extend(annotated.works.iter().rev().max_by_key(|work| work.mentions.len()));
    }
    for work in works {
        document.add_text(field(work.kind), &work.title);
    }
    let article = &annotated.clean.article;
    article.authors.iter().for_each(|author| document.add_text(fields.name(NameField::Author), author));
    article.site.iter().for_each(|site| document.add_text(fields.name(NameField::Site), site));
    if article.published.is_some() {
        document.add_u64(fields.day, u64::from(day_number(article.published)));
    }
}
