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
mod titles;
mod tokens;
mod tree;

pub use entities::decode_line;
use tag::Tag;

use self::metadata::Metadata;
use self::tree::Tree;
use super::{Reason, language, published_at, site_of_url};
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
    let bylines = metadata.authors();
    let blocks = evidence::gather(&tree, &rendered, &metadata, title.as_deref());
    Ok(Article {
        site: metadata.url.as_deref().and_then(site_of_url),
        url: metadata.url,
        title,
        bylines,
        published: metadata.published,
        day_in_words: metadata.day_in_words,
        language: metadata.language,
        section: metadata.section,
        tags: metadata.tags,
        text: rendered.text,
        source_lines: rendered.source_lines,
        blocks,
        ..Article::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks what must hold of any page: the lines of the text are its blocks, and the numbers are numbers.
    fn check(page: &[u8]) {
        let Ok(article) = parse(page) else { return };
        let lines: Vec<&str> = article.text.split('\n').filter(|line| !line.trim().is_empty()).collect();
        let blocks: Vec<&str> = article.blocks.iter().map(|block| block.span.of(&article.text)).collect();
        assert_eq!(lines, blocks, "{}", String::from_utf8_lossy(page));
        let mut values = article.blocks.iter().flat_map(|block| block.evidence.values());
        assert!(values.all(f32::is_finite));
    }

    const PAGE: &str = "<!doctype html><html><head><meta charset=utf-8><title>A tram stops – The Post</title>\
        <script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"A tram stops\"}</script></head>\
        <body class='post'><nav><ul><li><a href='/'>Home</a><li>News</ul></nav><article class=story>\
        <h1>A tram stops</h1><p>The tram stopped, &ldquo;at last&rdquo;, in <b>Ostrava</b>.<br>It rained.\
        <figure><img src=x alt='A tram in the rain'><figcaption>The tram. Zdeněk</figcaption></figure>\
        <table><tr><td>1<td>Two</table><!-- no --><aside id=\"related\">More</aside></article></body></html>";

    #[test]
    fn a_page() {
        let article = parse(PAGE.as_bytes()).unwrap();
        assert_eq!(article.title.as_deref(), Some("A tram stops"));
        let elements: Vec<&str> = article.blocks.iter().map(|block| block.element).collect();
        assert_eq!(elements, ["li", "li", "h1", "p", "p", "img", "figcaption", "tr", "aside"]);
        assert_eq!(article.blocks[2].evidence.of_headline, 1.0);
        assert_eq!(article.blocks[8].evidence.near_related, 1.0);
        check(PAGE.as_bytes());
    }

    #[test]
    fn pages_cut_anywhere() {
        (0..PAGE.len()).for_each(|end| check(&PAGE.as_bytes()[..end]));
        (0..PAGE.len()).for_each(|start| check(&PAGE.as_bytes()[start..]));
    }

    #[test]
    fn pages_with_bytes_struck_out_and_swapped() {
        let mut seed = 7u64;
        let mut random = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        };
        for _ in 0..2000 {
            let mut page = PAGE.as_bytes().to_vec();
            for _ in 0..8 {
                let (at, from) = (random(page.len()), random(page.len()));
                match random(3) {
                    0 => page[at] = random(256) as u8,
                    1 => page.swap(at, from),
                    _ => drop(page.drain(at.min(from)..at.min(from) + random(9).min(page.len() - at.max(from)))),
                }
            }
            check(&page);
        }
    }

    #[test]
    fn no_text_is_told() {
        assert!(parse(b"").is_err());
        assert!(parse(b"<script>x</script><p> &nbsp; </p>").is_err());
    }

    #[test]
    fn hostile_pages_take_linear_time() {
        for piece in
            ["<div>", "<a href=\"", "<b><i>", "</p>", "<table><tr><td>", "<!--", "<p>a", "&", "<ul><li>x", "<svg>"]
        {
            check(piece.repeat(20_000).as_bytes());
        }
    }
}
