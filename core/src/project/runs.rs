//! Runs of stories: what is kept of them, and what one more event means for the whole project.

use super::{ApplyError, Derived, Event, Project, Readings, set_status};
use crate::backlog::{Backlog, EpicId, EpicStatus, Status, Story};
use crate::plan::PlanSettings;
use crate::progress::{Day, Happening, Recorded, StatusCounts, Stopped};
use crate::source::{Code, Diagnostic, Document, DocumentKind, Place, Span};
use crate::sprint_status;
use crate::workflow::tokens::{Estimates, Prices};
use crate::workflow::{
    Outcome, Run, RunEvent, RunState, RunStory, SetupError, find_story, fold, state_file, status_of,
};
use crate::write::{WrittenFile, workflow_files};

/// A run of the project: one that it keeps, or one that a `STATE.md` among its documents tells of.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownRun {
    /// The story, as the run names it.
    pub story_id: String,
    /// The same in the backlog; `None` for a story that no document has.
    pub story: Option<usize>,
    /// The run from its beginning to its end.
    pub run: RunStory,
    /// Whether the project keeps it; else it comes from the document alone.
    pub is_kept: bool,
    /// The `STATE.md` of the story among the documents.
    pub document: Option<String>,
    /// That document says otherwise than what the run began with and what it has come to.
    pub differs: bool,
}

impl Project {
    pub(super) fn put_run(&mut self, run: Run) -> Event {
        match self.run_position(&run.story_id) {
            Ok(at) => match self.runs.get_mut(at) {
                Some(slot) => Event::PutRun {
                    run: Box::new(std::mem::replace(slot, run)),
                },
                None => Event::Together { events: Vec::new() },
            },
            Err(at) => {
                let story = run.story_id.clone();
                self.runs.insert(at, run);
                Event::RemoveRun { story }
            }
        }
    }

    pub(super) fn remove_run(&mut self, story: &str) -> Event {
        match self.run_position(story) {
            Ok(at) => Event::PutRun {
                run: Box::new(self.runs.remove(at)),
            },
            Err(_) => Event::Together { events: Vec::new() },
        }
    }

    /// One more event of a run; the first one makes it.
    pub(super) fn step_run(&mut self, story: String, step: RunEvent) -> Result<Event, ApplyError> {
        let kept = self.run(&story);
        let refused = |error: crate::workflow::Refusal| ApplyError::Run(error.to_string());
        match kept {
            Some(run) => run.after(&step).map_err(refused)?,
            None => Run::default().after(&step).map_err(refused)?,
        };
        match self.run_position(&story) {
            Ok(at) => {
                if let Some(run) = self.runs.get_mut(at) {
                    run.events.push(step);
                }
                Ok(Event::TakeBackStep { story })
            }
            Err(_) => Ok(self.put_run(Run {
                story_id: story,
                origin: None,
                events: vec![step],
            })),
        }
    }

    pub(super) fn take_back_step(&mut self, story: String) -> Event {
        let nothing = Event::Together { events: Vec::new() };
        let at = self.run_position(&story).ok();
        let Some(run) = at.and_then(|at| self.runs.get_mut(at)) else {
            return nothing;
        };
        let Some(step) = run.events.pop() else {
            return nothing;
        };
        if run.after(&step).is_ok() {
            return Event::StepRun {
                story,
                step: Box::new(step),
            };
        }
        // A run that came from outside may hold what nobody could do.
        let mut before = run.clone();
        before.events.push(step);
        Event::PutRun {
            run: Box::new(before),
        }
    }

    /// The run that is kept of a story.
    pub fn run(&self, story: &str) -> Option<&Run> {
        self.runs.get(self.run_position(story).ok()?)
    }

    fn run_position(&self, story: &str) -> Result<usize, usize> {
        self.runs
            .binary_search_by(|run| run.story_id.as_str().cmp(story))
    }

    /// The run of a story as the project knows it: kept, or as the document at this path has it.
    fn known_run(&self, story: &str, document: Option<&str>) -> Run {
        if let Some(run) = self.run(story) {
            return run.clone();
        }
        let document = document.and_then(|path| self.document(path));
        Run {
            story_id: story.to_owned(),
            origin: document.map(|document| document.text.clone()),
            events: Vec::new(),
        }
    }
}

/// Every run of the project, those of planned stories first in their order, and what is wrong with
/// the `STATE.md` among its documents.
pub(super) fn known_runs(project: &Project, backlog: &Backlog) -> (Vec<KnownRun>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut found: Vec<KnownRun> = project
        .runs
        .iter()
        .map(|run| KnownRun {
            story_id: run.story_id.clone(),
            story: find_story(backlog, &run.story_id),
            run: fold(run),
            is_kept: true,
            document: None,
            differs: false,
        })
        .collect();
    for document in state_documents(project, backlog) {
        let outputs = outputs_beside(project, &document.path);
        let reading = state_file::read_with(&document.text, story_in(&document.path), &outputs);
        let place = Place::new(&document.path.as_str().into(), 1, Span::default());
        for problem in &reading.problems {
            diagnostics.push(Diagnostic::new(
                Code::DamagedState,
                Some(place.clone()),
                problem.clone(),
            ));
        }
        let Some(state) = reading.state else {
            continue;
        };
        let story = find_story(backlog, &state.story_id);
        let same = |run: &&mut KnownRun| {
            run.story_id == state.story_id || (story.is_some() && run.story == story)
        };
        if let Some(known) = found.iter_mut().find(same) {
            let origin = project
                .run(&known.story_id)
                .and_then(|run| run.origin.as_ref());
            known.document = Some(document.path.clone());
            known.differs = known.run.state.as_ref() != Some(&state)
                && origin.is_none_or(|origin| *origin != document.text);
            continue;
        }
        found.push(KnownRun {
            story_id: state.story_id.clone(),
            story,
            run: RunStory {
                state: Some(state),
                problems: reading.problems,
                outputs: Default::default(),
            },
            is_kept: false,
            document: Some(document.path.clone()),
            differs: false,
        });
    }
    crate::ordering::sort_by(&mut found, |a, b| {
        let place = |run: &KnownRun| run.story.unwrap_or(usize::MAX);
        place(a)
            .cmp(&place(b))
            .then_with(|| a.story_id.cmp(&b.story_id))
    });
    (found, diagnostics)
}

fn state_documents<'p>(
    project: &'p Project,
    backlog: &'p Backlog,
) -> impl Iterator<Item = &'p Document> {
    let of_kind = |kind: DocumentKind| kind == DocumentKind::WorkflowState;
    let rows = backlog
        .documents
        .iter()
        .filter(move |row| of_kind(row.kind));
    rows.filter_map(|row| project.document(&row.path))
        .filter(|document| state_file::is_state(&document.path, &document.text))
}

/// The outputs captured beside a `STATE.md`.
fn outputs_beside<'p>(project: &'p Project, state: &str) -> Vec<(u8, &'p str)> {
    let folder = |path: &str| path.rfind('/').map_or(0, |at| at + 1);
    let own = state.get(..folder(state)).unwrap_or_default();
    let outputs = project.documents.iter().filter_map(|document| {
        let beside = document.path.get(..folder(&document.path)) == Some(own);
        let phase = state_file::phase_of_output(&document.path).filter(|_| beside)?;
        Some((phase, document.text.as_str()))
    });
    outputs.collect()
}

/// The story by the folder: `plans/stories/STORY-007/_workflow/STATE.md`.
fn story_in(path: &str) -> Option<&str> {
    let mut folders = path.rsplit('/').skip(1);
    match folders.next()? {
        "_workflow" => folders.next(),
        _ => None,
    }
}

/// What finished runs say of the estimates.
pub(super) fn estimates(
    runs: &[KnownRun],
    backlog: &Backlog,
    settings: &PlanSettings,
) -> Estimates {
    let complexities = settings.complexities(backlog);
    let finished: Vec<(&RunState, u64)> = runs
        .iter()
        .filter_map(|run| {
            let complexity = complexities.get(run.story?)?;
            Some((run.run.state.as_ref()?, settings.tokens(*complexity)))
        })
        .collect();
    Estimates::learn(&finished)
}

impl Derived {
    /// The run of a story, by its place in the backlog.
    pub fn run_of(&self, story: usize) -> Option<&KnownRun> {
        self.runs.iter().find(|run| run.story == Some(story))
    }

    /// When runs say that stories were finished, for those of which the record does not: the day on
    /// which their last phase ended.
    pub fn finished(&self, record: &[Recorded]) -> Vec<Recorded> {
        let finished = self.runs.iter().filter_map(|run| {
            let last = run.run.state.as_ref()?.phases.last()?;
            let story = self.backlog.stories.get(run.story?)?;
            let key = story.key.to_string();
            let known = |one: &Recorded| one.what == Happening::Done && one.story == key;
            if story.status != Status::Done || record.iter().any(known) {
                return None;
            }
            Some(Recorded {
                date: Day::parse(last.completed_at.as_deref()?)?.to_string(),
                what: Happening::Done,
                story: key,
            })
        });
        finished.collect()
    }

    /// The stories whose runs have stopped, for [`progress::blockers`](crate::progress::blockers).
    pub fn stopped(&self) -> Vec<Stopped> {
        let stopped = self.runs.iter().filter_map(|run| {
            let state = run.run.state.as_ref()?;
            Some(Stopped {
                story: run.story?,
                failed: match state.outcome() {
                    Outcome::Failed(_) => true,
                    Outcome::Blocked(_) => false,
                    _ => return None,
                },
                reason: state.last_error.clone().unwrap_or_default(),
            })
        });
        stopped.collect()
    }
}

/// Why something cannot be done to runs; nothing has changed then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// The story cannot be run.
    #[error("SETUP FAILED: {0}")]
    Setup(#[from] SetupError),
    /// The event does not fit.
    #[error("{0}: {1}")]
    Step(String, ApplyError),
}

/// The event that does `step` to the runs of these stories (by key, or as a command names them) in
/// one step: the runs go on, the stories get the statuses that follow, and epics roll up. A status
/// is only ever raised. Where no document has a place for it, a status file is made, as
/// [`set_status`] does.
///
/// # Errors
/// [`RunError`], for the first story to which it cannot be done.
pub fn run_stories(
    project: &Project,
    readings: &Readings,
    derived: &Derived,
    stories: &[String],
    step: &RunEvent,
) -> Result<Event, RunError> {
    let mut work = project.clone();
    let mut events = Vec::new();
    let mut backlog = None;
    for typed in stories {
        let at = find_story(&derived.backlog, typed)
            .ok_or_else(|| SetupError::StoryNotFound(typed.clone()))?;
        let known = derived.run_of(at);
        let key = derived
            .backlog
            .stories
            .get(at)
            .map(|story| story.key.as_str());
        let story_id = known.map_or(key.unwrap_or(typed), |run| run.story_id.as_str());
        let path = known.and_then(|run| run.document.as_deref());
        let run = work.known_run(story_id, path);
        let before = fold(&run).state;
        let failed = |error: ApplyError| RunError::Step(story_id.to_owned(), error);
        let step = match step.clone() {
            RunEvent::Started {
                from,
                to,
                approve,
                at,
                ..
            } => RunEvent::Started {
                story_id: story_id.to_owned(),
                from,
                to,
                approve,
                at,
            },
            other => other,
        };
        let mut own = Vec::new();
        if work.run(story_id).is_none() && run.origin.is_some() {
            own.push(Event::PutRun { run: Box::new(run) });
        }
        own.push(Event::StepRun {
            story: story_id.to_owned(),
            step: Box::new(step),
        });
        for event in own {
            work.apply(event.clone()).map_err(failed)?;
            events.push(event);
        }
        let after = work.run(story_id).and_then(|run| fold(run).state);
        let reached = after.as_ref().and_then(status_of);
        if reached == before.as_ref().and_then(status_of) {
            continue;
        }
        let Some(status) = reached else {
            continue;
        };
        let backlog = backlog.get_or_insert_with(|| derived.backlog.clone());
        raise(&mut work, readings, backlog, at, status, &mut events);
    }
    Ok(match events.len() {
        1 => events.remove(0),
        _ => Event::Together { events },
    })
}

/// Raises the status of a story, and that of its epic with it.
fn raise(
    work: &mut Project,
    readings: &Readings,
    backlog: &mut Backlog,
    at: usize,
    status: Status,
    events: &mut Vec<Event>,
) {
    let Some(story) = backlog.stories.get(at) else {
        return;
    };
    // Dropped and superseded are decisions; blocked is lifted by whoever set it, or by the end.
    let may = match story.status {
        Status::Dropped | Status::Superseded => false,
        Status::Blocked => status == Status::Done,
        ladder => status > ladder,
    };
    if !may {
        return;
    }
    let (key, epic) = (story.key.to_string(), story.epic.clone());
    let Ok(set) = set_status(work, readings, backlog, &key, status) else {
        return;
    };
    if work.apply(set.event.clone()).is_err() {
        return;
    }
    events.push(set.event);
    *backlog = set.backlog;
    if let Some(event) = epic_event(work, backlog, &epic)
        && work.apply(event.clone()).is_ok()
    {
        events.push(event);
        *backlog = readings.clone().backlog(&work.documents);
    }
}

/// The edit of the status file that gives an epic the status that its stories have come to.
fn epic_event(work: &Project, backlog: &Backlog, id: &EpicId) -> Option<Event> {
    let stories = backlog.stories.iter().filter(|story| story.epic == *id);
    let reached = StatusCounts::of(stories).epic_status();
    // An epic that the status file does not list is not put in: the file may do without epics.
    let said = backlog.epic(id)?.status?;
    if reached <= said || reached == EpicStatus::Backlog {
        return None;
    }
    let mut files = backlog.documents.iter();
    let edit = files.find_map(|row| {
        let document = work
            .document(&row.path)
            .filter(|_| row.kind == DocumentKind::Status)?;
        sprint_status::set(document, &format!("epic-{id}"), reached.as_str()).ok()
    })?;
    Some(Event::EditDocument {
        path: edit.path,
        span: edit.span,
        replacement: edit.replacement,
    })
}

/// What the runs of a project have cost so far.
pub fn spent(runs: &[KnownRun], prices: &Prices) -> (u32, u64) {
    let states = runs.iter().filter_map(|run| run.run.state.as_ref());
    states.fold((0, 0), |(tokens, cents), state| {
        (
            state.total_tokens().saturating_add(tokens),
            prices.of_run(state).saturating_add(cents),
        )
    })
}

/// The files of all runs, or of one story's, each under the path where it belongs.
pub fn run_files(project: &Project, derived: &Derived, story: Option<usize>) -> Vec<WrittenFile> {
    let wanted = |run: &&KnownRun| story.is_none() || run.story == story;
    let mut files = Vec::new();
    for known in derived.runs.iter().filter(wanted) {
        let run = project.known_run(&known.story_id, known.document.as_deref());
        let at = known.story.and_then(|at| derived.backlog.stories.get(at));
        files.extend(workflow_files(
            &run,
            &known.run,
            at.and_then(own_file(&derived.backlog)),
        ));
    }
    files
}

/// The story's own document.
fn own_file(backlog: &Backlog) -> impl Fn(&Story) -> Option<&str> {
    |story| {
        let mut declared = story.declared.iter().chain(&story.also_declared);
        let is_own = |path: &str| {
            let mut rows = backlog.documents.iter();
            rows.any(|row| row.path == path && row.kind == DocumentKind::Story)
        };
        let place = declared.find(|place| is_own(&place.path))?;
        Some(&*place.path)
    }
}
