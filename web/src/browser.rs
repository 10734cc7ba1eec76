//! The few things of the browser that many rooms need.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Document, HtmlElement, Storage, Window};

/// The window.
pub fn window() -> Window {
    leptos::prelude::window()
}

/// The page.
pub fn document() -> Document {
    leptos::prelude::document()
}

/// Runs `then` after so many milliseconds.
pub fn after(milliseconds: i32, then: impl FnOnce() + 'static) {
    let callback = Closure::once_into_js(then);
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(callback.unchecked_ref(), milliseconds);
}

/// Runs `then` before the next picture.
pub fn next_frame(then: impl FnOnce() + 'static) {
    let callback = Closure::once_into_js(then);
    let _ = window().request_animation_frame(callback.unchecked_ref());
}

/// Small texts that stay in this browser; `None` where it keeps nothing.
pub fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The element that has the focus, if it is one that takes typed text.
pub fn is_typing() -> bool {
    document().active_element().is_some_and(|element| {
        let name = element.tag_name();
        name.eq_ignore_ascii_case("input") || name.eq_ignore_ascii_case("textarea") || name.eq_ignore_ascii_case("select")
    })
}

/// The first element that the selector finds.
pub fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// The time now as the files want it: `2026-11-21T09:30:00Z`.
pub fn now() -> String {
    let text = String::from(js_sys::Date::new_0().to_iso_string());
    match text.split_once('.') {
        Some((seconds, _)) => format!("{seconds}Z"),
        None => text,
    }
}
