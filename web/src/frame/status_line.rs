//! The line at the bottom: what the plan is, how good, what is wrong, whether it is saved.

use leptos::prelude::*;

use super::header::toggle;
use crate::app::store;
use crate::documents::DiagnosticList;
use crate::persist::SaveState;
use crate::route::View;
use crate::store::{Layer, Store};
use crate::story_parts::counted;
use crate::wire::Severity;
use crate::worker::WorkerState;

/// The line.
#[component]
pub fn StatusLine() -> impl IntoView {
    let store = store();
    view! {
        {move || (store.layer.get() == Some(Layer::Diagnostics)).then(|| view! {
            <div class="scrim clear" on:click=move |_| store.layer.set(None)></div>
            <section class="floating problems" role="dialog" aria-label="Diagnostics" tabindex="-1">
                <DiagnosticList path=None/>
            </section>
        })}
        <footer class="status-line" aria-label="Status">
            <a class="plan-sentence" href=move || store.route.with(|route| route.to_view(View::Plan).hash())
                aria-live="polite">
                {move || plan_sentence(store)}
            </a>
            <span class="muted counts">{move || counts(store)}</span>
            <Problems/>
            <WorkerWords/>
            <span class="fill"></span>
            <SaveWords/>
        </footer>
    }
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

#[component]
fn Problems() -> impl IntoView {
    let store = store();
    let counts = Memo::new(move |_| {
        store.snapshot.with(|snapshot| {
            let of = |severity| snapshot.diagnostics.iter().filter(|found| found.severity == severity).count();
            (of(Severity::Error), of(Severity::Warning), of(Severity::Info))
        })
    });
    view! {
        {move || {
            let (errors, warnings, notes) = counts.get();
            let mut words = Vec::new();
            if errors > 0 {
                words.push(counted(errors, "error", "errors"));
            }
            if warnings > 0 {
                words.push(counted(warnings, "warning", "warnings"));
            }
            if words.is_empty() && notes > 0 {
                words.push(counted(notes, "note", "notes"));
            }
            (!words.is_empty()).then(|| view! {
                <button type="button" class="quiet problems-button" class:bad={errors > 0} class:warn={errors == 0 && warnings > 0}
                    aria-haspopup="dialog"
                    aria-expanded=move || (store.layer.get() == Some(Layer::Diagnostics)).to_string()
                    on:click=move |_| toggle(store, Layer::Diagnostics)>
                    {words.join(" · ")}
                    <span aria-hidden="true">" ▾"</span>
                </button>
            })
        }}
    }
}

#[component]
fn WorkerWords() -> impl IntoView {
    let store = store();
    let words = Memo::new(move |_| match store.worker.get() {
        WorkerState::Slow => "still working",
        WorkerState::Dead(_) => "planner stopped",
        _ => "",
    });
    view! {
        {move || (!words.get().is_empty()).then(|| view! {
            <span class="worker-words" role="status">
                {words.get()}
                <button type="button" class="small" on:click=move |_| store.restart_worker()>"Start again"</button>
            </span>
        })}
    }
}

#[component]
fn SaveWords() -> impl IntoView {
    let store = store();
    view! {
        {move || {
            let (class, words, title) = match store.save.get() {
                SaveState::Loading => ("muted", "opening…".to_owned(), String::new()),
                SaveState::Saved | SaveState::Pending if store.is_empty() => ("muted", String::new(), String::new()),
                SaveState::Saved => ("muted", "saved in this browser only".to_owned(), "Nothing leaves this page. Clearing the browser's data deletes it.".to_owned()),
                SaveState::Pending => ("muted", "saving…".to_owned(), String::new()),
                SaveState::Failed(why) => ("bad", format!("not saved: {why}"), "Your work is safe while this page stays open.".to_owned()),
                SaveState::OtherTab => ("warn", "not saved: another tab saved since".to_owned(), String::new()),
            };
            let offer = !words.is_empty() && class != "bad";
            view! {
                <span class=format!("save-words {class}") title=title>
                    {words}
                    {offer.then(|| view! {
                        " · "
                        <a href=move || store.route.with(|route| route.to_view(View::Export).hash())>"export to keep"</a>
                    })}
                </span>
            }
        }}
    }
}
