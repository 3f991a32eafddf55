//! Which words titles are made of: learned odds that a word with a capital is a title's.
//!
//! Comes in: `en/wording.tsv`, a word and its log-odds in tenths: how much more often the titles of a list hold it than
//! other phrases with capitals do. `Best` and `University` are hardly ever a film's, `Midnight` often is.

use super::{Key, KeyMap, RuleError, rows};

/// The odds of every word that tells anything.
pub struct Wording {
    odds: KeyMap<f32>,
}

impl Wording {
    /// Loads what was learned.
    ///
    /// # Errors
    /// A column that is no number.
    pub fn load() -> Result<Wording, RuleError> {
        let mut odds = KeyMap::default();
        for row in rows(include_str!("en/wording.tsv")) {
            let tenths: i8 = row.column(1).parse().map_err(|_| {
                RuleError::new("wording.tsv", row.number, format!("`{}` is not a whole number", row.column(1)))
            })?;
            odds.insert(Key::of(row.column(0)), f32::from(tenths) / 10.0);
        }
        Ok(Wording { odds })
    }

    /// Returns the odds of a word; nought where nothing is known.
    pub fn of(&self, word: Key) -> f32 {
        self.odds.get(&word).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_is_a_word_of_titles_and_university_is_none() {
        let wording = Wording::load().unwrap();
        let of = |word| wording.of(Key::of(word));
        assert!(of("midnight") > 0.5);
        assert!(of("university") < -0.5);
        assert_eq!(of("zyzzyva"), 0.0);
    }
}
