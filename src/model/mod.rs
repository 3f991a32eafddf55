//! Plain data that passes along the arrows; knows nothing of the stages that make or read it.

mod annotation;
mod article;
mod evidence;
mod line;
mod rule_id;
mod span;

pub use annotation::{AnnotatedArticle, Gender, Person, Quote, QuoteKind, RunnerUp, Work, WorkKind};
pub use article::{Article, Block, Date};
pub use evidence::{Evidence, MAX_LINES, Recurrence};
pub use line::{CleanArticle, Line, LineKind};
pub use rule_id::RuleId;
pub use span::{CharOffsets, Span};
