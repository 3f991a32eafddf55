//! Writes annotated articles into an index; nothing is seen by readers before [`Writer::commit`].

use std::hash::Hasher;

use rustc_hash::FxHasher;
use tantivy::indexer::{LogMergePolicy, NoMergePolicy, UserOperation};
use tantivy::{IndexWriter, Term};

use super::archive::Archive;
use super::document::{Document, documents};
use super::recurrences;
use super::settings::Settings;
use crate::error::{Error, Result};
use crate::model::{AnnotatedArticle, Recurrences};

/// Memory for the postings of one writer thread before they are flushed to a segment.
const THREAD_MEMORY: usize = 96 << 20;

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
pub struct Writer<'a> {
    archive: &'a Archive,
    writer: IndexWriter<Document>,
}

impl<'a> Writer<'a> {
    /// Opens the index for writing with `threads` threads.
    ///
    /// # Errors
    /// Another process is writing, or has written since the archive was opened, or the folder cannot be written.
    pub fn open(archive: &'a Archive, threads: usize) -> Result<Writer<'a>> {
        let threads = threads.clamp(1, 8);
        let opened = archive.index.writer_with_num_threads(threads, THREAD_MEMORY * threads);
        let writer: IndexWriter<Document> = opened.map_err(|cause| {
            Error::index(format!("cannot write to the index in {}", archive.folder.display()))
                .caused_by(cause)
                .hint("wait until the other `clippings index` is done, or check that you may write to the folder")
        })?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        if !archive.is_current()? {
            return Err(Error::index(format!("the index in {} has just changed", archive.folder.display()))
                .caused_by("another `clippings index` wrote to it meanwhile")
                .hint("run the command again"));
        }
        Ok(Writer { archive, writer })
    }

    /// Adds an article and its quotations, as [`Writer::documents`] made them.
    ///
    /// # Errors
    /// The disk is full or the index cannot be written.
    pub fn add(&self, documents: Vec<Document>) -> Result<()> {
        // One batch goes to one segment, in order: the documents of an article stand together.
        let batch: Vec<UserOperation<Document>> = documents.into_iter().map(UserOperation::Add).collect();
        self.writer.run(batch).map(|_| ()).map_err(|cause| self.broken(cause))
    }

    /// Returns the documents of an article, ready to be added.
    pub fn documents(&self, annotated: &AnnotatedArticle, stamp: &Stamp) -> Vec<Document> {
        documents(annotated, stamp, &self.archive.fields)
    }

    /// Drops the article with this key, and its quotations.
    pub fn delete(&self, key: &str) {
        self.writer.delete_term(Term::from_field_u64(self.archive.fields.article, number_of_key(key)));
    }

    /// Makes everything since the last commit visible at once, with the counts of its recurring lines and the settings
    /// that it was annotated by, then merges small segments.
    ///
    /// # Errors
    /// The disk is full or the index cannot be written; what was committed before stays whole.
    pub fn commit(mut self, recurrences: &Recurrences, settings: &Settings) -> Result<()> {
        let stored = recurrences::store(&self.archive.folder, recurrences)?;
        let payload = Archive::payload(&stored, settings);
        let committed = self.writer.prepare_commit().and_then(|mut prepared| {
            prepared.set_payload(&payload);
            prepared.commit()
        });
        committed.map_err(|cause| self.broken(cause))?;
        recurrences::remove_others(&self.archive.folder, &stored);
        self.merge()
    }

    fn merge(mut self) -> Result<()> {
        let folder = &self.archive.folder;
        let broken = |cause| Error::index(format!("cannot merge the index in {}", folder.display())).caused_by(cause);
        let segments = self.archive.index.searchable_segment_ids().map_err(broken)?;
        if segments.len() > 1 {
            self.writer.merge(&segments).wait().map_err(broken)?;
        }
        self.writer.set_merge_policy(Box::<LogMergePolicy>::default());
        self.writer.garbage_collect_files().wait().map_err(broken)?;
        self.writer.wait_merging_threads().map_err(broken)
    }

    fn broken(&self, cause: tantivy::TantivyError) -> Error {
        Error::index(format!("cannot write to the index in {}", self.archive.folder.display()))
            .caused_by(cause)
            .hint("check the free space of the disk; the last commit is whole, and `clippings index` resumes from it")
    }
}
