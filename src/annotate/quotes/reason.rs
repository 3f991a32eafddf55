//! Why a quotation has its speaker: the rule that a reader understands, and the word that reports the speech.

use super::mentions::{Cue, Kind, Mention};
use super::scene::{Scene, Voice};
use super::source::Candidate;
use crate::model::{RuleId, Span};

/// How the source stands to the quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Ann said: “…”
    Before,
    /// “…,” Ann said.
    After,
    /// “…,” said Ann.
    Inverted,
    /// “…,” Ann said, “…”
    Split,
    /// Near by, with no verb of speech.
    Near,
}

/// Returns the rule and the cue of the candidate that won.
pub fn reason(scene: &Scene, quote: usize, candidate: Candidate) -> (RuleId, Option<Span>) {
    let item = scene.item(quote);
    match scene.pieces[quote].voice {
        Voice::Labelled(_) => return (RuleId("interview/label"), None),
        Voice::Asked(_) => return (RuleId("interview/question"), None),
        Voice::Stated(_) => return (RuleId("statement/in-full"), None),
        Voice::Signed(_) => return (RuleId("post/signature"), None),
        Voice::Marked | Voice::Introduced | Voice::Continued => {}
    }
    let mention = match candidate {
        Candidate::Mention(index) => &scene.mentions.all[index as usize],
        Candidate::Previous => return (floating(scene, quote), None),
        Candidate::Echo => return (RuleId("headline/said-below"), None),
        Candidate::Nobody => return (RuleId("none/no-source"), None),
    };
    let cue = cue_of(scene, mention, item);
    let place = match cue {
        None => Place::Near,
        Some(_) if mention.first < item => Place::Before,
        Some(_) if is_split(scene, quote) => Place::Split,
        Some(cue) if cue.item < mention.first => Place::Inverted,
        Some(_) => Place::After,
    };
    let rule = match scene.pieces[quote].voice {
        Voice::Introduced => "block/introduced",
        _ => rule(mention.kind, place),
    };
    let span = cue.and_then(|cue| scene.frame.token(cue.item as i64));
    (RuleId(rule), span.map(|token| scene.document.tokens[token as usize].span))
}

fn rule(kind: Kind, place: Place) -> &'static str {
    let places = match kind {
        Kind::Name => ["cue/before", "cue/after", "cue/inverted", "cue/split", "near/name"],
        Kind::He | Kind::She | Kind::I | Kind::Oblique => {
            ["pronoun/before", "pronoun/after", "pronoun/inverted", "pronoun/split", "near/pronoun"]
        }
        Kind::Person => {
            ["description/before", "description/after", "description/inverted", "description/split", "near/description"]
        }
        _ => ["unnamed/before", "unnamed/after", "unnamed/inverted", "unnamed/split", "near/unnamed"],
    };
    places[place as usize]
}

fn floating(scene: &Scene, quote: usize) -> RuleId {
    let same_line = quote > 0 && scene.pieces[quote - 1].line == scene.pieces[quote].line;
    RuleId(match (scene.pieces[quote].continues, same_line) {
        (true, _) => "floating/continued",
        (_, true) => "floating/same-paragraph",
        _ => "floating/previous",
    })
}

/// Returns the cue that joins the mention to the quotation: the one between them, else the nearest beyond the mention
/// in its sentence.
fn cue_of<'a>(scene: &'a Scene, mention: &Mention, item: u32) -> Option<&'a Cue> {
    let (after, before) = (scene.cue_after(mention.last), scene.cue_before(mention.first));
    let in_sentence = |cue: &&Cue| scene.sentence(cue.item) == scene.sentence(mention.first);
    if mention.first < item {
        let between = after.filter(|cue| cue.item < item);
        return between.or(before.filter(|cue| cue.according || scene.sentence(cue.item) == scene.sentence(item)));
    }
    before.filter(|cue| cue.item > item).or(after.filter(in_sentence))
}

/// Returns whether a quotation goes on after the words that report it, within the line.
fn is_split(scene: &Scene, quote: usize) -> bool {
    let (item, line) = (scene.item(quote), scene.pieces[quote].line);
    let near = |other: usize| {
        let other_item = scene.item(other);
        scene.pieces[other].line == line && scene.sentence(other_item) == scene.sentence(item)
    };
    quote + 1 < scene.pieces.len() && near(quote + 1)
}
