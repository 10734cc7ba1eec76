//! The bar on top: the project, the views, undo and redo.

use leptos::prelude::*;
use sprintloom_core::project::Event;
use sprintloom_core::source::letters::Lowercase;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::tabs::tabs;
use super::{Icon, actions, icon, icon_button, menu, next_theme, project_name, toggle_inspector};
use crate::browser::{self, set_value, value_of};
use crate::files;
use crate::leaf::{Leaf, button, follow, tag, words};
use crate::share;
use crate::store::{Layer, Store};

/// The bar.
pub fn header(store: Store) -> Leaf {
    let is_open = move |layer: Layer| Some((store.layer.get() == Some(layer)).to_string());
    let project = tag("div", "project")
        .with(tag("span", "mark").with(icon(Icon::Loom)))
        .with(project_field(store))
        .with(
            icon_button(Icon::Down, "Project menu", "quiet", move || {
                toggle(store, Layer::Menu)
            })
            .set("aria-haspopup", "menu")
            .live_set("aria-expanded", move || is_open(Layer::Menu)),
        );
    tag("header", "bar")
        .with(project)
        .with(tabs(store))
        .with(tools(store))
        .with(
            tag("div", "menu-place").live(move || match store.layer.get() {
                Some(Layer::Menu) => project_menu(store),
                _ => Vec::new(),
            }),
        )
}

fn tools(store: Store) -> Leaf {
    let off = |label: Option<String>| label.is_none().then(String::new);
    let told = |what: &str, label: Option<String>| {
        Some(match label {
            Some(label) => format!("{what}: {label}"),
            None => format!("Nothing to {}", what.lowercase()),
        })
    };
    let hint = if is_mac() { "⌘K" } else { "Ctrl K" };
    let palette = button("quiet key-hint", move || toggle(store, Layer::Palette))
        .set("title", "Go to anything, do anything")
        .set("aria-label", &format!("Command palette, {hint}"))
        .with(icon(Icon::Search))
        .with(tag("kbd", "").text(hint));
    let undo = icon_button(Icon::Undo, "Undo", "quiet", move || store.undo())
        .live_set("disabled", move || off(store.undo_label()))
        .live_set("title", move || told("Undo", store.undo_label()));
    let redo = icon_button(Icon::Redo, "Redo", "quiet", move || store.redo())
        .live_set("disabled", move || off(store.redo_label()))
        .live_set("title", move || told("Redo", store.redo_label()));
    let theme = move || format!("Colours: {}", store.theme.get().words());
    let colours = icon_button(Icon::Theme, "Colours", "quiet", move || next_theme(store))
        .live_set("title", move || Some(theme()))
        .live_set("aria-label", move || Some(theme()));
    let inspector = icon_button(Icon::Panel, "Inspector (i)", "quiet", move || {
        toggle_inspector(store)
    })
    .live_set("aria-pressed", move || {
        Some(store.inspector.get().to_string())
    })
    .live_set("disabled", move || {
        let view = store.route.with(|route| route.view);
        (store.is_empty() || !view.has_inspector()).then(String::new)
    });
    tag("div", "tools")
        .with(palette)
        .with(undo)
        .with(redo)
        .with(colours)
        .with(inspector)
}

/// Opens the layer, or closes it.
pub fn toggle(store: Store, layer: Layer) {
    store.layer.update(|open| {
        *open = if *open == Some(layer) {
            None
        } else {
            Some(layer)
        }
    });
}

fn project_field(store: Store) -> Leaf {
    let field = tag("input", "project-name")
        .set("type", "text")
        .set("aria-label", "Project name")
        .set("placeholder", "Untitled project")
        .set("spellcheck", "false")
        .set("autocomplete", "off");
    let element = field.element().clone();
    let show = move || set_value(&element, &project_name(store).unwrap_or_default());
    follow(Box::new(show.clone()));
    field
        .on("change", move |event| {
            let typed = value_of(&event).trim().to_owned();
            let found = store
                .snapshot
                .with_untracked(|snapshot| snapshot.project.clone());
            // The documents' own name, typed again, is not a name of the user's.
            let name = Some(typed).filter(|name| !name.is_empty() && Some(name) != found.as_ref());
            if store.with_project_untracked(|project| project.name != name) {
                store.dispatch(Event::Rename { name }, "Name the project");
            } else {
                untrack(&show);
            }
        })
        .on("keydown", |event| {
            if event.unchecked_ref::<KeyboardEvent>().key() == "Enter" {
                browser::blur();
            }
        })
}

fn project_menu(store: Store) -> Vec<Leaf> {
    let item = |label: &str, note: &str, action: fn(Store)| {
        button("", move || {
            store.layer.set(None);
            action(store);
        })
        .set("role", "menuitem")
        .with(words("", label))
        .with(words("faint", note))
    };
    let (ground, menu) = menu(store, "Project");
    let menu = menu
        .with(item(
            "Open files…",
            "documents, or a saved project",
            files::pick_files,
        ))
        .with(item(
            "Open folder…",
            "its .md, .yaml, .toml, .txt",
            files::pick_folder,
        ))
        .with(item(
            "New document",
            "to type or paste into",
            actions::new_document,
        ))
        .with(tag("hr", ""))
        .with(item(
            "Share as a link",
            "the whole project, copied",
            share::share_link,
        ))
        .with(item(
            "Save as a file",
            "the whole project, to open again",
            share::save_project,
        ))
        .with(tag("hr", ""))
        .with(item(
            "Open the sample",
            "can be undone",
            actions::load_sample,
        ))
        .with(item(
            "New project",
            "clears this one; can be undone",
            actions::new_project,
        ));
    vec![ground, menu]
}

fn is_mac() -> bool {
    browser::window()
        .navigator()
        .platform()
        .is_ok_and(|platform| platform.starts_with("Mac"))
}
