//! One spelling for all spellings of a word: lower case, no accents, straight apostrophes.
//!
//! Lists and text are compared by [`Key`]s, hashes of folded words, so that `Beyoncé`, `BEYONCE` and `beyonce` are one.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// Longest folded word, in bytes; longer ones are cut, and are in no list.
pub const MAX_WORD: usize = 48;

/// Hash of a folded word, or of a sequence of them.
///
/// Two words share a key with a chance of one in 2⁶⁴; nothing breaks when they do, but a word is looked up as another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(pub u64);

impl Key {
    /// The empty sequence.
    pub const EMPTY: Key = Key(0);

    /// Returns the key of a word as printed.
    pub fn of(word: &str) -> Key {
        let mut buffer = [0; MAX_WORD];
        let mut hasher = FxHasher::default();
        hasher.write(fold(word, &mut buffer));
        Key(hasher.finish())
    }

    /// Returns the key of this sequence with one more word.
    pub fn then(self, word: Key) -> Key {
        Key((self.0.rotate_left(23) ^ word.0).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }
}

/// Writes `word` in lower case, without accents, with straight apostrophes; what does not fit is cut.
pub fn fold<'b>(word: &str, buffer: &'b mut [u8; MAX_WORD]) -> &'b [u8] {
    let mut length = 0;
    if word.is_ascii() {
        length = word.len().min(MAX_WORD);
        buffer[..length].copy_from_slice(&word.as_bytes()[..length]);
        buffer[..length].make_ascii_lowercase();
        return &buffer[..length];
    }
    for letter in word.chars().flat_map(char::to_lowercase) {
        let mut bytes = [0; 4];
        let plain = match without_accent(letter) {
            "" if is_combining(letter) => continue,
            "" => letter.encode_utf8(&mut bytes),
            plain => plain,
        };
        let Some(room) = buffer.get_mut(length..length + plain.len()) else { break };
        room.copy_from_slice(plain.as_bytes());
        length += plain.len();
    }
    &buffer[..length]
}

/// Returns whether the character is an accent that follows its letter.
pub fn is_combining(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// Returns the plain letters for a small letter with an accent, or nothing for any other character.
fn without_accent(letter: char) -> &'static str {
    match letter {
        '’' | '‘' | 'ʼ' | '`' => "'",
        '‑' | '–' => "-",
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' => "d",
        'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expected: &str) {
        assert_eq!(fold(word, &mut [0; MAX_WORD]), expected.as_bytes());
    }

    #[test]
    fn spellings_meet() {
        check("BEYONCÉ", "beyonce");
        check("O’Connell", "o'connell");
        check("Skarsgård", "skarsgard");
        check("Zoe\u{308}", "zoe");
        check("東京", "東京");
        assert_eq!(Key::of("Larraín"), Key::of("LARRAIN"));
    }

    #[test]
    fn sequences_keep_their_order() {
        let (iron, man) = (Key::of("iron"), Key::of("man"));
        assert_ne!(Key::EMPTY.then(iron).then(man), Key::EMPTY.then(man).then(iron));
        assert_eq!(fold(&"é".repeat(80), &mut [0; MAX_WORD]).len(), MAX_WORD);
    }
}
