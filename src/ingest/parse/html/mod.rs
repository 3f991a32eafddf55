//! A page: its metadata, its visible text a line for each block, and what the tree tells of each line.
//!
//! **Invariant:** any bytes are a page; time and memory are linear in their number, and nothing recurses with the depth
//! of the tree. The parser is our own: it has to find lines of text, not to lay out a page, and is several times as
//! fast as one that follows the standard to the letter.

mod class_words;
mod encoding;
mod entities;
mod evidence;
mod metadata;
mod render;
mod tag;
mod tokens;
mod tree;

use tag::Tag;

use self::metadata::Metadata;
use self::tree::Tree;
use super::{Reason, site_of_url};
use crate::model::Article;

/// Parses the bytes of a page, in whatever encoding.
///
/// # Errors
/// A page without visible text.
pub fn parse(bytes: &[u8]) -> Result<Article, Reason> {
    parse_text(&encoding::decode(bytes))
}

/// Parses a page that is text already.
///
/// # Errors
/// A page without visible text.
pub fn parse_text(page: &str) -> Result<Article, Reason> {
    let tree = Tree::parse(page);
    let rendered = render::render(&tree);
    if rendered.lines.is_empty() {
        return Err("the page shows no text".to_owned());
    }
    let metadata = Metadata::read(&tree);
    let title = metadata.title();
    let blocks = evidence::gather(&tree, &rendered, &metadata, title.as_deref());
    Ok(Article {
        site: metadata.url.as_deref().and_then(site_of_url),
        url: metadata.url,
        title,
        authors: metadata.authors,
        published: metadata.published,
        text: rendered.text,
        blocks,
        ..Article::default()
    })
}
