//! The plan: batches as columns, left is earlier, with the sentence that proves them.

mod card;
mod column;
mod compare;
mod drawer;
mod files_map;
mod filter;
mod held;
mod pins;
mod settings;
mod toolbar;
mod walk;

pub use drawer::close as close_panel;
pub use filter::Findable;
pub use walk::{neighbour, pressed, step};

use std::cell::Cell;
use std::sync::Arc;

use crate::live::{Memo, RwSignal};
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::browser;
use crate::leaf::{Leaf, tag, when_near};
use crate::store::Store;
use crate::story_parts::{Relation, relations};
use crate::wire::{Panel, Snapshot, SprintRow};
use column::{batch_column, finished_column};
use toolbar::toolbar;
pub use toolbar::{filter, no_plan, switch};

/// With more stories to a batch than this, cards are smaller.
const DENSE_ABOVE: u32 = 6;

/// The columns of this many stories are built at once; further ones when they come near.
const AT_ONCE: usize = 1000;

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
    /// Only stories whose files are not known are wanted.
    unknown: RwSignal<bool>,
}

impl Board {
    /// Shows these stories, or no longer.
    fn light(self, stories: &Arc<Vec<u32>>) {
        let shown = self.lit.with_untracked(|lit| lit == stories);
        let lit = if shown {
            Arc::default()
        } else {
            Arc::clone(stories)
        };
        self.lit.set(lit);
        browser::next_frame(|| browser::show(".card.lit"));
    }
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
        unknown: RwSignal::new(false),
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
                    browser::next_frame(open_board);
                }
                vec![columns(board, snapshot)]
            })
        });
    let has_plan = move || store.snapshot.with(|snapshot| snapshot.plan.is_ok());
    let list = pins::draggable(store, list);
    let comparing = Memo::new(move |_| store.panel.get() == Some(Panel::Compare));
    let main = tag("div", "plan-main").live(move || {
        vec![if comparing.get() {
            compare::compare(board)
        } else {
            list.clone()
        }]
    });
    tag("div", "plan")
        .live_set("class", move || {
            Some(if has_plan() { "plan" } else { "plan stale" }.to_owned())
        })
        .with(toolbar(board))
        .with(
            tag("div", "plan-body")
                .with(main)
                .with(drawer::drawer(board)),
        )
}

/// A board opens where its selected story is. On a small screen what is done would fill the window:
/// it stands one swipe to the left.
pub fn open_board() {
    const SELECTED: &str = ".board .selected, .run-open[aria-pressed=true]";
    if browser::find(SELECTED).is_some() {
        browser::show(SELECTED);
    } else if browser::media("(max-width: 600px)")
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
    let dense = plan.batch_size > DENSE_ABOVE;
    let as_rows = board.store.small_cards.get();
    let mut columns = Vec::with_capacity(plan.batches.len() + 2);
    let mut waiting = Vec::new();
    if !plan.finished.is_empty() && !board.store.hide_done.get() {
        columns.push(finished_column(
            board,
            snapshot,
            &plan.finished,
            &mut waiting,
        ));
    }
    let mut built = 0;
    for (at, batch) in plan.batches.iter().enumerate() {
        let sprint = plan.sprint.as_ref();
        if let Some(sprint) = sprint.filter(|sprint| sprint.batches as usize == at) {
            columns.push(sprint_line(sprint));
        }
        built += batch.stories.len();
        let wait = (built > AT_ONCE).then_some(&mut waiting);
        columns.extend(batch_column(board, snapshot, at, as_rows, wait));
    }
    if !waiting.is_empty() {
        when_near(".board", waiting);
    }
    if let Some(sprint) = &plan.sprint
        && sprint.batches as usize >= plan.batches.len()
    {
        columns.push(sprint_line(sprint));
    }
    tag("div", if dense { "columns dense" } else { "columns" }).with_all(columns)
}

/// The sprint's budget, as a line between what fits and what does not.
fn sprint_line(sprint: &SprintRow) -> Leaf {
    tag("div", "sprint-line")
        .set("role", "listitem")
        .set("aria-label", "Sprint budget")
        .with(tag("p", "").text(&format!("The sprint: {}", sprint.words)))
}
