//! The editor: a plain text area that the browser makes fast, with a gutter beside it.
//!
//! Its text is not bound to the store: what is typed goes to the store as a splice, and only what
//! changes elsewhere (undo, a fix) comes back.

use std::cell::Cell;
use std::rc::Rc;

use leptos::html::Textarea;
use leptos::prelude::*;
use sprintloom_core::project::Event;
use web_sys::HtmlTextAreaElement;

use super::gutter::{Gutter, LINE, PADDING};
use crate::app::store;
use crate::browser;
use crate::store::{Store, as_shown, splice};

/// Typing that rests this long, in milliseconds, ends a step of undo.
const REST: i32 = 900;

/// The editor of the document at `path`.
#[component]
pub fn Editor(path: String) -> impl IntoView {
    let store = store();
    let area = NodeRef::<Textarea>::new();
    let top = RwSignal::new(0.0_f64);
    let height = RwSignal::new(600.0_f64);
    let lines = RwSignal::new(1_u32);
    let own_revision = StoredValue::new(store.revision.get_untracked());
    let keystrokes = Rc::new(Cell::new(0_u32));
    let place = StoredValue::new(path.clone());

    Effect::new(move || {
        // Also runs when the element appears: then it takes the text.
        let Some(area) = area.get() else { return };
        let revision = store.revision.get();
        let text = place.with_value(|path| {
            store.with_project_untracked(|project| project.document(path).map(|document| as_shown(&document.text)))
        });
        if let Some(text) = text
            && own_revision.get_value() != revision
        {
            show(&area, &text);
            count(lines, &text);
            own_revision.set_value(revision);
        }
        height.set(f64::from(area.client_height()));
    });
    Effect::new(move || {
        let Some(area) = area.get() else { return };
        let text = place.with_value(|path| {
            store.with_project_untracked(|project| project.document(path).map(|document| as_shown(&document.text)))
        });
        if let Some(text) = text {
            area.set_value(&text);
            let _ = area.set_selection_range(0, 0);
            count(lines, &text);
        }
    });
    Effect::new(move || {
        let Some(area) = area.get() else { return };
        let (line, asked) = store.route.with(|route| (route.line, route.document.clone()));
        if let Some(line) = line.filter(|_| place.with_value(|path| asked.as_ref() == Some(path))) {
            jump(area, line);
        }
    });
    let watcher = Rc::clone(&keystrokes);
    let on_input = move |_| {
        let Some(area) = area.get_untracked() else { return };
        let value = area.value();
        count(lines, &value);
        let change = place.with_value(|path| {
            store.with_project_untracked(|project| project.document(path).and_then(|document| splice(&document.text, &value)))
        });
        if let Some(change) = change {
            let path = place.get_value();
            let label = format!("Edit {path}");
            store.dispatch(
                Event::EditDocument {
                    path,
                    span: change.span,
                    replacement: change.replacement,
                },
                &label,
            );
            own_revision.set_value(store.revision.get_untracked());
        }
        rest(store, &watcher);
    };
    let band = move || {
        store.route.with(|route| {
            let line = route.line.filter(|_| place.with_value(|path| route.document.as_ref() == Some(path)))?;
            Some(format!("translateY({}px)", f64::from(line - 1) * LINE + PADDING - top.get()))
        })
    };
    view! {
        <section class="editor" aria-label=format!("Text of {path}")>
            <Gutter store=store path=path.clone() lines=lines top=top height=height/>
            <div class="editor-page">
                {move || band().map(|place| view! { <div class="band" style=("transform", place)></div> })}
                <textarea class="editor-text" node_ref=area aria-label=format!("Text of {path}") wrap="off"
                    spellcheck="false" autocomplete="off"
                    placeholder="Type or paste epics and stories here."
                    on:input=on_input
                    on:blur=move |_| store.pause()
                    on:scroll=move |_| {
                        if let Some(area) = area.get_untracked() {
                            top.set(f64::from(area.scroll_top()));
                            height.set(f64::from(area.client_height()));
                        }
                    }></textarea>
            </div>
        </section>
    }
}

/// Puts another text in, with the cursor where it has changed.
fn show(area: &HtmlTextAreaElement, text: &str) {
    let before = area.value();
    let Some(change) = splice(&before, text) else { return };
    let (top, left) = (area.scroll_top(), area.scroll_left());
    area.set_value(text);
    let end = change.span.start + change.replacement.len();
    let units = text.get(..end).map_or(0, |start| start.encode_utf16().count());
    let cursor = u32::try_from(units).unwrap_or(0);
    let _ = area.set_selection_range(cursor, cursor);
    let line = text.get(..end).map_or(0, |start| start.matches('\n').count());
    let target = line as f64 * LINE;
    let in_sight = target >= f64::from(top) && target < f64::from(top + area.client_height()) - LINE;
    area.set_scroll_left(left);
    area.set_scroll_top(if in_sight { top } else { (target - f64::from(area.client_height()) / 3.0) as i32 });
}

/// Shows a line, with the cursor at its start.
fn jump(area: HtmlTextAreaElement, line: u32) {
    browser::next_frame(move || {
        let start: usize = area
            .value()
            .split_inclusive('\n')
            .take(line as usize - 1)
            .map(|line| line.encode_utf16().count())
            .sum();
        let start = u32::try_from(start).unwrap_or(0);
        // On a touch screen the focus would bring up the keyboard over the line.
        let touch = browser::window()
            .match_media("(pointer: coarse)")
            .ok()
            .flatten()
            .is_some_and(|media| media.matches());
        if !touch {
            let _ = area.focus();
        }
        let _ = area.set_selection_range(start, start);
        let above = f64::from(area.client_height()) / 3.0;
        area.set_scroll_top((f64::from(line - 1) * LINE - above) as i32);
        area.set_scroll_left(0);
    });
}

fn count(lines: RwSignal<u32>, text: &str) {
    let number = text.bytes().filter(|&byte| byte == b'\n').count() + 1;
    lines.set(u32::try_from(number).unwrap_or(u32::MAX));
}

/// Ends the step of undo when no key follows for a while.
fn rest(store: Store, keystrokes: &Rc<Cell<u32>>) {
    let now = keystrokes.get().wrapping_add(1);
    keystrokes.set(now);
    let later = Rc::clone(keystrokes);
    browser::after(REST, move || {
        if later.get() == now {
            store.pause();
        }
    });
}
