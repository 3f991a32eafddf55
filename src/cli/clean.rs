//! `clippings clean`: text in, cleaned text out.

use std::path::PathBuf;

use super::extract::observe;
use super::options::{Cleaning, Evidence, From, shipped_rules};
use super::output::{Output, tell};
use super::{Outcome, pipeline};
use crate::clean;
use crate::error::Result;
use crate::ingest::{self, Sources, Spill};
use crate::present::cleaned;

/// Print articles without what the scraper left around them
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  clippings clean article.txt
  clippings clean --explain article.txt      # the removed lines, each with its rule
  clippings clean --diff corpus | less -R
  curl -s URL | clippings clean --from html
  clippings clean --evidence index new.txt   # an index tells which lines recur on the site

A rules file has the columns action (remove or keep), pattern, site and note, parted by tabs. A pattern speaks of a whole
line: `one|two` is either word, `word?` may be left out, `*` stands for any words, `~` for five at most, `#` for a number:
  remove  the daily reel : *  reelpost.example")]
pub struct Args {
    /// Files and folders to read; `-` is standard input
    #[arg(default_value = "-")]
    paths: Vec<PathBuf>,
    /// Read everything in this format, whatever its extension
    #[arg(long)]
    from: Option<From>,
    /// Print the removed lines, each with its place and its rule
    #[arg(long, conflicts_with = "diff")]
    explain: bool,
    /// Print what was removed as a unified diff
    #[arg(long)]
    diff: bool,
    #[command(flatten)]
    cleaning: Cleaning,
    #[command(flatten)]
    evidence: Evidence,
}

/// Runs the command.
///
/// # Errors
/// Rules that cannot be used, or output that cannot be written; an article that cannot be read is reported and passed
/// over.
pub fn run(args: Args) -> Result<Outcome> {
    let mut rules = shipped_rules()?;
    args.cleaning.add_rules(&mut rules)?;
    let spill = Spill::of(&args.paths)?;
    let sources = || -> Result<Sources> {
        Ok(Sources::new(args.paths.clone(), args.from.map(From::format)).with_standard_input(spill.open()?))
    };
    let mut recurrences = args.evidence.recurrences()?;
    recurrences.merge(&observe(sources()?, &rules)?);
    let mut out = Output::open();
    let balance = args.cleaning.balance();
    let style = if args.explain { out.style() } else { out.style_of_source() };
    let work = |raw| {
        let clean = clean::clean(ingest::parse(raw)?, &rules, &recurrences, balance);
        Ok(match (args.explain, args.diff) {
            (true, _) => cleaned::removed(&clean, &style),
            (_, true) => cleaned::diff(&clean, &style),
            _ => cleaned::text(&clean, &style),
        })
    };
    let mut outcome = Outcome::Nothing;
    // A blank line parts one article from the next; what is told by line needs none.
    let parts = !(args.explain || args.diff);
    let mut before = "";
    pipeline::for_each_in_order(sources()?, work, |shown| match shown {
        Ok(shown) => {
            outcome = if outcome == Outcome::Nothing { Outcome::Found } else { outcome };
            if !shown.is_empty() {
                out.text(before)?;
                before = if parts { "\n" } else { "" };
            }
            out.text(&shown)
        }
        Err(error) => {
            outcome = Outcome::Failed;
            tell(error);
            Ok(())
        }
    })?;
    out.close()?;
    Ok(outcome)
}
