//! The plan as the board shows it.

use serde::{Deserialize, Serialize};

/// The batches and the sentence that proves them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
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
    /// Mean complexity of a batch.
    pub mean: f64,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
