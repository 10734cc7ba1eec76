//! What stays around the views: the bar on top, the line at the bottom, what lies over them.

mod actions;
mod clicks;
mod drop;
mod header;
mod icons;
mod keys;
mod last_words;
mod layers;
mod menu;
mod notices;
mod status_line;
mod tabs;
pub mod theme;

pub use actions::{add_document, load_sample, new_document, new_project, toggle_inspector};
pub use header::toggle;
pub use icons::{Icon, icon, icon_button};
pub use keys::KEYS;
pub use last_words::install as install_last_words;
pub use menu::menu;
pub use theme::{Theme, next_theme};

use crate::live::{Memo, RwSignal, effect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use crate::app::store;
use crate::browser;
use crate::correct::correct;
use crate::documents::{documents, empty, nothing_read};
use crate::export::export;
use crate::graph_view::graph;
use crate::inspector::inspector;
use crate::leaf::{Leaf, shown, tag};
use crate::messages::messages;
use crate::persist::SaveState;
use crate::plan_view::plan_board;
use crate::progress_view::progress;
use crate::route::{Route, View};
use crate::store::Store;
use crate::stories::stories;
use crate::workflow_view::workflow;

/// The whole app.
#[component]
pub fn Frame() -> impl IntoView {
    let store = store();
    theme::apply(store.theme.get_untracked());
    listen_to_address(store);
    clicks::listen(store);
    keys::listen(store);
    crate::change::tell_refusals(store);
    name_the_window(store);
    view! {
        <div class="frame">
            {shown(header::header(store))}
            {shown(body(store))}
            {shown(status_line::status_line(store))}
            {shown(notices::notices(store))}
            {shown(layers::layers(store))}
            {shown(drop::drop_target(store))}
        </div>
    }
}

/// The view, and beside it the inspector where it helps.
fn body(store: Store) -> Leaf {
    let view = Memo::new(move |_| store.route.with(|route| route.view));
    let loading = Memo::new(move |_| store.save.get() == SaveState::Loading);
    let is_empty = Memo::new(move |_| store.is_empty());
    let is_narrow = || browser::media("(max-width: 899px)");
    let narrow = RwSignal::new(is_narrow());
    let on_size = Closure::<dyn FnMut()>::new(move || {
        if narrow.get_untracked() != is_narrow() {
            narrow.set(is_narrow());
        }
    });
    let _ = browser::window()
        .add_event_listener_with_callback("resize", on_size.into_js_value().unchecked_ref());
    let with_inspector = Memo::new(move |_| {
        // A panel beside the board needs the room more than the list of epics does.
        let is_of_use = store.selected().is_some() || store.panel.get().is_none();
        // On a narrow screen it would lie over the track of the selected run, and over the form that
        // says what happened to the selected story.
        let hides_form = matches!(view.get(), View::Workflow | View::Correct) && narrow.get();
        store.inspector.get()
            && is_of_use
            && !hides_form
            && !is_empty.get()
            && !store.without_stories.get()
            && view.get().has_inspector()
    });
    let main = tag("main", "view")
        .set("id", "view")
        .set("tabindex", "-1")
        .live_set("aria-label", move || Some(view.get().name().to_owned()))
        .live(move || match view.get() {
            _ if loading.get() => Vec::new(),
            _ if is_empty.get() => vec![empty(store)],
            View::Plan | View::Graph | View::Correct | View::Workflow
                if store.without_stories.get() =>
            {
                vec![nothing_read(store)]
            }
            View::Documents => vec![documents(store)],
            View::Plan => vec![plan_board(store)],
            View::Graph => vec![graph(store)],
            View::Correct => vec![correct(store)],
            View::Workflow => vec![workflow(store)],
            View::Messages => vec![messages(store)],
            View::Stories => vec![stories(store)],
            View::Progress => vec![progress(store)],
            View::Export => vec![export(store)],
        });
    let side = tag("div", "side").live(move || {
        if with_inspector.get() {
            vec![inspector(store)]
        } else {
            Vec::new()
        }
    });
    tag("div", "body")
        .live_set("class", move || {
            Some(
                if with_inspector.get() {
                    "body with-inspector"
                } else {
                    "body"
                }
                .to_owned(),
            )
        })
        .with(main)
        .with(side)
}

fn name_the_window(store: Store) {
    effect(move || {
        let view = store.route.with(|route| route.view);
        browser::document().set_title(&match project_name(store) {
            Some(name) => format!("{name} – {} – Sprintloom", view.name()),
            None => "Sprintloom".to_owned(),
        });
    });
}

/// The name that the user gave, else the one in the documents.
pub fn project_name(store: Store) -> Option<String> {
    store
        .with_project(|project| project.name.clone())
        .or_else(|| store.snapshot.with(|snapshot| snapshot.project.clone()))
}

fn listen_to_address(store: Store) {
    let on_change = Closure::<dyn FnMut()>::new(move || {
        let hash = browser::window().location().hash().unwrap_or_default();
        if crate::share::is_address(&hash) {
            return crate::share::open_address(store);
        }
        let route = Route::parse(&hash);
        if route != store.route.get_untracked() {
            store.route.set(route);
        }
    });
    let _ = browser::window()
        .add_event_listener_with_callback("hashchange", on_change.as_ref().unchecked_ref());
    on_change.forget();
}
