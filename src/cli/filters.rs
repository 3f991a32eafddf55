//! The filter options that `search`, `quotes` and `facets` share.

use clap::Args;

use crate::error::Result;
use crate::index::NameField;
use crate::model::Date;
use crate::query::Filters;

/// What results are narrowed to.
///
/// Names are taken in any case, without accents, or by a last name of which one bearer stands out; `=Prince` is that
/// name and no longer one. Of several names of one kind, one is enough; different kinds must all hold.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Filters")]
pub struct FilterOptions {
    /// Only with a quotation by this person
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// Only where this person is named
    #[arg(long, value_name = "NAME")]
    person: Vec<String>,
    /// Only where this film is named
    #[arg(long, value_name = "TITLE")]
    film: Vec<String>,
    /// Only where this series is named
    #[arg(long, value_name = "TITLE")]
    series: Vec<String>,
    /// Only by this author
    #[arg(long, value_name = "NAME")]
    author: Vec<String>,
    /// Only from this site
    #[arg(long, value_name = "HOST")]
    site: Vec<String>,
    /// Not with a quotation by this person
    #[arg(long, value_name = "NAME")]
    not_speaker: Vec<String>,
    /// Not where this person is named
    #[arg(long, value_name = "NAME")]
    not_person: Vec<String>,
    /// Not where this film is named
    #[arg(long, value_name = "TITLE")]
    not_film: Vec<String>,
    /// Not where this series is named
    #[arg(long, value_name = "TITLE")]
    not_series: Vec<String>,
    /// Not by this author
    #[arg(long, value_name = "NAME")]
    not_author: Vec<String>,
    /// Not from this site
    #[arg(long, value_name = "HOST")]
    not_site: Vec<String>,
    /// Published on or after this day: 2024, 2024-05 or 2024-05-17
    #[arg(long, value_name = "DAY", value_parser = Date::first_of)]
    after: Option<Date>,
    /// Published on or before this day: 2024, 2024-05 or 2024-05-17
    #[arg(long, value_name = "DAY", value_parser = Date::last_of)]
    before: Option<Date>,
}

impl FilterOptions {
    /// Returns the filters.
    ///
    /// # Errors
    /// A span of days that ends before it begins.
    pub fn filters(&self) -> Result<Filters> {
        let include =
            [&self.speaker, &self.person, &self.film, &self.series, &self.author, &self.site].map(Vec::as_slice);
        let exclude =
            [&self.not_speaker, &self.not_person, &self.not_film, &self.not_series, &self.not_author, &self.not_site];
        let names =
            Filters { include: named(include), exclude: named(exclude.map(Vec::as_slice)), ..Filters::default() };
        names.between(self.after, self.before)
    }
}

/// Pairs every name with its field; the lists stand in the order of [`NameField::ALL`].
fn named(lists: [&[String]; 6]) -> Vec<(NameField, String)> {
    let pairs = NameField::ALL.into_iter().zip(lists);
    pairs.flat_map(|(field, names)| names.iter().map(move |name| (field, name.clone()))).collect()
}
