//! The second look at who said a quotation: what the first made of its neighbours and of the whole article.
//!
//! Comes in: the [`Scene`] and the [`Choice`]s of every quotation. Goes out: for each of them a row of readable
//! features for the forest that chooses anew. The first look goes from first to last and sees only what came before;
//! this one sees both sides.

use super::attribution::Choice;
use super::frame::ending;
use super::mentions::{Kind, Mention};
use super::scene::Scene;
use super::source::{Candidate, ending_code, reports};
use crate::annotate::row::features;

/// Quotations on either side that are near.
const NEAR: usize = 4;

/// What the first look made of an article.
pub struct Looks<'a> {
    scene: &'a Scene<'a>,
    /// For each quotation, the likeliest first.
    choices: &'a [Vec<Choice>],
    /// For each person, and last for nobody, the sum of their chances.
    sums: Vec<f32>,
}

impl<'a> Looks<'a> {
    /// Sums the chances of everybody.
    pub fn new(scene: &'a Scene<'a>, choices: &'a [Vec<Choice>]) -> Looks<'a> {
        let mut sums = vec![0.0; scene.people.len() + 1];
        for choice in choices.iter().flatten() {
            sums[place(scene, choice.person)] += choice.chance;
        }
        Looks { scene, choices, sums }
    }

    /// Returns the features of the choices of a quotation, row after row.
    pub fn rows(&self, quote: usize) -> Vec<[f32; FEATURES.len()]> {
        let around = Around::new(self, quote);
        let view = |nth: usize| View { looks: self, around: &around, quote, nth, choice: &self.choices[quote][nth] };
        (0..self.choices[quote].len()).map(|nth| row(&view(nth))).collect()
    }

    fn chance(&self, quote: usize, person: Option<u32>) -> f32 {
        self.choices[quote].iter().find(|choice| choice.person == person).map_or(0.0, |choice| choice.chance)
    }
}

fn place(scene: &Scene, person: Option<u32>) -> usize {
    person.map_or(scene.people.len(), |person| person as usize)
}

/// What is the same for all choices of a quotation.
struct Around {
    before: Option<Neighbour>,
    after: Option<Neighbour>,
    /// The first who says something in the lines after, and the last in those before, by name.
    voice_after: Option<u32>,
    voice_before: Option<u32>,
    words: usize,
    ending: i32,
}

/// A quotation beside another.
struct Neighbour {
    quote: usize,
    lines: u32,
    items: u32,
    cues: usize,
    sentences: u32,
}

impl Around {
    fn new(looks: &Looks, quote: usize) -> Around {
        let scene = looks.scene;
        let piece = &scene.pieces[quote];
        let item = scene.item(quote);
        Around {
            before: quote.checked_sub(1).map(|other| Neighbour::new(scene, other, other, quote)),
            after: Some(quote + 1)
                .filter(|&other| other < scene.pieces.len())
                .map(|other| Neighbour::new(scene, other, quote, other)),
            voice_after: voice(scene, scene.mentions_before(item)..scene.mentions.all.len(), item),
            voice_before: voice(scene, (0..scene.mentions_before(item)).rev(), item),
            words: piece.span.of(scene.document.text).split_whitespace().take(60).count(),
            ending: ending_code(ending(scene.document.text, piece.outer)),
        }
    }
}

/// Mentions looked at for somebody who says something, and how many lines away.
const VOICE_MENTIONS: usize = 20;
const VOICE_LINES: u32 = 2;

/// Returns the first of some mentions, outside the line of an item and near it, that is a name and reports something.
fn voice(scene: &Scene, mentions: impl Iterator<Item = usize>, item: u32) -> Option<u32> {
    let line = scene.paragraph(item);
    let near = |&at: &usize| scene.paragraph(scene.mentions.all[at].first).abs_diff(line) <= VOICE_LINES;
    let mut mentions = mentions.take(VOICE_MENTIONS).take_while(near);
    let speaks = |&at: &usize| {
        let mention: &Mention = &scene.mentions.all[at];
        mention.kind == Kind::Name && scene.paragraph(mention.first) != line && reports(scene, at)
    };
    mentions.find(speaks).and_then(|at| scene.mentions.all[at].person)
}

impl Neighbour {
    fn new(scene: &Scene, quote: usize, first: usize, second: usize) -> Neighbour {
        let (from, to) = (scene.item(first), scene.item(second));
        Neighbour {
            quote,
            lines: (scene.paragraph(to) - scene.paragraph(from)).min(9),
            items: (to - from).min(80),
            cues: (scene.cues_before(to) - scene.cues_before(from)).min(9),
            sentences: (scene.sentence(to) - scene.sentence(from)).min(9),
        }
    }
}

/// What the features look at.
pub struct View<'a> {
    looks: &'a Looks<'a>,
    around: &'a Around,
    quote: usize,
    nth: usize,
    choice: &'a Choice,
}

impl View<'_> {
    fn person(&self) -> Option<usize> {
        self.choice.person.map(|person| person as usize)
    }

    fn best_other(&self) -> f32 {
        let others = self.looks.choices[self.quote].iter().enumerate().filter(|(nth, _)| *nth != self.nth);
        log(others.map(|(_, other)| other.chance).fold(0.0, f32::max))
    }

    /// The chance of the same person so many quotations on.
    fn chance_at(&self, step: i64) -> Option<f32> {
        let quote = usize::try_from(self.quote as i64 + step).ok().filter(|&at| at < self.looks.choices.len())?;
        Some(self.looks.chance(quote, self.choice.person))
    }

    fn top_at(&self, neighbour: Option<&Neighbour>) -> Option<f32> {
        self.looks.choices[neighbour?.quote].first().map(|choice| choice.chance)
    }

    fn nobody_at(&self, neighbour: Option<&Neighbour>) -> Option<f32> {
        Some(self.looks.chance(neighbour?.quote, None))
    }

    /// Whether the words that tell the person are those that tell the speaker of a quotation beside.
    fn shares_source(&self, neighbour: Option<&Neighbour>) -> Option<bool> {
        let other = self.looks.choices[neighbour?.quote].first()?;
        Some(matches!(other.source, Candidate::Mention(_)) && other.source == self.choice.source)
    }

    /// Whether the speaker of the quotation after is taken to be that of this one.
    fn is_leant_on(&self) -> bool {
        let after = self.around.after.as_ref().and_then(|after| self.looks.choices[after.quote].first());
        after.is_some_and(|choice| choice.source == Candidate::Previous)
    }

    /// The mean chance of the person over some other quotations.
    fn mean(&self, quotes: impl Iterator<Item = usize>) -> Option<f32> {
        let (mut n, mut sum) = (0.0, 0.0);
        for quote in quotes.filter(|&quote| quote != self.quote) {
            n += 1.0;
            sum += self.looks.chance(quote, self.choice.person);
        }
        (n > 0.0).then(|| sum / n)
    }

    fn line_mean(&self) -> Option<f32> {
        let pieces = self.looks.scene.pieces;
        let line = pieces[self.quote].line;
        let here = |&quote: &usize| pieces[quote].line == line;
        let before = (0..self.quote).rev().take(NEAR).take_while(here);
        let after = (self.quote + 1..pieces.len()).take(NEAR).take_while(here);
        self.mean(before.chain(after))
    }

    fn near_mean(&self) -> Option<f32> {
        let n_quotes = self.looks.choices.len();
        self.mean(self.quote.saturating_sub(NEAR)..(self.quote + NEAR + 1).min(n_quotes))
    }

    /// The mean chance of the person over all other quotations.
    fn share(&self) -> Option<f32> {
        let n_others = self.looks.choices.len() - 1;
        let sum = self.looks.sums[place(self.looks.scene, self.choice.person)] - self.choice.chance;
        (n_others > 0).then(|| sum / n_others as f32)
    }

    /// What kind of words tell the person.
    fn kind(&self) -> i32 {
        match self.choice.source {
            Candidate::Nobody | Candidate::Echo => -2,
            Candidate::Previous => -1,
            Candidate::Mention(index) => match self.looks.scene.mentions.all[index as usize].kind {
                Kind::Name => 0,
                Kind::He | Kind::She => 1,
                Kind::Oblique => 2,
                Kind::I => 3,
                Kind::Person => 4,
                _ => 5,
            },
        }
    }

    fn mention(&self) -> Option<&Mention> {
        match self.choice.source {
            Candidate::Mention(index) => Some(&self.looks.scene.mentions.all[index as usize]),
            _ => None,
        }
    }

    /// Items from the quotation to the words that tell the person; negative where they stand before it.
    fn to_source(&self) -> Option<f32> {
        let (mention, item) = (self.mention()?, self.looks.scene.item(self.quote));
        Some((mention.first as f32 - item as f32).clamp(-40.0, 40.0))
    }

    fn source_lines(&self) -> Option<u32> {
        let scene = self.looks.scene;
        Some(scene.paragraph(self.mention()?.first).abs_diff(scene.paragraph(scene.item(self.quote))))
    }

    /// How often the words quoted name the person.
    fn quoted_inside(&self) -> Option<usize> {
        let span = self.looks.scene.pieces[self.quote].span;
        let mentions = &self.looks.scene.people[self.person()?].mentions;
        let first = mentions.partition_point(|mention| mention.start < span.start);
        Some(mentions[first..].iter().take(9).take_while(|mention| mention.start < span.end).count())
    }

    fn is_voice(&self, voice: Option<u32>) -> Option<bool> {
        voice.map(|person| Some(person) == self.choice.person)
    }
}

/// The logarithm of a chance, no lower than that of one in a thousand.
fn log(chance: f32) -> f32 {
    chance.max(0.001).ln()
}

features! { |view: &View|
    is_nobody = view.choice.person.is_none(),
    own = log(view.choice.chance),
    best_other = view.best_other(),
    lead = log(view.choice.chance) - view.best_other(),
    nobody = view.looks.chance(view.quote, None),
    rank = view.nth,
    before = view.chance_at(-1),
    before_two = view.chance_at(-2),
    after = view.chance_at(1),
    after_two = view.chance_at(2),
    before_top = view.top_at(view.around.before.as_ref()),
    after_top = view.top_at(view.around.after.as_ref()),
    before_nobody = view.nobody_at(view.around.before.as_ref()),
    after_nobody = view.nobody_at(view.around.after.as_ref()),
    before_lines = view.around.before.as_ref().map(|other| other.lines),
    after_lines = view.around.after.as_ref().map(|other| other.lines),
    before_items = view.around.before.as_ref().map(|other| other.items),
    after_items = view.around.after.as_ref().map(|other| other.items),
    before_cues = view.around.before.as_ref().map(|other| other.cues),
    after_cues = view.around.after.as_ref().map(|other| other.cues),
    before_sentences = view.around.before.as_ref().map(|other| other.sentences),
    after_sentences = view.around.after.as_ref().map(|other| other.sentences),
    shares_before = view.shares_source(view.around.before.as_ref()),
    shares_after = view.shares_source(view.around.after.as_ref()),
    leant_on = view.is_leant_on(),
    line_mean = view.line_mean(),
    near_mean = view.near_mean(),
    share = view.share(),
    kind = view.kind(),
    to_source = view.to_source(),
    source_lines = view.source_lines(),
    quoted_inside = view.quoted_inside(),
    voice_before = view.is_voice(view.around.voice_before),
    voice_after = view.is_voice(view.around.voice_after),
    words = view.around.words,
    ending = view.around.ending,
    continues = view.looks.scene.pieces[view.quote].continues,
    count = view.person().map(|person| view.looks.scene.counts[person].min(30)),
    titled = view.person().map(|person| view.looks.scene.titled[person]),
    speaks = view.person().map(|person| view.looks.scene.voices[person].speaks.min(9)),
}
