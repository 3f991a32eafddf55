//! The article outside its quotations: each quotation is one item among the words that report it.
//!
//! Comes in: the [`Document`] and the pieces that are quotations. Goes out: a [`Frame`], items in order with their
//! sentences and lines, so that “what stands before the quotation” is a step to the left.
//!
//! Sentences are cut anew: full stops inside a quotation end none, and whether one ends after a quotation depends on
//! what follows.

use crate::annotate::Document;
use crate::model::Span;
use crate::rules::Lex;

/// One item of the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A token outside all quotations.
    Word(u32),
    /// A quotation, by its index.
    Quote(u32),
}

/// What a quotation ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A comma: the sentence that holds it goes on.
    Comma,
    /// A full stop or an ellipsis.
    Stop,
    /// A question or exclamation mark.
    Shout,
    /// A word.
    Word,
}

/// The article outside its quotations.
pub struct Frame {
    /// The items, in order.
    pub items: Vec<Item>,
    /// For each item, its sentence.
    pub sentences: Vec<u32>,
    /// For each item, its line.
    pub lines: Vec<u32>,
    /// For each quotation, its item.
    pub of_quote: Vec<u32>,
    /// For each token, its item: of a token inside a quotation, the quotation.
    pub of_token: Vec<u32>,
    /// For each sentence, its first item; one more entry than there are sentences.
    pub starts: Vec<u32>,
}

impl Frame {
    /// Builds the frame around the quotations, given by their spans with marks, in order and apart from each other.
    pub fn new(document: &Document, quotes: &[Span]) -> Frame {
        let n_tokens = document.tokens.len();
        let mut frame = Frame {
            items: Vec::with_capacity(n_tokens),
            sentences: Vec::with_capacity(n_tokens),
            lines: Vec::with_capacity(n_tokens),
            of_quote: Vec::with_capacity(quotes.len()),
            of_token: Vec::with_capacity(n_tokens),
            starts: Vec::new(),
        };
        let mut next = 0;
        for (line, tokens) in document.line_tokens.iter().enumerate() {
            for token in tokens.clone() {
                let span = document.tokens[token as usize].span;
                while next < quotes.len() && quotes[next].end <= span.start {
                    next += 1;
                }
                let inside = next < quotes.len() && quotes[next].start < span.end;
                if inside && frame.of_quote.len() == next + 1 {
                    frame.of_token.push(frame.items.len() as u32 - 1);
                    continue;
                }
                // A quotation without a token of its own cannot be: it holds a letter.
                while inside && frame.of_quote.len() < next {
                    frame.of_quote.push(frame.items.len() as u32);
                }
                frame.of_token.push(frame.items.len() as u32);
                if inside {
                    frame.of_quote.push(frame.items.len() as u32);
                }
                frame.items.push(if inside { Item::Quote(next as u32) } else { Item::Word(token) });
                frame.lines.push(line as u32);
            }
        }
        frame.of_quote.resize(quotes.len(), frame.items.len().saturating_sub(1) as u32);
        frame.cut_sentences(document, quotes);
        frame
    }

    fn cut_sentences(&mut self, document: &Document, quotes: &[Span]) {
        for at in 0..self.items.len() {
            if at == 0 || self.breaks(at, document, quotes) {
                self.starts.push(at as u32);
            }
            self.sentences.push(self.starts.len() as u32 - 1);
        }
        self.starts.push(self.items.len() as u32);
    }

    /// Returns whether a sentence begins at the item.
    fn breaks(&self, at: usize, document: &Document, quotes: &[Span]) -> bool {
        if self.lines[at] != self.lines[at - 1] {
            return true;
        }
        match (self.items[at - 1], self.items[at]) {
            (Item::Word(_), Item::Word(token)) => document.opens_sentence_at(token),
            (Item::Word(token), Item::Quote(_)) => matches!(document.word(token), "." | "!" | "?"),
            (Item::Quote(quote), Item::Quote(_)) => {
                matches!(ending(document.text, quotes[quote as usize]), Ending::Stop | Ending::Shout)
            }
            (Item::Quote(quote), Item::Word(token)) => {
                let word = document.tokens[token as usize];
                match ending(document.text, quotes[quote as usize]) {
                    Ending::Stop => {
                        word.shape.is_capital() || word.shape.is_word() && document.opens_sentence_at(token)
                    }
                    Ending::Shout => word.shape.is_capital() && !self.reports_soon(at, document),
                    _ => false,
                }
            }
        }
    }

    /// Returns whether a verb of speech follows within four words: `“Why?” Mr. Hale asked`.
    fn reports_soon(&self, at: usize, document: &Document) -> bool {
        self.items[at..]
            .iter()
            .take(5)
            .map_while(|item| match item {
                Item::Word(token) => Some(document.tokens[*token as usize].lex),
                Item::Quote(_) => None,
            })
            .any(|lex| lex.has(Lex::SPEECH))
    }

    /// Returns the token at an item that is a word.
    pub fn token(&self, item: i64) -> Option<u32> {
        match usize::try_from(item).ok().and_then(|item| self.items.get(item)) {
            Some(Item::Word(token)) => Some(*token),
            _ => None,
        }
    }
}

/// Returns what the quotation ends with.
pub fn ending(text: &str, outer: Span) -> Ending {
    let last = outer.of(text).trim_end_matches(|letter: char| letter.is_whitespace() || super::marks::is_mark(letter));
    match last.chars().next_back() {
        Some(',') => Ending::Comma,
        Some('.' | '…') => Ending::Stop,
        Some('!' | '?') => Ending::Shout,
        _ => Ending::Word,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::with_document;
    use super::*;

    fn check(text: &str, expected: &str) {
        with_document(text, |document, quotes| {
            let outer: Vec<Span> = quotes.iter().map(|piece| piece.outer).collect();
            let frame = Frame::new(document, &outer);
            let sentence = |bounds: &[u32]| {
                let word = |item: u32| match frame.items[item as usize] {
                    Item::Word(token) => document.word(token).to_owned(),
                    Item::Quote(_) => "Q".to_owned(),
                };
                (bounds[0]..bounds[1]).map(word).collect::<Vec<_>>().join(" ")
            };
            let sentences: Vec<String> = frame.starts.windows(2).map(sentence).collect();
            assert_eq!(sentences.join(" | "), expected);
        });
    }

    #[test]
    fn sentences_are_cut_outside_quotations() {
        check("“Go. Now,” he said. “Stop.” Ann left.", "Q he said . | Q | Ann left .");
        check("“Go!” Ann Hale shouted. He said: “No. No.”", "Q Ann Hale shouted . | He said : Q");
        check("“Go!” she said.\n“Why? Why?” asked Ann.", "Q she said . | Q asked Ann .");
    }
}
