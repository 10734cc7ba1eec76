//! The small things that look the same wherever a story is shown: its key, status, places.

mod relations;

pub use relations::{Relation, relations, shared};

use std::sync::Arc;

use leptos::prelude::*;

use crate::route::Route;
use crate::wire::{Snapshot, Spot, Status, StoryRow};

/// A story's key: mono, always a link that selects the story in the view at hand.
///
/// Clicks are heard once for the whole page (see `frame::clicks`), so that a thousand keys cost
/// a thousand elements and not a thousand listeners.
pub fn key(key: &str, title: &str) -> AnyView {
    view! {
        <button type="button" class="key" data-story=key.to_owned() title=title.to_owned()>{key.to_owned()}</button>
    }
    .into_any()
}

/// The key of the story at this index.
pub fn key_at(snapshot: &Snapshot, at: u32) -> AnyView {
    match snapshot.stories.get(at as usize) {
        Some(story) => key(&story.key, &story.title),
        None => ().into_any(),
    }
}

/// A status as its sign; the word is there for those who cannot see it.
pub fn glyph(status: Status) -> AnyView {
    // One drawn set instead of six characters that each font draws in another size.
    let shape = match status {
        Status::Backlog => "glyph-backlog",
        Status::Ready => "glyph-ready",
        Status::InProgress => "glyph-in-progress",
        Status::Review => "glyph-review",
        Status::Done => "glyph-done",
        Status::Blocked => "glyph-blocked",
        Status::Dropped | Status::Superseded => "glyph-dropped",
    };
    view! { <span class=format!("glyph {shape}") role="img" aria-label=status.word() title=status.word()></span> }.into_any()
}

/// Where something is written, as a link that opens the line: `epics.md:212`.
pub fn place(snapshot: &Arc<Snapshot>, spot: Spot, route: &Route) -> AnyView {
    place_from(snapshot, spot, route, None)
}

/// The same, without the name of a document that was named already: `:212`.
pub fn place_from(snapshot: &Arc<Snapshot>, spot: Spot, route: &Route, home: Option<u32>) -> AnyView {
    let Some(document) = snapshot.documents.get(spot.document as usize) else {
        return ().into_any();
    };
    let name = document.path.rsplit('/').next().unwrap_or(&document.path);
    let href = route.to_line(&document.path, Some(spot.line)).hash();
    view! {
        <a class="place" href=href title=format!("{}, line {}", document.path, spot.line)>
            {if home == Some(spot.document) { format!(":{}", spot.line) } else { format!("{name}:{}", spot.line) }}
        </a>
    }
    .into_any()
}

/// Complexity as ticks; beyond eight, as a number beside them.
pub fn ticks(complexity: u32) -> AnyView {
    let shown = complexity.min(8);
    view! {
        <span class="ticks" title=format!("complexity {complexity}") role="img" aria-label=format!("complexity {complexity}")
            style=("--ticks", shown.to_string())></span>
        {(complexity > shown).then(|| view! { <span class="faint">{format!("+{}", complexity - shown)}</span> })}
    }
    .into_any()
}

/// The hue of a story's epic.
pub fn hue(snapshot: &Snapshot, story: &StoryRow) -> String {
    snapshot.epics.get(story.epic as usize).map_or(0, |epic| epic.hue).to_string()
}

/// "1 story", "3 stories".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}
