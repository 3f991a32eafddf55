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
}
