//! Cuts the user's paths into raw records, one at a time.
//!
//! Comes in: paths, `-` for standard input. Goes out: [`Raw`] records in order, or the error of what could not be read.
//! Memory holds one record at a time, however large the stream.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::mpsc::sync_channel;

use super::{Content, Format, Found, Raw, walk};
use crate::error::Error;

/// Longest record that is read, in bytes; what is longer is no article.
pub const MAX_RECORD: u64 = 256 << 20;

/// Files that a walk ahead passes on together …
const FOUND_TOGETHER: usize = 1024;
/// … and how many such lots it may be ahead.
const MOST_AHEAD: usize = 1 << 8;

/// Tells of a file, by its path as shown, whether to pass over it.
type Skip = dyn FnMut(&str, &Found) -> bool + Send;

/// The records of a list of paths.
pub struct Sources {
    paths: std::vec::IntoIter<PathBuf>,
    format: Option<Format>,
    walk: Option<Box<dyn Iterator<Item = Result<Found, Error>> + Send>>,
    stream: Option<Stream>,
    skip: Box<Skip>,
    standard_input: Option<File>,
}

/// An open file of one record a line.
struct Stream {
    path: String,
    reader: Box<dyn BufRead + Send>,
    line: u32,
    stamp: u64,
}

impl Sources {
    /// Returns the records of `paths`, read as `format` where one is given, else as their extensions say.
    pub fn new(paths: Vec<PathBuf>, format: Option<Format>) -> Sources {
        Sources {
            paths: paths.into_iter(),
            format,
            walk: None,
            stream: None,
            skip: Box::new(|_, _| false),
            standard_input: None,
        }
    }

    /// Reads `-` from this file instead of standard input.
    pub fn with_standard_input(mut self, file: Option<File>) -> Sources {
        self.standard_input = file;
        self
    }

    /// Walks the folders from now on, on a thread of its own, so that the disk is waited for while other things are
    /// done.
    /// Standard input is left where it stands among the paths.
    pub fn walking_ahead(mut self) -> Sources {
        if self.paths.as_slice().iter().any(|path| path.as_os_str() == "-") {
            return self;
        }
        let (paths, format) = (std::mem::take(&mut self.paths), self.format);
        let (found, received) = sync_channel(MOST_AHEAD);
        std::thread::spawn(move || {
            let mut walked = paths.flat_map(|path| walk(&path, format)).peekable();
            while walked.peek().is_some() {
                let some: Vec<_> = walked.by_ref().take(FOUND_TOGETHER).collect();
                // Nobody waits for more.
                if found.send(some).is_err() {
                    break;
                }
            }
        });
        self.walk = Some(Box::new(received.into_iter().flatten()));
        self
    }

    /// Passes over the files for which `skip` holds, without opening them; it sees every file, with the path as shown.
    pub fn skipping(mut self, skip: impl FnMut(&str, &Found) -> bool + Send + 'static) -> Sources {
        self.skip = Box::new(skip);
        self
    }

    fn open_next(&mut self) -> Option<Result<Option<Raw>, Error>> {
        if let Some(found) = self.walk.as_mut().and_then(Iterator::next) {
            return Some(found.and_then(|found| self.open(found)));
        }
        let path = self.paths.next()?;
        if path.as_os_str() == "-" {
            return Some(self.open_standard_input());
        }
        self.walk = Some(Box::new(walk(&path, self.format)));
        Some(Ok(None))
    }

    fn open_standard_input(&mut self) -> Result<Option<Raw>, Error> {
        let format = self.format.unwrap_or(Format::Text);
        let input: Box<dyn Read + Send> = match self.standard_input.take() {
            Some(file) => Box::new(file),
            None => Box::new(io::stdin()),
        };
        if format == Format::Jsonl {
            let reader = Box::new(BufReader::with_capacity(1 << 16, input));
            self.stream = Some(Stream { path: "-".to_owned(), reader, line: 0, stamp: 0 });
            return Ok(None);
        }
        let mut bytes = Vec::new();
        let failed = || Error::input("cannot read standard input");
        input.take(MAX_RECORD + 1).read_to_end(&mut bytes).map_err(|cause| failed().caused_by(cause))?;
        if bytes.len() as u64 > MAX_RECORD {
            return Err(failed().caused_by(format!("it is longer than {} MiB", MAX_RECORD >> 20)));
        }
        Ok(Some(Raw { path: "-".to_owned(), line: 1, format, stamp: 0, content: Content::Bytes(bytes) }))
    }

    fn open(&mut self, found: Found) -> Result<Option<Raw>, Error> {
        let (path, stamp) = (display(&found.path), found.stamp);
        if (self.skip)(&path, &found) {
            return Ok(None);
        }
        if found.format != Format::Jsonl {
            return Ok(Some(Raw { path, line: 1, format: found.format, stamp, content: Content::File(found.path) }));
        }
        let file = File::open(&found.path)
            .map_err(|cause| Error::input(format!("cannot read {path}")).caused_by(cause).of_file(&path))?;
        self.stream = Some(Stream { path, reader: Box::new(BufReader::with_capacity(1 << 16, file)), line: 0, stamp });
        Ok(None)
    }
}

impl Iterator for Sources {
    type Item = Result<Raw, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(stream) = &mut self.stream {
                match stream.next() {
                    Some(record) => return Some(record),
                    None => self.stream = None,
                }
            }
            match self.open_next()? {
                Ok(Some(raw)) => return Some(Ok(raw)),
                Ok(None) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl Stream {
    fn next(&mut self) -> Option<Result<Raw, Error>> {
        loop {
            let mut bytes = Vec::new();
            self.line += 1;
            match self.reader.by_ref().take(MAX_RECORD).read_until(b'\n', &mut bytes) {
                Err(cause) => return Some(Err(self.fail(cause))),
                Ok(0) => return None,
                Ok(read) if read as u64 == MAX_RECORD && !bytes.ends_with(b"\n") => return Some(Err(self.skip_line())),
                Ok(_) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok(_) => {
                    let path = self.path.clone();
                    return Some(Ok(Raw {
                        path,
                        line: self.line,
                        format: Format::Jsonl,
                        stamp: self.stamp,
                        content: Content::Bytes(bytes),
                    }));
                }
            }
        }
    }

    /// Ends the stream with an error, for a source that can be read no further.
    fn fail(&mut self, cause: io::Error) -> Error {
        self.reader = Box::new(io::empty());
        Error::input(format!("cannot read {}:{}", self.path, self.line)).caused_by(cause).of_file(&self.path)
    }

    fn skip_line(&mut self) -> Error {
        loop {
            match self.reader.fill_buf() {
                Ok([]) | Err(_) => break,
                Ok(buffer) => {
                    let found = memchr::memchr(b'\n', buffer);
                    let length = found.map_or(buffer.len(), |at| at + 1);
                    self.reader.consume(length);
                    if found.is_some() {
                        break;
                    }
                }
            }
        }
        Error::input(format!("cannot read {}:{}", self.path, self.line))
            .caused_by(format!("the line is longer than {} MiB", MAX_RECORD >> 20))
            .of_file(&self.path)
    }
}

/// Returns a path as it is shown and stored: with one `/` between folders, without any `.` among them, so that no file
/// has two paths. Bytes that are no UTF-8 are shown as `\xE9`, so that no two files share a path.
pub(super) fn display(path: &Path) -> String {
    let mut shown = String::new();
    for part in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        shown.push_str(part.valid());
        part.invalid().iter().for_each(|byte| shown.push_str(&format!("\\x{byte:02X}")));
    }
    let shown = if MAIN_SEPARATOR == '\\' { shown.replace('\\', "/") } else { shown };
    if !shown.starts_with("./") && !shown.contains("//") && !shown.contains("/./") {
        return shown;
    }
    let parts: Vec<&str> = shown.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    let root = if shown.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}
