//! One record before it is parsed: cheap to find, and ready to be sent to another thread.

use std::ffi::OsStr;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

use rustc_hash::FxHasher;

/// How the bytes of a record are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A file that is one article as text.
    Text,
    /// A file that is one article as a page.
    Html,
    /// One article a line, as JSON.
    Jsonl,
}

impl Format {
    /// Returns the format that a file is read in when nobody says otherwise.
    pub fn of_path(path: &Path) -> Format {
        let extension = path.extension().and_then(OsStr::to_str).unwrap_or("");
        Format::of_extension(extension).unwrap_or(Format::Text)
    }

    /// Returns the format that a file's extension tells.
    pub fn of_extension(extension: &str) -> Option<Format> {
        match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Format::Text),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            _ => None,
        }
    }
}

/// Where the bytes of a record are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// In a file that is not read yet.
    File(PathBuf),
    /// Here.
    Bytes(Vec<u8>),
}

/// One record of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    /// The source as the user named it, with `/` between folders; `-` for standard input.
    pub path: String,
    /// The one-based line at which the record opens.
    pub line: u32,
    /// How to read it.
    pub format: Format,
    /// [`Found::stamp`](super::Found::stamp) of the file; 0 for standard input.
    pub stamp: u64,
    /// Its bytes.
    pub content: Content,
}

impl Raw {
    /// Returns a hash of the record's bytes, of its line where it stands below others, since that is where an editor
    /// opens it, and of its format where the user says it; 0 while the bytes are still in their file.
    pub fn content_hash(&self) -> u64 {
        let Content::Bytes(bytes) = &self.content else { return 0 };
        let mut hasher = FxHasher::default();
        hasher.write(bytes);
        hasher.write_usize(bytes.len());
        if self.line > 1 {
            hasher.write_u32(self.line);
        }
        if self.format != Format::Jsonl && self.format != Format::of_path(Path::new(&self.path)) {
            hasher.write_u8(self.format as u8);
        }
        hasher.finish()
    }

    /// Returns the id of its article, where it is known without parsing: a file that is one article is named by its
    /// path.
    pub fn own_id(&self) -> Option<&str> {
        (self.format != Format::Jsonl).then_some(self.path.as_str())
    }

    /// Returns the place of the record for messages: the path, and the line in a file of many records.
    pub fn place(&self) -> String {
        match self.format {
            Format::Jsonl => format!("{}:{}", self.path, self.line),
            _ => self.path.clone(),
        }
    }
}
