//! YAML as a small tree with line numbers. Depth and aliases are capped: a status file needs
//! neither, and both are ways to make a reader run forever.

use crate::source::marks::{Marked, marks};
use saphyr_parser::{Event, Parser, ScalarStyle};

/// Deeper nesting than this is no status file.
const DEEPEST: usize = 48;

/// A node of the tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A scalar's text.
    Scalar(String),
    /// Entries in order; a key may stand twice.
    Map(Vec<Entry>),
    /// Items in order.
    List(Vec<Item>),
}

/// `key: value`.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key as text.
    pub key: String,
    /// The line of the key, from 1.
    pub line: u32,
    /// What stands under it.
    pub value: Node,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its line, from 1.
    pub line: u32,
    /// What it is.
    pub value: Node,
}

impl Node {
    /// The value of `key` in a map.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match self {
            Node::Map(entries) => entries
                .iter()
                .find(|entry| entry.key == key)
                .map(|entry| &entry.value),
            _ => None,
        }
    }

    /// The line of `key` in a map.
    pub fn line_of(&self, key: &str) -> Option<u32> {
        match self {
            Node::Map(entries) => {
                let entry = entries.iter().find(|entry| entry.key == key);
                entry.map(|entry| entry.line)
            }
            _ => None,
        }
    }

    /// The text of a scalar that is not empty.
    pub fn text(&self) -> Option<&str> {
        match self {
            Node::Scalar(text) if !text.trim().is_empty() => Some(text.trim()),
            _ => None,
        }
    }
}

/// Where and why a text is not YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// Line, from 1.
    pub line: u32,
    /// The parser's words.
    pub reason: String,
}

/// A collection that is being filled.
enum Open {
    Map(Vec<Entry>, Option<(String, u32)>),
    List(Vec<Item>),
}

/// The first document of `text` as a tree.
pub fn parse(text: &str) -> Result<Node, Invalid> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Status files are mostly comments, and a parser looks at every letter of them.
    match short_comments(text).map(|short| tree(&short)) {
        Some(Ok(tree)) => Ok(tree),
        _ => tree(text),
    }
}

/// `text` with nothing after the `#` of its comments, lines where they are; `None` where it has no
/// comments, or where a quoted text may run over several lines.
fn short_comments(text: &str) -> Option<String> {
    if !text.contains('#') {
        return None;
    }
    let mut short = String::with_capacity(text.len() / 2);
    // Columns before the line that announced a block of text; what is deeper belongs to it.
    let mut block: Option<usize> = None;
    for line in text.split_inclusive(['\n', '\r']) {
        let body = line.trim_end_of(marks!['\n', '\r']);
        let indent = body.len() - body.trim_start().len();
        if block.is_some_and(|opened| indent > opened || body.trim().is_empty()) {
            short.push_str(line);
            continue;
        }
        let kept = match body.find('#') {
            None => body,
            Some(at) => comment(body, at)
                .and_then(|end| body.get(..end))
                .unwrap_or(body),
        };
        let content = kept.trim_end_of(marks![' ', '\t', '#']);
        if has_open_quote(content) {
            return None;
        }
        // "|", ">-", "|2": a text of several lines follows.
        let indicator =
            content.trim_end_matches(|c: char| c == '+' || c == '-' || c.is_ascii_digit());
        block = indicator.ends_with_one(marks!['|', '>']).then_some(indent);
        short.push_str(kept);
        short.push_str(line.get(body.len()..)?);
    }
    Some(short)
}

/// The end of what is kept of a line with a comment: just behind its `#`, the first of which is at
/// `at`. `None` where the `#` may be part of a text.
fn comment(body: &str, at: usize) -> Option<usize> {
    let before = body.get(..at)?;
    let blank = before.is_empty() || before.ends_with_one(marks![' ', '\t']);
    (blank && !has_open_quote(before)).then_some(at + 1)
}

/// Whether a quoted text may go on behind `content`. Between double quotes an apostrophe is only a
/// letter.
fn has_open_quote(content: &str) -> bool {
    let apostrophes = content
        .split('"')
        .step_by(2)
        .map(|outside| outside.matches('\'').count())
        .sum::<usize>();
    content.matches('"').count() % 2 == 1 || (apostrophes % 2 == 1 && may_quote(content))
}

/// Whether a value may begin with an apostrophe here; within a word it is only a letter.
fn may_quote(content: &str) -> bool {
    let mut before = ' ';
    content.chars().any(|c| {
        let opens = c == '\'' && !before.is_alphanumeric();
        before = c;
        opens
    })
}

fn tree(text: &str) -> Result<Node, Invalid> {
    let mut parser = Parser::new_from_str(text);
    let mut open: Vec<(Open, u32)> = Vec::new();
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| Invalid {
            line: number(error.marker().line()),
            reason: error.info().to_owned(),
        })?;
        let line = number(span.start.line());
        let (done, started) = match event {
            // Unquoted, it is nothing; in quotes it is the word.
            Event::Scalar(text, ScalarStyle::Plain, ..)
                if matches!(&*text, "~" | "null" | "Null" | "NULL") =>
            {
                (Node::Scalar(String::new()), line)
            }
            Event::Scalar(text, ..) => (Node::Scalar(text.into_owned()), line),
            Event::Alias(_) => (Node::Scalar(String::new()), line),
            Event::MappingStart(..) => {
                open.push((Open::Map(Vec::new(), None), line));
                deep_enough(&open, line)?;
                continue;
            }
            Event::SequenceStart(..) => {
                open.push((Open::List(Vec::new()), line));
                deep_enough(&open, line)?;
                continue;
            }
            Event::MappingEnd | Event::SequenceEnd => match open.pop() {
                Some((Open::Map(entries, _), line)) => (Node::Map(entries), line),
                Some((Open::List(items), line)) => (Node::List(items), line),
                None => continue,
            },
            _ => continue,
        };
        match open.last_mut() {
            None => return Ok(done),
            Some((Open::List(items), _)) => items.push(Item {
                line: started,
                value: done,
            }),
            Some((Open::Map(entries, key), _)) => match key.take() {
                Some((key, line)) => entries.push(Entry {
                    key,
                    line,
                    value: done,
                }),
                None => {
                    let text = match done {
                        Node::Scalar(text) => text,
                        _ => String::new(),
                    };
                    *key = Some((text, started));
                }
            },
        }
    }
    Ok(Node::Map(Vec::new()))
}

fn deep_enough(open: &[(Open, u32)], line: u32) -> Result<(), Invalid> {
    if open.len() > DEEPEST {
        return Err(Invalid {
            line,
            reason: "nested too deeply".to_owned(),
        });
    }
    Ok(())
}

fn number(line: usize) -> u32 {
    u32::try_from(line.max(1)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, prop, prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn comments_are_cut_only_where_they_are_comments() {
        for (text, short) in [
            (
                "a: b # c\n# d\n  # e\nf: g\n",
                Some("a: b #\n#\n  #\nf: g\n"),
            ),
            (
                "a: \"b\"  # it's \"so\r\nc: d#e\n",
                Some("a: \"b\"  #\r\nc: d#e\n"),
            ),
            ("a: it's # so\n", Some("a: it's #\n")),
            ("a: \"b # c\"\n", Some("a: \"b # c\"\n")),
            (
                "a: |\n  b # c\n\nd: e # f\n",
                Some("a: |\n  b # c\n\nd: e #\n"),
            ),
            ("a: \"it's\" # b\n", Some("a: \"it's\" #\n")),
            ("a: \"b\n  # c\"\n", None),
            ("a: 'b\n  # c'\n", None),
            ("a: b\n", None),
        ] {
            assert_eq!(short_comments(text).as_deref(), short, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn short_comments_change_no_tree(lines in prop::collection::vec(prop::sample::select(LINES), 0..9)) {
            let text = lines.concat();
            if let Ok(tree) = tree(&text) {
                prop_assert_eq!(parse(&text).ok(), Some(tree), "{}", text);
            }
        }
    }

    /// Lines that make texts over several lines, with quotes and comments in each other.
    const LINES: &[&str] = &[
        "a: b\n",
        "  c: d # e\n",
        "# f\n",
        "  # g: h\n",
        "i:\n",
        "  j: \"k # l\" # m\n",
        "n: 'o # p'\n",
        "q: r#s # t\n",
        "u: |\n",
        "  v # w\n",
        "x: it's # y\n",
        "- z # 1\n",
        "\"2\n",
        "  3\" # 4\n",
        "5: [6, '7 # 8'] # 9\n",
        "0: >- # 1\n",
        "- k: |2\n",
        "    l # m\n",
        "\n",
        "p: \"it's\" # so\n",
    ];
}
