//! What the program would find in each labelled article, had it not learned from it: for the scorers.

use std::path::Path;

use clippings::annotate::annotate;
use clippings::clean::{self, Balance};
use clippings::ingest::authority;
use clippings::model::{Article, Recurrences};
use clippings::present::json;
use clippings::rules::Rules;
use clippings::rules::list::{PackedList, pack};
use serde_json::Value;

use crate::{bulk, names, works};

/// Articles of one fold.
const FOLDS: usize = 8;

/// Annotates the labelled articles by forests that have not seen them, with a user's list of films or without, and
/// returns them as lines of JSON. The rows that the forests of titles learn from are made once, with the people
/// whom the shipped forest finds.
pub fn predict(data: &Path, films: bool) -> Vec<u8> {
    let text = std::fs::read_to_string(data.join("entities/dev.jsonl")).expect("labelled articles");
    let mut rules = Rules::load().expect("the shipped rules");
    let people = names::rows(data, &rules);
    let titles = works::Looks::new(data, &rules);
    let mut out = Vec::new();
    let articles: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let corpus = bulk::heard(articles.iter().filter_map(|article| article["text"].as_str()), &rules);
    for fold in 0..FOLDS {
        let is_other = |key: u32| key as usize % FOLDS != fold || key >= names::FIRST_SENTENCE;
        let others: Vec<usize> = (0..people.keys.len()).filter(|&row| is_other(people.keys[row])).collect();
        rules.person_forest = names::grow(&people.table, &others);
        [rules.work_forest, rules.work_company_forest] = titles.grow(is_other);
        let mut with_films = Rules::load().expect("the shipped rules");
        if films {
            let list = authority::films(&[data.join("authority/films.tsv")]).expect("the list of films");
            with_films.add_list(PackedList::open(Box::new(pack(list))).expect("a list that was packed"));
        }
        std::mem::swap(&mut with_films.titles, &mut rules.titles);
        for article in articles.iter().skip(fold).step_by(FOLDS) {
            let field = |name: &str| article[name].as_str().unwrap_or("").to_owned();
            let article = Article { id: field("id"), text: field("text"), ..Article::default() };
            let clean = clean::clean(article, &rules, &Recurrences::default(), Balance::default());
            json::write_article(&annotate(clean, &rules, &corpus), &mut out);
        }
        std::mem::swap(&mut with_films.titles, &mut rules.titles);
    }
    out
}
