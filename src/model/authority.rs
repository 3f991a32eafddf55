//! Lists of works and people that are known to exist: what names and titles are checked against.

use super::WorkKind;

/// A list of works and people, as read from a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Authority {
    /// Films and series.
    pub works: Vec<KnownWork>,
    /// People.
    pub people: Vec<KnownPerson>,
    /// Other names of works: the place of the work in `works`, the name.
    pub aliases: Vec<(u32, Box<str>)>,
}

/// A film or series that exists.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownWork {
    /// Canonical title.
    pub title: Box<str>,
    /// Year of release.
    pub year: Option<u16>,
    /// Film or series.
    pub kind: WorkKind,
    /// Identifier in its source, such as `tt0437086`.
    pub id: Option<Box<str>>,
    /// Full names of its leading actors, `|` between them.
    pub cast: Box<str>,
}

/// A person who exists.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownPerson {
    /// Canonical full name.
    pub name: Box<str>,
    /// Identifier in its source, such as `nm0000116`.
    pub id: Option<Box<str>>,
}
