//! Presentation: values of the model in, text for people and programs out.

pub mod article;
pub mod cleaned;
pub mod json;
pub mod markdown;
mod style;
pub mod table;
pub mod terminal;
pub mod trec;

pub use style::{Style, visible};
