//! A page: its metadata, and its visible text a line for each block.

use super::Reason;
use crate::model::Article;

/// Parses the bytes of a page.
///
/// # Errors
/// A page without visible text.
pub fn parse(bytes: &[u8]) -> Result<Article, Reason> {
    let _ = bytes;
    Err("HTML is not read yet".to_owned())
}
