//! `next`: what to do now, what holds the sprint up, how far it is.

use serde::Serialize;
use sprintloom_core::correct::{Applied, agreed_batches};
use sprintloom_core::plan::Plan;
use sprintloom_core::progress::{
    BatchProgress, Blocker, Day, Group, Happening, Recorded, SprintToday, Velocity, sequence,
    tenths,
};
use sprintloom_core::project::{Project, Readings, derive, spent};
use sprintloom_core::write;
use wasm_bindgen::JsValue;

use super::standing;
use crate::correction::executed;
use crate::input::{InputError, is_absent, member, name_of};
use crate::request::Request;

#[derive(Debug, Serialize)]
struct NextOut {
    action: &'static str,
    story: Option<String>,
    sentence: String,
    others: Vec<String>,
    sequence: Vec<StepOut>,
    epics: Vec<EpicOut>,
    blockers: Vec<BlockerOut>,
    blockers_text: String,
    batches: Vec<BatchOut>,
    velocity: VelocityOut,
    forecast: String,
    record_problems: Vec<String>,
    report_text: String,
}

#[derive(Debug, Serialize)]
struct EpicOut {
    epic: String,
    stories: u32,
    done: u32,
    status: &'static str,
    proposed: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct StepOut {
    story: String,
    batch_id: u32,
    because: String,
}

#[derive(Debug, Serialize)]
struct BatchOut {
    /// `null` for what stands in no batch.
    batch_id: Option<u32>,
    name: String,
    stories: u32,
    done: u32,
    complexity: u32,
    complexity_done: u32,
    complete: bool,
}

impl From<&BatchProgress> for BatchOut {
    fn from(batch: &BatchProgress) -> Self {
        Self {
            batch_id: match batch.group {
                Group::Batch(id) => Some(id),
                _ => None,
            },
            name: batch.group.name(),
            stories: batch.all.stories,
            done: batch.done.stories,
            complexity: batch.all.complexity,
            complexity_done: batch.done.complexity,
            complete: batch.is_complete(),
        }
    }
}

/// Averages, as decimals with one digit.
#[derive(Debug, Serialize)]
struct VelocityOut {
    weeks: u32,
    stories_per_week: f64,
    complexity_per_week: f64,
    batches_complete: u32,
    stories_per_batch: f64,
    complexity_per_batch: f64,
    sentence: String,
}

impl From<&Velocity> for VelocityOut {
    fn from(of: &Velocity) -> Self {
        let average = |sum, count| f64::from(tenths(sum, count)) / 10.0;
        Self {
            weeks: of.weeks,
            stories_per_week: average(of.in_weeks.stories, of.weeks),
            complexity_per_week: average(of.in_weeks.complexity, of.weeks),
            batches_complete: of.complete,
            stories_per_batch: average(of.in_batches.stories, of.complete),
            complexity_per_batch: average(of.in_batches.complexity, of.complete),
            sentence: of.sentence(),
        }
    }
}

#[derive(Debug, Serialize)]
struct BlockerOut {
    kind: &'static str,
    story: Option<String>,
    sentence: String,
    way_out: String,
    owner: &'static str,
    escalation: &'static str,
    holds: Vec<String>,
}

/// The next action, the blockers, the epics, the report.
///
/// # Errors
/// [`InputError`] when the request cannot be understood.
pub fn next(mut project: Project, request: &JsValue) -> Result<JsValue, JsValue> {
    let request = Request::new(request, "next", &["date", "record", "executed"])?;
    let date = request.text("date")?.unwrap_or_default();
    let mut record = Vec::new();
    for value in request.array("record")? {
        let text = |name: &str| member(&value, name).as_string();
        let what = text("what").unwrap_or_else(|| "done".to_owned());
        let all = [Happening::Added, Happening::Done, Happening::Dropped];
        let known = all.into_iter().find(|one| one.as_str() == what);
        match (text("story"), text("date"), known) {
            (Some(story), Some(date), Some(what)) => record.push(Recorded { story, what, date }),
            _ => {
                let wanted =
                    "an array of {story, date, what}; what is “added”, “done” or “dropped”";
                return Err(InputError::Option {
                    option: "record",
                    expected: wanted.to_owned(),
                    found: format!("{} in it", name_of(&value)),
                }
                .into());
            }
        }
    }
    // The sprint goes by the plan being executed, as it goes by a correction that was applied.
    let plan = request.member("executed");
    if !is_absent(&plan) {
        project.corrections.push(Applied {
            date: date.clone(),
            settings: project.settings.plan.clone(),
            after: executed(&plan)?,
            ..Applied::default()
        });
    }
    let derived = derive(&project, &mut Readings::default());
    record.extend(derived.finished(&record));
    let standing = standing(&derived);
    let today = SprintToday::new(
        &standing,
        &derived.settings,
        &derived.diagnostics,
        &derived.stopped(),
        &record,
        &agreed_batches(&project.corrections),
        Day::parse(&date),
    );
    let spending = write::Spending {
        used: u64::from(spent(&derived.runs, &project.settings.prices).0) * 1_000,
        left: open_tokens(derived.plan.as_ref().ok()),
        budget: project.settings.plan.sprint_tokens,
        prices: project.settings.prices.clone(),
    };
    let key = |at: usize| {
        let story = derived.backlog.stories.get(at);
        story.map(|story| story.key.to_string())
    };
    let epics = today.epics.iter().map(|one| EpicOut {
        epic: one.epic.to_string(),
        stories: one.counts.in_scope(),
        done: one.counts.count(sprintloom_core::backlog::Status::Done),
        status: one.stands.as_str(),
        proposed: one.proposed().map(|status| status.as_str()),
    });
    let blocker = |one: &Blocker| BlockerOut {
        kind: one.kind.as_str(),
        story: one.story.and_then(key),
        sentence: one.sentence.clone(),
        way_out: one.way_out.clone(),
        owner: one.kind.owner(),
        escalation: one.kind.escalation(),
        holds: one.holds.iter().filter_map(|&at| key(at)).collect(),
    };
    crate::to_javascript(&NextOut {
        action: today.next.action.as_str(),
        story: today.next.story.and_then(key),
        sentence: today.next.sentence.clone(),
        others: today.next.others.iter().filter_map(|&at| key(at)).collect(),
        sequence: (sequence(&standing, &derived.settings).into_iter())
            .filter_map(|step| {
                Some(StepOut {
                    story: key(step.story)?,
                    batch_id: step.batch,
                    because: step.because,
                })
            })
            .collect(),
        epics: epics.collect(),
        blockers: today.blockers.iter().map(blocker).collect(),
        blockers_text: write::blocker_list(&derived.backlog, &today.blockers),
        batches: today.batches.iter().map(BatchOut::from).collect(),
        velocity: VelocityOut::from(&today.velocity),
        forecast: today.course.forecast.sentence.clone(),
        record_problems: today
            .problems
            .iter()
            .map(|one| one.message.clone())
            .collect(),
        report_text: write::sprint_report(&derived.backlog, &date, &today, &spending),
    })
}

fn open_tokens(plan: Option<&Plan>) -> u64 {
    let batches = plan.map(|plan| plan.batches.iter());
    batches
        .into_iter()
        .flatten()
        .map(|batch| batch.tokens)
        .sum()
}
