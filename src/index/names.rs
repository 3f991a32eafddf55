//! The values of a name field as ordinals: which are one name, and what a name is called.
//!
//! Facets are counted over ordinals, the places of values in the sorted dictionary of a segment's column. A
//! [`NameTable`] says which ordinals stand for others, so that the spellings of a name are added up without reading one
//! of them, and reads the names of the few that are shown, each once.
//!
//! Which ordinals stand for others is kept in a small file for each segment, made when the index is committed; it names
//! the aliases it was made from, and where it is missing or of others, the dictionary is read through instead.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use tantivy::SegmentReader;
use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;

use super::{Aliases, NameField};
use crate::error::{Error, Result};

const PREFIX: &str = "ordinals-";

/// (ordinal of a value, ordinal of the value it is counted as), in order
type Pairs = Vec<(u32, u32)>;

/// The values of one name field in one segment.
pub struct NameTable {
    field: NameField,
    column: StrColumn,
    pairs: Pairs,
    by_hand: FxHashMap<u32, u32>,
    names: Mutex<FxHashMap<u32, String>>,
}

/// What is kept of a segment: the fingerprint of the aliases, and the pairs of each field.
#[derive(Default, Serialize, Deserialize)]
struct Stored {
    aliases: u64,
    fields: Vec<Pairs>,
}

impl NameTable {
    /// Opens the table of a field; `None` when no document of the segment has a value.
    ///
    /// # Errors
    /// An index that cannot be read.
    pub fn open(
        folder: &Path,
        segment: &SegmentReader,
        field: NameField,
        aliases: &Aliases,
    ) -> Result<Option<NameTable>> {
        let column = segment.fast_fields().str(field.as_str());
        let Some(column) = column.map_err(|cause| broken(folder, cause))? else { return Ok(None) };
        let stored = read(folder, segment.segment_id()).filter(|stored| stored.aliases == aliases.fingerprint());
        let pairs = match stored.and_then(|mut stored| stored.fields.get_mut(field as usize).map(std::mem::take)) {
            Some(pairs) => pairs,
            None => find_pairs(&column, field, aliases).map_err(|cause| broken(folder, cause))?,
        };
        let n_values = column.num_terms() as u32;
        let pairs =
            if pairs.iter().all(|&(one, other)| one < n_values && other < n_values) { pairs } else { Vec::new() };
        let by_hand = by_hand(&column, aliases.joined_by_hand(field)).map_err(|cause| broken(folder, cause))?;
        Ok(Some(NameTable { field, column, pairs, by_hand, names: Mutex::default() }))
    }

    /// Returns the ordinals of each document.
    pub fn ordinals(&self) -> &Column<u64> {
        self.column.ords()
    }

    /// Returns how many values there are.
    pub fn n_values(&self) -> usize {
        self.column.num_terms()
    }

    /// Returns, for the values that a user made one, the ordinal that counts for them all: an article may have several of
    /// them, and counts once. Spellings that the program put together are hardly ever in one article.
    pub fn joined_by_hand(&self) -> &FxHashMap<u32, u32> {
        &self.by_hand
    }

    /// Adds what was counted of each spelling to the name it stands for.
    pub fn add_up(&self, counts: &mut [u32]) {
        for &(spelling, name) in &self.pairs {
            let count = std::mem::take(&mut counts[spelling as usize]);
            counts[name as usize] += count;
        }
    }

    /// Returns the canonical names of these ordinals, which are in order.
    ///
    /// # Errors
    /// An index that cannot be read.
    pub fn names(&self, ordinals: &[u32], aliases: &Aliases) -> tantivy::Result<Vec<String>> {
        let mut known = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let missing: Vec<u64> =
            ordinals.iter().filter(|ordinal| !known.contains_key(ordinal)).map(|&ordinal| u64::from(ordinal)).collect();
        let mut read = missing.iter();
        self.column.dictionary().sorted_ords_to_term_cb(&missing, |name| {
            let name = String::from_utf8_lossy(name);
            let name = aliases.canonical(self.field, &name).to_owned();
            known.extend(read.next().map(|&ordinal| (ordinal as u32, name)));
        })?;
        Ok(ordinals.iter().map(|ordinal| known.get(ordinal).cloned().unwrap_or_default()).collect())
    }
}

/// Finds the ordinals of values that a user made one; the first of each group counts for it.
fn by_hand(column: &StrColumn, groups: Vec<Vec<String>>) -> tantivy::Result<FxHashMap<u32, u32>> {
    let mut joined = FxHashMap::default();
    for group in groups {
        let mut first = None;
        for value in group {
            if let Some(ordinal) = column.dictionary().term_ord(value)? {
                joined.insert(ordinal as u32, *first.get_or_insert(ordinal as u32));
            }
        }
    }
    Ok(joined)
}

/// Reads a dictionary through, and pairs each spelling with the value that stands for its name: the name itself, or the
/// first spelling where no document has the name.
fn find_pairs(column: &StrColumn, field: NameField, aliases: &Aliases) -> tantivy::Result<Pairs> {
    let mut groups: FxHashMap<String, (u32, Vec<u32>)> = FxHashMap::default();
    let mut values = column.dictionary().stream()?;
    while values.advance() {
        let ordinal = values.term_ord() as u32;
        let Ok(value) = std::str::from_utf8(values.key()) else { continue };
        if !aliases.concerns(field, value) {
            continue;
        }
        let name = aliases.canonical(field, value);
        let (leader, spellings) = groups.entry(name.to_owned()).or_insert((ordinal, Vec::new()));
        if name == value {
            *leader = ordinal;
        }
        spellings.push(ordinal);
    }
    let pair = |(leader, spellings): (u32, Vec<u32>)| {
        spellings.into_iter().filter(move |&spelling| spelling != leader).map(move |spelling| (spelling, leader))
    };
    let mut pairs: Pairs = groups.into_values().flat_map(pair).collect();
    pairs.sort_unstable();
    Ok(pairs)
}

/// Writes the pairs of every segment, and removes those of segments that are gone.
///
/// # Errors
/// The folder cannot be written, or the index cannot be read.
pub fn store(folder: &Path, segments: &[SegmentReader], aliases: &Aliases) -> Result<()> {
    for segment in segments {
        let pairs = |field: NameField| -> tantivy::Result<Pairs> {
            let column = segment.fast_fields().str(field.as_str())?;
            column.map_or(Ok(Vec::new()), |column| find_pairs(&column, field, aliases))
        };
        let fields = NameField::ALL.into_iter().map(pairs).collect::<tantivy::Result<_>>();
        let fields = fields.map_err(|cause| broken(folder, cause))?;
        // Numbers into a growing vector: nothing can fail.
        let bytes = postcard::to_allocvec(&Stored { aliases: aliases.fingerprint(), fields }).unwrap_or_default();
        fs::write(file(folder, segment.segment_id()), bytes).map_err(|cause| {
            Error::index(format!("cannot write to the index in {}", folder.display())).caused_by(cause)
        })?;
    }
    let current: Vec<PathBuf> = segments.iter().map(|segment| file(folder, segment.segment_id())).collect();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if is_ordinals(&entry.file_name().to_string_lossy()) && !current.contains(&entry.path()) {
            // What cannot be removed now is removed after the next commit.
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}

fn read(folder: &Path, segment: SegmentId) -> Option<Stored> {
    postcard::from_bytes(&fs::read(file(folder, segment)).ok()?).ok()
}

fn file(folder: &Path, segment: SegmentId) -> PathBuf {
    folder.join(format!("{PREFIX}{}.bin", segment.uuid_string()))
}

/// Returns whether a file of this name holds ordinals.
pub fn is_ordinals(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(".bin")
}

fn broken(folder: &Path, cause: impl std::fmt::Display) -> Error {
    Error::index(format!("cannot read the index in {}", folder.display())).caused_by(cause)
}
