//! What a text says about what comes before what, before it is resolved to edges.

use super::{EpicId, StoryKey};
use crate::source::Place;

/// Which way a dependency points, seen from the story it is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Direction {
    /// This story waits for the targets.
    #[default]
    Requires,
    /// The targets wait for this story.
    Blocks,
}

/// How binding a dependency is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Strength {
    /// Constrains the plan.
    #[default]
    Hard,
    /// Said to be soft, optional or helpful: shown, and first to go in a cycle.
    Soft,
}

/// One thing that a dependency names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// One story.
    Story(StoryKey),
    /// All stories from the first to the second, in backlog order.
    Range(StoryKey, StoryKey),
    /// All stories of an epic.
    Epic(EpicId),
    /// All stories before this one in its epic (`None`) or in the epic named.
    AllPrevious(Option<EpicId>),
    /// All epics before this story's epic.
    AllPreviousEpics,
    /// Something that is no story: a package, a service, a pull request.
    External(String),
}

/// One dependency as the text states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DependencyRef {
    /// What it names. Where [`DependencyRef::alternatives`] holds, any one of them is enough.
    pub targets: Vec<Target>,
    /// Which way it points.
    pub direction: Direction,
    /// How binding it is.
    pub strength: Strength,
    /// `A or B`: one of the targets suffices (the plan waits for all, to be safe).
    pub alternatives: bool,
    /// The text says that it is met already ("merged", "complete").
    pub satisfied: bool,
    /// Where it stands.
    pub place: Place,
    /// The words themselves.
    pub text: String,
}
