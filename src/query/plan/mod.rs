//! A request in, a tantivy query out, with the words that are scored and that a snippet highlights.

mod demands;
mod shape;
mod words;

use tantivy::Searcher;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query};

use super::language::Node;
use super::names::Resolved;
use super::snippet::Matcher;
use crate::error::{Error, Result};
use crate::index::{Analyzer, Archive, NameField};
use crate::model::Date;

pub use words::scored;

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
    /// Least confidence in the speaker, 0 to 1, of a quotation; of an article, that of one of its quotations, by the
    /// speaker where one is demanded.
    pub min_confidence: f32,
    /// Demand every word.
    pub all: bool,
}

impl Filters {
    /// Narrows to what was published on these days and between them.
    ///
    /// # Errors
    /// A span of days that ends before it begins.
    pub fn between(self, after: Option<Date>, before: Option<Date>) -> Result<Filters> {
        if let (Some(after), Some(before)) = (after, before)
            && after > before
        {
            return Err(Error::usage(format!("no day is both after {after} and before {before}")));
        }
        Ok(Filters { after, before, ..self })
    }
}

/// Clauses of a boolean query.
pub type Clauses = Vec<(Occur, Box<dyn Query>)>;

/// What must hold of every result, each with the facet that it narrows.
type Demands = Vec<(Option<NameField>, Occur, Box<dyn Query>)>;

/// A request, planned.
pub struct Plan {
    /// What must hold beside the words.
    demands: Demands,
    /// Ranks what holds any of the words; `None` when the request has no words.
    pub any: Option<Box<dyn Query>>,
    /// Ranks what holds all of the words; `None` when that is the same as any.
    pub all: Option<Box<dyn Query>>,
    /// What is demanded and excluded among the words, when all else is only wanted: other words may then be added.
    pub frame: Option<Clauses>,
    /// The words that are scored.
    pub bag: Bag,
    /// The words to highlight.
    pub matcher: Matcher,
    /// Whether removed lines are looked through too.
    pub includes_removed: bool,
    /// How sure the speakers that are told of an article are at least, in thousandths.
    pub least_confidence: u16,
    /// Of articles of which a speaker is to be so sure, the quotations that are.
    pub sure: Option<Box<dyn Query>>,
    /// The names that were taken for those asked for.
    pub resolved: Vec<Resolved>,
}

/// Reads how sure a speaker is to be at least: a share from 0 to 1.
///
/// # Errors
/// What is no such number, in words.
pub fn parse_confidence(text: &str) -> std::result::Result<f32, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| format!("`{text}` is no number from 0 to 1"))
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
        let demands: Clauses = demands.map(|(_, occur, query)| (*occur, query.box_clone())).collect();
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
    let all = if shape::has_tiers(node) { planner.words(node, Tier::All)? } else { None };
    let any = if filters.all && all.is_some() { all.as_ref().map(|query| query.box_clone()) } else { any };
    let demands = planner.demands(node)?;
    let is_sure = target == Target::Articles && filters.min_confidence > 0.0;
    let sure = is_sure.then(|| planner.sure_enough());
    let least_confidence = planner.least_confidence();
    let Planner { bag, matcher, resolved, .. } = planner;
    let includes_removed = filters.include_removed;
    Ok(Plan { demands, any, all, frame, bag, matcher, includes_removed, sure, least_confidence, resolved })
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
