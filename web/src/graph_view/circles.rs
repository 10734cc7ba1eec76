//! From one thing to the next: dependencies that close a circle, stories that were searched for.

use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use super::Scene;
use super::nodes::stories_of;
use crate::leaf::{self, Leaf};
use crate::plan_view::Findable;
use crate::story_parts::counted;
use crate::wire::EdgeKind;

/// Goes to the next circle; nothing where there is none.
pub(super) fn button(scene: Scene) -> Option<Leaf> {
    let drawn = scene.drawn();
    let edges = drawn.graph.edges.iter();
    let count = edges.filter(|edge| edge.kind == EdgeKind::Broken).count();
    let shown = count > 0 && !scene.as_list.get();
    shown.then(|| {
        leaf::button("quiet bad", move || next(scene))
            .set(
                "title",
                "Go to the next dependency that is left out because it closes a circle (c)",
            )
            .text(&counted(count, "circle", "circles"))
    })
}

/// Looks at the next dependency that was left out, after the one that is looked at.
pub(super) fn next(scene: Scene) {
    let found = scene.store.drawn.with_untracked(|drawn| {
        let edges = drawn.graph.edges.iter().enumerate();
        let broken = edges.filter(|(_, edge)| edge.kind == EdgeKind::Broken);
        let broken: Vec<_> = broken.map(|(at, edge)| (at, edge.bounds)).collect();
        let here = scene.edge.get_untracked();
        let after = broken
            .iter()
            .find(|(at, _)| here.is_none_or(|here| *at > here));
        after.or(broken.first()).copied()
    });
    if let Some((at, bounds)) = found {
        scene
            .hidden
            .update(|hidden| hidden.retain(|kind| *kind != EdgeKind::Broken));
        scene.edge.set(Some(at));
        let size = scene.size.get_untracked();
        scene
            .viewport
            .update(|viewport| *viewport = viewport.showing(bounds.map(f64::from), size));
    }
}

/// Enter in the field selects the next story that fits.
pub(super) fn enter(scene: Scene, event: &Event) {
    if event.unchecked_ref::<KeyboardEvent>().key() != "Enter" {
        return;
    }
    let typed = scene.typed.get_untracked();
    let next = scene.store.drawn.with_untracked(|drawn| {
        let of = &drawn.of;
        let nodes = drawn.graph.nodes.iter();
        let stories = nodes.flat_map(|node| stories_of(of, node));
        let fitting = stories.filter(|(_, story)| Findable::new(of, story).fits(&typed));
        let fitting: Vec<&str> = fitting.map(|(_, story)| story.key.as_str()).collect();
        let here = scene.store.selected_untracked();
        let at = fitting.iter().position(|key| here.as_deref() == Some(key));
        let after = at.and_then(|at| fitting.get(at + 1));
        after.or(fitting.first()).map(|key| (*key).to_owned())
    });
    if next.is_some() {
        scene.store.select(next);
    }
}
