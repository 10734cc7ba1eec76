//! What the panels beside the views show, each only while it is open.

use sprintloom_core::plan::PlanSettings;

use super::codec::{wire_enum, wire_struct};
use super::{FixRow, Need, Part, PlanView, Spot, StatusSheet};
use crate::route::View;

/// A panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    /// Everything that can be set about planning.
    Settings,
    /// What holds the plan back.
    Held,
    /// Which stories touch which file.
    Files,
    /// The other strategy under this one.
    Compare,
    /// Where documents differ, in place of a text.
    Drift,
    /// The status file's entries, in place of a text.
    Statuses,
}

impl Panel {
    /// The view that it belongs to.
    pub fn view(self) -> View {
        match self {
            Panel::Drift | Panel::Statuses => View::Documents,
            _ => View::Plan,
        }
    }
}

/// What a panel shows beyond the snapshot.
#[derive(Debug, Clone, PartialEq)]
pub enum PanelRows {
    /// Nothing more.
    Nothing,
    /// What holds the plan back.
    Held(HeldView),
    /// The ownership map, hottest first.
    Files(Vec<OwnedRow>),
    /// Two strategies.
    Compare(Box<CompareView>),
    /// Where documents differ.
    Drift(Vec<DriftRow>),
    /// The status file.
    Statuses(Box<StatusSheet>),
}

/// One fact in which the documents of a story differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriftRow {
    /// The story's key.
    pub story: String,
    /// Name of the fact.
    pub fact: String,
    /// What the epics, the story's file and the status file say, each where it does.
    pub said: Vec<Option<(String, Option<Spot>)>>,
    /// The edit that would bring them together.
    pub fix: Option<FixRow>,
}

/// What holds the plan back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HeldView {
    /// What it would save batches to do without, the most first.
    pub bottlenecks: Vec<BottleneckRow>,
    /// The circles among open stories.
    pub circles: Vec<CircleRow>,
}

/// Something without which the plan would be shorter.
#[derive(Debug, Clone, PartialEq)]
pub struct BottleneckRow {
    /// Batches saved.
    pub saved: u32,
    /// Batches that are left.
    pub batches: u32,
    /// What it is.
    pub what: Vec<Part>,
    /// What to do about it.
    pub advice: String,
    /// The stories it is about.
    pub stories: Vec<u32>,
    /// The settings without it, where it is a setting.
    pub settings: Option<PlanSettings>,
}

/// A circle of dependencies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircleRow {
    /// Its edges, each beginning where the one before ends.
    pub edges: Vec<CircleEdge>,
}

/// One dependency of a circle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircleEdge {
    /// What comes first.
    pub dependency: Need,
    /// What waits for it.
    pub dependent: Need,
    /// Whether it is the one that is left out.
    pub left_out: bool,
    /// Whether it was the user who said so.
    pub chosen: bool,
    /// The words that state it.
    pub why: String,
    /// Where it is written.
    pub spots: Vec<Spot>,
}

/// A path and the stories that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedRow {
    /// The path.
    pub path: String,
    /// Whether it is one that nearly every story touches.
    pub registry: bool,
    /// Open stories among them.
    pub planned: u32,
    /// The stories.
    pub stories: Vec<u32>,
}

/// The plan of the other strategy, against this one.
#[derive(Debug, Clone, PartialEq)]
pub struct CompareView {
    /// The other plan.
    pub other: PlanView,
    /// The figures.
    pub rows: Vec<CompareRow>,
    /// Stories in another batch there.
    pub moved: Vec<u32>,
    /// The settings that make it.
    pub settings: PlanSettings,
}

/// One figure of both plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompareRow {
    /// What it counts.
    pub name: String,
    /// Of this plan.
    pub here: String,
    /// Of the other one.
    pub there: String,
}

wire_enum!(Panel { 0 => Settings, 1 => Held, 2 => Files, 3 => Compare, 4 => Drift, 5 => Statuses });
wire_enum!(PanelRows { 0 => Nothing, 1 => Held(view), 2 => Files(rows), 3 => Compare(view), 4 => Drift(rows), 5 => Statuses(sheet) });
wire_struct!(DriftRow {
    story,
    fact,
    said,
    fix
});
wire_struct!(HeldView {
    bottlenecks,
    circles
});
wire_struct!(BottleneckRow {
    saved,
    batches,
    what,
    advice,
    stories,
    settings
});
wire_struct!(CircleRow { edges });
wire_struct!(CircleEdge {
    dependency,
    dependent,
    left_out,
    chosen,
    why,
    spots
});
wire_struct!(OwnedRow {
    path,
    registry,
    planned,
    stories
});
wire_struct!(CompareView {
    other,
    rows,
    moved,
    settings
});
wire_struct!(CompareRow { name, here, there });
