//! What the words of a line tell, whatever stands around it.

use crate::model::numbers;
use crate::rules::{Lex, Lexicon};

numbers! {
    /// Numbers of the wording of a line.
    struct Wording {
        /// Number of words.
        words,
        /// Letters a word.
        word_length,
        /// Whether the line ends like a sentence.
        ends_sentence,
        /// Whether the line ends with a colon.
        ends_colon,
        /// Whether the line opens with a small letter.
        opens_small,
        /// Whether the line opens with a number.
        opens_number,
        /// Share of words with a capital.
        capitals,
        /// Share of words all in capitals.
        all_capitals,
        /// Share of letters that are digits.
        digits,
        /// Share of function words: "the", "of", "was".
        function_words,
        /// Number of commas.
        commas,
        /// Number of full stops, question and exclamation marks inside the line.
        stops,
        /// Whether the line holds a quotation mark.
        quotation,
        /// Number of letters such as `|`, `©`, `@`, `→`, `•` and `/`.
        signs,
        /// Share of pronouns of the first and second person.
        pronouns,
        /// Share of names of months and days.
        calendar,
        /// Whether the line holds a word that reports speech.
        speech,
    }
}

impl Wording {
    /// Returns the numbers of a line.
    pub fn of(line: &str, lexicon: &Lexicon) -> Wording {
        let mut wording = Wording::default();
        for word in line.split_whitespace() {
            wording.count_word(word, lexicon);
        }
        let n_words = wording.words.max(1.0);
        for share in [
            &mut wording.word_length,
            &mut wording.capitals,
            &mut wording.all_capitals,
            &mut wording.function_words,
            &mut wording.pronouns,
            &mut wording.calendar,
        ] {
            *share /= n_words;
        }
        wording.count_letters(line);
        wording
    }

    fn count_word(&mut self, word: &str, lexicon: &Lexicon) {
        self.words += 1.0;
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        self.word_length += bare.len() as f32;
        let mut letters = bare.chars();
        let opens_large = letters.next().is_some_and(char::is_uppercase);
        self.capitals += flag(opens_large);
        self.all_capitals += flag(opens_large && bare.len() > 1 && !bare.bytes().any(|byte| byte.is_ascii_lowercase()));
        let classes = lexicon.look_up(bare);
        self.function_words += flag(classes.has(Lex::FUNCTION));
        self.pronouns += flag(classes.has(Lex::OTHER_PRONOUN));
        self.calendar += flag(classes.has(Lex::CALENDAR));
        self.speech = self.speech.max(flag(classes.has(Lex::SPEECH)));
    }

    fn count_letters(&mut self, line: &str) {
        let closed = line.trim_end_matches(['"', '”', '’', '\'', ')', ']', ' ']);
        self.ends_sentence = flag(closed.ends_with(['.', '!', '?', '…']));
        self.ends_colon = flag(closed.ends_with(':'));
        let first = line.chars().find(|letter| letter.is_alphanumeric());
        self.opens_small = flag(first.is_some_and(char::is_lowercase));
        self.opens_number = flag(first.is_some_and(char::is_numeric));
        for letter in line.chars() {
            match letter {
                ',' => self.commas += 1.0,
                '.' | '!' | '?' => self.stops += 1.0,
                '"' | '“' | '”' => self.quotation = 1.0,
                '0'..='9' => self.digits += 1.0,
                '|' | '©' | '@' | '→' | '›' | '»' | '•' | '·' | '/' | '#' | '+' | '▶' => self.signs += 1.0,
                _ => {}
            }
        }
        self.digits /= line.len().max(1) as f32;
    }
}

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}
