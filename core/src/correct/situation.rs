//! The sprint as it stands: which stories are still to be planned, and in which batch they stood.

use super::{CorrectionError, Sprint, Trigger};
use crate::backlog::{Backlog, Status, StoryKey};
use crate::graph;
use crate::ordering::Table;
use crate::plan::{Plan, PlanSettings, plan};
use crate::source::letters::Lowercase;

/// The plan being executed: batch ids and the keys of their stories, as `BATCH_PLAN_READY` has them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Executed {
    /// The batches in order of their ids.
    pub batches: Vec<(u32, Vec<String>)>,
}

impl Executed {
    /// The batches of a plan, with ids from 1.
    pub fn of(plan: &Plan, backlog: &Backlog) -> Self {
        let keys = |stories: &[usize]| -> Vec<String> {
            let keys = stories
                .iter()
                .filter_map(|&story| backlog.stories.get(story));
            keys.map(|story| story.key.to_string()).collect()
        };
        Self {
            batches: plan
                .batches
                .iter()
                .map(|batch| (batch.id, keys(&batch.stories)))
                .collect(),
        }
    }
}

/// What is left of a sprint.
pub(super) struct Situation {
    /// The batch from which on is planned.
    pub current: u32,
    /// Id of the batch in which each story stood, where it is still to be planned.
    pub stood: Vec<Option<u32>>,
    /// The batches with stories that are left, in order.
    pub before: Vec<(u32, Vec<usize>)>,
    /// What could not be placed, as sentences.
    pub warnings: Vec<String>,
}

impl Situation {
    pub fn new(sprint: &Sprint<'_>, trigger: &Trigger) -> Result<Self, CorrectionError> {
        let backlog = sprint.backlog;
        let begun = |story: &crate::backlog::Story| {
            !matches!(
                story.status,
                Status::Backlog | Status::Dropped | Status::Superseded
            )
        };
        if !backlog.stories.iter().any(begun) {
            return Err(CorrectionError::NotStarted);
        }
        match sprint.executed {
            Some(executed) => Self::of_executed(backlog, executed, trigger),
            None => Self::of_documents(sprint, trigger),
        }
    }

    fn of_executed(
        backlog: &Backlog,
        executed: &super::Executed,
        trigger: &Trigger,
    ) -> Result<Self, CorrectionError> {
        let index = backlog.index();
        let mut warnings = Vec::new();
        let mut before = Vec::new();
        let mut stood = vec![None; backlog.stories.len()];
        for (id, keys) in &executed.batches {
            let mut left = Vec::new();
            for key in keys {
                match index.get(&StoryKey::new(key)) {
                    None => warnings.push(format!("The plan names {key}, which no document has.")),
                    Some(&story) if is_open(backlog, story) => left.push(story),
                    Some(_) => {}
                }
            }
            for &story in &left {
                if let Some(slot) = stood.get_mut(story) {
                    *slot = Some(*id);
                }
            }
            if !left.is_empty() {
                before.push((*id, left));
            }
        }
        let ids =
            |pick: fn(u32, u32) -> u32| executed.batches.iter().map(|(id, _)| *id).reduce(pick);
        let (first, last) = (ids(u32::min).unwrap_or(1), ids(u32::max).unwrap_or(0));
        // Where nothing is left, what comes in goes on after the last batch.
        let next = last.saturating_add(1);
        let current = trigger
            .current_batch_id
            .or(before.first().map(|(id, _)| *id))
            .unwrap_or(next);
        let goes_on = before.is_empty() && current == next;
        if !goes_on && !executed.batches.iter().any(|(id, _)| *id == current) {
            return Err(CorrectionError::UnknownBatch {
                batch: current,
                first,
                last: last.max(first),
            });
        }
        Ok(Self {
            current,
            stood,
            before,
            warnings,
        })
    }

    /// Without a plan that is being executed: the plan of what is open, its batches numbered from
    /// the current one on.
    fn of_documents(sprint: &Sprint<'_>, trigger: &Trigger) -> Result<Self, CorrectionError> {
        let backlog = sprint.backlog;
        let open = plan(backlog, sprint.graph, sprint.settings)?;
        let count = open.batches.len() as u32;
        let whole = batches_of_all(sprint, count);
        let current = trigger
            .current_batch_id
            .unwrap_or(whole.saturating_sub(count) + 1)
            .max(u32::from(trigger.current_batch_id.is_none()));
        if current == 0 || current > whole.max(1) {
            return Err(CorrectionError::UnknownBatch {
                batch: current,
                first: 1,
                last: whole.max(1),
            });
        }
        let before: Vec<(u32, Vec<usize>)> = (current..)
            .zip(&open.batches)
            .map(|(id, batch)| (id, batch.stories.clone()))
            .collect();
        let mut stood = vec![None; backlog.stories.len()];
        for (id, stories) in &before {
            for &story in stories {
                if let Some(slot) = stood.get_mut(story) {
                    *slot = Some(*id);
                }
            }
        }
        Ok(Self {
            current,
            stood,
            before,
            warnings: Vec::new(),
        })
    }
}

/// Whether the story is still to be planned.
pub(super) fn is_open(backlog: &Backlog, story: usize) -> bool {
    let story = backlog.stories.get(story);
    story.is_some_and(|story| story.status.is_pending())
}

/// How many batches the sprint has with what is done already: those of a plan of all its stories.
fn batches_of_all(sprint: &Sprint<'_>, open: u32) -> u32 {
    let mut whole = sprint.backlog.clone();
    let mut any_done = false;
    for story in &mut whole.stories {
        if story.status == Status::Done {
            story.status = Status::Backlog;
            any_done = true;
        }
    }
    if !any_done {
        return open;
    }
    let settings = PlanSettings {
        pins: Vec::new(),
        ..sprint.settings.clone()
    };
    // What is done takes part in no circle; what is open again may.
    let (graph, _) = graph::build(&whole, sprint.rules);
    let planned = plan(&whole, &graph, &settings);
    planned.map_or(open, |plan| (plan.batches.len() as u32).max(open))
}

/// Story keys as people write them: `4-3`, `4.3`, a key of the status file.
pub(super) struct Keys<'a> {
    by_key: Table<String, usize>,
    backlog: &'a Backlog,
}

impl<'a> Keys<'a> {
    pub fn of(backlog: &'a Backlog) -> Self {
        let long = backlog
            .stories
            .iter()
            .enumerate()
            .filter_map(|(at, story)| {
                let key = story.status_key.as_ref()?;
                Some((key.lowercase(), at))
            });
        let short = (backlog.stories.iter().enumerate())
            .map(|(at, story)| (story.key.as_str().lowercase(), at));
        Self {
            by_key: Table::new(short.chain(long)),
            backlog,
        }
    }

    /// The story of a key.
    pub fn find(&self, key: &str) -> Result<usize, CorrectionError> {
        let lower = key.trim().lowercase();
        self.by_key
            .get(&lower)
            .or_else(|| self.by_key.get(&lower.replace('.', "-")))
            .copied()
            .ok_or_else(|| CorrectionError::UnknownStory(key.trim().to_owned()))
    }

    /// The same for one that may still change.
    pub fn find_open(&self, key: &str) -> Result<usize, CorrectionError> {
        let story = self.find(key)?;
        match self.backlog.stories.get(story) {
            Some(found) if found.status == Status::Done => {
                Err(CorrectionError::Done(found.key.to_string()))
            }
            _ => Ok(story),
        }
    }
}
