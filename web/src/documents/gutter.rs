//! Line numbers beside the editor: only those in sight, with marks where something was found.

use crate::live::{Memo, RwSignal};

use crate::leaf::{Leaf, follow, style, tag};
use crate::store::Store;
use crate::wire::{Severity, Snapshot};

/// Height of a line in the editor, in pixels; the style sheet says the same.
pub const LINE: i32 = 20;
/// Space above the first line.
pub const PADDING: i32 = 8;

/// What of the text is in sight.
#[derive(Clone, Copy)]
pub struct Page {
    /// Pixels that are scrolled out at the top.
    pub top: RwSignal<i32>,
    /// Pixels in sight.
    pub height: RwSignal<i32>,
    /// Lines of the part of the text that is in the editor.
    pub lines: RwSignal<u32>,
    /// Lines before that part.
    pub first: RwSignal<u32>,
}

/// A mark on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    line: u32,
    severity: Severity,
    message: String,
}

/// The gutter of the document at `path`.
pub fn gutter(store: Store, path: String, page: Page) -> Leaf {
    let marks = Memo::new(move |_| store.snapshot.with(|snapshot| marks(snapshot, &path)));
    let range = Memo::new(move |_| {
        let first = ((page.top.get() - PADDING) / LINE).max(0) as u32;
        let last = (first + (page.height.get() / LINE) as u32 + 3).min(page.lines.get());
        (first, last)
    });
    let here = Memo::new(move |_| store.route.with(|route| route.line));
    let numbers = tag("div", "numbers").live(move || {
        let (first, last) = range.get();
        let here = here.get();
        let before = page.first.get();
        marks.with(|marks| {
            (before + first + 1..=before + last)
                .map(|line| number(marks, here, line))
                .collect()
        })
    });
    let element = numbers.element().clone();
    follow(Box::new(move || {
        let first = range.get().0 as i32;
        place_at(&element, first * LINE + PADDING - page.top.get());
    }));
    tag("div", "gutter")
        .set("aria-hidden", "true")
        .with(numbers)
}

/// Puts an element so many pixels below its place.
pub fn place_at(element: &web_sys::Element, down: i32) {
    style(element, "transform", &format!("translateY({down}px)"));
}

fn number(marks: &[Mark], here: Option<u32>, line: u32) -> Leaf {
    let mark = marks
        .binary_search_by_key(&line, |mark| mark.line)
        .ok()
        .and_then(|at| marks.get(at));
    let class = match mark.map(|mark| mark.severity) {
        Some(Severity::Error) => "number bad",
        Some(Severity::Warning) => "number warn",
        Some(Severity::Info) => "number info",
        None if here == Some(line) => "number here",
        None => "number",
    };
    tag("div", class)
        .set_some("title", mark.map(|mark| mark.message.as_str()))
        .text(&line.to_string())
}

/// One mark a line: the gravest first, all messages together.
fn marks(snapshot: &Snapshot, path: &str) -> Vec<Mark> {
    let document = snapshot.documents.iter().position(|row| row.path == path);
    let mut marks: Vec<Mark> = snapshot
        .diagnostics
        .iter()
        .filter_map(|row| {
            let spot = row
                .spot
                .filter(|spot| Some(spot.document as usize) == document)?;
            Some(Mark {
                line: spot.line,
                severity: row.severity,
                message: row.message.clone(),
            })
        })
        .collect();
    // They come by line already.
    marks.dedup_by(|later, first| {
        let same = later.line == first.line;
        if same {
            first.severity = first.severity.min(later.severity);
            first.message.push('\n');
            first.message.push_str(&later.message);
        }
        same
    });
    marks
}
