//! The picture itself, in a window that can be moved and zoomed.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, PointerEvent, WheelEvent};

use super::Scene;
use super::columns::columns;
use super::correction::marks;
use super::edge_card::edge_card;
use super::edges::{edges, markers};
use super::minimap::minimap;
use super::nodes::{bounds, nodes, stories_of};
use super::viewport::Viewport;
use crate::leaf::{Leaf, follow, on_size, svg, tag};

/// A pointer that has moved less is still a click, in pixels.
const STILL: f64 = 4.0;
/// Titles are left out below this zoom, keys too below the second.
const FAR: (f64, f64) = (0.55, 0.3);
/// Below this zoom, titles are set a little larger so that they can be read.
const MIDDLE: f64 = 0.86;

/// The window on the picture.
pub(super) fn picture(scene: Scene) -> Leaf {
    let (rules, heads) = columns(scene);
    let moved = svg("g", "")
        .live_set("transform", move || Some(scene.viewport.get().transform()))
        .with(edges(scene))
        .with(nodes(scene))
        .with(marks(scene));
    let all = svg("svg", "picture-svg")
        .set("role", "group")
        .set("aria-label", "Graph of the stories; l shows it as a list")
        .with(markers())
        .with(rules)
        .with(moved)
        .with(heads);
    let window = tag("div", "picture-window")
        .live_set("class", move || Some(class(scene).to_owned()))
        .with(all)
        .with(tag("div", "").live(move || edge_card(scene)))
        .with(minimap(scene));
    watch_size(scene, window.element().clone());
    first_view(scene);
    follow_selection(scene);
    hear_pointers(scene, window)
}

fn class(scene: Scene) -> &'static str {
    let scale = scene.viewport.with(|viewport| viewport.scale);
    if scale < FAR.1 {
        "picture-window zoom-farther"
    } else if scale < FAR.0 {
        "picture-window zoom-far"
    } else if scale < MIDDLE {
        "picture-window zoom-middle"
    } else {
        "picture-window"
    }
}

fn watch_size(scene: Scene, window: Element) {
    let watched = window.clone();
    let measure = move || {
        let size = (
            f64::from(watched.client_width()),
            f64::from(watched.client_height()),
        );
        if size.0 > 0.0
            && scene
                .size
                .try_get_untracked()
                .is_some_and(|before| before != size)
        {
            scene.size.set(size);
        }
    };
    on_size(&window, Box::new(measure));
}

/// Once both the graph and the window are known, the picture is put into the window; and again when
/// one of them changes, unless the user has moved it meanwhile.
fn first_view(scene: Scene) {
    let placed = Cell::new(None::<Viewport>);
    let before = Cell::new(None);
    let shown = Cell::new((false, false));
    follow(Box::new(move || {
        let now = (scene.size.get(), scene.whole());
        let (size, whole) = now;
        let store = scene.store;
        let wanted = (store.hide_done.get(), store.by_epic.get());
        if shown.replace(wanted) != wanted {
            // Another picture comes: where the user had moved the last one says nothing about it.
            placed.set(None);
        }
        if size.0 <= 0.0 || whole.0 <= 0.0 {
            return;
        }
        let is_new = before.replace(Some(now)) != Some(now);
        let untouched = placed
            .get()
            .is_none_or(|placed| placed == scene.viewport.get_untracked());
        if is_new && untouched {
            let first = Viewport::first(whole, size, wanted.1);
            placed.set(Some(first));
            scene.viewport.set(first);
        }
    }));
}

/// A story selected elsewhere, or by keys, comes into sight.
fn follow_selection(scene: Scene) {
    follow(Box::new(move || {
        let Some(key) = scene.store.selected() else {
            return;
        };
        let size = scene.size.get();
        let drawn = scene.drawn();
        let mut nodes = drawn.graph.nodes.iter();
        let node =
            nodes.find(|node| stories_of(&drawn.of, node).any(|(_, story)| story.key == key));
        if let Some(node) = node.filter(|_| size.0 > 0.0) {
            let before = scene.viewport.get_untracked();
            let after = before.showing(bounds(&drawn, node).map(f64::from), size);
            if after != before {
                scene.viewport.set(after);
            }
        }
    }));
}

/// A finger or the mouse button that is down.
struct Held {
    id: i32,
    at: (f64, f64),
}

fn hear_pointers(scene: Scene, window: Leaf) -> Leaf {
    let held: Rc<RefCell<Vec<Held>>> = Rc::default();
    let dragged = Rc::new(Cell::new(0.0_f64));
    let (down_held, move_held, up_held, gone_held) =
        (Rc::clone(&held), Rc::clone(&held), Rc::clone(&held), held);
    let (down_dragged, move_dragged) = (Rc::clone(&dragged), Rc::clone(&dragged));
    let element = window.element().clone();
    let wheeled = element.clone();
    let clicked_window = element.clone();
    let let_go = |held: &RefCell<Vec<Held>>, event: &Event| {
        let id = event.unchecked_ref::<PointerEvent>().pointer_id();
        held.borrow_mut().retain(|one| one.id != id);
    };
    let window = window
        .on("pointerdown", move |event| {
            let event: &PointerEvent = event.unchecked_ref();
            if event.button() < 2 {
                down_dragged.set(0.0);
                down_held.borrow_mut().push(Held {
                    id: event.pointer_id(),
                    at: (f64::from(event.client_x()), f64::from(event.client_y())),
                });
            }
        })
        .on("pointermove", move |event| {
            pointer_moved(
                scene,
                &element,
                &mut move_held.borrow_mut(),
                &move_dragged,
                event.unchecked_ref(),
            );
        })
        .on("pointerup", move |event| let_go(&up_held, &event))
        .on("pointercancel", move |event| let_go(&gone_held, &event))
        .on("wheel", move |event| {
            wheel(scene, &wheeled, event.unchecked_ref())
        });
    // Before any other: the end of a drag is no click.
    let on_click =
        Closure::<dyn FnMut(Event)>::new(move |event: Event| clicked(scene, &dragged, &event))
            .into_js_value();
    let _ = clicked_window.add_event_listener_with_callback_and_bool(
        "click",
        on_click.unchecked_ref(),
        true,
    );
    window
}

fn pointer_moved(
    scene: Scene,
    window: &Element,
    held: &mut [Held],
    dragged: &Cell<f64>,
    event: &PointerEvent,
) {
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    let other = held
        .iter()
        .find(|one| one.id != event.pointer_id())
        .map(|one| one.at);
    let Some(moving) = held.iter_mut().find(|one| one.id == event.pointer_id()) else {
        return;
    };
    let before = std::mem::replace(&mut moving.at, (x, y));
    let (across, down) = (x - before.0, y - before.1);
    dragged.set(dragged.get() + across.abs() + down.abs());
    if dragged.get() < STILL {
        return;
    }
    // Only a real drag takes the pointer: a click must still reach the story under it.
    let _ = window.set_pointer_capture(event.pointer_id());
    let Some(other) = other else {
        scene
            .viewport
            .update(|viewport| *viewport = viewport.moved(across, down));
        return;
    };
    let distance = |at: (f64, f64)| {
        ((at.0 - other.0).powi(2) + (at.1 - other.1).powi(2))
            .sqrt()
            .max(1.0)
    };
    let factor = distance((x, y)) / distance(before);
    let corner = window.get_bounding_client_rect();
    let middle = (
        (x + other.0) / 2.0 - corner.left(),
        (y + other.1) / 2.0 - corner.top(),
    );
    scene.viewport.update(|viewport| {
        *viewport = viewport
            .moved(across / 2.0, down / 2.0)
            .zoomed(factor, middle)
    });
}

fn wheel(scene: Scene, window: &Element, event: &WheelEvent) {
    event.prevent_default();
    let lines = if event.delta_mode() == WheelEvent::DOM_DELTA_LINE {
        16.0
    } else {
        1.0
    };
    let (across, down) = (event.delta_x() * lines, event.delta_y() * lines);
    if event.shift_key() || (across.abs() > 0.0 && !event.ctrl_key()) {
        // Two fingers on a pad, or the wheel with Shift, move the picture.
        let (across, down) = if across == 0.0 {
            (down, 0.0)
        } else {
            (across, down)
        };
        scene
            .viewport
            .update(|viewport| *viewport = viewport.moved(-across, -down));
        return;
    }
    let corner = window.get_bounding_client_rect();
    let point = (
        f64::from(event.client_x()) - corner.left(),
        f64::from(event.client_y()) - corner.top(),
    );
    let speed = if event.ctrl_key() { 0.01 } else { 0.0016 };
    let factor = js_sys::Math::exp(-down * speed);
    scene
        .viewport
        .update(|viewport| *viewport = viewport.zoomed(factor, point));
}

fn clicked(scene: Scene, dragged: &Cell<f64>, event: &Event) {
    if dragged.replace(0.0) >= STILL {
        event.stop_propagation();
        event.prevent_default();
        return;
    }
    let Some(target) = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
    else {
        return;
    };
    let is_in = |selector: &str| target.closest(selector).ok().flatten();
    if is_in(".edge-card, .minimap").is_some() {
        return;
    }
    let edge = is_in("[data-edge]").and_then(|edge| edge.get_attribute("data-edge"));
    scene.edge.set(edge.as_ref().and_then(|at| at.parse().ok()));
    if edge.is_none() && is_in("[data-story]").is_none() {
        scene.store.select(None);
    }
}
