//! Those who make, show, sell and honour works: their names stand where titles stand, and are none.
//!
//! Comes in: `en/makers.tsv`: a name or part of one, and which part it is: `whole`, the `start` or the `end` of a
//! phrase of more words. Goes out: [`Makers`].

use super::titles::title_keys;
use super::{Key, KeyMap, RuleError, rows};

/// Words of a part, at most.
const MOST_WORDS: usize = 3;

/// Names of channels, services, festivals, prizes, leagues and clubs.
pub struct Makers {
    whole: KeyMap<()>,
    start: KeyMap<()>,
    end: KeyMap<()>,
}

impl Makers {
    /// Loads the list that ships with the program.
    ///
    /// # Errors
    /// A part that is none of the three.
    pub fn load() -> Result<Makers, RuleError> {
        let mut makers = Makers { whole: KeyMap::default(), start: KeyMap::default(), end: KeyMap::default() };
        for row in rows(include_str!("en/makers.tsv")) {
            let part = match row.column(1) {
                "whole" => &mut makers.whole,
                "start" => &mut makers.start,
                "end" => &mut makers.end,
                other => return Err(RuleError::new("makers.tsv", row.number, format!("`{other}` is no part"))),
            };
            part.insert(title_keys(row.column(0)).fold(Key::EMPTY, Key::then), ());
        }
        Ok(makers)
    }

    /// Returns whether a phrase of these words names one of them.
    pub fn has(&self, words: &[Key]) -> bool {
        let key = |words: &[Key]| words.iter().fold(Key::EMPTY, |key, &word| key.then(word));
        let parts = 1..words.len().min(MOST_WORDS + 1);
        self.whole.contains_key(&key(words))
            || parts.clone().any(|length| self.start.contains_key(&key(&words[..length])))
            || parts.into_iter().any(|length| self.end.contains_key(&key(&words[words.len() - length..])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(phrase: &str, expected: bool) {
        let words: Vec<Key> = title_keys(phrase).collect();
        assert_eq!(Makers::load().unwrap().has(&words), expected, "{phrase}");
    }

    #[test]
    fn channels_festivals_and_clubs_are_no_titles() {
        check("Netflix", true);
        check("Channel 9", true);
        check("Lantern Bay Film Festival", true);
        check("BBC Radio 4", true);
        check("The Festival", false);
        check("Channel", false);
        check("Netflix Nights", false);
    }
}
