//! The text of a draft or a pattern, written in place; what is typed is a step soon after.

use std::cell::Cell;
use std::rc::Rc;

use super::{Open, ask};
use crate::browser::{self, set_value, value};
use crate::leaf::{Leaf, button, follow, tag};
use crate::store::{Action, Notice, Store, Tone};
use crate::wire::desk::DeskAsk;
use sprintloom_core::project::{Event, Shelf};
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

/// Typing rests so long before it becomes a step, in milliseconds.
const REST: i32 = 350;

pub(super) fn writing(store: Store, shelf: Shelf, path: String) -> Leaf {
    let is_draft = shelf == Shelf::Drafts;
    let label = if is_draft { "The draft" } else { "The pattern" };
    let area = tag("textarea", "desk-text")
        .set("id", "desk-text")
        .set("spellcheck", "false")
        .set("aria-label", label);
    // Counts what was typed: only the last wait takes it.
    let typed = Rc::new(Cell::new(0_u32));
    let waiting = Rc::new(Cell::new(false));
    let (element, of_path, held) = (area.element().clone(), path.clone(), Rc::clone(&waiting));
    follow(Box::new(move || {
        let text = store.with_project(|project| {
            let mut all = project.shelf(shelf).iter();
            all.find(|one| one.path == of_path)
                .map(|one| one.text.clone())
        });
        if let Some(text) = text
            && !held.get()
            && value(&element) != text
        {
            set_value(&element, &text);
        }
    }));
    let element = area.element().clone();
    let of_path = path.clone();
    let take: Rc<dyn Fn()> = Rc::new({
        let (element, waiting) = (element.clone(), Rc::clone(&waiting));
        move || {
            waiting.set(false);
            let text = value(&element);
            let before = store.with_project_untracked(|project| {
                let mut all = project.shelf(shelf).iter();
                all.find(|one| one.path == of_path)
                    .map(|one| one.text.clone())
            });
            if before.is_some_and(|before| before != text) {
                let event = Event::Shelve {
                    shelf,
                    path: of_path.clone(),
                    text: Some(text),
                };
                let name = of_path.trim_end_matches(".md");
                store.dispatch(event, &format!("Edit {name}"));
            }
        }
    });
    let now = Rc::clone(&take);
    let later = Rc::clone(&take);
    let held = Rc::clone(&waiting);
    let area = area
        .on("input", move |_| {
            held.set(true);
            typed.set(typed.get() + 1);
            let (mine, typed, held, take) = (
                typed.get(),
                Rc::clone(&typed),
                Rc::clone(&held),
                Rc::clone(&later),
            );
            browser::after(REST, move || {
                if typed.get() == mine && held.get() {
                    take();
                }
            });
        })
        .on("blur", move |_| now());
    let mut deeds = Vec::new();
    if is_draft {
        let (paths, first) = (vec![path.clone()], Rc::clone(&take));
        deeds.push(
            button("primary", move || {
                first();
                ask(store, DeskAsk::Accept(paths.clone()));
            })
            .set("id", "desk-accept")
            .text("Accept"),
        );
        let of = element.clone();
        deeds.push(
            button("", move || next_placeholder(&of))
                .set("id", "desk-fill")
                .text("Next placeholder"),
        );
    }
    let what = if is_draft { "draft" } else { "pattern" };
    deeds.push(
        button("quiet", move || {
            let event = Event::Shelve {
                shelf,
                path: path.clone(),
                text: None,
            };
            store.desk_open.set(Open::Table);
            store.dispatch(event, &format!("Remove the {what}"));
            store.notify(
                Notice::new(Tone::Plain, format!("The {what} {path} is removed."))
                    .with_actions([Action::Undo]),
            );
        })
        .text("Remove"),
    );
    tag("div", "desk-writing")
        .with(area)
        .with(tag("p", "deeds").with_all(deeds))
}

/// Selects the placeholder after the caret, or the first one.
fn next_placeholder(element: &web_sys::Element) {
    let area: &HtmlTextAreaElement = element.unchecked_ref();
    let text = js_sys::JsString::from(area.value());
    let from = area.selection_end().ok().flatten().unwrap_or(0) as i32;
    let mut start = text.index_of("{{", from);
    if start < 0 {
        start = text.index_of("{{", 0);
    }
    let end = text.index_of("}}", start.max(0));
    let _ = area.focus();
    if start >= 0 && end > start {
        let _ = area.set_selection_range(start as u32, end as u32 + 2);
    }
}
