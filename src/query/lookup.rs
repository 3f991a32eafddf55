//! Looks up one article by what a person calls it, and counts what the index holds.

use rustc_hash::FxHashSet;
use tantivy::collector::{Count, DocSetCollector};
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, Term};

use crate::error::{Error, Result};
use crate::index::{ARTICLE, Archive, DAY, NameField, QUOTATION, StoredArticle, date_of};
use crate::model::{AnnotatedArticle, Date};

/// How much an index holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Articles.
    pub articles: usize,
    /// Quotations, an utterance each.
    pub quotations: usize,
    /// Distinct values of each facet.
    pub names: Vec<(NameField, usize)>,
    /// First and last day of publication.
    pub days: Option<(Date, Date)>,
}

/// A message lists so many articles at most.
const LISTED: usize = 6;

/// Finds the article with this id or path, a trailing part of it if only one article ends so, or a place as hits print
/// it: `path:line`, which tells records apart that bear one id.
///
/// # Errors
/// No such article, or several.
pub fn article_by_id(archive: &Archive, id: &str) -> Result<AnnotatedArticle> {
    let searcher = archive.searcher();
    let id = id.strip_prefix("./").unwrap_or(id);
    let mut found = with_id(archive, &searcher, id)?;
    if found.is_empty() {
        let ends_so = |known: &str| known.strip_suffix(id).is_some_and(|rest| rest.ends_with(['/', '#']));
        found = where_id(archive, &searcher, ends_so)?;
    }
    if found.is_empty()
        && let Some((path, line)) = id.rsplit_once(':')
        && let Ok(line) = line.parse()
    {
        found = on_line(archive, &searcher, path, line)?;
    }
    let [address] = found.as_slice() else { return Err(not_one(archive, &searcher, id, &found)?) };
    let mut annotated = archive.article(&searcher, *address, |article| article.to_annotated())?;
    archive.aliases.apply(&mut annotated);
    Ok(annotated)
}

/// Returns by what name the article is found again: its path, `path#id` of a record, and `path:line` of one that shares
/// its id with others.
pub(super) fn name_of(archive: &Archive, searcher: &Searcher, path: &str, id: &str, line: u32) -> String {
    if id == path {
        return id.to_owned();
    }
    let name = format!("{path}#{id}");
    let n_bearers = searcher.doc_freq(&Term::from_field_text(archive.fields.id, &name)).unwrap_or(1);
    if n_bearers > 1 { format!("{path}:{line}") } else { name }
}

fn with_id(archive: &Archive, searcher: &Searcher, id: &str) -> Result<Vec<DocAddress>> {
    let query = TermQuery::new(Term::from_field_text(archive.fields.id, id), IndexRecordOption::Basic);
    let found = searcher.search(&query, &DocSetCollector).map_err(broken)?;
    Ok(found.into_iter().collect())
}

/// Finds the articles of whose ids this holds.
fn where_id(archive: &Archive, searcher: &Searcher, is_wanted: impl Fn(&str) -> bool) -> Result<Vec<DocAddress>> {
    let mut found = Vec::new();
    each_id(archive, searcher, is_wanted, |_, address| found.push(address))?;
    Ok(found)
}

/// Returns the ids of records that several articles bear, be they of one file or of more.
///
/// # Errors
/// A damaged index.
pub fn shared_ids(archive: &Archive) -> Result<FxHashSet<String>> {
    let (mut met, mut shared) = (FxHashSet::default(), FxHashSet::default());
    each_id(
        archive,
        &archive.searcher(),
        |_| true,
        |id, _| {
            // What stands behind some `#` is the id of the record.
            for record in id.match_indices('#').map(|(at, _)| &id[at + 1..]) {
                if !met.insert(record.to_owned()) {
                    shared.insert(record.to_owned());
                }
            }
        },
    )?;
    Ok(shared)
}

/// Passes on every article of whose id this holds.
fn each_id(
    archive: &Archive,
    searcher: &Searcher,
    is_wanted: impl Fn(&str) -> bool,
    mut take: impl FnMut(&str, DocAddress),
) -> Result<()> {
    for (segment, segment_ord) in searcher.segment_readers().iter().zip(0..) {
        let mut read = || -> tantivy::Result<()> {
            let index = segment.inverted_index(archive.fields.id)?;
            let mut terms = index.terms().stream()?;
            while terms.advance() {
                let Some(id) = std::str::from_utf8(terms.key()).ok().filter(|id| is_wanted(id)) else { continue };
                let mut articles = index.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
                while articles.doc() != TERMINATED {
                    let doc_id = articles.doc();
                    if !segment.is_deleted(doc_id) {
                        take(id, DocAddress { segment_ord, doc_id });
                    }
                    articles.advance();
                }
            }
            Ok(())
        };
        read().map_err(broken)?;
    }
    Ok(())
}

/// Finds the articles that lie on this line of a file whose path ends so: a record, or the file that is one article.
fn on_line(archive: &Archive, searcher: &Searcher, path: &str, line: u32) -> Result<Vec<DocAddress>> {
    let ends_so = |known: &str| known.strip_suffix(path).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
    // What stands before some `#` of the id is the path, and which one the record tells.
    let may_be = |id: &str| ends_so(id) || id.match_indices('#').any(|(end, _)| ends_so(&id[..end]));
    let mut found = Vec::new();
    for address in where_id(archive, searcher, may_be)? {
        let lies_there = |article: StoredArticle| {
            ends_so(article.path()) && (article.id() == article.path() || article.file_line(0) == line)
        };
        found.extend(archive.article(searcher, address, lies_there)?.then_some(address));
    }
    Ok(found)
}

/// Returns the error of a name that no article bears, or several, each with its place.
fn not_one(archive: &Archive, searcher: &Searcher, id: &str, found: &[DocAddress]) -> Result<Error> {
    let place =
        |&address| archive.article(searcher, address, |article| (article.path().to_owned(), article.file_line(0)));
    let mut places: Vec<(String, u32)> = found.iter().map(place).collect::<Result<_>>()?;
    places.sort_unstable();
    let listed: Vec<String> = places.iter().take(LISTED).map(|(path, line)| format!("{path}:{line}")).collect();
    let [first, ..] = listed.as_slice() else {
        return Ok(Error::missing(format!("no article in the index is called `{id}`"))
            .hint("`clippings search --json` prints the `id` of every article it finds"));
    };
    let more = if places.len() > LISTED { format!(" and {} more", places.len() - LISTED) } else { String::new() };
    Ok(Error::ambiguous(format!("more than one article in the index is called `{id}`"))
        .caused_by(format!("{}{more}", listed.join(", ")))
        .hint(format!("its place tells one from another, such as `{first}`")))
}

/// Counts what the index holds.
///
/// # Errors
/// A damaged index.
pub fn totals(archive: &Archive) -> Result<Totals> {
    let searcher = archive.searcher();
    let count = |kind| {
        let query = TermQuery::new(Term::from_field_u64(archive.fields.kind, kind), IndexRecordOption::Basic);
        searcher.search(&query, &Count).map_err(broken)
    };
    let mut totals = Totals { articles: count(ARTICLE)?, quotations: count(QUOTATION)?, ..Totals::default() };
    for field in NameField::ALL {
        totals.names.push((field, distinct(archive, &searcher, field)?));
    }
    let mut ends: Option<(u64, u64)> = None;
    for segment in searcher.segment_readers() {
        let days = segment.fast_fields().u64(DAY).map_err(broken)?;
        if segment.num_docs() == 0 || days.min_value() > days.max_value() || days.max_value() == 0 {
            continue;
        }
        let (first, last) = ends.unwrap_or((u64::MAX, 0));
        ends = Some((first.min(days.min_value()), last.max(days.max_value())));
    }
    totals.days = ends.and_then(|(first, last)| Some((date_of(first as u32)?, date_of(last as u32)?)));
    Ok(totals)
}

/// Counts the names of a field, each once in whatever spellings.
fn distinct(archive: &Archive, searcher: &Searcher, field: NameField) -> Result<usize> {
    let mut names = std::collections::BTreeSet::new();
    let segments = searcher.segment_readers();
    for segment in segments {
        let Some(table) = archive.names(segment, field)? else { continue };
        if segments.len() == 1 {
            return Ok(table.n_names());
        }
        let all: Vec<u32> = (0..table.n_values() as u32).collect();
        names.extend(table.names(&all, &archive.aliases).map_err(broken)?);
    }
    Ok(names.len())
}

fn broken(cause: tantivy::TantivyError) -> Error {
    Error::index("cannot read the index").caused_by(cause).hint("rebuild it with `clippings index --rebuild`")
}
