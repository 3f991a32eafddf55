//! Indirect speech: what someone is reported to have said, without quotation marks.
//!
//! Comes in: the [`Scene`] and who said its quotations. Goes out: a [`Quote`] of kind indirect for each clause that
//! "said that", "told us that" or plain "said" reports, behind it or before it, or that is so "according to" somebody,
//! and that holds no quotation. None overlaps another.

use super::attribution::{self, Attribution};
use super::clauses::{is_verb, parts_from_verb};
use super::frame::Item;
use super::marks::is_mark;
use super::mentions::{Cue, Kind, Mention};
use super::scene::Scene;
use super::source::{Candidate, History, is_preposition};
use crate::annotate::Shape;
use crate::model::{Quote, QuoteKind, RuleId, Span};
use crate::rules::{Forest, Lex, List, VerbClass};

/// Words that may stand between a source and its verb: "Hale has also".
const TO_VERB: u32 = 4;
/// Words that may stand between the verb and "that": "told a crowd in Leith on Friday that".
const TO_THAT: u32 = 9;
/// Words between a verb and the finite verb of what is reported without "that": "warned the effect of it would".
const TO_FINITE: u32 = 9;
/// Words that may stand between the verb and who does what is told, one more: "told a crowd he would".
const TO_TOLD: u32 = 4;
/// Words between a name and the verb that tell more of who bears it, at most.
const TO_NAME: u32 = 25;
/// Fewest words of what is reported.
const MIN_WORDS: usize = 3;
/// Fewest words of what is reported before a verb that closes its sentence: fewer are an aside.
const MIN_CLOSED: usize = 6;
/// Words that may follow a verb that closes its sentence, with its stop: "Hale said in a blog post on Friday."
const TO_END: u32 = 6;
/// Words between a comma and the name that says what is before it: ", the director Ruth".
const TO_COMMA: u32 = 4;
/// Longest sentence that is read for it.
const MAX_WORDS: usize = 400;

/// A clause that reports speech.
struct Report {
    mention: u32,
    cue: Cue,
    content: Span,
    rule: &'static str,
}

/// Finds the indirect speech of an article, in order; the chain tells whom pronouns stand for.
pub fn find(scene: &Scene, attributions: &[Attribution], chain: Vec<Option<u32>>, referent: &Forest) -> Vec<Quote> {
    let mut history = History { chain, ..History::new(scene.people.len()) };
    let (mut next, mut end) = (0, 0);
    let mut found = Vec::new();
    for (index, cue) in scene.mentions.cues.iter().enumerate() {
        let report = report(scene, index).or_else(|| closed_report(scene, index));
        let Some(report) = report.or_else(|| according_report(scene, index)) else { continue };
        if report.content.start < end {
            // "He said that it snowed, she said."
            continue;
        }
        end = report.content.end;
        while next < attributions.len() && scene.item(next) < cue.item {
            history.push(attributions[next].speaker);
            next += 1;
        }
        attribution::extend(scene, &mut history, report.mention as usize, referent);
        found.push(quote(scene, &history, &report, referent));
    }
    found
}

/// Reads the clause that a cue reports.
fn report(scene: &Scene, index: usize) -> Option<Report> {
    let cue = scene.mentions.cues[index];
    if !matches!(cue.class, VerbClass::Say | VerbClass::Tell | VerbClass::Claim) || cue.according || cue.gerund {
        return None;
    }
    let sentence = scene.sentence(cue.item);
    let end = scene.frame.starts[sentence as usize + 1];
    let mention = subject(scene, &cue)?;
    let (first, rule) = match that(scene, &cue, end) {
        // The "that" of "that's not the case" is part of what is said.
        Some(that) if is_contracted(scene, that) => (that, "indirect/that"),
        Some(that) => (that + 1, "indirect/that"),
        None => (clause(scene, &cue)?, "indirect/said"),
    };
    let end = end_of_clause(scene, sentence, first, end);
    let words = &scene.frame.items[first as usize..end.max(first) as usize];
    let opens_aside = scene.word(first.into()) == Some(",");
    if !(MIN_WORDS..=MAX_WORDS).contains(&words.len()) || opens_aside || words.iter().any(is_quotation) {
        return None;
    }
    let token = |item: u32| scene.frame.token(item as i64);
    let last = (first..end).rev().find(|&item| !matches!(scene.word(item as i64), Some("." | "!" | "?")))?;
    let content = scene.document.span(token(first)?..token(last)? + 1);
    Some(Report { mention, cue, content, rule })
}

/// Reads the clause that a cue closes: "The film is done, Hale said.", "…, said Hale on Friday."
fn closed_report(scene: &Scene, index: usize) -> Option<Report> {
    let cue = scene.mentions.cues[index];
    let goes_on = scene.word(i64::from(cue.item) + 1) == Some("to");
    if !matches!(cue.class, VerbClass::Say) || cue.according || cue.gerund || goes_on || thinks(scene, &cue) {
        return None;
    }
    let sentence = scene.sentence(cue.item);
    let (start, end) = (scene.frame.starts[sentence as usize], scene.frame.starts[sentence as usize + 1]);
    let before = scene.mentions_before(cue.item);
    let near = [before.checked_sub(1), Some(before)].into_iter().flatten();
    let (place, comma) = near.filter(|&place| place < scene.mentions.all.len()).find_map(|place| {
        let mention = &scene.mentions.all[place];
        let follows = mention.first == cue.item + 1;
        let leads = mention.last + 1 == cue.item;
        let comma = if follows { cue.item.checked_sub(1) } else { leads.then(|| lead(scene, mention)).flatten() }?;
        let closes = closes(scene, mention.last.max(cue.item) + 1, end);
        // "it points for its comfort": a noun.
        let ends = || scene.word(i64::from(cue.item) + 1) == Some(".");
        let says = is_source(mention) && (mention.kind != Kind::It || ends());
        (scene.word(comma.into()) == Some(",") && closes && says).then_some((place, comma))
    })?;
    let content = content(scene, start, comma)?;
    Some(Report { mention: place as u32, cue, content, rule: "indirect/closed" })
}

/// Reads the sentence that is so according to somebody: "According to Hale, the film is done.", "The film is done,
/// according to Hale."
fn according_report(scene: &Scene, index: usize) -> Option<Report> {
    let cue = scene.mentions.cues[index];
    let place = scene.mentions_before(cue.item);
    // What polls, papers and offices have it to be so is no speech.
    let is_somebody = |mention: &&Mention| matches!(mention.kind, Kind::Name | Kind::He | Kind::She | Kind::Person);
    let mention =
        scene.mentions.all.get(place).filter(is_somebody).filter(|mention| cue.according && is_source(mention))?;
    if mention.first.saturating_sub(cue.item) > TO_COMMA {
        return None;
    }
    let sentence = scene.sentence(cue.item);
    let (start, end) = (scene.frame.starts[sentence as usize], scene.frame.starts[sentence as usize + 1]);
    let behind = scene.clauses[place].edge + 1;
    let word = |item: u32| scene.word(item.into());
    let (first, last) = match cue.item.checked_sub(start)? {
        0 if word(behind) == Some(",") => (behind + 1, end - 1),
        1.. if behind + 1 == end && word(cue.item - 1) == Some(",") => (start, cue.item - 1),
        _ => return None,
    };
    // "According to Hale, Okafor said that it rained": Okafor said so.
    let is_told =
        scene.mentions.cues.iter().any(|cue| (first..last).contains(&cue.item) && subject(scene, cue).is_some());
    let content = content(scene, first, last).filter(|_| !is_told);
    content.map(|content| Report { mention: place as u32, cue, content, rule: "indirect/according" })
}

/// Returns a clause of several words, none of them quoted, from its first item to one past its last.
fn content(scene: &Scene, first: u32, last: u32) -> Option<Span> {
    let words = scene.frame.items.get(first as usize..last as usize)?;
    if !(MIN_CLOSED..=MAX_WORDS).contains(&words.len()) || words.iter().any(is_quotation) {
        return None;
    }
    let content = scene.document.span(scene.frame.token(first.into())?..scene.frame.token(i64::from(last) - 1)? + 1);
    // What a mark closes here was opened in a line before.
    let (before, after) = scene.document.text.split_at(content.end as usize);
    let is_marked = after.trim_start_matches(',').starts_with(is_mark) || before.ends_with(is_mark);
    (!is_marked && !content.of(scene.document.text).starts_with(is_mark)).then_some(content)
}

/// Whether nothing but a day or the like stands from `at` to the end of the sentence: "on Friday.", "last night."
fn closes(scene: &Scene, at: u32, end: u32) -> bool {
    let is_day = |token: u32| {
        let word = scene.document.word(token);
        let is_calendar = scene.document.tokens[token as usize].lex.has(Lex::CALENDAR);
        word == "." || is_calendar || is_preposition(word) || List::DayOpener.has_as_is(word)
    };
    let is_short = end.saturating_sub(at) <= TO_END && scene.word(i64::from(end) - 1) == Some(".");
    let holds_quotation = || scene.frame.items[at as usize..end.max(at) as usize].iter().any(is_quotation);
    is_short && !holds_quotation() && scene.frame.token(at.into()).is_some_and(is_day)
}

/// The comma before a mention and the titles before it: ", Mr Rees".
fn lead(scene: &Scene, mention: &Mention) -> Option<u32> {
    let back = (mention.first.saturating_sub(TO_COMMA)..mention.first).rev();
    let is_title = |item: &u32| scene.word((*item).into()).is_some_and(|word| !joins(word));
    { back }.take_while(is_title).find(|&item| scene.word(item.into()) == Some(","))
}

/// Whether a word joins clauses.
fn joins(word: &str) -> bool {
    [List::Coordinating, List::Subordinating, List::Relative].iter().any(|list| list.has_as_is(word))
}

fn is_quotation(item: &Item) -> bool {
    matches!(item, Item::Quote(_))
}

fn is_source(mention: &Mention) -> bool {
    !matches!(mention.kind, Kind::Oblique | Kind::Noun | Kind::I) && !mention.attached
}

/// Whether a verb is drawn together with the word: "that's".
fn is_contracted(scene: &Scene, item: u32) -> bool {
    let next = scene.frame.token(item as i64 + 1).and_then(|token| scene.document.get(i64::from(token)));
    next.is_some_and(|next| next.shape == Shape::Possessive)
}

/// Returns the mention that is the subject of a verb of speech: right before it in its sentence, but for what tells
/// more of it.
fn subject(scene: &Scene, cue: &Cue) -> Option<u32> {
    let index = scene.mentions_before(cue.item).checked_sub(1)?;
    // "A friend of the family said": what belongs to a mention ends it.
    let is_inside = |&index: &usize| scene.clauses[index].inside;
    let n_inside = (0..=index).rev().take_while(is_inside).count();
    let edge = (index + 1 - n_inside..=index).map(|index| scene.clauses[index].edge).max().unwrap_or(0);
    let head = index.checked_sub(n_inside)?;
    if leads_to(scene, head, edge.max(scene.clauses[head].edge), cue) {
        return Some(head as u32);
    }
    if scene.word(cue.item as i64 - 1) == Some(",") { described_subject(scene, cue, index) } else { None }
}

/// Whether nothing but an adverb or an auxiliary stands between a source, with what tells more of it up to `edge`, and
/// a verb.
fn leads_to(scene: &Scene, index: usize, edge: u32, cue: &Cue) -> bool {
    let mention = &scene.mentions.all[index];
    let mut between = (edge + 1..cue.item).map(|item| scene.word(item as i64));
    let aside = |word: Option<&str>| word.is_some_and(|word| parts_from_verb(word) || List::VerbHelper.has_as_is(word));
    let is_here =
        scene.sentence(mention.first) == scene.sentence(cue.item) && cue.item.saturating_sub(mention.last) <= TO_NAME;
    let near = edge < cue.item && cue.item - edge <= TO_VERB;
    is_here && near && is_source(mention) && between.all(aside)
}

/// Returns the name of whom the words between commas before a verb tell more: "Ruth Hale, who runs the archive, said".
fn described_subject(scene: &Scene, cue: &Cue, last: usize) -> Option<u32> {
    let is_here = |mention: &Mention| {
        cue.item.saturating_sub(mention.last) <= TO_NAME && scene.sentence(mention.first) == scene.sentence(cue.item)
    };
    let is_described = |mention: &Mention| {
        let comma = mention.last + 1;
        mention.kind == Kind::Name && comma + 1 < cue.item && scene.word(comma as i64) == Some(",")
    };
    let mentions = scene.mentions.all[..=last].iter().enumerate().rev().take_while(|(_, mention)| is_here(mention));
    let (index, mention) = { mentions }.find(|(_, mention)| is_described(mention))?;
    let mut within = (mention.last + 2..cue.item - 1).filter_map(|item| scene.word(item as i64));
    (!mention.attached && within.all(|word| word != ",")).then_some(index as u32)
}

/// Returns where what is reported ends: before a semicolon, before another who says something ("and Hale said"), or
/// before the comma behind which the main clause of a sentence goes on that a clause such as "Though he has said"
/// opens.
fn end_of_clause(scene: &Scene, sentence: u32, first: u32, end: u32) -> u32 {
    let opener = scene.word(i64::from(scene.frame.starts[sentence as usize])).unwrap_or("");
    let is_subordinate = opener.starts_with(char::is_uppercase) && List::Subordinating.has_as_is(opener);
    let ends = |word: &str| word == ";" || is_subordinate && word == ",";
    let end = next_speaks(scene, first, end).unwrap_or(end);
    let near = first..end.min(first + MAX_WORDS as u32 + 1);
    { near }.find(|&item| scene.word(i64::from(item)).is_some_and(ends)).unwrap_or(end)
}

/// Returns where the words of another, or more words of the same, begin between two items: before ", and Hale said",
/// ", while Okafor claimed", ", adding that".
fn next_speaks(scene: &Scene, first: u32, end: u32) -> Option<u32> {
    let cues = &scene.mentions.cues;
    let cues = &cues[cues.partition_point(|cue| cue.item <= first)..];
    let within = cues.iter().take_while(|cue| cue.item < end).filter_map(|cue| parts_before(scene, cue));
    within.filter(|&at| at > first).min()
}

/// Returns the comma, or the word, that parts a verb of speech and its subject from what somebody says before them.
fn parts_before(scene: &Scene, cue: &Cue) -> Option<u32> {
    let word = |item: u32| scene.word(item.into());
    let says = matches!(cue.class, VerbClass::Say | VerbClass::Tell | VerbClass::Claim) && !thinks(scene, cue);
    if cue.gerund {
        let goes_on = word(cue.item + 1).is_some_and(|word| word == "that" || is_subject(word));
        return cue.item.checked_sub(1).filter(|&comma| says && goes_on && word(comma) == Some(","));
    }
    let subject = subject(scene, cue)? as usize;
    let mention = &scene.mentions.all[subject];
    let is_name = says && mention.kind == Kind::Name;
    // "Hale and Okafor said": both.
    let follows_name = |link: u32| subject > 0 && scene.clauses[subject - 1].edge + 1 == link;
    let parts = |link: &u32| word(*link).is_some_and(|word| List::Contrasting.has_as_is(word)) && !follows_name(*link);
    let link = mention.first.checked_sub(1).filter(parts).filter(|_| is_name)?;
    Some(link.checked_sub(1).filter(|&comma| word(comma) == Some(",")).unwrap_or(link))
}

/// Returns the "that" which opens what is reported.
fn that(scene: &Scene, cue: &Cue, end: u32) -> Option<u32> {
    let opens = |word: &str| is_preposition(word) || List::DayOpener.has_as_is(word);
    let is_adverbial = || scene.word(cue.item as i64 + 1).is_some_and(opens) && !thinks(scene, cue);
    let reach = if cue.class == VerbClass::Tell || is_adverbial() { TO_THAT } else { 1 };
    let mut words = cue.item + 1..end.min(cue.item + 1 + reach + 1);
    let that = words.find(|&item| scene.word(item as i64) == Some("that"))?;
    let is_far = that > cue.item + 1;
    // "Hale knows that better than anyone"
    let is_object = scene.word(that as i64 + 1).is_some_and(|word| List::BehindObject.has_as_is(word));
    (!is_object && (!is_far || opens_clause(scene, that))).then_some(that)
}

/// Whether a "that" some words behind its verb opens what is reported: not so in "said in a statement that was read
/// out" and in "said in May of that year".
fn opens_clause(scene: &Scene, that: u32) -> bool {
    let follows_preposition = scene.word(that as i64 - 1).is_some_and(is_preposition);
    let next = scene.frame.token(that as i64 + 1).map(|token| (scene.document.word(token), token));
    let is_verb = |(word, token): (&str, u32)| is_verb(word, scene.document.tokens[token as usize].lex);
    let opens_lower = |(word, _): &(&str, u32)| word.starts_with(char::is_lowercase);
    !follows_preposition && !next.filter(opens_lower).is_some_and(is_verb)
}

fn thinks(scene: &Scene, cue: &Cue) -> bool {
    scene.word(cue.item.into()).is_some_and(|word| List::Thinking.has(word))
}

/// Returns where a clause opens that follows the verb outright: "said it would", "says the film is".
fn clause(scene: &Scene, cue: &Cue) -> Option<u32> {
    let opens = |token: u32| {
        let known = scene.document.tokens[token as usize];
        let subject = known.lex.has(Lex::HE | Lex::SHE | Lex::OTHER_PRONOUN) || known.shape.is_capital();
        subject || matches!(scene.document.word(token), "the" | "there" | "his" | "her" | "their" | "this" | "a")
    };
    let said = matches!(scene.word(cue.item as i64), Some("said" | "says"));
    let is_said = said && scene.frame.token(cue.item as i64 + 1).is_some_and(opens);
    if is_said { Some(cue.item + 1) } else { clause_after(scene, cue).or_else(|| finite_clause(scene, cue)) }
}

/// Returns where "the effect of it would be felt" opens of "warned the effect of it would be felt".
fn finite_clause(scene: &Scene, cue: &Cue) -> Option<u32> {
    let is_shown = || scene.word(cue.item.into()).is_some_and(|word| List::Showing.has_as_is(word));
    let says = matches!(cue.class, VerbClass::Say) && !thinks(scene, cue) && !is_shown();
    let end = scene.frame.starts[scene.sentence(cue.item) as usize + 1];
    let stops = |word: &str| joins(word) || matches!(word, "," | ";" | "." | ":" | "–" | "—" | "-");
    let words = cue.item + 1..end.min(cue.item + 2 + TO_FINITE);
    let word = |item: u32| scene.word(item.into()).filter(|word| !stops(word));
    let is_no_subject = |word: &str| is_preposition(word) || List::Auxiliary.has_as_is(word);
    let opens = |word: &str| {
        let is_day = List::DayOpener.has_as_is(word);
        !is_no_subject(word) && !is_day && word != "to" && !word.ends_with("ly") && !word.ends_with("ed")
    };
    let is_form = |word: &str| List::Auxiliary.has_as_is(word) && List::FiniteVerb.has_as_is(word);
    let is_finite = |item: u32| {
        word(item).is_some_and(|word| is_form(word) || ["n't", "n’t"].iter().any(|ending| word.ends_with(ending)))
    };
    let finite = { words }.take_while(|&item| word(item).is_some()).find(|&item| is_finite(item))?;
    (says && finite > cue.item + 1 && word(cue.item + 1).is_some_and(opens)).then_some(cue.item + 1)
}

/// Returns where "she had" opens of "explained she had", "he would" of "told Hale he would".
fn clause_after(scene: &Scene, cue: &Cue) -> Option<u32> {
    if thinks(scene, cue) {
        return None;
    }
    let most = if cue.class == VerbClass::Tell { TO_TOLD } else { 1 };
    // "asked how long they were" goes on with a question.
    let stops = |word: &str| is_subject(word) || List::Subordinating.has_as_is(word) || word == ",";
    let stop = (cue.item + 1..=cue.item + most).find(|&item| scene.word(item.into()).is_some_and(stops));
    let subject = stop.filter(|&item| scene.word(item.into()).is_some_and(is_subject));
    // "claimed she walked", "told me he'd".
    let is_drawn = |item: u32| scene.word(item.into()).is_some_and(|word| word.contains(['\'', '’']));
    let acts = |item: u32| {
        let token = scene.frame.token(item.into()).map(|token| scene.document.tokens[token as usize]);
        token.is_some_and(|token| is_verb(token.span.of(scene.document.text), token.lex))
    };
    subject.filter(|&subject| [subject, subject + 1].into_iter().any(is_drawn) || acts(subject + 1))
}

/// Whether a word stands for who does something, perhaps with its verb: "he", "he'll".
fn is_subject(word: &str) -> bool {
    let (bare, _) = word.split_once(['\'', '’']).unwrap_or((word, ""));
    List::SubjectPronoun.has_as_is(bare)
}

fn quote(scene: &Scene, history: &History, report: &Report, referent: &Forest) -> Quote {
    let mention: &Mention = &scene.mentions.all[report.mention as usize];
    let nobody = vec![(None, 1.0)];
    let chances = attribution::stand_for(scene, history, Candidate::Mention(report.mention), &nobody, referent);
    let best = chances.iter().max_by(|a, b| a.1.total_cmp(&b.1)).copied();
    let (speaker, chance) = best.unwrap_or((None, 0.0));
    let cue = scene.frame.token(report.cue.item as i64).map(|token| scene.document.tokens[token as usize].span);
    Quote {
        span: report.content,
        kind: QuoteKind::Indirect,
        utterance: 0,
        speaker,
        source: Some(mention.span(scene.document, &scene.frame)),
        cue,
        line: scene.frame.lines[report.cue.item as usize],
        rule: RuleId(report.rule),
        confidence: scene.rules.speech.trust(chance),
        runner_up: None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::quotes_of;

    fn check(text: &str, expected: &str) {
        let quotes = quotes_of(text);
        let told: Vec<&str> = quotes.iter().filter(|quote| quote.contains(" indirect ")).map(String::as_str).collect();
        assert_eq!(told.join(" | "), expected);
    }

    #[test]
    fn reported_clauses() {
        check("News\nDirector Ruth Hale said that the film is done.", "Ruth Hale indirect the film is done");
        check("News\nRuth Hale spoke. She told a crowd that they had won.", "Ruth Hale indirect they had won");
        check("News\nThe studio said it would appeal.", "- indirect it would appeal");
        check("News\nRuth Hale said: “The film is done.”", "");
    }

    #[test]
    fn words_between_the_verb_and_what_is_reported() {
        check("News\nDirector Ruth Hale said on Friday that the film is done.", "Ruth Hale indirect the film is done");
        check("News\nRuth Hale said in a statement that was read out by Okafor.", "");
        check("News\nRuth Hale proposed to her in January of that year, as many do.", "");
        check("News\nRuth Hale spoke. Okafor asked her how long they were in Leith.", "");
        check("News\nActor Ruth Hale explained she had been ill.", "Ruth Hale indirect she had been ill");
        check("News\nActor Ruth Hale told the paper she would be back.", "Ruth Hale indirect she would be back");
        check("News\nActor Ruth Hale explained her choice.", "");
        check("News\nActor Ruth Hale knows that better than anyone in Leith does.", "");
    }

    #[test]
    fn clauses_without_that() {
        let expected = "Ruth Hale indirect the cost of the repairs would be felt for years";
        check("News\nDirector Ruth Hale warned the cost of the repairs would be felt for years.", expected);
        check("News\nDirector Ruth Hale warned the public of the cost, which would be felt.", "");
        check("News\nActor Ruth Hale claimed she walked home.", "Ruth Hale indirect she walked home");
        check("News\nActor Ruth Hale told the paper she'd be back soon.", "Ruth Hale indirect she'd be back soon");
        check("News\nActor Ruth Hale denied having anything to do with it.", "");
        check("News\nThe study suggests the cost of the repairs would be felt.", "");
        check("News\nActor Ruth Hale was among those confirmed injured in the fire that were sent home.", "");
    }

    #[test]
    fn what_belongs_to_a_source_is_none() {
        check("News\nRuth Hale left. A friend of Hale said she was tired.", "- indirect she was tired");
        check("News\nActor Ruth Hale - who runs the archive - said that it is full.", "Ruth Hale indirect it is full");
    }

    #[test]
    fn verbs_that_close_a_sentence() {
        let expected = "Ruth Hale indirect The archive will open in the spring";
        check("News\nDirector Ruth Hale spoke. The archive will open in the spring, Ms Hale said.", expected);
        check("News\nDirector Ruth Hale spoke. The archive will open in the spring, said Hale on Friday.", expected);
        let expected = "Ruth Hale indirect The archive will open in the spring of next year";
        check("News\nThe archive will open in the spring of next year, director Ruth Hale said in a post.", expected);
        check("News\nThe tights are good for the office, the shops or school, and critics award it points for it.", "");
        check("News\nRuth Hale met Tom Okafor, who runs the archive in the old town, and Hale said nothing.", "");
    }

    #[test]
    fn what_is_so_according_to_somebody() {
        let expected = "Ruth Hale indirect the archive will open in the spring";
        check("News\nRuth Hale spoke. According to Hale, the archive will open in the spring.", expected);
        let expected = "Ruth Hale indirect The archive will open in the spring";
        check("News\nRuth Hale spoke. The archive will open in the spring, according to Hale.", expected);
        check("News\nRuth Hale spoke. According to Hale the archive opened.", "");
        check("News\nRuth Hale spoke. The archive will open in the spring, according to The Argus.", "");
        check("News\nRuth Hale spoke. The archive is run, according to Hale, by a friend of the town.", "");
        check("News\nRuth Hale spoke. The archive will “open in the spring”, according to Hale.", "");
    }

    #[test]
    fn another_who_says_something_ends_it() {
        let people = "News\nActor Ruth Hale met Tom Okafor.";
        let both = "Ruth Hale indirect she was done | Tom Okafor indirect he was not";
        check(&format!("{people} Hale said she was done, and Okafor said he was not."), both);
        check(&format!("{people} Hale said she was done while Okafor claimed he was not."), both);
        check(
            &format!("{people} Hale said that she was done, adding that it rained."),
            "Ruth Hale indirect she was done",
        );
        check(
            &format!("{people} Hale said that Okafor told her it rained."),
            "Ruth Hale indirect Okafor told her it rained",
        );
    }

    #[test]
    fn clauses_end() {
        let text = "News\nActor Ruth Hale, who runs the archive, said that it is full; Tom Okafor left.";
        check(text, "Ruth Hale indirect it is full");
        let text = "News\nActor Ruth Hale spoke. Though she has said she would rather leave, the studio is calm.";
        check(text, "Ruth Hale indirect she would rather leave");
    }
}
