//! The correction that is thought about, over the picture: who moves, goes, comes.

use std::sync::Arc;

use super::Scene;
use crate::correct::{is_empty, is_shown};
use crate::leaf::{Leaf, svg, tag, words};
use crate::route::View;
use crate::wire::{CardRow, CorrectView, How};

/// The correction, where there is one and it is found.
fn thought_of(scene: Scene) -> Option<Arc<CorrectView>> {
    let store = scene.store;
    if is_empty(&store.draft.get()) || !is_shown(store) {
        return None;
    }
    store.correct.get().filter(|view| view.errors.is_empty())
}

/// A frame and a word for every story that does not stay where it is.
pub(super) fn marks(scene: Scene) -> Leaf {
    svg("g", "corrected").live(move || {
        let Some(view) = thought_of(scene) else {
            return Vec::new();
        };
        let drawn = scene.drawn();
        let height = drawn.graph.node_height;
        let mark = |card: &CardRow| {
            let told = match (card.how, card.from, card.to) {
                (How::Moved, Some(from), Some(to)) => format!("{from} → {to}"),
                (How::Turned, ..) => "↕".to_owned(),
                (How::Dropped, ..) => "goes out".to_owned(),
                _ => return None,
            };
            let mut stories = drawn.of.stories.iter();
            let story = stories.position(|story| story.key == card.key)? as u32;
            let mut nodes = drawn.graph.nodes.iter();
            let node = nodes.find(|node| node.story == story && node.epic.is_none())?;
            let width = node.width;
            let frame = svg("rect", "")
                .set("x", "-3")
                .set("y", "-3")
                .set("width", &(width + 6).to_string())
                .set("height", &(height + 6).to_string())
                .set("rx", "6");
            let text = svg("text", "")
                .set("x", &(width - 24).to_string())
                .set("y", "18")
                .set("text-anchor", "end")
                .text(&told);
            Some(
                svg("g", card.how.word())
                    .set("transform", &format!("translate({} {})", node.x, node.y))
                    .with(frame)
                    .with(text),
            )
        };
        view.cards.iter().filter_map(mark).collect()
    })
}

/// The correction in words, with the way to it.
pub(super) fn line(scene: Scene) -> Option<Leaf> {
    let view = thought_of(scene)?;
    let new = view.cards.iter().filter(|card| card.how == How::Added);
    let new: Vec<&str> = new.map(|card| card.key.as_str()).collect();
    let link = tag("a", "accent")
        .set(
            "href",
            &scene.store.route.get().to_view(View::Correct).hash(),
        )
        .text("Correction");
    let mut told = format!(": {}.", view.sentence);
    if !new.is_empty() {
        told.push_str(&format!(" New: {}.", new.join(", ")));
    }
    Some(
        tag("p", "correction-line")
            .with(link)
            .with(words("", &told)),
    )
}
