//! Whether two names of a labelled article are one person's: the rule of the labels.

use std::collections::BTreeSet;

const SUFFIXES: [&str; 5] = ["jr", "sr", "ii", "iii", "iv"];
const TITLES: &str = "mr mrs ms miss dr sen senator rep representative gov governor president vice prof professor \
    judge justice gen general rev sir lord lady mayor secretary pope king queen";
const NICKNAMES: &str = "bernie bernard|bill will william|bob rob robert|mike michael|jim james|joe joseph|tom thomas|\
    dick rick richard|ted ed edward theodore|chuck charles|jeb john jack|dan daniel|dave david|steve steven stephen|\
    chris christopher|tim timothy|matt matthew|greg gregory|ben benjamin|sam samuel|ken kenneth|jeff jeffrey|\
    pat patrick patricia|liz beth elizabeth|kate kathy katherine kathleen|debbie deborah|sue susan|larry lawrence|\
    jerry gerald|ron ronald|don donald|al albert alan|tony anthony|andy andrew|nick nicholas|alex alexander|\
    doug douglas|phil philip";

/// First name, last name and suffix in lower case; what is missing is empty.
fn key(name: &str) -> [String; 3] {
    let plain: String = name.to_lowercase().replace('’', "'").replace("'s", "").chars().map(plain_letter).collect();
    let mut words: Vec<&str> = plain
        .split(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '\'' | '-')))
        .filter(|word| !word.is_empty())
        .collect();
    while words.len() > 1 && TITLES.split_whitespace().any(|title| title == words[0]) {
        words.remove(0);
    }
    let suffix = match words.last() {
        Some(last) if words.len() > 1 && SUFFIXES.contains(last) => words.pop().unwrap_or(""),
        _ => "",
    };
    let first = if words.len() > 1 { words[0] } else { "" };
    [first.to_owned(), words.last().copied().unwrap_or("").to_owned(), suffix.to_owned()]
}

/// Takes the commonest accents off.
fn plain_letter(letter: char) -> char {
    match letter {
        'á' | 'à' | 'ä' | 'â' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ë' | 'ê' => 'e',
        'í' | 'ì' | 'ï' | 'î' => 'i',
        'ó' | 'ò' | 'ö' | 'ô' | 'õ' => 'o',
        'ú' | 'ù' | 'ü' | 'û' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        'ž' => 'z',
        'š' => 's',
        'č' | 'ć' => 'c',
        'ý' => 'y',
        other => other,
    }
}

/// Returns whether the last names are equal and the first names agree.
pub fn same_person(gold: &str, found: &str) -> bool {
    let ([gold_first, gold_last, gold_suffix], [first, last, suffix]) = (key(gold), key(found));
    if gold_first.is_empty() && gold_last == first {
        return true;
    }
    let full = !gold_first.is_empty() && !first.is_empty();
    if gold_last != last || full && gold_suffix != suffix {
        return false;
    }
    if !full || gold_first == first {
        return true;
    }
    if gold_first.len() == 1 || first.len() == 1 {
        return gold_first[..1] == first[..1];
    }
    let both = |group: &str| {
        let names: BTreeSet<&str> = group.split_whitespace().collect();
        names.contains(gold_first.as_str()) && names.contains(first.as_str())
    };
    NICKNAMES.split('|').any(both)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert!(same_person("Bernie Sanders", "Sen. Bernard Sanders"));
        assert!(same_person("Obama", "Barack Obama"));
        assert!(!same_person("Bill Clinton", "Hillary Clinton"));
    }
}
