//! A request in, a tantivy query out, with the words that a snippet highlights.

use std::ops::Bound;

use rustc_hash::FxHashSet;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur, PhrasePrefixQuery,
    PhraseQuery, Query, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::join;
use super::language::{Demand, Node, QueryField};
use super::names::{self, Resolved};
use super::snippet::Matcher;
use super::stop_words::is_stop_word;
use crate::error::{Error, Result};
use crate::index::{ARTICLE, Analyzer, Archive, NameField, QUOTATION};
use crate::model::Date;

/// The last day there is, as `yyyymmdd`.
const LAST_DAY: u64 = 99_991_231;

/// What a query looks through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Articles, by title and body.
    Articles,
    /// Quotations, by their words.
    Quotations,
}

/// What is asked of the archive, beside words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters {
    /// Names of which one of each field is demanded.
    pub include: Vec<(NameField, String)>,
    /// Names that are excluded.
    pub exclude: Vec<(NameField, String)>,
    /// First day.
    pub after: Option<Date>,
    /// Last day.
    pub before: Option<Date>,
    /// Look through removed lines too.
    pub include_removed: bool,
    /// Least confidence in the speaker, 0 to 1; of quotations.
    pub min_confidence: f32,
    /// Demand every word.
    pub all: bool,
}

/// A request, planned.
pub struct Plan {
    /// What must hold of every result beside its words, each with the facet it narrows.
    demands: Vec<(Option<NameField>, Occur, Box<dyn Query>)>,
    /// Ranks what holds any of the words; `None` when the request has no words.
    pub any: Option<Box<dyn Query>>,
    /// Ranks what holds all of the words; `None` when that is the same as any.
    pub all: Option<Box<dyn Query>>,
    /// What is demanded and excluded among the words, when all else is only wanted: other words may then be added.
    pub frame: Option<Vec<(Occur, Box<dyn Query>)>>,
    /// The words that are scored.
    pub bag: Bag,
    /// The words to highlight.
    pub matcher: Matcher,
    /// The names that were taken for those asked for.
    pub resolved: Vec<Resolved>,
}

/// The words of a request that are scored, without stop words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bag {
    /// Each distinct term with how often it is asked for, in order.
    pub terms: Vec<(String, f32)>,
    /// Terms that follow one another, as places in `terms`.
    pub pairs: Vec<(usize, usize)>,
    /// The words as they were typed, as many as `terms`.
    pub printed: Vec<String>,
    last: Option<usize>,
}

impl Bag {
    fn add(&mut self, term: &str, printed: &str) {
        let place = self.terms.iter().position(|(known, _)| known == term).unwrap_or_else(|| {
            self.terms.push((term.to_owned(), 0.0));
            self.printed.push(printed.to_owned());
            self.terms.len() - 1
        });
        self.terms[place].1 += 1.0;
        if let Some(last) = self.last.replace(place).filter(|&last| last != place)
            && !self.pairs.contains(&(last, place))
        {
            self.pairs.push((last, place));
        }
    }
}

impl Plan {
    /// Returns the query of all results that are demanded to hold every word, where there are words.
    pub fn strict(&self) -> Box<dyn Query> {
        self.narrowed(self.all.as_ref().or(self.any.as_ref()).map(|query| query.box_clone()), None)
    }

    /// Returns the query of all results that hold any word.
    pub fn loose(&self) -> Box<dyn Query> {
        self.narrowed(self.any.as_ref().map(|query| query.box_clone()), None)
    }

    /// Returns whether values of this facet were chosen.
    pub fn narrows(&self, field: NameField) -> bool {
        self.demands.iter().any(|(narrowed, ..)| *narrowed == Some(field))
    }

    /// Returns the query of what holds these words, and all that is demanded beside them; `but` is a facet of which any
    /// value will do.
    pub fn narrowed(&self, words: Option<Box<dyn Query>>, but: Option<NameField>) -> Box<dyn Query> {
        let demands = self.demands.iter().filter(|(field, ..)| field.is_none() || *field != but);
        let demands: Vec<(Occur, Box<dyn Query>)> =
            demands.map(|(_, occur, query)| (*occur, query.box_clone())).collect();
        match words {
            Some(words) if demands.is_empty() => words,
            Some(words) => {
                let mut clauses = vec![(Occur::Must, words)];
                clauses.extend(demands.into_iter().map(|(occur, query)| (occur, silent(query))));
                Box::new(BooleanQuery::new(clauses))
            }
            None => silent(Box::new(BooleanQuery::new(demands))),
        }
    }
}

/// Matches the same, and adds nothing to the score.
pub fn silent(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// Plans a request.
///
/// # Errors
/// Names that fit no value or several.
pub fn plan(archive: &Archive, searcher: &Searcher, node: &Node, filters: &Filters, target: Target) -> Result<Plan> {
    let mut planner = Planner {
        archive,
        searcher,
        filters,
        target,
        analyzer: Analyzer::new(),
        bag: Bag::default(),
        matcher: Matcher::default(),
        resolved: Vec::new(),
    };
    let any = planner.words(node, Tier::Any)?;
    let frame = planner.frame(node)?;
    let all = if has_tiers(node) { planner.words(node, Tier::All)? } else { None };
    let any = if filters.all && all.is_some() { all.as_ref().map(|query| query.box_clone()) } else { any };
    let demands = planner.demands(node)?;
    let Planner { bag, matcher, resolved, .. } = planner;
    Ok(Plan { demands, any, all, frame, bag, matcher, resolved })
}

/// How much of a sequence is demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tier {
    /// Any of its words.
    Any,
    /// All of its words.
    All,
    /// As [`Tier::Any`], with compounds as the phrases they are; not highlighted or scored.
    Excluded,
}

/// Returns whether all of a query is more than any of it.
fn has_tiers(node: &Node) -> bool {
    match node {
        Node::Compound(_) => true,
        Node::Or(nodes) => nodes.iter().any(has_tiers),
        Node::Sequence(items) => {
            let wanted = |(demand, node): &(Demand, Node)| *demand == Demand::Wanted && !is_filter(node);
            items.iter().filter(|item| wanted(item)).count() > 1
                || items.iter().any(|(demand, node)| *demand != Demand::Excluded && has_tiers(node))
        }
        _ => false,
    }
}

/// Filters in a field narrow the result wherever they stand.
fn is_filter(node: &Node) -> bool {
    match node {
        Node::In(QueryField::Name(_), _) | Node::Years(..) => true,
        Node::Or(nodes) => nodes.iter().all(is_filter),
        _ => false,
    }
}

/// Returns whether a query finds documents of the target's kind alone, since it looks through a text that others lack.
fn is_anchored(node: &Node) -> bool {
    match node {
        Node::All | Node::In(QueryField::Name(_), _) | Node::Years(..) => false,
        Node::Or(nodes) => nodes.iter().all(is_anchored),
        Node::Sequence(items) => {
            let demanded = |demand| items.iter().filter(move |(own, node)| *own == demand && !is_filter(node));
            match demanded(Demand::Required).count() {
                0 => {
                    demanded(Demand::Wanted).count() > 0 && demanded(Demand::Wanted).all(|(_, node)| is_anchored(node))
                }
                _ => demanded(Demand::Required).any(|(_, node)| is_anchored(node)),
            }
        }
        _ => true,
    }
}

/// Returns whether stop words are left out beside the other words of a sequence.
fn has_telling_words(items: &[(Demand, Node)]) -> bool {
    items.iter().any(|(demand, node)| *demand != Demand::Excluded && !is_filter(node) && !is_stop_node(node))
}

fn is_stop_node(node: &Node) -> bool {
    matches!(node, Node::Word(word) if is_stop_word(word))
}

struct Planner<'a> {
    archive: &'a Archive,
    searcher: &'a Searcher,
    filters: &'a Filters,
    target: Target,
    analyzer: Analyzer,
    bag: Bag,
    matcher: Matcher,
    resolved: Vec<Resolved>,
}

impl Planner<'_> {
    /// The query of the words; `None` when there are none.
    fn words(&mut self, node: &Node, tier: Tier) -> Result<Option<Box<dyn Query>>> {
        match node {
            Node::All => Ok(None),
            node => self.node(node, tier).map(Some),
        }
    }

    fn node(&mut self, node: &Node, tier: Tier) -> Result<Box<dyn Query>> {
        match node {
            Node::All => Ok(Box::new(AllQuery)),
            Node::Or(nodes) => {
                let queries = nodes.iter().map(|node| self.node(node, tier)).collect::<Result<_>>()?;
                Ok(Box::new(BooleanQuery::union(queries)))
            }
            Node::Sequence(items) => self.sequence(items, tier),
            Node::Word(_) => Ok(union(self.wanted(&[node], tier)?)),
            Node::Compound(_) if tier == Tier::Any => Ok(union(self.wanted(&[node], tier)?)),
            Node::In(field, inner) => self.in_field(*field, inner),
            Node::Years(first, last) => Ok(self.years(*first, *last)),
            leaf => Ok(self.leaf(leaf, tier)),
        }
    }

    fn sequence(&mut self, items: &[(Demand, Node)], tier: Tier) -> Result<Box<dyn Query>> {
        let drops_stop_words = !self.filters.all && has_telling_words(items);
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut wanted = Vec::new();
        for (demand, node) in items {
            match demand {
                Demand::Excluded => clauses.push((Occur::MustNot, self.excluded(node)?)),
                Demand::Required => clauses.push((Occur::Must, self.required(node, tier)?)),
                Demand::Wanted if is_filter(node) => clauses.push((Occur::Must, self.node(node, tier)?)),
                Demand::Wanted if drops_stop_words && is_stop_node(node) => {}
                Demand::Wanted => wanted.push(node),
            }
        }
        let wanted = self.wanted(&wanted, tier)?;
        let demanded = items.iter().any(|(demand, _)| *demand == Demand::Required);
        let has_demands = clauses.iter().any(|(occur, _)| *occur == Occur::Must);
        match tier {
            Tier::All => clauses.extend(wanted.into_iter().map(|query| (Occur::Must, query))),
            _ if demanded || !has_demands => clauses.extend(wanted.into_iter().map(|query| (Occur::Should, query))),
            _ if wanted.is_empty() => {}
            _ => clauses.push((Occur::Must, union(wanted))),
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, silent(Box::new(AllQuery))));
        }
        Ok(match clauses.as_slice() {
            [(Occur::Must | Occur::Should, _)] => clauses.remove(0).1,
            _ => Box::new(BooleanQuery::new(clauses)),
        })
    }

    /// The demands of a sequence of which all else is only wanted; of a word or a phrase, none.
    fn frame(&mut self, node: &Node) -> Result<Option<Vec<(Occur, Box<dyn Query>)>>> {
        let Node::Sequence(items) = node else {
            return Ok(matches!(node, Node::Word(_) | Node::Compound(_) | Node::Phrase { .. }).then(Vec::new));
        };
        let mut frame = Vec::new();
        for (demand, node) in items {
            match demand {
                Demand::Required => return Ok(None),
                Demand::Excluded => frame.push((Occur::MustNot, self.excluded(node)?)),
                Demand::Wanted if is_filter(node) => {
                    frame.push((Occur::Must, silent(self.node(node, Tier::Excluded)?)))
                }
                Demand::Wanted => {}
            }
        }
        Ok(Some(frame))
    }

    fn excluded(&mut self, node: &Node) -> Result<Box<dyn Query>> {
        let (bag, matcher) = (std::mem::take(&mut self.bag), std::mem::take(&mut self.matcher));
        let query = self.node(node, Tier::Excluded);
        (self.bag, self.matcher) = (bag, matcher);
        query
    }

    /// A demanded item: a compound is the phrase it is.
    fn required(&mut self, node: &Node, tier: Tier) -> Result<Box<dyn Query>> {
        match node {
            Node::Compound(_) => Ok(self.leaf(node, tier)),
            node => self.node(node, tier),
        }
    }

    /// The items of a sequence; a word that is asked for twice counts twice.
    fn wanted(&mut self, nodes: &[&Node], tier: Tier) -> Result<Vec<Box<dyn Query>>> {
        let mut words: Vec<(String, f32)> = Vec::new();
        let mut queries: Vec<Box<dyn Query>> = Vec::new();
        for node in nodes {
            match node {
                Node::Word(word) => self.count_words(word, tier, &mut words),
                Node::Compound(word) if tier == Tier::Any => self.count_words(word, tier, &mut words),
                node => queries.push(self.node(node, tier)?),
            }
        }
        let word = |(term, times): &(String, f32)| {
            union(self.texts().into_iter().map(|field| scored(field, term, *times)).collect())
        };
        Ok(words.iter().map(word).chain(queries).collect())
    }

    /// Adds the words of a text to the count; stop words only where there are no others.
    fn count_words(&mut self, text: &str, tier: Tier, words: &mut Vec<(String, f32)>) {
        let printed: Vec<&str> = Analyzer::words(text).map(|word| &text[word.start..word.end]).collect();
        let only_stop_words = printed.iter().all(|word| is_stop_word(word));
        for printed in printed.into_iter().filter(|word| only_stop_words || !is_stop_word(word)) {
            let term = self.analyzer.term(printed).to_owned();
            self.see(&term, printed, tier);
            match words.iter_mut().find(|(known, _)| *known == term) {
                Some((_, times)) => *times += 1.0,
                None => words.push((term, 1.0)),
            }
        }
    }

    /// Remembers a term to be highlighted and scored.
    fn see(&mut self, term: &str, printed: &str, tier: Tier) {
        self.matcher.add_term(term);
        if tier == Tier::Any {
            self.bag.add(term, printed);
        }
    }

    /// The texts of the target that are looked through.
    fn texts(&self) -> Vec<Field> {
        let fields = &self.archive.fields;
        match self.target {
            Target::Quotations => vec![fields.quote],
            Target::Articles if self.filters.include_removed => vec![fields.body, fields.removed],
            Target::Articles => vec![fields.body],
        }
    }

    /// A phrase, or a word with letters to spare, in the texts of the target.
    fn leaf(&mut self, node: &Node, tier: Tier) -> Box<dyn Query> {
        if let (Node::Phrase { words, .. } | Node::Compound(words), Tier::Any) = (node, tier) {
            for word in Analyzer::words(words) {
                let printed = &words[word.start..word.end];
                if !is_stop_word(printed) {
                    let term = self.analyzer.term(printed).to_owned();
                    self.bag.add(&term, printed);
                }
            }
        }
        union(self.texts().into_iter().filter_map(|field| self.leaf_in(field, node)).collect())
    }

    /// A word or phrase in one field; `None` when it has no letters.
    fn leaf_in(&mut self, field: Field, node: &Node) -> Option<Box<dyn Query>> {
        let scored = IndexRecordOption::WithFreqs;
        match node {
            Node::Word(words) | Node::Compound(words) | Node::Phrase { words, .. } => {
                let slop = if let Node::Phrase { slop, .. } = node { *slop } else { 0 };
                let terms = self.analyzer.terms(words);
                terms.iter().for_each(|term| self.matcher.add_term(term));
                let mut terms: Vec<Term> = terms.iter().map(|term| Term::from_field_text(field, term)).collect();
                match terms.len() {
                    0 => None,
                    1 => Some(Box::new(TermQuery::new(terms.remove(0), scored))),
                    _ => {
                        let mut phrase = PhraseQuery::new(terms);
                        phrase.set_slop(slop);
                        Some(Box::new(phrase))
                    }
                }
            }
            Node::Prefix(word) => {
                let folded = crate::index::fold_name(word).replace(' ', "");
                if folded.is_empty() {
                    return None;
                }
                self.matcher.add_prefix(&folded);
                Some(Box::new(PhrasePrefixQuery::new(vec![Term::from_field_text(field, &folded)])))
            }
            Node::Fuzzy(word, distance) => {
                let terms = self.analyzer.terms(word);
                let term = terms.first()?;
                self.matcher.add_fuzzy(term, *distance);
                Some(Box::new(FuzzyTermQuery::new(Term::from_field_text(field, term), *distance, true)))
            }
            _ => None,
        }
    }

    fn in_field(&mut self, field: QueryField, inner: &Node) -> Result<Box<dyn Query>> {
        match (field, self.target) {
            (QueryField::Name(name), _) => {
                let terms =
                    values(inner).into_iter().map(|value| self.name(name, &value)).collect::<Result<Vec<_>>>()?;
                let set = TermSetQuery::new(terms.into_iter().flatten());
                Ok(Box::new(ConstScoreQuery::new(Box::new(set), 0.0)))
            }
            (QueryField::Title, Target::Articles) => self.within(self.archive.fields.title, inner),
            (QueryField::Quote, Target::Quotations) => self.within(self.archive.fields.quote, inner),
            (QueryField::Quote, Target::Articles) => self.joined(self.archive.fields.quote, inner),
            (QueryField::Title, Target::Quotations) => self.joined(self.archive.fields.title, inner),
        }
    }

    fn within(&mut self, field: Field, node: &Node) -> Result<Box<dyn Query>> {
        match node {
            Node::Sequence(items) => {
                let mut clauses = Vec::new();
                for (demand, node) in items {
                    let occur = if *demand == Demand::Excluded { Occur::MustNot } else { Occur::Must };
                    clauses.push((occur, self.within(field, node)?));
                }
                Ok(Box::new(BooleanQuery::new(clauses)))
            }
            Node::Or(nodes) => {
                let queries = nodes.iter().map(|node| self.within(field, node)).collect::<Result<_>>()?;
                Ok(Box::new(BooleanQuery::union(queries)))
            }
            Node::In(..) | Node::Years(..) => Err(Error::usage("a field cannot stand inside another field")),
            leaf => Ok(self.leaf_in(field, leaf).unwrap_or_else(|| Box::new(EmptyQuery))),
        }
    }

    /// Documents of the target's kind whose article has a document of the other kind that matches.
    fn joined(&mut self, field: Field, node: &Node) -> Result<Box<dyn Query>> {
        let query = self.within(field, node)?;
        Ok(Box::new(join::joined(self.searcher, &*query, self.target)?))
    }

    fn years(&self, first: u16, last: u16) -> Box<dyn Query> {
        self.days(u64::from(first) * 10_000, u64::from(last) * 10_000 + 1231)
    }

    fn days(&self, first: u64, last: u64) -> Box<dyn Query> {
        let term = |day| Bound::Included(Term::from_field_u64(self.archive.fields.day, day));
        Box::new(ConstScoreQuery::new(Box::new(RangeQuery::new(term(first), term(last))), 0.0))
    }

    /// What must hold of every result beside its words.
    fn demands(&mut self, node: &Node) -> Result<Vec<(Option<NameField>, Occur, Box<dyn Query>)>> {
        let mut clauses: Vec<(Option<NameField>, Occur, Box<dyn Query>)> = Vec::new();
        if !is_anchored(node) {
            let kind = if self.target == Target::Articles { ARTICLE } else { QUOTATION };
            let kind = Term::from_field_u64(self.archive.fields.kind, kind);
            clauses.push((None, Occur::Must, Box::new(TermQuery::new(kind, IndexRecordOption::Basic))));
        }
        let filters = self.filters;
        let fields: FxHashSet<NameField> = filters.include.iter().map(|(field, _)| *field).collect();
        for field in NameField::ALL.into_iter().filter(|field| fields.contains(field)) {
            let mut terms = Vec::new();
            for (_, name) in filters.include.iter().filter(|(other, _)| *other == field) {
                terms.extend(self.name(field, name)?);
            }
            clauses.push((Some(field), Occur::Must, Box::new(TermSetQuery::new(terms))));
        }
        for (field, name) in &filters.exclude {
            clauses.push((None, Occur::MustNot, Box::new(TermSetQuery::new(self.name(*field, name)?))));
        }
        if filters.after.is_some() || filters.before.is_some() {
            let number = |date: Option<Date>, otherwise| {
                date.map_or(otherwise, |date| u64::from(crate::index::day_number(Some(date))))
            };
            clauses.push((None, Occur::Must, self.days(number(filters.after, 1), number(filters.before, LAST_DAY))));
        }
        if filters.min_confidence > 0.0 && self.target == Target::Quotations {
            // What is stored are whole thousandths; what is asked for may miss its own by a rounding error.
            let least = (f64::from(filters.min_confidence) * 1000.0 - 0.001).ceil() as u64;
            let least = Bound::Included(Term::from_field_u64(self.archive.fields.confidence, least));
            clauses.push((None, Occur::Must, Box::new(RangeQuery::new(least, Bound::Unbounded))));
        }
        Ok(clauses)
    }

    /// The terms of a name that the user gave; remembers which was taken.
    fn name(&mut self, field: NameField, asked: &str) -> Result<Vec<Term>> {
        let resolved = names::resolve(self.archive, self.searcher, field, asked)?;
        let terms = resolved.taken.iter().map(|name| Term::from_field_text(self.archive.fields.name(field), name));
        let terms = terms.collect();
        if !self.resolved.contains(&resolved) {
            self.resolved.push(resolved);
        }
        Ok(terms)
    }
}

fn union(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

/// The query of a term that counts `times` as much as another.
pub fn scored(field: Field, term: &str, times: f32) -> Box<dyn Query> {
    let query = Box::new(TermQuery::new(Term::from_field_text(field, term), IndexRecordOption::WithFreqs));
    if times == 1.0 { query } else { Box::new(BoostQuery::new(query, times)) }
}

/// Returns the values that stand in a field: `speaker:(Cameron OR "Rosa Salazar")` has two.
fn values(node: &Node) -> Vec<String> {
    match node {
        Node::Word(word) | Node::Compound(word) | Node::Prefix(word) | Node::Fuzzy(word, _) => vec![word.clone()],
        Node::Phrase { words, .. } => vec![words.clone()],
        Node::Or(nodes) => nodes.iter().flat_map(values).collect(),
        Node::Sequence(items) => vec![items.iter().flat_map(|(_, node)| values(node)).collect::<Vec<_>>().join(" ")],
        Node::In(_, inner) => values(inner),
        Node::All | Node::Years(..) => Vec::new(),
    }
}
