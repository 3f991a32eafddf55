//! Unlabelled articles, and documents made of bare text.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use clippings::annotate::Document;
use clippings::clean::{self, Balance};
use clippings::model::{Article, Recurrences};
use clippings::rules::Rules;

/// Returns the texts of the bulk articles.
///
/// # Panics
///
/// If the file cannot be unpacked or read.
pub fn articles(data: &Path) -> Vec<String> {
    let mut unpack = Command::new("zstd")
        .arg("-dc")
        .arg(data.join("bulk/press.jsonl.zst"))
        .stdout(Stdio::piped())
        .spawn()
        .expect("zstd unpacks the bulk articles");
    let mut lines = String::new();
    unpack.stdout.take().expect("a pipe").read_to_string(&mut lines).expect("the bulk articles");
    unpack.wait().expect("zstd ends");
    let text =
        |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["text"].as_str().map(str::to_owned);
    lines.lines().filter_map(text).collect()
}

/// Cuts a text as the program does and passes the document on.
pub fn with_document<T>(text: &str, rules: &Rules, work: impl FnOnce(&Document) -> T) -> T {
    let article = Article { text: text.to_owned(), ..Article::default() };
    work(&Document::new(&clean::clean(article, rules, &Recurrences::default(), Balance::default()), rules))
}
