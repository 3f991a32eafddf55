//! Language knowledge as data: word lists, phrases and weights, compiled into the program and loaded once.
//!
//! Comes in: the files of this folder (`include_str!`). Goes out: [`Rules`], borrowed by `clean` and `annotate`.
//!
//! **Invariant:** adding a word or a phrase never touches Rust; every file is checked by a test that runs its examples.

mod boilerplate;
mod forest;
mod lexicon;
mod line_text;
mod phrase;
mod table;

pub use boilerplate::{FAMILIES, Hits, Phrases};
pub use forest::{Fault, Forest, ForestError, MAX_DEPTH};
pub use lexicon::{Lex, Lexicon};
pub use line_text::{LineText, summarise, terms};
pub use phrase::{Classes, DatePart, MAX_WORDS, Word, WordShape, hash_word, is_file, split_words};
pub use table::{Row, RuleError, rows};

/// Everything the stages know of the language.
pub struct Rules {
    /// Classes of single words.
    pub lexicon: Lexicon,
    /// Phrases that tell boilerplate.
    pub phrases: Phrases,
    /// What words tell of a line.
    pub line_text: LineText,
}

impl Rules {
    /// Loads the rules that ship with the program.
    ///
    /// # Errors
    /// A shipped file that does not parse; a test keeps that from happening in a release.
    pub fn load() -> Result<Rules, RuleError> {
        Ok(Rules { lexicon: Lexicon::load()?, phrases: Phrases::load()?, line_text: LineText::load()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_rules_load() {
        Rules::load().unwrap();
    }
}
