//! What a status file says, for people: counts, risks, what is left to do, the next step.

use super::date::days_between;
use super::rows::{StatusFile, retrospective_of};
use crate::backlog::{EpicId, EpicStatus, Status};
use crate::ordering::Table;
use crate::progress::{Action, Standing, StatusCounts, next_action};
use crate::read::{ActionItem, key_on, status_meant, value_on};
use crate::source::Document;

/// After so many days without an update the file is probably not kept.
const STALE_DAYS: i64 = 7;
/// So many stories in review at once are a queue.
const MANY_IN_REVIEW: u32 = 2;

/// What a status file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// The project's name in the file.
    pub project: Option<String>,
    /// When it was updated last, as written.
    pub last_updated: Option<String>,
    /// Its stories by status.
    pub counts: StatusCounts,
    /// Its epics by status: backlog, in progress, done.
    pub epics: [u32; 3],
    /// Epics whose retrospective is open though all their stories are done.
    pub open_retrospectives: Vec<EpicId>,
    /// What retrospectives left to do, without what is done.
    pub open_items: Vec<ActionItem>,
    /// What somebody should look at, as sentences.
    pub risks: Vec<String>,
    /// What to do now and why, as a sentence.
    pub next: String,
    /// The key of the story to work on next, where there is one.
    pub next_key: Option<String>,
}

/// Reads a status file for people. `standing` is the sprint that it is part of; `today` an ISO
/// date, without which nothing is said about age.
pub fn show(document: &Document, standing: &Standing<'_>, today: Option<&str>) -> Overview {
    let file = StatusFile::of(document);
    let of_key = |key: &str| (file.lines.iter()).find(|line| key_on(line) == Some(key));
    let field = |key: &str| {
        let value = of_key(key).and_then(value_on)?;
        Some(file.text_between(value.start, value.end).to_owned())
    };
    let last_updated = field("last_updated").or_else(|| field("generated"));
    let mut counts = StatusCounts::default();
    let mut by_epic: Table<EpicId, StatusCounts> = Table::default();
    for entry in &file.reading.entries {
        let (_, epic) = file.names(entry);
        let own = by_epic.or_insert_with(epic, Default::default);
        for counts in [&mut counts, own] {
            counts.add(entry.status, 1);
        }
    }
    let mut epics = [0; 3];
    for epic in &file.reading.epics {
        if let Some(count) = epics.get_mut(epic.status as usize) {
            *count += 1;
        }
    }
    let open_retrospectives: Vec<EpicId> = (file.lines.iter())
        .filter_map(|line| {
            let id = retrospective_of(key_on(line)?)?;
            let value = value_on(line)?;
            let word = file.text_between(value.start, value.end);
            let held = status_meant(word) == Some(Status::Done);
            let finished = by_epic.get(&id).map(StatusCounts::epic_status);
            (!held && finished == Some(EpicStatus::Done)).then_some(id)
        })
        .collect();
    let items = file.reading.action_items.iter();
    let open_items: Vec<ActionItem> = items
        .filter(|item| item.status != "done")
        .cloned()
        .collect();
    let next = next_action(standing);
    let mut sentence = next.sentence;
    if next.action == Action::AllDone
        && let Some(epic) = open_retrospectives.first()
    {
        sentence = format!(
            "Hold the retrospective of epic {epic}: all its stories are done, and it is open."
        );
    }
    let story = next.story.and_then(|at| standing.backlog.stories.get(at));
    Overview {
        risks: risks(&file, &counts, &by_epic, last_updated.as_deref(), today),
        project: file.reading.project.clone(),
        last_updated,
        counts,
        epics,
        open_retrospectives,
        open_items,
        next: sentence,
        next_key: story.map(super::key_of),
    }
}

fn risks(
    file: &StatusFile<'_>,
    counts: &StatusCounts,
    by_epic: &Table<EpicId, StatusCounts>,
    updated: Option<&str>,
    today: Option<&str>,
) -> Vec<String> {
    let mut risks = Vec::new();
    let age = updated
        .zip(today)
        .and_then(|(updated, today)| days_between(updated, today));
    if let Some(days) = age.filter(|days| *days > STALE_DAYS) {
        risks.push(format!(
            "The file was updated {days} days ago: what it says may be old."
        ));
    }
    let named = |id: &EpicId| {
        file.reading
            .epics
            .iter()
            .any(|epic| super::same_epic(&epic.id, id))
    };
    if !file.reading.epics.is_empty() {
        for (id, _) in by_epic.iter().filter(|(id, _)| !named(id)) {
            risks.push(format!(
                "Epic {id} has stories in the file, but no line of its own."
            ));
        }
    }
    for epic in &file.reading.epics {
        let stories = by_epic.get(&epic.id).map_or(0, StatusCounts::total);
        if epic.status == EpicStatus::InProgress && stories == 0 {
            risks.push(format!(
                "Epic {} is in progress, but has no stories.",
                epic.id
            ));
        }
    }
    let of = |count: u32, word: &str| match count {
        1 => format!("1 story {word}"),
        count => format!("{count} stories {word}"),
    };
    let review = counts.count(Status::Review);
    if review >= MANY_IN_REVIEW {
        risks.push(format!(
            "{}: nothing new should begin before they are through.",
            of(review, "wait in review")
        ));
    }
    let blocked = counts.count(Status::Blocked);
    if blocked > 0 {
        let word = if blocked == 1 {
            "is blocked"
        } else {
            "are blocked"
        };
        risks.push(format!("{}.", of(blocked, word)));
    }
    let unknown = (file.reading.entries.iter())
        .filter(|entry| !entry.known)
        .count();
    if let Some(first) = file.reading.entries.iter().find(|entry| !entry.known) {
        let word = first.status_text.as_deref().unwrap_or("");
        risks.push(format!(
            "{} a status that nobody knows, such as “{word}” of {}: read as backlog.",
            of(
                u32::try_from(unknown).unwrap_or(u32::MAX),
                if unknown == 1 { "has" } else { "have" }
            ),
            first.key
        ));
    }
    risks
}
