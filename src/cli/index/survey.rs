//! The first pass over the sources: what is new, what is gone, and how often lines recur, before anything is written.
//!
//! Comes in: the sources and the manifest of the last commit. Goes out: a [`Survey`]. What it finds depends on the
//! articles alone, so that an incremental run knows what a full one would know.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use super::touched::Touched;
use crate::cli::base::is_under;
use crate::cli::observed::Observed;
use crate::cli::pipeline;
use crate::error::Result;
use crate::index::{Archive, Manifest, Stamp, id_of_key};
use crate::ingest::{self, Found, Raw, Sources};
use crate::model::Recurrences;
use crate::rules::Rules;

/// What a run is to do.
pub struct Survey {
    /// Lines of all the articles that the index will hold.
    pub recurrences: Recurrences,
    /// Lines of the articles that the index holds already and will go on to hold.
    pub kept: Recurrences,
    /// How many articles the index does not hold yet.
    pub n_new: usize,
    /// Titles that more or fewer articles tell plainly than those of the last commit, so that the articles that print
    /// them may be read otherwise.
    pub turned: Vec<String>,
    /// Lines that recur otherwise than in the articles of the last commit, by site and hash, so that the articles that
    /// hold them may be cleaned otherwise.
    pub turned_lines: FxHashSet<(u32, u64)>,
    /// Keys of the articles that are gone, or have changed.
    pub gone: Vec<String>,
    /// Files that have not changed, and were not opened.
    unchanged: FxHashSet<String>,
}

impl Survey {
    /// Returns the number of articles of files that need not be opened at all.
    pub fn n_unopened(&self, manifest: &Manifest, touched: &Touched) -> usize {
        let unopened = self.unchanged.iter().filter(|path| !touched.has_file(path));
        unopened.filter_map(|path| manifest.files.get(path)).map(|file| file.articles.len()).sum()
    }

    /// Returns the lines of all articles that the index holds once those of the keys in `added` are written: commonly
    /// all that are new. After an interrupt, those that were are read again.
    ///
    /// # Errors
    /// Sources that cannot be read again.
    pub fn lines_with(
        &self,
        added: &FxHashSet<String>,
        sources: impl FnOnce() -> Result<Sources>,
        rules: &Rules,
    ) -> Result<Cow<'_, Recurrences>> {
        if added.len() == self.n_new {
            return Ok(Cow::Borrowed(&self.recurrences));
        }
        let mut lines = self.kept.clone();
        let mut left: FxHashSet<&str> = added.iter().map(String::as_str).collect();
        for raw in sources()? {
            if left.is_empty() {
                break;
            }
            // What cannot be read was not written.
            let Ok(raw) = raw.and_then(ingest::load) else { continue };
            let (content, file, path) = (raw.content_hash(), raw.stamp, raw.path.clone());
            let Ok(article) = ingest::parse(raw) else { continue };
            if left.remove(stamp(&article.id, &path, file, content).key().as_str()) {
                Observed::of(&article, rules, false).add_to(&mut lines);
            }
        }
        Ok(Cow::Owned(lines))
    }
}

/// The key of an article, and what is counted of it when the index does not hold it yet.
type Counted = (String, Option<Observed>);

/// Looks for anything to do, up to the first file that is to be opened; returns the number of articles where there is
/// nothing: no file is new or has changed, and none is gone.
///
/// It only counts, and so knows that nothing is gone where it has seen as many files as the index knows under the
/// roots; where one file may be seen twice, the survey finds out more.
pub fn unchanged(sources: Sources, roots: &[PathBuf], manifest: &Arc<Manifest>) -> Option<usize> {
    let is_within_another = |root: &&PathBuf| {
        let path = root.to_string_lossy();
        roots.iter().filter(|other| is_under(&path, std::slice::from_ref(other))).count() > 1
    };
    let is_stream = roots.iter().any(|root| root.as_os_str() == "-");
    if manifest.files.is_empty() || is_stream || roots.iter().any(|root| is_within_another(&root)) {
        return None;
    }
    let (known, seen) = (manifest.clone(), Arc::new(AtomicUsize::new(0)));
    let n_seen = seen.clone();
    let skip = move |path: &str, found: &Found| {
        let unchanged = is_unchanged(&known, &Touched::default(), path, found);
        n_seen.fetch_add(usize::from(unchanged), Ordering::Relaxed);
        unchanged
    };
    let n_files = sources.skipping(skip).next().is_none().then(|| seen.load(Ordering::Relaxed))?;
    let is_all = n_files == manifest.files.len();
    let known: Vec<usize> = (manifest.files.iter())
        .filter(|(path, _)| is_all || is_under(path, roots))
        .map(|(_, file)| file.articles.len())
        .collect();
    (n_files == known.len()).then(|| known.iter().sum())
}
/// What there is before a run.
#[derive(Clone, Copy)]
pub struct Before<'b> {
    /// The index.
    pub archive: &'b Archive,
    /// What it knows of its files.
    pub manifest: &'b Arc<Manifest>,
    /// The articles that are to be cleaned anew.
    pub touched: &'b Touched,
}

/// Goes over the sources once; `kept` is what the last commit counted.
///
/// # Errors
/// An index that cannot be read; records that cannot be read are left to the second pass, which reports them.
pub fn survey(
    sources: Sources,
    roots: &[PathBuf],
    before: Before,
    mut kept: Recurrences,
    interrupted: &AtomicBool,
    rules: &Rules,
) -> Result<Survey> {
    let Before { archive, manifest, .. } = before;
    let mut read = read(sources, before, interrupted, rules)?;
    let gone = match interrupted.load(Ordering::Relaxed) {
        true => Vec::new(),
        false => gone(manifest, roots, &read),
    };
    let counted = kept.clone();
    for key in &gone {
        archive.with_article(key, |article| {
            let observed = Observed::of_stored(article, rules);
            observed.take_from(&mut kept);
            read.phrases.extend(observed.phrases);
        })?;
    }
    let mut recurrences = read.new;
    recurrences.merge(&kept);
    let turned = read.phrases.into_iter().filter(|(title, _)| counted.heard(*title) != recurrences.heard(*title));
    let mut turned: Vec<String> = turned.map(|(_, phrase)| phrase).collect();
    turned.sort_unstable();
    let turned_lines = counted.turned(&recurrences);
    let Read { n_new, unchanged, .. } = read;
    Ok(Survey { recurrences, kept, n_new, turned, turned_lines, gone, unchanged })
}

/// What was read of the files that were opened.
#[derive(Default)]
struct Read {
    /// The keys of their articles.
    present: FxHashSet<String>,
    /// What is counted of those that the index does not hold.
    new: Recurrences,
    /// How many these are.
    n_new: usize,
    /// Titles that they tell plainly, as printed. They matter only where an index may hold articles that print them.
    phrases: FxHashMap<u64, String>,
    /// The files and folders of which something cannot be read.
    failed: FxHashSet<String>,
    /// Files that have not changed, and were not opened.
    unchanged: FxHashSet<String>,
}

/// Reads every record of the files that may have changed.
fn read(sources: Sources, before: Before, interrupted: &AtomicBool, rules: &Rules) -> Result<Read> {
    let Before { manifest, touched, .. } = before;
    let known: FxHashSet<&str> = manifest.files.values().flat_map(|file| &file.articles).map(String::as_str).collect();
    let unchanged = Arc::new(Mutex::default());
    let sources = sources.skipping(note_unchanged(manifest, touched, &unchanged));
    let sources = sources.take_while(|_| !interrupted.load(Ordering::Relaxed));
    let mut read = Read { new: Recurrences::new(), ..Read::default() };
    pipeline::for_each_in_order(
        sources,
        |raw| observe(raw, &known, rules),
        |observed| {
            read.see(observed);
            Ok(())
        },
    )?;
    read.unchanged = std::mem::take(&mut *unchanged.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(read)
}

impl Read {
    fn see(&mut self, observed: Result<Counted>) {
        match observed {
            Ok((key, observed)) => {
                let is_first = self.present.insert(key);
                if let Some(observed) = observed.filter(|_| is_first) {
                    observed.add_to(&mut self.new);
                    self.n_new += 1;
                    self.phrases.extend(observed.phrases);
                }
            }
            Err(error) => self.failed.extend(error.file().map(str::to_owned)),
        }
    }
}

/// Returns the predicate that passes over files whose stamp the manifest knows, and notes them.
fn note_unchanged(
    manifest: &Arc<Manifest>,
    touched: &Touched,
    seen: &Arc<Mutex<FxHashSet<String>>>,
) -> impl FnMut(&str, &Found) -> bool + use<> {
    let (manifest, touched, seen) = (manifest.clone(), touched.clone(), seen.clone());
    move |path, found| {
        let unchanged = is_unchanged(&manifest, &touched, path, found);
        if unchanged {
            seen.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
        }
        unchanged
    }
}

/// Returns whether the file is as it was when its articles were written, and none of them is to be cleaned anew.
pub fn is_unchanged(manifest: &Manifest, touched: &Touched, path: &str, found: &Found) -> bool {
    manifest.is_unchanged(path, found.stamp) && !touched.has_file(path)
}

/// Returns the stamp of a record: its id, file and content.
pub fn stamp(article_id: &str, raw_path: &str, file: u64, content: u64) -> Stamp {
    let id = if article_id == raw_path { article_id.to_owned() } else { format!("{raw_path}#{article_id}") };
    Stamp { id, path: raw_path.to_owned(), file, content }
}

fn observe(raw: Raw, known: &FxHashSet<&str>, rules: &Rules) -> Result<Counted> {
    let raw = ingest::load(raw)?;
    let (content, file, path) = (raw.content_hash(), raw.stamp, raw.path.clone());
    if let Some(id) = raw.own_id() {
        let key = stamp(id, &path, file, content).key();
        if known.contains(key.as_str()) {
            return Ok((key, None));
        }
    }
    let article = ingest::parse(raw)?;
    let key = stamp(&article.id, &path, file, content).key();
    if known.contains(key.as_str()) {
        return Ok((key, None));
    }
    Ok((key, Some(Observed::of(&article, rules, !known.is_empty()))))
}

/// Returns the articles of files that are gone from the roots, or that the files under them no longer hold. Of what
/// cannot be read now, and of earlier streams of standard input, the index keeps what it has, but for what has changed.
fn gone(manifest: &Manifest, roots: &[PathBuf], read: &Read) -> Vec<String> {
    let is_streamed = roots.iter().any(|root| root.as_os_str() == "-");
    let ids: FxHashSet<&str> = match read.failed.is_empty() && !is_streamed {
        true => FxHashSet::default(),
        false => read.present.iter().map(|key| id_of_key(key)).collect(),
    };
    let is_failed = |part: &Path| read.failed.contains(&*part.to_string_lossy());
    // Another stream than before tells of its own articles alone.
    let is_stream = |path: &str| path == "-";
    let is_lost = |path: &str| is_stream(path) || Path::new(path).ancestors().any(is_failed);
    let files = manifest.files.iter().filter(|(path, _)| !read.unchanged.contains(*path) && is_under(path, roots));
    let mut gone: Vec<String> = Vec::new();
    for (path, file) in files {
        let is_lost = is_lost(path);
        let is_gone = |key: &&String| !read.present.contains(*key) && (!is_lost || ids.contains(id_of_key(key)));
        gone.extend(file.articles.iter().filter(is_gone).cloned());
    }
    gone.sort_unstable();
    gone
}
