//! Whether a merged status file is read as it was meant: a line that was added can change what
//! others are taken for, where the file counts epics in its own way.

use super::report::Generated;
use crate::backlog::{Backlog, Story};
use crate::ordering::{Set, Table};
use crate::read::{self, Reading};
use crate::source::{Document, Place};

/// The stories of `backlog` that would have another line than they are meant to have, were `made`
/// the status file: one of `added`, or the one that they had.
pub(super) fn lost(
    document: &Document,
    readings: &[&Reading],
    backlog: &Backlog,
    made: &Generated,
    added: &[(usize, String)],
) -> Vec<usize> {
    if added.is_empty() {
        return Vec::new();
    }
    let own = read::document(&Document::new(document.path.clone(), made.text.clone()));
    let (after, _) = read::join(&with(readings, document, &own));
    let found: Table<&Place, Option<&str>> = Table::new(
        (after.stories.iter())
            .flat_map(|story| places(story).map(|place| (place, story.status_key.as_deref()))),
    );
    let added: Table<usize, &str> = Table::new(added.iter().map(|(at, key)| (*at, key.as_str())));
    let lines: Set<&str> = own_keys(&made.report.renamed);
    let stories = backlog.stories.iter().enumerate();
    stories
        .filter(|(at, story)| {
            let wanted = added.get(at).copied().or(story.status_key.as_deref());
            let mut places = places(story).peekable();
            let stands = |place: &Place| {
                let key = found.get(&place).copied().flatten();
                key == wanted || (wanted.is_none() && key.is_some_and(|key| lines.contains(key)))
            };
            // What is wanted of a story without a line is only that it takes no one else's.
            places.peek().is_some() && !places.any(stands)
        })
        .map(|(at, _)| at)
        .collect()
}

/// The readings with `own` in the place of that of `document`.
pub(super) fn with<'r>(
    readings: &[&'r Reading],
    document: &Document,
    own: &'r Reading,
) -> Vec<&'r Reading> {
    let one = |reading: &&'r Reading| match reading.is_of(&document.path) {
        true => own,
        false => *reading,
    };
    readings.iter().map(one).collect()
}

fn places(story: &Story) -> impl Iterator<Item = &Place> {
    story.declared.iter().chain(&story.also_declared)
}

/// The keys that renamed lines have now.
fn own_keys(renamed: &[super::Change]) -> Set<&str> {
    renamed.iter().map(|one| one.now.as_str()).collect()
}
