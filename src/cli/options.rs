//! Options that several commands share.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::clean::Balance;
use crate::error::{Error, Result};
use crate::index::{Archive, Judged};
use crate::ingest::Format;
use crate::model::Recurrences;
use crate::rules::{Rules, UserRules};

/// Where the index is.
#[derive(Args, Clone, Debug)]
pub struct IndexOption {
    /// Folder of the index
    #[arg(long = "index", value_name = "DIR", env = "CLIPPINGS_INDEX", default_value = "index", global = true)]
    pub folder: PathBuf,
}

impl IndexOption {
    /// Opens the index to be read until the program ends. It is not closed: the system takes back what it holds in less
    /// time than closing it would take.
    ///
    /// # Errors
    /// No index there, or one that cannot be used.
    pub fn open(&self) -> Result<&'static Archive> {
        Ok(Box::leak(Box::new(Archive::open(&self.folder)?)))
    }
}

/// Returns the rules that ship with the program.
///
/// # Errors
/// None but a defect of the program.
pub fn shipped_rules() -> Result<Rules> {
    Rules::load().map_err(|error| Error::internal("cannot load the rules").caused_by(error))
}

/// Input formats by the names that users give them.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum From {
    /// Plain text, one article a file
    Text,
    /// A web page, one article a file
    Html,
    /// JSON lines, one article a line
    Jsonl,
}

impl From {
    /// Returns the format of that name.
    pub fn format(self) -> Format {
        match self {
            From::Text => Format::Text,
            From::Html => Format::Html,
            From::Jsonl => Format::Jsonl,
        }
    }
}

/// Which part of the results is shown.
#[derive(Args, Clone, Debug)]
pub struct Page {
    /// How many results to show; 0 shows all
    #[arg(long, short = 'n', default_value_t = 10)]
    limit: usize,
    /// How many results to pass over
    #[arg(long, default_value_t = 0)]
    offset: usize,
    /// Which page to show, counting from 1
    #[arg(long, value_name = "NUMBER", conflicts_with = "offset", value_parser = page_number)]
    page: Option<usize>,
}

fn page_number(text: &str) -> std::result::Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("pages are counted from 1".to_owned()),
        Ok(number) => Ok(number),
        Err(_) => Err("this is no number".to_owned()),
    }
}

impl Page {
    /// Returns how many results to show.
    pub fn limit(&self) -> usize {
        if self.limit == 0 { usize::MAX } else { self.limit }
    }

    /// Returns how many results to pass over.
    pub fn offset(&self) -> usize {
        self.page.map_or(self.offset, |page| page.saturating_sub(1).saturating_mul(self.limit()))
    }
}

/// How lines are judged.
#[derive(Args, Clone, Debug)]
pub struct Cleaning {
    /// Remove a line in doubt: less litter left, more sentences lost
    #[arg(long, conflicts_with = "lenient")]
    strict: bool,
    /// Keep a line in doubt: fewer sentences lost, more litter left
    #[arg(long)]
    lenient: bool,
    /// Your own phrases to remove or keep: columns action, pattern, site, note, parted by tabs
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
}

impl Cleaning {
    /// Returns how readily lines are removed.
    pub fn balance(&self) -> Balance {
        match (self.strict, self.lenient) {
            (true, _) => Balance::Strict,
            (_, true) => Balance::Lenient,
            _ => Balance::Normal,
        }
    }

    /// Returns the file of rules, to be named otherwise.
    pub fn file(&mut self) -> Option<&mut PathBuf> {
        self.rules.as_mut()
    }

    /// Adds the user's own rules, where a file was given.
    ///
    /// # Errors
    /// A file that cannot be read or holds a rule that cannot be used.
    pub fn add_rules(&self, rules: &mut Rules) -> Result<()> {
        add_user_rules(rules, &self.judged()?)
    }

    /// Returns how lines are to be judged, as an index keeps it.
    ///
    /// # Errors
    /// A file of rules that cannot be read.
    pub fn judged(&self) -> Result<Judged> {
        let file = self.rules.as_ref().map(|path| path.display().to_string());
        let rules = file.as_deref().map(read_rules).transpose()?.unwrap_or_default();
        Ok(Judged { balance: self.balance().as_str().to_owned(), file, rules, is_mixed: false })
    }

    /// Returns how the lines of an index are to be judged: as the options say, else as they were judged before, by the
    /// rules as they now stand in their file.
    ///
    /// # Errors
    /// A file of rules that was given and cannot be read.
    pub fn judged_after(&self, old: &Judged) -> Result<Judged> {
        if self.strict || self.lenient || self.rules.is_some() {
            return self.judged();
        }
        let now = old.file.as_deref().and_then(|file| read_rules(file).ok());
        Ok(Judged { rules: now.unwrap_or_else(|| old.rules.clone()), is_mixed: false, ..old.clone() })
    }
}

fn read_rules(file: &str) -> Result<String> {
    std::fs::read_to_string(file)
        .map_err(|cause| Error::input(format!("cannot use the rules of {file}")).caused_by(cause))
}

/// Adds the user's own rules, where there are any.
///
/// # Errors
/// A rule that cannot be used.
pub fn add_user_rules(rules: &mut Rules, judged: &Judged) -> Result<()> {
    let file = judged.file.as_deref().unwrap_or("");
    let read = UserRules::parse(file, &judged.rules);
    rules.user =
        read.map_err(|error| Error::input(format!("cannot use the rules of {file}")).caused_by(error.to_string()))?;
    Ok(())
}

/// What is known of lines beforehand.
#[derive(Args, Clone, Debug)]
pub struct Evidence {
    /// Lend what an index has seen: lines that recur there count as if they recurred here
    #[arg(long, value_name = "INDEX")]
    evidence: Option<PathBuf>,
}

impl Evidence {
    /// Returns how often lines recur in the index that was named; nothing where none was.
    ///
    /// # Errors
    /// No index there, or a damaged one.
    pub fn recurrences(&self) -> Result<Recurrences> {
        let Some(folder) = &self.evidence else { return Ok(Recurrences::new()) };
        Ok(Archive::open(folder)?.recurrences())
    }
}
