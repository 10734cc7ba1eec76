//! Everything about the selected story, each fact with the line it comes from.

mod facts;
mod neighbours;

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::store;
use crate::frame::{Icon, icon, toggle_inspector};
use crate::route::Route;
use crate::store::Store;
use crate::story_parts::{key_at, place, place_from};
use crate::wire::{ReasonRow, Snapshot, Spot, StoryDetail, StoryRow};

/// What the parts of the inspector read.
#[derive(Clone)]
struct Looked {
    snapshot: Arc<Snapshot>,
    detail: Arc<StoryDetail>,
    route: Route,
}

impl Looked {
    fn story(&self) -> Option<&StoryRow> {
        self.snapshot.stories.get(self.detail.story as usize)
    }

    fn place(&self, spot: Spot) -> AnyView {
        place(&self.snapshot, spot, &self.route)
    }

    /// In lists: without the name of the document that the story is declared in.
    fn short_place(&self, spot: Spot) -> AnyView {
        let home = self.detail.declared.first().map(|spot| spot.document);
        place_from(&self.snapshot, spot, &self.route, home)
    }
}

/// The panel.
#[component]
pub fn Inspector() -> impl IntoView {
    let store = store();
    view! {
        <aside class="inspector" class:closed=move || store.selected().is_none() aria-label="Inspector">
            <button type="button" class="quiet icon-button close" aria-label="Close the inspector"
                title="Close (i)" on:click=move |_| close(store)>{icon(Icon::Close)}</button>
            {move || {
                let selected = store.selected();
                // An answer that is of another story by now is not shown under this one's name.
                let snapshot = store.snapshot.get();
                let detail = store.detail.get().filter(|detail| {
                    snapshot.stories.get(detail.story as usize).map(|story| &story.key) == selected.as_ref()
                });
                match (selected, detail) {
                    (None, _) => nothing_selected(&snapshot),
                    (Some(key), None) => waiting(&snapshot, key),
                    (Some(_), Some(detail)) => story(Looked { snapshot, detail, route: store.route.get() }),
                }
            }}
        </aside>
    }
}

fn close(store: Store) {
    let narrow = crate::browser::window()
        .match_media("(max-width: 899px)")
        .ok()
        .flatten()
        .is_some_and(|media| media.matches());
    if narrow {
        store.select(None);
    } else {
        toggle_inspector(store);
    }
}

/// With no story selected, the epics: what the colours mean, and how far each is.
fn nothing_selected(snapshot: &Snapshot) -> AnyView {
    view! {
        <h2 class="story-title">"Epics"</h2>
        <ul class="epic-list">
            {snapshot.epics.iter().map(|epic| {
                let share = if epic.stories == 0 { 0 } else { epic.done * 100 / epic.stories };
                view! {
                    <li class="epic-row" style=("--hue", epic.hue.to_string())>
                        <span class="epic-dot"></span>
                        <span class="key-text">{epic.id.clone()}</span>
                        <span class="neighbour-title" title=epic.title.clone()>{epic.title.clone()}</span>
                        <span class="muted">{format!("{} of {} done", epic.done, epic.stories)}</span>
                        <span class="meter" style=("--load", format!("{share}%"))></span>
                    </li>
                }
            }).collect_view()}
        </ul>
        <p class="muted">"Select a story to see why it stands where it stands, what it needs and which files it touches."</p>
        <p class="faint">"Arrows walk the stories; Ctrl K finds one."</p>
    }
    .into_any()
}

/// The story is known, its particulars are on their way; or there is no such story.
fn waiting(snapshot: &Snapshot, key: String) -> AnyView {
    match snapshot.stories.iter().find(|story| story.key == key) {
        Some(story) => view! {
            <p class="over"><span class="key-text">{key}</span></p>
            <h2 class="story-title">{story.title.clone()}</h2>
        }
        .into_any(),
        None => view! {
            <div class="nothing muted"><p>"There is no story " <span class="key-text">{key}</span> " in the documents any more."</p></div>
        }
        .into_any(),
    }
}

fn story(looked: Looked) -> AnyView {
    let Some(row) = looked.story().cloned() else {
        return ().into_any();
    };
    let epic = looked.snapshot.epics.get(row.epic as usize).cloned();
    let hue = epic.as_ref().map_or(0, |epic| epic.hue);
    view! {
        <div class="story-head" style=("--hue", hue.to_string())>
            <p class="over">
                <span class="key-text">{row.key.clone()}</span>
                {epic.map(|epic| view! {
                    <span class="epic-dot"></span>
                    <span class="muted">{if epic.title.is_empty() { format!("Epic {}", epic.id) } else { epic.title }}</span>
                })}
            </p>
            <h2 class="story-title">{if row.title.is_empty() { "Untitled".to_owned() } else { row.title.clone() }}</h2>
        </div>
        {facts::facts(&looked, &row)}
        {statement(&looked.detail)}
        {reasons(&looked, &row)}
        {neighbours::needs(&looked)}
        {neighbours::holds_up(&looked)}
        {neighbours::shares(&looked)}
        {facts::files(&looked)}
        {facts::items(&looked, "Acceptance criteria", &looked.detail.criteria)}
        {facts::items(&looked, "Tasks", &looked.detail.tasks)}
    }
    .into_any()
}

fn statement(detail: &StoryDetail) -> Option<AnyView> {
    let (role, want, benefit) = detail.statement.clone()?;
    let part = |label: &'static str, text: String| {
        (!text.is_empty()).then(|| view! { <span class="faint">{label}</span> " " {text} " " })
    };
    Some(
        view! {
            <p class="statement">{part("As", role)}{part("I want", want)}{part("so that", benefit)}</p>
        }
        .into_any(),
    )
}

fn reasons(looked: &Looked, row: &StoryRow) -> Option<AnyView> {
    let batch = row.batch?;
    if looked.detail.reasons.is_empty() {
        return None;
    }
    let before = batch;
    let one = |reason: &ReasonRow| match reason {
        ReasonRow::WaitsFor(at) => view! {
            <li>"waits for " {key_at(&looked.snapshot, *at)} {in_batch(&looked.snapshot, *at)}</li>
        }
        .into_any(),
        ReasonRow::Shares(at, path) => view! {
            <li>"shares " <code>{path.clone()}</code> " with " {key_at(&looked.snapshot, *at)} {in_batch(&looked.snapshot, *at)}</li>
        }
        .into_any(),
        ReasonRow::Full => view! { <li>{format!("batch {before} is full")}</li> }.into_any(),
        ReasonRow::Balance => view! { <li>{format!("it would fit batch {before}; here the load is more even")}</li> }.into_any(),
        ReasonRow::First => view! { <li>"nothing open comes before it"</li> }.into_any(),
    };
    Some(
        view! {
            <section>
                <h3>{format!("Why batch {}", batch + 1)}</h3>
                <ul class="reasons">{looked.detail.reasons.iter().map(one).collect_view()}</ul>
            </section>
        }
        .into_any(),
    )
}

fn in_batch(snapshot: &Snapshot, story: u32) -> Option<String> {
    let batch = snapshot.stories.get(story as usize)?.batch?;
    Some(format!(" in batch {}", batch + 1))
}
