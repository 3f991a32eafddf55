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
    /// First pass of the line classifier.
    pub line_first: Forest,
    /// Second pass, which reads what the first thought of the page.
    pub line_second: Forest,
}

impl Rules {
    /// Loads the rules that ship with the program.
    ///
    /// # Errors
    /// A shipped file that does not parse; a test keeps that from happening in a release.
    pub fn load() -> Result<Rules, RuleError> {
        Ok(Rules {
            lexicon: Lexicon::load()?,
            phrases: Phrases::load()?,
            line_text: LineText::load()?,
            line_first: line_forest("line_first.forest", include_str!("en/line_first.forest"))?,
            line_second: line_forest("line_second.forest", include_str!("en/line_second.forest"))?,
        })
    }
}

/// Returns the names of the features of the line classifier, in the order of a row; `clean` makes the rows.
pub fn line_features() -> Vec<&'static str> {
    rows(include_str!("en/line_features.tsv")).map(|row| row.column(0)).collect()
}

fn line_forest(file: &str, text: &str) -> Result<Forest, RuleError> {
    Forest::parse(text, &line_features()).map_err(|error| RuleError::new(file, error.line, error.fault.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_rules_load() {
        Rules::load().unwrap();
    }
}
