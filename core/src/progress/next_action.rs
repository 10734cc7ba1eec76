//! What to work on now: in progress, then review, then ready, then backlog; prerequisites met;
//! earliest batch.

use super::Standing;
use super::prerequisites::{held_up, holding, is_free};
use crate::backlog::{Status, Story};
use crate::ordering;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Finish what is under way.
    Finish,
    /// Bring a review to its end.
    Review,
    /// Begin a story that is ready.
    Begin,
    /// Make a story ready that is in the backlog, and begin it.
    Prepare,
    /// Nothing can begin: something has to be cleared first.
    Unblock,
    /// Every story is finished.
    AllDone,
    /// There are no stories.
    NoStories,
}

impl Action {
    /// The word for files.
    pub fn as_str(self) -> &'static str {
        match self {
            Action::Finish => "finish",
            Action::Review => "review",
            Action::Begin => "begin",
            Action::Prepare => "prepare",
            Action::Unblock => "unblock",
            Action::AllDone => "all-done",
            Action::NoStories => "no-stories",
        }
    }
}

/// The next action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextAction {
    /// What to do.
    pub action: Action,
    /// With which story.
    pub story: Option<usize>,
    /// What and why, as one sentence.
    pub sentence: String,
    /// Other stories for which the same holds, best first.
    pub others: Vec<usize>,
}

/// The order in which statuses are looked at.
const LADDER: [(Status, Action); 4] = [
    (Status::InProgress, Action::Finish),
    (Status::Review, Action::Review),
    (Status::ReadyForDev, Action::Begin),
    (Status::Backlog, Action::Prepare),
];

/// The next action, and its reason.
pub fn next_action(standing: &Standing<'_>) -> NextAction {
    let ranks = standing.backlog.priority_ranks();
    let in_order = |status: Status, free: bool| {
        let mut found: Vec<usize> = (standing.backlog.stories.iter().enumerate())
            .filter(|(at, story)| story.status == status && (!free || is_free(standing, *at)))
            .map(|(at, _)| at)
            .collect();
        ordering::sort_by_key(&mut found, |&at| {
            let batch = standing.batch(at).unwrap_or(usize::MAX);
            (batch, ranks.get(at).copied())
        });
        found
    };
    for (status, action) in LADDER {
        // What was begun is finished first, whether or not it should have begun.
        let begun = matches!(action, Action::Finish | Action::Review);
        let found = in_order(status, !begun);
        if let Some((&first, others)) = found.split_first() {
            return NextAction {
                action,
                story: Some(first),
                sentence: sentence(standing, action, first, others),
                others: others.to_vec(),
            };
        }
    }
    let stuck = in_order(Status::Blocked, false);
    let waiting: Vec<usize> = [Status::ReadyForDev, Status::Backlog]
        .into_iter()
        .flat_map(|status| in_order(status, false))
        .collect();
    nothing_free(standing, &stuck, &waiting)
}

fn sentence(standing: &Standing<'_>, action: Action, first: usize, others: &[usize]) -> String {
    let Some(story) = standing.story(first) else {
        return String::new();
    };
    let what = match action {
        Action::Finish => "Finish",
        Action::Review => "Finish the review of",
        Action::Begin => "Begin",
        _ => "Make ready and begin",
    };
    let mut why: Vec<String> = Vec::new();
    match action {
        Action::Finish => why.push("it is in progress".to_owned()),
        Action::Review => why.push("it is in review".to_owned()),
        Action::Begin => why.push("it is ready".to_owned()),
        _ => why.push("no ready story can begin".to_owned()),
    }
    if matches!(action, Action::Begin | Action::Prepare) {
        why.push(prerequisites_words(standing, first).to_owned());
    }
    if let Some(batch) = standing.batch_id(first) {
        why.push(format!("it stands in batch {batch}"));
    }
    let mut out = format!("{what} {}: {}", named(story), super::and_list(&why));
    if !others.is_empty() {
        let word = match action {
            Action::Finish => "in progress",
            Action::Review => "in review",
            Action::Begin => "ready",
            _ => "free to begin",
        };
        out.push_str(&format!(
            ", the first of {} that are {word}",
            others.len() + 1
        ));
    }
    let missing = holding(standing, first);
    if !missing.is_empty() {
        out.push_str(&format!(
            ". It began before {}, which {} not done",
            standing.keys(&missing),
            if missing.len() == 1 { "is" } else { "are" }
        ));
    }
    let waiting = held_up(standing, first).len();
    if waiting > 0 {
        let (stories, wait) = match waiting {
            1 => ("story", "waits"),
            _ => ("stories", "wait"),
        };
        out.push_str(&format!(". {waiting} {stories} {wait} for it"));
    }
    out.push('.');
    out
}

/// `Story 3-1 “Sign in”`.
fn named(story: &Story) -> String {
    if story.title.is_empty() {
        format!("story {}", story.key)
    } else {
        format!("story {} “{}”", story.key, story.title)
    }
}

fn prerequisites_words(standing: &Standing<'_>, story: usize) -> &'static str {
    if super::prerequisites(standing, story).is_empty() {
        "it waits for nothing"
    } else {
        "what it needs is there"
    }
}

/// Nothing is under way and nothing can begin.
fn nothing_free(standing: &Standing<'_>, stuck: &[usize], waiting: &[usize]) -> NextAction {
    let (action, story, sentence) = match (stuck.first(), waiting.first()) {
        (None, None) if standing.backlog.stories.is_empty() => (
            Action::NoStories,
            None,
            "There are no stories yet: add documents that have some, or create them from an epic."
                .to_owned(),
        ),
        (None, None) => (
            Action::AllDone,
            None,
            "Every story is finished: hold the retrospectives that are open, or plan the next epic."
                .to_owned(),
        ),
        (Some(&first), _) => {
            let held = held_up(standing, first).len();
            let holds = match held {
                0 => String::new(),
                1 => ", and one story waits for it".to_owned(),
                more => format!(", and {more} stories wait for it"),
            };
            let sentence = format!(
                "Clear what blocks {}: nothing else can begin{holds}.",
                standing.story(first).map(named).unwrap_or_default()
            );
            (Action::Unblock, Some(first), sentence)
        }
        (None, Some(&first)) => {
            let missing = holding(standing, first);
            let sentence = format!(
                "Nothing can begin: {} waits for {}, which no open story brings. \
                 Take the dependency out, or bring back what it names.",
                standing.story(first).map(named).unwrap_or_default(),
                standing.keys(&missing),
            );
            (Action::Unblock, Some(first), sentence)
        }
    };
    let others = if stuck.is_empty() { waiting } else { stuck };
    NextAction {
        action,
        story,
        sentence,
        others: others.iter().skip(1).copied().collect(),
    }
}
