//! The kinds of edges there are; a click hides or shows one.

use leptos::prelude::*;

use super::Scene;
use crate::wire::EdgeKind;

/// The legend.
#[component]
pub(super) fn Legend(scene: Scene) -> impl IntoView {
    let counts = Memo::new(move |_| {
        scene.drawn.with(|drawn| {
            EdgeKind::ALL
                .into_iter()
                .map(|kind| (kind, drawn.graph.edges.iter().filter(|edge| edge.kind == kind).count()))
                .filter(|(_, count)| *count > 0)
                .collect::<Vec<_>>()
        })
    });
    view! {
        <div class="legend" role="group" aria-label="Kinds of edges">
            {move || counts.get().into_iter().map(|(kind, count)| {
                let shown = move || !scene.hidden.with(|hidden| hidden.contains(&kind));
                view! {
                    <button type="button" aria-pressed=move || shown().to_string()
                        title=format!("{count}; click to show or hide")
                        on:click=move |_| scene.hidden.update(|hidden| {
                            if hidden.contains(&kind) {
                                hidden.retain(|other| *other != kind);
                            } else {
                                hidden.push(kind);
                            }
                        })>
                        <svg viewBox="0 0 26 10" width="26" height="10" aria-hidden="true">
                            <g class=format!("edge {}", kind.class())>
                                <path class="line" d="M1 5h24"/>
                                {(kind == EdgeKind::Epic).then(|| view! { <path class="core" d="M1 5h24"/> })}
                            </g>
                        </svg>
                        {kind.word()}
                    </button>
                }
            }).collect_view()}
        </div>
    }
}
