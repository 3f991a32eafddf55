//! The terms of a run, each under a number, so that postings are gathered by number and no term is hashed twice.
//!
//! Comes in: words as printed. Goes out: numbers, and in the end the terms in order. The vocabulary is shared by all
//! threads; each has its own [`Words`], a memory of the words that it has met, and asks the vocabulary for the others
//! alone. **Invariant:** which number a term has depends on chance, so nothing that is written depends on numbers.

use std::hash::{BuildHasher, BuildHasherDefault};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use frostem::{Algorithm, Stemmer};
use rustc_hash::{FxHashMap, FxHasher};

use crate::index::analysis::stem_word;

/// Parts that are locked apart, so that threads hardly ever wait for one another.
const N_PARTS: u32 = 16;
/// A vocabulary of so many bytes is full; the next article begins another.
const FULL: usize = 48 << 20;
/// What a term takes beside its letters.
const TERM_BYTES: usize = 96;
/// Words that one thread remembers at most; a memory that is full is emptied.
const MEMORY: usize = 1 << 17;

/// Terms and their numbers.
#[derive(Default)]
pub struct Vocabulary {
    parts: [Mutex<Part>; N_PARTS as usize],
    n_bytes: AtomicUsize,
}

#[derive(Default)]
struct Part {
    numbers: FxHashMap<Arc<str>, u32>,
    terms: Vec<Arc<str>>,
}

impl Vocabulary {
    /// Returns the number of a term.
    pub fn number(&self, term: &str) -> u32 {
        let hash = BuildHasherDefault::<FxHasher>::default().hash_one(term);
        let part = (hash >> 32) as u32 % N_PARTS;
        let mut terms = self.part(part);
        if let Some(&number) = terms.numbers.get(term) {
            return number;
        }
        let number = terms.terms.len() as u32 * N_PARTS + part;
        let term: Arc<str> = term.into();
        terms.terms.push(term.clone());
        self.n_bytes.fetch_add(term.len() + TERM_BYTES, Ordering::Relaxed);
        terms.numbers.insert(term, number);
        number
    }

    /// Returns the term of a number.
    pub fn term(&self, number: u32) -> Arc<str> {
        self.part(number % N_PARTS).terms[(number / N_PARTS) as usize].clone()
    }

    /// Returns every term with its number, in order of the terms.
    pub fn in_order(&self) -> Vec<(Arc<str>, u32)> {
        let mut terms: Vec<(Arc<str>, u32)> = Vec::new();
        for part in 0..N_PARTS {
            terms.extend(self.part(part).terms.iter().cloned().zip((part..).step_by(N_PARTS as usize)));
        }
        terms.sort_unstable();
        terms
    }

    /// Returns whether no more terms should be added.
    pub fn is_full(&self) -> bool {
        self.n_bytes.load(Ordering::Relaxed) > FULL
    }

    fn part(&self, part: u32) -> MutexGuard<'_, Part> {
        self.parts[part as usize].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The words that one thread has met, with the numbers of their terms.
pub struct Words {
    vocabulary: Arc<Vocabulary>,
    stemmer: Stemmer,
    /// Words of up to sixteen bytes, which nearly all are: a number is hashed and compared faster than a string.
    short: FxHashMap<u128, u32>,
    long: FxHashMap<Box<str>, u32>,
}

impl Words {
    /// Returns a memory of no word.
    pub fn new(vocabulary: Arc<Vocabulary>) -> Words {
        let stemmer = Stemmer::new(Algorithm::English);
        Words { vocabulary, stemmer, short: FxHashMap::default(), long: FxHashMap::default() }
    }

    /// Returns the vocabulary that numbers are of.
    pub fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.vocabulary
    }

    /// Returns the number of the term of a word.
    pub fn number(&mut self, word: &str) -> u32 {
        let Some(key) = short_key(word) else { return self.long_number(word) };
        if let Some(&number) = self.short.get(&key) {
            return number;
        }
        if self.short.len() >= MEMORY {
            self.short.clear();
        }
        let number = self.vocabulary.number(&stem_word(&self.stemmer, word));
        self.short.insert(key, number);
        number
    }

    fn long_number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.long.get(word) {
            return number;
        }
        if self.long.len() >= MEMORY / 8 {
            self.long.clear();
        }
        let number = self.vocabulary.number(&stem_word(&self.stemmer, word));
        self.long.insert(word.into(), number);
        number
    }
}

/// Returns the letters of a short word as one number. No word holds a zero byte, so that no two share one.
fn short_key(word: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    Some(u128::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_a_number() {
        let vocabulary = Arc::new(Vocabulary::default());
        let (mut one, mut other) = (Words::new(vocabulary.clone()), Words::new(vocabulary.clone()));
        assert_eq!(one.number("sequels"), other.number("Sequel"));
        assert_eq!(one.number("internationalisations"), one.number("internationalisation"));
        assert_ne!(one.number("harbour"), one.number("harbours'n"));
        assert_eq!(&*vocabulary.term(one.number("Harbours")), "harbour");
        let terms: Vec<Arc<str>> = vocabulary.in_order().into_iter().map(|(term, _)| term).collect();
        assert!(terms.is_sorted() && terms.len() == 4, "{terms:?}");
        assert!(vocabulary.in_order().iter().all(|(term, number)| vocabulary.term(*number) == *term));
    }
}
