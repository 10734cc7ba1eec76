//! What stays around the views: the bar on top, the line at the bottom, what lies over them.

mod actions;
mod clicks;
mod drop;
mod header;
mod icons;
mod keys;
mod last_words;
mod layers;
mod notices;
mod status_line;
mod theme;

pub use actions::{load_sample, new_document, new_project, toggle_inspector};
pub use icons::{Icon, icon};
pub use keys::KEYS;
pub use last_words::install as install_last_words;
pub use theme::{Theme, next_theme};

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use crate::app::store;
use crate::browser;
use crate::documents::{Documents, Empty};
use crate::export::Export;
use crate::graph_view::Graph;
use crate::inspector::Inspector;
use crate::persist::SaveState;
use crate::plan_view::PlanBoard;
use crate::route::{Route, View};

/// The whole app.
#[component]
pub fn Frame() -> impl IntoView {
    let store = store();
    theme::apply(theme::saved());
    listen_to_address();
    clicks::listen(store);
    keys::listen(store);
    let view = Memo::new(move |_| store.route.with(|route| route.view));
    let loading = Memo::new(move |_| store.save.get() == SaveState::Loading);
    let empty = Memo::new(move |_| store.is_empty());
    let with_inspector = Memo::new(move |_| {
        store.inspector.get() && !empty.get() && matches!(view.get(), View::Plan | View::Graph | View::Export)
    });
    Effect::new(move || {
        let name = project_name(store);
        browser::document().set_title(&match name {
            Some(name) => format!("{name} – {} – Sprintloom", view.get().name()),
            None => "Sprintloom".to_owned(),
        });
    });
    view! {
        <div class="frame">
            <header::Header/>
            <div class="body" class:with-inspector=with_inspector>
                <main id="view" class="view" tabindex="-1" aria-label=move || view.get().name()>
                    {move || match (loading.get(), empty.get(), view.get()) {
                        (true, ..) => ().into_any(),
                        (_, true, _) => view! { <Empty/> }.into_any(),
                        (_, _, View::Documents) => view! { <Documents/> }.into_any(),
                        (_, _, View::Plan) => view! { <PlanBoard/> }.into_any(),
                        (_, _, View::Graph) => view! { <Graph/> }.into_any(),
                        (_, _, View::Export) => view! { <Export/> }.into_any(),
                    }}
                </main>
                {move || with_inspector.get().then(|| view! { <Inspector/> })}
            </div>
            <status_line::StatusLine/>
            <notices::Notices/>
            <layers::Layers/>
            <drop::DropTarget/>
        </div>
    }
}

/// The name that the user gave, else the one in the documents.
pub fn project_name(store: crate::store::Store) -> Option<String> {
    store
        .with_project(|project| project.name.clone())
        .or_else(|| store.snapshot.with(|snapshot| snapshot.project.clone()))
}

fn listen_to_address() {
    let store = store();
    let on_change = Closure::<dyn FnMut()>::new(move || {
        let route = Route::parse(&browser::window().location().hash().unwrap_or_default());
        if route != store.route.get_untracked() {
            store.route.set(route);
        }
    });
    let _ = browser::window().add_event_listener_with_callback("hashchange", on_change.as_ref().unchecked_ref());
    on_change.forget();
}
