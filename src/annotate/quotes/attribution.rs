//! Who said each quotation.
//!
//! Comes in: the [`Scene`]. Goes out: an [`Attribution`] for each quotation, in order.
//!
//! Two forests share the work. One chooses the words that are the source ([`source`]); the other tells whom a pronoun
//! or a description stands for ([`resolve`]). The probability of a person is the sum, over the words that may be the
//! source, of the chance that they are and that they stand for that person; “no person” is a candidate like any other.

use super::resolve::{self, Referent};
use super::scene::{Scene, Voice};
use super::source::{self, Candidate, History};
use crate::rules::Forest;

/// The forests that attribute, and how far to trust them.
pub struct Weights<'w> {
    /// Chooses the words that are the source.
    pub source: &'w Forest,
    /// Chooses whom words stand for.
    pub referent: &'w Forest,
}

/// Who said a quotation.
#[derive(Clone, Debug, PartialEq)]
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
const NOBODY: f32 = 1.3;

/// Chances of people, and of nobody.
pub type Chances = Vec<(Option<u32>, f32)>;

/// Attributes every quotation, from first to last: each may lean on the one before. Returns too whom the pronouns stand
/// for.
pub fn attribute(scene: &Scene, weights: &Weights) -> (Vec<Attribution>, Vec<Option<u32>>) {
    let mut history = History::new(scene.people.len());
    let mut before: Chances = vec![(None, 1.0)];
    let attribute_next = |quote: usize| {
        let (attribution, chances) = match scene.pieces[quote].voice {
            Voice::Labelled(person) | Voice::Signed(person) => told(person),
            Voice::Marked | Voice::Introduced => {
                extend(scene, &mut history, source::reach(scene, quote), weights.referent);
                choose(scene, &history, quote, &before, weights)
            }
        };
        settle(scene, &mut history, attribution.source, attribution.speaker);
        history.push(attribution.speaker);
        before = chances;
        attribution
    };
    let attributions = (0..scene.pieces.len()).map(attribute_next).collect();
    (attributions, history.chain)
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

/// What a label or a signature tells outright.
fn told(person: u32) -> (Attribution, Chances) {
    let attribution =
        Attribution { speaker: Some(person), probability: 1.0, source: Candidate::Nobody, runner_up: None };
    (attribution, vec![(Some(person), 1.0)])
}

fn choose(
    scene: &Scene,
    history: &History,
    quote: usize,
    before: &Chances,
    weights: &Weights,
) -> (Attribution, Chances) {
    let candidates = source::candidates(scene, quote);
    let around = source::Around::new(scene, quote);
    let row = |&candidate: &Candidate| source::row(&source::View::new(scene, history, &around, quote, candidate));
    let rows: Vec<_> = candidates.iter().map(row).collect();
    let odds = softmax(&weights.source.score_rows(rows.as_flattened(), source::FEATURES.len()));
    let mut people: Chances = Vec::with_capacity(4);
    let mut told: Vec<(Candidate, Option<u32>, f32)> = Vec::with_capacity(4);
    for (&candidate, &chance) in candidates.iter().zip(&odds).filter(|(_, chance)| **chance >= NEGLIGIBLE) {
        for (person, share) in stand_for(scene, history, candidate, before, weights.referent) {
            add(&mut people, person, chance * share);
            told.push((candidate, person, chance * share));
        }
    }
    let weight = |known: &(Option<u32>, f32)| if known.0.is_none() { NOBODY * known.1 } else { known.1 };
    people.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.0.cmp(&b.0)));
    let (speaker, probability) = people.first().copied().unwrap_or((None, 0.0));
    let best = told.iter().filter(|told| told.1 == speaker).max_by(|a, b| a.2.total_cmp(&b.2));
    let source = best.map_or(Candidate::Nobody, |told| told.0);
    (Attribution { speaker, probability, source, runner_up: people.get(1).copied() }, people)
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

fn add(people: &mut Chances, person: Option<u32>, chance: f32) {
    match people.iter_mut().find(|known| known.0 == person) {
        Some(known) => known.1 += chance,
        None => people.push((person, chance)),
    }
}

fn softmax(scores: &[f32]) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.iter().map(|score| (score - top).exp()).collect();
    let total: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / total).collect()
}
