//! One step of a run without an app: a command, and what it leads to.
//!
//! Called again and again with the state that came out, this is the loop of the workflow; whoever
//! calls keeps the files.

use super::command::{RunCommand, SetupError, parse_command_for};
use super::resume::resume_choices;
use super::signal::{self, SignalReading};
use super::state::{Outcome, RunState};
use super::state_file;
use super::step::{RunEvent, name, step};
use super::story::find_story;
use super::tokens::{Estimates, PlannedPhase, Tokens, dry_run};
use super::{PHASES, phases};
use crate::backlog::Backlog;
use crate::plan::PlanSettings;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// The command as typed: `/scrum-master STORY-007 --from=3`, or what stands behind its name.
    pub command: &'a str,
    /// The `STATE.md` so far.
    pub state: Option<&'a str>,
    /// What the running phase printed.
    pub output: Option<&'a str>,
    /// The tokens that it took, as written.
    pub tokens: Option<&'a str>,
    /// When.
    pub at: &'a str,
    /// What the documents say; `None` where there are none to find the story in.
    pub backlog: Option<&'a Backlog>,
    /// Outputs captured before, by phase: a damaged state is made whole from them.
    pub outputs: &'a [(u8, &'a str)],
    /// The settings of planning, which estimate tokens.
    pub settings: &'a PlanSettings,
    /// What finished runs say of these.
    pub estimates: &'a Estimates,
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The run goes on, or waits at a gate.
    GoesOn,
    /// All phases of its range are behind.
    Complete,
    /// Nothing was run: the plan of it.
    DryRun,
    /// It stopped, failed or blocked.
    Stopped,
    /// The event does not fit; the state is as it was.
    Refused,
    /// The story was not found.
    NotFound,
    /// The command cannot be understood.
    WrongUsage,
}

/// What came out.
#[derive(Debug, Clone)]
pub struct Step {
    /// How it ended.
    pub end: End,
    /// The signal, in one line.
    pub signal: String,
    /// The state after it; as it was where nothing has changed, `None` where there is none.
    pub state: Option<RunState>,
    /// The phases of a dry run.
    pub planned: Vec<PlannedPhase>,
    /// What was read in the output.
    pub reading: Option<SignalReading>,
    /// What people should know, as sentences: what is wrong with the state, where the signal was,
    /// what comes next.
    pub notes: Vec<String>,
}

/// Does one step.
///
/// With an output, the running phase ends with it. Without one, the run starts, goes on where it
/// stopped, or continues at its gate.
pub fn one_step(asked: &Asked<'_>) -> Step {
    let mut made = Step {
        end: End::WrongUsage,
        signal: String::new(),
        state: None,
        planned: Vec::new(),
        reading: None,
        notes: Vec::new(),
    };
    if let Err((end, why)) = made.run(asked) {
        made.end = end;
        made.signal = format!("SETUP FAILED: {why}");
    }
    made
}

type Failure = (End, String);

fn usage(error: SetupError) -> Failure {
    (End::WrongUsage, error.to_string())
}

impl Step {
    fn run(&mut self, asked: &Asked<'_>) -> Result<(), Failure> {
        // The story of the command helps to read a state that has lost its own.
        let typed = parse_command_for(asked.command, Some("")).map_err(usage)?;
        let told = Some(typed.story.as_str()).filter(|story| !story.is_empty());
        if let Some(text) = asked.state {
            let reading = state_file::read_with(text, told, asked.outputs);
            self.notes = reading.problems;
            self.state = reading.state;
            if self.state.is_none() && (asked.output.is_some() || told.is_none()) {
                let why = "STATE.md cannot be read: restart with --from=1".to_owned();
                return Err((End::Refused, why));
            }
        }
        let of_state = self.state.as_ref().map(|state| state.story_id.as_str());
        let command = parse_command_for(asked.command, of_state).map_err(usage)?;
        let found = self.story(asked, &command)?;
        let story_id = found.0;
        if command.dry_run {
            return self.plan(asked, &command, &story_id, found.1);
        }
        let state = self.state.clone();
        let waits = matches!(
            state.as_ref().map(RunState::outcome),
            Some(Outcome::Waiting(_))
        );
        let plain = command.from.is_none() && command.to.is_none() && command.approve.is_none();
        let tokens = match asked.tokens {
            None => None,
            Some(text) => Some(Tokens::parse(text).ok_or_else(|| {
                let why = format!("--tokens must be a number such as 120000 or ~120K, not {text}");
                (End::WrongUsage, why)
            })?),
        };
        let at = asked.at.to_owned();
        let phase = state.as_ref().map_or(0, |state| state.current_phase);
        let event = match asked.output {
            Some(text) => RunEvent::Output {
                text: text.to_owned(),
                at,
                tokens,
            },
            None if waits && plain => RunEvent::Approved { at },
            None => RunEvent::Started {
                story_id,
                from: command.from,
                to: command.to,
                approve: command.approve,
                at,
            },
        };
        let after = step(state, &event).map_err(|refusal| (End::Refused, refusal.to_string()))?;
        let passed = asked.output.map(|text| signal::read(phase, text));
        if let Some(reading) = &passed {
            self.notes.push(reading.explanation(phase));
            for line in reading.lines.iter().filter(|line| !line.decides) {
                self.notes.push(format!(
                    "Line {} does not decide: {}.",
                    line.number, line.why
                ));
            }
        }
        let of_phase = passed.as_ref().and_then(|reading| reading.signal.clone());
        self.signal = after
            .workflow_signal()
            .or(of_phase)
            .unwrap_or_else(|| "SETUP COMPLETE".to_owned());
        self.end = match after.outcome() {
            Outcome::Finished => End::Complete,
            Outcome::Failed(_) | Outcome::Blocked(_) | Outcome::Stopped(_) => End::Stopped,
            Outcome::Ready | Outcome::Running(_) | Outcome::Waiting(_) => End::GoesOn,
        };
        self.notes.extend(what_next(&after));
        self.reading = passed;
        self.state = Some(after);
        Ok(())
    }

    /// The story's id, and its complexity where the documents have it.
    fn story(
        &self,
        asked: &Asked<'_>,
        command: &RunCommand,
    ) -> Result<(String, Option<u32>), Failure> {
        let place = asked
            .backlog
            .map(|backlog| find_story(backlog, &command.story));
        if place == Some(None) {
            let error = SetupError::StoryNotFound(command.story.clone());
            return Err((End::NotFound, error.to_string()));
        }
        let at = place.flatten();
        let complexity = at.zip(asked.backlog).and_then(|(at, backlog)| {
            let all = asked.settings.complexities(backlog);
            all.get(at).copied()
        });
        // A run keeps the name that it was started with.
        let same = |state: &&RunState| {
            let of = |name: &str| asked.backlog.and_then(|backlog| find_story(backlog, name));
            state.story_id == command.story || (at.is_some() && of(&state.story_id) == at)
        };
        let own = self.state.as_ref().filter(same);
        let id = own.map_or(&command.story, |state| &state.story_id);
        Ok((id.clone(), complexity))
    }

    fn plan(
        &mut self,
        asked: &Asked<'_>,
        command: &RunCommand,
        story_id: &str,
        complexity: Option<u32>,
    ) -> Result<(), Failure> {
        let before = self.state.as_ref();
        let resumed = before.and_then(|state| state.resume_from);
        let from = command.from.or(resumed).unwrap_or(1);
        let to = command.to.unwrap_or(6);
        if from > to {
            return Err(usage(SetupError::Crossed(from, to)));
        }
        let kept = before.map_or(0, |state| state.approve);
        let run = RunState::new(
            story_id,
            asked.at,
            from,
            to,
            command.approve.unwrap_or(kept),
        );
        let story = asked.settings.tokens(complexity.unwrap_or(1));
        self.planned = dry_run(&run, asked.estimates, story);
        self.state = Some(run);
        self.end = End::DryRun;
        self.signal = "SETUP COMPLETE (DRY RUN)".to_owned();
        Ok(())
    }
}

/// What comes next in a run, as sentences.
pub fn what_next(run: &RunState) -> Vec<String> {
    match run.outcome() {
        Outcome::Running(phase) => match next_command(run, phase) {
            Some(command) => vec![format!(
                "Next: {command} (phase {phase}, {}), then capture its output.",
                name(phase)
            )],
            None => Vec::new(),
        },
        Outcome::Waiting(phase) => vec![format!(
            "Phase {phase} ({}) waits for approval: the same command again continues{}.",
            name(phase),
            match phase {
                6 => String::new(),
                _ => format!(", --from={} skips it", phase + 1),
            }
        )],
        Outcome::Finished if run.resume_from.is_none() => Vec::new(),
        _ => {
            let choices = resume_choices(run).into_iter();
            choices
                .map(|choice| format!("{} ({})", choice.command, choice.what))
                .collect()
        }
    }
}

/// The command of the phase that runs, with its story; `None` for the status update.
pub fn next_command(run: &RunState, phase: u8) -> Option<String> {
    let row: Option<&phases::Phase> = PHASES.iter().find(|row| row.number == phase);
    Some(format!("{} {}", row?.command?, run.story_id))
}
