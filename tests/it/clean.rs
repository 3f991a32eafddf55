//! `clippings clean`: a filter.

use super::harness::{LITTERED, Project, REVIEW, numbered};

#[test]
fn litter_goes_and_the_rest_stays_as_it_is() {
    let run = Project::new().run_with_input(&["clean"], LITTERED.as_bytes()).found();
    for line in run.stdout.lines() {
        assert!(LITTERED.lines().any(|other| other == line), "`{line}` was not there before\n{run}");
    }
    let run = run.says("The lighthouse keeper and the whale\n").says("Keepers of the lighthouse met a whale");
    run.says_not("All rights reserved").says_not("Related:");
}

#[test]
fn a_blank_line_parts_articles() {
    let project = Project::new().file("a.txt", REVIEW).file("b.txt", REVIEW);
    let one = project.run(&["clean", "a.txt"]).found().stdout;
    let both = project.run(&["clean", "a.txt", "b.txt"]).found().stdout;
    assert_eq!(both.len(), 2 * one.len() + 1, "{both}");
    assert!(both.starts_with(&format!("{one}\n")), "{both}");
}

#[test]
fn explain_lists_what_was_removed_with_its_rule() {
    let project = Project::new().file("whale.txt", LITTERED);
    let run = project.run(&["clean", "--explain", "whale.txt"]).found();
    let at = LITTERED.lines().position(|line| line.starts_with("Copyright")).unwrap() + 1;
    let line = run.stdout.lines().find(|line| line.contains("Copyright")).unwrap_or_else(|| panic!("{run}"));
    let columns: Vec<&str> = line.split('\t').collect();
    assert_eq!(columns[0], format!("whale.txt:{at}"), "{run}");
    assert!(columns[1].contains('/'), "a rule: {line}");
    run.says_not("Keepers of the lighthouse met");
}

#[test]
fn the_diff_names_every_removed_line() {
    let project = Project::new().file("whale.txt", LITTERED);
    let kept = project.run(&["clean", "whale.txt"]).found();
    let diff = project.run(&["clean", "--diff", "whale.txt"]).found().says("--- whale.txt\n+++ whale.txt\n@@ -");
    let removed = diff.stdout.lines().filter(|line| line.starts_with('-') && !line.starts_with("---")).count();
    assert_eq!(removed, LITTERED.lines().count() - kept.stdout.lines().count(), "{diff}");
    assert!(!diff.stdout.lines().any(|line| line.starts_with('+') && !line.starts_with("+++")), "{diff}");
}

#[test]
fn rules_of_ones_own_come_first() {
    let rules = "action\tpattern\tsite\tnote\nkeep\tcopyright *\nremove\tit stayed until the afternoon *\n";
    let project = Project::new().file("whale.txt", LITTERED).file("rules.tsv", rules);
    let run = project.run(&["clean", "--rules", "rules.tsv", "whale.txt"]).found();
    run.says("All rights reserved").says_not("It stayed until the afternoon");
    project.run(&["clean", "--rules", "gone.tsv", "whale.txt"]).fails().tells("cannot use the rules of gone.tsv");
    project.write("bad.tsv", "action\tpattern\nforget\tit\n");
    project.run(&["clean", "--rules", "bad.tsv", "whale.txt"]).fails().tells("cannot use the rules of bad.tsv");
}

#[test]
fn a_bad_file_is_told_and_the_rest_goes_on() {
    let project = Project::new().file("a.txt", "").file("b.txt", REVIEW);
    let run = project.run(&["clean", "a.txt", "b.txt"]).code(2).says("Every crane has a grudge.");
    run.tells("cannot read a.txt").tells("it is empty");
}

#[test]
fn balances_exclude_each_other() {
    Project::new().run(&["clean", "--strict", "--lenient"]).code(2).tells("cannot be used with");
}

#[test]
fn an_index_lends_what_it_has_seen() {
    let project = Project::new();
    for number in 0..12 {
        let text = numbered(number) + "\nThe pier master keeps the boats\n";
        project.write(&format!("press/pier.example/{number}.txt"), text);
    }
    let project = project.index();
    project.write("new/pier.example/a.txt", numbered(40) + "\nThe pier master keeps the boats\n");
    let run = project.run(&["clean", "--explain", "--evidence", "index", "new"]).found();
    let line = run.stdout.lines().find(|line| line.ends_with("The pier master keeps the boats"));
    assert!(line.is_some_and(|line| line.contains("\trepeat/on-site\t")), "{run}");
    let alone = project.run(&["clean", "--explain", "new"]);
    assert!(!alone.stdout.contains("repeat/on-site"), "{alone}");
    project.run(&["clean", "--evidence", "nowhere", "new"]).fails().tells("no index in nowhere");
}
