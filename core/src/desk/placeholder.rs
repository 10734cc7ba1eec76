//! `{{name: hint}}`: what a draft leaves to people, and what a pattern has filled.
//!
//! One notation for both: a parameter that nobody filled is a placeholder of the draft.

/// One place in a text that is still to be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// Its name.
    pub name: String,
    /// What to write there; empty where nothing is said.
    pub hint: String,
    /// Bytes of the text, braces included.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Longest placeholder in bytes: further apart, braces are no pair.
const LONGEST: usize = 240;

/// The placeholders of a text, in order.
pub fn placeholders(text: &str) -> Vec<Placeholder> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find("{{")) {
        let start = at + open;
        let Some(inside) = text.get(start + 2..) else {
            break;
        };
        match inside.find("}}") {
            Some(close)
                if close <= LONGEST && !inside.get(..close).unwrap_or("").contains("{{") =>
            {
                let words = inside.get(..close).unwrap_or("");
                let (name, hint) = words.split_once(':').unwrap_or((words, ""));
                let name = name.trim();
                if !name.is_empty() {
                    found.push(Placeholder {
                        name: name.to_owned(),
                        hint: hint.trim().to_owned(),
                        start,
                        end: start + close + 4,
                    });
                }
                at = start + close + 4;
            }
            _ => at = start + 2,
        }
    }
    found
}

/// The text with values in the place of the fields they are for; `value` gives `None` for a field
/// that stays.
pub(super) fn replace(text: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for one in placeholders(text) {
        out.push_str(text.get(at..one.start).unwrap_or(""));
        match value(&one.name) {
            Some(value) => out.push_str(&value),
            None => out.push_str(text.get(one.start..one.end).unwrap_or("")),
        }
        at = one.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

/// A placeholder as it stands in a draft.
pub(super) fn placeholder(name: &str, hint: &str) -> String {
    // What would end it early cannot stand in it.
    let hint: String = hint.chars().filter(|c| !matches!(c, '{' | '}')).collect();
    let cut = match hint.char_indices().nth(LONGEST / 2) {
        Some((end, _)) => format!("{}…", hint.get(..end).unwrap_or("").trim_end()),
        None => hint,
    };
    format!("{{{{{name}: {cut}}}}}")
}
