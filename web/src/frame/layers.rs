//! What lies over the views: the palette, the list of keys.

use leptos::prelude::*;
use web_sys::HtmlElement;

use super::KEYS;
use crate::browser;
use crate::leaf::{Leaf, tag};
use crate::palette::palette;
use crate::store::{Layer, Store};

/// The open layer.
pub fn layers(store: Store) -> Leaf {
    keep_focus(store);
    tag("div", "").live(move || {
        let content = match store.layer.get() {
            Some(Layer::Palette) => palette(store),
            Some(Layer::Keys) => key_list(),
            _ => return Vec::new(),
        };
        vec![
            tag("div", "scrim").on("click", move |_| store.layer.set(None)),
            content,
        ]
    })
}

/// Moves the focus into a layer that opens, and back to where it was when it closes.
fn keep_focus(store: Store) {
    let before = StoredValue::new_local(None::<HtmlElement>);
    Effect::new(move |was_open: Option<bool>| {
        let is_open = store.layer.get().is_some();
        if is_open && was_open != Some(true) {
            before.set_value(browser::focused());
        }
        browser::next_frame(move || {
            if is_open {
                if let Some(first) =
                    browser::find(".palette input, .key-list, .problems, .menu [role=menuitem]")
                {
                    let _ = first.focus();
                }
            } else if browser::focused().is_none_or(|element| element.tag_name() == "BODY")
                && let Some(element) = before.try_get_value().flatten()
            {
                let _ = element.focus();
            }
        });
        is_open
    });
}

fn key_list() -> Leaf {
    let sections = KEYS.iter().map(|(place, keys)| {
        let rows = keys.iter().map(|(key, does)| {
            let keys = key
                .split(" · ")
                .map(|key| tag("kbd", "").text(key))
                .collect();
            tag("div", "")
                .with(tag("dt", "").with_all(keys))
                .with(tag("dd", "").text(does))
        });
        tag("section", "")
            .with(tag("h2", "").text(place))
            .with(tag("dl", "").with_all(rows.collect()))
    });
    tag("div", "floating key-list")
        .set("role", "dialog")
        .set("aria-modal", "true")
        .set("aria-label", "Keys")
        // It scrolls on a small screen: the keys that scroll must reach it.
        .set("tabindex", "0")
        .with_all(sections.collect())
}
