//! What the keys of a status file name.

use crate::backlog::EpicId;
use crate::read::ids::{self, KeyReading, key_readings};
use crate::source::letters::Lowercase;
use crate::source::marks::{Marked, marks};

/// `epic-3`, `epic_0.5`, `Epic 2`, `E15`, `epic-0-5`: the epic's id.
pub fn epic_key(key: &str) -> Option<EpicId> {
    let lower = key.trim().lowercase();
    let rest = lower.strip_prefix("epic").or_else(|| {
        lower
            .strip_prefix('e')
            .filter(|rest| rest.bytes().all(|b| b.is_ascii_digit()) && !rest.is_empty())
    })?;
    let rest = rest.trim_start_of(marks!['-', '_', ' ', ':']);
    let end = rest
        .find_one(marks!['—', ':', '–', ' '])
        .unwrap_or(rest.len());
    let (id, tail) = rest.split_at_checked(end)?;
    if let Some((found, "")) = ids::parse(id) {
        // `epic-120-s01` is a story of epic 120.
        let of_story = id.contains("-s") || id.contains(".s");
        return (!of_story).then(|| found.as_epic());
    }
    let apart = lower.starts_with("epic-") || lower.starts_with("epic_");
    // "epic-1a-plus": another epic than "epic-1a", and no story of it.
    let names_story = |word: &str| {
        let number = word.strip_prefix('s').unwrap_or(word);
        matches!(word, "story" | "stories" | "task" | "us")
            || !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    if apart
        && let Some((number, name)) = id.split_once('-')
        && matches!(ids::parse(number), Some((found, "")) if found.parts.len() == 1)
        && !name.contains("retro")
        && !name.split('-').any(names_story)
    {
        return Some(EpicId::new(id));
    }
    // "epic-a", "epic-quality", "epic-harbour-lights"
    let lettered = !id.is_empty()
        && (apart || !id.contains('-'))
        && id.len() <= 40
        && tail.trim().is_empty()
        && !id.contains("retro")
        && id.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
    lettered.then(|| EpicId::new(id))
}

/// `fn-epic-1`: an epic of a family of its own, as `fn-1`.
pub(super) fn prefixed_epic(key: &str) -> Option<EpicId> {
    let (prefix, number) = key.split_once("-epic-")?;
    let short = (1..=8).contains(&prefix.len());
    let letters = short && prefix.bytes().all(|byte| byte.is_ascii_alphabetic());
    match ids::parse(number) {
        Some((id, "")) if letters && id.prefix.is_empty() => Some(EpicId::new(format!(
            "{}-{}",
            prefix.lowercase(),
            id.as_epic()
        ))),
        _ => None,
    }
}

pub(super) fn number_id(text: &str) -> Option<EpicId> {
    match ids::parse(text.trim()) {
        Some((id, "")) => Some(id.as_epic()),
        _ => None,
    }
}

/// Retrospectives and their like are no stories. `6-1-record-the-story-retro` is one.
pub(super) fn is_process_key(key: &str) -> bool {
    let lower = key.lowercase();
    if !lower.contains("retro") {
        return false;
    }
    let numbered = key_readings(&lower)
        .iter()
        .any(|reading| reading.id.parts.len() >= 2 && reading.slug.len() > "retrospective".len());
    // What a retrospective left to do, `retro-8-P1-split-large-stories`, is work like any other.
    let action = lower
        .strip_prefix("retro-")
        .is_some_and(|rest| rest.matches('-').count() >= 3);
    !(numbered || action) || lower.starts_with("epic")
}

/// `sprint-0`, `phase-2`: a time of the plan, not work in it.
pub(super) fn is_period(key: &str) -> bool {
    const PERIODS: &[&str] = &[
        "sprint",
        "phase",
        "milestone",
        "wave",
        "week",
        "iteration",
        "release",
        "stage",
    ];
    let lower = key.lowercase();
    let word = lower.trim_end_of(marks![
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.'
    ]);
    word.len() < lower.len() && PERIODS.contains(&word.trim_end_of(marks!['-', '_', ' ']))
}

/// What the key of a story may mean, the shortest id first.
pub fn story_readings(key: &str) -> Vec<KeyReading> {
    // `epic-06/6-10-slug`
    let last = key.rsplit('/').next().unwrap_or(key);
    key_readings(last)
        .into_iter()
        .filter(|reading| !ids::is_foreign(&reading.id.prefix) || reading.id.parts.len() > 1)
        .collect()
}
