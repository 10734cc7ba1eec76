//! The tabs of the views. Those that do not fit stand in a menu behind `⋯`, which names the view
//! where it is one of them.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::header::toggle;
use super::menu::menu;
use crate::leaf::{Leaf, button, follow, on_size, tag, words};
use crate::live::RwSignal;
use crate::route::View;
use crate::store::{Layer, Store};

const MORE: &str = "⋯";

/// The tabs.
pub(super) fn tabs(store: Store) -> Leaf {
    // How many fit; the others are in the menu.
    let fitting = RwSignal::new(View::ALL.len());
    let row = tag("div", "tab-row")
        .with_all(View::ALL.into_iter().map(|view| tab(store, view)).collect());
    let more = button("quiet more-tabs", move || toggle(store, Layer::Views))
        .set("aria-haspopup", "menu")
        .set("title", "More views")
        .set("hidden", "")
        .live_set("aria-expanded", move || {
            Some((store.layer.get() == Some(Layer::Views)).to_string())
        });
    let place = tag("div", "more-place").live(move || {
        if store.layer.get() != Some(Layer::Views) {
            return Vec::new();
        }
        let (ground, menu) = menu(store, "More views");
        let rest = View::ALL.into_iter().skip(fitting.get());
        let items = rest.map(|view| {
            tab(store, view)
                .set("role", "menuitem")
                .with(words("faint", &format!("g {}", view.key())))
                .on("click", move |_| store.layer.set(None))
        });
        vec![ground, menu.with_all(items.collect())]
    });
    let nav = tag("nav", "tabs").set("aria-label", "Views");
    let (tabs, button) = (row.element().clone(), more.element().clone());
    let fit_again = move || {
        let view = store.route.get_untracked().view;
        let fits = fit(&tabs, &button, view);
        if fitting.get_untracked() != fits {
            fitting.set(fits);
        }
    };
    on_size(nav.element(), Box::new(fit_again.clone()));
    follow(Box::new(move || {
        store.route.track();
        untrack(&fit_again);
    }));
    nav.with(row).with(more).with(place)
}

fn tab(store: Store, view: View) -> Leaf {
    tag("a", "")
        .set("title", &format!("{} (g {})", view.name(), view.key()))
        .text(view.name())
        .live_set("href", move || {
            Some(store.route.with(|route| route.to_view(view).hash()))
        })
        .live_set("aria-current", move || {
            store
                .route
                .with(|route| (route.view == view).then(|| "page".to_owned()))
        })
}

/// Hides the tabs that do not fit, and gives how many do: those that do not wrap to another line.
fn fit(row: &Element, more: &Element, view: View) -> usize {
    let _ = more.set_attribute("hidden", "");
    show_first(row, View::ALL.len());
    let mut fits = in_first_line(row);
    if fits < View::ALL.len() {
        let _ = more.remove_attribute("hidden");
        let _ = more.remove_attribute("aria-current");
        more.set_text_content(Some(MORE));
        fits = in_first_line(row);
        if View::ALL.into_iter().skip(fits).any(|one| one == view) {
            more.set_text_content(Some(&format!("{} {MORE}", view.name())));
            let _ = more.set_attribute("aria-current", "page");
            fits = in_first_line(row);
        }
        let named = more
            .text_content()
            .unwrap_or_default()
            .replace(MORE, "more views");
        let _ = more.set_attribute("aria-label", &named);
    }
    show_first(row, fits);
    fits
}

fn show_first(row: &Element, number: usize) {
    let mut tab = row.first_element_child();
    for at in 0.. {
        let Some(one) = tab else { break };
        let _ = one.set_attribute("class", if at < number { "" } else { "out" });
        tab = one.next_element_sibling();
    }
}

fn in_first_line(row: &Element) -> usize {
    let top = |tab: &Element| tab.unchecked_ref::<HtmlElement>().offset_top();
    let mut tab = row.first_element_child();
    let first = tab.as_ref().map(top);
    let mut fits = 0;
    while let Some(one) = tab.filter(|one| Some(top(one)) == first) {
        fits += 1;
        tab = one.next_element_sibling();
    }
    fits
}
