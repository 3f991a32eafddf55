//! Who wrote an article, as its removed lines tell: a byline, a name with a post or a day, several names near a day, a
//! name above a note on its bearer.
//!
//! Comes in: the judged lines. Goes out: names, in order. Words that open, part and end bylines are those of
//! `en/word_lists.tsv`.

use crate::model::Line;
use crate::rules::words::title_case;
use crate::rules::{Lex, List, Rules, Word, WordShape, split_words};

use super::dates;
use super::metadata::is_removed;

/// Finds the authors; `head` and `tail` are the removed lines before and after the body, `end` the lines after it.
pub fn find(text: &str, lines: &[Line], (head, tail): (&[&str], &[&str]), end: &[Line], rules: &Rules) -> Vec<String> {
    let searches: [&dyn Fn() -> Vec<String>; 7] = [
        &|| byline_authors(head, rules),
        &|| with_post(head, rules),
        &|| dated_name(head, rules),
        &|| byline_authors(tail, rules),
        &|| names_alone(head, rules),
        &|| above_a_note(text, lines, rules),
        &|| subject_of_note(text, end, rules),
    ];
    searches.iter().map(|search| search()).find(|authors| !authors.is_empty()).unwrap_or_default()
}

fn byline_authors(lines: &[&str], rules: &Rules) -> Vec<String> {
    for (index, line) in lines.iter().enumerate() {
        let Some((opener, rest)) = opener(line) else { continue };
        let rest =
            if rest.trim_matches([':', ' ']).is_empty() { lines.get(index + 1).copied().unwrap_or("") } else { rest };
        let authors = names(rest, rules);
        // "Review:" may open the title of one.
        let authors = if opener.ends_with(':') { listed(authors, rules) } else { authors };
        let is_title = opener == "review:" && !has_post(rest) && rest.contains(", ");
        let authors = if is_title { Vec::new() } else { authors };
        if !authors.is_empty() {
            return authors;
        }
    }
    Vec::new()
}

/// Returns what follows the words that open a byline.
pub fn after_opener(line: &str) -> Option<&str> {
    opener(line).map(|(_, rest)| rest)
}

/// Returns the words that open a byline, and what follows them.
fn opener(line: &str) -> Option<(&'static str, &str)> {
    List::BylineOpener.words().iter().find_map(|opener| {
        let start = line.get(..opener.len()).filter(|start| start.eq_ignore_ascii_case(opener))?;
        let rest = &line[start.len()..];
        (rest.is_empty() || opener.ends_with(':') || rest.starts_with([' ', ':', '\u{a0}']))
            .then(|| (*opener, rest.trim_start_matches([':', ' ', '\u{a0}'])))
    })
}

/// Returns the names that open a byline; what follows them, such as a post or a day, ends the list.
fn names(text: &str, rules: &Rules) -> Vec<String> {
    let mut words = Vec::new();
    split_words(text, &mut words);
    let of = |word: &Word| &text[word.start as usize..word.end as usize];
    let (mut names, mut at) = (Vec::new(), 0);
    while at < words.len() {
        let end = name_end(text, &words, at, rules);
        match name_of(text, &words, at..end, rules) {
            Some(name) if !names.contains(&name) => names.push(name),
            Some(_) => {}
            None => break,
        }
        at = end;
        let joint = at;
        while words.get(at).is_some_and(|word| List::BylineJoint.has(of(word))) {
            at += 1;
        }
        if at == joint {
            break;
        }
    }
    names
}

fn name_end(text: &str, words: &[Word], from: usize, rules: &Rules) -> usize {
    let mut end = from;
    for word in &words[from..] {
        let shown = &text[word.start as usize..word.end as usize];
        let lex = rules.lexicon.look_up(shown);
        let particle = end > from && lex.has(Lex::PARTICLE) && word.shape == WordShape::Lower;
        let initial = shown == "." && end > from && is_initials(text, &words[end - 1]);
        let stops = lex.has(Lex::ROLE)
            || List::BylineEnd.has(shown)
            || end > from + 1 && rules.phrases.classes.is_agency(word)
            || lex.has(Lex::CALENDAR) && !is_given_name(words, from, end, lex);
        if !(word.is_capital() && !stops || particle || initial) {
            break;
        }
        end += 1;
    }
    end
}

/// Whether a month is somebody's first name: "June Squibb", and not "Ada Hale June 4".
fn is_given_name(words: &[Word], from: usize, at: usize, lex: Lex) -> bool {
    at == from && lex.has(Lex::GIVEN) && words.get(at + 1).is_some_and(Word::is_capital)
}

/// `J` or `A.O`, before a stop.
fn is_initials(text: &str, word: &Word) -> bool {
    text[word.start as usize..word.end as usize].split('.').all(|letters| letters.chars().count() <= 2)
}

/// Returns the words as a name, when they look like a person's.
fn name_of(text: &str, words: &[Word], range: std::ops::Range<usize>, rules: &Rules) -> Option<String> {
    let of = |word: &Word| &text[word.start as usize..word.end as usize];
    let desk = words.get(range.end).is_some_and(|next| List::BylineDesk.has(of(next)));
    let words = &words[range];
    let (first, last) = (words.first()?, words.last()?);
    let n_words = words.iter().filter(|word| word.is_word()).count();
    let lex = |word: &Word| rules.lexicon.look_up(of(word));
    let organisation = words.iter().any(|word| {
        lex(word).has(Lex::ORGANISATION | Lex::FUNCTION)
            || rules.phrases.classes.is_agency(word)
            || List::BylineDesk.has(of(word))
    });
    let is_titled = lex(first).has(Lex::HONORIFIC);
    if !(2..=5).contains(&n_words) || organisation || is_titled || desk && !lex(first).has(Lex::GIVEN) {
        return None;
    }
    // A day may have run into the name: "By Ada Renwick11 July".
    let name = text[first.start as usize..last.end as usize].trim_end_matches(|letter: char| letter.is_ascii_digit());
    let upper = words
        .iter()
        .filter(|word| word.is_word())
        .all(|word| matches!(word.shape, WordShape::Upper | WordShape::Initial));
    Some(if upper { title_case(name) } else { name.to_owned() })
}

/// The one name that is the whole text, no word of which is an ordinary one.
fn lone_name(text: &str, rules: &Rules) -> Option<String> {
    let [name] = names(text, rules).try_into().ok()?;
    let name: String = name;
    let ordinary = |word: &str| is_ordinary_word(word, rules);
    (text.len() < name.len() + 3 && !name.split(' ').any(ordinary)).then_some(name)
}

/// Returns whether every word of what might be a name is an ordinary one.
pub fn is_ordinary(name: &str, rules: &Rules) -> bool {
    name.split_whitespace().all(|word| is_ordinary_word(word, rules))
}

fn is_ordinary_word(word: &str, rules: &Rules) -> bool {
    let lex = rules.lexicon.look_up(word);
    lex.has(Lex::COMMON | Lex::WORK_CUE | Lex::PLACE) && !lex.has(Lex::GIVEN | Lex::SURNAME)
}

/// `Freya Nkemelu, Film Editor`, `Freya Nkemelu Arts correspondent`: a name and a post of the press, on one line that
/// stands before the text.
fn with_post(lines: &[&str], rules: &Rules) -> Vec<String> {
    let author = |line: &&str| {
        let (name, post) = match line.split_once([',', '|', '•', '·']) {
            Some((name, post)) => (lone_name(name.trim(), rules)?, post),
            None => before_post(line, rules)?,
        };
        has_post(post).then_some(name)
    };
    let may_hold = |line: &&&str| line.len() < MOST_LABEL && has_post(line);
    lines.iter().filter(may_hold).find_map(author).into_iter().collect()
}

/// Parts the longest name that opens a line from the words after it.
fn before_post<'l>(line: &'l str, rules: &Rules) -> Option<(String, &'l str)> {
    let spaces: Vec<usize> = line.match_indices(' ').map(|(at, _)| at).take(5).collect();
    let name = |&at: &usize| lone_name(&line[..at], rules).map(|name| (name, &line[at..]));
    spaces.iter().rev().find_map(name).filter(|(name, _)| !listed(vec![name.clone()], rules).is_empty())
}

/// `Freya Nkemelu, Ada Renwick and Tom Hale`: several names and nothing else on a line before the text, near a day.
fn names_alone(lines: &[&str], rules: &Rules) -> Vec<String> {
    let near_day = |at: usize| lines[at.saturating_sub(2)..(at + 3).min(lines.len())].iter().any(|line| is_day(line));
    let alone = |(_, line): (usize, &&str)| {
        let names = names(line, rules);
        let n_letters: usize = names.iter().map(String::len).sum();
        let joints = line.len().saturating_sub(n_letters);
        let all = names.len() > 1 && joints <= names.len() * JOINT && listed(names.clone(), rules).len() == names.len();
        all.then_some(names)
    };
    lines.iter().enumerate().filter(|(at, _)| near_day(*at)).find_map(alone).unwrap_or_default()
}

/// Most bytes between two names of a list.
const JOINT: usize = 4;

/// Bytes of a line that holds a name and little else, at most.
const MOST_LABEL: usize = 80;

/// `Ada Renwick · 4 December 2022`: a name and a day on one line before the text.
fn dated_name(lines: &[&str], rules: &Rules) -> Vec<String> {
    let dated = lines.iter().filter(|line| line.len() < MOST_LABEL && dates::find(line).is_some());
    let named = |line: &&str| {
        let mut authors = names(line, rules);
        let after_by = || line.rsplit_once(" by ").and_then(|(_, name)| lone_name(name.trim(), rules));
        let part = || line.split(['/', '|', '•', '·']).find_map(|part| lone_name(part.trim(), rules));
        let of_part = || after_by().or_else(part);
        if authors.is_empty() {
            authors.extend(of_part());
        }
        listed(authors, rules)
    };
    dated.map(named).find(|names| !names.is_empty()).unwrap_or_default()
}

/// Leaves the names that begin with an initial or of which a list has a word: where little else tells of an author,
/// capitals are not enough.
fn listed(mut names: Vec<String>, rules: &Rules) -> Vec<String> {
    let is_listed = |word: &str| rules.lexicon.look_up(word).has(Lex::GIVEN | Lex::SURNAME);
    let is_initial = |name: &str| name.split('.').next().is_some_and(|letters| letters.chars().count() == 1);
    names.retain(|name| is_initial(name) || name.split_whitespace().any(is_listed));
    names
}

/// Bytes of a line that is a name alone, at most, and of a note on its bearer, at least.
const NAME_LINE: usize = 60;

/// A name alone, beside a day, or followed by a post of the press, or by a paragraph that tells the post of that very
/// person.
fn above_a_note(text: &str, lines: &[Line], rules: &Rules) -> Vec<String> {
    let shown = |line: &Line| line.span.of(text).trim();
    for (index, line) in lines.iter().enumerate() {
        if !is_removed(line) || line.span.len() > NAME_LINE {
            continue;
        }
        let Some(name) = lone_name(shown(line), rules) else { continue };
        let followers = lines[index + 1..].iter().take(3).filter(|line| is_removed(line)).map(shown);
        let last_name = name.rsplit(' ').next().unwrap_or(&name);
        let before = index.checked_sub(1).map(|before| &lines[before]).filter(|line| is_removed(line));
        let is_listed = !listed(vec![name.clone()], rules).is_empty();
        if is_listed && index < HEAD_LINES && before.is_some_and(|before| is_day(shown(before))) {
            return vec![name];
        }
        for (distance, follower) in followers.enumerate() {
            let opening = follower.get(..MOST_LABEL).unwrap_or(follower);
            let note = follower.len() > NAME_LINE && opening.contains(last_name) && tells_post(follower);
            let post = distance == 0 && follower.len() < NAME_LINE && has_post(follower);
            let dated = index < HEAD_LINES && distance < 2 && is_day(follower);
            if note || post || dated {
                return vec![name];
            }
        }
    }
    Vec::new()
}

/// Returns whether a line is little more than a day.
fn is_day(line: &str) -> bool {
    line.len() < NAME_LINE && dates::find(line).is_some()
}

/// Lines from the top within which a name beside a day is the author's.
const HEAD_LINES: usize = 12;

/// The person whom a removed paragraph after the text is about: "Ada Renwick covers film for the Post."
fn subject_of_note(text: &str, end: &[Line], rules: &Rules) -> Vec<String> {
    let removed = end.iter().filter(|line| is_removed(line) && line.span.len() > 40);
    for line in removed.map(|line| line.span.of(text).trim()) {
        let found = names(line, rules);
        let [name] = &found[..] else { continue };
        if line.strip_prefix(name.as_str()).is_some_and(tells_post) {
            return found;
        }
    }
    Vec::new()
}

/// Whether a note tells what its subject does for the press: "… is a critic", "… covers film".
fn tells_post(note: &str) -> bool {
    let mut words = note.split_whitespace();
    let verb = words.find(|word| List::PressVerb.has(word) || List::BiographyVerb.has(word));
    verb.is_some_and(|verb| List::PressVerb.has(verb) || words.take(WORDS_TO_POST).any(is_post))
}

/// Words after "is" within which a post stands: "is an award-winning, much travelled freelance writer".
const WORDS_TO_POST: usize = 10;

fn has_post(text: &str) -> bool {
    text.split_whitespace().any(is_post)
}

fn is_post(word: &str) -> bool {
    List::PressPost.has(word.trim_matches(|letter: char| !letter.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &[&str]) {
        let rules = Rules::load().unwrap();
        assert_eq!(byline_authors(&[line], &rules), expected, "{line}");
    }

    #[test]
    fn bylines() {
        check("By Ada Renwick", &["Ada Renwick"]);
        check("BY ADA RENWICK AND TOM O'HALE", &["Ada Renwick", "Tom O'Hale"]);
        check("By Ada Renwick, Tom Hale and J. R. Okonjo, Film Critics", &["Ada Renwick", "Tom Hale", "J. R. Okonjo"]);
        check("Written by: Ada van der Berg | Staff", &["Ada van der Berg"]);
        check("by Jack Dale December 23, 2016 at 7:18am", &["Jack Dale"]);
        check("By Ada Renwick For The Daily Lantern", &["Ada Renwick"]);
        check("By June Hale", &["June Hale"]);
        check("By Ada Renwick11 July 2025", &["Ada Renwick"]);
        check("By A.O. Hale", &["A.O. Hale"]);
        check("By Ada Renwick Bloomberg", &["Ada Renwick"]);
        check("By the sea", &[]);
        check("Review: Bawle Reservoir", &[]);
        check("Review: Ada Renwick, 1988 Is Sweet", &[]);
        check("Writer: Ada Renwick, Staff", &["Ada Renwick"]);
        check("Review: Ada Renwick, Film Critic", &["Ada Renwick"]);
        check("BY: Ada Renwick   Date: May - 27 - 2021", &["Ada Renwick"]);
        check("By Ada Renwick, National Wire", &["Ada Renwick"]);
        check("By Ada Renwick and Tom Hale for LANTERNONLINE", &["Ada Renwick", "Tom Hale"]);
        check("By Post News Desk", &[]);
        check("By Daily Lantern Reporter", &[]);
    }

    #[test]
    fn names_on_lines_with_a_post_or_a_day() {
        let rules = Rules::load().unwrap();
        assert_eq!(with_post(&["Freya Nkemelu, Film Editor"], &rules), ["Freya Nkemelu"]);
        assert!(with_post(&["Freya Nkemelu, film star"], &rules).is_empty());
        assert_eq!(with_post(&["Freya Nkemelu Arts correspondent"], &rules), ["Freya Nkemelu"]);
        let names = |line: &str| names_alone(&[line, "4 December 2022"], &rules);
        assert_eq!(names("Freya Nkemelu, Ada Renwick and Tom Hale").len(), 3);
        assert!(names("Freya Nkemelu, Ada Renwick and other stars of the year").is_empty());
        assert!(names_alone(&["Ada Renwick and Tom Hale", "Home"], &rules).is_empty());
        let dated = |line: &str| dated_name(&[line], &rules);
        assert_eq!(dated("September 22, 2024 / Barnaby Quillfeather / 3 Comments"), ["Barnaby Quillfeather"]);
        assert_eq!(dated("Ada Renwick · 4 December 2022"), ["Ada Renwick"]);
        assert_eq!(dated("30 June 2024 | B. Quillfeather | Leave a comment"), ["B. Quillfeather"]);
        assert_eq!(dated("Posted on December 18, 2023 by Ada Renwick"), ["Ada Renwick"]);
        assert!(dated("September 22, 2024 / Related Videos").is_empty());
        assert!(dated("Last Modified: May 14, 2010").is_empty());
        assert!(dated("Publié le 05/04/2013").is_empty());
    }

    #[test]
    fn a_note_on_somebody_else_names_no_author() {
        let said = |text: &str| tells_post(text.strip_prefix("Kai Lindgren").unwrap());
        assert!(said("Kai Lindgren is an award-winning freelance writer."));
        assert!(said("Kai Lindgren covers film."));
        assert!(!said("Kai Lindgren has reportedly left the camp."));
    }
}
