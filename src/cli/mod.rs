//! The command line: one file a command. The only place that prints.

mod again;
mod batch;
mod clean;
mod extract;
mod facets;
mod filters;
mod index;
mod lists;
mod manual;
mod names;
mod observed;
mod options;
mod output;
mod pipeline;
mod progress;
mod quotes;
mod search;
mod show;
mod status;

use clap::{Parser, Subcommand};

use crate::error::Result;

/// A press-clippings archive: who said what about which film, in a blink, on your own machine
///
/// Takes a folder of scraped news articles, cuts each article out of what the scraper left around it, finds who is
/// named, which films and series, and who said what, and builds one index that answers in a blink. Nothing leaves the
/// machine.
#[derive(Parser)]
#[command(
    name = "clippings",
    version,
    propagate_version = true,
    after_help = "\
First steps:
  clippings index ~/articles               read a folder of .txt, .html and .jsonl files
  clippings search sequel                  articles, best first
  clippings search sequel --speaker salazar --facets film
  clippings quotes --speaker salazar       what she said, with the place of every word
  clippings facets speaker --film alita    who is quoted where it is named
  clippings names                          names that may be one, and how to correct them
  clippings show ARTICLE --explain         every removed line, name and quotation with its rule

Names are taken in any case, without accents, or by an unambiguous last name. Without an index, `extract` and `clean` turn
articles into JSON and text. `clippings help COMMAND` tells more, with examples.

Exit codes: 0 found, 1 nothing found, 2 error. Data on standard output, all else on standard error; CLIPPINGS_INDEX names
the folder of the index, NO_COLOR turns colours off."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Index(index::Args),
    Search(search::Args),
    Quotes(quotes::Args),
    Facets(facets::Args),
    Names(names::Args),
    Show(show::Args),
    Clean(clean::Args),
    Extract(extract::Args),
    Status(status::Args),
    Completions(manual::CompletionArgs),
    Man(manual::ManArgs),
}

/// How a run ended: the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Something was found or done: 0.
    Found,
    /// Nothing was found: 1.
    Nothing,
    /// Something failed, though the rest went on: 2.
    Failed,
}

/// Parses the command line and runs the command.
///
/// # Errors
/// Whatever stopped the command as a whole.
pub fn run() -> Result<Outcome> {
    match Cli::parse().command {
        Command::Index(args) => index::run(args),
        Command::Search(args) => search::run(args),
        Command::Quotes(args) => quotes::run(args),
        Command::Facets(args) => facets::run(args),
        Command::Names(args) => names::run(args),
        Command::Show(args) => show::run(args),
        Command::Status(args) => status::run(args),
        Command::Clean(args) => clean::run(args),
        Command::Extract(args) => extract::run(args),
        Command::Completions(args) => manual::completions(args),
        Command::Man(args) => manual::man(args),
    }
}
