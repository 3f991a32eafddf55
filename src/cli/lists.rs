//! The user's own lists and corrections, as options and as settings of an index.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use clap::Args;

use crate::error::{Error, Result};
use crate::index::{Settings, corrections, lists};
use crate::ingest::authority;
use crate::model::Correction;
use crate::rules::Rules;
use crate::rules::list::{PackedList, pack};

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
    /// Returns the files, to be named otherwise.
    pub fn paths(&mut self) -> impl Iterator<Item = &mut PathBuf> {
        self.films.iter_mut().chain(&mut self.people)
    }

    /// Returns whether no list is given.
    pub fn is_empty(&self) -> bool {
        self.films.is_empty() && self.people.is_empty()
    }

    /// Returns the settings that these lists and the corrections in `names` make.
    ///
    /// # Errors
    /// A list that is not there, or corrections that cannot be followed.
    pub fn settings(&self, names: &Path) -> Result<Settings> {
        let stamped = |paths: &[PathBuf]| paths.iter().map(|path| stamped(path)).collect::<Result<Vec<_>>>();
        Ok(Settings {
            films: stamped(&self.films)?,
            people: stamped(&self.people)?,
            corrections: corrections_of_finding(names)?,
            ..Settings::default()
        })
    }
}

fn corrections_of_finding(names: &Path) -> Result<Vec<Correction>> {
    Ok(corrections::read(names)?.into_iter().filter(|correction| correction.is_of_finding()).collect())
}

/// Returns the settings of an index with the lists that it had and the corrections as they are now.
///
/// # Errors
/// A list that is gone, or corrections that cannot be followed.
pub fn kept_settings(old: &Settings, names: &Path) -> Result<Settings> {
    let paths = |lists: &[(String, u64)]| lists.iter().map(|(path, _)| PathBuf::from(path)).collect();
    let kept = Lists { films: paths(&old.films), people: paths(&old.people) }.settings(names).map_err(|error| {
        error.hint("name the lists anew with `clippings index --films FILE --people FILE`, or none with `--no-lists`")
    })?;
    let (judged, files, base) = (old.judged.clone(), old.files.clone(), old.base.clone());
    Ok(Settings { judged, files, base, ..kept })
}

/// A list with a stamp of its size and time of change.
fn stamped(path: &Path) -> Result<(String, u64)> {
    let fault = |cause: String| Error::input(format!("cannot read the list `{}`", path.display())).caused_by(cause);
    let metadata = path.metadata().map_err(|cause| fault(cause.to_string()))?;
    let changed = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let changed = changed.map_or(0, |elapsed| elapsed.as_nanos() as u64);
    let shown = path.to_str().ok_or_else(|| fault("its name is not Unicode".to_owned()))?;
    Ok((shown.to_owned(), changed ^ metadata.len().rotate_left(40)))
}

/// Adds the lists and corrections to the rules. Lists are made ready once, and kept in the folder of the index where
/// `keeps` says that they are its own.
///
/// # Errors
/// A list that cannot be read.
pub fn load(rules: &mut Rules, settings: &Settings, index: &Path, keeps: bool) -> Result<()> {
    if !settings.films.is_empty() || !settings.people.is_empty() {
        let kept = lists::open(index, settings).and_then(PackedList::open);
        rules.add_list(match kept {
            Some(list) => list,
            None => make_ready(settings, Some(index).filter(|_| keeps))?,
        });
    }
    rules.correct(&settings.corrections);
    Ok(())
}

fn make_ready(settings: &Settings, index: Option<&Path>) -> Result<PackedList> {
    let paths = |lists: &[(String, u64)]| -> Vec<PathBuf> { lists.iter().map(|(path, _)| path.into()).collect() };
    let mut authority = authority::films(&paths(&settings.films))?;
    authority.people = authority::people(&paths(&settings.people))?.people;
    let bytes = pack(authority);
    if let Some(index) = index.filter(|index| index.join("meta.json").is_file()) {
        lists::store(index, settings, &bytes);
    }
    PackedList::open(Box::new(bytes)).ok_or_else(|| Error::internal("cannot use the lists"))
}
