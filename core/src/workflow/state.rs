//! The state of a run: what `STATE.md` holds.

use super::phases::{PHASES, Phase};

/// How far a phase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PhaseStatus {
    /// Not begun.
    #[default]
    Pending,
    /// Running: its output is awaited.
    InProgress,
    /// Before it, somebody has to approve.
    AwaitingApproval,
    /// Ended with its success signal.
    Complete,
    /// Ended without it.
    Failed,
    /// Ended with a reason that a person has to see to.
    Blocked,
    /// Left out.
    Skipped,
}

impl PhaseStatus {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        PhaseStatus::Pending,
        PhaseStatus::InProgress,
        PhaseStatus::AwaitingApproval,
        PhaseStatus::Complete,
        PhaseStatus::Failed,
        PhaseStatus::Blocked,
        PhaseStatus::Skipped,
    ];

    /// The word in `STATE.md`.
    pub fn as_str(self) -> &'static str {
        match self {
            PhaseStatus::Pending => "pending",
            PhaseStatus::InProgress => "in_progress",
            PhaseStatus::AwaitingApproval => "awaiting_approval",
            PhaseStatus::Complete => "complete",
            PhaseStatus::Failed => "failed",
            PhaseStatus::Blocked => "blocked",
            PhaseStatus::Skipped => "skipped",
        }
    }

    /// Whether the next phase may begin.
    pub fn is_behind(self) -> bool {
        matches!(self, PhaseStatus::Complete | PhaseStatus::Skipped)
    }
}

/// One phase of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PhaseState {
    /// How far it is.
    pub status: PhaseStatus,
    /// The signal that ended it, in capitals, with its reason.
    pub signal: Option<String>,
    /// When it ended well, as text: the core knows no clock.
    pub completed_at: Option<String>,
    /// Thousands of tokens that all tries of this phase took.
    pub tokens: Option<u32>,
    /// Thousands of them that the agent wrote, where that is known.
    pub tokens_out: Option<u32>,
    /// Fields that Sprintloom does not know, each with its lines as they were.
    pub foreign: Vec<String>,
}

/// In which form `STATE.md` holds its YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// In a fence under a Markdown heading.
    #[default]
    Fenced,
    /// The whole file.
    Bare,
    /// Between `---` on top.
    Frontmatter,
}

/// The state of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunState {
    /// The story, as the command named it.
    pub story_id: String,
    /// Folder of the feature, where the file names one.
    pub feature_dir: Option<String>,
    /// `1.0`, or what the file says.
    pub workflow_version: String,
    /// When the run was started first, as text.
    pub started_at: String,
    /// The phase that runs, waits, or ran last: 1 to 6.
    pub current_phase: u8,
    /// First phase of the range, 1 to 6.
    pub from_phase: u8,
    /// Last phase of the range, `from_phase` to 6.
    pub to_phase: u8,
    /// Phases before which somebody approves: bit 0 is phase 1.
    pub approve: u8,
    /// The six phases.
    pub phases: [PhaseState; 6],
    /// Why the run stopped, as a clause.
    pub last_error: Option<String>,
    /// The phase to go on with, where the run stopped or its range ended.
    pub resume_from: Option<u8>,
    /// Fields that Sprintloom does not know, each with its lines as they were.
    pub foreign: Vec<String>,
    /// The form of the file.
    pub form: Form,
    /// Phases of a newer version, each with its lines as they were.
    pub foreign_phases: Vec<String>,
    /// What stands before the YAML in the file: a heading.
    pub before: String,
    /// What stands after it: notes.
    pub after: String,
}

/// The version of the workflow that Sprintloom writes.
pub const VERSION: &str = "1.0";

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Set up, nothing begun.
    Ready,
    /// This phase runs.
    Running(u8),
    /// Somebody has to approve before this phase.
    Waiting(u8),
    /// Stopped by the user at this phase.
    Stopped(u8),
    /// This phase is blocked.
    Blocked(u8),
    /// This phase failed.
    Failed(u8),
    /// All phases of the range are behind.
    Finished,
}

impl RunState {
    /// A run that is set up: phases before `from` skipped, the others pending. `from` and `to` are
    /// brought into 1 to 6.
    pub fn new(story_id: &str, at: &str, from: u8, to: u8, approve: u8) -> Self {
        let from = from.clamp(1, 6);
        let mut phases: [PhaseState; 6] = Default::default();
        for phase in phases.iter_mut().take(usize::from(from) - 1) {
            phase.status = PhaseStatus::Skipped;
        }
        Self {
            story_id: story_id.to_owned(),
            feature_dir: None,
            workflow_version: VERSION.to_owned(),
            started_at: at.to_owned(),
            current_phase: from,
            from_phase: from,
            to_phase: to.clamp(from, 6),
            approve: approve & 0b11_1111,
            phases,
            last_error: None,
            resume_from: None,
            foreign: Vec::new(),
            form: Form::Fenced,
            foreign_phases: Vec::new(),
            before: format!("# Workflow state: {story_id}\n\n"),
            after: String::new(),
        }
    }

    /// The phase with this number.
    pub fn phase(&self, number: u8) -> Option<&PhaseState> {
        self.phases.get(usize::from(number).checked_sub(1)?)
    }

    pub(super) fn phase_mut(&mut self, number: u8) -> Option<&mut PhaseState> {
        self.phases.get_mut(usize::from(number).checked_sub(1)?)
    }

    /// The phases with their rows of the table.
    pub fn rows(&self) -> impl Iterator<Item = (&'static Phase, &PhaseState)> {
        PHASES.iter().zip(&self.phases)
    }

    /// The first phase with this status.
    pub(super) fn first(&self, status: PhaseStatus) -> Option<u8> {
        let row = self.rows().find(|(_, phase)| phase.status == status);
        row.map(|(phase, _)| phase.number)
    }

    /// Whether somebody approves before this phase.
    pub fn has_gate(&self, number: u8) -> bool {
        (1..=6).contains(&number) && self.approve & gate(number) != 0
    }

    /// How the run stands.
    pub fn outcome(&self) -> Outcome {
        for (status, outcome) in [
            (
                PhaseStatus::InProgress,
                Outcome::Running as fn(u8) -> Outcome,
            ),
            (PhaseStatus::AwaitingApproval, Outcome::Waiting),
            (PhaseStatus::Failed, Outcome::Failed),
            (PhaseStatus::Blocked, Outcome::Blocked),
        ] {
            if let Some(phase) = self.first(status) {
                return outcome(phase);
            }
        }
        match (self.next_pending(), self.resume_from) {
            (None, _) => Outcome::Finished,
            (Some(_), Some(phase)) => Outcome::Stopped(phase),
            (Some(_), None) => Outcome::Ready,
        }
    }

    /// The first phase of the range that is not behind.
    pub(super) fn next_pending(&self) -> Option<u8> {
        let inside = |number: u8| (self.from_phase..=self.to_phase).contains(&number);
        let row = self
            .rows()
            .find(|(row, phase)| inside(row.number) && !phase.status.is_behind());
        row.map(|(row, _)| row.number)
    }

    /// Thousands of tokens of all phases.
    pub fn total_tokens(&self) -> u32 {
        let known = self.phases.iter().filter_map(|phase| phase.tokens);
        known.fold(0, u32::saturating_add)
    }

    /// The line with which the workflow says how it stands; `None` while it runs, waits, or has not
    /// begun.
    pub fn workflow_signal(&self) -> Option<String> {
        let why = self.last_error.as_deref().unwrap_or("no reason is known");
        match self.outcome() {
            Outcome::Finished => Some("WORKFLOW COMPLETE".to_owned()),
            Outcome::Failed(_) => Some(format!("WORKFLOW FAILED: {why}")),
            Outcome::Blocked(_) | Outcome::Stopped(_) => Some(format!("WORKFLOW BLOCKED: {why}")),
            Outcome::Ready | Outcome::Running(_) | Outcome::Waiting(_) => None,
        }
    }
}

/// The bit of a phase in [`RunState::approve`].
pub(super) fn gate(number: u8) -> u8 {
    1_u8.checked_shl(u32::from(number.saturating_sub(1)))
        .unwrap_or(0)
}
