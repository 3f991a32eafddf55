//! Corrections of names by hand: what a user says of a name, whatever the program found.

/// Whose names a correction speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// Real people: who is named, quoted, or writes.
    Person,
    /// Films.
    Film,
    /// Series.
    Series,
}

impl NameKind {
    /// Every kind.
    pub const ALL: [NameKind; 3] = [NameKind::Person, NameKind::Film, NameKind::Series];

    /// Returns the name that the file of corrections uses.
    pub fn as_str(self) -> &'static str {
        match self {
            NameKind::Person => "person",
            NameKind::Film => "film",
            NameKind::Series => "series",
        }
    }

    /// Returns the kind of that name.
    pub fn parse(name: &str) -> Option<NameKind> {
        NameKind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// What a correction does with its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// The printed words name `other`, even where the program would see no name.
    Alias,
    /// The name is one with `other`, and is counted and shown as that.
    Merge,
    /// The name is no person, film or series.
    Never,
    /// The name is to be shown as `other`.
    Rename,
    /// With `other` and `place`: in articles of that place the name is `other`. Alone: the name is not read as another,
    /// though the program would.
    Split,
}

impl Action {
    /// Every action.
    pub const ALL: [Action; 5] = [Action::Alias, Action::Merge, Action::Never, Action::Rename, Action::Split];

    /// Returns the name that the file of corrections uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Action::Alias => "alias",
            Action::Merge => "merge",
            Action::Never => "never",
            Action::Rename => "rename",
            Action::Split => "split",
        }
    }

    /// Returns the action of that name.
    pub fn parse(name: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|action| action.as_str() == name)
    }
}

/// Two names that may be one, as a person is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// Whose names they are.
    pub kind: NameKind,
    /// The rarer name.
    pub name: String,
    /// The more frequent one.
    pub other: String,
    /// Articles that have the one, and the other.
    pub articles: [u64; 2],
    /// What is alike.
    pub evidence: String,
}

/// One line of the file of corrections.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Correction {
    /// What is done.
    pub action: Action,
    /// Whose name it is.
    pub kind: NameKind,
    /// The name, as the program shows it; of an alias, as articles print it.
    pub name: String,
    /// The right name; empty where the action needs none.
    pub other: String,
    /// Of a split: a part of the ids of the articles, or words that they print. Empty else.
    pub place: String,
}

impl Correction {
    /// Returns whether it bears on what is found in an article, so that articles are to be annotated again; the others
    /// are applied when names are looked up, counted and shown.
    pub fn is_of_finding(&self) -> bool {
        match self.action {
            Action::Alias | Action::Never => true,
            Action::Split => !self.other.is_empty(),
            Action::Merge | Action::Rename => false,
        }
    }

    /// Returns the words for which articles are searched that the correction may concern.
    pub fn phrases(&self) -> Vec<&str> {
        let mut phrases = vec![self.name.as_str()];
        if self.kind != NameKind::Person {
            let rest = ["The ", "A ", "An "].iter().find_map(|article| self.name.strip_prefix(article));
            phrases.extend(rest);
            phrases.extend(self.name.split_once(": ").into_iter().flat_map(|(main, sub)| [main, sub]));
        }
        phrases
    }
}
