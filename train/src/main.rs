//! Learns the weights that `clippings` ships under `src/rules/`, and reports cross-validation.
//!
//! `cargo run --profile quick -p clippings-train -- MODEL DATA_DIR [--write]`, one file a model. Without `--write` it
//! only reports; with it, the weights file under `src/rules/` is written anew from all the data.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::Path;
use std::process::ExitCode;

mod boost;
mod folds;
mod same_person;
mod speaker;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let write = args.iter().any(|arg| arg == "--write");
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["speaker", data, ..] => speaker::run(Path::new(data), write),
        _ => {
            eprintln!("usage: clippings-train MODEL DATA_DIR [--write]");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
