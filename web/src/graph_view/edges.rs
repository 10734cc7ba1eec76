//! Edges in the picture: only those in sight, each kind with its own stroke and end.

use std::sync::Arc;

use leptos::prelude::*;

use super::Scene;
use super::picture::{in_sight, seen};
use crate::app::store;
use crate::frame::{Icon, icon};
use crate::store::Drawn;
use crate::story_parts::{Relation, key_at, place};
use crate::wire::{EdgeKind, EdgeRow};

/// How an edge stands to the selected story.
#[derive(PartialEq, Eq)]
enum Standing {
    Plain,
    Lit,
    Apart,
}

/// Ends of edges.
#[component]
pub(super) fn Markers() -> impl IntoView {
    let arrow = |id: &'static str| {
        view! {
            <marker id=id class=id viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"
                markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.500 8 4 0 7.500z"/></marker>
        }
    };
    view! {
        <defs>
            {arrow("arrow")}
            {arrow("arrow-lit")}
            <marker id="cross" class="cross" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10"
                markerUnits="userSpaceOnUse" orient="auto"><path d="m2 2 6 6M8 2 2 8"/></marker>
        </defs>
    }
}

/// The edges.
#[component]
pub(super) fn Edges(scene: Scene) -> impl IntoView {
    let seen = seen(scene);
    let shown = Memo::new(move |_| {
        let seen = seen.get();
        scene.hidden.with(|hidden| {
            scene.drawn.with(|drawn| {
                let generation = Arc::as_ptr(drawn) as usize;
                let edges = &drawn.graph.edges;
                in_sight(seen, edges.iter().map(|edge| edge.bounds))
                    .filter(|&at| !hidden.contains(&edges[at].kind))
                    .map(|at| (generation, at))
                    .collect::<Vec<_>>()
            })
        })
    });
    view! {
        <For each=move || shown.get() key=|key| *key let((_, at))>
            {scene.drawn.with_untracked(|drawn| edge(scene, drawn, at))}
        </For>
    }
}

fn edge(scene: Scene, drawn: &Drawn, at: usize) -> Option<AnyView> {
    let edge = drawn.graph.edges.get(at)?;
    let kind = edge.kind;
    let ends = (edge.from as usize, edge.to as usize);
    let standing = Memo::new(move |_| scene.relations.with(|all| standing(all, kind, ends)));
    let class = move || {
        let mut class = format!("edge {}", kind.class());
        standing.with(|standing| match standing {
            Standing::Plain => {}
            Standing::Lit => class.push_str(" lit"),
            Standing::Apart => class.push_str(" apart"),
        });
        if scene.edge.get() == Some(at) {
            class.push_str(" looked-at");
        }
        class
    };
    let end = move || match (kind, standing.with(|standing| *standing == Standing::Lit)) {
        (EdgeKind::Conflict, _) => None,
        (EdgeKind::Broken, _) => Some("url(#cross)"),
        (_, true) => Some("url(#arrow-lit)"),
        (_, false) => Some("url(#arrow)"),
    };
    Some(
        view! {
            <g class=class data-edge=at.to_string()>
                <title>{words(drawn, edge)}</title>
                <path class="hit" d=edge.path.clone()/>
                <path class="line" d=edge.path.clone() marker-end=end/>
                {(kind == EdgeKind::Epic).then(|| view! { <path class="core" d=edge.path.clone()/> })}
            </g>
        }
        .into_any(),
    )
}

fn standing(relations: &[Relation], kind: EdgeKind, ends: (usize, usize)) -> Standing {
    use Relation::{After, Before, FarAfter, FarBefore, Itself};
    if relations.is_empty() {
        return Standing::Plain;
    }
    let (from, to) = (
        relations.get(ends.0).copied().unwrap_or_default(),
        relations.get(ends.1).copied().unwrap_or_default(),
    );
    let lit = if kind == EdgeKind::Conflict {
        from == Itself || to == Itself
    } else {
        let upstream = |of: Relation| matches!(of, Itself | Before | FarBefore);
        let downstream = |of: Relation| matches!(of, Itself | After | FarAfter);
        (upstream(from) && upstream(to)) || (downstream(from) && downstream(to))
    };
    if lit { Standing::Lit } else { Standing::Apart }
}

fn words(drawn: &Drawn, edge: &EdgeRow) -> String {
    let name = |at: u32| drawn.of.stories.get(at as usize).map_or("", |story| story.key.as_str());
    if edge.kind == EdgeKind::Conflict {
        format!("{} and {} share {}", name(edge.from), name(edge.to), edge.why)
    } else {
        format!("{} waits for {}: {}", name(edge.to), name(edge.from), edge.why)
    }
}

/// Why the edge that was clicked exists, and where it is written.
#[component]
pub(super) fn EdgeCard(scene: Scene) -> impl IntoView {
    let store = store();
    view! {
        {move || {
            let drawn = scene.drawn.get();
            let edge = drawn.graph.edges.get(scene.edge.get()?)?;
            let route = store.route.get();
            let sentence = if edge.kind == EdgeKind::Conflict {
                view! {
                    <p>{key_at(&drawn.of, edge.from)} " and " {key_at(&drawn.of, edge.to)} " both touch " <code>{edge.why.clone()}</code> "."</p>
                }.into_any()
            } else {
                let ending = match edge.kind {
                    EdgeKind::Soft => ", softly: it would help, it is not needed.",
                    EdgeKind::Broken => ", but this is left out of the plan: it closes a circle.",
                    EdgeKind::Epic => ", as for the whole epic.",
                    EdgeKind::Requires | EdgeKind::Conflict => ".",
                };
                view! {
                    <p>{key_at(&drawn.of, edge.to)} " waits for " {key_at(&drawn.of, edge.from)} {ending}</p>
                    {(!edge.why.is_empty()).then(|| view! { <p class="muted">"“" {edge.why.clone()} "”"</p> })}
                }.into_any()
            };
            Some(view! {
                <div class="floating edge-card" role="status">
                    {sentence}
                    <p class="diagnostic-places">
                        {edge.spots.iter().map(|&spot| place(&drawn.of, spot, &route)).collect_view()}
                    </p>
                    <button type="button" class="quiet icon-button close" aria-label="Close"
                        on:click=move |_| scene.edge.set(None)>{icon(Icon::Close)}</button>
                </div>
            })
        }}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_through_the_selected_story_is_lit() {
        use Relation::{After, Before, FarBefore, Itself, None, Shares};
        let all = [FarBefore, Before, Itself, After, None, Shares];
        let check = |kind, from, to| standing(&all, kind, (from, to)) == Standing::Lit;
        assert!(check(EdgeKind::Requires, 0, 1) && check(EdgeKind::Requires, 2, 3));
        assert!(!check(EdgeKind::Requires, 1, 3) && !check(EdgeKind::Requires, 1, 4));
        assert!(check(EdgeKind::Conflict, 2, 5) && !check(EdgeKind::Conflict, 5, 4));
    }
}
