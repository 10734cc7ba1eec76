//! A correction of the sprint: left what happened, right what it would lead to. Nothing is applied
//! until Apply.

mod draft;
mod happened;
mod impact;
mod keys;
mod scenarios;
mod strips;

pub use draft::{fresh, is_empty};
pub use impact::{files, texts};
pub use keys::{apply_by_key, leave, pressed};
pub use scenarios::set_aside;

use std::sync::Arc;

use sprintloom_core::project::Draft;

use crate::browser;
use crate::leaf::{Leaf, button, tag, words};
use crate::live::Memo;
use crate::store::{Action, Notice, Store, Tone};
use crate::wire::CorrectView;

/// Changes the draft.
fn change(store: Store, edit: impl FnOnce(&mut Draft)) {
    let mut draft = Draft::clone(&store.draft.get_untracked());
    edit(&mut draft);
    put(store, draft);
}

#[inline(never)]
fn put(store: Store, draft: Draft) {
    store.past.set(None);
    if *store.draft.get_untracked() != draft {
        store.draft.set(Arc::new(draft));
        store.draft_number.update(|number| *number += 1);
    }
}

/// What the worker has found, for the present draft or the one before it.
fn found(store: Store) -> Arc<CorrectView> {
    store.correct.get().unwrap_or_default()
}

/// Whether what was found last is of the project and the draft as they are.
pub fn is_shown(store: Store) -> bool {
    let number = store.draft_number.get();
    store.past.get().is_none()
        && !store.is_behind()
        && store
            .correct
            .with(|view| view.as_ref().is_some_and(|view| view.number == number))
}

/// Whether the draft can be applied.
fn is_ready(store: Store) -> bool {
    let can =
        |view: &Option<Arc<CorrectView>>| view.as_ref().is_some_and(|view| view.event.is_some());
    is_shown(store) && !is_empty(&store.draft.get()) && store.correct.with(can)
}

/// The view.
pub fn correct(store: Store) -> Leaf {
    let is_past = Memo::new(move |_| store.past.get().is_some());
    let right = tag("div", "correct-right")
        .with(strips::strips(store))
        .with(impact::impact(store))
        .with(scenarios::scenarios(store));
    tag("div", "correct")
        .live_set("class", move || {
            let past = if is_past.get() {
                "correct past"
            } else {
                "correct"
            };
            Some(past.to_owned())
        })
        .with(toolbar(store))
        .with(
            tag("div", "correct-body")
                .with(happened::happened(store))
                .with(right),
        )
}

fn toolbar(store: Store) -> Leaf {
    let sentence = tag("p", "proof")
        .set("aria-live", "polite")
        .live(move || vec![tag("span", "").with_all(told(store))]);
    let past = Memo::new(move |_| store.past.get());
    let buttons = tag("div", "controls").live(move || match past.get() {
        Some(_) => vec![button("", move || store.past.set(None)).text("Back to now")],
        None => vec![
            button("primary", move || {
                let _ = apply(store);
            })
            .set("title", "Apply (Ctrl Enter)")
            .live_set("disabled", move || (!is_ready(store)).then(String::new))
            .text("Apply"),
            button("", move || discard(store))
                .live_set("disabled", move || {
                    is_empty(&store.draft.get()).then(String::new)
                })
                .text("Discard"),
        ],
    });
    tag("div", "toolbar").with(sentence).with(buttons)
}

/// The correction in a sentence.
fn told(store: Store) -> Vec<Leaf> {
    let view = found(store);
    let (first, rest) = view
        .sentence
        .split_once(", ")
        .unwrap_or((&view.sentence, ""));
    let mut line = Vec::new();
    if let Some(past) = store.past.get() {
        let date = store.with_project(|project| {
            let applied = project.corrections.get(past as usize);
            applied
                .map(|applied| applied.date.clone())
                .unwrap_or_default()
        });
        line.push(words(
            "muted",
            &format!("Correction {}, {date}: ", past + 1),
        ));
    } else if is_empty(&store.draft.get()) && view.errors.is_empty() {
        return vec![
            tag("strong", "").text("Nothing is asked yet."),
            words(
                "muted",
                " Say what happened, or move a story below; nothing is applied until Apply.",
            ),
        ];
    }
    line.push(tag("strong", "").text(first));
    if !rest.is_empty() {
        line.push(words("", &format!(", {rest}")));
    }
    if store.past.get().is_none() && !view.scope.is_empty() {
        line.push(words("muted", &format!(" · {}", view.scope)));
    }
    line
}

/// Makes the draft part of the project.
fn apply(store: Store) -> bool {
    if !is_ready(store) {
        return false;
    }
    let view = store.correct.get_untracked().unwrap_or_default();
    let Some(event) = view.event.clone() else {
        return false;
    };
    store.pause();
    store.dispatch(event, "Correct the sprint");
    store.pause();
    put(store, fresh());
    let told = format!("Applied: {}.", view.sentence);
    store.notify(Notice::new(Tone::Plain, told).with_actions([Action::Undo]));
    browser::focus("#view");
    true
}

fn discard(store: Store) {
    let draft = store.draft.get_untracked();
    if is_empty(&draft) {
        return;
    }
    set_aside(store, &draft);
    put(store, fresh());
    browser::focus("#view");
}
