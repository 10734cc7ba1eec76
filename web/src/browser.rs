//! The few things of the browser that many rooms need.

use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Event, HtmlElement, Storage, Window};

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
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(
        once(Box::new(then)).unchecked_ref(),
        milliseconds,
    );
}

/// Runs `then` before the next picture.
pub fn next_frame(then: impl FnOnce() + 'static) {
    let _ = window().request_animation_frame(once(Box::new(then)).unchecked_ref());
}

/// A function for JavaScript that is called once. In a box, so that what wasm-bindgen makes around
/// it is there once and not for every closure.
#[inline(never)]
pub fn once(act: Box<dyn FnOnce()>) -> JsValue {
    Closure::once_into_js(act)
}

/// Small texts that stay in this browser; `None` where it keeps nothing.
pub fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The element that has the focus, if it is one that takes typed text.
pub fn is_typing() -> bool {
    document().active_element().is_some_and(|element| {
        let name = element.tag_name();
        name.eq_ignore_ascii_case("input")
            || name.eq_ignore_ascii_case("textarea")
            || name.eq_ignore_ascii_case("select")
    })
}

/// The element that has the focus.
pub fn focused() -> Option<HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

/// Takes the focus from what has it.
pub fn blur() {
    if let Some(focused) = focused() {
        let _ = focused.blur();
    }
}

/// The first element that the selector finds.
pub fn find(selector: &str) -> Option<HtmlElement> {
    document()
        .query_selector(selector)
        .ok()
        .flatten()?
        .dyn_into()
        .ok()
}

/// Moves the focus to the first element that the selector finds.
pub fn focus(selector: &str) {
    if let Some(element) = find(selector) {
        let _ = element.focus();
    }
}

/// The time now as the files want it: `2026-11-21T09:30:00Z`.
pub fn now() -> String {
    let text = String::from(js_sys::Date::new_0().to_iso_string());
    match text.split_once('.') {
        Some((seconds, _)) => format!("{seconds}Z"),
        None => text,
    }
}

/// The day by the user's clock: `2026-11-21`.
pub fn today() -> String {
    let date = js_sys::Date::new_0();
    let (month, day) = (date.get_month() + 1, date.get_date());
    format!("{}-{month:02}-{day:02}", date.get_full_year())
}

/// Moves the focus to the card, row or node of this story.
pub fn focus_story(key: &str) {
    let wanted = key.replace(['"', '\\'], "");
    focus(&format!("button[data-story=\"{wanted}\"]"));
}

/// What was typed or chosen in the field that an event is about.
pub fn value_of(event: &Event) -> String {
    event
        .target()
        .map(|field| value(&field))
        .unwrap_or_default()
}

/// The value of an input, a select or a text area.
pub fn value(field: &JsValue) -> String {
    Reflect::get(field, &"value".into())
        .ok()
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

/// Sets the value of an input, a select or a text area.
pub fn set_value(field: &JsValue, value: &str) {
    let _ = Reflect::set(field, &"value".into(), &value.into());
}

/// A number by chance.
pub fn any_number() -> u32 {
    (js_sys::Math::random() * f64::from(u32::MAX)) as u32
}

/// Width of the window in pixels.
pub fn window_width() -> i32 {
    let width = window().inner_width().ok().and_then(|width| width.as_f64());
    width.unwrap_or_default() as i32
}

/// Whether a media query holds now.
pub fn media(query: &str) -> bool {
    window()
        .match_media(query)
        .ok()
        .flatten()
        .is_some_and(|media| media.matches())
}

/// Brings the first element that fits into sight, moving as little as that takes.
pub fn show(selector: &str) {
    if let Some(element) = find(selector) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
