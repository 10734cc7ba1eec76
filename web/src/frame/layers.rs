//! What lies over the views: the palette, the list of keys.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::KEYS;
use crate::app::store;
use crate::browser;
use crate::palette::Palette;
use crate::store::{Layer, Store};

/// The open layer.
#[component]
pub fn Layers() -> impl IntoView {
    let store = store();
    keep_focus(store);
    view! {
        {move || match store.layer.get() {
            Some(Layer::Palette) => view! { <Palette/> }.into_any(),
            Some(Layer::Keys) => view! { <KeyList/> }.into_any(),
            _ => ().into_any(),
        }}
    }
}

/// Moves the focus into a layer that opens, and back to where it was when it closes.
fn keep_focus(store: Store) {
    let before = StoredValue::new_local(None::<HtmlElement>);
    Effect::new(move |was_open: Option<bool>| {
        let is_open = store.layer.get().is_some();
        if is_open && was_open != Some(true) {
            let focused = browser::document().active_element().and_then(|element| element.dyn_into().ok());
            before.set_value(focused);
        }
        browser::next_frame(move || {
            if is_open {
                if let Some(first) = browser::find(".palette input, .key-list, .problems, .menu button") {
                    let _ = first.focus();
                }
            } else if browser::document().active_element().is_none_or(|element| element.tag_name() == "BODY")
                && let Some(element) = before.try_get_value().flatten()
            {
                let _ = element.focus();
            }
        });
        is_open
    });
}

#[component]
fn KeyList() -> impl IntoView {
    let store = store();
    view! {
        <div class="scrim" on:click=move |_| store.layer.set(None)></div>
        <div class="floating key-list" role="dialog" aria-modal="true" aria-label="Keys" tabindex="-1">
            {KEYS.iter().map(|(place, keys)| view! {
                <section>
                    <h2>{*place}</h2>
                    <dl>
                        {keys.iter().map(|(key, does)| view! {
                            <div><dt>{key.split(" · ").map(|key| view! { <kbd>{key}</kbd> }).collect_view()}</dt><dd>{*does}</dd></div>
                        }).collect_view()}
                    </dl>
                </section>
            }).collect_view()}
        </div>
    }
}
