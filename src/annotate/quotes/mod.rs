//! Quotations and their speakers.
//!
//! Comes in: the [`Document`] and the people it names. Goes out: quotations, each with its speaker, the words that tell
//! so, the rule, and how sure it is.
//!
//! ```text
//! marks → pieces → scene → attribution → quotes
//! “…”     speech?   frame, mentions,  source × referent
//!                   cues
//! ```

mod asides;
pub mod attribution;
mod blocks;
pub mod clauses;
mod directory;
mod echo;
pub mod frame;
mod indirect;
mod interview;
mod labels;
pub mod marks;
pub mod mentions;
pub mod newcomers;
mod paragraphs;
pub mod quoted;
mod reason;
pub mod resolve;
pub mod scene;
pub mod second;
pub mod source;
mod statements;
pub mod ties;
mod utterances;

use super::Document;
use crate::model::{Gender, Person, Quote, QuoteKind, RuleId, RunnerUp, Span};
use crate::rules::{Key, KeyMap, Rules};
use attribution::{Attribution, Weights};
use directory::Directory;
use marks::{Carry, Marked};
use scene::{Piece, Scene, Voice};
use source::Candidate;

/// Finds the quotations of the document and chooses a speaker for each among the people.
///
/// Returns the people too: a source that is named only where it speaks may add one.
pub fn find(document: &Document, people: Vec<Person>, rules: &Rules) -> (Vec<Person>, Vec<Quote>) {
    let marked = pieces(document, rules);
    let bare = Scene::new(document, &people, &marked, rules);
    let grown = newcomers::welcome(&bare, &rules.speech.newcomer);
    let labelled = labels::with_labelled(document, grown.as_deref().unwrap_or(&people), &marked);
    let grown = labelled.or(grown);
    let known = grown.as_deref().unwrap_or(&people);
    let (pieces, inside) = voiced(document, known, &marked, rules);
    // Where nobody and nothing has come in, the scene is set already.
    let is_bare = grown.is_none() && inside.is_empty() && pieces.len() == marked.len();
    let scene = if is_bare { bare.with_pieces(&pieces) } else { Scene::new(document, known, &pieces, rules) };
    let speech = &rules.speech;
    let weights = Weights { source: &speech.source, referent: &speech.referent, second: Some(&speech.second) };
    let (attributions, chain) = attribution::attribute(&scene, &weights);
    let speakers: Vec<Option<u32>> = attributions.iter().map(|attribution| attribution.speaker).collect();
    let utterances = utterances::number(&scene, &speakers);
    let mut quotes: Vec<Quote> =
        (0..pieces.len()).map(|index| quote(&scene, index, &attributions[index], utterances[index])).collect();
    let n_utterances = utterances.last().map_or(0, |last| last + 1);
    let mut others: Vec<Quote> = inside.iter().filter_map(|piece| aside(&scene, piece)).collect();
    others.extend(indirect::find(&scene, &attributions, chain, weights.referent));
    quotes.extend(others.into_iter().zip(n_utterances..).map(|(quote, utterance)| Quote { utterance, ..quote }));
    quotes.sort_by_key(|quote| (quote.span.start, std::cmp::Reverse(quote.span.end)));
    let people = without_silent(grown.unwrap_or(people), &mut quotes);
    (people, quotes)
}

/// Returns the marked pieces and the blocks without marks, in order, with what tells whose voice they are; and apart
/// from them the marked pieces inside blocks.
pub fn voiced(document: &Document, people: &[Person], marked: &[Piece], rules: &Rules) -> (Vec<Piece>, Vec<Piece>) {
    let directory = Directory::new(people);
    let blocks = blocks::find(document, people, &directory, marked, rules);
    let (inside, mut pieces): (Vec<Piece>, Vec<Piece>) =
        marked.iter().partition(|piece| block_of(&blocks, piece).is_some());
    labels::transcribe(document, &directory, &mut pieces);
    pieces.extend(blocks);
    pieces.sort_by_key(|piece| piece.span.start);
    (pieces, inside)
}

/// Takes out the people who were welcomed for speaking but to whom no quotation fell.
fn without_silent(people: Vec<Person>, quotes: &mut [Quote]) -> Vec<Person> {
    let mut speaks: Vec<bool> = people.iter().map(|person| person.rule != newcomers::RULE).collect();
    for speaker in quotes.iter().filter_map(|quote| quote.speaker) {
        speaks[speaker as usize] = true;
    }
    if speaks.iter().all(|&speaks| speaks) {
        return people;
    }
    let mut n_kept = 0;
    let place = |&speaks: &bool| {
        n_kept += u32::from(speaks);
        speaks.then(|| n_kept - 1)
    };
    let places: Vec<Option<u32>> = speaks.iter().map(place).collect();
    for quote in quotes {
        quote.speaker = quote.speaker.and_then(|speaker| places[speaker as usize]);
        quote.runner_up = quote.runner_up.and_then(|runner_up| match runner_up.speaker {
            None => Some(runner_up),
            Some(speaker) => places[speaker as usize].map(|place| RunnerUp { speaker: Some(place), ..runner_up }),
        });
    }
    people.into_iter().zip(places).filter(|(_, place)| place.is_some()).map(|(person, _)| person).collect()
}

/// Returns the block that holds a marked piece.
fn block_of<'p>(blocks: &'p [Piece], piece: &Piece) -> Option<&'p Piece> {
    let next = blocks.partition_point(|block| block.span.start < piece.span.end);
    next.checked_sub(1).map(|before| &blocks[before]).filter(|block| piece.span.start < block.span.end)
}

/// Returns the quotation that a marked piece inside a block is, where the block names whom it quotes.
fn aside(scene: &Scene, piece: &Piece) -> Option<Quote> {
    let block = block_of(scene.pieces, piece)?;
    let aside = asides::find(scene.document, scene.people, block.span, piece.span)?;
    Some(Quote {
        span: piece.span,
        kind: QuoteKind::Direct,
        utterance: 0,
        speaker: Some(aside.person),
        source: Some(aside.source),
        cue: Some(aside.cue),
        line: piece.line,
        rule: RuleId("nested/reported"),
        confidence: NESTED,
        runner_up: None,
    })
}

/// How far a quotation inside a quotation is trusted.
const NESTED: f32 = 0.8;

/// Returns whether a person of the one gender may be meant by a pronoun of the other.
fn may_be_meant(person: Gender, pronoun: Gender) -> bool {
    source::agreement(person, pronoun) >= 0
}

/// Adds the people whom only their speaking gives away.
pub fn with_newcomers(document: &Document, people: Vec<Person>, pieces: &[Piece], rules: &Rules) -> Vec<Person> {
    let scene = Scene::new(document, &people, pieces, rules);
    newcomers::welcome(&scene, &rules.speech.newcomer).unwrap_or(people)
}

/// Finds what is quoted: never what is a title in the article. Words like a title that stand in marks several times are
/// judged as one, so that they are no title here and speech there; a headline, whose capitals tell nothing, is judged
/// by the lines below it.
pub fn pieces(document: &Document, rules: &Rules) -> Vec<Piece> {
    let (mut found, mut rows) = (Vec::new(), Vec::new());
    each_marked(document, |line, marked, n_marked| {
        if marked.nested {
            return;
        }
        let view = quoted::View::new(document, rules, marked, line, n_marked);
        let key = view.title_key();
        if key.is_some_and(|key| view.is_title(key)) {
            return;
        }
        found.push((piece(marked, line), key));
        rows.push(quoted::row(&view));
    });
    let odds = rules.speech.quoted.score_rows(rows.as_flattened(), quoted::FEATURES.len());
    let mut alike: KeyMap<(f32, f32)> = KeyMap::default();
    for ((piece, key), odds) in found.iter().zip(&odds) {
        if let Some(key) = key.filter(|_| piece.line > 0) {
            let (sum, n) = alike.entry(key).or_default();
            (*sum, *n) = (*sum + odds, *n + 1.0);
        }
    }
    let together = |key: Key| alike.get(&key).map(|(sum, n)| sum / n);
    let is_speech = |own: f32, key: Option<Key>| key.and_then(together).unwrap_or(own) > 0.0;
    let speech = found.into_iter().zip(odds).filter(|&((_, key), own)| is_speech(own, key));
    let mut pieces: Vec<Piece> = speech.map(|((piece, _), _)| piece).collect();
    carry_on(document, &mut pieces);
    pieces
}

/// Tells the pieces that go on with the one before, left open: paragraphs that open with a mark and hold nothing else.
fn carry_on(document: &Document, pieces: &mut [Piece]) {
    for at in 1..pieces.len() {
        let (before, here) = (pieces[at - 1], pieces[at]);
        let line = document.lines[here.line as usize].span.of(document.text);
        if before.open && here.continues && line.trim() == here.outer.of(document.text).trim() {
            pieces[at].voice = Voice::Continued;
        }
    }
}

fn piece(marked: &Marked, line: usize) -> Piece {
    Piece {
        span: marked.span,
        outer: marked.outer,
        line: line as u32,
        kind: QuoteKind::Direct,
        voice: Voice::Marked,
        single: marked.single,
        continues: marked.continues,
        open: marked.open,
    }
}

/// Calls `look` with every marked span, its line, and how many that line holds.
pub fn each_marked(document: &Document, mut look: impl FnMut(usize, &Marked, usize)) {
    let (mut carry, mut found) = (Carry::default(), Vec::new());
    for (index, line) in document.lines.iter().enumerate().filter(|(_, line)| line.is_kept()) {
        carry = marks::find(document.text, line.span, carry, &mut found);
        let n_marked = found.len();
        found.drain(..).for_each(|marked| look(index, &marked, n_marked));
    }
}

fn quote(scene: &Scene, index: usize, attribution: &Attribution, utterance: u32) -> Quote {
    let piece = &scene.pieces[index];
    let source = match attribution.source {
        Candidate::Mention(mention) => Some(source_span(scene, mention as usize)),
        _ => None,
    };
    let (rule, cue) = reason::reason(scene, index, attribution.source);
    let trust = |probability| scene.rules.speech.trust(probability);
    Quote {
        span: piece.span,
        kind: piece.kind,
        utterance,
        speaker: attribution.speaker,
        source,
        cue,
        line: piece.line,
        rule,
        confidence: trust(attribution.probability).clamp(0.0, 1.0),
        runner_up: attribution.runner_up.map(|(speaker, chance)| RunnerUp { speaker, confidence: chance.min(1.0) }),
    }
}

/// Returns the words that name the source: of two who speak as one, those of both.
fn source_span(scene: &Scene, index: usize) -> Span {
    let span = |at: usize| scene.mentions.all[at].span(scene.document, &scene.frame);
    let own = span(index);
    scene.clauses[index].partner.map_or(own, |partner| {
        let other = span(partner as usize);
        Span { start: own.start.min(other.start), end: own.end.max(other.end) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Article, CleanArticle, Line, LineKind};

    /// Cuts `text` at line feeds into paragraphs and hands the document and its pieces to `look`.
    pub fn with_document(text: &str, look: impl Fn(&Document, &[Piece])) {
        let mut start = 0;
        let line = |part: &str| {
            let span = Span::new(start, start + part.len());
            start += part.len() + 1;
            Line { span, kind: LineKind::Paragraph, rule: RuleId("test"), boilerplate: 0.0 }
        };
        let lines = text.split('\n').map(line).collect();
        let article = Article { text: text.to_owned(), ..Article::default() };
        let clean = CleanArticle { article, lines, section: None, tags: vec![] };
        let rules = Rules::load().unwrap();
        let document = Document::new(&clean, &rules);
        look(&document, &pieces(&document, &rules));
    }

    /// Returns `speaker kind words` for each quotation of a text whose first line is the title.
    pub fn quotes_of(text: &str) -> Vec<String> {
        let mut start = 0;
        let line = |(index, part): (usize, &str)| {
            let span = Span::new(start, start + part.len());
            start += part.len() + 1;
            let kind = if index == 0 { LineKind::Title } else { LineKind::Paragraph };
            Line { span, kind, rule: RuleId("test"), boilerplate: 0.0 }
        };
        let lines = text.split('\n').enumerate().map(line).collect();
        let article = Article { text: text.to_owned(), ..Article::default() };
        let clean = CleanArticle { article, lines, section: None, tags: vec![] };
        let annotated =
            crate::annotate::annotate(clean, &Rules::load().unwrap(), &crate::model::Recurrences::default());
        let shown = |quote: &Quote| {
            let speaker = annotated.speaker(quote).unwrap_or("-");
            format!("{speaker} {} {}", quote.kind.as_str(), quote.span.of(text))
        };
        annotated.quotes.iter().map(shown).collect()
    }

    #[test]
    fn who_speaks_goes_on_through_paragraphs_that_nothing_closes() {
        let paragraphs = "\n“We sat there for a week and nobody came to see us.".repeat(9);
        let text = format!("News\nRuth Hale met Tom Okafor.\nOkafor, a skipper, said: “It rained.{paragraphs}”");
        let quotes = quotes_of(&text);
        assert_eq!(quotes.len(), 10);
        assert!(quotes.iter().all(|quote| quote.starts_with("Tom Okafor direct")), "{quotes:?}");
    }

    #[test]
    fn shipped_forests_know_the_features() {
        let rules = Rules::load().unwrap();
        assert_eq!(rules.speech.source.features(), source::FEATURES);
        assert_eq!(rules.speech.referent.features(), resolve::FEATURES);
        assert_eq!(rules.speech.second.features(), second::FEATURES);
        assert_eq!(rules.speech.newcomer.features(), newcomers::FEATURES);
        assert_eq!(rules.speech.quoted.features(), quoted::FEATURES);
    }
}
