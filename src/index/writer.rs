//! Writes annotated articles into an index; nothing is seen by readers before [`Writer::commit`].

use std::hash::Hasher;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;

use rustc_hash::{FxHashSet, FxHasher};
use tantivy::index::{SegmentId, SegmentMeta};
use tantivy::indexer::NoMergePolicy;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, IndexWriter, SegmentReader, Term};
use zstd::bulk::Compressor;

use super::archive::{Archive, in_words};
use super::document::{Documents, Inverter};
use super::dropped::Dropped;
use super::recurrences;
use super::schema::Fields;
use super::segment::{Builder, N_SAMPLES, learn, packer};
use super::settings::Settings;
use crate::error::{Error, Result};
use crate::model::{AnnotatedArticle, Recurrences};

/// Memory for the engine's own writer, which drops and merges but is given no document: the least that it takes.
const ENGINE_MEMORY: usize = 15 << 20;
/// Articles that wait to be gathered at most.
const MOST_WAITING: usize = 512;

/// Where an article came from and what it looked like then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// What a person calls the article: the path, or `path#id` for a record of a file of many.
    pub id: String,
    /// The file.
    pub path: String,
    /// A hash of the file's size and time of change; 0 for standard input, which is never skipped.
    pub file: u64,
    /// A hash of the record's bytes.
    pub content: u64,
}

/// Separates the parts of a key and of the source field; no path holds it.
const SEPARATOR: char = '\u{0}';

impl Stamp {
    /// Returns the key: id and content. A changed article has another key, so an update adds one and drops one.
    pub fn key(&self) -> String {
        format!("{}{SEPARATOR}{:016x}", self.id, self.content)
    }

    /// Returns the number of the article.
    pub fn number(&self) -> u64 {
        number_of_key(&self.key())
    }

    /// Returns the stamp of a source field.
    pub(super) fn of_source_value(value: &str) -> Option<Stamp> {
        let (path, file, key) = split_source_value(value)?;
        let (id, content) = key.rsplit_once(SEPARATOR)?;
        let content = u64::from_str_radix(content, 16).ok()?;
        Some(Stamp { id: id.to_owned(), path: path.to_owned(), file, content })
    }

    /// Returns the value of the source field: path, stamp of the file, key.
    pub(super) fn source_value(&self) -> String {
        format!("{}{SEPARATOR}{:016x}{SEPARATOR}{}", self.path, self.file, self.key())
    }
}

pub(super) fn number_of_key(key: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(key.as_bytes());
    hasher.finish()
}

/// Returns the id that a key holds.
pub fn id_of_key(key: &str) -> &str {
    key.split(SEPARATOR).next().unwrap_or(key)
}

/// Returns the path, the file's stamp and the key of a source field.
pub(super) fn split_source_value(value: &str) -> Option<(&str, u64, &str)> {
    let mut parts = value.splitn(3, SEPARATOR);
    let (path, file, key) = (parts.next()?, parts.next()?, parts.next()?);
    Some((path, u64::from_str_radix(file, 16).ok()?, key))
}

/// The one writer of an index.
///
/// Articles are taken apart wherever [`Writer::documents`] is called; a thread of the writer's own gathers them into
/// segments, in the order in which they are added.
pub struct Writer<'a> {
    archive: &'a Archive,
    writer: IndexWriter,
    /// The segments of the last commit.
    before: Arc<FxHashSet<SegmentId>>,
    inverter: Inverter,
    dictionary: Arc<OnceLock<Vec<u8>>>,
    packers: Mutex<Vec<Compressor<'static>>>,
    messages: SyncSender<Message>,
    thread: Mutex<Option<JoinHandle<tantivy::Result<Vec<SegmentMeta>>>>>,
}

/// What the thread is told.
enum Message {
    Add(Box<Documents>),
    /// Write what is gathered, and end.
    End,
}

impl<'a> Writer<'a> {
    /// Opens the index for writing.
    ///
    /// # Errors
    /// Another process is writing, or has written since the archive was opened, or the folder cannot be written.
    pub fn open(archive: &'a Archive) -> Result<Writer<'a>> {
        Writer::with(archive, archive.dictionary()?)
    }

    /// Opens the index for writing; all that it holds is dropped by the next commit.
    ///
    /// # Errors
    /// As of [`Writer::open`].
    pub fn open_anew(archive: &'a Archive) -> Result<Writer<'a>> {
        let writer = Writer::with(archive, None)?;
        writer.writer.delete_all_documents().map_err(|cause| writer.broken(cause))?;
        Ok(writer)
    }

    fn with(archive: &'a Archive, known: Option<Vec<u8>>) -> Result<Writer<'a>> {
        let opened = archive.index.writer_with_num_threads(1, ENGINE_MEMORY);
        let writer: IndexWriter = opened.map_err(|cause| {
            Error::index(format!("cannot write to the index in {}", archive.folder.display()))
                .caused_by(in_words(cause))
                .hint("wait until the other `clippings index` is done, or check that you may write to the folder")
        })?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        if !archive.is_current()? {
            return Err(Error::index(format!("the index in {} has just changed", archive.folder.display()))
                .caused_by("another `clippings index` wrote to it meanwhile")
                .hint("run the command again"));
        }
        let searcher = archive.searcher();
        let before = searcher.segment_readers().iter().map(SegmentReader::segment_id).collect();
        let dictionary = Arc::new(OnceLock::new());
        if let Some(known) = known {
            let _ = dictionary.set(known);
        }
        let (messages, received) = sync_channel(MOST_WAITING);
        let gatherer = Gatherer::new(archive, dictionary.clone());
        let thread = Mutex::new(Some(std::thread::spawn(move || gatherer.run(&received))));
        let (inverter, packers) = (Inverter::new(), Mutex::default());
        Ok(Writer { archive, writer, before: Arc::new(before), inverter, dictionary, packers, messages, thread })
    }

    /// Adds an article and its quotations, as [`Writer::documents`] made them.
    ///
    /// # Errors
    /// The disk is full or the index cannot be written.
    pub fn add(&self, documents: Documents) -> Result<()> {
        match self.messages.send(Message::Add(Box::new(documents))) {
            Ok(()) => Ok(()),
            Err(_) => self.join().map(|_| ()),
        }
    }

    /// Returns the documents of an article, ready to be added.
    pub fn documents(&self, annotated: &AnnotatedArticle, stamp: &Stamp) -> Documents {
        let mut documents = self.inverter.documents(annotated, stamp);
        // Before a dictionary is learned, records are compressed where they are written.
        if let Some(packed) = self.dictionary.get().and_then(|dictionary| self.pack(&documents.record, dictionary)) {
            (documents.record, documents.is_packed) = (packed, true);
        }
        documents
    }

    fn pack(&self, record: &[u8], dictionary: &[u8]) -> Option<Vec<u8>> {
        let known = self.packers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut packer = known.or_else(|| packer(dictionary).ok())?;
        let packed = packer.compress(record).ok();
        self.packers.lock().unwrap_or_else(PoisonError::into_inner).push(packer);
        packed
    }

    /// Drops the article with this key, and its quotations, as the last commit has it.
    pub fn delete(&self, key: &str) {
        let term = Term::from_field_u64(self.archive.fields.article, number_of_key(key));
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let dropped = self.writer.delete_query(Box::new(Dropped { query, segments: self.before.clone() }));
        // Only a field that is not in the schema could be refused.
        debug_assert!(dropped.is_ok());
    }

    /// Makes everything since the last commit visible at once, with the counts of its recurring lines and the settings
    /// that it was annotated by, then merges all into one segment, which the archive reads from then on. The index is
    /// unsettled until [`Archive::store_aliases`].
    ///
    /// # Errors
    /// The disk is full or the index cannot be written; what was committed before stays whole.
    pub fn commit(mut self, recurrences: &Recurrences, settings: &Settings) -> Result<()> {
        // A thread that has failed has ended already; why, is told where it is joined.
        let _ = self.messages.send(Message::End);
        let segments = self.join()?;
        self.archive.unsettle()?;
        let stored = recurrences::store(&self.archive.folder, recurrences)?;
        let payload = Archive::payload(&stored, settings);
        let mut order = self.archive.index.searchable_segment_ids().map_err(|cause| self.broken(cause))?;
        for segment in segments {
            order.push(segment.id());
            self.writer.add_segment(segment).map_err(|cause| self.broken(cause))?;
        }
        let committed = self.writer.prepare_commit().and_then(|mut prepared| {
            prepared.set_payload(&payload);
            prepared.commit()
        });
        committed.map_err(|cause| self.broken(cause))?;
        recurrences::remove_others(&self.archive.folder, &stored);
        self.merge(&order)
    }

    /// Merges the segments in this order, the order in which their articles were written.
    fn merge(mut self, order: &[SegmentId]) -> Result<()> {
        let folder = &self.archive.folder;
        let broken = |cause| {
            Error::index(format!("cannot merge the index in {}", folder.display()))
                .caused_by(in_words(cause))
                .hint("check the free space of the disk; a damaged index is rebuilt with `clippings index --rebuild`")
        };
        let current = self.archive.index.searchable_segment_metas().map_err(broken)?;
        let is_current = |segment: &SegmentId| current.iter().any(|meta| meta.id() == *segment);
        let segments: Vec<SegmentId> = order.iter().copied().filter(is_current).collect();
        // What is dropped counts in names and scores until it is gone.
        if segments.len() > 1 || current.iter().any(SegmentMeta::has_deletes) {
            self.writer.merge(&segments).wait().map_err(broken)?;
        }
        // Files are removed only of segments that nobody holds.
        drop(current);
        self.archive.reload()?;
        self.writer.garbage_collect_files().wait().map_err(broken)?;
        self.writer.wait_merging_threads().map_err(broken)
    }

    /// Waits for the thread, and returns the segments that it wrote.
    fn join(&self) -> Result<Vec<SegmentMeta>> {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        let ended = || self.broken("the thread that writes has ended");
        let written = thread.ok_or_else(ended)?.join().map_err(|_| ended())?;
        written.map_err(|cause| self.broken(cause))
    }

    fn broken(&self, cause: impl std::fmt::Display) -> Error {
        Error::index(format!("cannot write to the index in {}", self.archive.folder.display()))
            .caused_by(in_words(cause))
            .hint("check the free space of the disk and your leave to write there; the last commit is whole, and `clippings index` resumes from it")
    }
}

/// What the thread of a writer works with.
struct Gatherer {
    index: Index,
    fields: Fields,
    dictionary: Arc<OnceLock<Vec<u8>>>,
    /// The first articles, until a dictionary is learned from them.
    waiting: Vec<Documents>,
    builder: Option<Builder>,
    written: Vec<SegmentMeta>,
}

impl Gatherer {
    fn new(archive: &Archive, dictionary: Arc<OnceLock<Vec<u8>>>) -> Gatherer {
        let (index, fields) = (archive.index.clone(), archive.fields);
        Gatherer { index, fields, dictionary, waiting: Vec::new(), builder: None, written: Vec::new() }
    }

    /// Adds what is received, and returns the segments that it was written to; none when there is no message to end.
    fn run(mut self, messages: &Receiver<Message>) -> tantivy::Result<Vec<SegmentMeta>> {
        while let Ok(message) = messages.recv() {
            let Message::Add(documents) = message else { return self.end() };
            if self.dictionary.get().is_some() {
                self.add(*documents)?;
                continue;
            }
            self.waiting.push(*documents);
            if self.waiting.len() >= N_SAMPLES {
                self.learn()?;
            }
        }
        Ok(Vec::new())
    }

    /// Learns a dictionary from the articles that wait, and adds them.
    fn learn(&mut self) -> tantivy::Result<()> {
        let samples: Vec<&[u8]> = self.waiting.iter().map(|documents| documents.record.as_slice()).collect();
        let _ = self.dictionary.set(learn(&samples));
        std::mem::take(&mut self.waiting).into_iter().try_for_each(|documents| self.add(documents))
    }

    fn add(&mut self, documents: Documents) -> tantivy::Result<()> {
        if let Some(full) = self.builder.take_if(|builder| builder.is_full(&documents.vocabulary)) {
            self.written.push(full.finish()?);
        }
        let builder = match self.builder.take() {
            Some(builder) => builder,
            None => {
                let dictionary = self.dictionary.get().map_or(&[][..], Vec::as_slice);
                Builder::new(&self.index, self.fields, documents.vocabulary.clone(), dictionary)?
            }
        };
        self.builder.insert(builder).add(documents)
    }

    fn end(mut self) -> tantivy::Result<Vec<SegmentMeta>> {
        self.learn()?;
        if let Some(builder) = self.builder.take() {
            self.written.push(builder.finish()?);
        }
        Ok(self.written)
    }
}
