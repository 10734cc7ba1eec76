//! What the page and the worker say to each other.
//!
//! The page sends changes, the worker answers with snapshots that are ready to be shown. Every
//! message carries the revision of the project it is about.

mod build;
pub(crate) mod codec;
mod correct;
pub mod desk;
mod detail;
mod events;
mod graph;
mod messages;
mod panels;
mod plan;
mod runs;
mod snapshot;
mod status_sheet;

pub use build::{
    Index, correct_view, desk_answer, desk_view, drawing, graph_view, happened, keeps_plan,
    panel_rows, progress_view, runs_view, said, snapshot, story_detail,
};
pub use codec::{from_bytes, to_bytes};
pub use correct::{CardRow, CorrectView, CorrectWants, FailedRow, How, ImpactRow, StripRow};
pub use detail::{
    CriterionRow, FileRow, FileSlotRow, NeighbourRow, ReasonRow, SharedRow, StatusSlotRow,
    StoryDetail,
};
pub use graph::{EdgeKind, EdgeRow, GraphView, NodeRow};
pub use messages::{Script, TurnRow};
pub use panels::{
    BottleneckRow, CircleEdge, CircleRow, CompareRow, CompareView, DriftRow, HeldView, OwnedRow,
    Panel, PanelRows,
};
pub use plan::{BatchRow, Part, PlanView, RefusedRow, SprintRow};
pub use runs::{Ask, RunDetail, RunRow, RunsView, Said, SignalLine, Standing, Station};
pub use snapshot::{
    ConflictRow, DiagnosticRow, DocumentRow, EpicRow, FixEdit, FixRow, Need, Severity, Snapshot,
    Spot, Status, StoryRow,
};
pub use status_sheet::{MergeView, StatusRow, StatusSheet};

use codec::{wire_enum, wire_struct};
use sprintloom_core::project::{Event, Project};

/// Page to worker.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Counts up; the answer repeats it.
    pub number: u32,
    /// The project's revision once the change is applied.
    pub revision: u32,
    /// What has changed since the last request.
    pub change: Change,
    /// What the page shows and so needs beside the snapshot.
    pub wants: Wants,
}

/// A change of the worker's copy of the project.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Only other [`Wants`].
    Nothing,
    /// The same events that the page has applied, in order.
    Apply(Vec<Event>),
    /// The whole project: at the start, and after the worker was restarted.
    Load(Box<Project>),
}

/// What a view needs that would be wasted on the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wants {
    /// The drawn graph: without what is finished, and by epics.
    pub graph: Option<(bool, bool)>,
    /// Everything about one story, by key.
    pub story: Option<String>,
    /// The files to take away, as of this moment (the core knows no clock).
    pub export_at: Option<String>,
    /// What the open panel shows.
    pub panel: Option<Panel>,
    /// What a correction would lead to.
    pub correct: Option<CorrectWants>,
    /// The runs of stories.
    pub runs: bool,
    /// Something to be worked out, under a number that the answer repeats.
    pub ask: Option<(u32, Ask)>,
    /// The day.
    pub today: String,
    /// The session whose messages are to be answered.
    pub script: Option<Script>,
    /// What the views Stories and Progress show.
    pub desk: Option<desk::DeskWants>,
}

/// Worker to page.
#[derive(Debug, Clone, PartialEq)]
pub enum Response {
    /// The worker runs and takes requests.
    Ready,
    /// The answer to a request.
    Answer(Box<Answer>),
    /// The events did not fit the worker's copy: it needs the whole project.
    OutOfStep,
    /// The worker is about to stop, with what it can say about it.
    Died(String),
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The request's number.
    pub number: u32,
    /// The revision it shows.
    pub revision: u32,
    /// What is derived from the project; absent where nothing has changed since the last answer.
    pub snapshot: Option<Snapshot>,
    /// The drawn graph, where wanted.
    pub graph: Option<GraphView>,
    /// The story asked for, where it exists.
    pub story: Option<StoryDetail>,
    /// The files to take away, where wanted.
    pub export: Option<ExportTexts>,
    /// What the open panel shows, where wanted.
    pub panel: Option<PanelRows>,
    /// What a correction would lead to, where wanted.
    pub correct: Option<CorrectView>,
    /// The runs, where wanted.
    pub runs: Option<RunsView>,
    /// What was asked, worked out.
    pub said: Option<(u32, Said)>,
    /// The session's messages with their answers, where wanted.
    pub turns: Option<Vec<TurnRow>>,
    /// What the views Stories and Progress show, where wanted.
    pub desk: Option<desk::DeskShown>,
    /// What the desk was asked to make.
    pub made: Option<desk::DeskAnswer>,
    /// What has happened to stories since the last derivation; the day is the page's.
    pub happened: Vec<sprintloom_core::progress::Recorded>,
}

/// The files that can be taken away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportTexts {
    /// `BATCH_PLAN_READY.json`, byte for byte what the command prints; `None` without a plan.
    pub message: Option<String>,
    /// The return value, as YAML.
    pub return_value: String,
    /// `STATE.md` of the selected story's fresh run, with the path it belongs at.
    pub state: Option<(String, String)>,
    /// Names and texts of the graph in every form; empty without a plan.
    pub drawings: Vec<(String, String)>,
}

wire_struct!(Request {
    number,
    revision,
    change,
    wants
});
wire_enum!(Change { 0 => Nothing, 1 => Apply(events), 2 => Load(project) });
wire_struct!(Wants {
    graph,
    story,
    export_at,
    panel,
    correct,
    runs,
    ask,
    today,
    script,
    desk
});
wire_enum!(Response { 0 => Ready, 1 => Answer(answer), 2 => OutOfStep, 3 => Died(why) });
wire_struct!(Answer {
    number,
    revision,
    snapshot,
    graph,
    story,
    export,
    panel,
    correct,
    runs,
    said,
    turns,
    desk,
    made,
    happened
});
wire_struct!(ExportTexts {
    message,
    return_value,
    state,
    drawings
});
