//! The whole picture in a corner, with the part that is in the window; a press there goes there.

use std::fmt::Write;

use crate::live::Memo;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::Scene;
use crate::leaf::{Leaf, svg};

/// The map. Shown only while not all is in sight.
pub(super) fn minimap(scene: Scene) -> Leaf {
    let needed = Memo::new(move |_| {
        let (width, height) = scene.whole();
        let window = scene.size.get();
        let viewport = scene.viewport.get();
        width > 0.0
            && (viewport.left < 0.0
                || viewport.top < 0.0
                || width * viewport.scale + viewport.left > window.0
                || height * viewport.scale + viewport.top > window.1)
    });
    let part = svg("rect", "").live_set("x", move || Some((part(scene)[0]).to_string()));
    let part = ["y", "width", "height"]
        .into_iter()
        .zip(1..)
        .fold(part, |rect, (name, at)| {
            rect.live_set(name, move || Some(self::part(scene)[at].to_string()))
        });
    svg("svg", "minimap")
        .set("aria-hidden", "true")
        .set("preserveAspectRatio", "none")
        .live_set("class", move || {
            Some(
                if needed.get() {
                    "minimap"
                } else {
                    "minimap unneeded"
                }
                .to_owned(),
            )
        })
        .live_set("viewBox", move || {
            let (width, height) = scene.whole();
            Some(format!("0 0 {} {}", width as i32, height as i32))
        })
        .on("pointerdown", move |event| {
            go_there(scene, event.unchecked_ref())
        })
        .on("pointermove", move |event| {
            if event.unchecked_ref::<PointerEvent>().buttons() == 1 {
                go_there(scene, event.unchecked_ref());
            }
        })
        .with(svg("path", "").live_set("d", move || Some(all_nodes(scene))))
        .with(part)
}

/// The part in the window: left, top, width, height, in whole pixels of the picture.
fn part(scene: Scene) -> [i32; 4] {
    let viewport = scene.viewport.get();
    let (width, height) = scene.size.get();
    [-viewport.left, -viewport.top, width, height].map(|pixels| (pixels / viewport.scale) as i32)
}

fn all_nodes(scene: Scene) -> String {
    let drawn = scene.drawn();
    let height = drawn.graph.node_height;
    let mut path = String::new();
    for node in &drawn.graph.nodes {
        let width = node.width;
        let _ = write!(path, "M{} {}h{width}v{height}h-{width}z", node.x, node.y);
    }
    path
}

/// Puts the point pressed into the middle of the window.
fn go_there(scene: Scene, event: &PointerEvent) {
    event.stop_propagation();
    let Some(map) = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok())
    else {
        return;
    };
    let corner = map.get_bounding_client_rect();
    let (width, height) = untrack(|| scene.whole());
    let x = (f64::from(event.client_x()) - corner.left()) / corner.width() * width;
    let y = (f64::from(event.client_y()) - corner.top()) / corner.height() * height;
    let window = scene.size.get_untracked();
    scene.viewport.update(|viewport| {
        viewport.left = window.0 / 2.0 - x * viewport.scale;
        viewport.top = window.1 / 2.0 - y * viewport.scale;
    });
}
