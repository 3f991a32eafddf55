//! Which of several works of one title an article means.
//!
//! Comes in: the mentions of a title and the listed works that bear it, the likeliest first. Goes out: those that are
//! left once the year that is printed beside the title has spoken, "The Fog (1980)", "1980's The Fog", or else the day
//! of the article: few write of a film two years before it is out.

use std::ops::Range;

use super::super::{Document, Shape};
use crate::rules::Lex;
use crate::rules::list::ListedWork;

/// Years by which a list and an article may differ: of a festival, and of the cinema.
const SLACK: u16 = 1;

/// Years before its release within which a work is written of.
const AHEAD: u16 = 1;

/// Returns the works that may be meant, and the year that is printed beside the title, if one is.
///
/// Where a year is printed that none has, none is meant; where all are younger than the article, any may be.
pub fn meant<'r>(
    document: &Document,
    mentions: &[Range<u32>],
    namesakes: Vec<ListedWork<'r>>,
) -> (Vec<ListedWork<'r>>, Option<u16>) {
    if let Some(printed) = mentions.iter().find_map(|tokens| printed_year(document, tokens)) {
        let fits = |work: &ListedWork| work.year.is_none_or(|year| year.abs_diff(printed) <= SLACK);
        return (namesakes.into_iter().filter(fits).collect(), Some(printed));
    }
    let is_out = |work: &ListedWork| match (document.year, work.year) {
        (Some(now), Some(year)) => year <= now + AHEAD,
        _ => true,
    };
    match namesakes.iter().any(is_out) {
        true => (namesakes.into_iter().filter(is_out).collect(), None),
        false => (namesakes, None),
    }
}

/// The year that stands beside a title.
fn printed_year(document: &Document, tokens: &Range<u32>) -> Option<u16> {
    year_after(document, tokens).or_else(|| year_before(document, tokens))
}

/// The year in brackets after a title and the mark that closes it.
fn year_after(document: &Document, tokens: &Range<u32>) -> Option<u16> {
    let bracket = (tokens.end..tokens.end + 2).find(|&at| printed(document, at) == Some("("))?;
    year_at(document, bracket + 1)
}

/// Words between a year and the word of the trade before a title: "the 1994 animated Disney film".
const TO_CUE: u32 = 4;

/// The year whose film a title is: "1994's Harbour Nine", "the 1994 animated film “Harbour Nine”".
fn year_before(document: &Document, tokens: &Range<u32>) -> Option<u16> {
    let before = |back: u32| tokens.start.checked_sub(back);
    let is_mark = |at: u32| document.get(i64::from(at)).is_some_and(|token| token.shape == Shape::Mark);
    let last = before(1).map(|at| if is_mark(at) { at.saturating_sub(1) } else { at })?;
    let sentence = document.sentence_of(tokens.start);
    let is_near = |at: &u32| document.sentence_of(*at) == sentence;
    if document.tokens[last as usize].shape == Shape::Possessive {
        return last.checked_sub(1).filter(is_near).and_then(|at| year_at(document, at));
    }
    if !document.tokens[last as usize].lex.has(Lex::WORK_CUE) {
        return None;
    }
    let joins = |at: &u32| is_near(at) && !is_mark(*at) && !document.tokens[*at as usize].lex.has(Lex::FUNCTION);
    (last.saturating_sub(TO_CUE)..last).rev().take_while(joins).find_map(|at| year_at(document, at))
}

fn printed<'d>(document: &Document<'d>, at: u32) -> Option<&'d str> {
    document.get(i64::from(at)).map(|token| token.span.of(document.text))
}

fn year_at(document: &Document, at: u32) -> Option<u16> {
    let year = printed(document, at).filter(|year| year.len() == 4)?;
    year.parse().ok().filter(|year| YEARS.contains(year))
}

/// The years of films, and some to come.
const YEARS: Range<u16> = 1880..2100;

#[cfg(test)]
mod tests {
    use crate::annotate::annotate;
    use crate::annotate::document::tests::article;
    use crate::model::{Date, KnownWork, Recurrences, WorkKind};
    use crate::rules::Rules;

    /// The years of the works of a text that was published in `year`, where "Harbour Nine" is of 1961 and of 2018.
    fn years(text: &str, year: Option<u16>) -> Vec<Option<u16>> {
        let mut rules = Rules::load().unwrap();
        let work = |year| KnownWork {
            title: "Harbour Nine".into(),
            year: Some(year),
            kind: WorkKind::Film,
            id: None,
            cast: "".into(),
        };
        rules.titles.add([work(1961), work(2018)]);
        let mut clean = article(text);
        clean.article.published = year.and_then(|year| Date::new(year, 5, 1));
        annotate(clean, &rules, &Recurrences::default()).works.into_iter().map(|work| work.year).collect()
    }

    #[test]
    fn a_film_is_not_younger_than_what_is_written_of_it() {
        let text = "A star\nShe made the film “Harbour Nine” when she was a child.";
        assert_eq!(years(text, None), [Some(2018)]);
        assert_eq!(years(text, Some(2017)), [Some(2018)]);
        assert_eq!(years(text, Some(2005)), [Some(1961)]);
        assert_eq!(years(text, Some(1950)), [Some(2018)]);
    }

    #[test]
    fn a_printed_year_tells() {
        let text = |year: &str| format!("A star\nShe made the film “Harbour Nine” ({year}) when she was a child.");
        assert_eq!(years(&text("1962"), Some(2024)), [Some(1961)]);
        assert_eq!(years(&text("1990"), Some(2024)), [Some(1990)]);
        let text = |title: &str| format!("A star\nShe won the prize for {title} when she was a child.");
        assert_eq!(years(&text("the 1962 animated film “Harbour Nine”"), Some(2024)), [Some(1961)]);
        assert_eq!(years(&text("the 1962 film Harbour Nine"), Some(2024)), [Some(1961)]);
        assert_eq!(years(&text("1961's film Harbour Nine and 1961's Harbour Nine"), Some(2024)), [Some(1961)]);
        assert_eq!(years(&text("the film of 1961 and the film Harbour Nine"), Some(2024)), [Some(2018)]);
    }
}
