//! What was recorded of the sprint's course, and what is wrong with it.

use super::Standing;
use super::day::Day;
use super::prerequisites::{Need, prerequisites};
use crate::backlog::{Backlog, Status, StoryKey};
use crate::ordering::Table;

/// What happened to a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Happening {
    /// It came into the sprint.
    Added,
    /// It was finished.
    Done,
    /// It was dropped, or its work went into another story.
    Dropped,
}

impl Happening {
    /// The word for files.
    pub fn as_str(self) -> &'static str {
        match self {
            Happening::Added => "added",
            Happening::Done => "done",
            Happening::Dropped => "dropped",
        }
    }
}

/// One thing that happened, with its day: a value from outside, as the core knows no clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Key of the story.
    pub story: String,
    /// What happened.
    pub what: Happening,
    /// The day, as in `2026-01-31`; a time may follow.
    pub date: String,
}

/// What happened since `before`, the stories of the last reading with their statuses: stories that
/// came, that were finished, that were dropped. `date` is today.
pub fn happened(before: &[(StoryKey, Status)], after: &Backlog, date: &str) -> Vec<Recorded> {
    let known = Table::new(before.iter().map(|(key, status)| (key, *status)));
    let gone = |status| matches!(status, Status::Dropped | Status::Superseded);
    let mut found = Vec::new();
    for story in &after.stories {
        let was = known.get(&story.key).copied();
        let what = match (was, story.status) {
            // The first documents of a project are where it begins.
            (None, _) if before.is_empty() => continue,
            (None, status) if !gone(status) && status != Status::Done => Happening::Added,
            (Some(was), Status::Done) if was != Status::Done => Happening::Done,
            (Some(was), status) if gone(status) && !gone(was) => Happening::Dropped,
            _ => continue,
        };
        found.push(Recorded {
            story: story.key.to_string(),
            what,
            date: date.to_owned(),
        });
    }
    found
}

/// Something that does not fit in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordProblem {
    /// Its place in the record.
    pub at: usize,
    /// What is the matter, as a sentence.
    pub message: String,
}

/// What does not fit in the record: no dates, unknown stories, days to come, stories finished
/// before what they wait for. All of it stays in the record.
pub fn record_problems(
    standing: &Standing<'_>,
    record: &[Recorded],
    today: Option<Day>,
) -> Vec<RecordProblem> {
    let index = standing.backlog.index();
    let done = Table::new(record.iter().filter_map(|one| {
        let day = Day::parse(&one.date).filter(|_| one.what == Happening::Done)?;
        let story = *index.get(&StoryKey::new(&one.story))?;
        Some((story, day))
    }));
    let mut found = Vec::new();
    for (at, one) in record.iter().enumerate() {
        let Recorded { story, date, .. } = one;
        let mut add = |message: String| found.push(RecordProblem { at, message });
        let Some(day) = Day::parse(date) else {
            add(format!(
                "“{date}” is no day: write it as 2026-01-31. Story {story} counts as finished before the record begins."
            ));
            continue;
        };
        if today.is_some_and(|today| day > today) {
            add(format!("{date} is still to come."));
        }
        let Some(&story) = index.get(&StoryKey::new(story)) else {
            add(format!(
                "No document has story {story} any more; its entry does not count."
            ));
            continue;
        };
        if one.what != Happening::Done {
            continue;
        }
        for need in prerequisites(standing, story) {
            let Need::Story(needed) = need.need else {
                continue;
            };
            if let Some(before) = done.get(&needed).filter(|before| **before > day) {
                add(format!(
                    "Story {} was finished on {day}, before {} which it waits for ({before}).",
                    standing.key(story),
                    standing.key(needed)
                ));
            }
        }
    }
    found
}
