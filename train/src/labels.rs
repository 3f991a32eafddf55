//! Phrases labelled alone, of those that the forests at hand find hard: `labels/names.tsv`, `labels/works.tsv`.
//!
//! `labels/newcomers.tsv` has names that those forests pass over and that stand beside a verb of speech: hardly any
//! is in `names.tsv`, since the forest that learns from them looks at what the other makes of a name.
//!
//! Their articles are of the bulk, and for names of `quotes/train.jsonl` too. Nine thousand of the names and all
//! newcomers were read by a language model, the others by hand; nobody read any a second time.
//!
//! Each row has an article's id, a phrase as printed there, and 1 where all its places in the article name a person (or
//! a film or series), else 0. The articles themselves stay where they are.

use std::collections::BTreeMap;
use std::path::Path;

use crate::bulk;

/// People's names, and what is none.
pub const NAMES: &str = include_str!("../labels/names.tsv");
/// Names that stand beside a verb of speech and that the forest of names passes over.
pub const NEWCOMERS: &str = include_str!("../labels/newcomers.tsv");
/// Titles, and what is none.
pub const WORKS: &str = include_str!("../labels/works.tsv");

/// Articles of which every title is labelled: rows of an article's id, a kind and a phrase as printed there. The kinds
/// are `film` and `series`; `character`, `other` (other works and the like), which are no such titles; `optional`, which
/// is not to be said; and `none`, of an article that names nothing of these.
pub const TITLES: &str = include_str!("../labels/titles.tsv");

/// An article and what is labelled in it.
pub struct Labelled {
    /// The article.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Phrases, and whether they are what they may be.
    pub phrases: Vec<(String, bool)>,
}

/// Returns the phrases of a file of labels by their articles.
pub fn phrases(labels: &str) -> BTreeMap<&str, Vec<(String, bool)>> {
    let told = |(phrase, label): (&str, &str)| (phrase.to_owned(), label == "1");
    by_article(labels).into_iter().map(|(id, rows)| (id, rows.into_iter().map(told).collect())).collect()
}

/// Returns the second and third columns of the rows, by the article of the first.
fn by_article(labels: &str) -> BTreeMap<&str, Vec<(&str, &str)>> {
    let mut articles: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for row in labels.lines().skip(1) {
        let mut columns = row.split('\t');
        if let (Some(id), Some(second), Some(third)) = (columns.next(), columns.next(), columns.next()) {
            articles.entry(id).or_default().push((second, third));
        }
    }
    articles
}

/// An article of which every title is labelled, and the phrases of each kind.
pub struct Titled {
    /// Its text.
    pub text: String,
    /// Kinds and phrases.
    pub phrases: Vec<(String, String)>,
}

/// Returns the articles of which every title is labelled.
pub fn titled(data: &Path) -> Vec<Titled> {
    join(bulk::named_articles(data), TITLES)
}

/// Returns those of some articles that a file of labels names, with the phrases of each kind.
pub fn join(articles: Vec<(String, String)>, labels: &str) -> Vec<Titled> {
    let mut rows = by_article(labels);
    let titled = |(id, text): (String, String)| {
        let phrases = rows.remove(id.as_str())?;
        Some(Titled { text, phrases: phrases.into_iter().map(|(kind, phrase)| (kind.into(), phrase.into())).collect() })
    };
    articles.into_iter().filter_map(titled).collect()
}

/// Returns the articles that a file of labels names, with their labels, in the order of the articles.
pub fn articles(data: &Path, labels: &str) -> Vec<Labelled> {
    let mut phrases = phrases(labels);
    let labelled = |(id, text): (String, String)| {
        let phrases = phrases.remove(id.as_str())?;
        Some(Labelled { id, text, phrases })
    };
    bulk::named_articles(data).into_iter().chain(bulk::quoting_articles(data)).filter_map(labelled).collect()
}
