//! `clippings search`.

use super::harness::{LITTERED, Project, Run};

fn paths(run: &Run) -> Vec<String> {
    run.field("path").into_iter().map(|path| path.rsplit('/').next().unwrap_or("").to_owned()).collect()
}

/// Searches the three articles and checks which files are found, best first.
#[track_caller]
fn check(project: &Project, args: &[&str], wanted: &[&str]) {
    let run = project.run(&[&["search", "--json"], args].concat());
    assert_eq!(paths(&run), wanted, "{run}");
    assert_eq!(run.code, i32::from(wanted.is_empty()), "{run}");
}

#[test]
fn what_holds_every_word_comes_first() {
    let project = Project::three_articles();
    check(&project, &["sequel"], &["sequel.txt"]);
    check(&project, &["harbour", "bucket"], &["review.txt", "sequel.txt"]);
    check(&project, &["harbour", "bucket", "--all"], &["review.txt"]);
    check(&project, &["zeppelin"], &[]);
}

#[test]
fn a_title_weighs_more_than_a_mention() {
    let project = Project::new()
        .file("press/mention.txt", "The mayor and the bridge\n\nThe mayor walked over the bridge and saw a pelican there.\n\nShe went home by bus.\n")
        .file("press/title.txt", "Pelican walks over the bridge\n\nIt took an hour, and the traffic waited behind it patiently.\n\nNobody went home by bus.\n")
        .index();
    check(&project, &["pelican"], &["title.txt", "mention.txt"]);
}

#[test]
fn words_are_found_in_any_form() {
    let project = Project::three_articles();
    check(&project, &["cranes"], &["review.txt", "sequel.txt"]);
    check(&project, &["CRANE"], &["review.txt", "sequel.txt"]);
    check(&project, &["zoe"], &["festival.txt"]);
}

#[test]
fn the_query_language() {
    let project = Project::three_articles();
    check(&project, &["\"morning after the flood\""], &["sequel.txt"]);
    check(&project, &["\"flood the after morning\""], &[]);
    check(&project, &["harbour -bucket"], &["sequel.txt"]);
    check(&project, &["harbour AND bucket"], &["review.txt"]);
    check(&project, &["fathoms OR bucket", "--sort", "date"], &["festival.txt", "review.txt"]);
    check(&project, &["title:harbour"], &["review.txt"]);
    check(&project, &["quote:harbour"], &["sequel.txt"]);
    check(&project, &["speaker:brightwater"], &["sequel.txt"]);
    check(&project, &["film year:2021"], &["sequel.txt"]);
    check(&project, &["harb*", "--sort", "date"], &["review.txt", "sequel.txt"]);
    check(&project, &["seqeul~"], &["sequel.txt"]);
}

#[test]
fn filters_and_their_negations() {
    let project = Project::three_articles();
    check(&project, &["--speaker", "Odalys Brightwater"], &["sequel.txt"]);
    check(&project, &["--not-speaker", "Odalys Brightwater"], &["festival.txt", "review.txt"]);
    check(&project, &["--person", "Casimir Lindqvarn"], &["festival.txt", "sequel.txt"]);
    check(&project, &["--person", "Casimir Lindqvarn", "--not-film", "Copper Sister"], &["festival.txt"]);
    check(&project, &["--film", "The Ferry Ledger"], &["festival.txt"]);
    check(&project, &["--author", "Jonah Achebe"], &["festival.txt", "review.txt"]);
    check(&project, &["--not-author", "Jonah Achebe"], &["sequel.txt"]);
    check(&project, &["--site", "reelpost.example"], &["review.txt", "sequel.txt"]);
    check(&project, &["--not-site", "reelpost.example"], &["festival.txt"]);
    check(&project, &["--after", "2022-03-02"], &["festival.txt", "review.txt"]);
    check(&project, &["--after", "2022", "--before", "2022-03"], &["review.txt"]);
    check(&project, &["--before", "2021-05-03"], &[]);
    check(&project, &["harbour", "--author", "Jonah Achebe"], &["review.txt"]);
}

#[test]
fn repeated_filters_of_one_kind_widen() {
    let project = Project::three_articles();
    let two = ["--speaker", "brightwater", "--speaker", "lindqvarn"];
    check(&project, &two, &["festival.txt", "sequel.txt"]);
}

#[test]
fn names_are_taken_as_people_type_them() {
    let project = Project::three_articles();
    project
        .run(&["search", "--speaker", "odalys brightwater"])
        .found()
        .tells("speaker odalys brightwater: Odalys Brightwater");
    project.run(&["search", "--speaker", "brightwater"]).found().tells("speaker brightwater: Odalys Brightwater");
    project.run(&["search", "--person", "zoe quennell"]).found().tells("person zoe quennell: Zoë Quennell");
    project.run(&["search", "--film", "ferry ledger"]).found().tells("film ferry ledger: The Ferry Ledger");
    let exact = project.run(&["search", "--speaker", "Odalys Brightwater"]).found();
    assert!(exact.stderr.is_empty(), "nothing to tell\n{exact}");
}

#[test]
fn a_name_that_fits_several_is_refused_with_a_list() {
    let other = "\
Brightwater opens a bakery

Baker Ottoline Brightwater opened a bakery on Friday beside the old mill on the river.

\"I sell four loaves a day, and I eat two of them,\" said Ottoline Brightwater.
";
    let project = Project::three_articles();
    project.write("press/bakery.txt", other);
    project.run(&["index", "press"]).found();
    let run = project.run(&["search", "--speaker", "brightwater"]).fails();
    let run = run.tells("`brightwater` fits more than one speaker").tells("Odalys Brightwater (");
    run.tells("Ottoline Brightwater (").tells("hint: give the full name");
}

#[test]
fn an_unknown_name_gets_the_nearest() {
    let project = Project::three_articles();
    let run = project.run(&["search", "--speaker", "brightwatr"]).fails().tells("no speaker is called `brightwatr`");
    run.tells("hint: did you mean Odalys Brightwater?");
    project.run(&["search", "--speaker", "xyzzy"]).fails().tells("hint: `clippings facets speaker --like WORD`");
}

#[test]
fn facets_are_counted_over_all_results() {
    let project = Project::three_articles();
    let run = project.run(&["search", "harbour", "-n", "1", "--facets", "site,author", "--json"]).found();
    let lines = run.json();
    assert_eq!(lines.len(), 2, "{run}");
    assert_eq!((&lines[1]["type"], &lines[1]["total"]), (&"facets".into(), &2.into()), "{run}");
    assert_eq!(lines[1]["facets"]["site"], serde_json::json!([{"value": "reelpost.example", "count": 2}]), "{run}");
    project.run(&["search", "harbour", "--facets", "site"]).found().says("site\n  reelpost.example       2");
}

#[test]
fn json_is_one_object_a_line() {
    let run = Project::three_articles().run(&["search", "flood", "--json"]).found();
    let hit = &run.json()[0];
    assert_eq!((&hit["type"], &hit["rank"], &hit["line"]), (&"article".into(), &1.into(), &9.into()), "{run}");
    assert_eq!(hit["speakers"], serde_json::json!(["Odalys Brightwater"]), "{run}");
    let text: Vec<char> = hit["snippet"]["text"].as_str().unwrap().chars().collect();
    let (start, end) = (&hit["snippet"]["matches"][0][0], &hit["snippet"]["matches"][0][1]);
    let matched = &text[start.as_u64().unwrap() as usize..end.as_u64().unwrap() as usize];
    assert_eq!(matched.iter().collect::<String>(), "flood", "{run}");
}

#[test]
fn hits_tell_place_day_and_who_is_quoted() {
    let run = Project::three_articles().run(&["search", "flood"]).found().says("Copper Sister sequel announced");
    let run = run.says("2021-05-04").says("press/reelpost.example/sequel.txt:9\n").says("quoted: Odalys Brightwater");
    run.says("1 article\n").says_not("\u{1b}");
}

#[test]
fn pages_do_not_overlap() {
    let project = Project::three_articles();
    let all = paths(&project.run(&["search", "film OR harbour", "--json"]).found());
    let page = |offset: &str| {
        let run = project.run(&["search", "film OR harbour", "-n", "1", "--offset", offset, "--json"]).found();
        assert_eq!(run.json()[0]["rank"], offset.parse::<u64>().unwrap() + 1);
        paths(&run).remove(0)
    };
    assert_eq!(all.len(), 3);
    assert_eq!([page("0"), page("1"), page("2")].as_slice(), all);
}

#[test]
fn removed_lines_are_found_on_request_only() {
    let project = Project::new().file("press/whale.txt", LITTERED).index();
    check(&project, &["whale"], &["whale.txt"]);
    check(&project, &["dinner"], &[]);
    check(&project, &["tribune OR copyright"], &[]);
    check(&project, &["dinner", "--include-removed"], &["whale.txt"]);
    check(&project, &["\"all rights reserved\"", "--include-removed"], &["whale.txt"]);
}

#[test]
fn colours_are_for_terminals_unless_forced() {
    let project = Project::three_articles();
    let output = project.command(&["search", "flood"]).env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("\u{1b}["));
    let output = project.command(&["search", "flood"]).env("NO_COLOR", "1").output().unwrap();
    assert!(!String::from_utf8_lossy(&output.stdout).contains('\u{1b}'));
}
