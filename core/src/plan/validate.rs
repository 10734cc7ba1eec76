//! The independent check of every plan: it shares no code with the planner.

use super::{EpicOrder, Plan, PlanSettings, RegistryRule, UnknownFiles};
use crate::backlog::{Backlog, EpicId, Story};
use crate::graph::{Graph, OverlapClass};
use crate::ordering;

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
    /// A story of which no file is known shares a batch that it must not share.
    #[error("{first} shares a batch with {second}, and files are not known")]
    Unknown {
        /// One story.
        first: String,
        /// The other.
        second: String,
    },
    /// A batch of several stories is over its token budget.
    #[error("batch {batch} needs {tokens} tokens, at most {most} may be")]
    Tokens {
        /// The batch's id.
        batch: u32,
        /// Its tokens.
        tokens: u64,
        /// The budget.
        most: u64,
    },
    /// A story is not in the batch that the user has put it into.
    #[error("{story} is not in batch {batch}, where it is pinned")]
    Pin {
        /// The story's key.
        story: String,
        /// The batch's id.
        batch: u32,
    },
    /// Two stories of an epic stand against its order.
    #[error("{second} is not in a later batch than {first}, which comes before it in its epic")]
    EpicOrder {
        /// What comes first.
        first: String,
        /// What follows.
        second: String,
    },
    /// A figure of the plan does not follow from its batches.
    #[error("the plan's {0} does not fit its batches")]
    Figure(&'static str),
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
    wishes(plan, backlog, settings, &batch_of, &mut violations);
    figures(plan, backlog, graph, settings, &mut violations);
    violations
}

/// Pins that were not refused, and the order of epics where that is set.
fn wishes(
    plan: &Plan,
    backlog: &Backlog,
    settings: &PlanSettings,
    batch_of: &[Vec<u32>],
    violations: &mut Vec<Violation>,
) {
    for pin in &settings.pins {
        let is = |refused: &super::RefusedPin| refused.story == pin.story;
        let mut stories = backlog.stories.iter().zip(batch_of);
        let planned = stories.find(|(story, _)| story.key.as_str() == pin.story);
        let first = settings.pins.iter().find(|other| other.story == pin.story);
        let there = planned.is_some_and(|(_, slots)| *slots == [pin.batch]);
        if !there && !plan.refused.iter().any(is) && first == Some(pin) {
            violations.push(Violation::Pin {
                story: pin.story.clone(),
                batch: pin.batch,
            });
        }
    }
    if settings.epic_order != EpicOrder::Hard {
        return;
    }
    let ranks = backlog.priority_ranks();
    let mut planned: Vec<(&EpicId, usize, usize)> = Vec::new();
    for (at, story) in backlog.stories.iter().enumerate() {
        if let (Some(rank), Some([_])) = (ranks.get(at), batch_of.get(at).map(Vec::as_slice)) {
            planned.push((&story.epic, *rank, at));
        }
    }
    ordering::sort(&mut planned);
    for pair in planned.windows(2) {
        let [(epic, _, first), (same, _, second)] = pair else {
            continue;
        };
        let late = batch_of.get(*first) >= batch_of.get(*second);
        if epic == same && late && !plan.out_of_order.contains(&(*first, *second)) {
            let key = |at: usize| backlog.stories.get(at).map(|story| story.key.to_string());
            violations.push(Violation::EpicOrder {
                first: key(*first).unwrap_or_default(),
                second: key(*second).unwrap_or_default(),
            });
        }
    }
}

/// What the plan says of itself: sums, placements, and that it has no fewer batches than its bound.
fn figures(
    plan: &Plan,
    backlog: &Backlog,
    graph: &Graph,
    settings: &PlanSettings,
    violations: &mut Vec<Violation>,
) {
    let weights = settings.complexities(backlog);
    let mut placement = vec![None; backlog.stories.len()];
    let mut known = 0;
    for (position, batch) in plan.batches.iter().enumerate() {
        let (mut complexity, mut tokens) = (0u32, 0u64);
        for &story in &batch.stories {
            let weight = weights.get(story).copied().unwrap_or_default();
            complexity = complexity.saturating_add(weight);
            tokens += settings.tokens(weight);
            if let Some(slot) = placement.get_mut(story) {
                *slot = Some(position);
            }
            let scopes = backlog
                .stories
                .get(story)
                .map(|story| graph.scopes_of(story));
            known += usize::from(scopes.is_some_and(|mut scopes| scopes.next().is_some()));
        }
        if (complexity, tokens) != (batch.complexity, batch.tokens) {
            violations.push(Violation::Figure("load"));
        }
        if let Some(most) = settings.batch_tokens
            && tokens > most
            && batch.stories.len() > 1
        {
            violations.push(Violation::Tokens {
                batch: batch.id,
                tokens,
                most,
            });
        }
    }
    let count = plan.batches.len();
    for (name, fits) in [
        ("placement", plan.placement == placement),
        ("number of known files", plan.files_known == known),
        ("lower bound", plan.proof.lower_bound <= count),
        (
            "proof",
            plan.proof.optimal == (plan.proof.lower_bound == count),
        ),
        ("batch size", plan.batch_size == settings.batch_size),
        ("strategy", plan.strategy == settings.strategy),
    ] {
        if !fits {
            violations.push(Violation::Figure(name));
        }
    }
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
                let shared = graph.shared_paths(first, second);
                if let Some((path, _)) =
                    shared.into_iter().find(|(a, b)| !ignored(a) && !ignored(b))
                {
                    violations.push(Violation::Conflict {
                        first: first.key.to_string(),
                        second: second.key.to_string(),
                        path: path.to_owned(),
                    });
                }
                let unknown = |story: &Story| graph.scopes_of(story).next().is_none();
                let apart = match settings.unknown_files {
                    UnknownFiles::NoConflicts => false,
                    UnknownFiles::Alone => unknown(first) || unknown(second),
                    UnknownFiles::ApartInEpic => {
                        first.epic == second.epic && unknown(first) && unknown(second)
                    }
                };
                if apart {
                    violations.push(Violation::Unknown {
                        first: first.key.to_string(),
                        second: second.key.to_string(),
                    });
                }
            }
        }
    }
}
