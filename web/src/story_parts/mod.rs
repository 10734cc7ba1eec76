//! The small things that look the same wherever a story is shown: its key, status, places.

mod relations;

pub use relations::{Relation, relations, shared};

use crate::leaf::{Leaf, tag, words};
use crate::route::Route;
use crate::wire::{Need, Snapshot, Spot, Status, StoryRow};

/// Most ticks shown; beyond, a number says the rest.
const TICKS: u32 = 8;

/// A story's key: mono, always a link that selects the story in the view at hand.
///
/// Clicks are heard once for the whole page (see `frame::clicks`), so that a thousand keys cost
/// a thousand elements and not a thousand listeners.
pub fn key(key: &str, title: &str) -> Leaf {
    tag("button", "key")
        .set("type", "button")
        .set("data-story", key)
        .set("title", title)
        .text(key)
}

/// The key of the story at this index.
pub fn key_at(snapshot: &Snapshot, at: u32) -> Leaf {
    match snapshot.stories.get(at as usize) {
        Some(story) => key(&story.key, &story.title),
        None => words("", ""),
    }
}

/// The keys of these stories, the first few; how many more there are.
pub fn keys(snapshot: &Snapshot, stories: &[u32], most: usize) -> Vec<Leaf> {
    let mut all: Vec<Leaf> = stories
        .iter()
        .take(most)
        .map(|&at| key_at(snapshot, at))
        .collect();
    if stories.len() > most {
        all.push(words("faint", &format!("+{}", stories.len() - most)));
    }
    all
}

/// A sentence in which the key of the story at this index is a link.
pub fn linked(snapshot: &Snapshot, at: Option<u32>, sentence: &str) -> Vec<Leaf> {
    let story = at.and_then(|at| snapshot.stories.get(at as usize));
    let split = story.and_then(|story| {
        let start = sentence.find(story.key.as_str())?;
        let after = sentence.get(start + story.key.len()..)?;
        Some((story, sentence.get(..start)?, after))
    });
    match split {
        Some((story, before, after)) => vec![
            words("", before),
            key(&story.key, &story.title),
            words("", after),
        ],
        None => vec![words("", sentence)],
    }
}

/// A key that is no link: the story's own, or an epic's.
pub fn plain_key(text: &str) -> Leaf {
    words("key-text", text)
}

/// What a story waits for.
pub fn need(snapshot: &Snapshot, need: Need) -> Leaf {
    match need {
        Need::Story(at) => key_at(snapshot, at),
        Need::Epic(at) => {
            let id = snapshot
                .epics
                .get(at as usize)
                .map_or("", |epic| epic.id.as_str());
            plain_key(&format!("epic {id}")).set("title", "the whole epic")
        }
    }
}

/// A status as its sign; the word is there for those who cannot see it.
pub fn glyph(status: Status) -> Leaf {
    // One drawn set instead of six characters that each font draws in another size.
    let shape = match status {
        Status::Backlog => "glyph glyph-backlog",
        Status::Ready => "glyph glyph-ready",
        Status::InProgress => "glyph glyph-in-progress",
        Status::Review => "glyph glyph-review",
        Status::Done => "glyph glyph-done",
        Status::Blocked => "glyph glyph-blocked",
        Status::Dropped | Status::Superseded => "glyph glyph-dropped",
    };
    tag("span", shape)
        .set("role", "img")
        .set("aria-label", status.word())
        .set("title", status.word())
}

/// Where something is written, as a link that opens the line: `epics.md:212`.
pub fn place(snapshot: &Snapshot, spot: Spot, route: &Route) -> Leaf {
    place_from(snapshot, spot, route, None)
}

/// The same, without the name of a document that was named already: `:212`.
pub fn place_from(snapshot: &Snapshot, spot: Spot, route: &Route, home: Option<u32>) -> Leaf {
    let path = snapshot
        .documents
        .get(spot.document as usize)
        .map_or("", |row| row.path.as_str());
    let name = if home == Some(spot.document) {
        ""
    } else {
        path.rsplit('/').next().unwrap_or(path)
    };
    tag("a", "place")
        .set("href", &route.to_line(path, Some(spot.line)).hash())
        .set("title", &format!("{path}, line {}", spot.line))
        .text(&format!("{name}:{}", spot.line))
}

/// Complexity as ticks; beyond eight, with a number beside them.
pub fn ticks(complexity: u32) -> Vec<Leaf> {
    let shown = complexity.min(TICKS);
    let label = format!("complexity {complexity}");
    let mut all = vec![
        tag("span", "ticks")
            .set("role", "img")
            .set("title", &label)
            .set("aria-label", &label)
            .style("--ticks", &shown.to_string()),
    ];
    if complexity > shown {
        all.push(words("faint", &format!("+{}", complexity - shown)));
    }
    all
}

/// The hue of a story's epic.
pub fn hue(snapshot: &Snapshot, story: &StoryRow) -> String {
    snapshot
        .epics
        .get(story.epic as usize)
        .map_or(0, |epic| epic.hue)
        .to_string()
}

/// A story's title, or a word for none.
pub fn title(story: &StoryRow) -> &str {
    if story.title.is_empty() {
        "Untitled"
    } else {
        &story.title
    }
}

/// A story in words, for those who hear the page.
pub fn label(story: &StoryRow) -> String {
    format!("{} {}, {}", story.key, story.title, story.status.word())
}

/// "1 story", "3 stories".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
