//! Counts the values of facets over all results: over ordinals, with names read only for the values that are shown.

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::query::Query;
use tantivy::{DocId, Score, Searcher, SegmentOrdinal, SegmentReader};

use crate::error::{Error, Result};
use crate::index::{Aliases, Archive, NameField};
use crate::model::FacetCount;

/// Counts of several fields, in the order asked for; most frequent first, then by name.
///
/// # Errors
/// An index that cannot be read.
pub fn count(
    archive: &Archive,
    searcher: &Searcher,
    query: &dyn Query,
    fields: &[NameField],
) -> Result<Vec<Vec<FacetCount>>> {
    let collector = Counter { fields, aliases: &archive.aliases };
    let counts = searcher.search(query, &collector);
    let counts = counts.map_err(|cause| Error::index("cannot count facets").caused_by(cause))?;
    Ok(fields.iter().zip(counts).map(|(field, counts)| sorted(&archive.aliases, *field, counts)).collect())
}

/// Puts the spellings of one name together, and the names in order.
fn sorted(aliases: &Aliases, field: NameField, counts: FxHashMap<String, u64>) -> Vec<FacetCount> {
    let mut names: FxHashMap<String, u64> = FxHashMap::default();
    for (value, count) in counts {
        *names.entry(aliases.canonical(field, &value).to_owned()).or_default() += count;
    }
    let mut counts: Vec<FacetCount> = names.into_iter().map(|(value, count)| FacetCount { value, count }).collect();
    counts.sort_unstable_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
    counts
}

struct Counter<'a> {
    fields: &'a [NameField],
    aliases: &'a Aliases,
}

impl Collector for Counter<'_> {
    type Fruit = Vec<FxHashMap<String, u64>>;
    type Child = SegmentCounter;

    fn for_segment(&self, _segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentCounter> {
        let column = |field: &NameField| -> tantivy::Result<Option<Counted>> {
            let Some(column) = reader.fast_fields().str(field.as_str())? else { return Ok(None) };
            let counts = vec![0; column.num_terms()];
            let joined = joined(&column, self.aliases.joined_by_hand(*field))?;
            Ok(Some(Counted { column, counts, joined, seen: Vec::new() }))
        };
        let columns = self.fields.iter().map(column).collect::<tantivy::Result<_>>()?;
        Ok(SegmentCounter { columns })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        let mut merged: Self::Fruit = vec![FxHashMap::default(); self.fields.len()];
        for fruit in fruits {
            for (into, counts) in merged.iter_mut().zip(fruit) {
                counts.into_iter().for_each(|(value, count)| *into.entry(value).or_default() += count);
            }
        }
        Ok(merged)
    }
}

/// Returns, for the names that a user made one, the ordinal that counts for all of them.
///
/// A document may have several of these, and counts once; spellings that the program put together are never in one
/// document.
fn joined(column: &StrColumn, names: Vec<Vec<String>>) -> tantivy::Result<FxHashMap<u64, u64>> {
    let mut joined = FxHashMap::default();
    for spellings in names {
        let mut first = None;
        for spelling in spellings {
            if let Some(ordinal) = column.dictionary().term_ord(spelling)? {
                joined.insert(ordinal, *first.get_or_insert(ordinal));
            }
        }
    }
    Ok(joined)
}

/// The counts of a column, by ordinal.
struct Counted {
    column: StrColumn,
    counts: Vec<u32>,
    joined: FxHashMap<u64, u64>,
    /// Joined ordinals that the document at hand has.
    seen: Vec<u64>,
}

impl Counted {
    fn collect(&mut self, doc: DocId) {
        if self.joined.is_empty() {
            self.column.ords().values_for_doc(doc).for_each(|ordinal| self.counts[ordinal as usize] += 1);
            return;
        }
        self.seen.clear();
        for ordinal in self.column.ords().values_for_doc(doc) {
            let counted = self.joined.get(&ordinal).copied();
            if let Some(ordinal) = counted {
                if self.seen.contains(&ordinal) {
                    continue;
                }
                self.seen.push(ordinal);
            }
            self.counts[counted.unwrap_or(ordinal) as usize] += 1;
        }
    }
}

struct SegmentCounter {
    columns: Vec<Option<Counted>>,
}

impl SegmentCollector for SegmentCounter {
    type Fruit = Vec<FxHashMap<String, u64>>;

    fn collect(&mut self, doc: DocId, _score: Score) {
        self.columns.iter_mut().flatten().for_each(|counted| counted.collect(doc));
    }

    fn harvest(self) -> Self::Fruit {
        self.columns.into_iter().map(|column| column.map(named).unwrap_or_default()).collect()
    }
}

/// Puts names to the ordinals that were counted.
fn named(Counted { column, counts, .. }: Counted) -> FxHashMap<String, u64> {
    let mut named = FxHashMap::default();
    let counted = counts.iter().enumerate().filter(|(_, count)| **count > 0);
    let ordinals: Vec<u64> = counted.clone().map(|(ordinal, _)| ordinal as u64).collect();
    let mut counted = counted.map(|(_, count)| u64::from(*count));
    // A dictionary that cannot be read gives no names; the store would fail the same way and say so.
    let _ = column.dictionary().sorted_ords_to_term_cb(&ordinals, |name| {
        let count = counted.next().unwrap_or(0);
        named.insert(String::from_utf8_lossy(name).into_owned(), count);
    });
    named
}
