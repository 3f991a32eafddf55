//! Words near one another, in any order: a window of the text that holds all of them and few others.
//!
//! The engine looks for words near one another in the order given alone, and takes a longer time the more often they
//! stand in a text, without bound where a word is asked for several times. Here a window moves once over the places of
//! the words, however many they are, and what is found is the same whether it is counted, excluded or scored.
//!
//! **Invariant:** the order of the words makes no difference.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, TERMINATED, TantivyError, Term};

/// What a window must be.
#[derive(Clone, Debug)]
pub struct Window {
    /// How often it holds each of the words.
    times: Vec<u32>,
    /// How many words it takes up at most.
    most: u32,
}

impl Window {
    /// Returns the distinct words, and the window that holds each as often as it is given, with at most `slop` others.
    pub fn of<T: PartialEq>(words: impl IntoIterator<Item = T>, slop: u32) -> (Vec<T>, Window) {
        let (mut distinct, mut times) = (Vec::new(), Vec::new());
        for word in words {
            match distinct.iter().position(|known| *known == word) {
                Some(place) => times[place] += 1,
                None => {
                    distinct.push(word);
                    times.push(1);
                }
            }
        }
        let n_words: u32 = times.iter().sum();
        (distinct, Window { times, most: n_words.saturating_add(slop) })
    }

    /// Passes on, for each place at which such a window ends, the first and the last place of the narrowest. A place
    /// is where a word stands, and which word it is; they ascend.
    pub fn each(&self, places: &[(u32, usize)], mut take: impl FnMut(usize, usize)) {
        let mut lacking = self.times.iter().sum::<u32>();
        let mut held = vec![0; self.times.len()];
        let mut first = 0;
        for (last, &(position, word)) in places.iter().enumerate() {
            held[word] += 1;
            lacking -= u32::from(held[word] <= self.times[word]);
            while held[places[first].1] > self.times[places[first].1] {
                held[places[first].1] -= 1;
                first += 1;
            }
            if lacking == 0 && position - places[first].0 < self.most {
                take(first, last);
            }
        }
    }

    /// Returns how many such windows lie side by side.
    fn count(&self, places: &[(u32, usize)]) -> u32 {
        let (mut n_windows, mut free) = (0, 0);
        self.each(places, |first, last| {
            if first >= free {
                n_windows += 1;
                free = last + 1;
            }
        });
        n_windows
    }
}

/// Words of one field near one another.
#[derive(Clone, Debug)]
pub struct Near {
    terms: Vec<Term>,
    window: Window,
}

impl Near {
    /// Returns what asks for these terms, at least one, with at most `slop` other words between them.
    pub fn new(terms: Vec<Term>, slop: u32) -> Near {
        let (terms, window) = Window::of(terms, slop);
        Near { terms, window }
    }
}

impl Query for Near {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                Some(Bm25Weight::for_terms(statistics_provider, &self.terms)?)
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(NearWeight { near: self.clone(), bm25 }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.terms.iter().for_each(|term| visitor(term, true));
    }
}

/// Words near one another, weighed.
struct NearWeight {
    near: Near,
    /// `None` where no score is wanted.
    bm25: Option<Bm25Weight>,
}

impl Weight for NearWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Near { terms, window } = &self.near;
        let index = reader.inverted_index(terms[0].field())?;
        let mut words = Vec::with_capacity(terms.len());
        for (number, term) in terms.iter().enumerate() {
            match index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)? {
                Some(postings) => words.push((postings, number)),
                None => return Ok(Box::new(EmptyScorer)),
            }
        }
        words.sort_by_key(|(postings, _)| postings.doc_freq());
        let scoring = match &self.bm25 {
            Some(bm25) => Some((bm25.boost_by(boost), reader.get_fieldnorms_reader(terms[0].field())?)),
            None => None,
        };
        let window = window.clone();
        let mut scorer = NearScorer { words, window, scoring, count: 0, places: Vec::new(), positions: Vec::new() };
        scorer.find();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("words near one another", scorer.score()))
    }
}

/// The documents of a segment in which the words stand near one another.
struct NearScorer {
    /// The rarest word first, each with its number.
    words: Vec<(SegmentPostings, usize)>,
    window: Window,
    /// What scores a document, and how long each is.
    scoring: Option<(Bm25Weight, FieldNormReader)>,
    /// How many windows the document has.
    count: u32,
    /// Where the words stand in the document.
    places: Vec<(u32, usize)>,
    /// Room for the positions of one word.
    positions: Vec<u32>,
}

impl NearScorer {
    /// Stays at the document of the rarest word, or moves on to the next, in which the words are near one another.
    fn find(&mut self) -> DocId {
        loop {
            let doc = self.doc();
            if doc == TERMINATED {
                return doc;
            }
            match self.words[1..].iter_mut().map(|(word, _)| word.seek_to(doc)).find(|&other| other != doc) {
                Some(other) => self.words[0].0.seek(other),
                None if self.is_near() => return doc,
                None => self.words[0].0.advance(),
            };
        }
    }

    /// Counts the windows of the document, and returns whether there is one.
    fn is_near(&mut self) -> bool {
        self.places.clear();
        for (word, number) in &mut self.words {
            word.positions(&mut self.positions);
            self.places.extend(self.positions.iter().map(|&position| (position, *number)));
        }
        self.places.sort_unstable();
        self.count = self.window.count(&self.places);
        self.count > 0
    }
}

/// Moves on where that is needed.
trait SeekTo: DocSet {
    /// Returns the first document that is not before this one.
    fn seek_to(&mut self, doc: DocId) -> DocId {
        if self.doc() < doc { self.seek(doc) } else { self.doc() }
    }
}

impl SeekTo for SegmentPostings {}

impl DocSet for NearScorer {
    fn advance(&mut self) -> DocId {
        self.words[0].0.advance();
        self.find()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            self.words[0].0.seek(target);
            return self.find();
        }
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.words[0].0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.words[0].0.size_hint()
    }

    fn cost(&self) -> u64 {
        u64::from(self.size_hint()) * 10 * self.words.len() as u64
    }
}

impl Scorer for NearScorer {
    fn score(&mut self) -> Score {
        let doc = self.doc();
        self.scoring.as_ref().map_or(1.0, |(bm25, lengths)| bm25.score(lengths.fieldnorm_id(doc), self.count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks which words of a text the windows take up.
    fn check(words: &str, slop: u32, text: &str, expected: &str) {
        let (distinct, window) = Window::of(words.split(' '), slop);
        let text: Vec<&str> = text.split(' ').collect();
        let places = text.iter().zip(0..).filter_map(|(word, position)| {
            distinct.iter().position(|known| known == word).map(|number| (position, number))
        });
        let places: Vec<(u32, usize)> = places.collect();
        let mut found = Vec::new();
        window.each(&places, |first, last| {
            found.push(text[places[first].0 as usize..=places[last].0 as usize].join(" "));
        });
        assert_eq!(found.join("|"), expected, "{words} in {text:?}");
        assert_eq!(window.count(&places) > 0, !expected.is_empty());
    }

    #[test]
    fn windows_hold_all_words_in_any_order() {
        check("heron crane lamp", 2, "a lamp and crane by heron b crane", "lamp and crane by heron");
        check("heron crane lamp", 1, "a lamp and crane by heron b crane", "");
        check("lamp crane", 0, "crane lamp crane", "crane lamp|lamp crane");
        check("lamp crane", 0, "crane a lamp", "");
        check("crane", 0, "a crane", "crane");
    }

    #[test]
    fn a_word_that_is_asked_for_twice_stands_there_twice() {
        check("ho ho", 0, "ho a ho ho", "ho ho");
        check("ho ho", 1, "ho a ho", "ho a ho");
        check("ho crane ho", 5, "a ho crane", "");
        check("ho crane ho", 0, "a ho crane ho", "ho crane ho");
    }

    #[test]
    fn time_does_not_grow_with_repetition() {
        let (distinct, window) = Window::of(std::iter::repeat_n("the", 64), 1000);
        let places: Vec<(u32, usize)> = (0..100_000).map(|position| (position, 0)).collect();
        assert_eq!((distinct.len(), window.count(&places)), (1, 100_000 / 64));
    }
}
