//! Promises of what comes from outside (a link, a file, another build) and of every step that a person
//! can take: it does no harm, and it can be taken back to the byte.

use super::planned::{one_of, some_settings};
use super::{Case, Outcome, TODAY, applied, ensure, some_key, tally, undone};
use fastrand::Rng;
use sprintloom_core::backlog::{Backlog, Status};
use sprintloom_core::correct::{Applied, DropRule, Executed, ToBatch, Trigger};
use sprintloom_core::progress::{self, Day, Happening, Recorded};
use sprintloom_core::project::{
    Draft, Event, History, Project, Readings, Scenario, Shelf, derive, set_status, simulate,
};
use sprintloom_core::source::{Document, Span};
use sprintloom_core::workflow::tokens::Tokens;
use sprintloom_core::workflow::{Run, RunEvent};
use std::collections::BTreeSet;

const NUMBERS: [u32; 8] = [0, 1, 2, 3, 7, 1000, u32::MAX - 1, u32::MAX];

fn number(numbers: &mut Rng) -> u32 {
    one_of(&NUMBERS, numbers)
}

/// The key of a story, or one that there is not.
fn key(backlog: &Backlog, numbers: &mut Rng) -> String {
    match numbers.u8(..4) {
        0 => one_of(&["", "9-9", "1-1", "“", "STORY-1"], numbers).to_owned(),
        _ => some_key(backlog, numbers).unwrap_or_default(),
    }
}

fn some<T>(most: usize, numbers: &mut Rng, mut make: impl FnMut(&mut Rng) -> T) -> Vec<T> {
    (0..numbers.usize(..=most)).map(|_| make(numbers)).collect()
}

fn batches(backlog: &Backlog, numbers: &mut Rng) -> Executed {
    let batches = some(3, numbers, |numbers| {
        let stories = some(3, numbers, |numbers| key(backlog, numbers));
        (number(numbers), stories)
    });
    Executed { batches }
}

fn trigger(backlog: &Backlog, numbers: &mut Rng) -> Trigger {
    let keys = |numbers: &mut Rng| some(2, numbers, |numbers| key(backlog, numbers));
    Trigger {
        reason: one_of(&["user_request", "repeated_failures", "", "?"], numbers).to_owned(),
        user_input: one_of(
            &["do 1-1 first", "", "drop", "(", "move 1-1 to batch 0"],
            numbers,
        )
        .to_owned(),
        current_batch_id: numbers.bool().then(|| number(numbers)),
        added_stories: keys(numbers),
        dropped_stories: keys(numbers),
        failed_stories: keys(numbers),
        order: keys(numbers),
        moves: some(2, numbers, |numbers| ToBatch {
            story: key(backlog, numbers),
            batch: number(numbers),
        }),
        drop_rule: one_of(&DropRule::ALL, numbers),
    }
}

fn date(numbers: &mut Rng) -> String {
    one_of(
        &[
            "2026-01-31",
            "",
            "soon",
            "0000-00-00",
            "9999-99-99",
            "2026-02-30T25:61",
        ],
        numbers,
    )
    .to_owned()
}

fn agreed(backlog: &Backlog, numbers: &mut Rng) -> Applied {
    let keys = |numbers: &mut Rng| some(2, numbers, |numbers| key(backlog, numbers));
    Applied {
        date: date(numbers),
        trigger: trigger(backlog, numbers),
        before: batches(backlog, numbers),
        after: batches(backlog, numbers),
        dropped: keys(numbers),
        added: keys(numbers),
        ..Applied::default()
    }
}

fn step(numbers: &mut Rng) -> RunEvent {
    let at = date(numbers);
    match numbers.u8(..6) {
        0 => RunEvent::Started {
            story_id: "1-1".to_owned(),
            from: numbers.bool().then(|| numbers.u8(..)),
            to: numbers.bool().then(|| numbers.u8(..)),
            approve: numbers.bool().then(|| numbers.u8(..)),
            at,
        },
        1 => RunEvent::Approved { at },
        2 => RunEvent::Skipped { at },
        3 => RunEvent::Stopped,
        4 => RunEvent::Failed { reason: at },
        _ => RunEvent::Output {
            text: one_of(
                &[
                    "PM COMPLETE",
                    "ELAB PASS",
                    "QA FAIL",
                    "tokens: 99999999999k",
                ],
                numbers,
            )
            .to_owned(),
            at,
            tokens: numbers.bool().then(|| Tokens {
                total: number(numbers),
                output: numbers.bool().then(|| number(numbers)),
            }),
        },
    }
}

fn run(backlog: &Backlog, numbers: &mut Rng) -> Run {
    Run {
        story_id: key(backlog, numbers),
        origin: numbers
            .bool()
            .then(|| "story_id: 1-1\nphases:\n".to_owned()),
        events: some(5, numbers, step),
    }
}

fn recorded(backlog: &Backlog, numbers: &mut Rng) -> Recorded {
    Recorded {
        story: key(backlog, numbers),
        what: one_of(
            &[Happening::Added, Happening::Done, Happening::Dropped],
            numbers,
        ),
        date: date(numbers),
    }
}

fn draft(backlog: &Backlog, numbers: &mut Rng) -> Draft {
    Draft {
        texts: some(1, numbers, |_| {
            Document::new("new.md", "### Story 9.1: Added\n")
        }),
        statuses: some(1, numbers, |numbers| {
            (
                key(backlog, numbers),
                one_of(&[Status::Done, Status::Superseded], numbers),
            )
        }),
        trigger: trigger(backlog, numbers),
    }
}

fn path(project: &Project, numbers: &mut Rng) -> String {
    let known = project.documents.len();
    match numbers.u8(..3) {
        0 => one_of(&["", "a.md", "sprint-status.yaml", "../x"], numbers).to_owned(),
        _ if known == 0 => String::new(),
        _ => project.documents[numbers.usize(..known)].path.clone(),
    }
}

/// What a person, or a file that was opened, can do to a project.
fn event(project: &Project, backlog: &Backlog, numbers: &mut Rng) -> Event {
    match numbers.u8(..18) {
        0 => Event::PutDocuments {
            documents: some(2, numbers, |numbers| {
                Document::new(path(project, numbers), "## Epic 1: A\n### Story 1.1: B\n")
            }),
        },
        1 => Event::RemoveDocuments {
            paths: some(2, numbers, |numbers| path(project, numbers)),
        },
        2 => Event::RenameDocument {
            from: path(project, numbers),
            to: path(project, numbers),
        },
        3 | 4 => Event::EditDocument {
            path: path(project, numbers),
            span: Span::new(numbers.usize(..60), numbers.usize(..60)),
            replacement: "### Story 1.2: Ä\r\n".to_owned(),
        },
        5 => {
            let mut settings = project.settings.clone();
            some_settings(&mut settings, backlog, numbers);
            settings.plan.batch_size = number(numbers) as usize;
            Event::ChangeSettings {
                settings: Box::new(settings),
            }
        }
        6 => Event::Rename {
            name: numbers.bool().then(|| "N".to_owned()),
        },
        7 => Event::ApplyCorrection {
            applied: Box::new(agreed(backlog, numbers)),
        },
        8 => Event::TakeBackCorrection,
        9 => Event::KeepScenario {
            scenario: Box::new(Scenario {
                name: one_of(&["", "a", "b"], numbers).to_owned(),
                draft: draft(backlog, numbers),
            }),
        },
        10 => Event::ForgetScenario {
            name: one_of(&["", "a", "b"], numbers).to_owned(),
        },
        11 => Event::PutRun {
            run: Box::new(run(backlog, numbers)),
        },
        12 => Event::RemoveRun {
            story: key(backlog, numbers),
        },
        13 => Event::StepRun {
            story: key(backlog, numbers),
            step: Box::new(step(numbers)),
        },
        14 => Event::TakeBackStep {
            story: key(backlog, numbers),
        },
        15 => Event::Shelve {
            shelf: one_of(&[Shelf::Drafts, Shelf::Patterns], numbers),
            path: path(project, numbers),
            text: numbers.bool().then(|| "# Story 7.1: Drafted\n".to_owned()),
        },
        16 => Event::ChangeRecord {
            record: some(5, numbers, |numbers| recorded(backlog, numbers)),
        },
        _ => Event::Replace {
            project: Box::new(from_outside(project, backlog, numbers)),
        },
    }
}

/// A project in which anything may stand.
fn from_outside(project: &Project, backlog: &Backlog, numbers: &mut Rng) -> Project {
    let mut odd = project.clone();
    some_settings(&mut odd.settings, backlog, numbers);
    if numbers.u8(..4) == 0 {
        odd.settings.plan.batch_size = number(numbers) as usize;
    }
    odd.corrections = some(2, numbers, |numbers| agreed(backlog, numbers));
    odd.runs = some(3, numbers, |numbers| run(backlog, numbers));
    odd.record = some(6, numbers, |numbers| recorded(backlog, numbers));
    odd.scenarios = some(2, numbers, |numbers| Scenario {
        name: one_of(&["", "a"], numbers).to_owned(),
        draft: draft(backlog, numbers),
    });
    odd.drafts = some(2, numbers, |numbers| {
        Document::new(path(project, numbers), "# Story 1.1: Drafted\n")
    });
    if numbers.bool() {
        odd.documents.reverse();
        odd.documents.extend(project.documents.first().cloned());
    }
    odd
}

/// Whatever stands in it: it is worked out, what follows from it is shown, and undo brings back what was.
pub(super) fn opened(case: &mut Case<'_>) -> Outcome {
    let numbers = &mut case.numbers.clone();
    let backlog = &case.derived.backlog;
    let project = Box::new(from_outside(case.project, backlog, numbers));
    let (after, inverse) = applied(case.project, Event::Replace { project })?;
    let paths: BTreeSet<&str> = after
        .documents
        .iter()
        .map(|one| one.path.as_str())
        .collect();
    ensure(paths.len() == after.documents.len(), || {
        "a path stands twice after opening".to_owned()
    })?;
    let mut readings = Readings::default();
    let derived = derive(&after, &mut readings);
    tally::count("projects opened", 1);
    match &derived.plan {
        Ok(plan) => {
            tally::count("projects opened with a plan", 1);
            let mut planned: Vec<usize> = (plan.batches.iter())
                .flat_map(|batch| batch.stories.iter().copied())
                .collect();
            let all = planned.len();
            planned.sort_unstable();
            planned.dedup();
            ensure(planned.len() == all, || {
                "a story is planned twice".to_owned()
            })?;
            let most = after.settings.plan.batch_size;
            ensure(
                plan.batches.iter().all(|one| one.stories.len() <= most),
                || format!("a batch has more than {most} stories"),
            )?;
            let is_open = |at: &usize| derived.backlog.stories[*at].status.is_pending();
            ensure(planned.iter().all(is_open), || {
                "what is done is planned".to_owned()
            })?;
            let _ = derived.bottlenecks(&after);
        }
        Err(error) => ensure(!error.to_string().is_empty(), || {
            "no reason is said".to_owned()
        })?,
    }
    let today = Day::parse(TODAY);
    progress::course(&derived.backlog, &derived.settings, &after.record, today);
    let wanted = draft(&derived.backlog, numbers);
    if let Ok(made) = simulate(&after, &readings, &derived, &wanted, TODAY) {
        let (corrected, back) = applied(&after, made.event)?;
        undone(&after, corrected, back)?;
    }
    if let Some(key) = some_key(&derived.backlog, numbers)
        && let Ok(set) = set_status(&after, &readings, &derived.backlog, &key, Status::Review)
    {
        let (changed, back) = applied(&after, set.event)?;
        undone(&after, changed, back)?;
    }
    undone(case.project, after, inverse)
}

/// Steps of every kind, one after the other: undo goes back through all of them, redo forth again, and
/// what is refused has changed nothing.
pub(super) fn steps(case: &mut Case<'_>) -> Outcome {
    let numbers = &mut case.numbers.clone();
    let mut project = case.project.clone();
    let mut history = History::default();
    let mut states = vec![project.clone()];
    let mut taken: Vec<String> = Vec::new();
    for _ in 0..8 {
        let event = event(&project, &case.derived.backlog, numbers);
        let shown = format!("{event:?}");
        let before = project.clone();
        history.pause();
        match history.apply(&mut project, event, "step") {
            Ok(()) => {
                tally::count("steps taken", 1);
                states.push(project.clone());
                taken.push(shown);
            }
            Err(_) => {
                tally::count("steps refused", 1);
                ensure(project == before, || {
                    format!("what was refused changed it: {shown}")
                })?;
            }
        }
    }
    let last = states.len() - 1;
    for at in (0..last).rev() {
        history.undo(&mut project);
        ensure(project == states[at], || {
            format!("undo does not restore it: {}", taken[at])
        })?;
    }
    for (at, state) in states.iter().enumerate().skip(1) {
        history.redo(&mut project);
        ensure(project == *state, || {
            format!("redo does not restore it: {}", taken[at - 1])
        })?;
    }
    Ok(())
}
