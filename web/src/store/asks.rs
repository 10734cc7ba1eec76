//! What the page has the worker work out before it changes anything: the page knows neither the
//! backlog nor which status a story would get.

use std::sync::Arc;

use sprintloom_core::workflow::RunEvent;

use super::{Notice, Store, Tone};
use crate::export;
use crate::wire::{Ask, RunsView, Said, Snapshot};

/// The runs with the snapshot that their indices point into.
#[derive(Debug, Clone, Default)]
pub struct Ran {
    /// The runs.
    pub view: RunsView,
    /// The snapshot of the same revision.
    pub of: Arc<Snapshot>,
}

/// Something asked and not answered yet.
#[derive(Debug, Clone)]
pub struct Asked {
    number: u32,
    ask: Ask,
    /// What undo calls it.
    label: String,
}

impl Asked {
    pub(super) fn wanted(&self) -> (u32, Ask) {
        (self.number, self.ask.clone())
    }
}

impl Store {
    /// Has something worked out; what is to be done with the answer is in the question.
    pub fn ask(self, ask: Ask, label: &str) {
        self.asked.set(Some(Asked {
            number: crate::browser::any_number(),
            ask,
            label: label.to_owned(),
        }));
    }

    /// Does something to the runs of these stories.
    pub fn step_runs(self, stories: Vec<String>, step: RunEvent, label: &str) {
        self.dry_run.set(None);
        self.ask(Ask::Step(stories, step), label);
    }

    /// Takes an answer. One that was worked out of an older project is asked for again.
    pub(super) fn hear(self, number: u32, said: Said, revision: u32) {
        let asked = self.asked.get_untracked();
        let Some(asked) = asked.filter(|asked| asked.number == number) else {
            return;
        };
        if revision != self.revision.get_untracked() {
            return self.ask(asked.ask, &asked.label);
        }
        self.asked.set(None);
        match said {
            Said::Event(event) => self.dispatch(event, &asked.label),
            Said::Refused(why) => {
                self.notify(Notice::new(
                    Tone::Bad,
                    format!("{why}. Nothing was changed."),
                ));
            }
            Said::Plan(plan) => self.dry_run.set(Some(plan.into())),
            Said::Files(files) if files.is_empty() && matches!(asked.ask, Ask::Files(_)) => {
                self.notify(Notice::new(
                    Tone::Warn,
                    "There is no run yet, so there are no files of one.".to_owned(),
                ));
            }
            Said::Files(files) => match asked.ask {
                Ask::Drawing(_, pixels, _) => {
                    if let [(name, text)] = files.as_slice() {
                        export::download_drawing(self, name, text, pixels);
                    }
                }
                Ask::All => export::download_all(self, files),
                Ask::Files(Some(story)) => {
                    export::download_zip(&format!("{story}-workflow.zip"), &files);
                }
                _ => export::download_zip("workflow.zip", &files),
            },
        }
    }
}
