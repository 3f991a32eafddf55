//! `clippings extract`: the JSON of every article, in input order, as a stream.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use super::options::From;
use super::output::{tell, written};
use super::{Outcome, pipeline};
use crate::error::{Error, Result};
use crate::ingest::{self, Sources};
use crate::model::Gender;
use crate::model::Recurrences;
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
    /// List of people to check names against, such as IMDb's name.basics.tsv; may be given again
    #[arg(long, value_name = "FILE")]
    people: Vec<PathBuf>,
}

/// Runs the command.
pub fn run(args: Args) -> Result<Outcome> {
    let mut rules = Rules::load().map_err(|error| Error::internal("cannot load the rules").caused_by(error))?;
    for path in &args.films {
        rules.titles.add(ingest::authority::films(path)?.works);
    }
    for path in &args.people {
        for person in ingest::authority::people(path)?.people {
            rules.people.add(person, Gender::Unknown);
        }
    }
    let mut out = BufWriter::with_capacity(1 << 18, io::stdout().lock());
    let work = |raw| {
        let article = ingest::parse(raw)?;
        let annotated = annotate::annotate(
            clean::clean(article, &rules, &Recurrences::default(), clean::Balance::default()),
            &rules,
        );
        let mut line = Vec::with_capacity(2 * annotated.clean.article.text.len());
        json::write_article(&annotated, &mut line);
        Ok(line)
    };
    let mut outcome = Outcome::Nothing;
    pipeline::for_each_in_order(Sources::new(args.paths, args.from.map(From::format)), work, |line| match line {
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
