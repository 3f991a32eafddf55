//! Cuts a page into tags and text.
//!
//! **Invariant:** any text is a page: what is broken is read as browsers read it or as text. The time is linear in the
//! length of the page, and nothing is copied: tokens are places in the page.

use std::ops::Range;

use memchr::memmem::Finder;

use super::Tag;

/// A piece of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// Text, its character references not yet replaced.
    Text(Range<usize>),
    /// A start tag and the place of its attributes.
    Start(Tag, Range<usize>),
    /// An end tag.
    End(Tag),
}

/// The tokens of a page, in order; comments and declarations are passed over.
pub struct Tokens<'p> {
    page: &'p str,
    at: usize,
    /// The element whose content, up to its end tag, is text.
    raw: Option<Tag>,
    /// Whether no `"` and no `'` comes further on, so that looking for one again would be in vain.
    exhausted: [bool; 2],
}

impl<'p> Tokens<'p> {
    /// Returns the tokens of `page`.
    pub fn new(page: &'p str) -> Tokens<'p> {
        Tokens { page, at: 0, raw: None, exhausted: [false; 2] }
    }

    /// Returns the content of a raw element, which ends before its end tag or with the page.
    fn raw_text(&mut self, tag: Tag) -> Token {
        let start = self.at;
        let closes = |at: &usize| {
            let name = self.page.as_bytes().get(at + 2..at + 2 + tag.name().len());
            name.is_some_and(|name| name.eq_ignore_ascii_case(tag.name().as_bytes()))
        };
        let ends = Finder::new("</");
        let end = ends.find_iter(&self.page.as_bytes()[start..]).map(|found| start + found).find(closes);
        self.at = end.unwrap_or(self.page.len());
        Token::Text(start..self.at)
    }

    /// Returns the text up to the next `<` that opens a tag or comment, if there is any.
    fn text(&mut self) -> Option<Token> {
        let (bytes, start) = (self.page.as_bytes(), self.at);
        let opens =
            |at: &usize| bytes.get(at + 1).is_some_and(|next| next.is_ascii_alphabetic() || b"/!?".contains(next));
        let end = memchr::memchr_iter(b'<', &bytes[start..]).map(|found| start + found).find(opens);
        self.at = end.unwrap_or(bytes.len());
        (self.at > start).then_some(Token::Text(start..self.at))
    }

    /// Reads the tag or passes over the comment that opens here.
    fn markup(&mut self) -> Option<Token> {
        let rest = &self.page.as_bytes()[self.at..];
        match rest.get(1)? {
            b'/' if rest.get(2).is_some_and(u8::is_ascii_alphabetic) => Some(Token::End(self.tag(2).0)),
            b'/' | b'!' | b'?' => {
                self.skip_comment();
                None
            }
            _ => {
                let (tag, attributes) = self.tag(1);
                self.raw = tag.is_raw().then_some(tag);
                Some(Token::Start(tag, attributes))
            }
        }
    }

    fn tag(&mut self, name_offset: usize) -> (Tag, Range<usize>) {
        let bytes = self.page.as_bytes();
        let name = self.at + name_offset;
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'<');
        let name_end = bytes[name..].iter().position(is_end).map_or(bytes.len(), |length| name + length);
        let end = self.tag_end(name_end);
        self.at = (end + 1).min(bytes.len());
        (Tag::of(&self.page[name..name_end]), name_end..end)
    }

    /// Returns the place of the `>` that ends a tag; one between quotation marks of an attribute does not.
    fn tag_end(&mut self, start: usize) -> usize {
        let bytes = self.page.as_bytes();
        let mut at = start;
        while let Some(found) = memchr::memchr3(b'>', b'"', b'\'', &bytes[at..]) {
            let place = at + found;
            at = match bytes[place] {
                b'>' => return place,
                _ if !bytes[start..place].trim_ascii_end().ends_with(b"=") => place + 1,
                quote => self.quote_end(quote, place + 1),
            };
        }
        bytes.len()
    }

    /// Returns the place after the closing quotation mark, or `start` where there is none.
    fn quote_end(&mut self, quote: u8, start: usize) -> usize {
        let exhausted = &mut self.exhausted[usize::from(quote == b'\'')];
        let found = if *exhausted { None } else { memchr::memchr(quote, &self.page.as_bytes()[start..]) };
        *exhausted |= found.is_none();
        found.map_or(start, |length| start + length + 1)
    }

    fn skip_comment(&mut self) {
        let rest = &self.page.as_bytes()[self.at..];
        let end: &[u8] = match rest.starts_with(b"<!--") {
            // `<!-->` and `<!--->` are whole comments.
            true if rest[4..].starts_with(b">") || rest[4..].starts_with(b"->") => b">",
            true => b"-->",
            false => b">",
        };
        let from = if end.len() == 3 { 4 } else { 2 };
        let found = rest.get(from..).and_then(|rest| memchr::memmem::find(rest, end));
        self.at = found.map_or(self.page.len(), |length| self.at + from + length + end.len());
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(tag) = self.raw.take() {
            return Some(self.raw_text(tag));
        }
        while self.at < self.page.len() {
            if let Some(token) = self.text().or_else(|| self.markup()) {
                return Some(token);
            }
        }
        None
    }
}

/// Returns the attributes of a tag as names and values; references in values are not yet replaced.
pub fn attributes(mut tag: &str) -> impl Iterator<Item = (&str, &str)> {
    std::iter::from_fn(move || {
        tag = tag.trim_start_matches(|letter: char| letter.is_ascii_whitespace() || letter == '/');
        if tag.is_empty() {
            return None;
        }
        // A name may open with `=`.
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'/');
        let name_end = tag.bytes().skip(1).position(|byte| is_end(&byte)).map_or(tag.len(), |length| length + 1);
        let name_end = (name_end..=tag.len()).find(|&end| tag.is_char_boundary(end))?;
        let (name, rest) = tag.split_at(name_end);
        let Some(value) = rest.trim_ascii_start().strip_prefix('=') else {
            tag = rest;
            return Some((name, ""));
        };
        let (value, rest) = cut_value(value.trim_ascii_start());
        tag = rest;
        Some((name, value))
    })
}

/// Cuts a value, quoted or not, from what follows it.
fn cut_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(parts) = text.strip_prefix(quote).and_then(|inner| inner.split_once(quote)) {
            return parts;
        }
    }
    let end = text.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, expected: &str) {
        let shown: Vec<String> = Tokens::new(page)
            .map(|token| match token {
                Token::Text(range) => page[range].to_owned(),
                Token::Start(tag, range) => {
                    let attributes: String =
                        attributes(&page[range]).map(|(name, value)| format!(" {name}={value}")).collect();
                    format!("<{}{attributes}>", tag.name())
                }
                Token::End(tag) => format!("</{}>", tag.name()),
            })
            .collect();
        assert_eq!(shown.join("|"), expected);
    }

    #[test]
    fn tags_and_text() {
        check("<!doctype html><P class=a>x &amp; y</P>", "<p class=a>|x &amp; y|</p>");
        check("a < b <br/>c", "a < b |<br>|c");
        check("<a href='x>y' title = \"q\" hidden>z", "<a href=x>y title=q hidden=>|z");
        check("<img alt=\"a'b\"data-x='1'/>", "<img alt=a'b data-x=1>");
        check("a<!-- <p> -->b<!-->c<?php x ?>d</>e", "a|b|c|d|e");
    }

    #[test]
    fn raw_elements() {
        check("<script>if (a<b) '</p>'</SCRIPT >x", "<script>|if (a<b) '</p>'|</script>|x");
        check("<title>A <b> C</title>", "<title>|A <b> C|</title>");
        check("<style>p{}", "<style>|p{}");
    }

    #[test]
    fn broken_markup() {
        check("<p class=\"a>b</p>", "<p class=\"a>|b|</p>");
        check("<p", "<p>");
        check("x<", "x<");
        check("</", "");
        check("<!--", "");
        check("<a =x é=y ==>z", "<a =x= é=y ==>|z");
    }
}
