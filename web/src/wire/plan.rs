//! The plan as the board shows it.

use super::codec::{wire_enum, wire_struct};

/// The batches and the sentence that proves them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlanView {
    /// The batches in order.
    pub batches: Vec<BatchRow>,
    /// Stories that take no batch any more, in document order.
    pub finished: Vec<u32>,
    /// `7 batches, the fewest possible`.
    pub summary: String,
    /// What follows the summary: why there cannot be fewer.
    pub because: Vec<Part>,
    /// The stories that the reason is about.
    pub bound_stories: Vec<u32>,
    /// The files known, as a sentence; empty where all are.
    pub files_note: String,
    /// Whether the plan meets its lower bound.
    pub optimal: bool,
    /// Mean complexity of a batch, in tenths.
    pub mean_tenths: u32,
    /// Greatest complexity of a batch.
    pub most: u32,
    /// Stories planned.
    pub stories: u32,
    /// Most stories in a batch.
    pub batch_size: u32,
    /// Name of the strategy.
    pub strategy: String,
    /// For each story: by how many batches it may come later; `None` where not planned.
    pub slack: Vec<Option<u32>>,
    /// The longest chain of dependencies, first to last.
    pub critical: Vec<u32>,
    /// Stories that stand where the user has put them.
    pub pinned: Vec<u32>,
    /// Wishes of the user that the plan does not follow.
    pub refused: Vec<RefusedRow>,
    /// The sprint's budget, where one is set.
    pub sprint: Option<SprintRow>,
}

/// A story that cannot stand in the batch that the user has put it into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// The story's key.
    pub story: String,
    /// The batch's number.
    pub batch: u32,
    /// Why, as the rest of a sentence.
    pub reason: String,
}

/// What fits into the sprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SprintRow {
    /// The first so many batches fit.
    pub batches: u32,
    /// `~1.2M of ~1.5M tokens`.
    pub words: String,
}

/// One batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRow {
    /// Its number, from 1.
    pub id: u32,
    /// Its stories.
    pub stories: Vec<u32>,
    /// Sum of complexity.
    pub complexity: u32,
    /// Estimated tokens, such as `~130K`, or `~130K of ~200K` where a batch has a budget.
    pub tokens: String,
    /// Whether they are above the budget of a batch.
    pub over_budget: bool,
}

/// A piece of a sentence that may be a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Text(String),
    /// The words that stand for the reason itself.
    Reason(String),
    /// A story.
    Story(u32),
    /// A path.
    Path(String),
}

wire_struct!(PlanView {
    batches,
    finished,
    summary,
    because,
    bound_stories,
    files_note,
    optimal,
    mean_tenths,
    most,
    stories,
    batch_size,
    strategy,
    slack,
    critical,
    pinned,
    refused,
    sprint,
});
wire_struct!(BatchRow {
    id,
    stories,
    complexity,
    tokens,
    over_budget
});
wire_struct!(RefusedRow {
    story,
    batch,
    reason
});
wire_struct!(SprintRow { batches, words });
wire_enum!(Part { 0 => Text(words), 1 => Reason(words), 2 => Story(at), 3 => Path(path) });
