//! Learns the weights that `clippings` ships under `src/rules/`, and reports cross-validation.
//!
//! `cargo run --profile quick -p clippings-train -- MODEL DATA_DIR [--write]`, one file a model. Without `--write` it
//! only reports; with it, the weights file under `src/rules/` is written anew from all the data.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::Path;
use std::process::ExitCode;

mod boost;
mod folds;
mod line;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let flag = |name: &str| arguments.iter().any(|argument| argument == name);
    let value = |name: &str| arguments.iter().find_map(|argument| argument.strip_prefix(name)).map(str::to_owned);
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["line", data, ..] => {
            let styles = value("--styles=").unwrap_or_else(|| "leftovers,block".to_owned());
            line::run(
                Path::new(data),
                &line::Options {
                    write: flag("--write"),
                    dump: value("--dump="),
                    nested: true,
                    styles: styles.split(',').map(str::to_owned).collect(),
                    seed: value("--seed=").and_then(|seed| seed.parse().ok()).unwrap_or(1),
                },
            );
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("usage: clippings-train MODEL DATA_DIR [--write]");
            ExitCode::from(2)
        }
    }
}
