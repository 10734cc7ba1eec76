//! Runs of stories as they are shown, and what the page asks to be done to them.

use sprintloom_core::project::Event;
use sprintloom_core::workflow::RunEvent;
use sprintloom_core::write::GraphFormat;

use super::codec::{wire_enum, wire_struct};

/// All runs of the project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunsView {
    /// A row a run; those of stories in their order, then the others.
    pub rows: Vec<RunRow>,
    /// What all of them took: "~210K tokens, $1.20".
    pub spent: String,
    /// How estimates are made.
    pub note: String,
    /// The selected story's run.
    pub open: Option<RunDetail>,
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Set up, not begun.
    Ready,
    /// A phase runs.
    Running,
    /// Somebody has to approve.
    Waiting,
    /// Stopped by the user.
    Stopped,
    /// A phase is blocked.
    Blocked,
    /// A phase failed.
    Failed,
    /// All phases of the range are behind.
    Finished,
}

/// One run on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow {
    /// Index of the story in the snapshot; none for a story that no document has.
    pub story: Option<u32>,
    /// The story as the run names it.
    pub id: String,
    /// The six phases: positions in the list of statuses.
    pub phases: Vec<u8>,
    /// How it stands.
    pub standing: Standing,
    /// The same as a clause, with the reason.
    pub words: String,
    /// Thousands of tokens.
    pub tokens: u32,
}

/// The selected story's run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunDetail {
    /// Index of the story in the snapshot.
    pub story: u32,
    /// The story as the run names it.
    pub id: String,
    /// How it stands; none where it has not been started.
    pub standing: Option<Standing>,
    /// The same as a clause, with the reason.
    pub words: String,
    /// The six phases.
    pub stations: Vec<Station>,
    /// The command that runs the phase at hand.
    pub next: Option<String>,
    /// Ways to go on: phase, command, what it means.
    pub choices: Vec<(u32, String, String)>,
    /// What was wrong with the file that the run began with.
    pub problems: Vec<String>,
    /// The `STATE.md` of the story among the documents.
    pub document: Option<String>,
    /// That document says otherwise.
    pub differs: bool,
    /// Whether the project keeps the run.
    pub is_kept: bool,
    /// The report, once the run has come to an end.
    pub report: Option<String>,
    /// Tokens and cost so far, or as estimated.
    pub total: String,
}

/// A phase of the selected story's run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Station {
    /// Its name.
    pub name: String,
    /// Its status: the position in the list of statuses.
    pub status: u8,
    /// The signal that ended it.
    pub signal: String,
    /// When.
    pub at: String,
    /// Tokens taken, or estimated.
    pub tokens: String,
    /// Whether somebody approves before it.
    pub gate: bool,
    /// Where the signal was found, or why none was.
    pub why: String,
    /// The lines that speak of signals.
    pub lines: Vec<SignalLine>,
}

/// A line of an output that speaks of a signal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalLine {
    /// Its number, from 1.
    pub number: u32,
    /// Its text.
    pub text: String,
    /// What it was taken for.
    pub why: String,
    /// Whether it decides.
    pub decides: bool,
}

/// What the page asks to be worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// The event that does this to the runs of these stories.
    Step(Vec<String>, RunEvent),
    /// What a command would run, and nothing done.
    DryRun(String),
    /// The files of a story's run, or of all.
    Files(Option<String>),
    /// The files of all runs, for the zip of everything.
    All,
    /// The graph in a form for other tools, or, with `true`, as pixels made of it; without what is
    /// finished, and by epics.
    Drawing(GraphFormat, bool, (bool, bool)),
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// The event, in one step.
    Event(Event),
    /// Why it cannot be done.
    Refused(String),
    /// The plan of a dry run.
    Plan(String),
    /// Paths and texts.
    Files(Vec<(String, String)>),
}

wire_struct!(RunsView {
    rows,
    spent,
    note,
    open
});
wire_enum!(Standing {
    0 => Ready,
    1 => Running,
    2 => Waiting,
    3 => Stopped,
    4 => Blocked,
    5 => Failed,
    6 => Finished,
});
wire_struct!(RunRow {
    story,
    id,
    phases,
    standing,
    words,
    tokens
});
wire_struct!(RunDetail {
    story,
    id,
    standing,
    words,
    stations,
    next,
    choices,
    problems,
    document,
    differs,
    is_kept,
    report,
    total
});
wire_struct!(Station {
    name,
    status,
    signal,
    at,
    tokens,
    gate,
    why,
    lines
});
wire_struct!(SignalLine {
    number,
    text,
    why,
    decides
});
wire_enum!(GraphFormat { 0 => Mermaid, 1 => Dot, 2 => Svg });
wire_enum!(Ask { 0 => Step(stories, step), 1 => DryRun(line), 2 => Files(story), 3 => All, 4 => Drawing(format, pixels, shown) });
wire_enum!(Said { 0 => Event(event), 1 => Refused(why), 2 => Plan(text), 3 => Files(files) });
