//! `clippings extract`: the JSON contract, version 1.

use serde_json::{Value, json};

use super::harness::{FESTIVAL, Project, REVIEW, SEQUEL};

/// Not a plain letter in it: offsets count scalar values, not bytes, not UTF-16 units.
const WIDE: &str = "\
Zoë Quennell’s naïve 東京 film 🎬 opens\r
\r
Director Zoë Quennell opened her film “Ångström’s Café” (2020) on Friday 🎬 — nobody was surprised, least of all she.\r
\r
“I called it ‘naïve’ because 東京 is not,” Quennell said. “🎬 is the only letter that I trust.”\r
";

fn extract(text: &str) -> Value {
    let run = Project::new().run_with_input(&["extract"], text.as_bytes()).found();
    run.json().remove(0)
}

fn slice(text: &str, start: &Value, end: &Value) -> String {
    let (start, end) = (start.as_u64().unwrap() as usize, end.as_u64().unwrap() as usize);
    assert!(start < end && end <= text.chars().count(), "{start}..{end}");
    text.chars().skip(start).take(end - start).collect()
}

#[test]
fn every_field_of_the_contract_is_there() {
    let article = extract(SEQUEL);
    let fields = [
        "v",
        "id",
        "path",
        "url",
        "site",
        "title",
        "authors",
        "published",
        "language",
        "text",
        "lines",
        "people",
        "films",
        "series",
        "quotes",
    ];
    for field in fields {
        assert!(article.get(field).is_some(), "{field} is missing");
    }
    let keys = |list: &str, wanted: &[&str]| {
        let first = &article[list][0];
        wanted.iter().for_each(|key| assert!(first.get(key).is_some(), "{list} lacks {key}: {first}"));
    };
    keys("lines", &["start", "end", "kind", "rule"]);
    keys("people", &["name", "mentions"]);
    keys("films", &["title", "year", "mentions"]);
    keys(
        "quotes",
        &["start", "end", "text", "kind", "utterance", "speaker", "source", "cue", "line", "rule", "confidence"],
    );
}

#[test]
fn what_the_article_tells_is_found() {
    let article = extract(SEQUEL);
    assert_eq!(article["published"], "2021-05-04");
    assert_eq!(article["authors"], json!(["Maribel Tunstall"]));
    assert_eq!(article["title"], "Copper Sister sequel announced");
    assert_eq!(article["films"][0]["title"], "Copper Sister");
    let speakers: Vec<&Value> = article["quotes"].as_array().unwrap().iter().map(|quote| &quote["speaker"]).collect();
    // What the studio announced is nobody's.
    assert_eq!(speakers, [&json!("Odalys Brightwater"), &json!("Odalys Brightwater"), &Value::Null]);
}

/// A page with a headline, a byline and a body, given what else stands in its head and before its body.
fn page(attributes: &str, head: &str, top: &str) -> String {
    let body = "<p>The tram stopped near the river on a cold morning, and nobody who was there will soon forget it.</p>\
        <p>“It was cold,” said Odalys Brightwater, who drove the tram for nine years and never once had to stop there.</p>\
        <p>The council said that it would look into the matter and report to the public in the spring of next year.</p>";
    format!("<html {attributes}><head>{head}</head><body><article>{top}{body}</article></body></html>")
}

fn extract_page(page: &str) -> Value {
    Project::new().file("page.html", page).run(&["extract", "page.html"]).found().json().remove(0)
}

#[test]
fn a_headline_with_a_dash_is_kept_whole() {
    let headline = "Tram 14 review – cold seats, warm hearts";
    let head = format!(
        "<title>{headline} | Evening Wire</title><meta property=og:title content='{headline}'>\
        <meta property=og:site_name content='Evening Wire'>"
    );
    let article = extract_page(&page("", &head, &format!("<h1>{headline}</h1>")));
    assert_eq!(article["title"], headline);
    assert_eq!(
        (&article["lines"][0]["kind"], &article["lines"][0]["rule"]),
        (&json!("title"), &json!("page/headline"))
    );
}

#[test]
fn what_a_page_states_is_read() {
    let head = "<title>A tram stops in Ostrava</title><meta name=author content='User Admin'>\
        <meta name=sailthru.date content='June 7, 2013'>\
        <link rel=canonical href='https://web.archive.example/web/20190301120000/https://www.wire.example/a'>";
    let top = "<h1>A tram stops in Ostrava</h1><p class=byline>By Maribel Tunstall</p><p class=date>8 June 2013</p>";
    let article = extract_page(&page("lang=en-GB", head, top));
    assert_eq!(article["authors"], json!(["Maribel Tunstall"]));
    assert_eq!(article["published"], "2013-06-07");
    assert_eq!((&article["site"], &article["language"]), (&json!("wire.example"), &json!("en")));
    assert_eq!(extract_page(&page("lang=cs", head, top))["language"], "cs");
}

#[test]
fn offsets_are_scalar_values() {
    let article = extract(WIDE);
    let text = article["text"].as_str().unwrap();
    assert_eq!(text, WIDE, "the text is unchanged");
    let quotes = article["quotes"].as_array().unwrap();
    assert!(quotes.len() >= 2, "{article}");
    for quote in quotes {
        assert_eq!(slice(text, &quote["start"], &quote["end"]), quote["text"].as_str().unwrap());
    }
    assert!(quotes.iter().any(|quote| quote["text"].as_str().unwrap().starts_with("🎬 is the only")), "{article}");
    let people = article["people"].as_array().unwrap();
    let mention = |person: &Value| slice(text, &person["mentions"][0][0], &person["mentions"][0][1]);
    assert!(people.iter().any(|person| mention(person).starts_with("Zoë Quennell")), "{article}");
    let lines: Vec<String> =
        article["lines"].as_array().unwrap().iter().map(|line| slice(text, &line["start"], &line["end"])).collect();
    let wanted: Vec<&str> = WIDE.split("\r\n").filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>(), wanted);
}

#[test]
fn records_come_back_in_order_and_unchanged() {
    let texts: Vec<String> = (0..700).map(|number| format!("\u{feff} {number}\r\n\n{REVIEW}\tend ")).collect();
    let records = texts.iter().enumerate().map(|(number, text)| json!({"id": number, "text": text}).to_string() + "\n");
    let input: String = records.collect();
    let run = Project::new().run_with_input(&["extract", "--from", "jsonl", "-"], input.as_bytes()).found();
    let articles = run.json();
    assert_eq!(articles.len(), texts.len());
    for (number, (article, text)) in articles.iter().zip(&texts).enumerate() {
        assert_eq!(article["id"], number.to_string());
        assert_eq!(article["text"], *text);
    }
}

#[test]
fn what_a_record_tells_is_kept() {
    let record = json!({
        "text": REVIEW, "title": "A title of its own", "url": "https://www.reelpost.example/a/b", "date": "2020-02-29",
        "authors": ["Jun Castellane", "Bo Xu"],
    });
    let input = record.to_string();
    let run = Project::new().run_with_input(&["extract", "--from", "jsonl"], input.as_bytes()).found();
    let article = &run.json()[0];
    assert_eq!(article["id"], "1", "a record without an id is called by its line");
    assert_eq!(article["title"], "A title of its own");
    assert_eq!(article["site"], "reelpost.example");
    assert_eq!(article["url"], "https://www.reelpost.example/a/b");
    assert_eq!(article["published"], "2020-02-29");
    assert_eq!(article["authors"], json!(["Jun Castellane", "Bo Xu"]));
}

#[test]
fn a_bad_record_is_told_and_the_rest_goes_on() {
    let good = |id: &str| json!({"id": id, "text": REVIEW}).to_string();
    let input = format!("{}\n{{\"id\": 2}}\n[]\n\n{}\n", good("first"), good("last"));
    let run = Project::new().run_with_input(&["extract", "--from", "jsonl"], input.as_bytes()).code(2);
    assert_eq!(run.field("id"), ["first", "last"]);
    let run = run.tells("cannot read -:2").tells("neither `text` nor `html`");
    run.tells("cannot read -:3");
}

#[test]
fn files_and_folders_are_read() {
    let project = Project::new().file("a/2.txt", SEQUEL).file("a/1.txt", REVIEW).file("b.txt", FESTIVAL);
    assert_eq!(project.run(&["extract", "b.txt", "a"]).found().field("id"), ["b.txt", "a/1.txt", "a/2.txt"]);
    let run = project.run(&["extract", "a/1.txt", "nowhere"]).code(2);
    assert_eq!(run.field("id"), ["a/1.txt"]);
    run.tells("nowhere");
}

#[test]
fn nothing_in_is_nothing_out() {
    let run = Project::new().run_with_input(&["extract", "--from", "jsonl"], b"").nothing();
    assert!(run.stdout.is_empty() && run.stderr.is_empty(), "{run}");
}

#[test]
fn a_page_tells_its_section_and_tags_author_and_day() {
    let page = "<html><head><title>Kites over the pier</title><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\
                \"headline\":\"Kites over the pier\",\"articleSection\":\"Weather\",\"keywords\":[\"kites\",\"piers\"],\
                \"author\":{\"name\":\"Ada Renwick\"},\"datePublished\":\"2021-03-03T09:00:00Z\",\
                \"url\":\"https://www.pier.example/kites\"}</script></head><body><article><h1>Kites over the pier</h1>\
                <p>Nine kites were seen over the pier on Sunday, and nobody would say whose they were.</p></article></body></html>";
    let run = Project::new().run_with_input(&["extract", "--from", "html"], page.as_bytes()).found();
    let article = run.json().remove(0);
    assert_eq!((&article["section"], &article["tags"]), (&json!("Weather"), &json!(["kites", "piers"])));
    assert_eq!((&article["authors"], &article["published"]), (&json!(["Ada Renwick"]), &json!("2021-03-03")));
    assert_eq!((&article["site"], &article["url"]), (&json!("pier.example"), &json!("https://www.pier.example/kites")));
}

#[test]
fn the_lines_around_a_text_tell_author_day_section_and_tags() {
    let text = "Home > News > Harbour\n\nThe crane that would not turn\n\nBy Ada Renwick\n\nPublished: March 3, 2021\n\n\
                The crane at the end of the harbour has not turned since Monday, and nobody has been able to say why it stopped.\n\n\
                The harbour master said that a report would be written, and that the crane would be asked about it first of all.\n\n\
                A second crane has been ordered, though the town has no place to put it and no money left to pay for it.\n\n\
                Tags: cranes, harbour, towns\n\nShare on Facebook\n";
    let article = extract(text);
    assert_eq!((&article["authors"], &article["published"]), (&json!(["Ada Renwick"]), &json!("2021-03-03")));
    assert_eq!((&article["section"], &article["tags"]), (&json!("News"), &json!(["cranes", "harbour", "towns"])));
}
