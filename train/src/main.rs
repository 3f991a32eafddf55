//! Learns the weights that `clippings` ships under `src/rules/`, and reports cross-validation.
//!
//! `cargo run --profile quick -p clippings-train -- MODEL DATA_DIR [--write]`, one file a model. Without `--write` it
//! only reports; with it, the weights file under `src/rules/` is written anew from all the data.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::Path;
use std::process::ExitCode;

use clippings::rules::Rules;

mod boost;
mod bulk;
mod context;
mod folds;
mod names;
mod predict;
mod works;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, data, rest @ ..] = arguments.as_slice() else {
        eprintln!("usage: clippings-train MODEL DATA_DIR [--write]");
        return ExitCode::from(2);
    };
    let (data, write) = (Path::new(data), rest.iter().any(|option| option == "--write"));
    let rules = Rules::load().expect("the shipped rules");
    match model.as_str() {
        "context" => finish("en/context.tsv", &context::learn(data, &rules), write),
        "names" => finish("en/person_forest.txt", &names::learn(data, &rules), write),
        "predict" => {
            let films = rest.iter().any(|option| option == "--films");
            let written = std::io::Write::write_all(&mut std::io::stdout(), &predict::predict(data, films));
            written.expect("the articles are written");
        }
        "work-contexts" => finish("en/work_context_forest.txt", &works::learn_context(data, &rules), write),
        "works" => finish("en/work_forest.txt", &works::learn(data, &rules), write),
        _ => {
            eprintln!("no model `{model}`; there are: context, names, work-contexts, works, predict");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

/// Writes a file of weights, or tells its size.
fn finish(file: &str, text: &str, write: bool) {
    println!("{file}: {} lines, {} bytes", text.lines().count(), text.len());
    if write {
        let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/rules").join(file);
        std::fs::write(rules, text).expect("the weights are written");
    }
}
