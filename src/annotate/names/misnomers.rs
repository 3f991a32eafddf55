//! Where the words of a title name something else: a part that somebody plays, a song, a shop, two people.
//!
//! Comes in: a [`Candidate`]. Goes out: what the words beside it say that it is, by lists of such words.

use std::ops::Range;

use super::super::{Document, Shape, Token};
use super::titles::{self, Candidate};
use crate::rules::titles::Form;
use crate::rules::{Lex, List, Rules};

/// What the words of a title name at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misnomer {
    /// A part, a firm, two people: here, whatever they name elsewhere.
    Here,
    /// A play: here, and nobody either.
    Play,
    /// Somebody who made a film: everywhere.
    Maker,
    /// A song, a book, a play: everywhere, unless the article tells a film of that title.
    Everywhere,
}

/// Returns what a place names that is no film, as far as the words beside it tell.
pub fn misnomer(document: &Document, rules: &Rules, candidate: &Candidate) -> Option<Misnomer> {
    let before = word_before(document, candidate);
    let is_other = List::SoundOrPrint.has_as_is(before) && !is_adapted(document, candidate);
    if is_other || is_song_of_row(document, candidate) {
        // "the book Harbour Nine: A Memoir" has a title of its own, and "Harbour Nine" may be filmed.
        return Some(if has_subtitle(document, candidate) { Misnomer::Here } else { Misnomer::Everywhere });
    }
    if is_on_stage(document, rules, candidate) {
        return Some(Misnomer::Play);
    }
    if !candidate.marked && is_maker(document, candidate) {
        return Some(Misnomer::Maker);
    }
    let is_none =
        is_explained(document, candidate) || !candidate.marked && is_misread(document, rules, candidate, before);
    is_none.then_some(Misnomer::Here)
}

/// Whether words without marks around them name no work here.
fn is_misread(document: &Document, rules: &Rules, candidate: &Candidate, before: &str) -> bool {
    List::FirmNoun.has_as_is(before)
        || is_part(document, candidate)
        || is_couple(document, rules, candidate)
        || is_pair(document, rules, candidate)
        || is_season(document, candidate)
        || is_post(document, candidate)
        || is_within_name(document, rules, candidate)
        || is_one_of_many(document, candidate)
        || is_outlet(document, candidate)
        || is_bearer_of_post(document, candidate)
}

/// Whether an unlisted phrase of two words or three is told to have made something: "directed by Hestia Renwick".
fn is_maker(document: &Document, candidate: &Candidate) -> bool {
    let before = |back: u32| document.word_back(candidate.tokens.start, back);
    let is_name = |at: u32| document.tokens[at as usize].shape == Shape::Capital;
    let is_made = before(1) == "by" && List::RoleVerb.has_as_is(before(2));
    let is_full = (2..=3).contains(&candidate.tokens.len()) && candidate.tokens.clone().all(is_name);
    is_made && is_full && candidate.listed().is_none()
}

/// Whether an unlisted phrase is a given name with one word or two more, right behind what its bearer does: "the
/// thriller from writer-director Ada Renwick". A prize's "winner Ada Renwick" may be a film.
fn is_bearer_of_post(document: &Document, candidate: &Candidate) -> bool {
    let start = candidate.tokens.start;
    let Some(post) = document.get(i64::from(start) - 1).filter(|_| !document.opens_line_at(start)) else {
        return false;
    };
    let first = document.tokens[start as usize].lex;
    let is_given = first.has(Lex::GIVEN) && !first.has(Lex::AMBIGUOUS | Lex::COMMON | Lex::PLACE);
    let is_post =
        post.shape == Shape::Lower && post.lex.has(Lex::ROLE) && !List::PrizeHolder.has_as_is(document.word(start - 1));
    is_post && is_given && candidate.listed().is_none() && (2..=3).contains(&candidate.tokens.len())
}

/// The word before a title, its article and its opening mark.
fn word_before<'d>(document: &Document<'d>, candidate: &Candidate) -> &'d str {
    let word = |back: u32| document.word_back(candidate.tokens.start, back);
    let back = 1 + u32::from(candidate.marked);
    if word(back).eq_ignore_ascii_case("the") { word(back + 1) } else { word(back) }
}

/// Words between what says that a book is filmed and its title, at most: "the adaptation of Ada Renwick's novel".
const LONGEST_ADAPTATION: u32 = 8;

/// Whether the words before a title say that it is filmed.
fn is_adapted(document: &Document, candidate: &Candidate) -> bool {
    let sentence = document.sentence_of(candidate.tokens.start);
    let before = candidate.tokens.start.saturating_sub(LONGEST_ADAPTATION)..candidate.tokens.start;
    { before }.any(|at| document.sentence_of(at) == sentence && List::Adapting.has(document.word(at)))
}

/// Whether the words name a part here, and no work: "plays Bosch", "her role of Catwoman".
fn is_part(document: &Document, candidate: &Candidate) -> bool {
    let before = |back: u32| document.word_back(candidate.tokens.start, back);
    let is_role = match before(1) {
        "of" => List::OfAnActor.has_as_is(before(2)),
        "as" => List::AboutRoles.has_as_is(before(2)),
        _ => false,
    };
    let verb = if before(1) == "The" { before(2) } else { before(1) };
    List::Playing.has_as_is(verb) || is_role
}

/// Whether a colon and a capital follow: the title of something else goes on.
fn has_subtitle(document: &Document, candidate: &Candidate) -> bool {
    let end = i64::from(candidate.tokens.end);
    let is_capital = || document.get(end + 1).is_some_and(|next| next.shape.is_capital());
    document.get(end).is_some() && document.word(candidate.tokens.end) == ":" && is_capital()
}

/// The word at a place of the sentence of a title, or none.
fn word_at<'d>(document: &Document<'d>, candidate: &Candidate, at: u32) -> &'d str {
    if document.shares_sentence(at, candidate.tokens.start) && document.get(i64::from(at)).is_some() {
        document.word(at)
    } else {
        ""
    }
}

/// The most words of a title that a longer name may hold.
const MOST_WITHIN: usize = 3;

/// Whether the words are a part of a longer name: "Pink" of "Fire Pink", "Summer" of "It's Summer And We Run".
fn is_within_name(document: &Document, rules: &Rules, candidate: &Candidate) -> bool {
    let tokens = &candidate.tokens;
    // "Ray Okonjo" beside the film Ray.
    let is_given = tokens.len() == 1 && document.tokens[tokens.start as usize].lex.has(Lex::GIVEN);
    let is_surname = |next: &Token| next.shape == Shape::Capital && next.lex.has(Lex::SURNAME);
    if is_given && document.get(i64::from(tokens.end)).is_some_and(is_surname) {
        return true;
    }
    if candidate.headline || tokens.len() > MOST_WITHIN {
        return false;
    }
    let goes_on = || {
        let next = document.get(i64::from(tokens.end)).filter(|_| !document.opens_sentence_at(tokens.end));
        let verb = || List::Auxiliary.has(document.word(tokens.end));
        next.is_some_and(|next| next.shape == Shape::Capital && next.lex.has(Lex::FUNCTION)) && !verb()
    };
    is_of_name_before(document, rules, tokens.start) || goes_on()
}

/// Whether the capital before a token belongs to a name, and neither to a sentence nor to a network, a role or a day.
fn is_of_name_before(document: &Document, rules: &Rules, start: u32) -> bool {
    let within = |at: u32| at.checked_sub(1).filter(|_| !document.opens_sentence_at(at));
    let before = |at: u32| within(at).filter(|&before| within(before).is_some());
    let Some(mut at) = before(start) else { return false };
    if titles::is_article(document, at) {
        match before(at) {
            Some(before) => at = before,
            None => return false,
        }
    }
    let (token, word) = (&document.tokens[at as usize], document.word(at));
    let tells = Lex::WORK_CUE | Lex::NATIONALITY | Lex::CALENDAR | Lex::ROLE;
    let is_network = || List::BesideSeries.has_as_is(word) || rules.makers.has(&[token.key]);
    // The first line of a page may have lost its apostrophes, "Ada Renwicks Harbour Nine", and its stops, "Film How
    // Harbour Nine was made".
    let is_owner = document.line_of(at) == 0 && (word.ends_with('s') || token.lex.has(Lex::FUNCTION));
    token.shape == Shape::Capital
        && !is_owner
        && !word.contains('-')
        && !token.lex.has(tells)
        && !titles::follows_mark(document, at)
        && !is_network()
}

/// Adjectives before a title, at most: "a stand-alone new Harbour Nine film".
const MOST_ADJECTIVES: u32 = 3;

/// Whether one of many films of a name is told of: "a Harbour Nine movie", "the 25th Harbour Nine film".
fn is_one_of_many(document: &Document, candidate: &Candidate) -> bool {
    let tokens = &candidate.tokens;
    if !List::FilmNoun.has_as_is(word_at(document, candidate, tokens.end)) {
        return false;
    }
    let is_ordinal = |at: u32| {
        let suffix = document.word(at).trim_start_matches(|letter: char| letter.is_ascii_digit());
        suffix.len() < document.word(at).len() && matches!(suffix, "st" | "nd" | "rd" | "th")
    };
    let counts = |at: u32| List::IndefiniteArticle.has(document.word(at)) || is_ordinal(at);
    let far = tokens.start.saturating_sub(MOST_ADJECTIVES + 1);
    let is_adjective = |at: &u32| {
        let token = &document.tokens[*at as usize];
        counts(*at) || token.shape == Shape::Lower && !token.lex.has(Lex::FUNCTION)
    };
    let mut before = (far..tokens.start).rev().take_while(is_adjective);
    before.any(|at| counts(at) || List::StandAlone.has_as_is(document.word(at)))
}

/// Words between an article and what it says that a name is, at most: "a Chicago-based musical duo".
const LONGEST_ACT: u32 = 4;

/// Whether what follows says that the words name an act, a firm or a book: "Harbour Nine, a dance duo from Leeds".
fn is_explained(document: &Document, candidate: &Candidate) -> bool {
    let word = |at: u32| word_at(document, candidate, at);
    let comma = candidate.tokens.end + u32::from(candidate.marked && word(candidate.tokens.end) != ",");
    let first = comma + 1 + u32::from(candidate.marked && comma == candidate.tokens.end);
    if word(comma) != "," || !matches!(word(first), "a" | "an" | "the") {
        return false;
    }
    let is_act = |at: u32| [List::ActNoun, List::FirmNoun, List::SoundOrPrint].iter().any(|list| list.has(word(at)));
    let describes = |at: &u32| {
        let lex = document.get(i64::from(*at)).map(|token| token.lex);
        !word(*at).is_empty() && lex.is_some_and(|lex| !lex.has(Lex::FUNCTION | Lex::WORK_CUE))
    };
    let noun = (first + 1..=first + LONGEST_ACT).take_while(describes).find(|&at| is_act(at));
    let ends = |at: u32| {
        document.get(i64::from(at)).is_none_or(|next| match next.shape {
            Shape::Mark => true,
            _ => next.lex.has(Lex::FUNCTION) || next.lex.is_unlisted(),
        })
    };
    noun.is_some_and(|noun| ends(noun + 1))
}

/// Whether the words beside say that a paper or a prize is named: "an essay for The Ferry", "the Ferry category".
fn is_outlet(document: &Document, candidate: &Candidate) -> bool {
    let back = u32::from(document.word_back(candidate.tokens.start, 1).eq_ignore_ascii_case("the"));
    let before = |nth: u32| document.word_back(candidate.tokens.start, back + nth);
    let is_preposition = matches!(before(1), "of" | "for" | "at" | "with");
    is_preposition && List::OutletPost.has_as_is(before(2))
        || List::AfterOutlet.has_as_is(word_at(document, candidate, candidate.tokens.end))
}

/// Whether the sentence speaks of the stage, and of no screen: "productions of Harbour Nine".
fn is_on_stage(document: &Document, rules: &Rules, candidate: &Candidate) -> bool {
    let Some(sentence) = document.sentences.get(document.sentence_of(candidate.tokens.start)) else { return false };
    let tokens = &candidate.tokens;
    let near = sentence.start.max(tokens.start.saturating_sub(NEAR))..sentence.end.min(tokens.end + NEAR);
    let others = || { near.clone() }.filter(|at| !tokens.contains(at));
    let mut stage = others().filter(|&at| List::StageWord.has_as_is(document.word(at)));
    stage.next().is_some() && !others().any(|at| is_of_screen(document, rules, at))
}

/// So many tokens on either side of a title are looked at, however long its sentence is.
const NEAR: u32 = 100;

/// Whether a word tells of films or series.
fn is_of_screen(document: &Document, rules: &Rules, at: u32) -> bool {
    rules.work_kinds.cue(document.tokens[at as usize].key).is_some() || List::ScreenWord.has_as_is(document.word(at))
}

/// So many words of the stage make an article one of the stage, where there are fewer of the screen.
const OF_STAGE: usize = 5;

/// Whether an article tells of the stage more than of the screen.
pub fn is_of_stage(document: &Document, rules: &Rules) -> bool {
    let places = || 0..document.tokens.len() as u32;
    let n_stage = places().filter(|&at| List::StageWord.has_as_is(document.word(at))).count();
    n_stage >= OF_STAGE && n_stage > places().filter(|&at| is_of_screen(document, rules, at)).count()
}

/// Whether two works are named under one cue: "The Harbour Nine and Ferry star", where a list has the sides and not
/// the whole.
fn is_pair(document: &Document, rules: &Rules, candidate: &Candidate) -> bool {
    let tokens = &candidate.tokens;
    if candidate.known.is_some() || candidate.numbered.is_some() {
        return false;
    }
    let joint = { tokens.start + 1..tokens.end - 1 }.find(|&at| matches!(document.word(at), "and" | "&"));
    let Some(joint) = joint else { return false };
    let listed = |side: &Range<u32>| {
        let found = rules.titles.get(titles::key_of(document, side)).and_then(|(found, _)| found);
        found.is_some_and(|found| found.form <= Form::NoArticle)
    };
    let sides = [tokens.start..joint, joint + 1..tokens.end];
    sides.iter().any(|side| listed(side) && (side.len() > 1 || sides.iter().all(listed) && tokens.len() > 3))
}

/// Whether a part of a work is numbered, and no work: "Series 11".
fn is_season(document: &Document, candidate: &Candidate) -> bool {
    let tokens = &candidate.tokens;
    tokens.len() == 2
        && List::NumberedPart.has(document.word(tokens.start))
        && document.tokens[tokens.end as usize - 1].shape == Shape::Number
}

/// Whether somebody's work or a prize for it is told, and no list has a title of the words: "Supporting Actor".
fn is_post(document: &Document, candidate: &Candidate) -> bool {
    let tokens = &candidate.tokens;
    let last = document.word(tokens.end - 1);
    let is_capital = |at: u32| document.tokens[at as usize].shape.is_capital();
    let is_told = tokens.len() > 1 && tokens.clone().all(is_capital);
    candidate.known.is_none() && is_told && List::PrizeWinner.has_as_is(last)
}

/// Whether two people are named by their given names, and no work whose title joins them by a sign: "Harry and Meghan"
/// for "Harry & Meghan".
fn is_couple(document: &Document, rules: &Rules, candidate: &Candidate) -> bool {
    let tokens = &candidate.tokens;
    let is_given = |at: u32| document.tokens[at as usize].lex.has(Lex::GIVEN);
    let signed = || candidate.known.is_some_and(|found| rules.titles.work(found.work).title.contains(" & "));
    tokens.len() == 3
        && is_given(tokens.start)
        && is_given(tokens.end - 1)
        && document.word(tokens.start + 1) == "and"
        && signed()
}

/// Whether a line is a row of a list of songs, `Ada Renwick – "Harbour Nine"`.
fn is_song_of_row(document: &Document, candidate: &Candidate) -> bool {
    let tokens = &candidate.tokens;
    let Some(dash) = tokens.start.checked_sub(2).filter(|_| candidate.marked) else { return false };
    let line = document.line_of(tokens.start);
    let starts = |at: &u32| document.line_of(*at) == line && document.opens_line_at(*at);
    let artist = (dash.saturating_sub(LONGEST_ARTIST)..dash).rev().find(starts);
    let next = document.get(i64::from(tokens.end) + 1).filter(|_| document.line_of(tokens.end + 1) == line);
    let is_dash = |word: &str| matches!(word, "–" | "—" | "-");
    let ends = next.is_none_or(|next| matches!(next.span.of(document.text), "(" | "-" | "–" | "—"));
    artist.is_some() && is_dash(document.word(dash)) && ends
}

/// Words of who sings a song, at most.
const LONGEST_ARTIST: u32 = 10;

#[cfg(test)]
mod tests {
    use super::super::find;
    use crate::annotate::document::tests::with_document;
    use crate::rules::Rules;

    /// The titles that an article names.
    fn titles(text: &str) -> Vec<String> {
        let text = format!("The year in film\nCritics of film and cinema met for a screening.\n{text}");
        with_document(&text, |document| {
            find(document, &Rules::load().unwrap()).works.into_iter().map(|work| work.title).collect()
        })
    }

    #[test]
    fn songs_books_and_firms_are_no_films() {
        assert_eq!(titles("She starred in the 2015 film Inside Out."), ["Inside Out"]);
        assert_eq!(titles("She sang her song Inside Out, and people liked Inside Out."), [""; 0]);
        assert_eq!(titles("She wrote the novel Inside Out. The film Inside Out was a hit."), ["Inside Out"]);
        assert_eq!(titles("He leads the screen adaptation of Ada Renwick's novel Dune."), ["Dune"]);
        assert_eq!(titles("She met him at the restaurant The Godfather."), [""; 0]);
        assert_eq!(titles("The film The Godfather was shown."), ["The Godfather"]);
    }

    #[test]
    fn a_book_with_a_title_of_its_own_is_another_work() {
        assert_eq!(titles("The film Inside Out was a hit. She read the book Inside Out: A Life."), ["Inside Out"]);
    }

    #[test]
    fn parts_of_longer_names_are_no_films() {
        assert_eq!(titles("He works for Sluice Inside Out Limited and left."), [""; 0]);
        assert_eq!(titles("Last year Inside Out was a film."), ["Inside Out"]);
        assert_eq!(titles("She saw the film Carrie before Carrie Fisher came."), ["Carrie"]);
        assert_eq!(titles("The episode is called Inside Out And We Run."), ["Inside Out And We Run"]);
        assert_eq!(titles("She praised the 2015 film Inside Out Should win: nobody."), ["Inside Out"]);
    }

    #[test]
    fn who_does_something_is_no_film() {
        assert_eq!(titles("They shot the thriller from writer-director Ilana Freed in May."), [""; 0]);
        assert_eq!(titles("They loved the 2015 film Marta Quill, a thriller."), ["Marta Quill"]);
    }

    /// Whether a question is answered with yes of the candidate "Marta Quill" in a sentence that goes so.
    fn is_told(text: &str, ask: impl Fn(&super::Document, &super::Candidate) -> bool) -> bool {
        with_document(&format!("A film\nShe spoke of the film {text}, a thriller."), |document| {
            let rules = Rules::load().unwrap();
            let surroundings = super::super::context::Surroundings::new(document, &rules.contexts);
            let candidates = super::titles::find(document, &rules, &surroundings);
            let is_named = |candidate: &&super::Candidate| {
                document.span(candidate.tokens.clone()).of(document.text) == "Marta Quill"
            };
            ask(document, candidates.iter().find(is_named).unwrap())
        })
    }

    #[test]
    fn a_prize_is_won_by_people_and_by_films() {
        assert!(is_told("by the director Marta Quill (2015)", super::is_bearer_of_post));
        assert!(!is_told("as the winner Marta Quill (2015)", super::is_bearer_of_post));
    }

    #[test]
    fn who_made_a_film_is_none() {
        assert!(is_told("directed by Marta Quill (2015)", super::is_maker));
        assert!(!is_told("inspired by Marta Quill (2015)", super::is_maker));
    }

    #[test]
    fn one_of_many_films_is_no_film() {
        assert_eq!(titles("She hopes for a stand-alone Superman movie."), [""; 0]);
        assert_eq!(titles("She acts in the 25th Superman film."), [""; 0]);
        assert_eq!(titles("She acts in the film Superman."), ["Superman"]);
    }

    #[test]
    fn what_is_explained_to_be_an_act_or_a_paper_is_no_film() {
        assert_eq!(titles("The judges saw Inside Out, a Leeds-based dance duo."), [""; 0]);
        assert_eq!(titles("The judges saw Inside Out, a film about a dance duo."), ["Inside Out"]);
        assert_eq!(titles("She wrote an essay for Inside Out on Monday."), [""; 0]);
    }

    #[test]
    fn plays_are_no_films_where_nothing_tells_of_the_screen() {
        assert_eq!(titles("She was seen in Broadway revivals of Inside Out and Macbeth."), [""; 0]);
        assert_eq!(titles("She was seen in Broadway revivals and in the film Inside Out."), ["Inside Out"]);
    }

    #[test]
    fn two_works_under_one_word_are_two() {
        assert_eq!(titles("The Black Panther and Creed star left."), ["Black Panther", "Creed"]);
    }

    #[test]
    fn seasons_and_prizes_are_no_films() {
        assert_eq!(titles("He joined the show: Series 11 (2013)."), [""; 0]);
        assert_eq!(titles("He won Supporting Actor for the film Inside Out."), ["Inside Out"]);
    }

    #[test]
    fn couples_are_no_series() {
        assert_eq!(titles("On Monday Harry and Meghan signed a deal."), [""; 0]);
        assert_eq!(titles("She watched the Netflix series Harry & Meghan."), ["Harry & Meghan"]);
    }

    #[test]
    fn rows_of_songs_are_no_films() {
        let rows = "Ada Renwick – \"Godzilla\"\nTom Okonjo – \"Psycho\"\nIda Hale – \"Rain on Me\"";
        assert_eq!(titles(rows), [""; 0]);
    }
}
