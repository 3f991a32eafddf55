//! `clippings extract`: the JSON of every article, in input order, as a stream.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::ValueEnum;

use super::{Outcome, pipeline};
use crate::error::{Error, Result};
use crate::ingest::{self, Format, Sources};
use crate::present::json;
use crate::rules::Rules;
use crate::{annotate, clean};

/// Print every article as one line of JSON: lines, people, films, series and quotations with their offsets
#[derive(clap::Args)]
pub struct Args {
    /// Files and folders to read; `-` is standard input
    #[arg(default_value = "-")]
    paths: Vec<PathBuf>,
    /// Read everything in this format, whatever its extension
    #[arg(long)]
    from: Option<From>,
    /// List of films and series to check titles against, such as IMDb's title.basics.tsv; may be given again
    #[arg(long, value_name = "FILE")]
    films: Vec<PathBuf>,
}

/// Input formats by the names that users give them.
#[derive(Clone, Copy, ValueEnum)]
enum From {
    Text,
    Html,
    Jsonl,
}

impl From {
    fn format(self) -> Format {
        match self {
            From::Text => Format::Text,
            From::Html => Format::Html,
            From::Jsonl => Format::Jsonl,
        }
    }
}

/// Runs the command.
pub fn run(args: Args) -> Result<Outcome> {
    let mut rules = Rules::load().map_err(|error| Error::internal("cannot load the rules").caused_by(error))?;
    for path in &args.films {
        rules.titles.add(ingest::authority::films(path)?.works);
    }
    let mut out = BufWriter::with_capacity(1 << 18, io::stdout().lock());
    let work = |raw| {
        let article = ingest::parse(raw)?;
        let annotated = annotate::annotate(clean::clean(article, &rules), &rules);
        let mut line = Vec::with_capacity(2 * annotated.clean.article.text.len());
        json::write_article(&annotated, &mut line);
        Ok(line)
    };
    let mut outcome = Outcome::Nothing;
    pipeline::for_each_in_order(Sources::new(args.paths, args.from.map(From::format)), work, |line| match line {
        Ok(line) => {
            outcome = if outcome == Outcome::Nothing { Outcome::Found } else { outcome };
            out.write_all(&line).map_err(|error| Error::internal("cannot write").caused_by(error))
        }
        Err(error) => {
            outcome = Outcome::Failed;
            let _ = writeln!(io::stderr(), "{error}");
            Ok(())
        }
    })?;
    out.flush().map_err(|error| Error::internal("cannot write").caused_by(error))?;
    Ok(outcome)
}
