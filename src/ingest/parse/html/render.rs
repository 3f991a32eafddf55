//! Renders the tree of a page to text: a line for each block of it, as a reader sees it.
//!
//! White space is collapsed, character references are replaced; paragraphs, headings and lists are set off by a blank
//! line, items and rows are not. The text that stands for an image is a line of its own.
//!
//! **Invariant:** every line of the text is non-blank, has one [`Line`], and lies below the line's `origin` in the
//! tree.

use super::entities::push_reference;
use super::tree::{Node, Tree};
use super::{Tag, entities};
use crate::model::Span;

/// A page as text.
#[derive(Default)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// Its lines, in order.
    pub lines: Vec<Line>,
    /// Where in the text another line of the page begins, with its one-based number.
    pub source_lines: Vec<(u32, u32)>,
}

/// A rendered line and what was seen on the way.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Where it stands in the text.
    pub span: Span,
    /// The innermost node that holds all of it.
    pub origin: u32,
    /// Bytes of it that are a link.
    pub link_bytes: u32,
    /// Links that end in it.
    pub n_links: u32,
    /// Bytes of it in bold type.
    pub bold_bytes: u32,
    /// Bytes of it in italics.
    pub italic_bytes: u32,
    /// Whether a `time` element stands in it.
    pub has_time: bool,
    /// Whether it stands for an image.
    pub is_image: bool,
    /// Line breaks before it, 1 or 2.
    pub gap: u8,
}

/// Returns the text of a page.
pub fn render(tree: &Tree) -> Rendered {
    let mut renderer = Renderer {
        tree,
        out: Rendered::default(),
        line: Line::default(),
        images: Vec::new(),
        around: Around::default(),
        source: Place { byte: 0, line: 1 },
        space: false,
        link: LinkEnd::default(),
        gap: 2,
    };
    let mut open: Vec<usize> = Vec::with_capacity(64);
    let mut index = 0;
    while let Some(node) = tree.nodes.get(index) {
        while open
            .pop_if(|top| tree.nodes[*top].end as usize <= index)
            .map(|top| renderer.leave(top as u32, &tree.nodes[top]))
            .is_some()
        {}
        if node.tag == Tag::Text {
            renderer.text(index as u32, tree.source(node));
        } else if node.tag.is_unseen() || renderer.pops_up(node) {
            index = node.end as usize;
            continue;
        } else {
            renderer.enter(index as u32, node);
            open.push(index);
        }
        index += 1;
    }
    while let Some(top) = open.pop() {
        renderer.leave(top as u32, &tree.nodes[top]);
    }
    renderer.end_line(2);
    renderer.out
}

/// Nodes looked at for the first words of a quotation.
const MOST_BELOW: usize = 8;

struct Renderer<'t> {
    tree: &'t Tree<'t>,
    out: Rendered,
    /// The line in the making; empty while its span is.
    line: Line,
    /// Images met in it, which follow it as lines of their own.
    images: Vec<(u32, String)>,
    around: Around,
    /// Where in the page the renderer is.
    source: Place,
    /// Whether white space is owed before the next letter.
    space: bool,
    /// The link that ended last.
    link: LinkEnd,
    /// Line breaks owed before the next line.
    gap: u8,
}

/// Where a link ended. What follows is another word where the page tells elements apart by their looks and not by white
/// space: `<span><a>Ann Lee</a></span><span>on Friday</span>`, `<a>Film</a><a>Arts</a>`.
#[derive(Default)]
struct LinkEnd {
    /// Length of the text there.
    at: usize,
    /// Whether the element around it ended there too.
    is_last: bool,
    /// Whether another element began there.
    is_followed: bool,
}

impl LinkEnd {
    /// Returns whether a letter after `text` opens another word.
    fn parts(&self, text: &str, letter: Option<char>) -> bool {
        let (Some(before), Some(after)) = (text.chars().next_back(), letter) else { return false };
        let capital = before.is_lowercase() && after.is_uppercase();
        self.is_followed
            && self.at == text.len()
            && before.is_alphanumeric()
            && after.is_alphanumeric()
            && (self.is_last || capital)
    }
}

/// A place in the page.
#[derive(Clone, Copy)]
struct Place {
    byte: usize,
    line: u32,
}

/// How many elements of a kind are open.
#[derive(Default)]
struct Around {
    links: u32,
    bold: u32,
    italic: u32,
    time: u32,
    preformatted: u32,
    quotes: u32,
}

impl Around {
    fn count(&mut self, tag: Tag) -> Option<&mut u32> {
        match tag {
            Tag::A => Some(&mut self.links),
            Tag::B | Tag::Strong => Some(&mut self.bold),
            Tag::I | Tag::Em | Tag::Cite => Some(&mut self.italic),
            Tag::Time => Some(&mut self.time),
            Tag::Pre => Some(&mut self.preformatted),
            Tag::Q => Some(&mut self.quotes),
            _ => None,
        }
    }
}

impl Renderer<'_> {
    fn enter(&mut self, index: u32, node: &Node) {
        if node.tag.is_block() {
            self.end_line(gap_of(node.tag));
        }
        if let Some(count) = self.around.count(node.tag) {
            *count += 1;
        }
        self.link.is_followed |=
            self.link.at == self.out.text.len() && matches!(node.tag, Tag::Span | Tag::A | Tag::Time);
        match node.tag {
            // A second break in a row makes a paragraph.
            Tag::Br => self.end_line(if self.line.span.is_empty() { 2 } else { 1 }),
            Tag::Img => self.image(index, node),
            Tag::Q if self.draws_marks(index) => self.push(index, if self.is_nested() { "‘" } else { "“" }),
            _ => {}
        }
    }

    /// Returns whether a browser's quotation marks are all that an element has: not so where its text brings its own.
    /// What holds blocks is no quotation within a line.
    fn draws_marks(&self, index: u32) -> bool {
        let index = index as usize;
        let below = &self.tree.nodes[index..self.tree.nodes[index].end as usize];
        let mut below = below.iter().take(MOST_BELOW);
        let text = below.clone().find(|node| node.tag == Tag::Text);
        let text = text.map_or("", |node| self.tree.source(node));
        let is_marked = text.trim_start().starts_with(['"', '“', '‘', '\'', '«', '„']);
        !is_marked && !text.trim().is_empty() && !below.any(|node| node.tag.is_block())
    }

    /// Returns whether the innermost quotation that is open stands within another.
    fn is_nested(&self) -> bool {
        self.around.quotes.is_multiple_of(2)
    }

    /// Returns whether an element in mid-line is shown only when a reader points at the words before it.
    fn pops_up(&self, node: &Node) -> bool {
        const NAMES: [&str; 3] = ["hovercard", "popover", "rollover"];
        let named = |class: &str| {
            let mut words = class.split(|letter: char| !letter.is_ascii_alphabetic());
            words.any(|word| NAMES.iter().any(|name| word.eq_ignore_ascii_case(name)))
        };
        node.tag == Tag::Span && !self.line.span.is_empty() && self.tree.attribute(node, "class").is_some_and(named)
    }

    fn leave(&mut self, index: u32, node: &Node) {
        if node.tag == Tag::Q && self.draws_marks(index) {
            self.space = false;
            self.push(index, if self.is_nested() { "’" } else { "”" });
        }
        if let Some(count) = self.around.count(node.tag) {
            *count -= 1;
        }
        match node.tag {
            Tag::A => {
                self.line.n_links += 1;
                self.link = LinkEnd { at: self.out.text.len(), ..LinkEnd::default() };
            }
            Tag::Span => self.link.is_last |= self.link.at == self.out.text.len() && !self.link.is_followed,
            // Cells of a row stand apart.
            Tag::Td | Tag::Th => self.space = true,
            _ => {}
        }
        if node.tag.is_block() {
            self.end_line(gap_of(node.tag));
        }
    }

    fn image(&mut self, index: u32, node: &Node) {
        self.move_to(self.tree.end_of(index));
        let text = self.tree.attribute(node, "alt").map(entities::decode_line).unwrap_or_default();
        if text.chars().any(char::is_alphanumeric) {
            self.images.push((index, text));
        }
    }

    fn text(&mut self, index: u32, source: &str) {
        let mut rest = source;
        let end = self.tree.end_of(index);
        while !rest.is_empty() {
            self.move_to(end - rest.len());
            let is_plain = |byte: &u8| !(byte.is_ascii_whitespace() || *byte == b'&' || *byte < b' ' || *byte >= 0x80);
            let n_plain = rest.bytes().take_while(is_plain).count();
            if n_plain > 0 {
                self.push(index, &rest[..n_plain]);
                rest = &rest[n_plain..];
                continue;
            }
            let mut decoded = String::new();
            let length = if rest.starts_with('&') { push_reference(rest, &mut decoded) } else { None };
            let Some(letter) = rest.chars().next() else { return };
            match length {
                Some(length) => {
                    decoded.chars().for_each(|letter| self.letter(index, letter));
                    rest = &rest[length..];
                }
                None => {
                    self.letter(index, letter);
                    rest = &rest[letter.len_utf8()..];
                }
            }
        }
    }

    /// Moves on to a byte of the page; nodes stand in its order.
    fn move_to(&mut self, byte: usize) {
        let passed = self.tree.page().as_bytes().get(self.source.byte..byte).unwrap_or_default();
        self.source.line += memchr::memchr_iter(b'\n', passed).count() as u32;
        self.source.byte = self.source.byte.max(byte);
    }

    /// Notes the line of the page that the text goes on with.
    fn note_line(&mut self) {
        let byte = self.out.text.len() as u32;
        if self.out.source_lines.last().is_none_or(|&(_, line)| line != self.source.line) {
            self.out.source_lines.push((byte, self.source.line));
        }
    }

    fn letter(&mut self, index: u32, letter: char) {
        match letter {
            '\n' if self.around.preformatted > 0 => self.end_line(1),
            '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            _ if letter.is_whitespace() || letter.is_control() => self.space = true,
            _ => self.push(index, letter.encode_utf8(&mut [0; 4])),
        }
    }

    /// Appends visible text of node `index` to the line.
    fn push(&mut self, index: u32, text: &str) {
        if self.line.span.is_empty() {
            self.begin_line(index);
        } else if self.space || self.link.parts(&self.out.text, text.chars().next()) {
            self.out.text.push(' ');
        }
        self.space = false;
        self.note_line();
        self.out.text.push_str(text);
        self.line.span.end = self.out.text.len() as u32;
        while index >= self.tree.nodes[self.line.origin as usize].end {
            self.line.origin = self.tree.nodes[self.line.origin as usize].parent;
        }
        let length = text.len() as u32;
        self.line.link_bytes += length * self.around.links.min(1);
        self.line.bold_bytes += length * self.around.bold.min(1);
        self.line.italic_bytes += length * self.around.italic.min(1);
        self.line.has_time |= self.around.time > 0;
    }

    fn begin_line(&mut self, index: u32) {
        if !self.out.text.is_empty() {
            self.out.text.push_str(if self.gap == 1 { "\n" } else { "\n\n" });
        }
        let start = self.out.text.len();
        let origin = if self.tree.nodes[index as usize].tag == Tag::Text {
            self.tree.nodes[index as usize].parent
        } else {
            index
        };
        self.line = Line { span: Span::new(start, start), origin, gap: self.gap, ..Line::default() };
        self.gap = 0;
    }

    /// Ends the line in the making, if any; at least `gap` line breaks follow it.
    fn end_line(&mut self, gap: u8) {
        if !self.line.span.is_empty() {
            self.out.lines.push(std::mem::take(&mut self.line));
        }
        self.space = false;
        for (index, text) in std::mem::take(&mut self.images) {
            self.gap = 2;
            self.begin_line(index);
            self.note_line();
            self.out.text.push_str(&text);
            self.line.span.end = self.out.text.len() as u32;
            self.line.is_image = true;
            self.out.lines.push(std::mem::take(&mut self.line));
            self.gap = 2;
        }
        self.line.n_links = 0;
        self.gap = self.gap.max(gap);
    }
}

fn gap_of(tag: Tag) -> u8 {
    if tag.is_spaced() { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_by_their_lines() {
        let tree = Tree::parse("<p>\n One <b>two</b>\n  three.\n\n<p>Four<p>five\n<img alt='A cat'>");
        let rendered = render(&tree);
        let words: Vec<(&str, u32)> =
            rendered.source_lines.iter().map(|&(byte, line)| (&rendered.text[byte as usize..][..3], line)).collect();
        assert_eq!(words, [("One", 2), ("thr", 3), ("Fou", 5), ("A c", 6)]);
    }

    fn check(page: &str, expected: &str) {
        let tree = Tree::parse(page);
        let rendered = render(&tree);
        assert_eq!(rendered.text, expected);
        let lines: Vec<&str> = rendered.lines.iter().map(|line| line.span.of(&rendered.text)).collect();
        let split: Vec<&str> = rendered.text.split('\n').filter(|line| !line.trim().is_empty()).collect();
        assert_eq!(lines, split);
    }

    #[test]
    fn paragraphs_and_inline_elements() {
        check("<p>One <b>two</b>\n  three.<p>Four&nbsp;<i>five</i>.", "One two three.\n\nFour five.");
        check("<div>a</div><div>b</div>", "a\nb");
        check("<p> <span> a </span> <span>b</span></p>", "a b");
        check("soft&shy;ware &amp; &#8220;x&#8221;", "software & “x”");
    }

    #[test]
    fn quotations_have_the_marks_that_a_browser_draws() {
        check("<p>Hale said: <q>We built it.</q> Then", "Hale said: “We built it.” Then");
        check("<q><i>He said <q>no</q></i>.</q>", "“He said ‘no’.”");
        check("<q>“Marked”</q> <q> </q>, <q>open", "“Marked” , “open”");
        check("<q><p>One</p><p>Two</p></q>", "One\n\nTwo");
    }

    #[test]
    fn words_that_only_elements_part() {
        check("<span>By <a>Ann Lee</a></span><span>on Friday</span>", "By Ann Lee on Friday");
        check("<a>Film</a><a>Arts</a><a>the</a>", "Film Artsthe");
        check(
            "<a>expand</a><span>ed</span>, <span><a>Ann</a></span><span>’s</span>, <a>A</a><a>lita</a>",
            "expanded, Ann’s, Alita",
        );
        check("<span>T</span><span>he</span> <span><a>cat</a></span>s", "The cats");
    }

    #[test]
    fn breaks() {
        check("one<br>two<br><br>three<br/> <br/>four", "one\ntwo\n\nthree\n\nfour");
        check("<pre>a\n b</pre>", "a\nb");
    }

    #[test]
    fn lists_and_tables() {
        check("x<ul><li>a<li>b</ul>y", "x\n\na\nb\n\ny");
        check("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc");
    }

    #[test]
    fn unseen_text_and_images() {
        check("<head><title>t</title></head>a<script>b</script><style>c</style><svg><title>d</title></svg>e", "ae");
        check("<p>Ann Lee<span class='rollover-card'><a>Ann Lee</a></span> spoke", "Ann Lee spoke");
        check("<p>a <img alt='A  b'> c</p><img alt=''><img alt='-'><p>d", "a c\n\nA b\n\nd");
    }

    #[test]
    fn origins_hold_their_lines() {
        let tree = Tree::parse("<div><p><a>x</a> <b>y</b></p><p><i>z</i></p></div>");
        let origins: Vec<Tag> = render(&tree).lines.iter().map(|line| tree.nodes[line.origin as usize].tag).collect();
        assert_eq!(origins, [Tag::P, Tag::I]);
    }
}
