//! Runs planned requests: articles or quotations in the order wanted, totals only where asked for.

use tantivy::collector::{Count, TopDocs};
use tantivy::query::Query;
use tantivy::{DocAddress, Order, Score, Searcher};

use super::language::Node;
use super::names::Resolved;
use super::plan::{Filters, Plan, Target, plan};
use super::{facets, snippet};
use crate::error::{Error, Result};
use crate::index::{Analyzer, Archive, NameField, StoredArticle, StoredQuotation, date_of};
use crate::model::{ArticleHit, FacetCounts, QuotationHit, QuotedPiece};

/// The order of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first; by date where there are no words.
    #[default]
    Relevance,
    /// Newest first.
    Date,
    /// Surest speaker first; of quotations.
    Confidence,
}

/// Which part of the results is wanted, and what else.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// How many results.
    pub limit: usize,
    /// How many to pass over.
    pub offset: usize,
    /// In which order.
    pub sort: Sort,
    /// Facets to count.
    pub facets: Vec<NameField>,
    /// How many values of each facet, the most frequent; 0 for all.
    pub facet_limit: usize,
    /// Count the results.
    pub total: bool,
    /// Show the paragraph around quotations.
    pub context: bool,
}

/// What a request found.
#[derive(Debug)]
pub struct Found<T> {
    /// The results, in order.
    pub hits: Vec<T>,
    /// How many results hold all words, when asked for.
    pub total: Option<usize>,
    /// Counts of the facets asked for, over the results that hold all words, or any when none holds all.
    pub facets: Vec<FacetCounts>,
    /// The names that were taken for those asked for.
    pub resolved: Vec<Resolved>,
}

/// A found document: score, address, whether it holds all words.
type Scored = (Score, DocAddress, bool);

/// Finds articles.
///
/// # Errors
/// Names that fit no value or several, or an index that cannot be read.
pub fn articles(archive: &Archive, words: &Node, filters: &Filters, wanted: &Wanted) -> Result<Found<ArticleHit>> {
    let searcher = archive.searcher();
    let mut plan = plan(archive, &searcher, words, filters, Target::Articles)?;
    plan.matcher.weigh(|term| rarity(&searcher, archive, term));
    let scored = ranked(&searcher, &plan, filters, wanted)?;
    let mut analyzer = Analyzer::new();
    let mut hits = Vec::with_capacity(scored.len());
    for (score, address, holds_all) in scored {
        let read = |article: StoredArticle| article_hit(archive, &article, &plan, &mut analyzer, score, holds_all);
        hits.push(archive.article(&searcher, address, read)?);
    }
    let (total, facets) = counts(archive, &searcher, &plan, wanted)?;
    Ok(Found { hits, total, facets, resolved: plan.resolved })
}

/// Finds quotations.
///
/// # Errors
/// Names that fit no value or several, or an index that cannot be read.
pub fn quotations(archive: &Archive, words: &Node, filters: &Filters, wanted: &Wanted) -> Result<Found<QuotationHit>> {
    let searcher = archive.searcher();
    let plan = plan(archive, &searcher, words, filters, Target::Quotations)?;
    let scored = ranked(&searcher, &plan, filters, wanted)?;
    let mut analyzer = Analyzer::new();
    let mut hits = Vec::with_capacity(scored.len());
    for (score, address, _) in scored {
        let read = |article: StoredArticle, place| {
            let quotation = article.utterance(place)?;
            let mut hit = quotation_hit(archive, &quotation, &plan, &mut analyzer, score);
            hit.context = if wanted.context { context(&article, &quotation) } else { None };
            Some(hit)
        };
        hits.push(archive.article_of(&searcher, address, read)?);
    }
    let (total, facets) = counts(archive, &searcher, &plan, wanted)?;
    Ok(Found { hits, total, facets, resolved: plan.resolved })
}

/// Counts facets over all articles, or all quotations, that a request finds: the `limit` most frequent values of each,
/// all where it is 0.
///
/// # Errors
/// As for [`articles`].
pub fn facet_counts(
    archive: &Archive,
    words: &Node,
    filters: &Filters,
    target: Target,
    fields: &[NameField],
    limit: usize,
) -> Result<(Vec<FacetCounts>, Vec<Resolved>)> {
    let searcher = archive.searcher();
    let plan = plan(archive, &searcher, words, filters, target)?;
    let wanted = Wanted { facets: fields.to_vec(), facet_limit: limit, ..Wanted::default() };
    let (_, facets) = counts(archive, &searcher, &plan, &wanted)?;
    Ok((facets, plan.resolved))
}

/// How telling a term is: the weight that BM25 gives to its rarity.
fn rarity(searcher: &Searcher, archive: &Archive, term: &str) -> f32 {
    let term = tantivy::Term::from_field_text(archive.fields.body, term);
    let with = searcher.doc_freq(&term).unwrap_or(0) as f32;
    let all = searcher.num_docs() as f32;
    (1.0 + (all - with + 0.5).max(0.0) / (with + 0.5)).ln()
}

fn ranked(searcher: &Searcher, plan: &Plan, filters: &Filters, wanted: &Wanted) -> Result<Vec<Scored>> {
    match (wanted.sort, &plan.any) {
        (Sort::Relevance, Some(_)) => by_relevance(searcher, plan, filters, wanted),
        (Sort::Confidence, _) => sorted_by(searcher, plan, wanted, "confidence"),
        _ => sorted_by(searcher, plan, wanted, "day"),
    }
}

/// Ranks what holds all words, and fills the page with what holds some.
fn by_relevance(searcher: &Searcher, plan: &Plan, filters: &Filters, wanted: &Wanted) -> Result<Vec<Scored>> {
    let until = wanted.offset + wanted.limit;
    let mut scored: Vec<Scored> = Vec::new();
    if plan.all.is_some() {
        scored
            .extend(top(searcher, &*plan.strict(), until)?.into_iter().map(|(score, address)| (score, address, true)));
    }
    if scored.len() < until && !(filters.all && plan.all.is_some()) {
        let full = scored.len();
        let whole = plan.all.is_none();
        for (score, address) in top(searcher, &*plan.loose(), until)? {
            if scored.len() < until && !scored[..full].iter().any(|(_, known, _)| *known == address) {
                scored.push((score, address, whole));
            }
        }
    }
    scored.drain(..wanted.offset.min(scored.len()));
    Ok(scored)
}

/// Returns the best `limit` documents; among equals, the one written first.
fn top(searcher: &Searcher, query: &dyn Query, limit: usize) -> Result<Vec<(Score, DocAddress)>> {
    if limit == 0 {
        return Ok(Vec::new());
    }
    let found = searcher.search(query, &TopDocs::with_limit(limit).order_by_score());
    found.map_err(broken)
}

/// Orders by a number, greatest first; documents that lack it come last.
fn sorted_by(searcher: &Searcher, plan: &Plan, wanted: &Wanted, field: &str) -> Result<Vec<Scored>> {
    if wanted.limit == 0 {
        return Ok(Vec::new());
    }
    let collector =
        TopDocs::with_limit(wanted.limit).and_offset(wanted.offset).order_by_fast_field::<u64>(field, Order::Desc);
    let found = searcher.search(&*plan.strict(), &collector).map_err(broken)?;
    Ok(found.into_iter().map(|(_, address)| (0.0, address, true)).collect())
}

fn counts(
    archive: &Archive,
    searcher: &Searcher,
    plan: &Plan,
    wanted: &Wanted,
) -> Result<(Option<usize>, Vec<FacetCounts>)> {
    if !wanted.total && wanted.facets.is_empty() {
        return Ok((None, Vec::new()));
    }
    let strict = plan.strict();
    if wanted.facets.is_empty() {
        return Ok((Some(searcher.search(&*strict, &Count).map_err(broken)?), Vec::new()));
    }
    let count = |query: &dyn Query| facets::count(archive, searcher, query, &wanted.facets, wanted.facet_limit);
    let (total, facets) = count(&*strict)?;
    let facets = if total == 0 { count(&*plan.loose())?.1 } else { facets };
    Ok((wanted.total.then_some(total), facets))
}

fn article_hit(
    archive: &Archive,
    article: &StoredArticle,
    plan: &Plan,
    analyzer: &mut Analyzer,
    score: f32,
    holds_all: bool,
) -> ArticleHit {
    let (mut snippet, byte) = snippet::best(article, &plan.matcher, analyzer);
    let canonical = |name: &str| archive.aliases.canonical(NameField::Speaker, name).to_owned();
    snippet.speaker = snippet.speaker.as_deref().map(canonical);
    let mut speakers: Vec<String> = Vec::new();
    for speaker in article.speakers().into_iter().map(canonical) {
        if !speakers.contains(&speaker) {
            speakers.push(speaker);
        }
    }
    let is_file = article.id() == article.path();
    ArticleHit {
        id: if is_file { article.id().to_owned() } else { format!("{}#{}", article.path(), article.id()) },
        path: article.path().to_owned(),
        line: article.file_line(byte),
        title: article.title().map(str::to_owned),
        site: article.site().map(str::to_owned),
        authors: article.authors().iter().map(|&author| author.to_owned()).collect(),
        published: date_of(article.day()),
        speakers,
        score,
        holds_all,
        snippet,
    }
}

fn quotation_hit(
    archive: &Archive,
    quotation: &StoredQuotation,
    plan: &Plan,
    analyzer: &mut Analyzer,
    score: f32,
) -> QuotationHit {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let piece = |&(text, start, end): &(&str, u32, u32)| QuotedPiece {
        text: text.to_owned(),
        offsets: [start, end],
        matches: plan.matcher.spans(text, analyzer),
    };
    let is_file = quotation.id == quotation.path;
    QuotationHit {
        id: if is_file { quotation.id.to_owned() } else { format!("{}#{}", quotation.path, quotation.id) },
        path: quotation.path.to_owned(),
        line: quotation.line,
        title: owned(quotation.title),
        site: owned(quotation.site),
        published: date_of(quotation.day),
        speaker: quotation.speaker.map(|name| archive.aliases.canonical(NameField::Speaker, name).to_owned()),
        source: owned(quotation.source),
        cue: owned(quotation.cue),
        kind: quotation.kind.to_owned(),
        rule: quotation.rule.to_owned(),
        confidence: f32::from(quotation.confidence) / 1000.0,
        pieces: quotation.pieces.iter().map(piece).collect(),
        score,
        context: None,
    }
}

/// Returns the line of the article in which a quotation begins.
fn context(article: &StoredArticle, quotation: &StoredQuotation) -> Option<String> {
    let text = article.text();
    let (_, start, _) = quotation.pieces.first()?;
    let byte = text.char_indices().nth(*start as usize).map_or(text.len(), |(byte, _)| byte);
    let lines = article.kept_lines();
    let line = lines.iter().find(|(line, _)| line.range().contains(&byte));
    line.map(|(line, _)| line.of(text).to_owned())
}

fn broken(cause: tantivy::TantivyError) -> Error {
    Error::index("cannot search the index").caused_by(cause).hint("rebuild it with `clippings index --rebuild`")
}
