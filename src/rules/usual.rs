//! What a phrase usually is in the press: learned odds that its places are a title's, and how often it is met.
//!
//! Comes in: `en/usual.tsv`: a phrase without its article, the articles in a million that print it like a
//! title, as a power of two, and the mean log-odds of what stands around it, in tenths. Learned without labels from
//! unlabelled articles, so that a place or a firm that some film is called after is told from a title that is nothing
//! else.

use super::titles::title_keys;
use super::{Key, KeyMap, RuleError, rows};

/// How a phrase is used.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Use {
    /// Mean log-odds of a title, by what stands around it.
    pub odds: f32,
    /// The power of two of how often it is met; 0 where it hardly is.
    pub often: f32,
}

/// How phrases are used.
pub struct Usual {
    phrases: KeyMap<Use>,
}

impl Usual {
    /// Loads what was learned.
    ///
    /// # Errors
    /// A column that is no number.
    pub fn load() -> Result<Usual, RuleError> {
        let mut phrases = KeyMap::default();
        for row in rows(include_str!("en/usual.tsv")) {
            let number = |column: usize| {
                let text = row.column(column);
                let error = || RuleError::new("usual.tsv", row.number, format!("`{text}` is not a small whole number"));
                text.parse::<i8>().map(f32::from).map_err(|_| error())
            };
            let key = title_keys(row.column(0)).fold(Key::EMPTY, Key::then);
            phrases.insert(key, Use { often: number(1)?, odds: number(2)? / 10.0 });
        }
        Ok(Usual { phrases })
    }

    /// Returns how the phrase is used; nothing is known of one that is hardly met.
    pub fn of(&self, phrase: Key) -> Use {
        self.phrases.get(&phrase).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_is_no_usual_title() {
        let usual = Usual::load().unwrap();
        let of = |phrase| usual.of(title_keys(phrase).fold(Key::EMPTY, Key::then));
        assert!(of("Prime Minister").odds < of("Stranger Things").odds);
        assert!(of("Prime Minister").often > 0.0);
        assert_eq!(of("Zyzzyva Zyzzyva"), Use::default());
    }
}
