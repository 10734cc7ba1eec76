//! Batches for the open stories, with the proof of how few there can be.

mod balance;
mod bottlenecks;
mod bounds;
mod comparison;
mod exact;
mod explain;
mod given;
mod list_schedule;
mod near;
mod ownership;
mod pins;
mod problem;
#[cfg(test)]
pub(crate) mod properties;
mod search;
mod selection;
mod sequential;
mod sets;
#[cfg(test)]
mod setting_tests;
mod settings;
#[cfg(test)]
mod tests;
mod unmet;
mod validate;

pub use bottlenecks::{Bottleneck, HeldBy, bottlenecks};
pub use bounds::{BoundReason, Proof};
pub use comparison::{Comparison, compare};
pub use explain::Reason;
pub use given::plan_given;
pub use ownership::{OwnedPath, ownership};
pub use pins::{PinRefusal, RefusedPin};
pub use selection::{SelectionError, select_epics};
pub use settings::{
    BATCH_SIZES, EffortSource, EpicOrder, Pin, PlanSettings, RegistryRule, Strategy, UnknownFiles,
};
pub use validate::{Violation, validate};

use crate::backlog::Backlog;
use crate::graph::Graph;
use crate::source::{Code, Diagnostic};
use problem::Problem;

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
    /// The longest chain of dependencies, first to last (indices into the backlog).
    pub critical_path: Vec<usize>,
    /// With [`EpicOrder::Hard`]: neighbours in an epic's order that dependencies turn round.
    pub out_of_order: Vec<(usize, usize)>,
    /// Stories that are estimated above the token budget of a batch; each is alone in one.
    pub over_budget: Vec<usize>,
    /// Pins that the plan does not follow, with the reason.
    pub refused: Vec<RefusedPin>,
    /// What fits into the token budget of the sprint, where one is set.
    pub sprint: Option<SprintLine>,
}

/// The sprint's token budget as a line across the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SprintLine {
    /// The budget.
    pub budget: u64,
    /// The first so many batches fit; the line is below them.
    pub batches: usize,
    /// Estimated tokens of these.
    pub tokens: u64,
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
    /// A budget of no tokens for a batch.
    #[error("a batch needs a budget of at least one token")]
    BatchTokens,
    /// The pinned stories leave no plan: a defect, as pins that cannot be met are refused before.
    #[error("no plan was found around the pinned stories")]
    Pins,
    /// The validator refused the plan: a defect of Sprintloom, never handed out as a plan.
    #[error("the plan failed its own validation: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Violation>),
}

impl Plan {
    /// Number of planned stories.
    pub fn total_stories(&self) -> usize {
        self.batches.iter().map(|batch| batch.stories.len()).sum()
    }

    /// What the plan has to say of its own: prerequisites that are neither done nor planned,
    /// pins that could not be followed, stories over the budget of a batch.
    pub fn diagnostics(&self, backlog: &Backlog, graph: &Graph) -> Vec<Diagnostic> {
        let mut found = unmet::diagnostics(self, backlog, graph);
        for pin in &self.refused {
            let message = format!(
                "Story {} cannot stand in batch {}: {}",
                pin.story, pin.batch, pin.reason
            );
            found.push(Diagnostic::new(Code::RefusedPin, None, message));
        }
        for story in self
            .over_budget
            .iter()
            .filter_map(|&at| backlog.stories.get(at))
        {
            let message = format!(
                "Story {} alone is estimated above the token budget of a batch",
                story.key
            );
            found.push(
                Diagnostic::new(Code::OverBudget, story.declared.clone(), message)
                    .with_hint("Divide it, or raise the budget."),
            );
        }
        found
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
    plan_near(backlog, graph, settings, &[])
}

/// Which of the pins could not be met, without a plan; `kept` as for [`plan_near`].
pub(crate) fn refused_pins(
    backlog: &Backlog,
    graph: &Graph,
    settings: &PlanSettings,
    kept: &[Option<u32>],
) -> Vec<RefusedPin> {
    match Problem::new(backlog, graph, settings) {
        Ok(mut problem) => {
            problem.keep(kept);
            pins::settle(&mut problem, backlog, settings)
        }
        Err(_) => Vec::new(),
    }
}

/// Plans them again: of plans with equally few batches one that keeps the most stories where they
/// were. `kept` has, for each story of the backlog, the position (from 0) of the batch that it had
/// better keep; a story that it says nothing of may go anywhere.
pub fn plan_near(
    backlog: &Backlog,
    graph: &Graph,
    settings: &PlanSettings,
    kept: &[Option<u32>],
) -> Result<Plan, PlanError> {
    if !BATCH_SIZES.contains(&settings.batch_size) {
        return Err(PlanError::BatchSize(settings.batch_size));
    }
    if settings.batch_tokens == Some(0) {
        return Err(PlanError::BatchTokens);
    }
    let mut problem = Problem::new(backlog, graph, settings)?;
    problem.keep(kept);
    let refused = pins::settle(&mut problem, backlog, settings);
    // The proof is about the backlog, not about the strategy: what `balanced` can show of it holds
    // for a sequential plan too.
    let (mut assignment, lower_bound, reason) =
        balance::schedule(&problem).ok_or(PlanError::Pins)?;
    if settings.strategy == Strategy::Sequential {
        assignment = sequential::schedule(&problem).unwrap_or(assignment);
    }
    let mut plan = problem.finish(assignment, lower_bound, reason, backlog, graph, settings);
    plan.refused = refused;
    let violations = validate(&plan, backlog, graph, settings);
    if violations.is_empty() {
        Ok(plan)
    } else {
        Err(PlanError::Invalid(violations))
    }
}
