//! How often lines recur over a corpus: what articles alone cannot tell of their boilerplate.
//!
//! Comes in: the hashes of an article's lines, once an article. Goes out: in how many other articles of its site, and
//! of other sites, a line stands.
//!
//! **Invariant:** the counts depend on the articles alone, not on their order or on how the work was shared out; those
//! over different articles merge into those over all. Memory is bounded: past [`MAX_LINES`] distinct lines and titles,
//! only those whose hash falls in an ever smaller share of all hashes are counted. The share does not grow again when
//! articles are taken out: counts that once were so many are those of a corpus built anew only after `--rebuild`.

use rustc_hash::{FxHashMap, FxHashSet};

/// The most distinct (site, line) pairs that are kept.
pub const MAX_LINES: usize = 1 << 22;

/// How many bits the hash of a line has: few, so that counts are small to store; enough that among a million lines two
/// hardly ever share one.
pub const KEY_BITS: u32 = 40;

/// The site under which titles are counted that articles tell plainly: no article is of it.
const TITLES: u32 = u32::MAX;

/// A title that more articles tell than this is told as plainly as can be.
pub const MOST_HEARD: u32 = 3;

/// Returns the hash under which a title is counted. Its low bits are clear, so that titles are counted even where lines
/// are sampled.
pub fn heard_key(hash: u64) -> u64 {
    (hash ^ hash >> 32) << 8 & ((1 << KEY_BITS) - 1)
}

/// Returns the hash under which a title is counted that is told to be of a series.
pub fn heard_as_series_key(hash: u64) -> u64 {
    heard_key(hash.rotate_left(23) ^ 0x5e41_e500)
}

/// Counts of lines per site and over the corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recurrences {
    /// In how many articles of a site a line stands.
    lines: FxHashMap<(u32, u64), u32>,
    /// How many articles of each site were seen.
    articles: FxHashMap<u32, u32>,
    /// On how many sites a line stands; derived from `lines`.
    sites: FxHashMap<u64, u32>,
    /// Hashes with any of these low bits set are not counted.
    mask: u64,
    n_max: usize,
}

/// Counts above this are told as this: what a dozen articles say, more do not say more plainly.
const MOST_TOLD: u32 = 12;

/// What is known of one line of an article that was itself observed. It is told coarsely, so that one article more
/// changes what is known of few others.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Recurrence {
    /// Other articles of the site, 12 at most.
    pub site_articles: u32,
    /// Other articles of the site that have the line, 12 at most.
    pub on_site: u32,
    /// The share of the site's other articles that have the line, to half an octave.
    pub on_site_share: f32,
    /// Other sites that have the line, 12 at most.
    pub other_sites: u32,
}

impl Recurrences {
    /// Returns recurrences over no article.
    pub fn new() -> Recurrences {
        Recurrences::default()
    }

    /// Returns whether no article was observed.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// Counts one article of `site` with these distinct lines.
    pub fn add(&mut self, site: u32, lines: &FxHashSet<u64>) {
        *self.articles.entry(site).or_default() += 1;
        for &line in lines {
            self.count(site, line, 1);
        }
        self.shrink();
    }

    /// Counts the titles that one article tells plainly, by [`heard_key`].
    pub fn hear(&mut self, titles: &FxHashSet<u64>) {
        self.add(TITLES, titles);
    }

    /// Takes back the titles of one article.
    pub fn forget(&mut self, titles: &FxHashSet<u64>) {
        self.remove(TITLES, titles);
    }

    /// Returns in how many articles this title is told plainly; more than [`MOST_HEARD`] count as that.
    pub fn heard(&self, title: u64) -> u32 {
        self.lines.get(&(TITLES, title)).copied().unwrap_or(0).min(MOST_HEARD)
    }

    /// Takes back the count of one article of `site` with these distinct lines.
    pub fn remove(&mut self, site: u32, lines: &FxHashSet<u64>) {
        if let Some(n_articles) = self.articles.get_mut(&site) {
            *n_articles = n_articles.saturating_sub(1);
            if *n_articles == 0 {
                self.articles.remove(&site);
            }
        }
        for &line in lines {
            let Some(count) = self.lines.get_mut(&(site, line)) else { continue };
            *count -= 1;
            if *count == 0 {
                self.lines.remove(&(site, line));
                self.leave_site(line);
            }
        }
    }

    fn leave_site(&mut self, line: u64) {
        let Some(n_sites) = self.sites.get_mut(&line) else { return };
        *n_sites -= 1;
        if *n_sites == 0 {
            self.sites.remove(&line);
        }
    }

    /// Adds the counts of other articles.
    pub fn merge(&mut self, other: &Recurrences) {
        self.mask |= other.mask;
        for (&site, &n_articles) in &other.articles {
            *self.articles.entry(site).or_default() += n_articles;
        }
        for (&(site, line), &n_articles) in &other.lines {
            self.count(site, line, n_articles);
        }
        self.retain();
        self.shrink();
    }

    fn count(&mut self, site: u32, line: u64, n_articles: u32) {
        if line & self.mask != 0 {
            return;
        }
        let count = self.lines.entry((site, line)).or_default();
        if *count == 0 {
            *self.sites.entry(line).or_default() += 1;
        }
        *count += n_articles;
    }

    /// Halves the share of hashes that are counted until the limit is kept.
    fn shrink(&mut self) {
        while self.lines.len() > self.limit() {
            self.mask = self.mask << 1 | 1;
            self.retain();
        }
    }

    fn retain(&mut self) {
        let mask = self.mask;
        self.lines.retain(|(_, line), _| line & mask == 0);
        self.sites.retain(|line, _| line & mask == 0);
    }

    fn limit(&self) -> usize {
        if self.n_max == 0 { MAX_LINES } else { self.n_max }
    }

    /// Returns what is known of a line of an article of `site`, the article itself left out.
    pub fn look_up(&self, site: u32, line: u64) -> Recurrence {
        let n_articles = self.articles.get(&site).copied().unwrap_or(0);
        let on_site = self.lines.get(&(site, line)).copied().unwrap_or(0);
        let n_sites = self.sites.get(&line).copied().unwrap_or(0);
        let (n_others, on_others) = (n_articles.saturating_sub(1), on_site.saturating_sub(1));
        Recurrence {
            site_articles: n_others.min(MOST_TOLD),
            on_site: on_others.min(MOST_TOLD),
            on_site_share: coarse_share(on_others, n_others),
            other_sites: n_sites.saturating_sub(u32::from(on_site > 0)).min(MOST_TOLD),
        }
    }

    /// Returns the site and the hash of every line of which something else is known after a change to `later`.
    pub fn turned(&self, later: &Recurrences) -> FxHashSet<(u32, u64)> {
        let is_other =
            |&&(site, line): &&(u32, u64)| site != TITLES && self.look_up(site, line) != later.look_up(site, line);
        self.lines.keys().filter(is_other).copied().collect()
    }

    /// Returns every count, in order of site and line, for storage.
    pub fn counts(&self) -> Vec<(u32, u64, u32)> {
        let mut counts: Vec<_> = self.lines.iter().map(|(&(site, line), &count)| (site, line, count)).collect();
        counts.sort_unstable();
        counts
    }

    /// Returns the mask of sampling: lines whose hash has any of its bits are not counted.
    pub fn mask(&self) -> u64 {
        self.mask
    }

    /// Returns how many articles of each site were observed, in order of site, for storage.
    pub fn articles(&self) -> Vec<(u32, u32)> {
        let mut articles: Vec<_> = self.articles.iter().map(|(&site, &count)| (site, count)).collect();
        articles.sort_unstable();
        articles
    }

    /// Returns the recurrences that were stored as this mask and these counts.
    pub fn from_counts(
        mask: u64,
        articles: &[(u32, u32)],
        counts: impl IntoIterator<Item = (u32, u64, u32)>,
    ) -> Recurrences {
        let mut recurrences = Recurrences { mask, ..Recurrences::default() };
        recurrences.articles.extend(articles.iter().copied());
        for (site, line, count) in counts {
            recurrences.count(site, line, count);
        }
        recurrences.shrink();
        recurrences
    }
}

/// The share of `n_all` that `n` is, to the nearest half octave: 1, .71, .5, .35 ….
fn coarse_share(n: u32, n_all: u32) -> f32 {
    match n {
        0 => 0.0,
        _ => ((2.0 * (n as f32 / n_all as f32).log2()).round() / 2.0).exp2(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(hashes: &[u64]) -> FxHashSet<u64> {
        hashes.iter().copied().collect()
    }

    #[test]
    fn what_is_added_and_removed_was_never_there() {
        let mut recurrences = Recurrences::new();
        recurrences.add(1, &lines(&[8, 16]));
        let before = recurrences.clone();
        recurrences.add(1, &lines(&[16, 24]));
        recurrences.add(2, &lines(&[16]));
        recurrences.remove(2, &lines(&[16]));
        recurrences.remove(1, &lines(&[16, 24]));
        assert_eq!((recurrences.counts(), recurrences.articles()), (before.counts(), before.articles()));
        assert_eq!(recurrences.look_up(1, 16), before.look_up(1, 16));
    }

    #[test]
    fn an_article_does_not_count_itself() {
        let told = |site_articles, on_site, on_site_share, other_sites| Recurrence {
            site_articles,
            on_site,
            on_site_share,
            other_sites,
        };
        let mut recurrences = Recurrences::new();
        recurrences.add(1, &lines(&[10, 20]));
        assert_eq!(recurrences.look_up(1, 10), Recurrence::default());
        recurrences.add(1, &lines(&[10]));
        recurrences.add(2, &lines(&[10]));
        assert_eq!(recurrences.look_up(1, 10), told(1, 1, 1.0, 1));
    }

    #[test]
    fn what_another_article_changes_is_told_and_that_is_little() {
        let mut before = Recurrences::new();
        for n in 0..1000 {
            before.add(1, &lines(&[8, 16 + 8 * (n % 10), 1 << 20 | n << 8]));
        }
        let mut later = before.clone();
        later.add(1, &lines(&[8, 16, 1 << 20]));
        assert_eq!(before.turned(&later), [(1, 1 << 20)].into_iter().collect());
        later.add(2, &lines(&[16]));
        assert_eq!(before.turned(&later), [(1, 1 << 20), (1, 16)].into_iter().collect());
    }

    #[test]
    fn order_and_sharing_do_not_matter() {
        let articles: Vec<(u32, FxHashSet<u64>)> = (0..40u64)
            .map(|n| ((n % 3) as u32, (0..n).map(|m| m.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 7).collect()))
            .collect();
        let small = || Recurrences { n_max: 30, ..Recurrences::default() };
        let mut forward = small();
        articles.iter().for_each(|(site, lines)| forward.add(*site, lines));
        let (mut front, mut back) = (small(), small());
        articles[..13].iter().rev().for_each(|(site, lines)| front.add(*site, lines));
        articles[13..].iter().for_each(|(site, lines)| back.add(*site, lines));
        back.merge(&front);
        assert_eq!(forward, back);
        let stored = Recurrences::from_counts(forward.mask(), &forward.articles(), forward.counts());
        let stored = Recurrences { n_max: 30, ..stored };
        assert_eq!(stored, forward);
    }
}
