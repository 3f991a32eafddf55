//! What the removed lines say of the article: who wrote it, when, under which section and tags.
//!
//! Comes in: the judged lines. Goes out: a [`Metadata`]; a field that the source already gave stays as it was given.

use crate::model::{Date, Line, LineKind, Span};
use crate::rules::{Lex, Rules, Word, WordShape, split_words};

use super::dates;

/// What lines tell beside the article itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// Names of the authors, in order.
    pub authors: Vec<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Section of the site.
    pub section: Option<String>,
    /// Tags, in order.
    pub tags: Vec<String>,
}

/// Removed lines longer than this tell no name, day or tag.
const MAX_LINE: usize = 200;

/// Reads the removed lines.
pub fn read(text: &str, lines: &[Line], rules: &Rules) -> Metadata {
    let is_body = |line: &Line| line.kind == LineKind::Paragraph && line.span.len() > 80;
    let bodies = || lines.iter().enumerate().filter(|(_, line)| is_body(line)).map(|(index, _)| index);
    let head_end = bodies().nth(1).unwrap_or(lines.len());
    let tail_start = bodies().next_back().unwrap_or(0).max(head_end.min(lines.len()));
    let removed = |from: usize, to: usize| {
        let lines = lines[from.min(to)..to].iter().filter(|line| !line.is_kept() && line.span.len() <= MAX_LINE);
        lines.map(|line| line.span.of(text).trim()).collect::<Vec<&str>>()
    };
    let head = removed(0, head_end);
    let tail = removed(tail_start, lines.len());
    let searches: [&dyn Fn() -> Vec<String>; 5] = [
        &|| byline_authors(&head, rules),
        &|| dated_name(&head, rules),
        &|| byline_authors(&tail, rules),
        &|| bio_authors(text, lines, rules),
        &|| subject_of_bio(text, &lines[tail_start..], rules),
    ];
    Metadata {
        authors: searches.iter().map(|search| search()).find(|authors| !authors.is_empty()).unwrap_or_default(),
        published: published(&head).or_else(|| published(&tail)),
        tags: Some(tags(&tail))
            .filter(|tags| !tags.is_empty())
            .unwrap_or_else(|| kept_tags(text, &lines[tail_start..])),
        section: section(&head),
    }
}

/// Words that open a byline.
const OPENERS: &[&str] = &[
    "by",
    "byby",
    "written by",
    "posted by",
    "words by",
    "reported by",
    "reviewed by",
    "review by",
    "story by",
    "published by",
    "text by",
    "interview by",
    "author:",
    "writer:",
    "by:",
    "interview:",
    "review:",
    "report:",
    "words:",
    "text:",
];

fn byline_authors(lines: &[&str], rules: &Rules) -> Vec<String> {
    for (index, line) in lines.iter().enumerate() {
        let Some(rest) = after_opener(line) else { continue };
        let rest =
            if rest.trim_matches([':', ' ']).is_empty() { lines.get(index + 1).copied().unwrap_or("") } else { rest };
        let authors = names(rest, rules);
        if !authors.is_empty() {
            return authors;
        }
    }
    Vec::new()
}

/// Returns what follows the words that open a byline.
fn after_opener(line: &str) -> Option<&str> {
    OPENERS.iter().find_map(|opener| {
        let start = line.get(..opener.len()).filter(|start| start.eq_ignore_ascii_case(opener))?;
        let rest = &line[start.len()..];
        (rest.is_empty() || opener.ends_with(':') || rest.starts_with([' ', ':', '\u{a0}']))
            .then(|| rest.trim_start_matches([':', ' ', '\u{a0}']))
    })
}

/// Words that part the names of a byline.
const JOINTS: &[&str] = &["and", "&", ",", "with"];

/// Returns the names that open a byline; what follows them, such as a post or a day, ends the list.
fn names(text: &str, rules: &Rules) -> Vec<String> {
    let mut words = Vec::new();
    split_words(text, &mut words);
    let of = |word: &Word| &text[word.start as usize..word.end as usize];
    let (mut names, mut at) = (Vec::new(), 0);
    while at < words.len() {
        let end = name_end(text, &words, at, rules);
        match name_of(text, &words[at..end], rules) {
            Some(name) if !names.contains(&name) => names.push(name),
            Some(_) => {}
            None => break,
        }
        at = end;
        let joint = at;
        while words.get(at).is_some_and(|word| JOINTS.iter().any(|known| of(word).eq_ignore_ascii_case(known))) {
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
        let initial = shown == "." && end > from && words[end - 1].end - words[end - 1].start <= 2;
        let stops = lex.has(Lex::CALENDAR | Lex::ROLE)
            || matches!(
                shown.to_ascii_lowercase().as_str(),
                "and" | "updated" | "published" | "posted" | "staff" | "senior" | "film"
            );
        if !(word.is_capital() && !stops || particle || initial) {
            break;
        }
        end += 1;
    }
    end
}

/// Returns the words as a name, when they look like a person's.
fn name_of(text: &str, words: &[Word], rules: &Rules) -> Option<String> {
    let (first, last) = (words.first()?, words.last()?);
    let n_words = words.iter().filter(|word| word.is_word()).count();
    let organisation = words.iter().any(|word| {
        let shown = &text[word.start as usize..word.end as usize];
        rules.lexicon.look_up(shown).has(Lex::ORGANISATION | Lex::FUNCTION)
            || rules.phrases.classes.is_agency(word)
            || matches!(
                shown.to_ascii_lowercase().as_str(),
                "desk" | "team" | "news" | "press" | "newsroom" | "editors" | "contributors"
            )
    });
    if !(2..=5).contains(&n_words) || organisation {
        return None;
    }
    let name = &text[first.start as usize..last.end as usize];
    let upper = words
        .iter()
        .filter(|word| word.is_word())
        .all(|word| matches!(word.shape, WordShape::Upper | WordShape::Initial));
    Some(if upper { title_case(name) } else { name.to_owned() })
}

/// `ADA O'RENWICK-HALE` as `Ada O'Renwick-Hale`.
fn title_case(name: &str) -> String {
    let mut opens = true;
    let mut shown = String::with_capacity(name.len());
    for letter in name.chars() {
        if opens {
            shown.push(letter)
        } else {
            shown.extend(letter.to_lowercase())
        }
        opens = !letter.is_alphanumeric();
    }
    shown
}

/// A name alone, followed by a post, a day, or a paragraph about that very person.
fn bio_authors(text: &str, lines: &[Line], rules: &Rules) -> Vec<String> {
    let shown = |line: &Line| line.span.of(text).trim();
    for (index, line) in lines.iter().enumerate() {
        if line.is_kept() || line.span.len() > 60 {
            continue;
        }
        let found = names(shown(line), rules);
        let [name] = &found[..] else { continue };
        if name.len() + 3 < shown(line).len() {
            continue;
        }
        let followers = lines[index + 1..].iter().take(3).filter(|line| !line.is_kept()).map(shown);
        let last_name = name.rsplit(' ').next().unwrap_or(name);
        for (distance, follower) in followers.enumerate() {
            let bio = follower.len() > 60 && mentions(follower.get(..80).unwrap_or(follower), name, last_name);
            let post = distance == 0 && follower.len() < 60 && has_role(follower, rules);
            let dated = distance == 0 && follower.len() < 60 && dates::find(follower).is_some() && index < 12;
            if bio || post || dated {
                return found;
            }
        }
    }
    Vec::new()
}

/// `Ada Renwick · 4 December 2022`: a name and a day on one line before the text.
fn dated_name(lines: &[&str], rules: &Rules) -> Vec<String> {
    let dated = lines.iter().filter(|line| line.len() < 80 && dates::find(line).is_some());
    dated.map(|line| names(line, rules)).find(|names| !names.is_empty()).unwrap_or_default()
}

/// Words that follow a name where a paragraph says who its bearer is.
const BIO_VERBS: &[&str] = &["is", "was", "has", "covers", "writes", "joined", "reports", "teaches", "edits"];

/// The person whom a removed paragraph after the text is about: "Ada Renwick covers film for the Post."
fn subject_of_bio(text: &str, lines: &[Line], rules: &Rules) -> Vec<String> {
    let removed = lines.iter().filter(|line| !line.is_kept() && line.span.len() > 40);
    for line in removed.map(|line| line.span.of(text).trim()) {
        let found = names(line, rules);
        let [name] = &found[..] else { continue };
        let verb = line.strip_prefix(name.as_str()).and_then(|rest| rest.split_whitespace().next()).unwrap_or("");
        if BIO_VERBS.contains(&verb) {
            return found;
        }
    }
    Vec::new()
}

fn mentions(text: &str, name: &str, last_name: &str) -> bool {
    text.contains(name) || text.contains(last_name)
}

fn has_role(line: &str, rules: &Rules) -> bool {
    line.split_whitespace().any(|word| {
        rules.lexicon.look_up(word.trim_matches([',', '.'])).has(Lex::ROLE)
            || matches!(word, "Editor" | "Critic" | "Contributor" | "Columnist" | "Correspondent")
    })
}

fn published(lines: &[&str]) -> Option<Date> {
    let updated = |line: &&&str| line.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("updated"));
    let dated = |line: &&str| {
        dates::find(line).filter(|_| {
            line.len() <= 120 && !line.starts_with(['©', '(']) && !line.to_ascii_lowercase().contains("copyright")
        })
    };
    let first = lines.iter().filter(|line| !updated(line)).find_map(dated);
    first.or_else(|| lines.iter().find_map(dated))
}

const TAG_OPENERS: &[&str] =
    &["tags", "tag", "topics", "filed under", "filed to", "keywords", "categories", "tagged", "related topics"];

fn tags(lines: &[&str]) -> Vec<String> {
    for (index, line) in lines.iter().enumerate() {
        let lower = line.to_ascii_lowercase();
        let Some(opener) = TAG_OPENERS.iter().find(|opener| lower.starts_with(**opener)) else { continue };
        let rest = line[opener.len()..].trim_start_matches(' ');
        if let Some(rest) = rest.strip_prefix(':') {
            let tags: Vec<String> = split_tags(rest);
            if !tags.is_empty() {
                return tags;
            }
        }
        if rest.trim_matches(':').is_empty() {
            let listed =
                lines[index + 1..].iter().take(1).filter(|line| line.contains(',')).flat_map(|line| split_tags(line));
            return listed.collect();
        }
        if opener.starts_with("filed") {
            return split_tags(rest);
        }
    }
    Vec::new()
}

/// Tags that a line names plainly, "Tags: kites, piers", though the line was left standing after the body.
fn kept_tags(text: &str, lines: &[Line]) -> Vec<String> {
    let kept = lines.iter().filter(|line| line.is_kept() && line.span.len() <= MAX_LINE);
    let labelled = kept.map(|line| line.span.of(text).trim()).filter(|line| {
        let (label, list) = line.split_once(':').unwrap_or_default();
        TAG_OPENERS.contains(&label.trim().to_ascii_lowercase().as_str()) && !list.trim().is_empty()
    });
    tags(&labelled.collect::<Vec<_>>())
}

fn split_tags(list: &str) -> Vec<String> {
    let tags = list.split([',', '|', '•', '·', ';', '#']).map(|tag| tag.trim().to_owned());
    tags.filter(|tag| !tag.is_empty() && tag.len() <= 60).take(40).collect()
}

/// The last step of a breadcrumb, or the section that a line names.
fn section(lines: &[&str]) -> Option<String> {
    lines.iter().find_map(|line| {
        let steps: Vec<&str> = line
            .split([' ', '\u{a0}'])
            .any(|word| matches!(word, ">" | "»" | "›" | "/"))
            .then(|| line.split(['>', '»', '›', '/']).map(str::trim).collect())?;
        let home = steps[0].eq_ignore_ascii_case("home");
        steps.get(1).filter(|step| home && !step.is_empty() && step.len() <= 40).map(|step| (*step).to_owned())
    })
}

/// Returns whether a line is a place and an agency before the text: `LONDON (Wirefeed) —`.
pub fn is_dateline(text: &str, span: Span) -> bool {
    let line = span.of(text).trim();
    line.len() <= 80
        && line.split_whitespace().count() <= 6
        && (line.ends_with(['—', '–']) || line.ends_with(" -"))
        && line.starts_with(char::is_uppercase)
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
        check("By the sea", &[]);
        check("By Post News Desk", &[]);
    }
}
