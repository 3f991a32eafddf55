//! A word of a phrase in one segment: which documents hold it, how often, and where.
//!
//! A word that is much more frequent than the rarest of its phrase is looked up where that one stands; others are read
//! from first to last, which costs less for a document than to look it up.

use tantivy::directory::{CompositeFile, FileSlice};
use tantivy::index::{InvertedIndexReader, SegmentComponent, SegmentReader};
use tantivy::positions::PositionReader;
use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Term};

/// A word so many times as frequent as the rarest is looked up.
const MUCH: u32 = 16;
/// Places are looked at by so many.
const FOUR: usize = 4;

/// The documents of a word; each step goes forward.
pub enum Word {
    /// To be looked up.
    Sought(Box<SegmentPostings>),
    /// To be read from first to last.
    Read(Box<InOrder>),
}

impl Word {
    /// Returns a word of which `n_rarest` is the number of documents of the rarest beside it.
    pub fn open(reader: &SegmentReader, term: &Term, info: &TermInfo, n_rarest: u32) -> tantivy::Result<Word> {
        let index = reader.inverted_index(term.field())?;
        if info.doc_freq / MUCH <= n_rarest {
            return Ok(Word::Read(Box::new(InOrder::open(reader, &index, term, info)?)));
        }
        let postings = index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?;
        Ok(Word::Sought(Box::new(postings)))
    }

    /// Moves on to a document, and returns how often the word stands there.
    #[inline]
    pub fn seek(&mut self, doc: DocId) -> Option<u32> {
        match self {
            Word::Sought(postings) => {
                let is_there = postings.doc() == doc || (postings.doc() < doc && postings.seek(doc) == doc);
                is_there.then(|| postings.term_freq())
            }
            Word::Read(postings) => postings.seek(doc),
        }
    }

    /// Returns a bit for each place where the word stands in the document that was found last, with `offset` added:
    /// bit 0 for 0, 64, 128 and so on. All bits where to look is no less work than to compare the places.
    #[inline]
    pub fn bits(&mut self, offset: u32) -> u64 {
        match self {
            Word::Sought(_) => u64::MAX,
            Word::Read(postings) => postings.bits(offset),
        }
    }

    /// Writes where the word stands in the document that was found last, each place with `offset` added.
    pub fn positions(&mut self, offset: u32, positions: &mut Vec<u32>) {
        match self {
            Word::Sought(postings) => postings.positions_with_offset(offset, positions),
            Word::Read(postings) => postings.positions(offset, positions),
        }
    }
}

/// The documents of a word, read from first to last: how many positions came before is known by counting.
pub struct InOrder {
    blocks: BlockSegmentPostings,
    reader: PositionReader,
    /// Number of positions before the block.
    n_before: u64,
    /// The positions of the block, each as the distance from the one before it in its document; read when wanted.
    gaps: Vec<u32>,
    /// Place of a document in the block.
    place: usize,
    /// Number of positions between the beginning of the block and that document.
    first_gap: usize,
}

impl InOrder {
    /// Returns the documents of a term.
    pub fn open(
        reader: &SegmentReader,
        index: &InvertedIndexReader,
        term: &Term,
        info: &TermInfo,
    ) -> tantivy::Result<InOrder> {
        let blocks = index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        let file = CompositeFile::open(&reader.open_read(SegmentComponent::Positions)?)?;
        let of_field = file.open_read(term.field()).unwrap_or_else(FileSlice::empty);
        let reader = PositionReader::open(of_field.read_bytes_slice(info.positions_range.clone())?)?;
        Ok(InOrder { blocks, reader, n_before: 0, gaps: Vec::new(), place: 0, first_gap: 0 })
    }

    /// Returns the documents of the block, and how often the word stands in each; none at the end.
    pub fn block(&self) -> (&[DocId], &[u32]) {
        (self.blocks.docs(), self.blocks.freqs())
    }

    /// Moves on to the next block.
    pub fn advance(&mut self) {
        self.n_before += u64::from(self.blocks.freqs().iter().sum::<u32>());
        self.blocks.advance();
        self.gaps.clear();
        (self.place, self.first_gap) = (0, 0);
    }

    /// Moves on to a document, and returns how often the word stands there.
    #[inline]
    pub fn seek(&mut self, doc: DocId) -> Option<u32> {
        while self.blocks.docs().last().is_some_and(|&last| last < doc) {
            self.advance();
        }
        let (docs, times) = (self.blocks.docs(), self.blocks.freqs());
        while self.place < docs.len() && docs[self.place] < doc {
            self.first_gap += times[self.place] as usize;
            self.place += 1;
        }
        (docs.get(self.place) == Some(&doc)).then(|| times[self.place])
    }

    /// Returns a bit for each place where the word stands, as [`Word::bits`] has it. Places are looked at by fours, as
    /// most words stand in a document less often: the processor need not guess how many there are.
    #[inline]
    pub fn bits(&mut self, offset: u32) -> u64 {
        self.read_gaps();
        let n_places = self.blocks.freqs()[self.place] as usize;
        let (mut bits, mut position) = (0, offset);
        for four in (0..n_places).step_by(FOUR) {
            let first = self.first_gap + four;
            for (place, gap) in (four..).zip(&self.gaps[first..first + FOUR]) {
                position = position.wrapping_add(*gap);
                bits |= u64::from(place < n_places) << (position % u64::BITS);
            }
        }
        bits
    }

    /// Writes where the word stands in the document that was found last, each place with `offset` added.
    pub fn positions(&mut self, offset: u32, positions: &mut Vec<u32>) {
        self.read_gaps();
        let n_places = self.blocks.freqs()[self.place] as usize;
        let mut position = offset;
        positions.clear();
        positions.extend(self.gaps[self.first_gap..self.first_gap + n_places].iter().map(|gap| {
            position += gap;
            position
        }));
    }

    /// Reads the gaps of the block, if that was not done yet; four more follow them, of no meaning.
    #[inline]
    fn read_gaps(&mut self) {
        if self.gaps.is_empty() {
            let n_gaps = self.blocks.freqs().iter().sum::<u32>() as usize;
            self.gaps.resize(n_gaps + FOUR, 0);
            self.reader.read(self.n_before, &mut self.gaps[..n_gaps]);
        }
    }
}
