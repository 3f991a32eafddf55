//! Looks up one article by what a person calls it, and counts what the index holds.

use tantivy::collector::{Count, TopDocs};
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use crate::error::{Error, Result};
use crate::index::{ARTICLE, Archive, NameField, QUOTATION};
use crate::model::AnnotatedArticle;

/// How much an index holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Articles.
    pub articles: usize,
    /// Quotations, an utterance each.
    pub quotations: usize,
    /// Distinct values of each facet.
    pub names: Vec<(NameField, usize)>,
    /// First and last day of publication, as `yyyymmdd`.
    pub days: Option<(u64, u64)>,
}

/// Finds the article with this id or path; a trailing part of it is enough when only one article ends so. Of several
/// records of a file that bear one id, it is the first.
///
/// # Errors
/// No such article, or several.
pub fn article_by_id(archive: &Archive, id: &str) -> Result<AnnotatedArticle> {
    let searcher = archive.searcher();
    let id = id.strip_prefix("./").unwrap_or(id);
    let found = match with_id(archive, &searcher, id)?.as_slice() {
        [] => ending_with(archive, &searcher, id)?,
        [first, ..] => vec![*first],
    };
    let [address] = found.as_slice() else {
        let message =
            format!("{} article in the index is called `{id}`", if found.is_empty() { "no" } else { "more than one" });
        return Err(Error::usage(message).hint("`clippings search --json` prints the `id` of every article it finds"));
    };
    let mut annotated = archive.article(&searcher, *address, |article| article.to_annotated())?;
    archive.aliases.apply(&mut annotated);
    Ok(annotated)
}

fn with_id(archive: &Archive, searcher: &Searcher, id: &str) -> Result<Vec<tantivy::DocAddress>> {
    let query = TermQuery::new(Term::from_field_text(archive.fields.id, id), IndexRecordOption::Basic);
    let found = searcher.search(&query, &TopDocs::with_limit(2).order_by_score());
    Ok(found.map_err(broken)?.into_iter().map(|(_, address)| address).collect())
}

/// Finds articles whose id ends with `id` after a `/` or `#`.
fn ending_with(archive: &Archive, searcher: &Searcher, id: &str) -> Result<Vec<tantivy::DocAddress>> {
    let mut found = Vec::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(archive.fields.id).map_err(broken)?;
        let mut terms = index.terms().stream().map_err(|cause| broken(cause.into()))?;
        while terms.advance() && found.len() < 2 {
            let Ok(known) = std::str::from_utf8(terms.key()) else { continue };
            if known.strip_suffix(id).is_some_and(|rest| rest.ends_with(['/', '#'])) {
                found.extend(with_id(archive, searcher, known)?);
            }
        }
    }
    Ok(found)
}

/// Counts what the index holds.
///
/// # Errors
/// A damaged index.
pub fn totals(archive: &Archive) -> Result<Totals> {
    let searcher = archive.searcher();
    let count = |kind| {
        let query = TermQuery::new(Term::from_field_u64(archive.fields.kind, kind), IndexRecordOption::Basic);
        searcher.search(&query, &Count).map_err(broken)
    };
    let mut totals = Totals { articles: count(ARTICLE)?, quotations: count(QUOTATION)?, ..Totals::default() };
    for field in NameField::ALL {
        totals.names.push((field, distinct(archive, &searcher, field)?));
    }
    for segment in searcher.segment_readers() {
        let days = segment.fast_fields().u64("day").map_err(broken)?;
        if segment.num_docs() == 0 || days.min_value() > days.max_value() || days.max_value() == 0 {
            continue;
        }
        let (first, last) = totals.days.unwrap_or((u64::MAX, 0));
        totals.days = Some((first.min(days.min_value()), last.max(days.max_value())));
    }
    Ok(totals)
}

fn distinct(archive: &Archive, searcher: &Searcher, field: NameField) -> Result<usize> {
    let mut names = std::collections::BTreeSet::new();
    let segments = searcher.segment_readers();
    for segment in segments {
        let index = segment.inverted_index(archive.fields.name(field)).map_err(broken)?;
        if segments.len() == 1 {
            return Ok(index.terms().num_terms());
        }
        let mut terms = index.terms().stream().map_err(|cause| broken(cause.into()))?;
        while terms.advance() {
            names.insert(terms.key().to_vec());
        }
    }
    Ok(names.len())
}

fn broken(cause: tantivy::TantivyError) -> Error {
    Error::index("cannot read the index").caused_by(cause).hint("rebuild it with `clippings index --rebuild`")
}
