//! Which articles of an index a correction of names concerns, and their stamps, so that they alone are annotated again.

use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, PhraseQuery, Query, TermQuery, TermSetQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Searcher, Term};

use super::analysis::Analyzer;
use super::archive::{Archive, damaged};
use super::schema::{ARTICLE, NameField, SOURCE};
use super::writer::Stamp;
use crate::error::{Error, Result};
use crate::model::{Correction, NameKind};

impl Archive {
    /// Returns the articles that print the name of any of these corrections, or that are filed under it, and those that
    /// print any of these titles, in order of place. More may be returned than change, none less.
    ///
    /// # Errors
    /// A damaged index.
    pub fn concerned(
        &self,
        searcher: &Searcher,
        corrections: &[&Correction],
        titles: &[String],
    ) -> Result<Vec<DocAddress>> {
        let mut queries: Vec<Box<dyn Query>> = Vec::new();
        let mut analyzer = Analyzer::new();
        for correction in corrections {
            queries.extend(correction.phrases().iter().filter_map(|phrase| self.printed(&mut analyzer, phrase)));
            let field = match correction.kind {
                NameKind::Person => NameField::Person,
                NameKind::Film => NameField::Film,
                NameKind::Series => NameField::Series,
            };
            for name in [&correction.name, &correction.other] {
                let term = Term::from_field_text(self.fields.name(field), name);
                queries.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
            }
        }
        queries.extend(titles.iter().filter_map(|title| self.printed(&mut analyzer, core(title))));
        if queries.is_empty() {
            return Ok(Vec::new());
        }
        self.articles(searcher, Box::new(BooleanQuery::union(queries)))
    }

    /// Returns how many articles have any of these values in a field.
    ///
    /// # Errors
    /// A damaged index.
    pub fn n_articles(&self, field: NameField, values: &[String]) -> Result<usize> {
        let terms = values.iter().map(|value| Term::from_field_text(self.fields.name(field), value));
        Ok(self.articles(&self.searcher(), Box::new(TermSetQuery::new(terms)))?.len())
    }

    /// Returns every article, in order of place.
    ///
    /// # Errors
    /// A damaged index.
    pub fn every_article(&self, searcher: &Searcher) -> Result<Vec<DocAddress>> {
        self.articles(searcher, Box::new(tantivy::query::AllQuery))
    }

    /// Returns the stamp of an article, which names it to the writer.
    ///
    /// # Errors
    /// A damaged index.
    pub fn stamp(&self, searcher: &Searcher, article: DocAddress) -> Result<Stamp> {
        let read = || -> tantivy::Result<Option<Stamp>> {
            let sources = searcher.segment_reader(article.segment_ord).fast_fields().str(SOURCE)?;
            let Some(sources) = sources else { return Ok(None) };
            let Some(ordinal) = sources.term_ords(article.doc_id).next() else { return Ok(None) };
            let mut value = String::new();
            sources.ord_to_str(ordinal, &mut value)?;
            Ok(Stamp::of_source_value(&value))
        };
        let stamp = read().map_err(|cause| damaged(&self.folder, cause))?;
        stamp.ok_or_else(|| damaged(&self.folder, "an article does not tell its file"))
    }

    /// The query of articles that print the phrase in a kept line; `None` where it has no words.
    fn printed(&self, analyzer: &mut Analyzer, phrase: &str) -> Option<Box<dyn Query>> {
        let terms = analyzer.terms(phrase);
        let mut terms: Vec<Term> = terms.iter().map(|term| Term::from_field_text(self.fields.body, term)).collect();
        match terms.len() {
            0 => None,
            1 => Some(Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::Basic))),
            _ => Some(Box::new(PhraseQuery::new(terms))),
        }
    }

    fn articles(&self, searcher: &Searcher, query: Box<dyn Query>) -> Result<Vec<DocAddress>> {
        let kind = Term::from_field_u64(self.fields.kind, ARTICLE);
        let articles = Box::new(TermQuery::new(kind, IndexRecordOption::Basic));
        let found = searcher.search(&BooleanQuery::intersection(vec![query, articles]), &DocSetCollector);
        let found = found.map_err(|cause| Error::index("cannot search the index").caused_by(cause))?;
        let mut found: Vec<DocAddress> = found.into_iter().collect();
        found.sort_unstable();
        Ok(found)
    }
}

/// What every article prints that prints the title: another may leave its article out, and write its number otherwise.
fn core(title: &str) -> &str {
    let rest = ["The ", "A ", "An "].iter().find_map(|article| title.strip_prefix(article)).unwrap_or(title);
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit() || b"IVX".contains(&byte));
    rest.rsplit_once(' ').filter(|(_, last)| is_number(last)).map_or(rest, |(rest, _)| rest)
}
