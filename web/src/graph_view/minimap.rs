//! The whole picture in a corner, with the part that is in the window; a press there goes there.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::Scene;

/// The map. Shown only while not all is in sight.
#[component]
pub(super) fn Minimap(scene: Scene) -> impl IntoView {
    let whole = Memo::new(move |_| scene.drawn.with(|drawn| drawn.graph.extent()));
    let needed = Memo::new(move |_| {
        let (width, height) = whole.get();
        let window = scene.size.get();
        let viewport = scene.viewport.get();
        width > 0.0
            && (viewport.left < 0.0
                || viewport.top < 0.0
                || width * viewport.scale + viewport.left > window.0
                || height * viewport.scale + viewport.top > window.1)
    });
    let stories = Memo::new(move |_| {
        scene.drawn.with(|drawn| {
            let graph = &drawn.graph;
            let mut path = String::new();
            for node in &graph.nodes {
                path.push_str(&format!(
                    "M{} {}h{}v{}h-{}z",
                    node.x, node.y, graph.node_width, graph.node_height, graph.node_width
                ));
            }
            path
        })
    });
    let part = move || {
        let viewport = scene.viewport.get();
        let (width, height) = scene.size.get();
        (
            -viewport.left / viewport.scale,
            -viewport.top / viewport.scale,
            width / viewport.scale,
            height / viewport.scale,
        )
    };
    view! {
        {move || needed.get().then(|| view! {
            <svg class="minimap" aria-hidden="true" preserveAspectRatio="none"
                viewBox=move || { let (width, height) = whole.get(); format!("0 0 {width} {height}") }
                on:pointerdown=move |event| { event.stop_propagation(); go_there(scene, &event) }
                on:pointermove=move |event| if event.buttons() == 1 { go_there(scene, &event) }>
                <path d=move || stories.get()/>
                <rect x=move || part().0 y=move || part().1 width=move || part().2 height=move || part().3/>
            </svg>
        })}
    }
}

/// Puts the point pressed into the middle of the window.
fn go_there(scene: Scene, event: &PointerEvent) {
    event.stop_propagation();
    let Some(map) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return;
    };
    let corner = map.get_bounding_client_rect();
    let (width, height) = scene.drawn.with_untracked(|drawn| drawn.graph.extent());
    let x = (f64::from(event.client_x()) - corner.left()) / corner.width() * width;
    let y = (f64::from(event.client_y()) - corner.top()) / corner.height() * height;
    let window = scene.size.get_untracked();
    scene.viewport.update(|viewport| {
        viewport.left = window.0 / 2.0 - x * viewport.scale;
        viewport.top = window.1 / 2.0 - y * viewport.scale;
    });
}
