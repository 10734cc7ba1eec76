//! The view by keys.

use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::draft::{Mark, mark, order, toggle_drop};
use super::{apply, change, strips};
use crate::browser;
use crate::plan_view::step;
use crate::route::View;
use crate::store::Store;

/// Whether it is the key that does the main thing of a field.
pub(super) fn is_enter(event: &web_sys::Event) -> bool {
    let key = event.dyn_ref::<KeyboardEvent>();
    key.is_some_and(|key| key.key() == "Enter" && !key.ctrl_key() && !key.meta_key())
}

/// Ctrl Enter applies what is shown.
pub fn apply_by_key(store: Store) -> bool {
    store.route.with_untracked(|route| route.view) == View::Correct && apply(store)
}

/// Escape leaves a correction that is looked at, then the view; the draft stays as it is.
pub fn leave(store: Store) -> bool {
    if store.route.with_untracked(|route| route.view) != View::Correct {
        return false;
    }
    if store.past.get_untracked().is_some() {
        store.past.set(None);
    } else if store.selected_untracked().is_some() {
        store.select(None);
    } else {
        store.go_to_view(View::Plan);
    }
    true
}

/// A key pressed in the view; whether it means something here.
pub fn pressed(store: Store, event: &KeyboardEvent, key: &str) -> bool {
    let (across, down) = match key {
        "ArrowLeft" => (-1, 0),
        "ArrowRight" => (1, 0),
        "ArrowUp" => (0, -1),
        "ArrowDown" => (0, 1),
        _ => return said(store, key),
    };
    if event.shift_key() {
        return shift(store, across, down);
    }
    let view = store.correct.get_untracked().unwrap_or_default();
    let here = store.selected_untracked();
    let here = here.and_then(|key| view.cards.iter().position(|card| card.key == key));
    // From nowhere the step goes to the second column: the first is that of what is done.
    let columns: Vec<Vec<u32>> = std::iter::once(Vec::new())
        .chain(view.after.iter().map(|strip| strip.cards.clone()))
        .collect();
    let next = step(&columns, here.map(|at| at as u32), across, down);
    let Some(card) = next.and_then(|at| view.cards.get(at as usize)) else {
        return false;
    };
    store.select(Some(card.key.clone()));
    if let Some(batch) = card.to {
        strips::scroll_to(store, batch);
    }
    let name = card.key.replace(['"', '\\'], "");
    let focus = move || browser::focus(&format!("[id=\"after-{name}\"]"));
    focus();
    // A card that was out of sight is there after the next picture.
    browser::next_frame(focus);
    true
}

fn said(store: Store, key: &str) -> bool {
    if store.past.get_untracked().is_some() {
        return false;
    }
    let what = match key {
        "d" => Mark::Done,
        "w" => Mark::InProgress,
        "f" => Mark::Failed,
        "x" => Mark::Drop,
        _ => return false,
    };
    let Some(story) = store.selected_untracked() else {
        return false;
    };
    change(store, |draft| match what {
        Mark::Drop => toggle_drop(draft, &story),
        what => mark(draft, &story, what),
    });
    true
}

/// Moves the selected story to the batch beside, or to another place in its batch.
fn shift(store: Store, across: i32, down: i32) -> bool {
    let Some(key) = store
        .selected_untracked()
        .filter(|_| store.past.get_untracked().is_none())
    else {
        return false;
    };
    let view = store.correct.get_untracked().unwrap_or_default();
    let card = view.cards.iter().find(|card| card.key == key);
    let Some(batch) = card.and_then(|card| card.to) else {
        return false;
    };
    let first = view.after.first().map_or(1, |strip| strip.id);
    if across != 0 {
        let beside = batch.saturating_add_signed(across).max(first);
        if beside != batch {
            strips::place(store, &key, beside, None);
            strips::scroll_to(store, beside);
        }
        return true;
    }
    let strip = view.after.iter().find(|strip| strip.id == batch);
    let of = |at: &u32| view.cards.get(*at as usize).map(|card| card.key.clone());
    let mut keys: Vec<String> = strip
        .iter()
        .flat_map(|strip| &strip.cards)
        .filter_map(of)
        .collect();
    let here = keys.iter().position(|known| *known == key);
    let there = here.and_then(|at| at.checked_add_signed(down as isize));
    if let (Some(here), Some(there)) = (here, there.filter(|there| *there < keys.len())) {
        keys.swap(here, there);
        change(store, |draft| order(draft, keys));
    }
    true
}
