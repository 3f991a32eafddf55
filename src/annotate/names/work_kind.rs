//! Film or series: what the words beside a title, the lists and the other articles of a corpus say.
//!
//! Comes in: the mentions of a work. Goes out: its [`WorkKind`], by a logistic regression over what [`terms`] finds.

use std::ops::Range;

use super::super::{Document, Shape};
use super::{context, titles};
use crate::model::WorkKind;
use crate::rules::work_kinds::{Place, term};
use crate::rules::{Key, Rules};

/// How many words and marks on a side are near, and how many are looked at.
const NEAR: usize = 4;
const FAR: usize = 8;

/// Returns what a work is, given the kinds of all works that are listed by its title, the likeliest first.
pub fn kind(document: &Document, rules: &Rules, listed: &[WorkKind], mentions: &[Range<u32>]) -> WorkKind {
    let mut found = Vec::with_capacity(2 * FAR * mentions.len() + 4);
    let mut n_film = 0;
    let in_sentence = |at: u32| mentions.iter().any(|tokens| document.shares_sentence(tokens.start, at));
    terms(document, rules, listed, mentions, |place, word, token| {
        found.push(term(place, word));
        let is_beside = matches!(place, Place::Near | Place::Far) && token.is_some_and(in_sentence);
        n_film += match rules.work_kinds.cue(word).filter(|_| is_beside) {
            Some(WorkKind::Film) => 1,
            Some(WorkKind::Series) => -1,
            None => 0,
        };
    });
    let odds = rules.work_kinds.odds(found);
    // What the lists know as a series, alone or beside a film, is one where its sentences tell so, and a sum of other
    // words makes no film of what they know as a series alone.
    let is_series = match listed_as(listed) {
        Some("series") => odds > 0.0 || n_film <= 0,
        Some("film-series" | "series-film") => odds > 0.0 || n_film < 0,
        _ => odds > 0.0,
    };
    if is_series { WorkKind::Series } else { WorkKind::Film }
}

/// Passes on all that tells of the kind of a work: where it is found, its key, and its token where it has one.
pub fn terms(
    document: &Document,
    rules: &Rules,
    listed: &[WorkKind],
    mentions: &[Range<u32>],
    mut each: impl FnMut(Place, Key, Option<u32>),
) {
    each(Place::Always, Key::of(ALWAYS), None);
    listed_as(listed).into_iter().for_each(|known| each(Place::Listed, Key::of(known), None));
    heard(document, &mentions[0]).into_iter().for_each(|heard| each(Place::Heard, Key::of(heard), None));
    let n_tokens = document.tokens.len() as u32;
    let mut n_series = 0;
    for tokens in mentions {
        let before = (0..tokens.start).rev().take(FAR).enumerate();
        let after = (tokens.end..n_tokens).take(FAR).enumerate();
        let sides = before.map(|word| (Place::Before, word)).chain(after.map(|word| (Place::After, word)));
        for (side, (distance, at)) in sides {
            let (word, is_near) = (symbol(document, at), distance < NEAR);
            each(if is_near { Place::Near } else { Place::Far }, word, Some(at));
            if distance == 0 {
                each(side, word, Some(at));
            }
            n_series += match rules.work_kinds.cue(word).filter(|_| is_near) {
                Some(WorkKind::Series) => 1,
                Some(WorkKind::Film) => -1,
                None => 0,
            };
        }
    }
    let (more, any) = if n_series > 0 { ("series", "any-series") } else { ("film", "any-film") };
    for _ in 0..i32::abs(n_series) {
        each(Place::Cue, Key::of(more), None);
    }
    if n_series != 0 {
        each(Place::Cue, Key::of(any), None);
    }
}

/// The only word that is always there.
pub const ALWAYS: &str = "title";

/// What the lists know by a title.
pub fn listed_as(listed: &[WorkKind]) -> Option<&'static str> {
    let (is_film, is_series) = (listed.contains(&WorkKind::Film), listed.contains(&WorkKind::Series));
    match (is_film, is_series, listed.first()?) {
        (true, true, WorkKind::Film) => Some("film-series"),
        (true, true, WorkKind::Series) => Some("series-film"),
        (_, _, WorkKind::Film) => Some("film"),
        (_, _, WorkKind::Series) => Some("series"),
    }
}

/// What the other articles of the corpus say: a series where most that tell the title plainly do, none where several do
/// and none of them.
fn heard(document: &Document, title: &Range<u32>) -> Option<&'static str> {
    let key = titles::key_of(document, title);
    let (n_heard, n_series) = (titles::heard(document, key, title), document.heard_as_series(key));
    if 2 * n_series > n_heard {
        Some("series")
    } else if n_heard > 1 && n_series == 0 {
        Some("no-series")
    } else {
        None
    }
}

/// The key by which a word or mark is known.
fn symbol(document: &Document, at: u32) -> Key {
    let token = &document.tokens[at as usize];
    match token.shape {
        Shape::Mark | Shape::Possessive => Key::of(context::mark(document.word(at))),
        Shape::Number => Key::of(context::number(document.word(at))),
        _ => token.key,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::hearsay;
    use crate::annotate::annotate;
    use crate::annotate::document::tests::article;
    use crate::model::{Recurrences, WorkKind};
    use crate::rules::Rules;

    /// The kinds of the works of `text` in a corpus of it and `others`.
    fn kinds(text: &str, others: &[&str]) -> Vec<(String, WorkKind)> {
        let rules = Rules::load().unwrap();
        let mut corpus = Recurrences::default();
        for text in others.iter().chain([&text]) {
            corpus.hear(&hearsay::titles(text, &rules).into_iter().map(|(key, _)| key).collect());
        }
        let annotated = annotate(article(text), &rules, &corpus);
        annotated.works.into_iter().map(|work| (work.title, work.kind)).collect()
    }

    #[test]
    fn words_beside_an_unlisted_title_tell_what_it_is() {
        let titles = kinds("A star\nShe wrote two episodes of the series Harrow Sluice for television.", &[]);
        assert_eq!(titles, [("Harrow Sluice".to_owned(), WorkKind::Series)]);
        let titles = kinds("A star\nShe wrote and directed the film Harrow Sluice in spring.", &[]);
        assert_eq!(titles, [("Harrow Sluice".to_owned(), WorkKind::Film)]);
    }

    #[test]
    fn other_articles_tell_what_one_does_not() {
        let text = "A star\nShe is best known for starring in the drama “Harrow Sluice”, she says.";
        let others = ["The second season of Harrow Sluice begins.", "Harrow Sluice season two begins.", text];
        assert_eq!(kinds(text, &[]), [("Harrow Sluice".to_owned(), WorkKind::Film)]);
        assert_eq!(kinds(text, &others), [("Harrow Sluice".to_owned(), WorkKind::Series)]);
    }

    #[test]
    fn a_listed_series_is_none_of_the_films_of_another_sentence() {
        let kinds_of = |text: &str| kinds(&format!("A star\n{text}"), &[]);
        let titles = kinds_of("The film opens in May. She left EastEnders for the cinema stage of Leeds.");
        assert_eq!(titles, [("EastEnders".to_owned(), WorkKind::Series)]);
        let titles = kinds_of("She met the contestants of The Bachelor before the finale of The Bachelor.");
        assert_eq!(titles, [("The Bachelor".to_owned(), WorkKind::Series)]);
    }

    #[test]
    fn a_word_does_not_outdo_the_lists() {
        let titles = kinds("A star\nShe was in the feature “Breaking Bad” for a year.", &[]);
        assert_eq!(titles, [("Breaking Bad".to_owned(), WorkKind::Series)]);
    }
}
