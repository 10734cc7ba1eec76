//! Numbers that are the same by chance: the epic of that number is another one.

use super::{Linkable, Pair, SURE};
use crate::backlog::EpicId;
use crate::ordering::Set;
use crate::read::renumbered::EpicTitles;
use crate::read::status_file::StatusEntry;

/// Takes away the pairs that only a number speaks for, where the status file calls the epic
/// otherwise than the document does, and no story of the two epics is surely the same.
pub(super) fn dispel(
    pairs: &mut Vec<Pair>,
    entries: &[&StatusEntry],
    declared: &[Linkable],
    titles: &EpicTitles<'_>,
) {
    // The two epics of a pair.
    let epics = |pair: &Pair| {
        let one = declared.get(pair.declared.0)?;
        let mut readings = entries.get(pair.entry.0)?.readings.iter();
        let reading = readings.find(|reading| reading.id.parts == one.parts)?;
        Some((reading.id.epic_of_story()?, one.document, one.epic.clone()))
    };
    let differ =
        |(epic, document, other): &(EpicId, usize, EpicId)| titles.differ(epic, *document, other);
    let doubtful = |pair: &Pair| pair.score < SURE && epics(pair).is_some_and(|it| differ(&it));
    if !pairs.iter().any(doubtful) {
        return;
    }
    let sure = pairs.iter().filter(|pair| pair.score >= SURE);
    let same: Set<(EpicId, usize, EpicId)> = sure.filter_map(epics).collect();
    pairs.retain(|pair| !doubtful(pair) || epics(pair).is_some_and(|epics| same.contains(&epics)));
}
