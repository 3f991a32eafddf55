//! A plain text file: the article is the file, to the character. It is UTF-8, or UTF-16 where a mark at its head says
//! so, as some editors write it.

use encoding_rs::{Encoding, UTF_8};

use super::Reason;
use crate::model::Article;

/// How much of a file is searched for zero bytes, which tell that it is no text.
const PROBE: usize = 8192;

/// Parses the bytes of a text file.
///
/// # Errors
/// Binary or empty files, and bytes that are not of the encoding.
pub fn parse(bytes: Vec<u8>) -> Result<Article, Reason> {
    let (marked, _) = Encoding::for_bom(&bytes).unwrap_or((UTF_8, 0));
    if marked != UTF_8 {
        let (text, _, is_malformed) = marked.decode(&bytes);
        let told = || format!("not valid {} throughout", marked.name());
        return if is_malformed { Err(told()) } else { article(text.into_owned()) };
    }
    if memchr::memchr(0, &bytes[..bytes.len().min(PROBE)]).is_some() {
        return Err("it is a binary file (it holds a zero byte)".to_owned());
    }
    article(String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        format!("not valid UTF-8 at byte {place}; of an older encoding, `iconv -f windows-1252 -t utf-8` makes it so")
    })?)
}

fn article(text: String) -> Result<Article, Reason> {
    if text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}').is_empty() {
        return Err("it is empty".to_owned());
    }
    Ok(Article { text, ..Article::default() })
}
