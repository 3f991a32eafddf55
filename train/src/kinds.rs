//! Learns `en/work_kinds.tsv`: what tells a series from a film.
//!
//! From the titles of the bulk articles that the lists know as one kind alone, which tell what words stand beside either;
//! from the articles of which every title is labelled; and from the written ones, whose titles no list knows. Every work
//! is one that the program finds. Cross-validated over the labelled and the written articles.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::Path;

use clippings::annotate::names::work_kind::{ALWAYS, listed_as, terms};
use clippings::annotate::{Document, annotate};
use clippings::model::{Recurrences, Work, WorkKind};
use clippings::rules::titles::title_key;
use clippings::rules::work_kinds::{MOST_TIMES, Place, term};
use clippings::rules::{Key, Rules};
use rayon::prelude::*;

use crate::boost::Random;
use crate::ftrl::{Ftrl, Params};
use crate::labels::Titled;
use crate::{bulk, labels, written};

const PARAMS: Params = Params { alpha: 0.3, beta: 1.0, l1: 1.0, l2: 20.0 };
const PASSES: usize = 12;
const FOLDS: usize = 8;
/// How much a title counts whose kind the lists tell.
const FROM_LISTS: f64 = 0.03;
/// Words beside fewer titles are left out, so that none is learned with whom it is of.
const LEAST: usize = 8;
/// Weights nearer to nought, in hundredths, are left out.
const SMALL: f64 = 6.0;

/// What is known of a work in an article.
struct Example {
    terms: Vec<Key>,
    is_series: bool,
    /// What the program said.
    was_series: bool,
    title: Key,
    source: Source,
    /// The article, of those of its source.
    article: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Lists,
    Labels,
    Written,
}

/// Terms as the table names them.
type Names = HashMap<Key, (Place, String)>;

/// Learns the weights, prints how well they tell, and returns the text of the table.
pub fn learn(data: &Path, rules: &Rules) -> String {
    let labelled = labels::titled(data);
    let texts: HashSet<&str> = labelled.iter().map(|article| article.text.as_str()).collect();
    let articles = bulk::articles(data);
    let corpus = bulk::heard(articles.iter().map(String::as_str), rules);
    let free: Vec<Titled> = (articles.iter().filter(|text| !texts.contains(text.as_str())))
        .map(|text| Titled { text: text.clone(), phrases: Vec::new() })
        .collect();
    let written: Vec<Titled> = written::articles().into_iter().map(Titled::from).collect();
    let none = Recurrences::default();
    let read = |articles: &[Titled], corpus: &Recurrences, source: Source| -> Vec<(Vec<Example>, Names)> {
        let read = |(at, article): (usize, &Titled)| in_article(article, rules, corpus, (source, at));
        articles.par_iter().enumerate().map(read).collect()
    };
    let mut all = read(&free, &corpus, Source::Lists);
    all.extend(read(&labelled, &corpus, Source::Labels));
    all.extend(read(&written, &none, Source::Written));
    let (mut examples, mut names) = (Vec::new(), Names::new());
    for (of_article, of_terms) in all {
        examples.extend(of_article);
        names.extend(of_terms);
    }
    leave_out_rare(&mut examples, &names);
    cross_validate(&examples);
    let all: Vec<&Example> = examples.iter().collect();
    table(&fit(&all), &names)
}

/// The works of an article whose kind is told.
fn in_article(article: &Titled, rules: &Rules, corpus: &Recurrences, of: (Source, usize)) -> (Vec<Example>, Names) {
    let clean = bulk::article(&article.text);
    let works = annotate(clean.clone(), rules, corpus).works;
    let mut document = Document::new(&clean, rules);
    document.corpus = Some(corpus);
    let (mut examples, mut names) = (Vec::new(), Names::new());
    for work in &works {
        let listed = listed(work, rules);
        let told = if of.0 == Source::Lists { by_lists(&listed) } else { by_labels(article, work) };
        let Some(kind) = told else { continue };
        let mut found: Vec<Key> = Vec::new();
        terms(&document, rules, &listed, &tokens(&document, work), |place, word, at| {
            // What the lists know is not to be told by itself.
            if of.0 == Source::Lists && place == Place::Listed {
                return;
            }
            let key = term(place, word);
            found.push(key);
            names.entry(key).or_insert_with(|| (place, at.map_or_else(String::new, |at| printed(&document, at, word))));
        });
        found.sort_unstable();
        let terms = found.chunk_by(|a, b| a == b).flat_map(|same| same.iter().take(MOST_TIMES)).copied().collect();
        let (is_series, was_series) = (kind == WorkKind::Series, work.kind == WorkKind::Series);
        let title = title_key(&work.title);
        examples.push(Example { terms, is_series, was_series, title, source: of.0, article: of.1 });
    }
    for word in ["film", "series", "film-series", "series-film", "any-film", "any-series", "no-series", ALWAYS] {
        for place in [Place::Always, Place::Cue, Place::Listed, Place::Heard] {
            names.insert(term(place, Key::of(word)), (place, word.to_owned()));
        }
    }
    (examples, names)
}

/// The kinds that the lists know by the title of a work.
fn listed(work: &Work, rules: &Rules) -> Vec<WorkKind> {
    let known = rules.titles.get(title_key(&work.title)).and_then(|(found, _)| found);
    let known = known.filter(|_| work.rule.0 == "work/known");
    known.map_or_else(Vec::new, |found| rules.titles.namesakes(found.work).map(|work| work.kind).collect())
}

fn by_lists(listed: &[WorkKind]) -> Option<WorkKind> {
    match listed_as(listed) {
        Some("film") => Some(WorkKind::Film),
        Some("series") => Some(WorkKind::Series),
        _ => None,
    }
}

fn by_labels(article: &Titled, work: &Work) -> Option<WorkKind> {
    let keys: Vec<Key> = work.mentions.iter().map(|span| title_key(span.of(&article.text))).collect();
    let is = |kind: &str| article.phrases.iter().any(|(own, phrase)| own == kind && keys.contains(&title_key(phrase)));
    match (is("film"), is("series")) {
        (true, false) => Some(WorkKind::Film),
        (false, true) => Some(WorkKind::Series),
        _ => None,
    }
}

fn tokens(document: &Document, work: &Work) -> Vec<Range<u32>> {
    work.mentions.iter().map(|span| document.token_at(span.start)..document.token_at(span.end - 1) + 1).collect()
}

/// A word as the table names it, by which it has the same key.
fn printed(document: &Document, at: u32, word: Key) -> String {
    let own = document.word(at).to_lowercase().replace('’', "'");
    [own, crate::context::printed(document, at)].into_iter().find(|own| Key::of(own) == word).unwrap_or_default()
}

/// Leaves out terms that stand beside few titles, or that the table cannot name.
fn leave_out_rare(examples: &mut [Example], names: &Names) {
    let mut titles: HashMap<Key, HashSet<Key>> = HashMap::new();
    for example in examples.iter() {
        for term in &example.terms {
            titles.entry(*term).or_default().insert(example.title);
        }
    }
    let is_kept = |term: &Key| titles[term].len() >= LEAST && !names[term].1.is_empty();
    examples.iter_mut().for_each(|example| example.terms.retain(is_kept));
}

fn fit(examples: &[&Example]) -> Ftrl {
    let mut model = Ftrl::new(PARAMS);
    let (mut random, mut order) = (Random::new(1), examples.to_vec());
    for _ in 0..PASSES {
        random.shuffle(&mut order);
        for example in &order {
            let times = if example.source == Source::Lists { FROM_LISTS } else { 1.0 };
            model.learn(&example.terms, example.is_series, times);
        }
    }
    model
}

fn cross_validate(examples: &[Example]) {
    let mut right: HashMap<(&str, &str), [usize; 3]> = HashMap::new();
    for fold in 0..FOLDS {
        let is_held = |example: &&Example| example.source != Source::Lists && example.article % FOLDS == fold;
        let (held, learned): (Vec<&Example>, Vec<&Example>) = examples.iter().partition(is_held);
        let model = fit(&learned);
        for example in held {
            let is_listed =
                [("film", "listed"), ("series", "listed"), ("film-series", "both"), ("series-film", "both")];
            let has = |known: &str| example.terms.contains(&term(Place::Listed, Key::of(known)));
            let class = is_listed.into_iter().find(|(known, _)| has(known)).map_or("unlisted", |(_, class)| class);
            let source = if example.source == Source::Labels { "labelled" } else { "written" };
            let [n, now, before] = right.entry((source, class)).or_default();
            *n += 1;
            *now += usize::from((model.odds(&example.terms) > 0.0) == example.is_series);
            *before += usize::from(example.was_series == example.is_series);
        }
    }
    let mut lines: Vec<String> = Vec::new();
    for ((source, class), [n, now, before]) in right {
        lines.push(format!("{source}, {class}: {now} of {n} right, {before} as it is"));
    }
    lines.sort_unstable();
    println!("{}", lines.join("\n"));
}

/// The terms that tell something.
fn table(model: &Ftrl, names: &Names) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (term, weight) in model.weights().filter(|(_, weight)| 100.0 * weight.abs() >= SMALL) {
        let (place, word) = &names[&term];
        lines.push(format!("{}\t{word}\t{:.0}\n", place.as_str(), 100.0 * weight));
    }
    lines.sort_unstable();
    format!("place\tword\tweight\n{}", lines.concat())
}
