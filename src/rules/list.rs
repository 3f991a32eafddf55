//! A user's lists, packed: built once, mapped from a file ever after.
//!
//! Comes in: an [`Authority`]. Goes out: [`PackedList`], asked by key like the lists that ship. Layout: the mark, the
//! table of title words, the table of names, the table of surnames, the works, the texts.

use super::Key;
use super::packed::{Bytes, Table, push_text, text_at, u32_at};
use super::people::{name_keys, surname};
use super::titles::{Form, Match, Titles};
use crate::model::{Authority, WorkKind};

/// Opens every packed list; another layout has another mark.
const MARK: &[u8; 16] = b"clippings-list-1";

/// Bytes of a work: where its text lies, the next of the same title plus one, its year and kind.
const WORK: usize = 12;

/// A work of a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ListedWork<'l> {
    /// Canonical title.
    pub title: &'l str,
    /// Year of release.
    pub year: Option<u16>,
    /// Film or series.
    pub kind: WorkKind,
    /// Identifier in its source.
    pub id: Option<&'l str>,
    /// Full names of its leading actors, `|` between them.
    pub cast: &'l str,
}

/// A person of a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ListedPerson<'l> {
    /// Canonical full name.
    pub name: &'l str,
    /// Identifier in its source.
    pub id: Option<&'l str>,
}

/// Lists that a user gave, in one piece.
pub struct PackedList {
    bytes: Bytes,
    titles: Table,
    people: Table,
    surnames: Table,
    works: usize,
    n_works: usize,
}

/// Packs lists into bytes for [`PackedList::open`].
pub fn pack(authority: Authority) -> Vec<u8> {
    let Authority { works, people, aliases } = authority;
    let mut titles = Titles::default();
    titles.add(works);
    for (work, alias) in &aliases {
        titles.add_name(*work, alias);
    }
    let mut bytes = MARK.to_vec();
    Table::write(titles.nodes().map(|(key, found, goes_on)| (key, number(found, goes_on))).collect(), &mut bytes);
    let mut texts = Vec::new();
    let (mut names, mut surnames) = (Vec::with_capacity(people.len()), Vec::new());
    for person in &people {
        names.push((name_keys(&person.name), texts.len() as u32));
        surnames.extend(surname(&person.name).map(|key| (key, 0)));
        push_text(&person.name, &mut texts);
        push_text(person.id.as_deref().unwrap_or(""), &mut texts);
    }
    drop(people);
    Table::write(names, &mut bytes);
    Table::write(surnames, &mut bytes);
    let n_works = titles.n_works();
    bytes.extend((n_works as u32).to_le_bytes());
    for index in 0..n_works as u32 {
        let work = titles.work(index);
        bytes.extend((texts.len() as u32).to_le_bytes());
        bytes.extend(titles.next(index).map_or(0, |next| next + 1).to_le_bytes());
        bytes.extend(work.year.unwrap_or(0).to_le_bytes());
        bytes.extend([u8::from(work.kind == WorkKind::Series), 0]);
        [work.title, work.id.unwrap_or(""), work.cast].iter().for_each(|text| push_text(text, &mut texts));
    }
    bytes.extend(texts);
    bytes
}

/// A node of the tree of titles as a number: whether longer titles go on, the form, the work.
fn number(found: Option<Match>, goes_on: bool) -> u32 {
    let found = found.map_or(7 << 1, |found| (found.form as u32) << 1 | found.work << 4);
    found | u32::from(goes_on)
}

fn node(number: u32) -> (Option<Match>, bool) {
    let form = Form::ALL.get((number >> 1 & 7) as usize);
    (form.map(|&form| Match { work: number >> 4, form }), number & 1 == 1)
}

impl PackedList {
    /// Opens packed bytes; `None` where they are none, or of another layout.
    pub fn open(bytes: Bytes) -> Option<PackedList> {
        if bytes.get(..MARK.len())? != MARK {
            return None;
        }
        let (titles, end) = Table::read(&bytes, MARK.len())?;
        let (people, end) = Table::read(&bytes, end)?;
        let (surnames, end) = Table::read(&bytes, end)?;
        let n_works = u32_at(&bytes, end)? as usize;
        let works = end + 4;
        (works + n_works * WORK <= bytes.len()).then_some(())?;
        Some(PackedList { bytes, titles, people, surnames, works, n_works })
    }

    /// Returns how many works there are.
    pub fn n_works(&self) -> usize {
        self.n_works
    }

    /// Returns the title that the sequence of words is, and whether a longer one opens with it.
    pub fn title(&self, words: Key) -> Option<(Option<Match>, bool)> {
        self.titles.get(&self.bytes, words).map(node)
    }

    /// Returns a work.
    pub fn work(&self, index: u32) -> Option<ListedWork<'_>> {
        let at = self.works + index as usize * WORK;
        let (title, next) = text_at(&self.bytes, self.text(u32_at(&self.bytes, at)?))?;
        let (id, next) = text_at(&self.bytes, next)?;
        let (cast, _) = text_at(&self.bytes, next)?;
        let [low, high, series, _] = self.bytes.get(at + 8..at + WORK)?.try_into().ok()?;
        let year = Some(u16::from_le_bytes([low, high])).filter(|&year| year > 0);
        let kind = if series == 1 { WorkKind::Series } else { WorkKind::Film };
        Some(ListedWork { title, year, kind, id: Some(id).filter(|id| !id.is_empty()), cast })
    }

    /// Returns another work of the same title.
    pub fn next(&self, index: u32) -> Option<u32> {
        let next = u32_at(&self.bytes, self.works + index as usize * WORK + 4)?;
        next.checked_sub(1).filter(|&next| next < index)
    }

    /// Returns the person of this full name.
    pub fn person(&self, name: Key) -> Option<ListedPerson<'_>> {
        let at = self.text(self.people.get(&self.bytes, name)?);
        let (name, next) = text_at(&self.bytes, at)?;
        let (id, _) = text_at(&self.bytes, next)?;
        Some(ListedPerson { name, id: Some(id).filter(|id| !id.is_empty()) })
    }

    /// Returns whether anybody of the list bears the surname.
    pub fn is_surname(&self, word: Key) -> bool {
        self.surnames.get(&self.bytes, word).is_some()
    }

    fn text(&self, offset: u32) -> usize {
        self.works + self.n_works * WORK + offset as usize
    }
}
