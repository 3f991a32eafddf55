//! The best passage of an article for a query, in one pass over its stored text.
//!
//! A phrase weighs thrice what its words weigh apart, and where it stands, its words are shown there alone.
//!
//! A word of the text is stemmed only when it begins as a term of the query does, so that most words cost a look at two
//! bytes. The line with the greatest sum of weights of distinct terms wins; within it, the
//! quotation that holds the matches, or else a window around the densest of them.

use rustc_hash::FxHashMap;

use super::near::Window;
use crate::index::{Analyzer, Beginnings, StoredArticle, Word};
use crate::model::{Snippet, Span};

/// A passage is at most about so many bytes.
const WINDOW: usize = 240;
/// A quotation up to this length is shown whole.
const WHOLE_QUOTATION: usize = 360;
/// The words of a phrase weigh so many times as much where they stand together.
const TOGETHER: f32 = 3.0;

/// The words that a query looks for, as they are matched in stored text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matcher {
    terms: FxHashMap<String, Sought>,
    phrases: Vec<SoughtPhrase>,
    prefixes: Vec<String>,
    fuzzy: Vec<(String, u8)>,
    /// How they begin.
    beginnings: Beginnings,
    /// What is looked for inside quotations alone.
    quoted: Option<Box<Matcher>>,
}

/// A term that is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sought {
    weight: f32,
    /// Whether it is looked for wherever it stands, not only in a phrase.
    alone: bool,
}

/// Terms that are looked for together.
#[derive(Clone, Debug, PartialEq)]
struct SoughtPhrase {
    terms: Vec<String>,
    /// How many other words may stand between them, in any order; `None` where they follow one another.
    slop: Option<u32>,
}

/// A match in a text.
#[derive(Clone, Copy, Debug)]
struct Match<'m> {
    word: Word,
    term: &'m str,
    weight: f32,
}

impl Matcher {
    /// Adds a whole term, with weight 1 until [`Matcher::weigh`] is called.
    pub fn add_term(&mut self, term: &str) {
        self.beginnings.add(term);
        self.terms.insert(term.to_owned(), Sought { weight: 1.0, alone: true });
    }

    /// Adds terms that are looked for together: side by side, or with up to `slop` other words between them.
    pub fn add_phrase(&mut self, terms: &[String], slop: Option<u32>) {
        for term in terms {
            self.beginnings.add(term);
            self.terms.entry(term.clone()).or_insert(Sought { weight: 1.0, alone: terms.len() == 1 });
        }
        let phrase = SoughtPhrase { terms: terms.to_vec(), slop };
        if terms.len() > 1 && !self.phrases.contains(&phrase) {
            self.phrases.push(phrase);
        }
    }

    /// Adds the beginning of words.
    pub fn add_prefix(&mut self, prefix: &str) {
        self.beginnings.add(prefix);
        self.prefixes.push(prefix.to_owned());
    }

    /// Adds a term with letters to spare.
    pub fn add_fuzzy(&mut self, term: &str, distance: u8) {
        self.beginnings.add_all();
        self.fuzzy.push((term.to_owned(), distance));
    }

    /// Sets what is looked for inside quotations alone.
    pub fn set_quoted(&mut self, quoted: Matcher) {
        self.quoted = Some(Box::new(quoted));
    }

    /// Takes out what is looked for inside quotations, to be added to.
    pub fn take_quoted(&mut self) -> Matcher {
        self.quoted.take().map(|quoted| *quoted).unwrap_or_default()
    }

    /// Gives every whole term the weight that `weight` tells.
    pub fn weigh(&mut self, weight: impl Fn(&str) -> f32) {
        let quoted = self.quoted.iter_mut().flat_map(|quoted| &mut quoted.terms);
        self.terms.iter_mut().chain(quoted).for_each(|(term, sought)| sought.weight = weight(term));
    }

    /// Returns whether nothing is looked for.
    fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.prefixes.is_empty() && self.fuzzy.is_empty()
    }

    /// Returns this, and what is looked for inside quotations.
    fn both(&self) -> impl Iterator<Item = &Matcher> {
        std::iter::once(self).chain(self.quoted.as_deref())
    }

    /// Returns the whole terms that are looked for.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.both().flat_map(|matcher| matcher.terms.keys().map(String::as_str))
    }

    /// Returns whether beginnings of words, or words with letters to spare, are looked for.
    pub fn is_open(&self) -> bool {
        self.both().any(|matcher| !matcher.prefixes.is_empty() || !matcher.fuzzy.is_empty())
    }

    /// Returns whether a term of the index is one that is looked for.
    pub fn fits(&self, term: &str) -> bool {
        self.both().any(|matcher| matcher.terms.contains_key(term) || matcher.prefix_or_near(term).is_some())
    }

    fn prefix_or_near(&self, term: &str) -> Option<&str> {
        // A letter has four bytes at most: most words are told apart by their lengths.
        let near = |(wanted, distance): &&(String, u8)| {
            let distance = usize::from(*distance);
            let most = if wanted.is_ascii() && term.is_ascii() { distance } else { distance * 4 };
            wanted.len().abs_diff(term.len()) <= most && strsim::osa_distance(wanted, term) <= distance
        };
        let fuzzy = self.fuzzy.iter().find(near).map(|(wanted, _)| wanted.as_str());
        fuzzy.or_else(|| self.prefixes.iter().find(|prefix| term.starts_with(prefix.as_str())).map(String::as_str))
    }

    /// Returns the matched words of a text, as spans.
    pub fn spans(&self, text: &str, analyzer: &mut Analyzer) -> Vec<Span> {
        self.matches(text, analyzer).iter().map(|found| Span::new(found.word.start, found.word.end)).collect()
    }

    /// Returns the matches of a line of an article, of which `quotations` are the quotations.
    fn matches_of_line<'m>(
        &'m self,
        text: &str,
        line: Span,
        quotations: &[Span],
        analyzer: &mut Analyzer,
    ) -> Vec<Match<'m>> {
        let printed = line.of(text);
        let mut found = self.matches(printed, analyzer);
        let Some(quoted) = &self.quoted else { return found };
        for quotation in quotations.iter().filter(|quotation| line.contains(**quotation)) {
            let start = (quotation.start - line.start) as usize;
            let within = quoted.matches(quotation.of(text), analyzer).into_iter();
            found.extend(within.map(|found| {
                let word = Word { start: found.word.start + start, end: found.word.end + start };
                Match { word, ..found }
            }));
        }
        found.sort_by_key(|found| found.word.start);
        found.dedup_by_key(|found| found.word.start);
        found
    }

    fn matches<'m>(&'m self, text: &str, analyzer: &mut Analyzer) -> Vec<Match<'m>> {
        let mut found = Vec::new();
        if self.is_empty() {
            return found;
        }
        let words = Analyzer::words_like(text, &self.beginnings);
        found.extend(words.filter_map(|word| self.match_word(&text[word.start..word.end], word, analyzer)));
        if !self.phrases.is_empty() {
            self.heed_phrases(text, &mut found);
        }
        found
    }

    /// Gives the words of phrases that stand together their greater weight; where any do, those that are not looked for
    /// alone are left out elsewhere.
    fn heed_phrases(&self, text: &str, found: &mut Vec<Match>) {
        let mut together = vec![false; found.len()];
        let positions = positions(text, found);
        for phrase in &self.phrases {
            phrase.each(&positions, found, |first, last| together[first..=last].fill(true));
        }
        if !together.contains(&true) {
            return;
        }
        let mut together = together.into_iter();
        found.retain_mut(|found| {
            let stands_together = together.next() == Some(true);
            found.weight *= if stands_together { TOGETHER } else { 1.0 };
            stands_together || self.terms.get(found.term).is_none_or(|sought| sought.alone)
        });
    }

    fn match_word(&self, printed: &str, word: Word, analyzer: &mut Analyzer) -> Option<Match<'_>> {
        let term = analyzer.term(printed);
        if let Some((term, sought)) = self.terms.get_key_value(term) {
            return Some(Match { word, term, weight: sought.weight });
        }
        let term = self.prefix_or_near(term)?;
        Some(Match { word, term, weight: 1.0 })
    }
}

impl SoughtPhrase {
    /// Passes on the first and the last match of each place where the phrase stands.
    fn each(&self, positions: &[u32], found: &[Match], mut take: impl FnMut(usize, usize)) {
        let Some(slop) = self.slop else {
            let n_terms = self.terms.len();
            for (first, own) in found.windows(n_terms).enumerate() {
                let last = first + n_terms - 1;
                let holds = own.iter().zip(&self.terms).all(|(found, term)| found.term == term);
                if holds && (positions[last] - positions[first]) as usize == n_terms - 1 {
                    take(first, last);
                }
            }
            return;
        };
        let (terms, window) = Window::of(self.terms.iter().map(String::as_str), slop);
        let place = |(place, found): (usize, &Match)| {
            let word = terms.iter().position(|term| *term == found.term)?;
            Some((place, (positions[place], word)))
        };
        let (own, places): (Vec<usize>, Vec<(u32, usize)>) = found.iter().enumerate().filter_map(place).unzip();
        window.each(&places, |first, last| take(own[first], own[last]));
    }
}

/// Returns how many words of the text come before each match.
fn positions(text: &str, found: &[Match]) -> Vec<u32> {
    let (mut position, mut end) = (0, 0);
    let position_of = |found: &Match| {
        position += Analyzer::words(&text[end..found.word.start]).count() as u32;
        end = found.word.end;
        position += 1;
        position - 1
    };
    found.iter().map(position_of).collect()
}

/// Returns the best passage, and the byte of the article's text at which it begins; where no line that is kept matches,
/// and `with_removed`, a removed one.
pub fn best(article: &StoredArticle, matcher: &Matcher, with_removed: bool, analyzer: &mut Analyzer) -> (Snippet, u32) {
    let text = article.text();
    let lines = article.kept_lines();
    let quotations: Vec<Span> = match &matcher.quoted {
        Some(_) => article.quotations().map(|(span, _)| span).collect(),
        None => Vec::new(),
    };
    let mut best = best_line(text, &lines, &quotations, matcher, analyzer);
    if best.is_none() && with_removed {
        best = best_line(text, &article.removed_lines(), &[], matcher, analyzer);
    }
    match best {
        Some((line, matches)) => passage(article, line, &matches),
        None => opening(text, &lines),
    }
}

/// Returns the line whose matches weigh most, with them; a title counts half.
fn best_line<'m>(
    text: &str,
    lines: &[(Span, bool)],
    quotations: &[Span],
    matcher: &'m Matcher,
    analyzer: &mut Analyzer,
) -> Option<(Span, Vec<Match<'m>>)> {
    let mut best: Option<(f32, Span, Vec<Match>)> = None;
    for &(span, is_title) in lines {
        let matches = matcher.matches_of_line(text, span, quotations, analyzer);
        let score = line_score(&matches) * if is_title { 0.5 } else { 1.0 };
        if !matches.is_empty() && best.as_ref().is_none_or(|(most, ..)| score > *most) {
            best = Some((score, span, matches));
        }
    }
    best.map(|(_, line, matches)| (line, matches))
}

/// The sum of the weights of the distinct terms, and a little for each repetition.
fn line_score(matches: &[Match]) -> f32 {
    let mut seen: Vec<&str> = Vec::new();
    let mut score = 0.0;
    for found in matches {
        if seen.contains(&found.term) {
            score += 0.02 * found.weight;
        } else {
            score += found.weight;
            seen.push(found.term);
        }
    }
    score
}

/// Cuts the passage out of its line.
fn passage(article: &StoredArticle, line: Span, matches: &[Match]) -> (Snippet, u32) {
    let text = article.text();
    let printed = line.of(text);
    let (first, last) = densest(matches);
    let dense = Span::new(line.start as usize + first, line.start as usize + last);
    let quotation = article.verbatim().find(|(span, _)| span.contains(dense) && span.len() <= WHOLE_QUOTATION);
    let (start, end) = match quotation {
        Some((span, _)) => ((span.start - line.start) as usize, (span.end - line.start) as usize),
        None => window(printed, first, last),
    };
    let spans = matches.iter().filter(|found| found.word.start >= start && found.word.end <= end);
    let snippet = Snippet {
        text: printed[start..end].to_owned(),
        matches: spans.map(|found| Span::new(found.word.start - start, found.word.end - start)).collect(),
        cut_before: quotation.is_none() && start > 0,
        cut_after: quotation.is_none() && end < printed.trim_end().len(),
        speaker: quotation.and_then(|(_, speaker)| speaker).map(str::to_owned),
    };
    (snippet, line.start + start as u32)
}

/// Returns the first and last byte of the group of matches that weighs most within a window.
fn densest(matches: &[Match]) -> (usize, usize) {
    let mut best = (0.0, 0, 0);
    for (index, first) in matches.iter().enumerate() {
        let limit = first.word.start + WINDOW;
        let group = &matches
            [index..index + matches[index..].iter().take(64).take_while(|found| found.word.end <= limit).count()];
        let end = group.last().map_or(first.word.end, |found| found.word.end);
        let score = line_score(group);
        if score > best.0 {
            best = (score, first.word.start, end);
        }
    }
    (best.1, best.2)
}

/// Widens a group of matches to a window that begins and ends between words, with more before than after it.
fn window(line: &str, first: usize, last: usize) -> (usize, usize) {
    let length = line.trim_end().len();
    if length <= WINDOW + WINDOW / 4 {
        return (line.len() - line.trim_start().len(), length);
    }
    let room = WINDOW.saturating_sub(last - first);
    let mut start = first.saturating_sub(room / 3);
    let end = (start + WINDOW).max(last).min(length);
    start = start.min(end.saturating_sub(WINDOW));
    (word_start(line, start, first), word_end(line, end, last))
}

/// Moves forward to the beginning of a word, not beyond `limit`.
fn word_start(line: &str, from: usize, limit: usize) -> usize {
    if from == 0 {
        return 0;
    }
    let space = (from..limit).find(|&at| line.as_bytes()[at] == b' ').map(|at| at + 1);
    let start = space.unwrap_or(from);
    (start..=limit).find(|&at| line.is_char_boundary(at)).unwrap_or(limit)
}

/// Moves back to the end of a word, not before `limit`.
fn word_end(line: &str, from: usize, limit: usize) -> usize {
    if from >= line.len() {
        return line.len();
    }
    let space = (limit..=from).rev().find(|&at| line.as_bytes()[at] == b' ');
    let end = space.unwrap_or(from);
    (limit..=end).rev().find(|&at| line.is_char_boundary(at)).unwrap_or(limit)
}

/// The first paragraph, for articles found by filters alone.
fn opening(text: &str, lines: &[(Span, bool)]) -> (Snippet, u32) {
    let paragraph = lines.iter().find(|(_, is_title)| !is_title).or(lines.first());
    let Some(&(span, _)) = paragraph else { return (Snippet::default(), 0) };
    let printed = span.of(text);
    let (start, end) = window(printed, 0, 0);
    let cut_after = end < printed.trim_end().len();
    (Snippet { text: printed[start..end].to_owned(), cut_after, ..Snippet::default() }, span.start + start as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(terms: &str, text: &str, expected: &str) {
        let mut analyzer = Analyzer::new();
        let mut matcher = Matcher::default();
        analyzer.terms(terms).iter().for_each(|term| matcher.add_term(term));
        let found: Vec<&str> = matcher.spans(text, &mut analyzer).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn matches_are_found_by_stem_and_without_accents() {
        check("sequels zoe", "A sequel that Zoë wants. Sequences no.", "sequel Zoë");
        check("", "nothing", "");
        check("étude", "Etude, étude", "Etude étude");
    }

    #[test]
    fn words_of_a_phrase_are_matched_where_they_stand_together() {
        let check = |terms: &str, slop: Option<u32>, alone: &str, text: &str, expected: &str| {
            let mut analyzer = Analyzer::new();
            let mut matcher = Matcher::default();
            matcher.add_phrase(&analyzer.terms(terms), slop);
            analyzer.terms(alone).iter().for_each(|term| matcher.add_term(term));
            let found = matcher.matches(text, &mut analyzer);
            let shown =
                found.iter().map(|found| format!("{}{}", &text[found.word.start..found.word.end], found.weight));
            assert_eq!(shown.collect::<Vec<_>>().join(" "), expected, "{text}");
        };
        let text = "A set, a flood; then the flooded set was set again.";
        check("flooded set", None, "", text, "flooded3 set3");
        check("flooded set", None, "set", text, "set1 flooded3 set3 set1");
        check("set flooded", None, "", text, "set1 flood1 flooded1 set1 set1");
        check("set flooded", Some(1), "", text, "set3 flood3 flooded3 set3");
        check("set flooded", Some(0), "", text, "flooded3 set3");
        check("set set", Some(1), "", text, "set3 set3");
        check("wet set", None, "", text, "set1 set1 set1");
        check("set", None, "", "set", "set1");
    }

    #[test]
    fn windows_end_between_words() {
        let line = "alpha beta gamma delta ".repeat(40);
        for first in (0..line.len() - 10).step_by(7) {
            let (start, end) = window(&line, first, first + 5);
            assert!(start <= first && end >= first + 5 && end <= line.len());
            assert!(end - start <= WINDOW + 8);
        }
        let (start, end) = window(&"é".repeat(400), 400, 404);
        assert!(start <= 400 && end >= 404);
    }
}
