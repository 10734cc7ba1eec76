//! What `explain` gives: why the plan is as it is.

use serde::Serialize;
use sprintloom_core::backlog::Backlog;
use sprintloom_core::plan::{self, Plan, PlanError, PlanSettings};
use sprintloom_core::project::{Derived, Project};
use sprintloom_core::write::{bottleneck_sentence, reason_sentence};

/// Why the plan is as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// How many batches.
    pub batches: usize,
    /// How many stories are planned, and of how many of them files are known.
    pub stories: usize,
    /// Planned stories whose files are known.
    pub files_known: usize,
    /// Every planned story, by batch.
    pub placements: Vec<Placement>,
    /// The longest chain of dependencies, first to last.
    pub critical_path: Vec<String>,
    /// What the plan would save batches without, the most first.
    pub bottlenecks: Vec<Bottleneck>,
    /// Which planned stories touch which path, the hottest first.
    pub ownership: Vec<OwnedPath>,
    /// What fits into the token budget of the sprint, where one is set.
    pub sprint: Option<Sprint>,
    /// Pins that are not followed.
    pub refused_pins: Vec<RefusedPin>,
    /// The plan beside the one that the other strategy makes.
    pub other_strategy: Option<OtherStrategy>,
}

/// A story in its batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Placement {
    /// Its key.
    pub key: String,
    /// The id of its batch.
    pub batch_id: u32,
    /// Its complexity.
    pub complexity: u32,
    /// Its estimated tokens.
    pub tokens: u64,
    /// By how many batches it can be late without the plan growing.
    pub slack: u32,
    /// Whether it is on the critical path.
    pub critical: bool,
    /// Why it is not in the batch before, as clauses.
    pub why: Vec<String>,
}

/// What holds the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bottleneck {
    /// What to do, and what that saves.
    pub sentence: String,
    /// Batches without it.
    pub batches: usize,
    /// How many fewer that are.
    pub saved: usize,
}

/// A path and the stories that name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnedPath {
    /// The path.
    pub path: String,
    /// Whether it is a registry file.
    pub registry: bool,
    /// All stories that name it, finished ones too.
    pub stories: Vec<String>,
    /// How many of them are planned.
    pub planned: usize,
}

/// The sprint's token budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sprint {
    /// The budget.
    pub budget: u64,
    /// So many batches from the first on fit.
    pub batches: usize,
    /// Their estimated tokens.
    pub tokens: u64,
}

/// A pin that is not followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusedPin {
    /// The story's key.
    pub story: String,
    /// The batch it was put into.
    pub batch_id: u32,
    /// Why it cannot stand there, as a clause.
    pub reason: String,
}

/// The plan of the other strategy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherStrategy {
    /// Its name.
    pub strategy: &'static str,
    /// Its batches.
    pub batches: usize,
    /// Its sum of squared complexity, and that of this plan.
    pub squares: u64,
    /// That of this plan.
    pub own_squares: u64,
    /// Stories that stand in another batch there.
    pub moved: Vec<String>,
}

impl Explanation {
    /// Why the derived plan is as it is.
    ///
    /// # Errors
    /// When there is no plan.
    pub fn new(project: &Project, derived: &Derived) -> Result<Self, PlanError> {
        let plan = derived.plan.as_ref().map_err(Clone::clone)?;
        let (backlog, graph) = (&derived.backlog, &derived.graph);
        let settings = &project.settings.plan;
        let key = |story: &usize| key_of(backlog, *story);
        let found = derived.bottlenecks(project)?;
        Ok(Self {
            batches: plan.batches.len(),
            stories: plan.total_stories(),
            files_known: plan.files_known,
            placements: placements(derived, plan, settings),
            critical_path: plan.critical_path.iter().map(key).collect(),
            bottlenecks: found
                .iter()
                .map(|bottleneck| Bottleneck {
                    sentence: bottleneck_sentence(backlog, bottleneck),
                    batches: bottleneck.batches,
                    saved: bottleneck.saved,
                })
                .collect(),
            ownership: plan::ownership(graph, plan)
                .into_iter()
                .map(|owned| OwnedPath {
                    registry: owned.class == sprintloom_core::graph::OverlapClass::Registry,
                    stories: owned.stories.iter().map(key).collect(),
                    planned: owned.planned,
                    path: owned.path,
                })
                .collect(),
            sprint: plan.sprint.map(|line| Sprint {
                budget: line.budget,
                batches: line.batches,
                tokens: line.tokens,
            }),
            refused_pins: plan
                .refused
                .iter()
                .map(|pin| RefusedPin {
                    story: pin.story.clone(),
                    batch_id: pin.batch,
                    reason: pin.reason.to_string(),
                })
                .collect(),
            other_strategy: other_strategy(project, derived, plan),
        })
    }
}

fn key_of(backlog: &Backlog, story: usize) -> String {
    let story = backlog.stories.get(story);
    story.map(|story| story.key.to_string()).unwrap_or_default()
}

fn placements(derived: &Derived, plan: &Plan, settings: &PlanSettings) -> Vec<Placement> {
    let (backlog, graph) = (&derived.backlog, &derived.graph);
    let complexities = settings.complexities(backlog);
    let of = |batch_id: u32, story: usize| {
        let complexity = complexities.get(story).copied().unwrap_or(1);
        let reasons = plan.reasons(backlog, graph, settings, story);
        Placement {
            key: key_of(backlog, story),
            batch_id,
            complexity,
            tokens: settings.tokens(complexity),
            slack: plan.slack.get(story).copied().flatten().unwrap_or(0),
            critical: plan.critical_path.contains(&story),
            why: reasons
                .iter()
                .map(|reason| reason_sentence(backlog, reason))
                .collect(),
        }
    };
    let batches = plan.batches.iter();
    batches
        .flat_map(|batch| batch.stories.iter().map(move |&story| (batch.id, story)))
        .map(|(id, story)| of(id, story))
        .collect()
}

fn other_strategy(project: &Project, derived: &Derived, plan: &Plan) -> Option<OtherStrategy> {
    let strategy = plan::Strategy::ALL
        .iter()
        .copied()
        .find(|other| *other != plan.strategy)?;
    let backlog = &derived.backlog;
    let changed = PlanSettings {
        strategy,
        ..project.settings.plan.clone()
    };
    let other = derived.plan_with(project, &changed).ok()?;
    let compared = plan::compare(plan, &other, &backlog.priority_ranks());
    Some(OtherStrategy {
        strategy: strategy.as_str(),
        batches: compared.batches.1,
        squares: compared.squares.1,
        own_squares: compared.squares.0,
        moved: compared
            .moved
            .iter()
            .map(|(story, ..)| key_of(backlog, *story))
            .collect(),
    })
}
