//! Which articles of an index a change of the rules for cleaning or of what recurs touches: those alone are cleaned
//! anew.
//!
//! Comes in: how the lines of the last commit were judged, and how this run is to judge them. Goes out: the articles to
//! clean anew: all of them when the balance has changed, else those that hold a line of which a rule speaks
//! that is new, gone, or stands on another line of the user's file, or one that now recurs more or less.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::clean;
use crate::cli::base::is_under;
use crate::cli::options::shipped_rules;
use crate::error::Result;
use crate::index::{Archive, Judged, Stamp, StoredArticle};
use crate::rules::{Rules, UserRules, split_words};

/// The articles to clean anew.
#[derive(Clone, Default)]
pub struct Touched {
    keys: Arc<FxHashSet<String>>,
    files: Arc<FxHashSet<String>>,
}

impl Touched {
    /// Finds the articles that were judged otherwise than this run judges.
    ///
    /// # Errors
    /// A damaged index.
    pub fn find(archive: &Archive, before: &Judged, wanted: &Judged) -> Result<Touched> {
        if before == wanted {
            return Ok(Touched::default());
        }
        let rules = shipped_rules()?;
        let changed = changed_rules(before, wanted);
        let searcher = archive.searcher();
        let mut touched = Touched::default();
        for address in archive.every_article(&searcher)? {
            let speaks = |changed: &UserRules| {
                archive.article(&searcher, address, |article| speaks_of(changed, &article, &rules))
            };
            if changed.as_ref().map_or(Ok(true), speaks)? {
                touched.insert(archive.stamp(&searcher, address)?);
            }
        }
        Ok(touched)
    }

    /// Adds the articles that hold any of these lines, by site and hash. Pages are judged by their own tree, and are
    /// left.
    ///
    /// # Errors
    /// A damaged index.
    pub fn with_lines(&self, archive: &Archive, lines: &FxHashSet<(u32, u64)>) -> Result<Touched> {
        let mut touched = self.clone();
        if lines.is_empty() {
            return Ok(touched);
        }
        let searcher = archive.searcher();
        let holds = |article: &StoredArticle| {
            let (site, keys) = clean::keys_of(article.text(), article.site());
            !article.is_page() && keys.iter().any(|&key| lines.contains(&(site, key)))
        };
        let stamp = |&address| -> Result<Option<Stamp>> {
            match archive.article(&searcher, address, |article| holds(&article))? {
                true => archive.stamp(&searcher, address).map(Some),
                false => Ok(None),
            }
        };
        let holders: Vec<Result<Option<Stamp>>> = archive.every_article(&searcher)?.par_iter().map(stamp).collect();
        for holder in holders {
            if let Some(stamp) = holder? {
                touched.insert(stamp);
            }
        }
        Ok(touched)
    }

    fn insert(&mut self, stamp: Stamp) {
        Arc::make_mut(&mut self.keys).insert(stamp.key());
        Arc::make_mut(&mut self.files).insert(stamp.path);
    }

    /// Returns whether the article with this key is to be cleaned anew.
    pub fn has(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// Returns whether a file holds an article that is to be cleaned anew.
    pub fn has_file(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// Returns the files of these articles that lie outside the folders given, and are still there.
    pub fn files_outside(&self, roots: &[PathBuf]) -> Vec<PathBuf> {
        let outside = self.files.iter().filter(|path| !is_under(path, roots)).map(PathBuf::from);
        let mut there: Vec<PathBuf> = outside.filter(|path| path.is_file()).collect();
        there.sort_unstable();
        there
    }

    /// Returns the number of articles to clean anew.
    pub fn len(&self) -> usize {
        self.keys.len()
    }
}

/// What the line opens with that names the columns; it may be left out.
const NAMES_COLUMNS: &str = "action";

/// Returns the rules in which two ways of judging differ; nothing when all that was judged is to be judged anew.
fn changed_rules(before: &Judged, wanted: &Judged) -> Option<UserRules> {
    if before.balance != wanted.balance || before.is_mixed {
        return None;
    }
    let lines = |judged: &Judged| -> BTreeSet<(usize, String)> {
        let rules = judged.rules.lines().map(str::to_owned).enumerate();
        rules.filter(|(_, line)| line.split('\t').next() != Some(NAMES_COLUMNS)).collect()
    };
    let (old, new) = (lines(before), lines(wanted));
    let changed: Vec<&str> = old.symmetric_difference(&new).map(|(_, line)| line.as_str()).collect();
    UserRules::parse("", &(changed.join("\n") + "\n")).ok()
}

fn speaks_of(changed: &UserRules, article: &StoredArticle, rules: &Rules) -> bool {
    let site = article.site().unwrap_or("");
    let mut words = Vec::new();
    clean::split(article.text()).any(|span| {
        words.clear();
        let line = span.of(article.text());
        let whole = split_words(line, &mut words);
        changed.verdict(site, line, &words, whole, &rules.phrases.classes).is_some()
    })
}
