//! Learns the weights that `clippings` ships under `src/rules/`, and reports cross-validation.
//!
//! `cargo run --profile quick -p clippings-train -- MODEL DATA_DIR [--write]`, one file a model. Without `--write` it
//! only reports; with it, the weights file under `src/rules/` is written anew from all the data.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::Path;
use std::process::ExitCode;

mod boost;
mod folds;
mod page;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let write = arguments.iter().any(|argument| argument == "--write");
    let done = match arguments.as_slice() {
        [model, data, ..] if model == "page" => page::run(Path::new(data), write),
        _ => Err("usage: clippings-train MODEL DATA_DIR [--write]".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}
