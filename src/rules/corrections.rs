//! What a user's corrections say of the names in an article.
//!
//! Comes in: [`Correction`]s. Goes out: answers by key, so that case, accents and the kind of apostrophe do not count.

use super::people::name_keys;
use super::titles::title_key;
use super::{Key, KeyMap, Rules};
use crate::model::{Action, Correction, NameKind, WorkKind};

/// The corrections that bear on what is found.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    never: [KeyMap<()>; NameKind::ALL.len()],
    aliases: [KeyMap<()>; NameKind::ALL.len()],
    /// Names that stand for another in some places.
    pub splits: Vec<Correction>,
}

impl Corrections {
    /// Returns whether the name is none of this kind.
    pub fn is_never(&self, kind: NameKind, key: Key) -> bool {
        self.never[kind as usize].contains_key(&key)
    }

    /// Returns whether any words are said to name somebody, or some work, of this kind.
    pub fn has_aliases(&self, kind: NameKind) -> bool {
        !self.aliases[kind as usize].is_empty()
    }

    /// Returns whether the words name somebody, or some work, of this kind for sure.
    pub fn is_alias(&self, kind: NameKind, key: Key) -> bool {
        self.aliases[kind as usize].contains_key(&key)
    }
}

/// Returns the key by which a name of this kind is looked up: a person's words, a title's without its article.
pub fn name_key(kind: NameKind, name: &str) -> Key {
    if kind == NameKind::Person { name_keys(name) } else { title_key(name) }
}

impl Rules {
    /// Takes in what a user corrects; what is no matter of finding names is passed over.
    pub fn correct(&mut self, corrections: &[Correction]) {
        for correction in corrections.iter().filter(|correction| correction.is_of_finding()) {
            let Correction { action, kind, name, other, .. } = correction;
            let key = name_key(*kind, name);
            match action {
                Action::Never => {
                    self.corrections.never[*kind as usize].insert(key, ());
                }
                Action::Alias => {
                    self.corrections.aliases[*kind as usize].insert(key, ());
                    match kind {
                        NameKind::Person => self.people.alias(name, other),
                        NameKind::Film => self.titles.alias(name, other, WorkKind::Film),
                        NameKind::Series => self.titles.alias(name, other, WorkKind::Series),
                    }
                }
                _ => self.corrections.splits.push(correction.clone()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_makes_no_other_title_but_another_person() {
        assert_eq!(name_key(NameKind::Film, "The Ferry Ledger"), name_key(NameKind::Film, "FERRY LEDGER"));
        assert_ne!(name_key(NameKind::Person, "The Ferryman"), name_key(NameKind::Person, "Ferryman"));
    }
}
