//! What an entry of the status file says of a story that no document explains.

use super::found::Reading;
use super::ids::KeyReading;
use super::status_file::StatusEntry;
use crate::backlog::{EpicId, Story, StoryKey};
use crate::ordering::{self, Set};
use crate::source::letters::upper;
use crate::source::marks::{DIGITS, Marked};

/// Gives `story` its key and status from the status file.
pub(super) fn take_entry(story: &mut Story, entry: &StatusEntry) {
    story.status_key = Some(entry.key.clone());
    story.status = entry.status;
    story.status_text.clone_from(&entry.status_text);
    story.status_place = Some(entry.value.clone());
    if story.title.is_empty() {
        story.title = entry.title.clone().unwrap_or_default();
    } else if titled_by_statement(story) {
        // "As a player, I can dock …" has no title of its own: the status file's key is one.
        let key = || title_of_entry(entry, &Set::default(), &Set::default());
        let title = entry.title.clone().unwrap_or_else(key);
        if !title.is_empty() {
            story.title = title;
        }
    }
    for dependency in &entry.dependencies {
        if !story
            .dependencies
            .iter()
            .any(|known| known.targets == dependency.targets)
        {
            story.dependencies.push(dependency.clone());
        }
    }
}

/// Whether the title is only what the story's statement wants.
fn titled_by_statement(story: &Story) -> bool {
    let want = story.statement.want.as_deref().unwrap_or("");
    !want.is_empty() && story.title == super::epics::capitalised(want)
}

/// The epics that any document names.
pub(super) fn known_epics(readings: &[&Reading]) -> Set<EpicId> {
    let of_documents = readings
        .iter()
        .flat_map(|reading| reading.epics.iter().map(|epic| epic.id.clone()));
    let of_status = readings
        .iter()
        .filter_map(|reading| reading.status.as_ref())
        .flat_map(|status| status.epics.iter().map(|epic| epic.id.clone()));
    of_documents.chain(of_status).collect()
}

/// The ids that more than one entry has as far as two numbers go, as if they were epics: the
/// entries `14-1-1-…` and `14-1-2-…` are parts of 14.1.
pub fn divided(entries: &[&StatusEntry]) -> Set<EpicId> {
    let two = |reading: &&KeyReading| reading.id.parts.len() == 2;
    let named = (entries.iter()).filter_map(|entry| entry.readings.iter().find(two));
    let mut ids: Vec<EpicId> = named.map(|reading| reading.id.as_epic()).collect();
    ordering::sort(&mut ids);
    let pairs = ids.iter().zip(ids.iter().skip(1));
    pairs
        .filter(|(one, next)| one == next)
        .map(|(one, _)| one.clone())
        .collect()
}

/// The reading of an entry's key that no document explains: `0-5-1-x` is a story of epic 0.5 where
/// there is such an epic, or where 0.5 is divided.
pub fn best_reading<'a>(
    all: &'a [KeyReading],
    epics: &Set<EpicId>,
    divided: &Set<EpicId>,
) -> Option<&'a KeyReading> {
    let dotted = |reading: &&KeyReading| {
        reading.id.parts.len() == 3
            && (reading.id.epic_of_story())
                .is_some_and(|epic| epics.contains(&epic) || divided.contains(&epic))
    };
    all.iter()
        .find(dotted)
        .or_else(|| all.iter().find(|reading| reading.id.parts.len() == 2))
        // `e10-action-audit` is some work of epic 10, not a story called e10.
        .or_else(|| {
            let mut flat = all.iter().filter(|reading| reading.id.is_flat());
            flat.find(|reading| !reading.id.is_lettered_epic())
        })
}

/// The short key and the epic of an entry.
pub fn key_of_entry(
    entry: &StatusEntry,
    epics: &Set<EpicId>,
    divided: &Set<EpicId>,
) -> (StoryKey, EpicId) {
    if let Some(reading) = best_reading(&entry.readings, epics, divided) {
        let id = &reading.id;
        let epic = id
            .epic_of_story()
            .or_else(|| entry.epic.clone())
            .unwrap_or_else(|| super::candidates::fallback_epic(Some(id)));
        let key = id.story_key(Some(&epic));
        return (key, undivided(epic, epics));
    }
    let epic = match entry.readings.first() {
        // `2-spike-x` belongs to epic 2, though it has no number of its own.
        Some(reading) => reading.id.clone().without_epic_letters().as_epic(),
        None => entry.epic.clone().unwrap_or_else(|| EpicId::new("0")),
    };
    (StoryKey::new(&entry.key), epic)
}

/// The epic that a story of `epic` is in: 13.2.1 is a part of 13.2 in epic 13, where nothing says
/// that there is an epic 13.2.
pub(super) fn within(epic: EpicId, epics: &Set<EpicId>) -> EpicId {
    let undivided = whole(&epic).filter(|whole| epics.contains(whole) && !epics.contains(&epic));
    undivided.unwrap_or(epic)
}

/// The epic of a reading of [`best_reading`]: 14 of the parts of 14.1, where there is no epic 14.1.
pub fn undivided(epic: EpicId, epics: &Set<EpicId>) -> EpicId {
    let of_part = whole(&epic).filter(|_| !epics.contains(&epic));
    of_part.unwrap_or(epic)
}

/// "13.2" as "13".
fn whole(epic: &EpicId) -> Option<EpicId> {
    let (whole, part) = epic.as_str().rsplit_once('.')?;
    part.starts_with_one(DIGITS).then(|| EpicId::new(whole))
}

/// "user-login" as "User login".
pub(super) fn title_of_entry(
    entry: &StatusEntry,
    epics: &Set<EpicId>,
    divided: &Set<EpicId>,
) -> String {
    let slug = best_reading(&entry.readings, epics, divided)
        .or(entry.readings.first())
        .map_or(entry.key.as_str(), |reading| reading.slug.as_str());
    let words = slug.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => std::iter::once(upper(first)).chain(letters).collect(),
        None => String::new(),
    }
}
