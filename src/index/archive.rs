//! An index on disk, opened: the way in for the writer and for queries.

use std::fs;
use std::hash::Hasher;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use rustc_hash::{FxHashMap, FxHasher};
use tantivy::collector::TopDocs;
use tantivy::directory::error::OpenDirectoryError;
use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::index::SegmentId;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Index, IndexReader, ReloadPolicy, Searcher, SegmentReader, Term};

use super::aliases::{self, Aliases};
use super::analysis::Analyzer;
use super::corrections;
use super::directory::IndexDirectory;
use super::lists;
use super::names::{self, NameTable};
use super::recurrences;
use super::schema::{ANALYZER, ARTICLE, Fields, NameField, PLACE};
use super::segment::{RECORDS, Records, RecordsPlugin};
use super::settings::Settings;
use super::stored::{self, StoredArticle};
use super::writer::number_of_key;
use crate::error::{Error, Result};
use crate::model::Recurrences;

/// Version of the index format: an index of another version is rebuilt.
const FORMAT: u32 = 7;
/// How often an index that is written meanwhile is opened anew.
const MOST_TRIES: usize = 8;
/// Stands beside a commit that is not merged yet, or whose aliases are not found.
const UNSETTLED: &str = "unsettled";
/// The name tables that were asked for; none for a field that no document of a segment has.
type Tables = FxHashMap<(SegmentId, NameField), Option<Arc<NameTable>>>;

/// An index, open for reading.
pub struct Archive {
    /// The folder it lies in.
    pub folder: PathBuf,
    /// Its fields.
    pub fields: Fields,
    /// Names that stand for others, with the user's corrections.
    pub aliases: Aliases,
    pub(super) index: Index,
    reader: IndexReader,
    tables: Mutex<Tables>,
    records: Mutex<FxHashMap<SegmentId, Arc<Records>>>,
    /// A hash of what the engine says of the commit that is read.
    opened: AtomicU64,
    /// Whether there is a commit.
    is_finished: bool,
    /// When its names were last changed, as it was opened.
    named: [Option<SystemTime>; 2],
}

/// What the last commit of an index says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Version of the program that wrote it.
    pub version: String,
    /// Seconds since 1970 at the commit.
    pub committed: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// Number of segments.
    pub segments: usize,
}

impl Archive {
    /// Opens the index in `folder` to be read; no leave to write there is needed.
    ///
    /// # Errors
    /// No index there, none that was ever finished, one of another version, or a damaged one.
    pub fn open(folder: &Path) -> Result<Archive> {
        Archive::open_by(folder, |folder| IndexDirectory::open(folder).map(Box::from))?.finished()
    }

    /// Opens the index in `folder` to be changed.
    ///
    /// # Errors
    /// As of [`Archive::open`].
    pub fn open_to_change(folder: &Path) -> Result<Archive> {
        Archive::open_any(folder)?.finished()
    }

    fn finished(self) -> Result<Archive> {
        match self.is_finished {
            true => Ok(self),
            false => Err(Error::index(format!("the index in {} was never finished", self.folder.display()))
                .hint("run the `clippings index` again that was to build it")),
        }
    }

    /// Opens the index in `folder` to be written, be it without a commit.
    fn open_any(folder: &Path) -> Result<Archive> {
        Archive::open_by(folder, |folder| IndexDirectory::open_to_write(folder).map(Box::from))
    }

    fn open_by(
        folder: &Path,
        directory: impl FnOnce(&Path) -> std::result::Result<Box<dyn Directory>, OpenDirectoryError>,
    ) -> Result<Archive> {
        let missing = || {
            Error::index(format!("no index in {}", folder.display()))
                .hint("build one with `clippings index FOLDER`, or name another with `--index DIR`")
        };
        if !folder.join("meta.json").is_file() {
            return Err(missing());
        }
        let directory = directory(folder).map_err(|cause| missing().caused_by(cause))?;
        let mut index = Index::open(directory).map_err(|cause| damaged(folder, cause))?;
        index.register_plugin(Arc::new(RecordsPlugin));
        Archive::of(folder, index)
    }

    /// Opens the index in `folder`, whose every article is to be dropped by the next commit; one that cannot be opened
    /// is replaced.
    ///
    /// # Errors
    /// A folder that cannot be written, or that another process is writing to.
    pub fn open_to_rebuild(folder: &Path) -> Result<Archive> {
        if folder.join("meta.json").is_file() {
            if let Ok(archive) = Archive::open_any(folder) {
                return Ok(archive);
            }
            remove_index(folder)?;
        }
        Archive::open_or_create(folder)
    }

    /// Opens the index in `folder`, or creates it there.
    ///
    /// # Errors
    /// A folder that cannot be written, or that holds another version's index.
    pub fn open_or_create(folder: &Path) -> Result<Archive> {
        if folder.join("meta.json").is_file() {
            return Archive::open_any(folder);
        }
        let failed =
            |cause: String| Error::index(format!("cannot create an index in {}", folder.display())).caused_by(cause);
        fs::create_dir_all(folder).map_err(|cause| failed(cause.to_string()))?;
        let directory = IndexDirectory::open_to_write(folder).map_err(|cause| failed(cause.to_string()))?;
        let (schema, _) = Fields::build();
        let builder = Index::builder().schema(schema).register_plugin(Arc::new(RecordsPlugin));
        let index = builder.open_or_create(directory).map_err(|cause| failed(cause.to_string()))?;
        Archive::of(folder, index)
    }

    fn of(folder: &Path, index: Index) -> Result<Archive> {
        let (schema, fields) = Fields::build();
        if index.schema() != schema {
            return Err(other_version(folder));
        }
        index.tokenizers().register(ANALYZER, Analyzer::new());
        // Before the engine reads them, so that a commit in between is seen to have been made.
        let metas = metas(folder)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let reader = reader.map_err(|cause| damaged(folder, cause))?;
        let named = last_named(folder);
        let aliases = corrected(folder)?;
        let format = format_of(&metas);
        if format.is_some_and(|format| format != FORMAT.to_string()) {
            return Err(other_version(folder));
        }
        let (tables, records, opened) = (Mutex::default(), Mutex::default(), AtomicU64::new(hash_of(&metas)));
        let is_finished = format.is_some();
        let archive = Archive {
            folder: folder.to_owned(),
            fields,
            aliases,
            index,
            reader,
            tables,
            records,
            opened,
            is_finished,
            named,
        };
        archive.open_records()?;
        Ok(archive)
    }

    /// Opens the records of all segments, while they are there: a run that writes meanwhile removes the files of those
    /// that it merges, and what was opened before stays readable. Where it was quicker, its commit is opened instead.
    fn open_records(&self) -> Result<()> {
        for _ in 0..MOST_TRIES {
            let searcher = self.searcher();
            if searcher.segment_readers().iter().all(|segment| self.records(segment).is_ok()) {
                return Ok(());
            }
            if self.is_current()? {
                // Nobody writes: what is missing is told where it is wanted.
                return Ok(());
            }
            self.read_last_commit()?;
        }
        Ok(())
    }

    /// Returns whether no other commit was made since the archive was opened or reloaded.
    ///
    /// # Errors
    /// A damaged index.
    pub(super) fn is_current(&self) -> Result<bool> {
        Ok(hash_of(&metas(&self.folder)?) == self.opened.load(Ordering::Relaxed))
    }

    /// Returns whether the archive is as the index and the corrections of names now are.
    pub fn is_fresh(&self) -> bool {
        self.is_current().unwrap_or(false) && self.named == last_named(&self.folder)
    }

    /// Returns what a commit says of itself.
    pub(super) fn payload(recurrences: &str, settings: &Settings) -> String {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let seconds = now.map_or(0, |elapsed| elapsed.as_secs());
        let settings = settings.write();
        format!("{FORMAT}\t{}\t{seconds}\t{recurrences}\t{settings}", env!("CARGO_PKG_VERSION"))
    }

    /// Returns the commit that is current.
    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Makes the last commit the current one.
    ///
    /// # Errors
    /// A damaged index.
    pub(super) fn reload(&self) -> Result<()> {
        self.read_last_commit()?;
        self.open_records()
    }

    fn read_last_commit(&self) -> Result<()> {
        self.opened.store(hash_of(&metas(&self.folder)?), Ordering::Relaxed);
        self.reader.reload().map_err(|cause| damaged(&self.folder, cause))
    }

    /// Returns the names of a field in a segment by ordinal; `None` when none of its documents has any.
    ///
    /// # Errors
    /// A damaged index.
    pub fn names(&self, segment: &SegmentReader, field: NameField) -> Result<Option<Arc<NameTable>>> {
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(table) = tables.get(&(segment.segment_id(), field)) {
            return Ok(table.clone());
        }
        let table = NameTable::open(&self.folder, segment, field, &self.aliases)?.map(Arc::new);
        tables.insert((segment.segment_id(), field), table.clone());
        Ok(table)
    }

    /// Keeps these aliases with the current commit, which settles it.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn store_aliases(&self, aliases: &Aliases) -> Result<()> {
        aliases.store(&self.folder)?;
        self.refresh_names()?;
        match fs::remove_file(self.folder.join(UNSETTLED)) {
            Err(cause) if cause.kind() != ErrorKind::NotFound => Err(unwritable(&self.folder, cause)),
            _ => Ok(()),
        }
    }

    /// Notes that a commit follows which is not merged, and has no aliases, until they are stored: a run that ends
    /// before leaves it to the next.
    pub(super) fn unsettle(&self) -> Result<()> {
        fs::write(self.folder.join(UNSETTLED), "").map_err(|cause| unwritable(&self.folder, cause))
    }

    /// Returns whether the last commit was merged and its aliases found.
    pub fn is_settled(&self) -> bool {
        !self.folder.join(UNSETTLED).exists()
    }

    /// Makes ready what facets are counted by, as the aliases and the user's corrections are now.
    ///
    /// # Errors
    /// The folder cannot be written, or corrections that cannot be followed.
    pub fn refresh_names(&self) -> Result<()> {
        names::store(&self.folder, self.searcher().segment_readers(), &corrected(&self.folder)?)
    }

    /// Returns every value of a field with the number of documents that have it, in order of value.
    ///
    /// # Errors
    /// A damaged index.
    pub fn values(&self, searcher: &Searcher, field: NameField) -> Result<Vec<(String, u64)>> {
        let mut values: Vec<(String, u64)> = Vec::new();
        for segment in searcher.segment_readers() {
            let read = |values: &mut Vec<(String, u64)>| -> tantivy::Result<()> {
                let index = segment.inverted_index(self.fields.name(field))?;
                let mut terms = index.terms().stream()?;
                while terms.advance() {
                    values.push((String::from_utf8_lossy(terms.key()).into_owned(), u64::from(terms.value().doc_freq)));
                }
                Ok(())
            };
            read(&mut values).map_err(|cause| damaged(&self.folder, cause))?;
        }
        values.sort();
        values.dedup_by(|later, first| {
            let same = later.0 == first.0;
            first.1 += if same { later.1 } else { 0 };
            same
        });
        Ok(values)
    }

    /// Returns those values of a field that `is_wanted` holds of, with the number of documents that have them, in order
    /// of value. They are read from the column of the field, which is faster than from its terms.
    ///
    /// # Errors
    /// A damaged index.
    pub fn values_where(
        &self,
        searcher: &Searcher,
        field: NameField,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<(String, u64)>> {
        let find = || -> tantivy::Result<Vec<String>> {
            let mut found = Vec::new();
            for segment in searcher.segment_readers() {
                let Some(column) = segment.fast_fields().str(field.as_str())? else { continue };
                let mut values = column.dictionary().stream()?;
                while values.advance() {
                    let value = std::str::from_utf8(values.key()).ok();
                    found.extend(value.filter(|value| is_wanted(value)).map(str::to_owned));
                }
            }
            Ok(found)
        };
        let mut found = find().map_err(|cause| damaged(&self.folder, cause))?;
        found.sort();
        found.dedup();
        let count = |value: String| {
            let count = searcher.doc_freq(&Term::from_field_text(self.fields.name(field), &value));
            count.map(|count| (value, count)).map_err(|cause| damaged(&self.folder, cause))
        };
        found.into_iter().map(count).collect()
    }

    /// Returns what the last commit says of itself, and its size.
    ///
    /// # Errors
    /// A damaged index.
    pub fn summary(&self) -> Result<Summary> {
        let metas = self.index.load_metas().map_err(|cause| damaged(&self.folder, cause))?;
        let payload = metas.payload.unwrap_or_default();
        let mut parts = payload.split('\t').skip(1);
        let version = parts.next().unwrap_or("unknown").to_owned();
        let committed = parts.next().and_then(|seconds| seconds.parse().ok()).unwrap_or(0);
        let files = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let bytes = files.filter_map(|file| file.metadata().ok()).map(|metadata| metadata.len()).sum();
        Ok(Summary { version, committed, bytes, segments: metas.segments.len() })
    }

    /// Returns the settings that the last commit was made with.
    pub fn settings(&self) -> Settings {
        let payload = self.index.load_metas().ok().and_then(|metas| metas.payload).unwrap_or_default();
        Settings::of_payload(&payload).unwrap_or_default()
    }

    /// Returns the counts of recurring lines that the last commit was made with.
    pub fn recurrences(&self) -> Recurrences {
        let payload = self.index.load_metas().ok().and_then(|metas| metas.payload).unwrap_or_default();
        payload.split('\t').nth(3).map_or_else(Recurrences::default, |name| recurrences::load(&self.folder, name))
    }

    /// Passes the article with this key to `read`, if the index holds it.
    ///
    /// # Errors
    /// A damaged index.
    pub fn with_article(&self, key: &str, read: impl FnOnce(&StoredArticle)) -> Result<()> {
        let searcher = self.searcher();
        match self.find(&searcher, number_of_key(key))? {
            Some(address) => self.article(&searcher, address, |article| read(&article)),
            None => Ok(()),
        }
    }

    /// Finds the article with this number ([`Stamp::number`](super::Stamp::number)).
    ///
    /// # Errors
    /// A damaged index.
    pub fn find(&self, searcher: &Searcher, number: u64) -> Result<Option<DocAddress>> {
        let term = |field, value| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_u64(field, value), IndexRecordOption::Basic))
        };
        let query =
            BooleanQuery::intersection(vec![term(self.fields.article, number), term(self.fields.kind, ARTICLE)]);
        let found = searcher.search(&query, &TopDocs::with_limit(1).order_by_score());
        let found = found.map_err(|cause| damaged(&self.folder, cause))?;
        Ok(found.first().map(|(_, address)| *address))
    }

    /// Reads the record of a document and passes it to `read`, where it lies in its block.
    ///
    /// # Errors
    /// A damaged index.
    fn record<T>(&self, searcher: &Searcher, address: DocAddress, read: impl FnOnce(&[u8]) -> Option<T>) -> Result<T> {
        let record = self.records(searcher.segment_reader(address.segment_ord))?.get(address.doc_id);
        record.and_then(|record| read(&record)).ok_or_else(|| damaged(&self.folder, "a record cannot be read"))
    }

    /// Returns the records of a segment, which are opened once.
    fn records(&self, segment: &SegmentReader) -> Result<Arc<Records>> {
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(records) = records.get(&segment.segment_id()) {
            return Ok(records.clone());
        }
        let opened = Arc::new(Records::open(segment).map_err(|cause| damaged(&self.folder, cause))?);
        records.insert(segment.segment_id(), opened.clone());
        Ok(opened)
    }

    /// Returns what the records of the largest segment are compressed against; nothing where there is no such thing.
    pub(super) fn dictionary(&self) -> Result<Option<Vec<u8>>> {
        let searcher = self.searcher();
        let records: Vec<Arc<Records>> =
            searcher.segment_readers().iter().map(|segment| self.records(segment)).collect::<Result<_>>()?;
        let largest = records.iter().max_by_key(|records| records.n_bytes());
        Ok(largest.map(|records| records.dictionary().to_vec()).filter(|dictionary| !dictionary.is_empty()))
    }

    /// Reads an article.
    ///
    /// # Errors
    /// A damaged index.
    pub fn article<T>(
        &self,
        searcher: &Searcher,
        address: DocAddress,
        read: impl FnOnce(StoredArticle) -> T,
    ) -> Result<T> {
        self.record(searcher, address, |bytes| stored::decode_article(bytes).map(read))
    }

    /// Reads the article of a quotation, and the place of the quotation in it ([`StoredArticle::utterance`]).
    ///
    /// # Errors
    /// A damaged index.
    pub fn article_of<T>(
        &self,
        searcher: &Searcher,
        quotation: DocAddress,
        read: impl FnOnce(StoredArticle, u64) -> Option<T>,
    ) -> Result<T> {
        let DocAddress { segment_ord, doc_id } = quotation;
        let places = searcher.segment_reader(segment_ord).fast_fields().u64(PLACE);
        let place = places.map_err(|cause| damaged(&self.folder, cause))?.first(doc_id).unwrap_or(0);
        let article = DocAddress { segment_ord, doc_id: doc_id.saturating_sub(place as u32) };
        self.record(searcher, article, |bytes| read(stored::decode_article(bytes)?, place))
    }
}

/// Returns what the engine says of the last commit.
fn metas(folder: &Path) -> Result<String> {
    fs::read_to_string(folder.join("meta.json")).map_err(|cause| damaged(folder, cause))
}

fn hash_of(metas: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(metas.as_bytes());
    hasher.finish()
}

/// Returns the format that the last commit was written in, by the text of `meta.json`: the engine has read it twice by
/// then, and to read all of it once more takes longer than to find this. No text within it can be taken for it, since
/// quotation marks are escaped there.
fn format_of(metas: &str) -> Option<&str> {
    let (_, payload) = metas.rsplit_once("\"payload\":")?;
    payload.trim_start().strip_prefix('"')?.split(['\\', '"']).next()
}

/// Returns when the aliases of the index in `folder` and the user's corrections were last written.
fn last_named(folder: &Path) -> [Option<SystemTime>; 2] {
    let files = [aliases::file(folder), corrections::names_file(folder)];
    files.map(|file| fs::metadata(file).and_then(|of| of.modified()).ok())
}

/// Returns the aliases of the index in `folder`, with the user's corrections.
fn corrected(folder: &Path) -> Result<Aliases> {
    let mut aliases = Aliases::load(folder);
    aliases.correct(&corrections::read(&corrections::names_file(folder))?);
    Ok(aliases)
}

/// Removes the files of an index, and nothing else that lies in its folder.
fn remove_index(folder: &Path) -> Result<()> {
    let failed = |cause| Error::index(format!("cannot remove the old index in {}", folder.display())).caused_by(cause);
    let directory = MmapDirectory::open(folder).map_err(|cause| damaged(folder, cause))?;
    let busy = |_| {
        Error::index(format!("cannot remove the old index in {}", folder.display()))
            .caused_by("another process is writing to it, or the folder may not be written to")
            .hint("wait until the other `clippings index` is done")
    };
    // Held until all is removed.
    let _lock = directory.acquire_lock(&INDEX_WRITER_LOCK).map_err(busy)?;
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if is_index_file(&path) {
            fs::remove_file(&path).map_err(failed)?;
        }
    }
    Ok(())
}

/// The extensions of the files of a segment.
const OF_SEGMENTS: [&str; 9] = ["term", "idx", "pos", "fast", "fieldnorm", "store", "temp", "del", RECORDS];

fn is_index_file(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
    let is_of_segment = name.split_once('.').is_some_and(|(stem, rest)| {
        let is_id = stem.len() == 32 && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_id && rest.rsplit('.').next().is_some_and(|extension| OF_SEGMENTS.contains(&extension))
    });
    is_of_segment
        || recurrences::is_recurrences(name)
        || names::is_ordinals(name)
        || lists::is_lists(name)
        || matches!(
            name,
            "meta.json" | "meta.new" | ".managed.json" | ".managed.new" | ".tantivy-meta.lock" | UNSETTLED
        )
}

fn unwritable(folder: &Path, cause: std::io::Error) -> Error {
    Error::index(format!("cannot write to the index in {}", folder.display())).caused_by(cause)
}

/// What a reader or writer without leave is told.
const FORBIDDEN: &str = "permission denied";

/// Returns in plain words what the engine says in its own, where it is one of the usual things.
pub(super) fn in_words(cause: impl std::fmt::Display) -> String {
    const USUAL: [(&[&str], &str); 4] = [
        (&["LockBusy"], "another process is writing to it"),
        (&["ermission denied", "PermissionDenied"], FORBIDDEN),
        (&["No space left", "StorageFull"], "no space is left on the disk"),
        (&["ooter magic byte", "orrupted", "CRC"], "one of its files is damaged"),
    ];
    let cause = cause.to_string();
    let usual = USUAL.iter().find(|(signs, _)| signs.iter().any(|sign| cause.contains(sign)));
    usual.map_or(cause, |(_, words)| (*words).to_owned())
}

pub(super) fn damaged(folder: &Path, cause: impl std::fmt::Display) -> Error {
    let cause = in_words(cause);
    let hint = match cause == FORBIDDEN {
        true => "give yourself leave to its files, or copy it to a folder of your own",
        false => "rebuild it with `clippings index --rebuild`",
    };
    Error::index(format!("cannot read the index in {}", folder.display())).caused_by(cause).hint(hint)
}

fn other_version(folder: &Path) -> Error {
    Error::index(format!("the index in {} was written by another version of clippings", folder.display()))
        .hint("rebuild it with `clippings index --rebuild`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_read_from_the_text_of_a_commit() {
        let metas = r#"{"opstamp": 12, "segments": [], "payload": "4\t0.1.0\t\"payload\": \"7"}"#;
        assert_eq!(format_of(metas), Some("4"));
        assert_eq!(format_of("{\n  \"opstamp\": 3\n}"), None);
        assert_eq!(format_of(r#"{"opstamp":5,"payload":null}"#), None);
        assert_eq!(format_of(""), None);
    }

    #[test]
    fn the_last_commit_is_the_one_that_the_engine_reads() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open_or_create(folder.path()).unwrap();
        assert!(archive.is_current().unwrap());
        let settings = Settings { films: vec![("my \"payload\": films.tsv".to_owned(), 7)], ..Settings::default() };
        let mut writer = archive.index.writer_with_num_threads::<tantivy::TantivyDocument>(1, 20_000_000).unwrap();
        let mut commit = writer.prepare_commit().unwrap();
        commit.set_payload(&Archive::payload("", &settings));
        commit.commit().unwrap();
        assert!(Archive::open(folder.path()).unwrap().is_current().unwrap());
        assert_eq!(Archive::open(folder.path()).unwrap().settings(), settings);
    }
}
