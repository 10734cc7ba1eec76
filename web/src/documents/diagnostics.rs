//! What was found wrong, each a link to its line.

use std::sync::Arc;

use leptos::prelude::*;
use sprintloom_core::project::Event;
use sprintloom_core::source::Span;

use crate::app::store;
use crate::store::{Notice, Store, Tone};
use crate::story_parts::{counted, place};
use crate::wire::{DiagnosticRow, FixRow, Severity, Snapshot};

/// Rows shown at first; the others follow on request.
const FIRST: usize = 60;

/// The diagnostics of one document, or of all.
#[component]
pub fn DiagnosticList(path: Option<String>) -> impl IntoView {
    let store = store();
    let all = RwSignal::new(false);
    // Typing brings a new snapshot with each key; the list is made again only where it differs.
    let rows = Memo::new(move |_| {
        let snapshot = store.snapshot.get();
        of_document(&snapshot, path.as_deref()).into_iter().cloned().collect::<Vec<_>>()
    });
    view! {
        {move || {
            let snapshot = store.snapshot.get_untracked();
            let found = rows.get();
            let heading = heading(&found);
            let total = found.len();
            let shown = if all.get() { total } else { total.min(FIRST) };
            view! {
                <h2>{heading}</h2>
                <ul class="diagnostics">
                    {found.iter().take(shown).map(|row| one(store, &snapshot, row)).collect_view()}
                </ul>
                {(shown < total).then(|| view! {
                    <button type="button" class="quiet" on:click=move |_| all.set(true)>{format!("Show all {total}")}</button>
                })}
            }
        }}
    }
}

/// Of one document, in line order; of all, the gravest first.
fn of_document<'a>(snapshot: &'a Snapshot, path: Option<&str>) -> Vec<&'a DiagnosticRow> {
    match path {
        Some(path) => {
            let document = snapshot.documents.iter().position(|row| row.path == path);
            snapshot
                .diagnostics
                .iter()
                .filter(|row| document.is_some() && row.spot.map(|spot| spot.document as usize) == document)
                .collect()
        }
        None => [Severity::Error, Severity::Warning, Severity::Info]
            .into_iter()
            .flat_map(|severity| snapshot.diagnostics.iter().filter(move |row| row.severity == severity))
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
    if words.is_empty() { "Nothing to complain about".to_owned() } else { words.join(", ") }
}

fn one(store: Store, snapshot: &Arc<Snapshot>, row: &DiagnosticRow) -> impl IntoView + use<> {
    let route = store.route.get_untracked();
    let class = match row.severity {
        Severity::Error => "bad",
        Severity::Warning => "warn",
        Severity::Info => "muted",
    };
    let related = row.related.clone();
    let fix = row.fix.clone();
    view! {
        <li>
            <p>
                <span class=format!("severity {class}")>{row.severity.word()}</span>
                " "
                {row.message.clone()}
            </p>
            {row.hint.clone().map(|hint| view! { <p class="muted">{hint}</p> })}
            <p class="diagnostic-places">
                {row.spot.map(|spot| place(snapshot, spot, &route))}
                {related.into_iter().take(4).map(|spot| place(snapshot, spot, &route)).collect_view()}
                <span class="faint code">{row.code.clone()}</span>
                {fix.map(|fix| {
                    let label = fix.label.clone();
                    view! {
                        <button type="button" class="small" on:click=move |_| apply_fix(store, &fix)>{label}</button>
                    }
                })}
            </p>
        </li>
    }
}

/// Applies a fix as one step; its edits fit the revision that the snapshot shows and no other.
fn apply_fix(store: Store, fix: &FixRow) {
    if store.shown.get_untracked() != store.revision.get_untracked() {
        store.notify(Notice::new(
            Tone::Warn,
            "The text has changed since this was found. Wait until it is read again.",
        ));
        return;
    }
    let mut edits = fix.edits.clone();
    // From the end to the start, so that no edit moves the next one's place.
    edits.sort_by(|a, b| a.path.cmp(&b.path).then(b.start.cmp(&a.start)));
    let events = edits
        .into_iter()
        .map(|edit| Event::EditDocument {
            path: edit.path,
            span: Span::new(edit.start as usize, edit.end as usize),
            replacement: edit.replacement,
        })
        .collect();
    store.dispatch(Event::Together { events }, &fix.label);
}
