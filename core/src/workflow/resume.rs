//! Where a run that stopped can go on.

use super::state::{Outcome, RunState};
use super::step::name;

/// One way to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResumeChoice {
    /// The phase to start from.
    pub phase: u8,
    /// The command that does so.
    pub command: String,
    /// What it means: "implement again".
    pub what: String,
}

/// The ways to go on with a run that stopped, the likeliest first; none for one that runs, waits,
/// or has nothing left.
pub fn resume_choices(run: &RunState) -> Vec<ResumeChoice> {
    let from: &[u8] = match (run.outcome(), run.resume_from) {
        (Outcome::Running(_) | Outcome::Waiting(_), _) => &[],
        // What the check found is mended in the phase before it, or by hand.
        (Outcome::Failed(2), _) => &[2, 1],
        (Outcome::Failed(4), _) => &[4, 3],
        (Outcome::Failed(5), _) => &[5, 3],
        (Outcome::Failed(phase) | Outcome::Blocked(phase) | Outcome::Stopped(phase), _) => &[phase],
        (Outcome::Ready, _) => &[run.next_pending().unwrap_or(1)],
        (Outcome::Finished, Some(phase)) => &[phase],
        (Outcome::Finished, None) => &[],
    };
    let choice = |&phase: &u8| ResumeChoice {
        phase,
        command: resume_command(run, phase),
        what: match (run.outcome(), phase) {
            (Outcome::Failed(at), phase) if at != phase => {
                format!("mend it in phase {phase} ({})", name(phase))
            }
            (Outcome::Failed(_) | Outcome::Blocked(_), _) => {
                format!("phase {phase} ({}) again", name(phase))
            }
            _ => format!("go on with phase {phase} ({})", name(phase)),
        },
    };
    from.iter().map(choice).collect()
}

/// The command that goes on from a phase. What the run was started with is in its state.
pub fn resume_command(run: &RunState, phase: u8) -> String {
    format!("/scrum-master {} --from={phase}", run.story_id)
}
