//! Plain data that passes along the arrows; knows nothing of the stages that make or read it.

mod annotation;
mod article;
mod authority;
mod correction;
mod dom_evidence;
mod hits;
mod line;
mod numbers;
mod recurrence;
mod rule_id;
mod span;

pub use annotation::{AnnotatedArticle, Gender, Person, Quote, QuoteKind, RunnerUp, Work, WorkKind};
pub use article::{Article, Block, Date, Source};
pub use authority::{Authority, KnownPerson, KnownWork};
pub use correction::{Action, Correction, Likeness, NameKind};
pub use dom_evidence::DomEvidence;
pub use hits::{ArticleHit, FacetCount, FacetCounts, QuotationHit, QuotedPiece, ScorePart, Snippet};
pub use line::{CleanArticle, Line, LineKind};
pub(crate) use numbers::numbers;
pub use numbers::{flag, logistic};
pub use recurrence::{KEY_BITS, MAX_LINES, MOST_HEARD, Recurrence, Recurrences, heard_as_series_key, heard_key};
pub use rule_id::RuleId;
pub use span::{CharOffsets, Span};
