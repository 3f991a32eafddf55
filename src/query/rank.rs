//! Orders what a plan finds: by relevance in two stages, by date, by confidence, or by the number of matches.
//!
//! By relevance, BM25 finds candidates; the best [`CANDIDATES`] then earn credits for where the words stand
//! ([`Credits`]). What holds every word comes first, however it scores.
//!
//! **Invariant:** the same documents give the same order, however they came into the index: among equals, the place in
//! the order of paths decides.

use std::cmp::Reverse;

use rustc_hash::FxHashSet;
use tantivy::collector::TopDocs;
use tantivy::query::Query;
use tantivy::schema::Field;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};

use super::credits::Credits;
use super::matches;
use super::phrase::Phrase;
use super::places::{Places, place_in_segment};
use super::plan::{Bag, Plan, Target};
use super::recency::Recency;
use super::search::{Sort, Wanted};
use super::statistics::Statistics;
use super::top::Top;
use crate::error::{Error, Result};
use crate::index::{CONFIDENCE, DAY};

/// So many candidates earn credits. Fixed, so that pages do not overlap.
const CANDIDATES: usize = 100;

/// So many more are found than are shown, since what differs by rounding alone is put in another order.
const TIES: usize = 32;

/// A found document.
#[derive(Clone, Copy, Debug)]
pub struct Ranked {
    /// Its score; the number of matches where that is the order; 0 where only filters were asked for.
    pub score: f32,
    /// Where it is.
    pub address: DocAddress,
    /// Whether it holds all words.
    pub holds_all: bool,
}

/// What the ranking of one request needs.
pub struct Ranking<'a> {
    /// The index.
    pub searcher: &'a Searcher,
    /// Counts over the documents of the target's kind.
    pub statistics: Statistics<'a>,
    /// The field of headlines.
    pub title: Field,
    /// What is looked through.
    pub target: Target,
    /// Which part of the results is wanted.
    pub wanted: &'a Wanted,
    /// Only what holds every word.
    pub only_all: bool,
}

/// The words of a request as they are scored.
pub struct Scoring<'a> {
    /// Ranks what holds all words; `None` when that is the same as any.
    pub strict: Option<Box<dyn Query>>,
    /// Ranks what holds any.
    pub loose: Box<dyn Query>,
    /// The terms that earn credits.
    pub bag: &'a Bag,
}

impl<'a> Scoring<'a> {
    /// Returns the words of a plan, as they are.
    pub fn of(plan: &'a Plan) -> Scoring<'a> {
        Scoring { strict: plan.all.as_ref().map(|_| plan.strict()), loose: plan.loose(), bag: &plan.bag }
    }
}

impl Ranking<'_> {
    /// Returns the page that is wanted, in the order that is wanted.
    ///
    /// # Errors
    /// An index that cannot be read.
    pub fn page(&self, plan: &Plan, scoring: &Scoring) -> Result<Vec<Ranked>> {
        let until = self.until();
        if self.wanted.limit == 0 {
            return Ok(Vec::new());
        }
        let mut ranked = match (self.wanted.sort, &plan.any) {
            (Sort::Relevance, Some(_)) => self.by_relevance(scoring, until)?,
            (Sort::Matches, Some(_)) => self.by_matches(plan, until)?,
            (Sort::Confidence, _) => self.by_number(plan, until, CONFIDENCE)?,
            _ => self.by_number(plan, until, DAY)?,
        };
        ranked.drain(..self.wanted.offset.min(ranked.len()));
        Ok(ranked)
    }

    fn until(&self) -> usize {
        let all = usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX);
        self.wanted.offset.saturating_add(self.wanted.limit).min(all.max(1))
    }

    /// Ranks what holds all words, and fills up with what holds some.
    ///
    /// # Errors
    /// An index that cannot be read.
    pub fn by_relevance(&self, scoring: &Scoring, until: usize) -> Result<Vec<Ranked>> {
        let mut ranked = Vec::new();
        if let Some(strict) = &scoring.strict {
            ranked = self.best(&**strict, scoring.bag, until, true)?;
        }
        if ranked.len() < until && !(self.only_all && scoring.strict.is_some()) {
            let first: FxHashSet<DocAddress> = ranked.iter().map(|found| found.address).collect();
            let others = self.best(&*scoring.loose, scoring.bag, until, scoring.strict.is_none())?;
            ranked.extend(others.into_iter().filter(|found| !first.contains(&found.address)));
        }
        ranked.truncate(until);
        Ok(ranked)
    }

    /// Returns the best of what a query finds, the first of them with their credits.
    fn best(&self, query: &dyn Query, bag: &Bag, until: usize, holds_all: bool) -> Result<Vec<Ranked>> {
        let recency = self.wanted.recent.map(|half| Recency::new(self.searcher, half));
        let limit = (until + TIES).max(CANDIDATES);
        let mut ranked: Vec<Ranked> = self
            .candidates(query, limit, recency)?
            .into_iter()
            .map(|(score, address)| Ranked { score, address, holds_all })
            .collect();
        if self.target == Target::Articles && !bag.terms.is_empty() {
            let n_first = CANDIDATES.min(ranked.len());
            let first = &mut ranked[..n_first];
            let addresses: Vec<DocAddress> = first.iter().map(|found| found.address).collect();
            let credits =
                Credits::new(self.searcher, self.statistics, self.title, bag).of(&addresses).map_err(broken)?;
            for (found, credit) in first.iter_mut().zip(credits) {
                let newness = recency.map_or(1.0, |recency| recency.factor_of(self.searcher, found.address));
                found.score += credit * newness;
            }
        }
        self.put_in_order(&mut ranked, until);
        Ok(ranked)
    }

    fn candidates(&self, query: &dyn Query, limit: usize, recency: Option<Recency>) -> Result<Vec<(f32, DocAddress)>> {
        let prunes = query.downcast_ref::<Phrase>().is_some();
        let top = Top { limit, target: self.target, recency, prunes };
        let found = self.searcher.search_with_statistics_provider(query, &top, &self.statistics);
        found.map_err(broken)
    }

    /// Puts the best first; among equals, which differ by rounding at most and are given one score, the first in the
    /// order of paths. What comes after the last that is shown is left as it is.
    fn put_in_order(&self, ranked: &mut [Ranked], until: usize) {
        for found in ranked.iter_mut() {
            found.score = ((f64::from(found.score) * 4096.0).round() / 4096.0) as f32;
        }
        ranked.sort_by(|one, other| other.score.total_cmp(&one.score));
        let mut places = Places::new(self.searcher, self.target);
        let mut n_before = 0;
        for equals in ranked.chunk_by_mut(|one, other| one.score == other.score) {
            if n_before >= until {
                break;
            }
            n_before += equals.len();
            if equals.len() > 1 {
                equals.sort_by_cached_key(|found| places.of(found.address));
            }
        }
    }

    /// Orders by a number, greatest first; documents that lack it come last.
    fn by_number(&self, plan: &Plan, until: usize, field: &'static str) -> Result<Vec<Ranked>> {
        let target = self.target;
        let top = TopDocs::with_limit(until).order_by(move |segment: &SegmentReader| {
            let numbers = segment.fast_fields().u64(field).ok();
            let place = place_in_segment(segment, target);
            move |document: DocId| {
                let number = numbers.as_ref().and_then(|column| column.first(document)).unwrap_or(0);
                (number, Reverse(place(document)))
            }
        });
        let found = self.searcher.search(&*plan.strict(), &top).map_err(broken)?;
        Ok(found.into_iter().map(|(_, address)| Ranked { score: 0.0, address, holds_all: true }).collect())
    }

    /// Orders by the number of matches of the words.
    fn by_matches(&self, plan: &Plan, until: usize) -> Result<Vec<Ranked>> {
        let found = matches::most(self.searcher, &*plan.strict(), &plan.matcher, self.statistics.text(), until)?;
        let ranked = |(score, address)| Ranked { score, address, holds_all: true };
        let mut ranked: Vec<Ranked> = found.into_iter().map(ranked).collect();
        self.put_in_order(&mut ranked, until);
        ranked.truncate(until);
        Ok(ranked)
    }
}

fn broken(cause: tantivy::TantivyError) -> Error {
    Error::index("cannot search the index").caused_by(cause).hint("rebuild it with `clippings index --rebuild`")
}
