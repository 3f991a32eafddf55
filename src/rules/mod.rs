//! Language knowledge as data: word lists, phrases and weights, compiled into the program and loaded once.
//!
//! Comes in: the files of this folder (`include_str!`). Goes out: [`Rules`], borrowed by `clean` and `annotate`.
//!
//! **Invariant:** adding a word or a phrase never touches Rust; every file is checked by a test that runs its examples.

mod forest;
mod lexicon;
mod speech;
mod table;

pub use forest::{Fault, Forest, ForestError, MAX_DEPTH};
pub use lexicon::{Lex, Lexicon};
pub use speech::{SourceClass, Speech, VerbClass};
pub use table::{Row, RuleError, rows};

/// Everything the stages know of the language.
pub struct Rules {
    /// Classes of single words.
    pub lexicon: Lexicon,
    /// Words of reported speech, and the weights that choose among sources.
    pub speech: Speech,
}

impl Rules {
    /// Loads the rules that ship with the program.
    ///
    /// # Errors
    /// A shipped file that does not parse; a test keeps that from happening in a release.
    pub fn load() -> Result<Rules, RuleError> {
        Ok(Rules { lexicon: Lexicon::load()?, speech: Speech::load()? })
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
