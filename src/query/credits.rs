//! Credits for where the words of a query stand in an article, added to BM25 for the best candidates.
//!
//! *Lead*: a press article says first what it is about. The first occurrence of a term earns a share of the term's
//! weight that halves with every [`HALF`] words from the top. *Headline*: a term in it earns a share more, if there
//! is a text beneath it.
//! *Nearness*: terms that follow one another in the query earn by how near one another they stand, as in the
//! dependence model of Metzler and Croft (2005), with the sum of 1/distance in place of a window of one size
//! (Tao and Zhai 2007). *Side by side*: those that stand next to one another in the order of the query earn more, as
//! that model has it too: `20th century` is a name more often than two words.
//!
//! The figures were chosen on five collections of abstracts, for all of them at once (README, "How right it is").

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, Searcher, Term};

use super::plan::Bag;
use super::statistics::{B, K1, Statistics};
use crate::model::ScorePart;

/// Share of a term's weight that an occurrence at the very top earns.
const LEAD: f32 = 0.5;
/// Words from the top within which the lead credit halves.
const HALF: f32 = 30.0;
/// Share of a term's weight that the headline earns.
const HEADLINE: f32 = 0.2;
/// Share of the lesser weight of two terms that their nearness may earn, before saturation.
const NEAR: f32 = 0.15;
/// Share of the lesser weight of two terms that their standing side by side, in the order of the query, may earn
/// besides, before saturation.
const SIDE_BY_SIDE: f32 = 0.15;
/// Words between which nearness is seen.
const REACH: u32 = 8;
/// Occurrences of a term that are looked at in one article, from the top.
const MOST_POSITIONS: usize = 128;

/// The terms of a query, ready to be looked up in candidates.
pub struct Credits<'a> {
    searcher: &'a Searcher,
    statistics: Statistics<'a>,
    title: Field,
    bag: &'a Bag,
    rarities: Vec<f32>,
    mean_length: f32,
}

impl<'a> Credits<'a> {
    /// Weighs the terms.
    pub fn new(searcher: &'a Searcher, statistics: Statistics<'a>, title: Field, bag: &'a Bag) -> Credits<'a> {
        let rarities = bag.terms.iter().map(|(term, _)| statistics.rarity(term)).collect();
        Credits { searcher, statistics, title, bag, rarities, mean_length: statistics.mean_length() }
    }

    /// Returns the credit of each document, in the order given.
    ///
    /// # Errors
    /// An index that cannot be read.
    pub fn of(&self, documents: &[DocAddress]) -> tantivy::Result<Vec<f32>> {
        let mut credits = vec![0.0; documents.len()];
        for (segment, places) in by_segment(documents) {
            let mut open = self.open(segment)?;
            for place in places {
                open.seek(documents[place].doc_id);
                credits[place] = self.credit(&open);
            }
        }
        Ok(credits)
    }

    /// Returns what one document's score is made of: BM25 and credits of each term, and of each pair.
    ///
    /// # Errors
    /// An index that cannot be read.
    pub fn explain(&self, document: DocAddress) -> tantivy::Result<Vec<ScorePart>> {
        let mut open = self.open(document.segment_ord)?;
        open.seek(document.doc_id);
        let mut parts = Vec::new();
        for (place, (term, times)) in self.bag.terms.iter().enumerate() {
            let word = &self.bag.printed[place];
            let positions = &open.positions[place];
            let Some(&first) = positions.first() else { continue };
            let (with, all) = (self.statistics.n_with(term), self.statistics.n_documents());
            let bm25: Bm25Weight = self.statistics.bm25(term);
            let frequency = open.frequencies[place];
            let value = times * bm25.score(FieldNormReader::fieldnorm_to_id(open.length), frequency);
            let asked = if *times == 1.0 { String::new() } else { format!(", asked for {times:.2} times") };
            let reason = format!("`{word}` {frequency} times, in {with} of {all}{asked}");
            parts.push(ScorePart { reason, value });
            let (reason, value) = (format!("`{word}` first at word {}", first + 1), self.lead(place, first));
            parts.push(ScorePart { reason, value });
            if open.in_title[place] {
                let value = HEADLINE * times * self.rarities[place];
                parts.push(ScorePart { reason: format!("`{word}` in the headline"), value });
            }
        }
        for &(one, other) in &self.bag.pairs {
            let (near, beside) = (self.nearness(&open, one, other), self.adjacency(&open, one, other));
            let (one, other) = (&self.bag.printed[one], &self.bag.printed[other]);
            parts.push(ScorePart { reason: format!("`{one}` near `{other}`"), value: near });
            parts.push(ScorePart { reason: format!("`{one} {other}` side by side"), value: beside });
        }
        Ok(parts)
    }

    fn open(&self, segment: u32) -> tantivy::Result<Open> {
        let reader = self.searcher.segment_reader(segment);
        let text = self.statistics.text();
        let index = reader.inverted_index(text)?;
        let mut postings = Vec::with_capacity(self.bag.terms.len());
        for (term, _) in &self.bag.terms {
            let term = Term::from_field_text(text, term);
            postings.push(index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?);
        }
        let index = reader.inverted_index(self.title)?;
        let mut titles = Vec::with_capacity(self.bag.terms.len());
        for (term, _) in &self.bag.terms {
            titles.push(index.read_postings(&Term::from_field_text(self.title, term), IndexRecordOption::Basic)?);
        }
        let n_terms = postings.len();
        let lengths = reader.get_fieldnorms_reader(text)?;
        Ok(Open {
            postings,
            titles,
            lengths,
            title_lengths: reader.get_fieldnorms_reader(self.title)?,
            length: 0,
            frequencies: vec![0; n_terms],
            positions: vec![Vec::new(); n_terms],
            in_title: vec![false; n_terms],
        })
    }

    fn credit(&self, open: &Open) -> f32 {
        let firsts = open.positions.iter().enumerate().filter_map(|(place, all)| Some((place, *all.first()?)));
        let leads: f32 = firsts.map(|(place, first)| self.lead(place, first)).sum();
        let pairs = self
            .bag
            .pairs
            .iter()
            .map(|&(one, other)| self.nearness(open, one, other) + self.adjacency(open, one, other));
        let in_title = open.in_title.iter().zip(&self.bag.terms).zip(&self.rarities);
        let headlines = in_title.filter(|((holds, _), _)| **holds).map(|((_, (_, times)), rarity)| times * rarity);
        leads + HEADLINE * headlines.sum::<f32>() + pairs.sum::<f32>()
    }

    fn lead(&self, place: usize, first: u32) -> f32 {
        LEAD * self.bag.terms[place].1 * self.rarities[place] * (-(first as f32) / HALF).exp2()
    }

    fn nearness(&self, open: &Open, one: usize, other: usize) -> f32 {
        let sum = closeness(&open.positions[one], &open.positions[other]);
        NEAR * self.of_pair(open, one, other, sum)
    }

    fn adjacency(&self, open: &Open, one: usize, other: usize) -> f32 {
        let times = n_side_by_side(&open.positions[one], &open.positions[other]);
        SIDE_BY_SIDE * self.of_pair(open, one, other, times as f32)
    }

    /// Returns the lesser weight of two terms times a count of them, saturated and normalised by length.
    fn of_pair(&self, open: &Open, one: usize, other: usize, count: f32) -> f32 {
        let room = K1 * (1.0 - B + B * open.length as f32 / self.mean_length);
        self.rarities[one].min(self.rarities[other]) * count * (K1 + 1.0) / (count + room)
    }
}

/// The terms of a query in one segment, and where they stand in the document that was last sought.
struct Open {
    postings: Vec<Option<SegmentPostings>>,
    titles: Vec<Option<SegmentPostings>>,
    lengths: FieldNormReader,
    title_lengths: FieldNormReader,
    length: u32,
    frequencies: Vec<u32>,
    positions: Vec<Vec<u32>>,
    in_title: Vec<bool>,
}

impl Open {
    /// Moves on to a document; documents are sought in order.
    fn seek(&mut self, document: DocId) {
        self.length = self.lengths.fieldnorm(document);
        let terms = self.postings.iter_mut().zip(&mut self.positions).zip(&mut self.frequencies);
        for ((postings, positions), frequency) in terms {
            positions.clear();
            *frequency = 0;
            let Some(postings) = postings else { continue };
            if postings.doc() <= document && postings.seek(document) == document {
                *frequency = postings.term_freq();
                postings.positions(positions);
                positions.truncate(MOST_POSITIONS);
            }
        }
        // A text that is its own headline has none.
        let has_text = self.title_lengths.fieldnorm(document) < self.length;
        for (postings, in_title) in self.titles.iter_mut().zip(&mut self.in_title) {
            let mut holds = |postings: &mut SegmentPostings| {
                postings.doc() == document || (postings.doc() < document && postings.seek(document) == document)
            };
            *in_title = has_text && postings.as_mut().is_some_and(&mut holds);
        }
    }
}

/// Returns the places of the documents of each segment, in order of document.
fn by_segment(documents: &[DocAddress]) -> FxHashMap<u32, Vec<usize>> {
    let mut places: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (place, document) in documents.iter().enumerate() {
        places.entry(document.segment_ord).or_default().push(place);
    }
    places.values_mut().for_each(|places| places.sort_by_key(|&place| documents[place].doc_id));
    places
}

/// Returns the sum of 1/distance over all pairs within [`REACH`]; both lists ascend.
fn closeness(one: &[u32], other: &[u32]) -> f32 {
    let mut sum = 0.0;
    let mut start = 0;
    for &at in one {
        while start < other.len() && other[start] + REACH < at {
            start += 1;
        }
        let near = other[start..].iter().take_while(|&&position| position <= at + REACH);
        sum +=
            near.filter(|&&position| position != at).map(|&position| 1.0 / at.abs_diff(position) as f32).sum::<f32>();
    }
    sum
}

/// Returns how often one stands right before the other; both lists ascend.
fn n_side_by_side(one: &[u32], other: &[u32]) -> usize {
    let mut other = other.iter().peekable();
    let follows = |at: &&u32| {
        while other.next_if(|&&position| position <= **at).is_some() {}
        other.peek().is_some_and(|&&position| position == **at + 1)
    };
    one.iter().filter(follows).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_stand_side_by_side_in_their_order() {
        assert_eq!(n_side_by_side(&[1, 5, 9], &[2, 4, 10]), 2);
        assert_eq!(n_side_by_side(&[2], &[1, 3]), 1);
        assert_eq!(n_side_by_side(&[2], &[1]), 0);
        assert_eq!(n_side_by_side(&[], &[1]), 0);
    }

    #[test]
    fn closeness_sees_both_sides_within_reach() {
        assert_eq!(closeness(&[10], &[11]), 1.0);
        assert_eq!(closeness(&[10], &[8, 12]), 1.0);
        assert_eq!(closeness(&[10], &[1, 19]), 0.0);
        assert_eq!(closeness(&[], &[1]), 0.0);
        assert_eq!(closeness(&[1, 100], &[2, 99]), 2.0);
    }
}
