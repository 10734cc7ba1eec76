//! Edges in the picture: only those in sight, each kind with its own stroke and end.

use std::cell::RefCell;
use std::sync::Arc;

use web_sys::Element;

use super::Scene;
use super::culled::{Culled, in_sight};
use crate::leaf::{Leaf, follow, svg};
use crate::store::Drawn;
use crate::story_parts::Relation;
use crate::wire::{EdgeKind, EdgeRow};

/// Ends of edges.
pub(super) fn markers() -> Leaf {
    let marker = |id: &str, size: &str, at: (&str, &str), path: &str| {
        svg("marker", "")
            .set("id", id)
            .set("viewBox", &format!("0 0 {size} {size}"))
            .set("refX", at.0)
            .set("refY", at.1)
            .set("markerWidth", size)
            .set("markerHeight", size)
            .set("markerUnits", "userSpaceOnUse")
            .set("orient", "auto")
            .with(svg("path", "").set("d", path))
    };
    let arrow = "M0 .5 8 4 0 7.5z";
    svg("defs", "")
        .with(marker("arrow", "8", ("7", "4"), arrow))
        .with(marker("arrow-lit", "8", ("7", "4"), arrow))
        .with(marker("cross", "10", ("9", "5"), "m2 2 6 6M8 2 2 8"))
}

/// The edges.
pub(super) fn edges(scene: Scene) -> Leaf {
    let group = svg("g", "edges");
    let culled = RefCell::new(Culled::new(group.element().clone()));
    follow(Box::new(move || {
        let drawn = scene.drawn();
        let relations = scene.relations.get();
        let looked_at = scene.edge.get();
        let all = &drawn.graph.edges;
        let mut wanted = in_sight(scene.seen.get(), all.iter().map(|edge| edge.bounds));
        scene
            .hidden
            .with(|hidden| wanted.retain(|&at| !hidden.contains(&all[at].kind)));
        culled.borrow_mut().show(
            Arc::as_ptr(&drawn) as usize,
            &wanted,
            &|at| edge(&drawn, at),
            &|at| class(&all[at], &relations, looked_at == Some(at)),
            &|at, element, class| set_end(element, all[at].kind, class),
        );
    }));
    group
}

fn edge(drawn: &Drawn, at: usize) -> Leaf {
    let edge = &drawn.graph.edges[at];
    let path = |class: &str| svg("path", class).set("d", &edge.path);
    svg("g", "edge")
        .set("data-edge", &at.to_string())
        .with(svg("title", "").text(&told(drawn, edge)))
        .with(path("line"))
        .with_some((edge.kind == EdgeKind::Epic).then(|| path("core")))
        .with(path("hit"))
}

/// The end of an edge; a lit arrow is another one, for markers do not take the colour of their line.
fn set_end(element: &Element, kind: EdgeKind, class: &str) {
    let end = match kind {
        EdgeKind::Conflict => return,
        EdgeKind::Broken => "url(#cross)",
        _ if class.contains("lit") => "url(#arrow-lit)",
        _ => "url(#arrow)",
    };
    if let Ok(Some(line)) = element.query_selector(".line") {
        let _ = line.set_attribute("marker-end", end);
    }
}

fn class(edge: &EdgeRow, relations: &[Relation], looked_at: bool) -> String {
    let lit = match is_lit(relations, edge.kind, (edge.from as usize, edge.to as usize)) {
        None => "",
        Some(true) => " lit",
        Some(false) => " apart",
    };
    let looked_at = if looked_at { " looked-at" } else { "" };
    format!("edge {}{lit}{looked_at}", edge.kind.class())
}

/// Whether the edge has to do with the selected story; `None` without one.
fn is_lit(relations: &[Relation], kind: EdgeKind, ends: (usize, usize)) -> Option<bool> {
    use Relation::{After, Before, FarAfter, FarBefore, Itself};
    if relations.is_empty() {
        return None;
    }
    let of = |end: usize| relations.get(end).copied().unwrap_or_default();
    let (from, to) = (of(ends.0), of(ends.1));
    if kind == EdgeKind::Conflict {
        return Some(from == Itself || to == Itself);
    }
    let upstream = |of: Relation| matches!(of, Itself | Before | FarBefore);
    let downstream = |of: Relation| matches!(of, Itself | After | FarAfter);
    Some((upstream(from) && upstream(to)) || (downstream(from) && downstream(to)))
}

fn told(drawn: &Drawn, edge: &EdgeRow) -> String {
    let name = |at: u32| {
        drawn
            .of
            .stories
            .get(at as usize)
            .map_or("", |story| story.key.as_str())
    };
    if edge.kind == EdgeKind::Conflict {
        format!(
            "{} and {} share {}",
            name(edge.from),
            name(edge.to),
            edge.why
        )
    } else {
        format!(
            "{} waits for {}: {}",
            name(edge.to),
            name(edge.from),
            edge.why
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_through_the_selected_story_is_lit() {
        use Relation::{After, Before, FarBefore, Itself, None, Shares};
        let all = [FarBefore, Before, Itself, After, None, Shares];
        let check = |kind, from, to| is_lit(&all, kind, (from, to)) == Some(true);
        assert!(check(EdgeKind::Requires, 0, 1) && check(EdgeKind::Requires, 2, 3));
        assert!(!check(EdgeKind::Requires, 1, 3) && !check(EdgeKind::Requires, 1, 4));
        assert!(check(EdgeKind::Conflict, 2, 5) && !check(EdgeKind::Conflict, 5, 4));
        assert_eq!(is_lit(&[], EdgeKind::Soft, (0, 1)), Option::None);
    }
}
