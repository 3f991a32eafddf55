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
}

impl Resolved {
    /// Returns in words which names were taken, where they differ from what was asked for.
    pub fn note(&self) -> Option<String> {
        let is_same = self.shown.as_slice() == std::slice::from_ref(&self.asked);
        (!is_same).then(|| format!("{} {}: {}", self.field.as_str(), self.asked, self.shown.join(", ")))
    }
}

/// How many names a message lists.
const LISTED: usize = 6;

/// A value of the index: the name that it is shown as, the value folded, and the number of documents.
struct Entry {
    name: String,
    folded: String,
    count: u64,
}

/// Finds the values that `asked` stands for.
///
/// In this order: the name itself; the same but for case, accents and a leading article; the one value that ends with
/// these words (a last name); the one value that holds them all.
///
/// # Errors
/// A name that fits several values, with the likeliest listed; one that fits none, with the nearest.
pub fn resolve(archive: &Archive, searcher: &Searcher, field: NameField, asked: &str) -> Result<Resolved> {
    let resolved = |shown: Vec<String>| {
        let taken = shown.iter().flat_map(|name| archive.aliases.spellings(field, name)).collect();
        Ok(Resolved { field, asked: asked.to_owned(), shown, taken })
    };
    if is_value(archive, searcher, field, asked) {
        return resolved(vec![archive.aliases.canonical(field, asked).to_owned()]);
    }
    let wanted = without_article(&fold_name(asked)).to_owned();
    if wanted.is_empty() {
        return Err(Error::usage(format!("`{asked}` is no name")));
    }
    let candidates = candidates(archive, searcher, field, &wanted)?;
    let fits: [&dyn Fn(&str) -> bool; 3] = [
        &|name| name == wanted,
        &|name| name.strip_suffix(wanted.as_str()).is_some_and(|rest| rest.ends_with(' ')),
        &|name| wanted.split(' ').all(|word| name.split(' ').any(|other| other == word)),
    ];
    for fit in fits {
        let found: Vec<&Entry> = candidates.iter().filter(|entry| fit(without_article(&entry.folded))).collect();
        let shown: BTreeSet<&str> = found.iter().map(|entry| entry.name.as_str()).collect();
        let mut folded: Vec<String> = shown.iter().map(|name| fold_name(name)).collect();
        folded.dedup();
        match folded.len() {
            0 => {}
            1 => return resolved(shown.into_iter().map(str::to_owned).collect()),
            _ => return Err(ambiguous(archive, field, asked, shown.into_iter())?),
        }
    }
    Err(unknown(field, asked, &wanted, &entries(archive, searcher, field)?))
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

fn ambiguous<'n>(
    archive: &Archive,
    field: NameField,
    asked: &str,
    names: impl Iterator<Item = &'n str>,
) -> Result<Error> {
    let count = |name| Ok((name, archive.n_articles(field, &archive.aliases.spellings(field, name))?));
    let mut found: Vec<(&str, usize)> = names.map(count).collect::<Result<_>>()?;
    found.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let more = if found.len() > LISTED { format!(" and {} more", found.len() - LISTED) } else { String::new() };
    let listed: Vec<String> = found.iter().take(LISTED).map(|(name, count)| format!("{name} ({count})")).collect();
    Ok(Error::usage(format!("`{asked}` fits more than one {}", field.as_str()))
        .caused_by(format!("{}{more}, by articles", listed.join(", ")))
        .hint("give the full name"))
}

fn unknown(field: NameField, asked: &str, wanted: &str, entries: &[Entry]) -> Error {
    let mut near: Vec<(usize, &Entry)> = entries
        .iter()
        .map(|entry| (nearness(wanted, without_article(&entry.folded)), entry))
        .filter(|(distance, _)| is_near(*distance, wanted))
        .collect();
    near.sort_by_key(|(distance, entry)| (*distance, std::cmp::Reverse(entry.count)));
    let error = Error::usage(format!("no {} is called `{asked}`", field.as_str()));
    match near.as_slice() {
        [] => error.hint(format!("`clippings facets {} --like WORD` looks names up", field.as_str())),
        _ => {
            let mut names: Vec<&str> = near.iter().map(|(_, entry)| entry.name.as_str()).collect();
            let mut told = BTreeSet::new();
            names.retain(|name| told.insert(*name));
            names.truncate(3);
            error.hint(format!("did you mean {}?", names.join(" or ")))
        }
    }
}

/// Returns whether a name so many letters away may have been meant: one letter of three may differ.
fn is_near(distance: usize, wanted: &str) -> bool {
    distance * 3 <= wanted.chars().count()
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
        assert!(is_near(1, "salazr") && !is_near(1, "x") && !is_near(2, "ross"));
    }
}
