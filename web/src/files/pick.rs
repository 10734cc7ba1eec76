//! The browser's own dialogs for files and folders.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::HtmlInputElement;

use crate::browser;
use crate::store::Store;

/// Asks for files and puts them in.
pub fn pick_files(store: Store) {
    pick(store, false);
}

/// Asks for a folder and puts its planning texts in.
pub fn pick_folder(store: Store) {
    pick(store, true);
}

fn pick(store: Store, folder: bool) {
    let Ok(input) = browser::document()
        .create_element("input")
        .map(JsCast::unchecked_into::<HtmlInputElement>)
    else {
        return;
    };
    input.set_type("file");
    input.set_multiple(true);
    input.set_hidden(true);
    if folder {
        let _ = input.set_attribute("webkitdirectory", "");
    }
    let chosen = input.clone();
    let on_change = Closure::once_into_js(move || {
        if let Some(files) = chosen.files() {
            super::put_when_read(store, super::from_list(files));
        }
        chosen.remove();
    });
    let _ = input.add_event_listener_with_callback("change", on_change.unchecked_ref());
    // Some browsers only open the dialog for an element of the page.
    if let Some(body) = browser::document().body() {
        let _ = body.append_child(&input);
    }
    input.click();
}
