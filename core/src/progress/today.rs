//! All that progress has to tell, found in one go.

use super::{
    BatchProgress, Blocker, Course, Day, EpicProgress, NextAction, RecordProblem, Recorded,
    Standing, Stopped, Velocity, batches, blockers, course, next_action, record_problems, roll_up,
    velocity,
};
use crate::backlog::StoryKey;
use crate::ordering::Table;
use crate::plan::PlanSettings;
use crate::source::Diagnostic;

/// Where the sprint stands on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct SprintToday {
    /// What to do next.
    pub next: NextAction,
    /// How far each epic is.
    pub epics: Vec<EpicProgress>,
    /// The batches of the plan, and what stands in none.
    pub batches: Vec<BatchProgress>,
    /// Burn-up and forecast.
    pub course: Course,
    /// What is finished a week and a batch.
    pub velocity: Velocity,
    /// What does not fit in the record.
    pub problems: Vec<RecordProblem>,
    /// What holds it up.
    pub blockers: Vec<Blocker>,
}

impl SprintToday {
    /// Where it stands on `day`: `diagnostics` are those of backlog and graph, `stopped` what runs
    /// say, `record` what happened when, `agreed` in which batch of an agreed plan stories stood last.
    pub fn new(
        standing: &Standing<'_>,
        settings: &PlanSettings,
        diagnostics: &[Diagnostic],
        stopped: &[Stopped],
        record: &[Recorded],
        agreed: &Table<StoryKey, u32>,
        day: Option<Day>,
    ) -> Self {
        let batches = batches(standing, settings, record, agreed);
        let course = course(standing.backlog, settings, record, day);
        Self {
            next: next_action(standing),
            epics: roll_up(standing.backlog),
            velocity: velocity(&course, &batches),
            batches,
            course,
            problems: record_problems(standing, record, day),
            blockers: blockers(standing, diagnostics, stopped),
        }
    }
}
