//! Names as people type them in, the names of the index out: any case, no accents, a last name that is unambiguous.

use std::collections::BTreeMap;

use tantivy::{Searcher, Term};

use crate::error::{Error, Result};
use crate::index::{Archive, NameField, fold_name};

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

/// How many names a message lists.
const LISTED: usize = 6;

/// A name as it is shown: the name, folded, and the number of documents.
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
    let frequency = searcher.doc_freq(&Term::from_field_text(archive.fields.name(field), asked)).unwrap_or(0);
    if frequency > 0 {
        return resolved(vec![archive.aliases.canonical(field, asked).to_owned()]);
    }
    let entries = entries(archive, searcher, field)?;
    let wanted = without_article(&fold_name(asked)).to_owned();
    if wanted.is_empty() {
        return Err(Error::usage(format!("`{asked}` is no name")));
    }
    let fits: [&dyn Fn(&str) -> bool; 3] = [
        &|name| name == wanted,
        &|name| name.strip_suffix(wanted.as_str()).is_some_and(|rest| rest.ends_with(' ')),
        &|name| wanted.split(' ').all(|word| name.split(' ').any(|other| other == word)),
    ];
    for fit in fits {
        let found: Vec<&Entry> = entries.iter().filter(|entry| fit(without_article(&entry.folded))).collect();
        let one_name = found.iter().all(|entry| entry.folded == found[0].folded);
        match found.as_slice() {
            [] => {}
            _ if one_name => return resolved(found.into_iter().map(|entry| entry.name.clone()).collect()),
            _ => return Err(ambiguous(field, asked, found)),
        }
    }
    Err(unknown(field, asked, &wanted, &entries))
}

/// Returns the values of a facet of which any word begins with `part`, for look-ups such as `--like potter`.
pub fn is_like(value: &str, part: &str) -> bool {
    let (value, part) = (fold_name(value), fold_name(part));
    part.split(' ').all(|wanted| value.split(' ').any(|word| word.starts_with(wanted)))
}

/// Returns the names of a field, spellings of one name together.
fn entries(archive: &Archive, searcher: &Searcher, field: NameField) -> Result<Vec<Entry>> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for (value, count) in archive.values(searcher, field)? {
        *counts.entry(archive.aliases.canonical(field, &value).to_owned()).or_default() += count;
    }
    let entry = |(name, count): (String, u64)| Entry { folded: fold_name(&name), name, count };
    Ok(counts.into_iter().map(entry).collect())
}

fn without_article(folded: &str) -> &str {
    ["the ", "a ", "an "].into_iter().find_map(|article| folded.strip_prefix(article)).unwrap_or(folded)
}

fn ambiguous(field: NameField, asked: &str, mut found: Vec<&Entry>) -> Error {
    found.sort_by_key(|entry| std::cmp::Reverse(entry.count));
    let more = if found.len() > LISTED { format!(" and {} more", found.len() - LISTED) } else { String::new() };
    let listed: Vec<String> =
        found.iter().take(LISTED).map(|entry| format!("{} ({})", entry.name, entry.count)).collect();
    Error::usage(format!("`{asked}` fits more than one {}", field.as_str()))
        .caused_by(format!("{}{more}", listed.join(", ")))
        .hint("give the full name")
}

fn unknown(field: NameField, asked: &str, wanted: &str, entries: &[Entry]) -> Error {
    let mut near: Vec<(usize, &Entry)> = entries
        .iter()
        .map(|entry| (nearness(wanted, without_article(&entry.folded)), entry))
        .filter(|(distance, _)| *distance <= 1 + wanted.len() / 4)
        .collect();
    near.sort_by_key(|(distance, entry)| (*distance, std::cmp::Reverse(entry.count)));
    let error = Error::usage(format!("no {} is called `{asked}`", field.as_str()));
    match near.as_slice() {
        [] => error.hint(format!("`clippings facets {} --like WORD` looks names up", field.as_str())),
        _ => {
            let names: Vec<&str> = near.iter().take(3).map(|(_, entry)| entry.name.as_str()).collect();
            error.hint(format!("did you mean {}?", names.join(" or ")))
        }
    }
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
    fn nearness_looks_at_last_names_too() {
        assert_eq!(nearness("salazr", "rosa salazar"), 1);
    }
}
