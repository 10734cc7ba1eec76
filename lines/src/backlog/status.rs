//! Statuses: the legal ladder of stories and epics, and what lies beside it.

/// A story's status. The first five are the ladder of the status file, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Status {
    /// Not begun.
    #[default]
    Backlog,
    /// Drafted and ready (`ready-for-dev`; the old `drafted`).
    ReadyForDev,
    /// Being worked on.
    InProgress,
    /// In review or verification.
    Review,
    /// Finished.
    Done,
    /// Stopped until somebody does something about it; still to be planned.
    Blocked,
    /// Will not be done (cancelled, deferred, skipped).
    Dropped,
    /// Its work moved into another story.
    Superseded,
}

impl Status {
    /// The word as Sprintloom writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Backlog => "backlog",
            Status::ReadyForDev => "ready-for-dev",
            Status::InProgress => "in-progress",
            Status::Review => "review",
            Status::Done => "done",
            Status::Blocked => "blocked",
            Status::Dropped => "dropped",
            Status::Superseded => "superseded",
        }
    }

    /// Whether a plan still has to place this story.
    pub fn is_pending(self) -> bool {
        !matches!(self, Status::Done | Status::Dropped | Status::Superseded)
    }
}

/// An epic's status in the status file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum EpicStatus {
    /// No story begun.
    #[default]
    Backlog,
    /// Under way (the old `contexted`).
    InProgress,
    /// All stories done.
    Done,
}

impl EpicStatus {
    /// The word as the status file has it.
    pub fn as_str(self) -> &'static str {
        match self {
            EpicStatus::Backlog => "backlog",
            EpicStatus::InProgress => "in-progress",
            EpicStatus::Done => "done",
        }
    }
}
