//! What lies over the views: the palette, the list of keys.

use leptos::prelude::*;

use super::KEYS;
use crate::app::store;
use crate::browser;
use crate::palette::Palette;
use crate::store::Layer;

/// The open layer.
#[component]
pub fn Layers() -> impl IntoView {
    let store = store();
    view! {
        {move || match store.layer.get() {
            Some(Layer::Palette) => view! { <Palette/> }.into_any(),
            Some(Layer::Keys) => view! { <KeyList/> }.into_any(),
            _ => ().into_any(),
        }}
    }
}

#[component]
fn KeyList() -> impl IntoView {
    let store = store();
    browser::next_frame(|| {
        if let Some(dialog) = browser::find(".key-list") {
            let _ = dialog.focus();
        }
    });
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
