//! The postings of one term while they are gathered: documents as distances, each with what is known of it, as bytes
//! that small numbers are short in.

/// Appends a number, seven bits a byte, the lowest first.
pub fn push_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Reads a number that [`push_number`] wrote; 0 past the end.
pub fn take_number(bytes: &mut &[u8]) -> u32 {
    let (mut number, mut shift) = (0, 0);
    while let [byte, rest @ ..] = *bytes {
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        shift += 7;
        if *byte < 0x80 || shift > 28 {
            break;
        }
    }
    number
}

/// The documents that hold a term.
#[derive(Clone, Debug, Default)]
pub struct List {
    bytes: Vec<u8>,
    /// One past the last document.
    end: u32,
    n_documents: u32,
}

impl List {
    /// Adds a document; one that is there already is there once.
    pub fn push(&mut self, document: u32) {
        if document >= self.end {
            self.push_with(document, &[]);
        }
    }

    /// Adds a document that is not there yet, with what is known of it.
    pub fn push_with(&mut self, document: u32, more: &[u8]) {
        push_number(&mut self.bytes, document - self.end);
        self.bytes.extend_from_slice(more);
        self.end = document + 1;
        self.n_documents += 1;
    }

    /// Returns how many documents there are.
    pub fn n_documents(&self) -> u32 {
        self.n_documents
    }

    /// Passes every document to `each`, in order; it takes what is known of the document from the bytes that follow.
    pub fn read(&self, mut each: impl FnMut(u32, &mut &[u8])) {
        let (mut bytes, mut end) = (self.bytes.as_slice(), 0);
        while !bytes.is_empty() {
            let document = end + take_number(&mut bytes);
            each(document, &mut bytes);
            end = document + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pushed_is_read() {
        let mut list = List::default();
        let documents = [0, 1, 7, 7, 200, 70_000, u32::MAX - 1];
        documents.iter().for_each(|&document| list.push(document));
        let mut read = Vec::new();
        list.read(|document, _| read.push(document));
        assert_eq!(read, [0, 1, 7, 200, 70_000, u32::MAX - 1]);
        assert_eq!(list.n_documents(), 6);
    }

    #[test]
    fn more_is_read_with_its_document() {
        let mut list = List::default();
        list.push_with(3, &[2, 5, 6]);
        list.push_with(4, &[1, 9]);
        let mut read = Vec::new();
        list.read(|document, more| {
            let n = take_number(more);
            read.push((document, (0..n).map(|_| take_number(more)).collect::<Vec<_>>()));
        });
        assert_eq!(read, [(3, vec![5, 6]), (4, vec![9])]);
    }
}
