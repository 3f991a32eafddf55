//! What is shown of articles, a file of each segment: one compressed record an article, each read alone.
//!
//! Records are compressed one by one against a dictionary that was learned from the first articles, which makes them
//! as small as blocks of many would be, and a hit is shown without unpacking its neighbours. The dictionary stands at
//! the head of the file, so that a segment needs nothing beside itself; segments are merged by copying.
//!
//! ```text
//! dictionary | records | entries | heads | lengths of these
//! ```
//!
//! An entry is the distance of an article's document from the one before, and the length of its record; a head, one of
//! every [`STEP`] entries, says where they stand.

use std::any::Any;
use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::directory::{OwnedBytes, TerminatingWrite, WritePtr};
use tantivy::index::{Segment, SegmentComponent, SegmentReader};
use tantivy::indexer::DocIdMapping;
use tantivy::{DocId, PluginMergeContext, PluginWriter, PluginWriterContext, SegmentPlugin, TantivyError};
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::DecoderDictionary;

use super::list::{push_number, take_number};

/// The ending of the file's name.
pub const RECORDS: &str = "records";
/// The level of compression: it takes no longer than level 3 here, and higher ones gain little.
const LEVEL: i32 = 5;
/// Entries that one head stands for.
const STEP: usize = 16;
/// Bytes of a head: a document, the place of its entry, the place of its record.
const HEAD: usize = 16;
/// Bytes of the lengths at the end of the file.
const FOOT: usize = 32;
/// Bytes of records that are kept unpacked at most.
const MOST_KEPT: usize = 32 << 20;
/// No record is longer when unpacked: no article is read that is.
const LONGEST: usize = 1 << 30;

/// Articles that a dictionary is learned from …
pub const N_SAMPLES: usize = 1024;
/// … and without so many, none is.
const FEWEST_SAMPLES: usize = 128;
/// Bytes of each that are looked at.
const SAMPLE: usize = 6 << 10;
/// The size of a dictionary, at most …
const DICTIONARY: usize = 512 << 10;
/// … and as a share of the samples: of few, little is learned that is not in them alone.
const SHARE: usize = 10;

/// Learns a dictionary from records; an empty one where they are too few.
pub fn learn(records: &[&[u8]]) -> Vec<u8> {
    if records.len() < FEWEST_SAMPLES {
        return Vec::new();
    }
    let samples: Vec<&[u8]> = records.iter().map(|record| &record[..record.len().min(SAMPLE)]).collect();
    let n_bytes: usize = samples.iter().map(|sample| sample.len()).sum();
    // What nothing can be learned from is compressed without.
    zstd::dict::from_samples(&samples, DICTIONARY.min(n_bytes / SHARE)).unwrap_or_default()
}

/// Returns a compressor of records.
///
/// # Errors
/// No memory.
pub fn packer(dictionary: &[u8]) -> std::io::Result<Compressor<'static>> {
    let mut packer = Compressor::with_dictionary(LEVEL, dictionary)?;
    // The file names its dictionary, its records need not.
    packer.set_parameter(zstd::zstd_safe::CParameter::DictIdFlag(false))?;
    Ok(packer)
}

/// Writes the records of one segment, in the order of their documents.
pub struct RecordsWriter {
    file: WritePtr,
    dictionary_length: u64,
    entries: Vec<u8>,
    heads: Vec<u8>,
    n_records: usize,
    n_bytes: u64,
    end: DocId,
}

impl RecordsWriter {
    /// Opens the file of a segment.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn open(segment: &Segment, dictionary: &[u8]) -> tantivy::Result<RecordsWriter> {
        let mut file = segment.open_write(SegmentComponent::Custom(RECORDS.to_owned()))?;
        file.write_all(dictionary)?;
        let (entries, heads) = (Vec::new(), Vec::new());
        let dictionary_length = dictionary.len() as u64;
        Ok(RecordsWriter { file, dictionary_length, entries, heads, n_records: 0, n_bytes: 0, end: 0 })
    }

    /// Writes the compressed record of a document.
    ///
    /// # Errors
    /// The disk is full.
    pub fn add(&mut self, document: DocId, packed: &[u8]) -> tantivy::Result<()> {
        if self.n_records.is_multiple_of(STEP) {
            self.heads.extend_from_slice(&document.to_le_bytes());
            self.heads.extend_from_slice(&(self.entries.len() as u32).to_le_bytes());
            self.heads.extend_from_slice(&self.n_bytes.to_le_bytes());
            self.end = document;
        }
        push_number(&mut self.entries, document - self.end);
        push_number(&mut self.entries, packed.len() as u32);
        self.file.write_all(packed)?;
        self.n_records += 1;
        self.n_bytes += packed.len() as u64;
        self.end = document;
        Ok(())
    }

    /// Completes the file.
    ///
    /// # Errors
    /// The disk is full.
    pub fn close(mut self) -> tantivy::Result<()> {
        self.file.write_all(&self.entries)?;
        self.file.write_all(&self.heads)?;
        let lengths = [self.dictionary_length, self.n_bytes, self.entries.len() as u64, self.heads.len() as u64];
        for length in lengths {
            self.file.write_all(&length.to_le_bytes())?;
        }
        self.file.terminate()?;
        Ok(())
    }
}

/// The records of one segment.
pub struct Records {
    dictionary: OwnedBytes,
    records: OwnedBytes,
    entries: OwnedBytes,
    heads: OwnedBytes,
    /// The dictionary as it is unpacked with, made ready when the first record is read; `None` where it is damaged.
    prepared: OnceLock<Option<&'static DecoderDictionary<'static>>>,
    /// Those who read take one, and give it back.
    unpackers: Mutex<Vec<Decompressor<'static>>>,
    /// Records that were read, for those who ask more than once.
    read: Mutex<Read>,
}

/// A dictionary, ready to unpack with, and its bytes.
type Prepared = (&'static OwnedBytes, &'static DecoderDictionary<'static>);

/// The dictionaries that were prepared. An index that is written anew keeps its own, so that they stay few.
static PREPARED: Mutex<Vec<Prepared>> = Mutex::new(Vec::new());

/// Prepares a dictionary where it lies in the file: to copy half a megabyte took longer than to unpack ten records. It
/// borrows the file, which is kept open for that as long as the program runs.
fn prepared(dictionary: &OwnedBytes) -> Option<&'static DecoderDictionary<'static>> {
    let mut known = PREPARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, prepared)) = known.iter().find(|(bytes, _)| bytes.as_slice() == dictionary.as_slice()) {
        return Some(prepared);
    }
    let bytes: &'static OwnedBytes = Box::leak(Box::new(dictionary.clone()));
    let prepared: &'static DecoderDictionary<'static> = Box::leak(Box::new(DecoderDictionary::try_new(bytes).ok()?));
    known.push((bytes, prepared));
    Some(prepared)
}

/// Records that are kept unpacked, until they are too many.
#[derive(Default)]
struct Read {
    records: FxHashMap<DocId, Arc<Vec<u8>>>,
    n_bytes: usize,
}

impl Records {
    /// Opens the records of a segment.
    ///
    /// # Errors
    /// A file that is not there or is damaged.
    pub fn open(segment: &SegmentReader) -> tantivy::Result<Records> {
        let file = segment.open_read(SegmentComponent::Custom(RECORDS.to_owned()))?.read_bytes()?;
        Records::parse(&file).ok_or_else(|| TantivyError::InternalError("the records are damaged".to_owned()))
    }

    fn parse(file: &OwnedBytes) -> Option<Records> {
        let foot = file.len().checked_sub(FOOT)?;
        let length = |index: usize| -> Option<usize> {
            let bytes = file.get(foot + index * 8..foot + index * 8 + 8)?;
            usize::try_from(u64::from_le_bytes(bytes.try_into().ok()?)).ok()
        };
        let mut start = 0;
        let mut part = |index: usize| -> Option<OwnedBytes> {
            let end = length(index)?.checked_add(start)?;
            let part = (end <= foot).then(|| file.slice(start..end))?;
            start = end;
            Some(part)
        };
        let (dictionary, records, entries, heads) = (part(0)?, part(1)?, part(2)?, part(3)?);
        let (prepared, unpackers, read) = (OnceLock::new(), Mutex::default(), Mutex::default());
        Some(Records { dictionary, records, entries, heads, prepared, unpackers, read })
    }

    /// Returns what the records are compressed against.
    pub fn dictionary(&self) -> &[u8] {
        &self.dictionary
    }

    /// Returns how many bytes the records take.
    pub fn n_bytes(&self) -> usize {
        self.records.len()
    }

    /// Returns the record of a document; `None` where it has none, or a damaged one.
    pub fn get(&self, document: DocId) -> Option<Arc<Vec<u8>>> {
        if let Some(record) = self.kept().records.get(&document) {
            return Some(record.clone());
        }
        let record = Arc::new(self.unpack(self.packed(document)?)?);
        let mut kept = self.kept();
        if kept.n_bytes + record.len() > MOST_KEPT {
            *kept = Read::default();
        }
        kept.n_bytes += record.len();
        kept.records.insert(document, record.clone());
        Some(record)
    }

    fn kept(&self) -> MutexGuard<'_, Read> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unpack(&self, packed: &[u8]) -> Option<Vec<u8>> {
        let length = zstd::zstd_safe::get_frame_content_size(packed).ok()??;
        let length = usize::try_from(length).ok().filter(|length| *length <= LONGEST)?;
        let known = self.unpackers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut unpacker = match known {
            Some(unpacker) => unpacker,
            None => self.unpacker()?,
        };
        let record = unpacker.decompress(packed, length).ok();
        self.unpackers.lock().unwrap_or_else(PoisonError::into_inner).push(unpacker);
        record
    }

    fn unpacker(&self) -> Option<Decompressor<'static>> {
        if self.dictionary.is_empty() {
            return Decompressor::new().ok();
        }
        let prepared = (*self.prepared.get_or_init(|| prepared(&self.dictionary)))?;
        Decompressor::with_prepared_dictionary(prepared).ok()
    }

    /// Returns the compressed record of a document.
    fn packed(&self, document: DocId) -> Option<&[u8]> {
        let n_heads = self.heads.len() / HEAD;
        let (mut low, mut high) = (0, n_heads);
        while low < high {
            let middle = (low + high) / 2;
            match self.head(middle)?.0 <= document {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        let mut entries = self.entries_from(low.checked_sub(1)?)?.take(STEP);
        entries.find(|(found, _)| *found >= document).filter(|(found, _)| *found == document).map(|(_, packed)| packed)
    }

    /// Returns a head: the document, and where its entry and its record begin.
    fn head(&self, index: usize) -> Option<(DocId, usize, usize)> {
        let head = self.heads.get(index * HEAD..index * HEAD + HEAD)?;
        let document = u32::from_le_bytes(head[..4].try_into().ok()?);
        let entry = u32::from_le_bytes(head[4..8].try_into().ok()?);
        let record = u64::from_le_bytes(head[8..].try_into().ok()?);
        Some((document, entry as usize, usize::try_from(record).ok()?))
    }

    /// Returns documents and compressed records from a head on.
    fn entries_from(&self, head: usize) -> Option<impl Iterator<Item = (DocId, &[u8])> + '_> {
        let (mut document, entry, mut start) = self.head(head)?;
        let mut entries = self.entries.get(entry..)?;
        let mut n_read = head * STEP;
        Some(std::iter::from_fn(move || {
            if entries.is_empty() {
                return None;
            }
            if n_read.is_multiple_of(STEP) {
                document = self.head(n_read / STEP)?.0;
            }
            document = document.checked_add(take_number(&mut entries))?;
            let end = start.checked_add(take_number(&mut entries) as usize)?;
            let packed = self.records.get(start..end)?;
            start = end;
            n_read += 1;
            Some((document, packed))
        }))
    }
}

/// Tells the engine of the file, so that it merges and removes it with the others of a segment.
pub struct RecordsPlugin;

impl SegmentPlugin for RecordsPlugin {
    fn extensions(&self) -> &[&str] {
        &[RECORDS]
    }

    fn create_writer(&self, _: &PluginWriterContext) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(Unwritten))
    }

    fn merge(&self, context: PluginMergeContext) -> tantivy::Result<()> {
        let sources: Vec<Records> = context.readers.iter().map(Records::open).collect::<tantivy::Result<_>>()?;
        let largest = sources.iter().rev().max_by_key(|records| records.n_bytes());
        let dictionary = largest.map_or(&[][..], Records::dictionary);
        let mut packer = packer(dictionary)?;
        let mut writer = RecordsWriter::open(context.target_segment, dictionary)?;
        let mut n_before = 0;
        for (reader, records) in context.readers.iter().zip(&sources) {
            let mut alive = (n_before..).zip(reader.doc_ids_alive()).peekable();
            for (document, packed) in records.entries_from(0).into_iter().flatten() {
                while alive.next_if(|(_, old)| *old < document).is_some() {}
                let Some((new, _)) = alive.next_if(|(_, old)| *old == document) else { continue };
                if records.dictionary() == dictionary {
                    writer.add(new, packed)?;
                } else {
                    let damaged = || TantivyError::InternalError("a record is damaged".to_owned());
                    writer.add(new, &packer.compress(&records.unpack(packed).ok_or_else(damaged)?)?)?;
                }
            }
            n_before += reader.num_docs();
        }
        writer.close()
    }
}

/// The engine's own way to write documents, which is not taken: [`Builder`](super::Builder) writes segments.
struct Unwritten;

impl PluginWriter for Unwritten {
    fn serialize(self: Box<Self>, _: &Segment, _: Option<&DocIdMapping>) -> tantivy::Result<()> {
        Err(TantivyError::InternalError("documents without records".to_owned()))
    }

    fn mem_usage(&self) -> usize {
        0
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}
