//! `clippings show`.

use super::harness::{LITTERED, Project, SEQUEL};

#[test]
fn prints_the_kept_lines() {
    let run = Project::three_articles().run(&["show", "press/reelpost.example/sequel.txt"]).found();
    let run = run.says("Copper Sister sequel announced\n").says("reelpost.example").says("2021-05-04");
    run.says(SEQUEL.lines().find(|line| line.contains("sequel begins")).unwrap());
}

#[test]
fn a_headline_that_only_the_record_tells_is_shown() {
    let record = r#"{"id":"a","title":"The ferry sinks","text":"The ferry sank on Friday, said the harbour master."}"#;
    let project = Project::new().file("press/a.jsonl", record).index();
    project.run(&["show", "a"]).found().says("\n\nThe ferry sinks\n\nThe ferry sank on Friday");
    let told = r#"{"id":"a","title":"The ferry sinks","text":"The ferry sinks\n\nThe ferry sank on Friday."}"#;
    let run = Project::new().file("press/a.jsonl", told).index().run(&["show", "a"]).found();
    assert_eq!(run.stdout.matches("The ferry sinks").count(), 1, "{run}");
}

#[test]
fn the_end_of_a_path_is_enough() {
    let project = Project::three_articles();
    project.run(&["show", "sequel.txt"]).found().says("Copper Sister sequel announced");
    project.run(&["show", "equel.txt"]).fails().tells("no article in the index is called `equel.txt`");
    project.run(&["show", "./press/reelpost.example/sequel.txt"]).found();
}

#[test]
fn an_end_that_several_share_is_refused() {
    let project = Project::new().file("press/a/x.txt", SEQUEL).file("press/b/x.txt", SEQUEL).index();
    project.run(&["show", "x.txt"]).fails().tells("more than one article").tells("hint:");
    project.run(&["show", "a/x.txt"]).found();
}

#[test]
fn removed_lines_are_shown_on_request() {
    let project = Project::new().file("press/whale.txt", LITTERED).index();
    let kept = project.run(&["show", "whale.txt"]).found().says("Keepers of the lighthouse");
    kept.says_not("All rights reserved").says_not("- ");
    project.run(&["show", "whale.txt", "--removed"]).found().says("- Copyright 2021 Harbour Tribune");
}

#[test]
fn explain_names_a_rule_for_everything() {
    let run = Project::three_articles().run(&["show", "sequel.txt", "--explain"]).found();
    let run = run.says("person  Odalys Brightwater  ×").says("film    Copper Sister");
    let lines: Vec<&str> = run.stdout.lines().collect();
    let texts = SEQUEL.lines().filter(|line| !line.is_empty());
    for text in texts {
        let at =
            lines.iter().position(|line| line.ends_with(text)).unwrap_or_else(|| panic!("{text} is missing\n{run}"));
        assert!(lines[at - 1].starts_with('[') && lines[at - 1].ends_with(']'), "no rule above {text}\n{run}");
    }
    let quotations = lines.iter().filter(|line| line.trim_start().starts_with('“')).count();
    assert!(quotations >= 2, "{run}");
}

#[test]
fn json_is_that_of_extract() {
    let project = Project::three_articles();
    let shown = project.run(&["show", "sequel.txt", "--json"]).found();
    let extracted = project.run(&["extract", "press/reelpost.example/sequel.txt"]).found();
    let (shown, extracted) = (&shown.json()[0], &extracted.json()[0]);
    for field in ["id", "path", "site", "title", "authors", "published", "text", "lines", "people", "films", "quotes"] {
        assert_eq!(shown[field], extracted[field], "{field}");
    }
}

#[test]
fn a_record_that_is_a_page_is_one_line_of_its_file() {
    let page = "<html><body><article>\n<h1>A crane stops</h1>\n<p>\u{201c}It stopped on Monday, and nobody came,\u{201d} \
                said Odalys Brightwater, a director of films.</p>\n<p>No zeppelin came to lift it.</p>\n</article>";
    let record = |id: u32| serde_json::json!({ "id": id, "html": page }).to_string();
    let project = Project::new().file("press/pages.jsonl", format!("{}\n{}\n", record(7), record(8))).index();
    let run = project.run(&["quotes", "nobody", "--json"]).found();
    let mut lines: Vec<u64> = run.json().iter().filter_map(|hit| hit["line"].as_u64()).collect();
    lines.sort_unstable();
    assert_eq!(lines, [1, 2], "{run}");
}

/// A file of three records, two of which bear one id.
fn records() -> Project {
    let record = |id: &str, title: &str| {
        serde_json::json!({ "id": id, "title": title, "text": format!("{title}\n\nThe harbour was quiet on Monday.") })
            .to_string()
    };
    let lines = [record("a1", "A crane stops"), record("b2", "A ferry leaves"), record("a1", "A bucket of rain")];
    Project::new().file("press/x/wire.jsonl", lines.join("\n")).file("press/sequel.txt", SEQUEL).index()
}

#[test]
fn a_place_opens_what_lies_there() {
    let project = records();
    project.run(&["show", "press/x/wire.jsonl:2"]).found().says("A ferry leaves");
    project.run(&["show", "wire.jsonl:3"]).found().says("A bucket of rain");
    project.run(&["show", "press/sequel.txt:9"]).found().says("Copper Sister sequel announced");
    project.run(&["show", "wire.jsonl:4"]).fails().tells("no article in the index is called `wire.jsonl:4`");
    project.run(&["show", "ire.jsonl:3"]).fails().tells("no article in the index");
}

#[test]
fn records_of_one_id_are_told_apart_by_their_places() {
    let project = records();
    for id in ["a1", "press/x/wire.jsonl#a1"] {
        let run =
            project.run(&["show", id]).fails().tells(&format!("more than one article in the index is called `{id}`"));
        run.tells("press/x/wire.jsonl:1, press/x/wire.jsonl:3").tells("such as `press/x/wire.jsonl:1`");
    }
    project.run(&["show", "b2"]).found().says("A ferry leaves");
    let run = project.run(&["search", "harbour quiet", "--json", "-n", "9"]).found();
    let mut ids = run.field("id");
    ids.sort();
    let wanted = ["press/sequel.txt", "press/x/wire.jsonl#b2", "press/x/wire.jsonl:1", "press/x/wire.jsonl:3"];
    assert_eq!(ids, wanted, "{run}");
    for id in &ids {
        project.run(&["show", id]).found();
    }
}
