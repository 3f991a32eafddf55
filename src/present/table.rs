//! Quotations as comma-separated values (RFC 4180), for people who cite and count.

use crate::model::QuotationHit;

const COLUMNS: [&str; 13] = [
    "speaker",
    "text",
    "kind",
    "confidence",
    "rule",
    "source",
    "cue",
    "path",
    "line",
    "start",
    "end",
    "published",
    "title",
];

/// Returns the quotations, one piece a row; `start` and `end` are Unicode scalar values into the article's text.
pub fn quotations(hits: &[QuotationHit]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Rows of equal length into memory: nothing can fail.
    let _ = writer.write_record(COLUMNS);
    for hit in hits {
        for piece in &hit.pieces {
            let optional = |text: &Option<String>| text.clone().unwrap_or_default();
            let _ = writer.write_record([
                optional(&hit.speaker),
                piece.text.clone(),
                hit.kind.clone(),
                format!("{:.3}", hit.confidence),
                hit.rule.clone(),
                optional(&hit.source),
                optional(&hit.cue),
                hit.path.clone(),
                hit.line.to_string(),
                piece.offsets[0].to_string(),
                piece.offsets[1].to_string(),
                hit.published.map_or(String::new(), |date| date.to_string()),
                optional(&hit.title),
            ]);
        }
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
