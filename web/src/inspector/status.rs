//! The status of the selected story, to be set: by choice, or a step up or down by key.

use sprintloom_core::project::Event;
use sprintloom_core::source::{Document, Span};

use super::Looked;
use crate::browser::{set_value, value_of};
use crate::leaf::{Leaf, tag};
use crate::store::{Action, Notice, Store, Tone};
use crate::wire::{Status, StatusSlotRow, StoryRow};

/// The ladder, and after it what lies beside.
const STATUSES: [Status; 8] = [
    Status::Backlog,
    Status::Ready,
    Status::InProgress,
    Status::Review,
    Status::Done,
    Status::Blocked,
    Status::Dropped,
    Status::Superseded,
];

/// Steps of the ladder.
const LADDER: usize = 5;

/// The choice of a status; only the sign and the word where there is no place to write one.
pub(super) fn choice(store: Store, looked: &Looked, row: &StoryRow) -> Option<Leaf> {
    let slot = looked.detail.status_slot.clone()?;
    let mut select = tag("select", "status-choice")
        .set("id", "story-status")
        .set("aria-label", "Status")
        .set("title", &format!("Is written into {}", slot.document));
    for status in STATUSES {
        let option = tag("option", "").set("value", &written(status));
        select = select.with(option.text(status.word()));
    }
    set_value(select.element(), &written(row.status));
    let key = row.key.clone();
    Some(select.on("change", move |event| {
        set(store, &key, &slot, &value_of(&event));
    }))
}

/// Raises or lowers the status of the selected story by a step; one beside the ladder is left.
pub fn shift_status(store: Store, up: bool) -> bool {
    let snapshot = store.snapshot.get_untracked();
    let Some(key) = store.selected_untracked() else {
        return false;
    };
    let slot = store.detail.with_untracked(|detail| {
        let detail = detail.as_ref()?;
        let row = snapshot.stories.get(detail.story as usize)?;
        let slot = detail.status_slot.clone()?;
        (row.key == key).then_some((slot, row.status))
    });
    let Some((slot, status)) = slot else {
        return false;
    };
    let at = STATUSES[..LADDER].iter().position(|step| *step == status);
    let next = match (at, up) {
        (Some(at), true) => at + 1,
        (Some(at), false) => at.wrapping_sub(1),
        (None, _) => LADDER,
    };
    if let Some(next) = STATUSES[..LADDER].get(next)
        && set(store, &key, &slot, &written(*next))
    {
        let told = format!("{key}: {} → {}.", status.word(), next.word());
        store.notify(Notice::new(Tone::Plain, told).with_actions([Action::Undo]));
    }
    true
}

/// The word as documents have it.
fn written(status: Status) -> String {
    status.word().replace(' ', "-")
}

/// Writes the word, where the documents still are those that the slot was found in.
fn set(store: Store, key: &str, slot: &StatusSlotRow, word: &str) -> bool {
    if store.shown.get_untracked() != store.revision.get_untracked() {
        return false;
    }
    let text = format!("{}{word}{}", slot.before, slot.after);
    let event = match slot.span {
        Some((start, end)) => Event::EditDocument {
            path: slot.document.clone(),
            span: Span::new(start as usize, end as usize),
            replacement: text,
        },
        None => Event::PutDocuments {
            documents: vec![Document::new(slot.document.clone(), text)],
        },
    };
    store.pause();
    store.dispatch(event, &format!("{key}: {word}"));
    store.pause();
    true
}
