//! A request in, what it asks for out. Parameters have the names of the command line's options.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::error::{Error, Result};
use crate::index::NameField;
use crate::model::Date;
use crate::query::{self, Facet, Filters, Node, Sort, Target, Wanted};

/// The most results of one answer.
const MOST: usize = 1000;

/// How many results and values of facets there are when nobody says.
const USUAL: usize = 10;

/// A request: its path and its parameters.
#[derive(Debug, PartialEq, Eq)]
pub struct Asked {
    /// The path, with its `/`.
    pub path: String,
    parameters: Vec<(String, String)>,
    /// The names of parameters that are given without a `=`, as a switch may be.
    bare: Vec<String>,
    /// The names of parameters that were looked at.
    known: RefCell<BTreeSet<String>>,
    /// Of these, those that may be given once.
    single: RefCell<BTreeSet<String>>,
    /// And those that are switches.
    switches: RefCell<BTreeSet<String>>,
}

impl Asked {
    /// Reads the address of a request, such as `/api/search?q=sequel&speaker=salazar`.
    pub fn parse(address: &str) -> Asked {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let parameters: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let bare = query.split('&').filter(|given| !given.contains('='));
        let bare = bare.flat_map(|name| form_urlencoded::parse(name.as_bytes())).map(|(name, _)| name.into_owned());
        Asked {
            path: path.to_owned(),
            bare: bare.collect(),
            parameters,
            known: RefCell::default(),
            single: RefCell::default(),
            switches: RefCell::default(),
        }
    }

    /// Checks, once an answer is found, that every parameter had a part in it: a misspelt filter must not be answered
    /// as if there were none.
    ///
    /// # Errors
    /// A parameter that nothing looked at, whatever its value, or of which only the first was; one without a value that
    /// is no switch.
    pub fn check(&self) -> Result<()> {
        let (known, single) = (self.known.borrow(), self.single.borrow());
        let given = || self.parameters.iter().filter(|(_, value)| !value.is_empty()).map(|(name, _)| name);
        if let Some(name) = single.iter().find(|&name| given().filter(|&given| given == name).nth(1).is_some()) {
            return Err(Error::usage(format!("{name}: it is given more than once")));
        }
        let switches = self.switches.borrow();
        let lacks_value = |name: &&String| known.contains(*name) && !switches.contains(*name);
        if let Some(name) = self.bare.iter().find(lacks_value) {
            return Err(Error::usage(format!("{name}: a value is missing")).hint(format!("write it as `{name}=VALUE`")));
        }
        match self.parameters.iter().find(|(name, _)| !name.is_empty() && !known.contains(name)) {
            Some((name, _)) => Err(Error::usage(format!("`{name}` is no parameter of {}", self.path))
                .hint(format!("it takes {}", Vec::from_iter(known.iter().map(String::as_str)).join(", ")))),
            None => Ok(()),
        }
    }

    /// Returns a parameter that may be given once; an empty one is none.
    pub fn one(&self, name: &str) -> Option<&str> {
        self.known.borrow_mut().insert(name.to_owned());
        self.single.borrow_mut().insert(name.to_owned());
        let is_given = |(own, value): &&(String, String)| own == name && !value.is_empty();
        self.parameters.iter().find(is_given).map(|(_, value)| value.as_str())
    }

    fn all(&self, name: &str) -> Vec<&str> {
        self.known.borrow_mut().insert(name.to_owned());
        let given = self.parameters.iter().filter(|(own, value)| own == name && !value.is_empty());
        given.map(|(_, value)| value.as_str()).collect()
    }

    /// Returns the words of the query, `q`.
    ///
    /// # Errors
    /// A query that does not parse.
    pub fn words(&self) -> Result<Node> {
        query::read(self.one("q").unwrap_or(""))
    }

    /// Returns what results are narrowed to.
    ///
    /// # Errors
    /// A day or a number that is none.
    pub fn filters(&self) -> Result<Filters> {
        let names = |prefix: &str| -> Vec<(NameField, String)> {
            let of = |field: NameField| {
                let name = format!("{prefix}{}", field.as_str());
                self.all(&name).into_iter().map(|value| (field, value.to_owned())).collect::<Vec<_>>()
            };
            NameField::ALL.into_iter().flat_map(of).collect()
        };
        let day = |name: &str, read: fn(&str) -> std::result::Result<Date, String>| {
            self.one(name).map(read).transpose().map_err(|reason| Error::usage(format!("{name}: {reason}")))
        };
        let filters = Filters {
            include: names(""),
            exclude: names("not-"),
            min_confidence: self.confidence()?,
            all: self.has("all")?,
            include_removed: self.has("include-removed")?,
            ..Filters::default()
        };
        filters.between(day("after", Date::first_of)?, day("before", Date::last_of)?)
    }

    /// Returns which part of the results is wanted, and what else.
    ///
    /// # Errors
    /// A number, an order or a facet that is none.
    pub fn wanted(&self, target: Target) -> Result<Wanted> {
        let facet =
            |name: &str| Facet::parse(name).ok_or_else(|| Error::usage(format!("facets: `{name}` is no facet")));
        let lists = self.all("facets");
        let names = lists.iter().flat_map(|names| names.split(',')).filter(|name| !name.is_empty());
        let limit = self.limit()?.min(MOST);
        let page = self.number("page", 1_usize)?;
        let before = page.checked_sub(1).ok_or_else(|| Error::usage("page: pages are counted from 1"))?;
        let before = limit.saturating_mul(before);
        let recent = self.one("recent").map(|_| self.number("recent", 0)).transpose()?;
        Ok(Wanted {
            limit,
            offset: self.number("offset", before)?,
            recent,
            sort: self.sort(target)?,
            facets: names.map(facet).collect::<Result<_>>()?,
            facet_limit: self.number("values", USUAL)?,
            total: true,
            context: self.has("context")?,
            expand: self.has("expand")?,
            explain: target == Target::Articles && self.has("explain-score")?,
            suggest: true,
            ..Wanted::default()
        })
    }

    /// Returns how many results are asked for; as for the options, 0 is all that there may be.
    fn limit(&self) -> Result<usize> {
        Ok(match self.number("limit", USUAL)? {
            0 => usize::MAX,
            limit => limit,
        })
    }

    /// Says, where more results were asked for than an answer holds and it is full, how to have the others.
    ///
    /// # Errors
    /// A limit that is no number.
    pub fn cut(&self, n_hits: usize) -> Result<Option<String>> {
        let is_cut = self.limit()? > MOST && n_hits >= MOST;
        let how =
            format!("an answer holds at most {MOST} results; `page` asks for the next, `{}.csv` for all", self.path);
        Ok(is_cut.then_some(how))
    }

    /// Returns the wish for all results, in the order asked for.
    ///
    /// # Errors
    /// As of [`Asked::wanted`].
    pub fn wanted_all(&self, target: Target) -> Result<Wanted> {
        let part = self.wanted(target)?;
        Ok(Wanted { limit: usize::MAX, offset: 0, facets: Vec::new(), total: false, suggest: false, ..part })
    }

    fn confidence(&self) -> Result<f32> {
        let given = self.one("min-confidence").map(query::parse_confidence).transpose();
        given.map(|share| share.unwrap_or(0.0)).map_err(|reason| Error::usage(format!("min-confidence: {reason}")))
    }

    fn sort(&self, target: Target) -> Result<Sort> {
        match self.one("sort").unwrap_or("relevance") {
            "relevance" => Ok(Sort::Relevance),
            "date" => Ok(Sort::Date),
            "confidence" if target == Target::Quotations => Ok(Sort::Confidence),
            "matches" => Ok(Sort::Matches),
            other => Err(Error::usage(format!("sort: `{other}` is no order"))
                .hint("the orders are relevance, date, matches and, of quotations, confidence")),
        }
    }

    /// Returns whether a switch is on: `1` or `true`, or there without a value.
    ///
    /// # Errors
    /// Anything but those, `0` and `false`.
    pub fn has(&self, name: &str) -> Result<bool> {
        self.switches.borrow_mut().insert(name.to_owned());
        match self.one(name) {
            Some("1" | "true") => Ok(true),
            None if self.bare.iter().any(|bare| bare == name) => Ok(true),
            None | Some("0" | "false") => Ok(false),
            Some(other) => Err(Error::usage(format!("{name}: `{other}` is neither `true` nor `false`"))),
        }
    }

    fn number<N: std::str::FromStr>(&self, name: &str, usual: N) -> Result<N> {
        let Some(text) = self.one(name) else { return Ok(usual) };
        text.parse().map_err(|_| Error::usage(format!("{name}: `{text}` is no number of the kind that is wanted")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_the_options_of_the_command_line() {
        let asked =
            Asked::parse("/api/search?q=glass+orchard&speaker=O%E2%80%99Dwyer&not-site=a.example&after=2024&sort=date");
        assert_eq!((asked.path.as_str(), asked.one("q")), ("/api/search", Some("glass orchard")));
        let filters = asked.filters().unwrap();
        assert_eq!(filters.include, [(NameField::Speaker, "O’Dwyer".to_owned())]);
        assert_eq!(filters.exclude, [(NameField::Site, "a.example".to_owned())]);
        assert_eq!(filters.after.map(|day| day.to_string()).as_deref(), Some("2024-01-01"));
        assert_eq!(asked.wanted(Target::Articles).unwrap().sort, Sort::Date);
        assert!(asked.check().is_ok());
    }

    #[test]
    fn what_nothing_looks_at_is_told() {
        let asked = Asked::parse("/api/facets?facets=speaker&speker=salazar");
        let _ = (asked.one("facets"), asked.one("speaker"));
        let fault = asked.check().unwrap_err();
        assert_eq!(fault.message(), "`speker` is no parameter of /api/facets");
        for address in ["/api/facets?facets=speaker&colour=", "/api/facets?facets=speaker&colour"] {
            let asked = Asked::parse(address);
            let _ = asked.one("facets");
            assert_eq!(asked.check().unwrap_err().message(), "`colour` is no parameter of /api/facets");
        }
        let asked = Asked::parse("/api/search?after=2020&after=2030&speaker=a&speaker=b");
        let _ = asked.filters();
        assert_eq!(asked.check().unwrap_err().message(), "after: it is given more than once");
    }

    #[test]
    fn a_switch_needs_no_value() {
        let asked = Asked::parse("/api/quotes?q=tide&context&all=");
        let wanted = asked.wanted(Target::Quotations).unwrap();
        assert!(wanted.context && !asked.filters().unwrap().all && asked.one("q").is_some() && asked.check().is_ok());
        let asked = Asked::parse("/api/quotes?speaker&&=");
        let _ = asked.filters();
        assert_eq!(asked.check().unwrap_err().message(), "speaker: a value is missing");
    }

    #[test]
    fn what_is_cut_off_is_told() {
        let cut = |address: &str, n_hits: usize| Asked::parse(address).cut(n_hits).unwrap();
        let told = "an answer holds at most 1000 results; `page` asks for the next, `/api/search.csv` for all";
        assert_eq!(cut("/api/search?limit=0", 1000).as_deref(), Some(told));
        assert_eq!(cut("/api/search?limit=2000", 999), None);
        assert_eq!(cut("/api/search?limit=1000", 1000), None);
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let fault = |address: &str| {
            let asked = Asked::parse(address);
            asked.filters().err().or(asked.wanted(Target::Articles).err()).map(|error| error.message().to_owned())
        };
        assert_eq!(
            fault("/?after=soon").as_deref(),
            Some("after: `soon` is no day; write 2024, 2024-05 or 2024-05-17")
        );
        assert_eq!(fault("/?limit=-1").as_deref(), Some("limit: `-1` is no number of the kind that is wanted"));
        assert_eq!(fault("/?facets=speaker,colour").as_deref(), Some("facets: `colour` is no facet"));
        assert_eq!(fault("/?sort=up").as_deref(), Some("sort: `up` is no order"));
        assert_eq!(fault("/?sort=confidence").as_deref(), Some("sort: `confidence` is no order"));
        assert_eq!(fault("/?all=yes").as_deref(), Some("all: `yes` is neither `true` nor `false`"));
        assert_eq!(fault("/?page=0").as_deref(), Some("page: pages are counted from 1"));
        assert_eq!(fault("/?%FF=%GG&&=&limit="), None);
    }
}
