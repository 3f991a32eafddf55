//! Posts of social networks as press prints them: what was posted, and in the line beneath who signed it.

/// Returns the name in the line that signs a post, `— Ann Hale (@annhale) June 19, 2016`, if it is one.
pub fn post_signature(line: &str) -> Option<&str> {
    let line = line.trim();
    let signature = line.strip_prefix(['—', '–', '―']).or_else(|| line.strip_prefix("--"))?;
    before_handle(signature)
}

/// Among so many last dashes of a line the one of a signature is looked for.
const MAX_DASHES: usize = 4;
/// Most words of the day after a signature.
const MAX_DATE_WORDS: usize = 5;

/// Returns the words of a post that is signed at their end, and the name that signs it:
/// `Miss you all. — Ann Hale (@annhale) June 19, 2016`.
pub fn signed_post(line: &str) -> Option<(&str, &str)> {
    line.contains("(@").then_some(())?;
    let dashes = line.rmatch_indices(['—', '–', '―']).map(|(at, _)| at).take(MAX_DASHES);
    let mut dashes = dashes.chain(line.rfind("--"));
    let (at, name) = dashes.find_map(|at| Some((at, post_signature(&line[at..])?)))?;
    let (words, after) = (line[..at].trim(), line.rsplit_once(')').map_or("", |(_, after)| after));
    (!words.is_empty() && after.split_whitespace().count() <= MAX_DATE_WORDS).then_some((words, name))
}

/// Returns the name in the line beneath a post that was set into the page: `A post shared by Ann Hale (@annhale)`.
pub fn shared_by(line: &str) -> Option<&str> {
    before_handle(line.trim().strip_prefix("A post shared by ")?)
}

/// The name before a handle in brackets.
fn before_handle(text: &str) -> Option<&str> {
    let (name, handle) = text.split_once('(')?;
    let (handle, _) = handle.strip_prefix('@')?.split_once(')')?;
    let is_handle =
        !handle.is_empty() && handle.chars().all(|letter| letter.is_alphanumeric() || "_.".contains(letter));
    (is_handle && !name.trim().is_empty()).then(|| name.trim())
}

#[cfg(test)]
mod tests {
    use super::{post_signature, shared_by, signed_post};

    #[test]
    fn signatures_are_read() {
        assert_eq!(post_signature("— Ann Hale (@annhale) June 19, 2016"), Some("Ann Hale"));
        assert_eq!(post_signature("-- The Harbour Board (@harbour_board)"), Some("The Harbour Board"));
        for other in
            ["— Ann Hale, June 19", "Ann Hale (@annhale)", "— (@annhale)", "— Ann Hale (@ann hale)", "— Ann (@", "—"]
        {
            assert_eq!(post_signature(other), None, "{other}");
        }
    }

    #[test]
    fn posts_that_are_signed_at_their_end_are_read() {
        assert_eq!(signed_post("Miss you – all. — Ann Hale (@annhale) June 19"), Some(("Miss you – all.", "Ann Hale")));
        assert_eq!(signed_post("— Ann Hale (@annhale) June 19"), None);
        assert_eq!(
            signed_post("Fans miss her — Ann Hale (@annhale) has a million of them, it seems — and wept."),
            None
        );
        assert_eq!(signed_post("Miss you all."), None);
    }

    #[test]
    fn whose_post_was_set_in_is_read() {
        assert_eq!(shared_by("A post shared by Ann Hale (@ann.hale)"), Some("Ann Hale"));
        assert_eq!(shared_by("A post shared by Ann Hale on Instagram"), None);
        assert_eq!(shared_by("Ann Hale (@annhale)"), None);
    }
}
