//! What the words beside a name and around it say of it: learned odds that it names a person or a work.
//!
//! Comes in: `en/context.tsv`, one symbol a line with its log-odds in tenths. A symbol is a small word, a mark, or a
//! class in angle brackets: `<name>`, `<year>`, `<age>`, `<number>`, `<start>`, `<end>`. And `en/surroundings.tsv`, one
//! small word a line, with how much it tells that works are named near it, and in its article.

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
    /// That a name is a film's or series' which the symbol stands anywhere near.
    pub near: f32,
    /// That an article names films and series which holds the symbol.
    pub topic: f32,
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
                let side = if index < PLACES { &mut odds.person } else { &mut odds.work };
                side[index % PLACES] = tenths(column, "context.tsv", row.number)?;
            }
            *contexts.entry(row.column(0)) = odds;
        }
        for row in rows(include_str!("en/surroundings.tsv")) {
            let odds = contexts.entry(row.column(0));
            odds.near = tenths(row.column(1), "surroundings.tsv", row.number)?;
            odds.topic = tenths(row.column(2), "surroundings.tsv", row.number)?;
        }
        contexts.start = contexts.number(Key::of("<start>"));
        contexts.end = contexts.number(Key::of("<end>"));
        Ok(contexts)
    }

    /// The odds of a symbol, to be told.
    fn entry(&mut self, symbol: &str) -> &mut Odds {
        let number = *self.numbers.entry(Key::of(symbol)).or_insert(self.odds.len() as u16);
        if usize::from(number) == self.odds.len() {
            self.odds.push(Odds::default());
        }
        &mut self.odds[usize::from(number)]
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

fn tenths(column: &str, file: &'static str, line: usize) -> Result<f32, RuleError> {
    let wrong = |_| RuleError::new(file, line, format!("`{column}` is not a whole number of tenths"));
    column.parse::<i8>().map(|tenths| f32::from(tenths) / 10.0).map_err(wrong)
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

    #[test]
    fn a_remake_tells_of_films_near_it_and_a_midfielder_of_none_in_its_article() {
        let contexts = Contexts::load().unwrap();
        let of = |word| contexts.odds(contexts.number(Key::of(word)));
        assert!(of("remake").near > 0.5 && of("starring").topic > 0.5);
        assert!(of("midfielder").topic < -0.5);
    }
}
