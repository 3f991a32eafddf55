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
    spellings: Spellings,
    names: Mutex<FxHashMap<u32, String>>,
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
        let pairs = match read(folder, segment.segment_id(), field, aliases.fingerprint()) {
            Some(pairs) => pairs,
            None => find_pairs(&column, field, aliases).map_err(|cause| broken(folder, cause))?,
        };
        let spellings = Spellings::new(column.num_terms(), pairs);
        Ok(Some(NameTable { field, column, spellings, names: Mutex::default() }))
    }

    /// Returns how many values there are.
    pub fn n_values(&self) -> usize {
        self.column.num_terms()
    }

    /// Returns how many names there are, each once in whatever spellings.
    pub fn n_names(&self) -> usize {
        self.n_values() - self.spellings.pairs.len()
    }

    /// Counts the names of documents; one name in two spellings counts once in a document.
    pub fn count(&self, documents: &[DocId], counts: &mut Counts) {
        let ordinals = self.column.ords();
        let mut shared: Vec<u32> = Vec::new();
        for &document in documents {
            shared.clear();
            for ordinal in ordinals.values_for_doc(document) {
                let Some(name) = self.spellings.name(ordinal as u32) else {
                    counts.add(ordinal as u32);
                    continue;
                };
                if !shared.contains(&name) {
                    shared.push(name);
                    counts.add(name);
                }
            }
        }
    }

    /// Counts the names of documents that belong together: one that several of them have counts once.
    pub fn count_once(&self, documents: &[DocId], counts: &mut Counts) {
        let ordinals = self.column.ords();
        let mut names: Vec<u32> = Vec::new();
        for ordinal in documents.iter().flat_map(|&document| ordinals.values_for_doc(document)) {
            let name = self.spellings.name(ordinal as u32).unwrap_or(ordinal as u32);
            if !names.contains(&name) {
                names.push(name);
                counts.add(name);
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

/// How often each name was counted, by ordinal.
pub struct Counts {
    counts: Vec<u32>,
    /// The ordinals that were counted at all, in the order in which they were first seen.
    seen: Vec<u32>,
}

impl Counts {
    /// Returns the counts of a table before anything is counted.
    pub fn new(table: &NameTable) -> Counts {
        Counts { counts: vec![0; table.n_values()], seen: Vec::new() }
    }

    fn add(&mut self, ordinal: u32) {
        let count = &mut self.counts[ordinal as usize];
        if *count == 0 {
            self.seen.push(ordinal);
        }
        *count += 1;
    }

    /// Returns the ordinals that were counted, each with how often, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.seen.iter().map(|&ordinal| (ordinal, self.counts[ordinal as usize]))
    }
}

/// Which ordinals are one name.
#[derive(Default)]
struct Spellings {
    /// A bit for each ordinal: whether it is one of several of a name.
    several: Vec<u64>,
    /// Ordinals that stand for another, each with it, in order.
    pairs: Pairs,
}

impl Spellings {
    /// Returns the spellings among `n_values` ordinals; none where the pairs are of another segment.
    fn new(n_values: usize, pairs: Pairs) -> Spellings {
        if pairs.iter().any(|&(one, other)| one.max(other) as usize >= n_values) {
            return Spellings::default();
        }
        let mut several = vec![0; if pairs.is_empty() { 0 } else { n_values.div_ceil(64) }];
        for ordinal in pairs.iter().flat_map(|&(one, other)| [one, other]) {
            several[ordinal as usize / 64] |= 1 << (ordinal % 64);
        }
        Spellings { several, pairs }
    }

    /// Returns what an ordinal is counted as that is one of several; `None` where it stands alone.
    fn name(&self, ordinal: u32) -> Option<u32> {
        let word = self.several.get(ordinal as usize / 64)?;
        (word >> (ordinal % 64) & 1 == 1).then(|| {
            let pair = self.pairs.binary_search_by_key(&ordinal, |&(spelling, _)| spelling);
            pair.map_or(ordinal, |place| self.pairs[place].1)
        })
    }
}

/// Reads a dictionary through, and pairs each spelling with the value that stands for its name: the name itself, or the
/// first spelling where no document has the name.
fn find_pairs(column: &StrColumn, field: NameField, aliases: &Aliases) -> tantivy::Result<Pairs> {
    let concerned = aliases.concerned(field);
    let mut groups: FxHashMap<String, (u32, Vec<u32>)> = FxHashMap::default();
    let mut values = column.dictionary().stream()?;
    while values.advance() {
        let ordinal = values.term_ord() as u32;
        let Ok(value) = std::str::from_utf8(values.key()) else { continue };
        if !concerned.contains(value) {
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
        let fields = NameField::ALL.into_iter().map(pairs).collect::<tantivy::Result<Vec<Pairs>>>();
        let bytes = written(aliases.fingerprint(), &fields.map_err(|cause| broken(folder, cause))?);
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

/// Returns what is kept of a segment: the fingerprint of the aliases, the number of pairs of each field, and the pairs
/// of one field after another, so that those of one are read without the others.
fn written(aliases: u64, fields: &[Pairs]) -> Vec<u8> {
    let lengths = fields.iter().map(|pairs| pairs.len() as u32);
    let pairs = fields.iter().flatten().flat_map(|&(spelling, name)| [spelling, name]);
    aliases.to_le_bytes().into_iter().chain(lengths.chain(pairs).flat_map(u32::to_le_bytes)).collect()
}

/// Reads the pairs of a field; `None` where they are of other aliases, or damaged.
fn read(folder: &Path, segment: SegmentId, field: NameField, aliases: u64) -> Option<Pairs> {
    parse(&fs::read(file(folder, segment)).ok()?, field, aliases)
}

fn parse(bytes: &[u8], field: NameField, aliases: u64) -> Option<Pairs> {
    let (fingerprint, rest) = bytes.split_first_chunk()?;
    let (numbers, []) = rest.as_chunks() else { return None };
    let (lengths, numbers) = numbers.split_at_checked(NameField::ALL.len())?;
    let length = |field: usize| u32::from_le_bytes(lengths[field]) as usize * 2;
    let start = (0..field as usize).map(length).fold(0, usize::saturating_add);
    let numbers = numbers.get(start..start.checked_add(length(field as usize))?)?;
    let (pairs, _) = numbers.as_chunks::<2>();
    let pairs = pairs.iter().map(|&[spelling, name]| (u32::from_le_bytes(spelling), u32::from_le_bytes(name)));
    (u64::from_le_bytes(*fingerprint) == aliases).then(|| pairs.collect())
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
        let names = |n_values, pairs: &[(u32, u32)]| -> Vec<Option<u32>> {
            let spellings = Spellings::new(n_values, pairs.to_vec());
            (0..n_values as u32).map(|ordinal| spellings.name(ordinal)).collect()
        };
        assert_eq!(names(4, &[(0, 2), (3, 2)]), [Some(2), None, Some(2), Some(2)]);
        assert_eq!(names(70, &[(69, 64)])[64..], [Some(64), None, None, None, None, Some(64)]);
        assert_eq!(names(2, &[]), [None, None]);
        assert_eq!(names(4, &[(0, 4)]), [None; 4], "pairs of another segment");
    }

    #[test]
    fn files_of_ordinals_are_known_by_name() {
        let id = SegmentId::generate_random();
        assert!(is_ordinals(&file(Path::new(""), id).to_string_lossy()));
        assert!(!is_ordinals("meta.json"));
        assert!(read(Path::new("nowhere"), id, NameField::Film, 0).is_none());
    }

    #[test]
    fn pairs_of_one_field_are_read_alone() {
        let fields: [Pairs; 6] =
            [vec![(1, 2)], Vec::new(), vec![(3, 0), (4, 0)], Vec::new(), vec![(u32::MAX, 7)], Vec::new()];
        let bytes = written(9, &fields);
        for (field, pairs) in NameField::ALL.into_iter().zip(&fields) {
            assert_eq!(parse(&bytes, field, 9).as_ref(), Some(pairs));
            assert!(parse(&bytes, field, 8).is_none(), "other aliases");
        }
        for length in 0..bytes.len() {
            NameField::ALL.iter().for_each(|&field| drop(parse(&bytes[..length], field, 9)));
        }
        assert!(parse(&bytes[..bytes.len() - 4], NameField::Author, 9).is_none());
    }
}
