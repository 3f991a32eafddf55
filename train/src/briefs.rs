//! Short articles written for learning, of invented people and mostly invented films, without litter.
//!
//! They lie in `train/briefs`, many in a file, each below a line `=== ` with its name. Who said what in them is labelled
//! in `labels/written_quotations.tsv`; all the people and titles that they name in `labels/brief_names.tsv`, as in
//! `labels/titles.tsv`. A language model wrote and labelled them; nobody read them a second time.

use std::fs;
use std::path::Path;

use crate::labels::{self, Titled};

const NAMES: &str = include_str!("../labels/brief_names.tsv");

/// Returns the names and texts of the articles, in order of file.
///
/// # Panics
///
/// If they cannot be read.
pub fn texts() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("briefs");
    let entries = fs::read_dir(folder).expect("a folder of short articles");
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let files = paths.iter().map(|path| fs::read_to_string(path).expect("a file of short articles"));
    files.flat_map(|file| articles(&file)).collect()
}

fn articles(file: &str) -> Vec<(String, String)> {
    let parts = file.split("=== ").skip(1).filter_map(|part| part.split_once('\n'));
    parts.map(|(name, text)| (format!("briefs/{name}"), text.trim_end().to_owned())).collect()
}

/// Returns the articles with the people and titles that they name.
///
/// # Panics
///
/// If they cannot be read.
pub fn titled() -> Vec<Titled> {
    labels::join(texts(), NAMES)
}
