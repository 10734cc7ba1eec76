//! The structure found in a document: epic > story, each a link to its line.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::store;
use crate::story_parts::glyph;
use crate::wire::{Snapshot, Status};

/// One line of the outline.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    line: u32,
    key: String,
    title: String,
    hue: u16,
    /// `None` for an epic.
    status: Option<Status>,
}

/// The outline of the document at `path`.
#[component]
pub fn Outline(path: String) -> impl IntoView {
    let store = store();
    let entries = {
        let path = path.clone();
        Memo::new(move |_| store.snapshot.with(|snapshot| entries(snapshot, &path)))
    };
    let path = Arc::new(path);
    view! {
        <section class="outline">
            <h2>"Structure"</h2>
            {move || {
                let entries = entries.get();
                if entries.is_empty() {
                    return view! {
                        <p class="faint">"No epic or story is declared here. A heading such as “## Epic 1: Accounts” or “### Story 1.1: Sign up” makes one."</p>
                    }.into_any();
                }
                let path = Arc::clone(&path);
                view! {
                    <ol>
                        {entries.into_iter().map(|entry| {
                            let path = Arc::clone(&path);
                            let line = entry.line;
                            view! {
                                <li class:epic=entry.status.is_none() style=("--hue", entry.hue.to_string())>
                                    <a href=move || store.route.with(|route| route.to_line(&path, Some(line)).hash())
                                        title=format!("line {line}")>
                                        <span class="key">{entry.key}</span>
                                        <span class="title">{entry.title}</span>
                                        {entry.status.map(glyph)}
                                    </a>
                                </li>
                            }
                        }).collect_view()}
                    </ol>
                }.into_any()
            }}
        </section>
    }
}

fn entries(snapshot: &Snapshot, path: &str) -> Vec<Entry> {
    let Some(document) = snapshot.documents.iter().position(|row| row.path == path) else {
        return Vec::new();
    };
    let line_here = |spot: Option<crate::wire::Spot>| spot.filter(|spot| spot.document as usize == document).map(|spot| spot.line);
    let mut entries = Vec::new();
    for (at, epic) in (0_u32..).zip(&snapshot.epics) {
        // Stories come in the order of their document: nothing is to be sorted.
        let stories = snapshot
            .stories
            .iter()
            .filter(|story| story.epic == at)
            .filter_map(|story| {
                Some(Entry {
                    line: line_here(story.spot)?,
                    key: story.key.clone(),
                    title: story.title.clone(),
                    hue: epic.hue,
                    status: Some(story.status),
                })
            });
        if let Some(line) = line_here(epic.spot) {
            entries.push(Entry {
                line,
                key: epic.id.clone(),
                title: epic.title.clone(),
                hue: epic.hue,
                status: None,
            });
        }
        entries.extend(stories);
    }
    entries
}
