//! The batches of the plan with what is finished in them.

use super::Standing;
use super::StatusCounts;
use super::burn_up::Amount;
use super::day::Day;
use super::record::{Happening, Recorded};
use crate::backlog::{Status, Story, StoryKey};
use crate::ordering::Table;
use crate::plan::PlanSettings;

/// Stories that stand together, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Finished, and nobody agreed on a batch for them.
    Before,
    /// A batch, under the number that the plan gives it everywhere.
    Batch(u32),
    /// Open, and in no batch: of epics that are not planned.
    Outside,
}

impl Group {
    /// What it is called where a number would stand.
    pub fn name(self) -> String {
        match self {
            Group::Before => "before this plan".to_owned(),
            Group::Batch(id) => id.to_string(),
            Group::Outside => "not planned".to_owned(),
        }
    }
}

/// One batch of the sprint, or what stands in none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchProgress {
    /// Which.
    pub group: Group,
    /// Its stories, in the order of the documents.
    pub stories: Vec<usize>,
    /// The same by status.
    pub counts: StatusCounts,
    /// All of it.
    pub all: Amount,
    /// What is finished of it.
    pub done: Amount,
    /// First and last day on which a story of it was finished, where that was recorded.
    pub days: Option<(Day, Day)>,
}

impl BatchProgress {
    /// Whether it is a batch with nothing left to do.
    pub fn is_complete(&self) -> bool {
        matches!(self.group, Group::Batch(_)) && self.done == self.all
    }

    /// What is finished of its complexity and when, in words.
    pub fn note(&self) -> String {
        let amount = format!(
            "complexity {} of {}",
            self.done.complexity, self.all.complexity
        );
        match self.days {
            Some((first, last)) if first == last => format!("{amount}, on {first}"),
            Some((first, last)) => format!("{amount}, {first} to {last}"),
            None => amount,
        }
    }
}

/// The batches of the plan, as it is shown everywhere, with the finished stories in those that were
/// agreed on for them: `agreed` says in which batch a story stood last.
pub fn batches(
    standing: &Standing<'_>,
    settings: &PlanSettings,
    record: &[Recorded],
    agreed: &Table<StoryKey, u32>,
) -> Vec<BatchProgress> {
    let weights = settings.complexities(standing.backlog);
    let days = Table::<&str, Day>::from_iter(
        record
            .iter()
            .filter(|one| one.what == Happening::Done)
            .filter_map(|one| Some((one.story.as_str(), Day::parse(&one.date)?))),
    );
    let stories = standing.backlog.stories.iter().enumerate();
    let groups = Table::grouped(stories.filter_map(|(at, story)| {
        let planned = standing.batch_id(at).map(Group::Batch);
        let group = match story.status {
            Status::Dropped | Status::Superseded => return None,
            Status::Done => agreed
                .get(&story.key)
                .map_or(Group::Before, |id| Group::Batch(*id)),
            _ => planned.unwrap_or(Group::Outside),
        };
        Some((group, at))
    }));
    let of = |(group, places): &(Group, Vec<usize>)| {
        let stories: Vec<(usize, &Story)> = (places.iter())
            .filter_map(|&at| Some((at, standing.story(at)?)))
            .collect();
        let (mut all, mut done) = (Amount::default(), Amount::default());
        let mut dated = Vec::new();
        for (at, story) in &stories {
            let weight = weights.get(*at).copied().unwrap_or(1);
            all.add(weight);
            if story.status == Status::Done {
                done.add(weight);
                dated.extend(days.get(story.key.as_str()).copied());
            }
        }
        BatchProgress {
            group: *group,
            stories: places.clone(),
            counts: StatusCounts::of(stories.iter().map(|(_, story)| *story)),
            all,
            done,
            days: dated.iter().min().copied().zip(dated.iter().max().copied()),
        }
    };
    groups.iter().map(of).collect()
}
