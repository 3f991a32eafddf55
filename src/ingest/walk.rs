//! Walks folders for the files that can be read as articles.
//!
//! Comes in: paths as the user gave them. Goes out: files in order of path, so that the same corpus always gives the
//! same order. Hidden files and folders are passed over, as ripgrep does; a symbolic link that loops is an error of its
//! own and ends nothing.

use std::fs::Metadata;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rustc_hash::FxHasher;
use walkdir::{DirEntry, WalkDir};

use super::Format;
use super::sources::display;
use crate::error::Error;

/// A file to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub path: PathBuf,
    /// What its name says that it holds.
    pub format: Format,
    /// A hash of its size and time of change, and of its format where the user says it: while it stays the same, the
    /// file is taken to be unchanged.
    pub stamp: u64,
}

/// Returns the readable files at and under `root`; a file that the user names is taken whatever its extension.
pub fn walk(root: &Path, format: Option<Format>) -> impl Iterator<Item = Result<Found, Error>> + use<> {
    let named_file = root.is_file();
    let is_stream = !named_file && root.exists() && !root.is_dir();
    // In one folder, paths are in the order of their last parts.
    let walker = WalkDir::new(root).follow_links(true).sort_by(|one, other| {
        one.path().as_os_str().as_encoded_bytes().cmp(other.path().as_os_str().as_encoded_bytes())
    });
    let entries = walker.into_iter().filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry));
    let stream = is_stream.then(|| Err(stream_error(root)));
    stream.into_iter().chain(entries.filter_map(move |entry| match entry {
        Ok(entry) => found(entry, named_file, format).map(Ok),
        Err(error) => Some(Err(walk_error(error))),
    }))
}

fn found(entry: DirEntry, named: bool, format: Option<Format>) -> Option<Found> {
    if !entry.file_type().is_file() {
        return None;
    }
    let extension = entry.path().extension().and_then(|extension| extension.to_str()).unwrap_or("");
    let by_name = Format::of_extension(extension);
    let format =
        if named { Some(format.or(by_name).unwrap_or(Format::Text)) } else { by_name.map(|own| format.unwrap_or(own)) };
    let format = format?;
    let said = (format != Format::of_path(entry.path())).then_some(format as u8);
    let stamp = entry.metadata().map_or(0, |metadata| stamp(&metadata, said));
    Some(Found { path: entry.into_path(), format, stamp })
}

fn stamp(metadata: &Metadata, said: Option<u8>) -> u64 {
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let mut hasher = FxHasher::default();
    (metadata.len(), modified.map(|time| time.as_nanos())).hash(&mut hasher);
    said.inspect(|format| hasher.write_u8(*format));
    hasher.finish()
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// What is read twice must be a file: lines are counted before any is judged.
fn stream_error(path: &Path) -> Error {
    let path = display(path);
    Error::input(format!("cannot read {path}"))
        .caused_by("it is no file but a pipe or a device; pass it through standard input, as `-`")
        .of_file(path)
}

fn walk_error(error: walkdir::Error) -> Error {
    let path = display(error.path().unwrap_or(Path::new("")));
    if let Some(ancestor) = error.loop_ancestor() {
        return Error::input(format!("cannot follow {path}"))
            .caused_by(format!("the symbolic link leads back to {}", ancestor.display()))
            .of_file(path);
    }
    let cause = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    Error::input(format!("cannot read {path}")).caused_by(cause).of_file(path)
}
