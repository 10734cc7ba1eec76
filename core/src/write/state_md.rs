//! `STATE.md` of a workflow run: YAML under a Markdown heading.

use super::yaml::scalar;
use crate::workflow::PHASES;

/// What starts a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunStart<'a> {
    /// The story, as the command names it.
    pub story_id: &'a str,
    /// When, as text (the core knows no clock).
    pub started_at: &'a str,
    /// First phase, 1 to 6.
    pub from_phase: u8,
    /// Last phase, `from_phase` to 6.
    pub to_phase: u8,
    /// Phases (by their word) that wait for approval.
    pub approve_phases: &'a [&'a str],
}

/// The `STATE.md` of a fresh run: phases before the first one skipped, the others pending.
pub fn state_md(start: &RunStart<'_>) -> String {
    let approve = start
        .approve_phases
        .iter()
        .map(|phase| scalar(phase))
        .collect::<Vec<_>>()
        .join(", ");
    let mut out = format!(
        "# Workflow state: {title}\n\n```yaml\nstory_id: {id}\nworkflow_version: 1.0\nstarted_at: {at}\n\
         current_phase: {from}\nfrom_phase: {from}\nto_phase: {to}\napprove_phases: [{approve}]\n\nphases:\n",
        title = start.story_id,
        id = scalar(start.story_id),
        at = scalar(start.started_at),
        from = start.from_phase,
        to = start.to_phase,
    );
    for phase in &PHASES {
        out.push_str(&format!(
            "  {}:\n    status: {}\n    signal: null\n    completed_at: null\n    tokens_used: null\n",
            phase.key,
            if phase.number < start.from_phase { "skipped" } else { "pending" }
        ));
    }
    out.push_str("\nlast_error: null\nresume_from: null\n```\n");
    out
}
