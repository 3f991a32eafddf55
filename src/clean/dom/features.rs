//! The numbers that the two forests of the page classifier read.
//!
//! The first forest reads what the line cleaner reads of a line, the evidence of the tree, and where the line stands
//! among its neighbours. The second reads the same and what the first said of the line, of its neighbours, and of the
//! lines in the same container and of the same make.
//!
//! Texts of images are no lines here: they are never part of an article.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::clean::Sheet;
use crate::clean::features::{self, Rows};
use crate::model::{Article, Block, DomEvidence, Recurrences, Span, numbers};
use crate::rules::Rules;

numbers! {
    /// Where a line stands among its neighbours.
    struct Place {
        /// Words of the page.
        page_words,
        /// Share of the words of the body's prose that come before the line; less than 0 on a page without prose.
        prose_before,
        /// Words of the three lines before, a line.
        words_before,
        /// Words of the three lines after, a line.
        words_after,
        /// Share of links in the line before.
        links_before,
        /// Whether the line before is of the same make.
        alike_before,
        /// Level of the line before, when it is a heading.
        heading_before,
        /// Share of links in the line after.
        links_after,
        /// Whether the line after is of the same make.
        alike_after,
        /// Level of the line after, when it is a heading.
        heading_after,
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
pub static FIRST: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let line = features::names().into_iter().map(|name| &*name.leak());
    line.chain(DomEvidence::NAMES.iter().chain(Place::NAMES).copied().map(|name| &*format!("dom_{name}").leak()))
        .collect()
});

/// The names of the features of the second forest.
pub static SECOND: LazyLock<Vec<&'static str>> = LazyLock::new(|| [FIRST.as_slice(), Opinion::NAMES].concat());

/// Returns the blocks of a page that are judged: all but the texts of images.
pub fn blocks(article: &Article) -> Vec<&Block> {
    article.blocks.iter().filter(|block| block.evidence.image == 0.0).collect()
}

/// Returns the lines of these blocks as the line cleaner sees them.
pub fn sheet(article: &Article, blocks: &[&Block], rules: &Rules) -> Sheet {
    let spans: Vec<Span> = blocks.iter().map(|block| block.span).collect();
    Sheet::new(&article.text, &spans, 0, rules, &Recurrences::default())
}

/// Returns the features of the first forest.
pub fn first(blocks: &[&Block], sheet: &Sheet) -> Rows {
    let lines = features::rows(sheet);
    let places = places(blocks, sheet);
    let width = FIRST.len();
    let mut values = Vec::with_capacity(width * blocks.len());
    for (line, block) in blocks.iter().enumerate() {
        values.extend_from_slice(lines.row(line));
        values.extend(block.evidence.values());
        values.extend(places[line].values());
    }
    Rows { width, values }
}

fn places(blocks: &[&Block], sheet: &Sheet) -> Vec<Place> {
    let words: Vec<f32> = sheet.sketches.iter().map(|sketch| sketch.words).collect();
    let page_words: f32 = words.iter().sum();
    let is_prose = |index: usize| blocks[index].evidence.in_body > 0.0 && words[index] >= 10.0;
    let prose: f32 = (0..blocks.len()).filter(|index| is_prose(*index)).map(|index| words[index]).sum();
    let mut n_prose = 0.0;
    let place = |index: usize| {
        let alike = |other: &Block| f32::from(u8::from(other.make == blocks[index].make));
        let mut place = Place {
            page_words,
            prose_before: if prose > 0.0 { n_prose / prose } else { -1.0 },
            words_before: mean(&words[index.saturating_sub(3)..index]),
            words_after: mean(&words[index + 1..words.len().min(index + 4)]),
            ..Place::default()
        };
        if let Some(before) = index.checked_sub(1).map(|before| blocks[before]) {
            place.links_before = before.evidence.link_share;
            place.alike_before = alike(before);
            place.heading_before = before.evidence.heading;
        }
        if let Some(after) = blocks.get(index + 1) {
            place.links_after = after.evidence.link_share;
            place.alike_after = alike(after);
            place.heading_after = after.evidence.heading;
        }
        n_prose += if is_prose(index) { words[index] } else { 0.0 };
        place
    };
    (0..blocks.len()).map(place).collect()
}

fn mean(numbers: &[f32]) -> f32 {
    numbers.iter().sum::<f32>() / numbers.len().max(1) as f32
}

/// Returns the features of the second forest for these lines; `kept` is the first forest's probability, for each line
/// of the page, that it is part of the article.
pub fn second(blocks: &[&Block], sheet: &Sheet, first: &Rows, kept: &[f32], lines: &[usize]) -> Rows {
    let words: Vec<f32> = sheet.sketches.iter().map(|sketch| sketch.words).collect();
    let width = SECOND.len();
    let mut values = Vec::with_capacity(width * lines.len());
    let opinions = opinions(blocks, &words, kept);
    for &line in lines {
        values.extend_from_slice(first.row(line));
        values.extend(opinions[line].values());
    }
    Rows { width, values }
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

fn opinions(blocks: &[&Block], words: &[f32], kept: &[f32]) -> Vec<Opinion> {
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
            let block = blocks[index];
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
