//! What only the verdict on all lines tells: captions that repeat what the article says, and lines of it that were
//! taken for captions.
//!
//! Comes in: the lines, and what became of each. Goes out: the same, mended.
//!
//! **Invariant:** what goes as a copy stands in a line that stays.

use rustc_hash::FxHashMap;

use crate::model::Span;
use crate::rules::{List, hash_word};

use super::judge::{has_label, is_open};
use super::reasons;
use super::sheet::Sheet;

/// The lines that are judged together.
pub struct Lines<'a> {
    /// The text in which they stand.
    pub text: &'a str,
    /// Where they stand.
    pub spans: &'a [Span],
    /// What is known of them.
    pub sheet: &'a Sheet,
    /// The line that is the title, which nothing here removes.
    pub title: Option<usize>,
}

/// Mends the verdict on the lines, and what it was made of.
pub fn mend(lines: &Lines, scores: &mut [f32], removed: &mut [bool]) {
    let kept: Vec<usize> = lines.continued(removed);
    set(kept, false, scores, removed);
    let kept = lines.lost_with_their_copies(removed);
    set(kept, false, scores, removed);
    let gone = lines.in_body(removed).filter(|&line| !removed[line] && lines.is_of_picture(line)).collect();
    set(gone, true, scores, removed);
    let gone = lines.copies(removed);
    set(gone, true, scores, removed);
    let gone = lines.lone(removed);
    set(gone, true, scores, removed);
}

/// Log-odds of what is told here, at least.
const TOLD: f32 = 2.0;

fn set(lines: Vec<usize>, gone: bool, scores: &mut [f32], removed: &mut [bool]) {
    for line in lines {
        removed[line] = gone;
        scores[line] = if gone { scores[line].max(TOLD) } else { scores[line].min(-TOLD) };
    }
}

/// How far from a line what it repeats is looked for, in lines.
const FAR: usize = 100;

/// The least share of its runs of words that a line repeats which ends a sentence.
const SAME: f32 = 0.9;

/// The least share that a line repeats which ends none.
const ALIKE: f32 = 0.75;

/// The least runs of words that tell a copy.
const LEAST_RUNS: usize = 5;

/// Words of a caption that nothing but its place tells, at least.
const LEAST_WORDS: f32 = 9.0;

/// Share of words that make a date from which on a line tells little but its day.
const MOST_OF_DAY: f32 = 0.3;

/// Share of capitalised words from which on a line may be a title.
const TITLE_CASE: f32 = 0.7;

/// Captions of an article, at least, that tell that there are more.
const LEAST_CAPTIONS: usize = 2;

impl<'a> Lines<'a> {
    /// The lines but the title.
    fn all(&self) -> impl Iterator<Item = usize> {
        let title = self.title;
        (0..self.spans.len()).filter(move |&line| Some(line) != title)
    }

    /// The lines behind the first paragraph that is kept: those before it may head the article.
    fn in_body(&self, removed: &[bool]) -> impl Iterator<Item = usize> {
        let is_body = |&line: &usize| !removed[line] && self.sheet.sketches[line].paragraph > 0.0;
        let first = self.all().find(is_body).unwrap_or(self.spans.len());
        self.all().filter(move |&line| line > first)
    }

    /// Whether so many captions went that end no sentence and name no owner that others of that make may be left.
    fn has_captions(&self, removed: &[bool]) -> bool {
        let is_clause = |line: usize| {
            let sketch = &self.sheet.sketches[line];
            self.is_open(line) && sketch.words >= LEAST_WORDS && sketch.caption == 0.0
        };
        let is_caption = |line: usize| reasons::reason(self.sheet, line, removed).0.starts_with("caption/");
        let captions = self.all().filter(|&line| removed[line] && is_clause(line) && is_caption(line));
        captions.take(LEAST_CAPTIONS).count() == LEAST_CAPTIONS
    }

    fn line(&self, line: usize) -> &'a str {
        self.spans[line].of(self.text).trim()
    }

    /// Whether a line ends a sentence.
    fn ends(&self, line: usize) -> bool {
        self.sheet.sketches[line].stop + self.sheet.sketches[line].question > 0.0
    }

    /// Whether a line ends none and leads on to nothing.
    fn is_open(&self, line: usize) -> bool {
        is_open(&self.sheet.sketches[line]) && self.sheet.sketches[line].colon == 0.0
    }

    /// Returns the sentences that were removed though an open quotation of a kept line goes on in them, or one of
    /// theirs in the kept line behind.
    fn continued(&self, removed: &[bool]) -> Vec<usize> {
        let goes_on = |line: usize| {
            let mark = open_mark(self.line(line));
            mark.is_some_and(|mark| self.line(line + 1).starts_with(|letter| same_mark(letter, mark)))
        };
        let goes_on_there =
            |line: usize| line > 0 && !removed[line - 1] && self.ends(line - 1) && self.ends(line) && goes_on(line - 1);
        let goes_on_behind = |line: usize| line + 1 < removed.len() && !removed[line + 1] && goes_on(line);
        let is_kept = |&line: &usize| {
            let is_plain = removed[line] && self.sheet.sketches[line].labelled == 0.0;
            is_plain && (goes_on_there(line) || goes_on_behind(line))
        };
        self.all().filter(is_kept).filter(|&line| self.copied_from(line, removed, false).is_none()).collect()
    }

    /// Returns the paragraphs that were removed together with the line that repeats them behind a label.
    fn lost_with_their_copies(&self, removed: &[bool]) -> Vec<usize> {
        let paragraph = |line: usize| self.sheet.sketches[line].paragraph > 0.0;
        let body = |line: &usize| !removed[*line] && paragraph(*line);
        let (first, last) = (self.all().find(body), self.all().filter(body).last());
        let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
        let labelled = (first..last).filter(|&line| removed[line] && self.sheet.sketches[line].labelled > 0.0);
        let lost = labelled.filter(|&line| self.copied_from(line, removed, false).is_none());
        let lost = lost.filter_map(|line| self.copied_from(line, removed, true));
        lost.filter(|line| (first..last).contains(line) && paragraph(*line)).collect()
    }

    /// Returns the kept lines that repeat another. Without a label a sentence is none, nor is a quotation or a title:
    /// articles print theirs large between paragraphs.
    fn copies(&self, removed: &[bool]) -> Vec<usize> {
        let may_be = |line: usize| {
            let sketch = &self.sheet.sketches[line];
            let is_plain = sketch.opens_quote == 0.0 && sketch.title_case < TITLE_CASE;
            sketch.labelled > 0.0 || is_plain && self.is_open(line)
        };
        let is_copy =
            |&line: &usize| !removed[line] && may_be(line) && self.copied_from(line, removed, false).is_some();
        self.in_body(removed).filter(is_copy).collect()
    }

    /// Returns the line that a line repeats, kept or removed: a sentence without a label.
    fn copied_from(&self, line: usize, removed: &[bool], gone: bool) -> Option<usize> {
        let sketch = &self.sheet.sketches[line];
        let (labelled, open) = (sketch.labelled > 0.0, self.is_open(line));
        if self.sheet.copied(line) < SAME / 2.0 || sketch.words < LEAST_WORDS {
            return None;
        }
        let text = self.line(line);
        let clause = if labelled { text.split_once([':', '!', '?', ';'])?.1 } else { text };
        let mut own: FxHashMap<u64, u32> = FxHashMap::default();
        let mut n_runs = 0;
        for run in runs(clause) {
            *own.entry(run).or_default() += 1;
            n_runs += 1;
        }
        let least = if open { ALIKE } else { SAME };
        let least = ((least * n_runs as f32).ceil() as usize).max(LEAST_RUNS);
        let others = line.saturating_sub(FAR)..(line + FAR + 1).min(self.spans.len());
        let may_be = |&other: &usize| {
            let of_article = self.ends(other) && !has_label(&self.sheet.sketches[other]);
            other != line && of_article && removed[other] == gone && Some(other) != self.title
        };
        others.filter(may_be).find(|&other| {
            let mut left = own.clone();
            let n_shared = runs(self.line(other)).filter(|run| take(&mut left, *run)).count();
            n_shared >= least
        })
    }

    /// Whether a line says of itself that it stands under a picture.
    fn is_of_picture(&self, line: usize) -> bool {
        let (text, open) = (self.line(line), self.is_open(line));
        if self.sheet.sketches[line].words < LEAST_RUNS as f32 {
            return false;
        }
        words(text).any(|(at, word)| {
            if List::Pictured.has(word) {
                open || opens_clause(&text[..at]) && names_what(&text[at + word.len()..])
            } else {
                open && text[..at].ends_with('(') && List::InPicture.has(word)
            }
        })
    }

    /// Returns the kept lines that stand alone between sentences and say something, but end no sentence, in an article
    /// from which captions of that make went.
    fn lone(&self, removed: &[bool]) -> Vec<usize> {
        if !self.has_captions(removed) {
            return Vec::new();
        }
        let kept: Vec<usize> = (0..removed.len()).filter(|&line| !removed[line]).collect();
        let alone = kept.windows(3).filter(|near| self.ends(near[0]) && self.ends(near[2])).map(|near| near[1]);
        let first = self.in_body(removed).next().unwrap_or(removed.len());
        alone.filter(|&line| line >= first && !self.heads_byline(line) && self.says_something(line)).collect()
    }

    /// Whether a byline or a day stands right below a line: it is the headline's second, then.
    fn heads_byline(&self, line: usize) -> bool {
        self.sheet.sketches.get(line + 1).is_some_and(|next| next.byline + next.dated > 0.0 || next.date >= MOST_OF_DAY)
    }

    /// Whether a line reads as a caption: a clause, and no heading, no row and no quotation.
    fn says_something(&self, line: usize) -> bool {
        let (sketch, text) = (&self.sheet.sketches[line], self.line(line));
        let is_row =
            sketch.opens_digit + sketch.opens_quote + sketch.bullet + sketch.opens_mark + sketch.addresses > 0.0;
        let leads_in = sketch.speech > 0.0 && sketch.before_colon >= 0.0 && sketch.labelled == 0.0;
        let is_verb = |word: &str| {
            [List::FiniteVerb, List::Auxiliary, List::PastAuxiliary].iter().any(|list| list.has_as_is(word))
        };
        self.is_open(line)
            && sketch.words >= LEAST_WORDS
            && sketch.title_case < TITLE_CASE
            && sketch.first_person + sketch.handles == 0.0
            && !(is_row || leads_in)
            && !self.sheet.opens_with_date(line)
            && !words(text).next().is_some_and(|(_, word)| List::HeadingOpener.has(word))
            && words(text).skip(1).any(|(_, word)| is_verb(word))
    }
}

/// Whether a clause may open behind this text.
fn opens_clause(before: &str) -> bool {
    let before = before.trim_end();
    before.is_empty() || before.ends_with(['.', '!', '?', '\'', '’', '”', '"'])
}

/// Whether this text, behind "pictured", names what is: "above: the quay", ", the quay".
fn names_what(after: &str) -> bool {
    let place = words(after).take_while(|(_, word)| List::InPicture.has(word)).last();
    let after = place.map_or(after, |(at, word)| &after[at + word.len()..]);
    after.trim_start().starts_with([':', ','])
}

/// Takes one of these from the counts; returns whether there was one.
fn take(counts: &mut FxHashMap<u64, u32>, run: u64) -> bool {
    match counts.get_mut(&run) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}

/// The words of a text and where they start, marks left out.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).map(|part| (part.as_ptr() as usize - text.as_ptr() as usize, part))
}

/// The hashes of the runs of four words of a text, in small letters.
fn runs(text: &str) -> impl Iterator<Item = u64> {
    let mut run = [0u64; 4];
    let mut n_words = 0;
    words(text).filter_map(move |(_, word)| {
        run = [run[1], run[2], run[3], u64::from(hash_word(word))];
        n_words += 1;
        let hash =
            || run.iter().fold(0u64, |hash, &word| hash.rotate_left(17).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ word);
        (n_words >= 4).then(hash)
    })
}

/// Returns the quotation mark that a line opens and does not close.
fn open_mark(line: &str) -> Option<char> {
    if line.matches('"').count() % 2 == 1 {
        return Some('"');
    }
    let opening = |&(at, letter): &(usize, char)| {
        let before = line[..at].chars().next_back();
        let after = line[at + letter.len_utf8()..].chars().next();
        matches!(letter, '“' | '‘' | '\'')
            && before.is_none_or(|before| before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–'))
            && after.is_some_and(|after| !after.is_whitespace())
    };
    let (at, mark) = line.char_indices().rfind(opening)?;
    let rest = &line[at + mark.len_utf8()..];
    let closes = |(at, letter): (usize, char)| {
        let closing = if mark == '“' { letter == '”' } else { matches!(letter, '\'' | '’') };
        let after = rest[at + letter.len_utf8()..].chars().next();
        closing && after.is_none_or(|after| !after.is_alphanumeric())
    };
    (!rest.char_indices().any(closes)).then_some(mark)
}

/// Whether two opening marks are of one kind.
fn same_mark(letter: char, mark: char) -> bool {
    letter == mark || matches!((letter, mark), ('‘', '\'') | ('\'', '‘') | ('“', '"') | ('"', '“'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Recurrences;
    use crate::rules::Rules;

    const LEAD: &str =
        "The ferry went back to the small island on Monday, and the whole town stood on the quay to see it.";
    const NEXT: &str =
        "The director waited for the last ferry of the long evening, as nobody had told him that it was late.";

    /// Mends the verdict on a title, the lead, these lines, and a paragraph; "- " stands before what is removed.
    fn check(lines: &[&str], expected: &[bool]) {
        let all: Vec<&str> = ["The ferry is back", LEAD].iter().chain(lines).chain(&[NEXT]).copied().collect();
        let mut removed: Vec<bool> = all.iter().map(|line| line.starts_with("- ")).collect();
        let text = all.iter().map(|line| line.trim_start_matches("- ")).collect::<Vec<_>>().join("\n\n");
        let spans: Vec<Span> = super::super::split(&text).collect();
        let sheet = Sheet::new(&text, &spans, 0, &Rules::load().unwrap(), &Recurrences::default());
        let lines = Lines { text: &text, spans: &spans, sheet: &sheet, title: Some(0) };
        mend(&lines, &mut vec![0.0; removed.len()], &mut removed);
        assert_eq!(removed[2..removed.len() - 1], *expected, "{text}");
        assert!(!removed[0] && !removed[1] && !removed[removed.len() - 1], "{text}");
    }

    #[test]
    fn captions_repeat_what_the_article_says() {
        let said = NEXT.trim_end_matches('.');
        check(&[&format!("Late! {NEXT}")], &[true]);
        check(&[&format!("Late: {}", NEXT.replace("late.", "'late!'"))], &[true]);
        check(&[said], &[true]);
        check(&[&format!("{said} (seen in 2017)")], &[true]);
        check(&[NEXT], &[false]);
        check(&[&format!("She added: '{NEXT}'")], &[false]);
        check(&[&format!("'{said}'")], &[false]);
        check(&["Late: The crew waited for the last ferry of the summer and sang on the quay."], &[false]);
    }

    #[test]
    fn quotation_marks_and_apostrophes_are_one() {
        let said = "The ferry's crew didn't know the way home, the director's sister told the harbour's own paper.";
        check(&[said, &format!("Lost: {}", said.replace('\'', "’"))], &[false, true]);
    }

    #[test]
    fn captions_say_that_they_stand_under_a_picture() {
        check(&["He left early. Pictured: The crew on the quay in the evening sun."], &[true]);
        check(&["'We were late,' he said. Pictured, the crew on the quay."], &[true]);
        check(&["The crew (pictured in 2017) waited for the ferry"], &[true]);
        check(&["Ada Renwick (left) leaves the ferry with the crew"], &[true]);
        check(&["Ada Renwick (pictured, left) left the ferry with the crew on Monday."], &[false]);
        check(&["She was pictured with the crew of the ferry on Monday."], &[false]);
        check(&["Ada Renwick (leftist) leaves the ferry with the crew"], &[false]);
    }

    #[test]
    fn lone_clauses_are_captions_where_captions_went() {
        let gone = "- The crew was in the harbour when the ferry came in at last";
        let left = "The town has waited for the ferry of the island since the long winter";
        check(&[gone, NEXT, gone, LEAD, left], &[true, false, true, false, true]);
        check(&[gone, NEXT, LEAD, left], &[true, false, false, false]);
        check(
            &[gone, NEXT, gone, LEAD, "How the town has waited for the ferry of the island"],
            &[true, false, true, false, false],
        );
        check(
            &[gone, NEXT, gone, LEAD, left, "- By Ada Renwick", LEAD],
            &[true, false, true, false, false, true, false],
        );
        check(&[gone, NEXT, gone, LEAD, left, left], &[true, false, true, false, false, false]);
        check(&[gone, NEXT, gone, LEAD, &format!("May 13: {left}")], &[true, false, true, false, false]);
    }

    #[test]
    fn quotations_that_go_on_are_of_the_article() {
        let (opens, goes_on) = (
            "He told the paper: 'I was on the ferry when it came in.",
            "'It was a long day for all of us on the quay,' he said.",
        );
        check(&[&format!("- {opens}"), goes_on], &[false, false]);
        check(&[opens, &format!("- {goes_on}")], &[false, false]);
        check(&[&format!("- {opens}'"), goes_on], &[true, false]);
        check(&[&format!("- Late: {opens}"), goes_on], &[true, false]);
    }

    #[test]
    fn a_sentence_is_not_lost_with_its_copy() {
        let said =
            "The crew sang on the quay all night, as the ferry did not come in until the early hours of Tuesday.";
        check(&[&format!("- {said}"), &format!("- Song: {said}")], &[false, true]);
        check(&[&format!("- {said}"), "- Song: The director waited for the last train to the capital"], &[true, true]);
    }
}
