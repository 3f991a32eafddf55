//! Days as articles print them.
//!
//! Comes in: a line. Goes out: the first day in it: `Oct. 14, 2024`, `14th October 2024`, `2024-10-14T09:00`,
//! `10/14/2024` (month first, unless it cannot be).

use crate::model::Date;
use crate::rules::{List, Word, WordShape, split_words};

/// Returns the first day that the line names with its year.
pub fn find(line: &str) -> Option<Date> {
    let mut words = Vec::new();
    split_words(line, &mut words);
    words.retain(Word::is_word);
    let text = |word: &Word| &line[word.start as usize..word.end as usize];
    (0..words.len()).find_map(|at| {
        let next = |offset: usize| words.get(at + offset).map(text).unwrap_or("");
        let word = text(&words[at]);
        if words[at].shape == WordShape::Number {
            let skip = usize::from(next(1).eq_ignore_ascii_case("of"));
            return compact(word).or_else(|| date(year(next(2 + skip))?, month(next(1 + skip))?, day(word)?));
        }
        let of_year = month_first(next(1), next(2));
        of_year.and_then(|(day, year)| date(year, month(word)?, day))
    })
}

/// `14 2024` or `14,2024`, after a month.
fn month_first(day_text: &str, year_text: &str) -> Option<(u8, u16)> {
    match day_text.split_once(',') {
        Some((day_text, year_text)) => Some((day(day_text)?, year(year_text)?)),
        None => Some((day(day_text)?, year(year_text)?)),
    }
}

fn date(year: u16, month: u8, day: u8) -> Option<Date> {
    Date::new(year, month, day)
}

/// Reads a month, whole or cut to three letters or more.
fn month(word: &str) -> Option<u8> {
    let word = word.to_ascii_lowercase();
    let (_, number) = List::Month.pairs().iter().find(|(month, _)| word.len() >= 3 && month.starts_with(&word))?;
    number.parse().ok()
}

fn day(word: &str) -> Option<u8> {
    let bare = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let suffix = &word[bare.len()..];
    let ordinal = matches!(suffix.to_ascii_lowercase().as_str(), "" | "st" | "nd" | "rd" | "th");
    bare.parse().ok().filter(|day| ordinal && (1..=31).contains(day))
}

fn year(word: &str) -> Option<u16> {
    let digits = word.split(|letter: char| !letter.is_ascii_digit()).next()?;
    digits.parse().ok().filter(|year| digits.len() == 4 && (1880..=2100).contains(year))
}

/// Numbers in one word: `2024-10-14T09:00`, `10/14/2024`, `14.10.2024`.
fn compact(word: &str) -> Option<Date> {
    let day_part = word.split(['T', 't']).next()?;
    let mut parts = day_part.split(['-', '/', '.']);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if let Some(year) = year(first).filter(|_| first.len() == 4) {
        return date(year, second.parse().ok()?, third.get(..2).unwrap_or(third).parse().ok()?);
    }
    let (year, first, second) = (year(third)?, first.parse().ok()?, second.parse().ok()?);
    date(year, first, second).or_else(|| date(year, second, first))
}

#[cfg(test)]
mod tests {
    fn check(line: &str, expected: &str) {
        let found = super::find(line).map_or("none".to_owned(), |date| date.to_string());
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn formats() {
        check("Oct. 14, 2024, 10:02 a.m.", "2024-10-14");
        check("Published 7:07 PM EST Nov 19, 2019", "2019-11-19");
        check("Mon 3 Mar 2021 10.15 GMT", "2021-03-03");
        check("the 14th of October 2024", "2024-10-14");
        check("Posted 2024-01-12T00:30:27+00:00 - Updated 2024-01-13", "2024-01-12");
        check("10/14/2024", "2024-10-14");
        check("14.10.2024", "2024-10-14");
        check("AUGUST 9,2022", "2022-08-09");
        check("by Jack Dale December 23, 2016 at 7:18am", "2016-12-23");
    }

    #[test]
    fn no_dates() {
        check("in October", "none");
        check("31 February 2020", "none");
        check("Marching 14, 2020 strong", "none");
        check("0000-00-00", "none");
        check("é/é/2020", "none");
    }
}
