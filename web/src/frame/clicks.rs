//! One listener for all that selects a story: cards, keys, nodes carry `data-story`.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, MouseEvent};

use crate::browser;
use crate::route::View;
use crate::store::Store;
use crate::wire::Panel;

/// A link to where the user is already leads there all the same: the text may be scrolled away, or
/// something else shown in its place.
fn lead_again(store: Store, target: &Element) {
    let link = target.closest("a[href^='#']").ok().flatten();
    let href = link.and_then(|link| link.get_attribute("href"));
    let here = browser::window().location().hash().unwrap_or_default();
    if href.is_some_and(|href| href == here) {
        let of_documents = |panel: &Panel| panel.view() == View::Documents;
        if store
            .panel
            .get_untracked()
            .as_ref()
            .is_some_and(of_documents)
        {
            store.panel.set(None);
        }
        store.route.set(store.route.get_untracked());
    }
}

/// Listens for as long as the page lives.
pub fn listen(store: Store) {
    let on_click = Closure::<dyn FnMut(MouseEvent)>::new(move |event: MouseEvent| {
        let Some(target) = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
        else {
            return;
        };
        lead_again(store, &target);
        let story = target
            .closest("[data-story]")
            .ok()
            .flatten()
            .and_then(|element| element.get_attribute("data-story"));
        if let Some(key) = story {
            store.layer.set(None);
            store.select(Some(key));
            // A table of documents has no inspector beside it: the story is shown on the board.
            if target.closest(".sheet").ok().flatten().is_some() {
                store.go_to_view(View::Plan);
            }
        }
    });
    let _ = browser::document()
        .add_event_listener_with_callback("click", on_click.as_ref().unchecked_ref());
    on_click.forget();
}
