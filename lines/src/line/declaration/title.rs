//! The title behind an id: without separators, emphasis, links and tags, and what the tags say.

use super::super::values;
use super::super::words::{EFFORT_UNITS, TITLE_TAGS};
use super::link;
use crate::backlog::{Effort, Priority, Status};
use crate::source;
use crate::source::letters::Lowercase;
use crate::source::marks::{Marked, NO_WORD, marks};

/// The title in what follows an id: without separators, emphasis, links and tags, and what the
/// tags say.
pub fn title(rest: &str) -> (String, Option<Status>) {
    let mut status = None;
    let mut text = rest;
    if let Some(bare) = text
        .trim_start()
        .strip_prefix('(')
        .and_then(|inside| inside.split_once("):"))
    {
        text = bare.1;
    }
    text = trim_separators(text);
    if let Some(comment) = source::words::find(text, "<!--") {
        text = text.get(..comment).unwrap_or(text).trim_end();
    }
    // "{#story-1}" and "<a id=…></a>" are for links to it.
    let linked = match text.trim_end().bytes().next_back() {
        Some(b'}') => source::words::find(text, " {#"),
        Some(b'>') => source::words::find(text, " <a "),
        _ => None,
    };
    if let Some(at) = linked {
        text = text.get(..at).unwrap_or(text).trim_end();
    }
    if source::words::within(text, "~~") && rest.trim_end().ends_with("~~") {
        status = Some(Status::Dropped);
    }
    loop {
        // A colour alone says something by a key of their own.
        text = text.trim_end_of(marks![
            '*', '_', '~', ' ', '|', '#', '🟢', '🟡', '🔴', '🔵', '⚪'
        ]);
        if let Some((shorter, _)) = trailing_effort(text).or_else(|| trailing_label(text)) {
            text = shorter;
            continue;
        }
        let Some((shorter, tag)) = trailing_tag(text) else {
            break;
        };
        status = status.or(Some(tag));
        text = shorter;
    }
    let text = trim_separators(text).trim_end_of(marks![':', '：', ' ']);
    let mut title = String::with_capacity(text.len());
    plain_text(text, &mut title);
    (title, status)
}

fn trim_separators(text: &str) -> &str {
    text.trim_start_of(marks![
        ' ', '\u{a0}', '\u{3000}', ':', '：', '—', '–', '-', '|', '·', '.', ')', ']', '、', '*',
        '_', '~', '→', ',', '，'
    ])
}

/// Appends `text` without emphasis marks and with links reduced to their words.
pub fn plain_text(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|b| matches!(b, b'*' | b'~' | b'[')) {
        let (before, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        if let Some((inner, _, after)) = link(tail) {
            out.push_str(inner.trim_of(marks!['*', '`']));
            rest = after;
            continue;
        }
        let mut marks = tail.chars();
        let mark = marks.next();
        rest = marks.as_str();
        if mark == Some('[')
            || (mark == Some('*')
                && !tail.starts_with("**")
                && !before.is_empty()
                && !before.ends_with(' ')
                && rest.starts_with(|c: char| c.is_alphanumeric()))
        {
            out.extend(mark);
        } else if mark == Some('~') && !tail.starts_with("~~") && !before.is_empty() {
            out.push('~');
        } else if mark == Some('~') {
            rest = rest.strip_prefix('~').unwrap_or(rest);
        }
    }
    out.push_str(rest);
    let trimmed = out.trim().len();
    if trimmed != out.len() {
        *out = out.trim().to_owned();
    }
}

/// The effort that stands behind a title: "Pay by card (5 points)", "Pay by card [M]".
pub fn title_effort(rest: &str) -> Option<Effort> {
    let text = rest.trim_end_of(marks!['*', '_', '~', ' ', '|', '#']);
    if let Some((_, effort)) = trailing_effort(text) {
        return values::effort(effort);
    }
    let (_, labels) = trailing_label(text)?;
    let size = labels.split(BETWEEN).find(|word| SIZES.contains(word))?;
    values::effort(size)
}

/// The priority that stands behind a title or before it: "Pay by card (P1)", "(P1): Pay by card".
pub fn title_priority(rest: &str) -> Option<Priority> {
    let before = rest
        .trim_start_of(marks!['*', ' '])
        .strip_prefix(['(', '[']);
    let before = before.and_then(|inside| inside.split_once_at(marks![')', ']']));
    let behind = || trailing_label(rest.trim_end_of(marks!['*', '_', '~', ' ', '|', '#']));
    let (labels, _) = before
        .filter(|(label, _)| is_priority(label))
        .or_else(|| behind().map(|(title, labels)| (labels, title)))?;
    values::priority(labels.split(BETWEEN).find(|word| is_priority(word))?)
}

/// Sizes of shirts.
const SIZES: &[&str] = &["XS", "S", "M", "L", "XL", "XXL"];

/// What stands between several labels in one bracket.
const BETWEEN: [char; 4] = [',', ' ', '/', '|'];

/// `P0` to `P9`.
fn is_priority(word: &str) -> bool {
    matches!(word.as_bytes(), [b'P' | b'p', b'0'..=b'9'])
}

/// "(P1, M)", "[MVP]", "`P2`", " — L" at the end: the text before, and the labels.
fn trailing_label(text: &str) -> Option<(&str, &str)> {
    let (before, labels) = match text.as_bytes().last()? {
        b')' => text.get(..text.len() - 1)?.rsplit_once('(')?,
        b']' => text.get(..text.len() - 1)?.rsplit_once('[')?,
        b'`' => text.get(..text.len() - 1)?.rsplit_once('`')?,
        b'S' | b'M' | b'L' => {
            let dashes = [" — ", " – ", " - ", " · "];
            let (before, size) = dashes.iter().find_map(|dash| text.rsplit_once(dash))?;
            return SIZES.contains(&size).then_some((before.trim_end(), size));
        }
        _ => return None,
    };
    // "(Priority: P2)"
    let named = source::words::after(labels, "priority:").or(source::words::after(labels, "size:"));
    let labels = named.unwrap_or(labels).trim();
    let known = |word: &str| is_priority(word) || SIZES.contains(&word) || word == "MVP";
    let mut words = labels
        .split(BETWEEN)
        .filter(|word| !word.is_empty())
        .peekable();
    let all = words.peek().is_some() && words.all(known);
    (all && !before.trim().is_empty()).then_some((before.trim_end(), labels))
}

/// `(5 points)`, `[3 SP]`, `(2-3 hours)` at the end: the text before, and what the bracket holds.
fn trailing_effort(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_suffix([')', ']', '）'])?;
    let (before, tag) = inside.rsplit_once(['(', '[', '（'])?;
    let unit = tag
        .strip_start_of(marks!['~', '≈'])
        .unwrap_or(tag)
        .strip_prefix(|c: char| c.is_ascii_digit())?
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '–' | ' '));
    let known = EFFORT_UNITS.holds(unit)
        // "(24h)" is a day, and no effort.
        && !["24", "48", "72"].iter().any(|days| tag.starts_with(days));
    (known && !before.trim().is_empty()).then_some((before.trim_end(), tag))
}

/// A tag such as `[DEFERRED]`, `(done)`, `✅`, `✅ COMPLETE` at the end: the text before, its status.
fn trailing_tag(text: &str) -> Option<(&str, Status)> {
    let plain = text.is_ascii();
    for mark in ["✅", "☑️", "✔️"].iter().filter(|_| !plain) {
        if let Some(before) = text.strip_suffix(*mark) {
            return Some((before.trim_end(), Status::Done));
        }
    }
    for (open, close) in [('[', ']'), ('(', ')'), ('（', '）'), ('【', '】')] {
        if let Some(inside) = text.strip_suffix(close)
            && let Some((before, tag)) = inside.rsplit_once(open)
            && let Some(status) = tag_status(tag)
        {
            return Some((before.trim_end(), status));
        }
    }
    for mark in [
        '✅', '❌', '🚫', '⏸', '🟢', '🟡', '🔴', '🔵', '🚧', '⏳', '🔄',
    ]
    .iter()
    .filter(|_| !plain)
    {
        if let Some((before, tag)) = text.rsplit_once(*mark)
            && let Some(status) = tag_status(tag)
        {
            return Some((before.trim_end(), status));
        }
    }
    // The long dashes begin with 0xE2.
    if !text.bytes().any(|byte| matches!(byte, b'-' | 0xE2)) {
        return None;
    }
    for separator in [" — ", " – ", " - "] {
        if let Some((before, tag)) = text.rsplit_once(separator)
            // "Login — DONE", "Login — **done**": in small letters it may be a part of the title.
            && (tag.starts_with_one(marks!['*', '_', '`']) || tag.bytes().all(|b| !b.is_ascii_lowercase()))
            && let Some(status) = tag_status(tag)
        {
            return Some((before.trim_end(), status));
        }
    }
    None
}

fn tag_status(tag: &str) -> Option<Status> {
    let lower = tag.trim_of(NO_WORD).lowercase();
    TITLE_TAGS
        .iter()
        .find(|(word, _)| {
            lower.strip_prefix(word).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with_one(marks![':', ' ', ',', '-', ';', '.', '—'])
            })
        })
        .map(|&(_, status)| status)
}
