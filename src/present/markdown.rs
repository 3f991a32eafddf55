//! Quotations as Markdown: block quotations, each with its source.

use std::fmt::Write;

use crate::model::QuotationHit;

/// Returns the quotations.
pub fn quotations(hits: &[QuotationHit]) -> String {
    let mut out = String::new();
    for hit in hits {
        for piece in &hit.pieces {
            let _ = writeln!(out, "> {}\n>", piece.text.trim());
        }
        let speaker = hit.speaker.as_deref().unwrap_or("speaker unknown");
        let title = hit.title.as_deref().map_or(String::new(), |title| format!(", *{}*", title.trim()));
        let date = hit.published.map_or(String::new(), |date| format!(", {date}"));
        let _ = writeln!(out, "> — **{speaker}**{title}{date} (`{}:{}`)\n", hit.path, hit.line);
    }
    out
}
