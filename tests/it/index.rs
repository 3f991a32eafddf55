//! `clippings index`: what is added, changed, dropped and left alone.

use std::fs::{self, File};
use std::process::Stdio;
use std::time::{Duration, Instant};

use clippings::index::Archive;

use super::harness::{FESTIVAL, LITTERED, PRESS, Project, REVIEW, SEQUEL, numbered};

/// Indexes `press` and checks the first line of the summary.
#[track_caller]
fn check(project: &Project, summary: &str) {
    project.run(&["index", "press"]).found().tells(summary);
}

#[test]
fn the_summary_counts_what_was_done() {
    let project = Project::new().file("press/a.txt", SEQUEL).file("press/b.txt", REVIEW);
    let run = project.run(&["index", "press"]).found();
    assert!(run.stdout.is_empty(), "data only on standard output\n{run}");
    let run = run.tells("2 added, 0 changed, 0 dropped, 0 unchanged, 0 failed").tells(" lines removed, ");
    run.tells(" quotations in ");
    check(&project, "0 added, 0 changed, 0 dropped, 2 unchanged, 0 failed");
}

#[test]
fn quiet_prints_nothing() {
    let run = Project::new().file("press/a.txt", SEQUEL).run(&["index", "press", "--quiet"]).found();
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
}

#[test]
fn a_changed_file_is_replaced() {
    let project = Project::new().file("press/a.txt", SEQUEL).file("press/b.txt", REVIEW).index();
    project.write("press/b.txt", REVIEW.replace("bucket", "zeppelin"));
    check(&project, "0 added, 1 changed, 0 dropped, 1 unchanged, 0 failed");
    project.run(&["search", "bucket"]).nothing();
    assert_eq!(project.run(&["search", "zeppelin", "--json"]).found().field("path"), ["press/b.txt"]);
}

#[test]
fn a_changed_index_holds_no_files_of_the_one_before() {
    let project = Project::new().file("press/a.txt", SEQUEL).file("press/b.txt", REVIEW).index();
    let n_segments = || {
        let files = fs::read_dir(project.path("index")).unwrap().flatten();
        files.filter(|file| file.path().extension().is_some_and(|extension| extension == "records")).count()
    };
    assert_eq!(n_segments(), 1);
    project.write("press/b.txt", REVIEW.replace("bucket", "zeppelin"));
    check(&project, "0 added, 1 changed, 0 dropped, 1 unchanged, 0 failed");
    assert_eq!(n_segments(), 1, "what was merged is removed");
}

#[test]
fn a_file_that_was_touched_but_not_changed_is_unchanged() {
    let project = Project::new().file("press/a.txt", SEQUEL).index();
    let later = std::time::SystemTime::now() + Duration::from_secs(90);
    File::options().append(true).open(project.path("press/a.txt")).unwrap().set_modified(later).unwrap();
    check(&project, "0 added, 0 changed, 0 dropped, 1 unchanged, 0 failed");
}

#[test]
fn a_file_that_is_gone_is_dropped_with_its_quotations() {
    let project = Project::three_articles();
    project.run(&["quotes", "ledger"]).found();
    project.remove("press/cityherald.example/festival.txt");
    check(&project, "0 added, 0 changed, 1 dropped, 2 unchanged, 0 failed");
    project.run(&["search", "festival"]).nothing();
    project.run(&["quotes", "ledger"]).nothing();
    project.run(&["facets", "site"]).found().says_not("cityherald");
}

#[test]
fn files_outside_the_folders_given_stay() {
    let project = Project::new().file("press/a.txt", SEQUEL).file("more/b.txt", REVIEW).index();
    project.run(&["index", "more"]).found().tells("1 added, 0 changed, 0 dropped");
    project.run(&["search", "sequel"]).found();
    project.run(&["search", "bucket"]).found();
    project.run(&["index", "press", "more"]).found().tells("0 added, 0 changed, 0 dropped, 2 unchanged");
}

#[test]
fn rebuild_begins_anew() {
    let project = Project::new().file("press/a.txt", SEQUEL).file("press/b.txt", REVIEW).index();
    project.write("index/notes.md", "mine");
    project.remove("press/a.txt");
    project.run(&["index", "press", "--rebuild"]).found().tells("1 added, 0 changed, 0 dropped, 0 unchanged");
    project.run(&["search", "sequel"]).nothing();
    assert!(project.path("index/notes.md").is_file(), "what is not the index's is left alone");
}

#[test]
fn folders_are_walked_for_what_can_be_read() {
    let page = "<html><head><title>Kites over the pier</title></head><body><article><h1>Kites over the pier</h1>\
                <p>Nine kites were seen over the pier on Sunday, and nobody would say whose they were or why.</p>\
                <p>The mayor has asked for a report, which will be printed on very light paper.</p></article></body></html>";
    let project = Project::new()
        .file("press/deep/down/a.txt", SEQUEL)
        .file("press/kites.html", page)
        .file("press/feed.jsonl", record("r1", REVIEW))
        .file("press/notes.md", "not an article")
        .file("press/.hidden.txt", FESTIVAL);
    check(&project, "3 added, 0 changed, 0 dropped, 0 unchanged, 0 failed");
    assert_eq!(project.run(&["search", "kites", "--json"]).found().field("path"), ["press/kites.html"]);
    assert_eq!(project.run(&["search", "bucket", "--json"]).found().field("id"), ["press/feed.jsonl#r1"]);
    project.run(&["search", "fathoms"]).nothing();
}

#[test]
fn a_named_file_is_taken_whatever_its_extension() {
    let project = Project::new().file("note.clip", SEQUEL);
    project.run(&["index", "note.clip"]).found().tells("1 added");
    project.run(&["search", "sequel"]).found();
}

fn record(id: &str, text: &str) -> String {
    format!("{}\n", serde_json::json!({"id": id, "text": text}))
}

#[test]
fn records_that_share_an_id_are_both_kept() {
    let feed = record("7", SEQUEL) + &record("7", REVIEW);
    let project = Project::new().file("press/feed.jsonl", &feed);
    check(&project, "2 added");
    project.run(&["search", "sequel"]).found();
    project.run(&["search", "bucket"]).found();
    check(&project, "0 added, 0 changed, 0 dropped, 2 unchanged");
    project.write("press/feed.jsonl", record("7", SEQUEL));
    check(&project, "0 added, 0 changed, 1 dropped, 1 unchanged");
    project.run(&["search", "bucket"]).nothing();
    project.run(&["search", "sequel"]).found();
}

#[test]
fn records_of_a_feed_are_followed_one_by_one() {
    let project = Project::new().file("press/feed.jsonl", record("a", SEQUEL) + &record("b", REVIEW));
    check(&project, "2 added");
    let later = record("a", SEQUEL) + &record("b", &REVIEW.replace("bucket", "zeppelin")) + &record("c", FESTIVAL);
    project.write("press/feed.jsonl", later);
    check(&project, "1 added, 1 changed, 0 dropped, 1 unchanged");
    project.run(&["search", "bucket"]).nothing();
    project.run(&["search", "zeppelin"]).found();
    check(&project, "0 added, 0 changed, 0 dropped, 3 unchanged");
}

#[test]
fn an_older_state_of_a_feed_is_seen() {
    let project = Project::new().file("press/feed.jsonl", record("a", SEQUEL) + &record("b", REVIEW)).index();
    let before = fs::read(project.path("press/feed.jsonl")).unwrap();
    let time = fs::metadata(project.path("press/feed.jsonl")).unwrap().modified().unwrap();
    project.write("press/feed.jsonl", record("a", SEQUEL) + &record("c", FESTIVAL));
    check(&project, "1 added, 0 changed, 1 dropped, 1 unchanged");
    project.write("press/feed.jsonl", before);
    File::options().append(true).open(project.path("press/feed.jsonl")).unwrap().set_modified(time).unwrap();
    check(&project, "1 added, 0 changed, 1 dropped, 1 unchanged");
    project.run(&["search", "bucket"]).found();
    check(&project, "0 added, 0 changed, 0 dropped, 2 unchanged");
}

#[test]
fn a_record_that_moved_is_found_on_its_new_line() {
    let project = Project::new().file("press/feed.jsonl", record("a", SEQUEL)).index();
    project.write("press/feed.jsonl", record("b", REVIEW) + &record("a", SEQUEL));
    check(&project, "1 added, 1 changed, 0 dropped, 0 unchanged");
    project.run(&["search", "sequel"]).found().says("press/feed.jsonl:2");
}

#[test]
fn what_cannot_be_read_keeps_what_the_index_has_of_it() {
    let project = Project::new().file("press/a.txt", SEQUEL).file("press/feed.jsonl", record("b", REVIEW)).index();
    project.write("press/a.txt", b"\xfe\xfd no text \x00\x80".as_slice());
    project.write("press/feed.jsonl", record("c", FESTIVAL) + "{broken\n");
    let run = project.run(&["index", "press"]).code(2).tells("1 added, 0 changed, 0 dropped, 0 unchanged, 2 failed");
    drop(run);
    project.run(&["search", "sequel"]).found();
    project.run(&["search", "bucket"]).found();
    // They are told of by every run, until they are mended.
    project.run(&["index", "press"]).code(2).tells("0 added, 0 changed, 0 dropped, 1 unchanged, 2 failed");
    project.write("press/feed.jsonl", record("c", FESTIVAL));
    project.remove("press/a.txt");
    check(&project, "0 added, 0 changed, 2 dropped, 1 unchanged, 0 failed");
}

#[test]
fn nothing_is_rebuilt_from_what_is_not_there() {
    let project = Project::three_articles();
    project.run(&["index", "pres", "--rebuild"]).code(2).tells("cannot read pres");
    project.run(&["index", PRESS, "--rebuild", "--films", "none.tsv"]).code(2).tells("none.tsv");
    project.run(&["index", PRESS, "--rebuild", "--rules", "none.tsv"]).code(2).tells("none.tsv");
    project.write("broken/feed.jsonl", "{broken\n");
    project.run(&["index", "broken", "--rebuild"]).code(2).tells("0 added");
    project.run(&["search", "sequel"]).found();
    project.run(&["index", "press/reelpost.example", "--rebuild"]).found().tells("2 added");
    project.run(&["search", "festival"]).nothing();
}

#[test]
fn a_bad_record_is_told_and_the_rest_goes_on() {
    let feed = record("a", SEQUEL) + "{not json\n\n" + &record("b", REVIEW);
    let project = Project::new().file("press/feed.jsonl", feed);
    let run = project.run(&["index", "press"]).code(2).tells("2 added, 0 changed, 0 dropped, 0 unchanged, 1 failed");
    run.tells("failed: cannot read press/feed.jsonl:2: no valid JSON record");
    project.run(&["search", "bucket"]).found();
}

#[test]
fn standard_input_is_read() {
    let project = Project::new();
    project.run_with_input(&["index", "-"], SEQUEL.as_bytes()).found().tells("1 added");
    project.run(&["search", "sequel"]).found();
    let feed = record("a", FESTIVAL) + &record("b", REVIEW);
    project.run_with_input(&["index", "--from", "jsonl", "-"], feed.as_bytes()).found().tells("2 added");
    project.run(&["search", "bucket"]).found();
}

#[test]
fn an_empty_folder_gives_an_empty_index() {
    let project = Project::new();
    fs::create_dir(project.path("press")).unwrap();
    check(&project, "0 added, 0 changed, 0 dropped, 0 unchanged, 0 failed");
    project.run(&["search", "sequel"]).nothing();
    project.run(&["status"]).found().says("articles     0");
}

#[test]
fn the_same_corpus_gives_the_same_answers_on_one_thread() {
    let mut answers = Vec::new();
    for threads in ["1", "2"] {
        let project = Project::new();
        for number in 0..40 {
            project.write(&format!("press/{number:02}.txt"), numbered(number));
        }
        let status = project.command(&["index", "press", "-q"]).env("RAYON_NUM_THREADS", threads).status().unwrap();
        assert!(status.success());
        let search =
            project.run(&["search", "harbour crane", "-n", "40", "--json", "--facets", "speaker,film"]).found();
        let quotes = project.run(&["quotes", "-n", "100", "--json"]).found();
        answers.push((search.stdout, quotes.stdout));
    }
    assert_eq!(answers[0], answers[1]);
}

#[test]
fn a_killed_run_leaves_the_last_commit_whole() {
    let project = Project::three_articles();
    for number in 0..1500 {
        let text: String = (0..30).map(|part| numbered(100 * number + part) + "\n").collect();
        project.write(&format!("press/many/{number}.txt"), text);
    }
    let mut child = project.command(&["index", "press"]).stderr(Stdio::null()).spawn().unwrap();
    wait_for_writing(&project);
    child.kill().unwrap();
    let ended_by_itself = child.wait().unwrap().success();
    assert!(!ended_by_itself, "the run was over before it was killed; give it more to do");
    let found = project.run(&["search", "fathoms", "--json"]).found();
    assert_eq!(found.field("path"), ["press/cityherald.example/festival.txt"]);
    project.run(&["status"]).found().says("articles     3");

    (200..1500).for_each(|number| project.remove(&format!("press/many/{number}.txt")));
    check(&project, "200 added, 0 changed, 0 dropped, 3 unchanged, 0 failed");
    project.run(&["status"]).found().says("articles     203");
}

/// Waits until the run has taken the writer's lock and gone on for a while.
fn wait_for_writing(project: &Project) {
    let start = Instant::now();
    let locked = || File::open(project.path("index/.tantivy-writer.lock")).is_ok();
    while !locked() && start.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(Duration::from_millis(600));
}

#[test]
fn only_one_run_writes_at_a_time() {
    let project = Project::three_articles();
    let mut first = project.command(&["index", "--from", "jsonl", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    project.run(&["index", "press"]).found().tells("3 unchanged");
    project.write("press/later.txt", "Later\n\nA ferry came in later than it was announced.");
    let run = project.run(&["index", "press"]);
    drop(first.stdin.take());
    first.wait().unwrap();
    run.fails().tells("cannot write to the index").tells("wait until the other `clippings index` is done");
    check(&project, "1 added, 0 changed, 0 dropped, 3 unchanged");
}

#[test]
fn a_change_of_the_rules_cleans_anew_what_it_touches() {
    let project = Project::new().file("press/whale.txt", LITTERED).file("press/b.txt", REVIEW).index();
    let afternoon = ["search", "\"stayed until the afternoon\"", "--json"];
    project.run(&afternoon).found();
    project.write("rules.tsv", "action\tpattern\nremove\tit stayed until the afternoon *\n");
    let index = |options: &[&str]| project.run(&[&["index", "press"][..], options].concat()).found();
    let run = index(&["--rules", "rules.tsv"]).tells("0 added, 0 changed, 0 dropped, 2 unchanged, 0 failed");
    run.tells("1 of the unchanged cleaned anew");
    project.run(&afternoon).nothing();
    project.run(&["search", "whale", "--json"]).found();
    let again = index(&["--rules", "rules.tsv"]).tells("2 unchanged");
    assert!(!again.stderr.contains("cleaned anew"), "{again}");
    project.write("rules.tsv", "action\tpattern\nremove\tno line says this *\nremove\tevery crane *\n");
    index(&["--rules", "rules.tsv"]).tells("1 of the unchanged cleaned anew");
    project.run(&afternoon).found();
    index(&["--rules", "rules.tsv", "--strict"]).tells("2 of the unchanged cleaned anew");
    assert!(!index(&[]).stderr.contains("cleaned anew"), "what was given once is kept to");
    index(&["--no-rules"]).tells("2 of the unchanged cleaned anew");
    assert!(!index(&[]).stderr.contains("cleaned anew"));
    project.run(&["status"]).found().says("articles     2");
}

/// An article of its own for every number, with a line in its middle that all of them have.
fn with_a_common_line(number: usize) -> String {
    numbered(number).replacen("\n\n“", "\n\nWhat the tide brings in\n\n“", 1)
}

#[test]
fn articles_added_later_tell_of_the_lines_of_earlier_ones_as_if_indexed_together() {
    let mut project = Project::new().file("press/0.txt", with_a_common_line(0)).index();
    let shown = |project: &Project| project.run(&["show", "press/0.txt", "--json"]).found().stdout;
    let alone = shown(&project);
    for number in 1..8 {
        project = project.file(&format!("press/{number}.txt"), with_a_common_line(number));
    }
    check(&project, "7 added, 0 changed, 0 dropped, 1 unchanged, 0 failed\n1 of the unchanged cleaned anew");
    let later = shown(&project);
    project.run(&["index", "press", "--rebuild"]).found();
    assert_eq!(later, shown(&project), "as if indexed together");
    assert_ne!(alone, later, "seven others have the line");
    (1..8).for_each(|number| project.remove(&format!("press/{number}.txt")));
    check(&project, "0 added, 0 changed, 7 dropped, 1 unchanged, 0 failed\n1 of the unchanged cleaned anew");
    assert_eq!(alone, shown(&project), "as if the others had never been there");
}

#[test]
fn what_the_rules_touch_outside_the_folders_given_is_cleaned_anew_too() {
    let project = Project::new().file("press/a.txt", LITTERED).file("more/b.txt", LITTERED);
    project.run(&["index", "press", "more"]).found();
    project.write("rules.tsv", "action\tpattern\nremove\tit stayed until the afternoon *\n");
    project.run(&["index", "more", "--rules", "rules.tsv"]).found().tells("2 of the unchanged cleaned anew");
    project.run(&["search", "\"stayed until the afternoon\"", "--json"]).nothing();
    let last = project.run(&["index", "press", "more"]).found();
    assert!(!last.stderr.contains("cleaned anew"), "{last}");
}

#[test]
fn a_dropped_page_takes_nothing_from_the_counts_of_texts() {
    let page = "<html><head><title>Kites over the pier</title></head><body><article><h1>Kites over the pier</h1>\
                <p>Ask the pier master about boats.</p><p>Nine kites were seen over the pier on Sunday, and nobody would \
                say whose they were or why they flew so low.</p></article></body></html>";
    let text = format!("{REVIEW}\nAsk the pier master about boats.\n");
    let project = Project::new().file("press/pier.example/a.txt", text).index();
    let counts = || Archive::open(&project.path("index")).unwrap().recurrences();
    let before = counts();
    assert!(!before.is_empty());
    project.write("press/pier.example/kites.html", page);
    check(&project, "1 added");
    project.remove("press/pier.example/kites.html");
    check(&project, "1 dropped");
    assert_eq!(counts(), before);
}

/// An article whose only speaker goes by this name.
fn spoken_by(name: &str, number: usize) -> String {
    format!("Day {number}\n\nStriker {name} scored on Monday. \"We won number {number},\" said {name} afterwards.\n")
}

#[test]
fn what_is_dropped_no_longer_tells_of_names_or_scores() {
    let mut project = Project::new().file("press/kept.txt", spoken_by("Hal Kanes", 9));
    for number in 0..3 {
        project = project.file(&format!("press/{number}.txt"), spoken_by("Hal Kane", number));
    }
    project = project.index();
    let quoted = |project: &Project| project.run(&["quotes", "won", "--json"]).found().stdout;
    assert!(quoted(&project).lines().all(|quote| quote.contains("\"speaker\":\"Hal Kane\"")), "one name for both");
    (0..3).for_each(|number| project.remove(&format!("press/{number}.txt")));
    project.run(&["index", "press"]).found();
    let left = quoted(&project);
    project.run(&["index", "press", "--rebuild"]).found();
    assert_eq!(left, quoted(&project), "as if the others had never been there, scores too");
    assert!(left.contains("\"speaker\":\"Hal Kanes\""));
}

#[test]
fn a_run_that_ended_before_the_names_were_found_is_ended_by_the_next() {
    let mut project = Project::new().file("press/3.txt", spoken_by("Hal Kanes", 3));
    for number in 0..3 {
        project = project.file(&format!("press/{number}.txt"), spoken_by("Hal Kane", number));
    }
    project = project.index();
    let aliases = || fs::read_to_string(project.path("index/aliases.tsv")).unwrap();
    let found = aliases();
    assert!(found.contains("Hal Kanes\tHal Kane"));
    // As a run leaves it that is killed after its commit.
    fs::remove_file(project.path("index/aliases.tsv")).unwrap();
    project.write("index/unsettled", "");
    check(&project, "0 added, 0 changed, 0 dropped, 4 unchanged, 0 failed");
    assert_eq!(aliases(), found);
    assert!(!project.path("index/unsettled").exists());
}

#[test]
fn a_file_read_in_another_format_has_changed() {
    let project = Project::new().file("press/a.txt", "<h1>Whale</h1><p>A <b>whale</b> came into the harbour.</p>");
    check(&project, "1 added");
    let as_page = ["index", "press", "--from", "html"];
    project.run(&as_page).found().tells("0 added, 1 changed, 0 dropped, 0 unchanged");
    project.run(&["show", "a.txt"]).found().says_not("<b>");
    project.run(&as_page).found().tells("1 unchanged");
}

#[test]
fn rules_without_a_header_are_rules_too() {
    let project = Project::new().file("press/whale.txt", LITTERED).index();
    let afternoon = ["search", "\"stayed until the afternoon\"", "--json"];
    project.run(&afternoon).found();
    project.write("rules.tsv", "remove\tit stayed until the afternoon *\n");
    project.run(&["index", "press", "--rules", "rules.tsv"]).found().tells("1 of the unchanged cleaned anew");
    project.run(&afternoon).nothing();
    project.write("rules.tsv", "remove\tno line says this *\n");
    project.run(&["index", "press"]).found().tells("1 of the unchanged cleaned anew");
    project.run(&afternoon).found();
}

#[test]
fn the_folder_that_one_is_in_is_not_that_of_another_run() {
    let project = Project::new().file("a/press/whale.txt", LITTERED).file("b/press/sequel.txt", SEQUEL);
    let index = |folder: &str, args: &[&str]| {
        let mut command = project.command(&[&["index", "--index"][..], &["../index"], args].concat());
        let output = command.current_dir(project.path(folder)).output().unwrap();
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(index("a", &["."]).contains("1 added, 0 changed, 0 dropped"));
    assert!(index("b", &["."]).contains("1 added, 0 changed, 0 dropped"));
    assert!(index("b", &["press"]).contains("0 added, 0 changed, 0 dropped, 1 unchanged"));
    assert!(index("a", &["."]).contains("0 added, 0 changed, 0 dropped, 1 unchanged"));
    assert!(index("a", &["../b"]).contains("0 added, 0 changed, 0 dropped, 1 unchanged"));
    assert!(index("b", &["../a"]).contains("0 added, 0 changed, 0 dropped, 1 unchanged"), "where it was first built");
    let whole = project.path("a").display().to_string();
    assert!(index("a", &[&whole]).contains("0 added, 0 changed, 0 dropped, 1 unchanged"));
    let whole = project.path("a/press").display().to_string();
    assert!(
        index("a", &[&whole]).contains("0 added, 0 changed, 0 dropped, 1 unchanged"),
        "one folder, named in two ways"
    );
    project.remove("b/press/sequel.txt");
    assert!(index("b", &["."]).contains("0 added, 0 changed, 1 dropped"));
}

#[test]
fn one_folder_has_one_name() {
    let project = Project::new().file("press/a.txt", SEQUEL).index();
    for same in ["press/", "./press", "press//", ".//./press/."] {
        let run = project.run(&["index", same]).found();
        run.tells("0 added, 0 changed, 0 dropped, 1 unchanged");
    }
}

#[test]
fn a_second_stream_adds_to_the_first() {
    let project = Project::new();
    let stream = |feed: String, summary: &str| {
        project.run_with_input(&["index", "--from", "jsonl", "-"], feed.as_bytes()).found().tells(summary);
    };
    stream(record("a", FESTIVAL) + &record("b", REVIEW), "2 added, 0 changed, 0 dropped");
    stream(record("c", SEQUEL), "1 added, 0 changed, 0 dropped");
    stream(record("b", LITTERED), "0 added, 1 changed, 0 dropped");
    project.run(&["search", "bucket"]).nothing();
    project.run(&["status"]).found().says("articles     3");
}

#[test]
fn a_rebuilt_index_leaves_the_other_files_of_its_folder() {
    let picture = "d41d8cd98f00b204e9800998ecf8427e.jpg";
    let project = Project::new().file("press/a.txt", SEQUEL).file(&format!("index/{picture}"), "a picture");
    project.run(&["index", "press", "--rebuild"]).found();
    project.write("index/meta.json", "damaged");
    project.run(&["index", "press", "--rebuild"]).found().tells("1 added");
    assert!(project.path("index").join(picture).exists());
}

#[test]
fn the_language_of_an_article_is_kept() {
    let feed = r#"{"id":"a","language":"fr","text":"Le chat\n\nLe chat est sur le quai, et le quai est long."}"#;
    let project = Project::new().file("press/feed.jsonl", format!("{feed}\n")).index();
    assert_eq!(project.run(&["show", "a", "--json"]).found().field("language"), ["fr"]);
}

#[cfg(unix)]
#[test]
fn all_who_may_read_the_folder_may_read_the_index() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new().file("press/a.txt", SEQUEL).index();
    project.write("press/b.txt", REVIEW);
    project.run(&["index", "press"]).found();
    let mode = |file: &str| fs::metadata(project.path(file)).unwrap().permissions().mode() & 0o777;
    let usual = mode("press/a.txt");
    for file in fs::read_dir(project.path("index")).unwrap().flatten() {
        let name = format!("index/{}", file.file_name().display());
        assert_eq!(mode(&name), usual, "{name}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn no_two_files_share_a_path() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let project = Project::new().file("press/a/b.txt", numbered(1)).file("press/a\\b.txt", numbered(2));
    for (name, number) in [(&b"caf\xe8.txt"[..], 3), (b"caf\xe9.txt", 4)] {
        fs::write(project.path("press").join(OsStr::from_bytes(name)), numbered(number)).unwrap();
    }
    check(&project, "4 added, 0 changed, 0 dropped, 0 unchanged, 0 failed");
    let found = project.run(&["search", "morning", "--json"]).found();
    let mut paths = found.field("path");
    paths.sort();
    assert_eq!(paths, ["press/a/b.txt", "press/a\\b.txt", "press/caf\\xE8.txt", "press/caf\\xE9.txt"]);
    project.remove("press/a\\b.txt");
    check(&project, "0 added, 0 changed, 1 dropped, 3 unchanged, 0 failed");
}
