//! The fields of the index, and their names, in one place.

use tantivy::schema::{Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};

use super::document::TextField;

/// The name under which the [`Analyzer`](super::Analyzer) is registered.
pub const ANALYZER: &str = "press";

/// The name of [`Fields::place`].
pub const PLACE: &str = "place";

/// The name of [`Fields::source`].
pub const SOURCE: &str = "source";

/// The name of [`Fields::day`].
pub const DAY: &str = "day";

/// The name of [`Fields::confidence`].
pub const CONFIDENCE: &str = "confidence";

/// Value of [`Fields::kind`] of an article.
pub const ARTICLE: u64 = 0;
/// Value of [`Fields::kind`] of a quotation.
pub const QUOTATION: u64 = 1;

/// A facet whose values are names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameField {
    /// Who is quoted.
    Speaker,
    /// Who is named.
    Person,
    /// Which films are named.
    Film,
    /// Which series are named.
    Series,
    /// Who wrote the article.
    Author,
    /// Where it was published.
    Site,
}

impl NameField {
    /// Every name field, in the order in which they are shown.
    pub const ALL: [NameField; 6] =
        [NameField::Speaker, NameField::Person, NameField::Film, NameField::Series, NameField::Author, NameField::Site];

    /// Returns the name of the field, in queries, options and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            NameField::Speaker => "speaker",
            NameField::Person => "person",
            NameField::Film => "film",
            NameField::Series => "series",
            NameField::Author => "author",
            NameField::Site => "site",
        }
    }

    /// Returns the field of that name.
    pub fn parse(name: &str) -> Option<NameField> {
        NameField::ALL.into_iter().find(|field| field.as_str() == name)
    }
}

/// The fields of both kinds of document.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// [`ARTICLE`] or [`QUOTATION`].
    pub kind: Field,
    /// Number of the article: the hash of its [`Stamp::key`](super::Stamp::key). On both kinds, so that an article is
    /// dropped with its quotations.
    pub article: Field,
    /// Place among the documents of the article, which stand together: 0 for the article itself, `n` for its `n`th
    /// utterance, so that an article and its quotations are found from one another by counting.
    pub place: Field,
    /// What a person calls the article: its path, or `path#id`. Articles only.
    pub id: Field,
    /// The file that the article came from, with the stamp it had. Articles only.
    pub source: Field,
    /// The headline. Articles only.
    pub title: Field,
    /// The title and the other kept lines. Articles only.
    pub body: Field,
    /// The removed lines. Articles only.
    pub removed: Field,
    /// The words of an utterance. Quotations only.
    pub quote: Field,
    /// Day of publication as the number `yyyymmdd`; missing when unknown. On both kinds.
    pub day: Field,
    /// Confidence in the speaker, in thousandths. Quotations only.
    pub confidence: Field,
    names: [Field; 6],
}

impl Fields {
    /// Returns the schema and its fields.
    pub fn build() -> (Schema, Fields) {
        let mut schema = Schema::builder();
        let number = NumericOptions::default();
        let kind = schema.add_u64_field("kind", number.clone().set_indexed());
        let article = schema.add_u64_field("article", number.clone().set_indexed());
        let place = schema.add_u64_field(PLACE, number.clone().set_fast());
        let id = schema.add_text_field("id", whole());
        let source = schema.add_text_field(SOURCE, TextOptions::default().set_fast("raw"));
        let title = schema.add_text_field("title", analyzed(IndexRecordOption::WithFreqsAndPositions));
        let body = schema.add_text_field("body", analyzed(IndexRecordOption::WithFreqsAndPositions));
        let removed = schema.add_text_field("removed", analyzed(IndexRecordOption::WithFreqsAndPositions));
        let quote = schema.add_text_field("quote", analyzed(IndexRecordOption::WithFreqsAndPositions));
        let day = schema.add_u64_field(DAY, number.clone().set_indexed().set_fast());
        let confidence = schema.add_u64_field(CONFIDENCE, number.set_fast());
        let names = NameField::ALL.map(|field| schema.add_text_field(field.as_str(), whole().set_fast("raw")));
        let schema = schema.build();
        (schema, Fields { kind, article, place, id, source, title, body, removed, quote, day, confidence, names })
    }

    /// Returns a field of text.
    pub(super) fn text(&self, field: TextField) -> Field {
        match field {
            TextField::Title => self.title,
            TextField::Body => self.body,
            TextField::Removed => self.removed,
            TextField::Quote => self.quote,
        }
    }

    /// Returns the field that holds the names of a facet.
    pub fn name(&self, field: NameField) -> Field {
        self.names[field as usize]
    }
}

/// A text that is one term, and not scored.
fn whole() -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(IndexRecordOption::Basic);
    TextOptions::default().set_indexing_options(indexing.set_fieldnorms(false))
}

fn analyzed(option: IndexRecordOption) -> TextOptions {
    TextOptions::default()
        .set_indexing_options(TextFieldIndexing::default().set_tokenizer(ANALYZER).set_index_option(option))
}
