//! What holds the plan: planned again without it, so that what it costs is computed and not guessed.

use super::problem::Problem;
use super::{Plan, PlanError, PlanSettings, balance, pins};
use crate::backlog::{Backlog, EpicId};
use crate::graph::{Gate, Graph};
use crate::ordering;

/// Something without which the plan would need fewer batches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bottleneck {
    /// What it is.
    pub held_by: HeldBy,
    /// Batches of a plan that was found without it.
    pub batches: usize,
    /// How many fewer these are than the plan has.
    pub saved: usize,
}

/// What can hold a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeldBy {
    /// A path that many stories touch: split the work on it.
    File {
        /// The path.
        path: String,
        /// The planned stories that hold it.
        stories: Vec<usize>,
    },
    /// One dependency along a longest chain: do without it.
    Dependency {
        /// The story that waits.
        dependent: usize,
        /// What it waits for.
        dependency: usize,
    },
    /// That a story or an epic waits for a whole epic: let it wait for single stories.
    Epic {
        /// The epic that is waited for, or that waits.
        epic: EpicId,
    },
    /// The batch size: one more to a batch.
    BatchSize {
        /// That size.
        batch_size: usize,
    },
    /// The token budget of a batch.
    Tokens,
    /// That stories without known files are kept apart: say which files they touch.
    UnknownFiles,
    /// The order of stories within their epics.
    EpicOrder,
    /// A story that the user has put into a batch.
    Pin {
        /// The story.
        story: usize,
    },
}

/// Stories × candidates that are looked at: large backlogs get fewer candidates.
const MOST_WORK: usize = 20_000;

/// Candidates of each kind.
const MOST_CANDIDATES: usize = 12;

/// What the plan would save batches without, the most first. Each candidate is planned again, within
/// fixed bounds; so there may be more to save than is said, never less.
pub fn bottlenecks(
    backlog: &Backlog,
    graph: &Graph,
    settings: &PlanSettings,
    plan: &Plan,
) -> Result<Vec<Bottleneck>, PlanError> {
    let mut problem = Problem::new(backlog, graph, settings)?;
    pins::settle(&mut problem, backlog, settings);
    let each = (MOST_WORK / problem.len().max(1)).clamp(2, MOST_CANDIDATES);
    let mut found: Vec<Bottleneck> = Vec::new();
    let mut offer = |held_by: HeldBy, without: &Problem| {
        if let Some(batches) = balance::estimate(without) {
            let saved = plan.batches.len().saturating_sub(batches);
            if saved > 0 {
                found.push(Bottleneck {
                    held_by,
                    batches,
                    saved,
                });
            }
        }
    };

    let mut files: Vec<usize> = (0..problem.groups.len()).collect();
    ordering::sort_by_key(&mut files, |&at| {
        usize::MAX
            - problem
                .groups
                .get(at)
                .map_or(0, |group| group.holders.len())
    });
    for at in files.into_iter().take(each) {
        let (path, holders) = match problem.groups.get(at) {
            Some(group) if group.holders.len() > 1 => (group.path.clone(), group.holders.clone()),
            _ => continue,
        };
        let mut without = problem.clone();
        without.drop_group(at as u32);
        let stories = holders
            .iter()
            .map(|&s| problem.stories[s as usize])
            .collect();
        offer(HeldBy::File { path, stories }, &without);
    }

    let chain = &plan.critical_path;
    for pair in chain.windows(2).take(each) {
        let (dependency, dependent) = (pair[0], pair[1]);
        let mut without = problem.clone();
        if without.drop_edge(dependency, dependent) {
            offer(
                HeldBy::Dependency {
                    dependent,
                    dependency,
                },
                &without,
            );
        }
    }

    for (at, gate) in graph.gates.iter().enumerate().take(each) {
        let (Gate::Start(epic) | Gate::End(epic)) = gate;
        let mut without = problem.clone();
        without.drop_gate(at);
        offer(HeldBy::Epic { epic: epic.clone() }, &without);
    }

    let mut with = |held_by: HeldBy, changed: PlanSettings| {
        if changed != *settings
            && let Ok(mut without) = Problem::new(backlog, graph, &changed)
        {
            pins::settle(&mut without, backlog, &changed);
            offer(held_by, &without);
        }
    };
    let defaults = PlanSettings::default();
    let batch_size = settings.batch_size + 1;
    with(
        HeldBy::BatchSize { batch_size },
        PlanSettings {
            batch_size,
            ..settings.clone()
        },
    );
    with(
        HeldBy::Tokens,
        PlanSettings {
            batch_tokens: None,
            ..settings.clone()
        },
    );
    with(
        HeldBy::UnknownFiles,
        PlanSettings {
            unknown_files: defaults.unknown_files,
            ..settings.clone()
        },
    );
    with(
        HeldBy::EpicOrder,
        PlanSettings {
            epic_order: defaults.epic_order,
            ..settings.clone()
        },
    );
    let pinned: Vec<usize> = (0..problem.len())
        .filter(|&s| problem.pinned[s].is_some())
        .collect();
    for story in pinned.into_iter().take(each) {
        let mut without = problem.clone();
        without.pinned[story] = None;
        offer(
            HeldBy::Pin {
                story: problem.stories[story],
            },
            &without,
        );
    }
    ordering::sort_by_key(&mut found, |bottleneck| usize::MAX - bottleneck.saved);
    Ok(found)
}

impl Problem {
    fn drop_group(&mut self, group: u32) {
        for memberships in &mut self.memberships {
            memberships.retain(|membership| membership.group != group);
        }
        self.groups[group as usize].holders.clear();
    }

    /// Takes out the edge between two stories of the backlog; whether there was one.
    fn drop_edge(&mut self, dependency: usize, dependent: usize) -> bool {
        let number = |story| self.stories.iter().position(|&s| s == story);
        let (Some(first), Some(then)) = (number(dependency), number(dependent)) else {
            return false;
        };
        let edges = self.successors[first].len();
        self.successors[first].retain(|&s| s as usize != then);
        self.predecessors[then].retain(|&p| p as usize != first);
        self.measure();
        edges > self.successors[first].len()
    }

    fn drop_gate(&mut self, gate: usize) {
        let node = self.len() + gate;
        for before in std::mem::take(&mut self.predecessors[node]) {
            self.successors[before as usize].retain(|&s| s as usize != node);
        }
        for after in std::mem::take(&mut self.successors[node]) {
            self.predecessors[after as usize].retain(|&p| p as usize != node);
        }
        self.measure();
    }
}
