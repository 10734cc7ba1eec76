//! The editor: a plain text area that the browser makes fast, with a gutter beside it.
//!
//! Its text is not bound to the store: what is typed goes to the store as a splice, and only what
//! changes elsewhere (undo, a fix) comes back.

use std::cell::Cell;
use std::rc::Rc;

use crate::live::RwSignal;
use sprintloom_core::project::Event;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use super::fixes::line_fixes;
use super::gutter::{LINE, PADDING, Page, gutter, place_at};
use crate::browser;
use crate::leaf::{Leaf, follow, tag};
use crate::store::{Store, as_shown, splice};

/// Typing that rests this long, in milliseconds, ends a step of undo.
const REST: i32 = 900;

/// The editor of the document at `path`.
pub fn editor(store: Store, path: &str) -> Leaf {
    let page = Page {
        top: RwSignal::new(0),
        height: RwSignal::new(600),
        lines: RwSignal::new(1),
    };
    let label = format!("Text of {path}");
    let text = tag("textarea", "editor-text")
        .set("aria-label", &label)
        .set("wrap", "off")
        .set("spellcheck", "false")
        .set("autocomplete", "off")
        .set("placeholder", "Type or paste epics and stories here.");
    let area: HtmlTextAreaElement = text.element().clone().unchecked_into();
    let sheet = Sheet {
        store,
        path: Rc::from(path),
        area,
        page,
        own_revision: Rc::new(Cell::new(u32::MAX)),
        keystrokes: Rc::default(),
    };
    let (typed, scrolled) = (sheet.clone(), sheet.clone());
    let text = text
        .on("input", move |_| typed.typed())
        .on("blur", move |_| store.pause())
        .on("scroll", move |_| scrolled.measure());
    let band = tag("div", "band").set("hidden", "");
    let band_element = band.element().clone();
    let (shown, jumped, marked) = (sheet.clone(), sheet.clone(), sheet);
    follow(Box::new(move || shown.follow_store()));
    follow(Box::new(move || {
        if let Some(line) = jumped.asked_line() {
            jump(jumped.area.clone(), line);
        }
    }));
    follow(Box::new(move || match marked.asked_line() {
        Some(line) => {
            let _ = band_element.remove_attribute("hidden");
            let down = (line as i32 - 1).saturating_mul(LINE) + PADDING;
            place_at(&band_element, down - page.top.get());
        }
        None => drop(band_element.set_attribute("hidden", "")),
    }));
    let fixes = line_fixes(store, path.to_owned(), page);
    tag("section", "editor")
        .set("aria-label", &label)
        .with(gutter(store, path.to_owned(), page))
        .with(tag("div", "editor-page").with(band).with(text).with(fixes))
}

/// The text area with what it stands for.
#[derive(Clone)]
struct Sheet {
    store: Store,
    path: Rc<str>,
    area: HtmlTextAreaElement,
    page: Page,
    /// The revision that the area shows.
    own_revision: Rc<Cell<u32>>,
    keystrokes: Rc<Cell<u32>>,
}

impl Sheet {
    /// Takes what was typed to the store, as the smallest change.
    fn typed(&self) {
        let value = self.area.value();
        count(self.page.lines, &value);
        let change = self.store.with_project_untracked(|project| {
            project
                .document(&self.path)
                .and_then(|document| splice(&document.text, &value))
        });
        if let Some(change) = change {
            self.store.dispatch(
                Event::EditDocument {
                    path: self.path.to_string(),
                    span: change.span,
                    replacement: change.replacement,
                },
                &format!("Edit {}", self.path),
            );
            self.own_revision.set(self.store.revision.get_untracked());
        }
        rest(self.store, &self.keystrokes);
    }

    /// Shows what changed elsewhere: undo, a fix, another file of this name.
    fn follow_store(&self) {
        let revision = self.store.revision.get();
        if self.own_revision.replace(revision) == revision {
            return;
        }
        let text = self.store.with_project_untracked(|project| {
            project
                .document(&self.path)
                .map(|document| as_shown(&document.text))
        });
        if let Some(text) = text {
            show(&self.area, &text);
            count(self.page.lines, &text);
        }
        let sheet = self.clone();
        browser::next_frame(move || sheet.measure());
    }

    fn measure(&self) {
        // The view may be gone when the next picture is drawn.
        if self.page.top.try_set(self.area.scroll_top()).is_none() && self.area.client_height() > 0
        {
            let _ = self.page.height.try_set(self.area.client_height());
        }
    }

    /// The line that the address asks for, where it asks for this document.
    fn asked_line(&self) -> Option<u32> {
        self.store.route.with(|route| {
            route
                .line
                .filter(|_| route.document.as_deref() == Some(&*self.path))
        })
    }
}

/// Puts another text in, with the cursor where it has changed.
fn show(area: &HtmlTextAreaElement, text: &str) {
    let before = area.value();
    let Some(change) = splice(&before, text) else {
        return;
    };
    if before.is_empty() {
        // Just opened: at its beginning.
        area.set_value(text);
        let _ = area.set_selection_range(0, 0);
        return;
    }
    let (top, left) = (area.scroll_top(), area.scroll_left());
    area.set_value(text);
    let end = change.span.start + change.replacement.len();
    let units = text
        .get(..end)
        .map_or(0, |start| start.encode_utf16().count());
    let cursor = u32::try_from(units).unwrap_or(0);
    let _ = area.set_selection_range(cursor, cursor);
    let line = text
        .get(..end)
        .map_or(0, |start| start.matches('\n').count());
    let target = i32::try_from(line).unwrap_or(0).saturating_mul(LINE);
    let in_sight = target >= top && target < top + area.client_height() - LINE;
    area.set_scroll_left(left);
    area.set_scroll_top(if in_sight {
        top
    } else {
        target - area.client_height() / 3
    });
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
        if !browser::media("(pointer: coarse)") {
            let _ = area.focus();
        }
        let _ = area.set_selection_range(start, start);
        let target = (line as i32 - 1).saturating_mul(LINE);
        area.set_scroll_top(target - area.client_height() / 3);
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
