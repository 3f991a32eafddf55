//! Quotations without marks: answers of an interview, posts signed beneath, paragraphs that a colon introduces.
//!
//! Comes in: the [`Document`], its people and its marked pieces. Goes out: a [`Piece`] for each paragraph, or rest of a
//! paragraph after its label, that someone speaks without quotation marks.

use super::directory::Directory;
use super::interview;
use super::paragraphs::{self, Paragraph};
use super::scene::{Piece, Voice};
use super::statements;
use crate::annotate::Document;
use crate::model::{LineKind, Person, QuoteKind, Span};
use crate::rules::{Lex, Rules, VerbClass, post_signature, shared_by, signed_post};

/// Fewest words of a post that only what stands around it tells: posts end without a stop, as headings do.
const FEWEST_POSTED: usize = 6;

/// Finds the quotations without marks, in order.
pub fn find(
    document: &Document,
    people: &[Person],
    directory: &Directory,
    marked: &[Piece],
    rules: &Rules,
) -> Vec<Piece> {
    let paragraphs = paragraphs::read(document);
    let answers = interview::answers(document, people, directory, &paragraphs);
    let statements = statements::voices(document, people, directory, &paragraphs, marked);
    let post = |at: usize| post(document, people, directory, &paragraphs, at);
    let piece = |at: usize| {
        let here = &paragraphs[at];
        let answer = answers[at].map(|answer| block(here.index, here.from(document, answer.words), answer.voice));
        let stated = || statements[at].map(|voice| block(here.index, here.whole(document), voice));
        let piece = answer.or_else(stated).or_else(|| post(at));
        piece.or_else(|| introduced(document, directory, &paragraphs, at, marked, rules))
    };
    (0..paragraphs.len()).filter_map(piece).collect()
}

/// A post, signed in the line beneath; that it was shared may be told by a line that is not kept.
fn post(
    document: &Document,
    people: &[Person],
    directory: &Directory,
    paragraphs: &[Paragraph],
    at: usize,
) -> Option<Piece> {
    let here = &paragraphs[at];
    if let Some((words, name)) = signed_post(here.line.span.of(document.text)).filter(|_| !here.marked) {
        let start = here.whole(document).start;
        let person = directory.find(name)?;
        return Some(block(here.index, Span { start, end: start + words.len() as u32 }, Voice::Signed(person)));
    }
    let signature = |index: usize| document.lines.get(index).map(|line| line.span.of(document.text));
    let shared = signature(here.index + 1).and_then(shared_by).filter(|_| here.n_words >= FEWEST_POSTED);
    let signed = || paragraphs.get(at + 1).and_then(|next| signature(next.index)).and_then(post_signature);
    let name = shared.or_else(signed)?;
    if here.marked || here.line.span.of(document.text).starts_with("pic.") {
        return None;
    }
    let person = directory.find(name)?;
    // What names them is the writer's, and what was posted is lost.
    let own = people[person as usize].is_named_in(here.line.span);
    let is_signature = |line: &str| post_signature(line).or_else(|| shared_by(line)).is_some();
    if own || is_signature(here.line.span.of(document.text)) {
        return None;
    }
    Some(block(here.index, here.whole(document), Voice::Signed(person)))
}

/// A paragraph after one that ends with a colon and reports speech: "Hale told us:".
fn introduced(
    document: &Document,
    directory: &Directory,
    paragraphs: &[Paragraph],
    at: usize,
    marked: &[Piece],
    rules: &Rules,
) -> Option<Piece> {
    let here = &paragraphs[at];
    let before = paragraphs.get(at.checked_sub(1)?)?;
    let opens = before.line.span.of(document.text).trim_end().ends_with(':');
    let set_off = here.line.kind == LineKind::BlockQuote;
    let is_paragraph = matches!(here.line.kind, LineKind::Paragraph | LineKind::BlockQuote);
    let spoken = here.first_person() && (is_paragraph || here.n_words >= FEWEST_POSTED);
    let taken = here.marked || here.label.as_ref().is_some_and(|label| directory.find(&label.name).is_some());
    if !opens || taken || !(spoken || set_off) || covers(marked, here) || !reports(document, before.index, rules) {
        return None;
    }
    Some(block(here.index, here.whole(document), Voice::Introduced))
}

/// Returns whether marked pieces cover most of a line.
fn covers(marked: &[Piece], paragraph: &Paragraph) -> bool {
    let first = marked.partition_point(|piece| (piece.line as usize) < paragraph.index);
    let here = marked[first..].iter().take_while(|piece| piece.line as usize == paragraph.index);
    here.map(|piece| piece.span.len()).sum::<usize>() * 2 > paragraph.line.span.len()
}

/// Returns whether the last sentence of a line reports speech.
fn reports(document: &Document, line: usize, rules: &Rules) -> bool {
    let tokens = document.line_tokens[line].clone();
    if tokens.is_empty() {
        return false;
    }
    let sentence = &document.sentences[document.sentence_of(tokens.end - 1)];
    let first = sentence.start.max(tokens.end.saturating_sub(30));
    (first..tokens.end).any(|token| {
        let known = document.tokens[token as usize];
        let class = || rules.speech.verb(&document.word(token).to_ascii_lowercase());
        known.lex.has(Lex::SPEECH) && matches!(class(), Some(VerbClass::Say | VerbClass::Tell | VerbClass::Write))
    })
}

fn block(line: usize, span: Span, voice: Voice) -> Piece {
    Piece {
        span,
        outer: span,
        line: line as u32,
        kind: QuoteKind::Block,
        voice,
        single: false,
        continues: voice == Voice::Continued,
        open: false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::quotes_of;

    fn check(text: &str, expected: &str) {
        let quotes = quotes_of(text);
        let blocks: Vec<&str> = quotes.iter().filter(|quote| quote.contains(" block ")).map(String::as_str).collect();
        assert_eq!(blocks.join(" | "), expected);
    }

    #[test]
    fn posts_and_introductions() {
        check(
            "Fans of Ruth Hale wept.\nMiss you all.\n— Ruth Hale (@ruthhale) June 1, 2019",
            "Ruth Hale block Miss you all.",
        );
        check(
            "Fans of Ruth Hale wept.\nMiss you all. — Ruth Hale (@ruthhale) June 1, 2019",
            "Ruth Hale block Miss you all.",
        );
        check(
            "Fans of Ruth Hale wept.\nI will miss this silly boat\nA post shared by Ruth Hale (@ruthhale)",
            "Ruth Hale block I will miss this silly boat",
        );
        check(
            "Fans of Ruth Hale wept.\nThe director Ruth Hale shared a photograph of her dog\nA post shared by Ruth Hale (@ruthhale)",
            "",
        );
        // One block that holds one marked piece: as many pieces as were marked, and other ones.
        check(
            "Fans of Ruth Hale wept.\nI will miss “the silly old boat of ours” so much\nA post shared by Ruth Hale (@ruthhale)",
            "Ruth Hale block I will miss “the silly old boat of ours” so much",
        );
        check("Director Ruth Hale told us:\nI never slept.\nShe left.", "Ruth Hale block I never slept.");
        check("Ruth Hale has three rules:\nWe film at night.", "");
    }

    #[test]
    fn a_statement_in_full_is_told_to_its_end() {
        check(
            "Ruth Hale sent a memo to staff. It reads in full:\nDear friends,\nI must tell you that the ferry is sold.\n\
             The crew was told on Monday.\nWe will meet on deck.\nWith thanks,\nRuth\nMy cabin was cold when I saw it.",
            "Ruth Hale block I must tell you that the ferry is sold. | Ruth Hale block The crew was told on Monday. | \
             Ruth Hale block We will meet on deck.",
        );
        check(
            "Ruth Hale issued the following statement:\nWe sold the ferry.\nThe ferry was built in Accra.\n\
             Its owner said “we never liked the old thing”.",
            "Ruth Hale block We sold the ferry.",
        );
    }
}
