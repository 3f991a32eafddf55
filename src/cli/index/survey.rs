//! The first pass over the sources: what is new, what is gone, and how often lines recur, before anything is written.
//!
//! Comes in: the sources and the manifest of the last commit. Goes out: a [`Survey`]. What it finds depends on the
//! articles alone, so that an incremental run knows what a full one would know.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashSet;

use super::touched::Touched;
use crate::clean;
use crate::cli::pipeline;
use crate::error::Result;
use crate::index::{Archive, Manifest, Stamp};
use crate::ingest::{self, Found, Glimpse, Raw, Sources};
use crate::model::Recurrences;

/// What a run is to do.
#[derive(Default)]
pub struct Survey {
    /// Lines of all the articles that the index will hold.
    pub recurrences: Recurrences,
    /// Lines of the articles that the index holds already and will go on to hold.
    pub kept: Recurrences,
    /// Keys of the articles that are gone, or have changed.
    pub gone: Vec<String>,
    /// Articles of files that were not opened, since they have not changed.
    pub n_unopened: usize,
    /// Whether all is as the index has it: nothing was opened, nothing is gone.
    pub is_idle: bool,
}

/// What a walk has seen of the files of the last commit.
#[derive(Default)]
struct Seen {
    unchanged: FxHashSet<String>,
}

/// The key of an article, and its lines when the index does not hold it yet.
type Observed = (String, Option<(u32, FxHashSet<u64>)>);

/// Goes over the sources once; under other settings than those of the last commit, there is always something to do.
///
/// # Errors
/// An index that cannot be read; records that cannot be read are left to the second pass, which reports them.
pub fn survey(
    sources: Sources,
    roots: &[PathBuf],
    archive: &Archive,
    manifest: &Arc<Manifest>,
    (has_other_settings, touched): (bool, &Touched),
    interrupted: &AtomicBool,
) -> Result<Survey> {
    let known: FxHashSet<&str> = manifest.files.values().flat_map(|file| &file.articles).map(String::as_str).collect();
    let seen = Arc::new(Mutex::new(Seen::default()));
    let sources =
        sources.skipping(note_unchanged(manifest, touched, &seen)).take_while(|_| !interrupted.load(Ordering::Relaxed));
    let mut n_opened = 0;
    let mut present: FxHashSet<String> = FxHashSet::default();
    let mut new = Recurrences::new();
    pipeline::for_each_in_order(
        sources,
        |raw| observe(raw, &known),
        |observed| {
            n_opened += 1;
            if let Ok(Some((key, lines))) = observed
                && present.insert(key)
                && let Some((site, lines)) = lines
            {
                new.add(site, &lines);
            }
            Ok(())
        },
    )?;
    let seen = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
    let gone = if interrupted.load(Ordering::Relaxed) { Vec::new() } else { gone(manifest, roots, &seen, &present) };
    let unopened = seen.unchanged.iter().filter_map(|path| manifest.files.get(path));
    let n_unopened = unopened.map(|file| file.articles.len()).sum();
    if n_opened == 0 && gone.is_empty() && !has_other_settings {
        return Ok(Survey { n_unopened, is_idle: true, ..Survey::default() });
    }
    let mut kept = archive.recurrences();
    for key in &gone {
        archive.with_article(key, |article| {
            if !article.is_page() {
                let (site, lines) = clean::keys_of(article.text(), article.site());
                kept.remove(site, &lines);
            }
        })?;
    }
    let mut recurrences = kept.clone();
    recurrences.merge(&new);
    Ok(Survey { recurrences, kept, gone, n_unopened, is_idle: false })
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

fn observe(raw: Raw, known: &FxHashSet<&str>) -> Result<Option<Observed>> {
    let raw = ingest::load(raw)?;
    let (content, file, path) = (raw.content_hash(), raw.stamp, raw.path.clone());
    if let Some(id) = raw.own_id() {
        let key = stamp(id, &path, file, content).key();
        if known.contains(key.as_str()) {
            return Ok(Some((key, None)));
        }
    }
    let (id, article) = match ingest::glimpse(raw)? {
        Glimpse::Article(article) => (article.id.clone(), Some(article)),
        Glimpse::Page(page) => match ingest::page_id(&page) {
            Some(id) => (id, None),
            None => return Ok(None),
        },
    };
    let key = stamp(&id, &path, file, content).key();
    let new = article.filter(|_| !known.contains(key.as_str()));
    Ok(Some((key, new.and_then(|article| clean::keys(&article)))))
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
