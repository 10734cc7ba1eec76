//! What the user can set about planning.

use crate::backlog::{Backlog, Story};
use crate::ordering;

/// An enum of settings whose values have names, the same in JSON, in options and on screen.
macro_rules! named {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])+ $value:ident = $text:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub enum $name { $($(#[$doc])+ $value,)+ }

        impl $name {
            /// Every value, the default first.
            pub const ALL: &'static [$name] = &[$($name::$value,)+];

            /// Its name.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$value => $text,)+ }
            }

            /// The value of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == name)
            }
        }
    };
}

named! {
    /// How batches are filled.
    Strategy {
        /// Fewest batches, then even load, then close to the priority order.
        #[default]
        Balanced = "balanced",
        /// Reading order: a batch is closed at the first story that does not fit.
        Sequential = "sequential",
    }
}

named! {
    /// How registry files (lock files, barrels, …) bind the plan.
    RegistryRule {
        /// As any other file.
        #[default]
        Strict = "strict",
        /// Shown as conflicts, but two stories that share only these may share a batch.
        Warn = "warn",
    }
}

named! {
    /// What to make of a story of which no file is known.
    UnknownFiles {
        /// It collides with nothing.
        #[default]
        NoConflicts = "no-conflicts",
        /// It may collide with everything: a batch of its own.
        Alone = "alone",
        /// It may collide with its like: no two such stories of one epic share a batch.
        ApartInEpic = "apart-in-epic",
    }
}

named! {
    /// What a story's complexity is taken from.
    EffortSource {
        /// Acceptance criteria and top-level tasks.
        #[default]
        Complexity = "complexity",
        /// Story points, rounded up; a story without any counts as the median of the others.
        Points = "points",
    }
}

named! {
    /// Whether the stories of an epic keep their order.
    EpicOrder {
        /// Only dependencies bind.
        #[default]
        Free = "free",
        /// Of plans equally short and even, one that keeps more of the order.
        Soft = "soft",
        /// Each story of an epic in a later batch than the one before it, unless dependencies say
        /// the opposite.
        Hard = "hard",
    }
}

/// A story that the user has put into a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// The story's key.
    pub story: String,
    /// The batch's id, from 1.
    pub batch: u32,
}

/// What the user can set about planning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanSettings {
    /// Most stories in a batch, 1 to 20.
    pub batch_size: usize,
    /// How batches are filled.
    pub strategy: Strategy,
    /// How registry files bind.
    pub registry: RegistryRule,
    /// Which epics to plan, in the words of [`select_epics`](super::select_epics()); `None` for all.
    pub epics: Option<String>,
    /// Tokens that any story costs.
    pub token_base: u32,
    /// Tokens for each point of complexity.
    pub token_rate: u32,
    /// Most tokens in a batch; a story that is estimated above it gets a batch of its own.
    pub batch_tokens: Option<u64>,
    /// Tokens of the whole sprint: a line across the plan, see [`Plan::sprint`](super::Plan::sprint).
    pub sprint_tokens: Option<u64>,
    /// What to make of stories without known files.
    pub unknown_files: UnknownFiles,
    /// What complexity is taken from.
    pub effort: EffortSource,
    /// Whether the stories of an epic keep their order.
    pub epic_order: EpicOrder,
    /// Stories that the user has put into a batch. What cannot be is refused with a reason, see
    /// [`Plan::refused`](super::Plan::refused).
    pub pins: Vec<Pin>,
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
            batch_tokens: None,
            sprint_tokens: None,
            unknown_files: UnknownFiles::NoConflicts,
            effort: EffortSource::Complexity,
            epic_order: EpicOrder::Free,
            pins: Vec::new(),
        }
    }
}

impl PlanSettings {
    /// Whether both make the same plans. Without a token budget of a batch, estimates decide
    /// nothing.
    pub fn plans_like(&self, other: &Self) -> bool {
        let mut other = other.clone();
        if self.batch_tokens.is_none() {
            (other.token_base, other.token_rate) = (self.token_base, self.token_rate);
        }
        *self == other
    }

    /// Estimated tokens of a story of this complexity.
    pub fn tokens(&self, complexity: u32) -> u64 {
        u64::from(self.token_base) + u64::from(self.token_rate) * u64::from(complexity)
    }

    /// The complexity of every story of the backlog, at least 1, by the chosen source.
    pub fn complexities(&self, backlog: &Backlog) -> Vec<u32> {
        let points = |story: &Story| {
            let tenths = story.effort.as_ref()?.points_tenths?;
            // More than any story has; squares of sums stay far from the largest number.
            Some(tenths.div_ceil(10).clamp(1, 100_000))
        };
        let mut declared: Vec<u32> = match self.effort {
            EffortSource::Complexity => Vec::new(),
            EffortSource::Points => backlog.stories.iter().filter_map(points).collect(),
        };
        ordering::sort(&mut declared);
        match declared.get(declared.len() / 2) {
            None => backlog.stories.iter().map(Story::complexity).collect(),
            Some(&median) => backlog
                .stories
                .iter()
                .map(|story| points(story).unwrap_or(median))
                .collect(),
        }
    }
}
