//! `clippings status`: what the index holds.

use std::time::{SystemTime, UNIX_EPOCH};

use super::Outcome;
use super::options::IndexOption;
use super::output::Output;
use crate::error::Result;
use crate::present::{json, terminal};
use crate::query;

/// Tell what the index holds, how old and how large it is, and which version wrote it
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  clippings status --index ~/clippings-index")]
pub struct Args {
    #[command(flatten)]
    index: IndexOption,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// No index, or a damaged one.
pub fn run(args: Args) -> Result<Outcome> {
    let archive = args.index.open()?;
    let (summary, totals) = (archive.summary()?, query::totals(archive)?);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
    let status = terminal::Status {
        folder: archive.folder.display().to_string(),
        version: summary.version,
        age_seconds: now.saturating_sub(summary.committed),
        bytes: summary.bytes,
        segments: summary.segments,
        articles: totals.articles,
        quotations: totals.quotations,
        names: totals.names.iter().map(|(field, count)| (field.as_str(), *count)).collect(),
        days: totals.days,
    };
    let mut out = Output::open();
    if args.json {
        out.line(&json::status(&status))?;
    } else {
        out.text(&terminal::status(&status))?;
    }
    out.close()?;
    Ok(Outcome::Found)
}
