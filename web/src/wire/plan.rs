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
    /// Estimated tokens, such as `~130K`.
    pub tokens: String,
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
});
wire_struct!(BatchRow {
    id,
    stories,
    complexity,
    tokens
});
wire_enum!(Part { 0 => Text(words), 1 => Reason(words), 2 => Story(at), 3 => Path(path) });
