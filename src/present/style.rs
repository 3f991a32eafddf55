//! Colours and weights of terminal text.
//!
//! **Invariant:** what an article prints reaches no terminal as a control character, which might move the cursor or
//! name the window.

use std::borrow::Cow;

use anstyle::{AnsiColor, Color, Effects, Style as Ansi};

/// How text is dressed: in colours, or not at all.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    colours: bool,
    /// Whether control characters stay what they are.
    raw: bool,
}

/// Returns the text with a picture in place of each control character but tabs and the ends of lines.
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_hidden = |sign: char| sign.is_control() && !matches!(sign, '\n' | '\t');
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|sign| if is_hidden(sign) { picture(sign) } else { sign }).collect())
}

/// Returns the picture of a control character, where there is one.
fn picture(control: char) -> char {
    match control {
        '\0'..'\u{20}' => char::from_u32(0x2400 + control as u32).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// Colours of speakers, in the order in which they first speak.
const SPEAKERS: [AnsiColor; 6] =
    [AnsiColor::Cyan, AnsiColor::Yellow, AnsiColor::Green, AnsiColor::Magenta, AnsiColor::Blue, AnsiColor::BrightRed];

impl Style {
    /// Returns the style; without `colours`, text stays as it is.
    pub fn new(colours: bool) -> Style {
        Style { colours, raw: false }
    }

    /// Returns the style of text that another program reads, to the letter.
    pub fn raw() -> Style {
        Style { colours: false, raw: true }
    }

    /// Text that is not dressed.
    pub fn plain(self, text: &str) -> Cow<'_, str> {
        if self.raw { Cow::Borrowed(text) } else { visible(text) }
    }

    fn dress(self, text: &str, style: Ansi) -> String {
        let text = self.plain(text);
        if self.colours && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.into_owned() }
    }

    /// A headline.
    pub fn title(self, text: &str) -> String {
        self.dress(text, Ansi::new().bold())
    }

    /// A place: path and line.
    pub fn place(self, text: &str) -> String {
        self.dress(text, coloured(AnsiColor::Magenta))
    }

    /// What stands back: dates, counts, rules.
    pub fn dim(self, text: &str) -> String {
        self.dress(text, Ansi::new().dimmed())
    }

    /// A word that matched.
    pub fn matched(self, text: &str) -> String {
        self.dress(text, coloured(AnsiColor::Red).bold())
    }

    /// A name of who speaks.
    pub fn name(self, text: &str) -> String {
        self.dress(text, coloured(AnsiColor::Cyan))
    }

    /// The words of the speaker with this number, counted from 0.
    pub fn speech(self, text: &str, speaker: Option<usize>) -> String {
        match speaker {
            Some(number) => self.dress(text, coloured(SPEAKERS[number % SPEAKERS.len()])),
            None => self.dress(text, Ansi::new().italic()),
        }
    }

    /// A line that was removed.
    pub fn removed(self, text: &str) -> String {
        self.dress(text, Ansi::new().effects(Effects::STRIKETHROUGH | Effects::DIMMED))
    }

    /// Whether text is dressed at all.
    pub fn is_coloured(self) -> bool {
        self.colours
    }
}

fn coloured(colour: AnsiColor) -> Ansi {
    Ansi::new().fg_color(Some(Color::Ansi(colour)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_seen_and_not_obeyed() {
        assert_eq!(visible("a\u{1b}]0;pwn\u{7}b\tc\nd\u{7f}\u{9b}2J\r"), "a␛]0;pwn␇b\tc\nd␡\u{fffd}2J␍");
        assert!(matches!(visible("Zoë\tQuennell\n"), Cow::Borrowed(_)));
        assert_eq!(Style::new(true).title("\u{1b}[2J"), "\u{1b}[1m␛[2J\u{1b}[0m");
        assert_eq!(Style::raw().title("\u{1b}[2J"), "\u{1b}[2J");
    }
}
