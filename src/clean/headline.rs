//! Which line of a text is the headline that its source states.

use rustc_hash::FxHashSet;

/// The share of all words of both that a line and a title must have in common.
const ALIKE: f32 = 0.6;

/// A title as its source states it, by its words.
pub struct Headline(Vec<String>);

impl Headline {
    /// Cuts a title into words.
    pub fn new(title: &str) -> Headline {
        Headline(words(title).map(letters).collect())
    }

    /// Returns the place of the first line that reads as the title.
    pub fn find<'t>(&self, mut lines: impl Iterator<Item = &'t str>) -> Option<usize> {
        lines.position(|line| self.is(line))
    }

    /// Whether a line reads as the title: the same words, or most of them, or all but the name of the site behind.
    fn is(&self, line: &str) -> bool {
        let (n_title, n_line) = (self.0.len(), words(line).count());
        let (n_short, n_long) = (n_title.min(n_line), n_title.max(n_line));
        if n_short == 0 || 2 * n_short < n_long {
            return false;
        }
        let line: Vec<String> = words(line).map(letters).collect();
        let is_opening = n_short > 2 && self.0[..n_short] == line[..n_short];
        let (title, line): (FxHashSet<&String>, FxHashSet<&String>) = (self.0.iter().collect(), line.iter().collect());
        is_opening || title.intersection(&line).count() as f32 >= ALIKE * title.union(&line).count() as f32
    }
}

/// What stands between white space, but for mere marks.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric))
}

/// The letters of a word, small, without marks.
fn letters(word: &str) -> String {
    word.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::Headline;

    #[test]
    fn a_headline_reads_as_the_title_but_for_its_marks_and_its_site() {
        let is = |title: &str, line: &str| Headline::new(title).is(line);
        assert!(is("A whale came in", "A Whale Came In"));
        assert!(is("‘A whale came in’ | The Harbour Post", "A whale came in"));
        assert!(is("Whale came in on Monday morning", "A whale came in on Monday morning"));
        assert!(!is("A whale came in", "Subscribe | Log in"));
        assert!(!is(
            "A whale came in",
            "A whale came in on Monday, and the whale, they report, was in no hurry to leave."
        ));
        assert!(!is("A whale came in", ""));
    }
}
