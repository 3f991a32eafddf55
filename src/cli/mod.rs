//! The command line: one file a command. The only place that prints.

mod again;
mod base;
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
mod serve;
mod show;
mod status;

use std::ffi::OsStr;

use clap::{Args as _, CommandFactory, FromArgMatches, Subcommand};

use crate::error::Result;

/// A press-clippings archive: who said what about which film, in a blink, on your own machine
///
/// Takes a folder of scraped news articles, cuts each article out of what the scraper left around it, finds who is
/// named, which films and series, and who said what, and builds one index that answers in a blink. Nothing leaves the
/// machine.
#[derive(clap::Parser)]
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
  clippings serve                          the same as a web page on this machine

Names are taken in any case, without accents, or by an unambiguous last name. Without an index, `extract` and `clean` turn \
articles into JSON and text. `clippings help COMMAND` tells more, with examples.

Exit codes: 0 found, 1 nothing found, 2 error. Data on standard output, all else on standard error; CLIPPINGS_INDEX names \
the folder of the index, NO_COLOR turns colours off."
)]
struct Program {}

#[derive(Subcommand)]
enum Command {
    Index(index::Args),
    Search(search::Args),
    Quotes(quotes::Args),
    Facets(facets::Args),
    Names(names::Args),
    Show(show::Args),
    Serve(serve::Args),
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

/// Returns the definition of the program with all its commands.
fn definition() -> clap::Command {
    let program = Program::command().subcommand_required(true).arg_required_else_help(true);
    Command::augment_subcommands(program)
}

/// Returns as much of the definition as a command line needs that begins with this word: of the commands that answer in
/// a blink, their own options alone. To define all others took longer than to find an article.
fn definition_for(first: Option<&OsStr>) -> clap::Command {
    let of = |name: &'static str, augment: fn(clap::Command) -> clap::Command| {
        Program::command().subcommand_required(true).subcommand(augment(clap::Command::new(name)))
    };
    match first.and_then(OsStr::to_str) {
        Some("search") => of("search", search::Args::augment_args),
        Some("quotes") => of("quotes", quotes::Args::augment_args),
        Some("facets") => of("facets", facets::Args::augment_args),
        Some("show") => of("show", show::Args::augment_args),
        _ => definition(),
    }
}

/// Returns the command of the command line; explains and exits where there is none, or help is asked for.
fn parsed() -> Command {
    let mut definition = definition_for(std::env::args_os().nth(1).as_deref());
    let matches = definition.get_matches_mut();
    Command::from_arg_matches(&matches).unwrap_or_else(|error| error.format(&mut definition).exit())
}

/// Parses the command line and runs the command.
///
/// # Errors
/// Whatever stopped the command as a whole.
pub fn run() -> Result<Outcome> {
    match parsed() {
        Command::Index(args) => index::run(args),
        Command::Search(args) => search::run(args),
        Command::Quotes(args) => quotes::run(args),
        Command::Facets(args) => facets::run(args),
        Command::Names(args) => names::run(args),
        Command::Show(args) => show::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Status(args) => status::run(args),
        Command::Clean(args) => clean::run(args),
        Command::Extract(args) => extract::run(args),
        Command::Completions(args) => manual::completions(args),
        Command::Man(args) => manual::man(args),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_definition_says_the_same() {
        let help = |mut program: clap::Command, name: &str| {
            program.build();
            program.find_subcommand_mut(name).map(|command| command.render_long_help().to_string())
        };
        for name in ["search", "quotes", "facets", "show"] {
            let part = definition_for(Some(OsStr::new(name)));
            assert_eq!(part.get_subcommands().count(), 1);
            assert_eq!(help(part, name), help(definition(), name), "{name}");
        }
        assert!(definition_for(Some(OsStr::new("serch"))).get_subcommands().count() > 4);
    }
}
