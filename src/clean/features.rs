//! The features of the line classifier: one row of numbers a line.
//!
//! Comes in: a [`Sheet`]. Goes out: for each line its [`Sketch`], its [`Place`] on the sheet, and a few numbers of each
//! of its neighbours. The second pass adds what the first pass thought of the line, its neighbours and the sheet.

use super::sheet::Sheet;
use super::sketch::Sketch;
use crate::model::{flag, logistic, numbers};

numbers! {
    /// Where a line stands, and what it repeats.
    struct Place {
        /// Logarithm of the lines before it.
        index,
        /// Logarithm of the lines after it.
        from_end,
        /// Share of the lines before it.
        relative,
        /// Lines to the first paragraph, for a line before it.
        before_body,
        /// Lines from the last paragraph, for a line after it.
        after_body,
        /// Lines from the paragraph before.
        since_paragraph,
        /// Lines to the paragraph after.
        until_paragraph,
        /// Paragraphs among the five lines before.
        paragraphs_before,
        /// Paragraphs among the five lines after.
        paragraphs_after,
        /// Share of the page's paragraphs that stand before it.
        body_before,
        /// A blank line stands before it.
        blank_before,
        /// A blank line stands after it.
        blank_after,
        /// Lines of its block, which blank lines bound.
        block,
        /// Its place in the block.
        block_index,
        /// Length of the run of lines that are no paragraphs.
        run,
        /// Its place in the run.
        run_index,
        /// Lines of the run that match a phrase.
        run_phrases,
        /// Mean evidence of the words of the run.
        run_text,
        /// Share of the telling words of the run that paragraphs outside it have.
        run_known,
        /// Share of the lines of the run that end a sentence.
        run_stops,
        /// Lines from the nearest line before that ends with a colon, no paragraph between.
        since_colon,
        /// Lines of the page that are the same.
        copies,
        /// It is not the first of them.
        later_copy,
        /// Lines to the nearest of them before it.
        copy_distance,
        /// It is the line that most looks like the headline: the telling words of the body, before the body.
        headline,
        /// Lines from the headline, for a line after it; -1 before it.
        after_headline,
        /// It is the first line again.
        first_copy,
        /// Share of the first line's telling words that it has.
        of_first,
        /// The largest share of its telling words that one of the four lines before or after has, paragraphs left out.
        within_near,
        /// The largest share of the telling words of one of the four lines before or after that it has.
        holds_near,
        /// Loudest mark of a caption's credit among the other lines of its block; -1 where it is alone.
        block_caption,
        /// Share of the other lines of its block that match a phrase.
        block_phrases,
        /// Mean evidence of the words of the other lines of its block.
        block_text,
        /// Share of the other lines of its block that end a sentence.
        block_stops,
        /// Words of the other lines of its block, a line.
        block_words,
        /// Blocks of the page that look like its own.
        same_blocks,
        /// Share of its telling words that the title has.
        title_overlap,
        /// It is the title again.
        title_copy,
        /// Overlap with the line before.
        overlap_before,
        /// Overlap with the line after.
        overlap_after,
        /// Overlap with the line before that.
        overlap_before_2,
        /// Overlap with the line after that.
        overlap_after_2,
        /// Likeness to the line before: shared among all telling words.
        like_before,
        /// Likeness to the line after.
        like_after,
        /// Share of its telling words that the next two paragraphs have.
        known_next,
        /// Share of its telling words that the two paragraphs before have.
        known_previous,
        /// Lines of the page, none to two, that open with the number before its own and the number after.
        in_sequence,
        /// Other lines that are little else than names and hold the two words that it opens with.
        named_as,
        /// Lines from the nearest line before that is little else than a date.
        since_date,
        /// Lines to the nearest such line after.
        until_date,
        /// Such lines of the page.
        n_dates,
        /// Lines of the page that open with the same two words.
        same_opening,
        /// Lines of the page that end with the same two words.
        same_ending,
        /// Lines of the page with the same first three marks.
        same_marks,
        /// Lines next to it, none to two, with the same first three marks.
        marks_beside,
        /// Share of its telling words that the line before has.
        within_before,
        /// Share of its telling words that the line after has.
        within_after,
        /// Share of the headline's telling words that it has.
        of_headline,
        /// Lines of the page in the same role: of one look, between neighbours of the same looks.
        same_role,
        /// Share of its telling words that paragraphs have.
        known,
        /// Share of its capitalised words that paragraphs have.
        known_capitals,
        /// Share of its telling words that other paragraphs have.
        known_others,
        /// Share of its capitalised words that other paragraphs have.
        capitals_others,
        /// Share of its runs of four words that other lines have.
        copied,
        /// Stands between two paragraphs.
        lone,
        /// Lines of the page that stand so.
        n_lone,
        /// Lines of the page of the same look: case, ending, length.
        n_alike,
        /// Share of those that stand before a paragraph.
        alike_heads,
        /// Lines on either side, without a break, of the same look.
        alike_run,
        /// Other articles of the site.
        site_articles,
        /// Other articles of the site that have the line.
        on_site,
        /// Share of the site's other articles that have it.
        on_site_share,
        /// Other sites that have it.
        other_sites,
        /// Logarithm of the lines of the sheet.
        lines,
        /// Share of paragraphs.
        page_paragraphs,
        /// Share of the bytes that stand in paragraphs.
        page_body,
        /// Share of the lines after a blank line.
        page_blank,
        /// Share of the lines that match a phrase.
        page_phrases,
        /// Share of the lines that are copies.
        page_copies,
        /// Mean evidence of the words.
        page_text,
        /// Share of the lines that recur on the site.
        page_recurring,
    }
}

/// Neighbours that a row tells of, as offsets.
const NEIGHBOURS: [isize; 6] = [-3, -2, -1, 1, 2, 3];

/// A number of a sketch, by name.
type Named = (&'static str, fn(&Sketch) -> f32);

/// What a row tells of each neighbour.
const OF_NEIGHBOUR: [Named; 13] = [
    ("words", |s| s.words),
    ("stop", |s| s.stop + s.question),
    ("paragraph", |s| s.paragraph),
    ("title_case", |s| s.title_case),
    ("name_only", |s| s.name_only),
    ("phrase", |s| s.phrase),
    ("text", |s| s.text),
    ("caption", |s| s.caption),
    ("alt", |s| s.alt),
    ("byline", |s| s.byline + s.dated),
    ("related", |s| s.related + s.recirculation),
    ("length", |s| s.length),
    ("colon", |s| s.colon),
];

/// Returns the names of the features of a row, in order.
pub fn names() -> Vec<String> {
    let own = Sketch::NAMES.iter().chain(Place::NAMES).map(|name| (*name).to_owned());
    let near =
        NEIGHBOURS.iter().flat_map(|offset| OF_NEIGHBOUR.iter().map(move |(name, _)| format!("{name}{offset:+}")));
    let blanks = ["blank-1", "blank+2"].map(str::to_owned);
    own.chain(near).chain(blanks).collect()
}

/// Rows of numbers, one a line.
pub struct Rows {
    /// Numbers in a row.
    pub width: usize,
    /// The rows, one after the other.
    pub values: Vec<f32>,
}

impl Rows {
    /// Returns the row of a line.
    pub fn row(&self, line: usize) -> &[f32] {
        &self.values[line * self.width..][..self.width]
    }
}

/// Returns the features of every line of a sheet.
pub fn rows(sheet: &Sheet) -> Rows {
    let places = places(sheet);
    let width = Sketch::NAMES.len() + Place::NAMES.len() + NEIGHBOURS.len() * OF_NEIGHBOUR.len() + 2;
    let mut values = Vec::with_capacity(width * sheet.len());
    for (line, place) in places.iter().enumerate() {
        values.extend(sheet.sketches[line].values());
        values.extend(place.values());
        for offset in NEIGHBOURS {
            let neighbour = line.checked_add_signed(offset).and_then(|at| sheet.sketches.get(at));
            values.extend(OF_NEIGHBOUR.iter().map(|(_, of)| neighbour.map_or(-1.0, of)));
        }
        values.push(blank_before(sheet, line as isize - 1));
        values.push(blank_before(sheet, line as isize + 2));
    }
    Rows { width, values }
}

fn blank_before(sheet: &Sheet, line: isize) -> f32 {
    let blank = usize::try_from(line).ok().and_then(|line| sheet.blank_before.get(line));
    blank.map_or(-1.0, |&blank| flag(blank))
}

/// Distances beyond this many lines are all the same.
const FAR: usize = 30;

fn places(sheet: &Sheet) -> Vec<Place> {
    let mut places = vec![Place::default(); sheet.len()];
    add_position(sheet, &mut places);
    add_blocks(sheet, &mut places);
    add_company(sheet, &mut places);
    add_dates(sheet, &mut places);
    add_near(sheet, &mut places);
    add_runs(sheet, &mut places);
    add_copies(sheet, &mut places);
    add_paragraph_words(sheet, &mut places);
    add_looks(sheet, &mut places);
    add_recurrence(sheet, &mut places);
    add_sheet(sheet, &mut places);
    places
}

fn is_paragraph(sheet: &Sheet, line: usize) -> bool {
    sheet.sketches[line].paragraph > 0.0
}

fn add_position(sheet: &Sheet, places: &mut [Place]) {
    let n = sheet.len();
    let first = (0..n).find(|&line| is_paragraph(sheet, line)).unwrap_or(n);
    let last = (0..n).rfind(|&line| is_paragraph(sheet, line)).unwrap_or(0);
    let n_paragraphs = (0..n).filter(|&line| is_paragraph(sheet, line)).count().max(1);
    let (mut since, mut n_before) = (FAR, 0);
    for (line, place) in places.iter_mut().enumerate() {
        place.index = (line as f32).ln_1p();
        place.from_end = ((n - 1 - line) as f32).ln_1p();
        place.relative = line as f32 / n as f32;
        place.before_body = first.saturating_sub(line).min(FAR) as f32;
        place.after_body = line.saturating_sub(last).min(FAR) as f32;
        place.since_paragraph = since as f32;
        place.body_before = n_before as f32 / n_paragraphs as f32;
        let near = |from: usize, to: usize| (from..to.min(n)).filter(|&at| is_paragraph(sheet, at)).count() as f32;
        place.paragraphs_before = near(line.saturating_sub(5), line);
        place.paragraphs_after = near(line + 1, line + 6);
        since = if is_paragraph(sheet, line) { 1 } else { (since + 1).min(FAR) };
        n_before += usize::from(is_paragraph(sheet, line));
        place.blank_before = flag(sheet.blank_before[line]);
        place.blank_after = sheet.blank_before.get(line + 1).map_or(1.0, |&blank| flag(blank));
    }
    let mut until = FAR;
    for (line, place) in places.iter_mut().enumerate().rev() {
        place.until_paragraph = until as f32;
        until = if is_paragraph(sheet, line) { 1 } else { (until + 1).min(FAR) };
    }
}

/// Calls `each` with the first and one past the last line of every stretch; `opens` tells the lines that begin one.
fn for_each_stretch(n: usize, opens: impl Fn(usize) -> bool, mut each: impl FnMut(usize, usize)) {
    let mut start = 0;
    for line in 1..=n {
        if line == n || opens(line) {
            if start < line {
                each(start, line);
            }
            start = line;
        }
    }
}

fn add_blocks(sheet: &Sheet, places: &mut [Place]) {
    for_each_stretch(
        sheet.len(),
        |line| sheet.blank_before[line],
        |start, end| {
            for (index, place) in places[start..end].iter_mut().enumerate() {
                place.block = (end - start).min(FAR) as f32;
                place.block_index = index.min(FAR) as f32;
            }
        },
    );
}

/// Calls `each` with the first and one past the last line of every block that blank lines bound.
pub fn for_each_block(sheet: &Sheet, each: impl FnMut(usize, usize)) {
    for_each_stretch(sheet.len(), |line| sheet.blank_before[line], each);
}

/// Calls `each` with the first and one past the last line of every run of lines of one look that are no paragraphs.
pub fn for_each_list(sheet: &Sheet, mut each: impl FnMut(usize, usize)) {
    let looks: Vec<u32> = sheet.sketches.iter().map(look).collect();
    for_each_stretch(
        sheet.len(),
        |line| looks[line] != looks[line - 1],
        |start, end| {
            if !is_paragraph(sheet, start) {
                each(start, end);
            }
        },
    );
}

/// What the other lines of a line's block look like: lines that no blank line parts are of one kind.
fn add_company(sheet: &Sheet, places: &mut [Place]) {
    let shapes = block_shapes(sheet);
    let mut n_shapes: rustc_hash::FxHashMap<u64, u32> = rustc_hash::FxHashMap::default();
    for_each_block(sheet, |start, _| *n_shapes.entry(shapes[start]).or_default() += 1);
    for_each_block(sheet, |start, end| {
        let block = &sheet.sketches[start..end];
        let sum = |of: &dyn Fn(&Sketch) -> f32| block.iter().map(of).sum::<f32>();
        let phrase = |sketch: &Sketch| flag(sketch.phrase > 0.0);
        let stop = |sketch: &Sketch| sketch.stop + sketch.question;
        let (phrases, text) = (sum(&phrase), sum(&|sketch| sketch.text));
        let (stops, words) = (sum(&stop), sum(&|sketch| sketch.words));
        let loudest = |lines: &[Sketch]| lines.iter().map(|sketch| sketch.caption).fold(0.0, f32::max);
        let n_others = (end - start - 1).max(1) as f32;
        for (index, (place, sketch)) in places[start..end].iter_mut().zip(block).enumerate() {
            place.same_blocks = n_shapes[&shapes[start]] as f32;
            if block.len() == 1 {
                (place.block_caption, place.block_phrases, place.block_text) = (-1.0, -1.0, 0.0);
                (place.block_stops, place.block_words) = (-1.0, -1.0);
                continue;
            }
            let near = (index.saturating_sub(4), (index + 5).min(block.len()));
            place.block_caption = loudest(&block[near.0..index]).max(loudest(&block[index + 1..near.1]));
            place.block_phrases = (phrases - phrase(sketch)) / n_others;
            place.block_text = (text - sketch.text) / n_others;
            place.block_stops = (stops - stop(sketch)) / n_others;
            place.block_words = (words - sketch.words) / n_others;
        }
    });
}

/// For each line, what its block looks like: the looks of its first lines, and how many there are.
fn block_shapes(sheet: &Sheet) -> Vec<u64> {
    let mut shapes = vec![0; sheet.len()];
    for_each_block(sheet, |start, end| {
        let looks = sheet.sketches[start..end].iter().take(4).map(rough_look);
        let shape = looks.fold((end - start).min(6) as u64, |shape, look| shape << 4 | look);
        shapes[start..end].fill(shape);
    });
    shapes
}

/// How far the lines are that are little else than a date: an article has one, a list of links one a link.
fn add_dates(sheet: &Sheet, places: &mut [Place]) {
    let is_date = |line: usize| {
        let sketch = &sheet.sketches[line];
        sketch.words <= 8.0 && (sketch.dated > 0.0 || sketch.date >= 0.6)
    };
    let dates: Vec<usize> = (0..sheet.len()).filter(|&line| is_date(line)).collect();
    let mut next = 0usize;
    for (line, place) in places.iter_mut().enumerate() {
        let before = next.checked_sub(1).map_or(FAR, |last| line - dates[last]);
        next += usize::from(dates.get(next) == Some(&line));
        let after = dates.get(next).map_or(FAR, |&date| date - line);
        (place.since_date, place.until_date) = (before.min(FAR) as f32, after.min(FAR) as f32);
        place.n_dates = dates.len().min(FAR) as f32;
    }
}

/// Lines before and after within which a line is told again in other words.
const NEAR: usize = 4;

/// How much of a line the lines near it hold, and it of them, at the most.
fn add_near(sheet: &Sheet, places: &mut [Place]) {
    for (line, place) in places.iter_mut().enumerate() {
        if is_paragraph(sheet, line) && sheet.sketches[line].words > 40.0 {
            (place.within_near, place.holds_near) = (-1.0, -1.0);
            continue;
        }
        for other in line.saturating_sub(NEAR)..(line + NEAR + 1).min(sheet.len()) {
            if other != line && sheet.sketches[other].words <= 40.0 {
                let (within, holds) = sheet.shares(line, other);
                place.within_near = place.within_near.max(within);
                place.holds_near = place.holds_near.max(holds);
            }
        }
    }
}

fn add_runs(sheet: &Sheet, places: &mut [Place]) {
    let opens = |line: usize| is_paragraph(sheet, line) || is_paragraph(sheet, line - 1);
    for_each_stretch(sheet.len(), opens, |start, end| {
        let run = &sheet.sketches[start..end];
        let n_phrases = run.iter().filter(|sketch| sketch.phrase > 0.0).count();
        let text: f32 = run.iter().map(|sketch| sketch.text).sum();
        let n_stops = run.iter().filter(|sketch| sketch.stop + sketch.question > 0.0).count();
        let (n_known, n_unknown) =
            (start..end).map(|line| sheet.count_known(line)).fold((0, 0), |sum, line| (sum.0 + line.0, sum.1 + line.1));
        let mut since_colon = FAR;
        for (index, place) in places[start..end].iter_mut().enumerate() {
            place.run_stops = n_stops as f32 / (end - start) as f32;
            place.run_known = n_known as f32 / (n_known + n_unknown).max(1) as f32;
            if index == 0 && start > 0 && sheet.sketches[start - 1].colon > 0.0 {
                since_colon = 1;
            }
            place.since_colon = since_colon as f32;
            since_colon = if run[index].colon > 0.0 { 1 } else { (since_colon + 1).min(FAR) };
            place.run = (end - start).min(2 * FAR) as f32;
            place.run_index = index.min(2 * FAR) as f32;
            place.run_phrases = n_phrases as f32 / (end - start) as f32;
            place.run_text = text / (end - start) as f32;
        }
    });
}

/// How far before the body a headline is looked for, in lines.
const HEAD: usize = 80;

/// The line before the body that has most of the body's telling words; of equals, the last. The body opens with the
/// first paragraph that others follow.
pub fn headline(sheet: &Sheet) -> usize {
    let followed = |line: &usize| {
        let next = (line + 1..(line + 8).min(sheet.len())).filter(|&at| is_paragraph(sheet, at)).count();
        is_paragraph(sheet, *line) && next >= 2
    };
    let body = (0..sheet.len()).find(followed).unwrap_or(0);
    let mut best = (0, 1.0);
    for line in body.saturating_sub(HEAD)..body {
        let (n_known, n_unknown) = sheet.count_known(line);
        let score = n_known as f32 - 0.5 * n_unknown as f32;
        if !is_paragraph(sheet, line) && score >= best.1 {
            best = (line, score);
        }
    }
    best.0
}

fn add_copies(sheet: &Sheet, places: &mut [Place]) {
    let headline = headline(sheet);
    let mut last_of_key = rustc_hash::FxHashMap::default();
    for (line, place) in places.iter_mut().enumerate() {
        let (n_copies, first) = sheet.copies(line);
        place.copies = n_copies as f32;
        place.later_copy = flag(first < line);
        place.copy_distance = match last_of_key.insert(sheet.keys[line], line) {
            Some(before) if n_copies > 1 => (line - before).min(2 * FAR) as f32,
            _ => -1.0,
        };
        place.headline = flag(line == headline);
        place.after_headline = line.checked_sub(headline).map_or(-1.0, |distance| distance.min(FAR) as f32);
        place.title_overlap = if line == headline { -1.0 } else { sheet.overlap(line, Some(headline)) };
        place.first_copy = flag(line > 0 && sheet.keys[line] == sheet.keys[0]);
        place.of_first = if line == 0 { -1.0 } else { sheet.known_in(0, &[line]) };
        place.title_copy = flag(line != headline && sheet.keys[line] == sheet.keys[headline]);
        place.overlap_before = sheet.overlap(line, line.checked_sub(1));
        place.overlap_before_2 = sheet.overlap(line, line.checked_sub(2));
        place.overlap_after = sheet.overlap(line, Some(line + 1));
        place.overlap_after_2 = sheet.overlap(line, Some(line + 2));
        (place.known, place.known_capitals) = sheet.known_words(line, false);
        (place.known_others, place.capitals_others) = match is_paragraph(sheet, line) {
            true => sheet.known_words(line, true),
            false => (place.known, place.known_capitals),
        };
        place.copied = sheet.copied(line);
        place.like_before = sheet.likeness(line, line.checked_sub(1));
        place.like_after = sheet.likeness(line, Some(line + 1));
        place.named_as = sheet.named_as(line) as f32;
        place.same_opening = sheet.same_opening(line) as f32;
        place.same_ending = sheet.same_ending(line) as f32;
        place.same_marks = sheet.same_marks(line) as f32;
        let beside = |other: Option<usize>| {
            other.is_some_and(|other| sheet.marks[line] != 0 && sheet.marks.get(other) == Some(&sheet.marks[line]))
        };
        place.marks_beside = flag(beside(line.checked_sub(1))) + flag(beside(Some(line + 1)));
        place.within_before = sheet.within(line, line.checked_sub(1));
        place.within_after = sheet.within(line, Some(line + 1));
        place.of_headline = if line == headline { -1.0 } else { sheet.known_in(headline, &[line]) };
    }
}

/// How much of a short line the paragraphs next to it take up.
fn add_paragraph_words(sheet: &Sheet, places: &mut [Place]) {
    let paragraphs: Vec<usize> = (0..sheet.len()).filter(|&line| is_paragraph(sheet, line)).collect();
    let mut next = 0;
    for (line, place) in places.iter_mut().enumerate() {
        while paragraphs.get(next).is_some_and(|&paragraph| paragraph <= line) {
            next += 1;
        }
        if is_paragraph(sheet, line) {
            (place.known_next, place.known_previous) = (-1.0, -1.0);
            continue;
        }
        place.known_next = sheet.known_in(line, &paragraphs[next..(next + 2).min(paragraphs.len())]);
        place.known_previous = sheet.known_in(line, &paragraphs[next.saturating_sub(2)..next]);
    }
}

/// The part a line plays: its own rough look between those of its neighbours, and the blank lines around it.
fn role(sheet: &Sheet, line: usize) -> u64 {
    let rough = |line: Option<usize>| line.and_then(|line| sheet.sketches.get(line)).map_or(9, rough_look);
    let blanks = u64::from(sheet.blank_before[line]) << 1
        | u64::from(sheet.blank_before.get(line + 1).is_none_or(|&blank| blank));
    let looks = [rough(line.checked_sub(1)), rough(Some(line)), rough(Some(line + 1))];
    looks.iter().fold(blanks, |role, &look| role << 4 | look)
}

fn rough_look(sketch: &Sketch) -> u64 {
    match () {
        () if sketch.paragraph > 0.0 => 0,
        () if sketch.caption > 0.0 => 1,
        () if sketch.dated > 0.0 || sketch.byline > 0.0 => 2,
        () if sketch.phrase > 1.0 => 3,
        () if sketch.stop + sketch.question > 0.0 => 4,
        () if sketch.before_colon > 0.0 && sketch.before_colon < 5.0 && sketch.colon == 0.0 => 5,
        () if sketch.name_only > 0.0 => 6,
        () if sketch.title_case > 0.7 => 7,
        () => 8,
    }
}

/// Lines that count: `1. First`, `2. Second`; a number alone does not.
fn add_sequences(sheet: &Sheet, places: &mut [Place]) {
    let number = |line: usize| {
        let sketch = &sheet.sketches[line];
        (sketch.leading_number >= 0.0 && sketch.words > 1.0).then_some(sketch.leading_number as usize)
    };
    let mut held = [false; 203];
    (0..sheet.len()).filter_map(number).for_each(|number| held[number + 1] = true);
    for (line, place) in places.iter_mut().enumerate() {
        place.in_sequence = number(line).map_or(-1.0, |number| flag(held[number]) + flag(held[number + 2]));
    }
}

/// The look of a line, by which lines of one list or headings of one article are told: length, case, opening, ending.
fn look(sketch: &Sketch) -> u32 {
    let length = (sketch.words as u32).min(24).div_ceil(4);
    let case = (sketch.title_case * 2.99) as u32 + if sketch.uppers > 0.5 { 4 } else { 0 };
    let end = (sketch.stop + 2.0 * sketch.question + 3.0 * sketch.colon) as u32;
    let start = (sketch.opens_digit + 2.0 * sketch.opens_quote + 3.0 * sketch.bullet) as u32;
    if sketch.paragraph > 0.0 { u32::MAX } else { (length << 12) | (case << 8) | (end << 4) | start }
}

fn add_looks(sheet: &Sheet, places: &mut [Place]) {
    let looks: Vec<u32> = sheet.sketches.iter().map(look).collect();
    let n = sheet.len();
    let mut tallies: rustc_hash::FxHashMap<u32, (u32, u32)> = rustc_hash::FxHashMap::default();
    let heads = |line: usize| line + 1 < n && is_paragraph(sheet, line + 1) && !is_paragraph(sheet, line);
    let lone = |line: usize| heads(line) && line > 0 && is_paragraph(sheet, line - 1);
    for (line, &look) in looks.iter().enumerate() {
        let tally = tallies.entry(look).or_default();
        tally.0 += 1;
        tally.1 += u32::from(heads(line));
    }
    let roles: Vec<u64> = (0..n).map(|line| role(sheet, line)).collect();
    let mut role_counts: rustc_hash::FxHashMap<u64, u32> = rustc_hash::FxHashMap::default();
    roles.iter().for_each(|&role| *role_counts.entry(role).or_default() += 1);
    add_sequences(sheet, places);
    let n_lone = (0..n).filter(|&line| lone(line)).count();
    for (line, place) in places.iter_mut().enumerate() {
        let (n_alike, n_heads) = tallies[&looks[line]];
        place.lone = flag(lone(line));
        place.same_role = role_counts[&roles[line]] as f32;
        place.n_lone = n_lone as f32;
        place.n_alike = n_alike as f32;
        place.alike_heads = n_heads as f32 / n_alike as f32;
    }
    for_each_stretch(
        n,
        |line| looks[line] != looks[line - 1],
        |start, end| {
            places[start..end].iter_mut().for_each(|place| place.alike_run = (end - start).min(FAR) as f32);
        },
    );
}

fn add_recurrence(sheet: &Sheet, places: &mut [Place]) {
    for (place, recurrence) in places.iter_mut().zip(&sheet.recurrences) {
        place.site_articles = recurrence.site_articles.min(10) as f32;
        place.on_site = recurrence.on_site.min(10) as f32;
        place.on_site_share = match recurrence.site_articles {
            0 => -1.0,
            _ => recurrence.on_site_share,
        };
        place.other_sites = recurrence.other_sites.min(10) as f32;
    }
}

fn add_sheet(sheet: &Sheet, places: &mut [Place]) {
    let n = sheet.len() as f32;
    let share = |is: &dyn Fn(usize) -> bool| (0..sheet.len()).filter(|&line| is(line)).count() as f32 / n;
    let body: u64 =
        (0..sheet.len()).filter(|&line| is_paragraph(sheet, line)).map(|line| u64::from(sheet.n_bytes[line])).sum();
    let all: u64 = sheet.n_bytes.iter().map(|&n_bytes| u64::from(n_bytes)).sum();
    let whole = Place {
        lines: n.ln_1p(),
        page_paragraphs: share(&|line| is_paragraph(sheet, line)),
        page_body: body as f32 / all.max(1) as f32,
        page_blank: share(&|line| sheet.blank_before[line]),
        page_phrases: share(&|line| sheet.sketches[line].phrase > 0.0),
        page_copies: share(&|line| sheet.copies(line).0 > 1),
        page_text: sheet.sketches.iter().map(|sketch| sketch.text).sum::<f32>() / n,
        page_recurring: share(&|line| sheet.recurrences[line].on_site > 0),
        ..Place::default()
    };
    for place in places {
        place.lines = whole.lines;
        place.page_paragraphs = whole.page_paragraphs;
        place.page_body = whole.page_body;
        place.page_blank = whole.page_blank;
        place.page_phrases = whole.page_phrases;
        place.page_copies = whole.page_copies;
        place.page_text = whole.page_text;
        place.page_recurring = whole.page_recurring;
    }
}

/// Offsets of the neighbours whose first judgement the second pass reads.
const JUDGED: [isize; 11] = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5];

/// Names of the numbers that the second pass adds to a row.
pub fn second_names() -> Vec<String> {
    let near = JUDGED.iter().map(|offset| format!("judged{offset:+}"));
    let rest = [
        "judged_page",
        "judged_before",
        "judged_after",
        "judged_run",
        "judged_copies",
        "judged_look",
        "judged_look_min",
        "kept_since",
        "kept_until",
        "kept_before",
        "kept_after",
        "judged_role",
        "judged_opening",
        "judged_ending",
        "judged_role_before",
        "judged_role_after",
        "judged_marks",
        "judged_paragraph_before",
        "judged_paragraph_after",
        "judged_block",
        "judged_block_others",
        "judged_block_most",
        "judged_block_least",
        "judged_block_before",
        "judged_block_after",
        "judged_block_shape",
        "judged_block_shapes",
        "judged_run_odds",
        "judged_look_odds",
        "gap_lines",
        "gap_index",
        "gap_odds",
        "gap_others",
        "gap_most",
        "gap_least",
        "gap_stops",
        "sure_since",
        "sure_until",
        "heading_since",
    ];
    names().into_iter().chain(near).chain(rest.map(str::to_owned)).collect()
}

/// Returns the rows of the second pass for these lines: those of the first, and what it thought, in log-odds, of all.
pub fn second_rows(sheet: &Sheet, first: &Rows, scores: &[f32], lines: impl ExactSizeIterator<Item = usize>) -> Rows {
    let added = second_numbers(sheet, scores);
    let width = first.width + added.width;
    let mut values = Vec::with_capacity(width * lines.len());
    for line in lines {
        values.extend_from_slice(first.row(line));
        values.extend_from_slice(added.row(line));
    }
    Rows { width, values }
}

/// Returns what the second pass adds to each row.
fn second_numbers(sheet: &Sheet, scores: &[f32]) -> Rows {
    let n = sheet.len();
    let odds: Vec<f32> = scores.iter().map(|score| score.clamp(-8.0, 8.0)).collect();
    let chances: Vec<f32> = odds.iter().copied().map(logistic).collect();
    let mut sums = vec![0.0];
    chances.iter().for_each(|chance| sums.push(sums[sums.len() - 1] + chance));
    let mean = |from: usize, to: usize| if from < to { (sums[to] - sums[from]) / (to - from) as f32 } else { -1.0 };
    let runs = run_means(sheet, &mean);
    let copies = means_by(&sheet.keys, &chances);
    let looks: Vec<u64> = sheet.sketches.iter().map(|sketch| u64::from(look(sketch))).collect();
    let alike = means_by(&looks, &chances);
    let (since, until) = kept_distances(sheet, &chances);
    let n_kept = chances.iter().filter(|&&chance| chance < 0.5).count().max(1) as f32;
    let roles: Vec<u64> = (0..n).map(|line| role(sheet, line)).collect();
    let roles = mean_odds_by(&roles, &odds);
    let openings = mean_odds_by(&sheet.openings, &odds);
    let endings = mean_odds_by(&sheet.endings, &odds);
    let marks = mean_odds_by(&sheet.marks, &odds);
    let (paragraph_before, paragraph_after) = paragraph_odds(sheet, &odds);
    let blocks = block_odds(sheet, &odds);
    let shapes = block_shapes(sheet);
    let of_shape = mean_odds_by(&shapes, &odds);
    let places_in_shape = mean_odds_by(&places_in_shapes(sheet, &shapes), &odds);
    let look_odds = mean_odds_by(&looks, &odds);
    let run_odds = run_odds(sheet, &odds);
    let gaps = gaps(sheet, &odds);
    let width = JUDGED.len() + 29 + gaps.first().map_or(0, |gap| gap.len());
    let mut values = Vec::with_capacity(width * n);
    let mut kept_before = 0.0;
    for line in 0..n {
        for offset in JUDGED {
            let neighbour = line.checked_add_signed(offset).and_then(|at| odds.get(at));
            values.push(neighbour.copied().unwrap_or(f32::NAN));
        }
        let kept = flag(chances[line] < 0.5);
        values.extend([mean(0, n), mean(line.saturating_sub(8), line), mean(line + 1, (line + 9).min(n)), runs[line]]);
        values.extend([copies[line].0, alike[line].0, alike[line].1, since[line], until[line]]);
        values.extend([kept_before / n_kept, (n_kept - kept_before - kept) / n_kept]);
        values.extend([roles[line], openings[line], endings[line]]);
        values.push(line.checked_sub(1).map_or(f32::NAN, |before| roles[before]));
        values.push(roles.get(line + 1).copied().unwrap_or(f32::NAN));
        values.push(if sheet.marks[line] == 0 { f32::NAN } else { marks[line] });
        values.extend([paragraph_before[line], paragraph_after[line]]);
        values.extend(blocks[line]);
        values.extend([places_in_shape[line], of_shape[line], run_odds[line], look_odds[line]]);
        values.extend(gaps[line]);
        kept_before += kept;
    }
    Rows { width, values }
}

/// For each line, the mean log-odds of its block, that of the other lines of its block, the most and the least of them,
/// and the means of the blocks before and after.
fn block_odds(sheet: &Sheet, odds: &[f32]) -> Vec<[f32; 6]> {
    let mut means = Vec::new();
    for_each_block(sheet, |start, end| means.push(odds[start..end].iter().sum::<f32>() / (end - start) as f32));
    let mut told = Vec::with_capacity(odds.len());
    let mut block = 0usize;
    for_each_block(sheet, |start, end| {
        let before = block.checked_sub(1).map_or(f32::NAN, |before| means[before]);
        let after = means.get(block + 1).copied().unwrap_or(f32::NAN);
        let sum: f32 = odds[start..end].iter().sum();
        let n_others = (end - start - 1) as f32;
        for line in start..end {
            let near = (line.saturating_sub(NEAR).max(start), (line + NEAR + 1).min(end));
            let others = || (near.0..near.1).filter(|&other| other != line).map(|other| odds[other]);
            let (most, least) = (others().fold(f32::NAN, f32::max), others().fold(f32::NAN, f32::min));
            told.push([means[block], (sum - odds[line]) / n_others, most, least, before, after]);
        }
        block += 1;
    });
    told
}

/// For each line, a key that it shares with the lines that stand at the same place in a block of the same shape.
fn places_in_shapes(sheet: &Sheet, shapes: &[u64]) -> Vec<u64> {
    let mut places = Vec::with_capacity(shapes.len());
    for_each_block(sheet, |start, end| {
        places.extend((start..end).map(|line| shapes[line] << 8 | (line - start).min(255) as u64));
    });
    places
}

/// For each line, the mean log-odds of its run of lines that are no paragraphs.
fn run_odds(sheet: &Sheet, odds: &[f32]) -> Vec<f32> {
    let mut means = vec![0.0; sheet.len()];
    let opens = |line: usize| is_paragraph(sheet, line) || is_paragraph(sheet, line - 1);
    for_each_stretch(sheet.len(), opens, |start, end| {
        means[start..end].fill(odds[start..end].iter().sum::<f32>() / (end - start) as f32);
    });
    means
}

/// Log-odds of a line that is surely kept, and of one that is surely removed.
const SURELY: (f32, f32) = (-3.5, 3.5);

/// For each line, what the gap looks like in which it stands: the lines between two that are surely kept. Their
/// number, the line's place, the mean log-odds of all and of the others, the most and the least of the others, the
/// share that end a sentence; then how far the surely removed lines are, and how far a heading of links is, no surely
/// kept line between.
fn gaps(sheet: &Sheet, odds: &[f32]) -> Vec<[f32; 10]> {
    let mut gaps = vec![[f32::NAN; 10]; odds.len()];
    let mut start = 0;
    for end in 0..=odds.len() {
        if end == odds.len() || odds[end] <= SURELY.0 {
            fill_gap(sheet, odds, start, &mut gaps[start..end]);
            start = end + 1;
        }
    }
    let mut distance = FAR;
    for (gap, &odds) in gaps.iter_mut().zip(odds) {
        gap[7] = distance as f32;
        distance = if odds >= SURELY.1 { 1 } else { (distance + 1).min(FAR) };
    }
    distance = FAR;
    for (gap, &odds) in gaps.iter_mut().zip(odds).rev() {
        gap[8] = distance as f32;
        distance = if odds >= SURELY.1 { 1 } else { (distance + 1).min(FAR) };
    }
    gaps
}

fn fill_gap(sheet: &Sheet, odds: &[f32], start: usize, gap: &mut [[f32; 10]]) {
    let odds = &odds[start..start + gap.len()];
    let sum: f32 = odds.iter().sum();
    let n_lines = odds.len() as f32;
    let lines = &sheet.sketches[start..start + gap.len()];
    let n_stops = lines.iter().filter(|sketch| sketch.stop + sketch.question > 0.0).count() as f32;
    let mut since = FAR;
    for (index, told) in gap.iter_mut().enumerate() {
        let near = (index.saturating_sub(2 * NEAR), (index + 2 * NEAR + 1).min(odds.len()));
        let others = || (near.0..near.1).filter(|&other| other != index).map(|other| odds[other]);
        let (most, least) = (others().fold(f32::NAN, f32::max), others().fold(f32::NAN, f32::min));
        let mean_of_others = (sum - odds[index]) / (n_lines - 1.0);
        told[..7].copy_from_slice(&[
            n_lines.min(2.0 * FAR as f32),
            index.min(2 * FAR) as f32,
            sum / n_lines,
            mean_of_others,
            most,
            least,
            n_stops / n_lines,
        ]);
        told[9] = since as f32;
        let heads = lines[index].recirculation + lines[index].related >= 2.0;
        since = if heads { 1 } else { (since + 1).min(FAR) };
    }
}

/// For each line, the log-odds of the nearest paragraph before it, and of the nearest after.
fn paragraph_odds(sheet: &Sheet, odds: &[f32]) -> (Vec<f32>, Vec<f32>) {
    let mut nearest = f32::NAN;
    let mut step = |line: usize| {
        let found = nearest;
        nearest = if is_paragraph(sheet, line) { odds[line] } else { nearest };
        found
    };
    let before = (0..sheet.len()).map(&mut step).collect();
    nearest = f32::NAN;
    let mut step = |line: usize| {
        let found = nearest;
        nearest = if is_paragraph(sheet, line) { odds[line] } else { nearest };
        found
    };
    let mut after: Vec<f32> = (0..sheet.len()).rev().map(&mut step).collect();
    after.reverse();
    (before, after)
}

fn run_means(sheet: &Sheet, mean: &impl Fn(usize, usize) -> f32) -> Vec<f32> {
    let mut means = vec![-1.0; sheet.len()];
    let opens = |line: usize| is_paragraph(sheet, line) || is_paragraph(sheet, line - 1);
    for_each_stretch(sheet.len(), opens, |start, end| means[start..end].fill(mean(start, end)));
    means
}

/// For each line, the mean log-odds of the lines with its key.
fn mean_odds_by(keys: &[u64], odds: &[f32]) -> Vec<f32> {
    let mut tallies: rustc_hash::FxHashMap<u64, (f32, f32)> = rustc_hash::FxHashMap::default();
    for (&key, &odds) in keys.iter().zip(odds) {
        let tally = tallies.entry(key).or_insert((0.0, 0.0));
        *tally = (tally.0 + odds, tally.1 + 1.0);
    }
    keys.iter().map(|key| tallies[key]).map(|(sum, n)| sum / n).collect()
}

/// For each line, the mean and the least chance of the lines with its key.
fn means_by(keys: &[u64], chances: &[f32]) -> Vec<(f32, f32)> {
    let mut tallies: rustc_hash::FxHashMap<u64, (f32, f32, f32)> = rustc_hash::FxHashMap::default();
    for (&key, &chance) in keys.iter().zip(chances) {
        let tally = tallies.entry(key).or_insert((0.0, 0.0, 1.0));
        *tally = (tally.0 + chance, tally.1 + 1.0, tally.2.min(chance));
    }
    keys.iter().map(|key| tallies[key]).map(|(sum, n, least)| (sum / n, least)).collect()
}

/// Lines to the nearest paragraph, before and after, that the first pass would keep.
fn kept_distances(sheet: &Sheet, chances: &[f32]) -> (Vec<f32>, Vec<f32>) {
    let kept = |line: usize| is_paragraph(sheet, line) && chances[line] < 0.5;
    let mut distance = FAR;
    let mut step = |line: usize| {
        let before = distance;
        distance = if kept(line) { 1 } else { (distance + 1).min(FAR) };
        before as f32
    };
    let since = (0..sheet.len()).map(&mut step).collect();
    distance = FAR;
    let mut step = |line: usize| {
        let before = distance;
        distance = if kept(line) { 1 } else { (distance + 1).min(FAR) };
        before as f32
    };
    let mut until: Vec<f32> = (0..sheet.len()).rev().map(&mut step).collect();
    until.reverse();
    (since, until)
}
