//! Films and series: decided before people, since most false people are titles.
//!
//! Comes in: a [`Document`] and the names in it. Goes out: the works named, each with its mentions, which do not
//! overlap.

use std::ops::Range;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

use super::super::{Document, Shape};
use super::evidence::Name;
use super::misnomers::{Misnomer, is_of_stage, misnomer};
use super::namesakes::{self, Meant};
use super::titles::{self, Candidate};
use super::work_company::{Company, FEATURES};
use super::work_evidence::{self, Title};
use super::work_kind;
use crate::model::{MOST_HEARD, NameKind, RuleId, Work, WorkKind};
use crate::rules::features::work::{F, NAMES};
use crate::rules::titles::{Form, Match, number, title_key};
use crate::rules::{Key, KeyMap, Lex, List, Rules};

/// A work and the tokens of its mentions.
pub struct Found {
    /// The work.
    pub work: Work,
    /// Where it is named.
    pub tokens: Vec<Range<u32>>,
}

/// Finds the films and series of a document, and where it names plays by the titles of films.
pub fn find(document: &Document, rules: &Rules, names: &[Name]) -> (Vec<Found>, Vec<Range<u32>>) {
    let (candidates, titles) = work_evidence::titles(document, rules, names);
    let (chosen, plays) = choose(document, rules, &candidates, &titles);
    let mut works: KeyMap<Vec<usize>> = KeyMap::default();
    let full: KeyMap<Match> = full_titles(rules, &candidates, &chosen);
    for &at in &chosen {
        works.entry(identity(rules, &candidates[at], &full)).or_default().push(at);
    }
    let mut works: Vec<Vec<usize>> = works.into_values().collect();
    works.sort_unstable();
    let found = works.iter().map(|members| found(document, rules, &candidates, members, &full));
    (merged(found.filter(|found| !is_never(rules, &found.work))), plays)
}

/// Works of one title and kind as one: "TOWIE" and "The TOWIE" may have been told apart.
fn merged(works: impl Iterator<Item = Found>) -> Vec<Found> {
    let mut merged: Vec<Found> = Vec::new();
    let mut places: FxHashMap<(WorkKind, String), usize> = FxHashMap::default();
    for found in works {
        let place = *places.entry((found.work.kind, found.work.title.clone())).or_insert(merged.len());
        let Some(known) = merged.get_mut(place) else {
            merged.push(found);
            continue;
        };
        known.work.mentions.extend(found.work.mentions);
        known.work.mentions.sort_unstable_by_key(|mention| mention.start);
        known.tokens.extend(found.tokens);
    }
    merged
}

/// Whether the user says that it is no film, or no series.
fn is_never(rules: &Rules, work: &Work) -> bool {
    rules.corrections.is_never(work.kind.names(), title_key(&work.title))
}

/// What a doubt takes off the odds.
const DOUBT: f32 = 3.0;

/// What other articles add to the odds of a title that no list has, by how many tell it plainly.
const HEARD: [f32; MOST_HEARD as usize + 1] = [0.0, 1.5, 2.5, 3.5];

/// Log-odds below which what other articles tell changes nothing: here the words name something else.
const HOPELESS: f32 = -3.5;

fn hearsay(document: &Document, candidates: &[Candidate], title: &Title) -> f32 {
    let first = &candidates[title.candidates[0] as usize];
    if first.listed().is_some() {
        return 0.0;
    }
    HEARD[titles::heard(document, first.key, &first.tokens) as usize]
}

/// Log-odds of what the user says.
const SURE: f32 = 8.0;

/// How sure the forest must be of a title, in log-odds.
pub const THRESHOLD: f32 = -0.5;

/// Where titles overlap, odds above these do not tell them apart, and this is what each token of a title adds, and that
/// it is listed.
const MOST: f32 = 4.0;
const PER_TOKEN: f32 = 0.3;
const LISTED: f32 = 0.5;

/// The candidates that are titles, in order, and the places of plays; of those that overlap the likelier, of like ones
/// the longer.
fn choose(
    document: &Document,
    rules: &Rules,
    candidates: &[Candidate],
    titles: &[Title],
) -> (Vec<usize>, Vec<Range<u32>>) {
    let (mut scored, mut plays): (Vec<(f32, usize)>, Vec<Range<u32>>) = Default::default();
    let of_stage = is_of_stage(document, rules);
    for (title, score) in titles.iter().zip(scores(document, rules, candidates, titles)) {
        if score > THRESHOLD {
            let (named, staged) = named(document, rules, candidates, title, of_stage);
            plays.extend(staged);
            scored.extend(named.into_iter().map(|at| (score, at)));
        }
    }
    let weight = |&(score, at): &(f32, usize)| {
        let listed = if candidates[at].listed().is_some() { LISTED } else { 0.0 };
        score.min(MOST) + PER_TOKEN * candidates[at].tokens.len() as f32 + listed
    };
    scored.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.1.cmp(&b.1)));
    let (mut chosen, mut taken) = (Vec::new(), vec![false; document.tokens.len()]);
    for (_, at) in scored {
        let tokens = &mut taken[candidates[at].tokens.start as usize..candidates[at].tokens.end as usize];
        if !tokens.contains(&true) {
            tokens.fill(true);
            chosen.push(at);
        }
    }
    chosen.sort_unstable();
    let is_episode = |&at: &usize| is_episode(document, rules, candidates, &chosen, at);
    (chosen.iter().copied().filter(|at| !is_episode(at)).collect(), plays)
}

/// Whether a title stands in brackets right after that of a listed series, whose episode it then names.
fn is_episode(document: &Document, rules: &Rules, candidates: &[Candidate], chosen: &[usize], at: usize) -> bool {
    let tokens = &candidates[at].tokens;
    let closes = document.get(i64::from(tokens.end)).is_some() && document.word(tokens.end) == ")";
    if !closes || document.word_back(tokens.start, 1) != "(" {
        return false;
    }
    // The chosen do not overlap, so that their ends are in order too.
    let before = chosen.partition_point(|&other| candidates[other].tokens.end + 1 < tokens.start);
    let is_before = |other: &&usize| candidates[**other].tokens.end + 1 == tokens.start;
    chosen.get(before).filter(is_before).is_some_and(|&other| is_series_alone(rules, &candidates[other]))
}

/// Whether the lists know a series by this title, and no film.
fn is_series_alone(rules: &Rules, candidate: &Candidate) -> bool {
    candidate.listed().is_some_and(|found| rules.titles.namesakes(found.work).all(|work| work.kind == WorkKind::Series))
}

/// The places where the words of a title name a work, and those where they name a play: in an article of the stage
/// all, unless words of the screen stand beside some.
fn named(
    document: &Document,
    rules: &Rules,
    candidates: &[Candidate],
    title: &Title,
    of_stage: bool,
) -> (Vec<usize>, Vec<Range<u32>>) {
    let told = title.row[F::film_cue as usize] + title.row[F::series_cue as usize] > 0.0;
    let at = |place: u32| &candidates[place as usize];
    let all_staged = of_stage && !told && !is_series_alone(rules, at(title.candidates[0]));
    let misnomer = |&place: &u32| match all_staged {
        true => Some(Misnomer::Play),
        false => misnomer(document, rules, at(place)),
    };
    let places: Vec<(u32, Option<Misnomer>)> = title.candidates.iter().map(|place| (*place, misnomer(place))).collect();
    let of = |kind: Option<Misnomer>| places.iter().filter(move |place| place.1 == kind).map(|place| place.0);
    // The name of a play may hold a person's; a lone word may be one.
    let is_whole = |tokens: &Range<u32>| tokens.len() > 1;
    let staged = of(Some(Misnomer::Play)).filter(|&place| at(place).known.is_some());
    let staged = staged.map(|place| at(place).tokens.clone()).filter(is_whole).collect();
    let is_told_other = |kind: Misnomer| of(Some(kind)).next().is_some();
    let is_other = is_told_other(Misnomer::Maker) || !told && is_told_other(Misnomer::Everywhere);
    (if is_other { Vec::new() } else { of(None).map(|place| place as usize).collect() }, staged)
}

/// What the forests make of each title, in log-odds: the second sees what the first made of the others.
fn odds(rules: &Rules, candidates: &[Candidate], titles: &[Title]) -> Vec<f32> {
    let rows: Vec<_> = titles.iter().map(|title| title.row).collect();
    let alone = rules.work_forest.score_rows(rows.as_flattened(), NAMES.len());
    let rows = Company::new(candidates, titles, &alone).rows();
    rules.work_company_forest.score_rows(rows.as_flattened(), FEATURES.len())
}

/// How sure each title is, in log-odds.
fn scores(document: &Document, rules: &Rules, candidates: &[Candidate], titles: &[Title]) -> Vec<f32> {
    let mut scores = odds(rules, candidates, titles);
    let printed_small = printed_small(document, candidates, titles, &scores);
    for ((title, score), is_printed_small) in titles.iter().zip(&mut scores).zip(printed_small) {
        let is_alias =
            [NameKind::Film, NameKind::Series].iter().any(|&kind| rules.corrections.is_alias(kind, title.key));
        if is_alias {
            *score = SURE;
        } else if *score > HOPELESS {
            *score -= if is_printed_small { DOUBT } else { doubt(document, rules, candidates, title) };
            *score += if *score > HOPELESS { hearsay(document, candidates, title) } else { 0.0 };
            *score += if is_spelled_alone(document, candidates, title) { SPELLED } else { 0.0 };
            let is_told = *score <= LIKELY && is_told(document, candidates, title);
            *score += if is_told { TOLD } else { 0.0 };
        }
    }
    let first = |title: &Title| &candidates[title.candidates[0] as usize];
    let of = |found: Match| title_key(rules.titles.work(found.work).title);
    let sure = titles.iter().zip(&scores).filter(|(_, score)| **score > THRESHOLD);
    let named = sure.filter_map(|(title, _)| first(title).listed());
    let named: Vec<Key> = named.map(of).collect();
    for (title, score) in titles.iter().zip(&mut scores) {
        let is_sequel = first(title).numbered.is_some_and(|base| base.form > Form::Full && named.contains(&of(base)));
        *score += if is_sequel { SEQUEL } else { 0.0 };
    }
    let alone = scores.clone();
    let likely = |others: &[u32]| others.iter().any(|&other| alone[other as usize] > LIKELY);
    for (title, score) in titles.iter().zip(&mut scores) {
        let is_listed = first(title).listed().is_some();
        if !is_listed && *score > HOPELESS && likely(&title.kin) {
            *score += KIN;
        }
        let is_sure = |&other: &u32| alone[other as usize] > OF_COMPANY;
        let is_item = is_listed && is_bounded(document, &first(title).tokens);
        if is_item && *score > HOPELESS && *score <= THRESHOLD && title.beside.iter().any(is_sure) {
            *score += COMPANY;
        }
    }
    scores
}

/// What a listed title of one word gains that nothing else is spelled like.
const SPELLED: f32 = 3.0;

/// Whether a title is one word with a capital within, and listed: "EastEnders".
fn is_spelled_alone(document: &Document, candidates: &[Candidate], title: &Title) -> bool {
    let first = &candidates[title.candidates[0] as usize];
    let has_capital_within = || {
        let mut letters = document.word(first.tokens.start).chars();
        let opens = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
        opens && letters.clone().all(char::is_alphabetic) && letters.any(char::is_uppercase)
    };
    first.tokens.len() == 1 && first.known.is_some_and(|found| found.form == Form::Full) && has_capital_within()
}

/// What a doubtful title that is listed gains where it is told to be a film, or to have a prize.
const TOLD: f32 = 3.0;

/// Words between a prize and what it was given for, at most: "an Oscar in 2005 for Harbour Nine".
const TO_HONOURED: u32 = 3;

/// Whether a title is listed and somewhere told plainly: "the film Harbour Nine", "the Oscar for Harbour Nine", "the
/// Oscar-winning Harbour Nine".
fn is_told(document: &Document, candidates: &[Candidate], title: &Title) -> bool {
    let is_prize = |at: u32| List::FilmPrize.has_as_is(document.word(at).split('-').next().unwrap_or_default());
    title.candidates.iter().map(|&at| &candidates[at as usize]).any(|candidate| {
        let start = candidate.tokens.start;
        let near = start.saturating_sub(1 + TO_HONOURED)..start.saturating_sub(1);
        let is_honoured = || { near }.any(|at| document.shares_sentence(at, start) && is_prize(at));
        let is_told = match document.word_back(start, 1) {
            "for" => is_honoured(),
            word => List::FilmNoun.has_as_is(word) || word.contains('-') && is_prize(start - 1),
        };
        is_told
            && candidate.known.is_some_and(|found| found.form == Form::Full)
            && is_bounded_after(document, &candidate.tokens)
    })
}

/// How sure a title must be to speak for its kin.
const LIKELY: f32 = 0.0;

/// How sure a title must be to speak for those beside it in a list.
const OF_COMPANY: f32 = 1.0;

/// What a doubtful title that is listed gains where a sure one stands beside it in a list: "Coco" of "Coco, Zootopia
/// and Inside Out".
const COMPANY: f32 = 1.5;

/// What an unlisted title gains where it is a sequel of a likely one or a fuller form, or one is of it.
const KIN: f32 = 2.0;

/// What a short title with a number gains where the article names the film in full: "Alita 2" beside "Alita: Battle
/// Angel".
const SEQUEL: f32 = 5.0;

/// What is taken off the odds of a phrase that goes on around the title, and of one that is known as a place, a paper
/// or the like, unless a word beside it tells a film or it stands in marks.
fn doubt(document: &Document, rules: &Rules, candidates: &[Candidate], title: &Title) -> f32 {
    let row = |feature: F| title.row[feature as usize];
    let told = row(F::film_cue) + row(F::series_cue) + row(F::marked) + row(F::year) > 0.0;
    let first = &candidates[title.candidates[0] as usize];
    if first.known.is_none() && !first.marked && is_loose(document, &first.tokens) {
        return DOUBT;
    }
    let name = super::pieces::key_of(document, &first.tokens);
    // "Ada Renwick" of "Lantern: Ada Renwick" is herself where she stands alone.
    if first.known.is_some_and(|found| found.form >= Form::Short) && rules.people.named(name).is_some() {
        return DOUBT;
    }
    let is_letter = first.tokens.len() == 1 && document.word(first.tokens.start).len() == 1;
    if !told && is_letter {
        return DOUBT;
    }
    let place = row(F::n_place) > 0.0 && row(F::n_place) == row(F::n_content);
    if !told && (place || rules.people.is_other(name)) { DOUBT } else { 0.0 }
}

/// Whether no capital stands right after the words.
fn is_bounded_after(document: &Document, tokens: &Range<u32>) -> bool {
    document.get(i64::from(tokens.end)).is_none_or(|token| !token.shape.is_capital())
}

/// Whether no capitals stand right beside the words: "Willard" of "Fred Willard and Jerry Stiller" is no item of a
/// list.
fn is_bounded(document: &Document, tokens: &Range<u32>) -> bool {
    let beside = [i64::from(tokens.start) - 1, i64::from(tokens.end)];
    beside.iter().all(|&at| document.get(at).is_none_or(|token| !token.shape.is_capital()))
}

/// Whether the words are a title, if any, with what stands around it: a day before it ("Monday the Harbour"), or after
/// it a year ("Harbour in 2018") or a place ("Harbour in the Netherlands").
fn is_loose(document: &Document, tokens: &Range<u32>) -> bool {
    let token = |at: u32| document.tokens[at as usize];
    let last = tokens.end - 1;
    let joined = tokens.len() > 2 && token(last - 1).shape == Shape::Lower;
    let is_year = token(last).shape == Shape::Number && token(last).span.len() == 4;
    let opens_with_day =
        tokens.len() > 2 && token(tokens.start).lex.has(Lex::CALENDAR) && token(tokens.start + 1).shape == Shape::Lower;
    let in_place = joined
        && token(last).lex.has(Lex::PLACE)
        && document.tokens[tokens.start as usize..last as usize].iter().any(|token| token.key == Key::of("in"));
    opens_with_day || (joined && is_year) || in_place
}

/// Phrases looked for one by one, at most; more are looked for together.
const FEW: usize = 64;

/// The phrases of no list, two words and more, that stand somewhere in the article without their capitals: phrases of
/// their own, and no titles. In their places among the titles; what the odds make hopeless is not looked for.
fn printed_small(document: &Document, candidates: &[Candidate], titles: &[Title], scores: &[f32]) -> Vec<bool> {
    let small = |title: &Title| {
        let first = &candidates[title.candidates[0] as usize];
        let phrase = document.span(first.tokens.clone()).of(document.text);
        let small = (first.known.is_none() && first.tokens.len() > 1).then(|| phrase.to_lowercase())?;
        (small != phrase).then_some(small)
    };
    let asked = titles.iter().zip(scores).enumerate().filter(|(_, (_, score))| **score > HOPELESS);
    let (places, phrases): (Vec<usize>, Vec<String>) =
        asked.filter_map(|(place, (title, _))| Some((place, small(title)?))).unzip();
    let lines = || document.lines.iter().filter(|line| line.is_kept()).map(|line| line.span.of(document.text));
    let mut printed = vec![false; titles.len()];
    let together = if phrases.len() > FEW { AhoCorasick::new(&phrases).ok() } else { None };
    if let Some(together) = together {
        for found in lines().flat_map(|line| together.find_overlapping_iter(line)) {
            printed[places[found.pattern().as_usize()]] = true;
        }
    } else {
        for (place, phrase) in places.into_iter().zip(&phrases) {
            let finder = memchr::memmem::Finder::new(phrase);
            printed[place] = lines().any(|line| finder.find(line.as_bytes()).is_some());
        }
    }
    printed
}

/// The full titles among the chosen, by the short forms that may stand for them.
fn full_titles(rules: &Rules, candidates: &[Candidate], chosen: &[usize]) -> KeyMap<Match> {
    let mut full = KeyMap::default();
    for &at in chosen {
        let Some(found) = candidates[at].listed() else { continue };
        let title = rules.titles.work(found.work).title;
        full.insert(title_key(title), found);
        if let Some((main, sub)) = title.split_once(": ") {
            full.entry(title_key(main)).or_insert(found);
            full.entry(title_key(sub)).or_insert(found);
        }
    }
    full
}

/// The key that all mentions of one work share.
fn identity(rules: &Rules, candidate: &Candidate, full: &KeyMap<Match>) -> Key {
    let of = |found: Match| title_key(rules.titles.work(found.work).title);
    match (full.get(&candidate.key), candidate.known) {
        (Some(&found), _) => of(found),
        (None, Some(found)) if found.form != Form::Short => of(found),
        _ => sequel(rules, candidate, full).map_or(candidate.key, |title| title_key(&title)),
    }
}

/// The full title of a sequel that is printed by its short one, where the article names the first in full: "Alita 2"
/// beside "Alita: Battle Angel" is "Alita: Battle Angel 2".
fn sequel(rules: &Rules, candidate: &Candidate, full: &KeyMap<Match>) -> Option<String> {
    let base = candidate.numbered.filter(|base| base.form != Form::Full)?;
    let title = rules.titles.work(base.work).title;
    // The third part is not of the first that has a subtitle alone.
    let number = candidate.number.as_deref().filter(|number| *number == "Two" || is_two(number))?;
    full.contains_key(&title_key(title)).then(|| format!("{title} {number}"))
}

/// Whether a digit or a numeral is a two.
fn is_two(numeral: &str) -> bool {
    number(Key::of(numeral)) == Key::of("2")
}

fn found(
    document: &Document,
    rules: &Rules,
    candidates: &[Candidate],
    members: &[usize],
    full: &KeyMap<Match>,
) -> Found {
    let tokens: Vec<Range<u32>> = members.iter().map(|&at| candidates[at].tokens.clone()).collect();
    let first = &candidates[members[0]];
    let known = full
        .get(&first.key)
        .copied()
        .or(first.known)
        .filter(|found| found.form != Form::Short || full.contains_key(&first.key));
    let short = members.iter().find_map(|&at| candidates[at].known);
    // "The Harbour Nine star" names a title that is listed without the article.
    let bare = || rules.titles.get(first.key).and_then(|(found, _)| found).filter(|found| found.form == Form::Full);
    let known = if first.numbered.is_some() { known } else { known.or_else(bare) };
    let namesakes = known.or(short).map(|found| rules.titles.namesakes(found.work).collect()).unwrap_or_else(Vec::new);
    let title = known.and(namesakes.first()).map(|work| work.title.to_owned());
    let Meant { works: namesakes, year: printed_year, is_other } = namesakes::meant(document, &tokens, namesakes);
    let known = known.filter(|_| !is_other);
    let title = title.filter(|_| !is_other);
    let listed: Vec<WorkKind> = namesakes.iter().map(|work| work.kind).collect();
    let kind = work_kind::kind(document, rules, &listed, &tokens);
    let work = known.and(namesakes.iter().find(|work| work.kind == kind));
    let title = work.map(|work| work.title.to_owned()).or(title);
    let printed = printed(document, &tokens);
    Found {
        work: Work {
            kind,
            rule: RuleId(if title.is_some() { "work/known" } else { "work/context" }),
            title: title.or_else(|| sequel(rules, first, full)).unwrap_or(printed),
            year: work.and_then(|work| work.year).or(printed_year),
            id: work.and_then(|work| work.id.map(str::to_owned)),
            mentions: tokens.iter().map(|tokens| document.span(tokens.clone())).collect(),
        },
        tokens,
    }
}

/// The title as printed where it is printed best: without an article that a sentence opens with and that belongs to a
/// word after the title ("The Harbour Nine star"), unless the article stands before it within a sentence too.
fn printed(document: &Document, mentions: &[Range<u32>]) -> String {
    let article = |tokens: &Range<u32>| tokens.len() > 1 && matches!(document.word(tokens.start), "The" | "A" | "An");
    let opens = |tokens: &Range<u32>| document.opens_sentence_at(tokens.start);
    let belongs_after = |tokens: &Range<u32>| {
        let next = document.get(i64::from(tokens.end));
        next.is_some_and(|next| next.shape == Shape::Lower && next.lex.has(Lex::ROLE | Lex::WORK_CUE))
    };
    let whole = mentions.iter().find(|tokens| article(tokens) && !opens(tokens));
    let bare = || mentions.iter().find(|tokens| !article(tokens));
    let best = whole.or_else(bare).unwrap_or(&mentions[0]).clone();
    let is_star = article(&best) && opens(&best) && belongs_after(&best);
    let tokens = if is_star { best.start + 1..best.end } else { best };
    let words = document.span(tokens).of(document.text).trim_end_matches(',').split_whitespace();
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use crate::annotate::document::tests::with_document;
    use crate::rules::Rules;

    #[test]
    fn what_is_spelled_like_nothing_else_is_the_listed_work() {
        with_document("The star has left\nHe has played a mechanic in EastEnders since 2014.", |document| {
            let works = find(document, &Rules::load().unwrap()).works;
            assert_eq!(works.iter().map(|work| work.title.as_str()).collect::<Vec<_>>(), ["EastEnders"]);
        });
    }

    /// The titles of the works of a text, in order.
    fn titles(text: &str) -> Vec<String> {
        with_document(&format!("A star\nAda Quill spoke of her life on Monday.\n{text}"), |document| {
            let works = find(document, &Rules::load().unwrap()).works;
            works.into_iter().map(|work| work.title).collect()
        })
    }

    #[test]
    fn what_has_a_prize_or_is_told_a_film_is_the_listed_work() {
        assert_eq!(titles("She took the best actress Oscar for Moonlight in 2017."), ["Moonlight"]);
        assert_eq!(titles("She was in the hit movie Chicago back in 2002."), ["Chicago"]);
        assert_eq!(titles("She was in Chicago back in 2002."), [""; 0]);
    }

    #[test]
    fn stops_of_short_words_and_numbers_stand_in_titles() {
        assert_eq!(titles("The Mrs. Doubtfire star left."), ["Mrs. Doubtfire"]);
        assert_eq!(titles("He directed the film 7 Ferries to Okonjo."), ["7 Ferries to Okonjo"]);
        assert_eq!(titles("He left after 7 Ferries to Okonjo."), [""; 0]);
    }

    #[test]
    fn a_year_before_a_film_is_of_no_series() {
        let text = "A star\nAda Quill was in the 2015 film EastEnders.";
        with_document(text, |document| {
            let works = find(document, &Rules::load().unwrap()).works;
            assert_eq!(works.iter().find(|work| work.title == "EastEnders").unwrap().year, Some(2015));
        });
        with_document("A star\nAda Quill was in the sitcoms Newhart (1990) and Seinfeld (1991).", |document| {
            let works = find(document, &Rules::load().unwrap()).works;
            let years: Vec<_> = works.iter().map(|work| (work.title.as_str(), work.year)).collect();
            assert_eq!(years, [("Newhart", Some(1982)), ("Seinfeld", Some(1989))]);
        });
    }

    #[test]
    fn a_third_part_keeps_its_printed_title() {
        let text = "Alita 3 moves closer, says its producer\nThe 2019 film Alita: Battle Angel opened in February.";
        assert_eq!(titles(text), ["Alita 3", "Alita: Battle Angel"]);
    }

    #[test]
    fn what_stands_in_brackets_behind_a_series_is_its_episode() {
        assert_eq!(titles("She wrote for Breaking Bad (Inside Out) and left."), ["Breaking Bad"]);
        assert_eq!(titles("She wrote for Toy Story (Inside Out) and left."), ["Toy Story", "Inside Out"]);
    }

    #[test]
    fn a_sequel_is_named_after_the_film_that_the_article_names_in_full() {
        let text = "Alita 2 moves closer, says its producer\nThe 2019 film Alita: Battle Angel opened in February.";
        with_document(text, |document| {
            let works = find(document, &Rules::load().unwrap()).works;
            let titles: Vec<&str> = works.iter().map(|work| work.title.as_str()).collect();
            assert_eq!(titles, ["Alita: Battle Angel 2", "Alita: Battle Angel"]);
        });
    }
}
