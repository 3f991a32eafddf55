//! From the bytes of a page to its text, in whatever encoding it came.
//!
//! A byte order mark is believed first, then the bytes themselves when they are valid UTF-8, then what the page
//! declares of itself, and at last a guess from the frequencies of letters.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;

/// How much of a page is searched for its declaration.
const HEAD: usize = 4096;

/// Returns the text of `bytes`; what is no character of the encoding becomes U+FFFD.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !looks_like_utf16(bytes)
    {
        return Cow::Borrowed(text);
    }
    encoding_of(bytes).decode_without_bom_handling(bytes).0
}

fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    if looks_like_utf16(bytes) {
        return if bytes[0] == 0 { UTF_16BE } else { UTF_16LE };
    }
    match declared(bytes) {
        Some(encoding) if encoding == UTF_8 && !mostly_utf8(bytes) => guess(bytes),
        Some(encoding) => encoding,
        None => guess(bytes),
    }
}

/// Returns whether every other byte at the start is zero, as in ASCII text that is written in UTF-16.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    let Some(start) = bytes.get(..8) else { return false };
    let zeros = |parity: usize| start.iter().skip(parity).step_by(2).all(|byte| *byte == 0);
    zeros(0) != zeros(1)
}

/// Returns the encoding that the page or its XML declaration names: the label after `charset=` or `encoding=`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let labels = [&b"charset"[..], b"encoding"].into_iter().flat_map(|key| {
        let head = &head;
        memmem::find_iter(head, key).filter_map(move |at| label(&head[at + key.len()..])).collect::<Vec<_>>()
    });
    let mut known = labels.filter_map(Encoding::for_label);
    // A page that can be read for its declaration is not in UTF-16.
    known.find(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE)
}

/// Returns the label in what follows `charset`, such as `="utf-8"`.
fn label(rest: &[u8]) -> Option<&[u8]> {
    let value = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:.".contains(byte)))?;
    Some(&value[..end])
}

/// Returns whether bytes that are declared to be UTF-8 are so but for a few faults, such as a cut in mid-character.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut n_good, mut n_bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_good += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        n_bad += usize::from(!chunk.invalid().is_empty());
    }
    n_bad <= 3 || n_good > 2 * n_bad
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(decode(bytes), expected);
    }

    #[test]
    fn marks_and_declarations() {
        check(b"\xef\xbb\xbfcaf\xc3\xa9", "café");
        check(b"\xff\xfeh\0i\0", "hi");
        check(b"<\0p\0>\0h\0i\0!\0", "<p>hi!");
        check("<meta charset=latin1>naïve".as_bytes(), "<meta charset=latin1>naïve");
        check(b"<meta charset='windows-1252'>\x93caf\xe9\x94", "<meta charset='windows-1252'>“café”");
        check(b"<meta content='text/html; charset=iso-8859-2'>\xb3", "<meta content='text/html; charset=iso-8859-2'>ł");
        check(b"<?xml encoding=\"Shift_JIS\"?>\x93\x8c", "<?xml encoding=\"Shift_JIS\"?>東");
    }

    #[test]
    fn guesses() {
        let page = b"<p>The caf\xe9 owner\x92s na\xefve r\xe9sum\xe9 \x96 \x93all of it\x94, he said.";
        check(page, "<p>The café owner’s naïve résumé – “all of it”, he said.");
        let russian: Vec<u8> = encoding_rs::WINDOWS_1251.encode("Режиссёр рассказал о новом фильме и актёрах").0.into();
        check(&russian, "Режиссёр рассказал о новом фильме и актёрах");
    }

    #[test]
    fn declared_utf8_with_a_fault() {
        check(b"<meta charset=utf-8>na\xc3\xafve \xe2\x80", "<meta charset=utf-8>naïve \u{fffd}");
        check(b"<meta charset=utf-8>\xe9t\xe9 \xe0 la c\xf4te, d\xe9j\xe0", "<meta charset=utf-8>été à la côte, déjà");
    }
}
