//! The only way a project changes: events, each with its exact inverse.

use super::{Project, Scenario, Settings, Shelf};
use crate::correct::Applied;
use crate::ordering;
use crate::progress::Recorded;
use crate::source::{Document, Span};
use crate::workflow::{Run, RunEvent};

/// One change that the user made.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Puts documents in; one with a path that exists is replaced.
    PutDocuments {
        /// The documents.
        documents: Vec<Document>,
    },
    /// Takes documents out. Paths that do not exist are ignored.
    RemoveDocuments {
        /// Their paths.
        paths: Vec<String>,
    },
    /// Gives a document another path.
    RenameDocument {
        /// Path so far.
        from: String,
        /// New path; must be free.
        to: String,
    },
    /// Replaces bytes of one document: typing, a fix.
    EditDocument {
        /// The document.
        path: String,
        /// Bytes to replace; must lie on character boundaries.
        span: Span,
        /// What to put there.
        replacement: String,
    },
    /// Replaces all settings.
    ChangeSettings {
        /// The new ones.
        settings: Box<Settings>,
    },
    /// Names the project; `None` takes the name from its documents.
    Rename {
        /// The name.
        name: Option<String>,
    },
    /// Replaces the whole project: opening another one, starting anew.
    Replace {
        /// The new project.
        project: Box<Project>,
    },
    /// Appends a correction of the sprint.
    ApplyCorrection {
        /// The correction.
        applied: Box<Applied>,
    },
    /// Takes the last correction back; nothing where there is none.
    TakeBackCorrection,
    /// Keeps a scenario; one of the same name is replaced.
    KeepScenario {
        /// The scenario.
        scenario: Box<Scenario>,
    },
    /// Forgets a scenario. A name that does not exist is ignored.
    ForgetScenario {
        /// Its name.
        name: String,
    },
    /// Keeps the run of a story; another one of that story is replaced.
    PutRun {
        /// The run.
        run: Box<Run>,
    },
    /// Forgets the run of a story. A story without one is ignored.
    RemoveRun {
        /// The story, as the run names it.
        story: String,
    },
    /// One more event of a story's run; refused where it does not fit.
    StepRun {
        /// The story, as the run names it.
        story: String,
        /// What happened.
        step: Box<RunEvent>,
    },
    /// Takes the last event of a story's run back; nothing where there is none.
    TakeBackStep {
        /// The story, as the run names it.
        story: String,
    },
    /// Puts a text on a shelf, beside the documents; `None` takes it away.
    Shelve {
        /// The shelf.
        shelf: Shelf,
        /// Its name there.
        path: String,
        /// The text.
        text: Option<String>,
    },
    /// Replaces the record of what happened when.
    ChangeRecord {
        /// The new one.
        record: Vec<Recorded>,
    },
    /// Several events as one step.
    Together {
        /// In order; all of them or none.
        events: Vec<Event>,
    },
}

/// Why an event could not be applied. The project is unchanged then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// No document has this path.
    #[error("there is no document “{0}”")]
    NoDocument(String),
    /// Another document has this path.
    #[error("there is a document “{0}” already")]
    PathTaken(String),
    /// A path must not be empty.
    #[error("a document needs a name")]
    EmptyPath,
    /// The span does not fit the text: it was made for an older version.
    #[error("the change does not fit the present text of “{0}”")]
    StaleSpan(String),
    /// The event does not fit the story's run.
    #[error("{0}")]
    Run(String),
}

impl Project {
    /// Applies `event` and returns the event that takes it back exactly.
    ///
    /// # Errors
    /// When the event does not fit the project; nothing has changed then.
    pub fn apply(&mut self, event: Event) -> Result<Event, ApplyError> {
        match event {
            Event::PutDocuments { documents } => self.put(documents),
            Event::RemoveDocuments { paths } => Ok(self.remove(&paths)),
            Event::RenameDocument { from, to } => self.rename_document(from, to),
            Event::EditDocument {
                path,
                span,
                replacement,
            } => self.edit(path, span, &replacement),
            Event::ChangeSettings { settings } => {
                let before = std::mem::replace(&mut self.settings, *settings);
                Ok(Event::ChangeSettings {
                    settings: Box::new(before),
                })
            }
            Event::Rename { name } => Ok(Event::Rename {
                name: std::mem::replace(&mut self.name, name),
            }),
            Event::Replace { project } => {
                let before = std::mem::replace(self, project.in_order());
                Ok(Event::Replace {
                    project: Box::new(before),
                })
            }
            Event::ApplyCorrection { applied } => Ok(self.apply_correction(*applied)),
            Event::TakeBackCorrection => Ok(self.take_back_correction()),
            Event::KeepScenario { scenario } => Ok(self.keep_scenario(*scenario)),
            Event::ForgetScenario { name } => Ok(self.forget_scenario(name)),
            Event::PutRun { run } => Ok(self.put_run(*run)),
            Event::RemoveRun { story } => Ok(self.remove_run(&story)),
            Event::StepRun { story, step } => self.step_run(story, *step),
            Event::TakeBackStep { story } => Ok(self.take_back_step(story)),
            Event::Shelve { shelf, path, text } => Ok(self.shelve(shelf, path, text)),
            Event::ChangeRecord { record } => Ok(Event::ChangeRecord {
                record: std::mem::replace(&mut self.record, record),
            }),
            Event::Together { events } => self.together(events),
        }
    }

    fn put(&mut self, documents: Vec<Document>) -> Result<Event, ApplyError> {
        if documents.iter().any(|document| document.path.is_empty()) {
            return Err(ApplyError::EmptyPath);
        }
        let mut inverse = Vec::new();
        for document in documents {
            match self.position(&document.path) {
                Ok(at) => {
                    if let Some(slot) = self.documents.get_mut(at) {
                        inverse.push(Event::PutDocuments {
                            documents: vec![std::mem::replace(slot, document)],
                        });
                    }
                }
                Err(at) => {
                    inverse.push(Event::RemoveDocuments {
                        paths: vec![document.path.clone()],
                    });
                    self.documents.insert(at, document);
                }
            }
        }
        Ok(as_one(inverse))
    }

    fn remove(&mut self, paths: &[String]) -> Event {
        let mut removed = Vec::new();
        for path in paths {
            if let Ok(at) = self.position(path) {
                removed.push(self.documents.remove(at));
            }
        }
        Event::PutDocuments { documents: removed }
    }

    fn rename_document(&mut self, from: String, to: String) -> Result<Event, ApplyError> {
        if to.is_empty() {
            return Err(ApplyError::EmptyPath);
        }
        let at = self
            .position(&from)
            .map_err(|_| ApplyError::NoDocument(from.clone()))?;
        if from != to && self.position(&to).is_ok() {
            return Err(ApplyError::PathTaken(to));
        }
        let mut document = self.documents.remove(at);
        document.path.clone_from(&to);
        let target = self.position(&to).unwrap_or_else(|free| free);
        self.documents.insert(target, document);
        Ok(Event::RenameDocument { from: to, to: from })
    }

    fn edit(&mut self, path: String, span: Span, replacement: &str) -> Result<Event, ApplyError> {
        let at = self
            .position(&path)
            .map_err(|_| ApplyError::NoDocument(path.clone()))?;
        let Some(document) = self.documents.get_mut(at) else {
            return Err(ApplyError::NoDocument(path));
        };
        let Some(before) = document.text.get(span.start..span.end).map(str::to_owned) else {
            return Err(ApplyError::StaleSpan(path));
        };
        document
            .text
            .replace_range(span.start..span.end, replacement);
        Ok(Event::EditDocument {
            path,
            span: Span::new(span.start, span.start + replacement.len()),
            replacement: before,
        })
    }

    fn together(&mut self, events: Vec<Event>) -> Result<Event, ApplyError> {
        let mut inverse = Vec::new();
        for event in events {
            match self.apply(event) {
                Ok(back) => inverse.push(back),
                Err(error) => {
                    // All or none: what was applied is taken back, newest first.
                    for back in inverse.into_iter().rev() {
                        let _ = self.apply(back);
                    }
                    return Err(error);
                }
            }
        }
        Ok(as_one(inverse))
    }

    /// Documents in path order, each path once (the last one given wins), and so with all that is
    /// kept by name: a project may come from a file or a link of anybody's making.
    fn in_order(mut self) -> Self {
        self.documents.retain(|document| !document.path.is_empty());
        self.documents.reverse();
        ordering::sort_by(&mut self.documents, |a, b| a.path.cmp(&b.path));
        self.documents
            .dedup_by(|later, first| later.path == first.path);
        for run in std::mem::take(&mut self.runs) {
            self.put_run(run);
        }
        for scenario in std::mem::take(&mut self.scenarios) {
            self.keep_scenario(scenario);
        }
        for draft in std::mem::take(&mut self.drafts) {
            self.shelve(Shelf::Drafts, draft.path, Some(draft.text));
        }
        for pattern in std::mem::take(&mut self.patterns) {
            self.shelve(Shelf::Patterns, pattern.path, Some(pattern.text));
        }
        self
    }
}

/// The inverse of a sequence: the inverses, newest first.
fn as_one(mut inverse: Vec<Event>) -> Event {
    inverse.reverse();
    match inverse.len() {
        1 => inverse.remove(0),
        _ => Event::Together { events: inverse },
    }
}
