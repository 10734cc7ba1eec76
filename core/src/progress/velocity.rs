//! How much is finished a week and a batch.

use super::batches::{BatchProgress, Group};
use super::burn_up::{Amount, Course};

/// What was finished, and in how many weeks and batches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Velocity {
    /// Weeks from the first recorded completion to today's.
    pub weeks: u32,
    /// What was finished in them.
    pub in_weeks: Amount,
    /// Batches of the plan in which nothing is left to do.
    pub complete: u32,
    /// All its batches.
    pub batches: u32,
    /// What was finished in those that are complete.
    pub in_batches: Amount,
}

/// The velocity of a sprint.
pub fn velocity(course: &Course, batches: &[BatchProgress]) -> Velocity {
    let mut found = Velocity {
        weeks: course.weeks.len() as u32,
        ..Velocity::default()
    };
    for week in &course.weeks {
        found.in_weeks.join(week.done);
    }
    for batch in batches {
        found.batches += u32::from(matches!(batch.group, Group::Batch(_)));
        if batch.is_complete() {
            found.complete += 1;
            found.in_batches.join(batch.done);
        }
    }
    found
}

impl Velocity {
    /// Both averages, in sentences.
    pub fn sentence(&self) -> String {
        let mut out = match self.weeks {
            0 => "No day is recorded on which a story was finished.".to_owned(),
            weeks => format!(
                "{} a week, on average over {weeks} {}.",
                average(self.in_weeks, weeks),
                if weeks == 1 { "week" } else { "weeks" }
            ),
        };
        out.push_str(&match (self.batches, self.complete) {
            (0, _) => String::new(),
            (1, 0) => " The only batch is not complete yet.".to_owned(),
            (all, 0) => format!(" None of {all} batches is complete yet."),
            (all, complete) => format!(
                " {} a batch, on average over {complete} of {all} that {} complete.",
                average(self.in_batches, complete),
                if complete == 1 { "is" } else { "are" }
            ),
        });
        out
    }
}

fn average(sum: Amount, count: u32) -> String {
    format!(
        "{} stories and complexity {}",
        in_tenths(tenths(sum.stories, count)),
        in_tenths(tenths(sum.complexity, count))
    )
}

/// A quotient in tenths, rounded; 0 where there is nothing to divide by.
pub fn tenths(sum: u32, count: u32) -> u32 {
    let tenths = sum.saturating_mul(20).saturating_add(count);
    tenths.checked_div(count.saturating_mul(2)).unwrap_or(0)
}

/// `7.3` of 73.
fn in_tenths(tenths: u32) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}
