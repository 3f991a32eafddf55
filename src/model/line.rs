//! What cleaning hands to annotation: every line of the text, kept or removed, and why.

use super::{Article, Date, RuleId, Span};

/// What a line of the source text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// The headline.
    Title,
    /// A line that opens the text with its place and agency.
    Dateline,
    /// A sub-heading.
    Heading,
    /// A paragraph of running text.
    Paragraph,
    /// A quotation set off as a paragraph of its own.
    BlockQuote,
    /// One item of a list.
    ListItem,
    /// What the scraper left around the article: removed.
    Boilerplate,
}

impl LineKind {
    /// Returns the name that the JSON uses.
    pub fn as_str(self) -> &'static str {
        match self {
            LineKind::Title => "title",
            LineKind::Dateline => "dateline",
            LineKind::Heading => "heading",
            LineKind::Paragraph => "paragraph",
            LineKind::BlockQuote => "block-quote",
            LineKind::ListItem => "list-item",
            LineKind::Boilerplate => "boilerplate",
        }
    }
}

/// A non-blank line of the source text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// The line without its terminator.
    pub span: Span,
    /// What it is.
    pub kind: LineKind,
    /// The rule that says so.
    pub rule: RuleId,
    /// How sure the cleaner is that the line is boilerplate, 0 to 1.
    pub boilerplate: f32,
}

impl Line {
    /// Returns whether the line is part of the article.
    pub fn is_kept(&self) -> bool {
        self.kind != LineKind::Boilerplate
    }
}

/// An article with every line judged.
///
/// **Invariant:** `lines` holds every non-blank line of `article.text`, in order; the text itself is never changed.
#[derive(Clone, Debug, PartialEq)]
pub struct CleanArticle {
    /// The article; `title`, `authors` and `published` are filled in from its lines where it had none, and its section
    /// and tags have been moved out.
    pub article: Article,
    /// Every non-blank line.
    pub lines: Vec<Line>,
    /// Section of the site: as stated with the article, else as a line tells it.
    pub section: Option<String>,
    /// Tags: as stated with the article, else as a line lists them.
    pub tags: Vec<String>,
}

impl CleanArticle {
    /// Returns the lines that are part of the article.
    pub fn kept(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.is_kept())
    }

    /// Returns the day of publication.
    pub fn published(&self) -> Option<Date> {
        self.article.published
    }
}
