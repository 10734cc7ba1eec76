//! The rules of a run. `docs/workflow.md` shows them as a table that a test makes from this code.

use super::phases::PHASES;
use super::signal::{self, Verdict};
use super::state::{Outcome, PhaseStatus, RunState};
use super::tokens::{self, Tokens};

/// Something that happened to a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunEvent {
    /// Started, or started again from a phase.
    Started {
        /// The story, as the command named it.
        story_id: String,
        /// First phase; `None` for 1, or where the run stopped.
        from: Option<u8>,
        /// Last phase; `None` for 6, or as it was.
        to: Option<u8>,
        /// Phases to approve, as in [`RunState::approve`]; `None` for none, or as it was.
        approve: Option<u8>,
        /// When.
        at: String,
    },
    /// Continue at the gate.
    Approved {
        /// When.
        at: String,
    },
    /// Leave the phase behind the gate out.
    Skipped {
        /// When.
        at: String,
    },
    /// Stop, at a gate or while a phase runs.
    Stopped,
    /// What the running phase printed.
    Output {
        /// All of it.
        text: String,
        /// When.
        at: String,
        /// Tokens it took, where somebody says so; else the output is asked.
        tokens: Option<Tokens>,
    },
    /// The running phase ended without output: a timeout, a crash.
    Failed {
        /// Why, as a clause.
        reason: String,
    },
}

/// Why an event does not fit a run. The run is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing was started.
    #[error("no run was started for this story")]
    NotStarted,
    /// The range is not within 1 to 6, or its ends are crossed.
    #[error("invalid phase range {0} to {1}: --from must not be above --to, both 1 to 6")]
    Range(u8, u8),
    /// The state is of another story.
    #[error("this is the run of {0}")]
    OtherStory(String),
    /// A phase runs, and what is asked for has to wait for it.
    #[error(
        "phase {} ({}) is running: capture its output, or stop it first", .0, name(*.0)
    )]
    Running(u8),
    /// Somebody has to approve first.
    #[error("phase {} ({}) waits for approval: continue, skip or stop first", .0, name(*.0))]
    Waiting(u8),
    /// Nothing waits for approval.
    #[error("no phase waits for approval")]
    NoGate,
    /// No phase runs that this could be about.
    #[error("no phase is running: start the run again with --from={0}")]
    NotRunning(u8),
    /// Set up but not begun.
    #[error("the run has not begun: start it first")]
    NotBegun,
    /// All phases are behind.
    #[error("all phases are complete: --from=N runs again from phase N")]
    Finished,
    /// The output is that of a phase that is complete: captured twice.
    #[error(
        "this output ends with the signal of phase {done} ({}), which is complete already; phase {running} ({}) is running",
        name(*.done), name(*.running)
    )]
    SignalOfFinished {
        /// The phase whose signal it is.
        done: u8,
        /// The phase that runs.
        running: u8,
    },
}

/// The name of a phase for people.
pub(super) fn name(number: u8) -> &'static str {
    let row = PHASES.iter().find(|phase| phase.number == number);
    row.map_or("unknown", |phase| phase.name)
}

/// The run after the event.
///
/// # Errors
/// When the event does not fit; nothing has changed then.
pub fn step(state: Option<RunState>, event: &RunEvent) -> Result<RunState, Refusal> {
    let mut run = match (event, state) {
        (
            RunEvent::Started {
                story_id,
                from,
                to,
                approve,
                at,
            },
            state,
        ) => return start(state, story_id, *from, *to, *approve, at),
        (_, None) => return Err(Refusal::NotStarted),
        (_, Some(run)) => run,
    };
    let outcome = run.outcome();
    match event {
        RunEvent::Approved { at } => {
            let phase = at_gate(outcome)?;
            run.begin(phase, at);
        }
        RunEvent::Skipped { at } => {
            let phase = at_gate(outcome)?;
            run.set(phase, PhaseStatus::Skipped);
            run.enter(phase + 1, at);
        }
        RunEvent::Stopped => {
            let (phase, when) = match outcome {
                Outcome::Waiting(phase) => (phase, "before"),
                Outcome::Running(phase) => (phase, "during"),
                _ => return Err(idle(&run, outcome)),
            };
            run.end(phase, PhaseStatus::Pending, None, {
                format!("stopped by the user {when} phase {phase} ({})", name(phase))
            });
        }
        RunEvent::Failed { reason } => {
            let phase = running(&run, outcome)?;
            let reason = one_line(reason);
            let why = if reason.is_empty() {
                format!("phase {phase} ({}) ended without output", name(phase))
            } else {
                reason
            };
            run.end(phase, PhaseStatus::Failed, None, why);
        }
        RunEvent::Output { text, at, tokens } => {
            let phase = running(&run, outcome)?;
            let found = signal::read(phase, text);
            if let Verdict::OtherPhase(other) = found.verdict
                && run.phase(other).map(|phase| phase.status) == Some(PhaseStatus::Complete)
            {
                return Err(Refusal::SignalOfFinished {
                    done: other,
                    running: phase,
                });
            }
            if let Some(used) = tokens.or_else(|| tokens::stated(text)) {
                run.add_tokens(phase, used);
            }
            let status = match found.verdict {
                Verdict::Passed => {
                    run.complete(phase, found.signal, at);
                    run.enter(phase + 1, at);
                    return Ok(run);
                }
                Verdict::Blocked(_) => PhaseStatus::Blocked,
                Verdict::Failed { .. } | Verdict::OtherPhase(_) | Verdict::None => {
                    PhaseStatus::Failed
                }
            };
            let why = found.stop_reason(phase);
            run.end(phase, status, found.signal, why);
        }
        RunEvent::Started { .. } => {}
    }
    Ok(run)
}

fn start(
    state: Option<RunState>,
    story_id: &str,
    from: Option<u8>,
    to: Option<u8>,
    approve: Option<u8>,
    at: &str,
) -> Result<RunState, Refusal> {
    let (mut run, from, to) = match state {
        None => {
            let (from, to) = (from.unwrap_or(1), to.unwrap_or(6));
            in_range(from, to)?;
            let run = RunState::new(story_id, at, from, to, approve.unwrap_or(0));
            (run, from, to)
        }
        Some(run) => {
            if run.story_id != story_id {
                return Err(Refusal::OtherStory(run.story_id));
            }
            let goes_on = || match run.resume_from.or_else(|| run.next_pending()) {
                Some(phase) => Ok(phase),
                None => Err(Refusal::Finished),
            };
            let from = match (from, run.outcome()) {
                (None, Outcome::Running(phase)) => return Err(Refusal::Running(phase)),
                (None, Outcome::Waiting(phase)) => return Err(Refusal::Waiting(phase)),
                (None, _) => goes_on()?,
                // What runs may be started over, not passed by.
                (Some(from), Outcome::Running(phase)) if from > phase => {
                    return Err(Refusal::Running(phase));
                }
                (Some(from), _) => from,
            };
            // A range that is behind does not hold what comes after it.
            let kept = if from > run.to_phase { 6 } else { run.to_phase };
            let to = to.unwrap_or(kept);
            in_range(from, to)?;
            (run, from, to)
        }
    };
    (run.from_phase, run.to_phase) = (from, to);
    run.approve = approve.unwrap_or(run.approve) & 0b11_1111;
    for (number, phase) in (1_u8..).zip(&mut run.phases) {
        let before = number < from;
        if before && phase.status.is_behind() {
            continue;
        }
        phase.status = match before {
            true => PhaseStatus::Skipped,
            false => PhaseStatus::Pending,
        };
        (phase.signal, phase.completed_at) = (None, None);
    }
    run.enter(from, at);
    Ok(run)
}

fn in_range(from: u8, to: u8) -> Result<(), Refusal> {
    if 1 <= from && from <= to && to <= 6 {
        Ok(())
    } else {
        Err(Refusal::Range(from, to))
    }
}

fn at_gate(outcome: Outcome) -> Result<u8, Refusal> {
    match outcome {
        Outcome::Waiting(phase) => Ok(phase),
        _ => Err(Refusal::NoGate),
    }
}

fn running(run: &RunState, outcome: Outcome) -> Result<u8, Refusal> {
    match outcome {
        Outcome::Running(phase) => Ok(phase),
        Outcome::Waiting(phase) => Err(Refusal::Waiting(phase)),
        _ => Err(idle(run, outcome)),
    }
}

/// Why nothing can be done to a run that neither runs nor waits.
fn idle(run: &RunState, outcome: Outcome) -> Refusal {
    match (outcome, run.resume_from) {
        (Outcome::Ready, _) => Refusal::NotBegun,
        (_, Some(phase)) => Refusal::NotRunning(phase),
        (Outcome::Failed(phase) | Outcome::Blocked(phase) | Outcome::Stopped(phase), None) => {
            Refusal::NotRunning(phase)
        }
        (_, None) => Refusal::Finished,
    }
}

impl RunState {
    /// Comes to a phase: its gate, its beginning, or the end of the range.
    fn enter(&mut self, phase: u8, at: &str) {
        (self.last_error, self.resume_from) = (None, None);
        if phase > self.to_phase {
            self.resume_from = (phase <= 6).then_some(phase);
        } else if self.has_gate(phase) {
            self.current_phase = phase;
            self.set(phase, PhaseStatus::AwaitingApproval);
        } else {
            self.begin(phase, at);
        }
    }

    /// Begins a phase. The last one is a status update: it is done as it begins.
    fn begin(&mut self, phase: u8, at: &str) {
        self.current_phase = phase;
        match PHASES.iter().find(|row| row.number == phase) {
            Some(row) if row.command.is_none() => {
                self.complete(phase, Some(row.success_signal.to_owned()), at);
                self.enter(phase + 1, at);
            }
            _ => self.set(phase, PhaseStatus::InProgress),
        }
    }

    fn set(&mut self, phase: u8, status: PhaseStatus) {
        if let Some(phase) = self.phase_mut(phase) {
            phase.status = status;
        }
    }

    fn complete(&mut self, phase: u8, signal: Option<String>, at: &str) {
        if let Some(phase) = self.phase_mut(phase) {
            phase.status = PhaseStatus::Complete;
            phase.signal = signal;
            phase.completed_at = Some(at.to_owned());
        }
    }

    /// Ends the run at a phase that is not behind.
    fn end(&mut self, phase: u8, status: PhaseStatus, signal: Option<String>, why: String) {
        if let Some(phase) = self.phase_mut(phase) {
            (phase.status, phase.signal) = (status, signal);
        }
        self.current_phase = phase;
        self.last_error = Some(why);
        self.resume_from = Some(phase);
    }

    /// Tokens of another try are added: they were spent.
    fn add_tokens(&mut self, phase: u8, used: Tokens) {
        if let Some(phase) = self.phase_mut(phase) {
            let before = phase.tokens.unwrap_or(0);
            phase.tokens_out = match (phase.tokens_out, used.output) {
                // Known only in part is not known.
                (Some(known), Some(more)) => Some(known.saturating_add(more)),
                (None, Some(more)) if before == 0 => Some(more),
                _ => None,
            };
            phase.tokens = Some(before.saturating_add(used.total));
        }
    }
}

/// The words in one line, so that they fit a line of `STATE.md`.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
