//! The non-blank lines of a text.

use crate::model::Span;

/// Returns the spans of the lines that hold a visible character, without their terminators (`\n` or `\r\n`).
pub fn split(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        while start < text.len() {
            let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |found| start + found);
            let line = &text[start..end];
            let span = Span::new(start, end - usize::from(line.ends_with('\r')));
            start = end + 1;
            if !line.trim().is_empty() {
                return Some(span);
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_are_no_lines() {
        let text = "one\r\n\n  \ntwo\n\u{a0}\nthree";
        let lines: Vec<&str> = split(text).map(|span| span.of(text)).collect();
        assert_eq!(lines, ["one", "two", "three"]);
    }
}
