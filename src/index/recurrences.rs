//! The counts of recurring lines, kept in a file beside the index that the commit names.
//!
//! **Invariant:** a file is written whole before the commit that names it, and is never changed: whatever happens, a
//! commit finds the counts it was made with.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::model::Recurrences;

const PREFIX: &str = "recurrences-";
/// Level of compression: distances are nearly random, and no level finds more in them than the lowest.
const LEVEL: i32 = 1;

/// The counts as stored: hashes of lines are in order, and kept as distances.
#[derive(Default, Serialize, Deserialize)]
struct Stored {
    mask: u64,
    sites: Vec<Site>,
}

#[derive(Serialize, Deserialize)]
struct Site {
    site: u32,
    n_articles: u32,
    /// Lines that one article has.
    once: Vec<u64>,
    /// Lines that several articles have, each with how many.
    often: Vec<(u64, u32)>,
}

/// Writes the counts to a new file in the folder of the index, and returns its name.
///
/// # Errors
/// The disk is full or the folder cannot be written.
pub fn store(folder: &Path, recurrences: &Recurrences) -> Result<String> {
    let stored = Stored { mask: recurrences.mask(), sites: sites(recurrences) };
    // Numbers into a growing vector: nothing can fail.
    let bytes = postcard::to_allocvec(&stored).unwrap_or_default();
    let number = (0..).find(|number| !folder.join(format!("{PREFIX}{number}.bin")).exists()).unwrap_or(0);
    let name = format!("{PREFIX}{number}.bin");
    let fault = |cause| Error::index(format!("cannot write to the index in {}", folder.display())).caused_by(cause);
    let packed = zstd::bulk::compress(&bytes, LEVEL).map_err(fault)?;
    let write = || {
        let mut file = File::create_new(folder.join(&name))?;
        file.write_all(&packed)?;
        file.sync_all()
    };
    write().map_err(fault)?;
    Ok(name)
}

/// Reads the counts that a commit names; none when the file is gone: they are evidence, and only the next run misses
/// it.
pub fn load(folder: &Path, name: &str) -> Recurrences {
    let stored = read(&folder.join(name)).unwrap_or_default();
    let articles: Vec<(u32, u32)> = stored.sites.iter().map(|site| (site.site, site.n_articles)).collect();
    Recurrences::from_counts(stored.mask, &articles, stored.sites.iter().flat_map(counts))
}

fn read(file: &Path) -> Option<Stored> {
    let bytes = zstd::stream::decode_all(fs::File::open(file).ok()?).ok()?;
    postcard::from_bytes(&bytes).ok()
}

/// Groups the counts by site.
fn sites(recurrences: &Recurrences) -> Vec<Site> {
    let mut counts = recurrences.counts().into_iter().peekable();
    let fill = |(site, n_articles)| {
        let mut stored = Site { site, n_articles, once: Vec::new(), often: Vec::new() };
        let (mut once, mut often) = (0, 0);
        while let Some((_, line, count)) = counts.next_if(|&(of_site, ..)| of_site == site) {
            let last = if count == 1 { &mut once } else { &mut often };
            let distance = line - std::mem::replace(last, line);
            match count {
                1 => stored.once.push(distance),
                count => stored.often.push((distance, count)),
            }
        }
        stored
    };
    recurrences.articles().into_iter().map(fill).collect()
}

/// The counts of one site: (site, line, count).
fn counts(site: &Site) -> impl Iterator<Item = (u32, u64, u32)> {
    let once = site.once.iter().map(|&distance| (distance, 1)).scan(0, place);
    let often = site.often.iter().copied().scan(0, place);
    once.chain(often).map(|(line, count)| (site.site, line, count))
}

/// Adds a distance up.
fn place(last: &mut u64, (distance, count): (u64, u32)) -> Option<(u64, u32)> {
    *last = last.wrapping_add(distance);
    Some((*last, count))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let mut recurrences = Recurrences::new();
        recurrences.add(7, &[3, 900, 1 << 39].into_iter().collect());
        recurrences.add(7, &[900, 901, 12].into_iter().collect());
        recurrences.add(2, &[900].into_iter().collect());
        recurrences.add(3, &[].into_iter().collect());
        let name = store(folder.path(), &recurrences).unwrap();
        assert_eq!(load(folder.path(), &name), recurrences);
        assert_eq!(load(folder.path(), "no such file"), Recurrences::new());
    }
}
