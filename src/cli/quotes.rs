//! `clippings quotes`: the quotations themselves.

use super::Outcome;
use super::batch::{Answered, BatchOptions};
use super::facets::{SHOWN_VALUES, conclusion, facet_names, parse_facet};
use super::filters::FilterOptions;
use super::options::{IndexOption, Page};
use super::output::{Output, tell};
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::model::QuotationHit;
use crate::present::{Style, json, markdown, table, terminal};
use crate::query::{self, Facet, Filters, Found, Node, Sort, Wanted};

/// Search the quotations: who said what
///
/// Words are looked for inside quotations; `title:` asks for words of the article's headline.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  clippings quotes sequel --speaker 'robert rodriguez'
  clippings quotes --film 'glass orchard' --sort date --context
  clippings quotes --speaker caldeira --format csv --limit 0 > caldeira.csv
  clippings quotes harbour --batch names.txt --batch-as speaker --format jsonl

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
    /// Only where the speaker is at least so sure, 0 to 1; of a quotation in several pieces, that of the first
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = query::parse_confidence)]
    min_confidence: f32,
    /// Count the values of these facets, such as `speaker,film,year`
    ///
    /// Counted are the quotations that hold every word of the query, on all pages; where none does, those that hold
    /// any.
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', value_parser = parse_facet)]
    facets: Vec<Facet>,
    #[command(flatten)]
    page: Page,
    /// Order of the results
    #[arg(long, value_enum, default_value_t = Order::Relevance)]
    sort: Order,
    #[command(flatten)]
    batch: BatchOptions,
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
    /// Most matches first
    Matches,
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
    let format = if args.json { Format::Jsonl } else { args.format };
    args.check(format)?;
    let words = query::read(&args.query.join(" "))?;
    let filters = Filters { min_confidence: args.min_confidence, all: args.all, ..args.filters.filters()? };
    let lines = args.batch.lines(&args.query)?;
    let archive = args.index.open()?;
    let mut out = Output::open();
    let search = Search { archive, format, wanted: args.wanted(format), group: args.group, style: out.style() };
    if format == Format::Csv {
        out.text(&table::quotation_header(lines.is_some()))?;
    }
    let outcome = match &lines {
        None => {
            let found = search.answer(&words, &filters, None, &mut |text| out.text(text))?;
            found.notes().iter().for_each(tell);
            if found.n_hits == 0 { Outcome::Nothing } else { Outcome::Found }
        }
        Some(lines) => args.batch.run(lines, &words, &filters, &mut out, |words, filters, line, text| {
            let found = search.answer(words, filters, Some(&line.id), &mut |part| {
                text.push_str(part);
                Ok(())
            })?;
            Ok(Answered { n_hits: found.n_hits, resolved: found.resolved, unknown: found.unknown })
        })?,
    };
    out.close()?;
    Ok(outcome)
}

impl Args {
    /// Refuses what a format has no place for.
    fn check(&self, format: Format) -> Result<()> {
        let given = [
            ("--facets", !self.facets.is_empty() && !matches!(format, Format::Text | Format::Jsonl)),
            ("--context", self.context && !matches!(format, Format::Text | Format::Jsonl)),
        ];
        match given.iter().find(|(_, is_lost)| *is_lost) {
            Some((option, _)) => Err(Error::usage(format!("this format has no place for what `{option}` asks for"))
                .hint("leave one of them out")),
            None => Ok(()),
        }
    }

    fn wanted(&self, format: Format) -> Wanted {
        Wanted {
            limit: self.page.limit(),
            offset: self.page.offset(),
            sort: match self.sort {
                Order::Relevance => Sort::Relevance,
                Order::Date => Sort::Date,
                Order::Confidence => Sort::Confidence,
                Order::Matches => Sort::Matches,
            },
            facets: self.facets.clone(),
            facet_limit: if format == Format::Text { SHOWN_VALUES } else { 0 },
            total: format == Format::Text || !self.facets.is_empty(),
            context: self.context,
            suggest: true,
            ..Wanted::default()
        }
    }
}

/// What is the same for every query.
struct Search<'a> {
    archive: &'a Archive,
    format: Format,
    wanted: Wanted,
    group: Option<Group>,
    style: Style,
}

impl Search<'_> {
    /// Answers one query; `id` is its id among many.
    fn answer(
        &self,
        words: &Node,
        filters: &Filters,
        id: Option<&str>,
        write: &mut dyn FnMut(&str) -> Result<()>,
    ) -> Result<Found<QuotationHit>> {
        let Search { archive, wanted, style, .. } = self;
        if let Some(id) = id {
            write(&self.heading(id))?;
        }
        let found = match self.group {
            None => {
                let mut rank = wanted.offset;
                query::each_quotation(archive, words, filters, wanted, |hit| {
                    let text = self.hit(&hit, rank, id);
                    rank += 1;
                    write(&text)
                })?
            }
            Some(group) => {
                let mut found = query::quotations(archive, words, filters, wanted)?;
                // A stable sort: within a group the order of the results stays.
                group_by(&mut found.hits, |hit| group.key(hit));
                let mut rank = wanted.offset;
                for hits in found.hits.chunk_by(|one, other| group.key(one) == group.key(other)) {
                    write(&self.heading(&group.heading(&hits[0])))?;
                    for hit in hits {
                        write(&self.hit(hit, rank, id))?;
                        rank += 1;
                    }
                }
                found
            }
        };
        if self.format == Format::Text {
            write(&conclusion(&found, wanted, "quotation", style))?;
        }
        if self.format == Format::Jsonl && !wanted.facets.is_empty() {
            write(&json::facets(&facet_names(&wanted.facets), &found.facets, found.total, id))?;
            write("\n")?;
        }
        Ok(found)
    }

    fn heading(&self, id: &str) -> String {
        match self.format {
            Format::Text => terminal::heading(id, &self.style),
            Format::Markdown => markdown::heading(id),
            _ => String::new(),
        }
    }

    fn hit(&self, hit: &QuotationHit, rank: usize, id: Option<&str>) -> String {
        match self.format {
            Format::Text => terminal::quotation_hit(hit, &self.style),
            Format::Csv => table::quotation(hit, id),
            Format::Jsonl => json::quotation_hit(hit, rank, id) + "\n",
            Format::Markdown => markdown::quotation(hit),
        }
    }
}

impl Group {
    /// Returns what hits of one group have in common; nothing where no speaker is known.
    fn key(self, hit: &QuotationHit) -> Option<String> {
        match self {
            Group::Article => Some(hit.id.clone()),
            Group::Speaker => hit.speaker.clone(),
        }
    }

    /// Returns what stands above a group.
    fn heading(self, hit: &QuotationHit) -> String {
        match self {
            Group::Article => hit.title.clone().unwrap_or_else(|| hit.id.clone()),
            Group::Speaker => hit.speaker.clone().unwrap_or_else(|| "speaker unknown".to_owned()),
        }
    }
}

/// Brings together what has the same key, in the order in which the keys first appear; what has none comes last.
fn group_by<T>(hits: &mut [T], key: impl Fn(&T) -> Option<String>) {
    let mut first: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for (index, key) in hits.iter().map(&key).enumerate() {
        if let Some(key) = key {
            first.entry(key).or_insert(index);
        }
    }
    hits.sort_by_key(|hit| key(hit).map_or(usize::MAX, |key| first[&key]));
}
