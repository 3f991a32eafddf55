//! `clippings facets`: the values of a field and how often they occur.

use super::Outcome;
use super::filters::FilterOptions;
use super::options::{IndexOption, parse_query, tell_resolved};
use super::output::Output;
use crate::error::Result;
use crate::index::{Archive, NameField};
use crate::present::{json, terminal};
use crate::query::{self, Filters, Target};

/// List the values of a field with their counts: speaker, person, film, series, author or site
///
/// Counts articles; with `--quotations`, quotations.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  clippings facets speaker --film 'glass orchard'     who is quoted where it is named
  clippings facets film --like potter                 titles with a word that begins so
  clippings facets speaker sequel --quotations        who speaks of sequels, by quotations

Exit code: 0 when something was found, 1 when nothing was, 2 on an error.")]
pub struct Args {
    /// The field
    #[arg(value_parser = parse_fields)]
    field: NameField,
    /// Only over what this query finds
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
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, requires = "quotations")]
    min_confidence: f32,
    /// Order by name instead of count
    #[arg(long)]
    by_name: bool,
    /// How many values to show; 0 shows all
    #[arg(long, short = 'n', default_value_t = 25)]
    limit: usize,
    /// Print JSON, one object a line
    #[arg(long)]
    json: bool,
}

/// Reads the name of a field.
///
/// # Errors
/// A name that is none.
pub fn parse_fields(name: &str) -> std::result::Result<NameField, String> {
    let names: Vec<&str> = NameField::ALL.iter().map(|field| field.as_str()).collect();
    NameField::parse(name.trim()).ok_or_else(|| format!("`{name}` is no facet; the facets are {}", names.join(", ")))
}

/// How many values of each facet stand beside results on a terminal.
pub const SHOWN_VALUES: usize = 10;

/// Returns the names of fields.
pub fn field_names(fields: &[NameField]) -> Vec<&'static str> {
    fields.iter().map(|field| field.as_str()).collect()
}

/// Runs the command.
///
/// # Errors
/// No index, a query that does not parse, or a name that fits nothing or several.
pub fn run(args: Args) -> Result<Outcome> {
    let words = parse_query(&args.query)?;
    let filters = Filters { min_confidence: args.min_confidence, ..args.filters.filters()? };
    let archive = Archive::open(&args.index.folder)?;
    let target = if args.quotations { Target::Quotations } else { Target::Articles };
    let whole = args.like.is_some() || args.by_name || args.limit == 0;
    let limit = if whole { 0 } else { args.limit };
    let (mut facets, resolved) = query::facet_counts(&archive, &words, &filters, target, &[args.field], limit)?;
    tell_resolved(&resolved);
    let mut counts = facets.pop().unwrap_or_default();
    if let Some(like) = &args.like {
        counts.values.retain(|count| query::is_like(&count.value, like));
        counts.n_values = counts.values.len();
    }
    if args.by_name {
        counts.values.sort_by_key(|count| count.value.to_lowercase());
    }
    if args.limit > 0 {
        counts.values.truncate(args.limit);
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
