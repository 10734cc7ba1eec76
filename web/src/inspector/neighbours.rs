//! What a story needs, what it holds up, with whom it shares files.

use super::{Looked, section};
use crate::leaf::{Leaf, tag, words};
use crate::story_parts::{Relation, glyph, key, keys, plain_key, relations};
use crate::wire::NeighbourRow;

/// What the story waits for.
pub(super) fn needs(looked: &Looked) -> Option<Leaf> {
    let detail = &looked.detail;
    if detail.needs.is_empty() && detail.externals.is_empty() {
        return None;
    }
    let stories = detail.needs.iter().map(|row| neighbour(looked, row));
    let others = detail.externals.iter().map(|(name, spot)| {
        tag("li", "")
            .with(words("neighbour-title", name))
            .with(words("faint", "not a story"))
            .with(looked.short_place(*spot))
    });
    Some(section("Needs").with(tag("ul", "neighbours").with_all(stories.chain(others).collect())))
}

/// What waits for the story, and how much more behind that.
pub(super) fn holds_up(looked: &Looked) -> Option<Leaf> {
    let detail = &looked.detail;
    if detail.holds_up.is_empty() {
        return None;
    }
    let far = relations(&looked.snapshot, detail.story)
        .into_iter()
        .filter(|relation| *relation == Relation::FarAfter)
        .count();
    let rows = detail
        .holds_up
        .iter()
        .map(|row| neighbour(looked, row))
        .collect();
    let behind = (far > 0).then(|| tag("p", "faint").text(&format!("and {far} more behind")));
    Some(
        section("Holds up")
            .with(tag("ul", "neighbours").with_all(rows))
            .with_some(behind),
    )
}

/// The stories that cannot share a batch with it.
pub(super) fn shares(looked: &Looked) -> Option<Leaf> {
    let detail = &looked.detail;
    if detail.shares.is_empty() {
        return None;
    }
    let rows = detail.shares.iter().map(|row| {
        let line = tag("li", "").with(tag("code", "").text(&row.path));
        let line = if row.registry {
            line.with(words("faint", "registry").set("title", "A file that most stories touch"))
        } else {
            line
        };
        line.with(tag("span", "keys").with_all(keys(&looked.snapshot, &row.stories, usize::MAX)))
    });
    Some(section("Shares files").with(tag("ul", "shares").with_all(rows.collect())))
}

fn neighbour(looked: &Looked, row: &NeighbourRow) -> Leaf {
    let story = row
        .story
        .and_then(|at| looked.snapshot.stories.get(at as usize));
    let epic = row
        .epic
        .and_then(|at| looked.snapshot.epics.get(at as usize));
    let line = tag("li", "");
    let (line, title) = match (story, epic) {
        (Some(story), _) => (
            line.with(glyph(story.status))
                .with(key(&story.key, &story.title)),
            story.title.as_str(),
        ),
        (None, Some(epic)) => (
            line.with(plain_key(&format!("epic {}", epic.id))),
            epic.title.as_str(),
        ),
        (None, None) => (line, ""),
    };
    line.with(words("neighbour-title", title).set("title", title))
        .with(words("faint", &row.note))
        .with_all(
            row.spots
                .iter()
                .take(2)
                .map(|&spot| looked.short_place(spot))
                .collect(),
        )
}
