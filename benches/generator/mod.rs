//! Articles made from a seed: invented people and films, quotations of several shapes, and the litter of scraped pages.
//! The same seed always gives the same articles.

use clippings::model::Article;

const GIVEN: &[&str] =
    &["Ada", "Bruno", "Celia", "Dario", "Edith", "Farid", "Greta", "Hugo", "Imogen", "Jonas", "Keiko", "Lena"];
const FAMILY: &[&str] =
    &["Abernathy", "Brandvold", "Castellane", "Dunmore", "Eskildsen", "Farrow", "Gadd", "Holloway", "Ingram", "Jessop"];
const FILMS: &[&str] = &[
    "The Paper Lighthouse",
    "Copper Rain",
    "Night Ferry",
    "A Field of Glass",
    "Winter Arithmetic",
    "The Last Tannery",
];
const NOUNS: &[&str] =
    &["script", "camera", "harbour", "edit", "score", "studio", "audience", "premiere", "scene", "budget"];
const VERBS: &[&str] = &["changed", "carried", "followed", "doubled", "surprised", "finished", "delayed", "lifted"];
const CUES: &[&str] = &["said", "added", "told reporters", "recalled", "explained"];
const LITTER: &[&str] = &[
    "Advertisement",
    "Share this article",
    "You Might Also Like",
    "Related: Ten films to see this winter",
    "Sign up for our newsletter",
    "Image credit: Harbour Pictures",
    "Facebook",
];

/// A small generator of numbers (xorshift), so that the bench depends on nothing.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// Returns `count` articles of about 3 kB each.
pub fn articles(count: usize, seed: u64) -> Vec<Article> {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    (0..count).map(|number| article(number, &mut random)).collect()
}

fn article(number: usize, random: &mut Random) -> Article {
    let film = random.pick(FILMS);
    let (given, family) = (random.pick(GIVEN), random.pick(FAMILY));
    let mut lines = vec![format!("{film} gets a second chapter, says {given} {family}")];
    lines.push(format!("Director {given} {family} is to return to the 2019 drama {film}, which {}.", clause(random)));
    for _ in 0..12 {
        let line = match random.below(5) {
            0 => format!("“{},” {family} {}. “{}.”", sentence(random), random.pick(CUES), sentence(random)),
            1 => format!("\"{},\" {} {family}.", sentence(random), random.pick(CUES)),
            2 => random.pick(LITTER).to_owned(),
            _ => format!("{}. {}. {}.", sentence(random), sentence(random), sentence(random)),
        };
        lines.push(line);
    }
    let id = format!("generated/{number}.txt");
    Article { path: id.clone(), id, first_line: 1, text: lines.join("\n\n"), ..Article::default() }
}

fn sentence(random: &mut Random) -> String {
    let mut text = format!("The {} {}", random.pick(NOUNS), clause(random));
    if random.below(2) == 0 {
        text.push_str(&format!(" before the {} {}", random.pick(NOUNS), clause(random)));
    }
    text
}

fn clause(random: &mut Random) -> String {
    format!("{} the {} of the {}", random.pick(VERBS), random.pick(NOUNS), random.pick(NOUNS))
}
