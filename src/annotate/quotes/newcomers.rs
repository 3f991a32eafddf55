//! People whom only their speaking gives away: "said Orla Finnemore, a broker".
//!
//! Comes in: the scene with the people known so far. Goes out: the capitalised names that stand beside a verb of
//! speech or label a quotation, each with a row of readable features, and the people that the forest makes of them.

use super::frame::Item;
use super::mentions::{Kind, Mention};
use super::scene::Scene;
use crate::annotate::Shape;
use crate::annotate::row::features;
use crate::model::{Gender, Person, RuleId, Span};
use crate::rules::{Forest, Key, Lex};

/// A name that may be a person's, with every place where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Newcomer {
    /// Tokens of the longest form, without titles.
    pub tokens: std::ops::Range<u32>,
    /// Where it stands, by index into the mentions.
    pub mentions: Vec<u32>,
}

/// The rule that takes a newcomer for a person.
pub const RULE: RuleId = RuleId("person/speaks");

/// Above these log-odds a newcomer is taken for a person. Who is welcomed and says nothing does no harm.
const LIKELY: f32 = -0.8;

/// Longest name, in words.
const MAX_WORDS: u32 = 6;

/// Returns the names that stand beside a verb of speech or label a quotation at least once, in order of place.
pub fn newcomers(scene: &Scene) -> Vec<Newcomer> {
    let mut found: Vec<Newcomer> = Vec::new();
    let mut by_last: rustc_hash::FxHashMap<&str, usize> = rustc_hash::FxHashMap::default();
    for (index, mention) in scene.mentions.all.iter().enumerate().filter(|(_, mention)| mention.kind == Kind::Other) {
        let Some(tokens) = name_tokens(scene, mention) else { continue };
        let last = scene.document.word(last_name(scene, &tokens));
        match by_last.get(last) {
            Some(&known) if agree(scene, &found[known].tokens, &tokens) => {
                found[known].mentions.push(index as u32);
                if tokens.len() > found[known].tokens.len() {
                    found[known].tokens = tokens;
                }
            }
            _ => {
                by_last.insert(last, found.len());
                found.push(Newcomer { tokens, mentions: vec![index as u32] });
            }
        }
    }
    found.retain(|newcomer| !scene.document.is_no_person(scene.document.span(newcomer.tokens.clone())));
    found.retain(|newcomer| !is_place(scene, &newcomer.tokens));
    let tells = |index: u32| is_beside_cue(scene, index) || is_label(scene, &scene.mentions.all[index as usize]);
    found.retain(|newcomer| newcomer.mentions.iter().any(|&index| tells(index)));
    found
}

/// Whether a name opens its line and a colon leads from it to a quotation: "Orla Finnemore: ‘I cried for an hour’".
fn is_label(scene: &Scene, mention: &Mention) -> bool {
    let opens = mention.first.checked_sub(1).is_none_or(|before| !scene.same_line(before, mention.first));
    let is_quote = |item: &Item| matches!(item, Item::Quote(_));
    opens
        && scene.word(i64::from(mention.last) + 1) == Some(":")
        && scene.frame.items.get(mention.last as usize + 2).is_some_and(is_quote)
}

/// Returns the tokens of the name in a run of capitals: without the titles before it ("Wells Tower Chief Ann Hale",
/// "Secretary of State Ann Hale") and the place after it ("Ann Hale of Ohio").
fn name_tokens(scene: &Scene, mention: &Mention) -> Option<std::ops::Range<u32>> {
    let document = scene.document;
    let mut first = scene.frame.token(mention.first as i64)?;
    let lex = |token: u32| document.tokens[token as usize].lex;
    let is_small = |token: &u32| matches!(document.word(*token), "of" | "for" | "the");
    let titles = Lex::HONORIFIC | Lex::ROLE;
    if let Some(title) =
        (first..mention.head).rev().find(|&token| lex(token).has(titles) && !lex(token).has(Lex::GIVEN))
    {
        first = title + 1;
        if matches!(document.word(first), "of" | "for") && first + 2 <= mention.head {
            first += 2;
        }
        while first < mention.head && document.word(first) == "." {
            first += 1;
        }
    }
    let is_beside = |token: u32| {
        let (here, next) = (lex(token), lex(token + 1));
        let thing = here.has(Lex::ORGANISATION | Lex::COMMON) || document.word(token).contains('-');
        !here.has(Lex::GIVEN)
            && (here.has(Lex::NATIONALITY | Lex::PLACE | Lex::CALENDAR) || thing && next.has(Lex::GIVEN))
    };
    while first < mention.head && is_beside(first) {
        first += 1;
    }
    let end = (first + 1..=mention.head).find(is_small).unwrap_or(mention.head + 1);
    // "MP for Leith": a title and no name.
    (end - first <= MAX_WORDS && !is_small(&first)).then_some(first..end)
}

/// Returns the token of the last name: the last, but for "Jr" and the like.
fn last_name(scene: &Scene, tokens: &std::ops::Range<u32>) -> u32 {
    let is_name = |&token: &u32| {
        let known = scene.document.tokens[token as usize];
        known.shape.is_word() && !known.lex.has(Lex::SUFFIX)
    };
    tokens.clone().rev().find(is_name).unwrap_or(tokens.end - 1)
}

/// Returns whether two forms may be one name: one of them is a single word, or both begin alike.
fn agree(scene: &Scene, a: &std::ops::Range<u32>, b: &std::ops::Range<u32>) -> bool {
    a.len() == 1 || b.len() == 1 || scene.document.word(a.start) == scene.document.word(b.start)
}

/// Returns whether every word of a name is a place's, or the whole is known to name no person.
fn is_place(scene: &Scene, tokens: &std::ops::Range<u32>) -> bool {
    let known = |token: u32| scene.document.tokens[token as usize];
    let words = || tokens.clone().filter(|&token| known(token).shape.is_word());
    let place = |token: u32| known(token).lex.has(Lex::PLACE) && !known(token).lex.has(Lex::GIVEN);
    let key = words().fold(Key::EMPTY, |key, token| key.then(known(token).key));
    words().all(place) || scene.rules.people.is_other(key)
}

fn is_beside_cue(scene: &Scene, index: u32) -> bool {
    let mention = &scene.mentions.all[index as usize];
    let near = |cue: u32, edge: u32| scene.same_line(cue, edge) && cue.abs_diff(edge) <= 3;
    let edge = scene.clauses[index as usize].edge;
    scene.cue_after(mention.last).is_some_and(|cue| near(cue.item, mention.last))
        || scene.cue_after(edge).is_some_and(|cue| near(cue.item, edge))
        || scene.cue_before(mention.first).is_some_and(|cue| near(cue.item, mention.first))
        || scene.sentence_speaks(mention)
}

/// Returns the people with the newcomers that the forest takes for people among them, in order of first mention.
pub fn welcome(scene: &Scene, forest: &Forest) -> Option<Vec<Person>> {
    let newcomers = newcomers(scene);
    let rows: Vec<_> = newcomers.iter().map(|newcomer| row(&View::new(scene, newcomer))).collect();
    let odds = forest.score_rows(rows.as_flattened(), FEATURES.len());
    let welcomed: Vec<Newcomer> =
        newcomers.into_iter().zip(odds).filter(|&(_, odds)| odds > LIKELY).map(|(newcomer, _)| newcomer).collect();
    if welcomed.is_empty() {
        return None;
    }
    let mut people = scene.people.to_vec();
    people.extend(welcomed.iter().map(|newcomer| person(scene, newcomer)));
    people.sort_by_key(|person| person.mentions.first().copied());
    Some(people)
}

fn person(scene: &Scene, newcomer: &Newcomer) -> Person {
    let document = scene.document;
    let mentions = newcomer.mentions.iter().filter_map(|&index| {
        let tokens = name_tokens(scene, &scene.mentions.all[index as usize])?;
        Some(document.span(tokens))
    });
    let first = document.tokens[newcomer.tokens.start as usize].lex;
    let titled = newcomer.mentions.iter().map(|&index| scene.mentions.all[index as usize].gender);
    let gender = match (first.has(Lex::GIVEN_MALE), first.has(Lex::GIVEN_FEMALE)) {
        (true, false) => Gender::Male,
        (false, true) => Gender::Female,
        _ => titled.into_iter().find(|&gender| gender != Gender::Unknown).unwrap_or_default(),
    };
    Person {
        name: document.span(newcomer.tokens.clone()).of(document.text).split_whitespace().collect::<Vec<_>>().join(" "),
        id: None,
        mentions: mentions.collect::<Vec<Span>>(),
        gender,
        rule: RULE,
    }
}

/// What the features look at.
pub struct View<'a> {
    scene: &'a Scene<'a>,
    newcomer: &'a Newcomer,
}

impl<'a> View<'a> {
    /// Looks at a name.
    pub fn new(scene: &'a Scene<'a>, newcomer: &'a Newcomer) -> View<'a> {
        View { scene, newcomer }
    }

    fn count(&self, classes: Lex) -> usize {
        let tokens = self.newcomer.tokens.clone();
        tokens.filter(|&token| self.scene.document.tokens[token as usize].lex.has(classes)).count()
    }

    fn shapes(&self, shape: Shape) -> usize {
        let tokens = self.newcomer.tokens.clone();
        tokens.filter(|&token| self.scene.document.tokens[token as usize].shape == shape).count()
    }

    fn lex(&self, token: u32, classes: Lex) -> bool {
        self.scene.document.tokens[token as usize].lex.has(classes)
    }

    /// The share of the mentions of which something holds.
    fn share(&self, holds: impl Fn(&Mention) -> bool) -> f32 {
        let all = &self.newcomer.mentions;
        let held = all.iter().filter(|&&index| holds(&self.scene.mentions.all[index as usize])).count();
        held as f32 / all.len().max(1) as f32
    }

    fn any(&self, holds: impl Fn(&Mention) -> bool) -> bool {
        self.share(holds) > 0.0
    }

    fn after(&self, mention: &Mention, step: i64) -> &'a str {
        self.scene.word(mention.last as i64 + step).unwrap_or("")
    }

    fn before(&self, mention: &Mention, step: i64) -> &'a str {
        self.scene.word(mention.first as i64 - step).unwrap_or("")
    }

    /// Whether titles stood before the name within its run of capitals, or stand right before the run.
    fn titled(&self, mention: &Mention) -> bool {
        let document = self.scene.document;
        let Some(first) = self.scene.frame.token(mention.first as i64) else { return false };
        let honoured = |token: u32| {
            document.tokens[token as usize].lex.has(Lex::HONORIFIC)
                && document.tokens[token as usize].shape.is_capital()
        };
        let start = name_tokens(self.scene, mention).map_or(first, |tokens| tokens.start);
        (first..start).any(honoured)
            || (1..=2).any(|step| self.scene.frame.token(mention.first as i64 - step).is_some_and(honoured))
    }

    fn role_beside(&self, mention: &Mention) -> bool {
        let lex = |step: i64| {
            let item = if step < 0 { mention.first as i64 + step } else { mention.last as i64 + step };
            self.scene.frame.token(item).map_or(Lex::NONE, |token| self.scene.document.tokens[token as usize].lex)
        };
        lex(-1).has(Lex::ROLE) || self.after(mention, 1) == "," && (2..=6).any(|step| lex(step).has(Lex::ROLE))
    }

    fn aged(&self, mention: &Mention) -> bool {
        let age = self.after(mention, 2);
        self.after(mention, 1) == "," && age.len() == 2 && age.bytes().all(|byte| byte.is_ascii_digit())
    }

    fn to_cue(&self, after: bool) -> Option<u32> {
        let distance = |&index: &u32| {
            let mention = &self.scene.mentions.all[index as usize];
            let (cue, edge) = match after {
                true => (self.scene.cue_after(mention.last)?, mention.last),
                false => (self.scene.cue_before(mention.first)?, mention.first),
            };
            self.scene.same_line(cue.item, edge).then(|| cue.item.abs_diff(edge).min(20))
        };
        self.newcomer.mentions.iter().filter_map(distance).min()
    }

    /// The highest log-odds of a person, as names alone tell them, over all mentions.
    fn name_odds(&self) -> f32 {
        let scene = self.scene;
        let odds = |&index: &u32| {
            scene.document.doubted_odds(scene.mentions.all[index as usize].span(scene.document, &scene.frame))
        };
        self.newcomer.mentions.iter().filter_map(odds).fold(f32::NAN, f32::max)
    }

    fn according(&self, mention: &Mention) -> bool {
        self.before(mention, 1) == "to" && self.before(mention, 2).eq_ignore_ascii_case("according")
    }
}

features! { |view: &View|
    name_odds = view.name_odds(),
    n_words = view.newcomer.tokens.len(),
    given = view.lex(view.newcomer.tokens.start, Lex::GIVEN),
    n_given = view.count(Lex::GIVEN),
    n_surnames = view.count(Lex::SURNAME),
    last_surname = view.lex(last_name(view.scene, &view.newcomer.tokens), Lex::SURNAME),
    n_organisation = view.count(Lex::ORGANISATION),
    n_places = view.count(Lex::PLACE),
    n_nationalities = view.count(Lex::NATIONALITY),
    n_common = view.count(Lex::COMMON),
    last_common = view.lex(last_name(view.scene, &view.newcomer.tokens), Lex::COMMON),
    first_common = view.lex(view.newcomer.tokens.start, Lex::COMMON),
    n_function = view.count(Lex::FUNCTION),
    n_roles = view.count(Lex::ROLE),
    n_calendar = view.count(Lex::CALENDAR),
    n_upper = view.shapes(Shape::Upper),
    n_initials = view.shapes(Shape::Initial),
    n_marks = view.shapes(Shape::Mark),
    n_mixed = view.shapes(Shape::Mixed),
    suffix = view.count(Lex::SUFFIX),
    particle = view.count(Lex::PARTICLE),
    n_mentions = view.newcomer.mentions.len().min(12),
    alone = view.share(|mention| mention.first == mention.last),
    the = view.share(|mention| view.before(mention, 1).eq_ignore_ascii_case("the")),
    preposition = view.share(|mention| super::source::is_preposition(view.before(mention, 1))),
    possessive = view.share(|mention| matches!(view.after(mention, 1), "'s" | "’s")),
    titled = view.any(|mention| view.titled(mention)),
    role_beside = view.any(|mention| view.role_beside(mention)),
    aged = view.any(|mention| view.aged(mention)),
    who = view.any(|mention| view.after(mention, 1) == "who" || view.after(mention, 2) == "who"),
    which = view.any(|mention| view.after(mention, 1) == "which" || view.after(mention, 2) == "which"),
    comma_a = view.any(|mention| view.after(mention, 1) == "," && matches!(view.after(mention, 2), "a" | "an" | "the" | "who")),
    bracket = view.any(|mention| view.after(mention, 1) == "("),
    according = view.any(|mention| view.according(mention)),
    label = view.any(|mention| is_label(view.scene, mention)),
    cue_after = view.to_cue(true),
    cue_before = view.to_cue(false),
    opens_sentence = view.share(|mention| view.scene.frame.starts[view.scene.sentence(mention.first) as usize] == mention.first),
}

#[cfg(test)]
mod tests {
    use super::super::tests::with_document;
    use super::*;
    use crate::rules::Rules;

    /// Checks which names that nobody is known by stand as people's do that say something.
    fn check(text: &str, expected: &[&str]) {
        let rules = Rules::load().unwrap();
        with_document(text, |document, pieces| {
            let scene = Scene::new(document, &[], pieces, &rules);
            let names: Vec<&str> = newcomers(&scene)
                .into_iter()
                .map(|newcomer| document.span(newcomer.tokens).of(document.text))
                .collect();
            assert_eq!(names, expected, "{text}");
        });
    }

    #[test]
    fn who_speaks_or_labels_a_quotation_may_be_somebody() {
        check("“It was late,” said Orla Finnemore of the ferry.", &["Orla Finnemore"]);
        check("Orla Finnemore: “I cried in the car park for an hour”", &["Orla Finnemore"]);
        check("She met Orla Finnemore: “I cried in the car park for an hour”", &[]);
        check("Orla Finnemore: a life in the car park for an hour", &[]);
    }
}
