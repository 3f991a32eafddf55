//! Our own corpus against its labels: every stage is measured, and none may fall below its floor.
//!
//! `cargo test corpus -- --nocapture` prints the table. Labels stand in `tests/corpus/`, a file an article: a row names
//! a kind (`title`, `author`, `published`, `removed`, `kept`, `person`, `character`, `film`, `series`, `quote`) and its
//! columns; of a `person_optional`, an `optional` title and a `quote_optional` nothing is asked. A line of a text that
//! no `removed` row names is part of the article.
//!
//! The articles of `tests/unseen/` are measured too: they were written and labelled by others than the program's
//! authors, after the manner of many outlets, and nothing is learned from them.

#![allow(clippy::print_stdout)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clippings::ingest::{self, Sources};
use clippings::model::{AnnotatedArticle, Article, Quote, QuoteKind, Span, WorkKind};

use super::harness::{annotated_among, cleaned_among, observed};

/// The least that each figure may be, in per cent; they follow what is reached, two or three points below.
const FLOORS: [(&str, f64); 12] = [
    ("boilerplate of texts, F1", 91.0),
    ("texts without a lost line", 87.0),
    ("pages: litter left out", 91.0),
    ("pages: lines kept", 94.0),
    ("people, F1", 91.0),
    ("characters not taken for people", 69.0),
    ("films and series, F1", 85.0),
    ("quotations, F1", 93.0),
    ("speakers of what was found", 91.0),
    ("quotation and speaker, F1", 87.0),
    ("authors", 93.0),
    ("dates", 95.0),
];

/// The same of the articles that nothing was learned from.
const UNSEEN_FLOORS: [(&str, f64); 10] = [
    ("boilerplate of texts, F1", 93.0),
    ("texts without a lost line", 85.0),
    ("people, F1", 90.0),
    ("characters not taken for people", 82.0),
    ("films and series, F1", 62.0),
    ("quotations, F1", 94.0),
    ("speakers of what was found", 87.0),
    ("quotation and speaker, F1", 86.0),
    ("authors", 93.0),
    ("dates", 95.0),
];

/// What was right, of what was found and what was wanted.
#[derive(Clone, Copy, Default)]
struct Count {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Count {
    /// Counts one thing that is right or not.
    fn ask(&mut self, right: bool) {
        self.add(usize::from(right), 1, 1);
    }

    fn add(&mut self, right: usize, found: usize, wanted: usize) {
        self.right += right;
        self.found += found;
        self.wanted += wanted;
    }

    fn sets(&mut self, found: &BTreeSet<String>, wanted: &BTreeSet<String>) {
        self.add(found.intersection(wanted).count(), found.len(), wanted.len());
    }

    fn f1(self) -> f64 {
        200.0 * self.right as f64 / ((self.found + self.wanted).max(1)) as f64
    }

    fn row(self, name: &str) -> String {
        let share = |of: usize| 100.0 * self.right as f64 / of.max(1) as f64;
        let Count { right, found, wanted } = self;
        let (precision, recall) = (share(found), share(wanted));
        format!("{name:34} {:6.1} {precision:6.1} {recall:6.1} {right:6} {found:6} {wanted:6}", self.f1())
    }
}

/// The counts, in the order of [`FLOORS`].
#[derive(Default)]
struct Sheet {
    boilerplate: Count,
    lossless: Count,
    page_litter: Count,
    page_kept: Count,
    people: Count,
    characters: Count,
    works: Count,
    quotes: Count,
    speakers: Count,
    pairs: Count,
    authors: Count,
    dates: Count,
}

impl Sheet {
    fn counts(&self) -> [Count; 12] {
        [
            self.boilerplate,
            self.lossless,
            self.page_litter,
            self.page_kept,
            self.people,
            self.characters,
            self.works,
            self.quotes,
            self.speakers,
            self.pairs,
            self.authors,
            self.dates,
        ]
    }

    fn add(&mut self, annotated: &AnnotatedArticle, labels: &Labels) {
        if annotated.clean.article.path.ends_with(".html") {
            self.add_page(annotated, labels);
        } else {
            self.add_text(annotated, labels);
        }
        self.add_names(annotated, labels);
        self.add_quotes(annotated, labels);
        let article = &annotated.clean.article;
        self.authors.ask(folded(&article.authors) == labels.set("author"));
        if let Some(day) = labels.of("published").next() {
            self.dates.ask(article.published.is_some_and(|date| date.to_string() == day[0]));
        }
    }

    fn add_text(&mut self, annotated: &AnnotatedArticle, labels: &Labels) {
        let text = &annotated.clean.article.text;
        let removed: BTreeSet<&str> = labels.of("removed").map(|row| row[0].trim()).collect();
        let mut lossless = true;
        for line in &annotated.clean.lines {
            let (found, wanted) = (!line.is_kept(), removed.contains(line.span.of(text).trim()));
            self.boilerplate.add(usize::from(found && wanted), usize::from(found), usize::from(wanted));
            lossless &= wanted || !found;
        }
        self.lossless.ask(lossless);
    }

    fn add_page(&mut self, annotated: &AnnotatedArticle, labels: &Labels) {
        let text = &annotated.clean.article.text;
        let kept: Vec<&str> = annotated.clean.kept().map(|line| line.span.of(text).trim()).collect();
        labels.of("removed").for_each(|row| self.page_litter.ask(!kept.contains(&row[0].trim())));
        labels.of("kept").for_each(|row| self.page_kept.ask(kept.contains(&row[0].trim())));
    }

    fn add_names(&mut self, annotated: &AnnotatedArticle, labels: &Labels) {
        let mut people = folded(annotated.people.iter().map(|person| &person.name));
        people.retain(|name| !labels.set("person_optional").contains(name));
        self.people.sets(&people, &labels.set("person"));
        labels.set("character").iter().for_each(|name| self.characters.ask(!people.contains(name)));
        for (kind, label) in [(WorkKind::Film, "film"), (WorkKind::Series, "series")] {
            let mut works = folded(annotated.works_of(kind).map(|work| &work.title));
            works.retain(|title| !labels.set("optional").contains(title));
            self.works.sets(&works, &labels.set(label));
        }
    }

    fn add_quotes(&mut self, annotated: &AnnotatedArticle, labels: &Labels) {
        let wanted = wanted_quotes(annotated, labels);
        // Reported speech is not labelled.
        let may_be: Vec<&str> = labels.of("quote_optional").map(|row| row[2].as_str()).collect();
        let is_wanted = |quote: &&Quote| {
            let words = quote.span.of(&annotated.clean.article.text);
            quote.kind != QuoteKind::Indirect && !may_be.iter().any(|other| other.contains(words))
        };
        let quotes: Vec<&Quote> = annotated.quotes.iter().filter(is_wanted).collect();
        let mut taken = BTreeSet::new();
        let mut pairs = 0;
        for (span, speaker) in &wanted {
            let candidates = quotes.iter().enumerate().filter(|(index, _)| !taken.contains(index));
            let Some((index, quote)) = candidates.max_by_key(|(_, quote)| common(quote.span, *span)) else { continue };
            if 2 * common(quote.span, *span) < quote.span.len().max(span.len()) {
                continue;
            }
            taken.insert(index);
            let right = annotated.speaker(quote).map(fold) == *speaker;
            self.speakers.ask(right);
            pairs += usize::from(right);
        }
        self.quotes.add(taken.len(), quotes.len(), wanted.len());
        self.pairs.add(pairs, quotes.len(), wanted.len());
    }
}

/// Finds the labelled quotations in the text; they stand in its order.
fn wanted_quotes(annotated: &AnnotatedArticle, labels: &Labels) -> Vec<(Span, Option<String>)> {
    let Article { text, path, .. } = &annotated.clean.article;
    let mut from = 0;
    let place = |row: &Vec<String>| {
        let words = row[2].as_str();
        let at = text[from..].find(words).map(|at| from + at).or_else(|| text.find(words));
        let at = at.unwrap_or_else(|| panic!("{path}: the label `{words}` is not in the text"));
        from = at + words.len();
        let is_one = row[0] != "-" && !row[0].contains('|');
        let speaker = is_one.then(|| fold(&row[0]));
        (Span::new(at, from), speaker)
    };
    labels.of("quote").map(place).collect()
}

fn common(one: Span, other: Span) -> usize {
    (one.end.min(other.end) as usize).saturating_sub(one.start.max(other.start) as usize)
}

/// Returns the names without regard to case and to the form of their apostrophes.
fn folded(names: impl IntoIterator<Item = impl AsRef<str>>) -> BTreeSet<String> {
    names.into_iter().map(|name| fold(name.as_ref())).collect()
}

fn fold(name: &str) -> String {
    name.to_lowercase().replace('’', "'")
}

/// The labels of an article.
struct Labels {
    rows: Vec<(String, Vec<String>)>,
}

impl Labels {
    fn read(article: &Article) -> Labels {
        let path = Path::new("tests").join(match article.path.as_str() {
            "corpus/wirefeed.jsonl" => PathBuf::from(format!("corpus/wirefeed/{}.tsv", article.id)),
            path if path.starts_with("corpus") => Path::new(path).with_extension("tsv"),
            path => Path::new(path.trim_start_matches("tests/")).with_extension("tsv"),
        });
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let row = |line: &str| {
            let mut columns = line.split('\t').map(str::to_owned);
            (columns.next().unwrap(), columns.collect())
        };
        Labels { rows: text.lines().map(row).collect() }
    }

    /// Returns the rows of one kind, without the kind.
    fn of(&self, kind: &'static str) -> impl Iterator<Item = &Vec<String>> {
        self.rows.iter().filter(move |(own, _)| own == kind).map(|(_, columns)| columns)
    }

    /// Returns the first columns of the rows of one kind, without regard to case.
    fn set(&self, kind: &'static str) -> BTreeSet<String> {
        folded(self.of(kind).map(|columns| &columns[0]))
    }
}

fn articles() -> Vec<Article> {
    articles_of("corpus")
}

fn articles_of(folder: &str) -> Vec<Article> {
    let records = Sources::new(vec![PathBuf::from(folder)], None);
    records.map(|raw| raw.and_then(ingest::parse).unwrap_or_else(|error| panic!("{error}"))).collect()
}

/// Prints what is reached on the articles of a folder, and tells what falls below its floor.
fn measure(articles: Vec<Article>, floors: &[(&str, f64)]) {
    let mut sheet = Sheet::default();
    let corpus = observed(&articles);
    for article in articles {
        let labels = Labels::read(&article);
        sheet.add(&annotated_among(cleaned_among(article, &corpus), &corpus), &labels);
    }
    println!("{:34} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}", "", "F1", "prec", "recall", "right", "found", "wanted");
    let mut below = Vec::new();
    let counts: Vec<(&str, Count)> = FLOORS.iter().map(|(name, _)| *name).zip(sheet.counts()).collect();
    for (name, floor) in floors {
        let (_, count) = counts.iter().find(|(counted, _)| counted == name).expect("a figure of that name");
        println!("{}", count.row(name));
        if count.f1() < *floor {
            below.push(format!("{name}: {:.1} is below {floor}", count.f1()));
        }
    }
    assert!(below.is_empty(), "\n{}\n", below.join("\n"));
}

#[test]
fn corpus_stays_above_its_floors() {
    let articles = articles();
    assert!(articles.len() >= 60, "the corpus has only {} articles", articles.len());
    measure(articles, &FLOORS);
}

#[test]
fn unseen_articles_stay_above_their_floors() {
    let mut articles = articles_of("tests/unseen");
    articles.retain(|article| article.path.ends_with(".txt"));
    assert_eq!(articles.len(), 40);
    measure(articles, &UNSEEN_FLOORS);
}

#[test]
fn every_label_has_its_article() {
    let folders = fs::read_dir("tests/corpus").unwrap().map(|entry| entry.unwrap().path());
    let files = folders.flat_map(|site| fs::read_dir(site).unwrap()).count();
    assert_eq!(files, articles().len());
}

#[test]
fn articles_are_kept_to_the_character() {
    for article in articles().into_iter().filter(|article| article.path.ends_with(".txt")) {
        assert_eq!(article.text, fs::read_to_string(&article.path).unwrap(), "{}", article.path);
    }
}
