//! A cleaned article as text, as a list of what was removed, and as a diff.
//!
//! **Invariant:** kept lines come out as they are in the source; the diff turns the source into the cleaned text, and
//! back.

use std::fmt::Write;

use super::Style;
use crate::model::{CleanArticle, Line};

/// A line of the source, blank ones too.
struct SourceLine<'a> {
    text: &'a str,
    judged: Option<&'a Line>,
    kept: bool,
}

/// Returns the lines of the source. A blank line goes with the lines removed before it, where it would double another.
fn source_lines(clean: &CleanArticle) -> Vec<SourceLine<'_>> {
    let mut judged = clean.lines.iter().peekable();
    let (mut start, mut removed_since, mut after_blank) = (0, false, true);
    let text = clean.article.text.as_str();
    let body = text.strip_suffix('\n').unwrap_or(text);
    let mut lines = Vec::new();
    for text in body.split('\n') {
        let own = judged.next_if(|next| next.span.start as usize == start);
        start += text.len() + 1;
        let kept = own.map_or(!(removed_since && after_blank), Line::is_kept);
        removed_since = own.map_or(removed_since, |own| !own.is_kept());
        after_blank = if kept { own.is_none() } else { after_blank };
        lines.push(SourceLine { text, judged: own, kept });
    }
    lines
}

/// Returns the article without its removed lines.
pub fn text(clean: &CleanArticle, style: &Style) -> String {
    let mut shown = String::with_capacity(clean.article.text.len() + 1);
    for line in source_lines(clean).iter().filter(|line| line.kept) {
        shown.push_str(&ended(line, style));
    }
    shown
}

/// Returns a line with its end, as the file has it.
fn ended(line: &SourceLine, style: &Style) -> String {
    match line.text.strip_suffix('\r') {
        Some(text) => format!("{}\r\n", style.plain(text)),
        None => format!("{}\n", style.plain(line.text)),
    }
}

/// Returns every removed line with its place, its rule and how sure the cleaner was.
pub fn removed(clean: &CleanArticle, style: &Style) -> String {
    let mut shown = String::new();
    for line in &source_lines(clean) {
        let Some(judged) = line.judged.filter(|judged| !judged.is_kept()) else { continue };
        let line_number = clean.article.file_line(judged.span.start);
        let place = style.place(&format!("{}:{line_number}", clean.article.path));
        let rule = style.name(judged.rule.0);
        let sure = style.dim(&format!("{:.2}", judged.boilerplate));
        let _ = writeln!(shown, "{place}\t{rule}\t{sure}\t{}", style.plain(line.text.trim()));
    }
    shown
}

/// Unchanged lines around a change.
const CONTEXT: usize = 3;

/// Returns what was removed as a unified diff; nothing when nothing was.
pub fn diff(clean: &CleanArticle, style: &Style) -> String {
    let lines = source_lines(clean);
    let mut shown = String::new();
    let (mut at, mut n_removed) = (0, 0);
    while let Some(first) = (at..lines.len()).find(|&line| !lines[line].kept) {
        if shown.is_empty() {
            let path = &clean.article.path;
            let _ = writeln!(shown, "{}\n{}", style.title(&format!("--- {path}")), style.title(&format!("+++ {path}")));
        }
        let end = hunk_end(&lines, first);
        let start = first.saturating_sub(CONTEXT).max(at);
        let hunk = &lines[start..end];
        let n_gone = hunk.iter().filter(|line| !line.kept).count();
        let counts = (hunk.len(), hunk.len() - n_gone);
        let _ = writeln!(shown, "{}", style.name(&header(start, n_removed, counts)));
        hunk.iter().for_each(|line| shown.push_str(&diff_line(line, style)));
        if end == lines.len() && !clean.article.text.ends_with('\n') {
            shown.push_str("\\ No newline at end of file\n");
        }
        (at, n_removed) = (end, n_removed + n_gone);
    }
    shown
}

/// A range without lines names the line before it.
fn header(start: usize, n_removed: usize, (n_old, n_new): (usize, usize)) -> String {
    let new_start = start - n_removed + usize::from(n_new > 0);
    format!("@@ -{},{n_old} +{new_start},{n_new} @@", start + 1)
}

/// The end of the hunk that opens with the change at `first`: it takes in changes whose contexts touch.
fn hunk_end(lines: &[SourceLine], first: usize) -> usize {
    let mut last = first;
    for (at, line) in lines.iter().enumerate().skip(first) {
        if at > last + 2 * CONTEXT {
            break;
        }
        if !line.kept {
            last = at;
        }
    }
    (last + 1 + CONTEXT).min(lines.len())
}

fn diff_line(line: &SourceLine, style: &Style) -> String {
    match (line.kept, line.judged) {
        (true, _) => format!(" {}", ended(line, style)),
        (false, None) => format!("-{}", ended(line, style)),
        (false, Some(_)) => format!("{}\n", style.matched(&format!("-{}", line.text))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Article, LineKind, RuleId, Span};

    /// An article whose lines that open with `x` are removed.
    fn article(text: &str) -> CleanArticle {
        let mut lines = Vec::new();
        let mut start = 0;
        for line in text.split('\n') {
            let kind = if line.starts_with('x') { LineKind::Boilerplate } else { LineKind::Paragraph };
            let span = Span::new(start, start + line.len());
            if !line.trim().is_empty() {
                lines.push(Line { span, kind, rule: RuleId("test/x"), boilerplate: 0.5 });
            }
            start += line.len() + 1;
        }
        let name = "a.txt".to_owned();
        let article =
            Article { text: text.to_owned(), id: name.clone(), path: name, first_line: 1, ..Article::default() };
        CleanArticle { article, lines, section: None, tags: Vec::new() }
    }

    #[test]
    fn kept_lines_are_unchanged() {
        assert_eq!(text(&article("one\n\nx\n\n two\r\nx"), &Style::raw()), "one\n\n two\r\n");
        assert_eq!(text(&article("x\n\none\n\n\ntwo\n"), &Style::raw()), "one\n\n\ntwo\n");
        assert_eq!(text(&article("x"), &Style::raw()), "");
    }

    #[test]
    fn control_characters_are_kept_for_programs_alone() {
        let held = article("a\u{1b}[2J\r\nx\u{7}\n");
        assert_eq!(text(&held, &Style::raw()), "a\u{1b}[2J\r\n");
        assert_eq!(text(&held, &Style::new(false)), "a␛[2J\r\n");
        let hunk = |kept, gone| format!("--- a.txt\n+++ a.txt\n@@ -1,2 +1,1 @@\n {kept}\r\n-{gone}\n");
        assert_eq!(diff(&held, &Style::raw()), hunk("a\u{1b}[2J", "x\u{7}"));
        assert_eq!(diff(&held, &Style::new(false)), hunk("a␛[2J", "x␇"));
    }

    #[test]
    fn removed_lines_are_told() {
        assert_eq!(removed(&article("one\n\nx y"), &Style::new(false)), "a.txt:3\ttest/x\t0.50\tx y\n");
    }

    #[test]
    fn a_diff_patches() {
        let shown = diff(&article("1\n2\n3\n4\nx\n5\n6\n7\n8\n9\n10\n11\n12\nx\n"), &Style::new(false));
        let expected =
            "--- a.txt\n+++ a.txt\n@@ -2,7 +2,6 @@\n 2\n 3\n 4\n-x\n 5\n 6\n 7\n@@ -11,4 +10,3 @@\n 10\n 11\n 12\n-x\n";
        assert_eq!(shown, expected);
        assert_eq!(diff(&article("1\n2"), &Style::new(false)), "");
    }
}
