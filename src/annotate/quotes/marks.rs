//! Finds what stands between quotation marks.
//!
//! Comes in: a line of text. Goes out: [`Marked`] spans, in order of place: whatever mark they use (“curly”,
//! "straight", ''wire'', ``TeX'', ‘single’), whether they close in their line or run on into the next, and which stand
//! inside another. Nothing is decided here about what the words are: speech, a title or a joke.
//!
//! A mark is read by what stands on either side of it before it is read by its shape, because scraped text turns marks
//! round. A single mark opens only where another closes it; the rest are apostrophes.
//!
//! **Invariant:** time is linear in the length of the line, however many marks it holds; no span is empty.

use super::source::is_preposition;
use crate::model::Span;
use crate::rules::List;

/// Words between quotation marks, within one line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marked {
    /// The words, without the marks and the space beside them.
    pub span: Span,
    /// The words with their marks.
    pub outer: Span,
    /// Set in single marks.
    pub single: bool,
    /// Goes on with the quotation that the line before left open.
    pub continues: bool,
    /// Not closed in this line.
    pub open: bool,
    /// Stands inside another marked span.
    pub nested: bool,
}

/// What the lines before have left open.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Carry {
    /// A quotation in double marks was not closed.
    pub double: bool,
    /// A quotation in single marks that opened the line was not closed.
    pub single: bool,
}

/// Which way a mark faces, as far as its neighbours tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Facing {
    Opens,
    Closes,
    Either,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    start: u32,
    end: u32,
    facing: Facing,
    single: bool,
}

/// Appends the marked spans of one line to `found` and returns what the line leaves open.
pub fn find(text: &str, line: Span, carry: Carry, found: &mut Vec<Marked>) -> Carry {
    let first = found.len();
    let marks = read_marks(text, line);
    if marks.is_empty() {
        return Carry::default();
    }
    let mut after = Carry { double: pair_doubles(text, line, &marks, carry.double, found), single: false };
    found[first..].sort_by_key(|marked| marked.outer.start);
    let doubles = found[first..].to_vec();
    after.single = pair_singles(text, line, &marks, carry.single, &doubles, found);
    found[first..].sort_by_key(|marked| (marked.outer.start, std::cmp::Reverse(marked.outer.end)));
    mark_nested(&mut found[first..]);
    after
}

fn mark_nested(found: &mut [Marked]) {
    let mut end = 0;
    for marked in found {
        marked.nested = marked.outer.start < end;
        end = end.max(marked.outer.end);
    }
}

/// The bytes that a quotation mark of any style opens with.
const OPENS_MARK: [bool; 256] = {
    let mut opens = [false; 256];
    let bytes = [b'"', b'\'', b'`', 0xC2, 0xE2];
    let mut at = 0;
    while at < bytes.len() {
        opens[bytes[at] as usize] = true;
        at += 1;
    }
    opens
};

/// Lists every mark of a line that may be a quotation mark.
fn read_marks(text: &str, line: Span) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let (mut marks, mut open) = (Vec::new(), Open::default());
    let (mut at, end) = (line.start as usize, line.end as usize);
    while at < end {
        let (length, single) = match bytes[at] {
            b'"' => (1, false),
            b'\'' | b'`' => {
                let run = bytes[at..end].iter().take_while(|&&byte| byte == bytes[at]).count();
                push_run(text, line, (at, run), &mut open, &mut marks);
                at += run;
                continue;
            }
            0xE2 if bytes[at + 1] == 0x80 && matches!(bytes[at + 2], 0x98..=0x9F) => {
                (3, matches!(bytes[at + 2], 0x98..=0x9B))
            }
            0xC2 if matches!(bytes[at + 1], 0xAB | 0xBB) => (2, false),
            _ => {
                at += 1;
                at += bytes[at..end].iter().position(|&byte| OPENS_MARK[usize::from(byte)]).unwrap_or(end - at);
                continue;
            }
        };
        marks.push(mark(text, line, at, at + length, single));
        at += length;
    }
    marks
}

/// A run of straight single marks or backticks: one is a single mark, two a double one, three one of each.
fn push_run(text: &str, line: Span, (at, run): (usize, usize), open: &mut Open, marks: &mut Vec<Mark>) {
    match run {
        1 => {
            let mut mark = mark(text, line, at, at + 1, true);
            if mark.facing == Facing::Closes && is_glued(text, line, at) && open.read(marks).depth == 0 {
                mark.facing = Facing::Opens;
            }
            marks.push(mark);
        }
        2 if facing(text, line, at, at + 2) == Facing::Closes && open.is_two_deep(marks) => {
            let close = |start: usize| Mark {
                start: start as u32,
                end: start as u32 + 1,
                facing: Facing::Closes,
                single: true,
            };
            marks.extend([close(at), close(at + 1)]);
        }
        2 => marks.push(mark(text, line, at, at + 2, false)),
        3 if facing(text, line, at, at + 3) == Facing::Opens => {
            marks.push(Mark { start: at as u32, end: at as u32 + 2, facing: Facing::Opens, single: false });
            marks.push(Mark { start: at as u32 + 2, end: at as u32 + 3, facing: Facing::Opens, single: true });
        }
        3 => {
            marks.push(Mark { start: at as u32, end: at as u32 + 1, facing: Facing::Closes, single: true });
            marks.push(Mark { start: at as u32 + 1, end: at as u32 + 3, facing: Facing::Closes, single: false });
        }
        _ => {}
    }
}

/// What the marks of a line have left open so far.
#[derive(Default)]
struct Open {
    n_read: usize,
    /// Single marks that stand open.
    depth: usize,
    /// There are double marks.
    doubles: bool,
}

impl Open {
    /// Reads the marks that it has not read yet.
    fn read(&mut self, marks: &[Mark]) -> &Open {
        for mark in &marks[self.n_read..] {
            self.doubles |= !mark.single;
            match mark.facing {
                Facing::Opens if mark.single => self.depth += 1,
                Facing::Closes if mark.single => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        self.n_read = marks.len();
        self
    }

    /// Whether two single marks stand open in a line that has no double ones: 'He said 'yes'' closes both.
    fn is_two_deep(&mut self, marks: &[Mark]) -> bool {
        let open = self.read(marks);
        open.depth >= 2 && !open.doubles
    }
}

/// Whether a single mark that no space parts from the stop before it has a sentence behind it: `He said,'We left.'`
fn is_glued(text: &str, line: Span, at: usize) -> bool {
    let (before, after) = (&text[line.start as usize..at], &text[at + 1..line.end as usize]);
    before.ends_with([',', '.', '!', '?', ':']) && after.starts_with(char::is_uppercase)
}

fn mark(text: &str, line: Span, start: usize, end: usize, single: bool) -> Mark {
    let seen = facing(text, line, start, end);
    // Between a stop and a word a double mark may close or open: `left."He`, `said,“We`.
    let before = text[line.start as usize..start].chars().rev().take(4).find(|&letter| !is_mark(letter));
    let glued = before.is_some_and(|letter| ".,!?…".contains(letter))
        && text[end..line.end as usize].starts_with(char::is_alphanumeric);
    let seen = if glued && !single { Facing::Either } else { seen };
    let shape = match &text[start..end] {
        "“" | "‘" | "„" | "‚" | "«" | "``" | "`" => Facing::Opens,
        "”" | "’" | "»" => Facing::Closes,
        _ => Facing::Either,
    };
    // Between two letters a curly single mark is an apostrophe: “I’m”.
    let apostrophe = single && shape == Facing::Closes;
    let facing = if seen == Facing::Either && !apostrophe { shape } else { seen };
    // A curly apostrophe never opens: “’90s”, “’em”. A turned double mark does.
    let facing = if single && shape == Facing::Closes && seen == Facing::Opens { Facing::Either } else { facing };
    // A space has slipped in before the mark: 'We left, ' she said.
    let slipped = single && seen == Facing::Either && shape != Facing::Opens && is_adrift(text, line, start, end);
    let facing = if slipped { Facing::Closes } else { facing };
    Mark { start: start as u32, end: end as u32, facing, single }
}

/// Whether a space stands on either side of a mark, and a stop before it.
fn is_adrift(text: &str, line: Span, start: usize, end: usize) -> bool {
    let before = text[line.start as usize..start].strip_suffix([' ', '\u{a0}']);
    before.is_some_and(|before| before.ends_with([',', '.', '!', '?', '…'])) && text[end..].starts_with(' ')
}

/// Reads the neighbours of a mark, looking past other marks.
fn facing(text: &str, line: Span, start: usize, end: usize) -> Facing {
    let before = text[line.start as usize..start].chars().rev().take(4).find(|&letter| !is_mark(letter));
    let after = text[end..line.end as usize].chars().take(4).find(|&letter| !is_mark(letter));
    let room_before = before.is_none_or(|letter| letter.is_whitespace() || "([{<>—–/|".contains(letter));
    let room_after = after.is_none_or(|letter| letter.is_whitespace() || ")]}<>—–/|.,;:!?…".contains(letter));
    let word_after = after.is_some_and(|letter| letter.is_alphanumeric() || "[($£€#@*…".contains(letter));
    match (room_before, room_after) {
        (true, false) => Facing::Opens,
        (false, true) => Facing::Closes,
        // `.`, dashes and brackets on the far side: a space on the near side tells.
        (true, true) if before.is_none_or(char::is_whitespace) && after.is_some_and(|a| !a.is_whitespace()) => {
            Facing::Opens
        }
        (true, true) if after.is_none_or(char::is_whitespace) && before.is_some_and(|b| !b.is_whitespace()) => {
            Facing::Closes
        }
        (false, false) if before.is_some_and(|letter| ".,!?…".contains(letter)) => Facing::Closes,
        (false, false) if before == Some('-') && word_after => Facing::Either,
        _ => Facing::Either,
    }
}

/// Returns whether the letter is a quotation mark of any style.
pub fn is_mark(letter: char) -> bool {
    matches!(letter, '"' | '\'' | '`' | '‘'..='‟' | '«' | '»')
}

/// Pairs the double marks of a line; returns whether the last stays open.
fn pair_doubles(text: &str, line: Span, marks: &[Mark], carried: bool, found: &mut Vec<Marked>) -> bool {
    let opening = opening(text, line);
    let marks: Vec<Mark> = marks.iter().copied().filter(|mark| !mark.single).collect();
    // Marks that stand open, outermost first; at most two deep.
    let mut open: Vec<(u32, u32, bool)> = Vec::with_capacity(2);
    if carried && marks.first().is_some_and(|mark| mark.facing == Facing::Closes) {
        open.push((line.start, line.start, true));
    }
    for (index, mark) in marks.iter().enumerate() {
        let opens = match mark.facing {
            Facing::Opens => {
                let other_style =
                    open.last().is_some_and(|&(start, inner, _)| inner - start == 1) && is_curly_pair(&marks[index..]);
                open.is_empty() || other_style || opens_inside(&marks[index..])
            }
            Facing::Closes => false,
            Facing::Either => open.is_empty(),
        };
        if mark.facing == Facing::Opens && !opens {
            // The one before was never closed: it ends here, and another begins.
            if let Some((start, inner, continues)) = open.pop() {
                push(text, found, (start, mark.start), (inner, mark.start), (false, continues, true));
            }
            open.clear();
        }
        if opens || mark.facing == Facing::Opens {
            let continues = carried && open.is_empty() && mark.start <= opening;
            open.push((mark.start, mark.end, continues));
        } else if let Some((start, inner, continues)) = open.pop() {
            push(text, found, (start, mark.end), (inner, mark.start), (false, continues, false));
        }
    }
    let Some(&(start, inner, continues)) = open.first() else { return false };
    push(text, found, (start, line.end), (inner, line.end), (false, continues, true))
}

/// Returns whether a mark that faces like an opening one, met within an open quotation, opens one inside it: two
/// closing ones must follow before another opens.
fn opens_inside(marks: &[Mark]) -> bool {
    matches!(marks.get(1..3), Some([first, second]) if first.facing != Facing::Opens && second.facing == Facing::Closes)
}

/// Returns whether a curly mark and the next make a pair: within a quotation in straight marks it is one of its own.
fn is_curly_pair(marks: &[Mark]) -> bool {
    let curly = |mark: &Mark| mark.end - mark.start == 3;
    matches!(marks, [open, close, ..] if curly(open) && curly(close) && close.facing == Facing::Closes)
}

/// Where the first word of a line opens: what stands at it or before it starts the line.
fn opening(text: &str, line: Span) -> u32 {
    let rest = line.of(text).trim_start_matches(|letter: char| letter.is_whitespace() || is_mark(letter));
    line.end - rest.len() as u32
}

/// Adds a span unless nothing stands in it; returns whether it did.
fn push(
    text: &str,
    found: &mut Vec<Marked>,
    outer: (u32, u32),
    inner: (u32, u32),
    (single, continues, open): (bool, bool, bool),
) -> bool {
    let words = &text[inner.0 as usize..inner.1 as usize];
    let trimmed = words.trim_matches(|letter: char| letter.is_whitespace() || is_mark(letter));
    if !trimmed.contains(char::is_alphanumeric) {
        return false;
    }
    let start = inner.0 as usize + words.len() - words.trim_start().len();
    let span = Span::new(start, start + words.trim().len());
    let outer = Span::new(outer.0 as usize, outer.1 as usize);
    found.push(Marked { span, outer, single, continues, open, nested: false });
    true
}

/// Pairs the single marks of a line; returns whether the one that opens the line stays open.
fn pair_singles(
    text: &str,
    line: Span,
    marks: &[Mark],
    carried: bool,
    doubles: &[Marked],
    found: &mut Vec<Marked>,
) -> bool {
    let opening = opening(text, line);
    let ahead = Ahead::of(text, line, marks);
    let mut at = 0;
    if let Some(close) = first_close(text, marks).filter(|_| carried) {
        let mark = marks[close];
        push(text, found, (line.start, mark.end), (line.start, mark.start), (true, true, false));
        at = close + 1;
    }
    let mut has_pair = false;
    while at < marks.len() {
        let mark = marks[at];
        if !mark.single || mark.facing != Facing::Opens || is_elision(text, line, mark) {
            at += 1;
            continue;
        }
        let starts = mark.start <= opening;
        let limit = enclosing(doubles, mark.start).map_or(line.end, |marked| marked.span.end.max(mark.end));
        match closing(text, line, marks, (at, limit), starts && ahead.goes_on) {
            Some(close) => {
                let (from, to) = (mark, marks[close]);
                push(text, found, (from.start, to.end), (from.end, to.start), (true, carried && starts, false));
                has_pair = true;
                at = close + 1;
            }
            None if runs_on(text, line, mark, (starts, has_pair)) || ahead.runs_on(text, line, (at, mark)) => {
                return push(
                    text,
                    found,
                    (mark.start, line.end),
                    (mark.end, line.end),
                    (true, carried && starts, true),
                );
            }
            None => at += 1,
        }
    }
    false
}

/// Returns the index of the mark that closes what the line before left open: the first single one, behind a stop.
fn first_close(text: &str, marks: &[Mark]) -> Option<usize> {
    let is_told = |mark: &&Mark| mark.single && mark.facing != Facing::Either;
    let (index, mark) = marks.iter().enumerate().find(|(_, mark)| is_told(mark))?;
    (mark.facing == Facing::Closes && text[..mark.start as usize].ends_with([',', '.', '!', '?', '…'])).then_some(index)
}

/// Returns whether a single mark that nothing closes opens a quotation all the same, which runs on into the next line:
/// it opens its line, or follows a colon, or a sentence behind another quotation, and a sentence begins after it.
fn runs_on(text: &str, line: Span, mark: Mark, (starts, has_pair): (bool, bool)) -> bool {
    let curly = &text[mark.start as usize..mark.end as usize] == "‘";
    let rest = &text[mark.end as usize..line.end as usize];
    let sentence = is_long(rest) && rest.starts_with(char::is_uppercase);
    let before = text[line.start as usize..mark.start as usize].trim_end();
    let follows = before.ends_with(':') || has_pair && before.ends_with(['.', ',']);
    starts && curly || sentence && (starts || follows)
}

fn is_long(words: &str) -> bool {
    words.split_whitespace().nth(MIN_RUN).is_some()
}

/// What tells that a quotation goes on, looked at once for all marks of a line.
struct Ahead {
    /// The next line opens with a single mark.
    goes_on: bool,
    /// The last mark that opens a quotation behind a colon: one before it, which nothing closes, ended.
    anew: Option<usize>,
}

impl Ahead {
    fn of(text: &str, line: Span, marks: &[Mark]) -> Ahead {
        let next = text[line.end as usize..].trim_start();
        let rest = next.strip_prefix(['\'', '‘']).unwrap_or("");
        let follows_colon = |mark: &Mark| text[..mark.start as usize].trim_end().ends_with(':');
        let opens = |mark: &Mark| mark.single && mark.facing == Facing::Opens && follows_colon(mark);
        Ahead {
            goes_on: rest.starts_with(|first: char| first.is_alphanumeric() || first == '['),
            anew: marks.iter().rposition(opens),
        }
    }

    /// Whether what a mark opens and nothing closes is a sentence that ends its line, and goes on in the next.
    fn runs_on(&self, text: &str, line: Span, (at, mark): (usize, Mark)) -> bool {
        let rest = &text[mark.end as usize..line.end as usize];
        let is_spoken = || is_long(rest) && rest.trim_end().ends_with(['.', '!', '?', '…']);
        self.goes_on && self.anew.is_none_or(|anew| anew <= at) && is_spoken()
    }
}

/// Single marks that may stand open within others: what follows them is looked at once each.
const MAX_DEPTH: usize = 2;

/// Fewest words of a quotation that a single mark opens and nothing closes, less one.
const MIN_RUN: usize = 2;

/// Returns the innermost of the sorted double spans that holds `at`.
fn enclosing(doubles: &[Marked], at: u32) -> Option<&Marked> {
    let next = doubles.partition_point(|marked| marked.outer.start <= at);
    doubles[..next].iter().rev().take(2).find(|marked| at < marked.outer.end)
}

/// Returns the index of the mark that closes the single quotation opened at `from`: the first that stands by a
/// punctuation mark, else the first that is no plural possessive or dropped letter, else the last before another opens.
/// Others that open and close within are passed over.
fn closing(text: &str, line: Span, marks: &[Mark], (from, limit): (usize, u32), goes_on: bool) -> Option<usize> {
    let (mut doubtful, mut depth) = (None, 0);
    for (index, mark) in marks.iter().enumerate().skip(from + 1) {
        if mark.start > limit {
            break;
        }
        if mark.single && mark.facing == Facing::Opens {
            depth += usize::from(!is_elision(text, line, *mark));
            if doubtful.is_some() || depth > MAX_DEPTH {
                break;
            }
            continue;
        }
        if !mark.single || mark.facing != Facing::Closes {
            continue;
        }
        if depth > 0 {
            depth -= 1;
            continue;
        }
        let before = text[..mark.start as usize].chars().next_back();
        let after = text[mark.end as usize..].chars().next();
        let by_stop = before.is_some_and(|letter| !letter.is_alphanumeric()) || after.is_none_or(|a| a != ' ');
        // "'It’s on t’ telly!'": what a straight mark opens a curly one within a sentence seldom closes.
        let alike = is_straight(text, marks[from]) == is_straight(text, *mark);
        let plain = alike && !matches!(before, Some('s' | 'n' | 'S' | 'N'));
        if by_stop || plain {
            return Some(index);
        }
        doubtful = Some(index);
    }
    // "'The actors' union met.": an apostrophe, where the next line goes on.
    doubtful.filter(|&index| !(goes_on && owns_next(text, marks[index])))
}

/// Whether the word behind a mark may be owned, as by "the actors'": it opens small, and is no preposition, conjunction
/// or verb.
fn owns_next(text: &str, mark: Mark) -> bool {
    let word =
        text[mark.end as usize..].trim_start().split(|letter: char| !letter.is_alphabetic()).next().unwrap_or("");
    let apart = [List::Coordinating, List::Subordinating, List::Relative, List::Auxiliary, List::FiniteVerb];
    word.starts_with(char::is_lowercase) && !is_preposition(word) && !apart.iter().any(|list| list.has_as_is(word))
}

fn is_straight(text: &str, mark: Mark) -> bool {
    text.as_bytes()[mark.start as usize] == b'\''
}

/// `90s`, and `05` where what follows it does not go on as a quotation does: two digits, perhaps of several years.
fn is_decade(word: &str, rest: &str) -> bool {
    let digits = word.strip_suffix('s').unwrap_or(word);
    digits.len() == 2
        && digits.bytes().all(|digit| digit.is_ascii_digit())
        && (digits.len() < word.len() || ends_phrase(rest) || !is_closed(rest))
}

/// Whether a text opens with a stop, and not with one between digits: `10.5`.
fn ends_phrase(rest: &str) -> bool {
    let mut letters = rest.chars();
    letters.next().is_some_and(|first| ".,;:!?)".contains(first))
        && !letters.next().is_some_and(|next| next.is_ascii_digit())
}

/// Bytes looked at for what closes a quotation that opens with a number.
const MAX_NUMBERED: usize = 1000;

/// Whether the first single mark in a text that is no apostrophe closes a sentence or a clause: `20 years ago,'`.
fn is_closed(rest: &str) -> bool {
    let marks = rest.match_indices(['\'', '’']).take_while(|(at, _)| *at < MAX_NUMBERED);
    let told = marks.filter_map(|(at, mark)| {
        let (before, after) = (rest[..at].chars().next_back(), rest[at + mark.len()..].chars().next());
        let is_apostrophe = before.is_some_and(char::is_alphanumeric);
        (!is_apostrophe)
            .then(|| before.is_some_and(|stop| ",.!?…".contains(stop)) && !after.is_some_and(char::is_alphanumeric))
    });
    { told }.next().unwrap_or(false)
}

/// `'90s`, `'em`, `'til`: an apostrophe that opens a word.
fn is_elision(text: &str, line: Span, mark: Mark) -> bool {
    let rest = &text[mark.end as usize..line.end as usize];
    let word = &rest[..rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len())];
    let decade = is_decade(word, &rest[word.len()..]);
    // "'IM HOME!" is shouted, "'im" is not.
    let is_shouted = word.len() > 1 && !word.contains(char::is_lowercase);
    decade || !is_shouted && List::Elision.has(word) || word.is_empty() && rest.starts_with(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every line of `text`, its marked spans in brackets: `[` after `+` goes on, `]` before `+` stays open.
    fn check(text: &str, expected: &str) {
        let (mut carry, mut start, mut shown) = (Carry::default(), 0, Vec::new());
        for line in text.split('\n') {
            let mut found = Vec::new();
            carry = find(text, Span::new(start, start + line.len()), carry, &mut found);
            start += line.len() + 1;
            shown.extend(found.iter().map(|marked| {
                let (nested, before) = (if marked.nested { "^" } else { "" }, if marked.continues { "+" } else { "" });
                format!("{nested}{before}[{}]{}", marked.span.of(text), if marked.open { "+" } else { "" })
            }));
        }
        assert_eq!(shown.join(" "), expected, "in {text:?}");
    }

    #[test]
    fn styles() {
        check("“One,” he said. “Two.”", "[One,] [Two.]");
        check("\"One,\" he said. \"Two.\"", "[One,] [Two.]");
        check("''One,'' he said. ``Two.''", "[One,] [Two.]");
        check("‘One,’ he said. 'Two.'", "[One,] [Two.]");
        check("”One,“ he said. «Two.»", "[One,] [Two.]");
    }

    #[test]
    fn nested_marks() {
        check("“He said ‘no’ to me”", "[He said ‘no’ to me] ^[no]");
        check("''the word 'old-school,''' he said", "[the word 'old-school,'] ^[old-school,]");
        check("“the “best” day”", "[the “best” day] ^[best]");
        check("'the \"best\" day'", "[the \"best\" day] ^[best]");
    }

    #[test]
    fn apostrophes_are_no_marks() {
        check("the actors' union didn't like '90s rock 'n' roll", "");
        check("the ‘90s and rock ‘n’ roll, y'all", "");
        check("It's 'the actors' day' and 'mine'", "[the actors' day] [mine]");
        check("He's 6'2\" tall", "");
        check("‘I’m not proud,’ she said", "[I’m not proud,]");
        check("'6 months and counting,' she wrote", "[6 months and counting,]");
        check("'20 years ago the actors' union had it,' she wrote", "[20 years ago the actors' union had it,]");
        check("The class of '05 met. 'We left,' she wrote", "[We left,]");
        check("'10.5 million of them,' she wrote", "[10.5 million of them,]");
        check("'A hugger since '82. We left,' she wrote", "[A hugger since '82. We left,]");
        check("He added: 'It is on t’ telly and we can’t wait!' (sic)", "[It is on t’ telly and we can’t wait!]");
    }

    #[test]
    fn unclosed() {
        check("“One.\n“Two,” he said.", "[One.]+ +[Two,]");
        check("“One, he said. “Two.”", "[One, he said.]+ [Two.]");
        check("“One\ntwo,” he said.", "[One]+ +[two,]");
        check("“One\ntwo, he said.", "[One]+");
        check("She said: 'Yes, it has.", "[Yes, it has.]+");
        check("He wrote: 'IM HOME!!!! Where do I begin?", "[IM HOME!!!! Where do I begin?]+");
        check("'One,' said one. 'She used to run.\n'She ran,' he said.", "[One,] [She used to run.]+ +[She ran,]");
        check("'One,' said Hale. The actors' union", "[One,]");
        check(
            "She said: 'It is for the screen.\nIt will be there,' she said.",
            "[It is for the screen.]+ +[It will be there,]",
        );
        check("She said: 'It is for the screen.\nThe actors' union met.", "[It is for the screen.]+");
        check("He said: 'We went on and on.\n'And then home,' he said.", "[We went on and on.]+ +[And then home,]");
        check("He added, 'We went home.\n'And then out,' he said.", "[We went home.]+ +[And then out,]");
        check(
            "Hale, who spoke of 'a blow to us, said: 'We went home.\n'And out,' he said.",
            "[We went home.]+ +[And out,]",
        );
        check("It is to 'help us to sleep.\n'Usually,' he said.", "[help us to sleep.]+ +[Usually,]");
        check("'The actors' union met.\n'And it left,' he said.", "[The actors' union met.]+ +[And it left,]");
        check("'The lives of actors' of Leith.\n'And it left,' he said.", "[The lives of actors] [And it left,]");
        check("'Back in the '90s we ran,' she said", "[Back in the '90s we ran,]");
        check("'It is no 'Salt' film without her,' he said", "[It is no 'Salt' film without her,]");
    }

    #[test]
    fn a_space_before_a_mark_opens_nothing() {
        check("'It is a lovely day, ' Hale said. 'We left.'", "[It is a lovely day,] [We left.]");
        check("Rock ' n ' roll, ' it was", "");
    }

    #[test]
    fn pairs_within_pairs_are_in_order() {
        let opening = "“One is here,” she said. ".repeat(2);
        let expected = "[One is here,] [One is here,] [He told 'us “foo bar is here” to me,] ^[foo bar is here] \
                        [We went home and slept,]";
        let rest =
            "“He told 'us “foo bar is here” to me,” Ann said. The actors' union, “We went home and slept,” she said.";
        check(&format!("{opening}{rest}"), expected);
    }

    #[test]
    fn one_mark_opens_or_closes_by_its_neighbours() {
        check("\"[James] and I,\" he said", "[[James] and I,]");
        check("word\"—\"other\"", "[other]");
        check("\" \" ''", "");
        check("Ann said,“We left.”“Why?” he asked.", "[We left.] [Why?]");
        check("Ann said,'We left.' So we did.'We met.'", "[We left.] [We met.]");
        check(
            "'I find, 'you will not be safe,'' he said. 'What is it?'",
            "[I find, 'you will not be safe,'] [What is it?]",
        );
        check("\"HALE: It was “Salt” again, then", "[HALE: It was “Salt” again, then]+ ^[Salt]");
    }
}
