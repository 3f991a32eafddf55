//! The elements whose names change how a page is read.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

macro_rules! tags {
    ($($tag:ident $name:literal)*) => {
        /// An element by its name; every name we do not know is `Other`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Tag {
            /// A run of text.
            Text,
            /// An element that is read like a `span`.
            Other,
            $(#[doc = $name] $tag,)*
        }

        impl Tag {
            /// How many tags there are.
            pub const COUNT: usize = [$($name),*].len() + 2;

            /// Every tag with a name, by its name as a number.
            const NAMED: &[(u128, Tag)] = &[$((key($name.as_bytes()), Tag::$tag)),*];

            /// Returns the name of the element.
            pub fn name(self) -> &'static str {
                match self {
                    Tag::Text => "text",
                    Tag::Other => "span",
                    $(Tag::$tag => $name,)*
                }
            }
        }
    };
}

tags! {
    A "a" Address "address" Area "area" Article "article" Aside "aside" Audio "audio" B "b" Base "base"
    Blockquote "blockquote" Body "body" Br "br" Button "button" Canvas "canvas" Caption "caption" Center "center"
    Cite "cite" Col "col" Colgroup "colgroup" Datalist "datalist" Dd "dd" Details "details" Dialog "dialog" Dir "dir"
    Div "div" Dl "dl" Dt "dt" Em "em" Embed "embed" Fieldset "fieldset" Figcaption "figcaption" Figure "figure"
    Font "font" Footer "footer" Form "form" Frame "frame" Frameset "frameset" H1 "h1" H2 "h2" H3 "h3" H4 "h4" H5 "h5"
    H6 "h6" Head "head" Header "header" Hgroup "hgroup" Hr "hr" Html "html" I "i" Iframe "iframe" Img "img"
    Input "input" Label "label" Legend "legend" Li "li" Link "link" Main "main" Math "math" Menu "menu" Meta "meta"
    Nav "nav" Noembed "noembed" Noframes "noframes" Noscript "noscript" Object "object" Ol "ol" Optgroup "optgroup"
    Option "option" P "p" Param "param" Plaintext "plaintext" Pre "pre" Q "q" S "s" Script "script" Section "section"
    Select "select" Small "small" Source "source" Span "span" Strong "strong" Style "style" Sub "sub"
    Summary "summary" Sup "sup" Svg "svg" Table "table" Tbody "tbody" Td "td" Template "template"
    Textarea "textarea" Tfoot "tfoot" Th "th" Thead "thead" Time "time" Title "title" Tr "tr" Track "track" U "u"
    Ul "ul" Video "video" Wbr "wbr" Xmp "xmp"
}

/// The longest name that is known.
const MAX_NAME: usize = 10;

/// Returns a name in lower case as a number, which is quicker to look up.
const fn key(name: &[u8]) -> u128 {
    let (mut key, mut at) = (0, 0);
    while at < name.len() {
        key = key << 8 | name[at].to_ascii_lowercase() as u128;
        at += 1;
    }
    key
}

static TAGS: LazyLock<FxHashMap<u128, Tag>> = LazyLock::new(|| Tag::NAMED.iter().copied().collect());

impl Tag {
    /// Returns the tag of a name, in any case.
    pub fn of(name: &str) -> Tag {
        let known = || TAGS.get(&key(name.as_bytes())).copied();
        if name.len() <= MAX_NAME { known().unwrap_or(Tag::Other) } else { Tag::Other }
    }

    /// Returns whether the element has no content and no end tag.
    pub fn is_void(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Area | Base | Br | Col | Embed | Frame | Hr | Img | Input | Link | Meta | Param | Source | Track | Wbr
        )
    }

    /// Returns whether everything up to the element's own end tag is text.
    pub fn is_raw(self) -> bool {
        use Tag::*;
        matches!(self, Iframe | Noembed | Noframes | Noscript | Plaintext | Script | Style | Textarea | Title | Xmp)
    }

    /// Returns whether the element begins and ends a line.
    pub fn is_block(self) -> bool {
        use Tag::*;
        self.closes_paragraph()
            || matches!(self, Body | Button | Caption | Html | Legend | Optgroup | Option | Tbody | Tfoot | Thead | Tr)
    }

    /// Returns whether an open paragraph ends where the element begins.
    pub fn closes_paragraph(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Address
                | Article
                | Aside
                | Blockquote
                | Center
                | Dd
                | Details
                | Dialog
                | Dir
                | Div
                | Dl
                | Dt
                | Fieldset
                | Figcaption
                | Figure
                | Footer
                | Form
                | H1
                | H2
                | H3
                | H4
                | H5
                | H6
                | Header
                | Hgroup
                | Hr
                | Li
                | Main
                | Menu
                | Nav
                | Ol
                | P
                | Pre
                | Section
                | Summary
                | Table
                | Ul
        )
    }

    /// Returns whether a blank line parts the element from its neighbours.
    pub fn is_spaced(self) -> bool {
        use Tag::*;
        self.heading().is_some()
            || matches!(
                self,
                Article
                    | Aside
                    | Blockquote
                    | Dl
                    | Figcaption
                    | Figure
                    | Footer
                    | Header
                    | Hr
                    | Main
                    | Nav
                    | Ol
                    | P
                    | Pre
                    | Section
                    | Table
                    | Ul
            )
    }

    /// Returns whether the element stops the search for an open element that a tag would end.
    pub fn is_scope(self) -> bool {
        use Tag::*;
        matches!(self, Button | Caption | Html | Object | Table | Td | Template | Th)
    }

    /// Returns whether the element holds no text that a reader of the page sees.
    pub fn is_unseen(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Audio
                | Canvas
                | Datalist
                | Head
                | Iframe
                | Math
                | Noembed
                | Noframes
                | Noscript
                | Object
                | Script
                | Select
                | Style
                | Svg
                | Template
                | Textarea
                | Title
                | Video
        )
    }

    /// Returns the level of a heading, 1 to 6.
    pub fn heading(self) -> Option<u8> {
        use Tag::*;
        [H1, H2, H3, H4, H5, H6].iter().position(|heading| *heading == self).map(|level| level as u8 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert!(Tag::NAMED.iter().all(|(_, tag)| tag.name().len() <= MAX_NAME && Tag::of(tag.name()) == *tag));
        assert_eq!(Tag::of("P"), Tag::P);
        assert_eq!(Tag::of("FigCaption"), Tag::Figcaption);
        assert_eq!(Tag::of("x-widget-with-a-long-name"), Tag::Other);
        assert_eq!(Tag::of("amp-img"), Tag::Other);
        assert_eq!(Tag::H3.heading(), Some(3));
        assert_eq!(Tag::Blockquote.name(), "blockquote");
    }
}
