//! From the tree of a page and its rendered lines to what the tree tells of each line.
//!
//! The numbers only describe; what they mean for a line is learned and decided in `clean`.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::Tag;
use super::class_words::{Kind, Kinds};
use super::metadata::Metadata;
use super::render::{Line, Rendered};
use super::tree::Tree;
use crate::model::{Block, DomEvidence, flag};

/// How many elements around a line are looked at.
const REACH: usize = 32;

/// A line is prose when it has at least this many words, and at most half of it is a link.
const PROSE_WORDS: u32 = 10;

/// Words of prose that are enough for an article.
const ENOUGH_PROSE: u32 = 60;

/// Returns the evidence on every line, in order; `headline` is the title of the article.
pub fn gather(tree: &Tree, rendered: &Rendered, metadata: &Metadata, headline: Option<&str>) -> Vec<Block> {
    let wording = Wording::new(rendered, metadata, headline);
    let page = Page::new(tree, rendered, &wording);
    let blocks = rendered.lines.iter().enumerate();
    blocks.map(|(index, line)| page.block(index, line, &wording)).collect()
}

/// Sums over lines.
#[derive(Clone, Copy, Debug, Default)]
struct Mass {
    lines: u32,
    words: u32,
    link_words: f32,
    prose: u32,
}

impl Mass {
    fn of(line: &Line, n_words: u32) -> Mass {
        let link_words = share(line.link_bytes, line.span.len()) * n_words as f32;
        let is_prose = n_words >= PROSE_WORDS && link_words * 2.0 <= n_words as f32 && !line.is_image;
        Mass { lines: 1, words: n_words, link_words, prose: if is_prose { n_words } else { 0 } }
    }

    fn add(&mut self, other: Mass) {
        self.lines += other.lines;
        self.words += other.words;
        self.link_words += other.link_words;
        self.prose += other.prose;
    }

    fn link_share(self) -> f32 {
        self.link_words / self.words.max(1) as f32
    }

    fn words_a_line(self) -> f32 {
        self.words as f32 / self.lines.max(1) as f32
    }
}

/// What an element's own names and attributes tell.
#[derive(Clone, Copy, Debug, Default)]
struct Marks {
    kinds: Kinds,
    hidden: bool,
}

struct Page<'t> {
    tree: &'t Tree<'t>,
    marks: FxHashMap<u32, Marks>,
    /// The mass below each node.
    masses: Vec<Mass>,
    /// The mass of each line.
    lines: Vec<Mass>,
    /// The mass of the lines of each make.
    makes: FxHashMap<u32, Mass>,
    /// The make of each line.
    make_of: Vec<u32>,
    /// The element that gathers most prose.
    body: u32,
}

impl<'t> Page<'t> {
    fn new(tree: &'t Tree<'t>, rendered: &Rendered, wording: &Wording) -> Page<'t> {
        let n_words = |line: &Line| line.span.of(&rendered.text).split(' ').count() as u32;
        let lines: Vec<Mass> = rendered.lines.iter().map(|line| Mass::of(line, n_words(line))).collect();
        let mut page = Page {
            tree,
            marks: FxHashMap::default(),
            masses: vec![Mass::default(); tree.nodes.len()],
            lines,
            makes: FxHashMap::default(),
            make_of: Vec::with_capacity(rendered.lines.len()),
            body: 0,
        };
        page.weigh(rendered, wording);
        page.body = page.find_body(rendered);
        page
    }

    /// Reads the marks of every element around a line, and sums the masses of nodes and makes.
    fn weigh(&mut self, rendered: &Rendered, wording: &Wording) {
        self.read_marks(rendered);
        self.discount(rendered, wording);
        for (line, mass) in rendered.lines.iter().zip(&self.lines) {
            self.masses[line.origin as usize].add(*mass);
        }
        for index in (1..self.masses.len()).rev() {
            let mass = self.masses[index];
            self.masses[self.tree.nodes[index].parent as usize].add(mass);
        }
        for (line, mass) in rendered.lines.iter().zip(&self.lines) {
            let make = self.make(line);
            self.makes.entry(make).or_default().add(*mass);
            self.make_of.push(make);
        }
    }

    fn read_marks(&mut self, rendered: &Rendered) {
        let mut names = FxHashMap::default();
        for line in &rendered.lines {
            let mut index = line.origin;
            while index > 0 && !self.marks.contains_key(&index) {
                self.marks.insert(index, marks(self.tree, index as usize, &mut names));
                index = self.tree.nodes[index as usize].parent;
            }
        }
    }

    /// Takes prose for no prose where it stands in comments, navigation, side columns, forms or the foot of the page,
    /// before the headline, or twice, as teasers of other articles do, unless there is hardly any other.
    fn discount(&mut self, rendered: &Rendered, wording: &Wording) {
        let lines = rendered.lines.iter().enumerate();
        let aside: Vec<bool> =
            lines.map(|(index, line)| wording.is_teaser(index) || self.is_aside(line.origin)).collect();
        let lines = self.lines.iter().zip(&aside).filter(|(_, aside)| !**aside);
        if lines.map(|(mass, _)| mass.prose).sum::<u32>() >= ENOUGH_PROSE {
            self.lines.iter_mut().zip(&aside).filter(|(_, aside)| **aside).for_each(|(mass, _)| mass.prose = 0);
        }
    }

    fn is_aside(&self, origin: u32) -> bool {
        self.around(origin).any(|index| match self.tree.nodes[index as usize].tag {
            Tag::Aside | Tag::Nav | Tag::Footer | Tag::Form => true,
            Tag::Body | Tag::Main => false,
            _ => self.marks.get(&index).is_some_and(|marks| marks.kinds.has(Kind::Comment)),
        })
    }

    /// Returns a number for the element of a line, its class and those of the two elements around it.
    fn make(&self, line: &Line) -> u32 {
        let mut hasher = FxHasher::default();
        line.is_image.hash(&mut hasher);
        for index in self.around(self.holder(line)).take(3) {
            let node = &self.tree.nodes[index as usize];
            (node.tag, self.tree.attribute(node, "class")).hash(&mut hasher);
        }
        hasher.finish() as u32
    }

    /// Returns the innermost block that holds a line.
    fn holder(&self, line: &Line) -> u32 {
        if line.is_image {
            return line.origin;
        }
        self.around(line.origin).find(|index| self.tree.nodes[*index as usize].tag.is_block()).unwrap_or(0)
    }

    /// Returns a node and the elements around it, innermost first, without the root.
    fn around(&self, index: u32) -> impl Iterator<Item = u32> + '_ {
        let parent = |index: &u32| Some(self.tree.nodes[*index as usize].parent).filter(|parent| *parent > 0);
        std::iter::successors(Some(index).filter(|index| *index > 0), parent)
    }

    /// Returns the element that gathers most prose: each line of prose speaks for the element around it, half as loud
    /// for the next, and a quarter for the third.
    fn find_body(&self, rendered: &Rendered) -> u32 {
        let mut scores: FxHashMap<u32, f32> = FxHashMap::default();
        for (line, mass) in rendered.lines.iter().zip(&self.lines).filter(|(_, mass)| mass.prose > 0) {
            let n_commas = memchr::memchr_iter(b',', line.span.of(&rendered.text).as_bytes()).count();
            let weight = 1.0 + n_commas.min(10) as f32 + (mass.words as f32 / 15.0).min(4.0);
            for (level, index) in self.around(self.holder(line)).skip(1).take(3).enumerate() {
                *scores.entry(index).or_default() += weight / (1 << level) as f32;
            }
        }
        let score = |(index, score): (&u32, &f32)| {
            let kinds = self.marks.get(index).map_or(Kinds::default(), |marks| marks.kinds);
            let factor = match () {
                _ if kinds.has(Kind::Comment) => 0.3,
                _ if kinds.has(Kind::Body) => 1.3,
                _ => 1.0,
            };
            (score * factor * (1.0 - self.masses[*index as usize].link_share()), u32::MAX - index)
        };
        let best = scores.iter().map(score).max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        best.map_or(0, |(_, index)| u32::MAX - index)
    }

    fn block(&self, index: usize, line: &Line, wording: &Wording) -> Block {
        let holder = self.holder(line);
        let tag = if line.is_image { Tag::Img } else { self.tree.nodes[holder as usize].tag };
        let mut evidence = DomEvidence::default();
        self.tell_element(line, tag, &mut evidence);
        self.tell_surroundings(line.origin, &mut evidence);
        self.tell_body(line.origin, &mut evidence);
        let containers = self.tell_containers(line.origin, &mut evidence);
        self.tell_make(self.make_of[index], &mut evidence);
        wording.tell(index, &mut evidence);
        Block { span: line.span, element: tag.name(), evidence, containers, make: self.make_of[index] }
    }

    fn tell_element(&self, line: &Line, tag: Tag, evidence: &mut DomEvidence) {
        let length = line.span.len();
        evidence.heading = tag.heading().map_or(0.0, f32::from);
        evidence.paragraph = flag(tag == Tag::P);
        evidence.item = flag(matches!(tag, Tag::Li | Tag::Dd | Tag::Dt));
        evidence.row = flag(matches!(tag, Tag::Tr | Tag::Table | Tag::Tbody));
        evidence.plain =
            flag(matches!(tag, Tag::Div | Tag::Section | Tag::Article | Tag::Body | Tag::Html | Tag::Main));
        evidence.image = flag(line.is_image);
        evidence.button = flag(tag == Tag::Button);
        evidence.link_share = share(line.link_bytes, length);
        evidence.links = line.n_links as f32;
        evidence.bold_share = share(line.bold_bytes, length);
        evidence.italic_share = share(line.italic_bytes, length);
        evidence.has_time = flag(line.has_time);
        evidence.gap = f32::from(line.gap);
    }

    fn tell_surroundings(&self, origin: u32, evidence: &mut DomEvidence) {
        for (level, index) in self.around(origin).take(REACH).enumerate() {
            let near = 1.0 / (level + 1) as f32;
            if let Some(place) = element_place(self.tree.nodes[index as usize].tag, evidence) {
                *place = place.max(near);
            }
            let marks = self.marks.get(&index).copied().unwrap_or_default();
            evidence.hidden = evidence.hidden.max(flag(marks.hidden));
            for (kind, place) in kind_places(evidence) {
                if marks.kinds.has(kind) {
                    *place = place.max(near);
                }
            }
        }
        evidence.depth = self.around(origin).count() as f32;
    }

    fn tell_body(&self, origin: u32, evidence: &mut DomEvidence) {
        let holds = |index: &u32| (*index..self.tree.nodes[*index as usize].end).contains(&origin);
        let up = std::iter::once(self.body).chain(self.around(self.body).skip(1)).position(|index| holds(&index));
        let inside = up == Some(0);
        let levels = self.around(origin).position(|index| index == self.body);
        evidence.in_body = flag(inside);
        evidence.body_distance = match levels {
            Some(levels) => levels as f32,
            None => -(up.unwrap_or(REACH) as f32),
        };
        evidence.body_share = self.prose_share(self.masses[self.body as usize]);
    }

    fn tell_containers(&self, origin: u32, evidence: &mut DomEvidence) -> [u32; 3] {
        let mut containers = [0; 3];
        let mut n_lines = 1;
        let mut level = 0;
        for index in self.around(origin) {
            let mass = self.masses[index as usize];
            if mass.lines > n_lines && level < containers.len() {
                (containers[level], n_lines) = (index, mass.lines);
                level += 1;
            }
        }
        let [first, second, third] = containers.map(|index| self.masses[index as usize]);
        (evidence.share_1, evidence.links_1, evidence.words_1) = self.figures(first);
        (evidence.share_2, evidence.links_2, evidence.words_2) = self.figures(second);
        (evidence.share_3, evidence.links_3, evidence.words_3) = self.figures(third);
        containers
    }

    fn tell_make(&self, make: u32, evidence: &mut DomEvidence) {
        let mass = self.makes.get(&make).copied().unwrap_or_default();
        (evidence.alike_share, evidence.alike_links, evidence.alike_words) = self.figures(mass);
        evidence.alike_lines = mass.lines as f32;
    }

    fn figures(&self, mass: Mass) -> (f32, f32, f32) {
        (self.prose_share(mass), mass.link_share(), mass.words_a_line())
    }

    fn prose_share(&self, mass: Mass) -> f32 {
        mass.prose as f32 / self.masses[0].prose.max(1) as f32
    }
}

/// Reads what the attributes of an element tell; `names` holds what is known of names already read.
fn marks<'t>(tree: &Tree<'t>, index: usize, names: &mut FxHashMap<&'t str, Kinds>) -> Marks {
    let mut marks = Marks::default();
    for (name, value) in tree.attributes(&tree.nodes[index]) {
        let is = |known: &&str| name.eq_ignore_ascii_case(known);
        if NAMING.iter().any(is) {
            marks.kinds.join(*names.entry(value).or_insert_with(|| Kinds::of(value)));
        }
        marks.hidden |= is(&"hidden")
            || (is(&"aria-hidden") && value.eq_ignore_ascii_case("true"))
            || (is(&"style") && hides(value));
    }
    marks
}

/// The attributes whose values name an element.
const NAMING: [&str; 8] =
    ["class", "data-component", "data-module", "data-testid", "data-type", "id", "itemprop", "role"];

fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|letter| !letter.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}

fn element_place(tag: Tag, evidence: &mut DomEvidence) -> Option<&mut f32> {
    match tag {
        Tag::Article => Some(&mut evidence.near_article_element),
        Tag::Main => Some(&mut evidence.near_main_element),
        Tag::Aside => Some(&mut evidence.near_aside_element),
        Tag::Nav | Tag::Menu => Some(&mut evidence.near_nav_element),
        Tag::Footer => Some(&mut evidence.near_footer_element),
        Tag::Header => Some(&mut evidence.near_header_element),
        Tag::Form => Some(&mut evidence.near_form_element),
        Tag::Figure | Tag::Figcaption => Some(&mut evidence.near_figure_element),
        Tag::Table => Some(&mut evidence.near_table_element),
        Tag::Ul | Tag::Ol | Tag::Dl => Some(&mut evidence.near_list_element),
        Tag::Blockquote => Some(&mut evidence.near_quote_element),
        _ => None,
    }
}

/// Returns where the nearness of each kind of name is kept.
fn kind_places(evidence: &mut DomEvidence) -> [(Kind, &mut f32); 23] {
    [
        (Kind::Body, &mut evidence.near_body),
        (Kind::Story, &mut evidence.near_story),
        (Kind::Content, &mut evidence.near_content),
        (Kind::Prose, &mut evidence.near_prose),
        (Kind::Caption, &mut evidence.near_caption),
        (Kind::Related, &mut evidence.near_related),
        (Kind::Promo, &mut evidence.near_promo),
        (Kind::Share, &mut evidence.near_share),
        (Kind::Comment, &mut evidence.near_comment),
        (Kind::Foot, &mut evidence.near_foot),
        (Kind::Navigation, &mut evidence.near_navigation),
        (Kind::Side, &mut evidence.near_side),
        (Kind::Subscribe, &mut evidence.near_subscribe),
        (Kind::Advert, &mut evidence.near_advert),
        (Kind::Author, &mut evidence.near_author),
        (Kind::Date, &mut evidence.near_date),
        (Kind::Tags, &mut evidence.near_tags),
        (Kind::Title, &mut evidence.near_title),
        (Kind::Summary, &mut evidence.near_summary),
        (Kind::Quote, &mut evidence.near_quote),
        (Kind::Embed, &mut evidence.near_embed),
        (Kind::Tools, &mut evidence.near_tools),
        (Kind::Unseen, &mut evidence.near_unseen),
    ]
}

/// What the words of the lines share with each other and with the metadata of the page.
struct Wording {
    words: Vec<Vec<u64>>,
    body: Option<FxHashSet<u64>>,
    description: Option<FxHashSet<u64>>,
    headline: FxHashSet<u64>,
    /// The line that is the headline.
    headline_at: Option<usize>,
    copies: FxHashMap<u64, u32>,
}

impl Wording {
    fn new(rendered: &Rendered, metadata: &Metadata, headline: Option<&str>) -> Wording {
        let words: Vec<Vec<u64>> =
            rendered.lines.iter().map(|line| words_of(line.span.of(&rendered.text)).collect()).collect();
        let mut copies = FxHashMap::default();
        words.iter().for_each(|words| *copies.entry(key(words)).or_default() += 1);
        let headline: FxHashSet<u64> = headline.into_iter().flat_map(words_of).collect();
        let pairs =
            |text: &Option<String>| text.as_deref().map(|text| pairs(&words_of(text).collect::<Vec<_>>()).collect());
        let mut wording = Wording {
            words,
            body: pairs(&metadata.body),
            description: pairs(&metadata.description),
            headline,
            headline_at: None,
            copies,
        };
        let overlap = |index: &usize| wording.of_headline(*index) * wording.in_headline(*index);
        let best = (0..rendered.lines.len()).filter(|index| overlap(index) > 0.6 && !rendered.lines[*index].is_image);
        wording.headline_at = best.max_by(|a, b| overlap(a).total_cmp(&overlap(b)).then(b.cmp(a)));
        wording
    }

    fn tell(&self, index: usize, evidence: &mut DomEvidence) {
        let words = &self.words[index];
        let found = |set: &Option<FxHashSet<u64>>| {
            set.as_ref().map_or(-1.0, |set| {
                ratio(pairs(words).filter(|pair| set.contains(pair)).count(), words.len().max(2) - 1)
            })
        };
        evidence.in_metadata_body = found(&self.body);
        evidence.in_description = found(&self.description);
        evidence.in_headline = self.in_headline(index);
        evidence.of_headline = self.of_headline(index);
        evidence.since_headline = self.headline_at.map_or(0.0, |at| index as f32 - at as f32);
        evidence.copies = self.copies_of(index) as f32;
    }

    /// Whether a line stands before the headline, or twice.
    fn is_teaser(&self, index: usize) -> bool {
        self.headline_at.is_some_and(|headline| index < headline) || self.copies_of(index) > 1
    }

    fn copies_of(&self, index: usize) -> u32 {
        self.copies.get(&key(&self.words[index])).copied().unwrap_or(1)
    }

    fn in_headline(&self, index: usize) -> f32 {
        let words = &self.words[index];
        ratio(words.iter().filter(|word| self.headline.contains(word)).count(), words.len())
    }

    fn of_headline(&self, index: usize) -> f32 {
        let words: FxHashSet<&u64> = self.words[index].iter().filter(|word| self.headline.contains(word)).collect();
        ratio(words.len(), self.headline.len())
    }
}

/// Returns the words of a text, in lower case and as numbers.
fn words_of(text: &str) -> impl Iterator<Item = u64> + '_ {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| {
        let mut hasher = FxHasher::default();
        match word.is_ascii() {
            true => word.bytes().for_each(|byte| hasher.write_u8(byte.to_ascii_lowercase())),
            false => word.chars().flat_map(char::to_lowercase).for_each(|letter| letter.hash(&mut hasher)),
        }
        hasher.finish()
    })
}
/// Returns each two words that stand together; a single word stands for itself.
fn pairs(words: &[u64]) -> impl Iterator<Item = u64> + '_ {
    let single = words.first().filter(|_| words.len() == 1).copied();
    words.windows(2).map(|pair| pair[0].rotate_left(7) ^ pair[1]).chain(single)
}

fn key(words: &[u64]) -> u64 {
    words.iter().fold(0, |key: u64, word| key.rotate_left(9) ^ word)
}

fn share(part: u32, whole: usize) -> f32 {
    (part as f32 / whole.max(1) as f32).min(1.0)
}

fn ratio(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}
