//! The keys that work everywhere, and the list of all.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::KeyboardEvent;

use super::toggle_inspector;
use crate::browser;
use crate::inspector::shift_status;
use crate::route::View;
use crate::store::{Layer, Store};
use crate::{correct, graph_view, plan_view, stories, workflow_view};

/// All keys with what they do, by where they work.
pub const KEYS: &[(&str, &[(&str, &str)])] = &[
    (
        "Everywhere",
        &[
            ("Ctrl K", "go to a view, find a story, do something"),
            (
                "g d · g p · g g · g c · g w · g s · g r · g m · g e",
                "documents · plan · graph · correct · workflow · stories · progress · messages · export",
            ),
            ("/", "search in the view"),
            ("i", "inspector"),
            ("s · Shift s", "status of the story a step up · down"),
            ("Ctrl Z · Ctrl Shift Z", "undo · redo"),
            ("Escape", "leave one layer"),
            ("?", "this list"),
        ],
    ),
    (
        "Plan",
        &[
            ("← → ↑ ↓", "walk the cards"),
            ("Shift ← →", "pin to the batch beside"),
            ("p", "pin to its batch, or let go"),
            ("+ −", "batch size"),
            ("Enter", "open the story's source"),
        ],
    ),
    (
        "Correct",
        &[
            ("← → ↑ ↓", "walk the stories"),
            ("Shift ← →", "to the batch beside"),
            ("Shift ↑ ↓", "earlier or later in its batch"),
            ("d · w · f", "done · in progress · failed"),
            ("x", "drop, or take it back"),
            ("Ctrl Enter", "apply"),
        ],
    ),
    ("Stories", &[("1 – 6", "the six actions")]),
    (
        "Graph",
        &[
            (
                "← → ↑ ↓",
                "walk the stories; with none selected, move the picture",
            ),
            ("+ − 0", "nearer · farther · fit"),
            ("c", "next circle"),
            ("l", "graph as a list"),
        ],
    ),
];

thread_local! {
    /// `g` was pressed and waits for its letter.
    static GOING: Cell<bool> = const { Cell::new(false) };
}

/// Listens for as long as the page lives.
pub fn listen(store: Store) {
    let on_key = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if !event.default_prevented() && pressed(store, &event) {
            event.prevent_default();
        }
    });
    let _ = browser::window()
        .add_event_listener_with_callback("keydown", on_key.as_ref().unchecked_ref());
    on_key.forget();
}

/// Whether the key was one of ours.
fn pressed(store: Store, event: &KeyboardEvent) -> bool {
    let key = event.key();
    if event.ctrl_key() || event.meta_key() {
        return with_control(store, event, &key);
    }
    if event.alt_key() {
        return false;
    }
    if key == "Escape" {
        return escape(store);
    }
    if browser::is_typing() || store.layer.get_untracked().is_some() {
        return false;
    }
    if GOING.replace(false)
        && let Some(view) = View::ALL
            .into_iter()
            .find(|view| key.chars().eq([view.key()]))
    {
        store.go_to_view(view);
        return true;
    }
    match key.as_str() {
        "?" => store.layer.set(Some(Layer::Keys)),
        "g" => GOING.set(true),
        "i" => toggle_inspector(store),
        "s" => return shift_status(store, true),
        "S" => return shift_status(store, false),
        "/" => search(store),
        _ => return in_view(store, event, &key),
    }
    true
}

fn with_control(store: Store, event: &KeyboardEvent, key: &str) -> bool {
    match key {
        "Enter" => return correct::apply_by_key(store),
        "k" | "K" => super::header::toggle(store, Layer::Palette),
        "z" | "Z" | "y" | "Y" => {
            // Small fields have their own undo; the editor's is the project's.
            let in_field = browser::is_typing() && !is_editor();
            if in_field {
                return false;
            }
            if event.shift_key() || key.eq_ignore_ascii_case("y") {
                store.redo();
            } else {
                store.undo();
            }
        }
        _ => return false,
    }
    true
}

fn is_editor() -> bool {
    browser::document()
        .active_element()
        .is_some_and(|element| element.class_list().contains("editor-text"))
}

fn escape(store: Store) -> bool {
    if store.layer.get_untracked().is_some() {
        store.layer.set(None);
    } else if browser::is_typing() {
        browser::blur();
        if let Some(view) = browser::find("#view") {
            let _ = view.focus();
        }
    } else if !store.notices.with_untracked(Vec::is_empty) {
        store.notices.update(|all| drop(all.pop()));
    } else if store.panel.get_untracked().is_some() {
        plan_view::close_panel(store);
    } else if !correct::leave(store) {
        store.select(None);
    }
    true
}

fn search(store: Store) {
    match browser::find("[data-search]") {
        Some(field) => {
            let _ = field.focus();
        }
        None => store.layer.set(Some(Layer::Palette)),
    }
}

fn in_view(store: Store, event: &KeyboardEvent, key: &str) -> bool {
    if store.is_empty() {
        return false;
    }
    match store.route.with_untracked(|route| route.view) {
        View::Plan => plan_view::pressed(store, event, key),
        View::Graph => graph_view::pressed(store, event, key),
        View::Correct => correct::pressed(store, event, key),
        View::Workflow => workflow_view::pressed(store, key),
        View::Stories => stories::pressed(store, event, key),
        View::Documents | View::Progress | View::Messages | View::Export => false,
    }
}
