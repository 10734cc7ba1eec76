//! Undo and redo: the events behind the present project, newest last.

use super::{ApplyError, Event, Project};
use crate::workflow::RunEvent;

/// Bytes of text that the history keeps at most; the oldest steps are forgotten first.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// One step that can be taken back or made again.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it is called for the user: "Remove epics.md".
    pub label: String,
    /// The event that leads back (in `undo`) or forth (in `redo`).
    pub event: Event,
}

/// The steps that lead to the present project and those taken back from it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    undo: Vec<Step>,
    redo: Vec<Step>,
    /// Edits that continue the last one join it (typing is one step, not one a key).
    joinable: bool,
}

impl History {
    /// A history that was kept: the steps back and the steps forth, newest last.
    pub fn of(undo: Vec<Step>, redo: Vec<Step>) -> Self {
        Self {
            undo,
            redo,
            joinable: false,
        }
    }

    /// The steps that can be taken back and those that can be made again, newest last.
    pub fn steps(&self) -> (&[Step], &[Step]) {
        (&self.undo, &self.redo)
    }

    /// Applies the event to the project and remembers the way back. What was undone before
    /// can no longer be redone.
    ///
    /// # Errors
    /// As [`Project::apply`]; then neither the project nor the history has changed.
    pub fn apply(
        &mut self,
        project: &mut Project,
        event: Event,
        label: impl Into<String>,
    ) -> Result<(), ApplyError> {
        let inverse = project.apply(event)?;
        self.redo.clear();
        if !(self.joinable && self.join(&inverse)) {
            self.undo.push(Step {
                label: label.into(),
                event: inverse,
            });
        }
        self.joinable = true;
        self.forget();
        Ok(())
    }

    /// Ends the present step: the next edit starts a new one.
    pub fn pause(&mut self) {
        self.joinable = false;
    }

    /// Takes the last step back; returns the event that was applied to do so, and its label.
    pub fn undo(&mut self, project: &mut Project) -> Option<(Event, String)> {
        self.joinable = false;
        shift(&mut self.undo, &mut self.redo, project)
    }

    /// Makes the last step taken back again.
    pub fn redo(&mut self, project: &mut Project) -> Option<(Event, String)> {
        self.joinable = false;
        shift(&mut self.redo, &mut self.undo, project)
    }

    /// What [`History::undo`] would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.undo.last().map(|step| step.label.as_str())
    }

    /// What [`History::redo`] would make again.
    pub fn redo_label(&self) -> Option<&str> {
        self.redo.last().map(|step| step.label.as_str())
    }

    /// Joins an edit that starts where the last one ended (typing), or ends where it started
    /// (backspace), into one step.
    fn join(&mut self, inverse: &Event) -> bool {
        let (
            Some(Step {
                event:
                    Event::EditDocument {
                        path: last_path,
                        span: last,
                        replacement: last_text,
                    },
                ..
            }),
            Event::EditDocument {
                path,
                span,
                replacement,
            },
        ) = (self.undo.last_mut(), inverse)
        else {
            return false;
        };
        if last_path != path {
            return false;
        }
        if span.start == last.end && replacement.is_empty() {
            last.end = span.end;
            true
        } else if last.start == last.end
            && span.start == span.end
            && span.end + replacement.len() == last.start
        {
            last_text.insert_str(0, replacement);
            *last = *span;
            true
        } else {
            false
        }
    }

    fn forget(&mut self) {
        let mut bytes = 0;
        let mut keep = 0;
        for step in self.undo.iter().rev() {
            bytes += weight(&step.event);
            if bytes > MOST_BYTES && keep > 0 {
                break;
            }
            keep += 1;
        }
        self.undo.drain(..self.undo.len() - keep);
    }
}

fn shift(
    from: &mut Vec<Step>,
    to: &mut Vec<Step>,
    project: &mut Project,
) -> Option<(Event, String)> {
    let step = from.pop()?;
    match project.apply(step.event.clone()) {
        Ok(inverse) => {
            to.push(Step {
                label: step.label.clone(),
                event: inverse,
            });
            Some((step.event, step.label))
        }
        Err(_) => {
            // Cannot happen while all changes go through the history; then nothing changes.
            from.push(step);
            None
        }
    }
}

fn output(step: &RunEvent) -> usize {
    match step {
        RunEvent::Output { text, .. } => text.len(),
        _ => 0,
    }
}

fn weight(event: &Event) -> usize {
    let of = |documents: &[crate::source::Document]| {
        documents.iter().map(|d| d.text.len()).sum::<usize>()
    };
    match event {
        Event::PutDocuments { documents } => of(documents),
        Event::EditDocument { replacement, .. } => replacement.len(),
        Event::Shelve { text, .. } => text.as_ref().map_or(0, String::len),
        Event::Replace { project } => of(&project.documents),
        Event::ApplyCorrection { applied } => {
            applied.message.len() + applied.return_value.len() + applied.proposal.len()
        }
        Event::PutRun { run } => {
            let origin = run.origin.as_ref().map_or(0, String::len);
            origin + run.events.iter().map(output).sum::<usize>()
        }
        Event::StepRun { step, .. } => output(step),
        Event::KeepScenario { scenario } => of(&scenario.draft.texts),
        Event::Together { events } => events.iter().map(weight).sum(),
        _ => 0,
    }
}
