//! Writes segments of the index: articles taken apart come in, in order; the files of one tantivy segment go out.
//!
//! tantivy's own writer looks every word of a document up in one large table, under the one thread that owns it. Here
//! words are numbered and sorted by article in parallel ([`Documents`]), and what is left is to append each term of a
//! document to its list. The files are those of tantivy, by its own serializers, but for one: what is shown of
//! articles ([`records`]).
//!
//! **Invariant:** what is written depends on the articles and their order alone.

mod list;
mod records;
mod vocabulary;

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::columnar::{ColumnType, ColumnarWriter};
use tantivy::directory::TerminatingWrite;
use tantivy::fieldnorm::{FieldNormReader, FieldNormReaders, FieldNormsSerializer};
use tantivy::index::{Segment, SegmentComponent, SegmentMeta};
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::Field;
use tantivy::store::{Compressor as StoreCompressor, StoreWriter};
use tantivy::{DocId, Index};
use zstd::bulk::Compressor;

use super::document::{Document, Documents, Terms, Text, TextField};
use super::schema::{ARTICLE, CONFIDENCE, DAY, Fields, NameField, PLACE, QUOTATION, SOURCE};
use list::{List, take_number};
use records::RecordsWriter;

pub use list::push_number;
pub use records::{N_SAMPLES, RECORDS, Records, RecordsPlugin, learn, packer};
pub use vocabulary::{Vocabulary, Words};

/// Bytes of postings that are gathered before they are written as a segment.
const FULL: usize = 160 << 20;

/// A segment that is being gathered.
pub struct Builder {
    segment: Segment,
    fields: Fields,
    vocabulary: Arc<Vocabulary>,
    n_documents: DocId,
    n_bytes: usize,
    texts: [TextLists; 4],
    names: [NameLists; 6],
    kinds: [List; 2],
    days: FxHashMap<u64, List>,
    ids: Vec<(String, DocId)>,
    /// Number, first document, and one past the last.
    articles: Vec<(u64, DocId, DocId)>,
    columns: ColumnarWriter,
    records: RecordsWriter,
    packer: Compressor<'static>,
}

/// The postings of one text field.
#[derive(Default)]
struct TextLists {
    /// By the number of the term.
    lists: Vec<List>,
    /// The sum of the lengths: rounded, as the engine sums them where it merges segments without what was dropped, so
    /// that scores do not tell how an index came about.
    n_words: u64,
    /// The number of words of each document, as tantivy rounds it to a byte.
    lengths: Vec<u8>,
}

/// The postings of one field of names.
#[derive(Default)]
struct NameLists {
    places: FxHashMap<String, usize>,
    lists: Vec<List>,
}

impl Builder {
    /// Returns a segment without documents, whose records are compressed against `dictionary`.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn new(index: &Index, fields: Fields, vocabulary: Arc<Vocabulary>, dictionary: &[u8]) -> tantivy::Result<Self> {
        let segment = index.new_segment();
        let records = RecordsWriter::open(&segment, dictionary)?;
        Ok(Builder {
            segment,
            fields,
            vocabulary,
            n_documents: 0,
            n_bytes: 0,
            texts: Default::default(),
            names: Default::default(),
            kinds: Default::default(),
            days: FxHashMap::default(),
            ids: Vec::new(),
            articles: Vec::new(),
            columns: columns(),
            records,
            packer: packer(dictionary)?,
        })
    }

    /// Returns whether the segment should be written before an article of this vocabulary is added.
    pub fn is_full(&self, vocabulary: &Arc<Vocabulary>) -> bool {
        let is_new = !Arc::ptr_eq(vocabulary, &self.vocabulary) && self.vocabulary.is_full() && !vocabulary.is_full();
        self.n_bytes + self.columns.mem_usage() > FULL || is_new
    }

    /// Adds an article and its quotations.
    ///
    /// # Errors
    /// The disk is full.
    pub fn add(&mut self, mut article: Documents) -> tantivy::Result<()> {
        self.renumber(&mut article);
        let first = self.n_documents;
        let names = self.places_of_names(&article.names);
        let mut terms = Entries::of(&article.terms);
        for (place, document) in (0..).zip(&article.documents) {
            self.add_document(&article, document, place, &names);
            for text in &document.texts {
                self.add_text(first + place, text, &mut terms);
            }
        }
        self.n_documents += article.documents.len() as DocId;
        self.n_bytes += article.terms.bytes.len() + article.terms.entries.len() * 2;
        self.columns.record_str(first, SOURCE, &article.source);
        self.articles.push((article.number, first, self.n_documents));
        self.ids.push((article.id, first));
        let packed = if article.is_packed { article.record } else { self.packer.compress(&article.record)? };
        self.records.add(first, &packed)
    }

    /// Gives the terms of an article the numbers that they have here: it was cut into words before another vocabulary
    /// was begun, or after.
    fn renumber(&self, article: &mut Documents) {
        if !Arc::ptr_eq(&article.vocabulary, &self.vocabulary) {
            for (number, _) in &mut article.terms.entries {
                *number = self.vocabulary.number(&article.vocabulary.term(*number));
            }
        }
    }

    fn places_of_names(&mut self, names: &[(NameField, String)]) -> Vec<usize> {
        names.iter().map(|(field, name)| self.names[*field as usize].place(name)).collect()
    }

    fn add_document(&mut self, article: &Documents, document: &Document, place: DocId, names: &[usize]) {
        let id = self.n_documents + place;
        self.kinds[if place == 0 { ARTICLE } else { QUOTATION } as usize].push(id);
        self.columns.record_numerical(id, PLACE, u64::from(place));
        if let Some(day) = article.day {
            self.days.entry(day).or_default().push(id);
            self.columns.record_numerical(id, DAY, day);
        }
        if let Some(confidence) = document.confidence {
            self.columns.record_numerical(id, CONFIDENCE, confidence);
        }
        for &name in &document.names {
            let (field, value) = &article.names[name as usize];
            self.names[*field as usize].lists[names[name as usize]].push(id);
            self.columns.record_str(id, field.as_str(), value);
        }
    }

    fn add_text(&mut self, document: DocId, text: &Text, terms: &mut Entries) {
        let field = &mut self.texts[text.field as usize];
        let length = FieldNormReader::fieldnorm_to_id(text.n_words);
        field.n_words += u64::from(FieldNormReader::id_to_fieldnorm(length));
        field.lengths.resize(document as usize, 0);
        field.lengths.push(length);
        for (number, bytes) in terms.take(text.n_terms as usize) {
            if field.lists.len() <= number as usize {
                field.lists.resize((number as usize + 1).next_power_of_two(), List::default());
            }
            field.lists[number as usize].push_with(document, bytes);
        }
    }

    /// Writes the segment.
    ///
    /// # Errors
    /// The disk is full.
    pub fn finish(mut self) -> tantivy::Result<SegmentMeta> {
        let n_documents = self.n_documents;
        let segment = &self.segment;
        self.records.close()?;
        write_no_store(segment)?;
        let mut columns = self.columns;
        let (written, columns_written) = std::thread::scope(|scope| {
            let columns_written = scope.spawn(|| write_columns(segment, &mut columns, n_documents));
            self.texts.iter_mut().for_each(|field| field.lengths.resize(n_documents as usize, 0));
            let postings = Postings {
                fields: self.fields,
                vocabulary: &self.vocabulary,
                texts: &self.texts,
                names: &self.names,
                kinds: &self.kinds,
                days: &self.days,
                ids: self.ids,
                articles: self.articles,
            };
            let written = write_lengths(segment, self.fields, &self.texts).and_then(|()| postings.write(segment));
            (written, columns_written.join())
        });
        written?;
        columns_written.map_err(|_| tantivy::TantivyError::ErrorInThread("writing columns".to_owned()))??;
        Ok(segment.clone().with_max_doc(n_documents).meta().clone())
    }
}

impl NameLists {
    fn place(&mut self, name: &str) -> usize {
        if let Some(&place) = self.places.get(name) {
            return place;
        }
        self.lists.push(List::default());
        self.places.insert(name.to_owned(), self.lists.len() - 1);
        self.lists.len() - 1
    }
}

/// What is left of the terms of an article.
struct Entries<'t> {
    terms: &'t Terms,
    next: usize,
    start: usize,
}

impl<'t> Entries<'t> {
    fn of(terms: &'t Terms) -> Entries<'t> {
        Entries { terms, next: 0, start: 0 }
    }

    /// Returns the next terms, each with its bytes.
    fn take(&mut self, n_terms: usize) -> impl Iterator<Item = (u32, &'t [u8])> + use<'t> {
        let entries = &self.terms.entries[self.next..self.next + n_terms];
        let bytes = &self.terms.bytes;
        let mut start = self.start;
        self.next += n_terms;
        self.start = entries.last().map_or(start, |&(_, end)| end as usize);
        entries.iter().map(move |&(number, end)| {
            let own = &bytes[start..end as usize];
            start = end as usize;
            (number, own)
        })
    }
}

/// Returns the columns of all fast fields, without values.
fn columns() -> ColumnarWriter {
    let mut columns = ColumnarWriter::default();
    for number in [PLACE, DAY, CONFIDENCE] {
        columns.record_column_type(number, ColumnType::U64, false);
    }
    columns.record_column_type(SOURCE, ColumnType::Str, false);
    NameField::ALL.iter().for_each(|field| columns.record_column_type(field.as_str(), ColumnType::Str, false));
    columns
}

fn write_columns(segment: &Segment, columns: &mut ColumnarWriter, n_documents: DocId) -> tantivy::Result<()> {
    let mut file = segment.open_write(SegmentComponent::FastFields)?;
    columns.serialize(n_documents, None, &mut file)?;
    file.terminate()?;
    Ok(())
}

/// Writes tantivy's own store, of no document: [`records`] holds what is shown.
fn write_no_store(segment: &Segment) -> tantivy::Result<()> {
    let file = segment.open_write(SegmentComponent::Store)?;
    StoreWriter::new(file, StoreCompressor::None, 1, false)?.close()?;
    Ok(())
}

fn write_lengths(segment: &Segment, fields: Fields, texts: &[TextLists; 4]) -> tantivy::Result<()> {
    let mut serializer = FieldNormsSerializer::from_write(segment.open_write(SegmentComponent::FieldNorms)?)?;
    for field in TextField::ALL {
        serializer.serialize_field(fields.text(field), &texts[field as usize].lengths)?;
    }
    serializer.close()?;
    Ok(())
}

/// All postings of a segment.
struct Postings<'b> {
    fields: Fields,
    vocabulary: &'b Vocabulary,
    texts: &'b [TextLists; 4],
    names: &'b [NameLists; 6],
    kinds: &'b [List; 2],
    days: &'b FxHashMap<u64, List>,
    ids: Vec<(String, DocId)>,
    articles: Vec<(u64, DocId, DocId)>,
}

/// A term and the documents that hold it.
type Entry<'l, T> = (T, &'l List);

impl Postings<'_> {
    fn write(mut self, segment: &Segment) -> tantivy::Result<()> {
        let lengths = FieldNormReaders::open(segment.open_read(SegmentComponent::FieldNorms)?)?;
        let mut serializer = InvertedIndexSerializer::open(segment)?;
        let terms = self.vocabulary.in_order();
        for field in TextField::ALL {
            let text = &self.texts[field as usize];
            let field = self.fields.text(field);
            let lists = terms.iter().filter_map(|(term, number)| {
                text.lists.get(*number as usize).filter(|list| list.n_documents() > 0).map(|list| (&**term, list))
            });
            write_text(&mut serializer, field, text.n_words, lengths.get_field(field)?, lists)?;
        }
        for field in NameField::ALL {
            let names = &self.names[field as usize];
            let mut lists: Vec<Entry<&[u8]>> =
                names.places.iter().map(|(name, &place)| (name.as_bytes(), &names.lists[place])).collect();
            write_lists(&mut serializer, self.fields.name(field), &mut lists)?;
        }
        self.write_numbers(&mut serializer)?;
        serializer.close()?;
        Ok(())
    }

    /// Writes the fields whose terms are the articles themselves, and those that have few.
    fn write_numbers(&mut self, serializer: &mut InvertedIndexSerializer) -> tantivy::Result<()> {
        let kinds: Vec<(Vec<u8>, &List)> =
            (0u64..).zip(self.kinds).map(|(kind, list)| (kind.to_be_bytes().to_vec(), list)).collect();
        write_lists(serializer, self.fields.kind, &mut borrowed(&kinds))?;
        let days: Vec<(Vec<u8>, &List)> =
            self.days.iter().map(|(day, list)| (day.to_be_bytes().to_vec(), list)).collect();
        write_lists(serializer, self.fields.day, &mut borrowed(&days))?;
        self.articles.sort_unstable();
        let articles = grouped(self.articles.iter().map(|&(number, first, end)| (number.to_be_bytes(), first..end)));
        write_lists(
            serializer,
            self.fields.article,
            &mut articles.iter().map(|(term, list)| (&term[..], list)).collect(),
        )?;
        self.ids.sort_unstable();
        let ids = grouped(self.ids.iter().map(|(id, document)| (id.as_bytes(), *document..document + 1)));
        write_lists(serializer, self.fields.id, &mut ids.iter().map(|(term, list)| (*term, list)).collect())
    }
}

fn borrowed<'l>(lists: &'l [(Vec<u8>, &'l List)]) -> Vec<Entry<'l, &'l [u8]>> {
    lists.iter().filter(|(_, list)| list.n_documents() > 0).map(|(term, list)| (term.as_slice(), *list)).collect()
}

/// Makes lists of terms that come in order, each with some of its documents.
fn grouped<T: PartialEq>(terms: impl Iterator<Item = (T, std::ops::Range<DocId>)>) -> Vec<(T, List)> {
    let mut lists: Vec<(T, List)> = Vec::new();
    for (term, documents) in terms {
        if lists.last().is_none_or(|(last, _)| *last != term) {
            lists.push((term, List::default()));
        }
        if let Some((_, list)) = lists.last_mut() {
            documents.for_each(|document| list.push(document));
        }
    }
    lists
}

/// Writes a text field, whose terms come in order.
fn write_text<'l>(
    serializer: &mut InvertedIndexSerializer,
    field: Field,
    n_words: u64,
    lengths: Option<FieldNormReader>,
    lists: impl Iterator<Item = Entry<'l, &'l str>>,
) -> tantivy::Result<()> {
    if n_words == 0 {
        return Ok(());
    }
    let mut writer = serializer.new_field(field, n_words, lengths)?;
    let mut positions = Vec::new();
    for (term, list) in lists {
        writer.new_term(term.as_bytes(), list.n_documents(), true)?;
        list.read(|document, bytes| {
            let times = take_number(bytes);
            positions.clear();
            positions.extend((0..times).map(|_| take_number(bytes)));
            writer.write_doc(document, times, &positions);
        });
        writer.close_term()?;
    }
    writer.close()?;
    Ok(())
}

/// Writes a field whose terms are in a document or not.
fn write_lists(
    serializer: &mut InvertedIndexSerializer,
    field: Field,
    lists: &mut Vec<Entry<&[u8]>>,
) -> tantivy::Result<()> {
    if lists.is_empty() {
        return Ok(());
    }
    lists.sort_unstable_by_key(|(term, _)| *term);
    let n_entries = lists.iter().map(|(_, list)| u64::from(list.n_documents())).sum();
    let mut writer = serializer.new_field(field, n_entries, None)?;
    for (term, list) in lists {
        writer.new_term(term, 0, false)?;
        list.read(|document, _| writer.write_doc(document, 0, &[]));
        writer.close_term()?;
    }
    writer.close()?;
    Ok(())
}
