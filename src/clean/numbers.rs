//! A struct of numbers that is also a stretch of a feature row.

/// Defines a struct whose fields are all `f32`, with their names in order and a way to append them to a row.
macro_rules! numbers {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $field:ident),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct $name { $($(#[$doc])* pub $field: f32),* }

        impl $name {
            /// The names of the numbers, in the order of [`Self::append`].
            pub const NAMES: &[&str] = &[$(stringify!($field)),*];

            /// Appends the numbers to a row.
            pub fn append(&self, row: &mut Vec<f32>) {
                $(row.push(self.$field);)*
            }
        }
    };
}

pub(super) use numbers;
