//! Hits, facets and status as a person reads them on a terminal.

use std::fmt::Write;

use super::style::{Style, visible};
use crate::model::{ArticleHit, Date, FacetCount, FacetCounts, QuotationHit, ScorePart, Span};

/// Names listed under a hit at most.
const NAMES: usize = 4;
/// Width of the longest bar of a facet.
const BAR: usize = 24;

/// What `status` shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// Folder of the index.
    pub folder: String,
    /// Version of the program that wrote it.
    pub version: String,
    /// Seconds since it was written.
    pub age_seconds: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// Number of segments.
    pub segments: usize,
    /// Articles.
    pub articles: usize,
    /// Quotations.
    pub quotations: usize,
    /// Distinct values of each facet.
    pub names: Vec<(&'static str, usize)>,
    /// First and last day of publication.
    pub days: Option<(Date, Date)>,
}

/// Returns an article that was found: headline, place, passage, speakers.
pub fn article_hit(hit: &ArticleHit, style: &Style) -> String {
    let mut out = String::new();
    let title = hit.title.as_deref().unwrap_or(&hit.path);
    let _ = writeln!(out, "{}{}", style.title(title), byline(hit.published, hit.site.as_deref(), style));
    let _ = writeln!(out, "{}", style.place(&format!("{}:{}", hit.path, hit.line)));
    let snippet = &hit.snippet;
    let before = if snippet.cut_before { "… " } else { "" };
    let after = if snippet.cut_after { " …" } else { "" };
    let marked = highlight(&snippet.text, &snippet.matches, style);
    let speaker = snippet.speaker.as_deref().map_or(String::new(), |name| format!(" — {}", style.name(name)));
    let _ = match speaker.is_empty() {
        true => writeln!(out, "  {before}{marked}{after}"),
        false => writeln!(out, "  “{marked}”{speaker}"),
    };
    if !hit.speakers.is_empty() {
        let _ = writeln!(out, "  {} {}", style.dim("quoted:"), names(&hit.speakers, style));
    }
    if !hit.why.is_empty() {
        let _ = writeln!(out, "  {}", style.dim(&format!("{:8.2} in all", hit.score)));
        for ScorePart { reason, value } in &hit.why {
            let _ = writeln!(out, "  {}", style.dim(&format!("{value:8.2} {reason}")));
        }
    }
    out.push('\n');
    out
}

/// Returns a quotation that was found: words, in marks where they are the speaker's own, speaker, place, and its
/// paragraph when asked for.
pub fn quotation_hit(hit: &QuotationHit, style: &Style) -> String {
    let mut out = String::new();
    let pieces: Vec<String> = hit.pieces.iter().map(|piece| highlight(&piece.text, &piece.matches, style)).collect();
    let said = pieces.join(" … ");
    // What is told in the article's own words stands in no marks: nobody is to cite it as said.
    let said = if hit.is_verbatim() { format!("“{said}”") } else { format!("{said} {}", style.dim("(indirect)")) };
    let _ = writeln!(out, "{said}");
    let speaker = hit.speaker.as_deref().map_or_else(|| style.dim("speaker unknown"), |name| style.name(name));
    let sure = style.dim(&format!(" {:.0}% {}", hit.confidence * 100.0, hit.rule));
    let _ = writeln!(out, "  — {speaker}{sure}");
    let title = style.plain(hit.title.as_deref().unwrap_or(""));
    let _ = writeln!(out, "  {}{}", title, byline(hit.published, hit.site.as_deref(), style));
    let _ = writeln!(out, "  {}", style.place(&format!("{}:{}", hit.path, hit.line)));
    if let Some(context) = &hit.context {
        let _ = writeln!(out, "  {}", style.dim(context));
    }
    out.push('\n');
    out
}

/// Returns the heading above the answers to one query of many.
pub fn heading(query: &str, style: &Style) -> String {
    format!("{}\n\n", style.title(query))
}

/// Returns the values of a facet with their counts and bars.
pub fn facet(field: &str, counts: &FacetCounts, style: &Style) -> String {
    let mut out = format!("{}\n", style.title(field));
    let shown = &counts.values;
    if shown.is_empty() {
        let _ = writeln!(out, "  {}", style.dim("none"));
    }
    let most = shown.iter().map(|count| count.count).max().unwrap_or(1).max(1);
    let width = shown.iter().map(|count| count.value.chars().count()).max().unwrap_or(0).min(48);
    for FacetCount { value, count } in shown {
        let bar = "▇".repeat(((count * BAR as u64).div_ceil(most) as usize).min(BAR));
        let _ = writeln!(out, "  {:width$}  {count:>6}  {}", style.plain(value), style.dim(&bar));
    }
    if counts.n_values > shown.len() {
        let _ = writeln!(out, "  {}", style.dim(&format!("and {} more", counts.n_values - shown.len())));
    }
    out.push('\n');
    out
}

/// What the line tells that closes a list of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    /// How many results are shown.
    pub shown: usize,
    /// How many were passed over.
    pub offset: usize,
    /// How many hold every word, where that was counted.
    pub total: Option<usize>,
    /// What a result is.
    pub noun: &'static str,
    /// Whether other words were looked for too.
    pub expanded: bool,
    /// Whether facets are shown, which count what holds every word.
    pub counted: bool,
}

/// Returns the line that closes a list of results.
pub fn total(closing: Closing, style: &Style) -> String {
    let Closing { shown, offset, total, noun, expanded, .. } = closing;
    let all = total.unwrap_or(shown);
    let (first, last) = (offset + 1, offset + shown);
    let text = match shown {
        0 if offset > 0 && all > 0 => format!("no {noun} at {first} or later"),
        0 => format!("no {noun} found"),
        _ if all == 0 => format!("no {noun} holds every word; the {shown} nearest"),
        _ if total.is_some_and(|total| last > total) => {
            let those = if offset < all { "the others" } else { "these hold" };
            let verb = if all == 1 { "holds" } else { "hold" };
            let some = if expanded { "some, or only what was looked for too" } else { "some" };
            let facets = if closing.counted { "; facets count only what holds every word" } else { "" };
            format!("{first}–{last}; {} {verb} every word, {those} {some}{facets}", counted(all, noun))
        }
        _ if offset == 0 && shown == all => counted(all, noun),
        _ => format!("{first}–{last} of {all} {noun}s"),
    };
    format!("{}\n", style.dim(&text))
}

fn counted(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// Returns what an index holds.
pub fn status(status: &Status) -> String {
    let mut out = String::new();
    let mut row = |label: &str, value: String| {
        let _ = writeln!(out, "{label:12} {value}");
    };
    row("index", visible(&status.folder).into_owned());
    row("written", format!("{} ago, by clippings {}", age(status.age_seconds), status.version));
    row(
        "size",
        format!(
            "{} in {} segment{}",
            bytes(status.bytes),
            status.segments,
            if status.segments == 1 { "" } else { "s" }
        ),
    );
    row("articles", status.articles.to_string());
    row("quotations", status.quotations.to_string());
    for (field, count) in &status.names {
        row(field, count.to_string());
    }
    if let Some((first, last)) = status.days {
        row("published", format!("{first} to {last}"));
    }
    out
}

fn age(seconds: u64) -> String {
    let (count, unit) = match seconds {
        0..60 => (seconds, "second"),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// Returns what an article names now that it did not before, and the other way round: whether new, field, name.
pub fn name_changes<'n>(id: &str, changes: impl Iterator<Item = (bool, &'n str, &'n str)>) -> String {
    let mut out = format!("{}\n", visible(id));
    for (is_new, field, name) in changes {
        out.push_str(&format!("  {} {field} {}\n", if is_new { '+' } else { '−' }, visible(name)));
    }
    out
}

fn bytes(count: u64) -> String {
    match count {
        0..1024 => format!("{count} bytes"),
        1024..1_048_576 => format!("{:.1} KiB", count as f64 / 1024.0),
        _ => format!("{:.1} MiB", count as f64 / 1_048_576.0),
    }
}

fn byline(published: Option<Date>, site: Option<&str>, style: &Style) -> String {
    let parts: Vec<String> =
        published.map(|date| date.to_string()).into_iter().chain(site.map(str::to_owned)).collect();
    if parts.is_empty() { String::new() } else { format!("  {}", style.dim(&parts.join(" · "))) }
}

fn names(names: &[String], style: &Style) -> String {
    let shown: Vec<String> = names.iter().take(NAMES).map(|name| style.name(name)).collect();
    let more = if names.len() > NAMES { format!(" and {} more", names.len() - NAMES) } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

/// Returns the text with its matches marked: by colour, and without colours not at all.
fn highlight(text: &str, matches: &[Span], style: &Style) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for found in matches {
        out.push_str(&style.plain(&text[at..found.start as usize]));
        out.push_str(&style.matched(found.of(text)));
        at = found.end as usize;
    }
    out.push_str(&style.plain(&text[at..]));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_say_what_is_shown() {
        let check = |shown, offset, all, expected: &str| {
            let closing = Closing { shown, offset, total: Some(all), noun: "article", expanded: false, counted: false };
            assert_eq!(total(closing, &Style::new(false)), format!("{expected}\n"));
            closing
        };
        check(0, 0, 0, "no article found");
        check(1, 0, 1, "1 article");
        check(10, 20, 37, "21–30 of 37 articles");
        check(0, 50, 37, "no article at 51 or later");
        check(3, 0, 0, "no article holds every word; the 3 nearest");
        check(3, 0, 1, "1–3; 1 article holds every word, the others some");
        let closing = check(3, 3, 2, "4–6; 2 articles hold every word, these hold some");
        let expanded = total(Closing { expanded: true, ..closing }, &Style::new(false));
        assert_eq!(expanded, "4–6; 2 articles hold every word, these hold some, or only what was looked for too\n");
        let counted = total(Closing { counted: true, ..closing }, &Style::new(false));
        assert!(counted.ends_with("these hold some; facets count only what holds every word\n"), "{counted}");
    }

    #[test]
    fn bars_are_never_longer_than_their_room() {
        let values = vec![FacetCount { value: "A".into(), count: 9 }];
        let shown = facet("speaker", &FacetCounts { values, n_values: 2 }, &Style::new(false));
        assert!(shown.contains("A       9  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇\n") && shown.contains("and 1 more"), "{shown}");
    }
}
