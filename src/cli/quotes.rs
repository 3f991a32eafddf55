//! `clippings quotes`: the quotations themselves.

use super::Outcome;
use super::facets::{SHOWN_VALUES, field_names, parse_fields};
use super::filters::FilterOptions;
use super::options::{IndexOption, parse_query, tell_resolved};
use super::output::Output;
use crate::error::Result;
use crate::index::{Archive, NameField};
use crate::present::{json, markdown, table, terminal};
use crate::query::{self, Filters, Sort, Wanted};

/// Search the quotations: who said what
///
/// Words are looked for inside quotations; `title:` asks for words of the article's headline.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  clippings quotes sequel --speaker 'robert rodriguez'
  clippings quotes --film 'glass orchard' --sort date --context
  clippings quotes --speaker caldeira --format csv --limit 10000 > caldeira.csv

Exit code: 0 when something was found, 1 when nothing was, 2 on an error.")]
pub struct Args {
    /// What to look for; nothing asks for every quotation
    query: Vec<String>,
    #[command(flatten)]
    index: IndexOption,
    #[command(flatten)]
    filters: FilterOptions,
    /// Only quotations that hold every word
    #[arg(long)]
    all: bool,
    /// Only where the speaker is at least so sure, 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    min_confidence: f32,
    /// Count the values of these facets over all results, such as `speaker,film`
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', value_parser = parse_fields)]
    facets: Vec<NameField>,
    /// How many quotations to show
    #[arg(long, short = 'n', default_value_t = 10)]
    limit: usize,
    /// How many quotations to pass over
    #[arg(long, default_value_t = 0)]
    offset: usize,
    /// Order of the results
    #[arg(long, value_enum, default_value_t = Order::Relevance)]
    sort: Order,
    /// Show the quotations of one article, or of one speaker, together
    #[arg(long, value_enum)]
    group: Option<Group>,
    /// Show the paragraph around each quotation
    #[arg(long)]
    context: bool,
    /// Print in this format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The same as `--format jsonl`
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

/// Orders of quotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Order {
    /// Best first
    Relevance,
    /// Newest first
    Date,
    /// Surest speaker first
    Confidence,
}

/// What is shown together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Group {
    /// The quotations of an article
    Article,
    /// The quotations of a speaker
    Speaker,
}

/// Output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Text,
    /// Comma-separated, with offset columns
    Csv,
    /// One JSON object a line
    Jsonl,
    /// Block quotations with their source
    Markdown,
}

/// Runs the command.
///
/// # Errors
/// No index, a query that does not parse, or a name that fits nothing or several.
pub fn run(args: Args) -> Result<Outcome> {
    let words = parse_query(&args.query)?;
    let filters = Filters { min_confidence: args.min_confidence, all: args.all, ..args.filters.filters()? };
    let archive = Archive::open(&args.index.folder)?;
    let wanted = Wanted {
        limit: args.limit,
        offset: args.offset,
        sort: match args.sort {
            Order::Relevance => Sort::Relevance,
            Order::Date => Sort::Date,
            Order::Confidence => Sort::Confidence,
        },
        facets: args.facets.clone(),
        facet_limit: if args.json { 0 } else { SHOWN_VALUES },
        total: args.format == Format::Text && !args.json,
        context: args.context,
    };
    let mut found = query::quotations(&archive, &words, &filters, &wanted)?;
    tell_resolved(&found.resolved);
    match args.group {
        // A stable sort: within a group the order of the results stays.
        Some(Group::Article) => group_by(&mut found.hits, |hit| hit.id.clone()),
        Some(Group::Speaker) => group_by(&mut found.hits, |hit| hit.speaker.clone().unwrap_or_default()),
        None => {}
    }
    let mut out = Output::open();
    let style = out.style();
    match if args.json { Format::Jsonl } else { args.format } {
        Format::Jsonl => {
            for (index, hit) in found.hits.iter().enumerate() {
                out.line(&json::quotation_hit(hit, args.offset + index))?;
            }
            if !args.facets.is_empty() {
                out.line(&json::facets(&field_names(&args.facets), &found.facets, found.total))?;
            }
        }
        Format::Csv => out.text(&table::quotations(&found.hits))?,
        Format::Markdown => out.text(&markdown::quotations(&found.hits))?,
        Format::Text => {
            for hit in &found.hits {
                out.text(&terminal::quotation_hit(hit, &style))?;
            }
            for (field, counts) in args.facets.iter().zip(&found.facets) {
                out.text(&terminal::facet(field.as_str(), counts, &style))?;
            }
            out.text(&terminal::total(found.hits.len(), args.offset, found.total, "quotation", &style))?;
        }
    }
    out.close()?;
    Ok(if found.hits.is_empty() { Outcome::Nothing } else { Outcome::Found })
}

/// Brings together what has the same key, in the order in which the keys first appear.
fn group_by<T>(hits: &mut [T], key: impl Fn(&T) -> String) {
    let mut first: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for (index, hit) in hits.iter().enumerate() {
        first.entry(key(hit)).or_insert(index);
    }
    hits.sort_by_key(|hit| first[&key(hit)]);
}
