//! The sprint's batches with what is finished in them.

use super::StatusCounts;
use super::burn_up::Amount;
use super::day::Day;
use super::record::{Happening, Recorded};
use crate::backlog::{Backlog, Status, Story};
use crate::graph::{self, GraphRules};
use crate::ordering::Table;
use crate::plan::{self, PlanSettings};

/// What a reader has to know of these batches: the plan counts otherwise.
pub const BATCHES_OF_THE_WHOLE_SPRINT: &str = "The whole sprint in batches, as though nothing were \
    finished, so that they stay while work goes on. The plan has only what is open, in batches of \
    its own.";

/// One batch of the whole sprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchProgress {
    /// Its number among all batches, finished ones included, from 1.
    pub number: u32,
    /// Its stories.
    pub stories: Vec<usize>,
    /// The same by status.
    pub counts: StatusCounts,
    /// What is finished of it.
    pub done: Amount,
    /// First and last day on which a story of it was finished, where that was recorded.
    pub days: Option<(Day, Day)>,
    /// Estimated tokens of all its stories.
    pub tokens: u64,
}

/// The batches of the sprint as though nothing were finished: a frame that stays while work goes on.
pub fn batches(
    backlog: &Backlog,
    rules: &GraphRules,
    settings: &PlanSettings,
    record: &[Recorded],
) -> Vec<BatchProgress> {
    let mut whole = backlog.clone();
    for story in &mut whole.stories {
        if story.status == Status::Done {
            story.status = Status::Backlog;
        }
    }
    let settings = PlanSettings {
        pins: Vec::new(),
        ..settings.clone()
    };
    let (graph, _) = graph::build(&whole, rules);
    let Ok(plan) = plan::plan(&whole, &graph, &settings) else {
        return Vec::new();
    };
    let weights = settings.complexities(backlog);
    let days = Table::<&str, Day>::from_iter(
        record
            .iter()
            .filter(|one| one.what == Happening::Done)
            .filter_map(|one| Some((one.story.as_str(), Day::parse(&one.date)?))),
    );
    let of = |batch: &plan::Batch| {
        let stories: Vec<&Story> = batch
            .stories
            .iter()
            .filter_map(|&at| backlog.stories.get(at))
            .collect();
        let mut done = Amount::default();
        for &at in &batch.stories {
            let finished = backlog
                .stories
                .get(at)
                .is_some_and(|s| s.status == Status::Done);
            if finished {
                done.add(weights.get(at).copied().unwrap_or(1));
            }
        }
        let dated: Vec<Day> = stories
            .iter()
            .filter(|story| story.status == Status::Done)
            .filter_map(|story| days.get(story.key.as_str()).copied())
            .collect();
        BatchProgress {
            number: batch.id,
            stories: batch.stories.clone(),
            counts: StatusCounts::of(stories.iter().copied()),
            done,
            days: dated.iter().min().copied().zip(dated.iter().max().copied()),
            tokens: batch.tokens,
        }
    };
    plan.batches.iter().map(of).collect()
}
