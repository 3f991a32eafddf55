//! What must hold of every text, however odd, and of every sequence of changes to a folder.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clippings::index::{Archive, Settings, Stamp, Writer};
use clippings::ingest::{self, Sources};
use clippings::model::{AnnotatedArticle, Article, CleanArticle, Recurrences, Span};
use clippings::{clean, present, query};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::Config;

use super::harness::{Project, annotated, article, cleaned, cleaned_among, numbered, observed};

const SENTENCES: [&str; 20] = [
    "Director Odalys Brightwater will shoot a sequel to “Copper Sister” (2017) in the spring.",
    "\"Nobody has slept,\" said Brightwater.",
    "“The ledger is heavy,” Lindqvarn told us, “and it leaks.",
    "Casimir Lindqvarn plays the ferryman (Tobias Fenwick-Hale) in the film",
    "By Maribel Tunstall-Eze",
    "May 4, 2021",
    "LONDON (Wirefeed) —",
    "Related: Ten maps that lied",
    "Copyright 2024 Harbour Tribune. All rights reserved.",
    "Share on Facebook | Tweet | Email",
    "hat, coat, water, sky, cloud,",
    "Salazar told us:",
    "Q: And the whale?",
    "Brightwater: It was late.",
    "he said, she said, the studio’s spokesman confirmed, according to Mr. O’Dwyer Jr.",
    "- one item of a list",
    "https://reelpost.example/a?b=c#d",
    "''wire'' ``TeX'' 'single' ‘curly’ «guillemets» „low“",
    "the third season of Harrow Lane",
    "St. Clair-Obi, Dr. X. Y. van der Zee III and J.R.R.",
];

const MARKS: [&str; 30] = [
    "“", "”", "\"", "'", "‘", "’", "«", "»", "``", "''", "„", "‚", "‹", "›", "—", "–", "-", "…", "(", ")", "[", "]",
    ":", ",", ".", "?", "!", ";", "`", "“”",
];

const GAPS: [&str; 14] =
    ["\n", "\r\n", "\n\n", "\r", " ", "  ", "\t", "\u{2028}", "\u{85}", "\u{a0}", "\u{b}", "\u{c}", "\0", "\n \n"];

const ODD: [&str; 22] = [
    "\u{301}",
    "e\u{301}",
    "🎬",
    "👩\u{200d}👩\u{200d}👧",
    "\u{feff}",
    "\u{202e}",
    "\u{200b}",
    "ﬁ",
    "İ",
    "ı",
    "ß",
    "ẞ",
    "Ǆ",
    "ŉ",
    "İstanbul",
    "Zoë",
    "東京",
    "\u{10ffff}",
    "ℵ₀",
    "ΑΣ",
    "½",
    "٣",
];

fn fragment() -> impl Strategy<Value = String> {
    let owned = |text: &str| text.to_owned();
    prop_oneof![
        4 => select(&SENTENCES[..]).prop_map(owned),
        4 => select(&MARKS[..]).prop_map(owned),
        4 => select(&GAPS[..]).prop_map(owned),
        2 => select(&ODD[..]).prop_map(owned),
        1 => vec(any::<char>(), 0..8).prop_map(String::from_iter),
        1 => (select(&["x", "é", "Ab", "\u{301}", "“"][..]), 1..2000_usize).prop_map(|(part, times)| part.repeat(times)),
    ]
}

fn text() -> impl Strategy<Value = String> {
    vec(fragment(), 0..40).prop_map(|fragments| fragments.concat())
}

fn config(cases: u32) -> Config {
    Config { cases, max_shrink_iters: 2000, failure_persistence: None, ..Config::default() }
}

fn check_place(annotated: &AnnotatedArticle, span: Span) {
    let text = &annotated.clean.article.text;
    assert!(text.get(span.range()).is_some(), "{span:?} is no part of a text of {} bytes", text.len());
}

/// Spans lie inside the text, on character boundaries, in kept lines; what points to something points to what is there.
fn check_annotations(annotated: &AnnotatedArticle) {
    let lines = &annotated.clean.lines;
    let in_kept_line = |span: Span| lines.iter().any(|line| line.is_kept() && line.span.contains(span));
    let mentions = annotated.people.iter().flat_map(|person| &person.mentions);
    for &span in mentions.chain(annotated.works.iter().flat_map(|work| &work.mentions)) {
        check_place(annotated, span);
        assert!(in_kept_line(span) && !span.is_empty(), "{span:?} is in no kept line");
    }
    assert!(annotated.people.iter().all(|person| !person.name.trim().is_empty()));
    assert!(annotated.works.iter().all(|work| !work.title.trim().is_empty()));
    for quote in &annotated.quotes {
        [Some(quote.span), quote.source, quote.cue].into_iter().flatten().for_each(|span| check_place(annotated, span));
        let line = &lines[quote.line as usize];
        assert!(line.is_kept() && line.span.contains(quote.span), "{quote:?} is not in its line");
        assert!(quote.speaker.is_none_or(|speaker| (speaker as usize) < annotated.people.len()), "{quote:?}");
        // FIXME: a sum of shares may come out a hair above one.
        assert!((0.0..=1.0 + 1e-5).contains(&quote.confidence), "{quote:?}");
    }
    assert!(annotated.quotes.is_sorted_by_key(|quote| quote.span.start), "quotations are in order of place");
}

/// Every non-blank line appears once, in order, and the text is the one that came in.
fn check_lines(clean: &CleanArticle, text: &str) {
    assert_eq!(clean.article.text, text);
    let wanted: Vec<&str> = text.split('\n').filter(|line| !line.trim().is_empty()).collect();
    let found: Vec<&str> = clean.lines.iter().map(|line| line.span.of(text)).collect();
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(&wanted) {
        assert_eq!(*found, wanted.strip_suffix('\r').unwrap_or(wanted));
    }
    assert!(clean.lines.iter().all(|line| !line.rule.0.is_empty() && (0.0..=1.0).contains(&line.boilerplate)));
    let spans: Vec<Span> = clean::split(text).collect();
    assert_eq!(clean.lines.iter().map(|line| line.span).collect::<Vec<_>>(), spans);
}

/// What the JSON says of a quotation, and of a line, is what its offsets cut out of the text.
fn check_json(annotated: &AnnotatedArticle) {
    let mut json = Vec::new();
    present::json::write_article(annotated, &mut json);
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let letters: Vec<char> = json["text"].as_str().unwrap().chars().collect();
    let cut = |start: &serde_json::Value, end: &serde_json::Value| {
        letters[start.as_u64().unwrap() as usize..end.as_u64().unwrap() as usize].iter().collect::<String>()
    };
    for quote in json["quotes"].as_array().unwrap() {
        assert_eq!(cut(&quote["start"], &quote["end"]), quote["text"].as_str().unwrap());
    }
    for (line, json) in annotated.clean.lines.iter().zip(json["lines"].as_array().unwrap()) {
        assert_eq!(cut(&json["start"], &json["end"]), line.span.of(&annotated.clean.article.text));
    }
}

proptest! {
    #![proptest_config(config(192))]

    #[test]
    fn every_text_is_cleaned_and_annotated(text in text()) {
        let annotated = annotated(cleaned(article(&text)));
        check_lines(&annotated.clean, &text);
        check_annotations(&annotated);
        check_json(&annotated);
    }

    #[test]
    fn annotations_are_deterministic(text in text()) {
        let once = annotated(cleaned(article(&text)));
        prop_assert_eq!(once, annotated(cleaned(article(&text))));
    }
}

proptest! {
    #![proptest_config(config(8))]

    #[test]
    fn what_is_indexed_is_read_back(texts in vec(text(), 1..8)) {
        let articles: Vec<AnnotatedArticle> = texts.iter().enumerate().map(|(number, text)| {
            let name = format!("press/{number}.txt");
            annotated(cleaned(Article { id: name.clone(), path: name, ..article(text) }))
        }).collect();
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &articles);
        let archive = Archive::open(folder.path()).unwrap();
        for wanted in articles {
            let found = query::article_by_id(&archive, &wanted.clean.article.id).unwrap();
            prop_assert_eq!(found, as_stored(wanted));
        }
    }
}

fn write(folder: &std::path::Path, articles: &[AnnotatedArticle]) {
    let archive = Archive::open_or_create(folder).unwrap();
    let writer = Writer::open(&archive).unwrap();
    for annotated in articles {
        let path = &annotated.clean.article.path;
        let stamp = Stamp { id: path.clone(), path: path.clone(), file: 1, content: 1 };
        writer.add(writer.documents(annotated, &stamp)).unwrap();
    }
    writer.commit(&Recurrences::default(), &Settings::default()).unwrap();
}

/// Returns the article as the index keeps it: confidence in thousandths, other shares in hundredths.
fn as_stored(mut annotated: AnnotatedArticle) -> AnnotatedArticle {
    let round = |share: &mut f32, parts: f32| *share = (share.clamp(0.0, 1.0) * parts).round() / parts;
    annotated.clean.lines.iter_mut().for_each(|line| round(&mut line.boilerplate, 100.0));
    for quote in &mut annotated.quotes {
        round(&mut quote.confidence, 1000.0);
        quote.runner_up.iter_mut().for_each(|other| round(&mut other.confidence, 100.0));
    }
    annotated
}

/// A step in the life of a folder.
#[derive(Clone, Debug)]
enum Step {
    Write(usize, usize),
    Remove(usize),
    Index,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..6_usize, 0..40_usize).prop_map(|(file, content)| Step::Write(file, content)),
        2 => (0..6_usize).prop_map(Step::Remove),
        2 => Just(Step::Index),
    ]
}

fn answers(project: &Project) -> Vec<Vec<String>> {
    let ask = |args: &[&str], fields: &[&str]| {
        let run = project.run(args);
        assert!(run.code < 2, "{run}");
        let part = |line: &serde_json::Value| fields.iter().map(|&field| line[field].to_string()).collect::<String>();
        let mut lines: Vec<String> = run.json().iter().map(part).collect();
        lines.sort();
        lines
    };
    vec![
        ask(&["search", "harbour crane", "-n", "99", "--json"], &["id", "title", "speakers", "holds_all"]),
        ask(&["quotes", "-n", "99", "--json"], &["id", "speaker", "line", "pieces"]),
        ask(&["facets", "speaker", "--quotations", "--json"], &["value", "count"]),
    ]
}

proptest! {
    #![proptest_config(Config { max_shrink_iters: 20, ..config(5) })]

    #[test]
    fn changes_lead_to_the_index_of_a_fresh_build(steps in vec(step(), 4..14)) {
        let project = Project::new();
        std::fs::create_dir(project.path("press")).unwrap();
        let mut files = BTreeMap::new();
        for step in steps.into_iter().chain([Step::Index]) {
            match step {
                Step::Write(file, content) => {
                    files.insert(file, content);
                    project.write(&format!("press/{file}.txt"), numbered(10 * content + file));
                }
                Step::Remove(file) => {
                    if files.remove(&file).is_some() {
                        project.remove(&format!("press/{file}.txt"));
                    }
                }
                Step::Index => {
                    project.run(&["index", "press"]).found();
                }
            }
        }
        let grown = answers(&project);
        project.run(&["index", "press", "--rebuild"]).found();
        prop_assert_eq!(grown, answers(&project));
    }
}

/// FIXME: cleaning twice should equal cleaning once. The cleaner weighs a line among its neighbours, so a line beside
/// which litter stood may look different without it, and fewer lines in doubt are removed more readily. What is kept
/// stays, but for the share below (14 of 959 when this was written).
#[test]
fn what_is_kept_stays_kept() {
    let (mut n_kept, mut n_lost) = (0, 0);
    let sources = Sources::new(vec![PathBuf::from("corpus")], None);
    let articles = sources.map(|raw| ingest::parse(raw.unwrap()).unwrap());
    let articles: Vec<Article> = articles.filter(|article| article.blocks.is_empty()).collect();
    let corpus = observed(&articles);
    for article in articles {
        let once = cleaned_among(article, &corpus);
        let kept = kept_text(&once);
        let twice = cleaned_among(Article { text: kept, ..once.article.clone() }, &corpus);
        n_kept += twice.lines.len();
        n_lost += twice.lines.iter().filter(|line| !line.is_kept()).count();
    }
    assert!(n_kept > 500, "{n_kept}");
    assert!(n_lost * 100 <= 2 * n_kept, "of {n_kept} lines that were kept, {n_lost} are removed by cleaning again");
}

/// Returns the text without its removed lines; the blank lines stay.
fn kept_text(clean: &CleanArticle) -> String {
    let (mut kept, mut at) = (String::new(), 0);
    for line in clean.lines.iter().filter(|line| !line.is_kept()) {
        kept.push_str(&clean.article.text[at..line.span.start as usize]);
        at = line.span.end as usize;
        at += clean.article.text[at..].find('\n').map_or(0, |feed| feed + 1);
    }
    kept + &clean.article.text[at..]
}

const QUERY_PIECES: [&str; 34] = [
    "(",
    ")",
    "\"",
    "“",
    "”",
    "-",
    "+",
    "~",
    "~2",
    "\"~5",
    "*",
    ":",
    "..",
    "AND",
    "OR",
    "NOT",
    "title:",
    "quote:",
    "speaker:",
    "film:",
    "year:",
    "year:2021..",
    "sci-fi",
    "harbour",
    "crane",
    "the",
    "é",
    "\u{301}",
    "\0",
    "🎬",
    " ",
    " ",
    "9",
    "O'Dwyer’s",
];

proptest! {
    #![proptest_config(Config { cases: 400, ..Config::default() })]

    /// Whatever is asked, there is an answer or a message in words of our own.
    #[test]
    fn any_query_is_answered(pieces in vec(select(QUERY_PIECES.as_slice()), 0..12), odd in ".{0,12}", strictly: bool) {
        use std::sync::LazyLock;
        static PROJECT: LazyLock<Project> = LazyLock::new(Project::three_articles);
        let archive = Archive::open(&PROJECT.path("index")).unwrap();
        let text = pieces.concat() + &odd;
        let words = match query::parse(&text) {
            Ok(words) if strictly => words,
            _ => query::parse_leniently(&text),
        };
        let wanted = query::Wanted { limit: 3, total: true, expand: !strictly, explain: true, ..Default::default() };
        let filters = query::Filters { all: odd.len() % 2 == 0, ..Default::default() };
        for error in [
            query::articles(&archive, &words, &filters, &wanted).err(),
            query::quotations(&archive, &words, &filters, &wanted).err(),
        ].into_iter().flatten() {
            prop_assert_eq!(error.kind, clippings::error::ErrorKind::Usage, "{}", error);
        }
    }
}
