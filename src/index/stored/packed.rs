//! The form that a record has on disk: numbers by column, as distances, so that what is alike stands together and is
//! small.
//!
//! A record is compressed whole, and a column of equal numbers then takes hardly any room. `postcard` gives one byte to
//! the numbers that are small.

use serde::{Deserialize, Serialize};

use super::{Head, LineRecord, PersonRecord, QuoteRecord, SpanRecord, StoredArticle, WorkRecord};

/// A column of numbers.
type Column = Vec<u32>;

/// An article as written.
#[derive(Serialize, Deserialize)]
pub struct Packed<'a> {
    #[serde(borrow)]
    head: Head<'a>,
    /// Distance from the line before, length, kind, rule, boilerplate.
    lines: [Column; 5],
    names: Vec<&'a str>,
    person_ids: Vec<Option<&'a str>>,
    /// Number of mentions, gender, rule.
    people: [Column; 3],
    titles: Vec<&'a str>,
    work_ids: Vec<Option<&'a str>>,
    /// Number of mentions, kind, rule, year or 0.
    works: [Column; 4],
    /// Place against the mention before, length.
    mentions: [Column; 2],
    /// Place against the quotation before, length, kind, utterance against the one before, line against the one that
    /// holds it, rule, confidence.
    quotes: [Column; 7],
    /// One more than the speaker.
    speakers: Column,
    /// Of source and cue: one more than the place against the quotation, and the length of those that are.
    sources: [Column; 2],
    cues: [Column; 2],
    /// Two more than the runner-up, one for no person, and the confidence of those that are.
    runners_up: [Column; 2],
}

/// Returns a number that is small where `to` is near `from`, before or after.
fn distance(from: u32, to: u32) -> u32 {
    let distance = to.wrapping_sub(from) as i32;
    (distance << 1 ^ distance >> 31) as u32
}

/// Returns the number at a [`distance`].
fn at_distance(from: u32, distance: u32) -> u32 {
    from.wrapping_add((distance >> 1) ^ (distance & 1).wrapping_neg())
}

/// Returns the index of the line that holds a byte.
fn line_at(ends: &[u32], byte: u32) -> u32 {
    ends.partition_point(|&end| end <= byte) as u32
}

fn line_ends(lines: &[LineRecord]) -> Vec<u32> {
    let mut end = 0u32;
    lines
        .iter()
        .map(|&(gap, length, ..)| {
            end = end.wrapping_add(gap).wrapping_add(length);
            end
        })
        .collect()
}

fn column<T>(rows: &[T], value: impl Fn(&T) -> u32) -> Column {
    rows.iter().map(value).collect()
}

/// Returns the columns of spans, each against the end of the one before.
fn pack_spans(spans: impl Iterator<Item = SpanRecord>) -> [Column; 2] {
    let mut end = 0;
    let pack = |(start, length): SpanRecord| {
        let place = distance(end, start);
        end = start.wrapping_add(length);
        (place, length)
    };
    let (places, lengths) = spans.map(pack).unzip();
    [places, lengths]
}

fn unpack_spans<'c>(places: &'c Column, lengths: &'c Column) -> impl Iterator<Item = SpanRecord> + 'c {
    let mut end = 0;
    places.iter().zip(lengths).map(move |(&place, &length)| {
        let start = at_distance(end, place);
        end = start.wrapping_add(length);
        (start, length)
    })
}

/// Returns the columns of spans that not every quotation has, each against its quotation.
fn pack_parts(quotes: &[QuoteRecord], part: impl Fn(&QuoteRecord) -> Option<SpanRecord>) -> [Column; 2] {
    let place = |quote: &QuoteRecord| {
        part(quote).map_or(0, |(start, _)| distance(quote.span.0.wrapping_add(quote.span.1), start).wrapping_add(1))
    };
    [column(quotes, place), quotes.iter().filter_map(|quote| part(quote).map(|(_, length)| length)).collect()]
}

/// Returns what [`pack_parts`] packed, for quotations of these spans.
fn unpack_parts<'c>(
    spans: &'c [SpanRecord],
    [places, lengths]: &'c [Column; 2],
) -> impl Iterator<Item = Option<SpanRecord>> + 'c {
    let mut lengths = lengths.iter();
    spans.iter().zip(places).map(move |(&(start, length), &place)| {
        let place = at_distance(start.wrapping_add(length), place.checked_sub(1)?);
        Some((place, *lengths.next()?))
    })
}

impl<'a> Packed<'a> {
    /// Returns an article as it is written.
    pub fn of(article: &StoredArticle<'a>) -> Packed<'a> {
        let StoredArticle { lines, people, works, quotes, .. } = article;
        let mentions = people.iter().flat_map(|person| &person.2).chain(works.iter().flat_map(|work| &work.4));
        let ends = line_ends(lines);
        let mut utterance = 0;
        let utterances =
            quotes.iter().map(|quote| distance(std::mem::replace(&mut utterance, quote.utterance), utterance));
        let utterances: Column = utterances.collect();
        let [places, lengths] = pack_spans(quotes.iter().map(|quote| quote.span));
        Packed {
            head: article.head.clone(),
            lines: [
                column(lines, |line| line.0),
                column(lines, |line| line.1),
                column(lines, |line| line.2.into()),
                column(lines, |line| line.3.into()),
                column(lines, |line| line.4.into()),
            ],
            names: people.iter().map(|person| person.0).collect(),
            person_ids: people.iter().map(|person| person.1).collect(),
            people: [
                column(people, |person| person.2.len() as u32),
                column(people, |person| person.3.into()),
                column(people, |person| person.4.into()),
            ],
            titles: works.iter().map(|work| work.1).collect(),
            work_ids: works.iter().map(|work| work.3).collect(),
            works: [
                column(works, |work| work.4.len() as u32),
                column(works, |work| work.0.into()),
                column(works, |work| work.5.into()),
                column(works, |work| work.2.unwrap_or(0).into()),
            ],
            mentions: pack_spans(mentions.copied()),
            speakers: column(quotes, |quote| quote.speaker.map_or(0, |speaker| speaker + 1)),
            sources: pack_parts(quotes, |quote| quote.source),
            cues: pack_parts(quotes, |quote| quote.cue),
            runners_up: [
                column(quotes, |quote| quote.runner_up.map_or(0, |(other, _)| other.map_or(1, |other| other + 2))),
                quotes.iter().filter_map(|quote| quote.runner_up.map(|(_, confidence)| confidence.into())).collect(),
            ],
            quotes: [
                places,
                lengths,
                column(quotes, |quote| quote.kind.into()),
                utterances,
                column(quotes, |quote| distance(line_at(&ends, quote.span.0), quote.line)),
                column(quotes, |quote| quote.rule.into()),
                column(quotes, |quote| quote.confidence.into()),
            ],
        }
    }

    /// Returns the article.
    pub fn unpack(self) -> StoredArticle<'a> {
        let [gaps, lengths, kinds, rules, boilerplate] = &self.lines;
        let lines = gaps.iter().zip(lengths).zip(kinds).zip(rules).zip(boilerplate);
        let lines: Vec<LineRecord> = lines
            .map(|((((&gap, &length), &kind), &rule), &share)| (gap, length, kind as u8, rule as u16, share as u16))
            .collect();
        let mut mentions = unpack_spans(&self.mentions[0], &self.mentions[1]);
        let [n_mentions, genders, rules] = &self.people;
        let people = self.names.iter().zip(&self.person_ids).zip(n_mentions).zip(genders).zip(rules);
        let people: Vec<PersonRecord> = people
            .map(|((((&name, &id), &n_mentions), &gender), &rule)| {
                (name, id, mentions.by_ref().take(n_mentions as usize).collect(), gender as u8, rule as u16)
            })
            .collect();
        let [n_mentions, kinds, rules, years] = &self.works;
        let works = self.titles.iter().zip(&self.work_ids).zip(n_mentions).zip(kinds).zip(rules).zip(years);
        let works: Vec<WorkRecord> = works
            .map(|(((((&title, &id), &n_mentions), &kind), &rule), &year)| {
                let mentions = mentions.by_ref().take(n_mentions as usize).collect();
                (kind as u8, title, (year > 0).then_some(year as u16), id, mentions, rule as u16)
            })
            .collect();
        let quotes = self.unpack_quotes(&line_ends(&lines));
        StoredArticle { head: self.head, lines, people, works, quotes }
    }

    fn unpack_quotes(&self, line_ends: &[u32]) -> Vec<QuoteRecord> {
        let [places, lengths, kinds, utterances, lines, rules, confidences] = &self.quotes;
        let spans: Vec<SpanRecord> = unpack_spans(places, lengths).collect();
        let parts = unpack_parts(&spans, &self.sources).zip(unpack_parts(&spans, &self.cues));
        let [others, other_confidences] = &self.runners_up;
        let mut other_confidences = other_confidences.iter();
        let numbers =
            kinds.iter().zip(utterances).zip(lines).zip(rules).zip(confidences).zip(&self.speakers).zip(others);
        let mut last = 0;
        spans
            .iter()
            .zip(parts)
            .zip(numbers)
            .map(
                |(
                    (&span, (source, cue)),
                    ((((((&kind, &utterance), &line), &rule), &confidence), &speaker), &other),
                )| {
                    last = at_distance(last, utterance);
                    QuoteRecord {
                        span,
                        kind: kind as u8,
                        utterance: last,
                        speaker: speaker.checked_sub(1),
                        source,
                        cue,
                        line: at_distance(line_at(line_ends, span.0), line),
                        rule: rule as u16,
                        confidence: confidence as u16,
                        runner_up: (other > 0)
                            .then(|| other_confidences.next())
                            .flatten()
                            .map(|&confidence| (other.checked_sub(2), confidence as u16)),
                    }
                },
            )
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_lead_back() {
        for (from, to) in [(0, 0), (7, 9), (9, 7), (0, u32::MAX), (u32::MAX, 0), (5, 1 << 30)] {
            assert_eq!(at_distance(from, distance(from, to)), to);
        }
        assert_eq!((distance(7, 9), distance(9, 7)), (4, 3));
    }
}
