//! Lines that name stories in passing: a list of stories on one line, titles without ids. What
//! they name counts where a status file has a key made of it.

use super::body::Facts;
use super::declaration::{after_word, title};
use super::epics::{Candidate, Walk};
use super::found::Form;
use super::ids;
use super::labels;
use super::rows::Row;
use super::words;
use crate::source::marks::{DIGITS, Marked, Signs, marks};

/// Longest line that is taken for a title.
const LONGEST: usize = 160;

/// Longest name of a list of stories, in bytes.
const LONGEST_NAME: usize = 40;

impl Walk<'_> {
    /// "**Stories:** 4.1 Sign in, 4.2 Sign out": each is one. Whether the line is such a list.
    pub(super) fn inline_stories(&mut self, at: usize, row: &Row<'_>) -> bool {
        let body = row.body;
        // Most lines have no colon where a name would end.
        let start = body.as_bytes().get(..=LONGEST_NAME);
        if !row.signs.has(Signs::COLON) || start.is_some_and(|start| !has_colon(start)) {
            return false;
        }
        let Some((name, list)) = body.split_once_at(marks![':', '：']) else {
            return false;
        };
        if name.len() > LONGEST_NAME || !labels::is_one_of(name, &words::STORY_LISTS) {
            return false;
        }
        let mut rest = list.trim_start_of(marks!['*', '_', ' ']);
        let mut any = false;
        while !rest.is_empty() {
            let (piece, after) = next_piece(rest);
            rest = after;
            let Some((mut id, text)) = ids::parse(after_story_word(piece)) else {
                continue;
            };
            if id.is_flat() && id.prefix == "s" && self.epic.is_some() {
                // "S01 Sign in" is the epic's first.
                id.prefix.clear();
            }
            let (name, mark) = title(text);
            let placed = !id.is_local() || self.epic.is_some();
            if !placed || ids::is_foreign(&id.prefix) || !starts_as_title(&name) {
                continue;
            }
            any = true;
            let firm = self.story_level.is_none() && self.matches_epic(&id);
            self.candidates.push(Candidate {
                row: at,
                end: at + 1,
                id: Some(id),
                title: name,
                mark,
                form: Form::Item,
                firm,
                under: self.epic.clone(),
                cells: Facts::default(),
            });
        }
        any
    }

    /// A list item that declares nothing by itself: in bold it is a title, else a mention.
    pub(super) fn title_item(&mut self, at: usize, body: &str) {
        if self.story_level.is_some() {
            return;
        }
        if body.starts_with("**") {
            self.title_only(at, body, Form::Title);
        } else if self.epic.is_some() && body.len() <= LONGEST * 2 {
            self.title_only(at, body, Form::Mention);
        }
    }

    /// A title without an id: of use only where a status file has a key made of it.
    pub(super) fn title_only(&mut self, at: usize, text: &str, form: Form) {
        let (text, form) = match bold_part(text) {
            Some((bold, true)) => (bold, form),
            Some((bold, false)) => (bold, Form::Lead),
            None => (text, form),
        };
        let text =
            after_word(text.trim_start_of(marks!['*', ' ']), &words::STORY_WORDS).unwrap_or(text);
        let (text, form) = match without_tag(text) {
            Some(text) => (text, form.max(Form::Lead)),
            None => (text, form),
        };
        let (name, _) = title(text);
        let longest = if form <= Form::Lead {
            2 * LONGEST
        } else {
            LONGEST
        };
        if name.len() < 6 || name.len() > longest {
            return;
        }
        self.candidates.push(Candidate {
            row: at,
            end: at + 1,
            id: None,
            title: name,
            mark: None,
            form,
            firm: false,
            under: self.epic.clone(),
            cells: Facts::default(),
        });
    }
}

/// Whether '：', which begins with 0xEF, or its like may stand there.
fn has_colon(bytes: &[u8]) -> bool {
    bytes.iter().any(|byte| matches!(byte, b':' | 0xEF))
}

/// The first piece of a list up to a separator that an id follows, and what comes after.
fn next_piece(list: &str) -> (&str, &str) {
    for (end, mark) in list.char_indices() {
        if !matches!(mark, ',' | ';' | '|' | '·' | '、' | '，' | '；' | '/' | '•') {
            continue;
        }
        let (piece, tail) = list.split_at_checked(end).unwrap_or((list, ""));
        let tail = tail
            .get(mark.len_utf8()..)
            .unwrap_or("")
            .trim_start_of(marks!['*', ' ']);
        let follows = ids::parse(after_story_word(tail));
        if follows.is_some_and(|(id, _)| !id.is_local()) {
            return (piece, tail);
        }
    }
    (list, "")
}

fn after_story_word(text: &str) -> &str {
    let text = text.trim_start_of(marks!['*', ' ', '_', '`']);
    after_word(text, &words::STORY_WORDS)
        .unwrap_or(text)
        .trim_start()
}

/// Whether words follow the id, and not the end of a range or another id.
fn starts_as_title(name: &str) -> bool {
    name.len() >= 3 && name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '`' | '"' | '“'))
}

/// "**Animation system** – install it, add transitions" is about the animation system, in passing.
fn bold_part(text: &str) -> Option<(&str, bool)> {
    let (bold, rest) = text.strip_prefix("**")?.split_once("**")?;
    let rest = rest.trim_start_of(marks![':', '：', ' ']);
    Some((bold, rest.is_empty()))
}

/// "P1-007: Library browsing": the tag of another list before the title.
fn without_tag(text: &str) -> Option<&str> {
    match text.split_once(": ") {
        Some((tag, title))
            if tag.len() <= 10
                && tag.starts_with(|c: char| c.is_ascii_uppercase())
                && tag.ends_with(|c: char| c.is_ascii_alphanumeric())
                && tag.contains_one(DIGITS)
                && !tag.contains(' ') =>
        {
            Some(title)
        }
        _ => None,
    }
}
