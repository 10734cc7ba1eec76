//! Stories moved by hand: dragged to another batch, or by keys.

use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, Event};

use crate::change;
use crate::leaf::Leaf;
use crate::store::Store;
use crate::wire::Snapshot;

/// What a dragged card carries.
const KIND: &str = "application/x-sprintloom-story";

/// Cards of this board can be dragged to another column.
pub(super) fn draggable(store: Store, board: Leaf) -> Leaf {
    board
        .on("dragstart", |event| {
            let card =
                closest(&event, "[draggable]").and_then(|card| card.get_attribute("data-card"));
            if let (Some(key), Some(carried)) = (card, carried(&event)) {
                let _ = carried.set_data(KIND, &key);
                carried.set_effect_allowed("move");
            }
        })
        .on("dragover", |event| {
            mark(None);
            if let Some(column) = target(&event) {
                event.prevent_default();
                mark(Some(&column));
            }
        })
        .on("dragend", |_| mark(None))
        .on("drop", move |event| {
            mark(None);
            let batch = target(&event).and_then(|column| column.get_attribute("data-batch"));
            let key = carried(&event).and_then(|carried| carried.get_data(KIND).ok());
            if let (Some(Ok(batch)), Some(key)) = (batch.map(|batch| batch.parse()), key) {
                event.prevent_default();
                change::pin(store, &key, Some(batch));
            }
        })
}

fn carried(event: &Event) -> Option<web_sys::DataTransfer> {
    event.dyn_ref::<DragEvent>()?.data_transfer()
}

/// The column that a card of ours is held over.
fn target(event: &Event) -> Option<Element> {
    let is_ours = carried(event)?.types().iter().any(|kind| kind == KIND);
    closest(event, "[data-batch]").filter(|_| is_ours)
}

fn closest(event: &Event, selector: &str) -> Option<Element> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    element.closest(selector).ok().flatten()
}

fn mark(column: Option<&Element>) {
    if let Some(before) = crate::browser::find(".column.taking") {
        let _ = before.class_list().remove_1("taking");
    }
    if let Some(column) = column {
        let _ = column.class_list().add_1("taking");
    }
}

/// Pins the selected story to its batch, or lets go of it.
pub(super) fn toggle(store: Store) -> bool {
    let Some((key, batch)) = placed(store) else {
        return false;
    };
    let is_pinned = change::wanted_batch(store, &key).is_some();
    change::pin(store, &key, (!is_pinned).then_some(batch));
    true
}

/// Moves the selected story to the batch beside its own.
pub(super) fn shift(store: Store, across: i32) -> bool {
    let Some((key, batch)) = placed(store) else {
        return false;
    };
    let beside = batch.saturating_add_signed(across).max(1);
    if beside != batch {
        change::pin(store, &key, Some(beside));
    }
    true
}

/// The selected story and the number of its batch.
fn placed(store: Store) -> Option<(String, u32)> {
    let key = store.selected_untracked()?;
    let of = |snapshot: &Snapshot| {
        let mut stories = snapshot.stories.iter();
        stories.find(|story| story.key == key)?.batch
    };
    let batch = store.good.with_untracked(|snapshot| of(snapshot))?;
    Some((key, batch))
}
