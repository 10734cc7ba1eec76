//! The editor: a plain text area that the browser makes fast, with a gutter beside it.
//!
//! Its text is not bound to the store: what is typed goes to the store as a splice, and only what
//! changes elsewhere (undo, a fix) comes back.

use std::cell::Cell;
use std::rc::Rc;

use crate::live::RwSignal;
use sprintloom_core::project::Event;
use sprintloom_core::source::Span;
use wasm_bindgen::JsCast;
use web_sys::{HtmlTextAreaElement, KeyboardEvent};

use super::fixes::line_fixes;
use super::gutter::{LINE, PADDING, Page, gutter, place_at};
use super::parts::{Part, part_at};
use crate::browser;
use crate::leaf::{Leaf, button, follow, on_size, tag, words};
use crate::store::{Store, as_shown, splice};

/// Typing that rests this long, in milliseconds, ends a step of undo.
const REST: i32 = 900;

/// The editor of the document at `path`.
pub fn editor(store: Store, path: &str) -> Leaf {
    let page = Page {
        top: RwSignal::new(0),
        height: RwSignal::new(600),
        lines: RwSignal::new(1),
        first: RwSignal::new(0),
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
        part: RwSignal::new(Part::default()),
        own_revision: Rc::new(Cell::new(u32::MAX)),
        keystrokes: Rc::default(),
    };
    let (typed, scrolled, walked) = (sheet.clone(), sheet.clone(), sheet.clone());
    let text = text
        .on("input", move |_| typed.typed())
        .on("keydown", move |event| {
            if walked.walk(event.unchecked_ref()) {
                event.prevent_default();
            }
        })
        .on("blur", move |_| store.pause())
        .on("scroll", move |_| scrolled.measure());
    let resized = sheet.clone();
    on_size(&sheet.area, Box::new(move || resized.measure()));
    let band = tag("div", "band").set("hidden", "");
    let band_element = band.element().clone();
    let (shown, jumped, marked) = (sheet.clone(), sheet.clone(), sheet.clone());
    follow(Box::new(move || shown.follow_store()));
    follow(Box::new(move || {
        if let Some(line) = jumped.asked_line() {
            jump(jumped.clone(), line);
        }
    }));
    follow(Box::new(move || match marked.asked_line() {
        Some(line) => {
            let _ = band_element.remove_attribute("hidden");
            let line = line as i32 - page.first.get() as i32;
            let down = (line - 1).saturating_mul(LINE) + PADDING;
            place_at(&band_element, down - page.top.get());
        }
        None => drop(band_element.set_attribute("hidden", "")),
    }));
    let fixes = line_fixes(store, path.to_owned(), page);
    tag("section", "editor")
        .set("aria-label", &label)
        .with(gutter(store, path.to_owned(), page))
        .with(tag("div", "editor-page").with(band).with(text).with(fixes))
        .with(tag("div", "").live(move || parts_bar(&sheet)))
}

/// Which part of a large text is shown, and the way to the others.
fn parts_bar(sheet: &Sheet) -> Vec<Leaf> {
    let part = sheet.part.get();
    if part.of < 2 {
        return Vec::new();
    }
    let (back, on) = (sheet.clone(), sheet.clone());
    let last = part.first + sheet.page.lines.get();
    let told = format!(
        "Part {} of {}: lines {} to {last}",
        part.number + 1,
        part.of,
        part.first + 1
    );
    let off = |is_off: bool| is_off.then_some("");
    vec![
        tag("div", "parts")
            .set("role", "group")
            .set("aria-label", "Parts of the text")
            .with(
                button("small", move || back.turn(part.first, true))
                    .set_some("disabled", off(part.number == 0))
                    .text("Before"),
            )
            .with(words("muted", &told).set(
                "title",
                "A large text is edited in parts, so that typing stays quick",
            ))
            .with(
                button("small", move || on.turn(last, false))
                    .set_some("disabled", off(part.number + 1 == part.of))
                    .text("After"),
            )
            .with(words(
                "faint parts-note",
                "Select all takes this part; Find looks in all of them.",
            )),
    ]
}

/// The text area with what it stands for.
#[derive(Clone)]
struct Sheet {
    store: Store,
    path: Rc<str>,
    area: HtmlTextAreaElement,
    page: Page,
    /// The part of the text that is in it.
    part: RwSignal<Part>,
    /// The revision that the area shows.
    own_revision: Rc<Cell<u32>>,
    keystrokes: Rc<Cell<u32>>,
}

impl Sheet {
    /// Takes what was typed to the store, as the smallest change.
    fn typed(&self) {
        let value = self.area.value();
        count(self.page.lines, &value);
        let mut part = self.part.get_untracked();
        let change = self.store.with_project_untracked(|project| {
            let document = project.document(&self.path)?;
            splice(document.text.get(part.start..part.end)?, &value)
        });
        if let Some(change) = change {
            let Span { start, end } = change.span;
            part.end = part.end + change.replacement.len() - (end - start);
            self.part.set(part);
            self.store.dispatch(
                Event::EditDocument {
                    path: self.path.to_string(),
                    span: Span::new(part.start + start, part.start + end),
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
        self.load(self.part.get_untracked().first + 1);
        let sheet = self.clone();
        browser::next_frame(move || sheet.measure());
    }

    /// Puts the part with this line into the area.
    fn load(&self, line: u32) {
        let found = self.store.with_project_untracked(|project| {
            let text = &project.document(&self.path)?.text;
            let part = part_at(text, line);
            Some((part, as_shown(text.get(part.start..part.end)?)))
        });
        let Some((part, text)) = found else { return };
        if part.number == self.part.get_untracked().number {
            show(&self.area, &text);
        } else {
            self.area.set_value(&text);
            self.area.set_scroll_top(0);
        }
        count(self.page.lines, &text);
        self.page.first.set(part.first);
        self.part.set(part);
    }

    /// Shows the part that a line is in, or the one beside it: the cursor at its end or its start.
    fn turn(&self, line: u32, to_end: bool) {
        self.load(if to_end { line } else { line + 1 });
        let end = if to_end { self.area.text_length() } else { 0 };
        let _ = self.area.focus();
        let _ = self.area.set_selection_range(end, end);
        let down = if to_end { self.area.scroll_height() } else { 0 };
        self.area.set_scroll_top(down);
        self.measure();
    }

    /// The keys that lead beyond a part; whether this was one.
    fn walk(&self, event: &KeyboardEvent) -> bool {
        let part = self.part.get_untracked();
        if part.of < 2 || event.shift_key() || event.alt_key() {
            return false;
        }
        let far = event.ctrl_key() || event.meta_key();
        let at = self.area.selection_start().ok().flatten().unwrap_or(0) as usize;
        let beyond = |back: bool| {
            let value: Vec<u16> = self.area.value().encode_utf16().collect();
            let (before, after) = value.split_at(at.min(value.len()));
            !if back { before } else { after }.contains(&u16::from(b'\n'))
        };
        let (is_first, is_last) = (part.number == 0, part.number + 1 == part.of);
        match event.key().as_str() {
            "Home" if far => self.turn(0, false),
            "End" if far => self.turn(u32::MAX, true),
            "ArrowUp" | "PageUp" if !far && !is_first && beyond(true) => {
                self.turn(part.first, true);
            }
            "ArrowDown" | "PageDown" if !far && !is_last && beyond(false) => {
                let lines = self.page.lines.get_untracked();
                self.turn(part.first + lines, false);
            }
            _ => return false,
        }
        true
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
fn jump(sheet: Sheet, line: u32) {
    browser::next_frame(move || {
        // The view may be gone when the next picture is drawn.
        let Some(part) = sheet.part.try_get_untracked() else {
            return;
        };
        let is_beyond = line > part.first + sheet.page.lines.get_untracked();
        if line <= part.first || (is_beyond && part.number + 1 < part.of) {
            sheet.load(line);
        }
        let line = line.saturating_sub(sheet.page.first.get_untracked()).max(1);
        let area = &sheet.area;
        let start: usize = area
            .value()
            .split_inclusive('\n')
            .take(line as usize - 1)
            .map(|line| line.encode_utf16().count())
            .sum();
        let start = u32::try_from(start).unwrap_or(0);
        // On a touch screen the focus would bring up the keyboard over the line; and who looks for
        // words goes on looking.
        let looks = browser::focused().is_some_and(|field| field.has_attribute("data-search"));
        if !looks && !browser::media("(pointer: coarse)") {
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
