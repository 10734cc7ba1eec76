//! From the core's types to what is shown. Runs in the worker.

mod correct;
mod desk;
mod detail;
mod graph;
mod panels;
mod plan;
mod runs;
mod status_sheet;

use std::sync::Arc;

use sprintloom_core::backlog as model;
use sprintloom_core::graph::{DependencyEdge, Gate, Graph, OverlapClass};
use sprintloom_core::ordering::Table;
use sprintloom_core::project::Derived;
use sprintloom_core::source::{self, Diagnostic, Place};

use super::{
    ConflictRow, DiagnosticRow, DocumentRow, EpicRow, FixEdit, FixRow, Need, Severity, Snapshot,
    Spot, Status, StoryRow,
};

pub use correct::correct_view;
pub use desk::{desk_answer, desk_view, happened, keeps_plan, progress_view};
pub use detail::story_detail;
pub use graph::graph_view;
pub use panels::panel_rows;
pub use runs::{drawing, runs_view, said};

/// The golden angle: hues of neighbours lie far apart, however many there are.
const GOLDEN_ANGLE: f64 = 137.508;
/// The first epic's hue, clear of the colours that mean warning and error.
const FIRST_HUE: f64 = 262.0;

/// Look-ups that are made once for a derivation and used by all builders.
#[derive(Debug, Default)]
pub struct Index {
    documents: Table<Arc<str>, u32>,
    epics: Table<model::EpicId, u32>,
}

impl Index {
    /// The look-ups of this derivation.
    pub fn new(derived: &Derived) -> Self {
        let documents = &derived.backlog.documents;
        Self {
            documents: Table::new(
                documents
                    .iter()
                    .zip(0..)
                    .map(|(row, at)| (Arc::from(row.path.as_str()), at)),
            ),
            epics: Table::new(
                derived
                    .backlog
                    .epics
                    .iter()
                    .zip(0..)
                    .map(|(epic, at)| (epic.id.clone(), at)),
            ),
        }
    }

    fn spot(&self, place: &Place) -> Option<Spot> {
        Some(Spot {
            document: *self.documents.get(&place.path)?,
            line: place.line,
        })
    }

    fn spots(&self, places: &[Place]) -> Vec<Spot> {
        places.iter().filter_map(|place| self.spot(place)).collect()
    }

    fn epic(&self, id: &model::EpicId) -> Option<u32> {
        self.epics.get(id).copied()
    }
}

/// The snapshot of a derivation.
pub fn snapshot(
    derived: &Derived,
    index: &Index,
    settings: &sprintloom_core::plan::PlanSettings,
) -> Snapshot {
    let backlog = &derived.backlog;
    let mut epics: Vec<EpicRow> = backlog
        .epics
        .iter()
        .zip(0_u32..)
        .map(|(epic, at)| epic_row(epic, at, index))
        .collect();
    for story in &backlog.stories {
        if let Some(row) = index
            .epic(&story.epic)
            .and_then(|at| epics.get_mut(at as usize))
        {
            row.stories += 1;
            row.done += u32::from(story.status == model::Status::Done);
        }
    }
    Snapshot {
        project: backlog.project.clone(),
        documents: documents(derived, index),
        epics,
        stories: stories(derived, index, settings),
        conflicts: derived.graph.conflicts.iter().map(conflict_row).collect(),
        plan: match &derived.plan {
            Ok(made) => Ok(plan::plan_view(made, backlog, settings)),
            Err(error) => Err(error.to_string()),
        },
        diagnostics: derived
            .diagnostics
            .iter()
            .map(|found| diagnostic_row(found, index))
            .collect(),
    }
}

fn documents(derived: &Derived, index: &Index) -> Vec<DocumentRow> {
    let mut rows: Vec<DocumentRow> = derived
        .backlog
        .documents
        .iter()
        .map(|document| DocumentRow {
            path: document.path.clone(),
            kind: document.kind.as_str().to_owned(),
            lines: small(document.lines),
            bytes: small(document.bytes),
            epics: small(document.epics),
            stories: small(document.stories),
            errors: 0,
            warnings: 0,
        })
        .collect();
    for found in &derived.diagnostics {
        let spot = found.place.as_ref().and_then(|place| index.spot(place));
        if let Some(row) = spot.and_then(|spot| rows.get_mut(spot.document as usize)) {
            match found.severity() {
                source::Severity::Error => row.errors += 1,
                source::Severity::Warning => row.warnings += 1,
                source::Severity::Info => {}
            }
        }
    }
    rows
}

fn epic_row(epic: &model::Epic, at: u32, index: &Index) -> EpicRow {
    EpicRow {
        id: epic.id.to_string(),
        title: epic.title.clone(),
        spot: epic.declared.as_ref().and_then(|place| index.spot(place)),
        hue: hue(at),
        stories: 0,
        done: 0,
    }
}

/// The hue of the epic at this index.
fn hue(at: u32) -> u16 {
    ((FIRST_HUE + f64::from(at) * GOLDEN_ANGLE) % 360.0) as u16
}

fn stories(
    derived: &Derived,
    index: &Index,
    settings: &sprintloom_core::plan::PlanSettings,
) -> Vec<StoryRow> {
    let complexities = settings.complexities(&derived.backlog);
    let batch = |at: usize| {
        let plan = derived.plan.as_ref().ok()?;
        let position = plan.placement.get(at).copied().flatten()?;
        Some(plan.batches.get(position)?.id)
    };
    derived
        .backlog
        .stories
        .iter()
        .enumerate()
        .map(|(at, story)| StoryRow {
            key: story.key.to_string(),
            title: story.title.clone(),
            epic: index.epic(&story.epic).unwrap_or(0),
            status: status(story.status),
            complexity: complexities.get(at).copied().unwrap_or(1),
            files: small(derived.graph.scopes_of(story).count()),
            paths: paths(&derived.graph, story),
            needs: needs(&derived.graph, at, index),
            batch: batch(at),
            spot: story.declared.as_ref().and_then(|place| index.spot(place)),
            also: index.spots(&story.also_declared),
        })
        .collect()
}

fn paths(graph: &Graph, story: &model::Story) -> String {
    let mut paths = String::new();
    for scope in graph.scopes_of(story) {
        paths.push_str(&scope.path);
        paths.push('\n');
    }
    paths
}

fn needs(graph: &Graph, story: usize, index: &Index) -> Vec<Need> {
    graph
        .direct_dependencies(story)
        .filter_map(|edge| need(graph, edge, index))
        .collect()
}

fn need(graph: &Graph, edge: &DependencyEdge, index: &Index) -> Option<Need> {
    match graph.gate(edge.dependency) {
        None => Some(Need::Story(small(edge.dependency))),
        Some(gate) => index.epic(epic_of(gate)).map(Need::Epic),
    }
}

fn epic_of(gate: &Gate) -> &model::EpicId {
    let (Gate::Start(epic) | Gate::End(epic)) = gate;
    epic
}

fn conflict_row(group: &sprintloom_core::graph::ConflictGroup) -> ConflictRow {
    ConflictRow {
        path: group.path.clone(),
        registry: group.class == OverlapClass::Registry,
        holders: group.holders.iter().map(|&story| small(story)).collect(),
        covered: group
            .covered
            .iter()
            .map(|(story, _)| small(*story))
            .collect(),
    }
}

fn diagnostic_row(found: &Diagnostic, index: &Index) -> DiagnosticRow {
    DiagnosticRow {
        code: found.code.as_str().to_owned(),
        severity: match found.severity() {
            source::Severity::Error => Severity::Error,
            source::Severity::Warning => Severity::Warning,
            source::Severity::Info => Severity::Info,
        },
        message: found.message.clone(),
        hint: found.hint.clone(),
        spot: found.place.as_ref().and_then(|place| index.spot(place)),
        related: index.spots(&found.related),
        fix: found.fix.as_ref().map(fix_row),
    }
}

fn fix_row(fix: &source::Fix) -> FixRow {
    FixRow {
        label: fix.label.clone(),
        edits: fix.edits.iter().map(fix_edit).collect(),
    }
}

fn fix_edit(edit: &source::Edit) -> FixEdit {
    FixEdit {
        path: edit.path.clone(),
        start: small(edit.span.start),
        end: small(edit.span.end),
        replacement: edit.replacement.clone(),
    }
}

fn status(of: model::Status) -> Status {
    match of {
        model::Status::Backlog => Status::Backlog,
        model::Status::ReadyForDev => Status::Ready,
        model::Status::InProgress => Status::InProgress,
        model::Status::Review => Status::Review,
        model::Status::Done => Status::Done,
        model::Status::Blocked => Status::Blocked,
        model::Status::Dropped => Status::Dropped,
        model::Status::Superseded => Status::Superseded,
    }
}

/// Counts and indices as they travel.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// An estimate of tokens for people: `~130K`, `~1.2M`.
fn tokens(count: u64) -> String {
    if count >= 1_000_000 {
        format!("~{}.{}M", count / 1_000_000, count % 1_000_000 / 100_000)
    } else {
        format!("~{}K", (count + 500) / 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_told_in_round_numbers() {
        assert_eq!(
            [0, 130_000, 1_250_000].map(tokens),
            ["~0K", "~130K", "~1.2M"]
        );
    }
}
