//! What a draft of a correction would lead to, as it is shown; and what an applied one led to.

use sprintloom_core::backlog::{Backlog, StoryKey};
use sprintloom_core::correct::{
    Applied, Correction, CorrectionError, Executed, Remedy, Request, Understood, understand,
};
use sprintloom_core::ordering::Table;
use sprintloom_core::project::{Derived, Project, Readings, Simulation, simulate};
use sprintloom_core::write;

use super::{Index, hue, small, status};
use crate::correct::texts;
use crate::wire::{
    CardRow, CorrectView, CorrectWants, FailedRow, How, ImpactRow, Status, StripRow,
};

/// What the view shows.
pub fn correct_view(
    wants: &CorrectWants,
    project: &Project,
    readings: &Readings,
    derived: &Derived,
    index: &Index,
) -> CorrectView {
    let past = wants
        .past
        .and_then(|at| project.corrections.get(at as usize));
    let made = match past {
        Some(_) => None,
        None => Some(simulate(
            project,
            readings,
            derived,
            &wants.draft,
            &wants.date,
        )),
    };
    let mut view = match (past, &made) {
        (Some(applied), _) => of_applied(applied, &derived.backlog, index),
        (None, Some(Ok(made))) => of_simulation(made, index),
        (None, Some(Err(errors))) => {
            of_errors(errors, &wants.draft.trigger.user_input, derived, index)
        }
        (None, None) => CorrectView::default(),
    };
    if past.is_none() && !project.scenarios.is_empty() {
        if let Some(made) = &made {
            view.scenarios.push(("This one".to_owned(), figures(made)));
        }
        for scenario in &project.scenarios {
            let made = simulate(project, readings, derived, &scenario.draft, &wants.date);
            view.scenarios.push((scenario.name.clone(), figures(&made)));
        }
    }
    view.number = wants.number;
    view
}

/// A scenario's row: moved, added, dropped, batches, longest chain; or why it cannot be.
fn figures(made: &Result<Simulation, Vec<CorrectionError>>) -> Vec<String> {
    match made {
        Ok(made) => {
            let made = &made.correction;
            [
                made.moved.len(),
                made.added.len(),
                made.dropped.len(),
                made.after.len(),
                made.plan.critical_path.len(),
            ]
            .map(|count| count.to_string())
            .into()
        }
        Err(errors) => errors.iter().take(1).map(write::as_sentence).collect(),
    }
}

/// The cards of the stories that stand in either plan, and the plans made of them.
struct Cards<'a> {
    backlog: &'a Backlog,
    index: &'a Index,
    /// Index of each story, by key.
    stories: Table<&'a StoryKey, usize>,
    /// The card of each story of the backlog.
    known: Vec<Option<u32>>,
    rows: Vec<CardRow>,
}

impl<'a> Cards<'a> {
    fn new(backlog: &'a Backlog, index: &'a Index) -> Self {
        Self {
            backlog,
            index,
            stories: backlog.index(),
            known: vec![None; backlog.stories.len()],
            rows: Vec::new(),
        }
    }

    fn strips(&mut self, plan: &Executed, is_after: bool) -> Vec<StripRow> {
        let mut strips = Vec::new();
        for (id, keys) in &plan.batches {
            let mut cards = Vec::new();
            for key in keys {
                let at = self.card(key);
                if let Some(card) = self.rows.get_mut(at as usize) {
                    let slot = if is_after {
                        &mut card.to
                    } else {
                        &mut card.from
                    };
                    *slot = Some(*id);
                }
                cards.push(at);
            }
            strips.push(StripRow { id: *id, cards });
        }
        strips
    }

    fn card(&mut self, key: &str) -> u32 {
        let story = self.stories.get(&StoryKey::new(key)).copied();
        let known = match story {
            Some(story) => self.known.get(story).copied().flatten(),
            // A story that is gone has no number.
            None => (self.rows.iter().position(|row| row.key == key)).map(small),
        };
        if let Some(at) = known {
            return at;
        }
        let at = small(self.rows.len());
        if let Some(slot) = story.and_then(|story| self.known.get_mut(story)) {
            *slot = Some(at);
        }
        let story = story.and_then(|at| self.backlog.stories.get(at));
        let epic = story.and_then(|story| {
            // New epics have no place in the look-ups of the project as it is.
            let mut epics = self.backlog.epics.iter();
            self.index
                .epic(&story.epic)
                .or_else(|| epics.position(|epic| epic.id == story.epic).map(small))
        });
        self.rows.push(CardRow {
            key: key.to_owned(),
            title: story.map(|story| story.title.clone()).unwrap_or_default(),
            status: story.map_or(Status::Backlog, |story| status(story.status)),
            hue: hue(epic.unwrap_or(0)),
            how: How::Stays,
            from: None,
            to: None,
        });
        at
    }

    /// Says of every card how it fares.
    fn compare(&mut self, before: &[StripRow], after: &[StripRow]) {
        for card in &mut self.rows {
            card.how = match (card.from, card.to) {
                (None, _) => How::Added,
                (_, None) => How::Dropped,
                (from, to) if from != to => How::Moved,
                _ => How::Stays,
            };
        }
        for strip in after {
            let was = before.iter().find(|was| was.id == strip.id);
            let stays = |cards: &[u32]| -> Vec<u32> {
                let here = |at: &&u32| {
                    let card = self.rows.get(**at as usize);
                    card.is_some_and(|card| card.how == How::Stays)
                };
                cards.iter().filter(here).copied().collect()
            };
            let pairs: Vec<(u32, u32)> = was.map_or(Vec::new(), |was| {
                stays(&was.cards)
                    .into_iter()
                    .zip(stays(&strip.cards))
                    .collect()
            });
            for (_, now) in pairs.into_iter().filter(|(was, now)| was != now) {
                if let Some(card) = self.rows.get_mut(now as usize) {
                    card.how = How::Turned;
                }
            }
        }
    }
}

/// Cards and strips of a plan before and a plan after.
fn strips(before: &Executed, after: &Executed, backlog: &Backlog, index: &Index) -> CorrectView {
    let mut cards = Cards::new(backlog, index);
    let before = cards.strips(before, false);
    let after = cards.strips(after, true);
    cards.compare(&before, &after);
    let rows = cards.rows;
    CorrectView {
        sentence: sentence(&rows, small(before.len()), small(after.len())),
        cards: rows,
        before,
        after,
        ..CorrectView::default()
    }
}

fn of_applied(applied: &Applied, backlog: &Backlog, index: &Index) -> CorrectView {
    CorrectView {
        texts: texts(applied),
        ..strips(&applied.before, &applied.after, backlog, index)
    }
}

fn of_errors(
    errors: &[CorrectionError],
    words: &str,
    derived: &Derived,
    index: &Index,
) -> CorrectView {
    let reading = understand(&derived.backlog, words);
    let plan = derived.plan.as_ref().ok();
    let executed = plan.map(|plan| Executed::of(plan, &derived.backlog));
    let executed = executed.unwrap_or_default();
    CorrectView {
        sentence: "There is no correction yet.".to_owned(),
        errors: errors.iter().map(write::as_sentence).collect(),
        understood: understood(&reading.understood, &derived.backlog),
        not_understood: reading.not_understood,
        ..strips(&executed, &executed, &derived.backlog, index)
    }
}

fn of_simulation(simulation: &Simulation, index: &Index) -> CorrectView {
    let backlog = &simulation.derived.backlog;
    let made = &simulation.correction;
    let applied = &simulation.applied;
    let key = |story: usize| key_of(backlog, story);
    let mut view = strips(&applied.before, &applied.after, backlog, index);
    view.sentence.push_str(&chain_change(made));
    view.warnings.clone_from(&made.warnings);
    view.understood = understood(&made.understood, backlog);
    view.not_understood.clone_from(&made.not_understood);
    view.stranded = (made.stranded.iter())
        .map(|one| {
            let waiting = one.waiting.iter().map(|&story| key(story));
            (
                key(one.dropped),
                waiting.filter(|key| !key.is_empty()).collect(),
            )
        })
        .collect();
    view.facts = facts(made, backlog);
    view.epics = (made.by_epic(backlog).into_iter())
        .map(|(id, impact)| ImpactRow {
            title: backlog
                .epic(&id)
                .map(|epic| epic.title.clone())
                .unwrap_or_default(),
            id: id.to_string(),
            counts: [
                impact.moved,
                impact.added,
                impact.dropped,
                impact.unaffected,
            ]
            .map(small)
            .into(),
        })
        .collect();
    failures(made, backlog, &mut view);
    let scope = made.scope(backlog);
    view.scope = format!("{}: for the {}.", scope.as_str(), scope.owner());
    view.texts = texts(applied);
    view.event = Some(simulation.event.clone());
    view
}

fn key_of(backlog: &Backlog, story: usize) -> String {
    let story = backlog.stories.get(story);
    story.map(|story| story.key.to_string()).unwrap_or_default()
}

fn keys(backlog: &Backlog, stories: &[usize], between: &str) -> String {
    let keys: Vec<String> = stories
        .iter()
        .map(|&story| key_of(backlog, story))
        .collect();
    keys.join(between)
}

/// Clauses, and what they were understood to ask.
fn understood(all: &[Understood], backlog: &Backlog) -> Vec<(String, String)> {
    all.iter()
        .map(|one| (one.text.clone(), meaning(&one.request, backlog)))
        .collect()
}

/// What a request was understood to ask.
fn meaning(request: &Request, backlog: &Backlog) -> String {
    let all = |stories: &[usize]| keys(backlog, stories, ", ");
    match request {
        Request::Drop(stories) => format!("drop {}", all(stories)),
        Request::Add(stories) => format!("add {}", all(stories)),
        Request::First(stories) => format!("{} first", all(stories)),
        Request::Last(stories) => format!("{} last", all(stories)),
        Request::Order(stories) => format!("order {}", keys(backlog, stories, " → ")),
        Request::Before(first, then) => format!("{} before {}", all(first), all(then)),
        Request::EpicFirst(epic) => format!("epic {epic} first"),
        Request::ToBatch(stories, batch) => format!("{} to batch {batch}", all(stories)),
        Request::Freeze(stories) => format!("{} stay", all(stories)),
        Request::FreezeBatch(batch) => format!("batch {batch} stays"),
    }
}

fn sentence(cards: &[CardRow], before: u32, after: u32) -> String {
    let count = |how: How| cards.iter().filter(|card| card.how == how).count();
    let mut parts = Vec::new();
    for (how, one, many) in [
        (How::Moved, "story moves", "stories move"),
        (
            How::Turned,
            "changes its place in a batch",
            "change places in their batches",
        ),
        (How::Added, "comes in", "come in"),
        (How::Dropped, "goes out", "go out"),
    ] {
        match count(how) {
            0 => {}
            1 => parts.push(format!("1 {one}")),
            more => parts.push(format!("{more} {many}")),
        }
    }
    if parts.is_empty() {
        parts.push("Nothing moves".to_owned());
    }
    parts.push(match i64::from(after) - i64::from(before) {
        0 => "as many batches as before".to_owned(),
        1 => "1 batch more".to_owned(),
        -1 => "1 batch fewer".to_owned(),
        more if more > 0 => format!("{more} batches more"),
        fewer => format!("{} batches fewer", -fewer),
    });
    parts.join(", ")
}

fn chain_change(made: &Correction) -> String {
    let (before, after) = (&made.plan_before.critical_path, &made.plan.critical_path);
    if before == after {
        ", critical path unchanged".to_owned()
    } else if before.len() == after.len() {
        ", another critical path as long".to_owned()
    } else {
        format!(
            ", critical path of {} instead of {}",
            after.len(),
            before.len()
        )
    }
}

fn facts(made: &Correction, backlog: &Backlog) -> Vec<(String, String, String)> {
    let plans = [&made.plan_before, &made.plan];
    let row = |name: &str, of: &dyn Fn(&sprintloom_core::plan::Plan) -> String| {
        let [before, after] = plans.map(of);
        (name.to_owned(), before, after)
    };
    let path = |stories: &[usize]| match stories {
        [] => "none".to_owned(),
        [first, _, _, _, .., last] => format!(
            "{} → … → {} ({} stories)",
            key_of(backlog, *first),
            key_of(backlog, *last),
            stories.len()
        ),
        stories => keys(backlog, stories, " → "),
    };
    vec![
        row("Batches left", &|plan| plan.batches.len().to_string()),
        row("At least needed", &|plan| {
            let reason = write::bound_sentence(backlog, &plan.proof.reason);
            format!("{}: {reason}", plan.proof.lower_bound)
        }),
        row("Critical path", &|plan| path(&plan.critical_path)),
    ]
}

fn failures(made: &Correction, backlog: &Backlog, view: &mut CorrectView) {
    let Some(report) = &made.failures else {
        return;
    };
    if let Some(epic) = &report.epic {
        view.shared.push(format!("All of them are of epic {epic}."));
    }
    for (path, stories) in &report.files {
        view.shared.push(format!("{stories} of them touch {path}."));
    }
    if report.blocker {
        view.shared
            .push(format!("A blocker is raised. Owner: {}.", report.owner));
    }
    for failed in &report.failed {
        let mut told = match failed.times {
            1 => "failed once".to_owned(),
            2 => "failed twice".to_owned(),
            times => format!("failed {times} times"),
        };
        if !failed.unmet.is_empty() {
            let unmet = keys(backlog, &failed.unmet, ", ");
            told.push_str(&format!("; not done before it: {unmet}"));
        }
        let story = backlog.stories.get(failed.story);
        view.failed.push(FailedRow {
            key: key_of(backlog, failed.story),
            title: story.map(|story| story.title.clone()).unwrap_or_default(),
            told,
            choices: (failed.choices.iter())
                .map(|choice| {
                    let name = match choice.remedy {
                        Remedy::Defer => "Defer",
                        Remedy::Split => "Split",
                        Remedy::Drop => "Drop",
                    };
                    match choice.batches {
                        None => format!("{name}: not possible"),
                        Some(batches) if choice.waiting == 0 => {
                            format!("{name}: {batches} batches")
                        }
                        Some(batches) => {
                            format!("{name}: {batches} batches, {} waiting", choice.waiting)
                        }
                    }
                })
                .collect(),
        });
    }
}
