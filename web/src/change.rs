//! Changes of settings, each one step of undo; and the wishes about where stories stand.

use std::cell::RefCell;

use sprintloom_core::plan::{BATCH_SIZES, Pin};
use sprintloom_core::project::{Event, Settings};

use crate::live::effect;
use crate::store::{Action, Notice, Store, Tone};

thread_local! {
    /// The wish that was made last: if it is refused, the user is told.
    static TRIED: RefCell<Option<(String, u32)>> = const { RefCell::new(None) };
}

/// Changes the settings where `edit` makes them others.
pub fn settings(store: Store, label: &str, edit: impl FnOnce(&mut Settings)) {
    let mut changed = store.with_project_untracked(|project| project.settings.clone());
    edit(&mut changed);
    put(store, label, changed);
}

#[inline(never)]
fn put(store: Store, label: &str, changed: Settings) {
    if store.with_project_untracked(|project| project.settings != changed) {
        let settings = Box::new(changed);
        store.dispatch(Event::ChangeSettings { settings }, label);
    }
}

/// Sets the batch size, within what there is.
pub fn batch_size(store: Store, wanted: usize) {
    let size = wanted.clamp(*BATCH_SIZES.start(), *BATCH_SIZES.end());
    settings(store, &format!("Batch size {size}"), |settings| {
        settings.plan.batch_size = size
    });
}

/// Puts a story into the batch of this number; `None` lets the plan place it.
pub fn pin(store: Store, key: &str, batch: Option<u32>) {
    let label = match batch {
        Some(batch) => format!("Pin {key} to batch {batch}"),
        None => format!("Unpin {key}"),
    };
    TRIED.set(batch.map(|batch| (key.to_owned(), batch)));
    settings(store, &label, |settings| {
        let pins = &mut settings.plan.pins;
        pins.retain(|pin| pin.story != key);
        if let Some(batch) = batch {
            let story = key.to_owned();
            pins.push(Pin { story, batch });
        }
    });
}

/// The batch that the user wants the story in, as it is now.
pub fn wanted_batch(store: Store, key: &str) -> Option<u32> {
    store.with_project_untracked(|project| {
        let mut pins = project.settings.plan.pins.iter();
        pins.find(|pin| pin.story == key).map(|pin| pin.batch)
    })
}

/// Says why a wish cannot be met, once the plan has found that.
pub fn tell_refusals(store: Store) {
    effect(move || {
        let snapshot = store.good.get();
        if store.is_behind() {
            return;
        }
        let Some((key, batch)) = TRIED.take() else {
            return;
        };
        let mut refused = snapshot.plan.iter().flat_map(|plan| &plan.refused);
        if let Some(refused) = refused.find(|row| row.story == key && row.batch == batch) {
            let told = format!("{key} cannot stand in batch {batch}: {}.", refused.reason);
            store.notify(Notice::new(Tone::Warn, told).with_actions([Action::Undo]));
        }
    });
}
