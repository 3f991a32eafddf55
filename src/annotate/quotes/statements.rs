//! Statements, letters and memos that are printed in full, without marks.
//!
//! Comes in: the kept paragraphs of a [`Document`] and its marked pieces. Goes out: for each paragraph of a statement
//! what tells whose words it is. The paragraph before tells of it, "Her memo to staff reads in full:", and the line
//! beneath may sign it.

use super::directory::Directory;
use super::paragraphs::Paragraph;
use super::scene::{Piece, Voice};
use crate::annotate::Document;
use crate::model::{LineKind, Person};
use crate::rules::List;

/// How many words before the colon are looked at.
const MAX_INTRODUCTION: usize = 30;
/// Most words of a salutation or of what signs, as "With gratitude,".
const MAX_SHORT: usize = 4;
/// Fewest words between marks that are somebody's speech within what may be the writer's words again.
const FEWEST_QUOTED: usize = 4;
/// Most paragraphs of a statement.
const MAX_PARAGRAPHS: usize = 16;

/// How many lines may sign a statement: "With gratitude," and a name.
const MAX_SIGNATURE: usize = 2;

/// Returns for each paragraph whose words it is, if it is part of a statement.
pub fn voices(
    document: &Document,
    people: &[Person],
    directory: &Directory,
    paragraphs: &[Paragraph],
    marked: &[Piece],
) -> Vec<Option<Voice>> {
    let mut voices = vec![None; paragraphs.len()];
    let mut at = 0;
    while at + 1 < paragraphs.len() {
        at += 1;
        if !announces(document, &paragraphs[at - 1]) {
            continue;
        }
        let first = at + usize::from(is_salutation(document, &paragraphs[at]));
        let n = length(document, paragraphs.get(first..).unwrap_or_default(), marked);
        if n > 0 {
            let signature = paragraphs[first + n..].iter().take(MAX_SIGNATURE);
            let signed =
                signature.take_while(|line| signs(document, line)).find_map(|line| named(document, directory, line));
            let author = signed.or_else(|| the_one_named(people, &paragraphs[at - 1]));
            voices[first..first + n].fill(Some(Voice::Continued));
            voices[first] = Some(author.map_or(Voice::Introduced, Voice::Stated));
        }
        at = first + n;
    }
    voices
}

/// Returns the person whom a line names and nothing else.
fn named(document: &Document, directory: &Directory, line: &Paragraph) -> Option<u32> {
    directory.find(line.line.span.of(document.text).trim().trim_start_matches(['—', '–', '-', ' ']))
}

/// Returns the person whom a paragraph names, if it names one alone.
fn the_one_named(people: &[Person], paragraph: &Paragraph) -> Option<u32> {
    let mut named = (0..).zip(people).filter(|(_, person)| person.is_named_in(paragraph.line.span));
    let (person, _) = named.next()?;
    named.next().is_none().then_some(person)
}

/// Returns whether a paragraph ends with the announcement of a statement in full.
fn announces(document: &Document, paragraph: &Paragraph) -> bool {
    let text = paragraph.line.span.of(document.text).trim_end();
    if !text.ends_with(':') {
        return false;
    }
    let words = || text.rsplit(|letter: char| !letter.is_alphanumeric() && letter != '-').take(MAX_INTRODUCTION);
    words().any(|word| List::Statement.has(word)) && words().any(|word| List::InFull.has(word))
        || text.ends_with("in full:")
}

/// Returns how many of these paragraphs are a statement: up to what signs it, or the last in which someone speaks.
fn length(document: &Document, paragraphs: &[Paragraph], marked: &[Piece]) -> usize {
    let mut spoken = 0;
    for (at, here) in paragraphs.iter().take(MAX_PARAGRAPHS).enumerate() {
        if signs(document, here) && spoken > 0 {
            return at;
        }
        let is_prose = matches!(here.line.kind, LineKind::Paragraph | LineKind::BlockQuote) && !here.headline;
        if !is_prose || here.marked || quotes(document, here, marked) || at > spoken + 1 {
            break;
        }
        if here.first_person() {
            spoken = at + 1;
        }
    }
    spoken
}

/// Returns whether a paragraph is "Dear colleagues,".
fn is_salutation(document: &Document, paragraph: &Paragraph) -> bool {
    paragraph.n_words <= MAX_SHORT && paragraph.line.span.of(document.text).trim_end().ends_with([',', ':'])
}

/// Returns whether a paragraph signs: "With gratitude,", a name alone.
fn signs(document: &Document, paragraph: &Paragraph) -> bool {
    let text = paragraph.line.span.of(document.text).trim_end();
    paragraph.n_words <= MAX_SHORT && !text.ends_with(['.', '!', '?', '…'])
}

/// Returns whether somebody is quoted in a paragraph.
fn quotes(document: &Document, paragraph: &Paragraph, marked: &[Piece]) -> bool {
    let first = marked.partition_point(|piece| (piece.line as usize) < paragraph.index);
    let mut here = marked[first..].iter().take_while(|piece| piece.line as usize == paragraph.index);
    here.any(|piece| piece.span.of(document.text).split_whitespace().count() >= FEWEST_QUOTED)
}
