//! What a page says of itself: JSON-LD, OpenGraph and other `meta` elements, `<time>`, the canonical link, the title.
//!
//! **Invariant:** reads names and values only; what is malformed counts as absent.

use serde_json::Value;

use super::entities::decode;
use super::titles::{Site, Titles};
use super::tree::{Node, Tree};
use super::{Tag, language, published_at, site_of_url};
use crate::model::Date;

/// The metadata of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// What the page is called.
    pub titles: Titles,
    /// What is stated as authors, the better source first.
    pub bylines: Vec<Vec<String>>,
    /// Code of the language.
    pub language: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// The same in words.
    pub day_in_words: Option<String>,
    /// Section of the site.
    pub section: Option<String>,
    /// Tags, in order.
    pub tags: Vec<String>,
    /// The address that the page gives itself.
    pub url: Option<String>,
    /// The name of the site, as a reader knows it.
    pub site_name: Option<String>,
    /// A summary of a sentence or two.
    pub description: Option<String>,
    /// The text of the article, which some pages carry in their JSON-LD.
    pub body: Option<String>,
}

impl Metadata {
    /// Reads the metadata of a page.
    pub fn read(tree: &Tree) -> Metadata {
        let mut linked = Metadata::default();
        let mut tagged = Metadata::default();
        let mut time = None;
        for (index, node) in tree.nodes.iter().enumerate() {
            match node.tag {
                Tag::Script if is_json_ld(tree.source(node)) => linked.read_json(tree.text_of(index)),
                Tag::Meta => tagged.read_meta(tree, index),
                Tag::Link if has_word(tree.attribute(node, "rel"), "canonical") => {
                    tagged.url = tree
                        .attribute(node, "href")
                        .map(decode)
                        .filter(|url| url.contains("://"))
                        .or(tagged.url.take());
                }
                Tag::Title if tagged.titles.document.is_none() => {
                    tagged.titles.document = text(&decode(tree.text_of(index)));
                }
                Tag::H1 | Tag::H2 if tagged.titles.lacks_headings() => {
                    let heading = text(&decode(&tree.all_text_of(index)));
                    tagged.titles.top_headings.extend(heading.clone().filter(|_| node.tag == Tag::H1));
                    tagged.titles.headings.extend(heading);
                }
                Tag::Time if time.is_none() && !is_revision(tree, node) => {
                    time = tree.attribute(node, "datetime").and_then(Date::from_iso);
                }
                _ => {}
            }
        }
        tagged.language = language(tree.attribute(&tree.nodes[0], "lang")).or(tagged.language);
        linked.or(tagged, time)
    }

    /// Returns the headline.
    pub fn title(&self) -> Option<String> {
        self.titles.headline(&Site { name: self.site_name.as_deref(), host: self.host().as_deref() })
    }

    /// Returns what is stated as authors, without the site itself: a word that is the site's name is nobody's.
    pub fn authors(&self) -> Vec<Vec<String>> {
        let host = self.host();
        let site = Site { name: self.site_name.as_deref(), host: host.as_deref() };
        let is_other = |byline: &&String| byline.contains(' ') || !site.is(byline);
        self.bylines.iter().map(|group| group.iter().filter(is_other).cloned().collect()).collect()
    }

    /// Returns the host of the address that the page gives itself.
    fn host(&self) -> Option<String> {
        self.url.as_deref().and_then(site_of_url)
    }

    /// Fills what is missing from `other`, and the date at last from the first `time` element.
    fn or(self, other: Metadata, time: Option<Date>) -> Metadata {
        let published = self.published.or(other.published);
        let day_in_words = self.day_in_words.or(other.day_in_words);
        Metadata {
            titles: self.titles.or(other.titles),
            language: other.language,
            bylines: [self.bylines, other.bylines].concat(),
            published: published.or_else(|| time.filter(|_| day_in_words.is_none())),
            day_in_words,
            section: self.section.or(other.section),
            tags: if self.tags.is_empty() { other.tags } else { self.tags },
            url: other.url.or(self.url).map(|url| published_at(&url).to_owned()),
            site_name: other.site_name.or(self.site_name),
            description: other.description.or(self.description),
            body: self.body,
        }
    }

    fn read_meta(&mut self, tree: &Tree, index: usize) {
        let node = &tree.nodes[index];
        let key = ["property", "name", "itemprop"].iter().find_map(|name| tree.attribute(node, name));
        // `value` is a common slip.
        let content = ["content", "value"].iter().find_map(|name| tree.attribute(node, name));
        let (Some(key), Some(content)) = (key, content) else { return };
        let value = || text(&decode(content));
        match key.to_ascii_lowercase().as_str() {
            "og:title" => self.titles.stated.splice(..0, value()).for_each(drop),
            "twitter:title" | "dc.title" | "headline" | "sailthru.title" => self.titles.stated.extend(value()),
            "author" | "article:author" | "dc.creator" | "dcterms.creator" | "parsely-author" | "sailthru.author"
            | "byl" => {
                self.add_byline(&decode(content));
            }
            "article:published_time" | "og:published_time" => {
                self.published = Date::from_iso(content).or(self.published);
                self.add_day(content);
            }
            key if names_day(key) => self.add_day(content),
            "article:section" | "section" | "parsely-section" | "sailthru.section" => {
                self.section = self.section.take().or_else(|| value().filter(|label| is_label(label)));
            }
            "og:locale" => self.language = language(Some(content)),
            "article:tag" => self.add_tags(&[&decode(content)]),
            "news_keywords" | "keywords" | "parsely-tags" | "sailthru.tags" if self.tags.is_empty() => {
                self.add_tags(&decode(content).split(',').collect::<Vec<_>>());
            }
            "og:url" => self.url = self.url.take().or_else(|| value().filter(|url| url.contains("://"))),
            "og:site_name" => self.site_name = value().or(self.site_name.take()),
            "og:description" => self.description = value().or(self.description.take()),
            "description" | "twitter:description" => self.description = self.description.take().or_else(value),
            _ => {}
        }
    }

    /// Reads the articles of a JSON-LD script.
    fn read_json(&mut self, script: &str) {
        let script = script.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
        // Line breaks inside strings are a common fault.
        let parsed =
            serde_json::from_str(script).or_else(|_| serde_json::from_str(&script.replace(['\n', '\r', '\t'], " ")));
        if let Ok(value) = parsed {
            self.read_node(&value);
        }
    }

    fn read_node(&mut self, value: &Value) {
        match value {
            Value::Array(nodes) => nodes.iter().for_each(|node| self.read_node(node)),
            Value::Object(fields) => {
                ["@graph", "mainEntity", "mainEntityOfPage"]
                    .iter()
                    .filter_map(|name| fields.get(*name))
                    .for_each(|node| self.read_node(node));
                if is_article(&value["@type"]) {
                    self.read_article(value);
                }
            }
            _ => {}
        }
    }

    fn read_article(&mut self, article: &Value) {
        let field = |name: &str| article[name].as_str().and_then(|value| text(&decode(value)));
        self.titles.stated.extend(["headline", "name"].into_iter().filter_map(field));
        self.description = self.description.take().or_else(|| field("description"));
        self.url = self.url.take().or_else(|| field("url").filter(|url| url.contains("://")));
        self.site_name = self.site_name.take().or_else(|| first_name(&article["publisher"]));
        self.add_day(article["datePublished"].as_str().unwrap_or_default());
        let section = || texts(&article["articleSection"]).first().and_then(|section| text(&decode(section)));
        self.section = self.section.take().or_else(section).filter(|label| is_label(label));
        if self.tags.is_empty() {
            let tags: Vec<String> = texts(&article["keywords"]).iter().map(|tag| decode(tag)).collect();
            self.add_tags(&tags.iter().flat_map(|tag| tag.split(',')).collect::<Vec<_>>());
        }
        if self.bylines.is_empty() {
            each_name(&article["author"], &|kind| !is_organisation(kind), &mut |name| self.add_byline(&decode(name)));
        }
        let body = article["articleBody"].as_str().map(decode);
        let longer = |body: &String| body.len() > self.body.as_ref().map_or(0, String::len);
        self.body = body.filter(longer).or(self.body.take());
    }

    /// Adds tags that are new.
    fn add_tags(&mut self, tags: &[&str]) {
        for tag in tags.iter().filter_map(|tag| text(tag)).filter(|label| is_label(label)) {
            if self.tags.len() < MOST_TAGS && !self.tags.contains(&tag) {
                self.tags.push(tag);
            }
        }
    }

    /// Adds what is stated as an author, unless it is an address.
    fn add_byline(&mut self, byline: &str) {
        if self.bylines.is_empty() {
            self.bylines.push(Vec::new());
        }
        let byline = text(byline).filter(|byline| !byline.contains("://") && !byline.contains('@'));
        self.bylines.iter_mut().for_each(|group| group.extend(byline.clone()));
    }

    /// Adds the day of publication, where none is known.
    fn add_day(&mut self, day: &str) {
        match Date::from_iso(day) {
            Some(day) => self.published = self.published.or(Some(day)),
            None => self.day_in_words = self.day_in_words.take().or_else(|| text(&decode(day))),
        }
    }
}

/// Returns whether a `meta` element of this name, in lower case, tells the day of publication.
fn names_day(name: &str) -> bool {
    const NAMES: [&str; 25] = [
        "article.created",
        "article.published",
        "articledateoriginal",
        "citationdate",
        "citationpublicationdate",
        "cxenseparse:recs:publishtime",
        "date",
        "datepublished",
        "dc.date",
        "dc.date.created",
        "dc.date.issued",
        "dc.issued",
        "dcterms.created",
        "dcterms.date",
        "dcterms.issued",
        "parselypubdate",
        "pdate",
        "pubdate",
        "publicationdate",
        "publishdate",
        "publisheddate",
        "publishtime",
        "releasedate",
        "rnews:datepublished",
        "sailthru.date",
    ];
    NAMES.contains(&name.replace(['-', '_'], "").as_str())
}

/// Returns whether a `time` element tells when the page was revised, and not when it was published.
fn is_revision(tree: &Tree, node: &Node) -> bool {
    let told = |name: &str| tree.attribute(node, name).unwrap_or_default().to_ascii_lowercase();
    let (property, class) = (told("itemprop"), told("class"));
    let revised = |text: &str| text.contains("modified") || text.contains("updated");
    revised(&property) || revised(&class) && !class.contains("published")
}

/// The most tags of a page that are read.
const MOST_TAGS: usize = 40;

/// Returns whether a text may be a section or a tag: those are short, and no addresses.
fn is_label(text: &str) -> bool {
    text.len() <= 60 && !text.contains("://")
}

/// Returns a JSON string, or the strings of a list.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Returns `value` without space around it, and with single spaces within; nothing, when nothing is left.
fn text(value: &str) -> Option<String> {
    let text = value.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

fn is_json_ld(attributes: &str) -> bool {
    memchr::memmem::find(attributes.as_bytes(), b"ld+json").is_some()
}

fn has_word(value: Option<&str>, word: &str) -> bool {
    value.is_some_and(|value| value.split_ascii_whitespace().any(|found| found.eq_ignore_ascii_case(word)))
}

/// Returns whether a JSON-LD type is a kind of article.
fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(name) => {
            name.ends_with("Article") || name.ends_with("BlogPosting") || name == "Report" || name.ends_with("Review")
        }
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

/// Returns whether a JSON-LD type is a kind of organisation.
fn is_organisation(kind: &Value) -> bool {
    texts(kind).iter().any(|name| name.ends_with("Organization") || name.ends_with("Corporation"))
}

/// Calls `each` with the names of a person or organisation, or of a list of them, whose types pass.
fn each_name<'v>(value: &'v Value, passes: &impl Fn(&Value) -> bool, each: &mut impl FnMut(&'v str)) {
    match value {
        Value::String(name) => each(name),
        Value::Array(values) => values.iter().for_each(|value| each_name(value, passes, each)),
        Value::Object(fields) if passes(&value["@type"]) => {
            if let Some(name) = fields.get("name") {
                each_name(name, passes, each);
            }
        }
        _ => {}
    }
}

fn first_name(value: &Value) -> Option<String> {
    let mut first = None;
    each_name(value, &|_| true, &mut |name| first = first.take().or_else(|| text(&decode(name))));
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(page: &str) -> Metadata {
        Metadata::read(&Tree::parse(page))
    }

    #[test]
    fn json_ld() {
        let page = r#"<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"S"},
            {"@type":["NewsArticle"],"headline":"A &amp; B","author":[{"@type":"Person","name":"Ann Lee"},"Bo Xu"],
            "datePublished":"2021-03-04T05:06:07Z","publisher":{"name":"The S"},"articleBody":"Words."}]}</script>"#;
        let metadata = read(page);
        assert_eq!(metadata.title().as_deref(), Some("A & B"));
        assert_eq!(metadata.bylines, [["Ann Lee", "Bo Xu"]]);
        assert_eq!(metadata.published, Date::new(2021, 3, 4));
        assert_eq!((metadata.site_name.as_deref(), metadata.body.as_deref()), (Some("The S"), Some("Words.")));
    }

    #[test]
    fn meta_elements() {
        let page = r#"<title>A headline | The S</title><meta property="og:title" content="A headline">
            <meta name="author" content="By Ann Lee and Bo Xu"><meta property="article:author" content="https://s.example/x">
            <link rel="canonical" href="https://s.example/a"><time datetime="2020-01-02">2 Jan</time>"#;
        let metadata = read(page);
        assert_eq!(metadata.title().as_deref(), Some("A headline"));
        assert_eq!(metadata.bylines, [["By Ann Lee and Bo Xu"]]);
        assert_eq!(metadata.published, Date::new(2020, 1, 2));
        assert_eq!(metadata.url.as_deref(), Some("https://s.example/a"));
    }

    #[test]
    fn a_page_from_a_web_archive_keeps_its_address() {
        let page = "<link rel=canonical href='https://archive.example/web/20190301120000id_/http://www.s.example/a'>";
        assert_eq!(read(page).url.as_deref(), Some("http://www.s.example/a"));
    }

    #[test]
    fn languages() {
        let of = |page: &str| read(page).language;
        assert_eq!(of("<html lang='de-AT'><meta property=og:locale content=en_US>").as_deref(), Some("de"));
        assert_eq!(of("<meta property=og:locale content=fr_FR>").as_deref(), Some("fr"));
        assert_eq!(of("<html lang='{{ lang }}'>"), None);
    }

    #[test]
    fn organisations_are_no_authors() {
        let page = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"A",
            "author":[{"@type":"NewsMediaOrganization","name":"The S"},{"@type":"Person","name":"Ann Lee"}]}</script>"#;
        assert_eq!(read(page).bylines, [["Ann Lee"]]);
        let own = "<link rel=canonical href='https://www.lantern.example/a'><meta name=author content=Lantern>";
        assert_eq!(read(own).authors(), [[""; 0]]);
    }

    #[test]
    fn days() {
        let read = |page: &str| {
            let metadata = read(page);
            metadata.published.map(|day| day.to_string()).or(metadata.day_in_words).unwrap_or_default()
        };
        assert_eq!(read("<meta name=publish_date content='2010-08-13 16:08'>"), "2010-08-13");
        assert_eq!(read("<meta name=parsely-pub-date value=2010-08-13>"), "2010-08-13");
        assert_eq!(read("<meta name=sailthru.date content='June 7, 2013'><time datetime=2020-01-02>"), "June 7, 2013");
        let revised = "<time itemprop=dateModified datetime=2016-09-14></time><time class=updated datetime=2016-09-15>";
        assert_eq!(
            read(&format!("{revised}</time><time class='published updated' datetime=2014-05-08>")),
            "2014-05-08"
        );
    }

    #[test]
    fn sections_and_tags() {
        let linked = read(
            r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"A","articleSection":["Film","Arts"],
            "keywords":"Kites, Piers &amp; boats"}</script><meta name="keywords" content="other">"#,
        );
        assert_eq!(linked.section.as_deref(), Some("Film"));
        assert_eq!(linked.tags, ["Kites", "Piers & boats"]);
        let tagged = read(
            r#"<meta property="article:section" content="Culture"><meta property="article:tag" content="Kites">
            <meta property="article:tag" content="Piers"><meta property="article:tag" content="Kites">"#,
        );
        assert_eq!((tagged.section.as_deref(), tagged.tags.join("|")), (Some("Culture"), "Kites|Piers".to_owned()));
        let listed = read(r#"<meta name="news_keywords" content="kites, , piers">"#);
        assert_eq!(listed.tags, ["kites", "piers"]);
    }

    #[test]
    fn faults_are_absences() {
        assert_eq!(
            read("<script type=application/ld+json>{\"@type\":</script><meta name=author>"),
            Metadata::default()
        );
        assert_eq!(read("<meta name=date content='yesterday'>").published, None);
        let broken = "<script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"A\nB\"}</script>";
        assert_eq!(read(broken).title().as_deref(), Some("A B"));
    }
}
