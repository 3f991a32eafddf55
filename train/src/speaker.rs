//! Learns who said each quotation: which words are the source, and whom they stand for.
//!
//! Comes in: labelled articles, `quotes/train.jsonl` and `quotes/dev.jsonl`. Goes out: the forests of
//! `src/rules/en/quotes/`, with figures cross-validated by article: of the labels that a program made and of those that
//! were read by eye.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use clippings::annotate::quotes::attribution::{
    Attribution, Choice, Weights, attribute, extend, first_look, is_doubtful, settle,
};
use clippings::annotate::quotes::scene::{Piece, Scene};
use clippings::annotate::quotes::second::{self, Looks};
use clippings::annotate::quotes::source::{self, Candidate, History};
use clippings::annotate::quotes::{
    each_marked, mentions::Kind, newcomers, pieces, quoted, resolve, ties, voiced, with_newcomers,
};
use clippings::annotate::{Document, annotate, names};
use clippings::clean::{Balance, clean};
use clippings::model::{Article, CleanArticle, Person, Recurrences, Span, Work};
use clippings::present::json;
use clippings::rules::{Forest, Rules};
use rayon::prelude::*;
use serde_json::Value;

use crate::boost::{Objective, Params, Table, fit_mean, importance};
use crate::folds::{best_threshold, cross_validate as cross_validate_rows, f1_at, group_folds};
use crate::same_person::same_person;
use crate::speakers::Speakers;
use crate::{labels, press};

const FOLDS: u32 = 5;

/// Training labels leave out what is doubtful, so quotations at large are right this much less often.
const SURE: f32 = 0.985;

/// Forests that are averaged, since one alone says this or that as its draws fall; and the trees of all together.
const FORESTS: usize = 3;
const SOURCE_TREES: usize = 240;
const REFERENT_TREES: usize = 150;
const SECOND_TREES: usize = 120;

/// Choices of which forests that have not seen the article give the label less than this are not learned from.
const HOPELESS: f32 = 0.1;

/// How much names weigh that stand beside a verb of speech and are nobody's source.
const SILENT: f32 = 0.2;

/// A labelled quotation.
pub struct Gold {
    /// Its contiguous pieces.
    pub pieces: Vec<Span>,
    /// The words that name the source.
    pub source: Option<Span>,
    /// The speaker.
    pub speaker: Option<String>,
    /// The label of the speaker is not sure.
    pub doubtful: bool,
    /// Whether the speaker was read in the text, by a person or a language model, and not made by a program.
    pub read: bool,
}

impl Gold {
    /// Returns the speaker among the people of the article.
    fn person(&self, people: &[Person]) -> Option<u32> {
        let is_speaker = |person: &Person| self.speaker.as_ref().is_some_and(|name| same_person(name, &person.name));
        people.iter().position(is_speaker).map(|index| index as u32)
    }
}

/// A labelled article, annotated by the product.
pub struct Labelled {
    /// The article.
    pub id: String,
    /// Who published it.
    pub publisher: String,
    /// Whether all its speakers were read in the text.
    pub read_by_eye: bool,
    /// Its fold in cross-validation.
    pub fold: u32,
    /// As the product cleans it.
    pub clean: CleanArticle,
    /// As the product finds them.
    pub people: Vec<Person>,
    /// What names no person.
    pub no_person: Vec<Span>,
    /// Names of which that is less sure.
    pub doubted: Vec<(Span, f32)>,
    /// Films and series, as the product finds them.
    pub works: Vec<Work>,
    /// The labels.
    pub gold: Vec<Gold>,
    /// Regions that count neither way.
    pub ignore: Vec<Span>,
    /// Indirect quotations: they have sources too.
    pub indirect: Vec<Gold>,
    /// Sources of any kind of speech, indirect too, with the speaker and whether they are no person.
    pub sources: Vec<(Span, Option<String>, bool)>,
    /// Sources whose speaker is doubtful.
    pub doubtful: Vec<Span>,
}

impl Labelled {
    /// Whether it was neither written for learning nor chosen because the program was in doubt: such count in the
    /// figures, and tell how far to trust a choice.
    fn is_usual(&self) -> bool {
        !matches!(self.publisher.as_str(), press::WRITTEN | press::DOUBTFUL)
    }

    /// Cuts the article into tokens, as they are when quotations are looked for.
    fn document<'a>(&'a self, rules: &Rules) -> Document<'a> {
        let mut document = Document::new(&self.clean, rules);
        document.decide(self.no_person.clone(), self.doubted.clone(), &self.works);
        document
    }
}

/// Reads labelled articles and annotates them.
pub fn read(path: &Path, rules: &Rules) -> Vec<Labelled> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    let speakers = Speakers::load();
    lines.par_iter().map(|line| labelled(line, &speakers, rules)).collect()
}

/// Reads the articles that were labelled for the project.
fn read_press(data: &Path, rules: &Rules) -> Vec<Labelled> {
    let speakers = Speakers::load();
    press::records(data).par_iter().map(|line| labelled(line, &speakers, rules)).collect()
}

fn labelled(line: &str, speakers: &Speakers, rules: &Rules) -> Labelled {
    let mut record: Value = serde_json::from_str(line).expect("a JSON line");
    speakers.put_into(&mut record);
    let text = record["text"].as_str().unwrap_or("").to_owned();
    let mut bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).collect();
    bytes.push(text.len());
    let at = |value: &Value| bytes[value.as_u64().unwrap_or(0) as usize];
    let span = |value: &Value| Span::new(at(&value["start"]), at(&value["end"]));
    let all = record["quotes"].as_array().into_iter().flatten();
    let sources = all.filter(|quote| quote["source"].is_object()).map(|quote| {
        let no_person = quote["speaker_type"] != "person" && quote["speaker_doubtful"] != true;
        (span(&quote["source"]), quote["speaker"].as_str().map(str::to_owned), no_person)
    });
    let sources = sources.collect();
    let doubtful = record["quotes"].as_array().into_iter().flatten();
    let doubtful = doubtful.filter(|quote| quote["speaker_doubtful"] == true && quote["source"].is_object());
    let doubtful = doubtful.map(|quote| span(&quote["source"])).collect();
    let read = |quote: &Value| Gold {
        pieces: quote["pieces"].as_array().into_iter().flatten().map(span).collect(),
        source: quote["source"].is_object().then(|| span(&quote["source"])),
        speaker: quote["speaker"].as_str().map(str::to_owned),
        doubtful: quote["speaker_doubtful"].as_bool().unwrap_or(false)
            || quote["pieces"].as_array().into_iter().flatten().any(|piece| piece["nested"] == true),
        read: quote["read"].as_bool().unwrap_or(false),
    };
    let quotes = record["quotes"].as_array().into_iter().flatten();
    let (indirect, gold): (Vec<&Value>, Vec<&Value>) = quotes.partition(|quote| quote["kind"] == "indirect");
    let mut indirect: Vec<Gold> = indirect.into_iter().map(read).collect();
    indirect.sort_by_key(|gold| gold.source);
    let gold = gold.into_iter().map(read).collect();
    let ignore = record["ignore"].as_array().into_iter().flatten();
    let ignore = ignore.map(|region| Span::new(at(&region[0]), at(&region[1]))).collect();
    let id = record["id"].as_str().unwrap_or("").to_owned();
    let article = Article { id, text, ..Article::default() };
    let clean = clean(article, rules, &Recurrences::default(), Balance::default());
    let found = names::find(&Document::new(&clean, rules), rules);
    Labelled {
        id: record["id"].as_str().unwrap_or("").to_owned(),
        publisher: record["publisher"].as_str().unwrap_or("").to_owned(),
        read_by_eye: false,
        fold: 0,
        clean,
        people: found.people,
        no_person: found.no_person,
        doubted: found.doubted,
        works: found.works,
        gold,
        ignore,
        indirect,
        sources,
        doubtful,
    }
}

/// Returns the labelled quotation that a piece is, if half of it agrees.
pub fn gold_of(gold: &[Gold], span: Span) -> Option<&Gold> {
    let overlap = |other: &Span| {
        let shared = span.end.min(other.end).saturating_sub(span.start.max(other.start)) as f32;
        shared / (span.end.max(other.end) - span.start.min(other.start)).max(1) as f32
    };
    gold.iter().find(|quote| quote.pieces.iter().any(|other| overlap(other) >= 0.5))
}

/// How much marked words of the film press and of wires weigh: what there counts as quoting no one (scare quotes,
/// slogans) is in the other labels now this, now that.
const PRESS: f32 = 0.7;

/// Every marked span, labelled by whether the labels quote it, and the article of each row. What was written, or chosen
/// for being in doubt, is not labelled word for word.
fn quoted_table(articles: &[Labelled], rules: &Rules) -> (Table, Vec<u32>) {
    let (mut table, mut keys) = (Table::new(quoted::FEATURES), Vec::new());
    for (key, article) in articles.iter().enumerate().filter(|(_, article)| article.is_usual()) {
        let document = article.document(rules);
        each_marked(&document, |line, marked, n_marked| {
            let ignored = article.ignore.iter().any(|region| region.overlaps(marked.span));
            if marked.nested || ignored {
                return;
            }
            let label = f32::from(u8::from(gold_of(&article.gold, marked.span).is_some()));
            let row = quoted::row(&quoted::View::new(&document, rules, marked, line, n_marked));
            let weight = if article.publisher == press::PUBLISHER { PRESS } else { 1.0 };
            table.push(&row, label, weight, key as u32);
            keys.push(key as u32);
        });
    }
    (table, keys)
}

/// The key of rows that no labelled article gave.
const UNLABELLED: u32 = u32::MAX;

/// One in so many of the unlabelled articles is read for titles in marks, and how much each weighs.
const TITLES_STEP: usize = 2;
const TITLES: f32 = 0.5;

/// Adds the marked words of unlabelled articles that are a title. Their rows look away from what the lists know, so that
/// they tell how titles stand that no list has.
fn add_titles((table, keys): &mut (Table, Vec<u32>), data: &Path, rules: &Rules) {
    let texts: Vec<String> = crate::bulk::articles(data).into_iter().step_by(TITLES_STEP).collect();
    let rows: Vec<Vec<f32>> = texts.par_iter().flat_map_iter(|text| titles_of(text, rules)).collect();
    for row in &rows {
        table.push(row, 0.0, TITLES, UNLABELLED);
        keys.push(UNLABELLED);
    }
}

fn titles_of(text: &str, rules: &Rules) -> Vec<Vec<f32>> {
    crate::bulk::with_document(text, rules, |document| {
        let works = names::find(document, rules).works;
        let titles: Vec<Span> = works.into_iter().flat_map(|work| work.mentions).collect();
        let mut rows = Vec::new();
        each_marked(document, |line, marked, n_marked| {
            if titles.iter().any(|title| title.contains(marked.span)) {
                rows.push(quoted::row(&quoted::View::new(document, rules, marked, line, n_marked)).to_vec());
            }
        });
        rows
    })
}

/// Learns which names that stand beside a verb of speech are people's, reports, and gives the article of each row.
///
/// Labels of single names tell most; where there are none, sources do: who speaks is a person.
fn newcomer_table(articles: &[Labelled], data: &Path, rules: &Rules) -> (Table, Vec<u32>) {
    let (mut table, mut keys) = (Table::new(newcomers::FEATURES), Vec::new());
    let mut told = labels::phrases(labels::NEWCOMERS);
    for (key, article) in articles.iter().enumerate() {
        let told = told.remove(article.id.as_str()).unwrap_or_default();
        for (row, label, weight) in newcomer_rows(article, &told, true, rules) {
            table.push(&row, label, weight, key as u32);
            keys.push(key as u32);
        }
    }
    let speakers = Speakers::load();
    let others =
        labels::articles(data, labels::NEWCOMERS).into_iter().filter(|other| told.contains_key(other.id.as_str()));
    let rows = others.collect::<Vec<_>>().into_par_iter().flat_map_iter(|other| {
        let record = serde_json::json!({ "id": other.id, "text": other.text }).to_string();
        newcomer_rows(&labelled(&record, &speakers, rules), &other.phrases, false, rules)
    });
    for (row, label, weight) in rows.collect::<Vec<_>>() {
        table.push(&row, label, weight, UNLABELLED);
        keys.push(UNLABELLED);
    }
    (table, keys)
}

/// The rows of an article's newcomers, each with its label and weight: those that labels of single names tell, and the
/// others where its sources are labelled too.
fn newcomer_rows(
    article: &Labelled,
    told: &[(String, bool)],
    has_sources: bool,
    rules: &Rules,
) -> Vec<(Vec<f32>, f32, f32)> {
    let document = article.document(rules);
    let pieces = pieces(&document, rules);
    let scene = Scene::new(&document, &article.people, &pieces, rules);
    let row = |newcomer: newcomers::Newcomer| {
        let name = document.span(newcomer.tokens.clone()).of(document.text);
        let label = match told.iter().find(|(phrase, _)| phrase == name) {
            Some(&(_, is_person)) => (f32::from(u8::from(is_person)), 1.0),
            None if has_sources => label_by_sources(article, &scene, &newcomer, name)?,
            None => return None,
        };
        Some((newcomers::row(&newcomers::View::new(&scene, &newcomer)).to_vec(), label.0, label.1))
    };
    newcomers::newcomers(&scene).into_iter().filter_map(row).collect()
}

/// Returns the label and the weight of a newcomer as the article's sources tell; `None` where they are doubtful.
fn label_by_sources(
    article: &Labelled,
    scene: &Scene,
    newcomer: &newcomers::Newcomer,
    name: &str,
) -> Option<(f32, f32)> {
    let overlaps = |source: Span| {
        let at = |&index: &u32| scene.mentions.all[index as usize].span(scene.document, &scene.frame);
        newcomer.mentions.iter().any(|index| at(index).overlaps(source))
    };
    let is_speaker = |speaker: &Option<String>| speaker.as_ref().is_some_and(|speaker| same_person(speaker, name));
    // Who never speaks need not be welcomed, but what is a source though no person tells most.
    if article.sources.iter().any(|(_, speaker, _)| is_speaker(speaker)) {
        Some((1.0, 1.0))
    } else if article.sources.iter().any(|&(source, _, no_person)| no_person && overlaps(source)) {
        Some((0.0, 1.0))
    } else if article.doubtful.iter().any(|&source| overlaps(source)) {
        None
    } else {
        Some((0.0, SILENT))
    }
}

fn newcomer_params() -> Params {
    Params {
        trees: 180,
        depth: 4,
        rate: 0.2,
        min_leaf_weight: 2.0,
        column_sample: 0.5,
        row_sample: 0.8,
        ..Params::default()
    }
}

/// The rows of both forests, and the article of each row.
struct Tables {
    source: Table,
    source_keys: Vec<u32>,
    referent: Table,
    referent_keys: Vec<u32>,
    /// Rows whose labels were read in the text.
    source_read: Vec<bool>,
    referent_read: Vec<bool>,
    /// Rows whose labels are likely wrong.
    source_wrong: Vec<bool>,
    referent_wrong: Vec<bool>,
}

impl Tables {
    fn new() -> Tables {
        Tables {
            source: Table::new(source::FEATURES),
            source_keys: Vec::new(),
            referent: Table::new(resolve::FEATURES),
            referent_keys: Vec::new(),
            source_read: Vec::new(),
            referent_read: Vec::new(),
            source_wrong: Vec::new(),
            referent_wrong: Vec::new(),
        }
    }

    /// Finds the labels that forests which have not seen the article hold for hopeless: most are mistakes of labels
    /// that were made by a program.
    fn doubt(&mut self, articles: &[Labelled]) {
        self.source_wrong = hopeless(&self.source, &self.source_keys, &self.source_read, articles, SOURCE_TREES);
        let (keys, read) = (&self.referent_keys, &self.referent_read);
        self.referent_wrong = hopeless(&self.referent, keys, read, articles, REFERENT_TREES);
    }

    /// Adds the choices of an article; the forest resolves the pronouns between its quotations.
    fn add(&mut self, key: u32, article: &Labelled, rules: &Rules, chain: Option<&Forest>) {
        let document = article.document(rules);
        let pieces = pieces(&document, rules);
        let scene = Scene::new(&document, &article.people, &pieces, rules);
        let mut history = History::new(article.people.len());
        let mut source_before: Option<Span> = None;
        let mut indirect = article.indirect.iter().filter(|gold| gold.source.is_some()).peekable();
        for (quote, piece) in pieces.iter().enumerate() {
            while let Some(gold) = indirect.next_if(|gold| gold.source.is_some_and(|at| at.start < piece.span.start)) {
                self.add_indirect(key, &scene, &mut history, gold, chain);
            }
            let Some(gold) = gold_of(&article.gold, piece.span) else { continue };
            if let Some(forest) = chain {
                extend(&scene, &mut history, source::reach(&scene, quote), forest);
            }
            let candidates = source::candidates(&scene, quote);
            let right = right_candidate(&scene, &history, gold, &candidates, quote, source_before);
            if let Some(right) = right {
                self.add_source(key, &scene, &history, quote, &candidates, right);
                self.source_read.resize(self.source_keys.len(), gold.read);
                if let Candidate::Mention(index) = right {
                    self.add_referent(key, &scene, &history, index, gold);
                }
                settle(&scene, &mut history, right, gold.person(&article.people));
            }
            history.push(gold.person(&article.people));
            source_before = gold.source;
        }
    }

    fn add_source(
        &mut self,
        key: u32,
        scene: &Scene,
        history: &History,
        quote: usize,
        candidates: &[Candidate],
        right: Candidate,
    ) {
        let group = self.source.groups.last().map_or(0, |group| group + 1);
        let around = source::Around::new(scene, quote);
        for &candidate in candidates {
            let row = source::row(&source::View::new(scene, history, &around, quote, candidate));
            let label = f32::from(u8::from(candidate == right));
            self.source.push(&row, label, 1.0, group);
            self.source_keys.push(key);
        }
    }

    /// Whom the source of an indirect quotation stands for, where it is a pronoun or a description.
    fn add_indirect(&mut self, key: u32, scene: &Scene, history: &mut History, gold: &Gold, chain: Option<&Forest>) {
        let Some(source) = gold.source else { return };
        let found = scene.mentions.all.iter().position(|mention| {
            let span = mention.span(scene.document, &scene.frame);
            mention.kind != Kind::Name && span.start == source.start && source.overlaps(span)
        });
        if let Some(index) = found {
            if let Some(forest) = chain {
                extend(scene, history, index + 1, forest);
            }
            self.add_referent(key, scene, history, index as u32, gold);
            if !gold.doubtful {
                settle(scene, history, Candidate::Mention(index as u32), gold.person(scene.people));
            }
        }
    }

    fn add_referent(&mut self, key: u32, scene: &Scene, history: &History, index: u32, gold: &Gold) {
        let mention = &scene.mentions.all[index as usize];
        if !resolve::stands_for_someone(scene, mention) || gold.doubtful {
            return;
        }
        let referents = resolve::referents(scene, history, index as usize);
        let is_right = |referent: &resolve::Referent| match (&gold.speaker, referent.person) {
            (Some(name), Some(person)) => same_person(name, &scene.people[person as usize].name),
            (speaker, person) => speaker.is_none() && person.is_none(),
        };
        let Some(right) = referents.iter().position(is_right) else { return };
        let group = self.referent.groups.last().map_or(0, |group| group + 1);
        let past = resolve::Past::new(scene, history, index as usize);
        for (at, &referent) in referents.iter().enumerate() {
            let row = resolve::row(&resolve::View::new(scene, history, index as usize, &past, &referents, referent));
            self.referent.push(&row, f32::from(u8::from(at == right)), 1.0, group);
            self.referent_keys.push(key);
            self.referent_read.push(gold.read);
        }
    }
}

/// Returns the candidate that the label means; `None` when the label is no help.
fn right_candidate(
    scene: &Scene,
    history: &History,
    gold: &Gold,
    candidates: &[Candidate],
    quote: usize,
    source_before: Option<Span>,
) -> Option<Candidate> {
    let mention = |candidate: &&Candidate| match candidate {
        Candidate::Mention(index) => Some(&scene.mentions.all[*index as usize]),
        _ => None,
    };
    let inside: Vec<&Candidate> = candidates
        .iter()
        .filter(|candidate| {
            let span = mention(candidate).map(|mention| mention.span(scene.document, &scene.frame));
            span.zip(gold.source).is_some_and(|(span, source)| source.overlaps(span))
        })
        .collect();
    let is_speaker =
        |person: u32| gold.speaker.as_ref().is_some_and(|name| same_person(name, &scene.people[person as usize].name));
    let kind = |candidate: &&Candidate| mention(candidate).map(|mention| mention.kind);
    let pronoun = |c: &&&Candidate| matches!(kind(c), Some(Kind::He | Kind::She | Kind::I | Kind::Oblique));
    let previous = candidates.iter().find(|candidate| **candidate == Candidate::Previous);
    if gold.doubtful {
        return (inside.len() == 1).then(|| *inside[0]);
    }
    // Who read the label told the speaker, not the words.
    let tied = |index: Option<usize>| {
        let told = index.filter(|_| gold.read && gold.source.is_none());
        told.map(|index| Candidate::Mention(index as u32)).filter(|tied| candidates.contains(tied))
    };
    if gold.speaker.is_some() {
        let named = |c: &&&Candidate| {
            let bearers = mention(c).map_or(&[][..], |m| resolve::namesakes(scene, m));
            mention(c).and_then(|m| m.person).is_some_and(is_speaker)
                || bearers.iter().any(|&person| is_speaker(person))
        };
        let described = |c: &&&Candidate| kind(c) == Some(Kind::Person);
        let here = inside.iter().find(named).or_else(|| inside.iter().find(pronoun));
        if let Some(found) = here.or_else(|| inside.iter().find(described)) {
            return Some(**found);
        }
        let tied = tied(ties::tied_description(scene, quote));
        if tied.is_some() {
            return tied;
        }
        if history.last.is_some_and(is_speaker) {
            return previous.copied();
        }
        let unknown = |c: &&&Candidate| kind(c) == Some(Kind::Other);
        if let Some(found) = inside.iter().find(unknown) {
            return Some(**found);
        }
        let item = scene.item(quote);
        let near = candidates.iter().filter(|c| mention(c).and_then(|m| m.person).is_some_and(is_speaker));
        return near.min_by_key(|c| mention(c).map_or(u32::MAX, |m| m.first.abs_diff(item))).copied();
    }
    let stranger = tied(ties::tied_stranger(scene, quote));
    if stranger.is_some() {
        return stranger;
    }
    let unnamed = |c: &&&Candidate| mention(c).is_some_and(|mention| mention.person.is_none());
    if let Some(found) = inside.iter().rev().find(unnamed) {
        return Some(**found);
    }
    if inside.is_empty() && gold.source.is_some() && gold.source == source_before && history.last.is_none() {
        return previous.copied();
    }
    Some(Candidate::Nobody)
}

fn params(trees: usize) -> Params {
    Params {
        trees,
        depth: 5,
        rate: 0.2,
        l2: 4.0,
        min_leaf_weight: 3.0,
        bins: 64,
        column_sample: 0.5,
        row_sample: 0.8,
        objective: Objective::GroupSoftmax,
        seed: seed(),
        ..Params::default()
    }
}

/// What draws the folds and the trees: `SEED` of the environment, or 1.
fn seed() -> u64 {
    std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1)
}

/// The forests that attribute.
struct Forests {
    source: Forest,
    referent: Forest,
    second: Option<Forest>,
}

impl Forests {
    fn learn(tables: &Tables, keep: impl Fn(u32) -> bool) -> Forests {
        let rows = |keys: &[u32], wrong: &[bool]| {
            let sure = |row: usize| !wrong.get(row).copied().unwrap_or(false);
            (0..keys.len()).filter(|&row| keep(keys[row]) && sure(row)).collect::<Vec<usize>>()
        };
        let source = rows(&tables.source_keys, &tables.source_wrong);
        let referent = rows(&tables.referent_keys, &tables.referent_wrong);
        Forests {
            source: fit_mean(&tables.source, &source, &params(SOURCE_TREES), FORESTS),
            referent: fit_mean(&tables.referent, &referent, &params(REFERENT_TREES), FORESTS),
            second: None,
        }
    }
}

/// Returns for each row whether forests that have not seen its article give its choice next to nothing; labels that
/// were read by eye are trusted.
fn hopeless(table: &Table, keys: &[u32], read: &[bool], articles: &[Labelled], trees: usize) -> Vec<bool> {
    let mut wrong = vec![false; table.len()];
    let fold_of = |row: usize| articles[keys[row] as usize].fold;
    for fold in 0..FOLDS {
        let rows = |within: bool| (0..keys.len()).filter(move |&row| (fold_of(row) == fold) == within);
        let forest = fit_mean(table, &rows(false).collect::<Vec<usize>>(), &params(trees), FORESTS);
        let held: Vec<usize> = rows(true).filter(|&row| !read[row]).collect();
        for choice in held.chunk_by(|&a, &b| table.groups[a] == table.groups[b]) {
            let powers: Vec<f32> = choice.iter().map(|&row| forest.score(table.row(row)).exp()).collect();
            let right = choice.iter().zip(&powers).filter(|(row, _)| table.labels[**row] > 0.5);
            let given = right.map(|(_, power)| power).sum::<f32>() / powers.iter().sum::<f32>();
            choice.iter().for_each(|&row| wrong[row] = given < HOPELESS);
        }
    }
    wrong
}

/// What became of one labelled quotation.
pub struct Outcome {
    /// Name that was given.
    pub given: Option<String>,
    /// Name of the label.
    pub gold: Option<String>,
    /// Probability before calibration.
    pub probability: f32,
    /// Words of the quotation.
    pub words: usize,
    /// Where the mistake lies, if it is one: the people, the words that are the source, or whom they stand for.
    pub stage: &'static str,
    /// The article, how the quotation opens, and the source that was chosen.
    pub shown: String,
}

impl Outcome {
    fn is_right(&self) -> bool {
        match (&self.gold, &self.given) {
            (Some(gold), Some(given)) => same_person(gold, given),
            (gold, given) => gold.is_none() && given.is_none(),
        }
    }
}

fn outcomes(article: &Labelled, forests: &Forests, rules: &Rules) -> Vec<Outcome> {
    let document = article.document(rules);
    let (pieces, _) = voiced(&document, &article.people, &pieces(&document, rules), rules);
    let scene = Scene::new(&document, &article.people, &pieces, rules);
    let weights = Weights { source: &forests.source, referent: &forests.referent, second: forests.second.as_ref() };
    let (told, _) = attribute(&scene, &weights);
    let outcome = |(piece, told): (&Piece, &Attribution)| {
        let gold = gold_of(&article.gold, piece.span).filter(|gold| !gold.doubtful)?;
        let given = told.speaker.map(|person| article.people[person as usize].name.clone());
        let words = piece.span.of(&article.clean.article.text).split_whitespace().count();
        let text = &article.clean.article.text;
        let source = match told.source {
            Candidate::Mention(index) => scene.mentions.all[index as usize].span(&document, &scene.frame).of(text),
            _ => "-",
        };
        let opens: String = piece.span.of(text).chars().take(60).collect();
        let meant = gold.source.map_or("-", |span| span.of(text));
        let at = text[..piece.span.start as usize].chars().count();
        let shown = format!("{} {at} {opens:?} by {source:?}, labelled {meant:?}", article.id);
        let stage = stage(&scene, gold, told.source);
        Some(Outcome { given, gold: gold.speaker.clone(), probability: told.probability, words, stage, shown })
    };
    pieces.iter().zip(&told).filter_map(outcome).collect()
}

/// Returns what a mistake would be laid to.
fn stage(scene: &Scene, gold: &Gold, source: Candidate) -> &'static str {
    let is_speaker = |person: &Person| gold.speaker.as_ref().is_some_and(|name| same_person(name, &person.name));
    if gold.speaker.is_some() && !scene.people.iter().any(is_speaker) {
        return "people";
    }
    let span = |index: u32| scene.mentions.all[index as usize].span(scene.document, &scene.frame);
    match (source, gold.source) {
        (Candidate::Mention(index), Some(source)) if source.overlaps(span(index)) => "referent",
        (Candidate::Previous, _) => "previous",
        _ => "source",
    }
}

fn report(name: &str, outcomes: &[&Outcome]) {
    let long: Vec<&&Outcome> = outcomes.iter().filter(|outcome| outcome.words >= 4).collect();
    let named: Vec<_> = long.iter().filter(|outcome| outcome.gold.is_some()).collect();
    let right = named.iter().filter(|outcome| outcome.is_right()).count();
    let given = long.iter().filter(|outcome| outcome.given.is_some()).count();
    let nobody = long.len() - named.len();
    let over = long.iter().filter(|outcome| outcome.gold.is_none() && outcome.given.is_some()).count();
    let share = |part: usize, whole: usize| 100.0 * part as f32 / whole.max(1) as f32;
    println!(
        "{name:12} named {:5} accuracy {:6.2}  precision {:5.1}  F1 {:6.2}  over-attributed {:5.1} of {nobody}  loss {:.4}",
        named.len(),
        share(right, named.len()),
        share(right, given),
        share(2 * right, named.len() + given),
        share(over, nobody),
        long.iter()
            .map(|outcome| -(if outcome.is_right() { outcome.probability } else { 1.0 - outcome.probability })
                .max(0.01)
                .ln())
            .sum::<f32>()
            / long.len().max(1) as f32,
    );
}

/// Adds the people whom only their speaking gives away.
fn welcome(article: &mut Labelled, rules: &Rules) {
    let people = {
        let document = article.document(rules);
        let pieces = pieces(&document, rules);
        with_newcomers(&document, article.people.clone(), &pieces, rules)
    };
    article.people = people;
}

/// Learns a yes or no from the rows of some articles.
fn fit_rows((table, keys): &(Table, Vec<u32>), keep: impl Fn(u32) -> bool) -> Forest {
    let rows: Vec<usize> = (0..table.len()).filter(|&row| keep(keys[row])).collect();
    fit_mean(table, &rows, &newcomer_params(), FORESTS)
}

/// Reports how a yes or no is cross-validated.
fn report_rows(name: &str, (table, keys): &(Table, Vec<u32>)) {
    let params = newcomer_params();
    let one = Params { trees: params.trees / FORESTS, ..params };
    let scores = cross_validate_rows(table, keys, FOLDS as usize, &one);
    let right = scores.iter().zip(&table.labels).filter(|&(&score, &label)| (score > 0.0) == (label > 0.5)).count();
    let yes = table.labels.iter().filter(|&&label| label > 0.5).count();
    let f1 = f1_at(&scores, &table.labels, &table.weights, 0.0);
    let (threshold, best) = best_threshold(&scores, &table.labels, &table.weights);
    println!(
        "{name}: {} rows, {yes} yes, {right} right, F1 {f1:.4}, at {threshold:.2} {best:.4} (cross-validated)",
        table.len()
    );
}

/// What is asked of a run.
pub struct Options {
    /// Writes the forests.
    pub write: bool,
    /// Shows the mistakes.
    pub errors: bool,
    /// Writes to standard output, instead of figures, what the program would find in each article read by eye, had it
    /// not learned from it: for the scorers.
    pub predict: bool,
}

/// Trains the forests, reports, and writes them when asked to.
pub fn run(data: &Path, options: &Options) {
    let shipped = Rules::load().expect("rules that load");
    let mut articles = read_all(data, &shipped);
    let mut quoted = quoted_table(&articles, &shipped);
    add_titles(&mut quoted, data, &shipped);
    let newcomer = newcomer_table(&articles, data, &shipped);
    if !options.predict {
        report_rows("quoted", &quoted);
        report_rows("newcomers", &newcomer);
    }
    let folds = FoldRules::learn(&articles, &quoted, &newcomer);
    articles.par_iter_mut().for_each(|article| welcome(article, folds.of(article)));
    let mut tables = chained_tables(&articles, &folds);
    tables.doubt(&articles);
    let unseen = |fold: u32| Forests::learn(&tables, |key| articles[key as usize].fold != fold);
    let firsts: Vec<Forests> = (0..FOLDS).map(unseen).collect();
    let second = second_table(&articles, &folds, &firsts);
    if options.predict {
        return predict(&articles, folds, firsts, &second);
    }
    let trust = cross_validate(&articles, &folds, firsts, &second, options.errors);
    if options.write {
        let forests = Forests::learn(&tables, |_| true);
        write_forest("second", &fit_second(&second, |_| true));
        for (forest, table) in [(&forests.source, &tables.source), (&forests.referent, &tables.referent)] {
            let told: Vec<String> =
                importance(forest, table).iter().take(25).map(|(name, weight)| format!("{name} {weight:.2}")).collect();
            println!("most telling: {}", told.join(", "));
        }
        write_forest("source", &forests.source);
        write_forest("referent", &forests.referent);
        write_forest("newcomer", &fit_rows(&newcomer, |_| true));
        write_forest("quoted", &fit_rows(&quoted, |_| true));
        write_trust(&trust);
    }
}

/// Writes what the whole program finds in the articles read by eye, each by forests that have not seen it.
fn predict(articles: &[Labelled], folds: FoldRules, firsts: Vec<Forests>, second: &(Table, Vec<u32>)) {
    let mut out = Vec::new();
    for ((fold, mut rules), first) in (0..).zip(folds.0).zip(firsts) {
        rules.speech.second = fit_second(second, |key| articles[key as usize].fold != fold);
        (rules.speech.source, rules.speech.referent) = (first.source, first.referent);
        for labelled in articles.iter().filter(|article| article.read_by_eye && article.fold == fold) {
            json::write_article(&annotate(labelled.clean.clone(), &rules, &Recurrences::default()), &mut out);
        }
    }
    std::io::stdout().write_all(&out).expect("standard output");
}

/// Reads the articles labelled by a program and those read by eye, and deals them to the folds.
fn read_all(data: &Path, rules: &Rules) -> Vec<Labelled> {
    let mut articles = read(&data.join("quotes/train.jsonl"), rules);
    let n_by_program = articles.len();
    articles.extend(read(&data.join("quotes/dev.jsonl"), rules));
    articles.extend(read_press(data, rules));
    for article in &mut articles[n_by_program..] {
        article.read_by_eye = article.is_usual();
        article.gold.iter_mut().chain(&mut article.indirect).for_each(|gold| gold.read = true);
    }
    let keys: Vec<u32> = (0..articles.len() as u32).collect();
    let folds = group_folds(&keys, FOLDS as usize, seed());
    articles.iter_mut().zip(folds).for_each(|(article, fold)| article.fold = fold);
    articles
}

/// For each fold, the rules with forests that have not seen its articles: what is quoted, and who are people.
struct FoldRules(Vec<Rules>);

impl FoldRules {
    fn learn(articles: &[Labelled], quoted: &(Table, Vec<u32>), newcomer: &(Table, Vec<u32>)) -> FoldRules {
        let learn = |fold: u32| {
            let mut rules = Rules::load().expect("rules that load");
            rules.speech.quoted = fit_rows(quoted, |key| key == UNLABELLED || articles[key as usize].fold != fold);
            rules.speech.newcomer = fit_rows(newcomer, |key| key == UNLABELLED || articles[key as usize].fold != fold);
            rules
        };
        FoldRules((0..FOLDS).into_par_iter().map(learn).collect())
    }

    /// Returns the rules that have not seen the article.
    fn of(&self, article: &Labelled) -> &Rules {
        &self.0[article.fold as usize]
    }
}

/// Returns the rows of the second look, after a first by forests that have not seen the article.
fn second_table(articles: &[Labelled], folds: &FoldRules, firsts: &[Forests]) -> (Table, Vec<u32>) {
    let (mut table, mut keys) = (Table::new(second::FEATURES), Vec::new());
    for (key, article) in articles.iter().enumerate() {
        let (rules, forests) = (folds.of(article), &firsts[article.fold as usize]);
        let document = article.document(rules);
        let pieces = pieces(&document, rules);
        let scene = Scene::new(&document, &article.people, &pieces, rules);
        let weights = Weights { source: &forests.source, referent: &forests.referent, second: None };
        let (choices, _) = first_look(&scene, &weights);
        let looks = Looks::new(&scene, &choices);
        for (quote, piece) in pieces.iter().enumerate().filter(|(quote, _)| is_doubtful(&choices[*quote])) {
            let gold = gold_of(&article.gold, piece.span).filter(|gold| !gold.doubtful);
            let right = gold.and_then(|gold| right_choice(gold, gold.person(&article.people), &choices[quote]));
            let Some(right) = right else { continue };
            let group = table.groups.last().map_or(0, |group| group + 1);
            for (nth, row) in looks.rows(quote).iter().enumerate() {
                table.push(row, f32::from(u8::from(nth == right)), 1.0, group);
                keys.push(key as u32);
            }
        }
    }
    (table, keys)
}

/// Returns the choice that the label means, unless it is hopeless and the label a program's.
fn right_choice(gold: &Gold, person: Option<u32>, choices: &[Choice]) -> Option<usize> {
    if gold.speaker.is_some() && person.is_none() {
        return None;
    }
    let right = choices.iter().position(|choice| choice.person == person)?;
    (gold.read || choices[right].chance >= HOPELESS).then_some(right)
}

fn fit_second((table, keys): &(Table, Vec<u32>), keep: impl Fn(u32) -> bool) -> Forest {
    let rows: Vec<usize> = (0..table.len()).filter(|&row| keep(keys[row])).collect();
    let params = Params {
        depth: 4,
        rate: 0.14,
        l2: 6.0,
        min_leaf_weight: 4.0,
        column_sample: 0.4,
        row_sample: 0.7,
        ..params(SECOND_TREES)
    };
    fit_mean(table, &rows, &params, FORESTS)
}

/// Returns the rows of all choices. Pronouns are resolved by forests that have not seen the article.
fn chained_tables(articles: &[Labelled], folds: &FoldRules) -> Tables {
    let mut first = Tables::new();
    for (key, article) in articles.iter().enumerate() {
        first.add(key as u32, article, folds.of(article), None);
    }
    let learn = |fold: u32| {
        let unseen = |row: &usize| articles[first.referent_keys[*row] as usize].fold != fold;
        let rows: Vec<usize> = (0..first.referent_keys.len()).filter(unseen).collect();
        fit_mean(&first.referent, &rows, &params(REFERENT_TREES), FORESTS)
    };
    let forests: Vec<Forest> = (0..FOLDS).map(learn).collect();
    let mut tables = Tables::new();
    for (key, article) in articles.iter().enumerate() {
        tables.add(key as u32, article, folds.of(article), Some(&forests[article.fold as usize]));
    }
    tables
}

fn show_mistakes<'o>(name: &str, told: impl Iterator<Item = &'o Outcome>) {
    for outcome in told.filter(|outcome| !outcome.is_right() && outcome.words >= 4) {
        let Outcome { stage, given, gold, shown, probability, .. } = outcome;
        println!("{name} wrong ({stage}, {probability:.2}): {given:?} not {gold:?}: {shown}");
    }
}

fn cross_validate(
    articles: &[Labelled],
    folds: &FoldRules,
    firsts: Vec<Forests>,
    second: &(Table, Vec<u32>),
    errors: bool,
) -> Vec<(f32, f32)> {
    let mut told: Vec<(usize, Outcome)> = Vec::new();
    for (fold, first) in firsts.into_iter().enumerate() {
        let is_held = |key: usize| articles[key].fold == fold as u32;
        let second = fit_second(second, |key| !is_held(key as usize));
        let forests = Forests { second: Some(second), ..first };
        let held: Vec<usize> = (0..articles.len()).filter(|&key| is_held(key)).collect();
        told.par_extend(held.par_iter().flat_map_iter(|&key| {
            outcomes(&articles[key], &forests, folds.of(&articles[key])).into_iter().map(move |outcome| (key, outcome))
        }));
    }
    let mut groups: BTreeMap<&str, Vec<&Outcome>> = BTreeMap::new();
    for (key, outcome) in &told {
        groups.entry(&articles[*key].publisher).or_default().push(outcome);
        if articles[*key].is_usual() {
            let labels = if articles[*key].read_by_eye { "read by eye" } else { "by program" };
            groups.entry(labels).or_default().push(outcome);
        }
    }
    for (publisher, outcomes) in &groups {
        report(publisher, outcomes);
    }
    let usual = told.iter().filter(|(key, _)| articles[*key].is_usual());
    let all: Vec<&Outcome> = usual.map(|(_, outcome)| outcome).collect();
    report("all", &all);
    if errors {
        show_mistakes("held out", told.iter().map(|(_, outcome)| outcome));
    }
    reliability(&all);
    let points: Vec<(f32, bool)> = all.iter().map(|outcome| (outcome.probability, outcome.is_right())).collect();
    isotonic(points)
}

/// Returns the rising curve from probability to the share that is right, by pooling neighbours that fall.
fn isotonic(mut points: Vec<(f32, bool)>) -> Vec<(f32, f32)> {
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Bins of like size, so that no point of the curve rests on a few quotations.
    let mut pools: Vec<(f32, f32, f32)> = Vec::new();
    for bin in points.chunks(points.len().div_ceil(40).max(1)) {
        let n = bin.len() as f32;
        let mean = bin.iter().map(|point| point.0).sum::<f32>() / n;
        let right = bin.iter().filter(|point| point.1).count() as f32;
        pools.push((mean, right / n, n));
        while let [.., (low_mean, low, low_n), (mean, share, n)] = pools[..]
            && low >= share
        {
            pools.pop();
            let total = low_n + n;
            let pooled = ((low_mean * low_n + mean * n) / total, (low * low_n + share * n) / total, total);
            *pools.last_mut().expect("two pools") = pooled;
        }
    }
    pools.into_iter().map(|(mean, share, _)| (mean, share)).collect()
}

/// Prints how often quotations of each tenth of probability are right.
fn reliability(outcomes: &[&Outcome]) {
    for tenth in 0..10 {
        let (low, high) = (tenth as f32 / 10.0, (tenth + 1) as f32 / 10.0);
        let within = outcomes.iter().filter(|outcome| outcome.words >= 4);
        let within: Vec<_> = within.filter(|o| o.probability >= low && (o.probability < high || tenth == 9)).collect();
        let right = within.iter().filter(|outcome| outcome.is_right()).count();
        println!(
            "{low:.1}-{high:.1}: {right} of {} right ({:.1} %)",
            within.len(),
            100.0 * right as f32 / within.len().max(1) as f32
        );
    }
}

fn write_trust(points: &[(f32, f32)]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/rules/en/quotes/trust.tsv");
    let lines = points.iter().map(|(probability, share)| format!("{probability:.4}\t{:.4}\n", share * SURE));
    let text = format!("probability\tright\n{}", lines.collect::<String>());
    fs::write(&path, text).unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
}

/// Writes a forest with every feature named, so that it reads back in the order of a row.
fn write_forest(name: &str, forest: &Forest) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../src/rules/en/quotes/{name}.forest"));
    let text = forest.write();
    let lines = text.lines().enumerate().map(|(number, line)| match number {
        1 => format!("features\t{}\n", forest.features().join("\t")),
        _ => format!("{line}\n"),
    });
    let text: String = lines.collect();
    println!("{}: {} bytes", path.display(), text.len());
    fs::write(&path, text).unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
}
