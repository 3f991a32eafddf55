//! `clippings extract`: the JSON of every article, in input order, as a stream.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use super::lists::{self, Lists};
use super::observed::Observed;
use super::options::{Cleaning, Evidence, From, IndexOption, shipped_rules};
use super::output::{tell, written};
use super::{Outcome, pipeline};
use crate::error::Result;
use crate::index::{Aliases, corrections};
use crate::ingest::{self, Sources, Spill};
use crate::model::Recurrences;
use crate::present::json;
use crate::rules::Rules;
use crate::{annotate, clean};

/// Print every article as one line of JSON: lines, people, films, series and quotations with their offsets
///
/// All offsets are Unicode scalar values, half-open, into `text`. Memory does not grow with the input.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  clippings extract corpus > corpus.jsonl
  zstdcat press.jsonl.zst | clippings extract --from jsonl - | jq .quotes[].speaker")]
pub struct Args {
    /// Files and folders to read; `-` is standard input
    #[arg(default_value = "-")]
    paths: Vec<PathBuf>,
    /// Read everything in this format, whatever its extension
    #[arg(long)]
    from: Option<From>,
    #[command(flatten)]
    lists: Lists,
    #[command(flatten)]
    index: IndexOption,
    /// Corrections of names, as `clippings names` writes them
    #[arg(long, value_name = "FILE", default_value = corrections::NAMES_FILE)]
    names: PathBuf,
    #[command(flatten)]
    cleaning: Cleaning,
    #[command(flatten)]
    evidence: Evidence,
}

/// Runs the command: a first pass counts how often lines recur, a second one reads every article.
///
/// # Errors
/// A list of films that cannot be read, or output that cannot be written.
pub fn run(args: Args) -> Result<Outcome> {
    let mut rules = shipped_rules()?;
    lists::load(&mut rules, &args.lists.settings(&args.names)?, &args.index.folder, false)?;
    let mut aliases = Aliases::default();
    aliases.correct(&corrections::read(&args.names)?);
    args.cleaning.add_rules(&mut rules)?;
    let spill = Spill::of(&args.paths)?;
    let sources = || -> Result<Sources> {
        Ok(Sources::new(args.paths.clone(), args.from.map(From::format)).with_standard_input(spill.open()?))
    };
    let mut recurrences = args.evidence.recurrences()?;
    recurrences.merge(&observe(sources()?, &rules)?);
    let mut out = BufWriter::with_capacity(1 << 18, io::stdout().lock());
    let work = |raw| {
        let article = ingest::parse(raw)?;
        let clean = clean::clean(article, &rules, &recurrences, args.cleaning.balance());
        let mut annotated = annotate::annotate(clean, &rules, &recurrences);
        aliases.apply(&mut annotated);
        let mut line = Vec::with_capacity(2 * annotated.clean.article.text.len());
        json::write_article(&annotated, &mut line);
        Ok(line)
    };
    let mut outcome = Outcome::Nothing;
    pipeline::for_each_in_order(sources()?, work, |line| match line {
        Ok(line) => {
            outcome = if outcome == Outcome::Nothing { Outcome::Found } else { outcome };
            written(out.write_all(&line))
        }
        Err(error) => {
            outcome = Outcome::Failed;
            tell(error);
            Ok(())
        }
    })?;
    written(out.flush())?;
    Ok(outcome)
}

/// Counts how often the lines of the articles recur, and which titles they tell; articles that cannot be read are left
/// to the second pass.
pub(super) fn observe(sources: Sources, rules: &Rules) -> Result<Recurrences> {
    let mut recurrences = Recurrences::new();
    let observed = |raw| Ok(Observed::of(&ingest::parse(raw)?, rules, false));
    pipeline::for_each_in_order(sources, observed, |observed| {
        if let Ok(observed) = observed {
            observed.add_to(&mut recurrences);
        }
        Ok(())
    })?;
    Ok(recurrences)
}
