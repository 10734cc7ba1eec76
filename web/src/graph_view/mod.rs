//! The graph: columns are batches, threads are what waits for what and who shares files.

mod edges;
mod keys;
mod legend;
mod list_twin;
mod minimap;
mod nodes;
mod picture;
mod sentence;
mod title;
mod viewport;

pub use keys::pressed;

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::store;
use crate::frame::{Icon, icon};
use crate::store::Drawn;
use crate::story_parts::{Relation, relations};
use crate::wire::EdgeKind;
use legend::Legend;
use list_twin::ListTwin;
use picture::Picture;
use sentence::Sentence;
use viewport::Viewport;

/// What the parts of the view share.
#[derive(Clone, Copy)]
struct Scene {
    /// The graph shown.
    drawn: RwSignal<Arc<Drawn>>,
    /// How every story stands to the selected one; empty without one.
    relations: Memo<Arc<Vec<Relation>>>,
    /// Where the picture lies in the window.
    viewport: RwSignal<Viewport>,
    /// Width and height of the window on the picture.
    size: RwSignal<(f64, f64)>,
    /// Kinds of edges that are not shown.
    hidden: RwSignal<Vec<EdgeKind>>,
    /// The edge looked at, as an index into the edges.
    edge: RwSignal<Option<usize>>,
    /// The list instead of the picture.
    as_list: RwSignal<bool>,
}

impl Scene {
    /// Shows all of it.
    fn fit(self) {
        let whole = self.drawn.with_untracked(|drawn| drawn.graph.extent());
        self.viewport.set(Viewport::fit(whole, self.size.get_untracked()));
    }

    /// Makes it larger or smaller around the middle.
    fn zoom(self, factor: f64) {
        let (width, height) = self.size.get_untracked();
        self.viewport.update(|viewport| *viewport = viewport.zoomed(factor, (width / 2.0, height / 2.0)));
    }
}

/// The view.
#[component]
pub fn Graph() -> impl IntoView {
    let store = store();
    let scene = Scene {
        drawn: store.drawn,
        relations: Memo::new(move |_| {
            let key = store.selected();
            store.drawn.with(|drawn| {
                let at = key.and_then(|key| drawn.of.stories.iter().position(|story| story.key == key));
                Arc::new(at.map(|at| relations(&drawn.of, at as u32)).unwrap_or_default())
            })
        }),
        viewport: RwSignal::new(Viewport::default()),
        size: RwSignal::new((0.0, 0.0)),
        hidden: RwSignal::default(),
        edge: RwSignal::new(None),
        as_list: RwSignal::new(false),
    };
    keys::register(scene);
    let error = Memo::new(move |_| store.snapshot.with(|snapshot| snapshot.plan.as_ref().err().cloned()));
    view! {
        <div class="graph" class:stale=move || error.get().is_some()>
            <div class="toolbar">
                <p class="proof" aria-live="polite">
                    {move || match error.get() {
                        Some(error) => view! {
                            <strong class="bad">"No plan: "</strong>{error}
                            <span class="muted">" The last picture stays below, dimmed."</span>
                        }.into_any(),
                        None => view! { <Sentence scene=scene/> }.into_any(),
                    }}
                </p>
                <div class="controls">
                    <Legend scene=scene/>
                    <button type="button" class="quiet icon-button" aria-label="Graph as a list" title="Graph as a list (l)"
                        aria-pressed=move || scene.as_list.get().to_string()
                        on:click=move |_| scene.as_list.update(|on| *on = !*on)>{icon(Icon::List)}</button>
                    <button type="button" class="quiet icon-button" aria-label="Farther" title="Farther (−)"
                        on:click=move |_| scene.zoom(1.0 / 1.25)>{icon(Icon::Minus)}</button>
                    <button type="button" class="quiet icon-button" aria-label="Nearer" title="Nearer (+)"
                        on:click=move |_| scene.zoom(1.25)>{icon(Icon::Plus)}</button>
                    <button type="button" class="quiet icon-button" aria-label="Fit to the window" title="Fit to the window (0)"
                        on:click=move |_| scene.fit()>{icon(Icon::Fit)}</button>
                </div>
            </div>
            {move || if scene.as_list.get() {
                view! { <ListTwin scene=scene/> }.into_any()
            } else {
                view! { <Picture scene=scene/> }.into_any()
            }}
        </div>
    }
}
