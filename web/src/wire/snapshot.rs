//! What every view needs: documents, stories, the plan, diagnostics.

use super::PlanView;
use super::codec::{wire_enum, wire_struct};

/// Everything derived from one revision of the project, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// Name found in the documents.
    pub project: Option<String>,
    /// Documents in path order.
    pub documents: Vec<DocumentRow>,
    /// Epics in natural order.
    pub epics: Vec<EpicRow>,
    /// Stories in document order. All indices of stories point here.
    pub stories: Vec<StoryRow>,
    /// Stories that collide on a path.
    pub conflicts: Vec<ConflictRow>,
    /// The plan, or why there is none.
    pub plan: Result<PlanView, String>,
    /// What was found, by document and line.
    pub diagnostics: Vec<DiagnosticRow>,
}

impl Default for Snapshot {
    fn default() -> Self {
        Self {
            project: None,
            documents: Vec::new(),
            epics: Vec::new(),
            stories: Vec::new(),
            conflicts: Vec::new(),
            plan: Ok(PlanView::default()),
            diagnostics: Vec::new(),
        }
    }
}

/// A line of a document, by the document's index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Spot {
    /// Index in [`Snapshot::documents`].
    pub document: u32,
    /// Line, from 1.
    pub line: u32,
}

/// One document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// Its path.
    pub path: String,
    /// Its kind in a word.
    pub kind: String,
    /// Lines.
    pub lines: u32,
    /// Bytes.
    pub bytes: u32,
    /// Epics declared in it.
    pub epics: u32,
    /// Stories declared in it.
    pub stories: u32,
    /// Errors found in it.
    pub errors: u32,
    /// Warnings found in it.
    pub warnings: u32,
}

/// One epic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpicRow {
    /// Its id.
    pub id: String,
    /// Its title, maybe empty.
    pub title: String,
    /// Where it is declared.
    pub spot: Option<Spot>,
    /// Hue in degrees: golden angle, so that neighbours differ.
    pub hue: u16,
    /// Its stories.
    pub stories: u32,
    /// Those of them that are done.
    pub done: u32,
}

/// A story's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Not begun.
    Backlog,
    /// Ready for development.
    Ready,
    /// Being worked on.
    InProgress,
    /// In review.
    Review,
    /// Finished.
    Done,
    /// Stopped.
    Blocked,
    /// Will not be done.
    Dropped,
    /// Moved into another story.
    Superseded,
}

impl Status {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Status::Backlog => "backlog",
            Status::Ready => "ready for dev",
            Status::InProgress => "in progress",
            Status::Review => "review",
            Status::Done => "done",
            Status::Blocked => "blocked",
            Status::Dropped => "dropped",
            Status::Superseded => "superseded",
        }
    }
}

/// One story, as far as cards, lists and highlights need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryRow {
    /// Its key.
    pub key: String,
    /// Its title, maybe empty.
    pub title: String,
    /// Index in [`Snapshot::epics`].
    pub epic: u32,
    /// Its status.
    pub status: Status,
    /// Acceptance criteria plus tasks, at least 1.
    pub complexity: u32,
    /// Files that bind the plan; 0 is "not known".
    pub files: u32,
    /// Their paths, a line each: the filter looks in them.
    pub paths: String,
    /// What it waits for, as stated.
    pub needs: Vec<Need>,
    /// Number of its batch, where planned.
    pub batch: Option<u32>,
    /// Where it is declared.
    pub spot: Option<Spot>,
    /// Where else: its own file, mostly.
    pub also: Vec<Spot>,
}

/// A direct prerequisite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A story.
    Story(u32),
    /// A whole epic.
    Epic(u32),
}

/// Stories that collide on a path: holders with each other and with the covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictRow {
    /// The path.
    pub path: String,
    /// Whether it is one of the files that most stories touch.
    pub registry: bool,
    /// Stories that declare the path, in order.
    pub holders: Vec<u32>,
    /// Stories that declare something inside.
    pub covered: Vec<u32>,
}

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something cannot be used.
    Error,
    /// The plan may not be what was meant.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "note",
        }
    }
}

/// One diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiagnosticRow {
    /// Its stable code.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// One sentence.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// Where.
    pub spot: Option<Spot>,
    /// Where else.
    pub related: Vec<Spot>,
    /// A fix that can be applied.
    pub fix: Option<FixRow>,
}

/// A fix: edits of documents, good for the snapshot's revision only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixRow {
    /// A short command.
    pub label: String,
    /// The edits.
    pub edits: Vec<FixEdit>,
}

/// One edit of a fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixEdit {
    /// The document.
    pub path: String,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What to put there.
    pub replacement: String,
}

wire_struct!(Snapshot {
    project,
    documents,
    epics,
    stories,
    conflicts,
    plan,
    diagnostics
});
wire_struct!(Spot { document, line });
wire_struct!(DocumentRow {
    path,
    kind,
    lines,
    bytes,
    epics,
    stories,
    errors,
    warnings
});
wire_struct!(EpicRow {
    id,
    title,
    spot,
    hue,
    stories,
    done
});
wire_enum!(Status {
    0 => Backlog,
    1 => Ready,
    2 => InProgress,
    3 => Review,
    4 => Done,
    5 => Blocked,
    6 => Dropped,
    7 => Superseded,
});
wire_struct!(StoryRow {
    key,
    title,
    epic,
    status,
    complexity,
    files,
    paths,
    needs,
    batch,
    spot,
    also
});
wire_enum!(Need { 0 => Story(at), 1 => Epic(at) });
wire_struct!(ConflictRow {
    path,
    registry,
    holders,
    covered
});
wire_enum!(Severity { 0 => Error, 1 => Warning, 2 => Info });
wire_struct!(DiagnosticRow {
    code,
    severity,
    message,
    hint,
    spot,
    related,
    fix
});
wire_struct!(FixRow { label, edits });
wire_struct!(FixEdit {
    path,
    start,
    end,
    replacement
});
