//! `clippings quotes`.

use super::harness::{Project, SEQUEL};

#[test]
fn quotations_are_found_by_their_words() {
    let project = Project::three_articles();
    let run = project.run(&["quotes", "fathoms"]).found().says("“I learned to count in fathoms,");
    run.says("— Casimir Lindqvarn").says("press/cityherald.example/festival.txt:9").says("2023-09-09");
    project.run(&["quotes", "accountant"]).nothing().says("no quotation found");
}

#[test]
fn filters_are_those_of_search() {
    let project = Project::three_articles();
    let speakers = |args: &[&str]| {
        let mut names = project.run(&[&["quotes", "--json"], args].concat()).found().field("speaker");
        names.sort();
        names.dedup();
        names
    };
    assert_eq!(speakers(&[]), ["Casimir Lindqvarn", "Odalys Brightwater"]);
    assert_eq!(speakers(&["--speaker", "lindqvarn"]), ["Casimir Lindqvarn"]);
    assert_eq!(speakers(&["--not-speaker", "lindqvarn"]), ["Odalys Brightwater"]);
    assert_eq!(speakers(&["--film", "Copper Sister"]), ["Odalys Brightwater"]);
    assert_eq!(speakers(&["--author", "Jonah Achebe"]), ["Casimir Lindqvarn"]);
    assert_eq!(speakers(&["--before", "2022"]), ["Odalys Brightwater"]);
}

#[test]
fn json_has_provenance() {
    let project = Project::three_articles();
    let hit = &project.run(&["quotes", "cranes", "--json"]).found().json()[0];
    assert_eq!((&hit["type"], &hit["rank"], &hit["line"]), (&"quotation".into(), &1.into(), &9.into()), "{hit}");
    let piece = hit["pieces"].as_array().unwrap().iter().find(|piece| piece["matches"][0].is_array()).unwrap();
    let (start, end) = (piece["start"].as_u64().unwrap() as usize, piece["end"].as_u64().unwrap() as usize);
    let slice: String = SEQUEL.chars().skip(start).take(end - start).collect();
    assert_eq!(slice, piece["text"].as_str().unwrap());
    assert!(hit["confidence"].as_f64().is_some_and(|sure| (0.0..=1.0).contains(&sure)), "{hit}");
}

#[test]
fn csv_has_one_piece_a_row() {
    let run = Project::three_articles().run(&["quotes", "--format", "csv", "-n", "100"]).found();
    let mut rows = csv::Reader::from_reader(run.stdout.as_bytes());
    let columns: Vec<String> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(&columns[..2], ["speaker", "text"]);
    let rows: Vec<csv::StringRecord> = rows.records().map(|row| row.unwrap()).collect();
    assert!(rows.len() >= 4 && rows.iter().all(|row| row.len() == columns.len()), "{run}");
    assert!(rows.iter().any(|row| row[1].contains(", and nobody has slept,")), "commas stay inside a value\n{run}");
}

#[test]
fn markdown_quotes_with_its_source() {
    let run = Project::three_articles().run(&["quotes", "fathoms", "--format", "markdown"]).found();
    run.says("> I learned to count in fathoms,").says("**Casimir Lindqvarn**, *Festival opens with The Ferry Ledger*");
}

#[test]
fn context_is_the_paragraph() {
    let project = Project::three_articles();
    project.run(&["quotes", "fathoms"]).found().says_not("on the jetty");
    project.run(&["quotes", "fathoms", "--context"]).found().says("Lindqvarn told reporters on the jetty.");
    let run = project.run(&["quotes", "fathoms", "--context", "--json"]).found();
    assert!(run.json()[0]["context"].as_str().unwrap().contains("on the jetty"), "{run}");
}

#[test]
fn what_the_article_tells_in_its_own_words_stands_in_no_marks() {
    let told = "The ferry\n\nDirector Odalys Brightwater spoke. Brightwater said that the heron is done.\n";
    let project = Project::new().file("press/told.txt", told).index();
    let run = project.run(&["quotes", "heron"]).found().says("the heron is done (indirect)\n  — Odalys Brightwater");
    run.says_not("“");
    let run = project.run(&["quotes", "heron", "--format", "markdown"]).found();
    run.says("the heron is done\n\n— **Odalys Brightwater** (indirect)").says_not("> ");
    project.run(&["search", "heron"]).found().says_not("“");
}

#[test]
fn of_two_who_speak_as_one_the_source_is_both() {
    let said = "The ferry\n\n“We built the heron at night,” said Odalys Brightwater and Casimir Lindqvarn.\n";
    let run = Project::new().file("press/said.txt", said).index().run(&["quotes", "heron", "--json"]).found();
    assert_eq!(run.field("source"), ["Odalys Brightwater and Casimir Lindqvarn"], "{run}");
}

#[test]
fn groups_stand_together() {
    let run = Project::three_articles().run(&["quotes", "-n", "50", "--group", "speaker", "--json"]).found();
    let mut speakers: Vec<String> = run.json().iter().map(|hit| hit["speaker"].to_string()).collect();
    speakers.dedup();
    let n_runs = speakers.len();
    speakers.sort();
    speakers.dedup();
    assert_eq!(n_runs, speakers.len(), "{run}");
    let run = Project::three_articles().run(&["quotes", "-n", "50", "--group", "speaker"]).found();
    let headings: Vec<&str> = run.stdout.lines().filter(|line| !line.starts_with([' ', '“'])).collect();
    let names =
        ["Casimir Lindqvarn", "Odalys Brightwater"].map(|name| headings.iter().filter(|line| **line == name).count());
    assert_eq!(names, [1, 1], "{run}");
}

#[test]
fn confidence_may_be_demanded() {
    let project = Project::three_articles();
    let all = project.run(&["quotes", "--sort", "confidence", "--json", "-n", "50"]).found();
    let sure: Vec<f64> = all.json().iter().map(|hit| hit["confidence"].as_f64().unwrap()).collect();
    assert!(sure.is_sorted_by(|one, other| one >= other), "{all}");
    let bound = (sure[0] + sure[sure.len() - 1]) / 2.0;
    let wanted = sure.iter().filter(|&&sure| sure >= bound).count();
    let some = project.run(&["quotes", "--min-confidence", &bound.to_string(), "--json", "-n", "50"]);
    assert_eq!(some.json().len(), wanted, "at least {bound}\n{all}{some}");
}

#[test]
fn newest_first_on_request() {
    let run = Project::three_articles().run(&["quotes", "--sort", "date", "--json", "-n", "50"]).found();
    let days = run.field("published");
    assert!(days.len() >= 2 && days.is_sorted_by(|one, other| one >= other), "{run}");
}
