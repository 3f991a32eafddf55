//! Lists as JSON: objects one a line (TMDB's exports, Wikidata's dump), or one value as a whole (SPARQL results,
//! `wbgetentities`, an array of objects).

use std::io::{BufRead, Read};

use serde_json::{Map, Value};

use super::{Record, next_line};

/// Classes of Wikidata that are films.
const FILMS: [&str; 8] = ["Q11424", "Q24862", "Q506240", "Q202866", "Q93204", "Q24869", "Q29168811", "Q226730"];
/// Classes of Wikidata that are series.
const SERIES: [&str; 5] = ["Q5398426", "Q1259759", "Q581714", "Q526877", "Q117467246"];
/// The class of human beings.
const HUMAN: &str = "Q5";

/// Passes every entry to `each`.
///
/// # Errors
/// What cannot be read, or is no JSON.
pub fn for_each(mut input: Box<dyn BufRead>, each: &mut dyn FnMut(Record)) -> Result<(), String> {
    let (mut line, mut n_read) = (Vec::new(), 0);
    while next_line(&mut *input, &mut line).map_err(|cause| cause.to_string())? {
        let inner = line.trim_ascii();
        let is_bracket = matches!(inner, b"[" | b"]" | b"");
        let entry = if is_bracket { None } else { parse_entry(inner) };
        match entry {
            Some(Value::Object(object)) => by_object(object, each),
            Some(Value::Array(array)) => array.into_iter().for_each(|value| by_value(value, each)),
            _ if is_bracket => {}
            // The first line is no entry: the value goes on over lines.
            _ if n_read == 0 => return whole(line, input, each),
            _ => {}
        }
        n_read += usize::from(!is_bracket);
    }
    Ok(())
}

/// Reads a line of a dump, which may end with the comma of the array around it.
fn parse_entry(line: &[u8]) -> Option<Value> {
    serde_json::from_slice(line.strip_suffix(b",").unwrap_or(line)).ok()
}

fn whole(start: Vec<u8>, mut input: Box<dyn BufRead>, each: &mut dyn FnMut(Record)) -> Result<(), String> {
    let mut bytes = start;
    bytes.push(b'\n');
    input.read_to_end(&mut bytes).map_err(|cause| cause.to_string())?;
    let value: Value = match serde_json::from_slice(&bytes) {
        Ok(value) => value,
        // An array whose opening bracket stood on a line of its own.
        Err(cause) => serde_json::from_slice(&[b"[".as_slice(), &bytes].concat()).map_err(|_| cause.to_string())?,
    };
    by_value(value, each);
    Ok(())
}

fn by_value(value: Value, each: &mut dyn FnMut(Record)) {
    match value {
        Value::Array(array) => array.into_iter().for_each(|value| by_value(value, each)),
        Value::Object(object) => by_object(object, each),
        _ => {}
    }
}

fn by_object(mut object: Map<String, Value>, each: &mut dyn FnMut(Record)) {
    if let Some(Value::Object(entities)) = object.get_mut("entities") {
        std::mem::take(entities).into_iter().for_each(|(_, entity)| by_value(entity, each));
    } else if let Some(Value::Array(bindings)) =
        object.get_mut("results").and_then(|results| results.get_mut("bindings"))
    {
        for binding in std::mem::take(bindings) {
            let Value::Object(binding) = binding else { continue };
            let value = |(name, cell): (String, Value)| Some((name, cell.get("value")?.as_str()?.to_owned()));
            pass(binding.into_iter().filter_map(value).collect(), each);
        }
    } else if object.contains_key("labels") || object.contains_key("missing") {
        pass(entity(&Value::Object(object)), each);
    } else {
        pass(object.into_iter().map(|(name, value)| (name, plain(value))).collect(), each);
    }
}

fn pass(cells: Vec<(String, String)>, each: &mut dyn FnMut(Record)) {
    let (header, cells): (Vec<String>, Vec<String>) = cells.into_iter().unzip();
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    each(Record { header: &header, cells: &cells });
}

/// A string as it is, a list of them with `|` between, anything else as JSON.
fn plain(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        Value::Array(values) => values.into_iter().map(plain).collect::<Vec<_>>().join("|"),
        value => value.to_string(),
    }
}

/// The cells of an entity of Wikidata, with the English label; none where it is neither a film, a series nor a human
/// being.
fn entity(entity: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let claims = |property: &str| entity["claims"][property].as_array().map_or(&[][..], Vec::as_slice);
    let classes: Vec<String> =
        claims("P31").iter().map(|claim| text(&claim["mainsnak"]["datavalue"]["value"]["id"])).collect();
    let is_of = |all: &[&str]| classes.iter().any(|class| all.contains(&class.as_str()));
    let kind = match () {
        () if is_of(&SERIES) => "series",
        () if is_of(&FILMS) => "film",
        () if is_of(&[HUMAN]) => "human",
        () => return Vec::new(),
    };
    let aliases = entity["aliases"]["en"].as_array().cloned().unwrap_or_default();
    let aliases: Vec<String> = aliases.iter().map(|alias| text(&alias["value"])).collect();
    let dates = claims("P577").iter().chain(claims("P580"));
    let date =
        dates.map(|claim| text(&claim["mainsnak"]["datavalue"]["value"]["time"])).filter(|date| !date.is_empty());
    let label = if kind == "human" { "name" } else { "title" };
    let cells = [
        ("id", text(&entity["id"])),
        (label, text(&entity["labels"]["en"]["value"])),
        ("kind", kind.to_owned()),
        ("date", date.min().unwrap_or_default()),
        ("aliases", aliases.join("|")),
    ];
    cells.into_iter().map(|(name, cell)| (name.to_owned(), cell)).collect()
}
