//! What an index knows of the files it was built from: enough to skip the unchanged, replace the changed, drop the
//! gone.
//!
//! Read from the fast fields of the committed articles, so that it can never disagree with them.

use rustc_hash::FxHashMap;
use tantivy::Searcher;

use super::schema::SOURCE;
use super::settings::Settings;
use super::writer::split_source_value;
use crate::error::{Error, Result};

/// What is known of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The stamps that the file had when articles of it were written ([`Stamp::file`](super::Stamp::file)).
    pub stamps: Vec<u64>,
    /// The keys of its articles ([`Stamp::key`](super::Stamp::key)).
    pub articles: Vec<String>,
}

/// The files of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// By path.
    pub files: FxHashMap<String, Known>,
    /// The one stamp that tells of a file whether it is unchanged, where those of its articles do not
    /// ([`Settings::files`](super::Settings::files)).
    pub pins: FxHashMap<String, u64>,
}

/// The stamp that no file is taken to have.
pub const NO_STAMP: u64 = 0;

impl Manifest {
    /// Reads the manifest of a commit.
    ///
    /// # Errors
    /// An index whose columns cannot be read.
    pub fn read(searcher: &Searcher, settings: &Settings) -> Result<Manifest> {
        let mut manifest = Manifest { pins: settings.files.iter().cloned().collect(), ..Manifest::default() };
        for segment in searcher.segment_readers() {
            manifest.add_segment(segment).map_err(|cause| Error::index("cannot read the index").caused_by(cause))?;
        }
        Ok(manifest)
    }

    /// Returns whether the file at a path, of this stamp, is as it was when its articles were written.
    pub fn is_unchanged(&self, path: &str, stamp: u64) -> bool {
        let Some(known) = self.files.get(path) else { return false };
        match self.pins.get(path) {
            Some(&pin) => pin == stamp && pin != NO_STAMP,
            None => known.stamps.contains(&stamp),
        }
    }

    fn add_segment(&mut self, segment: &tantivy::SegmentReader) -> tantivy::Result<()> {
        let Some(sources) = segment.fast_fields().str(SOURCE)? else { return Ok(()) };
        let mut ordinals: Vec<u64> = match segment.has_deletes() {
            true => segment.doc_ids_alive().flat_map(|doc| sources.term_ords(doc)).collect(),
            false => (0..sources.num_terms() as u64).collect(),
        };
        ordinals.sort_unstable();
        sources.dictionary().sorted_ords_to_term_cb(&ordinals, |value| {
            if let Some(value) = std::str::from_utf8(value).ok().and_then(split_source_value) {
                self.add_article(value);
            }
        })?;
        Ok(())
    }

    fn add_article(&mut self, (path, file_stamp, key): (&str, u64, &str)) {
        if !self.files.contains_key(path) {
            self.files.insert(path.to_owned(), Known::default());
        }
        let Some(known) = self.files.get_mut(path) else { return };
        if !known.stamps.contains(&file_stamp) {
            known.stamps.push(file_stamp);
        }
        known.articles.push(key.to_owned());
    }
}
