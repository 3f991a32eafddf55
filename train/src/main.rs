//! Learns the weights that `clippings` ships under `src/rules/`, and reports cross-validation.
//!
//! `cargo run --profile quick -p clippings-train -- MODEL DATA_DIR [--write]`, one file a model. Without `--write` it
//! only reports; with it, the weights file under `src/rules/` is written anew from all the data.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

mod boost;
mod folds;

fn main() -> ExitCode {
    eprintln!("usage: clippings-train MODEL DATA_DIR [--write]");
    ExitCode::from(2)
}
