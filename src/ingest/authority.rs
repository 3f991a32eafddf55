//! Lists of works and people that a user brings: files in, [`Authority`] out.

use std::path::Path;

use crate::error::{Error, Result};
use crate::model::{Authority, KnownWork, WorkKind};

/// Reads a list of films and series: tab-separated, with a header that names its columns.
///
/// # Errors
/// The file cannot be read, or its header names no title.
pub fn films(path: &Path) -> Result<Authority> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Error::input(format!("cannot read the list of films `{shown}`")).caused_by(error))?;
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
    let column = |names: &[&str]| header.iter().position(|name| names.contains(name));
    let Some(title) = column(&["title", "primaryTitle"]) else {
        return Err(Error::input(format!("`{shown}` has no column `title`")));
    };
    let (year, cast) = (column(&["year", "startYear"]), column(&["cast"]));
    let mut authority = Authority::default();
    for line in lines {
        let columns: Vec<&str> = line.split('\t').collect();
        let cell = |column: Option<usize>| column.and_then(|at| columns.get(at)).copied().unwrap_or("").trim();
        if cell(Some(title)).is_empty() {
            continue;
        }
        authority.works.push(KnownWork {
            title: cell(Some(title)).into(),
            year: cell(year).parse().ok(),
            kind: WorkKind::Film,
            id: None,
            cast: cell(cast).into(),
        });
    }
    Ok(authority)
}
