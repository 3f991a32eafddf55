//! Whether marked words quote someone, or are a title, a name, a nickname, an attribute of a page.
//!
//! Comes in: the [`Document`] and a marked span. Goes out: a row of readable features for the forest that decides.

use super::marks::Marked;
use crate::annotate::document::words_key;
use crate::annotate::row::features;
use crate::annotate::{Document, Shape, Token};
use crate::rules::{Key, Lex, List, VerbClass};

/// Most words of a title or a name in marks.
const FEW: usize = 10;

/// What the features look at.
pub struct View<'a> {
    document: &'a Document<'a>,
    rules: &'a crate::rules::Rules,
    marked: &'a Marked,
    /// Index of its line.
    line: usize,
    /// Tokens inside the marks.
    inside: std::ops::Range<u32>,
    /// Tokens of the line.
    around: std::ops::Range<u32>,
    /// Marked spans of its line.
    n_marked: usize,
}

impl<'a> View<'a> {
    /// Looks at a marked span of the line at index `line`, which holds `n_marked` of them.
    pub fn new(
        document: &'a Document<'a>,
        rules: &'a crate::rules::Rules,
        marked: &'a Marked,
        line: usize,
        n_marked: usize,
    ) -> View<'a> {
        let first = document.token_at(marked.span.start);
        let end = document.token_at(marked.span.end.saturating_sub(1).max(marked.span.start)) + 1;
        let end = end.min(document.tokens.len() as u32);
        let around = document.line_tokens[line].clone();
        View { document, rules, marked, line, inside: first.min(end)..end, around, n_marked }
    }

    fn tokens(&self) -> &'a [Token] {
        &self.document.tokens[self.inside.start as usize..self.inside.end as usize]
    }

    fn words(&self) -> usize {
        self.tokens().iter().filter(|token| token.shape.is_word()).count()
    }

    /// Returns the words as one key, the stops within left out, where they look like a title: few, in capitals.
    pub fn title_key(&self) -> Option<Key> {
        let few = self.inside.len() <= 2 * FEW && (1..=FEW).contains(&self.words());
        (few && self.capitals() == 1.0).then(|| words_key(self.tokens()))
    }

    /// Returns whether the words, which look like the title with this key, are one of the article's, and nobody says
    /// them.
    pub fn is_title(&self, key: Key) -> bool {
        let is_said = || [-1, 1].into_iter().any(|side| self.verb(side, 2, |_| true).is_some());
        self.document.titles.contains_key(&key) && !is_said()
    }

    fn count(&self, classes: Lex) -> usize {
        self.tokens().iter().take(40).filter(|token| token.lex.has(classes)).count()
    }

    /// The share of the longer words that open with a capital.
    fn capitals(&self) -> f32 {
        let words =
            self.tokens().iter().take(40).filter(|token| token.shape.is_word() && !token.lex.has(Lex::FUNCTION));
        let (mut n_words, mut n_capital) = (0.0, 0.0f32);
        for token in words {
            n_words += 1.0;
            n_capital += f32::from(u8::from(token.shape.is_capital() || token.shape == Shape::Number));
        }
        if n_words > 0.0 { n_capital / n_words } else { 0.0 }
    }

    fn first_capital(&self) -> bool {
        self.tokens().first().is_some_and(|token| token.shape.is_capital())
    }

    /// The token `step` places outside the marks, within the line.
    fn outside(&self, step: i64) -> Option<u32> {
        let mark = |token: u32| {
            let span = self.document.tokens[token as usize].span;
            span.start < self.marked.outer.end && span.end > self.marked.outer.start
        };
        let mut at = if step < 0 { self.inside.start as i64 - 1 } else { self.inside.end as i64 };
        while self.in_line(at) && mark(at as u32) {
            at += step.signum();
        }
        at += step - step.signum();
        self.in_line(at).then_some(at as u32)
    }

    fn in_line(&self, token: i64) -> bool {
        token >= self.around.start as i64 && token < self.around.end as i64
    }

    fn beside(&self, step: i64) -> &'a str {
        self.outside(step).map_or("", |token| self.document.word(token))
    }

    fn shape(&self, step: i64) -> Option<Shape> {
        self.outside(step).map(|token| self.document.tokens[token as usize].shape)
    }

    fn lex(&self, step: i64) -> Lex {
        self.outside(step).map_or(Lex::NONE, |token| self.document.tokens[token as usize].lex)
    }

    /// How near, up to `reach` tokens, a verb of speech of the wanted kind stands.
    fn verb(&self, side: i64, reach: i64, wanted: impl Fn(VerbClass) -> bool) -> Option<u32> {
        let is_verb = |step: &i64| {
            let speaks = self.lex(side * step).has(Lex::SPEECH);
            speaks && self.rules.speech.verb(&self.beside(side * step).to_ascii_lowercase()).is_some_and(&wanted)
        };
        (1..=reach).find(is_verb).map(|step| step as u32)
    }

    fn ending(&self) -> i32 {
        match self.marked.span.of(self.document.text).chars().next_back() {
            Some(',') => 0,
            Some('.' | '…') => 1,
            Some('!' | '?') => 2,
            Some(letter) if letter.is_alphanumeric() => 3,
            _ => 4,
        }
    }

    fn work_cue(&self) -> bool {
        [-3, -2, -1, 1, 2].into_iter().any(|step| self.lex(step).has(Lex::WORK_CUE))
    }

    /// Whether the words are a title or another name that is no person's.
    fn names_work(&self) -> bool {
        self.document.no_person_covers(self.marked.span)
    }

    /// Words that a sentence has and a title seldom: "is", "don't", "will".
    fn n_finite(&self) -> usize {
        let finite = |token: &&Token| is_finite(token.span.of(self.document.text));
        self.tokens().iter().take(40).filter(finite).count()
    }

    /// The share of the longer words of the line, outside the marks, that open with a capital.
    fn line_capitals(&self) -> f32 {
        let (mut n_words, mut n_capital) = (0.0, 0.0f32);
        for token in self.around.clone().take(60).filter(|token| !self.inside.contains(token)) {
            let known = self.document.tokens[token as usize];
            if known.shape.is_word() && known.span.len() > 3 {
                n_words += 1.0;
                n_capital += f32::from(u8::from(known.shape.is_capital()));
            }
        }
        if n_words > 0.0 { n_capital / n_words } else { 0.0 }
    }

    /// Verbs of speech in the line, outside the marks.
    fn line_speaks(&self) -> usize {
        let inside = |token: &u32| self.inside.contains(token);
        let around = self.around.clone().take(300).filter(|token| !inside(token));
        let speaks = |token: &u32| self.document.tokens[*token as usize].lex.has(Lex::SPEECH);
        around.filter(speaks).count().min(6)
    }

    fn share_of_line(&self) -> f32 {
        self.marked.span.len() as f32 / self.document.lines[self.line].span.len().max(1) as f32
    }
}

fn is_finite(word: &str) -> bool {
    List::FiniteInSpeech.has_as_is(word) || word.ends_with("n't") || word.ends_with("n’t")
}

features! { |view: &View|
    words = view.words().min(40),
    capitals = view.capitals(),
    first_capital = view.first_capital(),
    n_function = view.count(Lex::FUNCTION),
    n_pronouns = view.count(Lex::OTHER_PRONOUN | Lex::HE | Lex::SHE),
    n_common = view.count(Lex::COMMON),
    n_names = view.count(Lex::GIVEN | Lex::SURNAME),
    n_places = view.count(Lex::PLACE | Lex::NATIONALITY),
    n_numbers = view.tokens().iter().take(40).filter(|token| token.shape == Shape::Number).count(),
    n_commas = view.tokens().iter().take(40).filter(|token| token.span.of(view.document.text) == ",").count(),
    ending = view.ending(),
    single = view.marked.single,
    nested = view.marked.nested,
    open = view.marked.open,
    continues = view.marked.continues,
    title_line = view.line == 0,
    n_marked = view.n_marked.min(12),
    share_of_line = view.share_of_line(),
    opens_line = view.outside(-1).is_none(),
    closes_line = view.outside(1).is_none(),
    equals_before = view.beside(-1) == "=",
    comma_before = view.beside(-1) == ",",
    colon_before = view.beside(-1) == ":",
    stop_before = matches!(view.beside(-1), "." | "!" | "?"),
    bracket_before = matches!(view.beside(-1), "(" | "[" | "—" | "–" | "-" | "--"),
    the_before = matches!(view.beside(-1), "the" | "The" | "this" | "This"),
    a_before = matches!(view.beside(-1), "a" | "an" | "A" | "An"),
    possessive_before = view.shape(-1) == Some(Shape::Possessive),
    own_before = List::Possessive.has_as_is(view.beside(-1)),
    that_before = view.beside(-1) == "that",
    is_before = matches!(view.beside(-1), "is" | "was" | "are" | "were" | "be" | "been" | "being" | "'s" | "’s"),
    as_before = matches!(view.beside(-1), "as" | "As"),
    and_before = matches!(view.beside(-1), "and" | "or" | "&"),
    preposition_before = super::source::is_preposition(view.beside(-1)),
    function_before = view.lex(-1).has(Lex::FUNCTION),
    capital_before = view.shape(-1).is_some_and(Shape::is_capital),
    lower_before = view.shape(-1) == Some(Shape::Lower),
    common_before = view.lex(-1).has(Lex::COMMON),
    comma_after = view.beside(1) == ",",
    stop_after = matches!(view.beside(1), "." | "!" | "?"),
    bracket_after = matches!(view.beside(1), ")" | "]" | "(" | "—" | "–" | "-" | "--"),
    capital_after = view.shape(1).is_some_and(Shape::is_capital),
    lower_after = view.shape(1) == Some(Shape::Lower),
    function_after = view.lex(1).has(Lex::FUNCTION),
    common_after = view.lex(1).has(Lex::COMMON),
    pronoun_after = view.lex(1).has(Lex::HE | Lex::SHE | Lex::OTHER_PRONOUN),
    speech_before = view.verb(-1, 5, |class| matches!(class, VerbClass::Say | VerbClass::Tell | VerbClass::Write)),
    claim_before = view.verb(-1, 5, |class| class == VerbClass::Claim),
    call_before = view.verb(-1, 6, |class| class == VerbClass::Call),
    speech_after = view.verb(1, 5, |class| matches!(class, VerbClass::Say | VerbClass::Tell | VerbClass::Write)),
    titled_before = [-1, -2].into_iter().any(|step| List::Calling.has_as_is(view.beside(step))),
    work_cue = view.work_cue(),
    organisation_beside = [-2, -1, 1, 2].into_iter().any(|step| view.lex(step).has(Lex::ORGANISATION)),
    so_called = view.beside(-1) == "so-called",
    names_work = view.names_work(),
    work_before = view.lex(-1).has(Lex::WORK_CUE) || view.beside(-1) == "," && view.lex(-2).has(Lex::WORK_CUE),
    work_after = view.lex(1).has(Lex::WORK_CUE),
    titled_far = [-3, -4].into_iter().any(|step| List::Calling.has_as_is(view.beside(step))),
    all_capital = view.capitals() == 1.0 && view.words() > 1,
    possessive_after = view.shape(1) == Some(Shape::Possessive),
    n_finite = view.n_finite(),
    line_capitals = view.line_capitals(),
    speech_far_before = view.verb(-1, 14, |class| class != VerbClass::Call),
    speech_far_after = view.verb(1, 14, |class| class != VerbClass::Call),
    line_speaks = view.line_speaks(),
}
