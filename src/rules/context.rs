//! What the words beside a name say of it: learned odds that it names a person or a work.
//!
//! Comes in: `en/context.tsv`, one symbol a line with its log-odds in tenths. A symbol is a small word, a mark, or a
//! class in angle brackets: `<name>`, `<year>`, `<age>`, `<number>`, `<start>`, `<end>`.

use super::{Key, KeyMap, RuleError, rows};

/// Places beside a name, in the order of the columns.
pub const PLACES: usize = 4;

/// Log-odds of a symbol at each place: the word before, the one before that, the word after, the one after that.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Odds {
    /// That the name is a person's.
    pub person: [f32; PLACES],
    /// That it is a film's or series'.
    pub work: [f32; PLACES],
}

/// The odds of every symbol.
pub struct Contexts {
    numbers: KeyMap<u16>,
    /// By number; 0 is that of the symbols that are not known.
    odds: Vec<Odds>,
    /// The number of what stands before the first word of a sentence.
    pub start: u16,
    /// The number of what stands after the last word of a sentence.
    pub end: u16,
}

impl Contexts {
    /// Loads the learned odds.
    ///
    /// # Errors
    /// A column that is no number.
    pub fn load() -> Result<Contexts, RuleError> {
        let mut contexts = Contexts { numbers: KeyMap::default(), odds: vec![Odds::default()], start: 0, end: 0 };
        for row in rows(include_str!("en/context.tsv")) {
            let mut odds = Odds::default();
            for (index, column) in row.columns().skip(1).enumerate().take(2 * PLACES) {
                let tenths: i8 = column.parse().map_err(|_| {
                    RuleError::new("context.tsv", row.number, format!("`{column}` is not a whole number of tenths"))
                })?;
                let side = if index < PLACES { &mut odds.person } else { &mut odds.work };
                side[index % PLACES] = f32::from(tenths) / 10.0;
            }
            contexts.numbers.insert(Key::of(row.column(0)), contexts.odds.len() as u16);
            contexts.odds.push(odds);
        }
        contexts.start = contexts.number(Key::of("<start>"));
        contexts.end = contexts.number(Key::of("<end>"));
        Ok(contexts)
    }

    /// Returns the number of a symbol; 0 for one that is not known.
    pub fn number(&self, symbol: Key) -> u16 {
        self.numbers.get(&symbol).copied().unwrap_or_default()
    }

    /// Returns the odds of the symbol with this number; none for one that is not known.
    pub fn odds(&self, number: u16) -> Odds {
        self.odds.get(usize::from(number)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starring_tells_a_person_and_directed_a_work() {
        let contexts = Contexts::load().unwrap();
        let of = |word| contexts.odds(contexts.number(Key::of(word)));
        assert!(of("starring").person[0] > 0.5);
        assert_eq!(of("zyzzyva"), Odds::default());
    }
}
