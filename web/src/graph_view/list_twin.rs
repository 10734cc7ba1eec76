//! The graph as a table, for those who read rather than look.

use leptos::prelude::*;

use super::Scene;
use crate::app::store;
use crate::story_parts::{glyph, key, key_at, shared};
use crate::wire::{Need, Snapshot};

/// Keys shown in a cell; the inspector has all.
const SHOWN: usize = 8;

/// The table.
#[component]
pub(super) fn ListTwin(scene: Scene) -> impl IntoView {
    let store = store();
    view! {
        <div class="twin" tabindex="0" aria-label="The graph as a list" role="region">
            <table>
                <thead>
                    <tr>
                        <th scope="col">"Story"</th>
                        <th scope="col">"Batch"</th>
                        <th scope="col">"Waits for"</th>
                        <th scope="col">"Holds up"</th>
                        <th scope="col">"Shares files with"</th>
                    </tr>
                </thead>
                <tbody>
                    {move || scene.drawn.with(|drawn| {
                        let snapshot = &drawn.of;
                        let holds_up = followers(snapshot);
                        (0_u32..).zip(&snapshot.stories).map(|(at, story)| {
                            let selected_key = story.key.clone();
                            view! {
                                <tr class:selected=move || store.is_selected(&selected_key)>
                                    <th scope="row">
                                        {glyph(story.status)} {key(&story.key, &story.title)} " " {story.title.clone()}
                                    </th>
                                    <td>{story.batch.map(|batch| (batch + 1).to_string())}</td>
                                    <td>{needs(snapshot, &story.needs)}</td>
                                    <td>{keys(snapshot, holds_up.get(at as usize).map(Vec::as_slice).unwrap_or_default())}</td>
                                    <td>{keys(snapshot, &shared(snapshot, at))}</td>
                                </tr>
                            }
                        }).collect_view()
                    })}
                </tbody>
            </table>
        </div>
    }
}

fn followers(snapshot: &Snapshot) -> Vec<Vec<u32>> {
    let mut followers = vec![Vec::new(); snapshot.stories.len()];
    for (at, story) in (0_u32..).zip(&snapshot.stories) {
        for need in &story.needs {
            if let Need::Story(before) = *need
                && let Some(list) = followers.get_mut(before as usize)
            {
                list.push(at);
            }
        }
    }
    followers
}

fn needs(snapshot: &Snapshot, needs: &[Need]) -> AnyView {
    needs
        .iter()
        .map(|need| match *need {
            Need::Story(at) => key_at(snapshot, at),
            Need::Epic(at) => {
                let id = snapshot.epics.get(at as usize).map(|epic| epic.id.clone()).unwrap_or_default();
                view! { <span class="key-text">{format!("epic {id}")}</span> }.into_any()
            }
        })
        .collect_view()
        .into_any()
}

fn keys(snapshot: &Snapshot, stories: &[u32]) -> AnyView {
    let more = stories.len().saturating_sub(SHOWN);
    view! {
        {stories.iter().take(SHOWN).map(|&at| key_at(snapshot, at)).collect_view()}
        {(more > 0).then(|| view! { <span class="faint">{format!("+{more}")}</span> })}
    }
    .into_any()
}
