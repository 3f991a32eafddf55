//! `clippings show`: one article as the program read it.

use super::Outcome;
use super::options::IndexOption;
use super::output::Output;
use crate::error::Result;
use crate::present::{article, json};
use crate::query;

/// Show one article: quotations coloured by speaker, removed lines on request
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  clippings show corpus/reelpost.example/salt-cartographer-sequel-update.txt
  clippings show salt-cartographer-sequel-update.txt --removed
  clippings show wf-1001 --explain
  clippings show press.jsonl:12              # the record on this line, as hits print it")]
pub struct Args {
    /// Id or path of the article, or the end of it; or its place, `path:line`
    article: String,
    #[command(flatten)]
    index: IndexOption,
    /// Show removed lines too, struck through
    #[arg(long)]
    removed: bool,
    /// Name the rule of every line, name and quotation
    #[arg(long)]
    explain: bool,
    /// Print the article's JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// No index, or no such article in it.
pub fn run(args: Args) -> Result<Outcome> {
    let archive = args.index.open()?;
    let annotated = query::article_by_id(archive, &args.article)?;
    let mut out = Output::open();
    if args.json {
        let mut line = Vec::new();
        json::write_article(&annotated, &mut line);
        out.text(&String::from_utf8_lossy(&line))?;
    } else {
        let shown = article::Shown { removed: args.removed || args.explain, explain: args.explain };
        out.text(&article::article(&annotated, shown, &out.style()))?;
    }
    out.close()?;
    Ok(Outcome::Found)
}
