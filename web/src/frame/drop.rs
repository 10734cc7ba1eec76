//! The whole window takes files and folders; so does a field with `data-takes`, for itself: it says
//! there what it takes them for.

use crate::live::RwSignal;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{ClipboardEvent, DragEvent, Element};

use super::actions;
use crate::browser;
use crate::files;
use crate::leaf::{Leaf, tag};
use crate::store::Store;

/// Says that files can be let go, while some are held over the window.
pub fn drop_target(store: Store) -> Leaf {
    let over = RwSignal::new(false);
    // What the field under the pointer takes files for.
    let field = RwSignal::new(None::<String>);
    // Entering a child leaves its parent: the window is left when all that was entered is left.
    let depth = RwSignal::new(0_i32);
    on_drag("dragenter", move |event| {
        if holds_files(&event) {
            event.prevent_default();
            depth.update(|depth| *depth += 1);
            over.set(true);
        }
    });
    on_drag("dragover", move |event| {
        if holds_files(&event) {
            event.prevent_default();
            let under = takes(&event);
            if field.get_untracked() != under {
                field.set(under);
            }
        }
    });
    on_drag("dragleave", move |event| {
        if holds_files(&event) {
            depth.update(|depth| *depth -= 1);
            if depth.get_untracked() <= 0 {
                depth.set(0);
                over.set(false);
            }
        }
    });
    on_drag("drop", move |event| {
        depth.set(0);
        over.set(false);
        // A field under it may have taken the files for itself.
        let taken = event.default_prevented();
        let dropped = event.data_transfer();
        if let Some(dropped) = dropped.filter(|_| holds_files(&event) && !taken) {
            event.prevent_default();
            let reading = files::from_drop(&dropped);
            files::put_when_read(store, reading);
        }
    });
    listen_to_paste(store);
    tag("div", "drop-target")
        .set("aria-hidden", "true")
        .live_set("class", move || {
            let beside = browser::find("[data-takes]").is_some();
            Some(
                match (over.get(), beside) {
                    (false, _) => "drop-target",
                    (true, false) => "drop-target over",
                    // The field that could be meant is to be seen.
                    (true, true) => "drop-target over beside",
                }
                .to_owned(),
            )
        })
        .with(tag("p", "").live_text(move || match field.get() {
            Some(what) => format!("Let go to take it as {what}"),
            None => "Let go to add to the project".to_owned(),
        }))
}

fn takes(event: &DragEvent) -> Option<String> {
    let under = event.target()?.dyn_into::<Element>().ok()?;
    under.get_attribute("data-takes")
}

fn on_drag(name: &str, act: impl Fn(DragEvent) + 'static) {
    let listener = Closure::<dyn FnMut(DragEvent)>::new(act);
    let _ =
        browser::window().add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
    listener.forget();
}

fn holds_files(event: &DragEvent) -> bool {
    event
        .data_transfer()
        .is_some_and(|transfer| transfer.types().iter().any(|kind| kind == "Files"))
}

/// Pasted outside any field, text becomes a document and files are read.
fn listen_to_paste(store: Store) {
    let listener = Closure::<dyn FnMut(ClipboardEvent)>::new(move |event: ClipboardEvent| {
        let Some(pasted) = event.clipboard_data().filter(|_| !browser::is_typing()) else {
            return;
        };
        if pasted.files().is_some_and(|files| files.length() > 0) {
            event.prevent_default();
            let reading = files::from_drop(&pasted);
            files::put_when_read(store, reading);
        } else if let Ok(text) = pasted.get_data("text/plain")
            && !text.trim().is_empty()
        {
            event.prevent_default();
            actions::add_document(store, "pasted.md", text);
        }
    });
    let _ = browser::window()
        .add_event_listener_with_callback("paste", listener.as_ref().unchecked_ref());
    listener.forget();
}
