//! Features that forests of this folder ask for: their names, and the place of each in a row.
//!
//! The stage that computes them and the weights file meet here.

/// Makes a module of the features of one forest.
macro_rules! features {
    ($(#[$doc:meta])* $module:ident: $($name:ident),* $(,)?) => {
        $(#[$doc])*
        pub mod $module {
            /// The place of each feature in a row.
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            #[allow(non_camel_case_types, missing_docs)]
            pub enum F { $($name),* }
            /// The names of the features, in the order of a row.
            pub const NAMES: [&str; [$(F::$name),*].len()] = [$(stringify!($name)),*];
            /// The features of one candidate.
            pub type Row = [f32; NAMES.len()];
        }
    };
}

features! {
    /// Of a name that may be a person's.
    person:
    n_words, given, surname, last_given, n_common, n_function, n_organisation, n_place, n_other, n_unlisted,
    has_initial, has_suffix, has_particle, has_hyphen, n_upper, known, known_surname, known_title, n_mentions,
    headline, honorific, last_alone, first_alone, last_honorific, longer, person_odds, person_best, before, after,
    work_odds, the, marked, played, as_name, actor, sentence_start, pronoun, beside, age, role, ordinary,
    present, past, of_body,
}

features! {
    /// Of a phrase that may be the title of a film or series.
    work:
    n_words, n_content, full, no_article, short, subtitle, namesakes, numbered, marked, year, in_brackets, work_odds,
    work_best, before, after, person_odds, film_cue, series_cue, other_cue, given, surname, n_common, n_place,
    n_organisation, n_other, n_unlisted, known_person, person, headline, n_mentions, sentence_start, ends_number,
    has_colon, starts_the, listed, cast, possessive, capital_before, capital_after, upper, density, inside, longer,
    played, the, hyphen, context, usual, often, film_share, series_share, other_share, lower_before, calendar,
    surname_of, given_of, marks, credit, in_headline, kin, listed_odds, common_share, n_listed, share_listed, item,
    goes_on, goes_on_plain, run_odds, run_best, word_odds, word_first, word_last, word_least, comes_on, comes_on_plain,
    near, near_best, topic, apposed, aired,
}

/// The features of a phrase that tell nothing of its words, only of its company: what the forest of contexts sees.
pub const CONTEXT_OF_WORK: [work::F; 28] = {
    use work::F;
    [
        F::marked,
        F::year,
        F::in_brackets,
        F::work_odds,
        F::work_best,
        F::before,
        F::after,
        F::person_odds,
        F::film_cue,
        F::series_cue,
        F::other_cue,
        F::headline,
        F::n_mentions,
        F::sentence_start,
        F::listed,
        F::possessive,
        F::capital_before,
        F::capital_after,
        F::density,
        F::inside,
        F::played,
        F::the,
        F::credit,
        F::run_odds,
        F::run_best,
        F::near,
        F::near_best,
        F::topic,
    ]
};

/// Returns a row with nothing but its context.
pub fn context_of(row: &work::Row) -> work::Row {
    let mut context = [0.0; work::NAMES.len()];
    for feature in CONTEXT_OF_WORK {
        context[feature as usize] = row[feature as usize];
    }
    context
}
