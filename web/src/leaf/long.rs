//! Long lists: of many rows only those in sight are there.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::{Leaf, on_size, style, tag};
use crate::live::RwSignal;

/// Rows above and below the window that are there too.
const MARGIN: i32 = 6;

/// A list in a window of its own. `count` gives the number of rows, `row` makes one; both are asked
/// again when what they read changes. Every row is `height` pixels high.
pub fn long_list(
    class: &str,
    height: i32,
    count: impl Fn() -> usize + 'static,
    row: impl Fn(usize) -> Option<Leaf> + 'static,
) -> Leaf {
    build(class, height, Rc::new(count), Box::new(row))
}

fn build(
    class: &str,
    height: i32,
    count: Rc<dyn Fn() -> usize>,
    row: Box<dyn Fn(usize) -> Option<Leaf>>,
) -> Leaf {
    let seen = RwSignal::new((0_i32, 24_i32));
    let whole = tag("div", "long-whole").set("role", "presentation");
    let rows = tag("ul", "long-rows");
    let (of_height, of_rows) = (whole.element().clone(), rows.element().clone());
    let counted = Rc::clone(&count);
    super::follow(Box::new(move || {
        let all = i32::try_from(counted()).unwrap_or(i32::MAX / height);
        style(&of_height, "height", &format!("{}px", all * height));
    }));
    let rows = rows.live(move || {
        let all = count();
        let (first, last) = seen.get();
        let (first, last) = (first.max(0) as usize, (last.max(0) as usize).min(all));
        let down = i32::try_from(first).unwrap_or(0) * height;
        style(&of_rows, "transform", &format!("translateY({down}px)"));
        (first..last)
            .filter_map(|at| {
                let row = row(at)?;
                // Those who hear the page are told of all rows, not of those in sight.
                Some(
                    row.set("aria-setsize", &all.to_string())
                        .set("aria-posinset", &(at + 1).to_string()),
                )
            })
            .collect()
    });
    let window = tag("div", class)
        .set("tabindex", "0")
        .with(whole.with(rows));
    let element: HtmlElement = window.element().clone().unchecked_into();
    let measured = element.clone();
    let measure = move || {
        let first = measured.scroll_top() / height - MARGIN;
        let last = (measured.scroll_top() + measured.client_height()) / height + MARGIN + 1;
        // The list may be gone when the window is measured.
        if seen
            .try_get_untracked()
            .is_some_and(|before| before != (first, last))
        {
            seen.set((first, last));
        }
    };
    let resized = measure.clone();
    on_size(&element, Box::new(resized));
    window.on("scroll", move |_| measure())
}
