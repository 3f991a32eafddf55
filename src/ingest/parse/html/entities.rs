//! Character references, such as `&amp;`, `&#8217;` and `&nbsp`, as the HTML standard lists them.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The standard's table: name, code points in hexadecimal, and whether the name is known without its semicolon.
const TABLE: &str = include_str!("entities.tsv");

/// The longest name, and the longest of those that need no semicolon.
const MAX_NAME: usize = 31;
const MAX_LEGACY: usize = 6;

struct Entity {
    letters: [Option<char>; 2],
    legacy: bool,
}

static ENTITIES: LazyLock<FxHashMap<&'static [u8], Entity>> =
    LazyLock::new(|| TABLE.lines().skip(1).filter_map(entity).collect());

fn entity(line: &'static str) -> Option<(&'static [u8], Entity)> {
    let mut columns = line.split('\t');
    let (name, codes) = (columns.next()?, columns.next()?);
    let mut letters = codes.split(' ').map(|code| u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
    let letters = [letters.next().flatten(), letters.next().flatten()];
    Some((name.as_bytes(), Entity { letters, legacy: columns.next().is_some() }))
}

/// Appends the character that the reference at the start of `text` stands for, and returns the length of the reference;
/// returns `None`, and appends nothing, when the ampersand is just an ampersand.
pub fn push_reference(text: &str, out: &mut String) -> Option<usize> {
    let name = text.strip_prefix('&')?;
    match name.strip_prefix('#') {
        Some(number) => push_number(number, out).map(|length| length + 2),
        None => push_name(name.as_bytes(), out).map(|length| length + 1),
    }
}

/// Returns `text` with its references replaced.
pub fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let length = push_reference(&rest[at..], &mut out).unwrap_or_else(|| {
            out.push('&');
            1
        });
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    out
}

/// Returns `text` on one line: its references replaced, single spaces between its words.
pub fn decode_line(text: &str) -> String {
    decode(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn push_name(name: &[u8], out: &mut String) -> Option<usize> {
    let length = name.iter().take(MAX_NAME + 1).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if name.get(length) == Some(&b';')
        && let Some(entity) = ENTITIES.get(&name[..length])
    {
        out.extend(entity.letters.iter().flatten());
        return Some(length + 1);
    }
    let known = |length: &usize| ENTITIES.get(&name[..*length]).is_some_and(|entity| entity.legacy);
    let length = (2..=length.min(MAX_LEGACY)).rev().find(known)?;
    out.extend(ENTITIES.get(&name[..length])?.letters.iter().flatten());
    Some(length)
}

/// Reads what follows `&#`.
fn push_number(text: &str, out: &mut String) -> Option<usize> {
    let (digits, radix) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (text, 10),
    };
    let n_digits = digits.bytes().take_while(|byte| (*byte as char).is_digit(radix)).count();
    if n_digits == 0 {
        return None;
    }
    let code = u32::from_str_radix(&digits[..n_digits], radix).unwrap_or(u32::MAX);
    out.push(letter(code));
    let end = text.len() - digits.len() + n_digits;
    Some(end + usize::from(text.as_bytes().get(end) == Some(&b';')))
}

/// Returns the character of a number; those of the C1 block are read as windows-1252, as browsers do.
fn letter(code: u32) -> char {
    const C1: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    match code {
        0 => char::REPLACEMENT_CHARACTER,
        0x80..=0x9f => C1.chars().nth((code - 0x80) as usize).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(decode(text), expected);
    }

    #[test]
    fn references() {
        check("Fish &amp; chips", "Fish & chips");
        check("&ldquo;Yes,&rdquo; &eacute;", "“Yes,” é");
        check("&#8217;&#x2019;&#146;&#146", "’’’’");
        check("A&nbspB &ampC", "A\u{a0}B &C");
        check("AT&T & so & &; &# &#x; &unknown;", "AT&T & so & &; &# &#x; &unknown;");
        check("&#0;&#1114112;&#99999999999999999999;", "\u{fffd}\u{fffd}\u{fffd}");
        check("&NotEqualTilde;", "≂̸");
        check("&", "&");
    }

    #[test]
    fn the_table_is_sorted_and_whole() {
        let names: Vec<&str> = TABLE.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
        assert!(names.is_sorted() && names.len() == ENTITIES.len());
        assert!(names.iter().all(|name| name.len() <= MAX_NAME));
        let legacy = ENTITIES.iter().filter(|(_, entity)| entity.legacy);
        assert_eq!(legacy.map(|(name, _)| name.len()).max(), Some(MAX_LEGACY));
        assert!(ENTITIES.values().all(|entity| entity.letters[0].is_some()));
    }
}
