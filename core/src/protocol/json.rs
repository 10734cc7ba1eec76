//! JSON as a plain value. Messages are small, so this reader is small too: the boundary to
//! JavaScript hands messages over as text, and the app, Node and native tests read them the same.

use crate::write::push_string;
use std::iter::Peekable;
use std::str::CharIndices;

/// Deeper nesting than this is no message.
const DEEPEST: usize = 40;

/// A JSON value. Of numbers only whole ones are kept: no message has others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A whole number.
    Whole(i64),
    /// Another number.
    Fraction,
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// An object: names and values in order.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// The value of a field, where there is one that is not `null`; of several the last.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let Value::Object(fields) = self else {
            return None;
        };
        let field = fields.iter().rfind(|(known, _)| known == name);
        field
            .map(|(_, value)| value)
            .filter(|value| **value != Value::Null)
    }

    /// The text that it is.
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number that it is, or that its digits say.
    pub fn whole(&self) -> Option<i64> {
        match self {
            Value::Whole(number) => Some(*number),
            Value::Text(text) if text.bytes().all(|b| b.is_ascii_digit()) => text.parse().ok(),
            _ => None,
        }
    }

    /// What it is, for people: short texts and numbers as they are, the rest by kind.
    pub fn name(&self) -> String {
        const LONGEST: usize = 40;
        match self {
            Value::Null => "null".to_owned(),
            Value::Bool(truth) => truth.to_string(),
            Value::Whole(number) => number.to_string(),
            Value::Fraction => "a number with a fraction".to_owned(),
            Value::Text(text) => {
                let mut shown: String = text.chars().take(LONGEST).collect();
                if shown.len() < text.len() {
                    shown.push('…');
                }
                format!("“{shown}”")
            }
            Value::List(_) => "an array".to_owned(),
            Value::Object(_) => "an object".to_owned(),
        }
    }

    /// The value as JSON on one line.
    pub fn line(&self) -> String {
        let mut out = String::new();
        self.push(&mut out);
        out
    }

    fn push(&self, out: &mut String) {
        match self {
            Value::Null | Value::Fraction => out.push_str("null"),
            Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
            Value::Whole(number) => out.push_str(&number.to_string()),
            Value::Text(text) => push_string(out, text),
            Value::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    item.push(out);
                }
                out.push(']');
            }
            Value::Object(fields) => {
                out.push('{');
                for (at, (name, value)) in fields.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    push_string(out, name);
                    out.push_str(": ");
                    value.push(out);
                }
                out.push('}');
            }
        }
    }
}

/// Where and why a text is no JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoJson {
    /// What was found, as a clause: "a comma is missing at character 12".
    pub reason: String,
}

/// Reads one JSON value.
///
/// # Errors
/// [`NoJson`] where the text is none, or goes on behind it.
pub fn parse(text: &str) -> Result<Value, NoJson> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = Reader {
        chars: text.char_indices().peekable(),
        text,
    };
    let value = reader.value(0)?;
    reader.skip_blanks();
    match reader.chars.peek() {
        None => Ok(value),
        Some(_) => Err(reader.wrong("something follows the value")),
    }
}

struct Reader<'a> {
    chars: Peekable<CharIndices<'a>>,
    text: &'a str,
}

impl Reader<'_> {
    fn wrong(&mut self, what: &str) -> NoJson {
        let reason = match self.chars.peek() {
            Some(&(at, c)) => {
                let before = self.text.get(..at).unwrap_or("");
                let number = before.chars().count() + 1;
                format!("{what} at character {number} (“{c}”)")
            }
            None => format!("{what} at the end"),
        };
        NoJson { reason }
    }

    fn skip_blanks(&mut self) {
        while self
            .chars
            .next_if(|(_, c)| matches!(c, ' ' | '\t' | '\n' | '\r'))
            .is_some()
        {}
    }

    fn take(&mut self, wanted: char) -> bool {
        self.skip_blanks();
        self.chars.next_if(|(_, c)| *c == wanted).is_some()
    }

    fn value(&mut self, depth: usize) -> Result<Value, NoJson> {
        self.skip_blanks();
        if depth > DEEPEST {
            return Err(self.wrong("it is nested too deeply"));
        }
        match self.chars.peek().map(|(_, c)| *c) {
            Some('{') => self.object(depth),
            Some('[') => self.list(depth),
            Some('"') => Ok(Value::Text(self.string()?)),
            Some(c) if c == '-' || c.is_ascii_digit() => self.number(),
            Some(c) if c.is_ascii_lowercase() => self.word(),
            _ => Err(self.wrong("a value is missing")),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, NoJson> {
        self.take('{');
        let mut fields = Vec::new();
        if self.take('}') {
            return Ok(Value::Object(fields));
        }
        loop {
            self.skip_blanks();
            if self.chars.peek().is_none_or(|(_, c)| *c != '"') {
                return Err(self.wrong("a name in quotes is missing"));
            }
            let name = self.string()?;
            if !self.take(':') {
                return Err(self.wrong("a colon is missing"));
            }
            fields.push((name, self.value(depth + 1)?));
            if self.take('}') {
                return Ok(Value::Object(fields));
            }
            if !self.take(',') {
                return Err(self.wrong("a comma or a closing brace is missing"));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, NoJson> {
        self.take('[');
        let mut items = Vec::new();
        if self.take(']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.take(']') {
                return Ok(Value::List(items));
            }
            if !self.take(',') {
                return Err(self.wrong("a comma or a closing bracket is missing"));
            }
        }
    }

    fn string(&mut self) -> Result<String, NoJson> {
        self.chars.next();
        let mut out = String::new();
        loop {
            match self.chars.next() {
                Some((_, '"')) => return Ok(out),
                Some((_, '\\')) => match self.chars.next() {
                    Some((_, 'u')) => out.push(self.escaped()?),
                    Some((_, c)) => out.push(match c {
                        'n' => '\n',
                        't' => '\t',
                        'r' => '\r',
                        'b' => '\u{8}',
                        'f' => '\u{c}',
                        '"' | '\\' | '/' => c,
                        _ => return Err(self.wrong("an escape is none")),
                    }),
                    None => return Err(self.wrong("a quote is missing")),
                },
                Some((_, c)) if u32::from(c) < 32 => {
                    return Err(self.wrong("a text breaks off"));
                }
                Some((_, c)) => out.push(c),
                None => return Err(self.wrong("a quote is missing")),
            }
        }
    }

    /// What follows `\u`; two halves of a pair are one character, a half alone is none.
    fn escaped(&mut self) -> Result<char, NoJson> {
        let first = self.four_digits()?;
        if (0xd800..0xdc00).contains(&first) {
            let escape = self.chars.next_if(|(_, c)| *c == '\\').is_some()
                && self.chars.next_if(|(_, c)| *c == 'u').is_some();
            if !escape {
                return Ok(char::REPLACEMENT_CHARACTER);
            }
            let second = self.four_digits()?;
            let low = second.wrapping_sub(0xdc00);
            let code = 0x10000 + ((first - 0xd800) << 10) + low;
            return Ok(char::from_u32(code)
                .filter(|_| low < 0x400)
                .unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn four_digits(&mut self) -> Result<u32, NoJson> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.chars.next().and_then(|(_, c)| c.to_digit(16));
            code = code * 16 + digit.ok_or_else(|| self.wrong("an escape needs four digits"))?;
        }
        Ok(code)
    }

    fn number(&mut self) -> Result<Value, NoJson> {
        let mut text = String::new();
        while let Some((_, c)) = self
            .chars
            .next_if(|(_, c)| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E'))
        {
            text.push(c);
        }
        let digits = text.strip_prefix('-').unwrap_or(&text);
        let well_formed = digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.ends_with(|c: char| c.is_ascii_digit())
            && !(digits.len() > 1
                && digits.starts_with('0')
                && digits.bytes().all(|b| b.is_ascii_digit()));
        if !well_formed {
            return Err(self.wrong("a number is none"));
        }
        Ok(text.parse().map_or(Value::Fraction, Value::Whole))
    }

    fn word(&mut self) -> Result<Value, NoJson> {
        let mut text = String::new();
        while let Some((_, c)) = self
            .chars
            .next_if(|(_, c)| c.is_alphanumeric() || *c == '_')
        {
            text.push(c);
        }
        match text.as_str() {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            "null" => Ok(Value::Null),
            _ => Err(self.wrong(&format!("“{text}” is no value"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{Just, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};

    pub(in crate::protocol) fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(Value::Whole),
            any::<String>().prop_map(Value::Text),
        ];
        leaf.prop_recursive(4, 24, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::List),
                prop::collection::vec((any::<String>(), inner), 0..5).prop_map(Value::Object),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(value in any_value()) {
            prop_assert_eq!(parse(&value.line()), Ok(value));
        }

        #[test]
        fn no_text_breaks_the_reader(text in any::<String>()) {
            let _ = parse(&text);
        }
    }

    #[test]
    fn what_is_no_json_is_said_with_its_place() {
        for (text, words) in [
            ("", "a value is missing at the end"),
            ("{\"a\": 1,}", "a name in quotes is missing at character 9"),
            ("{\"a\" 1}", "a colon is missing at character 6"),
            (
                "[1 2]",
                "a comma or a closing bracket is missing at character 4",
            ),
            ("{\"a\": tru}", "“tru” is no value"),
            ("\"a", "a quote is missing at the end"),
            ("{} {}", "something follows the value"),
            ("01", "a number is none"),
            ("-", "a number is none"),
            (&"[".repeat(99), "it is nested too deeply"),
        ] {
            let reason = parse(text).map_err(|error| error.reason);
            assert!(
                matches!(&reason, Err(found) if found.contains(words)),
                "{text}: {reason:?}"
            );
        }
    }

    #[test]
    fn numbers_and_escapes_are_as_json_has_them() {
        for (text, expected) in [
            (" -12 ", Value::Whole(-12)),
            ("1.5e3", Value::Fraction),
            ("99999999999999999999", Value::Fraction),
            (
                "\"\\u00e9\\ud83d\\ude80\\n\\/\"",
                Value::Text("é🚀\n/".to_owned()),
            ),
            ("\"\\ud83d!\"", Value::Text("\u{fffd}!".to_owned())),
        ] {
            assert_eq!(parse(text), Ok(expected), "{text}");
        }
    }
}
