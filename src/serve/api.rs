//! What is answered in JSON: `/api/search`, `/api/quotes`, `/api/facets`, `/api/article`; and as a table, with all that
//! is found: `/api/search.csv`, `/api/quotes.csv`.

use super::request::Asked;
use super::{JSON, Reply, TABLE};
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::model::FacetCounts;
use crate::present::json::{self, Answer};
use crate::present::table;
use crate::query::{self, Facet, Resolved, Target, Wanted};

/// Answers a request; nothing where there is nothing at its path.
///
/// # Errors
/// A request that cannot be read, a name that fits nothing or several, or an index that cannot be read.
pub fn answer(archive: &Archive, asked: &Asked) -> Result<Option<Reply>> {
    let (kind, body) = match asked.path.as_str() {
        "/api/search" => (JSON, search(archive, asked)?),
        "/api/quotes" => (JSON, quotes(archive, asked)?),
        "/api/facets" => (JSON, facets(archive, asked)?),
        "/api/article" => (JSON, article(archive, asked)?),
        "/api/search.csv" => (TABLE, search_table(archive, asked)?),
        "/api/quotes.csv" => (TABLE, quotes_table(archive, asked)?),
        _ => return Ok(None),
    };
    asked.check()?;
    Ok(Some(Reply { status: 200, kind, body }))
}

fn search(archive: &Archive, asked: &Asked) -> Result<String> {
    let wanted = asked.wanted(Target::Articles)?;
    let found = query::articles(archive, &asked.words()?, &asked.filters()?, &wanted)?;
    let (fields, mut notes) = (names(&wanted.facets), found.notes());
    notes.extend(asked.cut(found.n_hits)?);
    Ok(page(&wanted, found.total, &fields, &found.facets, &notes).articles(&found.hits))
}

fn quotes(archive: &Archive, asked: &Asked) -> Result<String> {
    let wanted = asked.wanted(Target::Quotations)?;
    let found = query::quotations(archive, &asked.words()?, &asked.filters()?, &wanted)?;
    let (fields, mut notes) = (names(&wanted.facets), found.notes());
    notes.extend(asked.cut(found.n_hits)?);
    Ok(page(&wanted, found.total, &fields, &found.facets, &notes).quotations(&found.hits))
}

fn search_table(archive: &Archive, asked: &Asked) -> Result<String> {
    let mut rows = table::article_header(false);
    let mut rank = 0;
    let wanted = asked.wanted_all(Target::Articles)?;
    query::each_article(archive, &asked.words()?, &asked.filters()?, &wanted, |hit| {
        rows += &table::article(&hit, rank, None);
        rank += 1;
        Ok(())
    })?;
    Ok(rows)
}

fn quotes_table(archive: &Archive, asked: &Asked) -> Result<String> {
    let mut rows = table::quotation_header(false);
    let wanted = asked.wanted_all(Target::Quotations)?;
    query::each_quotation(archive, &asked.words()?, &asked.filters()?, &wanted, |hit| {
        rows += &table::quotation(&hit, None);
        Ok(())
    })?;
    Ok(rows)
}

fn page<'a>(
    wanted: &Wanted,
    total: Option<usize>,
    fields: &'a [&'a str],
    counts: &'a [FacetCounts],
    notes: &'a [String],
) -> Answer<'a> {
    Answer { offset: wanted.offset, total, fields, counts, notes }
}

/// Counts facets alone; `like` picks values by the beginnings of their words, `of=quotations` counts these.
fn facets(archive: &Archive, asked: &Asked) -> Result<String> {
    let is_of_quotations = asked.has("quotations")?;
    let target = match asked.one("of") {
        None if is_of_quotations => Target::Quotations,
        None | Some("articles") => Target::Articles,
        Some("quotations") => Target::Quotations,
        Some(other) => return Err(Error::usage(format!("of: `{other}` is neither `articles` nor `quotations`"))),
    };
    let wanted = asked.wanted(target)?;
    if wanted.facets.is_empty() {
        return Err(Error::usage("no facet is asked for").hint("`facets=speaker,film` asks for two"));
    }
    let counted = (asked.one("like"), wanted.facet_limit);
    let (words, filters) = (asked.words()?, asked.filters()?);
    let (counts, resolved) = query::facet_counts(archive, &words, &filters, target, &wanted.facets, counted)?;
    let notes: Vec<String> = resolved.iter().filter_map(Resolved::note).collect();
    Ok(page(&wanted, None, &names(&wanted.facets), &counts, &notes).facets())
}

fn article(archive: &Archive, asked: &Asked) -> Result<String> {
    let id = asked.one("id").ok_or_else(|| Error::usage("no article is asked for").hint("`id=` names it"))?;
    let mut line = Vec::new();
    json::write_article(&query::article_by_id(archive, id)?, &mut line);
    Ok(String::from_utf8_lossy(&line).into_owned())
}

fn names(facets: &[Facet]) -> Vec<&'static str> {
    facets.iter().map(|facet| facet.as_str()).collect()
}
