//! Which story a command names, and what its run says of its status.

use super::state::{PhaseStatus, RunState};
use crate::backlog::{Backlog, Status};
use crate::source::letters::Lowercase;

/// The story that somebody names: its key (`3-1`, `3.1`, `STORY-007`), its long key, or its key
/// after the word story (`STORY-3-1`), in whatever case.
pub fn find_story(backlog: &Backlog, typed: &str) -> Option<usize> {
    let typed = typed.trim().lowercase();
    let dashed = typed.replace('.', "-");
    let bare = dashed
        .strip_prefix("story-")
        .or_else(|| dashed.strip_prefix("story "));
    let is = |wanted: &str, dots: bool| {
        backlog.stories.iter().position(|story| {
            let same = |key: &str| {
                let key = key.lowercase();
                key == wanted || (dots && key.replace('.', "-") == wanted)
            };
            same(story.key.as_str()) || story.status_key.as_deref().is_some_and(same)
        })
    };
    is(&typed, false)
        .or_else(|| is(&dashed, true))
        .or_else(|| is(bare?, true))
}

/// The status that a story has by its run; `None` where the run says nothing of it. What failed
/// or is blocked keeps the status that it had reached.
pub fn status_of(run: &RunState) -> Option<Status> {
    let reached = |number: u8| {
        let status = run.phase(number).map(|phase| phase.status);
        status.is_some_and(|status| {
            !matches!(
                status,
                PhaseStatus::Pending | PhaseStatus::Skipped | PhaseStatus::AwaitingApproval
            )
        })
    };
    let complete =
        |number: u8| run.phase(number).map(|phase| phase.status) == Some(PhaseStatus::Complete);
    if complete(6) {
        Some(Status::Done)
    } else if reached(5) || reached(4) {
        Some(Status::Review)
    } else if reached(3) {
        Some(Status::InProgress)
    } else if complete(2) {
        Some(Status::ReadyForDev)
    } else {
        None
    }
}
