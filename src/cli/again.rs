//! Annotates articles again from what the index stores of them, when lists or corrections have changed: nothing is read
//! or cleaned anew.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::annotate;
use crate::error::Result;
use crate::index::{Archive, Settings, Stamp, Writer};
use crate::model::{AnnotatedArticle, Recurrences};
use crate::rules::Rules;

/// Articles that are held in memory together.
const BATCH: usize = 256;

/// An article before and after.
pub struct Again {
    /// What names it to the writer.
    pub stamp: Stamp,
    /// As the index holds it.
    pub before: AnnotatedArticle,
    /// As it is now.
    pub after: AnnotatedArticle,
}

impl Again {
    /// Puts the article as it is now in place of what the index holds.
    ///
    /// # Errors
    /// An index that cannot be written.
    pub fn write(&self, writer: &Writer) -> Result<()> {
        writer.delete(&self.stamp.key());
        writer.add(writer.documents(&self.after, &self.stamp))
    }
}

/// Why articles are to be annotated again.
pub struct Change<'c> {
    /// The settings that the index was made with.
    pub old: &'c Settings,
    /// Those that hold now.
    pub new: &'c Settings,
    /// Titles that more or fewer articles tell plainly now.
    pub turned: &'c [String],
    /// What is counted over the corpus as it is now.
    pub recurrences: &'c Recurrences,
}

/// Annotates the articles again that a change concerns, and passes on those that come out otherwise. Returns how many
/// were looked at.
///
/// # Errors
/// A damaged index, or whatever `each` returns.
pub fn annotate_again(
    archive: &Archive,
    rules: &Rules,
    change: &Change,
    mut each: impl FnMut(Again) -> Result<()>,
) -> Result<usize> {
    let searcher = archive.searcher();
    let Change { old, new, turned, recurrences } = change;
    let corrections = new.differing(old);
    let concerned = match new.same_lists(old) {
        false => archive.every_article(&searcher)?,
        true => archive.concerned(&searcher, &corrections, turned)?,
    };
    for batch in concerned.chunks(BATCH) {
        let again = |&address| -> Result<Again> {
            let before = archive.article(&searcher, address, |article| article.to_annotated())?;
            let after = annotate::annotate(before.clean.clone(), rules, recurrences);
            Ok(Again { stamp: archive.stamp(&searcher, address)?, before, after })
        };
        let batch: Vec<Result<Again>> = batch.par_iter().map(again).collect();
        for again in batch {
            let again = again?;
            if is_other(&again) {
                each(again)?;
            }
        }
    }
    Ok(concerned.len())
}

/// Whether anything came out otherwise; what is stored of confidence is rounded, and does not count.
fn is_other(Again { before, after, .. }: &Again) -> bool {
    let quotes = |article: &AnnotatedArticle| -> Vec<_> {
        article.quotes.iter().map(|quote| (quote.span, quote.utterance, quote.speaker, quote.rule)).collect()
    };
    before.people != after.people || before.works != after.works || quotes(before) != quotes(after)
}

/// Writes the articles that a change concerns again; those in `gone` are left. Returns how many changed.
///
/// # Errors
/// A damaged index, or one that cannot be written.
pub fn write_again(
    archive: &Archive,
    rules: &Rules,
    change: &Change,
    gone: &FxHashSet<&str>,
    writer: &Writer,
) -> Result<usize> {
    let mut n_changed = 0;
    annotate_again(archive, rules, change, |again| {
        let key = again.stamp.key();
        if gone.contains(key.as_str()) {
            return Ok(());
        }
        n_changed += 1;
        again.write(writer)
    })?;
    Ok(n_changed)
}
