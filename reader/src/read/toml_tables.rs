//! The part of TOML that tickets are written in, line by line with places: arrays of tables,
//! strings in all four forms, numbers, truth values, arrays and inline tables over any number of
//! lines. What it cannot read is left out, never guessed.

use crate::source::marks::{Marked, marks};
use crate::source::{Line, Span};

/// One `[[name]]` or `[name]` with its fields.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TomlTable {
    pub name: String,
    pub line: u32,
    pub span: Span,
    pub fields: Vec<(String, Value)>,
}

/// A value with its strings taken out of their quotes.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A string, a number, a truth value.
    Text(String),
    /// The items of an array.
    List(Vec<Value>),
    /// The fields of an inline table.
    Fields(Vec<(String, Value)>),
}

impl TomlTable {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        value_of(&self.fields, key)
    }

    /// The text of a key that is not empty.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Value::text)
    }
}

impl Value {
    /// The text of a plain value.
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) if !text.trim().is_empty() => Some(text.trim()),
            _ => None,
        }
    }

    /// The items of an array; a plain value is its own only item.
    pub fn items(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            other => std::slice::from_ref(other),
        }
    }

    /// The value of a key of an inline table.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Fields(fields) => value_of(fields, key),
            _ => None,
        }
    }
}

fn value_of<'a>(fields: &'a [(String, Value)], key: &str) -> Option<&'a Value> {
    fields
        .iter()
        .find(|(name, _)| name == key)
        .map(|(_, value)| value)
}

/// Most lines of one value.
const LONGEST: usize = 400;

/// Nesting beyond this is no ticket.
const DEEPEST: usize = 8;

/// The tables of a text; fields before the first belong to a table without a name.
pub(super) fn tables(lines: &[Line<'_>]) -> Vec<TomlTable> {
    let mut tables = vec![TomlTable {
        name: String::new(),
        line: 1,
        span: Span::default(),
        fields: Vec::new(),
    }];
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        let text = line.text.trim();
        if let Some(name) = text.strip_prefix('[') {
            let name = name.trim_start_matches('[').split(']').next().unwrap_or("");
            tables.push(TomlTable {
                name: name.trim().to_owned(),
                line: line.number,
                span: line.span(),
                fields: Vec::new(),
            });
            continue;
        }
        let Some((key, value)) = text.split_once('=').filter(|_| !text.starts_with('#')) else {
            continue;
        };
        // A value goes on over lines until its quotes and brackets are closed.
        let mut whole = value.trim_start().to_owned();
        let end = at + LONGEST;
        while at < end && !closed(&whole) {
            let Some(next) = lines.get(at) else { break };
            at += 1;
            whole.push('\n');
            whole.push_str(next.text);
        }
        let mut rest = whole.as_str();
        if let Some(value) = read(&mut rest, 0)
            && let Some(table) = tables.last_mut()
        {
            table.fields.push((unquoted(key.trim()), value));
        }
    }
    tables
}

/// Whether nothing is left open at the end of the text.
fn closed(text: &str) -> bool {
    let mut depth = 0_i32;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        match first {
            '"' | '\'' => match string(rest) {
                Some((_, tail)) => {
                    rest = tail;
                    continue;
                }
                // A single-line string that is not closed ends with its line.
                None => return !rest.starts_with("\"\"\"") && !rest.starts_with("'''"),
            },
            '[' | '{' => depth += 1,
            ']' | '}' => depth -= 1,
            '#' => {
                rest = rest.split_once('\n').map_or("", |(_, tail)| tail);
                continue;
            }
            _ => {}
        }
        rest = rest.get(first.len_utf8()..).unwrap_or("");
    }
    depth <= 0
}

/// A string at the start of `text` in any of its forms, and what follows.
fn string(text: &str) -> Option<(String, &str)> {
    for (mark, escapes) in [("\"\"\"", true), ("'''", false)] {
        if let Some(inner) = text.strip_prefix(mark) {
            let end = inner.find(mark)?;
            let (body, tail) = inner.split_at_checked(end)?;
            let body = body.strip_prefix('\n').unwrap_or(body);
            let body = if escapes {
                unescaped(body)
            } else {
                body.to_owned()
            };
            return Some((body, tail.get(mark.len()..).unwrap_or("")));
        }
    }
    if let Some(inner) = text.strip_prefix('\'') {
        let (body, tail) = inner.split_once('\'')?;
        return Some((body.to_owned(), tail));
    }
    let inner = text.strip_prefix('"')?;
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => {
                let (body, tail) = inner.split_at_checked(at)?;
                return Some((unescaped(body), tail.get(1..).unwrap_or("")));
            }
            '\n' => return None,
            _ => {}
        }
    }
    None
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match letters.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => {}
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

fn unquoted(key: &str) -> String {
    key.trim_of(marks!['"', '\'']).to_owned()
}

/// Reads one value and leaves what follows it in `rest`.
fn read(rest: &mut &str, depth: usize) -> Option<Value> {
    if depth > DEEPEST {
        return None;
    }
    *rest = blank(rest);
    match rest.chars().next()? {
        '"' | '\'' => {
            let (text, tail) = string(rest)?;
            *rest = tail;
            Some(Value::Text(text))
        }
        '[' => {
            let mut items = Vec::new();
            *rest = rest.get(1..)?;
            loop {
                *rest = blank(rest).trim_start_matches(',');
                *rest = blank(rest);
                if rest.is_empty() || rest.starts_with(']') {
                    *rest = rest.get(1..).unwrap_or("");
                    return Some(Value::List(items));
                }
                items.push(read(rest, depth + 1)?);
            }
        }
        '{' => {
            let mut fields = Vec::new();
            *rest = rest.get(1..)?;
            loop {
                *rest = blank(rest).trim_start_matches(',');
                *rest = blank(rest);
                if rest.is_empty() || rest.starts_with('}') {
                    *rest = rest.get(1..).unwrap_or("");
                    return Some(Value::Fields(fields));
                }
                let (key, tail) = rest.split_once('=')?;
                *rest = tail;
                fields.push((unquoted(key.trim()), read(rest, depth + 1)?));
            }
        }
        _ => {
            let end = rest
                .find_one(marks![',', ']', '}', '#', '\n'])
                .unwrap_or(rest.len());
            let (text, tail) = rest.split_at_checked(end)?;
            *rest = tail;
            let text = text.trim();
            (!text.is_empty()).then(|| Value::Text(text.to_owned()))
        }
    }
}

/// Past white space and comments.
fn blank(text: &str) -> &str {
    let mut text = text.trim_start();
    while text.starts_with('#') {
        text = text
            .split_once('\n')
            .map_or("", |(_, tail)| tail)
            .trim_start();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::lines;

    #[test]
    fn values_are_read_over_lines_and_comments() {
        let text = "# a\nx = 1 # one\n[[entry]]\ntitle = \"A \\\"b\\\" # c\"\nafter = [\n  1, # first\n  \"2.3\",\n]\nlong = \"\"\"\none\ntwo\"\"\"\nneeds = [{ epic = 1, needs = \"the [lamp]\" }]\nplain = 'c:\\d'\n";
        let found = tables(&lines(text).collect::<Vec<_>>());
        assert_eq!(found.len(), 2);
        assert_eq!(found.first().and_then(|table| table.text("x")), Some("1"));
        let entry = found.get(1).unwrap();
        assert_eq!((entry.name.as_str(), entry.line), ("entry", 3));
        assert_eq!(entry.text("title"), Some("A \"b\" # c"));
        let after: Vec<_> = entry
            .get("after")
            .unwrap()
            .items()
            .iter()
            .map(Value::text)
            .collect();
        assert_eq!(after, [Some("1"), Some("2.3")]);
        assert_eq!(entry.text("long"), Some("one\ntwo"));
        let needs = entry.get("needs").unwrap().items().first().unwrap();
        assert_eq!(needs.get("epic").and_then(Value::text), Some("1"));
        assert_eq!(needs.get("needs").and_then(Value::text), Some("the [lamp]"));
        assert_eq!(entry.text("plain"), Some("c:\\d"));
    }

    #[test]
    fn what_is_never_closed_ends_with_the_text() {
        for text in [
            "a = [1, 2",
            "a = \"x",
            "a = \"\"\"x\n",
            "a = {b = ",
            "a = [[[[[[[[[[[[1",
            "[",
            "=",
            "a = ]",
        ] {
            tables(&lines(text).collect::<Vec<_>>());
        }
    }
}
