//! Backlogs for tests, written as rows: `key [status] [c=N] [<- key, key?, epic-2] [@ path !path]`.
//!
//! `?` after a dependency makes it soft; `!` before a path says it is not to be touched;
//! a path that ends in `/` is a directory, one with `*` a glob; `pN` declares a priority.

use std::sync::Arc;

use crate::backlog::{
    Backlog, DependencyRef, Direction, Epic, EpicId, Evidence, FileScope, Item, Marker, Priority,
    ScopeKind, Status, Story, StoryKey, Strength, Target,
};
use crate::source::{Place, Span};

/// The backlog that the rows write.
pub fn backlog(rows: &str) -> Backlog {
    let path: Arc<str> = Arc::from("rows");
    let mut backlog = Backlog::default();
    for (number, row) in (1..)
        .zip(rows.lines())
        .filter(|(_, row)| !row.trim().is_empty())
    {
        let place = Place::new(&path, number, Span::default());
        let story = story(row.trim(), &place);
        if backlog.epic(&story.epic).is_none() {
            backlog.epics.push(Epic::new(story.epic.clone(), ""));
        }
        backlog.stories.push(story);
    }
    backlog.epics.sort_by(|a, b| a.id.cmp(&b.id));
    backlog
}

fn story(row: &str, place: &Place) -> Story {
    let (row, files) = row.split_once('@').unwrap_or((row, ""));
    let (head, waits) = row.split_once("<-").unwrap_or((row, ""));
    let mut words = head.split_whitespace();
    let key = words.next().expect("a row begins with a key");
    let epic = key.rsplit_once('-').map_or(key, |(epic, _)| epic);
    let mut story = Story::new(
        StoryKey::new(key),
        format!("Story {key}"),
        EpicId::new(epic),
    );
    story.declared = Some(place.clone());
    for word in words {
        if let Some(count) = word.strip_prefix("c=") {
            let item = Item {
                text: "criterion".to_owned(),
                done: false,
                place: place.clone(),
            };
            story.acceptance_criteria = vec![item; count.parse().expect("a number")];
        } else if let Some(rank) = word.strip_prefix('p') {
            story.priority = Some(Priority {
                rank: rank.parse().expect("a number"),
                text: word.to_owned(),
            });
        } else {
            let legal = [
                Status::Done,
                Status::Dropped,
                Status::InProgress,
                Status::Review,
                Status::ReadyForDev,
            ];
            story.status = legal
                .into_iter()
                .find(|s| s.as_str() == word)
                .expect("a status");
        }
    }
    story.dependencies = waits
        .split(',')
        .map(str::trim)
        .filter(|w| !w.is_empty())
        .map(|word| {
            let (word, strength) = match word.strip_suffix('?') {
                Some(word) => (word, Strength::Soft),
                None => (word, Strength::Hard),
            };
            let target = match word.strip_prefix("epic-") {
                Some(id) => Target::Epic(EpicId::new(id)),
                None => Target::Story(StoryKey::new(word)),
            };
            DependencyRef {
                targets: vec![target],
                direction: Direction::Requires,
                strength,
                alternatives: false,
                satisfied: false,
                place: place.clone(),
                text: word.to_owned(),
            }
        })
        .collect();
    story.scopes = files
        .split_whitespace()
        .map(|path| scope(path, place))
        .collect();
    story
}

fn scope(path: &str, place: &Place) -> FileScope {
    let (path, marker) = match path.strip_prefix('!') {
        Some(path) => (path, Marker::Untouched),
        None => (path, Marker::Modify),
    };
    let kind = match path {
        path if path.contains('*') => ScopeKind::Glob,
        path if path.ends_with('/') => ScopeKind::Directory,
        _ => ScopeKind::File,
    };
    FileScope {
        path: path.to_owned(),
        kind,
        marker,
        evidence: Evidence::Declared,
        place: place.clone(),
    }
}
