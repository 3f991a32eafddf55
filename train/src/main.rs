//! Learns the weights that `clippings` ships under `src/rules/`, and reports cross-validation.
//!
//! `cargo run --profile quick -p clippings-train -- MODEL DATA_DIR [--write]`, one file a model. Without `--write` it
//! only reports; with it, the weights file under `src/rules/` is written anew from all the data. `--errors` (`line`,
//! `page`, `speaker`, `works`) prints the mistakes; `speaker --predict` writes instead what the program would find in
//! each article had it not learned from it, for the scorers. `SEED` of the environment draws `line` and `speaker` anew,
//! `FOLDSEED` the folds of `line` and `page`; `PAGES` is a folder of packages with more pages to learn `line` from
//! (`pages`).

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use clippings::rules::Rules;

mod boost;
mod briefs;
mod bulk;
mod collocation;
mod context;
mod folds;
mod ftrl;
mod kinds;
mod labels;
mod line;
mod names;
mod page;
mod pages;
mod predict;
mod press;
mod same_person;
mod sample;
mod speaker;
mod speakers;
mod surroundings;
mod usual;
mod wording;
mod works;
mod written;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, data, rest @ ..] = arguments.as_slice() else {
        eprintln!("usage: clippings-train MODEL DATA_DIR [--write] [--errors] [--predict]");
        return ExitCode::from(2);
    };
    match learn(model, Path::new(data), rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn learn(model: &str, data: &Path, options: &[String]) -> Result<(), Box<dyn Error>> {
    let write = options.iter().any(|option| option == "--write");
    let rules = Rules::load()?;
    match model {
        "collocations" => finish("en/collocations.tsv", &collocation::learn(data, &rules), write),
        "context" => finish("en/context.tsv", &context::learn(data, &rules), write),
        "line" => {
            line::run(data, &rules, write, options.iter().any(|option| option == "--errors"));
            Ok(())
        }
        "kinds" => finish("en/work_kinds.tsv", &kinds::learn(data, &rules), write),
        "names" => finish("en/person_forest.txt", &names::learn(data, &rules), write),
        "page" => {
            let has = |name: &str| options.iter().any(|option| option == name);
            page::run(data, &page::Options { write, errors: has("--errors"), labels: has("--labels") })
        }
        "speaker" => {
            let has = |name: &str| options.iter().any(|option| option == name);
            speaker::run(data, &speaker::Options { write, errors: has("--errors"), predict: has("--predict") });
            Ok(())
        }
        "predict" => {
            let films = options.iter().any(|option| option == "--films");
            Ok(std::io::Write::write_all(&mut std::io::stdout(), &predict::predict(data, films))?)
        }
        "sample-names" | "sample-works" => {
            print!("{}", sample::sample(data, &rules, model == "sample-works"));
            Ok(())
        }
        "surroundings" => finish("en/surroundings.tsv", &surroundings::learn(data, &rules), write),
        "usual" => finish("en/usual.tsv", &usual::learn(data, &rules), write),
        "wording" => finish("en/wording.tsv", &wording::learn(data, &rules), write),
        "work-contexts" => finish("en/work_context_forest.txt", &works::learn_context(data, &rules), write),
        "works" => {
            let [first, company] = works::learn(data, &rules, options.iter().any(|option| option == "--errors"));
            finish("en/work_forest.txt", &first, write)?;
            finish("en/work_company_forest.txt", &company, write)
        }
        _ => {
            let known = "collocations, context, kinds, line, names, page, predict, sample-names, sample-works, speaker, surroundings, usual, wording, work-contexts, works";
            Err(format!("no model `{model}`; there are: {known}").into())
        }
    }
}

/// Writes a file of weights, or tells its size.
fn finish(file: &str, text: &str, write: bool) -> Result<(), Box<dyn Error>> {
    println!("{file}: {} lines, {} bytes", text.lines().count(), text.len());
    if write {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/rules").join(file), text)?;
    }
    Ok(())
}
