//! The plan's columns and the sentence that proves them.

use sprintloom_core::backlog::Backlog;
use sprintloom_core::plan::{BoundReason, Plan, PlanSettings};

use super::{small, tokens};
use crate::wire::{BatchRow, Part, PlanView, RefusedRow, SprintRow};

/// The plan for the board.
pub(super) fn plan_view(plan: &Plan, backlog: &Backlog, settings: &PlanSettings) -> PlanView {
    let batches: Vec<BatchRow> = plan
        .batches
        .iter()
        .map(|batch| BatchRow {
            id: batch.id,
            stories: batch.stories.iter().map(|&story| small(story)).collect(),
            complexity: batch.complexity,
            tokens: match settings.batch_tokens {
                Some(budget) => format!("{} of {}", tokens(batch.tokens), tokens(budget)),
                None => tokens(batch.tokens),
            },
            over_budget: settings
                .batch_tokens
                .is_some_and(|budget| batch.tokens > budget),
        })
        .collect();
    let total: u32 = batches.iter().map(|batch| batch.complexity).sum();
    let planned = plan.total_stories();
    PlanView {
        mean_tenths: (total * 10).checked_div(small(batches.len())).unwrap_or(0),
        most: batches
            .iter()
            .map(|batch| batch.complexity)
            .max()
            .unwrap_or(0),
        finished: backlog
            .stories
            .iter()
            .zip(0_u32..)
            .filter(|(story, _)| !story.status.is_pending())
            .map(|(_, at)| at)
            .collect(),
        summary: summary(plan, backlog),
        because: because(&plan.proof.reason),
        bound_stories: bound_stories(&plan.proof.reason),
        files_note: if plan.files_known < planned {
            format!("Files known for {} of {planned}.", plan.files_known)
        } else {
            String::new()
        },
        optimal: plan.proof.optimal,
        stories: small(planned),
        batch_size: small(settings.batch_size),
        strategy: settings.strategy.as_str().to_owned(),
        slack: plan.slack.clone(),
        critical: plan
            .critical_path
            .iter()
            .map(|&story| small(story))
            .collect(),
        pinned: pinned(plan, backlog, settings),
        refused: plan
            .refused
            .iter()
            .map(|refused| RefusedRow {
                story: refused.story.clone(),
                batch: refused.batch,
                reason: refused.reason.to_string(),
            })
            .collect(),
        sprint: plan.sprint.map(|line| SprintRow {
            batches: small(line.batches),
            words: format!("{} of {} tokens", tokens(line.tokens), tokens(line.budget)),
        }),
        batches,
    }
}

/// The stories whose wishes the plan follows.
fn pinned(plan: &Plan, backlog: &Backlog, settings: &PlanSettings) -> Vec<u32> {
    let is_refused = |key: &str| plan.refused.iter().any(|refused| refused.story == key);
    let pins = settings.pins.iter().filter(|pin| !is_refused(&pin.story));
    pins.filter_map(|pin| {
        let mut stories = backlog.stories.iter();
        let at = stories.position(|story| story.key.as_str() == pin.story)?;
        Some(small(at))
    })
    .collect()
}

fn summary(plan: &Plan, backlog: &Backlog) -> String {
    match plan.batches.len() {
        0 if backlog.stories.is_empty() => "No stories yet".to_owned(),
        0 => "Every story is finished".to_owned(),
        1 => "1 batch, the fewest possible".to_owned(),
        count if plan.proof.optimal => format!("{count} batches, the fewest possible"),
        count => format!(
            "{count} batches, at least {} needed",
            plan.proof.lower_bound
        ),
    }
}

fn because(reason: &BoundReason) -> Vec<Part> {
    let text = |words: &str| Part::Text(words.to_owned());
    match reason {
        BoundReason::Nothing => Vec::new(),
        BoundReason::Size {
            stories,
            batch_size,
        } => vec![Part::Reason(format!(
            "{}, at most {batch_size} in a batch",
            counted(*stories)
        ))],
        BoundReason::Chain { stories } => chain(stories),
        BoundReason::File { path, stories } => vec![
            Part::Path(path.clone()),
            text("is touched by"),
            Part::Reason(counted(stories.len())),
        ],
        BoundReason::FileInChains {
            path,
            stories,
            head,
            tail,
        } => vec![
            Part::Path(path.clone()),
            text("is touched by"),
            Part::Reason(counted(stories.len())),
            Part::Text(between(*head, *tail)),
        ],
        BoundReason::SizeInChains {
            stories,
            batch_size,
            head,
            tail,
        } => vec![
            Part::Reason(format!(
                "{}, at most {batch_size} in a batch,",
                counted(*stories)
            )),
            Part::Text(between(*head, *tail)),
        ],
        BoundReason::Clique {
            stories,
            head,
            tail,
        } => vec![
            text("each two of"),
            Part::Reason(counted(stories.len())),
            text("share a file or wait for one another"),
            Part::Text(between(*head, *tail)),
        ],
        BoundReason::Alone {
            alone,
            others,
            batch_size,
        } => vec![Part::Reason(format!(
            "{} alone in a batch, {others} others, at most {batch_size} in a batch",
            counted(*alone)
        ))],
        BoundReason::Tokens {
            tokens: sum,
            batch_tokens,
        } => vec![Part::Reason(format!(
            "{} tokens, at most {} in a batch",
            tokens(*sum),
            tokens(*batch_tokens)
        ))],
        BoundReason::Pinned { story, batch, tail } => vec![
            Part::Story(small(*story)),
            Part::Text(format!("is pinned to batch {batch}")),
            Part::Text(between(0, *tail)),
        ],
        BoundReason::Exhausted { batches } => vec![Part::Text(format!(
            "every way to fill {batches} was tried or ruled out"
        ))],
    }
}

fn chain(stories: &[usize]) -> Vec<Part> {
    let mut parts = vec![Part::Text("the chain".to_owned())];
    match stories {
        [first, middle @ .., last] => {
            parts.push(Part::Story(small(*first)));
            parts.push(Part::Text(
                if middle.is_empty() {
                    "→"
                } else {
                    "→ … →"
                }
                .to_owned(),
            ));
            parts.push(Part::Story(small(*last)));
        }
        [only] => parts.push(Part::Story(small(*only))),
        [] => {}
    }
    parts.push(Part::Text("has".to_owned()));
    parts.push(Part::Reason(counted(stories.len())));
    parts
}

/// "with 2 batches before them and 1 after".
fn between(head: usize, tail: usize) -> String {
    let batches = |count: usize| {
        if count == 1 {
            "1 batch".to_owned()
        } else {
            format!("{count} batches")
        }
    };
    match (head, tail) {
        (0, 0) => String::new(),
        (head, 0) => format!("with {} before the first of them", batches(head)),
        (0, tail) => format!("with {} after the last of them", batches(tail)),
        (head, tail) => format!(
            "with {} before the first of them and {tail} after the last",
            batches(head)
        ),
    }
}

pub(super) fn counted(stories: usize) -> String {
    if stories == 1 {
        "1 story".to_owned()
    } else {
        format!("{stories} stories")
    }
}

fn bound_stories(reason: &BoundReason) -> Vec<u32> {
    match reason {
        BoundReason::Chain { stories }
        | BoundReason::File { stories, .. }
        | BoundReason::FileInChains { stories, .. }
        | BoundReason::Clique { stories, .. } => {
            stories.iter().map(|&story| small(story)).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_chain_is_told_by_its_ends() {
        let words: Vec<Part> = because(&BoundReason::Chain {
            stories: vec![3, 5, 8],
        });
        assert_eq!(
            words,
            [
                Part::Text("the chain".to_owned()),
                Part::Story(3),
                Part::Text("→ … →".to_owned()),
                Part::Story(8),
                Part::Text("has".to_owned()),
                Part::Reason("3 stories".to_owned()),
            ]
        );
    }
}
