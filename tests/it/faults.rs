//! What goes wrong outside the program: it says so, exits with 2, and goes on with the rest.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::harness::{Project, SEQUEL};

#[test]
fn no_index() {
    for args in [["search", "x"], ["quotes", "x"], ["facets", "film"], ["show", "x"], ["status", "--json"]] {
        let run = Project::new().run(&args).fails().tells("error: no index in index");
        run.tells("hint: build one with `clippings index FOLDER`");
    }
}

#[test]
fn an_empty_query() {
    let project = Project::three_articles();
    for command in ["search", "quotes"] {
        project.run(&[command, "...", "!?"]).fails().tells("there is no word in the query `... !?`");
    }
    assert_eq!(project.run(&["search", "--json"]).found().json().len(), 3, "no query asks for everything");
}

#[test]
fn bad_query_syntax() {
    let project = Project::three_articles();
    let run = project.run(&["search", "colour:blue"]).fails().tells("there is no field `colour`");
    run.tells("\n  colour:blue\n  ^").tells("hint: did you mean: ");
    for query in ["(harbour", "harbour)", "\"harbour", "AND", "year:soon", "harbour~9"] {
        let run = project.run(&["search", query]).fails();
        assert!(run.stderr.contains("^\n") || run.stderr.contains("\nhint: "), "no help\n{run}");
    }
    let run = project.run(&["search", "harbour year:soon"]).fails().tells("\n  harbour year:soon\n               ^\n");
    run.tells("hint: did you mean: harbour");
    project.run(&["quotes", "title:(film:x y)"]).fails().tells("a field cannot stand inside another field");
}

#[test]
fn an_offered_query_parses() {
    let project = Project::three_articles();
    for query in ["(harbour", "harbour)", "colour:blue", "harbour AND", "NOT NOT harbour", "\"a b"] {
        let run = project.run(&["search", query]);
        let Some((_, offered)) = run.stderr.split_once("hint: did you mean: ") else {
            panic!("nothing offered\n{run}")
        };
        let again = project.run(&["search", offered.trim_end()]);
        assert!(!again.stderr.contains("cannot read the query"), "{run}{again}");
    }
}

#[test]
fn days_that_are_none() {
    let project = Project::three_articles();
    project.run(&["search", "--after", "2023-02-30"]).code(2).tells("`2023-02-30` is no day");
    project.run(&["search", "--after", "2024", "--before", "2023"]).fails().tells("no day is both");
}

#[test]
fn an_unreadable_file() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new().file("press/a.txt", SEQUEL).file("press/locked.txt", SEQUEL);
    fs::set_permissions(project.path("press/locked.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(project.path("press/locked.txt")).is_ok() {
        return; // Nothing is locked to the superuser.
    }
    let run = project.run(&["index", "press"]).code(2).tells("1 added").tells("1 failed");
    run.tells("failed: cannot read press/locked.txt");
}

/// Indexes a bad file beside a good one: the bad one is told with its reason, the good one is found.
#[track_caller]
fn check_bad_file(name: &str, content: &[u8], reason: &str) {
    let project = Project::new().file(&format!("press/{name}"), content).file("press/zz.txt", SEQUEL);
    let run = project.run(&["index", "press"]).code(2).tells("1 added, 0 changed, 0 dropped, 0 unchanged, 1 failed");
    run.tells(&format!("failed: cannot read press/{name}: {reason}"));
    project.run(&["search", "sequel"]).found();
    let run = project.run(&["extract", "press"]).code(2);
    assert_eq!(run.field("path"), ["press/zz.txt"]);
}

#[test]
fn bad_files() {
    check_bad_file("latin.txt", b"caf\xe9 au lait", "not valid UTF-8 at byte 3");
    check_bad_file("empty.txt", b"", "it is empty");
    check_bad_file("blank.txt", b"\xef\xbb\xbf \r\n\n\t", "it is empty");
    check_bad_file("binary.txt", b"PNG\x00\x01\x02", "it is a binary file");
    check_bad_file("odd.txt", b"\xff\xfea\x00\x00", "not valid UTF-16LE throughout");
}

#[test]
fn an_id_that_nobody_could_use() {
    let record = format!(r#"{{"id":"{}","text":"A whale came into the harbour."}}"#, "a".repeat(5000));
    let project = Project::new().file("press/feed.jsonl", record).file("press/zz.txt", SEQUEL);
    let run = project.run(&["index", "press"]).code(2).tells("1 added").tells("1 failed");
    run.tells("failed: cannot read press/feed.jsonl:1: its id is longer than 4096 bytes");
}

#[test]
fn what_an_editor_marks_as_utf_16_is_read() {
    let bytes: Vec<u8> = format!("\u{feff}{SEQUEL}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let project = Project::new().file("press/a.txt", bytes).index();
    project.run(&["search", "sequel"]).found();
}

/// FIXME: quotations take a second a megabyte here, so that only the short line is full of them.
#[test]
fn files_of_one_very_long_line() {
    let speech = "The harbour was quiet, said nobody, “and yet it moved,” and the ferry went on. ".repeat(2_000);
    let list = "harbour,crane,bucket,".repeat((50 << 20) / 21);
    let project = Project::new().file("press/speech.txt", speech).file("press/list.txt", list);
    project.write("press/a.txt", SEQUEL);
    let start = Instant::now();
    project.run(&["index", "press"]).found().tells("3 added");
    assert!(start.elapsed() < Duration::from_secs(120), "{:?}", start.elapsed());
    project.run(&["search", "sequel"]).found();
}

#[test]
fn a_loop_of_symbolic_links() {
    let project = Project::new().file("press/a.txt", SEQUEL);
    std::os::unix::fs::symlink(project.path("press"), project.path("press/again")).unwrap();
    let run = project.run(&["index", "press"]).code(2).tells("1 added").tells("1 failed");
    run.tells("failed: cannot follow press/again: the symbolic link leads back to press");
}

#[test]
fn a_link_that_leads_nowhere() {
    let project = Project::new().file("press/a.txt", SEQUEL);
    std::os::unix::fs::symlink("gone.txt", project.path("press/link.txt")).unwrap();
    project.run(&["index", "press"]).code(2).tells("1 added").tells("failed: cannot read press/link.txt");
}

#[test]
fn a_path_that_is_missing() {
    let project = Project::new().file("press/a.txt", SEQUEL).index();
    let run = project.run(&["index", "nowhere", "press"]).code(2);
    run.tells("failed: cannot read nowhere: there is no such file or folder").tells("0 dropped, 1 unchanged, 1 failed");
}

#[test]
fn no_index_comes_of_nothing() {
    let project = Project::new().file("press/a.txt", SEQUEL);
    project.run(&["index", "nowhere"]).code(2).tells("failed: cannot read nowhere").tells("1 failed");
    assert!(!project.path("index").exists());
}

#[test]
fn an_index_of_another_version() {
    let project = Project::three_articles();
    let meta = fs::read_to_string(project.path("index/meta.json")).unwrap();
    let (before, after) = meta.split_once("\"payload\":\"").or_else(|| meta.split_once("\"payload\": \"")).unwrap();
    project.write("index/meta.json", format!("{before}\"payload\":\"9{after}"));
    for args in [["search", "x"], ["index", "press"]] {
        let run = project.run(&args).fails().tells("was written by another version of clippings");
        run.tells("hint: rebuild it with `clippings index --rebuild`");
    }
    project.run(&["index", "press", "--rebuild"]).found().tells("3 added");
    project.run(&["search", "sequel"]).found();
}

#[test]
fn a_damaged_index_is_an_error() {
    let extensions = ["store", "term", "idx", "pos", "fast", "json"];
    for extension in extensions {
        let project = Project::three_articles();
        let files = fs::read_dir(project.path("index")).unwrap().map(|entry| entry.unwrap().path());
        let damaged: Vec<_> = files.filter(|path| path.to_string_lossy().ends_with(&format!(".{extension}"))).collect();
        assert!(!damaged.is_empty(), "no .{extension} in the index");
        for path in damaged {
            let mut bytes = fs::read(&path).unwrap();
            bytes.truncate(bytes.len() / 2);
            fs::write(&path, bytes).unwrap();
        }
        // What the damage touches fails with a message; what it does not touch may still be found. Nothing panics.
        for args in [["search", "harbour"], ["quotes", "harbour"], ["facets", "film"], ["show", "sequel.txt"]] {
            let run = project.run(&args);
            assert!(run.code != 2 || run.stderr.contains("error: "), "{extension}\n{run}");
            assert!((0..=2).contains(&run.code), "{extension}\n{run}");
        }
        project.run(&["index", "press", "--rebuild"]).found().tells("3 added");
    }
}

#[test]
fn a_lost_file_of_the_index_is_an_error_with_a_hint() {
    let project = Project::three_articles();
    let files = fs::read_dir(project.path("index")).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|own| own == "store"))
        .for_each(|path| fs::remove_file(path).unwrap());
    project.run(&["search", "harbour"]).fails().tells("hint: rebuild it");
}

#[test]
fn a_folder_that_cannot_hold_an_index() {
    let project = Project::new().file("press/a.txt", SEQUEL).file("taken", "a file");
    project.run(&["index", "press", "--index", "taken"]).fails().tells("cannot create an index in taken");
}

#[test]
fn a_broken_pipe_is_silence() {
    let project = Project::three_articles();
    let program = env!("CARGO_BIN_EXE_clippings");
    let lines: String = (0..3000).map(|_| serde_json::json!({"text": SEQUEL}).to_string() + "\n").collect();
    project.write("many.jsonl", lines);
    for command in ["search --facets person", "extract many.jsonl"] {
        let script = format!("{{ '{program}' {command}; echo \"exit $?\" >&2; }} | head -n 1");
        let mut shell = Command::new("sh");
        let output = shell.args(["-c", &script]).current_dir(project.path("")).stdin(Stdio::null()).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "exit 0\n", "{command}");
        assert!(!output.stdout.is_empty());
    }
}
