//! What the user has decided about single stories: where they stand, what they need not wait for.

use crate::change;
use crate::leaf::{Leaf, button, tag, words};
use crate::store::Store;
use crate::story_parts::key;

/// The stories that the user has put into a batch.
pub(super) fn pins(store: Store) -> Vec<Leaf> {
    let pins = store.with_project(|project| project.settings.plan.pins.clone());
    let head = tag("h3", "").text("Pinned stories");
    if pins.is_empty() {
        let none = "None. A card can be dragged to another batch, moved with Shift and an arrow, or pinned in the inspector.";
        return vec![head, tag("p", "faint").text(none)];
    }
    let refused = store.good.with(|snapshot| {
        let plan = snapshot.plan.as_ref().ok();
        plan.map(|plan| plan.refused.clone()).unwrap_or_default()
    });
    let rows = pins.into_iter().map(|pin| {
        let why = refused.iter().find(|row| row.story == pin.story);
        let of_key = pin.story.clone();
        tag("li", "")
            .with(key(&pin.story, ""))
            .with(words("", &format!("batch {}", pin.batch)))
            .with(tag("span", "fill"))
            .with(
                button("small", move || change::pin(store, &of_key, None))
                    .set("aria-label", &format!("Unpin {}", pin.story))
                    .text("Unpin"),
            )
            .with_some(
                why.map(|row| words("warn-words", &format!("Not followed: {}.", row.reason))),
            )
    });
    vec![head, tag("ul", "decisions").with_all(rows.collect())]
}

/// The dependencies that the user wants left out of circles.
pub(super) fn left_out(store: Store) -> Vec<Leaf> {
    let all = store.with_project(|project| project.settings.graph.left_out.clone());
    if all.is_empty() {
        return Vec::new();
    }
    let rows = all.into_iter().map(|edge| {
        let (dependent, dependency) = (edge.dependent.clone(), edge.dependency.clone());
        let back = move || {
            change::settings(store, "Choose by itself again", |settings| {
                settings.graph.left_out.retain(|other| *other != edge)
            });
        };
        tag("li", "")
            .with(key(&dependent, ""))
            .with(words("", "need not wait for"))
            .with(key(&dependency, ""))
            .with(tag("span", "fill"))
            .with(button("small", back).text("Take back"))
    });
    vec![
        tag("h3", "").text("Left out of circles"),
        tag("ul", "decisions").with_all(rows.collect()),
    ]
}
