//! The bar on top: the project, the views, undo and redo.

use leptos::prelude::*;
use sprintloom_core::project::Event;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::{Icon, Theme, actions, icon, next_theme, project_name, theme, toggle_inspector};
use crate::app::store;
use crate::files;
use crate::route::View;
use crate::store::{Layer, Store};

/// The bar.
#[component]
pub fn Header() -> impl IntoView {
    let store = store();
    let theme = RwSignal::new(theme::saved());
    view! {
        <header class="bar">
            <div class="project">
                <span class="mark">{icon(Icon::Loom)}</span>
                <ProjectName/>
                <button type="button" class="quiet icon-button" aria-haspopup="menu" title="Project: open, add, clear"
                    aria-label="Project menu"
                    aria-expanded=move || (store.layer.get() == Some(Layer::Menu)).to_string()
                    on:click=move |_| toggle(store, Layer::Menu)>
                    {icon(Icon::Down)}
                </button>
            </div>
            <nav class="tabs" aria-label="Views">
                {View::ALL.into_iter().map(|view| tab(store, view)).collect_view()}
            </nav>
            <div class="tools">
                <button type="button" class="quiet key-hint" title="Go to anything, do anything"
                    aria-label="Command palette" on:click=move |_| toggle(store, Layer::Palette)>
                    <kbd>{if is_mac() { "⌘K" } else { "Ctrl K" }}</kbd>
                </button>
                <button type="button" class="quiet icon-button" aria-label="Undo"
                    disabled=move || store.undo_label().is_none()
                    title=move || store.undo_label().map_or("Nothing to undo".to_owned(), |label| format!("Undo: {label}"))
                    on:click=move |_| store.undo()>
                    {icon(Icon::Undo)}
                </button>
                <button type="button" class="quiet icon-button" aria-label="Redo"
                    disabled=move || store.redo_label().is_none()
                    title=move || store.redo_label().map_or("Nothing to redo".to_owned(), |label| format!("Redo: {label}"))
                    on:click=move |_| store.redo()>
                    {icon(Icon::Redo)}
                </button>
                <button type="button" class="quiet icon-button"
                    title=move || format!("Colours: {}", theme_words(theme.get()))
                    aria-label=move || format!("Colours: {}", theme_words(theme.get()))
                    on:click=move |_| theme.set(next_theme())>
                    {icon(Icon::Theme)}
                </button>
                <button type="button" class="quiet icon-button" aria-label="Inspector"
                    title="Inspector of the selected story (i)"
                    aria-pressed=move || store.inspector.get().to_string()
                    on:click=move |_| toggle_inspector(store)>
                    {icon(Icon::Panel)}
                </button>
            </div>
            {move || (store.layer.get() == Some(Layer::Menu)).then(|| view! { <Menu/> })}
        </header>
    }
}

/// Opens the layer, or closes it.
pub fn toggle(store: Store, layer: Layer) {
    store.layer.update(|open| *open = if *open == Some(layer) { None } else { Some(layer) });
}

fn tab(store: Store, view: View) -> impl IntoView {
    view! {
        <a href=move || store.route.with(|route| route.to_view(view).hash())
            aria-current=move || store.route.with(|route| (route.view == view).then_some("page"))
            title=format!("{} (g {})", view.name(), view.key())>
            {view.name()}
        </a>
    }
}

#[component]
fn ProjectName() -> impl IntoView {
    let store = store();
    let commit = move |event: web_sys::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        let typed = input.value().trim().to_owned();
        let name = (!typed.is_empty()).then_some(typed);
        let found = store.snapshot.with_untracked(|snapshot| snapshot.project.clone());
        // The documents' own name, typed again, is not a name of the user's.
        let name = name.filter(|name| Some(name) != found.as_ref());
        if store.with_project_untracked(|project| project.name != name) {
            store.dispatch(Event::Rename { name }, "Name the project");
        } else if let Some(name) = found {
            input.set_value(&name);
        }
    };
    view! {
        <input class="project-name" type="text" aria-label="Project name" spellcheck="false" autocomplete="off"
            placeholder="Untitled project"
            prop:value=move || project_name(store).unwrap_or_default()
            on:change=commit
            on:keydown=|event: web_sys::KeyboardEvent| {
                if event.key() == "Enter"
                    && let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
                    let _ = input.blur();
                }
            }/>
    }
}

#[component]
fn Menu() -> impl IntoView {
    let store = store();
    let item = move |label: &'static str, note: &'static str, action: fn(Store)| {
        view! {
            <button type="button" role="menuitem" on:click=move |_| { store.layer.set(None); action(store); }>
                <span>{label}</span>
                <span class="faint">{note}</span>
            </button>
        }
    };
    view! {
        <div class="scrim clear" on:click=move |_| store.layer.set(None)></div>
        <div class="menu" role="menu" aria-label="Project" on:keydown=walk_menu>
            {item("Open files…", "added to the project", files::pick_files)}
            {item("Open folder…", "its .md, .yaml, .toml, .txt", files::pick_folder)}
            {item("New document", "to type or paste into", actions::new_document)}
            <hr/>
            {item("Open the sample", "can be undone", actions::load_sample)}
            {item("New project", "clears this one; can be undone", actions::new_project)}
        </div>
    }
}

/// Arrows walk the menu.
fn walk_menu(event: web_sys::KeyboardEvent) {
    let key = event.key();
    let focused = crate::browser::document().active_element();
    let next = match key.as_str() {
        "ArrowDown" => focused.and_then(|item| following(item, true)),
        "ArrowUp" => focused.and_then(|item| following(item, false)),
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = next {
        let _ = next.focus();
    }
}

/// The next button beside this one; lines between them are passed over.
fn following(item: web_sys::Element, down: bool) -> Option<web_sys::HtmlElement> {
    let step = |of: &web_sys::Element| if down { of.next_element_sibling() } else { of.previous_element_sibling() };
    let mut next = step(&item);
    while let Some(element) = next {
        if element.tag_name() == "BUTTON" {
            return element.dyn_into().ok();
        }
        next = step(&element);
    }
    None
}

fn theme_words(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "as the system has it",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

fn is_mac() -> bool {
    crate::browser::window().navigator().platform().is_ok_and(|platform| platform.starts_with("Mac"))
}
