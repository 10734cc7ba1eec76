//! The kinds of edges there are; a click hides or shows one.

use crate::live::Memo;

use super::Scene;
use crate::leaf::{Leaf, button, svg, tag};
use crate::wire::EdgeKind;

/// The legend.
pub(super) fn legend(scene: Scene) -> Leaf {
    let counts = Memo::new(move |_| {
        let drawn = scene.drawn();
        let count = |kind| {
            drawn
                .graph
                .edges
                .iter()
                .filter(|edge| edge.kind == kind)
                .count()
        };
        let all = EdgeKind::ALL.into_iter().map(|kind| (kind, count(kind)));
        all.filter(|(_, count)| *count > 0).collect::<Vec<_>>()
    });
    tag("div", "legend")
        .set("role", "group")
        .set("aria-label", "Kinds of edges")
        .live(move || {
            counts
                .get()
                .into_iter()
                .map(|(kind, count)| entry(scene, kind, count))
                .collect()
        })
}

fn entry(scene: Scene, kind: EdgeKind, count: usize) -> Leaf {
    let path = |class: &str| svg("path", class).set("d", "M1 5h24");
    let sample = svg("g", &format!("edge {}", kind.class()))
        .with(path("line"))
        .with_some((kind == EdgeKind::Epic).then(|| path("core")));
    let toggle = move || {
        scene.hidden.update(|hidden| {
            if hidden.contains(&kind) {
                hidden.retain(|other| *other != kind);
            } else {
                hidden.push(kind);
            }
        });
    };
    button("", toggle)
        .set("title", &format!("{count}; click to show or hide"))
        .live_set("aria-pressed", move || {
            Some((!scene.hidden.with(|hidden| hidden.contains(&kind))).to_string())
        })
        .with(
            svg("svg", "")
                .set("viewBox", "0 0 26 10")
                .set("width", "26")
                .set("height", "10")
                .set("aria-hidden", "true")
                .with(sample),
        )
        .text(kind.word())
}
