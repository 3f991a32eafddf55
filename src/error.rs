//! Errors as a person reads them: what was being done, to which file, why it failed, and what to try.

use std::fmt;

/// Who has to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The command line or the query is wrong.
    Usage,
    /// What is asked for by its name is not there.
    Missing,
    /// What is asked for by its name is not the only one that is called so.
    Ambiguous,
    /// A file or record cannot be used.
    Input,
    /// The index is missing, foreign or damaged.
    Index,
    /// A defect of the program.
    Internal,
}

/// An error with its cause and hints.
#[derive(Clone, Debug)]
pub struct Error {
    /// Who has to act.
    pub kind: ErrorKind,
    message: String,
    file: Option<String>,
    cause: Option<String>,
    hints: Vec<String>,
}

/// The result of everything that can fail.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    fn new(kind: ErrorKind, message: impl Into<String>) -> Error {
        Error { kind, message: message.into(), file: None, cause: None, hints: Vec::new() }
    }

    /// Returns the error of a command line or query that cannot be followed.
    pub fn usage(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Usage, message)
    }

    /// Returns the error of a name that nothing bears.
    pub fn missing(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Missing, message)
    }

    /// Returns the error of a name that several bear.
    pub fn ambiguous(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Ambiguous, message)
    }

    /// Returns the error of a file or record that cannot be used.
    pub fn input(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Input, message)
    }

    /// Returns the error of an index that cannot be used.
    pub fn index(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Index, message)
    }

    /// Returns the error of a broken promise inside the program.
    pub fn internal(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Internal, message)
    }

    /// Adds the file or folder that it is about, as it is shown.
    pub fn of_file(mut self, path: impl Into<String>) -> Error {
        self.file = Some(path.into());
        self
    }

    /// Returns the file or folder that it is about.
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// Adds what lies beneath.
    pub fn caused_by(mut self, cause: impl fmt::Display) -> Error {
        self.cause = Some(cause.to_string());
        self
    }

    /// Adds what to try.
    pub fn hint(mut self, hint: impl Into<String>) -> Error {
        self.hints.push(hint.into());
        self
    }

    /// Returns what was being done.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the message and its cause on one line, for lists of failed files.
    pub fn one_line(&self) -> String {
        match &self.cause {
            Some(cause) => format!("{}: {cause}", self.message),
            None => self.message.clone(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        if let Some(cause) = &self.cause {
            write!(f, "\ncaused by: {cause}")?;
        }
        self.hints.iter().try_for_each(|hint| write!(f, "\nhint: {hint}"))
    }
}

impl std::error::Error for Error {}
