//! `clippings search`: articles, ranked.

use rustc_hash::FxHashSet;

use super::Outcome;
use super::batch::{Answered, BatchOptions};
use super::facets::{SHOWN_VALUES, conclusion, facet_names, parse_facet};
use super::filters::FilterOptions;
use super::options::{IndexOption, Page};
use super::output::{Output, tell};
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::model::ArticleHit;
use crate::present::{Style, json, markdown, table, terminal, trec};
use crate::query::{self, Facet, Filters, Found, Node, Sort, Wanted};

/// Search the articles, best first
///
/// Words are looked for in headlines and bodies; articles that hold all of them come first, then the best of those that
/// hold some. "A phrase" stands in quotation marks, "near words"~5 up to so many words apart; AND, OR, NOT (or -word),
/// parentheses, prefix* and fuzzy~ work as expected, and so do fields: title:, quote:, speaker:, person:, film:,
/// series:, author:, site:, year:2019..2021.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  clippings search sequel --speaker salazar
  clippings search '\"press conference\" OR premiere' --film 'glass orchard' --facets speaker,film,year
  clippings search harbour --recent --explain-score
  clippings search --author 'jun castellane' --after 2024-05 --format csv --limit 0 > castellane.csv
  clippings search --batch queries.tsv --format trec --limit 100 > run.txt
  clippings search premiere --batch names.txt --batch-as speaker --json

Exit code: 0 when something was found, 1 when nothing was, 2 on an error.")]
pub struct Args {
    /// What to look for; nothing asks for every article
    query: Vec<String>,
    #[command(flatten)]
    index: IndexOption,
    #[command(flatten)]
    filters: FilterOptions,
    /// Only articles with a quotation whose speaker, the one asked for if any, is at least so sure, 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = query::parse_confidence)]
    min_confidence: f32,
    /// Only articles that hold every word
    #[arg(long)]
    all: bool,
    /// Look through removed lines too
    #[arg(long)]
    include_removed: bool,
    /// Count the values of these facets, such as `speaker,film,year`
    ///
    /// Counted are the articles that hold every word of the query, on all pages; where none does, those that hold any.
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', value_parser = parse_facet)]
    facets: Vec<Facet>,
    #[command(flatten)]
    page: Page,
    /// Order of the results
    #[arg(long, value_enum, default_value_t = Order::Relevance)]
    sort: Order,
    /// Prefer new articles: the preference halves with every so many days before the newest article
    #[arg(long, value_name = "DAYS", num_args = 0..=1, require_equals = true, default_missing_value = "365")]
    recent: Option<u32>,
    /// Look for words of the first results too: finds more, ranks better on broad questions
    #[arg(long)]
    expand: bool,
    /// Tell what each score is made of
    #[arg(long)]
    explain_score: bool,
    #[command(flatten)]
    batch: BatchOptions,
    /// Print in this format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The same as `--format jsonl`
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

/// Orders of articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Order {
    /// Best first
    Relevance,
    /// Newest first
    Date,
    /// Most matches first
    Matches,
}

/// Output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Text,
    /// Comma-separated, an article a row
    Csv,
    /// One JSON object a line
    Jsonl,
    /// A list with the best passages quoted
    Markdown,
    /// A TREC run, for evaluation tools
    Trec,
}

/// Runs the command.
///
/// # Errors
/// No index, a query that does not parse, or a name that fits nothing or several.
pub fn run(args: Args) -> Result<Outcome> {
    let format = if args.json { Format::Jsonl } else { args.format };
    let words = query::read(&args.query.join(" "))?;
    if args.explain_score && args.sort != Order::Relevance {
        return Err(Error::usage("`--explain-score` tells what scores are made of, by which only relevance sorts")
            .hint("leave `--sort` out"));
    }
    if !matches!(format, Format::Text | Format::Jsonl) && (args.explain_score || !args.facets.is_empty()) {
        return Err(Error::usage("facets, and what scores are made of, are told as text and as JSON alone")
            .hint("`clippings facets` counts by itself"));
    }
    let Args { include_removed, min_confidence, all, .. } = args;
    let filters = Filters { include_removed, min_confidence, all, ..args.filters.filters()? };
    let lines = args.batch.lines(&args.query)?;
    let archive = args.index.open()?;
    let mut out = Output::open();
    let shared_ids = if format == Format::Trec { query::shared_ids(archive)? } else { FxHashSet::default() };
    let search = Search { archive, format, wanted: args.wanted(format), style: out.style(), shared_ids };
    if search.format == Format::Csv {
        out.text(&table::article_header(lines.is_some()))?;
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
    fn wanted(&self, format: Format) -> Wanted {
        Wanted {
            limit: self.page.limit(),
            offset: self.page.offset(),
            sort: match self.sort {
                Order::Relevance => Sort::Relevance,
                Order::Date => Sort::Date,
                Order::Matches => Sort::Matches,
            },
            facets: self.facets.clone(),
            facet_limit: if format == Format::Text { SHOWN_VALUES } else { 0 },
            total: format == Format::Text || !self.facets.is_empty(),
            recent: self.recent,
            expand: self.expand,
            explain: self.explain_score,
            bare: format == Format::Trec,
            context: false,
            suggest: true,
        }
    }
}

/// What is the same for every query.
struct Search<'a> {
    archive: &'a Archive,
    format: Format,
    wanted: Wanted,
    style: Style,
    /// The ids that do not tell a record of a run from others.
    shared_ids: FxHashSet<String>,
}

impl Search<'_> {
    /// Answers one query; `id` is its id among many.
    fn answer(
        &self,
        words: &Node,
        filters: &Filters,
        id: Option<&str>,
        write: &mut dyn FnMut(&str) -> Result<()>,
    ) -> Result<Found<ArticleHit>> {
        let Search { archive, wanted, style, .. } = self;
        if let Some(id) = id {
            write(&self.heading(id))?;
        }
        let mut rank = wanted.offset;
        let found = query::each_article(archive, words, filters, wanted, |hit| {
            let text = self.hit(&hit, rank, id);
            rank += 1;
            write(&text)
        })?;
        if self.format == Format::Text {
            write(&conclusion(&found, wanted, "article", style))?;
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

    fn hit(&self, hit: &ArticleHit, rank: usize, id: Option<&str>) -> String {
        match self.format {
            Format::Text => terminal::article_hit(hit, &self.style),
            Format::Csv => table::article(hit, rank, id),
            Format::Jsonl => json::article_hit(hit, rank, id) + "\n",
            Format::Markdown => markdown::article(hit),
            Format::Trec => {
                let shares_id = hit.record.as_ref().is_some_and(|record| self.shared_ids.contains(record));
                trec::article(hit, rank, id, shares_id)
            }
        }
    }
}
