//! One line of a file list taken apart: its paths, and what it says happens to them.

use super::declaration::link;
use super::paths::path;
use super::words;
use crate::backlog::{Marker, ScopeKind};
use crate::source::letters::Lowercase;
use crate::source::marks::{Marked, NO_WORD, marks};

/// A stretch of a line: a path, or the words between.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub text: &'a str,
    pub path: Option<(String, ScopeKind)>,
}

/// Takes a line apart: spans in backticks, links, and single words are tried as paths.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|b| matches!(b, b'`' | b'[')) {
        let (before, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        if tail.starts_with('`') {
            bare_pieces(before, &mut pieces);
            let inside = tail.trim_start_matches('`');
            match inside.find('`') {
                Some(end) => {
                    let quoted = inside.get(..end).unwrap_or("");
                    quoted_piece(quoted, &mut pieces);
                    rest = inside.get(end..).unwrap_or("").trim_start_matches('`');
                }
                None => {
                    rest = "";
                    bare_pieces(inside, &mut pieces);
                }
            }
        } else if let Some((inside, after)) =
            tail.strip_prefix('[').and_then(|t| t.split_once("] "))
            && words::marker(&tag(inside)).is_some()
        {
            // "[MODIFY] [src/a.rs](../src/a.rs)"
            bare_pieces(before, &mut pieces);
            pieces.push(Piece {
                text: inside,
                path: None,
            });
            rest = after;
        } else if let Some((inner, target, after)) = link(tail) {
            bare_pieces(before, &mut pieces);
            let inner = inner.trim_of(marks!['`', '*']);
            // The link's target is the longer way to say what its text says.
            let target = target.trim_start_matches("../");
            let found = match (path(inner, true), path(target, true)) {
                (Some((name, _)), Some(full)) if full.0.ends_with(&name) => Some(full),
                (Some(found), _) => Some(found),
                (None, found) => found,
            };
            pieces.push(Piece {
                text: inner,
                path: found,
            });
            rest = after;
        } else {
            // A bracket within a bare path (`[id]`) or a tag: leave it to the words.
            let skip = tail.find('`').unwrap_or(tail.len());
            let end = at + skip;
            bare_pieces(rest.get(..end).unwrap_or(""), &mut pieces);
            rest = rest.get(end..).unwrap_or("");
        }
    }
    bare_pieces(rest, &mut pieces);
    pieces
}

fn quoted_piece<'a>(quoted: &'a str, pieces: &mut Vec<Piece<'a>>) {
    if let Some(found) = path(quoted, true) {
        pieces.push(Piece {
            text: quoted,
            path: Some(found),
        });
        return;
    }
    // Several paths in one pair of backticks.
    let many =
        quoted.contains_one(marks![',', ' ']) && quoted.contains('/') && !quoted.contains('(');
    let parts: Vec<_> = quoted
        .split([',', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| path(part, false))
        .collect();
    if many && !parts.is_empty() && parts.iter().all(Option::is_some) {
        for found in parts {
            pieces.push(Piece {
                text: quoted,
                path: found,
            });
        }
    } else {
        // "`[NEW]`" behind a path is a marker; other code is none.
        let tag = quoted.starts_with('[') && quoted.ends_with(']');
        pieces.push(Piece {
            text: if tag { quoted } else { "" },
            path: None,
        });
    }
}

fn bare_pieces<'a>(text: &'a str, pieces: &mut Vec<Piece<'a>>) {
    if !text.contains_one(marks!['.', '/']) {
        if !text.is_empty() {
            pieces.push(Piece { text, path: None });
        }
        return;
    }
    let mut start = 0;
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let found = path(word.trim_of(marks!['*', ' ', '\t', '|']), false);
        if found.is_some() {
            let before = text.get(start..at).unwrap_or("");
            if !before.trim().is_empty() {
                pieces.push(Piece {
                    text: before,
                    path: None,
                });
            }
            pieces.push(Piece {
                text: word,
                path: found,
            });
            start = at + word.len();
        }
        at += word.len();
    }
    let tail = text.get(start..).unwrap_or("");
    if !tail.is_empty() {
        pieces.push(Piece {
            text: tail,
            path: None,
        });
    }
}

/// Whether the words after a path begin a remark about it (rather than a list's next entry).
pub(super) fn begins_remark(text: &str) -> bool {
    let trimmed = text.trim_start_of(marks!['*', '_', ' ']);
    let list = matches!(
        trimmed.trim().to_ascii_lowercase().as_str(),
        "," | "and" | "&" | "+" | "/" | "、" | "y" | "et" | "e" | "和" | ", and" | "or"
    );
    !list
}

/// The marker that a line states: before its first path, or right after one.
pub(super) fn line_marker(parts: &[Piece<'_>], whole: &str) -> Option<Marker> {
    if words::UNTOUCHED_PHRASES.stands_in(whole) {
        return Some(Marker::Untouched);
    }
    let mut seen_path = false;
    for (at, piece) in parts.iter().enumerate() {
        if piece.path.is_some() {
            seen_path = true;
            continue;
        }
        let found = if !seen_path {
            first_marker(piece.text, 6)
        } else if parts.get(at + 1).is_some_and(|next| next.path.is_none())
            && ADDING.contains(&tag(piece.text).as_str())
        {
            // "Added `zod`": to a file that is there.
            None
        } else {
            remark_marker(piece.text)
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The marker that a remark begins with, or has in brackets.
pub(super) fn remark_marker(remark: &str) -> Option<Marker> {
    if words::UNTOUCHED_PHRASES.stands_in(remark) {
        return Some(Marker::Untouched);
    }
    first_marker(remark, if tells_of_content(remark) { 1 } else { 2 })
}

fn first_marker(text: &str, words_to_try: usize) -> Option<Marker> {
    text.split(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '(' | ')'
                    | '['
                    | ']'
                    | '（'
                    | '）'
                    | ':'
                    | '/'
                    | ','
                    | '—'
                    | '–'
                    | '*'
                    | '【'
                    | '】'
                    | '：'
                    | '，'
                    | ';'
                    | '.'
            )
    })
    .map(tag)
    .filter(|word| !word.is_empty())
    .take(words_to_try)
    .filter(|word| {
        !matches!(word.as_str(), "a" | "n" | "d")
            || text.contains_one(marks!['(', '['])
            || matches!(text.trim(), "A" | "N" | "D")
    })
    .filter(|word| !ADDING.contains(&word.as_str()) || is_alone(text))
    .find_map(|word| words::marker(&word))
}

/// "exports new lamps" tells what a file does with them, where "file is new" tells of the file.
fn tells_of_content(remark: &str) -> bool {
    let bare = remark.trim_of(NO_WORD);
    let mut words = bare.split_whitespace();
    let (first, second, third) = (words.next(), words.next(), words.next());
    let first = first.map(tag).unwrap_or_default();
    let about_file = matches!(
        first.as_str(),
        "is" | "are" | "was" | "were" | "be" | "to" | "file" | "files" | "entirely" | "newly"
    );
    let small = second.is_some_and(|word| word.contains(|c: char| c.is_ascii_lowercase()));
    third.is_some() && small && !about_file && words::marker(&first).is_none()
}

/// Words that may be about what is added to a file that is there: "add a route".
const ADDING: &[&str] = &["add", "added", "adds", "추가"];

/// Whether a text is one word and no more, brackets aside.
fn is_alone(text: &str) -> bool {
    let bare = text.trim_of(NO_WORD);
    !bare.contains(char::is_whitespace)
}

/// A word in lower case, without what surrounds it.
pub(super) fn tag(word: &str) -> String {
    word.trim_of(NO_WORD).lowercase()
}

/// Splits a tree line into its name and the remark after `#`, `//`, `←`, `--` or two spaces.
pub(super) fn split_remark(text: &str) -> (&str, &str) {
    let text = text.trim();
    let cut = [
        "  ", " #", " //", " ←", " <-", " --", " —", " (", " [", "\t", " ✅", " ⭐", " –", " - ",
    ]
    .iter()
    .filter_map(|mark| text.find(mark))
    .min();
    match cut.and_then(|at| text.split_at_checked(at)) {
        Some((name, remark)) => (name.trim(), remark),
        None => (text, ""),
    }
}
