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

const FILE: &str = "aliases.tsv";

/// Which names belong together: those of people, of films, of series; other fields have no aliases.
fn space(field: NameField) -> Option<&'static str> {
    match field {
        NameField::Speaker | NameField::Person | NameField::Author => Some("person"),
        NameField::Film => Some("film"),
        NameField::Series => Some("series"),
        NameField::Site => None,
    }
}

/// Names and the canonical names that they stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aliases {
    canonical: FxHashMap<(&'static str, String), String>,
    spellings: FxHashMap<(&'static str, String), Vec<String>>,
}

impl Aliases {
    /// Adds pairs of a name and its canonical name, of the space that `field` belongs to.
    pub fn add(&mut self, field: NameField, pairs: Vec<(String, String)>) {
        let Some(space) = space(field) else { return };
        for (alias, name) in pairs {
            self.spellings.entry((space, name.clone())).or_default().push(alias.clone());
            self.canonical.insert((space, alias), name);
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
            if let Some(field) = NameField::parse(kind) {
                aliases.add(field, vec![(alias.to_owned(), name.to_owned())]);
            }
        }
        aliases
    }

    /// Writes the aliases to the folder of the index.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn store(&self, folder: &Path) -> Result<()> {
        let mut lines: Vec<(&str, &str, &str)> =
            self.canonical.iter().map(|((space, alias), name)| (*space, alias.as_str(), name.as_str())).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

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
