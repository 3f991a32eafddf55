//! Articles as a TREC run: `query Q0 article rank score tag`, what evaluation tools read.

use crate::model::ArticleHit;

/// Added to the score of what holds every word of its query, which comes first however it scores: readers of a run
/// order it by score.
const HOLDS_ALL: f32 = 1000.0;

/// Returns an article as a line of a run; `rank` counts from 0. A record of a file of many goes by its own id, or,
/// where it `shares_id` with others, by the name that tells it apart: no two lines of a run may name one article.
pub fn article(hit: &ArticleHit, rank: usize, query: Option<&str>, shares_id: bool) -> String {
    let record = hit.record.as_deref().filter(|_| !shares_id);
    let name = one_word(record.unwrap_or(&hit.id));
    let score = if hit.holds_all { hit.score + HOLDS_ALL } else { hit.score };
    format!("{} Q0 {name} {} {score:.4} clippings\n", one_word(query.unwrap_or("1")), rank + 1)
}

fn one_word(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join("%20")
}
