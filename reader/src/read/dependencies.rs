//! What a dependency's text says: a small grammar over its tokens.
//!
//! It reads lists, ranges, whole epics, "all previous stories", alternatives, and the brackets
//! that qualify them. What it cannot read is kept as an external prerequisite, in its own words.

use std::borrow::Cow;

use super::declaration::link;
use super::ids;
use super::reference_reader::Reader;
use super::words::{MET_WORDS, NONE_WORDS, REVERSING};
use crate::backlog::{DependencyRef, Direction, EpicId, Strength, Target};
use crate::source::Place;
use crate::source::letters::Lowercase;
use crate::source::marks::{Marked, NO_WORD, marks};
use crate::source::words::within;

/// Reads `text`, the value of a label that says `direction` and `strength`, of a story in `epic`.
///
/// Gives nothing for "None" and its like.
pub(super) fn parse(
    text: &str,
    direction: Direction,
    strength: Strength,
    epic: Option<&EpicId>,
    place: &Place,
) -> Vec<DependencyRef> {
    let mut found = Vec::new();
    let text = text.trim();
    // `[3-1-pier, 3-2-crane]`, not the link `[3.1](#pier)`.
    let listed = text
        .strip_prefix('[')
        .and_then(|inner| inner.strip_suffix(']'));
    let text = listed.filter(|inner| !inner.contains(']')).unwrap_or(text);
    let (mut none, mut explained) = (false, false);
    for segment in clauses(text) {
        let segment = segment.trim().trim_start_matches("- ").trim();
        if segment
            .trim_of(marks!['*', '_', '.', ' ', '`', ':'])
            .is_empty()
        {
            continue;
        }
        if says_none(segment) {
            none = true;
            continue;
        }
        // "None within Epic 3; cross-epic depends on Story 1.4"
        if none && !(within(segment, "depends on ") || within(segment, "requires ")) {
            break;
        }
        let before = found.len();
        let reader = Reader::new(direction, strength, epic, segment);
        reader.read(place, &mut found);
        // "Story 1.1 — lights the pier; nothing else shines": what explains goes on.
        if explained {
            let mut at = 0;
            found.retain(|one| {
                at += 1;
                at <= before || !matches!(one.targets.as_slice(), [Target::External(_)])
            });
        }
        explained |= segment.contains(" — ") || segment.contains(" – ");
    }
    found
}

/// The clauses of a value: what semicolons part outside of brackets, and lines of a cell.
fn clauses(text: &str) -> Vec<&str> {
    let mut clauses = Vec::new();
    for line in text.split("<br>") {
        let (mut depth, mut start) = (0_u32, 0);
        for (at, c) in line.char_indices() {
            match c {
                '(' | '（' => depth += 1,
                ')' | '）' => depth = depth.saturating_sub(1),
                ';' if depth == 0 => {
                    clauses.extend(line.get(start..at));
                    start = at + 1;
                }
                _ => {}
            }
        }
        clauses.extend(line.get(start..));
    }
    clauses
}

/// "This story is a prerequisite for:" among prerequisites: what is listed below waits for it.
pub(super) fn turns(text: &str) -> bool {
    let text = text.trim_end_of(marks!['*', '_', ' ']);
    // "all other stories in Epic 1 depend on it:" names no story.
    let names_story = || {
        let mut words = text.split_whitespace();
        words.any(|word| ids::parse(word).is_some_and(|(id, _)| !id.is_local()))
    };
    text.ends_with_one(marks![':', '：']) && REVERSING.stands_in(text) && !names_story()
}

/// "None", "N/A (first story)", "无".
pub(super) fn says_none(text: &str) -> bool {
    let bare = text
        .trim_of(marks!['*', '_', ' ', '.', '`', '(', ')', ':', '~', '。'])
        .lowercase();
    if bare.is_empty() {
        return false;
    }
    NONE_WORDS.iter().any(|none| match bare.strip_prefix(none) {
        Some("") => true,
        Some(rest) if none.len() > 1 => {
            let after = rest.trim_start();
            let parted = !none.is_ascii() || !rest.starts_with(char::is_alphanumeric);
            let short_word = matches!(
                *none,
                "no" | "na" | "nil" | "nada" | "independent" | "standalone" | "tbd"
            );
            let excepted = [
                "beyond",
                "except",
                "other than",
                "besides",
                "apart from",
                "but ",
            ]
            .iter()
            .any(|word| after.starts_with(word));
            parted && !excepted && (!short_word || after.starts_with_one(NO_WORD))
        }
        _ => false,
    })
}

/// "done", "✅ merged".
pub(super) fn says_met(text: &str) -> bool {
    let mut words = text.split(|c: char| c.is_whitespace() || c == '*' || c == ',');
    words
        .find(|word| !word.is_empty())
        .is_some_and(|word| MET_WORDS.contains(&word.lowercase().as_str()))
}

/// With links reduced to their words: "[Story 1.1](#11), [[Story 1.2]]".
pub(super) fn without_links(text: &str) -> Cow<'_, str> {
    if !text.contains("](") && !text.contains("[[") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let (before, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let wiki = || tail.strip_prefix("[[")?.split_once("]]");
        rest = if let Some((inner, _, after)) = link(tail) {
            out.push_str(inner);
            after
        } else if let Some((inner, after)) = wiki() {
            out.push_str(inner);
            after
        } else {
            out.push('[');
            tail.get(1..).unwrap_or("")
        };
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Without code spans that are paths, calls or assignments: their numbers are no ids.
pub(super) fn without_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, span) in text.split('`').enumerate() {
        if at % 2 == 0 || !span.contains_one(marks!['/', '(', '=', '@', '{']) {
            out.push_str(span);
        } else {
            out.push_str("code");
        }
    }
    out
}
