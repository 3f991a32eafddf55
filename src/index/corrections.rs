//! Corrections of names by hand: the file `names.tsv` beside the folder of the index, made to be read, diffed and
//! shared.
//!
//! Comes in: tab-separated columns under a header line, one correction a line; lines that open with `#` are notes, and
//! so is whatever follows the fifth column. Goes out: [`Correction`]s. The index is disposable and this file is not,
//! which is why it lies beside it.
//!
//! ```text
//! action  kind    name            other                       place
//! merge   person  Bob Lindqvarn   Robert Lindqvarn
//! rename  person  Ada Renwik      Ada Renwick
//! alias   person  The Ferryman    Casimir Lindqvarn
//! never   person  Silas Wren
//! never   film    Harbour Nights
//! split   person  Jonah Achebe    Jonah Achebe (critic)       cityherald.example
//! split   person  Lindqvarn
//! ```

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::model::{Action, Correction, NameKind};

/// The name of the file.
pub const NAMES_FILE: &str = "names.tsv";

/// The first line of the file.
pub const HEADER: &str = "action\tkind\tname\tother\tplace\tnote";

/// Returns where the corrections of the index in `folder` lie: beside it.
pub fn names_file(folder: &Path) -> PathBuf {
    // The folder that one is in, or the one above, is beside what its full path says.
    let named = folder.file_name().is_none().then(|| fs::canonicalize(folder).ok()).flatten();
    named.as_deref().unwrap_or(folder).parent().unwrap_or(Path::new("")).join(NAMES_FILE)
}

/// Reads a file of corrections; there are none where there is no file.
///
/// # Errors
/// A file that cannot be read, or a line that cannot be followed.
pub fn read(path: &Path) -> Result<Vec<Correction>> {
    let fault = |cause: String| Error::input(format!("cannot use the names in {}", path.display())).caused_by(cause);
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(fault(error.to_string())),
    };
    let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let said = |(_, line): &(usize, &str)| !line.trim().is_empty() && !line.starts_with('#');
    let rows = lines.filter(said).filter(|(_, line)| !line.starts_with("action\t"));
    rows.map(|(index, line)| parse(line).map_err(|reason| fault(format!("line {}: {reason}", index + 1)))).collect()
}

/// Reads one line.
///
/// # Errors
/// What is wrong with it.
pub fn parse(line: &str) -> std::result::Result<Correction, String> {
    let mut columns = line.split('\t').map(str::trim);
    let mut column = || columns.next().unwrap_or("");
    let (action, kind, name, other, place) = (column(), column(), column(), column(), column());
    let correction = Correction {
        action: Action::parse(action)
            .ok_or_else(|| format!("`{action}` is none of {}", listed(&Action::ALL.map(Action::as_str))))?,
        kind: NameKind::parse(kind)
            .ok_or_else(|| format!("`{kind}` is none of {}", listed(&NameKind::ALL.map(NameKind::as_str))))?,
        name: name.to_owned(),
        other: other.to_owned(),
        place: place.to_owned(),
    };
    check(&correction)?;
    Ok(correction)
}

fn listed(names: &[&str]) -> String {
    names.join(", ")
}

fn check(correction: &Correction) -> std::result::Result<(), String> {
    let Correction { action, name, other, place, .. } = correction;
    let verb = action.as_str();
    if name.is_empty() {
        return Err(format!("`{verb}` lacks a name in its third column"));
    }
    match action {
        Action::Alias | Action::Merge | Action::Rename if other.is_empty() => {
            Err(format!("`{verb}` lacks the right name in its fourth column"))
        }
        Action::Never if !other.is_empty() => Err("`never` takes one name only".to_owned()),
        Action::Split if other.is_empty() != place.is_empty() => {
            Err("`split` takes a name alone, or the other name and the place of the articles".to_owned())
        }
        Action::Split => Ok(()),
        _ if !place.is_empty() => Err(format!("`{verb}` holds in every article; only `split` takes a place")),
        _ => Ok(()),
    }
}

/// Writes a correction as a line of the file, without its end.
pub fn line(correction: &Correction) -> String {
    let Correction { action, kind, name, other, place } = correction;
    let line = format!("{}\t{}\t{name}\t{other}\t{place}", action.as_str(), kind.as_str());
    line.trim_end_matches('\t').to_owned()
}

/// Adds a line to the file, which is begun where there is none; where another process does so too, one after the other.
///
/// # Errors
/// A file that cannot be written.
pub fn append(path: &Path, correction: &Correction) -> Result<()> {
    let fault = |cause| Error::input(format!("cannot write to {}", path.display())).caused_by(cause);
    let add = || {
        let mut file = File::options().read(true).append(true).create(true).open(path)?;
        file.lock()?;
        let end = file.seek(SeekFrom::End(0))?;
        let mut last = [b'\n'];
        if end > 0 {
            file.seek(SeekFrom::Start(end - 1))?;
            file.read_exact(&mut last)?;
        }
        let head = if end == 0 { format!("{HEADER}\n") } else { String::new() };
        let gap = if last == *b"\n" { "" } else { "\n" };
        file.write_all(format!("{head}{gap}{}\n", line(correction)).as_bytes())?;
        file.sync_all()
    };
    add().map_err(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let shown = parse(text).map_or_else(|reason| reason, |correction| line(&correction));
        assert_eq!(shown, expected);
    }

    #[test]
    fn lines_are_read_and_written() {
        check("merge\tperson\tBob Renwick\tRobert Renwick\t\tseen twice", "merge\tperson\tBob Renwick\tRobert Renwick");
        check("never\tfilm\tHarbour Nights", "never\tfilm\tHarbour Nights");
        check(
            "split\tperson\tAda Renwick\tAda Renwick (poet)\tverse",
            "split\tperson\tAda Renwick\tAda Renwick (poet)\tverse",
        );
    }

    #[test]
    fn faults_are_named() {
        check("marry\tperson\tAda", "`marry` is none of alias, merge, never, rename, split");
        check("merge\tperson\tAda", "`merge` lacks the right name in its fourth column");
        check("split\tperson\tAda\tEva", "`split` takes a name alone, or the other name and the place of the articles");
        check("never\tghost\tAda", "`ghost` is none of person, film, series");
    }

    #[test]
    fn a_file_that_is_not_there_corrects_nothing() {
        assert_eq!(read(Path::new("nowhere/names.tsv")).unwrap(), []);
    }
}
