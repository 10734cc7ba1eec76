//! Course correction: something changed in a running sprint, and the rest of it is planned again.
//!
//! A [`Trigger`] says what changed, in fields and in free text (`request`). [`correct`] works out
//! what becomes of the rest (`situation` is the sprint as it stands, `change` what is asked of it)
//! and gives a [`Correction`]: a value to look at, compare and apply, never a change by itself.
//! Done stories are frozen, stories in progress keep their batch, and of all plans with equally few
//! batches the one is taken that moves the fewest stories. [`Applied`] corrections are kept in the
//! project, and the sprint goes on by the plan that they left.

mod applied;
mod change;
mod failures;
mod impact;
#[cfg(test)]
pub(crate) mod properties;
mod request;
mod situation;
#[cfg(test)]
mod tests;

pub use applied::{
    Applied, agreed_batches, last_batch, overlay, relink, reopen, rest_to_plan, resume,
};
pub use failures::{Choice, Failed, FailureReport, Remedy};
pub use impact::{EpicImpact, Moved, Scope, Stranded};
pub use request::{Request, Understood, understand};
pub use situation::Executed;

use crate::backlog::{Backlog, EpicId};
use crate::graph::{Graph, GraphRules};
use crate::ordering;
use crate::plan::{Plan, PlanError, PlanSettings};
use change::Change;
use situation::Situation;

/// Most characters of `user_input`; what is longer is cut.
pub const MOST_INPUT: usize = 2_000;

/// Why a sprint is planned again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reason {
    /// Somebody wants it otherwise.
    #[default]
    UserRequest,
    /// Stories fail again and again.
    RepeatedFailures,
    /// There is more to do than was known.
    NewRequirements,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Reason; 3] = [
        Reason::UserRequest,
        Reason::RepeatedFailures,
        Reason::NewRequirements,
    ];

    /// `user_request`, `repeated_failures`, `new_requirements`.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::UserRequest => "user_request",
            Reason::RepeatedFailures => "repeated_failures",
            Reason::NewRequirements => "new_requirements",
        }
    }

    /// The reason of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == name)
    }
}

/// What becomes of the stories that wait for a dropped one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DropRule {
    /// They wait for what the dropped story waited for.
    #[default]
    Relink,
    /// They are dropped too, and what waits for them.
    Cascade,
    /// They keep a prerequisite that nobody will meet.
    LeaveUnmet,
}

impl DropRule {
    /// Every rule, the default first.
    pub const ALL: [DropRule; 3] = [DropRule::Relink, DropRule::Cascade, DropRule::LeaveUnmet];

    /// `relink`, `cascade`, `leave-unmet`.
    pub fn as_str(self) -> &'static str {
        match self {
            DropRule::Relink => "relink",
            DropRule::Cascade => "cascade",
            DropRule::LeaveUnmet => "leave-unmet",
        }
    }

    /// The rule of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.as_str() == name)
    }
}

/// A story put into a batch, by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToBatch {
    /// The story's key.
    pub story: String,
    /// The batch's id.
    pub batch: u32,
}

/// What changed: the message `CC_TRIGGER` and what may stand beside its fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trigger {
    /// `user_request`, `repeated_failures` or `new_requirements`.
    pub reason: String,
    /// What somebody wants, in words; see [`understand`].
    pub user_input: String,
    /// The batch from which on the sprint is planned again; `None` for the first with work left.
    pub current_batch_id: Option<u32>,
    /// Keys of stories that come in.
    pub added_stories: Vec<String>,
    /// Keys of stories that go out.
    pub dropped_stories: Vec<String>,
    /// Keys of stories that failed; one that failed again stands here twice.
    pub failed_stories: Vec<String>,
    /// Keys of stories in the order in which they are wanted, before all others.
    pub order: Vec<String>,
    /// Stories put into a batch.
    pub moves: Vec<ToBatch>,
    /// What becomes of the stories that wait for a dropped one.
    pub drop_rule: DropRule,
}

/// Why a correction cannot be made. Nothing has changed then.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CorrectionError {
    /// Not one of [`Reason::ALL`].
    #[error("“{0}” is no reason; there are user_request, repeated_failures and new_requirements")]
    UnknownReason(String),
    /// No batch has this id.
    #[error("there is no batch {batch}; the plan has batches {first} to {last}")]
    UnknownBatch {
        /// The id.
        batch: u32,
        /// The first that there is.
        first: u32,
        /// The last that there is.
        last: u32,
    },
    /// The batch lies before the one from which on is planned.
    #[error("batch {0} is over; stories can only go to batch {1} or a later one")]
    PastBatch(u32, u32),
    /// No document knows the story.
    #[error("there is no story {0}")]
    UnknownStory(String),
    /// A done story cannot be dropped, moved or fail.
    #[error("story {0} is done, and done stories stay as they are")]
    Done(String),
    /// A story to be added is in the plan already.
    #[error("story {0} is in the plan already")]
    AlreadyPlanned(String),
    /// A new text declares a story that there is.
    #[error("there is a story {0} already")]
    Exists(String),
    /// A new text declares no story.
    #[error("the new text declares no story")]
    NoStory,
    /// A wished-for order that dependencies turn round.
    #[error("story {first} cannot come before {then}: it waits for it")]
    Order {
        /// What was to come first.
        first: String,
        /// What it waits for.
        then: String,
    },
    /// A wished-for order that would take a story in progress out of its batch.
    #[error("story {first} cannot come before {then}: stories in progress keep their batches")]
    UnderWay {
        /// What was to come first.
        first: String,
        /// What was to come later.
        then: String,
    },
    /// Every story is still in backlog.
    #[error("the sprint has not started: every story is still in backlog")]
    NotStarted,
    /// A status could not be set.
    #[error("{0}")]
    Status(String),
    /// The rest of the sprint could not be planned.
    #[error(transparent)]
    Plan(#[from] PlanError),
}

/// The sprint as it stands: what a correction starts from.
#[derive(Debug, Clone, Copy)]
pub struct Sprint<'a> {
    /// What the documents say.
    pub backlog: &'a Backlog,
    /// Its graph.
    pub graph: &'a Graph,
    /// The rules by which the graph was built.
    pub rules: &'a GraphRules,
    /// The settings of planning.
    pub settings: &'a PlanSettings,
    /// The plan being executed; `None` for the plan of the documents.
    pub executed: Option<&'a Executed>,
}

/// The rest of a sprint, planned again.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// Why.
    pub reason: Reason,
    /// What was wanted in words, cut to [`MOST_INPUT`] characters.
    pub user_input: String,
    /// Id of the first batch that was planned again.
    pub current_batch: u32,
    /// The batches before: ids and stories (indices into [`Backlog::stories`]).
    pub before: Vec<(u32, Vec<usize>)>,
    /// The batches after.
    pub after: Vec<(u32, Vec<usize>)>,
    /// The plan behind `after`; its batch ids begin at 1.
    pub plan: Plan,
    /// The plan behind `before`, as far as it is still to be done.
    pub plan_before: Plan,
    /// Stories in another batch than before.
    pub moved: Vec<Moved>,
    /// Stories whose batch or place in it changed.
    pub reordered: usize,
    /// Stories that went out, in document order.
    pub dropped: Vec<usize>,
    /// Stories that came in, in document order.
    pub added: Vec<usize>,
    /// Dropped stories that others wait for.
    pub stranded: Vec<Stranded>,
    /// What the words were understood to ask.
    pub understood: Vec<Understood>,
    /// The words that were not understood, as they stand.
    pub not_understood: Vec<String>,
    /// What the failed stories share and what can be done, where any failed.
    pub failures: Option<FailureReport>,
    /// What else somebody should know, as sentences.
    pub warnings: Vec<String>,
}

impl Correction {
    /// How many batches more are needed than before; negative where fewer are.
    pub fn batches_more(&self) -> i64 {
        self.after.len() as i64 - self.before.len() as i64
    }

    /// How large the change is, and who has to agree.
    pub fn scope(&self, backlog: &Backlog) -> Scope {
        impact::scope(self, backlog)
    }

    /// What it means for each epic that it touches, in natural order.
    pub fn by_epic(&self, backlog: &Backlog) -> Vec<(EpicId, EpicImpact)> {
        impact::by_epic(self, backlog)
    }
}

/// Plans the rest of the sprint again.
///
/// # Errors
/// Every reason why it cannot be done, in the order of the trigger's fields.
pub fn correct(sprint: &Sprint<'_>, trigger: &Trigger) -> Result<Correction, Vec<CorrectionError>> {
    let mut errors = Vec::new();
    let reason = Reason::from_name(&trigger.reason);
    if reason.is_none() {
        errors.push(CorrectionError::UnknownReason(trigger.reason.clone()));
    }
    let situation = match Situation::new(sprint, trigger) {
        Ok(situation) => Some(situation),
        Err(error) => {
            errors.push(error);
            None
        }
    };
    let (Some(reason), Some(situation)) = (reason, situation) else {
        return Err(errors);
    };
    let mut change = Change::new(sprint, &situation);
    let mut warnings = situation.warnings.clone();
    let input = cut(&trigger.user_input, &mut warnings);
    let mut reading = request::understand(sprint.backlog, &input);
    for key in &reading.unknown_stories {
        errors.push(CorrectionError::UnknownStory(key.clone()));
    }
    let requests = change.requests(trigger, &mut errors);
    let failed = change.failed(trigger, &mut errors);
    let in_words = reading.understood.iter().map(|one| one.request.clone());
    // Who takes part comes first: the graph is built of these.
    let (come, rest): (Vec<Request>, Vec<Request>) = requests
        .into_iter()
        .chain(in_words)
        .partition(|request| matches!(request, Request::Add(_)));
    let before_requests = errors.len();
    loop {
        for request in come.iter().cloned() {
            change.take(request, trigger.drop_rule, &mut errors);
        }
        change.rebuild_graph();
        for request in rest.iter().cloned() {
            change.take(request, trigger.drop_rule, &mut errors);
        }
        // What would come in and go out again stays out, as if nobody had asked for it.
        let Some(again) = change.without_what_came_and_went(&situation) else {
            break;
        };
        change = again;
        errors.truncate(before_requests);
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let plan_before = change
        .plan_unchanged()
        .map_err(|error| vec![error.into()])?;
    let plan = change.plan().map_err(|error| vec![error.into()])?;
    change.warn(&plan, &mut warnings);
    let after: Vec<(u32, Vec<usize>)> = (0_u32..)
        .zip(&plan.batches)
        .map(|(at, batch)| (situation.current.saturating_add(at), batch.stories.clone()))
        .collect();
    if after.is_empty() {
        warnings.push("Nothing is left to plan.".to_owned());
    }
    let failures = failures::report(sprint, &change, &failed);
    let not_understood = std::mem::take(&mut reading.not_understood);
    let stranded = change.stranded().collect();
    let mut dropped: Vec<usize> = change.dropped;
    ordering::sort_dedup(&mut dropped);
    ordering::sort_dedup(&mut change.added);
    Ok(Correction {
        reason,
        user_input: input,
        current_batch: situation.current,
        moved: impact::moved(&situation, &after),
        reordered: impact::reordered(&situation.before, &after),
        before: situation.before.clone(),
        after,
        plan,
        plan_before,
        dropped,
        added: change.added,
        stranded,
        understood: reading.understood,
        not_understood,
        failures,
        warnings,
    })
}

fn cut(input: &str, warnings: &mut Vec<String>) -> String {
    match input.char_indices().nth(MOST_INPUT) {
        None => input.to_owned(),
        Some((end, _)) => {
            warnings.push(format!(
                "user_input is longer than {MOST_INPUT} characters; the rest was not read."
            ));
            input.get(..end).unwrap_or(input).to_owned()
        }
    }
}
