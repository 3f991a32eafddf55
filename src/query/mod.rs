//! Queries: words and filters in, hits with snippets and facet counts out.
//!
//! A query's words are parsed by [`parse`] into a tree, planned into a tantivy query together with the filters, and run
//! by [`articles`], [`quotations`] or [`facet_counts`]. Stored records are read only for the hits that are shown.

mod facets;
mod join;
mod language;
mod lookup;
mod names;
mod plan;
mod search;
mod snippet;

pub use language::{Node, SyntaxError, parse};
pub use lookup::{Totals, article_by_id, totals};
pub use names::{Resolved, is_like};
pub use plan::{Filters, Target};
pub use search::{Found, Sort, Wanted, articles, facet_counts, quotations};
