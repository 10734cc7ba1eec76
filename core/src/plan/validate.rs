//! The independent check of every plan: it shares no code with the planner.

use super::{Plan, PlanSettings, RegistryRule};
use crate::backlog::{Backlog, Story};
use crate::graph::{Graph, OverlapClass, shared_paths};

/// One way in which a plan is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// A story is in no batch, or in two.
    #[error("{key} is planned {times} times")]
    Times {
        /// The story's key.
        key: String,
        /// How often.
        times: usize,
    },
    /// A batch is empty or too large.
    #[error("batch {batch} holds {stories} stories, at most {most} may be")]
    Size {
        /// The batch's id.
        batch: u32,
        /// Stories in it.
        stories: usize,
        /// Most in a batch.
        most: usize,
    },
    /// A story is not after what it depends on.
    #[error("{dependent} is not in a later batch than {dependency}")]
    Order {
        /// What comes first.
        dependency: String,
        /// What waits.
        dependent: String,
    },
    /// Two stories of a batch touch one file.
    #[error("{first} and {second} share a batch and {path}")]
    Conflict {
        /// One story.
        first: String,
        /// The other.
        second: String,
        /// The file.
        path: String,
    },
    /// Batch ids do not run on from the first.
    #[error("batch ids are not consecutive at {0}")]
    Ids(u32),
}

/// Checks the plan against the backlog itself: every story once, batches in size, dependents later,
/// no two stories of a batch with overlapping scopes.
pub fn validate(
    plan: &Plan,
    backlog: &Backlog,
    graph: &Graph,
    settings: &PlanSettings,
) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut batch_of: Vec<Vec<u32>> = vec![Vec::new(); backlog.stories.len()];
    for (expected, batch) in (1..).zip(&plan.batches) {
        if batch.id != expected {
            violations.push(Violation::Ids(batch.id));
        }
        if batch.stories.is_empty() || batch.stories.len() > settings.batch_size {
            violations.push(Violation::Size {
                batch: batch.id,
                stories: batch.stories.len(),
                most: settings.batch_size,
            });
        }
        for &story in &batch.stories {
            if let Some(slots) = batch_of.get_mut(story) {
                slots.push(batch.id);
            }
        }
    }
    once_each(backlog, settings, &batch_of, &mut violations);
    order(backlog, graph, &batch_of, &mut violations);
    conflicts(plan, backlog, graph, settings, &mut violations);
    violations
}

fn once_each(
    backlog: &Backlog,
    settings: &PlanSettings,
    batch_of: &[Vec<u32>],
    violations: &mut Vec<Violation>,
) {
    // What the selection names was checked when the plan was made; without one, all epics count.
    let chosen = settings
        .epics
        .as_deref()
        .and_then(|spec| super::select_epics(backlog, spec).ok());
    for (story, slots) in backlog.stories.iter().zip(batch_of) {
        let wanted = story.status.is_pending()
            && chosen
                .as_ref()
                .is_none_or(|epics| epics.contains(&story.epic));
        if slots.len() != usize::from(wanted) {
            violations.push(Violation::Times {
                key: story.key.to_string(),
                times: slots.len(),
            });
        }
    }
}

fn order(backlog: &Backlog, graph: &Graph, batch_of: &[Vec<u32>], violations: &mut Vec<Violation>) {
    let slot = |story: usize| batch_of.get(story).and_then(|slots| slots.first()).copied();
    let key = |story: usize| {
        backlog
            .stories
            .get(story)
            .map(|s| s.key.to_string())
            .unwrap_or_default()
    };
    // The last batch of what stands before each gate, found by walking back from it.
    for edge in graph
        .edges
        .iter()
        .filter(|edge| edge.constrains() && edge.dependent < graph.stories)
    {
        let Some(dependent) = slot(edge.dependent) else {
            continue;
        };
        let mut before = vec![edge.dependency];
        let mut seen = Vec::new();
        while let Some(node) = before.pop() {
            if node < graph.stories {
                if slot(node).is_some_and(|dependency| dependency >= dependent) {
                    violations.push(Violation::Order {
                        dependency: key(node),
                        dependent: key(edge.dependent),
                    });
                }
            } else if !seen.contains(&node) {
                seen.push(node);
                before.extend(
                    graph
                        .edges_to(node)
                        .filter(|edge| edge.constrains())
                        .map(|edge| edge.dependency),
                );
            }
        }
    }
}

fn conflicts(
    plan: &Plan,
    backlog: &Backlog,
    graph: &Graph,
    settings: &PlanSettings,
    violations: &mut Vec<Violation>,
) {
    let ignored = |path: &str| {
        settings.registry == RegistryRule::Warn && graph.class_of(path) == OverlapClass::Registry
    };
    for batch in &plan.batches {
        let members: Vec<&Story> = batch
            .stories
            .iter()
            .filter_map(|&story| backlog.stories.get(story))
            .collect();
        for (at, first) in members.iter().enumerate() {
            for second in members.iter().skip(at + 1) {
                let shared = shared_paths(first, second);
                if let Some((path, _)) =
                    shared.into_iter().find(|(a, b)| !ignored(a) && !ignored(b))
                {
                    violations.push(Violation::Conflict {
                        first: first.key.to_string(),
                        second: second.key.to_string(),
                        path: path.to_owned(),
                    });
                }
            }
        }
    }
}
