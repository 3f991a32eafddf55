//! Names as people type them in, the names of the index out: any case, no accents, a last name that is unambiguous.

use std::collections::BTreeSet;

use tantivy::{Searcher, Term};

use crate::error::{Error, Result};
use crate::index::{Archive, NameField, fold_name};
use crate::model::FacetCounts;

/// A name that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The facet it belongs to.
    pub field: NameField,
    /// What was asked for.
    pub asked: String,
    /// The name that was taken for it, as it is shown; or several that differ in no letter.
    pub shown: Vec<String>,
    /// The values of the index that are shown so.
    pub taken: Vec<String>,
    /// Other names that it fits, with their articles, the most frequent first.
    pub others: Vec<(String, usize)>,
}

impl Resolved {
    /// Returns in words which names were taken, where they differ from what was asked for or others fit it too.
    pub fn note(&self) -> Option<String> {
        let name = self.asked.strip_prefix(EXACTLY).unwrap_or(&self.asked);
        let is_same = self.shown.as_slice() == [name];
        let taken = format!("{} {}: {}", self.field.as_str(), self.asked, self.shown.join(", "));
        match self.others.as_slice() {
            [] => (!is_same).then_some(taken),
            others => Some(format!("{taken}; others: {}{}", listed(others), how_to_ask_alone(others))),
        }
    }
}

/// How many names a message lists.
const LISTED: usize = 6;
/// Before a name: that name as it is shown, and no longer one.
const EXACTLY: char = '=';
/// Of the bearers of a last name, one that has so many times the articles of all others is the one that is meant.
const STANDS_OUT: usize = 3;

/// A value of the index: the name that it is shown as, the value folded, and the number of documents.
struct Entry {
    name: String,
    folded: String,
    count: u64,
}

/// Finds the values that `asked` stands for.
///
/// In this order: the name itself; the same but for case, accents and a leading article; the one value that ends with
/// these words (a last name); the one value that holds them all. One word that may be a last name is all who bear it,
/// whether by that word alone or by more, of whom one is taken that stands out; `=` before it asks for that word alone.
///
/// # Errors
/// A name that fits several values, with the likeliest listed; one that fits none, with the nearest.
pub fn resolve(archive: &Archive, searcher: &Searcher, field: NameField, asked: &str) -> Result<Resolved> {
    let resolved = |shown: Vec<String>, others: Vec<(String, usize)>| {
        let taken = shown.iter().flat_map(|name| archive.aliases.spellings(field, name)).collect();
        Ok(Resolved { field, asked: asked.to_owned(), shown, taken, others })
    };
    let name = asked.strip_prefix(EXACTLY).unwrap_or(asked).trim();
    let wanted = without_article(&fold_name(name)).to_owned();
    let reading = Reading::of(field, asked, &wanted);
    if reading != Reading::LastName && is_value(archive, searcher, field, name) {
        return resolved(vec![archive.aliases.canonical(field, name).to_owned()], Vec::new());
    }
    if wanted.is_empty() {
        return Err(Error::usage(format!("`{asked}` is no name")));
    }
    let shown = fitting(archive, searcher, field, &wanted, reading)?;
    let mut folded: Vec<String> = shown.iter().map(|name| fold_name(name)).collect();
    folded.dedup();
    match folded.len() {
        0 => Err(unknown(archive, searcher, field, asked, &wanted)?),
        1 => resolved(shown.into_iter().collect(), Vec::new()),
        _ => {
            let mut counted = counted(archive, field, shown)?;
            let n_others: usize = counted[1..].iter().map(|(_, count)| count).sum();
            match reading == Reading::LastName && counted[0].1 >= STANDS_OUT * n_others.max(1) {
                true => resolved(vec![counted.remove(0).0], counted),
                false => Err(ambiguous(field, asked, &counted)),
            }
        }
    }
}

/// How a name that was asked for is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// As one name, whole or in part.
    Name,
    /// As a word that is a last name, or a name by itself.
    LastName,
    /// As this name alone.
    Exactly,
}

impl Reading {
    fn of(field: NameField, asked: &str, wanted: &str) -> Reading {
        let is_of_people = matches!(field, NameField::Speaker | NameField::Person | NameField::Author);
        match asked.starts_with(EXACTLY) {
            true => Reading::Exactly,
            false if is_of_people && !wanted.is_empty() && !wanted.contains(' ') => Reading::LastName,
            false => Reading::Name,
        }
    }
}

/// Returns the names that fit best what is wanted, in order.
fn fitting(
    archive: &Archive,
    searcher: &Searcher,
    field: NameField,
    wanted: &str,
    reading: Reading,
) -> Result<BTreeSet<String>> {
    let is_it = |name: &str| name == wanted;
    let ends_so = |name: &str| name.strip_suffix(wanted).is_some_and(|rest| rest.ends_with(' '));
    let bears_it = |name: &str| is_it(name) || ends_so(name);
    let holds_all = |name: &str| wanted.split(' ').all(|word| name.split(' ').any(|other| other == word));
    let fits: &[&dyn Fn(&str) -> bool] = match reading {
        Reading::Name => &[&is_it, &ends_so, &holds_all],
        Reading::LastName => &[&bears_it, &holds_all],
        Reading::Exactly => &[&is_it],
    };
    let candidates = candidates(archive, searcher, field, wanted)?;
    let found = fits.iter().map(|fit| {
        let fitting = candidates.iter().filter(|entry| fit(without_article(&entry.folded)));
        fitting.map(|entry| entry.name.clone()).collect::<BTreeSet<String>>()
    });
    Ok(found.into_iter().find(|names| !names.is_empty()).unwrap_or_default())
}

/// Keeps the values of a facet of which some word begins with each of these, for look-ups such as `--like potter`.
pub(super) fn keep_like(counts: &mut FacetCounts, words: &str) {
    let words = fold_name(words);
    counts.values.retain(|count| is_like(&count.value, &words));
    counts.n_values = counts.values.len();
}

/// Returns whether some word of a value begins with each of these, which are folded.
fn is_like(value: &str, folded: &str) -> bool {
    let value = fold_name(value);
    folded.split(' ').all(|wanted| value.split(' ').any(|word| word.starts_with(wanted)))
}

/// Returns the values of a field that may hold every word of a folded name; a merged name is understood by each of its
/// spellings.
fn candidates(archive: &Archive, searcher: &Searcher, field: NameField, wanted: &str) -> Result<Vec<Entry>> {
    let may_fit = |name: &str| may_hold(name, wanted);
    let values = archive.values_where(searcher, field, may_fit)?;
    let value = |(value, count): (String, u64)| {
        let name = archive.aliases.canonical(field, &value).to_owned();
        Entry { folded: fold_name(&value), name, count }
    };
    let mut entries: Vec<Entry> = values.into_iter().map(value).collect();
    let merged = archive.aliases.pairs(field).filter(|(_, name)| may_fit(name));
    entries.extend(
        merged.filter(|(alias, _)| is_value(archive, searcher, field, alias)).map(|(_, name)| merged_name(name)),
    );
    Ok(entries)
}

/// Returns every value of a field, and every name that one stands for.
fn entries(archive: &Archive, searcher: &Searcher, field: NameField) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for (value, count) in archive.values(searcher, field)? {
        let name = archive.aliases.canonical(field, &value).to_owned();
        if name != value {
            entries.push(merged_name(&name));
        }
        entries.push(Entry { folded: fold_name(&value), name, count });
    }
    Ok(entries)
}

/// Returns the entry of a name that values stand for; they are counted themselves.
fn merged_name(name: &str) -> Entry {
    Entry { folded: fold_name(name), name: name.to_owned(), count: 0 }
}

fn is_value(archive: &Archive, searcher: &Searcher, field: NameField, value: &str) -> bool {
    searcher.doc_freq(&Term::from_field_text(archive.fields.name(field), value)).unwrap_or(0) > 0
}

/// Returns whether a name may hold every word of a folded one: a first look at it that folds hardly any.
fn may_hold(name: &str, wanted: &str) -> bool {
    if !name.is_ascii() || name.contains('\'') {
        let folded = fold_name(name);
        return wanted.split(' ').all(|word| folded.contains(word));
    }
    wanted
        .split(' ')
        .all(|word| name.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes())))
}

fn without_article(folded: &str) -> &str {
    ["the ", "a ", "an "].into_iter().find_map(|article| folded.strip_prefix(article)).unwrap_or(folded)
}

/// Returns names with the number of their articles, the most frequent first.
fn counted(
    archive: &Archive,
    field: NameField,
    names: impl IntoIterator<Item = String>,
) -> Result<Vec<(String, usize)>> {
    let count = |name: String| {
        let n_articles = archive.n_articles(field, &archive.aliases.spellings(field, &name))?;
        Ok((name, n_articles))
    };
    let mut counted: Vec<(String, usize)> = names.into_iter().map(count).collect::<Result<_>>()?;
    counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Ok(counted)
}

/// Returns the first of these names, with their articles.
fn listed(counted: &[(String, usize)]) -> String {
    let more = if counted.len() > LISTED { format!(" and {} more", counted.len() - LISTED) } else { String::new() };
    let listed: Vec<String> = counted.iter().take(LISTED).map(|(name, count)| format!("{name} ({count})")).collect();
    format!("{}{more}", listed.join(", "))
}

/// Returns how the name of one word among these is asked for, which the word alone does not do.
fn how_to_ask_alone(names: &[(String, usize)]) -> String {
    let alone = names.iter().find(|(name, _)| !fold_name(name).contains(' '));
    alone.map_or_else(String::new, |(name, _)| format!("; `{EXACTLY}{name}` asks for {name} alone"))
}

fn ambiguous(field: NameField, asked: &str, counted: &[(String, usize)]) -> Error {
    Error::usage(format!("`{asked}` fits more than one {}", field.as_str()))
        .caused_by(format!("{}, by articles", listed(counted)))
        .hint(format!("give the full name{}", how_to_ask_alone(counted)))
}

fn unknown(archive: &Archive, searcher: &Searcher, field: NameField, asked: &str, wanted: &str) -> Result<Error> {
    let entries = entries(archive, searcher, field)?;
    let mut near: Vec<(usize, &Entry)> = entries
        .iter()
        .map(|entry| (nearness(wanted, without_article(&entry.folded)), entry))
        .filter(|(distance, _)| is_near(*distance, wanted))
        .collect();
    near.sort_by_key(|(distance, entry)| (*distance, std::cmp::Reverse(entry.count)));
    let mut error = Error::usage(format!("no {} is called `{asked}`", field.as_str()));
    let is_exact = asked.starts_with(EXACTLY);
    let found = if is_exact { None } else { elsewhere(archive, searcher, field, wanted)? };
    if let Some((other, name)) = &found {
        error = error.hint(format!("{name} is found as {}, not as {}", other.as_str(), field.as_str()));
    }
    Ok(match near.as_slice() {
        [] if found.is_some() => error,
        [] => error.hint(format!("`clippings facets {} --like WORD` looks names up", field.as_str())),
        _ => {
            let mut names: Vec<&str> = near.iter().map(|(_, entry)| entry.name.as_str()).collect();
            let mut told = BTreeSet::new();
            names.retain(|name| told.insert(*name));
            names.truncate(3);
            error.hint(format!("did you mean {}?", names.join(" or ")))
        }
    })
}

/// Returns another field that has a name which fits, and the most frequent of its names that do.
fn elsewhere(
    archive: &Archive,
    searcher: &Searcher,
    field: NameField,
    wanted: &str,
) -> Result<Option<(NameField, String)>> {
    for other in NameField::ALL.into_iter().filter(|other| *other != field) {
        let names = fitting(archive, searcher, other, wanted, Reading::LastName)?;
        if let Some((name, _)) = counted(archive, other, names)?.into_iter().next() {
            return Ok(Some((other, name)));
        }
    }
    Ok(None)
}

/// Returns whether a name so many letters away may have been meant: one letter of four may differ.
fn is_near(distance: usize, wanted: &str) -> bool {
    distance * 4 <= wanted.chars().count()
}

/// Returns the least distance from what was asked to the whole name or to its last word.
fn nearness(wanted: &str, name: &str) -> usize {
    let last = name.rsplit(' ').next().unwrap_or(name);
    strsim::damerau_levenshtein(wanted, name).min(strsim::damerau_levenshtein(wanted, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_word_of_a_value_is_findable() {
        assert!(is_like("Harry Potter and the Goblet of Fire", "potter"));
        assert!(is_like("Zoë Kravitz", "zoe k"));
        assert!(!is_like("Trainspotter", "potter"));
    }

    #[test]
    fn a_first_look_misses_no_name() {
        for (name, wanted) in [
            ("Rosa Salazar", "salazar"),
            ("SEAN O'CONNELL", "sean oconnell"),
            ("Zoë Quennell", "zoe quennell"),
            ("Han Seo-yeon", "han seo yeon"),
            ("Spider-Man: Far from Home (2019)", "spider man 2019"),
        ] {
            assert!(may_hold(name, wanted), "{name}");
        }
        assert!(!may_hold("Rosa Salazar", "rosa salazr") && !may_hold("", "x"));
    }

    #[test]
    fn nearness_looks_at_last_names_too() {
        assert_eq!(nearness("salazr", "rosa salazar"), 1);
        assert!(is_near(1, "salazr") && !is_near(1, "x") && !is_near(2, "ross") && !is_near(2, "ledger"));
    }
}
