//! The browser's own dialogs for files and folders.

use wasm_bindgen::JsCast;
use web_sys::{FileList, HtmlInputElement};

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

/// Asks for one file and gives its text.
pub fn pick_text(act: impl FnOnce(String) + 'static) {
    let Some(input) = input() else { return };
    open(input, move |files| {
        leptos::task::spawn_local(async move {
            let read = super::from_list(files).await;
            if let Some(first) = read.documents.into_iter().next() {
                act(first.text);
            }
        });
    });
}

fn pick(store: Store, folder: bool) {
    let Some(input) = input() else { return };
    input.set_multiple(true);
    if folder {
        let _ = input.set_attribute("webkitdirectory", "");
    }
    open(input, move |files| {
        super::put_when_read(store, super::from_list(files))
    });
}

fn input() -> Option<HtmlInputElement> {
    let input = browser::document().create_element("input");
    let input: HtmlInputElement = input.ok()?.unchecked_into();
    input.set_type("file");
    input.set_hidden(true);
    Some(input)
}

fn open(input: HtmlInputElement, act: impl FnOnce(FileList) + 'static) {
    let chosen = input.clone();
    let on_change = browser::once(Box::new(move || {
        if let Some(files) = chosen.files() {
            act(files);
        }
        chosen.remove();
    }));
    let _ = input.add_event_listener_with_callback("change", on_change.unchecked_ref());
    // Some browsers only open the dialog for an element of the page.
    if let Some(body) = browser::document().body() {
        let _ = body.append_child(&input);
    }
    input.click();
}
