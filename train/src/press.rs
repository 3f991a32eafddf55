//! Quotations in articles of the film press and of wires, labelled for the project: who said what is marked.
//!
//! A language model read the articles, span by span; nobody read them a second time. The words that are the source are
//! those that the program took where it agreed, else the speaker's name or the pronoun nearest by.
//!
//! Comes in: `train/labels/quotations.tsv` — article, first character and one past the last of the marked words, the
//! speaker, and the same of the words that are the source — and the bulk articles that it speaks of. Goes out: records
//! like those of `quotes/train.jsonl`. A speaker may be `-` for nobody whom the article names, `x` for words that quote
//! no one, or `?` for what counts neither way. The text of the articles is in none of the project's files.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::bulk;

const LABELS: &str = include_str!("../labels/quotations.tsv");

/// What the records name as their publisher.
pub const PUBLISHER: &str = "film press";

/// Returns a JSON record for each labelled article.
pub fn records(data: &Path) -> Vec<String> {
    let mut labels: BTreeMap<&str, Vec<[&str; 5]>> = BTreeMap::new();
    for line in LABELS.lines().skip(1) {
        let mut columns = line.split('\t');
        let article = columns.next().unwrap_or("");
        let rest = [(); 5].map(|()| columns.next().unwrap_or(""));
        labels.entry(article).or_default().push(rest);
    }
    let articles = bulk::named_articles(data).into_iter();
    articles.filter_map(|(id, text)| Some(record(&id, &text, labels.get(id.as_str())?).to_string())).collect()
}

fn record(id: &str, text: &str, labels: &[[&str; 5]]) -> Value {
    let (unsure, labels): (Vec<&[&str; 5]>, Vec<_>) = labels.iter().partition(|label| label[2] == "?");
    let ignore: Vec<Value> = unsure.iter().map(|label| json!([number(label[0]), number(label[1])])).collect();
    let quoted = labels.iter().filter(|label| label[2] != "x");
    let quotes: Vec<Value> = quoted.map(|label| quote(label)).collect();
    json!({ "id": id, "publisher": PUBLISHER, "text": text, "quotes": quotes, "ignore": ignore })
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
