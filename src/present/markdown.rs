//! Hits as Markdown: quotations as block quotations, each with its source; articles as a list.

use std::fmt::Write;

use crate::model::{ArticleHit, QuotationHit};

/// Returns a quotation.
pub fn quotation(hit: &QuotationHit) -> String {
    let mut out = String::new();
    for piece in &hit.pieces {
        let _ = writeln!(out, "> {}\n>", piece.text.trim());
    }
    let speaker = hit.speaker.as_deref().unwrap_or("speaker unknown");
    let title = hit.title.as_deref().map_or(String::new(), |title| format!(", *{}*", title.trim()));
    let date = hit.published.map_or(String::new(), |date| format!(", {date}"));
    let _ = writeln!(out, "> — **{speaker}**{title}{date} (`{}:{}`)\n", hit.path, hit.line);
    out
}

/// Returns an article: headline and place, with its best passage quoted.
pub fn article(hit: &ArticleHit) -> String {
    let title = hit.title.as_deref().unwrap_or(&hit.path).trim();
    let date = hit.published.map_or(String::new(), |date| format!(", {date}"));
    let site = hit.site.as_deref().map_or(String::new(), |site| format!(", {site}"));
    format!("- **{title}**{date}{site} (`{}:{}`)\n\n  > {}\n\n", hit.path, hit.line, hit.snippet.text.trim())
}

/// Returns the heading above the answers to one query of many.
pub fn heading(query: &str) -> String {
    format!("## {query}\n\n")
}
