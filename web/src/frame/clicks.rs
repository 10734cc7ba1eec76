//! One listener for all that selects a story: cards, keys, nodes carry `data-story`.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, MouseEvent};

use crate::browser;
use crate::store::Store;

/// Listens for as long as the page lives.
pub fn listen(store: Store) {
    let on_click = Closure::<dyn FnMut(MouseEvent)>::new(move |event: MouseEvent| {
        let Some(target) = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
        else {
            return;
        };
        let story = target
            .closest("[data-story]")
            .ok()
            .flatten()
            .and_then(|element| element.get_attribute("data-story"));
        if let Some(key) = story {
            store.layer.set(None);
            store.select(Some(key));
        }
    });
    let _ = browser::document()
        .add_event_listener_with_callback("click", on_click.as_ref().unchecked_ref());
    on_click.forget();
}
