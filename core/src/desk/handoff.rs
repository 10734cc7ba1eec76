//! Who takes a story next.

use super::Readiness;
use crate::backlog::{Status, Story, StoryKind};

/// Where a story goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    /// Developers, for implementation.
    Dev,
    /// Operations engineering, for deployment.
    DevOps,
    /// The platform team, for monitoring and operation.
    Platform,
    /// Architect or product manager, to clear what is in the way.
    Clarify,
}

impl Route {
    /// The name for people and for files.
    pub fn as_str(self) -> &'static str {
        match self {
            Route::Dev => "Dev",
            Route::DevOps => "DevOps",
            Route::Platform => "Platform team",
            Route::Clarify => "Architect/PM",
        }
    }

    /// What for.
    pub fn purpose(self) -> &'static str {
        match self {
            Route::Dev => "for implementation",
            Route::DevOps => "for deployment",
            Route::Platform => "for monitoring and operation",
            Route::Clarify => "for clarification",
        }
    }
}

/// Where the story goes: what is blocked to who can clear it, the rest by its kind.
pub fn route(story: &Story, readiness: Readiness) -> Route {
    if readiness == Readiness::Blocked || story.status == Status::Blocked {
        return Route::Clarify;
    }
    match story.kind {
        StoryKind::Feature | StoryKind::Spike => Route::Dev,
        StoryKind::Infrastructure | StoryKind::Migration | StoryKind::Security => Route::DevOps,
        StoryKind::Operational => Route::Platform,
    }
}
