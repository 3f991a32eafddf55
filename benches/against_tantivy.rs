//! The whole of `clippings` against a plain tantivy program, on the same articles, in one run: the table of the README.
//!
//! `cargo bench --bench against_tantivy -- [ARTICLES.jsonl]`; without a file, on generated articles. `--only PART` runs
//! `index`, `warm`, `facets`, `cold` or `unchanged` alone, `--keep FOLDER` finds the indexes of an earlier run there
//! and leaves its own, and `--slowest N` names the queries that take longest. The plain program reads the same records
//! and writes title, body with positions, stored text and three facet fields, with `en_stem`; it shows ten hits with
//! `SnippetGenerator` and counts facets with terms aggregations. Its facets hold the names that
//! `clippings` found, so that both count the same values. As a process it is this bench itself, called with
//! `plain-search FOLDER QUERY [facets]`.

#![allow(clippy::print_stdout)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use clippings::index::{Archive, NameField, PLACE};
use clippings::model::WorkKind;
use clippings::query::{self, Filters, Wanted};
use tantivy::aggregation::AggregationCollector;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::QueryParser;
use tantivy::schema::{Field, STORED, STRING, Schema, TEXT, TextFieldIndexing, TextOptions, Value};
use tantivy::snippet::SnippetGenerator;
use tantivy::{DocAddress, Index, TantivyDocument};

mod generator;

/// Runs of each measurement; the best counts, since neighbours only ever slow a run down.
const RUNS: usize = 3;

struct Plain {
    index: Index,
    title: Field,
    body: Field,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.get(1).is_some_and(|first| first == "plain-search") {
        return search_plainly(Path::new(&arguments[2]), &arguments[3], arguments.len() > 4);
    }
    let options = Options::read(&arguments);
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let folder = options.keep.clone().unwrap_or_else(|| temporary.path().to_owned());
    let file = options.file.clone().unwrap_or_else(|| generated(&folder));
    let raw = fs::metadata(&file).expect("the articles").len();
    let records = records(&file);
    println!("{} articles, {:.1} MB of records\n", records.len(), raw as f64 / 1e6);

    build(&options, &file, &records, &folder, raw);
    let archive = Archive::open(&folder.join("ours")).expect("our index");
    let plain = open_plain(&folder.join("plain"));
    let queries = queries(&records);
    if options.wants("warm") {
        warm_queries(&archive, &plain, &queries, options.slowest);
    }
    if options.wants("facets") {
        facet_counts(&archive, &plain, &queries);
    }
    if options.wants("cold") {
        cold_searches(&folder, &queries);
    }
    if options.wants("unchanged") {
        unchanged_files(&records, &folder);
    }
}

/// What is asked of a run.
#[derive(Default)]
struct Options {
    file: Option<PathBuf>,
    keep: Option<PathBuf>,
    parts: Vec<String>,
    slowest: usize,
}

impl Options {
    fn read(arguments: &[String]) -> Options {
        let mut options = Options::default();
        let mut arguments = arguments.iter().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--keep" => options.keep = arguments.next().map(PathBuf::from),
                "--slowest" => options.slowest = arguments.next().and_then(|number| number.parse().ok()).unwrap_or(10),
                "--only" => options.parts.extend(arguments.next().cloned()),
                argument if argument.starts_with('-') => {}
                file => options.file = Some(PathBuf::from(file)),
            }
        }
        options
    }

    fn wants(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|wanted| wanted == part)
    }
}

/// Builds both indexes and compares them; where building is not wanted, only what is missing is built.
fn build(options: &Options, file: &Path, records: &[(String, String)], folder: &Path, raw: u64) {
    let is_wanted = options.wants("index");
    let (ours, plain) = (folder.join("ours"), folder.join("plain"));
    let mut times = (f64::NAN, f64::NAN);
    if is_wanted || !ours.join("meta.json").is_file() {
        times.0 = best(|| index_with_clippings(file, folder));
    }
    if is_wanted || !plain.join("meta.json").is_file() {
        let names = names(&Archive::open(&ours).expect("our index"));
        times.1 = best(|| drop(index_plainly(records, &names, folder)));
    }
    if is_wanted {
        row("index, articles a second", records.len() as f64 / times.0, records.len() as f64 / times.1);
        row("index, seconds", times.0, times.1);
        row("size of the index, of the raw text", size(&ours) / raw as f64, size(&plain) / raw as f64);
    }
}

fn row(what: &str, ours: f64, theirs: f64) {
    println!("{what:42} clippings {ours:>12.4}   plain tantivy {theirs:>12.4}   ratio {:.2}", ours / theirs);
}

fn best(mut work: impl FnMut()) -> f64 {
    let time = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    };
    (0..RUNS).map(|_| time(&mut work)).fold(f64::INFINITY, f64::min)
}

fn generated(folder: &Path) -> PathBuf {
    let path = folder.join("generated.jsonl");
    let mut out = fs::File::create(&path).expect("a file");
    for article in generator::articles(8000, 7) {
        let record = serde_json::json!({"id": article.id, "title": "", "text": article.text});
        writeln!(out, "{record}").expect("a line");
    }
    path
}

fn records(file: &Path) -> Vec<(String, String)> {
    let text = fs::read_to_string(file).expect("the articles");
    let record = |line: &str| -> (String, String) {
        let value: serde_json::Value = serde_json::from_str(line).expect("a record");
        let field = |name: &str| value[name].as_str().unwrap_or("").to_owned();
        (field("title"), field("text"))
    };
    text.lines().map(record).collect()
}

fn index_with_clippings(file: &Path, folder: &Path) {
    let _ = fs::remove_dir_all(folder.join("ours"));
    let status = Command::new(env!("CARGO_BIN_EXE_clippings"))
        .args(["index", "--quiet", "--index"])
        .arg(folder.join("ours"))
        .arg(file)
        .status()
        .expect("clippings runs");
    assert!(status.success());
}

fn plain_schema() -> (Schema, Field, Field, [Field; 3]) {
    let mut schema = Schema::builder();
    let stemmed = TextFieldIndexing::default()
        .set_tokenizer("en_stem")
        .set_index_option(tantivy::schema::IndexRecordOption::WithFreqsAndPositions);
    let options = TextOptions::default().set_indexing_options(stemmed) | STORED;
    let title = schema.add_text_field("title", options.clone() | TEXT);
    let body = schema.add_text_field("body", options);
    let facets = ["speaker", "person", "film"].map(|name| schema.add_text_field(name, STRING.set_fast("raw")));
    (schema.build(), title, body, facets)
}

/// Speakers, people and films of an article.
type Names = [Vec<String>; 3];

/// Reads the names of every article of our index, in the order of the records.
fn names(archive: &Archive) -> Vec<Names> {
    let searcher = archive.searcher();
    let mut names = Vec::new();
    for (segment_ord, segment) in (0..).zip(searcher.segment_readers()) {
        let places = segment.fast_fields().u64(PLACE).expect("places");
        for doc_id in segment.doc_ids_alive().filter(|&doc| places.first(doc) == Some(0)) {
            let address = DocAddress { segment_ord, doc_id };
            let article = archive.article(&searcher, address, |article| article.to_annotated()).expect("an article");
            let mut speakers: Vec<&str> = article.quotes.iter().filter_map(|quote| article.speaker(quote)).collect();
            speakers.sort_unstable();
            speakers.dedup();
            names.push([
                speakers.into_iter().map(str::to_owned).collect(),
                article.people.iter().map(|person| person.name.clone()).collect(),
                article.works_of(WorkKind::Film).map(|film| film.title.clone()).collect(),
            ]);
        }
    }
    names
}

fn index_plainly(records: &[(String, String)], names: &[Names], folder: &Path) -> Index {
    let folder = folder.join("plain");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let (schema, title, body, facets) = plain_schema();
    let index = Index::create_in_dir(&folder, schema).expect("an index");
    let mut writer = index.writer_with_num_threads(2, 200 << 20).expect("a writer");
    assert_eq!(records.len(), names.len(), "every record is an article of our index");
    for ((headline, text), names) in records.iter().zip(names) {
        let mut document = TantivyDocument::default();
        document.add_text(title, headline);
        document.add_text(body, text);
        for (names, facet) in names.iter().zip(facets) {
            names.iter().for_each(|name| document.add_text(facet, name));
        }
        writer.add_document(document).expect("a document");
    }
    writer.commit().expect("a commit");
    let segments = index.searchable_segment_ids().expect("segments");
    if segments.len() > 1 {
        writer.merge(&segments).wait().expect("a merge");
    }
    writer.garbage_collect_files().wait().expect("a clean folder");
    writer.wait_merging_threads().expect("an end");
    index
}

fn open_plain(folder: &Path) -> Plain {
    let (_, title, body, _) = plain_schema();
    Plain { index: Index::open_in_dir(folder).expect("the plain index"), title, body }
}

fn size(folder: &Path) -> f64 {
    fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .map(|file| file.metadata().map_or(0, |data| data.len()))
        .sum::<u64>() as f64
}

/// Words, pairs and phrases of the articles themselves, the same for every run.
fn queries(records: &[(String, String)]) -> Vec<String> {
    let step = (records.len() / 125).max(1);
    let mut queries = Vec::new();
    for (_, text) in records.iter().step_by(step).take(125) {
        let words: Vec<&str> =
            text.split(|letter: char| !letter.is_ascii_alphabetic()).filter(|word| word.len() > 3).collect();
        let [first, second, third, ..] = words[words.len() / 2..] else { continue };
        queries.push(first.to_owned());
        queries.push(format!("{first} {third}"));
        queries.push(format!("{second} AND {third}"));
        queries.push(format!("\"{first} {second}\""));
    }
    queries
}

fn warm_queries(archive: &Archive, plain: &Plain, queries: &[String], n_slowest: usize) {
    let wanted = Wanted { limit: 10, ..Wanted::default() };
    let ours = timed(queries, |query| {
        let words = query::parse(query).expect("a query");
        query::articles(archive, &words, &Filters::default(), &wanted).expect("hits");
    });
    let reader = plain.index.reader().expect("a reader");
    let parser = QueryParser::for_index(&plain.index, vec![plain.title, plain.body]);
    let theirs = timed(queries, |query| {
        let searcher = reader.searcher();
        let parsed = parser.parse_query(query).expect("a query");
        let hits = searcher.search(&parsed, &TopDocs::with_limit(10).order_by_score()).expect("hits");
        let snippets = SnippetGenerator::create(&searcher, &parsed, plain.body).expect("snippets");
        for (_, address) in hits {
            let document: TantivyDocument = searcher.doc(address).expect("a document");
            let text = document.get_first(plain.body).and_then(|value| value.as_str()).unwrap_or("").to_owned();
            std::hint::black_box(snippets.snippet(&text).to_html());
        }
    });
    row("warm top ten with snippets, mean µs", mean(&ours), mean(&theirs));
    row("warm top ten with snippets, p99 µs", percentile(&ours), percentile(&theirs));
    slowest("clippings", queries, &ours, &theirs, n_slowest);
    slowest("plain tantivy", queries, &theirs, &ours, n_slowest);
}

/// Prints the queries that take one program longest, with what the other takes.
fn slowest(program: &str, queries: &[String], times: &[f64], others: &[f64], n_slowest: usize) {
    let mut order: Vec<usize> = (0..queries.len()).collect();
    order.sort_by(|&one, &other| times[other].total_cmp(&times[one]));
    for &place in order.iter().take(n_slowest) {
        println!(
            "slow for {program:14} {:>8.0} µs, the other {:>8.0}: {}",
            times[place], others[place], queries[place]
        );
    }
}

fn facet_counts(archive: &Archive, plain: &Plain, queries: &[String]) {
    let fields = [NameField::Speaker, NameField::Person, NameField::Film];
    let ours = timed(queries, |query| {
        let words = query::parse(query).expect("a query");
        query::facet_counts(archive, &words, &Filters::default(), query::Target::Articles, &fields, (None, 10))
            .expect("counts");
    });
    let request = three_facets();
    let reader = plain.index.reader().expect("a reader");
    let parser = QueryParser::for_index(&plain.index, vec![plain.title, plain.body]);
    let theirs = timed(queries, |query| {
        let parsed = parser.parse_query(query).expect("a query");
        let collector = AggregationCollector::from_aggs(request.clone(), Default::default());
        std::hint::black_box(reader.searcher().search(&parsed, &collector).expect("counts"));
    });
    row("counts of three facets, mean µs", mean(&ours), mean(&theirs));
}

fn three_facets() -> Aggregations {
    let request = serde_json::json!({
        "speaker": {"terms": {"field": "speaker", "size": 10}},
        "person": {"terms": {"field": "person", "size": 10}},
        "film": {"terms": {"field": "film", "size": 10}},
    });
    serde_json::from_value(request).expect("a request")
}

/// The plain program as a process: opens the index, searches, prints.
fn search_plainly(folder: &Path, query: &str, facets: bool) {
    let plain = open_plain(folder);
    let searcher = plain.index.reader().expect("a reader").searcher();
    let parsed = QueryParser::for_index(&plain.index, vec![plain.title, plain.body]).parse_query(query);
    let parsed = parsed.expect("a query");
    let hits = searcher.search(&parsed, &TopDocs::with_limit(10).order_by_score()).expect("hits");
    let snippets = SnippetGenerator::create(&searcher, &parsed, plain.body).expect("snippets");
    for (_, address) in hits {
        let document: TantivyDocument = searcher.doc(address).expect("a document");
        let text = document.get_first(plain.body).and_then(|value| value.as_str()).unwrap_or("").to_owned();
        println!("{}", snippets.snippet(&text).to_html());
    }
    println!("{}", searcher.search(&parsed, &Count).expect("a count"));
    if facets {
        let collector = AggregationCollector::from_aggs(three_facets(), Default::default());
        let counts = searcher.search(&parsed, &collector).expect("counts");
        println!("{}", serde_json::to_string(&counts).expect("JSON"));
    }
}

fn cold_searches(folder: &Path, queries: &[String]) {
    let queries: Vec<String> = queries.iter().step_by(10).cloned().collect();
    let this = std::env::current_exe().expect("the path of this bench");
    for facets in [false, true] {
        let ours = timed(&queries, |query| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_clippings"));
            command.args(["search", "--index"]).arg(folder.join("ours")).arg(query);
            if facets {
                command.args(["--facets", "speaker,person,film"]);
            }
            command.output().expect("clippings runs");
        });
        let theirs = timed(&queries, |query| {
            let mut command = Command::new(&this);
            command.arg("plain-search").arg(folder.join("plain")).arg(query);
            if facets {
                command.arg("facets");
            }
            assert!(command.output().expect("the plain program runs").status.success());
        });
        let what = if facets { "cold search with three facets, median ms" } else { "cold search, median ms" };
        row(what, median(&ours) / 1e3, median(&theirs) / 1e3);
    }
}

/// Writes every record to a file of its own, and runs `clippings index` again on what has not changed.
fn unchanged_files(records: &[(String, String)], folder: &Path) {
    let files = folder.join("files");
    for (number, (headline, text)) in records.iter().enumerate() {
        let folder = files.join(format!("{:03}", number / 200));
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join(format!("{number}.txt")), format!("{headline}\n\n{text}")).expect("a file");
    }
    let index = || {
        let index = folder.join("of-files");
        let status = Command::new(env!("CARGO_BIN_EXE_clippings"))
            .args(["index", "-q", "--index"])
            .arg(index)
            .arg(&files)
            .status();
        assert!(status.expect("clippings runs").success());
    };
    index();
    let ours = best(index);
    let theirs = best(|| {
        let sizes = walkdir::WalkDir::new(&files).into_iter().flatten().filter_map(|entry| entry.metadata().ok());
        std::hint::black_box(sizes.map(|metadata| metadata.len()).sum::<u64>());
    });
    row("unchanged, seconds, against walk and stat", ours, theirs);
}

/// Returns the microseconds of each query, the best of three rounds.
fn timed(queries: &[String], mut work: impl FnMut(&str)) -> Vec<f64> {
    let mut best = vec![f64::INFINITY; queries.len()];
    for _ in 0..RUNS {
        for (query, best) in queries.iter().zip(&mut best) {
            let start = Instant::now();
            work(query);
            *best = best.min(start.elapsed().max(Duration::from_nanos(1)).as_secs_f64() * 1e6);
        }
    }
    best
}

fn mean(times: &[f64]) -> f64 {
    times.iter().sum::<f64>() / times.len() as f64
}

fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

fn percentile(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[(sorted.len() * 99 / 100).min(sorted.len() - 1)]
}
