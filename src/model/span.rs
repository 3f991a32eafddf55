//! Places in a text.
//!
//! **Invariant:** a [`Span`] counts bytes, is half-open, and lies on character boundaries of the text it speaks of.
//! Offsets in Unicode scalar values (what Python and jq count) exist only where JSON is written; [`CharOffsets`]
//! converts them.

use std::ops::Range;

/// A half-open range of bytes of an article's source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Returns the span from `start` to `end`.
    ///
    /// Texts are limited to 4 GiB by ingest, so the cast loses nothing.
    pub fn new(start: usize, end: usize) -> Span {
        debug_assert!(start <= end, "span {start}..{end} runs backwards");
        Span { start: start as u32, end: end as u32 }
    }

    /// Returns the length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Returns whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Returns the span as a range that slices a `str`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Returns the text that the span covers.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Returns whether `other` lies wholly inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns whether the two spans share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Converts byte offsets of one text to offsets in Unicode scalar values.
///
/// Holds a checkpoint every 256 bytes, so that a conversion reads at most that much text; texts that are all ASCII
/// need none.
pub struct CharOffsets<'t> {
    text: &'t str,
    /// Characters before byte `256 * i`; empty when the text is ASCII.
    checkpoints: Vec<u32>,
}

const STRIDE: usize = 256;

impl<'t> CharOffsets<'t> {
    /// Returns a converter for `text`.
    pub fn new(text: &'t str) -> CharOffsets<'t> {
        let mut checkpoints = Vec::new();
        if !text.is_ascii() {
            let mut n_chars = 0;
            for chunk in text.as_bytes().chunks(STRIDE) {
                checkpoints.push(n_chars);
                n_chars += count_starts(chunk);
            }
            checkpoints.push(n_chars);
        }
        CharOffsets { text, checkpoints }
    }

    /// Returns how many characters come before `byte`.
    pub fn at(&self, byte: u32) -> u32 {
        let byte = byte as usize;
        if self.checkpoints.is_empty() {
            return byte as u32;
        }
        let block = byte / STRIDE;
        self.checkpoints[block] + count_starts(&self.text.as_bytes()[block * STRIDE..byte])
    }

    /// Returns the span as a pair of character offsets.
    pub fn span(&self, span: Span) -> [u32; 2] {
        [self.at(span.start), self.at(span.end)]
    }
}

/// Counts the bytes that begin a character.
fn count_starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| (byte as i8) >= -0x40).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn char_offsets_agree_with_counting() {
        let text = "“Zoë” — naïve 東京 x".repeat(60);
        let offsets = CharOffsets::new(&text);
        for (n_chars, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.at(byte as u32), n_chars as u32);
        }
        assert_eq!(offsets.at(text.len() as u32), text.chars().count() as u32);
    }

    #[test]
    fn ascii_needs_no_checkpoints() {
        assert_eq!(CharOffsets::new("plain text").span(Span::new(2, 5)), [2, 5]);
    }
}
