//! Queries: words and filters in, hits with snippets and facet counts out.
//!
//! A query's words are parsed by [`parse`] into a tree, planned into a tantivy query together with the filters
//! (`plan`), and run by [`articles`], [`quotations`] or [`facet_counts`]. `rank` orders what is found; stored records
//! are read only for the hits that are shown.

mod credits;
mod expand;
mod facets;
mod histogram;
mod join;
mod language;
mod lookup;
mod matches;
mod names;
mod near;
mod phrase;
mod places;
mod plan;
mod rank;
mod recency;
mod search;
mod snippet;
mod statistics;
mod stop_words;
mod suggest;
mod top;

pub use language::{Node, SyntaxError, parse, parse_leniently, read};
pub use lookup::{Totals, article_by_id, shared_ids, totals};
pub use names::Resolved;
pub use plan::{Filters, Target, parse_confidence};
pub use search::{Facet, Found, Sort, Wanted, articles, each_article, each_quotation, facet_counts, quotations};
pub use suggest::Unknown;
