//! Quotations inside a block quotation: whom the speaker quotes, and with what words.
//!
//! Comes in: the document, its people, and a marked span inside a block. Goes out: the person quoted, where the words
//! before it name one: `And he's always like, ‘I'm in.’`. What the speaker says of themselves is no quotation of its
//! own.

use super::may_be_meant;
use crate::annotate::Document;
use crate::model::{Gender, Person, Span};
use crate::rules::{Lex, List};

/// Tokens looked back over for the words that report.
const REACH: u32 = 12;

/// Who is quoted, and the words that tell so.
pub struct Aside {
    /// The person.
    pub person: u32,
    /// The words that name them.
    pub source: Span,
    /// The words that report.
    pub cue: Span,
}

/// Returns who is quoted by a marked span inside a block that begins at `block`.
pub fn find(document: &Document, people: &[Person], block: Span, marked: Span) -> Option<Aside> {
    let end = document.token_at(marked.start);
    let first = document.token_at(block.start).max(end.saturating_sub(REACH));
    let cue = (first..end).rev().find(|&token| reports(document, token))?;
    let own = |token: &u32| document.tokens[*token as usize].lex.has(Lex::HE | Lex::SHE | Lex::OTHER_PRONOUN);
    let named = |token: u32| named_at(people, document.tokens[token as usize].span);
    let source = (first..cue).rev().find(|token| own(token) || named(*token).is_some())?;
    let person = named(source).or_else(|| referent(document, people, block, source))?;
    let span = |token: u32| document.tokens[token as usize].span;
    Some(Aside { person, source: span(source), cue: span(cue) })
}

/// "said", or "like" after a form of "be": "he's like", "she was always like".
fn reports(document: &Document, token: u32) -> bool {
    let is = |at: u32| List::Being.has_as_is(document.word(at)) || contracts(document, at);
    let like = document.word(token) == "like" && (token.saturating_sub(3)..token).any(is);
    like || document.tokens[token as usize].lex.has(Lex::SPEECH)
}

/// "he's", "we're" as one word, or "'s" alone.
fn contracts(document: &Document, token: u32) -> bool {
    let word = document.word(token);
    ["'s", "’s", "'re", "’re", "'m", "’m"].iter().any(|ending| word.ends_with(ending))
}

fn named_at(people: &[Person], span: Span) -> Option<u32> {
    let is_named = |person: &Person| {
        let at = person.mentions.partition_point(|mention| mention.end <= span.start);
        person.mentions.get(at).is_some_and(|mention| mention.overlaps(span))
    };
    people.iter().position(is_named).map(|index| index as u32)
}

/// Returns the person of the right gender named last before the pronoun, within the block.
fn referent(document: &Document, people: &[Person], block: Span, pronoun: u32) -> Option<u32> {
    let gender = match document.tokens[pronoun as usize].lex {
        lex if lex.has(Lex::HE) => Gender::Male,
        lex if lex.has(Lex::SHE) => Gender::Female,
        _ => return None,
    };
    let end = document.tokens[pronoun as usize].span.start;
    let last = |person: &Person| {
        let next = person.mentions.partition_point(|mention| mention.start < end);
        next.checked_sub(1).map(|before| person.mentions[before]).filter(|mention| mention.start >= block.start)
    };
    let fits = people.iter().enumerate().filter(|(_, person)| may_be_meant(person.gender, gender));
    let near = fits.filter_map(|(index, person)| Some((last(person)?.start, index as u32)));
    near.max().map(|(_, index)| index)
}

#[cfg(test)]
mod tests {
    use super::super::tests::quotes_of;

    /// Checks who is quoted within what Hale tells, if anybody is.
    fn check(told: &str, speaker: Option<&str>) {
        let text = format!("News\nDirector Ruth Hale met actor Tom Okafor.\nHale told us:\n{told}");
        let found = quotes_of(&text);
        let quoted = found.iter().find_map(|quote| quote.strip_suffix(" direct I am in for good."));
        assert_eq!(quoted, speaker, "{told}: {found:?}");
        assert!(found.iter().any(|quote| quote.starts_with("Ruth Hale block")), "{told}: {found:?}");
    }

    #[test]
    fn whom_the_speaker_quotes_is_told_by_the_words_before() {
        check("Tom Okafor is a joy, and Okafor is always like, “I am in for good.” We went home.", Some("Tom Okafor"));
        check("Tom Okafor is a joy, and he said, “I am in for good.” We went home.", Some("Tom Okafor"));
        check("Tom Okafor is a joy, and he’s like, “I am in for good.” We went home.", Some("Tom Okafor"));
    }

    #[test]
    fn what_the_speaker_says_of_themselves_is_theirs() {
        check("I said to the whole crew, “I am in for good.” We went home.", None);
        check("It read like this, “I am in for good.” We went home.", None);
    }
}
