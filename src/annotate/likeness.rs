//! Names that may be one: what a person is asked, since the program does not know.
//!
//! Comes in: the names of a corpus, each with its number of articles. Goes out: pairs with the evidence, the likelier
//! first. The rarer name is to be read as the more frequent one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Likeness, NameKind};
use crate::rules::titles::title_keys;
use crate::rules::words::{char_at, is_word_char, word_end};
use crate::rules::{Key, Lex, MAX_WORD, Rules, fold};

/// Of a last name with more bearers than this only the most frequent are compared.
const MOST_BEARERS: usize = 400;

/// A name, cut into folded words.
struct Name<'n> {
    name: &'n str,
    count: u64,
    words: Vec<String>,
}

impl Name<'_> {
    fn key(&self, at: usize) -> Key {
        Key::of(&self.words[at])
    }

    fn last(&self) -> &str {
        &self.words[self.words.len() - 1]
    }

    fn joined(&self) -> String {
        self.words.join(" ")
    }
}

/// Returns pairs of people's names that may be one person's.
pub fn people(names: &[(String, u64)], rules: &Rules) -> Vec<Likeness> {
    let names: Vec<Name> = names.iter().map(named).filter(|name| name.words.len() > 1).collect();
    let mut bearers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        bearers.entry(name.last()).or_default().push(index);
    }
    let mut found: BTreeMap<(usize, usize), String> = BTreeMap::new();
    for mut group in bearers.into_values() {
        group.sort_by_key(|&index| (Reverse(names[index].count), names[index].name));
        group.truncate(MOST_BEARERS);
        for (place, &one) in group.iter().enumerate() {
            for &other in &group[place + 1..] {
                if let Some(evidence) = first_names(&names[one], &names[other], rules) {
                    found.insert((one, other), evidence);
                }
            }
        }
    }
    for (one, other) in one_letter_apart(&names) {
        let known = |pair| found.contains_key(&pair);
        if !known((one, other)) && !known((other, one)) && !are_two_names(&names[one], &names[other], rules) {
            found.insert((one, other), "one letter apart".to_owned());
        }
    }
    pairs(&names, found, NameKind::Person)
}

/// Returns pairs of titles that may be one work's.
pub fn titles(names: &[(String, u64)], kind: NameKind) -> Vec<Likeness> {
    let names: Vec<Name> = names.iter().map(named).filter(|name| !name.words.is_empty()).collect();
    let by_words: BTreeMap<Vec<Key>, usize> =
        names.iter().enumerate().map(|(index, name)| (title_keys(name.name).collect(), index)).collect();
    let mut found: BTreeMap<(usize, usize), String> = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        let Some((main, _)) = name.name.split_once(": ") else { continue };
        if let Some(&short) = by_words.get(&title_keys(main).collect::<Vec<_>>()) {
            found.insert((short, index), "the title without its subtitle".to_owned());
        }
    }
    for (one, other) in one_letter_apart(&names) {
        let differ_by_number = names[one].last() != names[other].last() && is_number(&names[one], &names[other]);
        if !differ_by_number && names[one].name.len() > 8 {
            found.entry((one, other)).or_insert_with(|| "one letter apart".to_owned());
        }
    }
    pairs(&names, found, kind)
}

fn is_number(one: &Name, other: &Name) -> bool {
    [one, other].iter().any(|name| name.last().bytes().all(|byte| byte.is_ascii_digit() || b"ivx".contains(&byte)))
}

fn pairs(names: &[Name], found: BTreeMap<(usize, usize), String>, kind: NameKind) -> Vec<Likeness> {
    let pair = |((one, other), evidence): ((usize, usize), String)| {
        let (one, other) = (&names[one], &names[other]);
        let is_rarer = (one.count, Reverse(one.name)) < (other.count, Reverse(other.name));
        let (rare, frequent) = if is_rarer { (one, other) } else { (other, one) };
        Likeness {
            kind,
            name: rare.name.to_owned(),
            other: frequent.name.to_owned(),
            articles: [rare.count, frequent.count],
            evidence,
        }
    };
    let mut pairs: Vec<Likeness> = found.into_iter().map(pair).collect();
    pairs.sort_by(|a, b| (Reverse(a.articles[1]), &a.other, &a.name).cmp(&(Reverse(b.articles[1]), &b.other, &b.name)));
    pairs
}

fn named((name, count): &(String, u64)) -> Name<'_> {
    let (mut words, mut at) = (Vec::new(), 0);
    while at < name.len() {
        let letter = char_at(name, at);
        if !is_word_char(letter) {
            at += letter.len_utf8();
            continue;
        }
        let end = word_end(name, at, name.len()).max(at + letter.len_utf8());
        words.push(String::from_utf8_lossy(fold(&name[at..end], &mut [0; MAX_WORD])).into_owned());
        at = end;
    }
    Name { name, count: *count, words }
}

/// Says why two names that end with the same word may be one.
fn first_names(one: &Name, other: &Name, rules: &Rules) -> Option<String> {
    let (long, short) = if one.words.len() >= other.words.len() { (one, other) } else { (other, one) };
    let (first, of_long) = (&short.words[0], &long.words[0]);
    if first == of_long {
        let mut rest = long.words.iter();
        let within = short.words.iter().all(|word| rest.any(|other| other == word));
        return within.then(|| "one has a middle name more".to_owned());
    }
    if short.words[1..] != long.words[1..] {
        return None;
    }
    if rules.nicknames.are_one(short.key(0), long.key(0)) {
        return Some(format!("{first} is short for {of_long}, or the other way round"));
    }
    let (shorter, longer) = if first.len() < of_long.len() { (first, of_long) } else { (of_long, first) };
    match (shorter.chars().count(), longer.starts_with(shorter.as_str())) {
        (1, true) => Some("an initial for the first name".to_owned()),
        (3.., true) if !are_two_names(one, other, rules) => Some(format!("{longer} begins with {shorter}")),
        _ => None,
    }
}

/// Whether both first names are listed, or both last names are where the first are the same: names of two people.
fn are_two_names(one: &Name, other: &Name, rules: &Rules) -> bool {
    let listed = |word: &str, class: Lex| rules.lexicon.look_up(word).has(class);
    let (first, of_other) = (&one.words[0], &other.words[0]);
    if first != of_other {
        return listed(first, Lex::GIVEN) && listed(of_other, Lex::GIVEN);
    }
    listed(one.last(), Lex::SURNAME) && listed(other.last(), Lex::SURNAME)
}

/// Returns the pairs of names that one letter more, less or other, or two that changed places, tell apart.
fn one_letter_apart(names: &[Name]) -> BTreeSet<(usize, usize)> {
    let mut variants: Vec<(Key, u32)> = Vec::new();
    let joined: Vec<String> = names.iter().map(Name::joined).collect();
    for (index, name) in joined.iter().enumerate().filter(|(_, name)| (8..=MAX_WORD).contains(&name.len())) {
        variants.push((Key::of(name), index as u32));
        for (at, letter) in name.char_indices() {
            let without = [&name[..at], &name[at + letter.len_utf8()..]].concat();
            variants.push((Key::of(&without), index as u32));
        }
    }
    variants.sort_unstable();
    variants.dedup();
    let mut pairs = BTreeSet::new();
    for group in variants.chunk_by(|one, next| one.0 == next.0).filter(|group| (2..=16).contains(&group.len())) {
        for (place, (_, one)) in group.iter().enumerate() {
            for (_, other) in &group[place + 1..] {
                if is_one_edit(&joined[*one as usize], &joined[*other as usize]) {
                    pairs.insert((*one.min(other) as usize, *one.max(other) as usize));
                }
            }
        }
    }
    pairs
}

/// The fewest bytes of a last name that may be misprinted.
const MIN_MISPRINT: usize = 5;

/// Returns whether a word is a last name but for one letter after the first: "Achterkmap" of "Achterkamp", "McLenwick"
/// of "McClenwick".
pub fn is_misprint(word: &str, last_name: &str) -> bool {
    word.len() >= MIN_MISPRINT
        && word.as_bytes().first() == last_name.as_bytes().first()
        && word.len().abs_diff(last_name.len()) <= MAX_LETTER
        && is_one_edit(word, last_name)
}

/// The most bytes that one letter takes, of either case: what differs by more differs by more than a letter.
const MAX_LETTER: usize = 4;

/// Returns whether two words differ by one letter, or by the order of two that are neighbours.
fn is_one_edit(one: &str, other: &str) -> bool {
    let letters = |word: &str| -> Vec<char> { word.chars().flat_map(char::to_lowercase).collect() };
    if one.is_ascii() && other.is_ascii() {
        return misses_by_one(one.as_bytes(), other.as_bytes(), u8::eq_ignore_ascii_case);
    }
    misses_by_one(&letters(one), &letters(other), char::eq)
}

fn misses_by_one<T>(one: &[T], other: &[T], is_same: impl Fn(&T, &T) -> bool) -> bool {
    let is_same = |(a, b): &(&T, &T)| is_same(a, b);
    let n_same = one.iter().zip(other).take_while(is_same).count();
    let (one, other) = (&one[n_same..], &other[n_same..]);
    let n_same = one.iter().rev().zip(other.iter().rev()).take_while(is_same).count();
    match (&one[..one.len() - n_same], &other[..other.len() - n_same]) {
        ([a, b], [c, d]) => is_same(&(a, d)) && is_same(&(b, c)),
        (one, other) => one.len() <= 1 && other.len() <= 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &[(&str, u64)], expected: &str) {
        let names: Vec<(String, u64)> = names.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
        let found = people(&names, &Rules::load().unwrap());
        let shown: Vec<String> = found.iter().map(|pair| format!("{} = {}", pair.name, pair.other)).collect();
        assert_eq!(shown.join("; "), expected);
    }

    #[test]
    fn misprints_miss_one_letter_of_either_case() {
        assert!(is_misprint("Achterkmap", "Achterkamp") && is_misprint("McLenwick", "McClenwick"));
        assert!(!is_misprint("Chterkamp", "Achterkamp") && !is_misprint("McLewick", "McClenwick"));
    }

    #[test]
    fn likenesses_of_people() {
        check(&[("Bob Achterkamp", 1), ("Robert Achterkamp", 5)], "Bob Achterkamp = Robert Achterkamp");
        check(&[("J. Achterkamp", 1), ("Jonah Achterkamp", 5)], "J. Achterkamp = Jonah Achterkamp");
        check(&[("Jonah Achterkamp", 5), ("Jonah Abel Achterkamp", 1)], "Jonah Abel Achterkamp = Jonah Achterkamp");
        check(&[("Jonah Achterkmap", 1), ("Jonah Achterkamp", 5)], "Jonah Achterkmap = Jonah Achterkamp");
        check(&[("Jonah Achterkamp", 1), ("Ada Achterkamp", 5), ("Mary Smith", 1), ("Gary Smith", 1)], "");
    }

    #[test]
    fn likenesses_of_titles() {
        let title = |title: &str, count| (title.to_owned(), count);
        let names = [title("Kestrel", 1), title("Kestrel: Nightfall", 4), title("Copper Sister 2", 1)];
        let found = titles(&[&names[..], &[title("Copper Sister 3", 1)]].concat(), NameKind::Film);
        let shown: Vec<String> = found.iter().map(|pair| format!("{} = {}", pair.name, pair.other)).collect();
        assert_eq!(shown, ["Kestrel = Kestrel: Nightfall"]);
    }
}
