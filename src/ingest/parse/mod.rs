//! Turns one raw record into an article. `serde` of the input side lives here.

mod html;
mod jsonl;
mod text;

use std::fs;
use std::path::Path;

use super::sources::MAX_RECORD;
use super::{Content, Format, Raw};
use crate::error::{Error, Result};
use crate::model::Article;

/// Reads the bytes of a record that are still in their file.
///
/// # Errors
/// A file that cannot be read or is too long.
pub fn load(raw: Raw) -> Result<Raw> {
    let Content::File(path) = &raw.content else { return Ok(raw) };
    match read(path) {
        Ok(bytes) => Ok(Raw { content: Content::Bytes(bytes), ..raw }),
        Err(reason) => Err(unreadable(&raw, reason)),
    }
}

/// Parses one record.
///
/// # Errors
/// A file that cannot be read, is too long, is binary or not UTF-8; a record that is no JSON object or has no text.
pub fn parse(raw: Raw) -> Result<Article> {
    let raw = load(raw)?;
    let Content::Bytes(bytes) = raw.content else { return Err(Error::internal("a loaded record has no bytes")) };
    let raw = Raw { content: Content::Bytes(Vec::new()), ..raw };
    parse_bytes(bytes, &raw).map_err(|reason| unreadable(&raw, reason))
}

/// Why a record is no article, in words that complete "cannot read FILE: …".
type Reason = String;

fn unreadable(raw: &Raw, reason: Reason) -> Error {
    Error::input(format!("cannot read {}", raw.place())).caused_by(reason).of_file(&raw.path)
}

fn read(path: &Path) -> std::result::Result<Vec<u8>, Reason> {
    let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > MAX_RECORD {
        return Err(format!("the file is longer than {} MiB", MAX_RECORD >> 20));
    }
    fs::read(path).map_err(|error| error.to_string())
}

fn parse_bytes(bytes: Vec<u8>, raw: &Raw) -> std::result::Result<Article, Reason> {
    let mut article = match raw.format {
        Format::Text => text::parse(bytes)?,
        Format::Html => html::parse(&bytes)?,
        Format::Jsonl => jsonl::parse(&bytes, raw.line)?,
    };
    if raw.format != Format::Jsonl {
        article.id.clone_from(&raw.path);
        article.site = article.site.or_else(|| site_of_path(&raw.path));
    }
    article.path.clone_from(&raw.path);
    article.first_line = raw.line;
    Ok(article)
}

/// Returns the innermost folder of a path that is named like a host, such as `corpus/reelpost.example/001.txt`.
fn site_of_path(path: &str) -> Option<String> {
    let folders = path.rsplit('/').skip(1);
    folders.filter_map(host).next()
}

/// Returns a host name without `www.` in lower case, when `name` looks like one.
fn host(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let name = name.strip_prefix("www.").unwrap_or(&name);
    let labels: Vec<&str> = name.split('.').collect();
    let valid =
        |label: &&str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let top_is_word =
        labels.last().is_some_and(|top| top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic()));
    (labels.len() >= 2 && top_is_word && labels.iter().all(valid)).then(|| name.to_owned())
}

/// Returns the address under which a page was published: that of its copy in a web archive holds it, behind the time of
/// the copy, `https://archive.example/web/20190301120000/https://site.example/a`.
fn published_at(url: &str) -> &str {
    let is_time = |step: &str| {
        let digits = step.trim_end_matches(|letter: char| letter.is_ascii_alphabetic() || letter == '_');
        (8..=14).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let starts = ["/http://", "/https://"].iter().filter_map(|mark| url.find(mark));
    let start = starts.min().filter(|&start| url[..start].rsplit('/').next().is_some_and(is_time));
    start.map_or(url, |start| &url[start + 1..])
}

/// Returns the code of a language without its region: `en` of `en-GB`.
fn language(tag: Option<&str>) -> Option<String> {
    let code = tag?.trim().split(['-', '_']).next()?;
    let valid = (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    valid.then(|| code.to_ascii_lowercase())
}

/// Returns the host of a URL.
fn site_of_url(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    host(authority.rsplit('@').next()?.split(':').next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites() {
        assert_eq!(site_of_path("corpus/reelpost.example/a.txt").as_deref(), Some("reelpost.example"));
        assert_eq!(site_of_path("corpus/2019.03/a.txt"), None);
        assert_eq!(site_of_path("a.txt"), None);
        assert_eq!(site_of_url("https://www.Example.org:80/x?y").as_deref(), Some("example.org"));
        assert_eq!(site_of_url("not a url"), None);
        assert_eq!(published_at("https://a.example/web/2019030112im_/https://b.example/c"), "https://b.example/c");
        assert_eq!(
            published_at("https://a.example/go/https://b.example/c"),
            "https://a.example/go/https://b.example/c"
        );
    }
}
