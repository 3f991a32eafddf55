//! Titles that an article tells plainly: what the other articles of a corpus hear of them.
//!
//! Comes in: the source text of an article, before anything is decided about it. Goes out: phrases that stand there
//! with a year in brackets ("Harbour Nine (2019)"), after a word that a title follows ("the film Harbour Nine"), or
//! before one that follows a title ("Harbour Nine season two"). Counted by articles over the corpus, as lines are, they
//! tell a title that no list knows where another article prints it bare.
//!
//! **Invariant:** the outcome depends on the text and the rules alone.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::model::{WorkKind, heard_as_series_key, heard_key};
use crate::rules::titles::title_key;
use crate::rules::words::{char_at, is_word_char, possessive_end, word_end};
use crate::rules::work_kinds::title_openers;
use crate::rules::{Lex, List, Rules};

/// What stands after the title of a series, and then a small number.
const SEASON: &str = " season ";

/// Finds the words that a title follows, and last those of seasons, in one pass. A few short words always make an
/// automaton.
static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = title_openers().map(|(words, _)| format!(" {words} ")).chain([SEASON.to_owned()]);
    AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(words).ok()
});

/// For each of the words that a title follows, whether it is a series.
static OF_SERIES: LazyLock<Vec<bool>> =
    LazyLock::new(|| title_openers().map(|(_, kind)| kind == Some(WorkKind::Series)).collect());

/// Most words of a title, and most bytes looked at for one.
const MOST_WORDS: usize = 8;

/// Returns the phrases of a text that are plainly titles, each with its key, and those of series once more with the key
/// of that; a phrase may be given more than once.
pub fn titles<'t>(text: &'t str, rules: &Rules) -> Vec<(u64, &'t str)> {
    let mut found = Vec::new();
    let mut push = |phrase: &'t str, marked: bool, of_series: bool| {
        if is_like_title(phrase, marked, rules) {
            let key = title_key(phrase).0;
            if found.last() != Some(&(heard_key(key), phrase)) {
                found.push((heard_key(key), phrase));
            }
            if of_series {
                found.push((heard_as_series_key(key), phrase));
            }
        }
    };
    for open in memchr::memchr_iter(b'(', text.as_bytes()) {
        if is_year(&text.as_bytes()[open + 1..]) {
            before(text, open, rules, &mut |phrase, marked| push(phrase, marked, false));
        }
    }
    for cue in FINDER.iter().flat_map(|finder| finder.find_overlapping_iter(text)) {
        match OF_SERIES.get(cue.pattern().as_usize()) {
            Some(&of_series) => after(text, cue.end(), rules, &mut |phrase, marked| push(phrase, marked, of_series)),
            None if is_small_number(&text[cue.end()..]) => {
                before(text, cue.start(), rules, &mut |phrase, marked| push(phrase, marked, true));
            }
            None => {}
        }
    }
    found
}

/// `2019)`, `2019,` or `2019–`: a year, and what ends it.
fn is_year(bytes: &[u8]) -> bool {
    let (Some(year), Some(end)) = (bytes.get(..4), bytes.get(4)) else { return false };
    year.iter().all(u8::is_ascii_digit) && matches!(&year[..2], b"19" | b"20") && matches!(end, b')' | b',' | 0xe2)
}

/// Whether the text opens with the number of a season.
fn is_small_number(text: &str) -> bool {
    let end = text.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(text.len());
    let is_digits = (1..=2).contains(&end) && text[..end].bytes().all(|byte| byte.is_ascii_digit());
    is_digits || List::SmallNumber.has(&text[..end])
}

/// Phrases that end before byte `end`: between marks, or every run of capitals that opens after a small word.
fn before<'t>(text: &'t str, end: usize, rules: &Rules, push: &mut impl FnMut(&'t str, bool)) {
    let near = floor(text, end.saturating_sub(100));
    let line = text[near..end].rfind('\n').map_or(near, |feed| near + feed + 1);
    let head = text[line..end].trim_end_matches([' ', '\u{a0}']);
    if let Some(inner) = head.strip_suffix(['"', '”', '’', '\'']) {
        let inner = inner.trim_end_matches([',', '.']);
        if let Some(open) = inner.rfind(['"', '“', '‘']) {
            let phrase = &inner[open..];
            push(&phrase[char_at(phrase, 0).len_utf8()..], true);
        }
        return;
    }
    let mut words: Vec<(usize, bool)> = Vec::new();
    let mut at = 0;
    while at < head.len() {
        let letter = char_at(head, at);
        if !is_word_char(letter) {
            let stop = !matches!(letter, ' ' | '\u{a0}' | '&' | '-' | '’' | '\'') && !head[at..].starts_with(": ");
            if stop || possessive_end(head, at, head.len()).is_some() {
                words.clear();
            }
            at = possessive_end(head, at, head.len()).unwrap_or(at + letter.len_utf8());
            continue;
        }
        let next = word_end(head, at, head.len()).max(at + letter.len_utf8());
        match is_part(&head[at..next], rules) {
            Some(is_capital) => words.push((at, is_capital)),
            None => words.clear(),
        }
        at = next;
    }
    let opens = |index: usize| words[index].1 && (index == 0 || !words[index - 1].1);
    for index in (0..words.len()).rev().take(MOST_WORDS).filter(|&index| opens(index)) {
        push(&head[words[index].0..], false);
    }
}

/// Phrases that open at byte `start`: between marks, or every run of capitals that ends before a small word.
fn after<'t>(text: &'t str, start: usize, rules: &Rules, push: &mut impl FnMut(&'t str, bool)) {
    let tail = &text[start..floor(text, (start + 100).min(text.len()))];
    let tail = tail.split('\n').next().unwrap_or("");
    if tail.starts_with(['"', '“', '‘', '\'']) {
        let inner = &tail[char_at(tail, 0).len_utf8()..];
        if let Some(close) = inner.find(['"', '”', '’']) {
            push(inner[..close].trim_end_matches([',', '.']), true);
        }
        return;
    }
    let (mut at, mut last, mut n_words) = (0, 0, 0);
    while at < tail.len() && n_words < MOST_WORDS {
        let letter = char_at(tail, at);
        if !is_word_char(letter) {
            let goes_on = matches!(letter, ' ' | '\u{a0}' | '&' | '-') || tail[at..].starts_with(": ");
            if !goes_on || possessive_end(tail, at, tail.len()).is_some() {
                break;
            }
            at += letter.len_utf8();
            continue;
        }
        let next = word_end(tail, at, tail.len()).max(at + letter.len_utf8());
        match is_part(&tail[at..next], rules) {
            Some(true) => last = next,
            Some(false) if last > 0 => push(&tail[..last], false),
            Some(false) | None => break,
        }
        (at, n_words) = (next, n_words + 1);
    }
    if last > 0 {
        push(&tail[..last], false);
    }
}

/// Returns the nearest boundary of characters at or before a byte.
fn floor(text: &str, byte: usize) -> usize {
    (0..=byte).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Whether a word of a title opens with a capital or a digit; `None` for one that is in no title.
fn is_part(word: &str, rules: &Rules) -> Option<bool> {
    let first = char_at(word, 0);
    if first.is_uppercase() || first.is_ascii_digit() {
        return Some(true);
    }
    rules.lexicon.look_up(word).has(Lex::FUNCTION).then_some(false)
}

/// Whether the phrase can be a title: two words or more, or one that no list knows, or one between marks; and no name
/// that opens like a person's.
fn is_like_title(phrase: &str, marked: bool, rules: &Rules) -> bool {
    let words: Vec<&str> = phrase.split([' ', '\u{a0}']).filter(|word| word.contains(is_word_char)).collect();
    let article = words.len() > 1 && matches!(words[0], "The" | "A" | "An" | "the" | "a" | "an");
    let words = &words[usize::from(article)..];
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let capital = |word: &str| word.chars().find(|letter| is_word_char(*letter)).is_some_and(char::is_uppercase);
    let first_lex = rules.lexicon.look_up(first);
    let is_name = words.len() > 1 && first_lex.has(Lex::GIVEN) && !first_lex.has(Lex::AMBIGUOUS) && !article;
    let is_other = |word: &str| {
        let lex = rules.lexicon.look_up(word);
        lex.has(Lex::CALENDAR | Lex::NATIONALITY | Lex::PLACE | Lex::ROLE | Lex::HONORIFIC | Lex::WORK_CUE)
    };
    let is_acronym = !first.chars().any(char::is_lowercase);
    let long_enough = words.len() > 1 || (!is_acronym && (marked || rules.lexicon.look_up(first).is_unlisted()));
    let closes = !rules.lexicon.look_up(last).has(Lex::FUNCTION);
    let all_other = words.iter().all(|word| is_other(word));
    words.len() <= MOST_WORDS
        && long_enough
        && closes
        && !is_name
        && !all_other
        && (capital(first) || first.starts_with(|letter: char| letter.is_ascii_digit()))
        && (capital(last) || last.ends_with(|letter: char| letter.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let rules = Rules::load().unwrap();
        let star = |(key, phrase): (u64, &str)| {
            format!("{phrase}{}", if key == heard_key(title_key(phrase).0) { "" } else { "*" })
        };
        let shown: Vec<String> = titles(text, &rules).into_iter().map(star).collect();
        assert_eq!(shown.join(" | "), expected);
    }

    #[test]
    fn titles_are_heard() {
        check("She made The Ferry Ledger (2023) in Hull.", "The Ferry Ledger");
        check("as Sergeant Pike in Harrow Lane (2021), he", "Harrow Lane | Sergeant Pike in Harrow Lane");
        check("Lorcan’s Glass Orchard (2019)", "Glass Orchard");
        check("in “Glass Orchard,” (2019) and the film \"Copper Sister\" too", "Glass Orchard | Copper Sister");
        check(
            "Harrow Lane season two and an episode of Night Desk",
            "Harrow Lane | Harrow Lane* | Night Desk | Night Desk*",
        );
        check("a sequel to Salt of the Marshes and more", "Salt of the Marshes");
        check("the film Ada Renwick made, the film is", "");
        check("Zyzzyg (2019), Monday (2019), (2019)", "Zyzzyg");
        check("é (2019)\nfilm “", "");
    }
}
