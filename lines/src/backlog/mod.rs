//! The model: what planning documents say, freed of how they say it.

mod dependency;
mod key;
mod scope;
mod status;
mod story;

pub use dependency::{DependencyRef, Direction, Strength, Target};
pub use key::{EpicId, StoryKey, natural_order};
pub use scope::{Evidence, FileScope, Marker, ScopeKind};
pub use status::{EpicStatus, Status};
pub use story::{Effort, Epic, Item, Priority, Story, StoryKind, UserStory};

use crate::ordering::{self, Table};
use crate::source::DocumentKind;

/// Everything that the documents of a project say, joined.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Backlog {
    /// The documents read, in path order.
    pub documents: Vec<DocumentSummary>,
    /// Epics in natural order of their ids.
    pub epics: Vec<Epic>,
    /// Stories in document order: epics in natural order, within one as its document lists them.
    pub stories: Vec<Story>,
    /// `project` of the status file or the title of the first epics document.
    pub project: Option<String>,
    /// The order that the user gave: these stories come before all others.
    pub user_order: Vec<StoryKey>,
}

/// What one document turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSummary {
    /// Its path.
    pub path: String,
    /// Its detected kind.
    pub kind: DocumentKind,
    /// Number of lines.
    pub lines: usize,
    /// Number of bytes.
    pub bytes: usize,
    /// Epics declared in it.
    pub epics: usize,
    /// Stories declared in it (for a status file: named in it).
    pub stories: usize,
}

impl Backlog {
    /// Story key to its index in [`Backlog::stories`].
    pub fn index(&self) -> Table<&StoryKey, usize> {
        Table::new(
            self.stories
                .iter()
                .enumerate()
                .map(|(at, story)| (&story.key, at)),
        )
    }

    /// The story with this key.
    pub fn story(&self, key: &StoryKey) -> Option<&Story> {
        self.stories.iter().find(|story| story.key == *key)
    }

    /// The epic with this id.
    pub fn epic(&self, id: &EpicId) -> Option<&Epic> {
        self.epics.iter().find(|epic| epic.id == *id)
    }

    /// The priority order as ranks: for each story its place in that order, from 0. The user's own
    /// order first, then declared priority (none counts as medium), then document order.
    pub fn priority_ranks(&self) -> Vec<usize> {
        /// What a story without a declared priority counts as.
        const MEDIUM: u8 = 2;
        // Each key once: the first place that the user gave it counts.
        let own: Table<&StoryKey, usize> =
            Table::new((self.user_order.iter().enumerate()).map(|(place, key)| (key, place)));
        let mut order: Vec<usize> = (0..self.stories.len()).collect();
        ordering::sort_by_key(&mut order, |&at| {
            let story = self.stories.get(at);
            let declared = story.and_then(|story| story.priority.as_ref());
            let own = story.and_then(|story| own.get(&story.key).copied());
            (
                own.unwrap_or(usize::MAX),
                declared.map_or(MEDIUM, |priority| priority.rank),
                at,
            )
        });
        let mut ranks = vec![0; order.len()];
        for (rank, at) in order.into_iter().enumerate() {
            if let Some(slot) = ranks.get_mut(at) {
                *slot = rank;
            }
        }
        ranks
    }
}
