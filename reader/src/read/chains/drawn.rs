//! Pictures of what waits for what: trees of lines, and graphs as Mermaid has them.

use super::super::declaration::{Declares, declaration};
use super::super::epics::Walk;
use super::super::rows::{Row, RowKind};
use super::{Chain, first_ids};
use crate::source::Place;
use crate::source::marks::{Marked, NO_WORD, marks};
use crate::source::words::within;

/// Most rows between a branch of a tree and what it hangs from.
const TALLEST: usize = 60;

impl Walk<'_> {
    /// "Story 1 (the keel)" over "└── Story 2 (the ribs)", below a heading such as "Dependency graph": what
    /// hangs from a story waits for it.
    pub(in crate::read) fn branch(&mut self, at: usize, row: &Row<'_>) {
        // The signs of trees begin with 0xE2.
        let drawn = row.kind == RowKind::Code && row.body.as_bytes().first() == Some(&0xE2);
        if !drawn || !row.body.starts_with(['├', '└', '│']) || !self.in_order() {
            return;
        }
        let (own, text) = hung(row.line.text);
        let keys = first_ids(text, self.epic.as_ref());
        let above = self.rows.get(at.saturating_sub(TALLEST)..at).unwrap_or(&[]);
        let above = above
            .iter()
            .rev()
            .take_while(|row| row.kind == RowKind::Code);
        let mut nodes = above.map(|row| hung(row.line.text));
        let parent = nodes.find(|&(column, text)| column < own && !text.is_empty());
        let Some((_, parent)) = parent.filter(|(_, text)| !turns_round(text)) else {
            return;
        };
        let parents = first_ids(parent, self.epic.as_ref());
        if keys.is_empty() || parents.is_empty() {
            return;
        }
        self.out.chains.push(Chain {
            stages: vec![parents, keys],
            place: Place::new(self.path, row.line.number, row.span()),
            text: row.body.chars().take(300).collect(),
        });
    }
}

impl Walk<'_> {
    /// Keeps what the nodes of a graph are called, from its first line to the end of its fence.
    pub(in crate::read) fn node(&mut self, row: &Row<'_>) {
        match row.kind {
            RowKind::Code => {}
            _ => {
                self.graph = None;
                return;
            }
        }
        if row.body.starts_with("graph ") || row.body.starts_with("flowchart ") {
            self.graph = Some(Graph::default());
        } else if let Some(graph) = &mut self.graph {
            graph.name(row.body);
        }
    }
}

/// The nodes of a Mermaid graph, and what is written in them.
#[derive(Debug, Default)]
pub(in crate::read) struct Graph {
    nodes: Vec<(String, String)>,
}

/// More nodes than this are no plan.
const MOST_NODES: usize = 400;

impl Graph {
    /// Keeps the nodes that a line names: `A["1.1: Keel"]`.
    fn name(&mut self, line: &str) {
        let mut rest = line;
        while let Some((name, label, after)) = next_node(rest) {
            if self.nodes.len() < MOST_NODES && !label.is_empty() {
                let story = declaration(label).filter(|it| it.declares == Declares::Story);
                let called = match story {
                    Some(story) if story.id.is_local() => format!("Story {}", story.id.text),
                    Some(story) => story.id.text,
                    None => label.to_owned(),
                };
                self.nodes.push((name.to_owned(), called));
            }
            rest = after;
        }
    }

    /// A line with what is written in its nodes in place of their names: "A & B --> C" is
    /// "1.1, 1.2 --> 1.3".
    pub(super) fn labelled(&self, line: &str) -> String {
        let mut out = String::new();
        let mut rest = line;
        while !rest.is_empty() {
            let end = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
            let (name, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            if name.is_empty() {
                let mut signs = rest.chars();
                match signs.next() {
                    Some('&') => out.push(','),
                    // "-->|because|"
                    Some('|') => {
                        let tail = signs.as_str();
                        rest = tail.split_once('|').map_or("", |(_, after)| after);
                        continue;
                    }
                    sign => out.extend(sign),
                }
                rest = signs.as_str();
                continue;
            }
            let known = self.nodes.iter().find(|(node, _)| node == name);
            out.push_str(known.map_or(name, |(_, label)| label));
            rest = match next_node(rest) {
                Some((own, _, after)) if own == name => after,
                _ => after,
            };
        }
        out
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The first node with something written in it: its name, what is written, and what follows.
fn next_node(line: &str) -> Option<(&str, &str, &str)> {
    let open = line.find(['[', '(', '{'])?;
    let (before, inside) = line.split_at_checked(open)?;
    let start = before
        .char_indices()
        .rev()
        .take_while(|&(_, c)| is_name(c))
        .last();
    let name = start.and_then(|(at, _)| before.get(at..)).unwrap_or("");
    let inside = inside.trim_start_of(marks!['[', '(', '{', '/', '"']);
    let end = inside.find([']', ')', '}', '"']).unwrap_or(inside.len());
    // "Set up (twice)" within quotes.
    let end = match inside.find("\"]") {
        Some(quoted) => quoted,
        None => inside.find(']').unwrap_or(end),
    };
    let (label, after) = inside.split_at_checked(end)?;
    let after = after.trim_start_of(marks!['"', ']', ')', '}', '/']);
    let label = label.split("<br").next().unwrap_or(label);
    Some((name, label.trim(), after))
}

/// What a line of a drawn tree says, and the column of its branch, or where it begins at the root.
fn hung(line: &str) -> (usize, &str) {
    let text = line.trim_start_of(NO_WORD);
    let drawn = line.get(..line.len() - text.len()).unwrap_or("");
    let mut signs = drawn.chars();
    let column = signs.position(|c| matches!(c, '└' | '├'));
    (column.unwrap_or_else(|| drawn.chars().count()), text)
}

/// Whether what hangs from a line is what that waits for: "Story 2 requires:".
fn turns_round(text: &str) -> bool {
    ["depend", "require", "needs", "blocked"]
        .iter()
        .any(|word| within(text, word))
}
