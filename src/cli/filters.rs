//! The filter options that `search`, `quotes` and `facets` share.

use clap::Args;

use crate::error::{Error, Result};
use crate::index::NameField;
use crate::model::Date;
use crate::query::Filters;

/// What results are narrowed to.
///
/// Names are taken in any case, without accents, or by an unambiguous last name. Of several names of one kind, one is
/// enough; different kinds must all hold.
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
    #[arg(long, value_name = "DAY", value_parser = first_day)]
    after: Option<Date>,
    /// Published on or before this day: 2024, 2024-05 or 2024-05-17
    #[arg(long, value_name = "DAY", value_parser = last_day)]
    before: Option<Date>,
}

impl FilterOptions {
    /// Returns the filters.
    ///
    /// # Errors
    /// A span of days that ends before it begins.
    pub fn filters(&self) -> Result<Filters> {
        if let (Some(after), Some(before)) = (self.after, self.before)
            && after > before
        {
            return Err(Error::usage(format!("no day is both after {after} and before {before}")));
        }
        let include =
            [&self.speaker, &self.person, &self.film, &self.series, &self.author, &self.site].map(Vec::as_slice);
        let exclude =
            [&self.not_speaker, &self.not_person, &self.not_film, &self.not_series, &self.not_author, &self.not_site];
        Ok(Filters {
            include: named(include),
            exclude: named(exclude.map(Vec::as_slice)),
            after: self.after,
            before: self.before,
            ..Filters::default()
        })
    }
}

/// Pairs every name with its field; the lists stand in the order of [`NameField::ALL`].
fn named(lists: [&[String]; 6]) -> Vec<(NameField, String)> {
    let pairs = NameField::ALL.into_iter().zip(lists);
    pairs.flat_map(|(field, names)| names.iter().map(move |name| (field, name.clone()))).collect()
}

fn first_day(text: &str) -> std::result::Result<Date, String> {
    day(text, "-01", &["-01"])
}

fn last_day(text: &str) -> std::result::Result<Date, String> {
    day(text, "-12", &["-31", "-30", "-29", "-28"])
}

fn day(text: &str, month: &str, days: &[&str]) -> std::result::Result<Date, String> {
    let with_month = if text.len() == 4 { format!("{text}{month}") } else { text.to_owned() };
    let full = if with_month.len() == 7 {
        days.iter().find_map(|day| Date::from_iso(&format!("{with_month}{day}")))
    } else {
        Date::from_iso(&with_month).filter(|_| with_month.len() == 10)
    };
    full.ok_or_else(|| format!("`{text}` is no day; write 2024, 2024-05 or 2024-05-17"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_may_be_years_or_months() {
        let show = |day: std::result::Result<Date, String>| day.map_or_else(|error| error, |day| day.to_string());
        assert_eq!(show(first_day("2024")), "2024-01-01");
        assert_eq!(show(last_day("2024")), "2024-12-31");
        assert_eq!(show(last_day("2023-02")), "2023-02-28");
        assert_eq!(show(first_day("2023-02-30")), "`2023-02-30` is no day; write 2024, 2024-05 or 2024-05-17");
        assert!(first_day("2023-02-03T").is_err());
    }
}
