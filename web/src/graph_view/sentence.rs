//! The graph in a sentence.

use leptos::prelude::*;

use super::Scene;
use crate::app::store;
use crate::story_parts::{Relation, counted, shared};
use crate::wire::{EdgeKind, Snapshot};

/// About the selected story, or about all.
#[component]
pub(super) fn Sentence(scene: Scene) -> impl IntoView {
    let store = store();
    view! {
        {move || {
            let selected = store.selected();
            let relations = scene.relations.get();
            scene.drawn.with(|drawn| match relations.iter().position(|of| *of == Relation::Itself) {
                Some(at) => about(&drawn.of, &relations, at, selected.unwrap_or_default()),
                None => {
                    let of = |wanted: fn(EdgeKind) -> bool| drawn.graph.edges.iter().filter(|edge| wanted(edge.kind)).count();
                    let waits = of(|kind| kind != EdgeKind::Conflict);
                    let shares = of(|kind| kind == EdgeKind::Conflict);
                    view! {
                        <strong>{counted(drawn.graph.nodes.len(), "story", "stories")}</strong>
                        {format!(
                            ", {}, {}.",
                            counted(waits, "dependency", "dependencies"),
                            counted(shares, "pair shares a file", "pairs share a file")
                        )}
                        <span class="muted">" Select a story to see what it waits for and what it holds up."</span>
                    }.into_any()
                }
            })
        }}
    }
}

fn about(snapshot: &Snapshot, relations: &[Relation], at: usize, key: String) -> AnyView {
    let of = |near: Relation, far: Relation| relations.iter().filter(|of| **of == near || **of == far).count();
    let before = of(Relation::Before, Relation::FarBefore);
    let after = of(Relation::After, Relation::FarAfter);
    let stories = |count: usize| counted(count, "story", "stories");
    let waits = match (before, after) {
        (0, 0) => " waits for nothing and holds up nothing.".to_owned(),
        (0, after) => format!(" waits for nothing and holds up {}.", stories(after)),
        (before, 0) => format!(" waits for {} and holds up nothing.", stories(before)),
        (before, after) => format!(" waits for {} and holds up {after}.", stories(before)),
    };
    let at = at as u32;
    let paths: Vec<&str> = snapshot
        .conflicts
        .iter()
        .filter(|group| {
            let holds = group.holders.contains(&at);
            (holds && group.holders.len() + group.covered.len() > 1) || (group.covered.contains(&at) && !group.holders.is_empty())
        })
        .map(|group| group.path.as_str())
        .collect();
    let files = match paths.as_slice() {
        [] => ().into_any(),
        [one] => view! { " One file is shared: " <code>{(*one).to_owned()}</code> }.into_any(),
        [first, ..] => view! {
            {format!(" {} files are shared with {}: ", paths.len(), stories(shared(snapshot, at).len()))}
            <code>{(*first).to_owned()}</code>
            {format!(" and {} more", paths.len() - 1)}
        }
        .into_any(),
    };
    view! { <strong class="key-text">{key}</strong> {waits} {files} }.into_any()
}
