//! What a story needs, what it holds up, with whom it shares files.

use leptos::prelude::*;

use super::Looked;
use crate::story_parts::{Relation, glyph, key, key_at, relations};
use crate::wire::NeighbourRow;

/// What the story waits for.
pub(super) fn needs(looked: &Looked) -> Option<AnyView> {
    let detail = &looked.detail;
    if detail.needs.is_empty() && detail.externals.is_empty() {
        return None;
    }
    Some(
        view! {
            <section>
                <h3>"Needs"</h3>
                <ul class="neighbours">
                    {detail.needs.iter().map(|row| neighbour(looked, row)).collect_view()}
                    {detail.externals.iter().map(|(name, spot)| view! {
                        <li><span class="neighbour-title">{name.clone()}</span> <span class="faint">"not a story"</span> {looked.short_place(*spot)}</li>
                    }).collect_view()}
                </ul>
            </section>
        }
        .into_any(),
    )
}

/// What waits for the story, and how much more behind that.
pub(super) fn holds_up(looked: &Looked) -> Option<AnyView> {
    let detail = &looked.detail;
    if detail.holds_up.is_empty() {
        return None;
    }
    let far = relations(&looked.snapshot, detail.story)
        .into_iter()
        .filter(|relation| *relation == Relation::FarAfter)
        .count();
    Some(
        view! {
            <section>
                <h3>"Holds up"</h3>
                <ul class="neighbours">{detail.holds_up.iter().map(|row| neighbour(looked, row)).collect_view()}</ul>
                {(far > 0).then(|| view! { <p class="faint">{format!("and {far} more behind")}</p> })}
            </section>
        }
        .into_any(),
    )
}

/// The stories that cannot share a batch with it.
pub(super) fn shares(looked: &Looked) -> Option<AnyView> {
    let detail = &looked.detail;
    if detail.shares.is_empty() {
        return None;
    }
    Some(
        view! {
            <section>
                <h3>"Shares files"</h3>
                <ul class="shares">
                    {detail.shares.iter().map(|row| view! {
                        <li>
                            <code>{row.path.clone()}</code>
                            {row.registry.then(|| view! { <span class="faint" title="A file that most stories touch">"registry"</span> })}
                            <span class="keys">{row.stories.iter().map(|&at| key_at(&looked.snapshot, at)).collect_view()}</span>
                        </li>
                    }).collect_view()}
                </ul>
            </section>
        }
        .into_any(),
    )
}

fn neighbour(looked: &Looked, row: &NeighbourRow) -> AnyView {
    let places = row.spots.iter().take(2).map(|&spot| looked.short_place(spot)).collect_view();
    let note = row.note.clone();
    let story = row.story.and_then(|at| looked.snapshot.stories.get(at as usize));
    let epic = row.epic.and_then(|at| looked.snapshot.epics.get(at as usize));
    let (sign, name, title) = match (story, epic) {
        (Some(story), _) => (glyph(story.status), key(&story.key, &story.title), story.title.clone()),
        (None, Some(epic)) => (
            ().into_any(),
            view! { <span class="key-text">{format!("epic {}", epic.id)}</span> }.into_any(),
            epic.title.clone(),
        ),
        (None, None) => return ().into_any(),
    };
    view! {
        <li>
            {sign}{name}
            <span class="neighbour-title" title=title.clone()>{title.clone()}</span>
            {(!note.is_empty()).then(|| view! { <span class="faint">{note}</span> })}
            {places}
        </li>
    }
    .into_any()
}
