//! Lexemes in, a tree out, by recursive descent; depth is bounded, so that no query can exhaust the stack.

use super::lexer::{Kind, Lexeme, Stray, lex};
use super::{Demand, Node, QueryField, SyntaxError};
use crate::index::{Analyzer, fold_name};

/// Parentheses nest at most so deep.
const MAX_DEPTH: usize = 64;
/// So many other words may stand between words that are near one another.
const MAX_SLOP: u32 = 1000;
/// So many when nobody says.
const USUAL_SLOP: u32 = 5;
/// So many words are near one another at most.
const MOST_NEAR: usize = 64;
/// A query of more words than this without a small letter is shouted: its operators are words.
const SHOUTED: usize = 3;

/// Repairs are tried at most so often, each on the query that the one before it left.
const MAX_REPAIRS: usize = 16;

/// A query holds at most so many words and marks.
const MOST_LEXEMES: usize = 2048;

/// Parses a query; an empty one asks for everything.
///
/// # Errors
/// A mark without its partner, an operator without its operand, an unknown field; with the nearest query that parses.
pub fn parse(query: &str) -> Result<Node, SyntaxError> {
    parse_strictly(query).map_err(|fault| SyntaxError { nearest: nearest(&fault), ..fault })
}

/// Reads a query of which nobody can be asked what was meant: what does not parse is taken as plain words, and so are
/// `AND`, `OR` and `NOT` in a query of several words without a small letter.
pub fn parse_leniently(query: &str) -> Node {
    let shouted = !query.contains(char::is_lowercase) && Analyzer::words(query).nth(SHOUTED).is_some();
    match parse_strictly(query) {
        Ok(node) if !shouted => node,
        _ => plain_words(query),
    }
}

fn plain_words(query: &str) -> Node {
    let words = Analyzer::words(query).map(|word| Node::Word(query[word.start..word.end].to_owned()));
    let mut items: Vec<(Demand, Node)> = words.take(MOST_LEXEMES).map(|word| (Demand::Wanted, word)).collect();
    match items.len() {
        0 => Node::All,
        1 => items.remove(0).1,
        _ => Node::Sequence(items),
    }
}

/// Follows the repairs of a fault until a query parses; as a last resort, only the words are left.
fn nearest(fault: &SyntaxError) -> Option<String> {
    let mut repaired = fault.nearest.clone();
    for _ in 0..MAX_REPAIRS {
        match parse_strictly(repaired.as_ref()?) {
            Ok(Node::All) => break,
            Ok(_) => return repaired,
            Err(fault) => repaired = fault.nearest,
        }
    }
    let words = lex(&fault.query).into_iter().filter_map(|lexeme| match lexeme.kind {
        Kind::Word(word) | Kind::Phrase(word, _) => Some(word),
        _ => None,
    });
    Some(fold_name(&words.collect::<Vec<_>>().join(" "))).filter(|words| !words.is_empty())
}

fn parse_strictly(query: &str) -> Result<Node, SyntaxError> {
    let lexemes = lex(query);
    if lexemes.is_empty() {
        return Ok(Node::All);
    }
    if let Some(first) = lexemes.get(MOST_LEXEMES) {
        let (query, reason) = (query[..first.at].to_owned(), format!("a query holds at most {MOST_LEXEMES} words"));
        return Err(SyntaxError { at: query.len(), query, reason, nearest: None });
    }
    if let Some(fault) = lexemes.iter().find_map(|lexeme| stray(query, lexeme)) {
        return Err(fault);
    }
    let mut parser = Parser { query, lexemes, next: 0, depth: 0 };
    let node = parser.query()?;
    match parser.peek() {
        Some(_) => Err(parser.error("this `)` closes nothing", Some(without(query, parser.at())))),
        None => Ok(node),
    }
}

/// Returns the fault of a sign that means nothing where it stands.
fn stray(query: &str, lexeme: &Lexeme) -> Option<SyntaxError> {
    let Lexeme { at, kind: Kind::Stray(Stray { reason, length, instead }), .. } = lexeme else { return None };
    let nearest = format!("{}{instead}{}", &query[..*at], &query[at + length..]).trim().to_owned();
    let nearest = (!nearest.is_empty()).then_some(nearest);
    Some(SyntaxError { query: query.to_owned(), at: *at, reason: (*reason).to_owned(), nearest })
}

struct Parser<'q> {
    query: &'q str,
    lexemes: Vec<Lexeme>,
    next: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Kind> {
        self.lexemes.get(self.next).map(|lexeme| &lexeme.kind)
    }

    fn at(&self) -> usize {
        self.lexemes.get(self.next).map_or(self.query.len(), |lexeme| lexeme.at)
    }

    fn error(&self, reason: impl Into<String>, nearest: Option<String>) -> SyntaxError {
        let nearest = nearest.filter(|nearest| !nearest.trim().is_empty());
        SyntaxError { query: self.query.to_owned(), at: self.at(), reason: reason.into(), nearest }
    }

    fn query(&mut self) -> Result<Node, SyntaxError> {
        let mut alternatives = vec![self.sequence()?];
        while self.peek() == Some(&Kind::Or) {
            let operator = self.at();
            self.next += 1;
            if matches!(self.peek(), None | Some(Kind::Close | Kind::Or)) {
                return Err(self.error("`OR` needs words on both sides", Some(cut_word(self.query, operator))));
            }
            alternatives.push(self.sequence()?);
        }
        Ok(if alternatives.len() == 1 { alternatives.remove(0) } else { Node::Or(alternatives) })
    }

    fn sequence(&mut self) -> Result<Node, SyntaxError> {
        let mut items: Vec<(Demand, Node)> = Vec::new();
        let mut joined = false;
        while let Some(kind) = self.peek() {
            match kind {
                Kind::Close | Kind::Or => break,
                Kind::And => {
                    let operator = self.at();
                    self.next += usize::from(!items.is_empty());
                    let ends = matches!(self.peek(), None | Some(Kind::Close | Kind::Or | Kind::And));
                    if ends {
                        return Err(self.error("`AND` needs words on both sides", Some(cut_word(self.query, operator))));
                    }
                    require(items.last_mut());
                    joined = true;
                }
                _ => {
                    items.push(self.item()?);
                    if std::mem::take(&mut joined) {
                        require(items.last_mut());
                    }
                }
            }
        }
        if items.is_empty() {
            let nearest = cut_word(self.query, self.at());
            let reason = match self.peek() {
                Some(Kind::Or) => "`OR` needs words on both sides",
                _ => "something to look for is missing here",
            };
            return Err(self.error(reason, Some(nearest)));
        }
        Ok(match items.as_slice() {
            [(Demand::Wanted | Demand::Required, _)] => items.remove(0).1,
            _ => Node::Sequence(items),
        })
    }

    fn item(&mut self) -> Result<(Demand, Node), SyntaxError> {
        let demand = match self.peek() {
            Some(Kind::Not) => Demand::Excluded,
            Some(Kind::Plus) => Demand::Required,
            _ => return Ok((Demand::Wanted, self.atom()?)),
        };
        let operator = self.at();
        self.next += 1;
        if matches!(self.peek(), Some(Kind::Not | Kind::Plus)) {
            let rest = self.lexemes.get(self.next + 1).map_or("", |lexeme| &self.query[lexeme.at..]);
            let nearest = format!("{}{rest}", &self.query[..operator]);
            return Err(self.error("an operator follows this one", Some(nearest)));
        }
        if matches!(self.peek(), None | Some(Kind::Close | Kind::Or | Kind::And)) {
            return Err(self.error("nothing follows this operator", Some(cut_word(self.query, operator))));
        }
        Ok((demand, self.atom()?))
    }

    fn atom(&mut self) -> Result<Node, SyntaxError> {
        let start = self.next;
        let kind = self.peek().cloned();
        match kind {
            Some(Kind::Open) => self.group(),
            Some(Kind::Field(name)) => self.field(&name),
            Some(Kind::Phrase(words, closed)) => {
                if !closed {
                    return Err(
                        self.error("this quotation mark is not closed", Some(format!("{}\"", self.query.trim_end())))
                    );
                }
                if Analyzer::words(&words).nth(MOST_LEXEMES).is_some() {
                    return Err(self.error(format!("a phrase holds at most {MOST_LEXEMES} words"), None));
                }
                if Analyzer::words(&words).next().is_none() {
                    let end = self.lexemes.get(start + 1).map_or(self.query.len(), |lexeme| lexeme.at);
                    let nearest = format!("{} {}", &self.query[..self.at()], &self.query[end..]);
                    return Err(self.error("this phrase holds no word", Some(nearest.trim().to_owned())));
                }
                self.next += 1;
                self.phrase(words)
            }
            Some(Kind::Word(word)) => {
                if let Some(fault) = self.field_apart(&word) {
                    return Err(fault);
                }
                self.next += 1;
                self.word(word)
            }
            _ => {
                let nearest =
                    cut_word(self.query, self.lexemes.get(start).map_or(self.query.len(), |lexeme| lexeme.at));
                Err(self.error("a word or a phrase is missing here", Some(nearest)))
            }
        }
    }

    /// A phrase, or words near one another.
    fn phrase(&mut self, words: String) -> Result<Node, SyntaxError> {
        let tilde = self.next;
        let slop = self.distance().map(|slop| slop.unwrap_or(USUAL_SLOP));
        let n_words = Analyzer::words(&words).count();
        let reason = match slop {
            Some(slop) if slop > MAX_SLOP => format!("at most {MAX_SLOP} other words may stand between words"),
            Some(_) if n_words > MOST_NEAR => {
                format!("at most {MOST_NEAR} words can be asked for near one another, not {n_words}")
            }
            slop => return Ok(Node::Phrase { words, slop }),
        };
        let number = if n_words > MOST_NEAR { String::new() } else { format!("~{MAX_SLOP}") };
        let (before, behind) = self.query.split_at(self.lexemes[tilde].at);
        let nearest = format!("{before}{number}{}", after_number(behind));
        self.next = tilde;
        Err(self.error(reason, Some(nearest)))
    }

    fn group(&mut self) -> Result<Node, SyntaxError> {
        if self.depth == MAX_DEPTH {
            return Err(self.error(format!("parentheses nest more than {MAX_DEPTH} deep"), None));
        }
        let open = self.next;
        self.next += 1;
        self.depth += 1;
        let node = self.query()?;
        self.depth -= 1;
        if self.peek() != Some(&Kind::Close) {
            self.next = open;
            return Err(self.error("this parenthesis is not closed", Some(format!("{})", self.query.trim_end()))));
        }
        self.next += 1;
        Ok(node)
    }

    fn field(&mut self, name: &str) -> Result<Node, SyntaxError> {
        if name == "year" {
            return self.year();
        }
        let Some(field) = QueryField::parse(name) else {
            let known = QueryField::NAMES.join(", ");
            let (before, behind) = self.query.split_at(self.at());
            let behind = &behind[name.len() + 1..];
            let meant = near_field(name).map_or_else(|| format!("{name} "), |field| format!("{field}:"));
            let nearest = format!("{before}{meant}{behind}");
            return Err(self.error(format!("there is no field `{name}`; the fields are {known}"), Some(nearest)));
        };
        if self.depth == MAX_DEPTH {
            return Err(self.error(format!("fields nest more than {MAX_DEPTH} deep"), None));
        }
        let start = self.next;
        let value = self.value(name)?;
        if holds_field(&value) {
            self.next = start;
            let nearest = without_mark(self.query, self.at(), name);
            return Err(self.error("a field cannot stand inside another field", Some(nearest)));
        }
        Ok(Node::In(field, Box::new(value)))
    }

    /// What stands behind the colon of a field.
    fn value(&mut self, name: &str) -> Result<Node, SyntaxError> {
        let field = self.next;
        self.next += 1;
        if self.is_without_word() {
            let is_sign = matches!(self.peek(), Some(Kind::Star | Kind::Tilde(_) | Kind::Phrase(..)));
            let nearest = self.without(field..self.next + usize::from(is_sign));
            return Err(self.error(format!("`{name}:` needs a word or a phrase behind it"), Some(nearest)));
        }
        self.depth += 1;
        let value = self.atom();
        self.depth -= 1;
        value
    }

    /// Returns the query without some of its lexemes.
    fn without(&self, lexemes: std::ops::Range<usize>) -> String {
        let at = |lexeme: usize| self.lexemes.get(lexeme).map_or(self.query.len(), |lexeme| lexeme.at);
        format!("{}{}", &self.query[..at(lexemes.start)], &self.query[at(lexemes.end)..]).trim().to_owned()
    }

    /// Whether no word can follow: the query ends here, or goes on with a sign or a phrase that is empty.
    fn is_without_word(&self) -> bool {
        match self.peek() {
            Some(Kind::Open | Kind::Field(_) | Kind::Word(_)) => false,
            Some(Kind::Phrase(words, is_closed)) => *is_closed && Analyzer::words(words).next().is_none(),
            _ => true,
        }
    }

    fn year(&mut self) -> Result<Node, SyntaxError> {
        let field = self.next;
        if self.depth == MAX_DEPTH {
            return Err(self.error(format!("fields nest more than {MAX_DEPTH} deep"), None));
        }
        let value = self.value("year")?;
        years(&value).ok_or_else(|| {
            let nearest = self.without(field..self.next);
            self.next = field + 1;
            self.error("this is no year; write year:2019, or year:2019..2021", Some(nearest))
        })
    }

    fn word(&mut self, word: String) -> Result<Node, SyntaxError> {
        if self.glued(&Kind::Star) {
            self.next += 1;
            return Ok(Node::Prefix(word));
        }
        let tilde = self.at();
        Ok(match self.distance() {
            Some(Some(distance @ 3..)) => {
                self.next -= 1;
                let (before, behind) = self.query.split_at(tilde);
                let reason = format!("a word is found by one letter changed or two, not {distance}");
                return Err(self.error(reason, Some(format!("{before}~2{}", after_number(behind)))));
            }
            Some(distance) => Node::Fuzzy(word, distance.unwrap_or(1) as u8),
            // `sci-fi` and `20.000` are several words to the index, wanted side by side.
            None if Analyzer::words(&word).nth(1).is_some() => Node::Compound(word),
            None => Node::Word(word),
        })
    }

    /// The fault of a field with a space after its colon, or nothing.
    fn field_apart(&self, word: &str) -> Option<SyntaxError> {
        let name = word.strip_suffix(':').filter(|name| QueryField::NAMES.contains(name))?;
        let end = self.at() + word.len();
        let (before, behind) = self.query.split_at(end);
        let nearest = match behind.trim_start() {
            "" => without_mark(self.query, self.at(), name),
            behind => format!("{before}{behind}"),
        };
        Some(self.error(format!("`{word}` wants its value right behind the colon"), Some(nearest)))
    }

    fn glued(&self, kind: &Kind) -> bool {
        self.lexemes.get(self.next).is_some_and(|lexeme| lexeme.kind == *kind && !lexeme.spaced)
    }

    fn distance(&mut self) -> Option<Option<u32>> {
        let Some(Lexeme { kind: Kind::Tilde(distance), spaced: false, .. }) = self.lexemes.get(self.next) else {
            return None;
        };
        let distance = *distance;
        self.next += 1;
        Some(distance)
    }
}

fn require(item: Option<&mut (Demand, Node)>) {
    if let Some((demand @ Demand::Wanted, _)) = item {
        *demand = Demand::Required;
    }
}

/// Returns the field that a name was meant for: the one with fewest letters changed, of three letters one.
fn near_field(name: &str) -> Option<&'static str> {
    let distance = |field: &&str| strsim::osa_distance(name, field);
    let nearest = QueryField::NAMES.into_iter().min_by_key(distance)?;
    (distance(&nearest) <= name.len() / 3).then_some(nearest)
}

/// Reads one year, a span of years, or several.
fn years(value: &Node) -> Option<Node> {
    let year = |part: &str| part.parse::<u16>().ok().filter(|year| (1000..=9999).contains(year));
    match value {
        Node::Word(text) | Node::Compound(text) | Node::Phrase { words: text, .. } => {
            let text = text.trim();
            let span = ["..", "–", "-"].iter().find_map(|mark| text.split_once(mark));
            let (first, last) = match span {
                Some((first, "")) => (year(first)?, 9999),
                Some(("", last)) => (1000, year(last)?),
                Some((first, last)) => (year(first)?, year(last)?),
                None => (year(text)?, year(text)?),
            };
            Some(Node::Years(first.min(last), first.max(last)))
        }
        Node::Or(nodes) => nodes.iter().map(years).collect::<Option<_>>().map(Node::Or),
        Node::Sequence(items) => {
            let wanted = items.iter().map(|(demand, node)| if *demand == Demand::Wanted { years(node) } else { None });
            wanted.collect::<Option<_>>().map(Node::Or)
        }
        _ => None,
    }
}

fn holds_field(node: &Node) -> bool {
    match node {
        Node::In(..) | Node::Years(..) => true,
        Node::Or(nodes) => nodes.iter().any(holds_field),
        Node::Sequence(items) => items.iter().any(|(_, node)| holds_field(node)),
        _ => false,
    }
}

/// Returns what follows a `~` and its number.
fn after_number(tilde: &str) -> &str {
    tilde[1..].trim_start_matches(|letter: char| letter.is_ascii_digit())
}

/// Returns the query with the field at `at` turned into a plain word.
fn without_mark(query: &str, at: usize, name: &str) -> String {
    let end = at + name.len() + 1;
    format!("{}{}", &query[..at], &query[end..])
}

/// Returns the query without the character at `at`.
fn without(query: &str, at: usize) -> String {
    let length = query[at..].chars().next().map_or(0, char::len_utf8);
    format!("{}{}", &query[..at], &query[at + length..]).trim().to_owned()
}

/// Returns the query without the word or mark at `at`.
fn cut_word(query: &str, at: usize) -> String {
    let rest = &query[at.min(query.len())..];
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let end = rest.find(|letter: char| letter.is_whitespace() || letter == ')').unwrap_or(rest.len());
    let kept = format!("{} {}", query[..query.len() - rest.len()].trim_end(), rest[end.max(first)..].trim_start());
    kept.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(node: &Node) -> String {
        let list = |nodes: &[Node], mark: &str| nodes.iter().map(show).collect::<Vec<_>>().join(mark);
        match node {
            Node::All => "*".to_owned(),
            Node::Word(word) => word.clone(),
            Node::Prefix(word) => format!("{word}*"),
            Node::Fuzzy(word, distance) => format!("{word}~{distance}"),
            Node::Phrase { words, slop: None } => format!("\"{words}\""),
            Node::Phrase { words, slop: Some(slop) } => format!("\"{words}\"~{slop}"),
            Node::Compound(words) => words.clone(),
            Node::Years(first, last) => format!("{first}..{last}"),
            Node::In(field, inner) => format!("{field:?}:{}", show(inner)),
            Node::Or(nodes) => format!("({})", list(nodes, " | ")),
            Node::Sequence(items) => {
                let mark = |demand: &Demand| match demand {
                    Demand::Wanted => "",
                    Demand::Required => "+",
                    Demand::Excluded => "-",
                };
                let items = items.iter().map(|(demand, node)| format!("{}{}", mark(demand), show(node)));
                format!("[{}]", items.collect::<Vec<_>>().join(" "))
            }
        }
    }

    fn check(query: &str, expected: &str) {
        let shown = match parse(query) {
            Ok(node) => show(&node),
            Err(error) => format!("{} at {} → {}", error.reason, error.at, error.nearest.unwrap_or_default()),
        };
        assert_eq!(shown, expected, "{query}");
    }

    #[test]
    fn queries() {
        check("", "*");
        check("alita sequel", "[alita sequel]");
        check("alita AND sequel -game", "[+alita +sequel -game]");
        check("alita OR (avatar NOT water)", "(alita | [avatar -water])");
        check("\"battle angel\"~3 direct* salazr~", "[\"battle angel\"~3 direct* salazr~1]");
        check("speaker:\"James Cameron\" year:2019", "[Name(Speaker):\"James Cameron\" 2019..2019]");
        check("sci-fi O’Connell", "[sci-fi O’Connell]");
        check("quote:(so down)", "Quote:[so down]");
        check("+love", "love");
        check("a - b", "[a b]");
        check("... alita !!", "alita");
        check("year:2019-2021 year:(2001 OR 2003..)", "[2019..2021 (2001..2001 | 2003..9999)]");
        check("“curly marks”", "\"curly marks\"");
        check("\"battle angel\"~0 \"sequel cameron\"~", "[\"battle angel\"~0 \"sequel cameron\"~5]");
    }

    #[test]
    fn faults_name_the_place_and_the_nearest_query() {
        check("(alita", "this parenthesis is not closed at 0 → (alita)");
        check("alita)", "this `)` closes nothing at 5 → alita");
        check("\"battle angel", "this quotation mark is not closed at 0 → \"battle angel\"");
        check("alita OR", "`OR` needs words on both sides at 8 → alita");
        check("alita OR (", "something to look for is missing here at 10 → alita");
        check("alita year:soon", "this is no year; write year:2019, or year:2019..2021 at 11 → alita");
        check("year:abc", "this is no year; write year:2019, or year:2019..2021 at 5 → ");
        check("year:(1 OR 2) x", "this is no year; write year:2019, or year:2019..2021 at 5 → x");
        check("site:*", "`site:` needs a word or a phrase behind it at 5 → ");
        check("a title:\"\" b", "`title:` needs a word or a phrase behind it at 8 → a b");
        check("title:(film:x y)", "a field cannot stand inside another field at 0 → (film:x y)");
        check("alita \"...\"", "this phrase holds no word at 6 → alita");
        check("AND alita", "`AND` needs words on both sides at 0 → alita");
        check("AND", "`AND` needs words on both sides at 0 → ");
        check("OR", "`OR` needs words on both sides at 0 → ");
        check("alita NOT", "nothing follows this operator at 9 → alita");
        check("NOT NOT alita", "an operator follows this one at 4 → alita");
        check("salazr~7 love", "a word is found by one letter changed or two, not 7 at 6 → salazr~2 love");
        let far = "at most 1000 other words may stand between words";
        check("\"love letter\"~1001 a", &format!("{far} at 13 → \"love letter\"~1000 a"));
        check("\"love letter\"~99999999999", &format!("{far} at 13 → \"love letter\"~1000"));
        let many = "the ".repeat(65);
        let reason = "at most 64 words can be asked for near one another, not 65 at 262";
        check(&format!("\"{many}\"~9 a"), &format!("{reason} → \"{many}\" a"));
        let fields = "the fields are title, quote, speaker, person, film, series, author, site, year";
        check("love spaeker:ada", &format!("there is no field `spaeker`; {fields} at 5 → love speaker:ada"));
        check(
            "colour:red",
            "there is no field `colour`; the fields are title, quote, speaker, person, film, series, author, site, year at 0 → colour red",
        );
    }

    #[test]
    fn signs_of_other_languages_are_not_left_out() {
        let within = "no sign stands for letters inside a word; `*` behind its beginning finds words that begin so";
        check("al*ta love", &format!("{within} at 2 → al* love"));
        check("al?ta", &format!("{within} at 2 → al*"));
        let behind = "this stands right behind a word, as in `sequ*` and `salazr~`";
        check("*lita", &format!("{behind} at 0 → lita"));
        check("love *", &format!("{behind} at 5 → love"));
        check("love ~5", &format!("{behind} at 5 → love 5"));
        check("love !alita", "what is not wanted has `-` or NOT before it at 5 → love -alita");
        check("- alita", "`-` stands right before what is not wanted at 0 → -alita");
        check("love OR (! alita)", "`-` stands right before what is not wanted at 9 → love OR (-alita)");
        check("+ alita", "`+` stands right before what is demanded at 0 → +alita");
        let number = "`~` is followed by a whole number, or by nothing";
        check("\"a b\"~-1 c", &format!("{number} at 5 → \"a b\"~ c"));
        check("\"a b\"~1.5", &format!("{number} at 5 → \"a b\"~1"));
        check("alita^2 love", "no word can be given more weight than others at 5 → alita love");
        check("\"a b\"^2", "no word can be given more weight than others at 5 → \"a b\"");
        // Signs as they are printed.
        check("alita! what? a - b c&d 50% #love", "[alita! what? a b c&d 50% #love]");
        check("site:a.example/?b=c mother!", "[Name(Site):a.example/?b=c mother!]");
    }

    #[test]
    fn what_does_not_parse_is_words() {
        let check = |query: &str, expected: &str| assert_eq!(show(&parse_leniently(query)), expected, "{query}");
        check("what (was it", "[what was it]");
        check("alita -sequel", "[alita -sequel]");
        check("PHASE AND AMPLITUDE OF WAVES", "[PHASE AND AMPLITUDE OF WAVES]");
        check("ALITA OR AVATAR", "(ALITA | AVATAR)");
        check("?", "*");
    }

    #[test]
    fn no_input_panics() {
        let pieces =
            ["(", ")", "\"", "“", "-", "+", "~", "*", ":", "a", "é", "AND", "OR", "NOT", "title:", " ", "\u{0}", "9"];
        let mut state = 7u64;
        for _ in 0..20_000 {
            let mut query = String::new();
            for _ in 0..8 {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                query.push_str(pieces[(state >> 33) as usize % pieces.len()]);
            }
            if let Err(error) = parse(&query) {
                assert!(error.to_string().contains('^'));
                assert!(error.nearest.is_none_or(|nearest| parse(&nearest).is_ok()), "{query}");
            }
            parse_leniently(&query);
        }
        assert!(parse(&"(".repeat(10_000)).is_err());
        assert!(parse(&"title:".repeat(10_000)).is_err());
    }
}
