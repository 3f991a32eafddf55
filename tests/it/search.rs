//! `clippings search`.

use super::harness::{LITTERED, Project, Run, numbered};

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
fn words_side_by_side_weigh_more() {
    let filler = "The barge went up the river past the mill and the inn, and nobody on board said a word about it.\n\n";
    let apart =
        format!("The bell\n\n{filler}It was a copper thing. {filler}Its keeper had lost a heron, and told us so.\n");
    let together = format!(
        "The inn\n\n{filler}They slept at the Copper Heron. {filler}Then they paid, and left by the back door.\n"
    );
    let turned = format!(
        "The mill\n\n{filler}There is a heron copper would suit. {filler}Then they paid, and left by the back gate.\n"
    );
    let project = Project::new()
        .file("press/apart.txt", &apart)
        .file("press/together.txt", &together)
        .file("press/turned.txt", &turned)
        .index();
    check(&project, &["copper", "heron"], &["together.txt", "turned.txt", "apart.txt"]);
    let run = project.run(&["search", "copper heron", "--explain-score", "-n", "1"]).found();
    run.says("`copper` near `heron`").says("`copper heron` side by side");
}

#[test]
fn a_page_beyond_the_last_says_so() {
    let project = Project::three_articles();
    let run = project.run(&["search", "harbour", "--page", "9"]);
    assert_eq!(run.code, 1, "{run}");
    run.says("no article at 81 or later");
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
    check(&project, &["+site:reelpost.example bucket"], &["review.txt", "sequel.txt"]);
    check(&project, &["+year:2021 bucket", "--expand"], &["sequel.txt"]);
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
fn beginnings_are_of_words_and_not_of_stems() {
    let project = Project::three_articles();
    // The stem of "accountant" is "account", of "heavier" "heavier", of "nobody" "nobodi".
    check(&project, &["nobody*"], &["sequel.txt"]);
    check(&project, &["nobod*"], &["sequel.txt"]);
}

#[test]
fn near_words_stand_in_any_order() {
    let project = Project::three_articles();
    check(&project, &["\"harbour cranes\"~4"], &["sequel.txt"]);
    check(&project, &["\"cranes harbour\"~4"], &["sequel.txt"]);
    check(&project, &["\"cranes harbour\"~1"], &[]);
    check(&project, &["\"cranes found harbour\"~5"], &["sequel.txt"]);
    check(&project, &["\"cranes found harbour\"~4"], &[]);
    check(&project, &["\"still harbour cranes its found\"~3"], &["sequel.txt"]);
    check(&project, &["\"harbour quiet\"~0"], &["review.txt"]);
    check(&project, &["\"harbour quiet\""], &[]);
    // A word that is asked for twice stands there twice.
    check(&project, &["\"crane crane\"~9"], &[]);
    check(&project, &["\"bucket bucket\"~9"], &["review.txt"]);
}

#[test]
fn near_words_are_counted_and_excluded_as_they_are_found() {
    let text = |passage: &str| format!("The pier\n\nNobody came to the pier, and {passage} was all that was seen.\n");
    let project = Project::new()
        .file("press/a.txt", text("a heron by a lamp with a crane"))
        // The words lie one step apart each, but too far in all.
        .file("press/b.txt", text("a heron of the old lamp of the old crane"))
        .file("press/c.txt", text("a crane a lamp and a heron"))
        .index();
    let near = "\"heron lamp crane\"~4";
    check(&project, &[near, "--sort", "date"], &["a.txt", "c.txt"]);
    check(&project, &[&format!("pier -{near}")], &["b.txt"]);
    check(&project, &[&format!("NOT {near}")], &["b.txt"]);
    let run = project.run(&["search", near, "--facets", "site", "--json"]).found();
    assert_eq!(run.json().last().unwrap()["total"], 2, "{run}");
    project.run(&["search", near]).found().says("2 articles");
    let far = project.run(&["search", "\"heron crane\"~5000"]).fails();
    far.tells("at most 1000 other words may stand between words").tells("did you mean: \"heron crane\"~1000");
}

#[test]
fn near_words_take_no_longer_where_they_are_repeated() {
    let lines =
        (0..200).map(|number| format!("The {number} of the {number} and the {number} was the last of the lot.\n\n"));
    let project = Project::new().file("press/a.txt", format!("The lot\n\n{}", lines.collect::<String>())).index();
    let near = format!("\"{}\"~1000", ["the"; 64].join(" "));
    check(&project, &[&near], &["a.txt"]);
    let many = format!("\"{}\"~9", ["the"; 65].join(" "));
    project.run(&["search", &many]).fails().tells("at most 64 words can be asked for near one another, not 65");
}

#[test]
fn what_is_looked_for_in_quotations_is_shown_in_one() {
    let text = "\
The heron and the lamp

The heron, the heron and again the heron came to the lamp of the pier, and nobody on the pier had asked for a heron.

\"I have seen a heron once,\" said Odalys Brightwater. \"It was no friend of mine.\"
";
    let project = Project::new().file("press/heron.txt", text).index();
    let run = project.run(&["search", "quote:heron", "--json"]).found();
    let snippet = &run.json()[0]["snippet"];
    assert_eq!(
        (snippet["text"].as_str(), &snippet["matches"]),
        (Some("I have seen a heron once,"), &serde_json::json!([[14, 19]])),
        "{run}"
    );
    let run = project.run(&["search", "lamp quote:(heron)", "--json"]).found();
    let snippet = &run.json()[0]["snippet"];
    assert!(snippet["matches"].as_array().is_some_and(|matches| matches.len() == 1), "{run}");
    let run = project.run(&["search", "heron", "--json"]).found();
    run.says("The heron, the heron");
}

#[test]
fn a_field_may_be_asked_for_what_it_lacks() {
    let project = Project::three_articles();
    check(&project, &["title:(NOT harbour)", "--sort", "date"], &["festival.txt", "sequel.txt"]);
    check(&project, &["speaker:(NOT brightwater)", "--sort", "date"], &["festival.txt", "review.txt"]);
    check(&project, &["person:(lindqvarn AND brightwater)"], &["sequel.txt"]);
    check(&project, &["quote:(ledger AND NOT bucket)"], &["festival.txt"]);
    project.run(&["search", "speaker:bright*"]).code(2).tells("names are asked for by whole words");
}

#[test]
fn pages_go_on_where_the_one_before_ended() {
    let mut project = Project::new();
    for number in 0..150 {
        project = project.file(&format!("press/{number:03}.txt"), numbered(number));
    }
    let project = project.index();
    let all = paths(&project.run(&["search", "pier", "--json", "--limit", "0"]).found());
    let page = |page: usize| {
        paths(&project.run(&["search", "pier", "--json", "-n", "12", "--page", &page.to_string()]).found())
    };
    let pages: Vec<String> = (1..=13).flat_map(page).collect();
    assert_eq!(pages, all);
}

#[test]
fn a_passage_that_was_removed_is_shown_on_request() {
    let project = Project::new().file("press/whale.txt", LITTERED).index();
    let run = project.run(&["search", "dinner", "--include-removed"]).found();
    run.says("press/whale.txt:11").says("Whale stays for dinner");
}

#[test]
fn a_line_of_a_page_is_the_line_of_its_file() {
    let page = "<html><head>\n<title>A crane stops</title>\n</head>\n<body>\n<article>\n<h1>A crane stops</h1>\n<p>The \
                crane on the pier stopped on Monday,\nand no zeppelin came to lift it, said the harbour master.</p>\n\
                </article></body></html>";
    let project = Project::new().file("press/crane.html", page).index();
    project.run(&["search", "zeppelin"]).found().says("press/crane.html:7");
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

/// An article that quotes somebody under this name.
fn quoting(title: &str, name: &str, thing: &str) -> String {
    format!(
        "{title}\n\nThe {thing} was seen by many on Friday, and the river took it away on Saturday morning.\n\n\
         \"I never asked for a {thing}, and nobody asked me,\" said {name}.\n"
    )
}

/// Articles by Ottoline Brightwater, by Odalys Brightwater, and one by a Brightwater without a given name.
fn namesakes(n_ottoline: usize, n_odalys: usize) -> Project {
    let things = "loaf barge lantern heron kettle anvil pelican ladder bucket crane stove organ".split(' ');
    let record = |(number, thing): (usize, &str)| {
        let author = match number {
            0 => "Brightwater",
            number if number <= n_ottoline => "Ottoline Brightwater",
            _ => "Odalys Brightwater",
        };
        let text = quoting(&format!("The {thing} of the square"), "Zoë Quennell", thing);
        format!("{}\n", serde_json::json!({"id": thing, "text": text, "authors": [author]}))
    };
    let records: String = things.take(1 + n_ottoline + n_odalys).enumerate().map(record).collect();
    Project::new().file("press/a.jsonl", records).index()
}

#[test]
fn a_last_name_alone_does_not_hide_who_bears_it() {
    let project = namesakes(9, 2);
    for asked in ["brightwater", "Brightwater"] {
        let run = project.run(&["search", "--author", asked, "--json"]).found();
        assert_eq!(run.stdout.lines().count(), 9, "{run}");
        run.tells(&format!("author {asked}: Ottoline Brightwater; others: Odalys Brightwater (2), Brightwater (1)"))
            .tells("`=Brightwater` asks for Brightwater alone");
    }
    for alone in ["--author==brightwater", "author:=Brightwater"] {
        let run = project.run(&["search", alone, "--json"]).found();
        assert_eq!(run.field("id"), ["press/a.jsonl#loaf"], "{run}");
    }
    let whole = project.run(&["search", "--author", "Ottoline Brightwater", "--json"]).found();
    assert!(whole.stderr.is_empty() && whole.stdout.lines().count() == 9, "{whole}");
    // Where none stands out, nobody is taken.
    let run = namesakes(5, 4).run(&["search", "--author", "brightwater"]).fails();
    run.tells("Ottoline Brightwater (5), Odalys Brightwater (4), Brightwater (1), by articles")
        .tells("`=Brightwater` asks for");
}

#[test]
fn a_name_is_told_where_it_is_found() {
    let project = Project::three_articles();
    let run = project.run(&["search", "--speaker", "quennell"]).fails();
    run.tells("no speaker is called `quennell`").tells("hint: Zoë Quennell is found as person, not as speaker");
}

#[test]
fn the_word_that_was_meant_is_the_nearest_as_printed() {
    let project = Project::new()
        .file("press/a.txt", quoting("A day on the river", "Ottoline Quennell", "brantou"))
        .file("press/b.txt", quoting("A night on the river", "Ottoline Quennell", "kettle of Brantopher's"))
        .index();
    // By their stems, "brantof" is nearer to "brantou" than to "brantoph".
    project.run(&["search", "brantofer"]).nothing().tells("did you mean brantopher?");
}

#[test]
fn records_that_share_an_id_are_told_apart_in_a_run() {
    let record = |id: &str, thing: &str| {
        let text = quoting(&format!("A {thing} on the river"), "Ottoline Brightwater", thing);
        format!("{}\n", serde_json::json!({"id": id, "text": text}))
    };
    let project = Project::new()
        .file("press/a.jsonl", record("one", "heron") + &record("two", "lantern"))
        .file("press/b.jsonl", record("one", "kettle") + &record("three", "barge") + &record("three", "loaf"))
        .index();
    let run = project.run(&["search", "river", "--format", "trec", "--limit", "0"]).found();
    let mut names: Vec<&str> = run.stdout.lines().filter_map(|line| line.split(' ').nth(2)).collect();
    names.sort_unstable();
    assert_eq!(names, ["press/a.jsonl#one", "press/b.jsonl#one", "press/b.jsonl:2", "press/b.jsonl:3", "two"], "{run}");
}

#[test]
fn what_a_single_query_is_told_a_file_of_them_is_told_too() {
    let project = Project::three_articles();
    project.write("queries.tsv", "q1\tharbuor\nq2\t\"bucket\n");
    let run = project.run(&["search", "--batch", "queries.tsv", "--json"]).found();
    run.tells("query q1: nothing holds `harbuor`; did you mean harbour?")
        .tells("query q2: read as plain words: this quotation mark is not closed");
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

#[test]
fn stop_words_count_in_phrases_and_on_demand_only() {
    let project = Project::three_articles();
    check(&project, &["what", "is", "the", "bucket", "for"], &["review.txt"]);
    check(&project, &["\"best actor in this\""], &["review.txt"]);
    check(&project, &["\"best actor of this\""], &[]);
    check(&project, &["you", "bucket", "--all"], &[]);
    assert_eq!(paths(&project.run(&["search", "who", "--json"]).found()), ["festival.txt"], "alone it is looked for");
}

#[test]
fn a_compound_is_a_phrase_first() {
    let apart =
        "The fi of the sci\n\nA sci came in, and nobody knew it. Then the fi went out again, and all was well.\n";
    let together = "Books of the month\n\nThe shelf of sci-fi was taller than the shelf of poems, and it leaned.\n";
    let project = Project::new().file("press/a.txt", apart).file("press/b.txt", together).index();
    check(&project, &["sci-fi"], &["b.txt", "a.txt"]);
    check(&project, &["sci-fi", "--all"], &["b.txt"]);
    check(&project, &["shelf -sci-fi"], &[]);
}

#[test]
fn what_stands_at_the_top_and_near_together_comes_first() {
    let filler = "Nobody in the town could say when the ferry would come back or who had taken it. ".repeat(3);
    let text = |lines: [&str; 4]| format!("{}\n\n{}\n\n{}\n\n{}\n", lines[0], lines[1], lines[2], lines[3]);
    let (lamp, plain) = ("A pelican stood beside the lamp.", "A heron stood beside the river.");
    let (other, last) = ("A pelican stood beside the river.", "A heron stood beside the lamp.");
    let project = Project::new()
        .file("press/a.txt", text([&filler, lamp, &filler, plain]))
        .file("press/b.txt", text([lamp, &filler, plain, &filler]))
        .file("press/c.txt", text([&filler, other, &filler, last]))
        .index();
    check(&project, &["heron"], &["b.txt", "a.txt", "c.txt"]);
    check(&project, &["pelican", "lamp"], &["b.txt", "a.txt", "c.txt"]);
}

#[test]
fn scores_are_explained() {
    let project = Project::three_articles();
    let run = project.run(&["search", "harbour crane", "--explain-score"]).found();
    let run = run.says("`crane` 1 times, in 2 of 3").says("`harbour` first at word").says("`harbour` near `crane`");
    run.says("in all");
    let run = project.run(&["search", "harbour crane", "--explain-score", "--json"]).found();
    for hit in run.json() {
        let sum: f64 = hit["why"].as_array().unwrap().iter().map(|part| part["value"].as_f64().unwrap()).sum();
        assert!((sum - hit["score"].as_f64().unwrap()).abs() < 0.02, "{run}");
    }
}

#[test]
fn new_articles_are_preferred_on_request() {
    let text = |day: &str, more: &str| format!("Ferry and crane\n\n{day}\n\nThe ferry met the crane at noon.{more}\n");
    let project = Project::new()
        .file("press/a.txt", text("March 2, 2012", ""))
        .file("press/b.txt", text("March 2, 2022", " Nobody had been told of it, and nobody minded."))
        .index();
    check(&project, &["ferry"], &["a.txt", "b.txt"]);
    check(&project, &["ferry", "--recent"], &["b.txt", "a.txt"]);
    check(&project, &["ferry", "--recent=3650000"], &["a.txt", "b.txt"]);
    project.run(&["search", "ferry", "--recent", "--explain-score"]).found().says("newness, 2.00 times");
}

#[test]
fn first_results_lend_words_on_request() {
    let project = Project::new();
    for number in 0..12 {
        let name = ["ferry", "pelican", "lamp"][number % 3];
        let other = ["jetty", "heron", "wick"][number % 3];
        let text =
            format!("The {name} of day {number}\n\nThe {name} saw the {other} again on day {number}, and left.\n");
        project.write(&format!("press/{number}.txt"), text);
    }
    project.write("press/jetty.txt", "The jetty\n\nA jetty without anything stood in the bay, and rotted.\n");
    let project = project.index();
    let plain = paths(&project.run(&["search", "ferry", "--json"]).found());
    let run = project.run(&["search", "ferry", "--expand", "--json"]).found().tells("looked for too: ").tells("jetty");
    let found = paths(&run);
    assert_eq!(found[..4].len(), plain.len());
    assert!(found.contains(&"jetty.txt".to_owned()) && !plain.contains(&"jetty.txt".to_owned()), "{run}");
}

#[test]
fn order_may_be_by_matches() {
    let project = Project::new()
        .file("press/a.txt", "The pelican\n\nOne pelican, and much else that was of no interest to anybody.\n")
        .file(
            "press/b.txt",
            "Birds\n\nA pelican met a pelican, and both met a third pelican, and left with pelicans.\n",
        )
        .index();
    check(&project, &["pelican", "--sort", "matches"], &["b.txt", "a.txt"]);
    check(&project, &["pelic*", "--sort", "matches", "-n", "1"], &["b.txt"]);
    let run = project.run(&["quotes", "--sort", "matches"]);
    assert_eq!(run.code, 1, "{run}");
}

#[test]
fn a_file_of_queries_is_answered_in_its_order() {
    let project = Project::three_articles();
    let queries = "q2\tbucket\nq1\twhat (was it: \"fathoms\nq0\t???\nq3\tzeppelin\nq4\tFATHOMS AND BUCKETS OF FISH\n";
    project.write("queries.tsv", queries);
    let run = project.run(&["search", "--batch", "queries.tsv", "--format", "trec"]).code(2);
    let run = run.tells("query q0: the query holds no word");
    let rows: Vec<Vec<&str>> = run.stdout.lines().map(|line| line.split(' ').collect()).collect();
    let shown: Vec<String> = rows.iter().map(|row| format!("{}:{}:{}", row[0], row[3], row[2])).collect();
    let article = |site: &str, name: &str| format!("press/{site}.example/{name}.txt");
    let (review, festival) = (article("reelpost", "review"), article("cityherald", "festival"));
    assert_eq!(shown[..2], [format!("q2:1:{review}"), format!("q1:1:{festival}")], "{run}");
    assert!(shown[2..].iter().all(|row| row.starts_with("q4:")) && shown.len() == 4, "{run}");
    assert!(rows.iter().all(|row| row.len() == 6 && row[1] == "Q0" && row[4].parse::<f32>().is_ok()), "{run}");
    project.run(&["search", "bucket", "--batch", "queries.tsv"]).fails().tells("a query stands beside a file");
}

#[test]
fn a_file_of_names_narrows_a_query() {
    let project = Project::three_articles();
    project.write("names.txt", "Casimir Lindqvarn\nOdalys Brightwater\nNobody Atall\n");
    let args = ["search", "film", "--batch", "names.txt", "--batch-as", "speaker", "--json"];
    let run = project.run(&args).code(2).tells("query Nobody Atall: no speaker is called `Nobody Atall`");
    assert_eq!(run.field("query"), ["Casimir Lindqvarn", "Odalys Brightwater"]);
    assert_eq!(paths(&run), ["festival.txt", "sequel.txt"]);
    let run = project.run(&["quotes", "--batch", "names.txt", "--batch-as", "speaker", "--format", "csv"]).code(2);
    run.says("query,speaker,text").says("Odalys Brightwater,Odalys Brightwater,");
}

#[test]
fn chosen_values_of_a_facet_leave_the_counts_of_the_others() {
    let project = Project::three_articles();
    let values = |args: &[&str]| {
        let run = project.run(&[&["search", "--json", "--facets", "site,author"], args].concat()).found();
        let facets = run.json().pop().unwrap()["facets"].clone();
        let count = |field: &str| -> Vec<String> {
            let values = facets[field].as_array().unwrap().iter();
            values.map(|value| format!("{} {}", value["value"].as_str().unwrap(), value["count"])).collect()
        };
        (count("site"), count("author"))
    };
    let all = ["reelpost.example 2", "cityherald.example 1"];
    let (sites, authors) = values(&["--site", "cityherald.example"]);
    assert_eq!(
        (sites.as_slice(), authors.as_slice()),
        (all.map(str::to_owned).as_slice(), ["Jonah Achebe 1".to_owned()].as_slice())
    );
    let (sites, authors) = values(&["--site", "cityherald.example", "--site", "reelpost.example"]);
    assert_eq!((sites, authors.len()), (all.map(str::to_owned).to_vec(), 2));
    let (sites, _) = values(&["site:cityherald.example"]);
    assert_eq!(sites, ["cityherald.example 1"], "in the query it is a demand");
    let (sites, _) = values(&["NOT site:cityherald.example"]);
    assert_eq!(sites, ["reelpost.example 2"]);
}

#[test]
fn exports_are_whole() {
    let project = Project::new();
    for number in 0..40 {
        project.write(&format!("press/{number}.txt"), super::harness::numbered(number));
    }
    let project = project.index();
    assert_eq!(project.run(&["search", "day", "--limit", "0", "--json"]).found().json().len(), 40);
    let run = project.run(&["search", "day", "--limit", "0", "--format", "csv"]).found().says("rank,title,published");
    assert_eq!(csv::Reader::from_reader(run.stdout.as_bytes()).records().filter(Result::is_ok).count(), 40);
    let run = project.run(&["search", "whale", "--format", "markdown", "-n", "1"]).found();
    run.says("- **Day ").says("\n\n  > ");
    project.run(&["search", "day", "--page", "0"]).fails().tells("pages are counted from 1");
    let pages = |page: &str| paths(&project.run(&["search", "day", "--page", page, "-n", "7", "--json"]).found());
    let all = paths(&project.run(&["search", "day", "-n", "0", "--json"]).found());
    assert_eq!((1..=6).flat_map(|page| pages(&page.to_string())).collect::<Vec<_>>(), all);
}

#[test]
fn an_unknown_word_gets_the_nearest() {
    let project = Project::three_articles();
    project.run(&["search", "harbuor"]).nothing().tells("nothing holds `harbuor`; did you mean harbour?");
    project.run(&["quotes", "legder"]).nothing().tells("did you mean ledger?");
    let run = project.run(&["search", "harbour", "xyzzyx"]).found().tells("nothing holds `xyzzyx`\n");
    assert_eq!(run.stderr.lines().count(), 1, "{run}");
}

#[test]
fn the_same_articles_give_the_same_order_however_they_came() {
    let text =
        "The pelican and the lamp\n\nA pelican stood beside a lamp, and neither of them said a word to the other.\n";
    let names = ["d", "a", "c", "e", "b"];
    let whole = Project::new();
    names.iter().for_each(|name| whole.write(&format!("press/{name}.txt"), text));
    let whole = whole.index();
    let grown = Project::new();
    for name in names {
        grown.write(&format!("press/{name}.txt"), text);
        grown.run(&["index", "press"]).found();
    }
    for args in [["search", "pelican", "--json"], ["search", "--sort=date", "--json"], ["search", "lamp*", "--json"]] {
        let order = paths(&whole.run(&args).found());
        assert_eq!(order, ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"], "{args:?}");
        assert_eq!(paths(&grown.run(&args).found()), order, "{args:?}");
    }
}

#[test]
fn confidence_of_quotations_may_be_demanded() {
    let project = Project::three_articles();
    let quotes = project.run(&["quotes", "--sort", "confidence", "--json", "-n", "50"]).found().json();
    let surest = quotes.iter().find(|quote| !quote["speaker"].is_null()).expect("a quotation with a speaker");
    let (speaker, sure) = (surest["speaker"].as_str().unwrap(), surest["confidence"].as_f64().unwrap());
    for (least, found) in [(sure - 0.001, true), (sure + 0.002, false)] {
        let run = project.run(&["search", "--speaker", speaker, "--min-confidence", &least.to_string(), "--json"]);
        assert_eq!(!run.json().is_empty(), found, "{speaker} at least {least}\n{run}");
    }
    let run = project.run(&["search", "--min-confidence", "1.1", "--json"]);
    assert!(run.json().is_empty(), "{run}");
}

#[test]
fn passages_hold_the_phrase_and_highlight_it_alone() {
    let apart = "The lamp was lit in the winter garden, and no garden had a brighter lamp.";
    let together = "She kept the garden lamp for another year.";
    let project = Project::new().file("press/a.txt", format!("{apart}\n\n{together}\n")).index();
    let run = project.run(&["search", "\"garden lamp\"", "--json"]).found();
    let hit = &run.json()[0];
    assert_eq!(hit["snippet"]["text"], together);
    assert_eq!(hit["snippet"]["matches"], serde_json::json!([[13, 19], [20, 24]]));
    let run = project.run(&["search", "\"garden winter\"~3 lamp", "--json"]).found();
    assert_eq!(run.json()[0]["snippet"]["text"], apart);
}

#[test]
fn the_count_says_how_many_hold_every_word() {
    let project = Project::new()
        .file("press/a.txt", "A heron stood beside the lamp.")
        .file("press/b.txt", "A heron stood beside the river.")
        .index();
    let run = project.run(&["search", "heron lamp"]).found();
    run.says("1–2; 1 article holds every word, the others some");
}

#[test]
fn all_words_are_demanded_beside_operators_too() {
    let project = Project::new()
        .file("press/a.txt", "A heron stood beside the lamp.")
        .file("press/b.txt", "A heron stood beside the lamp, and the river rose.")
        .index();
    check(&project, &["river heron AND lamp"], &["b.txt", "a.txt"]);
    check(&project, &["river heron AND lamp", "--all"], &["b.txt"]);
    check(&project, &["river +heron", "--all"], &["b.txt"]);
    check(&project, &["zeppelin heron AND lamp", "--all"], &[]);
    project.run(&["search", "river heron AND lamp"]).found().says("1–2; 1 article holds every word, the others some");
}

#[test]
fn what_articles_hold_is_not_obeyed_by_terminals() {
    let text = "A title \u{1b}]0;pwn\u{7} here\n\nActor Odalys Brightwater left the \u{1b}[2Jharbour \u{9b}31m on Monday.\n\n\
                \u{201c}The harbour was \u{8}\u{1b}[31mquiet, and the crane stood still,\u{201d} said Brightwater.\n";
    let record = serde_json::json!({
        "id": "x", "text": "The harbour again, and again it was quiet.", "title": "T\u{1b}[1m", "authors": ["A\u{1b}[2J B"],
    });
    let project = Project::new().file("press/a.txt", text).file("press/b.jsonl", record.to_string()).index();
    let commands: [&[&str]; 11] = [
        &["search", "harbour", "--facets", "author"],
        &["search", "harbour", "--format", "csv"],
        &["search", "harbour", "--format", "markdown"],
        &["quotes", "harbour", "--context"],
        &["quotes", "harbour", "--format", "csv"],
        &["quotes", "harbour", "--format", "markdown"],
        &["facets", "author"],
        &["show", "a.txt", "--explain"],
        &["show", "b.jsonl:1"],
        &["clean", "--explain", "press/a.txt"],
        &["search", "harbour", "--author", "A\u{1b}[2J C"],
    ];
    for args in commands {
        let run = project.run(args);
        let held = format!("{}{}", run.stdout, run.stderr);
        let is_obeyed = |sign: char| sign.is_control() && sign != '\n' && sign != '\t';
        assert!(!held.contains(is_obeyed), "{args:?}: {held:?}");
    }
    project.run(&["search", "harbour", "-n", "9"]).found().says("A title ␛]0;pwn␇ here");
    // What another program reads is passed on to the letter.
    project.run(&["clean", "press/a.txt"]).found().says("left the \u{1b}[2Jharbour");
}

#[test]
fn several_that_fit_are_counted_by_articles() {
    let named = |name: &str| {
        format!(
            "A day\n\nDirector {name} Lindqvarn spoke.\n\n\"I was there,\" said {name} Lindqvarn. \"It rained all day.\"\n"
        )
    };
    let project = Project::new().file("press/a.txt", named("Robert")).file("press/b.txt", named("Ada")).index();
    let run = project.run(&["search", "--speaker", "lindqvarn"]).fails();
    run.tells("caused by: Ada Lindqvarn (1), Robert Lindqvarn (1), by articles");
}

#[test]
fn only_scores_are_explained() {
    let project = Project::three_articles();
    project.run(&["search", "harbour", "--explain-score"]).found().says("in all");
    project.run(&["search", "--explain-score"]).found().says_not("in all");
    for sort in ["date", "matches"] {
        let run = project.run(&["search", "harbour", "--explain-score", "--sort", sort]).fails();
        run.tells("by which only relevance sorts").tells("hint: leave `--sort` out");
    }
}

#[test]
fn a_line_of_a_batch_that_lacks_something_is_named() {
    let project = Project::three_articles();
    project.write("queries.tsv", "a\tsequel\n\tharbour\n\nc\t \nd\tbucket\n");
    let run = project.run(&["search", "--batch", "queries.tsv", "--format", "trec"]).code(2);
    let run = run.tells("line 2: there is no id before the tab").tells("query c: line 4 holds no query behind the tab");
    let run = run.says("a Q0 ").says("d Q0 ");
    assert!(!run.stdout.lines().any(|line| line.starts_with([' ', 'c'])), "{run}");
}

#[test]
fn a_batch_of_names_says_whom_it_took() {
    let project = Project::three_articles();
    project.write("names.txt", "lindqvarn\nOdalys Brightwater\n");
    let run = project.run(&["quotes", "--batch", "names.txt", "--batch-as", "speaker", "--json"]).found();
    assert_eq!(run.stderr, "speaker lindqvarn: Casimir Lindqvarn\n");
}

#[test]
fn scores_do_not_rise_with_rank() {
    let mut project = Project::new();
    for number in 0..120 {
        project = project.file(&format!("press/{number:03}.txt"), numbered(number));
    }
    let project = project.index();
    for query in ["pier", "harbour pier day", "\"on the pier\" crane", "crane whale"] {
        let run = project.run(&["search", query, "--format", "trec", "--limit", "0"]).found();
        let score = |line: &str| line.split(' ').nth(4).and_then(|score| score.parse::<f64>().ok());
        let scores: Vec<f64> = run.stdout.lines().filter_map(score).collect();
        assert!(scores.len() > 20 && scores.is_sorted_by(|one, other| one >= other), "{query}\n{run}");
    }
}

#[test]
fn a_mark_of_the_encoding_is_no_letter() {
    let record = serde_json::json!({ "id": "1", "title": "\u{feff}A ferry", "text": "\u{feff}A ferry\n\nThe harbour was loud." });
    let project = Project::new()
        .file("press/a.txt", "\u{feff}A crane stops\n\nThe harbour was quiet.\n")
        .file("press/b.jsonl", format!("\u{feff}{record}\n"))
        .index();
    let run = project.run(&["search", "harbour", "--json"]).found();
    let mut titles = run.field("title");
    titles.sort();
    assert_eq!(titles, ["A crane stops", "A ferry"], "{run}");
    // The text stays what it is to the character.
    let run = project.run(&["extract", "press/a.txt"]).found();
    assert_eq!(run.field("text"), ["\u{feff}A crane stops\n\nThe harbour was quiet.\n"]);
}

#[test]
fn a_beginning_stands_for_all_the_words_that_begin_so() {
    let mut project = Project::new();
    for number in 0..80 {
        project =
            project.file(&format!("press/{number}.txt"), format!("Day {number}\n\nA harbour word zq{number:03}x.\n"));
    }
    let project = project.index();
    let count = |query: &str| project.run(&["search", query, "-n", "0", "--json"]).stdout.lines().count();
    assert_eq!((count("zq*"), count("harbour AND -zq*")), (80, 0));
}

#[test]
fn fields_in_any_case_with_their_value_behind_the_colon() {
    let project = Project::three_articles();
    let run = project.run(&["search", "Speaker:lindqvarn", "--json"]).found();
    assert_eq!(paths(&run), paths(&project.run(&["search", "speaker:lindqvarn", "--json"]).found()));
    let run = project.run(&["search", "speaker: lindqvarn"]).fails();
    run.tells("wants its value right behind the colon").tells("did you mean: speaker:lindqvarn");
    project.run(&["search", "ferry title:"]).fails().tells("did you mean: ferry");
    project.run(&["search", &"the ".repeat(3000)]).fails().tells("a query holds at most 2048 words");
}

#[test]
fn what_a_format_has_no_place_for_is_told() {
    let project = Project::three_articles();
    for args in [
        ["search", "sequel", "--format", "csv", "--facets", "speaker"].as_slice(),
        &["search", "sequel", "--format", "markdown", "--explain-score"],
        &["quotes", "sequel", "--format", "markdown", "--facets", "speaker"],
        &["quotes", "sequel", "--format", "csv", "--context"],
    ] {
        project.run(args).fails();
    }
}

#[test]
fn those_who_are_told_as_quoted_are_as_sure_as_is_asked() {
    let project = Project::three_articles();
    let shown = |least: &str| {
        let run = project.run(&["search", "the", "--json", "--min-confidence", least]);
        run.json().iter().map(|hit| hit["speakers"].as_array().map_or(0, Vec::len)).sum::<usize>()
    };
    let quoted = project.run(&["facets", "speaker", "--min-confidence", "0.99", "--json"]);
    let count = |value: &serde_json::Value| value["count"].as_u64().unwrap_or(0) as usize;
    assert_eq!(shown("0.99"), quoted.json().iter().map(count).sum::<usize>());
    assert!(shown("0.99") < shown("0"));
}
