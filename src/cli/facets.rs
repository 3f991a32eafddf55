//! `clippings facets`: the values of a field and how often they occur.

use super::Outcome;
use super::filters::FilterOptions;
use super::options::IndexOption;
use super::output::{Output, tell};
use crate::error::Result;
use crate::index::{NameField, fold_name};
use crate::present::terminal::Closing;
use crate::present::{Style, json, terminal};
use crate::query::{self, Facet, Filters, Found, Target, Wanted};

/// Values shown when nobody says how many.
const USUAL: usize = 25;

/// List the values of a field with their counts: speaker, person, film, series, author, site, year or month
///
/// Counts articles; with `--quotations`, quotations. Values of the same field that are chosen by an option, such as
/// `facets film --film 'glass orchard'`, are one of several: the others keep the counts that choosing them would add.
/// With `film:'glass orchard'` in the query they are demanded, and only what stands beside them is counted.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  clippings facets speaker --film 'glass orchard'     who is quoted where it is named
  clippings facets film --like potter                 titles with a word that begins so
  clippings facets speaker sequel --quotations        who speaks of sequels, by quotations
  clippings facets month harbour --after 2023         a histogram of the months

Exit code: 0 when something was found, 1 when nothing was, 2 on an error.")]
pub struct Args {
    /// The field
    #[arg(value_parser = parse_facet)]
    field: Facet,
    /// Only over what holds every word of this query; where nothing does, over what holds any
    query: Vec<String>,
    #[command(flatten)]
    index: IndexOption,
    #[command(flatten)]
    filters: FilterOptions,
    /// Only values of which words begin with these
    #[arg(long, value_name = "WORDS")]
    like: Option<String>,
    /// Count quotations instead of articles
    #[arg(long)]
    quotations: bool,
    /// Only quotations whose speaker is at least so sure, 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    #[arg(value_parser = query::parse_confidence)]
    min_confidence: f32,
    /// Order by name instead of count
    #[arg(long)]
    by_name: bool,
    /// How many values to show, of years and months the last; 0 shows all; 25, or all years or months, when not given
    #[arg(long, short = 'n')]
    limit: Option<usize>,
    /// Print JSON, one object a line
    #[arg(long)]
    json: bool,
}

/// Reads the name of a facet.
///
/// # Errors
/// A name that is none.
pub fn parse_facet(name: &str) -> std::result::Result<Facet, String> {
    let known = NameField::ALL.iter().map(|field| field.as_str()).chain(["year", "month"]);
    let known: Vec<&str> = known.collect();
    Facet::parse(name.trim()).ok_or_else(|| format!("`{name}` is no facet; the facets are {}", known.join(", ")))
}

/// Reads the name of a facet of names.
///
/// # Errors
/// A name that is none.
pub fn parse_name_field(name: &str) -> std::result::Result<NameField, String> {
    let known: Vec<&str> = NameField::ALL.iter().map(|field| field.as_str()).collect();
    NameField::parse(name.trim()).ok_or_else(|| format!("`{name}` holds no names; these do: {}", known.join(", ")))
}

/// How many values of each facet stand beside results on a terminal.
pub const SHOWN_VALUES: usize = 10;

/// Returns the names of facets.
pub fn facet_names(facets: &[Facet]) -> Vec<&'static str> {
    facets.iter().map(|facet| facet.as_str()).collect()
}

/// Returns what closes a list of results for people: the facets asked for, and how many there are.
pub fn conclusion<T>(found: &Found<T>, wanted: &Wanted, noun: &'static str, style: &Style) -> String {
    let facets = wanted.facets.iter().zip(&found.facets);
    let facets: String = facets.map(|(facet, counts)| terminal::facet(facet.as_str(), counts, style)).collect();
    let closing = Closing {
        shown: found.n_hits,
        offset: wanted.offset,
        total: found.total,
        noun,
        expanded: !found.added.is_empty(),
        counted: !wanted.facets.is_empty(),
    };
    facets + &terminal::total(closing, style)
}

/// Runs the command.
///
/// # Errors
/// No index, a query that does not parse, or a name that fits nothing or several.
pub fn run(args: Args) -> Result<Outcome> {
    let words = query::read(&args.query.join(" "))?;
    let filters = Filters { min_confidence: args.min_confidence, ..args.filters.filters()? };
    let archive = args.index.open()?;
    let target = if args.quotations { Target::Quotations } else { Target::Articles };
    let usual = if matches!(args.field, Facet::Name(_)) { USUAL } else { 0 };
    let limit = args.limit.unwrap_or(usual);
    let counted = (args.like.as_deref(), if args.by_name { 0 } else { limit });
    let (mut facets, resolved) = query::facet_counts(archive, &words, &filters, target, &[args.field], counted)?;
    resolved.iter().filter_map(query::Resolved::note).for_each(tell);
    let mut counts = facets.pop().unwrap_or_default();
    if args.by_name {
        counts.values.sort_by_cached_key(|count| fold_name(&count.value));
    }
    if limit > 0 {
        // Of years and months the last are shown.
        let n_passed = if matches!(args.field, Facet::Name(_)) { 0 } else { counts.values.len().saturating_sub(limit) };
        counts.values.drain(..n_passed);
        counts.values.truncate(limit);
    }
    let mut out = Output::open();
    if args.json {
        counts.values.iter().try_for_each(|count| out.line(&json::facet_count(args.field.as_str(), count)))?;
    } else {
        let style = out.style();
        out.text(&terminal::facet(args.field.as_str(), &counts, &style))?;
    }
    out.close()?;
    Ok(if counts.values.is_empty() { Outcome::Nothing } else { Outcome::Found })
}
