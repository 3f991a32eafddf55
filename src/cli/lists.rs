//! The user's own lists and corrections, as options and as settings of an index.

use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use clap::Args;

use crate::error::{Error, Result};
use crate::index::{Settings, corrections};
use crate::ingest::authority;
use crate::model::Gender;
use crate::rules::Rules;

/// Lists that names and titles are checked against.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Lists")]
pub struct Lists {
    /// List of films and series, such as IMDb's title.basics.tsv.gz; may be given again
    #[arg(long, value_name = "FILE")]
    films: Vec<PathBuf>,
    /// List of people, such as IMDb's name.basics.tsv.gz; may be given again
    #[arg(long, value_name = "FILE")]
    people: Vec<PathBuf>,
}

impl Lists {
    /// Returns whether no list is given.
    pub fn is_empty(&self) -> bool {
        self.films.is_empty() && self.people.is_empty()
    }

    /// Returns the settings that these lists and the corrections in `names` make.
    ///
    /// # Errors
    /// A list that is not there, or corrections that cannot be followed.
    pub fn settings(&self, names: &std::path::Path) -> Result<Settings> {
        let stamped = |paths: &[PathBuf]| paths.iter().map(stamped).collect::<Result<Vec<_>>>();
        Ok(Settings {
            films: stamped(&self.films)?,
            people: stamped(&self.people)?,
            corrections: corrections_of_finding(names)?,
            ..Settings::default()
        })
    }
}

fn corrections_of_finding(names: &std::path::Path) -> Result<Vec<crate::model::Correction>> {
    Ok(corrections::read(names)?.into_iter().filter(|correction| correction.is_of_finding()).collect())
}

/// Returns the settings of an index with the lists that it had and the corrections as they are now.
///
/// # Errors
/// A list that is gone, or corrections that cannot be followed.
pub fn kept_settings(old: &Settings, names: &std::path::Path) -> Result<Settings> {
    let paths = |lists: &[(String, u64)]| lists.iter().map(|(path, _)| PathBuf::from(path)).collect();
    let kept = Lists { films: paths(&old.films), people: paths(&old.people) }.settings(names)?;
    Ok(Settings { judged: old.judged.clone(), ..kept })
}

/// A list with a stamp of its size and time of change.
fn stamped(path: &PathBuf) -> Result<(String, u64)> {
    let fault = |cause: String| {
        Error::input(format!("cannot read the list `{}`", path.display()))
            .caused_by(cause)
            .hint("name the lists anew with `clippings index --films FILE --people FILE`, or none with `--no-lists`")
    };
    let metadata = path.metadata().map_err(|cause| fault(cause.to_string()))?;
    let changed = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let changed = changed.map_or(0, |elapsed| elapsed.as_nanos() as u64);
    let shown = path.to_str().ok_or_else(|| fault("its name is not Unicode".to_owned()))?;
    Ok((shown.to_owned(), changed ^ metadata.len().rotate_left(40)))
}

/// Adds the lists and corrections to the rules.
///
/// # Errors
/// A list that cannot be read.
pub fn load(rules: &mut Rules, settings: &Settings) -> Result<()> {
    for (path, _) in &settings.films {
        rules.titles.add(authority::films(path.as_ref())?.works);
    }
    for (path, _) in &settings.people {
        for person in authority::people(path.as_ref())?.people {
            rules.people.add(person, Gender::Unknown);
        }
    }
    rules.correct(&settings.corrections);
    Ok(())
}
