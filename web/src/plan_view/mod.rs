//! The plan: batches as columns, left is earlier, with the sentence that proves them.

mod card;
mod column;
mod toolbar;
mod walk;

pub use walk::pressed;

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::app::store;
use crate::story_parts::{Relation, relations};
use crate::wire::Snapshot;
use column::{batch_column, finished_column};
use toolbar::Toolbar;

/// With more stories to a batch than this, cards are smaller.
const DENSE_ABOVE: u32 = 6;

/// What the cards listen to.
#[derive(Clone, Copy)]
struct Board {
    /// How every story stands to the one looked at.
    relations: Memo<Arc<Vec<Relation>>>,
    /// Stories that the proof is about, while its reason is looked at.
    lit: RwSignal<Arc<Vec<u32>>>,
    /// What the user looks for, in lower case.
    filter: RwSignal<String>,
}

/// The view.
#[component]
pub fn PlanBoard() -> impl IntoView {
    let store = store();
    let hovered = RwSignal::new(None::<String>);
    let board = Board {
        relations: Memo::new(move |_| {
            let key = hovered.get().or_else(|| store.selected());
            store.good.with(|snapshot| {
                let at = key.and_then(|key| snapshot.stories.iter().position(|story| story.key == key));
                Arc::new(at.map(|at| relations(snapshot, at as u32)).unwrap_or_default())
            })
        }),
        lit: RwSignal::default(),
        filter: RwSignal::default(),
    };
    let error = Memo::new(move |_| store.snapshot.with(|snapshot| snapshot.plan.as_ref().err().cloned()));
    view! {
        <div class="plan" class:stale=move || error.get().is_some()>
            <Toolbar board=board error=error/>
            <div class="board" role="list" aria-label="Batches" tabindex="-1"
                on:mouseover=move |event| {
                    let key = event
                        .target()
                        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
                        .and_then(|element| element.closest(".card").ok().flatten())
                        .and_then(|card| card.get_attribute("data-card"));
                    if key != hovered.get_untracked() {
                        hovered.set(key);
                    }
                }
                on:mouseleave=move |_| hovered.set(None)>
                {move || store.good.with(|snapshot| columns(board, snapshot))}
            </div>
        </div>
    }
}

fn columns(board: Board, snapshot: &Arc<Snapshot>) -> AnyView {
    let Ok(plan) = &snapshot.plan else {
        return ().into_any();
    };
    if snapshot.stories.is_empty() {
        return view! {
            <p class="nothing muted">
                "No story has been found in the documents yet. A heading such as “### Story 1.1: Sign up with email” under “## Epic 1: Accounts” makes one."
            </p>
        }
        .into_any();
    }
    view! {
        <div class="columns" class:dense={plan.batch_size > DENSE_ABOVE}>
            {(!plan.finished.is_empty()).then(|| finished_column(board, snapshot, &plan.finished))}
            {plan.batches.iter().map(|batch| batch_column(board, snapshot, plan, batch)).collect_view()}
        </div>
    }
    .into_any()
}
