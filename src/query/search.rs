//! Runs planned requests: articles or quotations in the order wanted, totals only where asked for.

use tantivy::Searcher;
use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, Occur, Query};

use super::credits::Credits;
use super::expand::{self, FEEDBACK};
use super::histogram::{self, Period};
use super::language::Node;
use super::names::{Resolved, keep_like};
use super::plan::{Bag, Filters, Plan, Target, plan, scored, silent};
use super::rank::{Ranked, Ranking, Scoring};
use super::recency::Recency;
use super::statistics::Statistics;
use super::suggest::{self, Unknown};
use super::{facets, join, lookup, snippet};
use crate::error::{Error, Result};
use crate::index::{Analyzer, Archive, NameField, StoredArticle, StoredQuotation, date_of};
use crate::model::{ArticleHit, FacetCounts, QuotationHit, QuotedPiece, ScorePart, Snippet};

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
    /// Most matches of the words first.
    Matches,
}

/// What results are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// The names of a field.
    Name(NameField),
    /// The year of publication.
    Year,
    /// The month of publication.
    Month,
}

impl From<NameField> for Facet {
    fn from(field: NameField) -> Facet {
        Facet::Name(field)
    }
}

impl Facet {
    /// Returns the name of the facet.
    pub fn as_str(self) -> &'static str {
        match self {
            Facet::Name(field) => field.as_str(),
            Facet::Year => "year",
            Facet::Month => "month",
        }
    }

    /// Returns the facet of that name.
    pub fn parse(name: &str) -> Option<Facet> {
        match name {
            "year" => Some(Facet::Year),
            "month" => Some(Facet::Month),
            name => NameField::parse(name).map(Facet::Name),
        }
    }
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
    pub facets: Vec<Facet>,
    /// How many values of each facet, the most frequent; 0 for all.
    pub facet_limit: usize,
    /// Count the results.
    pub total: bool,
    /// Show the paragraph around quotations.
    pub context: bool,
    /// Prefer new articles: days in which the preference halves.
    pub recent: Option<u32>,
    /// Look for words of the first results too.
    pub expand: bool,
    /// Tell what each score is made of.
    pub explain: bool,
    /// Leave out snippets.
    pub bare: bool,
    /// Look for words that no text holds, and the nearest that some text does.
    pub suggest: bool,
}

/// What a request found.
#[derive(Debug)]
pub struct Found<T> {
    /// The results, in order; empty where they were passed on one by one.
    pub hits: Vec<T>,
    /// How many results there are on this page.
    pub n_hits: usize,
    /// How many results hold all words, when asked for.
    pub total: Option<usize>,
    /// Counts of the facets asked for, over the results that hold all words, or any when none holds all.
    pub facets: Vec<FacetCounts>,
    /// The names that were taken for those asked for.
    pub resolved: Vec<Resolved>,
    /// Words that no text holds, where they are asked for and the page is not full.
    pub unknown: Vec<Unknown>,
    /// Words that were added to those asked for.
    pub added: Vec<String>,
}

impl<T> Found<T> {
    /// Returns in words what was understood, what the index does not hold, and what was added.
    pub fn notes(&self) -> Vec<String> {
        let unknown = self.unknown.iter().map(Unknown::note);
        let added = (!self.added.is_empty()).then(|| format!("looked for too: {}", self.added.join(", ")));
        self.resolved.iter().filter_map(Resolved::note).chain(unknown).chain(added).collect()
    }
}

/// Finds articles.
///
/// # Errors
/// Names that fit no value or several, or an index that cannot be read.
pub fn articles(archive: &Archive, words: &Node, filters: &Filters, wanted: &Wanted) -> Result<Found<ArticleHit>> {
    let mut hits = Vec::new();
    let found = each_article(archive, words, filters, wanted, |hit| {
        hits.push(hit);
        Ok(())
    })?;
    Ok(Found { hits, ..found })
}

/// Finds articles and passes them on one by one, however many they are.
///
/// # Errors
/// As for [`articles`], or whatever `take` fails with.
pub fn each_article(
    archive: &Archive,
    words: &Node,
    filters: &Filters,
    wanted: &Wanted,
    mut take: impl FnMut(ArticleHit) -> Result<()>,
) -> Result<Found<ArticleHit>> {
    let mut request = Request::new(archive, words, filters, wanted, Target::Articles)?;
    let (ranked, bag) = request.ranked()?;
    let Request { searcher, plan, .. } = &mut request;
    let statistics = Statistics::new(archive, searcher, Target::Articles);
    plan.matcher.weigh(|term| statistics.rarity(term));
    let mut analyzer = Analyzer::new();
    for found in &ranked {
        let read =
            |article: StoredArticle| article_hit((archive, searcher), &article, plan, &mut analyzer, found, wanted);
        let mut hit = archive.article(searcher, found.address, read)?;
        if wanted.explain && wanted.sort == Sort::Relevance && plan.any.is_some() {
            let bag = bag.as_ref().unwrap_or(&plan.bag);
            hit.why = why(archive, searcher, statistics, bag, found, wanted.recent)?;
        }
        take(hit)?;
    }
    request.found(ranked.len(), bag)
}

/// Finds quotations.
///
/// # Errors
/// Names that fit no value or several, or an index that cannot be read.
pub fn quotations(archive: &Archive, words: &Node, filters: &Filters, wanted: &Wanted) -> Result<Found<QuotationHit>> {
    let mut hits = Vec::new();
    let found = each_quotation(archive, words, filters, wanted, |hit| {
        hits.push(hit);
        Ok(())
    })?;
    Ok(Found { hits, ..found })
}

/// Finds quotations and passes them on one by one, however many they are.
///
/// # Errors
/// As for [`quotations`], or whatever `take` fails with.
pub fn each_quotation(
    archive: &Archive,
    words: &Node,
    filters: &Filters,
    wanted: &Wanted,
    mut take: impl FnMut(QuotationHit) -> Result<()>,
) -> Result<Found<QuotationHit>> {
    let request = Request::new(archive, words, filters, wanted, Target::Quotations)?;
    let (ranked, _) = request.ranked()?;
    let mut analyzer = Analyzer::new();
    for found in &ranked {
        let read = |article: StoredArticle, place| {
            let quotation = article.utterance(place)?;
            let mut hit =
                quotation_hit((archive, &request.searcher), &quotation, &request.plan, &mut analyzer, found.score);
            hit.context = if wanted.context { context(&article, &quotation) } else { None };
            Some(hit)
        };
        take(archive.article_of(&request.searcher, found.address, read)?)?;
    }
    request.found(ranked.len(), None)
}

/// A request, planned, on one state of the index.
struct Request<'a> {
    archive: &'a Archive,
    searcher: Searcher,
    plan: Plan,
    filters: &'a Filters,
    wanted: &'a Wanted,
    target: Target,
}

impl<'a> Request<'a> {
    fn new(
        archive: &'a Archive,
        words: &Node,
        filters: &'a Filters,
        wanted: &'a Wanted,
        target: Target,
    ) -> Result<Request<'a>> {
        let searcher = archive.searcher();
        let plan = plan(archive, &searcher, words, filters, target)?;
        Ok(Request { archive, searcher, plan, filters, wanted, target })
    }

    fn statistics(&self) -> Statistics<'_> {
        Statistics::new(self.archive, &self.searcher, self.target)
    }

    /// Returns the page that is wanted, and the words that ranked it where they are more than those asked for.
    fn ranked(&self) -> Result<(Vec<Ranked>, Option<Bag>)> {
        let ranking = Ranking {
            searcher: &self.searcher,
            statistics: self.statistics(),
            title: self.archive.fields.title,
            target: self.target,
            wanted: self.wanted,
            only_all: self.filters.all,
        };
        let scoring = Scoring::of(&self.plan);
        let expands = self.wanted.expand
            && self.wanted.sort == Sort::Relevance
            && self.target == Target::Articles
            && !self.plan.bag.terms.is_empty();
        if !expands {
            return Ok((ranking.page(&self.plan, &scoring)?, None));
        }
        let first = ranking.by_relevance(&scoring, FEEDBACK)?;
        let bag = expand::expand(self.archive, &ranking.statistics, &self.plan.bag, &first)?;
        let page = ranking.page(&self.plan, &self.expanded(&bag))?;
        Ok((page, Some(bag)))
    }

    /// Scores by more words than were asked for; what holds all that was asked for still comes first.
    fn expanded<'b>(&self, bag: &'b Bag) -> Scoring<'b> {
        let plan = &self.plan;
        let text = self.statistics().text();
        let terms = || bag.terms.iter().map(|(term, times)| (Occur::Should, scored(text, term, *times)));
        let among = |query: &dyn Query| {
            let mut clauses = vec![(Occur::Must, silent(query.box_clone()))];
            clauses.extend(terms());
            plan.narrowed(Some(Box::new(BooleanQuery::new(clauses))), None)
        };
        let asked = plan.all.as_ref().or(plan.any.as_ref());
        let loose = match (&plan.frame, &plan.any) {
            (Some(frame), _) => {
                let mut clauses: Vec<_> = frame.iter().map(|(occur, query)| (*occur, query.box_clone())).collect();
                match clauses.is_empty() {
                    true => clauses.extend(terms()),
                    false => clauses.push((Occur::Must, Box::new(BooleanQuery::new(terms().collect())))),
                }
                plan.narrowed(Some(Box::new(BooleanQuery::new(clauses))), None)
            }
            (None, Some(any)) => among(&**any),
            (None, None) => plan.loose(),
        };
        Scoring { strict: asked.map(|asked| among(&**asked)), loose, bag }
    }

    fn found<T>(self, n_hits: usize, bag: Option<Bag>) -> Result<Found<T>> {
        let (total, facets) = counts(self.archive, &self.searcher, &self.plan, self.wanted)?;
        let full = n_hits >= self.wanted.limit || self.wanted.offset > 0;
        let unknown = match self.wanted.suggest && (!full || total == Some(0)) {
            true => suggest::unknown(self.archive, &self.searcher, &self.statistics(), &self.plan.bag)?,
            false => Vec::new(),
        };
        let added = bag.map_or_else(Vec::new, |mut bag| bag.printed.split_off(self.plan.bag.terms.len()));
        Ok(Found { hits: Vec::new(), n_hits, total, facets, resolved: self.plan.resolved, unknown, added })
    }
}

/// A part of a score is told if it is at least this.
const LEAST_PART: f32 = 0.005;

/// Returns what the score of an article is made of; what no single word accounts for is one part.
fn why(
    archive: &Archive,
    searcher: &Searcher,
    statistics: Statistics,
    bag: &Bag,
    found: &Ranked,
    recent: Option<u32>,
) -> Result<Vec<ScorePart>> {
    let mut parts =
        Credits::new(searcher, statistics, archive.fields.title, bag).explain(found.address).map_err(broken)?;
    let newness = recent.map_or(1.0, |half_life| Recency::new(searcher, half_life).factor_of(searcher, found.address));
    let before = found.score / newness;
    let rest = before - parts.iter().map(|part| part.value).sum::<f32>();
    parts.push(ScorePart { reason: "phrases, beginnings, near words".to_owned(), value: rest });
    parts.push(ScorePart { reason: format!("newness, {newness:.2} times"), value: found.score - before });
    parts.retain(|part| part.value.abs() >= LEAST_PART);
    Ok(parts)
}

/// Counts facets over all articles, or all quotations, that a request finds: the `limit` most frequent values of each,
/// all where it is 0; where `like` is given, of those some word of which begins with each of its words.
///
/// # Errors
/// As for [`articles`].
pub fn facet_counts(
    archive: &Archive,
    words: &Node,
    filters: &Filters,
    target: Target,
    fields: &[impl Into<Facet> + Copy],
    (like, limit): (Option<&str>, usize),
) -> Result<(Vec<FacetCounts>, Vec<Resolved>)> {
    let searcher = archive.searcher();
    let plan = plan(archive, &searcher, words, filters, target)?;
    let facets = fields.iter().map(|&field| field.into()).collect();
    let wanted = Wanted { facets, facet_limit: if like.is_some() { 0 } else { limit }, ..Wanted::default() };
    let (_, mut facets) = counts(archive, &searcher, &plan, &wanted)?;
    if let Some(like) = like {
        for counts in &mut facets {
            keep_like(counts, like);
            counts.values.truncate(if limit == 0 { usize::MAX } else { limit });
        }
    }
    Ok((facets, plan.resolved))
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
    if wanted.facets.is_empty() {
        return Ok((Some(searcher.search(&*plan.strict(), &Count).map_err(broken)?), Vec::new()));
    }
    let strict = plan.all.as_deref().or(plan.any.as_deref());
    let (total, facets) = facet_values(archive, searcher, plan, strict, wanted)?;
    let facets = match total {
        0 if plan.all.is_some() => facet_values(archive, searcher, plan, plan.any.as_deref(), wanted)?.1,
        _ => facets,
    };
    Ok((wanted.total.then_some(total), facets))
}

/// Returns how many documents hold these words, and counts the facets. Values that were chosen of a field are one of
/// several: all are counted as if none had been chosen of this field, so that their counts tell what choosing them
/// would add.
fn facet_values(
    archive: &Archive,
    searcher: &Searcher,
    plan: &Plan,
    words: Option<&dyn Query>,
    wanted: &Wanted,
) -> Result<(usize, Vec<FacetCounts>)> {
    let query = |but: Option<NameField>| plan.narrowed(words.map(|words| words.box_clone()), but);
    let count = |but, fields: &[NameField]| facets::count(archive, searcher, &*query(but), fields, wanted.facet_limit);
    // Who speaks surely enough only where somebody else does is no speaker of the article.
    let sure = |field: NameField| plan.sure.as_deref().filter(|_| field == NameField::Speaker);
    let together = wanted.facets.iter().filter_map(|facet| match facet {
        Facet::Name(field) if !plan.narrows(*field) && sure(*field).is_none() => Some(*field),
        _ => None,
    });
    let together: Vec<NameField> = together.collect();
    let (total, counted) = count(None, &together)?;
    let mut counted = counted.into_iter();
    let mut counts = Vec::with_capacity(wanted.facets.len());
    for facet in &wanted.facets {
        counts.push(match facet {
            Facet::Name(field) => match sure(*field) {
                Some(sure) => {
                    let quotations = join::joined(searcher, &*query(Some(*field)), Target::Quotations)?;
                    let quotations = BooleanQuery::intersection(vec![Box::new(quotations), sure.box_clone()]);
                    facets::count_articles(archive, searcher, &quotations, *field, wanted.facet_limit)?
                }
                None if plan.narrows(*field) => count(Some(*field), &[*field])?.1.pop().unwrap_or_default(),
                None => counted.next().unwrap_or_default(),
            },
            Facet::Year => histogram::count(searcher, &*query(None), Period::Year)?,
            Facet::Month => histogram::count(searcher, &*query(None), Period::Month)?,
        });
    }
    Ok((total, counts))
}

fn article_hit(
    (archive, searcher): (&Archive, &Searcher),
    article: &StoredArticle,
    plan: &Plan,
    analyzer: &mut Analyzer,
    found: &Ranked,
    wanted: &Wanted,
) -> ArticleHit {
    let (mut snippet, byte) = match wanted.bare {
        true => (Snippet::default(), 0),
        false => snippet::best(article, &plan.matcher, plan.includes_removed, analyzer),
    };
    let speaker = |name: &str| archive.aliases.canonical(NameField::Speaker, name).to_owned();
    snippet.speaker = snippet.speaker.as_deref().map(speaker);
    let line = article.file_line(byte);
    ArticleHit {
        record: (article.id() != article.path()).then(|| article.id().to_owned()),
        id: lookup::name_of(archive, searcher, article.path(), article.id(), line),
        path: article.path().to_owned(),
        line,
        title: article.title().map(str::to_owned),
        url: article.url().map(str::to_owned),
        site: article.site().map(str::to_owned),
        authors: canonical(archive, NameField::Author, article.authors()),
        published: date_of(article.day()),
        speakers: canonical(archive, NameField::Speaker, &article.speakers(plan.least_confidence)),
        score: found.score,
        holds_all: found.holds_all,
        why: Vec::new(),
        snippet,
    }
}

/// Returns the names that these stand for, each once.
fn canonical(archive: &Archive, field: NameField, names: &[&str]) -> Vec<String> {
    let mut shown: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        let name = archive.aliases.canonical(field, name);
        if !shown.iter().any(|known| known == name) {
            shown.push(name.to_owned());
        }
    }
    shown
}

fn quotation_hit(
    (archive, searcher): (&Archive, &Searcher),
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
    QuotationHit {
        id: lookup::name_of(archive, searcher, quotation.path, quotation.id, quotation.line),
        path: quotation.path.to_owned(),
        line: quotation.line,
        title: owned(quotation.title),
        url: owned(quotation.url),
        utterance: quotation.utterance,
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
