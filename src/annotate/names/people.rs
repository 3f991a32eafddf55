//! Real people: which pieces name one, and which pieces name the same one.
//!
//! Comes in: the [`Piece`]s that no title claims. Goes out: people by canonical full name, with every mention.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::super::likeness::is_misprint;
use super::super::{Document, Shape};
use super::bearers::{Known, is_part, link};
use super::evidence::Name;
use super::kin;
use super::pieces::{Piece, has_article, nickname, printed};
use crate::model::{Gender, NameKind, Person, RuleId, Span};
use crate::rules::corrections::name_key;
use crate::rules::features::person::F;
use crate::rules::list::ListedPerson;
use crate::rules::words::title_case;
use crate::rules::{Key, KeyMap, Lex, List, Rules};

/// Finds the people among the pieces, and the other pieces, each with the log-odds that it names one.
pub fn find(document: &Document, rules: &Rules, pieces: &[Piece], names: &[Name]) -> (Vec<Person>, Vec<(Span, f32)>) {
    let labels = labels(document);
    let answers = |name: &Name| answers_by_initials(document, &pieces[name.pieces[0] as usize], &labels);
    let answering = |name: &Name| if answers(name) { ANSWERING } else { 0.0 };
    let of_kin = |name: &Name| {
        let told = name.pieces.iter().map(|&at| kin::odds(document, pieces, at as usize));
        told.fold(0.0, f32::max)
    };
    // "al-Renwick" alone is somebody only where the article names him in full.
    let is_tribe =
        |name: &Name| name.words.len() == 1 && has_article(document.word(pieces[name.pieces[0] as usize].tokens.start));
    let honoured = |name: &Name| if is_honoured(name) { HONOURED } else { 0.0 };
    let odds = |name: &Name| score(rules, name) + answering(name) + of_kin(name) + honoured(name);
    let scores: Vec<f32> = names.iter().map(|name| if is_tribe(name) { NOT_ALONE } else { odds(name) }).collect();
    let verdicts: Vec<Option<RuleId>> =
        names.iter().zip(&scores).map(|(name, &score)| (score > THRESHOLD).then(|| rule(name))).collect();
    let verdicts = with_bearers(verdicts, names, &scores);
    let mut people = full_names(document, rules, pieces, names, &verdicts);
    let titles: Vec<Gender> = pieces.iter().map(|piece| document.title_before(piece.tokens.start)).collect();
    let given = |name: usize| given_gender(document, &pieces[names[name].pieces[0] as usize]);
    let last_word = |name: &Name| pieces[name.pieces[0] as usize].tokens.end - 1;
    let is_slip = |name: &Name, known: &Known| is_slip(document, last_word(name), last_word(&names[known.name]));
    let verdicts = without_slips(verdicts, names, &people, is_slip);
    let is_kin = |piece: u32| kin::is_told_kin(document, &pieces[piece as usize]);
    link(names, &verdicts, &mut people, &characters(rules, names, &verdicts), &titles, is_kin, given);
    let mut named = vec![false; pieces.len()];
    for &piece in people.iter().flat_map(|known| &known.mentions) {
        named[piece as usize] = true;
    }
    let never: Vec<&Name> = names.iter().filter(|name| is_never(rules, name.key)).collect();
    let is_nobody = |name: &Name| never.iter().any(|never| is_part(&name.words, &never.words));
    let odds = |name: &Name, score: f32| {
        let is_played = score < 0.0 && name.get(F::played) > 0.0;
        if is_played || is_nobody(name) { super::SURELY_NOT - 1.0 } else { score }
    };
    let others = names.iter().zip(&scores).flat_map(|(name, &score)| {
        let odds = odds(name, score);
        name.pieces.iter().map(move |&at| (at, odds))
    });
    let others = others.filter(|&(at, _)| !named[at as usize]);
    let others = others.map(|(at, odds)| (document.span(pieces[at as usize].tokens.clone()), odds)).collect();
    let people = people.into_iter().map(|known| person(document, rules, pieces, names, &verdicts, known));
    (unite(people), others)
}

/// Takes a full name of which the forest is not sure for a person's where its first or last word alone is one's, and
/// may be short for no other full name: who is called "Stone" is the Faith Stone of the cast.
fn with_bearers(mut verdicts: Vec<Option<RuleId>>, names: &[Name], scores: &[f32]) -> Vec<Option<RuleId>> {
    let is_full = |name: &Name| (2..=3).contains(&name.words.len()) && name.get(F::n_organisation) == 0.0;
    let mut bearers: KeyMap<Vec<(usize, f32)>> = KeyMap::default();
    for (index, name) in names.iter().enumerate().filter(|(_, name)| is_full(name)) {
        bearers.entry(name.words[0]).or_default().push((index, FIRST_BEARER));
        bearers.entry(name.words[name.words.len() - 1]).or_default().push((index, BEARER));
    }
    let accepted = |(index, _): &(usize, f32)| verdicts[*index].is_some();
    let alone = (0..names.len()).filter(|&index| verdicts[index].is_some() && names[index].words.len() == 1);
    let bearer = |index: usize| {
        let all = bearers.get(&names[index].words[0])?;
        let mut likely = all.iter().filter(|&&(bearer, least)| scores[bearer] > least).map(|&(bearer, _)| bearer);
        let bearer = likely.next().filter(|_| !all.iter().any(accepted))?;
        likely.next().is_none().then_some(bearer)
    };
    let found: Vec<usize> = alone.filter_map(bearer).collect();
    found.into_iter().for_each(|bearer| verdicts[bearer] = Some(rule(&names[bearer])));
    verdicts
}

/// Log-odds that a full name must have whose last word alone is a person's, or whose first is.
const BEARER: f32 = -3.0;
const FIRST_BEARER: f32 = -2.0;

/// Lets go of last names that stand once, and miss by a letter that of the only person they may mean: a misprint is
/// nobody of that name.
fn without_slips(
    mut verdicts: Vec<Option<RuleId>>,
    names: &[Name],
    people: &[Known],
    is_slip: impl Fn(&Name, &Known) -> bool,
) -> Vec<Option<RuleId>> {
    let alone = names
        .iter()
        .zip(&mut verdicts)
        .filter(|(name, verdict)| verdict.is_some() && name.words.len() == 1 && name.pieces.len() == 1);
    for (name, verdict) in alone {
        let mut meant = people.iter().filter(|known| known.words.len() > 1 && is_slip(name, known));
        if meant.next().is_some() && meant.next().is_none() {
            *verdict = None;
        }
    }
    verdicts
}

/// Whether a word that no list knows is a last name but for one letter after the first.
fn is_slip(document: &Document, word: u32, last_name: u32) -> bool {
    let [letters, name] = [word, last_name].map(|token| document.word(token));
    document.tokens[word as usize].lex.is_unlisted() && letters != name && is_misprint(letters, name)
}

/// What it adds to the odds of a name that the answers of an interview are labelled by its initials.
const ANSWERING: f32 = 3.0;

/// The labels of an interview that are initials, each of two lines or more: "RO: We froze."
fn labels<'d>(document: &Document<'d>) -> Vec<&'d str> {
    let label = |tokens: &Range<u32>| {
        let initials = document.get(i64::from(tokens.start)).filter(|token| token.shape == Shape::Upper)?;
        let labels = tokens.len() > 2 && initials.span.len() <= 3 && document.word(tokens.start + 1) == ":";
        labels.then(|| document.word(tokens.start))
    };
    let mut labels: Vec<&str> = document.line_tokens.iter().filter_map(label).collect();
    labels.sort_unstable();
    labels.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).map(|same| same[0]).collect()
}

fn answers_by_initials(document: &Document, piece: &Piece, labels: &[&str]) -> bool {
    let initials = || super::pieces::words(document, &piece.tokens).filter_map(|at| document.word(at).chars().next());
    piece.n_words > 1 && labels.iter().any(|label| initials().eq(label.chars()))
}

/// What an honorific adds to the odds of a given name and one word more.
const HONOURED: f32 = 2.0;

/// Whether an honorific stands before a given name and a word that names no thing: "Archbishop Aris Renwick".
fn is_honoured(name: &Name) -> bool {
    let is_thing = |name: &Name| [F::n_organisation, F::n_place, F::n_common].iter().any(|&list| name.get(list) > 0.0);
    name.words.len() == 2 && name.get(F::honorific) > 0.0 && name.get(F::given) > 0.0 && !is_thing(name)
}

/// Log-odds of a name that is nobody's where it stands alone.
const NOT_ALONE: f32 = -2.0;

/// Log-odds of what the user says.
const SURE: f32 = 8.0;

/// Makes one of those who are listed by the same name, or by one with the same letters: "Ada Lloyd-Hale" and "Ada Lloyd
/// Hale", "LaToya Hale" and "La'Toya Hale"; and of "Lloyd-Hale" alone and the only one whose name ends so.
fn unite(people: impl Iterator<Item = Person>) -> Vec<Person> {
    let mut united: Vec<Person> = Vec::new();
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    for person in people {
        let place = *places.entry(letters(&person.name)).or_insert(united.len());
        match united.get_mut(place) {
            Some(known) => merge(known, person),
            None => united.push(person),
        }
    }
    let is_short = |person: &Person| person.name.contains('-') && !person.name.contains(char::is_whitespace);
    let (short, mut united): (Vec<Person>, Vec<Person>) = united.into_iter().partition(is_short);
    for person in short {
        match bearer(&united, &person.name) {
            Some(bearer) => merge(&mut united[bearer], person),
            None => united.push(person),
        }
    }
    united
}

/// The letters of a name, whatever stands between them.
fn letters(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The only person whose name ends with the words that a hyphen joins in another: "Ada Lloyd Hale" for "Lloyd-Hale".
fn bearer(people: &[Person], hyphened: &str) -> Option<usize> {
    let last = format!(" {}", hyphened.replace('-', " "));
    let mut bearers = (0..people.len().min(MOST_COMPARED)).filter(|&at| people[at].name.ends_with(&last));
    bearers.next().filter(|_| bearers.next().is_none())
}

/// Gives a person the places of another spelling, and its name where it is listed or stands at more places.
fn merge(known: &mut Person, mut other: Person) {
    let is_better = |one: &Person, other: &Person| {
        (one.id.is_some(), one.mentions.len()) > (other.id.is_some(), other.mentions.len())
    };
    if letters(&known.name) == letters(&other.name) && is_better(&other, known) {
        std::mem::swap(known, &mut other);
    }
    known.mentions.extend(other.mentions);
    known.mentions.sort_unstable();
}

/// What being played takes off the odds of a name that is in no list: articles labelled by hand hold too few characters
/// to learn it from.
const CHARACTER: f32 = 4.0;

/// What being in no list at all adds to the odds of a name: labelled articles name the famous more often than others
/// do.
const UNLISTED: f32 = 0.5;

/// How sure the forest must be, in log-odds.
const THRESHOLD: f32 = 0.0;

fn score(rules: &Rules, name: &Name) -> f32 {
    if rules.corrections.is_alias(NameKind::Person, name.key) {
        return SURE;
    }
    if rules.people.is_other(name.key) || is_never(rules, name.key) {
        return super::SURELY_NOT - 1.0;
    }
    let played = name.get(F::known) == 0.0 && name.get(F::played) > 0.0;
    name.score - if played { CHARACTER } else { 0.0 } + if is_unlisted(name) { UNLISTED } else { 0.0 }
}

/// Whether the user says that the name, or the one that it is listed by, is no person's.
fn is_never(rules: &Rules, key: Key) -> bool {
    let never = |key| rules.corrections.is_never(NameKind::Person, key);
    let listed = || rules.people.named(key).is_some_and(|(person, _)| never(name_key(NameKind::Person, person.name)));
    never(key) || listed()
}

/// Whether no list knows any of the two or three words of the name.
fn is_unlisted(name: &Name) -> bool {
    let lists =
        [F::given, F::surname, F::last_given, F::n_common, F::n_function, F::n_organisation, F::n_place, F::n_other];
    (2..=3).contains(&name.words.len()) && lists.iter().all(|&list| name.get(list) == 0.0)
}

fn rule(name: &Name) -> RuleId {
    RuleId(if name.words.len() == 1 { "person/single-name" } else { "person/full-name" })
}

/// So many people, the last that were named, a form is compared with: no article names more, and a list of names takes
/// no time that grows with its square.
const MOST_COMPARED: usize = 512;

/// Makes a person of every full name; a spelling that adds initials or leaves them out is the same person.
fn full_names(
    document: &Document,
    rules: &Rules,
    pieces: &[Piece],
    names: &[Name],
    verdicts: &[Option<RuleId>],
) -> Vec<Known> {
    let mut people: Vec<Known> = Vec::new();
    let forms = Forms { document, rules, pieces };
    for (index, name) in names.iter().enumerate() {
        if verdicts[index].is_none() || name.words.len() == 1 {
            continue;
        }
        let nickname = forms.nickname(name);
        let same = |known: &&mut Known| {
            if forms.is_father_or_son(name, &names[known.name]) {
                return false;
            }
            let by_length = known.words.len() >= name.words.len();
            let (long, short) = if by_length { (&known.words, &name.words) } else { (&name.words, &known.words) };
            (long.first() == short.first() && is_subsequence(short, long))
                || is_part(short, long)
                || (long[1..] == short[1..] && rules.nicknames.are_one(long[0], short[0]))
                || is_called(&known.nickname, &known.words, &name.words)
                || is_called(&nickname, &name.words, &known.words)
                || forms.is_possessive(name, &names[known.name])
                || forms.is_possessive(&names[known.name], name)
                || forms.is_slip_of(name, &names[known.name])
                || forms.is_slip_of(&names[known.name], name)
        };
        let n_passed = people.len().saturating_sub(MOST_COMPARED);
        match people[n_passed..].iter_mut().find(same) {
            Some(known) => {
                known.mentions.extend(&name.pieces);
                if known.nickname.is_empty() {
                    known.nickname = nickname;
                }
                if forms.is_better(name, &names[known.name]) {
                    (known.words, known.name) = (name.words.clone(), index);
                    known.n_added = forms.n_added(name);
                }
            }
            None => {
                let (words, n_added) = (name.words.clone(), forms.n_added(name));
                people.push(Known { words, n_added, nickname, name: index, mentions: name.pieces.clone() })
            }
        }
    }
    people
}

/// The forms in which an article prints a name.
struct Forms<'f, 'd> {
    document: &'f Document<'d>,
    rules: &'f Rules,
    pieces: &'f [Piece],
}

impl Forms<'_, '_> {
    /// Whether a form tells more of who is named than another of the same person does: the longer one, unless it has
    /// run into words beside the name.
    fn is_better(&self, form: &Name, other: &Name) -> bool {
        if self.is_possessive(form, other) || self.runs_on(form, other) {
            return false;
        }
        if self.is_possessive(other, form) || self.runs_on(other, form) {
            return true;
        }
        let (is_slip, is_other_slip) = (self.is_slip_of(form, other), self.is_slip_of(other, form));
        if is_slip != is_other_slip {
            return is_other_slip;
        }
        match (self.is_set_apart(form), self.is_set_apart(other)) {
            (true, false) => true,
            (false, true) => false,
            _ => form.words.len() > other.words.len(),
        }
    }

    /// Whether a form stands in a line that is no headline, where a name runs into the words beside it: "Ruth Hale
    /// Storms Out".
    fn is_set_apart(&self, form: &Name) -> bool {
        form.pieces.iter().any(|&at| !self.pieces[at as usize].headline)
    }

    /// Whether a form is another one with a word before it that is no given name, or after it that is no last name:
    /// "Monday Ruth Hale", "Ruth Hale Twitter".
    fn runs_on(&self, form: &Name, name: &Name) -> bool {
        if form.words.len() != name.words.len() + 1 || self.is_listed(form) {
            return false;
        }
        let (opens, ends) = (self.lex(self.words(form).next()), self.lex(self.words(form).next_back()));
        let (name_opens, name_ends) = (self.lex(self.words(name).next()), self.lex(self.words(name).next_back()));
        let extra_before = form.words.ends_with(&name.words) && !opens.has(Lex::GIVEN);
        // "Ruth Hale London" is a firm, though Jack London was none.
        let is_added = !ends.has(Lex::SURNAME | Lex::SUFFIX) || ends.has(Lex::PLACE);
        let extra_after = form.words.starts_with(&name.words) && is_added;
        let is_name = |told: bool| told || self.is_listed(name);
        extra_before && is_name(name_opens.has(Lex::GIVEN)) || extra_after && is_name(name_ends.has(Lex::SURNAME))
    }

    fn is_listed(&self, name: &Name) -> bool {
        self.rules.people.named(name.key).is_some()
    }

    fn words(&self, name: &Name) -> impl DoubleEndedIterator<Item = u32> {
        super::pieces::words(self.document, &self.pieces[name.pieces[0] as usize].tokens)
    }

    /// Returns the words of the nickname that stands in marks in the form, if one does.
    fn nickname(&self, form: &Name) -> Vec<Key> {
        let of_piece = |&at: &u32| nickname(self.document, &self.pieces[at as usize].tokens);
        let nickname = form.pieces.iter().find_map(of_piece).into_iter().flatten();
        let tokens = nickname.map(|at| self.document.tokens[at as usize]);
        tokens.filter(|token| token.shape.is_word()).map(|token| token.key).collect()
    }

    /// Whether one of two forms is the other with "Jr." or "Sr." behind it, and another's: told to be of kin, "his
    /// father, Tom Hale Sr.", or that of somebody whom the lists know without it alone.
    fn is_father_or_son(&self, form: &Name, other: &Name) -> bool {
        let (long, short) = if form.words.len() > other.words.len() { (form, other) } else { (other, form) };
        let is_of_kin = |&at: &u32| kin::is_told_kin(self.document, &self.pieces[at as usize]);
        let is_anothers = || self.is_listed(short) && !self.is_listed(long);
        let is_added = self.n_added(long) == 1 && long.words.len() == short.words.len() + 1;
        is_added && (long.pieces.iter().any(is_of_kin) || is_anothers())
    }

    /// Returns how many words at the end of a form tell a son from his father.
    fn n_added(&self, form: &Name) -> usize {
        usize::from(form.words.len() > 2 && self.lex(self.words(form).next_back()).has(Lex::SUFFIX))
    }

    fn lex(&self, token: Option<u32>) -> Lex {
        token.map_or(Lex::NONE, |token| self.document.tokens[token as usize].lex)
    }

    /// Whether a form that stands once is another one but for a letter of its last name, which no list has: "Gemma
    /// Artenton".
    fn is_slip_of(&self, form: &Name, name: &Name) -> bool {
        let n_words = name.words.len();
        let is_alike =
            n_words > 1 && form.words.len() == n_words && form.words[..n_words - 1] == name.words[..n_words - 1];
        let last = |name: &Name| self.words(name).next_back();
        let slips = |word: u32, other: u32| is_slip(self.document, word, other);
        is_alike && form.pieces.len() == 1 && last(form).zip(last(name)).is_some_and(|(word, other)| slips(word, other))
    }

    /// Whether a form is another one with the `s` of a possessive that has lost its apostrophe: "Ruth Hales".
    fn is_possessive(&self, form: &Name, name: &Name) -> bool {
        let n_words = name.words.len();
        if form.words.len() != n_words || form.words[..n_words - 1] != name.words[..n_words - 1] || self.is_listed(form)
        {
            return false;
        }
        let last = |name: &Name| self.words(name).next_back().map_or("", |at| self.document.word(at));
        last(form).strip_suffix('s').is_some_and(|bare| bare == last(name))
    }
}

fn is_subsequence(short: &[Key], long: &[Key]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|other| other == word))
}

/// The full names that are those of parts, or that are known to be no person's.
fn characters<'n>(rules: &Rules, names: &'n [Name], verdicts: &[Option<RuleId>]) -> Vec<&'n Name> {
    let is_full = |name: &Name| name.words.len() > 1;
    let is_known = |name: &Name| is_never(rules, name.key) || rules.people.is_other(name.key);
    let others = names.iter().zip(verdicts).filter(|(name, verdict)| verdict.is_none() && is_full(name));
    others.map(|(name, _)| name).filter(|name| name.get(F::played) > 0.0 || is_known(name)).collect()
}

/// Whether another name is the one with its nickname for the first name.
fn is_called(nickname: &[Key], name: &[Key], other: &[Key]) -> bool {
    !nickname.is_empty() && name.len() > 1 && other.strip_prefix(nickname) == Some(&name[1..])
}

/// The known person of whose given name the first word is a short form: "Bob" for "Robert".
fn by_nickname<'r>(rules: &'r Rules, words: &[Key]) -> Option<(ListedPerson<'r>, Gender)> {
    let (&first, rest) = words.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let full = |&given: &Key| rest.iter().fold(Key::EMPTY.then(given), |key, &word| key.then(word));
    rules.nicknames.given(first).iter().find_map(|given| rules.people.named(full(given)))
}

/// Returns the gender that the first word of a piece tells.
fn given_gender(document: &Document, piece: &Piece) -> Gender {
    let given = document.tokens[piece.tokens.start as usize].lex;
    match (given.has(Lex::GIVEN_MALE), given.has(Lex::GIVEN_FEMALE)) {
        (true, false) => Gender::Male,
        (false, true) => Gender::Female,
        _ => Gender::Unknown,
    }
}

/// The title without which one who bears a single name, or one with a number, is not known: "Pope" of "Pope Anselm".
fn crown(document: &Document, pieces: &[Piece], name: &Name, mentions: &[u32]) -> Option<u32> {
    let piece = |at: u32| &pieces[at as usize];
    let last = document.tokens[piece(name.pieces[0]).tokens.end as usize - 1];
    if name.words.len() > 2 || (name.words.len() == 2 && !last.lex.has(Lex::SUFFIX)) || name.get(F::known) > 0.0 {
        return None;
    }
    let crowns = mentions.iter().filter_map(|&at| piece(at).tokens.start.checked_sub(1));
    crowns.into_iter().find(|&at| List::Crown.has_as_is(document.word(at)))
}

fn person(
    document: &Document,
    rules: &Rules,
    pieces: &[Piece],
    names: &[Name],
    verdicts: &[Option<RuleId>],
    mut known: Known,
) -> Person {
    known.mentions.sort_unstable();
    let name = &names[known.name];
    let piece = &pieces[name.pieces[0] as usize];
    let crown = crown(document, pieces, name, &known.mentions);
    let with_crown = |crown: u32| {
        let key = Key::EMPTY.then(document.tokens[crown as usize].key);
        rules.people.named(name.words.iter().fold(key, |key, &word| key.then(word)))
    };
    let alone = || rules.people.named(name.key).or_else(|| by_nickname(rules, &name.words));
    let listed = crown.map_or_else(alone, with_crown);
    let as_printed = || {
        let name = best_printed(document, pieces, name);
        let words = name.split_whitespace();
        let crown = crown.map(|at| document.word(at));
        crown.into_iter().chain(words).collect::<Vec<_>>().join(" ")
    };
    let title = || {
        let titles = known.mentions.iter().map(|&at| document.title_before(pieces[at as usize].tokens.start));
        titles.into_iter().find(|&title| title != Gender::Unknown).unwrap_or_default()
    };
    let gender = match given_gender(document, piece) {
        Gender::Unknown => title(),
        gender => gender,
    };
    let span = |&at: &u32| document.span(pieces[at as usize].tokens.clone());
    Person {
        name: listed.map_or_else(as_printed, |(person, _)| person.name.to_string()),
        id: listed.and_then(|(person, _)| person.id.map(str::to_owned)),
        mentions: known.mentions.iter().map(span).collect(),
        gender: listed.map(|(_, gender)| gender).filter(|&gender| gender != Gender::Unknown).unwrap_or(gender),
        rule: verdicts[known.name].unwrap_or(RuleId("person/full-name")),
    }
}

/// A name as printed first where it is not in capitals, and else as names are written.
fn best_printed(document: &Document, pieces: &[Piece], name: &Name) -> String {
    let is_shouted = |piece: &Piece| {
        let fewest = if piece.n_words > 1 { 3 } else { 5 };
        let n_letters = |at: u32| document.word(at).chars().count();
        let is_word = |at: &u32| document.tokens[*at as usize].shape.is_word() && n_letters(*at) >= fewest;
        let mut words = piece.tokens.clone().filter(is_word).map(|at| document.tokens[at as usize].shape).peekable();
        words.peek().is_some() && words.all(|shape| shape == Shape::Upper)
    };
    let all = || name.pieces.iter().map(|&at| &pieces[at as usize]);
    match all().find(|piece| !is_shouted(piece)) {
        Some(piece) => printed(document, &piece.tokens),
        None => title_case(&printed(document, &pieces[name.pieces[0] as usize].tokens)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use crate::annotate::document::tests::with_document;
    use crate::model::{Gender, KnownPerson};
    use crate::rules::Rules;

    fn check(text: &str, expected: &str) {
        with_document(text, |document| {
            let people = find(document, &Rules::load().unwrap()).people;
            let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
            assert_eq!(names.join(" | "), expected);
        });
    }

    #[test]
    fn a_name_that_ran_into_words_beside_it_is_the_name() {
        check("Zorvex Ruth Okafor said no.\nActress Ruth Okafor left.", "Ruth Okafor");
        check("Actress Ruth Okafor left.\nThen Ruth Okafor Zorvex came.", "Ruth Okafor");
        check("Actress Ruth Okafor left.\nActress Ada Ruth Okafor came.", "Ada Ruth Okafor");
    }

    #[test]
    fn a_name_in_capitals_is_written_as_names_are() {
        check("RUTH OKAFOR is back. Then Ruth Okafor left.", "Ruth Okafor");
        check("Actress RUTH O'HALE-OKAFOR is back.", "Ruth O'Hale-Okafor");
        check("Actress RUTH LEE is back.", "Ruth Lee");
    }

    #[test]
    fn a_misprinted_last_name_is_no_second_person() {
        check("Actress Ruth Okafor left. “No,” Okafor said. Then Ruth Okafr came.", "Ruth Okafor");
        check("Actress Ruth Okafr came. Then Ruth Okafor left. “No,” Ruth Okafor said.", "Ruth Okafor");
        check("Actress Ruth Okafor left. Then actress Ruth Zubenko came.", "Ruth Okafor | Ruth Zubenko");
    }

    #[test]
    fn the_same_letters_are_one_name() {
        check("Actress Ruth Lloyd Okafor left. “No,” Lloyd-Okafor said.", "Ruth Lloyd Okafor");
        check("Actress Ruth Lloyd-Okafor left. Then Ruth Lloyd Okafor came.", "Ruth Lloyd-Okafor");
        check(
            "Actress LaRuth Okafor left. Then actress La'Ruth Okafor came, and La'Ruth Okafor slept.",
            "La'Ruth Okafor",
        );
    }

    #[test]
    fn the_point_of_junior_is_part_of_the_name() {
        check("Actor Tom Okafor Jr. left. Then Okafor came.", "Tom Okafor Jr.");
        check("Actor Tom Okafor Jr left. Then Okafor came.", "Tom Okafor Jr");
        check("Actor Tom Okafor Jr. left. “No,” Mr. Okafor said by telephone. Okafor, 41, laughed.", "Tom Okafor Jr.");
    }

    #[test]
    fn a_father_is_not_his_son() {
        check("Actor Tom Okafor left. His father, Tom Okafor Sr., came.", "Tom Okafor | Tom Okafor Sr.");
        check("Actor Tom Okafor left. Then Tom Okafor Jr. came.", "Tom Okafor Jr.");
        check("Donald Trump left. Then Donald Trump Jr. came.", "Donald Trump | Donald Trump Jr.");
    }

    #[test]
    fn an_honorific_tells_a_person() {
        check("News\nArchbishop Aris Zubenkian of the Patriarchate told the paper that it was late.", "Aris Zubenkian");
    }

    #[test]
    fn an_article_is_part_of_the_name() {
        check("Actor Anwar al-Renwick left. “No,” al-Renwick said.", "Anwar al-Renwick");
        check("It is al-Renwick that left.", "");
    }

    #[test]
    fn a_firm_called_by_a_name_and_a_town_is_the_name() {
        check("Actress Ruth Okafor left. She owns Ruth Okafor London.", "Ruth Okafor");
    }

    #[test]
    fn answers_are_labelled_by_initials() {
        let answering = |text: &str| {
            with_document(text, |document| {
                let (labels, pieces) =
                    (super::labels(document), super::super::pieces::find(document, &Rules::load().unwrap()));
                let answers = pieces.iter().filter(|piece| super::answers_by_initials(document, piece, &labels));
                answers.map(|piece| document.span(piece.tokens.clone()).of(text).to_owned()).collect::<Vec<_>>()
            })
        };
        let interview = "Zorvex Mubwantu drops in\nCW: Are you well?\nZM: Never.\nCW: And now?\nZM: Geese.";
        assert_eq!(answering(interview), ["Zorvex Mubwantu"]);
        assert!(answering("Zorvex Mubwantu drops in\nZM: Never.\nCity News: more").is_empty());
    }

    #[test]
    fn beside_a_known_actor_brackets_hold_the_part() {
        let mut rules = Rules::load().unwrap();
        rules.people.add(KnownPerson { name: "Orla Finnemore".into(), id: None }, Gender::Female);
        let named = |text: &str| {
            with_document(text, |document| {
                find(document, &rules).people.into_iter().map(|person| person.name).collect::<Vec<_>>()
            })
        };
        assert_eq!(named("The film follows Orla Finnemore (Caroline Wilson) home."), ["Orla Finnemore"]);
        assert_eq!(named("The film follows Caroline Wilson (Orla Finnemore) home."), ["Orla Finnemore"]);
    }

    #[test]
    fn a_nickname_in_marks_parts_no_name() {
        check("Actress Ruth “Red” Okafor left.\nThen Ruth Okafor came, and Okafor spoke.", "Ruth Okafor");
        check("Actress Ruth “Red” Okafor left.\nThen Red Okafor came, and Red spoke.", "Ruth Okafor");
    }

    #[test]
    fn a_possessive_without_its_apostrophe_is_the_name() {
        check("Tom Okafors wife spoke.\nActor Tom Okafor left.", "Tom Okafor");
        check("Actor Tom Okafor left.\nActor Tom Lewis came.", "Tom Okafor | Tom Lewis");
    }
}
