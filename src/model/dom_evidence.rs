//! What the tree of a page tells of one line, as named numbers that the line classifier reads.

use super::numbers;

numbers! {
    /// Evidence from the tree of a page on one of its lines.
    ///
    /// A field named `near_…` is 1 for the element that holds the line, 1/2 for the one around it, 1/3 for the next,
    /// and 0 when no element around the line is of that kind.
    struct DomEvidence {
        /// Level of the heading that the line is, 1 to 6, or 0.
        heading,
        /// Whether the line is a paragraph.
        paragraph,
        /// Whether the line is an item of a list.
        item,
        /// Whether the line is a row of a table.
        row,
        /// Whether the line stands in an element without a meaning of its own, such as `div`.
        plain,
        /// Whether the line is the text that stands for an image.
        image,
        /// Whether the line is a button.
        button,
        /// Share of the line's letters that are a link.
        link_share,
        /// Number of links in the line.
        links,
        /// Share of the line's letters in bold type.
        bold_share,
        /// Share of the line's letters in italics.
        italic_share,
        /// Whether a `time` element stands in the line.
        has_time,
        /// Whether the page hides the line from view.
        hidden,
        /// Number of elements around the line.
        depth,
        /// Number of line breaks between the line and the one before it, 1 or 2.
        gap,
        /// Near an `article` element.
        near_article_element,
        /// Near a `main` element.
        near_main_element,
        /// Near an `aside` element.
        near_aside_element,
        /// Near a `nav` element.
        near_nav_element,
        /// Near a `footer` element.
        near_footer_element,
        /// Near a `header` element.
        near_header_element,
        /// Near a `form` element.
        near_form_element,
        /// Near a `figure` or `figcaption` element.
        near_figure_element,
        /// Near a `table` element.
        near_table_element,
        /// Near a list.
        near_list_element,
        /// Near a `blockquote` element.
        near_quote_element,
        /// Near an element named like the text of an article.
        near_body,
        /// Near an element named like an article.
        near_story,
        /// Near an element named like content of any kind.
        near_content,
        /// Near an element named like a paragraph.
        near_prose,
        /// Near an element named like a picture or its caption.
        near_caption,
        /// Near an element named like a list of other articles.
        near_related,
        /// Near an element named like a teaser or an offer.
        near_promo,
        /// Near an element named like buttons for sharing.
        near_share,
        /// Near an element named like readers' comments.
        near_comment,
        /// Near an element named like the foot of a page.
        near_foot,
        /// Near an element named like navigation.
        near_navigation,
        /// Near an element named like a side column.
        near_side,
        /// Near an element named like an offer to subscribe or a dialogue.
        near_subscribe,
        /// Near an element named like an advertisement.
        near_advert,
        /// Near an element named like the author.
        near_author,
        /// Near an element named like the date.
        near_date,
        /// Near an element named like tags and sections.
        near_tags,
        /// Near an element named like a title.
        near_title,
        /// Near an element named like a summary or standfirst.
        near_summary,
        /// Near an element named like a quotation.
        near_quote,
        /// Near an element named like embedded media.
        near_embed,
        /// Near an element named like buttons and tools.
        near_tools,
        /// Near an element named like what only screen readers see.
        near_unseen,
        /// Share of the page's prose that stands in the body: the element that gathers most of it.
        body_share,
        /// Whether the line stands in the body.
        in_body,
        /// Elements between the line and the body, when it stands in it; else, less than 0, from the body up to what
        /// holds both.
        body_distance,
        /// Share of the page's prose in the element that holds the line and others.
        share_1,
        /// Share of links in that element.
        links_1,
        /// Words a line in that element.
        words_1,
        /// Share of the page's prose in the next such element around it.
        share_2,
        /// Share of links in that element.
        links_2,
        /// Words a line in that element.
        words_2,
        /// Share of the page's prose in the third such element.
        share_3,
        /// Share of links in that element.
        links_3,
        /// Words a line in that element.
        words_3,
        /// Share of the page's prose in lines of the same make: same element, class and surroundings.
        alike_share,
        /// Number of lines of the same make.
        alike_lines,
        /// Words a line among them.
        alike_words,
        /// Share of links among them.
        alike_links,
        /// Share of the line's word pairs that stand in the article body of the page's metadata; -1 without one.
        in_metadata_body,
        /// Share of the line's word pairs that stand in the description of the page's metadata; -1 without one.
        in_description,
        /// Share of the line's words that stand in the headline.
        in_headline,
        /// Share of the headline's words that stand in the line.
        of_headline,
        /// Number of lines since the headline, less than 0 before it; 0 where no line is the headline.
        since_headline,
        /// How often the same line stands on the page.
        copies,
    }
}
