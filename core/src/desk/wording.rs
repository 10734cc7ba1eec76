//! What words say of a text: that something in it is open, vague, or prescribes code.

use super::placeholders;
use crate::source::letters::Lowercase;

/// Words that say that something is not known yet, as they are written for that.
const OPEN_MARKS: &[&str] = &["TBD", "TODO", "FIXME", "???"];
/// The same in any case.
const OPEN_WORDS: &[&str] = &[
    "to be decided",
    "to be determined",
    "to be defined",
    "to be discussed",
    "not sure",
    "unclear whether",
    "open question",
    "待定",
    "à définir",
    "por definir",
];

/// Whether a text says that something in it is not known yet.
pub(super) fn is_open(text: &str) -> bool {
    let lower = || text.lowercase();
    !placeholders(text).is_empty()
        || OPEN_MARKS.iter().any(|mark| has_word(text, mark))
        || OPEN_WORDS.iter().any(|word| has_word(&lower(), word))
}

/// Words that two people understand in two ways.
const VAGUE: &[&str] = &[
    "fast",
    "quickly",
    "quick",
    "slow",
    "user-friendly",
    "user friendly",
    "easy",
    "easily",
    "intuitive",
    "intuitively",
    "nice",
    "nicely",
    "good",
    "better",
    "properly",
    "appropriate",
    "appropriately",
    "correctly",
    "robust",
    "as expected",
    "etc",
    "and so on",
    "seamless",
    "seamlessly",
    "smooth",
    "smoothly",
    "efficient",
    "efficiently",
    "well",
    "simple",
    "modern",
    "adequate",
    "adequately",
    "reasonable",
    "reasonably",
    "sufficient",
    "optimal",
    "beautiful",
    "clean",
    "works",
    "work",
    "flexible",
    "scalable",
    "performant",
    "reliable",
    "improved",
    "enough",
    "usable",
    "pleasant",
    "acceptable",
    "best practices",
    "high quality",
    "looks good",
];

/// Whether a criterion leaves open when it is met: it rests on a word of judgement and has neither
/// a number nor words in quotes nor a name to hold on to.
pub(super) fn is_vague(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let ideographs = text.chars().any(|c| c as u32 >= 0x3040);
    if words < 3 && !ideographs {
        return true;
    }
    if text.contains(|c: char| c.is_ascii_digit() || matches!(c, '"' | '“' | '`')) {
        return false;
    }
    let lower = text.lowercase();
    // Of a scenario over several lines only the first is kept, which holds no result.
    if !lower.contains("then") && crate::source::words::after(&lower, "given").is_some() {
        return false;
    }
    // What is judged is the result, not the state it begins in.
    let result = match lower.rfind("then") {
        Some(at) => lower.get(at..).unwrap_or(&lower),
        None => &lower,
    };
    // A long result says more than its one soft word.
    result.split_whitespace().count() <= 16 && VAGUE.iter().any(|word| has_word(result, word))
}

/// Whether the words stand in the text as words; both in lower case.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(word)) {
        let start = from + at;
        let before = text.get(..start).and_then(|text| text.chars().next_back());
        let after = text
            .get(start + word.len()..)
            .and_then(|text| text.chars().next());
        let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        if (ends(before) && ends(after)) || !word.is_ascii() {
            return true;
        }
        from = start + word.len();
    }
    false
}

/// Whether a text prescribes code: a file, a call, a query, a name in a programmer's spelling.
pub(super) fn names_code(text: &str) -> bool {
    if !files_in(text).is_empty() {
        return true;
    }
    const QUERIES: &[&str] = &[
        "SELECT ",
        "INSERT INTO",
        "CREATE TABLE",
        "ALTER TABLE",
        "UPDATE ",
    ];
    if QUERIES.iter().any(|query| text.contains(query)) {
        return true;
    }
    let mut quoted = text.split('`').skip(1).step_by(2);
    let name = |word: &str| {
        let word = word.trim_matches(|c: char| matches!(c, ',' | '.' | ';' | ':' | '"' | '\''));
        word.contains("()")
            || word.contains("::")
            || word.contains("->")
            || (word.contains('_') && word.chars().any(|c| c.is_ascii_lowercase()))
            || camel(word)
    };
    quoted.any(|word| name(word) || word.contains(['(', '{', '=', '<'])) || {
        let mut words = text.split_whitespace();
        words.any(|word| word.contains("()") || word.contains("::") || camel(word))
    }
}

/// The files that a sentence names. A license is mostly the one that somebody has.
pub(super) fn files_in(text: &str) -> Vec<String> {
    let mut files = crate::read::paths_in(text);
    files.retain(|path| path.contains(['/', '.']));
    files
}

/// `userRepository`, `OrderService`, but not `iPhone`, `PayPal`, `GitHub` or `OAuth`.
fn camel(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let mut humps = 0;
    let mut before = ' ';
    for c in word.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            humps += 1;
        }
        before = c;
    }
    let ends = [
        "Service",
        "Repository",
        "Controller",
        "Component",
        "Handler",
        "Manager",
        "Provider",
        "Store",
        "Factory",
        "Adapter",
        "Middleware",
        "Client",
        "Model",
        "Schema",
        "Context",
        "Hook",
    ];
    humps >= 2
        || (humps == 1
            && ends
                .iter()
                .any(|end| word.ends_with(end) && word.len() > end.len()))
}
