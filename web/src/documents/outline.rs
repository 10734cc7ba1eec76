//! The structure found in a document: epic > story, each a link to its line.

use super::nothing_read;
use crate::leaf::{Leaf, long_list, tag, words};
use crate::live::Memo;
use crate::route::Route;
use crate::store::Store;
use crate::story_parts::glyph;
use crate::wire::{Snapshot, Spot, Status};

/// Said of a document without any.
const NOTHING: &str = "No epic or story is declared here. A heading such as “## Epic 1: Accounts” or “### Story 1.1: Sign up” makes one.";
/// Said of the status file, which declares none.
const STATUSES: &str = "This file says how far each story is. Status, above, shows its entries.";

/// Height of a row in pixels; the style sheet says the same.
const ROW: i32 = 26;

/// One line of the outline.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    line: u32,
    key: String,
    title: String,
    hue: u16,
    /// `None` for an epic.
    status: Option<Status>,
}

/// The outline of the document at `path`.
pub fn outline(store: Store, path: &str) -> Leaf {
    let of_entries = path.to_owned();
    let entries = Memo::new(move |_| {
        store
            .snapshot
            .with(|snapshot| entries(snapshot, &of_entries))
    });
    let of_kind = path.to_owned();
    let nothing = move || {
        store.snapshot.with(|snapshot| {
            let mut documents = snapshot.documents.iter();
            match documents.find(|row| row.path == of_kind) {
                Some(row) if row.kind == "status" => STATUSES,
                _ => NOTHING,
            }
        })
    };
    let path = path.to_owned();
    let list = long_list(
        "long",
        ROW,
        move || entries.with(Vec::len),
        move |at| {
            let route = store.route.get_untracked();
            entries.with(|entries| Some(row(entries.get(at)?, &route, &path)))
        },
    );
    let hint = tag("div", "outline-hint").live(move || match entries.with(Vec::is_empty) {
        // Of the whole project: a document may well hold none where others do.
        _ if store.without_stories.get() => vec![nothing_read(store)],
        true => vec![tag("p", "faint").text(nothing())],
        false => Vec::new(),
    });
    tag("section", "outline")
        .with(tag("h2", "").text("Structure"))
        .with(hint)
        .with(list)
}

fn row(entry: &Entry, route: &Route, path: &str) -> Leaf {
    let link = tag("a", "")
        .set("href", &route.to_line(path, Some(entry.line)).hash())
        .set("title", &format!("line {}", entry.line))
        .with(words("key", &entry.key))
        .with(words("title", &entry.title))
        .with_some(entry.status.map(glyph));
    tag("li", if entry.status.is_none() { "epic" } else { "" })
        .style("--hue", &entry.hue.to_string())
        .with(link)
}

fn entries(snapshot: &Snapshot, path: &str) -> Vec<Entry> {
    let Some(document) = snapshot.documents.iter().position(|row| row.path == path) else {
        return Vec::new();
    };
    let line_here = |spot: Option<Spot>, also: &[Spot]| {
        let mut spots = spot.iter().chain(also);
        let spot = spots.find(|spot| spot.document as usize == document)?;
        Some(spot.line)
    };
    let mut entries = Vec::new();
    for (at, epic) in (0_u32..).zip(&snapshot.epics) {
        // Stories come in the order of their document: nothing is to be sorted.
        let stories = snapshot
            .stories
            .iter()
            .filter(|story| story.epic == at)
            .filter_map(|story| {
                Some(Entry {
                    line: line_here(story.spot, &story.also)?,
                    key: story.key.clone(),
                    title: story.title.clone(),
                    hue: epic.hue,
                    status: Some(story.status),
                })
            });
        if let Some(line) = line_here(epic.spot, &[]) {
            entries.push(Entry {
                line,
                key: epic.id.clone(),
                title: epic.title.clone(),
                hue: epic.hue,
                status: None,
            });
        }
        entries.extend(stories);
    }
    entries
}
