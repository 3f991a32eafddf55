//! Interviews: which paragraphs are answers, and whose.
//!
//! Comes in: the kept paragraphs of a [`Document`]. Goes out: for each, whose answer it is. Where labels part the
//! questions from the answers, they tell; where there are none, the questions do: paragraphs that ask, each followed by
//! one that someone speaks of himself, and the person whom the article is about answers.

use super::labels::{Label, Who};
use super::paragraphs::Paragraph;
use super::scene::Voice;
use crate::annotate::Document;
use crate::model::{LineKind, Person};

/// Fewest questions that an interview without labels asks, and the most words of one.
const FEWEST_QUESTIONS: usize = 3;
const MAX_QUESTION_WORDS: usize = 90;
/// Most words of what only prompts, as "There was a rumour about a scene."
const MAX_PROMPT_WORDS: usize = 30;
/// Most words of an answer that need not say "I".
const MAX_CURT_WORDS: usize = 12;
/// Among how many first lines a headline counts.
const OPENING: usize = 2;
/// Fewest lines that open with a name in capitals where nothing else parts it from the words.
const FEWEST_SHOUTED: usize = 3;

/// An answer: who gives it, and where in the text its words begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Who gives it, and what tells.
    pub voice: Voice,
    /// Where its words begin.
    pub words: u32,
}

/// Returns for each paragraph the answer that it is.
pub fn answers(document: &Document, people: &[Person], paragraphs: &[Paragraph]) -> Vec<Option<Answer>> {
    let labels = labels(document, people, paragraphs);
    match is_labelled(document, paragraphs, &labels) {
        true => labelled(document, paragraphs, &labels),
        false => asked(document, people, paragraphs),
    }
}

/// Returns the label of each paragraph, with the person whom `A:` stands for, and without those who only ask.
fn labels(document: &Document, people: &[Person], paragraphs: &[Paragraph]) -> Vec<Option<Label>> {
    let mut labels: Vec<Option<Label>> = paragraphs.iter().map(|paragraph| paragraph.label).collect();
    let shouted: Vec<Option<Label>> =
        paragraphs.iter().map(|paragraph| Label::read_shouted(document, people, paragraph.line.span)).collect();
    if shouted.iter().flatten().count() >= FEWEST_SHOUTED {
        labels.iter_mut().zip(shouted).for_each(|(label, shouted)| *label = label.or(shouted));
    }
    let first = labels.iter().position(|label| label.is_some_and(|label| label.who == Who::Answering));
    if let Some(first) = first {
        let answering = interviewee(document, people, &paragraphs[..first]).map_or(Who::Nobody, Who::Person);
        let answers = labels.iter_mut().flatten().filter(|label| label.who == Who::Answering);
        answers.for_each(|label| label.who = answering);
    }
    let asking: Vec<bool> = (0..people.len() as u32)
        .map(|person| {
            let own =
                || paragraphs.iter().zip(&labels).filter(|(_, label)| label.and_then(Label::person) == Some(person));
            let n_asked = own().filter(|(paragraph, _)| paragraph.asks).count();
            n_asked >= 2 && n_asked * 2 > own().count() || document.is_author(&people[person as usize].name)
        })
        .collect();
    for label in labels.iter_mut().flatten() {
        if label.person().is_some_and(|person| asking[person as usize]) {
            label.who = Who::Nobody;
        }
    }
    labels
}

/// Returns whether labels part the words of people: at least two answers that read like speech, or three where nobody
/// asks.
fn is_labelled(document: &Document, paragraphs: &[Paragraph], labels: &[Option<Label>]) -> bool {
    let (mut n_answers, mut n_spoken) = (0, 0);
    let fewest = if paragraphs.iter().any(|paragraph| paragraph.asks) { 2 } else { 3 };
    for (paragraph, label) in paragraphs.iter().zip(labels) {
        let Some(label) = label.filter(|label| label.person().is_some()) else { continue };
        let words = paragraph.from(document, label.words).of(document.text);
        n_answers += 1;
        n_spoken += usize::from(paragraph.first_person() || words.ends_with(['.', '!', '?', '…', ']', '’', '”']));
    }
    n_answers >= fewest && n_spoken * 3 >= n_answers * 2
}

/// Reads an interview whose answers are labelled. What stands under an answer, unlabelled, goes on with it where it is
/// spoken and another answer follows.
fn labelled(document: &Document, paragraphs: &[Paragraph], labels: &[Option<Label>]) -> Vec<Option<Answer>> {
    let last = labels.iter().rposition(|label| label.is_some_and(|label| label.person().is_some())).unwrap_or(0);
    let mut speaking: Option<u32> = None;
    let mut read = |(at, (paragraph, label)): (usize, (&Paragraph, &Option<Label>))| {
        let mut words = paragraph.whole(document).start;
        match label {
            Some(label) => (speaking, words) = (label.person(), label.words),
            None if at < last && goes_on(document, paragraph) => {}
            None => speaking = None,
        }
        speaking.map(|person| Answer { voice: Voice::Labelled(person), words })
    };
    paragraphs.iter().zip(labels).enumerate().map(&mut read).collect()
}

/// Returns whether a paragraph without a label can go on with an answer.
fn goes_on(document: &Document, paragraph: &Paragraph) -> bool {
    let text = paragraph.whole(document).of(document.text);
    let prose = text.ends_with(['.', '!', '…', '”', '’']) && paragraph.line.kind == LineKind::Paragraph;
    let answers = paragraph.first_person() && !paragraph.opens_prompt;
    prose && answers && !paragraph.marked && !paragraph.headline
}

/// Reads an interview without labels.
fn asked(document: &Document, people: &[Person], paragraphs: &[Paragraph]) -> Vec<Option<Answer>> {
    let mut answers_of = vec![None; paragraphs.len()];
    let Some((first, last)) = questions(paragraphs) else { return answers_of };
    let Some(person) = interviewee(document, people, &paragraphs[..first]) else { return answers_of };
    if is_told(people, person, &paragraphs[first..=last]) {
        return answers_of;
    }
    let (mut person, mut is_asked) = (person, false);
    for at in first..paragraphs.len() {
        let (here, next) = (&paragraphs[at], paragraphs.get(at + 1));
        if at > last + 1 && !goes_on(document, here) {
            break;
        }
        if here.marked || here.headline && !is_question(here) {
            continue;
        }
        let prompts = is_question(here) || !is_asked && next.is_some_and(|next| is_prompt(here, next));
        let named = here.label.filter(|_| is_asked).and_then(Label::person);
        let answers = is_asked || goes_on(document, here);
        is_asked = prompts && !(is_asked && is_long_answer(here)) && named.is_none();
        if !is_asked && answers {
            person = named.unwrap_or(person);
            let words = here.label.filter(|_| named.is_some()).map_or(here.whole(document).start, |label| label.words);
            answers_of[at] = Some(Answer { voice: Voice::Asked(person), words });
        }
    }
    answers_of
}

/// Returns the first and the last question, if there are enough that someone answers.
fn questions(paragraphs: &[Paragraph]) -> Option<(usize, usize)> {
    let n_asked = paragraphs.iter().filter(|paragraph| is_question(paragraph)).count();
    let is_answered = |at: &usize| {
        let (here, next) = (&paragraphs[*at], &paragraphs[at + 1]);
        let answers = next.says_i || next.says_we || next.n_words <= MAX_CURT_WORDS;
        is_question(here) && !is_question(next) && !next.marked && answers
    };
    let answered: Vec<usize> = (0..paragraphs.len().saturating_sub(1)).filter(is_answered).collect();
    let of_himself = answered.iter().filter(|&&at| paragraphs[at + 1].says_i).count();
    let to_someone = answered.iter().filter(|&&at| paragraphs[at].says_you).count();
    let enough = answered.len() >= FEWEST_QUESTIONS && answered.len() * 3 >= n_asked * 2;
    // What asks nobody, or is answered by nobody, is a heading.
    let spoken = of_himself * 2 >= answered.len() && to_someone * 4 >= answered.len();
    let first = *answered.first()?;
    (enough && spoken && first > 0).then(|| (first, answered[answered.len() - 1]))
}

fn is_question(paragraph: &Paragraph) -> bool {
    paragraph.asks && !paragraph.marked && paragraph.n_words <= MAX_QUESTION_WORDS
}

/// An answer that ends with a question: longer than what anybody asks, and of himself.
fn is_long_answer(paragraph: &Paragraph) -> bool {
    paragraph.says_i && paragraph.n_words > MAX_PROMPT_WORDS
}

/// Returns whether a paragraph only prompts: it says nothing of the speaker himself and an answer comes next.
fn is_prompt(here: &Paragraph, next: &Paragraph) -> bool {
    let short = here.n_words <= MAX_PROMPT_WORDS || here.says_you && here.n_words <= MAX_QUESTION_WORDS;
    let to_someone = !here.says_i && (!here.says_we || here.says_you) || here.opens_prompt;
    short && to_someone && !is_question(next) && (next.says_i || next.says_we || next.n_words <= MAX_CURT_WORDS)
}

/// Returns whether paragraphs that ask nothing tell of the person, as nobody does who speaks of himself.
fn is_told(people: &[Person], person: u32, paragraphs: &[Paragraph]) -> bool {
    let told = paragraphs.iter().filter(|paragraph| !paragraph.asks);
    let names = |paragraph: &&Paragraph| {
        people[person as usize].mentions.iter().any(|mention| paragraph.line.span.contains(*mention))
    };
    told.clone().filter(names).count() * 4 > told.count()
}

/// Returns the person whom the article is about, as far as the paragraphs before the first question tell.
fn interviewee(document: &Document, people: &[Person], lead: &[Paragraph]) -> Option<u32> {
    let weigh = |(index, person): (usize, &Person)| {
        let named = |paragraph: &Paragraph| {
            person.mentions.iter().filter(|mention| paragraph.line.span.contains(**mention)).count()
        };
        let opening = lead.iter().take(OPENING).filter(|paragraph| paragraph.headline && named(paragraph) > 0);
        let weight = lead.iter().map(named).sum::<usize>() + 2 * opening.count();
        (weight > 0 && !document.is_author(&person.name)).then_some((weight, std::cmp::Reverse(index)))
    };
    people.iter().enumerate().filter_map(weigh).max().map(|(_, std::cmp::Reverse(index))| index as u32)
}

#[cfg(test)]
mod tests {
    use super::super::tests::quotes_of;

    fn check(text: &str, expected: &[&str]) {
        let quotes = quotes_of(text);
        let blocks: Vec<&str> = quotes.iter().filter(|quote| quote.contains(" block ")).map(String::as_str).collect();
        assert_eq!(blocks, expected);
    }

    #[test]
    fn labels_part_the_words_of_people() {
        check(
            "A talk with Ruth Hale and Tom Okafor about their film\nCB: How was it?\nRH: I liked it.\nHonestly, I did.\n\
             CB: And you?\nTO: I slept.",
            &["Ruth Hale block I liked it.", "Ruth Hale block Honestly, I did.", "Tom Okafor block I slept."],
        );
        check(
            "A talk with Ruth Hale\nWas it cold?\nHale — We froze.\nAnd then?\nHale — We thawed.",
            &["Ruth Hale block We froze.", "Ruth Hale block We thawed."],
        );
        check(
            "A talk with Ruth Hale\nQ: Was it cold?\nA: We froze.\nQ: And then?\nA: It thawed, my friend.",
            &["Ruth Hale block We froze.", "Ruth Hale block It thawed, my friend."],
        );
        check(
            "Ruth Hale and Tom Okafor remember\nRUTH HALE (director): It was cold.\nTOM OKAFOR (actor): I slept.\n\
             HALE: You did not.",
            &["Ruth Hale block It was cold.", "Tom Okafor block I slept.", "Ruth Hale block You did not."],
        );
        check(
            "Ruth Hale and Tom Okafor remember\nRUTH HALE It was cold.\nTOM OKAFOR I slept.\nHALE You did not.",
            &["Ruth Hale block It was cold.", "Tom Okafor block I slept.", "Ruth Hale block You did not."],
        );
    }

    #[test]
    fn who_only_asks_and_lists_of_winners_answer_nothing() {
        check(
            "A talk with Ruth Hale\nTom Okafor: Was it cold?\nRuth Hale: We froze.\nTom Okafor: And then?\n\
             Ruth Hale: We thawed.",
            &["Ruth Hale block We froze.", "Ruth Hale block We thawed."],
        );
        check(
            "Ruth Hale and Tom Okafor win\nRuth Hale – Iron Harbour (WINNER)\nTom Okafor – Silver Ferry\n\
             Ruth Hale – Pale Winter (Ghana)",
            &[],
        );
    }

    #[test]
    fn questions_tell_where_there_are_no_labels() {
        check(
            "Ruth Hale is done with ferries\nThe director Ruth Hale spoke to us in Accra.\nWere you cold?\n\
             Always. I froze for a week.\nMy crew left.\nThere was a rumour about a scene.\nI cut it.\n\
             Do you miss it?\nI miss the ferry.\nWhat would you tell young people?\nGo home.\n\
             Iron Harbour opens on Friday.",
            &[
                "Ruth Hale block Always. I froze for a week.",
                "Ruth Hale block My crew left.",
                "Ruth Hale block I cut it.",
                "Ruth Hale block I miss the ferry.",
                "Ruth Hale block Go home.",
            ],
        );
        check(
            "What we know of Iron Harbour\nRuth Hale directs.\nWhen is it out?\nIn May, the studio says.\n\
             Who is in it?\nTom Okafor leads the cast.\nWhat is it about?\nA ferry.",
            &[],
        );
    }
}
