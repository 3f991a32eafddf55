//! The second look at what is a title: what the first made of the phrases around it.
//!
//! Comes in: the titles of an article with the log-odds that the first look gave them. Goes out: for each a row of
//! readable features for the forest that decides. Titles keep company: those of one list are all titles or none is, an
//! article sets all of its titles in marks or none, and of phrases that overlap one at most is a title.

use super::titles::Candidate;
use super::work_evidence::Title;
use crate::annotate::row::features;
use crate::rules::features::work::F;

/// What the first look made of an article.
pub struct Company<'a> {
    titles: &'a [Title],
    odds: &'a [f32],
    /// For each title, what holds it somewhere, and what it holds.
    outer: Vec<Overlap>,
    inner: Vec<Overlap>,
    all: Group,
    in_marks: Group,
    of_items: Group,
    of_credits: Group,
}

/// What overlaps a title somewhere: the highest odds, and whether one of them is listed.
#[derive(Clone, Copy)]
struct Overlap {
    odds: f32,
    is_listed: bool,
}

impl Overlap {
    const NONE: Overlap = Overlap { odds: ALONE, is_listed: false };

    fn add(&mut self, odds: f32, title: &Title) {
        self.odds = self.odds.max(odds);
        self.is_listed |= is_listed(title);
    }
}

/// Some titles of an article: how many there are, and how many are likely.
#[derive(Clone, Copy, Default)]
struct Group {
    n: f32,
    n_likely: f32,
}

impl Group {
    fn of(titles: &[Title], odds: &[f32], has: impl Fn(&Title) -> bool) -> Group {
        let held = || titles.iter().zip(odds).filter(|(title, _)| has(title));
        Group { n: held().count() as f32, n_likely: held().map(|(_, &odds)| chance(odds)).sum() }
    }

    /// The share of the others that are likely; nothing where there are none.
    fn share_without(self, own: f32) -> Option<f32> {
        (self.n > 1.0).then(|| (self.n_likely - own) / (self.n - 1.0))
    }
}

/// Odds beside a phrase that has no company of a kind.
const ALONE: f32 = -9.0;

/// Candidates that are looked at for one that overlaps another.
const NEAR: usize = 12;

fn chance(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

impl<'a> Company<'a> {
    /// Looks at the titles of an article and the odds of each.
    pub fn new(candidates: &[Candidate], titles: &'a [Title], odds: &'a [f32]) -> Company<'a> {
        let group = |has: fn(&Title) -> bool| Group::of(titles, odds, has);
        let (outer, inner) = overlaps(candidates, titles, odds);
        Company {
            titles,
            odds,
            outer,
            inner,
            all: group(|_| true),
            in_marks: group(|title| has(title, F::marked)),
            of_items: group(|title| has(title, F::item)),
            of_credits: group(|title| has(title, F::credit)),
        }
    }

    /// Returns the features of every title.
    pub fn rows(&self) -> Vec<[f32; FEATURES.len()]> {
        (0..self.titles.len())
            .map(|at| row(&View { company: self, title: &self.titles[at], odds: self.odds[at], at }))
            .collect()
    }
}

fn is_listed(title: &Title) -> bool {
    has(title, F::full) || has(title, F::no_article)
}

fn has(title: &Title, feature: F) -> bool {
    title.row[feature as usize] > 0.0
}

/// For each title, what holds it somewhere, and what it holds.
fn overlaps(candidates: &[Candidate], titles: &[Title], odds: &[f32]) -> (Vec<Overlap>, Vec<Overlap>) {
    let mut of_candidate = vec![0; candidates.len()];
    for (at, title) in titles.iter().enumerate() {
        title.candidates.iter().for_each(|&candidate| of_candidate[candidate as usize] = at);
    }
    let (mut outer, mut inner) = (vec![Overlap::NONE; titles.len()], vec![Overlap::NONE; titles.len()]);
    for (at, candidate) in candidates.iter().enumerate() {
        let tokens = &candidate.tokens;
        for (other, held) in candidates.iter().enumerate().take(at + NEAR).skip(at.saturating_sub(NEAR)) {
            let overlaps = held.tokens.start < tokens.end && tokens.start < held.tokens.end;
            let (own, other) = (of_candidate[at], of_candidate[other]);
            if overlaps && held.tokens.len() < tokens.len() && own != other {
                inner[own].add(odds[other], &titles[other]);
                outer[other].add(odds[own], &titles[own]);
            }
        }
    }
    (outer, inner)
}

/// What the features look at: a title in its company.
pub struct View<'a> {
    company: &'a Company<'a>,
    title: &'a Title,
    odds: f32,
    at: usize,
}

impl View<'_> {
    fn get(&self, feature: F) -> f32 {
        self.title.row[feature as usize]
    }

    fn mean(&self, feature: F) -> f32 {
        self.get(feature) / self.title.candidates.len() as f32
    }

    fn best(&self, others: &[u32]) -> f32 {
        let others = others.iter().filter(|&&other| other as usize != self.at);
        others.map(|&other| self.company.odds[other as usize]).fold(ALONE, f32::max)
    }

    fn mean_beside(&self) -> Option<f32> {
        let beside = &self.title.beside;
        let sum: f32 = beside.iter().map(|&other| chance(self.company.odds[other as usize])).sum();
        (!beside.is_empty()).then(|| sum / beside.len() as f32)
    }

    /// The share of the others of a group that are likely.
    fn share(&self, group: Group, feature: F) -> Option<f32> {
        let own = if has(self.title, feature) { chance(self.odds) } else { 0.0 };
        let others = Group { n: group.n + f32::from(u8::from(!has(self.title, feature))), ..group };
        others.share_without(own)
    }

    /// How many others are likely.
    fn n_likely(&self) -> f32 {
        self.company.all.n_likely - chance(self.odds)
    }

    /// The share of the other likely ones that stand in marks.
    fn likely_in_marks(&self) -> Option<f32> {
        let own = if has(self.title, F::marked) { chance(self.odds) } else { 0.0 };
        let n_likely = self.n_likely();
        (n_likely > 0.5).then(|| (self.company.in_marks.n_likely - own) / n_likely)
    }
}

features! { |view: &View|
    odds = view.odds,
    beside = view.best(&view.title.beside),
    mean_beside = view.mean_beside(),
    n_beside = view.title.beside.len().min(8),
    kin = view.best(&view.title.kin),
    outer = view.company.outer[view.at].odds,
    inner = view.company.inner[view.at].odds,
    in_listed = view.company.outer[view.at].is_listed,
    holds_listed = view.company.inner[view.at].is_listed,
    n_likely = view.n_likely(),
    share_likely = view.company.all.share_without(chance(view.odds)),
    likely_in_marks = view.likely_in_marks(),
    marks_likely = view.share(view.company.in_marks, F::marked),
    items_likely = view.share(view.company.of_items, F::item),
    credits_likely = view.share(view.company.of_credits, F::credit),
    marked = view.mean(F::marked),
    item = view.mean(F::item),
    credit = view.mean(F::credit),
    headline = view.get(F::headline),
    in_headline = view.get(F::in_headline),
    listed = is_listed(view.title),
    short = view.get(F::short) + view.get(F::subtitle),
    n_words = view.get(F::n_words),
    n_mentions = view.get(F::n_mentions),
    person = view.get(F::person),
    film_cue = view.get(F::film_cue),
    series_cue = view.get(F::series_cue),
    other_cue = view.get(F::other_cue),
    context = view.get(F::context),
    word_odds = view.get(F::word_odds),
    topic = view.get(F::topic),
    density = view.get(F::density),
}

#[cfg(test)]
mod tests {
    use super::super::work_evidence;
    use super::*;
    use crate::annotate::document::tests::with_document;
    use crate::rules::Rules;

    /// Returns a feature of a phrase where the first look is sure of another alone.
    fn feature(text: &str, name: &str, phrase: &str, sure: &str) -> f32 {
        let rules = Rules::load().unwrap();
        with_document(text, |document| {
            let (candidates, titles) = work_evidence::titles(document, &rules, &[]);
            let spelled = |title: &Title| {
                let tokens = candidates[title.candidates[0] as usize].tokens.clone();
                document.span(tokens).of(document.text).to_owned()
            };
            let odds: Vec<f32> = titles.iter().map(|title| if spelled(title) == sure { 4.0 } else { -4.0 }).collect();
            let rows = Company::new(&candidates, &titles, &odds).rows();
            let at = titles.iter().position(|title| spelled(title) == phrase).expect(phrase);
            rows[at][FEATURES.iter().position(|feature| *feature == name).expect(name)]
        })
    }

    #[test]
    fn titles_keep_company() {
        let list = "News\nThe director of the film The Salt House, Deep Ferry and The Long Sluice met the cast.";
        assert_eq!(feature(list, "beside", "Deep Ferry", "The Salt House"), 4.0);
        assert_eq!(feature(list, "beside", "Deep Ferry", "Deep Ferry"), -4.0);
        let apart = "News\nThe director of the film The Salt House met the cast of the film Deep Ferry.";
        assert_eq!(feature(apart, "beside", "Deep Ferry", "The Salt House"), ALONE);
    }

    #[test]
    fn of_phrases_that_overlap_one_is_a_title() {
        let text = "News\nThe director of the film Deep Ferry of the Salt House met the cast.";
        assert_eq!(feature(text, "outer", "Deep Ferry", "Deep Ferry of the Salt House"), 4.0);
        assert_eq!(feature(text, "inner", "Deep Ferry of the Salt House", "Deep Ferry"), 4.0);
    }

    #[test]
    fn an_article_sets_its_titles_in_marks_or_not() {
        let text = "News\nThe director of the film “Deep Ferry” met the cast of the film The Salt House.";
        assert!(feature(text, "likely_in_marks", "The Salt House", "Deep Ferry") > 0.9);
        assert!(feature(text, "likely_in_marks", "Deep Ferry", "The Salt House") < 0.1);
    }
}
