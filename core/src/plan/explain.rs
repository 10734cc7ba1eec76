//! Why a story stands where it stands.

use super::{Plan, PlanSettings, RegistryRule};
use crate::backlog::Backlog;
use crate::graph::{Graph, OverlapClass, shared_paths};
use crate::ordering;

/// One reason why a story is not in the batch before its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It waits for a story there.
    WaitsFor {
        /// That story.
        story: usize,
    },
    /// It touches a file that a story there touches.
    ConflictsWith {
        /// That story.
        story: usize,
        /// The path.
        path: String,
    },
    /// The batch before is full.
    BatchFull,
    /// It would fit; it stands here to keep the load even.
    KeepsBalance,
    /// It is in the first batch.
    First,
}

pub(super) fn reasons(
    plan: &Plan,
    backlog: &Backlog,
    graph: &Graph,
    settings: &PlanSettings,
    story: usize,
) -> Vec<Reason> {
    let Some(Some(position)) = plan.placement.get(story).copied() else {
        return Vec::new();
    };
    let Some(before) = position.checked_sub(1) else {
        return vec![Reason::First];
    };
    let mut reasons: Vec<Reason> = waits_for(plan, graph, story, before)
        .into_iter()
        .map(|story| Reason::WaitsFor { story })
        .collect();
    let members = plan
        .batches
        .get(before)
        .map(|batch| batch.stories.as_slice())
        .unwrap_or_default();
    for &other in members {
        let (Some(this), Some(that)) = (backlog.stories.get(story), backlog.stories.get(other))
        else {
            continue;
        };
        let shared = shared_paths(this, that)
            .into_iter()
            .find(|(a, b)| binds(graph, settings, a) && binds(graph, settings, b));
        if let Some((path, _)) = shared {
            reasons.push(Reason::ConflictsWith {
                story: other,
                path: path.to_owned(),
            });
        }
    }
    if reasons.is_empty() {
        let full = members.len() >= plan.batch_size;
        reasons.push(if full {
            Reason::BatchFull
        } else {
            Reason::KeepsBalance
        });
    }
    reasons
}

fn binds(graph: &Graph, settings: &PlanSettings, path: &str) -> bool {
    settings.registry == RegistryRule::Strict || graph.class_of(path) == OverlapClass::File
}

/// The stories of one batch that this story waits for, directly or through an epic.
fn waits_for(plan: &Plan, graph: &Graph, story: usize, batch: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut nodes = vec![story];
    while let Some(node) = nodes.pop() {
        for edge in graph.edges_to(node).filter(|edge| edge.constrains()) {
            if edge.dependency >= graph.stories {
                nodes.push(edge.dependency);
            } else if plan.placement.get(edge.dependency) == Some(&Some(batch)) {
                found.push(edge.dependency);
            }
        }
    }
    ordering::sort_dedup(&mut found);
    found
}
