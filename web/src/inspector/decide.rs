//! What can be decided about a story here: its batch, its files.

use sprintloom_core::project::Event;
use sprintloom_core::source::Span;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::Looked;
use crate::browser::{self, set_value, value, value_of};
use crate::change;
use crate::leaf::{Leaf, button, tag};
use crate::store::Store;
use crate::wire::{FileSlotRow, StoryRow};

/// Where the story is to stand: where the plan puts it, or in one batch.
pub(super) fn place(store: Store, looked: &Looked, row: &StoryRow) -> Option<Leaf> {
    let plan = looked.snapshot.plan.as_ref().ok()?;
    let wanted = change::wanted_batch(store, &row.key);
    if row.batch.is_none() && wanted.is_none() {
        return None;
    }
    let option = |value: &str, words: &str| tag("option", "").set("value", value).text(words);
    let first = plan.batches.first().map_or(1, |batch| batch.id);
    let last = plan.batches.last().map_or(0, |batch| batch.id);
    let last = last.max(wanted.unwrap_or(0));
    let mut select = tag("select", "")
        .set("id", "story-batch")
        .set("title", "Pinned stories stay; the plan is made around them")
        .with(option("", "Where the plan puts it"));
    for batch in first.min(wanted.unwrap_or(first))..=last {
        let number = batch.to_string();
        select = select.with(option(&number, &format!("Pinned to batch {number}")));
    }
    let shown = wanted.map(|batch| batch.to_string()).unwrap_or_default();
    set_value(select.element(), &shown);
    let key = row.key.clone();
    let select = select.on("change", move |event| {
        change::pin(store, &key, value_of(&event).parse().ok());
    });
    let why = plan.refused.iter().find(|refused| refused.story == row.key);
    let refused = why.map(|refused| {
        let told = format!("Not in batch {}: {}.", refused.batch, refused.reason);
        tag("p", "warn-words").text(&told)
    });
    Some(
        tag("div", "decide")
            .with(tag("label", "").set("for", "story-batch").text("Place"))
            .with(select)
            .with_some(refused),
    )
}

/// A field for another file. It goes into the document that declares the story.
pub(super) fn add_file(store: Store, looked: &Looked) -> Option<Leaf> {
    let slot = looked.detail.file_slot.clone()?;
    let field = tag("input", "")
        .set("id", "add-file")
        .set("aria-label", "Add a file")
        .set("placeholder", "src/… or a pattern")
        .set("title", &format!("Is written into {}", slot.document))
        .set("spellcheck", "false")
        .set("autocomplete", "off");
    let element = field.element().clone();
    let add = move || {
        let path = value(&element).trim().replace('`', "");
        if !path.is_empty() && write(store, &slot, &path) {
            set_value(&element, "");
        }
    };
    let by_key = add.clone();
    let field = field.on("keydown", move |event| {
        if event.unchecked_ref::<KeyboardEvent>().key() == "Enter" {
            by_key();
        }
    });
    Some(
        tag("div", "decide add-file")
            .with(field)
            .with(button("small", add).text("Add")),
    )
}

/// Writes the path into the document, where it still is the one that the slot was found in.
fn write(store: Store, slot: &FileSlotRow, path: &str) -> bool {
    if store.shown.get_untracked() != store.revision.get_untracked() {
        // What was typed stays; a moment later the planner has caught up.
        return false;
    }
    let at = slot.at as usize;
    store.dispatch(
        Event::EditDocument {
            path: slot.document.clone(),
            span: Span::new(at, at),
            replacement: format!("{}{path}{}", slot.before, slot.after),
        },
        &format!("Add {path}"),
    );
    store.pause();
    browser::next_frame(|| browser::focus("#add-file"));
    true
}
