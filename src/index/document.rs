//! One annotated article as the documents of the index: itself, and one for each utterance.

use super::schema::{ARTICLE, Fields, NameField, QUOTATION};
use super::stored::{self, day_number, thousandths};
use super::writer::Stamp;
use crate::model::{AnnotatedArticle, LineKind, Quote, Span, WorkKind};

/// A document of the index, ready to be written.
pub type Document = tantivy::TantivyDocument;

/// Returns the documents of an article: the article first, then its quotations, in the order of their numbers.
pub fn documents(annotated: &AnnotatedArticle, stamp: &Stamp, fields: &Fields) -> Vec<Document> {
    let mut documents = vec![article(annotated, stamp, fields)];
    let quotations = utterances(&annotated.quotes).into_iter().zip(1..);
    documents.extend(quotations.map(|(pieces, place)| quotation(annotated, &pieces, place, stamp, fields)));
    documents
}

/// Groups the quotations into utterances, in the order of their numbers.
fn utterances(quotes: &[Quote]) -> Vec<Vec<&Quote>> {
    let mut ordered: Vec<&Quote> = quotes.iter().collect();
    ordered.sort_by_key(|quote| quote.utterance);
    ordered.chunk_by(|one, next| one.utterance == next.utterance).map(<[&Quote]>::to_vec).collect()
}

fn article(annotated: &AnnotatedArticle, stamp: &Stamp, fields: &Fields) -> Document {
    let mut document = Document::default();
    let text = annotated.clean.article.text.as_str();
    document.add_u64(fields.kind, ARTICLE);
    document.add_u64(fields.article, stamp.number());
    document.add_u64(fields.place, 0);
    document.add_text(fields.id, &stamp.id);
    document.add_text(fields.source, stamp.source_value());
    let lines = &annotated.clean.lines;
    let title_line = lines.iter().find(|line| line.kind == LineKind::Title).map(|line| line.span.of(text));
    if let (None, Some(title)) = (title_line, annotated.clean.article.title.as_deref()) {
        document.add_text(fields.body, title);
    }
    for line in lines {
        let field = if line.is_kept() { fields.body } else { fields.removed };
        document.add_text(field, line.span.of(text));
    }
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

fn quotation(annotated: &AnnotatedArticle, pieces: &[&Quote], place: u64, stamp: &Stamp, fields: &Fields) -> Document {
    let mut document = Document::default();
    document.add_u64(fields.kind, QUOTATION);
    document.add_u64(fields.article, stamp.number());
    document.add_u64(fields.place, place);
    let article = &annotated.clean.article;
    for piece in pieces {
        document.add_text(fields.quote, piece.span.of(&article.text));
    }
    let first = pieces[0];
    if let Some(speaker) = annotated.speaker(first) {
        document.add_text(fields.name(NameField::Speaker), speaker);
    }
    let last = pieces[pieces.len() - 1];
    add_names(&mut document, annotated, Some(surroundings(annotated, first, last)), fields);
    document.add_u64(fields.confidence, u64::from(thousandths(first.confidence)));
    document
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
