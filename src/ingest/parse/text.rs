//! A plain text file: the article is the file, to the character.

use super::Reason;
use crate::model::Article;

/// How much of a file is searched for zero bytes, which tell that it is no text.
const PROBE: usize = 8192;

/// Parses the bytes of a text file.
///
/// # Errors
/// Binary or empty files, and bytes that are not UTF-8.
pub fn parse(bytes: Vec<u8>) -> Result<Article, Reason> {
    if memchr::memchr(0, &bytes[..bytes.len().min(PROBE)]).is_some() {
        return Err("it is a binary file (it holds a zero byte)".to_owned());
    }
    let text = String::from_utf8(bytes)
        .map_err(|error| format!("not valid UTF-8 at byte {}", error.utf8_error().valid_up_to()))?;
    if text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}').is_empty() {
        return Err("it is empty".to_owned());
    }
    Ok(Article { text, ..Article::default() })
}
