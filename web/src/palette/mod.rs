//! The command palette: views, stories, actions.

mod search;

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::app::store;
use crate::browser;
use crate::files;
use crate::frame::{load_sample, new_document, new_project, next_theme, toggle_inspector};
use crate::route::View;
use crate::store::{Layer, Store};
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
#[component]
pub fn Palette() -> impl IntoView {
    let store = store();
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let all = StoredValue::new(untrack(|| entries(store)));
    let found = Memo::new(move |_| {
        typed.with(|typed| {
            all.with_value(|all| {
                let ranks: Vec<_> = all.iter().map(|entry| rank(typed, &entry.name)).collect();
                // A few ranks, each in the order of the entries: cheaper than to sort them.
                let best = (0..=WORST).flat_map(|wanted| {
                    let fits = ranks.iter().enumerate().filter(move |(_, rank)| **rank == Some(wanted));
                    fits.map(|(index, _)| index)
                });
                best.take(SHOWN).collect::<Vec<_>>()
            })
        })
    });
    let run = move |position: usize| {
        let entry = found.with_untracked(|found| found.get(position).copied());
        if let Some(entry) = entry.and_then(|index| all.with_value(|all| all.get(index).cloned())) {
            store.layer.set(None);
            act(store, entry.does);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let count = found.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1).min(count.saturating_sub(1))),
            "ArrowUp" => at.update(|at| *at = at.saturating_sub(1)),
            "Enter" => run(at.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div class="scrim" on:click=move |_| store.layer.set(None)></div>
        <div class="floating palette" role="dialog" aria-modal="true" aria-label="Command palette">
            <input type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-label="Go to or do"
                aria-activedescendant=move || format!("palette-{}", at.get())
                placeholder="A view, a story, an action" autocomplete="off" spellcheck="false"
                on:input=move |event| { typed.set(event_target_value(&event)); at.set(0); }
                on:keydown=on_key/>
            <ul id="palette-list" role="listbox" aria-label="Found">
                {move || {
                    let rows = found.with(|found| all.with_value(|all| {
                        found.iter().filter_map(|&index| all.get(index).cloned()).collect::<Vec<_>>()
                    }));
                    if rows.is_empty() {
                        return view! { <li class="muted nothing-found">"Nothing of that name"</li> }.into_any();
                    }
                    rows.into_iter().enumerate().map(|(position, entry)| view! {
                        <li id=format!("palette-{position}") role="option"
                            aria-selected=move || (at.get() == position).to_string()
                            on:mousemove=move |_| if at.get_untracked() != position { at.set(position) }
                            on:click=move |_| run(position)>
                            <span class="entry-name">{entry.name}</span>
                            <span class="faint">{entry.note}</span>
                        </li>
                    }).collect_view().into_any()
                }}
            </ul>
        </div>
    }
}

fn entries(store: Store) -> Vec<Entry> {
    let entry = |name: &str, note: &str, does: Does| Entry {
        name: name.to_owned(),
        note: note.to_owned(),
        does,
    };
    let mut all: Vec<Entry> = View::ALL
        .into_iter()
        .map(|view| entry(view.name(), &format!("view · g {}", view.key()), Does::View(view)))
        .collect();
    let mut action = |name: &str, note: &str, act: fn(Store)| all.push(entry(name, note, Does::Action(act)));
    if let Some(label) = store.undo_label() {
        action(&format!("Undo: {label}"), "Ctrl Z", Store::undo);
    }
    if let Some(label) = store.redo_label() {
        action(&format!("Redo: {label}"), "Ctrl Shift Z", Store::redo);
    }
    action("Open files…", "action", files::pick_files);
    action("Open folder…", "action", files::pick_folder);
    action("New document", "action", new_document);
    action("Open the sample", "action", load_sample);
    action("New project", "action · can be undone", new_project);
    action("Inspector", "show or hide · i", toggle_inspector);
    action("Colours: auto, light, dark", "action", |_| {
        next_theme();
    });
    action("Diagnostics", "what was found", |store| store.layer.set(Some(Layer::Diagnostics)));
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
            let key = store.snapshot.with_untracked(|snapshot| snapshot.stories.get(at).map(|story| story.key.clone()));
            if matches!(store.route.with_untracked(|route| route.view), View::Documents) {
                store.go_to_view(View::Plan);
            }
            store.inspector.set(true);
            store.select(key);
            browser::after(50, || {
                if let Some(card) = browser::find(".card.selected .card-open") {
                    let _ = card.focus();
                }
            });
        }
        Does::Document(at) => {
            let path = store.snapshot.with_untracked(|snapshot| snapshot.documents.get(at).map(|row| row.path.clone()));
            if let Some(path) = path {
                let route = store.route.get_untracked().to_line(&path, None);
                store.go(route);
            }
        }
    }
}
