//! YAML as a small tree with line numbers. Depth and aliases are capped: a status file needs
//! neither, and both are ways to make a reader run forever.

use saphyr_parser::{Event, Parser};

/// Deeper nesting than this is no status file.
const DEEPEST: usize = 48;

/// A node of the tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// A scalar's text.
    Scalar(String),
    /// Entries in order; a key may stand twice.
    Map(Vec<Entry>),
    /// Items in order.
    List(Vec<Item>),
}

/// `key: value`, and the line of its key.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub key: String,
    pub line: u32,
    pub value: Node,
}

/// An item of a list, and its line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub line: u32,
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
pub(super) struct Invalid {
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
pub(super) fn parse(text: &str) -> Result<Node, Invalid> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut parser = Parser::new_from_str(text);
    let mut open: Vec<(Open, u32)> = Vec::new();
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| Invalid {
            line: number(error.marker().line()),
            reason: error.info().to_owned(),
        })?;
        let line = number(span.start.line());
        let (done, started) = match event {
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
