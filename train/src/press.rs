//! Quotations labelled for the project: who said what is marked in articles of the film press and of wires, in others of
//! the bulk of which the program was in doubt, and in articles written for learning.
//!
//! A language model read the articles, span by span; nobody read them a second time. The words that are the source are
//! those that the program took where it agreed, else the speaker's name or the pronoun nearest by.
//!
//! Comes in: `train/labels/*quotations.tsv` — article, first character and one past the last of the marked words, the
//! speaker, and the same of the words that are the source — and the articles that they speak of. Goes out: records
//! like those of `quotes/train.jsonl`. A speaker may be `-` for nobody whom the article names, `x` for words that quote
//! no one, or `?` for what counts neither way. The text of the bulk articles is in none of the project's files.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::{bulk, written};

/// What the records of the film press and of wires name as their publisher.
pub const PUBLISHER: &str = "film press";
/// The same of articles that the program was in doubt of.
pub const DOUBTFUL: &str = "doubtful press";
/// The same of articles written for learning.
pub const WRITTEN: &str = "written";

const LABELS: &str = include_str!("../labels/quotations.tsv");
const DOUBTFUL_LABELS: &str = include_str!("../labels/doubtful_quotations.tsv");
const WRITTEN_LABELS: &str = include_str!("../labels/written_quotations.tsv");

/// Returns a JSON record for each labelled article.
pub fn records(data: &Path) -> Vec<String> {
    let bulk = bulk::named_articles(data);
    let sets =
        [(LABELS, PUBLISHER, &bulk), (DOUBTFUL_LABELS, DOUBTFUL, &bulk), (WRITTEN_LABELS, WRITTEN, &written::texts())];
    sets.into_iter().flat_map(|(labels, publisher, articles)| labelled(labels, publisher, articles)).collect()
}

fn labelled(table: &str, publisher: &str, articles: &[(String, String)]) -> Vec<String> {
    let mut labels: BTreeMap<&str, Vec<[&str; 5]>> = BTreeMap::new();
    for line in table.lines().skip(1) {
        let mut columns = line.split('\t');
        let article = columns.next().unwrap_or("");
        let rest = [(); 5].map(|()| columns.next().unwrap_or(""));
        labels.entry(article).or_default().push(rest);
    }
    let record =
        |(id, text): &(String, String)| Some(record(id, publisher, text, labels.get(id.as_str())?).to_string());
    articles.iter().filter_map(record).collect()
}

fn record(id: &str, publisher: &str, text: &str, labels: &[[&str; 5]]) -> Value {
    let (unsure, labels): (Vec<&[&str; 5]>, Vec<_>) = labels.iter().partition(|label| label[2] == "?");
    let ignore: Vec<Value> = unsure.iter().map(|label| json!([number(label[0]), number(label[1])])).collect();
    let quoted = labels.iter().filter(|label| label[2] != "x");
    let quotes: Vec<Value> = quoted.map(|label| quote(label)).collect();
    json!({ "id": id, "publisher": publisher, "text": text, "quotes": quotes, "ignore": ignore })
}

fn quote(&[start, end, speaker, source_start, source_end]: &[&str; 5]) -> Value {
    let speaker = Some(speaker).filter(|&speaker| speaker != "-");
    let span = |start, end| json!({ "start": number(start), "end": number(end) });
    json!({
        "kind": "direct",
        "pieces": [span(start, end)],
        "source": if source_start.is_empty() { Value::Null } else { span(source_start, source_end) },
        "speaker": speaker,
        "speaker_type": if speaker.is_some() { "person" } else { "other" },
    })
}

fn number(column: &str) -> u64 {
    column.parse().unwrap_or_else(|_| panic!("`{column}` of quotations.tsv is no number"))
}
