//! The counts of recurring lines, kept in a file beside the index that the commit names.
//!
//! **Invariant:** a file is written whole before the commit that names it, and is never changed: whatever happens, a
//! commit finds the counts it was made with.

use std::fs;
use std::path::Path;

use crate::error::{Error, Result};
use crate::model::Recurrences;

const PREFIX: &str = "recurrences-";

/// (articles of each site, count of each line of each site)
type Stored = (Vec<(u32, u32)>, Vec<(u32, u64, u32)>);

/// Writes the counts to a new file in the folder of the index, and returns its name.
///
/// # Errors
/// The disk is full or the folder cannot be written.
pub fn store(folder: &Path, recurrences: &Recurrences) -> Result<String> {
    let stored: Stored = (recurrences.articles(), recurrences.counts());
    // Numbers into a growing vector: nothing can fail.
    let bytes = postcard::to_allocvec(&stored).unwrap_or_default();
    let number = (0..).find(|number| !folder.join(format!("{PREFIX}{number}.bin")).exists()).unwrap_or(0);
    let name = format!("{PREFIX}{number}.bin");
    let fault = |cause| Error::index(format!("cannot write to the index in {}", folder.display())).caused_by(cause);
    fs::write(folder.join(&name), bytes).map_err(fault)?;
    Ok(name)
}

/// Reads the counts that a commit names; none when the file is gone: they are evidence, and only the next run misses
/// it.
pub fn load(folder: &Path, name: &str) -> Recurrences {
    let bytes = fs::read(folder.join(name)).unwrap_or_default();
    let (articles, counts): Stored = postcard::from_bytes(&bytes).unwrap_or_default();
    Recurrences::from_counts(&articles, &counts)
}

/// Removes the files of commits before the one that names `kept`.
pub fn remove_others(folder: &Path, kept: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name != kept && is_recurrences(&name) {
            // What cannot be removed now is removed after the next commit.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Returns whether a file of this name holds counts.
pub fn is_recurrences(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(".bin")
}
