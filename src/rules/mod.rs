//! Language knowledge as data: word lists, phrases and weights, compiled into the program and loaded once.
//!
//! Comes in: the files of this folder (`include_str!`). Goes out: [`Rules`], borrowed by `clean` and `annotate`.
//!
//! **Invariant:** adding a word or a phrase never touches Rust; every file is checked by a test that runs its examples.

mod forest;
mod lexicon;
mod table;

pub use forest::{Fault, Forest, ForestError, MAX_DEPTH};
pub use lexicon::{Lex, Lexicon};
pub use table::{Row, RuleError, rows};

/// Weights of the page classifier: of its first and its second forest.
pub const PAGE_FORESTS: [&str; 2] = [include_str!("en/page.forest.txt"), include_str!("en/page_context.forest.txt")];

/// Everything the stages know of the language.
pub struct Rules {
    /// Classes of single words.
    pub lexicon: Lexicon,
}

impl Rules {
    /// Loads the rules that ship with the program.
    ///
    /// # Errors
    /// A shipped file that does not parse; a test keeps that from happening in a release.
    pub fn load() -> Result<Rules, RuleError> {
        Ok(Rules { lexicon: Lexicon::load()? })
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
