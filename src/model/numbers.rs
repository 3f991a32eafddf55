//! Numbers that classifiers read, and what they give.

/// Declares a struct of numbers that know their names, the features of a classifier.
macro_rules! numbers {
    ($(#[doc = $about:literal])* struct $type:ident { $($(#[doc = $doc:literal])* $name:ident,)* }) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $type {
            $($(#[doc = $doc])* pub $name: f32,)*
        }

        impl $type {
            /// The names of the numbers, in the order of their values.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];

            /// Returns the numbers, in the order of the fields.
            pub fn values(&self) -> [f32; $type::NAMES.len()] {
                [$(self.$name),*]
            }
        }
    };
}
pub(crate) use numbers;

/// Returns 1 for what holds and 0 for what does not.
pub fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

/// Returns the probability that log-odds are.
pub fn logistic(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}
