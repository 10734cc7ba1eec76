//! Everything about the selected story, each fact with the line it comes from.

mod decide;
mod facts;
mod neighbours;
mod status;

pub use status::shift_status;

use std::sync::Arc;

use crate::browser;
use crate::frame::{Icon, icon_button, toggle_inspector};
use crate::leaf::{Leaf, tag, words};
use crate::route::Route;
use crate::store::Store;
use crate::story_parts::{key_at, place, place_from, plain_key, title};
use crate::wire::{EpicRow, ReasonRow, Snapshot, Spot, StoryDetail, StoryRow};

/// What the parts of the inspector read.
struct Looked {
    snapshot: Arc<Snapshot>,
    detail: Arc<StoryDetail>,
    route: Route,
}

impl Looked {
    fn place(&self, spot: Spot) -> Leaf {
        place(&self.snapshot, spot, &self.route)
    }

    /// In lists: without the name of the document that the story is declared in.
    fn short_place(&self, spot: Spot) -> Leaf {
        let home = self.detail.declared.first().map(|spot| spot.document);
        place_from(&self.snapshot, spot, &self.route, home)
    }
}

/// The panel.
pub fn inspector(store: Store) -> Leaf {
    tag("aside", "inspector")
        .set("aria-label", "Inspector")
        .live_set("class", move || {
            let closed = store.selected().is_none();
            Some(
                if closed {
                    "inspector closed"
                } else {
                    "inspector"
                }
                .to_owned(),
            )
        })
        .live(move || {
            let mut parts = vec![icon_button(
                Icon::Close,
                "Close the inspector (i)",
                "quiet close",
                move || close(store),
            )];
            parts.extend(content(store));
            parts
        })
}

fn content(store: Store) -> Vec<Leaf> {
    let snapshot = store.snapshot.get();
    let Some(key) = store.selected() else {
        return epics(&snapshot);
    };
    // An answer that is of another story by now is not shown under this one's name.
    let detail = store.detail.get().filter(|detail| {
        snapshot
            .stories
            .get(detail.story as usize)
            .is_some_and(|story| story.key == key)
    });
    let Some(row) = snapshot.stories.iter().find(|story| story.key == key) else {
        let gone = format!("There is no story {key} in the documents any more.");
        return vec![tag("p", "muted nothing").text(&gone)];
    };
    let epic = snapshot.epics.get(row.epic as usize);
    let mut parts = vec![head(row, epic)];
    if let Some(detail) = detail {
        let route = store.route.get();
        let looked = Looked {
            snapshot: Arc::clone(&snapshot),
            detail,
            route,
        };
        parts.push(facts::facts(store, &looked, row));
        parts.extend(statement(&looked.detail));
        parts.extend(reasons(&looked, row));
        parts.extend(decide::place(store, &looked, row));
        parts.extend(neighbours::needs(&looked));
        parts.extend(neighbours::holds_up(&looked));
        parts.extend(neighbours::shares(&looked));
        parts.push(facts::files(&looked).with_some(decide::add_file(store, &looked)));
        parts.extend(facts::items(
            &looked,
            "Acceptance criteria",
            &looked.detail.criteria,
        ));
        parts.extend(facts::items(&looked, "Tasks", &looked.detail.tasks));
    }
    parts
}

fn close(store: Store) {
    if browser::media("(max-width: 899px)") {
        store.select(None);
    } else {
        toggle_inspector(store);
    }
}

/// With no story selected, the epics: what the colours mean, and how far each is.
fn epics(snapshot: &Snapshot) -> Vec<Leaf> {
    let rows = snapshot.epics.iter().map(|epic| {
        let share = (epic.done * 100).checked_div(epic.stories).unwrap_or(0);
        let told = match epic.stories {
            0 => "no story".to_owned(),
            all => format!("{} of {all} done", epic.done),
        };
        tag("li", "epic-row")
            .style("--hue", &epic.hue.to_string())
            .with(tag("span", "epic-dot"))
            .with(plain_key(&epic.id))
            .with(words("neighbour-title", &epic.title).set("title", &epic.title))
            .with(words("muted", &told))
            .with(tag("span", "meter").style("--load", &format!("{share}%")))
    });
    vec![
        tag("h2", "story-title").text("Epics"),
        tag("ul", "epic-list").with_all(rows.collect()),
        tag("p", "muted").text("Select a story to see why it stands where it stands, what it needs and which files it touches."),
        tag("p", "faint").text("Arrows walk the stories; Ctrl K finds one."),
    ]
}

fn head(row: &StoryRow, epic: Option<&EpicRow>) -> Leaf {
    let mut over = tag("p", "over").with(plain_key(&row.key));
    if let Some(epic) = epic {
        let name = if epic.title.is_empty() {
            format!("Epic {}", epic.id)
        } else {
            epic.title.clone()
        };
        over = over
            .with(tag("span", "epic-dot"))
            .with(words("muted", &name));
    }
    tag("div", "story-head")
        .style("--hue", &epic.map_or(0, |epic| epic.hue).to_string())
        .with(over)
        .with(tag("h2", "story-title").text(title(row)))
}

/// A part of the panel with its heading.
fn section(heading: &str) -> Leaf {
    tag("section", "").with(tag("h3", "").text(heading))
}

fn statement(detail: &StoryDetail) -> Option<Leaf> {
    let (role, want, benefit) = detail.statement.as_ref()?;
    let mut line = tag("p", "statement");
    for (label, text) in [("As ", role), ("I want ", want), ("so that ", benefit)] {
        if !text.is_empty() {
            line = line.with(words("faint", label)).text(text).text(" ");
        }
    }
    Some(line)
}

fn reasons(looked: &Looked, row: &StoryRow) -> Option<Leaf> {
    let here = row.batch?;
    let before = here.saturating_sub(1);
    if looked.detail.reasons.is_empty() {
        return None;
    }
    let snapshot = &looked.snapshot;
    let lines = looked.detail.reasons.iter().map(|reason| {
        let line = tag("li", "");
        match reason {
            ReasonRow::WaitsFor(at) => line
                .text("waits for ")
                .with(key_at(snapshot, *at))
                .text(&in_batch(snapshot, *at)),
            ReasonRow::Shares(at, path) => line
                .text("shares ")
                .with(tag("code", "").text(path))
                .text(" with ")
                .with(key_at(snapshot, *at))
                .text(&in_batch(snapshot, *at)),
            ReasonRow::Full => line.text(&format!("batch {before} is full")),
            ReasonRow::Balance => line.text(&format!(
                "it would fit batch {before}; here the load is more even"
            )),
            ReasonRow::First => line.text("nothing open comes before it"),
            ReasonRow::Follows(at) => line
                .text("follows ")
                .with(key_at(snapshot, *at))
                .text(" in its epic"),
            ReasonRow::Unknown(at) => line
                .text("may touch what ")
                .with(key_at(snapshot, *at))
                .text(" touches: files are not known"),
            ReasonRow::Words(words) => line.text(words),
        }
    });
    Some(section(&format!("Why batch {here}")).with(tag("ul", "reasons").with_all(lines.collect())))
}

fn in_batch(snapshot: &Snapshot, story: u32) -> String {
    match snapshot
        .stories
        .get(story as usize)
        .and_then(|story| story.batch)
    {
        Some(batch) => format!(" in batch {batch}"),
        None => String::new(),
    }
}
