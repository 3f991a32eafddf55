//! Which line of a text is the headline that its source states.

use rustc_hash::FxHashSet;

/// The share of all words of both that a line and a title must have in common.
const ALIKE: f32 = 0.6;

/// Returns whether a line reads as this title: the same words, or most of them, or all but the name of the site behind.
pub fn is(title: &str, line: &str) -> bool {
    let (title, line) = (words(title), words(line));
    let [short, long] = if title.len() < line.len() { [&title, &line] } else { [&line, &title] };
    if short.is_empty() || 2 * short.len() < long.len() {
        return false;
    }
    let is_opening = short.len() > 2 && long.starts_with(short);
    let set = |words: &[String]| words.iter().cloned().collect::<FxHashSet<String>>();
    let (title, line) = (set(&title), set(&line));
    is_opening || title.intersection(&line).count() as f32 >= ALIKE * title.union(&line).count() as f32
}

/// The words in small letters, without marks.
fn words(text: &str) -> Vec<String> {
    let letters =
        |word: &str| word.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_lowercase();
    text.split_whitespace().map(letters).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::is;

    #[test]
    fn a_headline_reads_as_the_title_but_for_its_marks_and_its_site() {
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
