//! Batches for the open stories, with the proof of how few there can be.

mod balance;
mod bounds;
mod exact;
mod explain;
mod list_schedule;
mod problem;
#[cfg(test)]
mod properties;
mod search;
mod selection;
mod sequential;
#[cfg(test)]
mod tests;
mod unmet;
mod validate;

pub use bounds::{BoundReason, Proof};
pub use explain::Reason;
pub use selection::{SelectionError, select_epics};
pub use validate::{Violation, validate};

use serde::{Deserialize, Serialize};

use crate::backlog::Backlog;
use crate::graph::Graph;
use crate::source::Diagnostic;
use problem::Problem;

/// How batches are filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// Fewest batches, then even load, then close to the priority order.
    #[default]
    Balanced,
    /// Reading order: a batch is closed at the first story that does not fit.
    Sequential,
}

impl Strategy {
    /// `balanced` or `sequential`.
    pub fn as_str(self) -> &'static str {
        match self {
            Strategy::Balanced => "balanced",
            Strategy::Sequential => "sequential",
        }
    }

    /// The strategy of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Strategy::Balanced, Strategy::Sequential]
            .into_iter()
            .find(|s| s.as_str() == name)
    }
}

/// How registry files (lock files, barrels, …) bind the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegistryRule {
    /// As any other file.
    #[default]
    Strict,
    /// Shown as conflicts, but two stories that share only these may share a batch.
    Warn,
}

/// What the user can set about planning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanSettings {
    /// Most stories in a batch, 1 to 20.
    pub batch_size: usize,
    /// How batches are filled.
    pub strategy: Strategy,
    /// How registry files bind.
    pub registry: RegistryRule,
    /// Which epics to plan, in the words of [`select_epics`]; `None` for all.
    pub epics: Option<String>,
    /// Tokens that any story costs.
    pub token_base: u32,
    /// Tokens for each point of complexity.
    pub token_rate: u32,
}

/// The smallest and largest batch size.
pub const BATCH_SIZES: std::ops::RangeInclusive<usize> = 1..=20;

impl Default for PlanSettings {
    fn default() -> Self {
        Self {
            batch_size: 3,
            strategy: Strategy::Balanced,
            registry: RegistryRule::Strict,
            epics: None,
            token_base: 50_000,
            token_rate: 10_000,
        }
    }
}

impl PlanSettings {
    /// Estimated tokens of a story of this complexity.
    pub fn tokens(&self, complexity: u32) -> u64 {
        u64::from(self.token_base) + u64::from(self.token_rate) * u64::from(complexity)
    }
}

/// One batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its number, from 1.
    pub id: u32,
    /// Indices into [`Backlog::stories`], in priority order.
    pub stories: Vec<usize>,
    /// Sum of the stories' complexity.
    pub complexity: u32,
    /// Sum of the stories' estimated tokens.
    pub tokens: u64,
}

/// A validated plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// How it was made.
    pub strategy: Strategy,
    /// Most stories in a batch.
    pub batch_size: usize,
    /// The batches, in order.
    pub batches: Vec<Batch>,
    /// How few batches there can be, and why.
    pub proof: Proof,
    /// Planned stories whose files are known.
    pub files_known: usize,
    /// For each story of the backlog: batch position (from 0), where planned.
    pub placement: Vec<Option<usize>>,
    /// For each story: by how many batches the longest chain through it is shorter than the plan
    /// (0: any delay of it delays the end), where planned.
    pub slack: Vec<Option<u32>>,
}

/// Why no plan could be given.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// The epic selection could not be read.
    #[error(transparent)]
    Selection(#[from] SelectionError),
    /// Batch size outside [`BATCH_SIZES`].
    #[error("batch size {0} is outside 1 to 20")]
    BatchSize(usize),
    /// The validator refused the plan: a defect of Sprintloom, never handed out as a plan.
    #[error("the plan failed its own validation: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Violation>),
}

impl Plan {
    /// Number of planned stories.
    pub fn total_stories(&self) -> usize {
        self.batches.iter().map(|batch| batch.stories.len()).sum()
    }

    /// What the plan has to say of its own: prerequisites that are neither done nor planned.
    pub fn diagnostics(&self, backlog: &Backlog, graph: &Graph) -> Vec<Diagnostic> {
        unmet::diagnostics(self, backlog, graph)
    }

    /// Why the story stands in its batch and not in the one before.
    pub fn reasons(
        &self,
        backlog: &Backlog,
        graph: &Graph,
        settings: &PlanSettings,
        story: usize,
    ) -> Vec<Reason> {
        explain::reasons(self, backlog, graph, settings, story)
    }
}

/// Plans the pending stories of the backlog.
pub fn plan(backlog: &Backlog, graph: &Graph, settings: &PlanSettings) -> Result<Plan, PlanError> {
    if !BATCH_SIZES.contains(&settings.batch_size) {
        return Err(PlanError::BatchSize(settings.batch_size));
    }
    let problem = Problem::new(backlog, graph, settings)?;
    let (assignment, lower_bound, reason) = match settings.strategy {
        Strategy::Balanced => balance::schedule(&problem),
        Strategy::Sequential => {
            // The proof is about the backlog, not about the strategy: what `balanced` can show of
            // it holds for this plan too.
            let (_, lower_bound, reason) = balance::schedule(&problem);
            (sequential::schedule(&problem), lower_bound, reason)
        }
    };
    let plan = problem.finish(assignment, lower_bound, reason, backlog, settings);
    let violations = validate(&plan, backlog, graph, settings);
    if violations.is_empty() {
        Ok(plan)
    } else {
        Err(PlanError::Invalid(violations))
    }
}
