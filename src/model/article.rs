//! What ingest hands to cleaning: one article as it arrived.

use std::fmt;

use super::{DomEvidence, Span};

/// One article as read from a file or a record, before anything is decided about its lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// What names the article in the index and the JSON: the path, `path#record`, or the record's own id.
    pub id: String,
    /// The file it came from, as the user named it; `-` for standard input.
    pub path: String,
    /// The line of `path` on which `text` begins, one-based; a record of a JSONL file is one line of it.
    pub first_line: u32,
    /// Where it was published, when known.
    pub url: Option<String>,
    /// The site: a host name without `www.`, when known.
    pub site: Option<String>,
    /// The headline, when the record or the page's metadata gives it.
    pub title: Option<String>,
    /// Authors from the record.
    pub authors: Vec<String>,
    /// What the page's metadata states as authors, not yet read: of groups, the first that names a person counts.
    pub bylines: Vec<Vec<String>>,
    /// Day of publication from the record or the page's metadata.
    pub published: Option<Date>,
    /// The same in words, `June 7, 2013`, where that is how it is stated.
    pub day_in_words: Option<String>,
    /// Code of the language, such as `en`, where the record or the page states it.
    pub language: Option<String>,
    /// Section of the site, from the record or the page's metadata.
    pub section: Option<String>,
    /// Tags, from the record or the page's metadata.
    pub tags: Vec<String>,
    /// The source text: unchanged to the character for plain text and JSONL, rendered for HTML.
    pub text: String,
    /// For HTML, where in `text` another line of the file begins, in order: the byte, and the line's one-based number.
    pub source_lines: Vec<(u32, u32)>,
    /// For HTML, what the page says of each non-blank line of `text`, in order; empty for plain text.
    pub blocks: Vec<Block>,
}

impl Article {
    /// Returns the one-based line of the file that holds a byte of the text: a record of many is one line of its file.
    pub fn file_line(&self, byte: u32) -> u32 {
        let source = Source { first_line: self.first_line, is_file: self.id == self.path, lines: &self.source_lines };
        source.line_of(&self.text, byte)
    }
}

/// How the lines of a text lie in its file.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The line of the file on which the text begins.
    pub first_line: u32,
    /// Whether the text is all of the file, and not one record of it.
    pub is_file: bool,
    /// As [`Article::source_lines`].
    pub lines: &'a [(u32, u32)],
}

impl Source<'_> {
    /// Returns the one-based line of the file that holds a byte of the text.
    pub fn line_of(self, text: &str, byte: u32) -> u32 {
        if !self.is_file {
            return self.first_line;
        }
        if !self.lines.is_empty() {
            let n_before = self.lines.partition_point(|&(start, _)| start <= byte);
            return self.lines[n_before.saturating_sub(1)].1;
        }
        let before = text.as_bytes().get(..byte as usize);
        self.first_line + before.map_or(0, |before| memchr::memchr_iter(b'\n', before).count() as u32)
    }
}

/// What an HTML page tells of one rendered line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// The line, in the rendered text.
    pub span: Span,
    /// The element that holds the line: `p`, `h2`, `li`, `figcaption`, `blockquote`, `img` …
    pub element: &'static str,
    /// Evidence from the document tree.
    pub evidence: DomEvidence,
    /// The elements around the line that hold other lines too, innermost first, as numbers that tell them apart.
    pub containers: [u32; 3],
    /// A number that lines of the same make share: same element, class and surroundings.
    pub make: u32,
}

/// A day of the proleptic Gregorian calendar, ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    /// Year, 1000 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// Returns the date, or `None` when the calendar has no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let valid =
            (1000..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= days_in(year, month);
        valid.then_some(Date { year, month, day })
    }

    /// Returns the day that opens an ISO 8601 text, such as `2023-10-05T09:00:00Z` or `20231005`.
    pub fn from_iso(text: &str) -> Option<Date> {
        Date::from_extended(text).or_else(|| Date::from_basic(text.trim()))
    }

    fn from_extended(text: &str) -> Option<Date> {
        let mut parts = text.trim().get(..10)?.split('-');
        let date = Date::new(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        date.filter(|_| parts.next().is_none())
    }

    fn from_basic(text: &str) -> Option<Date> {
        let day =
            text.split('T').next().filter(|day| day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()))?;
        Date::new(day[..4].parse().ok()?, day[4..6].parse().ok()?, day[6..].parse().ok()?)
    }

    /// Returns the first day of a year, a month or a day: 2024, 2024-05 or 2024-05-17.
    ///
    /// # Errors
    /// What is none of these, in words for a person.
    pub fn first_of(text: &str) -> Result<Date, String> {
        Date::within(text, "-01", &["-01"])
    }

    /// Returns the last day of a year, a month or a day.
    ///
    /// # Errors
    /// As for [`Date::first_of`].
    pub fn last_of(text: &str) -> Result<Date, String> {
        Date::within(text, "-12", &["-31", "-30", "-29", "-28"])
    }

    fn within(text: &str, month: &str, days: &[&str]) -> Result<Date, String> {
        let with_month = if text.len() == 4 { format!("{text}{month}") } else { text.to_owned() };
        let full = if with_month.len() == 7 {
            days.iter().find_map(|day| Date::from_iso(&format!("{with_month}{day}")))
        } else {
            Date::from_iso(&with_month).filter(|_| with_month.len() == 10)
        };
        full.ok_or_else(|| format!("`{text}` is no day; write 2024, 2024-05 or 2024-05-17"))
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_one_line_of_its_file() {
        let line = |is_file, lines: &[(u32, u32)], byte| {
            Source { first_line: 6, is_file, lines }.line_of("one\ntwo\nthree", byte)
        };
        assert_eq!([line(true, &[], 0), line(true, &[], 9), line(true, &[(0, 8), (4, 19)], 9)], [6, 8, 19]);
        assert_eq!([line(false, &[], 9), line(false, &[(0, 8), (4, 19)], 9)], [6, 6]);
    }

    #[test]
    fn dates_are_checked() {
        assert_eq!(Date::from_iso("2023-10-05T09:00:00Z").map(|d| d.to_string()).as_deref(), Some("2023-10-05"));
        assert_eq!(Date::from_iso("2023-02-29"), None);
        assert!(Date::from_iso("2024-02-29").is_some());
        assert_eq!(Date::from_iso("None"), None);
        assert_eq!(Date::from_iso("20110920"), Date::new(2011, 9, 20));
        assert_eq!(Date::from_iso("20110920T0915"), Date::new(2011, 9, 20));
        assert_eq!(Date::from_iso("1316510100"), None);
        assert_eq!(Date::from_iso("2023-10-5 12"), None);
    }

    #[test]
    fn days_may_be_years_or_months() {
        let show = |day: Result<Date, String>| day.map_or_else(|error| error, |day| day.to_string());
        assert_eq!(show(Date::first_of("2024")), "2024-01-01");
        assert_eq!(show(Date::last_of("2024")), "2024-12-31");
        assert_eq!(show(Date::last_of("2023-02")), "2023-02-28");
        assert_eq!(show(Date::first_of("2023-02-30")), "`2023-02-30` is no day; write 2024, 2024-05 or 2024-05-17");
        assert!(Date::first_of("2023-02-03T").is_err());
    }
}
