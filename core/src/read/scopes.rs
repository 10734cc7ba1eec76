//! File scopes: from the lines of a file list, from tables, fences and trees, and from prose.

use super::declaration::link;
use super::paths::{expand_braces, path};
use super::rows::{Row, RowKind};
use super::words;
use crate::backlog::{Evidence, FileScope, Marker, ScopeKind};
use crate::source::Place;
use std::collections::BTreeMap;
use std::sync::Arc;

/// More scopes than this in one story are a dump of a repository, not a plan.
const MOST_SCOPES: usize = 2_000;

/// Gathers a story's scopes, each path once.
#[derive(Debug)]
pub(super) struct Scopes {
    path: Arc<str>,
    found: Vec<FileScope>,
    index: BTreeMap<String, usize>,
    tree: Vec<(usize, String)>,
    leaves: Vec<Leaf>,
}

#[derive(Debug)]
struct Leaf {
    path: String,
    kind: ScopeKind,
    marker: Option<Marker>,
    place: Place,
}

impl Scopes {
    /// For a story in the document at `path`.
    pub fn new(path: &Arc<str>) -> Self {
        Self {
            path: Arc::clone(path),
            found: Vec::new(),
            index: BTreeMap::new(),
            tree: Vec::new(),
            leaves: Vec::new(),
        }
    }

    /// The scopes in the order in which they were found first.
    pub fn finish(mut self) -> Vec<FileScope> {
        self.end_fence(Marker::Unmarked);
        self.found
    }

    /// One line of a file list. `marker` is what its section says; the line itself may say more.
    pub fn declared(&mut self, row: &Row<'_>, text: &str, marker: Marker) {
        if row.kind == RowKind::TableRow {
            self.table_row(row, text, marker);
            return;
        }
        self.cell(row, text, marker);
    }

    /// A line's text, or one cell of a table.
    pub fn cell(&mut self, row: &Row<'_>, text: &str, marker: Marker) {
        let parts = pieces(text);
        let Some(first) = parts.iter().position(|piece| piece.path.is_some()) else {
            return;
        };
        // Paths after the remark began are mentioned in it, unless the first path comes later.
        let mut remark = false;
        let said = line_marker(&parts, text);
        let marker = combined(marker, said);
        for (at, piece) in parts.iter().enumerate() {
            match &piece.path {
                Some((path, kind)) => {
                    let evidence = if remark {
                        Evidence::Mentioned
                    } else {
                        Evidence::Declared
                    };
                    self.add(path, *kind, marker, evidence, row);
                }
                None if at > first && piece.text.contains(|c: char| c.is_alphabetic()) => {
                    remark |= begins_remark(piece.text);
                }
                None => {}
            }
        }
    }

    /// A line of prose: what it names is mentioned.
    pub fn mentioned(&mut self, row: &Row<'_>, text: &str) {
        if !text.contains('`') {
            return;
        }
        for piece in pieces(text) {
            if let Some((path, kind)) = piece.path
                && path.contains('/')
            {
                self.add(&path, kind, Marker::Unmarked, Evidence::Mentioned, row);
            }
        }
    }

    /// One line of a code fence within a file section: a tree, or a path a line.
    pub fn fenced(&mut self, row: &Row<'_>) {
        let raw = row.line.text;
        let name_at = raw
            .char_indices()
            .find(|&(_, c)| {
                !matches!(
                    c,
                    ' ' | '\t' | '│' | '├' | '└' | '─' | '|' | '+' | '`' | '-' | '┬' | '\u{a0}'
                )
            })
            .map_or(raw.len(), |(at, _)| at);
        let (lead, rest) = raw.split_at_checked(name_at).unwrap_or((raw, ""));
        let column = lead.chars().count();
        let (name, remark) = split_remark(rest);
        if name.is_empty() || name.contains(['=', ';', '<', '"']) {
            return;
        }
        while self.tree.last().is_some_and(|(depth, _)| *depth >= column) {
            self.tree.pop();
        }
        let marker = remark_marker(remark);
        let (name, said) = match name.rsplit_once(' ') {
            Some((before, word)) if words::marker(&tag(word)).is_some() => {
                (before.trim_end(), words::marker(&tag(word)))
            }
            _ => (name, None),
        };
        let (name, said) = match name.split_once(' ') {
            Some((word, after))
                if said.is_none() && words::marker(&tag(word).replace(':', "")).is_some() =>
            {
                (after.trim(), words::marker(&tag(word).replace(':', "")))
            }
            _ => (name, said),
        };
        if name.contains(' ') {
            return;
        }
        let full = match self.tree.last() {
            Some((_, parent)) if !name.starts_with(parent.as_str()) => format!("{parent}{name}"),
            _ => name.to_owned(),
        };
        let Some((path, kind)) = path(&full, true) else {
            return;
        };
        if kind == ScopeKind::Directory {
            // A parent that has children is not a leaf of the tree.
            self.tree.push((column, path.clone()));
        }
        self.leaves.retain(|leaf| {
            leaf.kind != ScopeKind::Directory
                || leaf.marker.is_some()
                || !path.starts_with(&leaf.path)
        });
        self.leaves.push(Leaf {
            path,
            kind,
            marker: marker.or(said),
            place: Place::new(&self.path, row.line.number, row.span()),
        });
    }

    /// Ends a fence: its leaves become scopes. Where some leaves are marked, the others are there
    /// for orientation only.
    pub fn end_fence(&mut self, marker: Marker) {
        self.tree.clear();
        let some_marked = self.leaves.iter().any(|leaf| leaf.marker.is_some());
        for leaf in std::mem::take(&mut self.leaves) {
            let evidence = if some_marked && leaf.marker.is_none() {
                Evidence::Mentioned
            } else {
                Evidence::Declared
            };
            let marker = combined(marker, leaf.marker);
            self.insert(&leaf.path, leaf.kind, marker, evidence, &leaf.place);
        }
    }

    fn table_row(&mut self, row: &Row<'_>, text: &str, marker: Marker) {
        let mut said = None;
        let mut first: Option<Vec<Piece<'_>>> = None;
        for cell in text.trim_matches('|').split('|') {
            let cell = cell.trim();
            said = said.or_else(|| words::marker(&tag(cell)));
            if first.is_none() {
                let parts = pieces(cell);
                if parts.iter().any(|piece| piece.path.is_some()) {
                    said = said.or_else(|| line_marker(&parts, cell));
                    first = Some(parts);
                }
            } else {
                said = said.or_else(|| remark_marker(cell));
            }
        }
        for piece in first.into_iter().flatten() {
            if let Some((path, kind)) = piece.path {
                self.add(&path, kind, combined(marker, said), Evidence::Declared, row);
            }
        }
    }

    fn add(
        &mut self,
        path: &str,
        kind: ScopeKind,
        marker: Marker,
        evidence: Evidence,
        row: &Row<'_>,
    ) {
        let place = Place::new(&self.path, row.line.number, row.span());
        self.insert(path, kind, marker, evidence, &place);
    }

    fn insert(
        &mut self,
        path: &str,
        kind: ScopeKind,
        marker: Marker,
        evidence: Evidence,
        place: &Place,
    ) {
        for one in expand_braces(path) {
            if self.found.len() >= MOST_SCOPES {
                return;
            }
            let known = self.index.get(&one).and_then(|&at| self.found.get_mut(at));
            match known {
                Some(scope) => {
                    let stronger =
                        evidence == Evidence::Declared && scope.evidence == Evidence::Mentioned;
                    if stronger {
                        scope.evidence = evidence;
                        scope.place = place.clone();
                    }
                    if stronger || (scope.marker == Marker::Unmarked && evidence == scope.evidence)
                    {
                        scope.marker = marker;
                    }
                }
                None => {
                    self.index.insert(one.clone(), self.found.len());
                    self.found.push(FileScope {
                        path: one,
                        kind,
                        marker,
                        evidence,
                        place: place.clone(),
                    });
                }
            }
        }
    }
}

/// What the line says wins over what the section says, except over "not to touch".
fn combined(section: Marker, said: Option<Marker>) -> Marker {
    match (section, said) {
        (Marker::Untouched, _) => Marker::Untouched,
        (_, Some(said)) => said,
        (section, None) => section,
    }
}

/// A stretch of a line: a path, or the words between.
#[derive(Debug)]
struct Piece<'a> {
    text: &'a str,
    path: Option<(String, ScopeKind)>,
}

/// Takes a line apart: spans in backticks, links, and single words are tried as paths.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['`', '[']) {
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
        } else if let Some((inner, target, after)) = link(tail) {
            bare_pieces(before, &mut pieces);
            let inner = inner.trim_matches(['`', '*']);
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
    let many = quoted.contains([',', ' ']) && quoted.contains('/') && !quoted.contains('(');
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
        pieces.push(Piece {
            text: "",
            path: None,
        });
    }
}

fn bare_pieces<'a>(text: &'a str, pieces: &mut Vec<Piece<'a>>) {
    if !text.contains(['.', '/']) {
        if !text.is_empty() {
            pieces.push(Piece { text, path: None });
        }
        return;
    }
    let mut start = 0;
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let found = path(word.trim_matches(['*', ' ', '\t', '|']), false);
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
fn begins_remark(text: &str) -> bool {
    let trimmed = text.trim_start_matches(['*', '_', ' ']);
    let list = matches!(
        trimmed.trim().to_ascii_lowercase().as_str(),
        "," | "and" | "&" | "+" | "/" | "、" | "y" | "et" | "e" | "和" | ", and" | "or"
    );
    !list
}

/// The marker that a line states: before its first path, or right after one.
fn line_marker(parts: &[Piece<'_>], whole: &str) -> Option<Marker> {
    let lower = whole.to_lowercase();
    if words::untouched_phrases().any(|phrase| lower.contains(phrase)) {
        return Some(Marker::Untouched);
    }
    let mut seen_path = false;
    for piece in parts {
        if piece.path.is_some() {
            seen_path = true;
            continue;
        }
        let found = if seen_path {
            remark_marker(piece.text)
        } else {
            first_marker(piece.text, 6)
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The marker that a remark begins with, or has in brackets.
fn remark_marker(remark: &str) -> Option<Marker> {
    let lower = remark.to_lowercase();
    if words::untouched_phrases().any(|phrase| lower.contains(phrase)) {
        return Some(Marker::Untouched);
    }
    first_marker(remark, 2)
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
    .filter(|word| !matches!(word.as_str(), "a" | "n" | "d") || text.contains(['(', '[']))
    .filter(|word| !ADDING.contains(&word.as_str()) || is_alone(text))
    .find_map(|word| words::marker(&word))
}

/// Words that may be about what is added to a file that is there: "add a route".
const ADDING: &[&str] = &["add", "added", "adds", "추가"];

/// Whether a text is one word and no more, brackets aside.
fn is_alone(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    !bare.contains(char::is_whitespace)
}

fn tag(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
}

/// Splits a tree line into its name and the remark after `#`, `//`, `←`, `--` or two spaces.
fn split_remark(text: &str) -> (&str, &str) {
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
