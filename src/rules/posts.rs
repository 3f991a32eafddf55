//! Posts of social networks as press prints them: what was posted, and in the line beneath who signed it.

/// Returns the name in the line that signs a post, `— Ann Hale (@annhale) June 19, 2016`, if it is one.
pub fn post_signature(line: &str) -> Option<&str> {
    let line = line.trim();
    let signature = line.strip_prefix(['—', '–', '―']).or_else(|| line.strip_prefix("--"))?;
    let (name, handle) = signature.split_once('(')?;
    let (handle, _) = handle.strip_prefix('@')?.split_once(')')?;
    let is_handle = !handle.is_empty() && handle.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    (is_handle && !name.trim().is_empty()).then(|| name.trim())
}

#[cfg(test)]
mod tests {
    use super::post_signature;

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
}
