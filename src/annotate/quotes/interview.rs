//! Interviews: which paragraphs are answers, and whose.
//!
//! Comes in: the kept paragraphs of a [`Document`]. Goes out: for each, whose answer it is. Where labels part the
//! questions from the answers, they tell; where there are none, the questions do: paragraphs that ask, each followed by
//! one that someone speaks of himself, and the person whom the article is about answers. Labels may part the questions
//! alone. Of these readings the one with most answers is right: an outlet may label the first exchange alone.

use rustc_hash::FxHashMap;

use super::directory::Directory;
use super::labels::{Label, is_answer};
use super::paragraphs::Paragraph;
use super::scene::Voice;
use crate::annotate::Document;
use crate::model::{LineKind, Person, Span};

/// Fewest questions that an interview without labels asks, and the most words of one.
const FEWEST_QUESTIONS: usize = 3;
const MAX_QUESTION_WORDS: usize = 90;
/// Most words of what only prompts, as "There was a rumour about a scene."
const MAX_PROMPT_WORDS: usize = 30;
/// Among how many first lines a headline counts.
const OPENING: usize = 2;
/// Fewest questions that labels part from answers without any.
const FEWEST_PROMPTS: usize = 2;
/// Fewest labels of one letter that stand for a person.
const FEWEST_OF_LETTER: usize = 2;
/// Fewest labels that no mark parts from the words.
const FEWEST_BARE: usize = 3;

/// An answer: who gives it, and where in the text its words begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Who gives it, and what tells.
    pub voice: Voice,
    /// Where its words begin.
    pub words: u32,
}

/// Returns for each paragraph the answer that it is.
pub fn answers(
    document: &Document,
    people: &[Person],
    directory: &Directory,
    paragraphs: &[Paragraph],
) -> Vec<Option<Answer>> {
    let interview = Interview::new(document, people, directory, paragraphs);
    let count = |answers: &[Option<Answer>]| answers.iter().flatten().count();
    let (labelled, asked) = (interview.labelled(), interview.asked());
    let best = if count(&asked) > count(&labelled) { asked } else { labelled };
    let prompted = interview.prompted();
    if count(&prompted) > count(&best) { prompted } else { best }
}

/// Whom a label stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// A person who answers.
    Person(u32),
    /// Whoever asks, and nobody: labels of other kinds.
    Nobody,
}

/// What the lines with one label have in common.
#[derive(Default)]
struct Turns {
    n: usize,
    n_asked: usize,
    /// How many read like speech.
    n_spoken: usize,
}

/// The paragraphs of an article, and what the labels in them stand for.
struct Interview<'a, 'd> {
    document: &'a Document<'d>,
    people: &'a [Person],
    paragraphs: &'a [Paragraph<'d>],
    /// For each paragraph, whom its label stands for, and where the words after it begin.
    turns: Vec<Option<(Who, u32)>>,
    /// Whether these part the words of people.
    is_labelled: bool,
    /// Whether any paragraph asks.
    asks: bool,
}

impl<'a, 'd> Interview<'a, 'd> {
    fn new(
        document: &'a Document<'d>,
        people: &'a [Person],
        directory: &Directory,
        paragraphs: &'a [Paragraph<'d>],
    ) -> Interview<'a, 'd> {
        let asks = paragraphs.iter().any(|paragraph| paragraph.asks);
        let turns = vec![None; paragraphs.len()];
        let mut interview = Interview { document, people, paragraphs, turns, is_labelled: false, asks };
        let labels = labels(document, directory, paragraphs);
        let answers = |label: &Option<Label>| label.as_ref().is_some_and(|label| is_answer(&label.name));
        let answering = labels.iter().position(answers).and_then(|first| interview.interviewee(first));
        let mut by_label: FxHashMap<&str, Turns> = FxHashMap::default();
        for (paragraph, label) in paragraphs.iter().zip(&labels) {
            let Some(label) = label else { continue };
            let turns = by_label.entry(&label.name).or_default();
            turns.n += 1;
            turns.n_asked += usize::from(paragraph.asks);
            turns.n_spoken += usize::from(interview.is_spoken(paragraph, label));
        }
        let of_letter = |name: &str, turns: &Turns| directory.of_letter(name).filter(|_| turns.n >= FEWEST_OF_LETTER);
        let person = |name: &str, turns: &Turns| match is_answer(name) {
            true => answering,
            false => directory.find(name).or_else(|| of_letter(name, turns)),
        };
        let who: FxHashMap<&str, Who> =
            by_label.iter().map(|(name, turns)| (*name, interview.who(person(name, turns), turns))).collect();
        let (mut n_answers, mut n_spoken) = (0, 0);
        let mut by_person: FxHashMap<u32, usize> = FxHashMap::default();
        for (name, turns) in &by_label {
            if let Who::Person(person) = who[*name] {
                (n_answers, n_spoken) = (n_answers + turns.n, n_spoken + turns.n_spoken);
                *by_person.entry(person).or_default() += turns.n;
            }
        }
        let most = by_person.values().copied().max().unwrap_or(0);
        let enough = if interview.asks { n_answers >= 2 } else { n_answers >= 3 && most >= 2 };
        interview.is_labelled = enough && n_spoken * 3 >= n_answers * 2;
        interview.turns =
            labels.iter().map(|label| label.as_ref().map(|label| (who[&*label.name], label.words))).collect();
        interview
    }

    /// Returns whether the words after a label read like speech: they end as sentences do, or, where no mark parts them
    /// from the label and nobody asks, or it stands above them, someone speaks of himself.
    fn is_spoken(&self, paragraph: &Paragraph, label: &Label) -> bool {
        let words = paragraph.from(self.document, label.words).of(self.document.text);
        let stops = words.ends_with(['.', '!', '?', '…', ']', '’', '”', '"']);
        let is_above = label.words == paragraph.whole(self.document).start;
        match &paragraph.label {
            None if is_above => paragraph.says_i || paragraph.says_we,
            None if !self.asks => paragraph.first_person(),
            _ => stops || paragraph.first_person() && !paragraph.headline,
        }
    }

    /// Returns whom the lines of a label stand for: nobody where most ask, or who wrote the article asks.
    fn who(&self, person: Option<u32>, turns: &Turns) -> Who {
        let only_asks = turns.n_asked >= 2 && turns.n_asked * 2 > turns.n;
        let is_author = |person: u32| self.document.is_author(&self.people[person as usize].name);
        person.filter(|&person| !only_asks && !is_author(person)).map_or(Who::Nobody, Who::Person)
    }

    /// Reads an interview whose answers are labelled. What stands under an answer, unlabelled, goes on with it where it
    /// is spoken and another answer follows.
    fn labelled(&self) -> Vec<Option<Answer>> {
        if !self.is_labelled {
            return vec![None; self.paragraphs.len()];
        }
        let last = self.turns.iter().rposition(|turn| matches!(turn, Some((Who::Person(_), _)))).unwrap_or(0);
        let mut speaking: Option<u32> = None;
        let mut read = |(at, paragraph): (usize, &Paragraph)| {
            let mut words = paragraph.whole(self.document).start;
            match self.turns[at] {
                Some((Who::Person(person), after)) => (speaking, words) = (Some(person), after),
                Some((Who::Nobody, _)) => speaking = None,
                None if at < last && speaking.is_some_and(|person| self.goes_on(person, paragraph)) => {}
                None => speaking = None,
            }
            speaking.map(|person| Answer { voice: Voice::Labelled(person), words })
        };
        self.paragraphs.iter().enumerate().map(&mut read).collect()
    }

    /// Returns whether a paragraph without a label can go on with an answer.
    fn goes_on(&self, person: u32, paragraph: &Paragraph) -> bool {
        let text = paragraph.whole(self.document).of(self.document.text);
        let prose = text.ends_with(['.', '!', '…', '”', '’', '"']) && paragraph.line.kind == LineKind::Paragraph;
        let answers = paragraph.first_person() && !paragraph.opens_prompt;
        prose && answers && !paragraph.marked && !paragraph.headline && !self.tells_of(person, paragraph)
    }

    /// Returns whether a paragraph names the person, but in a label: nobody who speaks of himself does.
    fn tells_of(&self, person: u32, paragraph: &Paragraph) -> bool {
        let Span { start, end } = paragraph.line.span;
        let words = Span { start: paragraph.label.as_ref().map_or(start, |label| label.words), end };
        self.people[person as usize].is_named_in(words)
    }

    /// Reads an interview without labels, or with few.
    fn asked(&self) -> Vec<Option<Answer>> {
        let paragraphs = self.paragraphs;
        let mut answers_of = vec![None; paragraphs.len()];
        let Some((first, last)) = questions(paragraphs) else { return answers_of };
        let Some(person) = self.interviewee(first) else { return answers_of };
        if self.is_told(person, &paragraphs[first..=last]) {
            return answers_of;
        }
        let mut is_asked = false;
        for at in first..paragraphs.len() {
            let (here, next) = (&paragraphs[at], paragraphs.get(at + 1));
            if at > last + 1 && !self.goes_on(person, here) {
                break;
            }
            if here.marked || here.headline && !is_question(here) {
                continue;
            }
            let own = self.turns[at].filter(|&(who, _)| who == Who::Person(person));
            if self.turns[at].is_some() && own.is_none() {
                // Somebody else's words: those of the one who asks, if no label stands beneath.
                is_asked = self.turns.get(at + 1).is_some_and(Option::is_none);
                continue;
            }
            let prompts = is_question(here) || !is_asked && next.is_some_and(|next| is_prompt(here, next));
            let answers = is_asked || self.goes_on(person, here);
            is_asked = prompts && !(is_asked && is_long_answer(here)) && own.is_none();
            if !is_asked && answers {
                let words = own.map_or(here.whole(self.document).start, |(_, words)| words);
                answers_of[at] = Some(Answer { voice: Voice::Asked(person), words });
            }
        }
        answers_of
    }

    /// Reads an interview in which only the questions are labelled: "Q: Was it cold?", and the answer beneath. What
    /// nobody answers of himself is no interview.
    fn prompted(&self) -> Vec<Option<Answer>> {
        let mut answers_of = vec![None; self.paragraphs.len()];
        let is_prompt = |at: &usize| matches!(self.turns[*at], Some((Who::Nobody, _)));
        let is_bare = |at: usize| {
            let paragraph = self.paragraphs.get(at).filter(|_| self.turns[at].is_none());
            paragraph.is_some_and(|paragraph| !paragraph.marked && !paragraph.headline && !paragraph.asks)
        };
        let answered = |at: &usize| is_prompt(at) && self.paragraphs[*at].asks && is_bare(at + 1);
        let prompts: Vec<usize> = (0..self.paragraphs.len()).filter(answered).collect();
        let (Some(&first), Some(&last)) = (prompts.first(), prompts.last()) else { return answers_of };
        let Some(person) = self.interviewee(first) else { return answers_of };
        let of_himself = prompts.iter().filter(|&&at| self.paragraphs[at + 1].says_i).count();
        let to_someone = prompts.iter().filter(|&&at| self.paragraphs[at].says_you).count();
        let is_spoken = prompts.len() >= FEWEST_PROMPTS && of_himself * 2 >= prompts.len() && to_someone > 0;
        if !is_spoken || self.is_told(person, &self.paragraphs[first..=last]) {
            return answers_of;
        }
        let mut is_answering = false;
        for (at, answer) in answers_of.iter_mut().enumerate().skip(first) {
            let here = &self.paragraphs[at];
            let follows = at > 0 && is_prompt(&(at - 1));
            is_answering = is_bare(at) && (follows || is_answering && self.goes_on(person, here));
            let words = here.whole(self.document).start;
            *answer = is_answering.then_some(Answer { voice: Voice::Asked(person), words });
        }
        answers_of
    }

    /// Returns whether paragraphs that ask nothing tell of the person.
    fn is_told(&self, person: u32, paragraphs: &[Paragraph]) -> bool {
        let told = paragraphs.iter().filter(|paragraph| !paragraph.asks);
        told.clone().filter(|paragraph| self.tells_of(person, paragraph)).count() * 4 > told.count()
    }

    /// Returns the person whom the article is about, as far as the paragraphs before the first question tell.
    fn interviewee(&self, first_question: usize) -> Option<u32> {
        let lead = &self.paragraphs[..first_question];
        let whole = Span { start: lead.first()?.line.span.start, end: lead.last()?.line.span.end };
        let opening: Vec<Span> = lead
            .iter()
            .take(OPENING)
            .filter(|paragraph| paragraph.headline)
            .map(|paragraph| paragraph.line.span)
            .collect();
        let weigh = |(index, person): (usize, &Person)| {
            let in_opening = opening.iter().filter(|line| person.is_named_in(**line)).count();
            let weight = person.times_named_in(whole) + 2 * in_opening;
            (weight > 0 && !self.document.is_author(&person.name)).then_some((weight, std::cmp::Reverse(index)))
        };
        let found = self.people.iter().enumerate().filter_map(weigh).max();
        found.map(|(_, std::cmp::Reverse(index))| index as u32)
    }
}

/// Returns the label of each paragraph: one that a mark parts from the words, or, where there are enough of these, a
/// name in capitals before them or a name alone on the line above.
fn labels<'d>(document: &Document<'d>, directory: &Directory, paragraphs: &[Paragraph<'d>]) -> Vec<Option<Label<'d>>> {
    let mut labels: Vec<Option<Label>> = paragraphs.iter().map(|paragraph| paragraph.label.clone()).collect();
    let (text, lines) = (document.text, document.lines);
    take_bare(&mut labels, paragraphs, |paragraph| Label::read_shouted(text, paragraph.line.span, directory));
    take_bare(&mut labels, paragraphs, |paragraph| {
        let line = lines[paragraph.index.checked_sub(1)?].span;
        Label::read_above(text, line, paragraph.whole(document), directory)
    });
    labels
}

/// Takes labels of one kind that no mark parts from the words, where there are enough of them.
fn take_bare<'d>(
    labels: &mut [Option<Label<'d>>],
    paragraphs: &[Paragraph<'d>],
    read: impl Fn(&Paragraph<'d>) -> Option<Label<'d>>,
) {
    let bare = |(at, paragraph): (usize, &Paragraph<'d>)| read(paragraph).filter(|_| labels[at].is_none());
    let found: Vec<Option<Label>> = paragraphs.iter().enumerate().map(bare).collect();
    if found.iter().flatten().count() >= FEWEST_BARE {
        labels.iter_mut().zip(found).for_each(|(label, found)| *label = label.take().or(found));
    }
}

/// Returns the first and the last question, if there are enough that someone answers.
fn questions(paragraphs: &[Paragraph]) -> Option<(usize, usize)> {
    let is_followed = |at: &usize| {
        let (here, next) = (&paragraphs[*at], &paragraphs[at + 1]);
        is_question(here) && !is_question(next) && !next.marked
    };
    let followed: Vec<usize> = (0..paragraphs.len().saturating_sub(1)).filter(is_followed).collect();
    let answered: Vec<usize> = followed.iter().copied().filter(|&at| paragraphs[at + 1].answers()).collect();
    // Of three answers to "you" one need not speak of whoever gives it.
    let says_you = |at: &&usize| paragraphs[**at].says_you;
    let is_told =
        answered.len() * 3 >= followed.len() * 2 && followed.iter().filter(says_you).count() * 2 > followed.len();
    asked_of_someone(paragraphs, &answered).or_else(|| asked_of_someone(paragraphs, &followed).filter(|_| is_told))
}

/// Returns the first and the last of the questions with an answer, if there are enough and someone is spoken to.
fn asked_of_someone(paragraphs: &[Paragraph], answered: &[usize]) -> Option<(usize, usize)> {
    let n_asked = paragraphs.iter().filter(|paragraph| is_question(paragraph)).count();
    let (first, last) = (*answered.first()?, *answered.last()?);
    let count = |is: &dyn Fn(usize) -> bool| answered.iter().filter(|&&at| is(at)).count();
    let of_himself = count(&|at| paragraphs[at + 1].says_i);
    let long = count(&|at| !paragraphs[at + 1].is_curt());
    let to_someone = count(&|at| paragraphs[at].says_you);
    // What asks nobody, or is answered by nobody, is a heading.
    let spoken = of_himself > 0
        && (of_himself * 2 >= answered.len() && to_someone * 4 >= answered.len()
            || of_himself * 2 >= long && to_someone * 2 >= answered.len());
    let enough = answered.len() >= FEWEST_QUESTIONS && answered.len() * 3 >= n_asked * 2;
    (enough && spoken && first > 0).then_some((first, last))
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
    short && to_someone && !is_question(next) && next.answers()
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
            "A talk with Ruth Hale and Tom Okafor\nQ: Was it cold?\nR: We froze.\nT: I did not, my friend.\n\
             Q: And then?\nR: It thawed.\nT: You thawed.",
            &[
                "Ruth Hale block We froze.",
                "Tom Okafor block I did not, my friend.",
                "Ruth Hale block It thawed.",
                "Tom Okafor block You thawed.",
            ],
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
            "Ruth Hale and Tom Okafor quarrel\nRuth Hale, director of Iron Harbour, said: 'I froze, my friends.'\n\
             Tom Okafor, actor, said: 'I slept.'\nRuth Hale, director, said: 'I know.'",
            &[],
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

    #[test]
    fn an_answer_need_not_speak_of_who_gives_it() {
        let curt = "Timetables. They have the best structure of any prose, and nobody ever dies in them at all.";
        check(
            &format!(
                "Five questions for Ruth Hale\nRuth Hale answers.\nWhat do you read?\n{curt}\nWhat was hard?\n\
                 The ferry. I had to build it.\nDo you rewrite?\nEvery day. I hide my coffee."
            ),
            &[
                &format!("Ruth Hale block {curt}"),
                "Ruth Hale block The ferry. I had to build it.",
                "Ruth Hale block Every day. I hide my coffee.",
            ],
        );
    }

    #[test]
    fn the_questions_alone_may_be_labelled() {
        check(
            "A talk with Ruth Hale\nQ: Was it cold, and were you?\nI froze for a week.\nMy crew left.\nQ: And then?\n\
             We thawed. I did.\nIron Harbour opens on Friday.",
            &[
                "Ruth Hale block I froze for a week.",
                "Ruth Hale block My crew left.",
                "Ruth Hale block We thawed. I did.",
            ],
        );
        check(
            "What we know of Iron Harbour\nRuth Hale directs.\nQ: When can you see it?\nIn May, the studio says.\n\
             Q: Who is in it?\nTom Okafor leads the cast.",
            &[],
        );
    }

    #[test]
    fn the_first_exchange_alone_may_be_labelled() {
        check(
            "A talk with Ruth Hale\nThe Lantern: How was it?\nRuth Hale: I liked it.\nWere you cold?\nI froze for a week.\n\
             Do you miss it?\nI miss the ferry.",
            &[
                "Ruth Hale block I liked it.",
                "Ruth Hale block I froze for a week.",
                "Ruth Hale block I miss the ferry.",
            ],
        );
    }

    #[test]
    fn a_name_that_an_answer_opens_with_and_a_numeral_tell_nothing() {
        check(
            "Ruth Hale is done with ferries\nThe director Ruth Hale spoke to us in Accra.\nWere you cold?\nI was cold.\n\
             Who helped you?\nTom Okafor — what a man. I loved him.\nDo you miss it?\nI miss the ferry.",
            &[
                "Ruth Hale block I was cold.",
                "Ruth Hale block Tom Okafor — what a man. I loved him.",
                "Ruth Hale block I miss the ferry.",
            ],
        );
        check(
            "What we know of Iron Harbour, by Ruth Hale\nRuth Hale directs.\nWill you see it?\nNot before World War I ends.\n\
             Can you wait?\nPart I is out.\nWould you pay?\nThe rate in the US is six dollars for all.",
            &[],
        );
    }

    #[test]
    fn a_name_alone_on_the_line_above_tells() {
        check(
            "Ruth Hale and Tom Okafor remember\nRUTH HALE\nI was cold.\nTOM OKAFOR\nWe slept on deck.\nRUTH HALE\n\
             You did not. I was there.",
            &[
                "Ruth Hale block I was cold.",
                "Tom Okafor block We slept on deck.",
                "Ruth Hale block You did not. I was there.",
            ],
        );
        check(
            "Three directors to watch\nRuth Hale\nHer ferry sank.\nTom Okafor\nHe made our day.\nAda Hale\nShe left.",
            &[],
        );
        let reactions = "Nominees react\nRuth Hale, actor in “Ferry”: “I was cold.”\nTom Okafor, crew: “We slept on deck.”\n\
                         Ada Renwick, costumes: “I was there.”";
        check(reactions, &[]);
    }
}
