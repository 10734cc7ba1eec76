//! Why a story stands where it stands.

use super::{EpicOrder, Plan, PlanSettings, RegistryRule, UnknownFiles};
use crate::backlog::Backlog;
use crate::graph::{Graph, OverlapClass};
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
    /// The user has put it here.
    Pinned,
    /// Epics keep their order, and the story before it stands there.
    EpicOrder {
        /// That story.
        story: usize,
    },
    /// Of one of them no file is known, and such stories are kept apart.
    UnknownFiles {
        /// A story there that it is kept apart from.
        story: usize,
    },
    /// Together they would be over the token budget of a batch.
    OverBudget,
    /// The batch before is full.
    BatchFull,
    /// It would fit; it stands here to keep the load even.
    KeepsBalance,
    /// It would fit; reading order has closed the batch before, or the priority order has it here.
    InOrder,
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
    let (Some(Some(position)), Some(this)) = (
        plan.placement.get(story).copied(),
        backlog.stories.get(story),
    ) else {
        return Vec::new();
    };
    let pinned = pinned(plan, settings, this.key.as_str());
    let Some(before) = position.checked_sub(1) else {
        return vec![if pinned {
            Reason::Pinned
        } else {
            Reason::First
        }];
    };
    if pinned {
        return vec![Reason::Pinned];
    }
    let mut reasons: Vec<Reason> = waits_for(plan, graph, story, before)
        .into_iter()
        .map(|story| Reason::WaitsFor { story })
        .collect();
    let (Some(there), Some(here)) = (plan.batches.get(before), plan.batches.get(position)) else {
        return reasons;
    };
    let unknown = |story: usize| {
        let story = backlog.stories.get(story);
        story.is_some_and(|story| graph.scopes_of(story).next().is_none())
    };
    let in_order = (settings.epic_order == EpicOrder::Hard)
        .then(|| before_in_epic(plan, backlog, story))
        .flatten();
    for &other in &there.stories {
        let Some(that) = backlog.stories.get(other) else {
            continue;
        };
        let shared = graph
            .shared_paths(this, that)
            .into_iter()
            .find(|(a, b)| binds(graph, settings, a) && binds(graph, settings, b));
        let kept_apart = match settings.unknown_files {
            UnknownFiles::NoConflicts => false,
            UnknownFiles::Alone => unknown(story) || unknown(other),
            UnknownFiles::ApartInEpic => this.epic == that.epic && unknown(story) && unknown(other),
        };
        if let Some((path, _)) = shared {
            reasons.push(Reason::ConflictsWith {
                story: other,
                path: path.to_owned(),
            });
        } else if kept_apart {
            reasons.push(Reason::UnknownFiles { story: other });
        } else if in_order == Some(other) && !plan.out_of_order.contains(&(other, story)) {
            reasons.push(Reason::EpicOrder { story: other });
        }
    }
    if reasons.is_empty() {
        let weight = settings
            .complexities(backlog)
            .get(story)
            .copied()
            .unwrap_or(1);
        let tokens = there.tokens.saturating_add(settings.tokens(weight));
        // What moving it would do to the sum of squares: (b + w)² - b² against a² - (a - w)².
        let evener = i64::from(there.complexity) + i64::from(weight) >= i64::from(here.complexity);
        reasons.push(if there.stories.len() >= plan.batch_size {
            Reason::BatchFull
        } else if settings.batch_tokens.is_some_and(|budget| tokens > budget) {
            Reason::OverBudget
        } else if evener {
            Reason::KeepsBalance
        } else {
            Reason::InOrder
        });
    }
    reasons
}

fn pinned(plan: &Plan, settings: &PlanSettings, key: &str) -> bool {
    settings.pins.iter().any(|pin| pin.story == key)
        && !plan.refused.iter().any(|refused| refused.story == key)
}

/// The planned story of the same epic that comes before this one in priority order.
fn before_in_epic(plan: &Plan, backlog: &Backlog, story: usize) -> Option<usize> {
    let ranks = backlog.priority_ranks();
    let epic = &backlog.stories.get(story)?.epic;
    let rank = |story: usize| ranks.get(story).copied();
    let stories = backlog.stories.iter().enumerate();
    stories
        .filter(|(at, other)| other.epic == *epic && rank(*at) < rank(story))
        .map(|(at, _)| at)
        .filter(|at| plan.placement.get(*at).is_some_and(Option::is_some))
        .max_by_key(|at| rank(*at))
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
