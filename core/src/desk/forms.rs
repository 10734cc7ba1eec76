//! English words in the form that a sentence wants: one instead of many, a verb said of somebody, a
//! small first letter.

use super::sentence::first_word;
use crate::source::letters::Lowercase;

/// "carries" is carry, "processes" process, "sends" send.
pub(super) fn bare_verb(verb: &str) -> Option<String> {
    if verb.ends_with("ss") || !verb.ends_with('s') || verb.len() < 4 {
        return None;
    }
    if let Some(stem) = verb.strip_suffix("ies") {
        return Some(format!("{stem}y"));
    }
    for end in ["sses", "shes", "ches", "xes", "zzes", "oes"] {
        if verb.ends_with(end) {
            return verb.strip_suffix("es").map(str::to_owned);
        }
    }
    verb.strip_suffix('s').map(str::to_owned)
}

/// "detect cycles" as "detects cycles": what somebody does, said of him.
pub(super) fn third_person(deed: &str) -> String {
    let (verb, rest) = match deed.split_once(' ') {
        Some((verb, rest)) => (verb, format!(" {rest}")),
        None => (deed, String::new()),
    };
    // "also sends", "not be": an adverb stands before the verb.
    if verb.ends_with("ly") || matches!(verb, "also" | "not" | "be" | "have" | "only" | "never") {
        return match verb {
            "be" => format!("is{rest}"),
            "have" => format!("has{rest}"),
            "not" => format!("does not{rest}"),
            adverb => format!("{adverb} {}", third_person(rest.trim_start())),
        };
    }
    let before = verb.chars().rev().nth(1).unwrap_or('a');
    let verb = match verb.strip_suffix('y') {
        Some(stem) if !"aeiou".contains(before) => format!("{stem}ies"),
        _ if ["s", "x", "z", "ch", "sh", "o"]
            .iter()
            .any(|end| verb.ends_with(end)) =>
        {
            format!("{verb}es")
        }
        _ => format!("{verb}s"),
    };
    format!("{verb}{rest}")
}

/// "Authorised users" as "an authorised user", "The admin" as "an admin".
pub(super) fn one_of(subject: &str) -> String {
    let mut words: Vec<String> = subject.split_whitespace().map(str::to_owned).collect();
    if words.len() > 1
        && words.first().is_some_and(|first| {
            ["the", "a", "an", "all", "each", "every", "any"].contains(&first.lowercase().as_str())
        })
    {
        words.remove(0);
    }
    if let Some(last) = words.last_mut() {
        *last = singular(last);
    }
    let text = small(&words.join(" "));
    let plural = ["people", "staff", "everyone", "anyone"].contains(&text.as_str());
    match text.chars().next() {
        _ if plural => text,
        Some(first) if "aeio".contains(first) || text.starts_with("un") => format!("an {text}"),
        Some(_) => format!("a {text}"),
        None => text,
    }
}

/// "vendors" is vendor, "companies" company; "business" stays.
pub(super) fn singular(word: &str) -> String {
    let keep = word.len() < 4
        || word.ends_with("ss")
        || word.ends_with("us")
        || word.ends_with("is")
        || !word.ends_with('s');
    if keep {
        return word.to_owned();
    }
    match word.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

/// With a small first letter, unless its first word is a name or an abbreviation.
pub(super) fn small(text: &str) -> String {
    let first = first_word(text).unwrap_or("");
    let name = first.chars().skip(1).any(char::is_uppercase)
        || first.contains(|c: char| c.is_ascii_digit())
        || first.starts_with('`');
    if name || !first.starts_with(char::is_uppercase) {
        return text.to_owned();
    }
    // "Task Management": a title, of which each word has a capital.
    let mut out: Vec<String> = Vec::new();
    let mut words = text.split(' ').peekable();
    while let Some(word) = words.next_if(|word| out.is_empty() || is_plain_title(word)) {
        out.push(word.lowercase());
    }
    out.extend(words.map(str::to_owned));
    out.join(" ")
}

/// "Management", but not "GitHub", "API" or "I".
fn is_plain_title(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && word.chars().nth(1).is_some()
        && letters.all(char::is_lowercase)
}
