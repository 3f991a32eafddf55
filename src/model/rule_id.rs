//! The name of the rule that made a decision.

use std::fmt;

/// The id of a rule, such as `related/prefix` or `cue/after`: what `--explain` prints and the JSON carries.
///
/// Ids live as long as the program: built-in ones are literals or belong to the rules, which are loaded once; those of
/// a user's own rules are leaked when that file is read, once.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(pub &'static str);

impl RuleId {
    /// Returns the id for a name that was read from a file.
    pub fn leak(name: &str) -> RuleId {
        RuleId(Box::leak(name.to_owned().into_boxed_str()))
    }

    /// Returns the part before the first slash: the family of the rule, such as `related`.
    pub fn family(self) -> &'static str {
        self.0.split('/').next().unwrap_or(self.0)
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
