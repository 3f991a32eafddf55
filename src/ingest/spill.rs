//! Standard input, kept on disk so that it can be read twice.
//!
//! The file has no name: it is gone when the program ends, however it ends.

use std::fs::File;
use std::io::{self, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// What standard input held.
pub struct Spill(Option<File>);

impl Spill {
    /// Reads standard input to its end, if `-` is among the paths.
    ///
    /// # Errors
    /// Standard input that cannot be read, or a temporary folder that cannot be written.
    pub fn of(paths: &[PathBuf]) -> Result<Spill> {
        if !paths.iter().any(|path| path == Path::new("-")) {
            return Ok(Spill(None));
        }
        let copied = tempfile::tempfile().and_then(|mut file| {
            io::copy(&mut io::stdin().lock(), &mut file)?;
            Ok(file)
        });
        let fault = |cause| {
            Error::input("cannot keep standard input").caused_by(cause).hint("set TMPDIR to a folder with room")
        };
        copied.map(|file| Spill(Some(file))).map_err(fault)
    }

    /// Returns the bytes of standard input, from the beginning; empty when it was not among the paths.
    ///
    /// # Errors
    /// A file that cannot be read again.
    pub fn open(&self) -> Result<Option<File>> {
        let Some(file) = &self.0 else { return Ok(None) };
        let opened = file.try_clone().and_then(|mut file| file.seek(SeekFrom::Start(0)).map(|_| file));
        opened.map(Some).map_err(|cause| Error::input("cannot read standard input again").caused_by(cause))
    }
}
