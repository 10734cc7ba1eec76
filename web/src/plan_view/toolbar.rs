//! Above the board: the proof, batch size, strategy, filter.

use sprintloom_core::source::letters::Lowercase;
use std::sync::Arc;

use crate::live::{Memo, RwSignal};
use leptos::prelude::*;
use sprintloom_core::plan::BATCH_SIZES;

use super::Board;
use super::drawer::panel_buttons;
use crate::browser::{self, value_of};
use crate::change;
use crate::frame::{Icon, icon_button};
use crate::leaf::{Leaf, button, follow, tag, words};
use crate::route::View;
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
    tag("div", "toolbar").with(proof_line).with(
        tag("div", "controls")
            .with(panel_buttons(store))
            .with(filter(board.filter))
            .with(switch(board.store.hide_done, "Hide done"))
            .with(switch(board.store.small_cards, "Small cards"))
            .with(batch_size(store)),
    )
}

/// The field that says which stories are meant; what is typed comes in lower case.
pub fn filter(typed: RwSignal<String>) -> Leaf {
    tag("input", "filter")
        .set("type", "search")
        .set("placeholder", "Filter")
        .set("aria-label", "Filter stories")
        .set("title", "Key, title, “epic 3”, file or status (/)")
        .set("data-search", "")
        .set("autocomplete", "off")
        .set("spellcheck", "false")
        .on("input", move |event| {
            typed.set(value_of(&event).trim().lowercase())
        })
}

/// Something that is on or off.
pub fn switch(on: RwSignal<bool>, label: &str) -> Leaf {
    button("quiet", move || on.update(|on| *on = !*on))
        .live_set("aria-pressed", move || Some(on.get().to_string()))
        .text(label)
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
    for piece in &plan.because {
        line.push(words("", " "));
        line.push(match piece {
            Part::Reason(text) => reason(board, text, &plan.bound_stories),
            piece => part(snapshot, piece),
        });
    }
    if !plan.because.is_empty() {
        line.push(words("", "."));
    }
    if !plan.files_note.is_empty() {
        line.push(words("", " "));
        line.push(unknown_files(board, &plan.files_note));
    }
    let store = board.store;
    let corrected = store.with_project(|project| Some(project.corrections.last()?.date.clone()));
    if let Some(date) = corrected {
        let correct = store.route.get_untracked().to_view(View::Correct).hash();
        line.push(words("", " "));
        line.push(
            tag("a", "reason muted")
                .set("href", &correct)
                .text(&format!("As corrected on {date}.")),
        );
    }
    line
}

/// How many files are known, as a link to the stories of which none is.
fn unknown_files(board: Board, note: &str) -> Leaf {
    let on = board.unknown;
    button("reason muted", move || {
        on.update(|on| *on = !*on);
        browser::next_frame(|| browser::show(".card:not(.dim, .row)"));
    })
    .set(
        "title",
        "Show the stories without known files: they may collide without anybody knowing",
    )
    .live_set("aria-pressed", move || Some(on.get().to_string()))
    .text(note)
}

/// A piece of a sentence.
pub(super) fn part(snapshot: &Snapshot, piece: &Part) -> Leaf {
    match piece {
        Part::Text(text) | Part::Reason(text) => words("", text),
        Part::Story(at) => key_at(snapshot, *at),
        Part::Path(path) => tag("code", "").text(path),
    }
}

/// The part of the sentence that can be looked at on the board.
fn reason(board: Board, text: &str, stories: &[u32]) -> Leaf {
    if stories.is_empty() {
        return words("", text);
    }
    let stories = Arc::new(stories.to_vec());
    let shown = Arc::clone(&stories);
    button("reason", move || board.light(&stories))
        .set("title", "Show them on the board")
        .live_set("aria-pressed", move || {
            Some(board.lit.with(|lit| *lit == shown).to_string())
        })
        .text(text)
}

/// The number of stories in a batch, to step or to type.
pub(super) fn batch_size(store: Store) -> Leaf {
    let size = Memo::new(move |_| store.with_project(|project| project.settings.plan.batch_size));
    let off = |is_off: bool| is_off.then(String::new);
    let field = tag("input", "")
        .set("type", "text")
        .set("inputmode", "numeric")
        .set("aria-label", "Stories in a batch, at most")
        .set("title", "Stories in a batch, at most");
    let element = field.element().clone();
    // What cannot be a batch size goes back to what is.
    let show = move || browser::set_value(&element, &size.get().to_string());
    follow(Box::new(show.clone()));
    let field = field.on("change", move |event| {
        if let Ok(wanted) = value_of(&event).trim().parse() {
            change::batch_size(store, wanted);
        }
        untrack(&show);
    });
    tag("div", "stepper")
        .set("role", "group")
        .set("aria-label", "Batch size")
        .with(
            icon_button(Icon::Minus, "Smaller batches (−)", "", move || {
                change::batch_size(store, size.get_untracked().saturating_sub(1));
            })
            .live_set("disabled", move || off(size.get() <= *BATCH_SIZES.start())),
        )
        .with(field)
        .with(
            icon_button(Icon::Plus, "Larger batches (+)", "", move || {
                change::batch_size(store, size.get_untracked() + 1);
            })
            .live_set("disabled", move || off(size.get() >= *BATCH_SIZES.end())),
        )
        .with(words("muted", "per batch"))
}
