//! Names that stand for another in some articles, as the user says: two people of one name are two.

use crate::model::{AnnotatedArticle, CleanArticle, Correction, NameKind};
use crate::rules::Rules;
use crate::rules::corrections::name_key;
use crate::rules::people::name_keys;

/// Gives the names that the user splits in this article their other name.
pub fn split(annotated: &mut AnnotatedArticle, rules: &Rules) {
    let holds = |split: &&Correction| is_at(&annotated.clean, &split.place);
    let splits: Vec<&Correction> = rules.corrections.splits.iter().filter(holds).collect();
    if splits.is_empty() {
        return;
    }
    annotated.rename(|kind: NameKind, name: &str| {
        let is_it = |split: &&&Correction| split.kind == kind && name_key(kind, &split.name) == name_key(kind, name);
        splits.iter().find(is_it).map(|split| split.other.clone())
    });
    // Who the lists knew by the name is somebody else.
    let is_new = |kind: NameKind, name: &str| splits.iter().any(|split| split.kind == kind && split.other == name);
    for person in annotated.people.iter_mut().filter(|person| is_new(NameKind::Person, &person.name)) {
        let listed = rules.people.named(name_keys(&person.name));
        person.id = listed.and_then(|(listed, _)| listed.id).map(str::to_owned);
    }
    for work in annotated.works.iter_mut().filter(|work| is_new(work.kind.names(), &work.title)) {
        (work.id, work.year) = (None, None);
    }
}

/// Whether the article's id, path, site or address holds these words, or a kept line of it prints them.
fn is_at(clean: &CleanArticle, place: &str) -> bool {
    let article = &clean.article;
    let named = [Some(&article.id), Some(&article.path), article.site.as_ref(), article.url.as_ref()];
    let mut kept = clean.lines.iter().filter(|line| line.is_kept());
    named.into_iter().flatten().any(|name| name.contains(place))
        || kept.any(|line| line.span.of(&article.text).contains(place))
}
