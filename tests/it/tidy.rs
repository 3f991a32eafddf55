//! Reads our own sources and fails on what the house does not allow.

use std::fs;
use std::path::{Path, PathBuf};

/// Who may import whom; `cli`, `main` and `lib` may import everything.
const ARROWS: [(&str, &[&str]); 11] = [
    ("model", &[]),
    ("error", &[]),
    ("rules", &["model", "error"]),
    ("ingest", &["model", "error"]),
    ("clean", &["model", "rules"]),
    ("annotate", &["model", "rules"]),
    ("index", &["model", "error"]),
    ("query", &["model", "index", "error"]),
    ("present", &["model"]),
    ("serve", &["query", "present", "index", "model", "error"]),
    ("cli", &["annotate", "clean", "error", "index", "ingest", "model", "present", "query", "rules", "serve"]),
];

/// The home of each package: the places below `src/` that may name it; none means any.
const HOMES: [(&str, &[&str]); 28] = [
    ("aho_corasick", &["annotate"]),
    ("anstream", &["cli"]),
    ("anstyle", &["cli", "present"]),
    ("chardetng", &["ingest"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("csv", &["present"]),
    ("ctrlc", &["cli"]),
    ("encoding_rs", &["ingest"]),
    ("flate2", &["ingest"]),
    ("form_urlencoded", &["serve"]),
    ("frostem", &["index"]),
    ("indicatif", &["cli"]),
    ("memchr", &[]),
    ("postcard", &["index"]),
    ("rayon", &["cli"]),
    ("rustc_hash", &[]),
    ("serde", &["index/recurrences", "index/stored", "ingest/parse", "present/json"]),
    ("serde_json", &["index/settings", "ingest/authority", "ingest/parse", "present/json"]),
    ("strsim", &["query"]),
    ("tantivy", &["index", "query"]),
    ("tempfile", &["index", "ingest"]),
    ("tiny_http", &["serve"]),
    ("unicode_normalization", &["index"]),
    ("walkdir", &["ingest"]),
    ("wide", &["rules/forest"]),
    ("zstd", &["index"]),
];

/// Packages in `Cargo.lock`; more need a reason that is worth changing this number.
const MOST_PACKAGES: usize = 224;

/// Width of a line.
const WIDTH: usize = 120;

/// Width of what the formatter leaves alone: long strings, and the rows of a table inside a macro.
const WIDTH_UNWRAPPED: usize = 180;

/// A source file: its path below `src/`, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// Returns the stage, shelf or door that it belongs to.
    fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or("");
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Returns the lines that are no comments, with their one-based numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, extension, found);
        } else if path.extension().is_some_and(|own| own == extension) {
            found.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    let folder = root().join("src");
    files(&folder, "rs", &mut found);
    let source = |path: PathBuf| {
        let below = path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
        Source { path: below, text: fs::read_to_string(&path).unwrap() }
    };
    found.into_iter().map(source).collect()
}

/// Fails with every finding, one a line.
#[track_caller]
fn report(findings: Vec<String>) {
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

/// Returns the modules that follow `crate::` in a file, with the line: `crate::a::b`, `crate::{a, b::c}`.
fn imports(source: &Source) -> Vec<(usize, String)> {
    let code: Vec<(usize, &str)> = source.code().collect();
    let mut found = Vec::new();
    for (index, (number, line)) in code.iter().enumerate() {
        for (at, _) in line.match_indices("crate::").filter(|(at, _)| !is_word_before(line, *at)) {
            let rest = &line[at + "crate::".len()..];
            // A group may go on over lines; a single name may not.
            let group: String = code[index + 1..].iter().take(30).map(|(_, line)| *line).collect();
            let names = match rest.strip_prefix('{') {
                Some(rest) => top_names(&format!("{rest}{group}")),
                None => vec![word(rest)],
            };
            found.extend(names.into_iter().map(|name| (*number, name)));
        }
    }
    found
}

/// Returns the names at the top level of a group, up to its closing brace.
fn top_names(group: &str) -> Vec<String> {
    let (mut depth, mut names, mut fresh) = (0, Vec::new(), true);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            letter if fresh && depth == 0 && letter.is_alphabetic() => {
                names.push(word(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

fn word(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

fn is_word_before(line: &str, at: usize) -> bool {
    line[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':')
}

#[test]
fn imports_go_with_the_arrows() {
    let mut findings = Vec::new();
    for source in sources() {
        let module = source.module();
        if ["main", "lib"].contains(&module) {
            continue;
        }
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == module) else {
            findings.push(format!("src/{}: `{module}` is no part of the house", source.path));
            continue;
        };
        for (line, name) in imports(&source) {
            let known = ARROWS.iter().any(|(module, _)| *module == name);
            if known && name != module && !allowed.contains(&name.as_str()) {
                findings.push(format!("src/{}:{line}: `{module}` may not import `{name}`", source.path));
            }
        }
    }
    report(findings);
}

#[test]
fn packages_stay_in_their_homes() {
    let mut findings = Vec::new();
    for source in sources() {
        for (line, code) in source.code() {
            for (package, homes) in HOMES {
                let named = code.match_indices(&format!("{package}::")).any(|(at, _)| !is_word_before(code, at));
                let at_home = homes.is_empty() || homes.iter().any(|home| source.path.starts_with(home));
                if named && !at_home {
                    findings.push(format!("src/{}:{line}: `{package}` lives in {}", source.path, homes.join(", ")));
                }
            }
        }
    }
    report(findings);
}

#[test]
fn every_package_has_a_home() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let packages = manifest.split("[dependencies]").nth(1).and_then(|rest| rest.split("\n[").next()).unwrap();
    let names = packages.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "));
    let homeless =
        names.map(|(name, _)| name.replace('-', "_")).filter(|name| !HOMES.iter().any(|(own, _)| own == name));
    report(homeless.map(|name| format!("Cargo.toml: `{name}` has no home in tests/it/tidy.rs")).collect());
}

#[test]
fn every_file_says_what_it_is() {
    let silent = sources().into_iter().filter(|source| !source.text.starts_with("//! "));
    report(silent.map(|source| format!("src/{}: no `//!` header", source.path)).collect());
}

#[test]
fn only_the_command_line_prints() {
    let mut findings = Vec::new();
    for source in sources().iter().filter(|source| source.module() != "cli") {
        for (line, code) in source.code() {
            let printing = ["println!", "eprintln!", "print!", "eprint!", "dbg!"];
            if printing.iter().any(|name| code.match_indices(name).any(|(at, _)| !is_word_before(code, at))) {
                findings.push(format!("src/{}:{line}: prints", source.path));
            }
        }
    }
    report(findings);
}

#[test]
fn the_pure_stages_touch_nothing_outside() {
    let mut findings = Vec::new();
    for source in sources().iter().filter(|source| ["clean", "annotate", "model"].contains(&source.module())) {
        for (line, code) in source.code() {
            let outside = ["std::fs", "std::io", "std::env", "std::net", "std::process", "std::time", "std::thread"];
            if outside.iter().any(|name| code.contains(name)) {
                findings.push(format!("src/{}:{line}: is not pure", source.path));
            }
        }
    }
    report(findings);
}

#[test]
fn lines_are_not_too_long() {
    let mut findings = Vec::new();
    let mut paths = Vec::new();
    ["src", "tests/it"].iter().for_each(|folder| files(&root().join(folder), "rs", &mut paths));
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        for (index, line) in text.lines().enumerate() {
            let width = if line.trim_start().starts_with("//") { WIDTH } else { WIDTH_UNWRAPPED };
            if line.chars().count() > width {
                findings.push(format!("{}:{}: longer than {width}", path.display(), index + 1));
            }
        }
    }
    report(findings);
}

#[test]
fn rule_lists_are_sorted_and_unique() {
    let mut findings = Vec::new();
    let mut paths = Vec::new();
    files(&root().join("src/rules"), "tsv", &mut paths);
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let rows: Vec<&str> = text.lines().skip(1).filter(|row| !row.is_empty() && !row.starts_with('#')).collect();
        let key = |row: &str| row.split('\t').next().unwrap_or("").to_lowercase();
        for pair in rows.windows(2).filter(|pair| key(pair[0]) > key(pair[1])) {
            findings.push(format!("{}: `{}` stands before `{}`", path.display(), pair[0], pair[1]));
        }
        let mut sorted = rows.clone();
        sorted.sort_unstable();
        for pair in sorted.windows(2).filter(|pair| pair[0] == pair[1]) {
            findings.push(format!("{}: `{}` stands twice", path.display(), pair[0]));
        }
    }
    report(findings);
}

#[test]
fn packages_are_few() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let packages = lock.matches("[[package]]").count();
    assert!(packages <= MOST_PACKAGES, "{packages} packages in Cargo.lock, {MOST_PACKAGES} are enough");
}

#[test]
fn groups_of_imports_are_read() {
    let source = Source { path: "x.rs".into(), text: "use crate::{a, b::{c, d}, e};\nlet x = crate::f::g();".into() };
    let names: Vec<String> = imports(&source).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["a", "b", "e", "f"]);
}
