//! Names that stand for others over the whole index, in a small file beside it that people can read.
//!
//! Applied when names are looked up, counted and shown, so that a correction holds everywhere at once and nothing need
//! be written anew. **Invariant:** the file is replaced whole; an index without one is whole too.

use std::cmp::Ordering;
use std::fs;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::NameField;
use crate::error::{Error, Result};
use crate::model::{Action, AnnotatedArticle, Correction, NameKind};

const FILE: &str = "aliases.tsv";
/// The last line of the file begins so, and ends with the fingerprint of the others: as long as they fit one another,
/// nobody has edited the file, and it is in order.
const END: &str = "end\t";
/// Bytes of a fingerprint and the end of its line.
const FINGERPRINT: usize = 17;

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
///
/// They are kept as the text of the file, lines in order, and looked up by halving: a search needs a few of thousands,
/// and reading them into a table took it longer than all the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aliases {
    /// Lines of kind, alias and canonical name, parted by tabs; each alias of a kind once.
    text: String,
}

/// An alias: its kind, itself, and the name it stands for.
type Pair<'a> = (NameKind, &'a str, &'a str);

impl Aliases {
    /// Adds pairs of a name and its canonical name, of the space that `field` belongs to; of two for one name, the last
    /// holds.
    pub fn add(&mut self, field: NameField, pairs: Vec<(String, String)>) {
        let Some(space) = space(field) else { return };
        let text = std::mem::take(&mut self.text);
        let mut all: FxHashMap<(NameKind, &str), &str> =
            pairs_of(&text).map(|(kind, alias, name)| ((kind, alias), name)).collect();
        all.extend(pairs.iter().map(|(alias, name)| ((space, alias.as_str()), name.as_str())));
        self.text = written(all.into_iter().map(|((kind, alias), name)| (kind, alias, name)));
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
        let text = std::mem::take(&mut self.text);
        let found = pairs_of(&text).filter(|&(kind, alias, _)| !said.contains_key(&(kind, alias)));
        let pairs = found.chain(said.iter().map(|(&(kind, alias), &name)| (kind, alias, name)));
        let pairs = pairs.map(|(kind, alias, name)| (kind, alias, last(&said, kind, alias, name)));
        self.text = written(pairs.filter(|(_, alias, name)| alias != name));
    }

    /// Gives the names of an article that stand for others their canonical ones.
    pub fn apply(&self, annotated: &mut AnnotatedArticle) {
        if !self.text.is_empty() {
            annotated.rename(|kind, name| self.of_kind(kind, name).map(str::to_owned));
            for author in &mut annotated.clean.article.authors {
                *author = self.canonical(NameField::Author, author).to_owned();
            }
        }
    }

    /// Returns the name that `name` stands for, itself where it stands for no other.
    pub fn canonical<'n>(&'n self, field: NameField, name: &'n str) -> &'n str {
        space(field).and_then(|kind| self.of_kind(kind, name)).unwrap_or(name)
    }

    fn of_kind(&self, kind: NameKind, name: &str) -> Option<&str> {
        if self.text.is_empty() {
            return None;
        }
        find(&self.text, &format!("{}\t{name}\t", kind.as_str()))
    }

    /// Returns the names of a field that stand for another name, or another for them.
    pub fn concerned(&self, field: NameField) -> FxHashSet<&str> {
        self.pairs(field).flat_map(|(alias, name)| [alias, name]).collect()
    }

    /// Returns the names of a field that stand for another, each with it.
    pub fn pairs(&self, field: NameField) -> impl Iterator<Item = (&str, &str)> {
        let pairs = pairs_of(&self.text).filter(move |&(kind, ..)| Some(kind) == space(field));
        pairs.map(|(_, alias, name)| (alias, name))
    }

    /// Returns a number that other aliases hardly ever have.
    pub fn fingerprint(&self) -> u64 {
        fingerprint(&self.text)
    }

    /// Returns every value of the index that is shown as the canonical name `name`, itself first.
    pub fn spellings(&self, field: NameField, name: &str) -> Vec<String> {
        let others = self.pairs(field).filter(|&(_, other)| other == name);
        std::iter::once(name).chain(others.map(|(alias, _)| alias)).map(str::to_owned).collect()
    }

    /// Reads the aliases of the index in `folder`; none where there is no file.
    pub fn load(folder: &Path) -> Aliases {
        let mut text = fs::read_to_string(file(folder)).unwrap_or_default();
        let end = text.len().saturating_sub(END.len() + FINGERPRINT);
        if text.is_char_boundary(end) && text[end..] == last_line(&text[..end]) {
            text.truncate(end);
            return Aliases { text };
        }
        Aliases { text: written(pairs_of(&text)) }
    }

    /// Writes the aliases to the folder of the index.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn store(&self, folder: &Path) -> Result<()> {
        let new = folder.join(format!("{FILE}.new"));
        let written =
            fs::write(&new, self.text.clone() + &last_line(&self.text)).and_then(|()| fs::rename(&new, file(folder)));
        written.map_err(|cause| {
            Error::index(format!("cannot write to the index in {}", folder.display())).caused_by(cause)
        })
    }
}

/// Returns where the aliases of the index in `folder` are kept.
pub fn file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// Returns the pairs of a text; what is none is left out.
fn pairs_of(text: &str) -> impl Iterator<Item = Pair<'_>> {
    text.lines().filter_map(|line| {
        let mut columns = line.split('\t');
        Some((NameKind::parse(columns.next()?)?, columns.next()?, columns.next()?))
    })
}

/// Returns the text of pairs, in order, each alias once.
fn written<'a>(pairs: impl Iterator<Item = Pair<'a>>) -> String {
    let is_line = |name: &str| !name.contains(['\t', '\n', '\r']);
    let pairs = pairs.filter(|(_, alias, name)| is_line(alias) && is_line(name));
    let mut lines: Vec<String> =
        pairs.map(|(kind, alias, name)| format!("{}\t{alias}\t{name}\n", kind.as_str())).collect();
    lines.sort_unstable();
    lines.dedup_by(|later, first| key(later) == key(first));
    lines.concat()
}

/// Returns the kind and the alias of a line.
fn key(line: &str) -> &str {
    line.match_indices('\t').nth(1).map_or(line, |(end, _)| &line[..end])
}

fn fingerprint(text: &str) -> u64 {
    BuildHasherDefault::<FxHasher>::default().hash_one(text)
}

fn last_line(text: &str) -> String {
    format!("{END}{:016x}\n", fingerprint(text))
}

/// Returns what follows `key` on the line that begins with it, by halving.
fn find<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let (mut from, mut until) = (0, text.len());
    while from < until {
        let middle = (from + until) / 2;
        let start = memchr::memrchr(b'\n', &text.as_bytes()[from..middle]).map_or(from, |end| from + end + 1);
        let end = memchr::memchr(b'\n', &text.as_bytes()[middle..]).map_or(text.len(), |end| middle + end);
        let line = &text[start..end];
        match line.as_bytes()[..line.len().min(key.len())].cmp(key.as_bytes()) {
            Ordering::Less => from = (end + 1).min(until),
            Ordering::Equal => return Some(&line[key.len()..]),
            Ordering::Greater => until = start,
        }
    }
    None
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
            pairs_of(&aliases.text).map(|(_, alias, name)| format!("{alias} = {name}")).collect();
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
        let text = fs::read_to_string(folder.path().join(FILE)).unwrap();
        let edited = text.replace("Oyelaran\tM", "Zed\tZed Zed\nperson\tOyelaran\tM");
        fs::write(folder.path().join(FILE), edited).unwrap();
        assert_eq!(Aliases::load(folder.path()).canonical(NameField::Person, "Zed"), "Zed Zed");
        assert_eq!(Aliases::load(folder.path()).canonical(NameField::Person, "Oyelaran"), "Marguerite Oyelaran");
    }

    #[test]
    fn every_alias_is_found_by_halving() {
        let mut aliases = Aliases::default();
        let names: Vec<String> = (0..50).map(|number| format!("Ada {}", "é".repeat(number))).collect();
        aliases.add(NameField::Person, names.iter().map(|name| (name.clone(), format!("Eve {name}"))).collect());
        aliases.add(NameField::Film, vec![("Ada".into(), "The Ada".into()), ("Ada".into(), "Ada 2".into())]);
        for name in &names {
            assert_eq!(aliases.canonical(NameField::Author, name), format!("Eve {name}"));
        }
        assert_eq!(aliases.canonical(NameField::Film, "Ada"), "Ada 2");
        for unknown in ["", "Ada", "Ada \u{e9}x", "Zed", "\t", "Ada \n"] {
            assert_eq!(aliases.canonical(NameField::Person, unknown), unknown);
        }
        assert!(aliases.concerned(NameField::Person).contains("Eve Ada \u{e9}"));
    }

    #[test]
    fn a_file_that_was_edited_is_put_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let lines = "person\tZoe\tZoë Quennell\nghost\tx\ty\nperson\tAda\tAda Renwick\nfilm\tlast\tThe Last";
        fs::write(folder.path().join(FILE), lines).unwrap();
        let aliases = Aliases::load(folder.path());
        assert_eq!(aliases.canonical(NameField::Person, "Zoe"), "Zoë Quennell");
        assert_eq!(aliases.canonical(NameField::Person, "Ada"), "Ada Renwick");
        assert_eq!(aliases.canonical(NameField::Film, "last"), "The Last");
    }
}
