//! Film or series: what the words beside a title, the lists and the other articles of a corpus say.
//!
//! Comes in: the mentions of a work. Goes out: its [`WorkKind`].

use std::ops::Range;

use super::super::Document;
use super::titles::{self, Candidate};
use crate::model::WorkKind;
use crate::rules::Rules;
use crate::rules::work_kinds::WorkKinds;

/// How many words must speak against the only kind that the lists know.
const AGAINST_LISTS: i32 = 2;

/// Returns what a work is, given the kinds of all works that are listed by its title, the likeliest first.
pub fn kind(
    document: &Document,
    rules: &Rules,
    listed: &[WorkKind],
    first: &Candidate,
    mentions: &[Range<u32>],
) -> WorkKind {
    let said: i32 = mentions.iter().map(|tokens| words_beside(document, &rules.work_kinds, tokens)).sum();
    let for_series = said + heard(document, first);
    let is_series = match (listed.contains(&WorkKind::Film), listed.contains(&WorkKind::Series)) {
        (false, false) => for_series > 0,
        (true, false) => for_series >= AGAINST_LISTS,
        (false, true) => for_series > -AGAINST_LISTS,
        (true, true) if for_series == 0 => listed[0] == WorkKind::Series,
        (true, true) => for_series > 0,
    };
    if is_series { WorkKind::Series } else { WorkKind::Film }
}

/// What the other articles of the corpus say, in words: for a series where most that tell the title plainly do,
/// against one where several do and none of them.
fn heard(document: &Document, title: &Candidate) -> i32 {
    let n_heard = titles::heard(document, title.key, &title.tokens);
    let n_series = document.heard_as_series(title.key);
    if 2 * n_series > n_heard {
        2
    } else if n_heard > 1 && n_series == 0 {
        -1
    } else {
        0
    }
}

/// Words of television near by, less those of the cinema.
fn words_beside(document: &Document, kinds: &WorkKinds, tokens: &Range<u32>) -> i32 {
    let near = tokens.start.saturating_sub(4)..(tokens.end + 4).min(document.tokens.len() as u32);
    let said = |at: u32| match kinds.of(document.tokens[at as usize].key) {
        Some(WorkKind::Series) => 1,
        Some(WorkKind::Film) => -1,
        None => 0,
    };
    near.filter(|at| !tokens.contains(at)).map(said).sum()
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
        let text = "A star\nShe is best known for starring in “Harrow Sluice” (2021), she says.";
        let others = ["The second season of Harrow Sluice begins.", "Harrow Sluice season two begins.", text];
        assert_eq!(kinds(text, &[]), [("Harrow Sluice".to_owned(), WorkKind::Film)]);
        assert_eq!(kinds(text, &others), [("Harrow Sluice".to_owned(), WorkKind::Series)]);
    }

    #[test]
    fn a_word_does_not_outdo_the_lists() {
        let titles = kinds("A star\nShe was in the feature “Breaking Bad” for a year.", &[]);
        assert_eq!(titles, [("Breaking Bad".to_owned(), WorkKind::Series)]);
    }
}
