//! Why the edge that was clicked exists, and where it is written.

use super::Scene;
use crate::frame::{Icon, icon_button};
use crate::leaf::{Leaf, button, tag};
use crate::story_parts::{key_at, place};
use crate::wire::{EdgeKind, Panel};

/// The card; nothing while no edge is looked at.
pub(super) fn edge_card(scene: Scene) -> Vec<Leaf> {
    let drawn = scene.drawn();
    let Some(edge) = scene.edge.get().and_then(|at| drawn.graph.edges.get(at)) else {
        return Vec::new();
    };
    let of = &drawn.of;
    let (from, to) = (key_at(of, edge.from), key_at(of, edge.to));
    let sentence = tag("p", "");
    let sentence = match edge.kind {
        EdgeKind::Conflict => sentence
            .with(from)
            .text(" and ")
            .with(to)
            .text(" both touch ")
            .with(tag("code", "").text(&edge.why))
            .text("."),
        kind => sentence
            .with(to)
            .text(" waits for ")
            .with(from)
            .text(match kind {
                EdgeKind::Soft => ", softly: it would help, it is not needed.",
                EdgeKind::Broken => ", but this is left out of the plan: it closes a circle.",
                EdgeKind::Epic => ", as for the whole epic.",
                EdgeKind::Requires | EdgeKind::Conflict => ".",
            }),
    };
    let mut card = tag("div", "floating edge-card")
        .set("role", "status")
        .with(sentence);
    if edge.kind != EdgeKind::Conflict && !edge.why.is_empty() {
        card = card.with(tag("p", "muted").text(&format!("“{}”", edge.why)));
    }
    if edge.kind == EdgeKind::Broken {
        let choose = move || scene.store.show_panel(Panel::Held);
        card = card.with(button("small", choose).text("Choose what to leave out"));
    }
    let route = scene.store.route.get();
    let places = edge
        .spots
        .iter()
        .map(|&spot| place(of, spot, &route))
        .collect();
    vec![
        card.with(tag("p", "diagnostic-places").with_all(places))
            .with(icon_button(
                Icon::Close,
                "Close",
                "quiet close",
                move || scene.edge.set(None),
            )),
    ]
}
