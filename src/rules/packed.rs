//! Tables of keys in plain bytes: a list of a million names is mapped from a file and is ready at once.
//!
//! A table is a sorted array of keys with a number each. A key is found by its first bits, which name a bucket of a few
//! keys: `n_keys u32, bits u32, buckets [(2^bits + 1) × u32], keys [n × u64], numbers [n × u32]`, little-endian.
//!
//! **Invariant:** no bytes make a look-up fail otherwise than by finding nothing.

use std::ops::Deref;

use super::Key;

/// Bytes that a list lies in: in memory, or in a file that is mapped into it.
pub type Bytes = Box<dyn Deref<Target = [u8]> + Send + Sync>;

/// Where a table lies in its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Table {
    n_keys: usize,
    bits: u32,
    buckets: usize,
    keys: usize,
    numbers: usize,
}

impl Table {
    /// Appends a table to `out`; of like keys the first stays.
    pub fn write(mut entries: Vec<(Key, u32)>, out: &mut Vec<u8>) {
        entries.sort_by_key(|&(key, _)| key);
        entries.dedup_by_key(|entry| entry.0);
        let bits = (entries.len() / 4).max(2).ilog2();
        out.extend((entries.len() as u32).to_le_bytes());
        out.extend(bits.to_le_bytes());
        let mut at = 0;
        for bucket in 0..=(1u64 << bits) {
            while at < entries.len() && entries[at].0.0 >> (64 - bits) < bucket {
                at += 1;
            }
            out.extend((at as u32).to_le_bytes());
        }
        entries.iter().for_each(|(key, _)| out.extend(key.0.to_le_bytes()));
        entries.iter().for_each(|(_, number)| out.extend(number.to_le_bytes()));
    }

    /// Finds the table that opens at byte `at`, and where it ends.
    pub fn read(bytes: &[u8], at: usize) -> Option<(Table, usize)> {
        let (n_keys, bits) = (u32_at(bytes, at)? as usize, u32_at(bytes, at + 4)?);
        if !(1..=28).contains(&bits) {
            return None;
        }
        let buckets = at + 8;
        let keys = buckets + ((1 << bits) + 1) * 4;
        let numbers = keys + n_keys * 8;
        let end = numbers + n_keys * 4;
        (end <= bytes.len()).then_some((Table { n_keys, bits, buckets, keys, numbers }, end))
    }

    /// Returns the number of a key.
    pub fn get(&self, bytes: &[u8], key: Key) -> Option<u32> {
        let bucket = (key.0 >> (64 - self.bits)) as usize;
        let bound = |bucket: usize| u32_at(bytes, self.buckets + 4 * bucket);
        let mut at = bound(bucket)? as usize;
        let end = (bound(bucket + 1)? as usize).min(self.n_keys);
        while at < end {
            let found = u64_at(bytes, self.keys + 8 * at)?;
            if found >= key.0 {
                return if found == key.0 { u32_at(bytes, self.numbers + 4 * at) } else { None };
            }
            at += 1;
        }
        None
    }
}

/// Returns the number at byte `at`.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at + 8)?.try_into().ok().map(u64::from_le_bytes)
}

/// Returns the text that opens at byte `at` and ends with a zero, and where the next one opens.
pub fn text_at(bytes: &[u8], at: usize) -> Option<(&str, usize)> {
    let length = memchr::memchr(0, bytes.get(at..)?)?;
    Some((std::str::from_utf8(&bytes[at..at + length]).ok()?, at + length + 1))
}

/// Appends a text and the zero that ends it.
pub fn push_text(text: &str, out: &mut Vec<u8>) {
    out.extend(text.bytes().filter(|&byte| byte != 0));
    out.push(0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_found() {
        let word = |number: u32| Key::of(&format!("word{number}"));
        let mut bytes = vec![9; 3];
        Table::write((0..5000).map(|number| (word(number), number)).collect(), &mut bytes);
        let (table, end) = Table::read(&bytes, 3).unwrap();
        assert_eq!(end, bytes.len());
        assert!((0..5000).all(|number| table.get(&bytes, word(number)) == Some(number)));
        assert!((5000..9000).all(|number| table.get(&bytes, word(number)).is_none()));
    }

    #[test]
    fn damaged_bytes_hold_nothing() {
        assert!(Table::read(&[1, 2, 3], 0).is_none());
        let mut bytes = Vec::new();
        Table::write(vec![(Key::of("word"), 1)], &mut bytes);
        assert!(Table::read(&bytes[..bytes.len() - 1], 0).is_none());
        assert_eq!(text_at(b"abc", 0), None);
    }
}
