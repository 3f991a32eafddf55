//! `clippings status`.

use super::harness::Project;

#[test]
fn tells_what_the_index_holds() {
    let run = Project::three_articles().run(&["status"]).found();
    run.says("articles     3").says("clippings 0.").says("2021-05-04 to 2023-09-09");
}

#[test]
fn json_counts_what_the_index_holds() {
    let project = Project::three_articles();
    let status = &project.run(&["status", "--json"]).found().json()[0];
    assert_eq!((&status["type"], &status["articles"]), (&"status".into(), &3.into()), "{status}");
    assert_eq!(status["names"]["site"], 2, "{status}");
    assert!(status["bytes"].as_u64() > Some(0) && status["quotations"].as_u64() >= Some(2), "{status}");
}

#[test]
fn another_folder_is_named_by_option_or_environment() {
    let project = Project::three_articles();
    std::fs::rename(project.path("index"), project.path("elsewhere")).unwrap();
    project.run(&["status"]).fails();
    project.run(&["status", "--index", "elsewhere"]).found();
    let output = project.command(&["status"]).env("CLIPPINGS_INDEX", "elsewhere").output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}
