//! Who said each quotation.
//!
//! Comes in: the [`Scene`]. Goes out: an [`Attribution`] for each quotation, in order.
//!
//! Two forests share the work. One chooses the words that are the source ([`source`]); the other tells whom a pronoun
//! or a description stands for ([`resolve`]). The probability of a person is the sum, over the words that may be the
//! source, of the chance that they are and that they stand for that person; “no person” is a candidate like any other.
//! A third looks again where those leave a doubt, and sees what they made of the quotations around ([`second`]).

use super::echo;
use super::resolve::{self, Referent};
use super::scene::{Scene, Voice};
use super::second::{self, Looks};
use super::source::{self, Candidate, History};
use crate::rules::Forest;

/// The forests that attribute, and how far to trust them.
pub struct Weights<'w> {
    /// Chooses the words that are the source.
    pub source: &'w Forest,
    /// Chooses whom words stand for.
    pub referent: &'w Forest,
    /// Looks again; `None` leaves it at the first look.
    pub second: Option<&'w Forest>,
}

/// Somebody who may have said a quotation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// The person; `None` for nobody whom the text names.
    pub person: Option<u32>,
    /// Their chance.
    pub chance: f32,
    /// The words that do most for it.
    pub source: Candidate,
}

/// Who said a quotation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attribution {
    /// The person; `None` where the text names no person.
    pub speaker: Option<u32>,
    /// Its probability before calibration.
    pub probability: f32,
    /// The words that did most for it.
    pub source: Candidate,
    /// The second-best person with their probability.
    pub runner_up: Option<(Option<u32>, f32)>,
}

/// Candidates that are less likely than this are not looked into further.
const NEGLIGIBLE: f32 = 0.02;

/// Words put into the wrong mouth are worse than words without a speaker: nobody's chance counts this many times.
const NOBODY: f32 = 1.8;

/// So many may have said a quotation; the chance of all others is nobody's. What was likely before is likely now, so
/// that without a bound a long article would carry everybody along.
const MOST_CHOICES: usize = 16;

/// Chances of people, and of nobody.
pub type Chances = Vec<(Option<u32>, f32)>;

/// Attributes every quotation. Returns too whom the pronouns stand for.
pub fn attribute(scene: &Scene, weights: &Weights) -> (Vec<Attribution>, Vec<Option<u32>>) {
    let (choices, chain) = first_look(scene, weights);
    let looks = Looks::new(scene, &choices);
    let mut attributions: Vec<Attribution> = Vec::with_capacity(choices.len());
    for (quote, choices) in choices.iter().enumerate() {
        let before = attributions.last().filter(|_| scene.pieces[quote].voice == Voice::Continued);
        let attribution = match (before, weights.second) {
            (Some(before), _) => Attribution { source: Candidate::Previous, ..*before },
            (None, Some(forest)) if is_doubtful(choices) => chosen(&look_again(&looks, choices, quote, forest)),
            _ => chosen(choices),
        };
        attributions.push(attribution);
    }
    (0..choices.len()).for_each(|quote| repeat(scene, &mut attributions, quote));
    (attributions, chain)
}

/// Gives a quotation of the headline to whoever says so below, unless the headline itself tells more surely.
fn repeat(scene: &Scene, attributions: &mut [Attribution], quote: usize) {
    let Some(below) = echo::find(scene, quote).map(|below| attributions[below]) else { return };
    let own = attributions[quote];
    if below.speaker.is_some() && (own.speaker.is_none() || own.probability < below.probability) {
        attributions[quote] = Attribution { source: Candidate::Echo, ..below };
    }
}

/// A chance that needs no second look.
const SURE: f32 = 0.98;

/// Returns whether a second look may change what the first has chosen.
pub fn is_doubtful(choices: &[Choice]) -> bool {
    choices.len() > 1 && choices[0].chance < SURE
}

/// Returns the choices with the chances that the second look gives them.
fn look_again(looks: &Looks, choices: &[Choice], quote: usize, forest: &Forest) -> Vec<Choice> {
    let rows = looks.rows(quote);
    let chances = softmax(&forest.score_rows(rows.as_flattened(), second::FEATURES.len()));
    let again = |(choice, chance): (&Choice, f32)| Choice { chance, ..*choice };
    let mut choices: Vec<Choice> = choices.iter().zip(chances).map(again).collect();
    sort(&mut choices);
    choices
}

/// Returns who may have said each quotation, the likeliest first, from first to last: each may lean on the one before.
/// Returns too whom the pronouns stand for.
pub fn first_look(scene: &Scene, weights: &Weights) -> (Vec<Vec<Choice>>, Vec<Option<u32>>) {
    let mut history = History::new(scene.people.len());
    let mut before: Chances = vec![(None, 1.0)];
    let look_next = |quote: usize| {
        let choices = match scene.pieces[quote].voice {
            Voice::Labelled(person) | Voice::Asked(person) | Voice::Signed(person) | Voice::Stated(person) => {
                vec![Choice { person: Some(person), chance: 1.0, source: Candidate::Nobody }]
            }
            Voice::Continued => {
                let choice = |&(person, chance)| Choice { person, chance, source: Candidate::Previous };
                before.iter().map(choice).collect()
            }
            Voice::Marked | Voice::Introduced => {
                extend(scene, &mut history, source::reach(scene, quote), weights.referent);
                choose(scene, &history, quote, &before, weights)
            }
        };
        let first = choices.first().copied();
        settle(
            scene,
            &mut history,
            first.map_or(Candidate::Nobody, |first| first.source),
            first.and_then(|first| first.person),
        );
        history.push(first.and_then(|first| first.person));
        before = choices.iter().map(|choice| (choice.person, choice.chance)).collect();
        choices
    };
    let choices = (0..scene.pieces.len()).map(look_next).collect();
    (choices, history.chain)
}

/// Returns the likeliest of sorted choices.
fn chosen(choices: &[Choice]) -> Attribution {
    let nobody = Choice { person: None, chance: 0.0, source: Candidate::Nobody };
    let Choice { person, chance, source } = choices.first().copied().unwrap_or(nobody);
    let runner_up = choices.get(1).map(|choice| (choice.person, choice.chance));
    Attribution { speaker: person, probability: chance, source, runner_up }
}

/// Resolves pronouns, and names that several bear, one after the other up to a mention: whoever is meant by one is
/// likely meant by the next.
pub fn extend(scene: &Scene, history: &mut History, end: usize, forest: &Forest) {
    for index in history.chain.len()..end {
        let link = resolve::is_link(scene, index).then(|| link(scene, history, index, forest));
        history.chain.push(link.flatten());
    }
}

fn link(scene: &Scene, history: &History, index: usize, forest: &Forest) -> Option<u32> {
    let chances = stand_for(scene, history, Candidate::Mention(index as u32), &Vec::new(), forest);
    chances.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).and_then(|best| best.0)
}

/// Keeps whom the source of a quotation stands for.
pub fn settle(scene: &Scene, history: &mut History, source: Candidate, speaker: Option<u32>) {
    if let Candidate::Mention(index) = source
        && resolve::is_link(scene, index as usize)
        && let Some(link) = history.chain.get_mut(index as usize)
    {
        *link = speaker;
    }
}

/// Returns who may have said a quotation, the likeliest first; `before` are the chances of the quotation before.
fn choose(scene: &Scene, history: &History, quote: usize, before: &Chances, weights: &Weights) -> Vec<Choice> {
    let candidates = source::candidates(scene, quote);
    let around = source::Around::new(scene, quote);
    let row = |&candidate: &Candidate| source::row(&source::View::new(scene, history, &around, quote, candidate));
    let rows: Vec<_> = candidates.iter().map(row).collect();
    let odds = softmax(&weights.source.score_rows(rows.as_flattened(), source::FEATURES.len()));
    let mut choices: Vec<Choice> = Vec::with_capacity(4);
    // The most that any words do for each choice.
    let mut most: Vec<f32> = Vec::with_capacity(4);
    for (&source, &chance) in candidates.iter().zip(&odds).filter(|(_, chance)| **chance >= NEGLIGIBLE) {
        for (person, share) in stand_for(scene, history, source, before, weights.referent) {
            let given = chance * share;
            match choices.iter().position(|choice| choice.person == person) {
                Some(at) => {
                    choices[at].chance += given;
                    if given >= most[at] {
                        (choices[at].source, most[at]) = (source, given);
                    }
                }
                None => {
                    choices.push(Choice { person, chance: given, source });
                    most.push(given);
                }
            }
        }
    }
    sort(&mut choices);
    cut(&mut choices);
    choices
}

/// Leaves the likeliest of sorted choices, and nobody.
fn cut(choices: &mut Vec<Choice>) {
    if choices.len() > MOST_CHOICES {
        let rest: f32 = choices.drain(MOST_CHOICES..).map(|choice| choice.chance).sum();
        match choices.iter_mut().find(|choice| choice.person.is_none()) {
            Some(nobody) => nobody.chance += rest,
            None => choices.push(Choice { person: None, chance: rest, source: Candidate::Nobody }),
        }
        sort(choices);
    }
}

/// Sorts choices, the likeliest first.
fn sort(choices: &mut [Choice]) {
    let weight = |choice: &Choice| if choice.person.is_none() { NOBODY * choice.chance } else { choice.chance };
    choices.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.person.cmp(&b.person)));
}

/// Returns whom a candidate stands for, with their chances; `before` are those of the quotation before.
pub fn stand_for(scene: &Scene, history: &History, candidate: Candidate, before: &Chances, forest: &Forest) -> Chances {
    let Candidate::Mention(index) = candidate else {
        return if candidate == Candidate::Previous { before.clone() } else { vec![(None, 1.0)] };
    };
    let mention = &scene.mentions.all[index as usize];
    if scene.clauses[index as usize].joint {
        return vec![(None, 1.0)];
    }
    if !resolve::stands_for_someone(scene, mention) {
        return vec![(mention.person, 1.0)];
    }
    let referents = resolve::referents(scene, history, index as usize);
    let past = resolve::Past::new(scene, history, index as usize);
    let row = |&referent: &Referent| {
        resolve::row(&resolve::View::new(scene, history, index as usize, &past, &referents, referent))
    };
    let rows: Vec<_> = referents.iter().map(row).collect();
    let odds = softmax(&forest.score_rows(rows.as_flattened(), resolve::FEATURES.len()));
    referents.iter().map(|referent| referent.person).zip(odds).collect()
}

fn softmax(scores: &[f32]) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.iter().map(|score| (score - top).exp()).collect();
    let total: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / total).collect()
}
