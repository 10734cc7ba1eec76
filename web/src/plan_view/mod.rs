//! The plan: batches as columns, left is earlier, with the sentence that proves them.

mod card;
mod column;
mod toolbar;
mod walk;

pub use walk::pressed;

use std::cell::Cell;
use std::sync::Arc;

use crate::live::{Memo, RwSignal};
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::browser;
use crate::leaf::{Leaf, tag};
use crate::store::Store;
use crate::story_parts::{Relation, relations};
use crate::wire::Snapshot;
use column::{batch_column, finished_column};
pub use toolbar::no_plan;
use toolbar::toolbar;

/// With more stories to a batch than this, cards are smaller.
const DENSE_ABOVE: u32 = 6;

/// What the cards listen to.
#[derive(Clone, Copy)]
struct Board {
    store: Store,
    /// How every story stands to the one looked at.
    relations: Memo<Arc<Vec<Relation>>>,
    /// Stories that the proof is about, while its reason is looked at.
    lit: RwSignal<Arc<Vec<u32>>>,
    /// What the user looks for, in lower case.
    filter: RwSignal<String>,
}

/// The view.
pub fn plan_board(store: Store) -> Leaf {
    let hovered = RwSignal::new(None::<String>);
    let board = Board {
        store,
        relations: Memo::new(move |_| {
            let key = hovered.get().or_else(|| store.selected());
            store
                .good
                .with(|snapshot| Arc::new(relations_of(snapshot, key)))
        }),
        lit: RwSignal::default(),
        filter: RwSignal::default(),
    };
    let opened = Cell::new(false);
    let list = tag("div", "board")
        .set("role", "list")
        .set("aria-label", "Batches")
        .set("tabindex", "-1")
        .on("mouseover", move |event| {
            let key = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok())
                .and_then(|element| element.closest(".card").ok().flatten())
                .and_then(|card| card.get_attribute("data-card"));
            if key != hovered.get_untracked() {
                hovered.set(key);
            }
        })
        .on("mouseleave", move |_| hovered.set(None))
        .live(move || {
            store.good.with(|snapshot| {
                if !snapshot.stories.is_empty() && !opened.replace(true) {
                    browser::next_frame(open_at_first_batch);
                }
                vec![columns(board, snapshot)]
            })
        });
    let has_plan = move || store.snapshot.with(|snapshot| snapshot.plan.is_ok());
    tag("div", "plan")
        .live_set("class", move || {
            Some(if has_plan() { "plan" } else { "plan stale" }.to_owned())
        })
        .with(toolbar(board))
        .with(list)
}

/// On a small screen what is done would fill the window: it stands one swipe to the left.
fn open_at_first_batch() {
    if browser::media("(max-width: 600px)")
        && browser::find(".board .selected").is_none()
        && let (Some(board), Some(done)) =
            (browser::find(".board"), browser::find(".board .finished"))
    {
        board.set_scroll_left(done.offset_width());
    }
}

/// How all stories stand to the one with this key; empty where there is none.
pub fn relations_of(snapshot: &Snapshot, key: Option<String>) -> Vec<Relation> {
    let at = key.and_then(|key| snapshot.stories.iter().position(|story| story.key == key));
    at.map(|at| relations(snapshot, at as u32))
        .unwrap_or_default()
}

fn columns(board: Board, snapshot: &Arc<Snapshot>) -> Leaf {
    let Ok(plan) = &snapshot.plan else {
        return tag("div", "columns");
    };
    if snapshot.stories.is_empty() {
        return tag("p", "nothing muted").text(
            "No story has been found in the documents yet. A heading such as “### Story 1.1: Sign up with email” under “## Epic 1: Accounts” makes one.",
        );
    }
    let dense = plan.batch_size > DENSE_ABOVE;
    let mut columns = Vec::with_capacity(plan.batches.len() + 1);
    if !plan.finished.is_empty() {
        columns.push(finished_column(board, snapshot, &plan.finished));
    }
    columns.extend(
        plan.batches
            .iter()
            .map(|batch| batch_column(board, snapshot, plan, batch)),
    );
    tag("div", if dense { "columns dense" } else { "columns" }).with_all(columns)
}
