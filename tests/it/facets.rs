//! `clippings facets`.

use super::harness::Project;

#[test]
fn values_are_listed_with_counts() {
    let project = Project::three_articles();
    let sites = project.run(&["facets", "site", "--json"]).found();
    assert_eq!(sites.field("value"), ["reelpost.example", "cityherald.example"]);
    let counts: Vec<_> = sites.json().iter().map(|line| line["count"].clone()).collect();
    assert_eq!(counts, [2, 1]);
    project.run(&["facets", "author"]).found().says("Jonah Achebe").says("     2  ▇");
}

#[test]
fn order_may_be_by_name() {
    let sites = Project::three_articles().run(&["facets", "site", "--by-name", "--json"]).found();
    assert_eq!(sites.field("value"), ["cityherald.example", "reelpost.example"]);
}

#[test]
fn any_word_of_a_value_is_findable() {
    let project = Project::three_articles();
    assert_eq!(
        project.run(&["facets", "person", "--like", "lindq", "--json"]).found().field("value"),
        ["Casimir Lindqvarn"]
    );
    assert_eq!(project.run(&["facets", "film", "--like", "sis", "--json"]).found().field("value"), ["Copper Sister"]);
    project.run(&["facets", "film", "--like", "ister"]).nothing();
}

#[test]
fn a_query_and_filters_narrow_the_counts() {
    let project = Project::three_articles();
    let people = project.run(&["facets", "speaker", "harbour", "--json"]).found();
    assert_eq!(people.field("value"), ["Odalys Brightwater"]);
    let people = project.run(&["facets", "speaker", "--film", "ferry ledger", "--json"]).found();
    assert_eq!(people.field("value"), ["Casimir Lindqvarn"]);
}

#[test]
fn quotations_may_be_counted() {
    let run = Project::three_articles().run(&["facets", "speaker", "--quotations", "--json"]).found();
    let count = |name: &str| run.json().iter().find(|line| line["value"] == name).map(|line| line["count"].as_u64());
    assert!(count("Casimir Lindqvarn").flatten() >= Some(1), "{run}");
    assert!(count("Odalys Brightwater").flatten() >= Some(1), "{run}");
}

#[test]
fn the_list_may_be_cut() {
    let project = Project::three_articles();
    assert_eq!(project.run(&["facets", "person", "-n", "1", "--json"]).found().json().len(), 1);
    project.run(&["facets", "person", "-n", "1"]).found().says("more");
    project.run(&["facets", "person", "-n", "0"]).found().says_not("more");
}

#[test]
fn what_is_no_facet_is_refused() {
    let project = Project::three_articles();
    project.run(&["facets", "colour"]).code(2).tells("`colour` is no facet").tells("speaker, person, film");
}

#[test]
fn years_and_months_are_drawn_in_order() {
    let project = Project::three_articles();
    let run = project.run(&["facets", "year", "--json"]).found();
    assert_eq!(run.field("value"), ["2021", "2022", "2023"]);
    let run = project.run(&["facets", "month"]).found();
    let run = run.says("month\n  2021-05       1  ▇▇▇").says("  2021-06       0  \n").says("  2023-09       1  ▇▇▇");
    assert_eq!(run.stdout.lines().filter(|line| line.contains('▇')).count(), 3, "{run}");
    project.run(&["facets", "month", "zeppelin"]).nothing();
    project.run(&["search", "--facets", "year", "harbour"]).found().says("year\n  2021       1");
}

#[test]
fn an_author_is_called_alike_everywhere() {
    let article = |day: u32, author: &str| {
        format!(
            "Day {day} at the pier\n\nBy {author}\n\nMay {day}, 2021\n\nThe harbour of day {day} was quiet, and the crane stood still.\n"
        )
    };
    let project = Project::new()
        .file("press/a.txt", article(1, "Maribel Tunstall"))
        .file("press/b.txt", article(2, "Maribel\u{a0}Tunstall"))
        .file("press/c.txt", article(3, "MARIBEL TUNSTALL"))
        .index();
    project.write("names.tsv", "merge\tperson\tMaribel Tunstall\tMaribel Tunstall-Ross\n");
    let run = project.run(&["facets", "author", "--json"]).found();
    assert_eq!(run.field("value"), ["Maribel Tunstall-Ross"]);
    let run = project.run(&["search", "harbour", "--json"]).found();
    for hit in run.json() {
        assert_eq!(hit["authors"], serde_json::json!(["Maribel Tunstall-Ross"]), "{run}");
    }
    project.run(&["show", "b.txt"]).found().says("by Maribel Tunstall-Ross");
}

#[test]
fn of_sure_speakers_what_is_counted_is_found() {
    let said = |name: &str, said: &str| format!("\u{201c}{said}\u{201d} said director {name}.\n\n");
    let (plain, doubtful) = ("It rained on the pier all day and night,", "The harbour has no fish at all,");
    let project = Project::new()
        .file(
            "press/a.txt",
            format!("A day\n\n{}{}", said("Odalys Brightwater", plain), said("Zoë Quennell", doubtful)),
        )
        .file(
            "press/b.txt",
            format!("A night\n\n{}{}", said("Odalys Brightwater", doubtful), said("Zoë Quennell", plain)),
        )
        .file("press/c.txt", super::harness::SEQUEL)
        .file("press/d.txt", super::harness::FESTIVAL)
        .index();
    let quotes = project.run(&["quotes", "--json", "-n", "0"]).found().json();
    let mut sure: Vec<f64> = quotes.iter().filter_map(|quote| quote["confidence"].as_f64()).collect();
    sure.sort_by(f64::total_cmp);
    for least in sure {
        let least = least.to_string();
        let args = ["search", "--min-confidence", &least, "--facets", "speaker", "--json", "-n", "1"];
        let run = project.run(&args).found();
        let facets = run.json().into_iter().find(|line| line["type"] == "facets").expect("facets");
        for value in facets["facets"]["speaker"].as_array().expect("speakers") {
            let (name, count) = (value["value"].as_str().unwrap(), value["count"].as_u64().unwrap());
            let found = project.run(&["search", "--min-confidence", &least, "--speaker", name, "--json"]).json().len();
            assert_eq!(found as u64, count, "{name} at least {least}\n{run}");
        }
    }
}
