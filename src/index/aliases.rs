//! Names that stand for others over the whole index, in a small file beside it that people can read.
//!
//! Applied when names are looked up, counted and shown, so that a correction holds everywhere at once and nothing need
//! be written anew. **Invariant:** the file is replaced whole; an index without one is whole too.

use std::fmt::Write;
use std::fs;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::path::Path;

use rustc_hash::{FxHashMap, FxHasher};

use super::NameField;
use crate::error::{Error, Result};
use crate::model::{Action, AnnotatedArticle, Correction, NameKind};

const FILE: &str = "aliases.tsv";

/// Which names belong together: those of people, of films, of series; other fields have no aliases.
fn space(field: NameField) -> Option<NameKind> {
    match field {
        NameField::Speaker | NameField::Person | NameField::Author => Some(NameKind::Person),
        NameField::Film => Some(NameKind::Film),
        NameField::Series => Some(NameKind::Series),
        NameField::Site => None,
    }
}

/// Names and the canonical names that they stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aliases {
    canonical: FxHashMap<(NameKind, String), String>,
    spellings: FxHashMap<(NameKind, String), Vec<String>>,
}

impl Aliases {
    /// Adds pairs of a name and its canonical name, of the space that `field` belongs to.
    pub fn add(&mut self, field: NameField, pairs: Vec<(String, String)>) {
        let Some(space) = space(field) else { return };
        for (alias, name) in pairs {
            self.insert(space, alias, name);
        }
    }

    fn insert(&mut self, kind: NameKind, alias: String, name: String) {
        self.spellings.entry((kind, name.clone())).or_default().push(alias.clone());
        self.canonical.insert((kind, alias), name);
    }

    /// Takes in the user's corrections, which go before what the program found.
    ///
    /// What stood for a name that is corrected goes with it. Of names that are corrected in a ring, each stays itself.
    pub fn correct(&mut self, corrections: &[Correction]) {
        let mut said: FxHashMap<(NameKind, &str), &str> = FxHashMap::default();
        for Correction { action, kind, name, other, .. } in corrections {
            match action {
                Action::Merge | Action::Rename => {
                    said.entry((*kind, other)).or_insert(other);
                    said.insert((*kind, name), other);
                }
                Action::Split if other.is_empty() => {
                    said.insert((*kind, name), name);
                }
                _ => {}
            }
        }
        if said.is_empty() {
            return;
        }
        let mut pairs: Vec<(NameKind, String, String)> =
            std::mem::take(&mut self.canonical).into_iter().map(|((kind, alias), name)| (kind, alias, name)).collect();
        pairs.retain(|(kind, alias, _)| !said.contains_key(&(*kind, alias.as_str())));
        pairs.extend(said.iter().map(|(&(kind, alias), &name)| (kind, alias.to_owned(), name.to_owned())));
        self.spellings.clear();
        pairs.sort_unstable();
        for (kind, alias, name) in pairs {
            let name = last(&said, kind, &alias, &name).to_owned();
            if name != alias {
                self.insert(kind, alias, name);
            }
        }
    }

    /// Gives the names of an article that stand for others their canonical ones.
    pub fn apply(&self, annotated: &mut AnnotatedArticle) {
        if !self.canonical.is_empty() {
            annotated.rename(|kind, name| self.canonical.get(&(kind, name.to_owned())).cloned());
        }
    }

    /// Returns the name that `name` stands for, itself where it stands for no other.
    pub fn canonical<'n>(&'n self, field: NameField, name: &'n str) -> &'n str {
        if self.canonical.is_empty() {
            return name;
        }
        let Some(space) = space(field) else { return name };
        self.canonical.get(&(space, name.to_owned())).map_or(name, String::as_str)
    }

    /// Returns whether `name` stands for another name, or another for it.
    pub fn concerns(&self, field: NameField, name: &str) -> bool {
        space(field).is_some_and(|space| {
            let key = (space, name.to_owned());
            self.canonical.contains_key(&key) || self.spellings.contains_key(&key)
        })
    }

    /// Returns a number that other aliases hardly ever have; it does not depend on their order.
    pub fn fingerprint(&self) -> u64 {
        let hash = |pair| BuildHasherDefault::<FxHasher>::default().hash_one(pair);
        self.canonical.iter().map(hash).fold(0, u64::wrapping_add)
    }

    /// Returns every value of the index that is shown as the canonical name `name`, itself first.
    pub fn spellings(&self, field: NameField, name: &str) -> Vec<String> {
        let key = space(field).map(|space| (space, name.to_owned()));
        let others = key.and_then(|key| self.spellings.get(&key)).into_iter().flatten().cloned();
        std::iter::once(name.to_owned()).chain(others).collect()
    }

    /// Reads the aliases of the index in `folder`; none where there is no file.
    pub fn load(folder: &Path) -> Aliases {
        let mut aliases = Aliases::default();
        let text = fs::read_to_string(folder.join(FILE)).unwrap_or_default();
        for line in text.lines() {
            let mut columns = line.split('\t');
            let (Some(kind), Some(alias), Some(name)) = (columns.next(), columns.next(), columns.next()) else {
                continue;
            };
            if let Some(kind) = NameKind::parse(kind) {
                aliases.insert(kind, alias.to_owned(), name.to_owned());
            }
        }
        aliases
    }

    /// Writes the aliases to the folder of the index.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn store(&self, folder: &Path) -> Result<()> {
        let mut lines: Vec<(&str, &str, &str)> = self
            .canonical
            .iter()
            .map(|((space, alias), name)| (space.as_str(), alias.as_str(), name.as_str()))
            .collect();
        lines.sort_unstable();
        let mut text = String::new();
        for (space, alias, name) in lines {
            let _ = writeln!(text, "{space}\t{alias}\t{name}");
        }
        let new = folder.join(format!("{FILE}.new"));
        let written = fs::write(&new, text).and_then(|()| fs::rename(&new, folder.join(FILE)));
        written.map_err(|cause| {
            Error::index(format!("cannot write to the index in {}", folder.display())).caused_by(cause)
        })
    }
}

/// Follows what was said of a name to its end.
fn last<'n>(said: &FxHashMap<(NameKind, &'n str), &'n str>, kind: NameKind, alias: &'n str, name: &'n str) -> &'n str {
    let mut name = name;
    for _ in 0..=said.len() {
        match said.get(&(kind, name)) {
            Some(&next) if next != name => name = next,
            _ => return name,
        }
    }
    alias
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corrected(found: &[(&str, &str)], lines: &[&str]) -> String {
        let mut aliases = Aliases::default();
        aliases.add(NameField::Person, found.iter().map(|(one, two)| ((*one).into(), (*two).into())).collect());
        let corrections: Vec<Correction> =
            lines.iter().map(|line| super::super::corrections::parse(&line.replace(" | ", "\t")).unwrap()).collect();
        aliases.correct(&corrections);
        let mut shown: Vec<String> =
            aliases.canonical.iter().map(|((_, alias), name)| format!("{alias} = {name}")).collect();
        shown.sort();
        shown.join("; ")
    }

    #[test]
    fn what_the_user_says_goes_first() {
        let found = [("Renwick", "Ada Renwick"), ("ADA RENWICK", "Ada Renwick")];
        assert_eq!(corrected(&found, &["split | person | Renwick"]), "ADA RENWICK = Ada Renwick");
        let renamed = "ADA RENWICK = Dame Ada; Ada Renwick = Dame Ada; Renwick = Dame Ada";
        assert_eq!(corrected(&found, &["rename | person | Ada Renwick | Dame Ada"]), renamed);
        let chain = ["merge | person | Eve | Ada", "merge | person | Ada | Ida"];
        assert_eq!(corrected(&[], &chain), "Ada = Ida; Eve = Ida");
        assert_eq!(corrected(&[("Ada", "Eve")], &["merge | person | Eve | Ada"]), "Eve = Ada");
        let ring = ["merge | person | Eve | Ada", "merge | person | Ada | Eve"];
        assert_eq!(corrected(&[], &ring), "");
    }

    #[test]
    fn what_is_stored_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let mut aliases = Aliases::default();
        aliases.add(NameField::Person, vec![("Oyelaran".into(), "Marguerite Oyelaran".into())]);
        aliases.store(folder.path()).unwrap();
        let read = Aliases::load(folder.path());
        assert_eq!(read, aliases);
        assert_eq!(read.canonical(NameField::Speaker, "Oyelaran"), "Marguerite Oyelaran");
        assert_eq!(read.canonical(NameField::Film, "Oyelaran"), "Oyelaran");
        assert_eq!(read.spellings(NameField::Speaker, "Marguerite Oyelaran"), ["Marguerite Oyelaran", "Oyelaran"]);
        assert_eq!(Aliases::load(Path::new("nowhere")), Aliases::default());
    }
}
