//! The graph by keys.

use std::cell::Cell;

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::{Scene, circles};
use crate::store::{Drawn, Store};
use crate::wire::NodeRow;

/// Pixels that an arrow moves the picture.
const STEP: f64 = 80.0;

thread_local! {
    /// The scene on show.
    static SCENE: Cell<Option<Scene>> = const { Cell::new(None) };
}

/// Keys go to this scene for as long as it is on show.
pub(super) fn register(scene: Scene) {
    SCENE.set(Some(scene));
    on_cleanup(|| SCENE.set(None));
}

/// A key pressed on the graph; whether it means something here.
pub fn pressed(store: Store, event: &KeyboardEvent, key: &str) -> bool {
    let Some(scene) = SCENE.get() else {
        return false;
    };
    match key {
        "l" => scene.as_list.update(|on| *on = !*on),
        _ if scene.as_list.get_untracked() => return false,
        "+" | "=" => scene.zoom(1.25),
        "-" => scene.zoom(1.0 / 1.25),
        "0" => scene.fit(),
        "c" => circles::next(scene),
        "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" => {
            let direction = match key {
                "ArrowLeft" => (-1.0, 0.0),
                "ArrowRight" => (1.0, 0.0),
                "ArrowUp" => (0.0, -1.0),
                _ => (0.0, 1.0),
            };
            arrow(store, scene, direction, event.shift_key());
        }
        _ => return false,
    }
    true
}

fn arrow(store: Store, scene: Scene, direction: (f64, f64), always_move: bool) {
    let next = scene.store.drawn.with_untracked(|drawn| {
        let selected = store.selected_untracked().filter(|_| !always_move)?;
        let here = drawn
            .of
            .stories
            .iter()
            .position(|story| story.key == selected)?;
        let at = neighbour(drawn, here as u32, direction)?;
        drawn
            .of
            .stories
            .get(at as usize)
            .map(|story| story.key.clone())
    });
    match next {
        Some(key) => store.select(Some(key)),
        None if store.selected_untracked().is_some() && !always_move => {}
        None => scene.viewport.update(|viewport| {
            *viewport = viewport.moved(-direction.0 * STEP, -direction.1 * STEP)
        }),
    }
}

/// The nearest story in that direction; what lies aside counts three times.
fn neighbour(drawn: &Drawn, story: u32, direction: (f64, f64)) -> Option<u32> {
    let epic = drawn.of.stories.get(story as usize)?.epic;
    let is_here = |node: &&NodeRow| match node.epic {
        None => node.story == story,
        Some((of, _)) => of == epic,
    };
    let here = drawn.graph.nodes.iter().find(is_here)?;
    drawn
        .graph
        .nodes
        .iter()
        .filter_map(|node| {
            let (across, down) = (f64::from(node.x - here.x), f64::from(node.y - here.y));
            let ahead = across * direction.0 + down * direction.1;
            let aside = (across * direction.1).abs() + (down * direction.0).abs();
            (ahead > 1.0).then_some((ahead + 3.0 * aside, node.story))
        })
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, story)| story)
}
