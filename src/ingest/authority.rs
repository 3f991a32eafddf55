//! Lists of works and people that a user brings: files in, [`Authority`] out.
//!
//! Plain or gzip. Tab- or comma-separated files with a header, which names the columns: IMDb's `title.basics.tsv`,
//! `title.akas.tsv` (after the basics that it adds names to) and `name.basics.tsv` (`\N` is nothing, quotes are
//! literal), Wikidata's CSV (quotes are RFC 4180, ids are addresses), or any table with `title` or `name`. JSON: TMDB's
//! daily exports and Wikidata's dump, one object a line; SPARQL results, `wbgetentities` and arrays of objects, as a
//! whole.
//!
//! What a list of millions says of one-word names is nothing, since every word is one: of IMDb's and TMDB's people
//! those are left out, and of TMDB's titles those that hardly anybody looked up.

mod json;
mod table;

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;
use rustc_hash::FxHashMap;

use crate::error::{Error, Result};
use crate::model::{Authority, KnownPerson, KnownWork, WorkKind};

/// Reads lists of films and series.
///
/// # Errors
/// A file cannot be read, or its header names no title.
pub fn films(paths: &[PathBuf]) -> Result<Authority> {
    let mut reader = Reader::default();
    for path in paths {
        for_each_record(path, &TITLES, |record| reader.work(record))?;
    }
    Ok(reader.authority)
}

/// Reads lists of people.
///
/// # Errors
/// A file cannot be read, or its header names no name.
pub fn people(paths: &[PathBuf]) -> Result<Authority> {
    let mut authority = Authority::default();
    for path in paths {
        for_each_record(path, &NAMES, |record| authority.people.extend(person(record)))?;
    }
    Ok(authority)
}

const TITLES: [&str; 9] = [
    "title",
    "primaryTitle",
    "itemLabel",
    "original_title",
    "original_name",
    "filmLabel",
    "seriesLabel",
    "titleLabel",
    "label",
];
const NAMES: [&str; 6] = ["name", "primaryName", "itemLabel", "personLabel", "humanLabel", "label"];
const YEARS: [&str; 5] = ["year", "startYear", "date", "release_date", "first_air_date"];
const IDS: [&str; 8] = ["id", "tconst", "nconst", "titleId", "item", "film", "series", "person"];

/// One entry of a list: the names of its cells, and the cells.
struct Record<'l> {
    header: &'l [String],
    cells: &'l [&'l str],
}

impl<'l> Record<'l> {
    fn has(&self, name: &str) -> bool {
        self.header.iter().any(|column| column == name)
    }

    fn cell(&self, name: &str) -> &'l str {
        let index = self.header.iter().position(|column| column == name);
        let cell = index.and_then(|index| self.cells.get(index)).map_or("", |cell| cell.trim());
        if cell == "\\N" { "" } else { cell }
    }

    fn first(&self, names: &[&str]) -> &'l str {
        names.iter().map(|name| self.cell(name)).find(|cell| !cell.is_empty()).unwrap_or("")
    }

    /// The identifier, without the address that Wikidata puts before it.
    fn id(&self) -> Option<Box<str>> {
        let id = self.first(&IDS);
        let id = id.rsplit('/').next().unwrap_or(id);
        (!id.is_empty()).then(|| id.into())
    }

    /// The year, of a year or a date.
    fn year(&self) -> Option<u16> {
        self.first(&YEARS).trim_start_matches('+').get(..4).and_then(|year| year.parse().ok())
    }
}

/// Reads works, and other names of those that it has read.
#[derive(Default)]
struct Reader {
    authority: Authority,
    /// Works by the numbers of their IMDb ids.
    places: FxHashMap<u32, u32>,
}

impl Reader {
    fn work(&mut self, record: Record) {
        if record.has("titleId") {
            self.other_name(&record);
            return;
        }
        let Some(work) = work(&record) else { return };
        let place = self.authority.works.len() as u32;
        if let Some(number) = imdb_number(record.cell("tconst")) {
            self.places.insert(number, place);
        }
        let names = record.cell("aliases").split('|').filter(|name| !name.is_empty());
        self.authority.aliases.extend(names.map(|name| (place, name.into())));
        self.authority.works.push(work);
    }

    /// A line of `title.akas`: a name under which a work is known where English is read.
    fn other_name(&mut self, record: &Record) {
        let Some(&place) = imdb_number(record.cell("titleId")).and_then(|number| self.places.get(&number)) else {
            return;
        };
        let english = matches!(record.cell("region"), "" | "US" | "GB" | "XWW" | "CA" | "AU" | "IE" | "NZ")
            && matches!(record.cell("language"), "" | "en");
        let (name, work) = (record.cell("title"), &self.authority.works[place as usize]);
        if english && !name.is_empty() && *name != *work.title {
            self.authority.aliases.push((place, name.into()));
        }
    }
}

fn imdb_number(id: &str) -> Option<u32> {
    id.strip_prefix("tt")?.parse().ok()
}

/// Returns the film or series of a record; episodes, games and what is for adults only are none.
fn work(record: &Record) -> Option<KnownWork> {
    let title = record.first(&TITLES);
    let is_series = || record.has("original_name") || record.has("series") || record.has("seriesLabel");
    let kind = match record.first(&["titleType", "kind"]) {
        "" if is_series() => WorkKind::Series,
        "" | "film" | "movie" | "short" | "tvMovie" | "tvShort" | "tvSpecial" | "video" => WorkKind::Film,
        "series" | "tv" | "tvSeries" | "tvMiniSeries" => WorkKind::Series,
        _ => return None,
    };
    let is_one_word = !title.contains([' ', '-', ':']);
    let is_obscure = is_one_word && record.cell("popularity").parse().is_ok_and(|popularity: f32| popularity < 1.0);
    let is_odd = matches!(record.first(&["isAdult", "adult"]), "1" | "true") || record.cell("video") == "true";
    if title.is_empty() || is_odd || is_obscure || is_wikidata_id(title) {
        return None;
    }
    Some(KnownWork {
        title: title.into(),
        year: record.year(),
        kind,
        id: record.id(),
        cast: record.cell("cast").into(),
    })
}

fn person(record: Record) -> Option<KnownPerson> {
    let name = record.first(&NAMES);
    let of_millions = record.has("nconst") || record.has("popularity");
    let is_odd = record.cell("adult") == "true" || (of_millions && !name.contains(' '));
    let is_none = name.is_empty() || is_odd || is_wikidata_id(name);
    (!is_none).then(|| KnownPerson { name: name.into(), id: record.id() })
}

/// A label that is only an id stands where Wikidata has no English one.
fn is_wikidata_id(label: &str) -> bool {
    label.strip_prefix('Q').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn for_each_record(path: &Path, wanted: &[&str], mut each: impl FnMut(Record)) -> Result<()> {
    let fault = |cause: std::io::Error| unreadable(path).caused_by(cause);
    let mut input = open(path).map_err(fault)?;
    match first_letter(&mut input).map_err(fault)? {
        b'{' | b'[' => json::for_each(input, &mut each).map_err(|cause| unreadable(path).caused_by(cause)),
        _ => table::for_each(input, wanted, &mut each)
            .map_err(|cause| unreadable(path).caused_by(cause).hint("name the columns in the first line")),
    }
}

fn unreadable(path: &Path) -> Error {
    Error::input(format!("cannot read the list `{}`", path.display()))
}

/// Opens a file, unpacked where it is gzip.
fn open(path: &Path) -> std::io::Result<Box<dyn BufRead>> {
    let mut input = BufReader::with_capacity(1 << 18, File::open(path)?);
    let is_gzip = input.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if is_gzip { Box::new(BufReader::with_capacity(1 << 18, MultiGzDecoder::new(input))) } else { Box::new(input) })
}

/// Passes over a byte-order mark and white space, and returns the first byte after it without taking it.
fn first_letter(input: &mut dyn BufRead) -> std::io::Result<u8> {
    if input.fill_buf()?.starts_with("\u{feff}".as_bytes()) {
        input.consume(3);
    }
    loop {
        match input.fill_buf()?.first() {
            Some(byte) if byte.is_ascii_whitespace() => input.consume(1),
            Some(&byte) => return Ok(byte),
            None => return Ok(0),
        }
    }
}

/// Reads a line into `line`, whatever its encoding; returns whether there was one.
fn next_line(input: &mut dyn BufRead, line: &mut Vec<u8>) -> std::io::Result<bool> {
    line.clear();
    input.read_until(b'\n', line)?;
    while line.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
        line.pop();
        if line.is_empty() {
            return Ok(true);
        }
    }
    Ok(!line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a list of films from these bytes, and shows the works and their other names.
    fn read(bytes: &[u8]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list");
        std::fs::write(&path, bytes).unwrap();
        let Authority { works, aliases, .. } = films(&[path]).unwrap();
        let shown = works.iter().map(|work| {
            let year = work.year.map_or("?".to_owned(), |year| year.to_string());
            format!("{} {year} {} {}", work.title, work.kind.names().as_str(), work.id.as_deref().unwrap_or("-"))
        });
        let names = aliases.iter().map(|(place, name)| format!("{place} = {name}"));
        shown.chain(names).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn imdb() {
        let text = "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\n\
            tt9000002\ttvSeries\tHarbour \"Nine\"\tHavn 9\t0\t2016\t\\N\n\
            tt9000004\ttvEpisode\tPilot\tPilot\t0\t2016\t\\N\n\
            tt9000005\tmovie\tNight Shift\tNight Shift\t1\t\\N\t\\N\n";
        assert_eq!(read(text.as_bytes()), "Harbour \"Nine\" 2016 series tt9000002");
    }

    #[test]
    fn other_names_of_imdb() {
        let folder = tempfile::tempdir().unwrap();
        let (basics, akas) = (folder.path().join("basics"), folder.path().join("akas"));
        std::fs::write(&basics, "tconst\ttitleType\tprimaryTitle\tisAdult\ntt1\tmovie\tHavn\t0\n").unwrap();
        let lines = "titleId\tordering\ttitle\tregion\tlanguage\ntt1\t1\tHarbour\tGB\t\\N\ntt1\t2\tHafen\tDE\t\\N\n\
            tt7\t1\tOther\tGB\t\\N\n";
        std::fs::write(&akas, lines).unwrap();
        assert_eq!(films(&[basics, akas]).unwrap().aliases, [(0, "Harbour".into())]);
    }

    #[test]
    fn wikidata() {
        let csv = "item,itemLabel,date\r\nhttp://www.wikidata.org/entity/Q900000002,\"Harbour, Nine\",2016-01-01T00:00:00Z\r\n\
            http://www.wikidata.org/entity/Q9,Q9,\r\n";
        assert_eq!(read(csv.as_bytes()), "Harbour, Nine 2016 film Q900000002");
        let sparql = r#"{"head":{"vars":["item","itemLabel"]},"results":{"bindings":[
            {"item":{"type":"uri","value":"http://www.wikidata.org/entity/Q1"},"itemLabel":{"type":"literal","value":"Harbour"}},
            {"item":{"type":"uri","value":"http://www.wikidata.org/entity/Q3"}}]}}"#;
        assert_eq!(read(sparql.as_bytes()), "Harbour ? film Q1");
    }

    #[test]
    fn wikidata_entities() {
        let entity = [
            r#"{"type":"item","id":"Q1","labels":{"en":{"language":"en","value":"Harbour"}},"#,
            r#""aliases":{"en":[{"language":"en","value":"The Harbour"}]},"#,
            r#""claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q5398426"}}}}],"#,
            r#""P577":[{"mainsnak":{"datavalue":{"value":{"time":"+2019-03-01T00:00:00Z"}}}}]}}"#,
        ]
        .concat();
        let expected = "Harbour 2019 series Q1; 0 = The Harbour";
        assert_eq!(read(format!("[\n{entity},\n{{\"id\":\"Q2\",\"labels\":{{}}}}\n]\n").as_bytes()), expected);
        let whole = format!("{{\"entities\":{{\"Q1\":{entity},\"Q3\":{{\"id\":\"Q3\",\"missing\":\"\"}}}}}}");
        assert_eq!(read(whole.as_bytes()), expected);
    }

    #[test]
    fn tmdb() {
        let lines = r#"{"adult":false,"id":1,"original_title":"ガラスの 園","popularity":0.6,"video":false}
{"adult":false,"id":2,"original_title":"Vildanden","popularity":0.6,"video":false}
{"id":3,"original_name":"Vildanden \"2\"","popularity":7.5}"#;
        assert_eq!(read(lines.as_bytes()), "ガラスの 園 ? film 1; Vildanden \"2\" ? series 3");
    }

    #[test]
    fn gzip_and_arrays() {
        let array =
            r#"[{"title":"Harbour","year":2019,"cast":["Ada Renwick","Bo Quill"]},{"title":"Pier","year":1999}]"#;
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packed, array.as_bytes()).unwrap();
        assert_eq!(read(&packed.finish().unwrap()), "Harbour 2019 film -; Pier 1999 film -");
    }
}
