//! Films and series: decided before people, since most false people are titles.
//!
//! Comes in: a [`Document`] and the known titles. Goes out: the works named, each with its mentions.

use std::ops::Range;

use super::super::{Document, Shape};
use super::pieces::is_headline;
use crate::model::{RuleId, Span, Work, WorkKind};
use crate::rules::titles::{Form, Match, Titles};
use crate::rules::{Key, KeyMap, Lex, Rules};

/// A place where a title may be printed.
#[derive(Clone, Debug)]
struct Candidate {
    tokens: Range<u32>,
    key: Key,
    known: Option<Match>,
    marked: bool,
    score: f32,
}

/// A work and the tokens of its mentions.
pub struct Found {
    /// The work.
    pub work: Work,
    /// Where it is named.
    pub tokens: Vec<Range<u32>>,
}

/// Finds the films and series of a document.
pub fn find(document: &Document, rules: &Rules) -> Vec<Found> {
    let mut candidates = known(document, &rules.titles);
    marked(document, &mut candidates);
    for candidate in &mut candidates {
        candidate.score = score(document, candidate, &rules.titles);
    }
    let in_list: Vec<bool> =
        candidates.iter().map(|candidate| beside_title(document, candidate, &candidates)).collect();
    for (candidate, in_list) in candidates.iter_mut().zip(in_list) {
        candidate.score += if in_list { 1.0 } else { 0.0 };
    }
    group(document, without_overlaps(candidates), rules)
}

/// Titles of the lists, wherever they are printed with capitals.
fn known(document: &Document, titles: &Titles) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for line in &document.line_tokens {
        for start in line.clone() {
            let token = document.tokens[start as usize];
            if token.shape.is_capital() || matches!(token.shape, Shape::Number | Shape::Mixed) {
                known_at(document, titles, start, line.end, &mut candidates);
            }
        }
    }
    candidates
}

fn known_at(document: &Document, titles: &Titles, start: u32, end: u32, candidates: &mut Vec<Candidate>) {
    let (mut key, mut at, mut best) = (Key::EMPTY, start, None);
    while let Some((next, word)) = next_word(document, at, end) {
        key = key.then(word);
        at = next;
        let Some((found, goes_on)) = titles.get(key) else { break };
        if let Some(found) = found.filter(|found| is_printed_as_title(document, start..at, found.form)) {
            best = Some((at, key, found));
        }
        if !goes_on {
            break;
        }
    }
    if let Some((at, key, found)) = best {
        candidates.push(Candidate {
            tokens: start..at,
            key,
            known: Some(found),
            marked: is_marked(document, &(start..at)),
            score: 0.0,
        });
    }
}

/// Returns the word at or after `at`, past one mark at most, and what follows it.
fn next_word(document: &Document, at: u32, end: u32) -> Option<(u32, Key)> {
    let mut at = at;
    let mut n_marks = 0;
    while at < end {
        let token = document.tokens[at as usize];
        match token.shape {
            Shape::Possessive => {}
            Shape::Mark if document.word(at) == "&" => return Some((at + 1, Key::of("and"))),
            Shape::Mark => {
                n_marks += 1;
                let inner = matches!(document.word(at), ":" | "," | "." | "-" | "–" | "/" | "!" | "?" | "…" | "...");
                if n_marks > 1 || !inner {
                    return None;
                }
            }
            _ => return Some((at + 1, token.key)),
        }
        at += 1;
    }
    None
}

/// Every word but small grammatical ones has a capital, and at least the last has.
fn is_printed_as_title(document: &Document, tokens: Range<u32>, form: Form) -> bool {
    let last = document.tokens[tokens.end as usize - 1];
    let small_is_grammar = document.tokens[tokens.start as usize..tokens.end as usize]
        .iter()
        .all(|token| token.shape != Shape::Lower || token.lex.has(Lex::FUNCTION) || token.span.len() <= 3);
    let n_words = tokens.len();
    small_is_grammar && last.shape != Shape::Lower && (form <= Form::NoArticle || n_words > 0)
}

/// Phrases between quotation marks that are printed as titles.
fn marked(document: &Document, candidates: &mut Vec<Candidate>) {
    for line in &document.line_tokens {
        for open in line.clone() {
            if !is_opening(document, open) {
                continue;
            }
            let Some(close) = (open + 2..(open + 12).min(line.end)).find(|&at| is_closing(document, at)) else {
                continue;
            };
            let mut tokens = open + 1..close;
            while !tokens.is_empty() && matches!(document.word(tokens.end - 1), "," | ".") {
                tokens.end -= 1;
            }
            let already = candidates.iter().any(|candidate| candidate.tokens == tokens);
            if tokens.is_empty() || already || !looks_like_title(document, &tokens) {
                continue;
            }
            let key = super::pieces::key_of(document, &tokens);
            candidates.push(Candidate { tokens, key, known: None, marked: true, score: 0.0 });
        }
    }
    candidates.sort_by_key(|candidate| (candidate.tokens.start, candidate.tokens.end));
}

fn is_opening(document: &Document, at: u32) -> bool {
    matches!(document.word(at), "\"" | "“" | "‘" | "'" | "''")
}

fn is_closing(document: &Document, at: u32) -> bool {
    matches!(document.word(at), "\"" | "”" | "’" | "'" | "''")
}

fn looks_like_title(document: &Document, tokens: &Range<u32>) -> bool {
    let inner = &document.tokens[tokens.start as usize..tokens.end as usize];
    let stops = tokens.clone().any(|at| matches!(document.word(at), "." | ";" | "," | "?"));
    let opens = inner[0].shape.is_capital() || inner[0].shape == Shape::Number;
    let small = |token: &super::super::Token| token.shape == Shape::Lower && !token.lex.has(Lex::FUNCTION);
    opens && !stops && !inner.iter().any(small)
}

/// Returns whether quotation marks stand around the tokens.
pub fn is_marked(document: &Document, tokens: &Range<u32>) -> bool {
    let before = tokens.start.checked_sub(1).is_some_and(|at| is_opening(document, at));
    let n_tokens = document.tokens.len() as u32;
    let closes = |at: u32| at < n_tokens && is_closing(document, at);
    let comma = tokens.end < n_tokens && matches!(document.word(tokens.end), "," | ".");
    before && (closes(tokens.end) || (comma && closes(tokens.end + 1)))
}

fn score(document: &Document, candidate: &Candidate, titles: &Titles) -> f32 {
    let tokens = &document.tokens[candidate.tokens.start as usize..candidate.tokens.end as usize];
    let content = tokens.iter().filter(|token| token.shape.is_word() && !token.lex.has(Lex::FUNCTION)).count();
    let n_words = tokens.iter().filter(|token| token.shape.is_word()).count();
    let mut score = match (n_words, content) {
        (1, _) => -1.5,
        (2, 0..=1) => -0.5,
        (2, _) => 0.5,
        (_, 0..=1) => 0.8,
        _ => 2.0,
    };
    let form = candidate.known.map(|found| found.form);
    score += match form {
        Some(Form::Full) => 1.5,
        Some(Form::NoArticle) => 0.2,
        Some(Form::Short) => 0.5,
        Some(Form::Subtitle) => 0.0,
        None => 0.0,
    };
    score += if candidate.marked { 1.0 } else { 0.0 };
    score += cue(document, &candidate.tokens);
    let person = tokens[0].lex.has(Lex::GIVEN) && content >= 2 && tokens.len() <= 3;
    score -= if person { 1.5 } else { 0.0 };
    score -= if n_words <= 2
        && tokens.iter().any(|token| token.lex.has(Lex::PLACE | Lex::ORGANISATION | Lex::CALENDAR | Lex::NATIONALITY))
    {
        1.5
    } else {
        0.0
    };
    let line = document.line_of(candidate.tokens.start);
    if n_words <= 2 && is_headline(document, &document.line_tokens[line], document.lines[line].kind) {
        score -= 1.0;
    }
    let short_subtitle = form == Some(Form::Subtitle) && content < 2;
    let common_short = form != Some(Form::Full) && n_words == 1;
    let _ = titles;
    score - if short_subtitle { 3.0 } else { 0.0 } - if common_short { 1.0 } else { 0.0 }
}

/// What the words around say: "the film X", "starring", "X (2019)", "X star".
fn cue(document: &Document, tokens: &Range<u32>) -> f32 {
    let lex = |offset: i64| document.get(offset).map_or(Lex::NONE, |token| token.lex);
    let (start, end) = (i64::from(tokens.start), i64::from(tokens.end));
    let mut score: f32 = 0.0;
    for distance in 1..=3 {
        if lex(start - distance).has(Lex::WORK_CUE) {
            score = score.max(2.0 - 0.4 * distance as f32);
        }
        if lex(end + distance - 1).has(Lex::WORK_CUE) {
            score = score.max(2.0 - 0.4 * distance as f32);
        }
    }
    let word = |at: i64| {
        u32::try_from(at).ok().filter(|&at| (at as usize) < document.tokens.len()).map_or("", |at| document.word(at))
    };
    let year = word(end + 1).len() == 4 && document.get(end + 1).is_some_and(|token| token.shape == Shape::Number);
    if word(end) == "(" && year && word(end + 2) == ")" {
        score += 2.5;
    }
    if document.get(start - 1).is_some_and(|token| token.shape == Shape::Possessive) {
        score += 0.6;
    }
    if word(start - 1) == "in" {
        score += 0.5;
    }
    score
}

/// Whether a likely title stands beside it in a list.
fn beside_title(document: &Document, candidate: &Candidate, all: &[Candidate]) -> bool {
    let joined = |between: Range<u32>| {
        !between.is_empty()
            && between.len() <= 2
            && between.clone().all(|at| matches!(document.word(at), "," | "and" | "&" | "or"))
    };
    all.iter().any(|other| {
        other.score >= 1.5
            && ((other.tokens.end < candidate.tokens.start && joined(other.tokens.end..candidate.tokens.start))
                || (candidate.tokens.end < other.tokens.start && joined(candidate.tokens.end..other.tokens.start)))
    })
}

/// Of candidates that overlap, keeps the likelier, then the longer.
fn without_overlaps(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by(|a, b| {
        let key = |candidate: &Candidate| candidate.score + 0.7 * candidate.tokens.len() as f32;
        key(b).total_cmp(&key(a)).then(a.tokens.start.cmp(&b.tokens.start))
    });
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let clear = |other: &Candidate| {
            candidate.tokens.end <= other.tokens.start || other.tokens.end <= candidate.tokens.start
        };
        if kept.iter().all(clear) {
            kept.push(candidate);
        }
    }
    kept.sort_by_key(|candidate| candidate.tokens.start);
    kept
}

const THRESHOLD: f32 = 1.5;

fn group(document: &Document, candidates: Vec<Candidate>, rules: &Rules) -> Vec<Found> {
    let mut groups: KeyMap<usize> = KeyMap::default();
    let mut members: Vec<Vec<Candidate>> = Vec::new();
    for candidate in candidates {
        let identity = match candidate.known {
            Some(found) => super::title_key(&rules.titles.work(found.work).title),
            None => candidate.key,
        };
        let index = *groups.entry(identity).or_insert_with(|| {
            members.push(Vec::new());
            members.len() - 1
        });
        members[index].push(candidate);
    }
    members.retain(|members| members.iter().any(|member| member.score >= THRESHOLD));
    members.iter().map(|members| found(document, members, rules)).collect()
}

fn found(document: &Document, members: &[Candidate], rules: &Rules) -> Found {
    let known = members.iter().filter_map(|member| member.known).min_by_key(|found| found.form);
    let printed = |member: &Candidate| document.span(member.tokens.clone()).of(document.text).to_owned();
    let work = known.map(|found| rules.titles.work(found.work));
    let tokens: Vec<Range<u32>> = members.iter().map(|member| member.tokens.clone()).collect();
    let series = tokens.iter().map(|tokens| series_cue(document, tokens)).sum::<i32>();
    let kind = match work {
        _ if series > 0 => WorkKind::Series,
        Some(work) => work.kind,
        None => WorkKind::Film,
    };
    let mentions: Vec<Span> = tokens.iter().map(|tokens| document.span(tokens.clone())).collect();
    Found {
        work: Work {
            kind,
            title: work.map_or_else(|| printed(&members[0]), |work| work.title.to_string()),
            year: work.and_then(|work| work.year),
            id: work.and_then(|work| work.id.as_deref().map(str::to_owned)),
            mentions,
            rule: RuleId(if work.is_some() { "work/known" } else { "work/marked" }),
        },
        tokens,
    }
}

/// Words of television near by, less those of the cinema.
fn series_cue(document: &Document, tokens: &Range<u32>) -> i32 {
    let near = tokens.start.saturating_sub(4)..(tokens.end + 4).min(document.tokens.len() as u32);
    near.filter(|at| !tokens.contains(at))
        .map(|at| match document.word(at) {
            "series" | "season" | "episode" | "episodes" | "sitcom" | "show" | "TV" | "seasons" => 1,
            "film" | "movie" | "sequel" | "films" | "movies" => -1,
            _ => 0,
        })
        .sum()
}
