//! The words of a request: ranked by any of them, or by all.

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, EmptyQuery, FuzzyTermQuery, Occur, PhrasePrefixQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::shape::{has_telling_words, is_filter, is_stop_node};
use super::{Clauses, Planner, Target, Tier, silent};
use crate::error::Result;
use crate::index::Analyzer;
use crate::query::language::{Demand, Node};
use crate::query::near::Near;
use crate::query::phrase::Phrase;
use crate::query::stop_words::is_stop_word;

/// What words may end with whose stem ends earlier. Read here and not with the rules, as stop words are.
const ENDINGS: &str = include_str!("../../rules/en/word_endings.tsv");

impl Planner<'_> {
    /// The query of the words; `None` when there are none.
    pub(super) fn words(&mut self, node: &Node, tier: Tier) -> Result<Option<Box<dyn Query>>> {
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
        let mut clauses = Clauses::new();
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
    pub(super) fn frame(&mut self, node: &Node) -> Result<Option<Clauses>> {
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
    pub(super) fn leaf_in(&mut self, field: Field, node: &Node) -> Option<Box<dyn Query>> {
        let scored = IndexRecordOption::WithFreqs;
        match node {
            Node::Word(words) | Node::Compound(words) | Node::Phrase { words, .. } => {
                let slop = if let Node::Phrase { slop, .. } = node { *slop } else { None };
                let terms = self.analyzer.terms(words);
                match node {
                    Node::Phrase { .. } => self.matcher.add_phrase(&terms, slop),
                    _ => terms.iter().for_each(|term| self.matcher.add_term(term)),
                }
                let mut terms: Vec<Term> = terms.iter().map(|term| Term::from_field_text(field, term)).collect();
                match (terms.len(), slop) {
                    (0, _) => None,
                    (1, _) => Some(Box::new(TermQuery::new(terms.remove(0), scored))),
                    (_, None) => Some(Box::new(Phrase::new(terms))),
                    (_, Some(slop)) => Some(Box::new(Near::new(terms, slop))),
                }
            }
            Node::Prefix(word) => {
                let folded = crate::index::fold_name(word).replace(' ', "");
                if folded.is_empty() {
                    return None;
                }
                self.matcher.add_prefix(&folded);
                let mut begins = PhrasePrefixQuery::new(vec![Term::from_field_text(field, &folded)]);
                // As many words as there are: the engine would take the first fifty.
                begins.set_max_expansions(u32::MAX);
                // Terms are stems: of "comedy*", the words "comedy" and "comedies" have the stem "comedi".
                let mut queries: Vec<Box<dyn Query>> = vec![Box::new(begins)];
                for stem in self.analyzer.stems_of_beginning(&folded, ENDINGS.lines().skip(1)) {
                    queries.push(Box::new(TermQuery::new(Term::from_field_text(field, &stem), scored)));
                    self.matcher.add_term(&stem);
                }
                Some(union(queries))
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
}

pub(super) fn union(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
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
