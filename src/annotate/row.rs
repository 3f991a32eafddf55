//! Features as named numbers: one macro writes their names and the function that computes them, in one order.

/// A value that can stand in a row of features.
pub trait Number {
    /// Returns the value as a number; what is missing is no number.
    fn number(self) -> f32;
}

impl Number for bool {
    fn number(self) -> f32 {
        f32::from(u8::from(self))
    }
}

impl Number for u32 {
    fn number(self) -> f32 {
        self as f32
    }
}

impl Number for i32 {
    fn number(self) -> f32 {
        self as f32
    }
}

impl Number for usize {
    fn number(self) -> f32 {
        self as f32
    }
}

impl Number for f32 {
    fn number(self) -> f32 {
        self
    }
}

impl<T: Number> Number for Option<T> {
    fn number(self) -> f32 {
        self.map_or(f32::NAN, Number::number)
    }
}

/// Writes `FEATURES`, the names, and `row`, the function from what is looked at to the values.
macro_rules! features {
    (|$view:ident: $type:ty| $($name:ident = $value:expr),* $(,)?) => {
        /// Names of the features, in the order of a row.
        pub const FEATURES: &[&str] = &[$(stringify!($name)),*];

        /// Returns the features of one candidate.
        pub fn row($view: $type) -> [f32; FEATURES.len()] {
            [$($crate::annotate::row::Number::number($value)),*]
        }
    };
}

pub(crate) use features;
