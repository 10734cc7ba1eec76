//! The command palette: views, stories, actions.

mod search;

use std::cell::RefCell;
use std::rc::Rc;

use crate::live::RwSignal;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use crate::browser::{self, value_of};
use crate::export;
use crate::files;
use crate::frame::{load_sample, new_document, new_project, next_theme, toggle_inspector};
use crate::leaf::{Leaf, tag, words};
use crate::route::View;
use crate::share;
use crate::store::{Layer, Store};
use crate::wire::Panel;
use crate::workflow_view;
use search::{WORST, rank};

/// Entries shown at most.
const SHOWN: usize = 12;

/// What an entry does.
#[derive(Clone, Copy)]
enum Does {
    View(View),
    Story(usize),
    Document(usize),
    Action(fn(Store)),
}

#[derive(Clone)]
struct Entry {
    name: String,
    note: String,
    does: Does,
}

/// The palette.
pub fn palette(store: Store) -> Leaf {
    let all: Rc<Vec<Entry>> = Rc::new(untrack(|| entries(store)));
    let found: Rc<RefCell<Vec<usize>>> = Rc::default();
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let run: Rc<dyn Fn(usize)> = {
        let (all, found) = (Rc::clone(&all), Rc::clone(&found));
        Rc::new(move |position| {
            let entry = found.borrow().get(position).copied();
            if let Some(entry) = entry.and_then(|index| all.get(index)) {
                store.layer.set(None);
                act(store, entry.does);
            }
        })
    };
    let field = tag("input", "")
        .set("type", "text")
        .set("role", "combobox")
        .set("aria-expanded", "true")
        .set("aria-controls", "palette-list")
        .set("aria-label", "Go to or do")
        .set(
            "placeholder",
            "A view, a story, an action, /scrum-master 1-1",
        )
        .set("autocomplete", "off")
        .set("spellcheck", "false")
        .live_set("aria-activedescendant", move || {
            Some(format!("palette-{}", at.get()))
        })
        .on("input", move |event| {
            at.set(0);
            typed.set(value_of(&event));
        });
    let (keys_run, keys_found) = (Rc::clone(&run), Rc::clone(&found));
    let field = field.on("keydown", move |event| {
        let last = keys_found.borrow().len().saturating_sub(1);
        match event.unchecked_ref::<KeyboardEvent>().key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1).min(last)),
            "ArrowUp" => at.update(|at| *at = at.saturating_sub(1)),
            "Enter" if is_command(&typed.get_untracked()) => {
                run_command(store, &typed.get_untracked())
            }
            "Enter" => keys_run(at.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    });
    let list = tag("ul", "")
        .set("id", "palette-list")
        .set("role", "listbox")
        .set("aria-label", "Found")
        .live(move || {
            let line = typed.get();
            if is_command(&line) {
                let entry = Entry {
                    name: line.trim().to_owned(),
                    note: "run the workflow".to_owned(),
                    does: Does::View(View::Workflow),
                };
                return vec![row(&entry, 0, at).on("click", move |_| run_command(store, &line))];
            }
            let best = search(&all, &line);
            let rows = best.iter().enumerate().filter_map(|(position, &index)| {
                let run = Rc::clone(&run);
                Some(row(all.get(index)?, position, at).on("click", move |_| run(position)))
            });
            let rows: Vec<Leaf> = rows.collect();
            *found.borrow_mut() = best;
            if rows.is_empty() {
                return vec![tag("li", "muted").text("Nothing of that name")];
            }
            rows
        });
    tag("div", "floating palette")
        .set("role", "dialog")
        .set("aria-modal", "true")
        .set("aria-label", "Command palette")
        .with(field)
        .with(list)
}

/// The address is that of the view with the story selected.
fn copy_link(store: Store) {
    let link = browser::window().location().href().unwrap_or_default();
    export::copy_and_tell(store, link);
}

/// Whether the words are a command of the workflow, or the beginning of one.
fn is_command(typed: &str) -> bool {
    typed.trim_start().starts_with("/s")
}

fn run_command(store: Store, typed: &str) {
    store.layer.set(None);
    workflow_view::command(store, typed);
}

fn row(entry: &Entry, position: usize, at: RwSignal<usize>) -> Leaf {
    tag("li", "")
        .set("id", &format!("palette-{position}"))
        .set("role", "option")
        .live_set("aria-selected", move || {
            Some((at.get() == position).to_string())
        })
        .on("mousemove", move |_| {
            if at.get_untracked() != position {
                at.set(position);
            }
        })
        .with(words("entry-name", &entry.name))
        .with(words("faint", &entry.note))
}

/// The entries that fit best.
fn search(all: &[Entry], typed: &str) -> Vec<usize> {
    let ranks: Vec<_> = all.iter().map(|entry| rank(typed, &entry.name)).collect();
    // A few ranks, each in the order of the entries: cheaper than to sort them.
    let best = (0..=WORST).flat_map(|wanted| {
        let fits = ranks
            .iter()
            .enumerate()
            .filter(move |(_, rank)| **rank == Some(wanted));
        fits.map(|(index, _)| index)
    });
    best.take(SHOWN).collect()
}

fn entries(store: Store) -> Vec<Entry> {
    let entry = |name: &str, note: &str, does: Does| Entry {
        name: name.to_owned(),
        note: note.to_owned(),
        does,
    };
    let mut all: Vec<Entry> = View::ALL
        .into_iter()
        .map(|view| {
            entry(
                view.name(),
                &format!("view · g {}", view.key()),
                Does::View(view),
            )
        })
        .collect();
    let mut action =
        |name: &str, note: &str, act: fn(Store)| all.push(entry(name, note, Does::Action(act)));
    if let Some(label) = store.undo_label() {
        action(&format!("Undo: {label}"), "Ctrl Z", Store::undo);
    }
    if let Some(label) = store.redo_label() {
        action(&format!("Redo: {label}"), "Ctrl Shift Z", Store::redo);
    }
    if let Some(story) = store.selected_untracked() {
        action(&format!("Copy a link to {story}"), "action", copy_link);
    }
    action("Settings of planning", "plan", |store| {
        store.show_panel(Panel::Settings)
    });
    action("What holds the plan back", "plan", |store| {
        store.show_panel(Panel::Held)
    });
    action("Map of files", "plan", |store| {
        store.show_panel(Panel::Files)
    });
    action("Compare strategies", "plan", |store| {
        store.show_panel(Panel::Compare)
    });
    action("Drift between documents", "documents", |store| {
        store.show_panel(Panel::Drift)
    });
    action("Entries of the status file", "documents", |store| {
        store.show_panel(Panel::Statuses)
    });
    action("Open files…", "action", files::pick_files);
    action("Open folder…", "action", files::pick_folder);
    action("New document", "action", new_document);
    action("Share the project as a link", "action", share::share_link);
    action("Save the project as a file", "action", share::save_project);
    action("Open the sample", "action", load_sample);
    action("New project", "action · can be undone", new_project);
    action("Inspector", "show or hide · i", toggle_inspector);
    action("Colours: auto, light, dark", "action", next_theme);
    action("Diagnostics", "what was found", |store| {
        store.layer.set(Some(Layer::Diagnostics))
    });
    action("Keys", "?", |store| store.layer.set(Some(Layer::Keys)));
    store.snapshot.with_untracked(|snapshot| {
        for (at, story) in snapshot.stories.iter().enumerate() {
            all.push(entry(
                &format!("{} {}", story.key, story.title),
                story.status.word(),
                Does::Story(at),
            ));
        }
        for (at, document) in snapshot.documents.iter().enumerate() {
            all.push(entry(&document.path, &document.kind, Does::Document(at)));
        }
    });
    all
}

fn act(store: Store, does: Does) {
    match does {
        Does::View(view) => store.go_to_view(view),
        Does::Action(act) => act(store),
        Does::Story(at) => {
            let key = store
                .snapshot
                .with_untracked(|snapshot| snapshot.stories.get(at).map(|story| story.key.clone()));
            if matches!(
                store.route.with_untracked(|route| route.view),
                View::Documents
            ) {
                store.go_to_view(View::Plan);
            }
            store.inspector.set(true);
            store.select(key);
            if let Some(key) = store.selected_untracked() {
                // Unless something was opened over the view meanwhile: what is typed goes there.
                browser::after(50, move || {
                    if store.layer.get_untracked().is_none() {
                        browser::focus_story(&key);
                    }
                });
            }
        }
        Does::Document(at) => {
            let path = store
                .snapshot
                .with_untracked(|snapshot| snapshot.documents.get(at).map(|row| row.path.clone()));
            if let Some(path) = path {
                let route = store.route.get_untracked().to_line(&path, None);
                store.go(route);
            }
        }
    }
}
