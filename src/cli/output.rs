//! Writing: data on standard output, all else on standard error; a reader that has gone away is silence.

use std::io::{self, BufWriter, ErrorKind, IsTerminal, StdoutLock, Write};

use anstream::{AutoStream, ColorChoice};

use crate::error::{Error, Result};
use crate::present::{Style, visible};

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
    let _ = writeln!(anstream::stderr(), "{}", visible(&message.to_string()));
}

/// Standard output of a command that presents results: colours where a person reads, plain text elsewhere.
pub struct Output {
    out: BufWriter<AutoStream<StdoutLock<'static>>>,
    colours: bool,
    is_read_by_people: bool,
}

impl Output {
    /// Opens standard output; `NO_COLOR` and its kin are heeded. What goes to a file or another program is passed on as
    /// it is: there is no colour in it to be taken out again, letter by letter.
    pub fn open() -> Output {
        let stdout = io::stdout().lock();
        let colours = AutoStream::choice(&stdout) != ColorChoice::Never;
        let is_read_by_people = colours || stdout.is_terminal();
        let out = if is_read_by_people { AutoStream::auto(stdout) } else { AutoStream::always_ansi(stdout) };
        Output { out: BufWriter::new(out), colours, is_read_by_people }
    }

    /// Returns how text is to be styled.
    pub fn style(&self) -> Style {
        Style::new(self.colours)
    }

    /// Returns how text is to be styled that is passed on to the letter where another program reads it.
    pub fn style_of_source(&self) -> Style {
        if self.is_read_by_people { self.style() } else { Style::raw() }
    }

    /// Writes text.
    ///
    /// # Errors
    /// A write that failed.
    pub fn text(&mut self, text: &str) -> Result<()> {
        written(self.out.write_all(text.as_bytes()))
    }

    /// Writes a line.
    ///
    /// # Errors
    /// A write that failed.
    pub fn line(&mut self, line: &str) -> Result<()> {
        written(self.out.write_all(line.as_bytes()).and_then(|()| self.out.write_all(b"\n")))
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// A write that failed.
    pub fn close(mut self) -> Result<()> {
        written(self.out.flush())
    }
}
