//! What was found wrong, each a link to its line.

use crate::live::{Memo, RwSignal};

use super::fixes::fix_button;
use crate::leaf::{Leaf, button, tag, words};
use crate::store::Store;
use crate::story_parts::{counted, place};
use crate::wire::{DiagnosticRow, Panel, Severity, Snapshot};

/// Rows shown at first; the others follow on request.
const FIRST: usize = 60;
/// Other places shown with each.
const RELATED: usize = 4;

/// The diagnostics of one document, or of all.
pub fn diagnostic_list(store: Store, path: Option<String>) -> Leaf {
    let all = RwSignal::new(false);
    // Typing brings a new snapshot with each key; the list is made again only where it differs.
    let rows = Memo::new(move |_| {
        let snapshot = store.snapshot.get();
        let found = of_document(&snapshot, path.as_deref());
        found.into_iter().cloned().collect::<Vec<_>>()
    });
    tag("section", "").live(move || {
        let snapshot = store.snapshot.get_untracked();
        rows.with(|found| {
            let shown = if all.get() {
                found.len()
            } else {
                found.len().min(FIRST)
            };
            let list = found
                .iter()
                .take(shown)
                .map(|row| one(store, &snapshot, row))
                .collect();
            let mut parts = vec![
                tag("h2", "").text(&heading(found)),
                tag("ul", "diagnostics").with_all(list),
            ];
            if shown < found.len() {
                let label = format!("Show all {}", found.len());
                parts.push(button("quiet", move || all.set(true)).text(&label));
            }
            parts
        })
    })
}

/// Of one document, in line order; of all, the gravest first.
fn of_document<'a>(snapshot: &'a Snapshot, path: Option<&str>) -> Vec<&'a DiagnosticRow> {
    match path {
        Some(path) => {
            let document = snapshot.documents.iter().position(|row| row.path == path);
            snapshot
                .diagnostics
                .iter()
                .filter(|row| {
                    document.is_some() && row.spot.map(|spot| spot.document as usize) == document
                })
                .collect()
        }
        None => [Severity::Error, Severity::Warning, Severity::Info]
            .into_iter()
            .flat_map(|severity| {
                snapshot
                    .diagnostics
                    .iter()
                    .filter(move |row| row.severity == severity)
            })
            .collect(),
    }
}

fn heading(found: &[DiagnosticRow]) -> String {
    let of = |severity| found.iter().filter(|row| row.severity == severity).count();
    let words: Vec<String> = [
        (of(Severity::Error), "error", "errors"),
        (of(Severity::Warning), "warning", "warnings"),
        (of(Severity::Info), "note", "notes"),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, one, many)| counted(count, one, many))
    .collect();
    if words.is_empty() {
        "No warnings".to_owned()
    } else {
        words.join(", ")
    }
}

fn one(store: Store, snapshot: &Snapshot, row: &DiagnosticRow) -> Leaf {
    let route = store.route.get_untracked();
    let class = match row.severity {
        Severity::Error => "severity bad",
        Severity::Warning => "severity warn",
        Severity::Info => "severity muted",
    };
    let mut places = tag("p", "diagnostic-places");
    for &spot in row.spot.iter().chain(row.related.iter().take(RELATED)) {
        places = places.with(place(snapshot, spot, &route));
    }
    places = places.with(words("faint code", &row.code));
    if let Some(fix) = &row.fix {
        places = places.with(fix_button(store, fix));
    }
    if row.code == "SL0303" {
        let choose = move || store.show_panel(Panel::Held);
        places = places.with(button("small", choose).text("Choose what to leave out"));
    }
    tag("li", "")
        .with(
            tag("p", "")
                .with(words(class, row.severity.word()))
                .text(" ")
                .text(&row.message),
        )
        .with_some(row.hint.as_ref().map(|hint| tag("p", "muted").text(hint)))
        .with(places)
}
