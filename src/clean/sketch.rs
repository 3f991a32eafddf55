//! What one line looks like by itself.
//!
//! Comes in: a line. Goes out: a [`Sketch`], numbers that need no neighbour, and the hashes of its words. The cost is
//! bounded by the first [`MAX_WORDS`](crate::rules::MAX_WORDS) words, however long the line.

use std::cell::RefCell;

use crate::model::{flag, numbers};
use crate::rules::words::as_number;
use crate::rules::{DatePart, FAMILIES, Hits, Lex, Rules, Word, WordClass, WordShape, date_part, is_file, split_words};

numbers! {
    /// The shape of a line, its words, and the phrases it matches.
    struct Sketch {
        /// Logarithm of its bytes.
        length,
        /// Words, counted up to the limit.
        words,
        /// Mean bytes of a word.
        word_length,
        /// Ends with a full stop, also before a closing mark.
        stop,
        /// Ends with a question or exclamation mark.
        question,
        /// Ends with a colon.
        colon,
        /// Ends with a comma.
        comma,
        /// Ends with an ellipsis, or a cut.
        ellipsis,
        /// Ends with a letter.
        letter,
        /// Ends with a digit.
        digit,
        /// Ends with a closing bracket.
        bracket,
        /// Opens small.
        opens_small,
        /// Opens with a digit.
        opens_digit,
        /// Opens with a quotation mark.
        opens_quote,
        /// Opens with another mark.
        opens_mark,
        /// Opens with a bullet.
        bullet,
        /// Share of capitalised words.
        capitals,
        /// Share of words all in capitals.
        uppers,
        /// Share of capitalised words among those that are no function words.
        title_case,
        /// Words that open small and are no function words.
        small_words,
        /// Share of function words.
        functions,
        /// Longest run of capitalised words.
        name_run,
        /// Two to four capitalised words and nothing else.
        name_only,
        /// Share of words that are numbers.
        numbers,
        /// Marks for each word.
        marks,
        /// Commas.
        commas,
        /// Words before the first colon; minus one when there is none.
        before_colon,
        /// Words that it opens with before a mark, as captions do, then a clause: "At last: The cast stands on the
        /// quay", "Ahoy! The cast stands on the quay".
        labelled,
        /// Bars, bullets and slashes between words.
        separators,
        /// Brackets.
        brackets,
        /// Dashes.
        dashes,
        /// Quotation marks.
        quotes,
        /// At signs and hashes.
        handles,
        /// Full stops followed by a capital.
        sentences,
        /// A capital glued to a small letter.
        glued,
        /// File names, identifiers.
        files,
        /// Opens with a place, an agency, or both, before a dash.
        dateline,
        /// The number that it opens with, 0 to 200; -1 when none.
        leading_number,
        /// Signs of money.
        money,
        /// Web addresses.
        addresses,
        /// Words of speech.
        speech,
        /// What people do.
        roles,
        /// Firms and bodies.
        organisations,
        /// News and picture agencies.
        agencies,
        /// He, she and their forms.
        third_person,
        /// You and yours.
        second_person,
        /// I, we and their forms.
        first_person,
        /// Capitalised words that are given names.
        given_names,
        /// Capitalised words that are family names and no ordinary words.
        surnames,
        /// A given name and one to three more capitalised words, and nothing else.
        person,
        /// Capitalised words that are places.
        places,
        /// Share of words that are ordinary English.
        common,
        /// Words that tell of films.
        work_words,
        /// Forms of be, have and the modal verbs.
        auxiliaries,
        /// Of these, those of the past.
        past_auxiliaries,
        /// Words for what people in pictures do.
        acts,
        /// Words for kinds of pictures.
        scenes,
        /// Words for where somebody is in a picture.
        placings,
        /// Opens with "a" or "an".
        opens_article,
        /// Holds a year.
        year,
        /// Stands in brackets, all of it.
        in_brackets,
        /// Words after the last full stop within the line, where it ends without one; -1 otherwise.
        tail,
        /// Share of these words that are capitalised.
        tail_capitals,
        /// Words in -ing.
        participles,
        /// Words in -ed.
        past,
        /// Share of the words that make a date.
        date,
        /// Matches no phrase (0), one loosely (1) or exactly (2), for the best family.
        phrase,
        /// Matches a phrase of the family: loosely 1, exactly 2.
        ad,
        /// Matches a phrase of the family: loosely 1, exactly 2.
        alt,
        /// Matches a phrase of the family: loosely 1, exactly 2.
        byline,
        /// Matches a phrase of the family: loosely 1, exactly 2.
        caption,
        /// Matches a phrase of the family: loosely 1, exactly 2.
        comments,
        /// Matches a phrase of the family: loosely 1, exactly 2.
        dated,
        /// Matches a phrase of the family: loosely 1, exactly 2.
        legal,
        /// Matches a phrase of the family: loosely 1, exactly 2.
        nav,
        /// Matches a phrase of the family: loosely 1, exactly 2.
        newsletter,
        /// Matches a phrase of the family: loosely 1, exactly 2.
        recirculation,
        /// Matches a phrase of the family: loosely 1, exactly 2.
        related,
        /// Matches a phrase of the family: loosely 1, exactly 2.
        share,
        /// Matches a phrase of the family: loosely 1, exactly 2.
        shop,
        /// Matches a phrase of the family: loosely 1, exactly 2.
        widget,
        /// Evidence of the phrase rule that best explains the line.
        rule_text,
        /// Its second half says its first half again.
        doubled,
        /// Capitalised words that it opens with, where other words follow.
        opening_run,
        /// These are two to four and a form of be or have, or a word of the present, follows.
        opens_name,
        /// Looks like a paragraph of running text.
        paragraph,
        /// Evidence of the words, all together.
        text,
        /// Evidence of the word that speaks most for boilerplate.
        text_max,
        /// Evidence of the word that speaks most against it.
        text_min,
        /// Evidence of the first words.
        text_first,
        /// Evidence of the last words.
        text_last,
    }
}

/// Bytes from which on a line may be a paragraph.
const PARAGRAPH: usize = 80;

/// A line as the classifier sees it by itself.
pub struct Line<'a> {
    /// The line.
    pub text: &'a str,
    /// Its first words and marks.
    pub words: &'a [Word],
    /// What the lexicon knows of each of them.
    pub lex: &'a [Lex],
    /// What the phrase rules know of each of them.
    pub classes: &'a [WordClass],
    /// Whether those are all.
    pub whole: bool,
    /// The phrases it matches.
    pub hits: Hits,
}

/// Room for cutting lines into words, kept by thread from line to line.
#[derive(Default)]
pub struct Scratch {
    words: Vec<Word>,
    lex: Vec<Lex>,
    classes: Vec<WordClass>,
    seen: Seen,
    rules: Vec<u16>,
    weights: Vec<u32>,
}

/// What is known of a word.
#[derive(Clone, Copy, Default)]
struct Known {
    /// What stands for the word; 0 where there is none.
    word: u128,
    class: WordClass,
    lex: Lex,
}

/// The words seen last, each at the place that its hash names: articles say the same words again and again.
#[derive(Default)]
struct Seen {
    /// The number of the lexicon that knows them.
    lexicon: u64,
    words: Vec<Known>,
}

/// Places of [`Seen`].
const N_SEEN: usize = 1 << 12;

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Scratch {
    /// Calls `work` with the room that this thread has, where nothing but what `rules` know is kept.
    pub fn with<T>(rules: &Rules, work: impl FnOnce(&mut Scratch) -> T) -> T {
        SCRATCH.with_borrow_mut(|scratch| {
            if scratch.seen.lexicon != rules.lexicon.number() {
                scratch.seen = Seen { lexicon: rules.lexicon.number(), words: vec![Known::default(); N_SEEN] };
            }
            work(scratch)
        })
    }
}

impl Seen {
    fn look_up(&mut self, text: &str, word: &Word, rules: &Rules) -> Known {
        let of = |number: u128| Known {
            word: number,
            class: rules.phrases.classes.of(word),
            lex: lex_of(text, word, rules),
        };
        let place = word.start as usize..word.end as usize;
        let Some(number) = as_number(text, place).filter(|_| word.shape != WordShape::Number) else { return of(0) };
        let known = &mut self.words[word.hash as usize % N_SEEN];
        if known.word != number {
            *known = of(number);
        }
        *known
    }
}

/// Looks at a line; calls `with` with what was seen and the line's words.
pub fn sketch<T>(text: &str, rules: &Rules, scratch: &mut Scratch, with: impl FnOnce(Sketch, Line) -> T) -> T {
    let Scratch { words, lex, classes, seen, rules: candidates, weights } = scratch;
    words.clear();
    let whole = split_words(text, words);
    lex.clear();
    classes.clear();
    for word in words.iter() {
        let known = seen.look_up(text, word, rules);
        lex.push(known.lex);
        classes.push(known.class);
    }
    let hits = rules.phrases.look_up(text, words, classes, whole, candidates);
    let line = Line { text, words, lex, classes, whole, hits };
    let mut sketch = Sketch { length: (text.len() as f32).ln_1p(), ..Sketch::default() };
    sketch.ends(text.trim());
    sketch.count_words(&line, rules);
    sketch.labelled = label(&line) as f32;
    sketch.hits(&line.hits);
    sketch.weigh(rules.line_text.weigh(line.text, line.words, weights));
    sketch.rule_text = line.hits.best.map_or(0.0, |(strength, rule)| rules.line_text.weigh_rule(strength, rule.0));
    let ends = sketch.stop + sketch.question > 0.0;
    sketch.paragraph =
        flag(text.len() >= PARAGRAPH && (ends || text.len() >= 4 * PARAGRAPH) && sketch.functions >= 0.2);
    with(sketch, line)
}

fn lex_of(text: &str, word: &Word, rules: &Rules) -> Lex {
    match word.shape {
        WordShape::Number | WordShape::Mark => Lex::NONE,
        _ => rules.lexicon.look_up(&text[word.start as usize..word.end as usize]),
    }
}

impl Sketch {
    fn ends(&mut self, text: &str) {
        let closing = |letter: char| matches!(letter, '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '*');
        let bare = text.trim_end_matches(closing);
        let last = bare.chars().next_back().unwrap_or(' ');
        self.stop = flag(last == '.' && !bare.ends_with(".."));
        self.question = flag(matches!(last, '?' | '!'));
        self.colon = flag(last == ':');
        self.comma = flag(last == ',');
        self.ellipsis = flag(bare.ends_with("..") || last == '…' || text.ends_with("[+]"));
        self.letter = flag(last.is_alphabetic());
        self.digit = flag(last.is_numeric());
        self.bracket = flag(text.ends_with([')', ']']));
        self.in_brackets = self.bracket * flag(text.starts_with(['(', '[']));
        let first = text.chars().next().unwrap_or(' ');
        self.opens_small = flag(first.is_lowercase());
        self.opens_digit = flag(first.is_numeric());
        self.opens_quote = flag(matches!(first, '"' | '“' | '‘' | '\'' | '«'));
        self.bullet = flag(matches!(first, '•' | '-' | '–' | '—' | '*' | '·' | '▪' | '●' | '→' | '»' | '›' | '>'));
        self.opens_mark = flag(!first.is_alphanumeric()) - self.opens_quote - self.bullet;
    }

    fn count_words(&mut self, line: &Line, rules: &Rules) {
        let mut tally = Tally::default();
        self.before_colon = -1.0;
        for (index, word) in line.words.iter().enumerate() {
            let text = &line.text[word.start as usize..word.end as usize];
            if word.is_word() {
                let class = line.classes[index];
                tally.word(word, (line.lex[index], class), text, self);
                let part = date_part(line.text, word, || class);
                tally.date += usize::from(part != DatePart::None);
                self.year = self.year.max(flag(part == DatePart::Whole && text.len() == 4));
            } else {
                tally.run = 0;
                self.mark(text, tally.n_words);
                let next_capital = line.words.get(index + 1).is_some_and(Word::is_capital);
                self.sentences += flag(next_capital && matches!(text, "." | "!" | "?"));
            }
        }
        self.dateline = flag(opens_with_dateline(line, rules));
        self.tail(line);
        self.opening(line);
        self.doubled = flag(is_doubled(line));
        self.leading_number = leading_number(line);
        tally.finish(line, self);
    }

    fn mark(&mut self, text: &str, n_words: usize) {
        match text {
            "," | ";" => self.commas += 1.0,
            ":" if self.before_colon < 0.0 => self.before_colon = n_words as f32,
            "|" | "•" | "·" | "/" | "›" | "»" | ">" => self.separators += 1.0,
            "(" | "[" => self.brackets += 1.0,
            "–" | "—" | "-" => self.dashes += 1.0,
            "\"" | "“" | "”" | "‘" => self.quotes += 1.0,
            "$" | "£" | "€" => self.money += 1.0,
            "@" | "#" => self.handles += 1.0,
            _ => {}
        }
    }

    /// A caption ends with the name of whom the picture belongs to: "The cast at dusk. Reel Pictures".
    fn tail(&mut self, line: &Line) {
        self.tail = -1.0;
        if self.stop + self.question + self.ellipsis > 0.0 || !line.whole {
            return;
        }
        let stop = |word: &Word| matches!(&line.text[word.start as usize..word.end as usize], "." | "!" | "?");
        let Some(last) = line.words.iter().rposition(stop) else { return };
        let after = || line.words[last + 1..].iter().filter(|word| word.is_word());
        self.tail = after().count() as f32;
        self.tail_capitals = after().filter(|word| word.is_capital()).count() as f32 / self.tail.max(1.0);
    }

    /// A note on an author opens with the name: "Ada Renwick is a writer in Leeds", "Tom Okonjo covers film".
    fn opening(&mut self, line: &Line) {
        let run = line.words.iter().take_while(|word| word.is_word() && word.is_capital()).count();
        let Some(next) = line.words.get(run).filter(|next| next.is_word()) else { return };
        self.opening_run = run as f32;
        let present = line.text[next.start as usize..next.end as usize].ends_with('s');
        let verb = present || line.classes[run].has(WordClass::AUXILIARY);
        self.opens_name = flag((2..=4).contains(&run) && verb);
    }

    fn hits(&mut self, hits: &Hits) {
        let families = [
            &mut self.ad,
            &mut self.alt,
            &mut self.byline,
            &mut self.caption,
            &mut self.comments,
            &mut self.dated,
            &mut self.legal,
            &mut self.nav,
            &mut self.newsletter,
            &mut self.recirculation,
            &mut self.related,
            &mut self.share,
            &mut self.shop,
            &mut self.widget,
        ];
        const { assert!(FAMILIES.len() == 14) };
        for (family, &strength) in families.into_iter().zip(&hits.strengths) {
            *family = f32::from(strength);
            self.phrase = self.phrase.max(*family);
        }
    }

    fn weigh(&mut self, [all, most, least, first, last]: [f32; 5]) {
        (self.text, self.text_max, self.text_min) = (all, most, least);
        (self.text_first, self.text_last) = (first, last);
    }
}

/// Counts that are made into shares when the line ends.
#[derive(Default)]
struct Tally {
    n_words: usize,
    n_letters: usize,
    n_capitals: usize,
    n_uppers: usize,
    n_functions: usize,
    n_numbers: usize,
    n_common: usize,
    opens_given: bool,
    content_capitals: usize,
    run: usize,
    date: usize,
}

impl Tally {
    fn word(&mut self, word: &Word, (lex, class): (Lex, WordClass), text: &str, sketch: &mut Sketch) {
        self.n_words += 1;
        self.n_letters += text.len();
        let function = lex.has(Lex::FUNCTION | Lex::HE | Lex::SHE | Lex::OTHER_PRONOUN);
        let capital = word.is_capital();
        self.run = if capital { self.run + 1 } else { 0 };
        sketch.name_run = sketch.name_run.max(self.run as f32);
        self.n_capitals += usize::from(capital);
        self.content_capitals += usize::from(capital && !function);
        self.n_uppers += usize::from(word.shape == WordShape::Upper);
        self.n_functions += usize::from(function);
        self.n_numbers += usize::from(word.shape == WordShape::Number);
        sketch.small_words += flag(word.shape == WordShape::Lower && !function);
        sketch.glued += flag(word.shape == WordShape::Mixed);
        sketch.speech += flag(lex.has(Lex::SPEECH));
        sketch.roles += flag(lex.has(Lex::ROLE));
        sketch.organisations += flag(lex.has(Lex::ORGANISATION));
        let name = capital && !lex.has(Lex::COMMON | Lex::AMBIGUOUS);
        self.opens_given |= self.n_words == 1 && capital && lex.has(Lex::GIVEN);
        self.n_common += usize::from(lex.has(Lex::COMMON | Lex::FUNCTION));
        sketch.given_names += flag(capital && lex.has(Lex::GIVEN));
        sketch.surnames += flag(name && lex.has(Lex::SURNAME));
        sketch.places += flag(capital && lex.has(Lex::PLACE));
        sketch.work_words += flag(lex.has(Lex::WORK_CUE));
        sketch.third_person += flag(lex.has(Lex::HE | Lex::SHE));
        sketch.agencies += flag(class.has(WordClass::AGENCY));
        sketch.second_person += flag(class.has(WordClass::SECOND_PERSON));
        sketch.first_person += flag(class.has(WordClass::FIRST_PERSON));
        sketch.auxiliaries += flag(class.has(WordClass::AUXILIARY));
        sketch.past_auxiliaries += flag(class.has(WordClass::PAST));
        sketch.acts += flag(class.has(WordClass::ACT));
        sketch.scenes += flag(class.has(WordClass::SCENE));
        sketch.placings += flag(class.has(WordClass::PLACING));
        if self.n_words == 1 {
            sketch.opens_article = flag(class.has(WordClass::ARTICLE));
        }
        shape_of_text(word, text, sketch);
    }

    fn finish(&self, line: &Line, sketch: &mut Sketch) {
        let n_words = self.n_words.max(1) as f32;
        let n_content =
            (self.n_words - self.n_functions - self.n_numbers.min(self.n_words - self.n_functions)).max(1) as f32;
        sketch.words = self.n_words as f32;
        sketch.word_length = self.n_letters as f32 / n_words;
        sketch.capitals = self.n_capitals as f32 / n_words;
        sketch.uppers = self.n_uppers as f32 / n_words;
        sketch.title_case = self.content_capitals as f32 / n_content;
        sketch.functions = self.n_functions as f32 / n_words;
        sketch.numbers = self.n_numbers as f32 / n_words;
        sketch.marks = (line.words.len() - self.n_words) as f32 / n_words;
        sketch.date = self.date as f32 / n_words;
        sketch.common = self.n_common as f32 / n_words;
        let only_names = self.n_capitals == self.n_words && self.n_functions == 0;
        sketch.name_only = flag(only_names && (2..=4).contains(&self.n_words) && line.whole);
        sketch.person = flag(sketch.name_only > 0.0 && self.opens_given);
    }
}

/// `LONDON (Wirefeed) —`, `CHARLESTON, Ill. —`, `(Wirefeed)`: capitals or an agency in brackets soon followed by a
/// dash.
fn opens_with_dateline(line: &Line, rules: &Rules) -> bool {
    let text = |word: &Word| &line.text[word.start as usize..word.end as usize];
    let opening = &line.words[..line.words.len().min(14)];
    let dash = opening.iter().position(|word| matches!(text(word), "—" | "–" | "-"));
    let Some(dash) = dash.filter(|&dash| dash > 0) else { return false };
    let agency =
        opening[..dash].windows(2).any(|pair| text(&pair[0]) == "(" && rules.phrases.classes.is_agency(&pair[1]));
    agency
        || (opening[0].shape == WordShape::Upper
            && opening[..dash].iter().filter(|word| word.is_word()).all(Word::is_capital))
}

/// Words of the label of a caption, at most, where it ends with a colon.
const LONGEST_LABEL: usize = 10;

/// The same, where it ends with another mark.
const LONGEST_CRY: usize = 6;

/// The least words of the clause behind it.
const LEAST_CLAUSE: usize = 6;

/// Returns the words of the label that a line opens with, in which nothing is said and no day named, where a clause
/// follows, most words of it small; 0 where there is none.
fn label(line: &Line) -> usize {
    let text = |word: &Word| &line.text[word.start as usize..word.end as usize];
    let ends = |word: &Word| matches!(text(word), ":" | "!" | "?" | ";");
    let Some(end) = line.words.iter().take(LONGEST_LABEL + 3).position(ends) else { return 0 };
    let n_label = line.words[..end].iter().filter(|word| word.is_word()).count();
    let longest = if text(&line.words[end]) == ":" { LONGEST_LABEL } else { LONGEST_CRY };
    let says = line.lex[..end].iter().any(|lex| lex.has(Lex::SPEECH));
    let counts = line.words[..end].iter().any(|word| word.shape == WordShape::Number);
    let is_quote = |word: &Word| matches!(text(word), "'" | "‘" | "’" | "\"" | "“" | "”");
    let goes_on = is_quote(&line.words[0]) && !line.words[1..].iter().take(end + 1).any(is_quote);
    let clause = || line.words[end + 1..].iter().filter(|word| word.is_word());
    let n_small = clause().filter(|word| word.shape == WordShape::Lower).count();
    let is_label = (1..=longest).contains(&n_label)
        && !(says || counts || goes_on)
        && n_small >= LEAST_CLAUSE
        && 2 * n_small >= clause().count()
        && clause().next().is_some_and(Word::is_capital);
    if is_label { n_label } else { 0 }
}

/// Whether a line of four words or more says them twice, as a link does that holds its title and shows it.
fn is_doubled(line: &Line) -> bool {
    let (first, second) = line.words.split_at(line.words.len() / 2);
    let same = |(a, b): (&Word, &Word)| a.hash == b.hash && a.shape == b.shape;
    line.whole && first.len() >= 2 && first.len() == second.len() && first.iter().zip(second).all(same)
}

/// `5. Break`, `#3: Title`, `12) Title`, `No. 4`: the number a line opens with.
fn leading_number(line: &Line) -> f32 {
    let text = |word: &Word| &line.text[word.start as usize..word.end as usize];
    let opening = line.words.iter().take(3);
    let number = opening
        .take_while(|word| !word.is_word() || word.shape == WordShape::Number || text(word).eq_ignore_ascii_case("no"))
        .find(|word| word.shape == WordShape::Number);
    number.and_then(|word| text(word).parse::<u16>().ok()).filter(|&number| number <= 200).map_or(-1.0, f32::from)
}

fn shape_of_text(word: &Word, text: &str, sketch: &mut Sketch) {
    if word.shape == WordShape::Lower && text.len() > 4 {
        sketch.participles += flag(text.ends_with("ing"));
        sketch.past += flag(text.ends_with("ed"));
    }
    sketch.files += flag(is_file(text));
    sketch.addresses +=
        flag(text.len() > 6 && (text.ends_with(".com") || text.starts_with("www.") || text.starts_with("http")));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketched(text: &str) -> Sketch {
        let rules = Rules::load().unwrap();
        Scratch::with(&rules, |scratch| sketch(text, &rules, scratch, |sketch, _| sketch))
    }

    /// The two words have one hash.
    #[test]
    fn what_was_seen_before_tells_nothing_of_another_word() {
        let rules = Rules::load().unwrap();
        let at = |before: &str| {
            Scratch::with(&rules, |scratch| {
                sketch(before, &rules, scratch, |_, _| ());
                sketch("at", &rules, scratch, |sketch, _| sketch)
            })
        };
        assert_eq!(at("nkthbsa"), at("harbour"));
    }

    #[test]
    fn links_that_say_their_title_twice_are_told() {
        assert_eq!(sketched("The Ferry Returns at Last The Ferry Returns at Last").doubled, 1.0);
        assert_eq!(sketched("The Ferry Returns at Last The Ferry Returns").doubled, 0.0);
        assert_eq!(sketched("Bye bye").doubled, 0.0);
    }

    #[test]
    fn captions_open_with_a_label_and_leads_with_words_of_speech() {
        assert_eq!(sketched("At last: The cast stands on the quay in the evening sun").labelled, 2.0);
        assert_eq!(sketched("'We made it': The cast stands on the quay in the evening sun").labelled, 3.0);
        assert_eq!(sketched("Ahoy! The cast stands on the quay in the evening sun").labelled, 1.0);
        assert_eq!(sketched("'Ahoy!' The cast stands on the quay in the evening sun").labelled, 1.0);
        assert_eq!(sketched("'Ahoy! The cast stands on the quay in the evening sun'").labelled, 0.0);
        assert_eq!(sketched("Off already? The cast stands on the quay in the evening sun").labelled, 2.0);
        assert_eq!(sketched("The sea is wide; The cast stands on the quay in the evening sun").labelled, 4.0);
        let long = "It was a long day on the quay for everybody";
        assert_eq!(sketched(&format!("{long}: The cast stands in the evening sun at last")).labelled, 10.0);
        assert_eq!(sketched(&format!("{long}! The cast stands in the evening sun at last")).labelled, 0.0);
        assert_eq!(sketched("The sea is wide; the cast stands on the quay in the evening sun").labelled, 0.0);
        assert_eq!(sketched("She added: 'The cast stands on the quay in the evening sun").labelled, 0.0);
        assert_eq!(sketched("March 3, 2019: The cast stands on the quay in the evening sun").labelled, 0.0);
        assert_eq!(sketched("Best Film: The Quay, by Ada Renwick and Tom Okonjo of Leeds").labelled, 0.0);
    }

    #[test]
    fn notes_on_authors_open_with_a_name() {
        assert_eq!(sketched("Ada Renwick is a writer who lives by the sea.").opens_name, 1.0);
        assert_eq!(sketched("Tom Okonjo covers film and television for the paper.").opens_name, 1.0);
        assert_eq!(sketched("The harbour is closed until the spring.").opens_name, 0.0);
    }
}
