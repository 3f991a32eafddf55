//! `clippings search`: articles, ranked.

use super::Outcome;
use super::facets::{SHOWN_VALUES, field_names, parse_fields};
use super::filters::FilterOptions;
use super::options::{IndexOption, parse_query, tell_resolved};
use super::output::Output;
use crate::error::{Error, Result};
use crate::index::{Archive, NameField};
use crate::present::{json, terminal};
use crate::query::{self, Sort, Wanted};

/// Search the articles, best first
///
/// Words are looked for in titles and bodies; articles that hold all of them come first. "A phrase" stands in quotation
/// marks; AND, OR, NOT (or -word), parentheses, prefix* and fuzzy~ work as expected, and so do fields: title:, quote:,
/// speaker:, person:, film:, series:, author:, site:, year:2019..2021.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  clippings search sequel --speaker salazar
  clippings search '\"press conference\" OR premiere' --film 'glass orchard' --facets speaker,film
  clippings search --author 'jun castellane' --after 2024-05 --json

Exit code: 0 when something was found, 1 when nothing was, 2 on an error.")]
pub struct Args {
    /// What to look for; nothing asks for every article
    query: Vec<String>,
    #[command(flatten)]
    index: IndexOption,
    #[command(flatten)]
    filters: FilterOptions,
    /// Only articles that hold every word
    #[arg(long)]
    all: bool,
    /// Look through removed lines too
    #[arg(long)]
    include_removed: bool,
    /// Count the values of these facets over all results, such as `speaker,film`
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', value_parser = parse_fields)]
    facets: Vec<NameField>,
    /// How many articles to show
    #[arg(long, short = 'n', default_value_t = 10)]
    limit: usize,
    /// How many articles to pass over
    #[arg(long, default_value_t = 0)]
    offset: usize,
    /// Order of the results
    #[arg(long, value_enum, default_value_t = Order::Relevance)]
    sort: Order,
    /// Print JSON, one object a line
    #[arg(long)]
    json: bool,
}

/// Orders of articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Order {
    /// Best first
    Relevance,
    /// Newest first
    Date,
}

/// Runs the command.
///
/// # Errors
/// No index, a query that does not parse, or a name that fits nothing or several.
pub fn run(args: Args) -> Result<Outcome> {
    let words = parse_query(&args.query)?;
    let filters = query::Filters { include_removed: args.include_removed, all: args.all, ..args.filters.filters()? };
    if words == query::Node::All && args.query.iter().any(|word| !word.trim().is_empty()) {
        return Err(Error::usage("the query holds no word"));
    }
    let archive = Archive::open(&args.index.folder)?;
    let wanted = Wanted {
        limit: args.limit,
        offset: args.offset,
        sort: if args.sort == Order::Date { Sort::Date } else { Sort::Relevance },
        facets: args.facets.clone(),
        facet_limit: if args.json { 0 } else { SHOWN_VALUES },
        total: true,
        context: false,
    };
    let found = query::articles(&archive, &words, &filters, &wanted)?;
    tell_resolved(&found.resolved);
    let mut out = Output::open();
    if args.json {
        found
            .hits
            .iter()
            .enumerate()
            .try_for_each(|(index, hit)| out.line(&json::article_hit(hit, args.offset + index)))?;
        if !args.facets.is_empty() {
            out.line(&json::facets(&field_names(&args.facets), &found.facets, found.total))?;
        }
    } else {
        let style = out.style();
        for hit in &found.hits {
            out.text(&terminal::article_hit(hit, &style))?;
        }
        for (field, counts) in args.facets.iter().zip(&found.facets) {
            out.text(&terminal::facet(field.as_str(), counts, &style))?;
        }
        out.text(&terminal::total(found.hits.len(), args.offset, found.total, "article", &style))?;
    }
    out.close()?;
    Ok(if found.hits.is_empty() { Outcome::Nothing } else { Outcome::Found })
}
