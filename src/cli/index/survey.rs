//! The first pass over the sources: what is new, what is gone, and how often lines recur, before anything is written.
//!
//! Comes in: the sources and the manifest of the last commit. Goes out: a [`Survey`]. What it finds depends on the
//! articles alone, so that an incremental run knows what a full one would know.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use super::touched::Touched;
use crate::cli::observed::Observed;
use crate::cli::pipeline;
use crate::error::{Error, Result};
use crate::index::{Archive, Manifest, Stamp};
use crate::ingest::{self, Found, Raw, Sources};
use crate::model::Recurrences;
use crate::rules::Rules;

/// What a run is to do.
pub struct Survey {
    /// Lines of all the articles that the index will hold.
    pub recurrences: Recurrences,
    /// Lines of the articles that the index holds already and will go on to hold.
    pub kept: Recurrences,
    /// Titles that more or fewer articles tell plainly than those of the last commit, so that the articles that print
    /// them may be read otherwise.
    pub turned: Vec<String>,
    /// Keys of the articles that are gone, or have changed.
    pub gone: Vec<String>,
    /// Articles of files that were not opened, since they have not changed.
    pub n_unopened: usize,
}

/// What a walk has seen of the files of the last commit.
#[derive(Default)]
struct Seen {
    unchanged: FxHashSet<String>,
}

/// The key of an article, and what is counted of it when the index does not hold it yet.
type Counted = (String, Option<Observed>);

/// Looks for anything to do, up to the first file that is to be opened; returns the number of articles where there is
/// nothing: no file is new or has changed, and none is gone.
pub fn unchanged(sources: Sources, roots: &[PathBuf], manifest: &Arc<Manifest>) -> Option<usize> {
    let seen = Arc::new(Mutex::new(Seen::default()));
    if manifest.files.is_empty() || roots.iter().any(|root| root.as_os_str() == "-") {
        return None;
    }
    if sources.skipping(note_unchanged(manifest, &Touched::default(), &seen)).next().is_some() {
        return None;
    }
    let seen = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
    gone(manifest, roots, &seen, &FxHashSet::default()).is_empty().then(|| n_articles(manifest, &seen))
}

/// Counts the articles of the files that have not changed.
fn n_articles(manifest: &Manifest, seen: &Seen) -> usize {
    seen.unchanged.iter().filter_map(|path| manifest.files.get(path)).map(|file| file.articles.len()).sum()
}

/// Goes over the sources once.
///
/// # Errors
/// An index that cannot be read; records that cannot be read are left to the second pass, which reports them.
pub fn survey(
    sources: Sources,
    roots: &[PathBuf],
    archive: &Archive,
    (manifest, touched): (&Arc<Manifest>, &Touched),
    interrupted: &AtomicBool,
    rules: &(impl Deref<Target = Result<Rules>> + Sync),
) -> Result<Survey> {
    let known: FxHashSet<&str> = manifest.files.values().flat_map(|file| &file.articles).map(String::as_str).collect();
    let seen = Arc::new(Mutex::new(Seen::default()));
    let sources =
        sources.skipping(note_unchanged(manifest, touched, &seen)).take_while(|_| !interrupted.load(Ordering::Relaxed));
    let mut kept = archive.recurrences();
    let mut present: FxHashSet<String> = FxHashSet::default();
    let mut new = Recurrences::new();
    let mut phrases: FxHashMap<u64, String> = FxHashMap::default();
    pipeline::for_each_in_order(
        sources,
        |raw| observe(raw, &known, rules),
        |observed| {
            if let Ok(Some((key, lines))) = observed
                && present.insert(key)
                && let Some(observed) = lines
            {
                observed.add_to(&mut new);
                phrases.extend(observed.phrases);
            }
            Ok(())
        },
    )?;
    let seen = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
    let gone = if interrupted.load(Ordering::Relaxed) { Vec::new() } else { gone(manifest, roots, &seen, &present) };
    let rules = rules.as_ref().map_err(Error::clone)?;
    let before = kept.clone();
    for key in &gone {
        archive.with_article(key, |article| {
            let observed = Observed::of_stored(article, rules);
            observed.take_from(&mut kept);
            phrases.extend(observed.phrases);
        })?;
    }
    let mut recurrences = kept.clone();
    recurrences.merge(&new);
    let turned = phrases.into_iter().filter(|(title, _)| before.heard(*title) != recurrences.heard(*title));
    let mut turned: Vec<String> = turned.map(|(_, phrase)| phrase).collect();
    turned.sort_unstable();
    Ok(Survey { recurrences, kept, turned, gone, n_unopened: n_articles(manifest, &seen) })
}

/// Returns the predicate that passes over files whose stamp the manifest knows, and notes them.
fn note_unchanged(
    manifest: &Arc<Manifest>,
    touched: &Touched,
    seen: &Arc<Mutex<Seen>>,
) -> impl FnMut(&str, &Found) -> bool + use<> {
    let (manifest, touched, seen) = (manifest.clone(), touched.clone(), seen.clone());
    move |path, found| {
        let unchanged = is_unchanged(&manifest, &touched, path, found);
        if unchanged {
            seen.lock().unwrap_or_else(PoisonError::into_inner).unchanged.insert(path.to_owned());
        }
        unchanged
    }
}

/// Returns whether the file is as it was when its articles were written, and none of them is to be cleaned anew.
pub fn is_unchanged(manifest: &Manifest, touched: &Touched, path: &str, found: &Found) -> bool {
    manifest.files.get(path).is_some_and(|known| known.stamps.contains(&found.stamp)) && !touched.has_file(path)
}

/// Returns the stamp of a record: its id, file and content.
pub fn stamp(article_id: &str, raw_path: &str, file: u64, content: u64) -> Stamp {
    let id = if article_id == raw_path { article_id.to_owned() } else { format!("{raw_path}#{article_id}") };
    Stamp { id, path: raw_path.to_owned(), file, content }
}

fn observe(raw: Raw, known: &FxHashSet<&str>, rules: &impl Deref<Target = Result<Rules>>) -> Result<Option<Counted>> {
    let raw = ingest::load(raw)?;
    let (content, file, path) = (raw.content_hash(), raw.stamp, raw.path.clone());
    if let Some(id) = raw.own_id() {
        let key = stamp(id, &path, file, content).key();
        if known.contains(key.as_str()) {
            return Ok(Some((key, None)));
        }
    }
    let article = ingest::parse(raw)?;
    let key = stamp(&article.id, &path, file, content).key();
    if known.contains(key.as_str()) {
        return Ok(Some((key, None)));
    }
    let rules = rules.as_ref().map_err(Error::clone)?;
    Ok(Some((key, Some(Observed::of(&article, rules, !known.is_empty())))))
}

/// Returns the articles of files that are gone from the roots, or that the files under them no longer hold.
fn gone(manifest: &Manifest, roots: &[PathBuf], seen: &Seen, present: &FxHashSet<String>) -> Vec<String> {
    let files = manifest.files.iter().filter(|(path, _)| !seen.unchanged.contains(*path) && is_under(path, roots));
    let mut gone: Vec<String> =
        files.flat_map(|(_, file)| &file.articles).filter(|key| !present.contains(*key)).cloned().collect();
    gone.sort_unstable();
    gone
}

/// Returns whether a file lies under one of the folders.
pub fn is_under(path: &str, roots: &[PathBuf]) -> bool {
    roots.iter().any(|root| {
        let root = root.strip_prefix("./").unwrap_or(root);
        root == Path::new(".") || Path::new(path).starts_with(root)
    })
}
