//! Lists of works and people that a user brings: files in, [`Authority`] out.
//!
//! Tab- or comma-separated files with a header, which names the columns: IMDb's `title.basics.tsv` and
//! `name.basics.tsv` (`\N` is nothing, quotes are literal), Wikidata's CSV (quotes are RFC 4180, ids are addresses),
//! or any table with `title` or `name`; and TMDB's daily exports, one JSON object a line.

use std::path::Path;

use serde_json::Value;

use crate::error::{Error, Result};
use crate::model::{Authority, KnownPerson, KnownWork, WorkKind};

/// Reads a list of films and series.
///
/// # Errors
/// The file cannot be read, or its header names no title.
pub fn films(path: &Path) -> Result<Authority> {
    let mut authority = Authority::default();
    for_each_record(path, &TITLES, |record| authority.works.extend(work(record)))?;
    Ok(authority)
}

/// Reads a list of people.
///
/// # Errors
/// The file cannot be read, or its header names no name.
pub fn people(path: &Path) -> Result<Authority> {
    let mut authority = Authority::default();
    for_each_record(path, &NAMES, |record| {
        let name = record.first(&NAMES);
        if !name.is_empty() && !is_wikidata_id(name) {
            authority.people.push(KnownPerson { name: name.into(), id: record.id() });
        }
    })?;
    Ok(authority)
}

const TITLES: [&str; 6] = ["title", "primaryTitle", "itemLabel", "original_title", "original_name", "filmLabel"];
const NAMES: [&str; 5] = ["name", "primaryName", "itemLabel", "personLabel", "label"];
const YEARS: [&str; 4] = ["year", "startYear", "date", "release_date"];
const IDS: [&str; 6] = ["id", "tconst", "nconst", "item", "film", "person"];

/// One line of a list: its cells by the names of their columns.
struct Record<'l> {
    header: &'l [String],
    cells: Vec<String>,
}

impl Record<'_> {
    fn cell(&self, name: &str) -> &str {
        let index = self.header.iter().position(|column| column == name);
        let cell = index.and_then(|index| self.cells.get(index)).map_or("", |cell| cell.trim());
        if cell == "\\N" { "" } else { cell }
    }

    fn first(&self, names: &[&str]) -> &str {
        names.iter().map(|name| self.cell(name)).find(|cell| !cell.is_empty()).unwrap_or("")
    }

    /// The identifier, without the address that Wikidata puts before it.
    fn id(&self) -> Option<Box<str>> {
        let id = self.first(&IDS);
        let id = id.rsplit('/').next().unwrap_or(id);
        (!id.is_empty()).then(|| id.into())
    }
}

/// Returns the film or series of a record; episodes, games and what is for adults only are none.
fn work(record: Record) -> Option<KnownWork> {
    let title = record.first(&TITLES);
    let kind = match record.cell("titleType") {
        "" if record.header.iter().any(|column| column == "original_name") => WorkKind::Series,
        "" => match record.cell("kind") {
            "series" => WorkKind::Series,
            _ => WorkKind::Film,
        },
        "tvSeries" | "tvMiniSeries" => WorkKind::Series,
        "movie" | "short" | "tvMovie" | "tvShort" | "tvSpecial" | "video" => WorkKind::Film,
        _ => return None,
    };
    let adult = matches!(record.first(&["isAdult", "adult"]), "1" | "true");
    if title.is_empty() || adult || is_wikidata_id(title) {
        return None;
    }
    let year = record.first(&YEARS).get(..4).and_then(|year| year.parse().ok());
    Some(KnownWork { title: title.into(), year, kind, id: record.id(), cast: record.cell("cast").into() })
}

/// A label that is only an id stands where Wikidata has no English one.
fn is_wikidata_id(label: &str) -> bool {
    label.strip_prefix('Q').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn for_each_record(path: &Path, wanted: &[&str], mut each: impl FnMut(Record)) -> Result<()> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Error::input(format!("cannot read the list `{shown}`")).caused_by(error))?;
    let text = text.trim_start_matches('\u{feff}');
    if text.starts_with('{') {
        text.lines().filter_map(json_record).for_each(|(header, cells)| each(Record { header: &header, cells }));
        return Ok(());
    }
    let mut lines = text.lines();
    let first = lines.next().unwrap_or("");
    let split: fn(&str) -> Vec<String> = if first.contains('\t') { tabs } else { commas };
    let header = split(first);
    if !header.iter().any(|column| wanted.contains(&column.as_str())) {
        let message = format!("the list `{shown}` has none of the columns {}", wanted.join(", "));
        return Err(Error::input(message).hint("name the columns in the first line"));
    }
    lines.for_each(|line| each(Record { header: &header, cells: split(line) }));
    Ok(())
}

/// The strings, numbers and truths of a JSON object.
fn json_record(line: &str) -> Option<(Vec<String>, Vec<String>)> {
    let Ok(Value::Object(object)) = serde_json::from_str(line) else { return None };
    let plain = |value: Value| match value {
        Value::String(text) => text,
        value => value.to_string(),
    };
    Some(object.into_iter().map(|(name, value)| (name, plain(value))).unzip())
}

fn tabs(line: &str) -> Vec<String> {
    line.split('\t').map(str::to_owned).collect()
}

/// Cells between commas; quotes around a cell keep its commas, and two quotes in it are one.
fn commas(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                cell.push('"');
                letters.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            letter => cell.push(letter),
        }
    }
    cells.push(cell);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record<'h>(header: &'h [String], cells: Vec<String>) -> Record<'h> {
        Record { header, cells }
    }

    fn check(header: &str, line: &str, expected: Option<(&str, Option<u16>, WorkKind, Option<&str>)>) {
        let split: fn(&str) -> Vec<String> = if header.contains('\t') { tabs } else { commas };
        let header = split(header);
        let found = work(record(&header, split(line)));
        let found = found.as_ref().map(|work| (&*work.title, work.year, work.kind, work.id.as_deref()));
        assert_eq!(found, expected);
    }

    #[test]
    fn imdb() {
        let header = "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear";
        let series = Some(("Harbour \"Nine\"", Some(2016), WorkKind::Series, Some("tt9000002")));
        check(header, "tt9000002\ttvSeries\tHarbour \"Nine\"\tHavn 9\t0\t2016\t\\N", series);
        check(header, "tt9000004\ttvEpisode\tPilot\tPilot\t0\t2016\t\\N", None);
    }

    #[test]
    fn wikidata() {
        let line = "http://www.wikidata.org/entity/Q900000002,\"Harbour, Nine\",2016-01-01T00:00:00Z";
        let film = Some(("Harbour, Nine", Some(2016), WorkKind::Film, Some("Q900000002")));
        check("item,itemLabel,date", line, film);
        check("item,itemLabel,date", "http://www.wikidata.org/entity/Q9,Q9,", None);
    }

    #[test]
    fn tmdb() {
        let (header, cells) = json_record(r#"{"adult":false,"id":9000003,"original_title":"ガラスの園"}"#).unwrap();
        let found = work(record(&header, cells)).unwrap();
        assert_eq!((&*found.title, found.id.as_deref()), ("ガラスの園", Some("9000003")));
    }
}
