//! `clippings names` and the file of corrections, end to end.

use std::process::Stdio;

use crate::harness::{PRESS, Project};

/// Three articles: one names the ferryman by a short name, the others by the long one.
fn project() -> Project {
    let article = |title: &str, name: &str| {
        format!(
            "{title}\n\nActor {name} Lindqvarn spoke about the ferry on Monday, and the harbour was quiet.\n\n\
             \"I learned to count in fathoms,\" said Lindqvarn. \"The ledger is heavier than it looks.\"\n\n\
             Director Odalys Brightwater was there too. \"He is right about the ledger,\" Brightwater said.\n"
        )
    };
    Project::new()
        .file("press/one.txt", article("A ferry in the fog", "Robert"))
        .file("press/two.txt", article("A ledger on the pier", "Bob"))
        .file("press/three.txt", article("A bucket of rain", "Robert"))
        .index()
}

#[test]
fn names_that_may_be_one_are_lines_of_the_file() {
    let project = project();
    let run = project.run(&["names"]).found();
    let run = run.says("merge\tperson\tBob Lindqvarn\tRobert Lindqvarn\t\tbob is short for robert");
    project.write("names.tsv", &run.stdout);
    project.run(&["names"]).nothing();
    project.run(&["facets", "speaker"]).found().says("Robert Lindqvarn").says_not("Bob");
}

#[test]
fn a_merged_name_is_one_everywhere() {
    let project = project();
    project.run(&["names", "merge", "person", "Bob Lindqvarn", "Robert Lindqvarn"]).found().says("(2)");
    for field in ["speaker", "person"] {
        let counts = project.run(&["facets", field, "--json"]).found();
        assert!(
            counts.json().iter().any(|value| value["value"] == "Robert Lindqvarn" && value["count"] == 3),
            "{counts}"
        );
    }
    let quotes = project.run(&["quotes", "--speaker", "robert lindqvarn", "--json"]).found();
    assert!(quotes.field("path").contains(&"press/two.txt".to_owned()), "{quotes}");
    project.run(&["search", "ledger", "--speaker", "bob lindqvarn"]).found().tells("Robert Lindqvarn");
    project
        .run(&["show", "two.txt", "--json"])
        .found()
        .says("\"name\":\"Robert Lindqvarn\"")
        .says_not("\"name\":\"Bob");
    project.run(&["extract", "press/two.txt"]).found().says("\"speaker\":\"Robert Lindqvarn\"");
}

#[test]
fn who_is_nobody_is_found_no_more_and_comes_back() {
    let project = project();
    let never = ["names", "never", "person", "odalys brightwater"];
    project
        .run(&[&never[..], &["--dry-run"]].concat())
        .found()
        .says("− speaker Odalys Brightwater")
        .tells("3 would change");
    project.run(&["facets", "speaker"]).says("Odalys Brightwater");
    project.run(&never).found().tells("3 changed");
    for field in ["speaker", "person"] {
        project.run(&["facets", field]).found().says_not("Brightwater");
    }
    project.run(&["extract", "press/one.txt"]).found().says_not("\"name\":\"Odalys");
    project.write("names.tsv", "");
    project.run(&["names", "--apply"]).found().says("+ person Odalys Brightwater");
    project.run(&["facets", "speaker"]).says("Odalys Brightwater");
    project.run(&["names", "--apply"]).nothing();
}

#[test]
fn only_the_articles_concerned_are_annotated_again() {
    let project = project();
    project.write("names.tsv", "split\tperson\tRobert Lindqvarn\tRobert Lindqvarn (diver)\tbucket of rain\n");
    project.run(&["index", PRESS]).found().tells("3 unchanged").tells("1 of the unchanged annotated again");
    let quotes = project.run(&["quotes", "--speaker", "Robert Lindqvarn (diver)", "--json"]).found();
    assert!(quotes.field("path").iter().all(|path| path == "press/three.txt"), "{quotes}");
}

#[test]
fn an_alias_names_whom_the_program_would_not_see() {
    let project = project();
    project.write("press/four.txt", "A fourth letter\n\n\"I am on the roof,\" said the Moth of Dunwick on Tuesday.\n");
    project.run(&["names", "alias", "person", "Moth of Dunwick", "Odalys Brightwater"]).code(1);
    project.run(&["index", PRESS]).found();
    project.run(&["search", "roof", "--person", "brightwater"]).found().says("four.txt");
}

#[test]
fn a_film_that_is_none() {
    let text = "A premiere\n\nThe film \"Copper Sister\" (2017), directed by Odalys Brightwater, had its premiere on Monday.\n";
    let project = Project::new().file("press/a.txt", text).index();
    project.run(&["facets", "film"]).found().says("Copper Sister");
    project.run(&["names", "rename", "film", "Copper Sister", "The Copper Sister"]).found();
    project.run(&["facets", "film"]).found().says("The Copper Sister");
    project.run(&["names", "never", "film", "Copper Sister"]).found();
    project.run(&["facets", "film"]).nothing();
}

#[test]
fn a_line_that_cannot_be_followed_is_named() {
    let project = project();
    project.write("names.tsv", "action\tkind\tname\tother\nmerge\tperson\tBob\n");
    project.run(&["facets", "person"]).fails().tells("line 2: `merge` lacks the right name");
    project.remove("names.tsv");
    project.run(&["names", "marry", "person", "Bob"]).code(2).tells("alias, merge, never, rename, split");
    project.run(&["names", "merge", "person", "Bob"]).fails().tells("lacks the right name");
}

#[test]
fn what_one_article_tells_another_hears_in_any_order() {
    let bare = "A night out\n\nThey saw Saltwater Hymnal at the pier, and the crowd liked it.\n";
    let plain = "A premiere\n\nThe premiere of Saltwater Hymnal (2023), a film about nuns, is on Monday.\n";
    let other = "News\n\nCasimir Lindqvarn starred in the film Saltwater Hymnal (2023) last year.\n";
    let films = |project: &Project| project.run(&["facets", "film", "--json"]).stdout;
    let project = Project::new().file("press/bare.txt", bare).index();
    project.run(&["facets", "film"]).nothing();
    project.write("press/plain.txt", plain);
    project.write("press/other.txt", other);
    project.run(&["index", PRESS]).found().tells("1 of the unchanged cleaned anew");
    let later = films(&project);
    assert!(later.contains("\"count\":3"), "{later}");
    project.run(&["index", PRESS, "--rebuild"]).found();
    assert_eq!(films(&project), later);
    project.remove("press/plain.txt");
    project.remove("press/other.txt");
    project.run(&["index", PRESS]).found();
    project.run(&["facets", "film"]).nothing();
}

#[test]
fn an_index_keeps_to_its_lists() {
    let project = Project::new().file("press/a.txt", "A night\n\nShe was wry in the film Dunlin, they say.\n");
    project
        .write("films.tsv", "tconst\ttitleType\tprimaryTitle\tisAdult\tstartYear\ntt9000007\tmovie\tDunlin\t0\t2019\n");
    project.run(&["index", PRESS, "--films", "films.tsv"]).found();
    project.run(&["show", "a.txt", "--json"]).found().says("tt9000007").says("2019");
    project.run(&["index", PRESS]).found().tells("1 unchanged");
    project
        .write("films.tsv", "tconst\ttitleType\tprimaryTitle\tisAdult\tstartYear\ntt9000008\tmovie\tDunlin\t0\t1999\n");
    project.run(&["index", PRESS]).found().tells("1 of the unchanged annotated again");
    project.run(&["show", "a.txt", "--json"]).found().says("tt9000008").says("1999");
    project.run(&["index", PRESS, "--no-lists"]).found();
    project.run(&["show", "a.txt", "--json"]).found().says_not("tt9000008");
    project.run(&["index", PRESS, "--films", "nowhere.tsv"]).fails().tells("cannot read the list `nowhere.tsv`");
}

#[test]
fn the_parts_of_who_is_nobody_name_nobody() {
    let text = "A line in the sea\n\nThat autumn Silas Wren draws a line, and the sea rubs it out; Ines \
                Caldeira watches him do it again. There is a moment, near the end, when Silas puts down his pen and says, \
                \u{201c}I think that it was never lost.\u{201d} Neither do we.\n";
    let project = Project::new().file("press/a.txt", text).index();
    project.run(&["facets", "speaker"]).found().says("Silas Wren");
    let run = project.run(&["names", "never", "person", "Silas Wren"]).found();
    run.says("− speaker Silas Wren").says_not("+ person");
    project.run(&["facets", "person"]).found().says_not("Silas").says_not("Wren");
    project.run(&["quotes", "lost", "--json"]).found().says("\"speaker\":null");
}

#[test]
fn the_parts_of_who_is_nobody_are_anothers() {
    let text = "A line in the sea\n\nActor Tobias Fenwick plays Silas Wren, who draws a line.\n\nDirector Silas Oyelaran \
                spoke on Monday. \u{201c}I think that it was never lost,\u{201d} Silas said.\n";
    let project = Project::new().file("press/a.txt", text).file("names.tsv", "never\tperson\tSilas Wren\n").index();
    project.run(&["quotes", "lost", "--json"]).found().says("\"speaker\":\"Silas Oyelaran\"");
}

#[test]
fn a_name_stands_on_one_line() {
    let project = Project::three_articles();
    for name in ["Silas\nWren", "Silas\tWren", "  "] {
        project.run(&["names", "never", "person", name]).fails();
    }
    assert!(!project.path("names.tsv").exists());
    project.run(&["names", "rename", "person", " Ada Renwick ", "Ada Renwyck", "--dry-run", "--json"]).fails();
}

#[test]
fn corrections_written_at_once_are_all_kept() {
    let project = Project::three_articles();
    let mut running: Vec<_> = (0..8)
        .map(|number| {
            let (name, other) = (format!("Nobody {number}"), format!("Somebody {number}"));
            let mut command = project.command(&["names", "alias", "person", &name, &other]);
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        })
        .collect();
    running.iter_mut().for_each(|run| drop(run.wait()));
    let lines = std::fs::read_to_string(project.path("names.tsv")).unwrap_or_default();
    let n_whole = lines.lines().skip(1).filter(|line| line.starts_with("alias\tperson\tNobody")).count();
    assert_eq!(n_whole, lines.lines().count() - 1, "{lines}");
}

#[test]
fn a_name_that_nothing_is_filed_under_is_not_corrected() {
    let project = Project::three_articles();
    let run = project.run(&["names", "rename", "person", "casimir lindqvarn", "C. Lindqvarn"]).fails();
    run.tells("no person is called `casimir lindqvarn`").tells("did you mean `Casimir Lindqvarn`");
    assert!(!project.path("names.tsv").exists());
}

#[test]
fn a_correction_that_corrects_nothing_is_told() {
    let project = project();
    let merge = ["names", "merge", "person", "Robert Lindqvarn"];
    project.run(&merge).fails().tells("cannot correct this: `merge` lacks the right name behind `Robert Lindqvarn`");
    let itself = [&merge[..], &["Robert Lindqvarn"]].concat();
    project.run(&itself).fails().tells("cannot correct this: `Robert Lindqvarn` is itself already");
    assert!(!project.path("names.tsv").exists());
    project.run(&["names", "never", "person", "Silas Wren"]).nothing().tells("no article of this index is concerned");
}
