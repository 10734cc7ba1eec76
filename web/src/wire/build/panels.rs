//! What the panels show.

use sprintloom_core::graph::{DependencyEdge, Graph, Node, OverlapClass};
use sprintloom_core::plan::{
    Bottleneck, Comparison, EpicOrder, HeldBy, Plan, PlanSettings, Strategy, UnknownFiles, compare,
    ownership,
};
use sprintloom_core::project::{Derived, Project, Readings};
use sprintloom_core::read::Source;

use super::plan::{counted, plan_view};
use super::status_sheet::status_sheet;
use super::{Index, small};
use crate::wire::{
    BottleneckRow, CircleEdge, CircleRow, CompareRow, CompareView, DriftRow, HeldView, Need,
    OwnedRow, Panel, PanelRows, Part,
};

/// What this panel shows of a derivation.
pub fn panel_rows(
    panel: Panel,
    project: &Project,
    readings: &Readings,
    derived: &Derived,
    index: &Index,
    today: &str,
) -> PanelRows {
    let settings = &project.settings.plan;
    match (panel, &derived.plan) {
        (Panel::Held, Ok(_)) => PanelRows::Held(HeldView {
            bottlenecks: derived
                .bottlenecks(project)
                .unwrap_or_default()
                .into_iter()
                .map(|found| bottleneck(found, derived, settings))
                .collect(),
            circles: circles(project, derived, index),
        }),
        (Panel::Files, Ok(made)) => PanelRows::Files(files(&derived.graph, made)),
        (Panel::Drift, _) => PanelRows::Drift(differences(readings, derived, index)),
        (Panel::Statuses, _) => PanelRows::Statuses(Box::new(status_sheet(
            project, readings, derived, index, today,
        ))),
        (Panel::Compare, Ok(made)) => comparison(project, derived, made),
        _ => PanelRows::Nothing,
    }
}

fn bottleneck(found: Bottleneck, derived: &Derived, settings: &PlanSettings) -> BottleneckRow {
    let text = |words: &str| Part::Text(words.to_owned());
    let with = |change: fn(&mut PlanSettings)| {
        let mut changed = settings.clone();
        change(&mut changed);
        Some(changed)
    };
    let all = |stories: &[usize]| stories.iter().map(|&story| small(story)).collect();
    let (what, advice, stories, settings) = match found.held_by {
        HeldBy::File { path, stories } => (
            vec![
                Part::Path(path),
                text("is touched by"),
                Part::Reason(counted(stories.len())),
            ],
            "Divide the file, or give the work on it to one story.",
            all(&stories),
            None,
        ),
        HeldBy::Dependency {
            dependent,
            dependency,
        } => (
            vec![
                Part::Story(small(dependent)),
                text("waits for"),
                Part::Story(small(dependency)),
            ],
            "Agree on the interface first, so that it need not wait.",
            all(&[dependency, dependent]),
            None,
        ),
        HeldBy::Epic { epic } => (
            vec![Part::Text(format!(
                "all of epic {epic} is waited for, or waits"
            ))],
            "Name the single stories that are needed.",
            (0_u32..)
                .zip(&derived.backlog.stories)
                .filter(|(_, story)| story.epic == epic && story.status.is_pending())
                .map(|(at, _)| at)
                .collect(),
            None,
        ),
        HeldBy::BatchSize { batch_size } => (
            vec![Part::Text(format!(
                "at most {} in a batch",
                counted(batch_size.saturating_sub(1))
            ))],
            "Take one more to a batch.",
            Vec::new(),
            with(|settings| settings.batch_size += 1),
        ),
        HeldBy::Tokens => (
            vec![text("the token budget of a batch")],
            "Raise the budget, or do without.",
            Vec::new(),
            with(|settings| settings.batch_tokens = None),
        ),
        HeldBy::UnknownFiles => (
            vec![text("stories without known files are kept apart")],
            "Say which files they touch, or let them stand together.",
            Vec::new(),
            with(|settings| settings.unknown_files = UnknownFiles::NoConflicts),
        ),
        HeldBy::EpicOrder => (
            vec![text("the stories of an epic keep their order")],
            "Let only dependencies bind.",
            Vec::new(),
            with(|settings| settings.epic_order = EpicOrder::Free),
        ),
        HeldBy::Pin { story } => {
            let mut changed = settings.clone();
            if let Some(of) = derived.backlog.stories.get(story) {
                changed.pins.retain(|pin| pin.story != of.key.as_str());
            }
            (
                vec![Part::Story(small(story)), text("is pinned to its batch")],
                "Let the plan place it.",
                all(&[story]),
                Some(changed),
            )
        }
    };
    BottleneckRow {
        saved: small(found.saved),
        batches: small(found.batches),
        what,
        advice: advice.to_owned(),
        stories,
        settings,
    }
}

fn circles(project: &Project, derived: &Derived, index: &Index) -> Vec<CircleRow> {
    let graph = &derived.graph;
    let row = |edge: &DependencyEdge| {
        let key = |node: Node| derived.backlog.stories.get(node).map(|story| &story.key);
        let chosen = project.settings.graph.left_out.iter().any(|left_out| {
            key(edge.dependent).is_some_and(|key| key.as_str() == left_out.dependent)
                && key(edge.dependency).is_some_and(|key| key.as_str() == left_out.dependency)
        });
        Some(CircleEdge {
            dependency: node(graph, edge.dependency, index)?,
            dependent: node(graph, edge.dependent, index)?,
            left_out: edge.broken,
            chosen,
            why: edge.text.clone(),
            spots: index.spots(&edge.places),
        })
    };
    let between = |pair: &[Node]| {
        let mut edges = graph.edges.iter();
        edges.find(|edge| {
            pair.first() == Some(&edge.dependency) && pair.get(1) == Some(&edge.dependent)
        })
    };
    let circle = |cycle: &sprintloom_core::graph::Cycle| {
        let along = cycle.path.windows(2).filter_map(between);
        let edges = along.chain(graph.edges.get(cycle.broken));
        CircleRow {
            edges: edges.filter_map(row).collect(),
        }
    };
    graph.cycles.iter().map(circle).collect()
}

fn node(graph: &Graph, node: Node, index: &Index) -> Option<Need> {
    match graph.gate(node) {
        None => Some(Need::Story(small(node))),
        Some(gate) => index.epic(super::epic_of(gate)).map(Need::Epic),
    }
}

fn differences(readings: &Readings, derived: &Derived, index: &Index) -> Vec<DriftRow> {
    let mut rows = Vec::new();
    for story in readings.drift(&derived.backlog) {
        for difference in story.differences {
            let said = |source: Source| {
                let mut all = difference.said.iter();
                let said = all.find(|said| said.source == source)?;
                Some((said.value.clone(), index.spot(&said.place)))
            };
            rows.push(DriftRow {
                story: story.story.to_string(),
                fact: difference.fact.as_str().to_owned(),
                said: [Source::Epics, Source::StoryFile, Source::StatusFile]
                    .into_iter()
                    .map(said)
                    .collect(),
                fix: difference.fix.as_ref().map(super::fix_row),
            });
        }
    }
    rows
}

fn files(graph: &Graph, plan: &Plan) -> Vec<OwnedRow> {
    ownership(graph, plan)
        .into_iter()
        .map(|owned| OwnedRow {
            registry: owned.class == OverlapClass::Registry,
            planned: small(owned.planned),
            stories: owned.stories.iter().map(|&story| small(story)).collect(),
            path: owned.path,
        })
        .collect()
}

fn comparison(project: &Project, derived: &Derived, made: &Plan) -> PanelRows {
    let settings = &project.settings.plan;
    let mut changed = settings.clone();
    changed.strategy = match settings.strategy {
        Strategy::Balanced => Strategy::Sequential,
        Strategy::Sequential => Strategy::Balanced,
    };
    let Ok(other) = derived.plan_with(project, &changed) else {
        return PanelRows::Nothing;
    };
    let found = compare(made, &other, &derived.backlog.priority_ranks());
    PanelRows::Compare(Box::new(CompareView {
        rows: figures(&found),
        moved: found.moved.iter().map(|&(at, ..)| small(at)).collect(),
        other: plan_view(&other, &derived.backlog, &changed),
        settings: changed,
    }))
}

fn figures(found: &Comparison) -> Vec<CompareRow> {
    let row = |name: &str, here: String, there: String| CompareRow {
        name: name.to_owned(),
        here,
        there,
    };
    let load = |(most, least): (u32, u32)| format!("{least} to {most}");
    let mut rows = vec![
        row(
            "Batches",
            found.batches.0.to_string(),
            found.batches.1.to_string(),
        ),
        row(
            "Complexity of a batch",
            load(found.load_left),
            load(found.load_right),
        ),
        row(
            "Pairs against the priority order",
            found.out_of_order.0.to_string(),
            found.out_of_order.1.to_string(),
        ),
    ];
    if found.batches.0 == found.batches.1 {
        // Between plans of unlike length it says nothing.
        rows.push(row(
            "Unevenness (sum of squares)",
            found.squares.0.to_string(),
            found.squares.1.to_string(),
        ));
    }
    rows
}
