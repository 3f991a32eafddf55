//! One name for one person over a whole corpus.
//!
//! Comes in: every name that the articles of a corpus give their people, with the number of articles. Goes out: which
//! names are to be read as which other. Within an article a last name is resolved to its full name already; what is
//! left here are articles that print nothing but the last name, and spellings that differ by case, accents or
//! apostrophes.
//!
//! **Invariant:** the outcome depends on the names and counts alone, not on their order.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::rules::titles::title_key;
use crate::rules::words::keys;
use crate::rules::{Key, Lex, Rules};

/// A last name stands for the full name that is this many times as frequent as the next that ends so.
const CLEAR_LEAD: u64 = 5;

/// Returns pairs of a name and the canonical name that it stands for; names that stand for themselves are left out.
pub fn people(names: &[(String, u64)], rules: &Rules) -> Vec<(String, String)> {
    let mut pairs = spellings(names);
    let spelled: BTreeMap<String, String> = pairs.iter().cloned().collect();
    let variants = variants(names, &spelled, rules);
    for (_, name) in &mut pairs {
        if let Some(other) = variants.get(name) {
            name.clone_from(other);
        }
    }
    pairs.extend(variants);
    let canonical: BTreeMap<String, String> = pairs.iter().cloned().collect();
    let mut bearers: BTreeMap<Key, BTreeMap<&str, u64>> = BTreeMap::new();
    let mut given: BTreeMap<Key, BTreeMap<&str, u64>> = BTreeMap::new();
    for (name, count) in names {
        let spelled = canonical.get(name).map_or(name.as_str(), String::as_str);
        if let (Some(first), Some(last), true) =
            (keys(name).next(), last_name(name, rules), keys(name).nth(1).is_some())
        {
            *bearers.entry(last).or_default().entry(spelled).or_default() += count;
            *given.entry(first).or_default().entry(spelled).or_default() += count;
        }
    }
    let mut found = canonical.clone();
    for (name, count) in names {
        let mut words = keys(name);
        let (Some(word), None) = (words.next(), words.next()) else { continue };
        let is_mononym = rules.people.named(Key::EMPTY.then(word)).is_some();
        let total = |named: Option<&BTreeMap<&str, u64>>| named.map_or(0, |named| named.values().sum::<u64>());
        // "Charles" is more often a first name: which Charles is meant, no last name tells, nor a first name that many
        // bear. One that is in no list of names does.
        let is_given = 2 * total(given.get(&word)) >= total(bearers.get(&word));
        let is_rare = rules.lexicon.classes(word).is_unlisted();
        let named = if !is_given { bearers.get(&word) } else { given.get(&word).filter(|_| is_rare) };
        let Some(of_word) = named.filter(|_| !is_mononym) else { continue };
        if let Some((full, _)) = clear_leader(of_word).filter(|(_, of_full)| 2 * of_full >= *count) {
            found.insert(name.clone(), full.to_owned());
        }
    }
    found.into_iter().collect()
}

/// A rarer form of a name stands for one that is more than this many times as frequent.
const CLEAR_VARIANT: u64 = 2;

/// A last name with more bearers than this is too common to tell who is who.
const MOST_BEARERS: usize = 400;

/// A name of two words or more: as printed, in how many articles, its words.
type Bearer<'n> = (&'n str, u64, Vec<Key>);

/// Returns rare forms of names with the frequent form that each stands for: with an initial more ("Ada J. Quill"), with
/// a short or long form of the given name ("Bob Quill"), with a word before it that is no given name ("Novelist Ada
/// Quill"), or with the `s` of a possessive that has lost its apostrophe ("Ada Quills"). A form that is known as
/// somebody's name is that, and one that several names fit is nobody's.
fn variants(names: &[(String, u64)], spelled: &BTreeMap<String, String>, rules: &Rules) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for (name, count) in names {
        *counts.entry(spelled.get(name).map_or(name.as_str(), String::as_str)).or_default() += count;
    }
    let mut found = possessives(&counts, rules);
    let mut groups: BTreeMap<Key, Vec<Bearer>> = BTreeMap::new();
    for (name, count) in counts {
        let words: Vec<Key> = keys(name).collect();
        if words.len() > 1 {
            groups.entry(words[words.len() - 1]).or_default().push((name, count, words));
        }
    }
    for group in groups.values().filter(|group| group.len() <= MOST_BEARERS) {
        for (rare, count, words) in group {
            let fits = |other: &&Bearer| other.1 > count * CLEAR_VARIANT && is_variant(rare, words, &other.2, rules);
            let mut others = group.iter().filter(fits);
            if let (Some((other, ..)), None, false) =
                (others.next(), others.next(), is_known(words.iter().copied(), rules))
            {
                found.insert((*rare).to_owned(), (*other).to_owned());
            }
        }
    }
    // Each stands for a more frequent one, so that every chain ends.
    let end = |other: &String| std::iter::successors(Some(other), |other| found.get(*other)).last().cloned();
    found.iter().filter_map(|(rare, other)| Some((rare.clone(), end(other)?))).collect()
}

/// Returns whether the words are somebody's name by the lists.
fn is_known(words: impl Iterator<Item = Key>, rules: &Rules) -> bool {
    rules.people.named(words.fold(Key::EMPTY, Key::then)).is_some()
}

/// Returns names that end with the `s` of a possessive, with the frequent name that each is.
fn possessives(counts: &BTreeMap<&str, u64>, rules: &Rules) -> BTreeMap<String, String> {
    let is_last_name =
        |name: &str| last_name(name, rules).is_some_and(|word| rules.lexicon.classes(word).has(Lex::SURNAME));
    let bare = |(name, count): (&&str, &u64)| {
        let bare = name.strip_suffix('s').filter(|bare| bare.contains(' ') && !is_last_name(name))?;
        let n_bare = *counts.get(bare)?;
        (n_bare > count * CLEAR_VARIANT && !is_known(keys(name), rules)).then(|| ((*name).to_owned(), bare.to_owned()))
    };
    counts.iter().filter_map(bare).collect()
}

fn is_variant(rare: &str, words: &[Key], other: &[Key], rules: &Rules) -> bool {
    let initial = rare.split_whitespace().nth(1).is_some_and(|word| word.trim_end_matches('.').chars().count() == 1);
    let without = initial && words.len() == other.len() + 1 && words[0] == other[0] && words[2..] == other[1..];
    let runs_on = other.len() > 1 && words[1..] == *other && !rules.lexicon.classes(words[0]).has(Lex::GIVEN);
    without || runs_on || (words[1..] == other[1..] && rules.nicknames.are_one(words[0], other[0]))
}

/// Returns pairs of a title and the most frequent spelling of it; an article before it makes no other title.
pub fn titles(titles: &[(String, u64)]) -> Vec<(String, String)> {
    most_frequent(titles, title_key)
}

/// Returns pairs of a spelling and the most frequent spelling of the same words.
fn spellings(names: &[(String, u64)]) -> Vec<(String, String)> {
    most_frequent(names, |name| keys(name).fold(Key::EMPTY, Key::then))
}

/// A spelling: whether it is all in capitals, how often it occurs, the name.
type Spelling<'n> = (bool, Reverse<u64>, &'n str);

/// Pairs each name with the most frequent one that has the same key; all capitals only where there is no other.
fn most_frequent(names: &[(String, u64)], key: impl Fn(&str) -> Key) -> Vec<(String, String)> {
    let mut groups: BTreeMap<Key, Vec<Spelling>> = BTreeMap::new();
    for (name, count) in names {
        groups.entry(key(name)).or_default().push((is_upper(name), Reverse(*count), name));
    }
    let mut pairs = Vec::new();
    for mut group in groups.into_values().filter(|group| group.len() > 1) {
        group.sort();
        let (_, _, canonical) = group[0];
        pairs.extend(group[1..].iter().map(|(_, _, name)| ((*name).to_owned(), canonical.to_owned())));
    }
    pairs.sort();
    pairs
}

fn is_upper(name: &str) -> bool {
    !name.chars().any(char::is_lowercase)
}

fn last_name(name: &str, rules: &Rules) -> Option<Key> {
    keys(name).filter(|&word| !rules.lexicon.classes(word).has(Lex::SUFFIX)).last()
}

/// Returns the name that is far more frequent than any other of the group, and how frequent it is.
fn clear_leader<'n>(bearers: &BTreeMap<&'n str, u64>) -> Option<(&'n str, u64)> {
    let (leader, most) = bearers.iter().max_by_key(|(name, count)| (**count, Reverse(**name)))?;
    let next = bearers.iter().filter(|(name, _)| *name != leader).map(|(_, count)| *count).max().unwrap_or(0);
    (*most >= next * CLEAR_LEAD).then_some((*leader, *most))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &[(&str, u64)], expected: &str) {
        let names: Vec<(String, u64)> = names.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
        let pairs = people(&names, &Rules::load().unwrap());
        let shown: Vec<String> = pairs.iter().map(|(alias, name)| format!("{alias} = {name}")).collect();
        assert_eq!(shown.join("; "), expected);
    }

    #[test]
    fn a_last_name_alone_is_its_only_bearer() {
        check(&[("Marguerite Oyelaran", 3), ("Oyelaran", 1)], "Oyelaran = Marguerite Oyelaran");
        check(&[("Callum Brightwater", 3), ("Maisie Brightwater", 2), ("Brightwater", 1)], "");
        check(&[("Madonna", 3), ("Ada Madonna", 1)], "");
        check(&[("Charles", 9), ("Ida Charles", 5), ("Charles Achterkamp", 4)], "");
        check(&[("Quillon", 9), ("Fidgety Quillon", 1)], "");
        check(&[("Osprenne", 4), ("Osprenne Fenn", 9)], "Osprenne = Osprenne Fenn");
        check(&[("Osprenne", 4), ("Osprenne Fenn", 9), ("Osprenne Hale", 3)], "");
        check(&[("Ida", 4), ("Ida Fenn", 9)], "");
    }

    #[test]
    fn chains_of_rare_forms_lead_to_one_name() {
        let names = [("Bob J. Achterkamp", 2), ("Bob Achterkamp", 7), ("Robert Achterkamp", 15)];
        check(&names, "Bob Achterkamp = Robert Achterkamp; Bob J. Achterkamp = Robert Achterkamp");
        let names = [("Bob J. Achterkamps", 1), ("Bob J. Achterkamp", 3), names[1], names[2]];
        let all = "Bob Achterkamp = Robert Achterkamp; Bob J. Achterkamp = Robert Achterkamp; \
                   Bob J. Achterkamps = Robert Achterkamp";
        check(&names, all);
    }

    #[test]
    fn a_rare_form_is_the_frequent_name() {
        check(&[("Ada Achterkamp", 8), ("Ada J. Achterkamp", 2)], "Ada J. Achterkamp = Ada Achterkamp");
        check(&[("Robert Achterkamp", 8), ("Bob Achterkamp", 2)], "Bob Achterkamp = Robert Achterkamp");
        check(&[("Robert Achterkamp", 3), ("Bob Achterkamp", 2), ("Rob Fenn", 1), ("Ida Fenn", 9)], "");
        check(&[("Ada Achterkamp", 1), ("Ada J. Achterkamp", 8)], "");
        check(&[("Ada Achterkamp", 8), ("Ada Achterkamps", 2)], "Ada Achterkamps = Ada Achterkamp");
        check(&[("Ada Achterkamp", 8), ("Democrat Ada Achterkamp", 2)], "Democrat Ada Achterkamp = Ada Achterkamp");
        check(&[("Ada Achterkamp", 8), ("Mary Ada Achterkamp", 2)], "");
    }

    #[test]
    fn an_article_makes_no_other_title() {
        let title = |title: &str, count| (title.to_owned(), count);
        let pairs = titles(&[title("The Salt Cartographer", 3), title("Salt Cartographer", 1), title("The", 1)]);
        assert_eq!(pairs, [("Salt Cartographer".to_owned(), "The Salt Cartographer".to_owned())]);
    }

    #[test]
    fn spellings_of_one_name_are_one() {
        check(&[("Lorcan O'Dwyer", 4), ("Lorcan O’Dwyer", 1)], "Lorcan O’Dwyer = Lorcan O'Dwyer");
        check(
            &[("O'Dwyer", 1), ("Lorcan O’Dwyer", 1), ("Lorcan O'Dwyer", 2)],
            "Lorcan O’Dwyer = Lorcan O'Dwyer; O'Dwyer = Lorcan O'Dwyer",
        );
    }
}
