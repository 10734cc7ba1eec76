//! The order of work: by dependencies and value.
//!
//! What has begun and waits for nothing is finished first. For the rest the plan alone groups and
//! orders: what waits stands in a later batch than what it waits for, and the sequence goes batch by
//! batch. Within a batch it goes by value: what has begun, the user's own
//! order, the declared priority, research that takes a risk away, how many stories it opens, and then
//! the smaller first.

use super::prerequisites::{Waiting, holding};
use super::{Standing, and_list};
use crate::backlog::{Status, Story, StoryKey, StoryKind};
use crate::ordering::{self, Table};
use crate::plan::PlanSettings;

/// One step of the sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The story.
    pub story: usize,
    /// The batch that it stands in.
    pub batch: u32,
    /// Why it comes here, as a clause: "high priority, 3 stories wait for it".
    pub because: String,
}

/// The planned stories in the order in which to work on them; empty where there is no plan.
pub fn sequence(standing: &Standing<'_>, settings: &PlanSettings) -> Vec<Step> {
    let waiting = Waiting::of(standing);
    let weights = settings.complexities(standing.backlog);
    let own = standing.backlog.user_order.iter().enumerate();
    let own: Table<&StoryKey, usize> = Table::new(own.map(|(place, key)| (key, place)));
    let batches = standing
        .plan
        .map_or(&[][..], |plan| plan.batches.as_slice());
    let mut members = Vec::new();
    for batch in batches {
        members.extend(batch.stories.iter().filter_map(|&at| {
            let story = standing.story(at)?;
            let begun = match story.status {
                Status::InProgress => 0,
                Status::Review => 1,
                Status::ReadyForDev => 2,
                Status::Backlog => 3,
                _ => 4,
            };
            let waits = begun > 1 || !holding(standing, at).is_empty();
            Some(Member {
                waits,
                // One that began before what it needs keeps its place in the plan.
                batch: if waits { batch.id } else { 0 },
                begun,
                own: own.get(&story.key).copied().unwrap_or(usize::MAX),
                // None declared counts as medium.
                priority: story.priority.as_ref().map_or(2, |found| found.rank),
                is_calm: story.kind != StoryKind::Spike,
                opens: std::cmp::Reverse(waiting.for_story(at).len()),
                complexity: weights.get(at).copied().unwrap_or(1),
                story: at,
                number: batch.id,
            })
        }));
    }
    ordering::sort(&mut members);
    let steps = members.iter().filter_map(|member| {
        Some(Step {
            story: member.story,
            batch: member.number,
            because: member.because(standing, standing.story(member.story)?),
        })
    });
    steps.collect()
}

/// A planned story; the first in this order comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Member {
    /// False for what has begun and can be finished.
    waits: bool,
    batch: u32,
    begun: u8,
    own: usize,
    priority: u8,
    is_calm: bool,
    opens: std::cmp::Reverse<usize>,
    complexity: u32,
    story: usize,
    number: u32,
}

impl Member {
    fn because(&self, standing: &Standing<'_>, story: &Story) -> String {
        let mut why = Vec::new();
        match story.status {
            Status::InProgress => why.push("it is in progress".to_owned()),
            Status::Review => why.push("it is in review".to_owned()),
            Status::ReadyForDev => why.push("it is ready".to_owned()),
            Status::Blocked => why.push("it is blocked".to_owned()),
            _ => {}
        }
        if self.own != usize::MAX {
            why.push("the order that was agreed on".to_owned());
        }
        if let Some(priority) = &story.priority {
            why.push(format!("priority {}", priority.text));
        }
        if !self.is_calm {
            why.push("research takes a risk away".to_owned());
        }
        match self.opens.0 {
            0 => {}
            1 => why.push("1 story waits for it".to_owned()),
            more => why.push(format!("{more} stories wait for it")),
        }
        why.push(format!("complexity {}", self.complexity));
        let needs = holding(standing, self.story);
        if !needs.is_empty() {
            why.push(format!("after {}", standing.keys(&needs)));
        }
        and_list(&why)
    }
}
