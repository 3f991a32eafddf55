//! What an article says of a phrase: the numbers by which a forest tells films and series from everything else.
//!
//! Comes in: the candidates of a document. Goes out: one [`Title`] for each spelling, with its row of features, each
//! the count, share or mean over all places where the phrase stands.

use std::ops::Range;

use super::super::{Document, Shape, Token};
use super::context::{self, Surroundings};
use super::evidence::Name;
use super::titles::{self, Candidate};
use super::told;
use crate::model::flag;
use crate::rules::features::context_of;
use crate::rules::features::work::{F, NAMES, Row};
use crate::rules::titles::Form;
use crate::rules::words::keys;
use crate::rules::{Key, KeyMap, Lex, List, Rules};

/// All candidates of one spelling.
pub struct Title {
    /// Its words without the article, as one key.
    pub key: Key,
    /// Indices of its candidates, in order.
    pub candidates: Vec<u32>,
    /// Its features.
    pub row: Row,
    /// Indices of the titles of which it is a sequel or a fuller form, and of those that are one of it.
    pub kin: Vec<u32>,
    /// Indices of the titles that stand beside it in a list.
    pub beside: Vec<u32>,
}

/// So many tokens of a list of credits are looked at.
const LONGEST_CREDITS: u32 = 14;

/// The odds beside a phrase that no other stands beside in a list.
const NOT_LISTED: f32 = -6.0;

/// What the rows of an article share.
struct Article<'d, 'a> {
    document: &'d Document<'a>,
    rules: &'d Rules,
    candidates: &'d [Candidate],
    /// For each name of the article, its log-odds of being a person's.
    people: KeyMap<f32>,
    /// For each first and last word of a full name, the highest log-odds of one who bears it.
    bearers: [KeyMap<f32>; 2],
    surroundings: Surroundings,
    /// Share of the candidates that stand in quotation marks: some papers set all titles in them.
    marks: f32,
    /// How many titles of two words or more a list knows, and which share of all they are: where a list knows many, a
    /// phrase that it does not know is hardly one.
    listed: [f32; 2],
}

/// Finds what may be a title in a document, and gathers what it says of each.
pub fn titles(document: &Document, rules: &Rules, names: &[Name]) -> (Vec<Candidate>, Vec<Title>) {
    let surroundings = Surroundings::new(document, &rules.contexts);
    let candidates = titles::find(document, rules, &surroundings);
    let titles = gather(document, rules, surroundings, &candidates, names);
    (candidates, titles)
}

/// Gathers the titles among the candidates.
fn gather(
    document: &Document,
    rules: &Rules,
    surroundings: Surroundings,
    candidates: &[Candidate],
    names: &[Name],
) -> Vec<Title> {
    let people = names.iter().map(|name| (name.key, name.score)).collect();
    let n_marked = candidates.iter().filter(|candidate| candidate.marked).count();
    let marks = n_marked as f32 / (candidates.len() + 1) as f32;
    let bearers = bearers(names);
    let mut article = Article { document, rules, candidates, people, bearers, surroundings, marks, listed: [0.0; 2] };
    let mut titles = by_spelling(candidates);
    article.listed = listed(candidates, &titles);
    for title in &mut titles {
        title.row = article.row(title);
    }
    let contexts: Vec<_> = titles.iter().map(|title| context_of(&title.row)).collect();
    let odds = rules.work_context_forest.score_rows(contexts.as_flattened(), NAMES.len());
    titles.iter_mut().zip(odds).for_each(|(title, odds)| title.row[F::context as usize] = odds);
    let longer = longer(candidates);
    let headlines = headlines(document);
    article.relate(&mut titles);
    for title in &mut titles {
        title.row[F::longer as usize] = longer.get(&title.key).copied().unwrap_or(0.0);
        title.row[F::kin as usize] = flag(!title.kin.is_empty());
        title.row[F::in_headline as usize] = flag(headlines.contains_key(&title.key));
    }
    listed_odds(&mut titles);
    titles
}

/// The first and the last words of the full names of an article, with the log-odds of the likeliest person's.
fn bearers(names: &[Name]) -> [KeyMap<f32>; 2] {
    let mut bearers = [KeyMap::default(), KeyMap::default()];
    for name in names.iter().filter(|name| name.words.len() > 1) {
        for (bearers, word) in bearers.iter_mut().zip([name.words[0], name.words[name.words.len() - 1]]) {
            let odds = bearers.entry(Key::EMPTY.then(word)).or_insert(name.score);
            *odds = odds.max(name.score);
        }
    }
    bearers
}

/// How many titles a list knows in full, of two words or more, and their share of all.
fn listed(candidates: &[Candidate], titles: &[Title]) -> [f32; 2] {
    let is_listed = |title: &&Title| {
        let first = &candidates[title.candidates[0] as usize];
        first.tokens.len() > 1 && first.known.is_some_and(|found| found.form == Form::Full)
    };
    let n_listed = titles.iter().filter(is_listed).count() as f32;
    [n_listed, n_listed / (titles.len() + 1) as f32]
}

fn by_spelling(candidates: &[Candidate]) -> Vec<Title> {
    let mut index: KeyMap<usize> = KeyMap::default();
    let mut titles: Vec<Title> = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let title = *index.entry(candidate.key).or_insert_with(|| {
            titles.push(Title {
                key: candidate.key,
                candidates: Vec::new(),
                row: [0.0; NAMES.len()],
                kin: Vec::new(),
                beside: Vec::new(),
            });
            titles.len() - 1
        });
        titles[title].candidates.push(at as u32);
    }
    titles
}

/// What a title is a sequel or a fuller form of: "Deep Hollow" of "Deep Hollow 2" and of "Deep Hollow: The Flood".
fn bases(document: &Document, candidate: &Candidate) -> impl Iterator<Item = Key> {
    let tokens = candidate.tokens.clone();
    let ends = (tokens.start + 1..tokens.end).filter(move |&at| {
        let is_number = at + 1 == tokens.end && titles::is_number(&document.tokens[at as usize]);
        is_number || document.word(at) == ":"
    });
    let start = candidate.tokens.start;
    ends.map(move |end| titles::key_of(document, &(start..end)))
}

/// The odds that its context gives a title that stands beside a title in a list.
fn listed_odds(titles: &mut [Title]) {
    let odds: Vec<f32> = titles.iter().map(|title| title.row[F::context as usize]).collect();
    for title in titles {
        let beside = title.beside.iter().map(|&other| odds[other as usize]);
        title.row[F::listed_odds as usize] = beside.fold(NOT_LISTED, f32::max);
    }
}

/// The longest phrase of a headline that is looked at, in words.
const LONGEST_IN_HEADLINE: usize = 8;

/// Every run of words of the lines where capitals tell nothing.
fn headlines(document: &Document) -> KeyMap<()> {
    let mut headlines = KeyMap::default();
    for (&headline, tokens) in document.headlines.iter().zip(&document.line_tokens) {
        for start in tokens.clone().filter(|_| headline) {
            headlines.extend(titles::runs(document, start..tokens.end).take(LONGEST_IN_HEADLINE).map(|key| (key, ())));
        }
    }
    headlines
}

/// For each title that opens or closes a longer candidate, how many do.
fn longer(candidates: &[Candidate]) -> KeyMap<f32> {
    let mut longer = KeyMap::default();
    for (at, candidate) in candidates.iter().enumerate() {
        let near = candidates[at.saturating_sub(6)..].iter().take(13);
        let within = |other: &&Candidate| {
            let (inner, outer) = (&other.tokens, &candidate.tokens);
            other.key != candidate.key && outer.start <= inner.start && inner.end <= outer.end
        };
        for inner in near.filter(within) {
            *longer.entry(inner.key).or_insert(0.0) += 1.0;
        }
    }
    longer
}

impl Article<'_, '_> {
    fn row(&self, title: &Title) -> Row {
        let mut row = [0.0; NAMES.len()];
        let first = &self.candidates[title.candidates[0] as usize];
        self.spelling(first, &mut row);
        for &at in &title.candidates {
            self.place(at as usize, &mut row);
        }
        let n = title.candidates.len() as f32;
        row[F::n_mentions as usize] = n;
        for (share, count) in
            [(F::film_share, F::film_cue), (F::series_share, F::series_cue), (F::other_share, F::other_cue)]
        {
            row[share as usize] = row[count as usize] / n;
        }
        for (part, bearers) in [F::given_of, F::surname_of].into_iter().zip(&self.bearers) {
            row[part as usize] = bearers.get(&title.key).copied().unwrap_or(-3.0);
        }
        let usual = self.rules.usual.of(title.key);
        (row[F::usual as usize], row[F::often as usize]) = (usual.odds, usual.often);
        for share in [
            F::work_odds,
            F::run_odds,
            F::before,
            F::after,
            F::person_odds,
            F::headline,
            F::sentence_start,
            F::capital_before,
            F::capital_after,
            F::goes_on,
            F::goes_on_plain,
            F::comes_on,
            F::comes_on_plain,
            F::inside,
            F::the,
            F::lower_before,
            F::near,
        ] {
            row[share as usize] /= n;
        }
        row[F::common_share as usize] = row[F::n_common as usize] / row[F::n_content as usize].max(1.0);
        [row[F::n_listed as usize], row[F::share_listed as usize]] = self.listed;
        row[F::density as usize] = self.surroundings.density;
        row[F::topic as usize] = self.surroundings.topic;
        row[F::marks as usize] = self.marks;
        row[F::person as usize] = self.people.get(&self.name_key(&first.tokens)).copied().unwrap_or(-3.0);
        row
    }

    fn name_key(&self, tokens: &Range<u32>) -> Key {
        super::pieces::key_of(self.document, tokens)
    }

    /// What the phrase itself is.
    fn spelling(&self, candidate: &Candidate, row: &mut Row) {
        let mut set = |feature: F, value: f32| row[feature as usize] += value;
        let range = candidate.tokens.start as usize..candidate.tokens.end as usize;
        let tokens = &self.document.tokens[range];
        let words = || tokens.iter().filter(|token| token.shape.is_word());
        for token in words() {
            set(F::n_words, 1.0);
            set(F::n_content, flag(!token.lex.has(Lex::FUNCTION)));
            set(F::n_common, flag(token.lex.has(Lex::COMMON)));
            set(F::n_place, flag(token.lex.has(Lex::PLACE)));
            set(F::n_organisation, flag(token.lex.has(Lex::ORGANISATION)));
            set(F::n_other, flag(token.lex.has(Lex::NATIONALITY | Lex::CALENDAR | Lex::HONORIFIC | Lex::ROLE)));
            set(F::n_unlisted, flag(token.lex.is_unlisted() && token.shape != Shape::Number));
            set(F::calendar, flag(token.lex.has(Lex::CALENDAR)));
            set(F::upper, flag(token.shape == Shape::Upper && !candidate.headline));
            set(F::hyphen, flag(self.document.text.get(token.span.range()).is_some_and(|word| word.contains('-'))));
        }
        let (opens, closes) = (words().next(), words().next_back());
        let telling = |token: &&Token| token.shape.is_word() && !token.lex.has(Lex::FUNCTION);
        let odds = || tokens.iter().filter(telling).map(|token| self.rules.wording.of(token.key));
        set(F::word_odds, odds().sum::<f32>() / odds().count().max(1) as f32);
        set(F::word_first, odds().next().unwrap_or(0.0));
        set(F::word_last, odds().next_back().unwrap_or(0.0));
        set(F::word_least, odds().fold(0.0, f32::min));
        set(F::given, flag(opens.is_some_and(|token| token.lex.has(Lex::GIVEN) && !token.lex.has(Lex::AMBIGUOUS))));
        set(F::surname, flag(closes.is_some_and(|token| token.lex.has(Lex::SURNAME))));
        set(F::starts_the, flag(matches!(self.document.word(candidate.tokens.start), "The" | "A" | "An")));
        set(F::ends_number, flag(closes.is_some_and(|token| token.shape == Shape::Number)));
        set(F::has_colon, flag(candidate.tokens.clone().any(|at| self.document.word(at) == ":")));
        set(F::numbered, flag(candidate.numbered.is_some()));
        set(F::known_person, flag(self.rules.people.named(self.name_key(&candidate.tokens)).is_some()));
        let Some(found) = candidate.known else { return };
        let form = match found.form {
            Form::Alias | Form::Full => F::full,
            Form::NoArticle => F::no_article,
            Form::Short => F::short,
            Form::Subtitle => F::subtitle,
        };
        set(form, 1.0);
        let namesakes = self.rules.titles.namesakes(found.work);
        set(F::namesakes, namesakes.clone().count().min(4) as f32);
        set(F::cast, flag(namesakes.clone().any(|work| self.names_actor(work.cast))));
    }

    /// Whether the article names one of these actors in full.
    fn names_actor(&self, cast: &str) -> bool {
        let key = |name: &str| keys(name).fold(Key::EMPTY, Key::then);
        !cast.is_empty() && cast.split('|').any(|name| self.people.contains_key(&key(name)))
    }

    /// What stands around one candidate.
    fn place(&self, at: usize, row: &mut Row) {
        let candidate = &self.candidates[at];
        let (document, tokens) = (self.document, &candidate.tokens);
        let sentence = &document.sentences[document.sentence_of(tokens.start)];
        let (start, end) = (i64::from(tokens.start), i64::from(tokens.end));
        let word = |at: i64| {
            let inside = at >= i64::from(sentence.start) && at < i64::from(sentence.end);
            if inside { document.word(at as u32) } else { "" }
        };
        let shape = |at: i64| document.get(at).filter(|_| !word(at).is_empty()).map(|token| token.shape);
        let (mut start, mut end) = (start, end);
        if candidate.marked {
            start -= 1;
            end += if matches!(word(end), "," | ".") { 2 } else { 1 };
        }
        let mut set = |feature: F, value: f32| row[feature as usize] += value;
        set(F::marked, flag(candidate.marked));
        set(F::headline, flag(candidate.headline));
        set(F::sentence_start, flag(tokens.start == sentence.start));
        let year =
            shape(end + 1) == Some(Shape::Number) && word(end + 1).len() == 4 && matches!(word(end + 2), ")" | ",");
        set(F::year, flag(word(end) == "(" && year));
        set(F::in_brackets, flag(word(start - 1) == "(" && matches!(word(end), ")" | ",")));
        set(F::apposed, flag(told::is_apposed(document, tokens, candidate.marked)));
        set(F::aired, flag(told::is_aired(document, self.rules, tokens, candidate.marked)));
        set(F::credit, flag(self.is_credit(tokens)));
        set(F::item, flag(self.is_item(tokens)));
        set(F::possessive, flag(shape(start - 1) == Some(Shape::Possessive)));
        set(F::the, flag(matches!(word(start - 1), "the" | "The" | "a" | "an" | "this" | "his" | "her")));
        set(F::inside, flag(self.inside(at)));
        set(F::listed, self.listed(at));
        set(F::played, flag(matches!(word(start - 1), "as" | "plays" | "played" | "playing" | "portrays")));
        let is_capital = |at: i64| shape(at).is_some_and(Shape::is_capital);
        set(F::lower_before, flag(shape(start - 1) == Some(Shape::Lower)));
        if !candidate.headline {
            set(F::capital_before, flag(is_capital(start - 1) && !candidate.marked));
            set(F::capital_after, flag(is_capital(end) && !candidate.marked));
            let next = titles::goes_on(document, tokens.end, sentence.end).filter(|_| !candidate.marked);
            set(F::goes_on, flag(next.is_some()));
            set(F::goes_on_plain, flag(next.is_some_and(|next| titles::is_plain(&document.tokens[next as usize]))));
            let last = titles::comes_on(document, tokens.start, sentence.start).filter(|_| !candidate.marked);
            set(F::comes_on, flag(last.is_some()));
            set(F::comes_on_plain, flag(last.is_some_and(|last| titles::is_plain(&document.tokens[last as usize]))));
        }
        let near = (start - 5..start).chain(end..end + 5).map(word);
        let mut cues = [0.0f32; 3];
        for word in near {
            if let Some(cue) = cue(word) {
                cues[cue] = 1.0;
            }
        }
        set(F::film_cue, cues[0]);
        set(F::series_cue, cues[1]);
        set(F::other_cue, cues[2]);
        let range = start.max(0) as u32..(end as u32).min(document.tokens.len() as u32);
        let odds = context::odds(document, &self.rules.contexts, sentence, &range);
        let sum: f32 = odds.work.iter().sum();
        set(F::work_odds, sum);
        let runs =
            self.rules.collocations.odds(&context::neighbours(document, &self.rules.collocations, sentence, &range));
        set(F::run_odds, runs);
        set(F::before, odds.work[0] + odds.work[1]);
        set(F::after, odds.work[2] + odds.work[3]);
        set(F::person_odds, odds.person.iter().sum());
        row[F::work_best as usize] = row[F::work_best as usize].max(sum);
        row[F::run_best as usize] = row[F::run_best as usize].max(runs);
        let near = self.surroundings.near(sentence, &range);
        row[F::near as usize] += near;
        row[F::near_best as usize] = row[F::near_best as usize].max(near);
    }

    /// Whether a longer known or marked candidate holds this one.
    fn inside(&self, at: usize) -> bool {
        let tokens = &self.candidates[at].tokens;
        let holds = |other: &Candidate| {
            let longer = other.tokens.len() > tokens.len();
            longer && other.tokens.start <= tokens.start && tokens.end <= other.tokens.end
        };
        let near = &self.candidates[at.saturating_sub(8)..(at + 8).min(self.candidates.len())];
        near.iter().any(|other| holds(other) && (other.listed().is_some() || other.marked))
    }

    /// Whether it stands in brackets after a name, with others like it or alone: "Ada Quill (Salt House, The Ferry)".
    fn is_credit(&self, tokens: &Range<u32>) -> bool {
        let document = self.document;
        let is_part = |at: u32| {
            let token = document.tokens[at as usize];
            token.shape != Shape::Lower || token.lex.has(Lex::FUNCTION)
        };
        let far = tokens.start.saturating_sub(LONGEST_CREDITS);
        let open = (far..tokens.start).rev().take_while(|&at| is_part(at)).find(|&at| document.word(at) == "(");
        let n_tokens = document.tokens.len() as u32;
        let mut after = (tokens.end..(tokens.end + LONGEST_CREDITS).min(n_tokens)).take_while(|&at| is_part(at));
        let name_before = |open: u32| open > 0 && document.tokens[open as usize - 1].shape.is_capital();
        open.is_some_and(name_before) && after.any(|at| document.word(at) == ")")
    }

    /// Finds which titles belong together.
    fn relate(&self, titles: &mut [Title]) {
        let places: KeyMap<u32> = titles.iter().zip(0..).map(|(title, at)| (title.key, at)).collect();
        let mut kin: Vec<(u32, u32)> = Vec::new();
        for (title, place) in titles.iter_mut().zip(0..) {
            let candidates = || title.candidates.iter().map(|&at| at as usize);
            let beside = candidates().flat_map(|at| self.beside(at));
            title.beside = beside.filter_map(|other| places.get(&other.key).copied()).collect();
            let bases = bases(self.document, &self.candidates[title.candidates[0] as usize]);
            let others = bases.filter_map(|base| places.get(&base).copied()).filter(|&base| base != place);
            kin.extend(others.map(|base| (base, place)));
        }
        for (base, fuller) in kin {
            titles[base as usize].kin.push(fuller);
            titles[fuller as usize].kin.push(base);
        }
    }

    /// Whether it opens a line that goes on as the item of a list does, be it numbered: "2. Salt House (Lantern), …".
    fn is_item(&self, tokens: &Range<u32>) -> bool {
        let document = self.document;
        let line = document.line_tokens.partition_point(|line| line.end <= tokens.start);
        let Some(line) = document.line_tokens.get(line) else { return false };
        let word = |at: u32| if at < line.end { document.word(at) } else { "" };
        let is_bullet =
            |at: u32| matches!(word(at), "." | ")" | "-" | "–" | "—" | "•" | "*" | ":" | "#" | "\"" | "“" | "‘");
        let opens =
            (line.start..tokens.start).all(|at| is_bullet(at) || document.tokens[at as usize].shape == Shape::Number);
        opens && matches!(word(tokens.end), "" | "(" | "–" | "-" | "—" | ":" | "|" | "," | "[" | "\"" | "”" | "’")
    }

    /// The candidates that stand beside one in a list.
    fn beside(&self, at: usize) -> impl Iterator<Item = &Candidate> {
        let tokens = self.candidates[at].tokens.clone();
        let near = &self.candidates[at.saturating_sub(12)..(at + 12).min(self.candidates.len())];
        near.iter().filter(move |other| {
            (other.tokens.end < tokens.start && self.joined(other.tokens.end..tokens.start))
                || (tokens.end < other.tokens.start && self.joined(tokens.end..other.tokens.start))
        })
    }

    /// Whether nothing but commas, marks and the like stands between two phrases.
    fn joined(&self, between: Range<u32>) -> bool {
        let joins = |at: u32| {
            matches!(self.document.word(at), "," | "and" | "&" | "or" | ";" | "\"" | "”" | "“" | "‘" | "’" | "'")
        };
        !between.is_empty() && between.len() <= 4 && between.clone().all(joins)
    }

    /// How many likely titles stand beside it in a list.
    fn listed(&self, at: usize) -> f32 {
        let tokens = &self.candidates[at].tokens;
        let likely = |other: &Candidate| {
            let full = other.known.is_some_and(|found| found.form == Form::Full);
            (full && other.tokens.len() > 1) || (other.marked && other.known.is_some())
        };
        let mut sides = [false; 2];
        for other in self.beside(at).filter(|other| likely(other)) {
            sides[usize::from(tokens.end < other.tokens.start)] = true;
        }
        flag(sides[0]) + flag(sides[1])
    }
}

/// Which kind of work a word tells: 0 film, 1 series, 2 anything else that has a title.
fn cue(word: &str) -> Option<usize> {
    [List::BesideFilm, List::BesideSeries, List::BesideOtherWork].iter().position(|list| list.has_as_is(word))
}
