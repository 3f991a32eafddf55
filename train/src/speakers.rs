//! Speakers of `quotes/train.jsonl`, read for the project where a program had left them doubtful.
//!
//! A language model read the articles and told whom the marked words stand for, or who said them; nobody read them a
//! second time. Of 144 quotations of `quotes/dev.jsonl` that the program gets wrong, put among them unannounced, it
//! agreed with the label of 117.
//!
//! Comes in: `train/labels/speakers.tsv` — article, first character and one past the last of the words (a source, or a
//! piece of a quotation), the speaker, or `-` for nobody whom the article names. Goes out: the records with these
//! speakers in place of their own. The text of the articles is in none of the project's files.

use std::collections::HashMap;

use serde_json::Value;

const LABELS: &str = include_str!("../labels/speakers.tsv");

/// The speakers that were read, by article and the characters of the words.
pub struct Speakers(HashMap<(&'static str, u64, u64), &'static str>);

impl Speakers {
    /// Reads the labels.
    pub fn load() -> Speakers {
        let label = |line: &'static str| {
            let mut columns = line.split('\t');
            let article = columns.next()?;
            let (start, end) = (columns.next()?.parse().ok()?, columns.next()?.parse().ok()?);
            Some(((article, start, end), columns.next()?))
        };
        let read = |line| label(line).unwrap_or_else(|| panic!("speakers.tsv: `{line}`"));
        Speakers(LABELS.lines().skip(1).map(read).collect())
    }

    /// Puts the speakers that were read into the record of an article, each marked as `read`.
    pub fn put_into(&self, record: &mut Value) {
        let article = record["id"].as_str().unwrap_or("").to_owned();
        let speaker = |words: &Value| {
            let (start, end) = (words["start"].as_u64()?, words["end"].as_u64()?);
            self.0.get(&(article.as_str(), start, end)).copied()
        };
        for quote in record["quotes"].as_array_mut().into_iter().flatten() {
            let pieces = quote["pieces"].as_array().into_iter().flatten();
            let Some(name) = pieces.chain([&quote["source"]]).find_map(speaker) else { continue };
            let person = name != "-";
            quote["speaker"] = if person { name.into() } else { Value::Null };
            quote["speaker_type"] = if person { "person" } else { "other" }.into();
            quote["speaker_doubtful"] = false.into();
            quote["read"] = true.into();
        }
    }
}
