//! What must hold of any text. Each promise is a function that says how it was broken.

mod outside;
mod planned;
mod status_file;
mod tally;
mod written;

use fastrand::Rng;
use sprintloom_core::backlog::Backlog;
use sprintloom_core::desk;
use sprintloom_core::progress::{self, Standing};
use sprintloom_core::project::{Derived, Event, Project, Readings, Settings, derive};
use sprintloom_core::protocol::Session;
use sprintloom_core::source::{Document, Fix};
use sprintloom_core::write;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::time::{Duration, Instant};
pub use tally::{pause, told};

/// A day and a time that stand for all.
const TODAY: &str = "2026-01-31";

/// Reading and planning a small project takes some milliseconds; this leaves room for a busy machine.
const MOST_TIME: Duration = Duration::from_secs(8);

/// A promise that was broken.
pub struct Broken {
    /// Which one.
    pub promise: &'static str,
    /// How.
    pub how: String,
}

impl Broken {
    /// The same for findings that are probably the same: names and numbers are left out.
    pub fn signature(&self) -> String {
        let how = self.how.lines().next().unwrap_or_default();
        let mut quoted = false;
        let plain: String = (how.chars())
            .filter(|c| {
                quoted ^= matches!(c, '“' | '”' | '"');
                !quoted && !c.is_ascii_digit()
            })
            .take(110)
            .collect();
        format!("{}: {plain}", self.promise)
    }
}

struct Case<'a> {
    project: &'a Project,
    readings: &'a Readings,
    derived: &'a Derived,
    numbers: Rng,
}

type Outcome = Result<(), String>;
type Promise = (&'static str, fn(&mut Case<'_>) -> Outcome);

const PROMISES: &[Promise] = &[
    ("the same project gives the same result", same_again),
    ("a plan is valid", planned::valid_plan),
    ("what is shown can be worked out", everything_shown),
    ("a fix fits its document and can be undone", fixes),
    (
        "a merged status file is in sync, and nothing of it is lost",
        status_file::merged,
    ),
    (
        "a status that was set is read back",
        status_file::status_set,
    ),
    (
        "a key of the status file can be set, and only that line changes",
        status_file::own_keys,
    ),
    (
        "a STATE.md is read as it was written",
        written::state_round_trip,
    ),
    (
        "a correction that is applied gives the plan agreed on, and can be undone",
        planned::correction,
    ),
    (
        "a draft of an epic is read back as that story",
        written::drafts,
    ),
    ("a project from outside does no harm", outside::opened),
    (
        "every step can be taken back and made again",
        outside::steps,
    ),
    ("a session answers every message", session),
];

/// The promise before all others.
const READING: &str = "reading and planning end";

thread_local! { static AT: Cell<&'static str> = const { Cell::new(READING) }; }
static PANIC: Mutex<String> = Mutex::new(String::new());

/// Keeps what a panic says for the finding: thousands would be printed while one is made smaller.
pub fn keep_panics_quiet() {
    std::panic::set_hook(Box::new(|panic| {
        if let Ok(mut told) = PANIC.lock() {
            *told = panic.to_string();
        }
    }));
}

/// The first promise that does not hold for a project of these documents; `seed` decides what is
/// asked of it.
pub fn broken(documents: &[Document], seed: u64) -> Option<Broken> {
    let outcome = catch_unwind(AssertUnwindSafe(|| kept(documents, seed)));
    match outcome {
        Ok(Ok(())) => None,
        Ok(Err(how)) => Some(Broken {
            promise: AT.get(),
            how,
        }),
        Err(_) => Some(Broken {
            promise: AT.get(),
            how: format!(
                "panic: {}",
                PANIC
                    .lock()
                    .map_or_else(|_| String::new(), |told| told.clone())
            ),
        }),
    }
}

fn kept(documents: &[Document], seed: u64) -> Outcome {
    AT.set(READING);
    let mut numbers = Rng::with_seed(seed ^ 0x5eed);
    let mut project = Project {
        documents: documents.to_vec(),
        ..Project::default()
    };
    let started = Instant::now();
    let mut readings = Readings::default();
    let mut derived = derive(&project, &mut readings);
    let took = started.elapsed();
    planned::some_settings(&mut project.settings, &derived.backlog, &mut numbers);
    if project.settings != Settings::default() {
        derived = derive(&project, &mut readings);
    }
    if took > MOST_TIME {
        return Err(format!("it took {} s", took.as_secs()));
    }
    let mut case = Case {
        project: &project,
        readings: &readings,
        derived: &derived,
        numbers,
    };
    for (name, promise) in PROMISES {
        AT.set(name);
        promise(&mut case)?;
    }
    Ok(())
}

fn ensure(holds: bool, how: impl FnOnce() -> String) -> Outcome {
    if holds { Ok(()) } else { Err(how()) }
}

/// With what was kept of another text, and in another order, it is all the same.
fn same_again(case: &mut Case<'_>) -> Outcome {
    let mut readings = case.readings.clone();
    if let Some(first) = case.project.documents.first() {
        let mut other = case.project.clone();
        other.documents[0].text = format!("{}\n### Story 9.9: Passing\n", first.text);
        derive(&other, &mut readings);
    }
    let again = derive(case.project, &mut readings);
    ensure(again == *case.derived, || {
        "it differs after an edit was taken back".to_owned()
    })
}

/// Texts and figures that the views ask for: they may say little, but they end and do not fail.
fn everything_shown(case: &mut Case<'_>) -> Outcome {
    let Derived {
        backlog,
        graph,
        plan,
        ..
    } = case.derived;
    let standing = Standing {
        backlog,
        graph,
        plan: plan.as_ref().ok(),
    };
    progress::next_action(&standing);
    progress::roll_up(backlog);
    for story in 0..backlog.stories.len() {
        progress::prerequisites(&standing, story);
        desk::invest(&standing, story, None);
    }
    case.readings.drift(backlog);
    if let Ok(plan) = plan {
        let message = write::batch_plan_ready("fuzz", backlog, graph, plan);
        ensure(
            message.matches("\"batch_id\"").count() == plan.batches.len(),
            || "the message has other batches than the plan".to_owned(),
        )?;
    }
    Ok(())
}

fn applied(project: &Project, event: Event) -> Result<(Project, Event), String> {
    let mut after = project.clone();
    let inverse = after.apply(event).map_err(|error| error.to_string())?;
    Ok((after, inverse))
}

fn undone(project: &Project, mut after: Project, inverse: Event) -> Outcome {
    after.apply(inverse).map_err(|error| error.to_string())?;
    ensure(after == *project, || {
        "undo does not restore the project".to_owned()
    })
}

fn fixes(case: &mut Case<'_>) -> Outcome {
    let drift = case.readings.drift(&case.derived.backlog);
    let of_drift = drift
        .iter()
        .flat_map(|one| &one.differences)
        .filter_map(|one| one.fix.as_ref());
    let of_diagnostics = case
        .derived
        .diagnostics
        .iter()
        .filter_map(|one| one.fix.as_ref());
    for fix in of_diagnostics.chain(of_drift).take(20) {
        let (after, inverse) = applied(case.project, event_of(fix))
            .map_err(|error| format!("{}: {error}", fix.label))?;
        undone(case.project, after, inverse)?;
    }
    Ok(())
}

/// The edits of a fix as the app applies them: from the last to the first.
fn event_of(fix: &Fix) -> Event {
    let mut edits = fix.edits.clone();
    edits.sort_by(|a, b| (&b.path, b.span.start).cmp(&(&a.path, a.span.start)));
    Event::Together {
        events: edits
            .into_iter()
            .map(|edit| Event::EditDocument {
                path: edit.path,
                span: edit.span,
                replacement: edit.replacement,
            })
            .collect(),
    }
}

fn some_key(backlog: &Backlog, numbers: &mut Rng) -> Option<String> {
    let length = backlog.stories.len();
    (length > 0).then(|| backlog.stories[numbers.usize(..length)].key.to_string())
}

fn session(case: &mut Case<'_>) -> Outcome {
    let mut session = Session::default();
    let spec = [
        "all",
        "epic1",
        "epic1-epic3",
        "everything but epic 2",
        "“",
        "",
    ][case.numbers.usize(..6)];
    let mut plan = format!(
        "{{\"msg_type\":\"SM_PLANNING_REQUEST\",\"session_id\":\"s\",\"epic_spec\":\"{spec}\",\
         \"status_file_path\":\"sprint-status.yaml\",\"user_options\":{{}}}}"
    );
    if case.numbers.u8(..3) == 0 {
        let at = case.numbers.usize(..plan.len());
        if plan.is_char_boundary(at) {
            plan.truncate(at);
        }
    }
    let trigger = r#"{"msg_type":"CC_TRIGGER","reason":"user_request","user_input":"do 1-1 first","current_batch_id":1}"#;
    let summary = r#"{"msg_type":"SM_SUMMARY_REQUEST","batch_results":[],"session_id":"s"}"#;
    let end = r#"{"msg_type":"shutdown_request"}"#;
    for message in [plan.as_str(), trigger, summary, end, trigger] {
        let reply = session.receive(case.project, message);
        ensure(!reply.messages.is_empty(), || {
            format!("no answer to {message}")
        })?;
    }
    ensure(session.is_closed(), || {
        "it was shut down and is not closed".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_project_keeps_every_promise() {
        let epics = "## Epic 1: Boats\n\nGoal: people can hire a boat.\n\n### Story 1.1: Moor\n\n### Story 1.2: Leave\n\n**Dependencies:** 1.1\n";
        let status =
            "development_status:\n  epic-1: in-progress\n  1-1-moor: done\n  1-2-leave: backlog\n";
        let documents = [
            Document::new("epics.md", epics),
            Document::new("sprint-status.yaml", status),
        ];
        for seed in 0..40 {
            let found = broken(&documents, seed);
            assert!(
                found.is_none(),
                "{}",
                found.map_or_else(String::new, |one| one.how)
            );
        }
    }

    #[test]
    fn findings_that_differ_in_names_and_numbers_are_counted_as_one() {
        let of = |how: &str| {
            Broken {
                promise: "p",
                how: how.to_owned(),
            }
            .signature()
        };
        assert_eq!(of("“1-1” took 12 s"), of("“2-b” took 9 s"));
        assert_ne!(of("“1-1” is gone"), of("“1-1” is done"));
    }
}
