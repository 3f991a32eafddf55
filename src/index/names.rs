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
use tantivy::columnar::StrColumn;
use tantivy::index::SegmentId;
use tantivy::{DocId, SegmentReader};

use super::{Aliases, NameField};
use crate::error::{Error, Result};

const PREFIX: &str = "ordinals-";

/// (ordinal of a value, ordinal of the value it is counted as), in order
type Pairs = Vec<(u32, u32)>;

/// The values of one name field in one segment.
pub struct NameTable {
    field: NameField,
    column: StrColumn,
    /// What each ordinal is counted as, marked where several are one name; empty where no name has two spellings.
    counted_as: Vec<u32>,
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
        let counted_as = counted_as(column.num_terms(), &pairs);
        Ok(Some(NameTable { field, column, counted_as, names: Mutex::default() }))
    }

    /// Returns how many values there are.
    pub fn n_values(&self) -> usize {
        self.column.num_terms()
    }

    /// Counts the names of documents, by ordinal; one name in two spellings counts once in a document.
    pub fn count(&self, documents: &[DocId], counts: &mut [u32]) {
        let ordinals = self.column.ords();
        let mut shared: Vec<u32> = Vec::new();
        for &document in documents {
            shared.clear();
            for ordinal in ordinals.values_for_doc(document) {
                let counted = self.counted_as.get(ordinal as usize).copied().unwrap_or(ordinal as u32);
                if counted & SHARED != 0 {
                    if shared.contains(&counted) {
                        continue;
                    }
                    shared.push(counted);
                }
                counts[(counted & !SHARED) as usize] += 1;
            }
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

/// Marks the ordinal of a name of several spellings.
const SHARED: u32 = 1 << 31;

/// Returns what each of `n_values` ordinals is counted as, by the pairs of those that stand for others.
fn counted_as(n_values: usize, pairs: &[(u32, u32)]) -> Vec<u32> {
    let are_known = pairs.iter().all(|&(one, other)| one.max(other) < n_values as u32);
    if pairs.is_empty() || !are_known {
        return Vec::new();
    }
    let mut counted_as: Vec<u32> = (0..n_values as u32).collect();
    for &(spelling, name) in pairs {
        counted_as[spelling as usize] = name | SHARED;
        counted_as[name as usize] = name | SHARED;
    }
    counted_as
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_counted_as_one_name() {
        assert_eq!(counted_as(4, &[(0, 2), (3, 2)]), [2 | SHARED, 1, 2 | SHARED, 2 | SHARED]);
        assert!(counted_as(4, &[]).is_empty());
        assert!(counted_as(4, &[(0, 4)]).is_empty(), "pairs of another segment");
    }

    #[test]
    fn files_of_ordinals_are_known_by_name() {
        let id = SegmentId::generate_random();
        assert!(is_ordinals(&file(Path::new(""), id).to_string_lossy()));
        assert!(!is_ordinals("meta.json"));
        assert!(read(Path::new("nowhere"), id).is_none());
    }
}
