//! The project: what the user gave, and nothing that can be computed.
//!
//! State changes in one place, [`Project::apply`]. Everything else is [`derive`](derive()).

#[cfg(test)]
mod correction_tests;
mod corrections;
mod derive;
mod desk;
mod event;
mod history;
#[cfg(test)]
mod run_tests;
mod runs;
mod simulation;
#[cfg(test)]
mod status_tests;
mod statuses;
#[cfg(test)]
mod tests;

pub use corrections::{Draft, Scenario};
pub use derive::{Derived, Readings, derive};
pub use desk::{AcceptError, Shelf, accept, story_folder};
pub use event::{ApplyError, Event};
pub use history::{History, Step};
pub use runs::{KnownRun, RunError, run_files, run_stories, spent};
pub use simulation::{Simulation, simulate};
pub use statuses::{StatusError, StatusSet, set_status};

use crate::correct::Applied;
use crate::graph::GraphRules;
use crate::plan::PlanSettings;
use crate::progress::Recorded;
use crate::source::Document;
use crate::workflow::Run;
use crate::workflow::tokens::Prices;

/// What the user gave: documents, settings, corrections of the sprint, runs of its stories.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Project {
    /// The name the user gave, if any; shown instead of the one in the documents.
    pub name: Option<String>,
    /// Documents by path, each path once, in path order.
    pub documents: Vec<Document>,
    /// Settings.
    pub settings: Settings,
    /// Corrections that were applied, oldest first. The sprint goes on by the last one's plan.
    pub corrections: Vec<Applied>,
    /// Corrections that are only thought of, by name, each name once, in the order of names.
    pub scenarios: Vec<Scenario>,
    /// Runs of stories, each story once, in the order of their ids.
    pub runs: Vec<Run>,
    /// Drafts of stories that nobody has accepted yet, by path.
    pub drafts: Vec<Document>,
    /// The user's own patterns, by path.
    pub patterns: Vec<Document>,
    /// What happened to stories and when, as it was noticed.
    pub record: Vec<Recorded>,
}

/// What the user can set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// Settings of planning.
    pub plan: PlanSettings,
    /// Settings of the graph: registry files, mentioned files, dependencies to leave out of circles.
    pub graph: GraphRules,
    /// Session id of messages; `None` for the default, `sprint-001`.
    pub session_id: Option<String>,
    /// What tokens cost.
    pub prices: Prices,
}

/// Session id of a plan asked for without one.
pub const DEFAULT_SESSION_ID: &str = "sprint-001";

impl Settings {
    /// The session id that messages carry.
    pub fn session_id(&self) -> &str {
        self.session_id.as_deref().unwrap_or(DEFAULT_SESSION_ID)
    }
}

impl Project {
    /// The document at `path`.
    pub fn document(&self, path: &str) -> Option<&Document> {
        self.position(path)
            .ok()
            .and_then(|at| self.documents.get(at))
    }

    /// Where the document is, or where it would go.
    fn position(&self, path: &str) -> Result<usize, usize> {
        self.documents
            .binary_search_by(|document| document.path.as_str().cmp(path))
    }
}
