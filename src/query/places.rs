//! The place of a document in the order of paths: what decides among equals, and does not depend on the order in which
//! articles came into the index.

use rustc_hash::FxHashMap;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};

use super::plan::Target;
use crate::index::{PLACE, SOURCE};

/// A place: that of the article among the sources of its segment, then that of the quotation in the article.
pub type Place = (u64, u64, u32);

/// Tells the place of a document of one segment.
pub type Teller = Box<dyn Fn(DocId) -> (u64, u64)>;

/// Returns what tells the place of a document of this segment. An article stands for itself, so that where its
/// quotations stand need not be known.
pub fn place_in_segment(segment: &SegmentReader, target: Target) -> impl Fn(DocId) -> (u64, u64) + use<> {
    let fields = segment.fast_fields();
    let places = if target == Target::Quotations { fields.u64(PLACE).ok() } else { None };
    let sources = fields.str(SOURCE).ok().flatten();
    move |document: DocId| {
        let place = places.as_ref().and_then(|column| column.first(document)).unwrap_or(0);
        let article = document.saturating_sub(place as DocId);
        (sources.as_ref().and_then(|column| column.ords().first(article)).unwrap_or(u64::MAX), place)
    }
}

/// Tells the places of documents of any segment.
pub struct Places<'a> {
    searcher: &'a Searcher,
    target: Target,
    segments: FxHashMap<u32, Teller>,
}

impl<'a> Places<'a> {
    /// Returns a teller that has opened no segment yet.
    pub fn new(searcher: &'a Searcher, target: Target) -> Places<'a> {
        Places { searcher, target, segments: FxHashMap::default() }
    }

    /// Returns the place of a document.
    pub fn of(&mut self, DocAddress { segment_ord, doc_id }: DocAddress) -> Place {
        let open = || Box::new(place_in_segment(self.searcher.segment_reader(segment_ord), self.target));
        let (source, place) = self.segments.entry(segment_ord).or_insert_with(|| open())(doc_id);
        (source, place, segment_ord)
    }
}
