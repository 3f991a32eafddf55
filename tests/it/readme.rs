//! The commands that the README shows, run on a copy of the sample corpus: they print what it says.
//!
//! A line of `…` at the end stands for all that follows, one at the beginning for what comes before the next line.
//! Times differ from run to run, and are not compared. `UPDATE=1 cargo test readme` writes what is printed now; the
//! difference is then for a person to read.

use std::fs;
use std::path::Path;
use std::process::Command;

use walkdir::WalkDir;

const README: &str = "README.md";

/// Stands for the rest of what a command prints.
const REST: &str = "…";

/// The lines of a shown session: a command, and what it prints.
struct Step {
    command: String,
    printed: Vec<String>,
}

/// Cuts the README at its shown sessions: whether a part is one, and its text.
fn parts(readme: &str) -> Vec<(bool, String)> {
    let mut parts = vec![(false, String::new())];
    let mut is_fenced = false;
    for line in readme.split_inclusive('\n') {
        let fence = line.starts_with("```");
        let opens_session =
            !is_fenced && !fence && line.starts_with("$ clippings ") || is_fenced && line.starts_with("$ ");
        let in_session = parts.last().is_some_and(|(session, _)| *session);
        if opens_session && !in_session {
            parts.push((true, String::new()));
        } else if fence && in_session {
            parts.push((false, String::new()));
        }
        is_fenced ^= fence;
        parts.last_mut().unwrap().1.push_str(line);
    }
    parts
}

fn steps(session: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in session.lines() {
        match (line.strip_prefix("$ clippings "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step { command: command.to_owned(), printed: Vec::new() }),
            (None, Some(step)) => step.printed.push(line.to_owned()),
            (None, None) => panic!("README shows a session that opens with `{line}`"),
        }
    }
    steps
}

/// The words of a command line; those in single quotes are one.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in command.split('\'').enumerate() {
        match at % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

/// What a command prints in `folder`: notes and errors first, as a terminal shows them.
fn run(folder: &Path, command: &str) -> Vec<String> {
    let mut program = Command::new(env!("CARGO_BIN_EXE_clippings"));
    program.current_dir(folder).args(words(command)).env_remove("CLIPPINGS_INDEX").env("NO_COLOR", "1");
    let output = program.output().expect("clippings runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    let printed = text(output.stderr) + &text(output.stdout);
    printed.lines().map(str::to_owned).collect()
}

/// A line without the time that something took.
fn timeless(line: &str) -> &str {
    match line.rsplit_once(" in ") {
        Some((before, time)) if time.ends_with(" s") => before,
        _ => line,
    }
}

/// What is printed, as far as the README shows it, with its times where nothing else differs.
fn as_shown(shown: &[String], mut printed: Vec<String>) -> Vec<String> {
    if let [rest, next, ..] = shown
        && rest == REST
    {
        let n_passed = printed.iter().position(|line| line == next).unwrap_or(0);
        printed.splice(..n_passed, [REST.to_owned()]);
    }
    if let Some(rest) = shown.iter().skip(1).position(|line| line == REST) {
        printed.truncate(rest + 1);
        printed.push(REST.to_owned());
    }
    for (line, shown) in printed.iter_mut().zip(shown) {
        if timeless(line) == timeless(shown) {
            line.clone_from(shown);
        }
    }
    printed
}

fn copy_of_corpus() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for entry in WalkDir::new("corpus").into_iter().map(|entry| entry.expect("the sample corpus")) {
        let copy = folder.path().join(entry.path());
        match entry.file_type().is_dir() {
            true => fs::create_dir_all(copy).expect("a folder"),
            false => drop(fs::copy(entry.path(), copy).expect("a copy")),
        }
    }
    folder
}

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = fs::read_to_string(README).expect("the README");
    let folder = copy_of_corpus();
    let (mut made, mut n_steps) = (String::new(), 0);
    for (is_session, text) in parts(&readme) {
        if !is_session {
            made += &text;
            continue;
        }
        for step in steps(&text) {
            n_steps += 1;
            let printed = as_shown(&step.printed, run(folder.path(), &step.command));
            made += &format!("$ clippings {}\n", step.command);
            printed.iter().for_each(|line| made += &format!("{line}\n"));
        }
    }
    assert!(n_steps > 6, "README shows {n_steps} commands");
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        fs::write(README, &made).expect("the README is written");
        return;
    }
    let differs = readme.lines().zip(made.lines()).find(|(shown, printed)| shown != printed);
    assert_eq!(differs, None, "README, and what is printed: `UPDATE=1 cargo test readme` writes it anew");
    assert_eq!(readme.lines().count(), made.lines().count());
}
