//! Working without a network. `web/offline.js` has the browser keep the app's files; the two speak by
//! events of the window.

use crate::browser::window;
use crate::store::{Action, Notice, Store, Tone};
use wasm_bindgen::prelude::*;
use web_sys::Event;

/// Has the files kept, now that the app runs, and says when a newer version waits.
pub fn start(store: Store) {
    let is_newer: Closure<dyn Fn()> = Closure::new(move || {
        let text = "A newer version of Sprintloom is ready. Your project stays as it is.";
        store.notify(Notice::new(Tone::Plain, text).with_actions([Action::TakeUpdate]));
    });
    let _ = window()
        .add_event_listener_with_callback("sprintloom-is-newer", is_newer.as_ref().unchecked_ref());
    is_newer.forget();
    say("sprintloom-runs");
}

/// Loads the newer version. What is typed is saved before the page goes, as at any reload.
pub fn take_update() {
    say("sprintloom-take");
}

fn say(name: &str) {
    if let Ok(event) = Event::new(name) {
        let _ = window().dispatch_event(&event);
    }
}
