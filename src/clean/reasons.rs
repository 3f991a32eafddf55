//! Why a line was removed, in the name of a rule.
//!
//! A phrase rule that matched is the reason. Where none did, the reason is what told most: a copy, a recurrence on the
//! site, a place beside other litter.

use crate::model::RuleId;

use super::sheet::Sheet;

/// Names the rule by which a line was removed; `removed` tells what became of the others.
pub fn reason(sheet: &Sheet, line: usize, removed: &[bool]) -> RuleId {
    let sketch = &sheet.sketches[line];
    let phrase = sheet.rules[line];
    if let Some((2, rule)) = phrase {
        return rule;
    }
    RuleId(if line > 0 && sheet.keys[line] == sheet.keys[0] {
        "alt/copy-of-title"
    } else if sketch.comma > 0.0 && sketch.commas >= 3.0 {
        "alt/list-of-words"
    } else if let Some((_, rule)) = phrase {
        return rule;
    } else {
        learned(sheet, line, removed)
    })
}

fn learned(sheet: &Sheet, line: usize, removed: &[bool]) -> &'static str {
    let sketch = &sheet.sketches[line];
    let gone = |at: Option<usize>| at.is_some_and(|at| removed.get(at).copied().unwrap_or(false));
    let credit_after = sheet.sketches.get(line + 1).is_some_and(|next| next.caption > 0.0) && gone(Some(line + 1));
    let after = line + 1 < sheet.len();
    let body_after = (line + 1..sheet.len()).take(200).any(|at| sheet.sketches[at].paragraph > 0.0 && !removed[at]);
    let body_before = (0..line).rev().take(200).any(|at| sheet.sketches[at].paragraph > 0.0 && !removed[at]);
    let near_copy = after && sheet.overlap(line, Some(line + 1)) >= 0.6 && gone(Some(line + 1));
    if sheet.copies(line).0 >= 3 {
        "repeat/in-article"
    } else if sheet.recurrences[line].on_site > 0 {
        "repeat/on-site"
    } else if near_copy {
        "alt/near-copy"
    } else if sketch.opens_small > 0.0 && sketch.stop == 0.0 && sketch.words >= 2.0 && sketch.words <= 15.0 {
        "alt/description"
    } else if sketch.organisations > 0.0 && sketch.words <= 4.0 && sketch.title_case > 0.9 {
        "caption/credit"
    } else if credit_after {
        "caption/before-credit"
    } else if sketch.labelled > 0.0 && body_before && body_after {
        "caption/labelled"
    } else if sketch.name_only > 0.0 && (!body_before || !body_after) {
        "byline/name"
    } else if sketch.roles > 0.0 && sketch.words <= 8.0 {
        "byline/post"
    } else if sketch.paragraph > 0.0 && !body_after && sketch.third_person + sketch.roles > 0.0 {
        "byline/biography"
    } else if !body_before {
        "nav/before-text"
    } else if !body_after {
        if sketch.words >= 4.0 { "related/after-text" } else { "nav/after-text" }
    } else if sketch.stop > 0.0 || sketch.functions > 0.3 && sketch.words > 12.0 {
        "caption/sentence"
    } else if sketch.words >= 4.0 {
        "related/headline"
    } else {
        "other/in-text"
    }
}
