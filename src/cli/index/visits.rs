//! What a run sees of the files that it reads: those of which the stamps of their articles do not tell whether they are
//! unchanged, since some of their records were not read, or were the same as in an earlier state of the file.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::index::{Manifest, NO_STAMP};

/// The files that the stamps of their articles do not speak for, each with the stamp that does.
pub struct Visits {
    pins: BTreeMap<String, u64>,
    /// The file of the record before.
    last: String,
}

impl Visits {
    /// Begins with what the last commit knew.
    pub fn new(manifest: &Manifest) -> Visits {
        let there = manifest.pins.iter().filter(|(path, _)| manifest.files.contains_key(*path));
        Visits { pins: there.map(|(path, &stamp)| (path.clone(), stamp)).collect(), last: String::new() }
    }

    /// Sees a record of a file of this stamp; `is_kept` tells that the index holds it already.
    pub fn see(&mut self, path: &str, stamp: u64, is_kept: bool) {
        if self.last != path {
            path.clone_into(&mut self.last);
            self.pins.remove(path);
        }
        if is_kept && self.pins.get(path) != Some(&NO_STAMP) {
            self.pins.insert(path.to_owned(), stamp);
        }
    }

    /// Sees that a record cannot be read: its file is to be read again.
    pub fn fail(&mut self, error: &Error) {
        let Some(path) = error.file() else { return };
        path.clone_into(&mut self.last);
        self.pins.insert(path.to_owned(), NO_STAMP);
    }

    /// Ends; where the run was interrupted, it may have been within the last file.
    pub fn end(mut self, interrupted: bool) -> Vec<(String, u64)> {
        if interrupted && !self.last.is_empty() {
            self.pins.insert(self.last, NO_STAMP);
        }
        self.pins.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_again_unless_all_of_it_was() {
        let mut visits = Visits::new(&Manifest::default());
        visits.see("new.jsonl", 7, false);
        visits.see("grown.jsonl", 8, true);
        visits.see("grown.jsonl", 8, false);
        visits.fail(&Error::input("cannot read bad.jsonl:2").of_file("bad.jsonl"));
        visits.see("bad.jsonl", 9, true);
        visits.see("last.jsonl", 5, false);
        let pins: Vec<(String, u64)> = [("bad.jsonl", 0), ("grown.jsonl", 8), ("last.jsonl", 0)]
            .map(|(path, stamp)| (path.to_owned(), stamp))
            .into();
        assert_eq!(visits.end(true), pins);
    }
}
