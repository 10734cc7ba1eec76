//! The picture itself, in a window that can be moved and zoomed.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, MouseEvent, PointerEvent, ResizeObserver, WheelEvent};

use super::Scene;
use super::edges::{EdgeCard, Edges, Markers};
use super::minimap::Minimap;
use super::nodes::Nodes;
use super::viewport::{Viewport, touches};
use crate::app::store;
use crate::store::Store;

/// A pointer that has moved less is still a click, in pixels.
const STILL: f64 = 4.0;
/// Titles are left out below this zoom, keys too below the second.
const FAR: (f64, f64) = (0.55, 0.3);
/// Below this zoom, titles are set a little larger so that they can be read.
const MIDDLE: f64 = 0.86;

/// A finger or the mouse button that is down.
struct Held {
    id: i32,
    x: f64,
    y: f64,
}

/// Room that the title of a column needs, in pixels.
const HEAD_ROOM: f64 = 36.0;
/// The line between two columns stands so far before the nodes of the second.
const RULE: f64 = 26.0;

/// The window on the picture.
#[component]
pub(super) fn Picture(scene: Scene) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let held: Rc<RefCell<Vec<Held>>> = Rc::default();
    let dragged = Rc::new(Cell::new(0.0_f64));
    watch_size(scene, frame);
    first_view(scene);
    follow_selection(scene);

    let on_down = {
        let (held, dragged) = (Rc::clone(&held), Rc::clone(&dragged));
        move |event: PointerEvent| {
            if event.button() == 0 || event.button() == 1 {
                dragged.set(0.0);
                held.borrow_mut().push(Held {
                    id: event.pointer_id(),
                    x: f64::from(event.client_x()),
                    y: f64::from(event.client_y()),
                });
            }
        }
    };
    let on_move = {
        let (held, dragged) = (Rc::clone(&held), Rc::clone(&dragged));
        move |event: PointerEvent| pointer_moved(scene, frame, &mut held.borrow_mut(), &dragged, &event)
    };
    let on_up = {
        let held = Rc::clone(&held);
        move |event: PointerEvent| held.borrow_mut().retain(|one| one.id != event.pointer_id())
    };
    let on_gone = on_up.clone();
    let store = store();
    let on_click = move |event: MouseEvent| clicked(store, scene, &dragged, &event);
    let far = move || {
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
    };
    view! {
        <div class=far node_ref=frame class:focused=move || !scene.relations.with(|all| all.is_empty())
            on:pointerdown=on_down on:pointermove=on_move on:pointerup=on_up on:pointercancel=on_gone
            on:wheel=move |event| wheel(scene, frame, &event) on:click:capture=on_click>
            <svg class="picture-svg" role="group" aria-label="Graph of the stories; l shows it as a list">
                <Markers/>
                <Columns scene=scene/>
                <g transform=move || scene.viewport.get().transform()>
                    <Edges scene=scene/>
                    <Nodes scene=scene/>
                </g>
                <Heads scene=scene/>
            </svg>
            <EdgeCard scene=scene/>
            <Minimap scene=scene/>
        </div>
    }
}

/// Lines between the columns.
#[component]
fn Columns(scene: Scene) -> impl IntoView {
    let columns = columns_seen(scene);
    let height = Memo::new(move |_| scene.size.get().1);
    view! {
        <g class="column-rules" transform=move || sideways(scene)>
            {move || columns.get().into_iter().filter(|column| column.at > 0).map(|column| view! {
                <path d=format!("M{:.1} 0V{:.0}", column.rule, height.get())/>
            }).collect_view()}
        </g>
    }
}

/// Titles of the columns; they stay on top however the picture is moved.
#[component]
fn Heads(scene: Scene) -> impl IntoView {
    let columns = columns_seen(scene);
    view! {
        <g class="column-heads" transform=move || sideways(scene)>
            {move || columns.get().into_iter().map(|column| view! {
                <text x=format!("{:.1}", column.head) y="22">{column.title}</text>
            }).collect_view()}
        </g>
    }
}

/// Moves with the picture from side to side, and is not stretched with it.
fn sideways(scene: Scene) -> String {
    format!("translate({:.2} 0)", scene.viewport.get().left)
}

#[derive(Clone, PartialEq)]
struct Column {
    at: usize,
    rule: f64,
    head: f64,
    title: String,
}

/// The columns near the window. Where they are too narrow for their titles, only some of them.
fn columns_seen(scene: Scene) -> Memo<Vec<Column>> {
    let seen = seen(scene);
    let scale = Memo::new(move |_| scene.viewport.with(|viewport| viewport.scale));
    Memo::new(move |_| {
        let [left, _, right, _] = seen.get().map(f64::from);
        let scale = scale.get();
        scene.drawn.with(|drawn| {
            let graph = &drawn.graph;
            let pitch = match graph.column_x.as_slice() {
                [first, second, ..] => f64::from(second - first) * scale,
                _ => f64::MAX,
            };
            let every = (HEAD_ROOM / pitch.max(1.0)).ceil().max(1.0) as usize;
            graph
                .column_x
                .iter()
                .zip(&graph.columns)
                .enumerate()
                .map(|(at, (x, title))| (at, f64::from(*x), title))
                .filter(|(at, x, _)| at % every == 0 && *x >= left - 300.0 && *x <= right + 300.0)
                .map(|(at, x, title)| Column {
                    at,
                    rule: (x - RULE) * scale,
                    head: x * scale,
                    title: title.clone(),
                })
                .collect()
        })
    })
}

/// The nodes and edges in sight, as a memo that changes only when other tiles come into sight.
pub(super) fn seen(scene: Scene) -> Memo<[i32; 4]> {
    Memo::new(move |_| scene.viewport.get().seen(scene.size.get()))
}

/// Indices of the boxes that lie in sight.
pub(super) fn in_sight<'a>(seen: [i32; 4], boxes: impl Iterator<Item = [i32; 4]> + 'a) -> impl Iterator<Item = usize> + 'a {
    boxes.enumerate().filter(move |(_, bounds)| touches(seen, *bounds)).map(|(at, _)| at)
}

fn watch_size(scene: Scene, frame: NodeRef<Div>) {
    Effect::new(move || {
        let Some(frame) = frame.get() else { return };
        let watched = frame.clone();
        let measure = Closure::<dyn FnMut()>::new(move || {
            let size = (f64::from(watched.client_width()), f64::from(watched.client_height()));
            if size.0 > 0.0 && scene.size.try_get_untracked().is_some_and(|before| before != size) {
                scene.size.set(size);
            }
        });
        // The closure is freed with the element that it is about.
        if let Ok(observer) = ResizeObserver::new(measure.into_js_value().unchecked_ref()) {
            observer.observe(&frame);
        }
    });
}

/// Once both the graph and the window are known, the picture is put into the window.
fn first_view(scene: Scene) {
    let placed = StoredValue::new(false);
    Effect::new(move || {
        let size = scene.size.get();
        let whole = scene.drawn.with(|drawn| drawn.graph.extent());
        if size.0 > 0.0 && whole.0 > 0.0 && !placed.get_value() {
            placed.set_value(true);
            scene.viewport.set(Viewport::first(whole, size));
        }
    });
}

/// A story selected elsewhere, or by keys, comes into sight.
fn follow_selection(scene: Scene) {
    let store = store();
    Effect::new(move || {
        let key = store.selected();
        let size = scene.size.get();
        let bounds = scene.drawn.with(|drawn| {
            let graph = &drawn.graph;
            let key = key?;
            let node = graph.nodes.iter().find(|node| {
                drawn.of.stories.get(node.story as usize).is_some_and(|story| story.key == key)
            })?;
            Some([node.x, node.y, node.x + graph.node_width, node.y + graph.node_height].map(f64::from))
        });
        if let Some(bounds) = bounds.filter(|_| size.0 > 0.0) {
            let before = scene.viewport.get_untracked();
            let after = before.showing(bounds, size);
            if after != before {
                scene.viewport.set(after);
            }
        }
    });
}

fn pointer_moved(scene: Scene, frame: NodeRef<Div>, held: &mut [Held], dragged: &Cell<f64>, event: &PointerEvent) {
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    let other = held.iter().find(|one| one.id != event.pointer_id()).map(|one| (one.x, one.y));
    let Some(moving) = held.iter_mut().find(|one| one.id == event.pointer_id()) else {
        return;
    };
    let (before_x, before_y) = (moving.x, moving.y);
    (moving.x, moving.y) = (x, y);
    dragged.set(dragged.get() + (x - before_x).abs() + (y - before_y).abs());
    if dragged.get() < STILL {
        return;
    }
    let Some(frame) = frame.get_untracked() else { return };
    // Only a real drag takes the pointer: a click must still reach the story under it.
    let _ = frame.set_pointer_capture(event.pointer_id());
    match other {
        None => scene.viewport.update(|viewport| *viewport = viewport.moved(x - before_x, y - before_y)),
        Some((other_x, other_y)) => {
            let distance = |x: f64, y: f64| (x - other_x).hypot(y - other_y).max(1.0);
            let factor = distance(x, y) / distance(before_x, before_y);
            let corner = frame.get_bounding_client_rect();
            let middle = ((x + other_x) / 2.0 - corner.left(), (y + other_y) / 2.0 - corner.top());
            scene.viewport.update(|viewport| {
                *viewport = viewport
                    .moved((x - before_x) / 2.0, (y - before_y) / 2.0)
                    .zoomed(factor, middle);
            });
        }
    }
}

fn wheel(scene: Scene, frame: NodeRef<Div>, event: &WheelEvent) {
    event.prevent_default();
    let Some(frame) = frame.get_untracked() else { return };
    let lines = if event.delta_mode() == WheelEvent::DOM_DELTA_LINE { 16.0 } else { 1.0 };
    let (across, down) = (event.delta_x() * lines, event.delta_y() * lines);
    if event.shift_key() || (across.abs() > 0.0 && !event.ctrl_key()) {
        // Two fingers on a pad, or the wheel with Shift, move the picture.
        let (across, down) = if across == 0.0 { (down, 0.0) } else { (across, down) };
        scene.viewport.update(|viewport| *viewport = viewport.moved(-across, -down));
        return;
    }
    let corner = frame.get_bounding_client_rect();
    let point = (f64::from(event.client_x()) - corner.left(), f64::from(event.client_y()) - corner.top());
    let speed = if event.ctrl_key() { 0.01 } else { 0.0016 };
    scene.viewport.update(|viewport| *viewport = viewport.zoomed((-down * speed).exp(), point));
}

fn clicked(store: Store, scene: Scene, dragged: &Cell<f64>, event: &MouseEvent) {
    if dragged.replace(0.0) >= STILL {
        // The end of a drag is no click.
        event.stop_propagation();
        event.prevent_default();
        return;
    }
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return;
    };
    if target.closest(".edge-card, .minimap").ok().flatten().is_some() {
        return;
    }
    let edge = target
        .closest("[data-edge]")
        .ok()
        .flatten()
        .and_then(|edge| edge.get_attribute("data-edge"))
        .and_then(|at| at.parse().ok());
    scene.edge.set(edge);
    if edge.is_none() && target.closest("[data-story]").ok().flatten().is_none() {
        store.select(None);
    }
}
