//! Parts that are built when they come near the window: a board of thousands has a handful in sight.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

use crate::browser;
use crate::live::RwSignal;

/// How far from the window is near: a quick swipe shows nothing empty.
const MARGIN: &str = "1200px";

/// An element, and what is to be told when it is near.
pub type Waiting = (Element, RwSignal<bool>);

thread_local! {
    /// What waits now; a later board takes the place of the one before.
    static LATEST: RefCell<Option<Vec<Waiting>>> = const { RefCell::new(None) };
}

/// Tells each of these, once, that it is near the window that `window` finds.
pub fn when_near(window: &'static str, waiting: Vec<Waiting>) {
    before_print(&waiting);
    // They are not in the page yet.
    browser::next_frame(move || {
        let elements: Vec<Element> = waiting.iter().map(|(element, _)| element.clone()).collect();
        let notice = move |entries: js_sys::Array, observer: IntersectionObserver| {
            for entry in entries.iter() {
                let entry: IntersectionObserverEntry = entry.unchecked_into();
                let element = entry.target();
                if !entry.is_intersecting() {
                    continue;
                }
                observer.unobserve(&element);
                if let Some((_, near)) = waiting.iter().find(|(one, _)| *one == element) {
                    // Its owner may be gone by now.
                    near.try_set(true);
                }
            }
        };
        let options = IntersectionObserverInit::new();
        options.set_root(browser::find(window).as_deref());
        options.set_root_margin(MARGIN);
        let notice = Closure::<dyn FnMut(js_sys::Array, IntersectionObserver)>::new(notice);
        let notice = notice.into_js_value();
        if let Ok(observer) =
            IntersectionObserver::new_with_options(notice.unchecked_ref(), &options)
        {
            for element in &elements {
                observer.observe(element);
            }
        }
    });
}

/// Paper has no window: whoever prints wants all of it.
fn before_print(waiting: &[Waiting]) {
    let earlier = LATEST.replace(Some(waiting.to_vec()));
    if earlier.is_some() {
        return;
    }
    let build = move || {
        let all = LATEST.with_borrow(Clone::clone);
        for (_, near) in all.iter().flatten() {
            near.try_set(true);
        }
    };
    let build = Closure::<dyn FnMut()>::new(build).into_js_value();
    let _ =
        browser::window().add_event_listener_with_callback("beforeprint", build.unchecked_ref());
}
