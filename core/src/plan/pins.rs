//! Stories that the user has put into a batch: which of these wishes can be met, and why others cannot.

use super::problem::Problem;
use super::{PlanSettings, list_schedule, near, sequential};
use crate::backlog::{Backlog, StoryKey};
use crate::ordering;

/// A pin that the plan does not follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedPin {
    /// The story's key, as the pin has it.
    pub story: String,
    /// The batch's id.
    pub batch: u32,
    /// Why.
    pub reason: PinRefusal,
}

/// Why a story cannot stand in the batch that it was put into.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PinRefusal {
    /// There is no such story, or it is not among those planned.
    #[error("it is not planned")]
    NotPlanned,
    /// Batches are numbered from 1, and there can be no more of them than stories.
    #[error("there is no batch of that number")]
    NoSuchBatch,
    /// What it waits for needs the batches before.
    #[error("what it waits for takes until batch {0}")]
    TooEarly(u32),
    /// Another pin leaves too few batches between two stories that wait for one another.
    #[error("{0} is pinned to a batch that leaves no time between them")]
    NoTime(String),
    /// Another pinned story of that batch touches a file of it.
    #[error("{0} is pinned there and touches a common file")]
    Collides(String),
    /// The stories pinned there leave no room or tokens.
    #[error("the stories pinned there leave no room")]
    Full,
    /// Together with the other pins no plan was found, or only one with an empty batch.
    #[error("no plan was found that has it there")]
    NoPlan,
}

/// Puts the pins that can be met into the problem, in priority order; gives back the others.
pub(super) fn settle(
    problem: &mut Problem,
    backlog: &Backlog,
    settings: &PlanSettings,
) -> Vec<RefusedPin> {
    let mut refused = Vec::new();
    let mut wanted: Vec<(u32, u32)> = Vec::new();
    let refuse = |story: &str, batch: u32, reason: PinRefusal| RefusedPin {
        story: story.to_owned(),
        batch,
        reason,
    };
    for pin in &settings.pins {
        let key = StoryKey::new(pin.story.clone());
        let number = (0..)
            .zip(&problem.stories)
            .find_map(|(at, &story)| (backlog.stories.get(story)?.key == key).then_some(at));
        match (number, pin.batch.checked_sub(1)) {
            (None, _) => refused.push(refuse(&pin.story, pin.batch, PinRefusal::NotPlanned)),
            (Some(_), None) => refused.push(refuse(&pin.story, pin.batch, PinRefusal::NoSuchBatch)),
            (Some(story), Some(batch)) => wanted.push((story, batch)),
        }
    }
    // Of two wishes for one story the first counts.
    ordering::sort_by_key(&mut wanted, |(story, _)| *story);
    wanted.dedup_by_key(|(story, _)| *story);
    if wanted
        .iter()
        .all(|&(story, batch)| legal(problem, backlog, story, batch).is_ok())
    {
        // Mostly all of them fit together; then they need not be tried one by one.
        for &(story, batch) in &wanted {
            problem.pinned[story as usize] = Some(batch);
        }
        let all_legal = wanted.iter().all(|&(story, batch)| {
            problem.pinned[story as usize] = None;
            let reason = legal(problem, backlog, story, batch);
            problem.pinned[story as usize] = Some(batch);
            reason.is_ok()
        });
        if all_legal && has_plan(problem) {
            return refused;
        }
        problem.pinned.fill(None);
    }
    for (story, batch) in wanted {
        let mut verdict = legal(problem, backlog, story, batch);
        if verdict.is_ok() {
            problem.pinned[story as usize] = Some(batch);
            if !has_plan(problem) {
                problem.pinned[story as usize] = None;
                verdict = Err(PinRefusal::NoPlan);
            }
        }
        if let Err(reason) = verdict {
            refused.push(refuse(&key_of(problem, backlog, story), batch + 1, reason));
        }
    }
    refused
}

/// Whether nothing that is plain to see speaks against the pin, beside those already in the problem.
fn legal(problem: &Problem, backlog: &Backlog, story: u32, batch: u32) -> Result<(), PinRefusal> {
    if batch as usize >= problem.len() {
        return Err(PinRefusal::NoSuchBatch);
    }
    let head = problem.head[story as usize];
    if batch < head {
        return Err(PinRefusal::TooEarly(head));
    }
    // Chains between this story and pinned ones, both ways.
    for forward in [true, false] {
        if let Some(other) = squeezed(problem, story, batch, forward) {
            return Err(PinRefusal::NoTime(key_of(problem, backlog, other)));
        }
    }
    let there: Vec<u32> = (0..problem.len() as u32)
        .filter(|&s| s != story && problem.pinned[s as usize] == Some(batch))
        .collect();
    if let Some(&other) = there.iter().find(|&&other| problem.collide(other, story)) {
        return Err(PinRefusal::Collides(key_of(problem, backlog, other)));
    }
    if !problem.fits(there.into_iter(), story) {
        return Err(PinRefusal::Full);
    }
    Ok(())
}

/// A pinned story that the chain from (or to) this one cannot reach in time.
fn squeezed(problem: &Problem, story: u32, batch: u32, forward: bool) -> Option<u32> {
    let next = if forward {
        &problem.successors
    } else {
        &problem.predecessors
    };
    let mut distance: Vec<Option<u32>> = vec![None; next.len()];
    distance[story as usize] = Some(0);
    let order: Vec<u32> = match forward {
        true => problem.topological.clone(),
        false => problem.topological.iter().rev().copied().collect(),
    };
    for node in order {
        let Some(so_far) = distance[node as usize] else {
            continue;
        };
        if let Some(pin) = problem.pinned.get(node as usize).copied().flatten() {
            let between = if forward {
                pin.checked_sub(batch)
            } else {
                batch.checked_sub(pin)
            };
            if node != story && between.is_none_or(|between| between < so_far) {
                return Some(node);
            }
        }
        for &after in &next[node as usize] {
            let reach = so_far + u32::from(problem.is_story(after));
            let slot = &mut distance[after as usize];
            *slot = Some(slot.map_or(reach, |known| known.max(reach)));
        }
    }
    None
}

fn has_plan(problem: &Problem) -> bool {
    let listed =
        |rule| list_schedule::schedule(problem, rule, list_schedule::Direction::Forward, 0);
    list_schedule::RULES
        .into_iter()
        .any(|rule| listed(rule).is_some())
        || sequential::schedule(problem).is_some()
        || near::as_it_stood(problem).is_some()
}

fn key_of(problem: &Problem, backlog: &Backlog, story: u32) -> String {
    let story = problem
        .stories
        .get(story as usize)
        .and_then(|&at| backlog.stories.get(at));
    story.map(|story| story.key.to_string()).unwrap_or_default()
}
