//! Parts that are built when they come near the window: a board of thousands has a handful in sight.

use std::cell::RefCell;
use std::rc::Rc;

use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

use super::{Leaf, tag};
use crate::browser;
use crate::live::{Memo, RwSignal};

/// How far from the window is near: a quick swipe shows nothing empty.
const MARGIN: &str = "1200px";

/// An element, and what is to be told when it is near.
pub type Waiting = (Element, RwSignal<bool>);

/// An element whose content is built when it comes near, or as soon as `wanted` says so.
pub fn later(
    leaf: Leaf,
    waiting: &mut Vec<Waiting>,
    wanted: Box<dyn Fn() -> bool>,
    content: Box<dyn Fn() -> Vec<Leaf>>,
) -> Leaf {
    let near = RwSignal::new(false);
    waiting.push((leaf.element().clone(), near));
    let wanted = SendWrapper::new(wanted);
    let wanted = Memo::new(move |_| near.get() || (*wanted)());
    leaf.live(move || match wanted.get() {
        true => content(),
        false => Vec::new(),
    })
}

/// Many rows of one height as lists of a hundred; those beyond the first are built when they come
/// near. `row` makes the row of a story, `wanted` says which of them cannot wait.
pub fn long_column(
    stories: &[u32],
    height: usize,
    waiting: &mut Vec<Waiting>,
    wanted: &Rc<dyn Fn(u32) -> bool>,
    row: &Rc<dyn Fn(u32) -> Option<Leaf>>,
) -> Vec<Leaf> {
    const AT_ONCE: usize = 100;
    let chunks = stories.chunks(AT_ONCE).enumerate();
    let lists = chunks.map(|(number, stories)| {
        let list = tag("ul", "");
        if number == 0 {
            return list.with_all(stories.iter().filter_map(|&at| row(at)).collect());
        }
        let list = list.style("min-height", &format!("{}px", stories.len() * height));
        let (wanted, row) = (Rc::clone(wanted), Rc::clone(row));
        let (of_wanted, stories) = (stories.to_vec(), stories.to_vec());
        later(
            list,
            waiting,
            Box::new(move || of_wanted.iter().any(|&at| wanted(at))),
            Box::new(move || stories.iter().filter_map(|&at| row(at)).collect()),
        )
    });
    lists.collect()
}

thread_local! {
    /// What waits now; a later board takes the place of the one before.
    static LATEST: RefCell<Option<Vec<Waiting>>> = const { RefCell::new(None) };
}

/// Tells each of these, once, that it is near the window that `window` finds.
pub fn when_near(window: &'static str, waiting: Vec<Waiting>) {
    on_paper(waiting.clone());
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

/// Paper has no window: whoever prints wants all of it, so each of these is told then.
pub fn on_paper(waiting: Vec<Waiting>) {
    let earlier = LATEST.replace(Some(waiting));
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
