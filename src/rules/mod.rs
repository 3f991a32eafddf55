//! Language knowledge as data: word lists, phrases and weights, compiled into the program and loaded once.
//!
//! Comes in: the files of this folder (`include_str!`). Goes out: [`Rules`], borrowed by `clean` and `annotate`.
//!
//! **Invariant:** adding a word or a phrase never touches Rust. A test runs the examples and near misses of every
//! phrase; other tests check the columns of the lists.

mod boilerplate;
pub mod collocation;
pub mod context;
pub mod corrections;
pub mod features;
mod fold;
mod forest;
mod lexicon;
mod line_text;
pub mod list;
mod makers;
mod nicknames;
pub mod packed;
pub mod people;
mod phrase;
mod posts;
mod speech;
mod sure;
mod table;
pub mod titles;
mod user;
pub mod usual;
mod word_lists;
pub mod wording;
pub mod words;
pub mod work_kinds;

use std::sync::Arc;

pub use boilerplate::{FAMILIES, Hits, Phrases};
pub use fold::{Key, MAX_WORD, fold};
pub use forest::{Fault, Forest, ForestError, MAX_DEPTH};
pub use lexicon::{KeyMap, Lex, Lexicon};
pub use line_text::{LineText, rule_term, summarise, terms};
pub use makers::Makers;
pub use nicknames::Nicknames;
pub use phrase::{
    Classes, DatePart, MAX_WORDS, Word, WordClass, WordShape, date_part, hash_word, is_file, split_words,
};
pub use posts::{post_signature, shared_by, signed_post};
pub use speech::{SourceClass, Speech, VerbClass, told_age};
pub use sure::{Sure, sure};
pub use table::{Row, RuleError, rows};
pub use user::{UserRules, Verdict};
pub use word_lists::List;

/// Weights of the page classifier: of its first and its second forest.
pub const PAGE_FORESTS: [&str; 2] = [include_str!("en/page.forest.txt"), include_str!("en/page_context.forest.txt")];

/// Weights of the line classifier: of its first and its second pass.
pub const LINE_FORESTS: [&str; 2] = [include_str!("en/line_first.forest"), include_str!("en/line_second.forest")];

/// Everything the stages know of the language.
pub struct Rules {
    /// Classes of single words.
    pub lexicon: Lexicon,
    /// Words of reported speech, and the weights that choose among sources.
    pub speech: Speech,
    /// Films and series that ship with the program.
    pub titles: titles::Titles,
    /// People who are known by name.
    pub people: people::People,
    /// Tells people from other names.
    pub person_forest: Forest,
    /// Tells films and series from other phrases.
    pub work_forest: Forest,
    /// Tells films and series from other phrases by what stands around them alone.
    pub work_context_forest: Forest,
    /// Tells films and series from other phrases by what the first forest makes of their company.
    pub work_company_forest: Forest,
    /// Short forms of given names.
    pub nicknames: Nicknames,
    /// What the words beside a name say of it.
    pub contexts: context::Contexts,
    /// The runs of words that titles stand in.
    pub collocations: collocation::Collocations,
    /// Names of channels, festivals and the like, which are no titles.
    pub makers: Makers,
    /// Words that tell a film or a series.
    pub work_kinds: work_kinds::WorkKinds,
    /// Which words titles are made of.
    pub wording: wording::Wording,
    /// What phrases usually are.
    pub usual: usual::Usual,
    /// Phrases that tell boilerplate.
    pub phrases: Phrases,
    /// What words tell of a line.
    pub line_text: LineText,
    /// The user's own rules; none unless a file was given.
    pub user: UserRules,
    /// The user's corrections of names.
    pub corrections: corrections::Corrections,
}

impl Rules {
    /// Adds the lists that a user brings.
    pub fn add_list(&mut self, list: list::PackedList) {
        let list = Arc::new(list);
        self.titles.add_list(list.clone());
        self.people.add_list(list);
    }

    /// Loads the rules that ship with the program.
    ///
    /// # Errors
    /// A shipped file that does not parse; a test keeps that from happening in a release.
    pub fn load() -> Result<Rules, RuleError> {
        let forest = |file, text, features: &[&str]| {
            Forest::parse(text, features).map_err(|error| RuleError::new(file, error.line, error.fault.to_string()))
        };
        let (person, work) = (include_str!("en/person_forest.txt"), include_str!("en/work_forest.txt"));
        Ok(Rules {
            person_forest: forest("person_forest.txt", person, &features::person::NAMES)?,
            lexicon: Lexicon::load()?,
            speech: Speech::load()?,
            work_forest: forest("work_forest.txt", work, &features::work::NAMES)?,
            work_context_forest: forest(
                "work_context_forest.txt",
                include_str!("en/work_context_forest.txt"),
                &features::work::NAMES,
            )?,
            work_company_forest: named_forest("work_company_forest.txt", include_str!("en/work_company_forest.txt"))?,
            titles: titles::Titles::shipped(),
            people: people::People::shipped(),
            nicknames: Nicknames::load(),
            contexts: context::Contexts::load()?,
            collocations: collocation::Collocations::load()?,
            makers: Makers::load()?,
            work_kinds: work_kinds::WorkKinds::load()?,
            wording: wording::Wording::load()?,
            usual: usual::Usual::load()?,
            phrases: Phrases::load()?,
            line_text: LineText::load()?,
            user: UserRules::default(),
            corrections: corrections::Corrections::default(),
        })
    }
}

/// Reads a forest whose file names every feature of a row, in the order of the row.
fn named_forest(file: &str, text: &str) -> Result<Forest, RuleError> {
    let features: Vec<&str> = text.lines().nth(1).unwrap_or("").split('\t').skip(1).collect();
    Forest::parse(text, &features).map_err(|error| RuleError::new(file, error.line, error.fault.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_rules_load() {
        Rules::load().unwrap();
    }
}
