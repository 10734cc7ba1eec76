//! File scopes: from the lines of a file list, from tables, fences and trees, and from prose.

use super::paths::{expand_braces, path};
use super::rows::{Row, RowKind};
use super::scope_line::{
    Piece, begins_remark, line_marker, pieces, remark_marker, split_remark, tag,
};
use super::words;
use crate::backlog::{Evidence, FileScope, Marker, ScopeKind};
use crate::ordering::Table;
use crate::source::Place;
use crate::source::marks::{Marked, Signs, marks};
use std::sync::Arc;

/// More scopes than this in one story are a dump of a repository, not a plan.
const MOST_SCOPES: usize = 2_000;

/// Gathers a story's scopes, each path once.
#[derive(Debug)]
pub(super) struct Scopes {
    path: Arc<str>,
    found: Vec<FileScope>,
    index: Table<String, usize>,
    tree: Vec<(usize, String)>,
    leaves: Vec<Leaf>,
    /// The fence's lines hang below one another.
    hangs: bool,
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
            index: Table::default(),
            tree: Vec::new(),
            leaves: Vec::new(),
            hangs: false,
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
                    let before = at.checked_sub(2).and_then(|before| parts.get(before));
                    let before = before.and_then(|piece| piece.path.as_ref());
                    let twin = before.and_then(|(before, _)| twin(before, path));
                    self.add(twin.as_ref().unwrap_or(path), *kind, marker, evidence, row);
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
        // Both are needed below; most lines lack one.
        let signs = match text.len() == row.body.len() {
            true => row.signs,
            false => Signs::of(text),
        };
        if !signs.has(Signs::CODE) || !signs.has(Signs::SLASH) {
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
        // `M  src/app.ts`: the letter of a version control's listing.
        let (letter, rest) = match rest.split_once_at(marks![' ', '\t']) {
            Some((letter @ ("A" | "M" | "D"), tail)) => (words::marker(&tag(letter)), tail.trim()),
            _ => (None, rest),
        };
        let (name, remark) = split_remark(rest);
        if name.is_empty() || name.contains_one(marks!['=', ';', '<', '"']) {
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
            _ => (name, letter),
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
        self.hangs |= lead.contains(['│', '├', '└', '|', '`']) || full.len() > name.len();
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

    /// Ends a fence: its leaves become scopes. Where some leaves of a tree are marked, the others are
    /// there for orientation only.
    pub fn end_fence(&mut self, marker: Marker) {
        self.tree.clear();
        let hangs = std::mem::take(&mut self.hangs);
        let some_marked = hangs && self.leaves.iter().any(|leaf| leaf.marker.is_some());
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

/// "`src/lamp.h` / `.cpp`": the file beside it that the ending alone stands for.
fn twin(before: &str, ending: &str) -> Option<String> {
    let bare = ending.strip_prefix('.')?;
    let is_code = matches!(
        bare,
        "h" | "hpp"
            | "c"
            | "cc"
            | "cpp"
            | "cs"
            | "css"
            | "scss"
            | "html"
            | "ts"
            | "tsx"
            | "js"
            | "jsx"
    );
    let (stem, _) = before
        .rsplit_once('.')
        .filter(|(stem, _)| is_code && !stem.is_empty())?;
    Some(format!("{stem}{ending}"))
}
