//! One story in full.

use sprintloom_core::backlog::{Evidence, Item, Status, Story, StoryKind, Strength};
use sprintloom_core::graph::{DependencyEdge, Gate, Graph, OverlapClass};
use sprintloom_core::ordering;
use sprintloom_core::plan::Reason;
use sprintloom_core::project::{Derived, Event, Project, Readings, set_status};
use sprintloom_core::read::whole_item;
use sprintloom_core::write::file_slot;

use super::runs::words_of;
use super::{Index, small, tokens};
use crate::wire::{
    CriterionRow, FileRow, FileSlotRow, NeighbourRow, ReasonRow, SharedRow, StatusSlotRow,
    StoryDetail,
};

/// Everything about the story with this key.
pub fn story_detail(
    derived: &Derived,
    index: &Index,
    project: &Project,
    readings: &Readings,
    key: &str,
) -> Option<StoryDetail> {
    let settings = &derived.settings;
    let (at, story) = derived
        .backlog
        .stories
        .iter()
        .enumerate()
        .find(|(_, story)| story.key.as_str() == key)?;
    let plan = derived.plan.as_ref().ok();
    Some(StoryDetail {
        story: small(at),
        status_key: story.status_key.clone(),
        status_spot: story
            .status_place
            .as_ref()
            .and_then(|place| index.spot(place)),
        status_text: story.status_text.clone(),
        run: (derived.run_of(at)).and_then(|run| run.run.state.as_ref().map(words_of)),
        declared: story
            .declared
            .iter()
            .chain(&story.also_declared)
            .filter_map(|place| index.spot(place))
            .collect(),
        statement: statement(story),
        priority: story
            .priority
            .as_ref()
            .map(|priority| priority.text.clone()),
        effort: story.effort.as_ref().map(|effort| effort.text.clone()),
        kind: kind(story.kind).to_owned(),
        tokens: tokens(
            settings.tokens(
                settings
                    .complexities(&derived.backlog)
                    .get(at)
                    .copied()
                    .unwrap_or(1),
            ),
        ),
        slack: plan.and_then(|plan| *plan.slack.get(at)?),
        reasons: plan
            .map(|plan| plan.reasons(&derived.backlog, &derived.graph, settings, at))
            .unwrap_or_default()
            .into_iter()
            .map(reason)
            .collect(),
        needs: needs(&derived.graph, index, at),
        holds_up: holds_up(&derived.graph, index, at),
        externals: derived
            .graph
            .externals
            .iter()
            .filter(|external| external.story == at)
            .filter_map(|external| Some((external.name.clone(), index.spot(&external.place)?)))
            .collect(),
        shares: shares(&derived.graph, at),
        files: files(derived, index, story),
        criteria: items(project, &story.acceptance_criteria, index),
        tasks: items(project, &story.tasks, index),
        status_slot: status_slot(project, readings, derived, key),
        file_slot: file_slot(&project.documents, &derived.backlog, story).map(|slot| FileSlotRow {
            document: slot.document,
            at: small(slot.at),
            before: slot.before,
            after: slot.after,
        }),
    })
}

/// The edit that would set the status, with the word left out.
fn status_slot(
    project: &Project,
    readings: &Readings,
    derived: &Derived,
    key: &str,
) -> Option<StatusSlotRow> {
    let word = Status::Done;
    let set = set_status(project, readings, &derived.backlog, key, word).ok()?;
    let (document, span, text) = match set.event {
        Event::EditDocument {
            path,
            span,
            replacement,
        } => (
            path,
            Some((small(span.start), small(span.end))),
            replacement,
        ),
        Event::PutDocuments { documents } => {
            let new = documents.into_iter().next()?;
            (new.path, None, new.text)
        }
        _ => return None,
    };
    let (before, after) = text.rsplit_once(word.as_str())?;
    Some(StatusSlotRow {
        document,
        span,
        before: before.to_owned(),
        after: after.to_owned(),
    })
}

fn statement(story: &Story) -> Option<(String, String, String)> {
    let of = &story.statement;
    if of.role.is_none() && of.want.is_none() && of.benefit.is_none() {
        return None;
    }
    let part = |text: &Option<String>| text.clone().unwrap_or_default();
    Some((part(&of.role), part(&of.want), part(&of.benefit)))
}

fn kind(of: StoryKind) -> &'static str {
    match of {
        StoryKind::Feature => "feature",
        StoryKind::Infrastructure => "infrastructure",
        StoryKind::Migration => "migration",
        StoryKind::Operational => "operational",
        StoryKind::Security => "security",
        StoryKind::Spike => "spike",
    }
}

fn reason(of: Reason) -> ReasonRow {
    match of {
        Reason::WaitsFor { story } => ReasonRow::WaitsFor(small(story)),
        Reason::ConflictsWith { story, path } => ReasonRow::Shares(small(story), path),
        Reason::BatchFull => ReasonRow::Full,
        Reason::KeepsBalance => ReasonRow::Balance,
        Reason::First => ReasonRow::First,
        Reason::EpicOrder { story } => ReasonRow::Follows(small(story)),
        Reason::UnknownFiles { story } => ReasonRow::Unknown(small(story)),
        Reason::Pinned => ReasonRow::Words("you put it here".to_owned()),
        Reason::OverBudget => {
            ReasonRow::Words("the tokens of the batch before are used up".to_owned())
        }
        Reason::InOrder => {
            ReasonRow::Words("it would fit the batch before; the order has it here".to_owned())
        }
    }
}

fn needs(graph: &Graph, index: &Index, story: usize) -> Vec<NeighbourRow> {
    stated(graph)
        .filter(|edge| edge.dependent == story)
        .filter_map(|edge| neighbour(graph, index, edge, edge.dependency))
        .collect()
}

fn holds_up(graph: &Graph, index: &Index, story: usize) -> Vec<NeighbourRow> {
    stated(graph)
        .filter(|edge| edge.dependency == story)
        .filter_map(|edge| neighbour(graph, index, edge, edge.dependent))
        .collect()
}

/// The edges that a text states, not those between a gate and its own stories.
fn stated(graph: &Graph) -> impl Iterator<Item = &DependencyEdge> {
    graph.edges.iter().filter(|edge| !edge.places.is_empty())
}

fn neighbour(
    graph: &Graph,
    index: &Index,
    edge: &DependencyEdge,
    other: usize,
) -> Option<NeighbourRow> {
    let gate = graph.gate(other);
    let epic = gate.and_then(|gate| match gate {
        Gate::Start(epic) | Gate::End(epic) => index.epic(epic),
    });
    if gate.is_some() && epic.is_none() {
        return None;
    }
    let note = if edge.broken {
        "left out (circle)"
    } else if edge.strength == Strength::Soft {
        "soft"
    } else if edge.alternative {
        "one of several"
    } else {
        ""
    };
    Some(NeighbourRow {
        story: gate.is_none().then(|| small(other)),
        epic,
        note: note.to_owned(),
        spots: index.spots(&edge.places),
    })
}

fn shares(graph: &Graph, story: usize) -> Vec<SharedRow> {
    graph
        .conflicts
        .iter()
        .filter_map(|group| {
            let mut others: Vec<u32> = group
                .holders
                .iter()
                .copied()
                .chain(group.covered.iter().map(|(covered, _)| *covered))
                .filter(|&other| group.joins(story, other))
                .map(small)
                .collect();
            ordering::sort_by(&mut others, u32::cmp);
            others.dedup();
            (!others.is_empty()).then(|| SharedRow {
                path: group.path.clone(),
                registry: group.class == OverlapClass::Registry,
                stories: others,
            })
        })
        .collect()
}

fn files(derived: &Derived, index: &Index, story: &Story) -> Vec<FileRow> {
    story
        .scopes
        .iter()
        .filter_map(|scope| {
            Some(FileRow {
                path: scope.path.clone(),
                marker: scope.marker.as_str().to_owned(),
                mentioned: scope.evidence == Evidence::Mentioned,
                claims: small(derived.graph.owners.get(&scope.path).map_or(0, Vec::len)),
                spot: index.spot(&scope.place)?,
            })
        })
        .collect()
}

fn items(project: &Project, of: &[Item], index: &Index) -> Vec<CriterionRow> {
    let whole = |item: &Item, next: Option<&Item>| {
        let document = project.document(&item.place.path)?;
        let next = next.filter(|next| next.place.path == item.place.path);
        let next = next.map(|next| next.place.line);
        Some(whole_item(&document.text, item, next))
    };
    (0_usize..)
        .zip(of)
        .filter_map(|(at, item)| {
            Some(CriterionRow {
                text: whole(item, of.get(at + 1)).unwrap_or_else(|| item.text.clone()),
                done: item.done,
                spot: index.spot(&item.place)?,
            })
        })
        .collect()
}
