//! Where the sprint stands: what to do next and why, what holds it up, how far its epics are.
//!
//! All of it is read off a backlog, its graph and, where there is one, its plan; nothing here
//! changes a status. What is proposed, the user applies.

mod batches;
mod blockers;
mod burn_up;
#[cfg(test)]
mod course_tests;
mod day;
mod next_action;
mod prerequisites;
mod record;
mod roll_up;
mod sequence;
#[cfg(test)]
mod tests;
mod today;
mod velocity;

pub use batches::{BatchProgress, Group, batches};
pub use blockers::{Blocker, BlockerKind, Stopped, blockers};
pub use burn_up::{Amount, Course, Forecast, Point, Week, course};
pub use day::Day;
pub use next_action::{Action, NextAction, next_action};
pub use prerequisites::{Need, Prerequisite, held_up, prerequisites};
pub use record::{Happening, RecordProblem, Recorded, happened, record_problems};
pub use roll_up::{EpicProgress, StatusCounts, roll_up};
pub use sequence::{Step, sequence};
pub use today::SprintToday;
pub use velocity::{Velocity, tenths, velocity};

use crate::backlog::{Backlog, Story};
use crate::graph::Graph;
use crate::plan::Plan;

/// The sprint as it stands.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// What the documents say.
    pub backlog: &'a Backlog,
    /// Its graph.
    pub graph: &'a Graph,
    /// Its plan; `None` where none could be made.
    pub plan: Option<&'a Plan>,
}

impl<'a> Standing<'a> {
    fn story(&self, story: usize) -> Option<&'a Story> {
        self.backlog.stories.get(story)
    }

    fn key(&self, story: usize) -> &'a str {
        self.story(story).map_or("", |story| story.key.as_str())
    }

    /// The position (from 0) of the batch in which the story is planned.
    fn batch(&self, story: usize) -> Option<usize> {
        self.plan?.placement.get(story).copied().flatten()
    }

    /// The number of the batch in which the story is planned.
    fn batch_id(&self, story: usize) -> Option<u32> {
        Some(self.plan?.batches.get(self.batch(story)?)?.id)
    }

    /// Keys as people list them: "1-1, 1-2 and 1-3"; of more than four the first three and how
    /// many others.
    fn keys(&self, stories: &[usize]) -> String {
        let shown = if stories.len() > 4 { 3 } else { stories.len() };
        let mut words: Vec<String> = stories
            .iter()
            .take(shown)
            .map(|&story| self.key(story).to_owned())
            .collect();
        if shown < stories.len() {
            words.push(format!("{} others", stories.len() - shown));
        }
        and_list(&words)
    }
}

/// "a, b and c".
pub(crate) fn and_list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
