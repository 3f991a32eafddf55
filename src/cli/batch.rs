//! Many queries, or many names, at once: in parallel, answered in the order of the file.

use std::io::Read;
use std::path::PathBuf;

use clap::Args;
use rayon::prelude::*;

use super::Outcome;
use super::facets::parse_name_field;
use super::output::{Output, tell};
use crate::error::{Error, Result};
use crate::index::NameField;
use crate::query::{self, Filters, Node, Resolved, Unknown};

/// Answers that are held in memory at once.
const AT_ONCE: usize = 256;

/// The options of a file of queries.
#[derive(Args, Clone, Debug)]
pub struct BatchOptions {
    /// Answer every query of this file, `id<TAB>query` or a query a line; `-` is standard input
    ///
    /// What does not parse is taken as plain words, which is told. A line that cannot be answered, for a name that
    /// nothing bears, is told of and makes the exit code 2; all others are answered.
    #[arg(long, value_name = "FILE")]
    batch: Option<PathBuf>,
    /// The lines of the file are names of this field, such as `speaker` or `film`, for each of which the query is run
    #[arg(long, value_name = "FIELD", requires = "batch", value_parser = parse_name_field)]
    batch_as: Option<NameField>,
}

/// A line of a file of queries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What its answers are called.
    pub id: String,
    text: String,
    /// Its one-based number.
    number: usize,
}

impl Line {
    /// Returns what messages call it.
    fn name(&self) -> String {
        if self.id.is_empty() { format!("line {}", self.number) } else { format!("query {}", self.id) }
    }
}

/// What became of a line.
pub struct Answered {
    /// How many results there are.
    pub n_hits: usize,
    /// The names that were taken for those asked for.
    pub resolved: Vec<Resolved>,
    /// The words that nothing holds.
    pub unknown: Vec<Unknown>,
}

impl BatchOptions {
    /// Returns the lines of the file, when one was given.
    ///
    /// # Errors
    /// A file that cannot be read, or a query beside it.
    pub fn lines(&self, query: &[String]) -> Result<Option<Vec<Line>>> {
        let Some(path) = &self.batch else { return Ok(None) };
        if self.batch_as.is_none() && !query.is_empty() {
            return Err(Error::usage("a query stands beside a file of queries")
                .hint("give one of them; with `--batch-as FIELD` the query is run for every name of the file"));
        }
        let mut bytes = Vec::new();
        let read = match path.as_os_str() == "-" {
            true => std::io::stdin().read_to_end(&mut bytes).map(|_| ()),
            false => std::fs::read(path).map(|read| bytes = read),
        };
        read.map_err(|cause| Error::input(format!("cannot read {}", path.display())).caused_by(cause))?;
        // A byte that is no UTF-8 spoils the word that it stands in, not the other queries.
        Ok(Some(lines(&String::from_utf8_lossy(&bytes), self.batch_as.is_some())))
    }

    /// Returns what one line asks for.
    fn request(&self, line: &Line, words: &Node, filters: &Filters) -> Result<(Node, Filters)> {
        let mut filters = filters.clone();
        let number = line.number;
        if line.id.is_empty() {
            return Err(Error::usage("there is no id before the tab"));
        }
        if line.text.is_empty() {
            let lacking = if self.batch_as.is_some() { "name" } else { "query" };
            return Err(Error::usage(format!("line {number} holds no {lacking} behind the tab")));
        }
        match self.batch_as {
            Some(field) => {
                filters.include.push((field, line.text.clone()));
                Ok((words.clone(), filters))
            }
            None => match query::parse_leniently(&line.text) {
                Node::All => Err(Error::usage(format!("the query holds no word, on line {number}"))),
                words => Ok((words, filters)),
            },
        }
    }

    /// Returns in words what is to be told of a line: which names were taken for its own, which of its words nothing
    /// holds, and that it was read as plain words.
    fn notes(&self, line: &Line, answered: &Answered) -> Vec<String> {
        let of_line = |name: &&Resolved| Some(name.field) == self.batch_as && name.asked == line.text;
        let mut notes: Vec<String> = answered.resolved.iter().filter(of_line).filter_map(Resolved::note).collect();
        if self.batch_as.is_none() {
            let fault = query::parse(&line.text).err().map(|fault| format!("read as plain words: {}", fault.reason));
            let unknown = answered.unknown.iter().map(Unknown::note);
            notes.extend(fault.into_iter().chain(unknown).map(|note| format!("{}: {note}", line.name())));
        }
        notes
    }

    /// Answers every line, in order; a line that fails is told of, and the rest goes on.
    ///
    /// # Errors
    /// Output that cannot be written.
    pub fn run(
        &self,
        lines: &[Line],
        words: &Node,
        filters: &Filters,
        out: &mut Output,
        answer: impl Fn(&Node, &Filters, &Line, &mut String) -> Result<Answered> + Sync,
    ) -> Result<Outcome> {
        let mut outcome = Outcome::Nothing;
        let one = |line: &Line| -> Result<(String, Answered)> {
            let (words, filters) = self.request(line, words, filters)?;
            let mut text = String::new();
            let answered = answer(&words, &filters, line, &mut text)?;
            Ok((text, answered))
        };
        for lines in lines.chunks(AT_ONCE) {
            let answers: Vec<Result<(String, Answered)>> = lines.par_iter().map(one).collect();
            for (line, answer) in lines.iter().zip(answers) {
                match answer {
                    Ok((text, answered)) => {
                        out.text(&text)?;
                        self.notes(line, &answered).iter().for_each(tell);
                        outcome =
                            if answered.n_hits > 0 && outcome == Outcome::Nothing { Outcome::Found } else { outcome };
                    }
                    Err(error) => {
                        tell(format_args!("{}: {}", line.name(), error.one_line()));
                        outcome = Outcome::Failed;
                    }
                }
            }
        }
        Ok(outcome)
    }
}

/// Returns the lines that are not blank; one without an id goes by its number, a name by itself.
fn lines(text: &str, names: bool) -> Vec<Line> {
    let line = |(number, line): (usize, &str)| {
        let line = line.trim_end_matches('\r');
        let number = number + 1;
        let (id, text) = match line.split_once('\t') {
            Some((id, text)) => (id.trim().to_owned(), text.trim()),
            None if names => (line.trim().to_owned(), line.trim()),
            None => (number.to_string(), line.trim()),
        };
        (!line.trim().is_empty()).then(|| Line { id, text: text.to_owned(), number })
    };
    text.trim_start_matches('\u{feff}').lines().enumerate().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, names: bool, expected: &str) {
        let shown: Vec<String> =
            lines(text, names).into_iter().map(|line| format!("{}={}", line.id, line.text)).collect();
        assert_eq!(shown.join("|"), expected);
    }

    #[test]
    fn lines_have_ids() {
        check("a\tone two\r\n\nthree\n", false, "a=one two|3=three");
        check("a\t\n\tone\n \t \n", false, "a=|=one");
        check("James Cameron\n7\tRosa Salazar", true, "James Cameron=James Cameron|7=Rosa Salazar");
    }
}
