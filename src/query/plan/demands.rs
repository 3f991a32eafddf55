//! What must hold of results: names, days, words in one field.

use std::borrow::Cow;
use std::ops::Bound;

use rustc_hash::FxHashSet;
use tantivy::Term;
use tantivy::query::{BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query, RangeQuery, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::shape::is_anchored;
use super::{Clauses, Demands, Planner, Target};
use crate::error::{Error, Result};
use crate::index::{ARTICLE, NameField, QUOTATION};
use crate::model::Date;
use crate::query::join;
use crate::query::language::{Demand, Node, QueryField};
use crate::query::names;

/// The last day there is, as `yyyymmdd`.
const LAST_DAY: u64 = 99_991_231;

impl Planner<'_> {
    pub(super) fn in_field(&mut self, field: QueryField, inner: &Node) -> Result<Box<dyn Query>> {
        match (field, self.target) {
            (QueryField::Name(name), _) => {
                let named = self.named(name, inner)?;
                Ok(Box::new(ConstScoreQuery::new(named, 0.0)))
            }
            (QueryField::Title, Target::Articles) => self.within(self.archive.fields.title, inner),
            (QueryField::Quote, Target::Quotations) => self.within(self.archive.fields.quote, inner),
            (QueryField::Quote, Target::Articles) => self.quoted(inner),
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
                let kind = if field == self.archive.fields.quote { QUOTATION } else { ARTICLE };
                Ok(self.of_clauses(clauses, kind))
            }
            Node::Or(nodes) => {
                let queries = nodes.iter().map(|node| self.within(field, node)).collect::<Result<_>>()?;
                Ok(Box::new(BooleanQuery::union(queries)))
            }
            Node::In(..) | Node::Years(..) => Err(nested()),
            leaf => Ok(self.leaf_in(field, leaf).unwrap_or_else(|| Box::new(EmptyQuery))),
        }
    }

    /// What matches all clauses; where they only exclude, documents of the kind that they do not.
    fn of_clauses(&self, mut clauses: Clauses, kind: u64) -> Box<dyn Query> {
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, self.of_kind(kind)));
        }
        Box::new(BooleanQuery::new(clauses))
    }

    /// All documents of a kind.
    fn of_kind(&self, kind: u64) -> Box<dyn Query> {
        let kind = Term::from_field_u64(self.archive.fields.kind, kind);
        Box::new(TermQuery::new(kind, IndexRecordOption::Basic))
    }

    /// The kind of what is looked for.
    fn kind(&self) -> u64 {
        if self.target == Target::Articles { ARTICLE } else { QUOTATION }
    }

    /// Documents with the names that stand in a field: `speaker:(Cameron OR "Rosa Salazar")` asks for either, and words
    /// that follow one another are one name.
    fn named(&mut self, field: NameField, node: &Node) -> Result<Box<dyn Query>> {
        match node {
            Node::Word(name) | Node::Compound(name) | Node::Phrase { words: name, .. } => {
                let terms = self.name(field, name)?;
                self.sure(field, TermSetQuery::new(terms))
            }
            Node::Or(nodes) => {
                let names = nodes.iter().map(|node| self.named(field, node)).collect::<Result<_>>()?;
                Ok(Box::new(BooleanQuery::union(names)))
            }
            Node::Sequence(items) => {
                let mut clauses = Clauses::new();
                for (occur, name) in names_of(items) {
                    clauses.push((occur, self.named(field, &name)?));
                }
                Ok(self.of_clauses(clauses, self.kind()))
            }
            Node::Prefix(word) | Node::Fuzzy(word, _) => {
                let field = field.as_str();
                Err(Error::usage(format!("names are asked for by whole words: `{field}:{word}`")).hint(format!(
                    "`clippings facets {field} --like {word}` lists the names with a word that begins so"
                )))
            }
            Node::All | Node::In(..) | Node::Years(..) => Err(nested()),
        }
    }

    /// Documents of the target's kind whose article has a document of the other kind that matches.
    fn joined(&mut self, field: Field, node: &Node) -> Result<Box<dyn Query>> {
        let query = self.within(field, node)?;
        Ok(Box::new(join::joined(self.searcher, &*query, self.target)?))
    }

    /// Articles with a quotation that matches, whose words are highlighted inside quotations alone.
    fn quoted(&mut self, node: &Node) -> Result<Box<dyn Query>> {
        let quoted = self.matcher.take_quoted();
        let matcher = std::mem::replace(&mut self.matcher, quoted);
        let query = self.joined(self.archive.fields.quote, node);
        let quoted = std::mem::replace(&mut self.matcher, matcher);
        self.matcher.set_quoted(quoted);
        query
    }

    pub(super) fn years(&self, first: u16, last: u16) -> Box<dyn Query> {
        self.days(u64::from(first) * 10_000, u64::from(last) * 10_000 + 1231)
    }

    pub(super) fn days(&self, first: u64, last: u64) -> Box<dyn Query> {
        let term = |day| Bound::Included(Term::from_field_u64(self.archive.fields.day, day));
        Box::new(ConstScoreQuery::new(Box::new(RangeQuery::new(term(first), term(last))), 0.0))
    }

    /// What must hold of every result beside its words.
    pub(super) fn demands(&mut self, node: &Node) -> Result<Demands> {
        let mut clauses = Demands::new();
        if !is_anchored(node) {
            clauses.push((None, Occur::Must, self.of_kind(self.kind())));
        }
        let filters = self.filters;
        let fields: FxHashSet<NameField> = filters.include.iter().map(|(field, _)| *field).collect();
        for field in NameField::ALL.into_iter().filter(|field| fields.contains(field)) {
            let mut terms = Vec::new();
            for (_, name) in filters.include.iter().filter(|(other, _)| *other == field) {
                terms.extend(self.name(field, name)?);
            }
            clauses.push((Some(field), Occur::Must, self.sure(field, TermSetQuery::new(terms))?));
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
        if filters.min_confidence > 0.0 {
            let sure = self.sure_enough();
            let sure = if self.target == Target::Quotations { sure } else { self.quoting(&*sure)? };
            clauses.push((None, Occur::Must, sure));
        }
        Ok(clauses)
    }

    /// Of articles, those with a quotation by the speakers that is sure enough, where that is asked for.
    fn sure(&self, field: NameField, names: TermSetQuery) -> Result<Box<dyn Query>> {
        if field != NameField::Speaker || self.target != Target::Articles || self.filters.min_confidence <= 0.0 {
            return Ok(Box::new(names));
        }
        let quoted = BooleanQuery::intersection(vec![Box::new(names), self.sure_enough()]);
        self.quoting(&quoted)
    }

    /// Articles with a quotation that matches.
    fn quoting(&self, quoted: &dyn Query) -> Result<Box<dyn Query>> {
        Ok(Box::new(join::joined(self.searcher, quoted, Target::Articles)?))
    }

    /// How sure speakers are to be, in thousandths.
    pub(super) fn least_confidence(&self) -> u16 {
        // What is stored are whole thousandths; what is asked for may miss its own by a rounding error.
        (f64::from(self.filters.min_confidence) * 1000.0 - 0.001).ceil() as u16
    }

    /// Quotations whose speaker is as sure as is asked for.
    pub(super) fn sure_enough(&self) -> Box<dyn Query> {
        let least = Term::from_field_u64(self.archive.fields.confidence, self.least_confidence().into());
        let least = Bound::Included(least);
        Box::new(RangeQuery::new(least, Bound::Unbounded))
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

fn nested() -> Error {
    Error::usage("a field cannot stand inside another field")
}

/// The names of a sequence: words that follow one another without a demand are one, all others each for itself.
fn names_of(items: &[(Demand, Node)]) -> Vec<(Occur, Cow<'_, Node>)> {
    let mut names: Vec<(Occur, Cow<Node>)> = Vec::new();
    let word = |node: &Node| match node {
        Node::Word(word) | Node::Compound(word) => Some(word.clone()),
        _ => None,
    };
    for run in items.chunk_by(|one, other| one.0 == Demand::Wanted && other.0 == Demand::Wanted) {
        let words: Option<Vec<String>> = run.iter().map(|(_, node)| word(node)).collect();
        match words.filter(|words| words.len() > 1) {
            Some(words) => names.push((Occur::Must, Cow::Owned(Node::Word(words.join(" "))))),
            None => names.extend(run.iter().map(|(demand, node)| {
                let occur = if *demand == Demand::Excluded { Occur::MustNot } else { Occur::Must };
                (occur, Cow::Borrowed(node))
            })),
        }
    }
    names
}
