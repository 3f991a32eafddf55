//! What a page is called: by its metadata, by its `title` element, by its headings; and which of these is the headline.
//!
//! A title carries more than the headline, most often the name of the site behind a dash. A headline may hold a dash of
//! its own, so that only what is known to be no part of it is cut: the name or the address of the site, or what the
//! heading of the same words lacks.

/// The titles of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Titles {
    /// Those that the metadata states, the best first.
    pub stated: Vec<String>,
    /// The title of the document.
    pub document: Option<String>,
    /// The first headings, of the two highest levels.
    pub headings: Vec<String>,
    /// Those of the highest level.
    pub top_headings: Vec<String>,
}

/// The most headings that are read; the headline is among the first.
const MOST_HEADINGS: usize = 24;

/// A title of more bytes is taken as it is.
const MAX_TITLE: usize = 1000;

/// What stands between a headline and the name of a site.
const MARKS: [&str; 10] = [" | ", " - ", " – ", " — ", " -- ", " :: ", " » ", " › ", " · ", " • "];

/// Stands between the steps of a path.
const PATH_MARK: &str = " » ";

/// The most words of the name of a site that is not known.
const MOST_SITE_WORDS: usize = 4;

impl Titles {
    /// Returns whether another heading is to be read.
    pub fn lacks_headings(&self) -> bool {
        self.headings.len() < MOST_HEADINGS
    }

    /// Adds what is known otherwise.
    pub fn or(mut self, other: Titles) -> Titles {
        self.stated.extend(other.stated);
        self.headings.extend(other.headings);
        self.top_headings.extend(other.top_headings);
        Titles { document: self.document.or(other.document), ..self }
    }

    /// Returns the headline: a title that a heading repeats, or that does but for the name of the site; else what the
    /// metadata states, the title of the document, or the heading where there is but one, without that name.
    pub fn headline(&self, site: &Site) -> Option<String> {
        let headings: Vec<String> =
            self.headings.iter().filter(|heading| !site.is(heading)).map(|heading| squeezed(heading)).collect();
        let titles = || self.stated.iter().chain(&self.document).filter(|title| title.len() <= MAX_TITLE);
        let whole = || titles().find(|title| headings.contains(&squeezed(title))).map(String::as_str);
        let part = || titles().find_map(|title| headed_part(title, &headings, site));
        let stated = || Some(site.cut(self.stated.first()?, site.name.is_none(), &headings));
        let document = || Some(site.cut(self.document.as_deref()?, true, &headings));
        let heading = || {
            let mut headings = self.top_headings.iter().filter(|heading| !site.is(heading));
            headings.next().filter(|_| headings.next().is_none()).map(String::as_str)
        };
        whole().or_else(part).or_else(stated).or_else(document).or_else(heading).map(|title| title.trim().to_owned())
    }
}

/// Returns the part of a title before a mark that is a heading; or the part after one, where the name of the site
/// stands first: as we know it, or as a heading of its own at the head of a path, `Site » Archive » Headline`.
fn headed_part<'t>(title: &'t str, headings: &[String], site: &Site) -> Option<&'t str> {
    let is_heading = |part: &str| headings.contains(&squeezed(part));
    let breaks = || MARKS.iter().flat_map(|mark| title.match_indices(mark));
    let leads = |rest: &str| {
        let opening = rest.split_once(PATH_MARK).map(|(opening, _)| opening);
        site.opens(rest) || opening.is_some_and(|opening| is_heading(opening) || site.is(opening))
    };
    let after = breaks().map(|(at, mark)| (&title[..at], &title[at + mark.len()..]));
    let after = after.filter(|(rest, part)| is_heading(part) && leads(rest)).map(|(_, part)| part);
    let before = || breaks().map(|(at, _)| &title[..at]).filter(|part| is_heading(part) && n_words(part) > 1);
    after.max_by_key(|part| part.len()).or_else(|| before().max_by_key(|part| part.len()))
}

/// What is known of the site.
pub struct Site<'a> {
    /// Its name.
    pub name: Option<&'a str>,
    /// Its host.
    pub host: Option<&'a str>,
}

impl Site<'_> {
    /// Returns whether a part of a title is the name or the address of the site, or that and a word or two.
    pub fn is(&self, part: &str) -> bool {
        let (part, n_words) = (squeezed(part), n_words(part));
        let same = |known: String| {
            let [short, long] = if part.len() < known.len() { [&part, &known] } else { [&known, &part] };
            part == known || (short.len() >= 3 && n_words <= MOST_SITE_WORDS && long.starts_with(short.as_str()))
        };
        !part.is_empty() && self.known().any(same)
    }

    /// Returns whether a text begins with the name of the site.
    fn opens(&self, text: &str) -> bool {
        let text = squeezed(text);
        self.known().any(|known| known.len() >= 3 && text.starts_with(&known))
    }

    /// The name, the address, and the label of the address that tells most.
    fn known(&self) -> impl Iterator<Item = String> {
        let label = self.host.and_then(|host| host.split('.').rev().skip(1).find(|label| label.len() > 3));
        [self.name, self.host, label].into_iter().flatten().map(squeezed).filter(|known| !known.is_empty())
    }

    /// Cuts the name of the site from either end of a title; where `guess` says so, the last part that may be a name.
    fn cut<'t>(&self, title: &'t str, guess: bool, headings: &[String]) -> &'t str {
        let mut rest = title;
        while rest.len() <= MAX_TITLE {
            let tail = last_break(rest).filter(|(_, tail)| self.is(tail));
            let head = || first_break(rest).filter(|(head, _)| self.is(head)).map(|(_, tail)| tail);
            match tail.map(|(head, _)| head).or_else(head).or_else(|| self.bracketed(rest)) {
                Some(shorter) => rest = shorter,
                None => break,
            }
        }
        let whole = squeezed(rest);
        let guessed = last_break(rest).filter(|(head, tail)| {
            rest == title
                && guess
                && n_words(head) >= MOST_SITE_WORDS
                && may_be_site(tail)
                && !headings.iter().any(|heading| heading.contains(&whole))
        });
        guessed.map_or(rest, |(head, _)| head)
    }

    /// Returns what stands before the name in brackets, `A headline [site.example]`.
    fn bracketed<'t>(&self, title: &'t str) -> Option<&'t str> {
        let (head, name) = title.strip_suffix([']', ')'])?.rsplit_once(['[', '('])?;
        self.is(name).then_some(head).filter(|head| !head.trim().is_empty())
    }
}

fn last_break(title: &str) -> Option<(&str, &str)> {
    MARKS.iter().filter_map(|mark| title.rsplit_once(mark)).min_by_key(|(_, tail)| tail.len())
}

fn first_break(title: &str) -> Option<(&str, &str)> {
    MARKS.iter().filter_map(|mark| title.split_once(mark)).min_by_key(|(head, _)| head.len())
}

/// Returns whether a part of a title is written like a name: few words, capitals, an address, no mark of a sentence.
fn may_be_site(part: &str) -> bool {
    let like_name = |word: &str| {
        word.starts_with(|letter: char| !letter.is_lowercase())
            || word.len() <= 3
            || word.trim_matches('.').contains('.')
    };
    n_words(part) <= MOST_SITE_WORDS
        && !part.contains([',', '?', '!', ':', ';', '"', '“', '‘'])
        && part.split_whitespace().all(like_name)
}

fn n_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Returns the letters and digits of a text in lower case.
fn squeezed(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the headline of a page that states `stated`, whose document is called `document`.
    #[track_caller]
    fn check(stated: &[&str], document: &str, headings: &[&str], expected: &str) {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let document = Some(document.to_owned()).filter(|title| !title.is_empty());
        let titles =
            Titles { stated: owned(stated), document, headings: owned(headings), top_headings: owned(headings) };
        let headline = titles.headline(&Site { name: Some("The Post"), host: Some("post.example") });
        assert_eq!(headline.as_deref(), Some(expected));
    }

    #[test]
    fn a_dash_of_the_headline_stays() {
        let headline = "Harbour Tale review – big waves, no heart";
        check(&[headline], "", &[], headline);
        check(&[&format!("{headline} - The Post")], "", &[], headline);
        check(&[], &format!("{headline} | The Post"), &[], headline);
        check(&[], &format!("{headline} | The Post"), &[headline], headline);
        check(&["The long road to Harbour Tale – In Pictures"], "", &[], "The long road to Harbour Tale – In Pictures");
        let titled = "The Long Road to Harbour Tale – In Pictures";
        check(&[], titled, &["The Long Road to Harbour Tale – In Pictures 5 stars"], titled);
    }

    #[test]
    fn the_name_of_the_site_goes() {
        check(&[], "A tram stops in the old town -- The Post", &[], "A tram stops in the old town");
        check(&[], "A tram stops [post.example]", &[], "A tram stops");
        check(&[], "Post | A tram stops", &[], "A tram stops");
        check(&[], "A tram stops in Ostrava today – Evening Wire", &[], "A tram stops in Ostrava today");
        check(&[], "The Post » Blog Archive » Trams", &["The Post", "Trams"], "Trams");
        check(
            &[],
            "Tram 14 | Evening Wire of Ostrava",
            &["Evening Wire of Ostrava"],
            "Tram 14 | Evening Wire of Ostrava",
        );
        check(&[], "A tram stops – Evening Wire", &["Evening Wire", "Other news"], "A tram stops – Evening Wire");
    }

    #[test]
    fn the_title_that_a_heading_repeats_is_the_headline() {
        check(&["Line of a tramway", "Tram 14"], "Tram 14 – The Post", &["Tram 14"], "Tram 14");
        check(&["A tram stops", "Why it stopped"], "", &["Trams"], "A tram stops");
        check(&[], "", &["The Post", "A tram stops"], "A tram stops");
        let untitled = Titles { headings: vec!["Sign up".to_owned()], ..Titles::default() };
        assert_eq!(untitled.headline(&Site { name: None, host: None }), None);
    }
}
