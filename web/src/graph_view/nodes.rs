//! Stories in the picture: only those in sight.

use std::sync::Arc;

use leptos::prelude::*;

use super::Scene;
use super::picture::{in_sight, seen};
use super::title::two_lines;
use crate::app::store;
use crate::store::Drawn;
use crate::story_parts::{Relation, hue};
use crate::wire::{Status, StoryRow};

/// Width of a title within a node.
const TITLE: f64 = 114.0;

/// The nodes.
#[component]
pub(super) fn Nodes(scene: Scene) -> impl IntoView {
    let seen = seen(scene);
    let shown = Memo::new(move |_| {
        let seen = seen.get();
        scene.drawn.with(|drawn| {
            let graph = &drawn.graph;
            let generation = Arc::as_ptr(drawn) as usize;
            let boxes = graph.nodes.iter().map(|node| {
                [node.x, node.y, node.x + graph.node_width, node.y + graph.node_height]
            });
            in_sight(seen, boxes).map(|at| (generation, at)).collect::<Vec<_>>()
        })
    });
    view! {
        <For each=move || shown.get() key=|key| *key let((_, at))>
            {scene.drawn.with_untracked(|drawn| node(scene, drawn, at))}
        </For>
    }
}

fn node(scene: Scene, drawn: &Drawn, at: usize) -> Option<AnyView> {
    let store = store();
    let node = drawn.graph.nodes.get(at)?;
    let story = drawn.of.stories.get(node.story as usize)?;
    let index = node.story as usize;
    let (first, second) = two_lines(&story.title, TITLE);
    let key = story.key.clone();
    let class = move || {
        let relation = scene.relations.with(|all| all.get(index).copied());
        let mut class = String::from("node");
        if let Some(relation) = relation {
            class.push(' ');
            class.push_str(if relation == Relation::None { "apart" } else { relation.class() });
        }
        if store.is_selected(&key) {
            class.push_str(" selected");
        }
        class
    };
    let done = story.status == Status::Done;
    Some(
        view! {
            <g class=class class:done=done data-story=story.key.clone() role="button"
                aria-label=format!("{} {}, {}", story.key, story.title, story.status.word())
                transform=format!("translate({} {})", node.x, node.y) style=("--hue", hue(&drawn.of, story))>
                <title>{format!("{} {}", story.key, story.title)}</title>
                <rect width=drawn.graph.node_width height=drawn.graph.node_height rx="4"/>
                <path class="epic-edge" d=format!("M1.5 3v{}", drawn.graph.node_height - 6)/>
                <text class="node-key" x="12" y="18">{story.key.clone()}</text>
                {sign(story, drawn.graph.node_width - 16)}
                <text class="node-title" x="12" y="35">{first}</text>
                <text class="node-title" x="12" y="49">{second}</text>
            </g>
        }
        .into_any(),
    )
}

/// The status by its shape: empty, a quarter, a half, three quarters, full; a bar through what stands still.
fn sign(story: &StoryRow, x: i32) -> AnyView {
    let pie = match story.status {
        Status::Ready => Some("M0 0V-4.5A4.5 4.5 0 0 1 4.5 0Z"),
        Status::InProgress => Some("M0 0V-4.5A4.5 4.5 0 0 1 0 4.5Z"),
        Status::Review => Some("M0 0V-4.5A4.5 4.5 0 1 1 -4.5 0Z"),
        Status::Blocked | Status::Dropped | Status::Superseded => Some("M-3 -3l6 6"),
        Status::Backlog | Status::Done => None,
    };
    let full = story.status == Status::Done;
    view! {
        <g class="node-status" transform=format!("translate({x} 14)")>
            <circle r="4.5" class:full=full/>
            {pie.map(|path| view! { <path class="pie" d=path/> })}
        </g>
    }
    .into_any()
}
