//! All that progress has to tell, found in one go.

use super::{
    BatchProgress, Blocker, Course, Day, EpicProgress, NextAction, RecordProblem, Recorded,
    Standing, Stopped, batches, blockers, course, next_action, record_problems, roll_up,
};
use crate::graph::GraphRules;
use crate::plan::PlanSettings;
use crate::source::Diagnostic;

/// Where the sprint stands on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct SprintToday {
    /// What to do next.
    pub next: NextAction,
    /// How far each epic is.
    pub epics: Vec<EpicProgress>,
    /// The batches of the whole sprint.
    pub batches: Vec<BatchProgress>,
    /// Burn-up, velocity, forecast.
    pub course: Course,
    /// What does not fit in the record.
    pub problems: Vec<RecordProblem>,
    /// What holds it up.
    pub blockers: Vec<Blocker>,
}

impl SprintToday {
    /// Where it stands on `day`: `diagnostics` are those of backlog and graph, `stopped` what runs
    /// say, `record` what happened when.
    pub fn new(
        standing: &Standing<'_>,
        rules: &GraphRules,
        settings: &PlanSettings,
        diagnostics: &[Diagnostic],
        stopped: &[Stopped],
        record: &[Recorded],
        day: Option<Day>,
    ) -> Self {
        Self {
            next: next_action(standing),
            epics: roll_up(standing.backlog),
            batches: batches(standing.backlog, rules, settings, record),
            course: course(standing.backlog, settings, record, day),
            problems: record_problems(standing, record, day),
            blockers: blockers(standing, diagnostics, stopped),
        }
    }
}
