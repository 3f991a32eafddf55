//! Hits as comma-separated values (RFC 4180), for people who cite and count.

use std::borrow::Cow;

use super::visible;
use crate::model::{ArticleHit, QuotationHit};

const QUOTATION_COLUMNS: [&str; 17] = [
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
    "id",
    "utterance",
    "site",
    "url",
];

const ARTICLE_COLUMNS: [&str; 13] = [
    "rank",
    "title",
    "published",
    "site",
    "authors",
    "path",
    "line",
    "id",
    "speakers",
    "score",
    "snippet",
    "holds_all",
    "url",
];

/// Returns the row that names the columns of [`quotation`]; `of_many` where each row tells its query.
pub fn quotation_header(of_many: bool) -> String {
    row(of_many.then_some("query"), QUOTATION_COLUMNS)
}

/// Returns a quotation, one piece a row, those of one utterance with its number; `start` and `end` are Unicode scalar
/// values into the article's text.
pub fn quotation(hit: &QuotationHit, query: Option<&str>) -> String {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let rows = hit.pieces.iter().map(|piece| {
        let cells = [
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
            hit.id.clone(),
            hit.utterance.to_string(),
            optional(&hit.site),
            optional(&hit.url),
        ];
        row(query, cells.iter().map(String::as_str))
    });
    rows.collect()
}

/// Returns the row that names the columns of [`article`]; `of_many` where each row tells its query.
pub fn article_header(of_many: bool) -> String {
    row(of_many.then_some("query"), ARTICLE_COLUMNS)
}

/// Returns an article as a row; `rank` counts from 0, authors and speakers are parted by `; `.
pub fn article(hit: &ArticleHit, rank: usize, query: Option<&str>) -> String {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let cells = [
        (rank + 1).to_string(),
        optional(&hit.title),
        hit.published.map_or(String::new(), |date| date.to_string()),
        optional(&hit.site),
        hit.authors.join("; "),
        hit.path.clone(),
        hit.line.to_string(),
        hit.id.clone(),
        hit.speakers.join("; "),
        format!("{:.4}", hit.score),
        hit.snippet.text.clone(),
        hit.holds_all.to_string(),
        optional(&hit.url),
    ];
    row(query, cells.iter().map(String::as_str))
}

/// Returns a cell that no spreadsheet takes for a formula: one that opens as a formula does gets an apostrophe before
/// it, since the texts come from anywhere (CWE-1236).
fn inert(cell: Cow<str>) -> Cow<str> {
    if cell.starts_with(['=', '+', '-', '@']) { Cow::Owned(format!("'{cell}")) } else { cell }
}

fn row<'c>(first: Option<&'c str>, cells: impl IntoIterator<Item = &'c str>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // One row into memory: nothing can fail.
    let cells = first.into_iter().chain(cells).map(visible).map(inert);
    let _ = writer.write_record(cells.map(|cell| cell.into_owned().into_bytes()));
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
