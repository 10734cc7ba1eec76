//! Which files a story says it will touch.

use crate::source::Place;

/// What a scope's path stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ScopeKind {
    /// One file.
    #[default]
    File,
    /// A directory and all under it (its path ends in `/`).
    Directory,
    /// All files that a pattern matches (`*`, `**`, `?`).
    Glob,
}

/// What the story will do to the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Marker {
    /// Not said.
    #[default]
    Unmarked,
    /// New.
    Create,
    /// Changed.
    Modify,
    /// Removed.
    Delete,
    /// Said not to be touched: never a conflict.
    Untouched,
}

impl Marker {
    /// The word for people; empty where nothing was said.
    pub fn as_str(self) -> &'static str {
        match self {
            Marker::Unmarked => "",
            Marker::Create => "create",
            Marker::Modify => "modify",
            Marker::Delete => "delete",
            Marker::Untouched => "untouched",
        }
    }
}

/// How the text comes to name the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// In a file list or under a label for files.
    Declared,
    /// Somewhere in the prose: weak.
    Mentioned,
}

/// One file, directory or glob of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileScope {
    /// The path as written, with forward slashes and without `./` or a line number.
    pub path: String,
    /// What it stands for.
    pub kind: ScopeKind,
    /// What happens to it.
    pub marker: Marker,
    /// How it is known.
    pub evidence: Evidence,
    /// Where it stands.
    pub place: Place,
}

impl FileScope {
    /// Whether this scope can make a conflict: declared, and not marked untouched.
    pub fn constrains(&self) -> bool {
        self.evidence == Evidence::Declared && self.touches()
    }

    /// Whether the story does anything to the files.
    pub fn touches(&self) -> bool {
        self.marker != Marker::Untouched
    }
}
