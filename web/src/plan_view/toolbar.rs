//! Above the board: the proof, batch size, strategy, filter.

use sprintloom_core::source::letters::Lowercase;
use std::sync::Arc;

use crate::live::Memo;
use leptos::prelude::*;
use sprintloom_core::plan::{BATCH_SIZES, Strategy};
use sprintloom_core::project::{Event, Settings};

use super::Board;
use crate::browser::value_of;
use crate::frame::{Icon, icon_button};
use crate::leaf::{Leaf, button, follow, tag, words};
use crate::store::Store;
use crate::story_parts::key_at;
use crate::wire::{Part, PlanView, Snapshot};

/// The toolbar.
pub(super) fn toolbar(board: Board) -> Leaf {
    let store = board.store;
    let proof_line = tag("p", "proof").set("aria-live", "polite").live(move || {
        let error = store
            .snapshot
            .with(|snapshot| snapshot.plan.as_ref().err().cloned());
        match error {
            Some(error) => no_plan(&error, "The last plan stays below, dimmed."),
            None => store.good.with(|snapshot| match &snapshot.plan {
                Ok(plan) => proof(board, snapshot, plan),
                Err(_) => Vec::new(),
            }),
        }
    });
    let filter = tag("input", "filter")
        .set("type", "search")
        .set("placeholder", "Filter")
        .set("aria-label", "Filter stories")
        .set("title", "Key, title or epic (/)")
        .set("data-search", "")
        .set("autocomplete", "off")
        .set("spellcheck", "false")
        .on("input", move |event| {
            board.filter.set(value_of(&event).trim().lowercase())
        });
    tag("div", "toolbar").with(proof_line).with(
        tag("div", "controls")
            .with(filter)
            .with(batch_size(store))
            .with(strategy(store)),
    )
}

/// Why there is no plan, where the proof would be.
pub fn no_plan(error: &str, meanwhile: &str) -> Vec<Leaf> {
    vec![
        tag("strong", "bad").text("No plan: "),
        words("", error),
        words("muted", " ").text(meanwhile),
    ]
}

fn proof(board: Board, snapshot: &Arc<Snapshot>, plan: &PlanView) -> Vec<Leaf> {
    let summary = tag("strong", "").text(&plan.summary);
    let mut line = vec![if plan.because.is_empty() {
        summary
    } else {
        summary.text(":")
    }];
    for part in &plan.because {
        line.push(words("", " "));
        line.push(match part {
            Part::Text(text) => words("", text),
            Part::Story(at) => key_at(snapshot, *at),
            Part::Path(path) => tag("code", "").text(path),
            Part::Reason(text) => reason(board, text, &plan.bound_stories),
        });
    }
    if !plan.because.is_empty() {
        line.push(words("", "."));
    }
    if !plan.files_note.is_empty() {
        line.push(words("muted", &format!(" {}", plan.files_note)).set(
            "title",
            "Stories without declared files may collide without anybody knowing",
        ));
    }
    line
}

/// The part of the sentence that can be looked at on the board.
fn reason(board: Board, text: &str, stories: &[u32]) -> Leaf {
    if stories.is_empty() {
        return words("", text);
    }
    let stories = Arc::new(stories.to_vec());
    let shown = Arc::clone(&stories);
    button("reason", move || {
        board.lit.update(|lit| {
            *lit = if *lit == stories {
                Arc::default()
            } else {
                Arc::clone(&stories)
            }
        });
    })
    .set("title", "Show them on the board")
    .live_set("aria-pressed", move || {
        Some(board.lit.with(|lit| *lit == shown).to_string())
    })
    .text(text)
}

fn batch_size(store: Store) -> Leaf {
    let size = Memo::new(move |_| store.with_project(|project| project.settings.plan.batch_size));
    let off = |is_off: bool| is_off.then(String::new);
    let field = tag("input", "")
        .set("type", "text")
        .set("inputmode", "numeric")
        .set("aria-label", "Stories in a batch, at most")
        .set("title", "Stories in a batch, at most");
    let element = field.element().clone();
    // What cannot be a batch size goes back to what is.
    let show = move || crate::browser::set_value(&element, &size.get().to_string());
    follow(Box::new(show.clone()));
    let field = field.on("change", move |event| {
        if let Ok(wanted) = value_of(&event).trim().parse() {
            set_batch_size(store, wanted);
        }
        untrack(&show);
    });
    tag("div", "stepper")
        .set("role", "group")
        .set("aria-label", "Batch size")
        .with(
            icon_button(Icon::Minus, "Smaller batches (−)", "", move || {
                set_batch_size(store, size.get_untracked().saturating_sub(1));
            })
            .live_set("disabled", move || off(size.get() <= *BATCH_SIZES.start())),
        )
        .with(field)
        .with(
            icon_button(Icon::Plus, "Larger batches (+)", "", move || {
                set_batch_size(store, size.get_untracked() + 1);
            })
            .live_set("disabled", move || off(size.get() >= *BATCH_SIZES.end())),
        )
        .with(words("muted", "per batch"))
}

fn strategy(store: Store) -> Leaf {
    let option = |strategy: Strategy, name: &str| {
        tag("option", "").set("value", strategy.as_str()).text(name)
    };
    let choice = tag("select", "")
        .set("aria-label", "Strategy")
        .set("title", "How batches are filled")
        .with(option(Strategy::Balanced, "Balanced"))
        .with(option(Strategy::Sequential, "Sequential"));
    let element = choice.element().clone();
    follow(Box::new(move || {
        let chosen = store.with_project(|project| project.settings.plan.strategy);
        crate::browser::set_value(&element, chosen.as_str());
    }));
    choice.on("change", move |event| {
        if let Some(strategy) = Strategy::from_name(&value_of(&event)) {
            let label = format!("Strategy {}", strategy.as_str());
            change(store, &label, |settings| settings.plan.strategy = strategy);
        }
    })
}

/// Sets the batch size, within what there is.
pub(super) fn set_batch_size(store: Store, wanted: usize) {
    let size = wanted.clamp(*BATCH_SIZES.start(), *BATCH_SIZES.end());
    change(store, &format!("Batch size {size}"), |settings| {
        settings.plan.batch_size = size
    });
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
