//! What the views Stories and Progress show and ask for.

use super::Spot;
use super::codec::{wire_enum, wire_struct};
use sprintloom_core::source::Document;

/// What the views Stories and Progress want.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskWants {
    /// Which of the two is shown.
    pub view: DeskPage,
    /// Counts the project's changes.
    pub revision: u32,
    /// Today, as in `2026-01-31`.
    pub date: String,
    /// What is to be made, once.
    pub ask: Option<DeskAsk>,
    /// The patterns that Sprintloom brings along: a file of the site, which the page has fetched.
    pub patterns: String,
}

/// One of the views.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskPage {
    /// Drafts and checks.
    Stories,
    /// Where the sprint stands.
    Progress,
}

/// What they show.
#[derive(Debug, Clone, PartialEq)]
pub enum DeskShown {
    /// Drafts and checks.
    Stories(DeskView),
    /// Where the sprint stands.
    Progress(ProgressView),
}

/// Something that the desk is asked to make, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskAsk {
    /// Drafts from an epic.
    Epic(String),
    /// Drafts from a pattern: its id, the epic, the fields.
    Pattern(String, String, Vec<(String, String)>),
    /// Drafts to be accepted, by path.
    Accept(Vec<String>),
    /// A file to take away, and today's date.
    Write(DeskFile, String),
}

/// A file of the desk or of progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskFile {
    /// INVEST of all open stories.
    Invest,
    /// Their checklists.
    Checklist,
    /// Their handoff notes, batch by batch.
    Handoff,
    /// The blockers.
    Blockers,
    /// The sprint report.
    Report,
}

/// What the desk has made.
#[derive(Debug, Clone, PartialEq)]
pub enum DeskAnswer {
    /// It cannot be done, and why.
    No(String),
    /// Drafts, and what there is to say beside them.
    Drafts(Vec<Document>, Vec<String>),
    /// The event that accepts the drafts.
    Accepted(sprintloom_core::project::Event),
    /// A file: its name and text.
    File(String, String),
}

/// What the view Stories shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DeskView {
    /// What to do next, and with which story.
    pub next: (String, Option<u32>),
    /// What to work on after that: story, batch, why.
    pub sequence: Vec<(u32, u32, String)>,
    /// The patterns, the user's own last.
    pub patterns: Vec<PatternRow>,
    /// The drafts, in the order of their paths.
    pub drafts: Vec<DraftRow>,
    /// The open stories.
    pub stories: Vec<CheckedRow>,
    /// The selected story.
    pub selected: Option<StoryCheck>,
    /// What is wrong with the user's patterns: path, line, words.
    pub problems: Vec<(String, u32, String)>,
}

/// A pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The word for its group.
    pub group: String,
    /// Name, hint and example of each field.
    pub fields: Vec<(String, String, String)>,
    /// Titles of its stories.
    pub stories: Vec<String>,
}

/// A draft and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// Its path.
    pub path: String,
    /// Its key as read; empty for none.
    pub key: String,
    /// Its title as read.
    pub title: String,
    /// Why it cannot be accepted.
    pub refused: Option<String>,
    /// INVEST and checklist.
    pub check: CheckRow,
}

/// INVEST and the checklist of one story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckRow {
    /// 0 ready, 1 needs revision, 2 blocked.
    pub readiness: u16,
    /// The six letters.
    pub letters: Vec<LetterRow>,
    /// The lines of the checklist: name, state as above, evidence.
    pub items: Vec<(String, u16, String)>,
}

/// One letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterRow {
    /// What it stands for.
    pub name: String,
    /// 0 yes, 1 doubtful, 2 no.
    pub verdict: u16,
    /// What it rests on.
    pub evidence: String,
    /// What to do.
    pub hint: String,
}

/// A story in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedRow {
    /// The story.
    pub story: u32,
    /// The verdicts of the six letters.
    pub letters: Vec<u16>,
    /// The checklist's verdict.
    pub readiness: u16,
    /// What does not hold, in words.
    pub why: String,
}

/// The selected story in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryCheck {
    /// The story.
    pub story: u32,
    /// INVEST and checklist.
    pub check: CheckRow,
    /// Prerequisites: the story or what the text names, whether it is met, whether it holds.
    pub needs: Vec<NeedRow>,
    /// What waits for it.
    pub holds_up: Vec<u32>,
    /// Who takes it.
    pub route: String,
    /// The handoff note.
    pub note: String,
}

/// A prerequisite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedRow {
    /// The story, where it is one.
    pub story: Option<u32>,
    /// What the text names, where it is none.
    pub name: String,
    /// Whether it is there.
    pub met: bool,
    /// Whether it holds the story up.
    pub holds: bool,
}

/// What the view Progress shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProgressView {
    /// What to do next, and with which story.
    pub next: (String, Option<u32>),
    /// The course.
    pub points: Vec<PointRow>,
    /// The forecast.
    pub forecast: String,
    /// Its days as numbers, for the picture: early, late.
    pub ends: Vec<i32>,
    /// Week, stories, complexity.
    pub weeks: Vec<(String, u32, u32)>,
    /// What is finished a week and a batch, in words.
    pub velocity: String,
    /// The epics.
    pub epics: Vec<TallyRow>,
    /// The batches.
    pub batches: Vec<TallyRow>,
    /// The blockers.
    pub blockers: Vec<BlockerRow>,
    /// Tokens and cost.
    pub spending: String,
    /// What does not fit in the record: place, words.
    pub problems: Vec<(u32, String)>,
    /// Finished stories without a date.
    pub undated: Vec<u32>,
}

/// A day of the course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointRow {
    /// The day, as a number and in words.
    pub day: (i32, String),
    /// Stories done and in scope.
    pub stories: (u32, u32),
    /// Complexity done and in scope.
    pub complexity: (u32, u32),
    /// Stories dropped.
    pub dropped: u32,
}

/// Counts of an epic or a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyRow {
    /// Its name.
    pub name: String,
    /// Done, in review, in progress, ready, backlog, blocked.
    pub counts: Vec<u32>,
    /// More in words: the epic's status, the batch's days.
    pub note: String,
}

/// A blocker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockerRow {
    /// What sort it is.
    pub kind: String,
    /// The story.
    pub story: Option<u32>,
    /// What is the matter.
    pub sentence: String,
    /// What to do.
    pub way_out: String,
    /// Who acts, and whom to tell.
    pub owner: (String, String),
    /// What it holds up.
    pub holds: Vec<u32>,
    /// Where it is written.
    pub spot: Option<Spot>,
}

wire_struct!(DeskWants {
    view,
    revision,
    date,
    ask,
    patterns
});
wire_enum!(DeskPage { 0 => Stories, 1 => Progress });
wire_enum!(DeskShown { 0 => Stories(view), 1 => Progress(view) });
wire_enum!(DeskAsk {
    0 => Epic(epic),
    1 => Pattern(id, epic, values),
    2 => Accept(paths),
    3 => Write(file, date),
});
wire_enum!(DeskFile { 0 => Invest, 1 => Checklist, 2 => Handoff, 3 => Blockers, 4 => Report });
wire_enum!(DeskAnswer {
    0 => No(why),
    1 => Drafts(documents, notes),
    2 => Accepted(event),
    3 => File(name, text),
});
wire_struct!(DeskView {
    next,
    sequence,
    patterns,
    drafts,
    stories,
    selected,
    problems
});
wire_struct!(PatternRow {
    id,
    title,
    group,
    fields,
    stories
});
wire_struct!(DraftRow {
    path,
    key,
    title,
    refused,
    check
});
wire_struct!(CheckRow {
    readiness,
    letters,
    items
});
wire_struct!(LetterRow {
    name,
    verdict,
    evidence,
    hint
});
wire_struct!(CheckedRow {
    story,
    letters,
    readiness,
    why
});
wire_struct!(StoryCheck {
    story,
    check,
    needs,
    holds_up,
    route,
    note
});
wire_struct!(NeedRow {
    story,
    name,
    met,
    holds
});
wire_struct!(ProgressView {
    next,
    points,
    forecast,
    ends,
    weeks,
    velocity,
    epics,
    batches,
    blockers,
    spending,
    problems,
    undated
});
wire_struct!(PointRow {
    day,
    stories,
    complexity,
    dropped
});
wire_struct!(TallyRow { name, counts, note });
wire_struct!(BlockerRow {
    kind,
    story,
    sentence,
    way_out,
    owner,
    holds,
    spot
});
