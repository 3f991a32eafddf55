//! Whom a part of a full name names where it stands: "Hale" and "Ruth" of Ruth Hale.
//!
//! Comes in: the [`Known`] people, by full names, and the other names. Goes out: the places of these, each with the
//! person who was named last before it, and people of their own for those that fit nobody.

use std::cmp::Reverse;

use super::evidence::Name;
use crate::model::{Gender, RuleId};
use crate::rules::{Key, KeyMap};

/// So many people at most are asked whether a part of a name is theirs, those named first.
const MOST_BEARERS: usize = 32;

/// A person with the words of the full name.
pub struct Known {
    /// The words.
    pub words: Vec<Key>,
    /// How many of them, at the end, tell a son from his father: "Jr".
    pub n_added: usize,
    /// The words of a nickname in marks, if one stands in the name.
    pub nickname: Vec<Key>,
    /// Index of the name.
    pub name: usize,
    /// The pieces that name the person, never none.
    pub mentions: Vec<u32>,
}

impl Known {
    /// Somebody whom these pieces of a name name and nothing else does.
    pub fn alone(name: &Name, index: usize, mentions: Vec<u32>) -> Known {
        Known { words: name.words.clone(), n_added: 0, nickname: Vec::new(), name: index, mentions }
    }

    /// The name, the name without what is added to it, and the nickname.
    pub fn names(&self) -> [&[Key]; 3] {
        [&self.words, &self.words[..self.words.len() - self.n_added], &self.nickname]
    }

    /// Whether the words are a part of the name, with what is added to it or without, or the nickname.
    pub fn answers_to(&self, words: &[Key]) -> bool {
        let [full, bare, nickname] = self.names();
        is_part(words, full) || !words.is_empty() && nickname == words || is_part(words, bare)
    }
}

/// Somebody who may be meant by a part of a name.
struct Bearer {
    /// Index among the people.
    person: usize,
    gender: Gender,
    /// Where the person is named by now, in order.
    mentions: Vec<u32>,
    /// The name begins with the part.
    is_given: bool,
}

impl Bearer {
    fn new(person: usize, known: &Known, gender: Gender, words: &[Key]) -> Bearer {
        let mut mentions = known.mentions.clone();
        mentions.sort_unstable();
        Bearer { person, gender, mentions, is_given: known.words.starts_with(words) }
    }

    fn n_before(&self, piece: u32) -> usize {
        self.mentions.partition_point(|&at| at < piece)
    }

    fn last_before(&self, piece: u32) -> Option<u32> {
        self.n_before(piece).checked_sub(1).map(|last| self.mentions[last])
    }

    fn fits(&self, title: Gender) -> bool {
        self.gender == title || self.gender == Gender::Unknown || title == Gender::Unknown
    }
}

/// The last words of a name, or its first.
pub fn is_part(words: &[Key], full: &[Key]) -> bool {
    words.len() < full.len() && (full.ends_with(words) || full.starts_with(words))
}

/// People by the first word and by the last of what they answer to.
struct Index {
    first: KeyMap<Vec<usize>>,
    last: KeyMap<Vec<usize>>,
}

impl Index {
    fn new(people: &[Known]) -> Index {
        let mut index = Index { first: KeyMap::default(), last: KeyMap::default() };
        for (at, known) in people.iter().enumerate() {
            for words in known.names() {
                let ends = [(&mut index.first, words.first()), (&mut index.last, words.last())];
                for (map, word) in ends {
                    word.into_iter().for_each(|&word| map.entry(word).or_default().push(at));
                }
            }
        }
        index
    }

    /// The people who answer to the words, in order.
    fn bearers(&self, people: &[Known], words: &[Key]) -> Vec<usize> {
        let starting = words.first().and_then(|word| self.first.get(word));
        let ending = words.last().and_then(|word| self.last.get(word));
        let mut found: Vec<usize> = starting.into_iter().chain(ending).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found.retain(|&at| people[at].answers_to(words));
        found.truncate(MOST_BEARERS);
        found
    }
}

/// Gives every other piece that is part of a full name to the person who was named last before it, unless its title
/// says that it is another: "Mrs. Hale" where there is only Tom. `titles` are those of the pieces, `is_kin` tells
/// whether one names somebody's father or wife, `given` the gender that the first word of a name tells; `characters`
/// are full names that are no person's.
pub fn link(
    names: &[Name],
    verdicts: &[Option<RuleId>],
    people: &mut Vec<Known>,
    characters: &[&Name],
    titles: &[Gender],
    is_kin: impl Fn(u32) -> bool,
    given: impl Fn(usize) -> Gender,
) {
    let index = Index::new(people);
    for (at, name) in names.iter().enumerate() {
        if verdicts[at].is_some() && name.words.len() > 1 {
            continue;
        }
        let bearers = index.bearers(people, &name.words);
        let is_character = || characters.iter().any(|character| is_part(&name.words, &character.words));
        if bearers.is_empty() && verdicts[at].is_some() && !is_character() {
            people.push(Known::alone(name, at, name.pieces.clone()));
            continue;
        }
        let bearer = |person: usize| Bearer::new(person, &people[person], given(people[person].name), &name.words);
        let mut bearers: Vec<Bearer> = bearers.into_iter().map(bearer).collect();
        let others = share(&mut bearers, &name.pieces, titles, &is_kin);
        for bearer in bearers {
            people[bearer.person].mentions = bearer.mentions;
        }
        if !others.is_empty() {
            people.push(Known::alone(name, at, others));
        }
    }
}

/// Gives each piece to its bearer; returns those whose title fits none.
fn share(bearers: &mut [Bearer], pieces: &[u32], titles: &[Gender], is_kin: impl Fn(u32) -> bool) -> Vec<u32> {
    let (mut others, mut holder) = (Vec::new(), None);
    for &piece in pieces {
        holder = holder_of(bearers, piece, titles[piece as usize], holder, &is_kin);
        match holder {
            Some(holder) => {
                let place = bearers[holder].n_before(piece);
                bearers[holder].mentions.insert(place, piece);
            }
            None if !bearers.is_empty() => others.push(piece),
            None => {}
        }
    }
    others
}

/// The bearer who is named last before a piece, or first of all where none is named before; `holder` is that of the
/// part's last place.
fn holder_of(
    bearers: &[Bearer],
    piece: u32,
    title: Gender,
    holder: Option<usize>,
    is_kin: impl Fn(u32) -> bool,
) -> Option<usize> {
    let fits = |at: &usize| bearers[*at].fits(title);
    let nearness = |at: &usize| (bearers[*at].last_before(piece), Reverse(bearers[*at].mentions[0]));
    let latest = (0..bearers.len()).filter(fits).max_by_key(nearness)?;
    // Who is named once in full takes no given name from whom the article calls by it, and no last name from a son.
    let bearer = &bearers[latest];
    let passes = bearer.n_before(piece) == 1 && (bearer.is_given || is_kin(bearer.mentions[0]));
    Some(holder.filter(|held| passes && fits(held)).unwrap_or(latest))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_counts as check;

    #[test]
    fn who_is_named_once_takes_no_given_name() {
        let opening = "Actor Tom Renwick left. Tom said no. Actor Tom Hale came.";
        check(&format!("{opening} Tom laughed. Tom slept."), "Tom Renwick 4, Tom Hale 1");
        check(&format!("{opening} Tom Hale spoke. Tom laughed. Tom slept."), "Tom Renwick 2, Tom Hale 4");
    }

    #[test]
    fn a_last_name_before_any_full_one_is_whose_comes_first() {
        let article = "Hale leaves the ferry\nDirector Ruth Hale left.\nHale slept.\nActor Tom Hale came.";
        check(article, "Ruth Hale 3, Tom Hale 1");
        check("Director Ruth Hale left.\nActor Tom Hale came.\nHale slept.", "Ruth Hale 1, Tom Hale 2");
    }

    #[test]
    fn a_father_named_once_takes_no_last_name_of_his_son() {
        let article =
            |father: &str| format!("Actor Tom Hale left.\nHale slept.\n{father} Ian Hale Jr. came.\nHale slept.");
        check(&article("His father,"), "Tom Hale 3, Ian Hale Jr. 1");
        check(&article("Director"), "Tom Hale 2, Ian Hale Jr. 2");
    }

    #[test]
    fn a_title_tells_which_of_two() {
        check("Actress Ruth Hale left.\nActor Tom Hale came.\nMs. Hale slept.", "Ruth Hale 2, Tom Hale 1");
    }
}
