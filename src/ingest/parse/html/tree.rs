//! The tree of a page, in one flat list.
//!
//! **Invariant:** nodes stand in the order of the page, so the nodes below node `n` are those after it up to its `end`.
//! No node is deeper than [`MAX_DEPTH`]; the time to build the tree is linear in the length of the page.
//!
//! End tags that authors leave out are supplied for the elements where it tells (paragraphs, items, rows, links). What
//! browsers do beyond that, such as moving text out of tables, changes no line of text and is left out.

use std::ops::Range;

use super::Tag;
use super::tokens::{Token, Tokens, attributes};

/// The greatest depth; what would be deeper is laid at it, as in browsers.
pub const MAX_DEPTH: usize = 512;

/// An element or a run of text.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub tag: Tag,
    /// The index of the element it is in; that of the root is the root's own.
    pub parent: u32,
    /// One past the last node below it.
    pub end: u32,
    source: [u32; 2],
}

/// The nodes of a page; the first is the root.
pub struct Tree<'p> {
    page: &'p str,
    /// The nodes, in the order of the page.
    pub nodes: Vec<Node>,
}

impl<'p> Tree<'p> {
    /// Returns the tree of `page`.
    pub fn parse(page: &'p str) -> Tree<'p> {
        let mut builder = Builder::new();
        for token in Tokens::new(page) {
            match token {
                Token::Text(range) => builder.text(range),
                Token::Start(tag, range) => builder.start(tag, range),
                Token::End(tag) => builder.end(tag),
            }
        }
        Tree { page, nodes: builder.finish() }
    }

    /// Returns what stands for the node in the page: its text, or its attributes.
    pub fn source(&self, node: &Node) -> &'p str {
        &self.page[node.source[0] as usize..node.source[1] as usize]
    }

    /// Returns the page.
    pub fn page(&self) -> &'p str {
        self.page
    }

    /// Returns one past the last byte of a node's source.
    pub fn end_of(&self, index: u32) -> usize {
        self.nodes[index as usize].source[1] as usize
    }

    /// Returns the attributes of an element.
    pub fn attributes(&self, node: &Node) -> impl Iterator<Item = (&'p str, &'p str)> {
        attributes(if node.tag == Tag::Text { "" } else { self.source(node) })
    }

    /// Returns an attribute of an element, its references not yet replaced.
    pub fn attribute(&self, node: &Node, name: &str) -> Option<&'p str> {
        self.attributes(node).find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Returns the text right inside an element.
    pub fn text_of(&self, index: usize) -> &'p str {
        let text = self.nodes.get(index + 1).filter(|node| node.parent as usize == index && node.tag == Tag::Text);
        text.map_or("", |text| self.source(text))
    }

    /// Returns all text below an element.
    pub fn all_text_of(&self, index: usize) -> String {
        let below = &self.nodes[index..self.nodes[index].end as usize];
        below.iter().filter(|node| node.tag == Tag::Text).map(|node| self.source(node)).collect()
    }
}

struct Builder {
    nodes: Vec<Node>,
    /// The open elements, outermost first; the first is the root.
    open: Vec<u32>,
    /// How many elements of each tag are open.
    n_open: [u16; Tag::COUNT],
}

impl Builder {
    fn new() -> Builder {
        let root = Node { tag: Tag::Html, parent: 0, end: 0, source: [0, 0] };
        Builder { nodes: vec![root], open: vec![0], n_open: [0; Tag::COUNT] }
    }

    fn text(&mut self, range: Range<usize>) {
        self.add(Tag::Text, range);
    }

    fn start(&mut self, tag: Tag, attributes: Range<usize>) {
        // The root stands for `html`, with the attributes of the first; a second `body` adds nothing.
        if tag == Tag::Html && self.nodes[0].source == [0, 0] {
            self.nodes[0].source = [attributes.start as u32, attributes.end as u32];
        }
        if tag == Tag::Html || (tag == Tag::Body && self.n_open[Tag::Body as usize] > 0) {
            return;
        }
        self.supply_ends(tag);
        if self.open.len() >= MAX_DEPTH && !tag.is_void() {
            self.pop();
        }
        let index = self.add(tag, attributes);
        if !tag.is_void() {
            self.open.push(index);
            self.n_open[tag as usize] += 1;
        }
    }

    /// Ends the open elements that end where `tag` begins.
    fn supply_ends(&mut self, tag: Tag) {
        use Tag::*;
        if tag.is_block() {
            self.end_within(&[Head], &[]);
        }
        if tag.closes_paragraph() {
            self.end_within(&[P], &[]);
        }
        if tag.heading().is_some() && self.top().heading().is_some() {
            self.pop();
        }
        match tag {
            A => self.end_within(&[A], &[P, Div, Li, Section, Article]),
            Li => self.end_within(&[Li], &[Ul, Ol, Menu, Dir]),
            Dt | Dd => self.end_within(&[Dt, Dd], &[Dl]),
            Option | Optgroup => self.end_within(&[Option], &[Select, Datalist]),
            Td | Th => self.end_cell(),
            Tr => self.end_row(),
            Tbody | Thead | Tfoot => {
                self.end_row();
                self.end_table_part(&[Tbody, Thead, Tfoot, Caption]);
            }
            Button => self.end_within(&[Button], &[]),
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        self.end_table_part(&[Tag::Td, Tag::Th]);
    }

    fn end_row(&mut self) {
        self.end_cell();
        self.end_table_part(&[Tag::Tr]);
    }

    /// Ends the innermost open element of `tags` in the same table.
    fn end_table_part(&mut self, tags: &[Tag]) {
        self.end_innermost(tags, |tag| tag == Tag::Table);
    }

    fn end_within(&mut self, tags: &[Tag], walls: &[Tag]) {
        self.end_innermost(tags, |tag| tag.is_scope() || walls.contains(&tag));
    }

    /// Ends the innermost open element of `tags`, with all it holds, unless a wall stands around where we are.
    fn end_innermost(&mut self, tags: &[Tag], is_wall: impl Fn(Tag) -> bool) {
        if tags.iter().all(|tag| self.n_open[*tag as usize] == 0) {
            return;
        }
        for depth in (1..self.open.len()).rev() {
            let tag = self.nodes[self.open[depth] as usize].tag;
            if tags.contains(&tag) {
                return self.close_to(depth);
            }
            if is_wall(tag) {
                return;
            }
        }
    }

    fn end(&mut self, tag: Tag) {
        match tag {
            // Text after the end of the body still belongs to it.
            Tag::Html | Tag::Body => {}
            Tag::Br => self.start(Tag::Br, 0..0),
            // A heading is ended by the end tag of any heading.
            _ if tag.heading().is_some() && self.top().heading().is_some() => self.pop(),
            Tag::Table | Tag::Td | Tag::Th | Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot => {
                self.end_table_part(&[tag])
            }
            _ if tag.is_block() || tag.is_scope() => self.end_innermost(&[tag], |open| open != tag && is_cell(open)),
            _ => self.end_innermost(&[tag], |open| open != tag && (open.is_block() || is_cell(open))),
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.pop();
        }
    }

    fn pop(&mut self) {
        if self.open.len() > 1
            && let Some(index) = self.open.pop()
        {
            self.nodes[index as usize].end = self.nodes.len() as u32;
            self.n_open[self.nodes[index as usize].tag as usize] -= 1;
        }
    }

    fn top(&self) -> Tag {
        self.open.last().map_or(Tag::Html, |index| self.nodes[*index as usize].tag)
    }

    fn add(&mut self, tag: Tag, source: Range<usize>) -> u32 {
        let index = self.nodes.len() as u32;
        let parent = self.open.last().copied().unwrap_or(0);
        self.nodes.push(Node { tag, parent, end: index + 1, source: [source.start as u32, source.end as u32] });
        index
    }

    fn finish(mut self) -> Vec<Node> {
        self.close_to(1);
        self.nodes[0].end = self.nodes.len() as u32;
        self.nodes
    }
}

fn is_cell(tag: Tag) -> bool {
    matches!(tag, Tag::Td | Tag::Th | Tag::Table)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows the tree as nested parentheses.
    fn show(tree: &Tree, index: usize) -> String {
        let node = &tree.nodes[index];
        if node.tag == Tag::Text {
            return tree.source(node).to_owned();
        }
        let below = (index + 1..node.end as usize).filter(|child| tree.nodes[*child].parent as usize == index);
        let below: Vec<String> = below.map(|child| show(tree, child)).collect();
        format!("{}({})", node.tag.name(), below.join(" "))
    }

    fn check(page: &str, expected: &str) {
        assert_eq!(show(&Tree::parse(page), 0), format!("html({expected})"));
    }

    #[test]
    fn end_tags_that_are_left_out() {
        check("<p>a<p>b<div>c</div>d", "p(a) p(b) div(c) d");
        check("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "ul(li(a) li(b ul(li(c))) li(d))");
        check("<table><tr><td>a<td>b<tr><td>c</table>", "table(tr(td(a) td(b)) tr(td(c)))");
        check("<dl><dt>a<dd>b<dt>c</dl>", "dl(dt(a) dd(b) dt(c))");
        check("<h2>a<h3>b</h2>c", "h2(a) h3(b) c");
        check("<a>x<a>y</a>z", "a(x) a(y) z");
    }

    #[test]
    fn end_tags_that_match_nothing() {
        check("a</p></div></b>b", "a b");
        check("<p>a</b></i>b</p>c", "p(a b) c");
        check("<div><span>a</div>b</span>c", "div(span(a)) b c");
        check("<div>a<table><tr><td>b</div>c</table>d</div>", "div(a table(tr(td(b c))) d)");
        check("<body>a</body><body>b</html>c", "body(a b c)");
    }

    #[test]
    fn the_head_ends_where_text_elements_begin() {
        check("<head><title>t</title><p>a", "head(title(t)) p(a)");
    }

    #[test]
    fn depth_is_bounded() {
        let page = "<div>".repeat(100_000);
        let tree = Tree::parse(&page);
        assert_eq!(tree.nodes.len(), 100_001);
        let parents = |node: u32| {
            std::iter::successors(Some(node), |&node| Some(tree.nodes[node as usize].parent))
                .take_while(|&node| node > 0)
                .count()
        };
        assert!((1..=100_000).all(|node| node % 5_000 > 0 || parents(node) <= MAX_DEPTH));
        assert_eq!(tree.nodes[0].end, 100_001);
    }
}
