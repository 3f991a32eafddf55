//! Which of several works of one title an article means.
//!
//! Comes in: the mentions of a title and the listed works that bear it, the likeliest first. Goes out: those that are
//! left once the year that is printed beside the title has spoken, "The Fog (1980)", "1980's The Fog", or the year in
//! which something is told of it, "The Fog in 1980", or else the day of the article: few write of a film two years
//! before it is out, and what is yet to come is none of long ago.

use std::ops::Range;

use super::super::{Document, Shape};
use super::titles;
use crate::model::WorkKind;
use crate::rules::list::ListedWork;
use crate::rules::{Lex, List};

/// Years by which a list and an article may differ: of a festival, and of the cinema.
const SLACK: u16 = 1;

/// Years before its release within which a work is written of, and within which it is said to be yet to come.
const AHEAD: u16 = 1;
const UPCOMING: u16 = 2;

/// What is left of the works of one title.
pub struct Meant<'r> {
    /// Those that may be meant.
    pub works: Vec<ListedWork<'r>>,
    /// The year that is printed beside the title.
    pub year: Option<u16>,
    /// Whether some are listed and none can be meant, so that the title is of a work that no list has.
    pub is_other: bool,
}

/// Returns the works that may be meant.
///
/// Where a year is printed that none has, none is meant; where all are younger than the article, any may be.
pub fn meant<'r>(document: &Document, mentions: &[Range<u32>], namesakes: Vec<ListedWork<'r>>) -> Meant<'r> {
    if let Some(printed) = mentions.iter().find_map(|tokens| year_after(document, tokens)) {
        return Meant { works: of_year(&namesakes, printed), year: Some(printed), is_other: false };
    }
    if let Some(printed) = mentions.iter().find_map(|tokens| year_before(document, tokens)) {
        let works = namesakes.into_iter().filter(|work| is_of(work, printed)).collect();
        return Meant { works, year: Some(printed), is_other: false };
    }
    let told = mentions.iter().filter_map(|tokens| told_year(document, tokens)).find(|_| !namesakes.is_empty());
    if let Some(told) = told {
        let works = until(&namesakes, told);
        return Meant { is_other: works.is_empty(), works, year: None };
    }
    let is_upcoming = mentions.iter().any(|tokens| is_upcoming(document, tokens));
    let ahead = if is_upcoming { UPCOMING } else { AHEAD };
    let is_out = |work: &ListedWork| match (document.year, work.year) {
        (Some(now), Some(year)) => year <= now + ahead,
        _ => true,
    };
    // What is yet to come is no film of long ago.
    let is_old = |work: &ListedWork| match (document.year, work.year) {
        (Some(now), Some(year)) => is_upcoming && work.kind == WorkKind::Film && year + SLACK < now,
        _ => false,
    };
    let any_is_out = namesakes.iter().any(is_out);
    let works: Vec<_> = namesakes.into_iter().filter(|work| !any_is_out || is_out(work)).collect();
    let is_other = !works.is_empty() && works.iter().all(is_old);
    Meant { works: works.into_iter().filter(|work| !is_old(work)).collect(), year: None, is_other }
}

/// Whether a work is of a year, or of none that is known.
fn is_of(work: &ListedWork, printed: u16) -> bool {
    work.year.is_none_or(|year| year.abs_diff(printed) <= SLACK)
}

/// The works of a year, or else the series that ran by then.
fn of_year<'r>(namesakes: &[ListedWork<'r>], printed: u16) -> Vec<ListedWork<'r>> {
    let runs = |work: &&ListedWork| work.kind == WorkKind::Series && work.year.is_none_or(|year| year <= printed);
    let works: Vec<_> = namesakes.iter().filter(|work| is_of(work, printed)).copied().collect();
    if works.is_empty() { namesakes.iter().filter(runs).copied().collect() } else { works }
}

/// The works of the year in which something is told of one, or else those that were out by then.
fn until<'r>(namesakes: &[ListedWork<'r>], told: u16) -> Vec<ListedWork<'r>> {
    let fits = |work: &&ListedWork| work.year.is_some_and(|year| year.abs_diff(told) <= SLACK);
    let is_out = |work: &&ListedWork| work.year.is_none_or(|year| year <= told + SLACK);
    let works: Vec<_> = namesakes.iter().filter(fits).copied().collect();
    if works.is_empty() { namesakes.iter().filter(is_out).copied().collect() } else { works }
}

/// The year in which something is told of a title: "Harbour Nine in 1961", "Harbour Nine from 1961 to 1964".
fn told_year(document: &Document, tokens: &Range<u32>) -> Option<u16> {
    let at = tokens.end + u32::from(titles::is_marked(document, tokens));
    let tells = printed(document, at).is_some_and(|word| List::SinceWhen.has_as_is(word));
    year_at(document, at + 1).filter(|_| tells && document.shares_sentence(at + 1, tokens.start))
}

/// Words between what says that a work is to come and its title, at most.
const TO_TITLE: u32 = 4;

/// Whether a title is told to be of a work that is not out, or has just come out: "the upcoming film Harbour Nine",
/// "the new Harbour Nine film".
fn is_upcoming(document: &Document, tokens: &Range<u32>) -> bool {
    let is_film = printed(document, tokens.end).is_some_and(|word| List::FilmNoun.has_as_is(word));
    let joins = |at: &u32| {
        let token = &document.tokens[*at as usize];
        document.shares_sentence(*at, tokens.start) && token.shape == Shape::Lower && !token.lex.has(Lex::FUNCTION)
    };
    let is_new = |at: u32| List::Newest.has_as_is(document.word(at)) && (is_film || at + 1 < tokens.start);
    let mut before = (tokens.start.saturating_sub(TO_TITLE)..tokens.start).rev().take_while(joins);
    before.any(|at| List::Upcoming.has_as_is(document.word(at)) || is_new(at))
}

/// The year in brackets after a title and the mark that closes it.
fn year_after(document: &Document, tokens: &Range<u32>) -> Option<u16> {
    let bracket = (tokens.end..tokens.end + 2).find(|&at| printed(document, at) == Some("("))?;
    year_at(document, bracket + 1)
}

/// Words between a year and the word of the trade before a title: "the 1994 animated Disney film".
const TO_CUE: u32 = 4;

/// The year whose film a title is: "1994's Harbour Nine", "the 1994 animated film “Harbour Nine”", "the 1994 adaptation
/// of Harbour Nine".
fn year_before(document: &Document, tokens: &Range<u32>) -> Option<u16> {
    let before = |back: u32| tokens.start.checked_sub(back);
    let is_mark = |at: u32| document.get(i64::from(at)).is_some_and(|token| token.shape == Shape::Mark);
    let mut last = before(1).map(|at| if is_mark(at) { at.saturating_sub(1) } else { at })?;
    let sentence = document.sentence_of(tokens.start);
    let is_near = |at: &u32| document.sentence_of(*at) == sentence;
    if document.tokens[last as usize].shape == Shape::Possessive {
        return last.checked_sub(1).filter(is_near).and_then(|at| year_at(document, at));
    }
    if document.word(last) == "of" && List::Adapting.has_as_is(document.word_back(last, 1)) {
        last -= 1;
    } else if !document.tokens[last as usize].lex.has(Lex::WORK_CUE) {
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
    fn what_is_yet_to_come_is_no_film_of_long_ago() {
        let text = |film: &str| format!("A star\nShe joined the cast of {film} when she was a child.");
        assert_eq!(years(&text("the film Harbour Nine"), Some(2017)), [Some(2018)]);
        assert_eq!(years(&text("the upcoming film Harbour Nine"), Some(2016)), [Some(2018)]);
        assert_eq!(years(&text("the new Harbour Nine film"), Some(2024)), [None]);
        assert_eq!(years(&text("the upcoming film Harbour Nine"), Some(2005)), [None]);
    }

    #[test]
    fn a_printed_year_tells() {
        let text = |year: &str| format!("A star\nShe made the film “Harbour Nine” ({year}) when she was a child.");
        assert_eq!(years(&text("1962"), Some(2024)), [Some(1961)]);
        assert_eq!(years(&text("1990"), Some(2024)), [Some(1990)]);
        let text = |year: &str| format!("A star\nShe made the film “Harbour Nine” {year}.");
        assert_eq!(years(&text("in 1962"), Some(2024)), [Some(1961)]);
        assert_eq!(years(&text("in 1990"), Some(2024)), [Some(1961)]);
        assert_eq!(years(&text("in 1950"), Some(2024)), [None]);
        let text = |title: &str| format!("A star\nShe won the prize for {title} when she was a child.");
        assert_eq!(years(&text("the 1962 animated film “Harbour Nine”"), Some(2024)), [Some(1961)]);
        assert_eq!(years(&text("the 1962 adaptation of Harbour Nine"), Some(2024)), [Some(1961)]);
        assert_eq!(years(&text("the 1962 film Harbour Nine"), Some(2024)), [Some(1961)]);
        assert_eq!(years(&text("1961's film Harbour Nine and 1961's Harbour Nine"), Some(2024)), [Some(1961)]);
        assert_eq!(years(&text("the film of 1961 and the film Harbour Nine"), Some(2024)), [Some(2018)]);
    }
}
