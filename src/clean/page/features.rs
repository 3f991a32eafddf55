//! The numbers that the two forests of the page classifier read.
//!
//! The first forest reads a line's evidence, its wording and its neighbours. The second reads the same and what the first
//! said of the line, of its neighbours, and of the lines in the same container and of the same make.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::wording::Wording;
use crate::model::{Article, Block, Evidence, numbers};
use crate::rules::Lexicon;

numbers! {
    /// Where a line stands among its neighbours.
    struct Place {
        /// Share of the page's lines before it.
        position,
        /// Number of lines of the page.
        page_lines,
        /// Words of the page.
        page_words,
        /// Words of the line before.
        words_before,
        /// Share of links in the line before.
        links_before,
        /// Whether the line before is of the same make.
        alike_before,
        /// Level of the line before, when it is a heading.
        heading_before,
        /// Whether the line before ends like a sentence.
        sentence_before,
        /// Words of the line after.
        words_after,
        /// Share of links in the line after.
        links_after,
        /// Whether the line after is of the same make.
        alike_after,
        /// Level of the line after, when it is a heading.
        heading_after,
        /// Whether the line after ends like a sentence.
        sentence_after,
        /// Words of the three lines before, a line.
        words_around_before,
        /// Words of the three lines after, a line.
        words_around_after,
        /// Share of the words of the body's prose that come before the line; less than 0 on a page without prose.
        prose_before,
    }
}

numbers! {
    /// What the first forest says of a line and of others near it, as shares of words that it takes for the article.
    struct Opinion {
        /// Of the line.
        own,
        /// Of the line before.
        before,
        /// Of the line before that.
        second_before,
        /// Of the line after.
        after,
        /// Of the line after that.
        second_after,
        /// Of the eight lines before, by words.
        stretch_before,
        /// Of the eight lines after, by words.
        stretch_after,
        /// Of the lines in the innermost container.
        container_1,
        /// Of the lines in the next one.
        container_2,
        /// Of the lines in the third.
        container_3,
        /// Of lines of the same make.
        alike,
        /// Of lines of the same make, each counted alike.
        alike_mean,
        /// Words of the page that are taken for the article.
        words_kept,
        /// Share of these words that stand before the line.
        kept_before,
        /// Share of these words that stand in the innermost container.
        container_1_kept,
        /// Share of these words that stand in the next one.
        container_2_kept,
        /// Share of these words that stand in the third.
        container_3_kept,
        /// Share of these words that lines of the same make hold.
        alike_kept,
    }
}

/// The names of the features of the first forest.
pub static FIRST: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| [Evidence::NAMES, Wording::NAMES, Place::NAMES].concat());

/// The names of the features of the second forest.
pub static SECOND: LazyLock<Vec<&'static str>> = LazyLock::new(|| [FIRST.as_slice(), Opinion::NAMES].concat());

/// Returns the features of the first forest, a row for each line of a page.
pub fn first(article: &Article, lexicon: &Lexicon) -> Vec<Vec<f32>> {
    let wordings: Vec<Wording> =
        article.blocks.iter().map(|block| Wording::of(block.span.of(&article.text), lexicon)).collect();
    let places = places(&article.blocks, &wordings);
    let row = |((block, wording), place): ((&Block, &Wording), &Place)| {
        let mut row = Vec::with_capacity(SECOND.len());
        row.extend(block.evidence.values());
        row.extend(wording.values());
        row.extend(place.values());
        row
    };
    article.blocks.iter().zip(&wordings).zip(&places).map(row).collect()
}

fn places(blocks: &[Block], wordings: &[Wording]) -> Vec<Place> {
    let page_words: f32 = wordings.iter().map(|wording| wording.words).sum();
    let is_prose = |index: usize| blocks[index].evidence.in_body > 0.0 && wordings[index].words >= 10.0;
    let prose: f32 = (0..blocks.len()).filter(|index| is_prose(*index)).map(|index| wordings[index].words).sum();
    let mut n_prose = 0.0;
    (0..blocks.len())
        .map(|index| {
            let mut place = Place {
                position: index as f32 / blocks.len() as f32,
                page_lines: blocks.len() as f32,
                page_words,
                prose_before: if prose > 0.0 { n_prose / prose } else { -1.0 },
                words_around_before: mean_words(&wordings[index.saturating_sub(3)..index]),
                words_around_after: mean_words(&wordings[index + 1..wordings.len().min(index + 4)]),
                ..Place::default()
            };
            if let Some(before) = index.checked_sub(1) {
                place.words_before = wordings[before].words;
                place.links_before = blocks[before].evidence.link_share;
                place.alike_before = f32::from(u8::from(blocks[before].make == blocks[index].make));
                place.heading_before = blocks[before].evidence.heading;
                place.sentence_before = wordings[before].ends_sentence;
            }
            if let Some(after) = blocks.get(index + 1) {
                place.words_after = wordings[index + 1].words;
                place.links_after = after.evidence.link_share;
                place.alike_after = f32::from(u8::from(after.make == blocks[index].make));
                place.heading_after = after.evidence.heading;
                place.sentence_after = wordings[index + 1].ends_sentence;
            }
            if is_prose(index) {
                n_prose += wordings[index].words;
            }
            place
        })
        .collect()
}

fn mean_words(wordings: &[Wording]) -> f32 {
    wordings.iter().map(|wording| wording.words).sum::<f32>() / wordings.len().max(1) as f32
}

/// Adds to each row of the first forest what the second reads besides; `kept` is the first forest's probability, for each
/// line, that it is part of the article.
pub fn second(blocks: &[Block], rows: &mut [Vec<f32>], kept: &[f32]) {
    let words: Vec<f32> = rows.iter().map(|row| row[Evidence::NAMES.len()]).collect();
    let opinions = opinions(blocks, &words, kept);
    for (row, opinion) in rows.iter_mut().zip(opinions) {
        row.extend(opinion.values());
    }
}

/// Words and how many of them are taken for the article.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    words: f32,
    kept: f32,
}

impl Tally {
    fn add(&mut self, words: f32, kept: f32) {
        self.words += words;
        self.kept += words * kept;
    }

    fn share(self) -> f32 {
        self.kept / self.words.max(1.0)
    }

    fn of(words: &[f32], kept: &[f32]) -> Tally {
        let mut tally = Tally::default();
        words.iter().zip(kept).for_each(|(words, kept)| tally.add(*words, *kept));
        tally
    }
}

fn opinions(blocks: &[Block], words: &[f32], kept: &[f32]) -> Vec<Opinion> {
    let page = Tally::of(words, kept);
    let mut containers: FxHashMap<u32, Tally> = FxHashMap::default();
    let mut makes: FxHashMap<u32, (Tally, Tally)> = FxHashMap::default();
    for (index, block) in blocks.iter().enumerate() {
        for (level, container) in block.containers.iter().enumerate() {
            if !block.containers[..level].contains(container) {
                containers.entry(*container).or_default().add(words[index], kept[index]);
            }
        }
        let make = makes.entry(block.make).or_default();
        make.0.add(words[index], kept[index]);
        make.1.add(1.0, kept[index]);
    }
    let at = |index: Option<usize>| index.and_then(|index| kept.get(index)).copied().unwrap_or(0.0);
    let mut kept_before = 0.0;
    (0..blocks.len())
        .map(|index| {
            let block = &blocks[index];
            let [first, second, third] = block.containers.map(|container| containers[&container]);
            let (alike, alike_lines) = makes[&block.make];
            let (from, to) = (index.saturating_sub(8), blocks.len().min(index + 9));
            let opinion = Opinion {
                own: kept[index],
                before: at(index.checked_sub(1)),
                second_before: at(index.checked_sub(2)),
                after: at(Some(index + 1)),
                second_after: at(Some(index + 2)),
                stretch_before: Tally::of(&words[from..index], &kept[from..index]).share(),
                stretch_after: Tally::of(&words[index + 1..to], &kept[index + 1..to]).share(),
                container_1: first.share(),
                container_2: second.share(),
                container_3: third.share(),
                alike: alike.share(),
                alike_mean: alike_lines.share(),
                words_kept: page.kept,
                kept_before: kept_before / page.kept.max(1.0),
                container_1_kept: first.kept / page.kept.max(1.0),
                container_2_kept: second.kept / page.kept.max(1.0),
                container_3_kept: third.kept / page.kept.max(1.0),
                alike_kept: alike.kept / page.kept.max(1.0),
            };
            kept_before += words[index] * kept[index];
            opinion
        })
        .collect()
}
