//! A menu that floats over the page: arrows walk it, a click beside it or Escape leaves it.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::browser;
use crate::leaf::{Leaf, tag};
use crate::store::Store;

/// The ground that takes the click beside the menu, and the empty menu.
pub fn menu(store: Store, label: &str) -> (Leaf, Leaf) {
    let ground = tag("div", "scrim clear").on("click", move |_| store.layer.set(None));
    let menu = tag("div", "menu")
        .set("role", "menu")
        .set("aria-label", label)
        .on("keydown", |event| walk(event.unchecked_ref()));
    (ground, menu)
}

/// Arrows walk the menu.
fn walk(event: &KeyboardEvent) {
    let Some(focused) = browser::focused() else {
        return;
    };
    let next = match event.key().as_str() {
        "ArrowDown" => beside(&focused, true),
        "ArrowUp" => beside(&focused, false),
        "Home" => last(&focused, false),
        "End" => last(&focused, true),
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = next {
        let _ = next.focus();
    }
}

/// The next item of the menu; lines between them are passed over.
fn beside(item: &Element, down: bool) -> Option<HtmlElement> {
    let mut at = item.clone();
    loop {
        at = if down {
            at.next_element_sibling()?
        } else {
            at.previous_element_sibling()?
        };
        if at.has_attribute("role") {
            return at.dyn_into().ok();
        }
    }
}

fn last(item: &Element, down: bool) -> Option<HtmlElement> {
    let mut found = None;
    let mut at = item.clone();
    while let Some(next) = beside(&at, down) {
        at = next.clone().into();
        found = Some(next);
    }
    found
}
