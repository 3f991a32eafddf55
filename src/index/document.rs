//! One annotated article as the documents of the index, itself and one for each utterance, taken apart into terms.
//!
//! Pure and made in parallel; what is left to the one thread that writes is to append. Every line is cut into words
//! once: the words of a headline and of a quotation are those of its lines.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use super::analysis::{Analyzer, Word};
use super::named::Named;
use super::schema::NameField;
use super::segment::{Vocabulary, Words, push_number};
use super::stored::{self, day_number, thousandths};
use super::writer::Stamp;
use crate::model::{AnnotatedArticle, Line, LineKind, Quote, Span};

/// A field whose text is cut into words; the first documents below say which has which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextField {
    /// The headline.
    Title,
    /// The title and the other kept lines.
    Body,
    /// The removed lines.
    Removed,
    /// The words of an utterance.
    Quote,
}

impl TextField {
    /// Every text field.
    pub const ALL: [TextField; 4] = [TextField::Title, TextField::Body, TextField::Removed, TextField::Quote];
}

/// The documents of an article, ready to be written.
pub struct Documents {
    /// What the numbers of terms are of.
    pub(super) vocabulary: Arc<Vocabulary>,
    /// The number of the article.
    pub(super) number: u64,
    /// Its id.
    pub(super) id: String,
    /// Its source.
    pub(super) source: String,
    /// The day of publication of all the documents.
    pub(super) day: Option<u64>,
    /// Every name of any document, each once.
    pub(super) names: Vec<(NameField, String)>,
    /// The article, then its quotations in the order of their numbers.
    pub(super) documents: Vec<Document>,
    /// The terms of all documents, one text after another.
    pub(super) terms: Terms,
    /// What is shown of the article.
    pub(super) record: Vec<u8>,
    /// Whether the record is compressed.
    pub(super) is_packed: bool,
}

/// One document.
#[derive(Default)]
pub(super) struct Document {
    /// Its texts.
    pub texts: Vec<Text>,
    /// Places of its names in [`Documents::names`].
    pub names: Vec<u32>,
    /// Confidence in the speaker, in thousandths.
    pub confidence: Option<u64>,
}

/// The text of one field of a document.
pub(super) struct Text {
    /// The field.
    pub field: TextField,
    /// How many words it has.
    pub n_words: u32,
    /// How many entries of [`Terms`] are its own.
    pub n_terms: u32,
}

/// Terms with what is known of each: how often it stands in its text, and its positions as distances.
#[derive(Default)]
pub(super) struct Terms {
    /// The number of each term, and where its bytes end.
    pub entries: Vec<(u32, u32)>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Takes articles apart, on any number of threads.
pub(super) struct Inverter {
    vocabulary: Mutex<Arc<Vocabulary>>,
    idle: Mutex<Vec<Words>>,
}

impl Inverter {
    /// Returns an inverter that knows no word.
    pub fn new() -> Inverter {
        Inverter { vocabulary: Mutex::default(), idle: Mutex::default() }
    }

    /// Returns the documents of an article.
    pub fn documents(&self, annotated: &AnnotatedArticle, stamp: &Stamp) -> Documents {
        let mut words = self.take();
        let documents = documents(annotated, stamp, &mut words);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(words);
        documents
    }

    /// Returns a memory of words over the vocabulary that is current.
    fn take(&self) -> Words {
        let mut current = self.vocabulary.lock().unwrap_or_else(PoisonError::into_inner);
        if current.is_full() {
            *current = Arc::default();
        }
        let words = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let words = words.filter(|words| Arc::ptr_eq(words.vocabulary(), &current));
        words.unwrap_or_else(|| Words::new(current.clone()))
    }
}

fn documents(annotated: &AnnotatedArticle, stamp: &Stamp, words: &mut Words) -> Documents {
    let mut inverted = Inverted::new(annotated, words);
    let (mut named, whole) = Named::new(annotated);
    let mut all = vec![Document { texts: inverted.article(), names: whole, confidence: None }];
    for pieces in utterances(&annotated.quotes) {
        let text = inverted.quotation(&pieces);
        all.push(quotation(annotated, &pieces, text, &mut named));
    }
    let terms = inverted.terms;
    let article = &annotated.clean.article;
    Documents {
        vocabulary: words.vocabulary().clone(),
        number: stamp.number(),
        id: stamp.id.clone(),
        source: stamp.source_value(),
        day: article.published.map(|_| u64::from(day_number(article.published))),
        names: named.into_names(),
        documents: all,
        terms,
        record: stored::encode_article(annotated),
        is_packed: false,
    }
}

/// Groups the quotations into utterances, in the order of their numbers.
fn utterances(quotes: &[Quote]) -> Vec<Vec<&Quote>> {
    let mut ordered: Vec<&Quote> = quotes.iter().collect();
    ordered.sort_by_key(|quote| quote.utterance);
    ordered.chunk_by(|one, next| one.utterance == next.utterance).map(<[&Quote]>::to_vec).collect()
}

fn quotation(annotated: &AnnotatedArticle, pieces: &[&Quote], text: Text, named: &mut Named) -> Document {
    let (first, last) = (pieces[0], pieces[pieces.len() - 1]);
    let names = named.of_quotation(first, surroundings(annotated, first, last));
    Document { texts: vec![text], names, confidence: Some(u64::from(thousandths(first.confidence))) }
}

/// Returns the lines that an utterance stands in, and the line before: what is named there is what it speaks of.
fn surroundings(annotated: &AnnotatedArticle, first: &Quote, last: &Quote) -> Span {
    let lines = &annotated.clean.lines;
    let before = (0..first.line as usize).rev().find(|&index| lines[index].is_kept());
    let start = lines[before.unwrap_or(first.line as usize)].span.start;
    Span { start, end: lines[last.line as usize].span.end }
}

/// A word of a text: where it stands in bytes, and the number of its term.
#[derive(Clone, Copy)]
struct Token {
    start: u32,
    end: u32,
    term: u32,
}

/// An article that is being taken apart.
struct Inverted<'a> {
    annotated: &'a AnnotatedArticle,
    words: &'a mut Words,
    /// The words of all lines, in order.
    tokens: Vec<Token>,
    /// Where those of each line end.
    ends: Vec<usize>,
    terms: Terms,
    /// Terms and positions of the text at hand.
    places: Vec<u64>,
}

impl<'a> Inverted<'a> {
    fn new(annotated: &'a AnnotatedArticle, words: &'a mut Words) -> Inverted<'a> {
        let text = annotated.clean.article.text.as_str();
        let (mut tokens, mut ends) = (Vec::with_capacity(text.len() / 5), Vec::new());
        for line in &annotated.clean.lines {
            cut(text, line.span, words, &mut tokens);
            ends.push(tokens.len());
        }
        Inverted { annotated, words, tokens, ends, terms: Terms::default(), places: Vec::new() }
    }

    /// Returns the texts of the article itself.
    fn article(&mut self) -> Vec<Text> {
        let clean = &self.annotated.clean;
        let title_line = clean.lines.iter().position(|line| line.kind == LineKind::Title);
        let given = title_line.is_none().then_some(clean.article.title.as_deref()).flatten();
        let mut given_tokens = Vec::new();
        if let Some(title) = given {
            cut(title, Span { start: 0, end: title.len() as u32 }, self.words, &mut given_tokens);
        }
        let lines_where = |keep: &dyn Fn(&Line) -> bool| -> Vec<usize> {
            (0..clean.lines.len()).filter(|&index| keep(&clean.lines[index])).collect()
        };
        let (kept, removed) = (lines_where(&|line| line.is_kept()), lines_where(&|line| !line.is_kept()));
        let given: Vec<&[Token]> = given.iter().map(|_| given_tokens.as_slice()).collect();
        let (tokens, ends) = (std::mem::take(&mut self.tokens), std::mem::take(&mut self.ends));
        let line = |index: usize| &tokens[index.checked_sub(1).map_or(0, |before| ends[before])..ends[index]];
        let title = title_line.map(line).into_iter().chain(given.iter().copied());
        let body = given.iter().copied().chain(kept.into_iter().map(line));
        let texts = [
            self.text(TextField::Title, title),
            self.text(TextField::Body, body),
            self.text(TextField::Removed, removed.into_iter().map(line)),
        ];
        (self.tokens, self.ends) = (tokens, ends);
        texts.into_iter().flatten().collect()
    }

    /// Returns the text of an utterance.
    fn quotation(&mut self, pieces: &[&Quote]) -> Text {
        let text = self.annotated.clean.article.text.as_str();
        let tokens = std::mem::take(&mut self.tokens);
        let mut own: Vec<Cow<[Token]>> = Vec::with_capacity(pieces.len());
        for piece in pieces {
            own.push(within(&tokens, piece.span).map_or_else(
                || {
                    let mut cut_anew = Vec::new();
                    cut(text, piece.span, self.words, &mut cut_anew);
                    Cow::Owned(cut_anew)
                },
                Cow::Borrowed,
            ));
        }
        let added = self.text(TextField::Quote, own.iter().map(Cow::as_ref));
        drop(own);
        self.tokens = tokens;
        added.unwrap_or(Text { field: TextField::Quote, n_words: 0, n_terms: 0 })
    }

    /// Adds the terms of a text that has these parts; a position is left free between two. Nothing where no part is.
    fn text<'t>(&mut self, field: TextField, parts: impl Iterator<Item = &'t [Token]>) -> Option<Text> {
        self.places.clear();
        let (mut position, mut n_parts) = (0, 0);
        for part in parts {
            for token in part {
                self.places.push(u64::from(token.term) << 32 | position);
                position += 1;
            }
            position += 1;
            n_parts += 1;
        }
        self.places.sort_unstable();
        let n_before = self.terms.entries.len();
        for places in self.places.chunk_by(|one, next| one >> 32 == next >> 32) {
            push_number(&mut self.terms.bytes, places.len() as u32);
            let mut last = 0;
            for &place in places {
                push_number(&mut self.terms.bytes, place as u32 - last);
                last = place as u32;
            }
            self.terms.entries.push(((places[0] >> 32) as u32, self.terms.bytes.len() as u32));
        }
        let n_terms = (self.terms.entries.len() - n_before) as u32;
        (n_parts > 0).then_some(Text { field, n_words: self.places.len() as u32, n_terms })
    }
}

/// Cuts a part of a text into words.
fn cut(text: &str, span: Span, words: &mut Words, tokens: &mut Vec<Token>) {
    let part = span.of(text);
    for Word { start, end } in Analyzer::words(part) {
        let term = words.number(&part[start..end]);
        tokens.push(Token { start: span.start + start as u32, end: span.start + end as u32, term });
    }
}

/// Returns the words within a span; nothing where it cuts a word in two.
fn within(tokens: &[Token], span: Span) -> Option<&[Token]> {
    let first = tokens.partition_point(|token| token.end <= span.start);
    let last = tokens.partition_point(|token| token.start < span.end);
    let inside = tokens.get(first..last)?;
    let is_whole = |token: &Token| token.start >= span.start && token.end <= span.end;
    (inside.first().is_none_or(is_whole) && inside.last().is_none_or(is_whole)).then_some(inside)
}
