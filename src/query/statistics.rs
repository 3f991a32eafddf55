//! The counts that BM25 rests on, of one kind of document alone: articles and quotations stand in one index, and must
//! not make each other's words look rare.

use tantivy::query::{Bm25StatisticsProvider, Bm25Weight};
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::plan::Target;
use crate::index::{ARTICLE, Archive, QUOTATION};

/// How soon more of a word stop counting, as the engine's BM25 has it.
pub const K1: f32 = 1.2;
/// How much the length of a text counts there.
pub const B: f32 = 0.75;

/// Counts over the documents of one kind.
#[derive(Clone, Copy)]
pub struct Statistics<'a> {
    searcher: &'a Searcher,
    text: Field,
    n_documents: u64,
}

impl<'a> Statistics<'a> {
    /// Counts the documents of the target's kind.
    pub fn new(archive: &Archive, searcher: &'a Searcher, target: Target) -> Statistics<'a> {
        let fields = &archive.fields;
        let (kind, text) = match target {
            Target::Articles => (ARTICLE, fields.body),
            Target::Quotations => (QUOTATION, fields.quote),
        };
        let n_documents = searcher.doc_freq(&Term::from_field_u64(fields.kind, kind)).unwrap_or(0);
        Statistics { searcher, text, n_documents }
    }

    /// Returns the text that the words of a query are looked for in.
    pub fn text(&self) -> Field {
        self.text
    }

    /// Returns how many documents there are of this kind.
    pub fn n_documents(&self) -> u64 {
        self.n_documents
    }

    /// Returns how many documents hold a term in their text.
    pub fn n_with(&self, term: &str) -> u64 {
        let term = Term::from_field_text(self.text, term);
        self.searcher.doc_freq(&term).unwrap_or(0).min(self.n_documents)
    }

    /// Returns how telling a term is: its weight in BM25, `ln(1 + (N − n + ½) / (n + ½))`.
    pub fn rarity(&self, term: &str) -> f32 {
        let (all, with) = (self.n_documents as f32, self.n_with(term) as f32);
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }

    /// Returns the mean number of words of a text, at least 1.
    pub fn mean_length(&self) -> f32 {
        let words = self.searcher.total_num_tokens(self.text).unwrap_or(0) as f32;
        (words / self.n_documents.max(1) as f32).max(1.0)
    }

    /// Returns the weight of a term in BM25.
    pub fn bm25(&self, term: &str) -> Bm25Weight {
        Bm25Weight::for_one_term_without_explain(self.n_with(term), self.n_documents.max(1), self.mean_length())
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.searcher.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.n_documents.max(1))
    }

    /// Never more than there are documents of this kind, on which BM25 relies.
    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        Ok(self.searcher.doc_freq(term)?.min(self.n_documents))
    }
}
