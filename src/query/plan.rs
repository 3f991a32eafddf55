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
use crate::error::{Error, Result};
use crate::index::{ARTICLE, Analyzer, Archive, NameField, QUOTATION};
use crate::model::Date;

/// How much more a word in the title counts than one in the body.
const TITLE_BOOST: f32 = 1.5;
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
    /// What must hold of every result: kind, names, days.
    pub filter: Box<dyn Query>,
    /// Ranks what holds any of the words; `None` when the request has no words.
    pub any: Option<Box<dyn Query>>,
    /// Ranks what holds all of the words; `None` when that is the same as any.
    pub all: Option<Box<dyn Query>>,
    /// The words to highlight.
    pub matcher: Matcher,
    /// The names that were taken for those asked for.
    pub resolved: Vec<Resolved>,
}

impl Plan {
    /// Returns the query of all results that are demanded to hold every word, where there are words.
    pub fn strict(&self) -> Box<dyn Query> {
        let words = self.all.as_ref().or(self.any.as_ref()).map(|query| query.box_clone());
        self.filtered(words)
    }

    /// Returns the query of all results that hold any word.
    pub fn loose(&self) -> Box<dyn Query> {
        self.filtered(self.any.as_ref().map(|query| query.box_clone()))
    }

    fn filtered(&self, words: Option<Box<dyn Query>>) -> Box<dyn Query> {
        let filter = Box::new(ConstScoreQuery::new(self.filter.box_clone(), 0.0));
        match words {
            Some(words) => Box::new(BooleanQuery::new(vec![(Occur::Must, words), (Occur::Must, filter)])),
            None => filter,
        }
    }
}

/// Plans a request.
///
/// # Errors
/// Names that fit no value or several; a year that is none.
pub fn plan(archive: &Archive, searcher: &Searcher, node: &Node, filters: &Filters, target: Target) -> Result<Plan> {
    let mut planner = Planner {
        archive,
        searcher,
        filters,
        target,
        analyzer: Analyzer::new(),
        matcher: Matcher::default(),
        resolved: Vec::new(),
    };
    let any = planner.words(node, false)?;
    let all = match node {
        Node::Sequence(items) if items.len() > 1 => planner.words(node, true)?,
        _ => None,
    };
    let any = if filters.all && all.is_some() { all.as_ref().map(|query| query.box_clone()) } else { any };
    let filter = planner.filter()?;
    let Planner { matcher, resolved, .. } = planner;
    Ok(Plan { filter, any, all, matcher, resolved })
}

struct Planner<'a> {
    archive: &'a Archive,
    searcher: &'a Searcher,
    filters: &'a Filters,
    target: Target,
    analyzer: Analyzer,
    matcher: Matcher,
    resolved: Vec<Resolved>,
}

impl Planner<'_> {
    /// The query of the words; `None` when there are none.
    fn words(&mut self, node: &Node, all: bool) -> Result<Option<Box<dyn Query>>> {
        match node {
            Node::All => Ok(None),
            node => self.node(node, all).map(Some),
        }
    }

    fn node(&mut self, node: &Node, all: bool) -> Result<Box<dyn Query>> {
        match node {
            Node::All => Ok(Box::new(AllQuery)),
            Node::Or(nodes) => {
                let queries = nodes.iter().map(|node| self.node(node, all)).collect::<Result<_>>()?;
                Ok(Box::new(BooleanQuery::union(queries)))
            }
            Node::Sequence(items) => self.sequence(items, all),
            Node::In(field, inner) => self.in_field(*field, inner),
            leaf => Ok(self.leaf(leaf)),
        }
    }

    fn sequence(&mut self, items: &[(Demand, Node)], all: bool) -> Result<Box<dyn Query>> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let only_excluded = items.iter().all(|(demand, _)| *demand == Demand::Excluded);
        if only_excluded {
            clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))));
        }
        for (demand, node) in items {
            match demand {
                Demand::Excluded => {
                    let quiet = std::mem::take(&mut self.matcher);
                    clauses.push((Occur::MustNot, self.node(node, false)?));
                    self.matcher = quiet;
                }
                Demand::Required => clauses.push((Occur::Must, self.node(node, all)?)),
                // Filters in a field narrow the result wherever they stand.
                Demand::Wanted if matches!(node, Node::In(QueryField::Name(_) | QueryField::Year, _)) => {
                    clauses.push((Occur::Must, self.node(node, all)?));
                }
                Demand::Wanted => {
                    let occur = if all { Occur::Must } else { Occur::Should };
                    clauses.push((occur, self.node(node, all)?));
                }
            }
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// A word or phrase in the text of the target.
    fn leaf(&mut self, node: &Node) -> Box<dyn Query> {
        let fields = &self.archive.fields;
        let (text, removed, title) = (fields.body, fields.removed, fields.title);
        if self.target == Target::Quotations {
            let quote = fields.quote;
            return self.leaf_in(quote, node).unwrap_or_else(|| Box::new(EmptyQuery));
        }
        let Some(body) = self.leaf_in(text, node) else { return Box::new(EmptyQuery) };
        let mut clauses = vec![body];
        if let Some(in_title) = self.leaf_in(title, node) {
            clauses.push(Box::new(BoostQuery::new(in_title, TITLE_BOOST)));
        }
        if self.filters.include_removed {
            clauses.extend(self.leaf_in(removed, node));
        }
        Box::new(BooleanQuery::union(clauses))
    }

    /// A word or phrase in one field; `None` when it has no letters.
    fn leaf_in(&mut self, field: Field, node: &Node) -> Option<Box<dyn Query>> {
        let scored = IndexRecordOption::WithFreqs;
        match node {
            Node::Word(word) => {
                let terms = self.analyzer.terms(word);
                self.matcher.add_terms(&terms);
                let term = Term::from_field_text(field, terms.first()?);
                Some(Box::new(TermQuery::new(term, scored)))
            }
            Node::Phrase { words, slop } => {
                let terms = self.analyzer.terms(words);
                self.matcher.add_terms(&terms);
                let mut terms: Vec<Term> = terms.iter().map(|term| Term::from_field_text(field, term)).collect();
                match terms.len() {
                    0 => None,
                    1 => Some(Box::new(TermQuery::new(terms.remove(0), scored))),
                    _ => {
                        let mut phrase = PhraseQuery::new(terms);
                        phrase.set_slop(*slop);
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
            (QueryField::Year, _) => self.years(inner),
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
            Node::In(..) => Err(Error::usage("a field cannot stand inside another field")),
            leaf => Ok(self.leaf_in(field, leaf).unwrap_or_else(|| Box::new(EmptyQuery))),
        }
    }

    /// Documents of the target's kind whose article has a document of the other kind that matches.
    fn joined(&mut self, field: Field, node: &Node) -> Result<Box<dyn Query>> {
        let query = self.within(field, node)?;
        Ok(Box::new(join::joined(self.searcher, &*query, self.target)?))
    }

    fn years(&self, node: &Node) -> Result<Box<dyn Query>> {
        let text = values(node).concat();
        let (first, last) = text.split_once("..").unwrap_or((&text, &text));
        let year = |part: &str, otherwise: u64| match part {
            "" => Ok(otherwise),
            part => part.parse::<u64>().ok().filter(|year| (1000..=9999).contains(year)).ok_or(()),
        };
        let (Ok(first), Ok(last)) = (year(first, 1000), year(last, 9999)) else {
            return Err(Error::usage(format!("`{text}` is no year")).hint("write year:2019, or year:2019..2021"));
        };
        Ok(self.days(first * 10_000, last * 10_000 + 1231))
    }

    fn days(&self, first: u64, last: u64) -> Box<dyn Query> {
        let term = |day| Bound::Included(Term::from_field_u64(self.archive.fields.day, day));
        Box::new(ConstScoreQuery::new(Box::new(RangeQuery::new(term(first), term(last))), 0.0))
    }

    fn filter(&mut self) -> Result<Box<dyn Query>> {
        let kind = if self.target == Target::Articles { ARTICLE } else { QUOTATION };
        let kind = Term::from_field_u64(self.archive.fields.kind, kind);
        let mut clauses: Vec<(Occur, Box<dyn Query>)> =
            vec![(Occur::Must, Box::new(TermQuery::new(kind, IndexRecordOption::Basic)))];
        let filters = self.filters;
        let fields: FxHashSet<NameField> = filters.include.iter().map(|(field, _)| *field).collect();
        for field in NameField::ALL.into_iter().filter(|field| fields.contains(field)) {
            let mut terms = Vec::new();
            for (_, name) in filters.include.iter().filter(|(other, _)| *other == field) {
                terms.extend(self.name(field, name)?);
            }
            clauses.push((Occur::Must, Box::new(TermSetQuery::new(terms))));
        }
        for (field, name) in &filters.exclude {
            clauses.push((Occur::MustNot, Box::new(TermSetQuery::new(self.name(*field, name)?))));
        }
        if filters.after.is_some() || filters.before.is_some() {
            let number = |date: Option<Date>, otherwise| {
                date.map_or(otherwise, |date| u64::from(crate::index::day_number(Some(date))))
            };
            clauses.push((Occur::Must, self.days(number(filters.after, 1), number(filters.before, LAST_DAY))));
        }
        if filters.min_confidence > 0.0 && self.target == Target::Quotations {
            let least = (f64::from(filters.min_confidence) * 1000.0).round() as u64;
            let least = Bound::Included(Term::from_field_u64(self.archive.fields.confidence, least));
            clauses.push((Occur::Must, Box::new(RangeQuery::new(least, Bound::Unbounded))));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
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

/// Returns the values that stand in a field: `speaker:(Cameron OR "Rosa Salazar")` has two.
fn values(node: &Node) -> Vec<String> {
    match node {
        Node::Word(word) | Node::Prefix(word) | Node::Fuzzy(word, _) => vec![word.clone()],
        Node::Phrase { words, .. } => vec![words.clone()],
        Node::Or(nodes) => nodes.iter().flat_map(values).collect(),
        Node::Sequence(items) => vec![items.iter().flat_map(|(_, node)| values(node)).collect::<Vec<_>>().join(" ")],
        Node::In(_, inner) => values(inner),
        Node::All => Vec::new(),
    }
}
