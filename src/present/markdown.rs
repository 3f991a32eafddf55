//! Hits as Markdown: quotations as block quotations, each with its source; what is told of somebody's words in those of
//! the article as plain text; articles as a list.
//!
//! **Invariant:** what an article prints is text, never markup: whatever CommonMark would read is escaped.

use std::fmt::Write;

use super::visible;
use crate::model::{ArticleHit, QuotationHit};

/// Returns a quotation.
pub fn quotation(hit: &QuotationHit) -> String {
    let mut out = String::new();
    let mark = if hit.is_verbatim() { "> " } else { "" };
    for piece in &hit.pieces {
        let _ = writeln!(out, "{mark}{}\n{}", text(&piece.text), mark.trim_end());
    }
    let speaker = text(hit.speaker.as_deref().unwrap_or("speaker unknown"));
    let title = hit.title.as_deref().map_or(String::new(), |title| format!(", *{}*", text(title)));
    let date = hit.published.map_or(String::new(), |date| format!(", {date}"));
    let told = if hit.is_verbatim() { "" } else { " (indirect)" };
    let _ = writeln!(out, "{mark}— **{speaker}**{told}{title}{date} ({})\n", place(&hit.path, hit.line));
    out
}

/// Returns an article: headline and place, with its best passage quoted.
pub fn article(hit: &ArticleHit) -> String {
    let title = text(hit.title.as_deref().unwrap_or(&hit.path));
    let date = hit.published.map_or(String::new(), |date| format!(", {date}"));
    let site = hit.site.as_deref().map_or(String::new(), |site| format!(", {}", text(site)));
    let place = place(&hit.path, hit.line);
    format!("- **{title}**{date}{site} ({place})\n\n  > {}\n\n", text(&hit.snippet.text))
}

/// Returns the heading above the answers to one query of many.
pub fn heading(query: &str) -> String {
    format!("## {}\n\n", text(query))
}

/// Returns printed words on one line, with a backslash before each sign that is markup wherever it stands, and before
/// one that is at the beginning of a line.
fn text(printed: &str) -> String {
    let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    let printed = visible(&printed);
    let digits = printed.bytes().take_while(u8::is_ascii_digit).count();
    let opener = if printed[digits..].starts_with(['.', ')']) { digits } else { 0 };
    let mut out = String::with_capacity(printed.len() + 8);
    for (at, sign) in printed.char_indices() {
        let is_markup = matches!(sign, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '#');
        if is_markup || at == opener && sign.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}

/// Returns a place as code: between more backquotes than it holds side by side.
fn place(path: &str, line: u32) -> String {
    let path = visible(path);
    let longest = path.split(|sign| sign != '`').map(str::len).max().unwrap_or(0);
    match longest {
        0 => format!("`{path}:{line}`"),
        _ => format!("{fence} {path}:{line} {fence}", fence = "`".repeat(longest + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_no_markup() {
        let check = |printed: &str, expected: &str| assert_eq!(text(printed), expected);
        check("F*** you, \\o/", "F\\*\\*\\* you, \\\\o/");
        check("*stars* and _bars_", "\\*stars\\* and \\_bars\\_");
        check("<script> & [a](b) `c` ~~d~~", "\\<script\\> \\& \\[a\\](b) \\`c\\` \\~\\~d\\~\\~");
        check("# one", "\\# one");
        check("> one", "\\> one");
        check("- one - two", "\\- one - two");
        check("1. one 2. two", "1\\. one 2. two");
        check("12) one", "12\\) one");
        check("1917 is a film. It is.", "1917 is a film. It is.");
        check(" one\n\ntwo ", "one two");
        check("It's a “film”", "It's a “film”");
    }

    #[test]
    fn places_are_code() {
        assert_eq!(place("a b.txt", 3), "`a b.txt:3`");
        assert_eq!(place("a`b``.txt", 3), "``` a`b``.txt:3 ```");
    }
}
