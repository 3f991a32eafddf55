//! Writing: data on standard output, all else on standard error; a reader that has gone away is silence.

use std::io::{self, ErrorKind, Write};

use crate::error::{Error, Result};

/// Turns a failed write into an error; a broken pipe ends the program as if all had been read.
///
/// # Errors
/// A write that failed for any other reason.
pub fn written(result: io::Result<()>) -> Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => Err(Error::internal("cannot write to standard output").caused_by(error)),
        Ok(()) => Ok(()),
    }
}

/// Prints a message to standard error; when even that fails there is nobody left to tell.
pub fn tell(message: impl std::fmt::Display) {
    let _ = writeln!(anstream::stderr(), "{message}");
}
