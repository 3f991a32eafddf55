//! Annotation: who is named, which films and series, and who said what.
//!
//! Comes in: a [`CleanArticle`] and the [`Rules`]. Goes out: an [`AnnotatedArticle`].
//!
//! **Invariant:** pure — no files, no clock, no printing — and it cannot fail; every span lies in a kept line.

pub mod canonical;
mod corrections;
mod document;
pub mod hearsay;
pub mod likeness;
pub mod names;
pub mod quotes;
mod row;
mod vocabulary;

pub use document::{Document, Shape, Token};

use crate::model::{AnnotatedArticle, CleanArticle, Recurrences};
use crate::rules::Rules;

/// Finds the people, works and quotations of an article.
///
/// `recurrences` holds what is heard of titles in the article's corpus ([`hearsay`]), beside its lines, or nothing.
pub fn annotate(clean: CleanArticle, rules: &Rules, recurrences: &Recurrences) -> AnnotatedArticle {
    let mut document = Document::new(&clean, rules);
    document.corpus = Some(recurrences);
    let names = names::find(&document, rules);
    document.decide(names.no_person, names.doubted, &names.works);
    let (people, quotes) = quotes::find(&document, names.people, rules);
    let mut annotated = AnnotatedArticle { clean, people, works: names.works, quotes };
    corrections::split(&mut annotated, rules);
    annotated
}
