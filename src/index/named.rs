//! The names of an article, and which of them each of its documents bears.
//!
//! Comes in: an annotated article. Goes out: its names, each once, and by their places those of the whole article and
//! of any part of it. What is named is read once; a part looks only at what stands in it, so that an article of many
//! names costs no more than their number.

use rustc_hash::FxHashMap;

use super::schema::NameField;
use crate::model::{AnnotatedArticle, Quote, Span, WorkKind};

/// The names of an article.
pub(super) struct Named<'a> {
    annotated: &'a AnnotatedArticle,
    names: Names<'a>,
    /// Where people, films and series are named, in order.
    mentions: Vec<Mention>,
    /// The film or series that is named most.
    main: Option<u32>,
    /// What holds of every document: the authors and the site.
    common: Vec<u32>,
}

/// Every name once, and its place.
#[derive(Default)]
struct Names<'a> {
    all: Vec<(NameField, String)>,
    places: FxHashMap<(NameField, &'a str), u32>,
}

impl<'a> Names<'a> {
    /// Returns the place of a name, which is added where it is new.
    fn place(&mut self, field: NameField, name: &'a str) -> u32 {
        *self.places.entry((field, name)).or_insert_with(|| {
            self.all.push((field, name.to_owned()));
            self.all.len() as u32 - 1
        })
    }
}

/// A name where it stands.
struct Mention {
    span: Span,
    place: u32,
    is_work: bool,
}

impl<'a> Named<'a> {
    /// Reads the names of an article, and returns with them the places of those that it bears as a whole.
    pub fn new(annotated: &'a AnnotatedArticle) -> (Named<'a>, Vec<u32>) {
        let mut names = Names::default();
        let mut mentions = Vec::new();
        let mut speakers: Vec<u32> = annotated.quotes.iter().filter_map(|quote| quote.speaker).collect();
        speakers.sort_unstable();
        speakers.dedup();
        let speaker = |&person: &u32| names.place(NameField::Speaker, &annotated.people[person as usize].name);
        let mut whole: Vec<u32> = speakers.iter().map(speaker).collect();
        for person in &annotated.people {
            let place = names.place(NameField::Person, &person.name);
            whole.push(place);
            mentions.extend(person.mentions.iter().map(|&span| Mention { span, place, is_work: false }));
        }
        for work in &annotated.works {
            let place = names.place(field(work.kind), &work.title);
            whole.push(place);
            mentions.extend(work.mentions.iter().map(|&span| Mention { span, place, is_work: true }));
        }
        mentions.sort_by_key(|mention| mention.span.start);
        // Of two that are named as often, the first.
        let main = annotated.works.iter().rev().max_by_key(|work| work.mentions.len());
        let main = main.map(|work| names.place(field(work.kind), &work.title));
        let article = &annotated.clean.article;
        let mut common: Vec<u32> =
            article.authors.iter().map(|author| names.place(NameField::Author, author)).collect();
        common.extend(article.site.iter().map(|site| names.place(NameField::Site, site)));
        whole.extend(&common);
        (Named { annotated, names, mentions, main, common }, each_once(whole))
    }

    /// Returns the places of the names of a quotation that speaks of what is named in a part of the article.
    ///
    /// Where that names no film or series, it speaks of the one that the article names most.
    pub fn of_quotation(&mut self, quote: &Quote, surroundings: Span) -> Vec<u32> {
        let mut places = self.common.clone();
        let speaker = self.annotated.speaker(quote);
        places.extend(speaker.map(|speaker| self.names.place(NameField::Speaker, speaker)));
        let first = self.mentions.partition_point(|mention| mention.span.start < surroundings.start);
        let here = self.mentions[first..].iter().take_while(|mention| mention.span.start < surroundings.end);
        let mut has_work = false;
        for mention in here.filter(|mention| mention.span.end <= surroundings.end) {
            places.push(mention.place);
            has_work |= mention.is_work;
        }
        places.extend(self.main.filter(|_| !has_work));
        each_once(places)
    }

    /// Returns every name of the article once, in the order of their places.
    pub fn into_names(self) -> Vec<(NameField, String)> {
        self.names.all
    }
}

fn field(kind: WorkKind) -> NameField {
    match kind {
        WorkKind::Film => NameField::Film,
        WorkKind::Series => NameField::Series,
    }
}

/// Two of an article may bear one name.
fn each_once(mut places: Vec<u32>) -> Vec<u32> {
    places.sort_unstable();
    places.dedup();
    places
}
