//! What articles were cleaned and annotated by, beside the rules that ship: the user's lists, corrections and rules.
//! Kept with each commit, so that a change of them is seen.

use std::fs;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::path::Path;

use rustc_hash::FxHasher;
use serde_json::Value;

use super::corrections;
use crate::model::Correction;

/// The lists and corrections of a commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The user's lists of films and series, in the order given, each with the stamp that it had.
    pub films: Vec<(String, u64)>,
    /// The user's lists of people.
    pub people: Vec<(String, u64)>,
    /// The corrections that bear on what is found, in order.
    pub corrections: Vec<Correction>,
    /// How lines were judged.
    pub judged: Judged,
    /// Files of many records of which the stamps of their articles do not tell whether they are unchanged, each with
    /// the stamp that tells, in order ([`NO_STAMP`](super::NO_STAMP) where none does).
    pub files: Vec<(String, u64)>,
    /// The folder from which paths are told, where the index was first built.
    pub base: Option<String>,
}

/// How the lines of an index were judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Name of the balance.
    pub balance: String,
    /// The file of the user's rules.
    pub file: Option<String>,
    /// The rules as they stood in it.
    pub rules: String,
    /// Whether some articles are still judged as they were before: a run was interrupted before it came to them.
    pub is_mixed: bool,
}

impl Default for Judged {
    fn default() -> Judged {
        Judged { balance: "normal".to_owned(), file: None, rules: String::new(), is_mixed: false }
    }
}

impl Judged {
    /// Returns one line each: its kind, a tab, its content; none for what is as by default.
    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.balance != Judged::default().balance {
            lines.push(format!("balance\t{}", self.balance));
        }
        lines.extend(self.file.iter().map(|file| format!("rules\t{file}")));
        lines.extend(self.rules.lines().map(|rule| format!("rule\t{rule}")));
        lines.extend(self.is_mixed.then(|| "mixed\t".to_owned()));
        lines
    }
}

impl Settings {
    /// Returns the settings of the index in `folder` without opening it, if there is one.
    pub fn peek(folder: &Path) -> Option<Settings> {
        let metas: Value = serde_json::from_slice(&fs::read(folder.join("meta.json")).ok()?).ok()?;
        Settings::of_payload(metas["payload"].as_str()?)
    }

    /// Reads the settings of what a commit says of itself.
    pub(super) fn of_payload(payload: &str) -> Option<Settings> {
        payload.splitn(5, '\t').nth(4).map(Settings::read)
    }

    /// Returns the settings as text: one line each, tabs within.
    pub(super) fn write(&self) -> String {
        let list = |kind: &'static str| move |(path, stamp): &(String, u64)| format!("{kind}\t{stamp:016x}\t{path}");
        let lists = self.films.iter().map(list("films")).chain(self.people.iter().map(list("people")));
        let lists = lists.chain(self.files.iter().map(list("file")));
        let corrections = self.corrections.iter().map(|correction| format!("name\t{}", corrections::line(correction)));
        let base = self.base.iter().map(|folder| format!("base\t{folder}"));
        base.chain(lists).chain(corrections).chain(self.judged.lines()).collect::<Vec<_>>().join("\n")
    }

    /// Reads what [`Settings::write`] wrote; what cannot be read is left out.
    pub(super) fn read(text: &str) -> Settings {
        let mut settings = Settings::default();
        for (kind, rest) in text.lines().filter_map(|line| line.split_once('\t')) {
            let list = || {
                let (stamp, path) = rest.split_once('\t')?;
                Some((path.to_owned(), u64::from_str_radix(stamp, 16).ok()?))
            };
            match kind {
                "base" => settings.base = Some(rest.to_owned()),
                "films" => settings.films.extend(list()),
                "people" => settings.people.extend(list()),
                "file" => settings.files.extend(list()),
                "balance" => settings.judged.balance = rest.to_owned(),
                "rules" => settings.judged.file = Some(rest.to_owned()),
                "rule" => settings.judged.rules.extend([rest, "\n"]),
                "mixed" => settings.judged.is_mixed = true,
                _ => settings.corrections.extend(corrections::parse(rest)),
            }
        }
        settings
    }

    /// Returns the corrections that one has and the other lacks.
    pub fn differing<'s>(&'s self, other: &'s Settings) -> Vec<&'s Correction> {
        let lacks = |settings: &'s Settings| move |correction: &&Correction| !settings.corrections.contains(correction);
        let added = self.corrections.iter().filter(lacks(other));
        added.chain(other.corrections.iter().filter(lacks(self))).collect()
    }

    /// Returns a number that other lists, other states of them, and other versions of the program hardly ever have.
    pub(super) fn lists_fingerprint(&self) -> u64 {
        let hash = BuildHasherDefault::<FxHasher>::default();
        hash.hash_one((env!("CARGO_PKG_VERSION"), &self.films, &self.people))
    }

    /// Returns whether both have the same lists.
    pub fn same_lists(&self, other: &Settings) -> bool {
        self.films == other.films && self.people == other.people
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let never = corrections::parse("never\tperson\tSilas Wren").unwrap();
        let settings = Settings {
            files: vec![("many.jsonl".to_owned(), 3)],
            base: Some("/home/ada".to_owned()),
            films: vec![("lists/my films.tsv".into(), 7)],
            people: vec![("people.csv".into(), u64::MAX)],
            corrections: vec![never.clone()],
            judged: Judged {
                balance: "strict".into(),
                file: Some("my rules.tsv".into()),
                rules: "action\tpattern\n\nkeep\tcast : *\n".into(),
                is_mixed: true,
            },
        };
        assert_eq!(Settings::read(&settings.write()), settings);
        assert_eq!(Settings::read(""), Settings::default());
        assert_eq!(settings.differing(&Settings::default()), [&never]);
    }
}
