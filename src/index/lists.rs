//! A user's lists, ready to be used, in a file beside the index that is mapped into memory.
//!
//! **Invariant:** a file is named by what it was made from and written whole; where it is missing it is made again.

use std::fs;
use std::ops::Deref;
use std::path::Path;

use tantivy::Directory;
use tantivy::directory::MmapDirectory;

use super::settings::Settings;

const PREFIX: &str = "lists-";

/// Maps the lists of these settings into memory; `None` where they are not ready.
pub fn open(folder: &Path, settings: &Settings) -> Option<Box<dyn Deref<Target = [u8]> + Send + Sync>> {
    let directory = MmapDirectory::open(folder).ok()?;
    let file = directory.open_read(Path::new(&name(settings))).ok()?;
    Some(Box::new(file.read_bytes().ok()?))
}

/// Keeps the lists of these settings for the next time, and removes those of others. What cannot be written is made
/// again the next time.
pub fn store(folder: &Path, settings: &Settings, bytes: &[u8]) {
    let name = name(settings);
    let new = folder.join(format!("{PREFIX}new-{}.bin", std::process::id()));
    if fs::write(&new, bytes).and_then(|()| fs::rename(&new, folder.join(&name))).is_err() {
        let _ = fs::remove_file(&new);
        return;
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let other = entry.file_name().to_string_lossy().into_owned();
        if is_lists(&other) && other != name {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn name(settings: &Settings) -> String {
    format!("{PREFIX}{:016x}.bin", settings.lists_fingerprint())
}

/// Returns whether a file of this name holds lists.
pub fn is_lists(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(".bin")
}
