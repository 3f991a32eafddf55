//! Short lists of words and phrases that one place in the program asks for each.
//!
//! Comes in: `en/word_lists.tsv`: the name of a list, a word, and for some what belongs to it. Goes out: [`List`],
//! asked whether it has a word.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::rows;

/// A list of `en/word_lists.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Tells that somebody is in the picture above: "pictured".
    Pictured,
    /// Tells where in a picture, or beside a line: "(left)".
    InPicture,
    /// Opens a heading that asks: "how".
    HeadingOpener,
    /// Opens a byline: "written by".
    BylineOpener,
    /// Stands between the names of a byline.
    BylineJoint,
    /// No part of the name before it in a byline: "for the Post".
    BylineEnd,
    /// Makes the words before it an outlet's: "Post News Desk".
    BylineDesk,
    /// Stands in a byline for whoever keeps the site: "admin".
    NoAuthor,
    /// What those who write for the press do: "covers".
    PressVerb,
    /// Says who somebody is, before a post.
    BiographyVerb,
    /// A post of the press: "critic".
    PressPost,
    /// Opens a list of tags.
    TagsOpener,
    /// The months, each with its number.
    Month,
    /// Ends an adjective that is made of a name: "Oscar-winning".
    AdjectiveEnding,
    /// Ends a word, behind a hyphen, that likens something to a work.
    LikenessEnding,
    /// Letters of honour that follow a name: "OBE", in small letters.
    Honour,
    /// Stands between two titles, and within none.
    PartsTitles,
    /// Stands beside the title of a film, as printed.
    BesideFilm,
    /// Stands beside the title of a series, as printed.
    BesideSeries,
    /// Stands beside the title of a book, a song or a prize, or beside what is no title, as printed.
    BesideOtherWork,
    /// A verb in the past that does not end in "ed", as often after a name.
    PastAfterName,
    /// Says that the name after it is a character’s.
    Character,
    /// Stands before "of" and a character.
    BeforeOfCharacter,
    /// A state, a province or a country, as printed behind a town.
    Region,
    /// Stands before a place.
    PlacePreposition,
    /// A stretch of time that "last" may stand before: "week".
    SpanOfTime,
    /// Stands before "of" and a place: "town".
    KindOfPlace,
    /// Stands before a place where things happen.
    Within,
    /// Forms of "be" that stand before what was done to somebody: "was called".
    Being,
    /// What a town has, and what stands right behind its name: "police".
    OfATown,
    /// What somebody has said or written: "reply".
    Utterance,
    /// An article that a hyphen joins to a name: "al".
    NameArticle,
    /// Tells that somebody plays somebody.
    AboutRoles,
    /// Stands between an actor and a character.
    Playing,
    /// Stands beside days and times.
    BesideDate,
    /// Speaks to the reader.
    SecondPerson,
    /// Speaks of the writer.
    FirstPerson,
    /// An auxiliary verb in the past.
    PastAuxiliary,
    /// An indefinite article.
    IndefiniteArticle,
    /// An auxiliary verb.
    Auxiliary,
    /// A title that only men bear.
    TitleOfMan,
    /// A title that only women bear.
    TitleOfWoman,
    /// Has a stop after it that ends no sentence, as printed.
    Abbreviation,
    /// Stands behind a "that" which a verb has for its object: "knows that better".
    BehindObject,
    /// What joins the words of one with those of another: "and Hale said", "while Hale says".
    Contrasting,
    /// Joins clauses or words, as printed.
    Coordinating,
    /// Opens a clause of time, reason or question, as printed.
    Subordinating,
    /// Opens a relative clause.
    Relative,
    /// A finite verb that does not end as regular ones do.
    FiniteVerb,
    /// Stands before a verb in lower case and is no noun.
    NoNoun,
    /// Ends a word for one person of a nation.
    CompatriotEnding,
    /// Ends a noun for one who does something.
    AgentEnding,
    /// Stands before a noun that was spoken of.
    Definite,
    /// Stands before a noun.
    Determiner,
    /// A noun for a woman.
    NounOfWoman,
    /// A noun for a man.
    NounOfMan,
    /// Words that end as `man` does and tell no man.
    EndsInMan,
    /// A relative of somebody.
    Kin,
    /// A trade that is part of the names of some who ply it.
    TradeInName,
    /// Opens what tells a day.
    DayOpener,
    /// Stands between a title and what the office is of: "Mayor of".
    OfOffice,
    /// Whose work a prize is for: "Actress" of "Supporting Actress".
    PrizeWinner,
    /// One of many who say something: "another".
    Somebody,
    /// What of a work is numbered: "season".
    NumberedPart,
    /// Says that what follows is a name: "dubbed".
    Calling,
    /// What an apostrophe opens that stands for letters left out: "til".
    Elision,
    /// Stands between a subject and its verb: "later".
    VerbAdverb,
    /// Stands between a subject and a verb of speech: "has".
    VerbHelper,
    /// The title of those who are known by one name: "Pope".
    Crown,
    /// Opens words about somebody whom the reader has not met: "another".
    Newcomer,
    /// Opens a noun, so that no verb follows: "their claims".
    NounOpener,
    /// Stands before the number of a part: "Chapter".
    PartOfWork,
    /// How words open that tell of a part: "reprising".
    RoleStem,
    /// The short verbs in which a plot is told: "goes".
    PlotVerb,
    /// Stands before "by" and who plays a part: "voiced".
    PlayedBy,
    /// Opens what tells more of the name before: "whose".
    AppositionOpener,
    /// Opens what tells more of the noun before, without "who is": "familiar".
    ReducedRelative,
    /// Several of one's family: "sons".
    Children,
    /// Says that a book or a play is filmed: "adaptation".
    Adapting,
    /// Says which role an actor has: "recurring".
    KindOfRole,
    /// Stands before the title of what is sung, played on a stage or read: "song".
    SoundOrPrint,
    /// Stands before the name of a firm, a house or a band: "restaurant".
    FirmNoun,
    /// What an act or a book is called after its name: "a dance duo".
    ActNoun,
    /// Tells of the stage: "Broadway".
    StageWord,
    /// Tells of the screen, and is no kind of work: "premiere".
    ScreenWord,
    /// What stands, with a preposition, before the name of a paper: an "essay for" it.
    OutletPost,
    /// Follows the name of a paper or of a prize: "magazine", "category".
    AfterOutlet,
    /// Says that a film is one of many of a name: "a stand-alone" film.
    StandAlone,
    /// A prize for films or series.
    FilmPrize,
    /// Says that a work is not out yet.
    Upcoming,
    /// Says the same of a film that is called one beside it: "the new" film.
    Newest,
    /// Calls something a film.
    FilmNoun,
    /// What has a plot and is none for the screen: "musical".
    Tale,
    /// Holds or wants a prize, somebody or a work: "nominee".
    PrizeHolder,
    /// Ends the name of a firm: Kestrel "Releasing".
    FirmWord,
    /// Ends a part when "off" follows: "killed" off.
    Kill,
    /// Says that an actor is new: "newcomer".
    NewActor,
    /// Says that somebody comes, where "as" tells what as: "back" as Ada.
    ComesAs,
    /// Tells a name: a typist "named" Ada.
    Named,
    /// What somebody's words are called who is quoted: in Hale's "phrase".
    WordsOf,
    /// Leads on to whose words are quoted: "borrow" Hale's phrase.
    LeadsToWords,
    /// Says what kind of work for the screen something is: "thriller".
    WorkNoun,
    /// Goes on behind what kind of work something is: a thriller "set" in Leith.
    MadeOf,
    /// Stands between a title and the year in which something is told of it.
    SinceWhen,
    /// What things do as well as people, to what is the case: "suggests".
    Showing,
    /// Stands for whoever does something.
    SubjectPronoun,
    /// What an actor has "of" somebody: a role.
    OfAnActor,
    /// Tells whose something is, before it.
    Possessive,
    /// Tells what somebody thinks, which need not be said.
    Thinking,
    /// A role cut short, as printed before a name, with all of it.
    ShortRole,
    /// A verb, as printed behind a name or before "by" and it, with the role that it tells.
    RoleVerb,
    /// A preposition.
    Preposition,
    /// A finite verb, or what is left of one, that tells a sentence in marks.
    FiniteInSpeech,
    /// A small number in words, of a season or of a child's years.
    SmallNumber,
    /// Speaks of oneself, in an answer.
    OfOneself,
    /// Speaks of us, in an answer.
    OfUs,
    /// Speaks to somebody, in a question.
    ToSomebody,
    /// Opens what an interviewer says where he does not ask.
    PromptOpener,
    /// Tells near the opening of what an interviewer says that he asks.
    Asking,
    /// A small word within titles of other languages.
    TitleJoint,
    /// Stands within the name of a label, in small letters.
    LabelJoint,
    /// The label of whoever answers.
    AnswerLabel,
    /// The label of whoever asks.
    QuestionLabel,
    /// The title of a king or of one of his house.
    RoyalTitle,
    /// A title of address for men and women alike.
    TitleOfEither,
    /// What somebody writes or lets others read: a memo.
    Statement,
    /// Tells that the words that follow are given in full.
    InFull,
}

/// The lists by their names in the file.
const NAMES: &[(&str, List)] = &[
    ("pictured", List::Pictured),
    ("in-picture", List::InPicture),
    ("heading-opener", List::HeadingOpener),
    ("byline-opener", List::BylineOpener),
    ("byline-joint", List::BylineJoint),
    ("byline-end", List::BylineEnd),
    ("byline-desk", List::BylineDesk),
    ("no-author", List::NoAuthor),
    ("press-verb", List::PressVerb),
    ("biography-verb", List::BiographyVerb),
    ("press-post", List::PressPost),
    ("tags-opener", List::TagsOpener),
    ("month", List::Month),
    ("adjective-ending", List::AdjectiveEnding),
    ("likeness-ending", List::LikenessEnding),
    ("honour", List::Honour),
    ("parts-titles", List::PartsTitles),
    ("beside-film", List::BesideFilm),
    ("beside-series", List::BesideSeries),
    ("beside-other-work", List::BesideOtherWork),
    ("past-after-name", List::PastAfterName),
    ("character", List::Character),
    ("before-of-character", List::BeforeOfCharacter),
    ("region", List::Region),
    ("place-preposition", List::PlacePreposition),
    ("span-of-time", List::SpanOfTime),
    ("kind-of-place", List::KindOfPlace),
    ("within", List::Within),
    ("being", List::Being),
    ("of-a-town", List::OfATown),
    ("utterance", List::Utterance),
    ("name-article", List::NameArticle),
    ("about-roles", List::AboutRoles),
    ("playing", List::Playing),
    ("beside-date", List::BesideDate),
    ("second-person", List::SecondPerson),
    ("first-person", List::FirstPerson),
    ("past-auxiliary", List::PastAuxiliary),
    ("indefinite-article", List::IndefiniteArticle),
    ("auxiliary", List::Auxiliary),
    ("title-of-man", List::TitleOfMan),
    ("title-of-woman", List::TitleOfWoman),
    ("abbreviation", List::Abbreviation),
    ("behind-object", List::BehindObject),
    ("contrasting", List::Contrasting),
    ("coordinating", List::Coordinating),
    ("subordinating", List::Subordinating),
    ("relative", List::Relative),
    ("finite-verb", List::FiniteVerb),
    ("no-noun", List::NoNoun),
    ("compatriot-ending", List::CompatriotEnding),
    ("agent-ending", List::AgentEnding),
    ("definite", List::Definite),
    ("determiner", List::Determiner),
    ("noun-of-woman", List::NounOfWoman),
    ("noun-of-man", List::NounOfMan),
    ("ends-in-man", List::EndsInMan),
    ("kin", List::Kin),
    ("trade-in-name", List::TradeInName),
    ("day-opener", List::DayOpener),
    ("of-office", List::OfOffice),
    ("prize-winner", List::PrizeWinner),
    ("somebody", List::Somebody),
    ("numbered-part", List::NumberedPart),
    ("calling", List::Calling),
    ("elision", List::Elision),
    ("verb-adverb", List::VerbAdverb),
    ("verb-helper", List::VerbHelper),
    ("crown", List::Crown),
    ("newcomer", List::Newcomer),
    ("noun-opener", List::NounOpener),
    ("part-of-work", List::PartOfWork),
    ("role-stem", List::RoleStem),
    ("plot-verb", List::PlotVerb),
    ("played-by", List::PlayedBy),
    ("apposition-opener", List::AppositionOpener),
    ("reduced-relative", List::ReducedRelative),
    ("children", List::Children),
    ("adapting", List::Adapting),
    ("kind-of-role", List::KindOfRole),
    ("sound-or-print", List::SoundOrPrint),
    ("firm-noun", List::FirmNoun),
    ("act-noun", List::ActNoun),
    ("stage-word", List::StageWord),
    ("screen-word", List::ScreenWord),
    ("outlet-post", List::OutletPost),
    ("after-outlet", List::AfterOutlet),
    ("stand-alone", List::StandAlone),
    ("film-prize", List::FilmPrize),
    ("upcoming", List::Upcoming),
    ("newest", List::Newest),
    ("film-noun", List::FilmNoun),
    ("tale", List::Tale),
    ("prize-holder", List::PrizeHolder),
    ("firm-word", List::FirmWord),
    ("kill", List::Kill),
    ("new-actor", List::NewActor),
    ("comes-as", List::ComesAs),
    ("named", List::Named),
    ("words-of", List::WordsOf),
    ("leads-to-words", List::LeadsToWords),
    ("work-noun", List::WorkNoun),
    ("made-of", List::MadeOf),
    ("since-when", List::SinceWhen),
    ("showing", List::Showing),
    ("subject-pronoun", List::SubjectPronoun),
    ("of-an-actor", List::OfAnActor),
    ("possessive", List::Possessive),
    ("thinking", List::Thinking),
    ("short-role", List::ShortRole),
    ("role-verb", List::RoleVerb),
    ("preposition", List::Preposition),
    ("finite-in-speech", List::FiniteInSpeech),
    ("small-number", List::SmallNumber),
    ("of-oneself", List::OfOneself),
    ("of-us", List::OfUs),
    ("to-somebody", List::ToSomebody),
    ("prompt-opener", List::PromptOpener),
    ("asking", List::Asking),
    ("title-joint", List::TitleJoint),
    ("label-joint", List::LabelJoint),
    ("answer-label", List::AnswerLabel),
    ("question-label", List::QuestionLabel),
    ("royal-title", List::RoyalTitle),
    ("title-of-either", List::TitleOfEither),
    ("statement", List::Statement),
    ("in-full", List::InFull),
];

const FILE: &str = include_str!("en/word_lists.tsv");

/// A list, read.
#[derive(Default)]
struct Words {
    /// Its words, in the order of the file.
    words: Vec<&'static str>,
    /// The same, each with what stands beside it.
    pairs: Vec<(&'static str, &'static str)>,
    /// The same, to be looked up.
    set: FxHashSet<&'static str>,
    /// A bit for each length in bytes that a word has, and for each byte that one begins with, so that most other words
    /// need no look-up.
    lengths: u64,
    initials: [u64; 4],
}

impl Words {
    fn insert(&mut self, word: &'static str) {
        self.set.insert(word);
        self.lengths |= length_bit(word);
        let (place, bit) = initial_bit(word);
        self.initials[place] |= bit;
    }

    fn may_have(&self, word: &str) -> bool {
        let (place, bit) = initial_bit(word);
        self.lengths & length_bit(word) != 0 && self.initials[place] & bit != 0
    }
}

fn length_bit(word: &str) -> u64 {
    1 << word.len().min(63)
}

/// The place and the bit of the byte that a word begins with, in either case.
fn initial_bit(word: &str) -> (usize, u64) {
    let initial = word.as_bytes().first().map_or(0, u8::to_ascii_lowercase);
    (usize::from(initial >> 6), 1 << (initial & 63))
}

static LISTS: LazyLock<[Words; NAMES.len()]> = LazyLock::new(|| {
    let mut lists: [Words; NAMES.len()] = std::array::from_fn(|_| Words::default());
    for row in rows(FILE) {
        let Some((_, list)) = NAMES.iter().find(|(name, _)| *name == row.column(0)) else { continue };
        let (list, word) = (&mut lists[*list as usize], row.column(1));
        list.words.push(word);
        list.pairs.push((word, row.column(2)));
        list.insert(word);
    }
    lists
});

impl List {
    /// Returns its words, in the order of the file.
    pub fn words(self) -> &'static [&'static str] {
        &LISTS[self as usize].words
    }

    /// Returns its words, each with what the file has beside it.
    pub fn pairs(self) -> &'static [(&'static str, &'static str)] {
        &LISTS[self as usize].pairs
    }

    /// Returns whether it has the word in small letters, however it is written.
    pub fn has(self, word: &str) -> bool {
        let list = &LISTS[self as usize];
        let has_capital = || word.bytes().any(|byte| byte.is_ascii_uppercase());
        list.may_have(word)
            && (list.set.contains(word) || has_capital() && list.set.contains(&*word.to_ascii_lowercase()))
    }

    /// Returns whether it has the word, as it is written.
    pub fn has_as_is(self, word: &str) -> bool {
        let list = &LISTS[self as usize];
        list.may_have(word) && list.set.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_of_a_list_and_every_list_has_rows() {
        for (at, (name, list)) in NAMES.iter().enumerate() {
            assert_eq!(*list as usize, at, "{name}");
            assert!(!list.words().is_empty(), "{name}");
        }
        for row in rows(FILE) {
            assert!(NAMES.iter().any(|(name, _)| *name == row.column(0)), "line {}: no such list", row.number);
        }
    }
}
