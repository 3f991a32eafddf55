//! The mention that stands tied to a quotation, so that no other words need to be looked at.
//!
//! Comes in: the [`Scene`] and the item of a quotation. Goes out: the mention that has said it ([`owner`]), or that has
//! if anybody here has ([`tied`]); `None` where the sentence leaves a choice.

use super::clauses::Opener;
use super::mentions::{Cue, Kind, Mention};
use super::scene::Scene;
use super::source::{BEFORE, has_dash, is_owner, is_plain};
use crate::rules::List;

/// Returns the mention that a quotation is tied to: by a verb of speech with nothing between, on one side of it alone
/// (“…,” said Hale; “…,” he said; Hale said: “…”), or by the clause that leads on to it.
pub fn tied(scene: &Scene, item: u32) -> Option<usize> {
    let says = |mention: &Mention| matches!(mention.kind, Kind::Name | Kind::He | Kind::She);
    labelled(scene, item)
        .or_else(|| tied_to(scene, item, says))
        .or_else(|| tied_by_relative(scene, item))
        .or_else(|| tied_by_clause(scene, item, says))
        .or_else(|| tied_by_aside(scene, item, says))
        .or_else(|| tied_by_as(scene, item, says))
        .or_else(|| tied_by_with(scene, item))
}

/// Returns whose words a quotation is, where the text says so: "Hale’s post read: “…”", "in Hale’s words, “…”", "but
/// Hale said that it was “…”".
pub fn owner(scene: &Scene, item: u32) -> Option<usize> {
    let is_name = |mention: &Mention| mention.kind == Kind::Name;
    in_words_of(scene, item).or_else(|| owner_of_words(scene, item)).or_else(|| tied_by_clause(scene, item, is_name))
}

/// Returns the name that labels a quotation within a line: "Hale: “…” Okafor: “…”".
fn labelled(scene: &Scene, item: u32) -> Option<usize> {
    let colon = item.checked_sub(1).filter(|&colon| scene.word(colon.into()) == Some(":"))?;
    let index = scene.mentions_before(colon).checked_sub(1)?;
    let (mention, clause) = (&scene.mentions.all[index], &scene.clauses[index]);
    let dashed = mention.first.checked_sub(1).is_some_and(|dash| has_dash(scene, dash));
    let opens = clause.opener == Opener::Start || dashed;
    let is_label = mention.kind == Kind::Name && mention.last + 1 == colon && opens;
    (is_label && stands_alone(scene, index)).then_some(index)
}

/// Returns the description of somebody known that a verb ties to a quotation in the same way: “…,” the actor said.
pub fn tied_description(scene: &Scene, quote: usize) -> Option<usize> {
    tied_to(scene, scene.item(quote), |mention| mention.kind == Kind::Person && mention.definite)
}

/// Returns what names nobody and is tied to a quotation in the same way: “…,” a spokesman said.
pub fn tied_stranger(scene: &Scene, quote: usize) -> Option<usize> {
    let strange = |kind| matches!(kind, Kind::Person | Kind::People | Kind::Body | Kind::Paper | Kind::They | Kind::It);
    tied_to(scene, scene.item(quote), |mention| strange(mention.kind))
}

fn tied_to(scene: &Scene, item: u32, says: impl Fn(&Mention) -> bool) -> Option<usize> {
    match (tied_after(scene, item, &says), tied_before(scene, item, &says)) {
        (Some(tied), None) | (None, Some(tied)) => Some(tied),
        _ => None,
    }
}

fn tied_after(scene: &Scene, item: u32, says: impl Fn(&Mention) -> bool) -> Option<usize> {
    let next = item + 1 + u32::from(scene.word(i64::from(item) + 1) == Some(","));
    let cue = scene.cue_after(item).filter(|cue| scene.sentence(cue.item) == scene.sentence(item) && is_plain(cue))?;
    let first = if cue.item == next { next + 1 } else { next };
    let index = scene.mentions_before(first);
    let mention = scene.mentions.all.get(index).filter(|mention| mention.first == first)?;
    let glued = cue.item == next || cue.item == scene.clauses[index].edge + 1;
    // "“…?” He said: “…”" says what follows; "“…,” he said" what stands before.
    let follows = !is_capital_pronoun(scene, mention);
    (glued && follows && stands_alone(scene, index) && says(mention)).then_some(index)
}

fn tied_before(scene: &Scene, item: u32, says: impl Fn(&Mention) -> bool) -> Option<usize> {
    let mark = scene.word(i64::from(item) - 1).filter(|mark| matches!(*mark, "," | ":"));
    let cue = mark.and_then(|_| scene.cue_before(item)).filter(|cue| cue.item + 2 == item && is_plain(cue))?;
    // What belongs to a mention ends it: "Okafor, her son, said:".
    let belongs = |index: &usize| scene.clauses[*index].inside || scene.mentions.all[*index].attached;
    let index = (0..scene.mentions_before(cue.item)).rev().take(BEFORE).find(|index| !belongs(index))?;
    let clause = &scene.clauses[index];
    // "Hale laughed, and Okafor said:", "as Okafor said:": whatever opens the clause, a colon closes it.
    let opens = match clause.opener {
        Opener::Start | Opener::And => true,
        Opener::Preposition | Opener::Verb => false,
        _ => mark == Some(":"),
    };
    let glued = clause.edge + 1 == cue.item && opens;
    (glued && stands_alone(scene, index) && says(&scene.mentions.all[index])).then_some(index)
}

/// Words behind a verb of speech in which it is told who wrote what is quoted: "reads an angry open letter by".
const LONGEST_LETTER: u32 = 6;

/// Most words between a verb of speech and what it reports: "told us on the ferry that", "called the old ferry".
const REPORTING: u32 = 8;

/// Returns the mention whose verb of speech leads on to a quotation with no other such verb between: "while Hale said
/// in May that it was “…”", "but Hale called it “…”", "quoted Hale as saying “…”".
fn tied_by_clause(scene: &Scene, item: u32, says: impl Fn(&Mention) -> bool) -> Option<usize> {
    let cue = scene.cue_before(item).filter(|cue| leads_on(scene, cue, item))?;
    let index = scene.mentions_before(cue.item).checked_sub(1)?;
    let (mention, clause) = (&scene.mentions.all[index], &scene.clauses[index]);
    // "Hale was quoted by Okafor as saying": by another.
    let is_agent = || mention.first > 0 && word(scene, mention.first - 1) == "by";
    let is_quoted = || cue.gerund && word(scene, cue.item - 1) == "as" && mention.last + 2 == cue.item && !is_agent();
    let opens = matches!(clause.opener, Opener::Start | Opener::And | Opener::When);
    let is_subject = !cue.gerund && opens && clause.edge + 1 == cue.item && !is_paired(scene, index);
    ((is_subject || is_quoted()) && stands_alone(scene, index) && says(mention)).then_some(index)
}

/// Whether nothing but words stands between a verb of speech and a quotation of its sentence.
fn leads_on(scene: &Scene, cue: &Cue, item: u32) -> bool {
    let is_within = |item: u32| scene.frame.token(i64::from(item)).is_some() && word(scene, item) != ",";
    let is_near = item - cue.item <= REPORTING && scene.sentence(cue.item) == scene.sentence(item);
    !cue.according && is_near && (cue.item..item).all(is_within)
}

/// Whether a name is the second of two: "that he and Hale shared “…”" is what another says.
fn is_paired(scene: &Scene, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).map(|before| &scene.mentions.all[before]) else { return false };
    let follows = before.last + 2 == scene.mentions.all[index].first;
    follows && before.kind != Kind::Noun && scene.clauses[index].opener == Opener::And
}

/// Returns the name whose relative clause ends with a verb of speech right before a quotation: "Hale told Okafor, who
/// replied: “…”", "it was Hale who said: “…”".
fn tied_by_relative(scene: &Scene, item: u32) -> Option<usize> {
    let is_mark = matches!(word(scene, item.checked_sub(1)?), ":" | ",");
    let cue = scene.cue_before(item).filter(|cue| is_mark && cue.item + 2 == item && is_plain(cue))?;
    let who = cue.item.checked_sub(1).filter(|&who| word(scene, who) == "who")?;
    let comma = who.checked_sub(1).filter(|&comma| word(scene, comma) == ",");
    let end = comma.unwrap_or(who);
    let index = scene.mentions_before(end).checked_sub(1)?;
    let is_named = || List::Being.has_as_is(word(scene, scene.mentions.all[index].first.saturating_sub(1)));
    let is_told = is_name_before(scene, index, end) && (comma.is_some() || is_named());
    (is_told && stands_alone(scene, index)).then_some(index)
}

/// Returns the mention that says what its sentence does, in an aside before a quotation: "the ferry, says Hale, is
/// “…”", "the ferry, according to Hale, is “…”".
fn tied_by_aside(scene: &Scene, item: u32, says: impl Fn(&Mention) -> bool) -> Option<usize> {
    let cue = scene.cue_before(item).filter(|cue| scene.sentence(cue.item) == scene.sentence(item))?;
    let first = cue.item + if cue.according { 2 } else { 1 };
    let index = scene.mentions_before(first);
    scene.mentions.all.get(index).filter(|mention| mention.first == first && says(mention))?;
    let is_aside =
        cue.item > 0 && word(scene, cue.item - 1) == "," && word(scene, scene.clauses[index].edge + 1) == ",";
    (is_aside && (cue.according || is_plain(cue)) && stands_alone(scene, index)).then_some(index)
}

/// Returns the mention that puts it so right before a quotation: "as Hale put it, “…”".
fn tied_by_as(scene: &Scene, item: u32, says: impl Fn(&Mention) -> bool) -> Option<usize> {
    let cue = scene.cue_before(item)?;
    let comma = item.checked_sub(1).filter(|&comma| word(scene, comma) == ",")?;
    let is_last = cue.item + 1 == comma || cue.item + 2 == comma && word(scene, comma - 1) == "it";
    let index = scene.mentions_before(cue.item).checked_sub(1)?;
    let mention = &scene.mentions.all[index];
    let is_as = || mention.first > 0 && word(scene, mention.first - 1).eq_ignore_ascii_case("as");
    let says_so = mention.last + 1 == cue.item && says(mention);
    (is_last && says_so && is_as() && stands_alone(scene, index)).then_some(index)
}

/// Returns the name that goes on before a quotation, behind what another says: "with Hale adding: “…”".
fn tied_by_with(scene: &Scene, item: u32) -> Option<usize> {
    let is_mark = matches!(word(scene, item.checked_sub(1)?), ":" | ",");
    let cue = scene.cue_before(item).filter(|cue| is_mark && cue.gerund && cue.item + 2 == item)?;
    let index = scene.mentions_before(cue.item).checked_sub(1)?;
    let is_with = scene.mentions.all[index].first > 0 && word(scene, scene.mentions.all[index].first - 1) == "with";
    (is_with && is_name_before(scene, index, cue.item) && stands_alone(scene, index)).then_some(index)
}

/// Returns whose words a quotation is told to be: "in Hale’s words, “…”", "in the words of Hale, “…”", "to borrow
/// Hale’s memorable phrase, “…”".
fn in_words_of(scene: &Scene, item: u32) -> Option<usize> {
    let is_words = |at: &u32| List::WordsOf.has_as_is(word(scene, *at));
    let words = (1..=REPORTING).filter_map(|back| item.checked_sub(back)).find(is_words)?;
    let is_here = scene.sentence(words) == scene.sentence(item);
    let of = scene.mentions_before(words);
    let named = (word(scene, words + 1) == "of").then(|| named_at(scene, of, words + 2)).flatten();
    let owner = || of.checked_sub(1).filter(|&index| is_owner_of_words(scene, index, words));
    let index = named.or_else(owner)?;
    let is_somebody = matches!(scene.mentions.all[index].kind, Kind::Name | Kind::Oblique);
    (is_here && is_somebody).then_some(index)
}

/// The mention at an item, or the name that a description there stands before: "its director, Ruth Hale".
fn named_at(scene: &Scene, index: usize, item: u32) -> Option<usize> {
    let mention = scene.mentions.all.get(index).filter(|mention| mention.first == item)?;
    let next = scene.mentions.all.get(index + 1);
    let is_named = |next: &&Mention| next.first == mention.last + 2 && word(scene, mention.last + 1) == ",";
    let is_described = mention.kind == Kind::Person && next.filter(is_named).is_some();
    Some(index + usize::from(is_described))
}

/// Whether words are told to be of a mention before them, one word between at most: "in her words", "in Hale’s neat
/// phrase".
fn is_owner_of_words(scene: &Scene, index: usize, words: u32) -> bool {
    let mention = &scene.mentions.all[index];
    let owner = if mention.kind == Kind::Oblique { mention.last } else { mention.last + 1 };
    let is_beside = (owner + 1..=owner + 2).contains(&words);
    is_beside && mention.first > 0 && List::LeadsToWords.has_as_is(word(scene, mention.first - 1))
}

/// Returns who owns what is quoted, where a verb ties it to the quotation: "Hale’s post read: “…”", "her post read:
/// “…”", “…,” read Hale’s post, “…,” reads a letter by Hale.
fn owner_of_words(scene: &Scene, item: u32) -> Option<usize> {
    let is_said = |item: u32| List::Utterance.has_as_is(word(scene, item));
    let owner = |owned: u32| {
        let before = owned.checked_sub(1).filter(|_| is_said(owned))?;
        let index = scene.mentions_before(owned).checked_sub(1)?;
        let mention = &scene.mentions.all[index];
        let is_pronoun = mention.kind == Kind::Oblique && mention.last == before;
        (is_pronoun || is_owner(word(scene, before)) && is_name_before(scene, index, before)).then_some(index)
    };
    let before = scene.cue_before(item).filter(|cue| {
        let is_marked = cue.item + 2 == item && matches!(word(scene, cue.item + 1), ":" | ",");
        !cue.gerund && (is_marked || cue.item + 1 == item)
    });
    let after = || {
        let cue = scene.cue_after(item).filter(|cue| !cue.gerund && cue.item == item + 1)?;
        let name = scene.mentions.all.get(scene.mentions_before(cue.item + 1))?;
        owner(name.last + 2).filter(|_| name.first == cue.item + 1).or_else(|| {
            let by = (cue.item + 2..=cue.item + LONGEST_LETTER).find(|&by| matches!(word(scene, by), "by" | "from"))?;
            let index = scene.mentions_before(by + 1);
            let is_writer = |name: &Mention| name.kind == Kind::Name && name.first == by + 1;
            (is_said(by - 1) && scene.mentions.all.get(index).is_some_and(is_writer)).then_some(index)
        })
    };
    before.and_then(|cue| owner(cue.item.checked_sub(1)?)).or_else(after)
}

/// Whether a mention is a name that ends right before an item.
fn is_name_before(scene: &Scene, index: usize, item: u32) -> bool {
    let mention = &scene.mentions.all[index];
    mention.kind == Kind::Name && mention.last + 1 == item
}

fn word<'a>(scene: &'a Scene, item: u32) -> &'a str {
    scene.word(i64::from(item)).unwrap_or("")
}

/// Whether a mention is a pronoun with a capital, which opens a sentence of its own.
fn is_capital_pronoun(scene: &Scene, mention: &Mention) -> bool {
    let is_pronoun = matches!(mention.kind, Kind::He | Kind::She);
    is_pronoun && scene.word(mention.first.into()).is_some_and(|word| word.starts_with(char::is_uppercase))
}

/// Whether a mention belongs to no other and stands in no bracket or list.
fn stands_alone(scene: &Scene, index: usize) -> bool {
    let clause = &scene.clauses[index];
    !scene.mentions.all[index].attached && !clause.inside && !clause.joint
}

#[cfg(test)]
mod tests {
    use super::super::tests::quotes_of;

    fn check(text: &str, speaker: &str) {
        let quotes = quotes_of(&format!("News\nDirector Ruth Hale met actor Tom Okafor.\n{text}"));
        assert_eq!(
            quotes.last().map(String::as_str),
            Some(&*format!("{speaker} direct very good on its own")),
            "{text}"
        );
    }

    #[test]
    fn a_clause_leads_on_to_what_its_subject_says() {
        check("Hale praised the ferry and Okafor said that it was “very good on its own”.", "Tom Okafor");
        check("Hale praised the ferry and Okafor said in May that “very good on its own”.", "Tom Okafor");
        check("Hale praised the ferry, but Okafor called it “very good on its own”.", "Tom Okafor");
        check("Hale quoted Okafor as saying “very good on its own”.", "Tom Okafor");
        check("The ferry was called by Okafor “very good on its own”, and Hale left.", "Tom Okafor");
        check("Hale said that he and Okafor shared “very good on its own”.", "Ruth Hale");
    }

    #[test]
    fn another_goes_on() {
        check("“It is late,” said Hale, with Okafor adding: “very good on its own”.", "Tom Okafor");
    }

    #[test]
    fn whose_relative_clause_it_is() {
        check("“It is late,” Hale told Okafor, who replied: “very good on its own”.", "Tom Okafor");
        check("It was Okafor who said: “very good on its own”.", "Tom Okafor");
    }

    #[test]
    fn asides_tell_who_says_so() {
        check("Hale, says Okafor, is “very good on its own”.", "Tom Okafor");
        check("Hale, according to Okafor, is “very good on its own”.", "Tom Okafor");
        check("Hale sang for the ferry, which was, as Okafor said, “very good on its own”.", "Tom Okafor");
    }

    #[test]
    fn words_are_their_owners() {
        check("It was, in Okafor’s words, “very good on its own”.", "Tom Okafor");
        check("In the words of Okafor, “very good on its own”.", "Tom Okafor");
        check("Hale ran because, in the words of its owner, Tom Okafor, “very good on its own”.", "Tom Okafor");
        check("Hale asked if it was, in Okafor’s memorable phrase, “very good on its own”.", "Tom Okafor");
        check("Hale came. It was, to borrow Okafor’s line, “very good on its own”.", "Tom Okafor");
        check("Hale laughed. Okafor’s post read: “very good on its own”.", "Tom Okafor");
        check("Hale laughed. Okafor’s ferry read: “very good on its own”.", "-");
        check("Hale laughed. Her caption read: “very good on its own”.", "Ruth Hale");
        let letter = quotes_of("News\nRuth Hale left.\n“It is late,” reads an open letter by Tom Okafor, a baker.");
        assert_eq!(letter, ["Tom Okafor direct It is late,"]);
        assert_eq!(quotes_of("Hale’s words, “very good on its own”"), ["Hale direct very good on its own"]);
    }
}
