//! Colours and weights of terminal text.

use anstyle::{AnsiColor, Color, Effects, Style as Ansi};

/// How text is dressed: in colours, or not at all.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    colours: bool,
}

/// Colours of speakers, in the order in which they first speak.
const SPEAKERS: [AnsiColor; 6] =
    [AnsiColor::Cyan, AnsiColor::Yellow, AnsiColor::Green, AnsiColor::Magenta, AnsiColor::Blue, AnsiColor::BrightRed];

impl Style {
    /// Returns the style; without `colours`, text stays as it is.
    pub fn new(colours: bool) -> Style {
        Style { colours }
    }

    fn dress(self, text: &str, style: Ansi) -> String {
        if self.colours && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
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
