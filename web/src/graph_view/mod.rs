//! The graph: columns are batches, threads are what waits for what and who shares files.

mod circles;
mod columns;
mod correction;
mod culled;
mod edge_card;
mod edges;
mod keys;
mod legend;
mod list_twin;
mod minimap;
mod nodes;
mod picture;
mod sentence;
mod take_away;
mod viewport;

pub use keys::pressed;

use std::sync::Arc;

use crate::live::{Memo, RwSignal};
use leptos::prelude::*;

use crate::frame::{Icon, icon_button};
use crate::leaf::{Leaf, tag};
use crate::plan_view::{filter, no_plan, relations_of, switch};
use crate::store::{Drawn, Store};
use crate::story_parts::Relation;
use crate::wire::EdgeKind;
use viewport::Viewport;

/// What the parts of the view share.
#[derive(Clone, Copy)]
struct Scene {
    store: Store,
    /// How every story stands to the selected one; empty without one.
    relations: Memo<Arc<Vec<Relation>>>,
    /// Where the picture lies in the window.
    viewport: RwSignal<Viewport>,
    /// Width and height of the window on the picture.
    size: RwSignal<(f64, f64)>,
    /// The part of the picture that is in the window, in whole tiles.
    seen: Memo<[i32; 4]>,
    /// Kinds of edges that are not shown.
    hidden: RwSignal<Vec<EdgeKind>>,
    /// The edge looked at, as an index into the edges.
    edge: RwSignal<Option<usize>>,
    /// What is searched for, in lower case.
    typed: RwSignal<String>,
    /// The list instead of the picture.
    as_list: RwSignal<bool>,
}

impl Scene {
    fn drawn(self) -> Arc<Drawn> {
        self.store.drawn.get()
    }

    /// Width and height of the whole picture.
    fn whole(self) -> (f64, f64) {
        self.store.drawn.with(|drawn| drawn.graph.extent())
    }

    /// Shows all of it.
    fn fit(self) {
        let whole = untrack(|| self.whole());
        self.viewport
            .set(Viewport::fit(whole, self.size.get_untracked()));
    }

    /// Makes it larger or smaller around the middle.
    fn zoom(self, factor: f64) {
        let (width, height) = self.size.get_untracked();
        self.viewport
            .update(|viewport| *viewport = viewport.zoomed(factor, (width / 2.0, height / 2.0)));
    }
}

/// The view.
pub fn graph(store: Store) -> Leaf {
    let viewport = RwSignal::new(Viewport::default());
    let size = RwSignal::new((0.0, 0.0));
    let scene = Scene {
        store,
        relations: Memo::new(move |_| {
            let key = store.selected();
            store
                .drawn
                .with(|drawn| Arc::new(relations_of(&drawn.of, key)))
        }),
        viewport,
        size,
        seen: Memo::new(move |_| viewport.get().seen(size.get())),
        hidden: RwSignal::default(),
        edge: RwSignal::new(None),
        typed: RwSignal::default(),
        as_list: RwSignal::new(false),
    };
    keys::register(scene);
    let has_plan = move || store.snapshot.with(|snapshot| snapshot.plan.is_ok());
    tag("div", "graph")
        .live_set("class", move || {
            Some(if has_plan() { "graph" } else { "graph stale" }.to_owned())
        })
        .with(toolbar(scene))
        .with(tag("div", "graph-content").live(move || {
            vec![if scene.as_list.get() {
                list_twin::list_twin(scene)
            } else {
                picture::picture(scene)
            }]
        }))
}

fn toolbar(scene: Scene) -> Leaf {
    let store = scene.store;
    let line = tag("p", "proof").set("aria-live", "polite").live(move || {
        let error = store
            .snapshot
            .with(|snapshot| snapshot.plan.as_ref().err().cloned());
        match error {
            Some(error) => no_plan(&error, "The last picture stays below, dimmed."),
            None => sentence::sentence(scene),
        }
    });
    let line = tag("div", "proof")
        .with(line.set("class", ""))
        .with(tag("div", "").live(move || correction::line(scene).into_iter().collect()));
    let as_list = icon_button(Icon::List, "Graph as a list (l)", "quiet", move || {
        scene.as_list.update(|on| *on = !*on)
    })
    .live_set("aria-pressed", move || {
        Some(scene.as_list.get().to_string())
    });
    let zoom = move || {
        // A list has no kinds of edges to hide and cannot be zoomed.
        if scene.as_list.get() {
            return Vec::new();
        }
        let tool = |sign, label: &str, act: fn(Scene)| {
            icon_button(sign, label, "quiet", move || act(scene))
        };
        vec![
            legend::legend(scene),
            tool(Icon::Minus, "Farther (−)", |scene| scene.zoom(1.0 / 1.25)),
            tool(Icon::Plus, "Nearer (+)", |scene| scene.zoom(1.25)),
            tool(Icon::Fit, "Fit to the window (0)", Scene::fit),
        ]
    };
    tag("div", "toolbar").with(line).with(
        tag("div", "controls")
            .with(filter(scene.typed).on("keydown", move |event| circles::enter(scene, &event)))
            .with(switch(store.hide_done, "Hide done"))
            .with(
                switch(store.by_epic, "By epic")
                    .live_set("hidden", move || scene.as_list.get().then(String::new)),
            )
            .with(tag("div", "zoom-tools").live(zoom))
            .with(tag("div", "").live(move || circles::button(scene).into_iter().collect()))
            .with(as_list)
            .with(take_away::take_away(store)),
    )
}
