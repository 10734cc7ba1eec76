//! The line at the bottom: what the plan is, how good, what is wrong, whether it is saved.

use super::header::toggle;
use crate::documents::diagnostic_list;
use crate::leaf::{Leaf, button, tag, words};
use crate::persist::SaveState;
use crate::route::View;
use crate::store::{Layer, Store};
use crate::story_parts::counted;
use crate::wire::Severity;
use crate::worker::WorkerState;

/// The line, and the list of diagnostics over it.
pub fn status_line(store: Store) -> Leaf {
    let plan = view_link(store, View::Plan, "plan-sentence")
        .set("aria-live", "polite")
        .live_text(move || plan_sentence(store));
    let line = tag("footer", "status-line")
        .set("aria-label", "Status")
        .with(plan)
        .with(tag("span", "muted counts").live_text(move || counts(store)))
        .with(tag("span", "").live(move || problems(store)))
        .with(
            tag("span", "worker-words")
                .set("role", "status")
                .live(move || worker_words(store)),
        )
        .with(tag("span", "fill"))
        .with(tag("span", "").live(move || vec![save_words(store)]));
    tag("div", "status")
        .with(tag("div", "").live(move || list(store)))
        .with(line)
}

fn list(store: Store) -> Vec<Leaf> {
    if store.layer.get() != Some(Layer::Diagnostics) {
        return Vec::new();
    }
    let list = diagnostic_list(store, None)
        .set("class", "floating problems")
        .set("role", "dialog")
        .set("aria-label", "Diagnostics")
        .set("tabindex", "-1");
    vec![
        tag("div", "scrim clear").on("click", move |_| store.layer.set(None)),
        list,
    ]
}

/// A link to a view that keeps the selection.
fn view_link(store: Store, view: View, class: &str) -> Leaf {
    tag("a", class).live_set("href", move || {
        Some(store.route.with(|route| route.to_view(view).hash()))
    })
}

fn plan_sentence(store: Store) -> String {
    if store.is_empty() {
        return "No documents yet".to_owned();
    }
    store.snapshot.with(|snapshot| match &snapshot.plan {
        Ok(plan) => plan.summary.clone(),
        Err(error) => format!("No plan: {error}"),
    })
}

fn counts(store: Store) -> String {
    store.snapshot.with(|snapshot| {
        if snapshot.stories.is_empty() {
            return String::new();
        }
        format!(
            "{} · {}",
            counted(snapshot.stories.len(), "story", "stories"),
            counted(snapshot.epics.len(), "epic", "epics")
        )
    })
}

fn problems(store: Store) -> Vec<Leaf> {
    let (errors, warnings, notes) = store.snapshot.with(|snapshot| {
        let of = |severity| {
            snapshot
                .diagnostics
                .iter()
                .filter(|found| found.severity == severity)
                .count()
        };
        (
            of(Severity::Error),
            of(Severity::Warning),
            of(Severity::Info),
        )
    });
    let mut told = Vec::new();
    if errors > 0 {
        told.push(counted(errors, "error", "errors"));
    }
    if warnings > 0 {
        told.push(counted(warnings, "warning", "warnings"));
    }
    if told.is_empty() && notes > 0 {
        told.push(counted(notes, "note", "notes"));
    }
    if told.is_empty() {
        return Vec::new();
    }
    let class = match (errors, warnings) {
        (0, 0) => "quiet problems-button",
        (0, _) => "quiet problems-button warn",
        _ => "quiet problems-button bad",
    };
    vec![
        button(class, move || toggle(store, Layer::Diagnostics))
            .set("aria-haspopup", "dialog")
            .live_set("aria-expanded", move || {
                Some((store.layer.get() == Some(Layer::Diagnostics)).to_string())
            })
            .text(&told.join(" · "))
            .with(words("", " ▾").set("aria-hidden", "true")),
    ]
}

fn worker_words(store: Store) -> Vec<Leaf> {
    let told = match store.worker.get() {
        WorkerState::Slow => "still working",
        WorkerState::Dead(_) => "planner stopped",
        _ => return Vec::new(),
    };
    vec![
        words("", told),
        button("small", move || store.restart_worker()).text("Start again"),
    ]
}

fn save_words(store: Store) -> Leaf {
    let (class, told) = match store.save.get() {
        SaveState::Loading => ("save-words muted", "opening…".to_owned()),
        SaveState::Saved | SaveState::Pending if store.is_empty() => return words("", ""),
        SaveState::Saved => ("save-words muted", "saved".to_owned()),
        SaveState::Pending => ("save-words muted", "saving…".to_owned()),
        SaveState::Failed(why) => ("save-words bad", format!("not saved: {why}")),
        SaveState::OtherTab => (
            "save-words warn",
            "not saved: another tab saved since".to_owned(),
        ),
    };
    let mut rest = tag("span", "where");
    if told == "saved" {
        rest = rest.text(" in this browser only");
    }
    let rest = rest
        .text(" · ")
        .with(view_link(store, View::Export, "").text("export to keep"));
    words(class, &told)
        .set(
            "title",
            "Saved in this browser only. Nothing leaves this page. Clearing the browser's data deletes it.",
        )
        .with(rest)
}
