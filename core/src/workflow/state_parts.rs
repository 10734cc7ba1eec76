//! Where in a `STATE.md` its YAML stands.

use super::phases::PHASES;
use super::state::Form;
use super::state_file::FIELDS;
use crate::source::{Line, lines};

/// The YAML of a file, by lines, and what stands around it.
pub(super) struct Parts<'a> {
    /// In which form it is.
    pub form: Form,
    /// The text before it.
    pub before: &'a str,
    /// Its lines.
    pub yaml: Vec<&'a str>,
    /// The text behind it.
    pub after: &'a str,
    /// Whether the mark that ends the YAML is missing.
    pub open: bool,
}

/// The YAML of a `STATE.md`: frontmatter, else the first fence that holds a state, else all of it.
pub(super) fn parts(text: &str) -> Parts<'_> {
    let all: Vec<Line<'_>> = lines(text).collect();
    let marks = |line: &Line<'_>| line.text.trim_end() == "---";
    let first = all.iter().position(|line| !line.text.trim().is_empty());
    let until = |from: usize, ends: &dyn Fn(&str) -> bool| {
        let rest = all.iter().enumerate().skip(from);
        let mut rest = rest.filter(|(_, line)| ends(line.text.trim()));
        rest.next().map(|(at, _)| at)
    };
    let cut = |form: Form, opened: usize, closed: Option<usize>| {
        let start = all.get(opened).map_or(0, |line| line.start);
        let after = closed.and_then(|at| all.get(at + 1));
        let end = closed.unwrap_or(all.len());
        let inside = all.get(opened + 1..end).unwrap_or_default();
        Parts {
            form,
            before: text.get(..start).unwrap_or_default(),
            yaml: inside.iter().map(|line| line.text).collect(),
            after: after
                .and_then(|line| text.get(line.start..))
                .unwrap_or_default(),
            open: closed.is_none(),
        }
    };
    let holds_state = |parts: &Parts<'_>| {
        parts.yaml.iter().any(|line| {
            let key = line.split(':').next().unwrap_or_default().trim();
            FIELDS.contains(&key) || PHASES.iter().any(|phase| phase.key == key)
        })
    };
    if let Some(first) = first.filter(|&at| all.get(at).is_some_and(marks)) {
        let found = cut(
            Form::Frontmatter,
            first,
            until(first + 1, &|line| matches!(line, "---" | "...")),
        );
        if holds_state(&found) {
            return found;
        }
    }
    let mut at = 0;
    while let Some(opened) = until(at, &|line| {
        line.starts_with("```") || line.starts_with("~~~")
    }) {
        let fence = all.get(opened).map_or("", |line| line.text.trim());
        let mark = if fence.starts_with('`') { "```" } else { "~~~" };
        let closed = until(opened + 1, &|line| line.starts_with(mark));
        let found = cut(Form::Fenced, opened, closed);
        if holds_state(&found) {
            return found;
        }
        match closed {
            Some(closed) => at = closed + 1,
            None => break,
        }
    }
    // Comments on top are no part of the state; the mark of a document is neither.
    let comment = |line: &&Line<'_>| {
        let line = line.text.trim();
        line.is_empty() || line.starts_with('#')
    };
    let top = all.iter().take_while(comment).count();
    let start = all.get(top).map_or(text.len(), |line| line.start);
    Parts {
        form: Form::Bare,
        before: text.get(..start).unwrap_or_default(),
        yaml: all
            .get(top..)
            .unwrap_or_default()
            .iter()
            .map(|line| line.text)
            .collect(),
        after: "",
        open: false,
    }
}
