//! Everything about one story, for the inspector.

use super::Spot;
use super::codec::{wire_enum, wire_struct};

/// One story in full.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryDetail {
    /// Index in the snapshot's stories.
    pub story: u32,
    /// Its key in the status file.
    pub status_key: Option<String>,
    /// Where the status is written.
    pub status_spot: Option<Spot>,
    /// The status word as written, where it is not the legal one.
    pub status_text: Option<String>,
    /// All declarations.
    pub declared: Vec<Spot>,
    /// Role, want, benefit.
    pub statement: Option<(String, String, String)>,
    /// Declared priority.
    pub priority: Option<String>,
    /// Declared effort.
    pub effort: Option<String>,
    /// What sort of work.
    pub kind: String,
    /// Estimated tokens.
    pub tokens: String,
    /// How its run through the phases stands, where it has one.
    pub run: Option<String>,
    /// By how many batches the longest chain through it is shorter than the plan; `None` where not planned.
    pub slack: Option<u32>,
    /// Why it is not in an earlier batch.
    pub reasons: Vec<ReasonRow>,
    /// Direct prerequisites.
    pub needs: Vec<NeighbourRow>,
    /// Direct dependents.
    pub holds_up: Vec<NeighbourRow>,
    /// Prerequisites outside the backlog.
    pub externals: Vec<(String, Spot)>,
    /// Stories that collide with it, and on what.
    pub shares: Vec<SharedRow>,
    /// Its files.
    pub files: Vec<FileRow>,
    /// Acceptance criteria.
    pub criteria: Vec<CriterionRow>,
    /// Top-level tasks.
    pub tasks: Vec<CriterionRow>,
    /// Where its status would be written.
    pub status_slot: Option<StatusSlotRow>,
    /// Where another file of it would be written; `None` where there is no room for one.
    pub file_slot: Option<FileSlotRow>,
}

/// Where a path that is added goes; good for the snapshot's revision only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSlotRow {
    /// The document.
    pub document: String,
    /// The byte.
    pub at: u32,
    /// What comes before the path.
    pub before: String,
    /// What comes after it.
    pub after: String,
}

/// Where a status goes; good for the snapshot's revision only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusSlotRow {
    /// The document.
    pub document: String,
    /// The bytes to replace; `None` for a new document.
    pub span: Option<(u32, u32)>,
    /// What comes before the word.
    pub before: String,
    /// What comes after it.
    pub after: String,
}

/// Why a story is not earlier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReasonRow {
    /// Waits for a story.
    WaitsFor(u32),
    /// Shares a path with a story.
    Shares(u32, String),
    /// The batch before is full.
    Full,
    /// Keeps the load even.
    Balance,
    /// Nothing comes before the first batch.
    First,
    /// Follows a story in the order of their epic.
    Follows(u32),
    /// Is kept apart from a story, as files are not known.
    Unknown(u32),
    /// A reason in words.
    Words(String),
}

/// A neighbour in the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeighbourRow {
    /// The story; `None` for a whole epic.
    pub story: Option<u32>,
    /// The epic, where a whole one is meant.
    pub epic: Option<u32>,
    /// A word about the edge: `soft`, `left out (circle)`, `alternative`; empty for a plain one.
    pub note: String,
    /// Where it is written.
    pub spots: Vec<Spot>,
}

/// A collision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedRow {
    /// The path.
    pub path: String,
    /// Whether most stories touch it.
    pub registry: bool,
    /// The other stories.
    pub stories: Vec<u32>,
}

/// A file scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// The path.
    pub path: String,
    /// `create`, `modify`, …; empty where not said.
    pub marker: String,
    /// Only mentioned in the prose: does not bind the plan.
    pub mentioned: bool,
    /// How many stories declare it.
    pub claims: u32,
    /// Where it is written.
    pub spot: Spot,
}

/// A criterion or a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionRow {
    /// Its text, each line as one.
    pub text: String,
    /// Ticked.
    pub done: bool,
    /// Where it is written.
    pub spot: Spot,
}

wire_struct!(StoryDetail {
    story,
    status_key,
    status_spot,
    status_text,
    declared,
    statement,
    priority,
    effort,
    kind,
    tokens,
    run,
    slack,
    reasons,
    needs,
    holds_up,
    externals,
    shares,
    files,
    criteria,
    tasks,
    status_slot,
    file_slot,
});
wire_struct!(StatusSlotRow {
    document,
    span,
    before,
    after
});
wire_struct!(FileSlotRow {
    document,
    at,
    before,
    after
});
wire_enum!(ReasonRow { 0 => WaitsFor(at), 1 => Shares(at, path), 2 => Full, 3 => Balance, 4 => First, 5 => Follows(at), 6 => Unknown(at), 7 => Words(text) });
wire_struct!(NeighbourRow {
    story,
    epic,
    note,
    spots
});
wire_struct!(SharedRow {
    path,
    registry,
    stories
});
wire_struct!(FileRow {
    path,
    marker,
    mentioned,
    claims,
    spot
});
wire_struct!(CriterionRow { text, done, spot });
