//! `clippings names`: names that may be one, and corrections by hand.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::again::{Again, Change, annotate_again};
use super::lists::{self, kept_settings};
use super::options::{IndexOption, shipped_rules};
use super::output::{Output, tell};
use super::{Outcome, base, index};
use crate::annotate::likeness;
use crate::error::{Error, Result};
use crate::index::{Archive, NameField, Settings, Writer, corrections, fold_name};
use crate::model::{Action, AnnotatedArticle, Correction, Likeness, NameKind};
use crate::present::{json, terminal, visible};
use crate::query::{self, Filters, Node, Target};

/// List names that may be one, or correct a name
///
/// Without a correction, lists pairs of names that may be one, with what is alike, as lines that the file of
/// corrections takes. With one, adds it to the file `names.tsv` beside the index, and says what changes. The file is
/// yours: read it, edit it, share it. `merge`, `rename` and a `split` without a place hold at once wherever names are
/// shown, counted or filtered; after the others the articles that print the name are annotated again, and no more.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  clippings names                                            names that may be one
  clippings names merge person 'Bob Renwick' 'Robert Renwick'
  clippings names rename film 'Copper Sister' 'The Copper Sister'
  clippings names alias person 'The Ferryman' 'Casimir Lindqvarn'
  clippings names never person 'Silas Wren' --dry-run        a character: what would change
  clippings names split person 'Ada Renwick' 'Ada Renwick (poet)' --place verse
  clippings names split person Lindqvarn                     not read as the only Lindqvarn
  clippings names --apply                                    after names.tsv was edited

Exit code: 0 when something was found or changed, 1 when nothing was, 2 on an error.")]
pub struct Args {
    /// What to do: alias, merge, never, rename or split
    #[arg(value_parser = parse_action, requires = "name")]
    action: Option<Action>,
    /// Whose name it is: person, film or series
    #[arg(value_parser = parse_kind, requires = "name")]
    kind: Option<NameKind>,
    /// The name as it is shown; of an alias, as articles print it
    name: Option<String>,
    /// The right name
    other: Option<String>,
    /// Of a split: part of the ids of the articles, or words that they print
    #[arg(long, value_name = "TEXT", requires = "other")]
    place: Option<String>,
    #[command(flatten)]
    index: IndexOption,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Apply the file of corrections as it is now
    #[arg(long, conflicts_with = "action")]
    apply: bool,
    /// How many pairs, or changed articles, to show; 0 shows all
    #[arg(long, short = 'n', default_value_t = 25)]
    limit: usize,
    /// Print the pairs as JSON, one object a line
    #[arg(long, conflicts_with_all = ["action", "apply"])]
    json: bool,
}

fn parse_action(name: &str) -> std::result::Result<Action, String> {
    let all = Action::ALL.map(Action::as_str).join(", ");
    Action::parse(name).ok_or_else(|| format!("`{name}` is no correction; the corrections are {all}"))
}

fn parse_kind(name: &str) -> std::result::Result<NameKind, String> {
    let all = NameKind::ALL.map(NameKind::as_str).join(", ");
    NameKind::parse(name).ok_or_else(|| format!("`{name}` is no kind of name; the kinds are {all}"))
}

/// Runs the command.
///
/// # Errors
/// No index, a correction that cannot be followed, or a file that cannot be written.
pub fn run(mut args: Args) -> Result<Outcome> {
    base::go_to(&mut args.index.folder, std::iter::empty())?;
    let folder = &args.index.folder;
    match (args.action, args.apply) {
        (Some(action), _) => correct(&Archive::open_to_change(folder)?, &args, action),
        (None, true) => apply(&Archive::open_to_change(folder)?, &args, None),
        (None, false) => list(&Archive::open(folder)?, &args),
    }
}

/// Lists names that may be one, but for those of which a correction speaks already.
fn list(archive: &Archive, args: &Args) -> Result<Outcome> {
    let rules = shipped_rules()?;
    let said = corrections::read(&corrections::names_file(&archive.folder))?;
    let said: FxHashSet<(NameKind, &str)> = said.iter().map(|said| (said.kind, said.name.as_str())).collect();
    let mut found = Vec::new();
    for (kind, field) in KINDS {
        let names = shown_names(archive, field)?;
        found.extend(match kind {
            NameKind::Person => likeness::people(&names, &rules),
            _ => likeness::titles(&names, kind),
        });
    }
    found.retain(|pair| !said.contains(&(pair.kind, pair.name.as_str())));
    let shown = if args.limit == 0 { found.len() } else { args.limit.min(found.len()) };
    let mut out = Output::open();
    if !args.json && shown > 0 {
        out.line(corrections::HEADER)?;
    }
    for pair in &found[..shown] {
        match args.json {
            true => out.line(&json::likeness(pair))?,
            false => out.line(&visible(&format!("{}\t\t{}", merge_line(pair), evidence(pair))))?,
        }
    }
    out.close()?;
    if shown < found.len() {
        tell(format_args!("and {} more; `-n 0` shows all", found.len() - shown));
    }
    Ok(if found.is_empty() { Outcome::Nothing } else { Outcome::Found })
}

const KINDS: [(NameKind, NameField); 3] =
    [(NameKind::Person, NameField::Person), (NameKind::Film, NameField::Film), (NameKind::Series, NameField::Series)];

fn merge_line(Likeness { kind, name, other, .. }: &Likeness) -> String {
    let (kind, name, other, place) = (*kind, name.clone(), other.clone(), String::new());
    corrections::line(&Correction { action: Action::Merge, kind, name, other, place })
}

fn evidence(Likeness { articles: [rare, frequent], evidence, .. }: &Likeness) -> String {
    format!("{evidence}; {rare} and {frequent} articles")
}

/// Returns the names of a field as they are shown, with the number of articles, in order of name.
fn shown_names(archive: &Archive, field: NameField) -> Result<Vec<(String, u64)>> {
    let (mut counts, _) =
        query::facet_counts(archive, &Node::All, &Filters::default(), Target::Articles, &[field], (None, 0))?;
    let values = counts.pop().map(|counts| counts.values).unwrap_or_default();
    let mut names: Vec<(String, u64)> = values.into_iter().map(|count| (count.value, count.count)).collect();
    names.sort_unstable();
    Ok(names)
}

/// Adds one correction to the file, and applies it.
fn correct(archive: &Archive, args: &Args, action: Action) -> Result<Outcome> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let kind = args.kind.unwrap_or(NameKind::Person);
    let (name, other, place) = (text(&args.name), text(&args.other), text(&args.place));
    let refused = |reason: String| Error::usage(format!("cannot correct this: {reason}"));
    if [&name, &other, &place].iter().any(|text| text.contains(['\t', '\n', '\r'])) {
        return Err(refused("a name stands on one line, without tabs".to_owned()));
    }
    if matches!(action, Action::Alias | Action::Merge | Action::Rename) {
        if other.is_empty() {
            return Err(refused(format!("`{}` lacks the right name behind `{name}`", action.as_str())));
        }
        if other == name {
            return Err(refused(format!("`{name}` is itself already")));
        }
    }
    let line = corrections::line(&Correction { action, kind, name, other, place });
    let correction = corrections::parse(&line).map_err(refused)?;
    let line = corrections::line(&correction);
    let file = corrections::names_file(&archive.folder);
    if corrections::read(&file)?.contains(&correction) {
        tell(format_args!("{} says so already", file.display()));
        return apply(archive, args, None);
    }
    let outcome = apply(archive, args, Some(&correction))?;
    if outcome == Outcome::Nothing && correction.is_of_finding() {
        tell(format_args!("nothing changes: no article of this index is concerned"));
    }
    if !args.dry_run {
        corrections::append(&file, &correction)?;
        archive.refresh_names()?;
        tell(format_args!("added to {}: {line}", file.display()));
    }
    Ok(outcome)
}

/// Makes the index as the corrections say, with one `more`, and tells what changes.
fn apply(archive: &Archive, args: &Args, more: Option<&Correction>) -> Result<Outcome> {
    let old = archive.settings();
    let mut new = kept_settings(&old, &corrections::names_file(&archive.folder))?;
    new.corrections.extend(more.filter(|correction| correction.is_of_finding()).cloned());
    let mut out = Output::open();
    let mut n_changed = 0;
    if let Some(correction) = more.filter(|correction| !correction.is_of_finding()) {
        n_changed += tell_shown(archive, correction, &mut out)?;
    }
    if new != old {
        n_changed += find_again(archive, args, (&old, &new), &mut out)?;
    }
    if !args.dry_run {
        archive.refresh_names()?;
    }
    out.close()?;
    Ok(if n_changed == 0 { Outcome::Nothing } else { Outcome::Found })
}

/// Tells how many articles are shown and counted under another name.
fn tell_shown(archive: &Archive, correction: &Correction, out: &mut Output) -> Result<usize> {
    let Correction { kind, name, other, .. } = correction;
    let field = KINDS.iter().find(|(own, _)| own == kind).map_or(NameField::Person, |(_, field)| *field);
    let count = |name: &str| archive.n_articles(field, &archive.aliases.spellings(field, name));
    let (of_name, of_other) = (count(name)?, count(other)?);
    if of_name == 0 {
        return Err(unknown_name(archive, *kind, field, name)?);
    }
    let after = if other.is_empty() { "itself".to_owned() } else { format!("{other} ({of_other})") };
    let line = format!("{} {name} ({of_name}) is shown as {after}, by articles", kind.as_str());
    out.line(&visible(&line))?;
    Ok(of_name)
}

/// Returns the error of a name that nothing is filed under, with the one that it may have been meant for.
fn unknown_name(archive: &Archive, kind: NameKind, field: NameField, name: &str) -> Result<Error> {
    let folded = fold_name(name);
    let like = archive.values_where(&archive.searcher(), field, |value| fold_name(value) == folded)?;
    let error = Error::usage(format!("no {} is called `{name}`", kind.as_str()));
    Ok(match like.iter().max_by_key(|(_, count)| *count) {
        Some((like, _)) => error.hint(format!("did you mean `{like}`")),
        None => error.hint("names are corrected as they are shown; add a line to names.tsv for one that may come"),
    })
}

/// Annotates again what the corrections concern, and tells what came out otherwise.
fn find_again(archive: &Archive, args: &Args, settings: (&Settings, &Settings), out: &mut Output) -> Result<usize> {
    let mut rules = shipped_rules()?;
    lists::load(&mut rules, settings.1, &archive.folder, true)?;
    let (mut n_changed, mut lines) = (0, Vec::new());
    let limit = if args.limit == 0 { usize::MAX } else { args.limit };
    let recurrences = archive.recurrences();
    let change = Change { old: settings.0, new: settings.1, turned: &[], recurrences: &recurrences };
    let writer = if args.dry_run { None } else { Some(Writer::open(archive)?) };
    let n_concerned = annotate_again(archive, &rules, &change, |again| {
        n_changed += 1;
        if lines.len() < limit {
            lines.push(changes(&again));
        }
        writer.as_ref().map_or(Ok(()), |writer| again.write(writer))
    })?;
    lines.iter().try_for_each(|line| out.text(line))?;
    let verb = if args.dry_run { "would change" } else { "changed" };
    tell(format_args!("{n_concerned} articles looked at, {n_changed} {verb}"));
    if let Some(writer) = writer {
        writer.commit(&recurrences, settings.1)?;
        archive.store_aliases(&index::aliases(archive, &rules)?)?;
    }
    Ok(n_changed)
}

/// Says what one article names, and who is quoted, that it did not before, and the other way round.
fn changes(Again { stamp, before, after }: &Again) -> String {
    let names = |article: &AnnotatedArticle| -> Vec<(&'static str, String)> {
        let people = article.people.iter().map(|person| ("person", person.name.clone()));
        let works = article.works.iter().map(|work| (work.kind.names().as_str(), work.title.clone()));
        let speakers = article.quotes.iter().filter_map(|quote| article.speaker(quote));
        let speakers: BTreeSet<&str> = speakers.collect();
        people.chain(works).chain(speakers.into_iter().map(|name| ("speaker", name.to_owned()))).collect()
    };
    let (before, after) = (names(before), names(after));
    let lost = before.iter().filter(|name| !after.contains(name)).map(|name| (false, name));
    let won = after.iter().filter(|name| !before.contains(name)).map(|name| (true, name));
    let changes = lost.chain(won).map(|(is_new, (field, name))| (is_new, *field, name.as_str()));
    terminal::name_changes(&stamp.id, changes)
}
