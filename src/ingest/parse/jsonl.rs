//! One JSON object a line: `id`, `text` or `html`, and what else is known, under the names that common collections use
//! (FineWeb, C4, Dolma, trafilatura, news-please).

use serde::Deserialize;
use serde_json::Value;

use super::{Reason, html, language, published_at, site_of_url};
use crate::model::{Article, Date};

/// What some editors put before a text to tell that it is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The fields we understand; all others are passed over.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Record {
    id: Value,
    text: Option<String>,
    maintext: Option<String>,
    html: Option<String>,
    title: Value,
    url: Value,
    source: Value,
    site: Value,
    hostname: Value,
    source_domain: Value,
    date: Value,
    date_publish: Value,
    published: Value,
    authors: Value,
    author: Value,
    byline: Value,
    section: Value,
    category: Value,
    tags: Value,
    keywords: Value,
    language: Value,
    metadata: Value,
}

/// The most bytes of an id: people are to call an article by it.
const LONGEST_ID: usize = 4096;

/// Parses one line; `number` is its one-based line number, the id of a record that has none.
///
/// # Errors
/// A line that is no JSON object, one whose id nobody could use, or that has neither `text` nor `html`.
pub fn parse(line: &[u8], number: u32) -> Result<Article, Reason> {
    let line = line.strip_prefix(BYTE_ORDER_MARK.as_bytes()).unwrap_or(line);
    let mut record = read(line)?;
    let url = first(&[&record.url, &record.source, &record.metadata["url"]]).map(|url| published_at(&url).to_owned());
    let mut article = body(&mut record)?;
    article.id = string(&record.id).unwrap_or_else(|| number.to_string());
    if article.id.len() > LONGEST_ID || article.id.contains('\0') {
        return Err(format!("its id is longer than {LONGEST_ID} bytes, or holds a zero byte"));
    }
    article.title = string(&record.title).map(|title| html::decode_line(&title)).or(article.title);
    if let Some(day) = first(&[&record.date, &record.date_publish, &record.published]) {
        article.published = Date::from_iso(&day).or(article.published);
        article.day_in_words = Some(day);
    }
    article.language = language(record.language.as_str()).or(article.language);
    article.section = first(&[&record.section, &record.category]).or(article.section);
    let tags = tags(&record);
    if !tags.is_empty() {
        article.tags = tags;
    }
    let authors = authors(&record);
    if !authors.is_empty() {
        article.authors = authors;
    }
    let site = first(&[&record.site, &record.hostname, &record.source_domain]);
    let site = site.map(|site| site_of_url(&site).unwrap_or(site));
    article.site = site.or_else(|| url.as_deref().and_then(site_of_url)).or(article.site);
    article.url = url.filter(|url| url.contains("://")).or(article.url);
    Ok(article)
}

/// Reads a record. Half a surrogate pair, which some writers of JSON leave of a letter that they cut, is read as the
/// letter that stands for what cannot be read, so that the rest of the record is kept.
fn read(line: &[u8]) -> Result<Record, Reason> {
    serde_json::from_slice(line).or_else(|error| {
        let whole = std::str::from_utf8(line).ok().and_then(without_halves);
        let record = whole.and_then(|line| serde_json::from_str(&line).ok());
        record.ok_or_else(|| format!("no valid JSON record: {error}"))
    })
}

/// Returns a line of JSON with each half of a surrogate pair that stands alone replaced; `None` where none does.
fn without_halves(line: &str) -> Option<String> {
    const REPLACEMENT: &str = "\\ufffd";
    let code = |escape: &str| u16::from_str_radix(escape.strip_prefix("\\u")?.get(..4)?, 16).ok();
    let (mut out, mut rest) = (String::with_capacity(line.len()), line);
    let mut has_halves = false;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // An escape is two letters, of `\u` six, of a pair of surrogates twelve.
        let length = match code(rest) {
            Some(0xd800..=0xdbff) if matches!(rest.get(6..).and_then(code), Some(0xdc00..=0xdfff)) => 12,
            Some(0xd800..=0xdfff) => {
                has_halves = true;
                out.push_str(REPLACEMENT);
                rest = &rest[6..];
                continue;
            }
            Some(_) => 6,
            None => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out.push_str(rest);
    has_halves.then_some(out)
}

fn body(record: &mut Record) -> Result<Article, Reason> {
    let filled = |text: &mut String| !text.trim().is_empty();
    if let Some(text) = record.text.take_if(filled).or_else(|| record.maintext.take_if(filled)) {
        return Ok(Article { text, ..Article::default() });
    }
    match (&record.html, &record.text) {
        (Some(page), _) => html::parse_text(page),
        // A collection may hold an entry without a word: it is there, and nothing finds it.
        (None, Some(_)) => Ok(Article::default()),
        (None, None) => Err("the record has neither `text` nor `html`".to_owned()),
    }
}

/// Returns a JSON string or number as text; an empty one, and the word `None`, as nothing.
fn string(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim_start_matches(BYTE_ORDER_MARK).trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty() && text != "None").then_some(text)
}

fn first(values: &[&Value]) -> Option<String> {
    values.iter().find_map(|value| string(value))
}

fn authors(record: &Record) -> Vec<String> {
    let given = [&record.authors, &record.author, &record.byline].into_iter().find(|value| !value.is_null());
    match given {
        Some(Value::Array(names)) => names.iter().filter_map(string).collect(),
        Some(names) => string(names).map(|names| split_authors(&names)).unwrap_or_default(),
        None => Vec::new(),
    }
}

/// A list of tags, or tags in one string that `;` or `,` part.
fn tags(record: &Record) -> Vec<String> {
    match [&record.tags, &record.keywords].into_iter().find(|value| !value.is_null()) {
        Some(Value::Array(tags)) => tags.iter().filter_map(string).collect(),
        Some(tags) => {
            let tags = string(tags).unwrap_or_default();
            let tags = tags.split([';', ',']).map(|tag| tag.trim().to_owned());
            tags.filter(|tag| !tag.is_empty()).collect()
        }
        None => Vec::new(),
    }
}

/// Splits `A; B` into its names.
fn split_authors(names: &str) -> Vec<String> {
    names.split(';').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_common_collections() {
        let fine_web =
            parse(br#"{"text":"t","id":"u","url":"https://www.a.example/x","date":"2019-02-03T00:00:00Z"}"#, 1)
                .unwrap();
        assert_eq!((fine_web.id.as_str(), fine_web.site.as_deref()), ("u", Some("a.example")));
        let please = parse(br#"{"maintext":"t","authors":["A B"],"date_publish":"2019-02-03 01:02:03","source_domain":"www.b.example"}"#, 7).unwrap();
        assert_eq!((please.id.as_str(), please.site.as_deref()), ("7", Some("b.example")));
        assert_eq!(please.published.unwrap().to_string(), "2019-02-03");
        let trafilatura =
            parse(br#"{"text":"t","author":"A B; C D","source":"http://c.example/","title":""}"#, 1).unwrap();
        assert_eq!((trafilatura.authors.len(), trafilatura.title), (2, None));
        let tagged = parse(br#"{"text":"t","category":"Film","tags":"kites; piers"}"#, 1).unwrap();
        assert_eq!((tagged.section.as_deref(), tagged.tags.join("|")), (Some("Film"), "kites|piers".to_owned()));
    }

    #[test]
    fn days_may_be_words() {
        let worded = parse(br#"{"text":"t","date":"June 7, 2013"}"#, 1).unwrap();
        assert_eq!((worded.published, worded.day_in_words.as_deref()), (None, Some("June 7, 2013")));
    }

    #[test]
    fn halves_of_surrogate_pairs_are_replaced() {
        let text = |line: &str| parse(line.as_bytes(), 1).unwrap().text;
        assert_eq!(
            text(r#"{"text":"a \ud83d b \ud83d\ude00 \\ud83d \udc00"}"#),
            "a \u{fffd} b \u{1f600} \\ud83d \u{fffd}"
        );
        assert!(parse(br#"{"text":"\ud83d"#, 1).is_err());
    }

    #[test]
    fn headlines_are_one_line_of_letters() {
        let title = |line: &str| parse(line.as_bytes(), 1).unwrap().title;
        let read = title(r#"{"text":"t","title":"The &#039;Pier&#039; &amp;\n sea"}"#);
        assert_eq!(read.as_deref(), Some("The 'Pier' & sea"));
    }

    #[test]
    fn faults_are_told() {
        assert!(parse(b"{", 1).unwrap_err().starts_with("no valid JSON record"));
        assert!(parse(br#"{"id":3}"#, 1).unwrap_err().contains("neither"));
        assert!(parse(br#"[1]"#, 1).is_err());
        assert_eq!(parse(br#"{"id":3,"text":""}"#, 1).unwrap().text, "");
    }
}
