//! The manual: every command has help with an example, and a mistyped one is set right.

use super::harness::Project;

const COMMANDS: &[&str] = &[
    "index",
    "search",
    "quotes",
    "facets",
    "names",
    "show",
    "serve",
    "clean",
    "extract",
    "status",
    "completions",
    "man",
];

#[test]
fn help_of_every_command_has_an_example() {
    let project = Project::new();
    for command in COMMANDS {
        let run = project.run(&[command, "--help"]).found();
        assert!(run.stdout.contains(&format!("  clippings {command}")), "no example\n{run}");
    }
}

#[test]
fn help_lists_the_commands() {
    let run = Project::new().run(&["help"]).found();
    for command in COMMANDS {
        assert!(run.stdout.contains(&format!("\n  {command} ")), "{command} is missing\n{run}");
    }
}

#[test]
fn completions_and_manual_pages_are_made() {
    let project = Project::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        project.run(&["completions", shell]).found().says("explain-score");
    }
    project.run(&["man"]).found().says(".TH");
    project.run(&["man", "search"]).found().says("explain");
    project.run(&["man", "serch"]).fails().tells("there is no command `serch`");
}

#[test]
fn a_mistyped_command_is_set_right() {
    Project::new().run(&["serch"]).code(2).tells("search");
}

#[test]
fn the_version_is_that_of_the_package() {
    Project::new().run(&["--version"]).found().says(env!("CARGO_PKG_VERSION"));
}
