//! Runs as a project keeps them: what each started from, and what happened since.

use super::signal::{self, SignalReading};
use super::state::RunState;
use super::state_file;
use super::step::{Refusal, RunEvent, step};

/// The run of one story.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// The story, as [`RunState::story_id`].
    pub story_id: String,
    /// The `STATE.md` that it started from, whatever shape that is in.
    pub origin: Option<String>,
    /// What happened since, oldest first.
    pub events: Vec<RunEvent>,
}

/// A run read from its beginning to its end.
#[derive(Debug, Clone, PartialEq)]
pub struct RunStory {
    /// Its state now; `None` where nothing was started.
    pub state: Option<RunState>,
    /// What was wrong with the file that it started from, as sentences.
    pub problems: Vec<String>,
    /// The last output of each phase: its place in [`Run::events`], and what was read in it.
    pub outputs: [Option<(usize, SignalReading)>; 6],
}

/// Walks through a run. Events that do not fit are passed over: they were refused when they came.
pub fn fold(run: &Run) -> RunStory {
    let mut story = RunStory {
        state: None,
        problems: Vec::new(),
        outputs: Default::default(),
    };
    if let Some(text) = &run.origin {
        let read = state_file::read(text);
        story.state = read.state;
        story.problems = read.problems;
    }
    for (at, event) in run.events.iter().enumerate() {
        let phase = story.state.as_ref().map(|state| state.current_phase);
        let Ok(next) = step(story.state.clone(), event) else {
            continue;
        };
        if let (RunEvent::Output { text, .. }, Some(phase)) = (event, phase) {
            let slot = story.outputs.get_mut(usize::from(phase).wrapping_sub(1));
            if let Some(slot) = slot {
                *slot = Some((at, signal::read(phase, text)));
            }
        }
        story.state = Some(next);
    }
    story
}

/// So many bytes of an output are kept at most: its end, where the signal is.
const KEPT_BYTES: usize = 256 * 1024;

/// What is kept of an output: all of it, or its last lines under one that says what is missing.
pub fn kept_output(text: String) -> String {
    let start = text.len().saturating_sub(KEPT_BYTES);
    if start == 0 {
        return text;
    }
    let at_line = |at: &usize| text.as_bytes().get(at - 1) == Some(&b'\n');
    let cut = (start..text.len())
        .find(at_line)
        .or_else(|| (start..text.len()).find(|&at| text.is_char_boundary(at)));
    let tail = cut.and_then(|cut| text.get(cut..)).unwrap_or_default();
    let lines = text.matches('\n').count() - tail.matches('\n').count();
    format!(
        "(The first {lines} lines were left out: of an output the last 256 kB are kept.)\n{tail}"
    )
}

impl Run {
    /// The state after one more event, which is not yet part of the run.
    ///
    /// # Errors
    /// When the event does not fit.
    pub fn after(&self, event: &RunEvent) -> Result<RunState, Refusal> {
        step(fold(self).state, event)
    }

    /// The text that was captured by the event at this place.
    pub fn output(&self, at: usize) -> Option<&str> {
        match self.events.get(at) {
            Some(RunEvent::Output { text, .. }) => Some(text),
            _ => None,
        }
    }
}
