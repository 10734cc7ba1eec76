//! The lines of a status file as they are edited: where a value stands, what a new key is called.

use super::slug::slug;
use crate::backlog::StoryKey;
use crate::source::letters::Lowercase;
use crate::source::marks::{Marked, marks};
use crate::source::{Line, Span};

/// What ends the lines of `text`.
pub fn ending(text: &str) -> &'static str {
    match text.split_once('\n') {
        Some((first, _)) if first.ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// The key that the status file gets for a story: `3-1-user-authentication`.
pub fn long_key(key: &StoryKey, title: &str) -> String {
    let key = key.as_str().lowercase();
    if title.trim().is_empty() {
        return key;
    }
    format!("{key}-{}", slug(title))
}

/// The key at the start of a line, without its quotes; `None` where the line has none.
pub fn key_on<'a>(line: &Line<'a>) -> Option<&'a str> {
    let content = content(line.text).trim_start();
    let content = content.strip_prefix("- ").unwrap_or(content);
    let (key, _) = at_colon(content)?;
    let key = key.trim().trim_of(marks!['"', '\'']);
    (!key.is_empty()).then_some(key)
}

/// Where the value on `line` stands, without quotes: that of `status:` or `state:` where the line
/// has such a field, else that of its key. `None` where nothing stands there.
pub fn value_on(line: &Line<'_>) -> Option<Span> {
    let content = content(line.text);
    let named = ["status:", "state:"]
        .iter()
        .find_map(|name| field(content, name));
    let value = match named {
        Some(value) => value,
        None => at_colon(content)?.1,
    };
    let before = content.get(..content.len() - value.len())?;
    let mut value = value.trim_start();
    // An anchor or a tag stays.
    if value.starts_with_one(marks!['&', '!'])
        && let Some((_, rest)) = value.split_once(' ')
    {
        value = rest.trim_start();
    }
    let start = line.start + (content.len() - value.len());
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quote {
        let inner = value.get(1..)?;
        let end = inner.find(quote)?;
        return Some(Span::new(start + 1, start + 1 + end));
    }
    let flows = before.contains_one(marks!['{', '[']);
    let end = match value.find_one(marks![',', '}', ']']) {
        Some(end) if flows => end,
        _ => value.len(),
    };
    let length = value.get(..end)?.trim_end().len();
    let block = value.starts_with_one(marks!['|', '>']);
    (length > 0 && !block).then(|| Span::new(start, start + length))
}

/// What stands on a line before its comment.
fn content(text: &str) -> &str {
    if text.trim_start().starts_with('#') {
        return "";
    }
    let mut open = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match (open, c) {
            (Some(quote), _) if quote == c => open = None,
            (None, '"' | '\'') if !before.is_alphanumeric() => open = Some(c),
            (None, '#') if before.is_whitespace() => return text.get(..at).unwrap_or(text),
            _ => {}
        }
        before = c;
    }
    text
}

/// What follows the field called `name` (with its colon), at the start or within braces.
fn field<'a>(content: &'a str, name: &str) -> Option<&'a str> {
    let at = content.find(name)?;
    let before = content.get(..at)?;
    let begins = before.is_empty() || before.ends_with_one(marks![' ', '\t', '{', ',']);
    content.get(at + name.len()..).filter(|_| begins)
}

/// Both sides of the colon that ends a key.
fn at_colon(content: &str) -> Option<(&str, &str)> {
    let ends = content.trim_end().strip_suffix(':');
    match content.find(": ") {
        Some(at) => Some((content.get(..at)?, content.get(at + 1..)?)),
        None => match ends {
            Some(key) => Some((key, "")),
            None => content.split_once(':'),
        },
    }
}
