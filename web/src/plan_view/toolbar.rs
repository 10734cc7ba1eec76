//! Above the board: the proof, batch size, strategy, filter.

use std::sync::Arc;

use leptos::prelude::*;
use sprintloom_core::plan::{BATCH_SIZES, Strategy};
use sprintloom_core::project::{Event, Settings};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};

use super::Board;
use crate::app::store;
use crate::frame::{Icon, icon};
use crate::store::Store;
use crate::story_parts::key_at;
use crate::wire::{Part, PlanView, Snapshot};

/// The toolbar.
#[component]
pub(super) fn Toolbar(board: Board, error: Memo<Option<String>>) -> impl IntoView {
    let store = store();
    view! {
        <div class="toolbar">
            <p class="proof" aria-live="polite">
                {move || match error.get() {
                    Some(error) => view! {
                        <strong class="bad">"No plan: "</strong>
                        {error}
                        <span class="muted">" The last plan stays below, dimmed."</span>
                    }.into_any(),
                    None => store.good.with(|snapshot| match &snapshot.plan {
                        Ok(plan) => proof(board, snapshot, plan),
                        Err(_) => ().into_any(),
                    }),
                }}
            </p>
            <div class="controls">
                <input type="search" class="filter" placeholder="Filter" aria-label="Filter stories" data-search=""
                    title="Key, title or epic (/)" autocomplete="off" spellcheck="false"
                    prop:value=move || board.filter.get()
                    on:input=move |event| board.filter.set(event_target_value(&event).trim().to_lowercase())/>
                <BatchSize/>
                <StrategyChoice/>
            </div>
        </div>
    }
}

fn proof(board: Board, snapshot: &Arc<Snapshot>, plan: &PlanView) -> AnyView {
    let parts = plan
        .because
        .iter()
        .map(|part| match part {
            Part::Text(words) => view! { {words.clone()} }.into_any(),
            Part::Story(at) => key_at(snapshot, *at),
            Part::Path(path) => view! { <code>{path.clone()}</code> }.into_any(),
            Part::Reason(words) => reason(board, words.clone(), &plan.bound_stories),
        })
        .flat_map(|part| [" ".into_any(), part])
        .collect_view();
    let ending = if plan.because.is_empty() { "" } else { "." };
    view! {
        <strong>{plan.summary.clone()}{(!plan.because.is_empty()).then_some(":")}</strong>
        {parts}{ending}
        {(!plan.files_note.is_empty()).then(|| view! {
            <span class="muted" title="Stories without declared files may collide without anybody knowing">
                {format!(" {}", plan.files_note)}
            </span>
        })}
    }
    .into_any()
}

/// The part of the sentence that can be looked at on the board.
fn reason(board: Board, words: String, stories: &[u32]) -> AnyView {
    if stories.is_empty() {
        return words.into_any();
    }
    let stories = Arc::new(stories.to_vec());
    let shown = Arc::clone(&stories);
    view! {
        <button type="button" class="reason" title="Show them on the board"
            aria-pressed=move || board.lit.with(|lit| *lit == shown).to_string()
            on:click=move |_| board.lit.update(|lit| {
                *lit = if *lit == stories { Arc::default() } else { Arc::clone(&stories) };
            })>
            {words}
        </button>
    }
    .into_any()
}

#[component]
fn BatchSize() -> impl IntoView {
    let store = store();
    let size = Memo::new(move |_| store.with_project(|project| project.settings.plan.batch_size));
    let typed = move |event: web_sys::Event| {
        if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            if let Ok(wanted) = input.value().trim().parse() {
                set_batch_size(store, wanted);
            }
            // What cannot be a batch size goes back to what is.
            input.set_value(&size.get_untracked().to_string());
        }
    };
    view! {
        <div class="stepper" role="group" aria-label="Batch size">
            <button type="button" class="icon-button" aria-label="Smaller batches" title="Smaller batches (−)"
                disabled={move || size.get() <= *BATCH_SIZES.start()}
                on:click=move |_| set_batch_size(store, size.get_untracked().saturating_sub(1))>{icon(Icon::Minus)}</button>
            <input type="text" inputmode="numeric" aria-label="Stories in a batch, at most" title="Stories in a batch, at most"
                prop:value=move || size.get().to_string() on:change=typed/>
            <button type="button" class="icon-button" aria-label="Larger batches" title="Larger batches (+)"
                disabled={move || size.get() >= *BATCH_SIZES.end()}
                on:click=move |_| set_batch_size(store, size.get_untracked() + 1)>{icon(Icon::Plus)}</button>
            <span class="muted">"per batch"</span>
        </div>
    }
}

#[component]
fn StrategyChoice() -> impl IntoView {
    let store = store();
    let chosen = Memo::new(move |_| store.with_project(|project| project.settings.plan.strategy));
    view! {
        <select aria-label="Strategy" title="How batches are filled"
            prop:value=move || chosen.get().as_str()
            on:change=move |event| {
                let name = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok()).map(|select| select.value());
                if let Some(strategy) = name.as_deref().and_then(Strategy::from_name) {
                    change(store, &format!("Strategy {}", strategy.as_str()), |settings| settings.plan.strategy = strategy);
                }
            }>
            <option value="balanced" selected=move || chosen.get() == Strategy::Balanced>"Balanced"</option>
            <option value="sequential" selected=move || chosen.get() == Strategy::Sequential>"Sequential"</option>
        </select>
    }
}

/// Sets the batch size, within what there is.
pub(super) fn set_batch_size(store: Store, wanted: usize) {
    let size = wanted.clamp(*BATCH_SIZES.start(), *BATCH_SIZES.end());
    change(store, &format!("Batch size {size}"), |settings| settings.plan.batch_size = size);
}

fn change(store: Store, label: &str, edit: impl FnOnce(&mut Settings)) {
    let before = store.with_project_untracked(|project| project.settings.clone());
    let mut settings = before.clone();
    edit(&mut settings);
    if settings != before {
        store.dispatch(
            Event::ChangeSettings {
                settings: Box::new(settings),
            },
            label,
        );
    }
}
