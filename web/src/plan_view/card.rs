//! A story as a card.

use std::sync::Arc;

use leptos::prelude::*;

use super::Board;
use crate::app::store;
use crate::story_parts::{Relation, glyph, hue, key_at, ticks};
use crate::wire::{Need, Snapshot, StoryRow};

/// Prerequisites shown on a card; the inspector has all.
const NEEDS_SHOWN: usize = 2;

/// The card of the story at this index.
pub(super) fn card(board: Board, snapshot: &Arc<Snapshot>, at: u32) -> Option<AnyView> {
    let story = snapshot.stories.get(at as usize)?;
    let class = class("card", board, snapshot, at, story);
    let more = story.needs.len().saturating_sub(NEEDS_SHOWN);
    Some(
        view! {
            <li class=class data-card=story.key.clone() style=("--hue", hue(snapshot, story))>
                {open_button(story, view! {
                    <span class="card-head">
                        <span class="key-text">{story.key.clone()}</span>
                        {glyph(story.status)}
                    </span>
                    <span class="card-title">{title(story)}</span>
                    <span class="card-facts">{ticks(story.complexity)} {files(story)}</span>
                }.into_any())}
                {(!story.needs.is_empty()).then(|| view! {
                    <span class="needs">
                        <span class="faint" title="waits for">"←"</span>
                        {story.needs.iter().take(NEEDS_SHOWN).map(|&need| need_key(snapshot, need)).collect_view()}
                        {(more > 0).then(|| view! { <span class="faint">{format!("+{more}")}</span> })}
                    </span>
                })}
            </li>
        }
        .into_any(),
    )
}

/// A finished story as one line.
pub(super) fn finished_row(board: Board, snapshot: &Arc<Snapshot>, at: u32) -> Option<AnyView> {
    let story = snapshot.stories.get(at as usize)?;
    let class = class("card row", board, snapshot, at, story);
    Some(
        view! {
            <li class=class data-card=story.key.clone() title=story.title.clone() style=("--hue", hue(snapshot, story))>
                {open_button(story, view! {
                    {glyph(story.status)}
                    <span class="key-text">{story.key.clone()}</span>
                    <span class="row-title">{title(story)}</span>
                }.into_any())}
            </li>
        }
        .into_any(),
    )
}

/// The card itself is this button; the keys of what it waits for lie beside it, as buttons of their own.
fn open_button(story: &StoryRow, face: AnyView) -> impl IntoView + use<> {
    let store = store();
    let key = story.key.clone();
    view! {
        <button type="button" class="card-open" data-story=story.key.clone()
            aria-label=format!("{} {}, {}", story.key, story.title, story.status.word())
            aria-pressed=move || store.is_selected(&key).to_string()>{face}</button>
    }
}

fn class(base: &'static str, board: Board, snapshot: &Snapshot, at: u32, story: &StoryRow) -> impl Fn() -> String + use<> {
    let store = store();
    let key = story.key.clone();
    let mut words = format!("{} {} ", story.key, story.title).to_lowercase();
    if let Some(epic) = snapshot.epics.get(story.epic as usize) {
        words.push_str(&epic.title.to_lowercase());
    }
    move || {
        let mut class = String::from(base);
        let mut add = |word: &str| {
            class.push(' ');
            class.push_str(word);
        };
        if store.is_selected(&key) {
            add("selected");
        }
        add(board.relations.with(|all| all.get(at as usize).copied().unwrap_or(Relation::None).class()));
        if board.lit.with(|lit| lit.contains(&at)) {
            add("lit");
        }
        if board.filter.with(|filter| !filter.is_empty() && !words.contains(filter.as_str())) {
            add("dim");
        }
        class
    }
}

fn title(story: &StoryRow) -> String {
    if story.title.is_empty() { "Untitled".to_owned() } else { story.title.clone() }
}

fn files(story: &StoryRow) -> impl IntoView + use<> {
    if story.files == 0 {
        view! {
            <span class="files warn" title="No file is declared: conflicts cannot be seen">"?"</span>
        }
        .into_any()
    } else {
        let words = if story.files == 1 { "1 file".to_owned() } else { format!("{} files", story.files) };
        view! { <span class="files faint" title=words>{story.files}</span> }.into_any()
    }
}

fn need_key(snapshot: &Snapshot, need: Need) -> AnyView {
    match need {
        Need::Story(at) => key_at(snapshot, at),
        Need::Epic(at) => {
            let id = snapshot.epics.get(at as usize).map(|epic| epic.id.clone()).unwrap_or_default();
            view! { <span class="key-text" title="the whole epic">{format!("epic {id}")}</span> }.into_any()
        }
    }
}
