//! The runs of words that titles stand in: `director of _`, `_ star`, `broke out with _`.
//!
//! Comes in: `en/collocations.tsv`, one run a line with its learned weight in hundredths. `_` is where the phrase
//! stands; the other words are small words, marks, or classes in angle brackets, as in `en/context.tsv`. Goes out: how
//! much the words around a phrase speak for a title, in log-odds. The weights are those of a logistic regression, so
//! that runs that overlap share what they tell (FTRL-Proximal with an L1 penalty, McMahan et al., 2013).

use super::{Key, KeyMap, RuleError, rows};

/// How many words on each side are looked at.
pub const REACH: usize = 3;
/// How many runs hold a phrase.
pub const RUNS: usize = 9;
/// Where the phrase stands in a run.
pub const PHRASE: &str = "_";

/// The runs that are looked at, by how many words they have before the phrase and after it.
pub const SHAPES: [(usize, usize); RUNS] = [(1, 0), (2, 0), (3, 0), (0, 1), (0, 2), (0, 3), (1, 1), (2, 1), (1, 2)];

/// The symbols before a phrase and after it, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Neighbours {
    /// Before it.
    pub before: [Key; REACH],
    /// After it.
    pub after: [Key; REACH],
}

impl Neighbours {
    /// Returns the runs that hold the phrase, as keys, in the order of [`SHAPES`].
    pub fn runs(&self) -> [Key; RUNS] {
        SHAPES.map(|(n_before, n_after)| run(&self.before[..n_before], &self.after[..n_after]))
    }
}

/// The key of a run of symbols before the phrase and after it, the nearest first.
fn run(before: &[Key], after: &[Key]) -> Key {
    let before = before.iter().fold(Key::EMPTY, |key, &symbol| key.then(symbol));
    after.iter().fold(before.then(Key::EMPTY), |key, &symbol| key.then(symbol))
}

/// The weight of every run that tells anything.
pub struct Collocations {
    weights: KeyMap<f32>,
    /// The symbol of what stands before the first word of a sentence.
    pub start: Key,
    /// The symbol of what stands after the last word of a sentence.
    pub end: Key,
}

impl Collocations {
    /// Loads the learned weights.
    ///
    /// # Errors
    /// A line that is no run with its weight.
    pub fn load() -> Result<Collocations, RuleError> {
        let (start, end) = (Key::of("<start>"), Key::of("<end>"));
        let mut collocations = Collocations { weights: KeyMap::default(), start, end };
        for row in rows(include_str!("en/collocations.tsv")) {
            let wrong = |what: &str| RuleError::new("collocations.tsv", row.number, what.to_owned());
            let weight: i16 =
                row.column(1).parse().map_err(|_| wrong("the weight is not a whole number of hundredths"))?;
            let key = read(row.column(0)).ok_or_else(|| wrong("no run of up to three words on a side of `_`"))?;
            collocations.weights.insert(key, f32::from(weight) / 100.0);
        }
        Ok(collocations)
    }

    /// Returns how much its neighbours speak for a title.
    pub fn odds(&self, neighbours: &Neighbours) -> f32 {
        neighbours.runs().iter().filter_map(|run| self.weights.get(run)).sum()
    }
}

/// Reads a run as it is printed.
fn read(printed: &str) -> Option<Key> {
    let words: Vec<&str> = printed.split(' ').collect();
    let phrase = words.iter().position(|word| *word == PHRASE)?;
    let (before, after) = (&words[..phrase], &words[phrase + 1..]);
    let keys = |words: &mut dyn Iterator<Item = &&str>| words.map(|word| Key::of(word)).collect::<Vec<Key>>();
    let is_read = SHAPES.contains(&(before.len(), after.len()));
    is_read.then(|| run(&keys(&mut before.iter().rev()), &keys(&mut after.iter())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn director_of_tells_a_title() {
        let collocations = Collocations::load().unwrap();
        let odds = |before: [&str; REACH], after: [&str; REACH]| {
            collocations.odds(&Neighbours { before: before.map(Key::of), after: after.map(Key::of) })
        };
        let title = odds(["of", "director", "the"], [",", "which", "opens"]);
        let person = odds(["<start>", "<start>", "<start>"], ["said", "the", "film"]);
        assert!(title > person + 2.0, "{title} {person}");
    }

    #[test]
    fn what_is_no_run_is_refused() {
        assert!(read("director of").is_none());
        assert!(read("a b c d _").is_none());
    }
}
