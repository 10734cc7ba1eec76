//! The words that a status file may have.

use crate::backlog::Status;

/// The words that a key of the status file may have: those of stories, epics and retrospectives.
/// The first five are the ladder of stories.
pub const LEGAL_STATUSES: &[&str] = &[
    "backlog",
    "ready-for-dev",
    "in-progress",
    "review",
    "done",
    "blocked",
    "dropped",
    "superseded",
    "awaiting-operator",
    "optional",
];

/// The statuses of stories that come one after the other.
pub(super) const LADDER: [Status; 5] = [
    Status::Backlog,
    Status::ReadyForDev,
    Status::InProgress,
    Status::Review,
    Status::Done,
];

/// What an epic can be.
pub(super) const EPICS: &[&str] = &["backlog", "in-progress", "done"];
/// What a retrospective can be.
pub(super) const RETROSPECTIVES: &[&str] = &["optional", "done"];
/// What an action item can be.
pub(super) const ACTION_ITEMS: &[&str] = &["open", "in-progress", "done"];

/// The words that a story may have: the ladder, then what lies beside it.
pub fn story_statuses() -> impl Iterator<Item = &'static str> {
    LEGAL_STATUSES
        .iter()
        .copied()
        .filter(|word| is_legal_story(word))
}

/// Whether a story's status may be called so.
pub(super) fn is_legal_story(word: &str) -> bool {
    word != "optional" && LEGAL_STATUSES.contains(&word)
}
