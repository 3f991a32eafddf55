//! The first of two passes over the input: how often each line recurs over the files or the stream.
//!
//! What comes from standard input can be read once only, so it is written to an unlinked temporary file first; memory
//! does not grow with it.

use std::fs::File;
use std::io::{self, Seek};
use std::path::PathBuf;

use super::pipeline;
use crate::clean;
use crate::error::{Error, Result};
use crate::ingest::{self, Format, Sources};
use crate::model::Recurrences;

/// Input that can be read twice.
pub struct Input {
    paths: Vec<PathBuf>,
    format: Option<Format>,
    spilled: Option<File>,
}

impl Input {
    /// Makes the input readable twice: standard input, where it is among the paths, is spilled to disk.
    ///
    /// # Errors
    /// A temporary file that cannot be written.
    pub fn new(paths: Vec<PathBuf>, format: Option<Format>) -> Result<Input> {
        let from_stdin = paths.iter().any(|path| path.as_os_str() == "-");
        let spilled = if from_stdin { Some(spill().map_err(cannot_spill)?) } else { None };
        Ok(Input { paths, format, spilled })
    }

    /// Returns the records, from the first.
    ///
    /// # Errors
    /// A spilled stream that cannot be read again.
    pub fn sources(&mut self) -> Result<Sources> {
        let sources = Sources::new(self.paths.clone(), self.format);
        let Some(spilled) = &mut self.spilled else { return Ok(sources) };
        spilled.rewind().map_err(cannot_spill)?;
        Ok(sources.reading(spilled.try_clone().map_err(cannot_spill)?))
    }

    /// Counts the lines of every article that is plain text. Pages are left out: their tree tells more, and to render
    /// them twice would cost more than all else. Records that cannot be read are left for the second pass to report.
    ///
    /// # Errors
    /// A spilled stream that cannot be read again.
    pub fn recurrences(&mut self) -> Result<Recurrences> {
        let mut recurrences = Recurrences::new();
        if self.format == Some(Format::Html) {
            return Ok(recurrences);
        }
        let work = |raw| Ok(ingest::parse_plain(raw)?.as_ref().map(clean::observed));
        pipeline::for_each_in_order(self.sources()?, work, |observed| {
            if let Ok(Some((site, lines))) = observed {
                recurrences.add(site, &lines);
            }
            Ok(())
        })?;
        Ok(recurrences)
    }
}

fn spill() -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut io::stdin().lock(), &mut file)?;
    Ok(file)
}

fn cannot_spill(cause: io::Error) -> Error {
    Error::input("cannot keep standard input for a second reading").caused_by(cause)
}
