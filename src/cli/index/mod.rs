//! `clippings index`: builds or refreshes the index of a folder of articles, in one commit.

mod survey;
mod touched;
mod visits;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use rustc_hash::{FxHashMap, FxHashSet};

use super::again::{Change, write_again};
use super::lists::{self, Lists, kept_settings};
use super::options::{Cleaning, From, IndexOption, add_user_rules, shipped_rules};
use super::output::tell;
use super::{Outcome, base, pipeline, progress};
use crate::annotate::{self, canonical};
use crate::clean::{self, Balance};
use crate::error::{Error, Result};
use crate::index::{
    Aliases, Archive, Documents, Judged, Manifest, NameField, Settings, Writer, corrections, id_of_key,
};
use crate::ingest::{self, Raw, Sources, Spill};
use crate::model::{AnnotatedArticle, Recurrences, WorkKind};
use crate::rules::Rules;
use survey::{Before, Survey, is_unchanged, stamp, survey, unchanged};
use touched::Touched;
use visits::Visits;

/// Build or refresh the index of folders of articles
///
/// Walks folders for .txt, .html and .jsonl files; `-` reads standard input. Files that have not changed are skipped,
/// changed ones replaced, and those that are gone from the folders given are dropped; standard input drops nothing, and
/// replaces what has the same id. Everything becomes visible at once, at the end; a run that is interrupted keeps what
/// it had done, and the next one goes on from there. Paths are told from the folder in which the index was first built,
/// wherever one is later.
///
/// Lists that are given once are kept to by later runs; when they change, every article is annotated again. So are
/// `--strict`, `--lenient` and `--rules`, with your rules as they then stand in their file: what a change of them
/// touches is cleaned anew, wherever its file lies.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  clippings index                         index the folder `corpus`
  clippings index ~/clippings ~/archive   index two folders
  clippings index --rules mine.tsv        with your own phrases; what they touch is cleaned anew
  zstdcat press.jsonl.zst | clippings index --from jsonl -")]
pub struct Args {
    /// Files and folders to read; `-` is standard input
    #[arg(default_value = "corpus")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    index: IndexOption,
    #[command(flatten)]
    cleaning: Cleaning,
    /// Read everything in this format, whatever its extension
    #[arg(long)]
    from: Option<From>,
    #[command(flatten)]
    lists: Lists,
    /// Forget the lists that the index was built with
    #[arg(long, conflicts_with_all = ["films", "people"], help_heading = "Lists")]
    no_lists: bool,
    /// Clean without rules of your own and without `--strict` or `--lenient`, whatever earlier runs were given
    #[arg(long, conflicts_with_all = ["rules", "strict", "lenient"])]
    no_rules: bool,
    /// Forget the old index and build a new one
    #[arg(long)]
    rebuild: bool,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

/// What a run did.
#[derive(Default)]
struct Tally {
    added: usize,
    changed: usize,
    dropped: usize,
    unchanged: usize,
    recleaned: FxHashSet<String>,
    dropped_touched: usize,
    failed: Vec<Error>,
    annotated_again: usize,
    removed_lines: usize,
    people: FxHashSet<String>,
    films: FxHashSet<String>,
    quotations: usize,
}

/// What a run works with.
struct Run<'r> {
    rules: &'r Rules,
    balance: Balance,
    touched: &'r Touched,
    writer: &'r Writer<'r>,
}

/// One record, ready to be written; without documents when the index holds it as it is.
struct Prepared {
    path: String,
    /// The stamp of the file.
    file: u64,
    key: String,
    documents: Option<Box<Ready>>,
}

/// The documents of an article, and what the summary counts of it.
struct Ready {
    documents: Documents,
    removed_lines: usize,
    people: Vec<String>,
    films: Vec<String>,
    quotations: usize,
}

/// What a run works on.
struct Plan {
    archive: Archive,
    /// The settings of the last commit, and those that this run is to follow.
    old: Settings,
    new: Settings,
    manifest: Arc<Manifest>,
    touched: Touched,
}

impl Plan {
    /// Whether the last commit is as this run would leave it where no file has changed.
    fn is_followed(&self) -> bool {
        self.new == self.old && self.archive.is_settled()
    }
}

/// Runs the command.
///
/// # Errors
/// The index cannot be opened or written.
pub fn run(mut args: Args) -> Result<Outcome> {
    if !args.rebuild {
        let typed = args.paths.iter_mut().chain(args.lists.paths()).chain(args.cleaning.file());
        base::go_to(&mut args.index.folder, typed)?;
    }
    let start = Instant::now();
    let mut tally = Tally::default();
    let roots = existing_roots(&args.paths, &mut tally);
    if roots.is_empty() && (args.rebuild || !args.index.folder.exists()) {
        // Nothing can come of it: no empty index is left behind, and no old one forgotten.
        return Ok(finish(tally, &args, false, start));
    }
    let walking = |roots: &[PathBuf]| Sources::new(roots.to_vec(), args.from.map(From::format)).walking_ahead();
    let ahead = walking(&roots);
    let plan = plan(&args)?;
    let known = base::as_known(&roots, &plan.manifest);
    let (roots, ahead) = if known == roots { (roots, ahead) } else { (known.clone(), walking(&known)) };
    let interrupted = catch_interrupt();
    if let Some(n_articles) = unchanged(ahead, &roots, &plan.manifest).filter(|_| plan.is_followed()) {
        tally.unchanged = n_articles;
        return Ok(finish(tally, &args, interrupted.load(Ordering::Relaxed), start));
    }
    write_all(&args, &roots, &plan, &interrupted, &mut tally)?;
    Ok(finish(tally, &args, interrupted.load(Ordering::Relaxed), start))
}

/// Opens the index, and reads what it was built by and what it holds; where it is to be built anew, that is nothing.
fn plan(args: &Args) -> Result<Plan> {
    let folder = &args.index.folder;
    if args.rebuild {
        // What cannot be followed is found out while the old index still stands.
        let new = settings(args, &Settings::default())?;
        load_rules(&new, folder)?;
        let (archive, old) = (Archive::open_to_rebuild(folder)?, Settings::default());
        return Ok(Plan { archive, old, new, manifest: Arc::default(), touched: Touched::default() });
    }
    let archive = Archive::open_or_create(folder)?;
    let old = archive.settings();
    let new = settings(args, &old)?;
    let manifest = Arc::new(Manifest::read(&archive.searcher(), &old)?);
    let touched = Touched::find(&archive, &old.judged, &new.judged)?;
    Ok(Plan { archive, old, new, manifest, touched })
}

/// Reads the sources twice, first to count, then to write, and commits.
fn write_all(args: &Args, roots: &[PathBuf], plan: &Plan, interrupted: &AtomicBool, tally: &mut Tally) -> Result<()> {
    let Plan { archive, old, new, manifest, touched } = plan;
    let writer = if args.rebuild { Writer::open_anew(archive) } else { Writer::open(archive) }?;
    let spill = Spill::of(roots)?;
    let sources = |touched: &Touched| -> Result<Sources> {
        let files: Vec<PathBuf> = roots.iter().cloned().chain(touched.files_outside(roots)).collect();
        Ok(Sources::new(files, args.from.map(From::format)).with_standard_input(spill.open()?))
    };
    let rules = load_rules(new, &archive.folder)?;
    let bar = progress::counter("reading", args.quiet);
    let counted = if args.rebuild { Recurrences::new() } else { archive.recurrences() };
    let before = Before { archive, manifest, touched };
    let survey = survey(sources(touched)?, roots, before, counted, interrupted, &rules)?;
    let touched = &touched.with_lines(archive, &survey.turned_lines)?;
    bar.finish_and_clear();
    tally.unchanged += survey.n_unopened(manifest, touched);
    let bar = progress::counter("indexing", args.quiet);
    let changed = || -> Result<Sources> {
        let (unchanged, again) = (manifest.clone(), touched.clone());
        Ok(sources(touched)?.skipping(move |path, found| is_unchanged(&unchanged, &again, path, found)))
    };
    let run = Run { rules: &rules, balance: Balance::named(&new.judged.balance), touched, writer: &writer };
    let mut visits = Visits::new(manifest);
    let added = build(changed()?, manifest, &survey, &run, interrupted, (tally, &mut visits), &bar)?;
    let kept = survey.lines_with(&added, changed, &rules)?;
    let stopped = interrupted.load(Ordering::Relaxed);
    let is_mixed = stopped && tally.recleaned.len() + tally.dropped_touched < touched.len();
    // What was stopped keeps its settings, so that the next run sees that they have changed.
    let settings = if stopped && !args.rebuild { old } else { new };
    let judged = Judged { is_mixed, ..new.judged.clone() };
    let settings = Settings { judged, files: visits.end(stopped), ..settings.clone() };
    if !args.rebuild {
        let done: FxHashSet<&str> = survey.gone.iter().chain(&tally.recleaned).map(String::as_str).collect();
        let change = Change { old, new: &settings, turned: &survey.turned, recurrences: &kept };
        tally.annotated_again = write_again(archive, &rules, &change, &done, &writer)?;
    }
    let n_changed = tally.added + tally.dropped + tally.recleaned.len();
    if args.rebuild && n_changed == 0 && (stopped || !tally.failed.is_empty()) {
        // An old index is worth more than an empty one.
        bar.finish_and_clear();
        return Ok(());
    }
    if n_changed > 0 || manifest.files.is_empty() || settings != *old || !archive.is_settled() {
        writer.commit(&kept, &settings)?;
        archive.store_aliases(&aliases(archive, &rules)?)?;
    }
    bar.finish_and_clear();
    Ok(())
}

/// Loads the rules, with the user's lists and corrections.
fn load_rules(settings: &Settings, index: &Path) -> Result<Rules> {
    let mut rules = shipped_rules()?;
    lists::load(&mut rules, settings, index, true)?;
    add_user_rules(&mut rules, &settings.judged)?;
    Ok(rules)
}

/// Reports what was done, and says how it ended.
fn finish(mut tally: Tally, args: &Args, stopped: bool, start: Instant) -> Outcome {
    report(&mut tally, args, stopped, start);
    if tally.failed.is_empty() && !stopped { Outcome::Found } else { Outcome::Failed }
}

/// Returns the lists and corrections to annotate by: those given, else those that the index was built with.
fn settings(args: &Args, old: &Settings) -> Result<Settings> {
    let names = corrections::names_file(&args.index.folder);
    let keeps = args.lists.is_empty() && !args.no_lists;
    let settings = if keeps { kept_settings(old, &names) } else { args.lists.settings(&names) }?;
    let judged = if args.no_rules { Judged::default() } else { args.cleaning.judged_after(&old.judged)? };
    let base = old.base.clone().filter(|base| Path::new(base).is_dir()).or_else(base::current);
    Ok(Settings { judged, base, ..settings })
}

/// Finds the names that stand for others over the whole index.
pub fn aliases(archive: &Archive, rules: &Rules) -> Result<Aliases> {
    let searcher = archive.searcher();
    let mut people = archive.values(&searcher, NameField::Person)?;
    people.extend(archive.values(&searcher, NameField::Speaker)?);
    people.extend(archive.values(&searcher, NameField::Author)?);
    people.sort();
    // Who wrote one article may be named in many: the larger count tells.
    people.dedup_by(|later, first| {
        let is_same = later.0 == first.0;
        first.1 = if is_same { first.1.max(later.1) } else { first.1 };
        is_same
    });
    let mut aliases = Aliases::default();
    aliases.add(NameField::Person, canonical::people(&people, rules));
    for field in [NameField::Film, NameField::Series] {
        aliases.add(field, canonical::titles(&archive.values(&searcher, field)?));
    }
    Ok(aliases)
}

/// The second pass: cleans, annotates and writes what the index does not hold, and drops what is gone. Returns the keys
/// of what is new.
fn build(
    sources: Sources,
    manifest: &Manifest,
    survey: &Survey,
    run: &Run,
    interrupted: &AtomicBool,
    (tally, visits): (&mut Tally, &mut Visits),
    bar: &indicatif::ProgressBar,
) -> Result<FxHashSet<String>> {
    let known: FxHashSet<&str> = manifest.files.values().flat_map(|file| &file.articles).map(String::as_str).collect();
    let mut written = FxHashSet::default();
    let sources = sources.take_while(|_| !interrupted.load(Ordering::Relaxed));
    pipeline::for_each_in_order(
        sources,
        |raw| prepare(raw, &known, &survey.recurrences, run),
        |prepared| {
            bar.inc(1);
            match prepared {
                Ok(prepared) => {
                    visits.see(&prepared.path, prepared.file, prepared.documents.is_none());
                    write(prepared, &mut written, run, tally)
                }
                Err(error) => {
                    visits.fail(&error);
                    tally.failed.push(error);
                    Ok(())
                }
            }
        },
    )?;
    written.retain(|key| !known.contains(key.as_str()));
    let new_ids: FxHashSet<&str> = written.iter().map(|key| id_of_key(key)).collect();
    for key in &survey.gone {
        run.writer.delete(key);
        tally.dropped_touched += usize::from(run.touched.has(key));
        tally.changed += usize::from(new_ids.contains(id_of_key(key)));
        tally.dropped += 1;
    }
    Ok(written)
}

/// The exit code of a program that an interrupt ended.
const INTERRUPTED: i32 = 130;

/// Returns a flag that an interrupt (Ctrl-C) raises: the run then commits what it has and ends. A second one ends it at
/// once; the last commit stands.
fn catch_interrupt() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let raised = flag.clone();
    // Where no handler can be set, an interrupt ends the program at once and the last commit stands.
    let _ = ctrlc::set_handler(move || {
        if raised.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED);
        }
    });
    flag
}

/// Leaves out the paths that are not there; what was indexed from them before stays.
fn existing_roots(paths: &[PathBuf], tally: &mut Tally) -> Vec<PathBuf> {
    let (there, missing): (Vec<_>, Vec<_>) =
        paths.iter().cloned().partition(|path| path.as_os_str() == "-" || path.exists());
    let not_found = |path: PathBuf| {
        Error::input(format!("cannot read {}", path.display())).caused_by("there is no such file or folder")
    };
    tally.failed.extend(missing.into_iter().map(not_found));
    there
}

/// Reads, cleans and annotates one record, unless the index holds it as it is.
fn prepare(raw: Raw, known: &FxHashSet<&str>, recurrences: &Recurrences, run: &Run) -> Result<Prepared> {
    let raw = ingest::load(raw)?;
    let (content, file, path) = (raw.content_hash(), raw.stamp, raw.path.clone());
    let article = ingest::parse(raw)?;
    let stamp = stamp(&article.id, &path, file, content);
    let key = stamp.key();
    if known.contains(key.as_str()) && !run.touched.has(&key) {
        return Ok(Prepared { path, file, key, documents: None });
    }
    let clean = clean::clean(article, run.rules, recurrences, run.balance);
    let annotated = annotate::annotate(clean, run.rules, recurrences);
    let documents = Ready {
        documents: run.writer.documents(&annotated, &stamp),
        removed_lines: annotated.clean.lines.iter().filter(|line| !line.is_kept()).count(),
        quotations: n_utterances(&annotated),
        films: annotated.works_of(WorkKind::Film).map(|film| film.title.clone()).collect(),
        people: annotated.people.into_iter().map(|person| person.name).collect(),
    };
    Ok(Prepared { path, file, key, documents: Some(Box::new(documents)) })
}

fn n_utterances(annotated: &AnnotatedArticle) -> usize {
    let mut numbers: Vec<u32> = annotated.quotes.iter().map(|quote| quote.utterance).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.len()
}

/// Writes an article, unless the index holds it.
fn write(prepared: Prepared, written: &mut FxHashSet<String>, run: &Run, tally: &mut Tally) -> Result<()> {
    let touched = run.touched.has(&prepared.key);
    if touched && tally.recleaned.insert(prepared.key.clone()) {
        run.writer.delete(&prepared.key);
    }
    let first = written.insert(prepared.key);
    let Some(documents) = prepared.documents.filter(|_| first) else {
        tally.unchanged += 1;
        return Ok(());
    };
    tally.added += usize::from(!touched);
    tally.removed_lines += documents.removed_lines;
    tally.quotations += documents.quotations;
    tally.people.extend(documents.people);
    tally.films.extend(documents.films);
    run.writer.add(documents.documents)
}

/// Of one file, so many records that cannot be read are told one by one.
const TOLD_OF_A_FILE: usize = 10;

fn tell_failed(failed: &[Error]) {
    let mut of_files: FxHashMap<&str, usize> = FxHashMap::default();
    for error in failed {
        let n_told = of_files.entry(error.file().unwrap_or_default()).or_default();
        *n_told += 1;
        if *n_told <= TOLD_OF_A_FILE {
            tell(format_args!("failed: {}", error.one_line()));
        }
    }
    let mut more: Vec<(&str, usize)> = of_files.into_iter().filter(|(_, n)| *n > TOLD_OF_A_FILE).collect();
    more.sort_unstable();
    for (file, n) in more {
        tell(format_args!("failed: {} more of {file}", n - TOLD_OF_A_FILE));
    }
}

fn report(tally: &mut Tally, args: &Args, stopped: bool, start: Instant) {
    tell_failed(&tally.failed);
    if stopped {
        tell("interrupted: what was done is kept; run the command again to go on");
    }
    if args.quiet {
        return;
    }
    // A changed article is one added and one dropped to the index, but neither to its reader.
    tally.added -= tally.changed.min(tally.added);
    tally.dropped -= tally.changed.min(tally.dropped);
    let Tally { added, changed, dropped, .. } = tally;
    let unchanged = tally.unchanged + tally.recleaned.len();
    let failed = tally.failed.len();
    if *added + *changed + *dropped + unchanged + failed == 0 && !stopped {
        tell("nothing to read there: only .txt, .html and .jsonl files are looked for (a file that is named is read)");
    }
    tell(format_args!("{added} added, {changed} changed, {dropped} dropped, {unchanged} unchanged, {failed} failed"));
    if !tally.recleaned.is_empty() {
        tell(format_args!("{} of the unchanged cleaned anew", tally.recleaned.len()));
    }
    if tally.annotated_again > 0 {
        tell(format_args!("{} of the unchanged annotated again", tally.annotated_again));
    }
    let (lines, quotations) = (tally.removed_lines, tally.quotations);
    let (people, films) = (tally.people.len(), tally.films.len());
    let seconds = start.elapsed().as_secs_f64();
    tell(format_args!(
        "{lines} lines removed, {people} people, {films} films, {quotations} quotations in {seconds:.2} s"
    ));
}
