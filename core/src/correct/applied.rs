//! Corrections that were applied: the sprint goes on by the plan that the last of them left.
//!
//! An applied correction keeps what was agreed on, as it was sent out: the plan before and after by
//! keys, and the texts. That plan holds as long as it can: stories that get done leave it, and its
//! batches keep their ids. Where it cannot hold any more, the rest is planned again, near it.

use super::change::order;
use super::{DropRule, Executed, Trigger};
use crate::backlog::{Backlog, Status, StoryKey};
use crate::graph::Graph;
use crate::ordering::{Set, Table};
use crate::plan::{
    EpicOrder, Pin, Plan, PlanError, PlanSettings, plan_given, plan_near, select_epics,
};
use crate::source::{Code, Diagnostic};

/// A correction that was applied.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Applied {
    /// The day, as in `2026-01-31`; a value from outside.
    pub date: String,
    /// What changed.
    pub trigger: Trigger,
    /// The settings of planning under which it was agreed on.
    pub settings: PlanSettings,
    /// The plan before.
    pub before: Executed,
    /// The plan after.
    pub after: Executed,
    /// Keys of the stories that went out.
    pub dropped: Vec<String>,
    /// Keys of the stories that came in.
    pub added: Vec<String>,
    /// The message `COURSE_CORRECTION`, as it was written then.
    pub message: String,
    /// The return value.
    pub return_value: String,
    /// The sprint change proposal.
    pub proposal: String,
}

/// Opens what corrections brought in, and drops what they took out. Stories of the status file are
/// as that says, where both were written. What names no story of the backlog is said.
pub fn overlay(backlog: &mut Backlog, applied: &[Applied]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let Some(last) = applied.last() else {
        return found;
    };
    let index: Table<StoryKey, usize> =
        Table::new((backlog.stories.iter().enumerate()).map(|(at, story)| (story.key.clone(), at)));
    let find = |key: &str| index.get(&StoryKey::new(key)).copied();
    let mut gone: Set<String> = Set::default();
    for one in applied {
        let changes = (one.added.iter().map(|key| (key, false)))
            .chain(one.dropped.iter().map(|key| (key, true)));
        for (key, is_dropped) in changes {
            let Some(at) = find(key) else {
                gone.insert(key.clone());
                continue;
            };
            if let Some(story) = backlog.stories.get_mut(at)
                && story.status_key.is_none()
            {
                match (story.status.is_pending(), is_dropped) {
                    (true, true) => story.status = Status::Dropped,
                    (false, false) if story.status != Status::Done => {
                        story.status = Status::Backlog;
                    }
                    _ => {}
                }
            }
        }
    }
    for key in last.after.keys() {
        if find(key).is_none() {
            gone.insert(key.clone());
        }
    }
    for key in gone.iter() {
        let message = format!("An applied correction names story {key}, which no document has");
        found.push(
            Diagnostic::new(Code::OutdatedCorrection, None, message)
                .with_hint("The rest of the correction holds."),
        );
    }
    found
}

/// Opens what corrections dropped while the graph is built, so that circles are broken as they were
/// when that was agreed on. [`relink`] closes it again.
pub fn reopen(backlog: &mut Backlog, applied: &[Applied]) -> Vec<usize> {
    let mut reopened = Vec::new();
    for key in applied.iter().flat_map(|one| &one.dropped) {
        if let Some(at) = find(backlog, key)
            && let Some(story) = backlog.stories.get_mut(at)
            && story.status == Status::Dropped
        {
            story.status = Status::Backlog;
            reopened.push(at);
        }
    }
    reopened
}

/// Takes up the order of the last correction, unless epics keep their own; and lets what waits for a story that a correction took
/// out wait for what it waited for, where that was wanted. The graph is built before: circles are
/// broken by what is declared.
pub fn relink(
    backlog: &mut Backlog,
    graph: &mut Graph,
    settings: &PlanSettings,
    applied: &[Applied],
    reopened: Vec<usize>,
) {
    for at in reopened {
        if let Some(story) = backlog.stories.get_mut(at) {
            story.status = Status::Dropped;
        }
    }
    if let Some(last) = applied.last()
        && settings.epic_order != EpicOrder::Hard
    {
        backlog.user_order = last.after.keys().map(StoryKey::new).collect();
    }
    for one in applied {
        if one.trigger.drop_rule != DropRule::Relink {
            continue;
        }
        for story in one.dropped.iter().filter_map(|key| find(backlog, key)) {
            let status = backlog.stories.get(story).map(|story| story.status);
            if status == Some(Status::Dropped) {
                order::relink(graph, story);
            }
        }
    }
}

/// The plan by which the sprint goes on after its corrections; `None` without any. Its batches keep
/// the ids that were agreed on. Whether it had to be made again is said.
///
/// # Errors
/// As [`crate::plan::plan`].
pub fn resume(
    backlog: &Backlog,
    graph: &Graph,
    settings: &PlanSettings,
    applied: &[Applied],
) -> Option<Result<(Plan, Option<Diagnostic>), PlanError>> {
    let last = applied.last()?;
    let next = last_batch(applied).unwrap_or(0).saturating_add(1);
    let sprint = Sprint::new(backlog, settings, last);
    Some(sprint.and_then(|sprint| sprint.plan(graph, last, next)))
}

/// In which batch of an agreed plan each story stood last, finished ones among them.
pub fn agreed_batches(applied: &[Applied]) -> Table<StoryKey, u32> {
    // The last word counts, and of equal keys a table keeps the first.
    let plans = applied
        .iter()
        .rev()
        .flat_map(|one| [&one.after, &one.before]);
    let batches = plans.flat_map(|plan| plan.batches.iter());
    Table::new(batches.flat_map(|(id, keys)| keys.iter().map(|key| (StoryKey::new(key), *id))))
}

/// What is planned where the sprint goes on after its corrections: the backlog in which only that is
/// open, and the settings that hold in it, with what is in progress pinned to where it is. `None`
/// without corrections. For what asks what the plan would be otherwise, such as
/// [`crate::plan::bottlenecks`].
///
/// # Errors
/// When the settings choose epics that there are not.
pub fn rest_to_plan(
    backlog: &Backlog,
    settings: &PlanSettings,
    applied: &[Applied],
) -> Option<Result<(Backlog, PlanSettings), PlanError>> {
    let last = applied.last()?;
    let next = last_batch(applied).unwrap_or(0).saturating_add(1);
    let sprint = Sprint::new(backlog, settings, last);
    Some(sprint.map(|sprint| {
        let around = sprint.around(next);
        (sprint.open, around.settings)
    }))
}

/// Id of the last batch that any of these plans had.
pub fn last_batch(applied: &[Applied]) -> Option<u32> {
    let plans = applied.iter().flat_map(|one| [&one.before, &one.after]);
    plans.flat_map(Executed::ids).max()
}

/// What is left of an agreed plan.
struct Sprint<'a> {
    backlog: &'a Backlog,
    settings: &'a PlanSettings,
    /// The backlog in which only what is to be planned is open.
    open: Backlog,
    /// The batches with stories that are left.
    left: Vec<(u32, Vec<usize>)>,
    /// Whether stories came in without a correction.
    has_grown: bool,
}

/// What a plan of the rest is made around.
struct Around {
    /// Id of its first batch.
    first: u32,
    /// The batch of each story, counted from the first.
    kept: Vec<Option<u32>>,
    settings: PlanSettings,
}

impl<'a> Sprint<'a> {
    fn new(
        backlog: &'a Backlog,
        settings: &'a PlanSettings,
        last: &Applied,
    ) -> Result<Self, PlanError> {
        let epics = match &settings.epics {
            Some(spec) => Some(select_epics(backlog, spec)?),
            None => None,
        };
        let index = backlog.index();
        let mut stands = vec![false; backlog.stories.len()];
        let mut left = Vec::new();
        for (id, keys) in &last.after.batches {
            let mut stories = Vec::new();
            for key in keys {
                let at = index.get(&StoryKey::new(key)).copied();
                let open = at.filter(|&at| super::situation::is_open(backlog, at));
                if let Some(slot) = open.and_then(|at| stands.get_mut(at))
                    && !*slot
                {
                    *slot = true;
                    stories.extend(open);
                }
            }
            if !stories.is_empty() {
                left.push((*id, stories));
            }
        }
        let mut open = backlog.clone();
        let mut has_grown = false;
        for (story, stands) in open.stories.iter_mut().zip(stands) {
            if stands || !story.status.is_pending() {
                continue;
            }
            if epics
                .as_ref()
                .is_none_or(|epics| epics.contains(&story.epic))
            {
                has_grown = true;
            } else {
                story.status = Status::Dropped;
            }
        }
        Ok(Self {
            backlog,
            settings,
            open,
            left,
            has_grown,
        })
    }

    fn plan(
        &self,
        graph: &Graph,
        last: &Applied,
        next: u32,
    ) -> Result<(Plan, Option<Diagnostic>), PlanError> {
        if !self.has_grown && self.settings.plans_like(&last.settings) {
            let batches: Vec<Vec<usize>> = self.left.iter().map(|(_, s)| s.clone()).collect();
            let mut agreed = self.with_pins(Vec::new());
            if agreed.epic_order == EpicOrder::Hard {
                // What was asked for by name may stand against the order of its epic.
                agreed.epic_order = EpicOrder::Soft;
            }
            let given = plan_given(&self.open, graph, &agreed, &batches);
            if let Some(mut plan) = given {
                for (batch, (id, stories)) in plan.batches.iter_mut().zip(&self.left) {
                    batch.id = *id;
                    batch.stories.clone_from(stories);
                }
                return Ok((plan, None));
            }
        }
        let Around {
            first,
            kept,
            settings,
        } = self.around(next);
        let mut plan = plan_near(&self.open, graph, &settings, &kept)?;
        for batch in &mut plan.batches {
            batch.id = batch.id.saturating_add(first.saturating_sub(1));
        }
        for pin in &mut plan.refused {
            pin.batch = pin.batch.saturating_add(first.saturating_sub(1));
        }
        let message = format!(
            "The plan that was agreed on {} does not fit any more; the rest of the sprint was planned again, near it",
            last.date
        );
        let said = Diagnostic::new(Code::AgreedPlanChanged, None, message).with_hint(
            "Documents or settings have changed since. A correction agrees on the new plan.",
        );
        Ok((plan, Some(said)))
    }

    fn around(&self, next: u32) -> Around {
        let first = match self.left.first() {
            Some((id, _)) => *id,
            None => next,
        };
        let mut kept = vec![None; self.backlog.stories.len()];
        let mut pins = Vec::new();
        for (id, stories) in &self.left {
            for &at in stories {
                if let Some(slot) = kept.get_mut(at) {
                    *slot = id.checked_sub(first);
                }
                if let Some(story) = self.backlog.stories.get(at)
                    && matches!(story.status, Status::InProgress | Status::Review)
                {
                    pins.push(Pin {
                        story: story.key.to_string(),
                        batch: id.saturating_add(1).saturating_sub(first),
                    });
                }
            }
        }
        let wished = self.settings.pins.iter().map(|pin| Pin {
            story: pin.story.clone(),
            batch: pin.batch.saturating_add(1).saturating_sub(first),
        });
        pins.extend(wished);
        Around {
            first,
            kept,
            settings: self.with_pins(pins),
        }
    }

    /// The settings of a plan of what is open, with these pins.
    fn with_pins(&self, pins: Vec<Pin>) -> PlanSettings {
        PlanSettings {
            epics: None,
            pins,
            ..self.settings.clone()
        }
    }
}

impl Executed {
    /// The keys of all stories, batch by batch.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.batches.iter().flat_map(|(_, keys)| keys)
    }

    /// The ids of its batches.
    pub fn ids(&self) -> impl Iterator<Item = u32> {
        self.batches.iter().map(|(id, _)| *id)
    }
}

fn find(backlog: &Backlog, key: &str) -> Option<usize> {
    let key = StoryKey::new(key);
    backlog.stories.iter().position(|story| story.key == key)
}
