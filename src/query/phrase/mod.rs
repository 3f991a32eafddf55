//! Phrases, scored as tantivy scores them, but counted only where they may still be among the best.
//!
//! To count a phrase, the positions of its words are read: most of the time that a phrase of common words takes. A
//! phrase stands in a document no more often than its rarest word does there, so that most documents are told from
//! the best by the frequencies of the words alone.
//!
//! **Invariant:** the same documents are found with the same scores as without this.

mod word;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentReader;
use tantivy::postings::TermInfo;
use tantivy::query::{Bm25Weight, EnableScoring, Explanation, PhraseQuery, Query, Scorer, Weight};
use tantivy::{DocId, Score, Term};

use word::{InOrder, Word};

/// A block holds at most so many documents.
const BLOCK: usize = 128;

/// Words next to one another.
#[derive(Clone, Debug)]
pub struct Phrase(PhraseQuery);

impl Phrase {
    /// Returns the phrase of these terms, at least two, all of one field.
    pub fn new(terms: Vec<Term>) -> Phrase {
        Phrase(PhraseQuery::new(terms))
    }
}

impl Query for Phrase {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let whole = self.0.weight(scoring)?;
        let EnableScoring::Enabled { statistics_provider, .. } = scoring else { return Ok(whole) };
        let terms = self.0.phrase_terms();
        let bm25 = Bm25Weight::for_terms(statistics_provider, &terms)?;
        Ok(Box::new(PhraseWeight { whole, terms, bm25 }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

/// A phrase, weighed.
struct PhraseWeight {
    /// As tantivy has it, for all that is not a search for the best.
    whole: Box<dyn Weight>,
    terms: Vec<Term>,
    bm25: Bm25Weight,
}

impl Weight for PhraseWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        self.whole.scorer(reader, boost)
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.whole.explain(reader, doc)
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        if let Some(mut open) = self.open(reader)? {
            open.find(threshold, callback);
        }
        Ok(())
    }
}

impl PhraseWeight {
    /// Looks the words up in a segment; `None` where it lacks one.
    fn open(&self, reader: &SegmentReader) -> tantivy::Result<Option<Open<'_>>> {
        let field = self.terms[0].field();
        let index = reader.inverted_index(field)?;
        let mut terms = Vec::with_capacity(self.terms.len());
        for (term, n_left) in self.terms.iter().zip((0..self.terms.len() as u32).rev()) {
            let Some(info) = index.get_term_info(term)? else { return Ok(None) };
            terms.push((term, info, n_left));
        }
        terms.sort_by_key(|(_, info, _)| info.doc_freq);
        let (term, info, n_left) = &terms[0];
        let rarest = (InOrder::open(reader, &index, term, info)?, *n_left);
        let open = |(term, other, n_left): &(&Term, TermInfo, u32)| -> tantivy::Result<(Word, u32)> {
            Ok((Word::open(reader, term, other, info.doc_freq)?, *n_left))
        };
        let others = terms[1..].iter().map(open).collect::<tantivy::Result<_>>()?;
        let lengths = reader.get_fieldnorms_reader(field)?;
        Ok(Some(Open { rarest, others, lengths, bm25: &self.bm25, common: Vec::new(), positions: Vec::new() }))
    }
}

/// The words of a phrase in one segment, each with how many words of the phrase follow.
struct Open<'w> {
    rarest: (InOrder, u32),
    /// The others, the rarer first.
    others: Vec<(Word, u32)>,
    lengths: FieldNormReader,
    bm25: &'w Bm25Weight,
    /// Where the phrase may end, by the words that were looked at.
    common: Vec<u32>,
    /// Room for the positions of one word.
    positions: Vec<u32>,
}

impl Open<'_> {
    /// Passes on what scores more than the threshold, which `callback` raises.
    fn find(&mut self, mut threshold: Score, callback: &mut dyn FnMut(DocId, Score) -> Score) {
        let mut promising = [(0, 0); BLOCK];
        while !self.rarest.0.block().0.is_empty() {
            let n_promising = self.promising(threshold, &mut promising);
            for &(doc, times) in &promising[..n_promising] {
                let length = self.lengths.fieldnorm_id(doc);
                let Some(most) = self.least_frequency(doc, times) else { continue };
                if self.bm25.score(length, most) <= threshold {
                    continue;
                }
                let times = self.count(doc);
                let score = self.bm25.score(length, times);
                if times > 0 && score > threshold {
                    threshold = callback(doc, score);
                }
            }
            self.rarest.0.advance();
        }
    }

    /// Writes the documents of the block that would score more than the threshold if the phrase stood there as often as
    /// its rarest word, with how often that is; returns how many they are. Each is written, and the next over it if it
    /// is not one: nothing foretells which are.
    fn promising(&self, threshold: Score, promising: &mut [(DocId, u32); BLOCK]) -> usize {
        let (docs, times) = self.rarest.0.block();
        let mut n_promising = 0;
        for (&doc, &times) in docs.iter().zip(times).take(BLOCK) {
            promising[n_promising] = (doc, times);
            let score = self.bm25.score(self.lengths.fieldnorm_id(doc), times);
            n_promising += usize::from(score > threshold);
        }
        n_promising
    }

    /// Returns how often the word that is rarest in a document stands there; `None` where one does not. `times` is how
    /// often that does which is rarest elsewhere.
    fn least_frequency(&mut self, doc: DocId, times: u32) -> Option<u32> {
        let mut least = times;
        for (word, _) in &mut self.others {
            least = least.min(word.seek(doc)?);
        }
        Some(least)
    }

    /// Returns how often the phrase stands in a document that holds all of its words.
    fn count(&mut self, doc: DocId) -> u32 {
        let (rarest, n_left) = &mut self.rarest;
        rarest.seek(doc);
        let mut bits = rarest.bits(*n_left);
        for (word, n_left) in &mut self.others {
            bits &= word.bits(*n_left);
        }
        if bits == 0 {
            return 0;
        }
        rarest.positions(*n_left, &mut self.common);
        for (word, n_left) in &mut self.others {
            word.positions(*n_left, &mut self.positions);
            keep_common(&mut self.common, &self.positions);
        }
        self.common.len() as u32
    }
}

/// Keeps of one list what the other holds too; both ascend. What comes next is told without a jump that could be
/// guessed wrong, since nothing foretells it.
fn keep_common(one: &mut Vec<u32>, other: &[u32]) {
    let (mut n_kept, mut here, mut there) = (0, 0, 0);
    while here < one.len() && there < other.len() {
        let (own, position) = (one[here], other[there]);
        one[n_kept] = own;
        n_kept += usize::from(own == position);
        here += usize::from(own <= position);
        there += usize::from(position <= own);
    }
    one.truncate(n_kept);
}

#[cfg(test)]
mod tests {
    use tantivy::collector::{Count, TopDocs};
    use tantivy::schema::{Field, Schema, TEXT};
    use tantivy::{Index, TantivyDocument, doc};

    use super::*;

    /// Documents of words drawn by a linear congruence, the first ones most often, so that phrases of all kinds occur.
    fn index() -> (Index, Field) {
        let mut schema = Schema::builder();
        let text = schema.add_text_field("text", TEXT);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 20_000_000).unwrap();
        let mut state = 7u32;
        let mut draw = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        for number in 0..1500 {
            let n_words = 1 + draw(90);
            let most = if number % 100 == 0 { 40 } else { 9 };
            let words: Vec<String> = (0..n_words).map(|_| format!("w{}", draw(most).min(draw(most)))).collect();
            writer.add_document(doc!(text => words.join(" "))).unwrap();
        }
        writer.commit().unwrap();
        (index, text)
    }

    #[test]
    fn the_best_are_those_that_the_engine_finds() {
        let (index, text) = index();
        let searcher = index.reader().unwrap().searcher();
        for phrase in ["w0 w1", "w1 w0", "w0 w0", "w5 w6 w7", "w0 w1 w0", "w30 w0", "w0 w35", "w8 w31", "w0 nothing"] {
            let terms: Vec<Term> = phrase.split(' ').map(|word| Term::from_field_text(text, word)).collect();
            let (ours, theirs) = (Phrase::new(terms.clone()), PhraseQuery::new(terms));
            for limit in [1, 10, 200, 2000] {
                let best = |query: &dyn Query| searcher.search(query, &TopDocs::with_limit(limit).order_by_score());
                assert_eq!(best(&ours).unwrap(), best(&theirs).unwrap(), "{limit} of {phrase}");
            }
            assert_eq!(searcher.search(&ours, &Count).unwrap(), searcher.search(&theirs, &Count).unwrap());
        }
    }

    #[test]
    fn what_both_lists_hold_is_kept() {
        let mut one = vec![1, 4, 6, 9];
        keep_common(&mut one, &[0, 4, 5, 9, 12]);
        assert_eq!(one, [4, 9]);
        keep_common(&mut one, &[]);
        assert!(one.is_empty());
    }
}
