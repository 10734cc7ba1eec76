//! Line numbers beside the editor: only those in sight, with marks where something was found.

use leptos::prelude::*;

use crate::store::Store;
use crate::wire::{Severity, Snapshot};

/// Height of a line in the editor, in pixels; the style sheet says the same.
pub const LINE: f64 = 20.0;
/// Space above the first line.
pub const PADDING: f64 = 8.0;

/// A mark on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    line: u32,
    severity: Severity,
    message: String,
}

/// The gutter of the document at `path`.
#[component]
pub fn Gutter(store: Store, path: String, lines: RwSignal<u32>, top: RwSignal<f64>, height: RwSignal<f64>) -> impl IntoView {
    let marks = Memo::new(move |_| store.snapshot.with(|snapshot| marks(snapshot, &path)));
    let range = Memo::new(move |_| {
        let first = ((top.get() - PADDING) / LINE).max(0.0) as u32;
        let last = (first + (height.get() / LINE) as u32 + 3).min(lines.get());
        (first, last)
    });
    let here = Memo::new(move |_| store.route.with(|route| route.line));
    view! {
        <div class="gutter" aria-hidden="true">
            <div class="numbers" style=("transform", move || {
                let first = f64::from(range.get().0);
                format!("translateY({}px)", first * LINE + PADDING - top.get())
            })>
                {move || {
                    let (first, last) = range.get();
                    let here = here.get();
                    marks.with(|marks| {
                        (first + 1..=last).map(|line| {
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
                            let title = mark.map(|mark| mark.message.clone());
                            view! { <div class=class title=title>{line}</div> }
                        }).collect_view()
                    })
                }}
            </div>
        </div>
    }
}

/// One mark a line: the gravest first, all messages together.
fn marks(snapshot: &Snapshot, path: &str) -> Vec<Mark> {
    let document = snapshot.documents.iter().position(|row| row.path == path);
    let mut marks: Vec<Mark> = snapshot
        .diagnostics
        .iter()
        .filter_map(|row| {
            let spot = row.spot.filter(|spot| Some(spot.document as usize) == document)?;
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
