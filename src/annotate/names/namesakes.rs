//! Which of several works of one title an article means.
//!
//! Comes in: the mentions of a title and the listed works that bear it, the likeliest first. Goes out: those that are
//! left once the year that is printed beside the title has spoken, "The Fog (1980)", or else the day of the article:
//! few write of a film two years before it is out.

use std::ops::Range;

use super::super::Document;
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

/// The year in brackets after a title and the mark that closes it.
fn printed_year(document: &Document, tokens: &Range<u32>) -> Option<u16> {
    let printed = |at: u32| document.get(i64::from(at)).map(|token| token.span.of(document.text));
    let bracket = (tokens.end..tokens.end + 2).find(|&at| printed(at) == Some("("))?;
    let year = printed(bracket + 1).filter(|year| year.len() == 4)?;
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
    }
}
