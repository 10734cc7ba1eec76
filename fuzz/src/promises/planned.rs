//! Promises of plans and corrections, under settings of every kind.

use super::{Case, Outcome, TODAY, applied, ensure, some_key, tally, undone};
use fastrand::Rng;
use sprintloom_core::backlog::{Backlog, Status, StoryKey};
use sprintloom_core::correct::{Applied, DropRule, Executed, Reason, Trigger};
use sprintloom_core::plan::{
    self, EffortSource, EpicOrder, Pin, Plan, PlanError, RegistryRule, Strategy, UnknownFiles,
};
use sprintloom_core::project::{Derived, Draft, Readings, Settings, Simulation, derive, simulate};

/// Settings by chance: half of them as they come, so that the usual ones are tried most.
pub(super) fn some_settings(settings: &mut Settings, backlog: &Backlog, numbers: &mut Rng) {
    let plan = &mut settings.plan;
    plan.batch_size = [3, 3, 1, 2, 5][numbers.usize(..5)];
    if numbers.u8(..4) == 0 {
        plan.strategy = Strategy::Sequential;
    }
    if numbers.bool() {
        return;
    }
    plan.batch_size = [1, 2, 3, 4, 7, 20][numbers.usize(..6)];
    plan.registry = one_of(RegistryRule::ALL, numbers);
    plan.unknown_files = one_of(UnknownFiles::ALL, numbers);
    plan.effort = one_of(EffortSource::ALL, numbers);
    plan.epic_order = one_of(EpicOrder::ALL, numbers);
    let budgets = [None, Some(1), Some(70_000), Some(200_000), Some(u64::MAX)];
    plan.batch_tokens = one_of(&budgets, numbers);
    plan.sprint_tokens = one_of(&budgets, numbers);
    plan.token_base = one_of(&[0, 50_000, u32::MAX], numbers);
    plan.token_rate = one_of(&[0, 10_000, u32::MAX], numbers);
    for _ in 0..numbers.usize(..4) {
        if let Some(story) = some_key(backlog, numbers) {
            let batch = one_of(&[1, 1, 2, 3, 9, 0, u32::MAX], numbers);
            plan.pins.push(Pin { story, batch });
        }
    }
    settings.graph.mentioned = numbers.bool();
    if numbers.u8(..4) == 0 {
        settings.graph.registry = Some(Vec::new());
    }
}

pub(super) fn one_of<T: Copy>(all: &[T], numbers: &mut Rng) -> T {
    all[numbers.usize(..all.len())]
}

fn accepted(made: &Plan, derived: &Derived) -> Outcome {
    let Derived {
        backlog,
        graph,
        settings,
        ..
    } = derived;
    let violations = plan::validate(made, backlog, graph, settings);
    ensure(violations.is_empty(), || violations[0].to_string())
}

pub(super) fn valid_plan(case: &mut Case<'_>) -> Outcome {
    let Derived { backlog, plan, .. } = case.derived;
    match plan {
        Ok(made) => {
            accepted(made, case.derived)?;
            let bound = made.proof.lower_bound;
            ensure(bound <= made.batches.len(), || {
                format!("the bound {bound} is above the plan")
            })?;
            let open = backlog
                .stories
                .iter()
                .filter(|story| story.status.is_pending())
                .count();
            tally::count("plans", 1);
            tally::count(
                "plans above their bound",
                usize::from(bound < made.batches.len()),
            );
            tally::count("pins refused", made.refused.len());
            tally::count(
                "pins kept",
                case.derived.settings.pins.len() - made.refused.len(),
            );
            ensure(made.total_stories() == open, || {
                format!(
                    "{} of {open} open stories are planned",
                    made.total_stories()
                )
            })
        }
        Err(PlanError::Selection(_)) => Ok(()),
        Err(error) => Err(format!("{error}\n{:?}", case.project.settings)),
    }
}

pub(super) fn correction(case: &mut Case<'_>) -> Outcome {
    let Derived { backlog, .. } = case.derived;
    let Some(key) = some_key(backlog, &mut case.numbers) else {
        return Ok(());
    };
    let other = some_key(backlog, &mut case.numbers).unwrap_or_default();
    let wishes = [
        format!("do {key} first"),
        format!("drop {key}, and {other} before {key}"),
        format!("defer {key}; keep {other} (it hurts)"),
        format!("move {key} to batch 2, freeze {other}"),
        format!("{key} after {other}"),
        "prioritise epic 1 | everything else later".to_owned(),
        String::new(),
    ];
    let numbers = &mut case.numbers;
    let mut some = |key: &String| match numbers.u8(..4) {
        0 => vec![key.clone()],
        _ => Vec::new(),
    };
    let trigger = Trigger {
        dropped_stories: some(&key),
        added_stories: some(&other),
        failed_stories: some(&other),
        order: some(&other),
        drop_rule: one_of(&DropRule::ALL, numbers),
        user_input: wishes[numbers.usize(..wishes.len())].clone(),
        reason: Reason::ALL[numbers.usize(..Reason::ALL.len())]
            .as_str()
            .to_owned(),
        ..Trigger::default()
    };
    let statuses = match numbers.u8(..4) {
        0 => vec![(
            other.clone(),
            one_of(
                &[Status::InProgress, Status::Done, Status::Backlog],
                numbers,
            ),
        )],
        _ => Vec::new(),
    };
    let draft = Draft {
        trigger,
        statuses,
        ..Draft::default()
    };
    let Ok(simulation) = simulate(case.project, case.readings, case.derived, &draft, TODAY) else {
        tally::count("corrections refused", 1);
        return Ok(());
    };
    tally::count("corrections", 1);
    let agreed = simulation.applied.after.clone();
    in_progress_stays(&simulation)?;
    let (after, inverse) = applied(case.project, simulation.event)?;
    let derived = derive(&after, &mut Readings::default());
    let plan = derived.plan.as_ref().map_err(ToString::to_string)?;
    let batches: Vec<Vec<String>> = (plan.batches.iter())
        .map(|batch| {
            let stories = batch.stories.iter();
            stories
                .map(|at| derived.backlog.stories[*at].key.to_string())
                .collect()
        })
        .collect();
    let promised: Vec<Vec<String>> = (agreed.batches.into_iter())
        .map(|(_, stories)| stories)
        .collect();
    ensure(batches == promised, || {
        format!(
            "agreed on was {promised:?}, planned is {batches:?}\n{:?}\n{:?}",
            simulation.applied.trigger, draft.statuses
        )
    })?;
    accepted_numbered(plan, &derived)?;
    undone(case.project, after, inverse)
}

/// The validator counts batches from 1; a sprint that was corrected goes on from where it was. What
/// was agreed on counts more than pins, and than the order of epics.
fn accepted_numbered(made: &Plan, derived: &Derived) -> Outcome {
    let mut made = made.clone();
    let mut derived = derived.clone();
    for (id, batch) in (1..).zip(&mut made.batches) {
        batch.id = id;
    }
    derived.settings.pins.clear();
    if derived.settings.epic_order == EpicOrder::Hard {
        derived.settings.epic_order = EpicOrder::Soft;
    }
    accepted(&made, &derived)
}

/// Work that was begun keeps its batch, whatever was asked, or it is said why it cannot.
fn in_progress_stays(simulation: &Simulation) -> Outcome {
    let Applied {
        before,
        after,
        dropped,
        ..
    } = &simulation.applied;
    let batch = |plan: &Executed, key: &str| {
        let mut batches = plan.batches.iter();
        let found = batches.find(|(_, stories)| stories.iter().any(|one| one == key));
        found.map(|(id, _)| *id)
    };
    for (id, stories) in &before.batches {
        for key in stories.iter().filter(|key| !dropped.contains(key)) {
            let story = simulation.derived.backlog.story(&StoryKey::new(key));
            if story.is_some_and(|story| story.status == Status::InProgress) {
                tally::count("stories in progress at a correction", 1);
                let now = batch(after, key);
                let mut warnings = simulation.correction.warnings.iter();
                let said = format!("Story {key} does not keep batch {id}: ");
                let is_said = now.is_some() && warnings.any(|one| one.starts_with(&said));
                ensure(now == Some(*id) || is_said, || {
                    let asked = &simulation.applied.trigger;
                    format!(
                        "“{key}” is in progress in batch {id} and moves to {now:?}\n{asked:?}\n{before:?}\n{after:?}"
                    )
                })?;
            }
        }
    }
    Ok(())
}
